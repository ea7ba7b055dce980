"""The engine without a language model: understand, ask the facades, say what they said."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from grandstand.assistant.intents import Understood
from grandstand.assistant.live_tools import Asked, tool_of
from grandstand.assistant.models import (
    ChoiceEvent,
    DoneEvent,
    Event,
    Fact,
    Question,
    SaidFact,
    SourceEvent,
    StatementEvent,
    UnderstoodEvent,
)
from grandstand.assistant.telling import Telling
from grandstand.assistant.understanding import Understanding
from grandstand.assistant.wording import Wording
from grandstand.live import Answer, NothingThere, Reads
from grandstand.live import Question as LiveQuestion


class Engine(Protocol):
    """Whatever answers questions."""

    def answer(self, question: Question) -> AsyncIterator[Event]: ...


class GroundedEngine:
    """Answers from the facades alone.

    Args:
        reads: the Games.
        understanding: what questions mean.
    """

    def __init__(self, reads: Reads, understanding: Understanding) -> None:
        self._reads = reads
        self._understanding = understanding

    async def answer(self, question: Question) -> AsyncIterator[Event]:
        """The answer as it comes: what was understood, then sources and sentences, then `done`.

        Raises:
            Overloaded: too many instants are being asked for.
        """
        understood = await self._understanding.understand(question)
        yield UnderstoodEvent(
            language=understood.language, intent=understood.intent, by_meaning=understood.by_meaning
        )
        telling = await self._told(question, understood)
        today = question.at.astimezone(ZoneInfo(question.zone)).date()
        wording = Wording(understood.language, question.zone, today)
        for source in telling.sources.values():
            yield SourceEvent(source=source)
        for statement in telling.statements:
            yield StatementEvent(
                id=statement.id,
                text=wording.sentence(statement, telling.facts),
                facts=tuple(_said(telling.facts[fact]) for fact in statement.slots.values()),
                sources=telling.sources_of(statement),
            )
        for kind, code, text in telling.choices:
            yield ChoiceEvent(kind=kind, code=code, text=text)
        yield DoneEvent(as_of=question.at, quick=not understood.by_meaning)

    async def _told(self, question: Question, understood: Understood) -> Telling:
        asked = Asked(question, understood)
        tool = tool_of(asked)
        try:
            wanted = next(tool)
            while True:
                wanted = tool.send(await self._ask(wanted, understood.language))
        except StopIteration:
            pass
        except NothingThere:
            asked.telling.say("not-found")
        return asked.telling

    async def _ask(self, wanted: "LiveQuestion | tuple[datetime, datetime]", language: str) -> Answer:
        if isinstance(wanted, LiveQuestion):
            return await self._reads.answer(wanted)
        return await self._reads.changes_between(*wanted, language)


def _said(fact: Fact) -> SaidFact:
    value = fact.value.isoformat() if isinstance(fact.value, date) else fact.value
    return SaidFact(id=fact.id, kind=fact.kind, value=value, code=fact.code, source=fact.source)
