"""Who wins a draw: distinct fans, in an order that nobody can choose and everybody can check."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.chain import reference_root
from grandstand.campaign.draws.document import draw_file, verify_draw
from grandstand.campaign.draws.errors import DrawInvalid, DrawPlanInvalid
from grandstand.campaign.draws.models import DrawDocument, DrawPlan
from grandstand.campaign.draws.rules import (
    BEACON_LENGTH_MAX,
    EXCLUDES_MAX,
    TICKETS_MAX,
    WINNERS_MAX,
    check_draw,
    commitment,
    entries_root,
    entry_line,
    terms_text,
    winners,
)
from grandstand.campaign.models import Pool, PoolState
from grandstand.kernel.ids import PoolId

NOW = datetime(2030, 2, 6, 8, tzinfo=UTC)
OCCASION = "draw:2030-02-06"
POOL = Pool(
    id=PoolId(7),
    titles={"en": "Draws"},
    currency="CNY",
    occasions=(OCCASION, "draw:2030-02-07"),
    earned=(OCCASION, "draw:2030-02-07"),
    lanes=1,
    shares=100,
    total_minor=100_000,
    opens_at=None,
    closes_at=None,
    valid_until=None,
    state=PoolState.OPEN,
    pseudonym_key=bytes(32),
)
PLAN = DrawPlan(
    pool=PoolId(7),
    occasion=OCCASION,
    winners=10,
    opens_at=NOW + timedelta(hours=1),
    closes_at=NOW + timedelta(hours=10),
    tickets=("self", "invites:1"),
    earned=("invites:1",),
)
SEED = hashlib.sha256(b"seed").digest()

names = st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}")
entry_sets = st.sets(st.tuples(names, st.sampled_from(PLAN.tickets)), max_size=40)


def lines_of(entries: set[tuple[str, str]]) -> list[bytes]:
    return sorted(entry_line(name, ticket) for name, ticket in entries)


def plain_winners(
    seed: bytes, beacon: bytes, entries: set[tuple[str, str]], excluded: set[str], count: int
) -> list[str]:
    """The definition, word for word: order all entries by their score, take fans as they come."""
    lines = lines_of(entries)
    root = reference_root(lines) if lines else bytes(32)
    mix = hashlib.sha256(b"grandstand-draw-1\0" + seed + root + beacon).digest()
    won: list[str] = []
    for line in sorted(lines, key=lambda each: hashlib.sha256(mix + each).digest()):
        name = line[:32].decode()
        if name not in won and name not in excluded:
            won.append(name)
    return won[:count]


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=8), entry_sets, st.integers(1, 50), st.data())
def test_winners_are_those_of_the_definition(
    seed: bytes, beacon: bytes, entries: set[tuple[str, str]], count: int, data: st.DataObject
) -> None:
    fans = sorted({name for name, _ in entries})
    excluded = set(data.draw(st.lists(st.sampled_from(fans)))) if fans else set()
    lines = lines_of(entries)
    won = winners(seed, entries_root(lines), beacon, lines, frozenset(excluded), count)
    assert won == plain_winners(seed, beacon, entries, excluded, count)
    assert len(won) == min(count, len(set(fans) - excluded)) == len(set(won))
    assert not set(won) & excluded


def test_more_tickets_are_more_chances() -> None:
    many, few = "a" * 32, "b" * 32
    lines = sorted([*(entry_line(many, f"invites:{number}") for number in range(9)), entry_line(few, "self")])
    first = [
        winners(hashlib.sha256(b"%d" % at).digest(), entries_root(lines), b"", lines, frozenset(), 1)[0]
        for at in range(1000)
    ]
    # Nine tickets of ten: three standard deviations are 28.
    assert 870 <= first.count(many) <= 930


def test_root_of_no_entry_is_zero() -> None:
    assert entries_root([]) == bytes(32)
    assert winners(SEED, bytes(32), b"", [], frozenset(), 3) == []


@pytest.mark.parametrize(
    "plan",
    [
        PLAN,
        msgspec.structs.replace(PLAN, winners=100),
        msgspec.structs.replace(PLAN, excludes=tuple(range(EXCLUDES_MAX))),
        msgspec.structs.replace(PLAN, beacon="x" * BEACON_LENGTH_MAX),
        msgspec.structs.replace(PLAN, tickets=tuple(f"t{at}" for at in range(TICKETS_MAX)), earned=()),
    ],
)
def test_what_can_be_held_may_be_planned(plan: DrawPlan) -> None:
    check_draw(plan, POOL, 0, NOW)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"winners": 0}, "got 0"),
        ({"winners": WINNERS_MAX + 1}, f"got {WINNERS_MAX + 1}"),
        ({"winners": 101}, "100 shares"),
        ({"occasion": "launch"}, "'launch'"),
        ({"occasion": "draw:2030-02-08"}, "'draw:2030-02-08'"),
        ({"tickets": ()}, "got []"),
        ({"tickets": ("self", "self")}, "all different"),
        ({"tickets": ("Self",), "earned": ()}, "'Self'"),
        ({"tickets": tuple(f"t{at}" for at in range(TICKETS_MAX + 1)), "earned": ()}, "1 to 64"),
        ({"earned": ("other",)}, "'other'"),
        ({"excludes": (1, 1)}, "[1, 1]"),
        ({"excludes": tuple(range(EXCLUDES_MAX + 1))}, "32 other draws"),
        ({"beacon": "x" * (BEACON_LENGTH_MAX + 1)}, "200 characters"),
        ({"beacon": "two\nlines"}, "one line"),
        ({"closes_at": PLAN.opens_at}, "later than opens_at"),
        ({"opens_at": NOW}, "in the future"),
        ({"closes_at": datetime(3001, 1, 1, tzinfo=UTC)}, "2000 to 2999"),
    ],
)
def test_what_cannot_be_held_is_refused_with_its_value(change: dict[str, object], words: str) -> None:
    with pytest.raises(DrawPlanInvalid) as caught:
        check_draw(msgspec.structs.replace(PLAN, **change), POOL, 0, NOW)
    assert words in str(caught.value)


def test_a_pool_pays_no_more_winners_than_it_has_shares() -> None:
    check_draw(PLAN, POOL, 90, NOW)
    with pytest.raises(DrawPlanInvalid, match="91 winners of other draws"):
        check_draw(PLAN, POOL, 91, NOW)
    with pytest.raises(DrawPlanInvalid, match="for draws only"):
        check_draw(PLAN, replace(POOL, occasions=(*POOL.occasions, "launch")), 0, NOW)


# The file.

ENTRIES = {(f"{number:032x}", "self") for number in range(40)} | {(f"{3:032x}", "invites:1")}


def file_of(plan: DrawPlan = PLAN, number: int = 5, beacon: str = "", excluded: tuple[str, ...] = ()) -> bytes:
    lines, text = lines_of(ENTRIES), terms_text(number, plan)
    root = entries_root(lines)
    document = DrawDocument(
        terms=text.decode(),
        commitment=commitment(SEED, text).hex(),
        committed_at=NOW,
        seed=SEED.hex(),
        beacon_value=beacon,
        entries=len(lines),
        root=root.hex(),
        excluded=excluded,
        winners=tuple(winners(SEED, root, beacon.encode(), lines, frozenset(excluded), plan.winners)),
    )
    return draw_file(document, lines)


def changed(content: bytes, **change: object) -> bytes:
    first, _, rest = content.partition(b"\n")
    document = msgspec.structs.replace(msgspec.json.decode(first, type=DrawDocument), **change)
    return msgspec.json.encode(document) + b"\n" + rest


def test_a_draw_that_was_held_as_committed_verifies() -> None:
    verdict = verify_draw(file_of())
    assert verdict.faults == ()
    assert (verdict.draw, verdict.pool, verdict.entries, verdict.winners) == (5, 7, 41, 10)


def test_whatever_is_changed_shows() -> None:
    content = file_of()
    first, _, rest = content.partition(b"\n")
    lines = rest.splitlines(keepends=True)
    other = "f" * 64
    document = msgspec.json.decode(first, type=DrawDocument)
    forged = {
        "seed": changed(content, seed=other),
        "terms": changed(content, terms=document.terms.replace('"winners":10', '"winners":11')),
        "winner": changed(content, winners=(*document.winners[:-1], f"{39:032x}")),
        "order of winners": changed(content, winners=document.winners[::-1]),
        "excluded": changed(content, excluded=(document.winners[0],)),
        "beacon": changed(content, beacon_value="lucky"),
        "dropped": first + b"\n" + b"".join(lines[:-1]),
        "added": content + entry_line("f" * 32, "self"),
        "twice": first + b"\n" + b"".join([*lines, lines[-1]]),
        "reordered": first + b"\n" + b"".join(lines[::-1]),
        "unknown ticket": changed(content, entries=42) + entry_line("f" * 32, "free"),
        "no newline": content[:-1],
    }
    for name, file in forged.items():
        assert verify_draw(file).faults, name


def test_what_was_kept_from_before_is_compared() -> None:
    content = file_of()
    told = verify_draw(content)
    assert verify_draw(content, commitment=told.commitment, root=told.root).faults == ()
    assert verify_draw(content, commitment="0" * 64).faults == ("The commitment is not the one that was kept.",)
    assert verify_draw(content, root="0" * 64).faults == ("The root is not the one that was kept.",)


def test_excluded_fans_are_those_of_the_draws_that_the_terms_name() -> None:
    earlier = file_of()
    won = msgspec.json.decode(earlier.partition(b"\n")[0], type=DrawDocument).winners
    plan = msgspec.structs.replace(PLAN, excludes=(5,))
    later = file_of(plan, 6, excluded=won)
    assert verify_draw(later, earlier=[earlier]).faults == ()
    assert not set(won) & set(msgspec.json.decode(later.partition(b"\n")[0], type=DrawDocument).winners)
    assert verify_draw(file_of(plan, 6, excluded=won[1:]), earlier=[earlier]).faults
    assert verify_draw(later, earlier=[file_of(number=4)]).faults


@pytest.mark.parametrize("content", [b"", b"{}", b"\n", b"null\n", b"\xff\n", file_of()[:200], b"[1]\nx"])
def test_other_files_are_not_draws(content: bytes) -> None:
    with pytest.raises(DrawInvalid):
        verify_draw(content)


@given(st.binary(max_size=300))
def test_no_file_is_more_than_refused(content: bytes) -> None:
    with pytest.raises(DrawInvalid):
        verify_draw(content)
