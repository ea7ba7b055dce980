"""The arrivals of 6 February 2026, as published, compressed into seconds. Pure."""

from bisect import bisect_right
from itertools import pairwise

PUBLISHED = ((0.0, 0), (3.0, 1_000_000), (4.0, 2_000_000), (5.0, 5_000_000), (9.0, 10_000_000))
"""Hours after the opening, orders passed until then."""

HOURS = PUBLISHED[-1][0]
ORDERS = PUBLISHED[-1][1]
MEAN_PER_S = ORDERS / (HOURS * 3600)
"""309 orders a second, over the nine hours as they were."""


def share_arrived(progress: float) -> float:
    """The share of the crowd, 0 to 1, that has arrived after this share of the nine hours.

    Args:
        progress: 0 at the opening, 1 after nine hours; linear between the published points.
    """
    hour = min(max(progress, 0.0), 1.0) * HOURS
    at = min(bisect_right([point[0] for point in PUBLISHED], hour), len(PUBLISHED) - 1)
    (hour_0, orders_0), (hour_1, orders_1) = PUBLISHED[at - 1], PUBLISHED[at]
    return (orders_0 + (orders_1 - orders_0) * (hour - hour_0) / (hour_1 - hour_0)) / ORDERS


def peak_over_mean() -> float:
    """How much steeper the busiest stretch is than the nine hours on average: 2.7."""
    steepest = max((b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(PUBLISHED))
    return steepest * HOURS / ORDERS
