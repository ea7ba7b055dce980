"""What only the reading of files asks of the tables: who is at it, what is left to do, what need not be kept."""

from collections.abc import Sequence
from typing import NamedTuple

from grandstand.kernel.database import Connection, load_queries
from grandstand.library.models import VersionId

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
        """Versions that are not finished, or whose chunks lack a vector of one of the models."""
        return [Unfinished(*row) for row in await db.fetch(self._sql["unfinished"], models)]
