"""The composition root: settings -> database -> services -> ASGI. The only place where parts are wired.

claim?       ->  ClaimHandler                              the lean path of the crowd
live, read?  ->  LiveReads                                 what anybody may ask of the Games, and streams of it
a message?   ->  FeedHandler                               the results feed
an act of a crowd? -> LeanPost                             invitations, vouchers
a file?      ->  UploadHandler                             manuals for the library
else         ->  CORS -> FrontDoor -> FastAPI -> routes    everything else
"""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from grandstand import __version__
from grandstand.campaign import (
    CampaignService,
    CampaignStorage,
    ClaimEngine,
    ClaimStorage,
    DeskTools,
    EngineLimits,
    Proofs,
    ProofStorage,
    Refusals,
    SelfCheck,
)
from grandstand.campaign.claim_document import STRUCTS, claim_paths
from grandstand.campaign.claim_handler import ClaimHandler
from grandstand.campaign.draws import Draws, EarnedTicket, draw_routes
from grandstand.campaign.draws.routes import STRUCTS as DRAW_STRUCTS
from grandstand.campaign.feed import BooksFeed
from grandstand.campaign.invites import DailyTicket, Invites, accepting, invite_paths, invite_routes
from grandstand.campaign.invites.routes import STRUCTS as INVITE_STRUCTS
from grandstand.campaign.outbox import Outbox
from grandstand.campaign.outbox.routes import STRUCTS as OUTBOX_STRUCTS
from grandstand.campaign.outbox.routes import outbox_routes
from grandstand.campaign.proof_routes import proof_routes
from grandstand.campaign.routes import fan_routes, operator_routes, raise_routes
from grandstand.campaign.vouchers import (
    Vouchers,
    merchant_routes,
    voucher_paths,
    voucher_posts,
    voucher_routes,
)
from grandstand.campaign.vouchers.routes import STRUCTS as VOUCHER_STRUCTS
from grandstand.kernel.clock import Clock, system_clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import (
    DatabaseUnavailable,
    GrandstandError,
    InternalError,
    NotFound,
    RequestInvalid,
    SettingsInvalid,
)
from grandstand.kernel.ids import SubjectId
from grandstand.kernel.keys import KeyStore, Tokens
from grandstand.kernel.sealing import Sealer
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.sign_in import SignIn
from grandstand.kernel.telemetry import configure_logging
from grandstand.library import (
    Asking,
    Jobs,
    LibraryService,
    LibraryStorage,
    PagePictures,
    PageRenderer,
    ReadingRoom,
    Shelf,
    Understanding,
    Uploads,
)
from grandstand.library.asking_routes import asking_routes
from grandstand.library.document import STRUCTS as LIBRARY_STRUCTS
from grandstand.library.document import library_paths
from grandstand.library.reading_routes import document_routes, picture_routes, reading_routes
from grandstand.library.routes import collection_routes, group_routes, unanswered_routes
from grandstand.library.upload_handler import UploadHandler
from grandstand.live import FeedSettings, Inbox, LiveService, LiveStorage, Push, Reads, Watch
from grandstand.live.document import STRUCTS as LIVE_STRUCTS
from grandstand.live.document import live_paths
from grandstand.live.feed_handler import FeedHandler
from grandstand.live.read_handler import LiveReads
from grandstand.live.routes import live_routes
from grandstand.web.asgi import AsgiApp, Receive, Scope, Send
from grandstand.web.front_door import FrontDoor
from grandstand.web.health import health_routes
from grandstand.web.identity import Identity
from grandstand.web.openapi import complete as complete_openapi
from grandstand.web.pages import load_built_files, page_routes
from grandstand.web.problem import problem
from grandstand.web.sessions import session_routes

SCHEMAS = (
    "grandstand.kernel",
    "grandstand.campaign",
    "grandstand.campaign.outbox",
    "grandstand.campaign.fraud",
    "grandstand.campaign.draws",
    "grandstand.campaign.invites",
    "grandstand.campaign.vouchers",
    "grandstand.live",
    "grandstand.library",
)
"""Packages with migrations, in the order of their dependence."""
SAMPLE_S = 1.0
FOLLOW_AGAIN_S = 1.0
"""How soon a process listens again to what others append or make findable, after it lost its connection."""
PUBLISH_HEADS_S = 5.0
"""How often a process looks whether the heads of this minute have been published."""
SELF_CHECK_S = 5.0
WATCH_FEED_S = 10.0
SWEEP_S = 5.0
"""How often a process looks for redemptions that nobody has brought to their end."""
CLEAN_UP_S = 60.0
FORGET_UNANSWERED_S = 3600.0
DATABASE_TIMEOUT_S = 60.0
"""A process that starts waits so long for its database; Granian stops them all when one fails twice within 5 s."""
DATABASE_POLL_S = 0.5
METHOD_NOT_ALLOWED = 405
STOP_STREAMS_SIGNAL = signal.SIGUSR1
"""Tells a server process to end its streams: the server waits for every open answer before it shuts down."""

T = TypeVar("T")

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
    proofs: Proofs
    self_check: SelfCheck
    live: LiveService
    outbox: Outbox
    draws: Draws
    invites: Invites
    vouchers: Vouchers
    library: LibraryService
    uploads: Uploads
    reading_room: ReadingRoom
    pictures: PagePictures
    understanding: Understanding
    asking: Asking

    async def close(self) -> None:
        """Answer what was accepted, then let go of the database."""
        await self.invites.drain()
        await self.draws.entering.drain()
        await self.vouchers.close()
        await self.engine.drain()
        await self.live.close()
        await self.pictures.close()
        await self.understanding.close()
        await self.database.close()


async def build_services(settings: Settings, clock: Clock = system_clock) -> Services:
    """Wire the services on `settings.database_url`; the schema must be there (`migrate`).

    Raises:
        DatabaseUnavailable: it cannot be reached.
    """
    database = await Database.connect(settings.database_url, connections_max=settings.database_connections)
    sealer = Sealer(settings.sealing_key())
    keys = KeyStore(database, sealer, clock)
    pools, proofs = CampaignStorage(sealer), ProofStorage(sealer)
    try:
        async with database.transaction() as db:
            receipt_key = await proofs.ensure_receipt_key(db, clock())
    except GrandstandError:
        await database.close()
        raise
    tools = DeskTools(
        database=database,
        claims=ClaimStorage(),
        pools=pools,
        clock=clock,
        receipt_key=receipt_key,
        batch_max=settings.claim_batch_max,
    )
    limits = EngineLimits(queue_max=settings.claim_queue_max, rate_max=settings.claim_rate_max)
    engine, outbox = ClaimEngine(tools, limits), Outbox(database, clock)
    draws = Draws(engine, outbox, sealer)
    library = LibraryStorage()
    librarian, understanding = LibraryService(database, library, clock), Understanding(settings)
    return Services(
        database=database,
        keys=keys,
        tokens=Tokens(keys, clock, lifetime_h=settings.token_lifetime_h),
        sign_in=SignIn(database, clock),
        campaign=CampaignService(database, pools, clock),
        engine=engine,
        proofs=Proofs(database, pools, proofs, clock, receipt_key),
        self_check=SelfCheck(database, pools, proofs, clock),
        live=LiveService(database, LiveStorage(), clock, feed_settings(settings)),
        outbox=outbox,
        draws=draws,
        invites=Invites(engine, outbox, sealer, partial(give_tickets, draws)),
        vouchers=Vouchers(engine, outbox, sealer),
        library=librarian,
        uploads=Uploads(database, library, clock, Jobs(database).put),
        reading_room=ReadingRoom(database, library),
        pictures=PagePictures(database, library, PageRenderer()),
        understanding=understanding,
        asking=Asking(database, library, librarian, Shelf(), understanding.models),
    )


async def give_tickets(
    draws: Draws, db: Connection, earned: Sequence[tuple[DailyTicket, SubjectId, datetime]]
) -> None:
    """Give tickets of draws for invitations that were accepted, in the caller's transaction."""
    tickets = [EarnedTicket(draw=each.draw, fan=fan, ticket=each.ticket, earned_at=at) for each, fan, at in earned]
    await draws.entering.put_earned(db, tickets)


def feed_settings(settings: Settings) -> FeedSettings:
    """What the deployment says of its results feed.

    Raises:
        SettingsInvalid: there is no such time zone.
    """
    if settings.feed_zone not in available_timezones():
        raise SettingsInvalid(
            f"GRANDSTAND_FEED_ZONE={settings.feed_zone!r} is not a time zone; one is like Europe/Rome."
        )
    zone = UTC if settings.feed_zone == "UTC" else ZoneInfo(settings.feed_zone)
    return FeedSettings(zone=zone, rehearsals=frozenset(settings.feed_rehearsals))


class Application:
    """The ASGI application of one server process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        # The first that accepts a request answers it.
        self._ways: tuple[tuple[Callable[[Scope], bool], AsgiApp], ...] = ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        assert self._ways, "requests come after the start-up of the process"
        answer = next(way for accepts, way in self._ways if accepts(scope))
        await answer(scope, receive, send)

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
        services = await patiently(lambda: build_services(settings))
        await patiently(services.tokens.refresh)
        await patiently(services.live.catch_up)
        feed = BooksFeed(services.campaign)
        identity = Identity(services.tokens)
        refusals = Refusals()
        names_folder = Path(settings.feed_names) if settings.feed_names else None
        reads = Reads(services.live, system_clock, names_folder)
        push = Push(services.live, reads)
        claims = ClaimHandler(services.engine, identity, refusals, settings.allowed_origins)
        crowd = (accepting(services.invites, identity), *voucher_posts(services.vouchers, identity))
        self._ways = (
            (ClaimHandler.accepts, claims),
            (LiveReads.accepts, LiveReads(reads, push)),
            (FeedHandler.accepts, FeedHandler(services.live, identity)),
            (UploadHandler.accepts, UploadHandler(services.uploads, identity)),
            *((post.accepts, post) for post in crowd),
            (lambda _: True, _ordinary(settings, services, feed, identity)),
        )

        def end_streams() -> None:
            feed.close()
            push.close()

        asyncio.get_running_loop().add_signal_handler(STOP_STREAMS_SIGNAL, end_streams)
        tasks = [
            asyncio.create_task(stop_without_parent()),
            asyncio.create_task(services.tokens.run()),
            asyncio.create_task(every(SAMPLE_S, lambda: write_refusals(services.campaign, refusals))),
            asyncio.create_task(every(SAMPLE_S, services.campaign.keep_times)),
            asyncio.create_task(every(SAMPLE_S, services.campaign.sample_burn_down)),
            asyncio.create_task(every(FOLLOW_AGAIN_S, services.outbox.run, at_once=True)),
            asyncio.create_task(every(CLEAN_UP_S, services.outbox.clean_up)),
            asyncio.create_task(every(SAMPLE_S, services.draws.keep_times)),
            asyncio.create_task(every(SWEEP_S, services.vouchers.keep_times)),
            asyncio.create_task(every(PUBLISH_HEADS_S, services.proofs.publish_heads)),
            asyncio.create_task(every(SELF_CHECK_S, services.self_check.run_once)),
            asyncio.create_task(every(FOLLOW_AGAIN_S, services.live.follow, at_once=True)),
            asyncio.create_task(push.run()),
            asyncio.create_task(every(WATCH_FEED_S, Watch(services.live, system_clock).look)),
            asyncio.create_task(every(FORGET_UNANSWERED_S, services.library.forget_unanswered)),
            asyncio.create_task(every(FOLLOW_AGAIN_S, services.asking.follow, at_once=True)),
            asyncio.create_task(services.understanding.run(services.database, LibraryStorage())),
        ]
        if settings.feed_inbox:
            inbox = Inbox(Path(settings.feed_inbox), services.live)
            look_after_inbox = partial(inbox.run, services.database)
            tasks.append(asyncio.create_task(every(FOLLOW_AGAIN_S, look_after_inbox, at_once=True)))
        try:
            yield
        finally:
            end_streams()
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
        allow_methods=["GET", "POST", "PATCH", "DELETE"],
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
        generate_unique_id_function=lambda route: route.name,
    )
    routers = [
        health_routes(services.database, settings.metrics_token),
        session_routes(
            services.sign_in,
            services.tokens,
            guests=settings.guests,
            secure=settings.secure_cookies,
            lifetime_h=settings.token_lifetime_h,
        ),
        fan_routes(services.campaign),
        operator_routes(services.campaign, feed),
        raise_routes(services.campaign),
        proof_routes(services.proofs),
        draw_routes(services.draws),
        invite_routes(services.invites),
        voucher_routes(services.vouchers),
        merchant_routes(services.vouchers),
        outbox_routes(services.outbox),
        live_routes(services.live),
        collection_routes(services.library),
        group_routes(services.library),
        unanswered_routes(services.library),
        document_routes(services.library),
        reading_routes(services.reading_room),
        picture_routes(services.pictures),
        asking_routes(services.asking),
        page_routes(load_built_files()),
    ]
    for router in routers:
        api.include_router(router)
    _add_error_handlers(api)
    complete_openapi(
        api,
        routers,
        claim_paths() | invite_paths() | voucher_paths() | live_paths() | library_paths(),
        (
            *STRUCTS,
            *DRAW_STRUCTS,
            *INVITE_STRUCTS,
            *VOUCHER_STRUCTS,
            *OUTBOX_STRUCTS,
            *LIVE_STRUCTS,
            *LIBRARY_STRUCTS,
        ),
    )
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


async def patiently(work: Callable[[], Awaitable[T]]) -> T:
    """The result of the work; a database that is away for a moment is waited for.

    Raises:
        DatabaseUnavailable: it did not come back in time.
    """
    deadline_s = time.monotonic() + DATABASE_TIMEOUT_S
    while True:
        try:
            return await work()
        except DatabaseUnavailable as error:
            if time.monotonic() > deadline_s:
                raise
            log.warning("process.waits_for_database", message=str(error))
            await asyncio.sleep(DATABASE_POLL_S)


async def write_refusals(campaign: CampaignService, refusals: Refusals) -> None:
    """Write down what this process refused; what cannot be written now is kept for the next time."""
    counts = refusals.take()
    try:
        await campaign.add_refusals(counts)
    except DatabaseUnavailable:
        refusals.give_back(counts)
        raise


async def stop_without_parent() -> None:
    """End this process in order when its launcher was killed: an orphan would go on holding the address."""
    launcher = multiprocessing.parent_process()
    # Not who the parent is now: the launcher may have been killed while this process was starting.
    while launcher is None or os.getppid() == launcher.pid:  # noqa: ASYNC110 - no event tells of it
        await asyncio.sleep(SAMPLE_S)
    os.kill(os.getpid(), signal.SIGTERM)


async def every(seconds: float, work: Callable[[], Awaitable[object]], *, at_once: bool = False) -> None:
    """Do the work once a period until cancelled, whatever goes wrong with it: nobody waits for this task."""
    wait_s = 0.0 if at_once else seconds
    while True:
        await asyncio.sleep(wait_s)
        wait_s = seconds
        try:
            await work()
        except DatabaseUnavailable:
            continue
        except Exception:
            log.exception("task.failed")
