"""The arrivals of 6 February 2026, compressed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.demo.curve import HOURS, MEAN_PER_S, ORDERS, PUBLISHED, peak_over_mean, share_arrived


@pytest.mark.parametrize(("hours", "orders"), PUBLISHED)
def test_curve_hits_each_published_point(hours: float, orders: int) -> None:
    assert share_arrived(hours / HOURS) == pytest.approx(orders / ORDERS)


def test_published_points_are_those_of_the_evening() -> None:
    assert PUBLISHED == ((0.0, 0), (3.0, 1_000_000), (4.0, 2_000_000), (5.0, 5_000_000), (9.0, 10_000_000))


@given(st.floats(0, 1), st.floats(0, 1))
def test_nobody_who_has_arrived_leaves(first: float, second: float) -> None:
    earlier, later = sorted((first, second))
    assert 0 <= share_arrived(earlier) <= share_arrived(later) <= 1


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_before_and_after_the_evening_nobody_arrives(progress: float) -> None:
    if progress <= 0:
        assert share_arrived(progress) == 0
    if progress >= 1:
        assert share_arrived(progress) == 1


def test_busiest_hour_is_2_7_times_the_mean() -> None:
    assert peak_over_mean() == pytest.approx(2.7)
    busiest = max(share_arrived((minute + 60) / 540) - share_arrived(minute / 540) for minute in range(480))
    assert busiest * HOURS == pytest.approx(2.7)


def test_a_hundred_times_the_mean_is_31_000_a_second() -> None:
    assert pytest.approx(30_864, abs=1) == 100 * MEAN_PER_S
