"""What nights are played on, one after the other: a database that is empty before each of them."""

import asyncio
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog

from grandstand.campaign.chain import ReceiptKey
from grandstand.kernel.database import Database
from grandstand.kernel.sealing import KEY_BYTES, Sealer
from simulation.ending import check_end
from simulation.night import live_through, set_up
from simulation.plan import EVENING, plan_night
from simulation.process import Sabotage, Secrets, Services, plain_database
from simulation.scheduler import Loop, chance_of
from simulation.server import Server
from simulation.world import World

TABLES = (
    *("tranche", "budget_raise", "lane_range", "claim", "batch", "posting", "published_head", "operator_act"),
    *("burn_down", "refusal", "self_check", "fault", "lane", "pool"),
)
# The rows of `escrow` are read in the order in which they lie: nothing of an earlier night may lie before them.
CLEAR = "; ".join(
    [
        "truncate escrow",
        *(f"delete from {table}" for table in TABLES),
        *(f"alter sequence {table}_id_seq restart" for table in ("pool", "budget_raise")),
    ]
)
TRUNCATE = f"truncate escrow, {', '.join(TABLES)} restart identity cascade"
TRUNCATE_EVERY = 100
"""Nights after which the remains of deleted rows are swept up."""
FAILURES_MAX = 3
TRACE_LINES = 60


@dataclass(frozen=True, slots=True)
class Failure:
    """A night in which something happened that must never happen."""

    seed: int
    what: str
    where: str
    trace: list[str]

    def __str__(self) -> str:
        last = "\n".join(self.trace[-TRACE_LINES:])
        return (
            f"\n{last}\n{self.where}\nSeed {self.seed}: {self.what}\n"
            f"Alone, with every step: pytest tests/simulation --seed {self.seed}\n"
        )


class Stage:
    """A database of its own, and the nights that are played on it.

    Args:
        dsn: the database; its schema is there, and nobody else uses it.
        sabotage: statements that the simulated processes get wrong.
    """

    def __init__(self, dsn: str, sabotage: Sabotage | None = None) -> None:
        self.tally: Counter[str] = Counter()
        self._dsn = dsn
        self._sabotage = sabotage or {}
        self._server = Server(dsn)
        self._secrets = Secrets(Sealer(bytes(KEY_BYTES)), ReceiptKey(bytes(range(32))), chance_of(""))
        self._nights = 0
        self._database: Database

    async def open(self) -> None:
        self._database = await plain_database(self._dsn)
        await self._server.open()
        async with self._database.connection() as db:
            # Where a row lies must not depend on when a worker of the server comes by.
            for table in ("escrow", *TABLES):
                await db.execute(f"alter table {table} set (autovacuum_enabled = false)")

    async def close(self) -> None:
        await self._database.close()
        self._server.close()

    async def play(self, seed: int) -> tuple[list[str], Failure | None]:
        """One night: its trace, and what went wrong."""
        await self._clear()
        await self._server.reserve()
        self._secrets.chance.seed(f"secrets of {seed}")
        world = World(seed, plan_night(seed), self._server, self._secrets, self._sabotage)
        plain = Services(self._database, self._secrets, lambda: EVENING, batch_max=1, sabotage={})
        trace = world.scheduler.trace
        failure = None
        with log_to(trace):
            try:
                await set_up(world, plain)
                await world.scheduler.run(live_through(world))
                await check_end(world, plain)
            except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - whatever it is, it is to be reported
                where = "".join(traceback.format_exception(error))
                failure = Failure(seed, f"{type(error).__name__}: {error}", where, trace)
            for process in world.processes:
                process.kill()
        if failure is not None:
            await self._sweep()
        waited = self._server.take_times_blocked()
        self.tally += world.tally + Counter(
            {"nights": 1, "steps": world.scheduler.steps, "waited for a lock": waited}
        )
        return trace, failure

    async def _sweep(self) -> None:
        """After a failure: nobody is left who goes on."""
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self._server.hang_up()

    async def _clear(self) -> None:
        self._server.has_changed = False
        async with self._database.connection() as db:
            await db.execute(CLEAR if self._nights % TRUNCATE_EVERY else TRUNCATE)
        self._nights += 1


@contextmanager
def log_to(trace: list[str]) -> Iterator[None]:
    """What our code logs stands between the steps."""

    def record(_logger: object, _method: str, event: MutableMapping[str, Any]) -> str:
        trace.append(f"{'':>6}  log: {event.pop('event')} {event or ''}")
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[structlog.processors.format_exc_info, record])
    try:
        yield
    finally:
        structlog.configure(**before)


def play(
    dsn: str, seeds: Iterable[int], sabotage: Sabotage | None = None, failures_max: int = FAILURES_MAX
) -> tuple[Counter[str], list[Failure], list[str]]:
    """The nights of these seeds one after the other: what was counted, what failed, the trace of the last one."""

    async def play_all() -> tuple[Counter[str], list[Failure], list[str]]:
        stage = Stage(dsn, sabotage)
        await stage.open()
        failures: list[Failure] = []
        trace: list[str] = []
        for seed in seeds:
            trace, failure = await stage.play(seed)
            if failure is not None:
                failures.append(failure)
                if len(failures) == failures_max:
                    break
        await stage.close()
        return stage.tally, failures, trace

    with asyncio.Runner(loop_factory=Loop) as runner:
        return runner.run(play_all())
