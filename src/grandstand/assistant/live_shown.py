"""What is shown beside an answer about the Games: cards that lead to their page, the next good questions."""

from collections.abc import Iterable
from urllib.parse import urlencode

from grandstand.assistant.asked import Asked
from grandstand.assistant.live_asking import rest_on, rest_on_board, row_slot, status_slot, unit_slot, words_of
from grandstand.assistant.models import CardEvent, CardKind, Intent, SuggestionEvent
from grandstand.assistant.telling import Slot, instant, name, number, result
from grandstand.live import (
    AthleteAnswer,
    CompetitorAnswer,
    DelegationAnswer,
    EventAnswer,
    MedalTableAnswer,
    MedalTableLine,
    UnitAnswer,
)

CARDS_MAX = 3
CARD_LINES_MAX = 3
SUGGESTIONS_MAX = 3
VIEWS = {
    CardKind.EVENT: "event",
    CardKind.ATHLETE: "athlete",
    CardKind.DELEGATION: "delegation",
    CardKind.MEDAL_TABLE: "medals",
}


def link_to(kind: CardKind, code: str) -> str:
    """Where the page of the Games shows it."""
    view = VIEWS[kind]
    place = {"view": view} if kind is CardKind.MEDAL_TABLE else {"view": view, view: code}
    return f"/games?{urlencode(place)}"


def show_event(asked: Asked, event: EventAnswer) -> None:
    """The podium or the front of the newest board; else when it is."""
    words = words_of(asked)
    boards = [board for board in event.boards if any(row.rank for row in board.rows)]
    board = next((each for each in boards if each.unit.is_live), boards[-1] if boards else None)
    lines = []
    if board is not None:
        for row in [row for row in board.rows if row.rank][:CARD_LINES_MAX]:
            slots = {
                "rank": result(row.rank or ""),
                "competitor": row_slot(row),
                "status": status_slot(board.unit),
            }
            if row.value:
                lines.append(words.phrase("row", value=result(row.value), **slots))
            else:
                lines.append(words.phrase("row-plain", **slots))
    else:
        coming = [each.unit for each in event.boards if not each.unit.is_over and each.unit.start_at]
        lines = [
            words.phrase("starts", unit=unit_slot(unit), when=instant(unit.start_at))
            for unit in coming[:CARD_LINES_MAX]
            if unit.start_at is not None and not unit.is_start_hidden
        ]
    source = rest_on(asked, event) if board is None else rest_on_board(asked, event, board)
    title = f"{event.discipline_name}: {event.name}"
    _show(asked, CardKind.EVENT, event.event, title, lines, source)


def show_athlete(asked: Asked, athlete: AthleteAnswer) -> None:
    words, lines = words_of(asked), []
    if athlete.organisation_name is not None:
        lines.append(", ".join([athlete.organisation_name, *athlete.disciplines]))
    lines += [
        words.phrase(
            "athlete-row",
            unit=unit_slot(each.unit),
            rank=result(each.row.rank or ""),
            value=result(each.row.value or "–"),
            status=status_slot(each.unit),
        )
        for each in [each for each in athlete.results if each.row.rank][: CARD_LINES_MAX - 1]
    ]
    _show(asked, CardKind.ATHLETE, athlete.athlete, athlete.name, lines, rest_on(asked, athlete))


def show_delegation(asked: Asked, delegation: DelegationAnswer) -> None:
    words, line = words_of(asked), delegation.line
    if line is None:
        lines = [words.phrase("delegation-none", country=name(delegation.name))]
    else:
        lines = [words.phrase("delegation-medals", **medals_of(line), country=name(delegation.name))]
    _show(asked, CardKind.DELEGATION, delegation.organisation, delegation.name, lines, rest_on(asked, delegation))


def show_medal_table(asked: Asked, table: MedalTableAnswer) -> None:
    words = words_of(asked)
    lines = [words.phrase("table-line", **line_slots(line)) for line in table.lines[:CARD_LINES_MAX]]
    _show(asked, CardKind.MEDAL_TABLE, "", words.phrase("medal-table"), lines, rest_on(asked, table))


def medals_of(line: MedalTableLine) -> dict[str, Slot]:
    """What the table says of a delegation."""
    figures = {
        "total": line.total,
        "gold": line.gold,
        "silver": line.silver,
        "bronze": line.bronze,
        "rank": line.rank,
    }
    return {slot: number(figure) for slot, figure in figures.items()}


def line_slots(line: MedalTableLine) -> dict[str, Slot]:
    """A line of the medal table."""
    slots = medals_of(line) | {"country": name(line.organisation_name, line.organisation)}
    del slots["total"]
    return slots


def _show(asked: Asked, kind: CardKind, code: str, title: str, lines: Iterable[str], source: str) -> None:
    telling = asked.telling
    if sum(isinstance(each, CardEvent) for each in telling.shown) < CARDS_MAX:
        telling.show(
            CardEvent(
                kind=kind,
                code=code,
                title=title,
                lines=tuple(lines),
                link=link_to(kind, code),
                source=next(each for each in telling.sources if each == source),
            )
        )


# The next question.


def suggest(asked: Asked, message: str, **slots: Slot) -> None:
    """A question that may come next, unless it was just asked or there are enough."""
    telling = asked.telling
    known = [each.text for each in telling.shown if isinstance(each, SuggestionEvent)]
    text = words_of(asked).question(message, **slots)
    if len(known) < SUGGESTIONS_MAX and text not in known and text.casefold() != asked.question.text.casefold():
        telling.show(SuggestionEvent(text=text))


def event_asked(event: str, discipline: str) -> Slot:
    """An event as a question names it, so that it is not taken for one of another discipline."""
    return name(event if discipline.casefold() in event.casefold() else f"{event} ({discipline})")


def suggest_after_event(asked: Asked, event: EventAnswer) -> None:
    """Who it was that won; the records; the rest of the programme."""
    medal = next(iter(event.medals), None)
    called = event_asked(event.name, event.discipline_name)
    intent = asked.understood.intent
    if event.medals and intent is not Intent.RESULT:
        suggest(asked, "ask-result", event=called)
    if medal is not None:
        suggest_competitor(asked, medal.competitor)
    elif intent is not Intent.START and any(not board.unit.is_over for board in event.boards):
        suggest(asked, "ask-start", event=called)
    if event.records and intent is not Intent.RECORD:
        suggest(asked, "ask-record", event=called)
    suggest(asked, "ask-table")


def suggest_competitor(asked: Asked, competitor: CompetitorAnswer) -> None:
    """How somebody did: the athlete; of a team the delegation."""
    if not competitor.is_team and competitor.placeholder is None:
        suggest(asked, "ask-athlete", athlete=name(competitor.name))
    elif competitor.organisation_name is not None:
        suggest(asked, "ask-delegation", country=name(competitor.organisation_name))


def suggest_units(asked: Asked, units: Iterable[UnitAnswer]) -> None:
    """The result of the first that has one, the start of the first that has none."""
    told = list(units)
    for unit in [unit for unit in told if unit.leader is not None and unit.is_over][:1]:
        suggest(asked, "ask-result", event=event_asked(unit.event_name, unit.discipline_name))
    for unit in [unit for unit in told if not unit.is_over and not unit.is_live][:1]:
        suggest(asked, "ask-start", event=event_asked(unit.event_name, unit.discipline_name))
