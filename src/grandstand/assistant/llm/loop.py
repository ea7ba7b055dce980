"""Rounds of tools, then the composed answer, verified and shown sentence by sentence."""

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import NamedTuple

from grandstand.assistant.llm import calls as toolcalls
from grandstand.assistant.llm import prompts
from grandstand.assistant.llm.endpoint import Endpoint, Message
from grandstand.assistant.llm.models import Call, CallPiece, Reason
from grandstand.assistant.llm.numbering import Numbering
from grandstand.assistant.llm.own_words import OwnWords
from grandstand.assistant.llm.sentences import Sentences
from grandstand.assistant.llm.tools import ModelTools, schemas
from grandstand.assistant.llm.verify import (
    SENTENCE_CHARACTERS_MAX,
    Offered,
    Refused,
    Verification,
    Verified,
    offered,
)
from grandstand.assistant.models import (
    DeltaEvent,
    Event,
    QuotationEvent,
    SourceEvent,
    SourceId,
    StatementEvent,
    StatementId,
    VerifiedEvent,
)
from grandstand.assistant.question import Question
from grandstand.live import Reads

ROUNDS_MAX = 4
"""Turns in which a model may call tools; the next one has to be the answer."""
COMPOSING_TIMEOUT_S = 90.0
HELD_SENTENCES_MAX = 40


class Given(NamedTuple):
    """What there is to compose.

    Args:
        language: of the answer.
        events: of the deterministic answer.
        is_own: whether the model answers in its own words.
    """

    language: str
    events: Sequence[Event]
    is_own: bool


class Composing:
    """One composed answer.

    Args:
        endpoint: the model.
        tools: what it may ask.
        reads: who and what the Games know by name.
        question: of the fan.
        given: the deterministic answer.
    """

    def __init__(
        self, endpoint: Endpoint, tools: ModelTools, reads: Reads, question: Question, given: Given
    ) -> None:
        self._endpoint = endpoint
        self._tools = tools
        self._question = question
        self._given = given
        self._own = OwnWords(reads, given.language)
        self._verification = Verification(given.language)
        self._numbering = Numbering()
        self._numbering.seen(given.events)
        self._untold: dict[StatementId, StatementEvent] = {}
        self._untold_sources: dict[SourceId, SourceEvent] = {}
        self._asked: set[tuple[str, str]] = set()
        self._is_shown = False
        self._calls: list[Call] = []
        self._blocks = 0

    async def events(self) -> AsyncGenerator[Event, None]:
        """Verified sentences, each behind what it refers to; `verified` at the end.

        Raises:
            Refused: the model wrote something that may not be shown; what was shown before is true.
            EndpointFailed: the model went away.
        """
        deadline_s = time.monotonic() + COMPOSING_TIMEOUT_S
        is_own = self._given.is_own
        statements = [each for each in self._given.events if isinstance(each, StatementEvent)]
        usable = [] if is_own else offered(statements)
        self._verification.offer(usable)
        names = self._tools.names(is_own=is_own)
        messages: list[Message] = [
            {"role": "system", "content": prompts.instructions(self._given.language, is_own=is_own)},
            {"role": "user", "content": prompts.asking(self._question.text, usable, is_own=is_own)},
        ]
        for at in range(ROUNDS_MAX + 1):
            callable_ = schemas(names) if at < ROUNDS_MAX else []
            async for event in self._turn(messages, callable_, deadline_s):
                yield event
            if not self._calls:
                break
            if self._is_shown or at == ROUNDS_MAX:
                raise Refused(Reason.TOOLS)
            messages.append(_assistant(self._calls))
            for call in self._calls[: toolcalls.CALLS_MAX]:
                quoted, message = await self._answered(call, names)
                messages.append(message)
                for event in quoted:
                    yield event
        for event in self._ended():
            yield event

    async def _turn(
        self, messages: Sequence[Message], tools: Sequence[Message], deadline_s: float
    ) -> AsyncGenerator[Event, None]:
        """One turn; afterwards `_calls` has what it wants to know."""
        said = _Said(holds=self._given.is_own and bool(tools))
        parts: list[CallPiece] = []
        async with aclosing(self._endpoint.turn(messages, tools, deadline_s=deadline_s)) as pieces:
            async for piece in pieces:
                parts += piece.calls
                if parts and self._is_shown:
                    raise Refused(Reason.TOOLS)
                if piece.finish == "length":
                    raise Refused(Reason.TOO_LONG)
                for sentence in said.feed(piece.text):
                    async for event in self._shown(sentence):
                        yield event
        self._calls = toolcalls.joined(parts) or said.calls()
        if not self._calls:
            for sentence in said.end():
                async for event in self._shown(sentence):
                    yield event

    async def _shown(self, sentence: str) -> AsyncGenerator[Event, None]:
        """A sentence of the answer, if it may be shown."""
        sentence = sentence if self._is_shown else sentence.lstrip()
        if not sentence:
            return
        if self._given.is_own:
            verified = await self._own.check(sentence)
        else:
            verified = self._verification.check(sentence.replace(prompts.MARK, " "))
        for event in self._referred(verified):
            yield event
        self._is_shown = True
        yield DeltaEvent(text=verified.text, statements=verified.statements, is_own=self._given.is_own)

    def _referred(self, verified: Verified) -> list[Event]:
        """The tools' statements that a sentence refers to, with their sources, the first time."""
        found: list[Event] = []
        for each in verified.statements:
            statement = self._untold.pop(each, None)
            if statement is not None:
                found += [
                    self._untold_sources.pop(source)
                    for source in statement.sources
                    if source in self._untold_sources
                ]
                found.append(statement)
        return found

    async def _answered(self, call: Call, names: Sequence[str]) -> tuple[list[Event], Message]:
        """What is shown at once of a tool's answer, and what the model is told."""
        asked = (call.name, call.arguments)
        told, usable = "You have asked that already. Answer with the statements that you have.", list[Offered]()
        quoted: list[Event] = []
        if asked not in self._asked:
            self._asked.add(asked)
            answered = await self._tools.answered(call, self._question, self._given.language, names)
            self._own.allow(set(answered.links))
            events = self._numbering.numbered(answered.events)
            self._untold_sources |= {each.source.id: each for each in events if isinstance(each, SourceEvent)}
            statements = [each for each in events if isinstance(each, StatementEvent)]
            self._untold |= {each.id: each for each in statements}
            self._blocks += 1
            usable, told = offered(statements, self._blocks), answered.data
            self._verification.offer(usable)
            for each in events:
                if isinstance(each, QuotationEvent):
                    source = self._untold_sources.pop(each.source, None)
                    quoted += [each] if source is None else [source, each]
            told = told or ("Quotations were shown to the fan." if quoted else "")
        content = prompts.tool_answer(usable, told)
        return quoted, {"role": "tool", "tool_call_id": call.id, "content": content}

    def _ended(self) -> list[Event]:
        """What has to be said besides, and that it is whole.

        Raises:
            Refused: nothing was composed.
        """
        if not self._is_shown or not (self._given.is_own or self._verification.used):
            raise Refused(Reason.NOTHING)
        found: list[Event] = [
            DeltaEvent(text=f" {each.text}", statements=(each.id,), is_own=False)
            for each in self._verification.caveats()
        ]
        return [*found, VerifiedEvent(model=self._endpoint.name)]


class _Said:
    """What a turn has said so far: held back while it may be a call, or come before one.

    Args:
        holds: whether nothing is given before the end.
    """

    def __init__(self, *, holds: bool) -> None:
        self._holds = holds
        self._text = ""
        self._given = 0
        self._sentences = Sentences()
        self._held: list[str] = []

    def feed(self, text: str) -> list[str]:
        """Sentences that are surely of the answer: from the first on that refers to a statement."""
        self._text += text
        plain = toolcalls.without_thought(self._text)
        if self._holds or toolcalls.may_be_call(plain):
            return []
        self._held += self._sentences.feed(plain[self._given :])
        self._given = len(plain)
        if self._sentences.waiting > SENTENCE_CHARACTERS_MAX or len(self._held) > HELD_SENTENCES_MAX:
            raise Refused(Reason.TOO_LONG)
        if not any("{{" in each for each in self._held):
            return []
        found, self._held, self._holds = self._held, [], False
        return found

    def calls(self) -> list[Call]:
        """Calls that were written into the text."""
        plain = toolcalls.without_thought(self._text)
        return toolcalls.written(plain) if toolcalls.may_be_call(plain) else []

    def end(self) -> list[str]:
        """The sentences that are left."""
        plain = toolcalls.without_thought(self._text)
        self._held += self._sentences.feed(plain[self._given :])
        rest = self._sentences.end()
        return [*self._held, *([rest] if rest.strip() else [])]


def _assistant(calls: Sequence[Call]) -> Message:
    """The turn in which the model called, as the protocol wants it repeated."""
    kept = calls[: toolcalls.CALLS_MAX]
    return {
        "role": "assistant",
        "content": "",
        "tool_calls": [
            {
                "id": each.id,
                "type": "function",
                "function": {
                    "name": each.name[:64],
                    "arguments": each.arguments[: toolcalls.ARGUMENTS_CHARACTERS_MAX],
                },
            }
            for each in kept
        ],
    }
