"""kill -9 in the middle of a crowd, and an orderly stop: what was acknowledged is there, once."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from grandstand.app import Services
from grandstand.campaign import audit_faults
from grandstand.demo.crowd import Crowd, Fan, Share, Tally
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id
from serving import Serving

FANS = 6000
SHARES = 5000
TOTAL_MINOR = SHARES * 37 + 11
ARRIVALS_S = 8.0


@pytest.fixture
def serving() -> Iterator[Serving]:
    with Serving(demo=False, environment={"GRANDSTAND_WORKERS": "2"}) as running:
        yield running


def processes_of(data_dir: Path) -> list[int]:
    """Every PostgreSQL process on this data directory: the postmaster and its children."""
    postmaster = int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return [postmaster, *(int(child) for child in children)]


def kill(processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


async def held(services: Services, pool: int) -> tuple[dict[SubjectId, Share], list[str]]:
    """What every fan holds by the database, and the faults of the books."""
    auditor = Principal(new_subject_id(), Role.AUDITOR, None, services.tokens.expiry())
    claims = {
        fan: Share(claim.share, claim.amount_minor)
        async for fan, claim in services.campaign.claims(auditor, PoolId(pool))
    }
    return claims, audit_faults(await services.campaign.audit(PoolId(pool)))


def test_killed_servers_and_databases_lose_nothing_and_give_nothing_twice(serving: Serving) -> None:
    with serving.client(Role.OPERATOR) as operator:
        pool = serving.new_pool(operator, shares=SHARES, total_minor=TOTAL_MINOR, lanes=2)
    subjects = [new_subject_id() for _ in range(FANS)]
    fans = {
        subject: Fan(token) for subject, token in zip(subjects, serving.tokens(Role.FAN, subjects), strict=True)
    }

    async def disturb() -> None:
        """Kill a server process, all of PostgreSQL, and each of them again."""
        for _ in range(2):
            await asyncio.sleep(ARRIVALS_S / 5)
            kill(serving.server_processes()[:1])
            await asyncio.sleep(ARRIVALS_S / 5)
            kill(processes_of(serving.settings.data_dir))

    async def night() -> Tally:
        crowd = Crowd("127.0.0.1", serving.port, pool, "launch")
        await crowd.connect(64)
        disturbance = asyncio.create_task(disturb())
        arrivals = list(fans.values())
        tally = await crowd.arrive(arrivals, lambda progress: progress, ARRIVALS_S, retry=True)
        await disturbance
        crowd.close()
        return tally

    tally = asyncio.run(night())
    # What was acknowledged is fixed before the database is read, so a late commit cannot hide a loss.
    acknowledged = {subject: set(fan.shares) for subject, fan in fans.items() if fan.shares}
    database, faults = serving.with_services(lambda services: held(services, pool))
    assert tally.retried > 0, "nothing was disturbed"
    assert tally.lost == 0
    assert {status for status in tally.statuses if status not in {200, 410}} == set()
    assert all(len(shares) == 1 for shares in acknowledged.values()), "a share changed on retry"
    assert all(database.get(subject) in shares for subject, shares in acknowledged.items()), "lost"
    assert faults == []
    assert len(database) == SHARES, "not sold out"
    assert sum(share.amount_minor for share in database.values()) == TOTAL_MINOR


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
        arrivals = asyncio.create_task(
            crowd.arrive(list(fans.values()), lambda progress: progress, 4.0, retry=False)
        )
        await asyncio.sleep(1.5)
        assert serving.process is not None
        serving.process.send_signal(signal.SIGTERM)
        await asyncio.sleep(2)
        crowd.close()
        arrivals.cancel()
        await asyncio.gather(arrivals, return_exceptions=True)

    asyncio.run(stop_in_the_middle())
    assert serving.stop() == 0
    assert "panic" not in serving.log()
    acknowledged = {subject: fan.shares[0] for subject, fan in fans.items() if fan.shares}
    database, faults = serving.with_services(lambda services: held(services, pool))
    assert len(acknowledged) > 100
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
    assert serving.process.wait(8) == 0
