"""`grandstand up`: the database, the schema, the keys, the demo if wanted, the server; and down again."""

import asyncio
import multiprocessing
import os
import socket
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Annotated

from cyclopts import Parameter
from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from grandstand.app import STOP_STREAMS_SIGNAL
from grandstand.cli.instance import announced, running_instance, with_database, with_services
from grandstand.demo.first_evening import prepare_first_evening, staff
from grandstand.kernel.auth import Role
from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.limits import allow_open_files
from grandstand.kernel.settings import Settings, load_settings, variable_name
from grandstand.kernel.telemetry import MULTIPROCESS_VARIABLE, configure_logging

BACKLOG = 4096
CONNECTIONS_MAX = 16_384
"""Open connections of one server process; the next ones wait, unanswered, in the backlog. So it must be more than
the claims that may wait, or nobody would be left to be told to come back."""
HEADER_READ_TIMEOUT_MS = 10_000
STOP_TIMEOUT_S = 20
READY_TIMEOUT_S = 60.0
READY_POLL_S = 0.1
LINKED_ROLES = (Role.OPERATOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Link:
    role: Role
    url: str


class Server(MPServer):
    """Granian, which waits for open answers before it stops: streams have to be told to end theirs."""

    def shutdown(self, exit_code: int = 0) -> None:
        for process in multiprocessing.active_children():
            if process.pid is not None:
                os.kill(process.pid, STOP_STREAMS_SIGNAL)
        super().shutdown(exit_code)  # type: ignore[no-untyped-call]  # untyped there


def up(
    *,
    demo: Annotated[bool, Parameter(negative="")] = False,
    host: str | None = None,
    port: int | None = None,
    workers: int | None = None,
) -> None:
    """Start Grandstand and serve until Ctrl-C.

    Args:
        demo: admit guests and open a demo campaign where the database has none.
        host: the address to listen on, instead of GRANDSTAND_HOST.
        port: the port to listen on, instead of GRANDSTAND_PORT.
        workers: server processes, instead of GRANDSTAND_WORKERS.
    """
    environment = os.environ | _given(host=host, port=port, workers=workers, guests=demo or None)
    settings = load_settings(environment)
    configure_logging(settings.log_format, settings.log_level)
    check_not_running(settings)
    check_address_is_free(settings)
    print("Starting the database …", flush=True)
    with with_database(settings) as ready, announced(ready):
        links = asyncio.run(prepare(ready, demo=demo))
        serve(ready, links)
    print("Stopped; everything that was acknowledged is stored.")


async def prepare(settings: Settings, *, demo: bool) -> list[Link]:
    """Bring the schema up to date, make the first key, the demo if wanted, and one-time sign-in links."""
    async with with_services(settings) as services:
        if demo:
            await prepare_first_evening(services.campaign, staff(Role.OPERATOR, services.tokens))
        links = []
        for role in LINKED_ROLES:
            subject = staff(role, services.tokens).subject
            code = await services.sign_in.create_code(subject, role)
            links.append(Link(role, f"{settings.site_url}/sign-in#{code}"))
        return links


def serve(settings: Settings, links: list[Link]) -> None:
    """Run the server processes until a signal ends them; requests that were accepted are answered first."""
    # Forked processes would inherit this one's threads' locks, and metrics that were made before the folder was.
    multiprocessing.set_start_method("spawn", force=True)
    allow_open_files()
    with _environment_of_workers(settings):
        threading.Thread(target=_announce_when_ready, args=(settings, links), daemon=True).start()
        Server(
            "grandstand.app:create_app",
            factory=True,
            address=settings.host,
            port=settings.port,
            interface=Interfaces.ASGI,
            workers=settings.workers,
            loop=Loops.uvloop,
            websockets=False,
            backlog=BACKLOG,
            backpressure=CONNECTIONS_MAX,
            http1_settings=HTTP1Settings(header_read_timeout=HEADER_READ_TIMEOUT_MS),
            log_level=LogLevels.warning,
            workers_kill_timeout=STOP_TIMEOUT_S,
            respawn_failed_workers=True,
        ).serve()


def check_not_running(settings: Settings) -> None:
    """Pass when no Grandstand serves this data directory.

    Raises:
        SettingsInvalid: one does; the message names its process.
    """
    if (instance := running_instance(settings)) is not None:
        raise SettingsInvalid(
            f"It already runs on {str(settings.data_dir)!r}: process {instance.pid} on port {instance.port}. "
            "Stop it, or choose another GRANDSTAND_DATA_DIR."
        )


def check_address_is_free(settings: Settings) -> None:
    """Pass when we can listen there.

    Raises:
        SettingsInvalid: another program does, or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingsInvalid(
                f"Cannot listen on {settings.host!r} port {settings.port!r}: {error.strerror}. "
                "Choose another with --port, or stop the program that uses it."
            ) from error


def _given(**values: object) -> dict[str, str]:
    """Options as the settings they stand for, so that they are checked alike."""
    return {variable_name(name): str(value) for name, value in values.items() if value is not None}


@contextmanager
def _environment_of_workers(settings: Settings) -> Iterator[None]:
    """The server's processes read their settings from the environment, so ours go there."""
    before = dict(os.environ)
    for field in fields(settings):
        value = getattr(settings, field.name)
        os.environ[variable_name(field.name)] = ",".join(value) if isinstance(value, tuple) else str(value)
    with tempfile.TemporaryDirectory(prefix="grandstand-metrics-") as folder:
        os.environ[MULTIPROCESS_VARIABLE] = folder
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def _announce_when_ready(settings: Settings, links: list[Link]) -> None:
    url = f"{settings.local_url}/readyz"
    deadline_s = time.monotonic() + READY_TIMEOUT_S
    while time.monotonic() < deadline_s:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                break
        except (urllib.error.URLError, OSError):
            time.sleep(READY_POLL_S)
    else:
        print(f"The server did not become ready within {READY_TIMEOUT_S:.0f} s; see the log above.", flush=True)
        return
    print(welcome(settings, links), flush=True)


def welcome(settings: Settings, links: list[Link]) -> str:
    """What a person reads when everything is up."""
    lines = [
        "",
        "Grandstand is up.",
        "",
        f"  fans       {settings.site_url}/",
        *(f"  {link.role.value:<10} {link.url}" for link in links),
        "",
        "The operator's and the auditor's links sign in once and are valid for a day.",
        "Ctrl-C stops everything.",
    ]
    return "\n".join(lines)
