"""The bucket of a lane: never more than the pace and one second of it, whatever the clock does."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.models import Bucket
from grandstand.campaign.pace import (
    SHARE,
    WAIT_MAX,
    next_turn,
    paces_of_lanes,
    refilled,
    repaced,
    shares_in,
    spent,
)

START = datetime(2030, 2, 6, 2, tzinfo=UTC)
EMPTY = START - timedelta(days=1)
RATES = st.integers(1, 50_000)
STEPS = st.lists(st.tuples(st.integers(-2_000_000, 3_000_000), st.integers(0, 5_000)), max_size=60)
"""Microseconds that the clock moves, backwards too, and how many ask then."""


def bucket_of(pace: int) -> Bucket:
    return Bucket(pace, 0, START)


@given(st.integers(0, 10_000_000), st.integers(1, 64))
def test_paces_of_the_lanes_add_up_to_that_of_the_pool(rate: int, lanes: int) -> None:
    paces = paces_of_lanes(rate, lanes)
    assert sum(paces) == rate * SHARE
    assert max(paces) - min(paces) <= 1


@given(st.integers(1, 50_000_000_000), STEPS)
def test_no_window_has_more_than_pace_and_burst(pace: int, steps: list[tuple[int, int]]) -> None:
    bucket, now = bucket_of(pace), START
    given_at: list[tuple[datetime, int]] = []
    for microseconds, asked in steps:
        now += timedelta(microseconds=microseconds)
        bucket = refilled(bucket, now)
        shares = min(asked, shares_in(bucket))
        bucket = spent(bucket, shares)
        # Time as the bucket knows it: a clock that goes back does not give the same second twice.
        given_at.append((bucket.refilled_at, shares))
    burst = max(pace, SHARE)
    for first, (since, _) in enumerate(given_at):
        total = 0
        for until, shares in given_at[first:]:
            total += shares
            window = (until - since) // timedelta(microseconds=1)
            assert total * SHARE <= burst + pace * window // SHARE


@given(RATES, st.integers(1, 3600))
def test_who_takes_all_that_comes_gets_the_whole_pace(rate: int, seconds: int) -> None:
    bucket, total = bucket_of(rate * SHARE), 0
    for second in range(1, seconds + 1):
        bucket = refilled(bucket, START + timedelta(seconds=second))
        total += shares_in(bucket)
        bucket = spent(bucket, shares_in(bucket))
    assert total == rate * seconds


def test_less_than_a_share_a_second_comes_as_whole_shares() -> None:
    bucket = bucket_of(SHARE // 4)
    assert shares_in(refilled(bucket, START + timedelta(seconds=3.9))) == 0
    assert shares_in(refilled(bucket, START + timedelta(seconds=4))) == 1
    assert shares_in(refilled(bucket, START + timedelta(days=4))) == 1


@given(RATES, RATES, st.integers(0, 10_000_000))
def test_another_pace_gives_nothing_for_free(before: int, after: int, microseconds: int) -> None:
    now = START + timedelta(microseconds=microseconds)
    full = refilled(bucket_of(before * SHARE), now)
    changed = repaced(full, after * SHARE, now)
    assert changed.tokens <= full.tokens
    assert changed.tokens <= after * SHARE
    assert repaced(changed, 0, now).tokens == 0
    assert repaced(Bucket(0, 0, EMPTY), after * SHARE, now) == Bucket(after * SHARE, 0, now)
    # The clock of who changes it is behind: no second counts twice.
    assert repaced(full, after * SHARE, START - timedelta(seconds=5)).refilled_at >= full.refilled_at


@given(RATES, st.integers(1, 200), st.integers(0, 999_999))
def test_those_who_wait_are_told_times_one_share_apart(rate: int, waiting: int, tokens: int) -> None:
    bucket, turn = Bucket(rate * SHARE, tokens, START), None
    for place in range(1, waiting + 1):
        turn = next_turn(bucket, turn, START)
        assert turn > START
        if turn < START + WAIT_MAX:
            # By then there is a share for everybody before her and for her, or one rounding each too early.
            came = Bucket(bucket.pace, 0, START)
            needed = place * SHARE - tokens
            arrived = (turn - START) // timedelta(microseconds=1) * came.pace // SHARE
            assert arrived >= needed
            assert arrived - needed <= (place + 1) * came.pace // SHARE + 1


def test_nobody_is_sent_away_for_longer_than_a_minute() -> None:
    slow = Bucket(1, 0, START)
    assert next_turn(slow, None, START) == START + WAIT_MAX
    assert next_turn(slow, START + WAIT_MAX, START) == START + WAIT_MAX
