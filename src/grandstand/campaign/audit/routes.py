"""The log over everything, over HTTP."""

from datetime import datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Response

from grandstand.campaign.audit.models import ActLine, Area, LogPlace
from grandstand.campaign.audit.service import AuditLog
from grandstand.kernel.auth import Forbidden
from grandstand.kernel.errors import RequestInvalid
from grandstand.web.openapi import answer, problems
from grandstand.web.principal import Viewer
from grandstand.web.respond import respond

CURSOR_LENGTH_MAX = 80
ID_MAX = 2**63 - 1


class AllActsAnswer(msgspec.Struct, frozen=True):
    """A page of the log; `next` is the `before` of the next one."""

    acts: list[ActLine]
    next: str | None


STRUCTS = (AllActsAnswer,)
"""What the route answers, for the OpenAPI document."""


def audit_routes(log: AuditLog) -> APIRouter:
    """What people did, in any package."""
    router = APIRouter(prefix="/v1/acts", tags=["console"])

    @router.get("", response_class=Response, responses=answer(AllActsAnswer) | problems(Forbidden, RequestInvalid))
    async def list_all_acts(
        viewer: Viewer, before: Annotated[str | None, Query(max_length=CURSOR_LENGTH_MAX)] = None
    ) -> Response:
        """The audit log over everything, newest first."""
        found, following = await log.acts(viewer, None if before is None else place_of(before))
        return respond(AllActsAnswer(found, None if following is None else cursor_of(following)))

    return router


def cursor_of(place: LogPlace) -> str:
    return f"{place.at.isoformat()}~{place.area.value}~{place.id}"


def place_of(cursor: str) -> LogPlace:
    """The place in the log that a page has ended with.

    Raises:
        RequestInvalid: it is none.
    """
    try:
        at, area, number = cursor.split("~")
        place = LogPlace(datetime.fromisoformat(at), Area(area), int(number))
    except ValueError:
        place = None
    if place is None or place.at.tzinfo is None or not 0 <= place.id <= ID_MAX:
        raise RequestInvalid(f"{cursor!r} is not the 'next' of a page of acts.")
    return place
