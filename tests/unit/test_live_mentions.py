"""Who and what questions are about: names in their middle, in 14 languages, spelled and inflected as people do."""

from collections import Counter
from datetime import date, timedelta, timezone
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import Desk
from grandstand.demo.games import SimulatedGames
from grandstand.live.gazetteer import EDITED, ENDED, EXACT, Gazetteer
from grandstand.live.mentions import DELEGATION, QUESTION_CHARACTERS_MAX, Mentions, Spotter, gender_of
from grandstand.live.names import ENDONYMS, names
from grandstand.live.rsc import discipline
from grandstand.live.tell import Teller
from grandstand.live.view import View

MESSAGES = 600
"""The participants and the schedules; what is won does not matter here."""


@pytest.fixture(scope="module")
async def view() -> View:
    games = SimulatedGames(1, date(2030, 2, 8), zone=timezone(timedelta(hours=1)))
    desk = Desk()
    for each in islice(games.messages(), MESSAGES):
        desk.take(each.body)
    return await desk.views.now()


@pytest.fixture(scope="module")
def spotter() -> Spotter:
    return Spotter()


async def mentions(spotter: Spotter, view: View, language: str, question: str) -> Mentions:
    return await spotter.mentions(Teller(view, names(language)), question)


@pytest.mark.parametrize("language", ENDONYMS)
async def test_every_event_is_found_by_its_own_name(spotter: Spotter, view: View, language: str) -> None:
    events = sorted(view.events())
    assert len(events) > 100
    speaker = names(language)
    for event in events:
        found = await mentions(
            spotter, view, language, f"{speaker.discipline(discipline(event))}: {speaker.event(event)}?"
        )
        assert found.events == (event,), speaker.event(event)


@pytest.mark.parametrize(
    ("language", "question", "event", "rest"),
    [
        ("en", "When does the women's downhill start?", "ALPWDOWNHILL", "When does the women's {event} start?"),
        ("en", "who won the men's 10,000 metres", "SSKM10000M", "who won the men's {event}"),
        (
            "de",
            "Wer hat den Riesenslalom der Herren gewonnen?",
            "ALPMGS",
            "Wer hat den {event} der Herren gewonnen?",
        ),
        ("ru", "Кто выиграл скоростной спуск у женщин?", "ALPWDOWNHILL", "Кто выиграл {event} у женщин?"),
        ("ru", "Кто первый в гонке преследования у мужчин?", "BTHMPURSUIT", "Кто первый в {event} у мужчин?"),
        ("ar", "متى يبدأ سباق الانحدار للسيدات؟", "ALPWDOWNHILL", "متى يبدأ سباق {event} للسيدات؟"),
        ("zh", "女子滑降什么时候开始?", "ALPWDOWNHILL", "女子{event}什么时候开始?"),
        ("zh", "Women's downhill 几点开始?", "ALPWDOWNHILL", "Women's {event} 几点开始?"),
        ("ja", "女子スーパー大回転はいつですか?", "ALPWSUPERG", "女子{event}はいつですか?"),
        ("ko", "여자 활강은 언제 시작하나요?", "ALPWDOWNHILL", "여자 {event}은 언제 시작하나요?"),
        ("hi", "महिला डाउनहिल कब शुरू होगा?", "ALPWDOWNHILL", "महिला {event} कब शुरू होगा?"),
        ("fr", "Qui a gagné le slalom geant hommes ?", "ALPMGS", "Qui a gagné le {event} hommes ?"),
        ("en", "when is the womens donwhill", "ALPWDOWNHILL", "when is the womens {event}"),
        ("it", "Chi ha vinto la discesa maschile?", "ALPMDOWNHILL", "Chi ha vinto la {event} maschile?"),
    ],
)
async def test_an_event_is_found_in_a_question(
    spotter: Spotter, view: View, language: str, question: str, event: str, rest: str
) -> None:
    found = await mentions(spotter, view, language, question)
    assert [each[:22].rstrip("-") for each in found.events] == [event]
    assert found.rest == rest
    assert found.athletes == ()


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "How many medals has Norway won?"),
        ("de", "Wie viele Medaillen hat Norwegen?"),
        ("ru", "Сколько медалей у Норвегии?"),
        ("ar", "كم ميدالية للنرويج؟"),
        ("zh", "挪威有多少枚奖牌?"),
        ("ja", "ノルウェーのメダルはいくつ?"),
        ("ko", "노르웨이는 메달을 몇 개 땄나요?"),
        ("hi", "नॉर्वे के कितने पदक हैं?"),
        ("pl", "Ile medali ma Norwegia?"),
        ("de", "how many medals has norway"),
    ],
)
async def test_a_country_is_found_in_a_question(
    spotter: Spotter, view: View, language: str, question: str
) -> None:
    found = await mentions(spotter, view, language, question)
    assert (found.delegations, found.events, found.athletes) == (("NOR",), (), ())


async def test_people_are_found_by_their_names_and_not_by_small_words_that_are_alike(
    spotter: Spotter, view: View
) -> None:
    teller = Teller(view, names("en"))
    for person in islice(view.participants.values(), 0, None, 37):
        name = teller.athlete(person.code)
        asked = await spotter.mentions(teller, f"How did {name} do today?")
        assert person.code in asked.athletes
        assert {teller.athlete(code) for code in asked.athletes} == {name}
        family = await spotter.mentions(teller, f"and {name.rpartition(' ')[2]}?")
        assert person.code in family.athletes
    for question in ("Quand commence la descente femmes ?", "who won the 1000 metres", "when will he start"):
        assert (await spotter.mentions(teller, question)).athletes == ()


async def test_a_name_that_is_several_events_is_narrowed_by_its_discipline(spotter: Spotter, view: View) -> None:
    wide = await mentions(spotter, view, "en", "who won the women's sprint")
    assert {discipline(event) for event in wide.events} == {"BTH", "CCS", "SMT"}
    narrow = await mentions(spotter, view, "en", "who won the women's sprint in biathlon")
    assert [event[:10] for event in narrow.events] == ["BTHWSPRINT"]
    both = await mentions(spotter, view, "en", "who won the sprint in biathlon")
    assert [event[:10] for event in both.events] == ["BTHMSPRINT", "BTHWSPRINT"]


async def test_only_the_beginning_of_a_long_text_is_read(spotter: Spotter, view: View) -> None:
    far = "x" * QUESTION_CHARACTERS_MAX + " Norway"
    assert (await mentions(spotter, view, "en", far)).delegations == ()
    assert (await mentions(spotter, view, "en", far[-QUESTION_CHARACTERS_MAX:])).delegations == ("NOR",)


@pytest.mark.parametrize(
    ("language", "text", "gender"),
    [
        ("en", "the women's race", "W"),
        ("en", "men and women", None),
        ("en", "normale Piste", None),
        ("de", "bei den Herren", "M"),
        ("ru", "у мужчин", "M"),
        ("ar", "سباق للرجال", "M"),
        ("zh", "女子", "W"),
        ("fr", "the men", "M"),
        ("nl", "gemengde estafette", "X"),
        ("en", "menu of the day", None),
    ],
)
def test_gender_is_what_the_words_say(language: str, text: str, gender: str | None) -> None:
    assert gender_of(text, language) == gender


# The gazetteer.


def gazetteer(**entries: str) -> Gazetteer[str]:
    built = Gazetteer[str]()
    for entry, name in entries.items():
        built.add(name.replace("_", " "), entry)
    return built


@pytest.mark.parametrize(
    ("sentence", "entry", "how"),
    [
        ("when is the giant slalom?", "gs", EXACT),
        ("GIANT SLALOM!", "gs", EXACT),
        ("the giant slaloms", "gs", ENDED),
        ("the gaint slalom", "gs", None),
        ("the giant slolam", "slalom", None),
        ("the giant slelom", "gs", EDITED),
        ("the slalom, giant", "slalom", EXACT),
        ("de la Corée du Sud", "korea", EXACT),
        ("coree du sud", "korea", EXACT),
    ],
)
def test_names_are_recognised(sentence: str, entry: str, how: int | None) -> None:
    spots = gazetteer(gs="giant slalom", slalom="slalom", korea="Corée du Sud").find(sentence)
    assert [(spot.entry, spot.how) for spot in spots if spot.entry == entry] == ([(entry, how)] if how else [])


def test_of_names_that_overlap_the_longest_counts_and_equal_ones_all() -> None:
    built = gazetteer(gs="giant slalom", slalom="slalom", a="Ro", b="Ro")
    assert [spot.entry for spot in built.find("giant slalom of Ro")] == ["gs", "a", "b"]
    assert [(spot.start, spot.end) for spot in built.find("giant slalom of Ro")] == [(0, 12), (16, 18), (16, 18)]


def test_scripts_without_spaces_are_read_letter_by_letter() -> None:
    built = gazetteer(gs="大回转", slalom="回转", korea="알파인 스키")
    assert [(spot.entry, spot.start, spot.end) for spot in built.find("男子大回转几点?")] == [("gs", 2, 5)]
    assert [(spot.entry, spot.start, spot.end) for spot in built.find("알파인스키는?")] == [("korea", 0, 5)]


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=12), max_size=8))
def test_whatever_is_written_spots_lie_in_it_and_do_not_overlap_by_halves(text: str, called: list[str]) -> None:
    built = Gazetteer[str]()
    for name in called:
        built.add(name, name)
    places = [(spot.start, spot.end) for spot in built.find(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one == other or one[1] <= other[0] for one in places for other in places if one <= other)


@given(st.text(alphabet="abcdefgh", min_size=2, max_size=12), st.sampled_from(["{} ?", "und {}, oder", "¿{}"]))
def test_a_name_is_found_wherever_it_stands(name: str, frame: str) -> None:
    built = Gazetteer[str]()
    built.add(name, DELEGATION)
    (spot,) = (spot for spot in built.find(frame.format(name)) if spot.how == EXACT)
    assert frame.format(name)[spot.start : spot.end] == name


async def test_a_word_for_women_is_no_country_with_a_letter_wrong(spotter: Spotter, view: View) -> None:
    found = await mentions(spotter, view, "ar", "وماذا عن النساء؟")
    assert (found.delegations, found.gender) == ((), "W")
    assert (await mentions(spotter, view, "ar", "كم ميدالية لدى النمسا؟")).delegations == ("AUT",)


@pytest.mark.parametrize(
    ("language", "question"),
    [("ja", "{}のことを知りたい"), ("zh", "告诉我{}什么时候比"), ("ko", "{}은 몇 위예요"), ("en", "who is {}?")],
)
async def test_a_name_in_latin_letters_is_found_next_to_other_scripts(
    spotter: Spotter, view: View, language: str, question: str
) -> None:
    families = Counter(each.family_name for each in view.participants.values())
    someone = next(each for each in view.participants.values() if families[each.family_name] == 1)
    asked = question.format(Teller(view, names(language)).athlete(someone.code))
    assert (await mentions(spotter, view, language, asked)).athletes == (someone.code,)


async def test_a_small_word_is_nobody(spotter: Spotter, view: View) -> None:
    for word in ("da", "su", "di", "le"):
        assert (await mentions(spotter, view, "it", f"che cosa {word} questo")).athletes == ()
