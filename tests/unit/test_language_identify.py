"""Which language a text is in: 14 times 12 short questions of our own, and what a conversation adds."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.language.identify import CHARACTERS_MAX, identify
from grandstand.language.models import LANGUAGES, UNKNOWN, Language
from questions_in_14_languages import QUESTIONS, SNATCHES

RIGHT_MIN = 0.95
RIGHT_WITH_PRIOR_MIN = 0.99
RIGHT_WITH_WRONG_PRIOR_MIN = 0.99
AR, DE, EN, HI, JA, KO, RU, ZH = map(Language, ["ar", "de", "en", "hi", "ja", "ko", "ru", "zh"])


def asked() -> list[tuple[Language, str]]:
    return [(Language(language), each) for language, texts in QUESTIONS.items() for each in texts]


def test_every_language_has_its_questions() -> None:
    assert tuple(sorted(QUESTIONS)) == tuple(sorted(SNATCHES)) == LANGUAGES
    assert min(map(len, QUESTIONS.values())) >= 10


def test_short_questions_are_told_apart() -> None:
    wrong = [(language, text) for language, text in asked() if identify(text).language != language]
    assert len(wrong) <= (1 - RIGHT_MIN) * len(asked()), wrong


def test_with_the_conversation_they_are_nearly_all_right() -> None:
    everything = asked() + [(Language(language), each) for language, texts in SNATCHES.items() for each in texts]
    wrong = [each for each in everything if identify(each[1], prior=each[0]).language != each[0]]
    assert len(wrong) <= (1 - RIGHT_WITH_PRIOR_MIN) * len(everything), wrong


def test_a_question_in_another_language_than_the_conversation_is_noticed() -> None:
    pairs = [(language, text, prior) for language, text in asked() for prior in LANGUAGES if prior != language]
    wrong = [each for each in pairs if identify(each[1], prior=each[2]).language != each[0]]
    assert len(wrong) <= (1 - RIGHT_WITH_WRONG_PRIOR_MIN) * len(pairs), wrong


@pytest.mark.parametrize("text", ["", "  ", "4", "12:30 - 14:00", "٣٤", "?!", "🏅"])
def test_without_letters_nobody_knows(text: str) -> None:
    assert identify(text, prior=DE) == (UNKNOWN, 0.0)


@pytest.mark.parametrize("text", ["OK", "B-12", "a"])
def test_what_says_nothing_is_in_the_language_of_the_conversation(text: str) -> None:
    assert identify(text).language == UNKNOWN
    assert identify(text, prior=DE).language == DE


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("IBC 在哪里？", ZH),
        ("WiFi密码是什么", ZH),
        ("Grand Hotel 在哪里？", ZH),
        ("أين MMC؟", AR),
        ("MPC कहाँ है?", HI),
        ("Где NOC?", RU),
        ("NOC 는 어디예요?", KO),
        ("の商店在哪里可以买到纪念品和明信片", ZH),
        ("Where is 선수촌 on the map?", EN),
    ],
)
def test_names_in_other_letters_do_not_decide(text: str, language: Language) -> None:
    assert identify(text).language == language


def test_a_japanese_word_without_kana_needs_the_conversation() -> None:
    assert identify("選手村").language == ZH
    assert identify("選手村", prior=JA).language == JA
    assert identify("選手村", among=[JA, EN]).language == JA
    assert identify("競技場前駅").language == JA
    assert identify("誰會說英語？", prior=JA).language == ZH


@pytest.mark.parametrize(
    "text", ["ورزشگاه کجاست؟ چگونه به دهکده برویم؟", "Де знаходиться їдальня і її меню?", "Πού;"]
)
def test_languages_that_we_do_not_speak_are_not_taken_for_ours(text: str) -> None:
    assert identify(text).language == UNKNOWN


def test_documents_may_be_in_other_languages() -> None:
    assert identify("Де знаходиться їдальня?", among=[RU, Language("uk")]).language == "uk"
    assert identify("Πού είναι το λεωφορείο;", among=[EN, Language("el")]).language == "el"
    assert identify("Hvor er bussen? Jeg vil ikke gå.", among=[EN, DE, Language("no")]).language == "no"


def test_only_the_languages_asked_for_are_answered() -> None:
    assert identify("Wo ist der Bus?", among=[ZH, AR]).language == UNKNOWN
    assert identify("Wo ist der Bus?", among=[AR, EN], prior=DE).language == EN


def test_a_book_takes_no_longer_than_its_first_page() -> None:
    assert identify("Where is it? " * 1000 + "¿Dónde está? " * 100_000).language == EN
    assert len("Where is it? " * 1000) > CHARACTERS_MAX


def test_without_statistics_scripts_and_the_conversation_still_decide() -> None:
    """In a process that cannot see the wheel."""
    program = """
import sys
sys.modules["py3langid"] = sys.modules["py3langid.langid"] = None
from grandstand.language.identify import identify
print(identify("Где автобус?").language, identify("Wo?").language, identify("Wo?", prior="de").language)
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["ru", UNKNOWN, DE]


@given(st.text(), st.none() | st.sampled_from(LANGUAGES), st.sets(st.sampled_from(LANGUAGES)))
def test_any_text_is_in_one_of_the_languages_or_in_none(
    text: str, prior: Language | None, among: set[Language]
) -> None:
    found = identify(text, prior=prior, among=among)
    assert found.language in among | {UNKNOWN}
    assert 0 <= found.confidence <= 1
