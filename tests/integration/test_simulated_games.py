"""A day of the simulated Games through the live service on a real database, and playing it by the clock."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from pathlib import Path

import pytest

from grandstand.cli.live import ingest_all
from grandstand.cli.simulate_games import simulate, write_messages
from grandstand.demo.games import SimulatedGames, games_on_now, play_games
from grandstand.demo.games.nations import NEUTRAL
from grandstand.kernel.clock import system_clock
from grandstand.kernel.database import Database
from grandstand.kernel.errors import DatabaseUnavailable, RequestInvalid
from grandstand.kernel.migrations import migrate
from grandstand.live import Fate, FeedSettings, LiveService, LiveStorage, Outcome
from grandstand.live.models import Medallists, MedalTable

OPENS_ON = date(2030, 2, 8)
EVENING = datetime(2030, 2, 8, 21, 30, tzinfo=UTC)


class Clock:
    """A clock that goes on by itself, a little with every look."""

    def __init__(self, now: datetime, step: timedelta = timedelta()) -> None:
        self.now, self._step = now, step

    def __call__(self) -> datetime:
        self.now += self._step
        return self.now


@pytest.fixture
async def live(empty_database_url: str) -> AsyncIterator[LiveService]:
    await migrate(empty_database_url, ("grandstand.live",))
    database = await Database.connect(empty_database_url, connections_max=4)
    service = await LiveService.open(database, LiveStorage(), system_clock, FeedSettings())
    yield service
    await service.close()
    await database.close()


async def test_first_day_is_taken_in_and_can_be_asked_for(live: LiveService) -> None:
    games = SimulatedGames(1, OPENS_ON)
    first = await play_games(live, games, clock=Clock(EVENING), until=EVENING)
    assert first[Fate.QUARANTINED] == 0
    assert first[Fate.ACCEPTED] > 600
    assert first[Fate.TEST]
    assert first[Fate.DUPLICATE]
    state = await live.state()
    assert len(state.units) == 623
    assert len(state.participants) > 1500
    statuses = Counter(unit.status for unit in state.units.values())
    assert statuses["FINISHED"] > 20
    assert statuses["SCHEDULED"] > 400
    won = Counter(
        medal.competitor.organisation
        for content in state.documents.values()
        if isinstance(content, Medallists)
        for medal in content.medals
    )
    (table,) = (content for content in state.documents.values() if isinstance(content, MedalTable))
    totals = {line.organisation: line.counts[0].total for line in table.lines}
    assert totals == {nation: count for nation, count in won.items() if nation != NEUTRAL}
    midday = await live.state(EVENING - timedelta(hours=9))
    assert any(unit.status == "RUNNING" for unit in midday.units.values())
    assert state.gaps == []

    again = await play_games(live, games, clock=Clock(EVENING), until=EVENING + timedelta(hours=1))
    assert again[Fate.DUPLICATE] >= first[Fate.ACCEPTED]
    held = games_on_now(live, 1, clock=Clock(EVENING + timedelta(days=40)))
    assert (held.opens_on, held.zone) == (OPENS_ON, UTC)


@pytest.mark.parametrize("hour", [0, 4, 9, 15, 23])
async def test_demo_is_in_full_swing_whatever_the_hour_and_is_carried_on_the_next_day(
    live: LiveService, hour: int
) -> None:
    now = datetime(2030, 2, 11, hour, 40, tzinfo=UTC)
    games = games_on_now(live, 1, clock=Clock(now), days=4)
    assert now.astimezone(games.zone).hour == 13
    assert games.opens_on == OPENS_ON
    messages = list(takewhile(lambda each: each.at <= now, games.messages()))
    # The first of each kind and the last ones tell enough of them.
    await live.receive([each.body for each in (*messages[:150], *messages[-100:])])
    assert any(unit.status == "RUNNING" for unit in (await live.state()).units.values())
    again = games_on_now(live, 1, clock=Clock(now + timedelta(hours=20)), days=4)
    assert again.opens_on == games.opens_on
    assert list(again.messages()) == list(games.messages())
    other = games_on_now(live, 2, clock=Clock(now + timedelta(days=1)))
    assert other.competition != games.competition
    await live.receive([next(other.messages()).body])
    assert games_on_now(live, 1, clock=Clock(now)).competition == games.competition, "still there, if not shown"


async def test_what_is_not_due_is_waited_for_and_a_cancelled_call_carries_on(live: LiveService) -> None:
    games = SimulatedGames(1, OPENS_ON, days=1)
    clock = Clock(datetime(2030, 2, 7, 9, 1, tzinfo=UTC))
    heard: list[datetime] = []
    has_heard = asyncio.Event()

    def tell(_: Counter[Fate], at: datetime) -> None:
        heard.append(at)
        has_heard.set()

    playing = asyncio.create_task(play_games(live, games, clock=clock, tell=tell))
    await asyncio.wait_for(has_heard.wait(), 30)
    await asyncio.sleep(0.1)
    assert not playing.done()
    assert max(heard) <= clock.now
    playing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await playing
    before = len((await live.state()).participants)
    assert before > 1500
    quick = Clock(datetime(2030, 2, 7, 10, tzinfo=UTC), timedelta(milliseconds=50))
    until = datetime(2030, 2, 7, 17, 25, tzinfo=UTC)
    counts = await asyncio.wait_for(play_games(live, games, clock=quick, until=until, speed=100_000), 60)
    assert counts[Fate.ACCEPTED] > 0
    assert counts[Fate.DUPLICATE] > 40


async def test_database_that_is_away_for_a_moment_loses_nothing(
    live: LiveService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grandstand.demo.games.play_live.AGAIN_AFTER_S", 0.01)
    receive, failures = live.receive, [DatabaseUnavailable("away"), DatabaseUnavailable("away")]

    async def failing(bodies: list[bytes]) -> list[Outcome]:
        if failures:
            raise failures.pop()
        return await receive(bodies)

    monkeypatch.setattr(live, "receive", failing)
    until = datetime(2030, 2, 7, 12, tzinfo=UTC)
    games = SimulatedGames(1, OPENS_ON)
    counts = await play_games(live, games, clock=Clock(until), until=until)
    expected = list(takewhile(lambda each: each.at <= until, games.messages()))
    assert counts[Fate.ACCEPTED] == len(expected) > 40


async def test_files_give_the_same_state_as_the_feed(live: LiveService, tmp_path: Path) -> None:
    until = datetime(2030, 2, 8, 11, tzinfo=UTC)
    written = write_messages(SimulatedGames(3, OPENS_ON), tmp_path / "feed", until)
    counts = await ingest_all(live, [tmp_path / "feed"])
    assert counts.total() == written
    assert counts[Fate.QUARANTINED] == 0
    ingested = (await live.state()).documents
    assert (await play_games(live, SimulatedGames(3, OPENS_ON), clock=Clock(until), until=until))[
        Fate.DUPLICATE
    ] > 0
    assert (await live.state()).documents.keys() == ingested.keys()


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"seed": -1}, "--seed"),
        ({"days": 17}, "--days"),
        ({"speed": -1.0}, "--speed"),
        ({"speed": float("nan")}, "--speed"),
        ({"opens": "soon"}, "--opens"),
        ({"until": "2026-02-06"}, "--until"),
    ],
)
def test_option_that_does_not_fit_is_refused_by_name(options: dict[str, object], word: str) -> None:
    with pytest.raises(RequestInvalid, match=word):
        simulate(**options)  # type: ignore[arg-type]  # by name


def test_command_writes_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    simulate(seed=2, opens="2030-02-08", until="2030-02-07T12:00:00+00:00", out=tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names[0] == "000001-DT_PARTIC.xml"
    assert f"{len(names)} messages" in capsys.readouterr().out
