"""The services, wired: settings -> database -> everything that acts without HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from grandstand.assistant import (
    ActParts,
    Acts,
    ActSeal,
    Assistant,
    CampaignTools,
    DataTools,
    GroundedEngine,
    LibraryTools,
    LiveTools,
    Model,
    ReplayTools,
    TalkTools,
    Toolbox,
    Understanding,
)
from grandstand.assistant.history import History
from grandstand.assistant.llm import LlmEngine, ModelChoice, ModelSeat, SearchEndpoint
from grandstand.campaign import (
    CampaignService,
    CampaignStorage,
    ClaimEngine,
    ClaimStorage,
    ConditionStorage,
    DeskTools,
    EngineLimits,
    Proofs,
    ProofStorage,
    ReceiptKey,
    SelfCheck,
)
from grandstand.campaign.audit import AuditLog
from grandstand.campaign.campaign_state import CampaignParts, CampaignState
from grandstand.campaign.draws import Draws, EarnedTicket
from grandstand.campaign.eligibility import Eligibility
from grandstand.campaign.fraud import Fraud
from grandstand.campaign.invites import DailyTicket, Invites
from grandstand.campaign.outbox import Outbox
from grandstand.campaign.platforms import Platforms
from grandstand.campaign.programme import Programmes
from grandstand.campaign.programme_applied import WavesMade
from grandstand.campaign.report import Reports
from grandstand.campaign.status import StatusBoard
from grandstand.campaign.vouchers import Vouchers, Webhooks
from grandstand.campaign.waiting import Waiting
from grandstand.kernel.clock import Clock, system_clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import (
    GrandstandError,
    SettingsInvalid,
)
from grandstand.kernel.ids import SubjectId
from grandstand.kernel.jobs import JobQueue
from grandstand.kernel.keys import KeyStore, Tokens
from grandstand.kernel.sealing import Sealer
from grandstand.kernel.settings import Settings
from grandstand.kernel.sign_in import SignIn
from grandstand.language.embedders import languages_of
from grandstand.library import (
    AnyShelf,
    Asking,
    Jobs,
    LibraryService,
    LibraryStorage,
    PagePictures,
    PageRenderer,
    ReadingRoom,
    Uploads,
    open_shelf,
)
from grandstand.library import Understanding as LibraryUnderstanding
from grandstand.live import FeedSettings, LiveService, LiveStorage, Reads
from grandstand.replay import (
    AirService,
    AirTarget,
    CameraWall,
    SessionShelf,
    TakeService,
    TakeStorage,
    put_airing,
    put_take,
)
from grandstand.tables import TableDesk

KNOWN_QUESTIONS = "assistant"
"""The folder in the data directory for what models make of the questions that the assistant knows."""
SCHEMAS = (
    "grandstand.kernel",
    "grandstand.campaign",
    "grandstand.campaign.outbox",
    "grandstand.campaign.programme",
    "grandstand.campaign.fraud",
    "grandstand.campaign.draws",
    "grandstand.campaign.invites",
    "grandstand.campaign.vouchers",
    "grandstand.campaign.report",
    "grandstand.campaign.platforms",
    "grandstand.campaign.eligibility",
    "grandstand.campaign.waiting",
    "grandstand.campaign.status",
    "grandstand.live",
    "grandstand.library",
    "grandstand.replay",
    "grandstand.assistant.history",
)
"""Packages with migrations, in the order of their dependence."""


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
    audit: AuditLog
    draws: Draws
    fraud: Fraud
    invites: Invites
    vouchers: Vouchers
    platforms: Platforms
    eligibility: Eligibility
    programmes: Programmes
    waiting: Waiting
    status: StatusBoard
    campaign_state: CampaignState
    acts: Acts
    reports: Reports
    library: LibraryService
    uploads: Uploads
    reading_room: ReadingRoom
    pictures: PagePictures
    understanding: LibraryUnderstanding
    asking: Asking
    reads: Reads
    assistant: Assistant
    composer: LlmEngine
    history: History
    takes: TakeService
    camera_wall: CameraWall
    air: AirService

    async def close(self) -> None:
        """Answer what was accepted, then let go of the database."""
        await self.waiting.drain()
        await self.invites.drain()
        await self.draws.entering.drain()
        await self.fraud.drain()
        await self.vouchers.close()
        await self.platforms.close()
        await self.engine.drain()
        await self.live.close()
        await self.assistant.close()
        await self.composer.close()
        await self.pictures.close()
        await self.understanding.close()
        await self.database.close()


async def build_services(
    settings: Settings, clock: Clock = system_clock, *, webhooks: Webhooks | None = None
) -> Services:
    """Wire the services on `settings.database_url`; the schema must be there (`migrate`).

    Raises:
        DatabaseUnavailable: it cannot be reached.
    """
    database = await Database.connect(settings.database_url, connections_max=settings.database_connections)
    sealer, understanding = Sealer(settings.sealing_key()), LibraryUnderstanding(settings)
    receipt_key = await ensure_receipt_key(database, ProofStorage(sealer), clock)
    shelf = await open_shelf(database, understanding.names)
    return wired(settings, clock, webhooks, Opened(database, sealer, receipt_key, understanding, shelf))


class Opened(NamedTuple):
    """What had to be waited for, and what that needed."""

    database: Database
    sealer: Sealer
    receipt_key: ReceiptKey
    understanding: LibraryUnderstanding
    shelf: AnyShelf


def wired(settings: Settings, clock: Clock, webhooks: Webhooks | None, opened: Opened) -> Services:
    """The services on a database that is open."""
    database, sealer, receipt_key, understanding, shelf = opened
    keys, pools, proofs = KeyStore(database, sealer, clock), CampaignStorage(sealer), ProofStorage(sealer)
    engine = claim_engine(settings, database, pools, receipt_key, clock)
    outbox, tokens = Outbox(database, clock), Tokens(keys, clock, lifetime_h=settings.token_lifetime_h)
    draws, campaign = Draws(engine, outbox, sealer), CampaignService(database, pools, clock)
    invites = Invites(engine, outbox, sealer, partial(give_tickets, draws))
    vouchers, fraud = Vouchers(engine, outbox, sealer, webhooks=webhooks), Fraud(database, clock, sealer)
    waiting, eligibility = Waiting(database, pools, clock, sealer), Eligibility(engine)
    status = StatusBoard(database, pools, campaign, clock, waiting.turnstile.expectations)
    parts = CampaignParts(campaign, draws, invites, vouchers, fraud, waiting, status)
    library = LibraryStorage()
    librarian = LibraryService(database, library, clock)
    live, reads = games_of(settings, database, clock)
    asking = Asking(database, library, librarian, shelf, understanding.models)
    takes = take_service(settings, database, clock)
    state, history = CampaignState(parts, clock), History(database, clock, sealer, days=settings.conversation_days)
    known = Known(engine, waiting, vouchers, state, reads, asking, takes)
    answering = built_answering(settings, known, understanding, ActSeal(sealer), clock)
    return Services(
        database=database,
        keys=keys,
        tokens=tokens,
        sign_in=SignIn(database, clock),
        campaign=campaign,
        engine=engine,
        proofs=Proofs(database, pools, proofs, clock, receipt_key),
        self_check=SelfCheck(database, pools, proofs, clock),
        live=live,
        outbox=outbox,
        audit=AuditLog(database),
        draws=draws,
        fraud=fraud,
        invites=invites,
        vouchers=vouchers,
        platforms=Platforms(engine, outbox, sealer, tokens),
        eligibility=eligibility,
        programmes=Programmes(database, clock, waves_of(parts, eligibility), eligibility.audiences),
        waiting=waiting,
        status=status,
        campaign_state=state,
        acts=answering.acts,
        reports=Reports(database, pools, clock),
        library=librarian,
        uploads=Uploads(database, library, clock, Jobs(database).put),
        reading_room=ReadingRoom(database, library),
        pictures=PagePictures(database, library, PageRenderer()),
        understanding=understanding,
        asking=asking,
        reads=reads,
        assistant=Assistant(answering.composer, answering.meaning, clock, state=reads.state, history=history),
        composer=answering.composer,
        history=history,
        takes=takes,
        camera_wall=CameraWall(session_shelf(settings)),
        air=AirService(database, clock, air_targets(settings), partial(put_airing, JobQueue(database))),
    )


def games_of(settings: Settings, database: Database, clock: Clock) -> tuple[LiveService, Reads]:
    """What takes the feed in, and what tells of it."""
    live = LiveService(database, LiveStorage(), clock, feed_settings(settings))
    return live, Reads(live, clock, Path(settings.feed_names) if settings.feed_names else None)


def waves_of(parts: CampaignParts, eligibility: Eligibility) -> WavesMade:
    """What makes the waves of a programme."""
    return WavesMade(parts.campaign, parts.draws, parts.invites, parts.vouchers, eligibility)


class Known(NamedTuple):
    """What the assistant answers from, and acts through."""

    engine: ClaimEngine
    waiting: Waiting
    vouchers: Vouchers
    state: CampaignState
    reads: Reads
    asking: Asking
    takes: TakeService


class Answering(NamedTuple):
    """What understands questions, what answers them, what a fan's word sets going."""

    meaning: Understanding
    composer: LlmEngine
    acts: Acts


def built_answering(
    settings: Settings, known: Known, understanding: LibraryUnderstanding, seal: ActSeal, clock: Clock
) -> Answering:
    """The assistant's parts, over everything that Grandstand knows."""
    gifts = CampaignTools(known.state, known.vouchers, seal, guests=settings.guests)
    games = (LiveTools(known.reads), DataTools(known.reads, TableDesk()))
    tools = (*games, gifts, LibraryTools(known.asking), ReplayTools(known.takes), TalkTools())
    meaning = question_understanding(known.reads, understanding, settings.data_dir / KNOWN_QUESTIONS)
    composer = built_composer(settings, known.reads, meaning, tools)
    acts = Acts(ActParts(known.engine, known.waiting, known.vouchers, known.state), seal, clock)
    return Answering(meaning, composer, acts)


def built_composer(
    settings: Settings, reads: Reads, understanding: Understanding, tools: Sequence[Toolbox]
) -> LlmEngine:
    """What answers: from the facades, then, where a model is attached, composed by it."""
    default = ModelChoice(url=settings.model_url, name=settings.model_name, key=settings.model_key)
    search = SearchEndpoint(settings.search_url) if settings.search_url else None
    return LlmEngine(GroundedEngine(understanding, tools), ModelSeat(default, settings.data_dir), reads, search)


def question_understanding(reads: Reads, understanding: LibraryUnderstanding, folder: Path) -> Understanding:
    """What questions to the assistant mean; it asks the models that understand the library's as well.

    What they say of the questions that we know is kept in the folder.
    """
    found = (understanding.models.thorough, understanding.models.quick)
    models = [
        Model(each.name, each.embedder, languages_of(each.name), is_quick=each is understanding.models.quick)
        for each in found
        if each is not None
    ]
    return Understanding(reads, models, folder)


def claim_engine(
    settings: Settings, database: Database, pools: CampaignStorage, receipt_key: ReceiptKey, clock: Clock
) -> ClaimEngine:
    """What gives the shares in this process."""
    tools = DeskTools(
        database=database,
        claims=ClaimStorage(),
        conditions=ConditionStorage(),
        pools=pools,
        clock=clock,
        receipt_key=receipt_key,
        batch_max=settings.claim_batch_max,
    )
    limits = EngineLimits(queue_max=settings.claim_queue_max, rate_max=settings.claim_rate_max)
    return ClaimEngine(tools, limits)


async def ensure_receipt_key(database: Database, proofs: ProofStorage, clock: Clock) -> ReceiptKey:
    """What receipts are signed with; the database is let go of when it cannot be had."""
    try:
        async with database.transaction() as db:
            return await proofs.ensure_receipt_key(db, clock())
    except GrandstandError:
        await database.close()
        raise


def take_service(settings: Settings, database: Database, clock: Clock) -> TakeService:
    """Who triggers takes; they are made by `grandstand work`."""
    shelf = session_shelf(settings)
    return TakeService(database, TakeStorage(), clock, shelf, partial(put_take, JobQueue(database)))


def air_targets(settings: Settings) -> tuple[AirTarget, ...]:
    """Where the deployment says that takes may be sent."""
    parts = [each.partition("=") for each in settings.air_targets]
    return tuple(AirTarget(name, address) for name, _, address in parts)


def session_shelf(settings: Settings) -> SessionShelf:
    """The recorded sessions of the deployment."""
    return SessionShelf(session_folder(settings))


def session_folder(settings: Settings) -> Path:
    """Where recorded sessions are: in the folder that the settings name, else beside the other data."""
    return Path(settings.replay_sessions) if settings.replay_sessions else settings.data_dir / "sessions"


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
