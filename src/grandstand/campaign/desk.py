"""One pool in one process: a queue for each lane, and what a batch of a lane does.

A batch is one transaction on one lane: lock its row, look the keys up, take numbers for the new ones, link them
to the chain, commit, answer. Where a lane runs out, free numbers move to it from another one through escrow.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

import structlog

from grandstand.campaign.amounts import AmountBlock, PoolAmounts
from grandstand.campaign.chain import (
    BatchReceipts,
    BatchTree,
    ReceiptKey,
    claim_lines,
    head,
    header_line,
)
from grandstand.campaign.claim_storage import ClaimStorage, ClaimTaken
from grandstand.campaign.errors import OccasionNotEarned, OccasionUnknown, Paced, PoolGone, PoolNotOpen
from grandstand.campaign.lanes import Answer, Grant, LaneQueue, Outcome
from grandstand.campaign.models import (
    BatchHeader,
    Bucket,
    Claim,
    ClaimKey,
    LaneView,
    Move,
    Pool,
    PoolState,
    Tranche,
)
from grandstand.campaign.pace import next_turn, refilled, shares_in, spent
from grandstand.campaign.rules import batch_time, count_free, cut_for_neighbour, lane_of, state_at, take
from grandstand.campaign.storage import CampaignStorage
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.ids import LaneId, new_move_id
from grandstand.kernel.telemetry import CLAIM_BATCH, CLAIM_BATCH_SECONDS

LOOK_FIRST_BATCHES = 50
"""How many batches of a lane look their keys up after one of them met a key that was taken."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DeskTools:
    """What every desk of a process works with."""

    database: Database
    claims: ClaimStorage
    pools: CampaignStorage
    clock: Clock
    receipt_key: ReceiptKey
    batch_max: int


class Batch(NamedTuple):
    """What one transaction has given; the claims in the order of the tree."""

    claims: list[Claim]
    header: bytes
    lines: list[bytes]
    tree: BatchTree


class PoolDesk:
    """Answers the claims of one pool.

    Args:
        pool: what is frozen of it; its state is read anew in every batch.
        tranches: those known now; when a batch meets more, they are read again.
        tools: of this process.
    """

    def __init__(self, pool: Pool, tranches: Sequence[Tranche], tools: DeskTools) -> None:
        self._pool = pool
        self._tools = tools
        self._occasions = {occasion: index for index, occasion in enumerate(pool.occasions)}
        self._earned = frozenset(pool.earned)
        self._amounts = PoolAmounts(tranches)
        lanes = [LaneId(lane) for lane in range(pool.lanes)]
        self._blocks = [AmountBlock() for _ in lanes]
        self._look_first = [0 for _ in lanes]
        self._turns: list[datetime | None] = [None for _ in lanes]
        self._queues = [LaneQueue(partial(self._grant, lane), batch_max=tools.batch_max) for lane in lanes]

    @property
    def is_idle(self) -> bool:
        return all(queue.is_idle for queue in self._queues)

    def is_earned(self, occasion: str) -> bool:
        """Whether no fan may ask for this occasion herself."""
        return occasion in self._earned

    async def held(self, key: ClaimKey) -> Grant:
        """The share that the key has already; nothing is given.

        Raises:
            OccasionNotEarned: it has none.
        """
        lane = lane_of(self._pool.id, key.fan, len(self._queues))
        async with self._tools.database.connection() as db:
            found = await self._tools.claims.find_claims(db, self._pool.id, lane, [key], self._pool.currency)
        if (claim := found.get(key)) is None:
            raise OccasionNotEarned(f"A share for {key.occasion!r} is given to you once you have earned it.")
        return Grant(claim, None, 0)

    def submit(self, key: ClaimKey) -> "asyncio.Future[Answer]":
        """Where the answer for this key will be.

        Raises:
            OccasionUnknown: the pool has no such occasion.
        """
        if key.occasion not in self._occasions:
            raise OccasionUnknown(
                f"Pool {self._pool.id} has no occasion {key.occasion!r}; it has {list(self._occasions)!r}."
            )
        return self._queues[lane_of(self._pool.id, key.fan, len(self._queues))].submit(key)

    async def drain(self) -> None:
        await asyncio.gather(*(queue.drain() for queue in self._queues))

    async def _grant(self, lane: LaneId, keys: Sequence[ClaimKey]) -> list[Outcome]:
        """One batch; where the lane runs out, numbers are moved to it from its neighbours until none has any."""
        outcomes = await self._grant_once(lane, keys)
        while left := [at for at, outcome in enumerate(outcomes) if outcome is None]:
            await self._move_numbers_to(lane)
            again = await self._grant_once(lane, [keys[at] for at in left])
            for at, outcome in zip(left, again, strict=True):
                outcomes[at] = outcome
        return [outcome for outcome in outcomes if outcome is not None]

    async def _grant_once(self, lane: LaneId, keys: Sequence[ClaimKey]) -> list[Outcome | None]:
        """One batch in one transaction; None for keys for which this lane has no number left, but another has.

        Most claims are a fan's first, and to look them up before costs a fifth of the batch. So it is not done
        until a key turns out to be taken, which undoes the batch, and then for the next `LOOK_FIRST_BATCHES`.
        """
        started_s = time.perf_counter()
        try:
            outcomes = await self._transact(lane, keys, look_first=self._look_first[lane] > 0)
        except ClaimTaken:
            self._look_first[lane] = LOOK_FIRST_BATCHES
            outcomes = await self._transact(lane, keys, look_first=True)
        CLAIM_BATCH.observe(len(keys))
        CLAIM_BATCH_SECONDS.observe(time.perf_counter() - started_s)
        return outcomes

    async def _transact(self, lane: LaneId, keys: Sequence[ClaimKey], *, look_first: bool) -> list[Outcome | None]:
        """As `_grant_once`.

        Raises:
            ClaimTaken: a key has a share already, and was not looked up; nothing has happened.
        """
        pool, tools = self._pool, self._tools
        outcomes: list[Outcome | None] = [None] * len(keys)
        new: Sequence[int] = range(len(keys))
        batch: Batch | None = None
        async with tools.database.transaction() as db:
            view = await tools.claims.lock_lane(db, pool.id, lane)
            now = tools.clock()
            state = state_at(view.state, pool.opens_at, pool.closes_at, now)
            bucket = None if view.bucket is None else refilled(view.bucket, now)
            room = len(keys) if bucket is None else shares_in(bucket)
            if look_first or state is not PoolState.OPEN or min(count_free(view.ranges), room) < len(keys):
                held = await tools.claims.find_claims(db, pool.id, lane, keys, pool.currency)
                self._look_first[lane] = LOOK_FIRST_BATCHES if held else max(0, self._look_first[lane] - 1)
                known = [held.get(key) for key in keys]
                outcomes = [None if claim is None else Grant(claim, None, 0) for claim in known]
                new = [at for at, claim in enumerate(known) if claim is None]
            if state is not PoolState.OPEN:
                refusal = self._not_open(state, now)
                return [outcome or refusal for outcome in outcomes]
            if new and room:
                batch = await self._give(db, view, [keys[at] for at in new[:room]], now)
            if batch is not None and bucket is not None:
                bucket = spent(bucket, len(batch.claims))
                await tools.claims.spend_tokens(db, pool.id, lane, bucket)
            if count_free(view.ranges) < len(new) and (await tools.claims.free_numbers(db, pool.id)).are_gone:
                # Found while the lane is locked, so that nobody is given a share by her other request meanwhile.
                gone = PoolGone(f"Every share of pool {pool.id} has been taken.")
                outcomes = [outcome or gone for outcome in outcomes]
            if bucket is not None:
                for at in new[room:]:
                    outcomes[at] = outcomes[at] or self._paced(lane, bucket, now)
        if batch is not None:
            # After the commit: nobody waits for the lane meanwhile, and what was rolled back has no receipt.
            receipts = BatchReceipts(batch.header, batch.lines, batch.tree, tools.receipt_key)
            for place, (at, claim) in enumerate(zip(new, batch.claims, strict=False)):
                outcomes[at] = Grant(claim, receipts, place)
        return outcomes

    async def _give(self, db: Connection, view: LaneView, new: Sequence[ClaimKey], now: datetime) -> Batch | None:
        """Shares for the first of the keys, as many as the lane has numbers; None when it has none."""
        shares, before, after = take(view.ranges, len(new))
        if not shares:
            return None
        pool, tools, given = self._pool, self._tools, new[: len(shares)]
        if view.tranches != self._amounts.tranches:
            self._amounts = PoolAmounts(await tools.pools.tranches(db, pool.id))
        at = batch_time(now, view.batch_at, self._amounts.committed_at)
        amounts = self._blocks[view.id].amounts(self._amounts, shares)
        lines = claim_lines(
            pool.pseudonym_key,
            shares,
            amounts,
            [self._occasions[key.occasion] for key in given],
            [key.fan for key in given],
        )
        tree = BatchTree(lines)
        header = BatchHeader(
            pool=pool.id,
            lane=view.id,
            batch=view.batch + 1,
            at=at,
            claims=len(shares),
            amount_minor=sum(amounts),
            budget=view.budget,
            previous=view.head,
            root=tree.root,
        )
        line = header_line(header)
        await tools.claims.insert_claims(db, header, given, shares, amounts)
        await tools.claims.advance_lane(db, header, head(line), before, after)
        claims = [
            Claim(
                pool=pool.id,
                occasion=key.occasion,
                share=share,
                amount_minor=amount,
                currency=pool.currency,
                claimed_at=at,
            )
            for key, share, amount in zip(given, shares, amounts, strict=True)
        ]
        return Batch(claims, line, lines, tree)

    def _paced(self, lane: LaneId, bucket: Bucket, now: datetime) -> Paced:
        """Each one who has to wait is told a time of her own, one share later than the one before her."""
        turn = self._turns[lane] = next_turn(bucket, self._turns[lane], now)
        return Paced(
            f"Pool {self._pool.id} gives a limited number of shares a second; nothing is lost by waiting.",
            retry_after_s=(turn - now).total_seconds(),
        )

    def _not_open(self, state: PoolState, now: datetime) -> PoolNotOpen:
        opens_at = self._pool.opens_at
        if state is PoolState.SCHEDULED and opens_at is not None:
            return PoolNotOpen(
                f"Pool {self._pool.id} opens at {opens_at.isoformat()}.",
                retry_after_s=(opens_at - now).total_seconds(),
            )
        return PoolNotOpen(f"Pool {self._pool.id} is {state.value!r}; try again when it is open.")

    async def _move_numbers_to(self, lane: LaneId) -> None:
        """Bring numbers to a lane that has run out, if any lane has one."""
        pool, tools = self._pool.id, self._tools
        async with tools.database.connection() as db:
            free = await tools.claims.free_numbers(db, pool)
        # Somebody is landing them, or was killed before: to land them twice does nothing.
        for move in free.moves:
            await self._land(move)
        if free.largest and not free.moves and lane not in free.largest:
            donor = max(free.largest, key=lambda each: free.largest[each])
            if (sent := await self._send(donor, lane)) is not None:
                await self._land(sent)

    async def _send(self, donor: LaneId, lane: LaneId) -> Move | None:
        """Put half of the donor's largest free stretch into escrow; None when it has run out in the meantime."""
        pool, tools = self._pool.id, self._tools
        async with tools.database.transaction() as db:
            cut = cut_for_neighbour((await tools.claims.lock_lane(db, pool, donor)).ranges)
            if cut is None:
                return None
            stays, goes = cut
            move = Move(new_move_id(), donor, lane, goes.lo, goes.hi)
            await tools.claims.send_range(db, pool, stays, move, tools.clock())
        return move

    async def _land(self, move: Move) -> None:
        tools = self._tools
        async with tools.database.transaction() as db:
            await tools.claims.lock_lane(db, self._pool.id, move.to_lane)
            await tools.claims.land_range(db, move.id, tools.clock())
        log.info(
            "range.moved", pool=self._pool.id, donor=move.from_lane, lane=move.to_lane, numbers=move.hi - move.lo
        )
