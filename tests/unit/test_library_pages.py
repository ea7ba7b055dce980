"""Layouts are packed and come back; a stretch of text is marked with one box a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.library.models import Block, Box, Kind, Page, Word
from grandstand.library.pages import STEPS, highlight, pack_layout, unpack_page


def page_of(*words: tuple[str, tuple[float, float, float, float]]) -> Page:
    at, made = 0, []
    for text, box in words:
        made.append(Word(at, at + len(text), Box(*box)))
        at += len(text) + 1
    text = " ".join(text for text, _ in words)
    return Page(
        number=3, width_pt=595, height_pt=842, text=text, words=tuple(made), blocks=(Block(Kind.TEXT, 0, at, 0),)
    )


fractions = st.floats(0, 1)
placed = st.tuples(st.text("abcd", min_size=1, max_size=9), st.tuples(fractions, fractions, fractions, fractions))


@given(st.lists(placed, max_size=20))
def test_a_packed_layout_comes_back_but_for_rounding(
    words: list[tuple[str, tuple[float, float, float, float]]],
) -> None:
    page = page_of(*words)
    back = unpack_page(3, 595, 842, page.text, pack_layout(page))
    assert (back.text, back.blocks) == (page.text, page.blocks)
    assert [word[:2] for word in back.words] == [word[:2] for word in page.words]
    for word, known in zip(back.words, page.words, strict=True):
        assert word.box == pytest.approx(known.box, abs=1 / STEPS)
    assert pack_layout(back) == pack_layout(page)


TWO_LINES = page_of(
    ("The", (0.1, 0.1, 0.2, 0.12)),
    ("gates", (0.21, 0.1, 0.3, 0.121)),
    ("open", (0.1, 0.13, 0.2, 0.15)),
    ("early", (0.21, 0.13, 0.3, 0.15)),
)


def test_a_stretch_over_two_lines_has_one_box_each() -> None:
    found = highlight(TWO_LINES, 4, 14)
    assert (found.page, found.start, found.end) == (3, 4, 14)
    assert found.boxes == (Box(0.21, 0.1, 0.3, 0.121), Box(0.1, 0.13, 0.2, 0.15))


def test_a_word_is_marked_whole_and_nothing_is_not_marked() -> None:
    assert highlight(TWO_LINES, 5, 6).boxes == (Box(0.21, 0.1, 0.3, 0.121),)
    assert highlight(TWO_LINES, 3, 4).boxes == ()


def test_a_mixed_line_is_marked_without_the_words_that_are_not_meant() -> None:
    # Read: C (rightmost), then "one two" from left to right, then D (leftmost).
    mixed = page_of(
        ("C", (0.8, 0.1, 0.9, 0.12)),
        ("one", (0.4, 0.1, 0.5, 0.12)),
        ("two", (0.55, 0.1, 0.75, 0.12)),
        ("D", (0.1, 0.1, 0.3, 0.12)),
    )
    assert highlight(mixed, 0, 5).boxes == (Box(0.4, 0.1, 0.5, 0.12), Box(0.8, 0.1, 0.9, 0.12))
    assert highlight(mixed, 0, 9).boxes == (Box(0.4, 0.1, 0.9, 0.12),)
