"""How fast a line is let in, and what can be said to whoever waits: pure.

A bucket of credit fills at the pace that an operator has set and holds two seconds' worth. What is measured is
what was let in while somebody was left waiting, by the clock on the wall: so a database that is away makes the
expectation longer, as it does the waiting, and a line that was short for an hour does not.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from grandstand.campaign.waiting.errors import AdmissionInvalid
from grandstand.campaign.waiting.models import Room, Turn

PER_SECOND_MAX = 100_000
"""Tickets that a line is let in at, a second."""
PASS_S = 120
"""How long a ticket can be used once it is admitted; what is not used by then gives way."""
CATCH_UP_MS_MAX = 2_000
"""The most that one tick makes up for: after an outage nobody floods in, and nobody's ticket has run out."""
RATE_WINDOW_S = 60
MEASURED_MS_LEAST = 1_000
"""Before so much of waiting was measured, the pace that was set is the best that is known."""
ASK_AGAIN_SOON_S = 10
"""Whoever waits no longer than this asks again when her turn should have come."""
ASK_AGAIN_MOST_S = 60
ASK_AGAIN_UNKNOWN_S = 15
OVERLOADS_TO_OPEN = 50
"""Claims of a pool refused for want of room between two looks that open a line which watches."""
CALM_TO_CLOSE = timedelta(seconds=60)
MILLI = 1_000
INSTANT = timedelta(milliseconds=1)


def check_per_second(per_second: int) -> int:
    """The pace.

    Raises:
        AdmissionInvalid: nobody can be let in at it.
    """
    if not 1 <= per_second <= PER_SECOND_MAX:
        raise AdmissionInvalid(f"A line is let in at 1 to {PER_SECOND_MAX} tickets a second, got {per_second!r}.")
    return per_second


def tick(room: Room, now: datetime, *, gives: bool) -> Room:
    """The line a moment later.

    Args:
        room: an open line.
        now: the time; another process's clock may have been ahead.
        gives: whether the pool gives shares now. While it does not, nobody is let in, and no ticket runs out.
    """
    passed_ms = max(0, (now - room.ticked_at) // INSTANT)
    at = max(now, room.ticked_at)
    if not gives:
        return msgspec.structs.replace(room, ticked_at=at)
    counted_ms = min(passed_ms, CATCH_UP_MS_MAX)
    credit = min(room.credit + room.per_second * counted_ms, room.per_second * CATCH_UP_MS_MAX)
    admitted = min(room.joined - room.admitted, credit // MILLI)
    is_busy = room.admitted + admitted < room.joined
    return msgspec.structs.replace(
        room,
        ticked_at=at,
        credit=credit - admitted * MILLI,
        admitted=room.admitted + admitted,
        clock_ms=room.clock_ms + counted_ms,
        busy_ms=room.busy_ms + (passed_ms if is_busy else 0),
        busy_admitted=room.busy_admitted + (admitted if is_busy else 0),
    )


def lapsed(turns: Sequence[Turn], clock_ms: int) -> int:
    """The last number whose time to go in is over.

    Args:
        turns: in order.
        clock_ms: of the line, now.
    """
    return max((turn.admitted for turn in turns if turn.clock_ms <= clock_ms - PASS_S * MILLI), default=0)


def pace(turns: Sequence[Turn], per_second: int) -> float | None:
    """Tickets a second that a line was let in at while somebody was left waiting; None when nobody was let in.

    Args:
        turns: in order; the last minute of the line's clock counts.
        per_second: what was set, for a line that has not been measured yet.
    """
    if not turns:
        return float(per_second)
    last = turns[-1]
    first = next(turn for turn in turns if turn.clock_ms >= last.clock_ms - RATE_WINDOW_S * MILLI)
    measured_ms = last.busy_ms - first.busy_ms
    if measured_ms < MEASURED_MS_LEAST:
        return float(per_second)
    return (last.busy_admitted - first.busy_admitted) * MILLI / measured_ms or None


def expected_s(ahead: int, per_s: float | None) -> int | None:
    """Seconds until the ticket behind so many others is admitted; None when nobody knows."""
    return None if per_s is None else math.ceil((ahead + 1) / per_s)


def ask_again_s(expectation_s: int | None) -> int:
    """When whoever waits should ask again: each time when half of her wait is over, a handful of times in all."""
    if expectation_s is None:
        return ASK_AGAIN_UNKNOWN_S
    if expectation_s <= ASK_AGAIN_SOON_S:
        return max(expectation_s, 1)
    return min(expectation_s // 2, ASK_AGAIN_MOST_S)
