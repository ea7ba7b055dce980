"""Questions to the assistant, over HTTP."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict

from grandstand.assistant.errors import QuestionInvalid
from grandstand.assistant.models import EVENTS
from grandstand.assistant.question import Brought
from grandstand.assistant.rates import Rates
from grandstand.assistant.service import Assistant
from grandstand.assistant.streaming import frames
from grandstand.kernel.errors import Overloaded, RateLimited
from grandstand.web import sse
from grandstand.web.front_door import client_address
from grandstand.web.openapi import problems, text
from grandstand.web.principal import Visitor

STRUCTS = EVENTS

ANSWERING = problems(QuestionInvalid, Overloaded, RateLimited) | text(
    sse.CONTENT_TYPE, "Events, the last of them `done`"
)


class AskedRequest(BaseModel):
    """A question in any language; `language` is the page's, `zone` the asker's time zone.

    `memory` and `conversation` are those of the last answer's `done`; `since` is when she was here last, `table`
    the text of a file that the question is about.
    """

    model_config = ConfigDict(extra="forbid")
    question: str
    language: str = "en"
    zone: str = "UTC"
    memory: dict[str, Any] | None = None
    conversation: UUID | None = None
    since: AwareDatetime | None = None
    table: str | None = None


def assistant_routes(assistant: Assistant, *, proxy_hops: int = 0) -> APIRouter:
    """What anybody may ask; `proxy_hops` as of the front door."""
    rates = Rates()
    router = APIRouter(prefix="/v1/assistant", tags=["assistant"])

    @router.post("/questions", response_class=StreamingResponse, responses=ANSWERING)
    async def ask_assistant(request: Request, visitor: Visitor, body: AskedRequest) -> StreamingResponse:
        """Server-sent events: what was understood, sources, sentences with their facts, choices, `done`."""
        brought = Brought(since=body.since, table=body.table)
        question = assistant.question(body.question, body.language, body.zone, body.memory, visitor, brought)
        rates.take(visitor, client_address(request.scope, proxy_hops))
        assistant.check_room()
        answer = frames(assistant.answer(question, body.conversation))
        return StreamingResponse(answer, media_type=sse.CONTENT_TYPE, headers=sse.HEADERS)

    return router
