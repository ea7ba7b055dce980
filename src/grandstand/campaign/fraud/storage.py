"""The tables of fraud, on the caller's connection. Claims and invitations are only read."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from grandstand.campaign.fraud.models import (
    Facts,
    FraudAct,
    FraudActRecord,
    Hold,
    HoldState,
    Rules,
    RulesVersion,
    Score,
    Sighting,
)
from grandstand.campaign.fraud.reference import CHAIN_STEPS_MAX, FOLLOWED_MAX, NEAR_MAX
from grandstand.campaign.fraud.rules import AT_ONCE, BURST, GONE_AFTER, GONE_SPAN, explanation
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.database import Connection, Row, load_queries, rows_affected
from grandstand.kernel.ids import SubjectId
from grandstand.kernel.sealing import Sealer

KEY_PURPOSE = "fraud signals"
GROUP_MAX = 500
"""How many accounts with one value are looked at; more make nobody more suspicious."""
VALUES_OF_A_FAN_MAX = 64
"""How many different values are kept of one fan; further ones are not taken."""


class Place(NamedTuple):
    """Where in the list of holds one is."""

    placed_at: datetime
    fan: SubjectId
    pool: int
    occasion: str


class Due(NamedTuple):
    """Somebody who is to be scored, and whether those around her are looked at as well."""

    fan: SubjectId
    spreads: bool


class Target(NamedTuple):
    """Which claims of a fan an act is about; None: all."""

    pool: int | None
    occasion: str | None


class Decision(NamedTuple):
    """Who has decided, when and why."""

    actor: Principal
    at: datetime
    reason: str


class Looked(NamedTuple):
    """The facts of a fan, and when she was first seen."""

    facts: Facts
    first_at: datetime | None


class FraudStorage:
    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._sql = load_queries("grandstand.campaign.fraud")

    async def ensure_key(self, db: Connection, new: bytes) -> bytes:
        """The key of the digests; `new` where there was none."""
        if (sealed := await db.fetchval(self._sql["key"])) is None:
            await db.execute(self._sql["insert_key"], self._sealer.seal(new, KEY_PURPOSE))
            sealed = await db.fetchval(self._sql["key"])
        return self._sealer.open(sealed, KEY_PURPOSE)

    # Signals.

    async def see(
        self, db: Connection, sightings: Sequence[Sighting], ages: Sequence[tuple[SubjectId, datetime, datetime]]
    ) -> None:
        """Write down what was seen.

        Args:
            db: a transaction.
            sightings: signals.
            ages: fan, when it was said, since when she has an account.
        """
        fans = [each.fan for each in sightings] + [fan for fan, _, _ in ages]
        times = [each.at for each in sightings] + [at for _, at, _ in ages]
        since = [None] * len(sightings) + [each for _, _, each in ages]
        await db.execute(self._sql["see_fans"], fans, times, since)
        if sightings:
            await db.execute(
                self._sql["see_signals"],
                [each.fan for each in sightings],
                [each.kind.value for each in sightings],
                [each.value for each in sightings],
                [each.at for each in sightings],
                VALUES_OF_A_FAN_MAX,
            )
            await db.execute(self._sql["settle_devices"], list({each.fan for each in sightings}))

    async def delete_old(self, db: Connection, before: datetime, most: int) -> int:
        """Delete fans and signals that were not seen since; how many rows of either are gone."""
        fans = rows_affected(await db.execute(self._sql["delete_old_fans"], before, most))
        changed = [row["fan_id"] for row in await db.fetch(self._sql["delete_old_signals"], before, most)]
        await db.execute(self._sql["settle_devices"], list(set(changed)))
        return fans + len(changed)

    # Who is to be scored.

    async def make_due(
        self,
        db: Connection,
        fans: Sequence[tuple[SubjectId, datetime]],
        *,
        spreads: bool,
        unless_within: timedelta,
    ) -> None:
        """Have fans scored at a time, unless they will be so shortly before."""
        whom, times = [fan for fan, _ in fans], [at for _, at in fans]
        await db.execute(self._sql["make_due"], whom, times, spreads, unless_within)

    async def try_look_lock(self, db: Connection) -> bool:
        """Whether nobody else looks, as long as the transaction lasts."""
        return bool(await db.fetchval(self._sql["try_look_lock"]))

    async def take_due(self, db: Connection, now: datetime, most: int) -> list[Due]:
        """Those who are due, each once; they come again if the transaction does not end well."""
        rows = await db.fetch(self._sql["take_due"], now, most)
        spreading = {row["fan_id"] for row in rows if row["spreads"]}
        return [Due(fan, fan in spreading) for fan in dict.fromkeys(row["fan_id"] for row in rows)]

    async def follow_claims(self, db: Connection, batches_max: int) -> tuple[int, list[SubjectId]]:
        """How many batches of claims were new, and who has claimed in them; they are not new any more."""
        rows = await db.fetch(self._sql["new_batches"], batches_max)
        stretches = [
            (row["pool_id"], row["lane"], lo, hi)
            for row in rows
            for lo, hi in zip(row["los"], row["his"], strict=True)
        ]
        columns = [[each[at] for each in stretches] for at in range(4)]
        fans = [row["fan_id"] for row in await db.fetch(self._sql["claimers"], *columns)]
        columns = [[row[name] for row in rows] for name in ("pool_id", "lane", "number")]
        await db.execute(self._sql["advance_cursor"], *columns)
        return len(rows), fans

    async def neighbours(self, db: Connection, fans: Sequence[SubjectId], most: int) -> list[SubjectId]:
        """Who shares a device or a payment id with somebody of these, or an invitation; bounded."""
        return [row["fan_id"] for row in await db.fetch(self._sql["neighbours"], fans, GROUP_MAX, most)]

    async def facts(
        self, db: Connection, fans: Collection[SubjectId], now: datetime, rules: Rules
    ) -> dict[SubjectId, Looked]:
        """What the scorer sees of fans."""
        rows = await db.fetch(
            self._sql["facts"],
            list(fans),
            now - timedelta(days=rules.window_days),
            now - GONE_AFTER,
            GONE_SPAN,
            GROUP_MAX,
            NEAR_MAX,
            BURST,
            AT_ONCE,
            CHAIN_STEPS_MAX,
            FOLLOWED_MAX,
        )
        return {row["fan_id"]: _looked(row) for row in rows}

    # Holds.

    async def place(
        self, db: Connection, scores: Sequence[tuple[SubjectId, Score]], now: datetime, margin: float
    ) -> int:
        """Hold every claim of fans that nobody has released; how many are new.

        Later claims of fans who are under review follow by `follow_holds`.
        """
        rows = await db.fetch(
            self._sql["place"],
            [fan for fan, _ in scores],
            [score.value for _, score in scores],
            [" ".join(score.reasons) for _, score in scores],
            now,
            margin,
        )
        return sum(row["is_new"] for row in rows)

    async def follow_holds(self, db: Connection, fans: Sequence[SubjectId], now: datetime) -> int:
        """Hold what fans under review have claimed since; how many."""
        return len(await db.fetch(self._sql["follow_holds"], fans, now))

    async def hold_by_hand(
        self, db: Connection, fans: Sequence[SubjectId], target: Target, decision: Decision, score: Score
    ) -> list[SubjectId]:
        """The fan of each claim that was held."""
        rows = await db.fetch(
            self._sql["hold_by_hand"],
            fans,
            score.value,
            list(score.reasons),
            decision.at,
            decision.actor.subject,
            decision.reason,
            *target,
        )
        return [row["fan_id"] for row in rows]

    async def decide(
        self,
        db: Connection,
        fans: Sequence[SubjectId],
        target: Target,
        decision: Decision,
        state: HoldState,
        before: Collection[HoldState],
    ) -> list[SubjectId]:
        """The fan of each hold that was in one of the states before and is in the new one now."""
        rows = await db.fetch(
            self._sql["decide"],
            fans,
            state.value,
            [each.value for each in before],
            decision.at,
            decision.actor.subject,
            decision.reason,
            *target,
        )
        return [row["fan_id"] for row in rows]

    async def holds(self, db: Connection, state: HoldState, after: Place, most: int) -> list[Hold]:
        """Those that have waited longest first."""
        return [_hold(row) for row in await db.fetch(self._sql["holds"], state.value, *after, most)]

    async def holds_of(self, db: Connection, fan: SubjectId, most: int) -> tuple[Hold, ...]:
        return tuple(_hold(row) for row in await db.fetch(self._sql["holds_of"], fan, most))

    async def invited_by(self, db: Connection, fans: Sequence[SubjectId], most: int) -> list[SubjectId]:
        """Whom these have invited, in one step."""
        return [row["invited_id"] for row in await db.fetch(self._sql["invited_by"], fans, most)]

    # Rules.

    async def lock_rules(self, db: Connection) -> None:
        """Nobody else changes them before the transaction ends."""
        await db.execute(self._sql["lock_rules"])

    async def rules(self, db: Connection) -> RulesVersion:
        """The rules that hold."""
        row = await db.fetchrow(self._sql["rules"])
        if row is None:
            return RulesVersion(0, Rules())
        rules = msgspec.json.decode(row["document"], type=Rules)
        return RulesVersion(row["version"], rules, row["at"], SubjectId(row["actor"]), row["reason"])

    async def insert_rules(self, db: Connection, version: RulesVersion) -> None:
        document = msgspec.json.encode(version.rules).decode()
        await db.execute(
            self._sql["insert_rules"], version.version, document, version.at, version.actor, version.reason
        )

    async def sweep(self, db: Connection, most: int) -> list[SubjectId]:
        """The next fans that new rules have not been applied to; none when all have been."""
        row = await db.fetchrow(self._sql["rules"])
        if row is None or row["is_swept"]:
            return []
        fans = [each["fan_id"] for each in await db.fetch(self._sql["fans_after"], row["swept_to"], most)]
        await db.execute(self._sql["swept"], row["version"], fans[-1] if fans else row["swept_to"], not fans)
        return fans

    async def sample(self, db: Connection, start: UUID, most: int) -> list[SubjectId]:
        """Fans from a random place on; ids are random, so this is a fair sample of all."""
        found = [row["fan_id"] for row in await db.fetch(self._sql["fans_from"], start, most)]
        if len(found) < most:
            rest = await db.fetch(self._sql["fans_from"], UUID(int=0), most - len(found))
            found += [row["fan_id"] for row in rest if row["fan_id"] < start]
        return found

    # The audit log.

    async def insert_act(self, db: Connection, record: FraudActRecord) -> None:
        await db.execute(
            self._sql["insert_act"],
            record.at,
            record.actor,
            record.role.value,
            record.act.value,
            record.fan,
            record.tree,
            record.pool,
            record.occasion,
            record.fans,
            record.claims,
            record.reason,
        )

    async def acts(self, db: Connection, most: int) -> list[FraudActRecord]:
        """The newest first."""
        return [
            FraudActRecord(
                at=row["at"],
                actor=SubjectId(row["actor"]),
                role=Role(row["role"]),
                act=FraudAct(row["act"]),
                fan=row["fan_id"],
                tree=row["tree"],
                pool=row["pool_id"],
                occasion=row["occasion"],
                fans=row["fans"],
                claims=row["claims"],
                reason=row["reason"],
            )
            for row in await db.fetch(self._sql["acts"], most)
        ]


def _looked(row: Row) -> Looked:
    return Looked(Facts(**{name: row[name] for name in Facts.__struct_fields__}), row["first_at"])


def _hold(row: Row) -> Hold:
    return Hold(
        fan=row["fan_id"],
        pool=row["pool_id"],
        occasion=row["occasion"],
        state=HoldState(row["state"]),
        score=round(row["score"], 3),
        reasons=tuple(row["reasons"]),
        explanation=explanation(row["reasons"]),
        placed_at=row["placed_at"],
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        decision=row["decision"],
    )
