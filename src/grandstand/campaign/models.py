"""The nouns of a campaign. Frozen; amounts in minor units of the pool's currency; times aware, in UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from grandstand.kernel.auth import Role
from grandstand.kernel.ids import LaneId, PoolId, SubjectId


class PoolState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Curve(StrEnum):
    """How a total is spread over the shares (split.py)."""

    EQUAL = "equal"
    UNIFORM = "uniform"


class Act(StrEnum):
    """What an operator did to a pool; the audit log holds one line for each."""

    CREATED = "pool.created"
    OPENED = "pool.opened"
    PAUSED = "pool.paused"
    RESUMED = "pool.resumed"
    CLOSED = "pool.closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPlan:
    """What an operator decides about a pool before it opens; frozen from then on."""

    titles: dict[str, str]
    currency: str
    shares: int
    total_minor: int
    minimum_minor: int
    curve: Curve
    occasions: tuple[str, ...]
    lanes: int
    valid_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    id: PoolId
    plan: PoolPlan
    state: PoolState
    seed: bytes


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


@dataclass(frozen=True, slots=True)
class LaneView:
    """A lane as its row lock shows it: nobody else can change it until the transaction ends."""

    id: LaneId
    state: PoolState
    ranges: tuple[Range, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolNotice:
    """What anyone may know of a pool."""

    id: PoolId
    titles: dict[str, str]
    state: PoolState
    currency: str
    occasions: tuple[str, ...]
    valid_until: datetime | None
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The balance of a pool at one instant: spent + remaining = total, always."""

    pool: PoolId
    titles: dict[str, str]
    state: PoolState
    currency: str
    lanes: int
    shares: int
    granted: int
    total_minor: int
    spent_minor: int
    granted_per_s: float
    at: datetime

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
class Audit:
    """The invariants of a pool, counted from the claims themselves; see `rules.audit_faults`."""

    pool: PoolId
    total_minor: int
    shares: int
    claims: int
    claims_minor: int
    fans_twice: int
    shares_twice: int
    lanes_granted: int
    lanes_spent_minor: int
    numbers_taken: int
    ranges_overlapping: int
    numbers_owned: int
