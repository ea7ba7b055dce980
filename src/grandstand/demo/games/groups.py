"""The tables of a round robin, as elements. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from grandstand.demo.games.athletes import Side
from grandstand.demo.games.formats import GROUPS
from grandstand.demo.games.knockouts import Met
from grandstand.demo.games.layout import attributes, key, starter
from grandstand.demo.games.matches import GROUP_SIZE, groups_of, points_of
from grandstand.demo.games.programme import Event
from grandstand.live import Rsc, parse_rsc

SEVERAL = ("GPA-", "GPB-")
"""The phases of two groups."""


class Group(NamedTuple):
    """Teams that all meet each other; `key` is that of the table."""

    key: Rsc
    sides: tuple[Side, ...]

    @property
    def matches(self) -> int:
        return len(self.sides) * (len(self.sides) - 1) // 2


class _Tally(NamedTuple):
    points: int = 0
    won: int = 0
    lost: int = 0
    scored: int = 0
    conceded: int = 0


def groups(event: Event, sides: Sequence[Side], matches: int) -> list[Group]:
    """All in one group where there are enough matches for that, else two."""
    whole = Group(_key(event, GROUPS), tuple(sides))
    if matches == whole.matches:
        return [whole]
    return [
        Group(_key(event, phase), tuple(members)) for phase, members in zip(SEVERAL, groups_of(sides), strict=True)
    ]


def _key(event: Event, phase: str) -> Rsc:
    return parse_rsc(f"{key(event, phase, 0)[:26]:-<34}")


def standing(group: Group, met: Iterable[Met], *, is_hockey: bool) -> str:
    """The table after these matches; where all are over, who goes on. Only ice hockey gives points."""
    tallies = dict.fromkeys((side.code for side in group.sides), _Tally())
    count = 0
    for each in met:
        count += 1
        high, low = sorted((int(score or 0) for score in each.scores), reverse=True)
        won, lost = points_of(is_hockey=is_hockey, is_late=each.is_late)
        winner, loser = each.sides
        assert winner is not None
        assert loser is not None
        tallies[winner.code] = _plus(tallies[winner.code], _Tally(won, 1, 0, high, low))
        tallies[loser.code] = _plus(tallies[loser.code], _Tally(lost, 0, 1, low, high))

    def order(side: Side) -> tuple[int, int, int]:
        tally = tallies[side.code]
        return -tally.points, tally.conceded - tally.scored, side.bib

    ordered = sorted(group.sides, key=order)
    is_over = count == group.matches
    return "".join(
        _line(
            number,
            side,
            tallies[side.code],
            has_rank=count > 0,
            has_points=is_hockey,
            goes_on=is_over and number <= GROUP_SIZE,
        )
        for number, side in enumerate(ordered, start=1)
    )


def _plus(one: _Tally, other: _Tally) -> _Tally:
    return _Tally(*(a + b for a, b in zip(one, other, strict=True)))


def _line(number: int, side: Side, tally: _Tally, *, has_rank: bool, has_points: bool, goes_on: bool) -> str:
    head = attributes(
        [
            ("SortOrder", number),
            ("Rank", number if has_rank else None),
            ("Played", tally.won + tally.lost),
            ("Won", tally.won),
            ("Tied", 0),
            ("Lost", tally.lost),
            ("For", tally.scored),
            ("Against", tally.conceded),
            ("Points", tally.points if has_points else None),
            ("QualificationMark", "Q" if goes_on else None),
        ]
    )
    return f"<Result{head}>{starter(side)}</Result>"
