"""Whose request is this: a bearer token, or the session cookie of a page of ours.

A cookie is sent by the browser whoever's page asked for it, so a request that changes something is believed
only when it comes from our own origin; a bearer token cannot be sent by accident.
"""

from typing import Any

from grandstand.kernel.auth import (
    AuthError,
    CrossSite,
    Forbidden,
    Principal,
    Role,
    TokenInvalid,
    TokenMissing,
)
from grandstand.kernel.keys import Tokens
from grandstand.web.asgi import UNSAFE_METHODS, Headers

_BEARER = "Bearer "
COOKIE_NAME = "grandstand_session"
PLATFORM_PATH = "/v1/platforms/me"
_WANTED = frozenset({b"authorization", b"cookie", b"origin", b"sec-fetch-site", b"host"})


class Identity:
    """Finds the principal of a request by its headers."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def bearer(self, authorization: str | None) -> Principal | None:
        """Who asks, if the header holds a token that the keys in memory verify; else `principal` says why not.

        Args:
            authorization: the value of the header, None where there is none.
        """
        if authorization is None or not authorization.startswith(_BEARER):
            return None
        try:
            return self._tokens.verify(authorization[len(_BEARER) :])
        except AuthError:
            return None

    async def principal(self, method: str, headers: Headers) -> Principal:
        """Who asks.

        Raises:
            TokenMissing, TokenInvalid, TokenExpired: nobody that we know.
            CrossSite: a page of another origin tries to change something with the visitor's cookie.
        """
        found: dict[bytes, bytes] = {}
        for name, value in headers:
            if name in _WANTED:
                # HTTP/2 may split a cookie header (RFC 9113, 8.2.3).
                found[name] = found[name] + b"; " + value if name == b"cookie" and name in found else value
        if b"authorization" in found:
            return await self._tokens.verify_fresh(_bearer(found[b"authorization"]))
        token = _cookie_token(found.get(b"cookie", b""))
        if token is None:
            raise TokenMissing
        if method in UNSAFE_METHODS and not _same_origin(found):
            raise CrossSite
        return await self._tokens.verify_fresh(token)


def fenced(principal: Principal, path: str) -> Principal | AuthError:
    """Whoever asks for this path; the program of a platform is nobody but where it belongs."""
    if principal.role is Role.PLATFORM and not path.startswith(PLATFORM_PATH):
        return Forbidden(f"A platform's token is for {PLATFORM_PATH!r} and nothing else.")
    return principal


def session_cookie(token: str, max_age_s: int, *, secure: bool) -> dict[str, Any]:
    """Arguments of Starlette's `Response.set_cookie`: closed to scripts and to the forms of other sites."""
    return {
        "key": COOKIE_NAME,
        "value": token,
        "max_age": max_age_s,
        "httponly": True,
        "samesite": "lax",
        "secure": secure,
        "path": "/",
    }


def _bearer(value: bytes) -> str:
    scheme, _, token = value.partition(b" ")
    if scheme.lower() != b"bearer" or not token:
        raise TokenInvalid("The Authorization header must be 'Bearer <token>'.")
    try:
        return token.decode("ascii")
    except UnicodeDecodeError:
        raise TokenInvalid from None


def _cookie_token(value: bytes) -> str | None:
    """Our cookie's value; a token has no character that a cookie would quote."""
    for pair in value.decode("latin-1").split(";"):
        name, _, token = pair.strip().partition("=")
        if name == COOKIE_NAME:
            return token
    return None


def _same_origin(found: dict[bytes, bytes]) -> bool:
    """Browsers say where a request comes from; a client that says nothing is not a browser led astray."""
    site = found.get(b"sec-fetch-site")
    if site is not None:
        return site == b"same-origin"
    origin = found.get(b"origin")
    if origin is None:
        return True
    return origin.partition(b"://")[2] == found.get(b"host")
