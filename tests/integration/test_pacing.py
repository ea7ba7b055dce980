"""A pool that gives no faster than it was told, over all processes, and gives everything all the same."""

import asyncio
import math
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from grandstand.campaign import Act, Curve, PoolPlan, audit_faults
from grandstand.campaign.errors import Paced, PlanInvalid, PoolGone, PoolNotOpen, StateConflict
from grandstand.campaign.lanes import Grant
from grandstand.campaign.rules import PACE_MAX
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.errors import GrandstandError
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id
from grandstand.kernel.settings import Settings
from grandstand.services import Services, build_services
from grandstand.web.problem import problem

START = datetime(2030, 2, 6, 2, tzinfo=UTC)
PLAN = PoolPlan(
    titles={"en": "A drink on us"},
    currency="CNY",
    shares=4000,
    total_minor=100_000,
    minimum_minor=1,
    curve=Curve.UNIFORM,
    occasions=("launch", "invited"),
    earned=("invited",),
    lanes=4,
)
RATE = 100


@dataclass
class Watch:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_s(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def both(settings: Settings, watch: Watch) -> AsyncIterator[list[Services]]:
    """Two processes on one database."""
    wired = [await build_services(settings, watch) for _ in range(2)]
    yield wired
    for services in wired:
        await services.close()


@pytest.fixture
def operator(principal: Callable[[Role], Principal]) -> Principal:
    return principal(Role.OPERATOR)


async def open_pool(services: Services, operator: Principal, plan: PoolPlan = PLAN, rate: int = RATE) -> PoolId:
    pool = (await services.campaign.create_pool(operator, plan)).pool
    await services.campaign.pace(operator, pool, rate, "gently")
    await services.campaign.act(operator, pool, Act.OPENED, "the night begins")
    return pool


async def ask(
    both: Sequence[Services], pool: PoolId, fans: Sequence[SubjectId], occasion: str = "launch"
) -> list[Grant | GrandstandError]:
    """Everybody at once, at one process or the other."""

    async def claim(at: int, fan: SubjectId) -> Grant | GrandstandError:
        try:
            return await both[at % len(both)].engine.claim(pool, fan, occasion, earned=occasion != "launch")
        except GrandstandError as error:
            return error

    return await asyncio.gather(*(claim(at, fan) for at, fan in enumerate(fans)))


def new_fans(count: int) -> list[SubjectId]:
    return [new_subject_id() for _ in range(count)]


def granted(answers: Sequence[Grant | GrandstandError]) -> int:
    return sum(isinstance(answer, Grant) for answer in answers)


async def test_two_processes_together_give_no_faster_than_the_pace(
    both: list[Services], watch: Watch, operator: Principal
) -> None:
    pool = await open_pool(both[0], operator)
    times: list[tuple[datetime, int]] = []
    for pause_s in (0, 0.25, 0.5, 0, 1, 3.75, 0.01, 0.24, 10, 0.1):
        watch.pass_s(pause_s)
        answers = await ask(both, pool, new_fans(300))
        assert Counter(map(type, answers)).keys() <= {Grant, Paced}
        times.append((watch.now, granted(answers)))
    for first, (since, _) in enumerate(times):
        total = 0
        for until, count in times[first:]:
            total += count
            assert total <= RATE + RATE * (until - since).total_seconds()
    # Every lane had somebody who asked: all that had come in was given, but for parts of a share in each lane.
    came = 25 + 50 + 100 + 100 + 25 + 100 + 10
    assert came - 4 * PLAN.lanes <= sum(count for _, count in times) <= came
    assert audit_faults(await both[0].proofs.audit(pool)) == []


async def test_those_who_wait_as_they_were_told_are_served(
    both: list[Services], watch: Watch, operator: Principal
) -> None:
    pool = await open_pool(both[0], operator, replace(PLAN, lanes=1))
    fans = new_fans(150)
    for fan in fans:
        (answer,) = await ask(both[:1], pool, [fan])
        assert isinstance(answer, Paced)
        assert answer.retry_after_s is not None
        told = problem(answer)
        assert (told.status, answer.retryable) == (503, True)
        assert (b"retry-after", b"%d" % math.ceil(answer.retry_after_s)) in told.headers
    # Each was told a time of her own; whoever comes then, in that order, gets her share.
    answers = await ask(both[:1], pool, fans)
    waits = sorted(
        (answer.retry_after_s or 0, fan)
        for fan, answer in zip(fans, answers, strict=True)
        if isinstance(answer, Paced)
    )
    assert len(waits) == 150
    begun = watch.now
    for wait_s, fan in waits:
        watch.now = begun + timedelta(seconds=wait_s)
        assert granted(await ask(both[:1], pool, [fan])) == 1


async def test_who_has_a_share_gets_it_again_however_slow_the_pool_is(
    both: list[Services], watch: Watch, operator: Principal
) -> None:
    pool = await open_pool(both[0], operator)
    watch.pass_s(1)
    fans = new_fans(60)
    first = await ask(both, pool, fans)
    assert granted(first) == 60
    await both[1].campaign.pace(operator, pool, 1, "nearly nothing")
    again = await ask(both, pool, [*fans, *new_fans(60)])
    for before, after in zip(first, again, strict=False):
        assert isinstance(before, Grant)
        assert isinstance(after, Grant)
        assert after.claim == before.claim
    assert granted(again[60:]) <= 4


async def test_what_the_server_gives_is_paced_too(both: list[Services], watch: Watch, operator: Principal) -> None:
    pool = await open_pool(both[0], operator, replace(PLAN, lanes=1), rate=10)
    watch.pass_s(1)
    answers = await ask(both, pool, new_fans(30), "invited")
    assert Counter(map(type, answers)) == {Grant: 10, Paced: 20}


async def test_pace_is_changed_while_the_pool_is_open_and_taken_away_again(
    both: list[Services], watch: Watch, operator: Principal
) -> None:
    pool = await open_pool(both[0], operator, rate=0)
    assert granted(await ask(both, pool, new_fans(400))) == 400
    books = await both[1].campaign.pace(operator, pool, 40, "the shops are slow")
    assert books.shares_per_s == 40
    assert granted(await ask(both, pool, new_fans(400))) == 0
    watch.pass_s(1)
    assert granted(await ask(both, pool, new_fans(400))) == 40
    await both[0].campaign.pace(operator, pool, 0, "all is well")
    assert granted(await ask(both, pool, new_fans(400))) == 400
    acts, _ = await both[0].campaign.acts(operator, pool, None)
    assert [act.reason for act in acts if act.act is Act.PACED] == [
        "0 shares a second: all is well",
        "40 shares a second: the shops are slow",
        "0 shares a second: gently",
    ]


async def test_a_change_while_a_crowd_asks_gives_nothing_for_free(
    both: list[Services], watch: Watch, operator: Principal
) -> None:
    pool = await open_pool(both[0], operator)
    watch.pass_s(5)

    async def change() -> None:
        for rate in (RATE, 2 * RATE, RATE, 0, RATE, 1, RATE):
            if rate:
                await both[1].campaign.pace(operator, pool, rate, "to and fro")

    answers, _ = await asyncio.gather(ask(both, pool, new_fans(1000)), change())
    assert granted(answers) <= 2 * RATE
    assert audit_faults(await both[0].proofs.audit(pool)) == []


async def test_paced_pool_sells_out_exactly_and_says_so(
    both: list[Services], watch: Watch, operator: Principal
) -> None:
    pool = await open_pool(both[0], operator, replace(PLAN, shares=90, total_minor=900), rate=200)
    left, shares = new_fans(120), set[int]()
    for _ in range(20):
        watch.pass_s(0.1)
        answers = await ask(both, pool, left)
        shares |= {answer.claim.share for answer in answers if isinstance(answer, Grant)}
        left = [fan for fan, answer in zip(left, answers, strict=True) if isinstance(answer, Paced)]
    assert shares == set(range(90))
    assert left == []
    assert {type(answer) for answer in await ask(both, pool, new_fans(8))} == {PoolGone}
    assert audit_faults(await both[0].proofs.audit(pool)) == []


async def test_a_clock_that_is_behind_neither_gives_twice_nor_stops_the_pool(
    both: list[Services], watch: Watch, operator: Principal
) -> None:
    pool = await open_pool(both[0], operator, replace(PLAN, lanes=1))
    watch.pass_s(2)
    assert granted(await ask(both, pool, new_fans(150))) == 100
    watch.pass_s(-1)
    assert granted(await ask(both, pool, new_fans(150))) == 0
    watch.pass_s(1.5)
    assert granted(await ask(both, pool, new_fans(150))) == 50


async def test_paused_is_told_before_paced(both: list[Services], operator: Principal) -> None:
    pool = await open_pool(both[0], operator)
    await both[0].campaign.act(operator, pool, Act.PAUSED, "a moment")
    (answer,) = await ask(both, pool, new_fans(1))
    assert isinstance(answer, PoolNotOpen)


async def test_only_operators_pace_and_only_what_gives_something(
    both: list[Services], operator: Principal, principal: Callable[[Role], Principal]
) -> None:
    campaign = both[0].campaign
    pool = await open_pool(both[0], operator)
    for role in set(Role) - {Role.OPERATOR}:
        with pytest.raises(Forbidden):
            await campaign.pace(principal(role), pool, 5, "trying")
    for rate in (-1, PACE_MAX + 1):
        with pytest.raises(PlanInvalid, match="shares a second"):
            await campaign.pace(operator, pool, rate, "trying")
    with pytest.raises(PlanInvalid, match="Say why"):
        await campaign.pace(operator, pool, 5, "")
    assert (await campaign.books(operator, pool)).shares_per_s == RATE
    await campaign.act(operator, pool, Act.CLOSED, "over")
    with pytest.raises(StateConflict, match="gives nothing"):
        await campaign.pace(operator, pool, 5, "too late")
