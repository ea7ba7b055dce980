"""What every tool about the Games asks and says: questions to the facade, names of things, when a unit is."""

from collections.abc import Generator, Iterable
from datetime import datetime
from typing import TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from grandstand.assistant.asked import Asked
from grandstand.assistant.models import SourceId, SourcePart
from grandstand.assistant.telling import Slot, day, instant, name, status, text
from grandstand.assistant.wording import Wording
from grandstand.live import (
    Answer,
    BoardAnswer,
    CompetitorAnswer,
    EventAnswer,
    Kind,
    MedalAnswer,
    RowAnswer,
    UnitAnswer,
)
from grandstand.live import Question as LiveQuestion

EVENTS_MAX = 4
"""Events that are told of at once; of more, the fan is asked which she means."""
ATHLETES_MAX = 3
UNITS_MAX = 12
ROWS_MAX = 8
CANCELLED = "CANCELLED"

Since: TypeAlias = tuple[datetime, datetime | None]
Asks: TypeAlias = LiveQuestion | Since
Tool: TypeAlias = Generator[Asks, Answer, None]
A = TypeVar("A", bound=Answer)


def ask_live(asked: Asked, kind: Kind, code: str = "", other: str = "", about: str = "") -> LiveQuestion:
    """A question to the facade; that for a schedule is about the day that is named, or today."""
    return LiveQuestion(
        kind=kind,
        code=code,
        other=other,
        about=about,
        day=asked.understood.day if kind is Kind.SCHEDULE else None,
        zone=asked.question.zone,
        language=asked.understood.language,
    )


def ask_each(asked: Asked, kind: Kind, codes: Iterable[str], of: type[A]) -> Generator[Asks, Answer, list[A]]:
    """The answers about each of the codes."""
    found = []
    for code in codes:
        answer = yield ask_live(asked, kind, code)
        assert isinstance(answer, of)
        found.append(answer)
    return found


def rest_on(asked: Asked, answer: Answer) -> SourceId:
    return asked.telling.rest_on(SourcePart.LIVE, answer.latest_at)


def rest_on_board(asked: Asked, answer: Answer, board: BoardAnswer) -> SourceId:
    """The message that the rows of a board are from."""
    found = board.source
    if found is None:
        return rest_on(asked, answer)
    message = (found.type, found.code, found.version, found.digest)
    return asked.telling.rest_on(SourcePart.LIVE, found.generated_at, message)


def words_of(asked: Asked) -> Wording:
    """The language of the answer, for what is shown beside its statements."""
    return Wording(asked.understood.language, asked.question.zone, asked.question.today)


# Names.


def event_slot(event: EventAnswer) -> Slot:
    return name(f"{event.discipline_name}: {event.name}", event.event)


def medal_event(medal: MedalAnswer) -> Slot:
    return name(f"{medal.discipline_name}: {medal.event_name}", medal.event)


def unit_slot(unit: UnitAnswer) -> Slot:
    called = unit.event_name if unit.name == unit.event_name else f"{unit.event_name}, {unit.name}"
    return name(f"{unit.discipline_name}: {called}", unit.unit)


def row_slot(row: RowAnswer) -> Slot:
    return competitor_slot(row.competitor)


def competitor_slot(competitor: CompetitorAnswer) -> Slot:
    """Who, and for whom; a team that is called as its country says that already."""
    is_said = competitor.organisation is None or competitor.name == competitor.organisation_name
    called = competitor.name if is_said else f"{competitor.name} ({competitor.organisation})"
    return name(called, competitor.code)


def status_slot(unit: UnitAnswer) -> Slot:
    """How sure a result is; a unit that does not say it is said not to."""
    return status(unit.result_status_name or unit.status_name or "")


# When.


def tell_next(asked: Asked, answer: Answer, units: Iterable[UnitAnswer], called: Slot) -> None:
    """When somebody is to be seen, or that nobody knows."""
    source, told = rest_on(asked, answer), list(units)[:ATHLETES_MAX]
    for unit in told:
        tell_unit(asked, unit, source)
    if not told:
        asked.telling.say("no-time", source, unit=called)
    tell_gaps(asked, answer)


def tell_unit(asked: Asked, unit: UnitAnswer, source: SourceId) -> None:
    """When a unit is, or what has become of it."""
    told = unit_slot(unit)
    if unit.is_live:
        tell_live(asked, unit, source)
    elif unit.is_over and unit.start_at is not None and unit.status != CANCELLED:
        asked.telling.say("is-over", source, unit=told, when=instant(unit.actual_start_at or unit.start_at))
    elif unit.is_over or unit.start_at is None:
        if unit.status_name is not None:
            asked.telling.say("has-status", source, unit=told, status=status(unit.status_name))
        else:
            asked.telling.say("no-time", source, unit=told)
    elif unit.is_start_hidden:
        on = unit.start_at.astimezone(ZoneInfo(asked.question.zone)).date()
        asked.telling.say("starts-text", source, unit=told, day=day(on), text=text(unit.start_text or "–"))
    elif unit.venue_name is not None:
        venue = name(unit.venue_name, unit.venue)
        asked.telling.say("starts-at", source, unit=told, when=instant(unit.start_at), venue=venue)
    else:
        asked.telling.say("starts", source, unit=told, when=instant(unit.start_at))


def tell_live(asked: Asked, unit: UnitAnswer, source: SourceId) -> None:
    """Who leads in a unit that is under way."""
    if unit.leader is None:
        asked.telling.say("under-way", source, unit=unit_slot(unit))
        return
    leader = name(unit.leader.name, unit.leader.code)
    asked.telling.say("leads-plain", source, unit=unit_slot(unit), competitor=leader, status=status_slot(unit))


def tell_gaps(asked: Asked, answer: Answer) -> None:
    """Say once where messages are missing."""
    if answer.has_gaps and not any(each.message == "gaps" for each in asked.telling.statements):
        asked.telling.say("gaps", rest_on(asked, answer))


def is_of(unit: UnitAnswer, asked: Asked) -> bool:
    """Whether a unit is among what the question names; all are where it names nothing of this kind."""
    mentions = asked.mentions
    return (
        (not mentions.disciplines or unit.discipline in mentions.disciplines)
        and (not mentions.events or unit.event in mentions.events)
        and (not mentions.venues or unit.venue in mentions.venues)
        and (mentions.gender is None or unit.gender == mentions.gender)
    )
