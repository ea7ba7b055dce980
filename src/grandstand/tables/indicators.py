"""Figures of a price over time: its change over 7 days and over 12 months, its relative strength. Pure."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

WEEK = timedelta(days=7)
MONTHS_OF_A_YEAR = 12
RSI_PERIODS = 14
PERCENT = 100.0
LEVEL = 50.0
"""The relative strength of a price that has neither risen nor fallen."""


class Change(NamedTuple):
    """From an earlier value to the last one.

    Args:
        percent: of the earlier one.
        since, until: the days of both values.
        before, after: the values.
    """

    percent: float
    since: date
    until: date
    before: float
    after: float


def change_over_7_days(days: Sequence[date], values: Sequence[float]) -> Change | None:
    """By how much the last value differs from that of 7 days before.

    `percent = 100 (after / before - 1)`, where `before` is the value of the day 7 days before the last one; where
    that day has none, of the nearest earlier day that has one. None where there is no such day, or where `before`
    is not above 0, of which nothing has a percentage.

    Args:
        days: each later than the one before.
        values: of those days.
    """
    return _change(days, values, days[-1] - WEEK) if days else None


def change_over_12_months(days: Sequence[date], values: Sequence[float]) -> Change | None:
    """As `change_over_7_days`, from the same day of the month 12 months before; from 29 February, the 28th."""
    return _change(days, values, a_year_before(days[-1])) if days else None


def a_year_before(day: date) -> date:
    """The same day of the month 12 months before, or the last of that month where it has no such day."""
    year = day.year - 1
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def rsi_14(values: Sequence[float]) -> float | None:
    """The relative strength index over 14 periods, from 0 to 100; None of fewer than 15 values.

    `RSI = 100 - 100 / (1 + G / L)`. `G` and `L` are the averages of gains and of losses from one value to the
    next: first the mean of the first 14, then `average = (13 average + next) / 14`. Only gains make 100, only
    losses 0; a price that never moved has neither, and 50 is said of it.

    Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978, section VI.
    """
    if len(values) <= RSI_PERIODS:
        return None
    steps = [after - before for before, after in pairwise(values)]
    gain = _smoothed([max(step, 0.0) for step in steps])
    loss = _smoothed([max(-step, 0.0) for step in steps])
    if gain == 0.0 and loss == 0.0:
        return LEVEL
    # The same as above, without a division by a loss of 0.
    return PERCENT * gain / (gain + loss)


def _smoothed(steps: Sequence[float]) -> float:
    """Wilder's average: the mean of the first periods, then each next one counts for one of them."""
    average = sum(steps[:RSI_PERIODS]) / RSI_PERIODS
    for step in steps[RSI_PERIODS:]:
        average += (step - average) / RSI_PERIODS
    return average


def _change(days: Sequence[date], values: Sequence[float], since: date) -> Change | None:
    assert len(days) == len(values)
    assert all(before < after for before, after in pairwise(days))
    earlier = [(day, value) for day, value in zip(days, values, strict=True) if day <= since]
    if not earlier:
        return None
    day, before = earlier[-1]
    if before <= 0:
        return None
    return Change(PERCENT * (values[-1] / before - 1), day, days[-1], before, values[-1])
