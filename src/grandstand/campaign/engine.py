"""The claim path: from (pool, fan, occasion) to a durable share.

Workers are stateless: any process may serve any lane, the row lock of the lane orders them, and a caller who
does not know the outcome repeats the same claim and gets the same share.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import structlog

from grandstand.campaign.errors import OccasionUnknown, PoolGone, PoolNotOpen, PoolUnknown
from grandstand.campaign.lanes import LaneQueue, Outcome
from grandstand.campaign.models import Claim, ClaimKey, LaneView, Pool, PoolState
from grandstand.campaign.rules import cut_for_neighbour, lane_of, take
from grandstand.campaign.split import Split
from grandstand.campaign.storage import CampaignStorage
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import Overloaded
from grandstand.kernel.ids import LaneId, PoolId, SubjectId
from grandstand.kernel.limits import Rate, RateLimiter
from grandstand.kernel.telemetry import CLAIM_BATCH, CLAIM_BATCH_SECONDS

AMOUNT_BLOCK = 1024
"""Amounts are computed for this many neighbouring numbers at a time: about 2 ms."""
POOLS_MAX = 256
"""Pools whose plan one process keeps in memory."""
OVERLOAD_RETRY_AFTER_S = 2.0
ADMISSION_BURST_S = 0.25
EVERYBODY = "everybody"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """Per process: claims in one transaction, claims waiting, claims admitted a second (0: no limit)."""

    batch_max: int
    queue_max: int
    rate_max: int


class ClaimEngine:
    """Answers claims; one for each server process."""

    def __init__(self, database: Database, storage: CampaignStorage, clock: Clock, limits: EngineLimits) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock
        self._limits = limits
        self._desks: dict[PoolId, PoolDesk] = {}
        self._waiting = 0
        self._admission = (
            RateLimiter(Rate(limits.rate_max, max(1, int(limits.rate_max * ADMISSION_BURST_S))))
            if limits.rate_max
            else None
        )

    async def claim(self, pool: PoolId, fan: SubjectId, occasion: str) -> Claim:
        """The fan's share for this occasion: a new one, or the one she has.

        Raises:
            PoolUnknown, OccasionUnknown: there is no such thing to claim.
            PoolNotOpen, PoolGone: she has none and gets none.
            Overloaded: too many are waiting here; nothing was begun.
            DatabaseUnavailable: the outcome is unknown; the same claim may be repeated.
        """
        if not self.has_room():
            raise overloaded()
        if self._admission is not None:
            self._admission.wait_s(EVERYBODY, time.monotonic())
        self._waiting += 1
        try:
            desk = self._desks.get(pool) or await self._open_desk(pool)
            return await desk.claim(ClaimKey(fan, occasion))
        finally:
            self._waiting -= 1

    def has_room(self) -> bool:
        """Whether one more claim may come in; cheap, so that it can be asked before a request is looked at."""
        if self._waiting >= self._limits.queue_max:
            return False
        return self._admission is None or self._admission.due_s(EVERYBODY, time.monotonic()) == 0

    async def drain(self) -> None:
        """Return when everything that was accepted has been answered."""
        await asyncio.gather(*(desk.drain() for desk in self._desks.values()))

    async def _open_desk(self, pool: PoolId) -> "PoolDesk":
        async with self._database.connection() as db:
            found = await self._storage.pool(db, pool)
        if found is None:
            raise PoolUnknown(f"There is no pool {pool!r}.")
        if found.state is PoolState.DRAFT:
            raise PoolNotOpen(f"Pool {pool} has not been opened yet.")
        if len(self._desks) >= POOLS_MAX:
            self._close_idle_desk()
        # A second caller may have opened it while this one was reading: both must use one queue.
        return self._desks.setdefault(
            pool, PoolDesk(found, self._database, self._storage, self._clock, self._limits)
        )

    def _close_idle_desk(self) -> None:
        idle = next((pool for pool, desk in self._desks.items() if desk.is_idle), None)
        if idle is None:
            raise overloaded()
        del self._desks[idle]


def overloaded() -> Overloaded:
    """What a claim gets that there is no room for; nothing was begun."""
    return Overloaded(retry_after_s=OVERLOAD_RETRY_AFTER_S)


class PoolDesk:
    """One pool in one process: its frozen plan, its split, a queue for each lane."""

    def __init__(
        self, pool: Pool, database: Database, storage: CampaignStorage, clock: Clock, limits: EngineLimits
    ) -> None:
        plan = pool.plan
        self._pool = pool.id
        self._currency = plan.currency
        self._occasions = frozenset(plan.occasions)
        self._database = database
        self._storage = storage
        self._clock = clock
        split = Split(pool.seed, plan.shares, plan.total_minor, plan.minimum_minor, plan.curve)
        lanes = [LaneId(lane) for lane in range(plan.lanes)]
        self._amounts = [AmountBlock(split) for _ in lanes]
        self._queues = [LaneQueue(partial(self._grant, lane), batch_max=limits.batch_max) for lane in lanes]

    @property
    def is_idle(self) -> bool:
        return all(queue.is_idle for queue in self._queues)

    async def claim(self, key: ClaimKey) -> Claim:
        if key.occasion not in self._occasions:
            raise OccasionUnknown(
                f"Pool {self._pool} has no occasion {key.occasion!r}; it has {sorted(self._occasions)!r}."
            )
        return await self._queues[lane_of(self._pool, key.fan, len(self._queues))].claim(key)

    async def drain(self) -> None:
        await asyncio.gather(*(queue.drain() for queue in self._queues))

    async def _grant(self, lane: LaneId, keys: Sequence[ClaimKey]) -> dict[ClaimKey, Outcome]:
        """One batch; where the lane runs out, numbers are moved to it from its neighbours until none has any."""
        outcomes: dict[ClaimKey, Outcome] = {}
        while left := [key for key in keys if key not in outcomes]:
            outcomes |= await self._grant_once(lane, left)
            if len(outcomes) < len(keys) and not await self._move_numbers_to(lane):
                gone = PoolGone(f"Every share of pool {self._pool} has been taken.")
                outcomes |= {key: gone for key in keys if key not in outcomes}
        return outcomes

    async def _grant_once(self, lane: LaneId, keys: Sequence[ClaimKey]) -> dict[ClaimKey, Outcome]:
        """One transaction; keys for which the lane has no number left are missing from the result."""
        started_s = time.perf_counter()
        async with self._database.transaction() as db:
            view = await self._storage.lock_lane(db, self._pool, lane)
            outcomes: dict[ClaimKey, Outcome] = {
                **await self._storage.find_claims(db, self._pool, lane, keys, self._currency)
            }
            new = [key for key in keys if key not in outcomes]
            if view.state is not PoolState.OPEN:
                closed = PoolNotOpen(f"Pool {self._pool} is {view.state.value!r}; try again when it is open.")
                outcomes |= dict.fromkeys(new, closed)
            elif new:
                outcomes |= await self._insert(db, view, new)
        CLAIM_BATCH.observe(len(keys))
        CLAIM_BATCH_SECONDS.observe(time.perf_counter() - started_s)
        return outcomes

    async def _insert(self, db: Connection, view: LaneView, new: Sequence[ClaimKey]) -> dict[ClaimKey, Claim]:
        numbers, moved = take(view.ranges, len(new))
        if not numbers:
            return {}
        at = self._clock()
        amounts = self._amounts[view.id].amounts(numbers)
        claims = {
            key: Claim(
                pool=self._pool,
                occasion=key.occasion,
                share=number,
                amount_minor=amount,
                currency=self._currency,
                claimed_at=at,
            )
            for key, number, amount in zip(new, numbers, amounts, strict=False)
        }
        await self._storage.insert_claims(db, self._pool, view.id, claims, at)
        await self._storage.advance_lane(db, self._pool, view.id, list(claims.values()), moved)
        return claims

    async def _move_numbers_to(self, lane: LaneId) -> bool:
        """Give the lane half of the largest free stretch of the pool; False when no lane has a number left."""
        async with self._database.transaction() as db:
            free = await self._storage.lock_all_lanes(db, self._pool)
            if lane in free:
                return True  # Another process has moved some in the meantime.
            cuts = {donor: cut_for_neighbour(ranges) for donor, ranges in free.items()}
            donor, cut = max(
                cuts.items(),
                key=lambda item: item[1][1].hi - item[1][1].lo if item[1] else 0,
                default=(lane, None),
            )
            if cut is None:
                return False
            stays, goes = cut
            await self._storage.move_range(db, self._pool, donor, stays, lane, goes)
        log.info("range.moved", pool=self._pool, donor=donor, lane=lane, numbers=goes.hi - goes.lo)
        return True


class AmountBlock:
    """The amounts around the numbers asked for last; a lane asks for neighbours, so most are at hand."""

    def __init__(self, split: Split) -> None:
        self._split = split
        self._first = 0
        self._amounts: list[int] = []

    def amounts(self, numbers: Sequence[int]) -> list[int]:
        return [self._amount(number) for number in numbers]

    def _amount(self, number: int) -> int:
        if not 0 <= number - self._first < len(self._amounts):
            last = min(number + AMOUNT_BLOCK, self._split.shares)
            self._amounts = self._split.amounts(np.arange(number, last)).tolist()
            self._first = number
        return self._amounts[number - self._first]
