"""What a question reads beside what the pages read. Every method runs on the caller's connection."""

from collections.abc import Collection
from typing import NamedTuple

from grandstand.kernel.database import Connection, load_queries
from grandstand.library.models import ChunkId, CollectionId, VersionId


class StoredNear(NamedTuple):
    """The vector of a chunk by the quick model, those of its sentences by both: little-endian float16."""

    chunk: bytes | None
    thorough: bytes | None
    quick: bytes | None


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

    async def near(
        self, db: Connection, chunks: Collection[ChunkId], thorough: str, quick: str
    ) -> dict[ChunkId, StoredNear]:
        """What there is of each of these chunks to be looked at closer."""
        rows = await db.fetch(self._sql["near"], list(chunks), thorough, quick)
        return {row["id"]: StoredNear(row["chunk"], row["thorough"], row["quick"]) for row in rows}

    async def count_searchable(self, db: Connection) -> int:
        """The chunks of all versions that answers are taken from."""
        return int(await db.fetchval(self._sql["count_searchable"]))
