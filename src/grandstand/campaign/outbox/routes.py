"""What was given up, for operators and auditors; operators may have it tried again."""

from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Response

from grandstand.campaign.outbox.errors import LetterUnknown
from grandstand.campaign.outbox.models import DeadLetter
from grandstand.campaign.outbox.service import Outbox
from grandstand.kernel.auth import Forbidden
from grandstand.web.openapi import answer, problems
from grandstand.web.principal import Viewer
from grandstand.web.respond import respond

KEY_LENGTH_MAX = 200


class OutboxAnswer(msgspec.Struct, frozen=True):
    """`waiting` is how many messages are on their way, counted up to a bound."""

    waiting: int
    given_up: list[DeadLetter]


STRUCTS = (OutboxAnswer,)
"""What the routes answer, for the OpenAPI document."""


def outbox_routes(outbox: Outbox) -> APIRouter:
    """How many messages wait, and which were given up."""
    router = APIRouter(prefix="/v1/outbox", tags=["console"])

    @router.get("", response_class=Response, responses=answer(OutboxAnswer) | problems(Forbidden))
    async def read_outbox(viewer: Viewer) -> Response:
        """What is on its way, and what was given up, newest first."""
        letters = await outbox.dead_letters(viewer)
        return respond(OutboxAnswer(await outbox.waiting(), letters))

    @router.post(
        "/{message}/retry",
        response_class=Response,
        status_code=204,
        responses=problems(Forbidden, LetterUnknown),
    )
    async def retry_message(
        viewer: Viewer, message: UUID, key: Annotated[str, Query(max_length=KEY_LENGTH_MAX)]
    ) -> Response:
        """Have a message that was given up handed over again."""
        if not await outbox.revive(viewer, key, message):
            raise LetterUnknown(f"No message {str(message)!r} of {key!r} was given up.")
        return Response(status_code=204)

    return router
