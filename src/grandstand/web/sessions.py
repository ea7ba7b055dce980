"""Signing in and out: a one-time code or, where guests are admitted, nothing at all becomes a session cookie."""

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from grandstand.kernel.auth import Forbidden, GuestsClosed, Principal, Role, SignInCodeUsed
from grandstand.kernel.errors import RateLimited
from grandstand.kernel.ids import new_subject_id
from grandstand.kernel.keys import Tokens
from grandstand.kernel.sign_in import CODE_LENGTH_MAX, SignIn
from grandstand.web.identity import COOKIE_NAME, session_cookie
from grandstand.web.openapi import problems
from grandstand.web.principal import Viewer, Visitor


class SessionView(BaseModel):
    """Who is signed in."""

    role: Role
    subject: str
    noc: str | None
    expires_at: datetime


class CodeRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    code: str = Field(min_length=1, max_length=CODE_LENGTH_MAX)


class EmptyRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")


def session_routes(sign_in: SignIn, tokens: Tokens, *, guests: bool, secure: bool, lifetime_h: int) -> APIRouter:
    """The routes under /v1/session."""
    router = APIRouter(prefix="/v1/session", tags=["session"])

    def begin(response: Response, principal: Principal) -> SessionView:
        token = tokens.issue(principal)
        response.set_cookie(**session_cookie(token, lifetime_h * 3600, secure=secure))
        return _view(principal)

    @router.get("", responses=problems(Forbidden))
    async def read_session(viewer: Viewer) -> SessionView:
        """Who is signed in."""
        return _view(viewer)

    @router.post("", responses=problems(SignInCodeUsed, RateLimited))
    async def sign_in_by_code(body: CodeRequest, response: Response, _: Visitor) -> SessionView:
        """Turn the one-time code of a sign-in link into a session."""
        return begin(response, await sign_in.redeem(body.code, tokens))

    @router.post("/guest", status_code=201, responses=problems(GuestsClosed, RateLimited))
    async def sign_in_as_guest(_: EmptyRequest, response: Response, visitor: Visitor) -> SessionView:
        """Become a fan without a name, where this deployment admits guests; a fan stays who she is."""
        if not guests:
            raise GuestsClosed
        if visitor is not None and visitor.role is Role.FAN:
            return _view(visitor)
        return begin(response, Principal(new_subject_id(), Role.FAN, None, tokens.expiry()))

    @router.delete("", status_code=204, response_class=Response, responses=problems(Forbidden))
    async def sign_out(response: Response, _: Viewer) -> None:
        """Forget the session in this browser."""
        response.delete_cookie(COOKIE_NAME, path="/")

    return router


def _view(principal: Principal) -> SessionView:
    return SessionView(
        role=principal.role,
        subject=str(principal.subject),
        noc=principal.noc,
        expires_at=principal.expires_at,
    )
