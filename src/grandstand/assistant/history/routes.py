"""Conversations, verdicts and unanswered questions, over HTTP."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Path, Query
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict

from grandstand.assistant.history import tables
from grandstand.assistant.history.errors import AnswerUnknown, ConversationUnknown
from grandstand.assistant.history.models import (
    AnswerFeedback,
    Conversation,
    ConversationTurn,
    FeedbackReason,
    Judgement,
    UnansweredQuestion,
)
from grandstand.assistant.history.service import NUMBER_MAX, History
from grandstand.kernel.auth import Forbidden, Principal, Role, require_role
from grandstand.kernel.errors import RequestInvalid
from grandstand.web.openapi import answer, problems, text
from grandstand.web.principal import Viewer, Visitor

NO_STORE = {"cache-control": "no-store"}
CSV_TYPE = "text/csv; charset=utf-8"
Before = Annotated[int | None, Query(ge=1, le=NUMBER_MAX)]
Number = Annotated[int, Path(ge=1, le=NUMBER_MAX)]


class ConversationsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Hers, the last used first; each is kept for `days` after its last turn, none where they are 0."""

    conversations: tuple[Conversation, ...]
    days: int


class ConversationAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation with its newest turns, the earliest of them first; `next` leads to those before."""

    conversation: Conversation
    turns: tuple[ConversationTurn, ...]
    next: int | None


class ExportedConversation(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation with every turn."""

    conversation: Conversation
    turns: tuple[ConversationTurn, ...]


class ConversationsExport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is kept of one person's questions."""

    conversations: tuple[ExportedConversation, ...]


class FeedbackAnswer(msgspec.Struct, frozen=True, kw_only=True):
    feedback: tuple[AnswerFeedback, ...]
    next: int | None


class UnansweredAnswer(msgspec.Struct, frozen=True, kw_only=True):
    questions: tuple[UnansweredQuestion, ...]
    next: int | None


class TitleRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str


class FeedbackRequest(BaseModel):
    """What whoever asked says of an answer; `answer` is that of its `done`."""

    model_config = ConfigDict(extra="forbid")
    answer: str
    verdict: Judgement
    reason: FeedbackReason | None = None
    comment: str | None = None


STRUCTS = (ConversationsAnswer, ConversationAnswer, ConversationsExport, FeedbackAnswer, UnansweredAnswer)
"""What the routes answer, for the OpenAPI document."""
OF_ONE = problems(ConversationUnknown, Forbidden)


def history_routes(history: History) -> APIRouter:
    """What everybody who is signed in may do with her own conversations, and nobody with another's."""
    router = APIRouter(prefix="/v1/assistant", tags=["assistant"])

    @router.get("/conversations", responses=answer(ConversationsAnswer) | problems(Forbidden))
    async def list_conversations(viewer: Viewer) -> Response:
        """Her conversations, the last used first."""
        found = await history.conversations(viewer)
        return _told(ConversationsAnswer(conversations=tuple(found), days=history.days))

    @router.delete("/conversations", status_code=204, response_class=Response, responses=problems(Forbidden))
    async def delete_conversations(viewer: Viewer) -> None:
        """Delete everything that is kept of her questions, for good."""
        await history.delete_all(viewer)

    @router.get("/conversations/{conversation}", responses=answer(ConversationAnswer) | OF_ONE)
    async def read_conversation(viewer: Viewer, conversation: UUID, before: Before = None) -> Response:
        """One of hers with its newest turns."""
        page = await history.turns(viewer, conversation, before)
        return _told(ConversationAnswer(conversation=page.conversation, turns=tuple(page.turns), next=page.next))

    @router.patch("/conversations/{conversation}", responses=answer(Conversation) | OF_ONE)
    async def rename_conversation(viewer: Viewer, conversation: UUID, body: TitleRequest) -> Response:
        """Call one of hers otherwise."""
        return _told(await history.rename(viewer, conversation, body.title))

    @router.delete("/conversations/{conversation}", status_code=204, response_class=Response, responses=OF_ONE)
    async def delete_conversation(viewer: Viewer, conversation: UUID) -> None:
        """Delete one of hers, for good."""
        await history.delete(viewer, conversation)

    @router.get("/export", responses=answer(ConversationsExport) | problems(Forbidden))
    async def export_conversations(viewer: Viewer) -> StreamingResponse:
        """Everything that is kept of her questions, as a file."""
        headers = NO_STORE | {"content-disposition": 'attachment; filename="conversations.json"'}
        return StreamingResponse(_exported(history, viewer), media_type="application/json", headers=headers)

    return router


def feedback_routes(history: History) -> APIRouter:
    """Verdicts of whoever asked, and what operators learn from."""
    router = APIRouter(prefix="/v1/assistant", tags=["assistant"])

    @router.post(
        "/feedback",
        status_code=204,
        response_class=Response,
        responses=problems(AnswerUnknown, RequestInvalid),
    )
    async def judge_answer(visitor: Visitor, body: FeedbackRequest) -> None:
        """Say of an answer that it was good or bad, and why."""
        await history.judge(visitor, body.answer, body.verdict, body.reason, body.comment)

    @router.get("/feedback", responses=answer(FeedbackAnswer) | problems(Forbidden))
    async def list_feedback(viewer: Viewer, before: Before = None) -> Response:
        """Verdicts, the newest first; whose they are is not known."""
        found, following = await history.feedback(viewer, before)
        return _told(FeedbackAnswer(feedback=tuple(found), next=following))

    @router.get("/feedback/export", responses=text("text/csv", "A line a verdict") | problems(Forbidden))
    async def export_feedback(viewer: Viewer) -> StreamingResponse:
        """The same as a table, all of them."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        return _table(_feedback_table(history, viewer), "feedback.csv")

    @router.delete("/feedback/{number}", status_code=204, response_class=Response, responses=problems(Forbidden))
    async def settle_feedback(viewer: Viewer, number: Number) -> None:
        """Take a verdict off the list."""
        await history.delete_feedback(viewer, number)

    @router.get("/unanswered", responses=answer(UnansweredAnswer) | problems(Forbidden))
    async def list_unanswered_questions(viewer: Viewer, before: Before = None) -> Response:
        """Questions without an answer, the last asked first; who asked is not known."""
        found, following = await history.unanswered(viewer, before)
        return _told(UnansweredAnswer(questions=tuple(found), next=following))

    @router.get("/unanswered/export", responses=text("text/csv", "A line a question") | problems(Forbidden))
    async def export_unanswered_questions(viewer: Viewer) -> StreamingResponse:
        """The same as a table, all of them."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        return _table(_unanswered_table(history, viewer), "unanswered.csv")

    @router.delete("/unanswered/{number}", status_code=204, response_class=Response, responses=problems(Forbidden))
    async def settle_unanswered_question(viewer: Viewer, number: Number) -> None:
        """Take a question off the list."""
        await history.delete_unanswered(viewer, number)

    return router


def _told(document: msgspec.Struct) -> Response:
    """JSON that nobody keeps in between: it is one person's."""
    return Response(msgspec.json.encode(document), media_type="application/json", headers=NO_STORE)


async def _exported(history: History, viewer: Principal) -> AsyncIterator[bytes]:
    yield b'{"conversations":['
    is_first = True
    async for conversation, turns in history.export(viewer):
        each = ExportedConversation(conversation=conversation, turns=tuple(turns))
        yield (b"" if is_first else b",") + msgspec.json.encode(each)
        is_first = False
    yield b"]}"


def _table(lines: AsyncIterator[str], name: str) -> StreamingResponse:
    headers = NO_STORE | {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(lines, media_type=CSV_TYPE, headers=headers)


async def _feedback_table(history: History, viewer: Principal) -> AsyncIterator[str]:
    yield tables.head(tables.FEEDBACK_COLUMNS)
    before: int | None = NUMBER_MAX
    while before is not None:
        found, before = await history.feedback(viewer, before)
        yield tables.feedback_lines(found)


async def _unanswered_table(history: History, viewer: Principal) -> AsyncIterator[str]:
    yield tables.head(tables.UNANSWERED_COLUMNS)
    before: int | None = NUMBER_MAX
    while before is not None:
        found, before = await history.unanswered(viewer, before)
        yield tables.unanswered_lines(found)
