"""What the facts of a campaign are in sentences: ways to win, the wallet, orders, invitations."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from grandstand.assistant.models import CardKind
from grandstand.assistant.speaking import ENVELOPES_PAGE, Speaking
from grandstand.assistant.telling import instant, money, number, text
from grandstand.campaign import PoolState
from grandstand.campaign.state import CampaignFacts, FanFacts, HeldShare, PoolFact, Way, WayKind
from grandstand.campaign.vouchers import MerchantId, Redemption, RedemptionState, Voucher, VoucherState

WAYS_MAX = 12
NOTICES_MAX = 4
"""What operators tell everybody, in one answer."""
SHARES_MAX = 5
VOUCHERS_MAX = 6
ORDERS_MAX = 5
CARDS_MAX = 3
MINUTE_S = 60
ORDER_OF_WAYS = (WayKind.ASK, WayKind.DRAW, WayKind.INVITE, WayKind.BE_INVITED)
MONEY_FIRST = {PoolState.OPEN: 0, PoolState.PAUSED: 1, PoolState.SCHEDULED: 2}

Names = Mapping[MerchantId, str]


def say_notices(speaking: Speaking, facts: CampaignFacts, pools: frozenset[int]) -> None:
    """What operators tell everybody about these pools, or about all."""
    titles = {pool.id: pool.titles for pool in facts.pools}
    told = [each for each in facts.incidents if each.pool is None or each.pool in pools]
    for each in told[:NOTICES_MAX]:
        words = text(speaking.words(each.texts))
        if each.pool is None or each.pool not in titles:
            speaking.say("notice", text=words)
        else:
            speaking.say("notice-pool", pool=speaking.title(each.pool, titles[each.pool]), text=words)


def say_ways(speaking: Speaking, facts: CampaignFacts, ways: Sequence[Way]) -> None:
    """How shares can be come by, what is open now first."""
    pools = {pool.id: pool for pool in facts.pools}
    known = [way for way in ways if way.pool in pools]
    ordered = sorted(
        known, key=lambda way: (ORDER_OF_WAYS.index(way.kind), MONEY_FIRST.get(pools[way.pool].state, 3))
    )
    for way in ordered[:WAYS_MAX]:
        if way.kind is WayKind.ASK:
            say_pool(speaking, pools[way.pool])
        elif way.kind is WayKind.DRAW:
            _say_draw(speaking, facts, pools[way.pool], way)
        else:
            _say_invitation(speaking, facts, pools[way.pool], way)


def ways_of_everybody(facts: CampaignFacts) -> list[Way]:
    """What there is for a fan who has nothing yet."""
    asking = [
        Way(kind=WayKind.ASK, pool=each.id, occasions=each.occasions) for each in facts.pools if _may_give(each)
    ]
    drawing = [Way.by_draw(each, each.tickets) for each in facts.draws if each.closes_at > facts.as_of]
    inviting = [Way.by_invitation(WayKind.INVITE, each, each.inviter_occasions) for each in facts.schemes]
    return [*asking, *drawing, *inviting]


def say_pool(speaking: Speaking, pool: PoolFact) -> None:
    """Whether an envelope can be opened now, or when, or why not."""
    title = speaking.title(pool.id, pool.titles)
    if pool.gone:
        speaking.say("pool-gone", pool=title)
    elif pool.gives and pool.has_line:
        say_line(speaking, pool)
    elif pool.gives and pool.closes_at is not None:
        speaking.say("way-ask-until", pool=title, when=instant(pool.closes_at))
    elif pool.gives:
        speaking.say("way-ask", pool=title)
    elif pool.state is PoolState.PAUSED:
        speaking.say("way-paused", pool=title)
    elif pool.state is PoolState.SCHEDULED and pool.opens_at is not None:
        speaking.say("way-opens", pool=title, when=instant(pool.opens_at))
    elif pool.state is PoolState.SCHEDULED:
        speaking.say("way-soon", pool=title)
    else:
        speaking.say("pool-over", pool=title)


def say_line(speaking: Speaking, pool: PoolFact) -> None:
    """How long somebody waits who comes now."""
    title = speaking.title(pool.id, pool.titles)
    if pool.wait_s is None:
        speaking.say("way-line-stopped", pool=title)
    else:
        speaking.say("way-line", pool=title, minutes=number(-(-pool.wait_s // MINUTE_S)))


def say_wallet(speaking: Speaking, own: FanFacts, titles: Mapping[int, Mapping[str, str]], names: Names) -> None:
    """What she has: sums by currency, the newest shares, vouchers."""
    vouchers = {(each.pool, each.occasion) for each in own.vouchers}
    shares = [each for each in own.shares if (each.pool, each.occasion) not in vouchers]
    sums: defaultdict[str, int] = defaultdict(int)
    for share in shares:
        if not share.under_review:
            sums[share.currency] += share.amount_minor
    for currency, amount in sorted(sums.items()):
        speaking.say("have-sum", amount=money(amount, currency))
    for share in shares[:SHARES_MAX]:
        _say_share(speaking, share, titles.get(share.pool, {}))
    redemptions = {each.id: each for each in own.redemptions}
    for voucher in own.vouchers[:VOUCHERS_MAX]:
        taken = redemptions.get(voucher.redemption) if voucher.redemption is not None else None
        say_voucher(speaking, voucher, taken, names)
    if not own.shares and not own.vouchers:
        speaking.say("have-nothing")


def say_voucher(speaking: Speaking, voucher: Voucher, taken: Redemption | None, names: Names) -> None:
    """What a voucher is worth, and what can be done with it."""
    slots = {
        "pool": speaking.title(voucher.pool, voucher.titles),
        "amount": money(voucher.amount_minor, voucher.currency),
    }
    if voucher.state in {VoucherState.HELD, VoucherState.USED} and taken is not None:
        shop = speaking.shop(taken.merchant, names.get(MerchantId(taken.merchant)))
        speaking.say(f"voucher-{voucher.state.value}", shop=shop, **slots)
    elif voucher.state is VoucherState.UNDER_REVIEW:
        speaking.say("voucher-review", **slots)
    elif voucher.state is VoucherState.EXPIRED:
        speaking.say("voucher-expired", **slots)
    elif voucher.valid_until is not None:
        speaking.say("voucher-until", when=instant(voucher.valid_until), **slots)
    else:
        speaking.say("voucher-valid", **slots)


def say_orders(speaking: Speaking, redemptions: Sequence[Redemption], names: Names) -> None:
    """What has become of her orders, newest first; a card of the newest."""
    for each in redemptions[:ORDERS_MAX]:
        say_order(speaking, each, names)
    if not redemptions:
        speaking.say("state-none")


def say_order(speaking: Speaking, redemption: Redemption, names: Names) -> None:
    """What has become of one order."""
    slots = {
        "shop": speaking.shop(redemption.merchant, names.get(MerchantId(redemption.merchant))),
        "amount": money(redemption.amount_minor, redemption.currency),
    }
    if redemption.state is RedemptionState.HELD:
        slots["when"] = instant(redemption.expires_at)
    speaking.say(f"state-{redemption.state.value}", **slots)
    line = speaking.line(f"state-{redemption.state.value}", **slots)
    if not any(getattr(each, "kind", None) is CardKind.ORDER for each in speaking.telling.shown):
        speaking.card(CardKind.ORDER, f"redemption:{redemption.id}", str(slots["shop"].value), line)


def say_invites(speaking: Speaking, facts: CampaignFacts, own: FanFacts) -> None:
    """Her code and its link, how many have brought her a gift, what the next one brings."""
    mine = {each.scheme: each for each in own.invites}
    titles = {pool.id: pool.titles for pool in facts.pools}
    for scheme in facts.schemes:
        if (invites := mine.get(scheme.id)) is None:
            continue
        pool = speaking.title(scheme.pool, titles.get(scheme.pool, {}))
        _say_code(speaking, scheme.id, invites.code, str(pool.value))
        most = len(scheme.inviter_occasions)
        speaking.say("invite-rewarded", count=number(invites.rewarded), most=number(most))
        if invites.rewarded < most:
            speaking.say("invite-next", pool=pool)
        else:
            speaking.say("invite-full")
        today = facts.as_of.astimezone(ZoneInfo(scheme.zone)).date()
        for ticket in scheme.daily_tickets:
            if ticket.day == today and invites.accepted_today < ticket.invitations:
                count, wanted = number(invites.accepted_today), number(ticket.invitations)
                speaking.say("invite-ticket", count=count, wanted=wanted)


def _say_code(speaking: Speaking, scheme: int, code: str | None, title: str) -> None:
    """Her code; making one is for the page, where she sees what it is for."""
    if code is None:
        speaking.say("invite-no-code")
        speaking.card(CardKind.INVITE, f"scheme:{scheme}", title, speaking.line("invite-no-code"))
        return
    speaking.say("invite-code", code=text(code))
    line = speaking.line("invite-code", code=text(code))
    speaking.card(CardKind.INVITE, f"scheme:{scheme}", title, line, link=f"{ENVELOPES_PAGE}#invite={code}")


def _say_share(speaking: Speaking, share: HeldShare, titles: Mapping[str, str]) -> None:
    slots = {"pool": speaking.title(share.pool, titles), "amount": money(share.amount_minor, share.currency)}
    if share.under_review:
        speaking.say("share-review", **slots)
    else:
        speaking.say("share", when=instant(share.claimed_at), **slots)


def _say_draw(speaking: Speaking, facts: CampaignFacts, pool: PoolFact, way: Way) -> None:
    draw = next((each for each in facts.draws if each.id == way.draw), None)
    if draw is None:
        return
    title = speaking.title(pool.id, pool.titles)
    free = [each for each in way.tickets if each not in draw.earned]
    if draw.opens_at > facts.as_of:
        speaking.say("draw-opens", pool=title, when=instant(draw.opens_at))
    elif free:
        speaking.say("draw", pool=title, count=number(len(free)), when=instant(draw.closes_at))
    else:
        speaking.say("draw-earned", pool=title, when=instant(draw.closes_at))


def _say_invitation(speaking: Speaking, facts: CampaignFacts, pool: PoolFact, way: Way) -> None:
    title = speaking.title(pool.id, pool.titles)
    if way.opens_at is not None and way.opens_at > facts.as_of:
        speaking.say("invite-opens", pool=title, when=instant(way.opens_at))
    elif way.kind is WayKind.INVITE:
        speaking.say("way-invite", pool=title, count=number(len(way.occasions)))
    else:
        speaking.say("way-invited", pool=title)


def _may_give(pool: PoolFact) -> bool:
    return bool(pool.occasions) and pool.state in MONEY_FIRST and not pool.gone
