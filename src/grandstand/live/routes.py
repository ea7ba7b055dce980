"""What was set aside of the feed, over HTTP; feed_handler.py takes messages in, read_handler.py tells of them."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from grandstand.kernel.auth import Forbidden
from grandstand.live.models import QuarantineEntry, Reason
from grandstand.live.service import QUARANTINE_ID_MAX, LiveService
from grandstand.web.openapi import problems
from grandstand.web.principal import Viewer


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
    """What operators and auditors see of the feed."""
    router = APIRouter(prefix="/v1/live", tags=["live"])

    @router.get("/quarantine", responses=problems(Forbidden))
    async def list_quarantine(
        viewer: Viewer, before: Annotated[int | None, Query(ge=1, le=QUARANTINE_ID_MAX)] = None
    ) -> QuarantinePage:
        """What was set aside and why, newest first."""
        entries, following = await service.quarantine(viewer, before)
        return QuarantinePage(entries=[_entry(each) for each in entries], next=following)

    return router


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
