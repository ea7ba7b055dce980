"""How a unit is told: start list, getting ready, running, what is current, live, unofficial, finished, official.

A unit is played before it is told; here times and interruptions are put to what was played.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from grandstand.demo.games.drafts import Change, Draft, Words
from grandstand.demo.games.plan import Slot
from grandstand.demo.games.trouble import Trouble

RESULT, CURRENT = "DT_RESULT", "DT_CURRENT"
READY_BEFORE = timedelta(minutes=8)
INTERRUPTION = timedelta(minutes=14)
WITHDRAWN_AFTER, AGAIN_AFTER = timedelta(minutes=3), timedelta(minutes=9)


class Frame(NamedTuple):
    """What is known so many seconds after the start; `pause` and `resume` are states of the schedule."""

    at_s: float
    type: str
    status: str
    inner: str


class Break(NamedTuple):
    """A change of the unit's state in the schedule while it runs."""

    at_s: float
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A unit from the start list to its official result; times are seconds after its start."""

    start_list: str
    frames: tuple[Frame, ...]
    breaks: tuple[Break, ...] = ()
    ends_s: float
    unofficial: str
    official: str
    starters: tuple[str, ...] = ()


class Told(NamedTuple):
    drafts: list[Draft]
    official_at: datetime


def tell(
    slot: Slot,
    played: Played,
    *,
    published_at: datetime,
    starts_at: datetime,
    troubles: frozenset[Trouble],
    chance: random.Random,
) -> Told:
    """Everything that is said of a unit, in no particular order, and when its result is official."""
    starts_at += timedelta(seconds=chance.uniform(3, 50))
    pause_s = played.ends_s * 0.45 if Trouble.INTERRUPTED in troubles else None
    moment = _Moments(starts_at, pause_s)
    ends_at = moment.at(played.ends_s)
    official_at = ends_at + timedelta(seconds=chance.uniform(240, 480))
    drafts: list[Draft] = [
        *_start_list(slot, played, published_at, troubles),
        Change(starts_at - READY_BEFORE, (slot,), {"status": "GETTING_READY"}),
        Change(starts_at, (slot,), {"status": "RUNNING", "actual_start": starts_at}),
        *(
            Words(moment.at(each.at_s), each.type, slot.key, each.status, inner)
            for each, inner in _with_defect(played.frames, troubles)
        ),
        *(Change(moment.at(each.at_s), (slot,), {"status": each.status}) for each in played.breaks),
        Words(ends_at + timedelta(seconds=7), RESULT, slot.key, "UNOFFICIAL", _unofficial(played, troubles)),
        Change(ends_at + timedelta(seconds=15), (slot,), {"status": "FINISHED", "actual_end": ends_at}),
        Words(official_at, RESULT, slot.key, "OFFICIAL", played.official),
    ]
    if pause_s is not None:
        paused_at = moment.begin + timedelta(seconds=pause_s)
        drafts += [
            Change(paused_at, (slot,), {"status": "INTERRUPTED"}),
            Change(paused_at + INTERRUPTION - timedelta(seconds=5), (slot,), {"status": "RUNNING"}),
        ]
    if any(each.type == CURRENT for each in played.frames):
        drafts.append(Words(official_at + timedelta(seconds=3), CURRENT, slot.key, "", None))
    return Told(drafts, official_at)


class _Moments:
    """Seconds of a unit to times; what comes after a pause comes later."""

    def __init__(self, begin: datetime, pause_s: float | None) -> None:
        self.begin = begin
        self._pause_s = pause_s

    def at(self, seconds: float) -> datetime:
        found = self.begin + timedelta(seconds=seconds)
        return found + INTERRUPTION if self._pause_s is not None and seconds > self._pause_s else found


def _start_list(
    slot: Slot, played: Played, published_at: datetime, troubles: frozenset[Trouble]
) -> Iterator[Draft]:
    yield Words(published_at, RESULT, slot.key, "START_LIST", played.start_list)
    if Trouble.WITHDRAWN in troubles:
        yield Words(published_at + WITHDRAWN_AFTER, RESULT, slot.key, "", None)
        yield Words(published_at + AGAIN_AFTER, RESULT, slot.key, "START_LIST", played.start_list)
    if played.starters:
        yield Change(published_at + timedelta(seconds=2), (slot,), {"starters": played.starters})


def _with_defect(frames: tuple[Frame, ...], troubles: frozenset[Trouble]) -> Iterator[tuple[Frame, str]]:
    """The frames with their rows; of the second live result, the last row may have lost its place."""
    live = [each for each in frames if each.type == RESULT and each.status == "LIVE"]
    for frame in frames:
        inner = frame.inner
        if Trouble.SORT_ORDER in troubles and frame is live[min(1, len(live) - 1)]:
            head, mark, tail = inner.rpartition('SortOrder="')
            inner = f"{head}{mark}0{tail[tail.index(chr(34)) :]}"
        yield frame, inner


def _unofficial(played: Played, troubles: frozenset[Trouble]) -> str:
    if Trouble.RANK_EQUAL in troubles:
        return played.unofficial.replace(' RankEqual="Y"', "")
    return played.unofficial
