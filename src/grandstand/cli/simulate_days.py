"""`grandstand campaign simulate`: the nine days with crowd, shops, fraudsters and outages, in minutes."""

from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from grandstand.cli.acting import AsJson, Flag, fail, narrator, print_json
from grandstand.cli.days import FANS_MIN, Played, Script, nine_days, play_days
from grandstand.cli.settling import check_language
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.files import check_absent, write_bytes
from grandstand.kernel.i18n import FALLBACK
from grandstand.kernel.telemetry import configure_logging

FANS_MAX = 10_000_000
WATCHED_MAX = 25_000
STEPS_MINUTES = (15, 30, 60, 120)


def simulate(  # noqa: PLR0913 - one argument an option
    *,
    fans: int = 20_000,
    seed: int = 1,
    file: Path | None = None,
    step_minutes: int = 15,
    calm: Flag = False,
    report: Path | None = None,
    language: str = FALLBACK,
    overwrite: Flag = False,
    json: AsJson = False,
) -> None:
    """Play the nine days on the real services and a PostgreSQL of its own, and count what they came to.

    Everything happens in this process, past HTTP and by a clock of its own. The database and the server are killed
    in the middle of it, and the shops' systems go down. Status 1 when something that must be zero is not.

    Args:
        fans: who comes; the programme's shares are made as many fewer as fans are fewer.
        seed: of everything that is left to chance; the same one asks for the same things.
        file: another programme than the nine days that come with Grandstand.
        step_minutes: how far the clock moves at once: 15, 30, 60 or 120.
        calm: nothing breaks.
        report: where to write the morning report of the play, as HTML.
        language: of the report, like en or zh.
        overwrite: replace a report that is there already.
        json: print the figures as JSON.
    """
    script = _script(fans, seed, step_minutes, calm=calm)
    document = nine_days() if file is None else _read(file)
    check_language(language)
    if report is not None:
        check_absent([report], replace=overwrite)
    configure_logging("console", "error")
    played = play_days(script, document, narrator().print, language=language)
    if report is not None:
        write_bytes(report, played.report.encode())
    if json:
        print_json(msgspec.to_builtins(played.tally) | {"wall_s": played.wall_s, "seconds": played.seconds})
    else:
        _print(played)
    if not played.tally.holds:
        fail()


def _script(fans: int, seed: int, step_minutes: int, *, calm: bool) -> Script:
    if not FANS_MIN <= fans <= FANS_MAX:
        raise RequestInvalid(f"--fans is {FANS_MIN:,} to {FANS_MAX:,}, got {fans:,}.")
    if step_minutes not in STEPS_MINUTES:
        raise RequestInvalid(f"--step-minutes is one of {STEPS_MINUTES}, got {step_minutes!r}.")
    watched = min(fans // 4, WATCHED_MAX)
    return Script(fans=fans, watched=watched, seed=seed, outages=not calm, step_minutes=step_minutes)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RequestInvalid(f"The programme {str(file)!r} cannot be read: {error.strerror}.") from None


def _print(played: Played) -> None:
    tally = played.tally
    table = Table("figure", "value", title=f"Nine days in {played.wall_s:.0f} s")
    for name in tally.__struct_fields__:
        value = getattr(tally, name)
        if isinstance(value, tuple):
            for each in value:
                table.add_row(name, each)
        else:
            table.add_row(name, f"{value:,}" if isinstance(value, int) else f"{value:.2%}")
    Console().print(table)
