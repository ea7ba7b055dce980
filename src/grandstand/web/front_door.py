"""What every request of the ordinary API and the pages passes: identity, limits, headers, counting, errors.

Pure ASGI, so that streams are not buffered. The claim has its own lean path and does not come through here.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus

import structlog

from grandstand.kernel.auth import AuthError, Principal
from grandstand.kernel.errors import (
    GrandstandError,
    InternalError,
    RateLimited,
    RequestInvalid,
    RequestTimeout,
    RequestTooLarge,
)
from grandstand.kernel.limits import Rate, RateLimiter
from grandstand.kernel.settings import Origin
from grandstand.kernel.telemetry import HTTP_REQUESTS, HTTP_SECONDS
from grandstand.web.asgi import (
    BODY_TIMEOUT_S,
    UNSAFE_METHODS,
    AsgiApp,
    Message,
    Receive,
    Scope,
    Send,
    header,
    send_answer,
)
from grandstand.web.chat_frame import ChatFrame
from grandstand.web.identity import Identity, fenced
from grandstand.web.problem import problem

BODY_BYTES_MAX = 64 * 1024
TABLE_BODY_BYTES_MAX = 2 * 1024 * 1024
"""Of a question to the assistant, which may bring a table."""
BODIES_WITH_TABLES = frozenset({"/v1/assistant/questions"})
RATE_OF_A_PERSON = Rate(per_s=20, burst=60)
RATE_OF_AN_ADDRESS = Rate(per_s=10, burst=100)
"""Signing in only: a carrier puts a whole town behind one address."""
KNOWN_METHODS = UNSAFE_METHODS | {"GET", "HEAD", "OPTIONS"}
SIGN_IN_PATHS = frozenset({"/v1/session", "/v1/session/guest", "/v1/platforms/token"})

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = [
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
VARY = b"vary"
"""Several of it add up."""
STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")

log = structlog.get_logger(__name__)


class FrontDoor:
    """ASGI middleware around the ordinary API.

    Args:
        app: what answers.
        identity: finds the principal; it is left in `scope["state"]` for `principal_of` below.
        proxy_hops: how many reverse proxies of ours set X-Forwarded-For.
        secure: whether people come by https, so that browsers may be told to stay there.
        chat_origins: the sites whose pages may show the chat.
    """

    def __init__(
        self,
        app: AsgiApp,
        identity: Identity,
        *,
        proxy_hops: int,
        secure: bool,
        chat_origins: Sequence[Origin] = (),
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._identity = identity
        self._proxy_hops = proxy_hops
        self._now_s = now_s
        self._people = RateLimiter(RATE_OF_A_PERSON)
        self._addresses = RateLimiter(RATE_OF_AN_ADDRESS)
        self._chat = ChatFrame(chat_origins, [*SECURITY_HEADERS, STRICT_TRANSPORT] if secure else SECURITY_HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange(scope, receive, send, self._chat.headers(scope))
        try:
            await self._admit(scope)
            await self._app(scope, exchange.receive, exchange.send)
        except GrandstandError as error:
            await exchange.fail(error)
        except Exception:
            log.exception("request.failed", path=scope["path"])
            await exchange.fail(InternalError())
        finally:
            exchange.count()

    async def _admit(self, scope: Scope) -> None:
        state = scope.setdefault("state", {})
        try:
            viewer: Principal | AuthError = await self._identity.principal(scope["method"], scope["headers"])
        except AuthError as error:
            viewer = error
        if isinstance(viewer, Principal):
            self._take(self._people, viewer.subject)
            viewer = fenced(viewer, scope["path"])
        state["principal"] = viewer
        if scope["method"] in UNSAFE_METHODS and scope["path"] in SIGN_IN_PATHS:
            self._take(self._addresses, client_address(scope, self._proxy_hops))
        if scope["method"] in UNSAFE_METHODS and scope["method"] != "DELETE":
            content_type = header(scope["headers"], b"content-type") or b""
            if content_type.partition(b";")[0].strip().lower() != b"application/json":
                raise RequestInvalid(
                    f"Content-Type must be 'application/json', got {content_type.decode('latin-1')!r}."
                )

    def _take(self, limiter: RateLimiter, key: object) -> None:
        if (wait_s := limiter.wait_s(key, self._now_s())) > 0:
            raise RateLimited(retry_after_s=wait_s)


class Exchange:
    """One request and its answer: the body's limits, our headers on the answer, what to count."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, headers: list[tuple[bytes, bytes]]) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._headers = headers
        self._started_s = time.perf_counter()
        self._received = 0
        self._complete = False
        self._status: int | None = None

    async def receive(self) -> Message:
        """The next piece of the body, within the limits of size and time."""
        if self._complete:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), BODY_TIMEOUT_S)
        except TimeoutError:
            raise RequestTimeout(f"The body did not arrive within {BODY_TIMEOUT_S:.0f} s.") from None
        self._received += len(message.get("body", b""))
        most = TABLE_BODY_BYTES_MAX if self._scope["path"] in BODIES_WITH_TABLES else BODY_BYTES_MAX
        if self._received > most:
            raise RequestTooLarge(f"The body is longer than {most} bytes.")
        self._complete = not message.get("more_body")
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            own = list(message.get("headers", []))
            # An answer may be stricter about one of them, or another kind of page.
            said = {name.lower() for name, _ in own} - {VARY}
            message = {**message, "headers": [*own, *(each for each in self._headers if each[0] not in said)]}
        await self._send(message)

    async def fail(self, error: GrandstandError) -> None:
        """Answer with the error, unless the answer has begun: then it can only be cut off."""
        if self._status is None:
            answer = problem(error)
            await send_answer(self.send, answer)

    def count(self) -> None:
        route = getattr(self._scope.get("route"), "path", "other")
        status = str(self._status or HTTPStatus.INTERNAL_SERVER_ERROR.value)
        method = self._scope["method"] if self._scope["method"] in KNOWN_METHODS else "other"
        HTTP_REQUESTS.labels(method, route, status).inc()
        HTTP_SECONDS.labels(route).observe(time.perf_counter() - self._started_s)


def client_address(scope: Scope, proxy_hops: int) -> str:
    """The address that speaks to us, or the one that our outermost proxy saw."""
    if proxy_hops:
        # Every line counts, in order: a proxy may add one of its own after the client's.
        lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
        forwarded = [address.strip() for address in ",".join(lines).split(",")]
        if len(forwarded) >= proxy_hops and forwarded[-proxy_hops]:
            return forwarded[-proxy_hops]
    client = scope.get("client")
    return client[0] if client else "unknown"
