"""`/mcp` of a running server: the tools over streamable HTTP, for anybody, or with a token as its owner.

Each request stands alone, so that any process answers it. A browser's cookie counts for nothing here, and a page
of another site is refused unless it is one of the allowed origins.
"""

import asyncio
from collections.abc import Collection
from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING

from grandstand.kernel.auth import CrossSite
from grandstand.kernel.errors import Overloaded
from grandstand.kernel.telemetry import HTTP_REQUESTS
from grandstand.web.asgi import Answer, AsgiApp, Message, Receive, Scope, Send, header, read_body, send_answer
from grandstand.web.identity import Identity
from grandstand.web.problem import answered

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

PATH = "/mcp"
BODY_BYTES_MAX = 64 * 1024
AT_ONCE_MAX = 64
"""Calls of tools under way in one process."""
COME_AGAIN_S = 1.0
STREAMED = Answer(HTTPStatus.OK, [], b"")
"""What stands for an answer that has been sent already."""
NOSNIFF = (b"x-content-type-options", b"nosniff")


class McpHandler:
    """An ASGI application for the path that `accepts` accepts; the SDK is loaded with the first request.

    Args:
        app: what the tools ask.
        identity: finds out whose a token is.
        url: the site's address.
        allowed_origins: of other sites whose pages may call it.
    """

    def __init__(self, app: AsgiApp, identity: Identity, url: str, allowed_origins: Collection[str]) -> None:
        self._app = app
        self._identity = identity
        self._url = url
        self._origins = frozenset({url, *allowed_origins})
        self._under_way = 0
        self._serving: asyncio.Task[None] | None = None
        self._manager: asyncio.Future[StreamableHTTPSessionManager] | None = None
        self._closing = asyncio.Event()

    @staticmethod
    def accepts(scope: Scope) -> bool:
        path: str = scope.get("path", "")
        return scope["type"] == "http" and path == PATH

    async def close(self) -> None:
        """Let go of the SDK."""
        self._closing.set()
        if self._serving is not None:
            await asyncio.gather(self._serving, return_exceptions=True)

    async def _managed(self) -> "StreamableHTTPSessionManager":
        if self._manager is None:
            self._manager = asyncio.get_running_loop().create_future()
            # Its tasks belong to one of ours, and not to that of whoever comes first.
            self._serving = asyncio.create_task(self._serve(self._manager))
        return await asyncio.shield(self._manager)

    async def _serve(self, ready: "asyncio.Future[StreamableHTTPSessionManager]") -> None:
        try:
            # In a thread: loading takes half a second.
            await asyncio.to_thread(import_module, "grandstand.assistant.mcp.routes")
            from grandstand.assistant.mcp.line import manager_of  # noqa: PLC0415 - needs the extra

            manager = manager_of(self._app, self._url)
            async with manager.run():
                ready.set_result(manager)
                await self._closing.wait()
        except Exception as error:
            if ready.done():
                raise
            self._manager = None
            ready.set_exception(error)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        counted = _Counted(send)
        answer = await answered(self._answer(scope, receive, counted), "mcp.failed")
        if answer is not STREAMED and counted.status is None:
            await send_answer(counted, answer)
        HTTP_REQUESTS.labels(scope["method"], PATH, str(counted.status or HTTPStatus.OK.value)).inc()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> Answer:
        self._check_origin(scope)
        if scope["method"] != "POST":
            # No stream is opened and no session ended: there are none.
            return Answer(HTTPStatus.METHOD_NOT_ALLOWED, [(b"allow", b"POST"), (b"content-length", b"0")], b"")
        authorization = header(scope["headers"], b"authorization")
        if authorization is not None:
            await self._identity.principal("GET", [(b"authorization", authorization)])
        if self._under_way >= AT_ONCE_MAX:
            raise Overloaded(f"{AT_ONCE_MAX} calls are under way; call again.", retry_after_s=COME_AGAIN_S)
        self._under_way += 1
        try:
            body = await read_body(receive, BODY_BYTES_MAX)
            manager = await self._managed()
            await manager.handle_request(scope, _Replayed(body, receive), send)
        finally:
            self._under_way -= 1
        return STREAMED

    def _check_origin(self, scope: Scope) -> None:
        origin = header(scope["headers"], b"origin")
        if origin is None:
            return
        text = origin.decode("latin-1")
        host = (header(scope["headers"], b"host") or b"").decode("latin-1")
        if text not in self._origins and text.partition("://")[2] != host:
            raise CrossSite


class _Replayed:
    """A body that has been read, then whatever else the client says."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        return await self._receive()


class _Counted:
    """Notes the status of an answer as it is sent."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status: int | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message.get("headers", []), NOSNIFF]}
        await self._send(message)
