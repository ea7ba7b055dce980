"""What is given again and what never is; what is kept of an answer, and without what."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grandstand.assistant.cache import KEPT_S_MAX, QUICK_KEPT_S_MAX, AnswerCache, folded, key_of
from grandstand.assistant.history.models import Shortfall
from grandstand.assistant.history.rules import (
    TITLE_LENGTH_MAX,
    is_public,
    kept,
    shortfall,
    title_of,
    told,
    without_personal_data,
)
from grandstand.assistant.models import (
    CardEvent,
    CardKind,
    ChoiceEvent,
    ConfirmEvent,
    DeltaEvent,
    DoneEvent,
    Event,
    Intent,
    Memory,
    PastTurn,
    QuotationEvent,
    Source,
    SourceEvent,
    SourceId,
    SourcePart,
    StatementEvent,
    StatementId,
    UnderstoodEvent,
)
from grandstand.assistant.question import Question
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import SubjectId

NOW = datetime(2030, 2, 9, 12, tzinfo=UTC)
M1 = SourceId("m1")


def question(text: str = "Who won?", **more: object) -> Question:
    return replace(Question(text=text, language="en", zone="UTC", at=NOW), **more)


def person(role: Role = Role.FAN, noc: str | None = None) -> Principal:
    return Principal(SubjectId(uuid4()), role, noc, NOW + timedelta(hours=1))


def answer(
    intent: Intent = Intent.MEDAL_TABLE,
    part: SourcePart | None = SourcePart.LIVE,
    *shown: Event,
    quick: bool = False,
) -> list[Event]:
    found: list[Event] = [UnderstoodEvent(language="en", intent=intent, by_meaning=not quick)]
    if part is not None:
        found.append(SourceEvent(source=Source(id=M1, part=part, at=NOW)))
    found.append(statement("It is so."))
    return [*found, *shown, DoneEvent(as_of=NOW, quick=quick)]


def statement(text: str) -> StatementEvent:
    return StatementEvent(id=StatementId("s1"), message="won", text=text, facts=(), sources=(M1,))


# The key.


@pytest.mark.parametrize(
    "other",
    [
        question("Who  WON?".replace("WON", "won")),
        question("who won?"),
        question("Ｗｈｏ won?"),
        question(quick=True),
        question(at=NOW + timedelta(hours=2)),
    ],
)
def test_the_same_question_has_the_same_key(other: Question) -> None:
    assert key_of(question()) == key_of(other)


@pytest.mark.parametrize(
    "other",
    [
        question("Who lost?"),
        question(language="de"),
        question(zone="Asia/Tokyo"),
        question(at=NOW + timedelta(days=1)),
        question(memory=Memory(turns=(PastTurn(intent=Intent.RESULT, language="en"),))),
        question(viewer=person()),
        question(viewer=person(Role.OPERATOR)),
    ],
)
def test_whatever_may_change_an_answer_is_in_the_key(other: Question) -> None:
    assert key_of(question()) != key_of(other)


def test_the_day_is_that_of_the_askers_zone() -> None:
    late = question(zone="Asia/Tokyo", at=NOW.replace(hour=14))
    assert key_of(late) != key_of(replace(late, at=NOW.replace(hour=15)))


def test_committees_do_not_share_and_fans_do() -> None:
    assert key_of(question(viewer=person())) == key_of(question(viewer=person()))
    sui, ger = person(Role.NOC, "SUI"), person(Role.NOC, "GER")
    assert key_of(question(viewer=sui)) != key_of(question(viewer=ger))


def test_words_in_capitals_may_be_codes() -> None:
    assert folded("Medals of US?") != folded("Medals of us?")
    assert folded("Medals Of Us?") == folded("medals of us?")


# What is kept.


def test_an_answer_is_given_again_in_the_same_state_for_a_while() -> None:
    cache, events = AnswerCache(), answer()
    cache.keep("k", 1, events, 100.0)
    assert cache.find("k", 1, 100.0 + KEPT_S_MAX - 0.1) == tuple(events)
    assert cache.find("k", 2, 100.1) is None
    # What belonged to another state is forgotten.
    assert cache.find("k", 1, 100.1) is None
    cache.keep("k", 1, events, 100.0)
    assert cache.find("k", 1, 100.0 + KEPT_S_MAX) is None


def test_a_quick_answer_makes_room_for_a_better_one_soon() -> None:
    cache = AnswerCache()
    cache.keep("k", 1, answer(quick=True), 100.0)
    assert cache.find("k", 1, 100.0 + QUICK_KEPT_S_MAX - 0.1) is not None
    assert cache.find("k", 1, 100.0 + QUICK_KEPT_S_MAX) is None


def test_the_answer_asked_for_longest_ago_makes_room() -> None:
    cache = AnswerCache(kept_max=2)
    for key in ("a", "b"):
        cache.keep(key, 1, answer(), 0.0)
    assert cache.find("a", 1, 0.0)
    cache.keep("c", 1, answer(), 0.0)
    assert cache.find("b", 1, 0.0) is None
    assert cache.find("a", 1, 0.0)
    assert cache.find("c", 1, 0.0)


def test_an_answer_that_broke_off_is_not_kept() -> None:
    cache = AnswerCache()
    cache.keep("k", 1, answer()[:-1], 0.0)
    assert cache.find("k", 1, 0.0) is None


CONFIRM = ConfirmEvent(act="open", text="Open?", button="Open", token="t", expires_at=NOW)
ENVELOPE = CardEvent(kind=CardKind.ENVELOPE, code="1", title="Hers", lines=(), link="/", source=M1)
QUOTE = QuotationEvent(id="q1", text="Buses leave.", language="en", source=M1)
OWN_WORDS = DeltaEvent(text="Well, Ann,", statements=(), is_own=True)


@pytest.mark.parametrize(
    "events",
    [
        answer(Intent.WALLET, SourcePart.CAMPAIGN),
        answer(Intent.CAN_WIN, SourcePart.CAMPAIGN),
        # Whatever was understood: it is the source that counts.
        answer(Intent.NOW, SourcePart.CAMPAIGN),
        answer(Intent.RULES, SourcePart.LIBRARY),
        answer(Intent.NOW, SourcePart.LIBRARY),
        answer(Intent.DATA, SourcePart.FILE),
        answer(Intent.REPLAY, SourcePart.REPLAY),
        answer(Intent.WALLET, None),
        answer(Intent.HELP, None, CONFIRM),
        answer(Intent.NOW, SourcePart.LIVE, ENVELOPE),
        answer(Intent.NOW, SourcePart.LIVE, QUOTE),
        answer(Intent.SMALLTALK, None, OWN_WORDS),
    ],
)
def test_what_may_be_the_askers_own_is_never_kept_nor_told_with_a_verdict(events: list[Event]) -> None:
    cache = AnswerCache()
    cache.keep("k", 1, events, 0.0)
    assert cache.find("k", 1, 0.0) is None
    assert not is_public(events)


# What had no answer.


CHOICE = ChoiceEvent(kind="event", code="E", text="Downhill")


@pytest.mark.parametrize(
    ("events", "why"),
    [
        (answer(), None),
        (answer(Intent.OUT_OF_SCOPE, None), Shortfall.OUT_OF_SCOPE),
        (answer(Intent.OUT_OF_SCOPE, None, quick=True), None),
        (answer(Intent.OUT_OF_SCOPE, None, OWN_WORDS), None),
        (answer(Intent.ATHLETE, None), Shortfall.NOT_FOUND),
        (answer(Intent.ATHLETE, None, CHOICE), None),
        (answer(Intent.RULES, None), Shortfall.NOT_IN_LIBRARY),
        (answer(Intent.RULES, SourcePart.LIBRARY, QUOTE), None),
        (answer(Intent.WALLET, None), None),
        (answer(Intent.GREETING, None), None),
        ([], None),
    ],
)
def test_a_question_without_an_answer_is_told_apart(events: list[Event], why: Shortfall | None) -> None:
    assert shortfall(events) is why


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Mail ann.bee+x@mail.example.org the results", "Mail … the results"),
        ("Call me at +49 (170) 123-45 67 please", "Call me at … please"),
        ("my card is 4111111111111111", "my card is …"),
        ("رقمي ٠١٢٣٤٥٦٧٨٩", "رقمي …"),
        ("see https://x.example/?token=abc now", "see … now"),
        ("voucher A7K9-QX22-11 is lost", "voucher … is lost"),
        ("What is on 2030-02-09 and 9.2.2030?", "What is on 2030-02-09 and 9.2.2030?"),
        ("When is the 1500 m on 9 February at 20:30?", "When is the 1500 m on 9 February at 20:30?"),
        ("4x100 relay of SUI1", "4x100 relay of SUI1"),
        ("a\0b 12345678 2030-02-09", "a b … 2030-02-09"),
    ],
)
def test_personal_data_is_left_out_and_days_stay(text: str, plain: str) -> None:
    assert without_personal_data(text) == plain


@given(st.text(max_size=500))
def test_nothing_typed_breaks_what_leaves_out_personal_data(text: str) -> None:
    plain = without_personal_data(text)
    assert "\0" not in plain
    assert without_personal_data(plain) == plain


def test_a_title_is_the_beginning_of_the_question() -> None:
    assert title_of("Who  won?") == "Who won?"
    assert len(title_of("x" * 500)) == TITLE_LENGTH_MAX
    assert told(answer()) == "It is so."


def test_what_lets_somebody_act_is_not_kept() -> None:
    assert CONFIRM not in kept(answer(Intent.ENVELOPE, SourcePart.CAMPAIGN, CONFIRM, ENVELOPE))
    assert ENVELOPE in kept(answer(Intent.ENVELOPE, SourcePart.CAMPAIGN, CONFIRM, ENVELOPE))
