"""The benchmark of faults: what it says of its figures."""

import importlib
import json
import math
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
GOOD = {
    "athlete_db": 26.61234,
    "faults": {"late": {"loss_db": 0.12345, "detected": True, "named": {"c07": "why"}}},
    "detected": True,
    "worst_loss_db": 0.4,
    "empty_refused": True,
    "two_athletes_found": True,
    "distortion_loss_db": 0.5,
}


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("replay_faults")


@pytest.mark.parametrize(
    ("values", "missed"),
    [
        ({}, []),
        ({"worst_loss_db": 1.01}, ["worst_loss_db"]),
        ({"distortion_loss_db": math.nan}, ["distortion_loss_db"]),
        ({"detected": False, "empty_refused": False}, ["detected", "empty_refused"]),
        ({"two_athletes_found": False, "worst_loss_db": 9.0}, ["worst_loss_db", "two_athletes_found"]),
    ],
)
def test_what_is_missed_is_named(faults: ModuleType, values: dict[str, Any], missed: list[str]) -> None:
    assert faults.missed_in(GOOD | values) == missed


def test_the_figures_come_with_bars_machine_and_versions(faults: ModuleType) -> None:
    told = json.loads(json.dumps(faults.told(GOOD, ["detected"])))
    assert told["bars"] == {"worst_loss_db": 1.0, "distortion_loss_db": 0.5}
    assert told["required"] == ["detected", "empty_refused", "two_athletes_found"]
    assert told["missed"] == ["detected"]
    assert told["athlete_db"] == 26.612
    assert told["faults"]["late"]["loss_db"] == 0.123
    assert told["machine"]
    assert {"grandstand", "python", "numpy", "av", "numba", "opencv-python-headless"} <= set(told["versions"])
