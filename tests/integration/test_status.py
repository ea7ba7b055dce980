"""How things are, on a real database: what is busy, what operators tell, what is told without the database."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from grandstand.campaign import Act, Curve, PoolPlan
from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.outbox import OutboxMessage
from grandstand.campaign.status import StatusHandler
from grandstand.campaign.status.errors import IncidentInvalid, IncidentOver, IncidentUnknown
from grandstand.campaign.status.models import (
    ComponentName,
    ComponentState,
    IncidentAct,
    IncidentKind,
    IncidentPlan,
)
from grandstand.campaign.status.rules import BUSY_FOR, LATE_ORDER, SILENT_FOR, TEXT_LENGTH_MAX
from grandstand.campaign.status.service import SHOWN_AFTER_THE_END
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.errors import DatabaseUnavailable
from grandstand.kernel.ids import PoolId
from grandstand.kernel.settings import Settings
from grandstand.services import Services, build_services

POOL = PoolPlan(
    titles={"en": "Envelopes"},
    currency="CNY",
    shares=10,
    total_minor=1000,
    minimum_minor=100,
    curve=Curve.EQUAL,
    occasions=("launch",),
    lanes=1,
)
LATE = IncidentPlan(kind=IncidentKind.TROUBLE, texts={"en": "Orders take longer."})


class Watch:
    """The time, moved by hand."""

    now = datetime(2030, 2, 6, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def house(settings: Settings, watch: Watch) -> AsyncIterator[Services]:
    services = await build_services(settings, watch)
    yield services
    await services.close()


def parts(services: Services) -> dict[str, str]:
    return {each.name.value: each.state.value for each in services.status.status().components}


async def new_pool(services: Services, operator: Principal, *acts: Act) -> PoolId:
    books = await services.campaign.create_pool(operator, POOL)
    for act in acts:
        await services.campaign.act(operator, books.pool, act, "setting the stage")
    return books.pool


async def test_pools_that_somebody_may_wait_for_are_shown(
    house: Services, principal: Callable[[Role], Principal]
) -> None:
    operator = principal(Role.OPERATOR)
    await new_pool(house, operator)
    await new_pool(house, operator, Act.OPENED, Act.CLOSED)
    paused = await new_pool(house, operator, Act.OPENED, Act.PAUSED)
    opened = await new_pool(house, operator, Act.OPENED)
    await house.waiting.open(operator, opened, 1, "many come")
    await house.status.look()
    shown = {pool.id: (pool.state.value, pool.waiting, pool.wait_min) for pool in house.status.status().pools}
    assert shown == {paused: ("paused", False, 0), opened: ("open", True, 1)}


async def test_nothing_in_the_status_counts_shares_money_or_people(
    house: Services, principal: Callable[[Role], Principal]
) -> None:
    await new_pool(house, principal(Role.OPERATOR), Act.OPENED)
    await house.status.write(principal(Role.OPERATOR), LATE)
    await house.status.look()
    document = msgspec.to_builtins(house.status.status())
    assert set(document) == {"as_of", "components", "pools", "incidents"}
    assert set(document["pools"][0]) == {"id", "titles", "state", "gone", "opens_at", "waiting", "wait_min"}
    assert set(document["incidents"][0]) == {"id", "kind", "pool", "texts", "began_at", "changed_at", "ended_at"}


async def test_claims_are_busy_while_some_are_refused_and_a_while_longer(
    house: Services, watch: Watch, principal: Callable[[Role], Principal]
) -> None:
    pool = await new_pool(house, principal(Role.OPERATOR), Act.OPENED)
    await house.campaign.add_refusals({(pool, "server.overloaded"): 10, (pool, "campaign.gone"): 10})
    await house.status.look()
    assert set(parts(house).values()) == {"up"}
    await house.campaign.add_refusals({(pool, "server.overloaded"): 1})
    await house.status.look()
    assert parts(house)["claims"] == "busy"
    watch.now += BUSY_FOR
    await house.status.look()
    assert parts(house)["claims"] == "up"


async def test_orders_are_busy_while_a_merchant_was_not_told_for_long(house: Services, watch: Watch) -> None:
    message = OutboxMessage(id=uuid4(), kind="voucher.order", key="1", body=b"{}")
    async with house.database.transaction() as db:
        await house.outbox.put(db, [message])
    watch.now += LATE_ORDER
    await house.status.look()
    assert parts(house)["orders"] == "up"
    watch.now += timedelta(seconds=1)
    await house.status.look()
    assert parts(house)["orders"] == "busy"


@asynccontextmanager
async def without_database(server: str, database_url: str) -> AsyncIterator[None]:
    """The database has gone, with every connection to it, until the block ends."""
    name = urlsplit(database_url).path.removeprefix("/")
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1", name
        )
        await connection.execute(f"alter database {name} rename to {name}_gone")
        yield
        await connection.execute(f"alter database {name}_gone rename to {name}")
    finally:
        await connection.close()


async def test_while_the_database_is_away_the_status_says_so_and_what_was_known(
    house: Services, settings: Settings, postgres_dsn: str, watch: Watch, principal: Callable[[Role], Principal]
) -> None:
    handler = StatusHandler(house.status)
    assert house.status.status().as_of is None
    assert parts(house)["database"] == "down"
    pool = await new_pool(house, principal(Role.OPERATOR), Act.OPENED)
    await house.status.look()
    known = watch.now
    assert parts(house)["database"] == "up"
    async with without_database(postgres_dsn, settings.database_url):
        watch.now += SILENT_FOR
        with pytest.raises(DatabaseUnavailable):
            await house.status.look()
        told = msgspec.json.decode(handler.answer(packed=False).body)
    assert {each["name"]: each["state"] for each in told["components"]} == {
        ComponentName.PAGES: ComponentState.UP,
        ComponentName.DATABASE: ComponentState.DOWN,
        ComponentName.CLAIMS: ComponentState.DOWN,
        ComponentName.ORDERS: ComponentState.DOWN,
    }
    assert [each["id"] for each in told["pools"]] == [pool]
    assert datetime.fromisoformat(told["as_of"]) == known
    await house.status.look()
    assert set(parts(house).values()) == {"up"}


async def test_the_answer_is_made_once_a_second_however_many_ask(house: Services) -> None:
    seconds = 100.0
    handler = StatusHandler(house.status, lambda: seconds)
    first = handler.answer(packed=False)
    await house.status.look()
    seconds += 0.9
    assert handler.answer(packed=False) is first
    seconds += 0.1
    assert handler.answer(packed=False) is not first
    packed = handler.answer(packed=True)
    assert (b"content-encoding", b"gzip") in packed.headers


async def test_an_incident_is_written_changed_and_ended_and_every_word_is_kept(
    house: Services, watch: Watch, principal: Callable[[Role], Principal]
) -> None:
    operator, board = principal(Role.OPERATOR), house.status
    pool = await new_pool(house, operator, Act.OPENED)
    written = await board.write(operator, LATE)
    better = IncidentPlan(kind=IncidentKind.OUTAGE, texts={"en": "No orders.", "ar": "لا طلبات."}, pool=pool)
    changed = await board.change(operator, written.id, better)
    assert (changed.kind, changed.texts, changed.pool) == (IncidentKind.OUTAGE, better.texts, pool)
    assert await board.incidents() == [changed]
    ended = await board.end(operator, written.id)
    assert (ended.ended_at, ended.texts) == (watch.now, better.texts)
    assert await board.incidents() == [ended]
    for act in (board.end(operator, written.id), board.change(operator, written.id, LATE)):
        with pytest.raises(IncidentOver):
            await act
    acts = await board.acts(principal(Role.AUDITOR), written.id)
    assert [(each.act, each.texts) for each in acts] == [
        (IncidentAct.ENDED, better.texts),
        (IncidentAct.CHANGED, better.texts),
        (IncidentAct.WRITTEN, LATE.texts),
    ]
    watch.now += SHOWN_AFTER_THE_END
    assert await board.incidents() == []


@pytest.mark.parametrize(
    "texts",
    [
        {},
        {"en": ""},
        {"en": "x" * (TEXT_LENGTH_MAX + 1)},
        {"english!": "Orders take longer."},
        {"en": "a\x00b"},
        {"en": "over\u202eridden"},
        {"en": "half \ud83d"},
        {f"x{chr(97 + at // 26)}{chr(97 + at % 26)}": "x" for at in range(33)},
    ],
)
async def test_what_cannot_be_shown_is_refused(
    house: Services, principal: Callable[[Role], Principal], texts: dict[str, str]
) -> None:
    with pytest.raises(IncidentInvalid):
        await house.status.write(principal(Role.OPERATOR), IncidentPlan(kind=IncidentKind.NOTICE, texts=texts))
    assert await house.status.incidents() == []


async def test_only_operators_write_and_only_about_what_there_is(
    house: Services, principal: Callable[[Role], Principal]
) -> None:
    board, operator = house.status, principal(Role.OPERATOR)
    number = (await board.write(operator, LATE)).id
    for role in set(Role) - {Role.OPERATOR}:
        for act in (board.write(principal(role), LATE), board.change(principal(role), number, LATE)):
            with pytest.raises(Forbidden):
                await act
        with pytest.raises(Forbidden):
            await board.end(principal(role), number)
    with pytest.raises(Forbidden):
        await board.acts(principal(Role.FAN), number)
    with pytest.raises(IncidentUnknown):
        await board.end(operator, number + 1)
    with pytest.raises(PoolUnknown):
        await board.write(operator, IncidentPlan(kind=IncidentKind.NOTICE, texts=LATE.texts, pool=1))


async def test_a_fan_hears_of_the_line_and_of_what_operators_tell(
    house: Services, principal: Callable[[Role], Principal]
) -> None:
    operator = principal(Role.OPERATOR)
    pool = await new_pool(house, operator, Act.OPENED)
    ended = await house.status.write(operator, LATE)
    await house.status.end(operator, ended.id)
    written = await house.status.write(operator, LATE)
    await house.waiting.open(operator, pool, 5, "many come")
    facts = await house.campaign_state.facts(principal(Role.FAN))
    assert facts.incidents == (written,)
    assert [(each.has_line, each.wait_s) for each in facts.pools] == [(True, 1)]
