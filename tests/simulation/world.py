"""The night of one seed: processes, pools and their witnesses, and the time that passes in it."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from random import Random
from uuid import UUID

from grandstand.campaign.models import ClaimKey
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import SubjectId
from simulation.database import Wire
from simulation.plan import EVENING, SKEW_MAX, STEP_MAX, NightPlan
from simulation.process import Ground, Process, Sabotage, Secrets
from simulation.scheduler import Scheduler, chance_of
from simulation.server import Server
from simulation.witness import Asked, Witness

NAMES = ("north", "south", "east")


class Became(StrEnum):
    """What is known of an operator's act."""

    DONE = "done"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Trap:
    """Somebody lies in wait for a statement.

    `after` its effect, before its answer has arrived; else before it has been sent. `kills` the process, else
    cuts the wire.
    """

    statement: str
    after: bool
    kills: bool


class World:
    """What the actors of a night share.

    Args:
        seed: of the night.
        plan: what the seed has decided beforehand.
        server: the real one.
        secrets: of the deployment.
        sabotage: statements that the processes get wrong.
    """

    def __init__(self, seed: int, plan: NightPlan, server: Server, secrets: Secrets, sabotage: Sabotage) -> None:
        self.seed = seed
        self.plan = plan
        self.server = server
        self.secrets = secrets
        self.scheduler = Scheduler(seed, plan.rush, server.settle, self._observe)
        self.now = EVENING
        self.is_calm = False
        self.witnesses: list[Witness] = []
        self.traps: list[Trap] = []
        self.tally: Counter[str] = Counter()
        self.acts: dict[str, Became] = {}
        self._ground = Ground(
            server=server,
            scheduler=self.scheduler,
            secrets=secrets,
            clock=lambda: self.now,
            spring=self._spring,
            connections=plan.connections,
            batch_max=plan.batch_max,
            sabotage=sabotage,
        )
        self._lives: Counter[str] = Counter()
        self.processes = [self._start(name) for name in NAMES[: plan.processes]]

    def chance(self, name: str) -> Random:
        """What somebody decides by: a source of chance of her own, so that nobody disturbs her."""
        return chance_of(f"{name} in {self.seed}")

    def principal(self, name: str, role: Role) -> Principal:
        subject = UUID(bytes=self.chance(f"id of {name}").randbytes(16), version=4)
        return Principal(SubjectId(subject), role, None, EVENING + timedelta(days=1))

    def asked(self, witness: Witness, key: ClaimKey | None = None) -> Asked:
        """A question is asked now."""
        return Asked(self.scheduler.steps, self.now, None if key is None else witness.claims.get(key))

    def count(self, what: str, who: str = "", words: str = "") -> None:
        """Something worth counting has happened; with words it stands in the trace, too."""
        self.tally[what] += 1
        if who:
            self.scheduler.note(who, words or what)

    async def _observe(self) -> None:
        """After every step: time has passed; where something was committed, the witnesses look."""
        self.now += STEP_MAX * self.scheduler.chance.random()
        await self.server.reserve()
        if self.server.has_changed:
            self.server.has_changed = False
            for witness in self.witnesses:
                await witness.look(self.server.observer, self.scheduler.steps)
        for witness in self.witnesses:
            witness.mark(self.scheduler.steps)

    # Trouble.

    def kill(self, process: Process) -> None:
        """Kill a process; another one begins in its place, with a clock of its own."""
        self.count("process killed", process.name)
        process.kill()
        at = self.processes.index(process)
        self.processes[at] = self._start(process.name.partition("-")[0])

    def skew(self, chance: Random) -> timedelta:
        return SKEW_MAX * chance.uniform(-1, 1)

    def _start(self, name: str) -> Process:
        self._lives[name] += 1
        life = f"{name}-{self._lives[name]}"
        return Process(life, self._ground, self.skew(self.chance(f"clock of {life}")))

    def _spring(self, wire: Wire) -> None:
        """A wire is about to send a statement or to deliver its answer."""
        for trap in self.traps:
            if wire.what.startswith(trap.statement) and wire.has_answer is trap.after:
                self.traps.remove(trap)
                when = "after" if trap.after else "before"
                self.count(f"caught {when} {trap.statement}", "gremlin")
                owner = next(each for each in self.processes if wire in each.wires.open)
                if trap.kills:
                    self.kill(owner)
                else:
                    wire.cut()
                return

    def calm_down(self) -> None:
        """No more trouble: what is left to be done is done."""
        self.is_calm = True
        self.traps.clear()
