"""The use case: a question is checked, and answered by the engine, or as it was just now.

    checked -> answered in this very state? -> a place among those under way -> engine -> kept, noted

Nobody who can be answered is told to come again: where many ask, answers are quick ones, and wait for their turn.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from msgspec.structs import replace

from grandstand.assistant.cache import AnswerCache, key_of
from grandstand.assistant.errors import QuestionInvalid
from grandstand.assistant.grounded import Engine
from grandstand.assistant.history import History
from grandstand.assistant.memory import checked
from grandstand.assistant.models import DoneEvent, Event, StatementEvent, UnderstoodEvent
from grandstand.assistant.question import Brought, Question
from grandstand.assistant.rates import Room
from grandstand.assistant.understanding import Understanding
from grandstand.kernel.auth import Principal
from grandstand.kernel.clock import Clock
from grandstand.kernel.telemetry import ASSISTANT_ANSWERS, ASSISTANT_FIRST_SECONDS, ASSISTANT_SECONDS
from grandstand.language.models import LANGUAGES

QUESTION_LENGTH_MAX = 500
WORDS = {False: "no", True: "yes"}


class Assistant:
    """One for each process.

    Args:
        engine: what answers.
        understanding: of the engine; its models are loaded when the first question has come.
        clock: now, aware.
        state: of what answers about the Games rest on: equal for as long as they stay the same; None: no answer is
            given twice.
        history: keeps conversations; None: there are none.
    """

    def __init__(
        self,
        engine: Engine,
        understanding: Understanding,
        clock: Clock,
        *,
        state: Callable[[], Awaitable[Hashable]] | None = None,
        history: History | None = None,
    ) -> None:
        self._engine = engine
        self._understanding = understanding
        self._clock = clock
        self._state = state
        self._history = history
        self._cache = AnswerCache()
        self._room = Room()

    def question(
        self,
        text: str,
        language: str,
        zone: str,
        memory: Mapping[str, Any] | None = None,
        viewer: Principal | None = None,
        brought: Brought | None = None,
    ) -> Question:
        """The question, checked.

        Args:
            text: what was asked.
            language: of the page.
            zone: the name of the asker's time zone.
            memory: of the answer before, as it was sent.
            viewer: who asks.
            brought: what she says besides.

        Raises:
            QuestionInvalid: it is empty or too long, there is no such language or time zone, or the memory is none
                of ours.
        """
        plain = " ".join(text.replace("\0", " ").split())
        if not 1 <= len(plain) <= QUESTION_LENGTH_MAX:
            raise QuestionInvalid(f"A question has 1 to {QUESTION_LENGTH_MAX} characters, got {len(plain)}.")
        if language not in LANGUAGES:
            raise QuestionInvalid(f"There are no answers in {language!r}; choose one of {', '.join(LANGUAGES)}.")
        if zone not in zones():
            raise QuestionInvalid(f"{zone!r} is not a time zone; one is like Europe/Rome.")
        return Question(
            text=plain,
            language=language,
            zone=zone,
            at=self._clock(),
            memory=checked(memory),
            viewer=viewer,
            since=None if brought is None else brought.since,
            table=None if brought is None or brought.table is None else brought.table.encode(errors="replace"),
        )

    def check_room(self) -> None:
        """See that one more answer can begin.

        Raises:
            Overloaded: as many are under way as may be.
        """
        self._room.check()

    async def answer(self, question: Question, conversation: UUID | None = None) -> AsyncIterator[Event]:
        """The answer as it comes.

        Args:
            question: of `question`.
            conversation: that it belongs to, where the asker is signed in; None: a new one.

        Raises:
            Overloaded: too many answers are under way, or too many instants are being asked for.
        """
        began_s, said = time.perf_counter(), list[Event]()
        self._understanding.load_beside()
        found = await self._found(question)
        async for event in self._made(question) if found is None else _again(found):
            told = event
            if isinstance(event, StatementEvent) and not any(isinstance(each, StatementEvent) for each in said):
                ASSISTANT_FIRST_SECONDS.observe(time.perf_counter() - began_s)
            if isinstance(event, DoneEvent):
                told = self._noted(question, said, event, conversation)
                ASSISTANT_SECONDS.observe(time.perf_counter() - began_s)
                _count(said, event, is_kept=found is not None)
            said.append(event)
            yield told

    async def close(self) -> None:
        """Write what is to be kept, then let go of the models."""
        if self._history is not None:
            await self._history.close()
        await self._understanding.close()

    async def _found(self, question: Question) -> tuple[Event, ...] | None:
        """What was answered to the same question in this very state."""
        if self._state is None:
            return None
        return self._cache.find(key_of(question), await self._state(), time.monotonic())

    async def _made(self, question: Question) -> AsyncIterator[Event]:
        is_hurried = self._room.is_hurried
        async with self._room.held():
            # Meanwhile somebody else may have been answered the same.
            found = await self._found(question) if is_hurried else None
            if found is not None:
                for event in found:
                    yield event
                return
            before, events = await self._state() if self._state is not None else None, list[Event]()
            async for event in self._engine.answer(replace(question, quick=is_hurried)):
                events.append(event)
                if self._state is not None and isinstance(event, DoneEvent) and await self._state() == before:
                    self._cache.keep(key_of(question), before, events, time.monotonic())
                yield event

    def _noted(
        self, question: Question, said: Sequence[Event], done: DoneEvent, conversation: UUID | None
    ) -> DoneEvent:
        if self._history is None:
            return done
        belongs_to = self._history.conversation_of(question.viewer, conversation)
        return self._history.note(question, said, done, belongs_to)


async def _again(events: Sequence[Event]) -> AsyncIterator[Event]:
    for event in events:
        yield event


def _count(said: Sequence[Event], done: DoneEvent, *, is_kept: bool) -> None:
    intents = [each.intent.value for each in said if isinstance(each, UnderstoodEvent)]
    for intent in intents[:1]:
        ASSISTANT_ANSWERS.labels(intent, WORDS[done.quick], WORDS[is_kept]).inc()


@cache
def zones() -> frozenset[str]:
    """The names of time zones; read once, which takes as long as an answer."""
    return frozenset(available_timezones())
