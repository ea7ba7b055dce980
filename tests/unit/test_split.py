"""The split: exact sums, a bijection, exact tiers, and the fast paths equal to the plain reference."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import isqrt, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from grandstand.campaign import split as split_module
from grandstand.campaign.curves import KNOTS, exponential_heights, knots
from grandstand.campaign.models import Curve, SplitParameters, Tier, TranchePlan
from grandstand.campaign.split import (
    FRACTION_BITS_MAX,
    JITTERS_A_DIGEST,
    SEED_BYTES,
    SHARES_MAX,
    Split,
    feistel_sides,
    fraction_bits,
    parameters_fault,
    reference_amount,
    reference_permutation,
    split_parameters,
)
from grandstand.kernel.money import AMOUNT_MINOR_MAX

SEED = bytes(range(SEED_BYTES))
BLAKE2_KEY = bytes(range(64))
CURVES = [Curve.EQUAL, Curve.UNIFORM, Curve.EXPONENTIAL]
KNOTTED = [Curve.UNIFORM, Curve.EXPONENTIAL]


@dataclass(frozen=True, slots=True)
class Case:
    """A seed and parameters that can be split."""

    seed: bytes
    parameters: SplitParameters

    @property
    def split(self) -> Split:
        return Split(self.seed, self.parameters)

    def reference(self, number: int) -> int:
        return reference_amount(self.seed, self.parameters, number)


def parameters_of(
    shares: int, total_minor: int, minimum_minor: int, curve: Curve, *tiers: tuple[int, int]
) -> SplitParameters:
    """Parameters; each tier is (shares, amount)."""
    return split_parameters(
        TranchePlan(
            shares=shares,
            total_minor=total_minor,
            minimum_minor=minimum_minor,
            curve=curve,
            tiers=tuple(Tier(shares=count, amount_minor=amount) for count, amount in tiers),
        )
    )


def lottery(*tiers: tuple[int, int], minimum_minor: int = 0) -> SplitParameters:
    shares, total = sum(count for count, _ in tiers), sum(count * amount for count, amount in tiers)
    return parameters_of(shares, total, minimum_minor, Curve.LOTTERY, *tiers)


@st.composite
def cases(draw: st.DrawFn, curves: list[Curve] = CURVES) -> Case:
    shares = draw(st.integers(1, 5000))
    minimum = draw(st.one_of(st.just(0), st.integers(0, 1000), st.integers(0, AMOUNT_MINOR_MAX // shares)))
    total = draw(st.integers(max(1, minimum * shares), AMOUNT_MINOR_MAX))
    seed = draw(st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES))
    return Case(seed, parameters_of(shares, total, minimum, draw(st.sampled_from(curves))))


@st.composite
def lotteries(draw: st.DrawFn) -> Case:
    counts = draw(st.lists(st.integers(1, 800), min_size=1, max_size=8))
    amounts = [draw(st.integers(0, AMOUNT_MINOR_MAX // (count * len(counts)))) for count in counts]
    if not any(amounts):
        amounts[0] = 1
    seed = draw(st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES))
    minimum = draw(st.integers(0, min(amounts)))
    return Case(seed, lottery(*zip(counts, amounts, strict=True), minimum_minor=minimum))


def any_case() -> st.SearchStrategy[Case]:
    return st.one_of(cases(), lotteries())


# Exactness.


@given(any_case())
def test_shares_add_up_to_the_total_and_keep_the_minimum(case: Case) -> None:
    parameters = case.parameters
    amounts = case.split.amounts(np.arange(parameters.shares))
    assert amounts.shape == (parameters.shares,)
    assert sum(amounts.tolist()) == parameters.total_minor
    assert amounts.min() >= parameters.minimum_minor


@given(any_case(), st.data())
def test_amounts_of_any_numbers_equal_the_reference(case: Case, data: st.DataObject) -> None:
    numbers = data.draw(st.lists(st.integers(0, case.parameters.shares - 1), max_size=4))
    expected = [case.reference(number) for number in numbers]
    assert case.split.amounts(np.array(numbers, np.int64)).tolist() == expected


@given(any_case(), st.data())
def test_many_amounts_at_once_are_the_amounts(case: Case, data: st.DataObject) -> None:
    """Whatever is read from tables, in windows and in pieces: those of the test cut small pools as well."""
    shares = case.parameters.shares
    few = st.lists(st.integers(0, shares - 1), max_size=20)
    numbers = np.array(data.draw(st.one_of(st.just(list(range(shares))), few)), np.int64)
    expected = case.split.amounts(numbers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(split_module, "CACHED_NUMBERS", data.draw(st.sampled_from([7, 64, 2**15])))
        patch.setattr(split_module, "WINDOW_RANKS", data.draw(st.sampled_from([50, 1000, 2**25])))
        assert np.array_equal(case.split.many_amounts(numbers), expected)


@given(any_case())
def test_every_share_has_a_rank_of_its_own(case: Case) -> None:
    shares = case.parameters.shares
    ranks = case.split.permutation(np.arange(shares))
    assert np.array_equal(np.sort(ranks), np.arange(shares))
    assert int(ranks[-1]) == reference_permutation(case.seed, shares, shares - 1)


@given(lotteries())
def test_each_tier_of_a_lottery_pays_exactly_as_often_as_it_says(case: Case) -> None:
    expected: Counter[int] = Counter()
    for tier in case.parameters.tiers:
        expected[tier.amount_minor] += tier.shares
    assert Counter(case.split.amounts(np.arange(case.parameters.shares)).tolist()) == expected


# The largest pools.


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("shares", [SHARES_MAX, SHARES_MAX - 1, 2**31 + 1, 120_000_000])
@pytest.mark.parametrize("minimum", [0, 5])
def test_huge_pool_equals_the_reference_at_its_edges(curve: Curve, shares: int, minimum: int) -> None:
    case = Case(SEED, parameters_of(shares, AMOUNT_MINOR_MAX, minimum, curve))
    # The share numbers whose ranks are the edges are not known, so a stride of numbers is compared as well.
    numbers = [0, 1, 31, 32, isqrt(shares), shares // 2, shares - 2, shares - 1, *range(7, shares, shares // 40)]
    amounts = case.split.amounts(np.array(numbers)).tolist()
    assert amounts == [case.reference(number) for number in numbers]
    assert min(amounts) >= minimum


def test_huge_lottery_equals_the_reference() -> None:
    case = Case(SEED, lottery((1, 10**9), (10**6, 10**5), (SHARES_MAX - 10**6 - 1, 3)))
    numbers = list(range(0, SHARES_MAX, SHARES_MAX // 50))
    assert case.split.amounts(np.array(numbers)).tolist() == [case.reference(number) for number in numbers]


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("shares", [SHARES_MAX, 120_000_000, 4097])
def test_heights_of_a_huge_curve_begin_at_nothing_end_at_the_extra_and_never_fall(
    curve: Curve, shares: int
) -> None:
    extra = AMOUNT_MINOR_MAX
    split = Split(SEED, parameters_of(shares, extra, 0, curve))
    edges = [0, 1, 2, JITTERS_A_DIGEST - 1, JITTERS_A_DIGEST, JITTERS_A_DIGEST + 1]
    beside_knots = [shares * knot // KNOTS + side for knot in range(1, KNOTS, 97) for side in (-1, 0, 1)]
    ranks = sorted({*edges, *beside_knots, *(shares - edge for edge in edges)})
    heights = split._cumulative(np.array(ranks))
    assert heights[0] == 0
    assert heights[-1] == extra
    assert bool(np.all(np.diff(heights) >= 0))


# The shapes of the curves.


@given(cases([Curve.EQUAL]))
def test_equal_shares_differ_by_one_at_most(case: Case) -> None:
    shares, total = case.parameters.shares, case.parameters.total_minor
    assert set(case.split.amounts(np.arange(shares)).tolist()) <= {total // shares, -(-total // shares)}


@pytest.mark.parametrize("shares", [4096, 10_000, 200_000])
def test_uniform_amounts_spread_from_the_minimum_to_four_times_the_mean(shares: int) -> None:
    """An extra is the slope of x^2, flat on [0, 2] means, times the width of its cell.

    Both boundaries of a cell move by up to half a share, so the width is triangular on [0, 2]: no extra is above
    4 means and a rounding, and the variance is E[s^2] E[w^2] - 1 = 4/3 * 7/6 - 1 in means.
    """
    mean_extra, minimum = 1_000, 100
    split = Split(SEED, parameters_of(shares, shares * (minimum + mean_extra), minimum, Curve.UNIFORM))
    extras = split.amounts(np.arange(shares)) - minimum
    assert 3 * mean_extra < extras.max() <= 4 * mean_extra + 1
    assert extras.std() / mean_extra == pytest.approx(sqrt(4 / 3 * 7 / 6 - 1), rel=0.02)


@pytest.mark.parametrize("shares", [40_000, 200_000])
def test_exponential_amounts_have_many_small_ones_and_few_large_ones(shares: int) -> None:
    """The slope of x + (1 - x) ln(1 - x) is exponential with mean 1; the width of a cell is as above.

    Its largest slope is that of the last of 4,096 cells, 1 + ln 4096; the variance is 2 * 7/6 - 1 in means.
    """
    mean_extra = 10_000
    split = Split(SEED, parameters_of(shares, shares * mean_extra, 0, Curve.EXPONENTIAL))
    amounts = split.amounts(np.arange(shares)) / mean_extra
    assert amounts.max() <= 2 * (1 + log(KNOTS)) + 1e-3
    assert amounts.std() == pytest.approx(sqrt(2 * 7 / 6 - 1), rel=0.03)
    assert 0.60 < np.mean(amounts < 1) < 0.70


def test_exponential_curve_is_what_its_formula_says() -> None:
    heights = exponential_heights()
    assert [int(heights[0]), int(heights[-1])] == [0, 1]
    for at in range(0, KNOTS, 61):
        x = at / KNOTS
        assert float(heights[at]) == pytest.approx(x + (1 - x) * log(1 - x), abs=1e-12)
    # ln(1/2) to 50 digits is published: OEIS A002162.
    assert str(heights[KNOTS // 2])[:42] == "0.1534264097200273452913839392709117159622"


def test_amounts_do_not_follow_the_numbers() -> None:
    shares = 20_000
    numbers = np.arange(shares)
    # The correlation of independent values has a standard deviation of 1 / sqrt(n): five of them.
    bound = 5 / sqrt(shares)
    for curve in KNOTTED:
        amounts = Split(SEED, parameters_of(shares, shares * 1000, 1, curve)).amounts(numbers)
        assert abs(np.corrcoef(numbers, amounts)[0, 1]) < bound
        for distance in (1, 2, isqrt(shares), isqrt(shares) + 1):
            assert abs(np.corrcoef(amounts[:-distance], amounts[distance:])[0, 1]) < bound, distance


def test_another_seed_gives_other_amounts() -> None:
    numbers = np.arange(1000)
    for curve in KNOTTED:
        parameters = parameters_of(1000, 10**6, 1, curve)
        first, second = (Split(seed, parameters).amounts(numbers) for seed in (SEED, SEED[::-1]))
        assert np.mean(first == second) < 0.02


# Pools that were opened depend on these: were one of them to change, every open pool would pay other amounts.


def test_golden_amounts_of_a_uniform_pool() -> None:
    amounts = Split(SEED, parameters_of(10, 10_000, 1, Curve.UNIFORM)).amounts(np.arange(10)).tolist()
    assert amounts == [2744, 428, 981, 1107, 148, 1618, 1804, 650, 365, 155]
    assert sum(amounts) == 10_000


def test_golden_amounts_of_an_equal_pool() -> None:
    amounts = Split(SEED, parameters_of(10, 10_003, 1, Curve.EQUAL)).amounts(np.arange(10)).tolist()
    assert amounts == [1000, 1000, 1000, 1001, 1000, 1001, 1001, 1000, 1000, 1000]


def test_golden_amounts_of_the_largest_pool() -> None:
    numbers = np.array([0, 1, SHARES_MAX // 3, SHARES_MAX - 1])
    amounts = Split(SEED, parameters_of(SHARES_MAX, AMOUNT_MINOR_MAX, 5, Curve.UNIFORM)).amounts(numbers)
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


@given(st.sampled_from(KNOTTED), st.integers(0, AMOUNT_MINOR_MAX))
@limits(max_examples=20)
def test_no_step_of_a_curve_falls_or_overflows_64_bits(curve: Curve, extra: int) -> None:
    heights = knots(curve, extra)
    assert (heights[0], heights[-1], len(heights)) == (0, extra, KNOTS + 1)
    steps = [after - before for before, after in pairwise(heights)]
    assert min(steps) >= 0
    bits = fraction_bits(max(steps))
    assert 16 <= bits <= FRACTION_BITS_MAX
    assert max(steps) << bits < 2**63


# What cannot be split.


@pytest.mark.parametrize(
    ("seed", "shares", "total", "minimum"),
    [
        (SEED[1:], 10, 100, 1),
        (SEED, 0, 100, 1),
        (SEED, SHARES_MAX + 1, AMOUNT_MINOR_MAX, 1),
        (SEED, 10, 99, 10),
        (SEED, 10, 100, -1),
        (SEED, 10, 0, 0),
        (SEED, 10, AMOUNT_MINOR_MAX + 1, 1),
    ],
    ids=["short seed", "no shares", "too many", "minimum unpaid", "negative minimum", "nothing", "too much"],
)
def test_impossible_pool_is_refused(seed: bytes, shares: int, total: int, minimum: int) -> None:
    parameters = parameters_of(shares, total, minimum, Curve.EQUAL)
    with pytest.raises(AssertionError):
        Split(seed, parameters)


def knotted(*heights: int, curve: Curve = Curve.UNIFORM, extra_minor: int = 100) -> SplitParameters:
    return SplitParameters(shares=10, total_minor=extra_minor, minimum_minor=0, curve=curve, knots=tuple(heights))


FLAT = (0,) * KNOTS


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        (knotted(), "4097 knots"),
        (knotted(*FLAT), "4097 knots"),
        (knotted(*FLAT, 100, 100), "4097 knots"),
        (knotted(1, *FLAT[1:], 100), "from 0 to the extra 100"),
        (knotted(*FLAT, 99), "from 0 to the extra 100"),
        (knotted(0, 7, *FLAT[2:], 100), "after knot 1"),
        (knotted(0, curve=Curve.EQUAL), "has no knots"),
        (lottery((3, 5), minimum_minor=6), "cannot come from 15"),
        (lottery((1, 9), (3, 1), minimum_minor=2), "less than the minimum"),
        (parameters_of(10, 50, 0, Curve.LOTTERY, (9, 5)), "have 9 shares"),
        (parameters_of(10, 51, 0, Curve.LOTTERY, (10, 5)), "pay 50"),
        (parameters_of(10, 50, 0, Curve.LOTTERY, (11, 5), (-1, 5)), "at least one share"),
        (parameters_of(10, 50, 0, Curve.LOTTERY, (9, 6), (1, -4)), "not negative"),
        (parameters_of(10, 50, 0, Curve.LOTTERY), "have 0 shares"),
    ],
)
def test_parameters_that_do_not_fit_are_named(parameters: SplitParameters, why: str) -> None:
    assert why in (parameters_fault(parameters) or "")
    with pytest.raises(AssertionError, match=why):
        Split(SEED, parameters)


def test_a_tier_beside_a_curve_is_named() -> None:
    parameters = SplitParameters(
        shares=1, total_minor=5, minimum_minor=0, curve=Curve.EQUAL, tiers=(Tier(shares=1, amount_minor=5),)
    )
    assert "has no tiers" in (parameters_fault(parameters) or "")


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("number", [-1, 10])
def test_number_outside_of_the_pool_is_refused(curve: Curve, number: int) -> None:
    split = Split(SEED, parameters_of(10, 100, 1, curve))
    with pytest.raises(AssertionError):
        split.amounts(np.array([number]))
    with pytest.raises(AssertionError):
        split.many_amounts(np.array([number]))
