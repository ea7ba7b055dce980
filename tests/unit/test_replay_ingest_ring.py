"""The ring of packets: what it keeps, what it lets go, what it hands out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.replay.errors import NotKept
from grandstand.replay.ingest.cut import decoding_times
from grandstand.replay.ingest.ring import RING_BYTES_MAX, RING_S_MAX, Coded, Ring


def pushed(count: int, *, group: int = 25, size: int = 100, ring: Ring | None = None) -> Ring:
    ring = ring or Ring(seconds_max=10, bytes_max=10**6)
    for number in range(count):
        ring.push(Coded(b"p" * size, number / 25, is_key=number % group == 0))
    return ring


def times(packets: list[Coded]) -> list[int]:
    return [round(packet.time_s * 25) for packet in packets]


def test_old_groups_leave_after_the_seconds() -> None:
    ring = pushed(1000)
    span = ring.span_s()
    assert span is not None
    assert span[1] == 999 / 25
    assert 10 <= span[1] - span[0] < 11.01
    assert round(span[0] * 25) % 25 == 0


def test_old_groups_leave_after_the_bytes() -> None:
    ring = pushed(1000, size=1000, ring=Ring(seconds_max=1000, bytes_max=60_000))
    assert 35_000 <= ring.size_bytes <= 60_000
    assert ring.span_s() == (950 / 25, 999 / 25)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 5000)), max_size=200))
def test_bytes_are_bounded_and_a_key_frame_is_always_first(packets: list[tuple[bool, int]]) -> None:
    ring = Ring(seconds_max=3, bytes_max=20_000)
    for number, (is_key, size) in enumerate(packets):
        ring.push(Coded(b"p" * size, number / 25, is_key))
        assert ring.size_bytes <= 20_000
        if (span := ring.span_s()) is not None:
            kept = ring.between(span[0], span[1])
            assert kept[0].is_key
            assert sum(len(packet.data) for packet in kept) == ring.size_bytes
            assert span[1] - span[0] <= 3 + 200 / 25


def test_a_group_that_is_too_large_leaves_nothing_broken() -> None:
    ring = Ring(seconds_max=10, bytes_max=1000)
    pushed(20, group=100, ring=ring)
    assert ring.span_s() is None
    assert ring.size_bytes == 0
    ring.push(Coded(b"k", 1.0, is_key=True))
    assert ring.span_s() == (1.0, 1.0)


def test_what_has_to_be_decoded_begins_with_the_key_frame_before() -> None:
    ring = pushed(100)
    assert times(ring.between(30 / 25, 32 / 25))[:8] == [25, 26, 27, 28, 29, 30, 31, 32]
    assert times(ring.between(25 / 25, 25 / 25))[0] == 25
    assert len(ring.between(30 / 25, 32 / 25)) == 8 + 16


@pytest.mark.parametrize(("from_s", "until_s"), [(-1.0, 0.5), (3.9, 4.1), (9.0, 9.0)])
def test_what_is_not_kept_is_told(from_s: float, until_s: float) -> None:
    with pytest.raises(NotKept, match=r"the ring holds 0.00 to 3.96 s"):
        pushed(100).between(from_s, until_s)
    with pytest.raises(NotKept, match="the ring holds nothing"):
        Ring().between(from_s, until_s)


def test_key_frames_are_spread_over_all_that_is_kept() -> None:
    ring = pushed(250)
    assert times(ring.key_frames(4)) == [0, 75, 150, 225]
    assert len(ring.key_frames(100)) == 10
    assert times(ring.key_frames(1)) == [0]


def test_the_limits_of_a_ring_hold_a_minute_of_an_ordinary_camera() -> None:
    assert RING_BYTES_MAX * 8 / RING_S_MAX > 8_000_000


@given(st.permutations(range(12)))
def test_decoding_times_rise_and_come_before_showing(order: list[int]) -> None:
    decoded = decoding_times(order)
    assert decoded == sorted(set(decoded))
    assert all(early <= shown for early, shown in zip(decoded, order, strict=True))


def test_decoding_times_of_pictures_in_order_are_those_of_showing() -> None:
    assert decoding_times([0, 3600, 7200]) == [0, 3600, 7200]
    assert decoding_times([0, 3, 1, 2]) == [-1, 0, 1, 2]
    assert decoding_times([]) == []
