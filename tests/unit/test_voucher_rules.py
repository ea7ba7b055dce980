"""How many orders a merchant takes: never more than any of its limits, whatever happens in which order."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.vouchers.errors import (
    MerchantInvalid,
    TermsInvalid,
    VoucherError,
    VoucherExpired,
    VoucherUnderReview,
    VoucherUnknown,
    WrongCategory,
)
from grandstand.campaign.vouchers.models import Capacity, Category, Load, MerchantPlan, Standing, VoucherTerms
from grandstand.campaign.vouchers.rules import (
    MINUTE_S,
    PER_MINUTE_MAX,
    STOCK_MAX,
    admit,
    check_capacity,
    check_merchant,
    check_terms,
    finish,
    full_for_s,
    minute_of,
    refusal,
    release,
)
from grandstand.campaign.webhooks import SIGNATURE_AGE_S_MAX, is_signed, sign
from grandstand.kernel.ids import PoolId

NOW = datetime(2030, 2, 6, 10, 0, 20, tzinfo=UTC)
LIMIT = st.integers(0, 12)
CAPACITY = st.builds(Capacity, per_minute=LIMIT, open_max=LIMIT, stock=st.none() | st.integers(0, 60))
STEPS = st.lists(
    st.tuples(st.sampled_from(["admit", "release", "finish", "wait"]), st.integers(0, 20)), max_size=80
)


@given(CAPACITY, STEPS)
def test_no_order_of_events_passes_a_limit(capacity: Capacity, steps: list[tuple[str, int]]) -> None:
    now, load = NOW, Load(0, 0, 0, capacity.stock)
    by_minute: dict[int, int] = {}
    open_now = sold = 0
    for what, number in steps:
        if what == "wait":
            now += timedelta(seconds=7 * number)
        elif what == "admit":
            admitted, load = admit(capacity, load, number, now)
            by_minute[minute_of(now)] = by_minute.get(minute_of(now), 0) + admitted
            open_now += admitted
            sold += admitted
        elif open_now:
            load = release(load) if what == "release" else finish(load)
            open_now -= 1
            sold -= what == "release"
        assert load.open_now == open_now <= capacity.open_max
        assert max(by_minute.values(), default=0) <= capacity.per_minute
        if capacity.stock is not None:
            assert load.stock == capacity.stock - sold >= 0


@given(CAPACITY, st.integers(0, 20))
def test_as_many_are_taken_as_can_be(capacity: Capacity, wanted: int) -> None:
    admitted, _ = admit(capacity, Load(0, 0, 0, capacity.stock), wanted, NOW)
    limits = [capacity.per_minute, capacity.open_max, wanted]
    assert admitted == min([*limits, capacity.stock] if capacity.stock is not None else limits)


def test_a_limit_that_was_lowered_below_what_is_there_takes_nothing_and_breaks_nothing() -> None:
    load = Load(minute_of(NOW), 9, 9, 0)
    assert admit(Capacity(per_minute=5, open_max=5, stock=0), load, 3, NOW) == (0, load)


def test_a_clock_that_went_back_does_not_open_a_minute_again() -> None:
    capacity = Capacity(per_minute=5, open_max=100)
    _, load = admit(capacity, Load(0, 0, 0, None), 5, NOW)
    assert admit(capacity, load, 1, NOW - timedelta(minutes=3))[0] == 0
    assert admit(capacity, load, 1, NOW + timedelta(minutes=1))[0] == 1


def test_who_comes_too_late_in_a_minute_is_told_when_the_next_one_begins() -> None:
    capacity = Capacity(per_minute=5, open_max=100)
    assert full_for_s(capacity, Load(minute_of(NOW), 5, 5, None), NOW) == pytest.approx(40)
    assert full_for_s(capacity, Load(minute_of(NOW), 1, 100, None), NOW) == MINUTE_S


STANDING = Standing(
    2500, "CNY", NOW + timedelta(days=1), frozenset({Category.DRINK, Category.FOOD}), is_held_back=False
)


@pytest.mark.parametrize(
    ("standing", "kind"),
    [
        (STANDING, None),
        (STANDING._replace(valid_until=None), None),
        (None, VoucherUnknown),
        (STANDING._replace(is_held_back=True), VoucherUnderReview),
        (STANDING._replace(valid_until=NOW), VoucherExpired),
        (STANDING._replace(categories=frozenset({Category.LEISURE})), WrongCategory),
    ],
)
def test_each_refusal_has_its_reason(standing: Standing | None, kind: type[VoucherError] | None) -> None:
    refused = refusal(standing, Category.DRINK, NOW)
    assert refused is None if kind is None else isinstance(refused, kind)


PLAN = MerchantPlan(
    name="Cloud Tea", category=Category.DRINK, capacity=Capacity(per_minute=60, open_max=30, stock=500)
)


@pytest.mark.parametrize("webhook", ["", "https://shop.example/orders", "http://127.0.0.1:9000/"])
def test_an_ordinary_merchant_is_welcome(webhook: str) -> None:
    check_merchant(msgspec.structs.replace(PLAN, webhook=webhook))


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"name": "x" * 121},
        {"name": "two\nlines"},
        {"webhook": "ftp://shop.example"},
        {"webhook": "https://"},
        {"webhook": "https://user:secret@shop.example"},
        {"webhook": "https://shop.example/" + "x" * 500},
        {"capacity": Capacity(per_minute=-1, open_max=1)},
        {"capacity": Capacity(per_minute=1, open_max=PER_MINUTE_MAX + 1)},
        {"capacity": Capacity(per_minute=1, open_max=1, stock=STOCK_MAX + 1)},
    ],
)
def test_another_merchant_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(MerchantInvalid):
        check_merchant(msgspec.structs.replace(PLAN, **change))


def test_nothing_a_minute_is_a_way_to_stop_a_merchant() -> None:
    check_capacity(Capacity(per_minute=0, open_max=0, stock=0))
    with pytest.raises(MerchantInvalid):
        check_capacity(Capacity(per_minute=1, open_max=1, stock=-1))


@pytest.mark.parametrize("categories", [(), (Category.FOOD, Category.FOOD)])
def test_vouchers_can_be_used_somewhere(categories: tuple[Category, ...]) -> None:
    with pytest.raises(TermsInvalid):
        check_terms(VoucherTerms(pool=PoolId(1), categories=categories))


@given(st.binary(max_size=50), st.binary(min_size=1, max_size=50), st.integers(10_000, 10**11))
def test_a_signature_is_of_one_secret_one_body_and_one_time(secret: bytes, body: bytes, at_s: int) -> None:
    signature = sign(secret, body, at_s)
    assert is_signed(secret, body, signature, at_s + SIGNATURE_AGE_S_MAX)
    assert not is_signed(secret, body, signature, at_s + SIGNATURE_AGE_S_MAX + 1)
    assert not is_signed(secret + b"x", body, signature, at_s)
    assert not is_signed(secret, body + b"x", signature, at_s)
    assert not is_signed(secret, body, signature.replace(f"t={at_s}", f"t={at_s + 1}"), at_s)
    assert not is_signed(secret, body, signature[:-1], at_s)
