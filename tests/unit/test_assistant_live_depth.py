"""Comparisons, places, records, weather, premises, cards: each value is looked up in what the facade said."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from games_at import AFTERNOON, DeskService, games_in_the_afternoon, reads_of
from grandstand.assistant import DataTools, GroundedEngine, Intent, LiveTools, TalkTools, Understanding
from grandstand.assistant.grounded import said
from grandstand.assistant.intents import Understood
from grandstand.assistant.live_shown import CARDS_MAX, SUGGESTIONS_MAX
from grandstand.assistant.models import (
    CardEvent,
    CardKind,
    ChoiceEvent,
    Event,
    FactKind,
    SaidFact,
    StatementEvent,
    SuggestionEvent,
)
from grandstand.assistant.question import Question
from grandstand.assistant.times import day_of
from grandstand.live import (
    Answer,
    CompareAnswer,
    EventAnswer,
    Kind,
    MedalTableAnswer,
    Reads,
    VenueAnswer,
    View,
    names,
)
from grandstand.live import Question as LiveQuestion
from grandstand.live.names import ENDONYMS
from grandstand.live.tell import Teller
from grandstand.tables import TableDesk

DOWNHILL = "ALPMDOWNHILL----------------------"
WOMENS_DOWNHILL = "ALPWDOWNHILL----------------------"
DOUBLES = "CURXDOUBLES-----------------------"
ZONE = "Europe/Rome"


class Recording(Reads):
    """Reads that remember what they answered."""

    def __init__(self, reads: Reads) -> None:
        self.__dict__.update(reads.__dict__)
        self.answers: list[Answer] = []

    async def answer(self, question: LiveQuestion) -> Answer:
        self.answers.append(await super().answer(question))
        return self.answers[-1]

    async def changes_between(self, since: datetime, until: datetime | None, language: str) -> Answer:
        self.answers.append(await super().changes_between(since, until, language))
        return self.answers[-1]


@pytest.fixture(scope="module")
def service() -> DeskService:
    return games_in_the_afternoon()


@pytest.fixture(scope="module")
def base(service: DeskService) -> Reads:
    return reads_of(service)


@pytest.fixture
def reads(base: Reads) -> Recording:
    return Recording(base)


@pytest.fixture(scope="module")
async def view(service: DeskService) -> View:
    return await service.view()


async def answered(
    reads: Reads, intent: Intent, text: str, language: str = "en", since: datetime | None = None
) -> list[Event]:
    """The events of an answer to a question that is understood to want that."""
    engine = GroundedEngine(
        Understanding(reads, ()), [LiveTools(reads), DataTools(reads, TableDesk()), TalkTools()]
    )
    question = Question(text=text, language=language, zone=ZONE, at=AFTERNOON, since=since)
    mentions = await reads.mentions(text, language)
    day = day_of(text, language, AFTERNOON.date())
    understood = Understood(language=language, intent=intent, by_meaning=True, mentions=mentions, day=day)
    return list(said(question, understood, await engine.told(question, understood)))


def statements(found: list[Event], *messages: str) -> list[StatementEvent]:
    told = [event for event in found if isinstance(event, StatementEvent)]
    return [each for each in told if not messages or each.message in messages]


def of(statement: StatementEvent, slot: str) -> SaidFact:
    (fact,) = [fact for fact in statement.facts if fact.slot == slot]
    return fact


def shown(found: list[Event], kind: type[Any]) -> list[Any]:
    return [event for event in found if isinstance(event, kind)]


def event_called(code: str, language: str) -> str:
    return f"{names(language).discipline(code[:3])}: {names(language).event(code)}"


# Places.

SECOND = {
    "en": "Who came second?", "de": "Wer wurde Zweiter?", "fr": "Qui est deuxième ?",
    "it": "Chi è arrivato secondo?", "es": "¿Quién quedó segundo?", "pt": "Quem ficou em segundo?",
    "nl": "Wie werd tweede?",
    "pl": "Kto był drugi?",
    "ru": "Кто второй?", "ar": "من الثاني؟", "hi": "दूसरा कौन?", "zh": "谁第二？",
    "ja": "2位は誰？", "ko": "2위는 누구?",
}  # fmt: skip
WON = {
    "en": "Why did it win?", "de": "Warum hat gewonnen:", "fr": "Pourquoi a gagné :", "it": "Perché ha vinto:",
    "es": "¿Por qué ganó?", "pt": "Porque ganhou?", "nl": "Waarom won:", "pl": "Dlaczego wygrała:",
    "ru": "Почему выиграла:", "ar": "لماذا فازت", "hi": "क्यों जीता", "zh": "为什么赢了", "ja": "なぜ優勝した",
    "ko": "왜 우승했나",
}  # fmt: skip


@pytest.mark.parametrize("language", ENDONYMS)
async def test_who_came_second_is_told_alone_and_with_the_status(reads: Recording, language: str) -> None:
    found = await answered(
        reads, Intent.RESULT, f"{SECOND[language]} {event_called(DOWNHILL, language)}", language
    )
    event = await reads.answer(LiveQuestion(kind=Kind.EVENT, code=DOWNHILL, language=language))
    assert isinstance(event, EventAnswer)
    (board,) = event.boards
    second = next(row for row in board.rows if row.rank == "2")
    assert [each.message for each in statements(found)] == ["medal-silver", "place"]
    (told,) = statements(found, "place")
    assert (of(told, "competitor").code, of(told, "value").value) == (second.competitor.code, second.value)
    assert (of(told, "rank").value, of(told, "status").value) == ("2", board.unit.result_status_name)


@pytest.mark.parametrize("language", ENDONYMS)
async def test_who_did_not_win_is_put_right_in_every_language(reads: Recording, view: View, language: str) -> None:
    country = names(language).country("NOR")
    text = f"{WON[language]} {country} – {event_called(DOWNHILL, language)}"
    found = await answered(reads, Intent.RESULT, text, language)
    (told,) = statements(found, "premise-other")
    winner = next(
        row for row in Teller(view, names(language)).board(board_of(view, DOWNHILL)).rows if row.rank == "1"
    )
    assert of(told, "competitor").code == winner.competitor.code
    assert of(told, "athlete").code == "NOR"
    assert of(told, "status").value == names(language).result_status("OFFICIAL")
    own = statements(found, "place")
    assert own
    assert all("(NOR)" in str(of(each, "competitor").value) for each in own)


def board_of(view: View, event: str) -> str:
    (unit,) = [code for code in view.units if code.startswith(event[:22]) and code[22:25] == "FNL"]
    return unit


async def test_who_did_win_is_said_to(reads: Recording) -> None:
    found = await answered(reads, Intent.RESULT, "Why did Finland win the men's downhill?")
    assert not statements(found, "premise-other")
    assert of(statements(found, "won")[0], "status").value == "Official"


async def test_who_is_not_in_an_event_is_said_not_to_be(reads: Recording, view: View) -> None:
    teller = Teller(view, names("en"))
    winner = next(row for row in teller.board(board_of(view, DOWNHILL)).rows if row.rank == "1")
    found = await answered(reads, Intent.START, f"When did {winner.competitor.name} win the women's downhill?")
    assert [each.message for each in statements(found)] == ["premise-absent", "no-result", "starts-at"]
    start = view.units[board_of(view, WOMENS_DOWNHILL)].start_at
    assert start is not None
    assert of(statements(found)[-1], "when").value == start.isoformat()


async def test_a_place_that_nobody_has_is_said_to_be_empty(reads: Recording) -> None:
    found = await answered(reads, Intent.RESULT, "Who came third in mixed doubles curling?")
    assert [each.message for each in statements(found)] == ["place-none"]
    assert of(statements(found)[0], "status").value


async def test_how_many_golds_counts_only_golds(reads: Recording) -> None:
    table = await reads.answer(LiveQuestion(kind=Kind.MEDALS))
    assert isinstance(table, MedalTableAnswer)
    won = Counter(each.colour for each in table.medals if each.competitor.organisation == "NOR")
    for colour, count in won.items():
        found = await answered(reads, Intent.DELEGATION, f"How many {colour.value}s does Norway have?")
        assert of(statements(found)[0], "count").value == count
        assert {each.message for each in statements(found)[1:]} <= {f"medal-{colour.value}"}
    found = await answered(reads, Intent.DELEGATION, "How many medals has Norway won in biathlon?")
    own = [each for each in table.medals if (each.competitor.organisation, each.discipline) == ("NOR", "BTH")]
    assert of(statements(found, "count-medals-in")[0], "count").value == len(own)
    assert of(statements(found)[0], "discipline").value == "Biathlon"


# Beside each other.


@pytest.mark.parametrize("language", ENDONYMS)
async def test_two_delegations_have_the_figures_of_the_facade(reads: Recording, language: str) -> None:
    first, second = names(language).country("NOR"), names(language).country("SUI")
    found = await answered(reads, Intent.COMPARE, f"{first} – {second}", language)
    answer = await reads.answer(
        LiveQuestion(kind=Kind.COMPARE, code="NOR", other="SUI", about="delegation", language=language)
    )
    assert isinstance(answer, CompareAnswer)
    told = statements(found, "table-line")
    for side, each in zip(answer.sides, told, strict=True):
        figures = [of(each, slot).value for slot in ("rank", "gold", "silver", "bronze")]
        assert figures == [side.rank, side.gold, side.silver, side.bronze]
    (ahead,) = statements(found, "compare-ahead")
    assert (of(ahead, "first").code, of(ahead, "second").code) == ("SUI", "NOR")


async def test_two_athletes_have_their_medals_and_where_they_met(reads: Recording, view: View) -> None:
    teller = Teller(view, names("en"))
    rows = {row.rank: row for row in teller.board(board_of(view, DOWNHILL)).rows}
    text = f"{rows['2'].competitor.name} or {rows['1'].competitor.name}"
    found = await answered(reads, Intent.COMPARE, text)
    for row, told in zip((rows["2"], rows["1"]), statements(found, "tally"), strict=True):
        won = Counter(each.colour.value for each in teller.medals_won_by(row.competitor.code))
        assert [of(told, each).value for each in ("gold", "silver", "bronze")] == [
            won[each] for each in ("gold", "silver", "bronze")
        ]
    met = [each for each in statements(found, "meeting") if "downhill" in str(of(each, "unit").value)]
    assert [(of(each, "rank").value, of(each, "other").value) for each in met] == [("2", "1")]
    assert of(met[0], "first").code == rows["2"].competitor.code


async def test_fewer_than_two_are_asked_for_and_the_choices_can_be_asked(reads: Recording) -> None:
    assert [each.message for each in statements(await answered(reads, Intent.COMPARE, "compare"))] == [
        "compare-which"
    ]
    found = await answered(reads, Intent.COMPARE, "compare Norway")
    assert [each.message for each in statements(found)] == ["compare-with"]
    choices = shown(found, ChoiceEvent)
    assert choices
    for choice in choices:
        again = await answered(reads, Intent.COMPARE, choice.text)
        assert {of(each, "country").code for each in statements(again, "table-line")} == {"NOR", choice.code}


async def test_a_match_is_told_by_its_score(reads: Recording) -> None:
    found = await answered(reads, Intent.RESULT, "Canada against Finland")
    answer = await reads.answer(
        LiveQuestion(kind=Kind.COMPARE, code="CAN", other="FIN", about="delegation", language="en")
    )
    assert isinstance(answer, CompareAnswer)
    scores = {
        each.unit.unit: {row.competitor.organisation: row.value for row in each.rows} for each in answer.meetings
    }
    told = statements(found, "score")
    assert told
    for each in told:
        unit = of(each, "unit").code
        assert unit is not None
        assert (of(each, "value").value, of(each, "other").value) == (scores[unit]["CAN"], scores[unit]["FIN"])
        assert of(each, "status").value


async def test_namesakes_are_told_apart_and_each_can_be_asked_for(reads: Recording, view: View) -> None:
    teller = Teller(view, names("en"))
    by_name: dict[str, list[str]] = {}
    for code in view.participants:
        by_name.setdefault(teller.athlete(code), []).append(code)
    asked = 0
    for called in [each for each, codes in by_name.items() if len(codes) > 1][:12]:
        found = await answered(reads, Intent.ATHLETE, called)
        choices = shown(found, ChoiceEvent)
        assert [each.message for each in statements(found)] == ["which"]
        assert {choice.code for choice in choices} == {*by_name[called]}
        for choice in [each for each in choices if each.text.count(",") > 1]:
            again = await answered(reads, Intent.ATHLETE, choice.text)
            if len({each.text for each in choices}) == len(choices) and not shown(again, ChoiceEvent):
                assert {of(each, "athlete").code for each in statements(again, "athlete-is")} >= {choice.code}
                asked += 1
    assert asked


# Records, weather, what comes next, what was missed.


@pytest.mark.parametrize("language", ENDONYMS)
async def test_records_are_the_feeds(reads: Recording, view: View, language: str) -> None:
    code = next(each for each in sorted(view.events()) if each.startswith("SSKW500M"))
    found = await answered(reads, Intent.RECORD, event_called(code, language), language)
    event = await reads.answer(LiveQuestion(kind=Kind.EVENT, code=code, language=language))
    assert isinstance(event, EventAnswer)
    assert event.records
    told = statements(found, "record-of-on")
    assert [(of(each, "best").value, of(each, "day").value) for each in told] == [
        (each.value, each.set_on and each.set_on.isoformat()) for each in event.records
    ]
    assert [of(each, "holder").code for each in told] == [
        each.competitor and each.competitor.code for each in event.records
    ]


async def test_records_of_no_event_are_asked_for_by_event(reads: Recording) -> None:
    found = await answered(reads, Intent.RECORD, "records in speed skating")
    assert [each.message for each in statements(found)] == ["which-event"]
    choices = shown(found, ChoiceEvent)
    assert {choice.code[:3] for choice in choices} == {"SSK"}
    again = await answered(reads, Intent.RECORD, choices[0].text)
    assert {each.message for each in statements(again)} <= {"record-of-on", "record-of", "record", "record-none"}


@pytest.mark.parametrize("language", ENDONYMS)
async def test_the_weather_is_the_feeds(reads: Recording, language: str) -> None:
    found = await answered(reads, Intent.WEATHER, names(language).venue("SUMMIT"), language)
    venue = await reads.answer(LiveQuestion(kind=Kind.VENUE, code="SUMMIT", language=language))
    assert isinstance(venue, VenueAnswer)
    assert venue.weather is not None
    measures = {
        each.message: of(each, "measure").value for each in statements(found) if each.message[8:] in MEASURED
    }
    assert measures == {
        "weather-air": venue.weather.air_c,
        "weather-snow": venue.weather.snow_c,
        "weather-humidity": venue.weather.humidity_percent,
        "weather-wind": venue.weather.wind_m_s,
    }
    assert of(statements(found, "weather")[0], "sky").value == venue.weather.condition_name


MEASURED = {"air", "snow", "ice", "humidity", "wind"}


async def test_the_weather_of_an_event_is_that_of_where_it_goes_on(reads: Recording) -> None:
    found = await answered(reads, Intent.WEATHER, "weather at the women's downhill")
    assert [of(each, "venue").code for each in statements(found, "weather")] == ["SUMMIT"]


async def test_who_meets_whom_next_is_the_bracket(reads: Recording) -> None:
    found = await answered(reads, Intent.START, "Who plays whom next in mixed doubles curling?")
    event = await reads.answer(LiveQuestion(kind=Kind.EVENT, code=DOUBLES))
    assert isinstance(event, EventAnswer)
    final = event.brackets[0].rounds[-1].matches[0]
    (told,) = statements(found, "match-next")
    assert [of(told, "first").code, of(told, "second").code] == [
        side.competitor and side.competitor.code for side in final.sides
    ]
    assert final.start_at is not None
    assert of(told, "when").value == final.start_at.isoformat()


async def test_what_was_missed_is_since_the_last_visit_and_about_whom_is_named(reads: Recording) -> None:
    since = AFTERNOON - timedelta(days=2)
    everything = await answered(reads, Intent.MISSED, "what did I miss", since=since)
    lately = await answered(reads, Intent.MISSED, "what did I miss", since=AFTERNOON - timedelta(hours=1))
    norway = await answered(reads, Intent.MISSED, "what did Norway do while I was away", since=since)
    assert len(statements(everything)) > len(statements(lately))
    assert {each.text for each in statements(lately)} <= {each.text for each in statements(everything)}
    assert statements(norway, "happened")
    assert not {each.text for each in statements(norway)} & {
        each.text for each in statements(everything) if "Norway" not in each.text and "NOR" not in each.text
    } - {each.text for each in statements(norway, "happened")}
    none = await answered(reads, Intent.MISSED, "what did I miss", since=AFTERNOON + timedelta(days=9))
    assert [each.message for each in statements(none)] == ["missed-none"]
    hour = AFTERNOON - timedelta(hours=1)
    quiet = await answered(reads, Intent.MISSED, "what did Japan do while I was away", since=hour)
    assert [each.message for each in statements(quiet)] == ["missed-none-named"], "others have done something"


# Cards, suggestions, and that nothing is invented.

QUESTIONS = [
    (Intent.RESULT, "the men's downhill"),
    (Intent.RESULT, "Norway in the men's downhill"),
    (Intent.RESULT, "mixed doubles curling"),
    (Intent.START, "women's downhill"),
    (Intent.START, "Norway"),
    (Intent.START, "mixed doubles curling"),
    (Intent.NOW, "now"),
    (Intent.SCHEDULE, "tomorrow"),
    (Intent.MEDAL_TABLE, "medals"),
    (Intent.DELEGATION, "Norway"),
    (Intent.DELEGATION, "gold of Norway in biathlon"),
    (Intent.COMPARE, "Norway, Switzerland"),
    (Intent.RECORD, "women's 500 m speed skating"),
    (Intent.WEATHER, "weather"),
    (Intent.MISSED, "what did I miss"),
    (Intent.DATA, "the men's downhill"),
    (Intent.DATA, "Norway"),
    (Intent.DATA, "medals"),
]


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, msgspec.Struct):
        yield from leaves({field: getattr(value, field) for field in value.__struct_fields__})
    elif isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, tuple):
        yield len(value)
        for at in range(len(value[0].__struct_fields__) if value and isinstance(value[0], msgspec.Struct) else 0):
            field = value[0].__struct_fields__[at]
            if field in {"colour", "organisation", "discipline"}:
                yield from Counter(str(getattr(each, field)) for each in value).values()
        for each in value:
            yield from leaves(each)
    else:
        yield value


PARTS = re.compile(r": |, | \(|\)")


def is_told(fact: SaidFact, told: set[object]) -> bool:
    """Whether the facade has said a value, or each part of a name that is made of several."""
    if fact.value in told or fact.value in {"", "–"}:
        return True
    if isinstance(fact.value, str) and fact.kind not in {FactKind.INSTANT, FactKind.DAY}:
        return all(part in told for part in PARTS.split(fact.value) if part)
    return False


@pytest.mark.parametrize("language", ["en", "de", "ar", "zh", "hi"])
@pytest.mark.parametrize(("intent", "text"), QUESTIONS)
async def test_no_value_is_said_that_the_facade_has_not_said(
    reads: Recording, language: str, intent: Intent, text: str
) -> None:
    found = await answered(reads, intent, text, language)
    assert statements(found)
    told: set[object] = set()
    for leaf in [leaf for answer in reads.answers for leaf in leaves(answer)]:
        told.add(leaf)
        if isinstance(leaf, str):
            told |= {*PARTS.split(leaf)}
        if isinstance(leaf, datetime):
            told |= {leaf.isoformat(), leaf.astimezone(ZoneInfo(ZONE)).date().isoformat()}
        elif isinstance(leaf, date):
            told.add(leaf.isoformat())
    told.add(names(language).discipline("BTH"))
    for each in statements(found):
        for fact in each.facts:
            if each.message.startswith(("count-", "day-count")) and fact.slot == "count":
                continue
            assert is_told(fact, told), (each.message, fact)


@pytest.mark.parametrize("language", ENDONYMS)
async def test_cards_lead_to_the_page_of_the_games(reads: Recording, language: str) -> None:
    found = await answered(reads, Intent.RESULT, event_called(DOWNHILL, language), language)
    (card,) = shown(found, CardEvent)
    assert (card.kind, card.code, card.title) == (CardKind.EVENT, DOWNHILL, event_called(DOWNHILL, language))
    assert card.link == f"/games?view=event&event={DOWNHILL}"
    assert len(card.lines) == 3
    assert all(names(language).result_status("OFFICIAL") in line for line in card.lines)


@pytest.mark.parametrize(
    ("intent", "text", "link"),
    [
        (Intent.DELEGATION, "Norway", "/games?view=delegation&delegation=NOR"),
        (Intent.MEDAL_TABLE, "medals", "/games?view=medals"),
        (Intent.ATHLETE, "{athlete}", "/games?view=athlete&athlete={code}"),
    ],
)
async def test_each_kind_of_thing_has_its_card(
    reads: Recording, view: View, intent: Intent, text: str, link: str
) -> None:
    row = next(row for row in Teller(view, names("en")).board(board_of(view, DOWNHILL)).rows if row.rank == "1")
    found = await answered(reads, intent, text.format(athlete=row.competitor.name))
    (card,) = shown(found, CardEvent)
    assert card.link == link.format(code=row.competitor.code)
    assert card.lines


@pytest.mark.parametrize(("intent", "text"), QUESTIONS)
async def test_a_few_questions_are_suggested_and_each_names_what_it_is_about(
    reads: Recording, intent: Intent, text: str
) -> None:
    found = await answered(reads, intent, text)
    suggested = [each.text for each in shown(found, SuggestionEvent)]
    assert 1 <= len(suggested) <= SUGGESTIONS_MAX
    assert len(shown(found, CardEvent)) <= CARDS_MAX
    assert len({*suggested}) == len(suggested)
    for each in suggested:
        assert re.search("[\u2066-\u2069]", each) is None
        mentions = await reads.mentions(each, "en")
        assert len(mentions.events) <= 1
