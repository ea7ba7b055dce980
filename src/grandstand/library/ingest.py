"""What happens to a file after its upload: pages, outline, chunks, vectors; every step is kept as it is done.

WAITING -> READING -> INDEXING -> SEARCHABLE -> COMPLETE, or REFUSED with a verdict. Whoever is killed or stopped
in the middle is carried on by the next: pages that are stored are not read again, chunks are written all at once,
vectors that are stored are not computed again. A version that is deleted meanwhile ends it quietly.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, TypeAlias, cast

import msgspec
import numpy as np
import structlog

from grandstand.kernel.database import Connection, Database
from grandstand.language.errors import EmbedderMissing
from grandstand.language.identify import identify
from grandstand.language.models import UNKNOWN, Language, Vectors
from grandstand.library.chunking import chunks
from grandstand.library.closer import sentence_texts
from grandstand.library.errors import DocumentUnknown
from grandstand.library.ingest_storage import IngestStorage, Unfinished
from grandstand.library.models import Chunk, Heading, Page, State, Verdict, Version, VersionId
from grandstand.library.reading import FileReader, Outline, Reading, Refused
from grandstand.library.scratch import scratch_file
from grandstand.library.stack import indexed_text
from grandstand.library.storage import LibraryStorage

PAGES_AT_ONCE = 16
"""Pages that are written, or read back, together."""
QUICK_AT_ONCE = 32
THOROUGH_AT_ONCE = 8
"""Chunks that an embedder is given together, whole or in sentences: some seconds of the slower one."""
IDENTIFY_PAGES_MAX = 40
"""Pages of a document that tell its language."""

UNREAD = (State.WAITING, State.READING, State.INDEXING)

log = structlog.get_logger(__name__)

Told: TypeAlias = Callable[[State, int, int], Awaitable[None]]
"""Hears how far a version is: its state, and how many of how many steps of it are done. They are stored."""
AndThen: TypeAlias = Callable[[Connection, VersionId], Awaitable[None]]
"""Done in the transaction that makes a version searchable."""


class PassageEmbedder(Protocol):
    """A model that gives chunks their vectors."""

    @property
    def name(self) -> str: ...

    async def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text.

        Raises:
            EmbedderMissing: it does not work on this machine.
        """


async def nobody(_state: State, _done: int, _total: int) -> None:
    """Nobody is told."""


async def nothing(_db: Connection, _version: VersionId) -> None:
    """Nothing is done."""


class VersionBusyError(Exception):
    """Somebody else is at this version; it may be tried again later."""


class IngestFailedError(Exception):
    """The machine failed, e.g. its disk is full; nothing is wrong with the file."""


@dataclass(slots=True)
class _Progress:
    total: int
    blank: list[int]


class Ingest:
    """Carries versions from whatever state they are in to COMPLETE or REFUSED.

    Args:
        quick: gives vectors before a version can be found; None: it is found by its words alone.
        thorough: gives better ones while it can be found already.
    """

    def __init__(
        self,
        database: Database,
        storage: LibraryStorage,
        reader: FileReader,
        *,
        quick: PassageEmbedder | None,
        thorough: PassageEmbedder | None,
    ) -> None:
        self._database = database
        self._storage = storage
        self._reader = reader
        self._quick = quick
        self._thorough = thorough
        self._own = IngestStorage()
        self._hurried = 0
        self._calm = asyncio.Event()
        self._calm.set()

    async def run(self, version: VersionId, told: Told = nobody) -> None:
        """Do all that is left to do for a version.

        Raises:
            VersionBusyError: somebody else is at it.
            EmbedderUnavailable: an embedder does not answer; what it gave before is stored.
        """
        await self.make_searchable(version, told)
        await self.embed(version, told)

    async def make_searchable(self, version: VersionId, told: Told = nobody, and_then: AndThen = nothing) -> None:
        """Bring an unread version to SEARCHABLE or REFUSED; raises as `run`."""

        async def work(found: Version) -> None:
            if found.state not in UNREAD:
                return
            try:
                if found.state is not State.INDEXING:
                    await self._read(found, told)
                await self._index(found, told, and_then)
            except Refused as refused:
                await self._refuse(version, refused.verdict, refused.detail)

        await self._alone(version, work)

    async def embed(self, version: VersionId, told: Told = nobody) -> None:
        """Fill in the vectors that a searchable version lacks, then it is COMPLETE; raises as `run`."""

        async def work(found: Version) -> None:
            if found.state not in (State.SEARCHABLE, State.COMPLETE):
                return
            async with self._database.transaction() as db:
                await self._storage.set_state(db, version, State.SEARCHABLE)
            await self._give_vectors(version, self._quick, QUICK_AT_ONCE, State.SEARCHABLE, told)
            await self._give_vectors(version, self._thorough, THOROUGH_AT_ONCE, State.SEARCHABLE, told)
            await self._give_sentences(version, self._quick, QUICK_AT_ONCE, told)
            await self._give_sentences(version, self._thorough, THOROUGH_AT_ONCE, told)
            async with self._database.transaction() as db:
                await self._storage.set_state(db, version, State.COMPLETE)
                await self._storage.notify(db, version)
            log.info("version.completed", version=version)

        await self._alone(version, work)

    async def give_up(self, version: VersionId, and_then: AndThen = nothing) -> None:
        """End what failed again and again: it is found by its words if it has been read, refused if not."""

        async def work(found: Version) -> None:
            if found.state not in UNREAD:
                return
            if found.state is State.INDEXING and await self._has_chunks(version):
                await self._tell_searchable(version, and_then)
            else:
                detail = "Reading it failed several times. Export the document anew, or ask who runs Grandstand."
                await self._refuse(version, Verdict.BROKEN, detail)

        await self._alone(version, work)

    async def unfinished(self) -> list[Unfinished]:
        """Versions for which something is left to do, those that cannot be found yet first."""
        models = [each.name for each in (self._quick, self._thorough) if each is not None]
        async with self._database.connection() as db:
            return await self._own.unfinished(db, models)

    async def _alone(self, version: VersionId, work: Callable[[Version], Awaitable[None]]) -> None:
        """Do the work while nobody else can be at this version; that it is deleted ends it quietly."""
        async with self._database.connection() as held:
            if not await self._own.try_lock(held, version):
                raise VersionBusyError
            try:
                if (found := await self._storage.load_version(held, version)) is not None:
                    await work(found)
            except DocumentUnknown:
                log.info("version.deleted_meanwhile", version=version)
            except OSError as error:
                # Not of the database, as whoever gave us the connection would believe.
                raise IngestFailedError(str(error)) from error

    # Reading.

    async def _read(self, found: Version, told: Told) -> None:
        """Store the pages from the first that is missing on, then the outline; raises Refused."""
        with scratch_file() as file:
            await self._copy_file(found.id, file)
            await self._read_pages(found, Path(file.name), told)

    async def _copy_file(self, version: VersionId, file: IO[bytes]) -> None:
        part = 0
        while True:
            async with self._database.connection() as db:
                body = await self._storage.file_part(db, version, part)
            if body is None:
                break
            await asyncio.to_thread(file.write, body)
            part += 1
        file.flush()

    async def _read_pages(self, found: Version, path: Path, told: Told) -> None:
        async with self._database.connection() as db:
            stored = await self._storage.last_page(db, found.id)
        progress = _Progress(total=found.total, blank=list(found.blank_pages))
        waiting: list[Page] = []
        parts = self._reader.read(path, found.type, first_page=stored + 1)
        async with aclosing(cast("AsyncGenerator[Reading | Page | Outline]", parts)):
            async for part in parts:
                if isinstance(part, Reading):
                    progress.total = part.pages
                    await self._begin_reading(found.id, part, stored, progress, told)
                elif isinstance(part, Page):
                    waiting.append(part)
                    if len(waiting) == PAGES_AT_ONCE:
                        await self._write_pages(found.id, waiting, progress, told)
                        waiting = []
                else:
                    await self._write_pages(found.id, waiting, progress, told)
                    await self._end_reading(found.id, part)

    async def _begin_reading(
        self, version: VersionId, reading: Reading, stored: int, progress: "_Progress", told: Told
    ) -> None:
        async with self._database.transaction() as db:
            await self._storage.set_state(
                db, version, State.READING, pages=reading.pages, done=stored, total=reading.pages
            )
            if reading.title.strip():
                await self._storage.set_title(db, version, reading.title.strip())
        await told(State.READING, stored, progress.total)

    async def _write_pages(
        self, version: VersionId, pages: Sequence[Page], progress: "_Progress", told: Told
    ) -> None:
        if not pages:
            return
        progress.blank += [page.number for page in pages if page.is_blank]
        done = pages[-1].number
        async with self._database.transaction() as db:
            await self._storage.write_pages(db, version, pages)
            await self._storage.set_state(
                db, version, State.READING, blank_pages=progress.blank, done=done, total=progress.total
            )
        await told(State.READING, done, progress.total)

    async def _end_reading(self, version: VersionId, outline: Outline) -> None:
        async with self._database.transaction() as db:
            await self._storage.write_outline(db, version, outline.headings)
            pages = await self._storage.last_page(db, version)
            await self._storage.set_state(db, version, State.INDEXING, pages=pages)

    async def _refuse(self, version: VersionId, verdict: Verdict, detail: str) -> None:
        async with self._database.transaction() as db:
            await self._storage.set_state(db, version, State.REFUSED, verdict=verdict, detail=detail)
            await self._own.forget_content(db, version)
        log.info("version.refused", version=version, verdict=verdict.value)

    # Indexing.

    async def _index(self, found: Version, told: Told, and_then: AndThen) -> None:
        await told(State.INDEXING, 0, 0)
        if not await self._has_chunks(found.id):
            await self._divide(found)
        self._hurried += 1
        self._calm.clear()
        try:
            await self._give_vectors(found.id, self._quick, QUICK_AT_ONCE, State.INDEXING, told)
        finally:
            self._hurried -= 1
            if not self._hurried:
                self._calm.set()
        await self._tell_searchable(found.id, and_then)

    async def _has_chunks(self, version: VersionId) -> bool:
        """Whether they are stored; they are written all at once."""
        async with self._database.connection() as db:
            return (await self._storage.count_chunks(db, version, "")).chunks > 0

    async def _divide(self, found: Version) -> None:
        pages, outline = await self._pages(found.id), await self._outline(found.id)
        language, divided = await asyncio.to_thread(_divided, pages, outline, found.language)
        if not divided:
            raise Refused(
                Verdict.NO_TEXT, "It has no text that could be found. If it is a scan, recognise its text first."
            )
        async with self._database.transaction() as db:
            await self._storage.replace_chunks(db, found.id, divided)
            await self._storage.set_state(db, found.id, State.INDEXING, language=language)

    async def _pages(self, version: VersionId) -> list[Page]:
        """All pages without the places of their words, which are most of a page."""
        async with self._database.connection() as db:
            last = await self._storage.last_page(db, version)
        pages: list[Page] = []
        for first in range(1, last + 1, PAGES_AT_ONCE):
            async with self._database.connection() as db:
                some = await self._storage.pages_of(db, version, range(first, first + PAGES_AT_ONCE))
            pages += [msgspec.structs.replace(page, words=()) for page in some.values()]
        return pages

    async def _outline(self, version: VersionId) -> tuple[Heading, ...]:
        async with self._database.connection() as db:
            return await self._storage.outline(db, version)

    async def _tell_searchable(self, version: VersionId, and_then: AndThen) -> None:
        async with self._database.transaction() as db:
            await self._storage.make_searchable(db, version)
            await and_then(db, version)
        log.info("version.searchable", version=version)

    # Vectors.

    async def _give_vectors(
        self, version: VersionId, embedder: PassageEmbedder | None, at_once: int, state: State, told: Told
    ) -> None:
        """Have an embedder give vectors to all chunks that have none of it."""
        if embedder is None:
            return
        async with self._database.connection() as db:
            total, done = await self._storage.count_chunks(db, version, embedder.name)
        await told(state, done, total)
        while done < total:
            if state is State.SEARCHABLE:
                # A version that cannot be found yet goes first.
                await self._calm.wait()
            given = await self._give_some_vectors(version, embedder, at_once, done, total)
            if not given:
                return
            done += given
            await told(state, done, total)

    async def _give_some_vectors(
        self, version: VersionId, embedder: PassageEmbedder, at_once: int, done: int, total: int
    ) -> int:
        """How many; 0 where none is left, or where the embedder does not work here."""
        async with self._database.connection() as db:
            waiting = await self._storage.chunks_without(db, embedder.name, at_once, version)
        if not waiting:
            return 0
        try:
            vectors = await embedder.passages([indexed_text(each.headings, each.text) for each in waiting])
        except EmbedderMissing as error:
            log.warning("embedder.missing", name=embedder.name, message=str(error))
            return 0
        bodies = [row.tobytes() for row in vectors.astype("<f2")]
        async with self._database.transaction() as db:
            await self._storage.write_vectors(db, embedder.name, [each.id for each in waiting], bodies)
            await self._storage.set_progress(db, version, done + len(waiting), total)
        return len(waiting)

    async def _give_sentences(
        self, version: VersionId, embedder: PassageEmbedder | None, at_once: int, told: Told
    ) -> None:
        """Have an embedder give vectors to the sentences of all chunks that have none of it."""
        if embedder is None:
            return
        async with self._database.connection() as db:
            total, done = await self._own.count_sentences(db, version, embedder.name)
        await told(State.SEARCHABLE, done, total)
        while done < total:
            await self._calm.wait()
            given = await self._give_some_sentences(version, embedder, at_once, done, total)
            if not given:
                return
            done += given
            await told(State.SEARCHABLE, done, total)

    async def _give_some_sentences(
        self, version: VersionId, embedder: PassageEmbedder, at_once: int, done: int, total: int
    ) -> int:
        """To how many chunks; 0 where none is left, or where the embedder does not work here."""
        async with self._database.connection() as db:
            waiting = await self._own.without_sentences(db, version, embedder.name, at_once)
        if not waiting:
            return 0
        texts = [sentence_texts(each.headings, each.text) for each in waiting]
        try:
            vectors = await embedder.passages([text for each in texts for text in each])
        except EmbedderMissing as error:
            log.warning("embedder.missing", name=embedder.name, message=str(error))
            return 0
        ends = np.cumsum([len(each) for each in texts])[:-1]
        bodies = [rows.tobytes() for rows in np.split(vectors.astype("<f2"), ends)]
        async with self._database.transaction() as db:
            await self._own.write_sentences(db, embedder.name, [each.id for each in waiting], bodies)
            await self._storage.set_progress(db, version, done + len(waiting), total)
        return len(waiting)


def _divided(pages: Sequence[Page], outline: Sequence[Heading], said: Language) -> tuple[Language, list[Chunk]]:
    """The document's language, as its uploader said or as its text tells, and its chunks."""
    language = said if said != UNKNOWN else _language(pages)
    return language, chunks(pages, outline, language)


def _language(pages: Sequence[Page]) -> Language:
    """The language of most pages; some from all over the document are looked at."""
    some = pages[:: max(1, len(pages) // IDENTIFY_PAGES_MAX)][:IDENTIFY_PAGES_MAX]
    told = Counter(identify(page.text).language for page in some)
    del told[UNKNOWN]
    return max(told, key=lambda language: told[language], default=UNKNOWN)
