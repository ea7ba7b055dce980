"""The decisions about pools and lanes: states, times, ranges, forecasts."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.errors import PlanInvalid, StateConflict
from grandstand.campaign.models import Act, PoolState, Range
from grandstand.campaign.plan import LANES_MAX
from grandstand.campaign.rules import (
    REASON_LENGTH_MAX,
    batch_time,
    check_reason,
    cut_for_neighbour,
    cut_into_ranges,
    forecast_empty_at,
    lane_of,
    next_state,
    planned_granted,
    state_at,
    take,
)
from grandstand.campaign.split import SHARES_MAX
from grandstand.kernel.ids import POOL_ID_MAX, PoolId, SubjectId

POSSIBLE = {
    ("draft", "pool.scheduled"): "scheduled",
    ("draft", "pool.opened"): "open",
    ("scheduled", "pool.opened"): "open",
    ("scheduled", "pool.closed"): "closed",
    ("open", "pool.paused"): "paused",
    ("open", "pool.closed"): "closed",
    ("paused", "pool.resumed"): "open",
    ("paused", "pool.closed"): "closed",
    ("closed", "pool.revealed"): "revealed",
}


def minute(number: int) -> datetime:
    return datetime(2026, 2, 6, 20, tzinfo=UTC) + timedelta(minutes=number)


@pytest.mark.parametrize(("state", "act"), list(product(PoolState, Act)))
def test_each_act_either_changes_the_state_as_drawn_or_is_refused(state: PoolState, act: Act) -> None:
    after = POSSIBLE.get((state.value, act.value))
    if after is not None:
        assert next_state(state, act) == after
        return
    with pytest.raises(StateConflict) as refusal:
        next_state(state, act)
    possible = [name for from_state, name in POSSIBLE if from_state == state]
    assert all(name in str(refusal.value) for name in [state.value, act.value, *possible])


def test_refusal_by_a_revealed_pool_says_that_nothing_is_possible() -> None:
    with pytest.raises(StateConflict, match="'revealed'; possible now: none"):
        next_state(PoolState.REVEALED, Act.OPENED)


@pytest.mark.parametrize(
    ("state", "now", "treated"),
    [
        ("draft", 30, "draft"),
        ("scheduled", 9, "scheduled"),
        ("scheduled", 10, "open"),
        ("scheduled", 20, "closed"),
        ("open", 9, "open"),
        ("open", 19, "open"),
        ("open", 20, "closed"),
        ("paused", 19, "paused"),
        ("paused", 20, "closed"),
        ("closed", 15, "closed"),
        ("revealed", 15, "revealed"),
    ],
)
def test_times_of_a_plan_hold_before_anybody_writes_them_down(state: str, now: int, treated: str) -> None:
    assert state_at(PoolState(state), minute(10), minute(20), minute(now)) == treated


@pytest.mark.parametrize("state", PoolState)
def test_pool_without_times_stays_as_it_is(state: PoolState) -> None:
    assert state_at(state, None, None, minute(59)) is state


moments = st.integers(0, 2**31).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(moments, moments, moments)
def test_batch_is_later_than_the_one_before_whatever_the_clock_says(
    now: datetime, last: datetime, committed_at: datetime
) -> None:
    at = batch_time(now, last, committed_at)
    assert at > last
    assert at >= max(now, committed_at)
    assert at in {now, last + timedelta(microseconds=1), committed_at}


def test_forecast_goes_on_as_it_goes_now() -> None:
    assert forecast_empty_at(minute(0), 600, 10.0) == minute(1)
    assert forecast_empty_at(minute(0), 600, 0.0) is None
    assert forecast_empty_at(minute(0), 0, 10.0) is None
    assert forecast_empty_at(minute(0), SHARES_MAX, 0.1) is None


def test_plan_goes_evenly_from_the_opening_to_the_closing() -> None:
    assert planned_granted(1000, minute(10), minute(20), minute(5)) == 0
    assert planned_granted(1000, minute(10), minute(20), minute(15)) == 500
    assert planned_granted(1000, minute(10), minute(20), minute(50)) == 1000
    assert planned_granted(1000, None, minute(20), minute(15)) is None
    assert planned_granted(1000, minute(10), None, minute(15)) is None
    assert planned_granted(1000, minute(20), minute(20), minute(20)) is None


def test_reason_is_kept_without_the_space_around_it() -> None:
    assert check_reason("  fraud \n") == "fraud"
    assert check_reason("x" * REASON_LENGTH_MAX) == "x" * REASON_LENGTH_MAX


@pytest.mark.parametrize("reason", ["", " ok ", "x" * (REASON_LENGTH_MAX + 1)])
def test_reason_of_a_wrong_length_is_refused_with_its_length(reason: str) -> None:
    with pytest.raises(PlanInvalid, match=f"got {len(reason.strip())}"):
        check_reason(reason)


def test_reason_with_a_character_that_no_database_keeps_is_refused() -> None:
    with pytest.raises(PlanInvalid):
        check_reason("because\0of this")


@given(st.integers(0, POOL_ID_MAX), st.uuids(), st.integers(1, LANES_MAX))
def test_lane_of_a_fan_is_one_of_the_lanes_and_stays(pool: int, fan: UUID, lanes: int) -> None:
    lane = lane_of(PoolId(pool), SubjectId(fan), lanes)
    assert 0 <= lane < lanes
    assert lane == lane_of(PoolId(pool), SubjectId(fan), lanes)


def test_fans_spread_evenly_over_lanes_and_differently_in_each_pool() -> None:
    fans = [SubjectId(UUID(int=number)) for number in range(16_000)]
    first = [lane_of(PoolId(1), fan, 16) for fan in fans]
    second = [lane_of(PoolId(2), fan, 16) for fan in fans]
    for lanes in (first, second):
        # 1000 a lane are expected; the standard deviation is 31: five of them.
        assert all(abs(count - 1000) < 155 for count in Counter(lanes).values())
    same = sum(a == b for a, b in zip(first, second, strict=True))
    assert abs(same - 1000) < 155


@given(st.integers(0, SHARES_MAX), st.integers(1, SHARES_MAX), st.integers(1, LANES_MAX))
def test_ranges_hold_every_number_once_and_differ_by_one(first: int, shares: int, lanes: int) -> None:
    ranges = cut_into_ranges(first, shares, min(lanes, shares))
    assert [each.lo for each in ranges] == [first, *(each.hi for each in ranges[:-1])]
    assert ranges[-1].hi == first + shares
    assert all(each.next == each.lo for each in ranges)
    sizes = {each.hi - each.lo for each in ranges}
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) >= 1


@st.composite
def lane_ranges(draw: st.DrawFn) -> list[Range]:
    """Disjoint ranges in order, some of them empty or used up."""
    ranges, at = [], 0
    for gap, used, free in draw(st.lists(st.tuples(*[st.integers(0, 30)] * 3), max_size=6)):
        lo = at + gap
        ranges.append(Range(lo, lo + used, lo + used + free))
        at = lo + used + free
    return ranges


def free_numbers(ranges: list[Range]) -> list[int]:
    return [number for each in ranges for number in range(each.next, each.hi)]


@given(lane_ranges(), st.integers(0, 120))
def test_numbers_taken_and_numbers_left_are_those_that_were_free(ranges: list[Range], wanted: int) -> None:
    free = free_numbers(ranges)
    numbers, before, after = take(ranges, wanted)
    assert numbers == free[:wanted]
    left = {each.lo: each for each in ranges} | {each.lo: each for each in after}
    assert free_numbers(sorted(left.values(), key=lambda each: each.lo)) == free[wanted:]
    assert all(each in ranges for each in before)
    for was, now in zip(before, after, strict=True):
        assert (was.lo, was.hi) == (now.lo, now.hi)
        assert was.next < now.next
    assert numbers == [n for was, now in zip(before, after, strict=True) for n in range(was.next, now.next)]


@given(lane_ranges())
def test_cut_for_a_neighbour_moves_half_of_the_largest_stretch_and_loses_none(ranges: list[Range]) -> None:
    free = free_numbers(ranges)
    cut = cut_for_neighbour(ranges)
    if cut is None:
        assert not free
        return
    stays, goes = cut
    donor = next(each for each in ranges if each.lo == stays.lo and each.hi == goes.hi)
    assert (stays.next, goes.lo) == (donor.next, stays.hi)
    assert goes.next == goes.lo
    largest = max(each.hi - each.next for each in ranges)
    assert goes.hi - goes.lo == (largest + 1) // 2
    kept = [stays if each is donor else each for each in ranges]
    assert sorted(free_numbers(kept) + free_numbers([goes])) == free


def test_last_number_of_a_lane_can_move_to_its_neighbour() -> None:
    assert cut_for_neighbour([Range(0, 9, 10)]) == (Range(0, 9, 9), Range(9, 9, 10))
    assert cut_for_neighbour([Range(0, 10, 10)]) is None
    assert cut_for_neighbour([]) is None


def test_range_that_is_out_of_order_is_refused() -> None:
    for lo, following, hi in [(-1, 0, 1), (2, 1, 3), (0, 4, 3)]:
        with pytest.raises(AssertionError):
            Range(lo, following, hi)
