"""The tables that anyone may check: keys, chains, published heads, sums. On the caller's connection."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime

from grandstand.campaign.chain import ReceiptKey
from grandstand.campaign.models import (
    Audit,
    Balance,
    BatchClaim,
    BatchHeader,
    Head,
    PoolState,
    PublishedHead,
    StoredBatch,
)
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import LaneId, PoolId, SubjectId
from grandstand.kernel.sealing import Sealer

RECEIPT_KEY_PURPOSE = "receipt key"
AUDIT_TIMEOUT_S = 1800.0


class ProofStorage:
    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._sql = load_queries("grandstand.campaign")

    # Keys.

    async def ensure_receipt_key(self, db: Connection, at: datetime) -> ReceiptKey:
        """The key that signs; a new one where there is none. Inside a transaction."""
        # Processes that start together wait here for the first one's key.
        await db.execute(self._sql["lock_receipt_keys"])
        if (row := await db.fetchrow(self._sql["receipt_keys"])) is not None:
            return ReceiptKey(self._sealer.open(row["sealed_private_key"], RECEIPT_KEY_PURPOSE))
        key = ReceiptKey.new()
        sealed = self._sealer.seal(key.private, RECEIPT_KEY_PURPOSE)
        await db.execute(self._sql["insert_receipt_key"], key.id, key.public, sealed, at)
        return key

    async def public_keys(self, db: Connection) -> dict[str, bytes]:
        """Every key that receipts were signed with, by its id."""
        return {row["id"]: row["public_key"] for row in await db.fetch(self._sql["receipt_keys"])}

    # Heads.

    async def heads(self, db: Connection, pool: PoolId) -> list[tuple[Head, int, int]]:
        """The end of each lane's chain, with the claims granted and the amount spent until there."""
        rows = await db.fetch(self._sql["heads"], pool)
        return [
            (Head(LaneId(row["lane"]), row["batch"], row["head"]), row["granted"], row["spent_minor"])
            for row in rows
        ]

    async def publish_heads(self, db: Connection, at: datetime) -> None:
        """Note the heads of every lane that has moved and was not noted this minute. Inside a transaction."""
        # A process that comes second waits, and finds them noted.
        await db.execute(self._sql["lock_publication"])
        await db.execute(self._sql["publish_heads"], at)

    async def published_heads(
        self, db: Connection, pool: PoolId, before: tuple[datetime, int], limit: int
    ) -> list[PublishedHead]:
        """Newest first."""
        return [_published(row) for row in await db.fetch(self._sql["published_heads"], pool, *before, limit)]

    async def all_published_heads(self, db: Connection, pool: PoolId) -> AsyncIterator[PublishedHead]:
        """Oldest first; inside a transaction, since a cursor reads them."""
        async for row in db.cursor(self._sql["all_published_heads"], pool):
            yield _published(row)

    # Batches and their claims.

    async def batch_of(
        self, db: Connection, pool: PoolId, fan: SubjectId, occasion: str
    ) -> tuple[StoredBatch, int] | None:
        """The batch in which a fan was given her share, and that share; None when she has none."""
        claim = await db.fetchrow(self._sql["claim_of"], fan, pool, occasion)
        if claim is None:
            return None
        row = await db.fetchrow(self._sql["batch_of"], pool, claim["lane"], claim["claimed_at"])
        assert row is not None, "every claim is in a batch"
        return _batch(pool, row, row["previous"]), claim["share"]

    async def claims_of(
        self, db: Connection, pool: PoolId, lane: LaneId, batches: Sequence[StoredBatch]
    ) -> dict[int, list[BatchClaim]]:
        """The claims of some batches of a lane, by batch number; by share number within, the order of its tree."""
        stretches = [
            (batch.header.batch, lo, hi) for batch in batches for lo, hi in zip(batch.los, batch.his, strict=True)
        ]
        rows = await db.fetch(self._sql["claims_of_batches"], pool, lane, *map(list, zip(*stretches, strict=True)))
        claims: dict[int, list[BatchClaim]] = {batch.header.batch: [] for batch in batches}
        for row in rows:
            claims[row["number"]].append(_claim(row))
        return claims

    async def batches_after(self, db: Connection, pool: PoolId, last: Head, limit: int) -> list[StoredBatch]:
        """The next batches of a lane's chain; `last` is where the reader stands."""
        rows = await db.fetch(self._sql["batches_after"], pool, last.lane, last.batch, limit)
        previous = [last.head, *(row["head"] for row in rows)]
        return [_batch(pool, row, head) for row, head in zip(rows, previous, strict=False)]

    # Sums.

    async def balance(self, db: Connection, pool: PoolId) -> Balance | None:
        """Every sum of one snapshot; cheap, the claims are not counted."""
        row = await db.fetchrow(self._sql["balance"], pool)
        return None if row is None else _balance(dict(row))

    async def every_pool(self, db: Connection) -> list[PoolId]:
        """Drafts too."""
        return [PoolId(row["id"]) for row in await db.fetch(self._sql["every_pool"])]

    async def audit(self, db: Connection, pool: PoolId) -> Audit | None:
        """Counts every claim: seconds for millions of them."""
        row = await db.fetchrow(self._sql["audit"], pool, timeout=AUDIT_TIMEOUT_S)
        if row is None:
            return None
        values = dict(row)
        counted = {name: values.pop(name) for name in ("claims", "claims_minor", "fans_twice", "shares_twice")}
        return Audit(balance=_balance(values), **counted)

    # The continuous self-check.

    async def try_check_lock(self, db: Connection, pool: PoolId) -> bool:
        """Whether this transaction is the one that checks the pool now; the others leave it alone."""
        return bool(await db.fetchval(self._sql["try_check_lock"], pool))

    async def pools_to_check(self, db: Connection) -> list[PoolId]:
        return [PoolId(row["id"]) for row in await db.fetch(self._sql["pools_to_check"])]

    async def checked(self, db: Connection, pool: PoolId) -> dict[LaneId, Head]:
        """How far each lane's chain has been counted again; lanes that were never looked at are missing."""
        rows = await db.fetch(self._sql["checked"], pool)
        return {LaneId(row["lane"]): Head(LaneId(row["lane"]), row["batch"], row["head"]) for row in rows}

    async def mark_checked(self, db: Connection, pool: PoolId, lane: LaneId, batch: int) -> None:
        await db.execute(self._sql["mark_checked"], pool, lane, batch)

    async def insert_faults(self, db: Connection, pool: PoolId, at: datetime, faults: Sequence[str]) -> list[str]:
        """Note what was found; those faults that were not known before."""
        return [
            words for words in faults if await db.fetchval(self._sql["insert_fault"], pool, at, words) is not None
        ]


def _published(row: Row) -> PublishedHead:
    return PublishedHead(row["at"], LaneId(row["lane"]), row["batch"], row["head"])


def _batch(pool: PoolId, row: Row, previous: bytes) -> StoredBatch:
    header = BatchHeader(
        pool,
        row["lane"],
        row["number"],
        row["at"],
        row["claims"],
        row["amount_minor"],
        row["budget"],
        previous,
        row["root"],
    )
    return StoredBatch(header, row["head"], tuple(row["los"]), tuple(row["his"]))


def _claim(row: Row) -> BatchClaim:
    return BatchClaim(SubjectId(row["fan_id"]), row["share"], row["amount_minor"], row["occasion"])


def _balance(values: Mapping[str, object]) -> Balance:
    typed = {**values, "pool": values["pool"], "state": PoolState(str(values["state"]))}
    return Balance(**typed)  # type: ignore[arg-type]  # the view has exactly these columns
