"""A ledger on its way holds a connection to the database: only so many at once, and nobody holds one for ever."""

import asyncio
from collections.abc import AsyncGenerator, Callable

import pytest

from grandstand.campaign import Act, Curve, PoolPlan, proof_routes
from grandstand.campaign.proof_routes import LedgerResponse
from grandstand.campaign.proofs import LEDGERS_MAX
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.errors import Overloaded
from grandstand.kernel.ids import PoolId
from grandstand.services import Services
from grandstand.web.asgi import Message

PLAN = PoolPlan(
    titles={"en": "Launch"},
    currency="CNY",
    shares=10,
    total_minor=100,
    minimum_minor=1,
    curve=Curve.EQUAL,
    occasions=("launch",),
    lanes=1,
)


@pytest.fixture
async def pool(services: Services, principal: Callable[[Role], Principal]) -> PoolId:
    operator = principal(Role.OPERATOR)
    pool = (await services.campaign.create_pool(operator, PLAN)).pool
    await services.campaign.act(operator, pool, Act.OPENED, "the test begins")
    return pool


async def begun(services: Services, viewer: Principal, pool: PoolId) -> AsyncGenerator[bytes, None]:
    pieces = services.proofs.ledger(viewer, pool)
    assert (await anext(pieces)).startswith(b"grandstand-ledger-1\n")
    return pieces


async def test_one_ledger_more_than_may_be_read_at_once_is_refused_for_now(
    services: Services, principal: Callable[[Role], Principal], pool: PoolId
) -> None:
    auditor = principal(Role.AUDITOR)
    reading = [await begun(services, auditor, pool) for _ in range(LEDGERS_MAX)]
    with pytest.raises(Overloaded) as refused:
        await begun(services, auditor, pool)
    assert refused.value.retry_after_s
    for pieces in reading:
        await pieces.aclose()
    again = await begun(services, auditor, pool)
    assert [piece async for piece in again][-1].startswith(b"end ")


async def test_whoever_does_not_read_on_is_cut_off_and_lets_go_of_the_database(
    services: Services,
    principal: Callable[[Role], Principal],
    pool: PoolId,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proof_routes, "PIECE_TIMEOUT_S", 0.2)
    pieces = services.proofs.ledger(principal(Role.AUDITOR), pool)
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError("never")

    response = LedgerResponse(pool, await anext(pieces), pieces)
    async with asyncio.timeout(30):
        await response({"type": "http", "asgi": {"spec_version": "2.3"}}, receive, send)
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert services.proofs._ledgers == 0
    # The connection is back: as many ledgers as may be read at once can be begun again.
    for _ in range(LEDGERS_MAX):
        await (await begun(services, principal(Role.AUDITOR), pool)).aclose()
