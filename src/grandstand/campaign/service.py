"""What people do with a campaign, apart from claiming (engine.py): plan, open, pause, watch, look up."""

import os
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.models import (
    Act,
    ActRecord,
    Audit,
    Books,
    BurnDownPoint,
    Claim,
    PoolNotice,
    PoolPlan,
    PoolState,
)
from grandstand.campaign.rules import check_plan, check_reason, first_ranges, next_state
from grandstand.campaign.split import SEED_BYTES
from grandstand.campaign.storage import CampaignStorage
from grandstand.kernel.auth import Forbidden, Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Database
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.ids import PoolId, SubjectId

NOTICES_MAX = 100
PAGE_SIZE = 50
CLAIMS_AT_ONCE = 10_000
BURN_DOWN_POINTS_MAX = 1000
RATE_WINDOW = timedelta(seconds=5)
ACT_ID_MAX = 2**63 - 1
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


class CampaignService:
    """The use cases; each method is one transaction."""

    def __init__(
        self,
        database: Database,
        storage: CampaignStorage,
        clock: Clock,
        *,
        new_seed: Callable[[], bytes] = lambda: os.urandom(SEED_BYTES),
    ) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock
        self._new_seed = new_seed

    async def create_pool(self, actor: Principal, plan: PoolPlan) -> Books:
        """A draft that nobody but operators and auditors sees.

        Raises:
            PlanInvalid: it could not be given exactly.
        """
        require_role(actor, Role.OPERATOR)
        check_plan(plan)
        async with self._database.transaction() as db:
            now = self._clock()
            pool = await self._storage.insert_pool(db, plan, self._new_seed(), now)
            await self._storage.insert_act(db, pool, now, actor, Act.CREATED, "created")
        return await self.books(actor, pool)

    async def act(self, actor: Principal, pool: PoolId, act: Act, reason: str) -> Books:
        """Open, pause, resume or close a pool. When this returns, no later claim sees the state before.

        Raises:
            StateConflict: the act does not fit the state of the pool.
        """
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        async with self._database.transaction() as db:
            found = await self._storage.lock_pool(db, pool)
            if found is None:
                raise PoolUnknown(f"There is no pool {pool!r}.")
            state, shares, lanes = found
            after = next_state(state, act)
            if state is PoolState.DRAFT:
                await self._storage.insert_lanes(db, pool, first_ranges(shares, lanes))
            await self._storage.set_state(db, pool, after)
            await self._storage.insert_act(db, pool, self._clock(), actor, act, reason)
        return await self.books(actor, pool)

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
        now = self._clock()
        async with self._database.connection() as db:
            found = await self._storage.books(db, pool, now, now - RATE_WINDOW)
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

    async def audit(self, pool: PoolId) -> Audit:
        """The invariants counted from the claims; hand the result to `rules.audit_faults`."""
        async with self._database.connection() as db:
            found = await self._storage.audit(db, pool)
        if found is None:
            raise PoolUnknown(f"There is no pool {pool!r}.")
        return found


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
