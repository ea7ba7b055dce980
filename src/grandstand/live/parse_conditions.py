"""Around the contests: the weather at a venue, what the organisers announce, and records."""

from math import isfinite
from xml.etree.ElementTree import Element

from grandstand.live.attributes import SHOWN_LENGTH_MAX, YES, Notes
from grandstand.live.errors import KeyInvalid
from grandstand.live.models import (
    Communication,
    Communications,
    Envelope,
    Reason,
    Record,
    Records,
    VenueWeather,
    Weather,
)
from grandstand.live.parse_people import read_competitor
from grandstand.live.rsc import event, parse_rsc

TITLE_LENGTH_MAX = 300
ANNOUNCEMENT_LENGTH_MAX = 5000
"""Characters of an announcement's title and text that are kept."""
CUT = "…"
ANNOUNCEMENTS = frozenset({"Communication", "OfficialCommunication"})
COMPASS = frozenset(
    ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"]
)
METRES_A_SECOND = {"": 1.0, "MS": 1.0, "M/S": 1.0, "KMH": 1 / 3.6, "KM/H": 1 / 3.6, "MPH": 0.44704}
"""Units of wind, each as metres a second."""
FAHRENHEIT = frozenset({"F"})
MAGNITUDE_MAX = 1000
"""No temperature, wind or humidity on Earth is as great."""


def read_weather(competition: Element, envelope: Envelope, notes: Notes) -> Weather:
    """One entry a venue, the last one of several.

    The venue is that of the Conditions or of the Weather around them, else the document's subcode.
    """
    found: dict[str, VenueWeather] = {}
    for weather in competition.iter("Weather"):
        for each in weather.iterfind("Conditions"):
            venue = each.get("Venue") or weather.get("Venue") or envelope.identity.subcode
            if not venue:
                notes.add(Reason.VALUE, "Conditions name no venue.")
                continue
            found[venue] = _conditions(venue, weather, each, notes)
    return Weather(tuple(found.values()))


def _conditions(venue: str, weather: Element, element: Element, notes: Notes) -> VenueWeather:
    said = {each.get("Code"): each.get("Value") or None for each in element.iterfind("Condition")}
    degrees = {each.get("Code"): _celsius(each, notes) for each in element.iterfind("Temperature")}
    wind = next((each for each in element.iterfind("Wind") if each.get("Code", "SPEED") == "SPEED"), None)
    wind_from = element.get("Wind_Direction") or element.get("WindDirection")
    if wind_from and wind_from not in COMPASS:
        notes.add(Reason.VALUE, f"Wind_Direction is no point of the compass: {wind_from[:SHOWN_LENGTH_MAX]!r}.")
        wind_from = None
    at = notes.time(element, "Date") or notes.time(weather, "Date")
    return VenueWeather(
        venue=venue,
        at=at,
        condition=said.get("SKY"),
        snow=said.get("SNOW"),
        air_c=degrees.get("AIR"),
        snow_c=degrees.get("SNOW"),
        ice_c=degrees.get("ICE"),
        humidity_percent=_shown(_number(element, "Humidity", notes), 0),
        wind_m_s=None if wind is None else _metres_a_second(wind, notes),
        wind_from=wind_from or None,
    )


def _celsius(element: Element, notes: Notes) -> str | None:
    value = _number(element, "Value", notes)
    if value is not None and element.get("Unit") in FAHRENHEIT:
        value = (value - 32) * 5 / 9
    return _shown(value, 1)


def _metres_a_second(element: Element, notes: Notes) -> str | None:
    value, unit = _number(element, "Value", notes), element.get("Unit", "")
    factor = METRES_A_SECOND.get(unit.upper())
    if factor is None:
        notes.add(Reason.VALUE, f"Wind has no known Unit: {unit[:SHOWN_LENGTH_MAX]!r}.")
        return None
    return None if value is None else _shown(value * factor, 1)


def _number(element: Element, name: str, notes: Notes) -> float | None:
    text = element.get(name)
    if not text:
        return None
    try:
        value = float(text[:SHOWN_LENGTH_MAX])
    except ValueError:
        value = float("nan")
    if isfinite(value) and abs(value) < MAGNITUDE_MAX:
        return value
    notes.add(Reason.VALUE, f"{element.tag} {name} is no number: {text[:SHOWN_LENGTH_MAX]!r}.")
    return None


def _shown(value: float | None, decimals: int) -> str | None:
    # Rounded first: what is nearly nothing has no sign.
    return None if value is None else f"{round(value, decimals) or 0.0:.{decimals}f}"


def read_communications(competition: Element, envelope: Envelope, notes: Notes) -> Communications:
    """What is announced; what has neither a title nor a text is left out.

    The code is the element's, else the document's subcode, else its number in the message.
    """
    elements = [each for each in competition.iter() if each.tag in ANNOUNCEMENTS]
    found = []
    for number, each in enumerate(elements, start=1):
        title, text = (_text(each, *names) for names in (("Title", "Subject"), ("Text", "Body")))
        if title is None and text is None:
            notes.add(Reason.VALUE, f"{each.tag} has neither a Title nor a Text.")
            continue
        code = each.get("Code") or each.get("Number") or envelope.identity.subcode or str(number)
        found.append(
            Communication(
                code=code,
                title=_cut(title or text or "", TITLE_LENGTH_MAX),
                text=None if title is None or text is None else _cut(text, ANNOUNCEMENT_LENGTH_MAX),
                unit=_key(each, "Unit", notes),
                at=notes.time(each, "Date"),
            )
        )
    return Communications(tuple(found))


def _text(element: Element, *names: str) -> str | None:
    """What an attribute, or a child, of one of these names says."""
    for name in names:
        child = element.find(name)
        inside = "" if child is None else child.get("Value") or "".join(child.itertext())
        if found := (element.get(name) or inside).strip():
            return found
    return None


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + CUT


def read_records(competition: Element, envelope: Envelope, notes: Notes) -> Records:
    """Every record with a value, of an event: that of its element, else the document's."""
    found = []
    for record in competition.iter("Record"):
        key = _key(record, "Code", notes) if record.get("Code") else _document_key(envelope, notes)
        if key is None:
            continue
        for kind in record.iterfind("RecordType"):
            name = kind.get("RecordType") or kind.get("Code")
            for each in kind.iterfind("RecordData"):
                if not name or not each.get("Result"):
                    notes.add(Reason.VALUE, "A record has no RecordType or no Result.")
                    continue
                found.append(_record(event(parse_rsc(key)), name, each, envelope, notes))
    return Records(tuple(found))


def _record(key: str, kind: str, element: Element, envelope: Envelope, notes: Notes) -> Record:
    get, named = element.get, element.find("Competitor")
    is_of_these = get("Competition") == envelope.identity.competition
    return Record(
        event=key,
        kind=kind,
        value=get("Result", ""),
        competitor=None if named is None else read_competitor(named),
        set_on=notes.day(element, "Date"),
        place=get("Place") or None,
        is_new=get("New") == YES or is_of_these,
    )


def _document_key(envelope: Envelope, notes: Notes) -> str | None:
    return _parsed(envelope.identity.code, "The document", notes)


def _key(element: Element, name: str, notes: Notes) -> str | None:
    """The attribute as a key; None where there is none, or one that is no key (a defect)."""
    text = element.get(name)
    return _parsed(text, f"{element.tag} {name}", notes) if text else None


def _parsed(text: str, what: str, notes: Notes) -> str | None:
    try:
        return parse_rsc(text)
    except KeyInvalid as error:
        notes.add(Reason.KEY, f"{what} {text[:SHOWN_LENGTH_MAX]!r}: {error}")
        return None
