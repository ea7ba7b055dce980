"""Tables of a PDF's page: with ruling lines by pdfplumber, without by how the fragments are aligned.

A table becomes rows of cells with ` | ` between them. The first row counts as its header if it looks like one.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from grandstand.library.layout import Row, spaced, union
from grandstand.library.models import Box, Kind
from grandstand.library.page_text import CELLS, Part, Placed
from grandstand.library.pdf_text import BULLET, Fragment

if TYPE_CHECKING:
    from pypdfium2 import PdfPage  # type: ignore[import-untyped]  # it has no types

OBJECTS_MAX = 20_000
"""A page with more drawn objects is a map or a plan; no tables are looked for."""
RULE_THICKNESS_PT_MAX = 3.0
RULE_LENGTH_PT_MIN = 12.0
RULES_MIN = 2
"""Of each direction, for a page to be worth looking at."""
ALIGNED_ROWS_MIN = 3
CELL_WORDS_MAX = 25
"""A header's cell has not more; nor has most of an aligned table."""
CONTINUED_PITCH_MAX = 1.15
"""A row without a first cell that is no further below, in the usual pitches, continues the one above."""

Cell = list[Placed]


class Grid(NamedTuple):
    """The cells of a table with ruling lines, row by row."""

    box: Box
    rows: Sequence[Sequence[Box]]


def has_rules(page: "PdfPage") -> bool:
    """Whether enough lines or frames are drawn on the page to be a table's."""
    from pypdfium2 import raw  # noqa: PLC0415

    count = raw.FPDFPage_CountObjects(page)
    if count > OBJECTS_MAX:
        return False
    across = down = 0
    for at in range(count):
        drawn = raw.FPDFPage_GetObject(page, at)
        if raw.FPDFPageObj_GetType(drawn) == raw.FPDF_PAGEOBJ_PATH:
            width, height = _size_pt(drawn)
            is_frame = min(width, height) >= RULE_LENGTH_PT_MIN
            across += is_frame or (width >= RULE_LENGTH_PT_MIN and height <= RULE_THICKNESS_PT_MAX)
            down += is_frame or (height >= RULE_LENGTH_PT_MIN and width <= RULE_THICKNESS_PT_MAX)
        if across >= RULES_MIN and down >= RULES_MIN:
            return True
    return False


def _size_pt(drawn: Any) -> tuple[float, float]:
    from ctypes import byref, c_float  # noqa: PLC0415

    from pypdfium2 import raw  # noqa: PLC0415

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    raw.FPDFPageObj_GetBounds(drawn, byref(left), byref(bottom), byref(right), byref(top))
    return right.value - left.value, top.value - bottom.value


def grids(page: Any) -> Iterator[Grid]:
    """The tables with ruling lines of a page of pdfplumber."""
    left, top, right, bottom = page.bbox
    width, height = right - left, bottom - top

    def box(cell: tuple[float, float, float, float]) -> Box:
        x0, y0, x1, y1 = cell
        return Box((x0 - left) / width, (y0 - top) / height, (x1 - left) / width, (y1 - top) / height)

    for table in page.find_tables():
        rows = [[box(cell) for cell in row.cells if cell is not None] for row in table.rows]
        if len(rows) > 1 and max(map(len, rows)) > 1:
            yield Grid(box(table.bbox), rows)


def with_grids(fragments: Sequence[Fragment], found: Sequence[Grid], *, rtl: bool) -> list[Fragment]:
    """The fragments with each table as one of them."""
    rest = list(fragments)
    for grid in found:
        inside = [[word for word in one.words if _holds(grid.box, word.box)] for one in rest]
        words = [word for some in inside for word in some]
        rows = [_cells(row, words, rtl=rtl) for row in grid.rows]
        rows = [row for row in rows if row]
        if len(rows) > 1 and sum(len(row) > 1 for row in rows) > 1:
            outside = [_without(one, some) for one, some in zip(rest, inside, strict=True)]
            weights = {id(word): one.weight for one, some in zip(rest, inside, strict=True) for word in some}
            is_bold = [min(weights.get(id(cell[0]), 0) for cell in row) for row in rows]
            rest = [one for one in outside if one is not None]
            rest.append(Fragment((), grid.box, 0, 0, rtl, tuple(parts_of(rows, is_bold))))
    return rest


def _holds(box: Box, word: Box) -> bool:
    across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return box.left <= across <= box.right and box.top <= down <= box.bottom


def _cells(row: Sequence[Box], words: Sequence[Placed], *, rtl: bool) -> list[Cell]:
    cells = [[word for word in words if _holds(cell, word.box)] for cell in sorted(row, reverse=rtl)]
    return [_by_line(cell) for cell in cells if cell]


def _by_line(words: list[Placed]) -> Cell:
    """Words that may come from several fragments, line by line; within a line they are in order."""
    lines: list[list[Placed]] = []
    for word in words:
        line = next((line for line in lines if _same_line(line[0].box, word.box)), None)
        if line is None:
            lines.append([word])
        else:
            line.append(word)
    lines.sort(key=lambda line: line[0].box.top)
    return [word for line in lines for word in spaced(line)]


def _same_line(one: Box, other: Box) -> bool:
    return min(one.bottom, other.bottom) - max(one.top, other.top) > (one.bottom - one.top) / 2


def _without(fragment: Fragment, taken: Sequence[Placed]) -> Fragment | None:
    if not taken or not fragment.words:
        return fragment
    gone = set(map(id, taken))
    words = [word for word in fragment.words if id(word) not in gone]
    if not words:
        return None
    return fragment._replace(words=spaced(words, ""), box=union([word.box for word in words]))


def parts_of(rows: Sequence[Sequence[Cell]], weights: Sequence[int]) -> Iterator[Part]:
    """A table's rows; the header has level 1."""
    has_header = _has_header(rows, weights)
    for at, row in enumerate(rows):
        words = [word for cell in row for word in spaced(cell, CELLS)]
        yield Part(Kind.ROW, int(at == 0 and has_header), spaced(words, ""))


def _has_header(rows: Sequence[Sequence[Cell]], weights: Sequence[int]) -> bool:
    """A first row with all cells, bolder than the others or without numbers where others have some."""
    first = rows[0]
    if len(rows) < 2 or len(first) < max(map(len, rows)) or any(len(cell) > CELL_WORDS_MAX for cell in first):  # noqa: PLR2004
        return False
    if weights[0] > max(weights[1:]):
        return True
    numbers = [any(_has_digit(cell) for cell in row) for row in rows]
    return not numbers[0] and (sum(numbers[1:]) * 2 >= len(rows) - 1 or len(first) > 2)  # noqa: PLR2004


def _has_digit(cell: Cell) -> bool:
    return any(character.isdigit() for word in cell for character in word.text)


def with_aligned(rows: Sequence[Row], *, rtl: bool, pitch: float) -> list[Row]:
    """The rows of a column, those that form a table without ruling lines as one.

    `pitch` is the usual one from line to line, in sizes of the letters.
    """
    result: list[Row] = []
    at = 0
    while at < len(rows):
        last = _run(rows, at, pitch)
        columns = _columns(rows[at:last])
        if sum(len(row.fragments) > 1 for row in rows[at:last]) < ALIGNED_ROWS_MIN or len(columns) < 2:  # noqa: PLR2004
            result.append(rows[at])
            at += 1
            continue
        run = rows[at:last]
        cells, weights = _aligned_cells(run, columns, pitch)
        box = union([row.box for row in run])
        result.append(Row([Fragment((), box, 0, 0, rtl, tuple(parts_of(cells, weights)))], box))
        at = last
    return result


def _run(rows: Sequence[Row], first: int, pitch: float) -> int:
    """Where rows of several cells, and lines that continue a cell, come to an end."""
    at = first
    while at < len(rows) and not rows[at].is_table:
        row = rows[at]
        several = (
            len(row.fragments) > 1
            and all(len(one.words) <= CELL_WORDS_MAX for one in row.fragments)
            and not (len(row.fragments[0].words) == 1 and BULLET.match(row.text + " "))
        )
        if not several and not (at > first and _continues(rows[first:at], row, pitch)):
            break
        at += 1
    return at


def _continues(above: Sequence[Row], row: Row, pitch: float) -> bool:
    """Whether a row stands closely under a cell that is not the first."""
    columns = _columns(above)
    return len(columns) > 1 and _is_under(above[-1], row, columns, pitch)


def _is_under(last: Row, row: Row, columns: Sequence[tuple[float, float]], pitch: float) -> bool:
    near = (row.box.top - last.box.top) / max(last.size, 1e-6) <= CONTINUED_PITCH_MAX * pitch
    return near and all(_column(columns, one) > 0 for one in row.fragments)


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The columns of cells, each from its left to its right, in reading order of the first row."""
    merged: list[tuple[float, float]] = []
    for left, right in sorted((one.box.left, one.box.right) for row in rows for one in row.fragments):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    is_rtl = bool(rows) and rows[0].fragments[0].box.left > rows[0].fragments[-1].box.left
    return merged[::-1] if is_rtl else merged


def _column(columns: Sequence[tuple[float, float]], fragment: Fragment) -> int:
    middle = (fragment.box.left + fragment.box.right) / 2
    return next((at for at, (left, right) in enumerate(columns) if left <= middle <= right), -1)


def _aligned_cells(
    rows: Sequence[Row], columns: Sequence[tuple[float, float]], pitch: float
) -> tuple[list[list[Cell]], list[int]]:
    made: list[list[Cell]] = []
    weights: list[int] = []
    last: Row | None = None
    for row in rows:
        if last is None or not _is_under(last, row, columns, pitch):
            made.append([[] for _ in columns])
            weights.append(row.weight)
        for one in row.fragments:
            made[-1][max(_column(columns, one), 0)] += spaced(one.words)
        last = row
    return [[cell for cell in row if cell] for row in made], weights
