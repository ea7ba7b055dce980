"""A real Grandstand in a folder of its own, for tests over HTTP and in browsers."""

import asyncio
import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx

from folders import open_folder
from grandstand.campaign import audit_faults
from grandstand.cli.instance import with_database, with_services
from grandstand.demo.crowd import Share
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id
from grandstand.kernel.migrations import migrate
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings
from grandstand.kernel.settings import Settings, variable_name
from grandstand.services import SCHEMAS, Services
from shared_vectors import shared_vectors

# Far more than a machine needs that is busy with something else; a test that waits so long has found a fault.
READY_TIMEOUT_S = 120
STOP_TIMEOUT_S = 90
PATIENCE_S = 120.0
"""For what takes a second or two where nothing else runs."""
LEARNING_S = 360.0
"""For the models of the assistant, which need a minute of one core where nobody has used them yet."""
GATE = (sys.executable, "-m", "grandstand", "gate")

T = TypeVar("T")


class Running:
    """A command that serves, as a process; a context manager.

    Args:
        command: what is run.
        url: where it answers.
        log: the file that its output is appended to.
        environment: the whole of it.
    """

    def __init__(self, command: Sequence[str], url: str, log: Path, environment: Mapping[str, str]) -> None:
        self.url = url
        self.environment = dict(environment)
        self.process: subprocess.Popen[str] | None = None
        self._command = command
        self._log = log

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start and wait until it is ready."""
        with self._log.open("a") as log:
            self.process = subprocess.Popen(self._command, env=self.environment, stdout=log, stderr=log, text=True)
        deadline_s = time.monotonic() + READY_TIMEOUT_S
        while time.monotonic() < deadline_s and self.process.poll() is None:
            if self.is_ready():
                return
            time.sleep(0.1)
        raise AssertionError(f"{' '.join(self._command)} did not start:\n{self.log()}")

    def is_ready(self) -> bool:
        """Whether one of its processes answers, and the database too."""
        try:
            return httpx.get(f"{self.url}/readyz", timeout=10).status_code == 200
        except httpx.TransportError:
            return False

    def log(self) -> str:
        return self._log.read_text()

    def stop(self) -> int:
        """Ask it to stop and wait; the exit status."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_TIMEOUT_S)

    def server_processes(self) -> list[int]:
        """The processes that answer requests, the oldest first: children of ours that listen, not PostgreSQL."""
        assert self.process is not None
        return [child for child in children_of(self.process.pid) if b"spawn_main" in command_of(child)]


@cache
def migrated_cluster() -> Path:
    """A cluster with the whole schema and nothing in it, made once by each process of the tests."""
    folder = open_folder("gs-cluster-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # A thread of its own: a browser's test runs inside an event loop already.
    with EmbeddedPostgres(PostgresSettings(folder / "data")) as server, ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, migrate(server.dsn, SCHEMAS)).result()
    return folder / "data" / "postgres"


class Serving(Running):
    """`grandstand up` as a process; a context manager that leaves nothing behind.

    It starts on a copy of a cluster that is migrated already, and with one process that answers unless told
    otherwise: there are dozens of these in a run of the tests. Fresh data directories have tests of their own.
    """

    def __init__(
        self,
        *,
        demo: bool = True,
        games: bool = False,
        manuals: bool = False,
        replay: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = open_folder()
        self.port = free_port()
        self.settings = replace(Settings(), data_dir=self.folder / "data", port=self.port)
        options = ["--demo"] * demo + ["--no-games"] * (not games) + ["--no-manuals"] * (not manuals)
        options += ["--no-replay"] * (not replay)
        command = [sys.executable, "-m", "grandstand", "up", "--port", str(self.port), *options]
        whole = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GRANDSTAND_")},
            "GRANDSTAND_DATA_DIR": str(self.settings.data_dir),
            "GRANDSTAND_WORKERS": "1",
            **(environment or {}),
        }
        if "GRANDSTAND_DATABASE_URL" not in whole:
            self.settings.data_dir.mkdir()
            (self.settings.data_dir / "assistant").symlink_to(shared_vectors())
            # With its owner, who is not us where we are root.
            subprocess.run(["/bin/cp", "-a", migrated_cluster(), self.settings.data_dir], check=True)
        super().__init__(command, self.settings.site_url, self.folder / "log", whole)

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    def gate(self, **settings: object) -> "ServingGate":
        """A gate beside this one, not started yet; settings by the names of their fields."""
        given = {variable_name(name): str(value) for name, value in settings.items()}
        return ServingGate(self.folder, self.environment | given)

    def postgres_processes(self) -> list[int]:
        """The embedded PostgreSQL, which must be ready: the postmaster and its children."""
        pid_file = self.settings.data_dir / "postgres" / "postmaster.pid"
        postmaster = int(pid_file.read_text().split()[0])
        return [postmaster, *children_of(postmaster)]

    def with_services(self, work: Callable[[Services], Awaitable[T]]) -> T:
        """Do something with the services on the same database, beside the running server."""

        async def run(settings: Settings) -> T:
            async with with_services(settings) as services:
                return await work(services)

        with with_database(self.settings) as settings, ThreadPoolExecutor(1) as thread:
            # A thread of its own: a browser's test runs inside an event loop already.
            return thread.submit(asyncio.run, run(settings)).result()

    def token(self, role: Role = Role.FAN, subject: SubjectId | None = None) -> str:
        return self.tokens(role, [subject or new_subject_id()])[0]

    def tokens(self, role: Role, subjects: list[SubjectId]) -> list[str]:
        async def issue(services: Services) -> list[str]:
            expires_at = services.tokens.expiry()
            return [services.tokens.issue(Principal(each, role, None, expires_at)) for each in subjects]

        return self.with_services(issue)

    def client(self, role: Role | None = None) -> httpx.Client:
        """An HTTP client, signed in with a token when a role is given."""
        headers = {"authorization": f"Bearer {self.token(role)}"} if role else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60)

    def new_pool(self, operator: httpx.Client, *, opened: bool = True, **plan: Any) -> int:
        """A pool of 1,000 shares, or as the arguments say."""
        body = {"titles": {"en": "Test"}, "shares": 1000, "total_minor": 100_000, "currency": "CNY"} | plan
        answer = operator.post("/v1/pools", json=body)
        assert answer.status_code == 201, answer.text
        pool: int = answer.json()["pool"]
        if opened:
            assert operator.post(f"/v1/pools/{pool}/open", json={"reason": "test"}).status_code == 200
        return pool


class ServingGate(Running):
    """`grandstand gate` as a process, beside a Serving or on a database of its own."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.port = int(environment.get("GRANDSTAND_GATE_PORT") or free_port())
        whole = {**environment, "GRANDSTAND_GATE_PORT": str(self.port)}
        super().__init__(GATE, f"http://127.0.0.1:{self.port}", folder / f"gate-{self.port}.log", whole)

    def attempt(self) -> "subprocess.CompletedProcess[str]":
        """Start one that has to give up by itself."""
        return subprocess.run(
            GATE, env=self.environment, check=False, capture_output=True, text=True, timeout=READY_TIMEOUT_S
        )


def children_of(process: int) -> list[int]:
    """Those that any of its threads has started, the oldest first."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return sorted((int(child) for each in lists for child in each.read_text().split()), key=start_of)


def start_of(process: int) -> int:
    """When it started, in ticks of the machine: process ids begin again at their maximum. 0 if it has ended."""
    try:
        # The name before the last bracket may hold blanks.
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def command_of(process: int) -> bytes:
    """How a process was called; nothing when it has ended in the meantime."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that happens outside this process; the condition may take its time."""
    async with asyncio.timeout(PATIENCE_S):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0.02)


async def held(services: Services, pool: int) -> tuple[dict[SubjectId, Share], list[str]]:
    """What every fan holds by the database, and the faults of the books."""
    auditor = Principal(new_subject_id(), Role.AUDITOR, None, services.tokens.expiry())
    claims = {
        fan: Share(claim.share, claim.amount_minor)
        async for fan, claim in services.campaign.claims(auditor, PoolId(pool))
    }
    return claims, audit_faults(await services.proofs.audit(PoolId(pool)))
