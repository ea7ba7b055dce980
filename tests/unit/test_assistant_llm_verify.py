"""Which sentences may be shown: whole statements in an order that keeps them true, and words of a closed list."""

import pytest

from grandstand.assistant.llm import Offered, Refused, Verification, false_statements, offered
from grandstand.assistant.llm.models import Reason
from grandstand.assistant.llm.sentences import Sentences
from grandstand.assistant.llm.vocabulary import UNSPACED, connecting, folded, telling_in, vocabulary
from grandstand.assistant.models import (
    DeltaEvent,
    FactId,
    FactKind,
    SaidFact,
    StatementEvent,
    StatementId,
    UnderstoodEvent,
)
from grandstand.demo.misbehaving_model import WELL
from grandstand.language.models import LANGUAGES

NAME, RESULT, STATUS, NUMBER = FactKind.NAME, FactKind.RESULT, FactKind.STATUS, FactKind.NUMBER


def said(number: int, text: str, *facts: tuple[FactKind, str]) -> StatementEvent:
    made = tuple(
        SaidFact(id=FactId(f"f{number}{at}"), kind=kind, value=value, code=value, source=None)
        for at, (kind, value) in enumerate(facts)
    )
    return StatementEvent(id=StatementId(f"s{number}"), text=text, facts=made, sources=())


TWO_RACES = [
    said(
        1,
        "Downhill: Berg is first, 1:40 (official).",
        (NAME, "Berg"),
        (RESULT, "1:40"),
        (NAME, "DH"),
        (STATUS, "o"),
    ),
    said(2, "2. Lind, 1:41 (official)", (RESULT, "2"), (NAME, "Lind"), (RESULT, "1:41"), (STATUS, "o")),
    said(
        3, "Slalom: Berg is first, 0:50 (official).", (NAME, "Berg"), (RESULT, "0:50"), (NAME, "SL"), (STATUS, "o")
    ),
    said(4, "2. Moen, 0:51 (official)", (RESULT, "2"), (NAME, "Moen"), (RESULT, "0:51"), (STATUS, "o")),
    said(5, "Some messages are missing."),
]
TWO_ATHLETES = [
    said(1, "Berg starts for Norway.", (NAME, "Berg"), (NAME, "NOR")),
    said(2, "Berg was born in June.", (NAME, "Berg")),
    said(3, "Downhill: place 3 (official).", (NAME, "DH"), (RESULT, "3"), (STATUS, "o")),
    said(4, "Lind starts for Norway.", (NAME, "Lind"), (NAME, "NOR")),
    said(5, "Downhill: place 9 (official).", (NAME, "DH"), (RESULT, "9"), (STATUS, "o")),
]


def verification(statements: list[StatementEvent], language: str = "en") -> Verification:
    made = Verification(language)
    made.offer(offered(statements))
    return made


def refused(text: str, statements: list[StatementEvent] = TWO_RACES, language: str = "en") -> Reason:
    with pytest.raises(Refused) as caught:
        verification(statements, language).check(text)
    return caught.value.reason


def test_statements_are_written_out_between_connecting_words() -> None:
    found = verification(TWO_RACES).check("Here is what I know: {{s1}} And also {{s3}}")
    assert found.text == f"Here is what I know: {TWO_RACES[0].text} And also {TWO_RACES[2].text}"
    assert found.statements == ("s1", "s3")


def test_a_statement_that_was_written_out_whole_counts_as_referred_to() -> None:
    found = verification(TWO_RACES).check(f"Here you find: {TWO_RACES[0].text}".replace("you ", ""))
    assert found.statements == ("s1",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_words_that_connect(language: str) -> None:
    found = verification(TWO_RACES, language).check(WELL[language].replace("{a}", "{{s1}}"))
    assert TWO_RACES[0].text in found.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_connecting_word_says_anything(language: str) -> None:
    words = connecting(language).split()
    assert len(words) >= 50
    assert not {folded(word) for word in words} & set(vocabulary(language).telling)
    if language in UNSPACED:
        assert [word for word in words if telling_in(word, language)] == []
    assert not [word for word in words if any(letter.isdigit() for letter in word)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{s1}} in 3 minutes", Reason.NUMBER),
        ("{{s1}} ٣", Reason.NUMBER),
        ("three: {{s1}}", Reason.NUMBER),
        ("It is not so: {{s1}}", Reason.NEGATION),
        ("n\u200bot {{s1}}", Reason.NEGATION),
        ("better: {{s1}}", Reason.COMPARISON),
        ("If {{s1}}", Reason.CONDITION),
        ("Yes! {{s1}}", Reason.CONDITION),
        ("Berg: {{s1}}", Reason.NAME),
        ("thrilling: {{s1}}", Reason.WORD),
        ("{{s1}}?", Reason.SIGN),
        ("~~{{s1}}~~", Reason.SIGN),
        ("'{{s1}}'", Reason.SIGN),
        ("{{s1}} - {{s3}}", Reason.SIGN),
        ("{{s9}}", Reason.REFERENCE),
        ("{{s1", Reason.REFERENCE),
        ("{s1}}", Reason.REFERENCE),
        ("{{s1}} {{s1}}", Reason.REPEATED),
        ("{{s1}} and " * 100, Reason.TOO_LONG),
        ("Downhill: Berg", Reason.NAME),
    ],
)
def test_what_says_more_than_its_statements_is_refused(text: str, reason: Reason) -> None:
    assert refused(text) is reason


def test_a_line_of_a_result_stays_behind_its_own_head() -> None:
    assert verification(TWO_RACES).check("{{s1}} {{s2}} {{s3}} {{s4}}").statements == ("s1", "s2", "s3", "s4")
    assert verification(TWO_RACES).check("{{s3}} {{s4}} {{s1}} {{s2}}").statements == ("s3", "s4", "s1", "s2")
    for swapped in ("{{s1}} {{s4}}", "{{s3}} {{s2}}", "{{s2}}", "{{s1}} {{s3}} {{s2}}"):
        assert refused(swapped) is Reason.ORDER


def test_the_place_of_one_athlete_is_never_that_of_another() -> None:
    """Both start for the same country, in the same event."""
    assert verification(TWO_ATHLETES).check("{{s1}} {{s3}}").statements == ("s1", "s3")
    assert verification(TWO_ATHLETES).check("{{s2}} {{s3}} {{s4}} {{s5}}").statements == ("s2", "s3", "s4", "s5")
    for swapped in ("{{s1}} {{s5}}", "{{s4}} {{s3}}", "{{s3}}", "{{s1}} {{s4}} {{s3}}"):
        assert refused(swapped, TWO_ATHLETES) is Reason.ORDER


def test_heads_hold_across_sentences() -> None:
    made = verification(TWO_RACES)
    made.check("{{s1}}")
    made.check("Also here: ")
    assert made.check("{{s2}}").statements == ("s2",)
    made.check("{{s3}}")
    with pytest.raises(Refused):
        made.check("{{s2}}")


def test_what_names_nobody_is_not_offered_out_of_the_answer_to_another_question() -> None:
    nothing = said(1, "Nothing is scheduled for Saturday.", (FactKind.DAY, "2030-02-16"))
    assert [each.id for each in offered([nothing])] == ["s1"]
    assert offered([nothing], block=1) == []


def test_a_measure_stays_behind_what_it_was_measured_at() -> None:
    weather = [
        said(1, "The weather at the hill:", (NAME, "hill")),
        said(2, "Air temperature: -4 °C.", (NUMBER, "-4")),
        said(3, "The weather at the oval:", (NAME, "oval")),
        said(4, "Air temperature: -9 °C.", (NUMBER, "-9")),
    ]
    assert verification(weather).check("{{s3}} {{s4}} {{s1}} {{s2}}").statements == ("s3", "s4", "s1", "s2")
    for swapped in ("{{s1}} {{s4}}", "{{s2}}", "{{s3}} {{s2}}"):
        assert refused(swapped, weather) is Reason.ORDER


def test_what_was_said_first_about_nobody_is_said_first() -> None:
    """Whose place that is the question said, and nothing else may come to say it."""
    place = [
        said(1, "Place 9 (official).", (RESULT, "9"), (STATUS, "o")),
        said(2, "Lind is here.", (NAME, "Lind")),
    ]
    assert verification(place).check("{{s1}} {{s2}}").statements == ("s1", "s2")
    assert refused("{{s2}} {{s1}}", place) is Reason.ORDER
    assert [each.id for each in offered(place, block=1)] == ["s2"]


def test_a_heading_introduces_only_what_is_of_its_own_answer() -> None:
    heading = said(1, "2 entries for Saturday:", (NUMBER, "2"))
    other = Offered(id=StatementId("s8"), text="Slalom starts.", block=1)
    made = verification([heading, said(2, "Downhill starts.", (NAME, "DH"))])
    made.offer([other])
    with pytest.raises(Refused):
        made.check("{{s1}} {{s8}}")
    assert made.check("{{s1}} {{s2}} {{s8}}").statements == ("s1", "s2", "s8")


def test_a_caveat_is_left_to_be_said() -> None:
    made = verification(TWO_RACES)
    made.check("{{s1}}")
    assert [each.id for each in made.caveats()] == ["s5"]
    made.check("{{s5}}")
    assert made.caveats() == []


def test_values_of_neighbours_never_run_together() -> None:
    made = verification([said(1, "Berg: 1:40", (NAME, "Berg")), said(2, "3. Lind", (NAME, "Lind"))])
    assert made.check("{{s1}}{{s2}}").text == "Berg: 1:40 3. Lind"
    made = verification([said(1, "Berg: 1:40", (NAME, "Berg")), said(2, "3. Lind", (NAME, "Lind"))])
    assert made.check("Here.{{s2}},{{s1}}").text == "Here. 3. Lind, Berg: 1:40"


def test_sentences_come_when_they_are_whole_and_lose_nothing() -> None:
    text = "Hello! {{s1}} And {{s2}}. 你好。{{s3}}\n- last"
    for size in (1, 2, 3, 7, 100):
        taken = Sentences()
        found = [each for at in range(0, len(text), size) for each in taken.feed(text[at : at + size])]
        assert "".join([*found, taken.end()]) == text
    assert "Hello!" in found


# The count of what is false does not trust the verification.


@pytest.mark.parametrize(
    ("text", "is_false"),
    [
        (TWO_RACES[0].text, False),
        (f"Here is what I know: {TWO_RACES[0].text}", False),
        (f"It is not so: {TWO_RACES[0].text}", True),
        (f"{TWO_RACES[0].text} 17", True),
        (f"{TWO_RACES[0].text} १७", True),
        (f"{TWO_RACES[0].text} seven", True),
        (f"Quellmann: {TWO_RACES[0].text}", True),
        (f"{TWO_RACES[0].text}?", True),
        ("Downhill: Berg is first.", True),
        (f"{TWO_RACES[0].text} ❌", True),
    ],
)
def test_false_statements_are_counted(text: str, *, is_false: bool) -> None:
    heard = UnderstoodEvent(language="en", intent="result", by_meaning=True)  # type: ignore[arg-type]
    shown = DeltaEvent(text=text, statements=(StatementId("s1"),), is_own=False)
    assert false_statements([heard, *TWO_RACES, shown]) == ([text] if is_false else [])


def test_a_line_under_another_head_is_counted() -> None:
    shown = DeltaEvent(
        text=f"{TWO_RACES[0].text} {TWO_RACES[3].text}",
        statements=(StatementId("s1"), StatementId("s4")),
        is_own=False,
    )
    assert false_statements([*TWO_RACES, shown]) == [shown.text]


@pytest.mark.parametrize(
    ("text", "is_false"),
    [
        ("Snow is frozen water.", False),
        ("Quellmann won gold.", True),
        ("金牌", True),
        ("Das hat Berg gemacht", True),
    ],
)
def test_own_words_about_the_games_are_counted(text: str, *, is_false: bool) -> None:
    shown = DeltaEvent(text=text, statements=(), is_own=True)
    assert bool(false_statements([shown], names=["Berg"])) is is_false
