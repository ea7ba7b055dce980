"""The crowd: to this machine only, and counted right."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.demo.crowd import Crowd, Fan, Tally
from grandstand.kernel.errors import RequestInvalid

GRANTED = b'{"pool":1,"occasion":"launch","share":7,"amount_minor":5,"currency":"CNY"}'


@pytest.mark.parametrize("host", ["192.0.2.1", "0.0.0.0", "10.0.0.1", "2001:db8::1", "fans.example", ""])  # noqa: S104
def test_crowd_is_sent_to_this_machine_only(host: str) -> None:
    with pytest.raises(RequestInvalid, match="this machine only"):
        Crowd(host, 80, 1, "launch")


def test_crowd_accepts_every_address_of_this_machine() -> None:
    for host in ("127.0.0.1", "127.8.9.10", "::1"):
        Crowd(host, 80, 1, "launch")


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=200), st.floats(0, 100), st.floats(0, 100))
def test_percentile_is_a_latency_that_so_many_did_not_exceed(
    latencies_ms: list[float], first: float, second: float
) -> None:
    tally = Tally(latencies_ms=latencies_ms)
    lower, higher = sorted((first, second))
    found_ms = tally.percentile_ms(higher)
    assert found_ms in latencies_ms
    assert sum(each <= found_ms for each in latencies_ms) >= higher / 100 * len(latencies_ms) - 1e-9
    assert tally.percentile_ms(lower) <= found_ms
    assert tally.percentile_ms(100) == max(latencies_ms)
    assert tally.percentile_ms(0) == min(latencies_ms)


def test_tally_without_claims_is_all_zero() -> None:
    assert (Tally().percentile_ms(99), Tally().granted_per_s, Tally().granted, Tally().refused) == (0.0, 0.0, 0, 0)


def test_tally_tells_granted_from_refused() -> None:
    tally = Tally(statuses=Counter({200: 30, 503: 8, 429: 2}), seconds=2.0)
    assert (tally.granted, tally.refused, tally.granted_per_s) == (30, 10, 15.0)


@dataclass
class Counterpart:
    """A server that answers each token as the test says; None hangs up, and the last answer is repeated."""

    answers: dict[str, list[bytes | None]]
    asked: Counter[str] = field(default_factory=Counter)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await self._head(reader):
                token = head.partition("Bearer ")[2].partition("\r")[0]
                script = self.answers[token]
                answer = script[min(self.asked[token], len(script) - 1)]
                self.asked[token] += 1
                if answer is None:
                    return
                for at in range(0, len(answer), 30):  # in pieces, as a network has the right to
                    writer.write(answer[at : at + 30])
                    await writer.drain()
                    await asyncio.sleep(0)
        finally:
            writer.close()

    async def _head(self, reader: asyncio.StreamReader) -> str:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r")[0]))
        except asyncio.IncompleteReadError:
            return ""
        return head


def answer(status: int, body: bytes, headers: str = "") -> bytes:
    return f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


@asynccontextmanager
async def crowd_before(counterpart: Counterpart, connections: int) -> AsyncIterator[Crowd]:
    server = await asyncio.start_server(counterpart.serve, "127.0.0.1", 0)
    async with server:
        crowd = Crowd("127.0.0.1", server.sockets[0].getsockname()[1], 1, "launch")
        await crowd.connect(connections)
        try:
            yield crowd
        finally:
            crowd.close()
            await asyncio.sleep(0.05)


async def test_refused_fan_asks_again_after_the_time_she_was_told_and_keeps_her_share() -> None:
    busy = answer(503, b"{}", "Retry-After: 1\r\n")
    counterpart = Counterpart({"lucky": [answer(200, GRANTED)], "patient": [busy, None, answer(200, GRANTED)]})
    fans = [Fan("lucky"), Fan("patient")]
    async with crowd_before(counterpart, 1) as crowd:
        tally = await crowd.arrive(fans, lambda progress: progress, 0.05, retry=True)
    assert counterpart.asked == {"lucky": 1, "patient": 3}
    assert [[share.share for share in fan.shares] for fan in fans] == [[7], [7]]
    assert (tally.offered, tally.granted, tally.retried, tally.lost) == (2, 2, 2, 0)
    assert tally.percentile_ms(100) > 2000, "the time counts from the moment she wanted to ask"


async def test_refusals_and_lost_connections_are_counted_apart() -> None:
    counterpart = Counterpart({"gone": [answer(410, b"{}")], "lost": [None]})
    async with crowd_before(counterpart, 2) as crowd:
        fans = [Fan("gone"), Fan("lost"), Fan("gone")]
        tally = await crowd.arrive(fans, lambda progress: progress * 100, 0.1, retry=False)
        # Those who were answered after the last arrival are not in the tally any more.
        assert tally.offered == 3
        assert tally.granted == 0
        assert tally.statuses[410] <= 2
        assert tally.lost <= 1
    assert counterpart.asked == {"gone": 2, "lost": 1}


async def test_closed_loop_asks_one_question_at_a_time_on_each_line() -> None:
    counterpart = Counterpart({"fan": [answer(200, GRANTED)]})
    async with crowd_before(counterpart, 3) as crowd:
        fans = (Fan(token) for token in repeat("fan"))
        tally = await crowd.saturate(fans, 3, 0.2)
    assert tally.granted > 10
    assert counterpart.asked["fan"] - 3 <= tally.granted <= tally.offered <= tally.granted + 3


async def test_closed_loop_leaves_a_server_alone_that_asks_for_it() -> None:
    counterpart = Counterpart({"fan": [answer(503, b"{}", "retry-after: 1\r\n")]})
    async with crowd_before(counterpart, 2) as crowd:
        tally = await crowd.saturate((Fan(token) for token in repeat("fan")), 2, 0.3)
    assert tally.statuses == {503: 2}


async def test_answers_after_the_last_arrival_are_counted_where_that_is_wanted() -> None:
    counterpart = Counterpart({"fan": [answer(200, GRANTED)]})
    async with crowd_before(counterpart, 1) as crowd:
        tally = await crowd.arrive([Fan("fan")] * 5, lambda _: 1.0, 0.01, retry=False, to_the_end=True)
    assert (tally.offered, tally.granted, len(tally.latencies_ms)) == (5, 5, 5)
