"""Which of the told facts are so: each sentence is looked up in the Games' own answers, not believed.

A value counts as true only with what it is said of: the time of the winner is false beside the second's name.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, cast
from zoneinfo import ZoneInfo

from grandstand.assistant.models import FactKind, Part, SaidFact, SourceEvent, StatementEvent
from grandstand.demo.evaluation.cast import Cast
from grandstand.demo.evaluation.facades import Facade
from grandstand.demo.evaluation.models import Asked, Checked, Verdict
from grandstand.live import (
    AthleteAnswer,
    ChangesAnswer,
    EventAnswer,
    Kind,
    MedalTableAnswer,
    NothingThere,
    NowAnswer,
    Question,
    RowAnswer,
    ScheduleAnswer,
    UnitAnswer,
    names,
)
from grandstand.live.answers import RecordAnswer, VenueAnswer

COLOURS = ("gold", "silver", "bronze")
FIRST_MESSAGES = ("won", "leads", "led")
"""Sentences that say who is first begin so."""
SINCE = timedelta(hours=24)
FIGURES = ("rank", "gold", "silver", "bronze", "total")
OF_A_RESULT = frozenset({FactKind.RESULT, FactKind.STATUS})


class Said(NamedTuple):
    """What a sentence names, by kind; `unit` may be that of the sentence before."""

    unit: str | None
    events: tuple[str, ...]
    people: tuple[str, ...]
    delegations: tuple[str, ...]
    venues: tuple[str, ...]


class Truth:
    """Looks up what was told.

    Args:
        facade: the Games' own answers.
        cast: who and what there is.
        zone: of the asker.
    """

    def __init__(self, facade: Facade, cast: Cast, zone: str) -> None:
        self._facade, self._cast, self._zone = facade, cast, zone
        self._events = frozenset(cast.events)

    async def checked(self, asked: Asked, language: str, heard: Sequence[object]) -> tuple[Checked, ...]:
        """The facts of an answer with their verdicts.

        Args:
            asked: the question.
            language: of the answer.
            heard: its events.
        """
        live = {
            each.source.id for each in heard if isinstance(each, SourceEvent) and each.source.part is Part.LIVE
        }
        found: list[Checked] = []
        unit: str | None = None
        told = [each for each in heard if isinstance(each, StatementEvent)]
        about = tuple(
            fact.code
            for each in told
            for fact in each.facts
            if fact.code is not None and fact.code in self._people
        )
        for each in told:
            said = self._named(each, unit)
            unit = said.unit
            one = _Sentence(self._facade, self._cast, self._zone, asked, language, each, said, about)
            for fact in each.facts:
                verdict = Verdict.UNKNOWN
                if fact.source in live:
                    verdict = await one.verdict(fact)
                found.append(
                    Checked(
                        kind=fact.kind.value,
                        value=fact.value,
                        code=fact.code,
                        verdict=verdict,
                        message=each.message,
                        text=each.text,
                    )
                )
        return tuple(found)

    @property
    def _people(self) -> dict[str, str]:
        return self._cast.people

    def _named(self, statement: StatementEvent, before: str | None) -> Said:
        codes = [fact.code for fact in statement.facts if fact.kind is FactKind.NAME and fact.code]
        units = [code for code in codes if code in self._cast.units and code not in self._events]
        events = tuple(code for code in codes if code in self._events)
        delegations = tuple(code for code in codes if len(code) == 3 and code not in self._cast.disciplines)  # noqa: PLR2004 - letters of a country
        venues = tuple(code for code in codes if code in self._cast.venues)
        known = {*units, *events, *delegations, *venues, *self._cast.disciplines}
        return Said(
            unit=units[0] if units else (None if events else before),
            events=events,
            people=tuple(code for code in codes if code not in known),
            delegations=delegations,
            venues=venues,
        )


class _Sentence:
    """One sentence and the answers that it has to agree with."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a sentence stands in
        self,
        facade: Facade,
        cast_: Cast,
        zone: str,
        asked: Asked,
        language: str,
        statement: StatementEvent,
        said: Said,
        about: tuple[str, ...],
    ) -> None:
        self._facade, self._cast, self._zone = facade, cast_, zone
        self._asked, self._language = asked, language
        self._statement, self._said, self._about = statement, said, about

    async def verdict(self, fact: SaidFact) -> Verdict:
        """Whether the fact is so, with what else its sentence says."""
        by_kind = {
            FactKind.NAME: self._name,
            FactKind.RESULT: self._value,
            FactKind.STATUS: self._status,
            FactKind.NUMBER: self._number,
            FactKind.INSTANT: self._instant,
            FactKind.DAY: self._day,
            FactKind.TEXT: self._text,
        }
        look = by_kind.get(fact.kind)
        if look is None:
            return Verdict.UNKNOWN
        try:
            return await look(fact)
        except NothingThere:
            return Verdict.FALSE

    async def _name(self, fact: SaidFact) -> Verdict:
        """Whether it is called so, and may stand in this sentence."""
        code, value, known = fact.code, str(fact.value), names(self._language)
        if code is None:
            return Verdict.UNKNOWN
        if code in self._cast.units or code in self._cast.events:
            event = self._cast.units[code].event if code in self._cast.units else code
            return _so(known.event(event) in value)
        if code in self._cast.venues:
            return _so(known.venue(code) == value and await self._is_there(code))
        if code in self._cast.disciplines:
            return _so(known.discipline(code) == value)
        if code in self._said.delegations:
            return _so(known.country(code) == value and await self._fits_country(code))
        return await self._person(code, value)

    async def _person(self, code: str, value: str) -> Verdict:
        """Whether a competitor is called so, and took part, won or led as the sentence says."""
        events = [*self._said.events, *([self._event_of_unit] if self._said.unit else [])]
        if not events:
            if code in self._cast.people:
                return _so(self._cast.people[code] in value)
            athlete = cast("AthleteAnswer", await self._ask(Kind.ATHLETE, code))
            return _so(athlete.name in value)
        found = [await self._event(event) for event in events if event is not None]
        called = {
            row.competitor.name
            for event in found
            for board in event.boards
            for row in board.rows
            if row.competitor.code == code
        } | {each.competitor.name for event in found for each in event.medals if each.competitor.code == code}
        called |= {
            each.competitor.name
            for event in found
            for each in event.records
            if each.competitor is not None and each.competitor.code == code
        }
        return _so(any(name in value for name in called) and self._has_done(code, found))

    def _has_done(self, code: str, found: Iterable[EventAnswer]) -> bool:
        """Whether she has won that medal, or is first, where the sentence says so."""
        words = self._statement.message.split("-")
        for colour in COLOURS:
            if colour in words:
                return any(
                    each.competitor.code == code and each.colour == colour
                    for event in found
                    for each in event.medals
                )
        if words[0] in FIRST_MESSAGES and self._said.unit is not None:
            rows = [row for row in self._rows_of_unit(found) if row.rank]
            return bool(rows) and code in {row.competitor.code for row in rows if row.rank == rows[0].rank}
        return True

    def _rows_of_unit(self, found: Iterable[EventAnswer]) -> Iterator[RowAnswer]:
        for event in found:
            for board in event.boards:
                if board.unit.unit == self._said.unit:
                    yield from board.rows

    async def _fits_country(self, code: str) -> bool:
        """Whether an athlete of the sentence starts for that country."""
        for person in self._said.people:
            if person in self._cast.people:
                athlete = cast("AthleteAnswer", await self._ask(Kind.ATHLETE, person))
                if athlete.organisation != code:
                    return False
        return True

    async def _is_there(self, venue: str) -> bool:
        """Whether the unit of the sentence is at that venue."""
        unit = await self._unit()
        return unit is None or not self._names_unit or unit.venue == venue

    @property
    def _names_unit(self) -> bool:
        return any(fact.code == self._said.unit for fact in self._statement.facts)

    async def _value(self, fact: SaidFact) -> Verdict:
        """A place or a result: one row, of whom the sentence is about, has every value of the sentence."""
        value = str(fact.value)
        if self._said.venues and not self._said.unit:
            return _so(value in await self._weather())
        records = await self._records()
        if any(each.value == value and self._holds(each) for each in records):
            return Verdict.TRUE
        rows = await self._rows()
        if not rows:
            return Verdict.UNKNOWN if self._event_of_unit is None and not self._said.events else Verdict.FALSE
        told = {str(each.value) for each in self._statement.facts if each.kind is FactKind.RESULT} - {"–", ""}
        return _so(any(told <= _values_of(row) for row in rows))

    def _holds(self, record: RecordAnswer) -> bool:
        people = self._said.people
        return not people or (record.competitor is not None and record.competitor.code in people)

    async def _rows(self) -> list[RowAnswer]:
        """The rows that the sentence may be about."""
        events = [*self._said.events, *([self._event_of_unit] if self._said.unit else [])]
        people = self._said.people or self._about
        found = []
        for code in events:
            for board in (await self._event(code)).boards if code is not None else ():
                if self._said.unit is None or board.unit.unit == self._said.unit:
                    found += [row for row in board.rows if not people or self._is_among(row, people)]
        return found

    def _is_among(self, row: RowAnswer, people: Iterable[str]) -> bool:
        called = {self._cast.people.get(code) for code in people}
        return row.competitor.code in people or any(member in called for member in row.competitor.members)

    async def _records(self) -> list[RecordAnswer]:
        """Those of the events of the sentence."""
        found: list[RecordAnswer] = []
        for code in (*self._said.events, *([self._event_of_unit] if self._said.unit else [])):
            if code is not None:
                found += (await self._event(code)).records
        return found

    async def _status(self, fact: SaidFact) -> Verdict:
        unit, value = await self._unit(), str(fact.value)
        if unit is None:
            events = [await self._event(code) for code in self._said.events]
            units = [board.unit for event in events for board in event.boards]
            known = {name for each in units for name in (each.result_status_name, each.status_name)}
            return _so(value in known or not value) if units else Verdict.UNKNOWN
        named = {unit.result_status_name, unit.status_name} - {None}
        return _so(value in named or (not value and not named))

    async def _number(self, fact: SaidFact) -> Verdict:
        if self._said.delegations:
            return await self._figure(fact)
        if self._statement.message.startswith("day-count") and self._asked.filling.day is not None:
            return _so(int(fact.value) == len(await self._scheduled()))
        return Verdict.UNKNOWN

    async def _figure(self, fact: SaidFact) -> Verdict:
        """A number of medals, or a place in the table, of the country of the sentence."""
        table = cast("MedalTableAnswer", await self._ask(Kind.MEDALS))
        lines = {line.organisation: line for line in table.lines}
        found = [lines[code] for code in self._said.delegations if code in lines]
        slot = next((each for each in FIGURES if fact.slot.startswith(each)), None)
        if len(found) == 1 and slot is not None and fact.slot == slot:
            return _so(getattr(found[0], slot) == fact.value)
        if not found:
            return _so(fact.value == 0)
        figures = {getattr(line, each) for line in found for each in FIGURES}
        return Verdict.TRUE if fact.value in figures else Verdict.UNKNOWN

    async def _instant(self, fact: SaidFact) -> Verdict:
        at = datetime.fromisoformat(str(fact.value))
        if self._statement.message.startswith("happened"):
            return _so(any(each == at for each, _ in await self._happened()))
        unit = await self._unit()
        if unit is not None:
            return _so(at in {unit.start_at, unit.actual_start_at, unit.end_at, unit.actual_end_at})
        for venue in self._said.venues:
            weather = cast("VenueAnswer", await self._ask(Kind.VENUE, venue)).weather
            return _so(weather is not None and weather.at == at)
        return Verdict.UNKNOWN

    async def _day(self, fact: SaidFact) -> Verdict:
        told = str(fact.value)
        for person in self._said.people:
            if not self._said.events and self._said.unit is None:
                athlete = cast("AthleteAnswer", await self._ask(Kind.ATHLETE, person))
                return _so(athlete.birth_date is not None and athlete.birth_date.isoformat() == told)
        records = await self._records()
        if any(each.set_on is not None and each.set_on.isoformat() == told for each in records):
            return Verdict.TRUE
        if self._statement.message.startswith("day-"):
            wanted = self._asked.filling.day
            return Verdict.UNKNOWN if wanted is None else _so(wanted.isoformat() == told)
        unit = await self._unit()
        if unit is not None and unit.start_at is not None:
            return _so(unit.start_at.astimezone(ZoneInfo(self._zone)).date().isoformat() == told)
        return Verdict.UNKNOWN

    async def _text(self, fact: SaidFact) -> Verdict:
        told = str(fact.value)
        if self._statement.message.startswith("happened"):
            return _so(bool(await self._happened()))
        if self._said.venues:
            return _so(told in await self._weather())
        records = await self._records()
        if any(told in {each.kind_name, each.place, each.kind, each.value} for each in records):
            return Verdict.TRUE
        unit = await self._unit()
        if unit is not None and told in {unit.start_text, unit.status_name}:
            return Verdict.TRUE
        now = cast("NowAnswer", await self._ask(Kind.NOW))
        return (
            Verdict.TRUE
            if any(told in {each.title, each.text} for each in now.communications)
            else Verdict.UNKNOWN
        )

    async def _weather(self) -> set[str]:
        found: set[str] = set()
        for code in self._said.venues:
            weather = cast("VenueAnswer", await self._ask(Kind.VENUE, code)).weather
            if weather is not None:
                figures = weather.air_c, weather.snow_c, weather.ice_c, weather.humidity_percent, weather.wind_m_s
                named = weather.condition_name, weather.snow_name, weather.wind_from
                found |= {each for each in (*figures, *named) if each is not None}
        return found

    async def _scheduled(self) -> list[UnitAnswer]:
        filling = self._asked.filling
        question = Question(kind=Kind.SCHEDULE, day=filling.day, zone=self._zone, language=self._language)
        schedule = cast("ScheduleAnswer", await self._facade.answer(question))
        return [
            each
            for each in schedule.units
            if (filling.discipline is None or each.discipline == filling.discipline)
            and (filling.venue is None or each.venue == filling.venue)
            and (filling.event is None or each.event == filling.event)
        ]

    async def _happened(self) -> list[tuple[datetime, str]]:
        """When what the sentence tells has happened: a line of the ticker, or a medal older than its lines."""
        texts = {str(each.value) for each in self._statement.facts if each.kind is FactKind.TEXT}
        at = self._cast.at
        changes = await self._facade.changes_between(at - SINCE, at, self._language)
        lines = [(each.at, each.text) for each in cast("ChangesAnswer", changes).happenings]
        table = cast("MedalTableAnswer", await self._ask(Kind.MEDALS))
        medals = [
            (each.won_at, text)
            for each in table.medals
            for text in texts
            if each.competitor.name in text and each.event_name in text
        ]
        return [(when, text) for when, text in (*lines, *medals) if text in texts]

    @property
    def _event_of_unit(self) -> str | None:
        unit = self._cast.units.get(self._said.unit or "")
        return None if unit is None else unit.event

    async def _unit(self) -> UnitAnswer | None:
        """The unit of the sentence, in the answer's language."""
        event = self._event_of_unit
        if event is None:
            return None
        boards = (await self._event(event)).boards
        return next((board.unit for board in boards if board.unit.unit == self._said.unit), None)

    async def _event(self, code: str) -> EventAnswer:
        return cast("EventAnswer", await self._ask(Kind.EVENT, code))

    async def _ask(self, kind: Kind, code: str = "") -> object:
        return await self._facade.answer(Question(kind=kind, code=code, language=self._language, zone=self._zone))


def _values_of(row: RowAnswer) -> set[str]:
    """Everything that the row says, also of its runs."""
    own = {row.rank, row.value, row.diff, row.irm, row.irm_name, row.qualification}
    runs = {value for run in row.runs for value in (run.value, run.rank, run.diff)}
    return {value for value in own | runs if value is not None}


def _so(is_so: bool) -> Verdict:  # noqa: FBT001 - what is so
    return Verdict.TRUE if is_so else Verdict.FALSE
