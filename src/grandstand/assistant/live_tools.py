"""From an understood question to statements about the Games.

Each function of TOOLS is pure: it says which answers it needs, by yielding questions, and makes statements of what
it is sent. LiveTools asks the facade.
"""

from collections.abc import Callable, Generator, Iterable
from datetime import datetime, timedelta
from typing import TypeAlias, cast
from zoneinfo import ZoneInfo

from grandstand.assistant.asked import Asked
from grandstand.assistant.models import Intent, Part, SourceId
from grandstand.assistant.telling import Slot, day, instant, name, number, result, status, text
from grandstand.live import (
    Answer,
    AthleteAnswer,
    BoardAnswer,
    ChangesAnswer,
    DelegationAnswer,
    EventAnswer,
    Kind,
    MedalTableAnswer,
    NothingThere,
    NowAnswer,
    Reads,
    RowAnswer,
    ScheduleAnswer,
    UnitAnswer,
)
from grandstand.live import Question as LiveQuestion

EVENTS_MAX = 4
"""Events that are told of at once; of more, the fan is asked which she means."""
ATHLETES_MAX = 3
UNITS_MAX = 12
ROWS_MAX = 8
LINES_MAX = 10
HAPPENINGS_MAX = 10
MISSED = timedelta(hours=12)
"""How far back "what did I miss" looks where no day is named."""
CANCELLED = "CANCELLED"

Since: TypeAlias = tuple[datetime, datetime]
Tool: TypeAlias = Generator[LiveQuestion | Since, Answer, None]


class LiveTools:
    """Answers about the Games.

    Args:
        reads: what the feed has said.
    """

    intents: frozenset[Intent]

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self.intents = frozenset(TOOLS)

    async def tell(self, asked: Asked) -> None:
        """Fill the answer.

        Raises:
            Overloaded: too many instants are being asked for.
        """
        tool = TOOLS[asked.understood.intent](asked)
        try:
            wanted = next(tool)
            while True:
                wanted = tool.send(await self._answer(wanted, asked.understood.language))
        except StopIteration:
            pass
        except NothingThere:
            asked.telling.say("not-found")

    async def _answer(self, wanted: LiveQuestion | Since, language: str) -> Answer:
        if isinstance(wanted, LiveQuestion):
            return await self._reads.answer(wanted)
        return await self._reads.changes_between(*wanted, language)


def _live(asked: Asked, kind: Kind, code: str = "", *, on: bool = False) -> LiveQuestion:
    """A question to the facade; `on`: about the day that is named, or today."""
    return LiveQuestion(
        kind=kind,
        code=code,
        day=asked.understood.day if on else None,
        zone=asked.question.zone,
        language=asked.understood.language,
    )


def _rest_on(asked: Asked, answer: Answer) -> SourceId:
    return asked.telling.rest_on(Part.LIVE, answer.latest_at)


def _rest_on_board(asked: Asked, answer: Answer, board: BoardAnswer) -> SourceId:
    found = board.source
    if found is None:
        return _rest_on(asked, answer)
    message = (found.type, found.code, found.version, found.digest)
    return asked.telling.rest_on(Part.LIVE, found.generated_at, message)


def _start(asked: Asked) -> Tool:
    mentions = asked.mentions
    if mentions.events:
        yield from _events(asked, _tell_start)
        return
    for code in mentions.athletes[:ATHLETES_MAX]:
        athlete = cast(AthleteAnswer, (yield _live(asked, Kind.ATHLETE, code)))
        _tell_next(asked, athlete, athlete.next, athlete.name, code)
    for code in mentions.delegations[:ATHLETES_MAX]:
        delegation = cast(DelegationAnswer, (yield _live(asked, Kind.DELEGATION, code)))
        units = [unit for unit in delegation.next if _is_of(unit, asked)]
        _tell_next(asked, delegation, units, delegation.name, code)
    if not (mentions.athletes or mentions.delegations):
        yield from _schedule(asked)


def _result(asked: Asked) -> Tool:
    mentions = asked.mentions
    if mentions.events:
        yield from _events(asked, _tell_result)
    elif mentions.athletes:
        yield from _athlete(asked)
    elif mentions.delegations:
        yield from _delegation(asked)
    else:
        yield from _schedule(asked)


def _events(asked: Asked, tell: Callable[[Asked, EventAnswer], None]) -> Tool:
    """Tell of each event that may be meant, or ask which."""
    events = asked.mentions.events
    is_choice = len(events) > EVENTS_MAX
    if is_choice:
        asked.telling.say("which")
    for code in events:
        event = cast(EventAnswer, (yield _live(asked, Kind.EVENT, code)))
        if is_choice:
            asked.telling.offer("event", code, f"{event.discipline_name}: {event.name}")
        else:
            tell(asked, event)


def _now(asked: Asked) -> Tool:
    if asked.mentions.events:
        yield from _events(asked, _tell_result)
        return
    now = cast(NowAnswer, (yield _live(asked, Kind.NOW)))
    source = _rest_on(asked, now)
    live = [unit for unit in now.live if _is_of(unit, asked)]
    for unit in live[:UNITS_MAX]:
        _tell_live(asked, unit, source)
    if not live:
        asked.telling.say("live-none", source)
        for unit in [unit for unit in now.next if _is_of(unit, asked)][:ATHLETES_MAX]:
            if unit.start_at is not None and not unit.is_start_hidden:
                asked.telling.say("next", source, unit=_unit(unit), when=instant(unit.start_at))
    _tell_gaps(asked, now)


def _schedule(asked: Asked) -> Tool:
    schedule = cast(ScheduleAnswer, (yield _live(asked, Kind.SCHEDULE, on=True)))
    source = _rest_on(asked, schedule)
    units = [unit for unit in schedule.units if _is_of(unit, asked)]
    if not units:
        asked.telling.say("day-none", source, day=day(schedule.day))
    else:
        asked.telling.say("day-count", source, count=number(len(units)), day=day(schedule.day))
    for unit in _worth_telling(units)[:UNITS_MAX]:
        _tell_unit(asked, unit, source)
    _tell_gaps(asked, schedule)


def _medal_table(asked: Asked) -> Tool:
    table = cast(MedalTableAnswer, (yield _live(asked, Kind.MEDALS)))
    source = _rest_on(asked, table)
    for line in table.lines[:LINES_MAX]:
        asked.telling.say(
            "table-line",
            source,
            rank=number(line.rank),
            country=name(line.organisation_name, line.organisation),
            gold=number(line.gold),
            silver=number(line.silver),
            bronze=number(line.bronze),
        )
    if not table.lines:
        asked.telling.say("table-none", source)


def _delegation(asked: Asked) -> Tool:
    for code in asked.mentions.delegations[:ATHLETES_MAX]:
        answer = cast(DelegationAnswer, (yield _live(asked, Kind.DELEGATION, code)))
        source, line = _rest_on(asked, answer), answer.line
        country = name(answer.name, code)
        if line is None or not line.total:
            asked.telling.say("delegation-none", source, country=country)
            continue
        asked.telling.say(
            "delegation-medals",
            source,
            country=country,
            total=number(line.total),
            gold=number(line.gold),
            silver=number(line.silver),
            bronze=number(line.bronze),
            rank=number(line.rank),
        )
        for medal in answer.medals[:ROWS_MAX]:
            asked.telling.say(
                f"medal-{medal.colour.value}",
                source,
                competitor=name(medal.competitor.name, medal.competitor.code),
                event=name(f"{medal.discipline_name}: {medal.event_name}", medal.event),
            )


def _athlete(asked: Asked) -> Tool:
    athletes = asked.mentions.athletes
    if len(athletes) > ATHLETES_MAX:
        asked.telling.say("which")
        for code in athletes[:UNITS_MAX]:
            answer = cast(AthleteAnswer, (yield _live(asked, Kind.ATHLETE, code)))
            called = ", ".join(
                each for each in (answer.name, answer.organisation_name, *answer.disciplines) if each
            )
            asked.telling.offer("athlete", code, called)
        return
    for code in athletes:
        answer = cast(AthleteAnswer, (yield _live(asked, Kind.ATHLETE, code)))
        _tell_athlete(asked, answer)


def _missed(asked: Asked) -> Tool:
    at = asked.question.at
    since = at - MISSED
    if asked.understood.day is not None:
        midnight = datetime.combine(asked.understood.day, datetime.min.time(), ZoneInfo(asked.question.zone))
        since = min(midnight, at)
    answer = cast(ChangesAnswer, (yield since, at))
    source = _rest_on(asked, answer)
    found = [each for each in answer.happenings if each.colour is not None] or list(answer.happenings)
    for each in found[:HAPPENINGS_MAX]:
        asked.telling.say("happened", source, time=instant(each.at), text=text(each.text))
    if not found:
        asked.telling.say("missed-none", source, when=instant(since))


TOOLS: dict[Intent, Callable[[Asked], Tool]] = {
    Intent.START: _start,
    Intent.SCHEDULE: _schedule,
    Intent.NOW: _now,
    Intent.RESULT: _result,
    Intent.MEDAL_TABLE: _medal_table,
    Intent.DELEGATION: _delegation,
    Intent.ATHLETE: _athlete,
    Intent.MISSED: _missed,
}


def _tell_start(asked: Asked, event: EventAnswer) -> None:
    """When the event goes on; where it is over, when it was and who won."""
    source = _rest_on(asked, event)
    units = [board.unit for board in event.boards]
    open_units = [unit for unit in units if not unit.is_over]
    for unit in open_units[:ATHLETES_MAX]:
        _tell_unit(asked, unit, source)
    if not open_units:
        _tell_result(asked, event)
    _tell_gaps(asked, event)


def _tell_result(asked: Asked, event: EventAnswer) -> None:
    """The medals, or the board that says most: live, else the last with a result."""
    source = _rest_on(asked, event)
    for medal in event.medals:
        asked.telling.say(
            f"medal-{medal.colour.value}",
            source,
            competitor=name(medal.competitor.name, medal.competitor.code),
            event=_event(event),
        )
    boards = [board for board in event.boards if any(row.rank for row in board.rows)]
    live = [board for board in boards if board.unit.is_live]
    telling = live or boards[-1:]
    for board in telling:
        _tell_board(asked, event, board)
    if not telling and not event.medals:
        asked.telling.say("no-result", source, event=_event(event))
        for unit in [board.unit for board in event.boards if not board.unit.is_over][:1]:
            _tell_unit(asked, unit, source)
    _tell_gaps(asked, event)


def _tell_board(asked: Asked, event: EventAnswer, board: BoardAnswer) -> None:
    source = _rest_on_board(asked, event, board)
    ranked = [row for row in board.rows if row.rank]
    for at, row in enumerate(ranked[:ROWS_MAX]):
        message = ("leads" if board.unit.is_live else "won") if at == 0 else "row"
        slots = {"competitor": _competitor(row), "status": _status(board.unit)}
        if at == 0:
            slots["unit"] = _unit(board.unit)
        else:
            slots["rank"] = result(row.rank or "")
        if row.value:
            asked.telling.say(message, source, value=result(row.value), **slots)
        else:
            asked.telling.say(f"{message}-plain", source, **slots)


def _tell_athlete(asked: Asked, answer: AthleteAnswer) -> None:
    source, who = _rest_on(asked, answer), name(answer.name, answer.athlete)
    if answer.organisation_name is not None:
        asked.telling.say(
            "athlete-is",
            source,
            athlete=who,
            country=name(answer.organisation_name, answer.organisation),
            disciplines=name(", ".join(answer.disciplines)),
        )
    if answer.birth_date is not None:
        asked.telling.say("athlete-born", source, athlete=who, day=day(answer.birth_date))
    for medal in answer.medals[:ROWS_MAX]:
        asked.telling.say(
            f"medal-{medal.colour.value}",
            source,
            competitor=who,
            event=name(f"{medal.discipline_name}: {medal.event_name}", medal.event),
        )
    ranked = [each for each in answer.results if each.row.rank]
    for each in ranked[:ATHLETES_MAX]:
        asked.telling.say(
            "athlete-row",
            source,
            unit=_unit(each.unit),
            rank=result(each.row.rank or ""),
            value=result(each.row.value or "–"),
            status=_status(each.unit),
        )
    if not ranked:
        asked.telling.say("athlete-no-result", source, athlete=who)
    for unit in answer.next[:1]:
        _tell_unit(asked, unit, source)
    _tell_gaps(asked, answer)


def _tell_next(asked: Asked, answer: Answer, units: Iterable[UnitAnswer], called: str, code: str) -> None:
    source, told = _rest_on(asked, answer), list(units)[:ATHLETES_MAX]
    for unit in told:
        _tell_unit(asked, unit, source)
    if not told:
        asked.telling.say("no-time", source, unit=name(called, code))
    _tell_gaps(asked, answer)


def _tell_unit(asked: Asked, unit: UnitAnswer, source: SourceId) -> None:
    """When a unit is, or what has become of it."""
    told = _unit(unit)
    if unit.is_live:
        _tell_live(asked, unit, source)
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


def _tell_live(asked: Asked, unit: UnitAnswer, source: SourceId) -> None:
    if unit.leader is None:
        asked.telling.say("under-way", source, unit=_unit(unit))
        return
    leader = name(unit.leader.name, unit.leader.code)
    asked.telling.say("leads-plain", source, unit=_unit(unit), competitor=leader, status=_status(unit))


def _tell_gaps(asked: Asked, answer: Answer) -> None:
    if answer.has_gaps and not any(each.message == "gaps" for each in asked.telling.statements):
        asked.telling.say("gaps", _rest_on(asked, answer))


def _is_of(unit: UnitAnswer, asked: Asked) -> bool:
    """Whether a unit is among what the question names; all are where it names nothing of this kind."""
    mentions = asked.mentions
    return (
        (not mentions.disciplines or unit.discipline in mentions.disciplines)
        and (not mentions.events or unit.event in mentions.events)
        and (not mentions.venues or unit.venue in mentions.venues)
        and (mentions.gender is None or unit.gender == mentions.gender)
    )


def _worth_telling(units: list[UnitAnswer]) -> list[UnitAnswer]:
    """Where there are more than are told, those where medals are won; in the order of the day."""
    return units if len(units) <= UNITS_MAX else [unit for unit in units if unit.is_medal] or units


def _event(event: EventAnswer) -> Slot:
    return name(f"{event.discipline_name}: {event.name}", event.event)


def _unit(unit: UnitAnswer) -> Slot:
    called = unit.event_name if unit.name == unit.event_name else f"{unit.event_name}, {unit.name}"
    return name(f"{unit.discipline_name}: {called}", unit.unit)


def _competitor(row: RowAnswer) -> Slot:
    country = row.competitor.organisation
    called = row.competitor.name if country is None else f"{row.competitor.name} ({country})"
    return name(called, row.competitor.code)


def _status(unit: UnitAnswer) -> Slot:
    """How sure a result is; a unit that does not say it is said not to."""
    return status(unit.result_status_name or unit.status_name or "")
