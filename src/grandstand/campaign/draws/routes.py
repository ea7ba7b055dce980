"""Draws over HTTP: anybody sees them, fans enter, operators plan, close and draw."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from grandstand.campaign.draws.errors import (
    DrawConflict,
    DrawPlanInvalid,
    DrawUnknown,
    EntriesClosed,
    TicketNotEarned,
    TicketUnknown,
)
from grandstand.campaign.draws.models import DRAW_ID_MAX, Draw, DrawActRecord, DrawId, DrawPlan, Standing
from grandstand.campaign.draws.rules import BEACON_BYTES_MAX
from grandstand.campaign.draws.service import Draws
from grandstand.campaign.errors import PlanInvalid, PoolUnknown
from grandstand.campaign.rules import REASON_LENGTH_MAX
from grandstand.kernel.auth import Forbidden
from grandstand.kernel.errors import Overloaded, RequestInvalid
from grandstand.kernel.ids import POOL_ID_MAX, PoolId
from grandstand.web.openapi import answer, problems, text
from grandstand.web.principal import Viewer, Visitor
from grandstand.web.respond import respond

DrawPath = Annotated[int, Path(ge=1, le=DRAW_ID_MAX)]
TICKET_LENGTH_MAX = 40


class DrawsAnswer(msgspec.Struct, frozen=True):
    draws: list[Draw]


class DrawActsAnswer(msgspec.Struct, frozen=True):
    acts: list[DrawActRecord]


STRUCTS = (Draw, DrawsAnswer, DrawActsAnswer, Standing)
"""What the routes answer, for the OpenAPI document."""
SHOWN = answer(Draw) | problems(DrawUnknown)
ACTING = answer(Draw) | problems(Forbidden, DrawUnknown, DrawConflict, PlanInvalid, RequestInvalid)
ENTERING = answer(Standing) | problems(
    Forbidden, DrawUnknown, TicketUnknown, TicketNotEarned, EntriesClosed, Overloaded
)
PLANNING = answer(Draw, HTTPStatus.CREATED) | problems(Forbidden, DrawPlanInvalid, PoolUnknown)
WATCHING = answer(DrawActsAnswer) | problems(Forbidden, DrawUnknown)
FILE = text("text/plain", "The draw as JSON in one line, then its entries, a line each") | problems(
    DrawUnknown, DrawConflict, Overloaded
)


class DrawPlanRequest(BaseModel):
    """A draw as an operator plans it."""

    model_config = ConfigDict(extra="forbid")
    pool: int = Field(ge=1, le=POOL_ID_MAX)
    occasion: str
    winners: int
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    tickets: list[str] = ["self"]
    earned: list[str] = []
    excludes: list[int] = []
    beacon: str = ""

    def plan(self) -> DrawPlan:
        return DrawPlan(
            pool=PoolId(self.pool),
            occasion=self.occasion,
            winners=self.winners,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            tickets=tuple(self.tickets),
            earned=tuple(self.earned),
            excludes=tuple(self.excludes),
            beacon=self.beacon,
        )


class TicketRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    ticket: str = Field(default="self", max_length=TICKET_LENGTH_MAX)


class CloseDrawRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: str = Field(max_length=REASON_LENGTH_MAX)


class HoldDrawRequest(CloseDrawRequest):
    beacon_value: str = Field(default="", max_length=BEACON_BYTES_MAX)


def draw_routes(draws: Draws) -> APIRouter:
    """What everybody sees of draws, what fans and operators do."""
    router = APIRouter(prefix="/v1/draws", tags=["draws"])

    @router.get("", response_class=Response, responses=answer(DrawsAnswer))
    async def list_draws(_visitor: Visitor) -> Response:
        """The newest draws."""
        return respond(DrawsAnswer(await draws.draws()))

    @router.post("", response_class=Response, status_code=201, responses=PLANNING)
    async def plan_draw(viewer: Viewer, body: DrawPlanRequest) -> Response:
        """Plan a draw; its seed is committed to from now on."""
        return respond(await draws.plan(viewer, body.plan()), HTTPStatus.CREATED)

    @router.get("/{draw}", response_class=Response, responses=SHOWN)
    async def read_draw(_visitor: Visitor, draw: DrawPath) -> Response:
        """One draw: its terms, its commitment, and later its root, seed and beacon."""
        return respond(await draws.draw(DrawId(draw)))

    @router.get("/{draw}/file", response_class=Response, responses=FILE)
    async def read_draw_file(_visitor: Visitor, draw: DrawPath) -> Response:
        """The draw with all of its entries, for anybody to check."""
        headers = {"content-disposition": f'attachment; filename="draw-{draw}.txt"', "cache-control": "no-store"}
        return Response(await draws.file(DrawId(draw)), media_type="text/plain; charset=us-ascii", headers=headers)

    @router.get(
        "/{draw}/me", response_class=Response, responses=answer(Standing) | problems(Forbidden, DrawUnknown)
    )
    async def read_my_tickets(viewer: Viewer, draw: DrawPath) -> Response:
        """The asker's own tickets, her name in the file, and whether she has won."""
        return respond(await draws.standing(viewer, DrawId(draw)))

    @router.post("/{draw}/entries", response_class=Response, responses=ENTERING)
    async def enter_draw(viewer: Viewer, draw: DrawPath, body: TicketRequest) -> Response:
        """Take a ticket; taking it again changes nothing."""
        return respond(await draws.enter(viewer, DrawId(draw), body.ticket))

    _add_acts(router, draws)
    return router


def _add_acts(router: APIRouter, draws: Draws) -> None:
    @router.post("/{draw}/close", response_class=Response, responses=ACTING)
    async def close_draw(viewer: Viewer, draw: DrawPath, body: CloseDrawRequest) -> Response:
        """Fix the list of entries and publish its root."""
        return respond(await draws.close(viewer, DrawId(draw), body.reason))

    @router.post("/{draw}/hold", response_class=Response, responses=ACTING)
    async def hold_draw(viewer: Viewer, draw: DrawPath, body: HoldDrawRequest) -> Response:
        """Draw the winners and publish the seed."""
        return respond(await draws.hold(viewer, DrawId(draw), body.beacon_value, body.reason))

    @router.get("/{draw}/acts", response_class=Response, responses=WATCHING)
    async def list_draw_acts(viewer: Viewer, draw: DrawPath) -> Response:
        """The audit log, newest first."""
        return respond(DrawActsAnswer(await draws.acts(viewer, DrawId(draw))))
