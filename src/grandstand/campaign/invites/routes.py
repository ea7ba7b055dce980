"""Invitations over HTTP: fans get codes and accept, operators plan and watch. Accepting is what a crowd does."""

import re
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from grandstand.campaign.errors import PlanInvalid, PoolUnknown
from grandstand.campaign.invites.errors import (
    AlreadyInvited,
    CameBefore,
    CodeInvalid,
    CodeUnknown,
    InvitesClosed,
    OwnCode,
    SchemeInvalid,
    SchemeUnknown,
)
from grandstand.campaign.invites.models import (
    SCHEME_ID_MAX,
    Accepted,
    DailyTicket,
    MyInvites,
    Scheme,
    SchemeAct,
    SchemeActRecord,
    SchemeFigures,
    SchemeId,
    SchemePlan,
)
from grandstand.campaign.invites.service import Invites
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
from grandstand.web.principal import Viewer, Visitor
from grandstand.web.respond import respond

PATH = "/v1/invitations"
RATE_OF_A_FAN = Rate(per_s=0.5, burst=10)
"""Ten mistyped codes at once, then one every two seconds: nobody guesses codes like this."""
SchemePath = Annotated[int, Path(ge=1, le=SCHEME_ID_MAX)]


class AcceptRequest(msgspec.Struct, forbid_unknown_fields=True):
    """A code as somebody typed it."""

    code: str


class SchemesAnswer(msgspec.Struct, frozen=True):
    schemes: list[Scheme]


class SchemeActsAnswer(msgspec.Struct, frozen=True):
    acts: list[SchemeActRecord]


class CodeAnswer(msgspec.Struct, frozen=True):
    code: str


STRUCTS = (
    AcceptRequest,
    Accepted,
    CodeAnswer,
    MyInvites,
    Scheme,
    SchemeActsAnswer,
    SchemeFigures,
    SchemesAnswer,
)
"""What the routes take and answer, for the OpenAPI document."""
ACCEPTING = (
    TokenMissing,
    TokenInvalid,
    TokenExpired,
    Forbidden,
    CrossSite,
    CodeInvalid,
    CodeUnknown,
    OwnCode,
    AlreadyInvited,
    CameBefore,
    InvitesClosed,
    RequestInvalid,
    RequestTooLarge,
    RequestTimeout,
    RateLimited,
    Overloaded,
    DatabaseUnavailable,
    InternalError,
)
ACTING = answer(Scheme) | problems(Forbidden, SchemeUnknown, InvitesClosed, PlanInvalid)
WATCHING = problems(Forbidden, SchemeUnknown)
PLANNING = answer(Scheme, HTTPStatus.CREATED) | problems(Forbidden, SchemeInvalid, PoolUnknown)
CODING = answer(CodeAnswer) | problems(Forbidden, SchemeUnknown, InvitesClosed)


class DailyTicketRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    day: date
    invitations: int
    draw: int = Field(ge=1)
    ticket: str


class SchemeRequest(BaseModel):
    """Invitations as an operator plans them."""

    model_config = ConfigDict(extra="forbid")
    pool: int = Field(ge=1, le=POOL_ID_MAX)
    invited_occasion: str
    inviter_occasions: list[str]
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    zone: str = "UTC"
    daily_tickets: list[DailyTicketRequest] = []

    def plan(self) -> SchemePlan:
        return SchemePlan(
            pool=PoolId(self.pool),
            invited_occasion=self.invited_occasion,
            inviter_occasions=tuple(self.inviter_occasions),
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            zone=self.zone,
            daily_tickets=tuple(DailyTicket(**each.model_dump()) for each in self.daily_tickets),
        )


class SchemeActRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: str = Field(max_length=REASON_LENGTH_MAX)


def accepting(invites: Invites, identity: Identity) -> LeanPost[AcceptRequest]:
    """`POST /v1/invitations`, in front of the framework."""

    async def accept(fan: Principal, _match: re.Match[str], body: AcceptRequest) -> Accepted:
        return await invites.accept(fan, body.code)

    return LeanPost(
        PATH,
        re.compile(re.escape(PATH)),
        AcceptRequest,
        role=Role.FAN,
        rate=RATE_OF_A_FAN,
        act=accept,
        identity=identity,
    )


def invite_paths() -> dict[str, Any]:
    """What is answered in front of the framework, for the OpenAPI document."""
    responses = {str(status): each for status, each in problems(*ACCEPTING).items()}
    operation = lean_path(
        "accept_invitation", "Accept an invitation by its code", "invites", AcceptRequest, Accepted, responses
    )
    return {PATH: operation}


def invite_routes(invites: Invites) -> APIRouter:
    """What everybody sees of invitations, what fans and operators do."""
    router = APIRouter(prefix="/v1/invites", tags=["invites"])

    @router.get("", response_class=Response, responses=answer(SchemesAnswer))
    async def list_invites(_visitor: Visitor) -> Response:
        """The newest schemes of invitations."""
        return respond(SchemesAnswer(await invites.schemes()))

    @router.post("", response_class=Response, status_code=201, responses=PLANNING)
    async def plan_invites(viewer: Viewer, body: SchemeRequest) -> Response:
        """Plan invitations: who gets what when one is accepted."""
        return respond(await invites.plan(viewer, body.plan()), HTTPStatus.CREATED)

    @router.get("/{scheme}/me", response_class=Response, responses=answer(MyInvites) | WATCHING)
    async def read_my_invites(viewer: Viewer, scheme: SchemePath) -> Response:
        """The asker's own code, and how many have accepted."""
        return respond(await invites.mine(viewer, SchemeId(scheme)))

    @router.post("/{scheme}/code", response_class=Response, responses=CODING)
    async def make_my_code(viewer: Viewer, scheme: SchemePath) -> Response:
        """The asker's own code: the same each time."""
        return respond(CodeAnswer(await invites.code(viewer, SchemeId(scheme))))

    @router.get("/{scheme}/figures", response_class=Response, responses=answer(SchemeFigures) | WATCHING)
    async def read_invite_figures(viewer: Viewer, scheme: SchemePath) -> Response:
        """How many are here, have accepted, and have been counted."""
        return respond(await invites.figures(viewer, SchemeId(scheme)))

    @router.get("/{scheme}/acts", response_class=Response, responses=answer(SchemeActsAnswer) | WATCHING)
    async def list_invite_acts(viewer: Viewer, scheme: SchemePath) -> Response:
        """The audit log, newest first."""
        return respond(SchemeActsAnswer(await invites.acts(viewer, SchemeId(scheme))))

    for word, act in {
        "pause": SchemeAct.PAUSED,
        "resume": SchemeAct.RESUMED,
        "close": SchemeAct.CLOSED,
    }.items():
        _add_act(router, invites, word, act)
    return router


def _add_act(router: APIRouter, invites: Invites, word: str, act: SchemeAct) -> None:
    @router.post(
        f"/{{scheme}}/{word}",
        operation_id=f"{word}_invites",
        summary=f"{word.capitalize()} invitations",
        response_class=Response,
        responses=ACTING,
    )
    async def act_on_invites(viewer: Viewer, scheme: SchemePath, body: SchemeActRequest) -> Response:
        return respond(await invites.act(viewer, SchemeId(scheme), act, body.reason))
