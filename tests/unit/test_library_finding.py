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
    logistic,
    threshold,
)

NOTHING = Evidence(thorough=0.5, quick=0.5, coverage=0.02, sentence=0.2, meaning=0.15, words=0.05, lead=0.5)
PLENTY = Evidence(thorough=4.0, quick=3.5, coverage=0.5, sentence=0.6, meaning=0.7, words=0.9, lead=5.0)


@pytest.mark.parametrize(("has_thorough", "has_quick"), [(True, True), (False, True), (False, False)])
def test_much_evidence_is_found_and_little_is_not(has_thorough: bool, has_quick: bool) -> None:  # noqa: FBT001
    assert confidence(PLENTY, has_thorough=has_thorough, has_quick=has_quick) > 0.8
    assert confidence(NOTHING, has_thorough=has_thorough, has_quick=has_quick) < 0.3


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
