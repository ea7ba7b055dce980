"""A Grandstand of its own for an evaluation: fictional Games on an afternoon, a campaign, the manuals if wanted.

Nothing of the deployment is touched: the database is made for the run, and is gone with it.
"""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from grandstand.app import FOLLOW_AGAIN_S, every
from grandstand.cli.work import with_ingest
from grandstand.demo.evaluation import EVALUATED, document_with_orders, load, participants_with_orders
from grandstand.demo.evaluation.models import QuestionSet
from grandstand.demo.first_evening import prepare_first_evening, staff
from grandstand.demo.games import SimulatedGames, play_games
from grandstand.demo.manuals.first_library import prepare_first_library
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import new_subject_id
from grandstand.kernel.migrations import migrate
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings
from grandstand.kernel.settings import Settings
from grandstand.language.models import Language
from grandstand.library import EVERYONE, Described, Jobs, LibraryStorage, State, in_parts
from grandstand.services import KNOWN_QUESTIONS, SCHEMAS, Services, build_services

AFTERNOON = datetime(2030, 2, 14, 14, 30, tzinfo=UTC)
"""The seventh day: much is over, much is ahead, and something is on."""
OPENS_ON = date(2030, 2, 8)
GAMES_ZONE = timezone(timedelta(hours=1))
GAMES_SEED = 1
MANUALS_READ_S = 600.0
LOOK_AGAIN_S = 0.5


class Stage(NamedTuple):
    """What an evaluation asks.

    Args:
        services: wired on the database of the run.
        viewer: the fan who asks.
        at: now, as long as the run takes.
    """

    services: Services
    viewer: Principal
    at: datetime


@contextmanager
def instance_for_a_run(settings: Settings) -> Iterator[Settings]:
    """The settings with an embedded PostgreSQL and a data directory of the run's own, and no language model.

    What was made of the known questions is the deployment's: it takes longer than many a run.
    """
    # Not a closed folder: the server may run as another user, who has to pass through.
    folder = Path(tempfile.mkdtemp(prefix="grandstand-eval-"))
    folder.chmod(0o755)
    try:
        (folder / "data").mkdir()
        known = settings.data_dir.absolute() / KNOWN_QUESTIONS
        known.mkdir(parents=True, exist_ok=True)
        (folder / "data" / KNOWN_QUESTIONS).symlink_to(known)
        with EmbeddedPostgres(PostgresSettings(folder / "data")) as server:
            yield replace(settings, data_dir=folder / "data", database_url=server.dsn, model_url="")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def staged(
    settings: Settings, *, manuals: bool, tell: Callable[[str], None] = lambda _: None
) -> AsyncIterator[Stage]:
    """The wired services, once everything is there.

    Args:
        settings: of the deployment, with the address of the run's own database.
        manuals: whether the manuals are read; they take longest.
        tell: hears what is being done.

    Raises:
        NotInstalled: the manuals are wanted, and what reads them is missing.
    """
    await migrate(settings.database_url, SCHEMAS)
    async with AsyncExitStack() as stack:
        services = await build_services(settings, lambda: AFTERNOON)
        stack.push_async_callback(services.close)
        await services.keys.ensure_key()
        await services.tokens.refresh()
        await prepare_first_evening(services.campaign, staff(Role.OPERATOR, services.tokens))
        tell("Playing the Games")
        await _play(services)
        for work in (
            every(FOLLOW_AGAIN_S, services.asking.follow, at_once=True),
            services.understanding.run(services.database, LibraryStorage()),
        ):
            stack.push_async_callback(_ended, asyncio.create_task(work))
        if manuals:
            tell("Reading the manuals")
            await _read_manuals(services, settings)
        tell("Asking")
        fan = Principal(new_subject_id(), Role.FAN, None, services.tokens.expiry())
        yield Stage(services, fan, AFTERNOON)


async def _play(services: Services) -> None:
    """Everything that was told until now, and people whose names give orders."""
    games = SimulatedGames(GAMES_SEED, OPENS_ON, zone=GAMES_ZONE)
    await services.live.catch_up()
    await play_games(services.live, games, clock=lambda: AFTERNOON, until=AFTERNOON, speed=0)
    await services.live.receive([participants_with_orders(_sets(), games.competition, AFTERNOON)])
    await services.live.catch_up()


def _sets() -> list[QuestionSet]:
    return [load(language) for language in EVALUATED]


async def _read_manuals(services: Services, settings: Settings) -> None:
    operator = staff(Role.OPERATOR, services.tokens)
    await prepare_first_library(services.library, services.uploads, services.tokens, operator)
    await _put_orders(services, operator)
    async with with_ingest(settings) as (database, ingest):
        reading = asyncio.create_task(Jobs(database).run(ingest))
        try:
            async with asyncio.timeout(MANUALS_READ_S):
                while not await _is_read(services, operator):  # noqa: ASYNC110 - another task reads
                    await asyncio.sleep(LOOK_AGAIN_S)
        finally:
            await _ended(reading)


async def _put_orders(services: Services, operator: Principal) -> None:
    """A document for everybody whose sentences give orders."""

    async def pieces() -> AsyncIterator[bytes]:
        yield document_with_orders(_sets()).encode()

    shelf = await services.library.create_collection(operator, "Notices")
    await services.library.change_collection(operator, shelf.id, grants=[EVERYONE])
    described = Described(name="notices.md", title="Notices", label="1", dated=OPENS_ON, language=Language("en"))
    await services.uploads.take_in(operator, shelf.id, described, in_parts(pieces()))


async def _is_read(services: Services, operator: Principal) -> bool:
    """Whether every version can be found; its second vectors may come later."""
    states = [
        version.state
        for collection in await services.library.collections(operator)
        async for page in services.library.all_documents(operator, collection.id)
        for document in page
        for version in document.versions
    ]
    return bool(states) and all(each in {State.SEARCHABLE, State.COMPLETE, State.REFUSED} for each in states)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
