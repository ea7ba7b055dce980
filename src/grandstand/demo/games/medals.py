"""Medals as messages say them: who won an event, and the table of the nations. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from grandstand.demo.games.athletes import Side
from grandstand.demo.games.layout import placeholder
from grandstand.demo.games.lines import COLOURS, competitor_of
from grandstand.demo.games.nations import NEUTRAL
from grandstand.demo.games.programme import Event
from grandstand.live import Colour, Placeholder

Medals: TypeAlias = Sequence[tuple[Colour, Side]]
TYPES = ("M", "W", "X")


def medallists(medals: Medals) -> str:
    """Who won; a colour that nobody gets has a placeholder."""
    found = []
    for colour in COLOURS:
        winners = [competitor_of(side) for of, side in medals if of is colour]
        inside = "".join(winners) or placeholder(Placeholder.NOAWARD)
        found.append(f'<Medal Code="ME_{colour.name}">{inside}</Medal>')
    return "".join(found)


def medal_table(won: Mapping[Event, Medals]) -> str:
    """The nations by gold, silver, bronze. A team has won one medal; neutral athletes have no row."""
    counts: dict[str, Counter[tuple[str, Colour]]] = defaultdict(Counter)
    for event, medals in won.items():
        for colour, side in medals:
            if side.organisation != NEUTRAL:
                counts[side.organisation][event.gender, colour] += 1
    totals = {code: _of(count, TYPES) for code, count in counts.items()}
    order = sorted(totals, key=lambda code: (*(-each for each in totals[code]), code))
    shared = Counter(totals.values())
    lines, rank = [], 0
    for number, code in enumerate(order, start=1):
        if number == 1 or totals[code] != totals[order[number - 2]]:
            rank = number
        tie = ' RankEqual="Y"' if shared[totals[code]] > 1 else ""
        numbers = "".join(_number(type_, _of(counts[code], (type_,))) for type_ in TYPES)
        lines.append(
            f'<MedalLine Rank="{rank}"{tie} SortRank="{number}" Organisation="{code}">'
            f"{_number('TOT', totals[code])}{numbers}</MedalLine>"
        )
    return "".join(lines)


def _of(count: Counter[tuple[str, Colour]], types: Iterable[str]) -> tuple[int, int, int]:
    gold, silver, bronze = (sum(count[type_, colour] for type_ in types) for colour in COLOURS)
    return gold, silver, bronze


def _number(type_: str, medals: tuple[int, int, int]) -> str:
    gold, silver, bronze = medals
    return f'<MedalNumber Type="{type_}" Gold="{gold}" Silver="{silver}" Bronze="{bronze}" Total="{sum(medals)}"/>'
