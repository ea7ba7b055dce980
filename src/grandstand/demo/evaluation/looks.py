"""One sentence of an answer, and the Games' own answers that it has to agree with."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple, cast

import msgspec

from grandstand.assistant.models import FactKind, SaidFact, StatementEvent
from grandstand.demo.evaluation.cast import Cast
from grandstand.demo.evaluation.facades import Facade
from grandstand.demo.evaluation.models import Asked
from grandstand.live import (
    AthleteAnswer,
    DelegationAnswer,
    EventAnswer,
    Kind,
    MedalTableAnswer,
    Question,
    RowAnswer,
    ScheduleAnswer,
    UnitAnswer,
)
from grandstand.live.answers import (
    CompetitorAnswer,
    MedalAnswer,
    MedalTableLine,
    RecordAnswer,
    VenueAnswer,
    WeatherAnswer,
)

LETTERS_OF_A_COUNTRY = 3
CONTINUED = "row"
"""Sentences about the unit of the sentence before begin so."""


class Said(NamedTuple):
    """What a sentence names, by kind; `unit` and `venues` may be those of the sentence before."""

    unit: str | None
    events: tuple[str, ...]
    people: tuple[str, ...]
    delegations: tuple[str, ...]
    venues: tuple[str, ...]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a sentence stands.

    Args:
        asked: the question.
        language, zone: of the answer.
        about: the athletes whom the answer names.
    """

    asked: Asked
    language: str
    zone: str
    about: tuple[str, ...]


def said_by(statement: StatementEvent, cast: Cast, before: Said | None) -> Said:
    """What the sentence names; what it leaves out is what the one before named."""
    codes = [fact.code for fact in statement.facts if fact.kind is FactKind.NAME and fact.code]
    events = tuple(code for code in codes if code in cast.events_set)
    units = [code for code in codes if code in cast.units and code not in events]
    venues = tuple(code for code in codes if code in cast.venues)
    delegations = tuple(
        code for code in codes if len(code) == LETTERS_OF_A_COUNTRY and code not in cast.disciplines
    )
    known = {*units, *events, *delegations, *venues, *cast.disciplines}
    unit = units[0] if units else None
    if unit is None and before is not None and statement.message.startswith(CONTINUED):
        unit = before.unit
    return Said(
        unit=unit,
        events=events,
        people=tuple(code for code in codes if code not in known),
        delegations=delegations,
        venues=venues or (before.venues if before is not None and not codes else ()),
    )


class Looks:
    """The look-ups for one sentence.

    Args:
        facade: the Games' own answers.
        cast: who and what there is.
        place: where the sentence stands.
        statement: the sentence.
        said: what it names.
    """

    def __init__(self, facade: Facade, cast: Cast, place: Place, statement: StatementEvent, said: Said) -> None:
        self._facade = facade
        self.cast, self.place, self.statement, self.said = cast, place, statement, said
        self._slots = {fact.slot: fact for fact in statement.facts}

    def slot(self, name: str) -> SaidFact | None:
        return self._slots.get(name)

    def code(self, slot: str) -> str | None:
        fact = self._slots.get(slot)
        return None if fact is None else fact.code

    @property
    def names_unit(self) -> bool:
        """Whether the sentence itself names its unit."""
        return any(fact.code == self.said.unit for fact in self.statement.facts)

    @property
    def event_codes(self) -> list[str]:
        """The events of the sentence, also that of its unit."""
        unit = self.cast.units.get(self.said.unit or "")
        return [*self.said.events, *([] if unit is None else [unit.event])]

    async def events(self) -> list[EventAnswer]:
        return [await self.event(code) for code in self.event_codes]

    async def event(self, code: str) -> EventAnswer:
        return cast("EventAnswer", await self._ask(Kind.EVENT, code))

    async def unit(self) -> UnitAnswer | None:
        """The unit of the sentence, in the answer's language."""
        for event in await self.events():
            for board in event.boards:
                if board.unit.unit == self.said.unit:
                    return board.unit
        return None

    async def rows(self, people: Sequence[str] | None = None) -> list[RowAnswer]:
        """The rows of the unit, or of the events where no unit is named, of these people or of everybody."""
        return [
            row
            for event in await self.events()
            for board in event.boards
            if self.said.unit is None or board.unit.unit == self.said.unit
            for row in board.rows
            if people is None or any(self.is_of(row.competitor, each) for each in people)
        ]

    async def medals(self) -> list[MedalAnswer]:
        return [medal for event in await self.events() for medal in event.medals]

    async def records(self) -> list[RecordAnswer]:
        return [record for event in await self.events() for record in event.records]

    async def competitors(self) -> list[CompetitorAnswer]:
        """Everybody who appears in the events of the sentence."""
        found = [row.competitor for event in await self.events() for board in event.boards for row in board.rows]
        found += [medal.competitor for medal in await self.medals()]
        found += [record.competitor for record in await self.records() if record.competitor is not None]
        for event in await self.events():
            for bracket in event.brackets:
                sides = (side for each in bracket.rounds for match in each.matches for side in match.sides)
                found += [side.competitor for side in sides if side.competitor is not None]
            found += [line.competitor for each in event.standings for line in each.lines]
        return found

    def is_of(self, competitor: CompetitorAnswer, code: str) -> bool:
        """Whether somebody is that competitor, of that team, or starts for that country."""
        return code in {competitor.code, competitor.organisation} or (
            self.cast.people.get(code) in competitor.members
        )

    async def athlete(self, code: str) -> AthleteAnswer:
        return cast("AthleteAnswer", await self._ask(Kind.ATHLETE, code))

    async def delegation(self, code: str) -> DelegationAnswer:
        return cast("DelegationAnswer", await self._ask(Kind.DELEGATION, code))

    async def table(self) -> MedalTableAnswer:
        return cast("MedalTableAnswer", await self._ask(Kind.MEDALS))

    async def line(self, delegation: str | None) -> MedalTableLine | None:
        lines = (await self.table()).lines
        return next((line for line in lines if line.organisation == delegation), None)

    async def won_by(self, code: str) -> list[MedalAnswer]:
        """The medals of a country or an athlete."""
        if code in self.said.delegations:
            return [each for each in (await self.table()).medals if each.competitor.organisation == code]
        return list((await self.athlete(code)).medals)

    async def weather(self) -> WeatherAnswer | None:
        for code in self.said.venues:
            return cast("VenueAnswer", await self._ask(Kind.VENUE, code)).weather
        return None

    async def scheduled(self) -> list[UnitAnswer]:
        """What is on, on the day and of the names that were filled into the question."""
        filling = self.place.asked.filling
        question = Question(
            kind=Kind.SCHEDULE, day=filling.day, zone=self.place.zone, language=self.place.language
        )
        schedule = cast("ScheduleAnswer", await self._facade.answer(question))
        return [each for each in schedule.units if is_asked_about(each, self.place.asked)]

    async def changes(self, since_s: float) -> object:
        """What has happened in the last so many seconds."""
        at = self.cast.at
        return await self._facade.changes_between(at - timedelta(seconds=since_s), at, self.place.language)

    async def now(self) -> object:
        return await self._ask(Kind.NOW)

    async def _ask(self, kind: Kind, code: str = "") -> object:
        return await self._facade.answer(
            Question(kind=kind, code=code, language=self.place.language, zone=self.place.zone)
        )


def is_asked_about(unit: UnitAnswer, asked: Asked) -> bool:
    """Whether a unit is of the discipline, the venue and the event that were filled in."""
    filling = asked.filling
    return (
        (filling.discipline is None or unit.discipline == filling.discipline)
        and (filling.venue is None or unit.venue == filling.venue)
        and (filling.event is None or unit.event == filling.event)
    )


def values_of(rows: Iterable[RowAnswer]) -> set[str]:
    """Everything that the rows say, also of their runs."""
    found: set[str | None] = set()
    for row in rows:
        found |= {row.rank, row.value, row.diff, row.irm, row.irm_name, row.qualification}
        found |= {value for run in row.runs for value in (run.value, run.rank, run.diff)}
    return {value for value in found if value is not None}
