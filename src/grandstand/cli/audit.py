"""`grandstand campaign audit`, `export` and `verify`: is everything as it must be. Exit status 1 when it is not.

audit counts what is in the database; verify trusts nobody: it reads a file and needs nothing else.
"""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from rich.markup import escape
from rich.progress import BarColumn, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from grandstand.campaign import (
    Audit,
    ProofVerdict,
    Verdict,
    audit_faults,
    verify_ledger,
    verify_saved_proof,
)
from grandstand.cli.acting import AsJson, Flag, auditor, fail, on_services, pool_id, print_json, progress
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.files import check_absent, write_whole
from grandstand.services import Services

PROCESSES_MAX = 256

Tell = Callable[[int, int], None]


def audit(pool: int, *, json: AsJson = False) -> None:
    """Count a pool's claims and say whether every invariant holds.

    Args:
        pool: its number.
        json: print what was counted as JSON.
    """

    async def count(services: Services) -> Audit:
        return await services.proofs.audit(pool_id(pool))

    with _progress(f"Counting the claims of pool {pool}"):
        counted = on_services(count)
    faults = audit_faults(counted)
    if json:
        print_json(msgspec.to_builtins(counted) | {"faults": faults})
    else:
        for fault in faults:
            print(f"!! {fault}")
        print(f"Pool {pool}: {f'faults: {len(faults)}.' if faults else 'every invariant holds.'}")
    if faults:
        fail()


def export(pool: int, *, to: Path | None = None, overwrite: Flag = False, json: AsJson = False) -> None:
    """Write the ledger of a pool to a file: everything that was given, with pseudonyms for fans.

    Args:
        pool: its number.
        to: the file; pool-<number>.ledger.txt in the current folder when left out.
        overwrite: replace a file that is there already.
        json: print the path and the sums as JSON.
    """
    path = to if to is not None else Path(f"pool-{pool_id(pool)}.ledger.txt")
    check_absent([path], replace=overwrite)
    with _progress(f"Writing {path}") as tell:
        ending = on_services(lambda services: _export(services, pool, path, tell))
    sums = dict(part.split("=") for part in ending.split()[1:])
    if json:
        print_json({"path": str(path), "bytes": path.stat().st_size, **sums})
    else:
        print(f"{path}: {path.stat().st_size:,} bytes, {ending}")
        print(f"Check it with: grandstand campaign verify {path}")


def verify(
    ledger: Path | None = None, *, receipt: Path | None = None, processes: int | None = None, json: AsJson = False
) -> None:
    """Check a ledger, a saved proof of one share, or that the one stands in the other; no server is asked.

    Args:
        ledger: a file that `export` or GET /v1/pools/{pool}/export has written.
        receipt: a file that a fan has saved ("Save the proof").
        processes: how many check a large ledger at the same time; as many as there are CPUs when left out.
        json: print the verdict as JSON.
    """
    if ledger is None and receipt is None:
        raise RequestInvalid("Name the file of a ledger, or --receipt with the file of a saved proof.")
    count = os.cpu_count() or 1 if processes is None else processes
    if not 1 <= count <= PROCESSES_MAX:
        raise RequestInvalid(f"--processes is 1 to {PROCESSES_MAX}, got {count!r}.")
    verdicts: dict[str, Verdict | ProofVerdict] = {}
    if ledger is not None:
        with _progress(f"Verifying {ledger}") as tell:
            verdicts["ledger"] = verify_ledger(ledger, processes=count, progress=tell)
    if receipt is not None:
        verdicts["receipt"] = verify_saved_proof(receipt, ledger=ledger)
    if json:
        print_json({name: msgspec.to_builtins(each) | {"holds": each.holds} for name, each in verdicts.items()})
    else:
        for each in verdicts.values():
            _print(each)
    if not all(each.holds for each in verdicts.values()):
        fail()


async def _export(services: Services, pool: int, path: Path, tell: Tell) -> str:
    """Write the file and return its last line; it appears under its name when it is complete."""
    who = auditor(services)
    books = await services.campaign.books(who, pool_id(pool))
    last = b""

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal last
        lines = 0
        async for piece in services.proofs.ledger(who, pool_id(pool)):
            lines, last = lines + piece.count(b"\n"), piece
            tell(min(lines, books.granted), books.granted)
            yield piece

    await write_whole(path, pieces())
    return last.decode().strip()


@contextmanager
def _progress(what: str) -> Iterator[Tell]:
    """A bar on standard error, where that is a terminal; `tell` takes what is done and the whole."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with progress(*columns, TimeElapsedColumn()) as bar:
        task = bar.add_task(escape(what), total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def _print(verdict: Verdict | ProofVerdict) -> None:
    for fault in verdict.faults:
        print(f"!! {fault if isinstance(fault, str) else f'{fault.position}: {fault.what}'}")
    if isinstance(verdict, Verdict):
        _print_ledger(verdict)
    else:
        _print_proof(verdict)


def _print_ledger(verdict: Verdict) -> None:
    print(
        f"Pool {verdict.pool}, {verdict.state.value}: {verdict.claims:,} of {verdict.shares:,} shares, "
        f"{verdict.amount_minor:,} of {verdict.total_minor:,} minor units ({verdict.currency}), "
        f"{verdict.batches:,} batches in {verdict.lanes} lanes, {verdict.published_heads:,} published heads."
    )
    print(f"sha256 {verdict.sha256}")
    if not verdict.holds:
        print(f"The ledger does not hold. Faults: {len(verdict.faults) + verdict.faults_left_out:,}.")
    elif verdict.amounts_checked:
        print("The ledger holds: nothing was altered, dropped or moved, and every amount is the one committed to.")
    else:
        print(
            "The ledger holds so far. The seeds are sealed: the amounts can be checked once the pool is revealed."
        )


def _print_proof(verdict: ProofVerdict) -> None:
    print(
        f"Share {verdict.share} of pool {verdict.pool} for {verdict.occasion!r}: "
        f"{verdict.amount_minor:,} minor units ({verdict.currency})."
    )
    if not verdict.holds:
        print(f"The proof does not hold. Faults: {len(verdict.faults)}.")
    elif verdict.amount_checked:
        print("The proof holds: the claim stands in the signed chain, and the amount is the one committed to.")
    else:
        print(
            "The proof holds so far: the claim stands in the signed chain. The amount can be checked once the\n"
            "pool is revealed; save the proof again then."
        )
