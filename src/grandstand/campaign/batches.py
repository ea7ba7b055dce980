"""Micro-batches of anything: while one transaction is under way, what arrives forms the next one.

The claim has its own leaner form of this (lanes.py), which the crowd goes through. Pure asyncio.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from itertools import islice
from typing import Generic, TypeAlias, TypeVar

import structlog

from grandstand.kernel.errors import GrandstandError, InternalError, Overloaded

RETRY_AFTER_S = 2.0

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Work: TypeAlias = Callable[[Sequence[K]], Awaitable[Sequence[V | GrandstandError]]]

log = structlog.get_logger(__name__)


class Batcher(Generic[K, V]):
    """Answers keys in batches, one at a time; equal keys wait together and get one answer.

    Args:
        work: takes different keys and returns what each is answered, in their order; usually one transaction.
        batch_max: how many keys it gets at most.
        waiting_max: how many keys may wait in this process; the next one is refused at once.
    """

    def __init__(self, work: "Work[K, V]", *, batch_max: int, waiting_max: int) -> None:
        self._work = work
        self._batch_max = batch_max
        self._waiting_max = waiting_max
        self._waiting: dict[K, list[asyncio.Future[V | GrandstandError]]] = {}
        self._worker: asyncio.Task[None] | None = None

    async def answer(self, key: K) -> V:
        """What the work says to this key.

        Raises:
            Overloaded: too many wait; nothing was begun.
            GrandstandError: the key's own answer, or that of the whole batch.
        """
        waiting = self._waiting.get(key)
        if waiting is None:
            if len(self._waiting) >= self._waiting_max:
                raise Overloaded(retry_after_s=RETRY_AFTER_S)
            waiting = self._waiting[key] = []
        future: asyncio.Future[V | GrandstandError] = asyncio.get_running_loop().create_future()
        waiting.append(future)
        if self._worker is None:
            self._worker = asyncio.create_task(self._run())
        answer = await future
        if isinstance(answer, GrandstandError):
            # One error answers many callers: each raises it without the traceback of the one before.
            raise answer.with_traceback(None)
        return answer

    async def drain(self) -> None:
        """Return when everything that was accepted has been answered."""
        while self._worker is not None:
            await asyncio.wait([self._worker])

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._run_batch()
        finally:
            # Only a cancelled worker leaves somebody here; nobody who was accepted stays without an answer.
            for callers in self._waiting.values():
                _tell(callers, InternalError())
            self._waiting = {}
            self._worker = None

    async def _run_batch(self) -> None:
        keys = list(islice(self._waiting, self._batch_max))
        batch = [self._waiting.pop(key) for key in keys]
        answers: Sequence[V | GrandstandError] = [InternalError()] * len(keys)
        try:
            answers = await self._work(keys)
        except GrandstandError as error:
            answers = [error] * len(keys)
        except Exception:
            log.exception("batch.failed", keys=len(keys))
        finally:
            for callers, answer in zip(batch, answers, strict=True):
                _tell(callers, answer)


def _tell(callers: "list[asyncio.Future[V | GrandstandError]]", answer: V | GrandstandError) -> None:
    for future in callers:
        # A caller who hung up has cancelled her future.
        if not future.done():
            future.set_result(answer)
