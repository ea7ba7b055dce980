"""The engine with a language model: the deterministic answer first, then what was composed of it.

Whatever the model does, the deterministic answer stands. Where the model is away, slow or busy the answer says
that it is a quick one.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field

import msgspec
import structlog

from grandstand.assistant.grounded import GroundedEngine
from grandstand.assistant.llm.loop import Composing, Given
from grandstand.assistant.llm.models import ModelChoice, Reason
from grandstand.assistant.llm.own_words import names_in
from grandstand.assistant.llm.search import SearchEndpoint
from grandstand.assistant.llm.seat import Attached, ModelSeat
from grandstand.assistant.llm.tools import ModelTools
from grandstand.assistant.llm.verify import Refused
from grandstand.assistant.llm.vocabulary import is_nearby, topic_in
from grandstand.assistant.llm.wire import EndpointFailed
from grandstand.assistant.models import (
    ChoiceEvent,
    ConfirmEvent,
    DoneEvent,
    Event,
    Intent,
    QuotationEvent,
    ReplacedEvent,
    SourceEvent,
    SourcePart,
    StatementEvent,
    TableEvent,
    UnderstoodEvent,
)
from grandstand.assistant.question import Question
from grandstand.kernel.telemetry import MODEL_ANSWERS, MODEL_SECONDS
from grandstand.live import Reads

FREE = frozenset({Intent.GREETING, Intent.THANKS, Intent.SMALLTALK, Intent.OUT_OF_SCOPE})
"""What may be answered in the model's own words, if nothing of the Games is named."""
FIXED = frozenset({Intent.HELP, Intent.RULES, Intent.DATA})
"""What is always answered as it stands: what there is, quotations, tables."""
KEPT_HERE = frozenset({SourcePart.CAMPAIGN, SourcePart.FILE})
"""Whose word no model is told: what is the asker's own."""

log = structlog.get_logger(__name__)


@dataclass
class _Heard:
    """The deterministic answer, as far as it was given."""

    events: list[Event] = field(default_factory=list)
    understood: UnderstoodEvent | None = None
    done: DoneEvent | None = None
    is_fixed: bool = False

    def take(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, UnderstoodEvent):
            self.understood = event
        elif isinstance(event, SourceEvent):
            self.is_fixed = self.is_fixed or event.source.part in KEPT_HERE
        elif isinstance(event, ChoiceEvent | ConfirmEvent | QuotationEvent | TableEvent):
            self.is_fixed = True


@dataclass
class _Outcome:
    """How the composing went, for metrics and for `quick`."""

    name: str = "left"
    is_quick: bool = False


class LlmEngine:
    """Answers as the engine that it was given, then lets a model compose.

    Args:
        grounded: gives the deterministic answer, and the answers of the tools.
        seat: which model is attached.
        reads: who and what the Games know by name.
        search: the web; None: it is not searched.
    """

    def __init__(
        self, grounded: GroundedEngine, seat: ModelSeat, reads: Reads, search: SearchEndpoint | None = None
    ) -> None:
        self._grounded = grounded
        self._seat = seat
        self._reads = reads
        self._search = search
        self._tools = ModelTools(grounded, reads, search)

    async def answer(self, question: Question) -> AsyncIterator[Event]:
        """The deterministic answer; where a model is attached, verified sentences or `replaced`; `done`.

        Raises:
            GrandstandError: nothing can be said for certain.
        """
        heard, outcome = _Heard(), _Outcome()
        async for event in self._grounded.answer(question):
            if isinstance(event, DoneEvent):
                heard.done = event
                continue
            heard.take(event)
            yield event
        attached = self._seat.attached()
        given = None if attached is None else await self._given(question, heard)
        if attached is not None and given is not None:
            async with aclosing(self._composed(attached, question, given, outcome)) as events:
                async for event in events:
                    yield event
        if heard.done is not None:
            yield msgspec.structs.replace(heard.done, quick=heard.done.quick or outcome.is_quick)

    def with_model(self, choice: ModelChoice) -> "LlmEngine":
        """The same engine with another model, as long as somebody tries it."""
        return LlmEngine(self._grounded, ModelSeat(choice), self._reads)

    async def close(self) -> None:
        """Let go of the model and of the search."""
        await self._seat.close()
        if self._search is not None:
            await self._search.close()

    async def _given(self, question: Question, heard: _Heard) -> Given | None:
        """What there is to compose; None: the answer stands as it is."""
        understood = heard.understood
        if understood is None or heard.is_fixed or understood.intent in FIXED:
            return None
        if understood.intent in FREE:
            is_about_here = topic_in(question.text) is not None or is_nearby(question.text, understood.language)
            if (
                understood.followed
                or is_about_here
                or names_in(await self._reads.mentions(question.text, understood.language))
            ):
                return None
            return Given(language=understood.language, events=heard.events, is_own=True)
        if not any(isinstance(event, StatementEvent) and event.facts for event in heard.events):
            return None
        return Given(language=understood.language, events=heard.events, is_own=False)

    async def _composed(
        self, attached: Attached, question: Question, given: Given, outcome: _Outcome
    ) -> AsyncGenerator[Event, None]:
        """What the model made of it; only if there is room within the time that a fan waits."""
        # Where others wait, nobody is kept waiting for a model.
        if question.quick or attached.breaker.is_open(time.monotonic()) or not await _entered(attached):
            outcome.is_quick = True
            MODEL_ANSWERS.labels("skipped").inc()
            return
        began_s = time.monotonic()
        try:
            if not attached.breaker.admit(began_s):
                outcome.name, outcome.is_quick = "skipped", True
                return
            async with aclosing(self._tried(attached, question, given, outcome)) as events:
                async for event in events:
                    yield event
        finally:
            if outcome.name == "left":
                attached.breaker.gave_up()
            attached.room.release()
            MODEL_ANSWERS.labels(outcome.name).inc()
            MODEL_SECONDS.observe(time.monotonic() - began_s)

    async def _tried(
        self, attached: Attached, question: Question, given: Given, outcome: _Outcome
    ) -> AsyncGenerator[Event, None]:
        composing = Composing(attached.endpoint, self._tools, self._reads, question, given)
        try:
            async with aclosing(composing.events()) as events:
                async for event in events:
                    yield event
        except Refused as refused:
            # The endpoint works; what it said does not.
            attached.breaker.succeeded()
            outcome.name = "replaced"
            log.info("model.refused", reason=refused.reason.value)
            yield ReplacedEvent(reason=refused.reason.value)
        except EndpointFailed as failure:
            attached.breaker.failed(time.monotonic())
            outcome.name, outcome.is_quick = "failed", True
            log.warning("model.failed", reason=str(failure))
            yield ReplacedEvent(reason=Reason.UNAVAILABLE.value)
        else:
            attached.breaker.succeeded()
            outcome.name = "verified"


async def _entered(attached: Attached) -> bool:
    """Whether there was room for one more answer within the time that a fan waits; who enters releases it."""
    try:
        async with asyncio.timeout(attached.endpoint.limits.queue_timeout_s):
            await attached.room.acquire()
    except TimeoutError:
        return False
    return True
