"""How many messages may be on their way at once: who comes when there is no room waits, and not for ever."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from grandstand.kernel.errors import Overloaded

ROOM_MESSAGES_MAX = 2048
ROOM_BYTES_MAX = 64 * 1024 * 1024
ROOM_TIMEOUT_S = 10.0
RETRY_AFTER_S = 2.0


class Room:
    """Counts messages and bytes between their arrival and their commit."""

    def __init__(self) -> None:
        self._messages = 0
        self._bytes = 0
        self._freed = asyncio.Condition()

    @asynccontextmanager
    async def held(self, messages: int, size: int) -> AsyncIterator[None]:
        """Room for the messages as long as the block; more than there ever is comes alone.

        Raises:
            Overloaded: there was none within ROOM_TIMEOUT_S.
        """
        async with self._freed:
            try:
                await asyncio.wait_for(self._freed.wait_for(lambda: self._has(messages, size)), ROOM_TIMEOUT_S)
            except TimeoutError:
                raise Overloaded(
                    f"{self._messages} messages wait to be stored; send these again.", retry_after_s=RETRY_AFTER_S
                ) from None
            self._messages += messages
            self._bytes += size
        try:
            yield
        finally:
            self._messages -= messages
            self._bytes -= size
            async with self._freed:
                self._freed.notify_all()

    def _has(self, messages: int, size: int) -> bool:
        if self._messages == 0:
            return True
        return self._messages + messages <= ROOM_MESSAGES_MAX and self._bytes + size <= ROOM_BYTES_MAX
