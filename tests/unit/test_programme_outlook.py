"""What a programme costs and brings: the sums are those of the file, the amounts those of the real split."""

import os
from datetime import timedelta
from importlib.resources import files

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grandstand.campaign.models import Curve, Tier, TranchePlan
from grandstand.campaign.programme import outlook_of, read_programme
from grandstand.campaign.programme.models import HourShare, PacingPlan, Wave
from grandstand.campaign.programme.outlook import CLAIMS_PER_S_MEASURED, levels_of, most_minor
from grandstand.campaign.split import Split, split_parameters

DEMO = read_programme((files("grandstand.demo") / "nine_days.yaml").read_bytes())
DRINKS, EVE, DAY = DEMO.waves


def warnings_of(wave: Wave) -> list[str]:
    programme = msgspec.structs.replace(DEMO, waves=(wave,), budget_minor=10**12)
    first, *others = outlook_of(programme).warnings
    assert "are not planned for" in first
    return others


def test_demo_spends_its_budget_to_the_last_fen_and_warns_of_nothing() -> None:
    outlook = outlook_of(DEMO)
    assert outlook.cost_minor == outlook.budget_minor == 300_000_000_000
    assert outlook.warnings == ()
    assert sum(wave.cost_minor for wave in outlook.waves) == outlook.cost_minor


def test_what_a_fan_gets_is_counted_by_hand() -> None:
    outlook = outlook_of(DEMO)
    eve, day = (plan.budget.total_minor / plan.budget.shares for plan in (EVE, DAY))
    assert outlook.fan_mean_minor == 2500 + int(2 * eve) + int(day)
    assert outlook.fan_mean_invites_minor == 22 * 2500 + int(2 * eve) + int(7 * day)
    prizes = DRINKS.draws
    assert prizes is not None
    assert outlook.fan_most_minor == (
        22 * 2500 + 7 * most_minor(prizes.prizes) + 2 * 288_800 + 7 * most_minor(DAY.budget)
    )


def test_waves_are_described() -> None:
    drinks, eve, _ = outlook_of(DEMO).waves
    assert (drinks.days, drinks.draws, drinks.shares_a_fan, drinks.shares_a_fan_most) == (7, 7, 1, 22)
    assert (drinks.fans_alone, drinks.fans_most) == (64_000_000, 64_000_000 // 22)
    assert drinks.levels == levels_of(DRINKS.budget)
    assert (drinks.levels.p1_minor, drinks.levels.most_minor) == (2500, 2500)
    ten = eve.hours[0]
    assert (ten.hour, ten.shares, ten.per_s) == (10, 151_010_000 // 4, round(151_010_000 / 4 / 3600, 1))


@given(
    st.integers(1, 3000),
    st.integers(0, 50),
    st.integers(0, 500_000),
    st.sampled_from([Curve.EQUAL, Curve.UNIFORM, Curve.EXPONENTIAL]),
)
@settings(max_examples=60)
def test_no_share_passes_the_bound(shares: int, minimum: int, extra: int, curve: Curve) -> None:
    plan = TranchePlan(shares=shares, total_minor=shares * minimum + extra + 1, minimum_minor=minimum, curve=curve)
    amounts = Split(os.urandom(32), split_parameters(plan)).amounts(np.arange(shares))
    assert amounts.max() <= most_minor(plan)


def test_levels_are_those_of_all_shares() -> None:
    plan = TranchePlan(shares=20_000, total_minor=10_000_000, minimum_minor=10, curve=Curve.EXPONENTIAL)
    levels = levels_of(plan)
    amounts = np.sort(Split(os.urandom(32), split_parameters(plan)).amounts(np.arange(plan.shares)))
    assert levels.mean_minor == 500
    for level, shown in ((1, levels.p1_minor), (50, levels.p50_minor), (90, levels.p90_minor)):
        assert shown == pytest.approx(amounts[plan.shares * level // 100], rel=0.05, abs=5)


def test_a_lottery_has_the_levels_of_its_tiers() -> None:
    tiers = (Tier(shares=50, amount_minor=9000), Tier(shares=950, amount_minor=100))
    plan = TranchePlan(shares=1000, total_minor=545_000, minimum_minor=100, curve=Curve.LOTTERY, tiers=tiers)
    levels = levels_of(plan)
    assert (levels.p50_minor, levels.p90_minor, levels.p99_minor, levels.most_minor) == (100, 100, 9000, 9000)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"valid_until": EVE.closes_at + timedelta(hours=6)}, "valid for 6 hours only"),
        ({"pacing": PacingPlan(shares_per_s=100)}, "only 5,040,000 of 151,010,000 shares can be given in time"),
        (
            {"pacing": PacingPlan(shares_per_s=5000, hours=(HourShare(hour=20, parts=10_000),))},
            "needs 41,947 shares a second in its largest hour, the pace allows 5,000",
        ),
        ({"pacing": PacingPlan(shares_per_s=60_000)}, f"more than the {CLAIMS_PER_S_MEASURED:,}"),
        ({"pacing": PacingPlan(hours=(HourShare(hour=20, parts=3000),))}, "hold 30 % of a day's shares"),
    ],
)
def test_what_may_be_a_slip_is_warned_of(changed: dict[str, object], words: str) -> None:
    assert any(words in warning for warning in warnings_of(msgspec.structs.replace(EVE, **changed)))


def test_days_without_a_draw_and_invitations_that_come_too_late_are_warned_of() -> None:
    draws = DRINKS.draws
    assert draws is not None
    early = msgspec.structs.replace(DRINKS, draws=msgspec.structs.replace(draws, closes_minute=9 * 60))
    none, late = warnings_of(early)
    assert "no draw on 2030-02-06" in none
    assert "accepted after 09:00" in late
