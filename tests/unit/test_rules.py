"""The decisions of a campaign: states, plans, lanes, share numbers, audits."""

import re
from collections import Counter
from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.errors import PlanInvalid, StateConflict
from grandstand.campaign.models import Act, Audit, Curve, PoolPlan, PoolState, Range
from grandstand.campaign.rules import (
    LANES_MAX,
    OCCASIONS_MAX,
    REASON_LENGTH_MAX,
    TITLE_LENGTH_MAX,
    TITLES_MAX,
    audit_faults,
    check_plan,
    check_reason,
    cut_for_neighbour,
    first_ranges,
    lane_of,
    next_state,
    take,
)
from grandstand.campaign.split import SHARES_MAX
from grandstand.kernel.ids import POOL_ID_MAX, PoolId, SubjectId
from grandstand.kernel.money import AMOUNT_MINOR_MAX

POSSIBLE = {
    ("draft", "pool.opened"): "open",
    ("open", "pool.paused"): "paused",
    ("open", "pool.closed"): "closed",
    ("paused", "pool.resumed"): "open",
    ("paused", "pool.closed"): "closed",
}
PLAN = PoolPlan(
    titles={"en": "Opening night", "pt-BR": "Noite de abertura"},
    currency="CNY",
    shares=1000,
    total_minor=100_000,
    minimum_minor=1,
    curve=Curve.UNIFORM,
    occasions=("launch", "day:2026-02-06"),
    lanes=4,
    valid_until=None,
)
TOO_MANY_LANGUAGES = [f"en-{number:02}" for number in range(TITLES_MAX + 1)]
RIGHT = Audit(
    pool=PoolId(1),
    total_minor=1000,
    shares=10,
    claims=4,
    claims_minor=400,
    fans_twice=0,
    shares_twice=0,
    lanes_granted=4,
    lanes_spent_minor=400,
    numbers_taken=4,
    ranges_overlapping=0,
    numbers_owned=10,
)


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


def test_refusal_by_a_closed_pool_says_that_nothing_is_possible() -> None:
    with pytest.raises(StateConflict, match="'closed'; possible now: none"):
        next_state(PoolState.CLOSED, Act.OPENED)


@pytest.mark.parametrize(
    "plan",
    [
        PLAN,
        replace(PLAN, shares=SHARES_MAX, total_minor=AMOUNT_MINOR_MAX, lanes=LANES_MAX),
        replace(PLAN, shares=1, lanes=1, total_minor=1),
        replace(PLAN, minimum_minor=100),
        replace(PLAN, minimum_minor=0),
        replace(PLAN, occasions=("a" * 40,)),
        replace(PLAN, titles={"zh": "红" * TITLE_LENGTH_MAX}),
        replace(PLAN, occasions=tuple(f"o{number}" for number in range(OCCASIONS_MAX))),
    ],
)
def test_plan_within_the_limits_passes(plan: PoolPlan) -> None:
    check_plan(plan)


@pytest.mark.parametrize(
    ("plan", "named"),
    [
        (replace(PLAN, currency="cny"), "'cny'"),
        (replace(PLAN, currency="CNY\n"), r"'CNY\n'"),
        (replace(PLAN, shares=0), "got 0"),
        (replace(PLAN, shares=SHARES_MAX + 1), str(SHARES_MAX + 1)),
        (replace(PLAN, lanes=0), "got 0"),
        (replace(PLAN, lanes=LANES_MAX + 1), f"got {LANES_MAX + 1}"),
        (replace(PLAN, shares=3), "got 4"),
        (replace(PLAN, total_minor=0, minimum_minor=0), "got 0"),
        (replace(PLAN, total_minor=AMOUNT_MINOR_MAX + 1), str(AMOUNT_MINOR_MAX + 1)),
        (replace(PLAN, minimum_minor=-1), "at least -1"),
        (replace(PLAN, minimum_minor=101), "need 101000, the total is 100000"),
        (replace(PLAN, occasions=()), "got 0"),
        (replace(PLAN, occasions=tuple(f"o{n}" for n in range(OCCASIONS_MAX + 1))), f"got {OCCASIONS_MAX + 1}"),
        (replace(PLAN, occasions=("launch", "launch")), "['launch', 'launch']"),
        (replace(PLAN, occasions=("Launch",)), "'Launch'"),
        (replace(PLAN, occasions=("launch\n",)), r"'launch\n'"),
        (replace(PLAN, occasions=("a" * 41,)), "a" * 41),
        (replace(PLAN, titles={}), "got 0"),
        (replace(PLAN, titles=dict.fromkeys(TOO_MANY_LANGUAGES, "x")), f"got {TITLES_MAX + 1}"),
        (replace(PLAN, titles={"english": "Opening night"}), "'english'"),
        (replace(PLAN, titles={"en\n": "Opening night"}), r"'en\n'"),
        (replace(PLAN, titles={"en": "  "}), "'  '"),
        (replace(PLAN, titles={"en": "Opening\0night"}), r"'Opening\x00night'"),
        (replace(PLAN, titles={"en": "x" * (TITLE_LENGTH_MAX + 1)}), "x" * (TITLE_LENGTH_MAX + 1)),
    ],
)
def test_fault_of_a_plan_is_refused_with_its_value(plan: PoolPlan, named: str) -> None:
    with pytest.raises(PlanInvalid, match=re.escape(named)):
        check_plan(plan)


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


@given(st.integers(1, SHARES_MAX), st.integers(1, LANES_MAX))
def test_first_ranges_hold_every_number_once_and_differ_by_one(shares: int, lanes: int) -> None:
    ranges = first_ranges(shares, min(lanes, shares))
    assert [each.lo for each in ranges] == [0, *(each.hi for each in ranges[:-1])]
    assert ranges[-1].hi == shares
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
    numbers, moved = take(ranges, wanted)
    assert numbers == free[:wanted]
    after = {each.lo: each for each in ranges} | {each.lo: each for each in moved}
    assert free_numbers(sorted(after.values(), key=lambda each: each.lo)) == free[wanted:]
    before = {each.lo: each for each in ranges if each.next < each.hi}
    assert all(each.hi == before[each.lo].hi and each.next > before[each.lo].next for each in moved)


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


@pytest.mark.parametrize(
    "audit",
    [
        RIGHT,
        replace(RIGHT, claims=10, lanes_granted=10, numbers_taken=10, claims_minor=1000, lanes_spent_minor=1000),
        replace(
            RIGHT,
            claims=0,
            lanes_granted=0,
            numbers_taken=0,
            claims_minor=0,
            lanes_spent_minor=0,
            numbers_owned=0,
        ),
    ],
    ids=["under way", "all taken", "draft"],
)
def test_audit_of_right_books_finds_nothing(audit: Audit) -> None:
    assert audit_faults(audit) == []


@pytest.mark.parametrize(
    ("audit", "fault"),
    [
        (replace(RIGHT, lanes_granted=5), "4 claims, lanes granted 5"),
        (replace(RIGHT, numbers_taken=3), "4 claims, numbers taken 3"),
        (replace(RIGHT, lanes_spent_minor=401), "claims add up to 400, lanes spent 401"),
        (replace(RIGHT, claims_minor=1001, lanes_spent_minor=1001), "1001 of 1000 spent"),
        (
            replace(RIGHT, claims=10, lanes_granted=10, numbers_taken=10, claims_minor=999, lanes_spent_minor=999),
            "every share is taken, but 999 of 1000 spent",
        ),
        (replace(RIGHT, fans_twice=1), "1 fans hold an occasion twice"),
        (replace(RIGHT, shares_twice=2), "2 share numbers are held twice"),
        (replace(RIGHT, ranges_overlapping=3), "3 ranges overlap"),
        (replace(RIGHT, numbers_owned=9), "lanes own 9 of 10 numbers"),
    ],
)
def test_audit_names_each_fault(audit: Audit, fault: str) -> None:
    assert audit_faults(audit) == [fault]
