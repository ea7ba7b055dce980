"""Who or what a word may mean: athletes, delegations, events and venues, by any spelling, in any language."""

import asyncio
from typing import NamedTuple, TypeAlias

from grandstand.live.answers import Match, SearchAnswer
from grandstand.live.models import Participant
from grandstand.live.namable import Namable, Namables
from grandstand.live.names import Names, country_names, names, person
from grandstand.live.reader import Pace
from grandstand.live.rsc import Rsc, discipline
from grandstand.live.spelling import Index
from grandstand.live.tell import Teller
from grandstand.live.view import View

MATCHES_MAX = 20
INDEXES_MAX = 32
ATHLETE, DELEGATION, EVENT, VENUE = "athlete", "delegation", "event", "venue"
WEIGHTS = {DELEGATION: 4, EVENT: 3, VENUE: 2, ATHLETE: 1}
"""Of equally good matches the one of which there are fewer comes first."""


Entry: TypeAlias = tuple[str, ...]
"""Its kind, its code."""


class _Indexed(NamedTuple):
    """An index, and what it was built of."""

    of: object
    entries: Index[Entry]


class Finder:
    """The indexes of one process: of people, and of everything else in each language that was asked in."""

    def __init__(self) -> None:
        self._people: _Indexed | None = None
        self._things: dict[str, _Indexed] = {}
        self._namables = Namables()
        self._building_people = asyncio.Lock()

    async def find(self, teller: Teller, query: str) -> SearchAnswer:
        """What the query may mean, the likeliest first."""
        people = await self._people_of(teller.view)
        found = self._things_of(teller).find(query, MATCHES_MAX)
        found += people.find(query, MATCHES_MAX - len(found))
        return SearchAnswer(
            as_of=None,
            latest_at=None,
            has_gaps=bool(teller.view.lacking),
            query=query,
            matches=tuple(_match(teller, each) for each in found),
        )

    async def _people_of(self, view: View) -> Index[Entry]:
        # It takes seconds, and other requests go on meanwhile: a crowd that comes at once shares one.
        async with self._building_people:
            return await self._built_people(view)

    async def _built_people(self, view: View) -> Index[Entry]:
        state = (view, view.people_revision)
        if self._people is None or self._people.of != state:
            index, pace = Index[Entry](), Pace()
            for each in list(view.participants.values()):
                index.add((ATHLETE, each.code), " ".join(_spelled(each)), WEIGHTS[ATHLETE])
                await pace.breathe()
            self._people = _Indexed(state, index)
        return self._people.entries

    def _things_of(self, teller: Teller) -> Index[Entry]:
        language, namable = teller.names.language, self._namables.of(teller)
        kept = self._things.get(language)
        if kept is None or kept.of != namable:
            if len(self._things) >= INDEXES_MAX:
                self._things.clear()
            kept = self._things[language] = _Indexed(namable, _index(teller.names, namable))
        return kept.entries


def _index(speaker: Names, namable: Namable) -> Index[Entry]:
    """Everything but people; in English too, since every phone can write that."""
    index = Index[Entry]()
    for each in {speaker.language: speaker, "en": names("en")}.values():
        for event in sorted(namable.events):
            text = f"{each.discipline(discipline(event))} {each.event(event)}"
            index.add((EVENT, event), text, WEIGHTS[EVENT])
        for venue in sorted(namable.venues):
            index.add((VENUE, venue), each.venue(venue), WEIGHTS[VENUE])
    for code in sorted(namable.organisations):
        index.add((DELEGATION, code), " ".join([code, *sorted(country_names(code))]), WEIGHTS[DELEGATION])
    return index


def _spelled(participant: Participant) -> list[str]:
    found = (
        participant.given_name,
        participant.family_name,
        participant.print_name,
        participant.tv_name,
        participant.local_given_name,
        participant.local_family_name,
        person(participant.given_name, participant.family_name),
    )
    return [each for each in found if each]


def _match(teller: Teller, entry: Entry) -> Match:
    kind, code = entry
    speaker = teller.names
    if kind == ATHLETE:
        found = teller.view.participants.get(code)
        organisation = None if found is None else found.organisation
        return Match(
            kind=kind,
            code=code,
            name=teller.athlete(code),
            detail=None if organisation is None else speaker.country(organisation),
        )
    if kind == DELEGATION:
        return Match(kind=kind, code=code, name=speaker.country(code), detail=None)
    if kind == VENUE:
        return Match(kind=kind, code=code, name=speaker.venue(code), detail=None)
    return Match(
        kind=kind, code=code, name=teller.event_name(Rsc(code)), detail=speaker.discipline(discipline(Rsc(code)))
    )
