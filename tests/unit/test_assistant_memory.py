"""What a question takes up of those before, in 14 languages; what is made up is dropped."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games_at import AFTERNOON, games_in_the_afternoon, reads_of
from grandstand.assistant import Understanding
from grandstand.assistant.follow import asked, elliptical, event_of, has_no_word, ordinal, taken
from grandstand.assistant.intents import Understood, names_something
from grandstand.assistant.models import Intent, Memory, PastTurn
from grandstand.assistant.question import Question
from grandstand.assistant.times import When
from grandstand.language.models import LANGUAGES
from grandstand.live import Mentions, Reads, View

DOWNHILL = "ALPMDOWNHILL----------------------"
WOMENS_DOWNHILL = "ALPWDOWNHILL----------------------"
WHO_WON = PastTurn(intent=Intent.RESULT, language="en", events=(DOWNHILL,), gender="M")
BIATHLON_TODAY = PastTurn(intent=Intent.SCHEDULE, language="en", disciplines=("BTH",), day=AFTERNOON.date())
TABLE = PastTurn(intent=Intent.MEDAL_TABLE, language="en", told=("NOR", "GER", "SWE"))
NOTHING = Mentions(athletes=(), delegations=(), disciplines=(), events=(), venues=(), gender=None, rest="")


@pytest.fixture(scope="module")
async def view() -> View:
    return await games_in_the_afternoon().view()


@pytest.fixture(scope="module")
def reads() -> Reads:
    return reads_of(games_in_the_afternoon())


@pytest.fixture(scope="module")
def understanding(reads: Reads) -> Understanding:
    """By words: what is taken up has nothing to do with models."""
    return Understanding(reads, ())


async def understood(of: Understanding, text: str, language: str, *turns: PastTurn) -> Understood:
    memory = Memory(turns=turns)
    return await of.understand(Question(text=text, language=language, zone="UTC", at=AFTERNOON, memory=memory))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "and the women?"),
        ("en", "What about the ladies"),
        ("de", "und die Frauen?"),
        ("fr", "et les femmes ?"),
        ("it", "e le donne?"),
        ("es", "¿y las mujeres?"),
        ("pt", "e as mulheres?"),
        ("nl", "en de vrouwen?"),
        ("pl", "a kobiety?"),
        ("ru", "а у женщин?"),
        ("ar", "وماذا عن النساء؟"),
        ("hi", "और महिलाओं का?"),
        ("zh", "那女子呢?"),
        ("ja", "女子は?"),
        ("ko", "여자는요?"),
    ],
)
async def test_and_the_women_means_the_same_of_the_womens_event(
    understanding: Understanding, language: str, text: str
) -> None:
    found = await understood(understanding, text, language, WHO_WON)
    assert (found.intent, found.mentions.events, found.followed) == (Intent.RESULT, (WOMENS_DOWNHILL,), True)
    alone = await understood(understanding, text, language)
    assert (alone.mentions.events, alone.followed) == ((), False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "and tomorrow?"),
        ("de", "Und morgen?"),
        ("fr", "et demain ?"),
        ("it", "e domani?"),
        ("es", "¿y mañana?"),
        ("pt", "e amanhã?"),
        ("nl", "en morgen?"),
        ("pl", "a jutro?"),
        ("ru", "а завтра?"),
        ("ar", "وغدا؟"),
        ("hi", "और कल?"),
        ("zh", "那明天呢?"),
        ("ja", "明日は?"),
        ("ko", "내일은요?"),
    ],
)
async def test_and_tomorrow_means_the_same_on_another_day(
    understanding: Understanding, language: str, text: str
) -> None:
    found = await understood(understanding, text, language, BIATHLON_TODAY)
    assert (found.intent, found.mentions.disciplines, found.followed) == (Intent.SCHEDULE, ("BTH",), True)
    assert found.day == date.fromordinal(AFTERNOON.date().toordinal() + 1)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "when does she start next?"),
        ("de", "wann startet sie wieder?"),
        ("fr", "quand est-ce qu'elle passe ?"),
        ("nl", "wanneer start zij?"),
        ("ru", "когда она выступает?"),
        ("zh", "她什么时候上场?"),
        ("ja", "彼女の出番はいつ?"),
        ("hi", "उसकी बारी कब है?"),
        ("es", "¿cuándo le toca a ella?"),
    ],
)
async def test_she_is_whom_the_last_question_was_about(
    understanding: Understanding, view: View, language: str, text: str
) -> None:
    athlete = next(iter(view.participants))
    for turn in (
        PastTurn(intent=Intent.ATHLETE, language=language, athletes=(athlete,)),
        PastTurn(intent=Intent.RESULT, language=language, events=(DOWNHILL,), told=(athlete, DOWNHILL)),
    ):
        found = await understood(understanding, text, language, turn)
        assert (found.intent, found.mentions.athletes, found.followed) == (Intent.START, (athlete,), True)
        assert found.mentions.events == ()


@pytest.mark.parametrize(
    ("language", "text", "delegation"),
    [
        ("en", "and the second one?", "GER"),
        ("de", "und der dritte?", "SWE"),
        ("zh", "那第二个呢?", "GER"),
        ("fr", "et le premier ?", "NOR"),
        ("ru", "а третий?", "SWE"),
        ("ar", "والثاني؟", "GER"),
        ("en", "the last one", "SWE"),
    ],
)
async def test_the_second_one_is_that_of_what_was_told(
    understanding: Understanding, language: str, text: str, delegation: str
) -> None:
    found = await understood(understanding, text, language, TABLE)
    assert (found.intent, found.mentions.delegations) == (Intent.DELEGATION, (delegation,))


@pytest.mark.parametrize("text", ["und wer wurde Zweiter?", "wer hat gewonnen?"])
async def test_who_came_second_is_asked_of_the_same_event(understanding: Understanding, text: str) -> None:
    found = await understood(understanding, text, "de", WHO_WON)
    assert (found.intent, found.mentions.events) == (Intent.RESULT, (DOWNHILL,))


async def test_a_question_of_its_own_takes_nothing_up(understanding: Understanding) -> None:
    for text, intent in (
        ("what is live now?", Intent.NOW),
        ("thank you", Intent.THANKS),
        ("medal table", Intent.MEDAL_TABLE),
        ("what can I still win?", Intent.CAN_WIN),
        ("who won the women's slalom?", Intent.RESULT),
    ):
        found = await understood(understanding, text, "en", WHO_WON)
        assert (found.intent, found.followed) == (intent, False), text
        assert DOWNHILL not in found.mentions.events


async def test_another_name_wants_the_same_of_it(understanding: Understanding) -> None:
    start = PastTurn(intent=Intent.START, language="en", events=(DOWNHILL,))
    found = await understood(understanding, "and the women's slalom?", "en", start)
    assert (found.intent, found.followed) == (Intent.START, True)
    medals = PastTurn(intent=Intent.DELEGATION, language="en", delegations=("GER",))
    found = await understood(understanding, "and Norway?", "en", medals)
    assert (found.intent, found.mentions.delegations) == (Intent.DELEGATION, ("NOR",))


async def test_who_is_compared_may_have_been_spoken_of_before(understanding: Understanding) -> None:
    medals = PastTurn(intent=Intent.DELEGATION, language="en", delegations=("GER",))
    found = await understood(understanding, "compare that to Norway", "en", medals)
    assert (found.intent, found.mentions.delegations, found.followed) == (Intent.COMPARE, ("GER", "NOR"), True)
    alone = await understood(understanding, "compare that to Norway", "en")
    assert alone.intent is not Intent.COMPARE


async def test_talk_between_does_not_break_the_thread(understanding: Understanding) -> None:
    thanks = PastTurn(intent=Intent.THANKS, language="en")
    found = await understood(understanding, "and the women?", "en", WHO_WON, thanks)
    assert found.mentions.events == (WOMENS_DOWNHILL,)


async def test_codes_that_the_games_do_not_know_are_dropped(understanding: Understanding) -> None:
    made_up = PastTurn(
        intent=Intent.RESULT,
        language="<script>",
        events=("XYZMNOTHING-----------------------", "x", DOWNHILL[:-1]),
        athletes=("nobody",),
        delegations=("ZZZ", "'; drop"),
        venues=("nowhere",),
        disciplines=("XYZ",),
        gender="<b>",
        told=("nobody", "ZZZ"),
    )
    for text in ("and the women?", "who won?", "when does she start?", "and the second one?", "and tomorrow?"):
        found = await understood(understanding, text, "en", made_up)
        named = found.mentions
        assert not names_something(named), text
        assert named.gender in {None, "W"}
        assert found.language == "en"


def test_events_are_cut_out_of_what_is_in_them() -> None:
    assert event_of("ALPMDOWNHILL--------------FNL-0001----"[:34]) == DOWNHILL
    assert event_of("NOR") is None


@pytest.mark.parametrize("language", [str(each) for each in LANGUAGES])
def test_nothing_said_before_nothing_is_taken_up(language: str) -> None:
    assert elliptical(NOTHING, language, When(), ()) is None
    question = asked(dataclasses.replace(NOTHING, rest="…?"), language, ())
    assert taken(Intent.RESULT, question).mentions.events == ()
    assert not taken(Intent.RESULT, question).is_followed


@given(st.text(max_size=80), st.sampled_from([str(each) for each in LANGUAGES]), st.sampled_from(Intent))
def test_whatever_is_asked_what_is_named_stays_named(text: str, language: str, intent: Intent) -> None:
    named = dataclasses.replace(NOTHING, rest=text, athletes=("7",), delegations=("NOR",))
    turn = PastTurn(intent=intent, language=language, events=(DOWNHILL,), athletes=("8",), told=("9", "SWE"))
    ordinal(text, language)
    has_no_word(named, language)
    found = elliptical(named, language, When(), (turn,)) or taken(intent, asked(named, language, (turn,)))
    assert "7" in found.mentions.athletes
    assert "NOR" in found.mentions.delegations
    assert found.mentions.events == ()
