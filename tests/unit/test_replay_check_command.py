"""`grandstand replay check`: what is wrong with a session is said of the camera that it is wrong with."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grandstand.cli.replay_check import check
from grandstand.replay import CameraReport, SessionReport, inspect_session
from grandstand.replay.aim import shared_place
from grandstand.replay.models import Box, CameraId
from grandstand.replay.rig_file import bytes_of, read_rig, write_rig
from rigs import VOLUME, camera, looking, ring
from videos import counting, cut_off, write_session, write_video

FRAMES = 30


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight cameras with nothing wrong."""
    folder = tmp_path_factory.mktemp("sound") / "s"
    write_session(folder, count=8, frames=FRAMES)
    return folder


@pytest.fixture
def session(sound: Path, tmp_path: Path) -> Path:
    """The same, to be spoilt."""
    return Path(shutil.copytree(sound, tmp_path / "session"))


def of(report: SessionReport, name: str) -> CameraReport:
    return next(each for each in report.cameras if each.id == name)


def told(report: SessionReport, name: str) -> list[tuple[str, bool]]:
    return [(fault.what, fault.is_fatal) for fault in of(report, name).faults]


def change(session: Path, name: str, **values: Any) -> None:
    """Write another rig.json, whether or not it is a good one."""
    rig = read_rig(session / "rig.json")
    cameras = tuple(replace(each, **values) if each.id == name else each for each in rig.cameras)
    (session / "rig.json").write_bytes(bytes_of(replace(rig, cameras=cameras)))


def test_a_sound_session_is_fit(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = inspect_session(sound)
    assert (report.rig, report.usable, report.reason, report.strays) == ("ring", 8, None, ())
    assert (report.from_s, report.until_s) == pytest.approx((0.0, (FRAMES - 1) / 25))
    for each in report.cameras:
        assert each.faults == ()
        assert (each.width_px, each.height_px, each.fps, each.pictures) == (320, 180, 25, FRAMES)
        assert (each.file, each.clock) == (f"{each.id}.mp4", "timestamps")
    check(sound)
    printed = capsys.readouterr().out
    assert "A replay can be made: 8 of 8 cameras can be used, from 0.00 to 1.16 s." in printed
    assert printed.count("nothing") == 8


def test_each_camera_is_told(sound: Path) -> None:
    heard: list[tuple[int, int]] = []
    inspect_session(sound, lambda done, count: heard.append((done, count)))
    assert heard == [(done, 8) for done in range(9)]


def test_a_missing_file_leaves_one_camera_out(session: Path) -> None:
    (session / "c03.mp4").unlink()
    report = inspect_session(session)
    assert told(report, "c03") == [("Has no file. Put 'c03.mp4' beside rig.json, or do without it.", True)]
    assert (report.usable, report.reason) == (7, None)


def test_too_few_files_are_no_session(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("c01", "c02", "c03"):
        (session / f"{name}.mp4").unlink()
    with pytest.raises(SystemExit) as ended:
        check(session, json=True)
    assert ended.value.code == 1
    found = json.loads(capsys.readouterr().out)
    assert found["can_replay"] is False
    assert found["reason"] == "5 of 8 cameras can be used, 6 are needed."
    assert [each["id"] for each in found["cameras"] if each["faults"]] == ["c01", "c02", "c03"]


@pytest.mark.parametrize("camera", ["c00", "c02"])
def test_a_file_that_breaks_off_is_told(session: Path, camera: str) -> None:
    whole = (session / f"{camera}.mp4").read_bytes()
    (session / f"{camera}.mp4").write_bytes(whole[: len(whole) // 2])
    report = inspect_session(session)
    ((what, is_fatal),) = told(report, camera)
    assert f"'{camera}.mp4' cannot be read as video" in what
    assert is_fatal
    assert (report.usable, report.reason) == (7, None)


def test_a_file_with_its_index_first_that_breaks_off_is_told(session: Path) -> None:
    cut_off(session / "c02.mp4", 0.75)
    report = inspect_session(session)
    ((what, is_fatal),) = told(report, "c02")
    pictures = of(report, "c02").pictures
    assert 0 < pictures < FRAMES
    assert what == f"Breaks off: {pictures} of {FRAMES} pictures are there. Copy the file again."
    assert is_fatal
    assert report.usable == 7
    assert (report.from_s, report.until_s) == pytest.approx((0.0, (FRAMES - 1) / 25))


def test_pictures_of_another_size_are_told(session: Path) -> None:
    write_video(session / "c04.mp4", range(FRAMES), size=(640, 360))
    report = inspect_session(session)
    ((what, is_fatal),) = told(report, "c04")
    assert "Its pictures are 640 x 360, its calibration is for 320 x 180" in what
    assert is_fatal


def test_another_rate_is_told_and_the_camera_used(session: Path) -> None:
    write_video(session / "c04.mp4", range(2 * FRAMES), fps=50)
    report = inspect_session(session)
    assert told(report, "c04") == [
        ("Has 50 pictures a second, rig.json says 25. Write the right one there.", False)
    ]
    assert report.usable == 8


def test_what_is_not_h264_is_told(session: Path) -> None:
    import av

    with av.open(str(session / "c05.mp4"), "w") as out:
        stream = out.add_stream("mpeg4", rate=25)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        out.mux(stream.encode(av.VideoFrame(320, 180, "yuv420p")))
        out.mux(stream.encode(None))
    ((what, is_fatal),) = told(inspect_session(session), "c05")
    assert "holds mpeg4, not H.264" in what
    assert is_fatal


def test_pictures_before_the_first_key_frame_are_told(session: Path) -> None:
    import av

    with (
        av.open(str(session / "c06.mp4")) as source,
        av.open(str(session / "c06.ts"), "w", format="mpegts") as out,
    ):
        stream = out.add_stream_from_template(source.streams.video[0])
        for number, packet in enumerate(source.demux(video=0)):
            if packet.size and number >= 5:
                packet.stream = stream
                out.mux(packet)
    (session / "c06.mp4").unlink()
    found = of(inspect_session(session), "c06")
    assert found.pictures == FRAMES - 5
    assert "Begins with 20 pictures before its first key frame" in found.faults[0].what


def test_another_time_leaves_a_camera_out(session: Path) -> None:
    change(session, "c07", offset_s=100.0)
    report = inspect_session(session)
    ((what, is_fatal),) = told(report, "c07")
    assert what.startswith("Its pictures are from 100.00 to 101.16 s, those of 7 others from 0.00 to 1.16 s.")
    assert is_fatal
    assert (report.usable, report.reason) == (7, None)


def test_timecode_among_timestamps_is_told(session: Path) -> None:
    (session / "c00.mp4").unlink()
    write_video(session / "c00.ts", range(FRAMES), sei=counting(36_000, 25))
    change(session, "c00", offset_s=-36_000.0)
    report = inspect_session(session)
    assert of(report, "c00").clock == "timecode"
    assert told(report, "c00") == []
    assert of(report, "c00").span_s == pytest.approx((0.0, (FRAMES - 1) / 25))
    ((what, is_fatal),) = told(report, "c01")
    assert what.startswith("Has no timecode, 1 others have.")
    assert not is_fatal
    assert report.reason is None


def test_a_clock_that_drifts_is_told(session: Path) -> None:
    (session / "c00.mp4").unlink()
    ten = counting(36_000, 25)
    write_video(session / "c00.ts", range(100), sei=lambda number: ten(number + number // 8))
    change(session, "c00", offset_s=-36_000.0)
    ((what, is_fatal),) = told(inspect_session(session), "c00")
    assert what.startswith("Its timestamps run +0.360 s off its timecode")
    assert not is_fatal


def test_bare_h264_needs_its_times(session: Path) -> None:
    (session / "c01.mp4").unlink()
    write_video(session / "c01.h264", range(FRAMES), format="h264")
    ((what, _),) = told(inspect_session(session), "c01")
    assert "write them to 'c01.h264.times'" in what
    (session / "c01.h264.times").write_text("".join(f"{number / 25}\n" for number in range(FRAMES)))
    found = of(inspect_session(session), "c01")
    assert found.faults == ()
    assert found.fps == 25
    assert found.span_s == pytest.approx((0.0, (FRAMES - 1) / 25))


def test_a_camera_that_is_in_the_rig_twice_is_told(session: Path) -> None:
    change(session, "c05", id=CameraId("c00"))
    report = inspect_session(session)
    assert [(each.id, each.is_usable) for each in report.cameras].count(("c00", False)) == 2
    assert "'c00' is in the rig twice" in told(report, "c00")[0][0]
    assert report.strays == ("c05.mp4",)
    assert report.reason is not None


def test_two_cameras_in_one_place_are_both_told(session: Path) -> None:
    first = read_rig(session / "rig.json").cameras[0]
    change(session, "c05", rotation=first.rotation, translation=first.translation)
    report = inspect_session(session)
    for name in ("c00", "c05"):
        assert told(report, name) == [
            ("'c00' and 'c05' stand in one place. Calibrate them again, or take one out.", True)
        ]
    assert report.reason is not None
    assert "mm apart" in report.reason


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"residual_px": 9.0}, "residual_px = 9.0"),
        ({"translation": ring().cameras[0].translation * [1, 1, -1]}, "looks away from the capture volume"),
        ({"fps": 0.0}, "fps = 0.0"),
    ],
)
def test_a_bad_calibration_is_told_beside_the_others(session: Path, values: dict[str, Any], said: str) -> None:
    change(session, "c02", **values)
    report = inspect_session(session)
    assert said in told(report, "c02")[0][0]
    assert [each.id for each in report.cameras if each.faults] == ["c02"]
    assert report.reason is not None
    assert "'c02'" in report.reason


def test_a_camera_that_looks_elsewhere_is_told_and_used(session: Path) -> None:
    rig = read_rig(session / "rig.json")
    change(session, "c02", **_turned(rig.cameras[2].centre.tolist(), (-3.0, 3.0, 4.0), zoom=12))
    report = inspect_session(session)
    ((what, is_fatal),) = told(report, "c02")
    assert "m in its picture, where 7 others look." in what
    assert not is_fatal
    assert report.reason is None


def _turned(place: tuple[float, float, float], to_m: tuple[float, float, float], zoom: float) -> dict[str, Any]:
    rotation, translation = looking(place, to_m)
    intrinsics = camera().intrinsics.copy()
    intrinsics[:2, :2] *= zoom
    return {"rotation": rotation, "translation": translation, "intrinsics": intrinsics}


def test_the_shared_place_is_where_the_most_look() -> None:
    cameras = [*ring(6).cameras, replace(camera("away"), **_turned((30.0, 30.0, 3.0), (40.0, 40.0, 3.0), 1))]
    place, seen = shared_place(cameras, VOLUME)
    assert seen == [True] * 6 + [False]
    assert all(low <= at <= high for low, at, high in zip(VOLUME.low_m, place, VOLUME.high_m, strict=True))


def test_cameras_of_which_each_looks_at_another_corner_are_too_few(session: Path) -> None:
    rig = read_rig(session / "rig.json")
    low, high = (-3.0, -3.0, 0.0), (3.0, 3.0, 4.0)
    corners = [(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
    cameras = tuple(
        replace(each, **_turned(each.centre.tolist(), corner, zoom=30))
        for each, corner in zip(rig.cameras, corners, strict=True)
    )
    write_rig(replace(rig, cameras=cameras, volume=Box(low, high)), session / "rig.json")
    report = inspect_session(session)
    assert report.reason is not None
    assert "cameras look at the same place of the volume, 6 are needed" in report.reason


def _empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def _no_rig(folder: Path) -> None:
    (folder / "rig.json").write_text("{")


def _no_name(folder: Path) -> None:
    change(folder, "c01", id=CameraId("../c01"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_empty, "cannot be read: No such file or directory. It says the cameras."),
        (_no_folder, "cannot be read: No such file or directory. It says the cameras."),
        (_no_rig, "rig.json cannot be read"),
        (_no_name, "has no name for a file"),
    ],
)
def test_what_is_no_session_is_said_with_status_1(
    session: Path, spoil: Callable[[Path], None], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(session)
    with pytest.raises(SystemExit) as ended:
        check(session)
    assert ended.value.code == 1
    printed = capsys.readouterr().out
    assert "No replay can be made: " in printed
    assert said in printed


def test_videos_of_nobody_are_named(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(session / "c00.mp4", session / "c0O.mp4")
    check(session)
    assert "c0O.mp4 belongs to no camera of the rig." in capsys.readouterr().out
