"""What of the Games can be called by a name, besides people: events, delegations, venues."""

from typing import NamedTuple

from grandstand.live.rsc import Rsc
from grandstand.live.tell import Teller
from grandstand.live.view import View


class Namable(NamedTuple):
    """Codes; equal sets have equal names, so that what was built of one serves for the other."""

    events: frozenset[Rsc]
    organisations: frozenset[str]
    venues: frozenset[str]


class Namables:
    """What a view has, looked up once for everybody who asks before it changes."""

    def __init__(self) -> None:
        self._of: tuple[View, int] | None = None
        self._found = Namable(frozenset(), frozenset(), frozenset())

    def of(self, teller: Teller) -> Namable:
        """What can be named, in whatever language."""
        view = teller.view
        state = (view, view.revision)
        if self._of != state:
            self._of, self._found = state, _look(teller)
        return self._found


def _look(teller: Teller) -> Namable:
    view = teller.view
    organisations = {each.organisation for each in view.participants.values() if each.organisation}
    venues = {venue for unit in view.units.values() if (venue := teller.venue_of(unit))}
    return Namable(frozenset(view.events()), frozenset(organisations), frozenset(venues))
