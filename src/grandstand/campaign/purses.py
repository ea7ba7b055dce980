"""Parts of platforms' allotments move to a lane that has run out of them, as free numbers do.

No transaction touches two lanes: a part leaves one purse, is on its way, and lands in another; whoever finds one
that is on its way lands it, and to land it twice does nothing.
"""

from collections.abc import Iterable

import structlog

from grandstand.campaign.claim_storage import ClaimStorage
from grandstand.campaign.condition_storage import ConditionStorage
from grandstand.campaign.conditions import PurseMove, cut
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Database
from grandstand.kernel.ids import LaneId, PoolId, new_move_id

log = structlog.get_logger(__name__)


class Purses:
    """The purses of one pool, for the process that gives its shares."""

    def __init__(
        self,
        pool: PoolId,
        database: Database,
        claims: ClaimStorage,
        storage: ConditionStorage,
        clock: Clock,
    ) -> None:
        self._pool = pool
        self._database = database
        self._claims = claims
        self._storage = storage
        self._clock = clock

    async def fill(self, lane: LaneId, platforms: Iterable[str], most_minor: int) -> None:
        """Bring to a lane what its purses of these platforms lack, if any other lane has it.

        Args:
            lane: which.
            platforms: whose purses cannot pay.
            most_minor: what a purse must have to pay for any share.
        """
        async with self._database.connection() as db:
            found = await self._storage.parts(db, self._pool, sorted(platforms))
        for platform, parts in found.items():
            for move in parts.moves:
                await self._land(move)
            wanted = None if parts.moves else parts.wanted(lane, most_minor)
            if wanted is not None:
                donor, claims, minor = wanted
                if (sent := await self._send(platform, donor, lane, claims, minor)) is not None:
                    await self._land(sent)

    async def _send(self, platform: str, donor: LaneId, lane: LaneId, claims: int, minor: int) -> PurseMove | None:
        """Put a part of the donor's purse on its way; None when it has nothing left by now."""
        async with self._database.transaction() as db:
            await self._claims.lock_lane(db, self._pool, donor)
            purse = (await self._storage.purses(db, self._pool, donor, [platform]))[platform]
            goes = cut(purse.claims_left, claims), cut(purse.minor_left, minor)
            if not any(goes):
                return None
            move = PurseMove(new_move_id(), platform, donor, lane, *goes)
            await self._storage.send_part(db, self._pool, move, self._clock())
        return move

    async def _land(self, move: PurseMove) -> None:
        async with self._database.transaction() as db:
            await self._claims.lock_lane(db, self._pool, move.to_lane)
            await self._storage.land_part(db, move.id, self._clock())
        log.info(
            "purse_part.moved", pool=self._pool, platform=move.platform, donor=move.from_lane, lane=move.to_lane
        )
