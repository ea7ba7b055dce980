"""Messages over HTTP: `POST /v1/live/messages` with one message as it is, mounted in front of everything else.

A message may be 32 MiB long and thousands may come in a second, so neither the limits of an ordinary request nor
its rate fit; who may send is a role of its own.
"""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext

import msgspec

from grandstand.kernel.auth import require_role
from grandstand.kernel.telemetry import HTTP_REQUESTS
from grandstand.live.envelope import MESSAGE_BYTES_MAX
from grandstand.live.service import FEEDERS, LiveService
from grandstand.web.asgi import Answer, Receive, Scope, Send, header, read_body, send_answer
from grandstand.web.identity import Identity
from grandstand.web.problem import answered

PATH = "/v1/live/messages"
LARGE_BYTES = 1024 * 1024
LARGE_AT_ONCE_MAX = 4
"""Bodies that may be long, or do not say how long they are, which are read at the same time."""
JSON_HEADERS = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]


class FeedHandler:
    """Takes messages in; an ASGI application for the requests that `accepts` accepts."""

    def __init__(self, service: LiveService, identity: Identity) -> None:
        self._service = service
        self._identity = identity
        self._large = asyncio.Semaphore(LARGE_AT_ONCE_MAX)
        self._encoder = msgspec.json.Encoder()

    @staticmethod
    def accepts(scope: Scope) -> bool:
        return (scope["type"], scope.get("method"), scope.get("path")) == ("http", "POST", PATH)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await answered(self._answer(scope, receive), "live_message.failed")
        HTTP_REQUESTS.labels("POST", PATH, str(int(answer.status))).inc()
        await send_answer(send, answer)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        actor = await self._identity.principal("POST", scope["headers"])
        # Before the body: nobody else has us read 32 MiB.
        require_role(actor, *FEEDERS)
        async with self._place_for(header(scope["headers"], b"content-length")):
            body = await read_body(receive, MESSAGE_BYTES_MAX)
            (outcome,) = await self._service.receive_from(actor, [body])
        return Answer(200, JSON_HEADERS, self._encoder.encode(outcome))

    def _place_for(self, length: bytes | None) -> AbstractAsyncContextManager[object]:
        is_short = length is not None and length.isdigit() and int(length) <= LARGE_BYTES
        return nullcontext() if is_short else self._large
