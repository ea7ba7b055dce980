"""The tables of the far shelf, in a PostgreSQL that has pgvector. Every method runs on the caller's connection."""

from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple

import asyncpg
import numpy as np
from numpy.typing import NDArray

from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.errors import SettingsInvalid
from grandstand.language.models import Language
from grandstand.library.bm25 import Bag
from grandstand.library.content_storage import Shelved
from grandstand.library.models import ChunkId, CollectionId, VersionId
from grandstand.library.score import Measured

FAR_LOCK: Final = 0x6661_7221  # "far!"
CHUNKS_AT_ONCE = 500
SEARCH_WIDTH = 400
"""How many neighbours an index of vectors follows; more finds more, and takes longer."""
DIMENSIONS_MAX = 4_000
"""How long a vector can be that pgvector has an index for."""
HEADER_BYTES = 4
"""What stands before the numbers of a halfvec on the wire."""

EXTENSION_MISSING = (
    "This PostgreSQL has no extension `vector` (pgvector 0.8 or later), which a library of this size needs: "
    "install it on the server and run `create extension vector` once in this database."
)


class FarChunk(NamedTuple):
    """A chunk as it is written."""

    id: ChunkId
    language: Language
    sample: int
    bag: Bag
    thorough: NDArray[np.floating] | None
    quick: NDArray[np.floating] | None


class Size(NamedTuple):
    """How many chunks of a language there are, and how many terms they have together."""

    language: Language
    chunks: int
    terms: int


class Statistics(NamedTuple):
    thorough: Measured
    quick: Measured


class Candidate(NamedTuple):
    """A chunk as it is scored."""

    id: ChunkId
    version: VersionId
    collection: CollectionId
    language: Language
    length: int
    terms: NDArray[np.int64]
    counts: NDArray[np.uint16]
    thorough: NDArray[np.float32] | None
    quick: NDArray[np.float32] | None


async def stored_dimensions(db: Connection, models: Collection[str]) -> dict[str, int]:
    """How long the vectors of each of these models are, as far as chunks have any."""
    queries = load_queries("grandstand.library", "far_shelf.sql")
    return {row["model"]: row["dimensions"] for row in await db.fetch(queries["dimensions"], list(models))}


class FarStorage:
    """`dimensions` are those of the thorough and of the quick model."""

    def __init__(self, models: tuple[str, str], dimensions: tuple[int, int]) -> None:
        self._sql = load_queries("grandstand.library", "far_shelf.sql")
        self._made_for = " ".join(f"{name}:{size}" for name, size in zip(models, dimensions, strict=True))
        self._dimensions = {"thorough": dimensions[0], "quick": dimensions[1]}

    async def prepare(self, db: Connection) -> None:
        """Have the tables, made for these models; those of other models are dropped. In a transaction.

        Raises:
            SettingsInvalid: the server has no pgvector, or a model's vectors are too long for it; the message says
                what to do.
        """
        if max(self._dimensions.values()) > DIMENSIONS_MAX:
            raise SettingsInvalid(
                f"Vectors of more than {DIMENSIONS_MAX} numbers cannot be searched in the database."
            )
        await db.execute(self._sql["lock"], FAR_LOCK, 0)
        try:
            async with db.transaction():
                await db.execute(self._sql["create_extension"])
        except (asyncpg.FeatureNotSupportedError, asyncpg.UndefinedFileError, asyncpg.InsufficientPrivilegeError):
            raise SettingsInvalid(EXTENSION_MISSING) from None
        if await db.fetchval(self._sql["made_for"]) != self._made_for:
            await db.execute(self._sql["drop"])
            await db.execute(self._sql["create"] % self._dimensions)
            quoted = self._made_for.replace("'", "''")
            await db.execute(self._sql["comment"] % {"made_for": quoted})

    async def holds(self, db: Connection, listed: Shelved) -> bool:
        return bool(await db.fetchval(self._sql["holds"], *listed))

    async def stale(self, db: Connection, listed: Collection[VersionId]) -> list[VersionId]:
        """The versions that are here and not listed."""
        return [row["version_id"] for row in await db.fetch(self._sql["stale"], list(listed))]

    async def count(self, db: Connection) -> int:
        return int(await db.fetchval(self._sql["count"]))

    async def put(self, db: Connection, listed: Shelved, chunks: Sequence[FarChunk]) -> None:
        """Have these chunks for the version, whatever there was of it; in a transaction."""
        await self.remove(db, listed.version)
        for at in range(0, len(chunks), CHUNKS_AT_ONCE):
            some = chunks[at : at + CHUNKS_AT_ONCE]
            await db.executemany(self._sql["insert_chunk"], [_row(listed, chunk) for chunk in some])
        await db.execute(self._sql["count_terms"], listed.version)
        await db.execute(self._sql["count_size"], listed.version)
        await db.execute(self._sql["put_version"], *listed)

    async def remove(self, db: Connection, version: VersionId) -> None:
        """Have nothing of the version; in a transaction. Whoever counts does so alone."""
        await db.execute(self._sql["lock"], FAR_LOCK, 1)
        for statement in ("uncount_terms", "uncount_size", "delete_chunks", "delete_version"):
            await db.execute(self._sql[statement], version)

    async def sizes(
        self, db: Connection, collections: Collection[CollectionId], languages: Collection[Language]
    ) -> list[Size]:
        """Of each language that may be read, in their order."""
        rows = await db.fetch(self._sql["sizes"], list(collections), list(languages))
        return [Size(Language(row["language"]), row["chunks"], row["terms"]) for row in rows]

    async def frequencies(
        self,
        db: Connection,
        collections: Collection[CollectionId],
        languages: Collection[Language],
        terms: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """In how many chunks that may be read each term occurs."""
        rows = await db.fetch(self._sql["frequencies"], list(collections), list(languages), terms.tolist())
        found = {row["term"]: row["chunks"] for row in rows}
        return np.array([found.get(term, 0) for term in terms.tolist()], np.int64)

    async def statistics(
        self,
        db: Connection,
        collections: Collection[CollectionId],
        bounds: Sequence[tuple[Language, int]],
        vectors: tuple[NDArray[np.float32] | None, NDArray[np.float32] | None],
    ) -> list[Statistics]:
        """The statistics of each language's sample, in the order of `bounds`."""
        asked = [
            written(np.zeros(size, np.float32) if vector is None else vector)
            for vector, size in zip(vectors, self._dimensions.values(), strict=True)
        ]
        names, limits = [name for name, _ in bounds], [limit for _, limit in bounds]
        rows = await db.fetch(self._sql["statistics"], *asked, list(collections), names, limits)
        found = {row["language"]: Statistics(_measured(row, "thorough"), _measured(row, "quick")) for row in rows}
        none = Statistics(Measured(0, 0.0, 0.0), Measured(0, 0.0, 0.0))
        return [found.get(name, none) for name in names]

    async def nearest(
        self,
        db: Connection,
        role: str,
        vector: NDArray[np.float32],
        collections: Collection[CollectionId],
        language: Language,
        most: int,
    ) -> set[ChunkId]:
        """The chunks of a language nearest to a vector; `role` is thorough or quick. In a transaction."""
        await db.execute(f"set local hnsw.ef_search = {SEARCH_WIDTH}")
        await db.execute("set local hnsw.iterative_scan = relaxed_order")
        rows = await db.fetch(self._sql[f"nearest_{role}"], written(vector), list(collections), language, most)
        return {row["chunk_id"] for row in rows}

    async def with_terms(
        self,
        db: Connection,
        terms: Collection[int],
        collections: Collection[CollectionId],
        languages: Collection[Language],
        most: int,
    ) -> set[ChunkId]:
        """Chunks that have any of the terms."""
        rows = await db.fetch(self._sql["with_terms"], list(terms), list(collections), list(languages), most)
        return {row["chunk_id"] for row in rows}

    async def candidates(self, db: Connection, chunks: Collection[ChunkId]) -> list[Candidate]:
        """The chunks with all that a score needs, by id."""
        rows = await db.fetch(self._sql["candidates"], list(chunks))
        return [
            Candidate(
                row["chunk_id"],
                row["version_id"],
                row["collection_id"],
                Language(row["language"]),
                row["length"],
                np.array(row["terms"], np.int64),
                np.array(row["counts"], np.uint16),
                _read(row["thorough"]),
                _read(row["quick"]),
            )
            for row in rows
        ]


def written(vector: NDArray[np.floating]) -> str:
    """A vector as pgvector reads it."""
    return f"[{','.join(map(str, vector.astype(float).tolist()))}]"


def _row(listed: Shelved, chunk: FarChunk) -> tuple[Any, ...]:
    return (
        chunk.id,
        listed.version,
        listed.collection,
        chunk.language,
        chunk.sample,
        chunk.bag.length,
        chunk.bag.keys.tolist(),
        chunk.bag.counts.tolist(),
        None if chunk.thorough is None else written(chunk.thorough),
        None if chunk.quick is None else written(chunk.quick),
    )


def _read(body: bytes | None) -> NDArray[np.float32] | None:
    return None if body is None else np.frombuffer(body, ">f2", offset=HEADER_BYTES).astype(np.float32)


def _measured(row: Row, role: str) -> Measured:
    return Measured(row[f"{role}_size"], row[f"{role}_mean"] or 0.0, row[f"{role}_spread"] or 0.0)
