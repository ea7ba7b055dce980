"""The nouns of platforms. Frozen; amounts in minor units; times aware, in UTC."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import msgspec

from grandstand.kernel.auth import Role
from grandstand.kernel.ids import SubjectId


class PlatformState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class KeyState(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"


class PlatformAct(StrEnum):
    ADDED = "platform.added"
    CHANGED = "platform.changed"
    ALLOTTED = "platform.allotted"
    KEY_MADE = "platform.key_made"
    KEY_REVOKED = "platform.key_revoked"
    CLOSED = "platform.closed"


class PlatformPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator says of a new platform; it is told of claims at `webhook`, which may be empty."""

    name: str
    currency: str
    budget_minor: int
    webhook: str = ""


class PlatformKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key without its secret, which nobody is shown again."""

    id: UUID
    state: KeyState
    made_at: datetime
    revoked_at: datetime | None


class NewKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key with its secret: shown this once."""

    id: UUID
    secret: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What a pool gives to the fans of a platform at most, and what has been given of it."""

    pool: int
    claims: int
    amount_minor: int
    claims_given: int
    minor_given: int


class Platform(msgspec.Struct, frozen=True, kw_only=True):
    """Another company's front over which fans come."""

    name: str
    state: PlatformState
    currency: str
    budget_minor: int
    webhook: str
    added_at: datetime
    keys: tuple[PlatformKey, ...]
    parts: tuple[Part, ...]


class AddedPlatform(msgspec.Struct, frozen=True, kw_only=True):
    """A new platform, its first key, and the secret of its webhooks in hexadecimal: shown this once."""

    platform: Platform
    key: NewKey
    webhook_secret: str


class PlatformToken(msgspec.Struct, frozen=True, kw_only=True):
    """What a platform's program signs in with."""

    token: str
    expires_at: datetime


class PlatformFan(msgspec.Struct, frozen=True, kw_only=True):
    """The fan that a user of a platform is, and what she signs in with."""

    fan: SubjectId
    token: str
    expires_at: datetime


class SettledDay(msgspec.Struct, frozen=True, kw_only=True):
    """What happened on one day on a platform's part.

    `redemptions` are those that ended well on the day, of whichever day the claims were; `claims_voided` what
    a review found to be void on it.
    """

    day: date | None
    claims: int = 0
    claims_minor: int = 0
    redemptions: int = 0
    redeemed_minor: int = 0
    redemptions_voided: int = 0
    claims_voided: int = 0
    claims_voided_minor: int = 0


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """What happened on a platform's part, day by day in a zone; the day of `total` is null."""

    platform: str
    zone: str
    currency: str
    days: tuple[SettledDay, ...]
    total: SettledDay


class PlatformEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a platform is told of its fans."""

    kind: str
    at: datetime
    fan: SubjectId
    pool: int
    occasion: str
    amount_minor: int
    redemption: UUID | None = None


class PlatformEvents(msgspec.Struct, frozen=True, kw_only=True):
    """The body of a webhook; the same `id` means the same events."""

    id: UUID
    platform: str
    events: tuple[PlatformEvent, ...]


class PlatformActRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the audit log."""

    at: datetime
    actor: SubjectId
    role: Role
    act: PlatformAct
    reason: str


class Holder(NamedTuple):
    """Whoever signs in with a key: the platform, and what makes fans of its users."""

    platform: str
    fan_key: bytes
