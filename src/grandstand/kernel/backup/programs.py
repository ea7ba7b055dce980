"""pg_dump, pg_restore and psql: those of the wheel, or of the system, whichever fit the server.

Both directions run through a pipe of ours. So a copy that is written ends when we do, however we end; and a
database is restored in one transaction that only we commit: whatever breaks off before leaves it as it was.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from grandstand.kernel.backup.errors import BackupDiskFull, BackupFailed, BackupToolsMissing
from grandstand.kernel.backup.folder import PIECE_BYTES, explain, new_file
from grandstand.kernel.postgres_binaries import WHEELS, PostgresMissing, find_binaries, program_environment

PROGRAMS = ("pg_dump", "pg_restore", "psql")
COMPRESSION = "1"  # of zlib: twice as fast as its default, and ids and hashes hardly shrink any further
SAID_BYTES_MAX = 4096
END_TIMEOUT_S = 30.0
DISK_FULL_PHRASES = ("No space left on device", "Disk quota exceeded", "could not extend file")
EMPTY = """
do $$
declare found record;
begin
  for found in
    select case when relkind = 'v' then 'view' when relkind = 'm' then 'materialized view'
      when relkind = 'S' then 'sequence' else 'table' end as kind, pg_class.oid::regclass::text as name
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
      and not exists (select from pg_depend where objid = pg_class.oid and deptype in ('e', 'i'))
  loop
    if to_regclass(found.name) is not null then
      execute format('drop %s if exists %s cascade', found.kind, found.name);
    end if;
  end loop;
  for found in
    select pg_proc.oid::regprocedure::text as name from pg_proc where pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
  loop
    execute format('drop routine if exists %s cascade', found.name);
  end loop;
  for found in
    select pg_type.oid::regtype::text as name from pg_type where typnamespace = 'public'::regnamespace
      and typtype in ('e', 'd') and not exists (select from pg_depend where objid = pg_type.oid and deptype = 'e')
  loop
    execute format('drop type if exists %s cascade', found.name);
  end loop;
end $$;
"""
"""Drops what lies in the schema `public`; what an extension has brought stays."""

Command = list[str | Path]
Count = Callable[[int], None]
"""Told how many bytes have passed."""


class Programs(NamedTuple):
    """Programs of one PostgreSQL, and its version."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])


class Copied(NamedTuple):
    size_bytes: int
    sha256: str


def find_programs(server_major: int) -> Programs:
    """The first programs that may copy a server of this major version.

    Raises:
        BackupToolsMissing: all that are here are older, or there are none.
    """
    found = list(_candidates())
    for programs in found:
        if programs.major >= server_major:
            return programs
    here = ", ".join(programs.version for programs in found) or "none"
    raise BackupToolsMissing(
        f"The database is PostgreSQL {server_major}, and pg_dump must be at least as new; here is: {here}. "
        f"Install the client programs of PostgreSQL {server_major} or later and put them on the path."
    )


def _candidates() -> Iterator[Programs]:
    for wheel in WHEELS:
        with suppress(PostgresMissing):
            binaries = find_binaries(wheel)
            yield Programs(binaries.root / "bin", binaries.version)
    if (on_path := shutil.which(PROGRAMS[0])) is not None:
        folder = Path(on_path).parent
        command = [on_path, "--version"]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - found on the path
        version = re.search(r"\(PostgreSQL\) (\d+\.?\d*)", answer.stdout)
        if version is not None and all((folder / name).exists() for name in PROGRAMS):
            yield Programs(folder, version[1])


def dump(programs: Programs, database_url: str, snapshot: str, to: Path, count: Count) -> Copied:
    """Copy what a snapshot shows into a new file.

    Raises:
        BackupFailed: pg_dump gave up; the message ends with what it said.
        BackupDiskFull: the file has no room.
    """
    address, environment = connection_of(database_url)
    options = ["--format=custom", f"--compress={COMPRESSION}", "--no-owner", "--no-privileges"]
    what = f"--snapshot={snapshot}", f"--dbname={address}"
    command: Command = [programs.folder / "pg_dump", *options, *what]
    try:
        with (
            _said() as said,
            new_file(to) as file,
            _running(command, environment, said, stdout=subprocess.PIPE) as pg_dump,
        ):
            copied = _copy(pg_dump, file, count)
            if (status := pg_dump.wait(END_TIMEOUT_S)) != 0:
                raise BackupFailed(f"pg_dump ended with status {status}. {_words(said)}")
    except OSError as error:
        # Here, and not further up: whoever holds the snapshot would take it for an error of the database.
        raise explain(error, to.parent.parent) from error
    return copied


def _copy(process: "subprocess.Popen[bytes]", file: BinaryIO, count: Count) -> Copied:
    assert process.stdout is not None
    digest, done = hashlib.sha256(), 0
    while piece := process.stdout.read(PIECE_BYTES):
        file.write(piece)
        digest.update(piece)
        done += len(piece)
        count(done)
    return Copied(done, digest.hexdigest())


def load_dump(programs: Programs, database_url: str, dump_file: Path, count: Count, *, replace: bool) -> None:
    """Put what `dump` has written into a database, in one transaction: wholly or not at all.

    Args:
        programs: at least as new as those that wrote it.
        database_url: the database.
        dump_file: what `dump` has written.
        count: told how much of the script has been handed over.
        replace: drop what the database holds, in the same transaction.

    Raises:
        BackupFailed: the database is as it was; the message ends with what the program said.
        BackupDiskFull: the same, and why.
    """
    address, environment = connection_of(database_url)
    reading: Command = [programs.folder / "pg_restore", "--no-owner", "--no-privileges", "--file=-", dump_file]
    options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    writing: Command = [programs.folder / "psql", *options, f"--dbname={address}"]
    with (
        _said() as said,
        _running(writing, environment, said, stdin=subprocess.PIPE) as psql,
        _running(reading, program_environment(), said, stdout=subprocess.PIPE) as pg_restore,
    ):
        assert psql.stdin is not None
        assert pg_restore.stdout is not None
        # Without our last word psql meets the end of its input inside the transaction, which undoes it.
        with suppress(BrokenPipeError):
            psql.stdin.write(b"begin;\n" + (EMPTY.encode() if replace else b""))
            done = 0
            while piece := pg_restore.stdout.read(PIECE_BYTES):
                psql.stdin.write(piece)
                done += len(piece)
                count(done)
            if pg_restore.wait(END_TIMEOUT_S) == 0:
                psql.stdin.write(b"\nanalyze;\ncommit;\n")
        with suppress(BrokenPipeError):
            psql.stdin.close()
        # A program that is not read to its end would wait for us.
        pg_restore.stdout.close()
        statuses = pg_restore.wait(END_TIMEOUT_S), psql.wait()
        if any(statuses):
            raise _explain(statuses, _words(said))


def _explain(statuses: tuple[int, int], words: str) -> BackupFailed | BackupDiskFull:
    if any(phrase in words for phrase in DISK_FULL_PHRASES):
        return BackupDiskFull(f"The disk of the database is full; the database is as it was. {words}")
    return BackupFailed(
        f"The database is as it was: pg_restore ended with status {statuses[0]}, psql with {statuses[1]}. {words}"
    )


@contextmanager
def _running(
    command: Command,
    environment: dict[str, str],
    said: BinaryIO,
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that has ended when the block has."""
    process = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=said, env=environment)  # noqa: S603 - PostgreSQL's
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()


@contextmanager
def _said() -> Iterator[BinaryIO]:
    """Where programs say what is wrong: a file, since a pipe that nobody reads holds them up."""
    with tempfile.TemporaryFile() as file:
        yield file


def _words(said: BinaryIO) -> str:
    said.seek(max(0, said.seek(0, os.SEEK_END) - SAID_BYTES_MAX))
    return f"The last lines said:\n{said.read().decode(errors='replace').strip()}"


def connection_of(database_url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, which others on the machine could read, and an environment with it."""
    parts = urlsplit(database_url)
    login, at, hosts = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    query = dict(parse_qsl(parts.query))
    password = unquote(password) or query.pop("password", "")
    address = f"postgresql://{user}{at}{hosts}{parts.path}?{urlencode(query, quote_via=quote)}"
    # The embedded database is reached by its socket alone; for another one the deployer may have settings.
    own = bool(parts.netloc)
    theirs = {
        name: value for name, value in os.environ.items() if own and (name.startswith("PG") or name == "HOME")
    }
    environment = program_environment() | theirs | ({"PGPASSWORD": password} if password else {})
    return address, environment
