"""The claim path: from (pool, fan, occasion) to a durable share.

Workers are stateless: any process may serve any lane, the row lock of the lane orders them, and a caller who
does not know the outcome repeats the same claim and gets the same share.
"""

import asyncio
import time
from dataclasses import dataclass
from functools import partial

from grandstand.campaign.admission import Admission
from grandstand.campaign.desk import DeskTools, PoolDesk
from grandstand.campaign.errors import PoolNotOpen, PoolUnknown
from grandstand.campaign.lanes import Grant, granted
from grandstand.campaign.models import ClaimKey, PoolState
from grandstand.kernel.errors import Overloaded
from grandstand.kernel.ids import PoolId, SubjectId

POOLS_MAX = 256
"""Pools whose plan one process keeps in memory."""
OVERLOAD_RETRY_AFTER_S = 2.0


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """Per process: claims waiting, claims admitted a second (0: no limit)."""

    queue_max: int
    rate_max: int


class ClaimEngine:
    """Answers claims; one for each server process."""

    def __init__(self, tools: DeskTools, limits: EngineLimits) -> None:
        self.tools = tools
        self.limits = limits
        self._desks: dict[PoolId, PoolDesk] = {}
        self._opening: dict[PoolId, asyncio.Task[PoolDesk]] = {}
        self._admission = Admission(waiting_max=limits.queue_max, rate_max=limits.rate_max)

    async def claim(self, pool: PoolId, fan: SubjectId, occasion: str, *, earned: bool = False) -> Grant:
        """The fan's share for this occasion: a new one, or the one she has.

        Args:
            pool: where.
            fan: whose.
            occasion: one of the pool's.
            earned: whether a rule of the campaign gives it, and not the fan's own asking.

        Raises:
            PoolUnknown, OccasionUnknown: there is no such thing to claim.
            OccasionNotEarned: it has to be earned, and she has none.
            PoolNotOpen, PoolGone: she has none and gets none.
            Overloaded: too many are waiting here; nothing was begun.
            DatabaseUnavailable: the outcome is unknown; the same claim may be repeated.
        """
        # Whoever was let in and has sent her claim is served; only the upper limit is sharp.
        if self._admission.waiting >= self.limits.queue_max:
            raise overloaded()
        self._admission.enter(time.monotonic())
        try:
            desk = self._desks.get(pool) or await self._opened_desk(pool)
            key = ClaimKey(fan, occasion)
            if not earned and desk.is_earned(occasion):
                return await desk.held(key)
            return granted(await desk.submit(key))
        finally:
            self._admission.leave(time.monotonic())

    def has_room(self) -> bool:
        """Whether one more claim may come in; cheap, so that it can be asked before a request is looked at."""
        return self._admission.has_room(time.monotonic())

    async def drain(self) -> None:
        """Return when everything that was accepted has been answered."""
        await asyncio.gather(*(desk.drain() for desk in self._desks.values()))

    async def _opened_desk(self, pool: PoolId) -> PoolDesk:
        """The desk of a pool that is not open here yet; a crowd that comes at once waits for one look."""
        opening = self._opening.get(pool)
        if opening is not None:
            try:
                return await asyncio.shield(opening)
            except (PoolUnknown, PoolNotOpen):
                # That look began before this claim came; it may have been opened since. The next one did not.
                opening = self._opening.get(pool)
        if opening is None:
            opening = self._opening[pool] = asyncio.create_task(self._open_desk(pool))
            opening.add_done_callback(partial(self._forget_opening, pool))
        # The one who came first may hang up; the others still want it.
        return await asyncio.shield(opening)

    def _forget_opening(self, pool: PoolId, opening: "asyncio.Task[PoolDesk]") -> None:
        del self._opening[pool]
        if not opening.cancelled():
            # Everybody who waited for it may have hung up: its error is for nobody then.
            opening.exception()

    async def _open_desk(self, pool: PoolId) -> PoolDesk:
        async with self.tools.database.snapshot() as db:
            found = await self.tools.pools.pool(db, pool)
            tranches = await self.tools.pools.tranches(db, pool)
            conditions = await self.tools.conditions.conditions(db, pool)
        if found is None:
            raise PoolUnknown(f"There is no pool {pool!r}.")
        if found.state is PoolState.DRAFT:
            raise PoolNotOpen(f"Pool {pool} has not been opened yet.")
        if len(self._desks) >= POOLS_MAX:
            self._close_idle_desk()
        desk = self._desks[pool] = PoolDesk(found, tranches, conditions, self.tools)
        return desk

    def _close_idle_desk(self) -> None:
        idle = next((pool for pool, desk in self._desks.items() if desk.is_idle), None)
        if idle is None:
            raise overloaded()
        del self._desks[idle]


def overloaded() -> Overloaded:
    """What a claim gets that there is no room for; nothing was begun."""
    return Overloaded(retry_after_s=OVERLOAD_RETRY_AFTER_S)
