"""A stretch of whole batches of one lane of a ledger: checked by itself, so that processes can share a file.

Every batch names the head before it, so the chain inside of a segment is checked without what comes before.
verify.py joins the segments, and asks what only all of them together can answer: whether shares and fans are
unique, and whether the amounts are those of the split. Claim lines have a fixed width: they are parsed as columns
of bytes, and only hashing goes line by line.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grandstand.campaign.chain import GENESIS, LINE_BYTES, LineInvalid, head, parse_header, tree_levels
from grandstand.campaign.models import BatchHeader, PublishedHead
from grandstand.campaign.split import SHARES_MAX
from grandstand.kernel.money import AMOUNT_MINOR_MAX

FAULTS_MAX = 100
"""Faults that are reported; the others are counted."""
HEADER_START = re.compile(
    rb"grandstand-batch-1 pool=\d{1,10} lane=(\d{1,2}) batch=(\d{1,19}) at=[^ \n]{27}"
    rb" claims=([1-9]\d{0,4}) [^\n]{1,400}\n"
)
"""Enough of a header to find the next one; `parse_header` checks the rest."""

SHARE = slice(0, 10)
AMOUNT = slice(11, 27)
OCCASION = slice(28, 30)
PSEUDONYM = slice(31, 63)
DIGITS = np.r_[SHARE, AMOUNT, OCCASION]
SPACES = np.array([10, 27, 30])
NO_NIBBLE = 255
NIBBLES = np.full(256, NO_NIBBLE, np.uint8)
NIBBLES[np.frombuffer(b"0123456789abcdef", np.uint8)] = np.arange(16)

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
Numbers = NDArray[np.int64]


class Fault(NamedTuple):
    """Something that does not hold: where, and what, with the value."""

    position: str
    what: str


@dataclass(slots=True)
class Faults:
    """The first FAULTS_MAX faults, and how many came after them."""

    found: list[Fault] = field(default_factory=list)
    left_out: int = 0

    def add(self, position: str, what: str) -> None:
        if len(self.found) < FAULTS_MAX:
            self.found.append(Fault(position, what))
        else:
            self.left_out += 1

    def extend(self, other: "Faults") -> None:
        for fault in other.found:
            self.add(*fault)
        self.left_out += other.left_out


@dataclass(frozen=True, slots=True)
class Frame:
    """What every batch is held against; from the pool document.

    `budgets` maps the digest of the first k tranches to k. `ends[k]` is how many shares these have, `committed[k]`
    when the last of them was committed to.
    """

    pool: int
    lanes: int
    occasions: int
    budgets: Mapping[bytes, int]
    ends: Sequence[int]
    committed: Sequence[datetime]


class Place(NamedTuple):
    """A batch in the bytes that hold it: its header is [start, body), its claim lines are [body, end)."""

    start: int
    body: int
    end: int
    lane: int
    batch: int


class Link(NamedTuple):
    """The end of a lane's chain at some batch; `tranches` is how many its budget covers."""

    batch: int
    head: bytes
    at: datetime
    tranches: int


LANE_START = Link(0, GENESIS, datetime.min.replace(tzinfo=UTC), 1)


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims as columns; `first` and `second` are the halves of the pseudonym."""

    shares: NDArray[np.uint32]
    amounts: Numbers
    occasions: Bytes
    first: Words
    second: Words


@dataclass(frozen=True, slots=True)
class Segment:
    """What the check of a segment found; `last` is None when its last header could not be read."""

    first: BatchHeader | None
    last: Link | None
    amount_minor: int
    claims: Claims
    faults: Faults


def place_at(data: bytes, start: int) -> Place | None:
    """The batch that begins here; its end may lie beyond the data. None when no header begins here."""
    match = HEADER_START.match(data, start)
    if match is None:
        return None
    lines = int(match[3]) * LINE_BYTES
    return Place(start, match.end(), match.end() + lines, int(match[1]), int(match[2]))


def check_segment(
    data: bytes, offset: int, frame: Frame, published: Mapping[int, Sequence[PublishedHead]]
) -> Segment:
    """Check the batches of one lane that follow each other in `data`.

    Args:
        data: whole batches.
        offset: where in the file they begin; for the positions of faults.
        frame: what they are held against.
        published: the heads that were published of these batches, by batch number.
    """
    places = list(_places(data))
    lines = b"".join([data[place.body : place.end] for place in places])
    rows = np.frombuffer(lines, np.uint8).reshape(-1, LINE_BYTES)
    starts = np.cumsum([0, *((place.end - place.body) // LINE_BYTES for place in places)])[:-1]
    claims, malformed = parse_claims(rows)
    faults = Faults()
    positions = [f"byte {offset + place.start}: lane {place.lane}, batch {place.batch}" for place in places]
    _check_lines(rows, claims, malformed, starts, frame, positions, faults)
    amounts = np.add.reduceat(claims.amounts, starts).tolist()
    shares = np.maximum.reduceat(claims.shares, starts).tolist()
    leaves = leaf_hashes(rows)
    first, before = None, None
    for at, (place, start) in enumerate(zip(places, starts.tolist(), strict=True)):
        line = data[place.start : place.body]
        try:
            header = parse_header(line)
        except LineInvalid as error:
            faults.add(positions[at], str(error))
            before = None
            continue
        root = tree_levels(leaves[start : start + header.claims])[-1][0]
        tranches = frame.budgets.get(header.budget, 0)
        link = Link(header.batch, head(line), header.at, tranches)
        for what in _header_faults(header, tranches, root, amounts[at], shares[at], frame):
            faults.add(positions[at], what)
        for what in link_faults(before, header, tranches):
            faults.add(positions[at], what)
        for what in _published_faults(link, published.get(place.batch, ())):
            faults.add(positions[at], what)
        first, before = first or (header if at == 0 else None), link
    return Segment(first, before, sum(amounts), claims, faults)


def link_faults(before: Link | None, header: BatchHeader, tranches: int) -> Iterator[str]:
    """What keeps a batch from following another one; None is one that could not be read."""
    if before is None:
        return
    if header.batch != before.batch + 1:
        yield f"batch {header.batch} follows batch {before.batch}"
    if header.previous != before.head:
        yield f"names {header.previous.hex()} as the head before it, which is {before.head.hex()}"
    if header.at <= before.at:
        yield f"its time {header.at.isoformat()} is not after {before.at.isoformat()}, that of the batch before it"
    if tranches and tranches < before.tranches:
        yield f"its budget has {tranches} tranches, that of the batch before it {before.tranches}"


def parse_claims(rows: Bytes) -> tuple[Claims, Numbers]:
    """The claim lines, shape (n, 64), as columns of n, and the indices of those that are not claim lines.

    A line that is none has zeros for its share and its amount.
    """
    columns = rows.T.copy()
    digits = columns - np.uint8(ord("0"))
    nibbles = NIBBLES[columns[PSEUDONYM]]
    good = (digits[DIGITS] <= 9).all(axis=0) & (nibbles != NO_NIBBLE).all(axis=0)  # noqa: PLR2004 - the digit nine
    good &= (columns[SPACES] == ord(" ")).all(axis=0) & (columns[-1] == ord("\n"))
    shares, amounts = _number(digits[SHARE]), _number(digits[AMOUNT])
    good &= (shares < SHARES_MAX) & (amounts <= AMOUNT_MINOR_MAX)
    shares[~good] = 0
    amounts[~good] = 0
    claims = Claims(
        shares.astype(np.uint32),
        amounts,
        _number(digits[OCCASION]).astype(np.uint8),
        _word(nibbles[:16]),
        _word(nibbles[16:]),
    )
    return claims, np.flatnonzero(~good)


def leaf_hashes(rows: Bytes) -> list[bytes]:
    """The leaf hash of every line (RFC 9162): sha256 of a zero byte and the line."""
    width = LINE_BYTES + 1
    prefixed = np.zeros((len(rows), width), np.uint8)
    prefixed[:, 1:] = rows
    data = prefixed.tobytes()
    sha256 = hashlib.sha256
    return [sha256(data[at : at + width]).digest() for at in range(0, len(data), width)]


def _number(digits: Bytes) -> Numbers:
    value = np.zeros(digits.shape[1], np.int64)
    for column in digits:
        value *= 10
        value += column
    return value


def _word(nibbles: Bytes) -> Words:
    value = np.zeros(nibbles.shape[1], np.uint64)
    for column in nibbles:
        value <<= np.uint64(4)
        value |= column
    return value


def _places(data: bytes) -> Iterator[Place]:
    at = 0
    while at < len(data):
        place = place_at(data, at)
        if place is None or place.end > len(data):
            raise LineInvalid("The file has changed while it was read.")
        yield place
        at = place.end


def _check_lines(
    rows: Bytes,
    claims: Claims,
    malformed: Numbers,
    starts: Numbers,
    frame: Frame,
    positions: Sequence[str],
    faults: Faults,
) -> None:
    def add(indices: Numbers, what: str) -> None:
        for index in indices[:FAULTS_MAX].tolist():
            batch = int(np.searchsorted(starts, index, "right")) - 1
            line = rows[index].tobytes()
            faults.add(f"{positions[batch]}, claim {index - starts[batch]}", f"{what}: {line!r}")
        faults.left_out += len(indices[FAULTS_MAX:])

    add(malformed, "not a claim line")
    add(np.flatnonzero(claims.occasions >= frame.occasions), f"the pool has {frame.occasions} occasions")
    falls = np.flatnonzero(claims.shares[1:] <= claims.shares[:-1]) + 1
    add(falls[~np.isin(falls, starts)], "the claims of a batch are in order of their shares")


def _header_faults(
    header: BatchHeader, tranches: int, root: bytes, amount_minor: int, share_max: int, frame: Frame
) -> Iterator[str]:
    if header.pool != frame.pool:
        yield f"belongs to pool {header.pool}, the ledger is that of pool {frame.pool}"
    if header.lane >= frame.lanes:
        yield f"the pool has {frame.lanes} lanes"
    if header.amount_minor != amount_minor:
        yield f"says it gave {header.amount_minor}, its claims add up to {amount_minor}"
    if header.root != root:
        yield f"says its claims have the root {header.root.hex()}, they have {root.hex()}"
    if not tranches:
        yield f"the budget {header.budget.hex()} is not that of the first tranches of the pool"
    elif share_max >= frame.ends[tranches]:
        yield f"gave share {share_max}, its budget has {frame.ends[tranches]} shares"
    elif header.at < frame.committed[tranches]:
        yield f"was given at {header.at.isoformat()}, its budget was committed to later"


def _published_faults(link: Link, published: Sequence[PublishedHead]) -> Iterator[str]:
    for each in published:
        if each.head != link.head:
            yield f"the head {each.head.hex()} was published of it, it has {link.head.hex()}"
        if each.at < link.at:
            yield f"its head was published at {each.at.isoformat()}, it was given at {link.at.isoformat()}"
