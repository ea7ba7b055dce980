"""The chunks of a process in memory, and the best of those that somebody may read for her question: exact.

Each collection is a stack of its own (stack.py). A question touches the stacks that its asker may read and no
others, so what is hidden from her changes neither a score nor the time that it takes.
"""

import asyncio
import threading
from collections.abc import Collection
from typing import NamedTuple

import msgspec
import numpy as np
import structlog
from numpy.typing import NDArray

from grandstand.language.models import Language
from grandstand.language.tokens import terms
from grandstand.library.bm25 import Keys, Mask, Part, coverages, query_keys
from grandstand.library.content_storage import Shelved
from grandstand.library.models import ChunkId, CollectionId, VersionId
from grandstand.library.score import Cosines, Numbers, Readable, Scored, scored
from grandstand.library.stack import ShelvedChunk, Stack, View

CHUNKS_MAX = 200_000
"""Chunks that a process should hold in memory: about 6 kB each. From the next start on the far shelf
(far_shelf.py) answers from more."""
HITS_MAX = 60
"""The best chunks of a question that are looked at closer."""
RANKINGS_AT_ONCE = 2
"""Questions that one process ranks at the same time; the others wait."""


log = structlog.get_logger(__name__)


class Meaning(NamedTuple):
    """A question as one model understands it."""

    model: str
    vector: Numbers


class Asked(NamedTuple):
    """A question as a shelf wants it; a model that is missing or busy is None."""

    language: Language
    keys: Keys
    thorough: Meaning | None
    quick: Meaning | None

    @classmethod
    def of(cls, text: str, language: Language, thorough: Meaning | None, quick: Meaning | None) -> "Asked":
        return cls(language, query_keys(terms(text)), thorough, quick)


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A chunk that fits, how well, and why: z of both models, and how much of the question its words cover."""

    chunk: ChunkId
    version: VersionId
    collection: CollectionId
    language: Language
    score: float
    thorough: float
    quick: float
    coverage: float


class Shelf:
    """All collections. It may be written and asked from several threads at the same time."""

    def __init__(self) -> None:
        self._stacks: dict[CollectionId, Stack] = {}
        self._where: dict[VersionId, CollectionId] = {}
        self._revisions: dict[VersionId, int] = {}
        self._codes: dict[Language, int] = {}
        self._writing = threading.Lock()
        self._ranking = asyncio.Semaphore(RANKINGS_AT_ONCE)
        self._revision = 0
        self._is_large = False

    @property
    def revision(self) -> int:
        """Grows with every change."""
        return self._revision

    @property
    def chunks(self) -> int:
        return sum(stack.alive for stack in list(self._stacks.values()))

    @property
    def bytes(self) -> int:
        """What the chunks take in memory; not counted is room that is held for more of them."""
        return sum(stack.view.bytes for stack in list(self._stacks.values()))

    def put(self, version: VersionId, collection: CollectionId, chunks: list[ShelvedChunk]) -> None:
        """Have these chunks for the version, whatever there was of it; in the order of their ids."""
        with self._writing:
            if self._where.get(version, collection) != collection:
                self._remove(version)
            stack = self._stacks.setdefault(collection, Stack(self._codes))
            stack.put(version, chunks)
            self._where[version] = collection
            self._revision += 1

    def remove(self, version: VersionId) -> None:
        """Have nothing of the version any more."""
        with self._writing:
            self._remove(version)

    def _remove(self, version: VersionId) -> None:
        collection = self._where.pop(version, None)
        if collection is None:
            return
        self._stacks[collection].remove(version)
        if not self._stacks[collection].alive:
            del self._stacks[collection]
        self._revision += 1

    async def holds(self, listed: Shelved) -> bool:
        """Whether this very revision is here."""
        return self._revisions.get(listed.version) == listed.revision and listed.version in self._where

    async def stale(self, listed: frozenset[VersionId]) -> list[VersionId]:
        """The versions that are here and not listed."""
        return sorted(self._where.keys() - listed)

    async def shelve(self, listed: Shelved, chunks: list[ShelvedChunk]) -> None:
        """`put`, beside what else there is to do."""
        await asyncio.to_thread(self.put, listed.version, listed.collection, chunks)
        self._revisions[listed.version] = listed.revision
        if not self._is_large and self.chunks > CHUNKS_MAX:
            self._is_large = True
            message = "Start the server again: a library of this size is then searched in the database."
            log.warning("shelf.too_large", chunks=self.chunks, chunks_max=CHUNKS_MAX, message=message)

    async def unshelve(self, version: VersionId) -> None:
        """`remove`, beside what else there is to do."""
        await asyncio.to_thread(self.remove, version)
        self._revisions.pop(version, None)

    async def best(
        self, asked: Asked, collections: frozenset[CollectionId], languages: frozenset[Language]
    ) -> list[Hit]:
        """The best chunks of these collections, best first, HITS_MAX at most.

        Args:
            asked: the question.
            collections: those that its asker may read, or fewer.
            languages: only chunks in these; empty: in all.
        """
        async with self._ranking:
            return await asyncio.to_thread(self.rank, asked, collections, languages)

    def rank(
        self, asked: Asked, collections: Collection[CollectionId], languages: Collection[Language]
    ) -> list[Hit]:
        """What `best` gives, computed here and now."""
        stacks = [(each, self._stacks.get(each)) for each in sorted(collections)]
        views = [(each, stack.view) for each, stack in stacks if stack is not None]
        if not views:
            return []
        names = tuple(self._codes)
        wanted = np.array([not languages or name in languages for name in names], np.bool_)
        allowed = [view.alive & wanted[view.languages] for _, view in views]
        scores, rows = _scored(asked, names, [view for _, view in views], allowed)
        ids = np.concatenate([view.ids[of_view] for (_, view), of_view in zip(views, rows, strict=True)])
        owners = np.repeat(np.arange(len(views)), [len(each) for each in rows])
        places = np.concatenate(rows)

        def hit(at: int) -> Hit:
            collection, view = views[owners[at]]
            return Hit(
                chunk=ChunkId(int(ids[at])),
                version=VersionId(int(view.versions[places[at]])),
                collection=collection,
                language=names[view.languages[places[at]]],
                score=float(scores.total[at]),
                thorough=float(scores.thorough[at]),
                quick=float(scores.quick[at]),
                coverage=float(scores.coverage[at]),
            )

        return [hit(int(at)) for at in highest(scores.total, ids, HITS_MAX)]


def _scored(
    asked: Asked, names: tuple[Language, ...], views: list[View], allowed: list[Mask]
) -> tuple[Scored, list[NDArray[np.intp]]]:
    """The scores of all allowed rows, view by view, and which rows those are."""
    rows = [np.flatnonzero(mask) for mask in allowed]
    parts = [Part(view.postings, view.lengths, mask) for view, mask in zip(views, allowed, strict=True)]
    covered = coverages(asked.keys, parts)
    chunks = Readable(
        names,
        np.concatenate([view.languages[each] for view, each in zip(views, rows, strict=True)]),
        np.concatenate([view.samples[each] for view, each in zip(views, rows, strict=True)]),
    )

    def cosines(meaning: Meaning | None) -> Cosines | None:
        if meaning is None:
            return None
        found = [view.cosines(meaning.model, meaning.vector, each) for view, each in zip(views, rows, strict=True)]
        values, known = zip(*found, strict=True)
        return Cosines(meaning.model, np.concatenate(values), np.concatenate(known))

    coverage = np.concatenate([found[each] for found, each in zip(covered, rows, strict=True)])
    return scored(chunks, coverage, cosines(asked.thorough), cosines(asked.quick), asked.language), rows


def highest(scores: Numbers, ids: NDArray[np.int32], most: int) -> NDArray[np.intp]:
    """The places of the highest scores, highest first; of equal ones that of the lower id."""
    if len(scores) > most:
        least = np.partition(scores, -most)[-most]
        places = np.flatnonzero(scores >= least)
    else:
        places = np.arange(len(scores))
    return places[np.lexsort((ids[places], -scores[places]))][:most]
