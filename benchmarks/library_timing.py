"""What a search costs: a question at 100,000 chunks, a manual of 400 pages from its bytes to the shelf.

Used by library_search.py. Vectors are made up here, but as many and as long as real ones, and unevenly spread over
languages and collections; texts have a vocabulary like that of real ones (Zipf), so that postings are as long.
"""

import asyncio
import json
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
from grandstand.library.embedding import quick_embedder
from grandstand.library.ingest import Ingest
from grandstand.library.models import ChunkId, CollectionId, State, VersionId
from grandstand.library.reading import FileReader
from grandstand.library.shelf import Shelf
from grandstand.library.shelving import Shelving
from grandstand.library.stack import ShelvedChunk
from grandstand.library.storage import LibraryStorage

DIMENSIONS = {E5: 384, USE: 512}
VERSION_CHUNKS = 500
COLLECTIONS = 8
CHUNK_WORDS = 110
VOCABULARY = 60_000
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er")]
PAGES = 400
PAGE_WORDS = 400
PARAGRAPH_SENTENCES = 6
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


def typeset(pages: int, real: Sequence[str]) -> bytes:
    """A manual of so many dense pages, a section of PAGE_WORDS words on each, in sentences of real manuals."""
    import typst  # noqa: PLC0415 - twenty MB that only this needs

    chance = np.random.default_rng(2)
    lines = ['#set document(title: "A large manual")', '#set page(paper: "a4")', "#set text(size: 10pt)"]
    for number in range(pages):
        lines.append(f"= Section {number + 1}")
        count = 0
        while count < PAGE_WORDS:
            paragraph = " ".join(real[at] for at in chance.integers(0, len(real), PARAGRAPH_SENTENCES))
            # A number of its own, so that no two chunks are the same.
            lines += [f"#text({json.dumps(f'{number}.{count} {paragraph}')})", ""]
            count += len(paragraph.split())
        lines.append("#pagebreak(weak: true)")
    return bytes(typst.compile("\n".join(lines).encode()))


async def pdf_searchable_s(database: Database, body: bytes, pages: int = PAGES) -> dict[str, float]:
    """From the stored file to an answer: read, divided, embedded by the quick model, on a shelf.

    As `grandstand work` does it: the reader in a process, the embedder in another, which is started for it.
    """
    storage, shelf, quick = LibraryStorage(), Shelf(), quick_embedder()
    ingest = Ingest(database, storage, FileReader(), quick=quick, thorough=None)
    version = await put_file(database, await new_collection(database, "Large"), body, name="large.pdf", jobs=0)
    began, heart = time.perf_counter(), Heartbeat()
    marks: dict[State, float] = {}

    async def told(state: State, _done: int, _total: int) -> None:
        marks.setdefault(state, time.perf_counter() - began)

    await ingest.make_searchable(version, told)
    stored = time.perf_counter() - began
    async with heart:
        shelving = Shelving(database, storage, shelf)
        await shelving.catch_up()
    done = time.perf_counter() - began
    async with database.connection() as db:
        found = await storage.load_version(db, version)
        embedded = await storage.count_chunks(db, version, USE)
    if quick is not None:
        await quick.close()
    if found is None or found.pages < pages or embedded.with_vector < embedded.chunks:
        raise SystemExit(f"the large manual was not read: {found}, {embedded}")
    return {
        "pdf_400_pages_searchable_s": round(done, 1),
        "pdf_400_pages_read_s": round(marks[State.INDEXING], 1),
        "pdf_400_pages_embedded_s": round(stored - marks[State.INDEXING], 1),
        "pdf_400_pages_chunks": embedded.chunks,
        "shelving_stall_ms": round(heart.longest_ms, 1),
    }
