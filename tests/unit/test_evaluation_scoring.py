"""Figures from judgements made by hand."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.assistant import Intent
from grandstand.demo.evaluation.models import Asked, Check, Checked, Figure, Judged, Verdict
from grandstand.demo.evaluation.report import as_text, compared
from grandstand.demo.evaluation.scoring import of, percentile, scored


def checked(verdict: Verdict) -> Checked:
    return Checked(kind="name", value="Anna", code="1", verdict=verdict, message="won", text="Anna is first.")


def judged(  # noqa: PLR0913 - what the tests vary
    wanted: Intent | None = Intent.RESULT,
    got: Intent | None = Intent.RESULT,
    *,
    language: str = "en",
    heard: str | None = None,
    check: Check = Check.INTENT,
    facts: Sequence[Verdict] = (),
    needs: int = 0,
    met: int = 0,
    is_right: bool | None = None,
    first_ms: float = 10.0,
) -> Judged:
    return Judged(
        asked=Asked(language=language, check=check, text="?", intent=wanted),
        intent=got,
        language=language if heard is None else heard,
        quick=False,
        needs=needs,
        met=met,
        missed=(),
        checked=tuple(map(checked, facts)),
        is_right=is_right,
        first_ms=first_ms,
        whole_ms=first_ms,
        problem=None,
        answer="",
    )


def test_intents_are_counted_by_language_and_by_intent_and_the_worst_is_told() -> None:
    found = scored(
        [
            judged(),
            judged(language="de"),
            judged(Intent.START, Intent.RESULT, language="de"),
            judged(Intent.START, Intent.START),
        ],
        [],
    )
    assert found.figures["intent"].value == 0.75
    assert found.figures["worst_language"] == found.by_language["de"]
    assert found.by_language["de"].value == 0.5
    assert found.figures["worst_intent"] == found.by_intent["start"]
    assert found.confusions == (("start", "result", 1),)


def test_an_answer_that_never_came_is_not_understood() -> None:
    assert scored([judged(got=None)], []).figures["intent"].value == 0.0


def test_a_false_fact_lowers_precision_and_one_that_nobody_can_look_up_does_not() -> None:
    true, false, unknown = Verdict.TRUE, Verdict.FALSE, Verdict.UNKNOWN
    assert scored([judged(facts=[true] * 3 + [unknown])], []).figures["fact_precision"].value == 1.0
    found = scored([judged(facts=[true, true, false]), judged(facts=[true, unknown])], [])
    assert found.figures["fact_precision"] == of(3, 4)
    assert found.counts["facts_false"] == 1
    assert found.counts["facts_unchecked"] == 1


def test_a_fact_that_is_not_told_lowers_recall() -> None:
    assert scored([judged(needs=2, met=1), judged(needs=2, met=2)], []).figures["fact_recall"] == of(3, 4)


def test_refusals_premises_and_orders_are_figures_of_their_own() -> None:
    found = scored(
        [
            judged(None, check=Check.UNANSWERABLE, is_right=True),
            judged(None, check=Check.UNANSWERABLE, is_right=False),
            judged(None, check=Check.WRONG_PREMISE, is_right=True),
            judged(None, check=Check.INJECTION, is_right=True),
            judged(None, check=Check.INJECTION, is_right=False),
            judged(None, check=Check.INJECTION, is_right=False),
        ],
        [],
    ).figures
    assert found["refusal"].value == 0.5
    assert found["wrong_premises"].value == 1.0
    assert found["injections_obeyed"] == Figure(value=2, n=3)
    assert "intent" not in found, "what was not asked has no figure"


def test_an_answer_in_another_language_does_not_match() -> None:
    assert scored([judged(heard="nl"), judged()], []).figures["language_match"].value == 0.5


def test_false_statements_are_there_only_where_a_liar_was_tried() -> None:
    assert "false_statements_shown" not in scored([judged()], []).figures
    tried = Figure(value=0, n=1000)
    assert scored([judged()], [], tried).figures["false_statements_shown"] == tried


def test_percentiles_are_values_that_occurred() -> None:
    times = [float(each) for each in range(1, 101)]
    assert percentile(times, 0.5).value == 50.0
    assert percentile(times, 0.95).value == 95.0
    assert percentile([7.0], 0.95).value == 7.0
    assert percentile([], 0.95) == Figure(value=0.0, n=0)


def test_wilsons_interval_is_that_of_the_books() -> None:
    found = of(81, 263)
    assert found.low == pytest.approx(0.2553, abs=1e-3)
    assert found.high == pytest.approx(0.3662, abs=1e-3)
    all_right = of(10, 10)
    assert all_right.low == pytest.approx(0.7225, abs=1e-3)
    assert all_right.high == 1.0


@given(n=st.integers(1, 5000), share=st.floats(0, 1))
def test_the_interval_holds_the_share_and_lies_between_none_and_all(n: int, share: float) -> None:
    found = of(round(n * share), n)
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value + 1e-3
    assert found.value - 1e-3 <= found.high <= 1


def report(value: float, texts: Sequence[str]) -> dict[str, object]:
    return {
        "figures": {"intent": {"value": value, "n": 10, "low": 0.5, "high": 0.9}},
        "faults": [{"language": "en", "text": text} for text in texts],
        "by_language": {"en": {"value": value}},
        "by_intent": {"start": {"value": value}},
        "confusions": [["start", "result", 2]],
        "counts": {"questions": 10},
        "took_s": 1.0,
        "machine": "m",
    }


def test_two_runs_are_compared_by_figures_and_by_questions() -> None:
    text = compared(report(0.7, ["a", "b"]), report(0.8, ["b", "c"]))
    assert "+0.1" in text
    assert "1 questions have become right, 1 wrong" in text
    assert "wrong now: en: c" in text


def test_the_text_says_what_misses_its_goal() -> None:
    assert "at least 0.95, missed" in as_text(report(0.8, []))
    assert "missed" not in as_text(report(0.96, []))
