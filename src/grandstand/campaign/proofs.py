"""What anyone may check about a pool: commitments, heads, receipts, and the ledger for `campaign verify`."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime

from grandstand.campaign import chain
from grandstand.campaign.chain import (
    GENESIS,
    BatchReceipts,
    BatchTree,
    ReceiptKey,
    header_line,
)
from grandstand.campaign.errors import ClaimUnknown, OccasionUnknown, PoolUnknown
from grandstand.campaign.ledger import LedgerWriter
from grandstand.campaign.models import (
    Audit,
    BatchClaim,
    Head,
    HeadDocument,
    KeyDocument,
    Pool,
    PoolDocument,
    PoolState,
    PublishedHead,
    Receipt,
    Tranche,
    TrancheDocument,
)
from grandstand.campaign.plan import TIME_MIN
from grandstand.campaign.proof_storage import ProofStorage
from grandstand.campaign.standing import PoolStanding
from grandstand.campaign.storage import CampaignStorage
from grandstand.kernel.auth import Forbidden, Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import Overloaded
from grandstand.kernel.ids import LaneId, PoolId

HEADS_PAGE = 200
BATCHES_AT_ONCE = 50
LEDGERS_MAX = 2
LEDGER_RETRY_AFTER_S = 10.0
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
STAFF = frozenset({Role.OPERATOR, Role.AUDITOR})


class Proofs:
    """The use cases of those who do not take our word for it."""

    def __init__(
        self,
        database: Database,
        pools: CampaignStorage,
        proofs: ProofStorage,
        clock: Clock,
        receipt_key: ReceiptKey,
    ) -> None:
        self._database = database
        self._pools = pools
        self._proofs = proofs
        self._clock = clock
        self._receipt_key = receipt_key
        self._ledgers = 0

    async def document(self, viewer: Principal | None, pool: PoolId) -> PoolDocument:
        """Commitments, seeds once revealed, the heads of now; for everybody, drafts for staff only."""
        async with self._database.snapshot() as db:
            found = await self._visible(db, viewer, pool)
            return await self._document(db, found, with_terms=False)

    async def terms(self, viewer: Principal | None, pool: PoolId, tranche: int) -> bytes:
        """The exact text that the commitment of a tranche covers."""
        async with self._database.snapshot() as db:
            await self._visible(db, viewer, pool)
            text = await self._pools.terms(db, pool, tranche)
        if text is None:
            raise PoolUnknown(f"Pool {pool} has no tranche {tranche!r}.")
        return text

    async def published_heads(
        self, viewer: Principal | None, pool: PoolId, before: datetime | None
    ) -> tuple[list[PublishedHead], datetime | None]:
        """Heads as they were noted while the pool was open, newest first, and the cursor of the next page."""
        async with self._database.snapshot() as db:
            await self._visible(db, viewer, pool)
            at = max(TIME_MIN, min(before or END_OF_TIME, END_OF_TIME))
            heads = await self._proofs.published_heads(db, pool, (at, -1), HEADS_PAGE + 1)
        if len(heads) <= HEADS_PAGE:
            return heads, None
        # A cursor is a time, so the lanes of one moment stay together; they are fewer than a page.
        page = [each for each in heads if each.at > heads[-1].at]
        return page, page[-1].at

    async def publish_heads(self) -> None:
        """Note the heads of every lane that has moved; several processes may do so at once."""
        async with self._database.transaction() as db:
            await self._proofs.publish_heads(db, self._clock())

    async def receipt(self, viewer: Principal, pool: PoolId, occasion: str) -> Receipt:
        """The asker's own receipt, signed anew.

        Raises:
            ClaimUnknown: she has no share for this occasion.
        """
        async with self._database.snapshot() as db:
            found = await self._visible(db, viewer, pool)
            if occasion not in found.occasions:
                raise OccasionUnknown(f"Pool {pool} has no occasion {occasion!r}.")
            given = await self._proofs.batch_of(db, pool, viewer.subject, occasion)
            if given is None:
                raise ClaimUnknown(f"You have no share of pool {pool} for {occasion!r}.")
            batch, share = given
            lane = LaneId(batch.header.lane)
            claims = (await self._proofs.claims_of(db, pool, lane, [batch]))[batch.header.batch]
        lines = claim_lines(found, claims)
        index = next(at for at, claim in enumerate(claims) if claim.share == share)
        line = header_line(batch.header)
        return BatchReceipts(line, lines, BatchTree(lines), self._receipt_key).receipt(index)

    async def ledger(self, viewer: Principal | None, pool: PoolId) -> AsyncGenerator[bytes, None]:
        """The whole ledger of a pool (ledger.py), in pieces; for auditors, for everybody once it is revealed.

        Raises:
            Forbidden: the pool is not revealed yet, and the viewer is no auditor.
            Overloaded: as many ledgers as may are being read; each holds a connection that claims need too.
        """
        if self._ledgers >= LEDGERS_MAX:
            raise Overloaded(f"{LEDGERS_MAX} ledgers are being read here.", retry_after_s=LEDGER_RETRY_AFTER_S)
        self._ledgers += 1
        try:
            async with aclosing(self._ledger(viewer, pool)) as pieces:
                async for piece in pieces:
                    yield piece
        finally:
            self._ledgers -= 1

    async def _ledger(self, viewer: Principal | None, pool: PoolId) -> AsyncGenerator[bytes, None]:
        async with self._database.snapshot() as db:
            found = await self._visible(db, viewer, pool)
            if found.state is not PoolState.REVEALED:
                if viewer is None:
                    raise Forbidden("The ledger is for everybody once the pool is revealed.")
                require_role(viewer, Role.AUDITOR)
            document = await self._document(db, found, with_terms=True)
            writer = LedgerWriter()
            yield writer.begin(document)
            async for head in self._proofs.all_published_heads(db, pool):
                yield writer.published(head)
            for lane in range(found.lanes):
                async for piece in self._lane(db, found, LaneId(lane), writer):
                    yield piece
            yield writer.end()

    async def audit(self, pool: PoolId) -> Audit:
        """The invariants counted from the claims; hand the result to `invariants.audit_faults`."""
        async with self._database.snapshot() as db:
            found = await self._proofs.audit(db, pool)
        if found is None:
            raise PoolUnknown(f"There is no pool {pool!r}.")
        return found

    async def standings(self, db: Connection) -> list[PoolStanding]:
        """How every pool stands in the reader's snapshot; drafts too."""
        return [await self._standing(db, pool) for pool in await self._proofs.every_pool(db)]

    async def _standing(self, db: Connection, pool: PoolId) -> PoolStanding:
        balance = await self._proofs.balance(db, pool)
        assert balance is not None
        heads = map(_head_document, await self._proofs.heads(db, pool))
        return PoolStanding(pool=pool, state=balance.state, balance=balance, heads=tuple(heads))

    async def _lane(self, db: Connection, pool: Pool, lane: LaneId, writer: LedgerWriter) -> AsyncIterator[bytes]:
        """The chain of a lane: each header with its claims."""
        last = Head(lane, 0, GENESIS)
        while batches := await self._proofs.batches_after(db, pool.id, last, BATCHES_AT_ONCE):
            claims = await self._proofs.claims_of(db, pool.id, lane, batches)
            for batch in batches:
                yield writer.batch(batch.header, claim_lines(pool, claims[batch.header.batch]))
            last = Head(lane, batches[-1].header.batch, batches[-1].head)

    async def _visible(self, db: Connection, viewer: Principal | None, pool: PoolId) -> Pool:
        found = await self._pools.pool(db, pool)
        if found is None or (found.state is PoolState.DRAFT and (viewer is None or viewer.role not in STAFF)):
            raise PoolUnknown(f"There is no pool {pool!r}.")
        return found

    async def _document(self, db: Connection, pool: Pool, *, with_terms: bool) -> PoolDocument:
        revealed = pool.state is PoolState.REVEALED
        tranches = await self._pools.tranches(db, pool.id)
        heads = await self._proofs.heads(db, pool.id)
        keys = await self._proofs.public_keys(db)
        return PoolDocument(
            pool=pool.id,
            state=pool.state,
            currency=pool.currency,
            occasions=pool.occasions,
            lanes=pool.lanes,
            shares=pool.shares,
            total_minor=pool.total_minor,
            tranches=tuple(_published(each, revealed=revealed, with_terms=with_terms) for each in tranches),
            heads=tuple(map(_head_document, heads)),
            keys=tuple(KeyDocument(id=name, public=public.hex()) for name, public in keys.items()),
        )


def _head_document(end: tuple[Head, int, int]) -> HeadDocument:
    head, claims, amount_minor = end
    return HeadDocument(
        lane=head.lane, batch=head.batch, head=head.head.hex(), claims=claims, amount_minor=amount_minor
    )


def claim_lines(pool: Pool, claims: list[BatchClaim]) -> list[bytes]:
    """The lines of a batch as they were when it was given."""
    occasions = {occasion: index for index, occasion in enumerate(pool.occasions)}
    return chain.claim_lines(
        pool.pseudonym_key,
        [claim.share for claim in claims],
        [claim.amount_minor for claim in claims],
        [occasions[claim.occasion] for claim in claims],
        [claim.fan for claim in claims],
    )


def _published(tranche: Tranche, *, revealed: bool, with_terms: bool) -> TrancheDocument:
    parameters = tranche.terms.parameters
    return TrancheDocument(
        number=tranche.terms.tranche,
        first_share=tranche.terms.first_share,
        shares=parameters.shares,
        total_minor=parameters.total_minor,
        commitment=tranche.commitment.hex(),
        committed_at=tranche.committed_at,
        seed=tranche.seed.hex() if revealed else None,
        terms=tranche.terms_text.decode("ascii") if with_terms else None,
    )
