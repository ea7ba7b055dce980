"""Lines over HTTP: fans take tickets, whoever waits asks where she is, operators open and close."""

import re
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from grandstand.campaign.errors import PlanInvalid, PoolUnknown
from grandstand.campaign.rules import REASON_LENGTH_MAX
from grandstand.campaign.waiting.errors import (
    AdmissionInvalid,
    NobodyWaits,
    NotYet,
    TicketLapsed,
    TicketNeeded,
    TicketUnreadable,
    WaitingRoomUnknown,
)
from grandstand.campaign.waiting.models import Place, RoomActRecord, RoomView, TicketGiven
from grandstand.campaign.waiting.service import Waiting
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
from grandstand.web.openapi import REFERENCE, answer, problems
from grandstand.web.principal import Viewer
from grandstand.web.respond import respond

TICKET_PATH = "/v1/pools/{pool}/ticket"
PLACE_PATH = "/v1/pools/{pool}/place"
RATE_OF_A_FAN = Rate(per_s=1, burst=10)
PoolPath = Annotated[PoolId, Path(ge=1, le=POOL_ID_MAX)]


class TicketRequest(msgspec.Struct, forbid_unknown_fields=True):
    """Nothing: who asks says it all."""


class RoomsAnswer(msgspec.Struct, frozen=True):
    rooms: list[RoomView]


class RoomActsAnswer(msgspec.Struct, frozen=True):
    acts: list[RoomActRecord]


class CloseRoomRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: str = Field(max_length=REASON_LENGTH_MAX)


class OpenRoomRequest(CloseRoomRequest):
    per_second: int = Field(strict=True)


STRUCTS = (Place, RoomActsAnswer, RoomView, RoomsAnswer, TicketGiven, TicketRequest)
"""What the routes take and answer, for the OpenAPI document."""
CLAIM_REFUSALS = (TicketNeeded, TicketLapsed, TicketUnreadable, NotYet)
"""What a claim is answered where there is a line."""
JOINING = (
    TokenMissing,
    TokenInvalid,
    TokenExpired,
    Forbidden,
    CrossSite,
    NobodyWaits,
    RequestInvalid,
    RequestTooLarge,
    RequestTimeout,
    RateLimited,
    Overloaded,
    DatabaseUnavailable,
    InternalError,
)
WATCHING = problems(Forbidden, WaitingRoomUnknown)
SETTING = answer(RoomView) | problems(Forbidden, PoolUnknown, AdmissionInvalid, PlanInvalid)
CLOSING = answer(RoomView) | problems(Forbidden, WaitingRoomUnknown, PlanInvalid)


def joining(waiting: Waiting, identity: Identity) -> LeanPost[TicketRequest]:
    """`POST /v1/pools/{pool}/ticket`, in front of the framework."""

    async def join(fan: Principal, match: re.Match[str], _body: TicketRequest) -> TicketGiven:
        number = int(match[1])
        if number > POOL_ID_MAX:
            raise NobodyWaits(f"There is no line at pool {number}.")
        return await waiting.join(fan, PoolId(number))

    return LeanPost(
        TICKET_PATH,
        re.compile(r"/v1/pools/([0-9]{1,19})/ticket"),
        TicketRequest,
        role=Role.FAN,
        rate=RATE_OF_A_FAN,
        act=join,
        identity=identity,
    )


def waiting_paths() -> dict[str, Any]:
    """What is answered in front of the framework, for the OpenAPI document."""
    number = {"type": "integer", "minimum": 1, "maximum": POOL_ID_MAX}
    pool = {"name": "pool", "in": "path", "required": True, "schema": number}
    ticket = {"name": "Grandstand-Ticket", "in": "header", "required": True, "schema": {"type": "string"}}

    def responses(*kinds: Any) -> dict[str, Any]:
        return {str(status): each for status, each in problems(*kinds).items()}

    place = {"application/json": {"schema": {"$ref": REFERENCE.format(name=Place.__name__)}}}
    return {
        TICKET_PATH: lean_path(
            "take_ticket", "Take a ticket", "waiting", TicketRequest, TicketGiven, responses(*JOINING), (pool,)
        ),
        PLACE_PATH: {
            "get": {
                "operationId": "read_place",
                "summary": "Where a ticket is",
                "tags": ["waiting"],
                "parameters": [pool, ticket],
                "responses": {"200": {"description": "Where it is", "content": place}}
                | responses(TicketUnreadable, InternalError),
            }
        },
    }


def waiting_routes(waiting: Waiting) -> APIRouter:
    """What operators do with lines and see of them."""
    router = APIRouter(prefix="/v1", tags=["waiting"])

    @router.get("/waiting-rooms", response_class=Response, responses=answer(RoomsAnswer) | problems(Forbidden))
    async def list_waiting_rooms(viewer: Viewer) -> Response:
        """Every line that there has been: how long it is, and how fast it is let in."""
        return respond(RoomsAnswer(await waiting.rooms(viewer)))

    @router.get("/pools/{pool}/waiting-room", response_class=Response, responses=answer(RoomView) | WATCHING)
    async def read_waiting_room(viewer: Viewer, pool: PoolPath) -> Response:
        """The line of one pool."""
        return respond(await waiting.room(viewer, pool))

    @router.get(
        "/pools/{pool}/waiting-room/acts", response_class=Response, responses=answer(RoomActsAnswer) | WATCHING
    )
    async def list_waiting_room_acts(viewer: Viewer, pool: PoolPath) -> Response:
        """The audit log, newest first."""
        return respond(RoomActsAnswer(await waiting.acts(viewer, pool)))

    @router.post("/pools/{pool}/waiting-room/open", response_class=Response, responses=SETTING)
    async def open_waiting_room(viewer: Viewer, pool: PoolPath, body: OpenRoomRequest) -> Response:
        """From now on whoever claims needs a ticket; also to change how fast an open line is let in."""
        return respond(await waiting.open(viewer, pool, body.per_second, body.reason))

    @router.post("/pools/{pool}/waiting-room/watch", response_class=Response, responses=SETTING)
    async def watch_waiting_room(viewer: Viewer, pool: PoolPath, body: OpenRoomRequest) -> Response:
        """Open by itself at overload, and close when that is over."""
        return respond(await waiting.watch(viewer, pool, body.per_second, body.reason))

    @router.post("/pools/{pool}/waiting-room/close", response_class=Response, responses=CLOSING)
    async def close_waiting_room(viewer: Viewer, pool: PoolPath, body: CloseRoomRequest) -> Response:
        """Everybody may claim again."""
        return respond(await waiting.close(viewer, pool, body.reason))

    return router
