"""Running heads and feet: lines at the edges of pages that repeat, and page numbers. Pure."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from grandstand.library.layout import Row, rows_of
from grandstand.library.pdf_text import Fragment

EDGE = 0.12
"""They stand in this part of the page's height, at its top or its foot."""
EDGE_ROWS_MAX = 3
NEIGHBOURS = 5
"""Pages before and after a page that are compared with it."""
REPEATS_MIN = 2
"""How many of them have the same line; one is enough in a file of two pages."""

_number = re.compile(r"\d+")
_roman = re.compile(r"[ivxlc]+")
_page_number = re.compile(
    r"[^\w]*(?:page|seite|página|стр|صفحة)?\W*#(?:\W+(?:of|von|de|/|из|من)?\W*#)?[^\w]*|第?#页(?:共#页)?"
)

SAME_PLACE = 0.015
"""They stand at the same height, but for this part of it."""
GAP_MIN = 0.5
"""Heights of a line between them and the text."""


class Edge(NamedTuple):
    """What is the same of an edge row on other pages: numbers do not count."""

    is_top: bool
    text: str
    place: float

    def repeats(self, other: "Edge") -> bool:
        return self[:2] == other[:2] and abs(self.place - other.place) < SAME_PLACE


class Edges(NamedTuple):
    """The rows at the edges of a page, outermost first, each with the gap to the next row in its heights."""

    top: Sequence[tuple[Edge, Row, float]]
    foot: Sequence[tuple[Edge, Row, float]]

    def all(self) -> list[Edge]:
        return [edge for edge, _, _ in (*self.top, *self.foot)]


def edges_of(fragments: Sequence[Fragment], *, rtl: bool) -> Edges:
    rows = rows_of([one for one in fragments if not one.table], rtl=rtl)
    if not rows:
        return Edges((), ())
    top = [
        (Edge(True, _same(row.text), row.box.top), row, _gap(row, below))
        for row, below in zip(rows, [*rows[1:], None], strict=True)
        if row.box.bottom <= EDGE
    ]
    foot = [
        (Edge(False, _same(row.text), row.box.top), row, _gap(above, row))
        for above, row in zip([None, *rows[:-1]], rows, strict=True)
        if row.box.top >= 1 - EDGE
    ]
    return Edges(top[:EDGE_ROWS_MAX], foot[::-1][:EDGE_ROWS_MAX])


def _gap(above: Row | None, below: Row | None) -> float:
    if above is None or below is None:
        return GAP_MIN
    return (below.box.top - above.box.bottom) / max(min(above.size, below.size), 1e-6)


def _same(text: str) -> str:
    joined = "".join(text.casefold().split())
    return "#" if _roman.fullmatch(joined) else _number.sub("#", joined)


def running(own: Edges, others: Sequence[Edges]) -> list[Row]:
    """Which rows of a page are running heads or feet, given its neighbours: all from the edge to a gap."""
    neighbours = [other.all() for other in others]
    return [*_running(own.top, neighbours), *_running(own.foot, neighbours)]


def _running(rows: Sequence[tuple[Edge, Row, float]], neighbours: Sequence[Sequence[Edge]]) -> list[Row]:
    needed = min(REPEATS_MIN, max(len(neighbours), 1))
    found: list[Row] = []
    for count, (edge, _, gap) in enumerate(rows, 1):
        is_page_number = not edge.is_top and _page_number.fullmatch(edge.text) is not None
        repeats = sum(any(edge.repeats(one) for one in other) for other in neighbours)
        if not is_page_number and repeats < needed:
            break
        if gap >= GAP_MIN:
            found = [row for _, row, _ in rows[:count]]
    return found
