"""The questions of the library's benchmark name sections that are there, and what they expect stands in them."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grandstand.demo.manuals import manuals, sections
from grandstand.demo.manuals.sources import LANGUAGES, NAMES, PUBLIC
from grandstand.demo.manuals.traps import DIFFERING, ONLY_IN, PRIVATE, REVISED, ROWS, Place

Question = dict[str, Any]

FOLDER = Path(__file__).parents[2] / "benchmarks" / "library_questions"
SPLITS = ("tune", "test")
FOUND = ("same", "table", "old", "differ")
"""What a question is whose answer stands in the asker's language."""
FIELDS = {"id", "language", "kind", "text", "manual", "anchor", "languages", "expect"}
QUESTIONS_MIN = 420
LANGUAGE_MIN = 70
FOUND_MIN = 38
NONE_MIN = 20
TRAPS_MIN = {"ar": 20, "de": 20, "zh": 20, "en": 10, "es": 10, "fr": 10}
ONLY = {place: language for language, places in ONLY_IN.items() for place in places}


@cache
def questions(split: str) -> tuple[Question, ...]:
    found: list[Question] = json.loads((FOLDER / f"{split}.json").read_text("utf-8"))
    return tuple(found)


EVERY = [each for split in SPLITS for each in questions(split)]
ANSWERED = [each for each in EVERY if each["kind"] != "none"]
NONE = [each for each in EVERY if each["kind"] == "none"]


def name_of(question: Question) -> str:
    return str(question["id"])


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


@cache
def texts() -> dict[tuple[Place, str], str]:
    """Every section with a text in every language, as the newest public editions have it."""
    return {
        (Place(manual.name, section.anchor), str(manual.language)): folded(section.body)
        for manual in manuals()
        if manual.is_newest and manual.collection == PUBLIC
        for section in sections(manual)
        if section.body
    }


def languages_of(place: Place) -> list[str]:
    return sorted(language for where, language in texts() if where == place)


def places(question: Question) -> Iterator[tuple[Place, str]]:
    """The section that answers a question, and others that do so too, each with what stands there."""
    for each in (question, *question.get("also", ())):
        yield Place(each["manual"], each["anchor"]), each["expect"]


def asked_about(split: str) -> set[Place]:
    return {place for each in questions(split) if each["kind"] != "none" for place, _ in places(each)}


def counted(found: Iterable[Question]) -> Counter[str]:
    return Counter(each["language"] for each in found)


def test_a_file_has_one_question_a_line() -> None:
    for split in SPLITS:
        lines = (FOLDER / f"{split}.json").read_text("utf-8").splitlines()
        assert [lines[0], lines[-1]] == ["[", "]"]
        assert [json.loads(line.removesuffix(",")) for line in lines[1:-1]] == list(questions(split))


def test_every_question_is_asked_once() -> None:
    assert len({each["id"] for each in EVERY}) == len(EVERY)
    assert len({folded(each["text"]).casefold() for each in EVERY}) == len(EVERY)


@pytest.mark.parametrize("question", EVERY, ids=name_of)
def test_a_question_has_the_fields_of_its_kind(question: Question) -> None:
    assert set(question) - FIELDS <= {"also", "private"}
    assert set(question) >= FIELDS
    assert question["kind"] in {*FOUND, "trap", "none"}
    assert question["language"] in LANGUAGES
    assert question["id"].startswith(f"{question['language']}-")
    assert question["text"] == question["text"].strip() != ""


@pytest.mark.parametrize("question", ANSWERED, ids=name_of)
def test_what_is_expected_stands_in_the_section(question: Question) -> None:
    for place, expected in places(question):
        there = languages_of(place)
        assert there, f"{place} is in no manual"
        language = question["language"] if question["language"] in there else there[0]
        assert folded(expected)
        assert folded(expected) in texts()[place, language]


@pytest.mark.parametrize("question", ANSWERED, ids=name_of)
def test_languages_are_those_of_the_section(question: Question) -> None:
    place = Place(question["manual"], question["anchor"])
    assert question["languages"] == languages_of(place)
    assert (question["kind"] == "trap") == (question["language"] not in question["languages"])


@pytest.mark.parametrize("question", [each for each in ANSWERED if each["kind"] == "trap"], ids=name_of)
def test_a_trap_is_a_section_of_one_language(question: Question) -> None:
    assert question["languages"] == [ONLY[Place(question["manual"], question["anchor"])]]


@pytest.mark.parametrize("question", ANSWERED, ids=name_of)
def test_old_table_and_differ_are_what_the_manuals_say_of_themselves(question: Question) -> None:
    place = Place(question["manual"], question["anchor"])
    if question["kind"] == "old":
        assert place in REVISED
    if question["kind"] == "table":
        body = next(
            s.body for m in manuals() if m.name == place.manual for s in sections(m) if s.anchor == place.anchor
        )
        assert "\n|---|" in body
    if question["kind"] == "differ":
        pairs = [{each.one, each.other} for each in DIFFERING]
        assert any(pair <= {where for where, _ in places(question)} for pair in pairs)


@pytest.mark.parametrize("question", NONE, ids=name_of)
def test_what_has_no_answer_names_no_section(question: Question) -> None:
    assert (question["manual"], question["anchor"], question["expect"]) == (None, None, None)
    assert question["languages"] == []
    assert question.get("private", "noc:GER") in PRIVATE
    asked = folded(question["text"]).casefold()
    assert not [key for key, text in texts().items() if asked in text.casefold()]


def test_no_section_is_asked_about_on_both_sides() -> None:
    tune, test = (asked_about(split) for split in SPLITS)
    assert not tune & test
    assert tune | test == {place for place, _ in texts()}, "every section is asked about"
    assert {place.manual for place in tune} == {place.manual for place in test} == set(NAMES)


def test_both_sides_have_traps_rows_and_older_values() -> None:
    for split in SPLITS:
        found = asked_about(split)
        assert len(found & set(ONLY)) == len(ONLY) / 2
        assert found & set(ROWS)
        assert found & set(REVISED)
        assert {each["kind"] for each in questions(split)} == {*FOUND, "trap", "none"}


def test_there_are_enough_of_every_kind_in_every_language() -> None:
    assert len(EVERY) >= QUESTIONS_MIN
    found = counted(each for each in EVERY if each["kind"] in FOUND)
    traps = counted(each for each in EVERY if each["kind"] == "trap")
    for language, count in counted(EVERY).items():
        assert count >= LANGUAGE_MIN
        assert found[language] >= FOUND_MIN
        assert traps[language] >= TRAPS_MIN[language]
        assert counted(NONE)[language] >= NONE_MIN
    assert set(counted(EVERY)) == set(LANGUAGES)


def test_some_of_what_no_manual_answers_stands_in_a_briefing() -> None:
    private = Counter(each["private"] for each in NONE if "private" in each)
    assert set(private) == set(PRIVATE)
