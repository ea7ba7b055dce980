"""What people do with a campaign, apart from claiming (engine.py) and checking it (proofs.py)."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from grandstand.campaign.commitment import budget_digest, commitment, terms_text
from grandstand.campaign.condition_storage import ConditionStorage
from grandstand.campaign.errors import PlanInvalid, PoolUnknown, RaiseUnknown, StateConflict
from grandstand.campaign.ledger import TRANCHES_MAX
from grandstand.campaign.models import (
    Act,
    ActRecord,
    Books,
    BudgetRaise,
    BurnDownPoint,
    Claim,
    Pool,
    PoolNotice,
    PoolPlan,
    PoolState,
    Tranche,
    TranchePlan,
    TrancheTerms,
)
from grandstand.campaign.pace import paces_of_lanes, repaced
from grandstand.campaign.plan import TIME_MAX, check_plan, check_raise
from grandstand.campaign.rules import (
    MAY_BE_EXTENDED,
    MAY_BE_PACED,
    MAY_BE_RAISED,
    PACE_MAX,
    check_reason,
    cut_into_ranges,
    next_state,
)
from grandstand.campaign.split import SEED_BYTES, split_parameters
from grandstand.campaign.storage import CampaignStorage
from grandstand.kernel.auth import Forbidden, Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.ids import PoolId, SubjectId

NOTICES_MAX = 100
RAISES_MAX = 100
PAGE_SIZE = 50
CLAIMS_AT_ONCE = 10_000
BURN_DOWN_POINTS_MAX = 1000
ACT_ID_MAX = 2**63 - 1
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
NOBODY = SubjectId(UUID(int=0))
"""Who opens and closes a pool at the times of its plan."""
AS_PLANNED = "as planned"


class CampaignService:
    """The use cases; each method is one transaction.

    Args:
        database: where the pools are.
        storage: their tables.
        clock: now, aware.
        new_secret: 32 random bytes; for tests that have to know a seed.
    """

    def __init__(
        self,
        database: Database,
        storage: CampaignStorage,
        clock: Clock,
        *,
        new_secret: Callable[[], bytes] = lambda: os.urandom(SEED_BYTES),
    ) -> None:
        self._database = database
        self._storage = storage
        self._conditions = ConditionStorage()
        self._clock = clock
        self._new_secret = new_secret

    # Operators.

    async def create_pool(self, actor: Principal, plan: PoolPlan) -> Books:
        """A draft that nobody but operators and auditors sees; its amounts are committed to from now on.

        Raises:
            PlanInvalid: it could not be given exactly.
        """
        async with self._database.transaction() as db:
            pool = await self.create_in(db, actor, plan)
        return await self.books(actor, pool)

    async def create_in(self, db: Connection, actor: Principal, plan: PoolPlan) -> PoolId:
        """As `create_pool`, in the caller's transaction."""
        require_role(actor, Role.OPERATOR)
        check_plan(plan)
        now = self._clock()
        pool = await self._storage.insert_pool(db, plan, self._new_secret(), now)
        draft = await self._locked(db, pool)
        await self._storage.insert_tranche(db, await self._commit(draft, plan.tranche, 1, 0, now))
        await self._storage.insert_act(db, pool, now, actor, Act.CREATED, "created")
        return pool

    async def act(self, actor: Principal, pool: PoolId, act: Act, reason: str) -> Books:
        """Schedule, open, pause, resume, close or reveal. When this returns, no later claim sees the state before.

        Raises:
            StateConflict: the act does not fit the state of the pool.
        """
        async with self._database.transaction() as db:
            await self.act_in(db, actor, pool, act, reason)
        return await self.books(actor, pool)

    async def act_in(self, db: Connection, actor: Principal, pool: PoolId, act: Act, reason: str) -> None:
        """As `act`, in the caller's transaction."""
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        found = await self._locked(db, pool)
        if act is Act.SCHEDULED and (found.opens_at is None or found.opens_at <= self._clock()):
            raise StateConflict("Only a pool whose plan has an opens_at in the future can be scheduled.")
        await self._change_state(db, found, next_state(found.state, act))
        await self._storage.insert_act(db, pool, self._clock(), actor, act, reason)

    async def pace(self, actor: Principal, pool: PoolId, shares_per_s: int, reason: str) -> Books:
        """Give no more shares a second than this from the next batch on, in any process; 0: no limit.

        Raises:
            PlanInvalid: there is no such pace.
            StateConflict: the pool is over.
        """
        async with self._database.transaction() as db:
            await self.pace_in(db, actor, pool, shares_per_s, reason)
        return await self.books(actor, pool)

    async def pace_in(
        self, db: Connection, actor: Principal, pool: PoolId, shares_per_s: int, reason: str
    ) -> None:
        """As `pace`, in the caller's transaction."""
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        if not 0 <= shares_per_s <= PACE_MAX:
            raise PlanInvalid(f"A pace is 0 to {PACE_MAX} shares a second, got {shares_per_s!r}.")
        found = await self._locked(db, pool)
        if found.state not in MAY_BE_PACED:
            raise StateConflict(f"A pool that is {found.state.value!r} gives nothing that could be paced.")
        await self._storage.pace(db, pool, shares_per_s)
        await self._pace_lanes(db, replace(found, shares_per_s=shares_per_s))
        await self._storage.insert_act(
            db, pool, self._clock(), actor, Act.PACED, f"{shares_per_s} shares a second: {reason}"
        )

    async def _pace_lanes(self, db: Connection, pool: Pool) -> None:
        """Give the lanes, if there are any yet, their parts of the pool's pace."""
        await self._storage.lock_lanes(db, pool.id)
        now, buckets = self._clock(), await self._storage.buckets(db, pool.id)
        paces = paces_of_lanes(pool.shares_per_s, pool.lanes)
        # The clock of another process may have been ahead; time does not go back for a bucket.
        at = max([now, *(bucket.refilled_at for bucket in buckets)])
        after = [repaced(bucket, pace, at) for bucket, pace in zip(buckets, paces, strict=False)]
        await self._storage.set_buckets(db, pool.id, after, at)

    async def keep_times(self) -> None:
        """Open and close the pools whose time has come, as the engine has treated them since.

        Several processes may do so at once.
        """
        planned = Principal(NOBODY, Role.OPERATOR, None, END_OF_TIME)
        async with self._database.connection() as db:
            due = await self._storage.due_pools(db, self._clock())
        for pool, state in due:
            act = Act.OPENED if state is PoolState.SCHEDULED else Act.CLOSED
            async with self._database.transaction() as db:
                found = await self._locked(db, pool)
                if found.state is state:
                    await self._change_state(db, found, next_state(state, act))
                    await self._storage.insert_act(db, pool, self._clock(), planned, act, AS_PLANNED)

    async def extend(self, actor: Principal, pool: PoolId, valid_until: datetime, reason: str) -> Books:
        """Make every share of the pool valid longer: one row, however many were given.

        Raises:
            PlanInvalid: it would not be longer.
            StateConflict: the pool is a draft.
        """
        async with self._database.transaction() as db:
            await self.extend_in(db, actor, pool, valid_until, reason)
        return await self.books(actor, pool)

    async def extend_in(
        self, db: Connection, actor: Principal, pool: PoolId, valid_until: datetime, reason: str
    ) -> None:
        """As `extend`, in the caller's transaction."""
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        found = await self._locked(db, pool)
        if found.state not in MAY_BE_EXTENDED:
            raise StateConflict(f"A pool that is {found.state.value!r} cannot be extended; plan another draft.")
        if found.valid_until is None:
            raise PlanInvalid("The shares of this pool are valid without an end already.")
        if not found.valid_until < valid_until <= TIME_MAX:
            raise PlanInvalid(
                f"The shares are valid until {found.valid_until.isoformat()}; the new time must be later "
                f"and before the year 3000, got {valid_until.isoformat()!r}."
            )
        await self._storage.extend(db, pool, valid_until)
        await self._storage.insert_act(db, pool, self._clock(), actor, Act.EXTENDED, reason)

    async def propose_raise(
        self, actor: Principal, pool: PoolId, plan: TranchePlan, reason: str
    ) -> list[BudgetRaise]:
        """Ask for more shares; another operator has to approve. Returns the raises, newest first.

        Raises:
            PlanInvalid, StateConflict: it could not be given.
        """
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        async with self._database.transaction() as db:
            found = await self._locked(db, pool)
            _check_raisable(found, plan)
            now = self._clock()
            await self._storage.insert_raise(db, pool, plan, actor.subject, now, reason)
            await self._storage.insert_act(db, pool, now, actor, Act.RAISE_PROPOSED, reason)
            return await self._storage.raises(db, pool, RAISES_MAX)

    async def approve_raise(self, actor: Principal, pool: PoolId, number: int, reason: str) -> Books:
        """Add a proposed tranche to the pool, with a seed and a commitment of its own.

        Raises:
            RaiseUnknown: nobody proposed it.
            Forbidden: the actor proposed it herself.
            StateConflict: it was approved before, or the pool is over.
        """
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        async with self._database.transaction() as db:
            found = await self._locked(db, pool)
            proposed = await self._storage.lock_raise(db, pool, number)
            if proposed is None:
                raise RaiseUnknown(f"Pool {pool} has no raise {number!r}.")
            if proposed.tranche is not None:
                raise StateConflict(f"Raise {number} was approved before: it is tranche {proposed.tranche}.")
            if proposed.proposed_by == actor.subject:
                raise Forbidden("A raise is approved by another operator than the one who proposed it.")
            _check_raisable(found, proposed.plan)
            tranche = await self._add_tranche(db, found, proposed.plan)
            await self._storage.approve_raise(db, number, actor.subject, tranche)
            await self._storage.insert_act(db, pool, self._clock(), actor, Act.RAISED, reason)
        return await self.books(actor, pool)

    async def raises(self, viewer: Principal, pool: PoolId) -> list[BudgetRaise]:
        """What was proposed, newest first."""
        await self.books(viewer, pool)
        async with self._database.connection() as db:
            return await self._storage.raises(db, pool, RAISES_MAX)

    async def _locked(self, db: Connection, pool: PoolId) -> Pool:
        if (found := await self._storage.lock_pool(db, pool)) is None:
            raise PoolUnknown(f"There is no pool {pool!r}.")
        return found

    async def _add_tranche(self, db: Connection, pool: Pool, plan: TranchePlan) -> int:
        """Give an opened pool more shares; their number as a tranche."""
        before = await self._storage.tranches(db, pool.id)
        if len(before) >= TRANCHES_MAX:
            raise StateConflict(f"A pool has {TRANCHES_MAX} tranches at most; plan another pool.")
        # The clock of the machine that committed the last one may have been ahead.
        now = max(self._clock(), before[-1].committed_at)
        added = await self._commit(pool, plan, len(before) + 1, pool.shares, now)
        await self._storage.lock_lanes(db, pool.id)
        await self._storage.insert_tranche(db, added)
        await self._storage.insert_ranges(db, pool.id, cut_into_ranges(pool.shares, plan.shares, pool.lanes))
        digest = budget_digest([each.commitment for each in [*before, added]])
        await self._storage.set_budget(db, pool.id, digest, added.terms.tranche)
        await self._storage.raise_pool(db, pool.id, plan)
        await self._storage.post(db, pool.id, now, "treasury", "pool", plan.total_minor)
        return added.terms.tranche

    async def _commit(
        self, pool: Pool, plan: TranchePlan, number: int, first_share: int, now: datetime
    ) -> Tranche:
        """A tranche with a new seed."""
        # Logarithms to fifty digits: a tenth of a second that claims do not have to wait for.
        parameters = await asyncio.to_thread(split_parameters, plan)
        terms = TrancheTerms(
            pool=pool.id,
            tranche=number,
            first_share=first_share,
            currency=pool.currency,
            occasions=pool.occasions,
            lanes=pool.lanes,
            parameters=parameters,
        )
        text, seed = terms_text(terms), self._new_secret()
        return Tranche(
            terms=terms, terms_text=text, commitment=commitment(seed, text), committed_at=now, seed=seed
        )

    async def _change_state(self, db: Connection, pool: Pool, after: PoolState) -> None:
        now = self._clock()
        if pool.state is PoolState.DRAFT:
            commitments = [each.commitment for each in await self._storage.tranches(db, pool.id)]
            await self._storage.insert_lanes(db, pool, budget_digest(commitments), len(commitments))
            await self._storage.insert_ranges(db, pool.id, cut_into_ranges(0, pool.shares, pool.lanes))
            await self._fill_purses(db, pool, now)
            await self._storage.post(db, pool.id, now, "treasury", "pool", pool.total_minor)
            if pool.shares_per_s:
                await self._pace_lanes(db, pool)
        spent_minor = await self._storage.lock_lanes(db, pool.id)
        if after is PoolState.CLOSED:
            await self._storage.post(db, pool.id, now, "pool", "treasury", pool.total_minor - spent_minor)
        await self._storage.set_state(db, pool.id, after, now if after is PoolState.OPEN else None)

    async def _fill_purses(self, db: Connection, pool: Pool, now: datetime) -> None:
        """Give the new lanes their parts of what platforms may give.

        Whoever switches something off at the same moment either sees these lanes, or is seen by them.
        """
        await self._conditions.lock(db)
        for platform, allotment in (await self._conditions.allotments_of_pool(db, pool.id)).items():
            await self._conditions.fill_purses(db, platform, pool.id, pool.lanes, allotment, now)

    # What people see.

    async def notices(self, viewer: Principal | None) -> list[PoolNotice]:
        """The newest pools; drafts for those who plan them only."""
        drafts = viewer is not None and viewer.role in {Role.OPERATOR, Role.AUDITOR}
        async with self._database.connection() as db:
            return await self._storage.notices(db, NOTICES_MAX, drafts=drafts)

    async def wallet(
        self, viewer: Principal, fan: SubjectId, before: str | None
    ) -> tuple[list[Claim], str | None]:
        """What a fan holds, newest first, and the cursor of the next page; for herself and for auditors.

        Raises:
            Forbidden: it is another fan's wallet.
            RequestInvalid: the cursor is not one that an earlier page gave.
        """
        if viewer.subject != fan and viewer.role is not Role.AUDITOR:
            raise Forbidden("This is another fan's wallet.")
        async with self._database.connection() as db:
            claims = await self._storage.wallet(db, fan, _parse_cursor(before), PAGE_SIZE + 1)
        page = claims[:PAGE_SIZE]
        return page, _cursor(page[-1]) if len(claims) > PAGE_SIZE else None

    async def books(self, viewer: Principal, pool: PoolId) -> Books:
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.snapshot() as db:
            found = await self._storage.books(db, pool, self._clock())
        if found is None:
            raise PoolUnknown(f"There is no pool {pool!r}.")
        return found

    async def burn_down(self, viewer: Principal, pool: PoolId, points: int) -> list[BurnDownPoint]:
        """Samples from the opening to now, oldest first; about `points` of them, thinned evenly."""
        await self.books(viewer, pool)
        async with self._database.connection() as db:
            return await self._storage.burn_down(db, pool, min(points, BURN_DOWN_POINTS_MAX))

    async def sample_burn_down(self) -> None:
        """Note where every pool that moved stands now; several processes may do so at once."""
        async with self._database.connection() as db:
            await self._storage.sample_burn_down(db, self._clock().replace(microsecond=0))

    async def add_refusals(self, refusals: Mapping[tuple[PoolId, str], int]) -> None:
        """Count claims that a process has answered without a share, by pool and error code."""
        if refusals:
            async with self._database.connection() as db:
                await self._storage.add_refusals(db, refusals)

    async def acts(
        self, viewer: Principal, pool: PoolId, before: int | None
    ) -> tuple[list[ActRecord], int | None]:
        """The audit log, newest first, and the cursor of the next page."""
        await self.books(viewer, pool)
        async with self._database.connection() as db:
            acts = await self._storage.acts(db, pool, before or ACT_ID_MAX, PAGE_SIZE + 1)
        page = acts[:PAGE_SIZE]
        return page, page[-1].id if len(acts) > PAGE_SIZE else None

    async def claims(self, viewer: Principal, pool: PoolId) -> AsyncIterator[tuple[SubjectId, Claim]]:
        """Every claim of a pool with its fan, by share number, read in pages; for auditors."""
        require_role(viewer, Role.AUDITOR)
        last_share = -1
        while True:
            async with self._database.connection() as db:
                page = await self._storage.claims_by_share(db, pool, last_share, CLAIMS_AT_ONCE)
            for fan, claim in page:
                yield fan, claim
            if len(page) < CLAIMS_AT_ONCE:
                return
            last_share = page[-1][1].share


def _check_raisable(pool: Pool, plan: TranchePlan) -> None:
    if pool.state not in MAY_BE_RAISED:
        raise StateConflict(f"A pool that is {pool.state.value!r} cannot be raised.")
    check_raise(plan, pool.shares, pool.total_minor, pool.lanes)


def _cursor(claim: Claim) -> str:
    return f"{claim.claimed_at.isoformat()}~{claim.share}"


def _parse_cursor(text: str | None) -> tuple[datetime, int]:
    if text is None:
        return END_OF_TIME, 0
    try:
        at, share = text.split("~")
        cursor = datetime.fromisoformat(at).astimezone(UTC), int(share)
    except (ValueError, OverflowError):
        cursor = END_OF_TIME, -1
    if not 0 <= cursor[1] <= ACT_ID_MAX:
        raise RequestInvalid(f"'before' must be the 'next' of an earlier page, got {text!r}.")
    return cursor
