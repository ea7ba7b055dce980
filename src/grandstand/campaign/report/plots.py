"""Plots as inline SVG, drawn here: no script, no picture to load. Colours and sizes are the page's. Pure.

Words inside are few; each plot has a title for those who do not see it, and its numbers stand beside it.
"""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 18, 22
LABELS_MAX = 10


class Series(NamedTuple):
    """A line: `points` are x and y between 0 and 1; `kind` is its class in the style sheet."""

    kind: str
    points: Sequence[tuple[float, float]]


class Bar(NamedTuple):
    """Bars on top of each other at one place; the label is below."""

    label: str
    parts: Sequence[tuple[str, float]]


def lines(title: str, series: Sequence[Series], labels: Sequence[tuple[float, str]]) -> str:
    """Lines over time; labels are x between 0 and 1 with a text."""
    drawn = "".join(
        f'<polyline class="{each.kind}" points="{" ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in each.points)}"/>'
        for each in series
    )
    ticks = "".join(_label(_x(x), text) for x, text in _few(labels))
    return _svg(title, HEIGHT, _grid("100 %") + drawn + ticks)


def bars(title: str, columns: Sequence[Bar], most: float, top: str) -> str:
    """Upright bars; `most` is the value of the whole height, `top` that in words."""
    drawn, count = [], max(1, len(columns))
    for at, column in enumerate(columns):
        x, width, base = (at + 0.18) / count, 0.64 / count, 0.0
        for kind, value in column.parts:
            upper = base + (value / most if most else 0)
            drawn.append(
                f'<rect class="{kind}" x="{_x(x):.1f}" y="{_y(upper):.1f}" width="{_x(width) - LEFT:.1f}" '
                f'height="{max(0.0, _y(base) - _y(upper)):.1f}"/>'
            )
            base = upper
    labels = [((at + 0.5) / count, column.label) for at, column in enumerate(columns)]
    ticks = "".join(_label(_x(x), text) for x, text in _few(labels))
    return _svg(title, HEIGHT, _grid(top) + "".join(drawn) + ticks)


def interval(title: str, low: float, value: float, high: float) -> str:
    """An estimate with its interval and the place of zero."""
    ends = [min(0.0, low), max(0.0, high)]
    span = (ends[1] - ends[0]) or 1.0
    ends = [ends[0] - 0.08 * span, ends[1] + 0.08 * span]
    x0, x1, x2, zero = (_x((each - ends[0]) / (ends[1] - ends[0])) for each in (low, value, high, 0.0))
    drawn = (
        f'<line class="zero" x1="{zero:.1f}" y1="8" x2="{zero:.1f}" y2="44"/>'
        f'<line class="range" x1="{x0:.1f}" y1="26" x2="{x2:.1f}" y2="26"/>'
        f'<circle class="a" cx="{x1:.1f}" cy="26" r="6"/>'
        f"{_label(zero, '0', 58)}"
    )
    return _svg(title, 64, drawn)


def meter(share: float) -> str:
    """A share as a bar, as wide as its cell."""
    width = 100 * min(1.0, max(0.0, share))
    return (
        '<svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="6"/><rect class="a" width="{width:.2f}" height="6"/></svg>'
    )


def _svg(title: str, height: int, inside: str) -> str:
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {height}" role="img" direction="ltr">'
        f"<title>{escape(title)}</title>{inside}</svg>"
    )


def _grid(top: str) -> str:
    """Lines at the quarters of the height, and what its top means."""
    rows = "".join(
        f'<line class="grid" x1="{LEFT}" y1="{_y(y):.1f}" x2="{WIDTH - RIGHT}" y2="{_y(y):.1f}"/>'
        for y in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    return f'{rows}<text x="{LEFT}" y="{_y(1.0) - 4:.1f}">{escape(top)}</text>'


def _label(x: float, text: str, y: float = HEIGHT - 6) -> str:
    return f'<text x="{x:.1f}" y="{y:.0f}" text-anchor="middle">{escape(text)}</text>'


def _few(labels: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """So many labels as have room."""
    every = -(-len(labels) // LABELS_MAX) if labels else 1
    return list(labels[::every])


def _x(x: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * x


def _y(y: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * y
