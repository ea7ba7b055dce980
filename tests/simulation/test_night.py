"""The campaign's night, simulated: every seed is a night of its own, and every night has to be exact.

`pytest tests/simulation --seed 17` plays one night alone and shows every step of it; `--nights 10000` plays more,
`--first 5000` other ones.
"""

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from simulation.process import Sabotage
from simulation.stage import play

TYPICAL_NIGHTS = 100
"""Enough for everything to have happened that can happen."""
MUST_HAPPEN = {
    "told share",
    "told gone",
    "told not open",
    "told nothing",
    "answer lost",
    "receipt read",
    "hung up",
    "process killed",
    "wire cut",
    "clock turned",
    "waited too long for a connection",
    "waited for a lock",
    "caught before commit of advance_lane",
    "caught after commit of advance_lane",
    "caught after commit of send_range",
    "caught before land_range",
    "act done",
    "act refused",
    "act unknown",
    "raise approved",
    "sold out",
}

SABOTAGES: dict[str, Sabotage] = {
    "the lane is not locked": {"lock_lane": lambda sql: sql.replace("for no key update", "")},
    "closing does not wait for batches": {"lock_lanes": lambda sql: sql.replace("for no key update", "")},
    "a move takes nothing from its lane": {"shrink_range": lambda sql: f"{sql} and false"},
    "a pause does not reach the lanes": {"set_lane_states": lambda sql: f"{sql} and $2 <> 'paused'"},
    "a batch is not posted": {
        "advance_lane": lambda sql: sql.replace("'pool', 'fans', $6", "'pool', 'fans', $6 - 1")
    },
}
NIGHTS_TO_NOTICE = 100
"""Most are noticed in the first three."""


def test_every_night_is_exact(
    stages: list[str], seeds: range, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    workers = len(stages)
    shares = [seeds[number::workers] for number in range(workers)]
    with ProcessPoolExecutor(workers, get_context("spawn")) as processes:
        played = list(processes.map(play, stages, shares))
    tally = sum((tally for tally, _, _ in played), Counter[str]())
    failures = [failure for _, failures, _ in played for failure in failures]
    if pytestconfig.getoption("seed", None) is not None:
        with capsys.disabled():
            sys.stdout.write("\n".join(["", *played[0][2], ""]))
    assert not failures, "".join(map(str, failures))
    assert tally["nights"] == len(seeds)
    if len(seeds) >= TYPICAL_NIGHTS:
        assert not MUST_HAPPEN - set(tally), "something no longer happens in any night"


def test_a_seed_is_always_the_same_night(stages: list[str]) -> None:
    _, _, alone = play(stages[0], [7])
    _, _, after_others = play(stages[0], [5, 6, 7])
    assert alone == after_others


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_a_broken_engine_is_noticed(stages: list[str], sabotage: str) -> None:
    _, failures, _ = play(stages[0], range(NIGHTS_TO_NOTICE), SABOTAGES[sabotage], failures_max=1)
    assert failures
