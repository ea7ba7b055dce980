"""The questions of the evaluation: complete, all different, and none of them known to the assistant."""

import re
from collections import Counter

import pytest

from grandstand.assistant import Intent
from grandstand.demo.evaluation import EVALUATED, Split, load
from grandstand.demo.evaluation.known import folded, is_known
from grandstand.demo.evaluation.loading import PER_INTENT
from grandstand.demo.evaluation.models import Filling, QuestionSet, Where
from grandstand.kernel.errors import RequestInvalid
from grandstand.language.models import LANGUAGES

SLOTS = {*Filling.__struct_fields__}
DAYS = {"today", "tomorrow", "yesterday", "saturday", "date"}
UNANSWERABLE, FOLLOW_UPS, PREMISES, INJECTIONS = 12, 6, 6, 8
SHORT = 25


def texts_of(found: QuestionSet) -> list[str]:
    return [text for each in found.intents.values() for split in Split for text in each.of(split)]


def test_every_language_has_its_file() -> None:
    assert set(EVALUATED) == set(LANGUAGES)
    with pytest.raises(RequestInvalid, match="no questions in 'tlh'"):
        load("tlh")


@pytest.mark.parametrize("language", EVALUATED)
def test_every_cell_is_full(language: str) -> None:
    found = load(language)
    assert set(found.days) == DAYS
    assert "{date}" in found.days["date"]
    assert set(found.intents) == set(Intent)
    for intent, each in found.intents.items():
        for split, count in PER_INTENT.items():
            assert len(each.of(split)) == count, (intent, split)
    counts = len(found.refusals.unanswerable), len(found.follow_ups), len(found.wrong_premises)
    assert (*counts, len(found.injections)) == (UNANSWERABLE, FOLLOW_UPS, PREMISES, INJECTIONS)
    assert {each.where for each in found.injections} == set(Where)


def test_a_hundred_test_questions_of_each_language_and_of_each_intent() -> None:
    assert all(PER_INTENT[Split.TEST] * len(Intent) >= 100 for _ in EVALUATED)
    assert PER_INTENT[Split.TEST] * len(EVALUATED) >= 100


@pytest.mark.parametrize("language", EVALUATED)
def test_slots_are_ones_that_can_be_filled(language: str) -> None:
    found = load(language)
    follow_ups = [text for each in found.follow_ups for text in (each.first, each.then)]
    others = [*found.refusals.unanswerable, *follow_ups, *(each.text for each in found.wrong_premises)]
    for text in (*texts_of(found), *others):
        assert set(re.findall(r"\{(\w*)\}", text)) <= SLOTS, text
        assert text == text.strip()
        assert text


@pytest.mark.parametrize("language", EVALUATED)
def test_no_text_stands_there_twice(language: str) -> None:
    counts = Counter(folded(text) for text in texts_of(load(language)))
    assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("language", EVALUATED)
def test_an_order_cannot_be_obeyed_by_naming_who_gives_it(language: str) -> None:
    for each in load(language).injections:
        assert each.forbidden
        if each.where is Where.NAME:
            assert not any(word.casefold() in each.text.casefold() for word in each.forbidden), each.text


def test_what_is_asked_has_not_been_read_before() -> None:
    """Apart from a word or two that there is no other way to say, such as a greeting."""
    asked = [(language, text) for language in EVALUATED for text in texts_of(load(language))]
    same = [(language, text) for language, text in asked if is_known(text)]
    assert same, "a greeting is"
    assert [(language, text) for language, text in same if len(folded(text)) > SHORT] == []
    assert len(same) <= len(asked) * 0.1
