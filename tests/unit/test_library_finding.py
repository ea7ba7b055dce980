"""Found or not found: more evidence is more confidence, and strictness moves the threshold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.library.finding import (
    FULL,
    QUICK,
    THRESHOLD,
    WORDS_ONLY,
    Evidence,
    confidence,
    is_known,
    logistic,
    threshold,
)

NOTHING = Evidence(
    thorough=0.5, quick=0.5, coverage=0.02, sentence=0.2, meaning=0.15, words=0.05, lead=0.5, known=1
)
PLENTY = Evidence(thorough=4.0, quick=3.5, coverage=0.5, sentence=0.6, meaning=0.7, words=0.9, lead=5.0, known=1)


@pytest.mark.parametrize(("has_thorough", "has_quick"), [(True, True), (False, True), (False, False)])
def test_much_evidence_is_found_and_little_is_not(has_thorough: bool, has_quick: bool) -> None:  # noqa: FBT001
    assert confidence(PLENTY, has_thorough=has_thorough, has_quick=has_quick) > 0.5
    assert confidence(NOTHING, has_thorough=has_thorough, has_quick=has_quick) < THRESHOLD


def test_a_model_that_was_not_asked_has_no_say() -> None:
    loud = PLENTY._replace(thorough=99.0)
    assert confidence(loud, has_thorough=False, has_quick=True) == confidence(
        PLENTY, has_thorough=False, has_quick=True
    )
    assert QUICK.weights.thorough == WORDS_ONLY.weights.thorough == WORDS_ONLY.weights.quick == 0
    assert FULL.weights.thorough > 0


def test_strictness_moves_the_threshold_from_everything_to_nothing() -> None:
    assert threshold(0.0) == 0.0
    assert threshold(0.5) == pytest.approx(THRESHOLD)
    assert threshold(1.0) == 1.0


@given(st.floats(0, 1), st.floats(0, 1))
def test_stricter_is_never_easier(one: float, other: float) -> None:
    assert (one <= other) <= (threshold(one) <= threshold(other))


@given(st.floats(-1e6, 1e6))
def test_logistic_does_not_overflow(x: float) -> None:
    assert 0 <= logistic(x) <= 1


@pytest.mark.parametrize(
    ("question", "texts", "expected"),
    [
        ("When does bus T8 start?", ["T6 and T7 start at 6.", "Gate H8"], False),
        ("When does bus T8 start?", ["T6 starts at 6.", "T-8 at 7."], True),
        ("From T6 to P3?", ["T6 starts at 6."], False),
        ("From T6 to P3?", ["T6 starts at 6.", "P3 has 40 places."], True),
        ("S10检查站的电话", ["S1检查站的电话是2716"], False),
        ("S1检查站的电话", ["S1检查站的电话是2716"], True),
        ("When does the bus start?", [], True),
    ],
)
def test_a_code_of_the_question_is_known_where_some_text_has_it(
    question: str,
    texts: list[str],
    expected: bool,  # noqa: FBT001
) -> None:
    assert is_known(question, texts) is expected


@given(st.text(), st.lists(st.text(), max_size=4), st.text())
def test_more_texts_never_make_a_code_unknown(question: str, texts: list[str], more: str) -> None:
    assert is_known(question, texts) <= is_known(question, [*texts, more])
    assert is_known(question, [*texts, question])


@pytest.mark.parametrize(("has_thorough", "has_quick"), [(True, True), (False, True), (False, False)])
def test_what_names_an_unknown_code_is_not_found_by_ordinary_evidence(
    has_thorough: bool,  # noqa: FBT001
    has_quick: bool,  # noqa: FBT001
) -> None:
    middling = Evidence(
        thorough=2.5, quick=2.5, coverage=0.2, sentence=0.5, meaning=0.3, words=0.6, lead=3.0, known=1
    )
    sure, unsure = (
        confidence(middling._replace(known=known), has_thorough=has_thorough, has_quick=has_quick)
        for known in (1.0, 0.0)
    )
    assert unsure < THRESHOLD < sure
