"""The best chunks looked at again: by their sentences, and with their translations."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from grandstand.language.models import Language
from grandstand.library.closer import (
    LANGUAGE_LEAD,
    SENTENCES_MAX,
    THOROUGH_SENTENCE_WEIGHT,
    Near,
    candidates,
    lead,
    looked_closer,
    sentence_texts,
)
from grandstand.library.models import ChunkId, CollectionId, VersionId
from grandstand.library.shelf import Hit

EN, DE, FR = map(Language, ("en", "de", "fr"))
QUESTION = np.array([1.0, 0.0], np.float32)
UP, ASIDE = np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)


def hit(number: int, score: float, language: Language = EN) -> Hit:
    return Hit(
        chunk=ChunkId(number),
        version=VersionId(1),
        collection=CollectionId(1),
        language=language,
        score=score,
        thorough=score,
        quick=score,
        coverage=0.0,
    )


def by_sentence(cosine: float) -> Near:
    rows = np.array([[0.0, 1.0], [cosine, (1 - cosine**2) ** 0.5]], np.float32)
    return Near(None, rows, None)


def whole(vector: NDArray[np.float32]) -> Near:
    return Near(vector, None, None)


def test_sentences_come_without_headings_and_rows_with_the_heads_of_their_columns() -> None:
    text = "Meals\nThe halls are open to all. Bring the pass.\nMeal | Harbour | Forest\nLunch | 11:30 | 12:00"
    assert sentence_texts(("Living", "Meals"), text) == [
        "The halls are open to all.",
        "Bring the pass.",
        "Lunch; Harbour: 11:30; Forest: 12:00",
    ]


def test_a_row_that_does_not_fit_its_head_stays_as_it_is() -> None:
    assert sentence_texts((), "Meal | Harbour\nLunch | 11:30 | 12:00") == ["Lunch | 11:30 | 12:00"]


def test_a_chunk_of_headings_alone_is_one_text_and_a_long_one_has_a_limit() -> None:
    assert sentence_texts(("Meals",), "Meals") == ["Meals"]
    assert len(sentence_texts((), "Open. " * 3 * SENTENCES_MAX)) == SENTENCES_MAX


def test_the_best_sentence_decides_between_chunks_that_are_about_as_near() -> None:
    near = {ChunkId(1): by_sentence(0.3), ChunkId(2): by_sentence(0.5)}
    first, second = looked_closer([hit(1, 2.0), hit(2, 1.0)], near, QUESTION, None, DE)
    assert (first.hit.chunk, second.hit.chunk) == (2, 1)
    assert first.hit.score == pytest.approx(1.0 + THOROUGH_SENTENCE_WEIGHT * 0.1, abs=1e-4)
    assert first.thorough == pytest.approx(0.5)
    assert isnan(first.quick)


def test_a_chunk_whose_sentences_are_not_there_yet_gets_what_the_others_have_on_average() -> None:
    near = {ChunkId(1): by_sentence(0.3), ChunkId(2): by_sentence(0.5)}
    looked = looked_closer([hit(1, 1.0), hit(2, 1.0), hit(3, 1.0)], near, QUESTION, None, DE)
    assert [each.hit.chunk for each in looked] == [2, 3, 1]
    assert looked[1].hit.score == pytest.approx(1.0)


def test_without_sentences_nothing_changes() -> None:
    hits = [hit(1, 2.0), hit(2, 1.0)]
    assert [each.hit for each in looked_closer(hits, {}, QUESTION, QUESTION, EN)] == hits
    assert looked_closer([], {}, QUESTION, None, EN) == []


def test_translations_are_one_candidate_with_their_mean_in_the_askers_language() -> None:
    near = {ChunkId(1): whole(UP), ChunkId(2): whole(UP), ChunkId(3): whole(ASIDE)}
    hits = [hit(1, 5.0, DE), hit(3, 4.5, FR), hit(2, 3.0, EN)]
    first, second = candidates(looked_closer(hits, near, None, None, EN), near, EN)
    assert (first.hit.chunk, first.hit.score, first.translations) == (3, 4.5, ())
    assert (second.hit.chunk, second.hit.score) == (2, 4.0)
    assert [each.chunk for each in second.translations] == [1]


def test_two_chunks_of_one_language_are_no_translations_however_alike() -> None:
    near = {ChunkId(1): whole(UP), ChunkId(2): whole(UP)}
    found = candidates(looked_closer([hit(1, 2.0), hit(2, 1.0)], near, None, None, EN), near, EN)
    assert [each.hit.chunk for each in found] == [1, 2]


def test_of_two_sentences_as_near_the_one_in_another_language_counts_more() -> None:
    near = {ChunkId(1): by_sentence(0.5), ChunkId(2): by_sentence(0.5)}
    first, second = looked_closer([hit(1, 1.0, EN), hit(2, 1.0, FR)], near, QUESTION, None, EN)
    assert (first.hit.chunk, second.hit.chunk) == (2, 1)
    assert first.hit.score - second.hit.score == pytest.approx(THOROUGH_SENTENCE_WEIGHT * LANGUAGE_LEAD)
    assert first.thorough == second.thorough, "the cosine itself is told as it is"
    assert (lead(first.hit, EN), lead(second.hit, EN)) == (0.0, LANGUAGE_LEAD)


COSINES = st.lists(st.floats(-1, 1), min_size=1, max_size=6)


@given(COSINES)
def test_among_chunks_of_one_language_it_does_not_matter_which_one_asks(cosines: list[float]) -> None:
    near = {ChunkId(at): by_sentence(cosine) for at, cosine in enumerate(cosines)}
    hits = [hit(at, 1.0, FR) for at in range(len(cosines))]
    mine, theirs = (looked_closer(hits, near, QUESTION, None, language) for language in (FR, EN))
    assert [each.hit.chunk for each in mine] == [each.hit.chunk for each in theirs]
    assert [each.hit.score for each in mine] == pytest.approx([each.hit.score for each in theirs])


@given(COSINES, st.integers(0, 5), st.floats(0, 1))
def test_a_nearer_sentence_never_costs_a_chunk_its_place(cosines: list[float], at: int, more: float) -> None:
    at %= len(cosines)
    hits = [hit(number, 1.0, (EN, DE, FR)[number % 3]) for number in range(len(cosines))]

    def place(of: list[float]) -> int:
        near = {ChunkId(number): by_sentence(cosine) for number, cosine in enumerate(of)}
        return [each.hit.chunk for each in looked_closer(hits, near, QUESTION, None, EN)].index(ChunkId(at))

    nearer = [min(1.0, cosine + more) if number == at else cosine for number, cosine in enumerate(cosines)]
    assert place(nearer) <= place(cosines)
