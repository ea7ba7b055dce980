"""What it costs to check a ledger of ten million claims: `grandstand campaign verify` without its printing.

    python benchmarks/verify_ledger.py [--json] [--claims N] [--processes N]

The ledger is made in a temporary folder, about 650 MB: one pool on the exponential curve, sold out, four lanes,
batches of 300. Its claim lines are made as columns; a sample is compared with what the claim path writes.
"""

import argparse
import hashlib
import json
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grandstand.campaign.chain import GENESIS, BatchTree, claim_line, head, header_line
from grandstand.campaign.commitment import budget_digest, commitment, terms_text
from grandstand.campaign.ledger import LedgerWriter
from grandstand.campaign.models import (
    BatchHeader,
    Curve,
    HeadDocument,
    PoolDocument,
    PoolState,
    TrancheDocument,
    TranchePlan,
    TrancheTerms,
)
from grandstand.campaign.split import Split, split_parameters
from grandstand.campaign.verify import verify_ledger

CLAIMS = 10_000_000
LANES = 4
BATCH = 300
CURRENCY = "CNY"
OCCASIONS = ("launch",)
SEED = hashlib.sha256(b"benchmarks/verify_ledger.py").digest()
START = datetime(2026, 2, 6, 12, 0, 0, tzinfo=UTC)
HEX_DIGITS = np.frombuffer(b"0123456789abcdef", np.uint8)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true", help="print the figures as JSON")
    arguments.add_argument("--claims", type=int, default=CLAIMS)
    arguments.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = arguments.parse_args()
    figures = measure(given.claims, given.processes)
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:<24} {value}")


def measure(claims: int = CLAIMS, processes: int = 2) -> dict[str, Any]:
    """Make a ledger, check it, and say how long that took; `verify_10m_s` is scaled to ten million claims."""
    with tempfile.TemporaryDirectory(prefix="grandstand-ledger-") as folder:
        path = Path(folder) / "pool.ledger"
        started_s = time.perf_counter()
        write_ledger(path, claims)
        written_s = time.perf_counter()
        verdict = verify_ledger(path, processes=processes)
        verified_s = time.perf_counter()
        size = path.stat().st_size
    if not verdict.holds or not verdict.amounts_checked or verdict.claims != claims:
        sys.exit(f"The ledger of the benchmark does not hold: {verdict}")
    return {
        "verify_10m_s": round((verified_s - written_s) * CLAIMS / claims, 2),
        "bytes_per_claim_ledger": round(size / claims, 1),
        "claims": claims,
        "processes": processes,
        "make_s": round(written_s - started_s, 2),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "versions": f"Python {platform.python_version()}, numpy {version('numpy')}, OpenSSL by hashlib",
    }


def write_ledger(path: Path, claims: int) -> None:
    """A sold-out pool with this many shares."""
    plan = TranchePlan(shares=claims, total_minor=500 * claims, minimum_minor=1, curve=Curve.EXPONENTIAL)
    parameters = split_parameters(plan)
    terms = TrancheTerms(
        pool=7,
        tranche=1,
        first_share=0,
        currency=CURRENCY,
        occasions=OCCASIONS,
        lanes=LANES,
        parameters=parameters,
    )
    text = terms_text(terms)
    shares = np.arange(claims)
    amounts = Split(SEED, parameters).many_amounts(shares)
    names = np.random.default_rng(7).integers(0, 256, (claims, 16), np.uint8)
    lines = lines_of(shares, amounts, names)
    check_sample(lines, shares, amounts, names)
    batches = batches_of(lines, amounts, budget_digest([commitment(SEED, text)]))
    tranche = TrancheDocument(
        number=1,
        first_share=0,
        shares=claims,
        total_minor=plan.total_minor,
        commitment=commitment(SEED, text).hex(),
        committed_at=START - timedelta(hours=1),
        seed=SEED.hex(),
        terms=text.decode(),
    )
    document = PoolDocument(
        pool=7,
        state=PoolState.REVEALED,
        currency=CURRENCY,
        occasions=OCCASIONS,
        lanes=LANES,
        shares=claims,
        total_minor=plan.total_minor,
        tranches=(tranche,),
        heads=heads_of(batches),
        keys=(),
    )
    writer = LedgerWriter()
    with path.open("wb") as file:
        file.write(writer.begin(document))
        for header, first, last in batches:
            file.write(writer.batch(header, [lines[at].tobytes() for at in range(first, last)]))
        file.write(writer.end())


def lines_of(shares: NDArray[np.int64], amounts: NDArray[np.int64], names: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The claim lines as rows of 64 bytes, the same as `claim_line` writes them."""
    rows = np.full((shares.size, 64), ord(" "), np.uint8)
    for values, first, width in ((shares, 0, 10), (amounts, 11, 16), (np.zeros_like(shares), 28, 2)):
        left = values
        for at in range(first + width - 1, first - 1, -1):
            left, digit = np.divmod(left, 10)
            rows[:, at] = digit + ord("0")
    rows[:, 31:63:2] = HEX_DIGITS[names >> 4]
    rows[:, 32:63:2] = HEX_DIGITS[names & 15]
    rows[:, 63] = ord("\n")
    return rows


def check_sample(
    lines: NDArray[np.uint8], shares: NDArray[np.int64], amounts: NDArray[np.int64], names: NDArray[np.uint8]
) -> None:
    for at in range(0, shares.size, shares.size // 1000 + 1):
        expected = claim_line(int(shares[at]), int(amounts[at]), 0, names[at].tobytes())
        if lines[at].tobytes() != expected:
            sys.exit(f"The benchmark writes another line than the claim path: {lines[at].tobytes()!r}")


def batches_of(
    lines: NDArray[np.uint8], amounts: NDArray[np.int64], budget: bytes
) -> list[tuple[BatchHeader, int, int]]:
    """The chain of each lane: a header, and which lines it covers."""
    batches = []
    for lane in range(LANES):
        previous, number = GENESIS, 0
        lo, hi = (len(lines) * edge // LANES for edge in (lane, lane + 1))
        for first in range(lo, hi, BATCH):
            last, number = min(first + BATCH, hi), number + 1
            header = BatchHeader(
                pool=7,
                lane=lane,
                batch=number,
                at=START + timedelta(milliseconds=10 * number),
                claims=last - first,
                amount_minor=int(amounts[first:last].sum()),
                budget=budget,
                previous=previous,
                root=BatchTree([lines[at].tobytes() for at in range(first, last)]).root,
            )
            previous = head(header_line(header))
            batches.append((header, first, last))
    return batches


def heads_of(batches: list[tuple[BatchHeader, int, int]]) -> tuple[HeadDocument, ...]:
    heads = []
    for lane in range(LANES):
        mine = [header for header, _, _ in batches if header.lane == lane]
        heads.append(
            HeadDocument(
                lane=lane,
                batch=len(mine),
                head=head(header_line(mine[-1])).hex(),
                claims=sum(header.claims for header in mine),
                amount_minor=sum(header.amount_minor for header in mine),
            )
        )
    return tuple(heads)


if __name__ == "__main__":
    main()
