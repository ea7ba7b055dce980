"""The real PostgreSQL as the simulation sees it: lines to it, and which of them wait for a lock.

A statement that waits for a lock is not slow, it is stuck until somebody else takes a step. PostgreSQL knows
which is the case, so nothing here depends on time: a statement has ended, or `pg_blocking_pids` names whom it
waits for.

What PostgreSQL does not decide by rule is which of two statements goes first that wait for one row: after the
row has changed they race for its new version. So a statement that may have to wait is kept back while another
one waits in the same pool; then the order is the scheduler's again.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeAlias

import asyncpg

from simulation.scheduler import Fault

ASK_AFTER_S = 0.001
"""A statement that takes longer than this may be waiting for a lock: the server is asked."""
SPARE_LINES = 9
"""No step takes more: three processes with three connections each."""
BLOCKING = "select pid, pg_blocking_pids(pid) as by from unnest($1::int[]) as pid"
SETTINGS = {
    # Nobody pulls the plug here (tests/integration/test_crash.py does), so nothing has to be on disk.
    "synchronous_commit": "off",
    "application_name": "grandstand-simulation",
    "timezone": "UTC",
}

RealConnection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Work: TypeAlias = Callable[[RealConnection], Awaitable[Any]]


class Line:
    """A connection to the server.

    What a process loses is, for PostgreSQL, a connection that it rolls back when it finds out. So a lost line is
    rolled back some time later, and serves another process then.
    """

    def __init__(self, real: RealConnection) -> None:
        self.real = real
        self.pid = real.get_server_pid()
        self.running: asyncio.Task[Any] | None = None
        self.is_blocked = False
        self.pool: object = None
        self._releases = False
        self._is_new = False

    @property
    def is_busy(self) -> bool:
        return self.running is not None and not self.running.done()

    def start(self, work: Work, *, releases: bool) -> "asyncio.Future[None]":
        """Begin a statement; what is returned is done when it has ended, with whatever result.

        Args:
            work: the statement.
            releases: it may end a transaction, so that others can go on and see what has changed.
        """

        async def perform() -> Any:
            return await work(self.real)

        assert not self.is_busy, "one statement at a time"
        # It belongs to the server, not to the process that sent it: that may be killed, this goes on.
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[None] = loop.create_future()
        self.running = loop.create_task(perform(), context=contextvars.Context())
        self.running.add_done_callback(lambda _: _end(ended))
        self.is_blocked, self._releases, self._is_new = False, releases, True
        return ended

    def answer(self) -> Any:
        """What the statement has returned."""
        assert self.running is not None
        return self.running.result()

    def take_release(self) -> bool:
        """Whether a statement that ended a transaction has come to its end since the last look."""
        if self.running is None or self.is_busy or not self._is_new:
            return False
        self._is_new = False
        # An error lets go of every lock, too.
        return self.running.exception() is not None or self._releases


class Server:
    """Every line to the database of the simulation."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._lines: list[Line] = []
        self._idle: list[Line] = []
        self.observer: RealConnection
        self.has_changed = False
        self._times_blocked = 0
        self._waits: dict[int, list[int]] = {}
        self._cared_for: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        self.observer = await self._connect()

    def close(self) -> None:
        self.hang_up()
        self.observer.terminate()

    async def _connect(self) -> RealConnection:
        return await asyncpg.connect(self._dsn, server_settings=SETTINGS)

    async def reserve(self) -> None:
        """Connect beforehand, so that no step of a night has to."""
        while len(self._idle) < SPARE_LINES:
            line = Line(await self._connect())
            self._lines.append(line)
            self._idle.append(line)

    def take_line(self) -> Line:
        return self._idle.pop()

    def give_back(self, line: Line) -> None:
        """The line is free: nothing runs on it, no transaction is open."""
        assert not line.is_busy
        assert not line.real.is_in_transaction()
        self._idle.append(line)

    def care_for(self, line: Line, end: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """A line that its process has lost: it is free when that has come to its end."""

        async def until_free() -> None:
            await end()
            self.give_back(line)

        # No part of the process, which may be dead.
        task = asyncio.get_running_loop().create_task(until_free(), context=contextvars.Context())
        self._cared_for.add(task)
        task.add_done_callback(self._cared_for.discard)

    def hang_up(self) -> None:
        """End every line: no transaction and no lock of a night is left."""
        for line in self._lines:
            line.real.terminate()
        self._lines.clear()
        self._idle.clear()

    def take_times_blocked(self) -> int:
        """How often a statement has had to wait for a lock since the last look."""
        times, self._times_blocked = self._times_blocked, 0
        return times

    def may_wait_now(self, line: Line, pool: object) -> bool:
        """Whether a statement that may wait for a lock in this pool can be sent: if nobody waits, or for it."""
        waiting = [each for each in self._lines if each.is_blocked and each.is_busy and each.pool == pool]
        line.pool = pool
        return all(line.pid in _reached(self._waits, each.pid) for each in waiting)

    async def settle(self) -> None:
        """Return when every statement under way has ended or waits for a lock."""
        while suspects := self._suspects():
            running = [line.running for line in suspects if line.running is not None]
            done, _ = await asyncio.wait(running, timeout=ASK_AFTER_S, return_when=asyncio.FIRST_COMPLETED)
            if not done:
                await self._ask_who_is_blocked()

    def _suspects(self) -> list[Line]:
        """The lines whose statement may end by itself."""
        if [line for line in self._lines if line.take_release()]:
            self.has_changed = True
            for line in self._lines:
                line.is_blocked = False
        return [line for line in self._lines if line.is_busy and not line.is_blocked]

    async def _ask_who_is_blocked(self) -> None:
        busy = {line.pid: line for line in self._lines if line.is_busy}
        waits = {row["pid"]: row["by"] for row in await self.observer.fetch(BLOCKING, list(busy))}
        self._waits = waits
        for pid, line in busy.items():
            # It may have ended while the server was asked.
            if line.is_busy and waits[pid] and not line.is_blocked:
                line.is_blocked = True
                self._times_blocked += 1
        if deadlocked := [pid for pid in waits if pid in _reached(waits, pid)]:
            raise Fault(f"Deadlock: backends {deadlocked} wait for each other.")


def _end(event: "asyncio.Future[None]") -> None:
    if not event.done():
        event.set_result(None)


def _reached(waits: dict[int, list[int]], start: int) -> set[int]:
    """Everybody for whom a backend waits, directly or not."""
    reached: set[int] = set()
    ahead = list(waits.get(start, []))
    while ahead:
        if (pid := ahead.pop()) not in reached:
            reached.add(pid)
            ahead += waits.get(pid, [])
    return reached
