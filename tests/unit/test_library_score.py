"""Scores within each language: what the formula says, and what happens where a vector or a model is missing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.language.models import Language
from grandstand.library.models import ChunkId
from grandstand.library.score import (
    PRIORS,
    SAMPLE_MAX,
    SAMPLE_RANGE,
    STATISTICS_MIN,
    Cosines,
    Measured,
    Norm,
    Readable,
    combined,
    norms,
    plain_scored,
    prior_of,
    sample_bound,
    sample_of,
    scored,
    shrunk,
)

EN, DE, ZH, HI = map(Language, ["en", "de", "zh", "hi"])
NAMES = (EN, DE, ZH, HI)


def chunks_of(languages: list[int]) -> Readable:
    numbers = [sample_of(ChunkId(row + 1)) for row in range(len(languages))]
    return Readable(NAMES, np.array(languages, np.int16), np.array(numbers, np.uint32))


def cosines_of(model: str, chance: np.random.Generator, size: int, missing: float) -> Cosines:
    return Cosines(model, chance.normal(0.5, 0.1, size).astype(np.float32), chance.random(size) >= missing)


@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=40),
    st.integers(0, 2**16),
    st.sampled_from([0.0, 0.4, 1.0]),
    st.sampled_from(NAMES),
    st.sampled_from(["there", "absent"]),
)
def test_fast_path_is_the_formula(
    languages: list[int], seed: int, missing: float, asked_in: Language, model: str
) -> None:
    chance, size = np.random.default_rng(seed), len(languages)
    thorough = cosines_of("e5-small-q4", chance, size, missing) if model == "there" else None
    quick = cosines_of("use-m3", chance, size, missing / 2)
    coverage = chance.random(size).astype(np.float32)
    found = scored(chunks_of(languages), coverage, thorough, quick, asked_in)
    plain = plain_scored(chunks_of(languages), coverage, thorough, quick, asked_in)
    assert found.total.tolist() == pytest.approx(plain, rel=1e-4, abs=1e-3)


def test_the_one_good_chunk_of_another_language_beats_many_foolish_ones_of_the_own() -> None:
    chance = np.random.default_rng(1)
    own, other = chance.normal(0.85, 0.02, 400), chance.normal(0.75, 0.02, 400)
    own[7] = own.mean()
    other[3] = 0.84
    values = np.concatenate([own.clip(max=0.88), other]).astype(np.float32)
    everywhere = np.ones(800, np.bool_)
    chunks = chunks_of([2] * 400 + [0] * 400)
    found = scored(chunks, np.zeros(800, np.float32), Cosines("e5-small-q4", values, everywhere), None, ZH)
    assert int(values.argmax()) < 400
    assert int(found.total.argmax()) == 403


def test_few_chunks_are_measured_by_what_is_usual_and_many_by_themselves() -> None:
    usual = Norm(0.8, 0.03)
    assert shrunk(Measured(0, 0.0, 0.0), usual) == usual
    assert shrunk(Measured(STATISTICS_MIN, 0.7, 0.05), usual) == Norm(0.7, 0.05)
    assert shrunk(Measured(STATISTICS_MIN // 2, 0.7, 0.05), usual) == pytest.approx(Norm(0.75, 0.04))


def test_a_question_that_is_near_to_everything_is_so_to_few_chunks_too() -> None:
    usual = PRIORS["e5-small-q4"]
    statistics = [Measured(1_000, usual.same.mean + 0.04, 0.02), Measured(0, 0.0, 0.0)]
    own, other = norms("e5-small-q4", EN, (EN, DE), statistics)
    assert own.mean == pytest.approx(usual.same.mean + 0.04)
    assert other == pytest.approx(Norm(usual.other.mean + 0.04, usual.other.spread))


def test_equal_cosines_everywhere_do_not_divide_by_nothing() -> None:
    same = Cosines("use-m3", np.full(300, 0.4, np.float32), np.ones(300, np.bool_))
    found = scored(chunks_of([0] * 300), np.zeros(300, np.float32), None, same, EN)
    assert found.total == pytest.approx(np.zeros(300), abs=1e-3)


def test_a_chunk_without_its_thorough_vector_ranks_by_the_quick_one() -> None:
    z_thorough = np.array([3.0, 0.0, 0.5], np.float32)
    z_quick = np.array([2.5, 3.0, 0.5], np.float32)
    known = np.array([True, False, True])
    everywhere = np.ones(3, np.bool_)
    found = combined((z_thorough, known), (z_quick, everywhere), np.zeros(3, np.float32))
    assert found.total.argsort().tolist() == [2, 1, 0]


def test_a_quick_answer_ranks_like_the_quick_model() -> None:
    z_quick = np.array([0.1, 2.0, -1.0], np.float32)
    found = combined(None, (z_quick, np.ones(3, np.bool_)), np.zeros(3, np.float32))
    assert found.total.argsort().tolist() == z_quick.argsort().tolist()


def test_without_any_vector_words_decide() -> None:
    found = combined(None, None, np.array([0.3, 0.6, 0.2], np.float32))
    assert found.total.argsort().tolist() == [2, 0, 1]


def test_a_model_that_does_not_speak_the_language_is_not_asked() -> None:
    chunks = chunks_of([3] * 10)
    quick = Cosines("use-m3", np.linspace(0.1, 0.9, 10, dtype=np.float32), np.ones(10, np.bool_))
    assert not scored(chunks, np.zeros(10, np.float32), None, quick, HI).total.any()


def test_sample_is_large_enough_and_the_same_for_everybody() -> None:
    assert sample_bound(SAMPLE_MAX) == SAMPLE_RANGE
    many = SAMPLE_MAX * 10
    taken = sum(sample_of(ChunkId(number)) < sample_bound(many) for number in range(many))
    assert SAMPLE_MAX * 0.9 < taken < SAMPLE_MAX * 1.1
    assert sample_of(ChunkId(1)) == sample_of(ChunkId(1)) != sample_of(ChunkId(2))


def test_what_is_usual_depends_on_whether_the_languages_are_the_same() -> None:
    assert prior_of("e5-small-q4", DE, DE) == PRIORS["e5-small-q4"].same
    assert prior_of("e5-small-q4", DE, EN) == PRIORS["e5-small-q4"].other
    assert prior_of("endpoint:any", DE, EN).spread > 0
