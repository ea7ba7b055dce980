"""Programmes over HTTP: operators look ahead and apply, auditors read."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from grandstand.campaign.audience import Audience
from grandstand.campaign.errors import StateConflict
from grandstand.campaign.programme.errors import (
    ProgrammeFrozen,
    ProgrammeInvalid,
    ProgrammeTooLate,
    ProgrammeUnknown,
)
from grandstand.campaign.programme.models import (
    PROGRAMME_ID_MAX,
    Applied,
    Outlook,
    ProgrammeActRecord,
    ProgrammeId,
    ProgrammeRecord,
)
from grandstand.campaign.programme.service import AS_THE_FILE_SAYS, Programmes
from grandstand.campaign.programme.yaml_file import FILE_BYTES_MAX
from grandstand.campaign.rules import REASON_LENGTH_MAX
from grandstand.kernel.auth import Forbidden
from grandstand.kernel.errors import Overloaded, RequestInvalid
from grandstand.web.openapi import answer, problems
from grandstand.web.principal import Viewer
from grandstand.web.respond import respond

ProgrammePath = Annotated[int, Path(ge=1, le=PROGRAMME_ID_MAX)]


class ProgrammesAnswer(msgspec.Struct, frozen=True):
    programmes: list[ProgrammeRecord]


class ProgrammeAnswer(msgspec.Struct, frozen=True):
    """A programme with the file that was applied last."""

    programme: ProgrammeRecord
    file: str


class AudiencesAnswer(msgspec.Struct, frozen=True):
    """For each wave of a file, in its order."""

    audiences: list[Audience]


class ProgrammeActsAnswer(msgspec.Struct, frozen=True):
    acts: list[ProgrammeActRecord]


STRUCTS = (Applied, AudiencesAnswer, Outlook, ProgrammeActsAnswer, ProgrammeAnswer, ProgrammesAnswer)
"""What the routes answer, for the OpenAPI document."""
LOOKING = answer(Outlook) | problems(Forbidden, ProgrammeInvalid, RequestInvalid)
TRYING = answer(AudiencesAnswer) | problems(Forbidden, ProgrammeInvalid, RequestInvalid, Overloaded)
APPLYING = answer(Applied) | problems(
    Forbidden, ProgrammeInvalid, ProgrammeFrozen, ProgrammeTooLate, StateConflict, RequestInvalid
)


class FileRequest(BaseModel):
    """A programme's file as text."""

    model_config = ConfigDict(extra="forbid")
    file: str = Field(max_length=FILE_BYTES_MAX)


class ApplyRequest(FileRequest):
    reason: str = Field(default=AS_THE_FILE_SAYS, max_length=REASON_LENGTH_MAX)
    dry_run: bool = False


def programme_routes(programmes: Programmes) -> APIRouter:
    """What a file comes to, making it so, and what was made."""
    router = APIRouter(prefix="/v1/programmes", tags=["console"])

    @router.get("", response_class=Response, responses=answer(ProgrammesAnswer) | problems(Forbidden))
    async def list_programmes(viewer: Viewer) -> Response:
        """The newest programmes that were applied."""
        return respond(ProgrammesAnswer(await programmes.programmes(viewer)))

    @router.post("/outlook", response_class=Response, responses=LOOKING)
    async def read_outlook(viewer: Viewer, body: FileRequest) -> Response:
        """What a file costs and brings; nothing is made."""
        return respond(await programmes.outlook(viewer, body.file.encode(errors="replace")))

    @router.post("/audience", response_class=Response, responses=TRYING)
    async def read_audience(viewer: Viewer, body: FileRequest) -> Response:
        """Who would get each wave of a file, and what it would cost; nothing is made."""
        return respond(AudiencesAnswer(await programmes.audiences(viewer, body.file.encode(errors="replace"))))

    @router.post("", response_class=Response, responses=APPLYING)
    async def apply_programme(viewer: Viewer, body: ApplyRequest) -> Response:
        """Make what the file says and is not there; to do so again does nothing."""
        document = body.file.encode(errors="replace")
        done = await programmes.apply(viewer, document, body.reason, dry_run=body.dry_run)
        return respond(done, HTTPStatus.OK)

    @router.get(
        "/{programme}",
        response_class=Response,
        responses=answer(ProgrammeAnswer) | problems(Forbidden, ProgrammeUnknown),
    )
    async def read_programme(viewer: Viewer, programme: ProgrammePath) -> Response:
        """One programme with the file that was applied last."""
        record, document = await programmes.programme(viewer, ProgrammeId(programme))
        return respond(ProgrammeAnswer(record, document.decode()))

    @router.get(
        "/{programme}/acts",
        response_class=Response,
        responses=answer(ProgrammeActsAnswer) | problems(Forbidden, ProgrammeUnknown),
    )
    async def list_programme_acts(viewer: Viewer, programme: ProgrammePath) -> Response:
        """The audit log, newest first."""
        return respond(ProgrammeActsAnswer(await programmes.acts(viewer, ProgrammeId(programme))))

    return router
