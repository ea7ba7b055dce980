"""What a reader opens: a version, its pages as text, its file, what a citation leads to. page_pictures.py draws.

Whether she may read is asked first, with every request.
"""

from collections.abc import AsyncIterator
from typing import NamedTuple

import msgspec

from grandstand.kernel.auth import Principal
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import RequestInvalid
from grandstand.language.models import Language
from grandstand.library.chunking import highlights
from grandstand.library.content_storage import StoredChunk
from grandstand.library.doorkeeper import admit
from grandstand.library.errors import DocumentUnknown
from grandstand.library.models import (
    Block,
    ChunkId,
    CollectionId,
    DocumentId,
    FileType,
    Heading,
    Highlight,
    Kind,
    Passage,
    Quote,
    Version,
    VersionId,
)
from grandstand.library.storage import LibraryStorage


class DocumentNamed(msgspec.Struct, frozen=True, kw_only=True):
    id: DocumentId
    name: str
    title: str


class CollectionNamed(msgspec.Struct, frozen=True, kw_only=True):
    id: CollectionId
    name: str


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A version as it is opened; `newer` is the one that answers are taken from, where that came later."""

    document: DocumentNamed
    version: Version
    collection: CollectionNamed
    newer: VersionId | None
    outline: tuple[Heading, ...]
    has_pictures: bool


class BlockShown(msgspec.Struct, frozen=True, kw_only=True):
    kind: Kind
    start: int
    end: int
    level: int


class PageShown(msgspec.Struct, frozen=True, kw_only=True):
    """A page as text; `highlight` is where the citation that was asked for stands on it."""

    version: VersionId
    page: int
    pages: int
    width_pt: float
    height_pt: float
    text: str
    blocks: tuple[BlockShown, ...]
    language: Language
    highlight: Highlight | None


class Citation(Passage, frozen=True, kw_only=True):
    """What a citation leads to, also after a newer version has come."""

    newer: VersionId | None


class Cited(NamedTuple):
    """Characters of a chunk, as an address has them."""

    chunk: ChunkId
    start: int
    end: int


class File(NamedTuple):
    """A file to be handed out: its parts are read as they are taken."""

    name: str
    type: FileType
    size_bytes: int
    parts: AsyncIterator[bytes]


class ReadingRoom:
    """One for each process."""

    def __init__(self, database: Database, storage: LibraryStorage) -> None:
        self._database = database
        self._storage = storage

    async def open(self, viewer: Principal | None, version: VersionId) -> Opened:
        """A version with its outline.

        Raises:
            DocumentUnknown: there is none, or she may not read it.
        """
        async with self._database.snapshot() as db:
            await admit(self._storage, db, viewer, version=version)
            found = await found_version(self._storage, db, version)
            document = await self._storage.document(db, found.document)
            titled = (await self._storage.titles_of(db, [version]))[version]
            assert document is not None
            return Opened(
                document=DocumentNamed(id=document.id, name=document.name, title=document.title),
                version=found,
                collection=CollectionNamed(id=titled.collection, name=titled.collection_name),
                newer=await self._storage.newer_version(db, version),
                outline=await self._storage.outline(db, version),
                has_pictures=found.type is FileType.PDF and await self._storage.has_pictures(db, version),
            )

    async def page(
        self, viewer: Principal | None, version: VersionId, number: int, cited: Cited | None = None
    ) -> PageShown:
        """A page as text, with where the citation stands on it.

        Raises:
            DocumentUnknown: there is no such page or citation in this version, or she may not read it.
            RequestInvalid: the chunk has no such characters.
        """
        async with self._database.snapshot() as db:
            await admit(self._storage, db, viewer, version=version)
            found = await found_version(self._storage, db, version)
            page = (await self._storage.pages_of(db, version, [number])).get(number)
            if page is None:
                raise DocumentUnknown
            mark = None if cited is None else await self._highlight(db, version, number, cited)
        return PageShown(
            version=version,
            page=number,
            pages=found.pages,
            width_pt=page.width_pt,
            height_pt=page.height_pt,
            text=page.text,
            blocks=tuple(_shown(block) for block in page.blocks),
            language=found.language,
            highlight=mark,
        )

    async def file(self, viewer: Principal | None, version: VersionId) -> File:
        """The file as it was uploaded.

        Raises:
            DocumentUnknown: there is none any more, or she may not read it.
        """
        async with self._database.snapshot() as db:
            await admit(self._storage, db, viewer, version=version)
            found = await found_version(self._storage, db, version)
            document = await self._storage.document(db, found.document)
            first = await self._storage.file_part(db, version, 0)
        if document is None or first is None:
            raise DocumentUnknown
        return File(
            document.name, found.type, found.bytes, parts_of(self._database, self._storage, version, first)
        )

    async def citation(self, viewer: Principal | None, cited: Cited) -> Citation:
        """What was quoted, as it stands in its version.

        Raises:
            DocumentUnknown: there is no such chunk, or she may not read it.
            RequestInvalid: the chunk has no such characters.
        """
        async with self._database.snapshot() as db:
            await admit(self._storage, db, viewer, chunk=cited.chunk)
            stored = await self._storage.chunk(db, cited.chunk)
            assert stored is not None
            quote = _quote(stored, cited)
            titled = (await self._storage.titles_of(db, [stored.version]))[stored.version]
            numbers = {piece.page for piece in stored.chunk.pieces}
            pages = await self._storage.pages_of(db, stored.version, numbers)
            newer = await self._storage.newer_version(db, stored.version)
        found = highlights(stored.chunk, quote, pages)
        return Citation(
            chunk=stored.id,
            quote=quote,
            quotation=stored.chunk.text[quote.start : quote.end],
            before=stored.chunk.text[: quote.start],
            after=stored.chunk.text[quote.end :],
            language=stored.chunk.language,
            headings=stored.chunk.headings,
            document=titled.document,
            title=titled.title,
            collection=titled.collection,
            collection_name=titled.collection_name,
            version=stored.version,
            label=titled.label,
            dated=titled.dated,
            page=found[0].page if found else stored.chunk.page_first,
            highlights=found,
            # It was not searched for: nothing fits better or worse.
            score=0.0,
            newer=newer,
        )

    async def _highlight(self, db: Connection, version: VersionId, number: int, cited: Cited) -> Highlight | None:
        stored = await self._storage.chunk(db, cited.chunk)
        if stored is None or stored.version != version:
            raise DocumentUnknown
        quote = _quote(stored, cited)
        pages = await self._storage.pages_of(db, version, {piece.page for piece in stored.chunk.pieces})
        found = highlights(stored.chunk, quote, pages)
        return next((mark for mark in found if mark.page == number), None)


def _quote(stored: StoredChunk, cited: Cited) -> Quote:
    if not 0 <= cited.start < cited.end <= len(stored.chunk.text):
        raise RequestInvalid(f"The chunk has no characters {cited.start} up to {cited.end}.")
    return Quote(cited.start, cited.end)


def _shown(block: Block) -> BlockShown:
    return BlockShown(kind=block.kind, start=block.start, end=block.end, level=block.level)


async def found_version(storage: LibraryStorage, db: Connection, version: VersionId) -> Version:
    """The version, if it is there."""
    found = await storage.load_version(db, version)
    if found is None:
        raise DocumentUnknown
    return found


async def parts_of(
    database: Database, storage: LibraryStorage, version: VersionId, first: bytes | None = None
) -> AsyncIterator[bytes]:
    """The parts of a file; between two of them no connection is held, however slowly they are taken.

    Args:
        database: where files are.
        storage: its tables.
        version: whose file; whether it may be read is decided before.
        first: the first part, where it was read already.
    """
    part = 0
    if first is not None:
        yield first
        part = 1
    while True:
        async with database.connection() as db:
            body = await storage.file_part(db, version, part)
        if body is None:
            return
        yield body
        part += 1
