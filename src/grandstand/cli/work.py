"""`grandstand work`: what takes long, beside a running `grandstand up` or on a database alone."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from grandstand.app import patiently
from grandstand.cli.beside import stop_with_parent
from grandstand.cli.instance import check_database_is_there, with_database
from grandstand.kernel.clock import system_clock
from grandstand.kernel.database import Database
from grandstand.kernel.jobs import JobQueue, JobRunner
from grandstand.kernel.migrations import migrate
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging
from grandstand.library import (
    FileReader,
    Ingest,
    Jobs,
    LibraryStorage,
    quick_embedder,
    require_installed,
    thorough_embedder,
)
from grandstand.replay import TakeMaker, TakeRenderer, TakeSender, TakeStorage
from grandstand.services import SCHEMAS, air_targets, session_shelf

NICE = 5
"""How far this process steps back behind those that answer questions."""
STOPS = (signal.SIGINT, signal.SIGTERM)


def work(*, with_parent: int | None = None) -> None:
    """Read what was uploaded to the library, make and send the replays that were asked for, until Ctrl-C.

    `grandstand up` starts one by itself.

    Args:
        with_parent: the process that started this one; stop when it has gone.
    """
    settings = load_settings(os.environ)
    configure_logging(settings.log_format, settings.log_level)
    require_installed()
    check_database_is_there(settings, "there is nothing to do without one")
    if with_parent is not None:
        stop_with_parent(with_parent)
    os.nice(NICE)
    with with_database(settings) as ready:
        asyncio.run(_work_until_told(ready, tell=with_parent is None))


async def _work_until_told(settings: Settings, *, tell: bool) -> None:
    task = asyncio.current_task()
    assert task is not None
    for each in STOPS:
        asyncio.get_running_loop().add_signal_handler(each, task.cancel)
    with suppress(asyncio.CancelledError):
        await patiently(lambda: migrate(settings.database_url, SCHEMAS))
        if tell:
            print("Working. Ctrl-C stops it; what is under way is carried on at the next start.", flush=True)
        async with with_ingest(settings) as (database, ingest), asyncio.TaskGroup() as group:
            group.create_task(patiently(lambda: Jobs(database).run(ingest)))
            group.create_task(patiently(take_runner(settings, database).run))


def take_runner(settings: Settings, database: Database) -> JobRunner:
    """What makes takes here, and sends them."""
    renderer = TakeRenderer(settings.replay_cluster)
    maker = TakeMaker(database, TakeStorage(), system_clock, session_shelf(settings), renderer)
    sender = TakeSender(database, system_clock, air_targets(settings))
    return JobRunner(JobQueue(database), [maker.kind(), sender.kind()])


@asynccontextmanager
async def with_ingest(settings: Settings) -> AsyncIterator[tuple[Database, Ingest]]:
    """What reads files here, on the settings' database; its embedders start when they are needed."""
    async with AsyncExitStack() as stack:
        database = await Database.connect(settings.database_url, connections_max=settings.database_connections)
        stack.push_async_callback(database.close)
        quick, thorough = quick_embedder(), thorough_embedder(settings)
        for each in (quick, thorough):
            if each is not None:
                stack.push_async_callback(each.close)
        yield database, Ingest(database, LibraryStorage(), FileReader(), quick=quick, thorough=thorough)
