"""What may be planned, and who wins: pure.

    commitment   sha256(seed || terms text), published before the first entry
    entry        `%s %s`: pseudonym, ticket, and a newline
    root         of the Merkle tree (RFC 9162, section 2.1) over all entries, sorted by their bytes
    mix          sha256("grandstand-draw-1" || 0 || seed || root || beacon)
    score        sha256(mix || entry); the lowest scores win, one for each fan

Whoever holds the seed does not know the root before the last entry has come, and whoever makes the last entry does
not know the seed. Somebody who does both could try entries until a friend wins: for that there is the beacon, a
public value that nobody knows before the entries are closed.
"""

import hashlib
import heapq
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from grandstand.campaign.chain import GENESIS, instant, tree_levels
from grandstand.campaign.draws.errors import DrawPlanInvalid
from grandstand.campaign.draws.models import TERMS_FORMAT, DrawPlan
from grandstand.campaign.models import Pool
from grandstand.campaign.plan import TIME_MAX, TIME_MIN

WINNERS_MAX = 10_000
TICKETS_MAX = 64
EXCLUDES_MAX = 32
BEACON_LENGTH_MAX = 200
BEACON_BYTES_MAX = 1_024
ENTRIES_MAX = 1_000_000
GRACE = timedelta(minutes=2)
"""How long after `closes_at` tickets may still arrive that were earned before."""
TICKET_PATTERN = re.compile(r"[a-z][a-z0-9:.-]{0,39}\Z")
DRAW_OCCASION = "draw:"
SEED_BYTES = 32
DOMAIN = TERMS_FORMAT.encode() + b"\0"


def check_draw(plan: DrawPlan, pool: Pool, winners_before: int, now: datetime) -> None:
    """Pass when the draw can be held and everybody who wins can be paid.

    Args:
        plan: of the draw.
        pool: that pays its winners.
        winners_before: of all draws that the pool pays already.
        now: the time.

    Raises:
        DrawPlanInvalid: the first thing that does not fit, with its value.
    """
    for fault in (*_money_faults(plan, pool, winners_before), *_term_faults(plan), *_time_faults(plan, now)):
        raise DrawPlanInvalid(fault)


def terms_text(draw: int, plan: DrawPlan) -> bytes:
    """The terms in their one form: JSON with sorted keys, without spaces, in ASCII."""
    values = {
        "beacon": plan.beacon,
        "closes_at": instant(plan.closes_at.astimezone(UTC)),
        "draw": draw,
        "excludes": plan.excludes,
        "format": TERMS_FORMAT,
        "occasion": plan.occasion,
        "opens_at": instant(plan.opens_at.astimezone(UTC)),
        "pool": plan.pool,
        "tickets": plan.tickets,
        "winners": plan.winners,
    }
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode("ascii")


def commitment(seed: bytes, text: bytes) -> bytes:
    """What is published before anybody enters; 32 bytes."""
    assert len(seed) == SEED_BYTES
    return hashlib.sha256(seed + text).digest()


def entry_line(pseudonym: str, ticket: str) -> bytes:
    return f"{pseudonym} {ticket}\n".encode("ascii")


def entries_root(lines: Sequence[bytes]) -> bytes:
    """The root over entries that are sorted; that of no entry is 32 zero bytes."""
    if not lines:
        return GENESIS
    return tree_levels([hashlib.sha256(b"\0" + line).digest() for line in lines])[-1][0]


def winners(
    seed: bytes, root: bytes, beacon: bytes, lines: Sequence[bytes], excluded: frozenset[str], count: int
) -> list[str]:
    """The pseudonyms that win, first prize first; fewer than `count` where there are not so many."""
    mixed = hashlib.sha256(DOMAIN + seed + root + beacon)
    best: dict[str, bytes] = {}
    for line in lines:
        name = line[:32].decode("ascii")
        if name in excluded:
            continue
        score = mixed_score(mixed.digest(), line)
        if (known := best.get(name)) is None or score < known:
            best[name] = score
    return [name for _, name in heapq.nsmallest(count, ((score, name) for name, score in best.items()))]


def mixed_score(mix: bytes, line: bytes) -> bytes:
    return hashlib.sha256(mix + line).digest()


def is_open(opens_at: datetime, closes_at: datetime, at: datetime) -> bool:
    """Whether a ticket that was taken or earned at this time counts."""
    return opens_at <= at < closes_at


def _money_faults(plan: DrawPlan, pool: Pool, winners_before: int) -> Iterator[str]:
    if plan.occasion not in pool.earned or not plan.occasion.startswith(DRAW_OCCASION):
        yield (
            f"The occasion must be an earned one of the pool that begins with {DRAW_OCCASION!r}, "
            f"got {plan.occasion!r}; the pool has {list(pool.earned)!r}."
        )
    if others := [each for each in pool.occasions if not each.startswith(DRAW_OCCASION)]:
        yield f"A pool that pays winners is for draws only, this one is also for {others!r}."
    if not 1 <= plan.winners <= WINNERS_MAX:
        yield f"A draw has 1 to {WINNERS_MAX} winners, got {plan.winners!r}."
    if winners_before + plan.winners > pool.shares:
        yield (
            f"The pool has {pool.shares} shares; {winners_before} winners of other draws and {plan.winners!r} "
            "of this one are more."
        )


def _term_faults(plan: DrawPlan) -> Iterator[str]:
    if not 1 <= len(plan.tickets) <= TICKETS_MAX or len(set(plan.tickets)) != len(plan.tickets):
        yield f"A draw has 1 to {TICKETS_MAX} tickets, all different, got {list(plan.tickets)!r}."
    if wrong := [ticket for ticket in plan.tickets if not TICKET_PATTERN.match(ticket)]:
        yield f"A ticket is like 'self' or 'invites:1', got {wrong[0]!r}."
    if unknown := _without(plan.earned, plan.tickets):
        yield f"What is earned must be a ticket of the draw, got {unknown!r} beside {list(plan.tickets)!r}."
    if len(plan.excludes) > EXCLUDES_MAX or len(set(plan.excludes)) != len(plan.excludes):
        yield f"A draw excludes {EXCLUDES_MAX} other draws at most, each once, got {list(plan.excludes)!r}."
    if len(plan.beacon) > BEACON_LENGTH_MAX or not plan.beacon.isprintable():
        yield f"Describe the beacon in {BEACON_LENGTH_MAX} characters on one line, got {plan.beacon!r}."


def _time_faults(plan: DrawPlan, now: datetime) -> Iterator[str]:
    for name, at in (("opens_at", plan.opens_at), ("closes_at", plan.closes_at)):
        if not TIME_MIN <= at <= TIME_MAX:
            yield f"{name} must lie in the years 2000 to 2999, got {at.isoformat()!r}."
    if plan.closes_at <= plan.opens_at:
        yield f"closes_at must be later than opens_at, got {plan.closes_at.isoformat()!r}."
    # A commitment that is younger than the entries would prove nothing.
    if plan.opens_at <= now:
        yield f"opens_at must be in the future, got {plan.opens_at.isoformat()!r}; it is {now.isoformat()!r}."


def _without(names: Iterable[str], known: Iterable[str]) -> list[str]:
    held = frozenset(known)
    return [name for name in names if name not in held]
