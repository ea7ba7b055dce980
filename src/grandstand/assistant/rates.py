"""How often one may ask, and how many are answered at once: who comes when all hands are full waits a little."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from grandstand.kernel.auth import Principal
from grandstand.kernel.errors import Overloaded, RateLimited
from grandstand.kernel.limits import Rate, RateLimiter

RATE_OF_A_PERSON = Rate(per_s=5, burst=40)
RATE_OF_AN_ADDRESS = Rate(per_s=200, burst=2000)
"""Of visitors: a carrier puts a whole town behind one address."""
WORKING_MAX = 16
"""Answers that one process works at; the others wait for their turn."""
UNHURRIED_MAX = 8
"""Answers under way up to which there is time to ask the models what a question means."""
OPEN_MAX = 2048
"""Answers under way or waiting in one process."""
WAIT_TIMEOUT_S = 60.0
"""Longer than whoever can be answered has to wait."""
HELD_S = 1.0
"""A place counts so long: what takes longer waits for somebody else and not for our processors."""
COME_AGAIN_S = 1.0


class Rates:
    """Counts questions by person, those of visitors by address."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._people = RateLimiter(RATE_OF_A_PERSON)
        self._addresses = RateLimiter(RATE_OF_AN_ADDRESS)
        self._now_s = now_s

    def take(self, viewer: Principal | None, address: str) -> None:
        """Count one question.

        Raises:
            RateLimited: it is one too many.
        """
        now_s = self._now_s()
        if viewer is None:
            wait_s = self._addresses.wait_s(address, now_s)
        else:
            wait_s = self._people.wait_s(viewer.subject, now_s)
        if wait_s > 0:
            raise RateLimited(retry_after_s=wait_s)


class Room:
    """The answers of one process that are under way."""

    def __init__(self, *, working_max: int = WORKING_MAX, open_max: int = OPEN_MAX) -> None:
        self._places = asyncio.Semaphore(working_max)
        self._open_max = open_max
        self._open = 0

    @property
    def is_hurried(self) -> bool:
        """Whether answers have to be quick ones, so that everybody gets one."""
        return self._open >= UNHURRIED_MAX

    def check(self) -> None:
        """See that one more may come.

        Raises:
            Overloaded: as many wait as may.
        """
        if self._open >= self._open_max:
            raise Overloaded(f"{self._open_max} answers are under way; ask again.", retry_after_s=COME_AGAIN_S)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """A place as long as the block, in the order in which they were asked for.

        Raises:
            Overloaded: there was none for WAIT_TIMEOUT_S.
        """
        self.check()
        self._open += 1
        try:
            await self._acquire()
            place = _Place(self._places)
            timer = asyncio.get_running_loop().call_later(HELD_S, place.leave)
            try:
                yield
            finally:
                timer.cancel()
                place.leave()
        finally:
            self._open -= 1

    async def _acquire(self) -> None:
        try:
            async with asyncio.timeout(WAIT_TIMEOUT_S):
                await self._places.acquire()
        except TimeoutError:
            raise Overloaded("No answer could be begun in time; ask again.", retry_after_s=COME_AGAIN_S) from None


class _Place:
    """A place that is left once."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places = places
        self._is_left = False

    def leave(self) -> None:
        if not self._is_left:
            self._is_left = True
            self._places.release()
