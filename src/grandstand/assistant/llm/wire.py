"""A stream of bytes as what the model says: server-sent events of `/v1/chat/completions`. Pure."""

import msgspec

from grandstand.assistant.llm.models import CallPiece, Piece

LINE_BYTES_MAX = 256 * 1024
CALLS_MAX = 8
"""Tool calls of one turn."""
DONE = b"[DONE]"


class EndpointFailed(Exception):
    """The model cannot be asked, or says nothing that can be used; `str()` says why, without any of its text."""


class _Function(msgspec.Struct):
    name: str | None = None
    arguments: str | dict[str, object] | None = None


class _Call(msgspec.Struct):
    index: int | None = None
    id: str | None = None
    function: _Function | None = None


class _Delta(msgspec.Struct):
    content: str | None = None
    tool_calls: list[_Call] | None = None


class _Choice(msgspec.Struct):
    delta: _Delta | None = None
    finish_reason: str | None = None


class _Chunk(msgspec.Struct):
    choices: list[_Choice] = []
    error: object | None = None


class Wire:
    """Takes bytes as they come, gives what they say; `is_done` when the model has ended."""

    def __init__(self) -> None:
        self._rest = b""
        self._decoder = msgspec.json.Decoder(_Chunk)
        self.is_done = False

    def feed(self, data: bytes) -> list[Piece]:
        """What is whole now.

        Raises:
            EndpointFailed: it is no such stream.
        """
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        if len(self._rest) > LINE_BYTES_MAX:
            raise EndpointFailed("a line without an end")
        return [piece for line in lines if (piece := self._piece(line.rstrip(b"\r"))) is not None]

    def _piece(self, line: bytes) -> Piece | None:
        if not line.startswith(b"data:") or self.is_done:
            return None
        data = line.removeprefix(b"data:").strip()
        if data == DONE:
            self.is_done = True
            return None
        try:
            chunk = self._decoder.decode(data)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            raise EndpointFailed("an event that is no JSON of the protocol") from None
        if chunk.error is not None:
            raise EndpointFailed("an error instead of an answer")
        if not chunk.choices:
            return None
        return self._of_choice(chunk.choices[0])

    def _of_choice(self, choice: _Choice) -> Piece:
        delta = choice.delta or _Delta()
        calls = tuple(_call(at, each) for at, each in enumerate(delta.tool_calls or ()))
        if len(calls) > CALLS_MAX or any(not 0 <= each.index < CALLS_MAX for each in calls):
            raise EndpointFailed("too many tool calls")
        # Some servers never send [DONE].
        self.is_done = self.is_done or choice.finish_reason is not None
        return Piece(text=delta.content or "", calls=calls, finish=choice.finish_reason or "")


def _call(at: int, call: _Call) -> CallPiece:
    function = call.function or _Function()
    arguments = function.arguments
    if isinstance(arguments, dict):
        arguments = msgspec.json.encode(arguments).decode()
    return CallPiece(
        index=at if call.index is None else call.index,
        id=call.id or "",
        name=function.name or "",
        arguments=arguments or "",
    )
