"""Cameras that come by the network or as if they did: recorded, watched, looked at, cut out."""

import socket
import time
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

import patience
from grandstand.replay.errors import NotKept
from grandstand.replay.ingest import source
from grandstand.replay.ingest.capacity import live_streams_per_core
from grandstand.replay.ingest.cut import save_cut
from grandstand.replay.ingest.health import Trouble
from grandstand.replay.ingest.recorder import Recorder
from grandstand.replay.ingest.recording import Recording
from grandstand.replay.ingest.ring import Ring
from grandstand.replay.ingest.session import Session
from grandstand.replay.ingest.source import (
    Arrived,
    FileSource,
    PacedSource,
    SourceLostError,
    UrlSource,
    source_of,
)
from grandstand.replay.ingest.timecode import Timecode
from grandstand.replay.models import CameraId, Image
from patience import at_work
from rigs import camera, ring
from videos import camera_in, counting, number_in, write_session, write_video

WAIT_S = 10.0
until = partial(patience.until, wait_s=WAIT_S)


def free_port(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


class Told:
    """A source that yields what a test says: packets of a file, changed."""

    is_live = False

    def __init__(self, packets: list[Arrived]) -> None:
        self._packets = packets

    def fps(self) -> Fraction | None:
        return Fraction(25)

    def start_timecode(self) -> Timecode | None:
        return None

    def packets(self) -> Iterator[Arrived]:
        yield from self._packets


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = tmp_path_factory.mktemp("live") / "session"
    write_session(folder, frames=60, group=10)
    return Session(folder)


@pytest.fixture(scope="module")
def recorded(session: Session) -> Recording:
    """The session, recorded to its end as fast as it can be read."""
    sources = {of.id: FileSource(session.path(of.id)) for of in session.rig.cameras}
    recording = Recording(session.rig, sources)
    for recorder in recording._recorders.values():
        recorder.record()
    return recording


@pytest.mark.parametrize("number", [0, 9, 10, 37, 59])
def test_the_frames_of_an_instant_come_out_of_the_ring(recorded: Recording, number: int) -> None:
    (moment,) = recorded.moments([number / 25])
    assert not moment.left_out
    assert [number_in(image) for image in moment.images.values()] == [number] * 6
    assert [camera_in(image) for image in moment.images.values()] == list(range(6))


def test_many_instants_come_in_one_go(recorded: Recording) -> None:
    moments = recorded.moments([number / 25 for number in range(15, 45)])
    assert [number_in(moment.images[CameraId("c03")]) for moment in moments] == list(range(15, 45))


def test_an_instant_that_is_not_kept_leaves_every_camera_out(recorded: Recording) -> None:
    (moment,) = recorded.moments([9.0])
    assert not moment.images
    assert moment.left_out[CameraId("c00")] == "Wanted 9.01 to 8.98 s; the ring holds 0.00 to 2.36 s."
    assert recorded.span_s() == (0.0, 59 / 25)


def test_pictures_for_the_background_come_from_key_frames(recorded: Recording) -> None:
    assert [number_in(image) for image in recorded.still(CameraId("c01"), 3)] == [0, 20, 50]


def test_a_camera_without_source_is_left_out(session: Session) -> None:
    recording = Recording(session.rig, {})
    with pytest.raises(NotKept, match="Nothing is recorded yet"):
        recording.span_s()
    (moment,) = recording.moments([0.0])
    assert "has no source" in moment.left_out[CameraId("c00")]


def test_a_session_plays_in_its_own_time(session: Session) -> None:
    began_s = time.monotonic()
    paced = PacedSource(session.path(CameraId("c00")))
    late_s: list[float] = []
    with pytest.raises(SourceLostError, match="The recording is over"):
        late_s.extend(time.monotonic() - began_s - packet.dts_s for packet in paced.packets())
    assert len(late_s) == 60
    assert time.monotonic() - began_s >= 59 / 25
    assert sorted(late_s)[50] < 0.1
    with pytest.raises(SourceLostError):
        next(paced.packets())


def test_a_session_that_plays_again_goes_on_in_time(session: Session) -> None:
    packets = PacedSource(session.path(CameraId("c00")), again=True, pause=lambda _: None).packets()
    times_s = [next(packets).pts_s for _ in range(150)]
    assert times_s == pytest.approx([number / 25 for number in range(150)])


def test_a_session_as_live_is_recorded_watched_and_cut_out(session: Session, tmp_path: Path) -> None:
    recording = session.as_live()
    seen: list[tuple[CameraId, int]] = []
    recording.start()
    try:
        until(lambda: _reaches(recording, 1.6))
        health = recording.health()
        assert {each.troubles for each in health.values()} == {()}
        assert all(each.usable and each.age_s is not None and each.age_s < 1 for each in health.values())
        (moment,) = recording.moments([1.0])
        seen = [(camera_id, number_in(image)) for camera_id, image in moment.images.items()]
        left_out = save_cut(recording, tmp_path / "cut", 0.9, 1.4)
    finally:
        recording.close()
    assert seen == [(of.id, 25) for of in session.rig.cameras]
    assert left_out == {}
    cut = Session(tmp_path / "cut")
    assert cut.span_s()[0] == pytest.approx(0.8)
    for number in (20, 25, 35):
        (moment,) = cut.moments([number / 25])
        assert [number_in(image) for image in moment.images.values()] == [number] * 6


def _reaches(recording: Recording, time_s: float) -> bool:
    spans = [recording.ring(of.id).span_s() for of in recording.rig.cameras]
    return all(span is not None and span[1] >= time_s for span in spans)


def test_a_cut_of_pictures_that_are_decoded_out_of_order_keeps_them(tmp_path: Path) -> None:
    rig = ring(6)
    write_video(tmp_path / "c00.mp4", range(80), b_frames=3, group=20)
    recording = Recording(rig, {rig.cameras[0].id: FileSource(tmp_path / "c00.mp4")})
    recording._recorders[rig.cameras[0].id].record()
    left_out = save_cut(recording, tmp_path / "cut", 1.0, 2.0)
    assert len(left_out) == 5
    moments = Session(tmp_path / "cut").moments([number / 25 for number in range(26, 50)])
    assert [number_in(moment.images[CameraId("c00")]) for moment in moments] == list(range(26, 50))
    with pytest.raises(NotKept, match="No camera holds"):
        save_cut(recording, tmp_path / "other", 90.0, 91.0)
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("scheme", ["udp", "tcp"])
def test_a_stream_of_the_network_is_recorded(scheme: str) -> None:
    """A sender that encodes as it goes, over a real socket; timecode comes along in its SEI."""
    of = camera("c07")
    port = free_port(socket.SOCK_DGRAM if scheme == "udp" else socket.SOCK_STREAM)
    address = f"{scheme}://127.0.0.1:{port}"
    hear, send = {"udp": (address, f"{address}?pkt_size=1316"), "tcp": (f"{address}?listen=1", address)}[scheme]
    recorder = Recorder(of, UrlSource(hear), Ring())
    recorder.start()
    time.sleep(0.3)
    sender = Thread(
        target=write_video,
        args=(send, range(60)),
        kwargs={
            "camera": 7,
            "group": 10,
            "format": "mpegts",
            "sei": counting(36_000, 25),
            "pause": lambda _: time.sleep(0.01),
        },
    )
    sender.start()
    try:
        until(lambda: (span := recorder.ring.span_s()) is not None and span[1] > 36_000 + 35 / 25)
    finally:
        sender.join()
        recorder.stop()
        recorder.join()
    assert recorder.clock.kind == "timecode"
    recording = Recording(ring(6), {})
    recording._recorders[CameraId("c00")] = recorder
    (moment,) = recording.moments([36_000 + 30 / 25])
    image = moment.images[CameraId("c00")]
    assert (number_in(image), camera_in(image)) == (30, 7)


def test_a_stream_that_is_not_there_is_told_and_tried_again() -> None:
    of = camera()
    recorder = Recorder(of, UrlSource(f"tcp://127.0.0.1:{free_port(socket.SOCK_STREAM)}"), Ring())
    with at_work(recorder):
        until(lambda: recorder.detail)
    assert recorder.detail == "The stream cannot be read: Connection refused."


def test_a_stream_that_sends_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "OPEN_TIMEOUT_S", 0.3)
    silent = UrlSource(f"udp://127.0.0.1:{free_port(socket.SOCK_DGRAM)}")
    with pytest.raises(SourceLostError, match="The stream sends nothing"):
        next(silent.packets())


def test_what_an_operator_writes_becomes_a_source(tmp_path: Path) -> None:
    assert isinstance(source_of("udp://:5000"), UrlSource)
    assert isinstance(source_of(str(tmp_path / "c.mp4")), PacedSource)


def packets_of(path: Path) -> list[Arrived]:
    return list(FileSource(path).packets())


@pytest.mark.parametrize("missing", [range(14, 16), range(14, 15)])
def test_after_a_loss_nothing_is_kept_until_the_next_key_frame(session: Session, missing: range) -> None:
    packets = [
        each for number, each in enumerate(packets_of(session.path(CameraId("c00")))) if number not in missing
    ]
    recorder = Recorder(session.rig.cameras[0], Told(packets), Ring())
    recorder.record()
    assert recorder.signs.lost == 1
    kept = [round(each.time_s * 25) for each in recorder.ring.between(0.0, 2.3)]
    assert kept == [*range(14), *range(20, 60)]


def test_a_camera_that_is_restarted_begins_anew(session: Session) -> None:
    packets = packets_of(session.path(CameraId("c00")))
    recorder = Recorder(session.rig.cameras[0], Told(packets), Ring())
    recorder.record()
    recorder._source = Told(packets[:25])
    recorder.record()
    assert recorder.ring.span_s() == (0.0, 24 / 25)
    assert recorder.signs.newest_s == 24 / 25
    assert recorder.signs.lost == 0


def test_a_file_is_recorded_once(session: Session) -> None:
    recorder = Recorder(session.rig.cameras[0], FileSource(session.path(CameraId("c00"))), Ring())
    recorder.start()
    recorder.join()
    assert not recorder._thread.is_alive()
    assert recorder.ring.span_s() == (0.0, 59 / 25)


def test_a_damaged_packet_counts_as_a_loss(session: Session) -> None:
    packets = packets_of(session.path(CameraId("c00")))
    hurt = packets[33]
    packets[33] = Arrived(hurt.data, hurt.pts_s, hurt.dts_s, hurt.is_key, is_damaged=True)
    recorder = Recorder(session.rig.cameras[0], Told(packets), Ring())
    recorder.record()
    assert recorder.signs.lost == 1
    assert [round(each.time_s * 25) for each in recorder.ring.between(0.0, 2.3)] == [*range(33), *range(40, 60)]


def test_a_frozen_camera_and_a_jump_of_exposure_are_found(tmp_path: Path) -> None:
    from videos import drawn

    def stuck(number: int) -> Image:
        return drawn(min(number, 50))

    def flashed(number: int) -> Image:
        return drawn(number, grey=90 if number < 100 else 140)

    found = {}
    for name, picture in {"stuck": stuck, "flashed": flashed, "well": drawn}.items():
        write_video(tmp_path / f"{name}.mp4", range(150), group=25, picture=picture)
        now_s = [0.0]
        packets = packets_of(tmp_path / f"{name}.mp4")
        recorder = Recorder(camera(), Told(packets), Ring())
        for packet in packets[:110]:
            recorder.take(packet, packet.pts_s)
            now_s[0] = packet.pts_s
        found[name] = (recorder.signs.exposure_jump(), recorder.signs.changed_s)
    assert found["stuck"][1] == 2.0
    assert found["well"][1] == found["flashed"][1] == 4.0
    assert found["flashed"][0] > 12
    assert abs(found["well"][0]) < 3


def test_key_frames_are_handed_out_for_the_background(session: Session) -> None:
    seen: list[tuple[CameraId, float, int]] = []

    def learn(of: CameraId, time_s: float, image: Image) -> None:
        seen.append((of, time_s, number_in(image)))

    packets = packets_of(session.path(CameraId("c02")))
    recorder = Recorder(session.rig.cameras[2], Told(packets), Ring(), on_key_frame=learn)
    for packet in packets:
        recorder.take(packet, packet.pts_s)
    # Ten frames to a group, but a look each second only.
    assert seen == [("c02", 0.0, 0), ("c02", 1.2, 30)]


def test_the_late_and_the_silent_are_told(session: Session) -> None:
    recording = Recording(session.rig, {of.id: Told([]) for of in session.rig.cameras})
    now_s = time.monotonic()
    packets = packets_of(session.path(CameraId("c00")))
    for number, recorder in enumerate(recording._recorders.values()):
        for packet in packets[: 30 if number == 2 else 60]:
            if number != 4:
                recorder.take(packet, now_s)
    health = recording.health()
    assert health[CameraId("c02")].troubles == (Trouble.LATE,)
    assert health[CameraId("c02")].late_s == pytest.approx(30 / 25)
    assert health[CameraId("c04")].troubles == (Trouble.SILENT,)
    assert health[CameraId("c04")].age_s is None
    assert health[CameraId("c01")].usable


def test_capacity_is_measured_without_loss(session: Session) -> None:
    capacity = live_streams_per_core(session.path(CameraId("c00")), session.rig.cameras[0], times=5)
    assert capacity.packets == 300
    assert capacity.lost == 0
    assert capacity.stream_s == pytest.approx(12)
    assert capacity.streams_per_core == pytest.approx(12 / capacity.processor_s)
    assert capacity.streams_per_core > 10
