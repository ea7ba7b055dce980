"""The tables of programmes, on the caller's connection."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import msgspec

from grandstand.campaign.programme.models import (
    MadeWave,
    Programme,
    ProgrammeAct,
    ProgrammeActRecord,
    ProgrammeId,
    ProgrammeRecord,
    StoredProgramme,
    StoredWave,
    Wave,
)
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import SubjectId

GIFTS, PRIZES = "gifts", "prizes"


class ProgrammeStorage:
    def __init__(self) -> None:
        self._sql = load_queries("grandstand.campaign.programme")

    async def lock(
        self, db: Connection, programme: Programme, document: bytes, actor: Principal, at: datetime
    ) -> StoredProgramme:
        """The programme of this name with what was applied of it, new or not; nobody else applies it meanwhile."""
        await db.execute(
            self._sql["insert_programme"],
            programme.name,
            _json(programme.titles),
            programme.zone,
            programme.currency,
            programme.digits,
            programme.budget_minor,
            document,
            at,
            actor.subject,
        )
        row = await db.fetchrow(self._sql["lock_programme"], programme.name)
        assert row is not None
        return await self._stored(db, row)

    async def find(self, db: Connection, name: str) -> StoredProgramme | None:
        """The programme of this name with what was applied of it."""
        row = await db.fetchrow(self._sql["header"], name)
        return None if row is None else await self._stored(db, row)

    async def update(
        self,
        db: Connection,
        number: ProgrammeId,
        programme: Programme,
        document: bytes,
        actor: Principal,
        at: datetime,
    ) -> None:
        """Note that this file has been applied last."""
        titles, budget = _json(programme.titles), programme.budget_minor
        await db.execute(self._sql["update_programme"], number, titles, budget, document, at, actor.subject)

    async def insert_wave(self, db: Connection, number: ProgrammeId, wave: Wave, made: MadeWave) -> None:
        await db.execute(self._sql["insert_wave"], number, wave.name, _json(wave), list(made.draws), made.scheme)
        await db.execute(self._sql["insert_pool"], number, wave.name, GIFTS, made.pool)
        if made.prize_pool is not None:
            await db.execute(self._sql["insert_pool"], number, wave.name, PRIZES, made.prize_pool)

    async def update_wave(self, db: Connection, number: ProgrammeId, wave: Wave) -> None:
        await db.execute(self._sql["update_wave"], number, wave.name, _json(wave))

    async def insert_act(
        self,
        db: Connection,
        number: ProgrammeId,
        at: datetime,
        actor: Principal,
        act: ProgrammeAct,
        wave: str,
        reason: str,
    ) -> None:
        await db.execute(
            self._sql["insert_act"], number, at, actor.subject, actor.role.value, act.value, wave, reason
        )

    async def acts(self, db: Connection, number: ProgrammeId, most: int) -> list[ProgrammeActRecord]:
        """What was done, newest first."""
        return [
            ProgrammeActRecord(
                at=row["at"],
                actor=SubjectId(row["actor"]),
                role=Role(row["role"]),
                act=ProgrammeAct(row["act"]),
                wave=row["wave"],
                reason=row["reason"],
            )
            for row in await db.fetch(self._sql["acts"], number, most)
        ]

    async def programmes(self, db: Connection, most: int) -> list[ProgrammeRecord]:
        """The newest first."""
        rows = await db.fetch(self._sql["programmes"], most)
        waves = await self._waves(db, [row["id"] for row in rows])
        return [_record(row, waves[row["id"]]) for row in rows]

    async def programme(self, db: Connection, number: ProgrammeId) -> tuple[ProgrammeRecord, bytes] | None:
        """A programme and the file that was applied last."""
        row = await db.fetchrow(self._sql["programme"], number)
        if row is None:
            return None
        return _record(row, (await self._waves(db, [number]))[number]), row["document"]

    async def _stored(self, db: Connection, row: Row) -> StoredProgramme:
        waves = (await self._waves(db, [row["id"]]))[row["id"]]
        return StoredProgramme(_record(row, waves), row["digits"], waves)

    async def _waves(self, db: Connection, numbers: Sequence[int]) -> dict[int, dict[str, StoredWave]]:
        waves: dict[int, dict[str, StoredWave]] = defaultdict(dict)
        for row in await db.fetch(self._sql["waves"], list(numbers)):
            made = MadeWave(
                pool=row["pool"],
                prize_pool=row["prize_pool"],
                draws=tuple(row["draws"]),
                scheme=row["scheme_id"],
            )
            wave = msgspec.json.decode(row["definition"], type=Wave)
            waves[row["programme_id"]][row["wave"]] = StoredWave(wave, made)
        return waves


def _record(row: Row, waves: dict[str, StoredWave]) -> ProgrammeRecord:
    return ProgrammeRecord(
        id=row["id"],
        name=row["name"],
        titles=msgspec.json.decode(row["titles"], type=dict[str, str]),
        zone=row["zone"],
        currency=row["currency"],
        budget_minor=row["budget_minor"],
        applied_at=row["applied_at"],
        applied_by=SubjectId(row["applied_by"]),
        waves={name: stored.made for name, stored in waves.items()},
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
