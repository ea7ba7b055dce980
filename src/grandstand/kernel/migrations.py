"""Numbered SQL migrations, applied once and in order, by one process at a time.

Each package keeps its own `schema/NNNN_name.sql`. What was applied is recorded with a digest: a file that is
edited afterwards is refused, so the schema of every deployment is the sum of the files it has seen.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import asyncpg
import structlog

from grandstand.kernel.database import UNREACHABLE, Hosts
from grandstand.kernel.errors import DatabaseUnavailable, MigrationFailed

ADVISORY_LOCK = 0x6772_616E_6473  # "grands"
LOCK_TIMEOUT_S = 120
CONNECT_TIMEOUT_S = 10
FILE_PATTERN = re.compile(r"^(\d{4})_([a-z0-9_]+)\.sql$")

log = structlog.get_logger(__name__)

LEDGER = """
create table if not exists schema_migration (
  package text not null,
  number int not null,
  name text not null,
  digest bytea not null,
  applied_at timestamptz not null default now(),
  primary key (package, number)
)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    package: str
    number: int
    name: str
    sql: str

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.sql.encode()).digest()


def find_migrations(package: str) -> list[Migration]:
    """The migrations of one package in order.

    Raises:
        MigrationFailed: a file is misnamed, or the numbers are not 1, 2, 3, ….
    """
    found = []
    for entry in sorted((files(package) / "schema").iterdir(), key=lambda entry: entry.name):
        match = FILE_PATTERN.match(entry.name)
        if match is None:
            raise MigrationFailed(f"{package}/schema/{entry.name} is not named NNNN_name.sql.")
        found.append(Migration(package, int(match[1]), match[2], entry.read_text()))
    if [m.number for m in found] != list(range(1, len(found) + 1)):
        raise MigrationFailed(f"{package}/schema: the numbers are not 0001, 0002, … without a hole.")
    return found


async def migrate(dsn: str, packages: Sequence[str]) -> list[Migration]:
    """Bring the schema up to date and return what was applied; several processes may call it at once.

    Raises:
        MigrationFailed: a migration fails (nothing of it stays), was edited after it was applied, or the
            database is newer than this program.
    """
    try:
        connection = await Hosts(dsn).connect(command_timeout=LOCK_TIMEOUT_S, timeout=CONNECT_TIMEOUT_S)
    except UNREACHABLE as error:
        raise DatabaseUnavailable(f"The database cannot be reached: {error}.") from error
    try:
        await connection.execute("select pg_advisory_lock($1)", ADVISORY_LOCK)
        await connection.execute(LEDGER)
        applied = []
        for package in packages:
            applied += await _migrate_package(connection, package)
        return applied
    finally:
        await connection.close()


async def _migrate_package(connection: "asyncpg.Connection[asyncpg.Record]", package: str) -> list[Migration]:
    wanted = find_migrations(package)
    rows = await connection.fetch("select number, digest from schema_migration where package = $1", package)
    done: dict[int, bytes] = {row["number"]: row["digest"] for row in rows}
    if done and max(done) > len(wanted):
        raise MigrationFailed(
            f"The database has migration {max(done)} of {package}, this program knows {len(wanted)}. "
            "Run the version of Grandstand that made it, or a later one."
        )
    for migration in wanted:
        if migration.number in done and done[migration.number] != migration.digest:
            raise MigrationFailed(
                f"{package}/schema/{migration.number:04}_{migration.name}.sql was edited after it was applied. "
                "Restore it and add a new migration instead."
            )
    pending = [migration for migration in wanted if migration.number not in done]
    for migration in pending:
        await _apply(connection, migration)
    return pending


async def _apply(connection: "asyncpg.Connection[asyncpg.Record]", migration: Migration) -> None:
    try:
        async with connection.transaction():
            await connection.execute(migration.sql)
            await connection.execute(
                "insert into schema_migration (package, number, name, digest) values ($1, $2, $3, $4)",
                migration.package,
                migration.number,
                migration.name,
                migration.digest,
            )
    except asyncpg.PostgresError as error:
        raise MigrationFailed(
            f"{migration.package}/schema/{migration.number:04}_{migration.name}.sql failed: {error}. "
            "Nothing of it was kept."
        ) from error
    log.info("migration.applied", package=migration.package, number=migration.number, name=migration.name)
