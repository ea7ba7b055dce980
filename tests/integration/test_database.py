"""The database as services see it: one error when it is away, bounded waits, named statements."""

import asyncio
import itertools
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import pytest

from grandstand.kernel import database as database_module
from grandstand.kernel.database import RETRY_AFTER_S, Database, load_queries, rows_affected
from grandstand.kernel.errors import DatabaseUnavailable
from grandstand.kernel.settings import Settings
from grandstand.services import SCHEMAS, Services

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
numbers = itertools.count()


async def test_server_that_is_away_is_one_error_that_says_when_to_come_again() -> None:
    database = await Database.connect(NOWHERE, connections_max=2)
    with pytest.raises(DatabaseUnavailable, match="may be repeated") as error:
        async with database.connection():
            pass
    assert error.value.retry_after_s == RETRY_AFTER_S
    assert not await database.is_ready()
    await database.close()


async def test_database_that_answers_is_ready(services: Services) -> None:
    assert await services.database.is_ready()


async def test_connection_that_the_server_ends_is_one_error_and_the_next_one_works(services: Services) -> None:
    with pytest.raises(DatabaseUnavailable):
        async with services.database.transaction() as connection:
            await connection.fetchval("select pg_terminate_backend(pg_backend_pid())")
    assert await services.database.is_ready()


@pytest.mark.parametrize("turns", range(5))
async def test_server_that_ended_a_connection_is_one_error_at_whatever_turn_of_the_loop_it_is_noticed(
    services: Services, settings: Settings, turns: int
) -> None:
    async def ask_after_the_end() -> None:
        async with services.database.connection() as connection:
            pid = await connection.fetchval("select pg_backend_pid()")
            with ThreadPoolExecutor(1) as thread:
                # The loop stands still meanwhile. Then it reads the server's last words in one turn and the end of
                # the connection in another; in between the driver errs in a way of its own.
                thread.submit(asyncio.run, end_connection(settings.database_url, pid)).result()
            for _ in range(turns):
                await asyncio.sleep(0)
            await connection.fetchval("select 1")

    with pytest.raises(DatabaseUnavailable):
        await ask_after_the_end()
    assert await services.database.is_ready()


async def end_connection(dsn: str, pid: int) -> None:
    """Make the server end a connection, and return when it has."""
    connection = await asyncpg.connect(dsn)
    await connection.execute("select pg_terminate_backend($1, 10000)", pid)
    await connection.close()


async def test_statement_that_takes_too_long_is_given_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "STATEMENT_TIMEOUT_S", 0.5)
    database = await Database.connect(settings.database_url, connections_max=1)
    with pytest.raises(DatabaseUnavailable):
        async with asyncio.timeout(60), database.connection() as connection:
            await connection.fetchval("select pg_sleep(90)")
    assert await database.is_ready(), "the only connection is back and usable"
    await database.close()


async def test_wait_for_a_connection_is_bounded(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    database = await Database.connect(settings.database_url, connections_max=1)
    async with database.connection():
        # Not before: it takes a while to connect.
        monkeypatch.setattr(database_module, "ACQUIRE_TIMEOUT_S", 0.1)
        with pytest.raises(DatabaseUnavailable):
            async with database.connection():
                pass
    monkeypatch.undo()
    assert await database.is_ready()
    await database.close()


async def test_transaction_that_fails_leaves_nothing(services: Services) -> None:
    async with services.database.connection() as connection:
        await connection.execute("create table seat (id int)")

    async def fail() -> None:
        async with services.database.transaction() as connection:
            await connection.execute("insert into seat values (1)")
            await connection.execute("select 1 / 0")

    with pytest.raises(asyncpg.DivisionByZeroError):
        await fail()
    async with services.database.transaction() as connection:
        assert await connection.fetchval("select count(*) from seat") == 0


async def test_mistake_in_a_statement_is_not_taken_for_an_absent_server(services: Services) -> None:
    with pytest.raises(asyncpg.UndefinedTableError):
        async with services.database.connection() as connection:
            await connection.execute("select * from nowhere")


async def test_times_are_in_utc_whatever_the_server_prefers(services: Services) -> None:
    async with services.database.connection() as connection:
        assert await connection.fetchval("show timezone") == "UTC"
        assert (await connection.fetchval("select now()")).utcoffset().total_seconds() == 0


@pytest.mark.parametrize("package", SCHEMAS)
async def test_every_statement_of_ours_is_understood_by_the_server(services: Services, package: str) -> None:
    async with services.database.connection() as connection:
        for name, statement in load_queries(package).items():
            assert not statement.endswith(";"), name
            await connection.prepare(statement)


def test_statements_are_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = f"queried_package_{next(numbers)}"
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").touch()
    queries = tmp_path / package / "queries.sql"
    queries.write_text("-- A comment.\n\n-- name: one\nselect 1;\n\n-- name: two\nselect\n  2;\n")
    assert load_queries(package) == {"one": "select 1", "two": "select\n  2"}
    queries.write_text("-- name: one\nselect 1;\n-- name: one\nselect 2;\n")
    with pytest.raises(AssertionError, match="two statements of one name"):
        load_queries(package)
    sys.modules.pop(package)


@pytest.mark.parametrize(("status", "count"), [("UPDATE 3", 3), ("INSERT 0 7", 7), ("DELETE 0", 0)])
def test_rows_are_counted_from_the_command_tag(status: str, count: int) -> None:
    assert rows_affected(status) == count


async def test_what_others_notify_is_heard(services: Services) -> None:
    heard: list[str] = []
    async with services.database.listening("spoken", heard.append):
        async with services.database.transaction() as connection:
            await connection.execute("select pg_notify('spoken', 'one')")
            await asyncio.sleep(0.05)
            assert heard == [], "nothing is said before the commit"
        async with asyncio.timeout(10):
            while not heard:  # noqa: ASYNC110 - nobody tells us
                await asyncio.sleep(0.01)
    assert heard == ["one"]
    async with services.database.connection() as connection:
        assert await connection.fetchval("select count(*) from pg_listening_channels()") == 0


async def test_whoever_listens_learns_that_the_connection_was_lost(services: Services) -> None:
    async def listen_for_ever() -> None:
        async with services.database.listening("spoken", lambda _: None):
            await end_listeners(services)
            await asyncio.Event().wait()

    async with asyncio.timeout(10):
        with pytest.raises(DatabaseUnavailable):
            await listen_for_ever()
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
    assert await services.database.is_ready()


async def test_whoever_is_cancelled_while_the_connection_is_lost_stays_cancelled(services: Services) -> None:
    listening = asyncio.Event()

    async def listen_for_ever() -> None:
        async with services.database.listening("spoken", lambda _: None):
            listening.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(listen_for_ever())
    await listening.wait()
    await end_listeners(services)
    task.cancel()
    async with asyncio.timeout(10):
        with pytest.raises((asyncio.CancelledError, DatabaseUnavailable)):
            await task
    assert task.done()


async def end_listeners(services: Services) -> None:
    async with services.database.connection() as connection:
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where pid <> pg_backend_pid() and datname = current_database()"
        )
