"""Which facts a right answer holds, by the Games' own answers and nothing else.

A need is met by a code that is named or a value that is told. Where the Games have nothing to say, nothing is
needed: then only what is told counts.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import cast

from grandstand.assistant import Intent
from grandstand.demo.evaluation.cast import Cast
from grandstand.demo.evaluation.facades import Facade
from grandstand.demo.evaluation.models import Asked, Check, Need, Premise
from grandstand.live import (
    AthleteAnswer,
    BoardAnswer,
    ChangesAnswer,
    DelegationAnswer,
    EventAnswer,
    Kind,
    MedalTableAnswer,
    NothingThere,
    NowAnswer,
    Question,
    RowAnswer,
    ScheduleAnswer,
    UnitAnswer,
)
from grandstand.live.answers import VenueAnswer

TOLD = 6
"""Of a long list nobody is told more; then how many there are is what is needed."""
FIRST_LINES = 3
MISSED = timedelta(hours=24)
RECORDS = 2


class Needs:
    """Works out what is needed.

    Args:
        facade: the Games' own answers.
        cast: who and what there is.
        zone: of the asker.
    """

    def __init__(self, facade: Facade, cast: Cast, zone: str) -> None:
        self._facade, self._cast, self._zone = facade, cast, zone
        self._by_intent: dict[Intent, Callable[[Asked], Awaitable[list[Need]]]] = {
            Intent.START: self._start,
            Intent.SCHEDULE: self._schedule,
            Intent.NOW: self._now,
            Intent.RESULT: self._result,
            Intent.MEDAL_TABLE: self._medal_table,
            Intent.DELEGATION: self._delegation,
            Intent.ATHLETE: self._athlete,
            Intent.MISSED: self._missed,
            Intent.COMPARE: self._compare,
            Intent.RECORD: self._record,
            Intent.WEATHER: self._weather,
        }

    async def of(self, asked: Asked) -> list[Need]:
        """The facts that a right answer to this question holds."""
        try:
            if asked.check is Check.WRONG_PREMISE:
                return await self._corrected(asked)
            if asked.check is Check.FOLLOW_UP:
                return [Need(what="about", codes=self._codes_about(asked.about))]
            if asked.check is not Check.INTENT or asked.intent not in self._by_intent:
                return []
            return await self._by_intent[asked.intent](asked)
        except NothingThere:
            return []

    def _codes_about(self, code: str | None) -> frozenset[str]:
        """The code, and of an event everything in it."""
        within = {unit for unit, each in self._cast.units.items() if each.event == code}
        return frozenset({code, *within} - {None})  # type: ignore[arg-type]  # None is taken out

    async def _start(self, asked: Asked) -> list[Need]:
        filling = asked.filling
        if filling.event is not None:
            event = await self._event(asked, filling.event)
            open_units = [board.unit for board in event.boards if not board.unit.is_over]
            if not open_units:
                return _winners(event, "gold")[:1]
            first = min(open_units, key=lambda unit: (unit.start_at is None, unit.start_at or self._cast.at))
            return [_when(first)]
        if filling.athlete is not None:
            athlete = cast("AthleteAnswer", await self._ask(asked, Kind.ATHLETE, filling.athlete))
            return [_when(unit) for unit in athlete.next[:1]]
        if filling.delegation is not None:
            team = cast("DelegationAnswer", await self._ask(asked, Kind.DELEGATION, filling.delegation))
            return [_when(unit) for unit in team.next[:1]]
        return []

    async def _schedule(self, asked: Asked) -> list[Need]:
        filling = asked.filling
        if filling.day is None:
            if filling.venue is not None:
                venue = cast("VenueAnswer", await self._ask(asked, Kind.VENUE, filling.venue))
                return [_any("venue", venue.units)] if venue.units else []
            found = [each for each in self._cast.units.values() if each.discipline == filling.discipline]
            return [_any("discipline", found)] if filling.discipline is not None and found else []
        question = Question(kind=Kind.SCHEDULE, day=filling.day, zone=self._zone, language=asked.language)
        schedule = cast("ScheduleAnswer", await self._facade.answer(question))
        units = [
            each
            for each in schedule.units
            if (filling.discipline is None or each.discipline == filling.discipline)
            and (filling.venue is None or each.venue == filling.venue)
        ]
        if not units:
            return [Need(what="day", values=frozenset({filling.day.isoformat()}))]
        if len(units) <= TOLD:
            return [_any(each.unit, [each]) for each in units]
        return [_any("units", units)]

    async def _now(self, asked: Asked) -> list[Need]:
        filling = asked.filling
        if filling.event is not None:
            event = await self._event(asked, filling.event)
            live = [board for board in event.boards if board.unit.is_live]
            return [_leading(board) for board in live] or [
                Need(what="event", codes=self._codes_about(filling.event))
            ]
        now = cast("NowAnswer", await self._ask(asked, Kind.NOW))
        units = [
            each
            for each in now.live
            if (filling.discipline is None or each.discipline == filling.discipline)
            and (filling.venue is None or each.venue == filling.venue)
        ]
        if asked.filling.codes():
            return [_any(each.unit, [each]) for each in units[:TOLD]]
        return [_any("live", units)] if units else []

    async def _result(self, asked: Asked) -> list[Need]:
        filling = asked.filling
        if filling.event is None:
            return []
        event = await self._event(asked, filling.event)
        if filling.athlete is not None:
            return _own_result(event, filling.athlete)
        if not event.medals:
            live = [board for board in event.boards if board.unit.is_live]
            return [_leading(board) for board in live] or [
                Need(what="event", codes=self._codes_about(filling.event))
            ]
        return [*_winners(event, "gold"), *_winning_value(event)]

    async def _medal_table(self, asked: Asked) -> list[Need]:
        table = cast("MedalTableAnswer", await self._ask(asked, Kind.MEDALS))
        first = table.lines[:1]
        return [
            *(_of_country(line.organisation, line.organisation_name) for line in table.lines[:FIRST_LINES]),
            *(_number("gold", line.gold) for line in first),
        ]

    async def _delegation(self, asked: Asked) -> list[Need]:
        code = asked.filling.delegation
        if code is None:
            return []
        team = cast("DelegationAnswer", await self._ask(asked, Kind.DELEGATION, code))
        if team.line is None or not team.line.total:
            return [_of_country(code, team.name)]
        line = team.line
        figures = line.total, line.gold, line.silver, line.bronze, line.rank
        return [
            _of_country(code, team.name),
            Need(
                what="figures or team",
                codes=frozenset(each.athlete for each in team.athletes),
                values=frozenset(map(str, figures)),
            ),
        ]

    async def _athlete(self, asked: Asked) -> list[Need]:
        code = asked.filling.athlete
        if code is None:
            return []
        athlete = cast("AthleteAnswer", await self._ask(asked, Kind.ATHLETE, code))
        found = [Need(what="athlete", codes=frozenset({code}), values=frozenset({athlete.name}))]
        if athlete.organisation is not None:
            found.append(_of_country(athlete.organisation, athlete.organisation_name or athlete.organisation))
        won = athlete.medals[:FIRST_LINES]
        return [*found, *(Need(what="medal", codes=self._codes_about(medal.event)) for medal in won)]

    async def _missed(self, asked: Asked) -> list[Need]:
        at = self._cast.at
        answer = await self._facade.changes_between(at - MISSED, at, asked.language)
        happenings = cast("ChangesAnswer", answer).happenings
        told = frozenset({each.text for each in happenings} | {_iso(each.at) for each in happenings})
        codes = {each.event for each in happenings} | {each.unit for each in happenings if each.unit}
        return [Need(what="happening", codes=frozenset(codes), values=told)] if happenings else []

    async def _compare(self, asked: Asked) -> list[Need]:
        filling = asked.filling
        found: list[Need] = []
        for code in (filling.delegation, filling.other_delegation):
            if code is not None:
                team = cast("DelegationAnswer", await self._ask(asked, Kind.DELEGATION, code))
                found.append(_of_country(code, team.name))
                found += [_number("gold", team.line.gold)] if team.line is not None else []
        for code in (filling.athlete, filling.other_athlete):
            if code is not None:
                name = self._cast.people[code]
                found.append(Need(what="athlete", codes=frozenset({code}), values=frozenset({name})))
        return found

    async def _record(self, asked: Asked) -> list[Need]:
        if asked.filling.event is None:
            return []
        event = await self._event(asked, asked.filling.event)
        return [
            Need(what=f"record {each.kind}", values=frozenset({each.value})) for each in event.records[:RECORDS]
        ] or [Need(what="event", codes=self._codes_about(event.event))]

    async def _weather(self, asked: Asked) -> list[Need]:
        if asked.filling.venue is None:
            return []
        venue = cast("VenueAnswer", await self._ask(asked, Kind.VENUE, asked.filling.venue))
        weather = venue.weather
        if weather is None:
            return [Need(what="venue", codes=frozenset({venue.venue}), values=frozenset({venue.name}))]
        values = frozenset(each for each in (weather.air_c, weather.condition_name) if each)
        return [Need(what="weather", values=values)] if values else []

    async def _corrected(self, asked: Asked) -> list[Need]:
        """What sets a wrong premise right: who won, that nobody has yet, that there is no medal."""
        filling = asked.filling
        if asked.premise is Premise.NO_MEDAL:
            assert filling.delegation is not None
            team = cast("DelegationAnswer", await self._ask(asked, Kind.DELEGATION, filling.delegation))
            return [_of_country(filling.delegation, team.name)]
        assert filling.event is not None
        if asked.premise is Premise.NOT_OVER:
            return [Need(what="event", codes=self._codes_about(filling.event))]
        event = await self._event(asked, filling.event)
        assert filling.athlete is not None
        own = _own_result(event, filling.athlete)
        first = _winners(event, "gold")[0]
        return [
            Need(
                what="winner or own place",
                codes=first.codes,
                values=first.values.union(*(each.values for each in own)),
            )
        ]

    async def _event(self, asked: Asked, code: str) -> EventAnswer:
        return cast("EventAnswer", await self._ask(asked, Kind.EVENT, code))

    async def _ask(self, asked: Asked, kind: Kind, code: str = "") -> object:
        return await self._facade.answer(Question(kind=kind, code=code, language=asked.language, zone=self._zone))


def _iso(at: datetime) -> str:
    return at.isoformat()


def _when(unit: UnitAnswer) -> Need:
    """When it begins; where that is not told or has passed, the unit itself."""
    if unit.start_at is None or unit.is_start_hidden or unit.is_live:
        return _any("unit", [unit])
    return Need(what="start", values=frozenset({_iso(unit.start_at)}))


def _any(what: str, units: Iterable[UnitAnswer]) -> Need:
    return Need(what=what, codes=frozenset(each.unit for each in units))


def _number(what: str, value: int) -> Need:
    return Need(what=what, values=frozenset({str(value)}))


def _of_country(code: str, name: str) -> Need:
    return Need(what="country", codes=frozenset({code}), values=frozenset({name}))


def _winners(event: EventAnswer, colour: str) -> list[Need]:
    """Each who has won a medal of that colour."""
    return [
        Need(
            what=each.colour.value,
            codes=frozenset({each.competitor.code}),
            values=frozenset({each.competitor.name}),
        )
        for each in event.medals
        if each.colour == colour and each.competitor.placeholder is None
    ]


def _winning_value(event: EventAnswer) -> list[Need]:
    """What the winner of gold reached in the last unit of the event that has a value of hers."""
    golden = {each.competitor.code for each in event.medals if each.colour == "gold"}
    values = [
        row.value
        for board in event.boards
        for row in board.rows
        if row.competitor.code in golden and row.rank and row.value
    ]
    return [Need(what="value", values=frozenset(values[-1:]))] if values else []


def _leading(board: BoardAnswer) -> Need:
    """Who leads; where nobody does yet, that it is on."""
    ranked: Sequence[RowAnswer] = [row for row in board.rows if row.rank]
    if not ranked:
        return _any("unit", [board.unit])
    first = ranked[0].competitor
    return Need(what="leader", codes=frozenset({first.code}), values=frozenset({first.name}))


def _own_result(event: EventAnswer, athlete: str) -> list[Need]:
    """The place of an athlete in the last unit that has one of hers."""
    rows = [row for board in event.boards for row in board.rows if row.competitor.code == athlete and row.rank]
    return [Need(what="place", values=frozenset({rows[-1].rank or ""}))] if rows else []
