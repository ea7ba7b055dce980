"""Money: integers with a currency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.kernel.money import AMOUNT_MINOR_MAX, Money

HALF = AMOUNT_MINOR_MAX // 2


@given(st.integers(-HALF, HALF), st.integers(-HALF, HALF))
def test_sums_and_differences_undo_each_other_exactly(first: int, second: int) -> None:
    a, b = Money(first, "CNY"), Money(second, "CNY")
    assert a + b == Money(first + second, "CNY")
    assert a + b - b == a


def test_amounts_of_two_currencies_are_not_combined() -> None:
    with pytest.raises(ValueError, match="'CNY' and 'EUR'"):
        Money(1, "CNY") + Money(1, "EUR")
    with pytest.raises(ValueError, match="'CNY' and 'EUR'"):
        Money(1, "CNY") - Money(1, "EUR")


@pytest.mark.parametrize("currency", ["", "cny", "CN", "CNYY", "C1Y", "CNY ", "CNY\n", "ÄÖÜ"])
def test_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(ValueError, match="three capital letters"):
        Money(1, currency)


def test_sum_beyond_the_largest_amount_is_refused() -> None:
    largest, least, one = Money(AMOUNT_MINOR_MAX, "CNY"), Money(-AMOUNT_MINOR_MAX, "CNY"), Money(1, "CNY")
    with pytest.raises(ValueError, match=str(AMOUNT_MINOR_MAX + 1)):
        largest + one
    with pytest.raises(ValueError, match=str(-AMOUNT_MINOR_MAX - 1)):
        least - one


def test_money_is_not_divided_or_multiplied() -> None:
    for operation in ("__mul__", "__truediv__", "__floordiv__", "__float__"):
        assert not hasattr(Money(1, "CNY"), operation)
