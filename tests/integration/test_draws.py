"""Draws on a real database: each ticket once, the list fixed once, every winner paid once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from grandstand.campaign import Act, Curve, PoolPlan, audit_faults
from grandstand.campaign.draws import Draw, DrawPlan, Draws, DrawState, EarnedTicket, verify_draw
from grandstand.campaign.draws.errors import (
    DrawConflict,
    DrawPlanInvalid,
    DrawUnknown,
    EntriesClosed,
    TicketNotEarned,
    TicketUnknown,
)
from grandstand.campaign.draws.models import DrawDocument, DrawId
from grandstand.campaign.draws.rules import GRACE
from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.outbox import Outbox
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id
from grandstand.kernel.sealing import Sealer
from grandstand.kernel.settings import Settings
from grandstand.services import Services, build_services

START = datetime(2030, 2, 6, 8, tzinfo=UTC)
DAYS = ("draw:2030-02-06", "draw:2030-02-07")
POOL = PoolPlan(
    titles={"en": "Lucky draw"},
    currency="CNY",
    shares=12,
    total_minor=120_000,
    minimum_minor=1,
    curve=Curve.UNIFORM,
    occasions=DAYS,
    earned=DAYS,
    lanes=2,
)


@dataclass
class Watch:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class House:
    """Draws, and everything they stand on."""

    services: Services
    draws: Draws
    outbox: Outbox
    watch: Watch
    operator: Principal
    pool: PoolId

    def plan(self, occasion: str = DAYS[0], **change: object) -> DrawPlan:
        plan = DrawPlan(
            pool=self.pool,
            occasion=occasion,
            winners=5,
            opens_at=START + timedelta(hours=1),
            closes_at=START + timedelta(hours=9),
            tickets=("self", "invites:1"),
            earned=("invites:1",),
        )
        return msgspec.structs.replace(plan, **change)

    async def open(self, plan: DrawPlan | None = None) -> DrawId:
        """A draw that takes entries now."""
        draw = await self.draws.plan(self.operator, plan or self.plan())
        self.watch.now = draw.opens_at
        return DrawId(draw.id)

    async def enter(self, draw: DrawId, fans: list[Principal]) -> None:
        await asyncio.gather(*(self.draws.enter(fan, draw, "self") for fan in fans))

    async def end(self, draw: DrawId) -> Draw:
        """The time at which the draw may be closed has come, and it is closed."""
        shown = await self.draws.draw(draw)
        self.watch.now = shown.closes_at + GRACE
        return await self.draws.close(self.operator, draw, "the day is over")


def fan() -> Principal:
    return Principal(new_subject_id(), Role.FAN, None, START + timedelta(days=30))


def fans(count: int) -> list[Principal]:
    return [fan() for _ in range(count)]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def house(settings: Settings, watch: Watch, principal: Callable[[Role], Principal]) -> AsyncIterator[House]:
    services = await build_services(settings, watch)
    outbox = Outbox(services.database, watch)
    draws = Draws(services.engine, outbox, Sealer(settings.sealing_key()))
    operator = principal(Role.OPERATOR)
    books = await services.campaign.create_pool(operator, POOL)
    await services.campaign.act(operator, books.pool, Act.OPENED, "the draws begin")
    yield House(services, draws, outbox, watch, operator, books.pool)
    await services.close()


async def wallet(house: House, who: Principal) -> list[str]:
    claims, _ = await house.services.campaign.wallet(who, who.subject, None)
    return [claim.occasion for claim in claims]


async def test_winners_follow_from_the_file_and_are_paid_once(house: House) -> None:
    draw = await house.open()
    entered = fans(30)
    await house.enter(draw, entered)
    closed = await house.end(draw)
    assert (closed.state, closed.entries, closed.seed) == (DrawState.CLOSED, 30, None)
    held = await house.draws.hold(house.operator, draw, "", "the evening show")
    assert held.state is DrawState.DRAWN
    while await house.outbox.run_once():
        pass
    verdict = verify_draw(await house.draws.file(draw), commitment=closed.commitment, root=closed.root)
    assert (verdict.faults, verdict.entries, verdict.winners) == ((), 30, 5)
    standings = [await house.draws.standing(each, draw) for each in entered]
    assert sorted(each.place for each in standings if each.place) == [1, 2, 3, 4, 5]
    for who, standing in zip(entered, standings, strict=True):
        assert await wallet(house, who) == ([DAYS[0]] if standing.place else [])
    audit = await house.services.proofs.audit(house.pool)
    assert audit.claims == 5
    assert audit_faults(audit) == []


async def test_a_ticket_is_stored_once_and_earned_ones_come_through_the_outbox(house: House) -> None:
    draw = await house.open()
    who = fan()
    await asyncio.gather(*(house.draws.enter(who, draw, "self") for _ in range(5)))
    with pytest.raises(TicketNotEarned):
        await house.draws.enter(who, draw, "invites:1")
    with pytest.raises(TicketUnknown):
        await house.draws.enter(who, draw, "invites:2")
    earned = EarnedTicket(draw=draw, fan=who.subject, ticket="invites:1", earned_at=house.watch.now)
    for _ in range(2):
        async with house.services.database.transaction() as db:
            await house.draws.entering.put_earned(db, [earned, earned])
    assert await house.outbox.run_once() == 1
    assert (await house.draws.standing(who, draw)).tickets == ("invites:1", "self")
    assert (await house.end(draw)).entries == 2


async def test_tickets_count_from_the_opening_to_the_closing(house: House) -> None:
    planned = await house.draws.plan(house.operator, house.plan())
    draw, who = DrawId(planned.id), fan()
    with pytest.raises(EntriesClosed):
        await house.draws.enter(who, draw, "self")
    house.watch.now = planned.closes_at - timedelta(microseconds=1)
    await house.draws.enter(who, draw, "self")
    house.watch.now = planned.closes_at
    with pytest.raises(EntriesClosed):
        await house.draws.enter(fan(), draw, "self")
    late = EarnedTicket(
        draw=draw, fan=who.subject, ticket="invites:1", earned_at=planned.closes_at - timedelta(seconds=1)
    )
    async with house.services.database.transaction() as db:
        await house.draws.entering.put_earned(db, [late])
    house.watch.now += GRACE / 2
    assert await house.outbox.run_once() == 1
    assert (await house.end(draw)).entries == 2
    async with house.services.database.transaction() as db:
        await house.draws.entering.put_earned(db, [msgspec.structs.replace(late, fan=new_subject_id())])
    assert await house.outbox.run_once() == 1
    (letter,) = await house.outbox.dead_letters(house.operator)
    assert "takes entries from" in letter.reason


async def test_nobody_is_drawn_twice_where_the_rule_forbids_it(house: House) -> None:
    entered = fans(8)
    first = await house.open()
    await house.enter(first, entered)
    await house.end(first)
    await house.draws.hold(house.operator, first, "", "first day")
    again = house.plan(
        DAYS[1],
        opens_at=house.watch.now + timedelta(hours=1),
        closes_at=house.watch.now + timedelta(hours=2),
        excludes=(first,),
    )
    second = await house.open(again)
    await house.enter(second, entered)
    await house.end(second)
    await house.draws.hold(house.operator, second, "", "second day")
    files = [await house.draws.file(first), await house.draws.file(second)]
    won = [set(msgspec.json.decode(file.partition(b"\n")[0], type=DrawDocument).winners) for file in files]
    assert (len(won[0]), len(won[1])) == (5, 3)
    assert not won[0] & won[1]
    assert verify_draw(files[1], earlier=[files[0]]).faults == ()
    while await house.outbox.run_once():
        pass
    assert (await house.services.proofs.audit(house.pool)).claims == 8


async def test_a_beacon_is_wanted_where_the_terms_name_one_and_nowhere_else(house: House) -> None:
    draw = await house.open(house.plan(beacon="the noon value of the observatory, 7 February"))
    await house.enter(draw, fans(3))
    await house.end(draw)
    await house.draws.keep_times()
    assert (await house.draws.draw(draw)).state is DrawState.CLOSED
    with pytest.raises(RequestInvalid, match="observatory"):
        await house.draws.hold(house.operator, draw, " ", "no value")
    held = await house.draws.hold(house.operator, draw, "42.17", "noon")
    assert held.beacon_value == "42.17"
    verdict = verify_draw(await house.draws.file(draw))
    assert (verdict.faults, verdict.beacon_value) == ((), "42.17")
    other = await house.open(house.plan(DAYS[1], opens_at=house.watch.now + timedelta(hours=1),
                                        closes_at=house.watch.now + timedelta(hours=2)))  # fmt: skip
    await house.end(other)
    with pytest.raises(RequestInvalid, match="no beacon"):
        await house.draws.hold(house.operator, other, "42", "noon")


async def test_draws_close_and_are_held_by_themselves_whoever_comes_first(house: House) -> None:
    draw = await house.open()
    await house.enter(draw, fans(7))
    await house.draws.keep_times()
    assert (await house.draws.draw(draw)).state is DrawState.ENTERING
    house.watch.now = (await house.draws.draw(draw)).closes_at + GRACE
    await asyncio.gather(*(house.draws.keep_times() for _ in range(4)))
    assert (await house.draws.draw(draw)).state is DrawState.DRAWN
    acts = [each.act.value for each in await house.draws.acts(house.operator, draw)]
    assert acts == ["draw.drawn", "draw.closed", "draw.planned"]
    assert verify_draw(await house.draws.file(draw)).winners == 5


async def test_no_entry_comes_after_the_list_was_fixed(house: House) -> None:
    draw = await house.open()
    shown = await house.draws.draw(draw)
    house.watch.now = shown.closes_at - timedelta(seconds=1)

    async def enter(who: Principal) -> bool:
        try:
            await house.draws.enter(who, draw, "self")
        except EntriesClosed:
            return False
        return True

    entering = [asyncio.create_task(enter(who)) for who in fans(200)]
    await asyncio.sleep(0)
    house.watch.now = shown.closes_at + GRACE
    closed = await house.draws.close(house.operator, draw, "over")
    entered = sum(await asyncio.gather(*entering))
    await house.draws.hold(house.operator, draw, "", "show")
    assert closed.entries == verify_draw(await house.draws.file(draw)).entries
    assert closed.entries == entered


async def test_a_draw_of_nobody_has_no_winners(house: House) -> None:
    draw = await house.open()
    assert (await house.end(draw)).entries == 0
    await house.draws.hold(house.operator, draw, "", "show")
    verdict = verify_draw(await house.draws.file(draw))
    assert (verdict.faults, verdict.winners) == ((), 0)


async def test_prizes_wait_for_a_pool_that_is_paused(house: House) -> None:
    draw = await house.open()
    (who,) = fans(1)
    await house.enter(draw, [who])
    await house.end(draw)
    await house.services.campaign.act(house.operator, house.pool, Act.PAUSED, "look first")
    await house.draws.hold(house.operator, draw, "", "show")
    assert await house.outbox.run_once() == 1
    assert await wallet(house, who) == []
    await house.services.campaign.act(house.operator, house.pool, Act.RESUMED, "all is well")
    house.watch.now += timedelta(seconds=2)
    assert await house.outbox.run_once() == 1
    assert await wallet(house, who) == [DAYS[0]]


async def test_what_does_not_fit_is_refused(house: House) -> None:
    draw = await house.open()
    with pytest.raises(DrawPlanInvalid, match="already"):
        await house.draws.plan(
            house.operator,
            house.plan(
                opens_at=house.watch.now + timedelta(hours=1), closes_at=house.watch.now + timedelta(days=1)
            ),
        )
    later = house.plan(
        DAYS[1], opens_at=house.watch.now + timedelta(hours=1), closes_at=house.watch.now + timedelta(hours=2)
    )
    with pytest.raises(DrawPlanInvalid, match="5 winners of other draws"):
        await house.draws.plan(house.operator, msgspec.structs.replace(later, winners=8))
    with pytest.raises(DrawPlanInvalid, match="same pool"):
        await house.draws.plan(house.operator, msgspec.structs.replace(later, excludes=(99,)))
    with pytest.raises(PoolUnknown):
        await house.draws.plan(house.operator, msgspec.structs.replace(later, pool=PoolId(99)))
    with pytest.raises(DrawConflict, match="may arrive"):
        await house.draws.close(house.operator, draw, "too early")
    with pytest.raises(DrawConflict, match="not 'closed'"):
        await house.draws.hold(house.operator, draw, "", "too early")
    with pytest.raises(DrawConflict):
        await house.draws.file(draw)
    await house.end(draw)
    with pytest.raises(DrawConflict, match="already"):
        await house.draws.close(house.operator, draw, "again")
    await house.draws.hold(house.operator, draw, "", "show")
    with pytest.raises(DrawConflict):
        await house.draws.hold(house.operator, draw, "", "again, for a friend")
    with pytest.raises(DrawUnknown):
        await house.draws.draw(DrawId(99))
    with pytest.raises(DrawUnknown):
        await house.draws.enter(fan(), DrawId(99), "self")


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.OPERATOR])
async def test_only_operators_act(house: House, role: Role) -> None:
    draw = await house.open()
    who = Principal(SubjectId(new_subject_id()), role, "SUI" if role is Role.NOC else None, START)
    acts: list[Callable[[], object]] = [
        lambda: house.draws.plan(who, house.plan(DAYS[1])),
        lambda: house.draws.close(who, draw, "mine"),
        lambda: house.draws.hold(who, draw, "", "mine"),
    ]
    if role is not Role.FAN:
        acts.append(lambda: house.draws.enter(who, draw, "self"))
    if role is not Role.AUDITOR:
        acts.append(lambda: house.draws.acts(who, draw))
    for act in acts:
        with pytest.raises(Forbidden):
            await act()  # type: ignore[misc]  # each is a coroutine of another type


async def test_commitment_is_of_the_seed_that_is_published_later(house: House) -> None:
    draw = await house.open()
    before = await house.draws.draw(draw)
    assert before.seed is None
    await house.end(draw)
    after = await house.draws.hold(house.operator, draw, "", "show")
    assert after.seed is not None
    assert after.commitment == before.commitment
