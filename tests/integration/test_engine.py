"""The claim engine on a real database: sell-out, escrow, times, raises; a pool from its draft to its reveal."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from grandstand.campaign import Act, Curve, PoolPlan, Tier, TranchePlan, audit_faults
from grandstand.campaign.errors import (
    OccasionNotEarned,
    PlanInvalid,
    PoolGone,
    PoolNotOpen,
    PoolUnknown,
    RaiseUnknown,
    StateConflict,
)
from grandstand.campaign.lanes import Grant
from grandstand.campaign.models import ClaimKey
from grandstand.campaign.split import Split
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.database import load_queries
from grandstand.kernel.ids import LaneId, PoolId, SubjectId, new_subject_id
from grandstand.kernel.settings import Settings
from grandstand.services import Services, build_services

START = datetime(2026, 2, 6, 20, tzinfo=UTC)
PLAN = PoolPlan(
    titles={"en": "Opening night"},
    currency="CNY",
    shares=60,
    total_minor=6000,
    minimum_minor=1,
    curve=Curve.UNIFORM,
    occasions=("launch", "day:2026-02-07"),
    lanes=3,
)
MORE = TranchePlan(
    shares=12,
    total_minor=1000,
    minimum_minor=0,
    curve=Curve.LOTTERY,
    tiers=(Tier(shares=1, amount_minor=1000), Tier(shares=11, amount_minor=0)),
)


@dataclass
class Watch:
    """A clock that a test sets."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def timed(settings: Settings, watch: Watch) -> AsyncIterator[Services]:
    """Services whose clock a test sets."""
    wired = await build_services(settings, watch)
    yield wired
    await wired.close()


@pytest.fixture
def operator(principal: Callable[[Role], Principal]) -> Principal:
    return principal(Role.OPERATOR)


async def opened(services: Services, operator: Principal, plan: PoolPlan = PLAN) -> PoolId:
    books = await services.campaign.create_pool(operator, plan)
    await services.campaign.act(operator, books.pool, Act.OPENED, "the night begins")
    return books.pool


async def ask(
    services: Services, pool: PoolId, fans: list[SubjectId], occasion: str = "launch"
) -> list[Grant | BaseException]:
    claims = [services.engine.claim(pool, fan, occasion) for fan in fans]
    return await asyncio.gather(*claims, return_exceptions=True)


def new_fans(count: int) -> list[SubjectId]:
    return [new_subject_id() for _ in range(count)]


def grants(answers: list[Grant | BaseException]) -> list[Grant]:
    return [answer for answer in answers if isinstance(answer, Grant)]


async def test_more_fans_than_shares_sell_the_pool_out_exactly(services: Services, operator: Principal) -> None:
    pool = await opened(services, operator)
    answers = await ask(services, pool, new_fans(80))
    given = grants(answers)
    assert Counter(type(answer) for answer in answers) == {Grant: 60, PoolGone: 20}
    assert {grant.claim.share for grant in given} == set(range(60))
    assert sum(grant.claim.amount_minor for grant in given) == 6000
    assert audit_faults(await services.proofs.audit(pool)) == []


async def test_fan_who_asks_again_gets_her_share_even_when_the_pool_is_gone(
    services: Services, operator: Principal
) -> None:
    pool = await opened(services, operator)
    fans = new_fans(80)
    first = await ask(services, pool, fans)
    again = await ask(services, pool, fans)
    for before, after in zip(first, again, strict=True):
        if isinstance(before, Grant):
            assert isinstance(after, Grant)
            assert after.claim == before.claim
            assert after.receipts is None
        else:
            assert isinstance(after, PoolGone)


async def test_occasions_of_one_fan_are_different_shares(services: Services, operator: Principal) -> None:
    pool = await opened(services, operator)
    fan = new_fans(1)
    shares = {
        grant.claim.share
        for occasion in PLAN.occasions
        for grant in grants(await ask(services, pool, fan, occasion))
    }
    assert len(shares) == 2


async def test_nobody_gets_an_earned_occasion_by_asking(services: Services, operator: Principal) -> None:
    pool = await opened(services, operator, replace(PLAN, earned=("day:2026-02-07",)))
    (fan,) = new_fans(1)
    with pytest.raises(OccasionNotEarned, match="earned"):
        await services.engine.claim(pool, fan, "day:2026-02-07")
    assert (await services.proofs.audit(pool)).claims == 0
    given = await services.engine.claim(pool, fan, "day:2026-02-07", earned=True)
    again = await services.engine.claim(pool, fan, "day:2026-02-07")
    assert again.claim == given.claim
    assert (await services.proofs.audit(pool)).claims == 1
    await services.engine.claim(pool, fan, "launch")


async def test_notice_says_what_is_earned(services: Services, operator: Principal) -> None:
    await opened(services, operator, replace(PLAN, earned=("day:2026-02-07",)))
    (notice,) = await services.campaign.notices(None)
    assert (notice.occasions, notice.earned) == (PLAN.occasions, ("day:2026-02-07",))


async def test_amounts_are_those_of_the_committed_seed(services: Services, operator: Principal) -> None:
    pool = await opened(services, operator, replace(PLAN, curve=Curve.EXPONENTIAL))
    given = grants(await ask(services, pool, new_fans(60)))
    async with services.database.connection() as db:
        (tranche,) = await services.engine.tools.pools.tranches(db, pool)
    split = Split(tranche.seed, tranche.terms.parameters)
    expected = split.amounts(np.array([grant.claim.share for grant in given])).tolist()
    assert [grant.claim.amount_minor for grant in given] == expected


async def test_numbers_left_in_escrow_by_a_killed_process_are_given_all_the_same(
    services: Services, settings: Settings, operator: Principal
) -> None:
    pool = await opened(services, operator)
    await ask(services, pool, new_fans(1))
    desk = services.engine._desks[pool]
    for donor in range(3):
        # As a process does that is killed before the numbers have landed.
        await desk._send(LaneId(donor), LaneId((donor + 1) % 3))
    other = await build_services(settings)
    try:
        answers = await ask(other, pool, new_fans(80))
        assert len(grants(answers)) == 59
        assert audit_faults(await other.proofs.audit(pool)) == []
    finally:
        await other.close()


async def test_two_processes_give_one_share_to_one_fan(
    services: Services, settings: Settings, operator: Principal
) -> None:
    pool = await opened(services, operator)
    other = await build_services(settings)
    fans = new_fans(70)
    try:
        here, there = await asyncio.gather(ask(services, pool, fans), ask(other, pool, fans))
    finally:
        await other.close()
    for one, two in zip(here, there, strict=True):
        assert isinstance(one, Grant) == isinstance(two, Grant)
        if isinstance(one, Grant) and isinstance(two, Grant):
            assert one.claim == two.claim
    assert len(grants(here)) == 60
    assert audit_faults(await services.proofs.audit(pool)) == []


async def test_scheduled_pool_opens_and_closes_at_its_times_before_anybody_writes_it_down(
    timed: Services, watch: Watch, operator: Principal
) -> None:
    opens_at, closes_at = START + timedelta(minutes=10), START + timedelta(minutes=20)
    plan = replace(PLAN, opens_at=opens_at, closes_at=closes_at)
    pool = (await timed.campaign.create_pool(operator, plan)).pool
    await timed.campaign.act(operator, pool, Act.SCHEDULED, "planned")
    (refused,) = await ask(timed, pool, new_fans(1))
    assert isinstance(refused, PoolNotOpen)
    assert refused.retry_after_s == 600
    watch.now = opens_at
    assert len(grants(await ask(timed, pool, new_fans(5)))) == 5
    await timed.campaign.keep_times()
    assert (await timed.campaign.books(operator, pool)).state == "open"
    watch.now = closes_at
    (refused,) = await ask(timed, pool, new_fans(1))
    assert isinstance(refused, PoolNotOpen)
    await timed.campaign.keep_times()
    await timed.campaign.keep_times()
    books = await timed.campaign.books(operator, pool)
    assert (books.state, books.granted) == ("closed", 5)
    acts, _ = await timed.campaign.acts(operator, pool, None)
    assert [act.act for act in acts] == ["pool.closed", "pool.opened", "pool.scheduled", "pool.created"]
    assert {act.actor.int for act in acts[:2]} == {0}
    assert audit_faults(await timed.proofs.audit(pool)) == []


async def test_pool_without_a_time_in_the_future_cannot_be_scheduled(timed: Services, operator: Principal) -> None:
    for plan in (PLAN, replace(PLAN, opens_at=START)):
        pool = (await timed.campaign.create_pool(operator, plan)).pool
        with pytest.raises(StateConflict, match="opens_at in the future"):
            await timed.campaign.act(operator, pool, Act.SCHEDULED, "planned")


async def test_times_of_a_lane_rise_when_the_clock_goes_back(
    timed: Services, watch: Watch, operator: Principal
) -> None:
    pool = await opened(timed, operator, replace(PLAN, lanes=1))
    times = []
    for minutes in (0, -5, -10, 0):
        watch.now = START + timedelta(minutes=minutes)
        times += [grant.claim.claimed_at for grant in grants(await ask(timed, pool, new_fans(1)))]
    assert times == [START + timedelta(microseconds=at) for at in range(4)]


async def test_raise_by_two_persons_is_given_without_a_restart(
    services: Services, operator: Principal, principal: Callable[[Role], Principal]
) -> None:
    pool = await opened(services, operator)
    await ask(services, pool, new_fans(61))
    (proposed,) = await services.campaign.propose_raise(operator, pool, MORE, "more came than planned")
    assert (proposed.plan, proposed.tranche, proposed.approved_by) == (MORE, None, None)
    (refused,) = await ask(services, pool, new_fans(1))
    assert isinstance(refused, PoolGone)
    with pytest.raises(Forbidden):
        await services.campaign.approve_raise(operator, pool, proposed.id, "I agree with myself")
    second = principal(Role.OPERATOR)
    books = await services.campaign.approve_raise(second, pool, proposed.id, "agreed")
    assert (books.shares, books.total_minor) == (72, 7000)
    with pytest.raises(StateConflict, match="tranche 2"):
        await services.campaign.approve_raise(second, pool, proposed.id, "once more")
    given = grants(await ask(services, pool, new_fans(20)))
    assert sorted(grant.claim.share for grant in given) == list(range(60, 72))
    assert sorted(grant.claim.amount_minor for grant in given) == [0] * 11 + [1000]
    assert audit_faults(await services.proofs.audit(pool)) == []
    assert await services.self_check.run_once() == []


async def test_raise_that_cannot_be_given_is_refused(services: Services, operator: Principal) -> None:
    draft = (await services.campaign.create_pool(operator, PLAN)).pool
    with pytest.raises(StateConflict, match="'draft'"):
        await services.campaign.propose_raise(operator, draft, MORE, "more")
    pool = await opened(services, operator)
    tiny = TranchePlan(shares=2, total_minor=2, minimum_minor=1, curve=Curve.EQUAL)
    with pytest.raises(PlanInvalid, match="3 lanes for 2"):
        await services.campaign.propose_raise(operator, pool, tiny, "more")
    with pytest.raises(RaiseUnknown, match="7"):
        await services.campaign.approve_raise(operator, pool, 7, "why not")
    with pytest.raises(PoolUnknown):
        await services.campaign.propose_raise(operator, PoolId(999), MORE, "more")


async def test_closing_returns_what_was_not_given(services: Services, operator: Principal) -> None:
    pool = await opened(services, operator)
    given = grants(await ask(services, pool, new_fans(10)))
    await services.campaign.act(operator, pool, Act.CLOSED, "the night is over")
    (refused,) = await ask(services, pool, new_fans(1))
    assert isinstance(refused, PoolNotOpen)
    audit = await services.proofs.audit(pool)
    assert audit.balance.returned_minor == 6000 - sum(grant.claim.amount_minor for grant in given)
    assert audit_faults(audit) == []


async def test_validity_is_extended_and_never_shortened(services: Services, operator: Principal) -> None:
    pool = await opened(services, operator, replace(PLAN, valid_until=START))
    later = START + timedelta(days=7)
    books = await services.campaign.extend(operator, pool, later, "the shops ran out of cups")
    assert books.valid_until == later
    for wrong in (later, START, datetime(3001, 1, 1, tzinfo=UTC)):
        with pytest.raises(PlanInvalid, match="valid until 2026-02-13"):
            await services.campaign.extend(operator, pool, wrong, "shorter")
    unlimited = await opened(services, operator)
    with pytest.raises(PlanInvalid, match="without an end"):
        await services.campaign.extend(operator, unlimited, later, "longer")
    draft = (await services.campaign.create_pool(operator, replace(PLAN, valid_until=START))).pool
    with pytest.raises(StateConflict):
        await services.campaign.extend(operator, draft, later, "longer")


async def test_crowd_that_meets_a_pool_at_once_opens_one_desk(services: Services, operator: Principal) -> None:
    pool = await opened(services, operator)
    opened_desks = []
    open_desk = services.engine._open_desk

    async def counted(each: PoolId) -> object:
        opened_desks.append(each)
        return await open_desk(each)

    services.engine._open_desk = counted  # type: ignore[method-assign,assignment]
    assert len(grants(await ask(services, pool, new_fans(50)))) == 50
    assert opened_desks == [pool]


async def test_books_say_where_the_pool_stands(timed: Services, watch: Watch, operator: Principal) -> None:
    pool = await opened(timed, operator, replace(PLAN, closes_at=START + timedelta(minutes=10)))
    await timed.campaign.sample_burn_down()
    watch.now = START + timedelta(minutes=2)
    await ask(timed, pool, new_fans(30))
    await timed.campaign.add_refusals({(pool, "campaign.gone"): 3, (PoolId(999), "campaign.gone"): 5})
    await timed.campaign.add_refusals({(pool, "campaign.gone"): 1})
    books = await timed.campaign.books(operator, pool)
    assert [lane.lane for lane in books.lane_books] == [0, 1, 2]
    assert sum(lane.granted for lane in books.lane_books) == books.granted == 30
    assert sum(lane.free for lane in books.lane_books) == 30
    assert books.refusals == {"campaign.gone": 4}
    assert books.planned_granted == 12
    assert books.granted_per_s == 6.0
    # Thirty in the last minute: the thirty that are left take another one.
    assert books.forecast_empty_at == watch.now + timedelta(minutes=1)
    assert books.faults == ()


async def test_plan_made_for_an_empty_table_still_uses_its_index(services: Services, operator: Principal) -> None:
    """The statistics of an empty table would have a crowd's look-ups read all of it, for each of their keys."""
    pool = await opened(services, operator)
    storage = services.engine.tools.claims
    keys = [ClaimKey(fan, "launch") for fan in new_fans(100)]
    async with services.database.connection() as db:
        await db.execute("vacuum analyze claim")
    async with services.database.transaction() as db:
        await storage.lock_lane(db, pool, LaneId(0))
        find = load_queries("grandstand.campaign")["find_claims"]
        fans, occasions = [key.fan for key in keys], [key.occasion for key in keys]
        rows = await db.fetch(f"explain {find}", pool, 0, fans, occasions)
    plan = "\n".join(row[0] for row in rows)
    assert "claim_pkey" in plan
    assert "Seq Scan" not in plan
