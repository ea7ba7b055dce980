"""The nouns of a programme. Frozen; amounts in minor units; times aware, in UTC; days are those of its zone."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, NewType, TypeAlias

import msgspec

from grandstand.campaign.conditions import EVERY_OCCASION, SegmentRule
from grandstand.campaign.models import TranchePlan
from grandstand.kernel.auth import Role
from grandstand.kernel.ids import SubjectId

ProgrammeId = NewType("ProgrammeId", int)
PROGRAMME_ID_MAX = 2**31 - 1
Path: TypeAlias = tuple[str | int, ...]
"""Where something stands in the file: ("waves", 0, "shares")."""


class WaveKind(StrEnum):
    VOUCHER = "voucher"
    CASH = "cash"


class InvitePlan(msgspec.Struct, frozen=True, kw_only=True):
    """Both sides of an accepted invitation get a share; the inviter for so many friends at most.

    `daily_invitations`: who has so many accepted on one day gets a ticket of that day's draw; 0: there is none.
    """

    inviter: int
    daily_invitations: int = 0


class DrawsPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A draw on each day of the wave.

    `winners` are those of one day, `prizes` the budget of all days together, `closes_minute` is counted from the
    beginning of the day. `is_open`: any fan may enter once without having earned it.
    """

    winners: int
    closes_minute: int
    is_open: bool
    prizes: TranchePlan


class HourShare(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a day's shares is planned for the hour that begins at `hour`, in ten-thousandths."""

    hour: int
    parts: int


class PacingPlan(msgspec.Struct, frozen=True, kw_only=True):
    """`shares_per_s`: no more than so many; 0: no limit. `hours` is what is planned, and is not enforced."""

    shares_per_s: int = 0
    hours: tuple[HourShare, ...] = ()


class AskedSegment(msgspec.Struct, frozen=True, kw_only=True):
    """A segment that a wave asks for: for one occasion, or for all (`occasion` is empty)."""

    occasion: str = EVERY_OCCASION
    name: str
    rule: SegmentRule


class Wave(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of gift for some days: a pool, and what comes with it."""

    name: str
    kind: WaveKind
    titles: dict[str, str]
    categories: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    valid_until: datetime | None
    budget: TranchePlan
    occasions: tuple[str, ...]
    invites: InvitePlan | None
    draws: DrawsPlan | None
    pacing: PacingPlan
    lanes: int
    segments: tuple[AskedSegment, ...] = ()
    """With their rules; none: everybody may claim."""


class Programme(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign of several days as its file says. `digits` are those of the currency after the point."""

    name: str
    titles: dict[str, str]
    zone: str
    currency: str
    digits: int
    budget_minor: int
    waves: tuple[Wave, ...]


class Misfit(NamedTuple):
    """What does not fit in a programme, and where."""

    path: Path
    words: str


class FileFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a file: lines and columns are counted from 1."""

    line: int
    column: int
    words: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.words}"


class DayDraw(NamedTuple):
    """The draw of one day."""

    day: date
    occasion: str
    opens_at: datetime
    closes_at: datetime


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says differently from what was applied before; `wave` is empty for the whole programme."""

    wave: str
    key: str
    before: str
    after: str
    is_frozen: bool
    """Whether it cannot be changed any more."""


class WaveDone(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class AppliedWave(msgspec.Struct, frozen=True, kw_only=True):
    """What there is of a wave: `pool` for its gifts, `prize_pool` for its draws."""

    wave: str
    done: WaveDone
    pool: int
    prize_pool: int | None
    draws: tuple[int, ...]
    scheme: int | None


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """What applying a file has done, or would do (`dry_run`): then there are no numbers of what is missing yet."""

    programme: str
    dry_run: bool
    waves: tuple[AppliedWave, ...]
    missing: tuple[str, ...]
    changes: tuple[Change, ...]


class MadeWave(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of what was made for a wave."""

    pool: int
    prize_pool: int | None = None
    draws: tuple[int, ...] = ()
    scheme: int | None = None


class StoredWave(NamedTuple):
    """A wave as it was applied, and what it owns."""

    wave: Wave
    made: MadeWave


class ProgrammeRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A programme that was applied."""

    id: int
    name: str
    titles: dict[str, str]
    zone: str
    currency: str
    budget_minor: int
    applied_at: datetime
    applied_by: SubjectId
    waves: dict[str, MadeWave]


class StoredProgramme(NamedTuple):
    """A programme with its waves as they were applied."""

    record: ProgrammeRecord
    digits: int
    waves: dict[str, StoredWave]


class ProgrammeAct(StrEnum):
    CREATED = "programme.wave_created"
    CHANGED = "programme.changed"


class ProgrammeActRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the audit log; `wave` is empty where the whole programme was changed."""

    at: datetime
    actor: SubjectId
    role: Role
    act: ProgrammeAct
    wave: str
    reason: str


class ShareLevels(msgspec.Struct, frozen=True, kw_only=True):
    """How large shares are: the mean, and how much one share in a hundred, half of them, … get at most.

    Measured on the real split under a seed that is nobody's; `most` is a bound that no share passes.
    """

    mean_minor: int
    p1_minor: int
    p50_minor: int
    p90_minor: int
    p99_minor: int
    most_minor: int


class HourOutlook(msgspec.Struct, frozen=True, kw_only=True):
    """What is planned for one hour of each day."""

    hour: int
    shares: int
    per_s: float


class WaveOutlook(msgspec.Struct, frozen=True, kw_only=True):
    """What one wave costs and brings."""

    wave: str
    kind: WaveKind
    opens_at: datetime
    closes_at: datetime
    valid_until: datetime | None
    days: int
    shares: int
    gifts_minor: int
    prizes_minor: int
    levels: ShareLevels
    draws: int
    winners_a_day: int
    shares_a_fan: int
    """What a fan can have without inviting anybody and without luck."""
    shares_a_fan_most: int
    """With all invitations."""
    fans_alone: int
    """For how many fans there is enough if each takes what she can without inviting."""
    fans_most: int
    """The same with all invitations."""
    hours: tuple[HourOutlook, ...]
    shares_per_s: int

    @property
    def cost_minor(self) -> int:
        return self.gifts_minor + self.prizes_minor


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """What a programme costs and brings, before anything is spent."""

    programme: str
    titles: dict[str, str]
    zone: str
    currency: str
    digits: int
    budget_minor: int
    cost_minor: int
    fan_mean_minor: int
    """What a fan gets on average who takes everything without inviting and without luck in draws."""
    fan_mean_invites_minor: int
    """The same with all invitations."""
    fan_most_minor: int
    """What nobody can pass, with the largest shares and prizes everywhere."""
    waves: tuple[WaveOutlook, ...]
    warnings: tuple[str, ...]
