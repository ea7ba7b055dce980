"""From a file to chunks with vectors: every step is kept, whatever ends the worker, and nothing is done twice."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from documents import markdown, new_collection, put_file, section, typeset
from grandstand.kernel import jobs as queue
from grandstand.kernel.database import Database
from grandstand.kernel.jobs import JobQueue
from grandstand.language.embedders import E5, USE
from grandstand.language.errors import EmbedderUnavailable
from grandstand.language.models import Language, Vectors
from grandstand.library.collection_storage import CHANNEL
from grandstand.library.content_storage import StoredChunk
from grandstand.library.embedding import RestingEmbedder
from grandstand.library.ingest import Ingest, PassageEmbedder, VersionBusyError
from grandstand.library.jobs import EMBED, READ, Jobs
from grandstand.library.models import CollectionId, FileType, Page, State, Verdict, Version, VersionId
from grandstand.library.reading import FileReader, Outline, Reading
from grandstand.library.scratch import PREFIX, remove_left_files, scratch_file
from grandstand.library.storage import LibraryStorage
from serving import Serving, children_of, command_of, start_of, until

PATIENCE_S = 90.0

pytestmark = pytest.mark.timeout(600)
storage = LibraryStorage()


@dataclass(frozen=True)
class Library:
    """A database with the library's tables, and one collection."""

    database: Database
    collection: CollectionId
    url: str

    async def version(self, version: VersionId) -> Version:
        async with self.database.connection() as db:
            found = await storage.load_version(db, version)
        assert found is not None
        return found

    async def chunks(self, version: VersionId) -> list[StoredChunk]:
        async with self.database.connection() as db:
            return await storage.chunks_of(db, version)

    async def pages(self, version: VersionId) -> dict[int, Page]:
        async with self.database.connection() as db:
            return await storage.pages_of(db, version, range(1, 1000))

    async def until(self, version: VersionId, *states: State) -> Version:
        """The version as soon as it is in one of the states."""
        async with asyncio.timeout(PATIENCE_S):
            while (found := await self.version(version)).state not in states:  # noqa: ASYNC110 - polled
                await asyncio.sleep(0.002)
        return found

    async def until_no_jobs(self) -> None:
        jobs = JobQueue(self.database)
        async with asyncio.timeout(PATIENCE_S):
            while await jobs.count(READ) or await jobs.count(EMBED):  # noqa: ASYNC110 - polled
                await asyncio.sleep(0.02)

    def ingest(
        self,
        reader: FileReader | None = None,
        quick: PassageEmbedder | None = None,
        thorough: PassageEmbedder | None = None,
    ) -> Ingest:
        return Ingest(self.database, storage, reader or FileReader(), quick=quick, thorough=thorough)


@pytest.fixture
async def library(database_url: str) -> AsyncIterator[Library]:
    database = await Database.connect(database_url, connections_max=12)
    yield Library(database, await new_collection(database), database_url)
    await database.close()


@pytest.fixture
async def quick() -> AsyncIterator[RestingEmbedder]:
    embedder = RestingEmbedder(USE)
    yield embedder
    await embedder.close()


@pytest.fixture
async def thorough() -> AsyncIterator[RestingEmbedder]:
    embedder = RestingEmbedder(E5)
    yield embedder
    await embedder.close()


class Steps:
    """Hears every step; stops the work at one of them."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.told: list[tuple[State, int, int]] = []
        self._stop_at = stop_at

    async def __call__(self, state: State, done: int, total: int) -> None:
        self.told.append((state, done, total))
        if len(self.told) - 1 == self._stop_at:
            raise asyncio.CancelledError


@asynccontextmanager
async def working(library: Library, ingest: Ingest) -> AsyncIterator[None]:
    """The library's jobs are done as long as the block."""
    task = asyncio.create_task(Jobs(library.database).run(ingest))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def whole(library: Library, version: VersionId, sections: int, models: set[str]) -> None:
    """Assert that everything is there, each part once, and that chunks are verbatim."""
    found, pages, chunks = (
        await library.version(version),
        await library.pages(version),
        await library.chunks(version),
    )
    assert (found.state, found.verdict, found.detail) == (State.COMPLETE, None, "")
    assert sorted(pages) == list(range(1, found.pages + 1))
    assert [each.chunk.ordinal for each in chunks] == list(range(len(chunks)))
    for each in chunks:
        for piece in each.chunk.pieces:
            there = pages[piece.page].text[piece.start : piece.start + piece.length]
            assert each.chunk.text[piece.at : piece.at + piece.length] == there
        assert set(each.vectors) == models
        for body in each.vectors.values():
            assert float(np.linalg.norm(np.frombuffer(body, "<f2").astype(np.float32))) == pytest.approx(
                1, abs=0.01
            )
    counted = Counter(chunk.chunk.headings[-1] for chunk in chunks)
    assert counted == Counter(section(number)[0] for number in range(sections))
    async with library.database.connection() as db:
        outline = await storage.outline(db, version)
    assert [heading.title for heading in outline] == [section(number)[0] for number in range(sections)]


async def test_a_pdf_can_be_found_and_then_be_found_better(
    library: Library, quick: RestingEmbedder, thorough: RestingEmbedder
) -> None:
    version = await put_file(library.database, library.collection, typeset(5))
    heard: list[str] = []
    steps = Steps()
    async with library.database.listening(CHANNEL, heard.append):
        await library.ingest(quick=quick, thorough=thorough).run(version, steps)
        async with asyncio.timeout(PATIENCE_S):
            found = await library.version(version)
            assert found.state is State.COMPLETE, found.detail
            while len(heard) < 2:  # noqa: ASYNC110 - the database tells
                await asyncio.sleep(0.01)
    await whole(library, version, 5, {USE, E5})
    assert heard == [str(version)] * 2
    found = await library.version(version)
    assert (found.language, found.pages, found.blank_pages) == ("en", 5, ())
    assert list(dict.fromkeys(state for state, _, _ in steps.told)) == [
        State.READING,
        State.INDEXING,
        State.SEARCHABLE,
    ]


async def test_progress_is_stored_and_moves_on(library: Library, quick: RestingEmbedder) -> None:
    version = await put_file(library.database, library.collection, typeset(40))
    stored = []

    async def told(state: State, done: int, total: int) -> None:
        found = await library.version(version)
        stored.append((found.state, found.done, found.total))
        if total:
            assert stored[-1][1:] == (done, total) or done == 0
        assert state is found.state

    await library.ingest(quick=quick).make_searchable(version, told)
    reading = [done for state, done, _ in stored if state is State.READING]
    indexing = [done for state, done, _ in stored if state is State.INDEXING]
    assert reading == [0, 16, 32, 40]
    assert indexing == sorted(indexing)
    assert len(set(indexing)) > 2
    assert (await library.version(version)).state is State.SEARCHABLE


async def test_what_was_stopped_anywhere_is_carried_on(
    library: Library, quick: RestingEmbedder, thorough: RestingEmbedder
) -> None:
    ingest = library.ingest(quick=quick, thorough=thorough)
    steps = Steps()
    body = typeset(18)
    whole_run = await put_file(library.database, library.collection, body, name="whole.pdf")
    await ingest.run(whole_run, steps)
    undisturbed = [each.chunk for each in await library.chunks(whole_run)]
    # Every second place: what lies between two of them is one batch more or less.
    for stop_at in range(0, len(steps.told), 2):
        version = await put_file(library.database, await new_collection(library.database, f"{stop_at}"), body)
        with pytest.raises(asyncio.CancelledError):
            await ingest.run(version, Steps(stop_at))
        before, then = await library.chunks(version), Steps()
        await ingest.run(version, then)
        after = await library.chunks(version)
        assert [each.chunk for each in after] == undisturbed
        assert [each.id for each in after][: len(before)] == [each.id for each in before], "cited ones stay"
        assert {state for state, _, _ in then.told} <= {state for state, _, _ in steps.told[stop_at:]}
        await whole(library, version, 18, {USE, E5})


async def test_pages_that_are_stored_are_not_read_again(library: Library) -> None:
    asked = []

    class Noting(FileReader):
        async def read(
            self,
            path: Path,
            type: FileType,  # noqa: A002
            *,
            first_page: int = 1,
        ) -> AsyncIterator[Reading | Page | Outline]:
            asked.append(first_page)
            async for part in super().read(path, type, first_page=first_page):
                yield part

    version = await put_file(library.database, library.collection, typeset(40, blank_after=3))
    ingest = library.ingest(Noting())
    with pytest.raises(asyncio.CancelledError):
        await ingest.run(version, Steps(stop_at=1))
    with pytest.raises(asyncio.CancelledError):
        await ingest.run(version, Steps(stop_at=1))
    await ingest.run(version)
    assert asked == [1, 17, 33]
    assert (await library.version(version)).blank_pages == (4,)
    await whole(library, version, 40, set())


async def test_a_document_without_any_text_is_refused_and_its_file_is_forgotten(library: Library) -> None:
    version = await put_file(
        library.database, library.collection, typeset(0, blank_after=0) or b"%PDF-", name="scan.pdf"
    )
    await library.ingest().run(version)
    found = await library.version(version)
    assert (found.state, found.verdict) == (State.REFUSED, Verdict.NO_TEXT)
    assert found.detail
    async with library.database.connection() as db:
        assert await storage.file_part(db, version, 0) is None


async def test_a_broken_file_is_refused_and_the_next_one_is_read(library: Library, quick: RestingEmbedder) -> None:
    broken = await put_file(library.database, library.collection, b"%PDF-1.7\n" + bytes(2000), name="broken.pdf")
    good = await put_file(library.database, library.collection, markdown(range(3)), FileType.MARKDOWN, name="a.md")
    async with working(library, library.ingest(quick=quick)):
        assert (await library.until(broken, State.REFUSED)).verdict is Verdict.BROKEN
        await library.until(good, State.COMPLETE)
        await library.until_no_jobs()
    await whole(library, good, 3, {USE})


async def test_what_fails_again_and_again_is_given_up_and_blocks_nobody(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "RETRY_S", 0.01)
    monkeypatch.setattr(queue, "POLL_S", 0.05)
    begun = []

    class Failing(FileReader):
        async def read(
            self,
            path: Path,
            type: FileType,  # noqa: A002
            *,
            first_page: int = 1,
        ) -> AsyncIterator[Reading | Page | Outline]:
            if type is FileType.HTML:
                begun.append(path)
                raise OSError("no space left")
            async for part in super().read(path, type, first_page=first_page):
                yield part

    poison = await put_file(library.database, library.collection, b"<html>", FileType.HTML, name="a.html")
    good = await put_file(library.database, library.collection, markdown(range(3)), FileType.MARKDOWN, name="a.md")
    async with working(library, library.ingest(Failing())):
        await library.until(good, State.COMPLETE)
        assert (await library.until(poison, State.REFUSED)).verdict is Verdict.BROKEN
        await library.until_no_jobs()
    assert len(begun) == queue.ATTEMPTS_MAX


class Unavailable:
    """An embedder that is away."""

    name = "away"

    async def passages(self, texts: Sequence[str]) -> Vectors:
        raise EmbedderUnavailable(f"{len(texts)} texts")


async def test_without_its_embedders_a_document_is_found_by_its_words(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "RETRY_S", 0.01)
    monkeypatch.setattr(queue, "RETRY_S_MAX", 0.02)
    monkeypatch.setattr(queue, "POLL_S", 0.05)
    version = await put_file(library.database, library.collection, markdown(range(3)), FileType.MARKDOWN)
    async with working(library, library.ingest(quick=Unavailable(), thorough=Unavailable())):
        await library.until(version, State.SEARCHABLE)
        await library.until_no_jobs()
    assert (await library.version(version)).state is State.SEARCHABLE
    assert len(await library.chunks(version)) == 3


async def test_a_model_that_is_installed_later_is_filled_in_at_the_next_start(
    library: Library, quick: RestingEmbedder
) -> None:
    version = await put_file(library.database, library.collection, markdown(range(3)), FileType.MARKDOWN)
    async with working(library, library.ingest()):
        await library.until(version, State.COMPLETE)
        await library.until_no_jobs()
    await whole(library, version, 3, set())
    ingest = library.ingest(quick=quick)
    assert await ingest.unfinished() == [(version, True)]
    async with working(library, ingest), asyncio.timeout(PATIENCE_S):
        while await ingest.unfinished():  # noqa: ASYNC110 - polled
            await asyncio.sleep(0.02)
    await whole(library, version, 3, {USE})


async def test_one_version_is_worked_on_once_at_a_time(library: Library, quick: RestingEmbedder) -> None:
    ingest = library.ingest(quick=quick)
    version = await put_file(library.database, library.collection, typeset(5), jobs=2)

    async def other(state: State, _done: int, _total: int) -> None:
        if state is State.INDEXING:
            with pytest.raises(VersionBusyError):
                await library.ingest(quick=quick).run(version)

    await ingest.make_searchable(version, other)
    async with working(library, ingest):
        await library.until_no_jobs()
    await whole(library, version, 5, {USE})


@pytest.mark.parametrize("state", [State.READING, State.INDEXING, State.SEARCHABLE])
async def test_a_document_that_is_deleted_meanwhile_ends_it_quietly(
    library: Library, quick: RestingEmbedder, state: State
) -> None:
    version = await put_file(library.database, library.collection, typeset(5))
    document = (await library.version(version)).document

    async def delete(now: State, _done: int, _total: int) -> None:
        if now is state:
            async with library.database.transaction() as db:
                await storage.delete_document(db, document)

    await library.ingest(quick=quick).run(version, delete)
    async with library.database.connection() as db:
        assert await storage.load_version(db, version) is None
        for table in ("library_page", "library_chunk", "library_vector", "library_file_part"):
            assert await db.fetchval(f"select count(*) from {table}") == 0


@pytest.mark.parametrize(("said", "kept"), [("und", "en"), ("fr", "fr")])
async def test_the_language_is_told_by_the_text_unless_it_was_said(library: Library, said: str, kept: str) -> None:
    body = markdown(range(4))
    version = await put_file(
        library.database, library.collection, body, FileType.MARKDOWN, language=Language(said)
    )
    await library.ingest().run(version)
    assert (await library.version(version)).language == kept


class Worker:
    """`grandstand work` as a process; it may be killed."""

    def __init__(self, url: str, folder: Path) -> None:
        self._log = folder / "log"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GRANDSTAND_")}
        self._environment = environment | {"GRANDSTAND_DATABASE_URL": url, "GRANDSTAND_DATA_DIR": str(folder)}
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        with self._log.open("a") as log:
            command = [sys.executable, "-m", "grandstand", "work"]
            return subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)

    def restart(self) -> None:
        self.process = self._start()

    async def end(self, how: signal.Signals) -> int:
        """End it; its own processes end with it."""
        children = await asyncio.to_thread(children_of, self.process.pid)
        self.process.send_signal(how)
        status = await asyncio.to_thread(self.process.wait, PATIENCE_S)
        async with asyncio.timeout(PATIENCE_S):
            while any(map(start_of, children)):  # noqa: ASYNC110 - they are not ours to wait for
                await asyncio.sleep(0.05)
        return status

    def log(self) -> str:
        return self._log.read_text()


@pytest.fixture
async def start(library: Library, tmp_path: Path) -> AsyncIterator[Callable[[], Worker]]:
    started: list[Worker] = []

    def worker() -> Worker:
        started.append(Worker(library.url, tmp_path))
        return started[-1]

    yield worker
    for each in started:
        if each.process.poll() is None:
            await each.end(signal.SIGKILL)


def test_a_file_that_a_killed_worker_has_left_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / f"{PREFIX}of-a-dead-one"
    left.touch()
    with scratch_file() as file:
        path = Path(file.name)
        assert path.stat().st_mode & 0o777 == 0o600
        assert remove_left_files() == 1
        assert path.exists()
        assert not left.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("state", [State.WAITING, State.READING, State.INDEXING, State.SEARCHABLE])
async def test_a_worker_that_is_killed_in_any_state_loses_nothing(
    library: Library, start: Callable[[], Worker], state: State
) -> None:
    version = await put_file(library.database, library.collection, typeset(20))
    worker = start()
    await library.until(version, state)
    await worker.end(signal.SIGKILL)
    found = await library.version(version)
    assert found.state is not State.COMPLETE
    worker.restart()
    await library.until(version, State.COMPLETE)
    await library.until_no_jobs()
    await whole(library, version, 20, {USE, E5})
    assert "Traceback" not in worker.log()


async def test_a_worker_that_is_told_to_stop_does_so_in_seconds_and_goes_on_later(
    library: Library, start: Callable[[], Worker]
) -> None:
    version = await put_file(library.database, library.collection, typeset(20))
    worker = start()
    await library.until(version, State.SEARCHABLE)
    begun_s = time.monotonic()
    assert await worker.end(signal.SIGTERM) == 0
    assert time.monotonic() - begun_s < 10
    async with library.database.connection() as db:
        # One, or two where it was told between putting the next job and finishing its own.
        assert {tuple(row) for row in await db.fetch("select worker, attempts from job")} == {(None, 0)}
    worker.restart()
    await library.until(version, State.COMPLETE)
    await whole(library, version, 20, {USE, E5})
    assert "Traceback" not in worker.log()


async def test_the_worker_beside_a_server_is_started_again_and_ends_with_it() -> None:
    with Serving(demo=False) as serving:
        (first,) = await asyncio.to_thread(workers, serving)
        os.kill(first, signal.SIGKILL)
        await until(lambda: (found := workers(serving)) != [] and found != [first])
        (second,) = workers(serving)
        beside = [second, *serving.server_processes()]
        assert serving.process is not None
        serving.process.kill()
        await asyncio.to_thread(serving.process.wait)
        await until(lambda: not any(map(start_of, beside)))
        # The database goes on; the next start adopts it.
        serving.start()
        (third,) = workers(serving)
        assert await asyncio.to_thread(serving.stop) == 0
        assert not start_of(third)


def workers(serving: Serving) -> list[int]:
    """The processes of `grandstand work` that a server has started."""
    assert serving.process is not None
    return [child for child in children_of(serving.process.pid) if b"work\0--with-parent" in command_of(child)]
