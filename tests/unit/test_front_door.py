"""What every request passes, called directly with scopes made by hand."""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.errors import NotFound, RequestTimeout, RequestTooLarge
from grandstand.kernel.keys import Tokens
from grandstand.kernel.settings import Origin
from grandstand.kernel.telemetry import HTTP_REQUESTS
from grandstand.web import asgi, front_door
from grandstand.web.asgi import AsgiApp, Message, Receive, Scope, Send, read_body
from grandstand.web.front_door import (
    BODY_BYTES_MAX,
    RATE_OF_A_PERSON,
    RATE_OF_AN_ADDRESS,
    FrontDoor,
    client_address,
)
from grandstand.web.identity import COOKIE_NAME, Identity

JSON = (b"content-type", b"application/json")
PROMISED = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass
class Sent:
    """What the application has sent, and the client's side of the exchange."""

    pieces: list[Message]
    messages: list[Message] = field(default_factory=list)

    async def receive(self) -> Message:
        if self.pieces:
            return self.pieces.pop(0)
        await asyncio.Event().wait()
        raise AssertionError

    async def send(self, message: Message) -> None:
        self.messages.append(message)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.messages[0]["headers"]}

    @property
    def answer(self) -> Any:
        return json.loads(b"".join(message["body"] for message in self.messages[1:]))


async def call(
    app: AsgiApp,
    method: str = "GET",
    path: str = "/v1/pools",
    headers: Iterable[tuple[bytes, bytes]] = (),
    pieces: Iterable[bytes] = (b"",),
    client: tuple[str, int] | None = ("203.0.113.7", 5),
) -> Sent:
    bodies = list(pieces)
    sent = Sent([piece(body, more=at < len(bodies) - 1) for at, body in enumerate(bodies)])
    scope = {"type": "http", "method": method, "path": path, "headers": list(headers), "client": client}
    await app(scope, sent.receive, sent.send)
    return sent


def piece(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


async def tell(send: Send, answer: object, status: int = 200) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"x-own", b"1")]})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Says who asked and how much was read of the body."""
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message["body"])
        more = message["more_body"]
    found = scope["state"]["principal"]
    who = str(found.subject) if isinstance(found, Principal) else found.code
    await tell(send, {"who": who, "length": length})


@dataclass
class Clock:
    now_s: float = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(tokens_in_memory: Tokens, clock: Clock) -> FrontDoor:
    return FrontDoor(echo, Identity(tokens_in_memory), proxy_hops=0, secure=False, now_s=clock)


@pytest.fixture
def fan(principal: Callable[[Role], Principal]) -> Principal:
    return principal(Role.FAN)


@pytest.fixture
def bearer(tokens_in_memory: Tokens, fan: Principal) -> tuple[bytes, bytes]:
    return b"authorization", b"Bearer " + tokens_in_memory.issue(fan).encode()


def assert_problem(sent: Sent, status: int, code: str) -> None:
    assert (sent.status, sent.answer["status"], sent.answer["code"]) == (status, status, code)
    assert sent.headers["content-type"] == "application/problem+json"
    assert {name: sent.headers[name] for name in PROMISED} == PROMISED


async def test_principal_is_found_and_left_for_the_routes(
    door: FrontDoor, fan: Principal, bearer: tuple[bytes, bytes]
) -> None:
    sent = await call(door, headers=[bearer])
    assert sent.answer["who"] == str(fan.subject)
    assert {name: sent.headers[name] for name in PROMISED} == PROMISED
    assert sent.headers["x-own"] == "1"
    assert "strict-transport-security" not in sent.headers


async def test_visitor_without_or_with_a_bad_token_is_left_to_the_routes(door: FrontDoor) -> None:
    assert (await call(door)).answer["who"] == "auth.missing"
    assert (await call(door, headers=[(b"authorization", b"Bearer x")])).answer["who"] == "auth.invalid"
    cookie = b"cookie", COOKIE_NAME.encode() + b"=x"
    cross_site = await call(door, "DELETE", headers=[cookie, (b"sec-fetch-site", b"cross-site")])
    assert cross_site.answer["who"] == "auth.cross_site"


async def test_browsers_are_told_to_stay_with_https_where_people_come_by_it(tokens_in_memory: Tokens) -> None:
    door = FrontDoor(echo, Identity(tokens_in_memory), proxy_hops=0, secure=True)
    assert (await call(door)).headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("content_type", [b"application/json", b"Application/JSON; charset=utf-8"])
async def test_json_passes(door: FrontDoor, content_type: bytes) -> None:
    sent = await call(door, "POST", headers=[(b"content-type", content_type)], pieces=[b"{", b"}"])
    assert sent.answer["length"] == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"content-type", b"")],
        [(b"content-type", b"text/plain")],
        [(b"content-type", b"application/x-www-form-urlencoded")],
        [(b"content-type", b"text/plain; application/json")],
        [(b"content-type", b"\xff")],
    ],
)
async def test_body_of_another_type_is_refused(
    door: FrontDoor, method: str, headers: list[tuple[bytes, bytes]]
) -> None:
    assert_problem(await call(door, method, headers=headers, pieces=[b"{}"]), 422, "request.invalid")


async def test_delete_needs_no_content_type(door: FrontDoor) -> None:
    assert (await call(door, "DELETE")).status == 200


async def test_body_at_the_limit_passes_and_one_byte_more_is_refused(door: FrontDoor) -> None:
    half = bytes(BODY_BYTES_MAX // 2)
    assert (await call(door, "POST", headers=[JSON], pieces=[half, half])).answer["length"] == BODY_BYTES_MAX
    assert_problem(await call(door, "POST", headers=[JSON], pieces=[half, half, b"x"]), 413, "request.too_large")


async def test_body_that_does_not_come_is_given_up(door: FrontDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_door, "BODY_TIMEOUT_S", 0.02)
    sent = Sent([piece(b"{", more=True)])
    scope = {"type": "http", "method": "POST", "path": "/v1/pools", "headers": [JSON], "client": None}
    async with asyncio.timeout(5):
        await door(scope, sent.receive, sent.send)
    assert_problem(sent, 408, "request.timeout")
    assert sent.answer["retryable"] is True


async def test_complete_body_may_be_answered_later_than_a_slow_one(
    tokens_in_memory: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stream waits for its client to go away by receiving again: that is no slow body."""

    async def stream(_: Scope, receive: Receive, send: Send) -> None:
        await receive()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(receive(), 0.1)
        await tell(send, {})

    monkeypatch.setattr(front_door, "BODY_TIMEOUT_S", 0.02)
    door = FrontDoor(stream, Identity(tokens_in_memory), proxy_hops=0, secure=False)
    assert (await call(door)).status == 200


async def test_person_who_asks_too_often_waits_and_others_do_not(
    door: FrontDoor,
    clock: Clock,
    bearer: tuple[bytes, bytes],
    tokens_in_memory: Tokens,
    principal: Callable[[Role], Principal],
) -> None:
    burst = [(await call(door, headers=[bearer])).status for _ in range(RATE_OF_A_PERSON.burst)]
    assert burst == [200] * RATE_OF_A_PERSON.burst
    refused = await call(door, headers=[bearer])
    assert_problem(refused, 429, "limit.rate")
    assert refused.headers["retry-after"] == "1"
    other = b"authorization", b"Bearer " + tokens_in_memory.issue(principal(Role.FAN)).encode()
    assert (await call(door, headers=[other])).status == 200
    assert (await call(door)).status == 200
    clock.now_s += 1 / RATE_OF_A_PERSON.per_s + 0.001
    assert (await call(door, headers=[bearer])).status == 200


@pytest.mark.parametrize("path", ["/v1/session", "/v1/session/guest"])
async def test_signing_in_is_limited_by_address_and_nothing_else_is(door: FrontDoor, path: str) -> None:
    for _ in range(RATE_OF_AN_ADDRESS.burst):
        assert (await call(door, "POST", path, [JSON])).status == 200
    assert_problem(await call(door, "POST", path, [JSON]), 429, "limit.rate")
    assert (await call(door, "POST", path, [JSON], client=("203.0.113.8", 5))).status == 200
    assert (await call(door, "GET", path)).status == 200
    assert (await call(door, "POST", "/v1/pools", [JSON])).status == 200


async def test_error_of_a_route_becomes_a_problem(tokens_in_memory: Tokens) -> None:
    async def refuse(_: Scope, __: Receive, ___: Send) -> None:
        raise NotFound("There is nothing at '/x'.")

    door = FrontDoor(refuse, Identity(tokens_in_memory), proxy_hops=0, secure=False)
    assert_problem(await call(door), 404, "request.not_found")


async def test_unexpected_error_becomes_a_problem_that_tells_nothing(tokens_in_memory: Tokens) -> None:
    async def crash(_: Scope, __: Receive, ___: Send) -> None:
        raise ValueError("password=hunter2")

    door = FrontDoor(crash, Identity(tokens_in_memory), proxy_hops=0, secure=False)
    sent = await call(door)
    assert_problem(sent, 500, "server.internal")
    assert "hunter2" not in str(sent.messages)


async def test_answer_that_has_begun_is_cut_off_and_not_begun_again(tokens_in_memory: Tokens) -> None:
    async def crash(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError

    door = FrontDoor(crash, Identity(tokens_in_memory), proxy_hops=0, secure=False)
    sent = await call(door)
    assert [message["type"] for message in sent.messages] == ["http.response.start"]


async def test_cancelled_request_is_not_answered(tokens_in_memory: Tokens) -> None:
    async def wait(_: Scope, __: Receive, ___: Send) -> None:
        await asyncio.Event().wait()

    door = FrontDoor(wait, Identity(tokens_in_memory), proxy_hops=0, secure=False)
    sent = Sent([])
    scope: Scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "client": None}
    task = asyncio.create_task(door(scope, sent.receive, sent.send))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sent.messages == []


async def test_other_protocols_pass_unchanged(tokens_in_memory: Tokens) -> None:
    seen: list[Scope] = []

    async def note(scope: Scope, _: Receive, __: Send) -> None:
        seen.append(scope)

    door = FrontDoor(note, Identity(tokens_in_memory), proxy_hops=0, secure=False)
    scope = {"type": "lifespan"}
    sent = Sent([])
    await door(scope, sent.receive, sent.send)
    assert seen == [{"type": "lifespan"}]


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, [b"198.51.100.1"], "203.0.113.7"),
        (1, [], "203.0.113.7"),
        (1, [b"198.51.100.1"], "198.51.100.1"),
        (1, [b"made up, 198.51.100.1"], "198.51.100.1"),
        (2, [b"made up, 198.51.100.1, 10.0.0.1"], "198.51.100.1"),
        (2, [b"198.51.100.1"], "203.0.113.7"),
        (1, [b"made up", b"198.51.100.1"], "198.51.100.1"),
        (2, [b"made up", b"198.51.100.1", b"10.0.0.1"], "198.51.100.1"),
    ],
)
def test_address_is_the_one_that_our_own_outermost_proxy_saw(
    hops: int, forwarded: list[bytes], address: str
) -> None:
    headers = [(b"host", b"x"), *((b"x-forwarded-for", value) for value in forwarded)]
    assert client_address({"headers": headers, "client": ("203.0.113.7", 5)}, hops) == address


def test_client_without_an_address_has_a_name() -> None:
    assert client_address({"headers": [], "client": None}, 0) == "unknown"


async def test_made_up_methods_do_not_fill_the_metrics(door: FrontDoor) -> None:
    before = len(next(iter(HTTP_REQUESTS.collect())).samples)
    for number in range(20):
        await call(door, f"MADE{number}")
    assert len(next(iter(HTTP_REQUESTS.collect())).samples) - before <= 2 * 2


# The reader of the lean path.


async def test_lean_path_reads_a_body_in_pieces_up_to_its_limit() -> None:
    pieces = [piece(b"ab", more=True), piece(b"cd", more=False)]
    assert await read_body(Sent([*pieces]).receive, 4) == b"abcd"
    with pytest.raises(RequestTooLarge, match="3 bytes"):
        await read_body(Sent([*pieces]).receive, 3)


async def test_lean_path_gives_up_a_slow_body_and_its_task_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "BODY_TIMEOUT_S", 0.02)
    with pytest.raises(RequestTimeout):
        await read_body(Sent([piece(b"a", more=True)]).receive, 10)
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_lean_path_leaves_no_timer_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "BODY_TIMEOUT_S", 0.02)

    async def read_then_work() -> bytes:
        body = await read_body(Sent([piece(b"a", more=False)]).receive, 10)
        await asyncio.sleep(0.05)
        return body

    assert await asyncio.create_task(read_then_work()) == b"a"


async def test_lean_path_notices_that_the_client_went_away() -> None:
    with pytest.raises(RequestTimeout, match="went away"):
        await read_body(Sent([{"type": "http.disconnect"}]).receive, 10)


async def test_lean_path_lets_a_cancellation_from_outside_through() -> None:
    task = asyncio.create_task(read_body(Sent([]).receive, 10))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_chat_is_sent_with_headers_of_its_own(tokens_in_memory: Tokens) -> None:
    listed = Origin("https://games.example")

    async def varied(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"vary", b"accept-encoding")]})
        await send({"type": "http.response.body", "body": b"{}"})

    identity = Identity(tokens_in_memory)
    door = FrontDoor(varied, identity, proxy_hops=0, secure=False, chat_origins=(listed,))
    page = await call(door, path="/assistant")
    assert f"frame-ancestors {listed}" in page.headers["content-security-policy"]
    script = await call(door, path="/chat.js", headers=[(b"origin", listed.encode())])
    assert script.headers["access-control-allow-origin"] == listed
    assert [value for name, value in script.messages[0]["headers"] if name == b"vary"] == [
        b"accept-encoding",
        b"origin",
    ]
    assert {name: (await call(door)).headers[name] for name in PROMISED} == PROMISED
