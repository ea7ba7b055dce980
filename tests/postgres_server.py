"""PostgreSQL servers of one's own, as a deployer runs them: on a network port, one a copy of the other."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from grandstand.kernel.postgres_binaries import PostgresBinaries, find_binaries, find_server_user
from serving import children_of, free_port

READY_TIMEOUT_S = 60
NAME = "grandstand"


class PostgresServer:
    """One server in a folder that its user may pass; a context manager.

    Args:
        folder: where everything of it lies; others may lie beside it.
        name: of its data, and how it introduces itself to the server it follows.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.port = free_port()
        self.data = folder / name
        self.user = find_server_user(self.data)
        self.binaries: PostgresBinaries = find_binaries().copied_into(folder)
        self._log = folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@{self.address}/{NAME}"

    def create(self) -> None:
        """A cluster with one empty database."""
        self.user.make_private_directory(self.data)
        self.run("initdb", "-D", self.data, f"--username={NAME}", "--encoding=UTF8", "--no-locale", "--auth=trust")
        self.start()
        self.run("createdb", "--host=127.0.0.1", f"--port={self.port}", f"--username={NAME}", NAME)

    def follow(self, primary: "PostgresServer") -> None:
        """Become a copy of another server, and go on following it."""
        self.user.make_private_directory(self.data)
        source = f"host=127.0.0.1 port={primary.port} user={NAME} application_name={self.name}"
        slot = ("--create-slot", f"--slot={self.name}", "--checkpoint=fast")
        self.run("pg_basebackup", "-D", self.data, f"--dbname={source}", "--write-recovery-conf", *slot)
        self.start()

    def start(self, **settings: str) -> None:
        """Start and wait until it answers."""
        given = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "shared_buffers": "64MB",
            **settings,
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self.binaries.program("postgres"), "-D", self.data, *(f"-c{k}={v}" for k, v in given.items())],
                stdout=log,
                stderr=log,
                cwd="/",
                env={"LC_ALL": "C", "PATH": os.defpath},
                start_new_session=True,
                **self.user.identity,
            )
        deadline_s = time.monotonic() + READY_TIMEOUT_S
        ready = (self.binaries.program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port))
        while self.user.run(*ready).returncode != 0:
            assert self._process.poll() is None, self._log.read_text()
            assert time.monotonic() < deadline_s, self._log.read_text()
            time.sleep(0.05)

    def promote(self) -> None:
        """End following; it may be written to when this returns."""
        self.run("pg_ctl", "promote", "-w", "-D", self.data)

    def kill(self) -> None:
        """End it by force, and everything that it has started."""
        if self._process is None:
            return
        for process in [self._process.pid, *children_of(self._process.pid)]:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def ask(self, statement: str) -> str:
        """What psql prints."""
        command = ("--no-psqlrc", "--tuples-only", "--no-align", "-c", statement, f"--dbname={self.url}")
        return self.run("psql", *command).strip()

    def run(self, program: str, *options: str | Path) -> str:
        answer = self.user.run(self.binaries.program(program), *options)
        assert answer.returncode == 0, f"{program}: {answer.stdout}"
        return answer.stdout
