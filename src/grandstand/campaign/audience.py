"""Who would get it and what it would cost: the conditions of the claim path, tried on everybody known. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from grandstand.campaign.conditions import DIRECT, EVERY_OCCASION, Conditions, Facts, Segment
from grandstand.campaign.models import ClaimKey
from grandstand.kernel.ids import SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceAsk:
    """What a pool would ask for and give.

    Args:
        name: of the pool or wave.
        conditions: as the claim path would hold them.
        occasions: for which a fan may ask herself.
        shares: how many the pool has; None where nothing is to be given, but only counted.
        total_minor: what they are worth together.
        claims_of: how many a platform may give at most, where there are parts.
    """

    name: str
    conditions: Conditions
    occasions: Sequence[str] = (EVERY_OCCASION,)
    shares: int | None = None
    total_minor: int = 0
    claims_of: Mapping[str, int] = field(default_factory=dict)


class AudienceRow(msgspec.Struct, frozen=True, kw_only=True):
    """Fans of one segment over one platform who may claim; one who is in two segments is in two rows."""

    segment: str
    platform: str
    fans: int
    claims: int
    cost_minor: int


class PlatformAudience(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody over one platform who may claim; `claims` are within the platform's part."""

    platform: str
    fans: int
    claims: int
    cost_minor: int


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """Who would get it and what it would cost on average, if everybody came who may.

    Where `looked_at` is less than `fans`, the figures are estimates from those who were looked at, who are as good
    as drawn by lot; fans of whom nothing is known are in none of them.
    """

    name: str
    fans: int
    looked_at: int
    eligible: int
    claims: int
    cost_minor: int
    rows: tuple[AudienceRow, ...]
    platforms: tuple[PlatformAudience, ...]


class Tally:
    """Counts fans one by one; `audience` says what that comes to."""

    def __init__(self, ask: AudienceAsk) -> None:
        self._ask = ask
        self._segments: list[Segment] = sorted(
            {each.name: each for some in ask.conditions.asked.values() for each in some}.values()
        )
        self._looked_at = 0
        self._fans: Counter[str] = Counter()
        self._claims: Counter[str] = Counter()
        self._rows: Counter[tuple[str, str]] = Counter()
        self._row_claims: Counter[tuple[str, str]] = Counter()

    def add(self, fan: SubjectId, facts: Facts) -> None:
        """Look at one fan."""
        self._looked_at += 1
        conditions = self._ask.conditions
        refusals = [conditions.refusal(ClaimKey(fan, occasion), facts) for occasion in self._ask.occasions]
        if not (claims := refusals.count(None)):
            return
        platform = facts.platform or DIRECT
        self._fans[platform] += 1
        self._claims[platform] += claims
        for segment in self._segments:
            if segment.holds(fan, facts):
                self._rows[segment.name, platform] += 1
                self._row_claims[segment.name, platform] += claims

    def audience(self, fans: int) -> Audience:
        """What was counted, for so many fans of whom the ones looked at are a part."""
        ask, seen = self._ask, max(self._looked_at, 1)

        def scaled(count: int) -> int:
            return round(count * max(fans, self._looked_at) / seen)

        def cost(claims: int) -> int:
            return claims * ask.total_minor // ask.shares if ask.shares else 0

        platforms = []
        for platform, count in sorted(self._fans.items()):
            claims = scaled(self._claims[platform])
            claims = min(claims, ask.claims_of.get(platform, claims))
            platforms.append(
                PlatformAudience(platform=platform, fans=scaled(count), claims=claims, cost_minor=cost(claims))
            )
        wanted = sum(each.claims for each in platforms)
        given = wanted if ask.shares is None else min(wanted, ask.shares)
        rows = tuple(
            AudienceRow(
                segment=segment,
                platform=platform,
                fans=scaled(count),
                claims=scaled(self._row_claims[segment, platform]),
                cost_minor=cost(scaled(self._row_claims[segment, platform])),
            )
            for (segment, platform), count in sorted(self._rows.items())
        )
        return Audience(
            name=ask.name,
            fans=max(fans, self._looked_at),
            looked_at=self._looked_at,
            eligible=sum(each.fans for each in platforms),
            claims=given,
            cost_minor=cost(given),
            rows=rows,
            platforms=tuple(platforms),
        )
