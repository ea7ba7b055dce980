"""One night: the pools as drafts, everybody at once, and then, undisturbed, the last round and the closing."""

import asyncio
from collections.abc import Sequence

from grandstand.campaign.models import ClaimKey
from grandstand.kernel.auth import Role
from simulation.fans import Fan, Told, crowd
from simulation.gremlin import Gremlin
from simulation.process import Services
from simulation.scheduler import Fault
from simulation.staff import Chores, Operator
from simulation.witness import Witness
from simulation.world import World

LATE_FANS = 6
"""So many ask once more after the closing."""


async def set_up(world: World, plain: Services) -> None:
    """The pools, as drafts, and their witnesses."""
    operator = world.principal("planner", Role.OPERATOR)
    for wishes in world.plan.pools:
        books = await plain.campaign.create_pool(operator, wishes.plan)
        pool = await plain.pools.pool(world.server.observer, books.pool)  # type: ignore[arg-type]  # not on loan
        assert pool is not None
        witness = Witness(pool, plain.pools, plain.chains, world.secrets.receipt_key)
        await witness.begin(world.server.observer)
        world.witnesses.append(witness)


async def live_through(world: World) -> None:
    """Everybody at once; afterwards, undisturbed, the last round and the closing."""
    await asyncio.gather(
        *(Operator(world, f"opener {witness.id}").open(witness) for witness in world.witnesses),
        *(Operator(world, name).work() for name in ("ann", "bo", "cy")),
        *(fan.come() for fan in crowd(world)),
        *(Chores(world, name).work() for name in ("chores", "more chores")),
        Chores(world, "clock").keep_times(),
        Gremlin(world).haunt(),
    )
    world.calm_down()
    closer = Operator(world, "closer")
    for witness, wishes in zip(world.witnesses, world.plan.pools, strict=True):
        await closer.reopen(witness)
        await _last_round(world, witness, wishes.keys)
        await closer.finish(witness)
        given = len(witness.claims)
        await asyncio.gather(
            *(
                Fan(world, witness, key, f"late fan {number} of pool {witness.id}").insist()
                for number, key in enumerate(wishes.keys[:LATE_FANS])
            )
        )
        if len(witness.claims) != given:
            raise Fault(f"{len(witness.claims) - given} shares were given after the closing.")


async def _last_round(world: World, witness: Witness, keys: Sequence[ClaimKey]) -> None:
    """Whoever has none yet asks until there is an answer: sold out exactly when more was wanted than there is."""
    late = [key for key in keys if key not in witness.claims]
    fans = [Fan(world, witness, key, f"last fan {number} of pool {witness.id}") for number, key in enumerate(late)]
    told = await asyncio.gather(*(fan.insist() for fan in fans))
    granted, shares = witness.balance.lanes_granted, witness.balance.shares
    if Told.NOT_OPEN not in told and granted != min(shares, len(keys)):
        raise Fault(f"{granted} of {shares} shares were given to {len(keys)} claims.")
    if granted == shares:
        world.count("sold out")
