"""The units that chunks are made of: a heading, an item, a row, a paragraph or, of a long one, its sentences.

Tokens are counted without a tokenizer: a word is one, and one more for every 12 characters beyond the first 12; of
scripts without spaces 1.6 characters are one. Embedders cut a word into 1.3 tokens or so, and take 512.
"""

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from grandstand.language.models import Span
from grandstand.language.sentences import sentences
from grandstand.library.models import Block, Kind, Page

TOKENS_MAX = 250
"""The largest chunk."""
HEADER_TOKENS_MAX = 60
"""A table's header with more than this is not repeated."""
WORD_CHARACTERS = 12
UNSPACED_CHARACTERS_PER_TOKEN = 1.6

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, kana and Han. Korean has spaces."""
_unspaced = re.compile(f"[{_UNSPACED}]")
_word = re.compile(rf"[^\s{_UNSPACED}]+")
_part = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]{{1,100}}")
"""What a sentence that is too long may be cut into."""


class Stretch(NamedTuple):
    """Characters `start` up to `end` of a page's text."""

    page: int
    start: int
    end: int


class Unit(NamedTuple):
    """What is not divided, with the block it comes from; `header` is of a row, its table's header."""

    stretch: Stretch
    kind: Kind
    level: int
    tokens: int
    block: int
    header: "Unit | None" = None


def tokens(text: str) -> int:
    words = sum(1 + (len(word) - 1) // WORD_CHARACTERS for word in _word.findall(text))
    return words + math.ceil(len(_unspaced.findall(text)) / UNSPACED_CHARACTERS_PER_TOKEN)


def units(pages: Sequence[Page]) -> Iterator[Unit]:
    """The units of all blocks in order.

    A row marked with level 1 is the header of the rows after it, as long as they follow each other.
    """
    header: Unit | None = None
    ordinal = 0
    for page in pages:
        for block in page.blocks:
            if block.kind is not Kind.ROW:
                header = None
            made = list(_units(page, block, ordinal, header))
            if block.kind is Kind.ROW and block.level == 1:
                header = made[0] if len(made) == 1 and made[0].tokens <= HEADER_TOKENS_MAX else None
            yield from made
            ordinal += 1


def _units(page: Page, block: Block, ordinal: int, header: Unit | None) -> Iterator[Unit]:
    for span in _spans(page.text[block.start : block.end], block.kind):
        first, last = block.start + span.start, block.start + span.end
        size = tokens(page.text[first:last])
        own_header = header if block.kind is Kind.ROW and block.level == 0 else None
        yield Unit(Stretch(page.number, first, last), block.kind, block.level, size, ordinal, own_header)


def _spans(text: str, kind: Kind) -> Iterator[Span]:
    room = TOKENS_MAX - HEADER_TOKENS_MAX
    if tokens(text) <= (room if kind is not Kind.TEXT else TOKENS_MAX // 5):
        yield Span(0, len(text))
        return
    for sentence in sentences(text):
        if tokens(text[sentence.start : sentence.end]) <= room:
            yield sentence
        else:
            yield from _cut(text, sentence, room)


def _cut(text: str, sentence: Span, room: int) -> Iterator[Span]:
    """A sentence in parts of at most `room` tokens, cut between words."""
    start, used = -1, 0.0
    end = sentence.start
    for part in _part.finditer(text, sentence.start, sentence.end):
        cost = 1 / UNSPACED_CHARACTERS_PER_TOKEN if _unspaced.match(part[0]) else float(tokens(part[0]))
        if start >= 0 and used + cost > room - 1:
            yield Span(start, end)
            start = -1
        if start < 0:
            start, used = part.start(), 0.0
        used += cost
        end = part.end()
    if start >= 0:
        yield Span(start, end)
