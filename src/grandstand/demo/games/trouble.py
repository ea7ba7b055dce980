"""What goes wrong in reality, and where it does: every kind in every Games, some of it in the first days. Pure."""

import random
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import TypeAlias

from grandstand.demo.games.athletes import chance_of
from grandstand.demo.games.formats import BRONZE, QUALIFICATION, Counting, Format, Mode, format_of
from grandstand.demo.games.programme import Event, events

EARLY_DAYS = 3
FIELD_MIN = 6
"""A podium is contested where more than three take part."""
MONTH_OF_DAYS = 16


class Trouble(Enum):
    POSTPONED = "postponed to another day"
    NEUTRAL = "a medal for somebody without a nation"
    DELAYED = "begins later than planned"
    RESET = "a delay that a bulk takes back"
    NOT_BEFORE = "a start that is not shown"
    INTERRUPTED = "a pause that nobody wanted"
    CANCELLED = "a qualification that is not held"
    PROTESTED = "another podium after a protest"
    CORRECTED = "another podium days later"
    TIE = "two silvers and no bronze"
    WITHDRAWN = "a start list that is taken back"
    SORT_ORDER = "a row with SortOrder 0"
    RANK_EQUAL = "a tie without RankEqual"
    KEY = "a key of 33 characters"


Troubles: TypeAlias = dict[Event, frozenset[Trouble]]
Fits: TypeAlias = Callable[[Event, Format], bool]
OUTDOORS = {"ALP", "BTH", "CCS", "FRS", "NCB", "SBD", "SJP", "SMT"}


def postponed_event(seed: int) -> Event:
    """The event that waits for better weather."""
    return Event("ALP", chance_of(seed, "postponed").choice("MW"), "DOWNHILL")


def neutral_event(seed: int) -> Event:
    """Where somebody without a nation is the favourite."""
    gender, discipline = chance_of(seed, "neutral").choice([(g, d) for g in "MW" for d in ("CCS", "SSK")])
    return Event(discipline, gender, "10KM" if discipline == "CCS" else "1500M")


def _is_timed_in_turns(_: Event, form: Format) -> bool:
    stage = form.stages[-1]
    is_sum = stage.mode is Mode.TURNS and stage.counting is Counting.SUM
    return is_sum and form.is_time and len(form.stages) == 1


def _has_podium_of_one_unit(_: Event, form: Format) -> bool:
    stage = form.stages[-1]
    return stage.mode in {Mode.TURNS, Mode.HEATS} and stage.fields[-1] >= FIELD_MIN


def _has_qualification(event: Event, form: Format) -> bool:
    return event.discipline == "SJP" and form.stages[0].phase == QUALIFICATION


def _is_outdoors(event: Event, form: Format) -> bool:
    return event.discipline in OUTDOORS and form.stages[-1].phase != BRONZE


def _is_in_turns(event: Event, form: Format) -> bool:
    return event.discipline in OUTDOORS and form.stages[0].mode is Mode.TURNS


WHERE: dict[Trouble, tuple[int, Fits]] = {
    Trouble.TIE: (2, _is_timed_in_turns),
    Trouble.CANCELLED: (1, _has_qualification),
    Trouble.PROTESTED: (3, _has_podium_of_one_unit),
    Trouble.CORRECTED: (2, _has_podium_of_one_unit),
    Trouble.INTERRUPTED: (3, _is_in_turns),
    Trouble.NOT_BEFORE: (4, _is_outdoors),
    Trouble.DELAYED: (5, _is_outdoors),
    Trouble.RESET: (1, _is_outdoors),
    Trouble.WITHDRAWN: (2, lambda _, form: form.stages[0].mode is Mode.TURNS),
    Trouble.SORT_ORDER: (2, lambda _, form: form.stages[0].mode is Mode.TURNS),
    Trouble.KEY: (2, lambda *_: True),
}
"""In how many events each kind happens, and in which it can."""
CORRECTED_AFTER_DAYS = 2


def assign(seed: int, last_day: Callable[[Event], int]) -> Troubles:
    """Where what goes wrong: one kind an event, about half of each kind in the first days.

    Args:
        seed: of the Games.
        last_day: the day, from 0, on which an event ends.
    """
    chance = chance_of(seed, "trouble")
    taken = {postponed_event(seed): Trouble.POSTPONED, neutral_event(seed): Trouble.NEUTRAL}
    for kind, (count, fits) in WHERE.items():
        free = [each for each in events() if each not in taken and fits(each, format_of(each))]
        if kind is Trouble.CORRECTED:
            free = [each for each in free if last_day(each) + CORRECTED_AFTER_DAYS < MONTH_OF_DAYS]
        early = [each for each in free if last_day(each) <= EARLY_DAYS]
        for event in _choose(chance, early, free, count):
            taken[event] = kind
    with_ties = {event: frozenset({kind}) for event, kind in taken.items()}
    # A tie is told once without its flag.
    return {
        event: kinds | {Trouble.RANK_EQUAL} if Trouble.TIE in kinds else kinds
        for event, kinds in with_ties.items()
    }


def _choose(chance: random.Random, early: list[Event], free: list[Event], count: int) -> Iterator[Event]:
    first = chance.sample(early, min(len(early), (count + 1) // 2))
    yield from first
    rest: Iterable[Event] = [each for each in free if each not in first]
    yield from chance.sample(list(rest), count - len(first))
