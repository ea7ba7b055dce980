"""What an operator may plan, and what is said of each fault."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.errors import PlanInvalid
from grandstand.campaign.models import Curve, PoolPlan, Tier, TranchePlan
from grandstand.campaign.plan import (
    LANES_MAX,
    OCCASIONS_MAX,
    TIERS_MAX,
    TITLE_LENGTH_MAX,
    TITLES_MAX,
    check_plan,
    check_raise,
)
from grandstand.campaign.split import SHARES_MAX
from grandstand.kernel.money import AMOUNT_MINOR_MAX

AT = datetime(2026, 2, 6, 20, tzinfo=UTC)
PLAN = PoolPlan(
    titles={"en": "Opening night", "pt-BR": "Noite de abertura"},
    currency="CNY",
    shares=1000,
    total_minor=100_000,
    minimum_minor=1,
    curve=Curve.UNIFORM,
    occasions=("launch", "day:2026-02-06"),
    lanes=4,
)
TOO_MANY_LANGUAGES = [f"en-{number:02}" for number in range(TITLES_MAX + 1)]
LOTTERY = replace(
    PLAN,
    curve=Curve.LOTTERY,
    tiers=(Tier(shares=1, amount_minor=50_005), Tier(shares=999, amount_minor=5)),
    total_minor=55_000,
    minimum_minor=5,
)
MORE = TranchePlan(shares=100, total_minor=1000, minimum_minor=1, curve=Curve.EQUAL)


@pytest.mark.parametrize(
    "plan",
    [
        PLAN,
        replace(PLAN, shares=SHARES_MAX, total_minor=AMOUNT_MINOR_MAX, lanes=LANES_MAX),
        replace(PLAN, shares=1, lanes=1, total_minor=1),
        replace(PLAN, curve=Curve.EXPONENTIAL),
        LOTTERY,
        replace(PLAN, opens_at=AT, closes_at=AT + timedelta(hours=9), valid_until=AT),
        replace(PLAN, minimum_minor=100),
        replace(PLAN, minimum_minor=0),
        replace(PLAN, occasions=("a" * 40,)),
        replace(PLAN, earned=("day:2026-02-06",)),
        replace(PLAN, earned=PLAN.occasions),
        replace(PLAN, titles={"zh": "红" * TITLE_LENGTH_MAX}),
        replace(PLAN, titles={"fa": "می\u200cخواهم", "en": "Family \N{MAN}\u200d\N{GIRL}"}),
        replace(PLAN, occasions=tuple(f"o{number}" for number in range(OCCASIONS_MAX))),
    ],
)
def test_plan_within_the_limits_passes(plan: PoolPlan) -> None:
    check_plan(plan)


@pytest.mark.parametrize(
    ("plan", "named"),
    [
        (replace(PLAN, currency="cny"), "'cny'"),
        (replace(PLAN, currency="CNY\n"), r"'CNY\n'"),
        (replace(PLAN, shares=0), "got 0"),
        (replace(PLAN, shares=SHARES_MAX + 1), str(SHARES_MAX + 1)),
        (replace(PLAN, lanes=0), "got 0"),
        (replace(PLAN, lanes=LANES_MAX + 1), f"got {LANES_MAX + 1}"),
        (replace(PLAN, shares=3), "got 4"),
        (replace(PLAN, total_minor=0, minimum_minor=0), "got 0"),
        (replace(PLAN, total_minor=AMOUNT_MINOR_MAX + 1), str(AMOUNT_MINOR_MAX + 1)),
        (replace(PLAN, minimum_minor=-1), "at least -1"),
        (replace(PLAN, minimum_minor=101), "need 101000, the total is 100000"),
        (replace(LOTTERY, tiers=()), "got 0"),
        (replace(LOTTERY, tiers=(Tier(shares=1, amount_minor=55),) * (TIERS_MAX + 1)), f"got {TIERS_MAX + 1}"),
        (replace(LOTTERY, tiers=(*LOTTERY.tiers, Tier(shares=0, amount_minor=5))), "got 0 of 5"),
        (replace(LOTTERY, minimum_minor=6), "got 999 of 5"),
        (replace(LOTTERY, shares=1001), "1000 shares together, the plan says 1001"),
        (replace(LOTTERY, total_minor=55_001), "add up to 55000 minor units, the plan says 55001"),
        (replace(LOTTERY, curve=Curve.EQUAL), "'equal'"),
        (replace(PLAN, opens_at=AT.replace(year=1999)), "1999-02-06"),
        (replace(PLAN, valid_until=AT.replace(year=3001)), "3001-02-06"),
        (replace(PLAN, opens_at=AT, closes_at=AT), "2026-02-06T20:00"),
        (replace(PLAN, occasions=()), "got 0"),
        (replace(PLAN, occasions=tuple(f"o{n}" for n in range(OCCASIONS_MAX + 1))), f"got {OCCASIONS_MAX + 1}"),
        (replace(PLAN, occasions=("launch", "launch")), "['launch', 'launch']"),
        (replace(PLAN, occasions=("Launch",)), "'Launch'"),
        (replace(PLAN, earned=("launch", "launch")), "repeat"),
        (replace(PLAN, earned=("invite:1",)), "'invite:1'"),
        (replace(PLAN, occasions=("launch\n",)), r"'launch\n'"),
        (replace(PLAN, occasions=("a" * 41,)), "a" * 41),
        (replace(PLAN, titles={}), "got 0"),
        (replace(PLAN, titles=dict.fromkeys(TOO_MANY_LANGUAGES, "x")), f"got {TITLES_MAX + 1}"),
        (replace(PLAN, titles={"english": "Opening night"}), "'english'"),
        (replace(PLAN, titles={"en\n": "Opening night"}), r"'en\n'"),
        (replace(PLAN, titles={"en": "  "}), "'  '"),
        (replace(PLAN, titles={"en": "Opening\0night"}), r"'Opening\x00night'"),
        (replace(PLAN, titles={"en": "x" * (TITLE_LENGTH_MAX + 1)}), "x" * (TITLE_LENGTH_MAX + 1)),
    ],
)
def test_fault_of_a_plan_is_refused_with_its_value(plan: PoolPlan, named: str) -> None:
    with pytest.raises(PlanInvalid, match=re.escape(named)):
        check_plan(plan)


def test_raise_within_the_limits_passes() -> None:
    check_raise(MORE, 1000, 100_000, 4)
    check_raise(MORE, SHARES_MAX - 100, AMOUNT_MINOR_MAX - 1000, 4)


@pytest.mark.parametrize(
    ("plan", "shares", "total_minor", "named"),
    [
        (MORE, SHARES_MAX - 99, 0, f"{SHARES_MAX - 99} + 100"),
        (MORE, 0, AMOUNT_MINOR_MAX - 999, f"{AMOUNT_MINOR_MAX - 999} + 1000"),
        (msgspec.structs.replace(MORE, shares=3), 0, 0, "4 lanes for 3"),
        (msgspec.structs.replace(MORE, minimum_minor=11), 0, 0, "need 1100"),
    ],
)
def test_raise_beyond_the_limits_is_refused(plan: TranchePlan, shares: int, total_minor: int, named: str) -> None:
    with pytest.raises(PlanInvalid, match=re.escape(named)):
        check_raise(plan, shares, total_minor, 4)


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**6)), min_size=1, max_size=TIERS_MAX))
def test_lottery_whose_tiers_add_up_passes(tiers: list[tuple[int, int]]) -> None:
    total_minor = sum(shares * amount for shares, amount in tiers)
    if not 0 < total_minor <= AMOUNT_MINOR_MAX:
        return
    plan = replace(
        PLAN,
        lanes=1,
        curve=Curve.LOTTERY,
        shares=sum(shares for shares, _ in tiers),
        total_minor=total_minor,
        minimum_minor=min(amount for _, amount in tiers),
        tiers=tuple(Tier(shares=shares, amount_minor=amount) for shares, amount in tiers),
    )
    check_plan(plan)
