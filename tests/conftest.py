"""What the tests share: one PostgreSQL for the whole run, a fresh migrated database for each test that asks.

GRANDSTAND_TEST_DATABASE_URL names another server (its user must be allowed to create databases); without it
one is started here. A test's database is a copy of a template that was migrated once, so it costs little.
"""

import os
import shutil
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast
from uuid import uuid4

import asyncpg
import hypothesis
import pytest

from folders import open_folder
from grandstand.kernel.auth import KeyRing, Principal, Role, SigningKey
from grandstand.kernel.clock import system_clock
from grandstand.kernel.ids import new_subject_id
from grandstand.kernel.keys import KeyStore, Tokens
from grandstand.kernel.migrations import migrate
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings
from grandstand.kernel.settings import Settings
from grandstand.services import SCHEMAS, Services, build_services
from shared_vectors import share_vectors

SERVER_VARIABLE = "GRANDSTAND_TEST_DATABASE_URL"

# Examples are as slow as the machine is busy, so there is no deadline; the whole run has one (pyproject.toml).
hypothesis.settings.register_profile("grandstand", deadline=None, print_blob=True)
hypothesis.settings.load_profile("grandstand")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Begun in the background of a shell: the processes that tests interrupt would inherit that they hear nothing.
    signal.signal(signal.SIGINT, signal.default_int_handler)

VECTORS: pytest.StashKey[Path] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all processes of this run share: those of xdist inherit where it is."""
    if not hasattr(config, "workerinput"):
        config.stash[VECTORS] = share_vectors()


def pytest_unconfigure(config: pytest.Config) -> None:
    if (vectors := config.stash.get(VECTORS, None)) is not None:
        shutil.rmtree(vectors, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """The address of the server of this run, and of a database on it that nobody changes."""
    if given := os.environ.get(SERVER_VARIABLE):
        yield given
        return
    directory = open_folder("grandstand-tests-")
    try:
        with EmbeddedPostgres(PostgresSettings(directory / "data", shared_buffers="64MB")) as server:
            yield server.dsn
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
async def template_database(postgres_dsn: str) -> AsyncIterator[str]:
    """The name of a database that holds the whole schema and nobody is connected to."""
    name = f"template_{uuid4().hex}"
    await execute(postgres_dsn, f"create database {name}")
    await migrate(dsn_of(postgres_dsn, name), SCHEMAS)
    yield name
    await execute(postgres_dsn, f"drop database {name} with (force)")


@pytest.fixture
async def database_url(postgres_dsn: str, template_database: str) -> AsyncIterator[str]:
    """A fresh database with the whole schema."""
    name = f"test_{uuid4().hex}"
    await execute(postgres_dsn, f"create database {name} template {template_database}")
    yield dsn_of(postgres_dsn, name)
    await execute(postgres_dsn, f"drop database {name} with (force)")


@pytest.fixture
async def empty_database_url(postgres_dsn: str) -> AsyncIterator[str]:
    """A fresh database with nothing in it."""
    name = f"test_{uuid4().hex}"
    await execute(postgres_dsn, f"create database {name}")
    yield dsn_of(postgres_dsn, name)
    await execute(postgres_dsn, f"drop database {name} with (force)")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, data_dir=tmp_path, database_connections=6)


@pytest.fixture
async def services(settings: Settings) -> AsyncIterator[Services]:
    """Everything wired on a fresh database, with a key that signs."""
    wired = await build_services(settings)
    await wired.keys.ensure_key()
    await wired.tokens.refresh()
    yield wired
    await wired.close()


@pytest.fixture(scope="session")
def principal() -> Callable[[Role], Principal]:
    """Makes somebody new in a role, signed in for an hour; a NOC member belongs to the committee SUI."""

    def make(role: Role) -> Principal:
        expires_at = (datetime.now(UTC) + timedelta(hours=1)).replace(microsecond=0)
        return Principal(new_subject_id(), role, "SUI" if role is Role.NOC else None, expires_at)

    return make


@pytest.fixture(scope="session")
def tokens_in_memory() -> Tokens:
    """Tokens with one key that count as read for ever: they sign and verify, and ask no database."""
    now = datetime.now(UTC)
    tokens = Tokens(cast("KeyStore", None), system_clock, lifetime_h=1)
    tokens._keys = KeyRing([SigningKey("key-1", os.urandom(32), now, now + timedelta(days=1))])
    tokens._refreshed_at = datetime.max.replace(tzinfo=UTC)
    return tokens


def dsn_of(server: str, database: str) -> str:
    """The address of another database on the same server; `server` names one as well."""
    address, mark, options = server.partition("?")
    return f"{address.rpartition('/')[0]}/{database}{mark}{options}"


async def execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
