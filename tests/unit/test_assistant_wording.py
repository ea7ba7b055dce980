"""What the assistant says: the same in every language, with no value of its own."""

import re
from datetime import UTC, date, datetime

import pytest
from fluent.syntax import FluentParser, ast

from grandstand.assistant.models import Fact, FactId, FactKind, SourcePart, Statement, StatementId
from grandstand.assistant.telling import STATEMENTS_MAX, Telling, instant, money, name, number, status
from grandstand.assistant.wording import AREAS, Wording, catalogue, slots_of
from grandstand.live.names import ENDONYMS

TODAY = date(2030, 2, 14)
ABOUT_FIRST_PLACE = {"won", "won-plain"}
"""Some languages write the first place with a digit."""
SAID_OF_RESULTS = {"leads", "leads-plain", "won", "won-plain", "row", "row-plain", "athlete-row"} | {
    "place",
    "place-plain",
    "row-irm",
    "premise-other",
    "score",
}


def test_results_are_what_we_think_they_are() -> None:
    named = {message for message, slots in slots_of("en").items() if slots & {"competitor", "value"}}
    assert named - {"medal-gold", "medal-silver", "medal-bronze"} == SAID_OF_RESULTS


@pytest.mark.parametrize("language", ENDONYMS)
def test_every_language_has_the_same_messages_and_slots(language: str) -> None:
    assert slots_of(language) == slots_of("en")


@pytest.mark.parametrize("language", ENDONYMS)
def test_whoever_is_named_first_is_named_with_the_status(language: str) -> None:
    said = SAID_OF_RESULTS | {"meeting", "place-none"}
    assert all("status" in slots_of(language)[message] for message in said)


@pytest.mark.parametrize("language", ENDONYMS)
def test_no_message_has_a_number_of_its_own(language: str) -> None:
    text = "\n".join(catalogue(area, language) for area in AREAS)
    resource = FluentParser().parse(text)
    assert not [entry for entry in resource.body if isinstance(entry, ast.Junk)]
    for entry in resource.body:
        if isinstance(entry, ast.Message) and entry.id.name not in ABOUT_FIRST_PLACE:
            said = text[entry.span.start : entry.span.end] if entry.span else ""
            assert re.search(r"\d", said) is None, said


@pytest.mark.parametrize("language", ENDONYMS)
def test_every_message_can_be_said(language: str) -> None:
    wording = Wording(language, "Europe/Rome", TODAY)
    fact = Fact(id=FactId("f1"), kind=FactKind.NUMBER, value=3, code=None, source=None)
    for message, slots in slots_of(language).items():
        statement = Statement(id=StatementId("s1"), message=message, slots=dict.fromkeys(slots, fact.id))
        assert wording.sentence(statement, {fact.id: fact})


def said(telling: Telling, language: str = "en", zone: str = "Europe/Rome") -> list[str]:
    wording = Wording(language, zone, TODAY)
    return [re.sub("[\u2066-\u2069]", "", wording.sentence(each, telling.facts)) for each in telling.statements]


def test_instants_are_said_in_the_zone_of_the_asker() -> None:
    telling = Telling()
    for at in (datetime(2030, 2, 14, 22, 30, tzinfo=UTC), datetime(2030, 2, 14, 23, 30, tzinfo=UTC)):
        telling.say("starts", unit=name("Race"), when=instant(at))
    telling.say("starts", unit=name("Race"), when=instant(datetime(2030, 2, 16, 9, tzinfo=UTC)))
    assert said(telling, "de") == [
        "Race beginnt heute um 23:30.",
        "Race beginnt morgen um 00:30.",
        "Race beginnt am Sa., 16. Feb. um 10:00.",
    ]
    assert said(telling, "zh", "Asia/Shanghai")[2] == "Race：2月16日周六17:00开始。"


def test_money_has_the_decimals_of_its_currency() -> None:
    telling = Telling()
    for amount in (money(1234, "CNY"), money(1234, "JPY"), money(1234, "KWD")):
        telling.say("delegation-none", country=amount)
    assert [line.partition(" has")[0] for line in said(telling)] == ["CN¥12.34", "¥1,234", "KWD1.234"]


def test_a_status_that_nobody_gave_is_said_to_be_missing() -> None:
    telling = Telling()
    telling.say("leads-plain", unit=name("Race"), competitor=name("Ada"), status=status(""))
    assert said(telling) == ["Race: Ada leads (status not given)."]


def test_values_are_isolated_so_that_directions_do_not_mix() -> None:
    telling = Telling()
    telling.say("delegation-none", country=name("Norway"))
    sentence = Wording("ar", "UTC", TODAY).sentence(telling.statements[0], telling.facts)
    assert "\u2068Norway\u2069" in sentence


def test_a_slot_that_is_not_filled_is_not_said() -> None:
    telling = Telling()
    telling.say("table-line", rank=number(1))
    with pytest.raises(LookupError, match="table-line"):
        said(telling)
    telling.statements.clear()
    telling.say("what-is-this")
    with pytest.raises(LookupError, match="what-is-this"):
        said(telling)


def test_an_answer_has_so_many_statements_and_no_more() -> None:
    telling = Telling()
    for _ in range(STATEMENTS_MAX + 1):
        telling.say("greeting")
    assert len(telling.statements) == STATEMENTS_MAX
    assert telling.is_full


def test_a_source_is_named_once_and_every_fact_has_its_own() -> None:
    telling, at = Telling(), datetime(2030, 2, 14, tzinfo=UTC)
    first, again = telling.rest_on(SourcePart.LIVE, at), telling.rest_on(SourcePart.LIVE, at)
    other = telling.rest_on(SourcePart.LIVE, at, ("DT_RESULT", "ALP", 3, "00ff"))
    assert first == again != other
    telling.say("delegation-none", other, country=name("Norway", "NOR"))
    (fact,) = telling.facts.values()
    assert (fact.value, fact.code, fact.source) == ("Norway", "NOR", other)
    assert telling.sources_of(telling.statements[0]) == (other,)
