"""The weather at the venues, every few hours, as elements; the same for the same seed. Pure."""

import random
from datetime import datetime, time
from typing import NamedTuple

from grandstand.demo.games.athletes import chance_of
from grandstand.demo.games.layout import attributes, iso

TIMES = (time(7), time(11), time(15), time(19))
"""When it is told, where the venues are."""
INDOORS = frozenset({"LANTERN", "HARBOUR", "STONES", "OVAL"})
ICE_TRACK = "ICEWAY"
WARMER_AT = {7: -3.0, 11: 0.5, 15: 1.5, 19: -1.5}
HEIGHT_C = {"SUMMIT": -3.0, "RIDGE": -4.0, "TERRACE": -1.0}
"""How much colder, or warmer, it is at a time and at a venue."""
SKIES = (("SUNNY", 4), ("PARTLY", 4), ("CLOUDY", 3), ("LIGHTSNOW", 2), ("SNOWFALL", 1), ("FOG", 1), ("WINDY", 1))
THAW_C, MELTING_C, HARD_C = 2.0, -0.5, -9.0
WINDY_M_S = 9.0
COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


class _Outside(NamedTuple):
    sky: str
    snow: str
    air_c: float
    wind_m_s: float
    wind_from: str


def conditions(seed: int, venue: str, at: datetime) -> str:
    """What is measured at a venue; `at` is in the zone of the venues.

    Every venue has weather of its own, around that of the day.
    """
    chance = chance_of(seed, "weather", venue, at.isoformat())
    inside = _indoors(chance) if venue in INDOORS else _outdoors(seed, venue, at, chance)
    return f'<Weather Venue="{venue}" Date="{iso(at)}">{inside}</Weather>'


def _indoors(chance: random.Random) -> str:
    head = attributes([("Code", "GEN"), ("Humidity", chance.randint(32, 48))])
    air, ice = chance.uniform(11, 15), chance.uniform(-6.5, -4.5)
    return f"<Conditions{head}>{_temperature('AIR', air)}{_temperature('ICE', ice)}</Conditions>"


def _outdoors(seed: int, venue: str, at: datetime, chance: random.Random) -> str:
    found = _outside(seed, venue, at, chance)
    has_snow = venue != ICE_TRACK
    ground_c = min(found.air_c - chance.uniform(0.5, 3), -0.2)
    head = attributes([("Code", "GEN"), ("Humidity", chance.randint(45, 96)), ("Wind_Direction", found.wind_from)])
    return (
        f'<Conditions{head}><Condition Code="SKY" Value="{found.sky}"/>'
        + (f'<Condition Code="SNOW" Value="{found.snow}"/>' if has_snow else "")
        + _temperature("AIR", found.air_c)
        + _temperature("SNOW" if has_snow else "ICE", ground_c)
        + f'<Wind Code="SPEED" Unit="MS" Value="{found.wind_m_s:.1f}"/></Conditions>'
    )


def _outside(seed: int, venue: str, at: datetime, chance: random.Random) -> _Outside:
    day = chance_of(seed, "weather", at.date().isoformat())
    air_c = day.gauss(-4, 4) + HEIGHT_C.get(venue, 0.0) + WARMER_AT[at.hour] + chance.gauss(0, 0.6)
    sky = chance.choices([name for name, _ in SKIES], [weight for _, weight in SKIES])[0]
    if sky in {"LIGHTSNOW", "SNOWFALL"} and air_c > THAW_C:
        sky = "RAIN"
    wind_m_s = chance.uniform(WINDY_M_S, 16) if sky == "WINDY" else chance.uniform(0.2, 6)
    return _Outside(sky, _snow(sky, air_c), air_c, wind_m_s, chance.choice(COMPASS))


def _snow(sky: str, air_c: float) -> str:
    if sky == "SNOWFALL":
        return "POWDER"
    if air_c > THAW_C:
        return "WET"
    if air_c > MELTING_C:
        return "SOFT"
    return "HARD" if air_c < HARD_C else "PACKED"


def _temperature(code: str, value_c: float) -> str:
    return f'<Temperature Code="{code}" Unit="C" Value="{value_c:.1f}"/>'
