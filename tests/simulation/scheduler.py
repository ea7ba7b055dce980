"""Who goes next: one source of chance decides every step, so a seed is a whole night and can be lived again.

Everything that could happen at this moment waits for its turn: a statement on its way to the server, an answer
on its way back, a fan who is about to ask, a process about to be killed. The scheduler lets exactly one of them
go, waits until nothing moves any more, and chooses again. It never looks at a clock.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Coroutine, Generator
from concurrent.futures import Executor
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar, TypeVarTuple, Unpack

STEPS_MAX = 10_000
"""A night has about a thousand; one that does not come to an end is a fault."""
PACES = (0.1, 0.5, 1.0, 3.0)
"""How eager somebody is: drawn once for each, so that in some nights one process hardly gets anywhere."""

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

Tasks = dict["asyncio.Task[Any]", None]
OWNER: contextvars.ContextVar[Tasks | None] = contextvars.ContextVar("OWNER", default=None)
"""The tasks of the simulated process that is running now, in order; whatever it starts belongs to it, too."""


def chance_of(words: str) -> Random:
    """A source of chance that nothing but these words decides."""
    return Random(words)  # noqa: S311 - a night that can be repeated


class Fault(AssertionError):
    """Something that must never happen has happened."""


class Loop(asyncio.SelectorEventLoop):
    """An event loop that can tell when nothing will move by itself, and leaves nothing to threads."""

    @property
    def is_still(self) -> bool:
        return not self._ready  # type: ignore[attr-defined]  # callbacks that are due; there is no public name

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[Ts]], T], *args: *Ts
    ) -> "asyncio.Future[T]":
        """Done at once: how long a thread takes would be chance that no seed repeats."""
        assert executor is None
        future: asyncio.Future[T] = self.create_future()
        future.set_result(func(*args))
        return future

    def create_task(
        self,
        coro: Generator[Any, None, T] | Coroutine[Any, Any, T],
        *,
        name: object = None,
        context: contextvars.Context | None = None,
    ) -> "asyncio.Task[T]":
        """As ever; the task is noted with the simulated process that started it."""
        task = super().create_task(coro, name=None if name is None else str(name), context=context)
        owner = OWNER.get() if context is None else context.get(OWNER)
        if owner is not None:
            owner[task] = None
            task.add_done_callback(owner.pop)
        return task


@dataclass(slots=True)
class Turn:
    """Somebody who waits to go on, and with what; `is_fit` says whether this is a good moment."""

    who: str
    what: str
    go: "asyncio.Future[None]"
    is_fit: Callable[[], bool]


class Scheduler:
    """Lets one go at a time.

    Args:
        seed: the whole night.
        rush: how eager those who arrive are, compared with those who are being served.
        settle: returns when nothing moves outside the event loop.
        observe: looks at the world after every step.
    """

    def __init__(
        self,
        seed: int,
        rush: float,
        settle: Callable[[], Awaitable[None]],
        observe: Callable[[], Awaitable[None]],
    ) -> None:
        self.seed = seed
        self.chance = chance_of(f"schedule of {seed}")
        self.trace: list[str] = []
        self.steps = 0
        self._rush = rush
        self._settle = settle
        self._observe = observe
        self._turns: dict[str, Turn] = {}
        self._paces: dict[str, float] = {}

    async def turn(self, who: str, what: str, *, arriving: bool = False) -> None:
        """Return when `who` may do `what`."""
        await self.park(who, what, arriving=arriving)

    def park(
        self, who: str, what: str, *, arriving: bool = False, is_fit: Callable[[], bool] = lambda: True
    ) -> "asyncio.Future[None]":
        """Done when it is this one's turn; whoever ends it in another way gives the turn up. One for each name."""
        assert who not in self._turns or self._turns[who].go.done(), f"{who} waits for two turns"
        turn = self._turns[who] = Turn(who, what, asyncio.get_running_loop().create_future(), is_fit)
        if who not in self._paces:
            pace = chance_of(f"pace of {who} in {self.seed}").choice(PACES)
            self._paces[who] = pace * self._rush if arriving else pace
        return turn.go

    def note(self, who: str, what: str) -> None:
        """A line of the trace that is no step."""
        self.trace.append(f"{'':>6}  {who:<22} {what}")

    async def run(self, night: Coroutine[Any, Any, T]) -> T:
        """The night, one step after another.

        Raises:
            Fault: it stands still, or does not end.
        """
        task = asyncio.get_running_loop().create_task(night)
        try:
            while await self._still() or not task.done():
                if task.done() and task.exception() is not None:
                    break
                self._let_one_go()
                await self._still()
                await self._observe()
        finally:
            task.cancel()
            await asyncio.wait([task])
        return task.result()

    async def _still(self) -> bool:
        """Wait until nothing moves; whether somebody waits for a turn then."""
        loop = asyncio.get_running_loop()
        assert isinstance(loop, Loop)
        while True:
            while not loop.is_still:  # noqa: ASYNC110 - no event tells of it
                await asyncio.sleep(0)
            await self._settle()
            if loop.is_still:
                break
        for name in [name for name, turn in self._turns.items() if turn.go.done()]:
            del self._turns[name]
        return bool(self._turns)

    def _let_one_go(self) -> None:
        # By name: in which order they came to wait may depend on the network.
        names = sorted(name for name, turn in self._turns.items() if turn.is_fit()) or sorted(self._turns)
        if not names:
            raise Fault("Nobody can go on.")
        name = self.chance.choices(names, [self._paces[each] for each in names])[0]
        turn = self._turns.pop(name)
        self.steps += 1
        if self.steps > STEPS_MAX:
            raise Fault(f"The night has not ended after {STEPS_MAX} steps.")
        self.trace.append(f"{self.steps:>6}  {turn.who:<22} {turn.what}")
        turn.go.set_result(None)
