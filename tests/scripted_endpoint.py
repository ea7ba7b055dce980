"""A language model that plays a script behind a real HTTP server, and the engine that asks it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from games_at import AFTERNOON
from grandstand.assistant import GroundedEngine, LiveTools, TalkTools, Understanding
from grandstand.assistant.asked import Asked, Toolbox
from grandstand.assistant.intents import Understood
from grandstand.assistant.llm import Limits, LlmEngine, ModelChoice, ModelSeat, SearchEndpoint
from grandstand.assistant.models import (
    DeltaEvent,
    Event,
    Intent,
    ReplacedEvent,
    SourcePart,
    StatementEvent,
    VerifiedEvent,
)
from grandstand.assistant.question import Question
from grandstand.assistant.telling import text
from grandstand.demo.misbehaving_model import Heard, Reply, Script
from grandstand.demo.misbehaving_server import MisbehavingModel
from grandstand.live import Reads

QUICK = Limits(
    connect_timeout_s=2.0,
    first_token_timeout_s=1.0,
    stall_timeout_s=0.5,
    turn_timeout_s=4.0,
    queue_timeout_s=0.2,
    bytes_max=200_000,
    characters_max=20_000,
)
"""Patience of tests."""


class KnownIntent:
    """Understands a question as it was told to; names are found as ever."""

    def __init__(self, reads: Reads, intents: dict[str, Intent]) -> None:
        self._reads = reads
        self._own = Understanding(reads, ())
        self.intents = intents

    async def understand(self, question: Question) -> Understood:
        """What the question means."""
        if question.text not in self.intents:
            return await self._own.understand(question)
        mentions = await self._reads.mentions(question.text, question.language)
        intent = self.intents[question.text]
        return Understood(language=question.language, intent=intent, by_meaning=True, mentions=mentions, day=None)


class Manual:
    """A toolbox whose only document gives orders to whoever reads it.

    Args:
        orders: what it says.
        intent: of the questions that are answered with it.
        part: whose word it is.
    """

    def __init__(self, orders: str, intent: Intent = Intent.RULES, part: SourcePart = SourcePart.LIBRARY) -> None:
        self._orders = orders
        self._part = part
        self.intents = frozenset({intent})

    async def tell(self, asked: Asked) -> None:
        """Say that there is nothing to say, with a text of somebody else's."""
        source = asked.telling.rest_on(self._part, asked.question.at)
        asked.telling.say("happened", source, time=text("-"), text=text(self._orders))


@dataclass
class Stage:
    """An engine with its model.

    Args:
        engine: what answers.
        model: what it asks.
        seat: where the model is attached.
    """

    engine: LlmEngine
    model: MisbehavingModel
    seat: ModelSeat

    async def ask(self, asked: str, language: str = "en", *, is_hurried: bool = False) -> list[Event]:
        """The whole answer."""
        question = Question(text=asked, language=language, zone="UTC", at=AFTERNOON, quick=is_hurried)
        return [event async for event in self.engine.answer(question)]


@asynccontextmanager
async def stage(
    reads: Reads,
    script: Script,
    *,
    intents: dict[str, Intent] | None = None,
    limits: Limits = QUICK,
    more: Sequence[Toolbox] = (),
    is_searching: bool = False,
) -> AsyncIterator[Stage]:
    """An engine over these answers with a model that plays the script."""
    grounded = GroundedEngine(
        KnownIntent(reads, intents or {}),  # type: ignore[arg-type]  # it only ever asks what a question means
        [LiveTools(reads), TalkTools(), *more],
    )
    async with MisbehavingModel(script) as model:
        seat = ModelSeat(ModelChoice(url=model.url), limits=limits)
        search = SearchEndpoint(model.site) if is_searching else None
        engine = LlmEngine(grounded, seat, reads, search)
        try:
            yield Stage(engine, model, seat)
        finally:
            await engine.close()


def says(answer: str) -> Script:
    """A script that answers every turn with this."""
    return lambda _: Reply(text=answer)


def in_turn(*replies: Reply) -> Script:
    """A script that answers one after the other, the last for ever."""
    left = list(replies)

    def script(_: Heard) -> Reply:
        return left.pop(0) if len(left) > 1 else left[0]

    return script


def deltas(events: Sequence[Event]) -> list[DeltaEvent]:
    return [each for each in events if isinstance(each, DeltaEvent)]


def statements(events: Sequence[Event]) -> list[StatementEvent]:
    return [each for each in events if isinstance(each, StatementEvent)]


def reason(events: Sequence[Event]) -> str | None:
    """Why the composed answer was dropped; None: it was not."""
    return next((each.reason for each in events if isinstance(each, ReplacedEvent)), None)


def is_verified(events: Sequence[Event]) -> bool:
    return any(isinstance(each, VerifiedEvent) for each in events)
