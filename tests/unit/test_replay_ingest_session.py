"""Recorded sessions: the right pictures come, whatever the file."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from grandstand.replay.errors import NotKept, RecordingUnreadable
from grandstand.replay.ingest.decoding import Shown, nearest
from grandstand.replay.ingest.session import Session, runs
from grandstand.replay.ingest.source import FileSource, open_video, video_of
from grandstand.replay.models import CameraId
from grandstand.replay.rig_file import write_rig
from rigs import ring
from videos import camera_in, counting, cut_off, drawn, number_in, write_session, write_video


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six cameras, each in a file of another kind; the number 0 is at 10:00:00:00 or at second 0."""
    folder = tmp_path_factory.mktemp("session")
    rig = ring(6)
    write_rig(rig, folder / "rig.json")
    ten = counting(36_000, 25)
    write_video(folder / "c00.mp4", range(100), camera=0)
    write_video(folder / "c01.mp4", range(100), camera=1, b_frames=3, group=40)
    write_video(folder / "c02.ts", range(100), camera=2, group=50)
    write_video(folder / "c03.mp4", range(100), camera=3, timecode="10:00:00:00")
    write_video(folder / "c04.ts", range(100), camera=4, sei=ten, b_frames=2, start_pts=1000)
    write_video(folder / "c05.h264", range(100), camera=5, format="h264")
    (folder / "c05.h264.times").write_text("".join(f"{number / 25}\n" for number in range(100)))
    return folder


PLAIN = {"c00": 0, "c01": 1, "c02": 2, "c05": 5}
TIMECODED = {"c03": 3, "c04": 4}


@pytest.mark.parametrize("numbers", [[0], [37], [99], [12, 13, 14, 15], [3, 80], [49, 50, 51]])
def test_the_right_frames_come(folder: Path, numbers: list[int]) -> None:
    session = Session(folder)
    for start_s, cameras in ((0.0, PLAIN), (36_000.0, TIMECODED)):
        moments = session.moments([start_s + number / 25 for number in numbers])
        for moment, number in zip(moments, numbers, strict=True):
            found = {camera: (number_in(image), camera_in(image)) for camera, image in moment.images.items()}
            assert found == {camera: (number, index) for camera, index in cameras.items()}


def test_the_nearest_frame_is_taken_where_the_instant_is_between_two(folder: Path) -> None:
    first, second = Session(folder).moments([0.375 / 25 + 1.0, 0.625 / 25 + 1.0])
    assert {number_in(image) for image in first.images.values()} == {25}
    assert {number_in(image) for image in second.images.values()} == {26}


def test_a_camera_whose_pictures_are_elsewhere_is_left_out_with_why(folder: Path) -> None:
    (moment,) = Session(folder).moments([1.0])
    assert set(moment.left_out) == set(TIMECODED)
    assert moment.left_out[CameraId("c03")] == "No picture at 1.000 s; one at 36000.000 s."
    assert set(moment.images) == set(PLAIN)


def test_timecode_aligns_what_timestamps_do_not(folder: Path) -> None:
    session = Session(folder)
    for camera in session.rig.cameras:
        assert session.clock(camera).kind == ("timecode" if camera.id in TIMECODED else "timestamps")
    by_id = {camera.id: camera for camera in session.rig.cameras}
    assert session.clock(by_id[CameraId("c04")]).rig_time(40.0 + 1.0) == pytest.approx(36_000.0 + 1.0, abs=2)
    assert session.span_s() == pytest.approx((0.0, 3.96))


def test_a_file_that_drifts_is_told_and_put_right(tmp_path: Path) -> None:
    write_session(tmp_path / "s", frames=10)
    (tmp_path / "s" / "c00.mp4").unlink()
    # The camera's clock lost half a second in four: its timecode says so.
    ten = counting(36_000, 25)
    write_video(tmp_path / "s" / "c00.ts", range(100), sei=lambda number: ten(number + number // 8))
    session = Session(tmp_path / "s")
    clock = session.clock(session.rig.cameras[0])
    assert clock.drift_s == pytest.approx(75 // 8 / 25, abs=0.05)
    (moment,) = session.moments([36_000 + (75 + 75 // 8) / 25])
    assert number_in(moment.images[CameraId("c00")]) == 75


def test_a_camera_without_a_file_or_with_a_broken_one_is_left_out(tmp_path: Path) -> None:
    write_session(tmp_path / "s", frames=30)
    (tmp_path / "s" / "c01.mp4").unlink()
    (tmp_path / "s" / "c02.mp4").write_bytes(b"not a video at all" * 100)
    write_video(tmp_path / "s" / "c03.mp4", range(30), size=(640, 360))
    (tmp_path / "s" / "c04.mp4").unlink()
    write_video(tmp_path / "s" / "c04.h264", range(5), format="h264")
    (moment,) = Session(tmp_path / "s").moments([0.4])
    assert set(moment.images) == {"c00", "c05"}
    assert moment.left_out[CameraId("c01")] == "Camera 'c01' has no file in the session."
    assert "'c02.mp4' cannot be read as video" in moment.left_out[CameraId("c02")]
    assert "640 x 360, its calibration says otherwise" in moment.left_out[CameraId("c03")]
    assert "write them to 'c04.h264.times'" in moment.left_out[CameraId("c04")]


def test_a_file_that_breaks_off_leaves_out_its_own_camera_and_no_other(tmp_path: Path) -> None:
    write_session(tmp_path / "s", frames=50)
    cut_off(tmp_path / "s" / "c00.mp4", 0.3)
    session = Session(tmp_path / "s")
    said = "The file of camera 'c00' breaks off or is damaged"
    (moment,) = session.moments([1.6])
    assert set(moment.images) == {f"c0{number}" for number in range(1, 6)}
    assert moment.left_out[CameraId("c00")].startswith(said)
    with pytest.raises(RecordingUnreadable, match=said):
        session.picture(CameraId("c00"), 1.6)
    with pytest.raises(RecordingUnreadable, match=said):
        session.still(CameraId("c00"), 9)
    assert len(session.still(CameraId("c01"), 9)) == 9


def test_the_span_is_that_of_the_first_camera_that_can_be_read(tmp_path: Path) -> None:
    write_session(tmp_path / "s", frames=50)
    whole = (tmp_path / "s" / "c01.mp4").read_bytes()
    (tmp_path / "s" / "c00.mp4").write_bytes(b"no video" * 1000)
    (tmp_path / "s" / "c01.mp4").write_bytes(whole[: len(whole) // 2])
    assert Session(tmp_path / "s").span_s() == pytest.approx((0.0, 1.96))
    for number in range(6):
        (tmp_path / "s" / f"c0{number}.mp4").write_bytes(b"no video" * 1000)
    with pytest.raises(NotKept, match="no file that can be read"):
        Session(tmp_path / "s").span_s()


@pytest.mark.parametrize(
    ("text", "said"),
    [("0.0\nsoon\n", "holds no times in seconds"), ("0.0\n0.04\n0.04\n", "do not rise"), ("0.0\n", "1 times")],
)
def test_a_sidecar_with_a_slip_is_told(tmp_path: Path, text: str, said: str) -> None:
    write_video(tmp_path / "c.h264", range(5), format="h264")
    (tmp_path / "c.h264.times").write_text(text)
    with pytest.raises(NotKept, match=said):
        list(FileSource(tmp_path / "c.h264").packets())


def test_a_file_that_is_not_h264_is_refused(tmp_path: Path) -> None:
    import av

    with av.open(str(tmp_path / "c.mp4"), "w") as out:
        stream = out.add_stream("mpeg4", rate=25)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        out.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        out.mux(stream.encode(None))
    with (
        open_video(tmp_path / "c.mp4") as container,
        pytest.raises(RecordingUnreadable, match=r"holds mpeg4, not H\.264"),
    ):
        video_of(container, "c.mp4")


def test_an_empty_field_is_learnt_from_pictures_all_over_the_session(folder: Path) -> None:
    session = Session(folder)
    for camera in ("c00", "c02", "c05"):
        numbers = [number_in(image) for image in session.still(CameraId(camera), 4)]
        assert len(numbers) >= 2
        assert numbers == sorted(numbers)
        assert numbers[-1] >= 50


def test_key_frames_begin_with_their_parameters(folder: Path) -> None:
    for name in ("c00.mp4", "c02.ts", "c05.h264"):
        packets = list(FileSource(folder / name).packets())
        assert len(packets) == 100
        keys = [packet for packet in packets if packet.is_key]
        assert len(keys) >= 2
        assert all(b"\0\0\1\x67" in packet.data for packet in keys)


def test_instants_near_each_other_are_decoded_in_one_go() -> None:
    assert runs([0.0, 1.0, 2.5, 5.0, 5.1]) == [[0.0, 1.0, 2.5], [5.0, 5.1]]
    assert runs([]) == []


def test_nearest_reads_no_further_than_it_has_to() -> None:
    read: list[int] = []

    def frames() -> Iterator[Shown[int]]:
        for number in range(100):
            read.append(number)
            yield Shown(number / 25, number)

    found = nearest(frames(), [0.09, 0.2, 0.2])
    assert [at and at.picture for at in found] == [2, 5, 5]
    assert read == [0, 1, 2, 3, 4, 5]
    nothing: list[Shown[int]] = []
    assert nearest(nothing, [1.0]) == [None]


def test_colours_survive_the_way(folder: Path) -> None:
    (moment,) = Session(folder).moments([1.0])
    for camera, index in PLAIN.items():
        error = moment.images[CameraId(camera)].astype(int) - drawn(25, index)
        assert abs(error).mean() < 4
    assert Fraction(25) == FileSource(folder / "c00.mp4").fps() or FileSource(folder / "c00.mp4").fps() is None
