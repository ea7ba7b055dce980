"""Who and what a question is about: athletes, delegations, events, disciplines and venues, named in its middle.

In the asker's language and in English, since every phone can write that; people and countries in every spelling.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from grandstand.live.gazetteer import ARABIC, EXACT, Gazetteer, Spot, forms_of
from grandstand.live.gender_words import GENDER_WORDS
from grandstand.live.models import Participant
from grandstand.live.namable import Namable, Namables
from grandstand.live.names import Names, country_names, names
from grandstand.live.reader import Pace
from grandstand.live.rsc import CUTS, FILL, Rsc, discipline
from grandstand.live.search import INDEXES_MAX
from grandstand.live.spelling import UNSPACED, spellings
from grandstand.live.tell import GENDER_AT, Teller
from grandstand.live.view import View

QUESTION_CHARACTERS_MAX = 500
"""What stands behind is not looked at: nobody names her athlete there."""
ATHLETE, DELEGATION, DISCIPLINE, EVENT, VENUE = "athlete", "delegation", "discipline", "event", "venue"
DISTANCE_MIN = 500
"""A number from this on may stand for a race over so many metres: "who won the 1500?"."""
TELLING_MIN = 6
"""Letters of the first word of a name by which an event is known without the others."""
SMALL_MIN = 4
"""Letters of a family name that is written small: shorter ones are words of some language, such as "da"."""
BEGINNING_MIN = 5
"""Letters of a beginning that other words hardly have."""
METRES = (
    "m",
    "meter",
    "meters",
    "metre",
    "metres",
    "mètres",
    "metri",
    "metros",
    "metrów",
    "метров",
    "م",
    "متر",
    "मीटर",
)
KILOMETRES = (
    "km", "kilometer", "kilometre", "kilometres", "kilomètres", "chilometri", "kilómetros", "quilómetros",
    "quilômetros", "kilometrów", "км", "километров", "كم", "كيلومتر", "किमी", "किलोमीटर",
)  # fmt: skip


class Named(NamedTuple):
    """One meaning of a name.

    `code` of an event is what its events for men and for women share, such as ALP-DOWNHILL; `gender` of one
    whose name says it.
    """

    kind: str
    code: str
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a question names, each in the order in which it stands there.

    Args:
        athletes, delegations, disciplines, venues: codes.
        events: of the Games' events those that may be meant: by their names, narrowed by discipline and gender.
        gender: M, W or X where it is said.
        rest: the question without the names, which are replaced by their kind: "when does {event} start".
    """

    athletes: tuple[str, ...]
    delegations: tuple[str, ...]
    disciplines: tuple[str, ...]
    events: tuple[Rsc, ...]
    venues: tuple[str, ...]
    gender: str | None
    rest: str


class _Built(NamedTuple):
    of: object
    names: Gazetteer[Named]


class Spotter:
    """The gazetteers of one process: of people, and of everything else in each language that was asked in."""

    def __init__(self) -> None:
        self._people: _Built | None = None
        self._things: dict[str, _Built] = {}
        self._namables = Namables()
        self._building_people = asyncio.Lock()

    async def mentions(self, teller: Teller, question: str) -> Mentions:
        """Who and what the question is about; the teller's language is the asker's."""
        text = question[:QUESTION_CHARACTERS_MAX]
        people = await self._people_of(teller.view)
        things = _named(self._things_of(teller).find(text), text, teller.names.language)
        spots = _apart(things, _sure(people.find(text), text))
        return _mentions(teller, text, spots)

    async def _people_of(self, view: View) -> Gazetteer[Named]:
        # It takes seconds, and other requests go on meanwhile: a crowd that comes at once shares one.
        async with self._building_people:
            return await self._built_people(view)

    async def _built_people(self, view: View) -> Gazetteer[Named]:
        state = (view, view.people_revision)
        if self._people is None or self._people.of != state:
            built, pace = Gazetteer[Named](), Pace()
            for each in list(view.participants.values()):
                for name in _called(each):
                    built.add(name, Named(ATHLETE, each.code))
                await pace.breathe()
            self._people = _Built(state, built)
        return self._people.names

    def _things_of(self, teller: Teller) -> Gazetteer[Named]:
        language, namable = teller.names.language, self._namables.of(teller)
        kept = self._things.get(language)
        if kept is None or kept.of != namable:
            if len(self._things) >= INDEXES_MAX:
                self._things.clear()
            kept = self._things[language] = _Built(namable, _gazetteer(teller.names, namable))
        return kept.names


def _called(participant: Participant) -> Iterable[str]:
    """What a person may be called: her names in both orders, the family name, its last word."""
    local = participant.local_given_name, participant.local_family_name
    for given, family in ((participant.given_name, participant.family_name), local):
        if family:
            yield from (family, f"{given or ''} {family}", f"{family} {given or ''}", family.split()[-1])
    yield from (name for name in (participant.print_name, participant.tv_name) if name)


def _sure(people: list[Spot[Named]], text: str) -> list[Spot[Named]]:
    """Without single small words that are only like a family name: "metres" is no Mr Metrez."""
    return [
        spot
        for spot in people
        if " " in (called := text[spot.start : spot.end])
        or not called[0].islower()
        or (spot.how == EXACT and len(called) >= SMALL_MIN)
    ]


def _named(things: list[Spot[Named]], text: str, language: str) -> list[Spot[Named]]:
    """Without words for women and men that are only like a name: "النساء" is not "النمسا", Austria."""
    return [
        spot
        for spot in things
        if spot.how == EXACT or not _says_gender(text[spot.start : spot.end], language, spot.entry)
    ]


def _says_gender(word: str, language: str, entry: Named) -> bool:
    return entry.kind in {DELEGATION, VENUE} and gender_of(word, language) is not None


def _gazetteer(speaker: Names, namable: Namable) -> Gazetteer[Named]:
    built = Gazetteer[Named]()
    for each in {speaker.language: speaker, "en": names("en")}.values():
        telling = _telling_beginnings(each, namable.events)
        for event in namable.events:
            built.add(each.discipline(discipline(event)), Named(DISCIPLINE, discipline(event)))
            for gender, name in each.event_words(event).items():
                for alias in (*_aliases(name), *telling.get(name, ())):
                    built.add(alias, Named(EVENT, shared_code(event), gender))
        for venue in namable.venues:
            built.add(each.venue(venue), Named(VENUE, venue))
    for organisation in namable.organisations:
        for name in country_names(organisation):
            built.add(name, Named(DELEGATION, organisation))
    return built


def _telling_beginnings(speaker: Names, events: Collection[Rsc]) -> dict[str, tuple[str, ...]]:
    """Of each name of an event its first word, if it is long and no other event's name has it."""
    named = [(shared_code(event), name) for event in events for name in speaker.event_words(event).values()]
    users: dict[str, set[str]] = defaultdict(set)
    for code, name in named:
        for word in name.split():
            for form in forms_of(word):
                users[form].add(code)
    return {
        name: (first,)
        for _, name in named
        if len(first := name.partition(" ")[0]) >= TELLING_MIN
        and all(len(users[form]) == 1 for form in forms_of(first))
    }


def _aliases(name: str) -> Iterable[str]:
    """The name, with its parts in other orders of writing where it is a distance."""
    yield name
    number, _, unit = name.replace("\u00a0", " ").rpartition(" ")
    digits = "".join(letter for letter in number.rpartition(" ")[2] if letter.isdigit())
    for words in (METRES, KILOMETRES):
        if digits and unit in words:
            yield from (f"{digits} {word}" for word in words)
    if digits and unit in METRES and int(digits) >= DISTANCE_MIN:
        yield digits


def shared_code(event: Rsc) -> str:
    """What the events of a kind for men, women and both share: ALP-DOWNHILL."""
    return f"{discipline(event)}-{event[CUTS[1] : CUTS[2]].strip(FILL)}"


def _apart(things: list[Spot[Named]], people: list[Spot[Named]]) -> list[Spot[Named]]:
    """Both in their order; of a thing and a person at one place the longer name counts, then the thing."""

    def outdone(spot: Spot[Named], rivals: Iterable[Spot[Named]], *, ties: bool) -> bool:
        length = spot.end - spot.start
        overlapping = (each for each in rivals if each.start < spot.end and spot.start < each.end)
        return any(each.end - each.start + ties > length for each in overlapping)

    kept = [spot for spot in things if not outdone(spot, people, ties=False)]
    kept += [spot for spot in people if not outdone(spot, things, ties=True)]
    return sorted(kept, key=lambda spot: spot.start)


def _mentions(teller: Teller, text: str, spots: list[Spot[Named]]) -> Mentions:
    def codes(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(spot.entry.code for spot in spots if spot.entry.kind == kind))

    gender = gender_of(text, teller.names.language)
    disciplines = codes(DISCIPLINE)
    return Mentions(
        athletes=codes(ATHLETE),
        delegations=codes(DELEGATION),
        disciplines=disciplines,
        events=_events(teller.view, _event_names(spots), disciplines, gender),
        venues=codes(VENUE),
        gender=gender,
        rest=_without_names(text, spots),
    )


def _event_names(spots: Collection[Spot[Named]]) -> set[Named]:
    """The names of events; one that is a discipline's as well counts where there is no other."""
    disciplines = {spot[1:3] for spot in spots if spot.entry.kind == DISCIPLINE}
    found = [spot for spot in spots if spot.entry.kind == EVENT]
    return {spot.entry for spot in found if spot[1:3] not in disciplines} or {spot.entry for spot in found}


def _events(
    view: View, called: Collection[Named], disciplines: Collection[str], gender: str | None
) -> tuple[Rsc, ...]:
    """The Games' events that are called so; narrowed as far as something is left."""
    genders: dict[str, set[str | None]] = defaultdict(set)
    for name in called:
        genders[name.code].add(name.gender)
    found = sorted(event for event in view.events() if shared_code(event) in genders)
    found = [event for event in found if discipline(event) in disciplines] or found
    named = [event for event in found if event[GENDER_AT] in genders[shared_code(event)]]
    return tuple([event for event in found if event[GENDER_AT] == gender] or named or found)


def gender_of(text: str, language: str) -> str | None:
    """M, W or X, where the text says one of them; None where it says none, or several."""
    words = [form for word in text.split() for form in spellings(word.strip("?!.,;:،؟「」"))]
    found = {
        gender
        for each in {language, "en"}
        for gender, beginnings in GENDER_WORDS[each].items()
        for beginning in beginnings
        for folded in spellings(beginning)
        if (folded in text if UNSPACED.search(folded) else _begins(words, folded))
    }
    return found.pop() if len(found) == 1 else None


def _begins(words: Collection[str], beginning: str) -> bool:
    """Whether a word begins so; a short one must be the whole word, an Arabic one its end."""
    if ARABIC.match(beginning):
        return any(word.endswith(beginning) for word in words)
    if len(beginning) < BEGINNING_MIN:
        return any(word in {beginning, f"{beginning}s"} for word in words)
    return any(word.startswith(beginning) for word in words)


def _without_names(text: str, spots: Iterable[Spot[Named]]) -> str:
    parts, at = [], 0
    for spot in spots:
        if spot.start >= at:
            parts += [text[at : spot.start], "{", spot.entry.kind, "}"]
            at = spot.end
    return "".join([*parts, text[at:]])
