"""The tables of segments and switches, on the caller's connection."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from grandstand.campaign.condition_storage import facts_of
from grandstand.campaign.conditions import Facts, SegmentRule, SwitchKind
from grandstand.campaign.eligibility.models import (
    EligibilityAct,
    EligibilityActRecord,
    SegmentVersion,
    Switch,
)
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import PoolId, SubjectId


class EligibilityStorage:
    def __init__(self) -> None:
        self._sql = load_queries("grandstand.campaign.eligibility")

    async def segments(self, db: Connection, most: int) -> list[SegmentVersion]:
        """Those that hold, by name."""
        return [_segment(row) for row in await db.fetch(self._sql["segments"], most)]

    async def segment(self, db: Connection, name: str) -> SegmentVersion | None:
        """The version that holds."""
        row = await db.fetchrow(self._sql["segment"], name)
        return None if row is None else _segment(row)

    async def insert_segment(
        self,
        db: Connection,
        name: str,
        version: int,
        rule: SegmentRule,
        at: datetime,
        actor: Principal,
        reason: str,
    ) -> None:
        text = msgspec.json.encode(rule).decode()
        await db.execute(
            self._sql["insert_segment"], name, version, text, at, actor.subject, actor.role.value, reason
        )

    async def pools_with_segment(self, db: Connection, name: str) -> list[PoolId] | None:
        """Those whose claims depend on it; None: all do, since it is switched off everywhere."""
        pools = [row["pool_id"] for row in await db.fetch(self._sql["pools_with_segment"], name)]
        return None if None in pools else [PoolId(pool) for pool in pools]

    async def known_segments(self, db: Connection, names: Sequence[str]) -> set[str]:
        return {row["name"] for row in await db.fetch(self._sql["known_segments"], names)}

    async def set_pool_segments(self, db: Connection, pool: PoolId, asked: Mapping[str, Sequence[str]]) -> None:
        pairs = [(occasion, name) for occasion, names in asked.items() for name in dict.fromkeys(names)]
        await db.execute(self._sql["delete_pool_segments"], pool)
        await db.execute(
            self._sql["insert_pool_segments"],
            pool,
            [occasion for occasion, _ in pairs],
            [name for _, name in pairs],
        )

    async def pool_segments(self, db: Connection, pool: PoolId) -> dict[str, list[str]]:
        """Names by occasion."""
        asked: dict[str, list[str]] = defaultdict(list)
        for row in await db.fetch(self._sql["pool_segments"], pool):
            asked[row["occasion"]].append(row["segment"])
        return dict(asked)

    async def is_platform(self, db: Connection, name: str) -> bool:
        return bool(await db.fetchval(self._sql["is_platform"], name))

    async def insert_switch(
        self,
        db: Connection,
        kind: SwitchKind,
        target: str,
        pool: PoolId | None,
        at: datetime,
        actor: SubjectId,
        reason: str,
    ) -> int | None:
        """The number of the new switch; None where the same is off already."""
        number: int | None = await db.fetchval(
            self._sql["insert_switch"], kind.value, target, pool, at, actor, reason
        )
        return number

    async def switch(self, db: Connection, number: int) -> Switch | None:
        row = await db.fetchrow(self._sql["switch"], number)
        return None if row is None else _switch(row)

    async def lift_switch(self, db: Connection, number: int, at: datetime, actor: SubjectId, reason: str) -> bool:
        """Whether it was off until now."""
        return await db.fetchval(self._sql["lift_switch"], number, at, actor, reason) is not None

    async def switches(self, db: Connection, most: int) -> list[Switch]:
        """What is off first, then the newest that were lifted."""
        return [_switch(row) for row in await db.fetch(self._sql["switches"], most)]

    async def insert_act(
        self,
        db: Connection,
        at: datetime,
        actor: Principal,
        act: EligibilityAct,
        target: str,
        pool: PoolId | None,
        reason: str,
    ) -> None:
        await db.execute(
            self._sql["insert_act"], at, actor.subject, actor.role.value, act.value, target, pool, reason
        )

    async def acts(self, db: Connection, before: int, most: int) -> list[EligibilityActRecord]:
        """The audit log, newest first."""
        return [
            EligibilityActRecord(
                id=row["id"],
                at=row["at"],
                actor=SubjectId(row["actor"]),
                role=Role(row["role"]),
                act=EligibilityAct(row["act"]),
                target=row["target"],
                pool=row["pool_id"],
                reason=row["reason"],
            )
            for row in await db.fetch(self._sql["acts"], before, most)
        ]

    async def facts_page(self, db: Connection, after: SubjectId, most: int) -> list[tuple[SubjectId, Facts]]:
        """What is known of fans, by their ids, which are random."""
        rows = await db.fetch(self._sql["facts_page"], after, most)
        return [(SubjectId(row["fan_id"]), facts_of(row)) for row in rows]

    async def count_fans(self, db: Connection, most: int) -> int:
        """Of whom something is known; counted up to `most`."""
        count: int = await db.fetchval(self._sql["count_fans"], most)
        return count


def _segment(row: Row) -> SegmentVersion:
    return SegmentVersion(
        name=row["name"],
        version=row["version"],
        rule=msgspec.json.decode(row["rule"], type=SegmentRule),
        at=row["at"],
        actor=SubjectId(row["actor"]),
        reason=row["reason"],
        pools=tuple(row["pools"]),
    )


def _switch(row: Row) -> Switch:
    return Switch(
        id=row["id"],
        kind=SwitchKind(row["kind"]),
        target=row["target"],
        pool=row["pool_id"],
        since=row["since"],
        actor=SubjectId(row["actor"]),
        reason=row["reason"],
        lifted_at=row["lifted_at"],
        lifted_by=None if row["lifted_by"] is None else SubjectId(row["lifted_by"]),
        lift_reason=row["lift_reason"],
    )
