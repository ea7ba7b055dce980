"""Platforms over HTTP: operators add and allot, auditors read, platforms' programs bring their users."""

import re
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from grandstand.campaign.conditions import Facts
from grandstand.campaign.errors import PlanInvalid, PoolUnknown, StateConflict
from grandstand.campaign.platforms.errors import (
    KeyRefused,
    KeysFull,
    KeyUnknown,
    PlatformConflict,
    PlatformInvalid,
    PlatformUnknown,
)
from grandstand.campaign.platforms.models import (
    AddedPlatform,
    NewKey,
    Platform,
    PlatformActRecord,
    PlatformFan,
    PlatformPlan,
    PlatformToken,
    Settlement,
)
from grandstand.campaign.platforms.service import Platforms
from grandstand.campaign.rules import REASON_LENGTH_MAX
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
from grandstand.web.principal import Viewer
from grandstand.web.respond import respond

FANS_PATH = "/v1/platforms/me/fans"
RATE_OF_A_KEY = Rate(per_s=1_000, burst=2_000)
SECRET_LENGTH_MAX = 100
PlatformPath = Annotated[str, Path(pattern="^[a-z][a-z0-9-]{0,39}$")]
First = Annotated[date, Query()]
Zone = Annotated[str, Query(max_length=60)]


class KnownRequest(msgspec.Struct, forbid_unknown_fields=True):
    """What a platform knows of its user; what is left out stays as it is known."""

    joined_at: datetime | None = None
    region: str | None = None
    language: str | None = None
    labels: list[str] = []

    def facts(self) -> Facts:
        return Facts(None, self.joined_at, self.region, self.language, frozenset(self.labels))


class UserRequest(msgspec.Struct, forbid_unknown_fields=True):
    """A user as her platform calls her, which is not stored, and what it knows of her."""

    user: str
    facts: KnownRequest = msgspec.field(default_factory=KnownRequest)


class PlatformsAnswer(msgspec.Struct, frozen=True):
    platforms: list[Platform]


class PlatformActsAnswer(msgspec.Struct, frozen=True):
    acts: list[PlatformActRecord]


class PlatformRequest(BaseModel):
    """A platform as an operator adds it."""

    model_config = ConfigDict(extra="forbid")
    name: str
    currency: str
    budget_minor: int
    webhook: str = ""
    reason: str = Field(max_length=REASON_LENGTH_MAX)

    def plan(self) -> PlatformPlan:
        return PlatformPlan(
            name=self.name, currency=self.currency, budget_minor=self.budget_minor, webhook=self.webhook
        )


class PlatformActRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: str = Field(max_length=REASON_LENGTH_MAX)


class PlatformChangeRequest(PlatformActRequest):
    """What is left out stays."""

    budget_minor: int | None = None
    webhook: str | None = None


class AllotmentRequest(PlatformActRequest):
    """How many shares, and worth how much at most, a pool gives to the fans of a platform."""

    pool: int = Field(ge=1, le=POOL_ID_MAX)
    claims: int
    amount_minor: int


class PlatformTokenRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    key: UUID
    secret: str = Field(max_length=SECRET_LENGTH_MAX)


STRUCTS = (
    AddedPlatform,
    KnownRequest,
    NewKey,
    Platform,
    PlatformActsAnswer,
    PlatformFan,
    PlatformToken,
    PlatformsAnswer,
    Settlement,
    UserRequest,
)
"""What the routes take and answer, for the OpenAPI document."""
BRINGING = (
    TokenMissing,
    TokenInvalid,
    TokenExpired,
    Forbidden,
    CrossSite,
    KeyRefused,
    PlatformInvalid,
    RequestInvalid,
    RequestTooLarge,
    RequestTimeout,
    RateLimited,
    Overloaded,
    DatabaseUnavailable,
    InternalError,
)
ACTING = answer(Platform) | problems(Forbidden, PlatformUnknown, PlatformConflict, PlatformInvalid, PlanInvalid)
SETTLING = answer(Settlement) | problems(Forbidden, PlatformUnknown, PlatformInvalid)


def bringing(platforms: Platforms, identity: Identity) -> LeanPost[UserRequest]:
    """`POST /v1/platforms/me/fans`, in front of the framework: a platform brings a crowd."""

    async def bring(platform: Principal, _match: re.Match[str], body: UserRequest) -> PlatformFan:
        return await platforms.fan(platform, body.user, body.facts.facts())

    return LeanPost(
        FANS_PATH,
        re.compile(re.escape(FANS_PATH)),
        UserRequest,
        role=Role.PLATFORM,
        rate=RATE_OF_A_KEY,
        act=bring,
        identity=identity,
    )


def platform_paths() -> dict[str, Any]:
    """What is answered in front of the framework, for the OpenAPI document."""
    responses = {str(status): each for status, each in problems(*BRINGING).items()}
    summary = "The fan that a user of the platform is, with a token for her"
    return {FANS_PATH: lean_path("bring_fan", summary, "platforms", UserRequest, PlatformFan, responses)}


def platform_routes(platforms: Platforms) -> APIRouter:
    """What platforms' programs do, and what operators do with platforms."""
    router = APIRouter(prefix="/v1/platforms", tags=["platforms"])
    _add_mine(router, platforms)

    @router.get("", response_class=Response, responses=answer(PlatformsAnswer) | problems(Forbidden))
    async def list_platforms(viewer: Viewer) -> Response:
        """Every platform with its keys and its parts of pools."""
        return respond(PlatformsAnswer(await platforms.platforms(viewer)))

    @router.post(
        "",
        response_class=Response,
        status_code=201,
        responses=answer(AddedPlatform, HTTPStatus.CREATED)
        | problems(Forbidden, PlatformInvalid, PlatformConflict, PlanInvalid),
    )
    async def add_platform(viewer: Viewer, body: PlatformRequest) -> Response:
        """Add a platform; the secrets of its first key and of its webhooks are told this once."""
        return respond(await platforms.add(viewer, body.plan(), body.reason), HTTPStatus.CREATED)

    @router.get(
        "/{platform}", response_class=Response, responses=answer(Platform) | problems(Forbidden, PlatformUnknown)
    )
    async def read_platform(viewer: Viewer, platform: PlatformPath) -> Response:
        """One platform."""
        return respond(await platforms.platform(viewer, platform))

    @router.get("/{platform}/settlement", response_class=Response, responses=SETTLING)
    async def read_settlement(
        viewer: Viewer, platform: PlatformPath, first: First, last: First, zone: Zone = "UTC"
    ) -> Response:
        """What happened on a platform's part, day by day."""
        return respond(await platforms.settlement(viewer, platform, first, last, zone))

    @router.get(
        "/{platform}/acts",
        response_class=Response,
        responses=answer(PlatformActsAnswer) | problems(Forbidden, PlatformUnknown),
    )
    async def list_platform_acts(viewer: Viewer, platform: PlatformPath) -> Response:
        """The audit log of a platform, newest first."""
        return respond(PlatformActsAnswer(await platforms.acts(viewer, platform)))

    _add_acts(router, platforms)
    return router


def _add_mine(router: APIRouter, platforms: Platforms) -> None:
    @router.post(
        "/token", response_class=Response, responses=answer(PlatformToken) | problems(KeyRefused, RateLimited)
    )
    async def sign_in_platform(body: PlatformTokenRequest) -> Response:
        """Sign a platform's program in for an hour, with a key and its secret."""
        return respond(await platforms.sign_in(body.key, body.secret))

    @router.get("/me", response_class=Response, responses=answer(Platform) | problems(Forbidden, KeyRefused))
    async def read_my_platform(viewer: Viewer) -> Response:
        """The platform whose program asks."""
        return respond(await platforms.mine(viewer))

    @router.get(
        "/me/settlement",
        response_class=Response,
        responses=answer(Settlement) | problems(Forbidden, KeyRefused, PlatformInvalid),
    )
    async def read_my_settlement(viewer: Viewer, first: First, last: First, zone: Zone = "UTC") -> Response:
        """What happened on the part of the platform whose program asks, day by day."""
        return respond(await platforms.my_settlement(viewer, first, last, zone))


def _add_acts(router: APIRouter, platforms: Platforms) -> None:
    @router.post("/{platform}/change", response_class=Response, responses=ACTING)
    async def change_platform(viewer: Viewer, platform: PlatformPath, body: PlatformChangeRequest) -> Response:
        """Change budget or webhook of a platform."""
        changed = await platforms.change(viewer, platform, body.budget_minor, body.webhook, body.reason)
        return respond(changed)

    @router.post(
        "/{platform}/allotments",
        response_class=Response,
        responses=answer(Platform)
        | problems(
            *(Forbidden, PlatformUnknown, PlatformConflict, PlatformInvalid, PlanInvalid),
            *(PoolUnknown, StateConflict),
        ),
    )
    async def allot(viewer: Viewer, platform: PlatformPath, body: AllotmentRequest) -> Response:
        """Say what a pool gives to the fans of a platform at most, from the next batch on."""
        given = body.claims, body.amount_minor, body.reason
        return respond(await platforms.allot(viewer, platform, PoolId(body.pool), *given))

    @router.post(
        "/{platform}/keys",
        response_class=Response,
        status_code=201,
        responses=answer(NewKey, HTTPStatus.CREATED)
        | problems(Forbidden, PlatformUnknown, PlatformConflict, KeysFull, PlanInvalid),
    )
    async def make_platform_key(viewer: Viewer, platform: PlatformPath, body: PlatformActRequest) -> Response:
        """Make one more key; its secret is told this once."""
        return respond(await platforms.new_key(viewer, platform, body.reason), HTTPStatus.CREATED)

    @router.post(
        "/{platform}/keys/{key}/revoke",
        response_class=Response,
        responses=answer(Platform) | problems(Forbidden, PlatformUnknown, KeyUnknown, PlanInvalid),
    )
    async def revoke_platform_key(
        viewer: Viewer, platform: PlatformPath, key: UUID, body: PlatformActRequest
    ) -> Response:
        """Withdraw a key, and the tokens that were got with it."""
        return respond(await platforms.revoke_key(viewer, platform, key, body.reason))

    @router.post("/{platform}/close", response_class=Response, responses=ACTING)
    async def close_platform(viewer: Viewer, platform: PlatformPath, body: PlatformActRequest) -> Response:
        """Close a platform, for good."""
        return respond(await platforms.end(viewer, platform, body.reason))
