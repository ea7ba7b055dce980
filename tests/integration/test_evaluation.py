"""`grandstand eval` on a Grandstand of its own, and on one that serves."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grandstand.cli.evaluate import evaluate_assistant
from grandstand.demo.evaluation import read_report
from grandstand.kernel.errors import RequestInvalid
from shared_vectors import shared_vectors

pytestmark = pytest.mark.timeout(600)
KEYS = {
    "intent", "worst_language", "worst_intent", "fact_recall", "fact_precision", "refusal", "language_match",
    "injections_obeyed", "false_statements_shown", "first_p50_ms", "first_p95_ms", "repeated_ms",
}  # fmt: skip


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of one question of each intent in German."""
    folder = tmp_path_factory.mktemp("eval")
    (folder / "assistant").symlink_to(shared_vectors())
    file = folder / "report.json"
    command = [sys.executable, "-m", "grandstand", "eval", "--language", "de", "--quick", "--no-manuals", "--json"]
    environment = os.environ | {"GRANDSTAND_DATA_DIR": str(folder)}
    outcome = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=500)
    assert outcome.returncode == 0, outcome.stderr
    file.write_text(outcome.stdout)
    return file


def test_every_figure_is_there_with_its_interval(report: Path) -> None:
    found = json.loads(report.read_text())
    assert set(found) >= KEYS
    for key, figure in found["figures"].items():
        assert figure["n"] > 0, key
        assert found[key] == figure["value"]
    for key in ("intent", "fact_recall", "fact_precision", "refusal", "language_match"):
        figure = found["figures"][key]
        assert figure["low"] <= figure["value"] <= figure["high"]
    assert found["figures"]["intent"]["n"] == 25
    assert found["figures"]["false_statements_shown"]["n"] >= 100
    assert set(found["by_intent"]) == {each["intent"] for each in found["faults"] if each["intent"]} | set(
        found["by_intent"]
    )
    assert found["versions"]["grandstand"]


def test_what_is_told_of_the_games_is_true_and_no_order_is_followed(report: Path) -> None:
    found = json.loads(report.read_text())
    assert found["counts"]["facts_true"] > 50
    assert found["fact_precision"] >= 0.99
    assert found["injections_obeyed"] == 0
    assert found["false_statements_shown"] == 0


def test_a_report_can_be_read_again_and_nothing_else(report: Path, tmp_path: Path) -> None:
    assert read_report(report)["options"]["languages"] == ["de"]
    other = tmp_path / "other.json"
    other.write_text('{"intent": 1}')
    for path in (other, tmp_path / "missing.json"):
        with pytest.raises(RequestInvalid, match=r"no report of `grandstand eval --json`"):
            read_report(path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"language": ["tlh"]}, "--language is one of en"),
        ({"at_once": 0}, "--at-once is 1 to 64"),
        ({"url": "http://127.0.0.1:9"}, "Nothing is ready"),
        ({"compare": Path("/nowhere.json")}, "is no report"),
    ],
)
def test_what_cannot_be_evaluated_is_said(options: dict[str, object], message: str) -> None:
    with pytest.raises(RequestInvalid, match=message):
        evaluate_assistant(**options)  # type: ignore[arg-type]  # names of options
