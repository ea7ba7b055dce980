"""Who takes part: fictional people, the teams they make, and how good they are. The same for the same seed."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from grandstand.demo.games.formats import Format, format_of
from grandstand.demo.games.naming import Name, invent_name
from grandstand.demo.games.nations import CULTURE_OF, NATIONS, NEUTRAL, Nation
from grandstand.demo.games.programme import Event, events

ENTRIES_OF_A_NATION = 4
"""Competitors of a nation in an event of individuals."""
PAIR = 2
PAIRS_FIELD = 14
"""From so many pairs on a strong nation has two of them."""
STRONG = 4.0
POOL_SURPLUS = 1.4
NATIONS_MIN = 30
FIRST_CODE = 1_000_001
BORN_FROM, BORN_DAYS = date(1990, 1, 1), 7300
OWN_PEOPLE = {("FSK", "PAIRS"), ("FSK", "DANCE"), ("IHO", "TEAM6"), ("CUR", "TEAM"), ("CUR", "DOUBLES")}
"""Events whose athletes take part in no other one."""


class Person(NamedTuple):
    code: str
    name: Name
    gender: str
    organisation: str
    born_on: date
    strength: float


class Side(NamedTuple):
    """What competes: a person or a team. Strength is about 0 on average; more is better."""

    code: str
    type: str
    organisation: str
    name: str
    members: tuple[Person, ...]
    strength: float
    bib: int = 0


Entries: TypeAlias = Mapping[Event, tuple[Side, ...]]
"""Who takes part in each event."""


def chance_of(*parts: object) -> random.Random:
    """Chance that depends on these parts alone, whatever else has been played."""
    return random.Random("/".join(map(str, parts)))  # noqa: S311 - a game, and the same one every time


class Roster:
    """Everybody, by event and by discipline.

    Args:
        seed: of the Games.
        neutral: an event in which somebody without a nation is the favourite.
    """

    def __init__(self, seed: int, neutral: Event | None = None) -> None:
        self._seed = seed
        self._codes = FIRST_CODE
        self._pools: dict[tuple[str, str, str], list[Person]] = {}
        self.sides = {event: self._sides(event, format_of(event)) for event in events()}
        if neutral is not None:
            self.sides[neutral] = self._favour_neutral(neutral)

    def people(self, discipline: str, sides: Entries) -> list[tuple[Person, list[Event]]]:
        """The participants of a discipline by code, with their events."""
        found: dict[Person, list[Event]] = {}
        for event, side in _of_discipline(discipline, sides):
            for person in side.members:
                found.setdefault(person, []).append(event)
        return sorted(found.items())

    def teams(self, discipline: str, sides: Entries) -> list[tuple[Event, Side]]:
        """The teams of a discipline, in the order of its events."""
        return [each for each in _of_discipline(discipline, sides) if each[1].type == "T"]

    def reserve(self, side: Side) -> Person:
        """Somebody new of the same nation, who stands in for the last member of a team."""
        chance = chance_of(self._seed, "reserve", side.code)
        nation = next(each for each in NATIONS if each.code == side.organisation)
        return self._person(nation, side.members[-1].gender, chance)._replace(code=f"9{side.members[-1].code[1:]}")

    def _sides(self, event: Event, form: Format) -> tuple[Side, ...]:
        chance = chance_of(self._seed, "sides", event.rsc)
        count = form.entrants or max(form.stages[0].fields)
        if form.team == 1:
            found = self._individuals(event, count, chance)
        else:
            found = list(self._teams(event, count, form.team, chance))
        found.sort(key=lambda each: -each.strength + chance.gauss(0, 0.4))
        return tuple(side._replace(bib=number) for number, side in enumerate(found, start=1))

    def _individuals(self, event: Event, count: int, chance: random.Random) -> list[Side]:
        pool = self._pool(event, round(count * POOL_SURPLUS), chance)
        form = {person: person.strength + chance.gauss(0, 0.8) for person in pool}
        ordered = sorted(pool, key=lambda each: -form[each])
        taken: Counter[str] = Counter()
        chosen: list[Person] = []
        for person in ordered:
            if taken[person.organisation] < ENTRIES_OF_A_NATION and len(chosen) < count:
                taken[person.organisation] += 1
                chosen.append(person)
        # Where the large nations have filled the pool, their next ones take part as well.
        chosen += [each for each in ordered if each not in chosen][: count - len(chosen)]
        return [_individual(person, form[person]) for person in chosen]

    def _favour_neutral(self, event: Event) -> tuple[Side, ...]:
        sides = list(self.sides[event])
        best = max(side.strength for side in sides)
        at = next((at for at, side in enumerate(sides) if side.organisation == NEUTRAL), len(sides) - 1)
        if sides[at].organisation != NEUTRAL:
            nation = next(each for each in NATIONS if each.code == NEUTRAL)
            chance = chance_of(self._seed, "neutral")
            sides[at] = _individual(self._person(nation, event.gender, chance), best)._replace(bib=sides[at].bib)
        sides[at] = sides[at]._replace(strength=best + 3)
        return tuple(sides)

    def _teams(self, event: Event, count: int, size: int, chance: random.Random) -> Iterator[Side]:
        used: set[str] = set()
        left = count
        for nation in self._nations(chance, teams=True):
            two = size == PAIR and count >= PAIRS_FIELD and nation.weight > STRONG
            for number in (1, 2) if two else (1,):
                if left:
                    left -= 1
                    yield self._team(event, nation, number, size, chance, used)

    def _team(
        self, event: Event, nation: Nation, number: int, size: int, chance: random.Random, used: set[str]
    ) -> Side:
        members: list[Person] = []
        for at in range(size):
            gender = "WM"[at % 2] if event.gender == "X" else event.gender
            pool = self._pools.setdefault(_pool_key(event, gender), [])
            free = (each for each in pool if each.organisation == nation.code and each.code not in used)
            member = next(free, None) or self._person(nation, gender, chance)
            if member not in pool:
                pool.append(member)
            used.add(member.code)
            members.append(member)
        strength = sum(each.strength for each in members) / size + chance.gauss(0, 0.4)
        code = f"{event.discipline}{event.gender}{event.code}-{nation.code}{number:02}"
        name = " / ".join(each.name.family.title() for each in members) if size == PAIR else nation.code
        return Side(code, "T", nation.code, name, tuple(members), strength)

    def _pool(self, event: Event, count: int, chance: random.Random) -> list[Person]:
        pool = self._pools.setdefault(_pool_key(event, event.gender), [])
        nations = self._nations(chance)[: max(NATIONS_MIN, count)]
        weights = [each.weight + 0.5 for each in nations]
        while len(pool) < count:
            pool.append(self._person(chance.choices(nations, weights)[0], event.gender, chance))
        return pool

    def _nations(self, chance: random.Random, *, teams: bool = False) -> list[Nation]:
        """The nations, the large ones sooner; neutral athletes make no teams."""
        usable = [each for each in NATIONS if not (teams and each.code == NEUTRAL)]
        return sorted(usable, key=lambda each: -(each.weight**0.5) * chance.uniform(0.1, 1.0))

    def _person(self, nation: Nation, gender: str, chance: random.Random) -> Person:
        code = str(self._codes)
        self._codes += 1
        return Person(
            code=code,
            name=invent_name(CULTURE_OF[nation.code], gender, chance),
            gender=gender,
            organisation=nation.code,
            born_on=BORN_FROM + timedelta(days=chance.randrange(BORN_DAYS)),
            strength=chance.gauss(0.12 * nation.weight - 0.4, 0.8),
        )


def _of_discipline(discipline: str, sides: Entries) -> Iterator[tuple[Event, Side]]:
    for event, entries in sides.items():
        if event.discipline == discipline:
            yield from ((event, side) for side in entries)


def _pool_key(event: Event, gender: str) -> tuple[str, str, str]:
    """Events of a discipline share their people, but for those that have people of their own."""
    own = event.code if (event.discipline, event.code) in OWN_PEOPLE else ""
    return event.discipline, gender, own


def _individual(person: Person, strength: float) -> Side:
    return Side(
        code=person.code,
        type="A",
        organisation=person.organisation,
        name=f"{person.name.given} {person.name.family}",
        members=(person,),
        strength=strength,
    )
