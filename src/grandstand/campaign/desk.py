"""One pool in one process: a queue for each lane, and what a batch of a lane does.

A batch is one transaction on one lane: lock its row, look the keys up, take numbers for the new ones, link them
to the chain, commit, answer. Where a lane runs out, free numbers move to it from another one through escrow.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
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
from grandstand.campaign.condition_storage import ConditionStorage
from grandstand.campaign.conditions import Conditions, Facts, Purse, paid
from grandstand.campaign.errors import (
    CampaignError,
    OccasionNotEarned,
    OccasionUnknown,
    Paced,
    PlatformSpent,
    PoolGone,
    PoolNotOpen,
)
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
from grandstand.campaign.purses import Purses
from grandstand.campaign.rules import batch_time, count_free, cut_for_neighbour, lane_of, state_at, take
from grandstand.campaign.storage import CampaignStorage
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.ids import LaneId, new_move_id
from grandstand.kernel.telemetry import CLAIM_BATCH, CLAIM_BATCH_SECONDS

LOOK_FIRST_BATCHES = 50
"""How many batches of a lane look their keys up after one of them met a key that was taken."""

NO_PURSES: Mapping[str, Purse] = {}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DeskTools:
    """What every desk of a process works with."""

    database: Database
    claims: ClaimStorage
    conditions: ConditionStorage
    pools: CampaignStorage
    clock: Clock
    receipt_key: ReceiptKey
    batch_max: int


class ConditionsChanged(Exception):
    """It matters by now who asks, and nobody has looked."""


class Batch(NamedTuple):
    """What one transaction has given: to whom, by place among those who asked, in the order of the tree."""

    places: Sequence[int]
    claims: list[Claim]
    header: bytes
    lines: list[bytes]
    tree: BatchTree


class Asking(NamedTuple):
    """Who is to get the next shares, by place; where platforms pay, each one's platform, and their purses."""

    places: Sequence[int]
    platforms: Sequence[str | None] = ()
    purses: Mapping[str, Purse] = NO_PURSES


class Told(NamedTuple):
    """The outcome for each key of a batch, None for those for whom another lane has what this one lacks.

    `dry` are the platforms whose purses in this lane cannot pay any more.
    """

    outcomes: list[Outcome | None]
    dry: frozenset[str] = frozenset()


class PoolDesk:
    """Answers the claims of one pool.

    Args:
        pool: what is frozen of it; its state is read anew in every batch.
        tranches: those known now; when a batch meets more, they are read again.
        conditions: those that hold now; when a batch meets another version, they are read again.
        tools: of this process.
    """

    def __init__(self, pool: Pool, tranches: Sequence[Tranche], conditions: Conditions, tools: DeskTools) -> None:
        self._pool = pool
        self._tools = tools
        self._conditions = conditions
        self._purses = Purses(pool.id, tools.database, tools.claims, tools.conditions, tools.clock)
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
        outcomes, dry = await self._grant_once(lane, keys)
        while left := [at for at, outcome in enumerate(outcomes) if outcome is None]:
            if dry:
                await self._purses.fill(lane, dry, self._amounts.most_minor)
            else:
                await self._move_numbers_to(lane)
            again, dry = await self._grant_once(lane, [keys[at] for at in left])
            for at, outcome in zip(left, again, strict=True):
                outcomes[at] = outcome
        return [outcome for outcome in outcomes if outcome is not None]

    async def _grant_once(self, lane: LaneId, keys: Sequence[ClaimKey]) -> Told:
        """One batch in one transaction.

        Most claims are a fan's first, and to look them up before costs a fifth of the batch. So it is not done
        until a key turns out to be taken, which undoes the batch, and then for the next `LOOK_FIRST_BATCHES`.
        """
        started_s = time.perf_counter()
        facts = await self._facts(keys) if self._conditions.need_facts else None
        while True:
            look_first = self._look_first[lane] > 0
            try:
                told = await self._transact(lane, keys, facts, look_first=look_first)
            except ClaimTaken:
                assert not look_first, "a key that was looked up is not taken"
                self._look_first[lane] = LOOK_FIRST_BATCHES
            except ConditionsChanged:
                facts = await self._facts(keys)
            else:
                break
        CLAIM_BATCH.observe(len(keys))
        CLAIM_BATCH_SECONDS.observe(time.perf_counter() - started_s)
        return told

    async def _facts(self, keys: Sequence[ClaimKey]) -> Sequence[Facts]:
        """What is known of each who asks: read before the lane is locked, since it hardly ever changes."""
        async with self._tools.database.connection() as db:
            return await self._tools.conditions.facts(db, [key.fan for key in keys])

    async def _transact(
        self, lane: LaneId, keys: Sequence[ClaimKey], facts: Sequence[Facts] | None, *, look_first: bool
    ) -> Told:
        """As `_grant_once`.

        Raises:
            ClaimTaken: a key has a share already, and was not looked up; nothing has happened.
            ConditionsChanged: facts are needed by now; nothing has happened.
        """
        pool, tools = self._pool, self._tools
        outcomes: list[Outcome | None] = [None] * len(keys)
        new: Sequence[int] = range(len(keys))
        async with tools.database.transaction() as db:
            view = await tools.claims.lock_lane(db, pool.id, lane)
            now = tools.clock()
            refused = await self._refused(db, view, keys, facts)
            state = state_at(view.state, pool.opens_at, pool.closes_at, now)
            bucket = None if view.bucket is None else refilled(view.bucket, now)
            room = len(keys) if bucket is None else shares_in(bucket)
            short = min(count_free(view.ranges), room) < len(keys)
            looked = look_first or bool(refused) or short or state is not PoolState.OPEN
            if looked:
                outcomes, new = await self._known(db, lane, keys)
            if state is not PoolState.OPEN:
                refusal = self._not_open(state, now)
                return Told([outcome or refusal for outcome in outcomes])
            if refused:
                outcomes = [outcome or refused.get(at) for at, outcome in enumerate(outcomes)]
                new = [at for at in new if at not in refused]
            asking = await self._asking(db, lane, new[:room], facts)
            batch = await self._give(db, view, keys, asking, now)
            dry = await self._tell_spent(db, asking, batch, outcomes, looked=looked)
            if count_free(view.ranges) < len(new) and (await tools.claims.free_numbers(db, pool.id)).are_gone:
                # Found while the lane is locked, so that nobody is given a share by her other request meanwhile.
                gone = PoolGone(f"Every share of pool {pool.id} has been taken.")
                outcomes = [outcome or gone for outcome in outcomes]
            if bucket is not None:
                bucket = await self._spend_tokens(db, lane, bucket, batch)
                for at in new[room:]:
                    outcomes[at] = outcomes[at] or self._paced(lane, bucket, now)
        if batch is not None:
            # After the commit: nobody waits for the lane meanwhile, and what was rolled back has no receipt.
            receipts = BatchReceipts(batch.header, batch.lines, batch.tree, tools.receipt_key)
            for place, (at, claim) in enumerate(zip(batch.places, batch.claims, strict=True)):
                outcomes[at] = Grant(claim, receipts, place)
        return Told(outcomes, dry)

    async def _known(
        self, db: Connection, lane: LaneId, keys: Sequence[ClaimKey]
    ) -> tuple[list[Outcome | None], list[int]]:
        """The shares of keys that have one, and the places of those that have none."""
        held = await self._tools.claims.find_claims(db, self._pool.id, lane, keys, self._pool.currency)
        self._look_first[lane] = LOOK_FIRST_BATCHES if held else max(0, self._look_first[lane] - 1)
        known = [held.get(key) for key in keys]
        outcomes: list[Outcome | None] = [None if claim is None else Grant(claim, None, 0) for claim in known]
        return outcomes, [at for at, claim in enumerate(known) if claim is None]

    async def _refused(
        self, db: Connection, view: LaneView, keys: Sequence[ClaimKey], facts: Sequence[Facts] | None
    ) -> dict[int, CampaignError]:
        """Those for whom nothing new is given here, by place; by the conditions of the locked lane.

        Raises:
            ConditionsChanged: they need facts by now.
        """
        if view.conditions != self._conditions.version:
            pool = self._pool.id
            self._conditions = await self._tools.conditions.conditions(db, pool, view.conditions)
        conditions = self._conditions
        if not conditions.need_facts:
            return {}
        if facts is None:
            raise ConditionsChanged
        refusals = ((at, conditions.refusal(key, facts[at])) for at, key in enumerate(keys))
        return {at: refusal for at, refusal in refusals if refusal is not None}

    async def _asking(
        self,
        db: Connection,
        lane: LaneId,
        places: Sequence[int],
        facts: Sequence[Facts] | None,
    ) -> Asking:
        """Who is to get the next shares, and out of whose purses."""
        conditions = self._conditions
        if not conditions.platforms or facts is None or not places:
            return Asking(places)
        on = [conditions.platform(facts[at]) for at in places]
        if not (platforms := sorted({platform for platform in on if platform is not None})):
            return Asking(places)
        purses = await self._tools.conditions.purses(db, self._pool.id, lane, platforms)
        return Asking(places, on, purses)

    async def _tell_spent(
        self,
        db: Connection,
        asking: Asking,
        batch: Batch | None,
        outcomes: list[Outcome | None],
        *,
        looked: bool,
    ) -> frozenset[str]:
        """Tell those whose platform has nothing left anywhere; the platforms that have some in other lanes.

        Raises:
            ClaimTaken: somebody of them may have a share already, and was not looked up.
        """
        if not asking.purses:
            return frozenset()
        served, most_minor = frozenset(() if batch is None else batch.places), self._amounts.most_minor
        left = {
            at: platform
            for at, platform in zip(asking.places, asking.platforms, strict=False)
            if platform is not None and at not in served and not asking.purses[platform].may_pay(most_minor)
        }
        if not left:
            return frozenset()
        if not looked:
            raise ClaimTaken
        # Found while the lane is locked, as with the numbers of a pool that is gone.
        dry = frozenset(left.values())
        parts = await self._tools.conditions.parts(db, self._pool.id, sorted(dry))
        spent_up = {platform for platform in dry if not parts[platform].may_pay(most_minor)}
        for at, platform in left.items():
            if platform in spent_up:
                outcomes[at] = PlatformSpent(f"{platform!r} has nothing left to give in pool {self._pool.id}.")
        return dry - spent_up

    async def _give(
        self, db: Connection, view: LaneView, keys: Sequence[ClaimKey], asking: Asking, now: datetime
    ) -> Batch | None:
        """Shares for the first who ask, as many as the lane has numbers; None when nobody gets one."""
        places, on, purses = asking
        shares, before, after = take(view.ranges, len(places))
        if not shares:
            return None
        pool, tools = self._pool, self._tools
        if view.tranches != self._amounts.tranches:
            self._amounts = PoolAmounts(await tools.pools.tranches(db, pool.id))
        at = batch_time(now, view.batch_at, self._amounts.committed_at)
        amounts = self._blocks[view.id].amounts(self._amounts, shares)
        if purses:
            chosen = paid(on, amounts, purses, self._amounts.most_minor)
            if not chosen:
                return None
            shares, before, after = take(view.ranges, len(chosen))
            places, on = [places[each] for each in chosen], [on[each] for each in chosen]
            amounts = amounts[: len(chosen)]
        given = [keys[each] for each in places[: len(shares)]]
        lines = claim_lines(
            pool.pseudonym_key,
            shares,
            amounts,
            [self._occasions[key.occasion] for key in given],
            [key.fan for key in given],
        )
        tree = BatchTree(lines)
        header = self._header(view, at, amounts, tree)
        line = header_line(header)
        if purses:
            await tools.conditions.insert_claims(db, header, given, shares, amounts, on)
            await tools.conditions.pay(db, header, purses)
        else:
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
        return Batch(places[: len(shares)], claims, line, lines, tree)

    def _header(self, view: LaneView, at: datetime, amounts: Sequence[int], tree: BatchTree) -> BatchHeader:
        return BatchHeader(
            pool=self._pool.id,
            lane=view.id,
            batch=view.batch + 1,
            at=at,
            claims=len(amounts),
            amount_minor=sum(amounts),
            budget=view.budget,
            previous=view.head,
            root=tree.root,
        )

    async def _spend_tokens(self, db: Connection, lane: LaneId, bucket: Bucket, batch: Batch | None) -> Bucket:
        """The bucket after the batch, as it is kept."""
        if batch is None:
            return bucket
        left = spent(bucket, len(batch.claims))
        await self._tools.claims.spend_tokens(db, self._pool.id, lane, left)
        return left

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
