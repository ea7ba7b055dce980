"""Segments, what is known of fans, switches. Each method is one transaction but for trials, which only read."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from grandstand.campaign.audience import Audience, AudienceAsk, Tally
from grandstand.campaign.conditions import (
    DIRECT,
    EVERY_OCCASION,
    Conditions,
    Segment,
    SegmentRule,
    SwitchKind,
)
from grandstand.campaign.eligibility.errors import (
    FactsInvalid,
    SegmentInvalid,
    SegmentUnknown,
    SwitchConflict,
    SwitchUnknown,
)
from grandstand.campaign.eligibility.models import (
    SWITCH_ID_MAX,
    EligibilityAct,
    EligibilityActRecord,
    FanFacts,
    SegmentVersion,
    Switch,
)
from grandstand.campaign.eligibility.rules import check_asked, check_facts, check_segment
from grandstand.campaign.eligibility.storage import EligibilityStorage
from grandstand.campaign.engine import ClaimEngine
from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.models import Pool
from grandstand.campaign.rules import check_reason
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.database import Connection
from grandstand.kernel.errors import Overloaded
from grandstand.kernel.ids import PoolId, SubjectId

SEGMENTS_MAX = 500
SWITCHES_MAX = 200
ACTS_PAGE = 100
FACTS_AT_ONCE_MAX = 300
"""Of one request; they fit into its 64 KiB."""
TRIAL_FANS_MAX = 100_000
"""Who is looked at; of more, the rest is estimated."""
COUNTED_FANS_MAX = 10_000_000
"""Where counting stops."""
TRIAL_PAGE = 5_000
TRIALS_MAX = 1
"""At the same time, in one process."""
TRIAL_RETRY_AFTER_S = 5.0
FIRST = SubjectId(UUID(int=0))


class Eligibility:
    """The use cases of segments and switches.

    Args:
        engine: its database, pools, conditions and clock are used here.
    """

    def __init__(self, engine: ClaimEngine) -> None:
        tools = engine.tools
        self._database = tools.database
        self._pools = tools.pools
        self._conditions = tools.conditions
        self._clock = tools.clock
        self._storage = EligibilityStorage()
        self._trials = asyncio.Semaphore(TRIALS_MAX)

    # Segments.

    async def segments(self, viewer: Principal) -> list[SegmentVersion]:
        """Those that hold, by name."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            return await self._storage.segments(db, SEGMENTS_MAX)

    async def define(self, actor: Principal, name: str, rule: SegmentRule, reason: str) -> SegmentVersion:
        """A segment, or its next version: from the next batch on, in every pool that asks for it.

        Raises:
            SegmentInvalid: there can be none like this.
        """
        async with self._database.transaction() as db:
            return await self.define_in(db, actor, name, rule, reason)

    async def define_in(
        self, db: Connection, actor: Principal, name: str, rule: SegmentRule, reason: str
    ) -> SegmentVersion:
        """As `define`, in the caller's transaction; where the same rule holds already, nothing happens."""
        require_role(actor, Role.OPERATOR)
        check_segment(name, rule)
        reason = check_reason(reason)
        await self._conditions.lock(db)
        before = await self._storage.segment(db, name)
        if before is None or before.rule != rule:
            now, version = self._clock(), 1 if before is None else before.version + 1
            await self._storage.insert_segment(db, name, version, rule, now, actor, reason)
            await self._storage.insert_act(db, now, actor, EligibilityAct.DEFINED, name, None, reason)
            pools = await self._storage.pools_with_segment(db, name)
            if pools is None or pools:
                await self._conditions.renew(db, pools)
        found = await self._storage.segment(db, name)
        assert found is not None
        return found

    async def asked(self, viewer: Principal, pool: PoolId) -> dict[str, list[str]]:
        """The segments that a pool asks for, by occasion; `EVERY_OCCASION` for all."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.snapshot() as db:
            await self._found(db, pool)
            return await self._storage.pool_segments(db, pool)

    async def ask(
        self, actor: Principal, pool: PoolId, asked: Mapping[str, Sequence[str]], reason: str
    ) -> dict[str, list[str]]:
        """Have a pool ask for segments, by occasion, instead of those before; from the next batch on.

        Raises:
            PoolUnknown, SegmentUnknown: there is no such thing.
            SegmentInvalid: the pool cannot ask for this.
        """
        async with self._database.transaction() as db:
            await self.ask_in(db, actor, pool, asked, reason)
            return await self._storage.pool_segments(db, pool)

    async def ask_in(
        self, db: Connection, actor: Principal, pool: PoolId, asked: Mapping[str, Sequence[str]], reason: str
    ) -> None:
        """As `ask`, in the caller's transaction."""
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        found = await self._found(db, pool, lock=True)
        check_asked(asked, found.occasions)
        await self._conditions.lock(db)
        names = sorted({name for some in asked.values() for name in some})
        if missing := set(names) - await self._storage.known_segments(db, names):
            raise SegmentUnknown(f"There is no segment {min(missing)!r}.")
        await self._storage.set_pool_segments(db, pool, asked)
        words = ", ".join(names) or "nothing"
        await self._storage.insert_act(db, self._clock(), actor, EligibilityAct.ASKED, words[:500], pool, reason)
        await self._conditions.renew(db, [pool])

    # What is known of fans.

    async def put_facts(self, actor: Principal, known: Sequence[FanFacts]) -> int:
        """Note what the deployment knows of fans; how many fans these are.

        Raises:
            FactsInvalid: one of them cannot be; none is taken.
        """
        require_role(actor, Role.OPERATOR)
        if not 0 < len(known) <= FACTS_AT_ONCE_MAX:
            raise FactsInvalid(f"1 to {FACTS_AT_ONCE_MAX} fans at once, got {len(known)}.")
        for each in known:
            check_facts(each.facts)
        facts = {each.fan: each.facts for each in known}
        async with self._database.transaction() as db:
            await self._conditions.put_facts(db, facts, self._clock())
        return len(facts)

    # Switches.

    async def switch_off(
        self, actor: Principal, kind: SwitchKind, target: str, pool: PoolId | None, reason: str
    ) -> Switch:
        """Give nothing more to a segment, or over a platform: in one pool, or in all.

        When this returns, no later batch gives anything to them, in any process.

        Raises:
            SegmentUnknown, SegmentInvalid, PoolUnknown: there is no such thing.
            SwitchConflict: it is off already.
        """
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        async with self._database.transaction() as db:
            # The pool before the conditions, as whoever opens one does.
            if pool is not None:
                await self._found(db, pool, lock=True)
            await self._check_target(db, kind, target)
            await self._conditions.lock(db)
            now = self._clock()
            number = await self._storage.insert_switch(db, kind, target, pool, now, actor.subject, reason)
            if number is None:
                raise SwitchConflict(f"The {kind.value} {target!r} is switched off already.")
            await self._act(db, actor, EligibilityAct.SWITCHED_OFF, kind, target, pool, reason)
            await self._conditions.renew(db, None if pool is None else [pool])
            return await self._switch(db, number)

    async def lift(self, actor: Principal, number: int, reason: str) -> Switch:
        """Give again, from the next batch on.

        Raises:
            SwitchUnknown: there is no such switch.
            SwitchConflict: it was lifted before.
        """
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        async with self._database.transaction() as db:
            found = await self._switch(db, number)
            pool = None if found.pool is None else PoolId(found.pool)
            if pool is not None:
                await self._found(db, pool, lock=True)
            await self._conditions.lock(db)
            if not await self._storage.lift_switch(db, number, self._clock(), actor.subject, reason):
                raise SwitchConflict(f"Switch {number} was lifted before.")
            await self._act(db, actor, EligibilityAct.LIFTED, found.kind, found.target, pool, reason)
            await self._conditions.renew(db, None if pool is None else [pool])
            return await self._switch(db, number)

    async def switches(self, viewer: Principal) -> list[Switch]:
        """What is off first, then what was lifted."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            return await self._storage.switches(db, SWITCHES_MAX)

    async def acts(self, viewer: Principal, before: int | None) -> tuple[list[EligibilityActRecord], int | None]:
        """The audit log of segments and switches, newest first, and the cursor of the next page."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            acts = await self._storage.acts(db, before or SWITCH_ID_MAX, ACTS_PAGE + 1)
        page = acts[:ACTS_PAGE]
        return page, page[-1].id if len(acts) > ACTS_PAGE else None

    # Trials.

    async def trial(
        self,
        viewer: Principal,
        pool: PoolId | None,
        asked: Mapping[str, Sequence[str]] | None,
        rules: Mapping[str, SegmentRule],
    ) -> Audience:
        """Who would get it and what it would cost, before anything is changed.

        Args:
            viewer: an operator or an auditor.
            pool: its shares, occasions, parts of platforms and switches count; None: fans are only counted.
            asked: segments by occasion; None: those that the pool asks for.
            rules: in place of those that segments of these names have, or of new ones.

        Raises:
            PoolUnknown, SegmentUnknown, SegmentInvalid: there is no such thing.
            Overloaded: another trial runs here.
        """
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        for name, rule in rules.items():
            check_segment(name, rule)
        async with self._database.snapshot() as db:
            ask = await self._ask_of(db, pool, asked, rules)
        return (await self._audiences([ask]))[0]

    async def audiences(self, viewer: Principal, asks: Sequence[AudienceAsk]) -> list[Audience]:
        """Who would get it and what it would cost, for each of these.

        Raises:
            Overloaded: another trial runs here.
        """
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        return await self._audiences(asks)

    async def _ask_of(
        self,
        db: Connection,
        pool: PoolId | None,
        asked: Mapping[str, Sequence[str]] | None,
        rules: Mapping[str, SegmentRule],
    ) -> AudienceAsk:
        if pool is None:
            segments = await self._segments_by_occasion(db, asked or {}, rules)
            occasions = tuple(segments) or (EVERY_OCCASION,)
            return AudienceAsk(name="", conditions=Conditions(asked=segments), occasions=occasions)
        found = await self._found(db, pool)
        names = await self._storage.pool_segments(db, pool) if asked is None else asked
        check_asked(names, found.occasions)
        now = await self._conditions.conditions(db, pool, 0)
        parts = await self._conditions.allotments_of_pool(db, pool)
        return AudienceAsk(
            name=f"pool {pool}",
            conditions=Conditions(
                asked=await self._segments_by_occasion(db, names, rules),
                segments_off=now.segments_off,
                platforms_off=now.platforms_off,
                platforms=now.platforms,
            ),
            occasions=tuple(occasion for occasion in found.occasions if occasion not in found.earned),
            shares=found.shares,
            total_minor=found.total_minor,
            claims_of={platform: part.claims for platform, part in parts.items()},
        )

    async def _segments_by_occasion(
        self, db: Connection, asked: Mapping[str, Sequence[str]], rules: Mapping[str, SegmentRule]
    ) -> dict[str, list[Segment]]:
        found: dict[str, list[Segment]] = {}
        for occasion, names in asked.items():
            found[occasion] = []
            for name in names:
                rule = rules.get(name)
                if rule is None:
                    if (known := await self._storage.segment(db, name)) is None:
                        raise SegmentUnknown(f"There is no segment {name!r}.")
                    rule = known.rule
                found[occasion].append(Segment(name, rule))
        return found

    async def _audiences(self, asks: Sequence[AudienceAsk]) -> list[Audience]:
        """Everybody who is known, page by page, so that nobody waits for long."""
        if self._trials.locked():
            raise Overloaded(retry_after_s=TRIAL_RETRY_AFTER_S)
        async with self._trials:
            tallies, after, looked_at = [Tally(ask) for ask in asks], FIRST, 0
            while looked_at < TRIAL_FANS_MAX:
                async with self._database.connection() as db:
                    page = await self._storage.facts_page(db, after, TRIAL_PAGE)
                for tally in tallies:
                    for fan, facts in page:
                        tally.add(fan, facts)
                looked_at += len(page)
                if len(page) < TRIAL_PAGE:
                    return [tally.audience(looked_at) for tally in tallies]
                after = page[-1][0]
            async with self._database.connection() as db:
                fans = await self._storage.count_fans(db, COUNTED_FANS_MAX)
            return [tally.audience(fans) for tally in tallies]

    async def _found(self, db: Connection, pool: PoolId, *, lock: bool = False) -> Pool:
        found = await (self._pools.lock_pool(db, pool) if lock else self._pools.pool(db, pool))
        if found is None:
            raise PoolUnknown(f"There is no pool {pool!r}.")
        return found

    async def _check_target(self, db: Connection, kind: SwitchKind, target: str) -> None:
        if kind is SwitchKind.SEGMENT and await self._storage.segment(db, target) is None:
            raise SegmentUnknown(f"There is no segment {target!r}.")
        is_known = target == DIRECT or await self._storage.is_platform(db, target)
        if kind is SwitchKind.PLATFORM and not is_known:
            raise SegmentInvalid(f"There is no platform {target!r}; {DIRECT!r} is whoever comes by herself.")

    async def _switch(self, db: Connection, number: int) -> Switch:
        if (found := await self._storage.switch(db, number)) is None:
            raise SwitchUnknown(f"There is no switch {number!r}.")
        return found

    async def _act(
        self,
        db: Connection,
        actor: Principal,
        act: EligibilityAct,
        kind: SwitchKind,
        target: str,
        pool: PoolId | None,
        reason: str,
    ) -> None:
        words = f"{kind.value} {target}"
        await self._storage.insert_act(db, self._clock(), actor, act, words, pool, reason)
