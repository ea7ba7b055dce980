"""Who may claim in a pool: segments it asks for, parts that platforms have of it, what is switched off. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

import msgspec

from grandstand.campaign.errors import CampaignError, NotEligible, SwitchedOff
from grandstand.campaign.models import ClaimKey
from grandstand.campaign.plan import LANGUAGE_PATTERN, TIME_MAX, TIME_MIN
from grandstand.kernel.ids import LaneId, MoveId, SubjectId

DIRECT = "direct"
"""What is said instead of a platform of fans who came by themselves."""
EVERY_OCCASION = ""
PARTS = 10_000
LABELS_MAX = 8
"""Of one fan."""
WORD_PATTERN = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
"""Names of platforms, and labels."""
REGION_PATTERN = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?\Z")
"""Countries and their parts by ISO 3166."""


class SwitchKind(StrEnum):
    SEGMENT = "segment"
    PLATFORM = "platform"


class Facts(NamedTuple):
    """What is known of a fan; None and nothing where it is not."""

    platform: str | None = None
    joined_at: datetime | None = None
    region: str | None = None
    language: str | None = None
    labels: frozenset[str] = frozenset()


class SegmentRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which fans are meant: those of whom all of this is true; what is not known of a fan is not true of her.

    `joined_after` includes the instant, `joined_before` does not. `platforms` may name `direct`. `labels`: one of
    them at least, `without_labels`: none. `parts`: only so many ten-thousandths of them, the same ones each time.
    """

    joined_after: datetime | None = None
    joined_before: datetime | None = None
    platforms: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    without_labels: tuple[str, ...] = ()
    parts: int = PARTS


class Segment(NamedTuple):
    """A named set of fans, as a rule over what is known of them."""

    name: str
    rule: SegmentRule

    def holds(self, fan: SubjectId, facts: Facts) -> bool:
        """Whether the fan is in it."""
        rule = self.rule
        return (
            (rule.joined_after is None or (facts.joined_at is not None and facts.joined_at >= rule.joined_after))
            and (
                rule.joined_before is None
                or (facts.joined_at is not None and facts.joined_at < rule.joined_before)
            )
            and (not rule.platforms or (facts.platform or DIRECT) in rule.platforms)
            and (not rule.regions or facts.region in rule.regions)
            and (not rule.languages or facts.language in rule.languages)
            and (not rule.labels or not facts.labels.isdisjoint(rule.labels))
            and facts.labels.isdisjoint(rule.without_labels)
            and (rule.parts >= PARTS or place_of(self.name, fan) < rule.parts)
        )


NOTHING_KNOWN = Facts()
EVERYBODY = SegmentRule()


def facts_fault(facts: Facts) -> str | None:
    """Why nobody can be known by these facts; None where somebody can."""
    joined_at = facts.joined_at
    if joined_at is not None and (joined_at.tzinfo is None or not TIME_MIN <= joined_at <= TIME_MAX):
        return f"'joined_at' has a zone and lies in the years 2000 to 2999, got {joined_at.isoformat()!r}."
    if facts.region is not None and not REGION_PATTERN.match(facts.region):
        return f"A region is like 'CN' or 'CN-BJ', got {facts.region!r}."
    if facts.language is not None and not LANGUAGE_PATTERN.match(facts.language):
        return f"A language is like 'en' or 'pt-BR', got {facts.language!r}."
    if len(facts.labels) > LABELS_MAX:
        return f"A fan has {LABELS_MAX} labels at most, got {len(facts.labels)}."
    wrong = next((label for label in sorted(facts.labels) if not WORD_PATTERN.match(label)), None)
    return None if wrong is None else f"A label is like 'member', got {wrong!r}."


def place_of(name: str, fan: SubjectId) -> int:
    """Where a fan stands among the ten thousand parts into which a segment of this name cuts everybody."""
    digest = sha256(b"%b:%b" % (name.encode(), fan.bytes)).digest()
    return int.from_bytes(digest[:8]) * PARTS >> 64


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a pool asks of those who claim.

    Args:
        version: as the lanes' rows have it.
        asked: by occasion the segments of which a fan must be in one; `EVERY_OCCASION` for all.
        segments_off: nobody in these gets anything.
        platforms_off: nobody who came over these does.
        platforms: those that have a part of the pool; where there are none, nobody looks who came over which.
    """

    version: int = 0
    asked: Mapping[str, Sequence[Segment]] = field(default_factory=dict)
    segments_off: Sequence[Segment] = ()
    platforms_off: Collection[str] = frozenset()
    platforms: Collection[str] = frozenset()

    @property
    def need_facts(self) -> bool:
        """Whether it matters who somebody is."""
        return bool(self.asked or self.segments_off or self.platforms_off or self.platforms)

    def platform(self, facts: Facts) -> str | None:
        """The platform on whose part a claim goes; None where it goes on nobody's."""
        return facts.platform if self.platforms else None

    def refusal(self, key: ClaimKey, facts: Facts) -> CampaignError | None:
        """Why this fan gets nothing for this occasion; None where she may."""
        if (facts.platform or DIRECT) in self.platforms_off or any(
            segment.holds(key.fan, facts) for segment in self.segments_off
        ):
            return SwitchedOff("Nothing is given here at the moment; what you have stays yours.")
        for occasion in (EVERY_OCCASION, key.occasion):
            asked = self.asked.get(occasion)
            if asked and not any(segment.holds(key.fan, facts) for segment in asked):
                return NotEligible(f"The shares for {key.occasion!r} are meant for others.")
        if self.platforms and facts.platform is not None and facts.platform not in self.platforms:
            return NotEligible("The platform over which you came has no part of this pool.")
        return None


@dataclass(slots=True)
class Purse:
    """A lane's part of what a platform may give, and what one batch takes out of it."""

    claims_left: int
    minor_left: int
    claims: int = 0
    amount_minor: int = 0

    def may_pay(self, most_minor: int) -> bool:
        """Whether a share of any amount can be paid.

        It is asked before anybody knows which share comes next, so that no platform's budget decides who gets a
        large one.
        """
        return self.claims_left > 0 and self.minor_left >= most_minor

    def pay(self, amount_minor: int) -> None:
        self.claims_left -= 1
        self.minor_left -= amount_minor
        self.claims += 1
        self.amount_minor += amount_minor


def paid(
    platforms: Sequence[str | None], amounts: Sequence[int], purses: Mapping[str, Purse], most_minor: int
) -> list[int]:
    """Who gets the next shares in turn, by place among those who ask; the others' purses cannot pay any more.

    Args:
        platforms: of each who asks; None pays nobody.
        amounts: of the next shares, in order, no more of them than of those who ask.
        purses: by platform; they are paid from.
        most_minor: what no share is above.
    """
    places: list[int] = []
    for place, platform in enumerate(platforms):
        if len(places) == len(amounts):
            break
        if platform is not None:
            purse = purses[platform]
            if not purse.may_pay(most_minor):
                continue
            purse.pay(amounts[len(places)])
        places.append(place)
    return places


class PurseMove(NamedTuple):
    """A part of a purse on its way between two lanes of a pool."""

    id: MoveId
    platform: str
    from_lane: LaneId
    to_lane: LaneId
    claims: int
    amount_minor: int


class PurseParts(NamedTuple):
    """What is left of one platform's allotment at one instant: by lane, and on its way."""

    lanes: dict[LaneId, tuple[int, int]]
    moves: tuple[PurseMove, ...]

    def may_pay(self, most_minor: int) -> bool:
        """Whether one more share could be paid, if everything were in one lane."""
        parts = [*self.lanes.values(), *((move.claims, move.amount_minor) for move in self.moves)]
        return sum(claims for claims, _ in parts) > 0 and sum(minor for _, minor in parts) >= most_minor

    def wanted(self, lane: LaneId, most_minor: int) -> tuple[LaneId, int, int] | None:
        """The lane that has most of what this one lacks, and how much this one lacks: claims, then money.

        None when nothing is lacking, or nobody has any.
        """
        claims, minor = self.lanes.get(lane, (0, 0))
        others = [each for each in self.lanes if each != lane]
        if claims < 1:
            donor = max(others, key=lambda each: self.lanes[each][0], default=None)
            return None if donor is None or not self.lanes[donor][0] else (donor, 1, 0)
        if minor < most_minor:
            donor = max(others, key=lambda each: self.lanes[each][1], default=None)
            return None if donor is None or not self.lanes[donor][1] else (donor, 0, most_minor - minor)
        return None


def cut(left: int, wanted: int) -> int:
    """What a lane gives of what it has left: half, or what is wanted where that is more; at most all."""
    return min(left, max(wanted, -(-left // 2))) if wanted else 0


def shared_out(whole: int, lanes: int) -> list[int]:
    """The parts of the lanes; their sum is exactly the whole."""
    each, rest = divmod(whole, lanes)
    return [each + (lane < rest) for lane in range(lanes)]
