"""Micro-batches: while one transaction of a lane is under way, the claims that arrive form the next one.

There is no timer and nothing to tune: a lonely claim goes at once, a crowd travels together. Pure asyncio; what
a batch does is handed in as `grant`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

import structlog

from grandstand.campaign.chain import BatchReceipts
from grandstand.campaign.errors import CampaignError
from grandstand.campaign.models import Claim, ClaimKey
from grandstand.kernel.errors import GrandstandError, InternalError


class Grant(NamedTuple):
    """A share that was given; with the receipts of its batch and its place in it, unless it was given before."""

    claim: Claim
    receipts: BatchReceipts | None
    place: int


Outcome: TypeAlias = Grant | CampaignError
Answer: TypeAlias = Grant | GrandstandError
GrantBatch: TypeAlias = Callable[[Sequence[ClaimKey]], Awaitable[Sequence[Outcome]]]

log = structlog.get_logger(__name__)


class Waiting(NamedTuple):
    """Everybody who waits for the answer of one key."""

    key: ClaimKey
    callers: list["asyncio.Future[Answer]"]


class LaneQueue:
    """The claims that wait for one lane in this process; equal keys wait together and get one answer.

    Args:
        grant: takes different keys and returns the outcome of each, in their order.
        batch_max: how many keys it gets at most.
    """

    def __init__(self, grant: GrantBatch, *, batch_max: int) -> None:
        self._grant = grant
        self._batch_max = batch_max
        # By (fan as an integer, occasion): a UUID computes its hash in Python each time it is asked.
        self._waiting: dict[tuple[int, str], Waiting] = {}
        self._worker: asyncio.Task[None] | None = None

    @property
    def is_idle(self) -> bool:
        return self._worker is None

    async def claim(self, key: ClaimKey) -> Grant:
        """The share of this key.

        Raises:
            GrandstandError: why there is none.
        """
        return granted(await self.submit(key))

    def submit(self, key: ClaimKey) -> "asyncio.Future[Answer]":
        """Where the answer for this key will be; hand it to `granted`."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        mark = (key.fan.int, key.occasion)
        waiting = self._waiting.get(mark)
        if waiting is None:
            self._waiting[mark] = Waiting(key, [future])
            if self._worker is None:
                self._worker = asyncio.create_task(self._work())
        else:
            waiting.callers.append(future)
        return future

    async def drain(self) -> None:
        """Return when everything that was accepted has been answered."""
        while self._worker is not None:
            await asyncio.wait([self._worker])

    async def _work(self) -> None:
        try:
            while self._waiting:
                await self._run_batch(self._next_batch())
        finally:
            # Only a cancelled worker leaves somebody here; nobody who was accepted stays without an answer.
            _answer(list(self._waiting.values()), None)
            self._waiting = {}
            self._worker = None

    def _next_batch(self) -> list[Waiting]:
        if len(self._waiting) <= self._batch_max:
            batch, self._waiting = self._waiting, {}
            return list(batch.values())
        marks = list(islice(self._waiting, self._batch_max))
        return [self._waiting.pop(mark) for mark in marks]

    async def _run_batch(self, batch: list[Waiting]) -> None:
        answers: Sequence[Answer] | None = None
        try:
            answers = await self._grant([waiting.key for waiting in batch])
        except GrandstandError as error:
            answers = [error] * len(batch)
        except Exception:
            log.exception("claim_batch.failed", claims=len(batch))
        finally:
            _answer(batch, answers)


def granted(answer: Answer) -> Grant:
    """The grant, or its error raised."""
    if isinstance(answer, GrandstandError):
        # One error answers many callers: each raises it without the traceback of the one before.
        raise answer.with_traceback(None)
    return answer


def _answer(batch: list[Waiting], answers: Sequence[Answer] | None) -> None:
    if answers is None:
        answers = [InternalError()] * len(batch)
    for waiting, answer in zip(batch, answers, strict=True):
        for future in waiting.callers:
            # A caller who hung up has cancelled her future.
            if not future.done():
                future.set_result(answer)
