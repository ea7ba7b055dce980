"""`grandstand replay clip`: the take of a folder, made by the product's own renderer and decoded again."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import cv2
import msgspec
import pytest

from grandstand.cli.replay_clip import clip
from grandstand.kernel.errors import GrandstandError, RequestInvalid
from grandstand.replay import Order, make_take
from grandstand.replay.errors import BadRig, NoSubject, NotKept, SessionUnknown, TooFewCameras
from grandstand.replay.ingest.recording import Material
from grandstand.replay.ingest.source import container_timecode
from grandstand.replay.making import Progress
from grandstand.replay.take_folder import FolderTake
from grandstand.replay.takes import PathShape, Provenance
from replay_scenes import write_jump
from videos import cut_off, write_video

SMALL: dict[str, Any] = {"height": 180, "pictures": 6, "empty_until_s": 0.94}
ORDER = Order(session="jump", instant_s=1.2, height_px=180, pictures=4, empty_until_s=0.94)


@pytest.fixture(scope="module")
def jump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sessions") / "jump"
    write_jump(folder)
    return folder


@pytest.fixture
def spoilt(jump: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(jump, tmp_path / "spoilt"))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_files_of_a_take_are_made(jump: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "takes" / "first"
    clip(jump, at=1.2, out=out, path=PathShape.SWEEP, strobe_s=(0.5, 1.36), **SMALL)
    assert names(out) == ["clip.mp4", "model.glb", "poster.jpg", "provenance.json", "strobe.jpg"]
    with av.open(str(out / "clip.mp4")) as made:
        assert str(container_timecode(made)) == "00:00:01:05"
        pictures = [frame.to_ndarray(format="rgb24") for frame in made.decode(video=0)]
    assert [picture.shape for picture in pictures] == [(180, 320, 3)] * 6
    assert all(picture.std() > 10 for picture in pictures)
    assert abs(pictures[0].astype(int) - pictures[-1]).mean() > 2
    for name in ("poster.jpg", "strobe.jpg"):
        picture = cv2.imread(str(out / name))
        assert picture is not None
        assert picture.shape == (180, 320, 3)
    assert (out / "model.glb").read_bytes()[:4] == b"glTF"
    told = msgspec.json.decode((out / "provenance.json").read_bytes(), type=FolderTake)
    assert (told.order.session, told.order.instant_s, told.order.strobe_s) == ("jump", 1.2, (0.5, 1.36))
    assert {file.name: file.bytes for file in told.files} == {
        name: (out / name).stat().st_size for name in names(out) if name != "provenance.json"
    }
    assert {camera.dropped for camera in told.provenance.cameras} == {None}
    printed = capsys.readouterr().out
    assert "8 of 8 cameras" in printed
    for step in ("decode", "background", "venue", "build", "clip", "model", "strobe"):
        assert f"{step} " in printed.splitlines()[-1]
        assert told.provenance.took_s[step] >= 0


def test_a_clip_in_which_time_runs_is_made_beside_it(
    jump: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clip(jump, at=1.2, out=tmp_path / "out", moving_s=0.08, **SMALL)
    assert names(tmp_path / "out") == ["clip.mp4", "model.glb", "moving.mp4", "poster.jpg", "provenance.json"]
    with av.open(str(tmp_path / "out" / "moving.mp4")) as made:
        assert str(container_timecode(made)) == "00:00:01:03"
        assert len(list(made.decode(video=0))) == 5
    printed = capsys.readouterr().out
    assert "5 of 5 phases are in moving.mp4, from 1.12 to 1.28 s." in printed
    assert "moving " in printed.splitlines()[-1]


def test_a_second_take_needs_force_and_leaves_nothing_of_the_first(
    jump: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "strobe.jpg").write_text("of another take")
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(RequestInvalid, match=r"strobe.jpg' is there already; .* --force"):
        clip(jump, at=1.2, out=tmp_path, **SMALL)
    assert names(tmp_path) == ["notes.txt", "strobe.jpg"]
    clip(jump, at=1.2, out=tmp_path, force=True, json=True, **SMALL)
    assert names(tmp_path) == ["clip.mp4", "model.glb", "notes.txt", "poster.jpg", "provenance.json"]
    assert json.loads(capsys.readouterr().out) == json.loads((tmp_path / "provenance.json").read_text())


@pytest.mark.parametrize(
    ("values", "error", "said"),
    [
        ({"at": 9.0}, NotKept, "reaches from 0.00 to 1.40 s; 9.00 s is not in it"),
        ({"at": -0.1}, NotKept, "-0.10 s is not in it"),
        ({"at": 1.2, "strobe_s": (2.0,)}, NotKept, "2.00 s is not in it"),
        ({"at": 1.2, "height": 719}, RequestInvalid, "height_px = 719"),
        ({"at": 1.2, "pictures": 501}, RequestInvalid, "pictures = 501: 1 to 500"),
        ({"at": 1.2, "pictures": 0}, RequestInvalid, "pictures = 0: 1 to 500"),
        ({"at": 1.2, "strobe_s": (1.1,) * 9}, RequestInvalid, "9 instants in strobe_s: at most 8"),
        ({"at": 1.2, "until_deg": 721.0}, RequestInvalid, "beyond 720"),
        ({"at": 1.2, "moving_s": 2.5}, RequestInvalid, "moving_s = 2.5: 0, or 0.04 to 2.0"),
        ({"at": float("nan")}, GrandstandError, ""),
    ],
)
def test_what_cannot_be_ordered_is_refused(
    jump: Path, tmp_path: Path, values: dict[str, Any], error: type[GrandstandError], said: str
) -> None:
    with pytest.raises(error) as caught:
        clip(jump, out=tmp_path / "out", **(SMALL | values))
    assert said in str(caught.value)
    assert not (tmp_path / "out").exists()


def _no_rig(folder: Path) -> None:
    (folder / "rig.json").unlink()


def _no_json(folder: Path) -> None:
    (folder / "rig.json").write_text("[]")


def _three_files_gone(folder: Path) -> None:
    for name in ("c01", "c02", "c03"):
        (folder / f"{name}.mp4").unlink()


def _three_other_sizes(folder: Path) -> None:
    for name in ("c01", "c02", "c03"):
        write_video(folder / f"{name}.mp4", range(36), size=(640, 360))


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (_no_rig, SessionUnknown),
        (_no_json, BadRig),
        (_three_files_gone, TooFewCameras),
        (_three_other_sizes, TooFewCameras),
    ],
)
def test_a_session_that_cannot_be_shown_is_refused(
    spoilt: Path, tmp_path: Path, spoil: Callable[[Path], None], error: type[GrandstandError]
) -> None:
    spoil(spoilt)
    with pytest.raises(error):
        make_take(spoilt, ORDER, tmp_path / "out")
    assert names(tmp_path) == ["spoilt"]


def test_an_empty_field_is_refused_and_the_take_before_it_stays(jump: Path, tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_text("the take before it")
    with pytest.raises(NoSubject):
        make_take(jump, msgspec.structs.replace(ORDER, instant_s=0.4), tmp_path, replace=True)
    assert names(tmp_path) == ["clip.mp4"]
    assert (tmp_path / "clip.mp4").read_text() == "the take before it"


def test_an_interrupted_take_leaves_nothing(jump: Path, tmp_path: Path) -> None:
    def interrupted(_order: Order, _material: Material, folder: Path, progress: Progress) -> Provenance:
        (folder / "clip.mp4").write_bytes(b"half of it")
        progress.ready(folder / "clip.mp4")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_take(jump, ORDER, tmp_path / "out", render=interrupted)
    assert names(tmp_path) == []


def test_a_missing_and_a_broken_file_are_left_out_and_told(
    spoilt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (spoilt / "c03.mp4").unlink()
    cut_off(spoilt / "c05.mp4", 0.3)
    clip(spoilt, at=1.2, out=tmp_path / "out", **SMALL)
    printed = capsys.readouterr().out
    assert "Camera 'c03' was left out: Camera 'c03' has no file in the session." in printed
    assert "Camera 'c05' was left out: The file of camera 'c05' breaks off or is damaged" in printed
    assert "6 of 8 cameras" in printed


def test_a_file_that_is_no_video_is_left_out_and_told(
    spoilt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (spoilt / "c05.mp4").write_bytes(b"no video" * 1000)
    clip(spoilt, at=1.2, out=tmp_path / "out", **SMALL)
    printed = capsys.readouterr().out
    assert "Camera 'c05' was left out: 'c05.mp4' cannot be read as video" in printed
    assert "7 of 8 cameras" in printed


def test_how_far_it_is_only_rises_and_a_file_in_the_way_is_told(jump: Path, tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    order = msgspec.structs.replace(ORDER, moving_s=0.04)
    make_take(jump, order, tmp_path / "out", tell=lambda step, part: heard.append((step, part)))
    assert heard[0] == ("decode", 0.0)
    assert [part for _, part in heard] == sorted(part for _, part in heard)
    assert [step for step, _ in heard[-4:]] == ["moving"] * 4
    assert heard[-1][1] <= 1
    (tmp_path / "file").write_text("")
    with pytest.raises(RequestInvalid, match="cannot be written to"):
        make_take(jump, ORDER, tmp_path / "file" / "out")
