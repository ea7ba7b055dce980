"""The programme of our fictional winter Games: 16 disciplines, 116 events, under codes of our own making."""

from typing import NamedTuple

from grandstand.live import Rsc, parse_rsc

PROGRAMME: dict[str, dict[str, tuple[str, ...]]] = {
    "ALP": {
        "M": ("DOWNHILL", "SUPERG", "GS", "SLALOM", "TEAMCOMB"),
        "W": ("DOWNHILL", "SUPERG", "GS", "SLALOM", "TEAMCOMB"),
    },
    "BTH": {
        "M": ("SPRINT", "PURSUIT", "INDIVID", "MASS", "RELAY"),
        "W": ("SPRINT", "PURSUIT", "INDIVID", "MASS", "RELAY"),
        "X": ("RELAY",),
    },
    "BOB": {"M": ("TWO", "FOUR"), "W": ("MONO", "TWO")},
    "CCS": {
        "M": ("SKIATH", "SPRINT", "10KM", "50KM", "RELAY", "TEAMSPR"),
        "W": ("SKIATH", "SPRINT", "10KM", "50KM", "RELAY", "TEAMSPR"),
    },
    "CUR": {"M": ("TEAM",), "W": ("TEAM",), "X": ("DOUBLES",)},
    "FRS": {
        "M": ("MOGULS", "DUALMOG", "AERIALS", "SKICROSS", "HALFPIPE", "SLOPE", "BIGAIR"),
        "W": ("MOGULS", "DUALMOG", "AERIALS", "SKICROSS", "HALFPIPE", "SLOPE", "BIGAIR"),
        "X": ("AERTEAM",),
    },
    "FSK": {"M": ("SINGLES",), "W": ("SINGLES",), "X": ("PAIRS", "DANCE", "TEAM")},
    "IHO": {"M": ("TEAM6",), "W": ("TEAM6",)},
    "LUG": {"M": ("SINGLES", "DOUBLES"), "W": ("SINGLES", "DOUBLES"), "X": ("RELAY",)},
    "NCB": {"M": ("NH10KM", "LH10KM", "TEAMSPR")},
    "SBD": {
        "M": ("PGS", "SBCROSS", "HALFPIPE", "SLOPE", "BIGAIR"),
        "W": ("PGS", "SBCROSS", "HALFPIPE", "SLOPE", "BIGAIR"),
        "X": ("CROSSTM",),
    },
    "SJP": {"M": ("NH", "LH", "SUPERTM"), "W": ("NH", "LH"), "X": ("TEAM",)},
    "SKN": {"M": ("SINGLES",), "W": ("SINGLES",), "X": ("TEAM",)},
    "SMT": {"M": ("SPRINT",), "W": ("SPRINT",), "X": ("RELAY",)},
    "SSK": {
        "M": ("500M", "1000M", "1500M", "5000M", "10000M", "MASS", "PURSUIT"),
        "W": ("500M", "1000M", "1500M", "3000M", "5000M", "MASS", "PURSUIT"),
    },
    "STK": {
        "M": ("500M", "1000M", "1500M", "RELAY"),
        "W": ("500M", "1000M", "1500M", "RELAY"),
        "X": ("RELAY",),
    },
}
"""By discipline and gender (M, W, X: mixed), the codes of the events."""


class Event(NamedTuple):
    discipline: str
    gender: str
    code: str

    @property
    def rsc(self) -> Rsc:
        return parse_rsc(f"{self.discipline}{self.gender}{self.code:-<8}".ljust(34, "-"))


def events() -> list[Event]:
    """Every event of the programme, in its order."""
    return [
        Event(discipline, gender, code)
        for discipline, genders in PROGRAMME.items()
        for gender, codes in genders.items()
        for code in codes
    ]
