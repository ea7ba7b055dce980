"""What is asked of the database before it is copied, and before something is restored into it."""

from collections.abc import Sequence
from typing import NamedTuple

from grandstand.kernel.backup.errors import BackupFailed, BackupNewer
from grandstand.kernel.backup.folder import AppliedMigration
from grandstand.kernel.database import Connection, load_queries
from grandstand.kernel.migrations import find_migrations


class DatabaseStanding(NamedTuple):
    """A database as it is now.

    Args:
        name: of the database.
        version: of the server.
        major: the first part of it.
        migrated: whether a schema of ours is there.
        relations: tables, views and sequences, without those of extensions.
        others: connections of others.
    """

    name: str
    version: str
    major: int
    migrated: bool
    relations: int
    others: int


class BackupStorage:
    def __init__(self) -> None:
        self._sql = load_queries("grandstand.kernel.backup")

    async def standing(self, db: Connection) -> DatabaseStanding:
        row = await db.fetchrow(self._sql["database_standing"])
        assert row is not None
        return DatabaseStanding(**dict(row))

    async def migrations(self, db: Connection) -> list[AppliedMigration]:
        return [AppliedMigration(**dict(row)) for row in await db.fetch(self._sql["applied_migrations"])]

    async def export_snapshot(self, db: Connection) -> str:
        """The name under which another connection may see what this transaction sees, for as long as it lasts."""
        await db.execute(self._sql["keep_snapshot"])
        return str(await db.fetchval(self._sql["export_snapshot"]))


def known_migrations(packages: Sequence[str]) -> dict[tuple[str, int], str]:
    """The digests of this program's migrations."""
    return {
        (each.package, each.number): each.digest.hex() for package in packages for each in find_migrations(package)
    }


def check_is_current(applied: Sequence[AppliedMigration], packages: Sequence[str]) -> None:
    """Pass when a database has just the schema of this program.

    Raises:
        BackupFailed: it is that of another version.
    """
    if {(each.package, each.number): each.digest for each in applied} != known_migrations(packages):
        raise BackupFailed(
            "The schema of the database is not that of this program. Back it up with the version of Grandstand "
            "that serves it, or start this one on it first."
        )


def check_is_known(applied: Sequence[AppliedMigration], packages: Sequence[str]) -> None:
    """Pass when this program can go on from the schema of a backup.

    Raises:
        BackupNewer: it has migrations that this program does not know.
    """
    known = known_migrations(packages)
    for each in applied:
        if known.get((each.package, each.number)) != each.digest:
            raise BackupNewer(
                f"The backup has migration {each.number} of {each.package!r}, which this program does not know. "
                "Restore it with the version of Grandstand that made it, or a later one."
            )
