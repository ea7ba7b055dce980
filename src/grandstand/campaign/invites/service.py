"""Invitations: plan, give codes, accept, look at. Each method is one transaction."""

import os
from datetime import datetime
from zoneinfo import ZoneInfo

from grandstand.campaign.engine import ClaimEngine
from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.invites.accepting import Accepting
from grandstand.campaign.invites.codes import KEY_BYTES, new_code, shown
from grandstand.campaign.invites.errors import InvitesClosed, SchemeUnknown
from grandstand.campaign.invites.models import (
    Accepted,
    CodeOwner,
    MyInvites,
    Scheme,
    SchemeAct,
    SchemeActRecord,
    SchemeFigures,
    SchemeId,
    SchemePlan,
    SchemeState,
)
from grandstand.campaign.invites.rewarding import GiveTickets, Rewarding
from grandstand.campaign.invites.rules import check_scheme
from grandstand.campaign.invites.storage import InviteStorage
from grandstand.campaign.outbox import Outbox
from grandstand.campaign.rules import check_reason
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.database import Connection
from grandstand.kernel.sealing import Sealer

SCHEMES_MAX = 100
ACTS_MAX = 100
CODE_TRIES_MAX = 20
"""Each try meets somebody else's code once in 440,000 times with 60 million codes given out."""
STATES = {
    SchemeAct.PAUSED: SchemeState.PAUSED,
    SchemeAct.RESUMED: SchemeState.OPEN,
    SchemeAct.CLOSED: SchemeState.CLOSED,
}


class Invites:
    """The use cases of invitations.

    Args:
        engine: gives both sides their shares; its database and clock are used here too.
        outbox: what tells both sides.
        sealer: of the keys that codes are made with.
        give_tickets: gives tickets of draws to those who have earned them.
    """

    def __init__(self, engine: ClaimEngine, outbox: Outbox, sealer: Sealer, give_tickets: GiveTickets) -> None:
        self._database = engine.tools.database
        self._pools = engine.tools.pools
        self._clock = engine.tools.clock
        self._storage = InviteStorage(sealer)
        self._accepting = Accepting(self._database, self._clock, self._storage, outbox)
        self._rewarding = Rewarding(engine, self._storage, outbox, give_tickets)

    # Operators.

    async def plan(self, actor: Principal, plan: SchemePlan) -> Scheme:
        """Invitations that count from their `opens_at` on.

        Raises:
            SchemeInvalid: the pool has not what it promises.
            PoolUnknown: nobody would pay.
        """
        async with self._database.transaction() as db:
            return await self.plan_in(db, actor, plan)

    async def plan_in(self, db: Connection, actor: Principal, plan: SchemePlan) -> Scheme:
        """As `plan`, in the caller's transaction."""
        require_role(actor, Role.OPERATOR)
        pool = await self._pools.pool(db, plan.pool)
        if pool is None:
            raise PoolUnknown(f"There is no pool {plan.pool!r}.")
        check_scheme(plan, pool)
        now = self._clock()
        number = await self._storage.insert_scheme(db, plan, os.urandom(KEY_BYTES), now)
        await self._storage.insert_act(db, number, now, actor, SchemeAct.PLANNED, "planned")
        return await self._found(db, number)

    async def act(self, actor: Principal, scheme: SchemeId, act: SchemeAct, reason: str) -> Scheme:
        """Pause, resume or close. When this returns, no later acceptance counts against it.

        Raises:
            InvitesClosed: it is closed for ever.
        """
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        async with self._database.transaction() as db:
            found = await self._found(db, scheme, lock=True)
            if found.state is SchemeState.CLOSED:
                raise InvitesClosed(f"The invitations {scheme} are closed for good; plan new ones.")
            await self._storage.set_state(db, scheme, STATES[act])
            await self._storage.insert_act(db, scheme, self._clock(), actor, act, reason)
            return await self._found(db, scheme)

    async def figures(self, viewer: Principal, scheme: SchemeId) -> SchemeFigures:
        """How many are members, have accepted, and have been counted for those who invited them."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.snapshot() as db:
            await self._found(db, scheme)
            return await self._storage.figures(db, scheme)

    async def acts(self, viewer: Principal, scheme: SchemeId) -> list[SchemeActRecord]:
        """The audit log, newest first."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            await self._found(db, scheme)
            return await self._storage.acts(db, scheme, ACTS_MAX)

    # Fans.

    async def schemes(self) -> list[Scheme]:
        """The newest schemes; they are public."""
        async with self._database.connection() as db:
            return await self._storage.schemes(db, SCHEMES_MAX)

    async def code(self, fan: Principal, scheme: SchemeId) -> str:
        """The fan's own code, as people read it: the same each time. From now on she is here.

        Raises:
            InvitesClosed: invitations are over; who has a code keeps it.
        """
        require_role(fan, Role.FAN)
        now = self._clock()
        async with self._database.transaction() as db:
            found = await self._found(db, scheme)
            _, code = await self._storage.member(db, scheme, fan.subject)
            if code is None:
                if found.state is SchemeState.CLOSED or now >= found.closes_at:
                    raise InvitesClosed("Invitations are over.")
                code = await self._new_code(db, scheme, fan, now)
        return shown(code)

    async def accept(self, fan: Principal, typed: str) -> Accepted:
        """Accept the invitation that a code stands for; doing so again is answered the same.

        Raises:
            InviteError: why it does not count.
        """
        require_role(fan, Role.FAN)
        return await self._accepting.accept(fan.subject, typed)

    async def mine(self, fan: Principal, scheme: SchemeId) -> MyInvites:
        """What a fan sees of her own invitations."""
        require_role(fan, Role.FAN)
        async with self._database.snapshot() as db:
            found = await self._found(db, scheme)
            member, code = await self._storage.member(db, scheme, fan.subject)
            today = self._clock().astimezone(ZoneInfo(found.zone)).date()
            accepted, accepted_today = await self._storage.accepted_of(db, scheme, fan.subject, today)
        return MyInvites(
            scheme=scheme,
            code=None if code is None else shown(code),
            was_invited=member is not None and member.inviter is not None,
            accepted=accepted,
            rewarded=min(accepted, len(found.inviter_occasions)),
            accepted_today=accepted_today,
        )

    async def drain(self) -> None:
        """Return when everybody who was let in has been answered."""
        await self._accepting.drain()

    async def _new_code(self, db: Connection, scheme: SchemeId, fan: Principal, now: datetime) -> str:
        await self._storage.begin(db, scheme, fan.subject, now)
        member, _ = await self._storage.member(db, scheme, fan.subject)
        assert member is not None
        owner = CodeOwner(scheme, fan.subject, member.since)
        key = await self._storage.key(db, scheme)
        for attempt in range(CODE_TRIES_MAX):
            code = new_code(key, scheme, fan.subject, attempt)
            if await self._storage.take_code(db, code, owner):
                await self._storage.set_code(db, owner, code)
                return code
        raise AssertionError(f"{CODE_TRIES_MAX} codes in a row are somebody else's")

    async def _found(self, db: Connection, scheme: SchemeId, *, lock: bool = False) -> Scheme:
        found = await self._storage.scheme(db, scheme, lock=lock)
        if found is None:
            raise SchemeUnknown(f"There are no invitations {scheme!r}.")
        return found
