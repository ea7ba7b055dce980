"""What anyone may check, over HTTP: commitments, heads, receipts, the ledger. Digests in hexadecimal."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Path, Query
from fastapi.responses import Response, StreamingResponse
from pydantic import AwareDatetime, BaseModel

from grandstand.campaign.errors import ClaimUnknown, OccasionUnknown, PoolUnknown
from grandstand.campaign.ledger import TRANCHES_MAX
from grandstand.campaign.models import PoolDocument, Receipt
from grandstand.campaign.proofs import Proofs
from grandstand.campaign.routes import PoolPath
from grandstand.kernel.auth import Forbidden
from grandstand.kernel.errors import Overloaded
from grandstand.kernel.ids import PoolId
from grandstand.web.asgi import Message, Receive, Scope, Send
from grandstand.web.openapi import answer, problems, text
from grandstand.web.principal import Viewer, Visitor
from grandstand.web.respond import respond

PIECE_TIMEOUT_S = 30.0

TranchePath = Annotated[int, Path(ge=1, le=TRANCHES_MAX)]

TERMS = text("application/json", "The terms, byte by byte as they were committed to") | problems(PoolUnknown)
RECEIPT = answer(Receipt) | problems(Forbidden, PoolUnknown, OccasionUnknown, ClaimUnknown)
LEDGER = text("text/plain", "The ledger") | problems(Forbidden, PoolUnknown, Overloaded)

log = structlog.get_logger(__name__)


class HeadView(BaseModel):
    """The head of a lane's chain as it was noted while the pool was open."""

    at: datetime
    lane: int
    batch: int
    head: str


class HeadsView(BaseModel):
    heads: list[HeadView]
    next: datetime | None


def proof_routes(proofs: Proofs) -> APIRouter:
    """For everybody, except the receipt, which is the asker's own, and the ledger before it is revealed."""
    router = APIRouter(prefix="/v1/pools/{pool}", tags=["proof"])

    @router.get("/proof", responses=answer(PoolDocument) | problems(PoolUnknown))
    async def read_proof(visitor: Visitor, pool: PoolPath) -> Response:
        """The commitments of a pool, its seeds once it is revealed, the heads of its lanes now."""
        return respond(await proofs.document(visitor, pool))

    @router.get("/tranches/{tranche}/terms", response_class=Response, responses=TERMS)
    async def read_terms(visitor: Visitor, pool: PoolPath, tranche: TranchePath) -> Response:
        """The exact bytes that the commitment of a tranche covers, after its seed."""
        return Response(await proofs.terms(visitor, pool, tranche), media_type="application/json")

    @router.get("/heads", responses=problems(PoolUnknown))
    async def list_heads(
        visitor: Visitor, pool: PoolPath, before: Annotated[AwareDatetime | None, Query()] = None
    ) -> HeadsView:
        """Heads as they were noted while the pool was open, newest first."""
        heads, following = await proofs.published_heads(visitor, pool, before)
        views = [HeadView(at=each.at, lane=each.lane, batch=each.batch, head=each.head.hex()) for each in heads]
        return HeadsView(heads=views, next=following)

    @router.get("/receipt", responses=RECEIPT)
    async def read_receipt(viewer: Viewer, pool: PoolPath, occasion: str) -> Response:
        """The asker's own receipt for an occasion."""
        return respond(await proofs.receipt(viewer, pool, occasion))

    @router.get("/export", response_class=StreamingResponse, responses=LEDGER)
    async def export_ledger(visitor: Visitor, pool: PoolPath) -> StreamingResponse:
        """The ledger of a pool, with pseudonyms for fans: for auditors, for everybody once it is revealed."""
        pieces = proofs.ledger(visitor, pool)
        # The first piece is made before the answer begins, so that a refusal has its status.
        return LedgerResponse(pool, await anext(pieces), pieces)

    return router


class Download(StreamingResponse):
    """A file on its way. Who does not read on is cut off: a connection to the database waits with her."""

    def __init__(self, name: str, media_type: str, first: bytes, rest: AsyncGenerator[bytes, None]) -> None:
        """Answer with `first` and then the rest, which is closed whatever happens."""
        super().__init__(
            _with_first(first, rest),
            media_type=media_type,
            headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
        )
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(PIECE_TIMEOUT_S):
                await send(message)

        try:
            await super().__call__(scope, receive, send_in_time)
        except TimeoutError:
            # The answer has begun and cannot say so: without its end, nobody takes it for a whole file.
            log.warning("download.cut_off", timeout_s=PIECE_TIMEOUT_S)
        finally:
            await self._rest.aclose()


class LedgerResponse(Download):
    """A ledger on its way."""

    def __init__(self, pool: PoolId, first: bytes, rest: AsyncGenerator[bytes, None]) -> None:
        super().__init__(f"pool-{pool}.ledger.txt", "text/plain; charset=us-ascii", first, rest)


async def _with_first(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
