"""The nouns of invitations. Times aware, in UTC."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, NewType

import msgspec

from grandstand.kernel.auth import Role
from grandstand.kernel.ids import PoolId, SubjectId

SchemeId = NewType("SchemeId", int)
SCHEME_ID_MAX = 2**31 - 1


class SchemeState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class SchemeAct(StrEnum):
    PLANNED = "invites.planned"
    PAUSED = "invites.paused"
    RESUMED = "invites.resumed"
    CLOSED = "invites.closed"


class DailyTicket(msgspec.Struct, frozen=True, kw_only=True):
    """Who has so many invitations accepted on a day gets a ticket in a draw."""

    day: date
    invitations: int
    draw: int
    ticket: str


class SchemePlan(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator decides: who gets what when an invitation is accepted, and when.

    The invited one claims `invited_occasion` of the pool; the one who invited claims the next of
    `inviter_occasions`, as many as there are: further friends are welcome, and bring her nothing. `zone` says when
    a day begins.
    """

    pool: PoolId
    invited_occasion: str
    inviter_occasions: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    zone: str = "UTC"
    daily_tickets: tuple[DailyTicket, ...] = ()


class Scheme(msgspec.Struct, frozen=True, kw_only=True):
    """Invitations with one reward plan, as anyone may see them."""

    id: int
    pool: int
    invited_occasion: str
    inviter_occasions: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    zone: str
    daily_tickets: tuple[DailyTicket, ...]
    state: SchemeState


class CodeOwner(NamedTuple):
    """Whose code it is, of which scheme, and since when she has been here."""

    scheme: SchemeId
    fan: SubjectId
    since: datetime


class Member(NamedTuple):
    """A fan who has a code or was invited; `inviter` is None where nobody invited her."""

    scheme: SchemeId
    fan: SubjectId
    since: datetime
    inviter: SubjectId | None


class Asked(NamedTuple):
    """An invitation that a fan wants to accept: the key under which it is answered once."""

    fan: SubjectId
    code: str


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation that counts; accepting it again is answered the same."""

    scheme: int
    accepted_at: datetime


class Acceptance(msgspec.Struct, frozen=True, kw_only=True):
    """The body of the two messages that follow: to the side of the inviter, and to that of the invited."""

    scheme: int
    inviter: SubjectId
    invited: SubjectId
    at: datetime


class MyInvites(msgspec.Struct, frozen=True, kw_only=True):
    """What a fan sees of her own invitations; `code` is None until she asks for one."""

    scheme: int
    code: str | None
    was_invited: bool
    accepted: int
    """How many have accepted."""
    rewarded: int
    """For how many of them she gets something: the cap of the scheme is the number of its occasions."""
    accepted_today: int


class SchemeFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What operators watch."""

    scheme: int
    members: int
    accepted: int
    counted: int
    """Acceptances that have reached the side of the inviter; the others are on their way."""


class SchemeActRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the audit log."""

    at: datetime
    actor: SubjectId
    role: Role
    act: SchemeAct
    reason: str
