"""The composition root: settings -> database -> services -> ASGI. The only place where parts are wired.

claim?  ->  ClaimHandler                              the lean path of the crowd
else    ->  CORS -> FrontDoor -> FastAPI -> routes    everything else
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from grandstand import __version__
from grandstand.campaign import CampaignService, CampaignStorage, ClaimEngine, EngineLimits
from grandstand.campaign.claim_handler import ClaimHandler, openapi_path
from grandstand.campaign.feed import BooksFeed
from grandstand.campaign.routes import fan_routes, operator_routes
from grandstand.kernel.clock import Clock, system_clock
from grandstand.kernel.database import Database
from grandstand.kernel.errors import (
    DatabaseUnavailable,
    GrandstandError,
    InternalError,
    NotFound,
    RequestInvalid,
)
from grandstand.kernel.keys import KeyStore, Tokens
from grandstand.kernel.sealing import Sealer
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.sign_in import SignIn
from grandstand.kernel.telemetry import configure_logging
from grandstand.web.asgi import AsgiApp, Receive, Scope, Send
from grandstand.web.front_door import FrontDoor
from grandstand.web.health import health_routes
from grandstand.web.identity import Identity
from grandstand.web.pages import load_built_files, page_routes
from grandstand.web.problem import problem
from grandstand.web.sessions import session_routes

SCHEMAS = ("grandstand.kernel", "grandstand.campaign")
"""Packages with migrations, in the order of their dependence."""
SAMPLE_S = 1.0
METHOD_NOT_ALLOWED = 405
STOP_STREAMS_SIGNAL = signal.SIGUSR1
"""Tells a server process to end its streams: the server waits for every open answer before it shuts down."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that was wired, for commands and tests that act without HTTP."""

    database: Database
    keys: KeyStore
    tokens: Tokens
    sign_in: SignIn
    campaign: CampaignService
    engine: ClaimEngine

    async def close(self) -> None:
        """Answer what was accepted, then let go of the database."""
        await self.engine.drain()
        await self.database.close()


async def build_services(settings: Settings, clock: Clock = system_clock) -> Services:
    """Wire the services on `settings.database_url`; the schema must be there (`migrate`)."""
    database = await Database.connect(settings.database_url, connections_max=settings.database_connections)
    sealer = Sealer(settings.sealing_key())
    keys = KeyStore(database, sealer, clock)
    storage = CampaignStorage(sealer)
    limits = EngineLimits(
        batch_max=settings.claim_batch_max,
        queue_max=settings.claim_queue_max,
        rate_max=settings.claim_rate_max,
    )
    return Services(
        database=database,
        keys=keys,
        tokens=Tokens(keys, clock, lifetime_h=settings.token_lifetime_h),
        sign_in=SignIn(database, clock),
        campaign=CampaignService(database, storage, clock),
        engine=ClaimEngine(database, storage, clock, limits),
    )


class Application:
    """The ASGI application of one server process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._claim_handler: ClaimHandler | None = None
        self._ordinary: AsgiApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif self._claim_handler is not None and ClaimHandler.accepts(scope):
            await self._claim_handler(scope, receive, send)
        else:
            assert self._ordinary is not None, "requests come after the start-up of the process"
            await self._ordinary(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            async with self._running():
                await send({"type": "lifespan.startup.complete"})
                await receive()
        except GrandstandError as error:
            log.critical("process.failed", code=error.code, message=str(error))
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.shutdown.complete"})

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[None]:
        settings = self._settings
        services = await build_services(settings)
        await services.tokens.refresh()
        feed = BooksFeed(services.campaign)
        identity = Identity(services.tokens)
        self._claim_handler = ClaimHandler(services.engine, identity, settings.allowed_origins)
        self._ordinary = _ordinary(settings, services, feed, identity)
        asyncio.get_running_loop().add_signal_handler(STOP_STREAMS_SIGNAL, feed.close)
        tasks = [
            asyncio.create_task(_stop_without_parent(os.getppid())),
            asyncio.create_task(services.tokens.run()),
            asyncio.create_task(_every(SAMPLE_S, services.campaign.sample_burn_down)),
        ]
        try:
            yield
        finally:
            feed.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await services.close()


def create_app() -> Application:
    """What the server's processes call; the settings come from their environment."""
    settings = load_settings(os.environ)
    configure_logging(settings.log_format, settings.log_level)
    return Application(settings)


def _ordinary(settings: Settings, services: Services, feed: BooksFeed, identity: Identity) -> AsgiApp:
    api = build_api(settings, services, feed)
    door = FrontDoor(api, identity, proxy_hops=settings.proxy_hops, secure=settings.secure_cookies)
    if not settings.allowed_origins:
        return door
    # Outermost, so that another origin's page can read our refusals too.
    return CORSMiddleware(
        door,
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["authorization", "content-type"],
        expose_headers=["retry-after"],
    )


def build_api(settings: Settings, services: Services, feed: BooksFeed) -> FastAPI:
    """The framework's application with every route; also what the documentation is tested against."""
    api = FastAPI(
        title="Grandstand",
        version=__version__,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    api.include_router(health_routes(services.database, settings.metrics_token))
    api.include_router(
        session_routes(
            services.sign_in,
            services.tokens,
            guests=settings.guests,
            secure=settings.secure_cookies,
            lifetime_h=settings.token_lifetime_h,
        )
    )
    api.include_router(fan_routes(services.campaign))
    api.include_router(operator_routes(services.campaign, feed))
    api.include_router(page_routes(load_built_files()))
    _add_error_handlers(api)
    _document_claim(api)
    return api


def _add_error_handlers(api: FastAPI) -> None:
    async def known(_: Request, error: Exception) -> Response:
        assert isinstance(error, GrandstandError)
        return _response(error)

    async def malformed(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        faults = [f"{'.'.join(str(at) for at in fault['loc'])}: {fault['msg']}" for fault in error.errors()]
        return _response(RequestInvalid("; ".join(faults[:5])))

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if isinstance(error.__cause__, GrandstandError):
            return _response(error.__cause__)
        if error.status_code == METHOD_NOT_ALLOWED:
            return _response(NotFound(f"{request.method} is not possible at {request.url.path!r}."))
        if error.status_code < 500:  # noqa: PLR2004 - the framework's own refusals, e.g. of broken JSON
            return _response(RequestInvalid(str(error.detail)))
        return _response(InternalError())

    async def unknown(_: Request, _error: Exception) -> Response:
        return _response(InternalError())

    api.add_exception_handler(GrandstandError, known)
    api.add_exception_handler(RequestValidationError, malformed)
    api.add_exception_handler(HTTPException, refused)
    api.add_exception_handler(Exception, unknown)


def _response(error: GrandstandError) -> Response:
    answer = problem(error)
    headers = {name.decode(): value.decode() for name, value in answer.headers}
    return Response(answer.body, status_code=answer.status, headers=headers)


def _document_claim(api: FastAPI) -> None:
    document = api.openapi

    def with_claim() -> dict[str, Any]:
        if api.openapi_schema is None:
            document()["paths"]["/v1/pools/{pool}/claims"] = openapi_path()
        return document()

    api.openapi = with_claim  # type: ignore[method-assign]  # the framework's documented way to extend it


async def _stop_without_parent(parent: int) -> None:
    """End this process in order when `grandstand up` was killed: an orphan would go on holding the address."""
    while os.getppid() == parent:  # noqa: ASYNC110 - no event tells of it
        await asyncio.sleep(SAMPLE_S)
    os.kill(os.getpid(), signal.SIGTERM)


async def _every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do the work once a period until cancelled; a database that is away is tried again."""
    while True:
        await asyncio.sleep(seconds)
        with suppress(DatabaseUnavailable):
            await work()
