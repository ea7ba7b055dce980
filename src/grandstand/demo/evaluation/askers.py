"""Who is asked: the assistant of this process, or that of a server; both are heard as the same events."""

import time
from collections.abc import AsyncIterator
from typing import Protocol

import httpx
import msgspec

from grandstand.assistant import Assistant
from grandstand.assistant.models import (
    CardEvent,
    ChoiceEvent,
    ConfirmEvent,
    DeltaEvent,
    DoneEvent,
    Event,
    Memory,
    PlotEvent,
    QuotationEvent,
    StatementEvent,
    TableEvent,
)
from grandstand.assistant.question import Brought
from grandstand.kernel.auth import Principal
from grandstand.kernel.errors import GrandstandError, Overloaded

PATIENCE_S = 60.0
AGAIN_AFTER_S = 0.2
USEFUL = (
    StatementEvent,
    QuotationEvent,
    ChoiceEvent,
    CardEvent,
    TableEvent,
    PlotEvent,
    ConfirmEvent,
    DeltaEvent,
)
"""What a fan has something of; the first of them ends her waiting."""
ADDRESS = "/v1/assistant/questions"
PROBLEM = "problem"
ENDED_EARLY = "evaluation.answer_ended_early"


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """An answer.

    Args:
        events: in their order.
        first_ms: until the first that a fan has something of; until the end, if there is none.
        whole_ms: until the end.
        problem: the code of the error that ended it.
    """

    events: tuple[Event, ...]
    first_ms: float
    whole_ms: float
    problem: str | None = None

    @property
    def done(self) -> DoneEvent | None:
        return next((each for each in self.events if isinstance(each, DoneEvent)), None)


class Asker(Protocol):
    """Asks one question."""

    async def ask(
        self, text: str, language: str, memory: Memory | None = None, table: str | None = None
    ) -> Heard: ...


class AssistantAsker:
    """Asks the assistant of this process.

    Args:
        assistant: who answers.
        zone: of the asker.
        viewer: who asks; None: nobody knows.
    """

    def __init__(self, assistant: Assistant, zone: str, viewer: Principal | None = None) -> None:
        self._assistant, self._zone, self._viewer = assistant, zone, viewer

    async def ask(self, text: str, language: str, memory: Memory | None = None, table: str | None = None) -> Heard:
        """The answer, as a client hears it."""
        sent = None if memory is None else msgspec.to_builtins(memory)
        began_s = time.perf_counter()

        async def events() -> AsyncIterator[Event]:
            question = self._assistant.question(
                text, language, self._zone, sent, self._viewer, Brought(table=table)
            )
            async for event in self._assistant.answer(question):
                yield event

        return await _heard(events(), began_s)


class ServerAsker:
    """Asks a server.

    Args:
        http: of the server; its base address is set.
        zone: of the asker.
    """

    def __init__(self, http: httpx.AsyncClient, zone: str) -> None:
        self._http, self._zone = http, zone
        self._decoder = msgspec.json.Decoder(Event)

    async def ask(self, text: str, language: str, memory: Memory | None = None, table: str | None = None) -> Heard:
        """The answer; a server that is too busy to begin is an answer, too."""
        body: dict[str, object] = {"question": text, "language": language, "zone": self._zone}
        if memory is not None:
            body["memory"] = msgspec.to_builtins(memory)
        if table is not None:
            body["table"] = table
        return await _heard(self._events(body), time.perf_counter())

    async def _events(self, body: dict[str, object]) -> AsyncIterator[Event]:
        async with self._http.stream("POST", ADDRESS, json=body, timeout=PATIENCE_S) as answer:
            if answer.status_code != httpx.codes.OK:
                await answer.aread()
                raise _Refused(answer.json().get("code", str(answer.status_code)))
            name = ""
            async for line in answer.aiter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    data = line.removeprefix("data: ")
                    if name == PROBLEM:
                        raise _Refused(msgspec.json.decode(data)["code"])
                    yield self._decoder.decode(data)


class _Refused(Exception):
    """The server said no; the message is the code."""


async def _heard(events: AsyncIterator[Event], began_s: float) -> Heard:
    found: list[Event] = []
    first_ms, problem = None, None
    try:
        async for event in events:
            found.append(event)
            if first_ms is None and isinstance(event, USEFUL):
                first_ms = (time.perf_counter() - began_s) * 1000
    except GrandstandError as error:
        problem = error.code
    except _Refused as error:
        problem = str(error)
    except Exception as error:  # noqa: BLE001 - a fault of the assistant is an answer, too: the worst
        problem = type(error).__name__
    else:
        if not any(isinstance(each, DoneEvent) for each in found):
            problem = ENDED_EARLY
    whole_ms = (time.perf_counter() - began_s) * 1000
    return Heard(events=tuple(found), first_ms=first_ms or whole_ms, whole_ms=whole_ms, problem=problem)


OVERLOADED = Overloaded.code
