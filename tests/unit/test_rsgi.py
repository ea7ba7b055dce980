"""The pieces of RSGI, called with a protocol made by hand that behaves as granian's does."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from grandstand.kernel.errors import RequestTimeout, RequestTooLarge
from grandstand.web import rsgi
from grandstand.web.asgi import Answer
from grandstand.web.rsgi import ANSWERED, Bodies, HeaderLines, client_host, send_answer, text_headers


class Headers:
    """Names in lower case; the first of several counts, as in granian's."""

    def __init__(self, *lines: tuple[str, str]) -> None:
        self._lines = list(lines)

    def get(self, key: str, default: Any = None) -> Any:
        return next((value for name, value in self._lines if name == key), default)

    def items(self) -> list[tuple[str, str]]:
        return self._lines


@dataclass
class Protocol:
    """A request whose body comes as the test says, and what it was answered."""

    body: "asyncio.Future[bytes]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    pieces: list[bytes] = field(default_factory=list)
    endless: bool = False
    read: int = 0
    answers: list[tuple[int, list[tuple[str, str]], bytes]] = field(default_factory=list)

    def __call__(self) -> "asyncio.Future[bytes]":
        return self.body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            self.read += 1
            yield piece
        if self.endless:
            await asyncio.Event().wait()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.answers.append((status, headers, body))


def length(count: int) -> Headers:
    return Headers(("content-length", str(count)))


async def test_body_of_an_announced_length_is_read_whole() -> None:
    protocol = Protocol()
    protocol.body.set_result(b"12345")
    assert await Bodies().read(protocol, length(5), 5) == b"12345"


async def test_body_that_announces_too_much_is_not_read() -> None:
    protocol = Protocol()
    with pytest.raises(RequestTooLarge):
        await Bodies().read(protocol, length(6), 5)
    assert not protocol.body.done()


async def test_body_in_pieces_is_read_up_to_the_limit() -> None:
    assert await Bodies().read(Protocol(pieces=[b"12", b"", b"345"]), Headers(), 5) == b"12345"
    long = Protocol(pieces=[b"123", b"456", b"789"])
    with pytest.raises(RequestTooLarge):
        await Bodies().read(long, Headers(), 5)
    assert long.read == 2


async def test_bodies_that_do_not_come_are_given_up_and_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies, slow, fresh = Bodies(), Protocol(), Protocol()
    late = asyncio.create_task(bodies.read(slow, length(5), 5))
    await asyncio.sleep(0.05)
    early = asyncio.create_task(bodies.read(fresh, length(5), 5))
    await asyncio.sleep(0)
    monkeypatch.setattr(rsgi, "BODY_TIMEOUT_S", 0.04)
    bodies.give_up()
    with pytest.raises(RequestTimeout):
        await late
    fresh.body.set_result(b"12345")
    assert await early == b"12345"
    bodies.give_up()


async def test_body_in_pieces_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rsgi, "BODY_TIMEOUT_S", 0.01)
    with pytest.raises(RequestTimeout):
        await Bodies().read(Protocol(pieces=[b"12"], endless=True), Headers(), 5)


async def test_client_who_goes_away_is_a_timeout_and_not_a_fault() -> None:
    protocol = Protocol()
    protocol.body.set_exception(RuntimeError("RSGI transport is closed"))
    with pytest.raises(RequestTimeout):
        await Bodies().read(protocol, length(5), 5)


async def test_reader_who_is_cancelled_stays_cancelled() -> None:
    reading = asyncio.create_task(Bodies().read(Protocol(), length(5), 5))
    await asyncio.sleep(0)
    reading.cancel()
    await asyncio.wait([reading])
    assert reading.cancelled()


async def test_answer_goes_out_in_one_call_with_its_headers_as_text() -> None:
    protocol = Protocol()
    send_answer(protocol, Answer(503, [(b"retry-after", b"2"), (b"x-name", b"caf\xe9")], b"{}"))
    assert protocol.answers == [(503, [("retry-after", "2"), ("x-name", "café")], b"{}")]
    assert text_headers([]) == []


async def test_what_is_answered_already_can_be_awaited_again_and_again() -> None:
    await ANSWERED
    await ANSWERED


def test_header_lines_are_those_of_asgi() -> None:
    headers = Headers(("cookie", "a=1"), ("cookie", "b=é"))
    lines = HeaderLines(headers)
    assert list(lines) == list(lines) == [(b"cookie", b"a=1"), (b"cookie", b"b=\xe9")]


@pytest.mark.parametrize(
    ("client", "host"), [("127.0.0.1:5000", "127.0.0.1"), ("[::1]:80", "::1"), ("::1:80", "::1"), ("", "")]
)
def test_client_is_told_without_its_port(client: str, host: str) -> None:
    @dataclass
    class Scope:
        method: str
        path: str
        client: str
        headers: Headers

    assert client_host(Scope("GET", "/metrics", client, Headers())) == host
