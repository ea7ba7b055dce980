"""The best ever in the races against the clock on the oval, and what becomes of them. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from grandstand.demo.games.athletes import Person, Side, chance_of
from grandstand.demo.games.formats import VENUE_OF, VENUES, format_of
from grandstand.demo.games.layout import attributes, competitor
from grandstand.demo.games.lines import Line, Measure
from grandstand.demo.games.naming import invent_name
from grandstand.demo.games.nations import NATIONS
from grandstand.demo.games.programme import Event, events

RECORD = "DT_RECORD"
KINDS = (("WR", 0.037), ("OR", 0.028), ("TR", 0.017))
"""How far a record lies below what is usual."""
PLACES = ("Lakeside", "Highfield", "Norrby", "Tarn Valley", "Great Basin")
EARLIER_DAYS = (300, 4500)
FIRST_CODE = 8_000_000
STRONG = 2.0


class Best(NamedTuple):
    """A record: less is better."""

    kind: str
    merit: int
    side: Side
    set_on: date
    place: str
    is_new: bool = False


def recorded_events() -> list[Event]:
    """Those of which there are records."""
    return [each for each in events() if each.discipline == "SSK" and each.code[0].isdigit()]


def measure_of(event: Event) -> Measure:
    form = format_of(event)
    return Measure(form.is_time, form.decimals)


def standing_records(seed: int, event: Event, opens_on: date) -> tuple[Best, ...]:
    """The records before the Games, by people who do not take part."""
    chance, par = chance_of(seed, "records", event.rsc), format_of(event).par
    nations = [each for each in NATIONS if each.weight >= STRONG]
    found = []
    for number, (kind, below) in enumerate(KINDS):
        nation = chance.choice(nations)
        person = Person(
            code=str(FIRST_CODE + 10 * recorded_events().index(event) + number),
            name=invent_name(nation.culture, event.gender, chance),
            gender=event.gender,
            organisation=nation.code,
            born_on=opens_on,
            strength=0.0,
        )
        side = Side(person.code, "A", nation.code, f"{person.name.given} {person.name.family}", (person,), 0.0)
        found.append(
            Best(
                kind=kind,
                merit=measure_of(event).merit(par * (1 - below + chance.uniform(-0.002, 0.002))),
                side=side,
                set_on=opens_on - timedelta(days=chance.randint(*EARLIER_DAYS)),
                place=VENUES[VENUE_OF["SSK"]] if kind == "TR" else chance.choice(PLACES),
            )
        )
    return tuple(found)


def beaten(bests: Sequence[Best], line: Line, on: date) -> tuple[Best, ...]:
    """The records after somebody has won with this."""
    assert line.merit is not None
    place = VENUES[VENUE_OF["SSK"]]
    new = Best("", line.merit, line.side, on, place, is_new=True)
    return tuple(new._replace(kind=best.kind) if line.merit < best.merit else best for best in bests)


def records(event: Event, bests: Sequence[Best]) -> str:
    """The records as an element."""
    measure = measure_of(event)
    inside = "".join(
        f'<RecordType RecordType="{best.kind}" Order="{order}"><RecordData{_head(best, measure)}>'
        f"{competitor(best.side)}</RecordData></RecordType>"
        for order, best in enumerate(bests, start=1)
    )
    return f'<Record Code="{event.rsc}">{inside}</Record>'


def _head(best: Best, measure: Measure) -> str:
    return attributes(
        [
            ("ResultType", "TIME"),
            ("Result", measure.shown(best.merit)),
            ("Date", best.set_on),
            ("Place", best.place),
            ("New", "Y" if best.is_new else None),
        ]
    )
