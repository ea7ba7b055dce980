"""The engine without a language model: understand, ask the facades, say what they said."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from grandstand.assistant.asked import Asked, Toolbox
from grandstand.assistant.intents import Understood
from grandstand.assistant.memory import remembered
from grandstand.assistant.models import (
    DoneEvent,
    Event,
    Fact,
    Intent,
    SaidFact,
    SourceEvent,
    StatementEvent,
    UnderstoodEvent,
)
from grandstand.assistant.question import Question
from grandstand.assistant.telling import Telling
from grandstand.assistant.understanding import Understanding
from grandstand.assistant.wording import Wording


class Engine(Protocol):
    """Whatever answers questions."""

    def answer(self, question: Question) -> AsyncIterator[Event]: ...


class GroundedEngine:
    """Answers from the facades alone.

    Args:
        understanding: what questions mean.
        tools: the parts of Grandstand; what none of them answers is out of scope.
    """

    def __init__(self, understanding: Understanding, tools: Sequence[Toolbox]) -> None:
        self._understanding = understanding
        self._tools = {intent: each for each in tools for intent in each.intents}

    @property
    def intents(self) -> frozenset[Intent]:
        """What some part of Grandstand answers."""
        return frozenset(self._tools)

    async def answer(self, question: Question) -> AsyncIterator[Event]:
        """The answer as it comes: what was understood, then sources, sentences, what is shown, then `done`.

        Raises:
            GrandstandError: nothing can be said for certain.
        """
        understood = await self._understanding.understand(question)
        if question.table is not None:
            # Whoever brings a table along asks about it.
            understood = replace(understood, intent=Intent.DATA)
        yield UnderstoodEvent(
            language=understood.language,
            intent=understood.intent,
            by_meaning=understood.by_meaning,
            followed=understood.followed,
        )
        telling = await self.told(question, understood)
        for event in said(question, understood, telling):
            yield event
        memory = remembered(question.memory, understood, telling)
        yield DoneEvent(as_of=question.at, quick=not understood.by_meaning, memory=memory)

    async def told(self, question: Question, understood: Understood) -> Telling:
        """What the facades say to an understood question.

        Raises:
            GrandstandError: nothing can be said for certain.
        """
        asked = Asked(question, understood)
        tool = self._tools.get(understood.intent) or self._tools[Intent.OUT_OF_SCOPE]
        await tool.tell(asked)
        return asked.telling


def said(question: Question, understood: Understood, telling: Telling) -> Iterator[Event]:
    """What was told as events, in words of the asker's language."""
    return spoken(telling, understood.language, question.zone, question.at)


def spoken(telling: Telling, language: str, zone: str, at: datetime) -> Iterator[Event]:
    """What was told as events: sources, sentences, then what is shown beside them.

    Args:
        telling: what was told.
        language: of the sentences.
        zone: the name of the asker's time zone.
        at: now.
    """
    wording = Wording(language, zone, at.astimezone(ZoneInfo(zone)).date())
    for source in telling.sources.values():
        yield SourceEvent(source=source)
    for statement in telling.statements:
        yield StatementEvent(
            id=statement.id,
            text=wording.sentence(statement, telling.facts),
            facts=tuple(_said(slot, telling.facts[fact]) for slot, fact in statement.slots.items()),
            sources=telling.sources_of(statement),
            message=statement.message,
        )
    yield from telling.shown


def _said(slot: str, fact: Fact) -> SaidFact:
    value = fact.value.isoformat() if isinstance(fact.value, date) else fact.value
    return SaidFact(id=fact.id, kind=fact.kind, value=value, code=fact.code, source=fact.source, slot=slot)
