"""A crowd that reads the Games: questions in process and over HTTP, and streams that wait for the next change."""

import asyncio
import random
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import cast

import httpx

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from desk import CODE, EVENT, result, schedule, unit
from grandstand.demo.games.programme import events
from grandstand.kernel.auth import Role
from grandstand.kernel.clock import system_clock
from grandstand.live import Kind, LiveService, Question, Reads, names
from grandstand.live import reads as plain_reads
from grandstand.live.tell import Teller
from serving import Serving

LANGUAGES = ("en", "de", "ar", "zh")
INSTANTS = 32
READ_S = 5.0
CONNECTIONS = 64
UPDATES = 40
UPDATE_TIMEOUT_S = 5.0
TOPIC = f"event:{EVENT}"


def questions(chance: random.Random, instants: Sequence[datetime], count: int) -> list[Question]:
    """What a crowd asks: mostly of now, of every event, the medals, the ticker; some of other times."""
    keys = [each.rsc for each in events()]
    found = []
    for _ in range(count):
        kind = chance.choices((Kind.EVENT, Kind.NOW, Kind.MEDALS), (6, 3, 1))[0]
        as_of = chance.choice(instants) if chance.random() < 0.3 else None
        code = chance.choice(keys) if kind is Kind.EVENT else ""
        found.append(Question(kind=kind, code=code, language=chance.choice(LANGUAGES), as_of=as_of))
    return found


async def measure_reads(live: LiveService, instants: Sequence[datetime]) -> dict[str, float]:
    """Questions answered a second in process: as they are, and each told anew."""
    chance, reads = random.Random(1), Reads(live, system_clock)  # noqa: S311 - seeded
    asked = questions(chance, instants, 200_000)
    # Every view is built once; each answer is told when it is first asked for.
    for instant in instants:
        await live.view(instant)
    count, began_s = 0, time.perf_counter()
    while (took_s := time.perf_counter() - began_s) < READ_S:
        await reads.read(asked[count % len(asked)])
        count += 1
    anew, began_s = 0, time.perf_counter()
    while (anew_s := time.perf_counter() - began_s) < READ_S:
        question = asked[anew]
        view = await live.view(question.as_of)
        teller = Teller(view, names(question.language))
        plain_reads.answer(question, teller, question.as_of or instants[-1])
        anew += 1
    return {"as_of_reads_per_s": round(count / took_s), "reads_told_anew_per_s": round(anew / anew_s)}


@dataclass
class Waiting:
    """Who has heard of the present update, and when."""

    heard: dict[int, float]
    all_heard: asyncio.Event
    clients: int


class StreamClient(asyncio.Protocol):
    """A browser's stream, as far as its bytes."""

    def __init__(self, number: int, request: bytes, waiting: Waiting) -> None:
        self._number = number
        self._request = request
        self._waiting = waiting
        self.opened = asyncio.get_running_loop().create_future()
        self.is_lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if not self.opened.done():
            if not data.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"a stream was refused: {data[:300]!r}")
            self.opened.set_result(None)
        heard = self._waiting.heard
        if self._number not in heard:
            heard[self._number] = time.perf_counter()
            if len(heard) == self._waiting.clients:
                self._waiting.all_heard.set()

    def connection_lost(self, _error: Exception | None) -> None:
        self.is_lost = True


async def measure_streams(serving: Serving, token: str, clients: int) -> dict[str, float]:
    """From the commit of a message to the bytes at each of the clients."""
    waiting = Waiting({}, asyncio.Event(), clients)
    request = f"GET /v1/live/stream?topic={TOPIC} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    loop = asyncio.get_running_loop()
    opened = []
    for number in range(clients):
        _, client = await loop.create_connection(
            partial(StreamClient, number, request, waiting), "127.0.0.1", serving.port
        )
        opened.append(client)
    await asyncio.gather(*(client.opened for client in opened))
    delays_ms: list[float] = []
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=serving.url, headers=headers, timeout=30) as feed:
        for version in range(2, UPDATES + 2):
            await asyncio.sleep(0.2)
            waiting.heard.clear()
            waiting.all_heard.clear()
            order = ("1", "2") if version % 2 else ("2", "1")
            body = result(version, version, *order, status="LIVE")
            sent_s = time.perf_counter()
            answer = await feed.post("/v1/live/messages", content=body)
            if answer.json() != {"fate": "accepted"}:
                raise SystemExit(f"a message was not accepted: {answer.text}")
            # Conservative: from before it was sent, since nobody tells when exactly it was committed.
            async with asyncio.timeout(UPDATE_TIMEOUT_S):
                await waiting.all_heard.wait()
            delays_ms += [(heard_s - sent_s) * 1000 for heard_s in waiting.heard.values()]
    lost = sum(client.is_lost for client in opened)
    for client in opened:
        client.transport.close()
    if lost:
        raise SystemExit(f"{lost} streams were lost")
    percentiles = quantiles(delays_ms, n=100)
    return {
        "sse_clients": clients,
        "update_to_client_p50_ms": round(percentiles[49], 1),
        "update_to_client_p99_ms": round(percentiles[98], 1),
    }


async def measure_http(serving: Serving) -> float:
    """Answers a second over HTTP to CONNECTIONS clients that ask for the event again and again."""
    request = f"GET /v1/live/events/{EVENT} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    ends_s = time.perf_counter() + READ_S

    async def client() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", serving.port)
        count = 0
        while time.perf_counter() < ends_s:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            count += head.startswith(b"HTTP/1.1 200")
        writer.close()
        return count

    counts = await asyncio.gather(*(client() for _ in range(CONNECTIONS)))
    return sum(counts) / READ_S


def measure_serving(clients: int) -> dict[str, float]:
    """A server with two processes, and everybody on the same machine."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4 * clients + 1024)), hard))
    with Serving(demo=False, environment={"GRANDSTAND_WORKERS": "2"}) as serving:
        token = serving.token(Role.FEED)
        headers = {"authorization": f"Bearer {token}"}
        for body in (schedule(1, 1, unit("RUNNING", CODE)), result(1, 1, *map(str, range(1, 31)), status="LIVE")):
            httpx.post(f"{serving.url}/v1/live/messages", content=body, headers=headers).raise_for_status()
        time.sleep(1)
        per_s = asyncio.run(measure_http(serving))
        return {"http_reads_per_s": round(per_s)} | asyncio.run(measure_streams(serving, token, clients))
