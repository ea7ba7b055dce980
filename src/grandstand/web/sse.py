"""Server-sent events: one frame each, a comment as heartbeat, an end that makes the browser come again."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from http import HTTPStatus
from typing import Any

import msgspec

from grandstand.web.asgi import Headers, Receive, Send

CONTENT_TYPE = "text/event-stream"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
HEADER_LINES = [
    (b"content-type", CONTENT_TYPE.encode()),
    *((name.encode(), value.encode()) for name, value in HEADERS.items()),
]
HEARTBEAT = b": still here\n\n"
HEARTBEAT_S = 15.0


def event(name: str, data: Any) -> bytes:
    """One event with JSON data."""
    return b"event: %b\ndata: %b\n\n" % (name.encode(), msgspec.json.encode(data))


def retry(after_ms: int) -> bytes:
    """How long the browser waits before it comes again."""
    return b"retry: %d\n\n" % after_ms


async def send_stream(receive: Receive, send: Send, headers: Headers, frames: AsyncGenerator[bytes, None]) -> None:
    """Answer with frames as they come, until they end or the client goes away; then they are closed.

    Args:
        receive: tells that the client has gone; the body has been read.
        send: to the client.
        headers: besides the type and those of every stream.
        frames: what fails before the first of them is raised, and nothing has been sent.
    """
    first = await anext(frames)
    sending = asyncio.ensure_future(_send(send, [*HEADER_LINES, *headers], first, frames))
    gone = asyncio.ensure_future(_wait_until_gone(receive))
    try:
        await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (sending, gone):
            task.cancel()
        await asyncio.gather(sending, gone, return_exceptions=True)
        await frames.aclose()


async def _send(send: Send, headers: Headers, first: bytes, frames: AsyncIterator[bytes]) -> None:
    await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": headers})
    await send({"type": "http.response.body", "body": first, "more_body": True})
    async for frame in frames:
        await send({"type": "http.response.body", "body": frame, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
