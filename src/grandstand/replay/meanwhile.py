"""Work of seconds in a thread, while whoever waits for it is told how far it is."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def told_meanwhile(
    work: Callable[[], T], tell: Callable[[], Awaitable[None]], stop: Callable[[], None], every_s: float
) -> T:
    """What the work makes in a thread of its own.

    Args:
        work: blocks until it is done, or was stopped.
        tell: called while it is made, and once at its end.
        stop: has the work end soon, where nobody waits for it any more or `tell` fails.
        every_s: how often it is told.
    """
    working = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        while not working.done():
            await asyncio.wait([working], timeout=every_s)
            await tell()
        return working.result()
    finally:
        # What it reads or writes must not go before it has ended.
        stop()
        while not working.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([working])
        working.exception()
