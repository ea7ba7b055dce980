"""Takes over HTTP: trigger, watch, publish, and their files, which players ask for in pieces."""

import re
from http import HTTPStatus
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from grandstand.kernel.auth import Forbidden
from grandstand.kernel.errors import Overloaded, RequestInvalid
from grandstand.replay.errors import (
    BadRig,
    NotKept,
    RecorderDead,
    RecorderUnknown,
    RecordingUnreadable,
    SessionUnknown,
    TakesFull,
    TakeUnfinished,
    TakeUnknown,
)
from grandstand.replay.recorders import RecorderTold
from grandstand.replay.service import TakeService, no_file
from grandstand.replay.takes import ID_MAX, MEDIA_TYPES, STROBE_PHASES_MAX, Order, PathShape, Take, TakeId
from grandstand.replay.wall import WALL_WIDTHS_PX, CameraWall, SessionTold
from grandstand.web.openapi import Responses, answer, problems
from grandstand.web.principal import Viewer, Visitor

TakePath = Annotated[TakeId, Path(ge=1, le=ID_MAX)]
SessionPath = Annotated[str, Path(max_length=100)]
RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
ACTING = answer(Take) | problems(Forbidden, TakeUnknown)
CONTENT: dict[str, dict[str, str]] = {media_type: {} for media_type in MEDIA_TYPES.values()}
PICTURE: Responses = {200: {"description": "The picture", "content": {"image/jpeg": {}}}}
FILE: Responses = {
    200: {"description": "The file", "content": CONTENT},
    206: {"description": "The bytes that `Range` names", "content": CONTENT},
    **problems(TakeUnknown),
}


class SessionsShown(msgspec.Struct, frozen=True, kw_only=True):
    """The names of the recorded sessions."""

    sessions: tuple[str, ...]


class TakesShown(msgspec.Struct, frozen=True, kw_only=True):
    """The newest first; `next` is for `before` of the next page."""

    takes: tuple[Take, ...]
    next: TakeId | None


class RecordersShown(msgspec.Struct, frozen=True, kw_only=True):
    """The live recorders, by name."""

    recorders: tuple[RecorderTold, ...]


class NewTrigger(BaseModel):
    """Which moment is to be kept, in the rig's time; without one, now."""

    model_config = ConfigDict(extra="forbid")
    instant_s: float | None = Field(None, allow_inf_nan=False)


class NewTake(BaseModel):
    """What is wanted, as takes.Order says."""

    model_config = ConfigDict(extra="forbid")
    session: str = Field(max_length=100)
    instant_s: float = Field(allow_inf_nan=False)
    path: PathShape = PathShape.ORBIT
    from_deg: float = Field(0.0, allow_inf_nan=False)
    until_deg: float = Field(90.0, allow_inf_nan=False)
    pictures: int = 96
    height_px: int = 720
    strobe_s: list[float] = Field([], max_length=STROBE_PHASES_MAX)
    moving_s: float = Field(0.0, allow_inf_nan=False)
    empty_until_s: float | None = Field(None, allow_inf_nan=False)


STRUCTS: tuple[type[msgspec.Struct], ...] = (
    *(RecordersShown, RecorderTold),
    *(SessionsShown, SessionTold, Take, TakesShown),
)
"""What these routes answer."""


def take_routes(service: TakeService, wall: CameraWall) -> APIRouter:
    """Takes, for those who make them and those who watch them."""
    router = APIRouter(prefix="/v1/replay", tags=["replay"])

    @router.get("/sessions", responses=answer(SessionsShown) | problems(Forbidden))
    async def list_replay_sessions(viewer: Viewer) -> Response:
        """The recorded sessions that takes can be made of."""
        return told(SessionsShown(sessions=tuple(await service.sessions(viewer))))

    _add_wall(router, wall)
    _add_recorders(router, service)

    @router.get("/takes", responses=answer(TakesShown))
    async def list_takes(
        visitor: Visitor, before: Annotated[TakeId | None, Query(ge=1, le=ID_MAX)] = None
    ) -> Response:
        """The takes that the asker may see: to most, what is published."""
        takes, following = await service.takes(visitor, before)
        return told(TakesShown(takes=tuple(takes), next=following))

    @router.post(
        "/takes",
        status_code=202,
        responses=answer(Take, HTTPStatus.ACCEPTED)
        | problems(Forbidden, SessionUnknown, NotKept, BadRig, TakesFull),
    )
    async def trigger_take(viewer: Viewer, body: NewTake) -> Response:
        """Have a replay of an instant made."""
        order = Order(**body.model_dump(exclude={"strobe_s"}), strobe_s=tuple(body.strobe_s))
        return told(await service.trigger(viewer, order), status=202)

    @router.get("/takes/{take}", responses=answer(Take) | problems(TakeUnknown))
    async def read_take(visitor: Visitor, take: TakePath) -> Response:
        """A take as it is now."""
        return told(await service.take(visitor, take))

    @router.delete(
        "/takes/{take}",
        status_code=204,
        response_class=Response,
        responses=problems(Forbidden, TakeUnknown, TakeUnfinished),
    )
    async def delete_take(viewer: Viewer, take: TakePath) -> None:
        """Delete a take and its files for good."""
        await service.delete(viewer, take)

    _add_acts(router, service)
    _add_files(router, service)
    return router


def _add_wall(router: APIRouter, wall: CameraWall) -> None:
    @router.get("/sessions/{session}", responses=answer(SessionTold) | problems(Forbidden, SessionUnknown, BadRig))
    async def read_replay_session(viewer: Viewer, session: SessionPath) -> Response:
        """From when until when a session reaches, and its cameras."""
        return told(await wall.session(viewer, session))

    @router.get(
        "/sessions/{session}/cameras/{camera}/image",
        response_class=Response,
        responses=PICTURE | problems(Forbidden, SessionUnknown, NotKept, RecordingUnreadable, Overloaded),
    )
    async def read_camera_picture(
        viewer: Viewer,
        session: SessionPath,
        camera: Annotated[str, Path(max_length=100)],
        at: Annotated[float, Query(allow_inf_nan=False)],
        width: int = WALL_WIDTHS_PX[1],
    ) -> Response:
        """What a camera shows at an instant, in the rig's time."""
        picture = await wall.picture(viewer, session, camera, at, width)
        headers = {"cache-control": "private, max-age=3600", "x-content-type-options": "nosniff"}
        return Response(picture, media_type="image/jpeg", headers=headers)


def _add_recorders(router: APIRouter, service: TakeService) -> None:
    @router.get("/recorders", responses=answer(RecordersShown) | problems(Forbidden))
    async def list_recorders(viewer: Viewer) -> Response:
        """Who records live, how its cameras are, and what became of its last trigger."""
        return told(RecordersShown(recorders=tuple(await service.recorders(viewer))))

    @router.post(
        "/recorders/{name}/triggers",
        status_code=202,
        responses=answer(RecorderTold, HTTPStatus.ACCEPTED)
        | problems(Forbidden, RecorderUnknown, RecorderDead, NotKept),
    )
    async def trigger_recorder(
        viewer: Viewer, name: Annotated[str, Path(max_length=100)], body: NewTrigger
    ) -> Response:
        """Have a moment kept as a recorded session; while one is being kept, that one stands."""
        return told(await service.trigger_recorder(viewer, name, body.instant_s), status=202)


def _add_acts(router: APIRouter, service: TakeService) -> None:
    @router.post("/takes/{take}/cancel", responses=ACTING)
    async def cancel_take(viewer: Viewer, take: TakePath) -> Response:
        """Stop making it; what has ended stays as it is."""
        return told(await service.cancel(viewer, take))

    @router.post("/takes/{take}/publish", responses=ACTING | problems(TakeUnfinished))
    async def publish_take(viewer: Viewer, take: TakePath) -> Response:
        """Show it to everybody."""
        return told(await service.publish(viewer, take))

    @router.post("/takes/{take}/withdraw", responses=ACTING)
    async def withdraw_take(viewer: Viewer, take: TakePath) -> Response:
        """Show it to nobody any more but the staff."""
        return told(await service.withdraw(viewer, take))


def _add_files(router: APIRouter, service: TakeService) -> None:
    @router.get("/takes/{take}/files/{file}", response_class=Response, responses=FILE)
    async def read_take_file(
        request: Request, visitor: Visitor, take: TakePath, file: Annotated[str, Path(max_length=40)]
    ) -> Response:
        """A file of a take, or the bytes of it that `Range` names."""
        if file not in MEDIA_TYPES:
            raise no_file(take, file)
        size = (await service.file(visitor, take, file)).bytes
        start, end = _range(request.headers.get("range"), size)
        headers = {
            "accept-ranges": "bytes",
            "cache-control": "private, no-cache",
            "content-length": str(end - start),
            "x-content-type-options": "nosniff",
        }
        whole = (start, end) == (0, size)
        if not whole:
            headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
        return StreamingResponse(
            service.pieces(take, file, start, end),
            status_code=200 if whole else 206,
            media_type=MEDIA_TYPES[file],
            headers=headers,
        )


def _range(asked: str | None, size: int) -> tuple[int, int]:
    """The first byte, and the one behind the last, that a Range header asks for; all where it asks for none."""
    found = None if asked is None else RANGE.fullmatch(asked.strip())
    if found is None:
        return 0, size
    start = int(found[1])
    end = min(size, int(found[2]) + 1) if found[2] else size
    if start >= end:
        raise RequestInvalid(f"Range {asked!r} is not in a file of {size} bytes.")
    return start, end


def told(document: msgspec.Struct, *, status: int = 200) -> Response:
    """JSON that nobody keeps: a take changes, and who may see it."""
    return Response(
        msgspec.json.encode(document),
        status_code=status,
        media_type="application/json",
        headers={"cache-control": "no-store"},
    )
