"""What became of an act, in sentences: the amount, the new state, or why not and what she can do now."""

import math
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from grandstand.assistant.campaign_said import MINUTE_S, say_order, say_voucher
from grandstand.assistant.models import CardKind
from grandstand.assistant.speaking import Speaking, Tongue
from grandstand.assistant.telling import Telling, instant, money, number
from grandstand.campaign import Claim
from grandstand.campaign.state import CampaignFacts, CampaignState
from grandstand.campaign.vouchers import MerchantId, Redemption, RedemptionState, Vouchers
from grandstand.campaign.waiting import Place
from grandstand.kernel.auth import Principal
from grandstand.kernel.errors import GrandstandError

RETRY_S = 2
"""What somebody is asked to wait where nobody knows better."""


class ActTelling:
    """Fills the answer to an act.

    What was done is said even where the campaign cannot be read any more: it is done all the same.

    Args:
        tongue: how the fan is spoken to.
        state: what is hers afterwards.
        vouchers: names of shops, and when those have room that have none.
    """

    def __init__(self, tongue: Tongue, state: CampaignState, vouchers: Vouchers) -> None:
        self.telling = Telling()
        self._tongue = tongue
        self._state = state
        self._vouchers = vouchers

    async def say_opened(self, fan: Principal, claim: Claim) -> None:
        """What was in the envelope, and what she has now."""
        facts = await self._facts(fan)
        speaking = self._speaking(facts, claim.claimed_at)
        titles: Mapping[str, str] = {}
        if facts is not None:
            titles = next((each.titles for each in facts.pools if each.id == claim.pool), {})
        slots = {"pool": speaking.title(claim.pool, titles), "amount": money(claim.amount_minor, claim.currency)}
        speaking.say("done-envelope", **slots)
        line = speaking.line("done-envelope", **slots)
        speaking.card(CardKind.ENVELOPE, f"pool:{claim.pool}", str(slots["pool"].value), line)
        own = None if facts is None else facts.own
        if own is None:
            return
        if any(
            (each.pool, each.occasion) == (claim.pool, claim.occasion) for each in own.shares if each.under_review
        ):
            speaking.say("share-review", **slots)
        vouchers = {(each.pool, each.occasion): each for each in own.vouchers}
        if (voucher := vouchers.get((claim.pool, claim.occasion))) is not None:
            say_voucher(speaking, voucher, None, {})
            speaking.suggest("suggest-tea")
        else:
            total = sum(
                each.amount_minor
                for each in own.shares
                if each.currency == claim.currency
                and not each.under_review
                and (each.pool, each.occasion) not in vouchers
            )
            speaking.say("have-sum", amount=money(total, claim.currency))
        speaking.suggest("suggest-wallet", "suggest-can-win")

    async def say_waits(self, fan: Principal, place: Place, token: str, expires_at: datetime) -> None:
        """Where she stands in the line; she is asked again when it may be her turn."""
        facts = await self._facts(fan)
        speaking = self._speaking(facts, place.as_of)
        titles: Mapping[str, str] = {}
        if facts is not None:
            titles = next((each.titles for each in facts.pools if each.id == place.pool), {})
        title = speaking.title(place.pool, titles)
        speaking.say("line-joined", pool=title, count=number(place.ahead))
        if place.expected_s is None:
            speaking.say("way-line-stopped", pool=title)
        else:
            speaking.say("line-expected", minutes=number(math.ceil(place.expected_s / MINUTE_S)))
        question, button = speaking.line("envelope-confirm", pool=title), speaking.line("again-button")
        speaking.ask("envelope", question, button, token, expires_at)

    async def say_ordered(self, redemption: Redemption) -> None:
        """What became of the order."""
        speaking = self._speaking(None, self._tongue.at)
        say_order(speaking, redemption, await self._names(redemption.merchant))
        if redemption.state in {RedemptionState.VOIDED, RedemptionState.EXPIRED}:
            if redemption.reason in {"merchant.full", "merchant.closed"}:
                speaking.say("refused", reason=speaking.reason(redemption.reason))
            await self._say_room(speaking, redemption.merchant)
            speaking.suggest("suggest-tea", "suggest-wallet")
        else:
            speaking.suggest("suggest-order-state", "suggest-wallet")

    async def say_refused(self, code: str, merchant: int | None) -> None:
        """Why it was not done, and what there is instead."""
        speaking = self._speaking(None, self._tongue.at)
        speaking.say("refused", reason=speaking.reason(code))
        if merchant:
            await self._say_room(speaking, merchant)
            speaking.suggest("suggest-tea", "suggest-wallet")
        else:
            speaking.suggest("suggest-can-win", "suggest-wallet")

    def say_unsure(self, act: str, token: str, expires_at: datetime) -> None:
        """Nobody knows whether it was done; to press again does no harm."""
        speaking = Speaking(self.telling, self._tongue, None)
        speaking.say("act-unsure")
        self._ask_again(speaking, act, token, expires_at)

    def say_wait(self, act: str, retry_after_s: float | None, token: str, expires_at: datetime) -> None:
        """Nothing was done, and it makes sense to press again in a moment."""
        speaking = Speaking(self.telling, self._tongue, None)
        speaking.say("act-wait", seconds=number(max(1, math.ceil(retry_after_s or RETRY_S))))
        self._ask_again(speaking, act, token, expires_at)

    def _ask_again(self, speaking: Speaking, act: str, token: str, expires_at: datetime) -> None:
        speaking.ask(act, speaking.line("act-again"), speaking.line("again-button"), token, expires_at)

    def _speaking(self, facts: CampaignFacts | None, at: datetime) -> Speaking:
        return Speaking(self.telling, self._tongue, at if facts is None else facts.as_of)

    async def _facts(self, fan: Principal) -> CampaignFacts | None:
        with suppress(GrandstandError):
            return await self._state.facts(fan)
        return None

    async def _names(self, merchant: int) -> Mapping[MerchantId, str]:
        with suppress(GrandstandError):
            return await self._vouchers.names([MerchantId(merchant)])
        return {}

    async def _say_room(self, speaking: Speaking, merchant: int) -> None:
        """When a shop that is full has room again."""
        with suppress(GrandstandError):
            full = await self._vouchers.without_room(None)
            for each in [each for each in full if each.id == merchant]:
                shop = speaking.shop(each.id, each.name)
                if each.room_at is None:
                    speaking.say("order-room-soon", shop=shop)
                else:
                    speaking.say("order-room-at", shop=shop, when=instant(each.room_at))
