"""All tables of the library in one: here documents, their versions, questions that found nothing.

collection_storage.py has who may read, content_storage.py what is inside a version. Every method runs on the
caller's connection; whether the asker may is decided before, by access.py.
"""

from collections.abc import Collection as Some
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from grandstand.kernel.auth import Principal
from grandstand.kernel.database import Connection, Row, rows_affected
from grandstand.language.models import Language
from grandstand.library.collection_storage import CollectionStorage
from grandstand.library.content_storage import ContentStorage
from grandstand.library.limits import TITLE_LENGTH_MAX
from grandstand.library.models import (
    CollectionId,
    Document,
    DocumentId,
    FileType,
    State,
    Unanswered,
    Verdict,
    Version,
    VersionId,
)

PARTS_AT_ONCE = 64
ROWS_AT_ONCE = 500
"""What one statement deletes: so many parts, or rows of anything else."""


class Fullness(NamedTuple):
    """How full a collection is, and how many versions it has of the document of one name."""

    documents: int
    size_bytes: int
    versions: int
    is_known: bool


class Duplicate(NamedTuple):
    """The version that has the very same file."""

    name: str
    number: int
    version: VersionId


class NewVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version as it was uploaded."""

    label: str
    dated: date | None
    type: FileType
    size_bytes: int
    digest: bytes
    language: Language
    uploaded_at: datetime
    uploaded_by: Principal


class Titled(NamedTuple):
    """What a citation says of the version that it is from."""

    version: VersionId
    document: DocumentId
    number: int
    label: str
    dated: date | None
    language: Language
    pages: int
    title: str
    collection: CollectionId
    collection_name: str


class LibraryStorage(CollectionStorage, ContentStorage):
    """All of the library's tables."""

    async def delete_collection(self, db: Connection, collection: CollectionId) -> None:
        """Delete everything in it, in statements of bounded size, and it."""
        rows = await db.fetch(self._sql["lock_versions_of_collection"], collection)
        for row in rows:
            await self._delete_version(db, row["id"])
        await db.execute(self._sql["delete_collection"], collection)

    # Documents.

    async def documents(self, db: Connection, collection: CollectionId, after: str, limit: int) -> list[Document]:
        """The documents behind a name, in order of their names."""
        return await self._with_versions(db, await db.fetch(self._sql["documents"], collection, after, limit))

    async def document(self, db: Connection, document: DocumentId) -> Document | None:
        found = await self._with_versions(db, await db.fetch(self._sql["document"], document))
        return found[0] if found else None

    async def _with_versions(self, db: Connection, rows: Sequence[Row]) -> list[Document]:
        versions: dict[DocumentId, list[Version]] = {row["id"]: [] for row in rows}
        for row in await db.fetch(self._sql["versions_of"], list(versions)):
            versions[row["document_id"]].append(_version(row))
        return [
            Document(
                id=row["id"],
                collection=row["collection_id"],
                name=row["name"],
                title=row["title"],
                versions=tuple(versions[row["id"]]),
            )
            for row in rows
        ]

    async def load_version(self, db: Connection, version: VersionId) -> Version | None:
        row = await db.fetchrow(self._sql["version"], version)
        return None if row is None else _version(row)

    async def newer_version(self, db: Connection, version: VersionId) -> VersionId | None:
        """The version that answers are taken from, if it came after this one."""
        found: VersionId | None = await db.fetchval(self._sql["newer_version"], version)
        return found

    async def titles_of(self, db: Connection, versions: Some[VersionId]) -> dict[VersionId, Titled]:
        """What is said of each version that is there."""
        rows = await db.fetch(self._sql["titles_of"], list(versions))
        return {row["id"]: Titled(*row) for row in rows}

    async def delete_document(self, db: Connection, document: DocumentId) -> list[VersionId]:
        """Delete a document with everything of it, in statements of bounded size; the versions that it had."""
        await db.execute(self._sql["lock_document"], document)
        rows = await db.fetch(self._sql["lock_versions_of_document"], document)
        versions = [VersionId(row["id"]) for row in rows]
        for version in versions:
            await self._delete_version(db, version)
        await db.execute(self._sql["delete_document"], document)
        return versions

    async def _delete_version(self, db: Connection, version: VersionId) -> None:
        for statement, some in (
            ("delete_some_parts", PARTS_AT_ONCE),
            ("delete_some_chunks", ROWS_AT_ONCE),
            ("delete_some_pages", ROWS_AT_ONCE),
        ):
            while rows_affected(await db.execute(self._sql[statement], version, some)) == some:
                pass
        await db.execute(self._sql["delete_version"], version)

    # Uploads.

    async def new_version_id(self, db: Connection) -> VersionId:
        """The id that the next version will have; its file is stored under it before the version is."""
        return VersionId(await db.fetchval(self._sql["new_version_id"]))

    async def duplicate_of(self, db: Connection, collection: CollectionId, digest: bytes) -> Duplicate | None:
        row = await db.fetchrow(self._sql["duplicate_of"], collection, digest)
        return None if row is None else Duplicate(*row)

    async def fullness(self, db: Connection, collection: CollectionId, name: str) -> Fullness:
        row = await db.fetchrow(self._sql["fullness"], collection, name)
        assert row is not None
        return Fullness(*row)

    async def put_document(
        self, db: Connection, collection: CollectionId, name: str, title: str | None, at: datetime
    ) -> DocumentId:
        """The document of this name, which has this title from now on; None: its own, or its name."""
        return DocumentId(await db.fetchval(self._sql["put_document"], collection, name, title, at))

    async def insert_version(
        self,
        db: Connection,
        version: VersionId,
        document: DocumentId,
        collection: CollectionId,
        new: NewVersion,
    ) -> None:
        """Make the next version of a document, WAITING, under an id of `new_version_id`."""
        await db.execute(
            self._sql["insert_version"],
            version,
            document,
            collection,
            new.label,
            new.dated,
            new.type.value,
            new.size_bytes,
            new.digest,
            new.language,
            new.uploaded_at,
            new.uploaded_by.subject,
        )

    # What becomes of a file.

    async def set_state(  # noqa: PLR0913 - one statement for everything that a step says
        self,
        db: Connection,
        version: VersionId,
        state: State,
        *,
        verdict: Verdict | None = None,
        detail: str = "",
        pages: int | None = None,
        blank_pages: Sequence[int] | None = None,
        language: Language | None = None,
        done: int = 0,
        total: int = 0,
    ) -> None:
        """Say how far a version has come; what is left out of pages, blank pages and language stays as it is."""
        assert (verdict is not None) == (state is State.REFUSED)
        await db.execute(
            self._sql["set_state"],
            version,
            state.value,
            None if verdict is None else verdict.value,
            detail,
            pages,
            blank_pages,
            language,
            done,
            total,
        )

    async def set_progress(self, db: Connection, version: VersionId, done: int, total: int) -> None:
        """Steps of the present state that are done, for a progress bar."""
        await db.execute(self._sql["set_progress"], version, done, total)

    async def set_title(self, db: Connection, version: VersionId, title: str) -> None:
        """Give the version's document the title that the file itself says, unless the uploader has said one."""
        await db.execute(self._sql["set_title"], version, title[:TITLE_LENGTH_MAX])

    async def make_searchable(self, db: Connection, version: VersionId, *, done: int = 0, total: int = 0) -> None:
        """From now on it is found, and every process hears of it; in a transaction."""
        await self.set_state(db, version, State.SEARCHABLE, done=done, total=total)
        await self.notify(db, version)

    # Questions that found nothing.

    async def note_unanswered(
        self,
        db: Connection,
        digest: bytes,
        text: str,
        language: Language,
        noc: str | None,
        confidence: float,
        at: datetime,
    ) -> None:
        """Count a question under its digest."""
        await db.execute(self._sql["note_unanswered"], digest, at, text, language, noc, confidence)

    async def forget_unanswered(self, db: Connection, before: datetime, kept_max: int) -> None:
        """Forget questions that nobody has asked since, and all but the last so many."""
        await db.execute(self._sql["forget_unanswered"], before, kept_max)

    async def unanswered(self, db: Connection, before: int, limit: int) -> list[Unanswered]:
        """Those below an id, the last asked first."""
        rows = await db.fetch(self._sql["unanswered"], before, limit)
        return [
            Unanswered(
                id=row["id"],
                asked_at=row["asked_at"],
                text=row["text"],
                language=Language(row["language"]),
                noc=row["noc"],
                times=row["times"],
                confidence=row["confidence"],
            )
            for row in rows
        ]

    async def delete_unanswered(self, db: Connection, number: int) -> None:
        await db.execute(self._sql["delete_unanswered"], number)


def _version(row: Row) -> Version:
    return Version(
        id=row["id"],
        document=row["document_id"],
        number=row["number"],
        label=row["label"],
        dated=row["dated"],
        type=FileType(row["type"]),
        bytes=row["bytes"],
        digest=row["digest"].hex(),
        language=Language(row["language"]),
        state=State(row["state"]),
        verdict=None if row["verdict"] is None else Verdict(row["verdict"]),
        detail=row["detail"],
        pages=row["pages"],
        blank_pages=tuple(row["blank_pages"]),
        done=row["done"],
        total=row["total"],
        uploaded_at=row["uploaded_at"],
        is_newest=row["is_newest"],
    )
