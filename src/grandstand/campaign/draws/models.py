"""The nouns of a draw. Times aware, in UTC; pseudonyms are those of the pool's ledger, 32 hexadecimal digits."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType

import msgspec

from grandstand.kernel.auth import Role
from grandstand.kernel.ids import PoolId, SubjectId

DrawId = NewType("DrawId", int)
DRAW_ID_MAX = 2**31 - 1
TERMS_FORMAT = "grandstand-draw-1"
FILE_FORMAT = "grandstand-draw-file-1"


class DrawState(StrEnum):
    ENTERING = "entering"
    """Planned and committed to; entries count from `opens_at` to `closes_at`."""
    CLOSED = "closed"
    """The list of entries is fixed and its root is published."""
    DRAWN = "drawn"


class DrawAct(StrEnum):
    PLANNED = "draw.planned"
    CLOSED = "draw.closed"
    DRAWN = "draw.drawn"


class DrawPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator decides before anybody enters.

    `tickets` are the names under which one fan may enter once each; no fan may take those of them that are
    `earned` herself. Who has won one of the draws in `excludes` cannot win. `beacon` says which public value is
    mixed in, that nobody can know before the entries are closed; empty: none.
    """

    pool: PoolId
    occasion: str
    winners: int
    opens_at: datetime
    closes_at: datetime
    tickets: tuple[str, ...] = ("self",)
    earned: tuple[str, ...] = ()
    excludes: tuple[int, ...] = ()
    beacon: str = ""


class DrawTerms(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the commitment covers besides the seed."""

    format: str = TERMS_FORMAT
    draw: int
    pool: int
    occasion: str
    winners: int
    opens_at: str
    closes_at: str
    tickets: tuple[str, ...]
    excludes: tuple[int, ...]
    beacon: str


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """A draw as anyone may see it: `seed` and `beacon_value` once it is drawn, `root` once it is closed."""

    id: int
    pool: int
    occasion: str
    state: DrawState
    winners: int
    opens_at: datetime
    closes_at: datetime
    tickets: tuple[str, ...]
    earned: tuple[str, ...]
    excludes: tuple[int, ...]
    beacon: str
    commitment: str
    committed_at: datetime
    entries: int | None
    root: str | None
    beacon_value: str | None
    seed: str | None


class SealedDraw(msgspec.Struct, frozen=True, kw_only=True):
    """A draw as the service knows it."""

    shown: Draw
    terms: bytes
    seed: bytes


class Ticket(NamedTuple):
    """One entry: the key under which it is stored once."""

    draw: int
    fan: SubjectId
    name: str


class EarnedTicket(msgspec.Struct, frozen=True, kw_only=True):
    """The body of an outbox message `draw.enter`: a ticket that a rule of the campaign gives, and when."""

    draw: int
    fan: SubjectId
    ticket: str
    earned_at: datetime


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a fan has in a draw; `place` is 1 for the first winner, None when she did not win or nobody has yet."""

    draw: int
    pseudonym: str
    tickets: tuple[str, ...]
    place: int | None


class DrawDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a draw's file; the entries follow, a line each."""

    format: str = FILE_FORMAT
    terms: str
    commitment: str
    committed_at: datetime
    seed: str
    beacon_value: str
    entries: int
    root: str
    excluded: tuple[str, ...]
    winners: tuple[str, ...]


class DrawActRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the audit log."""

    at: datetime
    actor: SubjectId
    role: Role
    act: DrawAct
    reason: str
