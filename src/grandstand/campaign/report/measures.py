"""What is computed of the figures: lift against a hold-out group, a plan by the hours. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import sqrt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from grandstand.campaign.report.figures import GroupsOutcome, WavePool

Z95 = 1.959964
"""Of the normal distribution, for an interval of 95 %."""
HOUR = timedelta(hours=1)
PLAN_HOURS_MAX = 24 * 366


class Interval(NamedTuple):
    """An estimate with the ends of its interval of 95 %."""

    value: float
    low: float
    high: float

    def times(self, factor: float) -> "Interval":
        return Interval(self.value * factor, self.low * factor, self.high * factor)


def share_of(active: int, fans: int) -> Interval:
    """A share with its score interval.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927.
    """
    rate, z2 = active / fans, Z95 * Z95
    centre = (rate + z2 / (2 * fans)) / (1 + z2 / fans)
    half = Z95 * sqrt(rate * (1 - rate) / fans + z2 / (4 * fans * fans)) / (1 + z2 / fans)
    return Interval(rate, max(0.0, centre - half), min(1.0, centre + half))


def lift(outcome: GroupsOutcome) -> Interval:
    """How much larger the share of the active is among those who were offered the programme.

    The interval is the hybrid score interval for a difference of two independent shares (R. G. Newcombe, Interval
    estimation for the difference between independent proportions, Statistics in Medicine 17, 1998, method 10): it
    holds for small groups and for shares near 0 and 1, where the normal one does not.
    """
    one = share_of(outcome.offered_active, outcome.offered_fans)
    two = share_of(outcome.kept_active, outcome.kept_fans)
    difference = one.value - two.value
    return Interval(
        difference,
        difference - sqrt((one.value - one.low) ** 2 + (two.high - two.value) ** 2),
        difference + sqrt((one.high - one.value) ** 2 + (two.value - two.low) ** 2),
    )


def lift_per_unit(outcome: GroupsOutcome, spent: float) -> Interval | None:
    """How many more fans are active for each unit of the currency; None where nothing was spent.

    The lift times those who were offered it, over what was spent on them. Only the lift is uncertain: what was
    spent is counted.

    Args:
        outcome: of both groups.
        spent: in units of the currency, not in minor ones.
    """
    return lift(outcome).times(outcome.offered_fans / spent) if spent > 0 else None


def planned(pool: WavePool, zone: str) -> Iterator[tuple[datetime, float]]:
    """How much of the shares should be given by when: by the hours of the plan, evenly where there are none.

    Every day gets the same part. Hours outside the wave do not count, so the plan ends with everything given.
    """
    tz, parts = ZoneInfo(zone), dict(pool.hours)
    at = pool.opens_at
    steps: list[tuple[datetime, float]] = []
    while at < pool.closes_at and len(steps) < PLAN_HOURS_MAX:
        until = min(pool.closes_at, at + HOUR)
        weight = parts.get(at.astimezone(tz).hour, 0) if parts else (until - at) / HOUR
        steps.append((until, weight))
        at = until
    whole = sum(weight for _, weight in steps) or 1
    done = 0.0
    yield pool.opens_at, 0.0
    for until, weight in steps:
        done += weight
        yield until, done / whole
