"""Sees what is committed after every step, and holds every answer against it.

Between two steps nothing moves, so what the witness reads is one instant. It remembers when it last saw the pool
in each state and without a free number: an answer such as "gone" is right when it was true at some instant
between question and answer.
"""

import sys
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from grandstand.campaign import CampaignStorage, Claim, ProofStorage, Receipt
from grandstand.campaign.amounts import PoolAmounts
from grandstand.campaign.chain import ReceiptKey, check_receipt, claim_line, head, parse_header, pseudonym
from grandstand.campaign.invariants import balance_faults
from grandstand.campaign.lanes import Grant
from grandstand.campaign.models import Balance, ClaimKey, Pool, PoolState
from grandstand.campaign.rules import TRANSITIONS, lane_of
from grandstand.kernel.ids import PoolId, SubjectId
from simulation.plan import SKEW_MAX
from simulation.scheduler import Fault
from simulation.server import RealConnection

CLAIMS = "select fan_id, occasion, lane, share, amount_minor, claimed_at from claim where pool_id = $1"
BATCHES = "select lane, number, at, head from batch where pool_id = $1 order by lane, number"
LANE_STATES = "select distinct state from lane where pool_id = $1"
FOREVER = sys.maxsize
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """When a question was asked, and what the asker had at that time."""

    step: int
    at: datetime
    had: Claim | None


@dataclass(frozen=True, slots=True)
class Moment:
    """How things have been since a step, until the next moment."""

    step: int
    state: PoolState
    is_empty: bool


class Witness:
    """Watches one pool.

    Args:
        pool: its row; what may change of it is not looked at.
        pools, chains: the storage modules, for a connection that nothing happens to.
        key: that receipts are signed with.
    """

    def __init__(self, pool: Pool, pools: CampaignStorage, chains: ProofStorage, key: ReceiptKey) -> None:
        self.pool = pool
        self.claims: dict[ClaimKey, Claim] = {}
        self.balance: Balance
        self.tranches = 0
        self._pools, self._chains = pools, chains
        self._keys = {key.id: key.public}
        self._amounts: list[int] = []
        self._heads: dict[tuple[int, int], bytes] = {}
        self._moments: list[Moment] = []
        self._given: dict[ClaimKey, int] = {}

    @property
    def id(self) -> PoolId:
        return self.pool.id

    @property
    def state(self) -> PoolState:
        return self.balance.state

    async def begin(self, db: RealConnection) -> None:
        """The first look: a draft."""
        self.balance = await self._balance(db)
        await self._read_tranches(db)

    def mark(self, step: int) -> None:
        """Remember how things are at this step."""
        empty = self.state is not PoolState.DRAFT and self.balance.numbers_owned == self.balance.numbers_taken
        moment = Moment(step, self.state, empty)
        last = self._moments[-1] if self._moments else None
        if last is None or (last.state, last.is_empty) != (moment.state, moment.is_empty):
            self._moments.append(moment)

    async def look(self, db: RealConnection, step: int) -> None:
        """Something has been committed: whatever it was, the books agree, and what was given stays as it was.

        Raises:
            Fault: they do not.
        """
        before, after = self.balance, await self._balance(db)
        self.balance = after
        if after.shares != before.shares:
            await self._read_tranches(db)
        if after.state is not before.state:
            await self._check_transition(db, before.state)
        if after.lanes_granted != before.lanes_granted:
            await self._check_claims(db, before)
            self._given = {key: self._given.get(key, step) for key in self.claims}
            await self._check_chain(db)

    async def _balance(self, db: RealConnection) -> Balance:
        balance = await self._chains.balance(db, self.id)  # type: ignore[arg-type]  # what it borrows, not the loan
        assert balance is not None
        if faults := balance_faults(balance):
            raise Fault(f"Pool {self.id}: {'; '.join(faults)}.")
        return balance

    async def _read_tranches(self, db: RealConnection) -> None:
        tranches = await self._pools.tranches(db, self.id)  # type: ignore[arg-type]  # what it borrows, not the loan
        amounts, self._amounts = PoolAmounts(tranches), []
        while len(self._amounts) < amounts.shares:
            self._amounts += amounts.block(len(self._amounts))[1]
        if sum(self._amounts) != self.balance.total_minor:
            raise Fault(f"The amounts add up to {sum(self._amounts)}, the total is {self.balance.total_minor}.")
        self.tranches = len(tranches)

    async def _check_transition(self, db: RealConnection, before: PoolState) -> None:
        if not any(was is before and after is self.state for (was, _), after in TRANSITIONS.items()):
            raise Fault(f"Pool {self.id} was {before.value!r} and is {self.state.value!r}.")
        states = {row["state"] for row in await db.fetch(LANE_STATES, self.id)}
        if states != {self.state.value}:
            raise Fault(f"Pool {self.id} is {self.state.value!r}, its lanes are {states}.")

    async def _check_claims(self, db: RealConnection, before: Balance) -> None:
        known, self.claims = self.claims, {}
        for row in await db.fetch(CLAIMS, self.id):
            key = ClaimKey(SubjectId(row["fan_id"]), row["occasion"])
            claim = Claim(
                pool=self.id,
                occasion=key.occasion,
                share=row["share"],
                amount_minor=row["amount_minor"],
                currency=self.pool.currency,
                claimed_at=row["claimed_at"],
            )
            if key in self.claims:
                raise Fault(f"{key} has two shares.")
            self.claims[key] = claim
            if key not in known:
                self._check_new(key, claim, row["lane"], before.state)
        if changed := [key for key, claim in known.items() if self.claims.get(key) != claim]:
            raise Fault(f"The share of {changed[0]} was {known[changed[0]]} and is {self.claims.get(changed[0])}.")
        if len({claim.share for claim in self.claims.values()}) != self.balance.lanes_granted:
            raise Fault(f"{len(self.claims)} claims, {self.balance.lanes_granted} granted; a number may be twice.")

    def _check_new(self, key: ClaimKey, claim: Claim, lane: int, state: PoolState) -> None:
        """A share that was given at this very step; `state` is what the pool was just before it."""
        opens_at, closes_at = self.pool.opens_at, self.pool.closes_at
        on_time = state is PoolState.SCHEDULED and opens_at is not None and claim.claimed_at >= opens_at
        if state is not PoolState.OPEN and not on_time:
            raise Fault(f"{key} was given share {claim.share} of a pool that was {state.value!r}.")
        # A batch is never earlier than the newest tranche, whose clock may have been ahead.
        if closes_at is not None and claim.claimed_at > closes_at + 2 * SKEW_MAX:
            raise Fault(f"{key} was given share {claim.share} at {claim.claimed_at}, after the end.")
        if claim.amount_minor != self._amounts[claim.share]:
            raise Fault(f"Share {claim.share} is {self._amounts[claim.share]}, {key} was given {claim}.")
        if lane != lane_of(self.id, key.fan, self.pool.lanes):
            raise Fault(f"{key} was served by lane {lane}.")

    async def _check_chain(self, db: RealConnection) -> None:
        heads: dict[tuple[int, int], bytes] = {}
        last: dict[int, tuple[int, datetime]] = {}
        for row in await db.fetch(BATCHES, self.id):
            lane, number, at = row["lane"], row["number"], row["at"]
            if lane in last and (last[lane][0] != number - 1 or last[lane][1] >= at):
                raise Fault(f"Lane {lane}: batch {number} at {at} follows {last[lane]}.")
            last[lane] = number, at
            heads[lane, number] = row["head"]
        if any(heads.get(place) != known for place, known in self._heads.items()):
            raise Fault(f"A link of the chain of pool {self.id} has changed.")
        self._heads = heads

    def is_due(self, now: datetime) -> bool:
        """Whether its time to open or to close may have come, by the clock of some process."""
        opens_at, closes_at = self.pool.opens_at or NEVER, self.pool.closes_at or NEVER
        soon = now + SKEW_MAX
        return (self.state is PoolState.SCHEDULED and opens_at <= soon) or (
            self.state in {PoolState.OPEN, PoolState.PAUSED} and closes_at <= soon
        )

    # Answers.

    def check_grant(self, key: ClaimKey, grant: Grant) -> None:
        """The process says that she has this share: then it is committed, and her receipt proves it."""
        if (claim := self.claims.get(key)) != grant.claim:
            raise Fault(f"{key} was told {grant.claim}, committed is {claim}.")
        if grant.receipts is not None:
            text = grant.receipts.json(grant.place)
            self.check_receipt(key, msgspec.json.decode(text, type=Receipt))

    def check_receipt(self, key: ClaimKey, receipt: Receipt) -> None:
        """It is signed, it is about this claim, and its batch stands in the chain."""
        check_receipt(receipt, self._keys)
        claim = self.claims[key]
        occasion = self.pool.occasions.index(key.occasion)
        line = claim_line(claim.share, claim.amount_minor, occasion, pseudonym(self.pool.pseudonym_key, key.fan))
        if receipt.claim.encode() + b"\n" != line:
            raise Fault(f"The receipt of {key} says {receipt.claim!r}, the claim is {line!r}.")
        header_text = receipt.header.encode() + b"\n"
        header = parse_header(header_text)
        if self._heads.get((header.lane, header.batch)) != head(header_text):
            raise Fault(f"The batch of the receipt of {key} is not in the chain: {receipt.header!r}.")

    def check_gone(self, key: ClaimKey, asked: Asked) -> None:
        """The process says that nothing is left: then it was so at some instant since it was asked."""
        if not self._was(lambda moment: moment.is_empty, asked.step, self._refused_before(key, asked)):
            free = self.balance.numbers_owned - self.balance.numbers_taken
            raise Fault(f"{key} was told 'gone' while there were free numbers all the time; now {free}.")

    def check_not_open(self, key: ClaimKey, asked: Asked, now: datetime) -> None:
        """The process says that the pool is not open: then it was not, by the clock of some process."""
        until = self._refused_before(key, asked)
        closes_at, opens_at = self.pool.closes_at, self.pool.opens_at
        if closes_at is not None and closes_at <= now + SKEW_MAX:
            return
        shut = set(PoolState) - {PoolState.OPEN}
        if opens_at is not None and opens_at + SKEW_MAX < asked.at:
            # Nobody may have written down that it is open: it is, nevertheless.
            shut -= {PoolState.SCHEDULED}
        if not self._was(lambda moment: moment.state in shut, asked.step, until):
            raise Fault(f"{key} was told 'not open' while the pool was open all the time.")

    def was(self, states: Container[PoolState], since: int) -> bool:
        """Whether the pool was in one of these states at some instant since that step."""
        return self._was(lambda moment: moment.state in states, since, FOREVER)

    def _refused_before(self, key: ClaimKey, asked: Asked) -> int:
        """A refusal is right at an instant when she had no share: the step before which it has to lie."""
        if asked.had is not None:
            raise Fault(f"{key} was refused, and had {asked.had} before she asked.")
        return self._given.get(key, FOREVER)

    def _was(self, holds: Callable[[Moment], bool], since: int, before: int) -> bool:
        ends = [*(moment.step for moment in self._moments[1:]), FOREVER]
        return any(
            holds(moment) and end > since and moment.step < before
            for moment, end in zip(self._moments, ends, strict=True)
        )
