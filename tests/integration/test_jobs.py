"""The queue of jobs: put with the caller's transaction, done by any process, taken over when a worker dies."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest

from grandstand.kernel import jobs as module
from grandstand.kernel.database import Database
from grandstand.kernel.jobs import PAYLOAD_BYTES_MAX, Job, JobKind, JobQueue, JobRunner, PostponedError

PATIENCE_S = 60.0
spawn = multiprocessing.get_context("spawn")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = await Database.connect(database_url, connections_max=8)
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter times, so that a failure is tried again within the test."""
    monkeypatch.setattr(module, "RETRY_S", 0.05)
    monkeypatch.setattr(module, "POLL_S", 0.1)


@dataclass
class Desk:
    """Does jobs as it is told, and remembers."""

    begun: list[bytes] = field(default_factory=list)
    done: list[bytes] = field(default_factory=list)
    given_up: list[bytes] = field(default_factory=list)
    faults: Counter[bytes] = field(default_factory=Counter)
    """How often a job fails before it succeeds."""
    work_s: float = 0.0
    at_once: int = 0
    at_once_max: int = 0

    async def work(self, job: Job) -> None:
        self.begun.append(job.payload)
        self.at_once += 1
        self.at_once_max = max(self.at_once, self.at_once_max)
        try:
            await asyncio.sleep(self.work_s)
        finally:
            self.at_once -= 1
        if self.faults[job.payload]:
            self.faults[job.payload] -= 1
            raise RuntimeError("made to fail")
        self.done.append(job.payload)

    async def give_up(self, job: Job) -> None:
        self.given_up.append(job.payload)

    def kind(self, *, lanes: int = 1, attempts_max: int = 3) -> JobKind:
        return JobKind(name="test", work=self.work, given_up=self.give_up, lanes=lanes, attempts_max=attempts_max)


@asynccontextmanager
async def running(database: Database, kind: JobKind) -> AsyncIterator[JobRunner]:
    runner = JobRunner(JobQueue(database), [kind])
    task = asyncio.create_task(runner.run())
    try:
        yield runner
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def put(database: Database, *payloads: bytes) -> None:
    queue = JobQueue(database)
    async with database.transaction() as db:
        for payload in payloads:
            await queue.put(db, "test", payload)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not condition():  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0.01)


async def until_empty(database: Database) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while await JobQueue(database).count("test"):  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0.01)


async def test_a_job_is_done_once_and_then_gone(database: Database) -> None:
    desk = Desk()
    await put(database, b"1", b"2")
    async with running(database, desk.kind()):
        await until(lambda: len(desk.done) == 2)
        await put(database, b"3")
        await until(lambda: len(desk.done) == 3)
        await until_empty(database)
    assert desk.done == desk.begun == [b"1", b"2", b"3"]


async def test_a_job_is_put_with_the_transaction_or_not_at_all(database: Database) -> None:
    queue = JobQueue(database)
    with suppress(ZeroDivisionError):
        async with database.transaction() as db:
            await queue.put(db, "test", b"never")
            _ = 1 / 0
    assert await queue.count("test") == 0


async def test_the_same_job_is_put_once_where_that_is_asked_for(database: Database) -> None:
    queue = JobQueue(database)
    async with database.transaction() as db:
        for _ in range(2):
            await queue.put_unless_there(db, "test", b"same")
        await queue.put_unless_there(db, "other", b"same")
    assert (await queue.count("test"), await queue.count("other")) == (1, 1)


async def test_a_job_is_begun_at_once_when_it_is_put(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_S", PATIENCE_S)
    desk = Desk()
    async with running(database, desk.kind(lanes=2)):
        await asyncio.sleep(0.5)
        begun_s = time.monotonic()
        await put(database, b"1", b"2")
        await until(lambda: len(desk.done) == 2)
    assert time.monotonic() - begun_s < PATIENCE_S / 2


async def test_a_kind_does_as_many_jobs_at_once_as_it_has_lanes(database: Database) -> None:
    desk = Desk(work_s=0.1)
    await put(database, *(b"%d" % number for number in range(8)))
    async with running(database, desk.kind(lanes=3)):
        await until(lambda: len(desk.done) == 8)
    assert desk.at_once_max == 3
    assert len(set(desk.begun)) == len(desk.begun)


async def test_what_fails_is_tried_again_and_what_succeeds_then_is_done(database: Database) -> None:
    desk = Desk(faults=Counter({b"1": 2}))
    await put(database, b"1")
    async with running(database, desk.kind()):
        await until(lambda: desk.done == [b"1"])
        await until_empty(database)
    assert (len(desk.begun), desk.given_up) == (3, [])


async def test_what_always_fails_is_given_up_and_blocks_nobody(database: Database) -> None:
    desk = Desk(faults=Counter({b"poison": 99}))
    await put(database, b"poison", b"1", b"2")
    async with running(database, desk.kind()):
        await until(lambda: bool(desk.given_up))
        await until_empty(database)
    assert desk.given_up == [b"poison"]
    assert desk.begun.count(b"poison") == 3
    assert desk.done == [b"1", b"2"]
    assert desk.begun.index(b"2") < len(desk.begun) - 2, "the others did not wait for its last attempt"


async def test_what_gets_ahead_is_not_given_up(database: Database) -> None:
    attempts = []
    gone_ahead = 6

    async def work(job: Job) -> None:
        attempts.append(job.attempts)
        if len(attempts) < gone_ahead:
            await runner.advanced(job)
            raise RuntimeError("made to fail")

    async def give_up(_: Job) -> None:
        raise AssertionError

    await put(database, b"1")
    async with running(database, JobKind(name="test", work=work, given_up=give_up, attempts_max=3)) as runner:
        await until(lambda: len(attempts) == gone_ahead)
        await until_empty(database)
    assert max(attempts) == 2


async def test_what_is_put_off_does_not_count_as_an_attempt(database: Database) -> None:
    attempts = []

    async def work(job: Job) -> None:
        attempts.append(job.attempts)
        if len(attempts) < 5:
            raise PostponedError(0.0)

    await put(database, b"1")
    async with running(database, JobKind(name="test", work=work, given_up=work, attempts_max=2)):
        await until_empty(database)
    assert attempts == [1] * 5


async def test_a_worker_that_stops_gives_back_what_it_was_doing(database: Database) -> None:
    desk = Desk(work_s=PATIENCE_S)
    await put(database, b"1")
    begun_s = time.monotonic()
    for number in range(1, 6):
        async with running(database, desk.kind(attempts_max=2)):
            await until(lambda number=number: len(desk.begun) == number)  # type: ignore[misc]  # bound at once
    assert time.monotonic() - begun_s < PATIENCE_S / 2
    desk.work_s = 0
    async with running(database, desk.kind(attempts_max=2)):
        await until_empty(database)
    assert (desk.done, desk.given_up) == ([b"1"], [])


async def test_whose_job_was_taken_over_stops_and_leaves_it_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BEAT_S", 0.2)
    slow, quick = Desk(work_s=PATIENCE_S), Desk(work_s=1.0)
    await put(database, b"1")
    async with running(database, slow.kind()):
        await until(lambda: slow.begun == [b"1"])
        # As if nothing had been heard of it for long.
        async with database.connection() as db:
            await db.execute("update job set alive_at = now() - interval '1 hour'")
            other = JobQueue(database)
            job = await other.take("test", uuid4())
        assert job is not None
        assert job.attempts == 2
        await until(lambda: slow.at_once == 0)
        assert await other.count("test") == 1
        async with database.connection() as db:
            await db.execute("update job set alive_at = now() - interval '1 hour'")
        slow.work_s = 0
        await until_empty(database)
    assert (slow.done, quick.done) == ([b"1"], [])


async def test_only_whoever_has_a_job_can_end_it(database: Database) -> None:
    queue, slow, quick = JobQueue(database), uuid4(), uuid4()
    await put(database, b"1")
    assert await queue.take("test", slow) is not None
    async with database.connection() as db:
        await db.execute("update job set alive_at = now() - interval '1 hour'")
    job = await queue.take("test", quick)
    assert job is not None
    await queue.finish(job.id, slow)
    await queue.postpone(job.id, slow, 0.0, counts=True)
    assert await queue.keep([job.id], slow) == set()
    assert await queue.count("test") == 1
    assert await queue.keep([job.id], quick) == {job.id}
    await queue.finish(job.id, quick)
    assert await queue.count("test") == 0


def die(database_url: str, folder: Path) -> None:
    """A process whose worker kills it in the middle of a job."""

    async def work(_: Job) -> None:
        (folder / str(os.getpid())).touch()
        os.kill(os.getpid(), signal.SIGKILL)

    async def main() -> None:
        database = await Database.connect(database_url, connections_max=4)
        await JobRunner(JobQueue(database), [JobKind(name="test", work=work, given_up=work)]).run()

    module.STALE_AFTER_S, module.POLL_S = 0.2, 0.1
    asyncio.run(main())


async def test_what_kills_its_worker_is_given_up_too(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STALE_AFTER_S", 0.2)
    await put(database, b"poison")
    desk = Desk()
    for _ in range(3):
        process = spawn.Process(target=die, args=(database_url, tmp_path))
        process.start()
        await asyncio.to_thread(process.join, PATIENCE_S)
        assert process.exitcode == -signal.SIGKILL
    async with running(database, desk.kind(attempts_max=3)):
        await until_empty(database)
    assert len(os.listdir(tmp_path)) == 3  # noqa: PTH208 - a path's own is refused in a coroutine
    assert (desk.begun, desk.given_up) == ([], [b"poison"])


async def test_the_job_of_a_killed_worker_is_taken_over(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STALE_AFTER_S", 1.0)
    await put(database, b"1")
    process = spawn.Process(target=die, args=(database_url, tmp_path))
    process.start()
    desk = Desk()
    await asyncio.to_thread(process.join, PATIENCE_S)
    async with running(database, desk.kind()):
        await until_empty(database)
    assert desk.done == [b"1"]


async def test_lost_connections_do_not_end_the_worker(database: Database, database_url: str) -> None:
    desk = Desk()
    cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> $1"
    async with running(database, desk.kind()):
        await put(database, b"1")
        await until(lambda: desk.done == [b"1"])
        surgeon = await Database.connect(database_url, connections_max=1)
        async with surgeon.connection() as db:
            await db.execute(cut, await db.fetchval("select pg_backend_pid()"))
        await put(surgeon, b"2")
        await surgeon.close()
        await until(lambda: b"2" in desk.done)
        await until_empty(database)
    assert desk.given_up == []


async def test_a_payload_is_small(database: Database) -> None:
    await put(database, b"x" * PAYLOAD_BYTES_MAX)
    with pytest.raises(AssertionError):
        await put(database, b"x" * (PAYLOAD_BYTES_MAX + 1))
