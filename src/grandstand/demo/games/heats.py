"""All at once: mass starts, pursuits, relays, and heats of which the first go on. Pure."""

import random
from collections.abc import Sequence
from dataclasses import replace

from grandstand.demo.games.athletes import Side
from grandstand.demo.games.formats import Format, Stage
from grandstand.demo.games.lines import Line, Measure, ranked, rows, start_rows
from grandstand.demo.games.plan import Slot
from grandstand.demo.games.telling import CURRENT, RESULT, Frame, Played

LONG_S = 900
"""From so long on, finishers are told as they come in."""
LEADERS = 5
FINISHERS_MIN = 4
RACE_NOISE = 0.5
LARGEST_GAP_S = 420


class HeatsStage:
    """The heats of a stage.

    Args:
        form: of the event.
        stage: this one.
        sides: those who take part, the best first.
        through: how many of all go on; 0 in a final.
        gaps: seconds by which each starts behind the first.
        chance: decides.
    """

    def __init__(
        self,
        form: Format,
        stage: Stage,
        sides: Sequence[Side],
        *,
        through: int,
        gaps: dict[Side, float],
        chance: random.Random,
    ) -> None:
        self._form, self._stage, self._chance, self._gaps = form, stage, chance, gaps
        self._through = through
        self.measure = Measure(form.is_time, form.decimals)
        self._groups = serpentine(sides, stage.units)
        self._results: list[list[Line]] = []
        self.lines: list[Line] = []

    def play(self, _slot: Slot, index: int) -> Played:
        """One heat; the last of a stage knows who else goes on by time."""
        group = self._groups[index]
        if not self._gaps:
            self._chance.shuffle(group)
        finished = self._finish(group)
        quota = self._through // self._stage.units
        self.lines = [
            replace(line, qualification="Q") if line.rank is not None and line.rank <= quota else line
            for line in ranked(finished)
        ]
        self._results.append(self.lines)
        if index == self._stage.units - 1:
            self._mark_lucky()
        last_s = max((each.merit or 0) for each in finished) / self.measure.scale
        return Played(
            start_list=start_rows(group),
            frames=self._frames(finished),
            ends_s=max(last_s, 20.0) + 5,
            unofficial=rows(self.lines, self.measure),
            official=rows(self.lines, self.measure),
        )

    def standing(self) -> list[Side]:
        """Everybody by place in the heat, then by time."""
        every = [line for lines in self._results for line in lines]
        every.sort(key=lambda line: (line.rank or len(every), line.merit or 0))
        return [line.side for line in every]

    def qualified(self) -> list[Side]:
        """Who goes on: the first of each heat, then the fastest of the others."""
        every = [line for lines in self._results for line in lines]
        every.sort(key=lambda line: (line.qualification is None, line.rank or len(every), line.merit or 0))
        return [line.side for line in every if line.irm is None or line.qualification]

    def _mark_lucky(self) -> None:
        left = self._through % self._stage.units
        others = [
            line
            for lines in self._results
            for line in lines
            if line.qualification is None and line.rank is not None
        ]
        lucky = {line.side for line in sorted(others, key=lambda line: line.merit or 0)[:left]}
        self.lines = [replace(line, qualification="q") if line.side in lucky else line for line in self.lines]
        self._results = [
            [replace(line, qualification="q") if line.side in lucky else line for line in lines]
            for lines in self._results
        ]

    def _finish(self, group: Sequence[Side]) -> list[Line]:
        """The rows at the finish; no two have the same time, as the photograph tells them apart."""
        form, chance = self._form, self._chance
        merits: set[int] = set()
        lines: list[Line] = []
        failed = 0
        for number, side in enumerate(group, start=1):
            skill = 0.6 * side.strength + chance.gauss(0, RACE_NOISE)
            value = form.par * (1 - form.spread * min(skill, 4) + form.spread) + self._gaps.get(side, 0.0)
            merit = self.measure.merit(value)
            while merit in merits:
                merit += 1
            merits.add(merit)
            fails = chance.random() < form.failures and len(group) - failed > FINISHERS_MIN
            failed += fails
            lines.append(Line(side, number, merit=None if fails else merit, irm=form.failure if fails else None))
        return lines

    def _frames(self, finished: Sequence[Line]) -> tuple[Frame, ...]:
        frames: list[Frame] = []
        leader_s = min(line.merit for line in finished if line.merit is not None) / self.measure.scale
        splits: dict[Side, tuple[str, ...]] = {}
        for number in range(1, self._stage.splits + 1):
            share = number / (self._stage.splits + 1)
            passed = ranked([self._at_split(line, share, splits) for line in finished])
            splits = {line.side: line.splits for line in passed}
            at_s = leader_s * share + 3
            if leader_s > LONG_S:
                frames.append(Frame(at_s, CURRENT, "LIVE", rows(passed[:LEADERS], self.measure)))
            shown = rows(passed, self.measure)
            frames.append(Frame(at_s + (25 if leader_s > LONG_S else 0), RESULT, "LIVE", shown))
        self.lines = [replace(line, splits=splits.get(line.side, ())) for line in self.lines]
        if leader_s > LONG_S:
            frames += self._arrivals(finished)
        return tuple(frames)

    def _at_split(self, line: Line, share: float, splits: dict[Side, tuple[str, ...]]) -> Line:
        """The row at a checkpoint: on the way to its finish, but not steadily."""
        if line.merit is None:
            return line if share > 1 / 2 else replace(line, merit=None, irm=None)
        noise = self._chance.gauss(0, self._form.spread / 3) * self._form.par * (1 - share)
        gap = self._gaps.get(line.side, 0.0)
        value = gap + max(1.0, (line.merit / self.measure.scale - gap) * share + noise * share)
        merit = self.measure.merit(value)
        return replace(line, merit=merit, splits=(*splits.get(line.side, ()), self.measure.shown(merit)))

    def _arrivals(self, finished: Sequence[Line]) -> list[Frame]:
        """Three results while the field comes in."""
        order = ranked(finished)
        found = []
        for share in (3, len(order) // 3, 2 * len(order) // 3):
            there = [line for line in order[:share] if line.merit is not None]
            coming = [replace(line, merit=None, irm=None) for line in order if line not in there]
            at_s = (there[-1].merit or 0) / self.measure.scale + 2
            found.append(Frame(at_s, RESULT, "LIVE", rows(ranked([*there, *coming]), self.measure)))
        return found


def serpentine(sides: Sequence[Side], groups: int) -> list[list[Side]]:
    """Groups of equal strength: 1 to n, n to 1, and so on."""
    found: list[list[Side]] = [[] for _ in range(groups)]
    for at, side in enumerate(sides):
        turn, place = divmod(at, groups)
        found[place if turn % 2 == 0 else groups - 1 - place].append(side)
    return found


def gaps_of(lines: Sequence[Line], measure: Measure, seconds_a_point: float = 4.0) -> dict[Side, float]:
    """By how much each starts behind the first: by time, or by points."""
    known = [line for line in lines if line.merit is not None]
    best = min(line.merit for line in known if line.merit is not None)
    each_s = 1.0 if measure.is_time else seconds_a_point
    return {
        line.side: min(float(round(((line.merit or 0) - best) / measure.scale * each_s)), LARGEST_GAP_S)
        for line in known
    }
