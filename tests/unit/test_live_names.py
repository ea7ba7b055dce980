"""Every code has a name in every language, and every sentence tells what it should and no more."""

import re
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor
from hypothesis import given
from hypothesis import strategies as st

from grandstand.demo.games.nations import NATIONS
from grandstand.demo.games.programme import PROGRAMME, Event, events
from grandstand.kernel.errors import RequestInvalid, SettingsInvalid
from grandstand.live.answers import Happening
from grandstand.live.catalogue import LANGUAGES, Catalogue
from grandstand.live.countries import NEUTRAL, REFUGEES, TERRITORIES, territory_name
from grandstand.live.models import Colour, Placeholder
from grandstand.live.names import (
    ENDONYMS,
    MEMO_MAX,
    Names,
    country_names,
    is_match,
    is_right_to_left,
    names,
    person,
)

OTHERS = LANGUAGES[1:]
LATIN = ("de", "fr", "it", "es", "pt", "nl", "pl")
VENUES = ("SUMMIT", "RIDGE", "PINES", "EAGLE", "ICEWAY", "LANTERN", "HARBOUR", "STONES", "OVAL", "TERRACE")
STATUSES = (
    "UNSCHEDULED",
    "SCHEDULED",
    "GETTING_READY",
    "RUNNING",
    "SCHEDULED_BREAK",
    "INTERRUPTED",
    "DELAYED",
    "POSTPONED",
    "RESCHEDULED",
    "CANCELLED",
    "FINISHED",
)
RESULTS = (
    "START_LIST",
    "LIVE",
    "INTERMEDIATE",
    "UNCONFIRMED",
    "UNOFFICIAL",
    "OFFICIAL",
    "PARTIAL",
    "PROTESTED",
    "PROVISIONAL",
)
IRMS = ("DNS", "DNF", "DSQ", "DNQ", "LAP", "RAL")
SKIES = ("SUNNY", "PARTLY", "CLOUDY", "FOG", "LIGHTSNOW", "SNOWFALL", "RAIN", "WINDY")
SNOWS = ("HARD", "PACKED", "POWDER", "SOFT", "WET", "ICY")
RECORDS = ("WR", "OR", "TR", "NR")
PHASES = ("QUAL", "PREL", "HEAT", "8FNL", "QFNL", "SFNL", "BRNZ", "FNL-")
CHOICES = {"gender", "form", "kind", "colour"}
"""Variables that only choose between wordings; a language that needs no choice leaves them out."""
ALWAYS_CHOSEN = {"gender", "colour"}
SAME_IN = {
    # Words of the sport that these languages took over, from English or all of them from elsewhere.
    "big air": LATIN,
    "curling": LATIN,
    "monobob": ("de", "fr", "it", "es", "pt", "nl"),
    "skeleton": LATIN,
    "slopestyle": LATIN,
    "snowboard": ("de", "fr", "it", "es", "pt", "pl"),
    "snowboard cross": ("it", "es", "pt"),
    "halfpipe": ("de", "it", "es", "pt", "nl", "pl"),
    "sprint": ("de", "fr", "it", "pt", "nl", "pl"),
    "slalom": ("de", "fr", "pt", "nl", "pl"),
    "super-g": ("de", "fr", "pt", "nl"),
    "biathlon": ("de", "fr", "it", "pl"),
    "skiathlon": ("de", "fr", "it"),
    "luge": ("fr", "es", "pt"),
    "short track": ("it", "pl"),
    "bobsleigh": ("fr", "es"),
    "moguls": ("pt", "nl"),
    "live": ("de", "nl"),
    "mixed": ("de",),
    "super team": ("it",),
    "downhill": ("pt",),
    "ski cross": ("pt",),
    "cross-country": ("pt",),
    "aerials": ("nl",),
    "freeski big air": ("nl",),
    "freeski halfpipe": ("nl",),
    "freeski slopestyle": ("nl",),
    # Words of the language that happen to look like the English ones.
    "hard": ("nl",),
    "bronze": ("de", "fr", "pt"),
    "final": ("es", "pt"),
    "gold": ("de",),
    "individual": ("es", "pt"),
    "provisional": ("es",),
    # Names.
    "congo": ("fr", "it", "es", "pt", "nl"),
    "dr congo": ("nl",),
    "hong kong, china": ("es", "pt"),
    "myanmar": ("de", "fr", "it", "es", "nl"),
    "palestine": ("fr",),
}
"""What is the same as in English, and in which languages; numbers with their units are so everywhere."""
ENGLISH_WORDS = re.compile(
    r"\b(the|has|been|and|with|men|women|mixed|start|place|until|wins|by|round|not)\b", re.IGNORECASE
)
ENGLISH_LOOKING = {"de": {"mixed", "start"}, "fr": {"place"}, "nl": {"start"}, "pl": {"start"}}
"""Words of other languages among these."""
LATIN_LETTERS_ELSEWHERE = re.compile(r"\b(?:\d+km|\d+m)\b|U(?=型)")
"""Units after digits, as the Korean press writes them, and the U of the Chinese word for a halfpipe."""


def resource(language: str) -> ast.Resource:
    text = (files("grandstand.live") / "locales" / f"{language}.ftl").read_text(encoding="utf-8")
    parsed = FluentParser().parse(text)
    assert isinstance(parsed, ast.Resource)
    return parsed


def messages(language: str) -> dict[str, ast.Message]:
    found: dict[str, ast.Message] = {}
    for entry in resource(language).body:
        if isinstance(entry, ast.Message):
            assert entry.id.name not in found, f"{language}.ftl has {entry.id.name} twice"
            found[entry.id.name] = entry
        else:
            assert not isinstance(entry, ast.Junk), entry
    return found


class Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  # the visitor's name
        self.names.add(node.id.name)


class Texts(Visitor):
    def __init__(self) -> None:
        self.values: list[str] = []

    def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802  # the visitor's name
        self.values.append(node.value)


def variables(message: ast.Message) -> set[str]:
    visitor = Variables()
    visitor.visit(message)
    return visitor.names


def texts(message: ast.Message) -> list[str]:
    visitor = Texts()
    if message.value is not None:
        visitor.visit(message.value)
    for attribute in message.attributes:
        if attribute.id.name != "form":
            visitor.visit(attribute.value)
    return visitor.values


def shown(variant: ast.Pattern) -> Iterator[tuple[str, ...]]:
    """The variables that each wording of a pattern shows."""
    plain = tuple(
        sorted(
            part.expression.id.name
            for part in variant.elements
            if isinstance(part, ast.Placeable) and isinstance(part.expression, ast.VariableReference)
        )
    )
    nested = [
        part.expression
        for part in variant.elements
        if isinstance(part, ast.Placeable) and isinstance(part.expression, ast.SelectExpression)
    ]
    if not nested:
        yield plain
    for choice in nested:
        for each in choice.variants:
            yield from shown(each.value)


def every_name(said: Names) -> list[str]:
    """Whatever is answered without a choice of words of the asker."""
    return [
        *(said.discipline(code) for code in PROGRAMME),
        *(said.venue(code) for code in VENUES),
        *(said.status(code) for code in STATUSES),
        *(said.result_status(code) for code in RESULTS),
        *(said.irm(code) for code in IRMS),
        *(said.gender(code) for code in "MWX"),
        *(said.medal(colour) for colour in Colour),
        *(said.placeholder(code) for code in Placeholder),
        *(said.sky(code) for code in SKIES),
        *(said.snow(code) for code in SNOWS),
        *(said.record(code) for code in RECORDS),
    ]


def key(event: Event, phase: str = "----", unit: str = "--------") -> str:
    return event.rsc[:22] + phase + unit


DOWNHILL, SLALOM = Event("ALP", "W", "DOWNHILL"), Event("ALP", "M", "SLALOM")

# The catalogue


def test_there_are_fourteen_languages_with_a_file_and_an_endonym_each() -> None:
    catalogues = {entry.name for entry in (files("grandstand.live") / "locales").iterdir()}
    assert {f"{language}.ftl" for language in LANGUAGES} == catalogues
    assert len(LANGUAGES) == 14
    assert tuple(ENDONYMS) == LANGUAGES


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_the_messages_of_english_and_shows_the_same_variables(language: str) -> None:
    ours, theirs = messages("en"), messages(language)
    assert list(theirs) == list(ours)
    for message_id, message in ours.items():
        used = variables(theirs[message_id])
        assert used - CHOICES == variables(message) - CHOICES, message_id
        assert used & ALWAYS_CHOSEN == variables(message) & ALWAYS_CHOSEN, message_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_wording_of_a_message_shows_the_same_variables(language: str) -> None:
    for message_id, message in messages(language).items():
        assert message.value is None or len(set(shown(message.value))) == 1, message_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_attributes_are_genders_and_forms_that_the_language_chooses_by(language: str) -> None:
    every = messages(language)
    template = every["event-name"].value
    assert template is not None
    forms = set(re.findall(r"\[([a-z-]+)\]", "\n".join(_source(language, "event-name"))))
    for message_id, message in every.items():
        for attribute in message.attributes:
            assert message_id.startswith("event-"), message_id
            if attribute.id.name == "form":
                (text,) = attribute.value.elements
                assert isinstance(text, ast.TextElement)
                assert text.value in forms, message_id
            else:
                assert attribute.id.name in {"M", "W", "X"}, message_id


def _source(language: str, message_id: str) -> list[str]:
    text = (files("grandstand.live") / "locales" / f"{language}.ftl").read_text(encoding="utf-8")
    lines = text.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(f"{message_id} ="))
    rest = [at for at, line in enumerate(lines) if at > start and line and not line.startswith(" ")]
    return lines[start : rest[0]]


@pytest.mark.parametrize("language", LATIN)
def test_what_reads_as_in_english_is_on_the_list_and_nothing_else_is(language: str) -> None:
    english = messages("en")
    same: set[str] = set()
    for message_id, message in messages(language).items():
        theirs = "".join(texts(message)).strip().casefold()
        if theirs == "".join(texts(english[message_id])).strip().casefold() and re.search("[a-z]", theirs):
            same.add(theirs)
    assert {word for word in same if not re.fullmatch(r"\d+ k?m", word)} == {
        word for word, allowed in SAME_IN.items() if language in allowed
    }


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_left_inside_a_wording(language: str) -> None:
    for message_id, message in messages(language).items():
        for text in texts(message):
            if language in LATIN:
                found = {each.lower() for each in ENGLISH_WORDS.findall(text)}
                assert not found - ENGLISH_LOOKING.get(language, set()), (message_id, text)
            else:
                assert not re.search("[A-Za-z]", LATIN_LETTERS_ELSEWHERE.sub("", text)), (message_id, text)


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each not in ("en", *LATIN)])
def test_names_are_in_the_script_of_the_language(language: str) -> None:
    script = {
        "ru": "[а-яё]", "ar": "[\u0621-\u064a]", "hi": "[\u0900-\u097f]", "zh": "[\u4e00-\u9fff]",
        "ja": "[\u3040-\u30ff\u4e00-\u9fff]", "ko": "[\uac00-\ud7af]",
    }[language]  # fmt: skip
    said = names(language)
    every = [*every_name(said), *(said.event(event.rsc) for event in events()), *map(said.country, TERRITORIES)]
    for name in every:
        assert re.search(script, name.lower()), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_message_is_noticed(language: str) -> None:
    with pytest.raises(LookupError, match=f"{language}.ftl has no message 'no-such'"):
        Catalogue(language).text("no-such")
    with pytest.raises(LookupError, match="does not format"):
        Catalogue(language).text("happening-started")


def test_every_message_is_said_somewhere() -> None:
    """What no code asks for would be translated fourteen times for nobody."""
    asked: set[str] = set()

    class Listening(Catalogue):
        def find(self, message_id: str, attribute: str | None = None, **values: str) -> str | None:
            asked.add(message_id)
            return super().find(message_id, attribute, **values)

    said = Names(Listening("en"))
    every_name(said)
    said.within("A", "B")
    said.phase(key(DOWNHILL, "GPA-"))
    for is_loser in (False, True):
        said.comes_from("U", is_loser=is_loser)
    for event in events():
        said.event(event.rsc)
        for phase in PHASES:
            for number in (1, 2):
                said.unit(key(event, phase, f"{number:04}01--"))
    for code in (*TERRITORIES, NEUTRAL, REFUGEES):
        said.country(code)
    for kind in Happening:
        for start in (None, "S"):
            for won in (False, True):
                said.happening(
                    kind, unit="U", competitor="W", colour=Colour.GOLD, value="1", start=start, is_match=won
                )
    assert set(messages("en")) <= asked


# Events, phases, units


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_has_a_name_and_no_two_of_a_discipline_share_one(language: str) -> None:
    said = names(language)
    for discipline, genders in PROGRAMME.items():
        found: dict[str, Event] = {}
        for gender, codes in genders.items():
            for code in codes:
                event = Event(discipline, gender, code)
                name = said.event(event.rsc)
                assert name not in found, (event, found.get(name))
                assert not re.search(rf"\b{code}\b", name), name
                assert said.discipline(discipline) not in {name, discipline}
                assert name == " ".join(name.split())
                found[name] = event


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_of_men_and_women_say_so(language: str) -> None:
    """A name of one gender differs from that of the other and of all; of mixed events it may say neither."""
    said = names(language)
    for event in events():
        if event.gender != "X":
            other = event._replace(gender="MW"[event.gender == "M"])
            assert said.event(event.rsc) != said.event(other.rsc)


@pytest.mark.parametrize(
    ("language", "downhill", "relay", "five_hundred"),
    [
        ("en", "Women’s downhill", "Mixed relay", "Men’s 500 m"),
        ("de", "Abfahrt der Frauen", "Mixed-Staffel", "500 m der Männer"),
        ("fr", "Descente femmes", "Relais mixte", "500 m hommes"),
        ("it", "Discesa libera femminile", "Staffetta mista", "500 m maschili"),
        ("es", "Descenso femenino", "Relevo mixto", "500 m masculinos"),
        ("pt", "Downhill feminino", "Revezamento misto", "500 m masculinos"),
        ("nl", "Afdaling vrouwen", "Gemengde estafette", "500 m mannen"),
        ("pl", "Zjazd kobiet", "Sztafeta mieszana", "500 m mężczyzn"),
        ("ru", "Скоростной спуск, женщины", "Смешанная эстафета", "500 м, мужчины"),
        ("ar", "الانحدار للسيدات", "سباق التتابع المختلط", "سباق 500 م للرجال"),
        ("hi", "महिला डाउनहिल", "मिश्रित रिले", "पुरुष 500 मीटर"),
        ("zh", "女子滑降", "混合接力", "男子500米"),
        ("ja", "女子滑降", "混合リレー", "男子500メートル"),
        ("ko", "여자 활강", "혼성 계주", "남자 500m"),
    ],
)
def test_events_read_as_in_a_paper(language: str, downhill: str, relay: str, five_hundred: str) -> None:
    said = names(language)
    assert said.event(DOWNHILL.rsc) == downhill
    assert said.event(Event("BTH", "X", "RELAY").rsc) == relay
    assert said.event(Event("STK", "M", "500M").rsc) == five_hundred


def test_adjectives_agree() -> None:
    assert names("es").event(Event("BTH", "W", "PURSUIT").rsc) == "Persecución femenina"
    assert names("it").event(Event("FRS", "M", "MOGULS").rsc) == "Gobbe maschili"
    assert names("pt").event(Event("CUR", "X", "DOUBLES").rsc) == "Duplas mistas"
    assert names("nl").event(Event("BOB", "W", "TWO").rsc) == "Tweevrouwsbob"


def test_an_event_is_named_by_any_key_in_it_and_an_unknown_one_by_its_code() -> None:
    said = names("en")
    assert said.event(key(DOWNHILL, "FNL-", "000100--")) == "Women’s downhill"
    assert said.event("ALPWXYZ-----LONG------------------") == "Alpine skiing XYZ-LONG"
    assert said.event("QQQWXYZ---------------------------") == "QQQ XYZ"
    assert said.event("ALP-------------------------------") == "Alpine skiing"
    assert said.event("ALPODOWNHILL----------------------") == "Downhill"
    assert said.event("") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phase_and_unit_of_the_programme_has_a_name(language: str) -> None:
    said = names(language)
    for event in events():
        for phase in PHASES:
            assert said.phase(key(event, phase)) not in {None, phase, phase.strip("-")}
            units = [said.unit(key(event, phase, f"{number:04}00--")) for number in range(1, 5)]
            assert len(set(units)) == 4
            assert said.unit(key(event, phase, "000100--"), is_only=True) == said.phase(key(event, phase))


@pytest.mark.parametrize(
    ("event", "phase", "unit", "name"),
    [
        (SLALOM, "FNL-", "000200--", "Final, run 2"),
        (Event("SJP", "M", "LH"), "FNL-", "000100--", "Final, round 1"),
        (Event("CUR", "X", "DOUBLES"), "PREL", "001200--", "Round robin, match 12"),
        (Event("CUR", "X", "DOUBLES"), "PREL", "001202--", "Round robin, match 12, part 2"),
        (Event("IHO", "W", "TEAM6"), "SFNL", "000200--", "Semi-final 2"),
        (Event("IHO", "W", "TEAM6"), "BRNZ", "--------", "Bronze medal match"),
        (Event("SBD", "W", "PGS"), "BRNZ", "--------", "Small final"),
        (Event("SBD", "W", "PGS"), "QUAL", "000200--", "Qualification, run 2"),
        (Event("SBD", "W", "PGS"), "8FNL", "000300--", "Round of 16, heat 3"),
        (Event("STK", "W", "500M"), "HEAT", "000800--", "Heat 8"),
        (Event("STK", "W", "500M"), "FNL-", "000200--", "Final, heat 2"),
        (Event("FSK", "X", "PAIRS"), "FNL-", "000100--", "Final, short programme"),
        (Event("FSK", "X", "DANCE"), "FNL-", "000200--", "Final, free dance"),
        (Event("FSK", "X", "TEAM"), "FNL-", "000300--", "Final, part 3"),
        (Event("NCB", "M", "LH10KM"), "FNL-", "000200--", "Final, cross-country"),
        (DOWNHILL, "FNL-", "000000--", "Final"),
        (DOWNHILL, "FNL-", "A1------", "Final A1"),
        (DOWNHILL, "XYZ-", "000300--", "XYZ, run 3"),
        (DOWNHILL, "----", "--------", "Women’s downhill"),
    ],
)
def test_units_are_numbered_as_their_sport_does(event: Event, phase: str, unit: str, name: str) -> None:
    assert names("en").unit(key(event, phase, unit)) == name


def test_units_are_numbered_in_other_languages_too() -> None:
    run, match = key(SLALOM, "FNL-", "000200--"), key(Event("CUR", "W", "TEAM"), "SFNL", "000100--")
    assert names("de").unit(run) == "Finale, 2. Lauf"
    assert names("ru").unit(run) == "Финал, попытка 2"
    assert names("ar").unit(run) == "النهائي، الجولة 2"
    assert names("ja").unit(run) == "決勝 2本目"
    assert names("zh").unit(match) == "半决赛第1场"
    assert names("ko").unit(match) == "준결승 1경기"


def test_names_within_each_other_are_one() -> None:
    assert names("en").within("Luge", "", "Team relay", "Final") == "Luge, Team relay, Final"
    assert names("zh").within("高山滑雪", "女子滑降") == "高山滑雪，女子滑降"
    assert names("ar").within("التزلج الألبي", "النهائي") == "التزلج الألبي، النهائي"
    assert names("ja").within("ペア") == "ペア"
    assert names("ko").within("", "") == ""


def test_a_key_without_a_phase_has_none() -> None:
    assert names("en").phase(DOWNHILL.rsc) is None


# Countries


def test_the_table_has_every_committee_once_and_each_territory_once() -> None:
    assert len(TERRITORIES) == 206
    assert len(set(TERRITORIES.values())) == 206
    assert all(re.fullmatch("[A-Z]{3}", code) for code in TERRITORIES)
    assert {nation.code for nation in NATIONS} <= set(TERRITORIES) | {NEUTRAL}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_committee_has_a_name_of_its_own(language: str) -> None:
    said = names(language)
    found = {said.country(code): code for code in (*TERRITORIES, NEUTRAL, REFUGEES)}
    assert len(found) == 208
    assert not any(name == code for name, code in found.items() if code != "USA")


def test_committees_are_not_the_countries_of_iso_with_these_letters() -> None:
    assert TERRITORIES["BRN"] == "BH"
    assert TERRITORIES["GER"] == "DE"
    assert names("en").country("BRN") == "Bahrain"
    assert names("de").country("SUI") == "Schweiz"
    assert names("ko").country("NED") == "네덜란드"


@pytest.mark.parametrize(
    ("language", "taipei", "neutral", "britain"),
    [
        ("en", "Chinese Taipei", "Individual Neutral Athletes", "Great Britain"),
        ("fr", "Taipei chinois", "Athlètes individuels neutres", "Grande-Bretagne"),
        ("zh", "中华台北", "个人中立运动员", "英国"),
        ("ja", "チャイニーズ・タイペイ", "個人資格の中立選手", "英国"),
    ],
)
def test_the_sport_says_some_names_otherwise(language: str, taipei: str, neutral: str, britain: str) -> None:
    said = names(language)
    assert [said.country(code) for code in ("TPE", "AIN", "GBR")] == [taipei, neutral, britain]


def test_names_of_the_atlas_are_written_out() -> None:
    assert names("en").country("BIH") == "Bosnia and Herzegovina"
    assert names("ru").country("CAY") == "Острова Кайман"
    assert not any("&" in str(territory_name(code, "en")) for code in TERRITORIES)
    assert not any("о-ва" in str(territory_name(code, "ru")) for code in TERRITORIES)


def test_a_delegation_is_found_by_what_the_sport_and_what_the_atlas_call_it() -> None:
    assert {"Republic of Korea", "South Korea", "Südkorea", "대한민국"} <= country_names("KOR")
    assert {"Chinese Taipei", "Taiwan", "中华台北"} <= country_names("TPE")
    assert country_names("QQQ") == {"QQQ"}


# The rest


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_reason_medal_and_venue_has_a_name_that_is_no_code(language: str) -> None:
    said = names(language)
    codes = {*VENUES, *STATUSES, *RESULTS, *IRMS, *PROGRAMME, *Placeholder, "M", "W", "X"}
    codes |= {*SKIES, *SNOWS, *RECORDS}
    assert not codes & set(every_name(said))
    for group, call in (
        (STATUSES, said.status), (RESULTS, said.result_status), (IRMS, said.irm), (VENUES, said.venue),
        (SKIES, said.sky), (SNOWS, said.snow), (RECORDS, said.record),
    ):  # fmt: skip
        assert len({call(code) for code in group}) == len(group)


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_are_told_apart_and_who_comes_says_from_where(language: str) -> None:
    said = names(language)
    one, other = (said.phase(key(DOWNHILL, phase)) or "" for phase in ("GPA-", "GPB-"))
    assert one.replace("A", "B") == other
    assert one != "A"
    semi = said.unit(key(DOWNHILL, "SFNL", "000100--"))
    winner, loser = said.comes_from(semi), said.comes_from(semi, is_loser=True)
    assert semi in winner
    assert semi in loser
    assert len({semi, winner, loser}) == 3
    assert said.phase(key(DOWNHILL, "GPAB")) == "GPAB"


def test_unknown_codes_are_their_own_names() -> None:
    said = names("de")
    assert [said.discipline("QQQ"), said.venue("QQQ"), said.status("QQQ"), said.irm("QQQ")] == ["QQQ"] * 4
    assert [said.sky("QQQ"), said.snow("QQQ"), said.record("QQQ"), said.country("QQQ")] == ["QQQ"] * 4
    assert said.venue("") == ""


@given(st.text(max_size=40), st.booleans())
def test_no_key_is_an_error(text: str, is_only: bool) -> None:  # noqa: FBT001  # drawn by Hypothesis
    for language in ("en", "ar", "ja"):
        said = names(language)
        assert isinstance(said.event(text), str)
        assert isinstance(said.unit(text, is_only=is_only), str)
        said.phase(text)
        said.country(text)


# Sentences

COLOURS = {Happening.MEDAL: Colour.SILVER}
MOVED = (Happening.DELAYED, Happening.POSTPONED, Happening.RESCHEDULED)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Happening)
@pytest.mark.parametrize("won", [False, True])
def test_a_sentence_names_the_unit_and_the_plain_one_never_the_competitor(
    language: str, kind: Happening, *, won: bool
) -> None:
    said = names(language)
    told, plain = said.happening(
        kind,
        unit="UNIT",
        competitor="WHO",
        colour=COLOURS.get(kind),
        value="1:02.34",
        start="START",
        is_match=won,
    )
    tells = kind in {Happening.FINISHED, Happening.OFFICIAL, Happening.MEDAL, Happening.LEADER}
    for sentence in (told, plain):
        assert "UNIT" in sentence
        assert sentence.endswith((".", "。", "।"))
    assert ("WHO" in told) == ("1:02.34" in told) == tells
    assert "WHO" not in plain
    assert "1:02.34" not in plain
    assert not any(said.medal(colour) in plain for colour in Colour)
    assert (plain == told) != tells
    assert ("START" in told) == ("START" in plain) == (kind in MOVED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_another(language: str) -> None:
    said = names(language)
    told = [
        *((kind, None, None, None, False) for kind in Happening),
        *((kind, None, None, "S", False) for kind in MOVED),
        *(
            (kind, "W", None, None, won)
            for kind in (Happening.FINISHED, Happening.OFFICIAL)
            for won in (False, True)
        ),
        *((Happening.MEDAL, "W", colour, None, False) for colour in Colour),
        (Happening.LEADER, "W", None, None, False),
    ]
    every = {
        said.happening(kind, unit="U", competitor=who, colour=colour, value=None, start=start, is_match=won)[0]
        for kind, who, colour, start, won in told
    }
    assert len(every) == len(told) == 22


def test_sentences_read_as_in_a_ticker() -> None:
    unit = "Women’s downhill"
    assert names("en").happening(
        Happening.MEDAL, unit=unit, competitor="Ana Klaebo", colour=Colour.GOLD, value="1:32.45"
    ) == ("Women’s downhill: gold for Ana Klaebo (1:32.45).", "Women’s downhill: a medal has been decided.")
    assert (
        names("en").happening(
            Happening.DELAYED, unit=unit, competitor=None, colour=None, value=None, start="14:30"
        )
        == ("Women’s downhill: the start is delayed, new time: 14:30.",) * 2
    )
    assert (
        names("fr").happening(
            Happening.LEADER, unit="Descente femmes", competitor="Ana Klaebo", colour=None, value=None
        )[0]
        == "Descente femmes\u00a0: Ana Klaebo en tête."
    )


def test_a_match_is_won() -> None:
    told, _ = names("en").happening(
        Happening.FINISHED, unit="Semi-final 2", competitor="Latvia", colour=None, value="3-2", is_match=True
    )
    assert told == "Semi-final 2: the match is over, victory for Latvia (3-2)."
    assert is_match(key(Event("IHO", "W", "TEAM6"), "SFNL", "000200--"))
    assert not is_match(DOWNHILL.rsc)


def test_a_medal_without_a_winner_is_told_without_one() -> None:
    for competitor, colour in ((None, Colour.GOLD), ("Ana", None), ("", Colour.GOLD)):
        told, plain = names("en").happening(
            Happening.MEDAL, unit="U", competitor=competitor, colour=colour, value=None
        )
        assert told == plain == "U: a medal has been decided."


def test_only_sentences_from_right_to_left_are_isolated() -> None:
    assert [language for language in LANGUAGES if is_right_to_left(language)] == ["ar"]
    told, plain = names("ar").happening(
        Happening.LEADER, unit="الانحدار", competitor="Ana Klaebo", colour=None, value="+0.12"
    )
    assert "\u2068Ana Klaebo\u2069 (\u2068+0.12\u2069)" in told
    assert told.count("\u2068") == told.count("\u2069") == 3
    assert plain.count("\u2068") == 1
    for language in LANGUAGES:
        said = names(language)
        every = [
            *every_name(said),
            *(said.event(event.rsc) for event in events()),
            *map(said.country, TERRITORIES),
        ]
        assert not any("\u2068" in name or "\u2069" in name for name in every)


@pytest.mark.parametrize("language", LANGUAGES)
def test_digits_are_those_of_the_feed(language: str) -> None:
    said = names(language)
    assert "2" in said.unit(key(SLALOM, "FNL-", "000200--"))
    assert "1500" in said.event(Event("SSK", "W", "1500M").rsc)


# Persons


@pytest.mark.parametrize(
    ("given_name", "family", "shown_name"),
    [
        ("Ana", "KLAEBO", "Ana Klaebo"),
        ("Ana", "KLÆBO", "Ana Klæbo"),
        ("Ana", "Klæbo", "Ana Klæbo"),
        ("Anne-Marie", "LUND-HANSEN", "Anne-Marie Lund-Hansen"),
        ("Jon", "O'BRIEN", "Jon O'Brien"),
        ("Jon", "O’BRIEN", "Jon O’Brien"),
        ("Jon", "McDONALD", "Jon McDonald"),
        ("Jon", "MCDONALD", "Jon McDonald"),
        ("Nino", "MCHEDLIDZE", "Nino Mchedlidze"),
        ("Fem", "VAN DEN BERG", "Fem van den Berg"),
        ("Fem", "van den BERG", "Fem van den Berg"),
        ("Li", "ZU", "Li Zu"),
        ("JJ", "SMYTHE", "JJ Smythe"),
        ("Can", "YİĞİT", "Can Yiğit"),
        ("E\u0301a", "E\u0301TE\u0301", "Éa Été"),
        ("  Ana ", "DE  LA CRUZ", "Ana De La Cruz"),
        (None, "KLAEBO", "Klaebo"),
        ("Ana", None, "Ana"),
        (None, None, ""),
        ("美", "陈", "美 陈"),
    ],
)
def test_a_person_is_shown_without_capitals(given_name: str | None, family: str | None, shown_name: str) -> None:
    assert person(given_name, family) == shown_name


# Languages, a deployer's own names, speed


def test_another_language_is_refused_and_told_which_there_are() -> None:
    with pytest.raises(RequestInvalid, match=r"no names in 'tlh'; ask for one of en, de, .*, ko\."):
        names("tlh")
    with pytest.raises(RequestInvalid):
        names("../en")


def test_names_of_a_language_are_made_once() -> None:
    assert names("en") is names("en")


def test_a_deployer_adds_and_corrects_names(tmp_path: Path) -> None:
    (tmp_path / "de.ftl").write_text(
        "country-KOR = Südkorea\nvenue-ZRH = Hallenstadion\nevent-ALP-COMB = Kombination\n"
        "event-ALP-DOWNHILL = Schussfahrt\n    .W = Frauenabfahrt\n",
        encoding="utf-8",
    )
    said = names("de", tmp_path)
    assert said.country("KOR") == "Südkorea"
    assert said.venue("ZRH") == "Hallenstadion"
    assert said.event(Event("ALP", "W", "COMB").rsc) == "Kombination der Frauen"
    assert said.event(Event("ALP", "M", "DOWNHILL").rsc) == "Schussfahrt der Männer"
    assert said.event(DOWNHILL.rsc) == "Frauenabfahrt"
    assert said.event(SLALOM.rsc) == "Slalom der Männer"
    assert names("de").country("KOR") == "Republik Korea"
    assert names("fr", tmp_path).country("KOR") == "République de Corée"
    (tmp_path / "en.ftl").write_text("country-KOR = Korea\n", encoding="utf-8")
    assert "Korea" in country_names("KOR", tmp_path) - country_names("KOR")


def test_a_deployers_file_with_a_slip_is_refused_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "en.ftl").write_text("venue-A = A\nvenue B = B\n", encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=r"en\.ftl has a line that is no Fluent message: 'venue B = B'"):
        names("en", tmp_path)


def test_a_hot_call_takes_less_than_a_microsecond_or_so() -> None:
    said, rsc = names("en"), key(SLALOM, "FNL-", "000200--")
    calls = 20_000

    def seconds(call: int) -> float:
        began = time.perf_counter()
        for _ in range(call):
            said.event(rsc)
            said.unit(rsc)
            said.country("NOR")
            said.status("RUNNING")
        return time.perf_counter() - began

    seconds(1)
    # Measured at a tenth of this; a call that formats takes twenty times it.
    assert min(seconds(calls) for _ in range(5)) / (4 * calls) < 2e-6


def test_what_is_remembered_is_bounded() -> None:
    said = Names(Catalogue("en"))
    for number in range(MEMO_MAX + 10):
        said.venue(f"V{number}")
    assert len(said._words) == 10
