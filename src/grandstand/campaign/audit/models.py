"""The nouns of the log over everything. Times aware, in UTC."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from grandstand.kernel.auth import Role
from grandstand.kernel.ids import SubjectId


class Area(StrEnum):
    """What was acted on."""

    POOL = "pool"
    MERCHANT = "merchant"
    INVITES = "invites"
    DRAW = "draw"
    PROGRAMME = "programme"
    FRAUD = "fraud"
    SEGMENT = "segment"
    PLATFORM = "platform"
    WAITING = "waiting"
    INCIDENT = "incident"


class LogPlace(NamedTuple):
    """Where a page of the log has ended."""

    at: datetime
    area: Area
    id: int


class ActLine(msgspec.Struct, frozen=True, kw_only=True):
    """One act of a person; `subject` is the number or name of what it was on, of a fan her id."""

    at: datetime
    area: Area
    id: int
    subject: str
    act: str
    actor: SubjectId
    role: Role
    reason: str
