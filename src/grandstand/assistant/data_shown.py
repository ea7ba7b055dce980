"""Tables and plots that are shown beside an answer. Titles, columns and cells are in the asker's words already."""

from collections.abc import Iterable, Sequence

from grandstand.assistant.asked import Asked
from grandstand.assistant.models import PlotEvent, PlotKind, Series, SourceId, TableEvent

TABLE_ROWS_SHOWN_MAX = 60


def table(
    asked: Asked, title: str, columns: Iterable[str], rows: Iterable[Sequence[str]], source: SourceId
) -> None:
    """Show a table, cut where it is long."""
    cells = [tuple(row) for row in rows]
    asked.telling.show(
        TableEvent(
            id=f"t{len(asked.telling.shown) + 1}",
            title=title,
            columns=tuple(columns),
            rows=tuple(cells[:TABLE_ROWS_SHOWN_MAX]),
            is_cut=len(cells) > TABLE_ROWS_SHOWN_MAX,
            source=source,
        )
    )


def plot(
    asked: Asked,
    kind: PlotKind,
    title: str,
    labels: Iterable[str],
    series: Iterable[Series],
    source: SourceId,
    *,
    unit: str = "",
) -> None:
    """Show a plot; `unit` is what the values count, where that can be said."""
    asked.telling.show(
        PlotEvent(
            id=f"p{len(asked.telling.shown) + 1}",
            kind=kind,
            title=title,
            labels=tuple(labels),
            unit=unit,
            series=tuple(series),
            source=source,
        )
    )
