"""The nouns of a line. Numbers count from 1 and never begin again; times aware, in UTC."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from grandstand.campaign.models import PoolState
from grandstand.kernel.auth import Role
from grandstand.kernel.ids import PoolId, SubjectId


class RoomState(StrEnum):
    CLOSED = "closed"
    WATCHING = "watching"
    """Nobody waits; it opens by itself when claims are refused for want of room."""
    OPEN = "open"


class RoomAct(StrEnum):
    OPENED = "waiting.opened"
    WATCHED = "waiting.watched"
    CLOSED = "waiting.closed"


class PlaceState(StrEnum):
    WAITING = "waiting"
    ADMITTED = "admitted"
    LAPSED = "lapsed"
    NOBODY_WAITS = "nobody_waits"


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """The line of a pool as its row says.

    Tickets up to number `joined` were given, those up to `admitted` may go in, those up to `lapsed` could have.
    `clock_ms` runs while the pool gives. `credit` is what may still be let in, in thousandths of a ticket.
    `busy_ms` and `busy_admitted` count only while somebody was left waiting: their quotient is what the line is
    let in at, whatever comes.
    """

    pool: PoolId
    state: RoomState
    per_second: int
    automatic: bool
    joined: int
    admitted: int
    lapsed: int
    credit: int
    clock_ms: int
    busy_ms: int
    busy_admitted: int
    ticked_at: datetime
    overloads: int
    calm_since: datetime | None


class Turn(NamedTuple):
    """How far the line had come when its clock showed this."""

    clock_ms: int
    admitted: int
    busy_ms: int
    busy_admitted: int


class Ticket(NamedTuple):
    """Whose, for which pool, and the how manieth."""

    pool: PoolId
    number: int
    fan: SubjectId


class Join(NamedTuple):
    """A fan wants a ticket: the key under which she is answered once."""

    pool: PoolId
    fan: SubjectId


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a ticket is.

    `ahead` tickets come before it. `expected_s` is how long that takes at the pace of the last minute; None while
    nobody is let in. `pass_s` is how long it can still be used once it is admitted. Whoever waits asks again in
    `ask_again_s`.
    """

    pool: int
    state: PlaceState
    number: int
    ahead: int
    expected_s: int | None
    ask_again_s: int
    pass_s: int | None
    pool_state: PoolState
    as_of: datetime


class TicketGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket as text, for the header `Grandstand-Ticket`, and where it is."""

    ticket: str
    place: Place


class RoomView(msgspec.Struct, frozen=True, kw_only=True):
    """What operators see of a line; `admitted_per_s` is measured over the last minute, None before anybody waited.

    `automatic`: it was opened by an overload, and closes when that is over.
    """

    pool: int
    state: RoomState
    automatic: bool
    per_second: int
    joined: int
    admitted: int
    length: int
    admitted_per_s: float | None
    expected_s: int | None
    as_of: datetime


class RoomActRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the audit log."""

    at: datetime
    actor: SubjectId
    role: Role
    act: RoomAct
    reason: str
