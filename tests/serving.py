"""A real Grandstand in a folder of its own, for tests over HTTP and in browsers."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx

from grandstand.app import Services
from grandstand.cli.instance import with_database, with_services
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import SubjectId, new_subject_id
from grandstand.kernel.settings import Settings

READY_TIMEOUT_S = 60
STOP_TIMEOUT_S = 30

T = TypeVar("T")


class Serving:
    """`grandstand up` as a process; a context manager that leaves nothing behind."""

    def __init__(self, *, demo: bool = True, environment: Mapping[str, str] | None = None) -> None:
        # Not pytest's tmp_path: the embedded PostgreSQL may run as another user, who has to pass through.
        self.folder = Path(tempfile.mkdtemp(prefix="gs-"))
        self.folder.chmod(0o755)
        self.port = free_port()
        self.settings = replace(Settings(), data_dir=self.folder / "data", port=self.port)
        self.url = self.settings.site_url
        self.process: subprocess.Popen[str] | None = None
        self._demo = demo
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GRANDSTAND_")},
            "GRANDSTAND_DATA_DIR": str(self.settings.data_dir),
            **(environment or {}),
        }

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start and wait until it is ready."""
        command = [sys.executable, "-m", "grandstand", "up", "--port", str(self.port)]
        log = (self.folder / "log").open("a")
        with log:
            self.process = subprocess.Popen(
                command + ["--demo"] * self._demo, env=self._environment, stdout=log, stderr=log, text=True
            )
        deadline_s = time.monotonic() + READY_TIMEOUT_S
        while time.monotonic() < deadline_s and self.process.poll() is None:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(f"Grandstand did not start:\n{self.log()}")

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def stop(self) -> int:
        """Ask it to stop and wait; the exit status."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_TIMEOUT_S)

    def server_processes(self) -> list[int]:
        """The processes that answer requests: children of ours that listen, not PostgreSQL."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]

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
        return httpx.Client(base_url=self.url, headers=headers, timeout=30)

    def new_pool(self, operator: httpx.Client, *, opened: bool = True, **plan: Any) -> int:
        """A pool of 1,000 shares, or as the arguments say."""
        body = {"titles": {"en": "Test"}, "shares": 1000, "total_minor": 100_000, "currency": "CNY"} | plan
        answer = operator.post("/v1/pools", json=body)
        assert answer.status_code == 201, answer.text
        pool: int = answer.json()["pool"]
        if opened:
            assert operator.post(f"/v1/pools/{pool}/open", json={"reason": "test"}).status_code == 200
        return pool


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
