"""The nouns of vouchers and merchants. Amounts in minor units; times aware, in UTC."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType
from uuid import UUID

import msgspec

from grandstand.kernel.auth import Role
from grandstand.kernel.ids import PoolId, SubjectId

MerchantId = NewType("MerchantId", int)
RedemptionId = NewType("RedemptionId", UUID)
MERCHANT_ID_MAX = 2**31 - 1


class Category(StrEnum):
    FOOD = "food"
    DRINK = "drink"
    ENTERTAINMENT = "entertainment"
    LEISURE = "leisure"


class MerchantState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class MerchantAct(StrEnum):
    ADDED = "merchant.added"
    THROTTLED = "merchant.throttled"
    PAUSED = "merchant.paused"
    RESUMED = "merchant.resumed"
    CLOSED = "merchant.closed"


class Capacity(msgspec.Struct, frozen=True, kw_only=True):
    """What a merchant can take: orders that begin in one minute, orders open at once, and what is in stock.

    `stock` is what is left to be sold; None: as much as anybody wants.
    """

    per_minute: int
    open_max: int
    stock: int | None = None


class MerchantPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator says of a new merchant; orders go to `webhook`, which may be empty: then they are done."""

    name: str
    category: Category
    capacity: Capacity
    webhook: str = ""


class Merchant(msgspec.Struct, frozen=True, kw_only=True):
    """A merchant as operators see it."""

    id: int
    name: str
    category: Category
    state: MerchantState
    capacity: Capacity
    webhook: str
    open_now: int
    taken_this_minute: int


class MerchantNotice(msgspec.Struct, frozen=True, kw_only=True):
    """A merchant with room, as fans see it."""

    id: int
    name: str
    category: Category


class FullMerchant(msgspec.Struct, frozen=True, kw_only=True):
    """A merchant that sells but has no room now.

    `room_at` is when it takes the next order; None: as soon as an order that is open there is done.
    """

    id: int
    name: str
    category: Category
    room_at: datetime | None


class Load(NamedTuple):
    """How full a merchant is: `minute` is the one in which `taken` orders have begun, counted from 1970."""

    minute: int
    taken: int
    open_now: int
    stock: int | None


class RedemptionState(StrEnum):
    ASKING = "asking"
    HELD = "held"
    CAPTURED = "captured"
    DONE = "done"
    VOIDED = "voided"
    EXPIRED = "expired"


LIVE = (RedemptionState.ASKING, RedemptionState.HELD, RedemptionState.CAPTURED, RedemptionState.DONE)
"""States in which the voucher is not there for another redemption."""


class Redemption(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt to use a voucher; this is also its form on the wire."""

    id: UUID
    pool: int
    occasion: str
    merchant: int
    amount_minor: int
    currency: str
    state: RedemptionState
    expires_at: datetime
    reason: str
    """Of a voided one: why."""


class Owned(msgspec.Struct, frozen=True, kw_only=True):
    """A redemption with its fan."""

    fan: SubjectId
    redemption: Redemption


class Wish(NamedTuple):
    """A fan wants to use a voucher at a merchant: the key under which she is answered once.

    `id` is that of the redemption where whoever asks has chosen it, so that it cannot begin twice.
    """

    fan: SubjectId
    pool: PoolId
    occasion: str
    merchant: MerchantId
    capture: bool
    id: UUID | None = None


class Standing(NamedTuple):
    """What is known of a voucher: the claim, its pool's validity, its terms, and whether it is held back."""

    amount_minor: int
    currency: str
    valid_until: datetime | None
    categories: frozenset[Category]
    is_held_back: bool


class Place(NamedTuple):
    """A redemption that wants room at a merchant."""

    merchant: MerchantId
    redemption: UUID


class VoucherState(StrEnum):
    VALID = "valid"
    HELD = "held"
    USED = "used"
    EXPIRED = "expired"
    UNDER_REVIEW = "under_review"


class Voucher(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher in the wallet of its fan."""

    pool: int
    occasion: str
    titles: dict[str, str]
    amount_minor: int
    currency: str
    categories: tuple[Category, ...]
    claimed_at: datetime
    valid_until: datetime | None
    state: VoucherState
    redemption: UUID | None


class VoucherTerms(msgspec.Struct, frozen=True, kw_only=True):
    """That the shares of a pool are vouchers, and where they may be used."""

    pool: PoolId
    categories: tuple[Category, ...]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """The body of the message, and of the webhook, that places or cancels an order."""

    redemption: UUID
    merchant: int
    amount_minor: int
    currency: str
    placed_at: datetime
    cancelled: bool = False


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """An order in the outbox, with the fan whose voucher pays it."""

    fan: SubjectId
    order: Order


class OrderAnswer(msgspec.Struct, frozen=True):
    """What a merchant answers to a webhook."""

    accepted: bool
    reason: str = ""


class MerchantActRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the audit log."""

    at: datetime
    actor: SubjectId
    role: Role
    act: MerchantAct
    reason: str
