"""What a fan has confirmed, over HTTP."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict

from grandstand.assistant.acts import Acts, confirmed
from grandstand.assistant.errors import QuestionInvalid
from grandstand.assistant.streaming import frames
from grandstand.kernel.auth import (
    CrossSite,
    Forbidden,
    Role,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
    require_role,
)
from grandstand.kernel.errors import RateLimited
from grandstand.web import sse
from grandstand.web.openapi import problems, text
from grandstand.web.principal import Viewer

ACTING = problems(
    TokenMissing, TokenInvalid, TokenExpired, Forbidden, CrossSite, QuestionInvalid, RateLimited
) | text(sse.CONTENT_TYPE, "Events, `acted` and `done` the last of them")


class ActRequest(BaseModel):
    """The `token` of a confirmation; `language`, `zone` and `memory` as with a question."""

    model_config = ConfigDict(extra="forbid")
    token: str
    language: str = "en"
    zone: str = "UTC"
    memory: dict[str, Any] | None = None


def act_routes(acts: Acts) -> APIRouter:
    """What a fan may have done for her."""
    router = APIRouter(prefix="/v1/assistant", tags=["assistant"])

    @router.post("/acts", response_class=StreamingResponse, responses=ACTING)
    async def confirm_act(viewer: Viewer, body: ActRequest) -> StreamingResponse:
        """Server-sent events: what happened, as sentences with their facts, then `acted` and `done`."""
        require_role(viewer, Role.FAN)
        yes = confirmed(body.token, body.language, body.zone, body.memory)
        answer = frames(acts.perform(viewer, yes))
        return StreamingResponse(answer, media_type=sse.CONTENT_TYPE, headers=sse.HEADERS)

    return router
