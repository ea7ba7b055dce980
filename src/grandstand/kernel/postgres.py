"""The embedded PostgreSQL: created at the first start, started, found again, stopped.

What lies below the data directory:

    postgres/                     the cluster; mode 0700
    postgres.partial/             a cluster in the making; removed by the next start
    postgres-<wheel>-<version>/   the programs, copied where we are root
    postgres.log, postgres.log.1  what the server says
    run/                          the socket; mode 0700, so whoever gets in is trusted
    lock                          held by the launcher; holds its process id
    server.lock                   held by every PostgreSQL process on this data

The two locks are the whole protocol of starting. They are `flock`s, which the kernel drops when the last
holder ends, however it ends. While `lock` is held, Grandstand runs. PostgreSQL inherits `server.lock` and
hands it on to its children, so while it is held some PostgreSQL works on the data, whatever its process id
file says, and once it is free none does, even where that id now belongs to another process.

A launcher that is killed leaves its server running. The next launcher adopts that server, with the settings
it was started with: nothing is lost and nothing has to recover. The kernel's PR_SET_PDEATHSIG would stop the
server instead, but it watches the thread that started the server rather than the process, and sends a
healthy server away when that thread ends.
"""

import hashlib
import os
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, Self
from urllib.parse import quote, urlencode

import platformdirs
import structlog

from grandstand.kernel.postgres_binaries import (
    WHEELS,
    FileLock,
    PostgresAlreadyRunning,
    PostgresBinaries,
    PostgresDirectoryUnreadable,
    PostgresDiskFull,
    PostgresError,
    PostgresMissing,
    PostgresStartFailed,
    PostgresVersionMismatch,
    ServerUser,
    WheelName,
    describe,
    find_binaries,
    find_server_user,
    free_bytes_at,
    is_postgres,
    program_environment,
    read_tail,
    remove_tree,
    sync_directory,
)

__all__ = [
    "EmbeddedPostgres",
    "PostgresAlreadyRunning",
    "PostgresDirectoryUnreadable",
    "PostgresDiskFull",
    "PostgresError",
    "PostgresMissing",
    "PostgresSettings",
    "PostgresStartFailed",
    "PostgresVersionMismatch",
    "default_data_dir",
]

NAME = "grandstand"  # of the database, of its superuser and of the cluster
PORT = 5432  # names the socket; no network port is opened
SOCKET_NAME = f".s.PGSQL.{PORT}"
SOCKET_PATH_BYTES_MAX = 107  # sun_path of Linux holds 108 with its closing zero
LOG_BYTES_MAX = 16 * 1024 * 1024
LOG_TAIL_LINES = 20
LOG_TAIL_BYTES = 16 * 1024
DISK_FREE_BYTES_MIN = 16 * 1024 * 1024  # one segment of the write-ahead log
DISK_FULL_PHRASES = ("No space left on device", "Disk quota exceeded")
POLL_INTERVAL_S = 0.02
STOP_TIMEOUT_S = 30.0
QUIT_TIMEOUT_S = 5.0
INITDB_OPTIONS = (
    f"--username={NAME}",
    "--encoding=UTF8",
    "--no-locale",
    "--data-checksums",
    # Whoever reaches the socket has passed the mode of its directory; the network is shut twice.
    "--auth-local=trust",
    "--auth-host=reject",
)
# Errors of a statement name the rows they concern in their detail, and rows hold what people wrote.
CREATE_DATABASE = f"""\
CREATE DATABASE {NAME};
ALTER DATABASE {NAME} SET log_error_verbosity = terse;
"""

BUFFERS_MB_LEAST = 128
BUFFERS_MB_MAX = 2048

log = structlog.get_logger(__name__)


def default_shared_buffers() -> str:
    """An eighth of the machine's memory: a crowd's claims go to random pages of the indexes."""
    memory_mb = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    return f"{min(max(memory_mb // 8, BUFFERS_MB_LEAST), BUFFERS_MB_MAX)}MB"


@dataclass(frozen=True, slots=True)
class PostgresSettings:
    """Where the data lies, and the limits of the server."""

    data_dir: Path
    wheel: WheelName | Literal["auto"] = "auto"
    shared_buffers: str = field(default_factory=default_shared_buffers)
    max_connections: int = 100
    max_wal_size: str = "2GB"
    checkpoint_timeout: str = "15min"
    start_timeout_s: float = 120.0  # a crash leaves up to max_wal_size to read again


def default_data_dir() -> Path:
    """Return where the data lives unless told otherwise: the machine's for root, else the user's own."""
    if os.geteuid() == 0:
        return Path("/var/lib", NAME)
    return platformdirs.user_data_path(NAME)


class EmbeddedPostgres:
    """One PostgreSQL on one data directory, for the life of this process.

    Used as a context manager, or through `start` and `stop`. Both block: they run before and after the
    event loop.
    """

    def __init__(self, settings: PostgresSettings) -> None:
        self._settings = settings
        self._data_dir = settings.data_dir.expanduser().resolve()
        self._cluster = self._data_dir / "postgres"
        self._partial = self._data_dir / "postgres.partial"
        self._lock = FileLock(self._data_dir / "lock")
        self._server_lock = FileLock(self._data_dir / "server.lock")
        self._process: subprocess.Popen[bytes] | None = None
        self._postmaster: Postmaster | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def dsn(self) -> str:
        """The address of the database, for asyncpg and every program that uses libpq."""
        assert self._postmaster is not None, "start first"
        where = {"host": str(self._postmaster.socket_dir), "port": PORT, "user": NAME}
        return f"postgresql:///{NAME}?{urlencode(where, quote_via=quote)}"  # libpq takes "+" for a plus

    @property
    def pid(self) -> int | None:
        """The process id of the server, None unless it was started."""
        return self._postmaster.pid if self._postmaster else None

    @property
    def log_path(self) -> Path:
        return self._data_dir / "postgres.log"

    @property
    def is_running(self) -> bool:
        if self._process:
            return self._process.poll() is None
        # An adopted server is not our child; its lock tells, where a process id could be somebody else's.
        return self._postmaster is not None and self._server_lock.is_held_elsewhere()

    def start(self) -> str:
        """Start the server, or adopt one whose launcher was killed, and return the `dsn`.

        Raises:
            PostgresError: one of its subclasses, with the way out in its message; nothing is left running.
        """
        assert self._postmaster is None, "already started"
        began_s = time.monotonic()
        try:
            self._start()
        except OSError as error:
            self.stop()
            raise self._explain_refusal(error) from error
        except BaseException:
            self.stop()
            raise
        event = "postgres.started" if self._process else "postgres.adopted"
        log.info(event, pid=self.pid, elapsed_s=round(time.monotonic() - began_s, 3))
        return self.dsn

    def stop(self, timeout_s: float = STOP_TIMEOUT_S) -> None:
        """End the server if one runs: politely, after `timeout_s` at once, at last by force."""
        steps = (signal.SIGINT, timeout_s), (signal.SIGQUIT, QUIT_TIMEOUT_S), (signal.SIGKILL, QUIT_TIMEOUT_S)
        for step, wait_s in steps:
            if self.pid is None or not self.is_running:
                break
            with suppress(ProcessLookupError):
                os.kill(self.pid, step)
            if self._has_ended_within(wait_s):
                log.info("postgres.stopped", pid=self.pid, signal=step.name)
        if self._postmaster and self._postmaster.socket_dir.parent != self._data_dir:
            with suppress(OSError):  # a server ended by force leaves its socket there
                self._postmaster.socket_dir.rmdir()
        self._process = self._postmaster = None
        self._server_lock.release()
        self._lock.release()

    def _start(self) -> None:
        user = find_server_user(self._cluster)
        self._make_data_dir(user)
        self._lock_data_dir()
        binaries = find_binaries(self._settings.wheel)
        if user.is_other:
            binaries = binaries.copied_into(self._data_dir)
        if self._adopt(binaries, user):
            return
        self._remove_leftovers(binaries)
        if not self._cluster.exists():
            self._create_cluster(binaries, user)
        self._check_version(binaries)
        self._launch(binaries, user)

    def _make_data_dir(self, user: ServerUser) -> None:
        """Create the data directory; those above it must let `user` pass as they are."""
        self._check_may_enter(next(p for p in (self._data_dir, *self._data_dir.parents) if p.exists()), user)
        if not self._data_dir.exists():
            self._data_dir.mkdir(mode=0o700, parents=True)
            if user.is_other:
                # The server's group may pass through, nothing more.
                os.chown(self._data_dir, -1, user.gid)
                self._data_dir.chmod(0o710)
        self._check_may_enter(self._data_dir, user)

    def _check_may_enter(self, directory: Path, user: ServerUser) -> None:
        if user.may_enter(directory):
            return
        closed = next(p for p in (*reversed(directory.parents), directory) if not user.may_enter(p))
        raise PostgresDirectoryUnreadable(
            f"PostgreSQL runs as user {user.name!r}, who may not enter {closed} ({describe(closed)}), on "
            f"the way to its data in {self._data_dir}; let that user in with `chmod o+x {closed}`, or set "
            "GRANDSTAND_DATA_DIR to a directory open to that user"
        )

    def _lock_data_dir(self) -> None:
        if not self._lock.acquire():
            raise PostgresAlreadyRunning(
                f"Grandstand already runs on this data (process {self._lock.read()}, {self._data_dir}); "
                "stop it or set GRANDSTAND_DATA_DIR to another directory"
            )
        self._lock.write(str(os.getpid()))

    def _adopt(self, binaries: PostgresBinaries, user: ServerUser) -> bool:
        """Take over the server of a killed launcher; return False as soon as no such server works.

        Until one of the two is certain this waits: for a server that still recovers, for the last processes
        of one that was killed, for an initdb that nobody needs any more.
        """
        deadline_s = time.monotonic() + self._settings.start_timeout_s
        while not self._server_lock.acquire():
            found = read_postmaster(self._cluster)
            if found and is_ready(binaries, user, found):
                self._postmaster = found
                return True
            if time.monotonic() > deadline_s:
                raise self._explain_failure(
                    f"An earlier PostgreSQL on {self._cluster} (process {found and found.pid!r}) did neither "
                    f"answer nor end within {self._settings.start_timeout_s:.0f} s; end it and start again"
                )
            time.sleep(POLL_INTERVAL_S)
        return False

    def _remove_leftovers(self, binaries: PostgresBinaries) -> None:
        """Remove what earlier starts left; nobody uses it while we hold both locks."""
        remove_tree(self._partial)
        for wheel in WHEELS:
            for copy in self._data_dir.glob(f"postgres-{wheel}-*"):
                if copy not in binaries.root.parents:
                    remove_tree(copy)
        postmaster = read_postmaster(self._cluster)
        # PostgreSQL refuses to start when its file is empty, or names any process of the same user. A process
        # that is called postgres is left to PostgreSQL's own judgement: on a network file system the locks
        # may not tell the whole truth.
        if postmaster is None or not is_postgres(postmaster.pid):
            (self._cluster / "postmaster.pid").unlink(missing_ok=True)

    def _create_cluster(self, binaries: PostgresBinaries, user: ServerUser) -> None:
        """Create the cluster and its database beside its place, and move them there when they are whole."""
        user.make_private_directory(self._partial)
        try:
            initdb, postgres = binaries.program("initdb"), binaries.program("postgres")
            self._run_to_end(user, initdb, "-D", self._partial, *INITDB_OPTIONS)
            single = ("--single", "-D", self._partial, "-c", "exit_on_error=on", "postgres")
            self._run_to_end(user, postgres, *single, stdin=CREATE_DATABASE)
            self._partial.rename(self._cluster)
            sync_directory(self._data_dir)
        finally:
            remove_tree(self._partial)
        log.info("postgres.cluster_created", path=str(self._cluster), version=binaries.version)

    def _run_to_end(self, user: ServerUser, program: Path, *options: str | Path, stdin: str = "") -> None:
        answer = user.run(program, *options, stdin=stdin, keep_open=(self._server_lock.fileno,))
        if answer.returncode != 0:
            problem = f"{program.name} ended with status {answer.returncode} while it created {self._cluster}"
            raise self._explain_failure(problem, report=answer.stdout)

    def _check_version(self, binaries: PostgresBinaries) -> None:
        try:
            major = (self._cluster / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise PostgresStartFailed(
                f"{self._cluster} exists but holds no PostgreSQL data (no file PG_VERSION); move it away"
            ) from None
        if major != binaries.major:
            raise PostgresVersionMismatch(
                f"The data in {self._cluster} was written by PostgreSQL {major!r}, but {binaries.wheel} "
                f"brings PostgreSQL {binaries.major!r}; install the package that wrote it, or carry the data "
                "over with pg_dump and pg_restore"
            )

    def _launch(self, binaries: PostgresBinaries, user: ServerUser) -> None:
        socket_dir = choose_socket_dir(self._data_dir, user)
        user.make_private_directory(socket_dir)
        flags = [f"-c{name}={value}" for name, value in server_flags(self._settings, socket_dir).items()]
        # The socket's own process id file; the directory is private, and nobody serves in it now.
        (socket_dir / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)
        rotate_log(self.log_path)
        with open_log(self.log_path) as output:
            # A session of its own keeps the terminal's Ctrl-C from the server: we stop it, in our order.
            self._process = subprocess.Popen(  # noqa: S603  # the program of the wheel, no shell
                [binaries.program("postgres"), "-D", self._cluster, *flags],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=program_environment(),
                start_new_session=True,
                pass_fds=[self._server_lock.fileno],
                **user.identity,
            )
        self._postmaster = Postmaster(self._process.pid, socket_dir)
        # From here on the server alone holds its lock.
        self._server_lock.release()
        self._wait_until_ready(self._postmaster, binaries, user)

    def _wait_until_ready(self, server: "Postmaster", binaries: PostgresBinaries, user: ServerUser) -> None:
        deadline_s = time.monotonic() + self._settings.start_timeout_s
        while not is_ready(binaries, user, server):
            if not self.is_running:
                raise self._explain_failure("PostgreSQL ended while it started")
            if time.monotonic() > deadline_s:
                raise self._explain_failure(
                    f"PostgreSQL was not ready after {self._settings.start_timeout_s:.0f} s"
                )
            time.sleep(POLL_INTERVAL_S)

    def _has_ended_within(self, wait_s: float) -> bool:
        deadline_s = time.monotonic() + wait_s
        while self.is_running and time.monotonic() < deadline_s:
            time.sleep(POLL_INTERVAL_S)
        return not self.is_running

    def _explain_failure(self, problem: str, report: str | None = None) -> PostgresError:
        """Return the error for a step that failed: a full disk if there are signs of one, else the report.

        Args:
            problem: what failed.
            report: what the program said; by default the end of the server's log.
        """
        said = (report or read_tail(self.log_path, LOG_TAIL_BYTES)).strip()
        last_lines = "\n".join(said.splitlines()[-LOG_TAIL_LINES:])
        free_bytes = free_bytes_at(self._data_dir)
        # On a full disk the log may lack the very line that says so.
        if free_bytes < DISK_FREE_BYTES_MIN or any(phrase in said for phrase in DISK_FULL_PHRASES):
            return PostgresDiskFull(
                f"{problem}: the disk is full, {free_bytes:,} bytes are free at {self._data_dir}; free some "
                "space or set GRANDSTAND_DATA_DIR to a directory on another disk. "
                f"The last lines said:\n{last_lines}"
            )
        return PostgresStartFailed(f"{problem}. The last lines said:\n{last_lines}")

    def _explain_refusal(self, error: OSError) -> PostgresError:
        """Return the error for what the operating system refused: space, or access to a file."""
        if any(phrase in str(error) for phrase in DISK_FULL_PHRASES):
            return self._explain_failure("PostgreSQL could not be set up", report=str(error))
        return PostgresDirectoryUnreadable(
            f"PostgreSQL's data in {self._data_dir} cannot be used: {error}; "
            "give your user access to it or set GRANDSTAND_DATA_DIR to another directory"
        )


@dataclass(frozen=True, slots=True)
class Postmaster:
    """The first process of a running server, and where it listens."""

    pid: int
    socket_dir: Path


def read_postmaster(cluster: Path) -> Postmaster | None:
    """Return what `postmaster.pid` says, true or stale; None where it is missing or cut short."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        return Postmaster(int(lines[0]), Path(lines[4]))
    except (FileNotFoundError, IndexError, ValueError):
        return None


def is_ready(binaries: PostgresBinaries, user: ServerUser, server: Postmaster) -> bool:
    """Return whether the server accepts connections; while it recovers it does not."""
    where = ("-h", server.socket_dir, "-p", str(PORT), "-U", NAME, "-d", NAME)
    return user.run(binaries.program("pg_isready"), "-q", *where).returncode == 0


def choose_socket_dir(data_dir: Path, user: ServerUser) -> Path:
    """Return `run` below the data, or a short path elsewhere where a socket in it could not be addressed.

    The short one is derived from the data's path: the same data always has the same socket.

    Raises:
        PostgresStartFailed: the system's directory for temporary files has too long a path as well.
    """
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    name = f"{NAME}-{user.uid}-{digest}"
    runtime_dir = Path("/run") if user.is_other else Path(f"/run/user/{user.uid}")
    bases = [base for base in (runtime_dir, Path(tempfile.gettempdir())) if os.access(base, os.W_OK)]
    for path in (data_dir / "run", *(base / name for base in bases)):
        if is_addressable(path):
            return path
    raise PostgresStartFailed(
        f"No directory is short enough for PostgreSQL's socket: {data_dir} and {tempfile.gettempdir()} "
        f"exceed {SOCKET_PATH_BYTES_MAX} bytes; set TMPDIR or GRANDSTAND_DATA_DIR to a shorter path"
    )


def is_addressable(socket_dir: Path) -> bool:
    """Return whether a socket in this directory has an address; a comma would part it into two hosts."""
    length_bytes = len(os.fsencode(socket_dir / SOCKET_NAME))
    return length_bytes <= SOCKET_PATH_BYTES_MAX and not set(str(socket_dir)) & {",", '"'}


def server_flags(settings: PostgresSettings, socket_dir: Path) -> dict[str, str]:
    return {
        "cluster_name": NAME,
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(socket_dir),
        "unix_socket_permissions": "0700",
        "shared_buffers": settings.shared_buffers,
        "max_connections": str(settings.max_connections),
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "wal_compression": "on",
        "max_wal_size": settings.max_wal_size,
        "checkpoint_timeout": settings.checkpoint_timeout,
        "logging_collector": "off",
        "log_destination": "stderr",
    }


def rotate_log(path: Path) -> None:
    """Set a log aside that has grown past `LOG_BYTES_MAX`; the one set aside before is dropped."""
    if path.exists() and path.stat().st_size > LOG_BYTES_MAX:
        path.replace(path.with_name(f"{path.name}.1"))


def open_log(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600), "ab")
