"""A table out of the text of a stranger's file: encoding, separator, header, numbers and dates. Pure.

Whatever a cell says is text, a number or a date, and nothing else: no formula is worked out, no sentence obeyed.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from itertools import islice, pairwise
from math import isfinite
from typing import TypeAlias

import msgspec

TABLE_BYTES_MAX = 1024 * 1024
TABLE_ROWS_MAX = 20_000
TABLE_COLUMNS_MAX = 50
CELL_CHARACTERS_MAX = 200
"""Of a cell that are kept; what stands behind is not shown or counted apart."""
LOOKED_AT_BYTES = 1024
LOOKED_AT_LINES = 200
SEPARATORS = (";", "\t", ",", "|")
ALIKE_MIN = 0.8
"""Share of the rows that have as many cells as most; of fewer it is no table."""
KIND_MIN = 0.9
"""Share of the filled cells of a column that are numbers or dates where it is one of them."""
MISSING = frozenset({"", "-", "–", "—", "n/a", "na", "#n/a", "null", "none", "nan", "."})
HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
AROUND_NUMBERS = re.compile(r"[\s\u00a0\u202f'’€$£¥₹%٪]")
POINT = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)?(?:,\d+)?(?:[eE][+-]?\d{1,3})?")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})")
"""Such as 1,234, which is another number in another country."""
DATE = re.compile(r"(\d{1,4})\s?[-./年년]\s?(\d{1,2})\s?[-./月월]\s?(\d{1,4})(?:日|일)?(?:[T\s].{0,40})?")
YEAR_DIGITS = 4
THIS_CENTURY = 2000
SIGNS = str.maketrans({"−": "-", "‐": "-", "٫": ".", "٬": ","})


class NotATable(Exception):
    """The bytes hold no table."""


class TooLarge(Exception):
    """It has more bytes, rows or columns than are read."""


class ColumnKind(StrEnum):
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    EMPTY = "empty"


Cell: TypeAlias = float | date | str | None


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column; None where a cell is empty, or is not what the column is: `odd` counts those."""

    name: str
    kind: ColumnKind
    values: tuple[Cell, ...]
    odd: int


def read_table(body: bytes) -> tuple[Column, ...]:
    """The columns of a table, equally long.

    Raises:
        NotATable: it is none.
        TooLarge: it is larger than is read.
    """
    if len(body) > TABLE_BYTES_MAX:
        raise TooLarge
    text = decoded(body)
    separator = separator_of(text)
    rows = _rows(text, separator)
    if len(rows) > TABLE_ROWS_MAX + 1:
        raise TooLarge
    width, _ = Counter(map(len, rows)).most_common(1)[0]
    if width > TABLE_COLUMNS_MAX:
        raise TooLarge
    names, rows = _header(rows, width)
    filled = [(*row, *[""] * width)[:width] for row in rows]
    if not filled:
        raise NotATable
    raw = list(zip(*filled, strict=True))
    style = _style(raw, separator)
    columns = tuple(_column(name, cells, style) for name, cells in zip(names, raw, strict=True))
    if width == 1 and columns[0].kind not in {ColumnKind.NUMBER, ColumnKind.DATE}:
        raise NotATable
    return columns


def decoded(body: bytes) -> str:
    """The text, in UTF-8, UTF-16 or the Latin alphabet's one byte a letter.

    Raises:
        NotATable: it is no text.
    """
    text = _decoded(body)
    if "\0" in text or not text.strip():
        raise NotATable
    return text


def _decoded(body: bytes) -> str:
    if body.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise NotATable
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(body, "utf-16")
    looked = body[:LOOKED_AT_BYTES]
    for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if looked[at::2].count(0) > len(looked) / 4 and not looked[1 - at :: 2].count(0):
            return _strict(body, encoding)
    with suppress(UnicodeDecodeError):
        return body.decode("utf-8-sig")
    with suppress(UnicodeDecodeError):
        return body.decode("cp1252")
    return body.decode("latin-1")


def _strict(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        raise NotATable from None


def separator_of(text: str) -> str:
    """What parts the cells: that by which most lines have equally many, at least two; else none of them.

    Raises:
        NotATable: the lines have nothing in common.
    """
    best, best_score = "", 0.0
    for separator in SEPARATORS:
        widths = Counter(len(row) for row in islice(_reader(text, separator), LOOKED_AT_LINES) if row)
        if not widths:
            raise NotATable
        width, lines = widths.most_common(1)[0]
        alike = lines / widths.total()
        if width > 1 and alike >= ALIKE_MIN and (score := alike * width**0.5) > best_score:
            best, best_score = separator, score
    return best


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(TABLE_BYTES_MAX)
    # Without a separator each line is a cell: no text holds this one.
    return csv.reader(text.splitlines(keepends=True), delimiter=separator or "\x1f", skipinitialspace=True)


def _rows(text: str, separator: str) -> list[list[str]]:
    """The rows that are not empty.

    Raises:
        NotATable: quotation marks are not closed, or rows have nothing in common.
    """
    try:
        rows = [row for row in islice(_reader(text, separator), TABLE_ROWS_MAX + 2) if any(map(str.strip, row))]
    except csv.Error:
        raise NotATable from None
    widths = Counter(map(len, rows))
    if not rows or widths.most_common(1)[0][1] < ALIKE_MIN * len(rows):
        raise NotATable
    return [[_plain(cell) for cell in row] for row in rows]


def _plain(cell: str) -> str:
    """Without what nobody sees, on one line."""
    return " ".join(HIDDEN.sub("", cell).split())


def _header(rows: list[list[str]], width: int) -> tuple[list[str], list[list[str]]]:
    """The names of the columns and the other rows; where the first row is none of names, letters as in a sheet."""
    first = rows[0]
    is_header = len(first) == width and all(_is_name(cell) for cell in first if cell) and any(first)
    names = first if is_header else [""] * width
    named = [name[:CELL_CHARACTERS_MAX] or _letters(at) for at, name in enumerate(names)]
    seen = Counter[str]()
    for at, name in enumerate(named):
        seen[name] += 1
        if seen[name] > 1:
            named[at] = f"{name} ({_letters(at)})"
    return named, rows[1:] if is_header else rows


def _is_name(cell: str) -> bool:
    return (
        cell.casefold() not in MISSING
        and _number(cell, POINT) is None
        and _number(cell, COMMA) is None
        and (_parts(cell) is None)
    )


def _letters(at: int) -> str:
    """A, B, ... Z, AA as a sheet has them."""
    first, last = divmod(at, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)


def _style(columns: Sequence[Sequence[str]], separator: str) -> re.Pattern[str]:
    """How the file writes decimals: by the cells that can be read in one way only."""
    cells = [_bare(cell) for cells in columns for cell in cells[:LOOKED_AT_LINES]]
    telling = [cell for cell in cells if not GROUPED.fullmatch(cell)]
    only_comma = sum(bool("," in cell and COMMA.fullmatch(cell) and not POINT.fullmatch(cell)) for cell in telling)
    only_point = sum(bool("." in cell and POINT.fullmatch(cell) and not COMMA.fullmatch(cell)) for cell in telling)
    if only_comma == only_point:
        return COMMA if separator == ";" else POINT
    return COMMA if only_comma > only_point else POINT


def _bare(cell: str) -> str:
    return AROUND_NUMBERS.sub("", cell.translate(SIGNS))


def _number(cell: str, style: re.Pattern[str]) -> float | None:
    bare = _bare(cell)
    if not bare or not style.fullmatch(bare) or not any(letter.isdigit() for letter in bare):
        return None
    plain = bare.replace(",", "") if style is POINT else bare.replace(".", "").replace(",", ".")
    found = float(plain)
    return found if isfinite(found) else None


def _column(name: str, cells: Sequence[str], style: re.Pattern[str]) -> Column:
    filled = [cell for cell in cells if cell.casefold() not in MISSING]
    if not filled:
        return Column(name=name, kind=ColumnKind.EMPTY, values=(None,) * len(cells), odd=0)
    dates = _dates(cells)
    numbers = [_number(cell, style) for cell in cells]
    readings: tuple[tuple[ColumnKind, Sequence[Cell]], ...] = (
        (ColumnKind.DATE, dates),
        (ColumnKind.NUMBER, numbers),
    )
    for kind, values in readings:
        known = sum(value is not None for value in values)
        if known >= KIND_MIN * len(filled):
            return Column(name=name, kind=kind, values=tuple(values), odd=len(filled) - known)
    texts = (cell[:CELL_CHARACTERS_MAX] if cell.casefold() not in MISSING else None for cell in cells)
    return Column(name=name, kind=ColumnKind.TEXT, values=tuple(texts), odd=0)


def _dates(cells: Sequence[str]) -> list[date | None]:
    """The cells as days; where day and month may be either, so that most are days, in order, near each other."""
    parts = [_parts(cell) for cell in cells]
    readings = [[_day(each, is_day_first=is_day_first) for each in parts] for is_day_first in (True, False)]
    return max(readings, key=_plausible)


def _plausible(days: Sequence[date | None]) -> tuple[int, int, int]:
    known = [day for day in days if day is not None]
    rising = sum(before <= after for before, after in pairwise(known))
    span = (max(known) - min(known)).days if known else 0
    return len(known), max(rising, len(known) - 1 - rising), -span


def _parts(cell: str) -> tuple[str, str, str] | None:
    found = DATE.fullmatch(cell)
    return None if found is None else (found[1], found[2], found[3])


def _day(parts: tuple[str, str, str] | None, *, is_day_first: bool) -> date | None:
    if parts is None:
        return None
    first, second, third = parts
    if len(first) == YEAR_DIGITS:
        year, month, day = int(first), int(second), int(third)
    elif len(third) in {2, YEAR_DIGITS} and len(first) <= 2:  # noqa: PLR2004 (digits of a short year, of a day)
        year = int(third) if len(third) == YEAR_DIGITS else THIS_CENTURY + int(third)
        day, month = (int(first), int(second)) if is_day_first else (int(second), int(first))
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
