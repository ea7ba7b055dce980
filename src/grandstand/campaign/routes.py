"""The campaign over HTTP, apart from the claim itself (claim_handler.py). Amounts in minor units."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from grandstand.campaign.errors import PlanInvalid, PoolUnknown, RaiseUnknown, StateConflict
from grandstand.campaign.feed import PERIOD_S, BooksFeed
from grandstand.campaign.models import (
    Act,
    ActRecord,
    Books,
    BudgetRaise,
    BurnDownPoint,
    Claim,
    Curve,
    PoolNotice,
    PoolPlan,
    PoolState,
    Tier,
    TranchePlan,
)
from grandstand.campaign.plan import TIERS_MAX
from grandstand.campaign.rules import REASON_LENGTH_MAX
from grandstand.campaign.service import ACT_ID_MAX, BURN_DOWN_POINTS_MAX, CampaignService
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.errors import Overloaded
from grandstand.kernel.ids import POOL_ID_MAX, PoolId, SubjectId
from grandstand.web import sse
from grandstand.web.openapi import problems, text
from grandstand.web.principal import Viewer, Visitor

RECONNECT_MS = 2000
INTEGER_MAX = 2**63 - 1

PoolPath = Annotated[PoolId, Path(ge=1, le=POOL_ID_MAX)]
RaisePath = Annotated[int, Path(ge=1, le=INTEGER_MAX)]
Whole = Annotated[int, Field(strict=True, le=INTEGER_MAX)]

WATCHING = problems(Forbidden, PoolUnknown)
FOLLOWING = problems(Forbidden, PoolUnknown, Overloaded) | text(sse.CONTENT_TYPE, "Events named `books`")
ACTING = problems(Forbidden, PoolUnknown, StateConflict, PlanInvalid)
APPROVING = problems(Forbidden, PoolUnknown, RaiseUnknown, StateConflict, PlanInvalid)


class TierView(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)
    shares: Whole
    amount_minor: Whole


class TrancheRequest(BaseModel):
    """How a budget is split; the rules say what is possible (campaign.plan_invalid)."""

    model_config = ConfigDict(extra="forbid")
    shares: Whole
    total_minor: Whole
    minimum_minor: Whole = 1
    curve: Curve = Curve.UNIFORM
    tiers: list[TierView] = Field([], max_length=TIERS_MAX)

    def tranche(self) -> TranchePlan:
        return TranchePlan(
            shares=self.shares,
            total_minor=self.total_minor,
            minimum_minor=self.minimum_minor,
            curve=self.curve,
            tiers=tuple(Tier(shares=tier.shares, amount_minor=tier.amount_minor) for tier in self.tiers),
        )


class PlanRequest(TrancheRequest):
    """A pool as an operator plans it."""

    titles: dict[str, str]
    currency: str
    occasions: list[str] = ["launch"]
    earned: list[str] = []
    lanes: Whole = 4
    opens_at: AwareDatetime | None = None
    closes_at: AwareDatetime | None = None
    valid_until: AwareDatetime | None = None

    def plan(self) -> PoolPlan:
        tranche = self.tranche()
        return PoolPlan(
            titles=self.titles,
            currency=self.currency,
            shares=tranche.shares,
            total_minor=tranche.total_minor,
            minimum_minor=tranche.minimum_minor,
            curve=tranche.curve,
            tiers=tranche.tiers,
            occasions=tuple(self.occasions),
            earned=tuple(self.earned),
            lanes=self.lanes,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            valid_until=self.valid_until,
        )


class ReasonRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: str = Field(max_length=REASON_LENGTH_MAX)


class ExtendRequest(ReasonRequest):
    valid_until: AwareDatetime


class PaceRequest(ReasonRequest):
    shares_per_second: Whole = Field(ge=0)


class RaiseRequest(TrancheRequest):
    reason: str = Field(max_length=REASON_LENGTH_MAX)


class NoticeView(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: int
    titles: dict[str, str]
    state: PoolState
    currency: str
    occasions: list[str]
    earned: list[str]
    shares: int
    total_minor: int
    opens_at: datetime | None
    closes_at: datetime | None
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


class LaneView(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    lane: int
    granted: int
    spent_minor: int
    free: int
    batches: int


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
    opens_at: datetime | None
    opened_at: datetime | None
    closes_at: datetime | None
    valid_until: datetime | None
    shares_per_s: int
    lane_books: list[LaneView]
    refusals: dict[str, int]
    faults: list[str]
    granted_per_s: float
    forecast_empty_at: datetime | None
    planned_granted: int | None
    at: datetime


class RaiseView(BaseModel):
    """More shares that were asked for; `tranche` is their number once another operator has approved."""

    model_config = ConfigDict(from_attributes=True)
    id: int
    shares: int
    total_minor: int
    minimum_minor: int
    curve: Curve
    tiers: list[TierView]
    proposed_by: UUID
    proposed_at: datetime
    reason: str
    approved_by: UUID | None
    tranche: int | None


class RaisesView(BaseModel):
    raises: list[RaiseView]


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

    @router.get("/fans/me/wallet", responses=problems(Forbidden))
    async def read_my_wallet(viewer: Viewer, before: str | None = None) -> WalletView:
        """What the asker holds, newest first."""
        return await _wallet(service, viewer, viewer.subject, before)

    @router.get("/fans/{fan}/wallet", responses=problems(Forbidden))
    async def read_wallet(viewer: Viewer, fan: UUID, before: str | None = None) -> WalletView:
        """What a fan holds: for herself, and for auditors."""
        return await _wallet(service, viewer, SubjectId(fan), before)

    return router


def operator_routes(service: CampaignService, feed: BooksFeed) -> APIRouter:
    """What operators do, and what operators and auditors see."""
    router = APIRouter(prefix="/v1/pools", tags=["console"])

    @router.post("", status_code=201, responses=problems(Forbidden, PlanInvalid))
    async def create_pool(viewer: Viewer, body: PlanRequest) -> BooksView:
        """Plan a pool; it is a draft until it is opened."""
        return _books(await service.create_pool(viewer, body.plan()))

    @router.get("/{pool}/books", responses=WATCHING)
    async def read_books(viewer: Viewer, pool: PoolPath) -> BooksView:
        """The balance now."""
        return _books(await service.books(viewer, pool))

    @router.get("/{pool}/burn-down", responses=WATCHING)
    async def read_burn_down(
        viewer: Viewer, pool: PoolPath, points: Annotated[int, Query(ge=2, le=BURN_DOWN_POINTS_MAX)] = 300
    ) -> BurnDownView:
        """How the pool went down, from its opening to now."""
        found = await service.burn_down(viewer, pool, points)
        return BurnDownView(pool=pool, points=[_point(each) for each in found])

    @router.get("/{pool}/burn-down/events", response_class=StreamingResponse, responses=FOLLOWING)
    async def follow_burn_down(viewer: Viewer, pool: PoolPath) -> StreamingResponse:
        """Server-sent events: `books` once a second while something changes."""
        await service.books(viewer, pool)
        feed.check_room()
        return StreamingResponse(
            _frames(feed.stream(viewer, pool)), media_type=sse.CONTENT_TYPE, headers=sse.HEADERS
        )

    @router.get("/{pool}/acts", responses=WATCHING)
    async def list_acts(
        viewer: Viewer, pool: PoolPath, before: Annotated[int | None, Query(ge=1, le=ACT_ID_MAX)] = None
    ) -> ActsView:
        """The audit log, newest first."""
        acts, following = await service.acts(viewer, pool, before)
        return ActsView(acts=[_act(each) for each in acts], next=following)

    for word, act in {
        "schedule": Act.SCHEDULED,
        "open": Act.OPENED,
        "pause": Act.PAUSED,
        "resume": Act.RESUMED,
        "close": Act.CLOSED,
        "reveal": Act.REVEALED,
    }.items():
        _add_act(router, service, word, act)

    return router


def raise_routes(service: CampaignService) -> APIRouter:
    """More of what is there: validity, pace, and shares when a second operator agrees."""
    router = APIRouter(prefix="/v1/pools", tags=["console"])

    @router.post("/{pool}/extend", responses=ACTING)
    async def extend_pool(viewer: Viewer, pool: PoolPath, body: ExtendRequest) -> BooksView:
        """Make every share of the pool valid longer."""
        return _books(await service.extend(viewer, pool, body.valid_until, body.reason))

    @router.post("/{pool}/pace", responses=ACTING)
    async def pace_pool(viewer: Viewer, pool: PoolPath, body: PaceRequest) -> BooksView:
        """Hold the pool to so many shares a second from the next batch on; 0: no limit."""
        return _books(await service.pace(viewer, pool, body.shares_per_second, body.reason))

    @router.get("/{pool}/raises", responses=WATCHING)
    async def list_raises(viewer: Viewer, pool: PoolPath) -> RaisesView:
        """What was proposed, newest first."""
        return _raises(await service.raises(viewer, pool))

    @router.post("/{pool}/raises", status_code=201, responses=ACTING)
    async def propose_raise(viewer: Viewer, pool: PoolPath, body: RaiseRequest) -> RaisesView:
        """Ask for more shares; another operator has to approve."""
        return _raises(await service.propose_raise(viewer, pool, body.tranche(), body.reason))

    @router.post("/{pool}/raises/{number}/approve", responses=APPROVING)
    async def approve_raise(viewer: Viewer, pool: PoolPath, number: RaisePath, body: ReasonRequest) -> BooksView:
        """Add a proposed raise to the pool, as another operator than the one who proposed it."""
        return _books(await service.approve_raise(viewer, pool, number, body.reason))

    return router


def _add_act(router: APIRouter, service: CampaignService, word: str, act: Act) -> None:
    @router.post(
        f"/{{pool}}/{word}",
        operation_id=f"{word}_pool",
        summary=f"{word.capitalize()} a pool",
        responses=ACTING,
    )
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


def _raises(raises: list[BudgetRaise]) -> RaisesView:
    return RaisesView(
        raises=[
            RaiseView(
                id=each.id,
                shares=each.plan.shares,
                total_minor=each.plan.total_minor,
                minimum_minor=each.plan.minimum_minor,
                curve=each.plan.curve,
                tiers=[TierView.model_validate(tier) for tier in each.plan.tiers],
                proposed_by=each.proposed_by,
                proposed_at=each.proposed_at,
                reason=each.reason,
                approved_by=each.approved_by,
                tranche=each.tranche,
            )
            for each in raises
        ]
    )


def _point(point: BurnDownPoint) -> PointView:
    return PointView.model_validate(point)


def _act(act: ActRecord) -> ActView:
    return ActView.model_validate(act)
