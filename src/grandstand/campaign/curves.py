"""The cumulative curves of the split as integers, the same on every machine.

A curve C runs from C(0) = 0 to C(1) = 1. What is committed and computed with are its values at KNOTS + 1 equally
spaced knots, multiplied by the extra and rounded down. No floating-point function is involved: squares are
integers, and logarithms come from `decimal`, whose results are correctly rounded by specification (General
Decimal Arithmetic, version 1.70).
"""

from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

from grandstand.campaign.models import Curve

KNOTS = 4096
DIGITS = 50
"""Of a logarithm; an extra has 14, so the rounding would have to be off by 10^36 to change a knot."""


def knots(curve: Curve, extra_minor: int) -> tuple[int, ...]:
    """The heights of a curve at its KNOTS + 1 knots, in minor units: from 0 to the extra, never falling.

    uniform: x^2, so that amounts are spread evenly from 0 to twice the mean. exponential: x + (1 - x) ln(1 - x),
    so that amounts are spread exponentially: many small ones, few large ones. Others have no knots.
    """
    if curve is Curve.UNIFORM:
        return tuple(extra_minor * at * at // (KNOTS * KNOTS) for at in range(KNOTS + 1))
    if curve is Curve.EXPONENTIAL:
        exact = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)
        heights = (exact.multiply(extra_minor, height) for height in exponential_heights())
        return tuple(int(height.to_integral_value(ROUND_FLOOR)) for height in heights)
    return ()


@lru_cache(maxsize=1)
def exponential_heights() -> tuple[Decimal, ...]:
    """The curve x + (1 - x) ln(1 - x) at every knot, to DIGITS digits."""
    exact = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)
    heights = []
    for at in range(KNOTS):
        x, rest = exact.divide(at, KNOTS), exact.divide(KNOTS - at, KNOTS)
        heights.append(exact.add(x, exact.multiply(rest, exact.ln(rest))))
    return (*heights, Decimal(1))
