"""`grandstand backup` and `restore`: a consistent copy of a database that serves, and the proof of its return."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from rich.filesize import decimal

from grandstand import __version__
from grandstand.campaign import Act, PoolStanding, PoolState, audit_faults, differences
from grandstand.cli.acting import AsJson, Flag, operator, print_json, progress
from grandstand.cli.instance import running_instance, with_database, with_services
from grandstand.kernel.backup.errors import (
    BackupDiffers,
    BackupFailed,
    BackupNewer,
    BackupTargetOccupied,
)
from grandstand.kernel.backup.folder import (
    DUMP,
    FORMAT,
    FORMAT_VERSION,
    Manifest,
    StoredFile,
    check_files,
    partial_backup,
    read_manifest,
    write_manifest,
)
from grandstand.kernel.backup.programs import dump, find_programs, load_dump
from grandstand.kernel.backup.storage import BackupStorage, DatabaseStanding, check_is_current, check_is_known
from grandstand.kernel.clock import system_clock
from grandstand.kernel.database import Database
from grandstand.kernel.ids import PoolId
from grandstand.kernel.sealing import key_fingerprint
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging
from grandstand.services import SCHEMAS, Services, build_services

NAME = "grandstand-%Y%m%dT%H%M%SZ"
CONNECTIONS = 4
REASON = "Restored from a backup; claims that came after it are not in these books."

Say = Callable[[str], None]


def backup(to: Path, *, json: AsJson = False) -> None:
    """Copy the database of this Grandstand into a folder, while it serves; the secret key is not in it.

    Args:
        to: the folder that is made; where it exists already, one with the time in its name is made inside.
        json: print what was written as JSON.
    """
    settings = _settings()
    key = settings.existing_sealing_key()
    if key is None or not _has_database(settings):
        raise BackupFailed(
            f"There is no database with a secret key in {str(settings.data_dir)!r}. "
            "Set GRANDSTAND_DATA_DIR, or GRANDSTAND_DATABASE_URL and GRANDSTAND_SECRET_KEY, to what to copy."
        )
    made_at = system_clock()
    target = to / made_at.strftime(NAME) if to.is_dir() else to
    with _progress() as say, with_database(settings) as ready:
        manifest = asyncio.run(_back_up(ready, key, target, made_at, say))
    size_bytes = sum(file.size_bytes for file in manifest.files)
    if json:
        print_json({"path": str(target), "size_bytes": size_bytes, "manifest": msgspec.to_builtins(manifest)})
    else:
        print(f"Backed up {_counted(len(manifest.pools), 'pool')} to {target} ({decimal(size_bytes)}).")
        print(f"To restore it you need the secret key with the fingerprint {manifest.key}; keep that elsewhere.")


def restore(source: Path, *, replace: str | None = None, keep_open: Flag = False, json: AsJson = False) -> None:
    """Put a backup into an empty database and prove that it is what was backed up.

    Pools that were open are paused: what was claimed after the backup is not in it.

    Args:
        source: the folder of the backup.
        replace: the name of the database, to throw away what it holds.
        keep_open: do not pause pools; right only where nobody has claimed since the backup.
        json: print what was restored as JSON.
    """
    settings = _settings()
    with _progress() as say:
        manifest = read_manifest(source, settings.existing_sealing_key())
        check_is_known(manifest.schema, SCHEMAS)
        check_files(source, manifest, lambda done, size: say(f"Checking {decimal(done)} of {decimal(size)}"))
        if (instance := running_instance(settings)) is not None:
            raise BackupTargetOccupied(
                f"A Grandstand runs on {str(settings.data_dir)!r} (process {instance.pid}). Stop it, or set "
                "GRANDSTAND_DATA_DIR to a new folder with the secret key in it."
            )
        with with_database(settings) as ready:
            asyncio.run(_load(ready, manifest, source / DUMP, replace, say))
            paused = asyncio.run(_prove(ready, manifest, say, keep_open=keep_open))
    if json:
        print_json({"pools": manifest.pools, "paused": paused, "made_at": manifest.made_at})
    else:
        print(
            f"Restored {_counted(len(manifest.pools), 'pool')} as of {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC; "
            "every book and head is as it was, every invariant holds."
        )
        for number in paused:
            print(f"Pool {number} was open and is paused now: grandstand campaign resume {number} --reason …")


async def _back_up(settings: Settings, key: bytes, target: Path, made_at: datetime, say: Say) -> Manifest:
    storage = BackupStorage()
    await _check_schema(settings, storage)
    services = await build_services(settings)
    try:
        with partial_backup(target) as folder:
            async with services.database.snapshot() as db:
                standing = await storage.standing(db)
                programs = find_programs(standing.major)
                snapshot = await storage.export_snapshot(db)
                pools = await services.proofs.standings(db)
                schema = await storage.migrations(db)
                copied = await asyncio.to_thread(
                    dump,
                    programs,
                    settings.database_url,
                    snapshot,
                    folder / DUMP,
                    lambda done: say(f"Copying {decimal(done)}"),
                )
            manifest = Manifest(
                format=FORMAT,
                format_version=FORMAT_VERSION,
                made_at=made_at,
                grandstand=__version__,
                postgres=standing.version,
                programs=programs.version,
                key=key_fingerprint(key),
                schema=schema,
                files=[StoredFile(name=DUMP, size_bytes=copied.size_bytes, sha256=copied.sha256)],
                pools=msgspec.to_builtins(pools),
            )
            write_manifest(folder, manifest, key)
    finally:
        await services.close()
    return manifest


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    database = await Database.connect(settings.database_url, connections_max=CONNECTIONS)
    try:
        yield database
    finally:
        await database.close()


async def _check_schema(settings: Settings, storage: BackupStorage) -> None:
    async with _database(settings) as database, database.connection() as db:
        if not (await storage.standing(db)).migrated:
            raise BackupFailed("The database holds no Grandstand; there is nothing to back up.")
        check_is_current(await storage.migrations(db), SCHEMAS)


async def _load(settings: Settings, manifest: Manifest, dump_file: Path, replace: str | None, say: Say) -> None:
    """The dump in the database, or the database as it was."""
    async with _database(settings) as database, database.connection() as db:
        standing = await BackupStorage().standing(db)
    _check_target(standing, manifest, replace)
    programs = find_programs(max(standing.major, _major(manifest.programs)))
    await asyncio.to_thread(
        load_dump,
        programs,
        settings.database_url,
        dump_file,
        lambda done: say(f"Restoring {decimal(done)}"),
        replace=replace is not None,
    )


def _check_target(standing: DatabaseStanding, manifest: Manifest, replace: str | None) -> None:
    if standing.major < _major(manifest.postgres):
        raise BackupNewer(
            f"The backup is of PostgreSQL {manifest.postgres}, the database is {standing.version}. "
            f"Restore into PostgreSQL {_major(manifest.postgres)} or later."
        )
    if standing.others:
        raise BackupTargetOccupied(
            f"Others are connected to the database {standing.name!r} ({standing.others}). Stop every Grandstand, "
            "gate and program that uses it."
        )
    if replace is not None and replace != standing.name:
        raise BackupTargetOccupied(
            f"The database is called {standing.name!r}, and not {replace!r}. Nothing was changed."
        )
    if standing.relations and replace is None:
        raise BackupTargetOccupied(
            f"The database {standing.name!r} holds {standing.relations} tables already. Restore into an empty "
            f"one, or throw away what it holds with `--replace {standing.name}`."
        )


async def _prove(settings: Settings, manifest: Manifest, say: Say, *, keep_open: bool) -> list[int]:
    """Compare, count, check; the pools that were paused.

    Raises:
        BackupDiffers: something is not as it was.
    """
    say("Counting claims")
    async with with_services(settings) as services:
        async with services.database.snapshot() as db:
            standings = await services.proofs.standings(db)
        faults = differences(manifest.pools, standings)
        for standing in standings:
            faults += audit_faults(await services.proofs.audit(PoolId(standing.pool)))
        faults += await services.self_check.run_to_end()
        if faults:
            raise BackupDiffers(
                f"What was restored is not what was backed up: {'; '.join(faults)}. Do not serve from it; restore "
                "another backup with --replace."
            )
        return [] if keep_open else await _pause(services, standings)


async def _pause(services: Services, standings: list[PoolStanding]) -> list[int]:
    # A pool whose time to open has come since would open by itself, and may have given shares meanwhile.
    await services.campaign.keep_times()
    who, paused = operator(services), []
    for standing in standings:
        books = await services.campaign.books(who, PoolId(standing.pool))
        if books.state is PoolState.OPEN:
            await services.campaign.act(who, books.pool, Act.PAUSED, REASON)
            paused.append(standing.pool)
    return paused


def _settings() -> Settings:
    settings = load_settings(os.environ)
    configure_logging(settings.log_format, "warning")
    return settings


def _has_database(settings: Settings) -> bool:
    return bool(settings.database_url) or (settings.data_dir / "postgres").exists()


@contextmanager
def _progress() -> Iterator[Say]:
    """On the terminal what is being done and for how long; nothing where there is none."""
    with progress() as bar:
        task = bar.add_task("Starting", total=None)
        yield lambda text: bar.update(task, description=text)


def _major(version: str) -> int:
    return int(version.partition(".")[0])


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
