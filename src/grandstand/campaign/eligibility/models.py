"""The nouns of eligibility. Frozen; amounts in minor units; times aware, in UTC."""

from datetime import datetime
from enum import StrEnum

import msgspec

from grandstand.campaign.conditions import Facts, SegmentRule, SwitchKind
from grandstand.kernel.auth import Role
from grandstand.kernel.ids import SubjectId

SWITCH_ID_MAX = 2**63 - 1


class SegmentVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A segment as it holds now; `pools` ask for it."""

    name: str
    version: int
    rule: SegmentRule
    at: datetime
    actor: SubjectId
    reason: str
    pools: tuple[int, ...]


class Switch(msgspec.Struct, frozen=True, kw_only=True):
    """What is switched off, for whom and where: in one pool, or in all (`pool` is null)."""

    id: int
    kind: SwitchKind
    target: str
    pool: int | None
    since: datetime
    actor: SubjectId
    reason: str
    lifted_at: datetime | None
    lifted_by: SubjectId | None
    lift_reason: str


class FanFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of a fan; what is null stays as it is known."""

    fan: SubjectId
    joined_at: datetime | None = None
    region: str | None = None
    language: str | None = None
    labels: tuple[str, ...] | None = None

    @property
    def facts(self) -> Facts:
        return Facts(None, self.joined_at, self.region, self.language, frozenset(self.labels or ()))


class EligibilityAct(StrEnum):
    DEFINED = "segment.defined"
    ASKED = "pool.segments_set"
    SWITCHED_OFF = "switch.off"
    LIFTED = "switch.lifted"


class EligibilityActRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the audit log."""

    id: int
    at: datetime
    actor: SubjectId
    role: Role
    act: EligibilityAct
    target: str
    pool: int | None
    reason: str
