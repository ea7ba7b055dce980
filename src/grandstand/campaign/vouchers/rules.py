"""How many orders a merchant takes now, and what may be done with a voucher: pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

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

HOLD = timedelta(minutes=5)
"""How long a merchant keeps room for a voucher that is not captured."""
ORDER_PATIENCE = timedelta(minutes=30)
"""How long a merchant may be silent before an order is given up and the voucher is valid again."""
NAME_LENGTH_MAX = 120
WEBHOOK_LENGTH_MAX = 500
PER_MINUTE_MAX = 1_000_000
STOCK_MAX = 10**9
MINUTE_S = 60


def minute_of(at: datetime) -> int:
    """The minutes since 1970, whole ones."""
    return int(at.timestamp()) // MINUTE_S


def admit(capacity: Capacity, load: Load, wanted: int, now: datetime) -> tuple[int, Load]:
    """How many of so many orders a merchant can take now, and how full it is with them.

    None of the three limits is ever passed; where a limit was lowered below what is there already, nothing is
    taken until there is room again.
    """
    minute = minute_of(now)
    # A clock that went back belongs to the minute that has been counted last.
    taken = load.taken if minute <= load.minute else 0
    minute = max(minute, load.minute)
    room = [capacity.per_minute - taken, capacity.open_max - load.open_now, wanted]
    if load.stock is not None:
        room.append(load.stock)
    admitted = max(0, min(room))
    stock = None if load.stock is None else load.stock - admitted
    return admitted, Load(minute, taken + admitted, load.open_now + admitted, stock)


def release(load: Load) -> Load:
    """How full a merchant is without an order: stock and open slot come back, the minute does not."""
    return Load(load.minute, load.taken, load.open_now - 1, None if load.stock is None else load.stock + 1)


def finish(load: Load) -> Load:
    """How full a merchant is when an order has been confirmed: it is open no longer, and what it took is sold."""
    return Load(load.minute, load.taken, load.open_now - 1, load.stock)


def full_for_s(capacity: Capacity, load: Load, now: datetime) -> float:
    """When it makes sense to ask a full merchant again, in seconds: at the next minute, for one thing."""
    if load.taken >= capacity.per_minute:
        return MINUTE_S - now.timestamp() % MINUTE_S
    return float(MINUTE_S)


def refusal(standing: Standing | None, category: Category, now: datetime) -> VoucherError | None:
    """Why a voucher cannot be used at a merchant of this category; None when it can.

    Args:
        standing: what is known of the voucher; None: the fan holds none.
        category: what the merchant sells.
        now: the time.
    """
    if standing is None:
        return VoucherUnknown("You hold no voucher of this pool for this occasion.")
    if standing.is_held_back:
        return VoucherUnderReview("Somebody looks at this voucher first; it is not lost.")
    if standing.valid_until is not None and standing.valid_until <= now:
        return VoucherExpired(f"The voucher was valid until {standing.valid_until.isoformat()}.")
    if category not in standing.categories:
        named = ", ".join(sorted(each.value for each in standing.categories))
        return WrongCategory(f"The voucher is for {named}; this merchant sells {category.value!r}.")
    return None


def check_merchant(plan: MerchantPlan) -> None:
    """Pass when there can be such a merchant.

    Raises:
        MerchantInvalid: the first thing that does not fit, with its value.
    """
    for fault in (*_plan_faults(plan), *_capacity_faults(plan.capacity)):
        raise MerchantInvalid(fault)


def check_capacity(capacity: Capacity) -> None:
    """Pass when a merchant can have such a capacity; 0 orders a minute is a way to stop it.

    Raises:
        MerchantInvalid: the first thing that does not fit, with its value.
    """
    for fault in _capacity_faults(capacity):
        raise MerchantInvalid(fault)


def check_terms(terms: VoucherTerms) -> None:
    """Pass when vouchers can have these terms.

    Raises:
        TermsInvalid: they can be used nowhere, or a category is named twice.
    """
    if not terms.categories or len(set(terms.categories)) != len(terms.categories):
        raise TermsInvalid(
            f"Name the categories where a voucher may be used, each once; got {list(terms.categories)!r}."
        )


def _plan_faults(plan: MerchantPlan) -> Iterator[str]:
    if not 1 <= len(plan.name.strip()) <= NAME_LENGTH_MAX or not plan.name.isprintable():
        yield f"A merchant has a name of 1 to {NAME_LENGTH_MAX} characters, got {plan.name!r}."
    parts = urlsplit(plan.webhook)
    if plan.webhook and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.username):
        yield f"A webhook is an address like 'https://shop.example/orders', got {plan.webhook!r}."
    if len(plan.webhook) > WEBHOOK_LENGTH_MAX:
        yield f"A webhook has {WEBHOOK_LENGTH_MAX} characters at most, got {len(plan.webhook)}."


def _capacity_faults(capacity: Capacity) -> Iterator[str]:
    for name, value in (("per_minute", capacity.per_minute), ("open_max", capacity.open_max)):
        if not 0 <= value <= PER_MINUTE_MAX:
            yield f"{name} must be 0 to {PER_MINUTE_MAX}, got {value!r}."
    if capacity.stock is not None and not 0 <= capacity.stock <= STOCK_MAX:
        yield f"stock must be 0 to {STOCK_MAX}, or left out for no limit; got {capacity.stock!r}."
