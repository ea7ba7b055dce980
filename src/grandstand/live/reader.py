"""From bytes to what can be stored, without stalling the event loop.

A small message is parsed where it arrives, and the loop has its turn every few milliseconds. The parser holds the
interpreter until it is done, so a bulk is parsed in a process of its own, which is started with the first one.
"""

import asyncio
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import tzinfo
from hashlib import sha256
from multiprocessing import get_context
from typing import TypeAlias

import msgspec
import structlog

from grandstand.live.errors import MessageInvalid
from grandstand.live.models import Envelope, Parsed, Reason
from grandstand.live.parse import parse

INLINE_BYTES_MAX = 128 * 1024
"""A longer message is hashed in a thread and parsed in the other process."""
SLICE_S = 0.005
"""After so long at a stretch the event loop has its turn."""
PARSE_TIMEOUT_S = 60.0
ATTEMPTS_MAX = 2
"""The process may die of something else once; of the same message twice is the message's fault."""

BulkAnswer: TypeAlias = tuple[tuple[Reason, str] | None, bytes]

log = structlog.get_logger(__name__)


class Pace:
    """Lets the event loop have its turn: call `breathe` between two pieces of work."""

    def __init__(self) -> None:
        self._since_s = time.perf_counter()

    async def breathe(self) -> None:
        if time.perf_counter() - self._since_s > SLICE_S:
            await asyncio.sleep(0)
            self._since_s = time.perf_counter()


class Reader:
    """Parses messages; one for a process, closed at the end."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._pool: ProcessPoolExecutor | None = None
        # One bulk after the other: each has its whole time, and a process that dies did so of one message.
        self._turn = asyncio.Lock()

    async def digest(self, body: bytes) -> bytes:
        """The SHA-256 of the message."""
        if len(body) <= INLINE_BYTES_MAX:
            return sha256(body).digest()
        return await asyncio.to_thread(lambda: sha256(body).digest())

    async def read(self, body: bytes, envelope: Envelope) -> Parsed:
        """What the message says.

        Raises:
            MessageInvalid: it cannot be read.
        """
        if len(body) <= INLINE_BYTES_MAX:
            return parse(body, envelope, self._zone)
        for _ in range(ATTEMPTS_MAX):
            async with self._turn:
                try:
                    refusal, parsed = await self._elsewhere(body, envelope)
                except (BrokenProcessPool, TimeoutError) as error:
                    log.warning("live_reader.restarted", error=type(error).__name__, bytes=len(body))
                    self.close()
                    continue
            if refusal is not None:
                raise MessageInvalid(*refusal)
            return msgspec.msgpack.decode(parsed, type=Parsed)
        raise MessageInvalid(
            Reason.UNREADABLE, f"The parser did not come back from this message, {ATTEMPTS_MAX} times."
        )

    def close(self) -> None:
        """End the other process, if there is one."""
        pool, self._pool = self._pool, None
        if pool is not None:
            # One that hangs would be waited for at the end of this process.
            for process in list(pool._processes.values()):  # noqa: SLF001 - there is no other way to end them
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)

    async def _elsewhere(self, body: bytes, envelope: Envelope) -> BulkAnswer:
        if self._pool is None:
            # Spawned: a fork of a process with threads may hang.
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
        future = asyncio.get_running_loop().run_in_executor(self._pool, read_bulk, body, envelope, self._zone)
        return await asyncio.wait_for(future, PARSE_TIMEOUT_S)


def read_bulk(body: bytes, envelope: Envelope, zone: tzinfo) -> BulkAnswer:
    """What the other process does: either why the message is refused, or what it says.

    What it says comes as msgpack: decoding that holds the caller's interpreter for a fraction of the time that
    unpickling takes.
    """
    try:
        parsed = parse(body, envelope, zone)
    except MessageInvalid as error:
        return (error.reason, str(error)), b""
    return None, msgspec.msgpack.encode(parsed)
