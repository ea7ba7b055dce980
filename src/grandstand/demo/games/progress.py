"""How an event goes on between its units: the tables of its groups, and its bracket, told whenever they change."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from grandstand.demo.games.athletes import Side
from grandstand.demo.games.drafts import Words
from grandstand.demo.games.formats import GROUPS, Format, Stage
from grandstand.demo.games.groups import Group, groups, standing
from grandstand.demo.games.knockouts import Knockout, Met, Pair
from grandstand.demo.games.programme import Event

STANDING, BRACKETS = "DT_POOL_STANDING", "DT_BRACKETS"
STANDING_AFTER, BRACKET_AFTER = timedelta(seconds=5), timedelta(seconds=6)
UNDER_WAY, OVER = "INTERMEDIATE", "OFFICIAL"


class Progress:
    """What is told of an event beside its units; nothing of one without groups and a knock-out.

    Args:
        event: which one.
        form: how it is decided.
        sides: who takes part.
    """

    def __init__(self, event: Event, form: Format, sides: Sequence[Side]) -> None:
        self._event, self._is_hockey = event, event.discipline == "IHO"
        self._knockout = Knockout(event, form.stages)
        first = form.stages[0]
        self._groups = groups(event, sides, first.units) if first.phase == GROUPS else []
        self._met: dict[Group, list[tuple[datetime, Met]]] = {each: [] for each in self._groups}
        self._waiting: list[tuple[datetime, Group | None]] = []
        self._said: dict[Group | None, str] = {}

    def begin(self, at: datetime) -> None:
        """The event is announced: everybody at nothing, nobody known."""
        self._waiting += [(at, each) for each in self._groups]
        if self._knockout.rounds:
            self._waiting.append((at, None))

    def open(self, stage: Stage, pairs: Sequence[Pair], at: datetime) -> None:
        """It is known who meets in a stage."""
        if self._knockout.rounds and stage is self._knockout.rounds[0]:
            self._knockout.seed(at, pairs)
            self._waiting.append((at, None))

    def note(self, stage: Stage, index: int, at: datetime, met: Met) -> None:
        """A match is official."""
        if stage.phase == GROUPS:
            group = next(each for each in self._groups if met.pair[0] in each.sides)
            self._met[group].append((at, met))
            self._waiting.append((at, group))
        else:
            self._knockout.note(stage, index, at, met)
            self._waiting.append((at, None))

    def drafts(self) -> Iterator[Words]:
        """What has changed since they were asked for last."""
        waiting, self._waiting = sorted(self._waiting, key=lambda each: each[0]), []
        for at, group in waiting:
            words = self._bracket(at) if group is None else self._table(group, at)
            inner = words.inner or ""
            if self._said.get(group) != inner:
                self._said[group] = inner
                yield words

    def _bracket(self, at: datetime) -> Words:
        status = OVER if self._knockout.is_over(at) else UNDER_WAY
        return Words(at + BRACKET_AFTER, BRACKETS, self._event.rsc, status, self._knockout.element(at))

    def _table(self, group: Group, at: datetime) -> Words:
        met = [each for official_at, each in self._met[group] if official_at <= at]
        status = OVER if len(met) == group.matches else UNDER_WAY
        inner = standing(group, met, is_hockey=self._is_hockey)
        return Words(at + STANDING_AFTER, STANDING, group.key, status, inner)
