"""Parts to pages: the one place where a page's text, its words and its blocks are put together.

Parts stand on lines of their own. A part without a kind (a running head, a page number) is in the text and in no
block, so it is in no chunk either.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from grandstand.library.models import Block, Box, Kind, Page, Word

CELLS = " | "
"""What stands between the cells of a row."""
SECTION_CHARACTERS_MAX = 12_000
"""A section of a file without pages is divided after this many."""


class Placed(NamedTuple):
    """Text and where it stands; `glue` is what stands between it and the next word of its part."""

    text: str
    box: Box
    glue: str = " "


class Part(NamedTuple):
    """A paragraph, heading, item or row as it was found on a page."""

    kind: Kind | None
    level: int
    words: Sequence[Placed]


class Flow(NamedTuple):
    """The same of a file without pages: text that stands nowhere."""

    kind: Kind
    level: int
    text: str


def page_of(number: int, size_pt: tuple[float, float], parts: Iterable[Part]) -> Page:
    """A page of parts in reading order."""
    pieces: list[str] = []
    words: list[Word] = []
    blocks: list[Block] = []
    at = 0
    for part in parts:
        if at:
            pieces.append("\n")
            at += 1
        start = at
        for word in part.words:
            end = at + len(word.text)
            words.append(Word(at, end, word.box))
            pieces += (word.text, word.glue)
            at = end + len(word.glue)
        surplus = len(part.words[-1].glue)
        if surplus:
            pieces[-1] = ""
            at -= surplus
        if part.kind is not None:
            blocks.append(Block(part.kind, start, at, part.level))
    text = "".join(pieces)
    return Page(
        number=number,
        width_pt=size_pt[0],
        height_pt=size_pt[1],
        text=text,
        words=tuple(words),
        blocks=tuple(blocks),
    )


def sections(flows: Sequence[Flow]) -> Iterator[Page]:
    """Pages without size: one for each top heading, and more where a section is long."""
    level = _top_level(flows)
    number, waiting, size = 1, list[Flow](), 0
    for flow in flows:
        begins = flow.kind is Kind.HEADING and flow.level <= level
        only_headings = all(known.kind is Kind.HEADING for known in waiting)
        too_long = size + len(flow.text) > SECTION_CHARACTERS_MAX
        if waiting and not only_headings and (begins or too_long):
            yield flow_page(number, waiting)
            number, waiting, size = number + 1, [], 0
        waiting.append(flow)
        size += len(flow.text) + 1
    if waiting:
        yield flow_page(number, waiting)


def flow_page(number: int, flows: Iterable[Flow]) -> Page:
    """A page without a size and without places of words."""
    texts, blocks, at = [], [], 0
    for flow in flows:
        texts.append(flow.text)
        blocks.append(Block(flow.kind, at, at + len(flow.text), flow.level))
        at += len(flow.text) + 1
    return Page(number=number, width_pt=0, height_pt=0, text="\n".join(texts), words=(), blocks=tuple(blocks))


def _top_level(flows: Iterable[Flow]) -> int:
    """The highest level with more than one heading; a single one above it is the title of the whole."""
    levels = sorted(flow.level for flow in flows if flow.kind is Kind.HEADING)
    return next((one for one, other in pairwise(levels) if one == other), min(levels, default=1))
