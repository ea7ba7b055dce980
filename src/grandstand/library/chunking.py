"""Pages to chunks, and a quotation back to its place: pure.

A chunk is what is found as one. It lies under one heading, has 150 to 250 tokens where the section has that much,
and is made of verbatim pieces of pages. Small sections stay by themselves: what has a heading of its own should be
found by itself. Long sections are divided where it hurts least: between paragraphs, else between sentences; rows
of a table take their header along.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from grandstand.language.identify import identify
from grandstand.language.models import UNKNOWN, Language
from grandstand.library.chunk_units import TOKENS_MAX, Stretch, Unit, tokens, units
from grandstand.library.models import Chunk, Heading, Highlight, Kind, Page, Piece, Quote
from grandstand.library.pages import highlight

TOKENS_BEST = 200
IDENTIFY_TOKENS_MIN = 20
"""A shorter chunk is in its document's language."""
SURE_ENOUGH = 0.8
"""How sure the language of a chunk must be to differ from its document's."""
DIVIDED_PARAGRAPH_COST = 1_500.0
"""What it costs to divide a paragraph, in squared tokens away from the best size."""
DIVIDED_SENTENCE_COST = 3_000.0
"""To divide a sentence that runs on to the next page, or a list from the line that announces it."""
LONELY_HEADING_COST = 100_000.0
"""To part a heading from what stands under it."""
TITLE_PAGE_TOKENS_MAX = 20
"""What stands before the first chapter is a title page if its headings apart it has no more, and no sentence."""
_FULL_STOPS = (".", "!", "?", "。", "！", "？", "؟", "।")
_SENTENCE_ENDS = ".!?:;。！？：；؟।\"'”’»)）|"


class _Section(NamedTuple):
    headings: tuple[str, ...]
    units: list[Unit]


def chunks(pages: Sequence[Page], outline: Sequence[Heading], language: Language) -> list[Chunk]:
    """The chunks of a version in order. `language` is the document's."""
    texts = {page.number: page.text for page in pages}
    made: list[Chunk] = []
    sections = list(_sections(pages, outline))
    if len(sections) > 1 and _is_title_page(sections[0], texts, outline):
        del sections[0]
    for section in sections:
        for part in _divided(section.units, texts):
            text, pieces = _assembled(part, texts)
            made.append(
                Chunk(
                    ordinal=len(made),
                    language=_language(text, language),
                    headings=section.headings,
                    text=text,
                    pieces=pieces,
                )
            )
    return made


def _is_title_page(section: _Section, texts: Mapping[int, str], outline: Sequence[Heading]) -> bool:
    """Whether it is title, subtitle and edition in front of the first chapter: no sentence, so no answer."""
    if not outline:
        return False
    top = min(entry.level for entry in outline)
    begins = min((entry.page, entry.start) for entry in outline if entry.level == top)
    told = [texts[page][start:end] for page, start, end in (unit.stretch for unit in section.units)]
    size = sum(unit.tokens for unit in section.units if unit.kind is not Kind.HEADING)
    ends_before = (section.units[-1].stretch.page, section.units[-1].stretch.end) <= begins
    return ends_before and size <= TITLE_PAGE_TOKENS_MAX and not any(text.endswith(_FULL_STOPS) for text in told)


def highlights(chunk: Chunk, quote: Quote, pages: Mapping[int, Page]) -> tuple[Highlight, ...]:
    """Where a quotation of a chunk stands: one highlight for each piece that it touches, in order."""
    found = []
    for piece in chunk.pieces:
        first, last = max(quote.start, piece.at), min(quote.end, piece.at + piece.length)
        if chunk.text[first:last].strip():
            shift = piece.start - piece.at
            found.append(highlight(pages[piece.page], first + shift, last + shift))
    return tuple(found)


def _sections(pages: Sequence[Page], outline: Sequence[Heading]) -> Iterator[_Section]:
    """What stands under each heading; a heading without anything under it is told with the next section."""
    path: list[tuple[int, str]] = []
    section = _Section((), [])
    for unit, begun in _units_with_headings(pages, outline):
        for level, title in begun:
            if any(known.kind is not Kind.HEADING for known in section.units):
                yield section
                section = _Section((), [])
            path = [above for above in path if above[0] < level] + [(level, title)]
        section = _Section(tuple(title for _, title in path), section.units)
        section.units.append(unit)
    if section.units:
        yield section


def _units_with_headings(
    pages: Sequence[Page], outline: Sequence[Heading]
) -> Iterator[tuple[Unit, list[tuple[int, str]]]]:
    """Each unit with the headings that begin at it: those of the outline, and what the page shows as one."""
    texts = {page.number: page.text for page in pages}
    entries = sorted(outline, key=lambda heading: (heading.page, heading.start))
    places = [(entry.page, entry.start) for entry in entries]
    taken = 0
    last_block = -1
    for unit in units(pages):
        page, start, end = unit.stretch
        upto = bisect_left(places, (page, end), lo=taken)
        begun = [(entry.level, entry.title) for entry in entries[taken:upto]]
        taken = upto
        if unit.kind is Kind.HEADING and unit.block != last_block and not begun:
            begun = [(unit.level, texts[page][start:end])]
        last_block = unit.block
        yield unit, begun


def _divided(section: Sequence[Unit], texts: Mapping[int, str]) -> Iterator[Sequence[Unit]]:
    """The section in chunks: of all ways to divide it the one that costs least, found from its end."""
    if sum(unit.tokens for unit in section) <= TOKENS_MAX:
        yield section
        return
    count = len(section)
    joints = [0.0, *(_joint_cost(section[at - 1], section[at], texts) for at in range(1, count))]
    cheapest = [0.0] * (count + 1)
    next_cut = [count] * (count + 1)
    for first in range(count - 1, -1, -1):
        cheapest[first], next_cut[first] = min(
            (size_cost + cheapest[last] + (joints[last] if last < count else 0.0), last)
            for last, size_cost in _sizes(section, first)
        )
    at = 0
    while at < count:
        yield section[at : next_cut[at]]
        at = next_cut[at]


def _sizes(section: Sequence[Unit], first: int) -> Iterator[tuple[int, float]]:
    """Where a chunk that begins at `first` could end, and what its size would cost."""
    header = section[first].header
    size = header.tokens if header is not None else 0
    for last in range(first, len(section)):
        size += section[last].tokens
        if size > TOKENS_MAX and last > first:
            return
        yield last + 1, float((size - TOKENS_BEST) ** 2)


def _joint_cost(before: Unit, after: Unit, texts: Mapping[int, str]) -> float:
    if before.kind is Kind.HEADING:
        return LONELY_HEADING_COST
    if before.block == after.block:
        return DIVIDED_PARAGRAPH_COST
    ends = texts[before.stretch.page][before.stretch.end - 1 : before.stretch.end]
    announces = ends in (":", "：") and after.kind is not Kind.TEXT
    runs_on = before.kind is after.kind is Kind.TEXT and ends not in _SENTENCE_ENDS
    return DIVIDED_SENTENCE_COST if announces or runs_on else 0.0


def _assembled(part: Sequence[Unit], texts: Mapping[int, str]) -> tuple[str, tuple[Piece, ...]]:
    """The text of a chunk and its pieces: units with nothing but spaces between them are one piece."""
    stretches: list[Stretch] = []
    header = part[0].header
    if header is not None:
        stretches.append(header.stretch)
    for at, unit in enumerate(part):
        last = stretches[-1] if stretches and at > 0 else None
        if last and last.page == unit.stretch.page and not texts[last.page][last.end : unit.stretch.start].strip():
            stretches[-1] = last._replace(end=unit.stretch.end)
        else:
            stretches.append(unit.stretch)
    pieces, at = [], 0
    for stretch in stretches:
        length = stretch.end - stretch.start
        pieces.append(Piece(at, length, stretch.page, stretch.start))
        at += length + 1
    return "\n".join(texts[page][start:end] for page, start, end in stretches), tuple(pieces)


def _language(text: str, document: Language) -> Language:
    if tokens(text) < IDENTIFY_TOKENS_MIN:
        return document
    found = identify(text, prior=None if document == UNKNOWN else document)
    return found.language if found.confidence >= SURE_ENOUGH or document == UNKNOWN else document
