"""A Grandstand as the tools read it: the ordinary API, with the caller's own token."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import httpx

from grandstand.kernel.streams import whole
from grandstand.web.asgi import AsgiApp

TIMEOUT_S = 60.0
ANSWER_BYTES_MAX = 4 * 1024 * 1024
DETAIL_LENGTH_MAX = 500
OK = 200


class SiteError(Exception):
    """The site has no answer; the message says why, for the caller."""


class Caller(NamedTuple):
    """Whoever calls a tool: her token, and where from."""

    token: str | None = None
    address: tuple[str, int] = ("127.0.0.1", 0)
    forwarded: str | None = None


class Site(Protocol):
    """Where requests of tools go."""

    @property
    def url(self) -> str:
        """What links begin with; empty: they are relative to where the caller is."""
        ...

    def client(self, caller: Caller) -> httpx.AsyncClient: ...


class RemoteSite:
    """A server at an address; every caller has the same token.

    Args:
        url: such as `https://fans.example`.
        token: None: a visitor's tools.
    """

    def __init__(self, url: str, token: str | None) -> None:
        self.url = url.rstrip("/")
        self._token = token

    def client(self, _caller: Caller) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.url, headers=_headers(self._token), timeout=TIMEOUT_S)


class OwnSite:
    """The application of this process.

    Args:
        app: what answers requests.
        url: what links begin with.
    """

    def __init__(self, app: AsgiApp, url: str = "") -> None:
        self.url = url
        self._app = app

    def client(self, caller: Caller) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=self._app, client=caller.address)
        headers = _headers(caller.token)
        if caller.forwarded is not None:
            headers["x-forwarded-for"] = caller.forwarded
        # The environment's proxies are for requests that leave the process.
        return httpx.AsyncClient(
            transport=transport, base_url="http://site", headers=headers, timeout=TIMEOUT_S, trust_env=False
        )


async def read(site: Site, caller: Caller, path: str, query: Mapping[str, str | None]) -> dict[str, Any]:
    """What the site says at a path.

    Raises:
        SiteError: it says no, or nothing.
    """
    params = {name: value for name, value in query.items() if value is not None}
    body = await _answer(site, caller, "GET", path, params=params)
    found: dict[str, Any] = json.loads(body)
    return found


async def post(site: Site, caller: Caller, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What the site answers to a document.

    Raises:
        SiteError: it says no, or nothing.
    """
    found: dict[str, Any] = json.loads(await _answer(site, caller, "POST", path, json=dict(body)))
    return found


async def events(site: Site, caller: Caller, path: str, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The events that the site answers to a document, all of them.

    Raises:
        SiteError: it says no, or nothing, or the answer broke off.
    """
    text = await _answer(site, caller, "POST", path, json=dict(body))
    found = []
    for frame in text.decode().split("\n\n"):
        lines = [line.removeprefix("data: ") for line in frame.splitlines() if line.startswith("data: ")]
        if lines:
            found.append(json.loads("\n".join(lines)))
    return found


async def _answer(site: Site, caller: Caller, method: str, path: str, **more: Any) -> bytes:
    too_long = SiteError(f"The answer is longer than {ANSWER_BYTES_MAX} bytes: ask for less.")
    try:
        async with site.client(caller) as client, client.stream(method, path, **more) as response:
            body = await whole(response.aiter_bytes(), ANSWER_BYTES_MAX, too_long)
    except httpx.HTTPError as error:
        raise SiteError(f"The site does not answer: {type(error).__name__}.") from None
    if response.status_code != OK:
        raise SiteError(_reason(response.status_code, body))
    return body


def _reason(status: int, body: bytes) -> str:
    try:
        problem = json.loads(body)
        return f"{problem['detail'][:DETAIL_LENGTH_MAX]} [{problem['code']}]"
    except (ValueError, KeyError, TypeError):
        return f"The site answered {status}."


def _headers(token: str | None) -> dict[str, str]:
    return {} if token is None else {"authorization": f"Bearer {token}"}
