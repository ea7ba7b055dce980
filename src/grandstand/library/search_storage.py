"""What a question reads beside what the pages read. Every method runs on the caller's connection."""

from collections.abc import Collection

from grandstand.kernel.database import Connection, load_queries
from grandstand.library.models import CollectionId, VersionId


class SearchStorage:
    def __init__(self) -> None:
        self._sql = load_queries("grandstand.library", "search.sql")

    async def strictness_of(
        self, db: Connection, collections: Collection[CollectionId]
    ) -> dict[CollectionId, float]:
        """How sure an answer from each of these must be."""
        rows = await db.fetch(self._sql["strictness_of"], list(collections))
        # A real has seven digits: 0.7 is 0.7 again.
        return {row["id"]: round(row["strictness"], 6) for row in rows}

    async def titles(self, db: Connection, versions: Collection[VersionId]) -> dict[VersionId, str]:
        """The title of each of these that answers are taken from."""
        rows = await db.fetch(self._sql["titles"], list(versions))
        return {row["version_id"]: row["title"] for row in rows}

    async def count_searchable(self, db: Connection) -> int:
        """The chunks of all versions that answers are taken from."""
        return int(await db.fetchval(self._sql["count_searchable"]))
