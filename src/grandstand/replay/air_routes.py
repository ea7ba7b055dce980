"""Takes on air over HTTP: what is sent where, begun and stopped."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from grandstand.kernel.auth import Forbidden
from grandstand.replay.air_service import AiringsShown, AirService
from grandstand.replay.airing import AIR_TIMES_MAX, AirClip, Airing, AiringId
from grandstand.replay.errors import AiringUnknown, OnAir, TakeUnfinished, TakeUnknown, TargetUnknown
from grandstand.replay.routes import TakePath, told
from grandstand.replay.takes import ID_MAX
from grandstand.web.openapi import answer, problems
from grandstand.web.principal import Viewer

STRUCTS: tuple[type[msgspec.Struct], ...] = (Airing, AiringsShown)
"""What these routes answer."""
BEGINNING = problems(Forbidden, TargetUnknown, TakeUnknown, TakeUnfinished, OnAir)


class NewAiring(BaseModel):
    """Where a take is to be sent, by name; which of its clips, and how often."""

    model_config = ConfigDict(extra="forbid")
    target: str = Field(max_length=100)
    clip: AirClip = AirClip.CLIP
    times: int = Field(1, ge=1, le=AIR_TIMES_MAX)


def air_routes(service: AirService) -> APIRouter:
    """Takes on air, for those who make takes."""
    router = APIRouter(prefix="/v1/replay", tags=["replay"])

    @router.get("/airings", responses=answer(AiringsShown) | problems(Forbidden))
    async def list_airings(viewer: Viewer) -> Response:
        """Where takes can be sent, and what is and was on air."""
        return told(await service.shown(viewer))

    @router.post("/takes/{take}/air", status_code=202, responses=answer(Airing, HTTPStatus.ACCEPTED) | BEGINNING)
    async def air_take(viewer: Viewer, take: TakePath, body: NewAiring) -> Response:
        """Send a clip of a complete take to one of the targets."""
        return told(await service.air(viewer, take, body.target, body.clip, body.times), status=202)

    @router.post("/airings/{airing}/stop", responses=answer(Airing) | problems(Forbidden, AiringUnknown))
    async def stop_airing(viewer: Viewer, airing: Annotated[AiringId, Path(ge=1, le=ID_MAX)]) -> Response:
        """Take it off air; what has ended stays as it is."""
        return told(await service.stop(viewer, airing))

    return router
