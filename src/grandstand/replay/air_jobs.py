"""Takes on air as jobs: sent once by whichever process works, never begun again by themselves.

A replay that starts once more while the gallery shows something else is worse than one that has ended: where a
worker dies in the middle, the next one says so and sends nothing. Nor is anything sent that had to wait for long.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog

from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import DatabaseUnavailable, GrandstandError
from grandstand.kernel.jobs import Job, JobKind, JobQueue
from grandstand.replay.air_sender import AirStoppedError, OnAirProgress, send_clip
from grandstand.replay.air_storage import AirStorage
from grandstand.replay.airing import TAKEN_UP_TIMEOUT_S, Airing, AiringId, AirState, AirTarget, target_named
from grandstand.replay.errors import AirBroken
from grandstand.replay.meanwhile import told_meanwhile
from grandstand.replay.storage import TakeStorage

KIND = "replay.air"
LANES = 4
"""Targets that one process sends to at the same time."""
ATTEMPTS_MAX = 2
TELL_S = 0.3
ENDED_WORKER = "The worker that sent it has ended; it is not begun again by itself."
NO_WORKER = "No worker was there in time; `grandstand work` sends what goes on air."

log = structlog.get_logger(__name__)


async def put_airing(queue: JobQueue, db: Connection, airing: AiringId) -> None:
    """Have a take sent once the caller's transaction is committed."""
    await queue.put(db, KIND, b"%d" % airing)


class TakeSender:
    """Sends takes.

    Args:
        targets: where to, by name.
    """

    def __init__(self, database: Database, clock: Clock, targets: Sequence[AirTarget]) -> None:
        self._database = database
        self._storage = AirStorage()
        self._takes = TakeStorage()
        self._clock = clock
        self._targets = targets

    def kind(self) -> JobKind:
        """The job's kind, for a JobRunner."""
        return JobKind(name=KIND, work=self._work, given_up=self._give_up, lanes=LANES, attempts_max=ATTEMPTS_MAX)

    async def _work(self, job: Job) -> None:
        await self.send(AiringId(int(job.payload)))

    async def _give_up(self, job: Job) -> None:
        await self._fail(AiringId(int(job.payload)), AirBroken(ENDED_WORKER))

    async def send(self, airing: AiringId) -> None:
        """Send it, once; nothing where it has been begun before, was stopped, or waited for too long."""
        try:
            begun = await self._begin(airing)
            if begun is None:
                return
            log.info("air.begun", airing=airing, take=begun.take, target=begun.target)
            address = target_named(self._targets, begun.target).address
            with tempfile.TemporaryDirectory(prefix="grandstand-air-") as folder:
                clip = Path(folder) / begun.clip.file
                await self._fetch(begun, clip)
                pictures = await self._sent(begun, clip, address)
        except AirStoppedError:
            log.info("air.stopped", airing=airing)
        except DatabaseUnavailable:
            # The job comes again, and then says what had become of it.
            raise
        except GrandstandError as error:
            await self._fail(airing, error)
        except asyncio.CancelledError:
            with suppress(DatabaseUnavailable):
                await self._fail(airing, AirBroken(ENDED_WORKER))
            raise
        else:
            async with self._database.transaction() as db:
                await self._storage.complete(db, airing, self._clock())
            log.info("air.sent", airing=airing, pictures=pictures)

    async def _begin(self, airing: AiringId) -> Airing | None:
        """What is to be sent now.

        Raises:
            AirBroken: somebody had begun it already, or it has waited too long.
        """
        now = self._clock()
        async with self._database.transaction() as db:
            known = await self._storage.lock(db, airing)
            if known is None or known.state not in {AirState.WAITING, AirState.ON_AIR}:
                return None
            if known.state is AirState.ON_AIR:
                raise AirBroken(ENDED_WORKER)
            if now - known.asked_at > timedelta(seconds=TAKEN_UP_TIMEOUT_S):
                raise AirBroken(NO_WORKER)
            await self._storage.begin(db, airing, now)
        return known

    async def _fetch(self, airing: Airing, path: Path) -> None:
        number = 0
        while True:
            async with self._database.connection() as db:
                part = await self._takes.file_part(db, airing.take, airing.clip.file, number)
            if part is None:
                return
            with path.open("ab") as file:
                file.write(part)
            number += 1

    async def _sent(self, airing: Airing, clip: Path, address: str) -> int:
        """How many pictures were sent, while whoever watches is told, and may stop it."""
        progress = OnAirProgress()
        work = partial(send_clip, clip, address, airing.times, progress)
        return await told_meanwhile(work, partial(self._tell, airing.id, progress), progress.stop, TELL_S)

    async def _tell(self, airing: AiringId, progress: OnAirProgress) -> None:
        # What is on air stays there while the database is away.
        with suppress(DatabaseUnavailable):
            async with self._database.connection() as db:
                if not await self._storage.tell(db, airing, progress.part):
                    progress.stop()

    async def _fail(self, airing: AiringId, error: GrandstandError) -> None:
        async with self._database.transaction() as db:
            await self._storage.fail(db, airing, error.code, str(error), self._clock())
        log.info("air.failed", airing=airing, code=error.code)
