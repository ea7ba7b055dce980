"""The fictional Games of the demo, played beside the server: what is past at once, then as it happens."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog

from grandstand.cli.instance import with_services
from grandstand.demo.games import games_on_now, play_games
from grandstand.kernel.clock import system_clock
from grandstand.kernel.settings import Settings
from grandstand.services import Services, feed_settings

SEED = 1
AGAIN_S = 5.0

log = structlog.get_logger(__name__)


@contextmanager
def games_beside(settings: Settings, *, wanted: bool) -> Iterator[None]:
    """The Games as long as the block runs, in a thread of this process, which has nothing else to do."""
    if not wanted:
        yield
        return
    playing = _Playing(settings)
    thread = threading.Thread(target=playing.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        playing.stop()
        thread.join()


class _Playing:
    """The thread's event loop, and how to end it from outside."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(self._play())

    def run(self) -> None:
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)
        self._loop.close()

    def stop(self) -> None:
        with suppress(RuntimeError):  # it has ended by itself
            self._loop.call_soon_threadsafe(self._task.cancel)

    async def _play(self) -> None:
        while True:
            try:
                async with with_services(self._settings) as services:
                    await play(services, self._settings)
            except Exception:
                log.exception("games.failed")
            else:
                return
            await asyncio.sleep(AGAIN_S)


async def play(services: Services, settings: Settings) -> None:
    """Play the demo's Games to their end; those that the log holds already are carried on."""
    await services.live.catch_up()
    zone = feed_settings(settings).zone
    games = games_on_now(services.live, SEED, clock=system_clock, feed_zone=zone)
    await play_games(services.live, games, clock=system_clock)
