"""What is sent and what comes back. Amounts in minor units; times aware; fields that come later are ignored.

States, roles and acts are plain strings, so that a server which knows more of them can still be read.
"""

from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

Curve: TypeAlias = Literal["equal", "uniform", "exponential", "lottery"]


class Tier(msgspec.Struct, frozen=True, kw_only=True):
    """So many shares of one amount, in a lottery."""

    shares: int
    amount_minor: int


class TranchePlan(msgspec.Struct, frozen=True, kw_only=True):
    """How a budget is split; `tiers` for the curve `lottery` only."""

    shares: int
    total_minor: int
    minimum_minor: int = 1
    curve: Curve = "uniform"
    tiers: tuple[Tier, ...] = ()


class PoolPlan(TranchePlan, frozen=True, kw_only=True):
    """A pool as an operator plans it; titles by language, such as `{"en": "Launch"}`."""

    titles: dict[str, str]
    currency: str
    occasions: tuple[str, ...] = ("launch",)
    earned: tuple[str, ...] = ()
    lanes: int = 4
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    valid_until: datetime | None = None


class PoolNotice(msgspec.Struct, frozen=True, kw_only=True):
    """What anyone may know of a pool; `gone` when no share is left."""

    id: int
    titles: dict[str, str]
    state: str
    currency: str
    occasions: tuple[str, ...]
    earned: tuple[str, ...]
    shares: int
    total_minor: int
    opens_at: datetime | None
    closes_at: datetime | None
    valid_until: datetime | None
    gone: bool


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The signed proof that a claim stands in a batch of the chain."""

    header: str
    claim: str
    index: int
    path: tuple[str, ...]
    key: str
    signature: str


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A share that a fan holds; the receipt comes when it is given for the first time, later from `receipt`."""

    pool: int
    occasion: str
    share: int
    amount_minor: int
    currency: str
    claimed_at: datetime
    receipt: Receipt | None = None


class LaneBooks(msgspec.Struct, frozen=True, kw_only=True):
    lane: int
    granted: int
    spent_minor: int
    free: int
    batches: int


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """The balance of a pool at one instant: spent + remaining = total, always."""

    pool: int
    titles: dict[str, str]
    state: str
    currency: str
    lanes: int
    shares: int
    granted: int
    total_minor: int
    spent_minor: int
    remaining_minor: int
    opens_at: datetime | None
    opened_at: datetime | None
    closes_at: datetime | None
    valid_until: datetime | None
    lane_books: tuple[LaneBooks, ...]
    refusals: dict[str, int]
    faults: tuple[str, ...]
    granted_per_s: float
    forecast_empty_at: datetime | None
    planned_granted: int | None
    at: datetime


class BudgetRaise(TranchePlan, frozen=True, kw_only=True):
    """More shares that one operator proposed; `tranche` is their number once another one has approved."""

    id: int
    proposed_by: UUID
    proposed_at: datetime
    reason: str
    approved_by: UUID | None
    tranche: int | None


class BurnDownPoint(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    granted: int
    spent_minor: int


class ActRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the audit log."""

    id: int
    at: datetime
    actor: UUID
    role: str
    act: str
    reason: str


class TrancheDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What is published of a tranche; `seed` once the pool is revealed. Digests in hexadecimal."""

    number: int
    first_share: int
    shares: int
    total_minor: int
    commitment: str
    committed_at: datetime
    seed: str | None


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
    """What anyone needs to check a pool."""

    format: str
    pool: int
    state: str
    currency: str
    occasions: tuple[str, ...]
    lanes: int
    shares: int
    total_minor: int
    tranches: tuple[TrancheDocument, ...]
    heads: tuple[HeadDocument, ...]
    keys: tuple[KeyDocument, ...]


class PublishedHead(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a lane's chain as it was noted while the pool was open."""

    at: datetime
    lane: int
    batch: int
    head: str
