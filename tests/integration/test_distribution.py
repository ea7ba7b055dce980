"""Lanes can live on different machines: from the statements, from what they see, and from the keys of every table.

The table in docs/how-to/scale-out.md says by which column each table would be distributed; it is read here.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import asyncpg
import pytest

from grandstand.campaign import Act, Curve, PoolPlan
from grandstand.campaign.rules import lane_of
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.database import Queries, load_queries
from grandstand.kernel.errors import InternalError
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id
from grandstand.kernel.migrations import migrate
from grandstand.kernel.settings import Settings
from grandstand.services import SCHEMAS, Services, build_services

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "scale-out.md").read_text(encoding="utf-8")
REFERENCE, COORDINATOR = "reference", "coordinator"
POOL = PoolPlan(
    titles={"en": "Envelopes"},
    currency="CNY",
    shares=400,
    total_minor=40_000,
    minimum_minor=100,
    curve=Curve.EQUAL,
    occasions=("launch",),
    lanes=4,
)
IN_A_BATCH = {
    "grandstand.campaign": {
        "lock_lane",
        "free_ranges",
        "find_claims",
        "insert_claims",
        "advance_lane",
        "spend_tokens",
    },
    "grandstand.campaign/conditions.sql": {"purses", "insert_claims_over_platforms", "pay"},
}
"""The statements of a claim's transaction, by the file they stand in."""
CONDITION = re.compile(r"\b(?:\w+\.)?(pool_id|lane) = \$(\d+)")


def placed() -> dict[str, str]:
    """By which column each table is distributed, as the page says; or that it is a reference, or stays."""
    found = {}
    rows = re.findall(r"^\| (`.*?) \| (`\w+`|reference|coordinator) \|", PAGE, re.MULTILINE)
    for tables, column in rows:
        for table in re.findall(r"`([\w*]+)`", tables):
            assert table not in found, f"{table} is in two rows"
            found[table] = column.strip("`")
    return found


def place(table: str) -> str | None:
    """The same for one table; the page may name those of a part of the product together, as `live_*`."""
    return placed().get(table) or placed().get(f"{table.partition('_')[0]}_*")


LANE_TABLES = {table for table, column in placed().items() if column == "lane"}


# The statements.


class Recorded(dict[str, str]):
    """Statements by name, and which of them were asked for."""

    def __init__(self, queries: Queries) -> None:
        super().__init__(queries)
        self.used: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.used.add(name)
        return super().__getitem__(name)


def statements() -> Iterator[Any]:
    for source, names in IN_A_BATCH.items():
        package, _, file = source.partition("/")
        queries = load_queries(package, file or "queries.sql")
        for name in sorted(names):
            yield pytest.param(name, queries[name], id=name)


async def open_pool(services: Services, operator: Principal) -> PoolId:
    books = await services.campaign.create_pool(operator, POOL)
    await services.campaign.act(operator, books.pool, Act.OPENED, "the evening")
    return books.pool


async def test_a_claim_runs_the_statements_of_a_batch_and_no_other(
    services: Services, principal: Callable[[Role], Principal]
) -> None:
    operator = principal(Role.OPERATOR)
    pool = await open_pool(services, operator)
    fans = [new_subject_id() for _ in range(100)]
    await services.engine.claim(pool, fans[0], "launch")
    claims = services.engine.tools.claims
    recorded = claims._sql = Recorded(claims._sql)
    for _ in range(2):
        await asyncio.gather(*(services.engine.claim(pool, fan, "launch") for fan in fans))
    await services.campaign.pace(operator, pool, 10_000, "slowly")
    await asyncio.gather(*(services.engine.claim(pool, new_subject_id(), "launch") for _ in range(20)))
    assert recorded.used == IN_A_BATCH["grandstand.campaign"]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


async def planned(db: "asyncpg.Connection[asyncpg.Record]", sql: str) -> dict[str, Any]:
    """The plan that holds for all parameters."""
    parameters = max(map(int, re.findall(r"\$(\d+)", sql)))
    await db.execute(f"prepare planned as {sql}")
    nulls = ", ".join(["null"] * parameters)
    plan: str = await db.fetchval(f"explain (verbose, format json) execute planned({nulls})")
    await db.execute("deallocate planned")
    found: dict[str, Any] = json.loads(plan)[0]["Plan"]
    return found


def bound(node: dict[str, Any], columns: list[str]) -> set[tuple[str, int]]:
    """The parameters that a node of a plan holds pool and lane to."""
    if node["Node Type"] == "ModifyTable" and node["Operation"] == "Insert":
        values = dict(zip(columns, node["Plans"][0]["Output"], strict=False))
        return {(name, int(re.sub(r"\D", "", values[name]))) for name in ("pool_id", "lane")}
    conditions = " ".join(str(node.get(each, "")) for each in ("Index Cond", "Recheck Cond", "Filter"))
    return {(name, int(number)) for name, number in CONDITION.findall(conditions)}


@pytest.mark.parametrize(("name", "sql"), list(statements()))
async def test_every_statement_of_a_batch_is_bound_to_one_pool_and_one_lane(
    settings: Settings, name: str, sql: str
) -> None:
    db = await asyncpg.connect(settings.database_url)
    try:
        await db.execute("set plan_cache_mode = force_generic_plan")
        plan = await planned(db, sql)
        looked_at = set()
        for node in nodes(plan):
            table = node.get("Relation Name")
            is_touched = "Scan" in node["Node Type"] or node.get("Operation") == "Insert"
            if table in LANE_TABLES and is_touched and node["Node Type"] != "Bitmap Index Scan":
                columns = await db.fetch(
                    "select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 "
                    "and not attisdropped order by attnum",
                    table,
                )
                found = bound(node, [row["attname"] for row in columns])
                assert found == {("pool_id", 1), ("lane", 2)}, f"{name}: {node}"
                looked_at.add(table)
            else:
                assert table is None or table in LANE_TABLES, f"{name} touches {table}"
    finally:
        await db.close()
    assert looked_at, name


@pytest.mark.parametrize("rows", [None, 0, 1, 1000])
async def test_claims_are_found_by_their_fan_whatever_the_statistics_say(
    settings: Settings, rows: int | None
) -> None:
    """By the statistics of a small table the index on shares would do as well, and be read whole for each fan."""
    db = await asyncpg.connect(settings.database_url)
    try:
        if rows is not None:
            await db.execute(
                "insert into claim (fan_id, share, amount_minor, claimed_at, pool_id, lane, occasion) "
                f"select gen_random_uuid(), n, 1, now(), 1, 0, 'launch' from generate_series(1, {rows}) as n"
            )
            await db.execute("vacuum analyze claim")
        await db.execute("set plan_cache_mode = force_generic_plan; set enable_seqscan = off")
        plan = await planned(db, load_queries("grandstand.campaign")["find_claims"])
    finally:
        await db.close()
    assert [node["Index Name"] for node in nodes(plan) if "Index Name" in node] == ["claim_pkey"]


async def test_every_statement_that_looks_for_shares_may_use_their_index() -> None:
    """The index on shares holds those that are not negative, and serves statements that say so."""
    source = Path(__file__).parents[2] / "src" / "grandstand"
    for path in sorted(source.rglob("*.sql")):
        if "schema" in path.parts:
            continue
        for statement in re.split(r"^-- name: ", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            if re.search(r"\bshare (>=? |< )(?!0)", statement):
                assert "share >= 0" in statement, f"{path.name}: {statement[:40]}"


# What a claim sees.


async def test_claims_go_on_while_the_rows_of_every_other_lane_are_hidden(
    services: Services, settings: Settings, principal: Callable[[Role], Principal]
) -> None:
    pool = await open_pool(services, principal(Role.OPERATOR))
    role = f"one_lane_{new_subject_id().hex}"
    owner = await asyncpg.connect(settings.database_url)
    try:
        await hide_other_lanes(owner, role)
        for lane in range(POOL.lanes):
            query = urlencode({"role": role, "test.lane": lane})
            mark = "&" if "?" in settings.database_url else "?"
            url = f"{settings.database_url}{mark}{query}"
            alone = await build_services(replace(settings, database_url=url))
            try:
                fans = fans_of(pool, lane, 30)
                given = await asyncio.gather(*(alone.engine.claim(pool, fan, "launch") for fan in fans))
                again = await asyncio.gather(*(alone.engine.claim(pool, fan, "launch") for fan in fans))
                # Somebody of another lane finds no lane at all: the rows are hidden indeed.
                (stranger,) = fans_of(pool, (lane + 1) % POOL.lanes, 1)
                with pytest.raises(InternalError):
                    await alone.engine.claim(pool, stranger, "launch")
            finally:
                await alone.close()
            assert [each.claim.share for each in again] == [each.claim.share for each in given]
        shares = await owner.fetch("select lane, count(*), count(distinct share) from claim group by lane")
    finally:
        await owner.execute(f"drop owned by {role}; drop role {role}")
        await owner.close()
    assert sorted(tuple(row) for row in shares) == [(lane, 30, 30) for lane in range(POOL.lanes)]


async def hide_other_lanes(owner: "asyncpg.Connection[asyncpg.Record]", role: str) -> None:
    """A role that sees and writes rows of the lane in the setting `test.lane` only."""
    await owner.execute(
        f"create role {role} nologin; grant all on all tables in schema public to {role}; "
        f"grant all on all sequences in schema public to {role}"
    )
    for table in sorted(LANE_TABLES):
        await owner.execute(
            f"alter table {table} enable row level security; "
            f"create policy one_lane on {table} to {role} using (lane::text = current_setting('test.lane'))"
        )


def fans_of(pool: PoolId, lane: int, count: int) -> list[SubjectId]:
    """New fans who claim in this lane."""
    fans: list[SubjectId] = []
    while len(fans) < count:
        fan = new_subject_id()
        if lane_of(pool, fan, POOL.lanes) == lane:
            fans.append(fan)
    return fans


# The keys of every table.


@pytest.fixture
async def catalogue(empty_database_url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """The whole schema, prepared as the page says."""
    await migrate(empty_database_url, SCHEMAS)
    db = await asyncpg.connect(empty_database_url)
    for block in re.findall(r"^```sql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        await db.execute(block)
    yield db
    await db.close()


async def test_every_table_has_its_place(catalogue: "asyncpg.Connection[asyncpg.Record]") -> None:
    rows = await catalogue.fetch(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
    )
    tables = {row["relname"] for row in rows}
    assert [table for table in sorted(tables) if place(table) is None] == []
    assert {table for table in placed() if not table.endswith("*")} - tables == set()
    columns = await catalogue.fetch(
        "select attrelid::regclass::text as name, attname from pg_attribute "
        "where attrelid = any($1::regclass[]) and attnotnull",
        [table for table, column in placed().items() if column not in {REFERENCE, COORDINATOR}],
    )
    never_null = {(row["name"], row["attname"]) for row in columns}
    distributed = {(table, column) for table, column in placed().items() if column not in {REFERENCE, COORDINATOR}}
    assert distributed - never_null == set()


async def test_every_unique_key_of_a_distributed_table_holds_its_column(
    catalogue: "asyncpg.Connection[asyncpg.Record]",
) -> None:
    keys = await catalogue.fetch(
        """
        select indrelid::regclass::text as name, indexrelid::regclass::text as key, array(
          select attname::text from pg_attribute where attrelid = indrelid and attnum = any(indkey)
        ) as columns
        from pg_index join pg_class on pg_class.oid = indrelid
        where indisunique and relkind = 'r' and relnamespace = 'public'::regnamespace
        """
    )
    distributed = {table for table, column in placed().items() if column not in {REFERENCE, COORDINATOR}}
    assert distributed - {row["name"] for row in keys} == set()
    broken = [row["key"] for row in keys if place(row["name"]) not in {REFERENCE, COORDINATOR, *row["columns"]}]
    assert broken == []


async def test_foreign_keys_stay_on_one_machine(catalogue: "asyncpg.Connection[asyncpg.Record]") -> None:
    keys = await catalogue.fetch(
        """
        select conname, conrelid::regclass::text as source, confrelid::regclass::text as target,
          array(select attname::text from unnest(conkey) with ordinality as k (number, place)
                join pg_attribute on attrelid = conrelid and attnum = number order by place) as columns,
          array(select attname::text from unnest(confkey) with ordinality as k (number, place)
                join pg_attribute on attrelid = confrelid and attnum = number order by place) as referred
        from pg_constraint where contype = 'f'
        """
    )
    assert len(keys) > 20
    broken = [row["conname"] for row in keys if not may_refer(dict(row))]
    assert broken == []


def may_refer(key: dict[str, Any]) -> bool:
    source, target = place(key["source"]), place(key["target"])
    if target == REFERENCE:
        return True
    if target == COORDINATOR:
        return source == COORDINATOR
    # To a distributed table only from one that is distributed alike, by the column that they share.
    return (source, target) in set(zip(key["columns"], key["referred"], strict=True))
