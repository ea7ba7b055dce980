"""Those who claim: each insists on one share until there is an answer that stands."""

from enum import StrEnum
from random import Random

from grandstand.campaign.errors import PoolGone, PoolNotOpen
from grandstand.campaign.models import ClaimKey
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import SubjectId
from simulation.plan import EVENING
from simulation.process import Process, Unanswered
from simulation.witness import Witness
from simulation.world import World

TWICE = 0.3
"""So many fans send the same claim twice, at the same time and to any process."""
AGAIN = 0.3
"""So many ask again although they have been told."""
RECEIPT = 0.15
"""So many ask for their receipt afterwards."""


class Told(StrEnum):
    """What a fan has heard."""

    SHARE = "share"
    GONE = "gone"
    NOT_OPEN = "not open"
    NOTHING = "nothing"


class Fan:
    """Somebody who wants one share of one pool."""

    def __init__(self, world: World, witness: Witness, key: ClaimKey, name: str) -> None:
        self._world = world
        self._witness = witness
        self._key = key
        self._name = name
        self._chance: Random = world.chance(name)

    async def come(self) -> None:
        """Ask during the night, a few times; what is left is for the last round."""
        for _ in range(self._chance.randint(1, 4)):
            told = await self._ask()
            if told is Told.SHARE:
                if self._chance.random() < RECEIPT:
                    await self._ask_for_receipt()
                if self._chance.random() > AGAIN:
                    return

    async def insist(self) -> Told:
        """Ask until there is an answer."""
        while (told := await self._ask()) is Told.NOTHING:
            pass
        return told

    async def _ask(self) -> Told:
        world, witness, key = self._world, self._witness, self._key
        process = self._chance.choice(world.processes)
        await world.scheduler.turn(self._name, f"asks {process.name}", arriving=not world.is_calm)
        asked = world.asked(witness, key)
        try:
            grant = await process.ask(lambda serves: serves.engine.claim(witness.id, key.fan, key.occasion))
        except Unanswered:
            return self._hears(Told.NOTHING)
        except PoolGone:
            witness.check_gone(key, asked)
            return self._hears(Told.GONE)
        except PoolNotOpen:
            witness.check_not_open(key, asked, world.now)
            return self._hears(Told.NOT_OPEN)
        witness.check_grant(key, grant)
        return self._hears(Told.SHARE, f"share {grant.claim.share}: {grant.claim.amount_minor}")

    def _hears(self, told: Told, words: str = "") -> Told:
        """What arrives of an answer: it may be lost on its way."""
        lost = not self._world.is_calm and self._chance.random() < self._world.plan.answers_lost
        if lost and told is not Told.NOTHING:
            self._world.count("answer lost", self._name, f"does not hear: {words or told}")
            return Told.NOTHING
        self._world.count(f"told {told}", self._name, f"is told: {words or told}")
        return told

    async def _ask_for_receipt(self) -> None:
        process: Process = self._chance.choice(self._world.processes)
        await self._world.scheduler.turn(self._name, f"asks {process.name} for her receipt")
        viewer = Principal(SubjectId(self._key.fan), Role.FAN, None, EVENING)
        try:
            receipt = await process.ask(
                lambda serves: serves.proofs.receipt(viewer, self._witness.id, self._key.occasion)
            )
        except Unanswered:
            return
        self._witness.check_receipt(self._key, receipt)
        self._world.count("receipt read")


def crowd(world: World) -> list[Fan]:
    """Everybody who wants something; some send it twice."""
    fans = []
    chance = world.chance("crowd")
    for witness, wishes in zip(world.witnesses, world.plan.pools, strict=True):
        for number, key in enumerate(wishes.keys):
            name = f"fan {number} of pool {witness.id}"
            fans.append(Fan(world, witness, key, name))
            if chance.random() < TWICE:
                fans.append(Fan(world, witness, key, f"{name}, twice"))
    return fans
