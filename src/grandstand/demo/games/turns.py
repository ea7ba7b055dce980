"""Everybody alone, one after the other: descents, sleds, jumps, judged runs, laps against the clock. Pure."""

import random
from collections.abc import Sequence
from dataclasses import replace

from grandstand.demo.games.athletes import Side
from grandstand.demo.games.formats import Counting, Format, Stage
from grandstand.demo.games.lines import Line, Measure, Turn, ranked, rows, start_rows
from grandstand.demo.games.plan import Slot
from grandstand.demo.games.telling import CURRENT, RESULT, Frame, Played

FRAMES = 11
"""Live results of a unit."""
RUN_NOISE = 0.55
JUMP_PAR, JUMP_SPREAD = 118.0, 9.0
JUMPS = Measure(is_time=False, decimals=1)
FINISHERS_MIN = 6
"""So many come through at least: there is a podium."""


class TurnsStage:
    """The units of a stage of turns, to be played in their order.

    Args:
        form: of the event.
        stage: this one.
        sides: those who take part, the best first.
        chance: decides.
        is_tied: the last unit ends with two on rank 2.
    """

    def __init__(
        self, form: Format, stage: Stage, sides: Sequence[Side], chance: random.Random, *, is_tied: bool = False
    ) -> None:
        self._form, self._stage, self._chance, self._is_tied = form, stage, chance, is_tied
        self.measure = JUMPS if stage.scored else Measure(form.is_time, form.decimals)
        self._sides = list(sides)
        self._out: list[Side] = []
        self.lines: list[Line] = []

    def play(self, slot: Slot, index: int) -> Played:
        """The next unit."""
        order = self._start_order(index)
        ahead = {line.side: line for line in self.lines}
        lines = [Line(side, number) for number, side in enumerate(order, start=1)]
        turns = [self._turn(slot.key, side) for side in order]
        self._leave_a_podium(turns, slot.key, order)
        done = [self._with_turn(ahead.get(line.side), line, turn) for line, turn in zip(lines, turns, strict=True)]
        if self._is_tied and index == self._stage.units - 1:
            _tie_for_silver(done)
        self._out = [line.side for line in self.lines if line.side not in order] + self._out
        self.lines = ranked(done)
        waiting = [
            replace(ahead[line.side], start_order=line.start_order, rank=None, merit=None, irm=None)
            if self._counts_on and line.side in ahead
            else line
            for line in lines
        ]
        ends_s = self._stage.unit_s(index)
        return Played(
            start_list=start_rows(order),
            frames=self._frames(done, waiting),
            ends_s=ends_s,
            unofficial=rows(self.lines, self.measure),
            official=rows(self.lines, self.measure),
        )

    def standing(self) -> list[Side]:
        """Everybody, the best first; those who have failed come last."""
        return [line.side for line in self.lines] + self._out

    def qualified(self) -> list[Side]:
        """The best first, without those who have failed."""
        return [line.side for line in self.lines if line.irm is None]

    @property
    def _counts_on(self) -> bool:
        return self._stage.counting is not Counting.LAST

    def _start_order(self, index: int) -> list[Side]:
        field = self._stage.fields[index]
        if index == 0:
            # The best come towards the end, but not in order.
            order = self._sides[:field]
            order.sort(key=lambda side: side.bib + self._chance.uniform(0, 12))
            return order
        through = [line.side for line in self.lines if line.irm is None or self._is_best]
        return through[:field][::-1]

    @property
    def _is_best(self) -> bool:
        return self._stage.counting is Counting.BEST

    def _turn(self, unit: str, side: Side) -> Turn:
        chance, form = self._chance, self._form
        if chance.random() < form.failures:
            return Turn(unit, None, form.failure, self.measure)
        skill = 0.45 * side.strength + chance.gauss(0, RUN_NOISE)
        if self._stage.scored or not form.is_time:
            par, spread = (JUMP_PAR, JUMP_SPREAD) if self._stage.scored else (form.par, form.spread)
            value = max(par / 8, par + spread * skill)
        else:
            value = form.par * (1 - form.spread * min(skill, 4) + max(0.0, chance.gauss(0, form.spread / 2)))
        return Turn(unit, self.measure.merit(value), None, self.measure)

    def _leave_a_podium(self, turns: list[Turn], unit: str, order: Sequence[Side]) -> None:
        for at, side in enumerate(order):
            if sum(each.merit is not None for each in turns) >= min(FINISHERS_MIN, len(order)):
                return
            while turns[at].merit is None:
                turns[at] = self._turn(unit, side)

    def _with_turn(self, before: Line | None, line: Line, turn: Turn) -> Line:
        """The row with one more turn."""
        earlier = before.turns if before is not None and self._counts_on else ()
        turns = (*earlier, turn)
        merits = [each.merit for each in turns if each.merit is not None]
        if self._is_best:
            merit = min(merits, default=None)
            return replace(line, turns=turns, merit=merit, irm=turn.irm if merit is None else None)
        merit = sum(merits) if turn.merit is not None else None
        return replace(line, turns=turns, merit=merit, irm=turn.irm)

    def _frames(self, done: Sequence[Line], waiting: Sequence[Line]) -> tuple[Frame, ...]:
        """A live result after every few competitors, and between two of them who is on the way."""
        count, interval = len(done), self._stage.spacing_s
        step = -(-count // FRAMES)
        lasts = self._stage.seconds * 0.8
        frames: list[Frame] = []
        for at in range(0, count, step):
            after = min(at + step, count)
            on_way = [*waiting[at : at + 1], *waiting[at + 1 : at + 2]]
            frames.append(Frame(at * interval + lasts * 0.4, CURRENT, "LIVE", rows(on_way, self.measure)))
            if after < count:
                shown = ranked([*done[:after], *waiting[after:]])
                status = "INTERMEDIATE" if at < count // 2 <= after and count > FRAMES else "LIVE"
                at_s = (after - 1) * interval + lasts
                frames.append(Frame(at_s, RESULT, status, rows(shown, self.measure)))
        return tuple(frames)


def _tie_for_silver(lines: list[Line]) -> None:
    """Make the third as good as the second, by the last turn."""
    second, third = ranked(lines)[1:3]
    assert second.merit is not None
    assert third.merit is not None
    assert third.turns[-1].merit is not None
    at = next(at for at, line in enumerate(lines) if line.side == third.side)
    better = third.turns[-1]._replace(merit=third.turns[-1].merit - (third.merit - second.merit))
    lines[at] = replace(lines[at], merit=second.merit, turns=(*third.turns[:-1], better))
