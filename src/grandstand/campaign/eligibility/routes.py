"""Segments and switches over HTTP: operators define, ask and switch off, auditors read."""

from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Path, Query, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from grandstand.campaign.audience import Audience
from grandstand.campaign.conditions import PARTS, SegmentRule, SwitchKind
from grandstand.campaign.eligibility.errors import (
    FactsInvalid,
    SegmentInvalid,
    SegmentUnknown,
    SwitchConflict,
    SwitchUnknown,
)
from grandstand.campaign.eligibility.models import (
    SWITCH_ID_MAX,
    EligibilityActRecord,
    FanFacts,
    SegmentVersion,
    Switch,
)
from grandstand.campaign.eligibility.service import FACTS_AT_ONCE_MAX, Eligibility
from grandstand.campaign.errors import PlanInvalid, PoolUnknown
from grandstand.campaign.routes import PoolPath
from grandstand.campaign.rules import REASON_LENGTH_MAX
from grandstand.kernel.auth import Forbidden
from grandstand.kernel.errors import Overloaded
from grandstand.kernel.ids import POOL_ID_MAX, PoolId, SubjectId
from grandstand.web.openapi import answer, problems
from grandstand.web.principal import Viewer
from grandstand.web.respond import respond

Cursor = Annotated[int | None, Query(ge=1, le=SWITCH_ID_MAX)]


class SegmentsAnswer(msgspec.Struct, frozen=True):
    segments: list[SegmentVersion]


class PoolSegmentsAnswer(msgspec.Struct, frozen=True):
    """The names of segments by occasion; an empty occasion stands for all."""

    pool: int
    segments: dict[str, list[str]]


class SwitchesAnswer(msgspec.Struct, frozen=True):
    switches: list[Switch]


class EligibilityActsAnswer(msgspec.Struct, frozen=True):
    acts: list[EligibilityActRecord]
    next: int | None


class FactsTaken(msgspec.Struct, frozen=True):
    taken: int


STRUCTS = (
    Audience,
    EligibilityActsAnswer,
    FactsTaken,
    PoolSegmentsAnswer,
    SegmentVersion,
    SegmentsAnswer,
    Switch,
    SwitchesAnswer,
)
"""What the routes answer, for the OpenAPI document."""


class RuleRequest(BaseModel):
    """Which fans are meant: those of whom all of this is true."""

    model_config = ConfigDict(extra="forbid")
    joined_after: AwareDatetime | None = None
    joined_before: AwareDatetime | None = None
    platforms: list[str] = []
    regions: list[str] = []
    languages: list[str] = []
    labels: list[str] = []
    without_labels: list[str] = []
    parts: int = PARTS

    def rule(self) -> SegmentRule:
        return SegmentRule(
            joined_after=self.joined_after,
            joined_before=self.joined_before,
            platforms=tuple(self.platforms),
            regions=tuple(self.regions),
            languages=tuple(self.languages),
            labels=tuple(self.labels),
            without_labels=tuple(self.without_labels),
            parts=self.parts,
        )


class SegmentRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    rule: RuleRequest
    reason: str = Field(max_length=REASON_LENGTH_MAX)


class PoolSegmentsRequest(BaseModel):
    """What a pool asks for from now on, by occasion; nothing: everybody may claim."""

    model_config = ConfigDict(extra="forbid")
    segments: dict[str, list[str]]
    reason: str = Field(max_length=REASON_LENGTH_MAX)


class SegmentTrialRequest(BaseModel):
    """What is to be tried: segments by occasion (left out: those of the pool), with other rules for some."""

    model_config = ConfigDict(extra="forbid")
    pool: int | None = Field(default=None, ge=1, le=POOL_ID_MAX)
    segments: dict[str, list[str]] | None = None
    rules: dict[str, RuleRequest] = {}


class FactsOfFanRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    fan: UUID
    joined_at: AwareDatetime | None = None
    region: str | None = None
    language: str | None = None
    labels: list[str] | None = None

    def facts(self) -> FanFacts:
        return FanFacts(
            fan=SubjectId(self.fan),
            joined_at=self.joined_at,
            region=self.region,
            language=self.language,
            labels=None if self.labels is None else tuple(self.labels),
        )


class FactsRequest(BaseModel):
    """What the deployment knows of fans; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")
    fans: list[FactsOfFanRequest] = Field(min_length=1, max_length=FACTS_AT_ONCE_MAX)


class SwitchRequest(BaseModel):
    """What to switch off: a segment or a platform, in a pool, or in all of them."""

    model_config = ConfigDict(extra="forbid")
    kind: SwitchKind
    target: str
    pool: int | None = Field(default=None, ge=1, le=POOL_ID_MAX)
    reason: str = Field(max_length=REASON_LENGTH_MAX)


class LiftRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: str = Field(max_length=REASON_LENGTH_MAX)


def segment_routes(eligibility: Eligibility) -> APIRouter:
    """Segments, and who is in them."""
    router = APIRouter(prefix="/v1/segments", tags=["eligibility"])

    @router.get("", response_class=Response, responses=answer(SegmentsAnswer) | problems(Forbidden))
    async def list_segments(viewer: Viewer) -> Response:
        """The segments that hold, by name."""
        return respond(SegmentsAnswer(await eligibility.segments(viewer)))

    @router.post(
        "",
        response_class=Response,
        responses=answer(SegmentVersion) | problems(Forbidden, SegmentInvalid, PlanInvalid),
    )
    async def define_segment(viewer: Viewer, body: SegmentRequest) -> Response:
        """Define a segment, or the next version of one, from the next batch on."""
        return respond(await eligibility.define(viewer, body.name, body.rule.rule(), body.reason))

    @router.post(
        "/trial",
        response_class=Response,
        responses=answer(Audience) | problems(Forbidden, SegmentInvalid, SegmentUnknown, PoolUnknown, Overloaded),
    )
    async def try_segments(viewer: Viewer, body: SegmentTrialRequest) -> Response:
        """Who would get it and what it would cost; nothing is changed."""
        pool = None if body.pool is None else PoolId(body.pool)
        rules = {name: rule.rule() for name, rule in body.rules.items()}
        return respond(await eligibility.trial(viewer, pool, body.segments, rules))

    @router.get("/acts", response_class=Response, responses=answer(EligibilityActsAnswer) | problems(Forbidden))
    async def list_eligibility_acts(viewer: Viewer, before: Cursor = None) -> Response:
        """The audit log of segments and switches, newest first."""
        acts, following = await eligibility.acts(viewer, before)
        return respond(EligibilityActsAnswer(acts, following))

    return router


def eligibility_routes(eligibility: Eligibility) -> APIRouter:
    """What pools ask for, and what is known of fans."""
    router = APIRouter(prefix="/v1", tags=["eligibility"])

    @router.get(
        "/pools/{pool}/segments",
        response_class=Response,
        responses=answer(PoolSegmentsAnswer) | problems(Forbidden, PoolUnknown),
    )
    async def read_pool_segments(viewer: Viewer, pool: PoolPath) -> Response:
        """The segments that a pool asks for."""
        return respond(PoolSegmentsAnswer(pool, await eligibility.asked(viewer, pool)))

    @router.post(
        "/pools/{pool}/segments",
        response_class=Response,
        responses=answer(PoolSegmentsAnswer)
        | problems(Forbidden, PoolUnknown, SegmentUnknown, SegmentInvalid, PlanInvalid),
    )
    async def set_pool_segments(viewer: Viewer, pool: PoolPath, body: PoolSegmentsRequest) -> Response:
        """Have a pool ask for other segments, from the next batch on."""
        asked = await eligibility.ask(viewer, pool, body.segments, body.reason)
        return respond(PoolSegmentsAnswer(pool, asked))

    @router.post(
        "/fans/facts", response_class=Response, responses=answer(FactsTaken) | problems(Forbidden, FactsInvalid)
    )
    async def put_facts(viewer: Viewer, body: FactsRequest) -> Response:
        """Note what the deployment knows of fans."""
        return respond(FactsTaken(await eligibility.put_facts(viewer, [each.facts() for each in body.fans])))

    return router


def switch_routes(eligibility: Eligibility) -> APIRouter:
    """What is switched off for a segment or a platform."""
    router = APIRouter(prefix="/v1/switches", tags=["eligibility"])

    @router.get("", response_class=Response, responses=answer(SwitchesAnswer) | problems(Forbidden))
    async def list_switches(viewer: Viewer) -> Response:
        """What is off, then what was lifted."""
        return respond(SwitchesAnswer(await eligibility.switches(viewer)))

    @router.post(
        "",
        response_class=Response,
        responses=answer(Switch)
        | problems(Forbidden, PoolUnknown, SegmentUnknown, SegmentInvalid, SwitchConflict, PlanInvalid),
    )
    async def switch_off(viewer: Viewer, body: SwitchRequest) -> Response:
        """Give nothing more to a segment or over a platform, from the next batch on."""
        pool = None if body.pool is None else PoolId(body.pool)
        return respond(await eligibility.switch_off(viewer, body.kind, body.target, pool, body.reason))

    @router.post(
        "/{switch}/lift",
        response_class=Response,
        responses=answer(Switch) | problems(Forbidden, SwitchUnknown, SwitchConflict, PlanInvalid),
    )
    async def lift_switch(
        viewer: Viewer, switch: Annotated[int, Path(ge=1, le=SWITCH_ID_MAX)], body: LiftRequest
    ) -> Response:
        """Give again, from the next batch on."""
        return respond(await eligibility.lift(viewer, switch, body.reason))

    return router
