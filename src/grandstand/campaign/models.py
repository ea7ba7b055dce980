"""The nouns of a campaign. Frozen; amounts in minor units of the pool's currency; times aware, in UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from grandstand.kernel.auth import Role
from grandstand.kernel.ids import LaneId, MoveId, PoolId, SubjectId


class PoolState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    REVEALED = "revealed"


class Curve(StrEnum):
    """How a total is spread over the shares (split.py)."""

    EQUAL = "equal"
    UNIFORM = "uniform"
    EXPONENTIAL = "exponential"
    LOTTERY = "lottery"


class Act(StrEnum):
    """What was done to a pool; the audit log holds one line for each."""

    CREATED = "pool.created"
    SCHEDULED = "pool.scheduled"
    OPENED = "pool.opened"
    PAUSED = "pool.paused"
    RESUMED = "pool.resumed"
    EXTENDED = "pool.extended"
    PACED = "pool.paced"
    RAISE_PROPOSED = "pool.raise_proposed"
    RAISED = "pool.raised"
    CLOSED = "pool.closed"
    REVEALED = "pool.revealed"


class Tier(msgspec.Struct, frozen=True, kw_only=True):
    """So many shares of one amount, in a lottery."""

    shares: int
    amount_minor: int


class TranchePlan(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a pool's budget that is split on its own: the first one, or a raise."""

    shares: int
    total_minor: int
    minimum_minor: int
    curve: Curve
    tiers: tuple[Tier, ...] = ()


class SplitParameters(msgspec.Struct, frozen=True, kw_only=True):
    """What the amounts of a tranche depend on, apart from its seed.

    `knots` are the KNOTS + 1 integers of the cumulative curve (split.py) for the uniform and the exponential
    curve, `tiers` those of a lottery; empty otherwise.
    """

    shares: int
    total_minor: int
    minimum_minor: int
    curve: Curve
    knots: tuple[int, ...] = ()
    tiers: tuple[Tier, ...] = ()


class TrancheTerms(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the commitment of a tranche covers besides its seed (commitment.py)."""

    pool: int
    tranche: int
    first_share: int
    currency: str
    occasions: tuple[str, ...]
    lanes: int
    parameters: SplitParameters


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPlan:
    """What an operator decides about a pool before it opens; frozen from then on, but for `valid_until`."""

    titles: dict[str, str]
    currency: str
    shares: int
    total_minor: int
    minimum_minor: int
    curve: Curve
    tiers: tuple[Tier, ...] = ()
    occasions: tuple[str, ...]
    earned: tuple[str, ...] = ()
    """Those of the occasions for which no fan may ask herself."""
    lanes: int
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    valid_until: datetime | None = None

    @property
    def tranche(self) -> TranchePlan:
        """The first tranche."""
        return TranchePlan(
            shares=self.shares,
            total_minor=self.total_minor,
            minimum_minor=self.minimum_minor,
            curve=self.curve,
            tiers=self.tiers,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A pool as its row says; the sums are over its tranches, the pseudonym key is secret."""

    id: PoolId
    titles: dict[str, str]
    currency: str
    occasions: tuple[str, ...]
    earned: tuple[str, ...]
    lanes: int
    shares: int
    total_minor: int
    opens_at: datetime | None
    closes_at: datetime | None
    valid_until: datetime | None
    state: PoolState
    pseudonym_key: bytes
    shares_per_s: int = 0
    """No more than so many; 0: no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche:
    """A committed tranche as the service knows it; `seed` is secret until the pool is revealed."""

    terms: TrancheTerms
    terms_text: bytes
    commitment: bytes
    committed_at: datetime
    seed: bytes


class BatchHeader(NamedTuple):
    """What the chain of a lane says of one batch (chain.py)."""

    pool: int
    lane: int
    batch: int
    at: datetime
    claims: int
    amount_minor: int
    budget: bytes
    previous: bytes
    root: bytes


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The signed proof that a claim stands in a batch of the chain (chain.py); this is its form on the wire."""

    header: str
    claim: str
    index: int
    path: list[str]
    key: str
    signature: str


class TrancheDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What is published of a tranche: `seed` once the pool is revealed, `terms` in a ledger. Digests in hex."""

    number: int
    first_share: int
    shares: int
    total_minor: int
    commitment: str
    committed_at: datetime
    seed: str | None
    terms: str | None = None


class HeadDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a lane's chain and what the lane has given until there."""

    lane: int
    batch: int
    head: str
    claims: int
    amount_minor: int


class KeyDocument(msgspec.Struct, frozen=True, kw_only=True):
    """An Ed25519 key that receipts are signed with."""

    id: str
    public: str


class PoolDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What anyone needs to check a pool; the second line of a ledger, and its form on the wire."""

    format: str = "grandstand-pool-1"
    pool: int
    state: PoolState
    currency: str
    occasions: tuple[str, ...]
    lanes: int
    shares: int
    total_minor: int
    tranches: tuple[TrancheDocument, ...]
    heads: tuple[HeadDocument, ...]
    keys: tuple[KeyDocument, ...]


class ClaimKey(NamedTuple):
    """One claim in one pool: the idempotency key. A tuple, since millions of them are hashed."""

    fan: SubjectId
    occasion: str


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A share that a fan holds; this is also its form on the wire."""

    pool: int
    occasion: str
    share: int
    amount_minor: int
    currency: str
    claimed_at: datetime


@dataclass(frozen=True, slots=True)
class Range:
    """Share numbers `lo <= number < hi` that belong to one lane; those from `next` on are free."""

    lo: int
    next: int
    hi: int

    def __post_init__(self) -> None:
        assert 0 <= self.lo <= self.next <= self.hi


class Bucket(NamedTuple):
    """How fast a lane may give, in millionths of a share (pace.py); a pace of 0 is no limit."""

    pace: int
    tokens: int
    refilled_at: datetime


@dataclass(frozen=True, slots=True)
class LaneView:
    """A lane as its row lock shows it: nobody else can change it until the transaction ends.

    `batch`, `batch_at` and `head` are the end of its chain; `budget` is the digest of the pool's commitments so
    far and `tranches` their number; `bucket` is None where nothing limits the pace; `conditions` is the version of
    those that hold (conditions.py); `ranges` are those with free numbers.
    """

    id: LaneId
    state: PoolState
    batch: int
    batch_at: datetime
    head: bytes
    budget: bytes
    tranches: int
    bucket: Bucket | None
    conditions: int
    ranges: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Free numbers on their way between two lanes of a pool."""

    id: MoveId
    from_lane: LaneId
    to_lane: LaneId
    lo: int
    hi: int


@dataclass(frozen=True, slots=True)
class FreeNumbers:
    """Where a pool has free numbers at one instant: the largest stretch of each lane, and moves under way."""

    largest: dict[LaneId, int]
    moves: tuple[Move, ...]

    @property
    def are_gone(self) -> bool:
        return not self.largest and not self.moves


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolNotice:
    """What anyone may know of a pool."""

    id: PoolId
    titles: dict[str, str]
    state: PoolState
    currency: str
    occasions: tuple[str, ...]
    earned: tuple[str, ...]
    shares: int
    total_minor: int
    opens_at: datetime | None
    closes_at: datetime | None
    valid_until: datetime | None
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneBooks:
    lane: LaneId
    granted: int
    spent_minor: int
    free: int
    batches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The balance of a pool at one instant: spent + remaining = total, always."""

    pool: PoolId
    titles: dict[str, str]
    state: PoolState
    currency: str
    lanes: int
    shares: int
    total_minor: int
    opens_at: datetime | None
    opened_at: datetime | None
    closes_at: datetime | None
    valid_until: datetime | None
    shares_per_s: int
    lane_books: tuple[LaneBooks, ...]
    refusals: dict[str, int]
    faults: tuple[str, ...]
    granted_per_s: float
    forecast_empty_at: datetime | None
    planned_granted: int | None
    at: datetime

    @property
    def granted(self) -> int:
        return sum(lane.granted for lane in self.lane_books)

    @property
    def spent_minor(self) -> int:
        return sum(lane.spent_minor for lane in self.lane_books)

    @property
    def remaining_minor(self) -> int:
        return self.total_minor - self.spent_minor


@dataclass(frozen=True, slots=True)
class BurnDownPoint:
    at: datetime
    granted: int
    spent_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRecord:
    id: int
    at: datetime
    actor: SubjectId
    role: Role
    act: Act
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRaise:
    """More shares that one operator proposed; `tranche` is their number once another one has approved."""

    id: int
    plan: TranchePlan
    proposed_by: SubjectId
    proposed_at: datetime
    reason: str
    approved_by: SubjectId | None
    tranche: int | None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a lane's chain at some time."""

    lane: LaneId
    batch: int
    head: bytes


@dataclass(frozen=True, slots=True)
class PublishedHead:
    at: datetime
    lane: LaneId
    batch: int
    head: bytes


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """A link of a chain with the share numbers it took, `los[k] <= share < his[k]`."""

    header: BatchHeader
    head: bytes
    los: tuple[int, ...]
    his: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BatchClaim:
    """A claim as its batch holds it."""

    fan: SubjectId
    share: int
    amount_minor: int
    occasion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Sums over a pool, each from another table; see `rules.balance_faults`."""

    pool: PoolId
    state: PoolState
    total_minor: int
    shares: int
    tranches_shares: int
    tranches_minor: int
    lanes_granted: int
    lanes_spent_minor: int
    batches_claims: int
    batches_minor: int
    heads_wrong: int
    funded_minor: int
    posted_minor: int
    returned_minor: int
    numbers_taken: int
    numbers_owned: int
    ranges_overlapping: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The balance, and the claims themselves counted beside it; see `rules.audit_faults`."""

    balance: Balance
    claims: int
    claims_minor: int
    fans_twice: int
    shares_twice: int
