"""What the demo does beside the server: the fictional Games are played, a first replay is made."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeAlias

import structlog

from grandstand.cli.instance import with_services
from grandstand.demo.first_evening import staff
from grandstand.demo.first_replay import prepare_first_replay
from grandstand.demo.games import games_on_now, play_games
from grandstand.kernel.auth import Role
from grandstand.kernel.clock import system_clock
from grandstand.kernel.settings import Settings
from grandstand.replay import ReplayError
from grandstand.services import Services, feed_settings, session_folder

SEED = 1
AGAIN_S = 5.0

Play: TypeAlias = Callable[[Services, Settings], Awaitable[None]]

log = structlog.get_logger(__name__)


@contextmanager
def playing_beside(settings: Settings, play: Play, *, wanted: bool) -> Iterator[None]:
    """`play` as long as the block runs, in a thread of this process, which has nothing else to do.

    What fails is begun again after a while.
    """
    if not wanted:
        yield
        return
    playing = _Playing(settings, play)
    thread = threading.Thread(target=playing.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        playing.stop()
        thread.join()


class _Playing:
    """The thread's event loop, and how to end it from outside."""

    def __init__(self, settings: Settings, play: Play) -> None:
        self._settings = settings
        self._play = play
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(self._again_and_again())

    def run(self) -> None:
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)
        self._loop.close()

    def stop(self) -> None:
        with suppress(RuntimeError):  # it has ended by itself
            self._loop.call_soon_threadsafe(self._task.cancel)

    async def _again_and_again(self) -> None:
        while True:
            try:
                async with with_services(self._settings) as services:
                    await self._play(services, self._settings)
            except Exception:
                log.exception("demo.failed", what=self._play.__name__)
            else:
                return
            await asyncio.sleep(AGAIN_S)


async def games(services: Services, settings: Settings) -> None:
    """Play the demo's Games to their end; those that the log holds already are carried on."""
    await services.live.catch_up()
    zone = feed_settings(settings).zone
    played = games_on_now(services.live, SEED, clock=system_clock, feed_zone=zone)
    await play_games(services.live, played, clock=system_clock)


async def first_replay(services: Services, settings: Settings) -> None:
    """Have the demo's first replay made; a machine that cannot make it goes without."""
    operator = staff(Role.REPLAY, services.tokens)
    try:
        await prepare_first_replay(services.takes, operator, session_folder(settings))
    except ReplayError as error:
        log.warning("demo.no_replay", reason=str(error))
