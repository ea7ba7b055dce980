"""Messages stored with a decision and handed over afterwards: at least once, in order within a key.

Any number of processes may hand over at once. One that is killed leaves its messages taken; when the lease ends
somebody else takes them. A handler is therefore idempotent by the id of the message.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import groupby
from typing import TypeAlias
from uuid import UUID, uuid4

import structlog

from grandstand.campaign.outbox.models import (
    DeadLetter,
    Done,
    Failed,
    Handled,
    MessageState,
    OutboxMessage,
    Retry,
)
from grandstand.campaign.outbox.rules import is_given_up, pause
from grandstand.campaign.outbox.storage import OutboxStorage, Outcome, Taken
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import DatabaseUnavailable

BATCH_MAX = 512
LEASE = timedelta(seconds=30)
HANDLER_TIMEOUT_S = 20.0
"""Well within the lease: no message is handled by two at the same time."""
IDLE_S = 0.2
"""How long a process that found nothing looks away."""
KEEP_DONE = timedelta(days=3)
DELETE_MAX = 5_000
DEAD_LETTERS_MAX = 100
WAITING_MAX = 100_000
"""Where counting stops."""
BODY_BYTES_MAX = 64 * 1024
REASON_LENGTH_MAX = 500

Handler: TypeAlias = Callable[[Sequence[OutboxMessage]], Awaitable[Sequence[Handled]]]

log = structlog.get_logger(__name__)


class Outbox:
    """Stores messages and hands them over.

    Args:
        database: where they are.
        clock: now, aware.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._storage = OutboxStorage()
        self._handlers: dict[str, Handler] = {}
        self._taker = uuid4()
        self._stored = asyncio.Event()

    def handle(self, kind: str, handler: Handler) -> None:
        """Hand messages of this kind to a handler, which answers for each in their order."""
        assert kind not in self._handlers, f"{kind!r} is handled already"
        self._handlers[kind] = handler

    async def put(self, db: Connection, messages: Sequence[OutboxMessage]) -> None:
        """Store messages in the caller's transaction; those that are there already are left as they are."""
        if not messages:
            return
        assert all(len(message.body) <= BODY_BYTES_MAX for message in messages)
        await self._storage.put(db, messages, self._clock())
        # Before the commit, so at worst one look comes too early; the next is not far.
        self._stored.set()

    async def run(self) -> None:
        """Hand messages over until cancelled."""
        while True:
            try:
                handed = await self.run_once()
            except DatabaseUnavailable:
                handed = 0
            if handed == 0:
                self._stored.clear()
                # Another process may have stored something as well, of which nobody tells us.
                with suppress(TimeoutError):
                    async with asyncio.timeout(IDLE_S):
                        await self._stored.wait()

    async def run_once(self) -> int:
        """Hand over what is due, a batch at most; how many messages that was."""
        now = self._clock()
        async with self._database.transaction() as db:
            taken = await self._storage.take(db, self._taker, list(self._handlers), now, now + LEASE, BATCH_MAX)
        by_kind = sorted(taken, key=lambda each: each.message.kind)
        groups = [list(group) for _, group in groupby(by_kind, key=lambda each: each.message.kind)]
        outcomes = await asyncio.gather(*(self._hand_over(group) for group in groups))
        if taken:
            async with self._database.transaction() as db:
                await self._storage.finish(
                    db, self._taker, [each for group in outcomes for each in group], self._clock()
                )
        return len(taken)

    async def clean_up(self) -> int:
        """Delete what was told long ago, a bounded number; how many messages that was."""
        async with self._database.transaction() as db:
            return await self._storage.delete_done(db, self._clock() - KEEP_DONE, DELETE_MAX)

    async def waiting(self) -> int:
        """How many messages wait to be handed over."""
        async with self._database.connection() as db:
            return await self._storage.waiting(db, WAITING_MAX)

    async def dead_letters(self, viewer: Principal) -> list[DeadLetter]:
        """What was given up, newest first."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            return await self._storage.dead_letters(db, DEAD_LETTERS_MAX)

    async def revive(self, actor: Principal, key: str, message: UUID) -> bool:
        """Have a message that was given up handed over again; whether there was one."""
        require_role(actor, Role.OPERATOR)
        async with self._database.transaction() as db:
            return await self._storage.revive(db, key, message, self._clock())

    async def _hand_over(self, taken: list[Taken]) -> list[Outcome]:
        """What becomes of messages of one kind."""
        kind = taken[0].message.kind
        handled: Sequence[Handled]
        try:
            async with asyncio.timeout(HANDLER_TIMEOUT_S):
                handled = await self._handlers[kind]([each.message for each in taken])
        except TimeoutError:
            handled = [Retry(f"The handler took longer than {HANDLER_TIMEOUT_S:.0f} s.")] * len(taken)
        except Exception as error:
            log.exception("outbox_handler.failed", kind=kind, messages=len(taken))
            handled = [Retry(f"The handler failed: {type(error).__name__}.")] * len(taken)
        assert len(handled) == len(taken), f"{kind!r} answered {len(handled)} of {len(taken)} messages"
        return [self._outcome(each, answer) for each, answer in zip(taken, handled, strict=True)]

    def _outcome(self, taken: Taken, handled: Handled) -> Outcome:
        now = self._clock()
        match handled:
            case Done():
                return Outcome(taken.message, MessageState.DONE, now, "")
            case Retry(reason, after_s) if not is_given_up(taken.attempts):
                wait = pause(taken.attempts) if after_s is None else timedelta(seconds=after_s)
                return Outcome(taken.message, MessageState.WAITING, now + wait, reason[:REASON_LENGTH_MAX])
            case Retry(reason) | Failed(reason):
                log.error("outbox_message.given_up", kind=taken.message.kind, id=str(taken.message.id))
                return Outcome(taken.message, MessageState.FAILED, now, reason[:REASON_LENGTH_MAX])
