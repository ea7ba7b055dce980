"""Granian as we run it, for `grandstand up` and for `grandstand gate`: spawned processes, orderly stops."""

import multiprocessing
import os
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, fields

from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.limits import ONE_THREAD, allow_open_files
from grandstand.kernel.settings import Settings, variable_name
from grandstand.kernel.telemetry import MULTIPROCESS_VARIABLE

BACKLOG = 4096
CONNECTIONS_MAX = 16_384
"""Open connections of one server process; the next ones wait, unanswered, in the backlog. So it must be more than
the claims that may wait, or nobody would be left to be told to come back."""
HEADER_READ_TIMEOUT_MS = 10_000
STOP_TIMEOUT_S = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What granian serves, and where.

    Args:
        target: `module:factory` of the application.
        stop_signal: sent to every server process before it is told to stop.
        stopping: called first when the server stops.
    """

    target: str
    interface: Interfaces
    host: str
    port: int
    workers: int
    stop_signal: signal.Signals | None = None
    stopping: Callable[[], None] = lambda: None


class Server(MPServer):
    """Granian, which waits for open answers before it stops: streams have to be told to end theirs."""

    def __init__(self, served: Served) -> None:
        super().__init__(
            served.target,
            factory=True,
            address=served.host,
            port=served.port,
            interface=served.interface,
            workers=served.workers,
            loop=Loops.uvloop,
            websockets=False,
            backlog=BACKLOG,
            backpressure=CONNECTIONS_MAX,
            http1_settings=HTTP1Settings(header_read_timeout=HEADER_READ_TIMEOUT_MS),
            log_level=LogLevels.warning,
            workers_kill_timeout=STOP_TIMEOUT_S,
            respawn_failed_workers=True,
        )
        self._served = served

    def shutdown(self, exit_code: int = 0) -> None:
        self._served.stopping()
        if self._served.stop_signal is not None:
            for process in multiprocessing.active_children():
                if process.pid is not None:
                    os.kill(process.pid, self._served.stop_signal)
        super().shutdown(exit_code)  # type: ignore[no-untyped-call]  # untyped there


def serve(served: Served) -> None:
    """Run the server processes until a signal ends them; requests that were accepted are answered first."""
    # Forked processes would inherit this one's threads' locks, and metrics that were made before the folder was.
    multiprocessing.set_start_method("spawn", force=True)
    allow_open_files()
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)
    Server(served).serve()


def check_address_is_free(host: str, port: int) -> None:
    """Pass when we can listen there.

    Raises:
        SettingsInvalid: another program does, or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsInvalid(
                f"Cannot listen on {host!r} port {port!r}: {error.strerror}. "
                "Choose another with --port, or stop the program that uses it."
            ) from error


def as_variables(**values: object) -> dict[str, str]:
    """Options as the settings they stand for, so that they are checked alike; None is left out."""
    return {variable_name(name): str(value) for name, value in values.items() if value is not None}


@contextmanager
def environment_of_workers(settings: Settings) -> Iterator[None]:
    """The server's processes read their settings from the environment, so ours go there.

    Their metrics meet in one folder: a new one, or that of the `grandstand up` which started us.
    """
    before = dict(os.environ)
    for field in fields(settings):
        value = getattr(settings, field.name)
        os.environ[variable_name(field.name)] = ",".join(value) if isinstance(value, tuple) else str(value)
    given = os.environ.get(MULTIPROCESS_VARIABLE)
    with nullcontext(given) if given else tempfile.TemporaryDirectory(prefix="grandstand-metrics-") as folder:
        os.environ[MULTIPROCESS_VARIABLE] = folder
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
