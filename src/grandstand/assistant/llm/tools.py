"""The questions that a model may ask: read-only, their arguments checked, their answers statements of ours.

Names are resolved as those of a fan are (`Reads.mentions`), so a model cannot name a code. What acts, such as to
open an envelope, is not here and never will be.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple

import msgspec

from grandstand.assistant.grounded import GroundedEngine, said
from grandstand.assistant.intents import Understood
from grandstand.assistant.llm.calls import ARGUMENTS_CHARACTERS_MAX
from grandstand.assistant.llm.models import Call
from grandstand.assistant.llm.prompts import datamarked
from grandstand.assistant.llm.search import SearchEndpoint
from grandstand.assistant.llm.wire import EndpointFailed
from grandstand.assistant.models import Event, Intent
from grandstand.assistant.question import Question
from grandstand.kernel.errors import GrandstandError
from grandstand.live import Reads

NAME_CHARACTERS_MAX = 120
QUERY_CHARACTERS_MAX = 300

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_CHARACTERS_MAX)]
Query = Annotated[str, msgspec.Meta(min_length=1, max_length=QUERY_CHARACTERS_MAX)]


class ScheduleArguments(msgspec.Struct, forbid_unknown_fields=True):
    """`day` as 2030-02-14, empty for today; `discipline` by its name, empty for all."""

    day: date | None = None
    discipline: Annotated[str, msgspec.Meta(max_length=NAME_CHARACTERS_MAX)] = ""


class EventArguments(msgspec.Struct, forbid_unknown_fields=True):
    event: Name


class AthleteArguments(msgspec.Struct, forbid_unknown_fields=True):
    athlete: Name


class DelegationArguments(msgspec.Struct, forbid_unknown_fields=True):
    delegation: Name


class CompareArguments(msgspec.Struct, forbid_unknown_fields=True):
    one: Name
    other: Name


class QueryArguments(msgspec.Struct, forbid_unknown_fields=True):
    query: Query


class NoArguments(msgspec.Struct, forbid_unknown_fields=True):
    pass


class Tool(NamedTuple):
    """What is offered to a model; `intent` answers it, None: the search endpoint does."""

    description: str
    arguments: type[msgspec.Struct]
    intent: Intent | None


WEB_SEARCH = "web_search"
TOOLS: Mapping[str, Tool] = {
    "schedule": Tool("What is on, on one day.", ScheduleArguments, Intent.SCHEDULE),
    "event_result": Tool("The result of one event, by its name.", EventArguments, Intent.RESULT),
    "medal_table": Tool("The medal table.", NoArguments, Intent.MEDAL_TABLE),
    "athlete": Tool("One athlete, by name: medals, results, next start.", AthleteArguments, Intent.ATHLETE),
    "delegation": Tool("The medals of one delegation, by its country.", DelegationArguments, Intent.DELEGATION),
    "compare": Tool("Two athletes or two delegations beside each other.", CompareArguments, Intent.COMPARE),
    "search_manuals": Tool("What the organisers' manuals say; shown to the fan.", QueryArguments, Intent.RULES),
    WEB_SEARCH: Tool("Pages of the web, for what is not about these Games.", QueryArguments, None),
}


class Answered(NamedTuple):
    """What a tool call came to.

    Args:
        events: sources, statements and quotations, their ids those of their own answer.
        data: what is told to the model where there are no events.
        links: addresses that a search found.
    """

    events: tuple[Event, ...] = ()
    data: str = ""
    links: frozenset[str] = frozenset()


class ModelTools:
    """The tools of one process.

    Args:
        grounded: what answers.
        reads: what resolves names.
        search: the web; None: it is not offered.
    """

    def __init__(self, grounded: GroundedEngine, reads: Reads, search: SearchEndpoint | None) -> None:
        self._grounded = grounded
        self._reads = reads
        self._search = search

    def names(self, *, is_own: bool) -> tuple[str, ...]:
        """What may be called: in free conversation the web alone, else everything that can be answered."""
        if is_own:
            return (WEB_SEARCH,) if self._search is not None else ()
        return tuple(name for name, tool in TOOLS.items() if tool.intent in self._grounded.intents)

    async def answered(self, call: Call, question: Question, language: str, names: Sequence[str]) -> Answered:
        """What the call comes to; what is wrong with it is told to the model."""
        if call.name not in names:
            return Answered(data=f"There is no such tool. The tools are: {', '.join(names)}.")
        tool = TOOLS[call.name]
        try:
            arguments = _read(call.arguments, tool.arguments)
        except msgspec.MsgspecError:
            return Answered(data="The arguments do not fit the schema of this tool.")
        if tool.intent is None:
            return await self._found(arguments.query, language)
        return await self._told(arguments, tool.intent, question, language)

    async def _found(self, query: str, language: str) -> Answered:
        assert self._search is not None
        try:
            pages = await self._search.search(query, language)
        except EndpointFailed:
            return Answered(data="The search does not answer.")
        lines = [f"{datamarked(each.title)}: {datamarked(each.content or '')} <{each.url}>" for each in pages]
        return Answered(data="\n".join(lines) or "Nothing was found.", links=frozenset(each.url for each in pages))

    async def _told(self, arguments: Any, intent: Intent, question: Question, language: str) -> Answered:
        written = msgspec.structs.asdict(arguments)
        day = written.pop("day", None)
        text = ", ".join(each for each in written.values() if each)
        mentions = await self._reads.mentions(text, language)
        understood = Understood(language=language, intent=intent, by_meaning=True, mentions=mentions, day=day)
        asked = msgspec.structs.replace(question, text=text or question.text)
        try:
            telling = await self._grounded.told(asked, understood)
        except GrandstandError:
            return Answered(data="That cannot be told right now.")
        return Answered(events=tuple(said(asked, understood, telling)))


def schemas(names: Sequence[str]) -> list[dict[str, object]]:
    """The tools as the protocol has them."""
    return [
        {
            "type": "function",
            "function": {
                "name": name,
                "description": TOOLS[name].description,
                "parameters": _schema(TOOLS[name].arguments),
            },
        }
        for name in names
    ]


def _schema(arguments: type[msgspec.Struct]) -> dict[str, object]:
    (found,), definitions = msgspec.json.schema_components([arguments])
    shown: dict[str, object] = definitions[str(found["$ref"]).rpartition("/")[2]]
    return {key: value for key, value in shown.items() if key not in {"title", "description"}}


def _read(arguments: str, wanted: type[msgspec.Struct]) -> Any:
    """The arguments, checked against the schema.

    Raises:
        MsgspecError: they are no JSON, too long, or do not fit.
    """
    if len(arguments) > ARGUMENTS_CHARACTERS_MAX:
        raise msgspec.ValidationError("too long")
    return msgspec.json.decode(arguments or "{}", type=wanted)
