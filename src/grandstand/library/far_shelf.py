"""The same shelf in PostgreSQL with pgvector, for more chunks than a process should hold.

What score.py wants to know of all chunks (statistics of each language, how common a term is) is asked of the
database; the chunks that are nearest by either model in each language, and those that have the rarest terms of the
question, are fetched and scored here by the same formula. An index may overlook one of them; a small library is
looked through without it, and then the results are those of the shelf in memory.
"""

from collections.abc import Sequence

import numpy as np
import structlog
from numpy.typing import NDArray

from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import SettingsInvalid
from grandstand.language.models import Language
from grandstand.library.bags import keys_of_text
from grandstand.library.bm25 import Commonness, Keys, bag_of, saturation
from grandstand.library.content_storage import Shelved
from grandstand.library.far_storage import Candidate, FarChunk, FarStorage, Size, Statistics, stored_dimensions
from grandstand.library.models import ChunkId, CollectionId, VersionId
from grandstand.library.score import (
    Cosines,
    Measured,
    Numbers,
    Readable,
    Scored,
    combined,
    sample_bound,
    sample_of,
    standing_out,
)
from grandstand.library.search_storage import SearchStorage
from grandstand.library.shelf import CHUNKS_MAX, HITS_MAX, Asked, Hit, Meaning, Shelf, highest
from grandstand.library.stack import ShelvedChunk, indexed_text

NEAREST_MAX = 200
"""Chunks of each language that are fetched for being near, by each model."""
WORDED_MAX = 2_000
"""Chunks that are fetched for the terms that they have."""
DIMENSIONS = (384, 512)
"""Of the vectors of e5-small-q4 and of use-m3."""

log = structlog.get_logger(__name__)


async def open_shelf(
    database: Database, models: tuple[str, str], dimensions: tuple[int, int] = DIMENSIONS
) -> "Shelf | FarShelf":
    """The shelf that fits the library as it is now: in memory up to CHUNKS_MAX chunks, in the database beyond.

    A library that is too large for memory stays there where the server has no pgvector: it is told what to do, and
    answers go on. `models` are the thorough and the quick one, `dimensions` theirs while no chunk has a vector.
    """
    async with database.connection() as db:
        count = await SearchStorage().count_searchable(db)
        if count <= CHUNKS_MAX:
            return Shelf()
        stored = await stored_dimensions(db, models)
    found = [stored.get(model, usual) for model, usual in zip(models, dimensions, strict=True)]
    far = FarShelf(database, models, (found[0], found[1]))
    try:
        await far.prepare()
    except SettingsInvalid as error:
        log.warning("shelf.too_large", chunks=count, chunks_max=CHUNKS_MAX, message=str(error))
        return Shelf()
    log.info("shelf.in_database", chunks=count, chunks_max=CHUNKS_MAX)
    return far


class FarShelf:
    """One for each process; all of them share the tables.

    Args:
        database: one with pgvector.
        models: the names of the thorough and of the quick model.
        dimensions: of their vectors.
    """

    def __init__(self, database: Database, models: tuple[str, str], dimensions: tuple[int, int]) -> None:
        self._database = database
        self._storage = FarStorage(models, dimensions)
        self._models = models
        self._dimensions = dict(zip(models, dimensions, strict=True))
        self._revision = 0

    async def prepare(self) -> None:
        """Have the tables.

        Raises:
            SettingsInvalid: the server has no pgvector.
        """
        async with self._database.transaction() as db:
            await self._storage.prepare(db)

    @property
    def revision(self) -> int:
        """Grows with every change that this process has made or heard of."""
        return self._revision

    async def holds(self, listed: Shelved) -> bool:
        """Whether this very revision is here; if so, what is kept of earlier answers may be out of date."""
        self._revision += 1
        async with self._database.connection() as db:
            return await self._storage.holds(db, listed)

    async def stale(self, listed: frozenset[VersionId]) -> list[VersionId]:
        """The versions that are here and not listed."""
        async with self._database.connection() as db:
            return await self._storage.stale(db, listed)

    async def shelve(self, listed: Shelved, chunks: list[ShelvedChunk]) -> None:
        """Have these chunks for the version, whatever there was of it."""
        far = [self._far(chunk) for chunk in chunks]
        async with self._database.transaction() as db:
            await self._storage.put(db, listed, far)
        self._revision += 1

    async def unshelve(self, version: VersionId) -> None:
        """Have nothing of the version any more."""
        async with self._database.transaction() as db:
            await self._storage.remove(db, version)
        self._revision += 1

    def _far(self, chunk: ShelvedChunk) -> FarChunk:
        thorough, quick = (self._vector(chunk, model) for model in self._models)
        bag = bag_of(keys_of_text(indexed_text(chunk.headings, chunk.text)))
        return FarChunk(chunk.id, chunk.language, sample_of(chunk.id), bag, thorough, quick)

    def _vector(self, chunk: ShelvedChunk, model: str) -> NDArray[np.floating] | None:
        """One as long as the tables were made for; those of another length come with the next start."""
        vector = chunk.vectors.get(model)
        return vector if vector is not None and len(vector) == self._dimensions[model] else None

    def _understood(self, meaning: Meaning | None, model: str) -> Meaning | None:
        if meaning is None or meaning.model != model or len(meaning.vector) != self._dimensions[model]:
            return None
        return meaning

    async def best(
        self, asked: Asked, collections: frozenset[CollectionId], languages: frozenset[Language]
    ) -> list[Hit]:
        """What `Shelf.best` gives."""
        thorough, quick = self._models
        asked = asked._replace(
            thorough=self._understood(asked.thorough, thorough), quick=self._understood(asked.quick, quick)
        )
        async with self._database.snapshot() as db:
            sizes = await self._storage.sizes(db, collections, languages)
            if not sizes:
                return []
            names = [size.language for size in sizes]
            common = Commonness(
                chunks=sum(size.chunks for size in sizes),
                terms=sum(size.terms for size in sizes),
                frequencies=await self._storage.frequencies(db, collections, names, asked.keys),
            )
            statistics = await self._statistics(db, asked, collections, sizes)
            chunks = await self._nearest(db, asked, collections, names)
            rare = rarest(asked.keys, common)
            if rare:
                chunks |= await self._storage.with_terms(db, rare, collections, names, WORDED_MAX)
            found = await self._storage.candidates(db, chunks)
        return _ranked(found, asked, names, statistics, common)

    async def _statistics(
        self, db: Connection, asked: Asked, collections: frozenset[CollectionId], sizes: Sequence[Size]
    ) -> list[Statistics]:
        bounds = [(size.language, sample_bound(size.chunks)) for size in sizes]
        return await self._storage.statistics(
            db, collections, bounds, (_vector(asked.thorough), _vector(asked.quick))
        )

    async def _nearest(
        self, db: Connection, asked: Asked, collections: frozenset[CollectionId], names: Sequence[Language]
    ) -> set[ChunkId]:
        found = set[ChunkId]()
        for role, meaning in (("thorough", asked.thorough), ("quick", asked.quick)):
            if meaning is not None:
                for name in names:
                    found |= await self._storage.nearest(db, role, meaning.vector, collections, name, NEAREST_MAX)
        return found


def _vector(meaning: Meaning | None) -> Numbers | None:
    return None if meaning is None else meaning.vector


def rarest(keys: Keys, common: Commonness) -> list[int]:
    """The rarest terms that occur, as many as lead to WORDED_MAX chunks at most."""
    order = np.argsort(common.frequencies, kind="stable")
    reached = np.cumsum(common.frequencies[order])
    chosen = order[(common.frequencies[order] > 0) & (reached <= WORDED_MAX)]
    return [int(key) for key in keys[chosen]]


def _ranked(
    found: Sequence[Candidate],
    asked: Asked,
    names: Sequence[Language],
    statistics: Sequence[Statistics],
    common: Commonness,
) -> list[Hit]:
    if not found:
        return []
    codes = np.array([names.index(each.language) for each in found], np.int16)
    chunks = Readable(names, codes, np.zeros(len(found), np.uint32))

    def z(meaning: Meaning | None, role: int) -> tuple[Numbers, np.ndarray[tuple[int], np.dtype[np.bool]]] | None:
        if meaning is None:
            return None
        vectors = [(each.thorough, each.quick)[role] for each in found]
        values = [0.0 if vector is None else float(vector @ meaning.vector) for vector in vectors]
        known = np.array([vector is not None for vector in vectors], np.bool_)
        measured: list[Measured] = [each[role] for each in statistics]
        cosines = Cosines(meaning.model, np.array(values, np.float32), known)
        return standing_out(cosines, chunks, measured, asked.language)

    coverage = np.array([_coverage(each, asked.keys, common) for each in found], np.float32)
    scored = combined(z(asked.thorough, 0), z(asked.quick, 1), coverage)
    ids = np.array([each.id for each in found], np.int32)
    return [_hit(found[at], scored, at) for at in highest(scored.total, ids, HITS_MAX).tolist()]


def _coverage(chunk: Candidate, keys: Keys, common: Commonness) -> float:
    """How much of the question one chunk covers (bm25.py)."""
    _, of_chunk, of_query = np.intersect1d(chunk.terms, keys, assume_unique=True, return_indices=True)
    idf = common.idf()
    lengths = np.full(len(of_chunk), chunk.length, np.int32)
    score = idf[of_query] @ saturation(chunk.counts[of_chunk], lengths, common.average_length)
    return float(score / idf.sum()) if len(idf) else 0.0


def _hit(chunk: Candidate, scored: Scored, at: int) -> Hit:
    return Hit(
        chunk=chunk.id,
        version=chunk.version,
        collection=chunk.collection,
        language=chunk.language,
        score=float(scored.total[at]),
        thorough=float(scored.thorough[at]),
        quick=float(scored.quick[at]),
        coverage=float(scored.coverage[at]),
    )
