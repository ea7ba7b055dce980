"""What only the reading of files asks of the tables: who is at it, what is left to do, what need not be kept."""

from collections.abc import Sequence
from typing import NamedTuple

from grandstand.kernel.database import Connection, load_queries
from grandstand.language.models import Language
from grandstand.library.content_storage import BareChunk, Embedded, standing
from grandstand.library.models import ChunkId, VersionId

VERSION_LOCK = 0x7665_7273  # "vers"


class Unfinished(NamedTuple):
    version: VersionId
    is_searchable: bool
    """Whether nothing but vectors is missing."""


class IngestStorage:
    """Each method runs on the caller's connection."""

    def __init__(self) -> None:
        self._sql = load_queries("grandstand.library", "ingest.sql")

    async def try_lock(self, db: Connection, version: VersionId) -> bool:
        """Whether the version is ours alone, as long as we hold this connection."""
        return bool(await db.fetchval(self._sql["try_lock"], VERSION_LOCK, version))

    async def forget_content(self, db: Connection, version: VersionId) -> None:
        """Free the room of a version that was refused: it can only be sent again."""
        await db.execute(self._sql["forget_file"], version)
        await db.execute(self._sql["forget_pages"], version)

    async def unfinished(self, db: Connection, models: Sequence[str]) -> list[Unfinished]:
        """Versions that are not finished, or whose chunks or their sentences lack vectors of one of the models."""
        return [Unfinished(*row) for row in await db.fetch(self._sql["unfinished"], models)]

    async def count_sentences(self, db: Connection, version: VersionId, model: str) -> Embedded:
        """How many of a version's chunks have vectors of their sentences."""
        row = await db.fetchrow(self._sql["count_sentences"], version, model)
        assert row is not None
        return Embedded(row["chunks"], row["with_vector"])

    async def without_sentences(
        self, db: Connection, version: VersionId, model: str, limit: int
    ) -> list[BareChunk]:
        """Chunks of a version whose sentences have no vectors of a model, in order."""
        rows = await db.fetch(self._sql["without_sentences"], version, model, limit)
        return [
            BareChunk(row["id"], row["version_id"], Language(row["language"]), tuple(row["headings"]), row["text"])
            for row in rows
        ]

    async def write_sentences(
        self, db: Connection, model: str, chunks: Sequence[ChunkId], bodies: Sequence[bytes]
    ) -> None:
        """Write the vectors of all sentences of each chunk; chunks that have gone are left out."""
        with standing():
            await db.execute(self._sql["write_sentences"], model, chunks, bodies)
