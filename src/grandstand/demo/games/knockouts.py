"""Who meets whom in a knock-out, as far as it is known at a time, as an element. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

from grandstand.demo.games.athletes import Side
from grandstand.demo.games.formats import BRONZE, FINAL, GROUPS, SEMI, Mode, Stage
from grandstand.demo.games.layout import attributes, key, starter
from grandstand.demo.games.programme import Event
from grandstand.live import Placeholder

Pair: TypeAlias = tuple[Side | None, Side | None]
"""Who meets; None where there is nobody."""


class Met(NamedTuple):
    """A match: what each side has reached, who has won (0 or 1), and whether it took longer than usual."""

    pair: Pair
    scores: tuple[str | None, str | None]
    winner: int
    is_late: bool = False

    @property
    def sides(self) -> tuple[Side | None, Side | None]:
        """The winner and the loser."""
        return self.pair[self.winner], self.pair[1 - self.winner]


class _Place(NamedTuple):
    """A side of a match: who, what was reached, and the match that decides it."""

    side: Side | Placeholder
    score: str | None
    win: str | None
    previous: str | None
    previous_win: str | None


class Knockout:
    """The rounds after the qualification or the groups, down to the matches for bronze and gold.

    Args:
        event: which one.
        stages: of its format; there may be no such round among them.
    """

    def __init__(self, event: Event, stages: Sequence[Stage]) -> None:
        self._event = event
        self.rounds = [each for each in stages if each.mode in {Mode.DUELS, Mode.MATCHES} and each.phase != GROUPS]
        self._seeds: tuple[datetime, Sequence[Pair]] | None = None
        self._met: dict[tuple[str, int], tuple[datetime, Met]] = {}

    def seed(self, at: datetime, pairs: Sequence[Pair]) -> None:
        """From then on it is known who meets in the first round."""
        self._seeds = at, pairs

    def note(self, stage: Stage, index: int, at: datetime, met: Met) -> None:
        """A match is official from then on."""
        self._met[stage.phase, index] = at, met

    def is_over(self, at: datetime) -> bool:
        return (FINAL, 0) in self._met and self._met[FINAL, 0][0] <= at

    def element(self, at: datetime) -> str:
        """The bracket as it is known at that time."""
        rounds = "".join(
            f'<BracketItems Code="{stage.phase}">'
            f"{''.join(self._item(stage, index, at) for index in range(stage.units))}</BracketItems>"
            for stage in self.rounds
        )
        return f'<Bracket Code="{FINAL}">{rounds}</Bracket>'

    def _item(self, stage: Stage, index: int, at: datetime) -> str:
        number = index + 1
        unit = key(self._event, stage.phase, stage.first + index)
        head = attributes([("Code", number), ("Order", number), ("Position", number), ("Unit", unit)])
        places = "".join(_place(pos, each) for pos, each in enumerate(self._places(stage, index, at), start=1))
        return f"<BracketItem{head}>{places}</BracketItem>"

    def _places(self, stage: Stage, index: int, at: datetime) -> Iterator[_Place]:
        met = self._at(stage.phase, index, at)
        for pos in (0, 1):
            score = None if met is None else met.scores[pos]
            win = None if met is None else "WL"[met.winner != pos]
            if stage is self.rounds[0]:
                yield _Place(self._seed(index, pos, at), score, win, None, None)
                continue
            before = self._before(stage)
            came = self._at(before.phase, 2 * index + pos, at)
            is_loser = stage.phase == BRONZE
            side: Side | Placeholder = Placeholder.TBD
            if came is not None:
                side = came.sides[is_loser] or Placeholder.BYE
            previous = key(self._event, before.phase, before.first + 2 * index + pos)
            yield _Place(side, score, win, previous, "WL"[is_loser])

    def _before(self, stage: Stage) -> Stage:
        """The round whose winners, or for bronze whose losers, come into this one."""
        if stage.phase == FINAL:
            return next(each for each in self.rounds if each.phase == SEMI)
        return self.rounds[self.rounds.index(stage) - 1]

    def _seed(self, index: int, pos: int, at: datetime) -> Side | Placeholder:
        if self._seeds is None or self._seeds[0] > at:
            return Placeholder.TBD
        return self._seeds[1][index][pos] or Placeholder.BYE

    def _at(self, phase: str, index: int, at: datetime) -> Met | None:
        found = self._met.get((phase, index))
        return None if found is None or found[0] > at else found[1]


def _place(pos: int, place: _Place) -> str:
    code = place.side if isinstance(place.side, Placeholder) else place.side.code
    is_bye = place.side is Placeholder.BYE
    win = None if is_bye else place.win
    head = attributes([("Pos", pos), ("Code", code), ("WLT", win), ("Result", place.score)])
    head += ' StrikeOut="Y"' if win == "L" else ""
    before = attributes([("Unit", place.previous), ("WLT", place.previous_win)])
    previous = f"<PreviousUnit{before}/>" if before and place.previous else ""
    named = "" if isinstance(place.side, Placeholder) else starter(place.side)
    return f"<CompetitorPlace{head}>{previous}{named}</CompetitorPlace>"
