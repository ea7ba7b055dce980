"""The sentences that answer, and whether two sources say different things."""

import numpy as np
import pytest

from grandstand.language.models import Language
from grandstand.language.tokens import terms
from grandstand.library.models import ChunkId, DocumentId
from grandstand.library.passages import (
    QUOTE_CHARACTERS_MAX,
    QUOTE_ROWS_MAX,
    QUOTE_SENTENCES_MAX,
    Sentences,
    Source,
    chosen,
    contradict,
    divided,
    quoted,
    values_in,
)

EN, DE = Language("en"), Language("de")
BUS = (
    "Last bus of the evening\n"
    "Passes are checked at every gate of the village. "
    "The last bus to the village leaves the arena at 23:30, from bay 3 behind the north stand. "
    "Dogs travel free."
)
TABLE = "Line | From | First | Last\nT1 | Harbour Village | 06:00 | 23:30\nT2 | Harbour Village | 06:30 | 23:00\n"


def sentences_of(question: str, text: str, headings: tuple[str, ...] = ()) -> Sentences:
    (found,) = divided(question, [(ChunkId(1), headings, text)])
    return found


def quotation(question: str, text: str, headings: tuple[str, ...] = (), cosines: list[float] | None = None) -> str:
    split = sentences_of(question, text, headings)
    meanings = None if cosines is None else np.array(cosines, np.float32)
    quote = quoted(split, meanings).quote
    return text[quote.start : quote.end]


def test_quotation_is_the_sentence_with_the_words_of_the_question() -> None:
    found = quotation("when does the last bus leave the arena", BUS, ("Last bus of the evening",))
    assert found == "The last bus to the village leaves the arena at 23:30, from bay 3 behind the north stand."


def test_meaning_finds_what_shares_no_word_with_the_question() -> None:
    found = quotation("wann fährt der letzte", BUS, ("Last bus of the evening",), [0.6, 0.1, 0.5, 0.0])
    assert found.startswith("The last bus to the village leaves")


def test_a_heading_is_quoted_only_where_nothing_else_is() -> None:
    assert quotation("last bus of the evening", BUS, ("Last bus of the evening",)) != "Last bus of the evening"
    assert quotation("last bus", "Last bus", ("Last bus",)) == "Last bus"


def test_a_row_comes_with_its_header() -> None:
    found = quotation("first bus of line T2 in the morning", TABLE)
    assert found.startswith("Line | From | First | Last\n")
    assert found.endswith("T2 | Harbour Village | 06:30 | 23:00")


def test_a_row_far_below_its_header_is_quoted_alone() -> None:
    rows = "".join(f"T{number} | Village {number} | 06:00\n" for number in range(10, 10 + QUOTE_ROWS_MAX + 3))
    last = f"T{10 + QUOTE_ROWS_MAX + 2}"
    assert quotation(f"line {last}", f"Line | From | First\n{rows}").startswith(f"{last} | ")


def test_neighbours_that_count_as_much_come_along_but_no_more_than_three() -> None:
    text = "The card opens the gate. The card opens the hall. The card opens the bus. The card opens the stadium."
    split = sentences_of("what does the card open", text)
    quote = quoted(split, np.full(4, 0.5, np.float32)).quote
    inside = [each for each in split.all if quote.start <= each.span.start and each.span.end <= quote.end]
    assert len(inside) == QUOTE_SENTENCES_MAX


def test_a_quotation_is_never_longer_than_can_be_read_at_a_glance() -> None:
    text = " ".join(f"The card {'opens ' * 40}door {number}." for number in range(6))
    assert len(quotation("card door", text)) <= QUOTE_CHARACTERS_MAX


def test_what_a_line_announces_comes_with_it() -> None:
    text = "Bring these to the accreditation desk, please:\n- your passport with a photograph\n- two blankets"
    found = quotation("what do I bring to the accreditation desk", text)
    assert "passport" in found


def test_a_chunk_without_sentences_is_quoted_whole() -> None:
    split = sentences_of("anything", " \n ")
    assert split.all == ()
    assert quoted(split, None).best is None


def test_rare_words_of_the_question_count_more() -> None:
    chunks = [(ChunkId(number), (), "The gate is open. The gate is closed.") for number in range(1, 4)]
    split = divided("gate polyclinic", [*chunks, (ChunkId(9), (), "The polyclinic is open.")])
    assert split[-1].all[0].words > 0.5 > split[0].all[0].words


def source(document: int, text: str, vector: list[float] | None = None, language: Language = EN) -> Source:
    made = None if vector is None else np.array(vector, np.float32)
    return Source(DocumentId(document), language, text, made)


def test_different_values_about_the_same_thing_differ_and_stand_together() -> None:
    sources = [
        source(1, "The last bus leaves the arena at 23:30.", [1, 0]),
        source(1, "Dogs travel free on all lines.", [0, 1]),
        source(2, "The last bus leaves the arena at 23:00.", [0.9, 0.1]),
    ]
    assert chosen(sources, 3) == ((0, 2, 1), True)


def test_the_same_said_twice_is_shown_once() -> None:
    sources = [
        source(1, "The last bus leaves the arena at 23:30.", [1, 0]),
        source(2, "Der letzte Bus verlässt die Arena um 23.30 Uhr.", [0.95, 0.1], DE),
    ]
    assert chosen(sources, 3) == ((0,), False)


def test_different_things_do_not_differ() -> None:
    sources = [source(1, "The last bus leaves at 23:30.", [1, 0]), source(2, "Breakfast begins at 06:00.", [0, 1])]
    assert chosen(sources, 3) == ((0, 1), False)


def test_without_vectors_words_say_what_is_the_same_thing() -> None:
    sources = [
        source(1, "The last bus leaves the arena at 23:30."),
        source(2, "The last bus leaves the arena at 23:00."),
        source(3, "Weapons are kept in door 9."),
    ]
    assert chosen(sources, 3) == ((0, 1, 2), True)


def test_no_more_sources_than_wanted_and_none_of_none() -> None:
    sources = [
        source(number, f"Thing {number} is new.", [float(number == at) for at in range(5)]) for number in range(5)
    ]
    assert len(chosen(sources, 2).places) == 2
    assert chosen([], 3) == ((), False)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("at 23:30", "at 23:00", True),
        ("at 23:30", "at 23.30 Uhr", False),
        ("at 23:30 and at 00:15", "at 23:30", False),
        ("costs 140 crowns", "at 23:30", False),
        ("within 20 minutes", "within 30 minutes", True),
    ],
)
def test_values_contradict_where_each_has_one_that_the_other_has_not(
    one: str, other: str, *, differ: bool
) -> None:
    assert contradict(values_in(one), values_in(other)) is differ


def test_terms_are_those_of_the_index() -> None:
    assert set(terms("village")) & set(terms("Villages")) != set()
