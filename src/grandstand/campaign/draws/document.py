"""A draw as a file, and its check without us: pure.

The first line is JSON (`DrawDocument`), then one line for each entry, sorted. Whoever kept the commitment from
before the entries, and the root from before the seed was published, needs nothing else to check the winners.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence

import msgspec

from grandstand.campaign.draws.errors import DrawInvalid
from grandstand.campaign.draws.models import FILE_FORMAT, DrawDocument, DrawTerms
from grandstand.campaign.draws.rules import (
    BEACON_BYTES_MAX,
    ENTRIES_MAX,
    EXCLUDES_MAX,
    SEED_BYTES,
    WINNERS_MAX,
    entries_root,
    winners,
)

LINE = re.compile(rb"[0-9a-f]{32} ([a-z][a-z0-9:.-]{0,39})\Z")
PSEUDONYM = re.compile(r"[0-9a-f]{32}\Z")
FILE_BYTES_MAX = 128 * 1024 * 1024
"""A million entries of 74 bytes, and a first line with all that can win and be excluded."""


class DrawVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found; without faults the winners follow from what was fixed before."""

    draw: int
    pool: int
    occasion: str
    entries: int
    winners: int
    commitment: str
    root: str
    beacon: str
    beacon_value: str
    faults: tuple[str, ...]


def draw_file(document: DrawDocument, lines: Sequence[bytes]) -> bytes:
    """The file of a draw.

    Args:
        document: its first line.
        lines: the entries, sorted, each with its newline.
    """
    return msgspec.json.encode(document) + b"\n" + b"".join(lines)


def verify_draw(
    content: bytes, *, commitment: str | None = None, root: str | None = None, earlier: Sequence[bytes] = ()
) -> DrawVerdict:
    """Check a draw from its file.

    Args:
        content: the file.
        commitment: as it was published before the entries, if somebody kept it.
        root: as it was published before the draw, if somebody kept it.
        earlier: the files of the draws whose winners are excluded; then the list of the excluded is checked too.

    Raises:
        DrawInvalid: it is not such a file.
    """
    document, lines = parse_draw(content)
    terms = _terms(document.terms)
    past = [(_terms(each.terms).draw, each) for each, _ in map(parse_draw, earlier)]
    kept = (("commitment", commitment, document.commitment), ("root", root, document.root))
    faults = [
        *(f"The {name} is not the one that was kept." for name, known, told in kept if known not in {None, told}),
        *_faults(document, terms, lines),
        *(_exclusion_faults(document, terms, past) if past else ()),
    ]
    return DrawVerdict(
        draw=terms.draw,
        pool=terms.pool,
        occasion=terms.occasion,
        entries=len(lines),
        winners=len(document.winners),
        commitment=document.commitment,
        root=document.root,
        beacon=terms.beacon,
        beacon_value=document.beacon_value,
        faults=tuple(faults),
    )


def parse_draw(content: bytes) -> tuple[DrawDocument, list[bytes]]:
    """The first line and the entries of a draw's file.

    Raises:
        DrawInvalid: it is not one; the message says why.
    """
    if len(content) > FILE_BYTES_MAX:
        raise DrawInvalid(f"A draw's file has {FILE_BYTES_MAX} bytes at most, got {len(content)}.")
    first, _, rest = content.partition(b"\n")
    try:
        document = msgspec.json.decode(first, type=DrawDocument)
        values = [bytes.fromhex(value) for value in (document.commitment, document.root, document.seed)]
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise DrawInvalid(f"The first line is not that of a draw: {error}") from None
    if document.format != FILE_FORMAT or any(len(value) != SEED_BYTES for value in values):
        raise DrawInvalid(f"This is not a file of the format {FILE_FORMAT!r}, or a digest is not 32 bytes long.")
    too_many = len(document.winners) > WINNERS_MAX or len(document.excluded) > WINNERS_MAX * EXCLUDES_MAX
    if too_many or len(document.beacon_value.encode()) > BEACON_BYTES_MAX:
        raise DrawInvalid("The file names more winners, excluded fans or a longer beacon than a draw has.")
    lines = rest.splitlines(keepends=True)
    if len(lines) > ENTRIES_MAX:
        raise DrawInvalid(f"A draw has {ENTRIES_MAX} entries at most, the file has {len(lines)}.")
    return document, lines


def _terms(text: str) -> DrawTerms:
    try:
        return msgspec.json.decode(text, type=DrawTerms)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise DrawInvalid(f"The terms are not those of a draw: {error}") from None


def _faults(document: DrawDocument, terms: DrawTerms, lines: Sequence[bytes]) -> Iterator[str]:
    seed, root = bytes.fromhex(document.seed), bytes.fromhex(document.root)
    if hashlib.sha256(seed + document.terms.encode()).hexdigest() != document.commitment:
        yield "The seed and the terms are not those that were committed to."
    if document.entries != len(lines):
        yield f"The file says {document.entries} entries and has {len(lines)}."
    yield from _entry_faults(terms, lines)
    if entries_root(lines) != root:
        yield "The root is not that of the entries."
    if bool(terms.beacon) != bool(document.beacon_value):
        yield f"The beacon of the terms is {terms.beacon!r}, the value mixed in is {document.beacon_value!r}."
    excluded = frozenset(document.excluded)
    beacon = document.beacon_value.encode()
    if tuple(winners(seed, root, beacon, lines, excluded, terms.winners)) != document.winners:
        yield "The winners are not those that follow from seed, root and beacon."


def _entry_faults(terms: DrawTerms, lines: Sequence[bytes]) -> Iterator[str]:
    tickets = {ticket.encode() for ticket in terms.tickets}
    before = b""
    for number, line in enumerate(lines, 1):
        match = LINE.match(line[:-1]) if line.endswith(b"\n") else None
        if match is None or match[1] not in tickets:
            yield f"Entry {number} is not one: {line[:80]!r}."
            return
        if line <= before:
            yield f"Entry {number} is there twice or not in order: {line[:80]!r}."
            return
        before = line


def _exclusion_faults(
    document: DrawDocument, terms: DrawTerms, past: Sequence[tuple[int, DrawDocument]]
) -> Iterator[str]:
    if missing := sorted(set(terms.excludes) - {draw for draw, _ in past}):
        yield f"The files of the draws {missing!r}, whose winners are excluded, are not among those given."
        return
    won = {name for draw, each in past if draw in terms.excludes for name in each.winners}
    if won != set(document.excluded):
        yield "The excluded fans are not the winners of the draws that the terms name."
