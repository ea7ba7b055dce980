"""An OpenAI-compatible server: one turn of a conversation as a stream, within limits of time and size."""

import asyncio
import importlib
import math
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import msgspec

from grandstand.assistant.llm.models import Limits, ModelChoice, Piece
from grandstand.assistant.llm.wire import EndpointFailed, Wire
from grandstand.kernel.streams import whole

COMPLETIONS = "/chat/completions"
EVENT_STREAM = "text/event-stream"
OK = 200
MODELS_BYTES_MAX = 1024 * 1024
NAME_CHARACTERS_MAX = 100
"""Of the name of a model, as a fan is told it."""
TEMPERATURE = 0.2

Message: TypeAlias = Mapping[str, object]


class _Listed(msgspec.Struct):
    id: str


class _Models(msgspec.Struct):
    data: list[_Listed]


class Endpoint:
    """One model.

    Args:
        choice: where it is and how it is called.
        limits: how long and how much.
    """

    def __init__(self, choice: ModelChoice, limits: Limits | None = None) -> None:
        self.choice = choice
        self.limits = limits or Limits()
        self._base = base_url(choice.url)
        self._name = choice.name
        self._client: Any = None

    @property
    def name(self) -> str:
        """The model as it is told to the fan; empty until it is known."""
        return self._name[:NAME_CHARACTERS_MAX]

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def turn(
        self, messages: Sequence[Message], tools: Sequence[Message] = (), *, deadline_s: float = math.inf
    ) -> AsyncGenerator[Piece, None]:
        """What the model says, as it comes.

        Args:
            messages: the conversation.
            tools: what it may call.
            deadline_s: on the monotonic clock; later nobody waits for it.

        Raises:
            EndpointFailed: it cannot be asked, is too slow, or breaks off.
        """
        deadline_s = min(deadline_s, time.monotonic() + self.limits.turn_timeout_s)
        httpx = import_httpx()
        try:
            body = await self._body(messages, tools)
            async with aclosing(self._pieces(body, deadline_s)) as pieces:
                async for piece in pieces:
                    yield piece
        except TimeoutError:
            raise EndpointFailed("too slow") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise EndpointFailed(f"cannot be asked: {type(error).__name__}") from None

    async def model(self) -> str:
        """The name of the model: as it was chosen, or the first that the server lists.

        Raises:
            EndpointFailed: it lists none.
        """
        if not self._name:
            httpx = import_httpx()
            try:
                async with asyncio.timeout(self.limits.first_token_timeout_s):
                    listed = _listed(await self._models())
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, TimeoutError) as error:
                raise EndpointFailed(f"no list of models: {type(error).__name__}") from None
            self._name = listed
        return self._name

    async def _models(self) -> bytes:
        """The server's list of models, as it is."""
        async with self._http().stream("GET", f"{self._base}/models") as answer:
            if answer.status_code != OK:
                raise EndpointFailed(f"status {answer.status_code} to the list of models")
            endless = EndpointFailed("a list of models without an end")
            return await whole(answer.aiter_bytes(), MODELS_BYTES_MAX, endless)

    async def _body(self, messages: Sequence[Message], tools: Sequence[Message]) -> bytes:
        body: dict[str, object] = {
            "model": await self.model(),
            "messages": list(messages),
            "stream": True,
            "max_tokens": self.limits.tokens_max,
            "temperature": TEMPERATURE,
        }
        if tools:
            body |= {"tools": list(tools), "tool_choice": "auto"}
        return msgspec.json.encode(body)

    async def _pieces(self, body: bytes, deadline_s: float) -> AsyncGenerator[Piece, None]:
        limits, wire, size, characters = self.limits, Wire(), 0, 0
        patience_s = limits.first_token_timeout_s
        client = self._http()
        request = client.build_request("POST", self._base + COMPLETIONS, content=body)
        # No time-out is open while something is yielded: it would end whoever reads.
        async with asyncio.timeout(_left_s(patience_s, deadline_s)):
            answer = await client.send(request, stream=True)
        try:
            _check_is_stream(answer)
            parts = answer.aiter_bytes().__aiter__()
            while not wire.is_done:
                async with asyncio.timeout(_left_s(patience_s, deadline_s)):
                    part = await anext(parts, None)
                if part is None:
                    raise EndpointFailed("broke off")
                size += len(part)
                for piece in wire.feed(part):
                    characters += len(piece.text) + sum(len(call.arguments) for call in piece.calls)
                    yield piece
                # A model that thinks first sends events without text.
                patience_s = limits.stall_timeout_s if characters else patience_s
                if size > limits.bytes_max or characters > limits.characters_max:
                    raise EndpointFailed("more than anybody asked for")
        finally:
            await answer.aclose()

    def _http(self) -> Any:
        if self._client is None:
            key = self.choice.key
            # What is packed could be a thousand times as large once it is unpacked.
            headers = {"content-type": "application/json", "accept": EVENT_STREAM, "accept-encoding": "identity"}
            headers |= {"authorization": f"Bearer {key}"} if key else {}
            httpx = import_httpx()
            # The rest is limited around the whole of a turn. A redirect might take the key elsewhere.
            timeout = httpx.Timeout(None, connect=self.limits.connect_timeout_s)
            self._client = httpx.AsyncClient(headers=headers, timeout=timeout, follow_redirects=False)
        return self._client


def base_url(url: str) -> str:
    """The address before `/chat/completions`, however much of it was given."""
    plain = url.strip().rstrip("/").removesuffix(COMPLETIONS)
    return plain if urlsplit(plain).path.strip("/") else f"{plain}/v1"


def _listed(body: bytes) -> str:
    """The first model of a list.

    Raises:
        EndpointFailed: there is none.
    """
    try:
        found = msgspec.json.decode(body, type=_Models).data
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise EndpointFailed("no list of models in what it answers") from None
    if not found or not found[0].id:
        raise EndpointFailed("it lists no model")
    return found[0].id


def _left_s(patience_s: float, deadline_s: float) -> float:
    return max(0.0, min(patience_s, deadline_s - time.monotonic()))


def _check_is_stream(answer: Any) -> None:
    """Pass when it is one.

    Raises:
        EndpointFailed: another status or type.
    """
    if answer.status_code != OK:
        raise EndpointFailed(f"status {answer.status_code}")
    if not answer.headers.get("content-type", "").startswith(EVENT_STREAM):
        raise EndpointFailed("no event stream")


def import_httpx() -> Any:
    """The library, once it is needed: most servers ask no endpoint.

    Raises:
        EndpointFailed: it is not installed.
    """
    try:
        return importlib.import_module("httpx")
    except ImportError:
        raise EndpointFailed("httpx is not installed: pip install 'grandstand[library]'") from None
