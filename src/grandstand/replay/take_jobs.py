"""Takes as jobs: made by whichever process works, begun again where it dies, stopped where nobody waits."""

import asyncio
import tempfile
from functools import partial
from pathlib import Path

import structlog

from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import DatabaseUnavailable, GrandstandError, InternalError
from grandstand.kernel.jobs import Job, JobKind, JobQueue
from grandstand.replay.errors import TakesFull
from grandstand.replay.making import Progress, Renderer, TakeStoppedError
from grandstand.replay.meanwhile import told_meanwhile
from grandstand.replay.session_shelf import SessionShelf
from grandstand.replay.storage import TakeStorage
from grandstand.replay.takes import TAKE_FILE_BYTES_MAX, Order, Provenance, TakeId

KIND = "replay.take"
LANES = 1
"""A take uses all processors that it may."""
ATTEMPTS_MAX = 3
TELL_S = 0.3
"""How often whoever waits is told, and whether anybody still waits is asked."""

log = structlog.get_logger(__name__)


async def put_take(queue: JobQueue, db: Connection, take: TakeId) -> None:
    """Have a take made once the caller's transaction is committed."""
    await queue.put(db, KIND, b"%d" % take)


class TakeMaker:
    """Makes takes.

    Args:
        render: what makes the files.
    """

    def __init__(
        self, database: Database, storage: TakeStorage, clock: Clock, shelf: SessionShelf, render: Renderer
    ) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock
        self._shelf = shelf
        self._render = render

    def kind(self) -> JobKind:
        """The job's kind, for a JobRunner."""
        return JobKind(name=KIND, work=self._work, given_up=self._give_up, lanes=LANES, attempts_max=ATTEMPTS_MAX)

    async def _work(self, job: Job) -> None:
        await self.make(TakeId(int(job.payload)))

    async def _give_up(self, job: Job) -> None:
        take = TakeId(int(job.payload))
        await self._fail(take, InternalError(f"Making it failed {ATTEMPTS_MAX} times; the log says why."))

    async def make(self, take: TakeId) -> None:
        """Make a take, from its beginning; nothing where it was cancelled or has ended."""
        async with self._database.transaction() as db:
            order = await self._storage.begin(db, take, self._clock())
            await self._storage.delete_files(db, take)
        if order is None:
            return
        log.info("take.begun", take=take)
        try:
            with tempfile.TemporaryDirectory(prefix="grandstand-take-") as folder:
                provenance = await self._rendered(take, order, Path(folder))
        except TakeStoppedError:
            await self._forget(take)
        except DatabaseUnavailable:
            # It is not the take's fault: the job comes again.
            raise
        except GrandstandError as error:
            await self._fail(take, error)
        else:
            async with self._database.transaction() as db:
                await self._storage.complete(db, take, provenance, self._clock())
            log.info("take.made", take=take)

    async def _rendered(self, take: TakeId, order: Order, folder: Path) -> Provenance:
        """What the renderer says, while what it hands over is stored and whoever waits is told."""
        progress = Progress()
        work = partial(self._make_files, order, folder, progress)
        made = await told_meanwhile(work, partial(self._tell, take, progress), progress.stop, TELL_S)
        await self._store(take, progress)
        return made

    def _make_files(self, order: Order, folder: Path, progress: Progress) -> Provenance:
        return self._render(order, self._shelf.open(order.session), folder, progress)

    async def _tell(self, take: TakeId, progress: Progress) -> None:
        step, part = progress.now
        async with self._database.connection() as db:
            if not await self._storage.tell_progress(db, take, step, part):
                progress.stop()
                return
        await self._store(take, progress)

    async def _store(self, take: TakeId, progress: Progress) -> None:
        for path in progress.take_ready():
            body = await asyncio.to_thread(path.read_bytes)
            if len(body) > TAKE_FILE_BYTES_MAX:
                raise TakesFull(
                    f"{path.name} has {len(body)} bytes, at most {TAKE_FILE_BYTES_MAX} are kept. "
                    "Ask for fewer pictures."
                )
            async with self._database.transaction() as db:
                if not await self._storage.write_file(db, take, path.name, body):
                    progress.stop()

    async def _fail(self, take: TakeId, error: GrandstandError) -> None:
        async with self._database.transaction() as db:
            await self._storage.fail(db, take, error.code, str(error), self._clock())
            await self._storage.delete_files(db, take)
        log.info("take.failed", take=take, code=error.code)

    async def _forget(self, take: TakeId) -> None:
        async with self._database.transaction() as db:
            await self._storage.delete_files(db, take)
        log.info("take.stopped", take=take)
