"""PostgreSQL over asyncpg: a bounded pool, transactions, one error when it cannot be reached.

Storage modules get a `Database`, take their SQL from the `queries.sql` beside them, and see rows; services
decide where a transaction begins and ends.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

import asyncpg

from grandstand.kernel.errors import DatabaseUnavailable

DEFAULT_PORT = 5432
ACQUIRE_TIMEOUT_S = 5.0
STATEMENT_TIMEOUT_S = 10.0
HOST_TIMEOUT_S = 2.0
"""For one of several hosts to answer: the others must have their turn before the acquire timeout is over."""
RETRY_AFTER_S = 1.0

Connection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
Row: TypeAlias = asyncpg.Record
Queries: TypeAlias = dict[str, str]

UNREACHABLE = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    # What asyncpg says of a connection whose end has been announced and not been read yet.
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.QueryCanceledError,
    asyncpg.DiskFullError,
    # A server that is a standby, or has become one.
    asyncpg.ReadOnlySQLTransactionError,
)
"""What asyncpg raises when the server is away, starting, full or too slow; a retry may succeed."""


class Hosts:
    """Connects to the server of an address; where that lists several, to the one that may be written to.

    A machine without power refuses nothing, it is silent. So each host has a time of its own, and the one that
    answered last is asked first.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._hosts = hosts_of(dsn)
        # libpq takes any host unless told otherwise, and a standby is none that claims can be written to.
        self._wanted: dict[str, Any] = (
            {} if "target_session_attrs" in dsn else {"target_session_attrs": "read-write"}
        )

    async def connect(self, *_: str | None, **options: Any) -> "asyncpg.Connection[asyncpg.Record]":
        """A connection of asyncpg's, with its options."""
        connection: asyncpg.Connection[asyncpg.Record]
        if not self._hosts[1:]:
            connection = await asyncpg.connect(self._dsn, **options)
            return connection
        failure: Exception | None = None
        for host, port in [*self._hosts]:
            try:
                async with asyncio.timeout(HOST_TIMEOUT_S):
                    wanted = {**self._wanted, **options, "host": host, "port": port}
                    connection = await asyncpg.connect(self._dsn, **wanted)
            except UNREACHABLE as error:
                failure = error
            else:
                self._hosts.sort(key=(host, port).__ne__)
                return connection
        assert failure is not None
        raise failure


def hosts_of(dsn: str) -> list[tuple[str, int]]:
    """The hosts that an address lists, before the path or in its query, in their order; none where it has none."""
    parts = urlsplit(dsn)
    query = dict(parse_qsl(parts.query))
    listed = parts.netloc.rpartition("@")[2] or query.get("host", "")
    ports = query.get("port", "").split(",")
    hosts = []
    for at, text in enumerate(filter(None, listed.split(","))):
        found = re.fullmatch(r"(?:\[(.+)\]|([^:]+))(?::(\d+))?", text)
        if found is None:
            return []  # asyncpg says what is wrong with it
        port = found[3] or (ports[at] if len(ports) > at else ports[-1]) or DEFAULT_PORT
        hosts.append((unquote(found[1] or found[2]), int(port)))
    return hosts


class Database:
    """A pool of connections; opened with `connect`, closed with `close`."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    @classmethod
    async def connect(cls, dsn: str, *, connections_max: int) -> "Database":
        """A pool that connects when first used, so that a server which is still starting does no harm."""
        pool = await asyncpg.create_pool(
            dsn,
            min_size=0,
            max_size=connections_max,
            connect=Hosts(dsn).connect,
            command_timeout=STATEMENT_TIMEOUT_S,
            server_settings={"application_name": "grandstand", "timezone": "UTC"},
        )
        assert pool is not None
        return cls(pool)

    async def close(self) -> None:
        """Close every connection; one that does not end within the acquire timeout is cut."""
        try:
            async with asyncio.timeout(ACQUIRE_TIMEOUT_S):
                await self._pool.close()
        except TimeoutError:
            self._pool.terminate()

    def cut(self) -> None:
        """Drop every connection at once, in the middle of whatever it does, as when the process is killed."""
        self._pool.terminate()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """One connection, each statement its own transaction.

        Raises:
            DatabaseUnavailable: the server is away or too slow. Whether a write took effect is then unknown.
        """
        try:
            async with self._pool.acquire(timeout=ACQUIRE_TIMEOUT_S) as connection:
                yield connection
        except UNREACHABLE as error:
            if isinstance(error, asyncpg.ReadOnlySQLTransactionError):
                await self._pool.expire_connections()
            message = f"The database did not answer ({type(error).__name__}). The same request may be repeated."
            raise DatabaseUnavailable(message, retry_after_s=RETRY_AFTER_S) from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """One connection in one transaction, committed at the end of the block, rolled back by an exception."""
        async with self.connection() as connection, connection.transaction():
            yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Connection]:
        """One connection on which every statement sees the same instant; it cannot write."""
        async with (
            self.connection() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield connection

    @asynccontextmanager
    async def listening(self, channel: str, heard: Callable[[str], None]) -> AsyncIterator[None]:
        """Have `heard` called with the payload of each notification on a channel, as long as the block.

        Raises:
            DatabaseUnavailable: the server is away, or the connection was lost: the block is cancelled then.
        """
        async with self.connection() as connection:
            task = asyncio.current_task()
            lost = False

            def hear(_connection: object, _process: int, _channel: str, payload: object) -> None:
                heard(str(payload))

            def lose(_connection: object) -> None:
                nonlocal lost
                if not lost:
                    lost = True
                    assert task is not None
                    task.cancel()

            await connection.add_listener(channel, hear)
            connection.add_termination_listener(lose)
            try:
                yield
            except asyncio.CancelledError:
                # Somebody else may have cancelled the task as well.
                if not lost or task is None or task.uncancel() > 0:
                    raise
                raise asyncpg.ConnectionDoesNotExistError("The connection was lost.") from None
            finally:
                connection.remove_termination_listener(lose)
                if not lost:
                    await connection.remove_listener(channel, hear)

    async def is_ready(self) -> bool:
        try:
            async with self.connection() as connection:
                return bool(await connection.fetchval("select true"))
        except DatabaseUnavailable:
            return False


def load_queries(package: str, file: str = "queries.sql") -> Queries:
    """The statements of a file of the package by name; each begins with a line `-- name: <name>`."""
    text = (files(package) / file).read_text()
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)[1:]
    names, statements = parts[::2], parts[1::2]
    assert len(set(names)) == len(names), f"{package}: two statements of one name"
    return dict(zip(names, (statement.strip().rstrip(";") for statement in statements), strict=True))


def rows_affected(status: str) -> int:
    """The count in a command tag: `UPDATE 3` is 3.

    Args:
        status: what `Connection.execute` returned.
    """
    return int(status.rsplit(" ", 1)[1])
