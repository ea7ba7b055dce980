"""What is said and shown of a table that the asker brought. Its cells are text, whatever they say."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from grandstand.assistant.asked import Asked
from grandstand.assistant.data_shown import plot, table
from grandstand.assistant.live_asking import words_of
from grandstand.assistant.live_shown import suggest
from grandstand.assistant.models import PlotKind, Series, SourceId, SourcePart
from grandstand.assistant.telling import Slot, day, decimal, number, text
from grandstand.assistant.wanted import wants
from grandstand.tables import (
    TABLE_BYTES_MAX,
    TABLE_COLUMNS_MAX,
    TABLE_ROWS_MAX,
    Change,
    ColumnFigures,
    ColumnKind,
    Fault,
    Figures,
    Line,
)

COLUMNS_TOLD_MAX = 12
FIGURED_MAX = 3
"""Columns that one answer works out a mean or another figure of."""
NAME_CHARACTERS_MAX = 60
DAYS_OF_A_WEEK, MONTHS_OF_A_YEAR, RSI_PERIODS = 7, 12, 14
KIBIBYTE = 1024
PLACES_MAX = 2
DIGITS_MAX = 10
WRITTEN_OUT_MAX = 1e15
"""Numbers from here on are written with a power of ten."""
FAULTS = {
    Fault.NO_TABLE: "csv-no-table",
    Fault.TOO_MUCH: "csv-too-much",
    Fault.NOT_INSTALLED: "csv-away",
}
FIGURES: dict[str, Callable[[ColumnFigures], object]] = {
    "mean": lambda column: column.mean,
    "sum": lambda column: column.sum,
    "least": lambda column: column.least,
    "most": lambda column: column.most,
}


def tell_fault(asked: Asked, fault: Fault) -> None:
    """Why there is no answer, and what would do."""
    source = _source(asked)
    if fault is Fault.TOO_LARGE:
        limits = {"size": TABLE_BYTES_MAX // KIBIBYTE, "rows": TABLE_ROWS_MAX, "columns": TABLE_COLUMNS_MAX}
        asked.telling.say("csv-too-large", source, **{slot: number(most) for slot, most in limits.items()})
    else:
        asked.telling.say(FAULTS[fault], source)


def tell_table(asked: Asked, figures: Figures) -> None:
    """What the question wants of the table; where it wants nothing that we know, what is in it."""
    found = wants(_without_names(asked.question.text, figures), asked.understood.language)
    source = _source(asked)
    if found & {"rsi", "change"}:
        _tell_course(asked, figures, found, source)
    elif found & FIGURES.keys():
        _tell_figures(asked, figures, found, source)
    elif "plot" in found or "days" in found:
        _tell_plot(asked, figures, source)
    elif "count" in found:
        _tell_counts(asked, figures, source)
    else:
        _tell_all(asked, figures, source)
    _suggest(asked, figures)


def _source(asked: Asked) -> SourceId:
    return asked.telling.rest_on(SourcePart.FILE, None)


def _without_names(question: str, figures: Figures) -> str:
    """A column called "total" is not asked to be added up."""
    plain = question.casefold()
    for at in figures.named:
        plain = plain.replace(figures.columns[at].name.casefold(), " ")
    return plain


def column_slot(column: ColumnFigures) -> Slot:
    """A column's name, cut where it is long."""
    return text(_cut(column.name))


def _cut(said: str) -> str:
    return said if len(said) <= NAME_CHARACTERS_MAX else f"{said[: NAME_CHARACTERS_MAX - 1]}…"


def figure_slot(value: object, *, is_rounded: bool = False) -> Slot:
    """A number of a table, or one worked out of it: of that two decimals, of small ones as many digits."""
    if isinstance(value, date):
        return day(value)
    assert isinstance(value, float)
    if abs(value) >= WRITTEN_OUT_MAX:
        return text(f"{value:.{DIGITS_MAX}g}")
    written = f"{value:.{DIGITS_MAX}g}"
    if is_rounded:
        written = f"{value:.{PLACES_MAX}f}" if abs(value) >= 1 else f"{value:.{PLACES_MAX}g}"
    plain = format(Decimal(written), "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return decimal("0" if plain in {"-0", ""} else plain)


def _numbers(figures: Figures) -> list[ColumnFigures]:
    """The columns of numbers that are named, else all."""
    named = [figures.columns[at] for at in figures.named]
    found = [column for column in named if column.kind is ColumnKind.NUMBER]
    return found or [column for column in figures.columns if column.kind is ColumnKind.NUMBER]


def _tell_figures(asked: Asked, figures: Figures, found: frozenset[str], source: SourceId) -> None:
    columns = _numbers(figures)
    named = [figures.columns[at] for at in figures.named if figures.columns[at].kind is ColumnKind.DATE]
    if named and not found & {"mean", "sum"}:
        columns = named
    if not columns:
        asked.telling.say("csv-no-numbers", source)
        return
    for column in columns[:FIGURED_MAX]:
        for kind in [kind for kind in FIGURES if kind in found]:
            value = FIGURES[kind](column)
            if isinstance(value, date):
                slot = "day"
                asked.telling.say(f"csv-{kind}-day", source, column=column_slot(column), **{slot: day(value)})
            elif value is not None:
                figure = figure_slot(value, is_rounded=kind == "mean")
                asked.telling.say(f"csv-{kind}", source, column=column_slot(column), figure=figure)
        _tell_odd(asked, column, source)


def _tell_odd(asked: Asked, column: ColumnFigures, source: SourceId) -> None:
    if column.odd:
        asked.telling.say("csv-odd", source, column=column_slot(column), count=number(column.odd))


def _tell_counts(asked: Asked, figures: Figures, source: SourceId) -> None:
    """How often each value occurs; of a table without a column of words how many rows it has."""
    if not figures.counts:
        _tell_size(asked, figures, source)
        return
    for counts in figures.counts:
        column = figures.columns[counts.column]
        for value, count in counts.values:
            slots = {"label": text(_cut(value)), "count": number(count)}
            asked.telling.say("csv-count", source, column=column_slot(column), **slots)
        words = words_of(asked)
        title = words.phrase("title-counts", column=column_slot(column))
        rows = [[_cut(value), words.cell(number(count))] for value, count in counts.values]
        table(asked, title, map(words.phrase, ("col-value", "col-count")), rows, source)
        series = [Series(name=_cut(column.name), values=tuple(float(count) for _, count in counts.values))]
        labels = [_cut(value) for value, _ in counts.values]
        plot(asked, PlotKind.BAR, title, labels, series, source)


def _line(asked: Asked, figures: Figures, source: SourceId) -> Line | None:
    """The course that is asked for; None, and said, where the table has none."""
    if figures.lines and figures.lines[0].days:
        return figures.lines[0]
    asked.telling.say("csv-no-dates" if _numbers(figures) else "csv-no-numbers", source)
    return None


def _tell_plot(asked: Asked, figures: Figures, source: SourceId) -> None:
    named = [figures.columns[at].kind for at in figures.named]
    if figures.counts and ColumnKind.TEXT in named and ColumnKind.NUMBER not in named:
        _tell_counts(asked, figures, source)
        return
    line = _line(asked, figures, source)
    if line is None:
        return
    column = figures.columns[line.column]
    asked.telling.say(
        "csv-course",
        source,
        column=column_slot(column),
        since=day(line.days[0]),
        until=day(line.days[-1]),
        before=figure_slot(line.values[0]),
        after=figure_slot(line.values[-1]),
    )
    _tell_odd(asked, column, source)
    _show_line(asked, figures, line, source)


def _show_line(asked: Asked, figures: Figures, line: Line, source: SourceId) -> None:
    words, column, dates = words_of(asked), figures.columns[line.column], figures.columns[line.dates]
    title = words.phrase("title-course", column=column_slot(column), dates=column_slot(dates))
    labels = [words.cell(day(each)) for each in line.days]
    series = [Series(name=_cut(column.name), values=line.values)]
    plot(asked, PlotKind.LINE, title, labels, series, source)


def _tell_course(asked: Asked, figures: Figures, found: frozenset[str], source: SourceId) -> None:
    """The change over a week and a year, the relative strength."""
    line = _line(asked, figures, source)
    if line is None:
        return
    column = figures.columns[line.column]
    if "change" in found:
        _tell_change(asked, "csv-week", column, line.week, ("days", DAYS_OF_A_WEEK), source)
        _tell_change(asked, "csv-year", column, line.year, ("months", MONTHS_OF_A_YEAR), source)
    if "rsi" in found:
        slots = {"column": column_slot(column), "periods": number(RSI_PERIODS)}
        if line.rsi is None:
            asked.telling.say("csv-rsi-none", source, **slots)
        else:
            figure, until = figure_slot(line.rsi, is_rounded=True), day(line.days[-1])
            asked.telling.say("csv-rsi", source, figure=figure, until=until, **slots)
    _tell_odd(asked, column, source)
    _show_line(asked, figures, line, source)


def _tell_change(
    asked: Asked,
    message: str,
    column: ColumnFigures,
    change: Change | None,
    span: tuple[str, int],
    source: SourceId,
) -> None:
    slots = {"column": column_slot(column), span[0]: number(span[1])}
    if change is None:
        asked.telling.say(f"{message}-none", source, **slots)
        return
    asked.telling.say(
        message,
        source,
        percent=figure_slot(change.percent, is_rounded=True),
        since=day(change.since),
        before=figure_slot(change.before),
        until=day(change.until),
        after=figure_slot(change.after),
        **slots,
    )


def _tell_size(asked: Asked, figures: Figures, source: SourceId) -> None:
    rows, columns = number(figures.rows), number(len(figures.columns))
    asked.telling.say("csv-holds", source, rows=rows, columns=columns)


def _tell_all(asked: Asked, figures: Figures, source: SourceId) -> None:
    """Rows, columns, what each column is and between which values."""
    _tell_size(asked, figures, source)
    for column in figures.columns[:COLUMNS_TOLD_MAX]:
        slots = {"column": column_slot(column)}
        if column.kind is ColumnKind.TEXT:
            asked.telling.say("csv-texts", source, count=number(column.distinct), **slots)
        elif column.kind is ColumnKind.EMPTY:
            asked.telling.say("csv-empty", source, **slots)
        else:
            ends = {"least": figure_slot(column.least), "most": figure_slot(column.most)}
            asked.telling.say(f"csv-{column.kind.value}s", source, **slots, **ends)
    words = words_of(asked)
    rows = [
        [_cut(column.name), words.phrase(f"kind-{column.kind.value}"), words.cell(number(column.filled))]
        + ["–" if end is None else words.cell(figure_slot(end)) for end in (column.least, column.most)]
        for column in figures.columns
    ]
    columns = ("col-column", "col-kind", "col-filled", "col-least", "col-most")
    table(asked, words.phrase("title-columns"), map(words.phrase, columns), rows, source)


def _suggest(asked: Asked, figures: Figures) -> None:
    numbers = _numbers(figures)
    for line in figures.lines[:1]:
        column = column_slot(figures.columns[line.column])
        for message in ("ask-csv-plot", "ask-csv-change", "ask-csv-rsi"):
            suggest(asked, message, column=column)
    for column_figures in numbers[:1]:
        suggest(asked, "ask-csv-mean", column=column_slot(column_figures))
    for counts in figures.counts[:1]:
        suggest(asked, "ask-csv-count", column=column_slot(figures.columns[counts.column]))
