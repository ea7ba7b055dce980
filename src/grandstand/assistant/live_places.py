"""The weather: at a venue, or where an event or a sport goes on next."""

from collections.abc import Iterable
from typing import cast

from grandstand.assistant.asked import Asked
from grandstand.assistant.live_asking import ATHLETES_MAX, EVENTS_MAX, Tool, ask_each, ask_live, is_of, rest_on
from grandstand.assistant.live_shown import suggest, suggest_units
from grandstand.assistant.models import SourceId
from grandstand.assistant.telling import Slot, decimal, instant, name, text
from grandstand.live import EventAnswer, Kind, NowAnswer, UnitAnswer, VenueAnswer, WeatherAnswer


def weather(asked: Asked) -> Tool:
    mentions = asked.mentions
    venues: tuple[str, ...] = mentions.venues
    if not venues and mentions.events:
        events = yield from ask_each(asked, Kind.EVENT, mentions.events[:EVENTS_MAX], EventAnswer)
        units = [unit for event in events for unit in _next_of(event)]
        venues = _venues_of(units)
    elif not venues:
        answer = cast(NowAnswer, (yield ask_live(asked, Kind.NOW)))
        venues = _venues_of(unit for unit in (*answer.live, *answer.next) if is_of(unit, asked))
    if not venues:
        asked.telling.say("which-venue")
    told = []
    for code in venues[:ATHLETES_MAX]:
        venue = cast(VenueAnswer, (yield ask_live(asked, Kind.VENUE, code)))
        _tell_weather(asked, venue)
        told.append(venue)
    for venue in told[:1]:
        suggest_units(asked, [unit for unit in venue.units if not unit.is_over] or venue.units[-1:])
    suggest(asked, "ask-today")


def _next_of(event: EventAnswer) -> list[UnitAnswer]:
    """The unit that is next, else the last."""
    units = [board.unit for board in event.boards]
    return [unit for unit in units if not unit.is_over][:1] or units[-1:]


def _venues_of(units: Iterable[UnitAnswer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit.venue for unit in units if unit.venue is not None))


def _tell_weather(asked: Asked, venue: VenueAnswer) -> None:
    source, called = rest_on(asked, venue), name(venue.name, venue.venue)
    found = venue.weather
    if found is None:
        asked.telling.say("weather-none", source, venue=called)
        return
    if found.condition_name is None:
        asked.telling.say("weather-at", source, venue=called, when=instant(found.at))
    else:
        sky = text(found.condition_name)
        asked.telling.say("weather", source, venue=called, when=instant(found.at), sky=sky)
    _tell_measures(asked, found, source)


def _tell_measures(asked: Asked, found: WeatherAnswer, source: SourceId) -> None:
    measures = {
        "weather-air": found.air_c,
        "weather-snow": found.snow_c,
        "weather-ice": found.ice_c,
        "weather-humidity": found.humidity_percent,
        "weather-wind": found.wind_m_s,
    }
    for message, measure in measures.items():
        if measure is not None:
            asked.telling.say(message, source, measure=_measured(measure))
    if found.snow_name is not None:
        asked.telling.say("weather-cover", source, cover=text(found.snow_name))


def _measured(measure: str) -> Slot:
    """A number as the feed sent it; what is none is said as it stands."""
    try:
        return decimal(measure)
    except ArithmeticError:
        return text(measure)
