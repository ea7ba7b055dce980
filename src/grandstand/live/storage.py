"""The tables of the feed: the log, its documents, the quarantine. Every method runs on the caller's connection."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import NamedTuple, TypeAlias
from uuid import uuid4

from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.live.envelope import MESSAGE_BYTES_MAX
from grandstand.live.models import (
    Identity,
    LogEntry,
    LoggedStamp,
    QuarantineEntry,
    Reason,
    Refusal,
    Stamp,
)

CHANNEL = "grandstand_live"
LOG_LOCK = 0x6C_6976_6500  # "live"
PACK_LEVEL = 1
STAMPS_AT_ONCE = 20_000
DOCUMENTS_MAX = 1_000_000
"""Documents whose numbers one process remembers; beyond that it forgets all and asks again."""


Packed: TypeAlias = Mapping[bytes, bytes]


class Written(NamedTuple):
    """What an append has written: the digests, and the last sequence in the log, 0 where there is none."""

    digests: AbstractSet[bytes]
    sequence: int


class LiveStorage:
    """The log as one process writes and reads it; `process` is how others know who has written."""

    def __init__(self) -> None:
        self.process = uuid4().hex
        self._sql = load_queries("grandstand.live")
        self._ids: dict[Identity, int] = {}
        self._identities: dict[int, Identity] = {}

    async def append(
        self,
        db: Connection,
        entries: Sequence[LogEntry],
        refusals: Sequence[Refusal],
        bodies: Packed,
        at: datetime,
    ) -> Written:
        """Write what is not there yet; whoever listens on CHANNEL hears of it when the transaction ends.

        Args:
            db: a transaction; until its end nobody else appends.
            entries: of distinct digests, as are the refusals.
            refusals: for the quarantine.
            bodies: theirs, packed, by digest; none of those that are not kept.
            at: when they were received.
        """
        await db.execute(self._sql["lock_log"], LOG_LOCK, CHANNEL, self.process)
        envelopes = [each.envelope for each in entries]
        envelopes += [each.envelope for each in refusals if each.envelope is not None]
        await self._ensure_documents(db, [each.identity for each in envelopes])
        messages = await self._insert_messages(db, entries, bodies, at)
        refused = await self._insert_quarantine(db, refusals, bodies, at)
        return Written(messages.keys() | refused, max(messages.values(), default=0))

    async def _insert_messages(
        self, db: Connection, entries: Sequence[LogEntry], bodies: Packed, at: datetime
    ) -> dict[bytes, int]:
        if not entries:
            return {}
        rows = await db.fetch(
            self._sql["insert_messages"],
            [self._ids[each.envelope.identity] for each in entries],
            [each.envelope.version for each in entries],
            [each.envelope.generated_at for each in entries],
            at,
            [each.envelope.logical_date for each in entries],
            [each.envelope.source for each in entries],
            [each.digest for each in entries],
            [each.size_bytes for each in entries],
            [bodies.get(each.digest) for each in entries],
        )
        return {row["digest"]: row["sequence"] for row in rows}

    async def _insert_quarantine(
        self, db: Connection, refusals: Sequence[Refusal], bodies: Packed, at: datetime
    ) -> set[bytes]:
        if not refusals:
            return set()
        read = [each.envelope for each in refusals]
        rows = await db.fetch(
            self._sql["insert_quarantine"],
            at,
            [each.digest for each in refusals],
            [each.size_bytes for each in refusals],
            [each.is_whole for each in refusals],
            [each.reason.value for each in refusals],
            [each.detail for each in refusals],
            [None if envelope is None else self._ids[envelope.identity] for envelope in read],
            [None if envelope is None else envelope.version for envelope in read],
            [None if envelope is None else envelope.generated_at for envelope in read],
            [bodies.get(each.digest) if each.is_whole else None for each in refusals],
        )
        return {row["digest"] for row in rows}

    async def _ensure_documents(self, db: Connection, wanted: Iterable[Identity]) -> None:
        missing = sorted(set(wanted) - self._ids.keys())
        if not missing:
            return
        if len(self._ids) + len(missing) > DOCUMENTS_MAX:
            self._ids.clear()
            self._identities.clear()
            missing = sorted(set(wanted))
        columns = [list(column) for column in zip(*missing, strict=True)]
        await db.execute(self._sql["ensure_documents"], *columns)
        self._remember(await db.fetch(self._sql["document_ids"], *columns))

    def _remember(self, rows: Iterable[Row]) -> None:
        for row in rows:
            identity = _identity(row)
            self._ids[identity] = row["id"]
            self._identities[row["id"]] = identity

    # What is read back.

    async def stamps_after(self, db: Connection, sequence: int) -> list[LoggedStamp]:
        """The next messages of the log in order, STAMPS_AT_ONCE at most; none at its end."""
        rows = await db.fetch(self._sql["stamps_after"], sequence, STAMPS_AT_ONCE)
        return await self._logged(db, rows, "sequence")

    async def refused_after(self, db: Connection, number: int) -> list[LoggedStamp]:
        """The next messages of the quarantine whose headers were read: their versions were delivered."""
        rows = await db.fetch(self._sql["refused_after"], number, STAMPS_AT_ONCE)
        return await self._logged(db, rows, "id")

    async def _logged(self, db: Connection, rows: Sequence[Row], position: str) -> list[LoggedStamp]:
        if any(row["document_id"] not in self._identities for row in rows):
            self._remember(await db.fetch(self._sql["documents"]))
        return [
            LoggedStamp(
                row[position],
                self._identities[row["document_id"]],
                Stamp(row["version"], row["generated_at"], row["digest"]),
                position == "id" or row["stale"],
            )
            for row in rows
        ]

    async def bodies(self, db: Connection, digests: Sequence[bytes]) -> dict[bytes, bytes]:
        """The compressed bodies of these messages, as far as the log has them."""
        rows = await db.fetch(self._sql["bodies"], digests)
        return {row["digest"]: row["body"] for row in rows}

    async def quarantine(self, db: Connection, before: int, limit: int) -> list[QuarantineEntry]:
        """The entries below a number, newest first."""
        return [
            QuarantineEntry(
                id=row["id"],
                received_at=row["received_at"],
                digest=row["digest"],
                size_bytes=row["bytes"],
                is_whole=row["is_whole"],
                reason=Reason(row["reason"]),
                detail=row["detail"],
                identity=None if row["type"] is None else _identity(row),
                version=row["version"],
            )
            for row in await db.fetch(self._sql["quarantine"], before, limit)
        ]


def pack(body: bytes) -> bytes:
    """The body as the log keeps it."""
    return zlib.compress(body, PACK_LEVEL)


def unpack(packed: bytes) -> bytes:
    """The body; what would become longer than a message can be is cut."""
    return zlib.decompressobj().decompress(packed, MESSAGE_BYTES_MAX)


def _identity(row: Row) -> Identity:
    return Identity(row["competition"], row["type"], row["code"], row["subcode"], row["subtype"], row["language"])
