"""The queue of a lane: batches, equal keys, errors, callers who hang up."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import pytest

from grandstand.campaign.errors import PoolGone
from grandstand.campaign.lanes import Grant, LaneQueue, Outcome
from grandstand.campaign.models import Claim, ClaimKey
from grandstand.kernel.errors import DatabaseUnavailable, GrandstandError, InternalError
from grandstand.kernel.ids import SubjectId

BATCH_MAX = 3


def key(number: int) -> ClaimKey:
    return ClaimKey(SubjectId(UUID(int=number)), "launch")


@dataclass
class Window:
    """A `grant` that waits until the test lets each batch go, and remembers what it was asked."""

    batches: list[list[int]] = field(default_factory=list)
    errors: dict[int, Exception] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    shares: int = 0
    may_go: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def grant(self, keys: Sequence[ClaimKey]) -> list[Outcome]:
        number = len(self.batches)
        self.batches.append([each.fan.int for each in keys])
        await self.may_go.acquire()
        if number in self.errors:
            raise self.errors[number]
        return [PoolGone("all taken") if each.fan.int in self.gone else self.claim() for each in keys]

    def claim(self) -> Grant:
        self.shares += 1
        at = datetime(2026, 2, 6, tzinfo=UTC)
        claim = Claim(pool=1, occasion="launch", share=self.shares, amount_minor=5, currency="CNY", claimed_at=at)
        return Grant(claim, None, 0)

    def let_go(self, batches: int = 1) -> None:
        for _ in range(batches):
            self.may_go.release()


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.fixture
def queue(window: Window) -> LaneQueue:
    return LaneQueue(window.grant, batch_max=BATCH_MAX)


def ask(queue: LaneQueue, *numbers: int) -> list["asyncio.Task[Grant]"]:
    return [asyncio.create_task(queue.claim(key(number))) for number in numbers]


async def settle() -> None:
    """Let everything happen that can happen without time passing."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_lonely_claim_goes_at_once(window: Window, queue: LaneQueue) -> None:
    window.let_go()
    assert (await queue.claim(key(1))).claim.share == 1
    assert window.batches == [[1]]


async def test_equal_keys_share_one_grant_and_get_one_answer(window: Window, queue: LaneQueue) -> None:
    tasks = ask(queue, 1, 1, 2, 1)
    window.let_go()
    grants = await asyncio.gather(*tasks)
    assert window.batches == [[1, 2]]
    assert [grant.claim.share for grant in grants] == [1, 1, 2, 1]


async def test_claims_that_arrive_during_a_batch_form_the_next(window: Window, queue: LaneQueue) -> None:
    first = ask(queue, 1)
    await settle()
    later = ask(queue, 2, 3, 1)
    await settle()
    assert window.batches == [[1]]
    window.let_go(2)
    await asyncio.gather(*first, *later)
    assert window.batches == [[1], [2, 3, 1]]


async def test_no_batch_is_larger_than_the_limit_and_arrivals_keep_their_order(
    window: Window, queue: LaneQueue
) -> None:
    tasks = ask(queue, *range(1, 9))
    window.let_go(3)
    await asyncio.gather(*tasks)
    assert window.batches == [[1, 2, 3], [4, 5, 6], [7, 8]]


async def test_refusal_reaches_only_the_keys_it_belongs_to(window: Window, queue: LaneQueue) -> None:
    window.gone = {2}
    tasks = ask(queue, 1, 2, 2)
    window.let_go()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(answers[0], Grant)
    assert [type(answer) for answer in answers[1:]] == [PoolGone, PoolGone]


@pytest.mark.parametrize(
    ("error", "answer"),
    [(DatabaseUnavailable("away", retry_after_s=1.0), DatabaseUnavailable), (ValueError("a bug"), InternalError)],
)
async def test_error_of_a_batch_answers_all_of_it_and_the_queue_goes_on(
    window: Window, queue: LaneQueue, error: Exception, answer: type[GrandstandError]
) -> None:
    window.errors = {0: error}
    failing = ask(queue, 1, 2, 1)
    await settle()
    following = ask(queue, 3)
    window.let_go(2)
    assert [type(each) for each in await asyncio.gather(*failing, return_exceptions=True)] == [answer] * 3
    assert (await following[0]).claim.share == 1
    window.let_go()
    assert (await queue.claim(key(1))).claim.share == 2


async def test_unexpected_error_tells_the_caller_nothing_of_itself(window: Window, queue: LaneQueue) -> None:
    window.errors = {0: ValueError("password=hunter2")}
    window.let_go()
    with pytest.raises(InternalError) as refusal:
        await queue.claim(key(1))
    assert "hunter2" not in str(refusal.value)


async def test_shared_error_does_not_grow_a_traceback_with_each_caller(window: Window, queue: LaneQueue) -> None:
    window.errors = {0: DatabaseUnavailable("away")}
    tasks = ask(queue, *[1] * 50)
    window.let_go()
    errors = await asyncio.gather(*tasks, return_exceptions=True)
    trace = errors[-1].__traceback__ if isinstance(errors[-1], BaseException) else None
    length = 0
    while trace is not None:
        trace, length = trace.tb_next, length + 1
    assert 0 < length < 10


async def test_caller_who_hangs_up_does_not_disturb_the_others(window: Window, queue: LaneQueue) -> None:
    tasks = ask(queue, 1, 1, 2)
    await settle()
    tasks[0].cancel()
    waiting = ask(queue, 3, 4)
    await settle()
    waiting[0].cancel()
    window.let_go(2)
    answers = await asyncio.gather(*tasks, *waiting, return_exceptions=True)
    kinds = [type(answer) for answer in answers]
    assert kinds == [asyncio.CancelledError, Grant, Grant, asyncio.CancelledError, Grant]


async def test_cancelled_worker_leaves_nobody_waiting(window: Window, queue: LaneQueue) -> None:
    tasks = ask(queue, 1, 2)
    await settle()
    tasks += ask(queue, 3)
    await settle()
    assert queue._worker is not None
    queue._worker.cancel()
    async with asyncio.timeout(1):
        answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(answer) for answer in answers] == [InternalError] * 3
    window.let_go()
    assert (await queue.claim(key(3))).claim.share == 1


async def test_drain_waits_for_everything_that_was_accepted(window: Window, queue: LaneQueue) -> None:
    tasks = ask(queue, *range(1, 6))
    await settle()
    draining = asyncio.create_task(queue.drain())
    window.let_go()
    await settle()
    assert (draining.done(), queue.is_idle) == (False, False)
    window.let_go()
    await draining
    assert queue.is_idle
    await settle()
    assert all(task.done() for task in tasks)


async def test_drain_of_an_idle_queue_returns_at_once(queue: LaneQueue) -> None:
    assert queue.is_idle
    await queue.drain()
