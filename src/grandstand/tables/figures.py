"""What is worked out of a table, by a database in memory that reads no file and obeys no word of the table.

DuckDB with external access off and its settings locked; the statements are ours, the cells are parameters.
"""

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from grandstand.tables.indicators import Change, change_over_7_days, change_over_12_months, rsi_14
from grandstand.tables.reading import Column, ColumnKind

COUNTED_MAX = 12
"""Values of a column that are counted apart, the most frequent first."""
POINTS_MAX = 400
"""Of a line; of more days every so manieth is shown, and the last."""
DATABASE_MEMORY = "128MB"
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
    "memory_limit": DATABASE_MEMORY,
    "threads": "1",
}
TYPES = {
    ColumnKind.NUMBER: "DOUBLE",
    ColumnKind.DATE: "DATE",
    ColumnKind.TEXT: "VARCHAR",
    ColumnKind.EMPTY: "VARCHAR",
}
PRICES = (
    "close", "price", "kurs", "schluss", "preis", "cours", "prix", "clôture", "prezzo", "chiusura", "precio",
    "cierre", "preço", "fecho", "fechamento", "prijs", "koers", "slot", "cena", "kurs", "цена", "закрыт", "курс",
    "سعر", "إغلاق", "मूल्य", "कीमत", "भाव", "收盘", "价", "終値", "価格", "株価", "종가", "가격",
)  # fmt: skip
"""What a column of prices is called."""


class ColumnFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Of one column: how many cells hold something, how many are odd; its ends, of numbers also mean and sum."""

    name: str
    kind: ColumnKind
    filled: int
    odd: int
    distinct: int
    least: float | date | None = None
    most: float | date | None = None
    mean: float | None = None
    sum: float | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A column by another one of dates: of several values of a day the last; and the figures of its course."""

    column: int
    dates: int
    days: tuple[date, ...]
    values: tuple[float, ...]
    week: Change | None
    year: Change | None
    rsi: float | None


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How often each value of a column occurs."""

    column: int
    values: tuple[tuple[str, int], ...]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a table; `named` are the columns that the question names, by their place."""

    rows: int
    columns: tuple[ColumnFigures, ...]
    named: tuple[int, ...]
    lines: tuple[Line, ...]
    counts: tuple[Counts, ...]


def figures_of(columns: Sequence[Column], question: str) -> Figures:
    """The figures of a table that matter to a question.

    Raises:
        ImportError: DuckDB is not installed.
    """
    import duckdb  # noqa: PLC0415 - an extra, and large

    named = named_columns([column.name for column in columns], question)
    with duckdb.connect(":memory:", config=SETTINGS) as db:
        _fill(db, columns)
        found = tuple(_figures(db, at, column) for at, column in enumerate(columns))
        lines = tuple(_line(db, at, dates) for at, dates in _drawn(columns, named))
        texts = [at for at in named if columns[at].kind is ColumnKind.TEXT]
        texts = texts or [at for at, column in enumerate(columns) if column.kind is ColumnKind.TEXT]
        counts = tuple(_counts(db, at) for at in texts[:1])
    return Figures(rows=len(columns[0].values), columns=found, named=named, lines=lines, counts=counts)


def named_columns(names: Sequence[str], question: str) -> tuple[int, ...]:
    """The places of the columns that a question names, the longest name first."""
    asked = _folded(question)
    found = []
    for at in sorted(range(len(names)), key=lambda at: -len(names[at])):
        name = _folded(names[at])
        if name and _stands_in(name, asked):
            asked = asked.replace(name, " ")
            found.append(at)
    return tuple(found)


def _stands_in(name: str, asked: str) -> bool:
    """Whether a name stands in a text: a short one, of one or two letters, only as a word."""
    if len(name) > 2 or not name.isascii():  # noqa: PLR2004 (letters of a word that is part of many)
        return name in asked
    return name in asked.replace("?", " ").replace(",", " ").split()


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _drawn(columns: Sequence[Column], named: Sequence[int]) -> list[tuple[int, int]]:
    """Which numbers are drawn by which dates: those that are named, else prices, else the first."""
    dates = [at for at, column in enumerate(columns) if column.kind is ColumnKind.DATE]
    numbers = [at for at, column in enumerate(columns) if column.kind is ColumnKind.NUMBER]
    if not dates or not numbers:
        return []
    by = next((at for at in named if at in dates), dates[0])
    wanted = [at for at in named if at in numbers]
    prices = [at for at in numbers if any(word in _folded(columns[at].name) for word in PRICES)]
    return [(at, by) for at in (wanted or prices or numbers)[:1]]


def _fill(db: Any, columns: Sequence[Column]) -> None:
    places = ", ".join(f"unnest(?::{TYPES[column.kind]}[]) AS c{at}" for at, column in enumerate(columns))
    db.execute(f"CREATE TABLE brought AS SELECT {places}", [list(column.values) for column in columns])


def _figures(db: Any, at: int, column: Column) -> ColumnFigures:
    is_number = column.kind is ColumnKind.NUMBER
    ends = f"min(c{at}), max(c{at})" if is_number or column.kind is ColumnKind.DATE else "NULL, NULL"
    more = f"avg(c{at}), fsum(c{at})" if is_number else "NULL, NULL"
    row = db.execute(f"SELECT count(c{at}), count(DISTINCT c{at}), {ends}, {more} FROM brought").fetchone()
    filled, distinct, least, most, mean, total = row
    return ColumnFigures(
        name=column.name,
        kind=column.kind,
        filled=filled,
        odd=column.odd,
        distinct=distinct,
        least=least,
        most=most,
        mean=mean,
        sum=total,
    )


def _line(db: Any, at: int, dates: int) -> Line:
    rows = db.execute(
        f"SELECT c{dates}, last(c{at} ORDER BY rowid) FROM brought"
        f" WHERE c{dates} IS NOT NULL AND c{at} IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    days, values = tuple(row[0] for row in rows), tuple(float(row[1]) for row in rows)
    step = max(1, -(-len(days) // POINTS_MAX))
    shown = sorted({*range(0, len(days), step), *range(len(days))[-1:]})
    return Line(
        column=at,
        dates=dates,
        days=tuple(days[each] for each in shown),
        values=tuple(values[each] for each in shown),
        week=change_over_7_days(days, values),
        year=change_over_12_months(days, values),
        rsi=rsi_14(values),
    )


def _counts(db: Any, at: int) -> Counts:
    rows = db.execute(
        f"SELECT c{at}, count(*) FROM brought WHERE c{at} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
        [COUNTED_MAX],
    ).fetchall()
    return Counts(column=at, values=tuple((str(value), int(count)) for value, count in rows))
