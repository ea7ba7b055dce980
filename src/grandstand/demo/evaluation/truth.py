"""Which of the told facts are so: each sentence is looked up in the Games' own answers, not believed.

A value counts as true only with what it is said of: the time of the winner is false beside the second's name.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from grandstand.assistant.models import FactKind, SaidFact, SourceEvent, SourcePart, StatementEvent
from grandstand.demo.evaluation.cast import Cast
from grandstand.demo.evaluation.claims import COLOURS, holds
from grandstand.demo.evaluation.facades import Facade
from grandstand.demo.evaluation.looks import Looks, Place, Said, said_by, values_of
from grandstand.demo.evaluation.models import Asked, Checked, Verdict
from grandstand.live import ChangesAnswer, NothingThere, NowAnswer, Placeholder, names

SINCE_S = 86_400.0
FIGURES = ("rank", "gold", "silver", "bronze", "total")
PLACEHOLDERS = {each.value for each in Placeholder}
PAIRS = {"value": "first", "rank": "first", "other": "second"}
"""In a sentence about two: whose each value is, by their slots."""
NO_VALUE = "–"
MEASURES = {
    "weather-air": "air_c",
    "weather-snow": "snow_c",
    "weather-ice": "ice_c",
    "weather-humidity": "humidity_percent",
    "weather-wind": "wind_m_s",
    "weather-cover": "snow_name",
    "weather": "condition_name",
}
"""What a sentence about the weather tells, by its id."""


class Truth:
    """Looks up what was told.

    Args:
        facade: the Games' own answers.
        cast: who and what there is.
        zone: of the asker.
    """

    def __init__(self, facade: Facade, cast: Cast, zone: str) -> None:
        self._facade, self._cast, self._zone = facade, cast, zone

    async def checked(self, asked: Asked, language: str, heard: Sequence[object]) -> tuple[Checked, ...]:
        """The facts of an answer with their verdicts.

        Args:
            asked: the question.
            language: of the answer.
            heard: its events.
        """
        sources = [each.source for each in heard if isinstance(each, SourceEvent)]
        live = {each.id for each in sources if each.part is SourcePart.LIVE}
        told = [each for each in heard if isinstance(each, StatementEvent)]
        people = self._cast.people
        about = tuple(fact.code for each in told for fact in each.facts if fact.code in people and fact.code)
        place = Place(asked=asked, language=language, zone=self._zone, about=about)
        found: list[Checked] = []
        said: Said | None = None
        for each in told:
            said = said_by(each, self._cast, said)
            looks = Looks(self._facade, self._cast, place, each, said)
            rests = [fact for fact in each.facts if fact.source in live]
            is_held = await _held(looks) if rests else True
            for fact in each.facts:
                verdict = Verdict.UNKNOWN
                if fact.source in live:
                    verdict = await verdict_of(looks, fact) if is_held else Verdict.FALSE
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


async def _held(looks: Looks) -> bool:
    try:
        return await holds(looks)
    except NothingThere:
        return False


async def verdict_of(looks: Looks, fact: SaidFact) -> Verdict:
    """Whether the fact is so, with what else its sentence says."""
    look = BY_KIND.get(fact.kind)
    if look is None:
        return Verdict.UNKNOWN
    try:
        return await look(looks, fact)
    except NothingThere:
        return Verdict.FALSE


async def _name(looks: Looks, fact: SaidFact) -> Verdict:
    """Whether it is called so, and belongs into this sentence."""
    code, value, known, there = fact.code, str(fact.value), names(looks.place.language), looks.cast
    if code is None:
        return Verdict.UNKNOWN
    if code in there.units or code in there.events_set:
        event = there.units[code].event if code in there.units else code
        return _so(known.event(event) in value)
    if code in there.venues:
        return _so(known.venue(code) == value and await _is_there(looks, code))
    if code in there.disciplines or code in PLACEHOLDERS:
        called = known.discipline(code) if code in there.disciplines else known.placeholder(Placeholder(code))
        return _so(called == value)
    if code in looks.said.delegations:
        return _so(known.country(code) == value and await _fits_country(looks, code))
    return await _person(looks, code, value)


async def _is_there(looks: Looks, venue: str) -> bool:
    """Whether the unit of the sentence is at that venue."""
    unit = await looks.unit() if looks.names_unit else None
    return unit is None or unit.venue == venue


async def _fits_country(looks: Looks, code: str) -> bool:
    """Whether the athletes of the sentence start for that country."""
    people = [each for each in looks.said.people if each in looks.cast.people]
    return all([(await looks.athlete(each)).organisation == code for each in people])


async def _person(looks: Looks, code: str, value: str) -> Verdict:
    """Whether a competitor is called so and takes part in what the sentence is about."""
    if looks.statement.message == "premise-absent" or not looks.event_codes:
        return _so((await looks.athlete(code)).name in value)
    called = {each.name for each in await looks.competitors() if each.code == code}
    if not called and any(looks.is_of(each, code) for each in await looks.competitors()):
        called = {looks.cast.people[code]}
    return _so(any(name in value for name in called))


async def _result(looks: Looks, fact: SaidFact) -> Verdict:
    """A place or a result, of whom it is said of."""
    value = str(fact.value)
    if looks.statement.message in MEASURES:
        return await _measure(looks, fact)
    if looks.statement.message == "place-none":
        return Verdict.TRUE
    if not looks.event_codes:
        return Verdict.UNKNOWN
    if looks.statement.message.startswith("record"):
        return _so(value in {each.value for each in await looks.records() if _is_that_record(looks, each)})
    person = looks.code(PAIRS.get(fact.slot, ""))
    if person is not None and looks.code("second") is not None:
        return _so(value in values_of(await looks.rows([person])))
    people = looks.said.people or looks.said.delegations or looks.place.about or None
    told = {str(each.value) for each in looks.statement.facts if each.kind is FactKind.RESULT} - {NO_VALUE}
    return _so(any(told <= values_of([row]) for row in await looks.rows(people)))


def _is_that_record(looks: Looks, record: object) -> bool:
    """Whether the sentence tells of this record: of its kind and of who holds it."""
    kind, holder = looks.slot("kind"), looks.code("holder")
    competitor = getattr(record, "competitor", None)
    return (kind is None or getattr(record, "kind_name", None) == kind.value) and (
        holder is None or (competitor is not None and competitor.code == holder)
    )


async def _status(looks: Looks, fact: SaidFact) -> Verdict:
    value, unit = str(fact.value), await looks.unit()
    units = [unit] if unit is not None else [b.unit for e in await looks.events() for b in e.boards]
    if not units:
        return Verdict.UNKNOWN
    known = {name for each in units for name in (each.result_status_name, each.status_name)}
    return _so(value in known or (not value and None in known))


async def _number(looks: Looks, fact: SaidFact) -> Verdict:
    message = looks.statement.message
    if message == "day-count":
        known = looks.place.asked.filling.day is not None
        return _so(int(fact.value) == len(await looks.scheduled())) if known else Verdict.UNKNOWN
    who = looks.code("who") or looks.code("name")
    if who is not None:
        return await _count(looks, fact, who)
    if len(looks.said.delegations) == 1 and fact.slot in FIGURES:
        line = await looks.line(looks.said.delegations[0])
        return _so((0 if line is None else getattr(line, fact.slot)) == fact.value)
    return await _measure(looks, fact) if message in MEASURES else Verdict.UNKNOWN


async def _count(looks: Looks, fact: SaidFact, who: str) -> Verdict:
    """How many medals somebody has, of the colour and in the discipline of the sentence."""
    words = {*looks.statement.message.split("-"), fact.slot}
    discipline = looks.code("discipline")
    return _so(
        fact.value
        == sum(
            (not words & set(COLOURS) or each.colour.value in words)
            and (discipline is None or each.discipline == discipline)
            for each in await looks.won_by(who)
        )
    )


async def _instant(looks: Looks, fact: SaidFact) -> Verdict:
    at = datetime.fromisoformat(str(fact.value))
    if looks.statement.message == "happened":
        return _so(at in await _happened(looks))
    if looks.statement.message.startswith("weather"):
        weather = await looks.weather()
        return _so(weather is not None and weather.at == at)
    unit = await looks.unit()
    if unit is None:
        return Verdict.UNKNOWN
    return _so(at in {unit.start_at, unit.actual_start_at, unit.end_at, unit.actual_end_at})


async def _happened(looks: Looks) -> set[datetime]:
    """When what the sentence tells has happened: a line of the ticker, or a medal older than its lines."""
    texts = {str(each.value) for each in looks.statement.facts if each.kind is FactKind.TEXT}
    lines = cast("ChangesAnswer", await looks.changes(SINCE_S)).happenings
    found = {each.at for each in lines if each.text in texts}
    return found | {
        each.won_at
        for each in (await looks.table()).medals
        if any(each.competitor.name in text and each.event_name in text for text in texts)
    }


async def _day(looks: Looks, fact: SaidFact) -> Verdict:
    told, message = str(fact.value), looks.statement.message
    if message.startswith("day-"):
        wanted = looks.place.asked.filling.day
        return Verdict.UNKNOWN if wanted is None else _so(wanted.isoformat() == told)
    if message.startswith("record"):
        days = {each.set_on for each in await looks.records() if _is_that_record(looks, each)}
        return _so(told in {each.isoformat() for each in days if each is not None})
    unit = await looks.unit()
    if unit is not None and unit.start_at is not None:
        return _so(unit.start_at.astimezone(ZoneInfo(looks.place.zone)).date().isoformat() == told)
    for person in looks.said.people[:1]:
        born = (await looks.athlete(person)).birth_date
        return _so(born is not None and born.isoformat() == told)
    return Verdict.UNKNOWN


async def _text(looks: Looks, fact: SaidFact) -> Verdict:
    told, message = str(fact.value), looks.statement.message
    if message == "happened":
        return _so(bool(await _happened(looks)))
    if message in MEASURES:
        return await _measure(looks, fact)
    if message.startswith("record"):
        return _so(any(told in {each.kind_name, each.place} for each in await looks.records()))
    if message == "row-irm":
        return _so(told in values_of(await looks.rows(looks.said.people)))
    unit = await looks.unit()
    if unit is not None and told in {unit.start_text, unit.status_name}:
        return Verdict.TRUE
    now = cast("NowAnswer", await looks.now())
    is_announced = any(told in {each.title, each.text} for each in now.communications)
    return Verdict.TRUE if is_announced else Verdict.UNKNOWN


async def _measure(looks: Looks, fact: SaidFact) -> Verdict:
    """What was measured at the venue, of just that kind."""
    weather = await looks.weather()
    if weather is None:
        return Verdict.FALSE
    return _so(str(fact.value) == str(getattr(weather, MEASURES[looks.statement.message])))


def _so(is_so: bool) -> Verdict:  # noqa: FBT001 - what is so
    return Verdict.TRUE if is_so else Verdict.FALSE


BY_KIND: dict[FactKind, Callable[[Looks, SaidFact], Awaitable[Verdict]]] = {
    FactKind.NAME: _name,
    FactKind.RESULT: _result,
    FactKind.STATUS: _status,
    FactKind.NUMBER: _number,
    FactKind.INSTANT: _instant,
    FactKind.DAY: _day,
    FactKind.TEXT: _text,
}
