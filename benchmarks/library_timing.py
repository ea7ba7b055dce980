"""What a search costs: a question at 100,000 chunks, a manual of 400 pages from its bytes to the shelf.

Used by library_search.py. Vectors are made up here, but as many and as long as real ones, and unevenly spread over
languages and collections; texts have a vocabulary like that of real ones (Zipf), so that postings are as long.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from documents import new_collection, put_file
from grandstand.kernel.database import Database
from grandstand.language.embedders import E5, USE
from grandstand.language.models import LANGUAGES, Language
from grandstand.library.content_storage import Shelved
from grandstand.library.ingest import Ingest
from grandstand.library.models import ChunkId, CollectionId, VersionId
from grandstand.library.shelf import Shelf
from grandstand.library.stack import ShelvedChunk
from grandstand.library.storage import LibraryStorage

DIMENSIONS = {E5: 384, USE: 512}
VERSION_CHUNKS = 500
COLLECTIONS = 8
CHUNK_WORDS = 110
VOCABULARY = 60_000
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er")]
PAGES = 400
BEAT_S = 0.005


def vocabulary(chance: np.random.Generator) -> NDArray[np.str_]:
    """Words of two to five syllables: the common ones are short."""
    made = dict.fromkeys(
        "".join(chance.choice(SYLLABLES, 2 + min(rank // 2_000, 3))) for rank in range(2 * VOCABULARY)
    )
    return np.array(list(made)[:VOCABULARY])


def zipf(chance: np.random.Generator, size: int) -> NDArray[np.int64]:
    """Ranks of words as in real text: the first is as common as the next two together."""
    shares = 1 / (np.arange(VOCABULARY) + 2.7)
    return chance.choice(VOCABULARY, size, p=shares / shares.sum())


def vectors(chance: np.random.Generator, count: int, model: str) -> NDArray[np.float32]:
    made = chance.standard_normal((count, DIMENSIONS[model]), np.float32)
    made[:, 0] += 8
    found: NDArray[np.float32] = made / np.linalg.norm(made, axis=1, keepdims=True)
    return found


class Filled(NamedTuple):
    """A shelf, how many seconds it took to fill and of how many of a core, and how long the event loop stood."""

    shelf: Shelf
    seconds: float
    core_s: float
    stall_ms: float


async def filled(chunks: int, real: Mapping[Language, Sequence[str]]) -> Filled:
    """A shelf with so many chunks in fourteen languages and eight collections.

    In a language of which there are `real` texts, each has one of them and words of no language; else such words
    alone. So the words of a question are about as common as they would be.
    """
    chance, shelf = np.random.default_rng(100), Shelf()
    took, heart = np.zeros(2), Heartbeat()
    words = vocabulary(np.random.default_rng(0))
    for number, first in enumerate(range(0, chunks, VERSION_CHUNKS)):
        language, collection = LANGUAGES[number % len(LANGUAGES)], CollectionId(1 + number % COLLECTIONS)
        made = made_up(chance, first + 1, min(VERSION_CHUNKS, chunks - first), language, words, real.get(language))
        began = np.array([time.perf_counter(), time.process_time()])
        async with heart:
            await shelf.shelve(Shelved(VersionId(number + 1), collection, 1), made)
        took += [time.perf_counter(), time.process_time()] - began
    return Filled(shelf, float(took[0]), float(took[1]), heart.longest_ms)


def made_up(
    chance: np.random.Generator,
    first: int,
    count: int,
    language: Language,
    words: NDArray[np.str_],
    real: Sequence[str] | None,
) -> list[ShelvedChunk]:
    made = {model: vectors(chance, count, model) for model in DIMENSIONS}
    own = CHUNK_WORDS // 2 if real else CHUNK_WORDS
    texts = words[zipf(chance, count * own)].reshape(count, own)
    beside = [real[at] for at in chance.integers(0, len(real), count)] if real else [""] * count
    return [
        ShelvedChunk(
            id=ChunkId(first + at),
            language=language,
            headings=(),
            text=f"{beside[at]} {' '.join(texts[at])}",
            vectors={model: each[at] for model, each in made.items()},
        )
        for at in range(count)
    ]


class Heartbeat:
    """How long an event loop was kept from what it had to do, at the longest."""

    def __init__(self) -> None:
        self.longest_ms = 0.0

    async def __aenter__(self) -> Self:
        self._beating = asyncio.create_task(self._beat())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._beating.cancel()

    async def _beat(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(BEAT_S)
            self.longest_ms = max(self.longest_ms, (time.perf_counter() - began - BEAT_S) * 1000)


def typeset(pages: int) -> bytes:
    """A manual of so many pages, a section of about 400 words on each."""
    import typst  # noqa: PLC0415 - twenty MB that only this needs

    words, chance = vocabulary(np.random.default_rng(1)), np.random.default_rng(2)
    lines = ['#set document(title: "A large manual")', '#set page(paper: "a4")', "#set text(size: 10pt)"]
    for number in range(pages):
        lines.append(f"= Section {number + 1} {words[zipf(chance, 1)[0]]}")
        for _ in range(4):
            sentences = [" ".join(words[zipf(chance, 14)]).capitalize() + "." for _ in range(7)]
            lines += [" ".join(sentences), ""]
        lines.append("#pagebreak(weak: true)")
    return bytes(typst.compile("\n".join(lines).encode()))


async def pdf_searchable_s(database: Database, ingest: Ingest, pages: int = PAGES) -> dict[str, float]:
    """From the stored file to SEARCHABLE: read, divided, embedded by the quick model, indexed in memory."""
    body = await asyncio.to_thread(typeset, pages)
    collection = await new_collection(database, "Large")
    version = await put_file(database, collection, body, name="large.pdf", jobs=0)
    began = time.perf_counter()
    await ingest.make_searchable(version)
    stored = time.perf_counter()
    storage, shelf = LibraryStorage(), Shelf()
    async with database.connection() as db:
        chunks = await storage.chunks_of(db, version)
        found = await storage.load_version(db, version)
    made = [
        ShelvedChunk(
            id=each.id,
            language=each.chunk.language,
            headings=each.chunk.headings,
            text=each.chunk.text,
            vectors={},
        )
        for each in chunks
    ]
    shelf.put(version, collection, made)
    done = time.perf_counter()
    if found is None or found.pages < pages:
        raise SystemExit(f"the large manual was not read: {found}")
    return {
        "pdf_400_pages_searchable_s": round(done - began, 1),
        "pdf_400_pages_stored_s": round(stored - began, 1),
        "pdf_400_pages_chunks": len(chunks),
    }
