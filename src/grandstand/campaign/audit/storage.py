"""The acts of all packages, on the caller's connection."""

from grandstand.campaign.audit.models import ActLine, Area, LogPlace
from grandstand.kernel.auth import Role
from grandstand.kernel.database import Connection, load_queries
from grandstand.kernel.ids import SubjectId


class AuditStorage:
    def __init__(self) -> None:
        self._sql = load_queries("grandstand.campaign.audit")

    async def acts(self, db: Connection, before: LogPlace | None, most: int) -> list[ActLine]:
        """What was done before a place in the log, newest first; None: at all."""
        at, area, number = before or (None, None, None)
        rows = await db.fetch(self._sql["acts"], at, area, number, most)
        return [
            ActLine(
                at=row["at"],
                area=Area(row["area"]),
                id=row["id"],
                subject=row["subject"],
                act=row["act"],
                actor=SubjectId(row["actor"]),
                role=Role(row["role"]),
                reason=row["reason"],
            )
            for row in rows
        ]
