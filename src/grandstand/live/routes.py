"""The feed over HTTP: messages in, and what was set aside."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from grandstand.kernel.auth import Forbidden
from grandstand.kernel.errors import Overloaded
from grandstand.live.models import Fate, Outcome, QuarantineEntry, Reason
from grandstand.live.service import QUARANTINE_ID_MAX, RECEIVE_MESSAGES_MAX, LiveService
from grandstand.web.openapi import problems
from grandstand.web.principal import Viewer


class MessagesRequest(BaseModel):
    """Messages as text; a body as a whole has the limit of every request."""

    model_config = ConfigDict(extra="forbid")
    messages: list[str] = Field(min_length=1, max_length=RECEIVE_MESSAGES_MAX)


class OutcomeView(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    fate: Fate
    reason: Reason | None
    detail: str | None
    defects: int


class OutcomesView(BaseModel):
    """One outcome for each message, in order; all of them are durable."""

    outcomes: list[OutcomeView]


class DocumentView(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    competition: str
    type: str
    code: str
    subcode: str
    subtype: str
    language: str


class QuarantineView(BaseModel):
    id: int
    received_at: datetime
    digest: str
    size_bytes: int
    is_whole: bool
    reason: Reason
    detail: str
    document: DocumentView | None
    version: int | None


class QuarantinePage(BaseModel):
    entries: list[QuarantineView]
    next: int | None


def live_routes(service: LiveService) -> APIRouter:
    """What feeds send, and what operators and auditors see of it."""
    router = APIRouter(prefix="/v1/live", tags=["live"])

    @router.post("/messages", responses=problems(Forbidden, Overloaded))
    async def push_messages(viewer: Viewer, body: MessagesRequest) -> OutcomesView:
        """Hand over messages; a message may come twice, late, or in any order."""
        outcomes = await service.receive_from(viewer, [_bytes(each) for each in body.messages])
        return OutcomesView(outcomes=[_outcome(each) for each in outcomes])

    @router.get("/quarantine", responses=problems(Forbidden))
    async def list_quarantine(
        viewer: Viewer, before: Annotated[int | None, Query(ge=1, le=QUARANTINE_ID_MAX)] = None
    ) -> QuarantinePage:
        """What was set aside and why, newest first."""
        entries, following = await service.quarantine(viewer, before)
        return QuarantinePage(entries=[_entry(each) for each in entries], next=following)

    return router


def _bytes(text: str) -> bytes:
    # Half of a surrogate pair can stand in JSON and in no message: it becomes what the sniff refuses.
    return text.encode(errors="surrogatepass")


def _outcome(outcome: Outcome) -> OutcomeView:
    return OutcomeView.model_validate(outcome)


def _entry(entry: QuarantineEntry) -> QuarantineView:
    return QuarantineView(
        id=entry.id,
        received_at=entry.received_at,
        digest=entry.digest.hex(),
        size_bytes=entry.size_bytes,
        is_whole=entry.is_whole,
        reason=entry.reason,
        detail=entry.detail,
        document=None if entry.identity is None else DocumentView.model_validate(entry.identity),
        version=entry.version,
    )
