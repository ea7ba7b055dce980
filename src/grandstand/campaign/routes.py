"""The campaign over HTTP, apart from the claim itself (claim_handler.py). Amounts in minor units."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from grandstand.campaign.feed import PERIOD_S, BooksFeed
from grandstand.campaign.models import (
    Act,
    ActRecord,
    Books,
    BurnDownPoint,
    Claim,
    Curve,
    PoolNotice,
    PoolPlan,
    PoolState,
)
from grandstand.campaign.rules import REASON_LENGTH_MAX
from grandstand.campaign.service import ACT_ID_MAX, BURN_DOWN_POINTS_MAX, CampaignService
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import POOL_ID_MAX, PoolId, SubjectId
from grandstand.web import sse
from grandstand.web.principal import Viewer, Visitor

RECONNECT_MS = 2000
INTEGER_MAX = 2**63 - 1

PoolPath = Annotated[PoolId, Path(ge=1, le=POOL_ID_MAX)]
Whole = Annotated[int, Field(strict=True, le=INTEGER_MAX)]


class PlanRequest(BaseModel):
    """A pool as an operator plans it; the rules say what is possible (campaign.plan_invalid)."""

    model_config = ConfigDict(extra="forbid")
    titles: dict[str, str]
    currency: str
    shares: Whole
    total_minor: Whole
    minimum_minor: Whole = 1
    curve: Curve = Curve.UNIFORM
    occasions: list[str] = ["launch"]
    lanes: Whole = 4
    valid_until: AwareDatetime | None = None

    def plan(self) -> PoolPlan:
        values = self.model_dump()
        return PoolPlan(**{**values, "occasions": tuple(self.occasions)})


class ReasonRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: str = Field(max_length=REASON_LENGTH_MAX)


class NoticeView(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: int
    titles: dict[str, str]
    state: PoolState
    currency: str
    occasions: list[str]
    valid_until: datetime | None
    gone: bool


class NoticesView(BaseModel):
    pools: list[NoticeView]


class ClaimView(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    pool: int
    occasion: str
    share: int
    amount_minor: int
    currency: str
    claimed_at: datetime


class WalletView(BaseModel):
    claims: list[ClaimView]
    next: str | None


class BooksView(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    pool: int
    titles: dict[str, str]
    state: PoolState
    currency: str
    lanes: int
    shares: int
    granted: int
    total_minor: int
    spent_minor: int
    remaining_minor: int
    granted_per_s: float
    at: datetime


class PointView(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    at: datetime
    granted: int
    spent_minor: int


class BurnDownView(BaseModel):
    pool: int
    points: list[PointView]


class ActView(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: int
    at: datetime
    actor: UUID
    role: Role
    act: Act
    reason: str


class ActsView(BaseModel):
    acts: list[ActView]
    next: int | None


def fan_routes(service: CampaignService) -> APIRouter:
    """What fans see, and visitors who have not signed in."""
    router = APIRouter(prefix="/v1", tags=["campaign"])

    @router.get("/pools")
    async def list_pools(visitor: Visitor) -> NoticesView:
        """The newest pools; operators and auditors see drafts too."""
        return NoticesView(pools=[_notice(each) for each in await service.notices(visitor)])

    @router.get("/fans/me/wallet")
    async def read_my_wallet(viewer: Viewer, before: str | None = None) -> WalletView:
        """What the asker holds, newest first."""
        return await _wallet(service, viewer, viewer.subject, before)

    @router.get("/fans/{fan}/wallet")
    async def read_wallet(viewer: Viewer, fan: UUID, before: str | None = None) -> WalletView:
        """What a fan holds: for herself, and for auditors."""
        return await _wallet(service, viewer, SubjectId(fan), before)

    return router


def operator_routes(service: CampaignService, feed: BooksFeed) -> APIRouter:
    """What operators do, and what operators and auditors see."""
    router = APIRouter(prefix="/v1/pools", tags=["console"])

    @router.post("", status_code=201)
    async def create_pool(viewer: Viewer, body: PlanRequest) -> BooksView:
        """Plan a pool; it is a draft until it is opened."""
        return _books(await service.create_pool(viewer, body.plan()))

    @router.get("/{pool}/books")
    async def read_books(viewer: Viewer, pool: PoolPath) -> BooksView:
        """The balance now."""
        return _books(await service.books(viewer, pool))

    @router.get("/{pool}/burn-down")
    async def read_burn_down(
        viewer: Viewer, pool: PoolPath, points: Annotated[int, Query(ge=2, le=BURN_DOWN_POINTS_MAX)] = 300
    ) -> BurnDownView:
        """How the pool went down, from its opening to now."""
        found = await service.burn_down(viewer, pool, points)
        return BurnDownView(pool=pool, points=[_point(each) for each in found])

    @router.get("/{pool}/burn-down/events", response_class=StreamingResponse)
    async def follow_burn_down(viewer: Viewer, pool: PoolPath) -> StreamingResponse:
        """Server-sent events: `books` once a second while something changes."""
        await service.books(viewer, pool)
        feed.check_room()
        return StreamingResponse(
            _frames(feed.stream(viewer, pool)), media_type=sse.CONTENT_TYPE, headers=sse.HEADERS
        )

    @router.get("/{pool}/acts")
    async def list_acts(
        viewer: Viewer, pool: PoolPath, before: Annotated[int | None, Query(ge=1, le=ACT_ID_MAX)] = None
    ) -> ActsView:
        """The audit log, newest first."""
        acts, following = await service.acts(viewer, pool, before)
        return ActsView(acts=[_act(each) for each in acts], next=following)

    for word, act in {
        "open": Act.OPENED,
        "pause": Act.PAUSED,
        "resume": Act.RESUMED,
        "close": Act.CLOSED,
    }.items():
        _add_act(router, service, word, act)

    return router


def _add_act(router: APIRouter, service: CampaignService, word: str, act: Act) -> None:
    @router.post(f"/{{pool}}/{word}", operation_id=f"{word}_pool", summary=f"{word.capitalize()} a pool")
    async def act_on_pool(viewer: Viewer, pool: PoolPath, body: ReasonRequest) -> BooksView:
        return _books(await service.act(viewer, pool, act, body.reason))


async def _wallet(service: CampaignService, viewer: Principal, fan: SubjectId, before: str | None) -> WalletView:
    claims, following = await service.wallet(viewer, fan, before)
    return WalletView(claims=[_claim(each) for each in claims], next=following)


async def _frames(stream: AsyncIterator[Books | None]) -> AsyncIterator[bytes]:
    yield sse.retry(RECONNECT_MS)
    silent_s = 0.0
    async for books in stream:
        if books is not None:
            silent_s = 0.0
            yield sse.event("books", _books(books).model_dump(mode="json"))
            continue
        silent_s += PERIOD_S
        if silent_s >= sse.HEARTBEAT_S:
            silent_s = 0.0
            yield sse.HEARTBEAT


def _notice(notice: PoolNotice) -> NoticeView:
    return NoticeView.model_validate(notice)


def _claim(claim: Claim) -> ClaimView:
    return ClaimView.model_validate(claim)


def _books(books: Books) -> BooksView:
    return BooksView.model_validate(books)


def _point(point: BurnDownPoint) -> PointView:
    return PointView.model_validate(point)


def _act(act: ActRecord) -> ActView:
    return ActView.model_validate(act)
