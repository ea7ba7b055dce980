"""A standby by PostgreSQL's own replication: what was acknowledged survives the machine that acknowledged it."""

import asyncio
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace

import httpx
import pytest

from folders import open_folder
from grandstand.demo.crowd import Crowd, Fan, Tally
from grandstand.kernel.auth import Role
from grandstand.kernel.ids import new_subject_id
from postgres_server import NAME, PostgresServer
from serving import Serving, held, until

FANS = 3000
SHARES = 2500
TOTAL_MINOR = SHARES * 41 + 7
ARRIVALS_S = 8.0
KILL_AFTER_S = 2.0
PROMOTE_AFTER_S = 1.0
OTHERS = 8

pytestmark = pytest.mark.timeout(400)


@dataclass(frozen=True, slots=True)
class Pair:
    primary: PostgresServer
    standby: PostgresServer
    serving: Serving


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Grandstand on two servers, of which one follows the other and has what is acknowledged."""
    folder = open_folder("gs-pair-")
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        primary = stack.enter_context(PostgresServer(folder, "first"))
        standby = stack.enter_context(PostgresServer(folder, "second"))
        primary.create()
        standby.follow(primary)
        primary.ask("alter system set synchronous_standby_names = 'second'")
        primary.ask("select pg_reload_conf()")
        asyncio.run(until(lambda: primary.ask("select sync_state from pg_stat_replication") == "sync"))
        # The dead one stays in the address, and comes first.
        url = f"postgresql://{NAME}@{primary.address},{standby.address}/{NAME}?target_session_attrs=read-write"
        serving = Serving(demo=False, environment={"GRANDSTAND_DATABASE_URL": url, "GRANDSTAND_WORKERS": "2"})
        serving.settings = replace(serving.settings, database_url=url)
        stack.enter_context(serving)
        yield Pair(primary, standby, serving)


def test_promoted_standby_has_everything_that_was_acknowledged(
    pair: Pair, record_property: Callable[[str, object], None]
) -> None:
    serving = pair.serving
    with serving.client(Role.OPERATOR) as operator:
        pool = serving.new_pool(operator, shares=SHARES, total_minor=TOTAL_MINOR, lanes=2)
    subjects = [new_subject_id() for _ in range(FANS)]
    tokens = serving.tokens(Role.FAN, subjects)
    fans = {subject: Fan(token) for subject, token in zip(subjects, tokens, strict=True)}
    killed_s = promoted_s = 0.0
    seen: list[tuple[float, int]] = []

    async def disturb() -> None:
        nonlocal killed_s, promoted_s
        await asyncio.sleep(KILL_AFTER_S)
        killed_s = time.monotonic()
        pair.primary.kill()
        await asyncio.sleep(PROMOTE_AFTER_S)
        await asyncio.to_thread(pair.standby.promote)
        promoted_s = time.monotonic()

    async def watch(tasks: "list[asyncio.Task[Tally]]") -> None:
        """What somebody sees who asks again and again: her share, from one server or the other."""
        async with httpx.AsyncClient(base_url=serving.url, timeout=60) as client:
            while not tasks[0].done():
                headers = {"authorization": f"Bearer {tokens[0]}"}
                answer = await client.post(
                    f"/v1/pools/{pool}/claims", json={"occasion": "launch"}, headers=headers
                )
                seen.append((time.monotonic(), answer.status_code))
                await asyncio.sleep(0.25)

    async def night() -> Tally:
        crowd = Crowd("127.0.0.1", serving.port, pool, "launch")
        await crowd.connect(64)
        async with asyncio.TaskGroup() as tasks:
            arrivals = tasks.create_task(
                crowd.arrive(list(fans.values()), lambda progress: min(progress, 1.0), ARRIVALS_S, retry=True)
            )
            tasks.create_task(disturb())
            tasks.create_task(watch([arrivals]))
        crowd.close()
        return arrivals.result()

    tally = asyncio.run(night())
    acknowledged = {subject: set(fan.shares) for subject, fan in fans.items() if fan.shares}
    database, faults = serving.with_services(lambda services: held(services, pool))
    back_s = min(at for at, status in seen if status == 200 and at > killed_s) - killed_s
    between = Counter(status for at, status in seen if status != 200)
    record_property("promoted_after_s", round(promoted_s - killed_s, 2))
    record_property("served_after_s", round(back_s, 2))
    assert tally.retried > 0, "nothing was disturbed"
    assert tally.lost == 0
    assert tally.statuses == {200: SHARES, 410: FANS - SHARES}, serving.log()
    assert set(between) <= {503}
    assert all(len(shares) == 1 for shares in acknowledged.values()), "a share changed on retry"
    assert all(database.get(subject) in shares for subject, shares in acknowledged.items()), "lost"
    assert faults == []
    assert len(database) == SHARES, "not sold out"
    assert sum(share.amount_minor for share in database.values()) == TOTAL_MINOR


def test_nothing_is_acknowledged_while_the_standby_is_away(pair: Pair) -> None:
    serving = pair.serving
    with serving.client(Role.OPERATOR) as operator:
        pool = serving.new_pool(operator, lanes=2)
    subjects = [new_subject_id() for _ in range(OTHERS)]
    tokens = serving.tokens(Role.FAN, subjects)

    def claim(token: str) -> httpx.Response:
        headers = {"authorization": f"Bearer {token}"}
        body = {"occasion": "launch"}
        return httpx.post(f"{serving.url}/v1/pools/{pool}/claims", json=body, headers=headers, timeout=60)

    pair.standby.kill()
    with ThreadPoolExecutor(OTHERS) as fans:
        # The second time the share is in the primary already, and in nothing else.
        for _ in range(2):
            answers = list(fans.map(claim, tokens))
            assert {answer.status_code for answer in answers} == {503}
            assert {answer.json()["code"] for answer in answers} <= {"database.unavailable", "server.overloaded"}
        pair.standby.start()
        asyncio.run(until(lambda: pair.primary.ask("select sync_state from pg_stat_replication") == "sync"))
        asyncio.run(until(lambda: all(answer.status_code == 200 for answer in fans.map(claim, tokens))))
        shares = [answer.json()["share"] for answer in fans.map(claim, tokens)]
        acknowledged = dict(zip(subjects, shares, strict=True))
    pair.primary.kill()
    pair.standby.promote()
    database, faults = serving.with_services(lambda services: held(services, pool))
    assert {subject: share.share for subject, share in database.items()} == acknowledged
    assert faults == []
