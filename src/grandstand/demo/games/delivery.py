"""The feed as it arrives: twice, late, out of order, with tests among it, and with holes."""

import heapq
import random
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from grandstand.demo.games.layout import FEED_FLAG
from grandstand.demo.games.simulated import Emitted

LATE_SHARE, LATE_S_MAX = 0.05, 4.0
OVERTAKEN_SHARE, OVERTAKEN_S_MAX = 0.002, 180.0
"""A hole that is filled later."""
TWICE_SHARE, TWICE_S_MAX = 0.03, 60.0
TEST_SHARE = 0.006
HOLE_SHARE = 0.004
TEST_VERSION = 900
PASSING = re.compile(rb'ResultStatus="LIVE"')
"""What is replaced soon: such a message may be lost for good and nothing is wrong in the end."""
VERSION = re.compile(rb' Version="\d+"')
HEADER_BYTES = 700


def delivered(messages: Iterable[Emitted], chance: random.Random, *, has_holes: bool = True) -> Iterator[Emitted]:
    """The messages in the order in which they come in.

    Args:
        messages: by time.
        chance: decides.
        has_holes: some messages never come.
    """
    waiting: list[tuple[datetime, int, Emitted]] = []
    number = 0
    for each in messages:
        while waiting and waiting[0][0] <= each.at:
            yield heapq.heappop(waiting)[2]
        for delay_s, copy in _copies(each, chance, has_holes=has_holes):
            number += 1
            heapq.heappush(waiting, (each.at + timedelta(seconds=delay_s), number, copy))
    while waiting:
        yield heapq.heappop(waiting)[2]


def _copies(each: Emitted, chance: random.Random, *, has_holes: bool) -> Iterator[tuple[float, Emitted]]:
    """What arrives of a message, and how many seconds later."""
    if chance.random() < TEST_SHARE:
        yield 0.0, _as_test(each)
    if has_holes and chance.random() < HOLE_SHARE and PASSING.search(each.body, 0, HEADER_BYTES):
        return
    delay_s = 0.0
    if chance.random() < LATE_SHARE:
        delay_s = chance.uniform(0, LATE_S_MAX)
    elif chance.random() < OVERTAKEN_SHARE:
        delay_s = chance.uniform(LATE_S_MAX, OVERTAKEN_S_MAX)
    yield delay_s, each
    if chance.random() < TWICE_SHARE:
        yield delay_s + chance.uniform(0, TWICE_S_MAX), each


def _as_test(each: Emitted) -> Emitted:
    """Of the same document and of a high version: whoever lets it in shows it."""
    body = VERSION.sub(f' Version="{TEST_VERSION}"'.encode(), each.body, count=1)
    return Emitted(each.at, body.replace(FEED_FLAG.encode(), b'FeedFlag="T"', 1))
