"""The continuous self-check: while a pool runs, its books are added up again, and new batches are counted again.

One process at a time checks a pool. A fault is written down once, logged as critical, counted in /metrics and
shown on the console until somebody has looked; it does not stop the pool, since that would be an operator's act.
"""

from collections.abc import Sequence

import structlog

from grandstand.campaign.amounts import AmountBlock, PoolAmounts
from grandstand.campaign.chain import GENESIS, BatchTree, head, header_line
from grandstand.campaign.invariants import balance_faults
from grandstand.campaign.models import BatchClaim, Head, Pool, StoredBatch
from grandstand.campaign.proof_storage import ProofStorage
from grandstand.campaign.proofs import claim_lines
from grandstand.campaign.storage import CampaignStorage
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.ids import LaneId, PoolId
from grandstand.kernel.telemetry import CAMPAIGN_FAULTS

BATCHES_AT_ONCE = 20
"""Batches of a lane that one look counts again: at most about 20,000 claims, a fifth of a second."""

log = structlog.get_logger(__name__)


class SelfCheck:
    """Looks at every pool that is not a draft; call `run_once` again and again."""

    def __init__(self, database: Database, pools: CampaignStorage, proofs: ProofStorage, clock: Clock) -> None:
        self._database = database
        self._pools = pools
        self._proofs = proofs
        self._clock = clock
        self._amounts: dict[PoolId, PoolAmounts] = {}

    async def run_once(self) -> list[str]:
        """Check every pool once; the faults that were not known before."""
        async with self._database.connection() as db:
            pools = await self._proofs.pools_to_check(db)
        found = []
        for pool in pools:
            found += await self.check(pool)
        return found

    async def run_to_end(self) -> list[str]:
        """Check every pool until all its batches were counted again; the faults that were not known before."""
        found: list[str] = []
        before = -1
        while (counted := await self._batches_counted()) > before:
            before = counted
            found += await self.run_once()
        return found

    async def _batches_counted(self) -> int:
        async with self._database.snapshot() as db:
            checked = [await self._proofs.checked(db, pool) for pool in await self._proofs.pools_to_check(db)]
        return sum(head.batch for lanes in checked for head in lanes.values())

    async def check(self, pool: PoolId) -> list[str]:
        """The faults of one pool that were not known before; none while another process checks it."""
        async with self._database.transaction() as db:
            if not await self._proofs.try_check_lock(db, pool):
                return []
            found, balance = await self._pools.pool(db, pool), await self._proofs.balance(db, pool)
            assert found is not None
            assert balance is not None
            faults = balance_faults(balance)
            checked = await self._proofs.checked(db, pool)
            for lane in map(LaneId, range(found.lanes)):
                faults += await self._check_lane(db, found, checked.get(lane, Head(lane, 0, GENESIS)))
            new = await self._proofs.insert_faults(db, pool, self._clock(), faults)
        for words in new:
            CAMPAIGN_FAULTS.inc()
            log.critical("campaign.invariant_broken", pool=pool, fault=words)
        return new

    async def _check_lane(self, db: Connection, pool: Pool, last: Head) -> list[str]:
        """Count the next batches of a lane again, claim by claim."""
        batches = await self._proofs.batches_after(db, pool.id, last, BATCHES_AT_ONCE)
        if not batches:
            return []
        claims = await self._proofs.claims_of(db, pool.id, last.lane, batches)
        # A raise may have come after the pool was read: what counts is what the batches hold.
        shares = max(hi for batch in batches for hi in batch.his)
        amounts = await self._amounts_of(db, pool.id, shares)
        if amounts.shares < shares:
            return [f"lane {last.lane} gave share {shares - 1}, the tranches have {amounts.shares} shares"]
        faults: list[str] = []
        block, number = AmountBlock(), last.batch
        for batch in batches:
            where = f"lane {last.lane} batch {batch.header.batch}"
            number += 1
            if batch.header.batch != number:
                faults.append(f"{where} follows batch {number - 1}")
            expected = block.amounts(amounts, [claim.share for claim in claims[batch.header.batch]])
            faults += [
                f"{where}: {fault}" for fault in _batch_faults(pool, batch, claims[batch.header.batch], expected)
            ]
            number = batch.header.batch
        await self._proofs.mark_checked(db, pool.id, last.lane, number)
        return faults

    async def _amounts_of(self, db: Connection, pool: PoolId, shares: int) -> PoolAmounts:
        """The amounts of at least so many shares, if there are so many."""
        known = self._amounts.get(pool)
        if known is None or known.shares < shares:
            known = PoolAmounts(await self._pools.tranches(db, pool))
            self._amounts = {pool: known}
        return known


def _batch_faults(
    pool: Pool, batch: StoredBatch, claims: Sequence[BatchClaim], amounts: Sequence[int]
) -> list[str]:
    """What is wrong with one link of the chain and the claims below it."""
    header = batch.header
    if len(claims) != header.claims:
        return [f"{len(claims)} claims, the chain says {header.claims}"]
    spent_minor = sum(claim.amount_minor for claim in claims)
    checks = [
        (spent_minor == header.amount_minor, f"claims add up to {spent_minor}, not {header.amount_minor}"),
        (
            all(claim.amount_minor == amount for claim, amount in zip(claims, amounts, strict=True)),
            "an amount is not the one that was committed to",
        ),
        (BatchTree(claim_lines(pool, list(claims))).root == header.root, "the root is not that of its claims"),
        (head(header_line(header)) == batch.head, "the head is not that of its header"),
    ]
    return [fault for holds, fault in checks if not holds]
