"""`grandstand gate`: the claim server for the crowd, beside a running `grandstand up` or on a database alone."""

import asyncio
import os
import threading
from dataclasses import replace

from granian.constants import Interfaces

from grandstand.cli.beside import stop_with_parent
from grandstand.cli.instance import (
    READY_TIMEOUT_S,
    announced_gate,
    check_database_is_there,
    wait_until_ready,
    with_database,
    with_services,
)
from grandstand.cli.server import (
    Served,
    as_variables,
    check_address_is_free,
    environment_of_workers,
    serve,
)
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging

PORT = 8001
"""Where a gate listens that was not told where."""


def gate(
    *,
    host: str | None = None,
    port: int | None = None,
    workers: int | None = None,
    with_parent: int | None = None,
) -> None:
    """Serve nothing but claims, until Ctrl-C: the same claims on a leaner path, for a crowd.

    Args:
        host: the address to listen on, instead of GRANDSTAND_HOST.
        port: the port to listen on, instead of GRANDSTAND_GATE_PORT; 8001 when neither is given.
        workers: server processes, instead of GRANDSTAND_GATE_WORKERS.
        with_parent: the process that started this one; stop when it has gone.
    """
    settings = load_settings(os.environ | as_variables(host=host, gate_port=port, gate_workers=workers))
    settings = replace(settings, gate_port=settings.gate_port or PORT)
    configure_logging(settings.log_format, settings.log_level)
    check_database_is_there(settings, "a gate gives shares of pools that are there")
    check_address_is_free(settings.host, settings.gate_port)
    if with_parent is not None:
        stop_with_parent(with_parent)
    with with_database(settings) as ready, announced_gate(ready):
        asyncio.run(_prepare(ready))
        with environment_of_workers(ready):
            if with_parent is None:
                threading.Thread(target=_announce_when_ready, args=(ready,), daemon=True).start()
            serve(
                Served(
                    target="grandstand.gate:create_gate",
                    interface=Interfaces.RSGI,
                    host=ready.host,
                    port=ready.gate_port,
                    workers=ready.gate_workers,
                )
            )


async def _prepare(settings: Settings) -> None:
    """Bring the schema up to date, as every command does; keep nothing open."""
    async with with_services(settings):
        pass


def _announce_when_ready(settings: Settings) -> None:
    if wait_until_ready(settings.gate_url):
        print(f"The gate is open: {settings.gate_url}/v1/pools/<pool>/claims. Ctrl-C closes it.", flush=True)
    else:
        print(f"The gate did not become ready within {READY_TIMEOUT_S:.0f} s; see the log above.", flush=True)
