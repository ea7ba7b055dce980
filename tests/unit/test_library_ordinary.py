"""Ordinary questions: there are some in every language of ours, and what they share is taken away."""

import numpy as np
import pytest

from grandstand.language.identify import identify
from grandstand.language.models import LANGUAGES, UNKNOWN, Language
from grandstand.library.ordinary import CENTRE_SHARE, ORDINARY, centre, centred, ordinary_questions


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_as_many_and_they_are_in_it(language: Language) -> None:
    questions = ordinary_questions(language)
    assert len(set(questions)) == len(ORDINARY["en"])
    assert identify(" ".join(questions)).language == language


def test_a_language_that_is_not_ours_has_the_english_ones() -> None:
    assert ordinary_questions(UNKNOWN) == ORDINARY["en"]


def test_what_is_common_is_taken_away_from_every_cosine() -> None:
    chance = np.random.default_rng(4)
    ordinary, question, chunk = (chance.normal(size=size).astype(np.float32) for size in ((10, 6), 6, 6))
    found = float(chunk @ centred(question, centre(ordinary)))
    assert found == pytest.approx(
        float(chunk @ question) - CENTRE_SHARE * float((ordinary @ chunk).mean()), abs=1e-5
    )
