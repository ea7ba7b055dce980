"""The decisions of a campaign, pure: no clock, no chance, no database."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from grandstand.campaign.errors import PlanInvalid, StateConflict
from grandstand.campaign.models import Act, Audit, PoolPlan, PoolState, Range
from grandstand.campaign.split import SHARES_MAX
from grandstand.kernel.ids import LaneId, PoolId, SubjectId
from grandstand.kernel.money import AMOUNT_MINOR_MAX, CURRENCY_PATTERN

LANES_MAX = 64
OCCASIONS_MAX = 64
OCCASION_PATTERN = re.compile(r"[a-z][a-z0-9:.-]{0,39}\Z")
LANGUAGE_PATTERN = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
TITLES_MAX = 32
TITLE_LENGTH_MAX = 120
VALID_UNTIL_MIN = datetime(2000, 1, 1, tzinfo=UTC)
VALID_UNTIL_MAX = datetime(3000, 1, 1, tzinfo=UTC)
REASON_LENGTH_MIN = 3
REASON_LENGTH_MAX = 500

TRANSITIONS: dict[tuple[PoolState, Act], PoolState] = {
    (PoolState.DRAFT, Act.OPENED): PoolState.OPEN,
    (PoolState.OPEN, Act.PAUSED): PoolState.PAUSED,
    (PoolState.PAUSED, Act.RESUMED): PoolState.OPEN,
    (PoolState.OPEN, Act.CLOSED): PoolState.CLOSED,
    (PoolState.PAUSED, Act.CLOSED): PoolState.CLOSED,
}


def next_state(state: PoolState, act: Act) -> PoolState:
    """The state of a pool after an act.

    Raises:
        StateConflict: the act does not fit the state; the message says which acts do.
    """
    if (after := TRANSITIONS.get((state, act))) is not None:
        return after
    possible = ", ".join(sorted(a.value for s, a in TRANSITIONS if s is state)) or "none"
    raise StateConflict(f"{act.value!r} does not fit a pool that is {state.value!r}; possible now: {possible}.")


def check_plan(plan: PoolPlan) -> None:
    """Pass when the pool can be given exactly as planned.

    Raises:
        PlanInvalid: the first thing that does not fit, with its value.
    """
    for fault in _plan_faults(plan):
        raise PlanInvalid(fault)


def _plan_faults(plan: PoolPlan) -> Iterator[str]:
    if not CURRENCY_PATTERN.match(plan.currency):
        yield f"The currency must be three capital letters like 'CNY', got {plan.currency!r}."
    if not 1 <= plan.shares <= SHARES_MAX:
        yield f"A pool has 1 to {SHARES_MAX} shares, got {plan.shares!r}."
    if not 1 <= plan.lanes <= min(LANES_MAX, plan.shares):
        yield f"A pool has 1 to {LANES_MAX} lanes and not more lanes than shares, got {plan.lanes!r}."
    if not 0 < plan.total_minor <= AMOUNT_MINOR_MAX:
        yield f"The total must be 1 to {AMOUNT_MINOR_MAX} minor units, got {plan.total_minor!r}."
    if plan.minimum_minor < 0 or plan.minimum_minor * plan.shares > plan.total_minor:
        yield (
            f"{plan.shares} shares of at least {plan.minimum_minor!r} need "
            f"{plan.minimum_minor * plan.shares}, the total is {plan.total_minor!r}."
        )
    if plan.valid_until is not None and not VALID_UNTIL_MIN <= plan.valid_until <= VALID_UNTIL_MAX:
        yield f"valid_until must lie in the years 2000 to 2999, got {plan.valid_until.isoformat()!r}."
    yield from _occasion_faults(plan.occasions)
    yield from _title_faults(plan.titles)


def _occasion_faults(occasions: Sequence[str]) -> Iterator[str]:
    if not 1 <= len(occasions) <= OCCASIONS_MAX:
        yield f"A pool has 1 to {OCCASIONS_MAX} occasions, got {len(occasions)}."
    if len(set(occasions)) != len(occasions):
        yield f"The occasions repeat: {list(occasions)!r}."
    for occasion in occasions:
        if not OCCASION_PATTERN.match(occasion):
            yield f"An occasion is like 'launch' or 'day:2026-02-06', 40 characters at most; got {occasion!r}."


def _title_faults(titles: dict[str, str]) -> Iterator[str]:
    if not 1 <= len(titles) <= TITLES_MAX:
        yield f"A pool has a title in 1 to {TITLES_MAX} languages, got {len(titles)}."
    for language, title in titles.items():
        if not LANGUAGE_PATTERN.match(language):
            yield f"A title's language is a tag like 'en' or 'pt-BR', got {language!r}."
        if not title.isprintable() or not 1 <= len(title.strip()) <= TITLE_LENGTH_MAX:
            yield f"A title has 1 to {TITLE_LENGTH_MAX} characters without line breaks, got {title!r}."


def check_reason(reason: str) -> str:
    """The reason without surrounding space, as the audit log keeps it.

    Raises:
        PlanInvalid: it is too short to mean anything, or too long.
    """
    reason = reason.strip()
    if "\0" in reason or not REASON_LENGTH_MIN <= len(reason) <= REASON_LENGTH_MAX:
        raise PlanInvalid(f"Say why in {REASON_LENGTH_MIN} to {REASON_LENGTH_MAX} characters; got {len(reason)}.")
    return reason


def lane_of(pool: PoolId, fan: SubjectId, lanes: int) -> LaneId:
    """The one lane of a pool that a fan may claim in; evenly spread, and another one in each pool."""
    digest = hashlib.blake2b(fan.bytes, key=pool.to_bytes(8, "little"), digest_size=8).digest()
    return LaneId(int.from_bytes(digest, "little") * lanes >> 64)


def first_ranges(shares: int, lanes: int) -> list[Range]:
    """The numbers of a pool cut into one range a lane, sizes differing by one at most."""
    edges = [shares * lane // lanes for lane in range(lanes + 1)]
    return [Range(lo, lo, hi) for lo, hi in pairwise(edges)]


def take(ranges: Sequence[Range], wanted: int) -> tuple[list[int], list[Range]]:
    """Take up to `wanted` free numbers in order.

    Returns:
        the numbers, and those ranges that moved on, as they are afterwards.
    """
    numbers: list[int] = []
    moved: list[Range] = []
    for each in ranges:
        count = min(wanted - len(numbers), each.hi - each.next)
        if count > 0:
            numbers += range(each.next, each.next + count)
            moved.append(Range(each.lo, each.next + count, each.hi))
    return numbers, moved


def cut_for_neighbour(ranges: Sequence[Range]) -> tuple[Range, Range] | None:
    """What a lane gives to one that has run out: the upper half of its largest free stretch, at least one.

    Returns:
        the range as it stays and the new range of the neighbour; None when there is nothing free.
    """
    largest = max(ranges, key=lambda each: each.hi - each.next, default=None)
    if largest is None or largest.next == largest.hi:
        return None
    cut = largest.next + (largest.hi - largest.next) // 2
    return Range(largest.lo, largest.next, cut), Range(cut, cut, largest.hi)


def audit_faults(audit: Audit) -> list[str]:
    """Every invariant of campaign pools that does not hold, in words; empty when the books are right."""
    checks = [
        (audit.claims == audit.lanes_granted, f"{audit.claims} claims, lanes granted {audit.lanes_granted}"),
        (audit.claims == audit.numbers_taken, f"{audit.claims} claims, numbers taken {audit.numbers_taken}"),
        (
            audit.claims_minor == audit.lanes_spent_minor,
            f"claims add up to {audit.claims_minor}, lanes spent {audit.lanes_spent_minor}",
        ),
        (audit.claims_minor <= audit.total_minor, f"{audit.claims_minor} of {audit.total_minor} spent"),
        (
            audit.claims < audit.shares or audit.claims_minor == audit.total_minor,
            f"every share is taken, but {audit.claims_minor} of {audit.total_minor} spent",
        ),
        (audit.fans_twice == 0, f"{audit.fans_twice} fans hold an occasion twice"),
        (audit.shares_twice == 0, f"{audit.shares_twice} share numbers are held twice"),
        (audit.ranges_overlapping == 0, f"{audit.ranges_overlapping} ranges overlap"),
        (
            audit.numbers_owned in {0, audit.shares},
            f"lanes own {audit.numbers_owned} of {audit.shares} numbers",
        ),
    ]
    return [fault for holds, fault in checks if not holds]
