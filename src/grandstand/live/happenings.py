"""What has happened, out of what holds: a view knows of each unit, result and medal since when it is as it is.

So the ticker and "what did I miss" need no memory of their own, are the same on every server, and can be asked
for any instant.
"""

from collections.abc import Iterator
from datetime import datetime
from heapq import nlargest
from typing import NamedTuple

from grandstand.live.answers import Happening, HappeningAnswer
from grandstand.live.models import Colour, Competitor, Sheet, Unit
from grandstand.live.names import is_match
from grandstand.live.rsc import Rsc, discipline
from grandstand.live.rsc import event as event_of
from grandstand.live.rules import LIVE_STATUSES
from grandstand.live.tell import Teller
from grandstand.live.view import Document, View

OF_STATUS = {
    "RUNNING": Happening.STARTED,
    "FINISHED": Happening.FINISHED,
    "DELAYED": Happening.DELAYED,
    "POSTPONED": Happening.POSTPONED,
    "CANCELLED": Happening.CANCELLED,
    "INTERRUPTED": Happening.INTERRUPTED,
    "RESCHEDULED": Happening.RESCHEDULED,
}
OF_RESULT = {"OFFICIAL": Happening.OFFICIAL, "PROTESTED": Happening.PROTESTED}


class Happened(NamedTuple):
    """One thing, by codes; `unit` is empty for a medal, which belongs to its event."""

    at: datetime
    kind: Happening
    unit: str
    event: Rsc
    competitor: Competitor | None = None
    colour: Colour | None = None
    value: str | None = None

    @property
    def mark(self) -> tuple[Happening, str, str, str | None, Colour | None]:
        """What makes it the same thing at two instants, whenever it was said again."""
        competitor = None if self.competitor is None else self.competitor.code
        return self.kind, self.unit, self.event, competitor, self.colour


def newest(view: View, limit: int) -> list[Happened]:
    """The last things that have happened, newest first."""
    return nlargest(limit, _happened(view), key=_order)


def between(before: View, after: View, since: datetime, limit: int) -> list[Happened]:
    """What holds afterwards and did not before, newest first; `since` is the instant of `before`."""
    known = {each.mark for each in _happened(before)}
    return nlargest(
        limit, (each for each in _happened(after) if each.at > since and each.mark not in known), _order
    )


def tell(teller: Teller, happened: Happened) -> HappeningAnswer:
    """A line of the ticker."""
    event, names = happened.event, teller.names
    event_name = teller.event_name(event)
    named = [names.discipline(discipline(event)), event_name]
    if named[0].casefold() in event_name.casefold():
        del named[0]
    if happened.unit:
        named.append(teller.unit_name(Rsc(happened.unit), teller.view.units.get(happened.unit)))
    who = happened.competitor
    competitor = None if who is None or who.placeholder is not None else teller.competitor(who)
    text, plain_text = names.happening(
        happened.kind,
        unit=names.within(*named),
        competitor=None if competitor is None else competitor.name,
        colour=happened.colour,
        value=happened.value,
        is_match=is_match(happened.unit),
    )
    teller.rest_on(happened.at)
    return HappeningAnswer(
        at=happened.at,
        kind=happened.kind,
        unit=happened.unit or None,
        event=event,
        event_name=event_name,
        discipline=discipline(event),
        text=text,
        plain_text=plain_text,
        colour=happened.colour,
        competitor=competitor,
    )


def _order(happened: Happened) -> tuple[datetime, str, str, str]:
    # Whatever the order of the messages was, of two things at one instant the same one comes first.
    return happened.at, happened.kind, happened.unit or happened.event, happened.colour or ""


def _happened(view: View) -> Iterator[Happened]:
    for code, unit in view.units.items():
        yield from _of_unit(view, code, unit)
        found = view.sheet("DT_RESULT", code)
        if found is not None:
            yield from _of_result(code, unit, *found)
    for document, told in view.medallists():
        for each in told.medals:
            event = event_of(Rsc(each.event))
            at = document.stamp.generated_at
            yield Happened(at, Happening.MEDAL, "", event, each.competitor, each.colour)


def _of_unit(view: View, code: str, unit: Unit) -> Iterator[Happened]:
    kind = OF_STATUS.get(unit.status or "")
    if kind is not None:
        actual = {Happening.STARTED: unit.actual_start_at, Happening.FINISHED: unit.actual_end_at}.get(kind)
        yield Happened(actual or view.since[code], kind, code, event_of(Rsc(code)))


def _of_result(code: str, unit: Unit, document: Document, sheet: Sheet) -> Iterator[Happened]:
    kind = OF_RESULT.get(sheet.status or "")
    if kind is None and unit.status in LIVE_STATUSES:
        kind = Happening.LEADER
    first = next((row for row in sheet.rows if row.rank is not None), None)
    if kind is not None and first is not None:
        at, event = document.stamp.generated_at, event_of(Rsc(code))
        yield Happened(at, kind, code, event, first.competitor, value=first.value)
