"""Fraud over HTTP: pages and programs report signals, operators review and set the rules, auditors read."""

import re
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from grandstand.campaign.errors import PlanInvalid
from grandstand.campaign.fraud.errors import HoldUnknown, RulesConflict, RulesInvalid, SignalInvalid, TreeTooLarge
from grandstand.campaign.fraud.models import (
    ActDone,
    FanReview,
    FanSignal,
    FraudAct,
    FraudActRecord,
    Hold,
    HoldState,
    RulesVersion,
    Signal,
    SignalKind,
    SignalsTaken,
    Trial,
)
from grandstand.campaign.fraud.service import SIGNALS_AT_ONCE_MAX, SIGNALS_OF_A_PAGE_MAX, Fraud
from grandstand.campaign.fraud.storage import Place, Target
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
from grandstand.kernel.ids import POOL_ID_MAX, SubjectId
from grandstand.kernel.limits import Rate
from grandstand.web.identity import Identity
from grandstand.web.lean import LeanPost, lean_path
from grandstand.web.openapi import answer, problems
from grandstand.web.principal import Viewer
from grandstand.web.respond import respond

PATH = "/v1/fans/me/signals"
RATE_OF_A_FAN = Rate(per_s=0.2, burst=10)
"""A page reports when it is opened and when something is claimed."""
CURSOR_LENGTH_MAX = 200
CURSOR_PARTS = 4


class SignalsRequest(msgspec.Struct, forbid_unknown_fields=True):
    """What a page knows of the device, the payment id and the address that it is used with."""

    signals: Annotated[list[Signal], msgspec.Meta(min_length=1, max_length=SIGNALS_OF_A_PAGE_MAX)]


class HoldsAnswer(msgspec.Struct, frozen=True):
    """A page of holds; `next` is the `after` of the next one."""

    holds: list[Hold]
    next: str | None


class FraudActsAnswer(msgspec.Struct, frozen=True):
    acts: list[FraudActRecord]


STRUCTS = (
    ActDone,
    FanReview,
    FraudActsAnswer,
    HoldsAnswer,
    RulesVersion,
    SignalsRequest,
    SignalsTaken,
    Trial,
)
"""What the routes take and answer, for the OpenAPI document."""
REPORTING = (
    TokenMissing,
    TokenInvalid,
    TokenExpired,
    Forbidden,
    CrossSite,
    SignalInvalid,
    RequestInvalid,
    RequestTooLarge,
    RequestTimeout,
    RateLimited,
    Overloaded,
    DatabaseUnavailable,
    InternalError,
)
ACTING = answer(ActDone) | problems(Forbidden, HoldUnknown, TreeTooLarge, PlanInvalid)


class FanSignalRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    fan: UUID
    kind: SignalKind
    value: str
    at: AwareDatetime | None = None

    def signal(self) -> FanSignal:
        return FanSignal(SubjectId(self.fan), self.kind, self.value, self.at)


class FanSignalsRequest(BaseModel):
    """What another program of the deployment knows of fans."""

    model_config = ConfigDict(extra="forbid")
    signals: list[FanSignalRequest] = Field(min_length=1, max_length=SIGNALS_AT_ONCE_MAX)


class FraudActRequest(BaseModel):
    """Which claims of the fan, all where neither is given; `tree`: those of everybody below her too."""

    model_config = ConfigDict(extra="forbid")
    reason: str = Field(max_length=REASON_LENGTH_MAX)
    tree: bool = False
    pool: int | None = Field(default=None, ge=1, le=POOL_ID_MAX)
    occasion: str | None = Field(default=None, pattern="^[a-z][a-z0-9:.-]{0,39}$")


class TrialRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    rules: dict[str, Any]


class RulesRequest(TrialRequest):
    """Rules, the version that they replace, and why."""

    version: int = Field(ge=0, le=2**31 - 2)
    reason: str = Field(max_length=REASON_LENGTH_MAX)


def reporting(fraud: Fraud, identity: Identity) -> LeanPost[SignalsRequest]:
    """`POST /v1/fans/me/signals`, in front of the framework: every page reports when it is opened."""

    async def report(fan: Principal, _match: re.Match[str], body: SignalsRequest) -> SignalsTaken:
        return await fraud.report(fan, body.signals)

    return LeanPost(
        PATH,
        re.compile(re.escape(PATH)),
        SignalsRequest,
        role=Role.FAN,
        rate=RATE_OF_A_FAN,
        act=report,
        identity=identity,
    )


def fraud_paths() -> dict[str, Any]:
    """What is answered in front of the framework, for the OpenAPI document."""
    responses = {str(status): each for status, each in problems(*REPORTING).items()}
    summary = "Report what the page knows of its device"
    return {PATH: lean_path("report_signals", summary, "fraud", SignalsRequest, SignalsTaken, responses)}


def fraud_routes(fraud: Fraud) -> APIRouter:
    """What operators and auditors see of suspicions, and what operators do about them."""
    router = APIRouter(prefix="/v1/fraud", tags=["fraud"])

    @router.post(
        "/signals", response_class=Response, responses=answer(SignalsTaken) | problems(Forbidden, SignalInvalid)
    )
    async def report_signals_of_fans(viewer: Viewer, body: FanSignalsRequest) -> Response:
        """Report what another program of the deployment knows of fans."""
        return respond(await fraud.report_of_others(viewer, [each.signal() for each in body.signals]))

    @router.get("/holds", response_class=Response, responses=answer(HoldsAnswer) | problems(Forbidden))
    async def list_holds(
        viewer: Viewer,
        state: HoldState = HoldState.HELD,
        after: Annotated[str | None, Query(max_length=CURSOR_LENGTH_MAX)] = None,
    ) -> Response:
        """Claims that are held back, those that wait longest first."""
        found, following = await fraud.holds(viewer, state, None if after is None else place_of(after))
        return respond(HoldsAnswer(found, None if following is None else cursor_of(following)))

    @router.get("/fans/{fan}", response_class=Response, responses=answer(FanReview) | problems(Forbidden))
    async def review_fan(viewer: Viewer, fan: UUID) -> Response:
        """What the scorer sees of a fan now, in numbers and in words, and her holds."""
        return respond(await fraud.review(viewer, SubjectId(fan)))

    @router.get("/acts", response_class=Response, responses=answer(FraudActsAnswer) | problems(Forbidden))
    async def list_fraud_acts(viewer: Viewer) -> Response:
        """The audit log, newest first."""
        return respond(FraudActsAnswer(await fraud.acts(viewer)))

    for word, act in {"hold": FraudAct.HELD, "release": FraudAct.RELEASED, "void": FraudAct.VOIDED}.items():
        _add_act(router, fraud, word, act)
    _add_rules(router, fraud)
    return router


def _add_act(router: APIRouter, fraud: Fraud, word: str, act: FraudAct) -> None:
    @router.post(
        f"/fans/{{fan}}/{word}",
        operation_id=f"{word}_fan",
        summary=f"{word.capitalize()} claims of a fan, or of her whole tree",
        response_class=Response,
        responses=ACTING,
    )
    async def act_on_fan(viewer: Viewer, fan: UUID, body: FraudActRequest) -> Response:
        target = Target(body.pool, body.occasion)
        return respond(await fraud.act(viewer, act, SubjectId(fan), body.reason, tree=body.tree, target=target))


def _add_rules(router: APIRouter, fraud: Fraud) -> None:
    @router.get("/rules", response_class=Response, responses=answer(RulesVersion) | problems(Forbidden))
    async def read_fraud_rules(viewer: Viewer) -> Response:
        """The rules that hold."""
        return respond(await fraud.rules(viewer))

    @router.post(
        "/rules",
        response_class=Response,
        responses=answer(RulesVersion) | problems(Forbidden, RulesInvalid, RulesConflict, PlanInvalid),
    )
    async def change_fraud_rules(viewer: Viewer, body: RulesRequest) -> Response:
        """Have other rules hold from now on."""
        return respond(await fraud.change_rules(viewer, body.rules, body.version, body.reason))

    @router.post(
        "/rules/trial",
        response_class=Response,
        responses=answer(Trial) | problems(Forbidden, RulesInvalid, Overloaded),
    )
    async def try_fraud_rules(viewer: Viewer, body: TrialRequest) -> Response:
        """Who would be held by other rules, among a sample of fans; nothing is changed."""
        return respond(await fraud.try_rules(viewer, body.rules))


def cursor_of(place: Place) -> str:
    return f"{place.placed_at.isoformat()}~{place.fan}~{place.pool}~{place.occasion}"


def place_of(cursor: str) -> Place:
    """The place in the list of holds that a page has ended with.

    Raises:
        RequestInvalid: it is none.
    """
    parts = cursor.split("~")
    try:
        at, fan, pool, occasion = parts
        place = Place(datetime.fromisoformat(at), SubjectId(UUID(fan)), int(pool), occasion)
    except ValueError:
        place = None
    if place is None or place.placed_at.tzinfo is None or not 0 <= place.pool <= POOL_ID_MAX or "\0" in cursor:
        raise RequestInvalid(f"{cursor!r} is not the 'next' of a page of holds.")
    return place
