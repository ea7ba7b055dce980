"""Timecode as text and as bits, and the clocks that follow it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.replay.ingest.alignment import ARRIVALS_MAX, Clock, ClockKind, rate_of
from grandstand.replay.ingest.timecode import (
    Timecode,
    day_s,
    parse_timecode,
    seconds_of,
    unpack_timecode,
)

NTSC = Fraction(30000, 1001)
TIMES = st.builds(
    Timecode, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59), st.integers(0, 24), st.booleans()
)


@given(TIMES)
def test_a_timecode_is_read_as_it_is_written(timecode: Timecode) -> None:
    assert parse_timecode(str(timecode)) == timecode


@pytest.mark.parametrize("text", ["", "10:00:00", "25:00:00:00", "10:61:00:00", "a:b:c:d", "10:00:00:00 and more"])
def test_what_is_no_timecode_is_none(text: str) -> None:
    assert parse_timecode(text) is None


def packed(timecode: Timecode, *, second_bit: int | None = None) -> int:
    """The 32 bits of SMPTE 12M, as its tables lay them out."""

    def decimal(number: int) -> int:
        return number // 10 << 4 | number % 10

    frames = timecode.frames if second_bit is None else timecode.frames // 2
    word = decimal(frames) << 24 | decimal(timecode.seconds) << 16 | decimal(timecode.minutes) << 8
    word |= decimal(timecode.hours) | timecode.drop << 30
    return word | (timecode.frames % 2) << second_bit if second_bit is not None else word


@given(TIMES)
def test_bits_are_taken_apart(timecode: Timecode) -> None:
    assert unpack_timecode(packed(timecode), Fraction(25)) == timecode


@pytest.mark.parametrize(("fps", "bit"), [(50, 7), (60, 23)])
@pytest.mark.parametrize("frames", [0, 1, 24, 49])
def test_fast_pictures_are_counted_in_pairs(fps: int, bit: int, frames: int) -> None:
    timecode = Timecode(10, 20, 30, frames)
    assert unpack_timecode(packed(timecode, second_bit=bit), Fraction(fps)) == timecode


def test_bits_that_are_no_time_are_none() -> None:
    assert unpack_timecode(0xFFFFFFFF, Fraction(25)) is None


def test_seconds_count_frames() -> None:
    assert seconds_of(Timecode(10, 0, 0, 5), Fraction(25)) == 36000.2
    assert seconds_of(Timecode(0, 0, 1, 25), Fraction(50)) == 1.5


def dropping(number: int) -> Timecode:
    """The drop-frame label of a frame by counting through all of them, minute by minute."""
    minute, left = 0, number
    while left >= (minute_frames := 1800 if minute % 10 == 0 else 1798):
        left -= minute_frames
        minute += 1
    left += 0 if minute % 10 == 0 else 2
    return Timecode(minute // 60, minute % 60, left // 30, left % 30, drop=True)


@given(st.integers(0, 24 * 6 * 17982 - 1))
def test_dropped_labels_keep_pace_with_the_clock(number: int) -> None:
    assert seconds_of(dropping(number), NTSC) == pytest.approx(number * 1001 / 30000, abs=1e-9)


def test_a_day_of_dropped_labels_is_nearly_a_day() -> None:
    assert seconds_of(Timecode(23, 59, 59, 29, drop=True), NTSC) == pytest.approx(86400, abs=0.2)
    assert day_s(Fraction(25)) == 86400


def test_the_rate_of_television_is_a_ratio() -> None:
    assert rate_of(29.97) == Fraction(2997, 100)
    assert rate_of(30000 / 1001) == NTSC
    assert rate_of(50.0) == 50


def test_without_timecode_a_clock_follows_timestamps() -> None:
    clock = Clock(Fraction(25), offset_s=2.5)
    assert clock.kind is ClockKind.TIMESTAMPS
    assert clock.rig_time(10.0) == 12.5
    assert clock.timestamp(12.5) == 10.0
    assert clock.drift_s == 0


def test_timecode_decides_over_timestamps() -> None:
    clock = Clock(Fraction(25), offset_s=0.1)
    clock.saw_timecode(7.0, 36000.0)
    assert clock.kind is ClockKind.TIMECODE
    assert clock.rig_time(8.0) == pytest.approx(36001.1)
    assert clock.timestamp(36001.1) == pytest.approx(8.0)


def test_the_rounding_of_timecode_does_not_shake_the_clock() -> None:
    clock = Clock(Fraction(25))
    clock.saw_timecode(0.0, 100.0)
    for second in range(1, 50):
        clock.saw_timecode(second + 0.019, 100.0 + second)
    assert clock.rig_time(50.0) == 150.0
    assert clock.drift_s == 0


@pytest.mark.parametrize("parts_per_million", [50, -50])
def test_drift_is_found_told_and_put_right(parts_per_million: int) -> None:
    clock, slow = Clock(Fraction(25)), 1 - parts_per_million / 1e6
    for second in range(0, 3600, 2):
        clock.saw_timecode(second * slow, float(second))
    assert clock.drift_s == pytest.approx(3600 * parts_per_million / 1e6, abs=0.04)
    assert clock.rig_time(3598 * slow) == pytest.approx(3598, abs=0.04)
    assert clock.rig_time(1800 * slow) == pytest.approx(1800, abs=0.04)
    assert clock.timestamp(clock.rig_time(1800.0)) == pytest.approx(1800.0)


def test_midnight_is_no_drift() -> None:
    clock = Clock(Fraction(25))
    clock.saw_timecode(10.0, 86399.0)
    clock.saw_timecode(12.0, 1.0)
    assert clock.drift_s == pytest.approx(0)
    assert clock.rig_time(13.0) == pytest.approx(86402)


def test_drift_against_our_own_clock_is_told_and_left() -> None:
    clock = Clock(Fraction(25))
    for packet in range(10 * ARRIVALS_MAX):
        jitter_s = 0.03 * (packet % 7)
        clock.saw_arrival(packet / 25, packet / 25 * 1.001 + jitter_s)
    assert clock.drift_s == pytest.approx(9 * ARRIVALS_MAX / 25 * 0.001, rel=0.05)
    assert clock.rig_time(100.0) == 100.0
