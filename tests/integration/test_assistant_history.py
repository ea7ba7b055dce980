"""Conversations are kept for whoever had them and for nobody else; verdicts do not say whose they are."""

import asyncio
import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from grandstand.assistant.history import AnswerUnknown, ConversationUnknown, FeedbackReason, History, Judgement
from grandstand.assistant.history.notebook import (
    CONVERSATION_BYTES_MAX,
    CONVERSATIONS_MAX,
    TURN_BYTES_MAX,
    TURNS_MAX,
)
from grandstand.assistant.history.service import NOTES_PAGE_MAX, TURNS_PAGE_MAX
from grandstand.assistant.models import (
    DoneEvent,
    Event,
    Intent,
    Source,
    SourceEvent,
    SourceId,
    SourcePart,
    StatementEvent,
    StatementId,
    UnderstoodEvent,
)
from grandstand.assistant.question import Question
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.clock import system_clock
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.sealing import Sealer
from grandstand.kernel.settings import Settings
from grandstand.services import Services, build_services
from serving import Serving

MakePrincipal = Callable[[Role], Principal]


def question(text: str, viewer: Principal | None) -> Question:
    return Question(text=text, language="en", zone="UTC", at=system_clock(), viewer=viewer)


def answer(
    text: str = "It is so.", intent: Intent = Intent.NOW, part: SourcePart | None = SourcePart.LIVE
) -> list[Event]:
    found: list[Event] = [UnderstoodEvent(language="en", intent=intent, by_meaning=True)]
    if part is not None:
        found.append(SourceEvent(source=Source(id=SourceId("m1"), part=part, at=None)))
    return [*found, StatementEvent(id=StatementId("s1"), message="won", text=text, facts=(), sources=())]


def ask(
    history: History,
    viewer: Principal | None,
    text: str = "Who won?",
    given: UUID | None = None,
    events: list[Event] | None = None,
) -> DoneEvent:
    """The end of an answer, with what belongs to it."""
    asked = question(text, viewer)
    done = DoneEvent(as_of=asked.at, quick=False)
    return history.note(asked, events or answer(), done, history.conversation_of(viewer, given))


async def written(history: History) -> None:
    await history.close()


# Conversations.


async def test_a_conversation_is_kept_for_her_and_for_nobody_else(
    services: Services, principal: MakePrincipal
) -> None:
    history, fan = services.history, principal(Role.FAN)
    first = ask(history, fan, "  Who   won? ")
    assert first.conversation is not None
    conversation = UUID(first.conversation)
    assert ask(history, fan, "And the men?", conversation).conversation == first.conversation
    await written(history)
    (found,) = await history.conversations(fan)
    assert (found.id, found.title, found.turns) == (conversation, "Who won?", 2)
    page = await history.turns(fan, conversation)
    assert [turn.question for turn in page.turns] == ["  Who   won? ", "And the men?"]
    assert [each["event"] for each in json.loads(bytes(page.turns[0].events))] == [
        "understood",
        "source",
        "statement",
        "done",
    ]
    for role in Role:
        other = principal(role)
        assert await history.conversations(other) == []
        for work in (
            history.turns(other, conversation),
            history.rename(other, conversation, "Mine"),
            history.delete(other, conversation),
        ):
            with pytest.raises(ConversationUnknown):
                await work
        assert [each async for each in history.export(other)] == []
        await history.delete_all(other)
    assert (await history.turns(fan, conversation)).conversation.title == "Who won?"


async def test_who_names_anothers_conversation_begins_one_of_her_own(
    services: Services, principal: MakePrincipal
) -> None:
    history, fan, curious = services.history, principal(Role.FAN), principal(Role.OPERATOR)
    conversation = UUID(ask(history, fan).conversation)
    ask(history, curious, "What did she ask?", conversation)
    await written(history)
    assert [turn.question for turn in (await history.turns(fan, conversation)).turns] == ["Who won?"]
    assert [turn.question for turn in (await history.turns(curious, conversation)).turns] == ["What did she ask?"]


async def test_a_visitor_leaves_nothing(services: Services) -> None:
    done = ask(services.history, None, given=uuid4())
    await written(services.history)
    assert done.conversation is None
    async with services.database.connection() as db:
        assert await db.fetchval("select count(*) from assistant_turn") == 0


async def test_nothing_is_kept_where_the_days_are_none(services: Services, principal: MakePrincipal) -> None:
    fan = principal(Role.FAN)
    ask(services.history, fan)
    await written(services.history)
    nothing = History(services.database, system_clock, Sealer(bytes(32)), days=0)
    assert ask(nothing, fan, given=uuid4()).conversation is None
    await written(nothing)
    assert len(await nothing.conversations(fan)) == 1
    assert await nothing.clean_up() == 1
    assert await nothing.conversations(fan) == []


async def test_what_is_too_old_is_deleted_and_the_rest_is_not(
    services: Services, principal: MakePrincipal
) -> None:
    history, fan = services.history, principal(Role.FAN)
    old, mixed = UUID(ask(history, fan, "Old").conversation), UUID(ask(history, fan, "Also old").conversation)
    await written(history)
    async with services.database.connection() as db:
        aged = timedelta(days=history.days, minutes=1)
        await db.execute("update assistant_turn set asked_at = asked_at - $1::interval", aged)
        await db.execute("update assistant_conversation set changed_at = changed_at - $1::interval", aged)
    ask(history, fan, "New", mixed)
    await written(history)
    assert await history.clean_up() == 2
    assert await history.clean_up() == 0
    (left,) = await history.conversations(fan)
    assert (left.id, left.turns) == (mixed, 1)
    with pytest.raises(ConversationUnknown):
        await history.turns(fan, old)


async def test_conversations_and_turns_have_a_bound_and_the_oldest_go(
    services: Services, principal: MakePrincipal
) -> None:
    history, fan = services.history, principal(Role.FAN)
    long = UUID(ask(history, fan, "Turn 0").conversation)
    for number in range(1, TURNS_MAX + 5):
        ask(history, fan, f"Turn {number}", long)
    await written(history)
    turns = await history.all_turns(fan, long)
    assert [turn.question for turn in turns] == [f"Turn {number}" for number in range(5, TURNS_MAX + 5)]
    page = await history.turns(fan, long)
    assert len(page.turns) == TURNS_PAGE_MAX
    assert page.next == page.turns[0].id
    other = principal(Role.FAN)
    ask(history, other)
    for number in range(CONVERSATIONS_MAX + 3):
        ask(history, fan, f"Conversation {number}")
    await written(history)
    titles = {each.title for each in await history.conversations(fan)}
    assert len(titles) == CONVERSATIONS_MAX
    assert {"Turn 0", "Conversation 0", "Conversation 2"}.isdisjoint(titles)
    assert len(await history.conversations(other)) == 1


def incompressible(size: int) -> list[Event]:
    return answer("".join(uuid4().hex for _ in range(size // 32)))


async def test_bytes_have_a_bound(services: Services, principal: MakePrincipal) -> None:
    history, fan = services.history, principal(Role.FAN)
    conversation = UUID(ask(history, fan, "Short").conversation)
    ask(history, fan, "Much too long", conversation, incompressible(TURN_BYTES_MAX * 3))
    await written(history)
    assert [turn.question for turn in await history.all_turns(fan, conversation)] == ["Short"]
    for number in range(12):
        ask(history, fan, str(number), conversation, incompressible(TURN_BYTES_MAX))
    await written(history)
    left = [turn.question for turn in await history.all_turns(fan, conversation)]
    assert left == [str(number) for number in range(12 - len(left), 12)]
    async with services.database.connection() as db:
        size = await db.fetchval(
            "select sum(octet_length(events)) from assistant_turn where person = $1", fan.subject
        )
    assert CONVERSATION_BYTES_MAX / 2 < size <= CONVERSATION_BYTES_MAX


async def test_she_calls_it_otherwise(services: Services, principal: MakePrincipal) -> None:
    history, fan = services.history, principal(Role.FAN)
    conversation = UUID(ask(history, fan).conversation)
    await written(history)
    assert (await history.rename(fan, conversation, " My\nfirst ")).title == "My first"
    for title in ("", " ", "x" * 81):
        with pytest.raises(RequestInvalid):
            await history.rename(fan, conversation, title)


async def test_what_she_deletes_does_not_come_back(services: Services, principal: MakePrincipal) -> None:
    history, fan = services.history, principal(Role.FAN)
    conversation, other = UUID(ask(history, fan).conversation), UUID(ask(history, fan, "Other").conversation)
    await written(history)
    late = question("Still on its way", fan)
    await history.delete(fan, conversation)
    with pytest.raises(ConversationUnknown):
        await history.delete(fan, conversation)
    done = DoneEvent(as_of=late.at, quick=False)
    history.note(late, answer(), done, conversation)
    await written(history)
    assert [each.id for each in await history.conversations(fan)] == [other]
    late = question("Still on its way", fan)
    await history.delete_all(fan)
    history.note(late, answer(), done, other)
    history.note(late, answer(), done, uuid4())
    await written(history)
    assert await history.conversations(fan) == []
    ask(history, fan, "Anew", other)
    await written(history)
    assert [turn.question for turn in await history.all_turns(fan, other)] == ["Anew"]


async def test_deleting_and_writing_at_the_same_time_ends_with_nothing(
    services: Services, settings: Settings, principal: MakePrincipal
) -> None:
    fan = principal(Role.FAN)
    elsewhere = await build_services(replace(settings, database_connections=6))
    try:
        for _ in range(15):
            for number in range(20):
                ask((services if number % 2 else elsewhere).history, fan, str(number))
            await asyncio.sleep(0.002)
            await services.history.delete_all(fan)
            await asyncio.gather(written(services.history), written(elsewhere.history))
            assert await services.history.conversations(fan) == []
    finally:
        await elsewhere.close()


async def test_two_processes_that_write_do_not_wait_for_each_other_for_ever(
    services: Services, settings: Settings, principal: MakePrincipal
) -> None:
    people = [principal(Role.FAN) for _ in range(30)]
    elsewhere = await build_services(replace(settings, database_connections=6))
    try:
        conversation = uuid4()
        for history, order in ((services.history, people), (elsewhere.history, people[::-1])):
            for fan in [*order, *order]:
                ask(history, fan, given=conversation)
        await asyncio.gather(written(services.history), written(elsewhere.history))
        for fan in people:
            assert [each.turns for each in await services.history.conversations(fan)] == [4]
    finally:
        await elsewhere.close()


async def test_what_cannot_be_written_delays_and_breaks_nothing(
    services: Services, principal: MakePrincipal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grandstand.assistant.history.notebook.WAITING_MAX", 100)
    history, fan = services.history, principal(Role.FAN)
    async with services.database.connection() as db:
        await db.execute("alter table assistant_turn rename to assistant_turn_away")
    for number in range(110):
        assert ask(history, fan, str(number)).conversation
    assert len(history._notebook._waiting) == 100
    await written(history)
    async with services.database.connection() as db:
        await db.execute("alter table assistant_turn_away rename to assistant_turn")
    ask(history, fan, "Afterwards")
    await written(history)
    assert [each.title for each in await history.conversations(fan)] == ["Afterwards"]


# Verdicts.


async def test_whoever_asked_may_say_something_of_the_answer_and_nobody_else(
    services: Services, principal: MakePrincipal
) -> None:
    history, fan, operator = services.history, principal(Role.FAN), principal(Role.OPERATOR)
    hers = ask(history, fan, "Where is my prize? ann@mail.example").answer
    theirs = ask(history, None, "Who won?").answer
    assert hers
    assert theirs
    for viewer in (None, principal(Role.FAN), operator):
        with pytest.raises(AnswerUnknown):
            await history.judge(viewer, hers, Judgement.BAD)
    for forged in ("", "x", hers[:-4] + "AAAA", hers + "!", "é", "A" * 9000, theirs[:40]):
        with pytest.raises(AnswerUnknown):
            await history.judge(fan, forged, Judgement.GOOD)
    await history.judge(fan, hers, Judgement.GOOD)
    await history.judge(fan, hers, Judgement.BAD, FeedbackReason.WRONG, " Call 0170 1234567,\n =1+1 ")
    await history.judge(None, theirs, Judgement.GOOD)
    theirs_found, hers_found = (await history.feedback(operator))[0]
    assert (hers_found.verdict, hers_found.reason, hers_found.comment) == (
        Judgement.BAD,
        FeedbackReason.WRONG,
        "Call …, =1+1",
    )
    assert hers_found.question == "Where is my prize? …"
    assert hers_found.told == "It is so."
    assert theirs_found.comment is None
    with pytest.raises(RequestInvalid):
        await history.judge(fan, hers, Judgement.BAD, None, "x" * 501)


async def test_of_what_is_hers_only_her_question_goes_with_a_verdict(
    services: Services, principal: MakePrincipal
) -> None:
    history, fan = services.history, principal(Role.FAN)
    own = answer("You have 8 yuan.", Intent.WALLET, SourcePart.CAMPAIGN)
    ticket = ask(history, fan, "What do I have?", events=own).answer
    assert ticket
    await history.judge(fan, ticket, Judgement.GOOD)
    (found,) = (await history.feedback(principal(Role.AUDITOR)))[0]
    assert found.told is None
    async with services.database.connection() as db:
        row = str(await db.fetchrow("select * from assistant_feedback"))
    assert str(fan.subject) not in row
    assert "8 yuan" not in row


async def test_an_old_answer_is_not_judged_any_more(services: Services, settings: Settings) -> None:
    later = History(
        services.database, lambda: system_clock() + timedelta(days=8), Sealer(settings.sealing_key()), days=1
    )
    ticket = ask(services.history, None).answer
    assert ticket
    with pytest.raises(AnswerUnknown):
        await later.judge(None, ticket, Judgement.GOOD)


# Questions without an answer.


async def test_questions_without_an_answer_are_counted_and_nobody_is_named(
    services: Services, principal: MakePrincipal
) -> None:
    history, auditor = services.history, principal(Role.AUDITOR)
    poem = answer("I have no source.", Intent.OUT_OF_SCOPE, None)
    for text in ("Write a poem to ann@mail.example", "write a POEM to bob@mail.example"):
        ask(history, principal(Role.FAN), text, events=poem)
    ask(history, None, "Write a poem to eve@mail.example", events=poem)
    ask(history, None, "Where do I park?", events=answer("Nothing.", Intent.RULES, None))
    ask(history, None, "Who won?")
    await written(history)
    parking, poems = (await history.unanswered(auditor))[0]
    assert (poems.question, poems.times, poems.intent) == ("Write a poem to …", 3, Intent.OUT_OF_SCOPE)
    assert (parking.question, parking.shortfall) == ("Where do I park?", "not_in_library")
    ask(history, None, "Write a poem to …", events=poem)
    await written(history)
    again = (await history.unanswered(auditor))[0][0]
    assert (again.question, again.times) == ("Write a poem to …", 4)
    await history.delete_unanswered(principal(Role.OPERATOR), again.id)
    await history.delete_unanswered(principal(Role.OPERATOR), again.id)
    assert [each.question for each in (await history.unanswered(auditor))[0]] == ["Where do I park?"]


async def test_lists_of_operators_are_for_them_alone_and_come_in_pages(
    services: Services, principal: MakePrincipal
) -> None:
    history = services.history
    for role in Role:
        viewer = principal(role)
        for work in (history.feedback, history.unanswered):
            if role not in {Role.OPERATOR, Role.AUDITOR}:
                with pytest.raises(Forbidden):
                    await work(viewer)
        for settle in (history.delete_feedback, history.delete_unanswered):
            if role is not Role.OPERATOR:
                with pytest.raises(Forbidden):
                    await settle(viewer, 1)
    for number in range(NOTES_PAGE_MAX + 1):
        ask(history, None, f"Poem {number}?", events=answer("No.", Intent.OUT_OF_SCOPE, None))
    await written(history)
    operator = principal(Role.OPERATOR)
    page, following = await history.unanswered(operator)
    assert len(page) == NOTES_PAGE_MAX
    assert following == page[-1].id
    rest, end = await history.unanswered(operator, following)
    assert (len(rest), end) == (1, None)
    await history.clean_up()
    assert len((await history.unanswered(operator))[0]) == NOTES_PAGE_MAX


# Over HTTP.


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with Serving(demo=True) as running:
        yield running


def client_of(serving: Serving, role: Role | None) -> httpx.Client:
    headers = {} if role is None else {"authorization": f"Bearer {serving.token(role)}"}
    return httpx.Client(base_url=serving.url, headers=headers, timeout=60)


def done_of(client: httpx.Client, text: str, **more: object) -> dict[str, Any]:
    response = client.post("/v1/assistant/questions", json={"question": text, **more})
    assert response.status_code == 200, response.text
    name, data = response.text.strip().split("\n\n")[-1].splitlines()
    assert name == "event: done", response.text
    done: dict[str, Any] = json.loads(data.removeprefix("data: "))
    return done


def until_there(client: httpx.Client, turns: int) -> dict[str, Any]:
    for _ in range(200):
        found: list[dict[str, Any]] = client.get("/v1/assistant/conversations").json()["conversations"]
        if found and found[0]["turns"] == turns:
            return found[0]
    raise AssertionError(found)


def test_a_fan_has_her_conversations_over_http(serving: Serving) -> None:
    with client_of(serving, Role.FAN) as fan, client_of(serving, Role.OPERATOR) as operator:
        first = done_of(fan, "Hello!")
        again = done_of(fan, "Thank you!", conversation=first["conversation"], memory=first["memory"])
        assert again["conversation"] == first["conversation"]
        path = f"/v1/assistant/conversations/{first['conversation']}"
        assert until_there(fan, 2)["title"] == "Hello!"
        read = fan.get(path).json()
        assert [turn["question"] for turn in read["turns"]] == ["Hello!", "Thank you!"]
        assert [each["event"] for each in read["turns"][0]["events"]][-1] == "done"
        assert fan.get(path).headers["cache-control"] == "no-store"
        assert operator.get(path).json()["code"] == "assistant.conversation_unknown"
        assert operator.delete(path).status_code == 404
        assert fan.patch(path, json={"title": "Mine"}).json()["title"] == "Mine"
        exported = fan.get("/v1/assistant/export")
        assert "attachment" in exported.headers["content-disposition"]
        (whole,) = exported.json()["conversations"]
        assert (whole["conversation"]["title"], len(whole["turns"])) == ("Mine", 2)
        assert operator.get("/v1/assistant/export").json() == {"conversations": []}
        assert fan.delete(path).status_code == 204
        assert fan.get(path).status_code == 404
        done_of(fan, "Hello again!")
        until_there(fan, 1)
        assert fan.delete("/v1/assistant/conversations").status_code == 204
        assert fan.get("/v1/assistant/conversations").json() == {"conversations": [], "days": 30}
        assert fan.get("/v1/assistant/conversations/nothing").status_code == 422
        assert fan.post("/v1/assistant/questions", json={"question": "Hi", "conversation": "x"}).status_code == 422


def test_a_visitor_says_what_she_thinks_and_an_operator_reads_it(serving: Serving) -> None:
    with client_of(serving, None) as visitor, client_of(serving, Role.OPERATOR) as operator:
        done = done_of(visitor, "Hello!", language="de")
        assert done["conversation"] is None
        said = {"answer": done["answer"], "verdict": "bad", "reason": "language", "comment": "=cmd|' /c calc'!A0"}
        assert visitor.post("/v1/assistant/feedback", json=said).status_code == 204
        for wrong in ({"verdict": "fine"}, {"reason": "dunno"}, {"answer": 7}, {"who": "me"}):
            assert visitor.post("/v1/assistant/feedback", json=said | wrong).status_code == 422
        unknown = visitor.post("/v1/assistant/feedback", json=said | {"answer": "made up"})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "assistant.answer_unknown")
        (found,) = operator.get("/v1/assistant/feedback").json()["feedback"]
        assert (found["verdict"], found["reason"], found["question"]) == ("bad", "language", "Hello!")
        table = operator.get("/v1/assistant/feedback/export")
        assert table.headers["content-type"] == "text/csv; charset=utf-8"
        head, line = csv.reader(io.StringIO(table.text.removeprefix("\ufeff")))
        assert dict(zip(head, line, strict=True))["comment"].startswith("'=cmd")
        assert visitor.get("/v1/assistant/feedback/export").status_code == 401
        assert operator.delete(f"/v1/assistant/feedback/{found['id']}").status_code == 204
        assert operator.get("/v1/assistant/feedback").json() == {"feedback": [], "next": None}
        assert operator.get("/v1/assistant/unanswered/export").text.startswith("\ufeffid,asked_at,")
        metrics = visitor.get("/metrics").text
        assert 'grandstand_assistant_feedback_total{verdict="bad"} 1.0' in metrics
        assert "grandstand_assistant_answers_total{" in metrics
