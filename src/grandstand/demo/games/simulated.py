"""The whole Games as the messages of their feed: a pure function of the seed, the first day, the zone.

    roster, timetable, troubles  ->  one Contest an event  ->  drafts, merged by time  ->  versions, messages

Drafts are merged lazily: an event is played when its start list is due, and nothing is kept that has been said.
"""

import heapq
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from grandstand.demo.games.athletes import Person, Roster, Side, chance_of
from grandstand.demo.games.contest import Contest, World
from grandstand.demo.games.drafts import Bulk, Change, Draft, Won, Words
from grandstand.demo.games.formats import GROUPS, VENUES, format_of
from grandstand.demo.games.layout import (
    MILLISECOND,
    Header,
    discipline_key,
    message,
    millisecond,
    participant,
    starter,
    team,
)
from grandstand.demo.games.matches import fixtures
from grandstand.demo.games.medals import Medals, medal_table, medallists
from grandstand.demo.games.plan import DAYS, Sitting, Timetable
from grandstand.demo.games.programme import PROGRAMME, Event, events
from grandstand.demo.games.records import RECORD, recorded_events, records, standing_records
from grandstand.demo.games.schedule import UPDATE, prepare, session, unit
from grandstand.demo.games.trouble import Trouble, assign, neutral_event, postponed_event
from grandstand.demo.games.weather import TIMES, conditions

SEED_MAX = 2**31 - 1
COMPETITION = re.compile(r"FWG(\d{8})S(\d{1,10})(?:([EW])(\d\d)(\d\d))?")
GENERAL = "GEN".ljust(34, "-")
PEOPLE_AT, SCHEDULES_AT, MORNING, LINE_UPS_AT = time(8), time(9), time(5, 30), time(16)
RECORDS_AT = time(10)
DAY_ENDS = timedelta(hours=29)
"""What happens before five in the morning belongs to the day before."""
TABLE_AFTER = timedelta(milliseconds=900)
RELAY_MEMBERS = range(3, 5)
REPLACED_SHARE = 0.4


class Emitted(NamedTuple):
    """A message and when it was generated, in UTC."""

    at: datetime
    body: bytes


class SimulatedGames:
    """A fictional winter Games: 16 disciplines, 116 events, nobody in it exists.

    Args:
        seed: other Games for another one, 0 to SEED_MAX.
        opens_on: the first day.
        zone: where the venues are; times of the schedule have its offset.
        days: how many are held, 1 to DAYS; the messages of fewer days are the first ones of more.
        feed_zone: what the clock in the headers shows, as `FeedSettings` of the reader says.
    """

    def __init__(
        self, seed: int, opens_on: date, *, zone: tzinfo = UTC, days: int = DAYS, feed_zone: tzinfo = UTC
    ) -> None:
        assert 0 <= seed <= SEED_MAX
        assert 1 <= days <= DAYS
        self.seed, self.opens_on, self.zone, self.days = seed, opens_on, zone, days
        self.feed_zone = feed_zone

    @property
    def competition(self) -> str:
        """The code of the competition: other Games have another one."""
        return f"FWG{self.opens_on:%Y%m%d}S{self.seed}{_offset(self.zone)}"

    def messages(self) -> Iterator[Emitted]:
        """Every message in the order of its generation; each time of generation is later than the one before."""
        return _Run(self).messages()


def games_of(competition: str, *, feed_zone: tzinfo, days: int = DAYS) -> SimulatedGames | None:
    """The Games of that code; None where it is not one of ours. A zone with a name is taken for the feed's."""
    found = COMPETITION.fullmatch(competition)
    if found is None:
        return None
    day, seed, side, hours, minutes = found.groups()
    zone = feed_zone
    if side is not None:
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        zone = timezone(offset if side == "E" else -offset)
    return SimulatedGames(int(seed), date.fromisoformat(day), zone=zone, days=days, feed_zone=feed_zone)


def _offset(zone: tzinfo) -> str:
    """Where the venues are, if that is a plain offset: E0900 for nine hours ahead of UTC."""
    offset = zone.utcoffset(None) if isinstance(zone, timezone) else None
    if not offset:
        return ""
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f"{'E' if offset > timedelta() else 'W'}{hours:02}{minutes:02}"


class _Run:
    """One telling of the Games: the timetable changes while it is told."""

    def __init__(self, games: SimulatedGames) -> None:
        self._games = games
        self._header = Header(games.competition, games.feed_zone, games.zone)
        self._roster = Roster(games.seed, neutral_event(games.seed))
        self._announced = dict(self._roster.sides)
        self._timetable = Timetable(games.seed, games.opens_on, games.zone, postponed_event(games.seed))
        troubles = assign(games.seed, self._timetable.last_day)
        self._world = World(
            seed=games.seed,
            opens_on=games.opens_on,
            roster=self._roster,
            timetable=self._timetable,
            troubles=troubles,
        )
        self._versions: Counter[tuple[str, str, str]] = Counter()
        self._last = datetime.min.replace(tzinfo=UTC)
        self._won: dict[Event, Medals] = {}
        self._replaced = list(self._replace_members())
        for event, sittings in self._timetable.sittings.items():
            self._prepare(event, sittings, is_hidden=Trouble.NOT_BEFORE in troubles.get(event, ()))

    def messages(self) -> Iterator[Emitted]:
        ends_at = self._at(self._games.days - 1, time()) + DAY_ENDS
        for draft in self._drafts():
            if draft.at >= ends_at:
                return
            yield from self._said(draft)

    def _drafts(self) -> Iterator[Draft]:
        """Those of all sources in the order of their times."""
        sources = [self._announcements(), self._records(), self._mornings(), self._line_ups(), self._weather()]
        sources += [Contest(self._world, event).drafts() for event in events()]
        return heapq.merge(*sources, key=lambda draft: draft.at)

    def _said(self, draft: Draft) -> Iterator[Emitted]:
        if isinstance(draft, Words):
            yield self._emit(draft.at, draft.type, draft.code, draft.status, draft.inner, draft.subcode)
        elif isinstance(draft, Change):
            for slot in draft.slots:
                for name, value in draft.values.items():
                    setattr(slot, name, value)
            if draft.is_told:
                code = discipline_key(draft.slots[0].event.discipline)
                yield self._emit(draft.at, UPDATE, code, "", draft.extra + "".join(map(unit, draft.slots)))
        elif isinstance(draft, Bulk):
            yield self._emit(
                draft.at, "DT_SCHEDULE", discipline_key(draft.discipline), "", self._schedule(draft.discipline)
            )
        elif isinstance(draft, Won):
            self._won[draft.event] = draft.medals
            yield self._emit(draft.at, "DT_MEDALLISTS", draft.event.rsc, "OFFICIAL", medallists(draft.medals))
            yield self._emit(draft.at + TABLE_AFTER, "DT_MEDALS", GENERAL, "OFFICIAL", medal_table(self._won))

    def _emit(
        self, at: datetime, type_: str, code: str, status: str, inner: str | None, subcode: str = ""
    ) -> Emitted:
        at = self._last = max(millisecond(at), self._last + MILLISECOND)
        self._versions[type_, code, subcode] += 1
        version = self._versions[type_, code, subcode]
        body = message(self._header, type_, code, version, at, status=status, inner=inner, subcode=subcode)
        return Emitted(at, body)

    def _prepare(self, event: Event, sittings: list[Sitting], *, is_hidden: bool) -> None:
        stage = format_of(event).stages[0]
        slots = [slot for sitting in sittings for slot in sitting.slots if slot.stage == 0]
        if stage.phase == GROUPS:
            for slot, pair in zip(slots, fixtures(self._roster.sides[event], stage.units), strict=True):
                slot.starters = (starter(pair[0]), starter(pair[1]))
        for sitting in sittings:
            prepare(sitting, is_hidden=is_hidden and sitting is sittings[-1])

    def _schedule(self, discipline: str) -> str:
        sittings = [
            sitting
            for event, found in self._timetable.sittings.items()
            if event.discipline == discipline
            for sitting in found
        ]
        sittings.sort(key=lambda each: each.session)
        sessions = "".join(session(each, start=each.slots[0].start) for each in sittings)
        return sessions + "".join(map(unit, self._timetable.slots(discipline)))

    def _announcements(self) -> Iterator[Draft]:
        """Who takes part, and the first schedule, on the day before."""
        at = self._at(-1, PEOPLE_AT)
        for discipline in PROGRAMME:
            code = discipline_key(discipline)
            people = self._roster.people(discipline, self._announced)
            yield Words(at, "DT_PARTIC", code, "", "".join(participant(*each) for each in people))
            if teams := self._roster.teams(discipline, self._announced):
                yield Words(at, "DT_PARTIC_TEAMS", code, "", "".join(team(*each) for each in teams))
            at += timedelta(seconds=7)
        for discipline in PROGRAMME:
            at = max(at, self._at(-1, SCHEDULES_AT)) + timedelta(seconds=5)
            yield Bulk(at, discipline)

    def _records(self) -> Iterator[Draft]:
        """The records before the Games, on the day before."""
        at = self._at(-1, RECORDS_AT)
        for event in recorded_events():
            bests = standing_records(self._games.seed, event, self._games.opens_on)
            yield Words(at, RECORD, event.rsc, "", records(event, bests))
            at += timedelta(seconds=3)

    def _weather(self) -> Iterator[Draft]:
        """The conditions at every venue, several times a day."""
        for day in range(DAYS):
            for each in TIMES:
                for number, venue in enumerate(VENUES):
                    at = self._at(day, each) + timedelta(seconds=4 * number)
                    yield Words(at, "DT_WEATHER", GENERAL, "", conditions(self._games.seed, venue, at), venue)

    def _mornings(self) -> Iterator[Draft]:
        """The schedule of each discipline as it is, every day."""
        for day in range(DAYS):
            at = self._at(day, MORNING)
            for discipline in PROGRAMME:
                at += timedelta(seconds=13)
                yield Bulk(at, discipline)

    def _replace_members(self) -> Iterator[tuple[datetime, Event, Side, Person]]:
        """Teams that start with somebody else than they were announced with."""
        chance = chance_of(self._games.seed, "line-ups")
        for event, sides in self._roster.sides.items():
            if len(sides[0].members) in RELAY_MEMBERS and chance.random() < REPLACED_SHARE:
                place = chance.randrange(len(sides))
                person = self._roster.reserve(sides[place])
                new = sides[place]._replace(members=(*sides[place].members[:-1], person))
                self._roster.sides[event] = (*sides[:place], new, *sides[place + 1 :])
                eve = self._timetable.sittings[event][0].start.date() - timedelta(days=1)
                yield datetime.combine(eve, LINE_UPS_AT, self._games.zone), event, new, person

    def _line_ups(self) -> Iterator[Draft]:
        for at, event, side, person in sorted(self._replaced, key=lambda each: (each[0], each[1])):
            code = discipline_key(event.discipline)
            yield Words(at, "DT_PARTIC_UPDATE", code, "", participant(person, [event]))
            yield Words(at, "DT_PARTIC_TEAMS_UPDATE", code, "", team(event, side))

    def _at(self, day: int, at: time) -> datetime:
        return datetime.combine(self._games.opens_on + timedelta(days=day), at, self._games.zone)
