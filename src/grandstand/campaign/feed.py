"""The books of pools for everybody who watches: one query a second a pool, however many watch.

A stream ends after `STREAM_S`, and the browser comes again: a client that never reads costs a bounded buffer.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

from grandstand.campaign.models import Books
from grandstand.campaign.service import CampaignService
from grandstand.kernel.auth import Principal
from grandstand.kernel.errors import DatabaseUnavailable, Overloaded
from grandstand.kernel.ids import PoolId

PERIOD_S = 1.0
STREAM_S = 600.0
STREAMS_MAX = 256
POOLS_MAX = 256


class BooksFeed:
    """Live books in one process."""

    def __init__(self, service: CampaignService) -> None:
        self._service = service
        self._streams = 0
        self._closing = asyncio.Event()
        self._latest: dict[PoolId, tuple[float, asyncio.Task[Books]]] = {}

    def close(self) -> None:
        """End every stream within a period, so that the server can stop."""
        self._closing.set()

    def check_room(self) -> None:
        """Pass when one more stream may be opened; to be asked before the answer begins.

        Raises:
            Overloaded: as many are open as may be, or the server is stopping.
        """
        if self._streams >= STREAMS_MAX or self._closing.is_set():
            raise Overloaded(f"{STREAMS_MAX} streams are open here.", retry_after_s=5.0)

    async def stream(self, viewer: Principal, pool: PoolId) -> AsyncIterator[Books | None]:
        """The books now and whenever they change; None once a period otherwise."""
        last: Books | None = None
        self._streams += 1
        try:
            for _ in range(int(STREAM_S / PERIOD_S)):
                books = await self._books(viewer, pool)
                changed = books is not None and (last is None or _moved(last, books))
                yield books if changed else None
                last = books or last
                if await self._closed_within(PERIOD_S):
                    return
        finally:
            self._streams -= 1

    async def _books(self, viewer: Principal, pool: PoolId) -> Books | None:
        """What another watcher has just asked for, or a fresh look; None while the database is away."""
        now_s = time.monotonic()
        known = self._latest.get(pool)
        if known is None or now_s - known[0] >= PERIOD_S / 2:
            if len(self._latest) >= POOLS_MAX:
                self._latest.clear()
            known = (now_s, asyncio.ensure_future(self._service.books(viewer, pool)))
            self._latest[pool] = known
        try:
            return await asyncio.shield(known[1])
        except DatabaseUnavailable:
            return None

    async def _closed_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await self._closing.wait()
        except TimeoutError:
            return False


def _moved(before: Books, after: Books) -> bool:
    """Whether anything has changed but the time."""
    return replace(before, at=after.at, planned_granted=after.planned_granted) != after
