"""What is done after an upload, as two jobs: a document can soon be found, then it is found better.

The second takes minutes for a manual, so it has a lane of its own: nobody's upload waits for it.
"""

import asyncio
from collections.abc import Awaitable

import structlog

from grandstand.kernel.database import Connection, Database
from grandstand.kernel.jobs import Job, JobKind, JobQueue, JobRunner, PostponedError
from grandstand.library.ingest import Ingest, VersionBusyError
from grandstand.library.models import State, VersionId
from grandstand.library.scratch import remove_left_files

READ = "library.read"
EMBED = "library.embed"
READ_LANES = 2
"""Files that one process reads at the same time."""
EMBED_LANES = 1
EMBED_ATTEMPTS_MAX = 12
"""About an hour of an endpoint that is away; the next start of a worker tries again."""
BUSY_AGAIN_S = 2.0

log = structlog.get_logger(__name__)


class Jobs:
    """Puts and does the library's jobs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue = JobQueue(database)

    async def put(self, db: Connection, version: VersionId) -> None:
        """Have a version read once the uploader's transaction is committed."""
        await self._queue.put(db, READ, _payload(version))

    async def run(self, ingest: Ingest) -> None:
        """Do what waits until cancelled; what is under way is carried on by whoever runs next."""
        await asyncio.to_thread(remove_left_files)
        await self.put_unfinished(ingest)

        async def read(job: Job) -> None:
            ahead = _Ahead(runner, job)
            await _unless_busy(ingest.make_searchable(_version(job), ahead, self._put_embedding))

        async def embed(job: Job) -> None:
            await _unless_busy(ingest.embed(_version(job), _Ahead(runner, job)))

        async def give_up_reading(job: Job) -> None:
            await ingest.give_up(_version(job), self._put_embedding)

        kinds = [
            JobKind(name=READ, work=read, given_up=give_up_reading, lanes=READ_LANES),
            JobKind(
                name=EMBED,
                work=embed,
                given_up=_leave_it,
                lanes=EMBED_LANES,
                attempts_max=EMBED_ATTEMPTS_MAX,
            ),
        ]
        runner = JobRunner(self._queue, kinds)
        await runner.run()

    async def put_unfinished(self, ingest: Ingest) -> None:
        """Put jobs for versions that have none and are not finished: given up, or from before a model came."""
        for version, is_searchable in await ingest.unfinished():
            async with self._database.transaction() as db:
                await self._queue.put_unless_there(db, EMBED if is_searchable else READ, _payload(version))

    async def _put_embedding(self, db: Connection, version: VersionId) -> None:
        await self._queue.put(db, EMBED, _payload(version))


class _Ahead:
    """Tells the runner when a job has done something that no earlier attempt had done."""

    def __init__(self, runner: JobRunner, job: Job) -> None:
        self._runner = runner
        self._job = job
        self._begun_with: dict[State, int] = {}

    async def __call__(self, state: State, done: int, total: int) -> None:
        if total and done > self._begun_with.setdefault(state, done):
            await self._runner.advanced(self._job)


async def _unless_busy(work: Awaitable[None]) -> None:
    try:
        await work
    except VersionBusyError:
        # Whoever is at it may die yet.
        raise PostponedError(BUSY_AGAIN_S) from None


async def _leave_it(job: Job) -> None:
    """It can be found by its words and by what the quick embedder says."""
    log.warning("version.left_without_vectors", version=_version(job))


def _payload(version: VersionId) -> bytes:
    return b"%d" % version


def _version(job: Job) -> VersionId:
    return VersionId(int(job.payload))
