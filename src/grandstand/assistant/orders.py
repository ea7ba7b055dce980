"""Which voucher fits what a fan wants, and which shops have room for it. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from grandstand.assistant.wishes import Price, Wanted
from grandstand.campaign.vouchers import Category, FullMerchant, MerchantNotice, Voucher, VoucherState


class Offer(NamedTuple):
    """A voucher and a shop that has room for it."""

    voucher: Voucher
    shop: MerchantNotice


class Offers(NamedTuple):
    """What can be ordered, or why nothing can.

    Args:
        offers: one for each shop with room, in the order of the shops.
        vouchers: those that are ready to use, of any kind; the one that ends first comes first.
        fitting: those of them that are for what is wanted.
        is_dearer: whether each of them is worth more than she would spend.
        full: shops that fit and have no room, those that have some soonest first.
        is_elsewhere: whether she named a shop that has no room, so that others are offered.
    """

    offers: tuple[Offer, ...]
    vouchers: tuple[Voucher, ...]
    fitting: tuple[Voucher, ...]
    is_dearer: bool
    full: tuple[FullMerchant, ...]
    is_elsewhere: bool


def offers_for(
    wanted: Wanted,
    vouchers: Sequence[Voucher],
    shops: Sequence[MerchantNotice],
    full: Sequence[FullMerchant],
    named: frozenset[int],
) -> Offers:
    """What a fan can order.

    Args:
        wanted: out of her words.
        vouchers: all that she has.
        shops: those with room.
        full: those without.
        named: the numbers of the shops that she names; none: any will do.
    """
    ready = sorted((each for each in vouchers if each.state is VoucherState.VALID), key=_ends_first)
    known: list[MerchantNotice | FullMerchant] = [*shops, *full]
    sold = frozenset(each.category for each in known if each.id in named)
    kinds = frozenset(wanted.categories) or sold or frozenset(Category)
    fitting = [each for each in ready if kinds & frozenset(each.categories)]
    within = [each for each in fitting if _is_within(each, wanted.price)]
    paying = within or sorted(fitting, key=lambda each: each.amount_minor)
    with_room = [each for each in shops if each.category in kinds]
    without = tuple(each for each in full if each.category in kinds and _first(paying, each.category) is not None)
    chosen = [each for each in with_room if each.id in named] if named else with_room
    offers = tuple(_offers(paying, chosen or with_room))
    return Offers(
        offers=offers,
        vouchers=tuple(ready),
        fitting=tuple(fitting),
        is_dearer=bool(fitting) and not within,
        full=tuple(sorted(without, key=lambda each: each.id not in named)),
        is_elsewhere=bool(named) and not chosen and bool(offers),
    )


def _offers(paying: Sequence[Voucher], shops: Sequence[MerchantNotice]) -> list[Offer]:
    found = ((_first(paying, shop.category), shop) for shop in shops)
    return [Offer(voucher, shop) for voucher, shop in found if voucher is not None]


def _first(vouchers: Sequence[Voucher], category: Category) -> Voucher | None:
    return next((each for each in vouchers if category in each.categories), None)


def _is_within(voucher: Voucher, price: Price | None) -> bool:
    """Whether a voucher is worth no more than she would spend; other money cannot be compared."""
    most = None if price is None else price.minor(voucher.currency)
    return most is None or voucher.amount_minor <= most


def _ends_first(voucher: Voucher) -> tuple[bool, float, float]:
    until = voucher.valid_until
    return until is None, until.timestamp() if until else 0.0, voucher.claimed_at.timestamp()
