"""What an operator may plan, pure: every fault in words, with its value."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from grandstand.campaign.errors import PlanInvalid
from grandstand.campaign.models import Curve, PoolPlan, TranchePlan
from grandstand.campaign.split import SHARES_MAX
from grandstand.kernel.money import AMOUNT_MINOR_MAX, CURRENCY_PATTERN

LANES_MAX = 64
OCCASIONS_MAX = 64
TIERS_MAX = 64
OCCASION_PATTERN = re.compile(r"[a-z][a-z0-9:.-]{0,39}\Z")
LANGUAGE_PATTERN = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
TITLES_MAX = 32
JOINERS = {0x200C: None, 0x200D: None}
"""They print nothing, but Persian words and composed emoji are written with them."""
TITLE_LENGTH_MAX = 120
TIME_MIN = datetime(2000, 1, 1, tzinfo=UTC)
TIME_MAX = datetime(3000, 1, 1, tzinfo=UTC)


def check_plan(plan: PoolPlan) -> None:
    """Pass when the pool can be given exactly as planned.

    Raises:
        PlanInvalid: the first thing that does not fit, with its value.
    """
    for fault in _plan_faults(plan):
        raise PlanInvalid(fault)


def check_raise(plan: TranchePlan, shares_before: int, total_minor_before: int, lanes: int) -> None:
    """Pass when a pool of so many shares and so much money can be raised by this tranche.

    Raises:
        PlanInvalid: the first thing that does not fit, with its value.
    """
    for fault in _tranche_faults(plan, lanes):
        raise PlanInvalid(fault)
    if shares_before + plan.shares > SHARES_MAX:
        raise PlanInvalid(f"A pool has {SHARES_MAX} shares at most; {shares_before} + {plan.shares} are more.")
    if total_minor_before + plan.total_minor > AMOUNT_MINOR_MAX:
        raise PlanInvalid(
            f"A pool has {AMOUNT_MINOR_MAX} minor units at most; "
            f"{total_minor_before} + {plan.total_minor} are more."
        )


def _plan_faults(plan: PoolPlan) -> Iterator[str]:
    if not CURRENCY_PATTERN.match(plan.currency):
        yield f"The currency must be three capital letters like 'CNY', got {plan.currency!r}."
    if not 1 <= plan.lanes <= LANES_MAX:
        yield f"A pool has 1 to {LANES_MAX} lanes, got {plan.lanes!r}."
    yield from _tranche_faults(plan.tranche, plan.lanes)
    yield from _time_faults(plan)
    yield from _occasion_faults(plan.occasions)
    yield from _earned_faults(plan)
    yield from _title_faults(plan.titles)


def _tranche_faults(plan: TranchePlan, lanes: int) -> Iterator[str]:
    if not 1 <= plan.shares <= SHARES_MAX:
        yield f"There must be 1 to {SHARES_MAX} shares, got {plan.shares!r}."
    if plan.shares < lanes:
        yield f"There must not be more lanes than shares, got {lanes!r} lanes for {plan.shares!r} shares."
    if not 0 < plan.total_minor <= AMOUNT_MINOR_MAX:
        yield f"The total must be 1 to {AMOUNT_MINOR_MAX} minor units, got {plan.total_minor!r}."
    if plan.minimum_minor < 0 or plan.minimum_minor * plan.shares > plan.total_minor:
        yield (
            f"{plan.shares} shares of at least {plan.minimum_minor!r} need "
            f"{plan.minimum_minor * plan.shares}, the total is {plan.total_minor!r}."
        )
    if plan.curve is Curve.LOTTERY:
        yield from _tier_faults(plan)
    elif plan.tiers:
        yield f"Tiers belong to the curve 'lottery', this one is {plan.curve.value!r}."


def _tier_faults(plan: TranchePlan) -> Iterator[str]:
    if not 1 <= len(plan.tiers) <= TIERS_MAX:
        yield f"A lottery has 1 to {TIERS_MAX} tiers, got {len(plan.tiers)}."
    for tier in plan.tiers:
        if tier.shares < 1 or tier.amount_minor < plan.minimum_minor:
            yield (
                f"A tier has 1 share or more of at least the minimum {plan.minimum_minor!r}, "
                f"got {tier.shares!r} of {tier.amount_minor!r}."
            )
    shares = sum(tier.shares for tier in plan.tiers)
    if shares != plan.shares:
        yield f"The tiers have {shares!r} shares together, the plan says {plan.shares!r}."
    total_minor = sum(tier.shares * tier.amount_minor for tier in plan.tiers)
    if total_minor != plan.total_minor:
        yield f"The tiers add up to {total_minor!r} minor units, the plan says {plan.total_minor!r}."


def _time_faults(plan: PoolPlan) -> Iterator[str]:
    times = {"opens_at": plan.opens_at, "closes_at": plan.closes_at, "valid_until": plan.valid_until}
    for name, at in times.items():
        if at is not None and not TIME_MIN <= at <= TIME_MAX:
            yield f"{name} must lie in the years 2000 to 2999, got {at.isoformat()!r}."
    if plan.opens_at is not None and plan.closes_at is not None and plan.closes_at <= plan.opens_at:
        yield f"closes_at must be later than opens_at, got {plan.closes_at.isoformat()!r}."


def _occasion_faults(occasions: Sequence[str]) -> Iterator[str]:
    if not 1 <= len(occasions) <= OCCASIONS_MAX:
        yield f"A pool has 1 to {OCCASIONS_MAX} occasions, got {len(occasions)}."
    if len(set(occasions)) != len(occasions):
        yield f"The occasions repeat: {list(occasions)!r}."
    for occasion in occasions:
        if not OCCASION_PATTERN.match(occasion):
            yield f"An occasion is like 'launch' or 'day:2026-02-06', 40 characters at most; got {occasion!r}."


def _earned_faults(plan: PoolPlan) -> Iterator[str]:
    if len(set(plan.earned)) != len(plan.earned):
        yield f"The earned occasions repeat: {list(plan.earned)!r}."
    if unknown := [occasion for occasion in plan.earned if occasion not in plan.occasions]:
        yield f"What is earned must be an occasion of the pool, got {unknown!r} beside {list(plan.occasions)!r}."


def _title_faults(titles: dict[str, str]) -> Iterator[str]:
    if not 1 <= len(titles) <= TITLES_MAX:
        yield f"A pool has a title in 1 to {TITLES_MAX} languages, got {len(titles)}."
    for language, title in titles.items():
        if not LANGUAGE_PATTERN.match(language):
            yield f"A title's language is a tag like 'en' or 'pt-BR', got {language!r}."
        if not title.translate(JOINERS).isprintable() or not 1 <= len(title.strip()) <= TITLE_LENGTH_MAX:
            yield f"A title has 1 to {TITLE_LENGTH_MAX} characters without line breaks, got {title!r}."
