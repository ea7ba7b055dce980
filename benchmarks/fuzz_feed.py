"""Torn, twisted and hostile messages against the reader of the feed: each has to end in a verdict, and soon.

    python benchmarks/fuzz_feed.py [--minutes 60] [--seed 1]

A message of the fictional Games is changed at random: bytes, tags, attributes, values, whole stretches, nesting.
It passes when it is read or refused with a reason within SLOW_S of CPU; anything else is written to a file and
ends the run.
"""

import argparse
import platform
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path

from grandstand.demo.games import SimulatedGames
from grandstand.live import MessageInvalid
from grandstand.live.envelope import sniff
from grandstand.live.parse import parse

CORPUS = 2000
SLOW_S = 2.0
FAULT = Path("fuzz-fault.xml")
VALUES = (
    b"", b" ", b"0", b"-1", b"1e309", b"9" * 400, b"NaN", b"\xff\xfe", b"&lt;", b"&#0;", b"&#x110000;", b"&x;",
    b"2030-02-30T25:61:61+99:99", b"-" * 34, b"A" * 34,
    "\u202e\u0000א中".encode(), b"]]>", b"Y", b"T", b"x" * 100_000,
)  # fmt: skip
HOSTILE = (
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<![CDATA[", b"<!--", b"-->", b"<?x ?>", b"<a " + b"b='c' " * 50 + b"/>",
    b"<OdfBody>", b"</OdfBody>", b"<Competition>", b"\x00", b"\xef\xbb\xbf",
)  # fmt: skip
ATTRIBUTE = re.compile(rb'="([^"]*)"')
TAG = re.compile(rb"<[^>]*>")

Change = Callable[[bytearray, random.Random], None]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=60.0)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - seeded
    corpus = [each.body for each in islice(SimulatedGames(given.seed, date(2030, 2, 8)).messages(), CORPUS)]
    verdicts: Counter[str] = Counter()
    slowest_s, ends_s = 0.0, time.monotonic() + given.minutes * 60
    while time.monotonic() < ends_s:
        body = bytearray(chance.choice(corpus))
        for _ in range(chance.randrange(1, 6)):
            chance.choice(CHANGES)(body, chance)
        # Of this process alone: whatever else the machine does is not the message's fault.
        started_s = time.process_time()
        try:
            verdicts[verdict(bytes(body))] += 1
        except BaseException:
            FAULT.write_bytes(body)
            print(f"fault after {verdicts.total():,} messages, written to {FAULT}", file=sys.stderr)
            raise
        took_s = time.process_time() - started_s
        slowest_s = max(slowest_s, took_s)
        if took_s > SLOW_S:
            FAULT.write_bytes(body)
            print(f"{took_s:.1f} s for one message, written to {FAULT}", file=sys.stderr)
            return 1
    print(f"{verdicts.total():,} messages in {given.minutes:g} minutes, slowest {slowest_s * 1000:.0f} ms")
    for name, count in verdicts.most_common():
        print(f"  {name:<16} {count:>12,}")
    print(f"{platform.system()} {platform.machine()}; Python {platform.python_version()}")
    return 0


def verdict(body: bytes) -> str:
    """Read, read with defects, or why it was refused."""
    try:
        found = parse(body, sniff(body))
    except MessageInvalid as error:
        return error.reason.value
    return "defects" if found.defects else "read"


def flip(body: bytearray, chance: random.Random) -> None:
    if body:
        body[chance.randrange(len(body))] = chance.randrange(256)


def cut(body: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(body) + 1)
    del body[start : start + chance.randrange(200)]


def double(body: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(body) + 1)
    piece = body[start : start + chance.randrange(2000)]
    body[start:start] = piece * chance.choice((1, 1, 2, 20))


def revalue(body: bytearray, chance: random.Random) -> None:
    found = list(ATTRIBUTE.finditer(body))
    if found:
        start, end = chance.choice(found).span(1)
        body[start:end] = chance.choice(VALUES)


def inject(body: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(body) + 1)
    body[start:start] = chance.choice(HOSTILE)


def swap_tags(body: bytearray, chance: random.Random) -> None:
    found = list(TAG.finditer(body))
    if len(found) > 1:
        one, other = sorted(each.span() for each in chance.sample(found, 2))
        body[other[0] : other[1]], body[one[0] : one[1]] = body[one[0] : one[1]], body[other[0] : other[1]]


def nest(body: bytearray, chance: random.Random) -> None:
    depth = chance.choice((3, 100, 20_000))
    start = chance.randrange(len(body) + 1)
    body[start:start] = b"<Unit Code='x'>" * depth + (b"</Unit>" * depth if chance.random() < 0.8 else b"")


CHANGES: tuple[Change, ...] = (flip, flip, cut, double, revalue, revalue, revalue, inject, swap_tags, nest)

if __name__ == "__main__":
    sys.exit(main())
