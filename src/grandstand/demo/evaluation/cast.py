"""Who and what the Games have at this moment: what the slots of the questions are filled with."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple, cast
from zoneinfo import ZoneInfo

import msgspec

from grandstand.demo.evaluation.facades import Facade
from grandstand.live import (
    EventAnswer,
    Kind,
    MedalTableAnswer,
    Question,
    RowAnswer,
    ScheduleAnswer,
    UnitAnswer,
    names,
)
from grandstand.live.answers import DelegationAnswer

SURE_ROWS = 12
"""Of a result so many rows are taken: more athletes than are ever asked about."""
ATHLETES_LOOKED_AT = 200
"""About so many are asked whether they are on again: enough to choose from."""
WOMEN = "W"


class Entry(NamedTuple):
    """An athlete in an event; the rank is None before there is one."""

    athlete: str
    event: str
    rank: str | None


class Cast(msgspec.Struct, frozen=True, kw_only=True):
    """Codes, in a fixed order.

    Args:
        today: in the zone of the asker.
        at: now.
        units, events_set: all of them.
        over, live, ahead: events that are decided, that are on now, of which nothing has begun.
        recorded: events with a record.
        entries: athletes with their events, of whom nobody is called alike.
        people: names of athletes by code.
        waiting: athletes who are on again.
        decorated, plain: delegations with medals, and without.
        medals: (event, competitor) of gold.
    """

    today: date
    at: datetime
    units: dict[str, UnitAnswer]
    events_set: frozenset[str]
    over: tuple[str, ...]
    live: tuple[str, ...]
    ahead: tuple[str, ...]
    recorded: tuple[str, ...]
    entries: tuple[Entry, ...]
    people: dict[str, str]
    waiting: tuple[str, ...]
    decorated: tuple[str, ...]
    plain: tuple[str, ...]
    venues: tuple[str, ...]
    disciplines: tuple[str, ...]

    def called_once(self, language: str) -> frozenset[str]:
        """Events whose name in this language no other event has."""
        called = {event: names(language).event(event) for event in self.events_set}
        times = Counter(called.values())
        return frozenset(event for event, name in called.items() if times[name] == 1)


async def cast_of(facade: Facade, at: datetime, zone: str) -> Cast:
    """Everybody and everything, by the Games' own answers.

    Args:
        facade: what is asked.
        at: now.
        zone: of the asker.
    """
    units = await _units(facade, zone)
    events = [
        cast("EventAnswer", await facade.answer(Question(kind=Kind.EVENT, code=code)))
        for code in sorted({each.event for each in units.values()})
    ]
    table = cast("MedalTableAnswer", await facade.answer(Question(kind=Kind.MEDALS)))
    golden = {each.event for each in table.medals if each.colour == "gold"}
    people = {row.competitor.code: row.competitor.name for event in events for row in _people(event)}
    called = Counter(people.values())
    entries = tuple(
        sorted(
            {entry for event in events for entry in _entries(event) if called[people[entry.athlete]] == 1},
            key=_order,
        )
    )
    decorated = tuple(line.organisation for line in table.lines if line.total)
    return Cast(
        today=at.astimezone(ZoneInfo(zone)).date(),
        at=at,
        units=units,
        events_set=frozenset(each.event for each in events),
        over=tuple(each.event for each in events if each.event in golden and _all_over(each)),
        live=tuple(each.event for each in events if any(board.unit.is_live for board in each.boards)),
        ahead=tuple(each.event for each in events if _is_ahead(each)),
        recorded=tuple(each.event for each in events if each.records),
        entries=entries,
        people=people,
        waiting=await _waiting(facade, entries),
        decorated=decorated,
        plain=await _plain(facade, events, decorated),
        venues=tuple(sorted({each.venue for each in units.values() if each.venue})),
        disciplines=tuple(sorted({each.discipline for each in units.values()})),
    )


async def _units(facade: Facade, zone: str) -> dict[str, UnitAnswer]:
    async def schedule(day: date | None) -> ScheduleAnswer:
        return cast("ScheduleAnswer", await facade.answer(Question(kind=Kind.SCHEDULE, day=day, zone=zone)))

    found: dict[str, UnitAnswer] = {}
    for day in (await schedule(None)).days:
        found |= {each.unit: each for each in (await schedule(day)).units}
    return found


def _people(event: EventAnswer) -> Iterable[RowAnswer]:
    """Rows of one person each."""
    for board in event.boards:
        for row in board.rows[:SURE_ROWS]:
            who = row.competitor
            if not who.is_team and who.placeholder is None and who.code.isdigit():
                yield row


def _entries(event: EventAnswer) -> Iterable[Entry]:
    ranks: dict[str, str | None] = {}
    for row in _people(event):
        ranks[row.competitor.code] = row.rank
    return (Entry(athlete, event.event, rank) for athlete, rank in ranks.items())


def _order(entry: Entry) -> tuple[str, str, str]:
    return entry.athlete, entry.event, entry.rank or ""


def _all_over(event: EventAnswer) -> bool:
    return all(board.unit.is_over for board in event.boards)


def _is_ahead(event: EventAnswer) -> bool:
    """Whether nothing of it has begun, and its times are known and shown."""
    units = [board.unit for board in event.boards]
    return all(
        not unit.is_over
        and not unit.is_live
        and unit.actual_start_at is None
        and unit.start_at is not None
        and not unit.is_start_hidden
        for unit in units
    ) and not any(row.rank for board in event.boards for row in board.rows)


async def _waiting(facade: Facade, entries: Iterable[Entry]) -> tuple[str, ...]:
    found = []
    athletes = sorted({each.athlete for each in entries})
    for code in athletes[:: max(len(athletes) // ATHLETES_LOOKED_AT, 1)]:
        athlete = await facade.answer(Question(kind=Kind.ATHLETE, code=code))
        if any(not unit.is_start_hidden for unit in athlete.next):  # type: ignore[attr-defined]
            found.append(code)
    return tuple(found)


async def _plain(facade: Facade, events: Iterable[EventAnswer], decorated: Iterable[str]) -> tuple[str, ...]:
    known = {row.competitor.organisation for event in events for row in _people(event)}
    found = []
    for code in sorted(each for each in known - set(decorated) if each is not None):
        answer = cast("DelegationAnswer", await facade.answer(Question(kind=Kind.DELEGATION, code=code)))
        if not answer.medals:
            found.append(code)
    return tuple(found)
