"""The rows of a result: who is where, and the same as text. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from grandstand.demo.games.athletes import Side
from grandstand.demo.games.layout import attributes, competitor, placeholder
from grandstand.live import Colour

MINUTE, HOUR = 60, 3600
COLOURS = (Colour.GOLD, Colour.SILVER, Colour.BRONZE)
KEPT_COMPETITORS = 8192
"""Elements that are kept as text: every competitor of a Games, and some."""
competitor_of = lru_cache(maxsize=KEPT_COMPETITORS)(competitor)


class Measure(NamedTuple):
    """How a merit is shown: a whole number of hundredths (or so) of a second, or of points, which are negative."""

    is_time: bool
    decimals: int

    @property
    def scale(self) -> int:
        return int(10**self.decimals)

    def merit(self, value: float) -> int:
        """What a row is ranked by: less is better."""
        return round(value * self.scale) * (1 if self.is_time else -1)

    def shown(self, merit: int) -> str:
        if not self.is_time:
            return self._decimal(-merit)
        seconds = merit // self.scale
        fraction = f".{merit % self.scale:0{self.decimals}}" if self.decimals else ""
        if seconds >= HOUR:
            return f"{seconds // HOUR}:{seconds % HOUR // MINUTE:02}:{seconds % MINUTE:02}{fraction}"
        if seconds >= MINUTE:
            return f"{seconds // MINUTE}:{seconds % MINUTE:02}{fraction}"
        return f"{seconds}{fraction}"

    def gap(self, merit: int, best: int) -> str | None:
        """How far behind; nothing for who leads."""
        if merit == best:
            return None
        return f"+{self.shown(merit - best)}" if self.is_time else f"-{self._decimal(merit - best)}"

    def _decimal(self, units: int) -> str:
        return f"{units / self.scale:.{self.decimals}f}"


class Turn(NamedTuple):
    """What was reached in one unit of several."""

    unit: str
    merit: int | None
    irm: str | None
    measure: Measure


@dataclass(slots=True)
class Line:
    """A row; one without a merit and a reason has not come in yet."""

    side: Side
    start_order: int
    merit: int | None = None
    irm: str | None = None
    turns: tuple[Turn, ...] = ()
    splits: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    qualification: str | None = None
    win: str | None = None
    rank: int | None = None
    is_shared: bool = False


def ranked(lines: Sequence[Line]) -> list[Line]:
    """Copies in the order they are shown: by merit, then who is to come, then who has failed; with their ranks."""
    done = sorted(
        (each for each in lines if each.merit is not None and each.irm is None),
        key=lambda each: (each.merit, each.start_order),
    )
    found: list[Line] = []
    for at, line in enumerate(done):
        is_tied = at > 0 and done[at - 1].merit == line.merit
        if is_tied:
            found[-1].is_shared = True
        found.append(replace(line, rank=found[-1].rank if is_tied else at + 1, is_shared=is_tied))
    rest = sorted((each for each in lines if each.merit is None and each.irm is None), key=_start_order)
    failed = sorted((each for each in lines if each.irm is not None), key=_start_order)
    return found + [replace(each, rank=None, is_shared=False) for each in rest + failed]


def _start_order(line: Line) -> int:
    return line.start_order


def podium(lines: Sequence[Line]) -> tuple[tuple[Colour, Side], ...]:
    """The medals of ranked rows: ranks 1 to 3, so two of rank 2 leave no bronze."""
    return tuple(
        (COLOURS[line.rank - 1], line.side)
        for line in lines
        if line.rank is not None and line.rank <= len(COLOURS)
    )


def rows(lines: Sequence[Line], measure: Measure) -> str:
    """Ranked rows as elements."""
    best = next((each.merit for each in lines if each.rank is not None), None)
    return "".join(_row(line, order, best, measure) for order, line in enumerate(lines, start=1))


def start_rows(sides: Sequence[Side | str]) -> str:
    """A start list; a placeholder is a string."""
    return "".join(
        f'<Result SortOrder="{order}" StartOrder="{order}">'
        f"{placeholder(each) if isinstance(each, str) else competitor_of(each)}</Result>"
        for order, each in enumerate(sides, start=1)
    )


def _row(line: Line, order: int, best: int | None, measure: Measure) -> str:
    """One row. `IRM=""` stands where there is none, as in feeds."""
    head = f'<Result SortOrder="{order}" StartOrder="{line.start_order}" IRM="{line.irm or ""}"'
    if line.rank is not None:
        head += f' Rank="{line.rank}"' + (' RankEqual="Y"' if line.is_shared else "")
    if line.merit is not None:
        kind = "TIME" if measure.is_time else "POINTS"
        head += f' ResultType="{kind}" Result="{measure.shown(line.merit)}"'
        if best is not None and line.rank is not None and (gap := measure.gap(line.merit, best)):
            head += f' Diff="{gap}"'
    head += attributes([("QualificationMark", line.qualification), ("WLT", line.win)])
    return f"{head}>{competitor_of(line.side)}{_extended(line)}{_items(line)}</Result>"


def _extended(line: Line) -> str:
    if not line.splits:
        return ""
    inside = "".join(
        f'<ExtendedResult Type="ER" Code="SPLIT" Pos="{at}" Value="{value}"/>'
        for at, value in enumerate(line.splits, start=1)
    )
    return f"<ExtendedResults>{inside}</ExtendedResults>"


def _items(line: Line) -> str:
    inside = "".join(
        f'<ResultItem Unit="{turn.unit}"><Result{_turn(turn)}/></ResultItem>' for turn in line.turns
    ) + "".join(
        f'<ResultItem Unit="P{at}"><Result Result="{value}" ResultType="POINTS"/></ResultItem>'
        for at, value in enumerate(line.periods, start=1)
    )
    return f"<ResultItems>{inside}</ResultItems>" if inside else ""


def _turn(turn: Turn) -> str:
    if turn.merit is None:
        return f' IRM="{turn.irm or ""}"'
    kind = "TIME" if turn.measure.is_time else "POINTS"
    return f' Result="{turn.measure.shown(turn.merit)}" ResultType="{kind}"'
