"""Incidents over HTTP: anybody reads them, operators write them. The status itself has a handler of its own."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.status.errors import IncidentInvalid, IncidentOver, IncidentUnknown
from grandstand.campaign.status.models import (
    INCIDENT_ID_MAX,
    Incident,
    IncidentActRecord,
    IncidentKind,
    IncidentPlan,
    Status,
)
from grandstand.campaign.status.service import StatusBoard
from grandstand.kernel.auth import Forbidden
from grandstand.kernel.ids import POOL_ID_MAX
from grandstand.web.openapi import REFERENCE, answer, problems
from grandstand.web.principal import Viewer, Visitor
from grandstand.web.respond import respond

STATUS_PATH = "/v1/status"
IncidentPath = Annotated[int, Path(ge=1, le=INCIDENT_ID_MAX)]


class IncidentsAnswer(msgspec.Struct, frozen=True):
    incidents: list[Incident]


class IncidentActsAnswer(msgspec.Struct, frozen=True):
    acts: list[IncidentActRecord]


class IncidentRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: IncidentKind
    texts: dict[str, str]
    pool: int | None = Field(default=None, ge=1, le=POOL_ID_MAX)

    def plan(self) -> IncidentPlan:
        return IncidentPlan(kind=self.kind, texts=self.texts, pool=self.pool)


class EndIncidentRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")


STRUCTS = (Incident, IncidentActsAnswer, IncidentsAnswer, Status)
"""What the routes answer, for the OpenAPI document."""
WRITING = answer(Incident, HTTPStatus.CREATED) | problems(Forbidden, IncidentInvalid, PoolUnknown)
CHANGING = answer(Incident) | problems(Forbidden, IncidentUnknown, IncidentOver, IncidentInvalid, PoolUnknown)
ENDING = answer(Incident) | problems(Forbidden, IncidentUnknown, IncidentOver)


def status_paths() -> dict[str, Any]:
    """What is answered in front of the framework, for the OpenAPI document."""
    content = {"application/json": {"schema": {"$ref": REFERENCE.format(name=Status.__name__)}}}
    operation = {
        "operationId": "read_status",
        "summary": "How things are",
        "description": "Told from memory, so it is told while the database is away, too.",
        "tags": ["status"],
        "responses": {"200": {"description": "How things are", "content": content}},
    }
    return {STATUS_PATH: {"get": operation}}


def status_routes(board: StatusBoard) -> APIRouter:
    """What everybody is told, and what operators write."""
    router = APIRouter(prefix="/v1/incidents", tags=["status"])

    @router.get("", response_class=Response, responses=answer(IncidentsAnswer))
    async def list_incidents(_visitor: Visitor) -> Response:
        """What goes on, then what ended within two days."""
        return respond(IncidentsAnswer(await board.incidents()))

    @router.post("", response_class=Response, status_code=201, responses=WRITING)
    async def write_incident(viewer: Viewer, body: IncidentRequest) -> Response:
        """Tell everybody something."""
        return respond(await board.write(viewer, body.plan()), HTTPStatus.CREATED)

    @router.post("/{incident}/change", response_class=Response, responses=CHANGING)
    async def change_incident(viewer: Viewer, incident: IncidentPath, body: IncidentRequest) -> Response:
        """Say it otherwise from now on."""
        return respond(await board.change(viewer, incident, body.plan()))

    @router.post("/{incident}/end", response_class=Response, responses=ENDING)
    async def end_incident(viewer: Viewer, incident: IncidentPath, _body: EndIncidentRequest) -> Response:
        """It is over."""
        return respond(await board.end(viewer, incident))

    @router.get(
        "/{incident}/acts",
        response_class=Response,
        responses=answer(IncidentActsAnswer) | problems(Forbidden, IncidentUnknown),
    )
    async def list_incident_acts(viewer: Viewer, incident: IncidentPath) -> Response:
        """The audit log, newest first."""
        return respond(IncidentActsAnswer(await board.acts(viewer, incident)))

    return router
