"""The use case: a question is checked, and answered by the engine if there is room."""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from zoneinfo import available_timezones

from grandstand.assistant.errors import QuestionInvalid
from grandstand.assistant.grounded import Engine
from grandstand.assistant.memory import checked
from grandstand.assistant.models import Event
from grandstand.assistant.question import Question
from grandstand.assistant.understanding import Understanding
from grandstand.kernel.auth import Principal
from grandstand.kernel.clock import Clock
from grandstand.kernel.errors import Overloaded
from grandstand.language.models import LANGUAGES

QUESTION_LENGTH_MAX = 500
AT_ONCE_MAX = 64
"""Answers under way in one process."""
COME_AGAIN_S = 1.0


class Assistant:
    """One for each process.

    Args:
        engine: what answers.
        understanding: of the engine; its models are loaded when the first question has come.
        clock: now, aware.
    """

    def __init__(self, engine: Engine, understanding: Understanding, clock: Clock) -> None:
        self._engine = engine
        self._understanding = understanding
        self._clock = clock
        self._under_way = 0

    def question(
        self,
        text: str,
        language: str,
        zone: str,
        memory: Mapping[str, Any] | None = None,
        viewer: Principal | None = None,
    ) -> Question:
        """The question, checked.

        Args:
            text: what was asked.
            language: of the page.
            zone: the name of the asker's time zone.
            memory: of the answer before, as it was sent.
            viewer: who asks.

        Raises:
            QuestionInvalid: it is empty or too long, there is no such language or time zone, or the memory is none
                of ours.
        """
        plain = " ".join(text.split())
        if not 1 <= len(plain) <= QUESTION_LENGTH_MAX:
            raise QuestionInvalid(f"A question has 1 to {QUESTION_LENGTH_MAX} characters, got {len(plain)}.")
        if language not in LANGUAGES:
            raise QuestionInvalid(f"There are no answers in {language!r}; choose one of {', '.join(LANGUAGES)}.")
        if zone not in available_timezones():
            raise QuestionInvalid(f"{zone!r} is not a time zone; one is like Europe/Rome.")
        return Question(
            text=plain,
            language=language,
            zone=zone,
            at=self._clock(),
            memory=checked(memory),
            viewer=viewer,
        )

    def check_room(self) -> None:
        """See that one more answer can begin.

        Raises:
            Overloaded: as many are under way as may be.
        """
        if self._under_way >= AT_ONCE_MAX:
            raise Overloaded(f"{AT_ONCE_MAX} answers are under way; ask again.", retry_after_s=COME_AGAIN_S)

    async def answer(self, question: Question) -> AsyncIterator[Event]:
        """The answer as it comes.

        Raises:
            Overloaded: too many answers are under way, or too many instants are being asked for.
        """
        self.check_room()
        self._under_way += 1
        self._understanding.load_beside()
        try:
            async for event in self._engine.answer(question):
                yield event
        finally:
            self._under_way -= 1

    async def close(self) -> None:
        await self._understanding.close()
