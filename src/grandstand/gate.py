"""The gate: the claim and nothing else, for a crowd, on the leanest path that the server has (RSGI).

claim?             ->  room?  ->  ClaimHandler, as in app.py     else 503 at once, from bytes made before
/healthz, /readyz, /metrics   ->  as in app.py
else               ->  404

Pools, burn-downs, pages and everything that is done by the clock belong to `grandstand up`, which stands beside.
"""

import asyncio
import gc
import os
import sys
from collections.abc import Awaitable

import msgspec
import structlog

from grandstand.app import SAMPLE_S, every, patiently, stop_without_parent, write_refusals
from grandstand.campaign import ClaimEngine, Refusals
from grandstand.campaign.claim_handler import BODY_BYTES_MAX, JSON_HEADERS, ClaimHandler
from grandstand.campaign.refusals import PATH_PATTERN
from grandstand.kernel.database import Database
from grandstand.kernel.errors import DatabaseUnavailable, GrandstandError, NotFound
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging, render_metrics
from grandstand.services import Services, build_services
from grandstand.web.asgi import Answer
from grandstand.web.health import METRICS_TYPE, READY_RETRY_AFTER_S, check_may_read_metrics
from grandstand.web.identity import Identity
from grandstand.web.problem import answered
from grandstand.web.rsgi import (
    ANSWERED,
    Bodies,
    HeaderLines,
    RsgiProtocol,
    RsgiScope,
    client_host,
    send_answer,
    text_headers,
)

TURN_S = 0.02
GARBAGE_THRESHOLDS = (10_000, 20, 50)
READING = frozenset({"GET", "HEAD"})
JSON_TEXT_HEADERS = text_headers(JSON_HEADERS)
PREFLIGHT = [
    (b"access-control-allow-methods", b"POST"),
    (b"access-control-allow-headers", b"authorization, content-type, grandstand-ticket"),
    (b"access-control-max-age", b"600"),
]

log = structlog.get_logger(__name__)


class Gate:
    """The RSGI application of one gate process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._bodies = Bodies()

    def engine(self, services: Services) -> ClaimEngine:
        """What gives the shares; a benchmark has another."""
        return services.engine

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by the server before the first request; ends the process when there is nothing to serve from."""
        try:
            loop.run_until_complete(self._start())
        except GrandstandError as error:
            log.critical("process.failed", code=error.code, message=str(error))
            sys.exit(1)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by the server after the last answer."""
        loop.run_until_complete(self._stop())

    def __rsgi__(self, scope: RsgiScope, protocol: RsgiProtocol) -> Awaitable[None]:
        """Answer one request."""
        path = scope.path
        if scope.method != "POST" or PATH_PATTERN.match(path) is None:
            return self._answer_other(scope, protocol)
        if self._claims.refusal(path) is None:
            return self._claim(path, scope, protocol)
        if self._claims.allowed_origins:
            send_answer(protocol, self._readable(scope, self._claims.no_room))
        else:
            protocol.response_bytes(self._claims.no_room.status, self._no_room_headers, self._claims.no_room.body)
        return ANSWERED

    async def _start(self) -> None:
        services = await patiently(lambda: build_services(self._settings))
        await patiently(services.tokens.refresh)
        refusals = Refusals()
        identity = Identity(services.tokens)
        self._services = services
        self._claims = ClaimHandler(
            self.engine(services),
            identity,
            refusals,
            self._settings.allowed_origins,
            services.waiting.turnstile.may_claim,
        )
        self._no_room_headers = text_headers(self._claims.no_room.headers)
        self._tasks = [
            asyncio.create_task(stop_without_parent()),
            asyncio.create_task(services.tokens.run()),
            asyncio.create_task(every(SAMPLE_S, self._give_up_bodies)),
            asyncio.create_task(every(SAMPLE_S, services.waiting.refresh, at_once=True)),
            asyncio.create_task(every(SAMPLE_S, lambda: write_refusals(services.campaign, refusals))),
        ]
        # The server's own thread and this one take turns; short turns cost a sixth of a claim.
        sys.setswitchinterval(TURN_S)
        # What is there now stays, and claims leave no circles behind: looking for some costs a fifth of a claim.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE_THRESHOLDS)

    async def _give_up_bodies(self) -> None:
        self._bodies.give_up()

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._services.close()

    async def _claim(self, path: str, scope: RsgiScope, protocol: RsgiProtocol) -> None:
        headers = scope.headers
        try:
            body = await self._bodies.read(protocol, headers, BODY_BYTES_MAX)
        except GrandstandError as error:
            answer = self._claims.refuse(path, error)
        else:
            answer = await self._claims.answer(path, headers.get("authorization"), HeaderLines(headers), body)
        if self._claims.allowed_origins:
            answer = self._readable(scope, answer)
        if answer.headers is JSON_HEADERS:
            protocol.response_bytes(answer.status, JSON_TEXT_HEADERS, answer.body)
        else:
            send_answer(protocol, answer)

    async def _answer_other(self, scope: RsgiScope, protocol: RsgiProtocol) -> None:
        answer = await answered(self._other(scope), "request.failed", path=scope.path)
        if scope.method == "HEAD":
            length = (b"content-length", b"%d" % len(answer.body))
            answer = Answer(answer.status, [*answer.headers, length], b"")
        send_answer(protocol, self._readable(scope, answer))

    async def _other(self, scope: RsgiScope) -> Answer:
        method, path = scope.method, scope.path
        if method in READING and path == "/healthz":
            return _json({"status": "alive"})
        if method in READING and path == "/readyz":
            return await _readiness(self._services.database)
        if method in READING and path == "/metrics":
            headers = dict(scope.headers.items())
            check_may_read_metrics(self._settings.metrics_token, headers, client_host(scope))
            return Answer(200, [(b"content-type", METRICS_TYPE.encode())], render_metrics())
        if method == "OPTIONS" and PATH_PATTERN.match(path) and self._asks_from_allowed_origin(scope):
            return Answer(200, PREFLIGHT, b"")
        raise NotFound(f"{method} is not possible at {path!r}: this is the gate, it takes claims only.")

    def _asks_from_allowed_origin(self, scope: RsgiScope) -> bool:
        return _origin(scope) in self._claims.allowed_origins

    def _readable(self, scope: RsgiScope, answer: Answer) -> Answer:
        return self._claims.for_origin(_origin(scope), answer)


def create_gate() -> Gate:
    """What the gate's processes call; the settings come from their environment."""
    settings = load_settings(os.environ)
    configure_logging(settings.log_format, settings.log_level)
    return Gate(settings)


def _origin(scope: RsgiScope) -> bytes | None:
    origin: str | None = scope.headers.get("origin")
    return None if origin is None else origin.encode("latin-1")


def _json(value: object) -> Answer:
    return Answer(200, JSON_HEADERS, msgspec.json.encode(value))


async def _readiness(database: Database) -> Answer:
    if not await database.is_ready():
        raise DatabaseUnavailable(retry_after_s=READY_RETRY_AFTER_S)
    return _json({"status": "ready"})
