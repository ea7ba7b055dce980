"""The tables of takes."""

import hashlib
import json
from datetime import datetime
from typing import Final

import msgspec

from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import SubjectId
from grandstand.replay.takes import FileTold, Order, Provenance, Take, TakeId, TakeState

PART_BYTES: Final = 1024 * 1024
"""A file is stored in parts of this size; the last one is shorter."""
LOCK = 0x7265706C6179
"""The advisory lock of whoever counts takes and adds one."""


class TakeStorage:
    """Stateless; every method is handed its connection."""

    def __init__(self) -> None:
        self._sql = load_queries("grandstand.replay")

    async def lock(self, db: Connection) -> None:
        await db.execute(self._sql["lock_takes"], LOCK)

    async def count(self, db: Connection) -> int:
        return int(await db.fetchval(self._sql["count_takes"]))

    async def insert(self, db: Connection, order: Order, actor: SubjectId, now: datetime) -> TakeId:
        wanted = msgspec.json.encode(order).decode()
        return TakeId(await db.fetchval(self._sql["insert_take"], wanted, actor, now))

    async def takes(
        self, db: Connection, before: TakeId | None, *, only_published: bool, limit: int
    ) -> list[Take]:
        """The newest first, those with smaller ids than `before`."""
        return [_take(row) for row in await db.fetch(self._sql["takes"], before, only_published, limit)]

    async def take(self, db: Connection, take: TakeId) -> Take | None:
        row = await db.fetchrow(self._sql["take"], take)
        return None if row is None else _take(row)

    # The life of a take. Each step happens only where the one before it was the last; True where it did.

    async def begin(self, db: Connection, take: TakeId, now: datetime) -> Order | None:
        """What is wanted, where it still is."""
        wanted = await db.fetchval(self._sql["begin_take"], take, now)
        return None if wanted is None else msgspec.json.decode(wanted, type=Order)

    async def tell_progress(self, db: Connection, take: TakeId, step: str, progress: float) -> bool:
        return await db.fetchval(self._sql["tell_progress"], take, step, progress) is not None

    async def complete(self, db: Connection, take: TakeId, provenance: Provenance, now: datetime) -> bool:
        told = msgspec.json.encode(provenance).decode()
        return await db.fetchval(self._sql["complete_take"], take, told, now) is not None

    async def fail(self, db: Connection, take: TakeId, code: str, detail: str, now: datetime) -> bool:
        return await db.fetchval(self._sql["fail_take"], take, code, detail, now) is not None

    async def cancel(self, db: Connection, take: TakeId, now: datetime) -> bool:
        return await db.fetchval(self._sql["cancel_take"], take, now) is not None

    async def publish(self, db: Connection, take: TakeId, actor: SubjectId, now: datetime) -> None:
        await db.execute(self._sql["publish_take"], take, actor, now)

    async def withdraw(self, db: Connection, take: TakeId) -> None:
        await db.execute(self._sql["withdraw_take"], take)

    async def delete(self, db: Connection, take: TakeId) -> bool:
        return await db.fetchval(self._sql["delete_take"], take) is not None

    # Files.

    async def delete_files(self, db: Connection, take: TakeId) -> None:
        await db.execute(self._sql["delete_files"], take)

    async def write_file(self, db: Connection, take: TakeId, name: str, body: bytes) -> bool:
        """Store a file, instead of one of its name that was there; False where the take has ended."""
        if await db.fetchval(self._sql["lock_working_take"], take) is None:
            return False
        await db.execute(self._sql["delete_file"], take, name)
        digest = hashlib.sha256(body).digest()
        await db.execute(self._sql["insert_file"], take, name, len(body), digest)
        for number, at in enumerate(range(0, len(body), PART_BYTES)):
            await db.execute(self._sql["insert_part"], take, name, number, body[at : at + PART_BYTES])
        return True

    async def file(self, db: Connection, take: TakeId, name: str) -> FileTold | None:
        row = await db.fetchrow(self._sql["file"], take, name)
        return None if row is None else FileTold(row["name"], row["bytes"])

    async def file_part(self, db: Connection, take: TakeId, name: str, number: int) -> bytes | None:
        """A part of a file, counted from 0; None behind the last one."""
        body: bytes | None = await db.fetchval(self._sql["file_part"], take, name, number)
        return body


def _take(row: Row) -> Take:
    provenance = row["provenance"]
    return Take(
        id=TakeId(row["id"]),
        order=msgspec.json.decode(row["wanted"], type=Order),
        state=TakeState(row["state"]),
        step=row["step"],
        progress=row["progress"],
        code=row["code"],
        detail=row["detail"],
        files=tuple(FileTold(each["name"], each["bytes"]) for each in json.loads(row["files"])),
        provenance=None if provenance is None else msgspec.json.decode(provenance, type=Provenance),
        triggered_by=SubjectId(row["triggered_by"]),
        triggered_at=row["triggered_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        published_by=row["published_by"],
        published_at=row["published_at"],
    )
