"""Timecode written into coded pictures, as FFmpeg reads it out of them again."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.replay.encode import write_clip
from grandstand.replay.ingest.decoding import timecode_of
from grandstand.replay.ingest.picture_timing import picture_timing, with_timecode
from grandstand.replay.ingest.timecode import Timecode, label_of, seconds_of
from videos import drawn, number_in, timecode_sei, write_video

DAY_FRAMES = 24 * 3600 * 25


@given(number=st.integers(0, DAY_FRAMES - 1))
def test_a_label_is_that_of_its_number_and_stands_in_the_picture_as_the_standard_says(number: int) -> None:
    label = label_of(number, 25)
    assert seconds_of(label, Fraction(25)) == number / 25
    reference = timecode_sei(label.hours, label.minutes, label.seconds, label.frames)
    assert b"\0\0\0\1" + picture_timing(label) == reference


def test_the_day_begins_again() -> None:
    assert label_of(DAY_FRAMES + 7, 25) == Timecode(0, 0, 0, 7)


@pytest.mark.parametrize("first", [Timecode(0, 0, 0, 0), Timecode(23, 59, 59, 24), Timecode(10, 4, 59, 20)])
def test_a_clip_is_decoded_with_the_timecode_that_was_written(tmp_path: Path, first: Timecode) -> None:
    write_clip(tmp_path / "clip.mp4", (drawn(number) for number in range(12)))
    with av.open(str(tmp_path / "clip.mp4")) as clip:
        stream = clip.streams.video[0]
        decoder = stream.codec_context
        seen = []
        for packet in clip.demux(stream):
            if packet.size:
                seen += decoder.decode(av.Packet(with_timecode(bytes(packet), first)))
        seen += decoder.decode(None)
    assert [timecode_of(frame, Fraction(25)) for frame in seen] == [first] * 12
    assert sorted(number_in(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)) for frame in seen) == list(
        range(12)
    )


def test_a_picture_without_room_for_it_stays_as_it_was(tmp_path: Path) -> None:
    write_video(tmp_path / "plain.mp4", range(3))
    with av.open(str(tmp_path / "plain.mp4")) as clip:
        packets = [bytes(packet) for packet in clip.demux(video=0) if packet.size]
    assert [with_timecode(packet, Timecode(1, 2, 3, 4)) for packet in packets] == packets
