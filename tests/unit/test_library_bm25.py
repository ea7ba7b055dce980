"""BM25 with the mask first: what the formula says, what bm25s says, and nothing of what is hidden."""

import bm25s  # type: ignore[import-untyped]  # a reference for tests, without types
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.library.bm25 import (
    K1,
    QUERY_TERMS_MAX,
    B,
    Bag,
    Part,
    Postings,
    bag_of,
    coverages,
    keys_of,
    plain_coverages,
    query_keys,
)

WORDS = ["bus", "gate", "village", "doctor", "card", "noon", "ice", "7", "选手", "文件"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=12)
QUERY = st.lists(st.sampled_from([*WORDS, "unheard"]), min_size=1, max_size=8)


def part_of(texts: list[list[str]], allowed: list[bool], cuts: int = 1) -> Part:
    """All texts as one part, its postings in so many pieces."""
    keys = [keys_of(text) for text in texts]
    size = -(-len(keys) // cuts)
    postings = [Postings.of(keys[at : at + size], at) for at in range(0, len(keys), size)]
    return Part(postings, np.array([len(each) for each in keys], np.int32), np.array(allowed, np.bool_))


@given(TEXTS, QUERY, st.data())
def test_fast_path_is_the_formula(texts: list[list[str]], query: list[str], data: st.DataObject) -> None:
    allowed = data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)))
    cuts = data.draw(st.integers(1, 4))
    (found,) = coverages(query_keys(query), [part_of(texts, allowed, cuts)])
    assert found.tolist() == pytest.approx(plain_coverages(query, texts, allowed), abs=1e-6)


@given(TEXTS, QUERY)
def test_coverage_lies_between_nothing_and_everything(texts: list[list[str]], query: list[str]) -> None:
    (found,) = coverages(query_keys(query), [part_of(texts, [True] * len(texts))])
    assert ((found >= 0) & (found < 1)).all()


def test_with_nothing_hidden_it_is_what_bm25s_computes() -> None:
    chance = np.random.default_rng(7)
    texts = [[WORDS[i] for i in chance.integers(0, len(WORDS), chance.integers(3, 40))] for _ in range(60)]
    query = ["bus", "doctor", "文件"]
    theirs = bm25s.BM25(method="lucene", k1=K1, b=B)
    theirs.index(texts, show_progress=False)
    expected = np.array(theirs.get_scores(query))
    (ours,) = coverages(query_keys(query), [part_of(texts, [True] * len(texts))])
    assert ours / ours.max() == pytest.approx(expected / expected.max(), abs=1e-5)


@given(TEXTS, TEXTS, QUERY)
def test_hidden_texts_change_no_bit_of_any_score(
    texts: list[list[str]], hidden: list[list[str]], query: list[str]
) -> None:
    keys = query_keys(query)
    (alone,) = coverages(keys, [part_of(texts, [True] * len(texts))])
    (among,) = coverages(keys, [part_of(texts + hidden, [True] * len(texts) + [False] * len(hidden))])
    assert among[: len(texts)].tobytes() == alone.tobytes()
    assert not among[len(texts) :].any()


@given(TEXTS, TEXTS, QUERY)
def test_two_parts_score_like_one(first: list[list[str]], second: list[list[str]], query: list[str]) -> None:
    keys, everything = query_keys(query), first + second
    (together,) = coverages(keys, [part_of(everything, [True] * len(everything))])
    apart = coverages(keys, [part_of(first, [True] * len(first)), part_of(second, [True] * len(second))])
    assert np.concatenate(apart) == pytest.approx(together)


@given(TEXTS, st.data())
def test_merged_and_renumbered_postings_hold_the_rows_that_stay(
    texts: list[list[str]], data: st.DataObject
) -> None:
    stays = data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)))
    new_rows = np.where(stays, np.cumsum(stays) - 1, -1).astype(np.int32)
    kept = [text for text, stay in zip(texts, stays, strict=True) if stay]
    found = Postings.merged(part_of(texts, stays, cuts=3).postings).renumbered(new_rows)
    expected = Postings.of([keys_of(text) for text in kept], 0)
    assert [each.tolist() for each in found] == [each.tolist() for each in expected]


def test_a_question_of_too_many_terms_is_looked_up_by_its_first() -> None:
    assert len(query_keys([f"word{number}" for number in range(QUERY_TERMS_MAX + 50)])) == QUERY_TERMS_MAX


def test_an_empty_text_has_an_empty_bag() -> None:
    bag = bag_of(keys_of([]))
    assert isinstance(bag, Bag)
    assert (len(bag.keys), bag.length) == (0, 0)
    (found,) = coverages(query_keys(["bus"]), [part_of([[]], [True])])
    assert found.tolist() == [0.0]
