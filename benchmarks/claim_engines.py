"""Ways to give a share, in one process beside its database: the engine, and what it is compared with."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import median

from grandstand.campaign import Act, ClaimStorage, Curve, Facts, PoolPlan, SegmentRule
from grandstand.campaign.models import BatchHeader, ClaimKey
from grandstand.campaign.platforms import PlatformPlan
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import LaneId, PoolId, SubjectId, new_subject_id
from grandstand.services import Services

CALLERS = 2048
LANES = 2
NAIVE_CALLERS = 64
SHARES = 50_000_000
MEAN_MINOR = 25
OCCASION = "launch"
LANGUAGE = "zh"
PLATFORM = "messenger"
REASON = "the benchmark begins"
BATCH = 512
"""Rows of one raw insert, about as many as a batch of the engine has under `CALLERS`."""

RAW_INSERT = """
insert into claim (pool_id, lane, claimed_at, fan_id, occasion, share, amount_minor)
select $1, $2, $3, * from unnest($4::uuid[], $5::text[], $6::bigint[], $7::bigint[])
"""
NAIVE_TABLE = """
create table if not exists naive_pool (id int primary key, next bigint not null, spent_minor bigint not null)
"""
NAIVE_TAKE = """
update naive_pool set next = next + 1, spent_minor = spent_minor + $2 where id = $1 returning next - 1
"""
NAIVE_CLAIM = """
insert into claim (pool_id, lane, claimed_at, fan_id, occasion, share, amount_minor)
values ($1, 0, $2, $3, $4, $5, $6)
"""
NOT_A_POOL = 1_000_000
"""Numbers of pools that only the references use: the claims table has no foreign key."""


def new_fans(fans: int) -> list[SubjectId]:
    return [new_subject_id() for _ in range(fans)]


def operator() -> Principal:
    return Principal(new_subject_id(), Role.OPERATOR, None, datetime.now(UTC) + timedelta(days=1))


async def open_pool(services: Services, shares: int = SHARES) -> PoolId:
    """A pool as on the night: uniform amounts, two lanes."""
    plan = PoolPlan(
        titles={"en": "Benchmark"},
        currency="CNY",
        shares=shares,
        total_minor=shares * MEAN_MINOR,
        minimum_minor=1,
        curve=Curve.UNIFORM,
        occasions=(OCCASION,),
        lanes=LANES,
    )
    books = await services.campaign.create_pool(operator(), plan)
    await services.campaign.act(operator(), books.pool, Act.OPENED, "the benchmark begins")
    return books.pool


async def open_asking_pool(services: Services) -> PoolId:
    """As `open_pool`, for the segment in which everybody is whom `know` knows."""
    pool = await open_pool(services)
    rule = SegmentRule(languages=(LANGUAGE,))
    await services.eligibility.define(operator(), "benchmark", rule, REASON)
    await services.eligibility.ask(operator(), pool, {"": ["benchmark"]}, REASON)
    return pool


async def open_shared_pool(services: Services) -> PoolId:
    """As `open_pool`, with a part for `PLATFORM` that does not run out."""
    pool = await open_pool(services)
    plan = PlatformPlan(name=PLATFORM, currency="CNY", budget_minor=SHARES * MEAN_MINOR)
    await services.platforms.add(operator(), plan, REASON)
    await services.platforms.allot(operator(), PLATFORM, pool, SHARES, SHARES * MEAN_MINOR, REASON)
    return pool


async def know(services: Services, fans: list[SubjectId], platform: str | None = None) -> list[SubjectId]:
    """The same fans, of whom something is known by then."""
    facts = dict.fromkeys(fans, Facts(platform=platform, language=LANGUAGE))
    async with services.database.transaction() as db:
        await services.engine.tools.conditions.put_facts(db, facts, datetime.now(UTC))
    return fans


async def run_callers(
    callers: int, fans: list[SubjectId], work: Callable[[SubjectId], Awaitable[object]]
) -> float:
    """`callers` at a time do the work for one fan after another; fans a second."""
    waiting = iter(fans)

    async def caller() -> None:
        for fan in waiting:
            await work(fan)

    started_s = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    return len(fans) / (time.perf_counter() - started_s)


async def engine_per_s(services: Services, pool: PoolId, fans: list[SubjectId], callers: int = CALLERS) -> float:
    """Claims a second through the claim engine."""
    return await run_callers(callers, fans, lambda fan: services.engine.claim(pool, fan, OCCASION))


async def naive_per_s(services: Services, fans: list[SubjectId]) -> float:
    """Claims a second as most shops do it: each in a transaction of its own that locks the pool's row."""
    pool = NOT_A_POOL + next(_numbers)
    async with services.database.connection() as db:
        await db.execute(NAIVE_TABLE)
        await db.execute("insert into naive_pool values ($1, 0, 0)", pool)

    async def claim(fan: SubjectId) -> None:
        async with services.database.transaction() as db:
            share = await db.fetchval(NAIVE_TAKE, pool, MEAN_MINOR)
            await db.execute(NAIVE_CLAIM, pool, datetime.now(UTC), fan, OCCASION, share, MEAN_MINOR)

    return await run_callers(NAIVE_CALLERS, fans, claim)


async def raw_insert_per_s(services: Services, fans: list[SubjectId], connections: int = 1) -> float:
    """Rows a second of the same claims by batched inserts: no lock, no look-up, no chain, no entries.

    Args:
        services: with the database.
        fans: one row for each.
        connections: that insert at the same time; each takes every so-maniest batch.
    """
    pool, now = NOT_A_POOL + next(_numbers), datetime.now(UTC)
    starts = iter(range(0, len(fans), BATCH))

    async def insert() -> None:
        async with services.database.connection() as db:
            for at in starts:
                some = fans[at : at + BATCH]
                shares = list(range(at, at + len(some)))
                rows = (some, [OCCASION] * len(some), shares, [MEAN_MINOR] * len(some))
                await db.execute(RAW_INSERT, pool, 0, now, *rows)

    started_s = time.perf_counter()
    await asyncio.gather(*(insert() for _ in range(connections)))
    return len(fans) / (time.perf_counter() - started_s)


async def fill(services: Services, rows: int) -> None:
    """Put claims of another pool into the table, in random order of their fans, as a night does."""
    step = 500_000
    for lo in range(0, rows, step):
        async with services.database.connection() as db:
            await db.execute(
                """
                insert into claim (pool_id, lane, claimed_at, fan_id, occasion, share, amount_minor)
                select $1, share % 2, now(), gen_random_uuid(), $2, share, 25
                from generate_series($3::bigint, $4::bigint) as share
                """,
                NOT_A_POOL - 1,
                OCCASION,
                lo,
                min(lo + step, rows) - 1,
                timeout=300,
            )
    async with services.database.connection() as db:
        await db.execute("vacuum analyze claim", timeout=300)


async def statement_ms(services: Services, locked: PoolId, batches: int = 40) -> float:
    """Median time of the two statements on claims, look-up and insert, for a batch of BATCH new fans.

    Args:
        services: with the database.
        locked: a pool whose lane is locked before, as the engine does it.
        batches: how many are timed.
    """
    storage, pool, times = ClaimStorage(), PoolId(NOT_A_POOL + next(_numbers)), []
    for batch in range(batches):
        keys = [ClaimKey(fan, OCCASION) for fan in new_fans(BATCH)]
        shares = range(batch * BATCH, (batch + 1) * BATCH)
        header = BatchHeader(pool, 0, batch, datetime.now(UTC), BATCH, 0, b"", b"", b"")
        async with services.database.transaction() as db:
            await storage.lock_lane(db, locked, LaneId(0))
            started_s = time.perf_counter()
            await storage.find_claims(db, pool, LaneId(0), keys, "CNY")
            await storage.insert_claims(db, header, keys, list(shares), [MEAN_MINOR] * BATCH)
            times.append((time.perf_counter() - started_s) * 1000)
    return median(times)


_numbers: Iterator[int] = count()
