"""Micro-batches: while one transaction of a lane is under way, the claims that arrive form the next one.

There is no timer and nothing to tune: a lonely claim goes at once, a crowd travels together. Pure asyncio; what
a batch does is handed in as `grant`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

import structlog

from grandstand.campaign.errors import CampaignError
from grandstand.campaign.models import Claim, ClaimKey
from grandstand.kernel.errors import GrandstandError, InternalError

Outcome: TypeAlias = Claim | CampaignError
Answer: TypeAlias = Claim | GrandstandError
Batch: TypeAlias = dict[ClaimKey, list["asyncio.Future[Answer]"]]
Grant: TypeAlias = Callable[[Sequence[ClaimKey]], Awaitable[dict[ClaimKey, Outcome]]]

log = structlog.get_logger(__name__)


class LaneQueue:
    """The claims that wait for one lane in this process; equal keys wait together and get one answer."""

    def __init__(self, grant: Grant, *, batch_max: int) -> None:
        self._grant = grant
        self._batch_max = batch_max
        self._waiting: Batch = {}
        self._worker: asyncio.Task[None] | None = None

    @property
    def is_idle(self) -> bool:
        return self._worker is None

    async def claim(self, key: ClaimKey) -> Claim:
        """The share of this key.

        Raises:
            GrandstandError: why there is none.
        """
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, []).append(future)
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())
        answer = await future
        if isinstance(answer, GrandstandError):
            # One error answers many callers: each raises it without the traceback of the one before.
            raise answer.with_traceback(None)
        return answer

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
            _answer(self._waiting, {})
            self._waiting = {}
            self._worker = None

    def _next_batch(self) -> Batch:
        if len(self._waiting) <= self._batch_max:
            batch, self._waiting = self._waiting, {}
            return batch
        keys = list(islice(self._waiting, self._batch_max))
        return {key: self._waiting.pop(key) for key in keys}

    async def _run_batch(self, batch: Batch) -> None:
        answers: Mapping[ClaimKey, Answer] = {}
        try:
            answers = await self._grant(list(batch))
        except GrandstandError as error:
            answers = dict.fromkeys(batch, error)
        except Exception:
            log.exception("claim_batch.failed", claims=len(batch))
        finally:
            _answer(batch, answers)


def _answer(batch: Batch, answers: Mapping[ClaimKey, Answer]) -> None:
    for key, futures in batch.items():
        answer = answers.get(key) or InternalError()
        for future in futures:
            # A caller who hung up has cancelled her future.
            if not future.done():
                future.set_result(answer)
