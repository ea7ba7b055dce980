"""HTTP to one site: connections that are kept, a bound on every time and size, problems as exceptions.

An answer is read whole (`ask`) or piece by piece (`open`). Redirects are not followed: an API has none.
"""

import http.client
import selectors
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import urlsplit

import msgspec

from grandstand.client.errors import AnswerInvalid, Problem, Unreachable

ANSWER_BYTES_MAX = 4 * 1024 * 1024
PIECE_BYTES = 64 * 1024
CONNECTIONS_KEPT_MAX = 8
KEPT_S_MAX = 30.0
"""A connection that nobody used for so long is not used again: the other end is about to close it."""
DETAIL_LENGTH_MAX = 300
SCHEMES: Mapping[str, int] = {"http": 80, "https": 443}
RETRYABLE = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""What a proxy in front of the server may answer, with no problem document that says it."""


class ProblemDocument(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    title: str
    detail: str
    retryable: bool
    retry_after_s: float | None = None


class Wire:
    """Requests to one site. Several threads may use it; each of them has its own connection meanwhile.

    Args:
        url: of the site, `http://` or `https://`.
        token: sent as the bearer token.
        timeout_s: for each step: connecting, sending, waiting for the next bytes; and for a whole answer.
        tls: for a certificate authority of one's own.

    Raises:
        ValueError: the address is not one.
    """

    def __init__(self, url: str, token: str | None, timeout_s: float, tls: ssl.SSLContext | None) -> None:
        address = urlsplit(url)
        if address.scheme not in SCHEMES or not address.hostname or address.username or address.query:
            raise ValueError(f"The address must be like 'https://fans.example', got {url!r}.")
        self._host = address.hostname
        self._port = address.port or SCHEMES[address.scheme]
        self._tls = (tls or ssl.create_default_context()) if address.scheme == "https" else None
        self._prefix = address.path.rstrip("/")
        self._headers = {"user-agent": "grandstand-client"}
        if token is not None:
            self._headers["authorization"] = f"Bearer {token}"
        self._timeout_s = timeout_s
        self._kept: list[tuple[float, http.client.HTTPConnection]] = []

    def close(self) -> None:
        """Close the connections that are kept."""
        while self._kept:
            self._kept.pop()[1].close()

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """The body of a good answer.

        Raises:
            Problem: the server says why not.
            Unreachable: no answer came, or not all of it.
            AnswerInvalid: it is longer than ANSWER_BYTES_MAX.
        """
        connection, is_kept = self._take()
        try:
            answer = self._begin(connection, method, path, body)
        except Unreachable:
            connection.close()
            if method != "GET" or not is_kept:
                raise
            # The other end may close what it has kept open at any time; to look once more changes nothing.
            connection = self._connection()
            answer = self._begin(connection, method, path, body)
        try:
            content = self._read(answer)
        except BaseException:
            connection.close()
            raise
        answer.close()
        self._keep(connection, answer)
        if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise _problem(answer, content)
        return content

    @contextmanager
    def open(self, path: str) -> Iterator["Stream"]:
        """A good answer to be read piece by piece, over a connection of its own; errors as in `ask`."""
        connection = self._connection()
        try:
            answer = self._begin(connection, "GET", path, None)
            if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
                raise _problem(answer, self._read(answer))
            yield Stream(answer)
        finally:
            connection.close()

    def _begin(
        self, connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None
    ) -> http.client.HTTPResponse:
        """The answer as far as its headers."""
        headers = self._headers if body is None else self._headers | {"content-type": "application/json"}
        try:
            connection.request(method, self._prefix + path, body, headers)
            return connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise _unreachable(error) from error

    def _read(self, answer: http.client.HTTPResponse) -> bytes:
        deadline_s = time.monotonic() + self._timeout_s
        expected = answer.length
        content = bytearray()
        try:
            while piece := answer.read1(PIECE_BYTES):
                content += piece
                if len(content) > ANSWER_BYTES_MAX:
                    raise AnswerInvalid(f"The answer is longer than {ANSWER_BYTES_MAX} bytes.")
                if time.monotonic() > deadline_s:
                    raise Unreachable(f"The answer did not arrive within {self._timeout_s:g} s.")
        except (OSError, http.client.HTTPException) as error:
            raise _unreachable(error) from error
        if expected is not None and len(content) < expected:
            raise Unreachable(f"The connection was lost after {len(content)} of {expected} bytes.")
        return bytes(content)

    def _connection(self) -> http.client.HTTPConnection:
        if self._tls is None:
            return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout_s)
        return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout_s, context=self._tls)

    def _take(self) -> tuple[http.client.HTTPConnection, bool]:
        """A connection, and whether it was used before."""
        while self._kept:
            kept_s, connection = self._kept.pop()
            if time.monotonic() - kept_s < KEPT_S_MAX and not _has_news(connection):
                return connection, True
            connection.close()
        return self._connection(), False

    def _keep(self, connection: http.client.HTTPConnection, answer: http.client.HTTPResponse) -> None:
        if answer.will_close or len(self._kept) >= CONNECTIONS_KEPT_MAX:
            connection.close()
        else:
            self._kept.append((time.monotonic(), connection))


class Stream:
    """An answer that comes piece by piece; between two pieces no more time passes than one step may take."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self._answer = answer
        self.content_type = answer.headers.get_content_type()

    def piece(self) -> bytes:
        """What has come, PIECE_BYTES at most; nothing at the end."""
        try:
            piece = self._answer.read1(PIECE_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise _unreachable(error) from error
        if not piece and self._answer.length:
            raise Unreachable(f"The connection was lost {self._answer.length} bytes before the end.")
        return piece

    def line(self, bytes_max: int) -> bytes:
        """The next line with its end, or as much of it; nothing at the end."""
        try:
            return self._answer.readline(bytes_max)
        except (OSError, http.client.HTTPException) as error:
            raise _unreachable(error) from error


def _has_news(connection: http.client.HTTPConnection) -> bool:
    """Whether something came without a question: the other end has closed it."""
    with selectors.DefaultSelector() as selector:
        selector.register(connection.sock, selectors.EVENT_READ)
        return bool(selector.select(0))


def _unreachable(error: Exception) -> Unreachable:
    return Unreachable(f"No answer came: {str(error) or type(error).__name__}.")


def _problem(answer: http.client.HTTPResponse, content: bytes) -> Problem:
    try:
        document = msgspec.json.decode(content, type=ProblemDocument)
    except (msgspec.DecodeError, UnicodeDecodeError):
        after = answer.headers.get("retry-after", "")
        document = ProblemDocument(
            code="http.error",
            title=answer.reason,
            detail=f"{answer.status} {answer.reason}: {content[:DETAIL_LENGTH_MAX].decode(errors='replace')!r}",
            retryable=answer.status in RETRYABLE,
            retry_after_s=float(after) if after.isascii() and after.isdigit() else None,
        )
    return Problem(
        code=document.code,
        status=answer.status,
        title=document.title,
        detail=document.detail,
        retryable=document.retryable,
        retry_after_s=document.retry_after_s,
    )
