"""What routes ask for: the principal that the front door has found."""

from typing import Annotated

from fastapi import Depends, Request

from grandstand.kernel.auth import AuthError, CrossSite, Principal
from grandstand.web.asgi import Scope


def principal_of(request: Request) -> Principal:
    """Whoever asks.

    Raises:
        AuthError: nobody that we know, with the reason.
    """
    found: Principal | AuthError = request.scope["state"]["principal"]
    if isinstance(found, AuthError):
        raise found
    return found


def visitor_of(request: Request) -> Principal | None:
    """Whoever asks, or None for a visitor who has not signed in; a page of another site is still refused."""
    return visitor_in(request.scope)


def visitor_in(scope: Scope) -> Principal | None:
    """As `visitor_of`, past the framework."""
    found: Principal | AuthError = scope["state"]["principal"]
    if isinstance(found, CrossSite):
        raise found
    return found if isinstance(found, Principal) else None


Viewer = Annotated[Principal, Depends(principal_of)]
Visitor = Annotated[Principal | None, Depends(visitor_of)]
