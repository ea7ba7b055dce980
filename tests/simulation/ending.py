"""When a night is over: everything is counted again, by every means that there is."""

import tempfile
from collections import Counter

from grandstand.campaign import audit_faults
from grandstand.campaign.verify import verify_ledger
from simulation.process import Services
from simulation.scheduler import Fault
from simulation.witness import Witness
from simulation.world import Became, World

CHECKED = """
select not exists (
  select from lane left join self_check using (pool_id, lane)
  where pool_id = $1 and coalesce(self_check.batch, 0) < lane.batch
)
"""
ACTS = "select reason from operator_act where pool_id = $1 and actor <> '00000000-0000-0000-0000-000000000000'"
RAISES = "select tranche from budget_raise where pool_id = $1 and tranche is not null order by tranche"
CHECKS_AT_MOST = 50


async def check_end(world: World, plain: Services) -> None:
    """Count everything again: claims, chains, acts, and the ledger as anybody would check it."""
    if busy := [wire.name for process in world.processes for wire in process.wires.open]:
        raise Fault(f"Connections were not given back: {busy}.")
    reasons: list[str] = []
    for witness in world.witnesses:
        if faults := audit_faults(await plain.proofs.audit(witness.id)):
            raise Fault(f"Pool {witness.id}: {'; '.join(faults)}.")
        raised = [row["tranche"] for row in await world.server.observer.fetch(RAISES, witness.id)]
        if raised != list(range(2, witness.tranches + 1)):
            raise Fault(f"Pool {witness.id} has {witness.tranches} tranches, the raises are {raised}.")
        await _check_again(world, plain, witness)
        await _check_ledger(plain, witness)
        reasons += [row["reason"] for row in await world.server.observer.fetch(ACTS, witness.id)]
    _check_acts(world, Counter(reasons))


async def _check_again(world: World, plain: Services, witness: Witness) -> None:
    """The self-check to its end."""
    for _ in range(CHECKS_AT_MOST):
        if faults := await plain.self_check.check(witness.id):
            raise Fault(f"The self-check found: {faults}.")
        if await world.server.observer.fetchval(CHECKED, witness.id):
            return
    raise Fault("The self-check does not come to an end.")


async def _check_ledger(plain: Services, witness: Witness) -> None:
    with tempfile.NamedTemporaryFile(suffix=".ledger") as file:
        async for piece in plain.proofs.ledger(None, witness.id):
            file.write(piece)
        file.flush()
        verdict = verify_ledger(file.name)
    if not verdict.holds or not verdict.amounts_checked:
        raise Fault(f"The ledger of pool {witness.id} does not hold: {verdict.faults}.")
    if verdict.claims != len(witness.claims):
        raise Fault(f"The ledger has {verdict.claims} claims, the witness has seen {len(witness.claims)}.")


def _check_acts(world: World, reasons: Counter[str]) -> None:
    """What is said to be done stands in the audit log once; what was refused does not."""
    expected = {Became.DONE: (1,), Became.REFUSED: (0,), Became.UNKNOWN: (0, 1)}
    for reason, became in world.acts.items():
        if reasons[reason] not in expected[became]:
            raise Fault(f"The act {reason!r} was {became}, the audit log has it {reasons[reason]} times.")
