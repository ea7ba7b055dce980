"""The application of one server process: who answers which request, and what goes on beside.

claim?         ->  ClaimHandler                              the lean path of the crowd
a place?       ->  PlaceHandler                              where somebody is in a line
the status?    ->  StatusHandler                             how things are
live, read?    ->  LiveReads                                 what anybody may ask of the Games, and streams of it
a message?     ->  FeedHandler                               the results feed
a file?        ->  UploadHandler                             manuals for the library
a tool?        ->  McpHandler                                other assistants
crowd's act?   ->  LeanPost                                  invitations, vouchers, signals
a question?    ->  CORS -> FrontDoor -> QuestionHandler      the assistant
else           ->  CORS -> FrontDoor -> FastAPI -> routes    everything else
"""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import structlog
from fastapi.middleware.cors import CORSMiddleware

from grandstand.api import build_api
from grandstand.assistant import QuestionHandler
from grandstand.assistant.mcp import McpHandler
from grandstand.assistant.mcp import is_installed as has_tools
from grandstand.campaign import (
    CampaignService,
    Refusals,
)
from grandstand.campaign.claim_handler import ClaimHandler
from grandstand.campaign.feed import BooksFeed
from grandstand.campaign.fraud import reporting
from grandstand.campaign.invites import accepting
from grandstand.campaign.platforms import bringing
from grandstand.campaign.status import StatusHandler
from grandstand.campaign.vouchers import voucher_posts
from grandstand.campaign.waiting import PlaceHandler, joining
from grandstand.kernel.clock import system_clock
from grandstand.kernel.errors import (
    DatabaseUnavailable,
    GrandstandError,
)
from grandstand.kernel.settings import Settings, load_settings
from grandstand.kernel.telemetry import configure_logging
from grandstand.library import LibraryStorage
from grandstand.library.upload_handler import UploadHandler
from grandstand.live import Inbox, Push, Watch
from grandstand.live.feed_handler import FeedHandler
from grandstand.live.read_handler import LiveReads
from grandstand.services import Services, build_services
from grandstand.web.asgi import AsgiApp, Receive, Scope, Send
from grandstand.web.front_door import FrontDoor
from grandstand.web.identity import Identity
from grandstand.web.lean import LeanPost

SAMPLE_S = 1.0
FOLLOW_AGAIN_S = 1.0
"""How soon a process listens again to what others append or make findable, after it lost its connection."""
PUBLISH_HEADS_S = 5.0
"""How often a process looks whether the heads of this minute have been published."""
SELF_CHECK_S = 5.0
WATCH_FEED_S = 10.0
SWEEP_S = 5.0
"""How often a process looks for redemptions that nobody has brought to their end."""
LOOK_S = 5.0
"""How often a process looks for claims that should be held back."""
CLEAN_UP_S = 60.0
FORGET_UNANSWERED_S = 3600.0
FORGET_CONVERSATIONS_S = 600.0
DATABASE_TIMEOUT_S = 60.0
"""A process that starts waits so long for its database; Granian stops them all when one fails twice within 5 s."""
DATABASE_POLL_S = 0.5
STOP_STREAMS_SIGNAL = signal.SIGUSR1
"""Tells a server process to end its streams: the server waits for every open answer before it shuts down."""

T = TypeVar("T")

log = structlog.get_logger(__name__)


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
        await patiently(services.status.look)
        feed = BooksFeed(services.campaign)
        identity = Identity(services.tokens)
        refusals = Refusals()
        push = Push(services.live, services.reads)
        turnstile = services.waiting.turnstile
        claims = ClaimHandler(services.engine, identity, refusals, settings.allowed_origins, turnstile.may_claim)
        crowd: tuple[LeanPost[Any], ...] = (
            accepting(services.invites, identity),
            joining(services.waiting, identity),
            reporting(services.fraud, identity),
            *voucher_posts(services.vouchers, identity),
            bringing(services.platforms, identity),
        )
        tools = McpHandler(self, identity, settings.site_url, settings.allowed_origins)
        self._ways = (
            (ClaimHandler.accepts, claims),
            (PlaceHandler.accepts, PlaceHandler(turnstile, settings.allowed_origins)),
            (StatusHandler.accepts, StatusHandler(services.status)),
            (LiveReads.accepts, LiveReads(services.reads, push)),
            (FeedHandler.accepts, FeedHandler(services.live, identity)),
            (UploadHandler.accepts, UploadHandler(services.uploads, identity)),
            *((post.accepts, post) for post in crowd),
            *([(McpHandler.accepts, tools)] if has_tools() else []),
            (lambda _: True, _ordinary(settings, services, feed, identity)),
        )

        def end_streams() -> None:
            feed.close()
            push.close()

        asyncio.get_running_loop().add_signal_handler(STOP_STREAMS_SIGNAL, end_streams)
        tasks = _beside(services, refusals, push)
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
            await tools.close()
            await services.close()


def _beside(services: Services, refusals: Refusals, push: Push) -> list[asyncio.Task[None]]:
    """What goes on beside the requests, until it is cancelled."""
    return [
        asyncio.create_task(stop_without_parent()),
        asyncio.create_task(services.tokens.run()),
        asyncio.create_task(every(SAMPLE_S, lambda: write_refusals(services.campaign, refusals))),
        asyncio.create_task(every(SAMPLE_S, services.campaign.keep_times)),
        asyncio.create_task(every(SAMPLE_S, services.campaign.sample_burn_down)),
        asyncio.create_task(every(FOLLOW_AGAIN_S, services.outbox.run, at_once=True)),
        asyncio.create_task(every(CLEAN_UP_S, services.outbox.clean_up)),
        asyncio.create_task(every(SAMPLE_S, services.draws.keep_times)),
        asyncio.create_task(every(SWEEP_S, services.vouchers.keep_times)),
        asyncio.create_task(every(SAMPLE_S, services.platforms.telling.follow)),
        asyncio.create_task(every(SAMPLE_S, services.waiting.keep_times, at_once=True)),
        asyncio.create_task(every(SAMPLE_S, services.status.look)),
        asyncio.create_task(every(LOOK_S, services.fraud.looking.look)),
        asyncio.create_task(every(CLEAN_UP_S, services.fraud.clean_up)),
        asyncio.create_task(every(PUBLISH_HEADS_S, services.proofs.publish_heads)),
        asyncio.create_task(every(SELF_CHECK_S, services.self_check.run_once)),
        asyncio.create_task(every(FOLLOW_AGAIN_S, services.live.follow, at_once=True)),
        asyncio.create_task(push.run()),
        asyncio.create_task(every(WATCH_FEED_S, Watch(services.live, system_clock).look)),
        asyncio.create_task(every(FORGET_UNANSWERED_S, services.library.forget_unanswered)),
        asyncio.create_task(every(FORGET_CONVERSATIONS_S, services.history.clean_up)),
        asyncio.create_task(every(FOLLOW_AGAIN_S, services.asking.follow, at_once=True)),
        asyncio.create_task(services.understanding.run(services.database, LibraryStorage())),
    ]


def create_app() -> Application:
    """What the server's processes call; the settings come from their environment."""
    settings = load_settings(os.environ)
    configure_logging(settings.log_format, settings.log_level)
    return Application(settings)


def _ordinary(settings: Settings, services: Services, feed: BooksFeed, identity: Identity) -> AsgiApp:
    api = build_api(settings, services, feed)
    questions = QuestionHandler(services.assistant, proxy_hops=settings.proxy_hops)

    async def behind_the_door(scope: Scope, receive: Receive, send: Send) -> None:
        await (questions if QuestionHandler.accepts(scope) else api)(scope, receive, send)

    door = FrontDoor(
        behind_the_door,
        identity,
        proxy_hops=settings.proxy_hops,
        secure=settings.secure_cookies,
        chat_origins=settings.chat_origins,
    )
    if not settings.allowed_origins:
        return door
    # Outermost, so that another origin's page can read our refusals too.
    return CORSMiddleware(
        door,
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST", "PATCH", "DELETE"],
        allow_headers=["authorization", "content-type", "grandstand-ticket"],
        expose_headers=["retry-after"],
    )


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
