"""The nouns of the status. Times aware, in UTC."""

from datetime import datetime
from enum import StrEnum

import msgspec

from grandstand.campaign.models import PoolState
from grandstand.kernel.auth import Role
from grandstand.kernel.ids import SubjectId

INCIDENT_ID_MAX = 2**31 - 1


class IncidentKind(StrEnum):
    NOTICE = "notice"
    TROUBLE = "trouble"
    OUTAGE = "outage"


class IncidentAct(StrEnum):
    WRITTEN = "incident.written"
    CHANGED = "incident.changed"
    ENDED = "incident.ended"


class ComponentState(StrEnum):
    UP = "up"
    BUSY = "busy"
    """It answers, and refuses some or lets them wait."""
    DOWN = "down"


class ComponentName(StrEnum):
    PAGES = "pages"
    DATABASE = "database"
    CLAIMS = "claims"
    ORDERS = "orders"


class IncidentPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator says: plain texts by language; `pool` where it is about one."""

    kind: IncidentKind
    texts: dict[str, str]
    pool: int | None = None


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """What was said to everybody, until it is over."""

    id: int
    kind: IncidentKind
    pool: int | None
    texts: dict[str, str]
    began_at: datetime
    changed_at: datetime
    ended_at: datetime | None


class IncidentActRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the audit log, with what was said from then on."""

    at: datetime
    actor: SubjectId
    role: Role
    act: IncidentAct
    texts: dict[str, str]


class Component(msgspec.Struct, frozen=True, kw_only=True):
    name: ComponentName
    state: ComponentState


class PoolStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A pool that gives now, or will; `wait_min` is how long somebody waits who comes now, in whole minutes.

    `wait_min` is 0 where nobody waits, None while nobody is let in.
    """

    id: int
    titles: dict[str, str]
    state: PoolState
    gone: bool
    opens_at: datetime | None
    waiting: bool
    wait_min: int | None


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How things are: `pools` and `incidents` as of `as_of`, the components as of now.

    While the database is away, `as_of` is when it last answered; None: not since this process began.
    """

    as_of: datetime | None
    components: tuple[Component, ...]
    pools: tuple[PoolStatus, ...]
    incidents: tuple[Incident, ...]
