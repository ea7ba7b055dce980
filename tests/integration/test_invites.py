"""Invitations on a real database: both sides rewarded exactly once, whatever is killed or repeated."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from grandstand.campaign import Act, Curve, PoolPlan, audit_faults
from grandstand.campaign.engine import ClaimEngine
from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.invites import DailyTicket, Invites, SchemePlan
from grandstand.campaign.invites.codes import new_code, shown
from grandstand.campaign.invites.errors import (
    AlreadyInvited,
    CameBefore,
    CodeInvalid,
    CodeUnknown,
    InvitesClosed,
    OwnCode,
    SchemeUnknown,
)
from grandstand.campaign.invites.models import Accepted, SchemeAct, SchemeId
from grandstand.campaign.lanes import Grant
from grandstand.campaign.outbox import Outbox
from grandstand.campaign.outbox.service import LEASE
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.database import Connection
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id
from grandstand.kernel.sealing import Sealer
from grandstand.kernel.settings import Settings
from grandstand.services import Services, build_services

START = datetime(2030, 2, 6, 8, tzinfo=UTC)
INVITER = ("invite:1", "invite:2", "invite:3")
POOL = PoolPlan(
    titles={"en": "Drinks for friends"},
    currency="CNY",
    shares=400,
    total_minor=1_000_000,
    minimum_minor=2500,
    curve=Curve.EQUAL,
    occasions=("invited", *INVITER),
    earned=("invited", *INVITER),
    lanes=2,
)


@dataclass
class Watch:
    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now


@dataclass
class House:
    """Invitations, and everything they stand on."""

    services: Services
    settings: Settings
    watch: Watch
    operator: Principal
    pool: PoolId
    outbox: Outbox
    invites: Invites
    tickets: list[tuple[DailyTicket, SubjectId, datetime]] = field(default_factory=list)

    async def scheme(self) -> SchemeId:
        plan = SchemePlan(
            pool=self.pool,
            invited_occasion="invited",
            inviter_occasions=INVITER,
            opens_at=START,
            closes_at=START + timedelta(days=9),
            zone="Asia/Shanghai",
            daily_tickets=(DailyTicket(day=START.date(), invitations=3, draw=1, ticket="invites:1"),),
        )
        return SchemeId((await self.invites.plan(self.operator, plan)).id)

    async def settle(self) -> None:
        """Everything that was decided is told to everybody."""
        while await self.outbox.run_once():
            pass

    async def occasions(self, who: Principal) -> list[str]:
        claims, _ = await self.services.campaign.wallet(who, who.subject, None)
        return sorted(claim.occasion for claim in claims)


def fan() -> Principal:
    return Principal(new_subject_id(), Role.FAN, None, START + timedelta(days=30))


def fans(count: int) -> list[Principal]:
    return [fan() for _ in range(count)]


@pytest.fixture
async def house(settings: Settings, principal: Callable[[Role], Principal]) -> AsyncIterator[House]:
    watch = Watch()
    services = await build_services(settings, watch)
    operator = principal(Role.OPERATOR)
    books = await services.campaign.create_pool(operator, POOL)
    await services.campaign.act(operator, books.pool, Act.OPENED, "friends are welcome")
    outbox = Outbox(services.database, watch)
    tickets: list[tuple[DailyTicket, SubjectId, datetime]] = []

    async def give(_db: Connection, earned: Sequence[tuple[DailyTicket, SubjectId, datetime]]) -> None:
        tickets.extend(earned)

    invites = Invites(services.engine, outbox, Sealer(settings.sealing_key()), give)
    yield House(services, settings, watch, operator, books.pool, outbox, invites, tickets)
    await services.close()


async def test_both_sides_are_rewarded_once_however_often_it_is_accepted(house: House) -> None:
    scheme, (inviter, friend) = await house.scheme(), fans(2)
    code = await house.invites.code(inviter, scheme)
    answers = await asyncio.gather(*(house.invites.accept(friend, code) for _ in range(5)))
    answers.append(await house.invites.accept(friend, code.lower()))
    assert len(set(answers)) == 1
    await house.settle()
    await house.invites.accept(friend, code)
    await house.settle()
    assert await house.occasions(friend) == ["invited"]
    assert await house.occasions(inviter) == ["invite:1"]
    mine = await house.invites.mine(inviter, scheme)
    assert (mine.code, mine.accepted, mine.rewarded, mine.was_invited) == (code, 1, 1, False)
    assert (await house.invites.mine(friend, scheme)).was_invited


async def test_the_cap_is_the_number_of_occasions_and_further_friends_still_get_theirs(house: House) -> None:
    scheme, inviter, friends = await house.scheme(), fan(), fans(8)
    code = await house.invites.code(inviter, scheme)
    await asyncio.gather(*(house.invites.accept(friend, code) for friend in friends))
    await house.settle()
    assert await house.occasions(inviter) == list(INVITER)
    assert [await house.occasions(friend) for friend in friends] == [["invited"]] * 8
    mine = await house.invites.mine(inviter, scheme)
    assert (mine.accepted, mine.rewarded, mine.accepted_today) == (8, 3, 8)
    audit = await house.services.proofs.audit(house.pool)
    assert (audit.claims, audit_faults(audit)) == (11, [])


async def test_a_code_is_one_for_each_fan_and_the_same_each_time(house: House) -> None:
    scheme, who = await house.scheme(), fans(20)
    codes = await asyncio.gather(*(house.invites.code(each, scheme) for each in who for _ in range(2)))
    assert codes[::2] == codes[1::2]
    assert len(set(codes)) == 20


async def test_nobody_invites_herself_or_is_invited_twice_or_by_who_came_later(house: House) -> None:
    scheme, (one, two, three) = await house.scheme(), fans(3)
    codes = [await house.invites.code(each, scheme) for each in (one, two, three)]
    with pytest.raises(OwnCode):
        await house.invites.accept(one, codes[0])
    with pytest.raises(CameBefore):
        await house.invites.accept(one, codes[1])
    await house.invites.accept(two, codes[0])
    with pytest.raises(CameBefore):
        await house.invites.accept(one, codes[1])
    await house.invites.accept(three, codes[1])
    with pytest.raises(AlreadyInvited):
        await house.invites.accept(three, codes[0])
    with pytest.raises(CodeUnknown):
        await house.invites.accept(three, _code_of_nobody())
    with pytest.raises(CodeInvalid):
        await house.invites.accept(three, "K7MQ3")
    await house.settle()
    assert await house.occasions(one) == ["invite:1"]
    assert await house.occasions(two) == ["invite:1", "invited"]
    assert await house.occasions(three) == ["invited"]


async def test_two_inviters_who_are_accepted_at_once_do_not_both_count(house: House) -> None:
    scheme, inviters, friends = await house.scheme(), fans(6), fans(30)
    other = Invites(
        house.services.engine, Outbox(house.services.database, house.watch), _sealer(house), _no_tickets
    )
    codes = [await house.invites.code(each, scheme) for each in inviters]

    async def accept(invites: Invites, friend: Principal, code: str) -> bool:
        try:
            await invites.accept(friend, code)
        except AlreadyInvited:
            return False
        return True

    tries = [
        accept(invites, friend, code)
        for friend in friends
        for invites, code in zip((house.invites, other) * 3, codes, strict=True)
    ]
    assert sum(await asyncio.gather(*tries)) == 30
    await house.settle()
    figures = await house.invites.figures(house.operator, scheme)
    assert (figures.members, figures.accepted, figures.counted) == (36, 30, 30)
    accepted = [(await house.invites.mine(each, scheme)).accepted for each in inviters]
    assert sum(accepted) == 30
    for inviter, count in zip(inviters, accepted, strict=True):
        assert await house.occasions(inviter) == list(INVITER[:count])


async def test_a_process_that_dies_between_counting_and_claiming_changes_nothing(house: House) -> None:
    scheme, inviter, friends = await house.scheme(), fan(), fans(2)
    code = await house.invites.code(inviter, scheme)
    for friend in friends:
        await house.invites.accept(friend, code)

    dying = Outbox(house.services.database, house.watch)
    Invites(Dying(house.services.engine.tools, house.services.engine.limits), dying, _sealer(house), _no_tickets)
    with pytest.raises(asyncio.CancelledError):
        await dying.run_once()
    assert (await house.invites.mine(inviter, scheme)).accepted == 1
    house.watch.now += LEASE
    await house.settle()
    assert await house.occasions(inviter) == ["invite:1", "invite:2"]
    assert [await house.occasions(friend) for friend in friends] == [["invited"]] * 2


async def test_three_friends_in_one_day_bring_a_ticket_and_days_begin_in_the_scheme_s_zone(house: House) -> None:
    scheme, inviter, friends = await house.scheme(), fan(), fans(4)
    code = await house.invites.code(inviter, scheme)
    for friend in friends[:2]:
        await house.invites.accept(friend, code)
    # 16:00 UTC is midnight in Shanghai.
    house.watch.now = datetime(2030, 2, 6, 16, tzinfo=UTC)
    await house.invites.accept(friends[2], code)
    await house.settle()
    assert house.tickets == []
    house.watch.now = datetime(2030, 2, 6, 9, tzinfo=UTC)
    await house.invites.accept(friends[3], code)
    await house.settle()
    ((ticket, who, _),) = house.tickets
    assert (ticket.ticket, who) == ("invites:1", inviter.subject)


async def test_a_pause_holds_from_the_moment_it_returns(house: House) -> None:
    scheme, inviter, friends = await house.scheme(), fan(), fans(40)
    code = await house.invites.code(inviter, scheme)
    accepting = [asyncio.create_task(house.invites.accept(friend, code)) for friend in friends[:39]]
    await asyncio.sleep(0)
    await house.invites.act(house.operator, scheme, SchemeAct.PAUSED, "something is wrong")
    before = (await house.invites.figures(house.operator, scheme)).accepted
    with pytest.raises(InvitesClosed):
        await house.invites.accept(friends[39], code)
    answers = await asyncio.gather(*accepting, return_exceptions=True)
    assert sum(isinstance(answer, Accepted) for answer in answers) == before
    assert (await house.invites.figures(house.operator, scheme)).accepted == before
    await house.invites.act(house.operator, scheme, SchemeAct.RESUMED, "all is well")
    await house.invites.accept(friends[39], code)
    await house.invites.act(house.operator, scheme, SchemeAct.CLOSED, "over")
    with pytest.raises(InvitesClosed):
        await house.invites.act(house.operator, scheme, SchemeAct.RESUMED, "once more")
    with pytest.raises(InvitesClosed):
        await house.invites.code(fan(), scheme)
    assert await house.invites.code(inviter, scheme) == code
    acts = [each.act for each in await house.invites.acts(house.operator, scheme)]
    assert acts == [SchemeAct.CLOSED, SchemeAct.RESUMED, SchemeAct.PAUSED, SchemeAct.PLANNED]


async def test_rewards_wait_while_the_pool_is_paused_and_end_with_it(house: House) -> None:
    scheme, (inviter, friend, late) = await house.scheme(), fans(3)
    code = await house.invites.code(inviter, scheme)
    await house.services.campaign.act(house.operator, house.pool, Act.PAUSED, "look first")
    await house.invites.accept(friend, code)
    assert await house.outbox.run_once() == 2
    assert await house.occasions(friend) == []
    await house.services.campaign.act(house.operator, house.pool, Act.RESUMED, "all is well")
    house.watch.now += timedelta(seconds=5)
    await house.settle()
    assert (await house.occasions(friend), await house.occasions(inviter)) == (["invited"], ["invite:1"])
    await house.services.campaign.act(house.operator, house.pool, Act.CLOSED, "the budget goes elsewhere")
    await house.invites.accept(late, code)
    await house.settle()
    assert await house.occasions(late) == []
    assert await house.outbox.waiting() == 0
    assert await house.outbox.dead_letters(house.operator) == []


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.OPERATOR])
async def test_who_may_do_what(house: House, role: Role) -> None:
    scheme = await house.scheme()
    code = await house.invites.code(fan(), scheme)
    who = Principal(new_subject_id(), role, "SUI" if role is Role.NOC else None, START)
    with pytest.raises(Forbidden):
        await house.invites.act(who, scheme, SchemeAct.CLOSED, "mine")
    with pytest.raises(Forbidden):
        await house.invites.plan(
            who,
            SchemePlan(
                pool=house.pool,
                invited_occasion="invited",
                inviter_occasions=INVITER,
                opens_at=START,
                closes_at=START + timedelta(days=1),
            ),
        )
    if role is not Role.AUDITOR:
        with pytest.raises(Forbidden):
            await house.invites.figures(who, scheme)
        with pytest.raises(Forbidden):
            await house.invites.acts(who, scheme)
    if role is not Role.FAN:
        with pytest.raises(Forbidden):
            await house.invites.accept(who, code)
        with pytest.raises(Forbidden):
            await house.invites.code(who, scheme)
        with pytest.raises(Forbidden):
            await house.invites.mine(who, scheme)


async def test_what_is_not_there_is_not_found(house: House) -> None:
    with pytest.raises(SchemeUnknown):
        await house.invites.code(fan(), SchemeId(99))
    with pytest.raises(SchemeUnknown):
        await house.invites.figures(house.operator, SchemeId(99))
    with pytest.raises(PoolUnknown):
        await house.invites.plan(
            house.operator,
            SchemePlan(
                pool=PoolId(99),
                invited_occasion="invited",
                inviter_occasions=INVITER,
                opens_at=START,
                closes_at=START + timedelta(days=1),
            ),
        )


def _sealer(house: House) -> Sealer:
    return Sealer(house.settings.sealing_key())


async def _no_tickets(_db: Connection, _earned: Sequence[tuple[DailyTicket, SubjectId, datetime]]) -> None:
    pass


class Dying(ClaimEngine):
    """The process that was about to claim is killed there."""

    async def claim(self, pool: PoolId, fan: SubjectId, occasion: str, *, earned: bool = False) -> Grant:
        if occasion in INVITER:
            raise asyncio.CancelledError
        return await super().claim(pool, fan, occasion, earned=earned)


def _code_of_nobody() -> str:
    return shown(new_code(bytes(32), 1, new_subject_id(), 0))
