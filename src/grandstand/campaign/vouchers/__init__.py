"""Vouchers and the merchants that take them: used once, never more orders than a merchant can take.

models.py      vouchers, merchants, redemptions
rules.py       how many orders a merchant takes, what may be done with a voucher: pure
room.py        the merchant's side, a batch a merchant
redeeming.py   the fan's side, and the three steps of a redemption
orders.py      what follows, through the outbox
webhooks.py    signed, bounded calls to merchants
service.py     the use cases
storage.py, queries.sql, schema/   the tables
routes.py      HTTP
errors.py      what can be answered instead
"""

from grandstand.campaign.vouchers.models import (
    Capacity,
    Category,
    FullMerchant,
    MerchantId,
    MerchantNotice,
    MerchantPlan,
    Order,
    OrderAnswer,
    Redemption,
    RedemptionState,
    Voucher,
    VoucherState,
    VoucherTerms,
)
from grandstand.campaign.vouchers.routes import merchant_routes, voucher_paths, voucher_posts, voucher_routes
from grandstand.campaign.vouchers.service import Vouchers
from grandstand.campaign.webhooks import SIGNATURE, Heard, Webhooks, is_signed

__all__ = [
    "SIGNATURE",
    "Capacity",
    "Category",
    "FullMerchant",
    "Heard",
    "MerchantId",
    "MerchantNotice",
    "MerchantPlan",
    "Order",
    "OrderAnswer",
    "Redemption",
    "RedemptionState",
    "Voucher",
    "VoucherState",
    "VoucherTerms",
    "Vouchers",
    "Webhooks",
    "is_signed",
    "merchant_routes",
    "voucher_paths",
    "voucher_posts",
    "voucher_routes",
]
