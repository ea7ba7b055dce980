"""What a model wants to know, wherever it wrote that: in `tool_calls`, or as JSON in the text. Pure."""

import re
from collections.abc import Iterable

import msgspec

from grandstand.assistant.llm.models import Call, CallPiece

FENCED = re.compile(r"^\s*```(?:json|tool_call)?\s*(.*?)\s*```\s*$", re.DOTALL)
TAGGED = re.compile(r"<(tool_call|function_call)>\s*(.*?)\s*(?:</\1>|$)", re.DOTALL)
THOUGHT = re.compile(r"^\s*<think>.*?(?:</think>\s*|$)", re.DOTALL)
ARGUMENTS_CHARACTERS_MAX = 2_000
CALLS_MAX = 4
"""Calls of one turn that are answered."""


class _Function(msgspec.Struct):
    name: str
    arguments: dict[str, object] | str = ""
    parameters: dict[str, object] | str = ""


class _Written(msgspec.Struct):
    name: str = ""
    tool: str = ""
    arguments: dict[str, object] | str = ""
    parameters: dict[str, object] | str = ""
    function: _Function | str | None = None


def joined(pieces: Iterable[CallPiece]) -> list[Call]:
    """The calls whose parts these are."""
    parts: dict[int, list[CallPiece]] = {}
    for each in pieces:
        parts.setdefault(each.index, []).append(each)
    return [
        Call(
            id=next((each.id for each in of_call if each.id), f"call{index}"),
            name=next((each.name for each in of_call if each.name), ""),
            arguments="".join(each.arguments for each in of_call),
        )
        for index, of_call in sorted(parts.items())
    ]


def without_thought(text: str) -> str:
    """What is said, without what some models think aloud before."""
    return THOUGHT.sub("", text)


def may_be_call(text: str) -> bool:
    """Whether a text that begins so may be a call and nothing to be said."""
    begun = text.lstrip()
    return not begun or (begun[0] in "{[<`" and not begun.startswith("{{"))


def written(text: str) -> list[Call]:
    """The calls that a text is; none where it is something else, or broken."""
    found = [match[2] for match in TAGGED.finditer(text)]
    if not found:
        fenced = FENCED.match(text)
        found = [fenced[1] if fenced else text.strip()]
    return [call for part in found for call in _decoded(part)]


def _decoded(text: str) -> list[Call]:
    if not text.startswith(("{", "[")):
        return []
    try:
        read = msgspec.json.decode(text, type=_Written | list[_Written])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return []
    listed = read if isinstance(read, list) else [read]
    return [call for at, each in enumerate(listed) if (call := _call(at, each)).name]


def _call(at: int, each: _Written) -> Call:
    name, arguments = each.name or each.tool, each.arguments or each.parameters
    if isinstance(each.function, str):
        name = name or each.function
    elif each.function is not None:
        name, arguments = each.function.name, each.function.arguments or each.function.parameters
    if not isinstance(arguments, str):
        arguments = msgspec.json.encode(arguments).decode()
    return Call(id=f"written{at}", name=name, arguments=arguments)
