"""The tables of incidents, and what else the status looks at, on the caller's connection."""

from datetime import datetime

import msgspec

from grandstand.campaign.status.models import (
    Incident,
    IncidentAct,
    IncidentActRecord,
    IncidentKind,
    IncidentPlan,
)
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import SubjectId


class StatusStorage:
    def __init__(self) -> None:
        self._sql = load_queries("grandstand.campaign.status")

    async def insert(self, db: Connection, plan: IncidentPlan, at: datetime) -> int:
        """The number of a new incident."""
        number: int = await db.fetchval(
            self._sql["insert_incident"], plan.kind.value, plan.pool, _json(plan.texts), at
        )
        return number

    async def incident(self, db: Connection, number: int, *, lock: bool = False) -> Incident | None:
        row = await db.fetchrow(self._sql["lock_incident" if lock else "incident"], number)
        return None if row is None else _incident(row)

    async def change(self, db: Connection, incident: Incident) -> None:
        await db.execute(
            self._sql["change_incident"],
            incident.id,
            incident.kind.value,
            incident.pool,
            _json(incident.texts),
            incident.changed_at,
            incident.ended_at,
        )

    async def incidents(self, db: Connection, ended_after: datetime, most: int) -> list[Incident]:
        """Those that go on, then those that ended lately; the newest first."""
        return [_incident(row) for row in await db.fetch(self._sql["incidents"], ended_after, most)]

    async def insert_act(
        self, db: Connection, number: int, at: datetime, actor: Principal, act: IncidentAct, texts: dict[str, str]
    ) -> None:
        await db.execute(
            self._sql["insert_act"], number, at, actor.subject, actor.role.value, act.value, _json(texts)
        )

    async def acts(self, db: Connection, number: int, most: int) -> list[IncidentActRecord]:
        """What was done to an incident, newest first."""
        return [
            IncidentActRecord(
                at=row["at"],
                actor=SubjectId(row["actor"]),
                role=Role(row["role"]),
                act=IncidentAct(row["act"]),
                texts=msgspec.json.decode(row["texts"], type=dict[str, str]),
            )
            for row in await db.fetch(self._sql["acts"], number, most)
        ]

    async def refused(self, db: Connection) -> int:
        """Claims that were refused for want of room, ever."""
        count: int = await db.fetchval(self._sql["refused"])
        return count

    async def orders_late(self, db: Connection, before: datetime) -> bool:
        """Whether an order of before then has not been told to its merchant."""
        return bool(await db.fetchval(self._sql["orders_late"], before))


def _json(texts: dict[str, str]) -> str:
    return msgspec.json.encode(texts).decode()


def _incident(row: Row) -> Incident:
    return Incident(
        id=row["id"],
        kind=IncidentKind(row["kind"]),
        pool=row["pool_id"],
        texts=msgspec.json.decode(row["texts"], type=dict[str, str]),
        began_at=row["began_at"],
        changed_at=row["changed_at"],
        ended_at=row["ended_at"],
    )
