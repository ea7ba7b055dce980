"""The decisions about pools and lanes, pure: no clock, no chance, no database. Plans are checked in plan.py."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from grandstand.campaign.errors import PlanInvalid, StateConflict
from grandstand.campaign.models import Act, PoolState, Range
from grandstand.kernel.ids import LaneId, PoolId, SubjectId

REASON_LENGTH_MIN = 3
REASON_LENGTH_MAX = 500
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""What a text of several lines does not need, and what could steer the terminal of whoever reads it."""
FORECAST_DAYS_MAX = 400
PACE_MAX = 10_000_000
"""Shares a second that a pool can be held to."""
INSTANT = timedelta(microseconds=1)
LANE_FACTOR = 0x9E3779B97F4A7C15F39CC0605CEDC835
"""2^128 divided by the golden ratio, made odd."""
POOL_FACTOR = 0xBB67AE8584CAA73B2D2E8A1F1A3C5A6D
"""Another odd number of 128 bits, so that neighbouring pools differ in the upper half."""

TRANSITIONS: dict[tuple[PoolState, Act], PoolState] = {
    (PoolState.DRAFT, Act.SCHEDULED): PoolState.SCHEDULED,
    (PoolState.DRAFT, Act.OPENED): PoolState.OPEN,
    (PoolState.SCHEDULED, Act.OPENED): PoolState.OPEN,
    (PoolState.SCHEDULED, Act.CLOSED): PoolState.CLOSED,
    (PoolState.OPEN, Act.PAUSED): PoolState.PAUSED,
    (PoolState.PAUSED, Act.RESUMED): PoolState.OPEN,
    (PoolState.OPEN, Act.CLOSED): PoolState.CLOSED,
    (PoolState.PAUSED, Act.CLOSED): PoolState.CLOSED,
    (PoolState.CLOSED, Act.REVEALED): PoolState.REVEALED,
}
MAY_BE_EXTENDED = frozenset(PoolState) - {PoolState.DRAFT}
MAY_BE_PACED = frozenset(PoolState) - {PoolState.CLOSED, PoolState.REVEALED}
MAY_BE_RAISED = frozenset({PoolState.SCHEDULED, PoolState.OPEN, PoolState.PAUSED})


def next_state(state: PoolState, act: Act) -> PoolState:
    """The state of a pool after an act.

    Raises:
        StateConflict: the act does not fit the state; the message says which acts do.
    """
    if (after := TRANSITIONS.get((state, act))) is not None:
        return after
    possible = ", ".join(sorted(a.value for s, a in TRANSITIONS if s is state)) or "none"
    raise StateConflict(f"{act.value!r} does not fit a pool that is {state.value!r}; possible now: {possible}.")


def state_at(state: PoolState, opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> PoolState:
    """The state in which a pool is treated now: its times hold before anybody has written them down.

    A scheduled pool is open from `opens_at` on, and one that is open or paused is closed from `closes_at` on.
    """
    if state is PoolState.SCHEDULED and opens_at is not None and opens_at <= now:
        state = PoolState.OPEN
    if state in {PoolState.OPEN, PoolState.PAUSED} and closes_at is not None and closes_at <= now:
        return PoolState.CLOSED
    return state


def batch_time(now: datetime, last: datetime, committed_at: datetime) -> datetime:
    """The time of a lane's next batch: now, but later than its last one and not before the newest commitment.

    Machines' clocks differ and jump; the order of the chain does not.
    """
    return max(now, last + INSTANT, committed_at)


def check_reason(reason: str) -> str:
    """The reason without surrounding space, as the audit log keeps it.

    Raises:
        PlanInvalid: it is too short to mean anything, or too long.
    """
    # Half a surrogate pair, or bytes of a command line that are no text, cannot be stored.
    reason = reason.strip().encode(errors="replace").decode()
    if CONTROL.search(reason):
        raise PlanInvalid(f"A reason is plain text, without control characters; got {reason!r}.")
    if not REASON_LENGTH_MIN <= len(reason) <= REASON_LENGTH_MAX:
        raise PlanInvalid(f"Say why in {REASON_LENGTH_MIN} to {REASON_LENGTH_MAX} characters; got {len(reason)}.")
    return reason


def lane_of(pool: PoolId, fan: SubjectId, lanes: int) -> LaneId:
    """The one lane of a pool that a fan may claim in; evenly spread, and another one in each pool.

    Multiplicative hashing (Knuth, The Art of Computer Programming, 6.4): a fan's id is random already, the
    multiplier only has to bring all of its bits, and the pool's, to the top. A keyed hash costs five times more.
    """
    mixed = (fan.int ^ (pool * POOL_FACTOR % 2**128)) * LANE_FACTOR
    return LaneId((mixed >> 64) % 2**64 * lanes >> 64)


def cut_into_ranges(first: int, shares: int, lanes: int) -> list[Range]:
    """The numbers of a tranche cut into one range a lane, sizes differing by one at most."""
    edges = [first + shares * lane // lanes for lane in range(lanes + 1)]
    return [Range(lo, lo, hi) for lo, hi in pairwise(edges)]


def count_free(ranges: Sequence[Range]) -> int:
    return sum(each.hi - each.next for each in ranges)


def take(ranges: Sequence[Range], wanted: int) -> tuple[list[int], list[Range], list[Range]]:
    """Take up to `wanted` free numbers in order.

    Returns:
        the numbers, rising; the ranges they come from as they were; the same ranges as they are afterwards.
    """
    numbers: list[int] = []
    before: list[Range] = []
    after: list[Range] = []
    for each in ranges:
        count = min(wanted - len(numbers), each.hi - each.next)
        if count > 0:
            numbers += range(each.next, each.next + count)
            before.append(each)
            after.append(Range(each.lo, each.next + count, each.hi))
    return numbers, before, after


def cut_for_neighbour(ranges: Sequence[Range]) -> tuple[Range, Range] | None:
    """What a lane gives to one that has run out: the upper half of its largest free stretch, at least one.

    Returns:
        the range as it stays and the new range of the neighbour; None when there is nothing free.
    """
    largest = max(ranges, key=lambda each: each.hi - each.next, default=None)
    if largest is None or largest.next == largest.hi:
        return None
    cut = largest.next + (largest.hi - largest.next) // 2
    return Range(largest.lo, largest.next, cut), Range(cut, cut, largest.hi)


def forecast_empty_at(now: datetime, remaining_shares: int, granted_per_s: float) -> datetime | None:
    """When the last share goes if it goes on like this; None when it does not go on, or not within 400 days."""
    if granted_per_s <= 0 or remaining_shares <= 0:
        return None
    left = remaining_shares / granted_per_s
    return now + timedelta(seconds=left) if left < timedelta(days=FORECAST_DAYS_MAX).total_seconds() else None


def planned_granted(
    shares: int, opened_at: datetime | None, closes_at: datetime | None, now: datetime
) -> int | None:
    """How many shares would be gone by now if they went evenly from the opening to the closing."""
    if opened_at is None or closes_at is None or closes_at <= opened_at:
        return None
    progress = (now - opened_at) / (closes_at - opened_at)
    return int(shares * min(max(progress, 0.0), 1.0))
