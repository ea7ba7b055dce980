"""A chunk with everything that is needed to look it up: title, version, page, and the boxes of a quotation."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from grandstand.kernel.database import Database
from grandstand.language.models import Vectors
from grandstand.library.chunking import highlights
from grandstand.library.closer import Near
from grandstand.library.content_storage import StoredChunk
from grandstand.library.models import ChunkId, CollectionId, Highlight, Passage, Quote
from grandstand.library.search_storage import SearchStorage, StoredNear
from grandstand.library.shelf import Hit, Meaning
from grandstand.library.storage import LibraryStorage, Titled


class Citable(NamedTuple):
    """A chunk, and what is said of the version that it is from."""

    stored: StoredChunk
    titled: Titled


def near_of(stored: StoredNear, dimensions: tuple[int, int]) -> Near:
    """Vectors as they are stored as arrays; those of sentences have so many dimensions."""
    chunk = None if stored.chunk is None else np.frombuffer(stored.chunk, "<f2").astype(np.float32)
    thorough, quick = (_rows(*each) for each in zip((stored.thorough, stored.quick), dimensions, strict=True))
    return Near(chunk, thorough, quick)


def _rows(body: bytes | None, dimensions: int) -> Vectors | None:
    if body is None or not dimensions or len(body) % (2 * dimensions):
        return None
    return np.frombuffer(body, "<f2").astype(np.float32).reshape(-1, dimensions)


class Citing:
    def __init__(self, database: Database, storage: LibraryStorage) -> None:
        self._database = database
        self._storage = storage
        self._search = SearchStorage()

    async def citable(
        self, hits: Sequence[Hit], collections: frozenset[CollectionId]
    ) -> Mapping[ChunkId, Citable]:
        """Those of the chunks that are still there and lie in these collections, by the database of now."""
        async with self._database.connection() as db:
            stored = await self._storage.chunks_by_id(db, [hit.chunk for hit in hits])
            titled = await self._storage.titles_of(db, {each.version for each in stored.values()})
        return {
            number: Citable(each, titled[each.version])
            for number, each in stored.items()
            if each.version in titled and titled[each.version].collection in collections
        }

    async def near(
        self, hits: Sequence[Hit], thorough: Meaning | None, quick: Meaning | None
    ) -> Mapping[ChunkId, Near]:
        """What the models that understood a question know of these chunks: in one statement."""
        meanings = (thorough, quick)
        names = [meaning.model if meaning else "" for meaning in meanings]
        async with self._database.connection() as db:
            stored = await self._search.near(db, [hit.chunk for hit in hits], *names)
        sizes = [len(meaning.vector) if meaning else 0 for meaning in meanings]
        return {number: near_of(each, (sizes[0], sizes[1])) for number, each in stored.items()}

    async def passages(self, quotations: Sequence[tuple[Citable, Quote, float]]) -> tuple[Passage, ...]:
        """Quotations with their scores as passages; one whose pages have gone is left out."""
        found = []
        async with self._database.connection() as db:
            for citable, quote, score in quotations:
                chunk = citable.stored.chunk
                numbers = {piece.page for piece in chunk.pieces}
                pages = await self._storage.pages_of(db, citable.stored.version, numbers)
                if pages.keys() >= numbers:
                    found.append(_passage(citable, quote, score, highlights(chunk, quote, pages)))
        return tuple(found)


def _passage(citable: Citable, quote: Quote, score: float, marked: tuple[Highlight, ...]) -> Passage:
    chunk, titled = citable.stored.chunk, citable.titled
    return Passage(
        chunk=citable.stored.id,
        quote=quote,
        quotation=chunk.text[quote.start : quote.end],
        before=chunk.text[: quote.start],
        after=chunk.text[quote.end :],
        language=chunk.language,
        headings=chunk.headings,
        document=titled.document,
        title=titled.title,
        collection=titled.collection,
        collection_name=titled.collection_name,
        version=titled.version,
        label=titled.label,
        dated=titled.dated,
        page=marked[0].page if marked else chunk.page_first,
        highlights=marked,
        score=round(score, 3),
    )
