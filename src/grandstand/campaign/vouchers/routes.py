"""Vouchers over HTTP: fans redeem, operators add and throttle merchants. Redeeming is what a crowd does."""

import re
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from grandstand.campaign.errors import PlanInvalid, PoolUnknown
from grandstand.campaign.routes import PoolPath
from grandstand.campaign.rules import REASON_LENGTH_MAX
from grandstand.campaign.vouchers.errors import (
    MerchantClosed,
    MerchantFull,
    MerchantInvalid,
    MerchantUnknown,
    RedemptionConflict,
    RedemptionUnknown,
    TermsInvalid,
    VoucherExpired,
    VoucherUnderReview,
    VoucherUnknown,
    VoucherUsed,
    WrongCategory,
)
from grandstand.campaign.vouchers.models import (
    MERCHANT_ID_MAX,
    Capacity,
    Category,
    Merchant,
    MerchantAct,
    MerchantActRecord,
    MerchantId,
    MerchantNotice,
    MerchantPlan,
    Redemption,
    Voucher,
    VoucherTerms,
)
from grandstand.campaign.vouchers.service import AddedMerchant, Vouchers
from grandstand.kernel.auth import (
    CrossSite,
    Forbidden,
    Principal,
    Role,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
)
from grandstand.kernel.errors import (
    DatabaseUnavailable,
    GrandstandError,
    InternalError,
    Overloaded,
    RateLimited,
    RequestInvalid,
    RequestTimeout,
    RequestTooLarge,
)
from grandstand.kernel.ids import POOL_ID_MAX, PoolId
from grandstand.kernel.limits import Rate
from grandstand.web.identity import Identity
from grandstand.web.lean import LeanPost, lean_path
from grandstand.web.openapi import answer, problems
from grandstand.web.principal import Viewer, Visitor
from grandstand.web.respond import respond

REDEEM_PATH = "/v1/vouchers/{pool}/{occasion}/redemptions"
CAPTURE_PATH = "/v1/redemptions/{redemption}/capture"
VOID_PATH = "/v1/redemptions/{redemption}/void"
REDEEM = re.compile(r"/v1/vouchers/([0-9]{1,10})/([a-z][a-z0-9:.-]{0,39})/redemptions")
REDEMPTION = r"/v1/redemptions/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/"
RATE_OF_A_FAN = Rate(per_s=2, burst=20)
MerchantPath = Annotated[int, Path(ge=1, le=MERCHANT_ID_MAX)]


class RedeemRequest(msgspec.Struct, forbid_unknown_fields=True):
    """Where a voucher is to be used; `capture` orders at once."""

    merchant: Annotated[int, msgspec.Meta(ge=1, le=MERCHANT_ID_MAX)]
    capture: bool = False


class NothingMore(msgspec.Struct, forbid_unknown_fields=True):
    """An empty object."""


class MerchantsAnswer(msgspec.Struct, frozen=True):
    merchants: list[Merchant]
    next: int | None


class MerchantNoticesAnswer(msgspec.Struct, frozen=True):
    merchants: list[MerchantNotice]


class MerchantActsAnswer(msgspec.Struct, frozen=True):
    acts: list[MerchantActRecord]


class VouchersAnswer(msgspec.Struct, frozen=True):
    vouchers: list[Voucher]


class RedemptionsAnswer(msgspec.Struct, frozen=True):
    redemptions: list[Redemption]


STRUCTS = (
    AddedMerchant,
    Merchant,
    MerchantActsAnswer,
    MerchantNoticesAnswer,
    MerchantsAnswer,
    NothingMore,
    RedeemRequest,
    Redemption,
    RedemptionsAnswer,
    VoucherTerms,
    VouchersAnswer,
)
"""What the routes take and answer, for the OpenAPI document."""
LEAN = (
    TokenMissing,
    TokenInvalid,
    TokenExpired,
    Forbidden,
    CrossSite,
    RequestInvalid,
    RequestTooLarge,
    RequestTimeout,
    RateLimited,
    Overloaded,
    DatabaseUnavailable,
    InternalError,
)
REDEEMING = (
    VoucherUnknown,
    VoucherUsed,
    VoucherExpired,
    VoucherUnderReview,
    WrongCategory,
    MerchantUnknown,
    MerchantFull,
    MerchantClosed,
)
CAPTURING = (RedemptionUnknown, RedemptionConflict, VoucherUnderReview)
VOIDING = (RedemptionUnknown, RedemptionConflict)
ADDING = answer(AddedMerchant, HTTPStatus.CREATED) | problems(Forbidden, MerchantInvalid)
ACTING = answer(Merchant) | problems(Forbidden, MerchantUnknown, MerchantClosed, MerchantInvalid, PlanInvalid)
TERMS = answer(VoucherTerms) | problems(Forbidden, PoolUnknown, TermsInvalid)


class CapacityRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    per_minute: int
    open_max: int
    stock: int | None = None

    def capacity(self) -> Capacity:
        return Capacity(per_minute=self.per_minute, open_max=self.open_max, stock=self.stock)


class MerchantRequest(BaseModel):
    """A merchant as an operator adds it."""

    model_config = ConfigDict(extra="forbid")
    name: str
    category: Category
    capacity: CapacityRequest
    webhook: str = ""

    def plan(self) -> MerchantPlan:
        return MerchantPlan(
            name=self.name, category=self.category, capacity=self.capacity.capacity(), webhook=self.webhook
        )


class MerchantActRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: str = Field(max_length=REASON_LENGTH_MAX)


class ThrottleRequest(CapacityRequest):
    reason: str = Field(max_length=REASON_LENGTH_MAX)


class TermsRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    categories: list[Category]


def voucher_posts(vouchers: Vouchers, identity: Identity) -> tuple[LeanPost[Any], ...]:
    """What a crowd does, in front of the framework."""

    async def redeem(fan: Principal, match: re.Match[str], body: RedeemRequest) -> Redemption:
        pool = int(match[1])
        if pool > POOL_ID_MAX:
            raise VoucherUnknown(f"There is no pool {pool!r}.")
        merchant = MerchantId(body.merchant)
        return await vouchers.redeem(fan, PoolId(pool), match[2], merchant, capture=body.capture)

    async def capture(fan: Principal, match: re.Match[str], _body: NothingMore) -> Redemption:
        return await vouchers.capture(fan, UUID(match[1]))

    async def void(fan: Principal, match: re.Match[str], _body: NothingMore) -> Redemption:
        return await vouchers.void(fan, UUID(match[1]))

    common: dict[str, Any] = {"role": Role.FAN, "rate": RATE_OF_A_FAN, "identity": identity}
    return (
        LeanPost(REDEEM_PATH, REDEEM, RedeemRequest, act=redeem, **common),
        LeanPost(CAPTURE_PATH, re.compile(REDEMPTION + "capture"), NothingMore, act=capture, **common),
        LeanPost(VOID_PATH, re.compile(REDEMPTION + "void"), NothingMore, act=void, **common),
    )


def voucher_paths() -> dict[str, Any]:
    """What is answered in front of the framework, for the OpenAPI document."""
    pool = {"type": "integer", "minimum": 1, "maximum": POOL_ID_MAX}
    occasion = {"type": "string", "pattern": "^[a-z][a-z0-9:.-]{0,39}$"}
    redemption = {"type": "string", "format": "uuid"}

    def path(
        name: str, summary: str, body: type[msgspec.Struct], more: tuple[type[GrandstandError], ...], **of: Any
    ) -> dict[str, Any]:
        parameters = tuple({"name": each, "in": "path", "required": True, "schema": of[each]} for each in of)
        responses = {str(status): each for status, each in problems(*LEAN, *more).items()}
        return lean_path(name, summary, "vouchers", body, Redemption, responses, parameters)

    return {
        REDEEM_PATH: path(
            "redeem_voucher", "Use a voucher", RedeemRequest, REDEEMING, pool=pool, occasion=occasion
        ),
        CAPTURE_PATH: path(
            "capture_redemption", "Order what is held", NothingMore, CAPTURING, redemption=redemption
        ),
        VOID_PATH: path("void_redemption", "Give up what is held", NothingMore, VOIDING, redemption=redemption),
    }


def voucher_routes(vouchers: Vouchers) -> APIRouter:
    """What fans see of their vouchers and of merchants; what makes a pool's shares vouchers."""
    router = APIRouter(prefix="/v1", tags=["vouchers"])

    @router.get(
        "/fans/me/vouchers", response_class=Response, responses=answer(VouchersAnswer) | problems(Forbidden)
    )
    async def list_my_vouchers(viewer: Viewer) -> Response:
        """What the asker holds, newest first."""
        return respond(VouchersAnswer(await vouchers.vouchers(viewer)))

    @router.get(
        "/fans/me/redemptions", response_class=Response, responses=answer(RedemptionsAnswer) | problems(Forbidden)
    )
    async def list_my_redemptions(viewer: Viewer) -> Response:
        """What the asker has tried, newest first."""
        return respond(RedemptionsAnswer(await vouchers.redemptions(viewer)))

    @router.get("/merchants", response_class=Response, responses=answer(MerchantNoticesAnswer))
    async def list_merchants(_visitor: Visitor, category: Category | None = None) -> Response:
        """Merchants that take orders now; a full one comes back when it has room."""
        return respond(MerchantNoticesAnswer(await vouchers.with_room(category)))

    @router.post("/pools/{pool}/voucher-terms", response_class=Response, responses=TERMS)
    async def set_voucher_terms(viewer: Viewer, pool: PoolPath, body: TermsRequest) -> Response:
        """Make the shares of a pool vouchers, and say where they may be used."""
        terms = VoucherTerms(pool=pool, categories=tuple(body.categories))
        return respond(await vouchers.set_terms(viewer, terms))

    return router


def merchant_routes(vouchers: Vouchers) -> APIRouter:
    """What operators do with merchants."""
    router = APIRouter(prefix="/v1/merchants", tags=["vouchers"])

    @router.post("", response_class=Response, status_code=201, responses=ADDING)
    async def add_merchant(viewer: Viewer, body: MerchantRequest) -> Response:
        """Add a merchant; the secret that its webhooks are signed with is told this once."""
        return respond(await vouchers.add_merchant(viewer, body.plan()), HTTPStatus.CREATED)

    @router.get("/all", response_class=Response, responses=answer(MerchantsAnswer) | problems(Forbidden))
    async def list_all_merchants(
        viewer: Viewer, after: Annotated[int, Query(ge=0, le=MERCHANT_ID_MAX)] = 0
    ) -> Response:
        """Every merchant with its capacity and how full it is."""
        found, following = await vouchers.merchants(viewer, after)
        return respond(MerchantsAnswer(found, following))

    @router.get(
        "/{merchant}/acts",
        response_class=Response,
        responses=answer(MerchantActsAnswer) | problems(Forbidden, MerchantUnknown),
    )
    async def list_merchant_acts(viewer: Viewer, merchant: MerchantPath) -> Response:
        """The audit log of a merchant, newest first."""
        return respond(MerchantActsAnswer(await vouchers.acts(viewer, MerchantId(merchant))))

    @router.post("/{merchant}/throttle", response_class=Response, responses=ACTING)
    async def throttle_merchant(viewer: Viewer, merchant: MerchantPath, body: ThrottleRequest) -> Response:
        """Change what a merchant can take."""
        done = await vouchers.throttle(viewer, MerchantId(merchant), body.capacity(), body.reason)
        return respond(done)

    for word, act in {
        "pause": MerchantAct.PAUSED,
        "resume": MerchantAct.RESUMED,
        "close": MerchantAct.CLOSED,
    }.items():
        _add_act(router, vouchers, word, act)
    return router


def _add_act(router: APIRouter, vouchers: Vouchers, word: str, act: MerchantAct) -> None:
    @router.post(
        f"/{{merchant}}/{word}",
        operation_id=f"{word}_merchant",
        summary=f"{word.capitalize()} a merchant",
        response_class=Response,
        responses=ACTING,
    )
    async def act_on_merchant(viewer: Viewer, merchant: MerchantPath, body: MerchantActRequest) -> Response:
        return respond(await vouchers.act(viewer, MerchantId(merchant), act, body.reason))
