"""From an understood question to statements about the campaign: what there is, what is hers, what can be done.

Nothing is done here. What she can have done is offered with a sealed token (acts.py) and waits for her word.
"""

from collections.abc import Mapping
from typing import NamedTuple

from grandstand.assistant.acts import Act, ActKind, ActSeal
from grandstand.assistant.asked import Asked
from grandstand.assistant.campaign_said import (
    CARDS_MAX,
    Names,
    say_invites,
    say_notices,
    say_order,
    say_orders,
    say_pool,
    say_voucher,
    say_wallet,
    say_ways,
    ways_of_everybody,
)
from grandstand.assistant.models import CardKind, Intent
from grandstand.assistant.orders import Offer, Offers, offers_for
from grandstand.assistant.speaking import Speaking, Tongue
from grandstand.assistant.telling import instant, money, name, text
from grandstand.assistant.wishes import Wanted, named_in, wanted_of, without
from grandstand.campaign.state import CampaignFacts, CampaignState, FanFacts, PoolFact, Way, WayKind
from grandstand.campaign.vouchers import (
    Category,
    FullMerchant,
    MerchantId,
    MerchantNotice,
    Redemption,
    RedemptionState,
    Vouchers,
    VoucherState,
)
from grandstand.kernel import i18n
from grandstand.kernel.auth import Principal
from grandstand.kernel.ids import PoolId

OFFERS_MAX = 4
"""Envelopes or shops between which she is asked to choose."""
FULL_MAX = 3
"""Full shops of which is said when they have room again."""


class Asking(NamedTuple):
    """A fan's question with what the campaign knew when it was asked."""

    asked: Asked
    fan: Principal
    facts: CampaignFacts
    own: FanFacts
    speaking: Speaking


class CampaignTools:
    """Answers about the campaign.

    Args:
        state: what there is, and what is hers.
        vouchers: names of shops, and those that have no room now.
        seal: makes the tokens of what waits for her word.
        guests: whether whoever comes may join as a guest.
    """

    intents = frozenset(
        {
            Intent.CAN_WIN,
            Intent.WALLET,
            Intent.ENVELOPE,
            Intent.ORDER,
            Intent.ORDER_STATE,
            Intent.INVITE,
        }
    )

    def __init__(self, state: CampaignState, vouchers: Vouchers, seal: ActSeal, *, guests: bool = True) -> None:
        self._state = state
        self._vouchers = vouchers
        self._seal = seal
        self._sign_in = "join-guest" if guests else "join-link"

    async def tell(self, asked: Asked) -> None:
        """Fill the answer.

        Raises:
            DatabaseUnavailable: nothing can be said for certain.
        """
        question = asked.question
        facts = await self._state.facts(question.viewer)
        tongue = Tongue(asked.understood.language, question.zone, question.at)
        speaking = Speaking(asked.telling, tongue, facts.as_of)
        if facts.own is None or question.viewer is None:
            _tell_visitor(speaking, facts, self._sign_in if question.viewer is None else "only-fans")
            return
        asking = Asking(asked, question.viewer, facts, facts.own, speaking)
        match asked.understood.intent:
            case Intent.CAN_WIN:
                _tell_ways(asking)
            case Intent.WALLET:
                say_wallet(speaking, facts.own, _titles(facts), await self._names(facts.own))
                speaking.suggest("suggest-tea" if _has_ready(facts.own) else "suggest-can-win")
            case Intent.ENVELOPE:
                self._offer_envelopes(asking)
            case Intent.ORDER:
                await self._offer_orders(asking)
            case Intent.ORDER_STATE:
                say_orders(speaking, facts.own.redemptions, await self._names(facts.own))
                speaking.suggest("suggest-wallet" if facts.own.redemptions else "suggest-tea")
            case _:
                _tell_invitations(asking)

    async def _names(self, own: FanFacts) -> Names:
        """How the shops of her orders are called."""
        wanted = {MerchantId(each.merchant) for each in own.redemptions}
        return await self._vouchers.names(wanted) if wanted else {}

    def _offer_envelopes(self, asking: Asking) -> None:
        """What can be opened now, each behind her word; else what is to come."""
        asked, _, facts, own, speaking = asking
        ways = [each for each in own.ways if each.kind is WayKind.ASK]
        pools = {pool.id: pool for pool in facts.pools}
        openable = [each for each in ways if each.pool in pools and pools[each.pool].gives]
        titles = [speaking.words(pools[each.pool].titles) for each in openable]
        named = [openable[at] for at in named_in(asked.question.text, titles)]
        for way in (named or openable)[:OFFERS_MAX]:
            self._offer_envelope(asking, pools[way.pool], way)
        say_notices(speaking, facts, frozenset(each.pool for each in ways))
        if not openable:
            speaking.say("envelope-none")
            for way in ways[:OFFERS_MAX]:
                say_pool(speaking, pools[way.pool])
            speaking.suggest("suggest-can-win", "suggest-wallet")

    def _offer_envelope(self, asking: Asking, pool: PoolFact, way: Way) -> None:
        speaking, title = asking.speaking, asking.speaking.title(pool.id, pool.titles)
        say_pool(speaking, pool)
        act = self._act(asking, ActKind.ENVELOPE, pool.id, way.occasions[0])
        kind = "line" if pool.has_line else "envelope"
        question, button = (
            speaking.line(f"{kind}-confirm", pool=title),
            speaking.line(f"{kind}-button", pool=title),
        )
        speaking.ask(act.kind, question, button, self._seal.seal(act), act.expires_at)

    async def _offer_orders(self, asking: Asking) -> None:
        """A voucher and a shop that fit what she wants, behind her word; else why there is none."""
        asked, _, facts, own, _ = asking
        full = await self._vouchers.without_room(None)
        known: list[MerchantNotice | FullMerchant] = [*facts.merchants, *full]
        at = named_in(asked.question.text, [each.name for each in known])
        named = frozenset(known[each].id for each in at)
        words = without(asked.question.text, [known[each].name for each in at])
        wanted = wanted_of(words, asked.understood.language)
        offers = offers_for(wanted, own.vouchers, facts.merchants, full, named)
        await self._say_under_way(asking, wanted)
        if not offers.offers:
            self._say_why_not(asking, offers, wanted)
            return
        _say_offers(asking, offers, wanted, full, named)
        for offer in offers.offers[:OFFERS_MAX]:
            self._offer_order(asking, offer)

    def _offer_order(self, asking: Asking, offer: Offer) -> None:
        voucher, shop = offer
        speaking = asking.speaking
        called, amount = name(shop.name, f"merchant:{shop.id}"), money(voucher.amount_minor, voucher.currency)
        act = self._act(asking, ActKind.ORDER, voucher.pool, voucher.occasion, shop.id)
        question = speaking.line("order-confirm", shop=called, amount=amount)
        button = speaking.line("order-button", shop=called)
        speaking.ask(act.kind, question, button, self._seal.seal(act), act.expires_at)

    async def _say_under_way(self, asking: Asking, wanted: Wanted) -> None:
        """Vouchers for what she wants that are at a shop already; one that is held there can be ordered."""
        _, _, _, own, speaking = asking
        names, taken = await self._names(own), {each.id: each for each in own.redemptions}
        for voucher in own.vouchers:
            redemption = taken.get(voucher.redemption) if voucher.redemption is not None else None
            fits = not wanted.categories or set(wanted.categories) & set(voucher.categories)
            if voucher.state is not VoucherState.HELD or redemption is None or not fits:
                continue
            say_order(speaking, redemption, names)
            if redemption.state is RedemptionState.HELD:
                self._offer_held(asking, redemption, names)

    def _offer_held(self, asking: Asking, held: Redemption, names: Names) -> None:
        speaking = asking.speaking
        act = self._act(asking, ActKind.ORDER, held.pool, held.occasion, held.merchant, held)
        shop = speaking.shop(held.merchant, names.get(MerchantId(held.merchant)))
        question = speaking.line("order-confirm", shop=shop, amount=money(held.amount_minor, held.currency))
        button = speaking.line("order-button", shop=shop)
        speaking.ask(act.kind, question, button, self._seal.seal(act), min(act.expires_at, held.expires_at))

    def _say_why_not(self, asking: Asking, offers: Offers, wanted: Wanted) -> None:
        """Why nothing can be ordered now: no voucher, none of this kind, or no room."""
        _, _, _, own, speaking = asking
        if offers.fitting:
            speaking.say("order-full")
            _say_full(speaking, offers.full)
        elif offers.vouchers:
            kinds = {kind for voucher in offers.vouchers for kind in voucher.categories}
            speaking.say("order-wrong-kind", kinds=text(_kinds(speaking.language, kinds)))
            speaking.suggest("suggest-wallet")
            return
        elif not any(each.state is VoucherState.HELD for each in own.vouchers):
            speaking.say("order-none")
            for voucher in own.vouchers:
                if voucher.state is VoucherState.UNDER_REVIEW:
                    say_voucher(speaking, voucher, None, {})
            speaking.suggest(*(["suggest-invite"] if asking.facts.schemes else []), "suggest-can-win")
        if not wanted.categories:
            speaking.suggest("suggest-wallet")

    def _act(
        self,
        asking: Asking,
        kind: ActKind,
        pool: int,
        occasion: str,
        merchant: int = 0,
        held: Redemption | None = None,
    ) -> Act:
        at = asking.asked.question.at
        return self._seal.act(
            kind, asking.fan, PoolId(pool), occasion, at, merchant=merchant, key=None if held is None else held.id
        )


def _tell_visitor(speaking: Speaking, facts: CampaignFacts, how: str) -> None:
    """What there is for everybody, and by the message `how` one has something of one's own."""
    ways = ways_of_everybody(facts)
    say_ways(speaking, facts, ways)
    say_notices(speaking, facts, frozenset(each.pool for each in ways))
    if not ways:
        speaking.say("ways-none")
    speaking.say(how)
    _show_envelopes(speaking, facts, ways)


def _tell_ways(asking: Asking) -> None:
    """How she can come by what she does not have, and why it does not go on where it does not."""
    _, _, facts, own, speaking = asking
    say_ways(speaking, facts, own.ways)
    say_notices(speaking, facts, frozenset(each.pool for each in own.ways))
    if not own.ways:
        speaking.say("ways-none")
        speaking.suggest("suggest-wallet")
        return
    _show_envelopes(speaking, facts, own.ways)
    pools = {pool.id: pool for pool in facts.pools}
    kinds = {each.kind for each in own.ways}
    if any(each.kind is WayKind.ASK and pools[each.pool].gives for each in own.ways if each.pool in pools):
        speaking.suggest("suggest-envelope")
    if WayKind.INVITE in kinds:
        speaking.suggest("suggest-invite")
    if _has_ready(own):
        speaking.suggest("suggest-tea")


def _tell_invitations(asking: Asking) -> None:
    _, _, facts, own, speaking = asking
    if facts.schemes:
        say_invites(speaking, facts, own)
    else:
        speaking.say("invite-none")
    speaking.suggest("suggest-can-win")


def _show_envelopes(speaking: Speaking, facts: CampaignFacts, ways: list[Way] | tuple[Way, ...]) -> None:
    """A card of each envelope that can be opened now."""
    asked = {each.pool for each in ways if each.kind is WayKind.ASK}
    for pool in [each for each in facts.pools if each.id in asked and each.gives][:CARDS_MAX]:
        title = speaking.title(pool.id, pool.titles)
        message, slots = ("way-ask", {"pool": title})
        if pool.closes_at is not None:
            message, slots = "way-ask-until", {"pool": title, "when": instant(pool.closes_at)}
        speaking.card(CardKind.ENVELOPE, f"pool:{pool.id}", str(title.value), speaking.line(message, **slots))


def _say_offers(
    asking: Asking, offers: Offers, wanted: Wanted, full: list[FullMerchant], named: frozenset[int]
) -> None:
    """What is to be known before she chooses."""
    speaking, first = asking.speaking, offers.offers[0]
    full_there = [each for each in full if each.id in named]
    place_is_open = not named and (wanted.place is not None or bool(asking.asked.mentions.venues))
    if offers.is_elsewhere and full_there:
        _say_full(speaking, full_there)
    elif offers.is_elsewhere or place_is_open:
        speaking.say("order-place-unknown")
    if offers.is_dearer:
        speaking.say("order-dearer", amount=money(first.voucher.amount_minor, first.voucher.currency))
    if wanted.count > 1:
        speaking.say("order-one")
    for offer in offers.offers[:OFFERS_MAX]:
        voucher, shop = offer
        slots = {
            "shop": name(shop.name, f"merchant:{shop.id}"),
            "kind": text(_kinds(speaking.language, {shop.category})),
            "amount": money(voucher.amount_minor, voucher.currency),
        }
        speaking.say("order-offer", **slots)
        speaking.card(CardKind.ORDER, f"merchant:{shop.id}", shop.name, speaking.line("order-offer", **slots))
    speaking.say("order-choose" if len(offers.offers) > 1 else "order-at-shop")


def _say_full(speaking: Speaking, full: list[FullMerchant] | tuple[FullMerchant, ...]) -> None:
    for each in full[:FULL_MAX]:
        shop = name(each.name, f"merchant:{each.id}")
        if each.room_at is None:
            speaking.say("order-room-soon", shop=shop)
        else:
            speaking.say("order-room-at", shop=shop, when=instant(each.room_at))


def _kinds(language: str, kinds: set[Category]) -> str:
    """What shops sell, as the pages call it."""
    called = (i18n.text(language, f"fan-category-{kind.value}") for kind in sorted(kinds))
    return "، ".join(called) if language == "ar" else ", ".join(called)


def _has_ready(own: FanFacts) -> bool:
    return any(each.state is VoucherState.VALID for each in own.vouchers)


def _titles(facts: CampaignFacts) -> Mapping[int, Mapping[str, str]]:
    return {pool.id: pool.titles for pool in facts.pools}
