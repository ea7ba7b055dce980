"""The promises about the feed, measured: parsing, durable intake, restart, permutations, stalls, reads, streams.

    python benchmarks/live_feed.py [--json] [--messages 20000] [--restart-messages 100000] [--clients 2000]

The mix: results of about 2 kB, one in a hundred of about 70 kB, and bulks of about 5 MB. PostgreSQL runs on the
same machine. Sniffing and parsing are measured in seconds of CPU, what has to wait for the disk in seconds of the
clock; `messages_per_cpu_s` is what this process alone would do. lxml parses to the same structs with the same
readers, in turns with the standard library's parser. Reads are of the fictional Games, in four languages, now and
at 32 other instants.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree as ET

import uvloop
from lxml import etree

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from games import Games, as_it_arrives
from grandstand.demo.games import SimulatedGames
from grandstand.kernel.clock import system_clock
from grandstand.kernel.database import Database
from grandstand.kernel.migrations import migrate
from grandstand.kernel.postgres import EmbeddedPostgres, PostgresSettings
from grandstand.live import Fate, FeedSettings, Join, LiveService, LiveStorage, Stamp
from grandstand.live.envelope import sniff
from grandstand.live.parse import parse
from grandstand.live.rules import is_test
from grandstand.live.state import needed, state_of
from live_crowd import INSTANTS, measure_reads, measure_serving

BARS = {
    "messages_per_s": 5000.0,
    "parse_over_lxml": 0.9,
    "as_of_reads_per_s": 10_000.0,
    "sse_clients": 2000.0,
}
CEILINGS = {"restart_s": 5.0, "longest_stall_ms": 50.0, "diverged": 0.0, "update_to_client_p99_ms": 250.0}
LXML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
PARSE_ROUNDS = 3
GAMES_DAYS = 6
PERMUTATIONS = 25
AT_ONCE = 128
CALLERS = 4
LARGE_ROWS = 400
BULK_UNITS = 13_000


def mix(count: int, seed: int = 2030) -> list[bytes]:
    """So many messages of the mix, without the bulks; each document gets versions again and again."""
    games, chance = Games(seed), random.Random(seed)  # noqa: S311 - seeded
    found = []
    for number in range(count):
        event = f"E{chance.randrange(500):03}"
        rows = LARGE_ROWS if number % 100 == 50 else 10
        found.append(games.result("SSK", event, "LIVE", rows))
    return found


def measure_sniff(messages: list[bytes]) -> float:
    began = time.process_time()
    for body in messages:
        sniff(body)
    return len(messages) / (time.process_time() - began)


def measure_parse(messages: list[bytes]) -> dict[str, float]:
    """MB a second of CPU with the standard library's parser and with lxml's, in turns."""
    envelopes = [sniff(body) for body in messages]
    size = sum(map(len, messages)) / 1e6
    rounds: dict[str, list[float]] = {"parse_mb_per_s": [], "lxml_mb_per_s": []}
    for _ in range(PARSE_ROUNDS):
        for name, fromstring in (("parse_mb_per_s", ET.fromstring), ("lxml_mb_per_s", lxml_root)):
            with patch.object(ET, "fromstring", fromstring):
                began = time.process_time()
                for body, envelope in zip(messages, envelopes, strict=True):
                    parse(body, envelope)
                rounds[name].append(size / (time.process_time() - began))
    found = {name: round(median(each), 1) for name, each in rounds.items()}
    ratios = [ours / theirs for ours, theirs in zip(*rounds.values(), strict=True)]
    return found | {"parse_over_lxml": round(median(ratios), 2)}


def lxml_root(body: bytes) -> Any:
    """The same tree by lxml, which nobody has to trust with entities: a DOCTYPE was refused before."""
    return etree.fromstring(body, LXML)


def count_diverged() -> int:
    messages = list(Games(1).messages())

    def state_in_this_order(bodies: list[bytes]) -> bytes:
        join, contents = Join(), {}
        for body in bodies:
            envelope = sniff(body)
            if not is_test(envelope, ()):
                digest = sha256(body).digest()
                contents[digest] = parse(body, envelope).content
                join.add(envelope.identity, Stamp(envelope.version, envelope.generated_at, digest))
        return state_of(needed(join), join.gaps(), lambda stamp: contents[stamp.digest]).canonical()

    expected = state_in_this_order(messages)
    return sum(
        state_in_this_order(as_it_arrives(messages, random.Random(seed))) != expected  # noqa: S311 - seeded
        for seed in range(PERMUTATIONS)
    )


async def feed(live: LiveService, messages: list[bytes]) -> float:
    """Hand everything over, from CALLERS callers at once; the seconds until all of it is durable."""
    bodies = iter(messages)
    parts: Iterator[list[bytes]] = iter(lambda: list(islice(bodies, AT_ONCE)), [])

    async def call() -> None:
        for part in parts:
            fates = {each.fate for each in await live.receive(part)}
            if not fates <= {Fate.ACCEPTED, Fate.STALE}:
                raise SystemExit(f"a message of the mix was not accepted: {fates}")

    began = time.perf_counter()
    await asyncio.gather(*(call() for _ in range(CALLERS)))
    return time.perf_counter() - began


async def measure_stall(live: LiveService, bulk: bytes) -> float:
    """The longest that the event loop did not have its turn while a bulk came in, in ms."""
    longest_s, done = 0.0, asyncio.Event()

    async def watch() -> None:
        nonlocal longest_s
        while not done.is_set():
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            longest_s = max(longest_s, time.perf_counter() - began - 0.001)

    watching = asyncio.create_task(watch())
    await live.receive([bulk])
    done.set()
    await watching
    return longest_s * 1000


async def measure_service(dsn: str, messages: list[bytes], restart_messages: int) -> dict[str, float]:
    await migrate(dsn, ("grandstand.live",))
    database = await Database.connect(dsn, connections_max=4)
    games = Games(2031)
    bulks = [games.bulk("SSK", BULK_UNITS) for _ in range(4)]
    live = await LiveService.open(database, LiveStorage(), system_clock, FeedSettings())
    # The process that parses bulks is started with the first one.
    await live.receive([bulks[0]])
    third = len(messages) // 3
    mixed = [*messages[:third], bulks[1], *messages[third : 2 * third], bulks[2], *messages[2 * third :]]
    cpu_s = time.process_time()
    taken_s = await feed(live, mixed)
    cpu_s = time.process_time() - cpu_s
    stall_ms = await measure_stall(live, bulks[3])
    await live.close()
    left = max(0, restart_messages - len(mixed))
    filler = await LiveService.open(database, LiveStorage(), system_clock, FeedSettings())
    await feed(filler, mix(left, seed=2032))
    await filler.close()
    began = time.perf_counter()
    again = await LiveService.open(database, LiveStorage(), system_clock, FeedSettings())
    restart_s = time.perf_counter() - began
    await again.view()
    view_s = time.perf_counter() - began
    await again.close()
    await database.close()
    return {
        "messages": len(mixed),
        "mean_bytes": round(sum(map(len, mixed)) / len(mixed)),
        "messages_per_s": round(len(mixed) / taken_s),
        "messages_per_cpu_s": round(len(mixed) / cpu_s),
        "mb_per_s": round(sum(map(len, mixed)) / 1e6 / taken_s, 1),
        "longest_stall_ms": round(stall_ms, 1),
        "restart_messages": len(mixed) + left,
        "restart_s": round(restart_s, 2),
        "restart_and_first_view_s": round(view_s, 2),
    }


async def measure_reads_of_games(dsn: str) -> dict[str, float]:
    """Reads on the log of the first days of the fictional Games."""
    await migrate(dsn, ("grandstand.live",))
    database = await Database.connect(dsn, connections_max=4)
    live = await LiveService.open(database, LiveStorage(), system_clock, FeedSettings())
    games = SimulatedGames(1, date(2030, 2, 8), days=GAMES_DAYS)
    messages = list(games.messages())
    for start in range(0, len(messages), AT_ONCE):
        await live.receive([each.body for each in messages[start : start + AT_ONCE]])
    first, last = messages[0].at, messages[-1].at
    instants = [first + (last - first) * (number + 1) / INSTANTS for number in range(INSTANTS)]
    found = await measure_reads(live, instants)
    await live.close()
    await database.close()
    return found


@contextmanager
def fresh_database() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="grandstand-bench-") as name:
        # The embedded PostgreSQL may run as another user, who has to pass through.
        Path(name).chmod(0o755)
        with EmbeddedPostgres(PostgresSettings(Path(name) / "data")) as server:
            yield server.dsn


def main() -> int:
    """Measure and compare; exit status 1 when a bar is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--messages", type=int, default=20_000)
    arguments.add_argument("--restart-messages", type=int, default=100_000)
    arguments.add_argument("--clients", type=int, default=2000)
    given = arguments.parse_args()
    messages = mix(given.messages)
    report: dict[str, float | str] = {
        "median_bytes": sorted(map(len, messages))[len(messages) // 2],
        "sniffs_per_s": round(measure_sniff(messages)),
        **measure_parse(messages[:2000]),
        "diverged": count_diverged(),
    }
    with fresh_database() as dsn:
        report |= uvloop.run(measure_service(dsn, messages, given.restart_messages))
    with fresh_database() as dsn:
        report |= uvloop.run(measure_reads_of_games(dsn))
    report |= measure_serving(given.clients)
    versions = {name: version(name) for name in ("grandstand", "asyncpg", "msgspec", "lxml", "granian")}
    report["machine"] = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    report["versions"] = ", ".join(f"{name} {each}" for name, each in versions.items())
    if given.json:
        print(json.dumps(report, indent=2))
    missed = [f"{name} {report[name]} < {bar:,.0f}" for name, bar in BARS.items() if float(report[name]) < bar]
    missed += [f"{name} {report[name]} > {most}" for name, most in CEILINGS.items() if float(report[name]) > most]
    for name, value in report.items():
        print(f"{name:<28} {value}", file=sys.stderr)
    for miss in missed:
        print(f"missed: {miss}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
