"""Lines in front of pools: operators open and close them, fans take tickets, the clock lets them in."""

import os
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import structlog

from grandstand.campaign.batches import Batcher
from grandstand.campaign.errors import PoolUnknown
from grandstand.campaign.models import PoolState
from grandstand.campaign.rules import check_reason
from grandstand.campaign.storage import CampaignStorage
from grandstand.campaign.waiting.errors import NobodyWaits, WaitingRoomUnknown
from grandstand.campaign.waiting.models import (
    Join,
    Room,
    RoomAct,
    RoomActRecord,
    RoomState,
    RoomView,
    Ticket,
    TicketGiven,
)
from grandstand.campaign.waiting.rules import (
    CALM_TO_CLOSE,
    MILLI,
    OVERLOADS_TO_OPEN,
    PASS_S,
    RATE_WINDOW_S,
    check_per_second,
    lapsed,
    tick,
)
from grandstand.campaign.waiting.storage import WaitingStorage
from grandstand.campaign.waiting.tickets import KEY_BYTES, write_ticket
from grandstand.campaign.waiting.turnstile import Line, Turnstile
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import GrandstandError
from grandstand.kernel.ids import PoolId, SubjectId
from grandstand.kernel.sealing import Sealer

BATCH_MAX = 1024
WAITING_MAX = 8192
"""Fans who want a ticket at the same moment, in one process."""
ROOMS_MAX = 256
"""Lines that a process knows, of the newest pools."""
ACTS_MAX = 100
TICK_S = 0.5
"""The least time between two ticks of a line, whichever processes do them."""
KEEP_MS = (PASS_S + RATE_WINDOW_S) * MILLI
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
BY_ITSELF = Principal(SubjectId(UUID(int=0)), Role.OPERATOR, None, END_OF_TIME)
"""Who opens and closes a line that watches."""

log = structlog.get_logger(__name__)


class Waiting:
    """The use cases of lines.

    Args:
        database: where they are.
        pools: to look up a pool.
        clock: now, aware.
        sealer: of the keys of tickets.
    """

    def __init__(self, database: Database, pools: CampaignStorage, clock: Clock, sealer: Sealer) -> None:
        self._database = database
        self._pools = pools
        self._clock = clock
        self._storage = WaitingStorage(sealer)
        self._joining: Batcher[Join, int] = Batcher(self._join_all, batch_max=BATCH_MAX, waiting_max=WAITING_MAX)
        self.turnstile = Turnstile()

    # Operators.

    async def open(self, actor: Principal, pool: PoolId, per_second: int, reason: str) -> RoomView:
        """From now on whoever claims needs a ticket whose turn has come; every process knows within a second.

        Raises:
            PoolUnknown: there is no such pool.
            AdmissionInvalid: nobody can be let in at this pace.
        """
        return await self._set(actor, pool, RoomState.OPEN, RoomAct.OPENED, per_second, reason)

    async def watch(self, actor: Principal, pool: PoolId, per_second: int, reason: str) -> RoomView:
        """Nobody waits, until claims are refused for want of room; then the line opens, and closes afterwards.

        Raises:
            PoolUnknown, AdmissionInvalid: as `open`.
        """
        return await self._set(actor, pool, RoomState.WATCHING, RoomAct.WATCHED, per_second, reason)

    async def close(self, actor: Principal, pool: PoolId, reason: str) -> RoomView:
        """Everybody may claim again.

        Raises:
            WaitingRoomUnknown: there has never been a line.
        """
        return await self._set(actor, pool, RoomState.CLOSED, RoomAct.CLOSED, None, reason)

    async def rooms(self, viewer: Principal) -> list[RoomView]:
        """Every line that there has been, the newest pool first."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        return [line.view() for line in await self._lines()]

    async def room(self, viewer: Principal, pool: PoolId) -> RoomView:
        """The line of one pool.

        Raises:
            WaitingRoomUnknown: there has never been one.
        """
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        return await self._view(pool)

    async def acts(self, viewer: Principal, pool: PoolId) -> list[RoomActRecord]:
        """The audit log of a line, newest first."""
        await self.room(viewer, pool)
        async with self._database.connection() as db:
            return await self._storage.acts(db, pool, ACTS_MAX)

    # Fans.

    async def join(self, fan: Principal, pool: PoolId) -> TicketGiven:
        """The fan's ticket: a new one at the end of the line, or the one that she has.

        Raises:
            NobodyWaits: there is no line; she may claim at once.
            Overloaded: too many want a ticket here; nothing was begun.
        """
        require_role(fan, Role.FAN)
        number = await self._joining.answer(Join(pool, fan.subject))
        line = self.turnstile.line(pool)
        if line is None or not line.is_open:
            # Opened so lately that this process does not know it yet.
            await self.refresh()
            line = self.turnstile.line(pool)
        if line is None:
            raise NobodyWaits(f"There is no line at pool {pool}; claim at once.")
        text = write_ticket(Ticket(pool, number, fan.subject), line.mac)
        return TicketGiven(ticket=text, place=line.place(number))

    async def drain(self) -> None:
        """Return when everybody who was let in has been answered."""
        await self._joining.drain()

    # The clock.

    async def keep_times(self) -> None:
        """Let people in, open and close the lines that watch, and know of it; any number of processes at once."""
        lines = await self._lines()
        for line in lines:
            if line.is_open:
                await self._tick(line.room.pool, self._clock())
            if line.room.automatic or line.room.state is RoomState.WATCHING:
                await self._watch_overload(line.room.pool)
        if any(line.room.state is not RoomState.CLOSED for line in lines):
            lines = await self._lines()
        self.turnstile.renew(lines)

    async def refresh(self) -> None:
        """Know the lines as they are now."""
        self.turnstile.renew(await self._lines())

    async def _lines(self) -> list[Line]:
        async with self._database.snapshot() as db:
            return await self._storage.lines(db, ROOMS_MAX, self._clock())

    async def _tick(self, pool: PoolId, now: datetime) -> None:
        async with self._database.transaction() as db:
            found = await self._storage.lock_due_room(db, pool, now - timedelta(seconds=TICK_S), now)
            if found is None:
                return
            room, pool_state = found
            after = tick(room, now, gives=pool_state is PoolState.OPEN)
            over = lapsed(await self._storage.turns(db, pool), after.clock_ms)
            after = msgspec.structs.replace(after, lapsed=max(after.lapsed, over))
            await self._storage.set_room(db, after)
            await self._storage.insert_turn(db, after, after.clock_ms - KEEP_MS)

    async def _watch_overload(self, pool: PoolId) -> None:
        """Open a line that watches where claims were refused; close what was opened so when it is calm again."""
        async with self._database.transaction() as db:
            room = await self._storage.lock_room(db, pool)
            assert room is not None
            overloads = (await self._storage.overloads(db, [pool])).get(pool, 0)
            await self._after_overloads(db, room, overloads - room.overloads)

    async def _after_overloads(self, db: Connection, room: Room, overloads: int) -> None:
        now = self._clock()
        after = msgspec.structs.replace(room, overloads=room.overloads + overloads)
        is_calm = overloads == 0 and room.joined == room.admitted
        if room.state is RoomState.WATCHING and overloads >= OVERLOADS_TO_OPEN:
            after = msgspec.structs.replace(
                after, state=RoomState.OPEN, automatic=True, ticked_at=now, calm_since=None
            )
            reason = f"{overloads} claims were refused for want of room"
            await self._storage.insert_act(db, room.pool, now, BY_ITSELF, RoomAct.OPENED, reason)
            log.warning("waiting.opened", pool=room.pool, overloads=overloads)
        elif room.state is RoomState.OPEN and room.automatic:
            since = (room.calm_since or now) if is_calm else None
            after = msgspec.structs.replace(after, calm_since=since)
            if since is not None and now - since >= CALM_TO_CLOSE:
                after = msgspec.structs.replace(after, state=RoomState.WATCHING, automatic=False, calm_since=None)
                await self._storage.insert_act(db, room.pool, now, BY_ITSELF, RoomAct.WATCHED, "calm again")
        if after != room:
            await self._storage.set_room(db, after)

    async def _set(
        self, actor: Principal, pool: PoolId, state: RoomState, act: RoomAct, per_second: int | None, reason: str
    ) -> RoomView:
        require_role(actor, Role.OPERATOR)
        reason = check_reason(reason)
        async with self._database.transaction() as db:
            now = self._clock()
            if per_second is not None:
                if await self._pools.pool(db, pool) is None:
                    raise PoolUnknown(f"There is no pool {pool!r}.")
                key = os.urandom(KEY_BYTES)
                await self._storage.insert_room(db, pool, check_per_second(per_second), key, now)
            room = await self._storage.lock_room(db, pool)
            if room is None:
                raise WaitingRoomUnknown(f"Pool {pool} has never had a line.")
            seen = (await self._storage.overloads(db, [pool])).get(pool, 0)
            after = msgspec.structs.replace(
                room,
                state=state,
                per_second=per_second or room.per_second,
                automatic=False,
                calm_since=None,
                overloads=seen,
                ticked_at=room.ticked_at if room.state is RoomState.OPEN else max(now, room.ticked_at),
            )
            await self._storage.set_room(db, after)
            words = reason if per_second is None else f"{per_second} a second: {reason}"
            await self._storage.insert_act(db, pool, now, actor, act, words)
        await self.refresh()
        return await self._view(pool)

    async def _view(self, pool: PoolId) -> RoomView:
        for line in await self._lines():
            if line.room.pool == pool:
                return line.view()
        raise WaitingRoomUnknown(f"Pool {pool} has never had a line.")

    async def _join_all(self, joins: Sequence[Join]) -> list[int | GrandstandError]:
        by_pool: defaultdict[PoolId, list[SubjectId]] = defaultdict(list)
        for join in joins:
            by_pool[join.pool].append(join.fan)
        numbers: dict[Join, int | GrandstandError] = {}
        for pool, fans in by_pool.items():
            async with self._database.transaction() as db:
                found = await self._join(db, pool, fans)
            numbers |= {
                Join(pool, fan): found if isinstance(found, GrandstandError) else found[fan] for fan in fans
            }
        return [numbers[join] for join in joins]

    async def _join(
        self, db: Connection, pool: PoolId, fans: Sequence[SubjectId]
    ) -> dict[SubjectId, int] | GrandstandError:
        """The numbers of these fans; whoever locks the line's row first comes first."""
        room = await self._storage.lock_room(db, pool)
        if room is None or room.state is not RoomState.OPEN:
            return NobodyWaits(f"There is no line at pool {pool}; claim at once.")
        known = await self._storage.tickets(db, pool, fans)
        numbers = {fan: number for fan, number in known.items() if number > room.lapsed}
        new = [fan for fan in fans if fan not in numbers]
        given = {fan: room.joined + at for at, fan in enumerate(new, start=1)}
        if given:
            await self._storage.give_tickets(db, pool, given, self._clock())
            await self._storage.set_room(db, msgspec.structs.replace(room, joined=room.joined + len(given)))
        return numbers | given
