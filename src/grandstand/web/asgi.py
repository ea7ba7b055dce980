"""Small pieces of the ASGI protocol that the lean paths and the middleware share."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, TypeAlias, TypeVar

import msgspec

from grandstand.kernel.errors import RequestInvalid, RequestTimeout, RequestTooLarge

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
AsgiApp: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers: TypeAlias = Iterable[tuple[bytes, bytes]]

T = TypeVar("T")

BODY_TIMEOUT_S = 10.0
UNSAFE_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Answer(msgspec.Struct, frozen=True):
    """A whole response, independent of the server's protocol."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


async def send_answer(send: Send, answer: Answer) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body})


async def read_body(receive: Receive, bytes_max: int) -> bytes:
    """The whole body of a request.

    Raises:
        RequestTooLarge: it is longer than `bytes_max`; the rest is not read.
        RequestTimeout: it did not arrive within BODY_TIMEOUT_S, or the client went away.
    """
    pieces: list[bytes] = []
    size = 0
    task = asyncio.current_task()
    assert task is not None
    # asyncio.timeout does the same and costs a tenth of a claim.
    timer = asyncio.get_running_loop().call_later(BODY_TIMEOUT_S, task.cancel)
    try:
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise RequestTimeout("The client went away before the request was complete.")
            piece: bytes = message.get("body", b"")
            pieces.append(piece)
            size += len(piece)
            if size > bytes_max:
                raise RequestTooLarge(f"The body is longer than {bytes_max} bytes.")
            if not message.get("more_body"):
                return b"".join(pieces)
    except asyncio.CancelledError:
        if timer.when() > asyncio.get_running_loop().time():
            raise
        task.uncancel()
        raise RequestTimeout(f"The body did not arrive within {BODY_TIMEOUT_S:.0f} s.") from None
    finally:
        timer.cancel()


def decoded(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    """What the body of a request says.

    Raises:
        RequestInvalid: it is not what the decoder takes.
    """
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RequestInvalid(f"The body is not what this address takes: {error}.") from None


def header(headers: Headers, name: bytes) -> bytes | None:
    """The first header of this lower-case name."""
    return next((value for key, value in headers if key == name), None)
