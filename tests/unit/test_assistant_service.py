"""Many ask at once: everybody is answered, quickly where there is no time, and nobody with what is another's."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from games_at import games_in_the_afternoon, reads_of
from grandstand.assistant import Assistant, Intent, Understanding
from grandstand.assistant.models import (
    DoneEvent,
    Event,
    Source,
    SourceEvent,
    SourceId,
    SourcePart,
    StatementEvent,
    StatementId,
    UnderstoodEvent,
)
from grandstand.assistant.question import Question
from grandstand.assistant.rates import (
    HELD_S,
    RATE_OF_A_PERSON,
    RATE_OF_AN_ADDRESS,
    UNHURRIED_MAX,
    WORKING_MAX,
    Rates,
    Room,
)
from grandstand.assistant.streaming import frames
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.errors import DatabaseUnavailable, Overloaded, RateLimited
from grandstand.live import Reads
from grandstand.web import sse

AT = datetime(2030, 2, 9, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def reads() -> Reads:
    return reads_of(games_in_the_afternoon())


class Scripted:
    """An engine that answers each asker with her own name, as the source of a part, after some time."""

    def __init__(
        self, part: SourcePart = SourcePart.LIVE, intent: Intent = Intent.NOW, *, takes_s: float = 0.0
    ) -> None:
        self.part = part
        self.intent = intent
        self.takes_s = takes_s
        self.asked: list[Question] = []
        self.at_once = 0
        self.at_once_most = 0

    async def answer(self, question: Question) -> AsyncIterator[Event]:
        self.asked.append(question)
        self.at_once += 1
        self.at_once_most = max(self.at_once_most, self.at_once)
        await asyncio.sleep(self.takes_s)
        yield UnderstoodEvent(language="en", intent=self.intent, by_meaning=not question.quick)
        yield SourceEvent(source=Source(id=SourceId("m1"), part=self.part, at=AT))
        text = f"{None if question.viewer is None else question.viewer.subject}: {len(self.asked)}"
        yield StatementEvent(id=StatementId("s1"), message="won", text=text, facts=(), sources=())
        self.at_once -= 1
        yield DoneEvent(as_of=AT, quick=question.quick)


class Games:
    """A state that changes when somebody says so."""

    def __init__(self) -> None:
        self.revision = 0

    async def state(self) -> int:
        return self.revision


def assistant_of(engine: Scripted, reads: Reads, games: Games | None = None) -> Assistant:
    state = None if games is None else games.state
    return Assistant(engine, Understanding(reads, ()), lambda: AT, state=state)


async def told(assistant: Assistant, text: str = "What is on?", viewer: Principal | None = None) -> list[Event]:
    question = assistant.question(text, "en", "UTC", None, viewer)
    return [event async for event in assistant.answer(question)]


async def test_a_repeated_question_is_answered_alike_until_something_changes(reads: Reads) -> None:
    engine, games = Scripted(), Games()
    assistant = assistant_of(engine, reads, games)
    first = await told(assistant)
    assert await told(assistant, "what is ON?".replace("ON", "on")) == first
    assert len(engine.asked) == 1
    games.revision += 1
    assert await told(assistant) != first
    assert len(engine.asked) == 2
    assert len(await told(assistant, "What else is on?")) == 4
    assert len(engine.asked) == 3


async def test_an_answer_during_which_something_changed_is_not_given_again(reads: Reads) -> None:
    engine, games = Scripted(takes_s=0.01), Games()
    assistant = assistant_of(engine, reads, games)
    asking = asyncio.create_task(told(assistant))
    await asyncio.sleep(0)
    games.revision += 1
    await asking
    await told(assistant)
    assert len(engine.asked) == 2


@pytest.mark.parametrize(
    ("part", "intent"),
    [(SourcePart.CAMPAIGN, Intent.WALLET), (SourcePart.CAMPAIGN, Intent.NOW), (SourcePart.LIBRARY, Intent.RULES)],
)
async def test_what_is_ones_own_is_told_to_nobody_else(
    part: SourcePart, intent: Intent, reads: Reads, principal: Callable[[Role], Principal]
) -> None:
    assistant = assistant_of(Scripted(part, intent), reads, Games())
    people = [principal(Role.FAN) for _ in range(3)]
    for viewer in (*people, None, *people):
        (statement,) = (each for each in await told(assistant, viewer=viewer) if isinstance(each, StatementEvent))
        assert statement.text.startswith(f"{None if viewer is None else viewer.subject}:")


async def test_five_hundred_at_once_are_all_answered_and_few_are_worked_at(reads: Reads) -> None:
    engine = Scripted(SourcePart.CAMPAIGN, Intent.CAN_WIN, takes_s=0.002)
    assistant = assistant_of(engine, reads, Games())
    answers = await asyncio.gather(*(told(assistant, f"Question {number}") for number in range(500)))
    assert all(isinstance(events[-1], DoneEvent) for events in answers)
    assert engine.at_once_most <= WORKING_MAX
    # The first ones had time; later they are quick ones, as the answer says itself.
    quick = [question.quick for question in engine.asked]
    assert quick[:UNHURRIED_MAX] == [False] * UNHURRIED_MAX
    assert all(quick[UNHURRIED_MAX:])
    assert not (await told(assistant))[-1].quick  # type: ignore[union-attr]  # the last one is `done`


async def test_of_many_who_ask_the_same_few_are_worked_at(reads: Reads) -> None:
    engine = Scripted(takes_s=0.01)
    assistant = assistant_of(engine, reads, Games())
    answers = await asyncio.gather(*(told(assistant) for _ in range(300)))
    assert all(isinstance(events[-1], DoneEvent) for events in answers)
    assert len(engine.asked) <= WORKING_MAX


async def test_who_waits_for_somebody_else_lets_others_work() -> None:
    room = Room(working_max=1)
    async with room.held():
        began_s = asyncio.get_running_loop().time()
        async with room.held():
            assert HELD_S / 2 < asyncio.get_running_loop().time() - began_s < HELD_S * 3
    async with room.held():
        pass


async def test_a_place_that_was_waited_for_in_vain_is_not_lost() -> None:
    room = Room(working_max=1, open_max=2)
    async with room.held():
        waiting = asyncio.create_task(_hold(room))
        await asyncio.sleep(0)
        with pytest.raises(Overloaded):
            room.check()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        room.check()
    async with room.held():
        assert not room.is_hurried


async def _hold(room: Room) -> None:
    async with room.held():
        pass


async def test_who_hangs_up_leaves_her_place(reads: Reads) -> None:
    assistant = assistant_of(Scripted(takes_s=60.0), reads)
    for _ in range(WORKING_MAX * 2):
        sending = frames(assistant.answer(assistant.question("Hello", "en", "UTC")))
        first = asyncio.ensure_future(anext(sending))
        await asyncio.sleep(0.001)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        await sending.aclose()
    assert not assistant._room.is_hurried
    assert not assistant._room._places.locked()


def test_one_person_cannot_ask_without_end_and_a_town_can(principal: Callable[[Role], Principal]) -> None:
    now_s = 0.0
    rates, eager = Rates(lambda: now_s), principal(Role.FAN)
    for _ in range(RATE_OF_A_PERSON.burst):
        rates.take(eager, "10.0.0.1")
    with pytest.raises(RateLimited) as refused:
        rates.take(eager, "10.0.0.2")
    assert refused.value.retry_after_s
    rates.take(principal(Role.FAN), "10.0.0.1")
    for _ in range(RATE_OF_AN_ADDRESS.burst):
        rates.take(None, "10.0.0.1")
    with pytest.raises(RateLimited):
        rates.take(None, "10.0.0.1")
    rates.take(None, "10.0.0.2")
    now_s = 1.0
    rates.take(eager, "10.0.0.1")


# Frames.


def spoken(piece: bytes) -> list[dict[str, Any]]:
    return [json.loads(frame.partition(b"data: ")[2]) for frame in piece.strip().split(b"\n\n")]


async def test_what_is_there_at_once_is_sent_at_once(reads: Reads) -> None:
    assistant = assistant_of(Scripted(), reads)
    pieces = [piece async for piece in frames(assistant.answer(assistant.question("Hello", "en", "UTC")))]
    assert [[each["event"] for each in spoken(piece)] for piece in pieces] == [
        ["understood", "source", "statement", "done"]
    ]


async def test_what_comes_later_is_not_waited_for_and_silence_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "HEARTBEAT_S", 0.02)
    later = asyncio.Event()

    async def events() -> AsyncIterator[Event]:
        yield UnderstoodEvent(language="en", intent=Intent.NOW, by_meaning=True)
        await later.wait()
        yield DoneEvent(as_of=AT, quick=False)

    sending = frames(events())
    assert [each["event"] for each in spoken(await anext(sending))] == ["understood"]
    assert await anext(sending) == sse.HEARTBEAT
    later.set()
    assert [each["event"] for each in spoken(await anext(sending))] == ["done"]
    assert [piece async for piece in sending] == []


@pytest.mark.parametrize(
    ("error", "code"),
    [(DatabaseUnavailable(retry_after_s=2.0), "database.unavailable"), (ValueError("secret"), "server.internal")],
)
async def test_what_goes_wrong_on_the_way_is_the_last_that_is_said(error: Exception, code: str) -> None:
    async def events() -> AsyncIterator[Event]:
        yield UnderstoodEvent(language="en", intent=Intent.NOW, by_meaning=True)
        raise error

    whole = b"".join([piece async for piece in frames(events())])
    assert spoken(whole)[-1]["code"] == code
    assert b"event: problem" in whole
    assert b"secret" not in whole
