"""The token bucket: bursts, waits, refills, a bound on memory."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.kernel.limits import Rate, RateLimiter

RATE = Rate(per_s=5, burst=20)


def test_burst_passes_then_the_next_waits_for_one_interval() -> None:
    limiter = RateLimiter(RATE)
    assert [limiter.wait_s("fan", 0.0) for _ in range(RATE.burst)] == [0.0] * RATE.burst
    assert limiter.wait_s("fan", 0.0) == pytest.approx(1 / RATE.per_s)
    assert limiter.wait_s("fan", 0.15) == pytest.approx(0.05)


def test_refused_request_takes_nothing() -> None:
    limiter = RateLimiter(RATE)
    for _ in range(RATE.burst + 100):
        limiter.wait_s("fan", 0.0)
    wait_s = limiter.wait_s("fan", 0.0)
    assert limiter.wait_s("fan", wait_s + 1e-9) == 0.0


def test_quiet_time_fills_the_bucket_up_to_the_burst_and_no_further() -> None:
    limiter = RateLimiter(RATE)
    for _ in range(RATE.burst):
        limiter.wait_s("fan", 0.0)
    admitted = sum(limiter.wait_s("fan", 1_000_000.0) == 0.0 for _ in range(2 * RATE.burst))
    assert admitted == RATE.burst


def test_one_person_does_not_use_up_the_bucket_of_another() -> None:
    limiter = RateLimiter(Rate(per_s=1, burst=1))
    assert limiter.wait_s("first", 0.0) == 0.0
    assert limiter.wait_s("first", 0.0) > 0.0
    assert limiter.wait_s("second", 0.0) == 0.0


def test_memory_is_bounded_and_the_oldest_key_is_forgotten() -> None:
    limiter = RateLimiter(Rate(per_s=1, burst=1), keys_max=3)
    for key in "abcd":
        assert limiter.wait_s(key, 0.0) == 0.0
    assert len(limiter._full_again_s) == 3
    assert [limiter.wait_s(key, 0.0) > 0 for key in "bcd"] == [True] * 3
    assert limiter.wait_s("a", 0.0) == 0.0


@given(
    st.floats(0.1, 100),
    st.integers(1, 50),
    st.lists(st.floats(0, 3).filter(lambda gap_s: gap_s == 0 or gap_s > 1e-6), min_size=1, max_size=60),
)
def test_no_window_admits_more_than_burst_and_rate_times_its_length(
    per_s: float, burst: int, gaps_s: list[float]
) -> None:
    limiter = RateLimiter(Rate(per_s, burst))
    admitted_s = [at_s for at_s in accumulate(gaps_s) if limiter.wait_s("fan", at_s) == 0.0]
    for first, begin_s in enumerate(admitted_s):
        for count, end_s in enumerate(admitted_s[first:], start=1):
            assert count <= burst + per_s * (end_s - begin_s) + 1e-6


@given(st.floats(0.1, 100), st.integers(1, 50), st.lists(st.floats(0, 1), max_size=60))
def test_whoever_waits_as_told_is_admitted(per_s: float, burst: int, gaps_s: list[float]) -> None:
    limiter = RateLimiter(Rate(per_s, burst))
    now_s = 0.0
    for gap_s in gaps_s:
        now_s += gap_s
        if (wait_s := limiter.wait_s("fan", now_s)) > 0:
            now_s += wait_s + 1e-9
            assert limiter.wait_s("fan", now_s) == 0.0
