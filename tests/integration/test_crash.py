"""kill -9 in the middle of a crowd, and an orderly stop: what was acknowledged is there, once."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from grandstand.demo.crowd import Crowd, Fan, Tally
from grandstand.kernel.auth import Role
from grandstand.kernel.ids import new_subject_id
from serving import STOP_TIMEOUT_S, Serving, children_of, command_of, held, until

FANS = 6000
SHARES = 5000
TOTAL_MINOR = SHARES * 37 + 11
ARRIVALS_S = 8.0
KILLS = 4

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def stage() -> Iterator[Serving]:
    with Serving(demo=False, environment={"GRANDSTAND_WORKERS": "2"}) as running:
        yield running


@pytest.fixture
def serving(stage: Serving) -> Serving:
    """One that runs: another test may have stopped it."""
    assert stage.process is not None
    if stage.process.poll() is not None:
        stage.start()
    return stage


def kill(processes: list[int]) -> None:
    assert processes, "nobody to kill"
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def test_killed_servers_and_databases_lose_nothing_and_give_nothing_twice(serving: Serving) -> None:
    with serving.client(Role.OPERATOR) as operator:
        pool = serving.new_pool(operator, shares=SHARES, total_minor=TOTAL_MINOR, lanes=2)
    subjects = [new_subject_id() for _ in range(FANS)]
    fans = {
        subject: Fan(token) for subject, token in zip(subjects, serving.tokens(Role.FAN, subjects), strict=True)
    }

    killed = 0

    async def disturb() -> None:
        """Kill a server process, all of PostgreSQL, and each of them again, once claims can be served."""
        nonlocal killed
        began_s = time.monotonic()
        for victims in (serving.server_processes, serving.postgres_processes) * (KILLS // 2):
            await asyncio.sleep(began_s + (killed + 1) * ARRIVALS_S / (KILLS + 1) - time.monotonic())
            await until(serving.is_ready)
            kill(victims()[:1] if victims == serving.server_processes else victims())
            killed += 1

    def arrived(progress: float) -> float:
        """Evenly; where a machine is slow to recover, some of the fans wait until the next kill has been made."""
        return min(progress, (killed + 1) / (KILLS + 1))

    async def night() -> Tally:
        crowd = Crowd("127.0.0.1", serving.port, pool, "launch")
        await crowd.connect(64)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(disturb())
            arrivals = tasks.create_task(crowd.arrive(list(fans.values()), arrived, ARRIVALS_S, retry=True))
        crowd.close()
        return arrivals.result()

    tally = asyncio.run(night())
    # What was acknowledged is fixed before the database is read, so a late commit cannot hide a loss.
    acknowledged = {subject: set(fan.shares) for subject, fan in fans.items() if fan.shares}
    database, faults = serving.with_services(lambda services: held(services, pool))
    assert tally.retried > 0, "nothing was disturbed"
    assert tally.lost == 0
    assert tally.statuses == {200: SHARES, 410: FANS - SHARES}, serving.log()
    assert all(len(shares) == 1 for shares in acknowledged.values()), "a share changed on retry"
    assert all(database.get(subject) in shares for subject, shares in acknowledged.items()), "lost"
    assert faults == []
    assert len(database) == SHARES, "not sold out"
    assert sum(share.amount_minor for share in database.values()) == TOTAL_MINOR


def test_the_arithmetic_of_a_server_process_takes_one_processor(serving: Serving) -> None:
    """There is a process for each; with more threads they wait for each other: fewer answers a second."""
    assert serving.process is not None
    spawned = [each for each in children_of(serving.process.pid) if b"spawn_main" in command_of(each)]
    environments = [Path(f"/proc/{each}/environ").read_bytes().split(b"\0") for each in spawned]
    assert len(environments) == 2
    assert all(b"OPENBLAS_NUM_THREADS=1" in each for each in environments)


def test_a_server_process_that_starts_while_the_database_is_away_waits_for_it(serving: Serving) -> None:
    socket = serving.settings.data_dir / "run" / ".s.PGSQL.5432"
    away = socket.with_name("away")
    first, second = serving.server_processes()
    before = serving.log().count("process.waits_for_database")

    def waits() -> bool:
        assert serving.process is not None
        assert serving.process.poll() is None, serving.log()
        return serving.log().count("process.waits_for_database") >= before + 3

    # Nobody can connect now; who is connected goes on, so nobody starts the database again.
    socket.rename(away)
    try:
        kill([first])
        asyncio.run(until(waits))
    finally:
        away.rename(socket)
    (waiting,) = set(serving.server_processes()) - {second}
    kill([second])
    asyncio.run(until(serving.is_ready))
    assert waiting in serving.server_processes()


def test_a_stopping_server_answers_what_it_has_accepted(serving: Serving) -> None:
    with serving.client(Role.OPERATOR) as operator:
        pool = serving.new_pool(operator, shares=100_000, total_minor=10_000_000)
    subjects = [new_subject_id() for _ in range(4000)]
    fans = {
        subject: Fan(token) for subject, token in zip(subjects, serving.tokens(Role.FAN, subjects), strict=True)
    }

    async def stop_in_the_middle() -> None:
        crowd = Crowd("127.0.0.1", serving.port, pool, "launch")
        await crowd.connect(100)
        # They come all at once, so that many have been accepted and not answered when the signal comes.
        arrivals = asyncio.create_task(crowd.arrive(list(fans.values()), lambda _: 1.0, 4.0, retry=False))
        await until(lambda: sum(bool(fan.shares) for fan in fans.values()) > 500)
        assert serving.process is not None
        serving.process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(serving.process.wait, STOP_TIMEOUT_S)
        # Whatever it sent is here by now; the loop reads it before this time is over.
        await asyncio.sleep(0.2)
        crowd.close()
        arrivals.cancel()
        await asyncio.gather(arrivals, return_exceptions=True)

    asyncio.run(stop_in_the_middle())
    assert serving.stop() == 0
    assert "panic" not in serving.log()
    acknowledged = {subject: fan.shares[0] for subject, fan in fans.items() if fan.shares}
    database, faults = serving.with_services(lambda services: held(services, pool))
    assert 500 < len(acknowledged) < len(fans)
    assert acknowledged == database
    assert faults == []


def test_an_open_stream_does_not_hold_up_the_stop(serving: Serving) -> None:
    with serving.client(Role.OPERATOR) as operator:
        pool = serving.new_pool(operator)
        with operator.stream("GET", f"/v1/pools/{pool}/burn-down/events") as events:
            lines = events.iter_lines()
            next(lines)
            assert serving.process is not None
            serving.process.send_signal(signal.SIGTERM)
            with suppress(httpx.RemoteProtocolError):
                list(lines)
    assert serving.process.wait(STOP_TIMEOUT_S) == 0
    assert "refused to gracefully stop" not in serving.log(), "the stream had to be cut"
