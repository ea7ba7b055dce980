"""Which nights are played, and where."""

import os
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from conftest import dsn_of, execute

NIGHTS = 200
WORKERS_MAX = 4
NIGHT_TIMEOUT_S = 3.0
"""For one of many nights; a processor plays three a second where nothing else runs."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("simulation")
    group.addoption("--nights", type=int, default=NIGHTS, help="play so many seeded nights")
    group.addoption("--first", type=int, default=0, help="the seed of the first of these nights")
    group.addoption("--seed", type=int, help="play this one night alone and show every step")


@pytest.fixture(scope="session")
def seeds(request: pytest.FixtureRequest) -> range:
    """The seeds to play."""
    seed = request.config.getoption("seed", None)
    first, nights = request.config.getoption("first", 0), request.config.getoption("nights", NIGHTS)
    return range(first, first + nights) if seed is None else range(seed, seed + 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    timeout_s = config.getoption("nights", NIGHTS) * NIGHT_TIMEOUT_S
    for item in items:
        if item.name == "test_every_night_is_exact":
            item.add_marker(pytest.mark.timeout(timeout_s))


@pytest.fixture(scope="session")
async def stages(postgres_dsn: str, template_database: str, seeds: range) -> AsyncIterator[list[str]]:
    """A database for each processor that we may use."""
    workers = min(len(os.sched_getaffinity(0)), WORKERS_MAX, len(seeds))
    names = [f"simulation_{uuid4().hex}" for _ in range(workers)]
    for name in names:
        await execute(postgres_dsn, f"create database {name} template {template_database}")
    yield [dsn_of(postgres_dsn, name) for name in names]
    for name in names:
        await execute(postgres_dsn, f"drop database {name} with (force)")
