"""The nine days, small and in long steps: nothing that must be zero is anything else, whatever breaks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grandstand.campaign.programme import outlook_of, read_programme
from grandstand.cli.days import FANS_MIN, Script, nine_days
from grandstand.cli.days.crowd import CrowdPlan
from grandstand.cli.days.script import scaled
from grandstand.cli.main import app
from grandstand.kernel.errors import RequestInvalid

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "campaign_nine_days.py"


def test_the_benchmark_says_what_the_nine_days_came_to() -> None:
    command = [sys.executable, str(BENCHMARK), "--quick", "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, ran.stderr
    figures = json.loads(ran.stdout)
    assert (figures["overspent_fen"], figures["double"], figures["merchant_over_capacity"]) == (0, 0, 0)
    assert figures["faults"] == []
    assert figures["unfinished_redemptions"] == 0
    assert figures["claims"] > figures["fans"] == 5_000
    assert figures["redemptions"] > 100
    assert len(figures["outages"]) == 5
    # A small crowd has few fraudsters of each trade: the bars are for the full size.
    assert figures["fraud_caught"] > 0.8
    assert figures["honest_held"] < 0.05


def test_the_same_script_asks_for_the_same_things() -> None:
    programme = read_programme(scaled(nine_days(), FANS_MIN))
    one, two = (CrowdPlan(Script(fans=FANS_MIN, watched=200, seed=3), programme) for _ in range(2))
    assert one.moments == two.moments
    for moment in range(len(one.moments)):
        first, second = one.at(moment), two.at(moment)
        assert vars(first) == vars(second)


@pytest.mark.parametrize("fans", [FANS_MIN, 20_000, 333_333, 1_000_000, 50_000_000])
def test_the_file_fits_at_every_size(fans: int) -> None:
    full, small = outlook_of(read_programme(nine_days())), outlook_of(read_programme(scaled(nine_days(), fans)))
    assert small.cost_minor <= small.budget_minor
    for before, after in zip(full.waves, small.waves, strict=True):
        assert after.shares == pytest.approx(before.shares * fans / 50_000_000, rel=0.01)
        assert after.levels.mean_minor == pytest.approx(before.levels.mean_minor, rel=0.02)


@pytest.mark.parametrize("wrong", [["--fans", "10"], ["--step-minutes", "7"], ["--file", "not/there.yaml"]])
def test_what_cannot_be_played_is_said_at_once(wrong: list[str]) -> None:
    with pytest.raises(RequestInvalid, match=wrong[0].replace("--file", "not/there")):
        app(["campaign", "simulate", *wrong], exit_on_error=False, print_error=False)
