"""Terms: what two people write differently is one term, and every word of a text is found."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.language.scripts import Script, ascii_digits, letters
from grandstand.language.tokens import GRAM_CHARACTERS, WORD_CHARACTERS_MAX, terms

ZEROS = [chr(code) for code in range(0x110000) if unicodedata.decimal(chr(code), None) == 0]


def shared(question: str, text: str) -> set[str]:
    return set(terms(question)) & set(terms(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STRASSE", "Straße"),
        ("Medico", "médico"),
        ("Muller", "MÜLLER"),
        ("Istanbul", "İSTANBUL"),
        ("ﬁnal", "FINAL"),
        ("ｇａｔｅ　４", "Gate 4"),
        ("المُطَارُ", "المطار"),
        ("أين", "اين"),
        ("مـطـار", "مطار"),
        ("بالمطار", "المطار"),
        ("हिन्दी", "हिंदी"),
        ("Ёлка", "елка"),
        ("9:30", "09.30"),
        ("٩:٣٠", "9:30"),
        ("1.000", "1,000"),
        ("1'000", "1000"),
        ("10\u202f000", "10000"),
        ("accredi-\ntation", "accreditation"),
        ("ac\xadcred\u200bit", "accredit"),
    ],
)
def test_what_is_written_differently_is_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize("question", ["B-12", "b12", "B 12", "Ｂ‐１２", "b–12"])
def test_a_code_is_found_however_it_is_typed(question: str) -> None:
    assert shared(question, "Take the lift to room B-12 on level 3.") >= {"b", "12"}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("medal", "medals"),
        ("Teilnehmer", "Teilnehmerinnen"),
        ("акредитация", "акредитации"),
        ("check-in", "checkin"),
        ("مطار", "للمطار"),
        ("선수촌", "선수촌에서"),
        ("選手村", "選手村の入口"),
        ("สนามบิน", "ไปสนามบินอย่างไร"),
    ],
)
def test_a_word_is_found_in_its_other_forms(question: str, text: str) -> None:
    assert shared(question, text)


def test_long_words_have_their_stretches_and_short_ones_only_themselves() -> None:
    assert terms("ice") == ["ice"]
    assert terms("medal") == ["medal"]
    assert terms("medals") == ["medals", "medal", "edals"]


def test_pairs_stand_where_there_are_no_spaces() -> None:
    assert terms("选手村在哪里") == ["选手", "手村", "村在", "在哪", "哪里"]
    assert terms("票") == ["票"]


def test_words_of_hindi_are_whole() -> None:
    assert terms("चिकित्सा कक्ष") == ["चिकित्सा", "चिकित", "िकित्", "कित्स", "ित्सा", "कक्ष"]


def test_a_key_in_letters_costs_no_more_than_a_long_word() -> None:
    assert len(terms("x" * 100_000)) == 1 + WORD_CHARACTERS_MAX - GRAM_CHARACTERS + 1
    assert max(map(len, terms("1.2" * 1000))) <= WORD_CHARACTERS_MAX


@given(st.text())
def test_any_text_has_terms_that_are_not_empty(text: str) -> None:
    assert all(terms(text))
    assert max(map(len, terms(text)), default=0) <= WORD_CHARACTERS_MAX


@given(st.text(), st.text())
def test_terms_of_two_texts_are_those_of_both(one: str, other: str) -> None:
    assert terms(f"{one} ; {other}") == terms(one) + terms(other)


@given(st.text())
def test_every_letter_is_in_a_term_or_is_a_mark(text: str) -> None:
    plain = unicodedata.normalize("NFKC", text)
    if any(each.isalpha() and ord(each) < 0x1F000 for each in plain if each != "ـ"):
        assert terms(text)


@given(st.sampled_from(ZEROS), st.integers(0, 10**9))
def test_digits_of_every_script_are_the_same_number(zero: str, number: int) -> None:
    written = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
    assert ascii_digits(written) == str(number)
    assert terms(written) == [str(number)]


@given(st.text())
def test_digits_are_replaced_one_by_one(text: str) -> None:
    assert len(ascii_digits(text)) == len(text)
    assert ascii_digits(ascii_digits(text)) == ascii_digits(text)


def test_letters_are_counted_by_script() -> None:
    assert letters("Gate 4") == {Script.LATIN: 4}
    assert letters("選手村の bus 3") == {Script.HAN: 3, Script.KANA: 1, Script.LATIN: 3}
    assert letters("١٢ - 34 !") == {}
    assert letters("ⴰ") == {Script.OTHER: 1}
