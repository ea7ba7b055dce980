"""`grandstand campaign verify-draw`: is a draw what was committed to; it needs the file alone."""

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from grandstand.campaign.draws import DrawVerdict, verify_draw
from grandstand.cli.acting import AsJson, fail, print_json
from grandstand.kernel.errors import RequestInvalid


def verify_draw_file(
    file: Path,
    *,
    commitment: str | None = None,
    root: str | None = None,
    earlier: Annotated[list[Path] | None, Parameter(negative="")] = None,
    json: AsJson = False,
) -> None:
    """Check the file of a draw: that its winners follow from what was fixed before. Exit status 1 when not.

    Args:
        file: the draw, as GET /v1/draws/{draw}/file answers it.
        commitment: as it was published before the first entry, if you noted it.
        root: as it was published when the entries were closed, if you noted it.
        earlier: the file of a draw whose winners are excluded; once for each of them.
        json: print what was found as JSON.
    """
    past = [_read(each) for each in earlier or []]
    verdict = verify_draw(_read(file), commitment=commitment, root=root, earlier=past)
    if json:
        print_json(msgspec.to_builtins(verdict))
    else:
        _print(verdict)
    if verdict.faults:
        fail()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RequestInvalid(f"{str(path)!r} cannot be read: {error.strerror}.") from None


def _print(verdict: DrawVerdict) -> None:
    for fault in verdict.faults:
        print(f"!! {fault}")
    print(
        f"Draw {verdict.draw} for {verdict.occasion!r} of pool {verdict.pool}: {verdict.entries:,} entries, "
        f"{verdict.winners:,} winners."
    )
    print(f"commitment {verdict.commitment}")
    print(f"root       {verdict.root}")
    if verdict.beacon:
        print(f"beacon     {verdict.beacon}: {verdict.beacon_value}")
    if verdict.faults:
        print(f"The draw does not hold. Faults: {len(verdict.faults)}.")
    else:
        print("The draw holds: its winners follow from seed, entries and beacon, and from nothing else.")
