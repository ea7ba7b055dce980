"""Work for later: a queue in PostgreSQL, put in the caller's transaction, done by whichever process is there.

JobQueue puts jobs and is all that a server process needs. JobRunner does them: each kind has as many lanes as it
may run at once. A job is done at least once. Its worker shows signs of life; whoever is not heard of for
STALE_AFTER_S has died, and another takes the job over. Every beginning counts as an attempt, that of a worker
which died too, so what kills its worker is given up like what fails.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import NewType
from uuid import UUID, uuid4

import structlog

from grandstand.kernel.database import Connection, Database, load_queries
from grandstand.kernel.errors import DatabaseUnavailable

CHANNEL = "grandstand_jobs"
PAYLOAD_BYTES_MAX = 8_192
POLL_S = 2.0
"""How long a job waits at most that nobody has told of: put by another, or left by a worker that died."""
BEAT_S = 2.0
STALE_AFTER_S = 10.0
"""A worker that was not heard of for so long has died."""
ATTEMPTS_MAX = 5
RETRY_S = 2.0
"""The first wait after a failure; each further one is twice as long."""
RETRY_S_MAX = 600.0

JobId = NewType("JobId", int)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    id: JobId
    kind: str
    payload: bytes
    attempts: int
    """How often it was begun since it last got ahead, this time included."""


class PostponedError(Exception):
    """Raised by a job's work: not now, again after `delay_s`; it does not count as an attempt."""

    def __init__(self, delay_s: float) -> None:
        super().__init__(delay_s)
        self.delay_s = delay_s


Work = Callable[[Job], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """What is done with the jobs of one name.

    Args:
        work: does one; it is cancelled when the process stops or the job was taken over, and must not mind
            beginning again.
        given_up: called once for a job that was begun `attempts_max` times in vain.
        lanes: how many one process does at once.
    """

    name: str
    work: Work
    given_up: Work
    lanes: int = 1
    attempts_max: int = ATTEMPTS_MAX


class JobQueue:
    """The jobs that wait and those under way."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sql = load_queries("grandstand.kernel")

    async def put(self, db: Connection, kind: str, payload: bytes) -> None:
        """Have a job done once the caller's transaction is committed."""
        assert len(payload) <= PAYLOAD_BYTES_MAX
        await db.execute(self._sql["put_job"], kind, payload, CHANNEL)

    async def put_unless_there(self, db: Connection, kind: str, payload: bytes) -> None:
        """As `put`, but nothing where the same job waits or is under way."""
        assert len(payload) <= PAYLOAD_BYTES_MAX
        await db.execute(self._sql["put_job_unless_there"], kind, payload, CHANNEL)

    async def count(self, kind: str) -> int:
        """Jobs that wait or are under way."""
        async with self._database.connection() as db:
            return int(await db.fetchval(self._sql["count_jobs"], kind))

    async def take(self, kind: str, worker: UUID) -> Job | None:
        """The next job that is due, as the worker's; None when there is none."""
        async with self._database.connection() as db:
            row = await db.fetchrow(self._sql["take_job"], kind, worker, timedelta(seconds=STALE_AFTER_S))
        return None if row is None else Job(JobId(row["id"]), kind, row["payload"], row["attempts"])

    async def keep(self, jobs: Sequence[JobId], worker: UUID) -> set[JobId]:
        """Show that the worker lives; those of its jobs that are still its own."""
        async with self._database.connection() as db:
            return {row["id"] for row in await db.fetch(self._sql["keep_jobs"], jobs, worker)}

    async def advance(self, job: JobId, worker: UUID) -> None:
        """Count attempts anew: what has got ahead is not what fails again and again."""
        async with self._database.connection() as db:
            await db.execute(self._sql["advance_job"], job, worker)

    async def finish(self, job: JobId, worker: UUID) -> None:
        async with self._database.connection() as db:
            await db.execute(self._sql["finish_job"], job, worker)

    async def postpone(self, job: JobId, worker: UUID, delay_s: float, *, counts: bool) -> None:
        """Let go of a job until the delay is over; `counts` says whether this was an attempt."""
        async with self._database.connection() as db:
            delay = timedelta(seconds=delay_s)
            await db.execute(self._sql["postpone_job"], job, worker, delay, 0 if counts else 1)

    async def give_back(self, worker: UUID) -> None:
        """Let go of everything that the worker has; none of it counts as an attempt."""
        async with self._database.connection() as db:
            await db.execute(self._sql["give_back_jobs"], worker)

    def listening(self, heard: Callable[[str], None]) -> AbstractAsyncContextManager[None]:
        """Have `heard` called with the kind of each job that is put, as long as the block."""
        return self._database.listening(CHANNEL, heard)


class JobRunner:
    """Does the jobs of some kinds in this process, until it is cancelled."""

    def __init__(self, queue: JobQueue, kinds: Sequence[JobKind]) -> None:
        self._queue = queue
        self._kinds = kinds
        self._worker = uuid4()
        self._under_way: dict[JobId, asyncio.Task[None]] = {}
        self._wakes: dict[str, list[asyncio.Event]] = {
            kind.name: [asyncio.Event() for _ in range(kind.lanes)] for kind in kinds
        }

    async def run(self) -> None:
        """Do jobs for ever; when cancelled, give back at once what is under way."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._listen())
                group.create_task(self._show_life())
                for kind in self._kinds:
                    for wake in self._wakes[kind.name]:
                        group.create_task(self._serve(kind, wake))
        finally:
            # Where the database is away too, the jobs are taken over in STALE_AFTER_S.
            with suppress(DatabaseUnavailable):
                await self._queue.give_back(self._worker)

    async def advanced(self, job: Job) -> None:
        """Called by a job's work when something of it is done that need not be done again."""
        if job.attempts > 1:
            await self._queue.advance(job.id, self._worker)

    async def _listen(self) -> None:
        while True:
            with suppress(DatabaseUnavailable):
                async with self._queue.listening(self._wake):
                    await asyncio.Event().wait()
            await asyncio.sleep(POLL_S)

    def _wake(self, kind: str) -> None:
        for wake in self._wakes.get(kind, ()):
            wake.set()

    async def _show_life(self) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            if not (mine := dict(self._under_way)):
                continue
            with suppress(DatabaseUnavailable):
                kept = await self._queue.keep(list(mine), self._worker)
                for job in mine.keys() - kept:
                    mine[job].cancel()

    async def _serve(self, kind: JobKind, wake: asyncio.Event) -> None:
        while True:
            wake.clear()
            try:
                job = await self._queue.take(kind.name, self._worker)
                if job is not None:
                    await self._do(kind, job)
                    continue
            except DatabaseUnavailable:
                # A job whose end could not be written down is taken over, and finds that it is done.
                log.warning("jobs.wait_for_database")
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await wake.wait()

    async def _do(self, kind: JobKind, job: Job) -> None:
        under_way = self._under_way[job.id] = asyncio.create_task(self._attempt(kind, job))
        try:
            await asyncio.wait([under_way])
        finally:
            if not under_way.done():
                under_way.cancel()
                await asyncio.wait([under_way])
            del self._under_way[job.id]
        if under_way.cancelled():
            log.warning("job.taken_over", job=job.id, kind=kind.name)
        else:
            under_way.result()

    async def _attempt(self, kind: JobKind, job: Job) -> None:
        if job.attempts > kind.attempts_max:
            await self._give_up(kind, job)
            return
        try:
            await kind.work(job)
        except PostponedError as postponed:
            await self._queue.postpone(job.id, self._worker, postponed.delay_s, counts=False)
        except DatabaseUnavailable:
            await self._queue.postpone(job.id, self._worker, RETRY_S, counts=False)
        except Exception:
            log.exception("job.failed", job=job.id, kind=kind.name, attempt=job.attempts)
            await self._fail(kind, job)
        else:
            await self._queue.finish(job.id, self._worker)

    async def _fail(self, kind: JobKind, job: Job) -> None:
        if job.attempts >= kind.attempts_max:
            await self._give_up(kind, job)
        else:
            delay_s = min(RETRY_S * 2 ** (job.attempts - 1), RETRY_S_MAX)
            await self._queue.postpone(job.id, self._worker, delay_s, counts=True)

    async def _give_up(self, kind: JobKind, job: Job) -> None:
        log.error("job.given_up", job=job.id, kind=kind.name, attempts_max=kind.attempts_max)
        try:
            await kind.given_up(job)
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("job.failed", job=job.id, kind=kind.name, attempt=job.attempts)
        await self._queue.finish(job.id, self._worker)
