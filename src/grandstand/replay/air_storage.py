"""The table of takes on air."""

from datetime import datetime

from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import SubjectId
from grandstand.replay.airing import AIRINGS_KEPT_MAX, AirClip, Airing, AiringId, AirState
from grandstand.replay.takes import TakeId

CLIPS = {clip.file: clip for clip in AirClip}


class AirStorage:
    """Stateless; every method is handed its connection."""

    def __init__(self) -> None:
        self._sql = load_queries("grandstand.replay")

    async def insert(
        self, db: Connection, take: TakeId, clip: AirClip, target: str, times: int, actor: SubjectId, now: datetime
    ) -> AiringId | None:
        """None where something is on its way to the target already."""
        found = await db.fetchval(self._sql["insert_airing"], take, clip.file, target, times, actor, now)
        if found is None:
            return None
        await db.execute(self._sql["forget_airings"], found - AIRINGS_KEPT_MAX)
        return AiringId(found)

    async def airings(self, db: Connection, limit: int) -> list[Airing]:
        """The newest first."""
        return [_airing(row) for row in await db.fetch(self._sql["airings"], limit)]

    async def airing(self, db: Connection, airing: AiringId) -> Airing | None:
        row = await db.fetchrow(self._sql["airing"], airing)
        return None if row is None else _airing(row)

    async def lock(self, db: Connection, airing: AiringId) -> Airing | None:
        """The airing, which nobody else changes until the transaction ends."""
        row = await db.fetchrow(self._sql["lock_airing"], airing)
        return None if row is None else _airing(row)

    # Each step happens only where the one before it was the last.

    async def begin(self, db: Connection, airing: AiringId, now: datetime) -> None:
        await db.execute(self._sql["begin_airing"], airing, now)

    async def tell(self, db: Connection, airing: AiringId, progress: float) -> bool:
        """Whether it is still wanted."""
        return await db.fetchval(self._sql["tell_airing"], airing, progress) is not None

    async def complete(self, db: Connection, airing: AiringId, now: datetime) -> None:
        await db.execute(self._sql["complete_airing"], airing, now)

    async def fail(self, db: Connection, airing: AiringId, code: str, detail: str, now: datetime) -> None:
        await db.execute(self._sql["fail_airing"], airing, code, detail, now)

    async def stop(self, db: Connection, airing: AiringId, now: datetime) -> None:
        await db.execute(self._sql["stop_airing"], airing, now)


def _airing(row: Row) -> Airing:
    return Airing(
        id=AiringId(row["id"]),
        take=TakeId(row["take_id"]),
        clip=CLIPS[row["file"]],
        target=row["target"],
        times=row["times"],
        state=AirState(row["state"]),
        progress=row["progress"],
        code=row["code"],
        detail=row["detail"],
        asked_by=SubjectId(row["asked_by"]),
        asked_at=row["asked_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
    )
