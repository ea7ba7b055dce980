"""Rows of a column to paragraphs, headings, items and tables. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from grandstand.library.layout import Row, is_rtl, union
from grandstand.library.models import Box, Kind
from grandstand.library.page_text import Part, Placed
from grandstand.library.pdf_text import BULLET, SOFT_HYPHEN, UNSPACED, Fragment

PITCH_SHARE_MAX = 1.25
"""Rows further apart than this many times the usual are two paragraphs."""
SIZE_RATIO_MAX = 1.1
HEADING_RATIO_MIN = 1.12
"""A heading's letters are this much larger than the text's, or bold."""
BOLD_RATIO_MIN = 1.3
"""A font is bold if its weight is this many times the text's."""
HEADING_WORDS_MAX = 25
BOLD_HEADING_WORDS_MAX = 12
HEADING_LEVELS_MAX = 5
SHORT_SHARE = 0.8
"""A line that ends a sentence before this share of the column ends its paragraph."""
INDENT_MIN = 0.8
"""In heights of the line."""
USUAL_PITCH = 1.3
WRAP_QUANTILE = 0.3
"""Of the pitches of a document: most lines are followed by one of their paragraph."""

_ENDS = ".!?:;。！？：；؟۔।…\"'”’»)）"
_unspaced_end = re.compile(f"[{UNSPACED}]$")
_unspaced_start = re.compile(f"^[{UNSPACED}]")
_letters = re.compile(r"[\W_]+")
_DIVIDED_MIN = 2


class Style(NamedTuple):
    """What a document's text looks like, sizes in points."""

    size_pt: float
    weight: int
    pitch: float
    """From line to line, in heights of the line."""
    heading_sizes_pt: tuple[float, ...]
    """Largest first."""

    def level(self, size_pt: float, weight: int) -> int:
        """The level of a heading that looks like this; 0 if it looks like text."""
        if size_pt >= self.size_pt * HEADING_RATIO_MIN:
            larger = sum(1 for known in self.heading_sizes_pt if known > size_pt * 1.03)
            return min(larger + 1, HEADING_LEVELS_MAX)
        is_bold = weight >= self.weight * BOLD_RATIO_MIN and size_pt > self.size_pt / SIZE_RATIO_MAX
        return min(len(self.heading_sizes_pt) + 1, HEADING_LEVELS_MAX + 1) if is_bold else 0


def normal(text: str) -> str:
    """What is the same of a title wherever it stands: letters without case, no number in front."""
    letters = _letters.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return letters.lstrip("0123456789") or letters


class Found(NamedTuple):
    """A part with where it stands; `looks` is its level by looks alone."""

    part: Part
    box: Box
    looks: int


def style_of(pages: Iterable[tuple[float, Sequence[Fragment]]]) -> Style:
    """The style of pages, each with its height in points."""
    sizes: Counter[float] = Counter()
    weights: Counter[int] = Counter()
    pitches: list[float] = []
    for height_pt, fragments in pages:
        for fragment in fragments:
            length = sum(len(word.text) for word in fragment.words)
            sizes[_rounded(fragment.size * height_pt)] += length
            weights[fragment.weight] += length
        pitches += _pitches(fragments)
    size_pt = sizes.most_common(1)[0][0] if sizes else 12.0
    return Style(
        size_pt,
        weights.most_common(1)[0][0] if weights else 400,
        float(np.quantile(pitches, WRAP_QUANTILE)) if pitches else USUAL_PITCH,
        _distinct(size for size in sizes if size >= size_pt * HEADING_RATIO_MIN),
    )


def _rounded(size_pt: float) -> float:
    return round(size_pt * 4) / 4


def _distinct(sizes: Iterable[float]) -> tuple[float, ...]:
    """The sizes, largest first, without those that differ by rounding."""
    kept: list[float] = []
    for size in sorted(sizes, reverse=True):
        if not kept or kept[-1] > size * 1.05:
            kept.append(size)
    return tuple(kept[:HEADING_LEVELS_MAX])


def _pitches(fragments: Sequence[Fragment]) -> Iterator[float]:
    """From each line to the next one below it, where the first is wide enough to have run on."""
    width = max((one.box.right - one.box.left for one in fragments), default=0)
    for one, other in pairwise(fragments):
        pitch = (other.box.top - one.box.top) / max(one.size, 1e-6)
        if one.box.right - one.box.left > width / 4 and 0.7 < pitch < 3:  # noqa: PLR2004
            yield pitch


class Paragraphs:
    """Reads rows of one page; a class, since all of it depends on the page's style, height and direction."""

    def __init__(
        self, style: Style, height_pt: float, fragments: Sequence[Fragment], titles: Collection[str] = ()
    ) -> None:
        """`titles` are what headings of the page are known to say, as `normal` has it."""
        self._style = style
        self._height_pt = height_pt
        self._rtl = is_rtl(fragments)
        self._titles = frozenset(titles)
        self._hyphened = {word.text for one in fragments for word in one.words if "-" in word.text[1:-1]}

    def found(self, rows: Sequence[Row]) -> Iterator[Found]:
        """Paragraphs, headings and items of rows that are text."""
        edges = union([row.box for row in rows])
        gathered: list[Row] = []
        for row in rows:
            if gathered and (row.is_table or self._begins(gathered, row, edges)):
                yield self._made(gathered)
                gathered = []
            if row.is_table:
                box = row.box
                yield from (Found(part, box, 0) for part in row.fragments[0].table)
            else:
                gathered.append(row)
        if gathered:
            yield self._made(gathered)

    def merged(self, one: Found, other: Found) -> Found | None:
        """The two as one paragraph, if the first runs on over the edge of its column."""
        if not (one.part.kind in (Kind.TEXT, Kind.ITEM) and other.part.kind is Kind.TEXT):
            return None
        last, following = one.part.words[-1], other.part.words[0]
        if last.text[-1] in _ENDS or not (following.text[0].islower() or _unspaced_start.search(following.text)):
            return None
        words = [*one.part.words[:-1], self._at_line_end(last._replace(glue=" "), following), *other.part.words]
        return one._replace(part=one.part._replace(words=words))

    def _begins(self, gathered: Sequence[Row], row: Row, edges: Box) -> bool:
        """Whether a new paragraph begins with the row."""
        last = gathered[-1]
        if self._titles and (normal(last.text) in self._titles or normal(row.text) in self._titles):
            return True
        if BULLET.match(row.text + " ") or self._looks_differ(last, row):
            return True
        if (row.box.top - last.box.top) / max(last.size, 1e-6) > PITCH_SHARE_MAX * self._style.pitch:
            return True
        ended = last.text[-1:] in _ENDS
        if ended and self._reach(last, edges) < SHORT_SHARE:
            return True
        indent = self._indent(row, edges) - self._indent(last, edges)
        if BULLET.match(gathered[0].text + " "):
            return self._indent(row, edges) < self._indent(gathered[0], edges) - INDENT_MIN / 2 or (
                ended
                and self._indent(row, edges) <= self._indent(gathered[0], edges)
                and len(gathered) > 1
                and indent < 0
            )
        return ended and indent > INDENT_MIN and self._indent(last, edges) < INDENT_MIN / 2

    def _looks_differ(self, last: Row, row: Row) -> bool:
        ratio = row.size / max(last.size, 1e-6)
        bold = self._style.weight * BOLD_RATIO_MIN
        return not 1 / SIZE_RATIO_MAX < ratio < SIZE_RATIO_MAX or (row.weight >= bold) != (last.weight >= bold)

    def _reach(self, row: Row, edges: Box) -> float:
        """How far the row comes, as a share of the column."""
        width = max(edges.right - edges.left, 1e-6)
        return (edges.right - row.box.left if self._rtl else row.box.right - edges.left) / width

    def _indent(self, row: Row, edges: Box) -> float:
        """In heights of the row."""
        gap = edges.right - row.box.right if self._rtl else row.box.left - edges.left
        return gap / max(row.size, 1e-6)

    def _made(self, rows: Sequence[Row]) -> Found:
        words = self._joined(rows)
        text = " ".join(row.text for row in rows)
        looks = self._style.level(max(row.size for row in rows) * self._height_pt, min(row.weight for row in rows))
        is_large = max(row.size for row in rows) * self._height_pt >= self._style.size_pt * HEADING_RATIO_MIN
        if not _may_head(text, is_large=is_large):
            looks = 0
        is_item = bool(BULLET.match(rows[0].text + " "))
        kind = Kind.HEADING if looks else Kind.ITEM if is_item else Kind.TEXT
        return Found(Part(kind, looks, words), union([row.box for row in rows]), looks)

    def _joined(self, rows: Sequence[Row]) -> list[Placed]:
        """The words of rows; a word that a line divides becomes one again."""
        words: list[Placed] = []
        for row in rows:
            more = row.words()
            if words:
                words[-1] = self._at_line_end(words[-1], more[0])
            words += more
        return [*words[:-1], words[-1]._replace(text=words[-1].text.replace(SOFT_HYPHEN, "-"), glue="")]

    def _at_line_end(self, last: Placed, following: Placed) -> Placed:
        if last.text[-1] in (SOFT_HYPHEN, "-", "‐") and len(last.text) >= _DIVIDED_MIN:
            stem, rest = last.text[:-1], following.text
            with_hyphen = f"{stem}-{rest}"
            is_one = (
                stem[-1].isalpha() and rest[0].islower() and with_hyphen.rstrip(".,;:!?)") not in self._hyphened
            )
            return Placed(stem if is_one else stem + "-", last.box, "")
        if _unspaced_end.search(last.text) or _unspaced_start.search(following.text):
            return last._replace(glue="")
        return last


def _may_head(text: str, *, is_large: bool) -> bool:
    words = text.split()
    if not any(map(str.isalpha, text)) or len(words) > HEADING_WORDS_MAX or len(text) > 8 * HEADING_WORDS_MAX:
        return False
    return is_large or (len(words) <= BOLD_HEADING_WORDS_MAX and text[-1] not in ".,;:،؛。；：")
