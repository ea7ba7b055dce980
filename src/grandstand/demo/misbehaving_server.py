"""An OpenAI-compatible server that plays a script over real sockets, and a SearXNG beside it."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Self

import msgspec

from grandstand.demo.misbehaving_model import Heard, Reply, Script, heard

REQUEST_BYTES_MAX = 4 * 1024 * 1024
HEAD_TIMEOUT_S = 30.0
ENDLESS_PIECES_MAX = 200_000


class MisbehavingModel:
    """Use as `async with`; `script` may be replaced between answers, `heard` has what was asked.

    Args:
        script: from what the model was told to what it says.
        results: of every search.
    """

    def __init__(self, script: Script, results: bytes = b'{"results": []}') -> None:
        self.script = script
        self.results = results
        self.models = b'{"data": [{"id": "scripted"}]}'
        self.heard: list[Heard] = []
        self.searches: list[str] = []
        self._server: asyncio.Server | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The address, as a deployer would give it."""
        return f"{self.site}/v1"

    @property
    def site(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=REQUEST_BYTES_MAX)
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for each in self._under_way:
            each.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            # The connection may be given up by either side at any time; that is what this server is for.
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError, TimeoutError):
                async with asyncio.timeout(HEAD_TIMEOUT_S):
                    path, body = await _request(reader)
                await self._answer(path, body, writer)
        finally:
            self._under_way.discard(task)
            writer.close()

    async def _answer(self, path: str, body: bytes, writer: asyncio.StreamWriter) -> None:
        if path.startswith("/search"):
            self.searches.append(path)
            await _whole(writer, 200, "application/json", self.results)
        elif path.endswith("/models"):
            await _whole(writer, 200, "application/json", self.models)
        else:
            asked = msgspec.json.decode(body)
            told = heard(asked["messages"], asked.get("tools") or ())
            self.heard.append(told)
            await _play(self.script(told), writer)


async def _request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    lines = head.split("\r\n")
    lengths = [line.partition(":")[2] for line in lines if line.lower().startswith("content-length:")]
    body = await reader.readexactly(int(lengths[0])) if lengths else b""
    return lines[0].split(" ")[1], body


async def _whole(writer: asyncio.StreamWriter, status: int, content_type: str, body: bytes) -> None:
    writer.write(_head(status, content_type, f"content-length: {len(body)}\r\n") + body)
    await writer.drain()


def _head(status: int, content_type: str, more: str = "") -> bytes:
    return (
        f"HTTP/1.1 {status} Scripted\r\ncontent-type: {content_type}\r\n"
        f"location: http://127.0.0.1:1/\r\n{more}connection: close\r\n\r\n"
    ).encode()


async def _play(reply: Reply, writer: asyncio.StreamWriter) -> None:
    """The answer as the script wants it."""
    await asyncio.sleep(reply.wait_s)
    if reply.raw or reply.status != 200:  # noqa: PLR2004 - OK
        await _whole(writer, reply.status, reply.content_type, reply.raw)
        return
    writer.write(_head(reply.status, reply.content_type))
    pieces = [reply.text[at : at + reply.piece] for at in range(0, len(reply.text), reply.piece)]
    if reply.is_endless:
        pieces *= ENDLESS_PIECES_MAX // max(1, len(pieces))
    middle = len(pieces) // 2
    for at, piece in enumerate(pieces):
        if at == middle:
            await asyncio.sleep(reply.stall_s)
            if reply.breaks_off:
                return
        writer.write(_event({"delta": {"content": piece}}))
        await writer.drain()
    for event in _called(reply):
        writer.write(event)
    writer.write(_event({"delta": {}, "finish_reason": reply.finish}) + b"data: [DONE]\n\n")
    await writer.drain()


def _called(reply: Reply) -> Iterator[bytes]:
    """Tool calls, their arguments in two pieces as servers send them."""
    for at, (name, arguments) in enumerate(reply.calls):
        half = len(arguments) // 2
        begun = {"index": at, "id": f"c{at}", "function": {"name": name, "arguments": arguments[:half]}}
        yield _event({"delta": {"tool_calls": [begun]}})
        yield _event({"delta": {"tool_calls": [{"index": at, "function": {"arguments": arguments[half:]}}]}})


def _event(choice: dict[str, object]) -> bytes:
    return b"data: " + msgspec.json.encode({"choices": [{"index": 0, **choice}]}) + b"\n\n"
