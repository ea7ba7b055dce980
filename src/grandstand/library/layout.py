"""Fragments to rows in reading order: columns one after the other, what spans them before and after. Pure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from grandstand.library.models import Box
from grandstand.library.page_text import Placed
from grandstand.library.pdf_text import Fragment

COLUMNS_DEPTH_MAX = 3
"""Columns within columns."""
BINS = 400
GUTTER_MIN = 0.01
"""A gutter is at least this part of the page wide."""
COLUMN_MIN = 0.15
"""A column is at least this part of the page wide."""
CROSSING_SHARE_MAX = 0.15
"""Of the fragments, at most this share spans the gutter: titles, wide tables."""
COLUMN_ROWS_MIN = 4
FULL_SHARE = 0.75
"""A line is full if it takes this share of its column."""
FULL_LINES_MIN = 0.35
"""Text has this share of full lines; cells of a table rarely do."""
SAME_ROW_SHARE = 0.5


class Row(NamedTuple):
    """Fragments beside each other, in reading order."""

    fragments: Sequence[Fragment]
    box: Box

    @property
    def size(self) -> float:
        return max(fragment.size for fragment in self.fragments)

    @property
    def weight(self) -> int:
        return min(fragment.weight for fragment in self.fragments)

    @property
    def text(self) -> str:
        return " ".join(fragment.text for fragment in self.fragments)

    @property
    def is_table(self) -> bool:
        return bool(self.fragments[0].table)

    def words(self) -> list[Placed]:
        return [word for fragment in self.fragments for word in spaced(fragment.words)]


def spaced(words: Sequence[Placed], glue: str = " ") -> list[Placed]:
    """The words with `glue` after the last."""
    return [*words[:-1], words[-1]._replace(glue=glue)]


def union(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def is_rtl(fragments: Sequence[Fragment]) -> bool:
    """Whether most of the words are read from right to left."""
    right = sum(len(fragment.words) for fragment in fragments if fragment.rtl)
    return 2 * right > sum(len(fragment.words) for fragment in fragments)


def rows_of(fragments: Sequence[Fragment], *, rtl: bool) -> list[Row]:
    """From top to bottom."""
    grouped: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda one: one.box.top + one.box.bottom):
        if grouped and _beside(grouped[-1][-1], fragment):
            grouped[-1].append(fragment)
        else:
            grouped.append([fragment])
    return [
        Row(
            sorted(row, key=(lambda one: -one.box.right) if rtl else (lambda one: one.box.left)),
            union([one.box for one in row]),
        )
        for row in grouped
    ]


def _beside(one: Fragment, other: Fragment) -> bool:
    if one.table or other.table:
        return False
    common = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return common > SAME_ROW_SHARE * min(one.box.bottom - one.box.top, other.box.bottom - other.box.top)


def regions(fragments: Sequence[Fragment], *, rtl: bool, depth: int = 0) -> Iterator[list[Row]]:
    """Rows of one column at a time."""
    gutter = _gutter(fragments) if depth < COLUMNS_DEPTH_MAX else None
    if gutter is None:
        if fragments:
            yield rows_of(fragments, rtl=rtl)
        return
    crossing = [one for one in fragments if one.box.left < gutter < one.box.right]
    sides = [one for one in fragments if not one.box.left < gutter < one.box.right]
    spanning: list[Fragment] = []
    above = -1.0
    for row in [*rows_of(crossing, rtl=rtl), None]:
        below = row.box.top if row else 2.0
        band = [one for one in sides if above <= _middle(one) < below]
        if band:
            if spanning:
                yield rows_of(spanning, rtl=rtl)
            spanning = []
            columns = [
                [one for one in band if one.box.right <= gutter],
                [one for one in band if one.box.left >= gutter],
            ]
            for column in reversed(columns) if rtl else columns:
                yield from regions(column, rtl=rtl, depth=depth + 1)
        above = below
        spanning += row.fragments if row else ()
    if spanning:
        yield rows_of(spanning, rtl=rtl)


def _middle(fragment: Fragment) -> float:
    return (fragment.box.top + fragment.box.bottom) / 2


def _gutter(fragments: Sequence[Fragment]) -> float | None:
    """Where columns part, as a fraction of the page's width; None if the text has one column."""
    if len(fragments) < 2 * COLUMN_ROWS_MIN:
        return None
    boxes = np.array([one.box for one in fragments])
    crossed = np.zeros(BINS + 1, np.int64)
    np.add.at(crossed, np.floor(boxes[:, 0] * BINS).astype(int).clip(0, BINS), 1)
    np.add.at(crossed, np.ceil(boxes[:, 2] * BINS).astype(int).clip(0, BINS), -1)
    free = np.cumsum(crossed)[:-1] <= max(1, CROSSING_SHARE_MAX * len(fragments))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], free, [False]]).astype(np.int8)))
    found = [
        ((last - first) / BINS, (first + last) / 2 / BINS)
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        if first > 0 and last < BINS and (last - first) / BINS >= GUTTER_MIN
    ]
    return next((at for _, at in sorted(found, reverse=True) if _parts_columns(boxes, at)), None)


def _parts_columns(boxes: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", gutter: float) -> bool:
    """Whether both sides of it look like text, not like cells."""
    for side in (boxes[boxes[:, 2] <= gutter], boxes[boxes[:, 0] >= gutter]):
        if len(side) < COLUMN_ROWS_MIN:
            return False
        width = side[:, 2].max() - side[:, 0].min()
        full = (side[:, 2] - side[:, 0] >= FULL_SHARE * width).mean()
        if width < COLUMN_MIN or full < FULL_LINES_MIN:
            return False
    return True
