"""Hands the messages of a simulated Games to the live part: what is past at once, then each when it is due."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import structlog

from grandstand.demo.games.athletes import chance_of
from grandstand.demo.games.delivery import delivered
from grandstand.demo.games.plan import DAYS
from grandstand.demo.games.simulated import Emitted, SimulatedGames, games_of
from grandstand.kernel.clock import Clock
from grandstand.kernel.errors import DatabaseUnavailable, Overloaded
from grandstand.live import Fate, LiveService

LOOK_AGAIN_S = 30.0
"""A clock may be put forward: it is asked again after so long."""
AGAIN_AFTER_S = 2.0
LATENESS = timedelta(minutes=5)
"""After so long nothing comes in any more that was generated before."""
OPENED_DAYS_AGO = 3
AFTERNOON_H = 13
"""With it every place is at most 13 hours ahead of UTC, or 10 behind."""

log = structlog.get_logger(__name__)


async def play_games(
    live: LiveService,
    games: SimulatedGames,
    *,
    clock: Clock,
    until: datetime | None = None,
    speed: float = 1.0,
    tell: Callable[[Counter[Fate], datetime], None] = lambda *_: None,
) -> Counter[Fate]:
    """What became of the messages, once they are all handed over. What was handed over before is a duplicate.

    It may be cancelled at any time: everything that was acknowledged is stored, and the next call carries on.

    Args:
        live: what takes them in.
        games: what is played.
        clock: now.
        until: messages generated later are not handed over.
        speed: 1 follows the clock, 60 plays an hour a minute from now on, 0 waits for nothing.
        tell: hears what became of each batch, and when its last message was generated.
    """
    counts: Counter[Fate] = Counter()
    pace = _Pace(clock, speed)
    batch: list[Emitted] = []

    async def hand_over() -> None:
        fates = Counter(await _fates(live, batch))
        counts.update(fates)
        tell(fates, batch[-1].at)
        batch.clear()

    for each in _until(games, until):
        if len(batch) == live.messages_at_once or (batch and not pace.is_due(each.at)):
            await hand_over()
        await pace.wait_for(each.at)
        batch.append(each)
    if batch:
        await hand_over()
    return counts


def games_on_now(
    live: LiveService, seed: int, *, clock: Clock, feed_zone: tzinfo = UTC, days: int = DAYS
) -> SimulatedGames:
    """Those of this seed that the log holds, to be carried on; else new ones, which are in full swing now.

    New ones opened three days ago, at a place where it is early afternoon when they are first played: whoever
    starts the demo in the evening or at night sees something live, too.

    Args:
        live: what has taken them in.
        seed: of the Games.
        clock: now.
        feed_zone: what the clock in the headers shows.
        days: how many are held.
    """
    held = [
        each
        for code in sorted(live.competitions, reverse=True)
        if (each := games_of(code, feed_zone=feed_zone, days=days)) is not None and each.seed == seed
    ]
    if held:
        return held[0]
    now = clock().astimezone(UTC)
    zone = timezone(timedelta(hours=AFTERNOON_H - now.hour))
    opens_on = now.date() - timedelta(days=OPENED_DAYS_AGO)
    return SimulatedGames(seed, opens_on, zone=zone, days=days, feed_zone=feed_zone)


def _until(games: SimulatedGames, until: datetime | None) -> Iterator[Emitted]:
    # The holes are filled late rather than never: a page of the demo does not warn of them for ever.
    chance = chance_of(games.seed, "delivery")
    for each in delivered(games.messages(), chance, has_holes=False):
        if until is None or each.at <= until:
            yield each
        elif each.at > until + LATENESS:
            return


async def _fates(live: LiveService, batch: Sequence[Emitted]) -> list[Fate]:
    """The fates; while there is no room or no database, again and again: a message twice does no harm."""
    while True:
        try:
            return [outcome.fate for outcome in await live.receive([each.body for each in batch])]
        except (Overloaded, DatabaseUnavailable) as error:
            log.warning("games.waiting", code=error.code)
            await asyncio.sleep(AGAIN_AFTER_S)


class _Pace:
    """When a message is due: when the clock, as fast as it is to run from now on, has come to it."""

    def __init__(self, clock: Clock, speed: float) -> None:
        assert speed >= 0
        self._clock, self._speed = clock, speed
        self._begun_at = clock()

    def is_due(self, at: datetime) -> bool:
        return self._left_s(at) <= 0

    async def wait_for(self, at: datetime) -> None:
        while (left_s := self._left_s(at)) > 0:  # noqa: ASYNC110 - nobody tells of a clock
            await asyncio.sleep(min(left_s, LOOK_AGAIN_S))

    def _left_s(self, at: datetime) -> float:
        if self._speed == 0:
            return 0.0
        passed = (self._clock() - self._begun_at) * self._speed
        return (at - self._begun_at - passed).total_seconds() / self._speed
