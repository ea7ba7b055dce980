"""Teams against each other: a round robin, then a bracket; ice hockey in periods, curling in ends. Pure."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from grandstand.demo.games.athletes import Side
from grandstand.demo.games.formats import GROUPS, Stage
from grandstand.demo.games.knockouts import Met
from grandstand.demo.games.layout import starter
from grandstand.demo.games.lines import Line, Measure, rows, start_rows
from grandstand.demo.games.plan import Slot
from grandstand.demo.games.telling import RESULT, Break, Frame, Played

SCORE = Measure(is_time=False, decimals=0)
PERIODS, PERIOD_S, INTERVAL_S = 3, 2250, 900
GOALS_A_PERIOD = 0.95
OVERTIME_S = 600
ENDS, END_S = 8, 780
SCORES_OF_AN_END = (0, 1, 1, 1, 2, 2, 3)
GROUP_SIZE = 4
WIN_POINTS, OVERTIME_POINTS, LOSS_POINTS = 3, 2, 1


class Goal(NamedTuple):
    at_s: float
    team: int
    period: int
    points: int = 1


class Record(NamedTuple):
    """A team's place in its group is decided by these, then by its seed."""

    points: int = 0
    difference: int = 0


class MatchesStage:
    """The matches of a stage.

    Args:
        discipline: ice hockey or curling.
        stage: this one.
        sides: the teams; for a bracket in its order, for a round robin the best first.
        chance: decides.
    """

    def __init__(self, discipline: str, stage: Stage, sides: Sequence[Side], chance: random.Random) -> None:
        self._is_hockey, self._chance = discipline == "IHO", chance
        self._sides = sides
        self._is_group = stage.phase == GROUPS
        self.pairs = (
            fixtures(sides, stage.units) if self._is_group else list(zip(sides[::2], sides[1::2], strict=True))
        )
        self._records = dict.fromkeys(sides, Record())
        self.met: list[Met] = []
        self.winners: list[Side] = []
        self.losers: list[Side] = []

    def play(self, _slot: Slot, index: int) -> Played:
        home, away = self.pairs[index]
        goals, ends_s, breaks = self._hockey(home, away) if self._is_hockey else self._curling(home, away)
        periods = max(goal.period for goal in goals)
        score = _score(goals)
        self._note(home, away, score, is_late=periods > (PERIODS if self._is_hockey else ENDS))
        frames = [self._frame(index, goals, at + 1) for at in range(len(goals))]
        frames += [
            Frame(each.at_s + 1, RESULT, "INTERMEDIATE", self._rows(index, goals, each.at_s))
            for each in breaks
            if each.status == "SCHEDULED_BREAK"
        ]
        final = self._rows(index, goals, ends_s, is_over=True)
        return Played(
            start_list=start_rows([home, away]),
            frames=tuple(frames),
            breaks=tuple(breaks),
            ends_s=ends_s,
            unofficial=final,
            official=final,
            starters=() if self._is_group else (starter(home), starter(away)),
        )

    def through(self) -> list[Side]:
        """The teams of a round robin by their records, as they meet in the bracket: neighbours play each other."""
        order = sorted(self._sides, key=lambda side: (*(-each for each in self._records[side]), side.bib))
        if len(self.pairs) > len(self._sides) * (GROUP_SIZE - 1) / 2:
            first, second, third, fourth = order[:GROUP_SIZE]
            return [first, fourth, second, third]
        one, other = ([side for side in order if side in members] for members in groups_of(self._sides))
        # The first of a group meets the last of the other one, and the first of both meet at the end only.
        return [one[0], other[3], other[1], one[2], other[0], one[3], one[1], other[2]]

    def _hockey(self, home: Side, away: Side) -> tuple[list[Goal], float, list[Break]]:
        goals: list[Goal] = []
        for period in range(PERIODS):
            begins_s = period * (PERIOD_S + INTERVAL_S)
            for team, side in enumerate((home, away)):
                rate = GOALS_A_PERIOD * (1 + 0.25 * max(-2.0, min(side.strength, 2.0)))
                goals += [
                    Goal(begins_s + self._chance.uniform(30, PERIOD_S - 30), team, period + 1)
                    for _ in range(_count(rate, self._chance))
                ]
        ends_s = float(PERIODS * PERIOD_S + (PERIODS - 1) * INTERVAL_S)
        score = _score(goals)
        if score[0] == score[1]:
            ends_s += self._chance.uniform(60, OVERTIME_S)
            goals.append(Goal(ends_s - 5, self._chance.randrange(2), PERIODS + 1))
        breaks = [
            each
            for period in range(1, PERIODS)
            for each in (
                Break(period * PERIOD_S + (period - 1) * INTERVAL_S, "SCHEDULED_BREAK"),
                Break(period * (PERIOD_S + INTERVAL_S), "RUNNING"),
            )
        ]
        return sorted(goals), ends_s, breaks

    def _curling(self, home: Side, away: Side) -> tuple[list[Goal], float, list[Break]]:
        goals: list[Goal] = []
        lead = 0.5 + 0.08 * max(-4.0, min(home.strength - away.strength, 4.0))
        end = 0
        while end < ENDS or _score(goals)[0] == _score(goals)[1]:
            end += 1
            count = self._chance.choice(SCORES_OF_AN_END if end <= ENDS else SCORES_OF_AN_END[1:])
            goals.append(
                Goal(end * END_S + self._chance.uniform(-60, 60), int(self._chance.random() > lead), end, count)
            )
        return goals, end * END_S + 65.0, []

    def _note(self, home: Side, away: Side, score: tuple[int, int], *, is_late: bool) -> None:
        difference = score[0] - score[1]
        winner, loser = (home, away) if difference > 0 else (away, home)
        self.winners.append(winner)
        self.losers.append(loser)
        self.met.append(Met((home, away), (str(score[0]), str(score[1])), int(difference < 0), is_late))
        won, lost = points_of(is_hockey=self._is_hockey, is_late=is_late)
        for side, points, by in ((winner, won, abs(difference)), (loser, lost, -abs(difference))):
            before = self._records[side]
            self._records[side] = Record(before.points + points, before.difference + by)

    def _frame(self, index: int, goals: Sequence[Goal], count: int) -> Frame:
        at_s = goals[count - 1].at_s
        return Frame(at_s + 4, RESULT, "LIVE", self._rows(index, goals[:count], at_s))

    def _rows(self, index: int, goals: Sequence[Goal], until_s: float, *, is_over: bool = False) -> str:
        """Both teams, who leads first; nobody has a rank while it is even."""
        known = [goal for goal in goals if goal.at_s <= until_s]
        score = _score(known)
        periods = max((goal.period for goal in known), default=1)
        if self._is_hockey:
            periods = max(periods, min(PERIODS, int(until_s // (PERIOD_S + INTERVAL_S)) + 1))
        lines = [
            Line(side, at + 1, merit=-score[at], periods=_by_period(known, at, periods))
            for at, side in enumerate(self.pairs[index])
        ]
        if score[0] != score[1]:
            lines.sort(key=lambda line: line.merit or 0)
            for rank, line in enumerate(lines, start=1):
                line.rank = rank
                line.win = ("W" if rank == 1 else "L") if is_over else None
        return rows(lines, SCORE)


def points_of(*, is_hockey: bool, is_late: bool) -> tuple[int, int]:
    """The points of the winner and of the loser; ice hockey divides them after overtime."""
    return (OVERTIME_POINTS, LOSS_POINTS) if is_late and is_hockey else (WIN_POINTS, 0)


def fixtures(sides: Sequence[Side], matches: int) -> list[tuple[Side, Side]]:
    """Everybody meets everybody once, round by round; within two groups where there are too few matches."""
    if matches == len(sides) * (len(sides) - 1) // 2:
        return [pair for each in _rounds(sides) for pair in each]
    rounds = [_rounds(group) for group in groups_of(sides)]
    return [pair for both in zip(*rounds, strict=True) for each in both for pair in each]


def groups_of(sides: Sequence[Side]) -> list[list[Side]]:
    """Two groups of equal strength."""
    by_seed = sorted(sides, key=lambda side: side.bib)
    return [
        [side for at, side in enumerate(by_seed) if (at % 4 in {0, 3}) == is_first] for is_first in (True, False)
    ]


def _rounds(sides: Sequence[Side]) -> list[list[tuple[Side, Side]]]:
    """The circle method: one team stays, the others move on by one."""
    circle, half = list(sides), len(sides) // 2
    found = []
    for _ in range(len(sides) - 1):
        found.append([(circle[at], circle[-1 - at]) for at in range(half)])
        circle = [circle[0], circle[-1], *circle[1:-1]]
    return found


def _score(goals: Sequence[Goal]) -> tuple[int, int]:
    return (
        sum(goal.points for goal in goals if goal.team == 0),
        sum(goal.points for goal in goals if goal.team == 1),
    )


def _by_period(goals: Sequence[Goal], team: int, periods: int) -> tuple[str, ...]:
    return tuple(
        str(sum(goal.points for goal in goals if goal.team == team and goal.period == period))
        for period in range(1, periods + 1)
    )


def _count(rate: float, chance: random.Random) -> int:
    """How many goals of a Poisson process fall in a period."""
    total, count = chance.expovariate(rate), 0
    while total < 1:
        count += 1
        total += chance.expovariate(rate)
    return count
