"""Documents for tests of the library, typeset or written here, and how they get into a database."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from uuid import uuid4

from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.ids import SubjectId
from grandstand.language.models import UNKNOWN, Language
from grandstand.library.content_storage import PART_BYTES
from grandstand.library.jobs import Jobs
from grandstand.library.models import CollectionId, FileType, VersionId
from grandstand.library.storage import LibraryStorage, NewVersion

TOPICS = ("Accreditation", "Transport", "Medical care", "Training times", "Catering", "Waste", "Radios", "Keys")


def section(number: int) -> tuple[str, str]:
    """A heading and a paragraph that no other section has."""
    topic = TOPICS[number % len(TOPICS)]
    text = (
        f"Teams that come to venue {number} bring their cards to gate {number % 9 + 1} by {number % 12 + 8}:30. "
        f"The desk for {topic.lower()} stands in hall {number + 1} and is open every day of the Games. "
        "Whoever comes later asks the shift leader, who decides on the spot."
    )
    return f"{topic} at venue {number}", text


@cache
def typeset(sections: int, blank_after: int = 0, title: str = "Guide for teams") -> bytes:
    """A real PDF with a section on each page; `blank_after` so many pages comes one with nothing on it."""
    import typst

    lines = [f'#set document(title: "{title}")', "#set page(width: 148mm, height: 105mm)"]
    for number in range(sections):
        heading, text = section(number)
        lines += [f"= {heading}", text, "#pagebreak(weak: true)"]
        if number + 1 == blank_after:
            lines += ["#page[]"]
    return bytes(typst.compile("\n".join(lines).encode()))


def markdown(sections: Iterable[int]) -> bytes:
    """The same sections as Markdown."""
    return "\n\n".join(f"# {heading}\n\n{text}" for heading, text in map(section, sections)).encode()


async def new_collection(database: Database, name: str = "Manuals") -> CollectionId:
    async with database.transaction() as db:
        return await LibraryStorage().insert_collection(db, name, None, datetime.now(UTC), somebody())


async def put_file(
    database: Database,
    collection: CollectionId,
    body: bytes,
    type: FileType = FileType.PDF,  # noqa: A002
    *,
    name: str = "guide.pdf",
    language: Language = UNKNOWN,
    jobs: int = 1,
) -> VersionId:
    """The file as an upload leaves it: WAITING, with so many jobs for it."""
    async with database.transaction() as db:
        version = await _insert(db, collection, body, type, name, language)
        for _ in range(jobs):
            await Jobs(database).put(db, version)
    return version


async def _insert(
    db: Connection,
    collection: CollectionId,
    body: bytes,
    type: FileType,  # noqa: A002
    name: str,
    language: Language,
) -> VersionId:
    storage, at = LibraryStorage(), datetime.now(UTC)
    document = await storage.put_document(db, collection, name, None, at)
    version = await storage.new_version_id(db)
    for part, start in enumerate(range(0, len(body), PART_BYTES)):
        await storage.write_part(db, version, part, body[start : start + PART_BYTES])
    new = NewVersion(
        label="",
        dated=None,
        type=type,
        size_bytes=len(body),
        digest=hashlib.sha256(body).digest(),
        language=language,
        uploaded_at=at,
        uploaded_by=somebody(),
    )
    await storage.insert_version(db, version, document, collection, new)
    return version


def somebody() -> Principal:
    return Principal(SubjectId(uuid4()), Role.OPERATOR, None, datetime.max.replace(tzinfo=UTC))
