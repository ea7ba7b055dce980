"""The tables of pools and their operators. Every method runs on the caller's connection.

The claim path has its own (claim_storage.py), and so have chains and proofs (proof_storage.py).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from grandstand.campaign.commitment import parse_terms
from grandstand.campaign.models import (
    Act,
    ActRecord,
    Books,
    Bucket,
    BudgetRaise,
    BurnDownPoint,
    Claim,
    LaneBooks,
    Pool,
    PoolNotice,
    PoolPlan,
    PoolState,
    Range,
    Tranche,
    TranchePlan,
)
from grandstand.campaign.rules import forecast_empty_at, planned_granted
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import LaneId, PoolId, SubjectId
from grandstand.kernel.sealing import Sealer

SEED_PURPOSE = "pool seed"
PSEUDONYM_PURPOSE = "pool pseudonym key"
RATE_WINDOW = timedelta(seconds=5)
FORECAST_WINDOW = timedelta(seconds=60)


class CampaignStorage:
    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._sql = load_queries("grandstand.campaign")

    # Pools and tranches.

    async def insert_pool(self, db: Connection, plan: PoolPlan, pseudonym_key: bytes, at: datetime) -> PoolId:
        pool: int = await db.fetchval(
            self._sql["insert_pool"],
            msgspec.json.encode(plan.titles).decode(),
            plan.currency,
            list(plan.occasions),
            list(plan.earned),
            plan.lanes,
            plan.shares,
            plan.total_minor,
            plan.opens_at,
            plan.closes_at,
            plan.valid_until,
            self._sealer.seal(pseudonym_key, PSEUDONYM_PURPOSE),
            PoolState.DRAFT.value,
            at,
        )
        return PoolId(pool)

    async def insert_tranche(self, db: Connection, tranche: Tranche) -> None:
        terms = tranche.terms
        await db.execute(
            self._sql["insert_tranche"],
            terms.pool,
            terms.tranche,
            terms.first_share,
            terms.parameters.shares,
            terms.parameters.total_minor,
            tranche.terms_text,
            tranche.commitment,
            self._sealer.seal(tranche.seed, SEED_PURPOSE),
            tranche.committed_at,
        )

    async def pool(self, db: Connection, pool: PoolId) -> Pool | None:
        row = await db.fetchrow(self._sql["pool"], pool)
        return None if row is None else self._pool(row)

    async def lock_pool(self, db: Connection, pool: PoolId) -> Pool | None:
        """Lock the pool's row until the transaction ends; None where there is no such pool."""
        row = await db.fetchrow(self._sql["lock_pool"], pool)
        return None if row is None else self._pool(row)

    async def tranches(self, db: Connection, pool: PoolId) -> list[Tranche]:
        """The tranches in order, with their secret seeds."""
        return [
            Tranche(
                terms=parse_terms(row["terms"]),
                terms_text=row["terms"],
                commitment=row["commitment"],
                committed_at=row["committed_at"],
                seed=self._sealer.open(row["sealed_seed"], SEED_PURPOSE),
            )
            for row in await db.fetch(self._sql["tranches"], pool)
        ]

    async def terms(self, db: Connection, pool: PoolId, tranche: int) -> bytes | None:
        """The text that the commitment of a tranche covers."""
        text: bytes | None = await db.fetchval(self._sql["terms"], pool, tranche)
        return text

    def _pool(self, row: Row) -> Pool:
        return Pool(
            id=PoolId(row["id"]),
            titles=_titles(row["titles"]),
            currency=row["currency"],
            occasions=tuple(row["occasions"]),
            earned=tuple(row["earned"]),
            lanes=row["lanes"],
            shares=row["shares"],
            total_minor=row["total_minor"],
            opens_at=row["opens_at"],
            closes_at=row["closes_at"],
            valid_until=row["valid_until"],
            shares_per_s=row["shares_per_s"],
            state=PoolState(row["state"]),
            pseudonym_key=self._sealer.open(row["sealed_pseudonym_key"], PSEUDONYM_PURPOSE),
        )

    # What operators do.

    async def insert_lanes(self, db: Connection, pool: Pool, budget: bytes, tranches: int) -> None:
        """The number of lanes never changes afterwards: a fan could claim twice."""
        await db.execute(self._sql["insert_lanes"], pool.id, PoolState.DRAFT.value, budget, tranches, pool.lanes)

    async def insert_ranges(self, db: Connection, pool: PoolId, ranges: Sequence[Range]) -> None:
        """One range for each lane, in order; empty ones are left out."""
        owned = [(lane, each) for lane, each in enumerate(ranges) if each.lo < each.hi]
        await db.execute(
            self._sql["insert_ranges"],
            pool,
            [lane for lane, _ in owned],
            [each.lo for _, each in owned],
            [each.hi for _, each in owned],
        )

    async def lock_lanes(self, db: Connection, pool: PoolId) -> int:
        """Lock every lane of the pool, which waits for the batches in flight; the amount spent until then."""
        rows = await db.fetch(self._sql["lock_lanes"], pool)
        return sum(row["spent_minor"] for row in rows)

    async def set_state(self, db: Connection, pool: PoolId, state: PoolState, opened_at: datetime | None) -> None:
        """Change the state of a pool and of all its lanes, which are locked."""
        await db.execute(self._sql["set_lane_states"], pool, state.value)
        await db.execute(self._sql["set_pool_state"], pool, state.value, opened_at)

    async def extend(self, db: Connection, pool: PoolId, valid_until: datetime) -> None:
        await db.execute(self._sql["extend_pool"], pool, valid_until)

    async def pace(self, db: Connection, pool: PoolId, shares_per_s: int) -> None:
        """What the pool is held to; its lanes are told by `set_buckets`."""
        await db.execute(self._sql["pace_pool"], pool, shares_per_s)

    async def buckets(self, db: Connection, pool: PoolId) -> list[Bucket]:
        """Those of the lanes, in order; none before the pool is scheduled or opened."""
        rows = await db.fetch(self._sql["lane_buckets"], pool)
        return [Bucket(row["pace"], row["tokens"], row["refilled_at"]) for row in rows]

    async def set_buckets(self, db: Connection, pool: PoolId, buckets: Sequence[Bucket], at: datetime) -> None:
        """The buckets of all lanes, which are locked, as they are at this time."""
        await db.execute(
            self._sql["pace_lanes"],
            pool,
            list(range(len(buckets))),
            [bucket.pace for bucket in buckets],
            [bucket.tokens for bucket in buckets],
            at,
        )

    async def raise_pool(self, db: Connection, pool: PoolId, plan: TranchePlan) -> None:
        await db.execute(self._sql["raise_pool"], pool, plan.shares, plan.total_minor)

    async def set_budget(self, db: Connection, pool: PoolId, budget: bytes, tranches: int) -> None:
        await db.execute(self._sql["set_budget"], pool, budget, tranches)

    async def due_pools(self, db: Connection, at: datetime) -> list[tuple[PoolId, PoolState]]:
        """Pools whose time to open or to close has come."""
        rows = await db.fetch(self._sql["due_pools"], at)
        return [(PoolId(row["id"]), PoolState(row["state"])) for row in rows]

    async def insert_raise(
        self, db: Connection, pool: PoolId, plan: TranchePlan, by: SubjectId, at: datetime, reason: str
    ) -> int:
        text = msgspec.json.encode(plan).decode()
        number: int = await db.fetchval(self._sql["insert_raise"], pool, text, by, at, reason)
        return number

    async def raises(self, db: Connection, pool: PoolId, limit: int) -> list[BudgetRaise]:
        """The latest raises, newest first."""
        return [_raise(row) for row in await db.fetch(self._sql["raises"], pool, limit)]

    async def lock_raise(self, db: Connection, pool: PoolId, number: int) -> BudgetRaise | None:
        row = await db.fetchrow(self._sql["lock_raise"], pool, number)
        return None if row is None else _raise(row)

    async def approve_raise(self, db: Connection, number: int, by: SubjectId, tranche: int) -> None:
        await db.execute(self._sql["approve_raise"], number, by, tranche)

    async def post(
        self, db: Connection, pool: PoolId, at: datetime, debit: str, credit: str, amount_minor: int
    ) -> None:
        """One line of the journal: the amount leaves the debited account for the credited one."""
        await db.execute(self._sql["insert_posting"], pool, at, debit, credit, amount_minor)

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
                earned=tuple(row["earned"]),
                shares=row["shares"],
                total_minor=row["total_minor"],
                opens_at=row["opens_at"],
                closes_at=row["closes_at"],
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

    async def books(self, db: Connection, pool: PoolId, at: datetime) -> Books | None:
        """The balance at this instant.

        Args:
            db: a transaction of one snapshot (repeatable read), since the books are read by several statements.
            pool: its id.
            at: now.
        """
        row = await db.fetchrow(self._sql["books"], pool, at - RATE_WINDOW, at - FORECAST_WINDOW)
        if row is None:
            return None
        lanes = [
            LaneBooks(
                lane=LaneId(lane["lane"]),
                granted=lane["granted"],
                spent_minor=lane["spent_minor"],
                free=lane["free"],
                batches=lane["batch"],
            )
            for lane in await db.fetch(self._sql["lane_books"], pool)
        ]
        granted = sum(lane.granted for lane in lanes)
        per_s = _rate(row["before_at"], row["before_granted"], granted, at, FORECAST_WINDOW)
        return Books(
            pool=pool,
            titles=_titles(row["titles"]),
            state=PoolState(row["state"]),
            currency=row["currency"],
            lanes=row["lanes"],
            shares=row["shares"],
            total_minor=row["total_minor"],
            opens_at=row["opens_at"],
            opened_at=row["opened_at"],
            closes_at=row["closes_at"],
            valid_until=row["valid_until"],
            shares_per_s=row["shares_per_s"],
            lane_books=tuple(lanes),
            refusals={each["code"]: each["count"] for each in await db.fetch(self._sql["refusals"], pool)},
            faults=tuple(each["words"] for each in await db.fetch(self._sql["faults"], pool)),
            granted_per_s=_rate(row["lately_at"], row["lately_granted"], granted, at, RATE_WINDOW),
            forecast_empty_at=forecast_empty_at(at, row["shares"] - granted, per_s),
            planned_granted=planned_granted(row["shares"], row["opened_at"], row["closes_at"], at),
            at=at,
        )

    async def add_refusals(self, db: Connection, refusals: Mapping[tuple[PoolId, str], int]) -> None:
        """Count claims that were answered without a share; those of pools that do not exist are left out."""
        await db.execute(
            self._sql["add_refusals"],
            [pool for pool, _ in refusals],
            [code for _, code in refusals],
            list(refusals.values()),
        )

    async def sample_burn_down(self, db: Connection, at: datetime) -> None:
        await db.execute(self._sql["sample_burn_down"], at)

    async def burn_down(self, db: Connection, pool: PoolId, points: int) -> list[BurnDownPoint]:
        rows = await db.fetch(self._sql["burn_down"], pool, points)
        return [BurnDownPoint(row["at"], row["granted"], row["spent_minor"]) for row in rows]


def _claim(row: Row) -> Claim:
    return Claim(
        pool=row["pool_id"],
        occasion=row["occasion"],
        share=row["share"],
        amount_minor=row["amount_minor"],
        currency=row["currency"],
        claimed_at=row["claimed_at"],
    )


def _raise(row: Row) -> BudgetRaise:
    return BudgetRaise(
        id=row["id"],
        plan=msgspec.json.decode(row["plan"], type=TranchePlan),
        proposed_by=SubjectId(row["proposed_by"]),
        proposed_at=row["proposed_at"],
        reason=row["reason"],
        approved_by=None if row["approved_by"] is None else SubjectId(row["approved_by"]),
        tranche=row["tranche"],
    )


def _titles(text: str) -> dict[str, str]:
    return msgspec.json.decode(text, type=dict[str, str])


def _rate(
    before_at: datetime | None, before_granted: int | None, granted: int, at: datetime, window: timedelta
) -> float:
    """Shares a second since the sample; 0 when nothing was granted since, whenever the sample was."""
    if before_at is None or before_granted is None or granted == before_granted:
        return 0.0
    elapsed_s = max((at - max(before_at, at - window)).total_seconds(), 1.0)
    return round((granted - before_granted) / elapsed_s, 1)
