"""The pieces of RSGI, granian's own protocol, that the gate needs: headers, bodies, whole answers.

RSGI hands over a request in fewer steps than ASGI: no messages, no scope to build, an answer in one call.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Generator, Iterator
from itertools import takewhile
from typing import Any, Protocol

from grandstand.kernel.errors import RequestTimeout, RequestTooLarge
from grandstand.web.asgi import BODY_TIMEOUT_S, Answer, Headers


class RsgiHeaders(Protocol):
    """The headers of a request; names in lower case, values that are not ASCII left out."""

    def get(self, key: str, default: Any = None) -> Any: ...
    def items(self) -> list[tuple[str, str]]: ...


class RsgiScope(Protocol):
    """A request's first line and headers; `client` is the address and port that speak to us."""

    method: str
    path: str
    client: str

    @property
    def headers(self) -> RsgiHeaders: ...


class RsgiBody(Protocol):
    """The body of a request, once it is there."""

    def __await__(self) -> Generator[Any, None, bytes]: ...
    def cancel(self) -> bool: ...


class RsgiProtocol(Protocol):
    """A request's body and the way to answer it."""

    def __call__(self) -> RsgiBody: ...
    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...


class HeaderLines:
    """The headers as ASGI has them, looked at only when somebody asks for more than one of them."""

    def __init__(self, headers: RsgiHeaders) -> None:
        self._headers = headers

    def __iter__(self) -> Iterator[tuple[bytes, bytes]]:
        for name, value in self._headers.items():
            yield name.encode("latin-1"), value.encode("latin-1")


class Answered:
    """What an application returns that has answered already: awaiting it takes no step."""

    def __await__(self) -> Generator[Any, None, None]:
        return iter(())  # type: ignore[return-value]  # an empty iterator is all that `await` needs


ANSWERED = Answered()


def send_answer(protocol: RsgiProtocol, answer: Answer) -> None:
    protocol.response_bytes(answer.status, text_headers(answer.headers), answer.body)


def text_headers(headers: Headers) -> list[tuple[str, str]]:
    """Headers as RSGI wants them in an answer."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]


class Bodies:
    """Reads bodies and gives up those that do not come, by one look at all of them and not a timer for each."""

    def __init__(self) -> None:
        self._since_s: dict[RsgiBody, float] = {}
        self._given_up: set[RsgiBody] = set()

    async def read(self, protocol: RsgiProtocol, headers: RsgiHeaders, bytes_max: int) -> bytes:
        """The whole body of a request.

        Raises:
            RequestTooLarge: it is longer than `bytes_max`, or says it will be; the rest is not read.
            RequestTimeout: it did not arrive within BODY_TIMEOUT_S, or the client went away.
        """
        try:
            length: str | None = headers.get("content-length")
            if length is None:
                return await _read_pieces(protocol, bytes_max)
            if int(length) > bytes_max:
                raise _too_large(bytes_max)
            # The server reads no more than the length that was announced.
            return await self._watched(protocol())
        except RuntimeError:
            # What granian raises when the connection ends before the body does.
            raise RequestTimeout("The client went away before the request was complete.") from None

    async def _watched(self, body: "RsgiBody") -> bytes:
        self._since_s[body] = time.monotonic()
        try:
            return await body
        except asyncio.CancelledError:
            if body not in self._given_up:
                raise
            self._given_up.discard(body)
            raise _too_late() from None
        finally:
            del self._since_s[body]

    def give_up(self) -> None:
        """End the wait for every body that has taken too long."""
        now_s = time.monotonic()
        # The oldest come first.
        late = takewhile(lambda item: now_s - item[1] >= BODY_TIMEOUT_S, self._since_s.items())
        for body, _ in list(late):
            self._given_up.add(body)
            body.cancel()


async def _read_pieces(protocol: RsgiProtocol, bytes_max: int) -> bytes:
    body = b""
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            async for piece in protocol:
                body += piece
                if len(body) > bytes_max:
                    raise _too_large(bytes_max)
    except TimeoutError:
        raise _too_late() from None
    return body


def _too_large(bytes_max: int) -> RequestTooLarge:
    return RequestTooLarge(f"The body is longer than {bytes_max} bytes.")


def _too_late() -> RequestTimeout:
    return RequestTimeout(f"The body did not arrive within {BODY_TIMEOUT_S:.0f} s.")


def client_host(scope: RsgiScope) -> str:
    """The address that speaks to us, without its port."""
    return scope.client.rpartition(":")[0].strip("[]")
