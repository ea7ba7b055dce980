"""The tables of lines, on the caller's connection."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from grandstand.campaign.models import PoolState
from grandstand.campaign.rules import state_at
from grandstand.campaign.waiting.models import Room, RoomAct, RoomActRecord, RoomState, Turn
from grandstand.campaign.waiting.turnstile import Line
from grandstand.kernel.auth import Mac, Principal, Role
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import PoolId, SubjectId
from grandstand.kernel.sealing import Sealer

KEY_PURPOSE = "waiting tickets"


class WaitingStorage:
    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._sql = load_queries("grandstand.campaign.waiting")
        # A key never changes, and opening one costs more than all the rest of a look.
        self._macs: dict[PoolId, Mac] = {}

    async def insert_room(self, db: Connection, pool: PoolId, per_second: int, key: bytes, at: datetime) -> None:
        """A closed line, unless the pool has one."""
        await db.execute(self._sql["insert_room"], pool, per_second, at, self._sealer.seal(key, KEY_PURPOSE))

    async def lock_room(self, db: Connection, pool: PoolId) -> Room | None:
        row = await db.fetchrow(self._sql["lock_room"], pool)
        return None if row is None else _room(row)

    async def lock_due_room(
        self, db: Connection, pool: PoolId, before: datetime, now: datetime
    ) -> tuple[Room, PoolState] | None:
        """An open line that nobody has let in since, and how its pool is treated; None where somebody does."""
        row = await db.fetchrow(self._sql["lock_due_room"], pool, before)
        return None if row is None else (_room(row), _pool_state(row, now))

    async def lines(self, db: Connection, most: int, now: datetime) -> list[Line]:
        """Every line that there has been, of the newest pools."""
        rows = await db.fetch(self._sql["rooms"], most)
        turns = defaultdict(list)
        for pool, *turn in await db.fetch(self._sql["turns"], [row["pool_id"] for row in rows]):
            turns[pool].append(Turn(*turn))
        return [
            Line(_room(row), tuple(turns[row["pool_id"]]), self._keep_mac(row), _pool_state(row, now), now)
            for row in rows
        ]

    async def set_room(self, db: Connection, room: Room) -> None:
        await db.execute(
            self._sql["set_room"],
            room.pool,
            room.state.value,
            room.per_second,
            room.automatic,
            room.joined,
            room.admitted,
            room.lapsed,
            room.credit,
            room.clock_ms,
            room.busy_ms,
            room.busy_admitted,
            room.ticked_at,
            room.overloads,
            room.calm_since,
        )

    async def insert_turn(self, db: Connection, room: Room, forget_before_ms: int) -> None:
        """Note how far the line has come, and forget what is too long ago to matter."""
        await db.execute(
            self._sql["insert_turn"], room.pool, room.clock_ms, room.admitted, room.busy_ms, room.busy_admitted
        )
        await db.execute(self._sql["forget_turns"], room.pool, forget_before_ms)

    async def turns(self, db: Connection, pool: PoolId) -> list[Turn]:
        """In order."""
        return [Turn(*turn) for _, *turn in await db.fetch(self._sql["turns"], [pool])]

    async def overloads(self, db: Connection, pools: Sequence[PoolId]) -> dict[PoolId, int]:
        """Claims refused for want of room, ever, by pool."""
        rows = await db.fetch(self._sql["overloads"], list(pools))
        return {PoolId(row["pool_id"]): row["count"] for row in rows}

    # Tickets.

    async def tickets(self, db: Connection, pool: PoolId, fans: Sequence[SubjectId]) -> dict[SubjectId, int]:
        """The numbers of those who have one."""
        rows = await db.fetch(self._sql["tickets"], pool, list(fans))
        return {SubjectId(row["fan_id"]): row["number"] for row in rows}

    async def give_tickets(
        self, db: Connection, pool: PoolId, numbers: dict[SubjectId, int], at: datetime
    ) -> None:
        await db.execute(self._sql["give_tickets"], pool, list(numbers), list(numbers.values()), at)

    # Acts.

    async def insert_act(
        self, db: Connection, pool: PoolId, at: datetime, actor: Principal, act: RoomAct, reason: str
    ) -> None:
        await db.execute(self._sql["insert_act"], pool, at, actor.subject, actor.role.value, act.value, reason)

    async def acts(self, db: Connection, pool: PoolId, most: int) -> list[RoomActRecord]:
        """What was done to a line, newest first."""
        return [
            RoomActRecord(
                at=row["at"],
                actor=SubjectId(row["actor"]),
                role=Role(row["role"]),
                act=RoomAct(row["act"]),
                reason=row["reason"],
            )
            for row in await db.fetch(self._sql["acts"], pool, most)
        ]

    def _keep_mac(self, row: Row) -> Mac:
        pool = PoolId(row["pool_id"])
        if pool not in self._macs:
            self._macs[pool] = Mac(self._sealer.open(row["sealed_key"], KEY_PURPOSE))
        return self._macs[pool]


def _pool_state(row: Row, now: datetime) -> PoolState:
    return state_at(PoolState(row["pool_state"]), row["opens_at"], row["closes_at"], now)


def _room(row: Row) -> Room:
    return Room(
        pool=PoolId(row["pool_id"]),
        state=RoomState(row["state"]),
        per_second=row["per_second"],
        automatic=row["automatic"],
        joined=row["joined"],
        admitted=row["admitted"],
        lapsed=row["lapsed"],
        credit=row["credit"],
        clock_ms=row["clock_ms"],
        busy_ms=row["busy_ms"],
        busy_admitted=row["busy_admitted"],
        ticked_at=row["ticked_at"],
        overloads=row["overloads"],
        calm_since=row["calm_since"],
    )
