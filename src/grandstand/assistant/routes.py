"""Questions to the assistant, over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import structlog
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict

from grandstand.assistant.errors import QuestionInvalid
from grandstand.assistant.models import EVENTS, Event
from grandstand.assistant.question import Question
from grandstand.assistant.service import Assistant
from grandstand.kernel.errors import GrandstandError, InternalError, Overloaded
from grandstand.web import sse
from grandstand.web.openapi import problems, text
from grandstand.web.principal import Visitor

STRUCTS = EVENTS

ANSWERING = problems(QuestionInvalid, Overloaded) | text(sse.CONTENT_TYPE, "Events, the last of them `done`")

log = structlog.get_logger(__name__)


class AskedRequest(BaseModel):
    """A question in any language; `language` is the page's, `zone` the asker's time zone.

    `memory` is that of the last answer's `done`.
    """

    model_config = ConfigDict(extra="forbid")
    question: str
    language: str = "en"
    zone: str = "UTC"
    memory: dict[str, Any] | None = None


def assistant_routes(assistant: Assistant) -> APIRouter:
    """What anybody may ask."""
    router = APIRouter(prefix="/v1/assistant", tags=["assistant"])

    @router.post("/questions", response_class=StreamingResponse, responses=ANSWERING)
    async def ask_assistant(visitor: Visitor, body: AskedRequest) -> StreamingResponse:
        """Server-sent events: what was understood, sources, sentences with their facts, choices, `done`."""
        question = assistant.question(body.question, body.language, body.zone, body.memory, visitor)
        assistant.check_room()
        return StreamingResponse(_frames(assistant, question), media_type=sse.CONTENT_TYPE, headers=sse.HEADERS)

    return router


async def _frames(assistant: Assistant, question: Question) -> AsyncIterator[bytes]:
    """The answer as events; what goes wrong on the way is the last of them."""
    try:
        async for each in assistant.answer(question):
            yield sse.event(_name_of(each), each)
    except GrandstandError as error:
        yield sse.event("problem", {"code": error.code, "retry_after_s": error.retry_after_s})
    except Exception:
        log.exception("answer.failed")
        yield sse.event("problem", {"code": InternalError.code, "retry_after_s": None})


def _name_of(event: Event) -> str:
    return str(type(event).__struct_config__.tag)
