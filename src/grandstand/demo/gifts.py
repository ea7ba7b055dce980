"""The demo's gifts besides envelopes: a drink for two by invitation, shops, draws; and a ring of cheats.

It began yesterday, so that there is something to look at: winners of a draw, orders at shops, and accounts that
were never seen again. All of it is made once, in a new database, by the same services that serve.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from grandstand.campaign import Act, CampaignService, Curve, PoolPlan
from grandstand.campaign.draws import DrawId, DrawPlan, Draws
from grandstand.campaign.fraud import FanSignal, Fraud, SignalKind
from grandstand.campaign.invites import DailyTicket, Invites, SchemeId, SchemePlan
from grandstand.campaign.outbox import Outbox
from grandstand.campaign.vouchers import Capacity, Category, MerchantId, MerchantPlan, Vouchers, VoucherTerms
from grandstand.kernel import i18n
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.clock import system_clock
from grandstand.kernel.ids import PoolId, SubjectId

BEGAN_AGO = timedelta(hours=30)
"""More than a day: whoever has not been seen since can be called gone."""
SOON = timedelta(minutes=1)
LONG_FROM_NOW = datetime(9999, 1, 1, tzinfo=UTC)
REASON = "the demo's gifts begin"
INVITED = "invited"
INVITER = tuple(f"invite:{number}" for number in range(1, 6))
DRINK_MINOR = 2_500
DRINKS = 100_000
PRIZES = 60
PRIZES_MINOR = 60 * 28_800
PRIZE_MINOR_MIN = 8_800
DRAWS = ("draw:first", "draw:second")
WINNERS = (20, 30)
FRIENDS_TICKETS = {1: "friends:1", 3: "friends:3"}
"""For so many invitations in a day a ticket of this name."""
SHOPS = (
    MerchantPlan(name="Lantern Tea House", category=Category.DRINK, capacity=Capacity(per_minute=30, open_max=20)),
    MerchantPlan(name="Harbour Coffee", category=Category.DRINK, capacity=Capacity(per_minute=12, open_max=8)),
    MerchantPlan(
        name="Corner Juice Bar", category=Category.DRINK, capacity=Capacity(per_minute=6, open_max=4, stock=5)
    ),
    MerchantPlan(
        name="North Gate Noodles", category=Category.FOOD, capacity=Capacity(per_minute=6, open_max=6, stock=40)
    ),
    MerchantPlan(
        name="Night Market Dumplings", category=Category.FOOD, capacity=Capacity(per_minute=2, open_max=2)
    ),
    MerchantPlan(
        name="Riverside Cinema", category=Category.ENTERTAINMENT, capacity=Capacity(per_minute=60, open_max=60)
    ),
)
NEARLY_SOLD_OUT = MerchantId(3)
"""The shop where the friends of yesterday drank until one drink is left."""
FRIENDS = 4
ENTRANTS = 40
RING_BRANCHES = (24, 5, 4)
"""Whom the host of the ring invited, and whom the first two of those invited in turn."""
OUTBOX_ROUNDS_MAX = 100


class EarlierClock:
    """Some time ago, and the time since passes as it does."""

    def __init__(self, ago: timedelta = BEGAN_AGO) -> None:
        self._ago = ago

    def __call__(self) -> datetime:
        return system_clock() - self._ago

    def skip(self, span: timedelta) -> None:
        """Go on, that much nearer to now."""
        self._ago -= span


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftTools:
    """The services of a process that lives by `clock`."""

    clock: EarlierClock
    campaign: CampaignService
    draws: Draws
    invites: Invites
    vouchers: Vouchers
    fraud: Fraud
    outbox: Outbox


async def prepare_gifts(tools: GiftTools, operator: Principal) -> None:
    """Plan the gifts as of yesterday, and have yesterday's fans use them."""
    now = tools.clock()
    drinks = await _open(tools, operator, _drinks(now))
    await tools.vouchers.set_terms(operator, VoucherTerms(pool=drinks, categories=(Category.DRINK, Category.FOOD)))
    prizes = await _open(tools, operator, _prizes())
    draw = await _plan_draws(tools, operator, prizes, now)
    scheme = await _plan_invites(tools, operator, drinks, now, draw[1])
    for shop in SHOPS:
        await tools.vouchers.add_merchant(operator, shop)
    tools.clock.skip(2 * SOON)
    await asyncio.gather(*(tools.draws.enter(demo_fan("entrant", at), draw[0], "self") for at in range(ENTRANTS)))
    await _invite_friends(tools, scheme)
    await _cheat(tools, operator, scheme)
    await _deliver(tools)
    await _drink(tools, drinks)


def _drinks(now: datetime) -> PoolPlan:
    return PoolPlan(
        titles=i18n.titles("demo-voucher-title"),
        currency="CNY",
        shares=DRINKS,
        total_minor=DRINKS * DRINK_MINOR,
        minimum_minor=DRINK_MINOR,
        curve=Curve.EQUAL,
        occasions=(INVITED, *INVITER),
        earned=(INVITED, *INVITER),
        lanes=4,
        valid_until=now + timedelta(days=10),
    )


def _prizes() -> PoolPlan:
    return PoolPlan(
        titles=i18n.titles("demo-draw-title"),
        currency="CNY",
        shares=PRIZES,
        total_minor=PRIZES_MINOR,
        minimum_minor=PRIZE_MINOR_MIN,
        curve=Curve.EXPONENTIAL,
        occasions=DRAWS,
        earned=DRAWS,
        lanes=1,
    )


async def _open(tools: GiftTools, operator: Principal, plan: PoolPlan) -> PoolId:
    books = await tools.campaign.create_pool(operator, plan)
    await tools.campaign.act(operator, books.pool, Act.OPENED, REASON)
    return books.pool


async def _plan_draws(
    tools: GiftTools, operator: Principal, prizes: PoolId, now: datetime
) -> tuple[DrawId, DrawId]:
    """Yesterday's draw, which is drawn as soon as a server runs, and today's, which waits for its beacon."""
    first = DrawPlan(
        pool=prizes, occasion=DRAWS[0], winners=WINNERS[0], opens_at=now + SOON, closes_at=now + timedelta(hours=4)
    )
    before = DrawId((await tools.draws.plan(operator, first)).id)
    second = DrawPlan(
        pool=prizes,
        occasion=DRAWS[1],
        winners=WINNERS[1],
        opens_at=now + SOON,
        closes_at=system_clock() + timedelta(hours=6),
        tickets=("self", *FRIENDS_TICKETS.values()),
        earned=tuple(FRIENDS_TICKETS.values()),
        excludes=(before,),
        beacon="Air pressure at the summit station at midnight, in pascals",
    )
    return before, DrawId((await tools.draws.plan(operator, second)).id)


async def _plan_invites(
    tools: GiftTools, operator: Principal, drinks: PoolId, now: datetime, draw: DrawId
) -> SchemeId:
    """A drink for both, and today's tickets for those who invite."""
    today = system_clock().date()
    plan = SchemePlan(
        pool=drinks,
        invited_occasion=INVITED,
        inviter_occasions=INVITER,
        opens_at=now + SOON,
        closes_at=now + timedelta(days=9),
        daily_tickets=tuple(
            DailyTicket(day=today, invitations=wanted, draw=draw, ticket=ticket)
            for wanted, ticket in FRIENDS_TICKETS.items()
        ),
    )
    return SchemeId((await tools.invites.plan(operator, plan)).id)


async def _invite_friends(tools: GiftTools, scheme: SchemeId) -> None:
    """Some who invite one friend each, as most do."""
    for at in range(FRIENDS):
        code = await tools.invites.code(demo_fan("host", at), scheme)
        tools.clock.skip(SOON)
        await tools.invites.accept(demo_fan("friend", at), code)


async def _cheat(tools: GiftTools, operator: Principal, scheme: SchemeId) -> None:
    """A ring on one device: fresh accounts that accept within seconds, and are never seen again."""
    hosts, at = [demo_fan("ring", 0)], 1
    await _see(tools, operator, hosts)
    for size in RING_BRANCHES:
        host = hosts.pop(0)
        code = await tools.invites.code(host, scheme)
        tools.clock.skip(timedelta(seconds=5))
        below = [demo_fan("ring", at + number) for number in range(size)]
        at += size
        await _see(tools, operator, below)
        await asyncio.gather(*(tools.invites.accept(fan, code) for fan in below))
        hosts += below


async def _see(tools: GiftTools, operator: Principal, fans: Sequence[Principal]) -> None:
    """What their page and their accounts tell."""
    told = ((SignalKind.DEVICE, "the ring's tablet"), (SignalKind.ACCOUNT_AGE_DAYS, "0.1"))
    signals = [FanSignal(fan.subject, kind, value, tools.clock()) for fan in fans for kind, value in told]
    await tools.fraud.report_of_others(operator, signals)


async def _deliver(tools: GiftTools) -> None:
    """Both sides of every invitation get their share."""
    for _ in range(OUTBOX_ROUNDS_MAX):
        if await tools.outbox.run_once() == 0:
            return


async def _drink(tools: GiftTools, drinks: PoolId) -> None:
    """The friends have all been to the same shop."""
    for at in range(FRIENDS):
        await tools.vouchers.redeem(demo_fan("friend", at), drinks, INVITED, NEARLY_SOLD_OUT, capture=True)
    await _deliver(tools)


def demo_fan(kind: str, number: int) -> Principal:
    """One of yesterday's fans: an `entrant`, a `host`, a `friend`, or one of the `ring`."""
    subject = SubjectId(uuid5(NAMESPACE_URL, f"grandstand:demo:{kind}:{number}"))
    return Principal(subject, Role.FAN, None, LONG_FROM_NOW)
