"""The feed's use cases: take messages in, say what holds at any time, show what was set aside.

    receive -> sniff -> test? duplicate? stale? -> parse -> one transaction for all that wait -> join

Nothing is answered before it is durable. The log is the truth: a process that starts reads its stamps, and what
documents say is parsed again from the log when somebody asks.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import ClassVar, NamedTuple

import structlog

from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Database
from grandstand.kernel.errors import RequestTooLarge
from grandstand.kernel.telemetry import LIVE_MESSAGES
from grandstand.live.contents import Contents, Digests
from grandstand.live.envelope import MESSAGE_BYTES_MAX, sniff
from grandstand.live.errors import MessageInvalid
from grandstand.live.join import END_OF_TIME, Gap, Join, Place
from grandstand.live.models import (
    Content,
    Envelope,
    Fate,
    FeedSettings,
    LogEntry,
    Outcome,
    Parsed,
    QuarantineEntry,
    Refusal,
    Stamp,
)
from grandstand.live.reader import Pace, Reader
from grandstand.live.room import Room
from grandstand.live.rules import is_test
from grandstand.live.state import LiveState, needed, state_of
from grandstand.live.storage import CHANNEL, LiveStorage, pack, unpack
from grandstand.live.view import View
from grandstand.live.views import Views

RECEIVE_MESSAGES_MAX = 256
"""Messages that may be handed over at once."""
BATCH_MESSAGES_MAX = 512
"""Messages of one transaction."""
BATCH_BYTES_MAX = 32 * 1024 * 1024
"""After so many bytes a transaction takes no further message."""
BODIES_AT_ONCE = 200
DETAIL_LENGTH_MAX = 2000
QUARANTINE_PAGE_MAX = 50
QUARANTINE_ID_MAX = 2**63 - 1
FEEDERS = (Role.FEED,)

log = structlog.get_logger(__name__)


class _Candidate(NamedTuple):
    """A message that is ready to be stored, or to be put into the quarantine, or both."""

    entry: LogEntry | None
    parsed: Parsed | None
    refusal: Refusal | None
    done: "asyncio.Future[Outcome]"

    @property
    def digest(self) -> bytes:
        held = self.refusal if self.entry is None else self.entry
        assert held is not None
        return held.digest

    @property
    def body(self) -> bytes | None:
        """What the log or the quarantine keeps of it."""
        held = self.refusal if self.entry is None else self.entry
        assert held is not None
        return held.body


class LiveService:
    """One for each process, made by `open`.

    Args:
        database: where the log is.
        storage: its tables.
        clock: now, aware.
        settings: what is known of the feed.
    """

    messages_at_once: ClassVar[int] = RECEIVE_MESSAGES_MAX

    def __init__(self, database: Database, storage: LiveStorage, clock: Clock, settings: FeedSettings) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock
        self._settings = settings
        self._reader = Reader(settings.zone)
        self._room = Room()
        self._join = Join()
        self._contents = Contents()
        self._digests = Digests()
        self._sequence = 0
        self._written = 0
        self._refused = 0
        self._waiting: list[_Candidate] = []
        self._writing: asyncio.Task[None] | None = None
        self._views = Views(self._join, self._contents_of)
        self._watchers: set[asyncio.Event] = set()

    @classmethod
    async def open(
        cls, database: Database, storage: LiveStorage, clock: Clock, settings: FeedSettings
    ) -> "LiveService":
        """The service with everything that the log holds."""
        service = cls(database, storage, clock, settings)
        await service.catch_up()
        return service

    @property
    def sequence(self) -> int:
        """The last position of the log that this process knows."""
        return max(self._sequence, self._written)

    async def follow(self) -> None:
        """Read what others append as soon as they have, until cancelled.

        Raises:
            DatabaseUnavailable: the connection was lost; follow again.
        """
        heard = asyncio.Event()

        def note(process: str) -> None:
            if process != self._storage.process:
                heard.set()

        async with self._database.listening(CHANNEL, note):
            # What was appended before anybody listened.
            heard.set()
            while True:
                await heard.wait()
                heard.clear()
                await self.catch_up()

    async def close(self) -> None:
        """Store what was accepted, then end the parser."""
        if self._writing is not None:
            await asyncio.wait([self._writing])
        self._reader.close()

    async def catch_up(self) -> None:
        """Read what was appended to the log since, by whichever process; what is known already does no harm."""
        pace = Pace()
        async with self._database.connection() as db:
            while logged := await self._storage.stamps_after(db, self._sequence):
                for each in logged:
                    if each.stamp.digest not in self._digests:
                        self._digests.add(each.stamp.digest)
                        if each.is_stale:
                            self._join.note(each.identity, each.stamp)
                        else:
                            self._views.add(each.identity, each.stamp)
                    await pace.breathe()
                self._sequence = logged[-1].position
            while refused := await self._storage.refused_after(db, self._refused):
                for each in refused:
                    self._digests.add(each.stamp.digest)
                    self._join.note(each.identity, each.stamp)
                self._refused = refused[-1].position
        self._tell()

    # What comes in.

    async def receive_from(self, actor: Principal, bodies: Sequence[bytes]) -> list[Outcome]:
        """`receive` for somebody who is signed in."""
        require_role(actor, *FEEDERS)
        return await self.receive(bodies)

    async def receive(self, bodies: Sequence[bytes]) -> list[Outcome]:
        """What became of each message, in order, once it is durable.

        Raises:
            RequestTooLarge: there are more than RECEIVE_MESSAGES_MAX.
            Overloaded: there was no room for a while; nothing was begun.
            DatabaseUnavailable: the outcome is unknown; the same messages may be sent again.
        """
        if len(bodies) > RECEIVE_MESSAGES_MAX:
            raise RequestTooLarge(f"Hand over {RECEIVE_MESSAGES_MAX} messages at once at most, got {len(bodies)}.")
        async with self._room.held(len(bodies), sum(map(len, bodies))):
            pace, found = Pace(), list[Outcome | asyncio.Future[Outcome]]()
            for body in bodies:
                found.append(await self._take(body))
                await pace.breathe()
            outcomes = [each if isinstance(each, Outcome) else await each for each in await _settled(found)]
        for outcome in outcomes:
            LIVE_MESSAGES.labels(outcome.fate.value).inc()
        return outcomes

    async def _take(self, body: bytes) -> "Outcome | asyncio.Future[Outcome]":
        envelope: Envelope | None = None
        digest = b""
        try:
            envelope = sniff(body, self._settings.zone)
            if is_test(envelope, self._settings.rehearsals):
                return Outcome(fate=Fate.TEST)
            digest = await self._reader.digest(body)
            if digest in self._digests:
                return Outcome(fate=Fate.DUPLICATE)
            stamp = Stamp(envelope.version, envelope.generated_at, digest)
            place = self._join.place(envelope.identity, stamp)
            if place is Place.STALE:
                return self._submit(_logged(envelope, digest, body, None), None, None)
            parsed = await self._reader.read(body, envelope)
        except MessageInvalid as error:
            return await self._refuse(body, digest, envelope, error)
        entry = _logged(envelope, digest, body, body)
        return self._submit(entry, parsed, _noted(entry, parsed) if parsed.defects else None)

    async def _refuse(
        self, body: bytes, digest: bytes, envelope: Envelope | None, error: MessageInvalid
    ) -> "Outcome | asyncio.Future[Outcome]":
        digest = digest or await self._reader.digest(body)
        if digest in self._digests:
            return Outcome(fate=Fate.DUPLICATE)
        log.warning("live_message.quarantined", reason=error.reason.value, digest=digest.hex(), bytes=len(body))
        refusal = Refusal(
            digest=digest,
            size_bytes=len(body),
            is_whole=True,
            reason=error.reason,
            detail=str(error)[:DETAIL_LENGTH_MAX],
            envelope=envelope,
            body=body if len(body) <= MESSAGE_BYTES_MAX else None,
        )
        return self._submit(None, None, refusal)

    def _submit(
        self, entry: LogEntry | None, parsed: Parsed | None, refusal: Refusal | None
    ) -> "asyncio.Future[Outcome]":
        """Have it stored: with the next transaction, which begins now if none is under way."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(_Candidate(entry, parsed, refusal, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return done

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch = self._next_batch()
                try:
                    await self._write_batch(batch)
                except Exception as error:  # noqa: BLE001 - whatever it is, those who wait are told
                    for each in batch:
                        if not each.done.done():
                            each.done.set_exception(error)
        finally:
            self._writing = None

    def _next_batch(self) -> list[_Candidate]:
        count, size = 0, 0
        while count < min(len(self._waiting), BATCH_MESSAGES_MAX) and size <= BATCH_BYTES_MAX:
            size += len(self._waiting[count].body or b"")
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch

    async def _write_batch(self, batch: Sequence[_Candidate]) -> None:
        first = {each.digest: each for each in reversed(batch)}
        entries = [each.entry for each in first.values() if each.entry is not None]
        refusals = [each.refusal for each in first.values() if each.refusal is not None]
        # Beside the event loop: packing lets go of the interpreter.
        bodies = await asyncio.to_thread(_packed, {each.digest: each.body for each in first.values()})
        async with self._database.transaction() as db:
            written = await self._storage.append(db, entries, refusals, bodies, self._clock())
        self._written = max(self._written, written.sequence)
        for each in batch:
            is_new = each.digest in written.digests and first[each.digest] is each
            self._apply(each)
            if not each.done.done():
                each.done.set_result(_outcome(each) if is_new else Outcome(fate=Fate.DUPLICATE))
        self._tell()

    def _apply(self, candidate: _Candidate) -> None:
        """Let a stored message take its place; one that another process has stored does as well."""
        self._digests.add(candidate.digest)
        entry, refusal = candidate.entry, candidate.refusal
        if entry is not None and candidate.parsed is not None:
            self._contents.put(entry.digest, candidate.parsed.content, entry.size_bytes)
            self._views.add(entry.envelope.identity, entry.stamp)
        elif entry is not None:
            self._join.note(entry.envelope.identity, entry.stamp)
        elif refusal is not None and refusal.envelope is not None:
            envelope = refusal.envelope
            stamp = Stamp(envelope.version, envelope.generated_at, refusal.digest)
            self._join.note(envelope.identity, stamp)

    # What holds.

    async def view(self, as_of: datetime | None = None) -> View:
        """What the feed has said, or had said by a time of its own clock, to be asked and not kept.

        Args:
            as_of: aware; messages generated later are left out. None: everything that has arrived.

        Raises:
            Overloaded: too many other times are being asked for.
        """
        return await (self._views.now() if as_of is None else self._views.at(as_of))

    @contextmanager
    def watch(self) -> Iterator[asyncio.Event]:
        """An event that is set whenever something may have changed; whoever waits for it clears it."""
        event = asyncio.Event()
        self._watchers.add(event)
        try:
            yield event
        finally:
            self._watchers.remove(event)

    def _tell(self) -> None:
        for event in self._watchers:
            event.set()

    async def state(self, as_of: datetime | None = None) -> LiveState:
        """The whole state as the specification builds it; slow, to compare and to keep."""
        selections = needed(self._join, as_of or END_OF_TIME)
        gaps = self._join.gaps(as_of or END_OF_TIME)
        contents = await self._contents_of(
            [each.digest for selection in selections.values() for each in selection.stamps]
        )
        return state_of(selections, gaps, lambda stamp: contents[stamp.digest])

    @property
    def competitions(self) -> frozenset[str]:
        """Every competition of which a message has come, whether its Games are on or not."""
        return self._join.competitions

    def gaps(self, as_of: datetime | None = None) -> list[Gap]:
        """Versions that were never delivered."""
        return self._join.gaps(as_of or END_OF_TIME)

    async def _contents_of(self, digests: Sequence[bytes]) -> dict[bytes, Content | None]:
        found: dict[bytes, Content | None] = {}
        missing: list[bytes] = []
        for digest in digests:
            content, is_known = self._contents.find(digest)
            if is_known:
                found[digest] = content
            else:
                missing.append(digest)
        pace = Pace()
        for at in range(0, len(missing), BODIES_AT_ONCE):
            async with self._database.connection() as db:
                packed = await self._storage.bodies(db, missing[at : at + BODIES_AT_ONCE])
            for digest, each in packed.items():
                body = unpack(each)
                parsed = await self._reader.read(body, sniff(body, self._settings.zone))
                self._contents.put(digest, parsed.content, len(body))
                found[digest] = parsed.content
                await pace.breathe()
        return found

    # What was set aside.

    async def quarantine(self, viewer: Principal, before: int | None) -> tuple[list[QuarantineEntry], int | None]:
        """The newest entries, and the cursor of the next page."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            found = await self._storage.quarantine(db, before or QUARANTINE_ID_MAX, QUARANTINE_PAGE_MAX + 1)
        page = found[:QUARANTINE_PAGE_MAX]
        return page, page[-1].id if len(found) > QUARANTINE_PAGE_MAX else None


async def _settled(
    found: "Sequence[Outcome | asyncio.Future[Outcome]]",
) -> "Sequence[Outcome | asyncio.Future[Outcome]]":
    """The same, when every one is decided: an error of one leaves no other one without its reader."""
    waiting = [each for each in found if isinstance(each, asyncio.Future)]
    await asyncio.gather(*waiting, return_exceptions=True)
    return found


def _packed(bodies: Mapping[bytes, bytes | None]) -> dict[bytes, bytes]:
    return {digest: pack(body) for digest, body in bodies.items() if body is not None}


def _logged(envelope: Envelope, digest: bytes, message: bytes, body: bytes | None) -> LogEntry:
    return LogEntry(envelope=envelope, digest=digest, size_bytes=len(message), body=body)


def _noted(entry: LogEntry, parsed: Parsed) -> Refusal:
    """The rows of an accepted message that were left out or mended."""
    return Refusal(
        digest=entry.digest,
        size_bytes=entry.size_bytes,
        is_whole=False,
        reason=parsed.defects[0].reason,
        detail=" ".join(each.detail for each in parsed.defects)[:DETAIL_LENGTH_MAX],
        envelope=entry.envelope,
        body=None,
    )


def _outcome(candidate: _Candidate) -> Outcome:
    if candidate.entry is None:
        assert candidate.refusal is not None
        return Outcome(fate=Fate.QUARANTINED, reason=candidate.refusal.reason, detail=candidate.refusal.detail)
    if candidate.parsed is None:
        return Outcome(fate=Fate.STALE)
    return Outcome(fate=Fate.ACCEPTED, defects=len(candidate.parsed.defects))
