"""Cameras that come by SRT and RIST, over real sockets: packets as they were sent, losses told, nothing left."""

import os
import signal
import stat
import time
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import av
import pytest

import patience
from grandstand.replay.errors import FfmpegMissing, RecordingUnreadable
from grandstand.replay.ingest import ffmpeg
from grandstand.replay.ingest.ffmpeg import Outgoing, complaint, ffmpeg_program
from grandstand.replay.ingest.recorder import Recorder
from grandstand.replay.ingest.recording import Recording
from grandstand.replay.ingest.ring import Ring
from grandstand.replay.ingest.source import Arrived, CarriedSource, FileSource, SourceLostError, source_of
from grandstand.replay.models import CameraId
from patience import at_work
from rigs import ring
from srt import free_port, keeping, programs, sending
from videos import camera_in, drawn, number_in, write_video

FRAMES = 75
START_PTS = 90_000
START_S = START_PTS / 25
"""An hour after the beginning of time: what arrives must not begin at 0."""
THEIR_WORDS = "not%20for%20everybody"
WAIT_S = 20.0
until = partial(patience.until, wait_s=WAIT_S)
NOTHING = (b"\x47\x1f\xff\x10" + b"\xff" * 184) * 7


@pytest.fixture(autouse=True)
def _program_is_looked_for_anew() -> Iterator[None]:
    yield
    ffmpeg_program.cache_clear()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("srt") / "c07.ts"
    write_video(file, range(FRAMES), camera=7, group=10, format="mpegts", start_pts=START_PTS)
    return file


def until_lost(source: CarriedSource) -> tuple[list[Arrived], str]:
    """All packets of a connection, and what is said when it has broken off."""
    arrived: list[Arrived] = []
    with pytest.raises(SourceLostError) as lost:
        arrived.extend(source.packets())
    return arrived, str(lost.value)


def sides(mode: str, port: int, more: str = "") -> tuple[str, str]:
    """Where we look and where the sender sends, one of which waits for the other."""
    place = f"srt://127.0.0.1:{port}?{more or 'latency=120000'}"
    waits = f"{place}&mode=listener"
    return (waits, place) if mode == "listener" else (place, waits)


@pytest.mark.parametrize(
    ("mode", "more"),
    [("listener", ""), ("caller", ""), ("listener", f"passphrase={THEIR_WORDS}&pbkeylen=32")],
)
def test_packets_come_by_srt_as_the_file_has_them(film: Path, mode: str, more: str) -> None:
    ours, theirs = sides(mode, free_port(), more)
    source = source_of(ours)
    assert isinstance(source, CarriedSource)
    with sending(film, theirs):
        if mode == "caller":
            time.sleep(0.5)
        arrived, why = until_lost(source)
    sent = list(FileSource(film).packets())
    # Who sends by this program hangs up without waiting for what is still on its way.
    assert FRAMES - 15 <= len(arrived) <= FRAMES
    assert [(each.data, each.is_key) for each in arrived] == [
        (each.data, each.is_key) for each in sent[: len(arrived)]
    ]
    assert [each.pts_s for each in arrived] == pytest.approx([each.pts_s for each in sent[: len(arrived)]])
    assert arrived[0].pts_s == START_S
    assert source.fps() == 25
    assert why == "The stream has ended."
    assert programs(ours) == []


def test_bytes_are_carried_whole_and_unchanged(film: Path, tmp_path: Path) -> None:
    """What we send ourselves: every byte arrives, the last ones too, in whole packets of MPEG-TS."""
    ours, theirs = sides("caller", free_port())
    content = film.read_bytes()
    with keeping(theirs, tmp_path / "kept.ts"):
        going = Outgoing(ours)
        try:
            while not going.reached(0.2):
                pass
            for at in range(0, len(content), 1880):
                going.write(content[at : at + 1880])
                time.sleep(0.005)
            for _ in range(20):
                going.write(NOTHING)
                time.sleep(0.02)
            assert going.finish()
        finally:
            going.close()
        deadline_s = time.monotonic() + WAIT_S
        while len(kept := (tmp_path / "kept.ts").read_bytes()) < len(content):
            assert time.monotonic() < deadline_s
            time.sleep(0.05)
    assert kept.startswith(content)
    assert set(kept[len(content) :: 188]) == {0x47}


def test_a_stream_that_breaks_off_comes_again(film: Path) -> None:
    ours, theirs = sides("listener", free_port())
    recorder = Recorder(ring(6).cameras[0], source_of(ours), Ring())
    with at_work(recorder):
        with sending(film, theirs) as sender:
            until(lambda: reaches(recorder, START_S + 2))
            sender.kill()
            until(lambda: recorder.detail)
        assert recorder.detail == "The stream sends nothing."
        with sending(film, theirs):
            until(lambda: not recorder.detail)
            # The sender has begun anew, and so has what is kept.
            until(lambda: not reaches(recorder, START_S + 2))
            until(lambda: reaches(recorder, START_S + 2))
    recording = Recording(ring(6), {})
    recording._recorders[CameraId("c00")] = recorder
    (moment,) = recording.moments([START_S + 1])
    image = moment.images[CameraId("c00")]
    assert (number_in(image), camera_in(image)) == (25, 7)
    assert programs(ours) == []


def test_a_sender_that_hangs_is_told(film: Path) -> None:
    ours, theirs = sides("listener", free_port())
    packets = CarriedSource(ours).packets()
    with sending(film, theirs) as sender:
        assert next(packets).is_key
        sender.send_signal(signal.SIGSTOP)
        with pytest.raises(SourceLostError, match="The stream sends nothing"):
            list(packets)
    assert programs(ours) == []


def test_what_is_left_before_its_end_is_ended(film: Path) -> None:
    ours, theirs = sides("listener", free_port())
    packets = CarriedSource(ours).packets()
    with sending(film, theirs):
        assert len(list(islice(packets, 5))) == 5
        assert len(programs(ours)) == 1
        del packets
        assert programs(ours) == []


def test_nobody_there_is_told_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "OPEN_TIMEOUT_S", 0.5)
    ours, calling = sides("listener", free_port())
    assert until_lost(CarriedSource(ours)) == ([], "The stream sends nothing.")
    monkeypatch.undo()
    assert until_lost(CarriedSource(calling)) == ([], "The stream cannot be reached.")
    assert programs(calling) == []


def test_another_kind_of_video_is_told(tmp_path: Path) -> None:
    ours, theirs = sides("listener", free_port())
    with av.open(str(tmp_path / "other.ts"), "w", format="mpegts") as out:
        stream = out.add_stream("mpeg2video", rate=25)
        stream.width, stream.height = 320, 180
        for number in range(50):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(drawn(number), format="rgb24")))
        out.mux(stream.encode(None))
    with (
        sending(tmp_path / "other.ts", theirs),
        pytest.raises(RecordingUnreadable, match=r"The stream holds mpeg2video, not H\.264"),
    ):
        next(CarriedSource(ours).packets())
    assert programs(ours) == []


@pytest.mark.parametrize("mode", ["caller", "listener"])
def test_another_passphrase_is_told_without_showing_one(film: Path, mode: str) -> None:
    port = free_port()
    ours, _ = sides(mode, port, "passphrase=our%20own%20words")
    _, theirs = sides(mode, port, f"passphrase={THEIR_WORDS}")
    recorder = Recorder(ring(6).cameras[0], source_of(ours), Ring())
    with sending(film, theirs):
        if mode == "caller":
            time.sleep(0.5)
        with at_work(recorder):
            until(lambda: recorder.detail)
    assert recorder.detail == "The stream cannot be read: the passphrase is not that of the other side."
    assert recorder.ring.span_s() is None


def test_a_passphrase_that_cannot_be_is_told() -> None:
    arrived, why = until_lost(CarriedSource(f"srt://127.0.0.1:{free_port()}?passphrase=short"))
    assert arrived == []
    assert why == "The stream cannot be read: a passphrase has 10 to 64 characters."


def test_what_the_program_says_never_shows_an_address() -> None:
    said = (
        b"Error opening input: Cannot assign requested address\nError opening input file srt://a?passphrase=b: D."
    )
    assert complaint(said) == "cannot assign requested address"
    assert complaint(b"Error opening input file srt://host:1?passphrase=secret: Nobody.") == ""


def test_packets_come_by_rist(film: Path) -> None:
    port = free_port() & ~1
    ours = f"rist://@127.0.0.1:{port}"
    with sending(film, f"rist://127.0.0.1:{port}"):
        arrived, why = until_lost(CarriedSource(ours))
    sent = {each.pts_s: each.data for each in FileSource(film).packets()}
    assert len(arrived) > FRAMES // 2
    assert all(sent[each.pts_s] == each.data for each in arrived)
    assert why == "The stream sends nothing."
    assert programs(ours) == []


def test_without_the_program_it_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ignorant = tmp_path / "ffmpeg"
    ignorant.write_text("#!/bin/sh\nprintf 'Input:\\n  rtp\\n  srtp\\n'\n", encoding="utf-8")
    ignorant.chmod(ignorant.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(ffmpeg, "find_spec", lambda _: None)
    for path in (str(tmp_path), str(tmp_path / "empty")):
        monkeypatch.setenv("PATH", f"{path}:/bin" if path == str(tmp_path) else path)
        ffmpeg_program.cache_clear()
        with pytest.raises(FfmpegMissing, match=r"pip install 'grandstand\[srt\]'"):
            next(CarriedSource("srt://127.0.0.1:9000").packets())


def test_a_program_on_the_path_that_knows_srt_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    knowing = tmp_path / "ffmpeg"
    knowing.write_text("#!/bin/sh\nprintf 'Input:\\n  rist\\n  srt\\n'\n", encoding="utf-8")
    knowing.chmod(knowing.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    ffmpeg_program.cache_clear()
    assert ffmpeg_program() == str(knowing)


def reaches(recorder: Recorder, time_s: float) -> bool:
    return (span := recorder.ring.span_s()) is not None and span[1] >= time_s
