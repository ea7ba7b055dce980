"""Signals, review and rules. What looks in the background is in looking.py."""

import asyncio
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from grandstand.campaign.batches import Batcher
from grandstand.campaign.fraud.digests import KEY_BYTES, Digests
from grandstand.campaign.fraud.errors import HoldUnknown, RulesConflict, RulesInvalid, SignalInvalid, TreeTooLarge
from grandstand.campaign.fraud.looking import AT_ALL, LOOK_BATCH_MAX, Looking
from grandstand.campaign.fraud.models import (
    ActDone,
    Example,
    FanReview,
    FanSignal,
    FraudAct,
    FraudActRecord,
    Hold,
    HoldState,
    Rules,
    RulesVersion,
    Score,
    Sighting,
    Signal,
    SignalKind,
    SignalsTaken,
    Trial,
)
from grandstand.campaign.fraud.rules import (
    BY_HAND,
    BY_HAND_SCORE,
    WINDOW_DAYS_MAX,
    account_since,
    check_rules,
    explanation,
    is_held,
    score,
)
from grandstand.campaign.fraud.storage import Decision, FraudStorage, Place, Target
from grandstand.campaign.rules import check_reason
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import GrandstandError, Overloaded
from grandstand.kernel.ids import SubjectId
from grandstand.kernel.sealing import Sealer

SIGNALS_OF_A_PAGE_MAX = 8
SIGNALS_AT_ONCE_MAX = 300
"""Of another program, in one request; they fit into its 64 KiB."""
REPORTS_BATCH_MAX = 512
REPORTS_WAITING_MAX = 8192
AHEAD_MAX = timedelta(minutes=5)
"""How far the clock of a program that reports may be ahead of ours."""
KEEP = timedelta(days=WINDOW_DAYS_MAX)
"""Signals are deleted so long after they were last seen; no rule looks further back."""
DELETE_MAX = 5_000
HOLDS_PAGE = 100
HOLDS_OF_A_FAN_MAX = 200
ACTS_MAX = 100
TREE_FANS_MAX = 5_000
TREE_DEPTH_MAX = 100
TRIALS_MAX = 1
"""At the same time, in one process."""
TRIAL_FANS_MAX = 10_000
EXAMPLES_MAX = 20
TRIAL_RETRY_AFTER_S = 5.0
FIRST = Place(datetime(1970, 1, 1, tzinfo=UTC), SubjectId(UUID(int=0)), 0, "")
BEFORE = {
    HoldState.RELEASED: (HoldState.HELD, HoldState.VOID),
    HoldState.VOID: (HoldState.HELD, HoldState.RELEASED),
}
"""The states from which a person decides; a decision may be taken back by the other one."""
DECIDED = {FraudAct.RELEASED: HoldState.RELEASED, FraudAct.VOIDED: HoldState.VOID}


class Report(NamedTuple):
    """What a page says of a fan."""

    fan: SubjectId
    signals: tuple[Signal, ...]


class Age(NamedTuple):
    """Since when somebody has an account, as it was said at a time."""

    fan: SubjectId
    at: datetime
    since: datetime


class Fraud:
    """The use cases of fraud.

    Args:
        database: where everything is.
        clock: now, aware.
        sealer: of the key of the digests.
        new_secret: 32 random bytes.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sealer: Sealer,
        *,
        new_secret: Callable[[], bytes] = lambda: os.urandom(KEY_BYTES),
    ) -> None:
        self._database = database
        self._clock = clock
        self._storage = FraudStorage(sealer)
        self._new_secret = new_secret
        self._digests: Digests | None = None
        self._trials = asyncio.Semaphore(TRIALS_MAX)
        self.looking = Looking(database, clock, self._storage)
        self._batcher: Batcher[Report, SignalsTaken] = Batcher(
            self._take_reports, batch_max=REPORTS_BATCH_MAX, waiting_max=REPORTS_WAITING_MAX
        )

    # Signals.

    async def report(self, fan: Principal, signals: Sequence[Signal]) -> SignalsTaken:
        """Take what a fan's page says of her device, her payment id or her address.

        Raises:
            SignalInvalid: it is no signal, there are too many, or it is one that a page cannot know.
            Overloaded: too many are reporting here; nothing was begun.
        """
        require_role(fan, Role.FAN)
        if not 0 < len(signals) <= SIGNALS_OF_A_PAGE_MAX:
            raise SignalInvalid(
                f"A page reports 1 to {SIGNALS_OF_A_PAGE_MAX} signals at once, got {len(signals)}."
            )
        if any(each.kind is SignalKind.ACCOUNT_AGE_DAYS for each in signals):
            raise SignalInvalid("How old an account is, its page cannot say; the deployment's own programs can.")
        return await self._batcher.answer(Report(fan.subject, tuple(signals)))

    async def report_of_others(self, actor: Principal, signals: Sequence[FanSignal]) -> SignalsTaken:
        """Take what another program of the deployment says of any fans.

        Raises:
            SignalInvalid: one of them is no signal, or there are too many; none is taken then.
        """
        require_role(actor, Role.OPERATOR)
        if not 0 < len(signals) <= SIGNALS_AT_ONCE_MAX:
            raise SignalInvalid(f"A request reports 1 to {SIGNALS_AT_ONCE_MAX} signals, got {len(signals)}.")
        now = self._clock()
        async with self._database.transaction() as db:
            digests = await self._key(db)
            found = [_stored(digests, each, now) for each in signals]
            await self._store(db, found, now)
        return SignalsTaken(len(found))

    async def drain(self) -> None:
        """Return when everybody who was let in has been answered."""
        await self._batcher.drain()

    async def clean_up(self) -> int:
        """Delete what is too old to count; how many rows."""
        async with self._database.transaction() as db:
            return await self._storage.delete_old(db, self._clock() - KEEP, DELETE_MAX)

    async def _take_reports(self, reports: Sequence[Report]) -> list[SignalsTaken | GrandstandError]:
        """One transaction for everybody who reports at the same moment."""
        now = self._clock()
        answers: list[SignalsTaken | GrandstandError] = []
        async with self._database.transaction() as db:
            digests = await self._key(db)
            stored: list[Sighting | Age] = []
            for report in reports:
                try:
                    found = [
                        Sighting(report.fan, now, each.kind, digests.of(each.kind, each.value))
                        for each in report.signals
                    ]
                except SignalInvalid as error:
                    answers.append(error)
                else:
                    stored += found
                    answers.append(SignalsTaken(len(found)))
            if stored:
                await self._store(db, stored, now)
        return answers

    async def _store(self, db: Connection, found: Sequence[Sighting | Age], now: datetime) -> None:
        sightings = [each for each in found if isinstance(each, Sighting)]
        await self._storage.see(db, sightings, [each for each in found if isinstance(each, Age)])
        fans = [(fan, now) for fan in dict.fromkeys(each.fan for each in found)]
        await self._storage.make_due(db, fans, spreads=True, unless_within=AT_ALL)

    async def _key(self, db: Connection) -> Digests:
        if self._digests is None:
            self._digests = Digests(await self._storage.ensure_key(db, self._new_secret()))
        return self._digests

    # Review.

    async def holds(
        self, viewer: Principal, state: HoldState, after: Place | None = None
    ) -> tuple[list[Hold], Place | None]:
        """Holds in a state, those that wait longest first; and where the next page begins."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            found = await self._storage.holds(db, state, after or FIRST, HOLDS_PAGE + 1)
        page = found[:HOLDS_PAGE]
        last = page[-1] if len(found) > HOLDS_PAGE else None
        return page, None if last is None else Place(last.placed_at, last.fan, last.pool, last.occasion)

    async def review(self, viewer: Principal, fan: SubjectId) -> FanReview:
        """What is known of a fan at this moment, and why she would be held."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.snapshot() as db:
            rules = (await self._storage.rules(db)).rules
            looked = await self._storage.facts(db, [fan], self._clock(), rules)
            holds = await self._storage.holds_of(db, fan, HOLDS_OF_A_FAN_MAX)
        found = score(looked[fan].facts, rules)
        return FanReview(
            fan=fan,
            facts=looked[fan].facts,
            score=found.value,
            reasons=found.reasons,
            explanation=explanation(found.reasons),
            holds=holds,
        )

    async def held_back(self, fan: Principal) -> frozenset[tuple[int, str]]:
        """Pool and occasion of the fan's own shares that are not spent until somebody has looked, or never."""
        require_role(fan, Role.FAN)
        async with self._database.connection() as db:
            holds = await self._storage.holds_of(db, fan.subject, HOLDS_OF_A_FAN_MAX)
        return frozenset((hold.pool, hold.occasion) for hold in holds if hold.state is not HoldState.RELEASED)

    async def act(
        self, actor: Principal, act: FraudAct, fan: SubjectId, reason: str, *, tree: bool = False, target: Target
    ) -> ActDone:
        """Hold, release or void claims of a fan, or of her and everybody below her in the tree of invitations.

        Raises:
            HoldUnknown: no claim is in a state that the act fits.
            TreeTooLarge: more are below her than one act reaches; nothing was changed.
        """
        require_role(actor, Role.OPERATOR)
        decision = Decision(actor, self._clock(), check_reason(reason))
        async with self._database.transaction() as db:
            fans = await self._tree(db, fan) if tree else [fan]
            changed = await self._change(db, act, fans, target, decision)
            if not changed:
                raise HoldUnknown(f"No claim of {str(fan)!r} can be {act.value}.")
            done = ActDone(act, len(set(changed)), len(changed))
            await self._storage.insert_act(db, _record(decision, done, fan, target, tree=tree))
        return done

    async def acts(self, viewer: Principal) -> list[FraudActRecord]:
        """The audit log, newest first."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            return await self._storage.acts(db, ACTS_MAX)

    async def _change(
        self, db: Connection, act: FraudAct, fans: Sequence[SubjectId], target: Target, decision: Decision
    ) -> list[SubjectId]:
        if act is FraudAct.HELD:
            found = Score(BY_HAND_SCORE, (BY_HAND,))
            return await self._storage.hold_by_hand(db, fans, target, decision, found)
        state = DECIDED[act]
        return await self._storage.decide(db, fans, target, decision, state, BEFORE[state])

    async def _tree(self, db: Connection, root: SubjectId) -> list[SubjectId]:
        """She and everybody below her, step by step."""
        found, level = {root}, [root]
        for _ in range(TREE_DEPTH_MAX):
            below = await self._storage.invited_by(db, level, TREE_FANS_MAX + 1)
            level = [fan for fan in below if fan not in found]
            found.update(level)
            if not level:
                return sorted(found)
            if len(found) > TREE_FANS_MAX:
                break
        raise TreeTooLarge(
            f"An act reaches {TREE_FANS_MAX} people in {TREE_DEPTH_MAX} steps; choose somebody further below."
        )

    # Rules.

    async def rules(self, viewer: Principal) -> RulesVersion:
        """The rules that hold."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            return await self._storage.rules(db)

    async def try_rules(self, viewer: Principal, document: dict[str, Any]) -> Trial:
        """Who would be held by other rules, among a random sample of fans; nothing is changed.

        Raises:
            RulesInvalid: they are no rules.
            Overloaded: somebody else tries rules in this process.
        """
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        rules = parse_rules(document)
        if self._trials.locked():
            raise Overloaded("Rules are being tried here already.", retry_after_s=TRIAL_RETRY_AFTER_S)
        async with self._trials:
            return await self._try(rules)

    async def change_rules(
        self, actor: Principal, document: dict[str, Any], version: int, reason: str
    ) -> RulesVersion:
        """Have other rules hold from now on; everybody is scored by them in the background.

        Args:
            actor: an operator.
            document: all of the rules.
            version: of the rules that they replace.
            reason: for the audit log.

        Raises:
            RulesInvalid: they are no rules.
            RulesConflict: that version does not hold any more.
        """
        require_role(actor, Role.OPERATOR)
        rules = parse_rules(document)
        decision = Decision(actor, self._clock(), check_reason(reason))
        async with self._database.transaction() as db:
            await self._storage.lock_rules(db)
            present = await self._storage.rules(db)
            if present.version != version:
                raise RulesConflict(
                    f"The rules that hold are version {present.version}, not {version}; read them."
                )
            new = RulesVersion(version + 1, rules, decision.at, actor.subject, decision.reason)
            await self._storage.insert_rules(db, new)
            done = ActDone(FraudAct.RULES_CHANGED, 0, 0)
            await self._storage.insert_act(db, _record(decision, done, None, Target(None, None), tree=False))
        return new

    async def _try(self, rules: Rules) -> Trial:
        async with self._database.snapshot() as db:
            present = (await self._storage.rules(db)).rules
            start = UUID(bytes=os.urandom(16))
            fans = await self._storage.sample(db, start, TRIAL_FANS_MAX)
            now, found = self._clock(), []
            for at in range(0, len(fans), LOOK_BATCH_MAX):
                batch = fans[at : at + LOOK_BATCH_MAX]
                found += await self._compare(db, batch, present, rules, now)
        differing = [each for each in found if each.was_held is not each.is_held]
        return Trial(
            fans=len(found),
            held_before=sum(each.was_held for each in found),
            held_after=sum(each.is_held for each in found),
            newly=sum(each.is_held for each in differing),
            no_longer=sum(each.was_held for each in differing),
            examples=tuple(each.example for each in differing[:EXAMPLES_MAX]),
        )

    async def _compare(
        self, db: Connection, fans: Sequence[SubjectId], present: Rules, rules: Rules, now: datetime
    ) -> list["Compared"]:
        before = await self._storage.facts(db, fans, now, present)
        same = rules.window_days == present.window_days
        after = before if same else await self._storage.facts(db, fans, now, rules)
        found = []
        for fan in fans:
            old, new = score(before[fan].facts, present), score(after[fan].facts, rules)
            example = Example(fan, old.value, new.value, new.reasons or old.reasons)
            found.append(Compared(is_held(old, present), is_held(new, rules), example))
        return found


class Compared(NamedTuple):
    """One fan of a trial."""

    was_held: bool
    is_held: bool
    example: Example


def parse_rules(document: dict[str, Any]) -> Rules:
    """Rules from a document; what it does not name is as Grandstand comes with it.

    Raises:
        RulesInvalid: it is none; the message names the place.
    """
    try:
        return check_rules(msgspec.convert(document, Rules))
    except msgspec.ValidationError as error:
        raise RulesInvalid(f"These are not rules: {error}.") from None


def _stored(digests: Digests, signal: FanSignal, now: datetime) -> Sighting | Age:
    at = signal.at or now
    if at.tzinfo is None or not now - KEEP <= at <= now + AHEAD_MAX:
        raise SignalInvalid(
            f"A signal has a time with a zone, within the last {KEEP.days} days; got {at.isoformat()}."
        )
    if signal.kind is SignalKind.ACCOUNT_AGE_DAYS:
        return Age(signal.fan, at, account_since(signal.value, at))
    return Sighting(signal.fan, at, signal.kind, digests.of(signal.kind, signal.value))


def _record(
    decision: Decision, done: ActDone, fan: SubjectId | None, target: Target, *, tree: bool
) -> FraudActRecord:
    return FraudActRecord(
        at=decision.at,
        actor=decision.actor.subject,
        role=decision.actor.role,
        act=done.act,
        fan=fan,
        tree=tree,
        pool=target.pool,
        occasion=target.occasion,
        fans=done.fans,
        claims=done.claims,
        reason=decision.reason,
    )
