"""What the tables say after the nine days."""

from collections.abc import Sequence
from typing import NamedTuple

from grandstand.kernel.database import Connection, load_queries
from grandstand.kernel.ids import SubjectId

COUNT_TIMEOUT_S = 600.0


class Counts(NamedTuple):
    claims: int
    redemptions: int
    unfinished: int
    acceptances: int
    dead_letters: int


class DaysStorage:
    def __init__(self) -> None:
        self._sql = load_queries("grandstand.cli.days")

    async def analyze(self, db: Connection) -> None:
        """Have the planner look, as the database does by itself after some minutes."""
        await db.execute(self._sql["analyze"], timeout=COUNT_TIMEOUT_S)

    async def counts(self, db: Connection) -> Counts:
        row = await db.fetchrow(self._sql["counts"], timeout=COUNT_TIMEOUT_S)
        assert row is not None
        return Counts(*row)

    async def doubles(self, db: Connection) -> int:
        """What happened twice and may happen once, besides claims."""
        return int(await db.fetchval(self._sql["doubles"], timeout=COUNT_TIMEOUT_S))

    async def over_capacity(self, db: Connection) -> int:
        """Orders above what their merchants take in a minute, or have open at once."""
        return int(await db.fetchval(self._sql["over_capacity"], timeout=COUNT_TIMEOUT_S))

    async def sold(self, db: Connection) -> dict[int, int]:
        """Orders by merchant, open ones included."""
        rows = await db.fetch(self._sql["sold"], timeout=COUNT_TIMEOUT_S)
        return {row["merchant_id"]: row["orders"] for row in rows}

    async def held(self, db: Connection) -> set[SubjectId]:
        """Everybody of whom the scorer has ever held a claim."""
        return {SubjectId(row["fan_id"]) for row in await db.fetch(self._sql["held"], timeout=COUNT_TIMEOUT_S)}

    async def with_share(self, db: Connection, fans: Sequence[SubjectId]) -> set[SubjectId]:
        """Those of the fans who have a share."""
        rows = await db.fetch(self._sql["with_share"], fans, timeout=COUNT_TIMEOUT_S)
        return {SubjectId(row["fan_id"]) for row in rows}
