"""What somebody did in an event; a premise that is wrong is put right: who is first instead, who is not in it."""

from typing import NamedTuple

from grandstand.assistant.asked import Asked
from grandstand.assistant.live_asking import (
    ATHLETES_MAX,
    EVENTS_MAX,
    Tool,
    ask_each,
    event_slot,
    rest_on,
    rest_on_board,
    row_slot,
    status_slot,
    tell_gaps,
    tell_unit,
    unit_slot,
)
from grandstand.assistant.live_boards import FIRST, boards_of, tell_place, tell_result, tell_row
from grandstand.assistant.live_shown import show_event, suggest_after_event
from grandstand.assistant.telling import Slot, name
from grandstand.assistant.wanted import place_of, wanted
from grandstand.live import (
    AthleteAnswer,
    BoardAnswer,
    DelegationAnswer,
    EventAnswer,
    Kind,
    RowAnswer,
    UnitAnswer,
)

ROWS_OF_ONE_MAX = 4
"""Rows of a delegation in one event."""


class Somebody(NamedTuple):
    """An athlete or a delegation that is named.

    Args:
        called: her or its name.
        code: hers or its.
        rows: of an athlete by unit; None of a delegation.
        events: of an athlete, in which she has a row or is to start; None of a delegation.
    """

    called: Slot
    code: str
    rows: dict[str, tuple[RowAnswer, ...]] | None
    events: frozenset[str] | None

    def rows_of(self, board: BoardAnswer) -> list[RowAnswer]:
        """Hers of a board; those of her teams too."""
        if self.rows is None:
            return [row for row in board.rows if row.competitor.organisation == self.code]
        own = self.rows.get(board.unit.unit)
        return list(own) if own else [row for row in board.rows if row.competitor.code == self.code]


def is_about_somebody(asked: Asked) -> bool:
    return bool(asked.mentions.athletes or asked.mentions.delegations)


def of_somebody(asked: Asked) -> Tool:
    """How those who are named did in the events that are named."""
    mentions = asked.mentions
    athletes = yield from ask_each(asked, Kind.ATHLETE, mentions.athletes[:ATHLETES_MAX], AthleteAnswer)
    codes = () if athletes else mentions.delegations[:ATHLETES_MAX]
    delegations = yield from ask_each(asked, Kind.DELEGATION, codes, DelegationAnswer)
    named = [*map(_athlete, athletes), *map(_delegation, delegations)]
    known = frozenset[str]().union(*(each.events or () for each in named))
    theirs = [code for code in mentions.events if code in known]
    events = theirs or mentions.events
    answers = yield from ask_each(asked, Kind.EVENT, events[:EVENTS_MAX], EventAnswer)
    in_it = [event for event in answers if any(_is_in(each, event) for each in named)]
    for event in in_it or answers[:1]:
        for each in named:
            _tell(asked, event, each)
        tell_gaps(asked, event)
    for event in (in_it or answers)[:1]:
        show_event(asked, event)
        suggest_after_event(asked, event)


def _athlete(answer: AthleteAnswer) -> Somebody:
    rows: dict[str, tuple[RowAnswer, ...]] = {}
    for each in answer.results:
        rows[each.unit.unit] = (*rows.get(each.unit.unit, ()), each.row)
    events = {each.unit.event for each in answer.results} | {unit.event for unit in answer.next}
    return Somebody(name(answer.name, answer.athlete), answer.athlete, rows, frozenset(events))


def _delegation(answer: DelegationAnswer) -> Somebody:
    return Somebody(name(answer.name, answer.organisation), answer.organisation, None, None)


def _is_in(somebody: Somebody, event: EventAnswer) -> bool:
    if somebody.events is not None and event.event in somebody.events:
        return True
    return any(somebody.rows_of(board) for board in event.boards)


def _tell(asked: Asked, event: EventAnswer, somebody: Somebody) -> None:
    source = rest_on(asked, event)
    found = wanted(asked)
    place = place_of(found) or (1 if "won" in found else None)
    if not _is_in(somebody, event):
        asked.telling.say("premise-absent", source, athlete=somebody.called, event=event_slot(event))
        tell_result(asked, event)
        return
    boards = boards_of(event)
    if not boards:
        _tell_open(asked, event, somebody)
    for board in boards:
        rows = somebody.rows_of(board)
        if place is not None and not any(row.rank == str(place) for row in rows):
            _correct(asked, event, board, somebody, place)
        for row in rows[:ROWS_OF_ONE_MAX]:
            tell_row(asked, rest_on_board(asked, event, board), board.unit, row)
        if not rows:
            _tell_newest(asked, event, somebody)


def _correct(asked: Asked, event: EventAnswer, board: BoardAnswer, somebody: Somebody, place: int) -> None:
    """Say who it is instead."""
    source = rest_on_board(asked, event, board)
    first = next((row for row in board.rows if row.rank == FIRST), None)
    if place != 1 or first is None:
        tell_place(asked, event, board, place)
        return
    asked.telling.say(
        "premise-other",
        source,
        unit=unit_slot(board.unit),
        athlete=somebody.called,
        competitor=row_slot(first),
        status=status_slot(board.unit),
    )


def _tell_open(asked: Asked, event: EventAnswer, somebody: Somebody) -> None:
    """Nobody has a result yet: that, and when it is."""
    source = rest_on(asked, event)
    asked.telling.say("no-result", source, event=event_slot(event))
    own = [board.unit for board in event.boards if somebody.rows_of(board) and not board.unit.is_over]
    coming: list[UnitAnswer] = own or [board.unit for board in event.boards if not board.unit.is_over]
    for unit in coming[:1]:
        tell_unit(asked, unit, source)


def _tell_newest(asked: Asked, event: EventAnswer, somebody: Somebody) -> None:
    """The last round that they were in."""
    for board in reversed(event.boards):
        rows = [row for row in somebody.rows_of(board) if row.rank or row.irm_name]
        for row in rows[:ROWS_OF_ONE_MAX]:
            tell_row(asked, rest_on_board(asked, event, board), board.unit, row)
        if rows:
            return
