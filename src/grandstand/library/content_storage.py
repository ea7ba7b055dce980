"""The tables of what is inside a version: file, pages, outline, chunks, vectors.

Every method runs on the caller's connection. To write twice does no harm, so a job that was killed may do its last
step again. Writing to a version that was deleted in the meantime raises DocumentUnknown.
"""

from base64 import b64decode
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

import asyncpg
import msgspec

from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.language.models import Language
from grandstand.library.errors import DocumentUnknown
from grandstand.library.models import Chunk, ChunkId, CollectionId, Heading, Page, Piece, VersionId
from grandstand.library.pages import pack_layout, unpack_page

PART_BYTES: Final = 1024 * 1024
"""A file is stored in parts of this size; the last one is shorter."""
CHUNKS_AT_ONCE = 1_000
"""Chunks that one statement reads or writes."""
PAGES_AT_ONCE = 200

_pieces = msgspec.msgpack.Decoder(tuple[Piece, ...])
_vectors = msgspec.json.Decoder(dict[str, str])


class StoredChunk(NamedTuple):
    """A chunk with its id, and its vectors by the name of their model: little-endian float16."""

    id: ChunkId
    version: VersionId
    chunk: Chunk
    vectors: Mapping[str, bytes]


class BareChunk(NamedTuple):
    """What an embedder needs of a chunk that has no vector yet."""

    id: ChunkId
    version: VersionId
    language: Language
    headings: tuple[str, ...]
    text: str


class Shelved(NamedTuple):
    """A version that answers are taken from; with another revision its chunks or vectors may have changed."""

    version: VersionId
    collection: CollectionId
    revision: int


class Embedded(NamedTuple):
    """How many of a version's chunks have a vector of a model."""

    chunks: int
    with_vector: int


class ContentStorage:
    """What was read out of files, and the files."""

    def __init__(self) -> None:
        self._sql = load_queries("grandstand.library")

    # The file.

    async def write_part(self, db: Connection, version: VersionId, part: int, body: bytes) -> None:
        """One part of a file, in the transaction that will end with its version; parts count from 0."""
        assert len(body) <= PART_BYTES
        await db.execute(self._sql["insert_part"], version, part, body)

    async def file_part(self, db: Connection, version: VersionId, part: int) -> bytes | None:
        """One part; None behind the last one."""
        body: bytes | None = await db.fetchval(self._sql["file_part"], version, part)
        return body

    async def file_parts(self, db: Connection, version: VersionId) -> AsyncIterator[bytes]:
        """The file in its parts, one statement each; nothing where the version has gone."""
        part = 0
        while (body := await self.file_part(db, version, part)) is not None:
            yield body
            part += 1

    # Pages and outline.

    async def write_pages(self, db: Connection, version: VersionId, pages: Sequence[Page]) -> None:
        """Write pages, instead of those of the same numbers."""
        with standing():
            for at in range(0, len(pages), PAGES_AT_ONCE):
                some = pages[at : at + PAGES_AT_ONCE]
                await db.execute(
                    self._sql["write_pages"],
                    version,
                    [page.number for page in some],
                    [page.width_pt for page in some],
                    [page.height_pt for page in some],
                    [page.text for page in some],
                    [pack_layout(page) for page in some],
                )

    async def last_page(self, db: Connection, version: VersionId) -> int:
        """The last page that was written, 0 where there is none: reading goes on behind it."""
        return int(await db.fetchval(self._sql["last_page"], version))

    async def pages_of(self, db: Connection, version: VersionId, numbers: Collection[int]) -> dict[int, Page]:
        """The pages of these numbers, as far as they are there."""
        rows = await db.fetch(self._sql["pages_of"], version, list(numbers))
        return {
            row["page"]: unpack_page(row["page"], row["width_pt"], row["height_pt"], row["text"], row["layout"])
            for row in rows
        }

    async def has_pictures(self, db: Connection, version: VersionId) -> bool:
        """Whether its pages have a size, so that they can be drawn."""
        return bool(await db.fetchval(self._sql["has_pictures"], version))

    async def write_outline(self, db: Connection, version: VersionId, outline: Sequence[Heading]) -> None:
        """Write the outline instead of the one that is there; in a transaction."""
        with standing():
            await db.execute(self._sql["delete_outline"], version)
            await db.execute(
                self._sql["insert_outline"],
                version,
                [heading.level for heading in outline],
                [heading.title for heading in outline],
                [heading.page for heading in outline],
                [heading.start for heading in outline],
            )

    async def outline(self, db: Connection, version: VersionId) -> tuple[Heading, ...]:
        rows = await db.fetch(self._sql["outline"], version)
        return tuple(
            Heading(level=row["level"], title=row["title"], page=row["page"], start=row["start"]) for row in rows
        )

    # Chunks and vectors.

    async def replace_chunks(self, db: Connection, version: VersionId, chunks: Sequence[Chunk]) -> None:
        """Write all chunks of a version instead of those that are there; in a transaction.

        One whose words are the same keeps its id, so that citations of it hold, and its vectors.
        """
        with standing():
            for at in range(0, len(chunks), CHUNKS_AT_ONCE):
                await self._put_chunks(db, version, chunks[at : at + CHUNKS_AT_ONCE])
            behind = chunks[-1].ordinal + 1 if chunks else 0
            await db.execute(self._sql["delete_chunks_from"], version, behind)
            await db.execute(self._sql["advance_revision"], version)

    async def _put_chunks(self, db: Connection, version: VersionId, chunks: Sequence[Chunk]) -> None:
        ordinals = [chunk.ordinal for chunk in chunks]
        headings = [msgspec.json.encode(chunk.headings).decode() for chunk in chunks]
        texts = [chunk.text for chunk in chunks]
        await db.execute(self._sql["delete_stale_vectors"], version, ordinals, headings, texts)
        await db.execute(
            self._sql["put_chunks"],
            version,
            ordinals,
            [chunk.language for chunk in chunks],
            headings,
            texts,
            [msgspec.msgpack.encode(chunk.pieces) for chunk in chunks],
        )

    async def chunk(self, db: Connection, chunk: ChunkId) -> StoredChunk | None:
        """One chunk, without its vectors."""
        row = await db.fetchrow(self._sql["chunk"], chunk)
        return None if row is None else _stored(row, {})

    async def chunks_by_id(self, db: Connection, chunks: Collection[ChunkId]) -> dict[ChunkId, StoredChunk]:
        """Those of the chunks that are there, without their vectors."""
        rows = await db.fetch(self._sql["chunks_by_id"], list(chunks))
        return {row["id"]: _stored(row, {}) for row in rows}

    async def chunks_of(self, db: Connection, version: VersionId) -> list[StoredChunk]:
        """Every chunk of a version in order, with the vectors that it has."""
        found: list[StoredChunk] = []
        after = 0
        while True:
            rows = await db.fetch(self._sql["chunks_of"], version, after, CHUNKS_AT_ONCE)
            found += [_stored(row, _decoded(row["vectors"])) for row in rows]
            if len(rows) < CHUNKS_AT_ONCE:
                return found
            after = rows[-1]["ordinal"] + 1

    async def chunks_without(
        self, db: Connection, model: str, limit: int, version: VersionId | None = None
    ) -> list[BareChunk]:
        """Chunks without a vector of a model, of one version or of all; the oldest first."""
        rows = await db.fetch(self._sql["chunks_without"], model, limit, version)
        return [
            BareChunk(row["id"], row["version_id"], Language(row["language"]), tuple(row["headings"]), row["text"])
            for row in rows
        ]

    async def count_chunks(self, db: Connection, version: VersionId, model: str) -> Embedded:
        row = await db.fetchrow(self._sql["count_chunks"], version, model)
        assert row is not None
        return Embedded(row["chunks"], row["with_vector"])

    async def write_vectors(
        self, db: Connection, model: str, chunks: Sequence[ChunkId], bodies: Sequence[bytes]
    ) -> None:
        """Write vectors of a model, one for each chunk; chunks that have gone are left out."""
        assert len(chunks) == len(bodies)
        with standing():
            await db.execute(self._sql["write_vectors"], model, chunks, bodies)

    # What a shelf holds.

    async def shelf_listing(self, db: Connection) -> list[Shelved]:
        """Every version that answers are taken from: the newest of its document that can be found."""
        return [Shelved(*row) for row in await db.fetch(self._sql["shelf_listing"])]

    async def shelf_entry(self, db: Connection, version: VersionId) -> Shelved | None:
        """The same of one version, None where answers are not taken from it."""
        row = await db.fetchrow(self._sql["shelf_entry"], version)
        return None if row is None else Shelved(*row)


@contextmanager
def standing() -> Iterator[None]:
    """That a row is written for what has gone says so."""
    try:
        yield
    except asyncpg.ForeignKeyViolationError:
        raise DocumentUnknown("The document was deleted in the meantime.") from None


def _decoded(vectors: str) -> dict[str, bytes]:
    return {model: b64decode(body) for model, body in _vectors.decode(vectors).items()}


def _stored(row: Row, vectors: Mapping[str, bytes]) -> StoredChunk:
    chunk = Chunk(
        ordinal=row["ordinal"],
        language=Language(row["language"]),
        headings=tuple(row["headings"]),
        text=row["text"],
        pieces=_pieces.decode(row["pieces"]),
    )
    return StoredChunk(row["id"], row["version_id"], chunk, vectors)
