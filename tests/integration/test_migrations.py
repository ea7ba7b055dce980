"""Migrations on a real database: once, in order, by one process at a time, and never rewritten."""

import asyncio
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from grandstand.kernel.errors import DatabaseUnavailable, MigrationFailed
from grandstand.kernel.migrations import find_migrations, migrate
from grandstand.services import SCHEMAS

FIRST = "create table seat (id int primary key); insert into seat values (1);"
SECOND = "alter table seat add column row_name text;"

MakePackage = Callable[[dict[str, str]], str]
numbers = itertools.count()


@pytest.fixture
def make_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakePackage]:
    """Makes an importable package with these files in its `schema`, or gives an earlier one other files."""
    monkeypatch.syspath_prepend(str(tmp_path))
    made: list[str] = []

    def make(files: dict[str, str]) -> str:
        if not made:
            made.append(f"migrated_package_{next(numbers)}")
        schema = tmp_path / made[0] / "schema"
        schema.mkdir(parents=True, exist_ok=True)
        (schema.parent / "__init__.py").touch()
        for old in schema.iterdir():
            old.unlink()
        for name, sql in files.items():
            (schema / name).write_text(sql)
        return made[0]

    yield make
    for name in made:
        sys.modules.pop(name, None)


async def value(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_our_own_migrations_are_applied_once(empty_database_url: str) -> None:
    applied = await migrate(empty_database_url, SCHEMAS)
    assert [migration.package for migration in applied] == sorted(
        (migration.package for migration in applied), key=SCHEMAS.index
    )
    assert {migration.package for migration in applied} == set(SCHEMAS)
    assert await migrate(empty_database_url, SCHEMAS) == []
    assert await value(empty_database_url, "select count(*) from schema_migration") == len(applied)


async def test_only_new_migrations_are_applied(empty_database_url: str, make_package: MakePackage) -> None:
    package = make_package({"0001_seats.sql": FIRST})
    assert [m.number for m in await migrate(empty_database_url, [package])] == [1]
    make_package({"0001_seats.sql": FIRST, "0002_rows.sql": SECOND})
    assert [m.name for m in await migrate(empty_database_url, [package])] == ["rows"]
    assert await value(empty_database_url, "select count(*) from seat where row_name is null") == 1


async def test_processes_that_start_together_apply_everything_once(empty_database_url: str) -> None:
    applied = await asyncio.gather(*(migrate(empty_database_url, SCHEMAS) for _ in range(4)))
    assert [bool(each) for each in applied].count(True) == 1
    count = await value(empty_database_url, "select count(*) from schema_migration")
    assert count == sum(len(each) for each in applied)


async def test_edited_migration_is_refused_and_nothing_after_it_is_applied(
    empty_database_url: str, make_package: MakePackage
) -> None:
    package = make_package({"0001_seats.sql": FIRST})
    await migrate(empty_database_url, [package])
    make_package({"0001_seats.sql": FIRST + " -- harmless", "0002_rows.sql": SECOND})
    with pytest.raises(MigrationFailed, match=r"0001_seats\.sql was edited after it was applied"):
        await migrate(empty_database_url, [package])
    assert await value(empty_database_url, "select max(number) from schema_migration") == 1


async def test_failing_migration_leaves_nothing_of_itself_and_keeps_those_before(
    empty_database_url: str, make_package: MakePackage
) -> None:
    package = make_package(
        {"0001_seats.sql": FIRST, "0002_broken.sql": "insert into seat values (2); select 1 / 0;"}
    )
    with pytest.raises(MigrationFailed, match=r"0002_broken.sql failed: division by zero\. Nothing of it"):
        await migrate(empty_database_url, [package])
    assert await value(empty_database_url, "select max(id) from seat") == 1
    assert await value(empty_database_url, "select max(number) from schema_migration") == 1
    make_package({"0001_seats.sql": FIRST, "0002_repaired.sql": SECOND})
    assert [m.name for m in await migrate(empty_database_url, [package])] == ["repaired"]


async def test_failed_migration_does_not_keep_the_lock(empty_database_url: str, make_package: MakePackage) -> None:
    package = make_package({"0001_broken.sql": "select 1 / 0"})
    for _ in range(2):
        with pytest.raises(MigrationFailed):
            await migrate(empty_database_url, [package])


async def test_database_of_a_later_version_is_refused(empty_database_url: str, make_package: MakePackage) -> None:
    package = make_package({"0001_seats.sql": FIRST, "0002_rows.sql": SECOND})
    await migrate(empty_database_url, [package])
    make_package({"0001_seats.sql": FIRST})
    with pytest.raises(MigrationFailed, match=f"has migration 2 of {package}, this program knows 1"):
        await migrate(empty_database_url, [package])


@pytest.mark.parametrize(
    "name", ["seats.sql", "1_seats.sql", "0002_Seats.sql", "0002-seats.sql", "0002_seats.txt"]
)
def test_misnamed_file_is_refused_by_its_name(make_package: MakePackage, name: str) -> None:
    package = make_package({"0001_seats.sql": FIRST, name: SECOND})
    with pytest.raises(MigrationFailed, match=f"{name} is not named"):
        find_migrations(package)


@pytest.mark.parametrize(
    "names", [["0002_a.sql"], ["0001_a.sql", "0003_b.sql"], ["0001_a.sql", "0001_b.sql"], ["0000_a.sql"]]
)
def test_hole_or_repetition_in_the_numbers_is_refused(make_package: MakePackage, names: list[str]) -> None:
    package = make_package(dict.fromkeys(names, FIRST))
    with pytest.raises(MigrationFailed, match="without a hole"):
        find_migrations(package)


async def test_unreachable_server_is_told_in_our_words() -> None:
    with pytest.raises(DatabaseUnavailable):
        await migrate("postgresql://nobody@127.0.0.1:1/nothing", SCHEMAS)
