"""A crowd: many fans on many connections, each with a token of her own, over plain HTTP/1.1.

Fans arrive by a schedule, whether the server keeps up or not (an open loop), and the time of a claim counts from
the moment she wanted to send it: a slow server cannot slow down the measurement. It sends to this machine only.
"""

import asyncio
import gc
import ipaddress
import random
import re
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
LAST_ANSWERS_S = 20.0
RETRIES_MAX = 30
HEAD_END = b"\r\n\r\n"
CONTENT_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
RETRY_AFTER = re.compile(rb"retry-after: *(\d+)", re.IGNORECASE)
OK, UNAVAILABLE = 200, 503


class Share(msgspec.Struct, frozen=True):
    """What the crowd remembers of an answer, to compare it with the next one and with the books."""

    share: int
    amount_minor: int


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
        """A closed loop: `callers` fans at a time, the next one as soon as one is answered."""
        await self.connect(callers)
        self._tally, self._retry = Tally(), False
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
        self, fans: list[Fan], arrived: Callable[[float], float], seconds: float, *, retry: bool
    ) -> Tally:
        """An open loop: after a share `p` of the time, the share `arrived(p)` of the fans has come.

        Args:
            fans: in the order of their arrival; a fan may come more than once.
            arrived: 0 to 1 for 0 to 1, not decreasing.
            seconds: how long the arrivals take.
            retry: whether a fan who was refused for now asks again after Retry-After.
        """
        self._tally, self._retry, self._next = Tally(), retry, None
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
        if not retry:
            tally = self._stop_counting(time.perf_counter() - started_s)
            await self._last_answers()
            return tally
        await self._last_answers()
        return self._stop_counting(time.perf_counter() - started_s)

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
            self._idle.popleft().ask(
                fan, at_s, self._tally, b"%b%b%b" % (self._head, fan.token.encode(), self._tail)
            )
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
        if self._next is not None and (following := self._next()) is not None:
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
        self._received += data
        head_end = self._received.find(HEAD_END)
        if head_end < 0 or self._asked is None:
            return
        head = self._received[:head_end]
        length = CONTENT_LENGTH.search(head)
        body = self._received[head_end + len(HEAD_END) :]
        if length is None or len(body) < int(length[1]):
            return
        self._received = b""
        self._finish(int(head[9:12]), head, body)

    def connection_lost(self, _: Exception | None) -> None:
        self._transport = None
        self._received = b""
        self._crowd.dropped(self)
        if self._asked is not None:
            self._finish(0, b"", b"")

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _finish(self, status: int, head: bytes, body: bytes) -> None:
        assert self._asked is not None
        (fan, at_s, tally), self._asked = self._asked, None
        if status == OK:
            fan.shares.append(msgspec.json.decode(body, type=Share))
        after = RETRY_AFTER.search(head)
        self._crowd.answered(self, fan, at_s, tally, status, int(after[1]) if after else 0)
