"""Two at a time, the better one goes on: parallel runs and pursuits of teams. Pure."""

import random
from collections.abc import Sequence
from dataclasses import replace

from grandstand.demo.games.athletes import Side
from grandstand.demo.games.formats import Format, Stage
from grandstand.demo.games.knockouts import Met, Pair
from grandstand.demo.games.layout import placeholder, starter
from grandstand.demo.games.lines import Line, Measure, competitor_of, ranked, rows, start_rows
from grandstand.demo.games.plan import Slot
from grandstand.demo.games.telling import RESULT, Frame, Played
from grandstand.live import Placeholder

DUEL_NOISE = 0.8
JUDGED_TOTAL = 35
"""Points that the judges share out between the two."""
BYE_ENDS_S = 1.0
PAIR = 2


class DuelsStage:
    """The duels of a round.

    Args:
        form: of the event.
        stage: this one.
        sides: those who take part, in the order of the bracket if `is_seeded`, else the best first.
        is_seeded: they come from the round before, neighbours meet.
        chance: decides.
    """

    def __init__(
        self, form: Format, stage: Stage, sides: Sequence[Side], *, is_seeded: bool, chance: random.Random
    ) -> None:
        self._form, self._chance = form, chance
        self.measure = Measure(form.is_time, form.decimals)
        order = list(sides) if is_seeded else bracket(sides, PAIR * stage.units)
        self.pairs: list[Pair] = list(zip(order[::2], order[1::2], strict=True))
        self.met: list[Met] = []
        self.winners: list[Side] = []
        self.losers: list[Side] = []

    def pair(self, index: int) -> tuple[str, ...]:
        """The elements of those who meet."""
        return tuple(_element(each) for each in self.pairs[index])

    def play(self, _slot: Slot, index: int) -> Played:
        first, second = self.pairs[index]
        sides = [each for each in (first, second) if each is not None]
        if len(sides) < PAIR:
            self.met.append(Met((first, second), (None, None), int(first is None)))
            return self._walk_over(sides[0])
        lines = self._race(sides)
        result = ranked(lines)
        self.winners.append(result[0].side)
        self.losers.append(result[-1].side)
        one, other = (self.measure.shown(line.merit or 0) for line in lines)
        self.met.append(Met((first, second), (one, other), int(result[0].side == second)))
        marked = [replace(result[0], win="W"), replace(result[1], win="L")]
        usual_s = self._form.par if self._form.is_time else 28.0
        halfway = [replace(line, merit=None, irm=None) for line in lines]
        return Played(
            start_list=start_rows(sides),
            frames=(Frame(usual_s / 2, RESULT, "LIVE", rows(halfway, self.measure)),),
            ends_s=usual_s + 4,
            unofficial=rows(marked, self.measure),
            official=rows(marked, self.measure),
            starters=self.pair(index),
        )

    def _race(self, sides: Sequence[Side]) -> list[Line]:
        chance, form = self._chance, self._form
        skills = [0.6 * side.strength + chance.gauss(0, DUEL_NOISE) for side in sides]
        if form.is_time:
            merits = [
                self.measure.merit(form.par * (1 - form.spread * min(skill, 4) + form.spread)) for skill in skills
            ]
            merits[1] += merits[0] == merits[1]
        else:
            lead = round((skills[0] - skills[1]) * form.spread)
            points = min(max((JUDGED_TOTAL + lead) // 2, 3), JUDGED_TOTAL - 3)
            merits = [-points, points - JUDGED_TOTAL]
        return [
            Line(side, number, merit=merit)
            for number, (side, merit) in enumerate(zip(sides, merits, strict=True), start=1)
        ]

    def _walk_over(self, side: Side) -> Played:
        self.winners.append(side)
        row = (
            f'<Result SortOrder="1" StartOrder="1" Rank="1" WLT="W" QualificationMark="Q">{competitor_of(side)}'
            f'</Result><Result SortOrder="2" StartOrder="2">{placeholder(Placeholder.BYE)}</Result>'
        )
        return Played(
            start_list=start_rows([side, Placeholder.BYE]),
            frames=(),
            ends_s=BYE_ENDS_S,
            unofficial=row,
            official=row,
            starters=(starter(side), placeholder(Placeholder.BYE)),
        )


def bracket(sides: Sequence[Side], size: int) -> list[Side | None]:
    """The sides as they meet: the best and the last, the best two only at the end; None for a missing one."""
    order = [0]
    while len(order) < size:
        total = 2 * len(order)
        order = [each for seed in order for each in (seed, total - 1 - seed)]
    return [sides[seed] if seed < len(sides) else None for seed in order]


def _element(side: Side | None) -> str:
    return placeholder(Placeholder.BYE) if side is None else starter(side)
