"""`grandstand live simulate`: a fictional winter Games, as if its feed were connected."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from grandstand.cli.acting import on_services, progress, time_of
from grandstand.demo.games import SimulatedGames, delivered, games_on_now, play_games
from grandstand.demo.games.athletes import chance_of
from grandstand.demo.games.plan import DAYS
from grandstand.demo.games.play_live import OPENED_DAYS_AGO
from grandstand.demo.games.simulated import SEED_MAX, Emitted
from grandstand.kernel.clock import system_clock
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.settings import load_settings
from grandstand.live import Fate
from grandstand.services import Services, feed_settings

SPEED_MAX = 100_000.0
TYPE = re.compile(rb'DocumentType="(\w+)"')


def simulate(
    *,
    seed: int = 1,
    days: int = DAYS,
    opens: str | None = None,
    speed: float = 1.0,
    until: str | None = None,
    out: Annotated[Path | None, Parameter(negative=())] = None,
) -> None:
    """Play a fictional winter Games: what is past at once, then as it happens; Ctrl-C stops, the same carries on.

    Args:
        seed: other Games for another one.
        days: how many days are held, 1 to 16.
        opens: the first day like 2026-02-06; three days ago, or that of the Games of this seed which are there.
        speed: 1 follows the clock, 60 plays an hour a minute from now on, 0 plays everything at once.
        until: leave out what is generated after this time.
        out: write the messages into this folder instead, one file each.
    """
    _check(seed, days, speed)
    last = time_of(until, "--until") if until is not None else None
    zone = feed_settings(load_settings(os.environ)).zone

    def opening_on(day: date) -> SimulatedGames:
        return SimulatedGames(seed, day, zone=zone, days=days, feed_zone=zone)

    named = opening_on(_day(opens)) if opens is not None else None
    if out is not None:
        games = named or opening_on(system_clock().date() - timedelta(days=OPENED_DAYS_AGO))
        print(f"{write_messages(games, out, last):,} messages in {str(out)!r}.")
        return
    counts: Counter[Fate] = Counter()

    async def work(services: Services) -> None:
        await services.live.catch_up()
        live = services.live
        games = named or games_on_now(live, seed, clock=system_clock, feed_zone=zone, days=days)
        print(f"The Games of seed {seed} opened on {games.opens_on}.", flush=True)
        await play_games(live, games, clock=system_clock, until=last, speed=speed, tell=tell)

    with progress() as bar:
        task = bar.add_task("Playing the Games", total=None)

        def tell(fates: Counter[Fate], at: datetime) -> None:
            counts.update(fates)
            bar.update(task, description=f"{counts.total():,} messages, {at:%d %b %H:%M} UTC")

        try:
            on_services(work)
        except KeyboardInterrupt:
            bar.console.print("Stopped; the same command carries on.")
    told = ", ".join(f"{counts[fate]:,} {fate.value}" for fate in Fate)
    print(f"{counts.total():,} messages: {told}.")


def write_messages(games: SimulatedGames, folder: Path, until: datetime | None = None) -> int:
    """How many files were written, in the order of delivery: doubles, tests and all."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    for number, each in enumerate(_until(games, until), start=1):
        found = TYPE.search(each.body)
        assert found is not None
        (folder / f"{number:06}-{found[1].decode()}.xml").write_bytes(each.body)
    return number


def _until(games: SimulatedGames, until: datetime | None) -> Iterator[Emitted]:
    for each in delivered(games.messages(), chance_of(games.seed, "delivery")):
        if until is None or each.at <= until:
            yield each


def _check(seed: int, days: int, speed: float) -> None:
    if not 0 <= seed <= SEED_MAX:
        raise RequestInvalid(f"--seed is 0 to {SEED_MAX}, got {seed!r}.")
    if not 1 <= days <= DAYS:
        raise RequestInvalid(f"--days is 1 to {DAYS}, got {days!r}.")
    if not 0 <= speed <= SPEED_MAX:
        raise RequestInvalid(f"--speed is 0 to {SPEED_MAX:.0f}, got {speed!r}.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RequestInvalid(f"--opens is a day like '2026-02-06', got {text!r}.") from None
