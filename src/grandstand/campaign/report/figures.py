"""The nouns of a morning report. Frozen; amounts in minor units; days are those of the programme's zone."""

from datetime import date, datetime
from typing import NamedTuple

import msgspec


class GroupsOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What the growth team has counted of two groups that chance has made.

    `offered` may take part, `kept` are the hold-out group; `active` of them did what `measure` says.
    """

    measure: str
    offered_fans: int
    offered_active: int
    kept_fans: int
    kept_active: int
    at: datetime | None = None


class WavePool(NamedTuple):
    """One pool of a wave; `hours` are (hour, ten-thousandths of a day's shares) where the file plans them."""

    wave: str
    part: str
    pool: int
    titles: dict[str, str]
    shares: int
    total_minor: int
    opens_at: datetime
    closes_at: datetime
    state: str
    granted: int
    is_voucher: bool
    hours: tuple[tuple[int, int], ...]


class Given(NamedTuple):
    """Claims of one pool, occasion, platform and hold; empty: by herself, and not held."""

    pool: int
    occasion: str
    platform: str
    hold: str
    claims: int
    amount_minor: int


class FansOfDay(NamedTuple):
    """Fans whose first share was on a day: of `known` it is known when they joined, `new` have since the start."""

    day: date
    platform: str
    fans: int
    known: int
    new: int


class Redeemed(NamedTuple):
    state: str
    reason: str
    redemptions: int
    amount_minor: int


class MerchantLine(NamedTuple):
    name: str
    orders: int
    amount_minor: int
    turned_away: int


class Cohort(NamedTuple):
    """Who was invited on a day, and how many of them came back on the next day and on the seventh after."""

    day: date
    fans: int
    after_1: int
    after_7: int


class Attention(NamedTuple):
    """What needs a person, in numbers."""

    holds: int
    dead_letters: int
    faults: int
    draws: int
    unfinished: int


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a morning report says, of one instant."""

    as_of: datetime
    name: str
    titles: dict[str, str]
    zone: str
    currency: str
    digits: int
    budget_minor: int
    waves: tuple[WavePool, ...]
    given: tuple[Given, ...]
    fans: tuple[FansOfDay, ...]
    samples: dict[int, tuple[tuple[datetime, int], ...]]
    redeemed: tuple[Redeemed, ...]
    merchants: tuple[MerchantLine, ...]
    returns: tuple[Cohort, ...]
    attention: Attention
    outcome: GroupsOutcome | None
