"""What people do with takes: trigger, watch, cancel, publish, withdraw, delete; who asks is always checked.

Replay operators act. Operators and auditors read everything, how a take was made included. Everybody else sees
what is published, and what is not is to them as if it were not there.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import msgspec

from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.replay.errors import NotKept, TakesFull, TakeUnfinished, TakeUnknown
from grandstand.replay.recorders import RecorderTold
from grandstand.replay.session_shelf import SessionShelf
from grandstand.replay.storage import PART_BYTES, TakeStorage
from grandstand.replay.takes import (
    TAKES_MAX,
    TAKES_PAGE_MAX,
    FileTold,
    Order,
    Take,
    TakeId,
    TakeState,
    check_order,
)

ACTS = (Role.REPLAY,)
READS = (Role.REPLAY, Role.OPERATOR, Role.AUDITOR)

Put: TypeAlias = Callable[[Connection, TakeId], Awaitable[None]]


class TakeService:
    """One for each process.

    Args:
        shelf: the recorded sessions.
        put: has a take made once the transaction is committed.
    """

    def __init__(
        self, database: Database, storage: TakeStorage, clock: Clock, shelf: SessionShelf, put: Put
    ) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock
        self._shelf = shelf
        self._put = put

    async def sessions(self, viewer: Principal) -> list[str]:
        """The names of the recorded sessions."""
        require_role(viewer, *READS)
        return await asyncio.to_thread(self._shelf.names)

    async def recorders(self, viewer: Principal) -> list[RecorderTold]:
        """The live recorders, those that died not long ago too."""
        require_role(viewer, *READS)
        return await asyncio.to_thread(self._shelf.recorders.all, self._clock())

    async def trigger_recorder(self, actor: Principal, name: str, instant_s: float | None) -> RecorderTold:
        """Have a live recorder keep a moment as a session: that instant of the rig's time, or now.

        While it has one to keep already, that one stands.

        Raises:
            Forbidden: she is no replay operator.
            RecorderUnknown, RecorderDead: nobody of this name records.
            NotKept: the instant is not held.
        """
        require_role(actor, *ACTS)
        return await asyncio.to_thread(self._shelf.recorders.trigger, name, instant_s, self._clock())

    async def trigger(self, actor: Principal, order: Order) -> Take:
        """Have a take made.

        Raises:
            Forbidden: she is no replay operator.
            RequestInvalid: the order cannot be.
            SessionUnknown, BadRig, NotKept: there is no such session, or nothing of the instant in it.
            TakesFull: TAKES_MAX are there.
        """
        require_role(actor, *ACTS)
        check_order(order)
        await asyncio.to_thread(self._check_instants, order)
        async with self._database.transaction() as db:
            await self._storage.lock(db)
            if await self._storage.count(db) >= TAKES_MAX:
                raise TakesFull(f"There are {TAKES_MAX} takes already; delete one first.")
            take = await self._storage.insert(db, order, actor.subject, self._clock())
            await self._put(db, take)
            return await self._known(db, take)

    def _check_instants(self, order: Order) -> None:
        from_s, until_s = self._shelf.open(order.session).span_s()
        for instant_s in order.instants_s:
            if not from_s <= instant_s <= until_s:
                raise NotKept(
                    f"The session {order.session!r} reaches from {from_s:.2f} to {until_s:.2f} s; "
                    f"{instant_s:.2f} s is not in it."
                )

    async def takes(
        self, viewer: Principal | None, before: TakeId | None = None
    ) -> tuple[list[Take], TakeId | None]:
        """The newest first, TAKES_PAGE_MAX a page, and what to ask for next."""
        async with self._database.connection() as db:
            found = await self._storage.takes(
                db, before, only_published=not _reads_all(viewer), limit=TAKES_PAGE_MAX + 1
            )
        page = [_shown(take, viewer) for take in found[:TAKES_PAGE_MAX]]
        return page, page[-1].id if len(found) > TAKES_PAGE_MAX else None

    async def take(self, viewer: Principal | None, take: TakeId) -> Take:
        """A take that she may see.

        Raises:
            TakeUnknown: there is none, or it is not hers to see.
        """
        async with self._database.connection() as db:
            return _shown(await self._visible(db, viewer, take), viewer)

    async def cancel(self, actor: Principal, take: TakeId) -> Take:
        """Stop making it; what has ended stays as it is."""
        require_role(actor, *ACTS)
        async with self._database.transaction() as db:
            await self._storage.cancel(db, take, self._clock())
            return await self._known(db, take)

    async def publish(self, actor: Principal, take: TakeId) -> Take:
        """Show it to everybody.

        Raises:
            TakeUnfinished: it is not complete.
        """
        require_role(actor, *ACTS)
        async with self._database.transaction() as db:
            known = await self._known(db, take)
            if known.state is not TakeState.COMPLETE:
                raise TakeUnfinished(f"Take {take} is {known.state.value}; only a complete one is published.")
            await self._storage.publish(db, take, actor.subject, self._clock())
            return await self._known(db, take)

    async def withdraw(self, actor: Principal, take: TakeId) -> Take:
        """Show it to nobody any more but those who read everything."""
        require_role(actor, *ACTS)
        async with self._database.transaction() as db:
            await self._storage.withdraw(db, take)
            return await self._known(db, take)

    async def delete(self, actor: Principal, take: TakeId) -> None:
        """Delete it and its files for good.

        Raises:
            TakeUnfinished: it is being made; cancel it first.
        """
        require_role(actor, *ACTS)
        async with self._database.transaction() as db:
            known = await self._known(db, take)
            if not await self._storage.delete(db, take):
                raise TakeUnfinished(f"Take {take} is {known.state.value}; cancel it first.")

    async def file(self, viewer: Principal | None, take: TakeId, name: str) -> FileTold:
        """A file of a take that she may see.

        Raises:
            TakeUnknown: there is no such take to her, or no such file.
        """
        async with self._database.connection() as db:
            await self._visible(db, viewer, take)
            if (file := await self._storage.file(db, take, name)) is None:
                raise no_file(take, name)
        return file

    async def pieces(self, take: TakeId, name: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Bytes of a file that was asked for, from `start` up to `end`; each piece is read when it is taken."""
        at = start
        while at < end:
            number, skipped = divmod(at, PART_BYTES)
            async with self._database.connection() as db:
                part = await self._storage.file_part(db, take, name, number)
            if part is None:
                return
            piece = part[skipped : skipped + end - at]
            at += len(piece)
            yield piece

    async def _visible(self, db: Connection, viewer: Principal | None, take: TakeId) -> Take:
        known = await self._known(db, take)
        if known.published_at is None and not _reads_all(viewer):
            raise no_take(take)
        return known

    async def _known(self, db: Connection, take: TakeId) -> Take:
        if (known := await self._storage.take(db, take)) is None:
            raise no_take(take)
        return known


def no_take(take: TakeId) -> TakeUnknown:
    return TakeUnknown(f"There is no take {take}.")


def no_file(take: TakeId, name: str) -> TakeUnknown:
    return TakeUnknown(f"Take {take} has no file {name!r}.")


def _reads_all(viewer: Principal | None) -> bool:
    return viewer is not None and viewer.role in READS


def _shown(take: Take, viewer: Principal | None) -> Take:
    """What of it she may know."""
    if _reads_all(viewer):
        return take
    return msgspec.structs.replace(take, provenance=None, triggered_by=None, published_by=None)
