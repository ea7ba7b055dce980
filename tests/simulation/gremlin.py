"""Whoever makes trouble: kills, cuts, delays, and lies in wait for the worst moment."""

from simulation.database import Wire
from simulation.world import Trap, World

STATEMENTS = {
    "commit of advance_lane": 6,
    "commit of send_range": 4,
    "commit of land_range": 4,
    "commit of insert_act": 4,
    "land_range": 3,
    "advance_lane": 2,
    "begin": 1,
    "lock_lane": 1,
    "insert_claims": 1,
    "free_numbers": 1,
    "set_lane_states": 1,
    "mark_checked": 1,
}
"""What the gremlin lies in wait for, and how often."""


class Gremlin:
    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.chance("gremlin")

    async def haunt(self) -> None:
        """As much trouble as the night has."""
        for _ in range(self._world.plan.traps):
            self._lie_in_wait()
        deeds = {
            self._cut: 4,
            self._kill: 2,
            self._hang_up: 2,
            self._lie_in_wait: 2,
            self._time_out: 1,
            self._turn_clock: 1,
        }
        for _ in range(self._world.plan.troubles):
            await self._world.scheduler.turn("gremlin", "is here")
            self._chance.choices(list(deeds), list(deeds.values()))[0]()

    def _lie_in_wait(self) -> None:
        name = self._chance.choices(list(STATEMENTS), list(STATEMENTS.values()))[0]
        trap = Trap(name, after=self._chance.random() < 0.5, kills=self._chance.random() < 0.4)
        self._world.traps.append(trap)
        self._world.scheduler.note("gremlin", f"waits for {trap}")

    def _cut(self) -> None:
        wires = [wire for process in self._world.processes for wire in process.wires.open]
        if wires:
            self._chance.choices(wires, [_worth(wire) for wire in wires])[0].cut()
            self._world.count("wire cut")

    def _kill(self) -> None:
        self._world.kill(self._chance.choice(self._world.processes))

    def _hang_up(self) -> None:
        """Somebody closes her connection to the server before she is answered."""
        requests = [task for process in self._world.processes for task in process.requests if not task.done()]
        if requests:
            self._chance.choice(requests).cancel()
            self._world.count("hung up", "gremlin")

    def _time_out(self) -> None:
        if [process for process in self._world.processes if process.wires.time_out()]:
            self._world.count("waited too long for a connection", "gremlin")

    def _turn_clock(self) -> None:
        process = self._chance.choice(self._world.processes)
        process.skew = self._world.skew(self._chance)
        self._world.count("clock turned", "gremlin", f"turns the clock of {process.name} to {process.skew}")


def _worth(wire: Wire) -> int:
    """An effect that nobody has heard of yet is worth most."""
    return 6 if wire.has_answer and wire.what.startswith("commit") else 2 if wire.in_transaction else 1
