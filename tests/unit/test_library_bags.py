"""The terms of texts as numbers are the terms, however the texts are divided on the way."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grandstand.demo.manuals import manuals
from grandstand.language.tokens import terms
from grandstand.library.bags import PIECE_CHARACTERS_MAX, keys_of_text
from grandstand.library.bm25 import keys_of

TROUBLE = " \n\t-\u00ad\u2010\u00a0\u202f\u200b\u0301.,:'aéßΣσ1000अँ中文ไทยال"
TEXTS = st.text(st.one_of(st.sampled_from(TROUBLE), st.characters(exclude_categories=["Cs"])), max_size=80)


@given(TEXTS)
@example("a check-\nin at 1\u00a0000 or 1 000, doc-\u00ad\ntor")
@example("long " + "x" * (PIECE_CHARACTERS_MAX + 1) + " and short")
@example("e \u0301e\n\u0301")
def test_they_are_the_keys_of_the_terms(text: str) -> None:
    assert keys_of_text(text).tolist() == keys_of(terms(text)).tolist()


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "zh"])
def test_so_they_are_for_every_manual(language: str) -> None:
    texts = [manual.path.read_text() for manual in manuals() if manual.language == language]
    assert texts
    for text in texts:
        assert keys_of_text(text).tolist() == keys_of(terms(text)).tolist()
