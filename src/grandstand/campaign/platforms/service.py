"""Platforms: what operators set, what their programs do. Each method is one transaction."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo, available_timezones

from grandstand.campaign.batches import Batcher
from grandstand.campaign.condition_storage import Allotment
from grandstand.campaign.conditions import Facts, facts_fault
from grandstand.campaign.engine import ClaimEngine
from grandstand.campaign.errors import PoolUnknown, StateConflict
from grandstand.campaign.models import Pool, PoolState
from grandstand.campaign.outbox import Outbox
from grandstand.campaign.platforms.errors import (
    KeyRefused,
    KeysFull,
    KeyUnknown,
    PlatformConflict,
    PlatformInvalid,
    PlatformUnknown,
)
from grandstand.campaign.platforms.models import (
    AddedPlatform,
    KeyState,
    NewKey,
    Platform,
    PlatformAct,
    PlatformActRecord,
    PlatformFan,
    PlatformPlan,
    PlatformState,
    PlatformToken,
    Settlement,
)
from grandstand.campaign.platforms.rules import (
    check_budget,
    check_platform,
    check_user,
    check_webhook,
    days_between,
    fan_of,
    settled,
    total_of,
)
from grandstand.campaign.platforms.storage import PlatformStorage, digest_of
from grandstand.campaign.platforms.telling import Telling
from grandstand.campaign.rules import check_reason
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.database import Connection
from grandstand.kernel.errors import GrandstandError
from grandstand.kernel.ids import PoolId, SubjectId
from grandstand.kernel.keys import Tokens
from grandstand.kernel.sealing import Sealer

PLATFORMS_MAX = 100
KEYS_VALID_MAX = 2
"""At a time: one that is in use, and the next one."""
ACTS_MAX = 100
SECRET_BYTES = 32
TOKEN_LIFETIME = timedelta(hours=1)
FANS_BATCH_MAX = 512
FANS_WAITING_MAX = 8192
OVER = frozenset({PoolState.CLOSED, PoolState.REVEALED})


class Arrival(NamedTuple):
    """A user of whoever signs in with a key, and what is said of her."""

    key: SubjectId
    user: str
    facts: Facts


class Platforms:
    """The use cases of platforms.

    Args:
        engine: its database, pools, conditions and clock are used here.
        outbox: what tells platforms of their fans.
        sealer: of their secrets.
        tokens: what platforms and their fans sign in with.
    """

    def __init__(self, engine: ClaimEngine, outbox: Outbox, sealer: Sealer, tokens: Tokens) -> None:
        tools = engine.tools
        self._database = tools.database
        self._pools = tools.pools
        self._conditions = tools.conditions
        self._clock = tools.clock
        self._tokens = tokens
        self._storage = PlatformStorage(sealer)
        self.telling = Telling(self._database, self._clock, self._storage, outbox)
        self._arrivals: Batcher[Arrival, SubjectId] = Batcher(
            self._take, batch_max=FANS_BATCH_MAX, waiting_max=FANS_WAITING_MAX
        )

    async def close(self) -> None:
        """Answer what was accepted, then let go of connections to platforms."""
        await self._arrivals.drain()
        await self.telling.close()

    # Operators.

    async def add(self, actor: Principal, plan: PlatformPlan, reason: str) -> AddedPlatform:
        """A platform, its first key, and the secret of its webhooks.

        Raises:
            PlatformInvalid: there can be none like this.
            PlatformConflict: the name is taken.
        """
        require_role(actor, Role.OPERATOR)
        check_platform(plan)
        reason = check_reason(reason)
        secret, fan_key = secrets.token_bytes(SECRET_BYTES), secrets.token_bytes(SECRET_BYTES)
        async with self._database.transaction() as db:
            if not await self._storage.insert_platform(db, plan, secret, fan_key, self._clock()):
                raise PlatformConflict(f"There is a platform {plan.name!r} already.")
            await self._act(db, actor, plan.name, PlatformAct.ADDED, reason)
            key = await self._new_key(db, plan.name)
            platform = await self._found(db, plan.name)
        return AddedPlatform(platform=platform, key=key, webhook_secret=secret.hex())

    async def change(
        self, actor: Principal, name: str, budget_minor: int | None, webhook: str | None, reason: str
    ) -> Platform:
        """Another budget or webhook; what is None stays.

        Raises:
            PlatformInvalid: its parts come to more already.
        """
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        async with self._database.transaction() as db:
            found = await self._open(db, name)
            budget = found.budget_minor if budget_minor is None else budget_minor
            address = found.webhook if webhook is None else webhook
            check_budget(budget)
            check_webhook(address)
            _check_within(budget, sum(part.amount_minor for part in found.parts), name)
            await self._storage.change(db, name, budget, address)
            await self._act(db, actor, name, PlatformAct.CHANGED, reason)
            return await self._found(db, name)

    async def allot(
        self, actor: Principal, name: str, pool: PoolId, claims: int, amount_minor: int, reason: str
    ) -> Platform:
        """Say what a pool gives to the fans of a platform at most, from the next batch on.

        Where no platform has a part of a pool, nobody looks over which its fans came; with the first part, fans
        of other platforms get nothing any more.

        Raises:
            PlatformInvalid: more than its budget, another currency, or less than has been given.
            PoolUnknown: there is no such pool.
            StateConflict: the pool is over.
        """
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        check_budget(amount_minor)
        async with self._database.transaction() as db:
            # The pool before the conditions, as whoever opens one does.
            found = await self._pool(db, pool)
            platform = await self._open(db, name)
            if found.state in OVER:
                raise StateConflict(f"A pool that is {found.state.value!r} gives nothing any more.")
            if found.currency != platform.currency:
                raise PlatformInvalid(f"Pool {pool} gives {found.currency}, {name} settles {platform.currency}.")
            if not 0 <= claims <= found.shares:
                raise PlatformInvalid(f"Pool {pool} has {found.shares} shares, got {claims!r}.")
            others = sum(part.amount_minor for part in platform.parts if part.pool != pool)
            _check_within(platform.budget_minor, others + amount_minor, name)
            await self._conditions.lock(db)
            await self._allot(db, name, found, Allotment(claims, amount_minor))
            words = f"{claims} shares of pool {pool}, {amount_minor} minor units: {reason}"
            await self._act(db, actor, name, PlatformAct.ALLOTTED, words)
            return await self._found(db, name)

    async def new_key(self, actor: Principal, name: str, reason: str) -> NewKey:
        """One more key, so that one can be replaced without an interruption.

        Raises:
            KeysFull: two are valid already.
        """
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        async with self._database.transaction() as db:
            found = await self._open(db, name)
            if sum(key.state is KeyState.VALID for key in found.keys) >= KEYS_VALID_MAX:
                raise KeysFull(f"{name} has {KEYS_VALID_MAX} valid keys; withdraw one first.")
            await self._act(db, actor, name, PlatformAct.KEY_MADE, reason)
            return await self._new_key(db, name)

    async def revoke_key(self, actor: Principal, name: str, key: UUID, reason: str) -> Platform:
        """Withdraw a key: nobody signs in with it any more, nor goes on with a token that it got.

        Raises:
            KeyUnknown: there is no such key that is valid.
        """
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        async with self._database.transaction() as db:
            await self._found(db, name, lock=True)
            if not await self._storage.revoke_key(db, name, key, self._clock()):
                raise KeyUnknown(f"{name} has no valid key {str(key)!r}.")
            await self._act(db, actor, name, PlatformAct.KEY_REVOKED, reason)
            return await self._found(db, name)

    async def end(self, actor: Principal, name: str, reason: str) -> Platform:
        """Close a platform for good: its keys are withdrawn, its parts are what has been given of them.

        Raises:
            PlatformConflict: it is closed already.
        """
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        async with self._database.transaction() as db:
            known = await self._found(db, name)
            pools = [await self._pool(db, PoolId(part.pool)) for part in known.parts]
            await self._open(db, name)
            await self._conditions.lock(db)
            for pool in pools:
                await self._allot(db, name, pool, None)
            await self._storage.close(db, name, self._clock())
            await self._act(db, actor, name, PlatformAct.CLOSED, reason)
            return await self._found(db, name)

    async def platforms(self, viewer: Principal) -> list[Platform]:
        """All of them, by name."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.snapshot() as db:
            return await self._storage.platforms(db, PLATFORMS_MAX)

    async def platform(self, viewer: Principal, name: str) -> Platform:
        """One platform with its keys and parts."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.snapshot() as db:
            return await self._found(db, name)

    async def acts(self, viewer: Principal, name: str) -> list[PlatformActRecord]:
        """The audit log of a platform, newest first."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.snapshot() as db:
            await self._found(db, name)
            return await self._storage.acts(db, name, ACTS_MAX)

    async def settlement(self, viewer: Principal, name: str, first: date, last: date, zone: str) -> Settlement:
        """What happened on a platform's part, day by day in a zone.

        Raises:
            PlatformInvalid: too many days, or no such zone.
        """
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        return await self._settlement(name, first, last, zone)

    # The platform's own programs.

    async def sign_in(self, key: UUID, secret: str) -> PlatformToken:
        """A token for what platforms may do, and nothing else.

        Raises:
            KeyRefused: the key is unknown or withdrawn, or the secret is another one: one answer for all.
        """
        async with self._database.connection() as db:
            known = await self._storage.key_secret(db, key)
        # An unknown key is compared as well, so that nobody learns from the time whether there is one.
        is_right = hmac.compare_digest(known or bytes(SECRET_BYTES), digest_of(secret))
        if known is None or not is_right:
            raise KeyRefused
        expires_at = (self._clock() + TOKEN_LIFETIME).replace(microsecond=0)
        token = self._tokens.issue(Principal(SubjectId(key), Role.PLATFORM, None, expires_at))
        return PlatformToken(token=token, expires_at=expires_at)

    async def mine(self, viewer: Principal) -> Platform:
        """The platform whose program asks."""
        async with self._database.snapshot() as db:
            return await self._found(db, await self._name_of(db, viewer))

    async def my_settlement(self, viewer: Principal, first: date, last: date, zone: str) -> Settlement:
        """As `settlement`, of the platform whose program asks."""
        async with self._database.connection() as db:
            name = await self._name_of(db, viewer)
        return await self._settlement(name, first, last, zone)

    async def fan(self, viewer: Principal, user: str, facts: Facts) -> PlatformFan:
        """The fan that a user is, with a token for her: the same fan for the same user.

        Raises:
            PlatformInvalid: there can be no such user, or nobody can be known by these facts.
            KeyRefused: the key was withdrawn since.
        """
        require_role(viewer, Role.PLATFORM)
        check_user(user)
        if (fault := facts_fault(facts)) is not None:
            raise PlatformInvalid(fault)
        fan = await self._arrivals.answer(Arrival(viewer.subject, user, facts))
        expires_at = self._tokens.expiry()
        token = self._tokens.issue(Principal(fan, Role.FAN, None, expires_at))
        return PlatformFan(fan=fan, token=token, expires_at=expires_at)

    async def _take(self, arrivals: Sequence[Arrival]) -> list[SubjectId | GrandstandError]:
        """Note who comes over which platform: one transaction for everybody who comes at the same moment."""
        async with self._database.transaction() as db:
            holders = await self._storage.holders(db, list({each.key for each in arrivals}))
            answers: list[SubjectId | GrandstandError] = []
            known: dict[SubjectId, Facts] = {}
            for each in arrivals:
                if (holder := holders.get(each.key)) is None:
                    answers.append(KeyRefused())
                    continue
                fan = fan_of(holder.fan_key, each.user)
                known[fan] = each.facts._replace(platform=holder.platform)
                answers.append(fan)
            if known:
                await self._conditions.put_facts(db, known, self._clock())
        return answers

    async def _settlement(self, name: str, first: date, last: date, zone: str) -> Settlement:
        if zone not in available_timezones():
            raise PlatformInvalid(f"There is no time zone {zone!r}; one is like 'Asia/Shanghai'.")
        begins, ends = days_between(first, last, ZoneInfo(zone))
        async with self._database.snapshot() as db:
            found = await self._found(db, name)
            days = settled(await self._storage.settled(db, name, begins, ends, zone))
        return Settlement(
            platform=name, zone=zone, currency=found.currency, days=tuple(days), total=total_of(days)
        )

    async def _allot(self, db: Connection, name: str, pool: Pool, wanted: Allotment | None) -> None:
        """Change a part, in the transaction that has locked pool and conditions; None: to what has been given.

        Waits for the batches in flight, and has later ones read the conditions again.
        """
        await self._conditions.renew(db, [pool.id])
        given = await self._conditions.paid_by(db, name, pool.id)
        part = given if wanted is None else wanted
        if part.claims < given.claims or part.amount_minor < given.amount_minor:
            raise PlatformInvalid(
                f"{name} has given {given.claims} shares and {given.amount_minor} minor units of pool {pool.id}; "
                "its part cannot be less."
            )
        await self._conditions.set_allotment(db, name, pool.id, part)
        if pool.state is not PoolState.DRAFT:
            left = Allotment(part.claims - given.claims, part.amount_minor - given.amount_minor)
            await self._conditions.fill_purses(db, name, pool.id, pool.lanes, left, self._clock())

    async def _new_key(self, db: Connection, name: str) -> NewKey:
        key = NewKey(id=uuid4(), secret=secrets.token_urlsafe(SECRET_BYTES))
        await self._storage.insert_key(db, name, key.id, key.secret, self._clock())
        return key

    async def _act(self, db: Connection, actor: Principal, name: str, act: PlatformAct, reason: str) -> None:
        await self._storage.insert_act(db, name, self._clock(), actor, act, reason)

    async def _found(self, db: Connection, name: str, *, lock: bool = False) -> Platform:
        if (found := await self._storage.platform(db, name, lock=lock)) is None:
            raise PlatformUnknown(f"There is no platform {name!r}.")
        return found

    async def _open(self, db: Connection, name: str) -> Platform:
        """A platform that is not closed, locked until the transaction ends."""
        found = await self._found(db, name, lock=True)
        if found.state is PlatformState.CLOSED:
            raise PlatformConflict(f"{name} is closed for good; add another platform.")
        return found

    async def _pool(self, db: Connection, pool: PoolId) -> Pool:
        if (found := await self._pools.lock_pool(db, pool)) is None:
            raise PoolUnknown(f"There is no pool {pool!r}.")
        return found

    async def _name_of(self, db: Connection, viewer: Principal) -> str:
        require_role(viewer, Role.PLATFORM)
        holder = (await self._storage.holders(db, [viewer.subject])).get(viewer.subject)
        if holder is None:
            raise KeyRefused
        return holder.platform


def _check_within(budget_minor: int, parts_minor: int, name: str) -> None:
    if parts_minor > budget_minor:
        raise PlatformInvalid(
            f"The parts of {name} come to {parts_minor} minor units, its budget is {budget_minor}."
        )
