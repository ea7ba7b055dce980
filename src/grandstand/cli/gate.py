"""`grandstand gate`: the claim server for the crowd, beside a running `grandstand up` or on a database alone."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

import structlog
from cyclopts import Parameter
from granian.constants import Interfaces

from grandstand.cli.instance import (
    READY_TIMEOUT_S,
    announced_gate,
    running_instance,
    wait_until_ready,
    with_database,
    with_services,
)
from grandstand.cli.server import (
    STOP_TIMEOUT_S,
    Served,
    as_variables,
    check_address_is_free,
    environment_of_workers,
    serve,
)
from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging

PORT = 8001
"""Where a gate listens that was not told where."""
WATCH_S = 0.5
RESTART_S = 1.0
STOP_MARGIN_S = 5

log = structlog.get_logger(__name__)


def gate(
    *,
    host: str | None = None,
    port: int | None = None,
    workers: int | None = None,
    with_parent: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Serve nothing but claims, until Ctrl-C: the same claims on a leaner path, for a crowd.

    Args:
        host: the address to listen on, instead of GRANDSTAND_HOST.
        port: the port to listen on, instead of GRANDSTAND_GATE_PORT; 8001 when neither is given.
        workers: server processes, instead of GRANDSTAND_GATE_WORKERS.
        with_parent: stop when the process that started this one has gone.
    """
    parent = os.getppid()
    settings = load_settings(os.environ | as_variables(host=host, gate_port=port, gate_workers=workers))
    settings = replace(settings, gate_port=settings.gate_port or PORT)
    configure_logging(settings.log_format, settings.log_level)
    check_database_is_there(settings)
    check_address_is_free(settings.host, settings.gate_port)
    if with_parent:
        threading.Thread(target=_stop_without, args=(parent,), daemon=True).start()
    with with_database(settings) as ready, announced_gate(ready):
        asyncio.run(_prepare(ready))
        with environment_of_workers(ready):
            if not with_parent:
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


def check_database_is_there(settings: Settings) -> None:
    """Pass when there is a database that somebody else looks after.

    Raises:
        SettingsInvalid: there is none.
    """
    if not settings.database_url and running_instance(settings) is None:
        raise SettingsInvalid(
            f"No Grandstand runs on {str(settings.data_dir)!r}. Start one with `grandstand up`, "
            "or name a database in GRANDSTAND_DATABASE_URL: a gate gives shares of pools that are there."
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


def _stop_without(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_S)
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def gate_beside(settings: Settings) -> Iterator[Callable[[], None]]:
    """A gate as long as the block runs, where one is wanted; what is yielded tells it to stop."""
    if not settings.gate_port:
        yield lambda: None
        return
    beside = GateBeside()
    try:
        yield beside.stop
    finally:
        beside.stop()
        beside.join()


class GateBeside:
    """A gate in a process of its own, started again when it ends before it was told to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._process = _start()
        threading.Thread(target=self._keep, daemon=True).start()

    def stop(self) -> None:
        """Tell it to stop; it still answers what it has accepted."""
        with self._lock:
            self._stopping.set()
            self._process.terminate()

    def join(self) -> None:
        """Return when it has stopped, by force if need be."""
        try:
            self._process.wait(STOP_TIMEOUT_S + STOP_MARGIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _keep(self) -> None:
        while True:
            status = self._process.wait()
            if self._stopping.wait(RESTART_S):
                return
            log.error("gate.ended", status=status)
            with self._lock:
                if self._stopping.is_set():
                    return
                self._process = _start()


def _start() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "grandstand", "gate", "--with-parent"])
