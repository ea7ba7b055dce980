"""The demo's manuals in a library, typeset and read as anybody's PDF, and questions about them.

A question file is a JSON list: the asker's `language`, her `text`, which section answers by `manual` and `anchor`
(none where nothing does), in which `languages` there is such a section, and sometimes others that answer as well:
`also`. `kind` is trap where that is one language, and not hers.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from documents import new_collection, put_file
from grandstand.demo.manuals import manuals, section_of
from grandstand.demo.manuals.typeset import typeset
from grandstand.kernel.database import Database
from grandstand.language.embedders import E5, USE, Embedder, open_embedder
from grandstand.language.models import Language, Vectors
from grandstand.library.citing import Citable, near_of
from grandstand.library.closer import Near
from grandstand.library.content_storage import StoredChunk
from grandstand.library.ingest import Ingest
from grandstand.library.models import ChunkId, CollectionId, VersionId
from grandstand.library.reading import FileReader
from grandstand.library.search_storage import SearchStorage, StoredNear
from grandstand.library.shelf import Hit, Meaning, Shelf
from grandstand.library.shelving import shelved
from grandstand.library.storage import LibraryStorage, Titled

PUBLIC = "public"
SCHEMAS = ("grandstand.kernel", "grandstand.library")
"""Packages with the migrations that a library needs."""


class Section(NamedTuple):
    manual: str
    anchor: str


class Other(msgspec.Struct, frozen=True):
    manual: str
    anchor: str


class Asked(msgspec.Struct, frozen=True):
    language: Language
    text: str
    kind: str
    manual: str | None = None
    anchor: str | None = None
    also: tuple[Other, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """Those that answer."""
        if self.manual is None or self.anchor is None:
            return ()
        return (Section(self.manual, self.anchor), *(Section(each.manual, each.anchor) for each in self.also))


def questions_in(path: Path) -> list[Asked]:
    return msgspec.json.decode(path.read_bytes(), type=list[Asked])


class Vectoriser:
    """Both embedders in this process; with a folder, what was computed once is not computed again."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._models: dict[str, Embedder] = {}
        self._kept: dict[tuple[str, str, bool], Vectors] = {}

    async def queries(self, name: str, texts: Sequence[str], *, timeout_s: float) -> Vectors:  # noqa: ARG002
        return np.array([self._vector(name, text, is_query=True) for text in texts])

    def passages(self, name: str, texts: Sequence[str]) -> Vectors:
        return np.array([self._vector(name, text, is_query=False) for text in texts])

    def _vector(self, name: str, text: str, *, is_query: bool) -> Vectors:
        key = (name, text, is_query)
        if key not in self._kept:
            self._kept[key] = self._stored(name, text, is_query=is_query)
        return self._kept[key]

    def _stored(self, name: str, text: str, *, is_query: bool) -> Vectors:
        digest = hashlib.sha256(f"{name}\n{is_query}\n{text}".encode()).hexdigest()
        path = None if self._folder is None else self._folder / f"{digest[:40]}.npy"
        if path is not None and path.exists():
            found: Vectors = np.load(path)
            return found
        if name not in self._models:
            self._models[name] = open_embedder(name)
        model = self._models[name]
        vector: Vectors = (model.queries if is_query else model.passages)([text])[0]
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            np.save(path, vector)
        return vector


class Filler(NamedTuple):
    """What ingest wants of an embedder."""

    name: str
    vectoriser: Vectoriser

    async def passages(self, texts: Sequence[str]) -> Vectors:
        return self.vectoriser.passages(self.name, texts)


class Pool(NamedTuple):
    """Every chunk of the newest public manuals, the section that each is from, and who can cite it."""

    chunks: Mapping[ChunkId, StoredChunk]
    titled: Mapping[VersionId, Titled]
    sections: Mapping[ChunkId, Section]
    collection: CollectionId
    sentences: Mapping[ChunkId, Mapping[str, bytes]]
    """The vectors of each chunk's sentences by the name of their model."""

    async def citable(
        self, hits: Sequence[Hit], collections: frozenset[CollectionId]
    ) -> Mapping[ChunkId, Citable]:
        stored = [self.chunks[hit.chunk] for hit in hits if hit.collection in collections]
        return {each.id: Citable(each, self.titled[each.version]) for each in stored}

    async def near(
        self, hits: Sequence[Hit], thorough: Meaning | None, quick: Meaning | None
    ) -> Mapping[ChunkId, Near]:
        meanings = (thorough, quick)
        sizes = [len(meaning.vector) if meaning else 0 for meaning in meanings]
        names = [meaning.model if meaning else "" for meaning in meanings]

        def of(chunk: ChunkId) -> Near:
            told = self.sentences.get(chunk, {})
            body = self.chunks[chunk].vectors.get(names[1])
            return near_of(StoredNear(body, told.get(names[0]), told.get(names[1])), (sizes[0], sizes[1]))

        return {hit.chunk: of(hit.chunk) for hit in hits}

    def languages_of(self, section: Section) -> frozenset[Language]:
        return frozenset(self.chunks[chunk].chunk.language for chunk, of in self.sections.items() if of == section)

    def texts(self) -> Mapping[Language, Sequence[str]]:
        """The texts of all chunks by their language."""
        found = defaultdict[Language, list[str]](list)
        for each in self.chunks.values():
            found[each.chunk.language].append(each.chunk.text)
        return found

    def shelf(self, left_out: Iterable[ChunkId] = ()) -> Shelf:
        """A shelf with all chunks but some."""
        shelf, without = Shelf(), set(left_out)
        for version in sorted({each.version for each in self.chunks.values()}):
            some = [each for each in self.chunks.values() if each.version == version and each.id not in without]
            shelf.put(version, self.collection, [shelved(each) for each in some])
        return shelf


async def pool_of(database: Database, vectoriser: Vectoriser | None) -> Pool:
    """The demo's newest manuals, read by the library's own code; with vectors, or without."""
    storage, collection = LibraryStorage(), await new_collection(database, "Manuals")
    quick, thorough = (Filler(model, vectoriser) if vectoriser else None for model in (USE, E5))
    ingest = Ingest(database, storage, FileReader(), quick=quick, thorough=thorough)
    chunks: dict[ChunkId, StoredChunk] = {}
    sections: dict[ChunkId, Section] = {}
    for manual in manuals():
        if manual.collection != PUBLIC or not manual.is_newest:
            continue
        version = await put_file(
            database, collection, typeset(manual), name=manual.file_name, language=manual.language, jobs=0
        )
        await ingest.run(version)
        async with database.connection() as db:
            stored = await storage.chunks_of(db, version)
        for each in stored:
            chunks[each.id] = each
            if section := _section(manual.name, manual.language, each.chunk.headings):
                sections[each.id] = section
    search = SearchStorage()
    async with database.connection() as db:
        near = await search.near(db, list(chunks), E5, USE)
        told = {number: {E5: each.thorough or b"", USE: each.quick or b""} for number, each in near.items()}
        titled = await storage.titles_of(db, {each.version for each in chunks.values()})
    return Pool(chunks, titled, sections, collection, told)


def _section(manual: str, language: Language, headings: Sequence[str]) -> Section | None:
    for heading in reversed(headings):
        try:
            return Section(manual, section_of(manual, language, heading))
        except KeyError:
            continue
    return None
