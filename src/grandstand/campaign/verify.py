"""Whether a ledger is what it says: every rule that anybody can check from the file alone.

* the file is whole: its last line, the digest and the sums in it;
* each tranche: its terms fit the pool and the other tranches, its commitment is sha256(seed || terms), the knots
  are those of its curve (ledger_document.py);
* each batch: sums, Merkle root, place in its lane's chain, time, budget (ledger_segment.py);
* the heads that were published while the pool was open, and the last ones, stand in the chain;
* each share number is given once, to each fan one share for an occasion, over all lanes;
* each amount is that of the split, once the seeds are revealed; no tranche gives more than its total.

`reference_verify.py` is the same in plain Python, to be read, and for the tests that compare the two.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grandstand.campaign.chain import LINE_BYTES, LineInvalid
from grandstand.campaign.errors import LedgerInvalid
from grandstand.campaign.ledger_document import CheckedTranche, check_document, frame_of
from grandstand.campaign.ledger_file import LedgerFile, Stretch, opened
from grandstand.campaign.ledger_segment import (
    LANE_START,
    Claims,
    Fault,
    Faults,
    Frame,
    Link,
    Segment,
    check_segment,
    link_faults,
)
from grandstand.campaign.models import PoolState
from grandstand.campaign.split import Split, pieces_of

CLAIMS_MAX = 2**27
"""Claims of a ledger that can be checked: each needs about 60 bytes of memory."""
PARALLEL_BYTES = 2**26
"""Below this size, processes take longer to start than the check takes."""
PENDING_MAX = 3
"""Stretches that wait for each process."""
SHOWN_MAX = 10
"""Faults of one kind, in a tranche or a pool, that are shown with their values."""
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
"""An odd number with bits everywhere: sets the occasions of a fan apart in one word."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a ledger says, what was checked of it, and what does not hold.

    `faults` has the first FAULTS_MAX of them, `faults_left_out` counts the others. While seeds are sealed,
    `amounts_checked` is False: commitments and amounts could not be checked then, everything else was.
    """

    pool: int
    state: PoolState
    currency: str
    tranches: int
    shares: int
    total_minor: int
    lanes: int
    batches: int
    claims: int
    amount_minor: int
    published_heads: int
    sha256: str
    amounts_checked: bool
    faults: tuple[Fault, ...]
    faults_left_out: int

    @property
    def holds(self) -> bool:
        """Whether nothing contradicts the ledger."""
        return not self.faults


def verify_ledger(path: Path | str, *, processes: int = 1, progress: Progress | None = None) -> Verdict:
    """Check a ledger file.

    Args:
        path: the file.
        processes: how many check batches at the same time; 1 starts none. The caller's `__main__` must be
            importable, as for every spawned process.
        progress: called with the bytes that were checked and those of the file, about a hundred times a gigabyte.

    Raises:
        LedgerInvalid: the file cannot be read as a ledger; the message says where and why.
    """
    with opened(path) as file:
        try:
            ledger = LedgerFile(file)
            return _verdict(Path(path), ledger, processes if ledger.size >= PARALLEL_BYTES else 1, progress)
        except LineInvalid as error:
            raise LedgerInvalid(str(error)) from None


def _verdict(path: Path, ledger: LedgerFile, processes: int, progress: Progress | None) -> Verdict:
    document, faults = ledger.document, Faults()
    tranches = check_document(document, faults)
    frame = frame_of(document)
    books = _Books(frame, faults, claims_max=min(ledger.size // LINE_BYTES, CLAIMS_MAX))
    for stretch, segment in _segments(path, ledger, frame, processes):
        books.add(stretch, segment)
        if progress is not None:
            progress(stretch.offset + stretch.size, ledger.size)
    books.check_sums(ledger)
    _check_heads(ledger, books, faults)
    claims = books.claims()
    _check_unique(claims, faults)
    for tranche in tranches:
        _check_tranche(tranche, claims, faults)
    return Verdict(
        pool=document.pool,
        state=document.state,
        currency=document.currency,
        tranches=len(tranches),
        shares=document.shares,
        total_minor=document.total_minor,
        lanes=document.lanes,
        batches=books.batches,
        claims=books.count,
        amount_minor=books.amount_minor,
        published_heads=ledger.published_count,
        sha256=ledger.sha256.hex(),
        amounts_checked=all(tranche.parameters and tranche.seed for tranche in tranches),
        faults=tuple(faults.found),
        faults_left_out=faults.left_out,
    )


@dataclass(slots=True)
class _Lane:
    """What a lane has given so far; `link` is None after a header that could not be read."""

    link: Link | None = LANE_START
    batches: int = 0
    claims: int = 0
    amount_minor: int = 0


class _Books:
    """Joins segments in the order of the file: the chain of each lane, the sums, the claims as columns."""

    def __init__(self, frame: Frame, faults: Faults, *, claims_max: int) -> None:
        self._frame = frame
        self._faults = faults
        self.lanes: dict[int, _Lane] = {}
        self.count = 0
        # Memory that is not written to costs nothing.
        self._columns = Claims(
            np.empty(claims_max, np.uint32),
            np.empty(claims_max, np.int64),
            np.empty(claims_max, np.uint8),
            np.empty(claims_max, np.uint64),
            np.empty(claims_max, np.uint64),
        )

    def add(self, stretch: Stretch, segment: Segment) -> None:
        """Take over what was found in a segment, and link it to what came before it.

        Raises:
            LineInvalid: the ledger has more claims than can be checked.
        """
        position = f"byte {stretch.offset}: lane {stretch.lane}"
        lane = self.lanes.setdefault(stretch.lane, _Lane())
        if (first := segment.first) is not None:
            for what in link_faults(lane.link, first, self._frame.budgets.get(first.budget, 0)):
                self._faults.add(f"{position}, batch {first.batch}", what)
        self._faults.extend(segment.faults)
        lane.link = segment.last
        lane.batches += stretch.batches
        lane.claims += segment.claims.shares.size
        lane.amount_minor += segment.amount_minor
        self._append(segment.claims)

    def _append(self, claims: Claims) -> None:
        after = self.count + claims.shares.size
        if after > self._columns.shares.size:
            raise LineInvalid(f"The ledger has more than {CLAIMS_MAX} claims; more cannot be checked.")
        place = slice(self.count, after)
        self._columns.shares[place] = claims.shares
        self._columns.amounts[place] = claims.amounts
        self._columns.occasions[place] = claims.occasions
        self._columns.first[place] = claims.first
        self._columns.second[place] = claims.second
        self.count = after

    @property
    def batches(self) -> int:
        return sum(lane.batches for lane in self.lanes.values())

    @property
    def amount_minor(self) -> int:
        return sum(lane.amount_minor for lane in self.lanes.values())

    def claims(self) -> Claims:
        whole = self._columns
        part = slice(self.count)
        return Claims(
            whole.shares[part], whole.amounts[part], whole.occasions[part], whole.first[part], whole.second[part]
        )

    def check_sums(self, ledger: LedgerFile) -> None:
        ending = ledger.ending
        pairs = [
            ("batches", ending.batches, self.batches),
            ("claims", ending.claims, self.count),
            ("amount", ending.amount_minor, self.amount_minor),
            ("sha256", ending.sha256.hex(), ledger.sha256.hex()),
        ]
        for name, said, found in pairs:
            if said != found:
                self._faults.add("last line", f"says {name} {said}, the lines before it have {found}")


def _segments(path: Path, ledger: LedgerFile, frame: Frame, processes: int) -> Iterator[tuple[Stretch, Segment]]:
    """The stretches in the order of the file, each with what its check has found."""
    if processes <= 1:
        for stretch in ledger.stretches():
            yield stretch, _check_stretch(path, frame, stretch)
        return
    pending: deque[tuple[Stretch, Future[Segment]]] = deque()
    executor = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        for stretch in ledger.stretches():
            pending.append((stretch, executor.submit(_check_stretch, path, frame, stretch)))
            if len(pending) > PENDING_MAX * processes:
                yield _result(pending)
        while pending:
            yield _result(pending)
    finally:
        executor.shutdown(cancel_futures=True)


def _result(pending: deque[tuple[Stretch, "Future[Segment]"]]) -> tuple[Stretch, Segment]:
    stretch, future = pending.popleft()
    return stretch, future.result()


def _check_stretch(path: Path, frame: Frame, stretch: Stretch) -> Segment:
    with path.open("rb") as file:
        file.seek(stretch.offset)
        data = file.read(stretch.size)
    if len(data) < stretch.size:
        raise LineInvalid("The file has become shorter while it was read.")
    return check_segment(data, stretch.offset, frame, stretch.published)


def _check_heads(ledger: LedgerFile, books: _Books, faults: Faults) -> None:
    """The last heads are those of the document; no head was published of a batch that does not exist."""
    seen: set[int] = set()
    for head in ledger.document.heads:
        if head.lane in seen:
            faults.add("document", f"has two heads of lane {head.lane}")
        seen.add(head.lane)
        lane = books.lanes.get(head.lane, _Lane())
        if lane.link is None:
            continue
        said = (head.batch, head.head, head.claims, head.amount_minor)
        found = (lane.link.batch, lane.link.head.hex(), lane.claims, lane.amount_minor)
        if said != found:
            faults.add("document", f"lane {head.lane} ends with (batch, head, claims, amount) {found}, not {said}")
    for number in books.lanes.keys() - seen:
        faults.add("document", f"has no head of lane {number}")
    for number, batch in ledger.published:
        faults.add("published heads", f"one is of lane {number}, batch {batch}, which is not in the chain")


def _check_unique(claims: Claims, faults: Faults) -> None:
    """Each share once in the pool; each fan once for an occasion."""
    _add(faults, "claims", _repeated(claims.shares), lambda share: f"share {share} is given more than once")
    keys = claims.first + claims.occasions * GOLDEN
    if (suspects := _repeated(keys)).size == 0:
        return
    # Equal words are rarely the same fan, so those few are compared whole.
    at = np.flatnonzero(np.isin(keys, suspects))
    at = at[np.lexsort((claims.occasions[at], claims.second[at], claims.first[at]))]
    columns = (claims.first[at], claims.second[at], claims.occasions[at])
    same = np.logical_and.reduce([column[1:] == column[:-1] for column in columns])
    twice = at[1:][same]
    _add(
        faults,
        "claims",
        twice,
        lambda each: (
            f"{claims.first[each]:016x}{claims.second[each]:016x} has occasion {claims.occasions[each]} "
            f"more than once, share {claims.shares[each]} is one of them"
        ),
    )


def _check_tranche(tranche: CheckedTranche, claims: Claims, faults: Faults) -> None:
    """Its amounts are those of the split, if that is known; they add up to its total at most."""
    first, end = tranche.first_share, tranche.first_share + tranche.shares
    name = f"shares {first} to {end - 1}"
    inside = (claims.shares >= first) & (claims.shares < end)
    # Most pools have one tranche, whose claims are not copied.
    whole = bool(inside.all())
    shares, amounts = (column if whole else column[inside] for column in (claims.shares, claims.amounts))
    spent_minor = sum(int(amounts[piece].sum()) for piece in pieces_of(amounts.size))
    if spent_minor > tranche.total_minor:
        faults.add(name, f"gave {spent_minor} of {tranche.total_minor}")
    if shares.size == tranche.shares and spent_minor != tranche.total_minor:
        faults.add(name, f"all are given, but {spent_minor} of {tranche.total_minor}")
    if tranche.parameters is None or tranche.seed is None:
        return
    numbers = shares.astype(np.int64)
    numbers -= first
    expected = Split(tranche.seed, tranche.parameters).many_amounts(numbers)
    wrong = np.flatnonzero(expected != amounts)
    _add(
        faults,
        name,
        wrong,
        lambda each: (
            f"share {numbers[each] + first} was given {amounts[each]}, the split gives it {expected[each]}"
        ),
    )


def _repeated(values: NDArray[np.uint32] | NDArray[np.uint64]) -> NDArray[np.uint32] | NDArray[np.uint64]:
    """Those values that occur more than once, each once."""
    ordered = np.sort(values)
    return np.unique(ordered[1:][ordered[1:] == ordered[:-1]])


def _add(faults: Faults, position: str, values: NDArray[Any], describe: Callable[[Any], str]) -> None:
    for value in values[:SHOWN_MAX]:
        faults.add(position, describe(value))
    faults.left_out += len(values[SHOWN_MAX:])
