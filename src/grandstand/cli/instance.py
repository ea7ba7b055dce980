"""The database that a command needs: the deployer's, the one that a running Grandstand serves, or our own."""

import os
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import msgspec

from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.migrations import migrate
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings
from grandstand.kernel.postgres_keeper import PostgresKeeper
from grandstand.kernel.settings import Settings
from grandstand.services import SCHEMAS, Services, build_services

FILE_NAME = "instance.json"
GATE_FILE_NAME = "gate.json"
READY_TIMEOUT_S = 60.0
READY_POLL_S = 0.1


class Instance(msgspec.Struct, frozen=True, kw_only=True):
    """What a running `grandstand up` or `gate` leaves for other commands; the address holds no password."""

    pid: int
    host: str
    port: int
    database_url: str


def running_instance(settings: Settings) -> Instance | None:
    """The Grandstand that runs on this data directory, if one does."""
    return _running(settings.data_dir / FILE_NAME)


def running_gate(settings: Settings) -> Instance | None:
    """The gate that was started last on this data directory, if it runs."""
    return _running(settings.data_dir / GATE_FILE_NAME)


def check_database_is_there(settings: Settings, why: str) -> None:
    """Pass when there is a database that somebody else looks after.

    Raises:
        SettingsInvalid: there is none; the message ends with why it is needed.
    """
    if not settings.database_url and running_instance(settings) is None:
        raise SettingsInvalid(
            f"No Grandstand runs on {str(settings.data_dir)!r}. Start one with `grandstand up`, "
            f"or name a database in GRANDSTAND_DATABASE_URL: {why}."
        )


@contextmanager
def announced(settings: Settings) -> Iterator[None]:
    """While this block runs, `running_instance` finds us."""
    # The deployer's own address may hold a password; other commands have it from the same settings.
    database_url = settings.database_url if is_embedded(settings) else ""
    with _announced(settings.data_dir / FILE_NAME, settings.host, settings.port, database_url):
        yield


@contextmanager
def announced_gate(settings: Settings) -> Iterator[None]:
    """While this block runs, `running_gate` finds us, unless another gate is started."""
    with _announced(settings.data_dir / GATE_FILE_NAME, settings.host, settings.gate_port, ""):
        yield


def wait_until_ready(url: str, running: Callable[[], bool] = lambda: True) -> bool:
    """Whether the server at this address became ready; False after READY_TIMEOUT_S, or when it runs no longer."""
    deadline_s = time.monotonic() + READY_TIMEOUT_S
    while time.monotonic() < deadline_s and running():
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=2).close()  # noqa: S310 - our own address
        except (urllib.error.URLError, OSError):
            time.sleep(READY_POLL_S)
        else:
            return True
    return False


@contextmanager
def with_database(settings: Settings) -> Iterator[Settings]:
    """Settings whose database answers; an embedded PostgreSQL that did not run yet runs as long as the block."""
    if settings.database_url:
        yield settings
    elif (instance := running_instance(settings)) is not None and instance.database_url:
        yield replace(settings, database_url=instance.database_url)
    else:
        with EmbeddedPostgres(PostgresSettings(settings.data_dir)) as postgres, PostgresKeeper(postgres):
            yield replace(settings, database_url=postgres.dsn)


@asynccontextmanager
async def with_services(settings: Settings) -> AsyncIterator[Services]:
    """The wired services on an up-to-date schema, with keys to sign with."""
    await migrate(settings.database_url, SCHEMAS)
    services = await build_services(settings)
    try:
        await services.keys.ensure_key()
        await services.tokens.refresh()
        yield services
    finally:
        await services.close()


def is_embedded(settings: Settings) -> bool:
    """Whether the address names our own socket rather than a server of the deployer's."""
    return settings.database_url.startswith("postgresql:///grandstand?host=")


def _running(path: Path) -> Instance | None:
    try:
        instance = msgspec.json.decode(path.read_bytes(), type=Instance)
        os.kill(instance.pid, 0)
    except PermissionError:
        return instance
    except (OSError, msgspec.DecodeError):
        return None
    return instance


@contextmanager
def _announced(path: Path, host: str, port: int, database_url: str) -> Iterator[None]:
    written = msgspec.json.encode(Instance(pid=os.getpid(), host=host, port=port, database_url=database_url))
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(written)
    try:
        yield
    finally:
        with suppress(FileNotFoundError):
            if path.read_bytes() == written:
                path.unlink()
