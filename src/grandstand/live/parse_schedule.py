"""Units and sessions of a schedule."""

from xml.etree.ElementTree import Element

from grandstand.live.attributes import SHOWN_LENGTH_MAX, YES, Notes
from grandstand.live.errors import KeyInvalid
from grandstand.live.models import Competitor, Envelope, Reason, Schedule, Session, Unit
from grandstand.live.parse_people import read_competitor
from grandstand.live.rsc import parse_rsc


def read_schedule(competition: Element, _envelope: Envelope, notes: Notes) -> Schedule:
    """What the message holds; a unit whose code is no key has no place in the tree of keys and is left out."""
    sessions = [_session(each, notes) for each in competition.iter("Session") if each.get("SessionCode")]
    units = []
    for each in competition.iter("Unit"):
        code = each.get("Code", "")
        try:
            parse_rsc(code)
        except KeyInvalid as error:
            notes.add(Reason.KEY, f"Unit {code[:SHOWN_LENGTH_MAX]!r}: {error}")
            continue
        units.append(_unit(each, code, notes))
    return Schedule(tuple(units), tuple(sessions))


def _session(element: Element, notes: Notes) -> Session:
    get = element.get
    return Session(
        code=get("SessionCode", ""),
        start_at=notes.time(element, "StartDate"),
        end_at=notes.time(element, "EndDate"),
        venue=get("Venue") or None,
        venue_name=get("VenueName") or None,
        medal=get("Medal") or None,
    )


def _unit(element: Element, code: str, notes: Notes) -> Unit:
    get = element.get
    names: dict[str, str] = {}
    starters: list[Competitor] = []
    start_text = None
    for child in element:
        if child.tag == "ItemName":
            names[child.get("Language", "")] = child.get("Value", "")
        elif child.tag == "StartText":
            start_text = child.get("Value") or start_text
        elif child.tag == "StartList":
            starters += [
                found for each in child.iter("Competitor") if (found := read_competitor(each)) is not None
            ]
    return Unit(
        code=code,
        status=get("ScheduleStatus") or None,
        phase_type=get("PhaseType") or None,
        number=get("UnitNum") or None,
        start_at=notes.time(element, "StartDate"),
        is_start_hidden=get("HideStartDate") == YES,
        start_text=start_text,
        end_at=notes.time(element, "EndDate"),
        actual_start_at=notes.time(element, "ActualStartDate"),
        actual_end_at=notes.time(element, "ActualEndDate"),
        order=notes.whole(element, "Order"),
        medal=get("Medal") or None,
        venue=get("Venue") or None,
        location=get("Location") or None,
        session=get("SessionCode") or None,
        names=names,
        starters=tuple(starters),
    )
