"""Servers that the gate is compared with, as processes: `python claim_servers.py echo|fastapi PORT WORKERS`.

echo      the gate with everything but the engine: same authentication, parsing and answer, a constant share
fastapi   the same engine behind a FastAPI route with pydantic, as one would write it without the lean path
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

from fastapi import FastAPI, Header, HTTPException
from granian.constants import Interfaces
from pydantic import BaseModel

from grandstand.campaign import Claim, ClaimEngine, Receipt
from grandstand.campaign.chain import GENESIS, BatchReceipts, BatchTree, ReceiptKey, claim_line, header_line
from grandstand.campaign.lanes import Grant
from grandstand.campaign.models import BatchHeader
from grandstand.cli.server import Served, serve
from grandstand.gate import Gate
from grandstand.kernel.ids import PoolId, SubjectId
from grandstand.kernel.settings import load_settings
from grandstand.services import Services, build_services

BATCH = 300


def constant_grant() -> Grant:
    """A share with the receipt that a batch of usual size gives, made once."""
    lines = [claim_line(share, 25, 0, bytes(16)) for share in range(BATCH)]
    tree = BatchTree(lines)
    at = datetime(2026, 2, 6, 20, tzinfo=UTC)
    header = header_line(BatchHeader(1, 0, 1, at, BATCH, 25 * BATCH, GENESIS, GENESIS, tree.root))
    claim = Claim(pool=1, occasion="launch", share=7, amount_minor=25, currency="CNY", claimed_at=at)
    return Grant(claim, BatchReceipts(header, lines, tree, ReceiptKey.new()), 7)


class EchoEngine(ClaimEngine):
    """Gives everybody the same share at once."""

    grant = constant_grant()

    async def claim(self, pool: PoolId, fan: SubjectId, occasion: str, *, earned: bool = False) -> Grant:  # noqa: ARG002 - that is the point
        return self.grant

    def has_room(self) -> bool:
        return True


class EchoGate(Gate):
    def engine(self, services: Services) -> ClaimEngine:
        return EchoEngine(services.engine.tools, services.engine.limits)


def create_echo() -> EchoGate:
    return EchoGate(load_settings(os.environ))


class ClaimRequest(BaseModel):
    occasion: str


class ClaimView(BaseModel):
    pool: int
    occasion: str
    share: int
    amount_minor: int
    currency: str
    claimed_at: datetime
    receipt: dict[str, object] | None


def create_fastapi() -> FastAPI:
    """The engine behind a plain FastAPI route."""

    @asynccontextmanager
    async def running(api: FastAPI) -> AsyncIterator[None]:
        services = await build_services(load_settings(os.environ))
        await services.tokens.refresh()
        api.state.services = services
        yield
        await services.close()

    api = FastAPI(lifespan=running)

    @api.post("/v1/pools/{pool}/claims")
    async def claim(pool: int, body: ClaimRequest, authorization: Annotated[str, Header()]) -> ClaimView:
        services: Services = api.state.services
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer":
            raise HTTPException(401)
        fan = await services.tokens.verify_fresh(token)
        grant = await services.engine.claim(PoolId(pool), fan.subject, body.occasion)
        receipt: Receipt | None = None if grant.receipts is None else grant.receipts.receipt(grant.place)
        given = grant.claim
        return ClaimView(
            pool=given.pool,
            occasion=given.occasion,
            share=given.share,
            amount_minor=given.amount_minor,
            currency=given.currency,
            claimed_at=given.claimed_at,
            receipt=None
            if receipt is None
            else {name: getattr(receipt, name) for name in receipt.__struct_fields__},
        )

    return api


SERVED = {"echo": ("create_echo", Interfaces.RSGI), "fastapi": ("create_fastapi", Interfaces.ASGI)}

if __name__ == "__main__":
    factory, interface = SERVED[sys.argv[1]]
    serve(
        Served(
            target=f"claim_servers:{factory}",
            interface=interface,
            host="127.0.0.1",
            port=int(sys.argv[2]),
            workers=int(sys.argv[3]),
        )
    )
