"""The split: exact sums, a bijection, and the fast path equal to the plain reference."""

import hashlib
from itertools import pairwise
from math import isqrt, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from grandstand.campaign.models import Curve
from grandstand.campaign.split import (
    FRACTION_BITS_MAX,
    JITTERS_A_DIGEST,
    KNOTS,
    SEED_BYTES,
    SHARES_MAX,
    Split,
    feistel_sides,
    fraction_bits,
    knots,
    reference_amount,
    reference_permutation,
)
from grandstand.kernel.money import AMOUNT_MINOR_MAX

SEED = bytes(range(SEED_BYTES))
BLAKE2_KEY = bytes(range(64))


@st.composite
def pools(draw: st.DrawFn) -> tuple[bytes, int, int, int, Curve]:
    """(seed, shares, total, minimum, curve) of a pool that can be given."""
    shares = draw(st.integers(1, 5000))
    minimum = draw(st.one_of(st.just(0), st.integers(0, 1000), st.integers(0, AMOUNT_MINOR_MAX // shares)))
    total = draw(st.integers(max(1, minimum * shares), AMOUNT_MINOR_MAX))
    seed = draw(st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES))
    return seed, shares, total, minimum, draw(st.sampled_from(Curve))


@given(pools())
def test_shares_add_up_to_the_total_and_keep_the_minimum(pool: tuple[bytes, int, int, int, Curve]) -> None:
    _, shares, total, minimum, _ = pool
    amounts = Split(*pool).amounts(np.arange(shares))
    assert amounts.shape == (shares,)
    assert sum(amounts.tolist()) == total
    assert amounts.min() >= minimum


@given(pools(), st.data())
def test_amounts_of_any_numbers_equal_the_reference(
    pool: tuple[bytes, int, int, int, Curve], data: st.DataObject
) -> None:
    shares = pool[1]
    numbers = data.draw(st.lists(st.integers(0, shares - 1), max_size=4))
    expected = [reference_amount(*pool, number) for number in numbers]
    assert Split(*pool).amounts(np.array(numbers, np.int64)).tolist() == expected


@given(pools())
def test_every_share_has_a_rank_of_its_own(pool: tuple[bytes, int, int, int, Curve]) -> None:
    shares = pool[1]
    ranks = Split(*pool).permutation(np.arange(shares))
    assert np.array_equal(np.sort(ranks), np.arange(shares))
    assert int(ranks[-1]) == reference_permutation(pool[0], shares, shares - 1)


@pytest.mark.parametrize("curve", Curve)
@pytest.mark.parametrize("shares", [SHARES_MAX, SHARES_MAX - 1, 2**31 + 1, 120_000_000])
@pytest.mark.parametrize("minimum", [0, 5])
def test_huge_pool_equals_the_reference_at_its_edges(curve: Curve, shares: int, minimum: int) -> None:
    pool = SEED, shares, AMOUNT_MINOR_MAX, minimum, curve
    split = Split(*pool)
    # The share numbers whose ranks are the edges are not known, so a stride of numbers is compared as well.
    numbers = [0, 1, 31, 32, isqrt(shares), shares // 2, shares - 2, shares - 1, *range(7, shares, shares // 40)]
    amounts = split.amounts(np.array(numbers)).tolist()
    assert amounts == [reference_amount(*pool, number) for number in numbers]
    assert min(amounts) >= minimum


@pytest.mark.parametrize("curve", Curve)
@pytest.mark.parametrize("shares", [SHARES_MAX, 120_000_000, 4097])
def test_heights_of_a_huge_curve_begin_at_nothing_end_at_the_extra_and_never_fall(
    curve: Curve, shares: int
) -> None:
    extra = AMOUNT_MINOR_MAX
    split = Split(SEED, shares, extra, 0, curve)
    edges = [0, 1, 2, JITTERS_A_DIGEST - 1, JITTERS_A_DIGEST, JITTERS_A_DIGEST + 1]
    beside_knots = [shares * knot // KNOTS + side for knot in range(1, KNOTS, 97) for side in (-1, 0, 1)]
    ranks = sorted({*edges, *beside_knots, *(shares - edge for edge in edges)})
    heights = split._cumulative(np.array(ranks))
    assert heights[0] == 0
    assert heights[-1] == extra
    assert bool(np.all(np.diff(heights) >= 0))


@given(pools())
def test_equal_shares_differ_by_one_at_most(pool: tuple[bytes, int, int, int, Curve]) -> None:
    seed, shares, total, minimum, _ = pool
    amounts = Split(seed, shares, total, minimum, Curve.EQUAL).amounts(np.arange(shares))
    assert set(amounts.tolist()) <= {total // shares, -(-total // shares)}


@pytest.mark.parametrize("shares", [4096, 10_000, 200_000])
def test_uniform_amounts_spread_from_the_minimum_to_four_times_the_mean(shares: int) -> None:
    """An extra is the slope of x^2, flat on [0, 2] means, times the width of its cell.

    Both boundaries of a cell move by up to half a share, so the width is triangular on [0, 2]: no extra is above
    4 means and a rounding, and the variance is E[s^2] E[w^2] - 1 = 4/3 * 7/6 - 1 in means.
    """
    mean_extra, minimum = 1_000, 100
    split = Split(SEED, shares, shares * (minimum + mean_extra), minimum, Curve.UNIFORM)
    extras = split.amounts(np.arange(shares)) - minimum
    assert 3 * mean_extra < extras.max() <= 4 * mean_extra + 1
    assert extras.std() / mean_extra == pytest.approx(sqrt(4 / 3 * 7 / 6 - 1), rel=0.02)


def test_amounts_do_not_follow_the_numbers() -> None:
    shares = 20_000
    split = Split(SEED, shares, shares * 1000, 1, Curve.UNIFORM)
    numbers = np.arange(shares)
    amounts = split.amounts(numbers)
    # The correlation of independent values has a standard deviation of 1 / sqrt(n): five of them.
    bound = 5 / sqrt(shares)
    assert abs(np.corrcoef(numbers, amounts)[0, 1]) < bound
    for distance in (1, 2, isqrt(shares), isqrt(shares) + 1):
        assert abs(np.corrcoef(amounts[:-distance], amounts[distance:])[0, 1]) < bound, distance


def test_another_seed_gives_other_amounts() -> None:
    numbers = np.arange(1000)
    first = Split(SEED, 1000, 10**6, 1, Curve.UNIFORM).amounts(numbers)
    second = Split(SEED[::-1], 1000, 10**6, 1, Curve.UNIFORM).amounts(numbers)
    assert np.mean(first == second) < 0.02


# Pools that were opened depend on these: were one of them to change, every open pool would pay other amounts.


def test_golden_amounts_of_a_uniform_pool() -> None:
    amounts = Split(SEED, 10, 10_000, 1, Curve.UNIFORM).amounts(np.arange(10)).tolist()
    assert amounts == [2744, 428, 981, 1107, 148, 1618, 1804, 650, 365, 155]
    assert sum(amounts) == 10_000


def test_golden_amounts_of_an_equal_pool() -> None:
    assert Split(SEED, 10, 10_003, 1, Curve.EQUAL).amounts(np.arange(10)).tolist() == [
        1000,
        1000,
        1000,
        1001,
        1000,
        1001,
        1001,
        1000,
        1000,
        1000,
    ]


def test_golden_amounts_of_the_largest_pool() -> None:
    numbers = np.array([0, 1, SHARES_MAX // 3, SHARES_MAX - 1])
    amounts = Split(SEED, SHARES_MAX, AMOUNT_MINOR_MAX, 5, Curve.UNIFORM).amounts(numbers)
    assert amounts.tolist() == [179, 583, 3217, 6700]


def test_blake2b_gives_the_published_answers() -> None:
    """RFC 7693, appendix A, and the first and second keyed line of the BLAKE2 authors' test vectors."""
    unkeyed = hashlib.blake2b(b"abc").hexdigest()
    assert unkeyed == (
        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
    )
    keyed = hashlib.blake2b(b"", key=BLAKE2_KEY).hexdigest()
    assert keyed.startswith("10ebb67700b1868efb4417987acf4690")
    assert hashlib.blake2b(b"\0", key=BLAKE2_KEY).hexdigest().startswith("961f6dd1e4dd30f63901690c512e78e4")


@given(st.integers(1, SHARES_MAX))
def test_the_sides_of_the_permutation_are_the_tightest_near_square(shares: int) -> None:
    a, b = feistel_sides(shares)
    assert a * b >= shares
    assert 0 <= b - a <= 2
    assert a * b - shares < b


@given(st.sampled_from(Curve), st.integers(0, AMOUNT_MINOR_MAX))
@limits(max_examples=20)
def test_no_step_of_a_curve_overflows_64_bits(curve: Curve, extra: int) -> None:
    heights = knots(curve, extra)
    assert (heights[0], heights[-1], len(heights)) == (0, extra, KNOTS + 1)
    steepest = max(after - before for before, after in pairwise(heights))
    bits = fraction_bits(steepest)
    assert 16 <= bits <= FRACTION_BITS_MAX
    assert steepest << bits < 2**63


@pytest.mark.parametrize(
    ("seed", "shares", "total", "minimum"),
    [
        (SEED[1:], 10, 100, 1),
        (SEED, 0, 100, 1),
        (SEED, SHARES_MAX + 1, AMOUNT_MINOR_MAX, 1),
        (SEED, 10, 99, 10),
        (SEED, 10, 100, -1),
        (SEED, 10, AMOUNT_MINOR_MAX + 1, 1),
    ],
    ids=["short seed", "no shares", "too many shares", "minimum unpaid", "negative minimum", "too much"],
)
def test_impossible_pool_is_refused(seed: bytes, shares: int, total: int, minimum: int) -> None:
    with pytest.raises(AssertionError):
        Split(seed, shares, total, minimum, Curve.UNIFORM)


@pytest.mark.parametrize("number", [-1, 10])
def test_number_outside_of_the_pool_is_refused(number: int) -> None:
    with pytest.raises(AssertionError):
        Split(SEED, 10, 100, 1, Curve.UNIFORM).amounts(np.array([number]))
