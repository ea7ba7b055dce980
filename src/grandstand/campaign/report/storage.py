"""What reports read, on the caller's connection; they write nothing of others."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from grandstand.campaign.report.figures import GroupsOutcome
from grandstand.campaign.report.models import ClaimRow, EndedRow
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import PoolId, SubjectId

PAGE = 5_000
"""Rows of an export that are in memory at once."""
COUNT_TIMEOUT_S = 300.0
"""For one statement that counts a programme."""
MERCHANTS_MAX = 12
SAMPLES_MAX = 400
"""Points of a burn-down in a report."""
BEFORE_ALL = UUID(int=0)


class ReportStorage:
    def __init__(self) -> None:
        self._sql = load_queries("grandstand.campaign.report")

    async def claims(self, db: Connection, pool: PoolId) -> AsyncIterator[list[ClaimRow]]:
        """Every claim of a pool by share, in pages."""
        last = -1
        while rows := await db.fetch(self._sql["claims_after"], pool, last, PAGE):
            last = rows[-1]["share"]
            yield [ClaimRow(*row) for row in rows]

    async def ended(self, db: Connection, pool: PoolId) -> AsyncIterator[list[EndedRow]]:
        """Every redemption that has ended unused, by fan, in pages."""
        fan, last = BEFORE_ALL, BEFORE_ALL
        while rows := await db.fetch(self._sql["ended_after"], pool, fan, last, PAGE):
            fan, last = rows[-1]["fan_id"], rows[-1]["id"]
            yield [EndedRow(SubjectId(row["fan_id"]), str(row["id"]), *tuple(row)[2:]) for row in rows]

    async def lanes(self, db: Connection, pool: PoolId) -> list[tuple[int, int, int, str]]:
        """Of each lane: its number, its claims, what it has spent, the head of its chain in hex."""
        rows = await db.fetch(self._sql["lanes"], pool)
        return [(row["lane"], row["granted"], row["spent_minor"], row["head"].hex()) for row in rows]

    async def posted_minor(self, db: Connection, pool: PoolId) -> int:
        """What the journal says that fans were given."""
        return int(await db.fetchval(self._sql["posted"], pool))

    # Programmes.

    async def one(self, db: Connection, name: str, *values: object) -> Row | None:
        """The one row of a statement; it may count millions."""
        return await db.fetchrow(self._sql[name], *values, timeout=COUNT_TIMEOUT_S)

    async def rows(self, db: Connection, name: str, *values: object) -> list[Row]:
        """The rows of a statement; it may count millions."""
        return await db.fetch(self._sql[name], *values, timeout=COUNT_TIMEOUT_S)

    async def insert_outcome(
        self, db: Connection, programme: int, actor: SubjectId, outcome: GroupsOutcome, at: datetime
    ) -> None:
        await db.execute(
            self._sql["insert_outcome"],
            programme,
            at,
            actor,
            outcome.measure,
            outcome.offered_fans,
            outcome.offered_active,
            outcome.kept_fans,
            outcome.kept_active,
        )
