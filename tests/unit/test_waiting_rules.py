"""How a line is let in, what can be expected, and what a ticket proves: pure."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.campaign.models import PoolState
from grandstand.campaign.waiting.errors import (
    AdmissionInvalid,
    NotYet,
    TicketLapsed,
    TicketNeeded,
    TicketUnreadable,
)
from grandstand.campaign.waiting.models import PlaceState, Room, RoomState, Ticket, Turn
from grandstand.campaign.waiting.rules import (
    ASK_AGAIN_MOST_S,
    ASK_AGAIN_UNKNOWN_S,
    CATCH_UP_MS_MAX,
    PASS_S,
    PER_SECOND_MAX,
    ask_again_s,
    check_per_second,
    expected_s,
    lapsed,
    pace,
    tick,
)
from grandstand.campaign.waiting.tickets import TEXT_LENGTH, is_signed, read_ticket, write_ticket
from grandstand.campaign.waiting.turnstile import TICKET_HEADER, Line, Turnstile
from grandstand.kernel.auth import Mac
from grandstand.kernel.ids import PoolId, SubjectId, new_subject_id

START = datetime(2030, 2, 6, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)
POOL = PoolId(7)
KEY = Mac(b"k" * 32)


def room(*, joined: int = 0, admitted: int = 0, per_second: int = 10, state: RoomState = RoomState.OPEN) -> Room:
    return Room(
        pool=POOL,
        state=state,
        per_second=per_second,
        automatic=False,
        joined=joined,
        admitted=admitted,
        lapsed=0,
        credit=0,
        clock_ms=0,
        busy_ms=0,
        busy_admitted=0,
        ticked_at=START,
        overloads=0,
        calm_since=None,
    )


def turn(room: Room) -> Turn:
    return Turn(room.clock_ms, room.admitted, room.busy_ms, room.busy_admitted)


def line(room: Room, turns: tuple[Turn, ...] = (), pool_state: PoolState = PoolState.OPEN) -> Line:
    return Line(room, turns, KEY, pool_state, START)


# Letting in.


@given(
    per_second=st.integers(1, 1000),
    steps=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 2000), st.booleans()), min_size=1, max_size=40),
)
def test_nobody_is_let_in_faster_than_set_and_nobody_who_has_not_come(
    per_second: int, steps: list[tuple[int, int, bool]]
) -> None:
    now, open_ms, at = START, 0, room(per_second=per_second)
    for passed_ms, came, gives in steps:
        now += timedelta(milliseconds=passed_ms)
        before = at = msgspec.structs.replace(at, joined=at.joined + came)
        at = tick(before, now, gives=gives)
        open_ms += passed_ms if gives else 0
        assert before.admitted <= at.admitted <= at.joined
        assert at.clock_ms <= open_ms
        assert at.admitted * 1000 <= per_second * open_ms
        assert 0 <= at.credit <= per_second * CATCH_UP_MS_MAX
        if not gives:
            assert (at.admitted, at.clock_ms) == (before.admitted, before.clock_ms)


def test_a_line_goes_on_at_its_pace_in_small_ticks_and_large_ones() -> None:
    slow, fast = room(joined=1000, per_second=7), room(joined=1000, per_second=7)
    for step in range(1, 101):
        fast = tick(fast, START + step * SECOND / 10, gives=True)
    for step in range(1, 11):
        slow = tick(slow, START + step * SECOND, gives=True)
    assert slow.admitted == fast.admitted == 70


def test_after_an_outage_nobody_floods_in_and_no_ticket_has_run_out() -> None:
    before = tick(room(joined=10_000), START + SECOND, gives=True)
    after = tick(before, START + timedelta(hours=1), gives=True)
    assert after.admitted - before.admitted <= 10 * CATCH_UP_MS_MAX / 1000
    assert after.clock_ms - before.clock_ms == CATCH_UP_MS_MAX
    assert lapsed([turn(before), turn(after)], after.clock_ms) == 0


def test_a_clock_that_goes_back_lets_nobody_in() -> None:
    ahead = tick(room(joined=100), START + 10 * SECOND, gives=True)
    back = tick(ahead, START, gives=True)
    assert (back.admitted, back.ticked_at) == (ahead.admitted, ahead.ticked_at)


def test_a_ticket_gives_way_when_its_time_is_over() -> None:
    turns = [Turn(second * 1000, second * 10, 0, 0) for second in range(200)]
    clock_ms = turns[-1].clock_ms
    assert lapsed(turns, clock_ms) == (199 - PASS_S) * 10
    assert lapsed(turns[: PASS_S - 1], turns[PASS_S - 2].clock_ms) == 0


@pytest.mark.parametrize("per_second", [0, -1, PER_SECOND_MAX + 1])
def test_a_pace_is_bounded(per_second: int) -> None:
    with pytest.raises(AdmissionInvalid):
        check_per_second(per_second)
    assert check_per_second(PER_SECOND_MAX) == PER_SECOND_MAX


# What can be expected.


def test_the_pace_is_measured_while_somebody_waits() -> None:
    at, turns = room(joined=40, per_second=10), []
    for second in range(1, 30):
        at = tick(at, START + second * SECOND, gives=True)
        turns.append(turn(at))
    # Forty are let in within four seconds; the quiet time after them does not make the line look slow.
    assert at.admitted == 40
    assert pace(turns, 10) == 10


def test_an_outage_is_in_the_measured_pace() -> None:
    at, turns = room(joined=10_000, per_second=10), []
    for second in [*range(1, 11), *range(50, 61)]:
        at = tick(at, START + second * SECOND, gives=True)
        turns.append(turn(at))
    measured = pace(turns, 10)
    assert measured is not None
    assert 3 < measured < 5


def test_before_anything_was_measured_the_pace_that_was_set_counts() -> None:
    assert pace([], 25) == 25
    assert pace([Turn(0, 0, 0, 0), Turn(500, 5, 500, 5)], 25) == 25


def test_what_is_expected_is_rounded_up_and_unknown_while_nobody_is_let_in() -> None:
    assert expected_s(0, 10) == 1
    assert expected_s(99, 10) == 10
    assert expected_s(100, 10) == 11
    assert expected_s(5, None) is None
    assert pace([Turn(0, 5, 0, 5), Turn(2000, 5, 2000, 5)], 10) is None


def test_whoever_waits_asks_neither_all_the_time_nor_never() -> None:
    assert ask_again_s(0) == ask_again_s(1) == 1
    assert ask_again_s(100) == 50
    left, asked = 67, 0
    while left > 0:
        left, asked = left - ask_again_s(left), asked + 1
    assert asked == 4
    assert ask_again_s(100_000) == ASK_AGAIN_MOST_S
    assert ask_again_s(None) == ASK_AGAIN_UNKNOWN_S


# Tickets and places.


@given(number=st.integers(1, 2**63 - 1), pool=st.integers(1, 2**31 - 1), fan=st.uuids().map(SubjectId))
def test_a_ticket_says_what_was_written_and_nothing_else_does(number: int, pool: int, fan: SubjectId) -> None:
    ticket = Ticket(PoolId(pool), number, fan)
    text = write_ticket(ticket, KEY)
    found, whole = read_ticket(text)
    assert found == ticket
    assert is_signed(whole, KEY)
    assert not is_signed(whole, Mac(b"o" * 32))
    assert len(text) == TEXT_LENGTH


@given(at=st.integers(0, 43), bit=st.integers(0, 7))
def test_a_ticket_that_was_changed_anywhere_is_none(at: int, bit: int) -> None:
    _, whole = read_ticket(write_ticket(Ticket(POOL, 5, new_subject_id()), KEY))
    changed = bytes(byte ^ (1 << bit) if index == at else byte for index, byte in enumerate(whole))
    assert not is_signed(changed, KEY)


@pytest.mark.parametrize(
    "text", ["", "x", "é" * TEXT_LENGTH, "!" * TEXT_LENGTH, "a" * (TEXT_LENGTH + 1), "a" * 4096]
)
def test_what_is_no_ticket_is_said_to_be_none(text: str) -> None:
    with pytest.raises(TicketUnreadable):
        read_ticket(text)


def test_the_place_is_the_number_of_tickets_that_come_before() -> None:
    waiting = line(room(joined=100, admitted=40))
    place = waiting.place(41)
    assert (place.state, place.ahead, place.expected_s) == (PlaceState.WAITING, 0, 1)
    place = waiting.place(100)
    assert (place.ahead, place.expected_s, place.ask_again_s) == (59, 6, 6)
    assert waiting.place(40).state is PlaceState.ADMITTED
    assert waiting.place(40).pass_s == PASS_S


def test_the_time_that_a_ticket_has_left_begins_when_it_is_admitted() -> None:
    turns = tuple(Turn(second * 1000, second * 10, 0, 0) for second in range(61))
    at = msgspec.structs.replace(room(joined=700, admitted=600), clock_ms=60_000)
    assert line(at, turns).place(600).pass_s == PASS_S
    assert line(at, turns).place(301).pass_s == PASS_S - 29
    assert line(at, turns).place(1).pass_s == PASS_S - 59


def test_while_the_pool_pauses_nobody_is_told_a_time() -> None:
    place = line(room(joined=10), pool_state=PoolState.PAUSED).place(5)
    assert (place.ahead, place.expected_s, place.ask_again_s) == (4, None, ASK_AGAIN_UNKNOWN_S)


def test_a_claim_passes_only_with_her_own_ticket_in_its_time() -> None:
    fan, other = new_subject_id(), new_subject_id()
    at = msgspec.structs.replace(room(joined=30, admitted=20), lapsed=10)
    turnstile = Turnstile()
    turnstile.renew([line(at)])

    def claim(number: int | None, *, key: Mac = KEY, pool: PoolId = POOL) -> None:
        text = b"" if number is None else write_ticket(Ticket(pool, number, fan), key).encode()
        turnstile.may_claim(POOL, fan, [] if number is None else [(TICKET_HEADER, text)])

    claim(15)
    with pytest.raises(TicketNeeded):
        claim(None)
    with pytest.raises(NotYet) as waits:
        claim(21)
    assert waits.value.retry_after_s is not None
    with pytest.raises(TicketLapsed):
        claim(10)
    with pytest.raises(TicketUnreadable):
        claim(15, key=Mac(b"o" * 32))
    with pytest.raises(TicketUnreadable):
        claim(15, pool=PoolId(8))
    text = write_ticket(Ticket(POOL, 15, other), KEY)
    with pytest.raises(TicketUnreadable):
        turnstile.may_claim(POOL, fan, [(TICKET_HEADER, text.encode())])


@pytest.mark.parametrize("state", [RoomState.CLOSED, RoomState.WATCHING])
def test_where_nobody_waits_nobody_needs_a_ticket(state: RoomState) -> None:
    turnstile = Turnstile()
    turnstile.may_claim(POOL, new_subject_id(), [])
    turnstile.renew([line(room(joined=30, state=state))])
    turnstile.may_claim(POOL, new_subject_id(), [])
    text = write_ticket(Ticket(POOL, 30, new_subject_id()), KEY)
    assert turnstile.place(POOL, text).state is PlaceState.NOBODY_WAITS
