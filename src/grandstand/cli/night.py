"""`grandstand campaign night`: the crowd of 6 February 2026, through the real HTTP path."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec
import uvloop
from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from grandstand.cli.instance import running_gate, running_instance, wait_until_ready, with_database, with_services
from grandstand.demo.first_evening import staff
from grandstand.demo.night import Night, NightPlan, NightReport, Say
from grandstand.kernel.auth import Role
from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging

QUICK_S = 1.0


def night(
    *,
    json: Annotated[bool, Parameter(negative="")] = False,
    fresh: Annotated[bool, Parameter(negative="")] = False,
    quick: Annotated[bool, Parameter(negative="")] = False,
    seconds: float = 20.0,
    workers: int = 2,
    rate_max: int = 0,
) -> None:
    """Send the crowd of 6 February 2026 through the real HTTP path and print the balanced books.

    It goes to the Grandstand that runs on this data directory, in a pool of its own, so that the console shows it,
    and through its gate if it has one. Where none runs, or with --fresh, one is started with a gate in a temporary
    folder and thrown away.

    Args:
        json: print the report as JSON.
        fresh: do not use the Grandstand that runs.
        quick: short stretches, to see it work; too short for figures.
        seconds: how long the nine hours take.
        workers: processes of the fresh one's gate.
        rate_max: claims a second that each of them admits at most; 0: as many as it can.
    """
    settings = load_settings(os.environ)
    configure_logging(settings.log_format, "warning")
    say = Console(stderr=True).print
    plan = NightPlan(curve_s=seconds, rate_max=rate_max)
    if quick:
        plan = replace(plan, capacity_s=QUICK_S, overload_s=QUICK_S, burst_s=QUICK_S / 2)
    if fresh or (instance := running_instance(settings)) is None:
        with _fresh_grandstand(settings, workers, rate_max) as served:
            report = uvloop.run(_play(served, plan, say))
    else:
        serving = running_gate(settings) or instance
        with with_database(settings) as ready:
            served = replace(ready, host=serving.host, gate_port=serving.port)
            report = uvloop.run(_play(served, plan, say))
    print(msgspec.json.format(msgspec.json.encode(report)).decode() if json else render_books(report))
    if report.faults or report.double or report.overspent_fen:
        sys.exit(1)


async def _play(settings: Settings, plan: NightPlan, say: Say) -> NightReport:
    """The night against whatever listens on the settings' `gate_port`."""
    async with with_services(settings) as services:
        operator = staff(Role.OPERATOR, services.tokens)
        address = (settings.local_host, settings.gate_port)
        return await Night(services.campaign, services.proofs, services.tokens, operator, address).run(plan, say)


@contextlib.contextmanager
def _fresh_grandstand(settings: Settings, workers: int, rate_max: int) -> Iterator[Settings]:
    """Settings of a Grandstand that answers, in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="grandstand-night-") as folder:
        # The embedded PostgreSQL may run as another user, who has to pass through.
        Path(folder).chmod(0o755)
        mine = replace(
            settings,
            data_dir=Path(folder) / "data",
            database_url="",
            host="127.0.0.1",
            port=_free_port(),
            gate_port=_free_port(),
        )
        environment = os.environ | {
            "GRANDSTAND_DATA_DIR": str(mine.data_dir),
            "GRANDSTAND_DATABASE_URL": "",
            "GRANDSTAND_LOG_LEVEL": "warning",
            "GRANDSTAND_WORKERS": "1",
            "GRANDSTAND_GATE_PORT": str(mine.gate_port),
            "GRANDSTAND_GATE_WORKERS": str(workers),
            "GRANDSTAND_CLAIM_RATE_MAX": str(rate_max),
        }
        command = [sys.executable, "-m", "grandstand", "up", "--host", mine.host, "--port", str(mine.port)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:  # noqa: S603 - ours
            try:
                if not wait_until_ready(mine.gate_url, running=lambda: server.poll() is None):
                    raise SettingsInvalid(
                        "A Grandstand for the night did not start; `grandstand doctor` says why."
                    )
                with with_database(mine) as ready:
                    yield ready
            finally:
                server.terminate()


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
        "granted a second in the burst": f"{report.burst_granted_per_s:,.0f} of {report.burst_offered_per_s:,.0f}",
        "p99 in the burst": f"{report.p99_ms_burst:.0f} ms",
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
