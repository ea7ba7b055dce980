"""An address that lists several hosts: whichever may be written to is found, and a silent one holds nobody up."""

import socket
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from grandstand.kernel.database import HOST_TIMEOUT_S, Database, hosts_of
from grandstand.kernel.errors import DatabaseUnavailable
from grandstand.kernel.migrations import migrate
from grandstand.services import SCHEMAS

REFUSING = "127.0.0.1", 1


@pytest.fixture
def silent() -> Iterator[tuple[str, int]]:
    """A host that takes connections and says nothing, like a machine that hangs."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://u@a:1,b:2/db", [("a", 1), ("b", 2)]),
        ("postgresql://u:p%40x@a,b:2/db?sslmode=require", [("a", 5432), ("b", 2)]),
        ("postgresql://u@[::1]:5,b/db", [("::1", 5), ("b", 5432)]),
        ("postgresql:///db?host=a,b&port=1,2", [("a", 1), ("b", 2)]),
        ("postgresql:///db?host=a,b&port=7", [("a", 7), ("b", 7)]),
        ("postgresql:///db?host=%2Frun%2Fmy%20db&port=5432", [("/run/my db", 5432)]),
        ("postgresql:///db", []),
    ],
)
def test_hosts_of_an_address_are_those_that_libpq_would_ask(address: str, expected: list[tuple[str, int]]) -> None:
    assert hosts_of(address) == expected


async def test_host_that_refuses_is_passed_over(database_url: str) -> None:
    database = await Database.connect(with_hosts(database_url, REFUSING), connections_max=2)
    assert await database.is_ready()
    await database.close()


async def test_silent_host_costs_its_time_once_and_is_asked_last_from_then_on(
    database_url: str, silent: tuple[str, int]
) -> None:
    address = with_hosts(database_url, silent)
    database = await Database.connect(address, connections_max=2)
    began_s = time.monotonic()
    async with database.connection() as first:
        waited_s = time.monotonic() - began_s
        async with database.connection() as second:
            assert await first.fetchval("select 1") == await second.fetchval("select 1")
            again_s = time.monotonic() - began_s - waited_s
    await database.close()
    assert waited_s >= HOST_TIMEOUT_S
    assert again_s < HOST_TIMEOUT_S
    assert await migrate(address, SCHEMAS) == []


async def test_when_no_host_answers_the_database_is_away(silent: tuple[str, int]) -> None:
    address = "postgresql://nobody@{}:{},{}:{}/nothing".format(*REFUSING, *silent)
    database = await Database.connect(address, connections_max=2)
    with pytest.raises(DatabaseUnavailable, match="may be repeated"):
        async with database.connection():
            pass
    await database.close()


async def test_server_that_only_reads_counts_as_away_and_its_connections_are_given_up(database_url: str) -> None:
    database = await Database.connect(database_url, connections_max=1)
    async with database.connection() as before:
        first = await before.fetchval("select pg_backend_pid()")

    async def write_to_a_standby() -> None:
        async with database.connection() as db:
            # As a primary that was made one, behind an address that has not moved yet.
            await db.execute("set default_transaction_read_only = on")
            await db.execute("create table anything ()")

    with pytest.raises(DatabaseUnavailable, match="ReadOnlySQLTransactionError"):
        await write_to_a_standby()
    async with database.connection() as after:
        assert await after.fetchval("select pg_backend_pid()") != first
        await after.execute("create table anything ()")
    await database.close()


async def test_server_that_only_reads_is_not_the_one_of_several_hosts(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    name = await connection.fetchval("select current_database()")
    await connection.execute(f'alter database "{name}" set default_transaction_read_only = on')
    await connection.close()
    database = await Database.connect(with_hosts(database_url, REFUSING), connections_max=2)
    assert not await database.is_ready()
    await database.close()


def with_hosts(address: str, *before: tuple[str, int]) -> str:
    """The address with other hosts in front."""
    parts = urlsplit(address)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    hosts = [*before, *hosts_of(address)]
    login = query.get("user") or parts.netloc.rpartition("@")[0]
    listed = ",".join(host for host, _ in hosts)
    ports = ",".join(str(port) for _, port in hosts)
    return f"postgresql:///{parts.path[1:]}?host={listed}&port={ports}&user={login}"
