"""The nouns of fraud: signals, facts, rules, scores, holds. Frozen, without I/O."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import msgspec

from grandstand.kernel.auth import Role
from grandstand.kernel.ids import SubjectId


class SignalKind(StrEnum):
    """What a signal says. An age is a number of days; the values of the others are stored as digests only."""

    DEVICE = "device"
    PAYMENT = "payment"
    ADDRESS = "address"
    ACCOUNT_AGE_DAYS = "account_age_days"


class Signal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One signal as it is reported."""

    kind: SignalKind
    value: str


class FanSignal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One signal of one fan, reported by another program of the deployment; `at` is now where it is missing."""

    fan: SubjectId
    kind: SignalKind
    value: str
    at: datetime | None = None


class Sighting(msgspec.Struct, frozen=True):
    """A signal as it is stored: a digest of its value."""

    fan: SubjectId
    at: datetime
    kind: SignalKind
    value: bytes


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the scorer sees of one fan and of those around her; every count is bounded, a higher one never helps.

    An account is *alone on a device* if it has no other one, and *gone* if it was seen for less than an hour in
    all, and that was more than a day ago.

    Attributes:
        device_alone: accounts alone on the least shared of her devices, herself included.
        device_gone: those of them that are gone.
        device_day: the most of them that appeared within one day (UTC).
        payment_accounts: accounts on the most shared of her payment ids.
        payment_gone: those of them that are gone.
        address_accounts: accounts at the least crowded of her addresses.
        linked: accounts in two steps over a payment id or a device on which both are alone.
        moved_away: the most accounts that began on her first device within one day and are on another now.
        moved_onto: accounts that came onto the device she has now from another one.
        burst_gone: gone accounts that accepted the same invitation within a minute of her; of an inviter, the
            most of those she invited.
        chain_gone: gone accounts in one line of invitations through her, each accepted at once.
        is_gone: whether she is gone herself.
        age_days: how old her account was when she was first seen; None where nobody has said so.
    """

    device_alone: int = 0
    device_gone: int = 0
    device_day: int = 0
    payment_accounts: int = 0
    payment_gone: int = 0
    address_accounts: int = 0
    linked: int = 0
    moved_away: int = 0
    moved_onto: int = 0
    burst_gone: int = 0
    chain_gone: int = 0
    is_gone: bool = False
    age_days: float | None = None


class Ramp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a count weighs: nothing up to `starts`, `weight` from `full` on, in between in proportion."""

    weight: float
    starts: float
    full: float


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is held: data, which operators change.

    Attributes:
        threshold: a score from here on is held.
        margin: how much a score has to rise before what a person has released is held again.
        window_days: signals that were not seen for so long do not count.
        account_new_days: an account is new that was younger when it was first seen.
        device_shared .. chain_gone: how the facts weigh.
        address_shared, never_back, account_new: what adds to a suspicion and is none by itself.
    """

    threshold: float = 0.6
    margin: float = 0.2
    window_days: int = 30
    account_new_days: float = 3.0
    device_shared: Ramp = Ramp(0.7, 12, 40)
    device_gone: Ramp = Ramp(0.5, 12, 36)
    device_day: Ramp = Ramp(0.3, 8, 25)
    payment_shared: Ramp = Ramp(0.75, 6, 22)
    payment_gone: Ramp = Ramp(0.4, 5, 15)
    linked: Ramp = Ramp(0.75, 12, 34)
    moved_away: Ramp = Ramp(0.8, 12, 32)
    moved_onto: Ramp = Ramp(0.75, 20, 45)
    burst_gone: Ramp = Ramp(0.85, 6, 16)
    chain_gone: Ramp = Ramp(0.85, 3, 7)
    address_shared: Ramp = Ramp(0.1, 20, 200)
    never_back: Ramp = Ramp(0.2, 0, 1)
    account_new: Ramp = Ramp(0.15, 0, 1)


class Score(msgspec.Struct, frozen=True):
    """From 0 to 1, and why: codes with their numbers, like `device_shared:14`, the heaviest first."""

    value: float
    reasons: tuple[str, ...] = ()


class RulesVersion(msgspec.Struct, frozen=True):
    """Rules as they hold or held; version 0 are those that Grandstand comes with."""

    version: int
    rules: Rules
    at: datetime | None = None
    actor: SubjectId | None = None
    reason: str = ""


class HoldState(StrEnum):
    HELD = "held"
    RELEASED = "released"
    VOID = "void"


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that is held back or was; `explanation` says the reasons in English."""

    fan: SubjectId
    pool: int
    occasion: str
    state: HoldState
    score: float
    reasons: tuple[str, ...]
    explanation: tuple[str, ...]
    placed_at: datetime
    decided_at: datetime | None
    decided_by: SubjectId | None
    decision: str


class FanReview(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one fan now: for whoever reviews a hold or an appeal."""

    fan: SubjectId
    facts: Facts
    score: float
    reasons: tuple[str, ...]
    explanation: tuple[str, ...]
    holds: tuple[Hold, ...]


class Example(msgspec.Struct, frozen=True):
    """One fan of a trial, and her scores under the present rules and under those tried."""

    fan: SubjectId
    before: float
    after: float
    reasons: tuple[str, ...]


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """Who would be held under other rules, among the fans that were seen last; nothing is changed.

    Attributes:
        fans: how many were looked at.
        held_before, held_after: how many of them reach the threshold under the present rules, and under these.
        newly, no_longer: how many only under the new ones, and how many only under the present ones.
        examples: some of those who differ.
    """

    fans: int
    held_before: int
    held_after: int
    newly: int
    no_longer: int
    examples: tuple[Example, ...]


class FraudAct(StrEnum):
    """What a person has done."""

    HELD = "held"
    RELEASED = "released"
    VOIDED = "voided"
    RULES_CHANGED = "rules_changed"


class ActDone(msgspec.Struct, frozen=True):
    """How many fans an act was about, and how many claims it has changed."""

    act: FraudAct
    fans: int
    claims: int


class FraudActRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the audit log; `fan` is None for rules."""

    at: datetime
    actor: SubjectId
    role: Role
    act: FraudAct
    fan: SubjectId | None
    tree: bool
    pool: int | None
    occasion: str | None
    fans: int
    claims: int
    reason: str


class SignalsTaken(msgspec.Struct, frozen=True):
    """How many signals were taken in."""

    taken: int


def ramps(rules: Rules) -> Iterator[tuple[str, Ramp]]:
    """The ramps of rules by their names, which are the codes of reasons."""
    for name in rules.__struct_fields__:
        if isinstance(ramp := getattr(rules, name), Ramp):
            yield name, ramp
