"""What is to be written after answers: nobody waits for it, and when there is too much of it, it is dropped."""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import TypeAlias

import msgspec
import structlog

from grandstand.assistant.history.models import KeptShortfall, KeptTurn
from grandstand.assistant.history.storage import HistoryStorage, pack
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import DatabaseUnavailable
from grandstand.kernel.telemetry import ASSISTANT_DROPPED

WAITING_MAX = 2048
"""Notes that may wait in one process."""
BATCH_MAX = 64
"""Notes of one transaction."""
ATTEMPTS_MAX = 3
RETRY_S = 1.0
DRAIN_TIMEOUT_S = 5.0
TURNS_MAX = 100
"""Turns of a conversation; the oldest make room."""
CONVERSATIONS_MAX = 100
"""Conversations of a person; the one that was used longest ago makes room."""
TURN_BYTES_MAX = 65_536
"""Packed events of a turn; one with more is not kept."""
CONVERSATION_BYTES_MAX = 262_144
"""Packed events of a conversation; the oldest turns make room."""

Note: TypeAlias = KeptTurn | KeptShortfall

log = structlog.get_logger(__name__)


class Notebook:
    """One for each process.

    Args:
        database: where the tables are.
        storage: the tables.
    """

    def __init__(self, database: Database, storage: HistoryStorage) -> None:
        self._database = database
        self._storage = storage
        self._waiting: deque[Note] = deque()
        self._writing: asyncio.Task[None] | None = None

    def put(self, note: Note) -> None:
        """Have it written soon; it is dropped where too much waits."""
        if len(self._waiting) >= WAITING_MAX:
            ASSISTANT_DROPPED.inc()
            return
        self._waiting.append(note)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())

    async def drain(self) -> None:
        """Wait until what was put is written or dropped."""
        if self._writing is not None:
            await asyncio.wait([self._writing], timeout=DRAIN_TIMEOUT_S)

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), BATCH_MAX))]
                try:
                    await self._write_patiently(batch)
                except Exception as error:  # noqa: BLE001 - whatever it is, answers go on
                    ASSISTANT_DROPPED.inc(len(batch))
                    log.warning("answer_notes.dropped", notes=len(batch), reason=type(error).__name__)
        finally:
            self._writing = None

    async def _write_patiently(self, batch: Sequence[Note]) -> None:
        for attempt in range(1, ATTEMPTS_MAX + 1):
            try:
                async with self._database.transaction() as db:
                    await self._write_batch(db, batch)
            except DatabaseUnavailable:
                if attempt == ATTEMPTS_MAX:
                    raise
                await asyncio.sleep(RETRY_S)
            else:
                return

    async def _write_batch(self, db: Connection, batch: Sequence[Note]) -> None:
        turns = [each for each in batch if isinstance(each, KeptTurn)]
        # Beside the event loop: packing lets go of the interpreter.
        bodies = await asyncio.to_thread(_packed, turns) if turns else []
        fitting = [(turn, body) for turn, body in zip(turns, bodies, strict=True) if len(body) <= TURN_BYTES_MAX]
        if fitting:
            turns = [turn for turn, _ in fitting]
            await self._storage.lock(db, [turn.person for turn in turns])
            await self._storage.put(db, turns, [body for _, body in fitting])
            await self._storage.trim(
                db,
                turns,
                turns_max=TURNS_MAX,
                bytes_max=CONVERSATION_BYTES_MAX,
                conversations_max=CONVERSATIONS_MAX,
            )
        shortfalls = [each for each in batch if isinstance(each, KeptShortfall)]
        if shortfalls:
            await self._storage.put_unanswered(db, shortfalls)


def _packed(turns: Sequence[KeptTurn]) -> list[bytes]:
    return [pack(msgspec.json.encode(turn.events)) for turn in turns]
