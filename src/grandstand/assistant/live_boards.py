"""What has come out: medals, rows of a board, one place of it, the score of a match, who meets whom next."""

from collections.abc import Sequence

from grandstand.assistant.asked import Asked
from grandstand.assistant.live_asking import (
    ROWS_MAX,
    competitor_slot,
    event_slot,
    rest_on,
    rest_on_board,
    row_slot,
    status_slot,
    tell_gaps,
    tell_unit,
    unit_slot,
)
from grandstand.assistant.models import SourceId, SourcePart
from grandstand.assistant.telling import Slot, instant, name, text
from grandstand.assistant.telling import result as result_slot
from grandstand.assistant.wanted import COLOURS, place_of, wanted
from grandstand.live import BoardAnswer, BracketSideAnswer, EventAnswer, RowAnswer, UnitAnswer

SIDES = 2
"""Of a match."""
FIRST = "1"


def tell_result(asked: Asked, event: EventAnswer) -> None:
    """The medals, or the board that says most: live, else the last with a result; of one place only that."""
    source, place = rest_on(asked, event), place_of(wanted(asked))
    for medal in event.medals:
        if place is None or medal.colour is COLOURS[place]:
            competitor = name(medal.competitor.name, medal.competitor.code)
            asked.telling.say(
                f"medal-{medal.colour.value}", source, competitor=competitor, event=event_slot(event)
            )
    boards = boards_of(event)
    for board in boards:
        if place is None:
            tell_board(asked, event, board)
        else:
            tell_place(asked, event, board, place)
    if not boards and not event.medals:
        asked.telling.say("no-result", source, event=event_slot(event))
        for unit in [board.unit for board in event.boards if not board.unit.is_over][:1]:
            tell_unit(asked, unit, source)
    tell_gaps(asked, event)


def boards_of(event: EventAnswer) -> list[BoardAnswer]:
    """Those that are live, else the last with a result."""
    boards = [board for board in event.boards if any(row.rank or row.win_loss_tie for row in board.rows)]
    live = [board for board in boards if board.unit.is_live]
    return live or boards[-1:]


def is_rank(row: RowAnswer, place: int) -> bool:
    """Whether a row is at a place, alone or with others."""
    return row.rank is not None and row.rank.strip("= ") == str(place)


def tell_board(asked: Asked, event: EventAnswer, board: BoardAnswer) -> None:
    """The first rows; of a match the score."""
    if tell_score(asked, event, board):
        return
    source = rest_on_board(asked, event, board)
    ranked = [row for row in board.rows if row.rank]
    for at, row in enumerate(ranked[:ROWS_MAX]):
        if at == 0:
            tell_first(asked, source, board.unit, row)
            continue
        slots = {
            "rank": result_slot(row.rank or ""),
            "competitor": row_slot(row),
            "status": status_slot(board.unit),
        }
        _with_value(asked, "row", source, row, slots)


def tell_first(asked: Asked, source: SourceId, unit: UnitAnswer, row: RowAnswer) -> None:
    """Who leads or has won."""
    slots = {"unit": unit_slot(unit), "competitor": row_slot(row), "status": status_slot(unit)}
    _with_value(asked, "leads" if unit.is_live else "won", source, row, slots)


def tell_place(asked: Asked, event: EventAnswer, board: BoardAnswer, place: int) -> None:
    """Who is at one place."""
    source, unit = rest_on_board(asked, event, board), board.unit
    found = [row for row in board.rows if is_rank(row, place)]
    for row in found:
        tell_row(asked, source, unit, row)
    if not found:
        slots = {"unit": unit_slot(unit), "rank": result_slot(str(place)), "status": status_slot(unit)}
        asked.telling.say("place-none", source, **slots)


def tell_row(asked: Asked, source: SourceId, unit: UnitAnswer, row: RowAnswer) -> None:
    """A row by itself: its place, or why it has none."""
    slots = {"unit": unit_slot(unit), "competitor": row_slot(row), "status": status_slot(unit)}
    if row.rank is None:
        if row.irm_name is not None:
            asked.telling.say("row-irm", source, reason=text(row.irm_name), **slots)
        return
    if row.rank == FIRST:
        tell_first(asked, source, unit, row)
        return
    _with_value(asked, "place", source, row, slots | {"rank": result_slot(row.rank)})


def _with_value(asked: Asked, message: str, source: SourceId, row: RowAnswer, slots: dict[str, Slot]) -> None:
    if row.value:
        asked.telling.say(message, source, value=result_slot(row.value), **slots)
    else:
        asked.telling.say(f"{message}-plain", source, **slots)


# Matches.


def is_match(rows: Sequence[RowAnswer]) -> bool:
    """Whether two met each other and one has won, or they are level."""
    return len(rows) == SIDES and any(row.win_loss_tie for row in rows)


def tell_score(asked: Asked, event: EventAnswer, board: BoardAnswer) -> bool:
    """The score of a match; False where it is none, or has no score."""
    if not is_match(board.rows):
        return False
    first, second = board.rows
    return say_score(asked, rest_on_board(asked, event, board), board.unit, first, second)


def say_score(asked: Asked, source: SourceId, unit: UnitAnswer, first: RowAnswer, second: RowAnswer) -> bool:
    """Both sides with what they have; False where one has nothing."""
    if first.value is None or second.value is None:
        return False
    asked.telling.say(
        "score",
        source,
        unit=unit_slot(unit),
        first=row_slot(first),
        value=result_slot(first.value),
        second=row_slot(second),
        other=result_slot(second.value),
        status=status_slot(unit),
    )
    return True


def tell_pairing(asked: Asked, event: EventAnswer, board: BoardAnswer) -> bool:
    """Who meets whom in a match that has not begun; False where it is none."""
    if len(board.rows) != SIDES or board.unit.is_live or board.unit.is_over:
        return False
    first, second = (row_slot(row) for row in board.rows)
    return _say_pairing(asked, rest_on(asked, event), board.unit, first, second)


def tell_bracket(asked: Asked, event: EventAnswer) -> set[str]:
    """The matches of a knock-out that are to come and of which both sides are known, or where they come from.

    Returns the units told.
    """
    told: set[str] = set()
    units = {board.unit.unit: board.unit for board in event.boards}
    for bracket in event.brackets:
        found = bracket.source
        source = None
        for match in (match for each in bracket.rounds for match in each.matches):
            unit = units.get(match.unit or "")
            sides = [side for each in match.sides if (side := _side(each)) is not None]
            if unit is None or len(sides) != SIDES or unit.is_live or unit.is_over:
                continue
            if source is None:
                message = (found.type, found.code, found.version, found.digest)
                source = asked.telling.rest_on(SourcePart.LIVE, found.generated_at, message)
            if _say_pairing(asked, source, unit, *sides):
                told.add(unit.unit)
    return told


def _say_pairing(asked: Asked, source: SourceId, unit: UnitAnswer, first: Slot, second: Slot) -> bool:
    if unit.start_at is None or unit.is_start_hidden:
        return False
    when = instant(unit.start_at)
    asked.telling.say("match-next", source, unit=unit_slot(unit), first=first, second=second, when=when)
    return True


def _side(side: BracketSideAnswer) -> Slot | None:
    if side.competitor is not None:
        return competitor_slot(side.competitor)
    return None if side.from_text is None else text(side.from_text)
