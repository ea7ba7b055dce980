"""The one seam: between our code and the driver stands a wire that can break at every moment.

`Database` of the product works on a `Wires` as on a pool of asyncpg, with the same statements and the same
errors. Each statement is two steps: it reaches the server, and its answer reaches the process. A wire that is
cut before the first has sent nothing; one that is cut between the two leaves an outcome that nobody knows, above
all when the statement was a commit.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeAlias, cast

import asyncpg

from grandstand.kernel.database import Database, Row, load_queries
from simulation.scheduler import Scheduler
from simulation.server import Line, Server, Work

Spring: TypeAlias = Callable[["Wire"], None]
"""Called before a statement is sent and before its answer is delivered: somebody may lie in wait for it."""

NAMES = {sql: name for name, sql in load_queries("grandstand.campaign").items()}


def _always() -> bool:
    return True


class Wire:
    """A connection as a simulated process holds it; what the storage modules call of an asyncpg connection."""

    def __init__(self, name: str, line: Line, wires: "Wires") -> None:
        self.name = name
        self.what = "idle"
        self.in_transaction = False
        self.has_answer = False
        self.line = line
        self._wires = wires
        self.is_cut = False
        self._event: asyncio.Future[None] | None = None

    async def execute(self, query: str, *args: Any) -> str:
        return cast("str", await self._statement(query, args, lambda real: real.execute(query, *args)))

    async def fetch(self, query: str, *args: Any) -> list[Row]:
        return cast("list[Row]", await self._statement(query, args, lambda real: real.fetch(query, *args)))

    async def fetchrow(self, query: str, *args: Any) -> Row | None:
        return cast("Row | None", await self._statement(query, args, lambda real: real.fetchrow(query, *args)))

    async def fetchval(self, query: str, *args: Any) -> Any:
        return await self._statement(query, args, lambda real: real.fetchval(query, *args))

    @asynccontextmanager
    async def transaction(
        self, *, isolation: str = "read committed", readonly: bool = False
    ) -> AsyncIterator[None]:
        mode = f"isolation level {isolation.replace('_', ' ')} read {'only' if readonly else 'write'}"
        self.in_transaction = True
        try:
            await self._call("begin", lambda real: real.execute(f"begin {mode}"))
            try:
                yield
            except BaseException:
                await self._call("rollback", lambda real: real.execute("rollback"), releases=True)
                raise
            await self._call(f"commit of {self.what}", lambda real: real.execute("commit"), releases=True)
        finally:
            self.in_transaction = False

    def cut(self) -> None:
        """Break the wire: whoever waits for an answer gets an error, the server finds out some time later."""
        if not self.is_cut:
            self.is_cut = True
            self._wires.abandon(self)
            if self._event is not None and not self._event.done():
                self._event.set_exception(_lost())

    async def _statement(self, query: str, args: tuple[object, ...], work: Work) -> Any:
        words = ", ".join([NAMES.get(query, query), *(str(each) for each in args[:2] if isinstance(each, int))])
        fits = partial(self._wires.may_wait_now, self.line, args[0]) if query.endswith("update") else _always
        return await self._call(words, work, releases=not self.in_transaction, is_fit=fits)

    async def _call(
        self, words: str, work: Work, *, releases: bool = False, is_fit: Callable[[], bool] = _always
    ) -> Any:
        """One statement in two steps; what it returns, or the error that it raises."""
        if self.line.is_busy:
            # Somebody hung up while it waits for a lock; asyncpg would cancel it.
            self.cut()
        self._check()
        self.what, self.has_answer = words, False
        self._wires.spring(self)
        await self._wait(self._wires.scheduler.park(self.name, words, is_fit=is_fit))
        await self._wait(self.line.start(work, releases=releases))
        self.has_answer = True
        await self._wait(self._wires.scheduler.park(self.name, f"... answer to {words}"))
        self._wires.spring(self)
        self._check()
        return self.line.answer()

    async def _wait(self, event: "asyncio.Future[None]") -> None:
        """Wait for something on this wire, unless the wire breaks before."""
        self._check()
        self._event = event
        await event
        self._check()

    def _check(self) -> None:
        self._wires.check_alive()
        if self.is_cut:
            raise _lost()


def _lost() -> asyncpg.ConnectionDoesNotExistError:
    return asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")


class Wires:
    """The connections of one simulated process, as a pool of asyncpg: `connections_max` at most.

    Args:
        owner: the name of the process.
        server: where the lines come from.
        scheduler: gives every statement its turn.
        spring: see `Spring`.
        connections_max: whoever wants one more has to wait.
    """

    def __init__(
        self, owner: str, server: Server, scheduler: Scheduler, spring: Spring, *, connections_max: int
    ) -> None:
        self.scheduler = scheduler
        self.spring = spring
        self.may_wait_now = server.may_wait_now
        self.open: list[Wire] = []
        self.times_broken = 0
        self._owner = owner
        self._server = server
        self._free = connections_max
        self._count = 0
        self._queue: list[asyncio.Future[None]] = []
        self._is_dead = False

    @property
    def database(self) -> Database:
        """What the storage modules of the process work with."""
        return Database(cast("asyncpg.Pool[Row]", self))

    @asynccontextmanager
    async def acquire(self, *, timeout: float) -> AsyncIterator[Wire]:  # noqa: ASYNC109 - the signature of asyncpg
        """A connection that nobody else uses; how long the timeout is, the gremlin decides."""
        assert timeout > 0
        self.check_alive()
        await self._wait_for_a_free_one()
        self._count += 1
        wire = Wire(f"{self._owner}.{self._count}", self._server.take_line(), self)
        self.open.append(wire)
        try:
            yield wire
        finally:
            self._release(wire)

    def time_out(self) -> bool:
        """Let the first who waits for a connection wait no longer; False when nobody waits."""
        waiting = [place for place in self._queue if not place.done()]
        if waiting:
            self.times_broken += 1
            waiting[0].set_exception(TimeoutError())
        return bool(waiting)

    def die(self) -> None:
        """The process has been killed: its wires are cut, and nothing that it still tries has any effect."""
        self._is_dead = True
        for wire in list(self.open):
            wire.cut()

    def check_alive(self) -> None:
        if self._is_dead:
            raise asyncio.CancelledError

    def abandon(self, wire: Wire) -> None:
        """Leave a line to the server, which rolls back what was open on it when it finds out."""
        self.times_broken += 1
        self.open.remove(wire)
        self.scheduler.note(wire.name, f"is cut: {wire.what}, {'answered' if wire.has_answer else 'no answer'}")
        self._server.care_for(wire.line, partial(self._roll_back, wire))

    async def _roll_back(self, wire: Wire) -> None:
        line = wire.line
        if line.running is not None:
            await asyncio.wait([line.running])
        await self.scheduler.turn(f"server of {wire.name}", "finds out that the process is gone")
        if line.real.is_in_transaction():
            await line.start(lambda real: real.execute("rollback"), releases=True)

    async def _wait_for_a_free_one(self) -> None:
        if self._free:
            self._free -= 1
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if not place.cancelled():
                self._hand_on()
            raise

    def _hand_on(self) -> None:
        while self._queue:
            place = self._queue.pop(0)
            if not place.done():
                place.set_result(None)
                return
        self._free += 1

    def _release(self, wire: Wire) -> None:
        if not wire.is_cut:
            if wire.line.is_busy or wire.line.real.is_in_transaction():
                # Somebody hung up in the middle of it; asyncpg would roll back here.
                wire.cut()
            else:
                self.open.remove(wire)
                self._server.give_back(wire.line)
        self._hand_on()
