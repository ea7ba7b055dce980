"""However a name is typed, it is found."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.kernel.errors import RequestInvalid
from grandstand.live.spelling import PREFIX_WORDS_MAX, QUERY_CHARACTERS_MAX, Index, spellings


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("Klæbo", "KLAEBO"),
        ("Klæbo", "klabo"),
        ("KLAEBO", "Klæbo"),
        ("Müller", "MUELLER"),
        ("Müller", "Muller"),
        ("MUELLER", "Müller"),
        ("MUELLER", "Muller"),
        ("Prevč", "PREVC"),
        ("Bjørgen", "BJOERGEN"),
        ("Bjørgen", "Bjorgen"),
        ("Ångström", "AANGSTROEM"),
        ("Łukasz", "LUKASZ"),
        ("Đoković", "DJOKOVIC"),
        ("Đoković", "Dokovic"),
        ("Großglockner", "GROSSGLOCKNER"),
        ("O’Brien", "OBRIEN"),
        ("O’Brien", "o'brien"),
        ("Lund-Hansen", "LUNDHANSEN"),
        ("YILMAZ", "Yılmaz"),
        ("İLKER", "ilker"),
        ("Ｓａｔｏ", "Sato"),
        ("Семён", "СЕМЕН"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("फ़ाइनल", "फाइनल"),
    ],
)
def test_two_spellings_of_a_name_share_a_form(said: str, typed: str) -> None:
    assert spellings(said) & spellings(typed)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Klæbo", {"klaebo", "klabo"}),
        ("Müller", {"mueller", "muller"}),
        ("MUELLER", {"mueller", "muller"}),
        ("Đorđe", {"djordje", "dorde"}),
        ("Prevč", {"prevc"}),
    ],
)
def test_a_name_has_the_forms_of_a_feed_and_of_a_keyboard(name: str, forms: set[str]) -> None:
    assert spellings(name) == forms


@pytest.mark.parametrize(("one", "other"), [("Hansen", "Hanssen"), ("かき", "がき"), ("кой", "кои"), ("कि", "क")])
def test_what_is_another_word_stays_another(one: str, other: str) -> None:
    assert not spellings(one) & spellings(other)


@pytest.mark.parametrize("text", ["滑降", "スキー", "활강", "дальний", "जायंट"])
def test_other_scripts_are_kept(text: str) -> None:
    assert text in spellings(text)


@given(st.text(max_size=30))
def test_a_spelling_of_a_spelling_is_none_that_the_name_does_not_share(text: str) -> None:
    for form in spellings(text):
        assert form in spellings(form) or spellings(form) & spellings(text)


def people() -> Index[str]:
    index: Index[str] = Index()
    index.add("1", "Ana KLAEBO")
    index.add("1", "Ana Klæbo")
    index.add("2", "Anabel Lund-Hansen")
    index.add("3", "Jon O'Brien", 2)
    index.add("4", "女子滑降", 3)
    index.add("5", "Women’s 500 m", 3)
    return index


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("klæb", ["1"]),
        ("klaebo ana", ["1"]),
        ("an", ["1", "2"]),
        ("ana", ["1", "2"]),
        ("ana han", ["2"]),
        ("lund-hansen", ["2"]),
        ("lundh", ["2"]),
        ("o'bri", ["3"]),
        ("brien", ["3"]),
        ("滑降", ["4"]),
        ("子滑", ["4"]),
        ("降", ["4"]),
        ("women 500", ["5"]),
        ("500m", ["5"]),
        ("klaebo hansen", []),
        ("", []),
        (" - ’ ", []),
    ],
)
def test_every_word_of_a_query_begins_a_word_of_what_is_found(query: str, found: list[str]) -> None:
    assert people().find(query, 10) == found


def test_whole_words_come_first_then_weight_then_the_order_of_ids() -> None:
    index: Index[str] = Index()
    index.add("prefix, heavy", "Annabel", 9)
    index.add("b", "Ann", 1)
    index.add("a", "Ann", 1)
    index.add("c", "Ann", 2)
    assert index.find("ann", 10) == ["c", "a", "b", "prefix, heavy"]
    assert index.find("ann", 2) == ["c", "a"]
    assert index.find("ann", 0) == []


def test_of_two_weights_of_a_word_the_greater_counts_in_any_order() -> None:
    for weights in ((1, 5), (5, 1)):
        index: Index[str] = Index()
        for weight in weights:
            index.add("twice", "Ana", weight)
        index.add("once", "Ana", 3)
        assert index.find("ana", 10) == ["twice", "once"]


def test_an_entry_that_is_added_after_a_search_is_found() -> None:
    index = people()
    assert index.find("zoe", 10) == []
    index.add("9", "Zoë")
    assert index.find("zoe", 10) == ["9"]
    assert len(index) == 6


def test_entries_may_be_kinds_with_codes() -> None:
    index: Index[tuple[str, ...]] = Index()
    index.add(("venue", "SUMMIT"), "Summit Run")
    assert index.find("sum", 10) == [("venue", "SUMMIT")]


def test_a_query_that_is_too_long_is_refused() -> None:
    assert people().find("a" * QUERY_CHARACTERS_MAX, 10) == []
    with pytest.raises(RequestInvalid, match="at most 100 characters, got 101"):
        people().find("a" * (QUERY_CHARACTERS_MAX + 1), 10)


def test_a_beginning_of_too_many_words_finds_the_first_of_them_and_the_word_itself() -> None:
    index: Index[str] = Index()
    for number in range(PREFIX_WORDS_MAX + 10):
        index.add(f"{number:05}", f"a{chr(0x4E00 + number)}")
    index.add("itself", "a")
    found = index.find("a", 10 * PREFIX_WORDS_MAX)
    assert found[0] == "itself"
    assert len(found) == PREFIX_WORDS_MAX


@given(st.lists(st.text(alphabet="aeæøöu ñ-'", max_size=8), max_size=12), st.text(alphabet="aeæøöuñ", max_size=3))
def test_the_index_finds_what_a_plain_scan_finds(texts: list[str], query: str) -> None:
    index: Index[str] = Index()
    for number, text in enumerate(texts):
        index.add(f"{number:02}", text)
    words = {f"{number:02}": text.replace("'", "-").replace("-", " ").split() for number, text in enumerate(texts)}
    begun = {
        entry
        for entry, parts in words.items()
        if any(form.startswith(tuple(spellings(query))) for part in parts for form in spellings(part))
    }
    assert begun <= set(index.find(query, 100)) if query else index.find(query, 100) == []


@given(st.permutations([("1", "Ana Berg"), ("2", "Anna Berg"), ("3", "Berg Ana"), ("4", "Bergana")]))
def test_the_order_of_adding_does_not_matter(entries: list[tuple[str, str]]) -> None:
    index: Index[str] = Index()
    for entry_id, text in entries:
        index.add(entry_id, text)
    assert index.find("ana berg", 10) == ["1", "3"]
    assert index.find("a", 10) == ["1", "2", "3"]


def test_a_search_among_many_takes_milliseconds() -> None:
    index: Index[str] = Index()
    for number in range(5000):
        index.add(f"{number}", f"{chr(97 + number % 26)}{number % 97}on {chr(97 + number % 23)}erg{number}")
    index.find("a", 20)
    began = time.perf_counter()
    for _ in range(10):
        index.find("a berg", 20)
    assert (time.perf_counter() - began) / 10 < 0.1


def test_the_name_that_is_all_of_the_query_comes_before_one_that_only_has_it() -> None:
    index = Index[str]()
    index.add("a", "Alpine skiing Women’s giant slalom")
    index.add("b", "Alpine skiing Women’s slalom")
    assert index.find("Alpine Skiing Women's Slalom", 2) == ["b", "a"]
