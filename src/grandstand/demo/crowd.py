"""A crowd: many fans on many connections, each with a token of her own, over plain HTTP/1.1.

Fans arrive by a schedule, whether the server keeps up or not (an open loop), and the time of a claim counts from
the moment she wanted to send it: a slow server cannot slow down the measurement. It sends to this machine only.
"""

import asyncio
import gc
import ipaddress
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import cast

import msgspec

from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.limits import allow_open_files

CONNECTIONS_MAX = 8000
CONNECT_AT_ONCE = 100
TICK_S = 0.002
RECONNECT_S = 0.2
LAST_ANSWERS_S = 60.0
RETRIES_MAX = 30
LINE_END = b"\r\n"
HEAD_END = b"\r\n\r\n"
CONTENT_LENGTH = b"\r\ncontent-length:"
RETRY_AFTER = b"\r\nretry-after:"
OK, UNAVAILABLE = 200, 503


class Share(msgspec.Struct, frozen=True, gc=False):
    """What the crowd remembers of an answer, to compare it with the next one and with the books."""

    share: int
    amount_minor: int


SHARE = msgspec.json.Decoder(Share)


@dataclass(slots=True)
class Fan:
    """One fan and what she has been told so far."""

    token: str
    shares: list[Share] = field(default_factory=list)
    tries: int = 0


@dataclass(slots=True)
class Tally:
    """What happened to the claims of one stretch."""

    offered: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    retried: int = 0
    lost: int = 0
    latencies_ms: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def granted(self) -> int:
        return self.statuses[OK]

    @property
    def refused(self) -> int:
        return self.statuses.total() - self.granted

    @property
    def granted_per_s(self) -> float:
        return self.granted / self.seconds if self.seconds else 0.0

    def percentile_ms(self, percent: float) -> float:
        """The latency that `percent` of the granted claims did not exceed; 0 when there were none."""
        ordered = sorted(self.latencies_ms)
        return ordered[min(int(len(ordered) * percent / 100), len(ordered) - 1)] if ordered else 0.0


class Crowd:
    """Connections to one pool of one server of this machine.

    Raises:
        RequestInvalid: the host is not an address of this machine.
    """

    def __init__(self, host: str, port: int, pool: int, occasion: str) -> None:
        if not is_loopback(host):
            raise RequestInvalid(f"A crowd is sent to this machine only (127.0.0.1), not to {host!r}.")
        self._host, self._port = host, port
        body = msgspec.json.encode({"occasion": occasion})
        self._head = f"POST /v1/pools/{pool}/claims HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer ".encode()
        self._tail = b"\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)
        # The line that has rested longest goes first: the last one in would favour the fastest server process.
        self._idle: deque[Line] = deque()
        self._open = 0
        self._waiting: deque[tuple[Fan, float]] = deque()
        self._pending = 0
        self._tally = Tally()
        self._retry = False
        self.heeds_retry_after = False
        self._next: Callable[[], Fan | None] | None = None
        self._closed = False
        self._chance = random.Random(pool)  # noqa: S311 - spreads retries
        self._replacing: set[asyncio.Task[None]] = set()

    async def connect(self, connections: int) -> None:
        """Open connections, some at a time: a listen queue is short."""
        assert connections <= CONNECTIONS_MAX
        allow_open_files()
        while (missing := connections - self._open) > 0:
            await asyncio.gather(*(self._open_line() for _ in range(min(CONNECT_AT_ONCE, missing))))

    async def _open_line(self) -> None:
        self._open += 1
        try:
            loop = asyncio.get_running_loop()
            _, line = await loop.create_connection(lambda: Line(self), self._host, self._port)
        except OSError:
            self._open -= 1
            raise
        self._take_back(line)

    async def saturate(self, fans: Iterator[Fan], callers: int, seconds: float) -> Tally:
        """A closed loop: `callers` fans at a time, the next one as soon as one is answered.

        After a refusal the next one comes when the refused one might have come again, or nobody would be served
        for all the refusing.
        """
        await self.connect(callers)
        self._tally, self._retry, self.heeds_retry_after = Tally(), False, True
        leave_garbage_alone()
        deadline_s = time.perf_counter() + seconds
        self._next = lambda: next(fans, None) if time.perf_counter() < deadline_s else None
        started_s = time.perf_counter()
        for _ in range(callers):
            if (fan := self._next()) is not None:
                self._offer(fan, time.perf_counter())
        await asyncio.sleep(seconds)
        tally = self._stop_counting(time.perf_counter() - started_s)
        await self._last_answers()
        return tally

    async def arrive(
        self,
        fans: list[Fan],
        arrived: Callable[[float], float],
        seconds: float,
        *,
        retry: bool,
        to_the_end: bool = False,
    ) -> Tally:
        """An open loop: after a share `p` of the time, the share `arrived(p)` of the fans has come.

        Args:
            fans: in the order of their arrival; a fan may come more than once.
            arrived: 0 to 1 for 0 to 1, not decreasing.
            seconds: how long the arrivals take.
            retry: whether a fan who was refused for now asks again after Retry-After.
            to_the_end: count the answers after the last arrival too, as always where fans ask again.
        """
        self._tally, self._retry, self.heeds_retry_after, self._next = Tally(), retry, retry, None
        leave_garbage_alone()
        started_s = time.perf_counter()
        sent = 0
        while sent < len(fans):
            now_s = time.perf_counter()
            due = min(int(arrived((now_s - started_s) / seconds) * len(fans)), len(fans))
            for fan in fans[sent:due]:
                self._offer(fan, now_s)
            sent = max(sent, due)
            await asyncio.sleep(TICK_S)
        if retry or to_the_end:
            await self._last_answers()
            return self._stop_counting(time.perf_counter() - started_s)
        tally = self._stop_counting(time.perf_counter() - started_s)
        await self._last_answers()
        return tally

    def close(self) -> None:
        self._closed = True
        for line in [*self._idle]:
            line.close()

    def _offer(self, fan: Fan, at_s: float) -> None:
        self._tally.offered += 1
        self._send(fan, at_s)

    def _send(self, fan: Fan, at_s: float) -> None:
        self._pending += 1
        if self._idle:
            self._idle.popleft().ask(fan, at_s, self._tally, self._head + fan.token.encode() + self._tail)
        else:
            self._waiting.append((fan, at_s))

    def answered(self, line: "Line", fan: Fan, at_s: float, tally: Tally, status: int, retry_after_s: int) -> None:
        """Called by a line when it has a whole answer, or status 0 when it lost its connection."""
        self._pending -= 1
        if self._retry and status in {0, UNAVAILABLE} and fan.tries < RETRIES_MAX:
            fan.tries += 1
            tally.retried += 1
            self._pending += 1
            # Fans who were refused together do not come back together.
            after_s = max(retry_after_s, 1) * (1 + self._chance.random())
            asyncio.get_running_loop().call_later(after_s, self._again, fan, at_s)
        elif status:
            tally.statuses[status] += 1
        else:
            tally.lost += 1
        if status == OK:
            tally.latencies_ms.append((time.perf_counter() - at_s) * 1000)
        if line.is_open:
            self._take_back(line)
        if self._next is None:
            return
        if retry_after_s:
            asyncio.get_running_loop().call_later(retry_after_s, self._follow, self._next)
        else:
            self._follow(self._next)

    def _follow(self, source: Callable[[], Fan | None]) -> None:
        """The next fan of a closed loop, unless another stretch has begun."""
        if source is self._next and (following := source()) is not None:
            self._offer(following, time.perf_counter())

    def dropped(self, line: "Line") -> None:
        """Called by a line when its connection is gone: another one takes its place."""
        self._open -= 1
        if line in self._idle:
            self._idle.remove(line)
        if not self._closed:
            self._replacing.add(task := asyncio.create_task(self._replace()))
            task.add_done_callback(self._replacing.discard)

    async def _replace(self) -> None:
        while not self._closed:
            try:
                await self._open_line()
            except OSError:
                await asyncio.sleep(RECONNECT_S)
            else:
                return

    def _take_back(self, line: "Line") -> None:
        self._idle.append(line)
        if self._waiting:
            fan, since_s = self._waiting.popleft()
            self._pending -= 1
            self._send(fan, since_s)

    def _again(self, fan: Fan, at_s: float) -> None:
        self._pending -= 1
        self._send(fan, at_s)

    def _stop_counting(self, seconds: float) -> Tally:
        """The tally as it is now; answers that come later are counted in another one that nobody reads."""
        tally, self._tally = self._tally, Tally()
        self._next = None
        return Tally(
            offered=tally.offered,
            statuses=Counter(tally.statuses),
            retried=tally.retried,
            lost=tally.lost,
            latencies_ms=list(tally.latencies_ms),
            seconds=seconds,
        )

    async def _last_answers(self) -> None:
        """Wait until everybody who was sent has an answer, for a while."""
        deadline_s = time.perf_counter() + LAST_ANSWERS_S
        while self._pending and time.perf_counter() < deadline_s:  # noqa: ASYNC110 - it counts thousands
            await asyncio.sleep(0.01)


def leave_garbage_alone() -> None:
    """Keep the collector off the fans: going through a crowd of them stops it, and it would arrive in gusts."""
    gc.collect()
    gc.freeze()


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Line(asyncio.Protocol):
    """One connection: one question at a time."""

    __slots__ = ("_asked", "_crowd", "_received", "_transport")

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._transport: asyncio.Transport | None = None
        self._asked: tuple[Fan, float, Tally] | None = None
        self._received = b""

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's does not inherit from asyncio's

    def ask(self, fan: Fan, at_s: float, tally: Tally, request: bytes) -> None:
        assert self._transport is not None
        self._asked = (fan, at_s, tally)
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        if self._received:
            data = self._received + data
        head_end = data.find(HEAD_END)
        body_at = head_end + len(HEAD_END)
        if head_end < 0 or self._asked is None or len(data) - body_at < number_of(CONTENT_LENGTH, data, head_end):
            self._received = data
            return
        self._received = b""
        status = int(data[9:12])
        if status == OK:
            self._asked[0].shares.append(SHARE.decode(data[body_at:]))
        refused = status == UNAVAILABLE and self._crowd.heeds_retry_after
        self._finish(status, number_of(RETRY_AFTER, data, head_end) if refused else 0)

    def connection_lost(self, _: Exception | None) -> None:
        self._transport = None
        self._received = b""
        self._crowd.dropped(self)
        if self._asked is not None:
            self._finish(0, 0)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _finish(self, status: int, retry_after_s: int) -> None:
        assert self._asked is not None
        (fan, at_s, tally), self._asked = self._asked, None
        self._crowd.answered(self, fan, at_s, tally, status, retry_after_s)


def number_of(header: bytes, answer: bytes, head_end: int) -> int:
    """The number in a header of an answer, 0 where there is none.

    Args:
        header: the end of a line and the name in lower case with its colon, as our server writes it.
        answer: from its first byte.
        head_end: where the headers end.
    """
    at = answer.find(header, 0, head_end)
    if at < 0:
        # A proxy writes names with capitals.
        at = answer[:head_end].lower().find(header)
    return int(answer[at + len(header) : answer.index(LINE_END, at + len(LINE_END))]) if at >= 0 else 0
