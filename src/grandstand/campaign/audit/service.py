"""Reading the log over everything."""

from grandstand.campaign.audit.models import ActLine, LogPlace
from grandstand.campaign.audit.storage import AuditStorage
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.database import Database

ACTS_PAGE = 100


class AuditLog:
    """What people did, over all packages.

    Args:
        database: where their tables are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._storage = AuditStorage()

    async def acts(
        self, viewer: Principal, before: LogPlace | None = None
    ) -> tuple[list[ActLine], LogPlace | None]:
        """A page of the log, newest first, and where the next one begins."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            found = await self._storage.acts(db, before, ACTS_PAGE + 1)
        page = found[:ACTS_PAGE]
        last = page[-1] if len(found) > ACTS_PAGE else None
        return page, None if last is None else LogPlace(last.at, last.area, last.id)
