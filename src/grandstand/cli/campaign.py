"""`grandstand campaign`: the night, and the audit of a pool."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec
import uvloop
from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table

from grandstand.app import Services
from grandstand.campaign import PoolUnknown, audit_faults
from grandstand.cli.instance import running_instance, with_database, with_services
from grandstand.demo.first_evening import staff
from grandstand.demo.night import Night, NightPlan, NightReport, Say
from grandstand.kernel.auth import Role
from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.ids import POOL_ID_MAX, PoolId
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging

READY_TIMEOUT_S = 60.0
QUICK_S = 1.0
ADMITTED_SHARE = 0.5
"""Of what a server can do at best; refusing as many again costs about the rest (docs/how-to/overload.md)."""

app = App(name="campaign", help="Play the night, audit a pool.")


@app.command
def night(
    *,
    json: Annotated[bool, Parameter(negative="")] = False,
    fresh: Annotated[bool, Parameter(negative="")] = False,
    quick: Annotated[bool, Parameter(negative="")] = False,
    seconds: float = 20.0,
    workers: int = 2,
    rate_max: int | None = None,
) -> None:
    """Send the crowd of 6 February 2026 through the real HTTP path and print the balanced books.

    It goes to the Grandstand that runs on this data directory, in a pool of its own, so that the console shows it.
    Where none runs, or with --fresh, one is started in a temporary folder and thrown away; what it can do at best
    is measured first, and it then admits a share of that, so that refusing the rest has room.

    Args:
        json: print the report as JSON.
        fresh: do not use the Grandstand that runs.
        quick: short stretches, to see it work; too short for figures.
        seconds: how long the nine hours take.
        workers: server processes of the fresh one.
        rate_max: claims a second that each process of the fresh one admits, instead of the share that is measured.
    """
    settings = load_settings(os.environ)
    configure_logging(settings.log_format, "warning")
    say = Console(stderr=True).print
    stretch_s = QUICK_S if quick else NightPlan.capacity_s
    plan = NightPlan(capacity_s=stretch_s, overload_s=stretch_s, curve_s=seconds)
    instance = None if fresh else running_instance(settings)
    if instance is not None:
        with with_database(settings) as ready:
            served = replace(ready, host=instance.host, port=instance.port)
            report = uvloop.run(_play(served, plan, say))
    else:
        report = _fresh_night(settings, plan, workers, rate_max, say)
    print(msgspec.json.format(msgspec.json.encode(report)).decode() if json else render_books(report))
    if report.faults or report.double or report.overspent_fen:
        sys.exit(1)


@app.command
def audit(pool: int) -> None:
    """Count a pool's claims and say whether every invariant holds.

    Args:
        pool: its number.
    """
    settings = load_settings(os.environ)
    configure_logging(settings.log_format, "warning")
    with with_database(settings) as ready:
        faults = asyncio.run(_audit(ready, pool))
    for fault in faults:
        print(f"!! {fault}")
    if faults:
        sys.exit(1)
    print(f"Pool {pool}: every invariant holds.")


async def _audit(settings: Settings, pool: int) -> list[str]:
    if not 0 < pool <= POOL_ID_MAX:
        raise PoolUnknown(f"There is no pool {pool!r}.")
    async with with_services(settings) as services:
        return audit_faults(await services.campaign.audit(PoolId(pool)))


async def _play(settings: Settings, plan: NightPlan, say: Say) -> NightReport:
    async with with_services(settings) as services:
        return await _night(settings, services).run(plan, say)


def _night(settings: Settings, services: Services) -> Night:
    operator = staff(Role.OPERATOR, services.tokens)
    return Night(services.campaign, services.tokens, operator, (settings.local_host, settings.port))


def _fresh_night(settings: Settings, plan: NightPlan, workers: int, rate_max: int | None, say: Say) -> NightReport:
    if rate_max is None:
        say(f"What {workers} processes can do at best, admitting everybody:")
        with _fresh_grandstand(settings, workers, rate_max=0) as served:
            uncapped_per_s = uvloop.run(_measure(served, plan, say))
        rate_max = int(uncapped_per_s * ADMITTED_SHARE / workers)
        plan = replace(plan, uncapped_per_s=uncapped_per_s)
    say(f"The night, {rate_max:,} claims a second admitted by each process:")
    with _fresh_grandstand(settings, workers, rate_max) as served:
        return uvloop.run(_play(served, replace(plan, rate_max=rate_max), say))


async def _measure(settings: Settings, plan: NightPlan, say: Say) -> float:
    async with with_services(settings) as services:
        return await _night(settings, services).capacity(plan, say)


@contextlib.contextmanager
def _fresh_grandstand(settings: Settings, workers: int, rate_max: int) -> Iterator[Settings]:
    """Settings of a Grandstand that answers, in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="grandstand-night-") as folder:
        # The embedded PostgreSQL may run as another user, who has to pass through.
        Path(folder).chmod(0o755)
        mine = replace(
            settings, data_dir=Path(folder) / "data", database_url="", port=_free_port(), host="127.0.0.1"
        )
        environment = os.environ | {
            "GRANDSTAND_DATA_DIR": str(mine.data_dir),
            "GRANDSTAND_DATABASE_URL": "",
            "GRANDSTAND_LOG_LEVEL": "warning",
            "GRANDSTAND_WORKERS": str(workers),
            "GRANDSTAND_CLAIM_RATE_MAX": str(rate_max),
        }
        command = [sys.executable, "-m", "grandstand", "up", "--host", mine.host, "--port", str(mine.port)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:  # noqa: S603 - ours
            try:
                _wait_until_ready(mine, server)
                with with_database(mine) as ready:
                    yield ready
            finally:
                server.terminate()


def _wait_until_ready(settings: Settings, server: "subprocess.Popen[bytes]") -> None:
    deadline_s = time.monotonic() + READY_TIMEOUT_S
    while time.monotonic() < deadline_s and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"{settings.local_url}/readyz", timeout=2).close()  # noqa: S310 - ours
            return
        time.sleep(0.1)
    raise SettingsInvalid("A Grandstand for the night did not start; `grandstand doctor` says why.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def render_books(report: NightReport) -> str:
    """The balanced books as a table for a terminal."""
    table = Table(title="The books of the night", show_header=False)
    rows = {
        "claims offered": f"{report.offered:,}",
        "granted": f"{report.granted:,}",
        "refused (to be repeated)": f"{report.refused:,}",
        "lost without an answer": f"{report.lost:,}",
        "budget": _yuan(report.total_fen),
        "spent": _yuan(report.spent_fen),
        "remaining": _yuan(report.remaining_fen),
        "spent + remaining - budget": _yuan(report.spent_fen + report.remaining_fen - report.total_fen),
        "overspent": _yuan(report.overspent_fen),
        "held twice or told wrongly": f"{report.double:,}",
        "granted a second at best": f"{report.granted_per_s:,.0f}",
        "granted at twice that, over best": f"{report.goodput_2x_over_peak:.2f}",
        "p50 / p99 along the curve": f"{report.p50_ms:.0f} ms / {report.p99_ms:.0f} ms",
        "invariants": "; ".join(report.faults) or "all hold",
    }
    for what, value in rows.items():
        table.add_row(what, value)
    console = Console(width=80)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02} CNY"
