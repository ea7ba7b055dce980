"""The tables of draws, on the caller's connection."""

from collections.abc import Sequence
from datetime import datetime

from grandstand.campaign.draws.models import (
    Draw,
    DrawAct,
    DrawActRecord,
    DrawId,
    DrawPlan,
    DrawState,
    SealedDraw,
    Ticket,
)
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import PoolId, SubjectId
from grandstand.kernel.sealing import Sealer

SEED_PURPOSE = "draw seed"


class DrawStorage:
    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._sql = load_queries("grandstand.campaign.draws")

    async def insert(self, db: Connection, plan: DrawPlan, at: datetime) -> DrawId | None:
        """The number of a new draw; None where the pool has one for this occasion."""
        number: int | None = await db.fetchval(
            self._sql["insert_draw"],
            plan.pool,
            plan.occasion,
            plan.winners,
            plan.opens_at,
            plan.closes_at,
            list(plan.tickets),
            list(plan.earned),
            list(plan.excludes),
            plan.beacon,
            at,
        )
        return None if number is None else DrawId(number)

    async def commit(self, db: Connection, draw: DrawId, terms: bytes, commitment: bytes, seed: bytes) -> None:
        """Fix the terms and the seed of a draw."""
        sealed = self._sealer.seal(seed, SEED_PURPOSE)
        await db.execute(self._sql["commit_draw"], draw, terms, commitment, sealed)

    async def winners_planned(self, db: Connection, pool: PoolId) -> int:
        """How many winners all draws of a pool have together."""
        count: int = await db.fetchval(self._sql["winners_planned"], pool)
        return count

    async def of_pool(self, db: Connection, pool: PoolId, draws: Sequence[int]) -> set[int]:
        """Those of the draws that the pool pays."""
        return {row["id"] for row in await db.fetch(self._sql["draws_of_pool"], pool, list(draws))}

    async def draw(self, db: Connection, draw: DrawId) -> SealedDraw | None:
        row = await db.fetchrow(self._sql["draw"], draw)
        return None if row is None else self._sealed(row)

    async def lock(self, db: Connection, draw: DrawId) -> SealedDraw | None:
        """Lock a draw until the transaction ends, once entries that are under way have come in."""
        row = await db.fetchrow(self._sql["lock_draw"], draw)
        return None if row is None else self._sealed(row)

    async def draws(self, db: Connection, most: int) -> list[Draw]:
        """Those that close last come first."""
        return [self._sealed(row).shown for row in await db.fetch(self._sql["draws"], most)]

    async def due(self, db: Connection, closed_before: datetime) -> list[DrawId]:
        """Draws whose entries are over, and those that are closed and need no beacon."""
        return [DrawId(row["id"]) for row in await db.fetch(self._sql["due_draws"], closed_before)]

    async def lock_for_entries(self, db: Connection, draws: Sequence[int]) -> dict[int, Row]:
        """State, times and tickets of draws, which cannot be closed before the transaction ends."""
        return {row["id"]: row for row in await db.fetch(self._sql["lock_draws"], list(draws))}

    async def insert_entries(self, db: Connection, tickets: Sequence[Ticket]) -> None:
        """Store tickets; those that are there already stay as they are."""
        await db.execute(
            self._sql["insert_entries"],
            [ticket.draw for ticket in tickets],
            [ticket.fan for ticket in tickets],
            [ticket.name for ticket in tickets],
        )

    async def count_entries(self, db: Connection, draw: DrawId, most: int) -> int:
        """How many entries there are, counted up to `most`."""
        count: int = await db.fetchval(self._sql["count_entries"], draw, most)
        return count

    async def entries(self, db: Connection, draw: DrawId) -> list[tuple[SubjectId, str]]:
        """Fan and ticket of every entry, in no order."""
        rows = await db.fetch(self._sql["entries"], draw, timeout=60)
        return [(SubjectId(row["fan_id"]), row["ticket"]) for row in rows]

    async def tickets_of(self, db: Connection, draw: DrawId, fan: SubjectId) -> tuple[str, ...]:
        return tuple(row["ticket"] for row in await db.fetch(self._sql["tickets_of"], draw, fan))

    async def place_of(self, db: Connection, draw: DrawId, fan: SubjectId) -> int | None:
        """1 for the first winner; None when she has not won."""
        place: int | None = await db.fetchval(self._sql["place_of"], draw, fan)
        return place

    async def close(self, db: Connection, draw: DrawId, entries: int, root: bytes) -> None:
        await db.execute(self._sql["close_draw"], draw, entries, root)

    async def finish(self, db: Connection, draw: DrawId, beacon_value: str, winners: Sequence[SubjectId]) -> None:
        """Note who has won, first prize first, and what was mixed in."""
        await db.execute(self._sql["insert_winners"], draw, list(range(1, len(winners) + 1)), list(winners))
        await db.execute(self._sql["finish_draw"], draw, beacon_value)

    async def winners_of(self, db: Connection, draws: Sequence[int]) -> list[SubjectId]:
        """Everybody who has won one of the draws, in order of draw and place."""
        return [SubjectId(row["fan_id"]) for row in await db.fetch(self._sql["winners_of"], list(draws))]

    async def insert_act(
        self, db: Connection, draw: DrawId, at: datetime, actor: Principal, act: DrawAct, reason: str
    ) -> None:
        await db.execute(self._sql["insert_act"], draw, at, actor.subject, actor.role.value, act.value, reason)

    async def acts(self, db: Connection, draw: DrawId, most: int) -> list[DrawActRecord]:
        """What was done to the draw, newest first."""
        return [
            DrawActRecord(
                at=row["at"],
                actor=SubjectId(row["actor"]),
                role=Role(row["role"]),
                act=DrawAct(row["act"]),
                reason=row["reason"],
            )
            for row in await db.fetch(self._sql["acts"], draw, most)
        ]

    def _sealed(self, row: Row) -> SealedDraw:
        seed = self._sealer.open(row["sealed_seed"], SEED_PURPOSE)
        state = DrawState(row["state"])
        shown = Draw(
            id=row["id"],
            pool=row["pool_id"],
            occasion=row["occasion"],
            state=state,
            winners=row["winners"],
            opens_at=row["opens_at"],
            closes_at=row["closes_at"],
            tickets=tuple(row["tickets"]),
            earned=tuple(row["earned"]),
            excludes=tuple(row["excludes"]),
            beacon=row["beacon"],
            commitment=row["commitment"].hex(),
            committed_at=row["committed_at"],
            entries=row["entries"],
            root=None if row["root"] is None else row["root"].hex(),
            beacon_value=row["beacon_value"],
            seed=seed.hex() if state is DrawState.DRAWN else None,
        )
        return SealedDraw(shown=shown, terms=row["terms"], seed=seed)
