"""The tables of a campaign. Every method runs on the caller's connection; transactions belong to the services."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from grandstand.campaign.models import (
    Act,
    ActRecord,
    Audit,
    Books,
    BurnDownPoint,
    Claim,
    ClaimKey,
    Curve,
    LaneView,
    Pool,
    PoolNotice,
    PoolPlan,
    PoolState,
    Range,
)
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import LaneId, PoolId, SubjectId
from grandstand.kernel.sealing import Sealer

SEED_PURPOSE = "pool seed"


class CampaignStorage:
    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._sql = load_queries("grandstand.campaign")

    # The claim path.

    async def lock_lane(self, db: Connection, pool: PoolId, lane: LaneId) -> LaneView:
        """Lock the lane until the transaction ends; what it shows was committed before."""
        state = await db.fetchval(self._sql["lock_lane"], pool, lane)
        assert state is not None, f"pool {pool} has no lane {lane}"
        rows = await db.fetch(self._sql["free_ranges"], pool, lane)
        return LaneView(lane, PoolState(state), tuple(_range(row) for row in rows))

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
        self, db: Connection, pool: PoolId, lane: LaneId, claims: Mapping[ClaimKey, Claim], at: datetime
    ) -> None:
        await db.execute(
            self._sql["insert_claims"],
            pool,
            lane,
            at,
            [key.fan for key in claims],
            [key.occasion for key in claims],
            [claim.share for claim in claims.values()],
            [claim.amount_minor for claim in claims.values()],
        )

    async def advance_lane(
        self, db: Connection, pool: PoolId, lane: LaneId, claims: Sequence[Claim], moved: Sequence[Range]
    ) -> None:
        spent_minor = sum(claim.amount_minor for claim in claims)
        los, nexts = [each.lo for each in moved], [each.next for each in moved]
        await db.execute(self._sql["advance_lane"], pool, lane, len(claims), spent_minor, los, nexts)

    # Moving free numbers between lanes.

    async def lock_all_lanes(self, db: Connection, pool: PoolId) -> dict[LaneId, list[Range]]:
        """Lock every lane of the pool, in order, and return the free ranges of those that have any."""
        await db.execute(self._sql["lock_all_lanes"], pool)
        free: dict[LaneId, list[Range]] = {}
        for row in await db.fetch(self._sql["all_free_ranges"], pool):
            free.setdefault(LaneId(row["lane"]), []).append(_range(row))
        return free

    async def move_range(
        self, db: Connection, pool: PoolId, donor: LaneId, stays: Range, neighbour: LaneId, goes: Range
    ) -> None:
        await db.execute(self._sql["shrink_range"], pool, donor, stays.lo, stays.hi)
        await db.execute(self._sql["insert_range"], pool, neighbour, goes.lo, goes.hi)

    # Pools and acts.

    async def insert_pool(self, db: Connection, plan: PoolPlan, seed: bytes, at: datetime) -> PoolId:
        pool: int = await db.fetchval(
            self._sql["insert_pool"],
            msgspec.json.encode(plan.titles).decode(),
            plan.currency,
            plan.shares,
            plan.total_minor,
            plan.minimum_minor,
            plan.curve.value,
            list(plan.occasions),
            plan.lanes,
            plan.valid_until,
            self._sealer.seal(seed, SEED_PURPOSE),
            PoolState.DRAFT.value,
            at,
        )
        return PoolId(pool)

    async def pool(self, db: Connection, pool: PoolId) -> Pool | None:
        row = await db.fetchrow(self._sql["pool"], pool)
        if row is None:
            return None
        plan = PoolPlan(
            titles=_titles(row["titles"]),
            currency=row["currency"],
            shares=row["shares"],
            total_minor=row["total_minor"],
            minimum_minor=row["minimum_minor"],
            curve=Curve(row["curve"]),
            occasions=tuple(row["occasions"]),
            lanes=row["lanes"],
            valid_until=row["valid_until"],
        )
        seed = self._sealer.open(row["sealed_seed"], SEED_PURPOSE)
        return Pool(id=PoolId(row["id"]), plan=plan, state=PoolState(row["state"]), seed=seed)

    async def lock_pool(self, db: Connection, pool: PoolId) -> tuple[PoolState, int, int] | None:
        """Lock the pool's row: its state, shares and lanes, or None where there is no such pool."""
        row = await db.fetchrow(self._sql["lock_pool"], pool)
        return None if row is None else (PoolState(row["state"]), row["shares"], row["lanes"])

    async def insert_lanes(self, db: Connection, pool: PoolId, ranges: Sequence[Range]) -> None:
        """One lane for each range, in order; the number of lanes never changes afterwards."""
        await db.execute(self._sql["insert_lanes"], pool, PoolState.DRAFT.value, len(ranges))
        await db.execute(
            self._sql["insert_first_ranges"],
            pool,
            list(range(len(ranges))),
            [each.lo for each in ranges],
            [each.hi for each in ranges],
        )

    async def set_state(self, db: Connection, pool: PoolId, state: PoolState) -> None:
        """Change the state of a pool and of all its lanes; waits for the batches in flight."""
        await db.execute(self._sql["lock_all_lanes"], pool)
        await db.execute(self._sql["set_lane_states"], pool, state.value)
        await db.execute(self._sql["set_pool_state"], pool, state.value)

    async def insert_act(
        self, db: Connection, pool: PoolId, at: datetime, actor: Principal, act: Act, reason: str
    ) -> None:
        await db.execute(self._sql["insert_act"], pool, at, actor.subject, actor.role.value, act.value, reason)

    async def acts(self, db: Connection, pool: PoolId, before: int, limit: int) -> list[ActRecord]:
        rows = await db.fetch(self._sql["acts"], pool, before, limit)
        return [
            ActRecord(
                id=row["id"],
                at=row["at"],
                actor=SubjectId(row["actor"]),
                role=Role(row["role"]),
                act=Act(row["act"]),
                reason=row["reason"],
            )
            for row in rows
        ]

    # What people see.

    async def notices(self, db: Connection, limit: int, *, drafts: bool) -> list[PoolNotice]:
        rows = await db.fetch(self._sql["notices"], drafts, limit)
        return [
            PoolNotice(
                id=PoolId(row["id"]),
                titles=_titles(row["titles"]),
                state=PoolState(row["state"]),
                currency=row["currency"],
                occasions=tuple(row["occasions"]),
                valid_until=row["valid_until"],
                gone=row["gone"],
            )
            for row in rows
        ]

    async def wallet(
        self, db: Connection, fan: SubjectId, before: tuple[datetime, int], limit: int
    ) -> list[Claim]:
        rows = await db.fetch(self._sql["wallet"], fan, *before, limit)
        return [_claim(row) for row in rows]

    async def claims_by_share(
        self, db: Connection, pool: PoolId, after_share: int, limit: int
    ) -> list[tuple[SubjectId, Claim]]:
        rows = await db.fetch(self._sql["claims_by_share"], pool, after_share, limit)
        return [(SubjectId(row["fan_id"]), _claim(row)) for row in rows]

    async def books(self, db: Connection, pool: PoolId, at: datetime, rate_since: datetime) -> Books | None:
        """The balance at this instant; the rate is measured from the last sample before `rate_since`."""
        row = await db.fetchrow(self._sql["books"], pool, rate_since)
        if row is None:
            return None
        return Books(
            pool=pool,
            titles=_titles(row["titles"]),
            state=PoolState(row["state"]),
            currency=row["currency"],
            lanes=row["lanes"],
            shares=row["shares"],
            granted=row["granted"],
            total_minor=row["total_minor"],
            spent_minor=row["spent_minor"],
            granted_per_s=_rate(row, at, rate_since),
            at=at,
        )

    async def sample_burn_down(self, db: Connection, at: datetime) -> None:
        await db.execute(self._sql["sample_burn_down"], at)

    async def burn_down(self, db: Connection, pool: PoolId, points: int) -> list[BurnDownPoint]:
        rows = await db.fetch(self._sql["burn_down"], pool, points)
        return [BurnDownPoint(row["at"], row["granted"], row["spent_minor"]) for row in rows]

    async def audit(self, db: Connection, pool: PoolId) -> Audit | None:
        """Counts every claim: seconds for millions of them."""
        row = await db.fetchrow(self._sql["audit"], pool)
        if row is None:
            return None
        values = dict(row)
        return Audit(pool=PoolId(values.pop("id")), **values)


def _claim(row: Row) -> Claim:
    return Claim(
        pool=row["pool_id"],
        occasion=row["occasion"],
        share=row["share"],
        amount_minor=row["amount_minor"],
        currency=row["currency"],
        claimed_at=row["claimed_at"],
    )


def _range(row: Row) -> Range:
    return Range(row["lo"], row["next"], row["hi"])


def _titles(text: str) -> dict[str, str]:
    return msgspec.json.decode(text, type=dict[str, str])


def _rate(row: Row, at: datetime, rate_since: datetime) -> float:
    """Shares a second since the sample; 0 when nothing was granted since, whenever the sample was."""
    if row["before_at"] is None or row["granted"] == row["before_granted"]:
        return 0.0
    since = max(row["before_at"], rate_since)
    granted: int = row["granted"] - row["before_granted"]
    elapsed_s: float = max((at - since).total_seconds(), 1.0)
    return round(granted / elapsed_s, 1)
