"""COLMAP's and nerfstudio's files: there and back, and by hand-made examples."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grandstand.replay.colmap import quaternion_of, read_colmap, rotation_of, write_colmap
from grandstand.replay.errors import BadRig
from grandstand.replay.models import Camera, CameraId, Rig
from grandstand.replay.nerfstudio import read_nerfstudio, write_nerfstudio
from rigs import VOLUME, WIDE, camera, cameras, ring

ONE_FOLDER = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def through_colmap(rig: Rig, folder: Path) -> Rig:
    write_colmap(rig, folder)
    return read_colmap(folder, rig.name, rig.volume)


def through_nerfstudio(rig: Rig, folder: Path) -> Rig:
    write_nerfstudio(rig, folder / "transforms.json")
    return read_nerfstudio(folder / "transforms.json", rig.name, rig.volume)


THROUGH = [through_colmap, through_nerfstudio]


def of_one_kind(drawn: Camera) -> Rig:
    """The drawn camera among the ring's, where nobody stands."""
    return replace(ring(), cameras=(replace(drawn, id=CameraId("drawn")), *ring().cameras))


@pytest.mark.parametrize("through", THROUGH)
@ONE_FOLDER
@given(drawn=cameras())
def test_a_camera_comes_back(tmp_path: Path, through: Callable[[Rig, Path], Rig], drawn: Camera) -> None:
    rig = of_one_kind(drawn)
    again = through(rig, tmp_path)
    assert [of.id for of in again.cameras] == [of.id for of in rig.cameras]
    for one, other in zip(rig.cameras, again.cameras, strict=True):
        assert (one.width, one.height, one.distortion) == (other.width, other.height, other.distortion)
        assert np.array_equal(one.intrinsics, other.intrinsics)
        assert np.allclose(one.rotation, other.rotation, atol=1e-12)
        assert np.allclose(one.centre, other.centre, atol=1e-9)
        assert np.allclose(one.projection, other.projection, atol=1e-6)


@given(st.lists(st.floats(-1, 1), min_size=4, max_size=4).filter(lambda q: np.linalg.norm(q) > 0.01))
def test_quaternions_lead_there_and_back(quaternion: list[float]) -> None:
    unit = np.array(quaternion) / np.linalg.norm(quaternion)
    rotation = rotation_of(unit, "here")
    assert np.allclose(rotation @ rotation.T, np.eye(3), atol=1e-12)
    back = np.array(quaternion_of(rotation))
    assert np.isclose(abs(back @ unit), 1, atol=1e-12)


def test_half_a_turn_about_each_axis_has_its_quaternion() -> None:
    for axis in range(3):
        turn = -np.eye(3)
        turn[axis, axis] = 1
        expected = np.zeros(4)
        expected[axis + 1] = 1
        assert np.allclose(np.abs(quaternion_of(turn)), expected, atol=1e-12)


def test_a_file_as_colmap_writes_it_is_read(tmp_path: Path) -> None:
    ours = ring(6)
    (tmp_path / "cameras.txt").write_text(
        "# Camera list with one line of data per camera:\n# Number of cameras: 1\n"
        "7 SIMPLE_RADIAL 320 180 352 163.25 88.5 -0.05\n"
    )
    lines = ["# Image list with two lines of data per image:"]
    for number, of in enumerate(ours.cameras, start=1):
        pose = " ".join(f"{part:.12f}" for part in [*quaternion_of(of.rotation), *of.translation])
        lines += [f"{number} {pose} 7 stills/{of.id}.jpg", "10.5 20.25 -1 11 12 5" if number % 2 else ""]
    (tmp_path / "images.txt").write_text("\n".join(lines) + "\n")
    rig = read_colmap(tmp_path, "stills", VOLUME, fps=50)
    assert [of.id for of in rig.cameras] == ["c00", "c01", "c02", "c03", "c04", "c05"]
    assert rig.cameras[2].distortion == (-0.05, 0.0, 0.0, 0.0, 0.0)
    assert rig.cameras[2].fps == 50
    assert np.allclose(rig.cameras[5].projection, ours.cameras[5].projection, atol=1e-6)


def test_the_smallest_model_is_written(tmp_path: Path) -> None:
    kinds = [camera(), camera("b", angle=1, distortion=(*WIDE[:4], 0.0)), camera("c", angle=2, distortion=WIDE)]
    write_colmap(replace(ring(), cameras=(*kinds, *ring(5).cameras[1:4])), tmp_path)
    lines = (tmp_path / "cameras.txt").read_text().splitlines()[1:4]
    assert [line.split()[1] for line in lines] == ["PINHOLE", "OPENCV", "FULL_OPENCV"]
    assert (tmp_path / "points3D.txt").read_text() == ""


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("cameras.txt", "PINHOLE", "FISHEYE", "cameras.txt, line 2: the camera model 'FISHEYE'"),
        ("cameras.txt", " 352.0", "", "PINHOLE takes 4 numbers (fx, fy, cx, cy), found 2"),
        ("cameras.txt", "352.0", "wide", "cameras.txt, line 2: could not convert string to float: 'wide'"),
        ("cameras.txt", "1 PINHOLE 320", "9 PINHOLE 320", "images.txt, line 3: camera '1' is not in cameras.txt"),
        ("images.txt", " c00.png", "", "images.txt, line 3: expected IMAGE_ID"),
        ("images.txt", "1 0.", "1 7.", "images.txt, line 3: the quaternion"),
    ],
)
def test_a_slip_in_colmaps_files_is_told_with_its_line(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    write_colmap(ring(), tmp_path)
    text = (tmp_path / file).read_text()
    assert old in text
    first, rest = text.split("\n1 ", 1)
    line, after = rest.split("\n", 1)
    (tmp_path / file).write_text(f"{first}\n{f'1 {line}'.replace(old, new)}\n{after}")
    with pytest.raises(BadRig) as caught:
        read_colmap(tmp_path, "r", VOLUME)
    assert said in str(caught.value)


def test_a_folder_without_text_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadRig, match=r"cameras.txt is missing. Export the reconstruction as text"):
        read_colmap(tmp_path, "r", VOLUME)
    (tmp_path / "cameras.txt").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(BadRig, match=r"cameras.txt is not text"):
        read_colmap(tmp_path, "r", VOLUME)


def transforms() -> dict[str, Any]:
    """Six cameras on a circle as a renderer with OpenGL's axes would write them, one lens for all."""
    frames = []
    for number in range(6):
        angle = number * np.pi / 3
        back = np.array([np.cos(angle), np.sin(angle), 0.0])
        right = np.array([-np.sin(angle), np.cos(angle), 0.0])
        pose = np.eye(4)
        pose[:3, 0], pose[:3, 1], pose[:3, 2], pose[:3, 3] = right, (0, 0, 1), back, 10 * back + (0, 0, 1.5)
        frames.append({"file_path": f"./images/cam{number}.jpg", "transform_matrix": pose.tolist()})
    return {"w": 640, "h": 360, "fl_x": 600.0, "k1": 0.02, "frames": frames, "aabb_scale": 16}


def read(document: dict[str, Any], folder: Path) -> Rig:
    (folder / "transforms.json").write_text(json.dumps(document))
    return read_nerfstudio(folder / "transforms.json", "r", VOLUME)


def test_opengl_axes_become_ours(tmp_path: Path) -> None:
    rig = read(transforms(), tmp_path)
    first = rig.cameras[0]
    assert first.id == "cam0"
    assert np.allclose(first.centre, (10, 0, 1.5))
    # It looks along -x; what is higher in the world is higher in the picture, so has a smaller y.
    ahead = first.rotation @ (0, 0, 2.5) + first.translation
    x, y, _ = first.intrinsics @ (ahead / ahead[2])
    assert np.allclose((x, y, ahead[2]), (320, 180 - 600 / 10, 10))
    aside = first.rotation @ (0, 1, 1.5) + first.translation
    assert aside[0] > 0
    assert first.distortion == (0.02, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"camera_model": "OPENCV_FISHEYE"}, "'./images/cam0.jpg': the camera model 'OPENCV_FISHEYE'"),
        ({"k4": 0.1}, "k4 = 0.1 must be 0"),
        ({"w": None}, "'w' is said neither for it nor for all"),
        ({"frames": [{"file_path": "a", "transform_matrix": [[1, 0, 0, 0]]}]}, "must have 4 rows of 4"),
        ({"frames": [{"file_path": "a"}]}, "missing required field `transform_matrix`"),
    ],
)
def test_a_slip_in_transforms_is_told(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadRig) as caught:
        read(transforms() | change, tmp_path)
    assert said in str(caught.value)
