"""Handlers that call other people's systems: each message on its own, none waits for a slow one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from grandstand.campaign.outbox.models import Handled, OutboxMessage, Retry
from grandstand.campaign.outbox.service import Handler
from grandstand.kernel.errors import GrandstandError

BATCH_TIMEOUT_S = 15.0
"""Shorter than the outbox allows a batch: what has been answered by then counts."""
RETRY_S = 5.0
"""How soon what took too long is tried again."""

log = structlog.get_logger(__name__)


def in_time(one: Callable[[OutboxMessage], Awaitable[Handled]]) -> Handler:
    """A handler that works on all messages of a batch at once; what takes too long is tried again."""

    async def handle(messages: Sequence[OutboxMessage]) -> list[Handled]:
        tasks = [asyncio.ensure_future(one(each)) for each in messages]
        _, late = await asyncio.wait(tasks, timeout=BATCH_TIMEOUT_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return [_handled(task) for task in tasks]

    return handle


def _handled(task: "asyncio.Future[Handled]") -> Handled:
    if task.cancelled():
        return Retry(f"It took longer than {BATCH_TIMEOUT_S:.0f} s.", RETRY_S)
    error = task.exception()
    if isinstance(error, GrandstandError):
        return Retry(f"{error.code}: {error}")
    if error is not None:
        log.error("outbox_message.failed", exc_info=error)
        return Retry(f"It failed: {type(error).__name__}.")
    return task.result()
