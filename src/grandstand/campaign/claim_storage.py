"""The tables of the claim path, on the caller's connection; transactions belong to the engine."""

from collections.abc import Sequence
from datetime import datetime

from asyncpg import UniqueViolationError

from grandstand.campaign.models import (
    BatchHeader,
    Bucket,
    Claim,
    ClaimKey,
    FreeNumbers,
    LaneView,
    Move,
    PoolState,
    Range,
)
from grandstand.kernel.database import Connection, load_queries
from grandstand.kernel.ids import LaneId, MoveId, PoolId, SubjectId

KEY_OF_CLAIMS = "claim_pkey"


class ClaimTaken(Exception):
    """A key of the batch has a share already."""


class ClaimStorage:
    """What one batch reads and writes; no transaction touches more than one lane."""

    def __init__(self) -> None:
        self._sql = load_queries("grandstand.campaign")

    async def lock_lane(self, db: Connection, pool: PoolId, lane: LaneId) -> LaneView:
        """Lock the lane until the transaction ends; what it shows was committed before."""
        row = await db.fetchrow(self._sql["lock_lane"], pool, lane)
        assert row is not None, f"pool {pool} has no lane {lane}"
        # A statement of its own: after waiting for the lock, the first one would still show the old ranges.
        ranges = await db.fetch(self._sql["free_ranges"], pool, lane)
        return LaneView(
            lane,
            PoolState(row["state"]),
            row["batch"],
            row["batch_at"],
            row["head"],
            row["budget"],
            row["tranches"],
            Bucket(row["pace"], row["tokens"], row["refilled_at"]) if row["pace"] else None,
            row["conditions"],
            tuple(Range(each["lo"], each["next"], each["hi"]) for each in ranges),
        )

    async def find_claims(
        self, db: Connection, pool: PoolId, lane: LaneId, keys: Sequence[ClaimKey], currency: str
    ) -> dict[ClaimKey, Claim]:
        """The claims that exist already, by key."""
        fans, occasions = [key.fan for key in keys], [key.occasion for key in keys]
        rows = await db.fetch(self._sql["find_claims"], pool, lane, fans, occasions)
        return {
            ClaimKey(SubjectId(row["fan_id"]), row["occasion"]): Claim(
                pool=pool,
                occasion=row["occasion"],
                share=row["share"],
                amount_minor=row["amount_minor"],
                currency=currency,
                claimed_at=row["claimed_at"],
            )
            for row in rows
        }

    async def insert_claims(
        self,
        db: Connection,
        header: BatchHeader,
        keys: Sequence[ClaimKey],
        shares: Sequence[int],
        amounts: Sequence[int],
    ) -> None:
        """Store the claims of a batch.

        Raises:
            ClaimTaken: a key has a share already; the transaction cannot go on.
        """
        fans, occasions = [key.fan for key in keys], [key.occasion for key in keys]
        try:
            await db.execute(
                self._sql["insert_claims"], header.pool, header.lane, header.at, fans, occasions, shares, amounts
            )
        except UniqueViolationError as error:
            # That a share is given twice would be a fault of ours, and stays an error.
            if error.constraint_name == KEY_OF_CLAIMS:
                raise ClaimTaken from None
            raise

    async def advance_lane(
        self, db: Connection, header: BatchHeader, head: bytes, before: Sequence[Range], after: Sequence[Range]
    ) -> None:
        """Take the batch's numbers from their ranges, link it to the chain, post its amount.

        Args:
            db: the transaction in which the lane is locked.
            header: of the batch.
            head: the chain's new end.
            before: the ranges that it takes numbers from, as the lane's view shows them.
            after: the same ranges, moved on.
        """
        await db.execute(
            self._sql["advance_lane"],
            header.pool,
            header.lane,
            header.batch,
            header.at,
            header.claims,
            header.amount_minor,
            [each.next for each in before],
            [each.next for each in after],
            header.budget,
            header.root,
            head,
            [each.lo for each in after],
            [each.next for each in after],
        )

    async def spend_tokens(self, db: Connection, pool: PoolId, lane: LaneId, bucket: Bucket) -> None:
        """Keep what is left in the bucket of a lane that is locked."""
        await db.execute(self._sql["spend_tokens"], pool, lane, bucket.tokens, bucket.refilled_at)

    # Moving free numbers between lanes.

    async def free_numbers(self, db: Connection, pool: PoolId) -> FreeNumbers:
        """One snapshot of the pool: a number is in a lane or on its way, never both, never neither."""
        rows = await db.fetch(self._sql["free_numbers"], pool)
        return FreeNumbers(
            {LaneId(row["lane"]): row["largest"] for row in rows if row["id"] is None},
            tuple(
                Move(row["id"], LaneId(row["lane"]), LaneId(row["to_lane"]), row["lo"], row["hi"])
                for row in rows
                if row["id"] is not None
            ),
        )

    async def send_range(self, db: Connection, pool: PoolId, stays: Range, move: Move, at: datetime) -> None:
        """Take the numbers of a move out of the lane that gives them, which is locked."""
        await db.execute(self._sql["shrink_range"], pool, move.from_lane, stays.lo, stays.hi)
        await db.execute(
            self._sql["send_range"], move.id, pool, move.from_lane, move.to_lane, move.lo, move.hi, at
        )

    async def land_range(self, db: Connection, move: MoveId, at: datetime) -> None:
        """Put the numbers of a move into its lane, which is locked; nothing when they have landed already."""
        await db.execute(self._sql["land_range"], move, at)
