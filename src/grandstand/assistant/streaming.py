"""Events as frames: what is there is sent in one go, and what comes later when it comes."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

import structlog

from grandstand.assistant.models import Event
from grandstand.kernel.errors import GrandstandError, InternalError
from grandstand.kernel.telemetry import ASSISTANT_PROBLEMS
from grandstand.web import sse

log = structlog.get_logger(__name__)


async def frames(events: AsyncIterator[Event]) -> AsyncGenerator[bytes, None]:
    """The events of an answer as frames, several at once where they came at once.

    What goes wrong on the way is the last of them; while nothing comes, a comment says that somebody is there.
    """
    writing = _Writing(events)
    task = asyncio.create_task(writing.write())
    try:
        while not writing.is_over or writing.ready:
            piece = await writing.next()
            if piece:
                yield piece
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class _Writing:
    """Writes frames down for whoever sends them."""

    def __init__(self, events: AsyncIterator[Event]) -> None:
        self._events = events
        self._there = asyncio.Event()
        self.ready: list[bytes] = []
        self.is_over = False

    async def write(self) -> None:
        try:
            async for each in self._events:
                self._put(sse.event(name_of(each), each))
        except GrandstandError as error:
            self._fail(error)
        except Exception:
            log.exception("answer.failed")
            self._fail(InternalError())
        finally:
            self.is_over = True
            self._there.set()

    async def next(self) -> bytes:
        """What has come since; a heartbeat where that is nothing for long."""
        try:
            async with asyncio.timeout(sse.HEARTBEAT_S):
                await self._there.wait()
        except TimeoutError:
            return sse.HEARTBEAT
        self._there.clear()
        piece, self.ready = b"".join(self.ready), []
        return piece

    def _fail(self, error: GrandstandError) -> None:
        ASSISTANT_PROBLEMS.labels(error.code).inc()
        self._put(sse.event("problem", {"code": error.code, "retry_after_s": error.retry_after_s}))

    def _put(self, frame: bytes) -> None:
        self.ready.append(frame)
        self._there.set()


def name_of(event: Event) -> str:
    return str(type(event).__struct_config__.tag)
