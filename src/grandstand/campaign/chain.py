"""The chain of a lane: what makes it visible when a claim is altered, dropped or moved afterwards.

    claim line    `%010d %016d %02d %s`: share, amount, index of the occasion, pseudonym; 64 bytes with the newline
    tree          the claim lines of a batch as a Merkle tree: RFC 9162, section 2.1, with SHA-256
    header line   what a batch is: its number, time, sums, budget, the head before it, the root of its tree
    head          sha256(header line): it covers everything the lane has given so far
    receipt       a claim line, its path to the root, the header line, and an Ed25519 signature (RFC 8032) over it

The lines are plain text, so that `grep` finds a claim and `sha256sum` computes a head.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from grandstand.campaign.errors import ReceiptInvalid
from grandstand.campaign.models import BatchHeader, Receipt
from grandstand.campaign.plan import LANES_MAX, OCCASIONS_MAX
from grandstand.campaign.split import SHARES_MAX
from grandstand.kernel.ids import POOL_ID_MAX, SubjectId
from grandstand.kernel.money import AMOUNT_MINOR_MAX

DIGEST_BYTES = 32
GENESIS = bytes(DIGEST_BYTES)
"""What the first batch of a lane names as the head before it."""
PSEUDONYM_BYTES = 16
LINE_BYTES = 64
BATCH_CLAIMS_MAX = 2**16
"""Claims of one batch; their tree is 16 levels high."""
BATCH_NUMBER_MAX = 2**63 - 1
HEADER_BYTES_MAX = 512
PATH_LENGTH_MAX = 16

LINE = re.compile(rb"(\d{10}) (\d{16}) (\d\d) ([0-9a-f]{32})\n\Z")
NUMBER = rb"(0|[1-9][0-9]{0,18})"
DIGEST = rb"([0-9a-f]{64})"
INSTANT = rb"(\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z)"
HEADER = re.compile(
    rb"grandstand-batch-1 pool=" + NUMBER + rb" lane=" + NUMBER + rb" batch=" + NUMBER +
    rb" at=" + INSTANT + rb" claims=" + NUMBER + rb" amount=" + NUMBER +
    rb" budget=" + DIGEST + rb" previous=" + DIGEST + rb" root=" + DIGEST + rb"\n\Z"
)  # fmt: skip
HEX_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
HEX_SIGNATURE = re.compile(r"[0-9a-f]{128}\Z")


class ClaimLine(NamedTuple):
    """What a claim line says; `occasion` is the index in the pool's list."""

    share: int
    amount_minor: int
    occasion: int
    pseudonym: bytes


class LineInvalid(ValueError):
    """A line is not a header or a claim in its one form."""


def pseudonym(key: bytes, fan: SubjectId) -> bytes:
    """A fan as the chain of one pool names her; nobody without the pool's key can tell who it is. 16 bytes."""
    return hashlib.blake2b(fan.bytes, key=key, digest_size=PSEUDONYM_BYTES).digest()


def claim_line(share: int, amount_minor: int, occasion: int, pseudonym: bytes) -> bytes:
    """One claim, 64 bytes with its newline; `occasion` is the index in the pool's list."""
    line = b"%010d %016d %02d %s\n" % (share, amount_minor, occasion, pseudonym.hex().encode())
    assert len(line) == LINE_BYTES
    return line


def claim_lines(
    key: bytes, shares: Sequence[int], amounts: Sequence[int], occasions: Sequence[int], fans: Sequence[SubjectId]
) -> list[bytes]:
    """`claim_line` for every claim of a batch at once; `key` is the pool's pseudonym key."""
    names = [hashlib.blake2b(fan.bytes, key=key, digest_size=PSEUDONYM_BYTES).hexdigest().encode() for fan in fans]
    rows = zip(shares, amounts, occasions, names, strict=True)
    return [b"%010d %016d %02d %s\n" % row for row in rows]


def parse_claim(line: bytes) -> ClaimLine:
    """What a claim line with its newline says.

    Raises:
        LineInvalid: it is not one.
    """
    if not (match := LINE.match(line)):
        raise LineInvalid(f"Not a claim line: {line[: 2 * LINE_BYTES]!r}.")
    share, amount, occasion = (int(match[at]) for at in (1, 2, 3))
    if share >= SHARES_MAX or amount > AMOUNT_MINOR_MAX or occasion >= OCCASIONS_MAX:
        raise LineInvalid(f"A number of the claim line is too large: {line!r}.")
    return ClaimLine(share, amount, occasion, bytes.fromhex(match[4].decode()))


def leaf_hash(line: bytes) -> bytes:
    return hashlib.sha256(b"\0" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class BatchTree:
    """The Merkle tree over the claim lines of a batch, in order of share number; built once a batch.

    `levels` holds the nodes, leaves first. A node without a neighbour moves up unchanged, which gives the same
    tree as the recursive definition of RFC 9162.
    """

    def __init__(self, lines: Sequence[bytes]) -> None:
        assert 1 <= len(lines) <= BATCH_CLAIMS_MAX
        sha256 = hashlib.sha256
        self.levels = tree_levels([sha256(b"\0" + line).digest() for line in lines])
        self.root = self.levels[-1][0]

    def path(self, index: int) -> list[bytes]:
        """The audit path of a leaf, from its neighbour up to the child of the root."""
        assert 0 <= index < len(self.levels[0])
        path = []
        for level in self.levels[:-1]:
            if (neighbour := index ^ 1) < len(level):
                path.append(level[neighbour])
            index >>= 1
        return path


def tree_levels(leaves: list[bytes]) -> list[list[bytes]]:
    """The nodes of a Merkle tree level by level, from its leaf hashes to its root."""
    sha256 = hashlib.sha256
    levels = [level := leaves]
    while len(level) > 1:
        above = [sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        if len(level) % 2:
            above.append(level[-1])
        levels.append(level := above)
    return levels


def reference_root(lines: Sequence[bytes]) -> bytes:
    """The root as RFC 9162 defines it: recursively, cut at the largest power of two below the number of leaves."""
    if len(lines) == 1:
        return leaf_hash(lines[0])
    cut = 1 << (len(lines) - 1).bit_length() - 1
    return node_hash(reference_root(lines[:cut]), reference_root(lines[cut:]))


def root_of_path(leaf: bytes, index: int, claims: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to (RFC 9162, section 2.1.3.2); None when its length does not fit."""
    node, last = leaf, claims - 1
    for neighbour in path:
        if last == 0:
            return None
        if index % 2 or index == last:
            node = node_hash(neighbour, node)
            while index % 2 == 0 and index:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, neighbour)
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


def header_line(header: BatchHeader) -> bytes:
    """The header of a batch as a line of ASCII, with its newline."""
    return (
        f"grandstand-batch-1 pool={header.pool} lane={header.lane} batch={header.batch} at={instant(header.at)}"
        f" claims={header.claims} amount={header.amount_minor} budget={header.budget.hex()}"
        f" previous={header.previous.hex()} root={header.root.hex()}\n"
    ).encode("ascii")


def parse_header(line: bytes) -> BatchHeader:
    """The header that a line with its newline states.

    Raises:
        LineInvalid: it is not one, or a number is out of its range.
    """
    match = HEADER.match(line) if len(line) <= HEADER_BYTES_MAX else None
    if match is None:
        raise LineInvalid(f"Not a header line: {line[:HEADER_BYTES_MAX]!r}.")
    pool, lane, batch, claims, amount = (int(match[at]) for at in (1, 2, 3, 5, 6))
    in_range = 1 <= pool <= POOL_ID_MAX and lane < LANES_MAX and 1 <= batch <= BATCH_NUMBER_MAX
    if not in_range or not 1 <= claims <= BATCH_CLAIMS_MAX or amount > AMOUNT_MINOR_MAX:
        raise LineInvalid(f"A number of the header line is out of its range: {line!r}.")
    try:
        at = datetime.fromisoformat(match[4].decode())
    except ValueError:
        raise LineInvalid(f"The header line has an impossible time: {line!r}.") from None
    budget, previous, root = (bytes.fromhex(match[at].decode()) for at in (7, 8, 9))
    return BatchHeader(pool, lane, batch, at, claims, amount, budget, previous, root)


def instant(at: datetime) -> str:
    """A time as the chain writes it: UTC, always with microseconds."""
    assert at.tzinfo is UTC
    return f"{at.isoformat(timespec='microseconds')[:-6]}Z"


def head(line: bytes) -> bytes:
    """The head of a batch from its header line with its newline; 32 bytes."""
    return hashlib.sha256(line).digest()


class ReceiptKey:
    """What receipts are signed with; whoever has `private` can sign, so it is sealed at rest."""

    def __init__(self, private: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.private = private
        self.public = self._key.public_key().public_bytes_raw()
        self.id = key_id(self.public)

    @classmethod
    def new(cls) -> "ReceiptKey":
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    def sign(self, line: bytes) -> bytes:
        """An Ed25519 signature of a header line with its newline; 64 bytes."""
        return self._key.sign(line)


def key_id(public: bytes) -> str:
    """How receipts name a key: the first 16 hexadecimal digits of the SHA-256 of its 32 public bytes."""
    return hashlib.sha256(public).hexdigest()[:16]


class BatchReceipts:
    """The receipts of one batch. What they have in common is built and signed once.

    Args:
        header: the header line with its newline.
        lines: the claim lines in the order of `tree`.
    """

    def __init__(self, header: bytes, lines: Sequence[bytes], tree: BatchTree, key: ReceiptKey) -> None:
        self._header = header
        self._lines = lines
        self._tree = tree
        self._key = key.id
        self._signature = key.sign(header).hex()
        self._before = b'{"header":"%s","claim":"' % header[:-1]
        self._after = f'],"key":"{self._key}","signature":"{self._signature}"}}'.encode()
        self._paths = _paths_as_json(tree)

    def json(self, index: int) -> bytes:
        """The receipt of a claim as it goes over the wire."""
        claim = self._lines[index][:-1]
        return b'%s%s","index":%d,"path":[%s%s' % (self._before, claim, index, self._paths[index], self._after)

    def receipt(self, index: int) -> Receipt:
        return Receipt(
            header=self._header[:-1].decode(),
            claim=self._lines[index][:-1].decode(),
            index=index,
            path=[node.hex() for node in self._tree.path(index)],
            key=self._key,
            signature=self._signature,
        )


def _paths_as_json(tree: BatchTree) -> list[bytes]:
    """The path of every leaf as the inside of a JSON list, from the root down: neighbours share what is above."""
    above = [b""]
    for level in reversed(tree.levels[:-1]):
        digits = b"".join(level).hex().encode()
        names = [b'"%s"' % digits[at : at + 64] for at in range(0, len(digits), 64)]
        paths: list[bytes] = []
        for at in range(0, len(level) - 1, 2):
            rest = above[at >> 1]
            if rest:
                paths += (b"%s,%s" % (names[at + 1], rest), b"%s,%s" % (names[at], rest))
            else:
                paths += (names[at + 1], names[at])
        if len(level) % 2:
            paths.append(above[-1])
        above = paths
    return above


def check_receipt(receipt: Receipt, public_keys: Mapping[str, bytes]) -> None:
    """Pass when the claim stands in the batch and one of these keys has signed that batch.

    Args:
        receipt: from anywhere.
        public_keys: the raw 32 bytes of each key under its id.

    Raises:
        ReceiptInvalid: it proves nothing; the message says why.
    """
    try:
        header_text, claim_text = f"{receipt.header}\n".encode("ascii"), f"{receipt.claim}\n".encode("ascii")
        header, _ = parse_header(header_text), parse_claim(claim_text)
    except ValueError as error:
        raise ReceiptInvalid(f"The receipt is not well formed: {error}") from None
    if not 0 <= receipt.index < header.claims:
        raise ReceiptInvalid(f"The batch has {header.claims} claims, the receipt is for number {receipt.index!r}.")
    if len(receipt.path) > PATH_LENGTH_MAX or not all(HEX_DIGEST.match(node) for node in receipt.path):
        raise ReceiptInvalid(f"A path has up to {PATH_LENGTH_MAX} nodes of 64 hexadecimal digits.")
    path = [bytes.fromhex(node) for node in receipt.path]
    if root_of_path(leaf_hash(claim_text), receipt.index, header.claims, path) != header.root:
        raise ReceiptInvalid("The path does not lead from the claim to the root of the batch.")
    _check_signature(receipt, header_text, public_keys)


def _check_signature(receipt: Receipt, line: bytes, public_keys: Mapping[str, bytes]) -> None:
    if (public := public_keys.get(receipt.key)) is None:
        raise ReceiptInvalid(f"The key {receipt.key!r} is not one of the keys of this pool.")
    if not HEX_SIGNATURE.match(receipt.signature):
        raise ReceiptInvalid("A signature has 128 hexadecimal digits.")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(receipt.signature), line)
    except (InvalidSignature, ValueError):
        raise ReceiptInvalid(f"The signature is not one of the key {receipt.key!r} over this header.") from None
