"""Answers about events: when, what is live, who won, which place, which records."""

from collections.abc import Callable
from typing import cast

from grandstand.assistant.asked import Asked
from grandstand.assistant.live_asking import (
    ATHLETES_MAX,
    EVENTS_MAX,
    UNITS_MAX,
    Tool,
    ask_live,
    competitor_slot,
    event_slot,
    is_of,
    rest_on,
    tell_gaps,
    tell_live,
    tell_next,
    tell_unit,
    unit_slot,
    words_of,
)
from grandstand.assistant.live_boards import SIDES, tell_bracket, tell_pairing, tell_result
from grandstand.assistant.live_compare import meet
from grandstand.assistant.live_days import schedule
from grandstand.assistant.live_people import athlete, delegation
from grandstand.assistant.live_premise import is_about_somebody, of_somebody
from grandstand.assistant.live_shown import (
    event_asked,
    show_athlete,
    show_event,
    suggest,
    suggest_after_event,
    suggest_units,
)
from grandstand.assistant.models import Intent, SourceId
from grandstand.assistant.telling import Slot, day, instant, name
from grandstand.assistant.telling import result as result_slot
from grandstand.assistant.wanted import wanted
from grandstand.live import (
    AthleteAnswer,
    DelegationAnswer,
    EventAnswer,
    Kind,
    MedalTableAnswer,
    NowAnswer,
    RecordAnswer,
)

CHOICES = {Intent.START: "ask-start", Intent.RECORD: "ask-record", Intent.WEATHER: "ask-weather-event"}


def start(asked: Asked) -> Tool:
    mentions = asked.mentions
    if mentions.events:
        if is_about_somebody(asked) and "won" in wanted(asked):
            yield from of_somebody(asked)
        else:
            yield from of_events(asked, tell_start)
        return
    for code in mentions.athletes[:ATHLETES_MAX]:
        found = cast(AthleteAnswer, (yield ask_live(asked, Kind.ATHLETE, code)))
        tell_next(asked, found, found.next, name(found.name, code))
        show_athlete(asked, found)
        suggest(asked, "ask-athlete", athlete=name(found.name))
    if not mentions.athletes:
        for code in mentions.delegations[:ATHLETES_MAX]:
            yield from _start_of_delegation(asked, code)
    if not (mentions.athletes or mentions.delegations):
        yield from schedule(asked)


def _start_of_delegation(asked: Asked, code: str) -> Tool:
    """What a delegation does next; of a match against whom."""
    found = cast(DelegationAnswer, (yield ask_live(asked, Kind.DELEGATION, code)))
    units = [unit for unit in found.next if is_of(unit, asked)]
    for unit in units[:1]:
        event = cast(EventAnswer, (yield ask_live(asked, Kind.EVENT, unit.event)))
        for board in event.boards:
            if board.unit.unit == unit.unit and tell_pairing(asked, event, board):
                units = units[1:]
    if units or not asked.telling.statements:
        tell_next(asked, found, units, name(found.name, code))
    suggest(asked, "ask-delegation", country=name(found.name))


def result(asked: Asked) -> Tool:
    mentions = asked.mentions
    if mentions.events and is_about_somebody(asked):
        yield from of_somebody(asked)
    elif mentions.events:
        yield from of_events(asked, tell_result)
    elif SIDES in {len(mentions.delegations), len(mentions.athletes)}:
        yield from meet(asked)
    elif mentions.athletes:
        yield from athlete(asked)
    elif mentions.delegations:
        yield from delegation(asked)
    else:
        yield from schedule(asked)


def of_events(asked: Asked, tell: Callable[[Asked, EventAnswer], None]) -> Tool:
    """Tell of each event that may be meant, or ask which."""
    events = asked.mentions.events
    is_choice = len(events) > EVENTS_MAX
    if is_choice:
        asked.telling.say("which")
    told = []
    for code in events:
        event = cast(EventAnswer, (yield ask_live(asked, Kind.EVENT, code)))
        if is_choice:
            asked.telling.offer("event", code, _choice(asked, event.discipline_name, event.name))
        else:
            tell(asked, event)
            told.append(event)
    for event in told:
        show_event(asked, event)
    for event in told:
        suggest_after_event(asked, event)


def tell_start(asked: Asked, event: EventAnswer) -> None:
    """When the event goes on, of matches who meets whom; where it is over, when it was and who won."""
    source = rest_on(asked, event)
    boards = [board for board in event.boards if not board.unit.is_over]
    paired = tell_bracket(asked, event)
    for board in [board for board in boards if board.unit.unit not in paired][:ATHLETES_MAX]:
        if not tell_pairing(asked, event, board):
            tell_unit(asked, board.unit, source)
    if not boards:
        tell_result(asked, event)
    tell_gaps(asked, event)


def now(asked: Asked) -> Tool:
    if asked.mentions.events:
        yield from of_events(asked, tell_result)
        return
    answer = cast(NowAnswer, (yield ask_live(asked, Kind.NOW)))
    source = rest_on(asked, answer)
    live = [unit for unit in answer.live if is_of(unit, asked)]
    coming = [unit for unit in answer.next if is_of(unit, asked)]
    for unit in live[:UNITS_MAX]:
        tell_live(asked, unit, source)
    if not live:
        asked.telling.say("live-none", source)
        for unit in coming[:ATHLETES_MAX]:
            if unit.start_at is not None and not unit.is_start_hidden:
                asked.telling.say("next", source, unit=unit_slot(unit), when=instant(unit.start_at))
    tell_gaps(asked, answer)
    suggest_units(asked, [*live, *coming])
    suggest(asked, "ask-missed")
    suggest(asked, "ask-today")


# Records.


def records(asked: Asked) -> Tool:
    """The records of the events that are named; of none, which they may be."""
    if asked.mentions.events:
        yield from of_events(asked, tell_records)
        return
    asked.telling.say("which-event")
    table = cast(MedalTableAnswer, (yield ask_live(asked, Kind.MEDALS)))
    answer = cast(NowAnswer, (yield ask_live(asked, Kind.NOW)))
    named = {unit.event: (unit.discipline, unit.discipline_name, unit.event_name) for unit in answer.next}
    for medal in table.medals:
        named[medal.event] = (medal.discipline, medal.discipline_name, medal.event_name)
    within = asked.mentions.disciplines
    fitting = [code for code, (discipline, *_) in named.items() if not within or discipline in within]
    for code in fitting[: UNITS_MAX if within else EVENTS_MAX]:
        asked.telling.offer("event", code, _choice(asked, *named[code][1:]))


def _choice(asked: Asked, discipline: str, event: str) -> str:
    """The event as it is asked for again, so that it is known what is wanted of it."""
    message = CHOICES.get(asked.understood.intent)
    if message is None:
        return f"{discipline}: {event}"
    return words_of(asked).question(message, event=event_asked(event, discipline))


def tell_records(asked: Asked, event: EventAnswer) -> None:
    source = rest_on(asked, event)
    for record in event.records:
        _tell_record(asked, event, record, source)
    if not event.records:
        asked.telling.say("record-none", source, event=event_slot(event))


def _tell_record(asked: Asked, event: EventAnswer, record: RecordAnswer, source: SourceId) -> None:
    slots: dict[str, Slot] = {
        "kind": name(record.kind_name),
        "event": event_slot(event),
        "best": result_slot(record.value),
    }
    competitor = record.competitor
    if competitor is None:
        asked.telling.say("record", source, **slots)
    else:
        slots["holder"] = competitor_slot(competitor)
        if record.set_on is None:
            asked.telling.say("record-of", source, **slots)
        else:
            asked.telling.say("record-of-on", source, day=day(record.set_on), **slots)
    if record.is_new:
        asked.telling.say("record-new", source, kind=slots["kind"], event=slots["event"])
