"""How each event of the programme is decided: its stages, who goes on, how long they take, where. Pure data.

An event is a row of stages. In a stage of *turns* everybody goes alone, once in each unit; in *heats* all of a
unit start together (a mass start is one heat); in *duels* two meet; in *matches* two teams do, with a score.
"""

from enum import Enum
from functools import cache
from typing import NamedTuple

from grandstand.demo.games.programme import Event


class Mode(Enum):
    TURNS = "turns"
    HEATS = "heats"
    DUELS = "duels"
    MATCHES = "matches"


class Counting(Enum):
    """What of several turns counts."""

    SUM = "sum"
    BEST = "best"
    LAST = "last"


class Stage(NamedTuple):
    """A phase, or a part of one.

    `fields` are the competitors in each unit of turns, or in the whole stage. Units take about `seconds`, in
    which a heat reports `splits` times, and begin `spacing_s` after one another; of turns, competitors do. `gaps`:
    the start is staggered by what was reached before. `scored`: points of a jump, in an event that a time decides.
    `first` is the number of the first unit, `venue` another one than the discipline's.
    """

    mode: Mode
    phase: str
    units: int
    fields: tuple[int, ...]
    seconds: int
    spacing_s: int = 0
    counting: Counting = Counting.SUM
    gaps: bool = False
    splits: int = 1
    first: int = 1
    venue: str = ""
    scored: bool = False

    def unit_s(self, index: int) -> int:
        """How long a unit takes."""
        if self.mode is Mode.TURNS:
            return self.fields[index] * self.spacing_s + self.seconds
        return self.seconds


class Format(NamedTuple):
    """An event: `par` is a usual time in seconds or score, `spread` how far the field lies apart.

    `blocks` says how many units, in the order of the stages, are held at one sitting, and after how many days.
    """

    stages: tuple[Stage, ...]
    blocks: tuple[tuple[int, int], ...]
    par: float
    spread: float
    is_time: bool = True
    decimals: int = 2
    entrants: int = 0
    team: int = 1
    failures: float = 0.01
    failure: str = "DNF"


VENUES = {
    "SUMMIT": "Summit Run",
    "RIDGE": "North Ridge",
    "PINES": "Pine Forest Stadium",
    "EAGLE": "Eagle Hills",
    "ICEWAY": "The Iceway",
    "LANTERN": "Lantern Arena",
    "HARBOUR": "Harbour Ice Hall",
    "STONES": "Stone House",
    "OVAL": "Riverside Oval",
    "TERRACE": "Terrace Park",
}
VENUE_OF = {
    "ALP": "SUMMIT",
    "SMT": "RIDGE",
    "BTH": "PINES",
    "CCS": "PINES",
    "NCB": "PINES",
    "SJP": "EAGLE",
    "BOB": "ICEWAY",
    "LUG": "ICEWAY",
    "SKN": "ICEWAY",
    "FSK": "LANTERN",
    "STK": "LANTERN",
    "IHO": "HARBOUR",
    "CUR": "STONES",
    "SSK": "OVAL",
    "FRS": "TERRACE",
    "SBD": "TERRACE",
}
QUALIFICATION, GROUPS, HEATS = "QUAL", "PREL", "HEAT"
ROUND_OF_16, QUARTER, SEMI, BRONZE, FINAL = "8FNL", "QFNL", "SFNL", "BRNZ", "FNL-"
LEAGUE_TEAMS = 8
LONG_S = 200


def turns(phase: str, *fields: int, interval: int, lasts: float = 90, counting: Counting = Counting.SUM) -> Stage:
    """One unit for each field; `interval` seconds between two starts, each is under way for `lasts`."""
    return Stage(Mode.TURNS, phase, len(fields), fields, round(lasts), interval, counting)


def heats(phase: str, units: int, field: int, seconds: int, spacing: int, *, splits: int = 1) -> Stage:
    return Stage(Mode.HEATS, phase, units, (field,), seconds, spacing, splits=splits)


def race(field: int, seconds: int, splits: int, *, gaps: bool = False, first: int = 1) -> Stage:
    """One heat that decides."""
    return Stage(Mode.HEATS, FINAL, 1, (field,), seconds, gaps=gaps, splits=splits, first=first)


def duels(spacing: int, seconds: int, *phases: tuple[str, int]) -> tuple[Stage, ...]:
    """A bracket down to the matches for bronze and gold."""
    return tuple(Stage(Mode.DUELS, phase, units, (2 * units,), seconds, spacing) for phase, units in phases)


BRACKET = ((ROUND_OF_16, 8), (QUARTER, 4), (SEMI, 2), (BRONZE, 1), (FINAL, 1))


def _one(stage: Stage, par: float, spread: float, **more: object) -> Format:
    """An event of one stage at one sitting."""
    return Format((stage,), ((stage.units, 0),), par, spread, **more)  # type: ignore[arg-type]  # by name


def _sled(field: int, interval: int, par: float, team: int = 1) -> Format:
    """Four runs on two days."""
    stage = turns(FINAL, field, field, field, field, interval=interval)
    return Format((stage,), ((2, 0), (2, 1)), par, 0.004, decimals=2, team=team, failures=0.004)


def _park(entrants: int, finalists: int, par: float, *, runs: int) -> Format:
    """Judged runs of which the best counts: a qualification, and a final on another day."""
    stages = (
        turns(QUALIFICATION, entrants, entrants, interval=60, counting=Counting.BEST),
        turns(FINAL, *[finalists] * runs, interval=100, counting=Counting.BEST),
    )
    return Format(
        stages, ((2, 0), (runs, 1)), par, 9.0, is_time=False, failures=0.02, failure="DNS", entrants=entrants
    )


def _cross(par: float) -> Format:
    """Seeding runs, then heats of four."""
    stages = (
        turns(QUALIFICATION, 32, interval=75),
        heats(ROUND_OF_16, 8, 32, 75, 360),
        heats(QUARTER, 4, 16, 75, 420),
        heats(SEMI, 2, 8, 75, 480),
        race(4, 75, 2),
    )
    return Format(stages, ((1, 0), (15, 1)), par, 0.015, failures=0.01)


def _short_track(par: float, seconds: int) -> Format:
    stages = (
        heats(HEATS, 8, 32, seconds, seconds + 240),
        heats(QUARTER, 4, 16, seconds, seconds + 240),
        heats(SEMI, 2, 8, seconds, seconds + 300),
        race(4, seconds, 3),
    )
    return Format(stages, ((8, 0), (7, 1)), par, 0.012, decimals=3, failures=0.03, failure="DSQ")


def _short_relay(par: float, seconds: int, team: int = 4) -> Format:
    stages = (heats(SEMI, 2, 8, seconds, seconds + 360), race(4, seconds, 6))
    return Format(stages, ((2, 0), (1, 2)), par, 0.008, decimals=3, team=team, failures=0.01, failure="DSQ")


def _league(matches: int, group: int, per_block: int, team: int) -> Format:
    """A round robin of eight teams, then a bracket. `group` teams meet each other in the groups."""
    knockout = (SEMI, 2), (BRONZE, 1), (FINAL, 1)
    phases = knockout if group == LEAGUE_TEAMS else ((QUARTER, 4), *knockout)
    length = 9000
    stages = (
        Stage(Mode.MATCHES, GROUPS, matches, (LEAGUE_TEAMS,), length),
        *(Stage(Mode.MATCHES, phase, units, (2 * units,), length) for phase, units in phases),
    )
    sizes = [per_block] * (matches // per_block)
    for _, units in phases:
        sizes += [units] if per_block > 1 else [1] * units
    blocks = tuple((size, 0) for size in sizes)
    return Format(stages, blocks, 0.0, 1.0, is_time=False, decimals=0, entrants=LEAGUE_TEAMS, team=team)


def _jump(field: int, *, team: int = 1, rounds: tuple[int, ...], qualifies: bool = True) -> Format:
    final = turns(FINAL, *rounds, interval=50 if team == 1 else 170)
    if not qualifies:
        return Format(
            (final,), ((len(rounds), 0),), 118.0 * team, 9.0 * team, is_time=False, decimals=1, team=team
        )
    stages = (turns(QUALIFICATION, field, interval=50), final)
    return Format(
        stages, ((1, 0), (len(rounds), 1)), 118.0, 9.0, is_time=False, decimals=1, failures=0.01, failure="DSQ"
    )


def _skate(field: int, interval: int, segments: tuple[int, ...], par: float, team: int) -> Format:
    blocks = tuple((1, 0 if at == 0 else 1) for at in range(len(segments)))
    return Format(
        (turns(FINAL, *segments, interval=interval),), blocks, par, par * 0.08, is_time=False, team=team,
        failures=0.005, failure="DNS", entrants=field,
    )  # fmt: skip


def _combined(*, team: int, par: float) -> Format:
    """A round of jumping that decides the gaps of the start, and a race on skis the same day."""
    field = 36 if team == 1 else 12
    stages = (
        turns(FINAL, field, interval=55)._replace(venue="EAGLE", scored=True),
        race(field, round(par), 5, gaps=True, first=2),
    )
    return Format(stages, ((1, 0), (1, 0)), par, 0.012, decimals=1, team=team, failures=0.015)


def _sprint(team: int) -> Format:
    if team > 1:
        stages: tuple[Stage, ...] = (heats(SEMI, 2, 16, 1080, 1800), race(8, 1080, 6))
        return Format(stages, ((3, 0),), 1090.0, 0.01, decimals=1, team=team)
    stages = (
        turns(QUALIFICATION, 60, interval=20, lasts=180),
        heats(QUARTER, 5, 30, 190, 420),
        heats(SEMI, 2, 12, 190, 480),
        race(6, 190, 2),
    )
    return Format(stages, ((1, 0), (8, 0)), 178.0, 0.012)


SPEED = {"500M": 35.0, "1000M": 69.0, "1500M": 106.0, "3000M": 242.0, "5000M": 375.0, "10000M": 772.0}
SHORT = {"500M": (41.0, 60), "1000M": (86.0, 120), "1500M": (137.0, 180), "RELAY": (405.0, 440)}
ALPINE = {"DOWNHILL": (102.0, (36,)), "SUPERG": (78.0, (38,)), "GS": (68.0, (42, 30)), "SLALOM": (51.0, (44, 30))}
BIATHLON = {"PURSUIT": (1980.0, 40, 8), "MASS": (2260.0, 30, 9), "RELAY": (4500.0, 16, 12)}
SKIING = {"SKIATH": (3050.0, 48, 8), "50KM": (7600.0, 44, 12), "RELAY": (4700.0, 14, 12)}
ICE_AND_AIR = {
    ("BOB", "TWO"): _sled(20, 170, 55.6, 2),
    ("BOB", "FOUR"): _sled(18, 180, 54.4, 4),
    ("BOB", "MONO"): _sled(18, 170, 59.0),
    ("LUG", "SINGLES"): _sled(22, 110, 53.2),
    ("LUG", "DOUBLES"): _one(turns(FINAL, 14, 14, interval=120), 51.9, 0.004, team=2),
    ("LUG", "RELAY"): _one(turns(FINAL, 12, interval=300), 163.0, 0.005, team=4),
    ("SKN", "SINGLES"): _sled(22, 110, 60.1),
    ("SKN", "TEAM"): _one(turns(FINAL, 14, interval=240), 119.0, 0.005, team=2),
    ("FSK", "SINGLES"): _skate(24, 420, (24, 20), 92.0, 1),
    ("FSK", "PAIRS"): _skate(16, 450, (16, 14), 78.0, 2),
    ("FSK", "DANCE"): _skate(18, 450, (18, 16), 84.0, 2),
    ("FSK", "TEAM"): _skate(8, 540, (8, 8, 5, 5), 88.0, 4),
    ("SJP", "NH"): _jump(44, rounds=(36, 30)),
    ("SJP", "LH"): _jump(44, rounds=(36, 30)),
    ("SJP", "TEAM"): _jump(10, team=4, rounds=(10, 8), qualifies=False),
    ("SJP", "SUPERTM"): _jump(14, team=2, rounds=(14, 12, 8), qualifies=False),
    ("NCB", "NH10KM"): _combined(team=1, par=1500.0),
    ("NCB", "LH10KM"): _combined(team=1, par=1510.0),
    ("NCB", "TEAMSPR"): _combined(team=2, par=1720.0),
    ("SMT", "SPRINT"): Format(
        (heats(HEATS, 3, 18, 180, 600), heats(SEMI, 2, 12, 180, 600), race(6, 180, 3)), ((6, 0),), 171.0, 0.02
    ),
    ("SMT", "RELAY"): _one(race(12, 1900, 8), 1890.0, 0.012, team=2),
    ("SSK", "MASS"): Format((heats(SEMI, 2, 24, 480, 1200, splits=4), race(16, 480, 4)), ((3, 0),), 470.0, 0.003),
    ("SSK", "PURSUIT"): Format(
        duels(540, 230, *BRACKET[1:]), ((4, 0), (4, 2)), 222.0, 0.012, entrants=8, team=3, failures=0.0
    ),
    ("FRS", "MOGULS"): Format(
        (turns(QUALIFICATION, 30, interval=75), turns(FINAL, 20, 8, interval=80, counting=Counting.LAST)),
        ((1, 0), (2, 1)), 76.0, 5.0, is_time=False, failures=0.04,
    ),
    ("FRS", "DUALMOG"): Format(
        duels(270, 40, *BRACKET), ((16, 0),), 17.0, 4.0, is_time=False, decimals=0, entrants=14, failures=0.0
    ),
    ("FRS", "AERIALS"): Format(
        (turns(QUALIFICATION, 24, interval=80), turns(FINAL, 12, 6, interval=90, counting=Counting.LAST)),
        ((1, 0), (2, 0)), 98.0, 11.0, is_time=False,
    ),
    ("FRS", "SKICROSS"): _cross(71.0),
    ("FRS", "HALFPIPE"): _park(24, 12, 74.0, runs=3),
    ("FRS", "SLOPE"): _park(26, 12, 70.0, runs=3),
    ("FRS", "BIGAIR"): _park(26, 12, 82.0, runs=3),
    ("FRS", "AERTEAM"): _one(
        turns(FINAL, 8, 4, interval=330, counting=Counting.LAST), 290.0, 22.0, is_time=False, team=3
    ),
    ("SBD", "PGS"): Format(
        (turns(QUALIFICATION, 32, interval=55), *duels(240, 45, *BRACKET)),
        ((1, 0), (16, 0)), 42.0, 0.012, failures=0.02,
    ),
    ("SBD", "SBCROSS"): _cross(76.0),
    ("SBD", "HALFPIPE"): _park(25, 12, 72.0, runs=3),
    ("SBD", "SLOPE"): _park(28, 12, 69.0, runs=3),
    ("SBD", "BIGAIR"): _park(28, 12, 80.0, runs=3),
    ("SBD", "CROSSTM"): Format(
        (heats(QUARTER, 4, 16, 150, 480), heats(SEMI, 2, 8, 150, 540), race(4, 150, 2)), ((7, 0),), 152.0, 0.012,
        team=2,
    ),
}  # fmt: skip


@cache
def format_of(event: Event) -> Format:
    """How this event is decided."""
    discipline, _, code = event
    if (found := ICE_AND_AIR.get((discipline, code))) is not None:
        return found
    if discipline == "IHO":
        return _league(12, 4, 1, 20)
    if discipline == "CUR":
        return _league(28, LEAGUE_TEAMS, 4, 2 if code == "DOUBLES" else 4)
    return {"ALP": _alpine, "BTH": _biathlon, "CCS": _cross_country, "SSK": _speed, "STK": _short}[discipline](
        code
    )


def _alpine(code: str) -> Format:
    if code == "TEAMCOMB":
        stage = turns(FINAL, 18, 18, interval=120)
        return Format((stage,), ((1, 0), (1, 0)), 74.0, 0.008, team=2, failures=0.05)
    par, fields = ALPINE[code]
    stage = turns(FINAL, *fields, interval=110)
    return Format((stage,), ((1, 0),) * len(fields), par, 0.009, failures=0.09)


def _biathlon(code: str) -> Format:
    if code in BIATHLON:
        par, field, splits = BIATHLON[code]
        stage = race(field, round(par), splits, gaps=code == "PURSUIT")
        return _one(stage, par, 0.02, decimals=1, team=4 if code == "RELAY" else 1)
    par, field = (1460.0, 60) if code == "SPRINT" else (2950.0, 56)
    return _one(turns(FINAL, field, interval=30, lasts=par), par, 0.02, decimals=1)


def _cross_country(code: str) -> Format:
    if code in {"SPRINT", "TEAMSPR"}:
        return _sprint(2 if code == "TEAMSPR" else 1)
    if code == "10KM":
        return _one(turns(FINAL, 60, interval=30, lasts=1290), 1290.0, 0.02, decimals=1)
    par, field, splits = SKIING[code]
    return _one(race(field, round(par), splits), par, 0.02, decimals=1, team=4 if code == "RELAY" else 1)


def _speed(code: str) -> Format:
    par = SPEED[code]
    pairs_s = round(par) + 75
    field = 24 if par < LONG_S else 16
    return _one(turns(FINAL, field, interval=pairs_s // 2, lasts=par), par, 0.01)


def _short(code: str) -> Format:
    par, seconds = SHORT[code]
    return _short_relay(par, seconds) if code == "RELAY" else _short_track(par, seconds)
