"""A server process of the simulation: the real engine and services, wires that break, a clock of its own."""

import asyncio
import contextvars
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeAlias, TypeVar

import asyncpg

from grandstand.campaign import (
    CampaignService,
    CampaignStorage,
    ClaimEngine,
    ClaimStorage,
    ConditionStorage,
    DeskTools,
    EngineLimits,
    Proofs,
    ProofStorage,
    SelfCheck,
)
from grandstand.campaign.chain import ReceiptKey
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Database
from grandstand.kernel.errors import DatabaseUnavailable, GrandstandError, InternalError
from grandstand.kernel.sealing import Sealer
from simulation.database import Spring, Wires
from simulation.scheduler import OWNER, Fault, Scheduler, Tasks
from simulation.server import Server

QUEUE_MAX = 10_000

T = TypeVar("T")
Sabotage: TypeAlias = Mapping[str, Callable[[str], str]]
"""Statements of `queries.sql` by name, and what is done to them: to prove that it is noticed."""


class Unanswered(Exception):
    """The asker does not know what became of it: killed, hung up, lost, or the database was away."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What all processes of a deployment share. The seeds of tranches come from `chance`, in order."""

    sealer: Sealer
    receipt_key: ReceiptKey
    chance: Random

    def new_secret(self) -> bytes:
        return self.chance.randbytes(32)


class Services:
    """The use cases on some database, wired as `app.py` does it."""

    def __init__(
        self, database: Database, secrets: Secrets, clock: Clock, *, batch_max: int, sabotage: Sabotage
    ) -> None:
        self.pools, self.chains = CampaignStorage(secrets.sealer), ProofStorage(secrets.sealer)
        claims = ClaimStorage()
        for storage in (claims, self.pools, self.chains):
            storage._sql |= {name: break_it(storage._sql[name]) for name, break_it in sabotage.items()}
        tools = DeskTools(
            database=database,
            claims=claims,
            conditions=ConditionStorage(),
            pools=self.pools,
            clock=clock,
            receipt_key=secrets.receipt_key,
            batch_max=batch_max,
        )
        self.engine = ClaimEngine(tools, EngineLimits(queue_max=QUEUE_MAX, rate_max=0))
        self.campaign = CampaignService(database, self.pools, clock, new_secret=secrets.new_secret)
        self.proofs = Proofs(database, self.pools, self.chains, clock, secrets.receipt_key)
        self.self_check = SelfCheck(database, self.pools, self.chains, clock)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a process stands on."""

    server: Server
    scheduler: Scheduler
    secrets: Secrets
    clock: Clock
    spring: Spring
    connections: int
    batch_max: int
    sabotage: Sabotage


class Process:
    """One server process; `ask` is a request to it.

    Args:
        name: of this life; the process that comes after a kill has another.
        ground: what it stands on.
        skew: how far its clock is off.
    """

    def __init__(self, name: str, ground: Ground, skew: timedelta) -> None:
        self.name = name
        self.skew = skew
        self.wires = Wires(
            name, ground.server, ground.scheduler, ground.spring, connections_max=ground.connections
        )
        self.requests: list[asyncio.Task[Any]] = []
        self._ground = ground
        self._tasks: Tasks = {}
        self._death: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # Kept by our code for as long as the process lives, as `app.py` does.
        self.serves = Services(
            self.wires.database, ground.secrets, self.clock, batch_max=ground.batch_max, sabotage=ground.sabotage
        )

    def clock(self) -> datetime:
        return self._ground.clock() + self.skew

    async def ask(self, work: Callable[[Services], Coroutine[Any, Any, T]]) -> T:
        """What the process answers.

        Raises:
            Unanswered: nobody knows what became of it.
            GrandstandError: the process refuses.
            Fault: it failed in a way that it must not.
        """
        if self._death.done():
            raise Unanswered
        context = contextvars.copy_context()
        context.run(OWNER.set, self._tasks)
        task = asyncio.get_running_loop().create_task(work(self.serves), context=context)
        broken = self.wires.times_broken
        self.requests.append(task)
        try:
            await _either(task, self._death)
        finally:
            self.requests.remove(task)
        if self._death.done() or task.cancelled():
            task.add_done_callback(_look_away)
            raise Unanswered
        return self._answer(task, broken)

    def _answer(self, task: "asyncio.Task[T]", broken: int) -> T:
        error = task.exception()
        if error is None:
            return task.result()
        if isinstance(error, DatabaseUnavailable) and self.wires.times_broken > broken:
            raise Unanswered from error
        if not isinstance(error, GrandstandError) or isinstance(error, InternalError | DatabaseUnavailable):
            raise Fault(f"{self.name} failed with {error!r}, caused by {error.__cause__!r}.") from error
        raise error

    def kill(self) -> None:
        """End it between two instructions: nothing that it had begun goes on, whatever it would have done next."""
        self._death.set_result(None)
        self.wires.die()
        for task in list(self._tasks):
            task.cancel()
            task.add_done_callback(_look_away)


async def plain_database(dsn: str) -> Database:
    """The same database on wires that nothing happens to, for what comes before and after a night."""
    return Database(await asyncpg.create_pool(dsn, min_size=0, max_size=2, server_settings={"timezone": "UTC"}))


async def _either(*events: "asyncio.Future[Any]") -> None:
    await asyncio.wait(events, return_when=asyncio.FIRST_COMPLETED)


def _look_away(task: "asyncio.Task[Any]") -> None:
    """Nobody is left who could hear of its error."""
    if not task.cancelled():
        task.exception()
