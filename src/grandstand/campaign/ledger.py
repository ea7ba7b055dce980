"""The ledger of a pool: everything that was given, with pseudonyms for fans, as one text file.

    grandstand-ledger-1
    {the pool document as one line of JSON}
    published at=2026-02-06T12:01:00.000000Z lane=0 batch=17 head=<hex>      as it was shown at that time
    grandstand-batch-1 pool=7 lane=0 batch=1 ...                             lane by lane, batch by batch
    0000000042 0000000000001234 00 9f86d081884c7d659a2feaa0c55ad015          its claims by share number
    end batches=9 claims=1234 amount=56789 sha256=<hex>                      of every byte before this line

The lines of batches and claims are those that the chain covers (chain.py). Here are the writer, which does not
judge what it writes, and strict readers of the single lines; verify.py reads the whole.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from grandstand.campaign.chain import BATCH_NUMBER_MAX, DIGEST, INSTANT, NUMBER, LineInvalid, header_line, instant
from grandstand.campaign.models import BatchHeader, PoolDocument, PublishedHead
from grandstand.campaign.plan import LANES_MAX, OCCASIONS_MAX
from grandstand.campaign.split import SHARES_MAX
from grandstand.kernel.ids import POOL_ID_MAX, LaneId
from grandstand.kernel.money import AMOUNT_MINOR_MAX

FIRST_LINE = b"grandstand-ledger-1\n"
DOCUMENT_FORMAT = "grandstand-pool-1"
DOCUMENT_BYTES_MAX = 2**25
"""256 tranches, each with terms of up to 70,000 bytes, have 18 million."""
TRANCHES_MAX = 256
KEYS_MAX = 256
PUBLISHED_MAX = 2**21
"""Published heads of a ledger: 64 lanes, one a minute, for three weeks."""
LINE_LENGTH_MAX = 512
"""Bytes of any line after the document."""

PUBLISHED = re.compile(
    rb"published at=" + INSTANT + rb" lane=" + NUMBER + rb" batch=" + NUMBER +
    rb" head=" + DIGEST + rb"\n\Z"
)  # fmt: skip
ENDING = re.compile(
    rb"end batches=" + NUMBER + rb" claims=" + NUMBER + rb" amount=" + NUMBER + rb" sha256=" + DIGEST + rb"\n\Z"
)
HEX_32_BYTES = re.compile(r"[0-9a-f]{64}\Z")


class Ending(NamedTuple):
    """What the last line of a ledger says of the lines before it."""

    batches: int
    claims: int
    amount_minor: int
    sha256: bytes


class LedgerWriter:
    """Makes the pieces of a ledger in their order: begin, published heads, batches, end."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._batches = 0
        self._claims = 0
        self._amount_minor = 0

    def begin(self, document: PoolDocument) -> bytes:
        """The first two lines; the tranches of the document carry their terms."""
        assert all(tranche.terms is not None for tranche in document.tranches)
        return self._covered(FIRST_LINE + msgspec.json.encode(document) + b"\n")

    def published(self, head: PublishedHead) -> bytes:
        place = f"lane={head.lane} batch={head.batch}"
        return self._covered(f"published at={instant(head.at)} {place} head={head.head.hex()}\n".encode())

    def batch(self, header: BatchHeader, lines: Sequence[bytes]) -> bytes:
        """A batch with its claim lines, by share number."""
        self._batches += 1
        self._claims += len(lines)
        self._amount_minor += header.amount_minor
        return self._covered(header_line(header) + b"".join(lines))

    def end(self) -> bytes:
        digest = self._digest.hexdigest()
        sums = f"batches={self._batches} claims={self._claims} amount={self._amount_minor}"
        return f"end {sums} sha256={digest}\n".encode()

    def _covered(self, piece: bytes) -> bytes:
        self._digest.update(piece)
        return piece


def parse_document(line: bytes) -> PoolDocument:
    """The pool document of a ledger, from its line with the newline.

    Raises:
        LineInvalid: it is not one, is not written as ours are, or a value is beyond every pool; the message says
            which.
    """
    if len(line) > DOCUMENT_BYTES_MAX or not line.endswith(b"\n"):
        raise LineInvalid(f"A pool document is one line of at most {DOCUMENT_BYTES_MAX} bytes.")
    try:
        document = msgspec.json.decode(line[:-1], type=PoolDocument)
    except (ValueError, RecursionError) as error:
        raise LineInvalid(f"Not a pool document: {error}") from None
    if msgspec.json.encode(document) != line[:-1]:
        raise LineInvalid("The pool document has unknown or repeated keys, another order, or spaces.")
    if (fault := next(_document_faults(document), None)) is not None:
        raise LineInvalid(f"Not a pool document: {fault}.")
    return document


def _document_faults(document: PoolDocument) -> Iterator[str]:
    """Values that no pool has; whether they fit each other is the question of verify.py."""
    ranges = [
        ("pool", document.pool, 1, POOL_ID_MAX),
        ("lanes", document.lanes, 1, LANES_MAX),
        ("shares", document.shares, 1, SHARES_MAX),
        ("total_minor", document.total_minor, 1, AMOUNT_MINOR_MAX),
        ("number of occasions", len(document.occasions), 1, OCCASIONS_MAX),
        ("number of tranches", len(document.tranches), 1, TRANCHES_MAX),
        ("number of heads", len(document.heads), 0, LANES_MAX),
        ("number of keys", len(document.keys), 0, KEYS_MAX),
    ]
    for tranche in document.tranches:
        ranges += [
            ("number of a tranche", tranche.number, 1, TRANCHES_MAX),
            ("first_share", tranche.first_share, 0, SHARES_MAX - 1),
            ("shares of a tranche", tranche.shares, 1, SHARES_MAX),
            ("total_minor of a tranche", tranche.total_minor, 1, AMOUNT_MINOR_MAX),
        ]
    for head in document.heads:
        ranges += [
            ("lane of a head", head.lane, 0, LANES_MAX - 1),
            ("batch of a head", head.batch, 0, BATCH_NUMBER_MAX),
            ("claims of a head", head.claims, 0, SHARES_MAX),
            ("amount_minor of a head", head.amount_minor, 0, AMOUNT_MINOR_MAX),
        ]
    if document.format != DOCUMENT_FORMAT:
        yield f"its format is {document.format!r}, not {DOCUMENT_FORMAT!r}"
    for name, value, least, most in ranges:
        if not least <= value <= most:
            yield f"{name} must be {least} to {most}, got {value!r}"
    digests = [each for tranche in document.tranches for each in (tranche.commitment, tranche.seed or "0" * 64)]
    digests += [*(head.head for head in document.heads), *(key.public for key in document.keys)]
    for each in digests:
        if not HEX_32_BYTES.match(each):
            yield f"a digest, a seed and a key have 64 hexadecimal digits, got {each[:80]!r}"
    if any(tranche.committed_at.tzinfo is not UTC for tranche in document.tranches):
        yield "committed_at is a time in UTC, with a Z at its end"


def parse_published(line: bytes) -> PublishedHead:
    """A published head from its line with the newline.

    Raises:
        LineInvalid: it is not one.
    """
    match = PUBLISHED.match(line)
    if match is None:
        raise LineInvalid(f"Not a published head: {line[:LINE_LENGTH_MAX]!r}.")
    lane, batch = int(match[2]), int(match[3])
    if lane >= LANES_MAX or not 1 <= batch <= BATCH_NUMBER_MAX:
        raise LineInvalid(f"A number of the published head is out of its range: {line!r}.")
    try:
        at = datetime.fromisoformat(match[1].decode())
    except ValueError:
        raise LineInvalid(f"The published head has an impossible time: {line!r}.") from None
    return PublishedHead(at, LaneId(lane), batch, bytes.fromhex(match[4].decode()))


def parse_ending(line: bytes) -> Ending:
    """The last line of a ledger.

    Raises:
        LineInvalid: it is another line: the file was cut or is still being written.
    """
    match = ENDING.match(line)
    if match is None:
        raise LineInvalid(f"The last line is not the end of a ledger; the file may be cut: {line[-80:]!r}.")
    batches, claims, amount = (int(match[at]) for at in (1, 2, 3))
    return Ending(batches, claims, amount, bytes.fromhex(match[4].decode()))
