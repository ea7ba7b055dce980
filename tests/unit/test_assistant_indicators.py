"""Figures of a price over time, against values worked out by hand and what must hold of every series."""

from datetime import date, timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.tables import Change, change_over_7_days, change_over_12_months, rsi_14
from grandstand.tables.indicators import RSI_PERIODS, a_year_before

FIRST = date(2029, 1, 1)
PRICES = st.floats(min_value=0.01, max_value=1e6)
SERIES = st.lists(PRICES, min_size=RSI_PERIODS + 1, max_size=60)


def days_of(values: list[float], *, step: int = 1) -> list[date]:
    return [FIRST + timedelta(days=at * step) for at in range(len(values))]


def about(percent: float, since: date, until: date, before: float, after: float) -> Change:
    """A change whose percentage is nearly that."""
    return Change(cast(float, pytest.approx(percent)), since, until, before, after)


# Change.


def test_a_change_is_from_the_same_day_a_week_before() -> None:
    values = [100.0, 101.0, 102.0, 103.0, 104.0, 105.0, 106.0, 110.0]
    assert change_over_7_days(days_of(values), values) == about(10.0, FIRST, date(2029, 1, 8), 100.0, 110.0)


def test_where_that_day_is_missing_the_nearest_earlier_one_counts() -> None:
    days = [date(2029, 1, 1), date(2029, 1, 4), date(2029, 1, 9), date(2029, 1, 12)]
    # 7 days before the 12th is the 5th, which is missing.
    assert change_over_7_days(days, [10.0, 80.0, 90.0, 100.0]) == about(
        25.0, date(2029, 1, 4), date(2029, 1, 12), 80.0, 100.0
    )


def test_a_series_that_does_not_reach_back_has_no_change() -> None:
    assert change_over_7_days(days_of([1.0] * 7), [1.0] * 7) is None
    assert change_over_12_months(days_of([1.0] * 365), [1.0] * 365) is None
    assert change_over_7_days([], []) is None
    assert change_over_12_months([], []) is None


def test_of_nothing_there_is_no_percentage() -> None:
    assert change_over_7_days(days_of([0.0] * 8), [0.0] * 8) is None
    assert change_over_7_days(days_of([-5.0] * 8), [-5.0] * 8) is None


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2030, 2, 14), date(2029, 2, 14)),
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2029, 2, 28), date(2028, 2, 28)),
        (date(2029, 3, 1), date(2028, 3, 1)),
    ],
)
def test_twelve_months_before_is_the_same_day_of_the_month(day: date, before: date) -> None:
    assert a_year_before(day) == before
    assert change_over_12_months([before, day], [50.0, 75.0]) == about(50.0, before, day, 50.0, 75.0)
    assert change_over_12_months([before + timedelta(days=1), day], [50.0, 75.0]) is None


@given(st.lists(PRICES, min_size=8, max_size=60), PRICES)
def test_a_change_does_not_depend_on_the_unit_of_the_price(values: list[float], factor: float) -> None:
    days = days_of(values)
    found = change_over_7_days(days, values)
    scaled = change_over_7_days(days, [value * factor for value in values])
    assert found is not None
    assert scaled is not None
    assert scaled.percent == pytest.approx(found.percent, rel=1e-6, abs=1e-6)
    assert (found.until - found.since).days == 7


@given(st.lists(st.tuples(st.integers(1, 40), PRICES), min_size=1, max_size=30))
def test_gaps_never_bring_in_a_later_day(steps: list[tuple[int, float]]) -> None:
    days, values, at = [], [], FIRST
    for gap, value in steps:
        at += timedelta(days=gap)
        days.append(at)
        values.append(value)
    found = change_over_7_days(days, values)
    earlier = [day for day in days if day <= days[-1] - timedelta(days=7)]
    assert (found is None) == (not earlier)
    assert found is None or found.since == max(earlier)


# Relative strength.

BY_HAND = [
    100.0, 102.0, 101.0, 104.0, 103.0, 106.0, 105.0, 108.0, 107.0, 110.0, 109.0, 112.0, 111.0, 114.0, 113.0,
]  # fmt: skip
"""14 steps: +2 -1 +3 -1 +3 -1 +3 -1 +3 -1 +3 -1 +3 -1; gains 20, losses 7."""


def test_the_first_relative_strength_is_that_of_plain_averages() -> None:
    # Worked out by hand: 100 - 100 / (1 + (20/14) / (7/14)) = 2000/27.
    assert rsi_14(BY_HAND) == pytest.approx(2000 / 27)


def test_each_next_value_counts_for_one_of_fourteen() -> None:
    # A loss of 6: gain 13/14 of 20/14 = 260/196; loss 13/14 of 7/14 + 6/14 = 175/196.
    assert rsi_14([*BY_HAND, 107.0]) == pytest.approx(100 * 260 / (260 + 175))
    # Then a gain of 1: gain 13/14 * 260/196 + 1/14 = 3576/2744; loss 13/14 * 175/196 = 2275/2744.
    assert rsi_14([*BY_HAND, 107.0, 108.0]) == pytest.approx(100 * 3576 / (3576 + 2275))


def test_fewer_than_fifteen_values_have_none() -> None:
    assert rsi_14(BY_HAND[:14]) is None
    assert rsi_14([]) is None


@given(PRICES, st.integers(RSI_PERIODS + 1, 60))
def test_what_never_moves_is_in_the_middle(value: float, length: int) -> None:
    assert rsi_14([value] * length) == 50.0


@given(SERIES)
def test_only_gains_make_a_hundred_and_only_losses_nothing(values: list[float]) -> None:
    rising = sorted(set(values))
    if len(rising) > RSI_PERIODS:
        assert rsi_14(rising) == pytest.approx(100.0)
        assert rsi_14(rising[::-1]) == pytest.approx(0.0)


@given(SERIES)
def test_it_lies_between_nothing_and_a_hundred_and_turns_with_the_price(values: list[float]) -> None:
    found = rsi_14(values)
    turned = rsi_14([-value for value in values])
    assert found is not None
    assert turned is not None
    assert 0.0 <= found <= 100.0
    assert found + turned == pytest.approx(100.0)
