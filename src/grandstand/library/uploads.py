"""A file into a collection: in parts as it comes, in one transaction. Cut off anywhere, it leaves nothing."""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import date
from typing import NoReturn, TypeAlias

import msgspec

from grandstand.kernel.auth import Principal
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import Overloaded, RequestTooLarge
from grandstand.language.models import UNKNOWN, Language
from grandstand.library.collection_storage import Act
from grandstand.library.content_storage import PART_BYTES
from grandstand.library.doorkeeper import admit
from grandstand.library.errors import CollectionUnknown, DuplicateFile, LibraryFull, UploadInvalid
from grandstand.library.file_types import type_of
from grandstand.library.installed import require_installed
from grandstand.library.limits import (
    COLLECTION_BYTES_MAX,
    DOCUMENTS_MAX,
    FILE_NAME_LENGTH_MAX,
    LABEL_LENGTH_MAX,
    TITLE_LENGTH_MAX,
    VERSIONS_MAX,
)
from grandstand.library.models import FILE_BYTES_MAX, CollectionId, DocumentId, FileType, VersionId
from grandstand.library.naming import clean_name
from grandstand.library.storage import LibraryStorage, NewVersion

UPLOADS_MAX = 2
"""Files that one process takes in at the same time: each has a connection to the database for as long."""
COME_AGAIN_S = 5.0
LANGUAGE_LENGTHS = (2, 3)

PutJob: TypeAlias = Callable[[Connection, VersionId], Awaitable[None]]
"""Has a version read once the transaction on this connection is committed."""
Parts: TypeAlias = AsyncIterator[bytes]
"""A file: every part has PART_BYTES, but for the last one."""


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """What the uploader says of a file; without a title the document keeps the one it has."""

    name: str
    title: str | None = None
    label: str = ""
    dated: date | None = None
    language: Language = UNKNOWN


class Uploaded(msgspec.Struct, frozen=True, kw_only=True):
    """Where a file has arrived."""

    document: DocumentId
    version: VersionId


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is stored whole and belongs to no document yet."""

    version: VersionId
    type: FileType
    size_bytes: int
    digest: bytes


def describe(said: Mapping[str, str]) -> Described:
    """What an uploader has said, by the names of the fields; only `name` must be there.

    Raises:
        UploadInvalid: something of it cannot be.
    """
    if unknown := sorted(said.keys() - set(Described.__struct_fields__)):
        raise UploadInvalid(
            f"{unknown[0]!r} cannot be said of a file; known are name, title, label, dated, language."
        )
    return Described(
        name=_line(said, "name", FILE_NAME_LENGTH_MAX) or _refuse("Say what the file is called: name=guide.pdf."),
        title=_line(said, "title", TITLE_LENGTH_MAX),
        label=_line(said, "label", LABEL_LENGTH_MAX) or "",
        dated=_date(said.get("dated", "")),
        language=_language(said.get("language", "")),
    )


class Uploads:
    """Takes files in, UPLOADS_MAX at the same time.

    Args:
        database: where files are.
        storage: its tables.
        clock: now, aware.
        put_job: called in the transaction of the upload.
    """

    def __init__(self, database: Database, storage: LibraryStorage, clock: Clock, put_job: PutJob) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock
        self._put_job = put_job
        self._under_way = 0

    async def check(self, actor: Principal, collection: CollectionId) -> None:
        """Whether she may add to the collection: asked before a byte of the file is read.

        Raises:
            CollectionUnknown, Forbidden: she may not read it, or not write.
            NotInstalled: nobody here could read the file.
        """
        async with self._database.connection() as db:
            await admit(self._storage, db, actor, to_write=True, collection=collection)
        require_installed()

    async def take_in(
        self, actor: Principal, collection: CollectionId, described: Described, parts: Parts
    ) -> Uploaded:
        """The document and its new version, once they are durable; a file of a known name is its next version.

        Raises:
            CollectionUnknown, Forbidden, NotInstalled: as `check`.
            UploadInvalid, RequestTooLarge: no file, or one that nobody reads, or that is too long.
            DuplicateFile: the collection has it.
            LibraryFull: the collection is full.
            Overloaded: UPLOADS_MAX are under way.
        """
        await self.check(actor, collection)
        async with self._place(), self._database.transaction() as db:
            arrived = await self._store(db, described.name, parts)
            # Nobody else adds to the collection from here on; until here everybody could.
            if not await self._storage.lock_collection(db, collection):
                raise CollectionUnknown
            await self._check_room(db, collection, described.name, arrived)
            document = await self._add(db, actor, collection, described, arrived)
            await self._put_job(db, arrived.version)
        return Uploaded(document=document, version=arrived.version)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        if self._under_way >= UPLOADS_MAX:
            raise Overloaded(f"{UPLOADS_MAX} files are being taken in already.", retry_after_s=COME_AGAIN_S)
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1

    async def _store(self, db: Connection, name: str, parts: Parts) -> Arrived:
        version = await self._storage.new_version_id(db)
        kind: FileType | None = None
        digest, size_bytes, count = hashlib.sha256(), 0, 0
        async for part in parts:
            if count == 0:
                kind = type_of(name, part)
            if kind is None:
                raise UploadInvalid(f"{name!r} is neither PDF, DOCX, PPTX, HTML nor Markdown.")
            size_bytes += len(part)
            if size_bytes > FILE_BYTES_MAX:
                raise RequestTooLarge(f"A file has {FILE_BYTES_MAX} bytes at most.")
            digest.update(part)
            await self._storage.write_part(db, version, count, part)
            count += 1
        if kind is None:
            raise UploadInvalid(f"{name!r} is empty.")
        return Arrived(version=version, type=kind, size_bytes=size_bytes, digest=digest.digest())

    async def _check_room(self, db: Connection, collection: CollectionId, name: str, arrived: Arrived) -> None:
        if known := await self._storage.duplicate_of(db, collection, arrived.digest):
            raise DuplicateFile(f"The collection has this very file as {known.name!r}, version {known.number}.")
        full = await self._storage.fullness(db, collection, name)
        if full.documents >= DOCUMENTS_MAX and not full.is_known:
            raise LibraryFull(f"The collection has {DOCUMENTS_MAX} documents already.")
        if full.versions >= VERSIONS_MAX:
            raise LibraryFull(f"{name!r} has {VERSIONS_MAX} versions already.")
        if full.size_bytes + arrived.size_bytes > COLLECTION_BYTES_MAX:
            raise LibraryFull(f"The files of a collection have {COLLECTION_BYTES_MAX} bytes together at most.")

    async def _add(
        self, db: Connection, actor: Principal, collection: CollectionId, described: Described, arrived: Arrived
    ) -> DocumentId:
        now = self._clock()
        document = await self._storage.put_document(db, collection, described.name, described.title, now)
        new = NewVersion(
            label=described.label,
            dated=described.dated,
            type=arrived.type,
            size_bytes=arrived.size_bytes,
            digest=arrived.digest,
            language=described.language,
            uploaded_at=now,
            uploaded_by=actor,
        )
        await self._storage.insert_version(db, arrived.version, document, collection, new)
        detail = {"document": document, "version": arrived.version, "digest": arrived.digest.hex()}
        await self._storage.add_act(db, now, actor, Act.VERSION_UPLOADED, collection, detail)
        return document


async def in_parts(body: AsyncIterator[bytes]) -> Parts:
    """The same bytes, divided as files are stored."""
    held = bytearray()
    async for piece in body:
        held += piece
        while len(held) >= PART_BYTES:
            part = bytes(held[:PART_BYTES])
            del held[:PART_BYTES]
            yield part
    if held:
        yield bytes(held)


def _line(said: Mapping[str, str], field: str, length_max: int) -> str | None:
    """A line of text; None where nothing is said."""
    if not (given := said.get(field, "").strip()):
        return None
    return clean_name(given, length_max) or _refuse(
        f"The {field} of a file has 1 to {length_max} characters on one line, got {given[:length_max]!r}."
    )


def _date(given: str) -> date | None:
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        _refuse(f"dated is a day as in 2030-02-08, got {given[:40]!r}.")


def _language(given: str) -> Language:
    if not given:
        return UNKNOWN
    if not (given.isascii() and given.isalpha() and given.islower() and len(given) in LANGUAGE_LENGTHS):
        _refuse(f"language is a code as en or zh, got {given[:40]!r}.")
    return Language(given)


def _refuse(message: str) -> NoReturn:
    raise UploadInvalid(message)
