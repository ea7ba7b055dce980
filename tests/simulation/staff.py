"""Those who work that night: operators with their acts, and the chores that every process does by itself."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any, TypeAlias

from grandstand.campaign import Act, PoolState
from grandstand.campaign.errors import PlanInvalid, StateConflict
from grandstand.campaign.rules import TRANSITIONS
from grandstand.kernel.auth import Forbidden, Role
from simulation.plan import EVENING, plan_tranche
from simulation.process import Process, Services, Unanswered
from simulation.scheduler import Fault
from simulation.witness import Witness
from simulation.world import Became, World

MENU: dict[PoolState, dict[str, int]] = {
    PoolState.DRAFT: {Act.OPENED: 1},
    PoolState.SCHEDULED: {Act.OPENED: 2, "propose": 2, "approve": 2, "extend": 1},
    PoolState.OPEN: {Act.PAUSED: 5, "propose": 6, "approve": 8, "extend": 2, Act.CLOSED: 1, Act.RESUMED: 1},
    PoolState.PAUSED: {Act.RESUMED: 6, "propose": 1, "approve": 2, Act.CLOSED: 1},
    PoolState.CLOSED: {Act.REVEALED: 1, Act.RESUMED: 1, "approve": 1},
    PoolState.REVEALED: {Act.OPENED: 1},
}
"""What an operator thinks of, and how often."""


TWICE = 0.25
"""So many acts are sent twice at the same time."""

LOOKS_AT_THE_CLOCK = 20

Deed: TypeAlias = Callable[[Services, str], Coroutine[Any, Any, object]]


class Operator:
    """Somebody who may do everything to a pool, and knows only what she is told."""

    def __init__(self, world: World, name: str) -> None:
        self.name = name
        self._world = world
        self._chance: Random = world.chance(name)
        self._me = world.principal(name, Role.OPERATOR)
        self._count = 0

    async def work(self) -> None:
        """As many acts as the night has."""
        for _ in range(self._world.plan.acts):
            await self._world.scheduler.turn(self.name, "thinks")
            witness = self._chance.choice(self._world.witnesses)
            menu = MENU[witness.state]
            deed = self._chance.choices(list(menu), list(menu.values()))[0]
            if deed == "propose":
                await self._propose(witness)
            elif deed == "approve":
                await self._approve(witness)
            elif deed == "extend":
                await self._extend(witness)
            else:
                await self.act(witness, Act(deed))

    async def open(self, witness: Witness) -> None:
        """Schedule or open a draft."""
        while witness.state is PoolState.DRAFT:
            scheduled = witness.pool.opens_at is not None and self._chance.random() < 0.8
            await self.act(witness, Act.SCHEDULED if scheduled else Act.OPENED)

    async def reopen(self, witness: Witness) -> None:
        """Open it for the last round, unless it is over."""
        acts = {PoolState.DRAFT: Act.OPENED, PoolState.SCHEDULED: Act.OPENED, PoolState.PAUSED: Act.RESUMED}
        while (act := acts.get(witness.state)) is not None:
            await self.act(witness, act)

    async def finish(self, witness: Witness) -> None:
        """Close it and reveal its seeds."""
        while witness.state is not PoolState.REVEALED:
            await self.act(witness, Act.REVEALED if witness.state is PoolState.CLOSED else Act.CLOSED)

    async def act(self, witness: Witness, act: Act) -> Became:
        """Change the state of a pool; when it is said to be done, it is."""
        since = self._world.scheduler.steps
        became = await self._do(
            f"{act} pool {witness.id}",
            lambda serves, reason: serves.campaign.act(self._me, witness.id, act, reason),
        )
        fits = {before for before, each in TRANSITIONS if each is act}
        reached = {after for (_, each), after in TRANSITIONS.items() if each is act}
        if became is Became.DONE and not witness.was(reached, since):
            raise Fault(f"{act} is said to be done, pool {witness.id} is {witness.state.value!r}.")
        if became is Became.REFUSED and act is not Act.SCHEDULED and not witness.was(set(PoolState) - fits, since):
            raise Fault(f"{act} was refused, it fitted pool {witness.id} all the time.")
        return became

    async def _propose(self, witness: Witness) -> None:
        shares = self._chance.randint(witness.pool.lanes, 15)
        plan = plan_tranche(self._chance, shares)
        await self._do(
            f"proposes a raise of pool {witness.id} by {shares}",
            lambda serves, reason: serves.campaign.propose_raise(self._me, witness.id, plan, reason),
        )

    async def _approve(self, witness: Witness) -> None:
        """Approve any raise: one that was proposed by others, or was approved before, or is her own."""
        process = self._chance.choice(self._world.processes)
        try:
            raises = await process.ask(lambda serves: serves.campaign.raises(self._me, witness.id))
        except Unanswered:
            return
        if not raises:
            return
        proposed = [each for each in raises if each.tranche is None] or raises
        chosen = self._chance.choice(proposed)
        became = await self._do(
            f"approves raise {chosen.id} of pool {witness.id}",
            lambda serves, reason: serves.campaign.approve_raise(self._me, witness.id, chosen.id, reason),
        )
        if became is Became.DONE:
            self._world.count("raise approved")
            if chosen.proposed_by == self._me.subject:
                raise Fault(f"{self.name} approved her own raise {chosen.id}.")

    async def _extend(self, witness: Witness) -> None:
        until = EVENING + timedelta(days=self._chance.randint(5, 60))
        await self._do(
            f"extends pool {witness.id}",
            lambda serves, reason: serves.campaign.extend(self._me, witness.id, until, reason),
        )

    async def _do(self, words: str, deed: Deed) -> Became:
        """One act; sometimes a nervous hand clicks twice, then it has been done if one of them has."""
        if self._chance.random() > TWICE:
            return await self._click(self.name, words, deed)
        both = await asyncio.gather(
            self._click(self.name, words, deed), self._click(f"{self.name}, twice", words, deed)
        )
        return next(became for became in Became if became in both)

    async def _click(self, who: str, words: str, deed: Deed) -> Became:
        """A request with a reason of its own, by which the audit log is checked in the end."""
        self._count += 1
        reason = f"{self.name}, act {self._count}"
        process = self._chance.choice(self._world.processes)
        await self._world.scheduler.turn(who, f"{words} at {process.name}")
        became = Became.DONE
        try:
            await process.ask(lambda serves: deed(serves, reason))
        except Unanswered:
            became = Became.UNKNOWN
        except (StateConflict, PlanInvalid, Forbidden):
            became = Became.REFUSED
        self._world.acts[reason] = became
        self._world.count(f"act {became}", who, f"is told: {became}")
        return became


class Chores:
    """What a process does once in a while, whoever is there: any process, at any time, several at once."""

    def __init__(self, world: World, name: str) -> None:
        self._world = world
        self._name = name
        self._chance = world.chance(name)
        self._auditor = world.principal(name, Role.AUDITOR)

    async def work(self) -> None:
        chores: list[Callable[[], Coroutine[Any, Any, None]]] = [
            self._check,
            self._check,
            partial(self._ask, "publish heads", lambda serves: serves.proofs.publish_heads()),
            partial(self._ask, "sample", lambda serves: serves.campaign.sample_burn_down()),
            self._read_document,
        ]
        for _ in range(self._world.plan.chores):
            await self._chance.choice(chores)()

    async def keep_times(self) -> None:
        """Look at the clock again and again, and open and close the pools whose time has come."""
        for _ in range(LOOKS_AT_THE_CLOCK):
            await self._world.scheduler.turn(self._name, "looks at the clock")
            if any(witness.is_due(self._world.now) for witness in self._world.witnesses):
                # Every process does, each by its own clock.
                await asyncio.gather(*(self._keep_times(process) for process in self._world.processes))

    async def _keep_times(self, process: Process) -> None:
        await self._world.scheduler.turn(f"{self._name} of {process.name}", "keeps times")
        with suppress(Unanswered):
            await process.ask(lambda serves: serves.campaign.keep_times())

    async def _check(self) -> None:
        if faults := await self._ask("self-check", lambda serves: serves.self_check.run_once()):
            raise Fault(f"The self-check found: {faults}.")

    async def _read_document(self) -> None:
        """The books that a viewer sees balance as well."""
        witness = self._chance.choice(self._world.witnesses)
        books = await self._ask("books", lambda serves: serves.campaign.books(self._auditor, witness.id))
        if books is not None and books.faults:
            raise Fault(f"The books show faults: {books.faults}.")

    async def _ask(self, words: str, work: Callable[[Services], Coroutine[Any, Any, Any]]) -> Any:
        process = self._chance.choice(self._world.processes)
        await self._world.scheduler.turn(self._name, f"{words} at {process.name}")
        try:
            return await process.ask(work)
        except Unanswered:
            return None
