"""rig.json: what is read back, and what is refused in which words."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grandstand.replay import rig_file
from grandstand.replay.errors import BadRig
from grandstand.replay.models import CAMERAS_MAX, Box, Camera, CameraId, Rig
from rigs import VOLUME, camera, cameras, ring

Change = Callable[[Camera], Camera]


def same(one: Camera, other: Camera) -> bool:
    arrays = ("intrinsics", "rotation", "translation")
    plain = ("id", "width", "height", "distortion", "fps", "offset_s", "calibrated_at", "residual_px")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays) and all(
        getattr(one, name) == getattr(other, name) for name in plain
    )


def written(rig: Rig) -> Any:
    return json.loads(rig_file.bytes_of(rig))


def refused(rig: Rig) -> str:
    with pytest.raises(BadRig) as caught:
        rig_file.check_rig(rig)
    return str(caught.value)


def with_first(change: Change) -> Rig:
    rig = ring()
    return replace(rig, cameras=(change(rig.cameras[0]), *rig.cameras[1:]))


def test_a_rig_is_read_as_it_was_written(tmp_path: Path) -> None:
    rig = ring(6)
    rig_file.write_rig(rig, tmp_path / "rig.json")
    again = rig_file.read_rig(tmp_path / "rig.json")
    assert (again.name, again.volume) == (rig.name, rig.volume)
    assert all(same(one, other) for one, other in zip(rig.cameras, again.cameras, strict=True))


@settings(max_examples=40)
@given(st.lists(cameras(), min_size=1, max_size=3))
def test_every_digit_comes_back(drawn: list[Camera]) -> None:
    rig = Rig("drawn", tuple(drawn), VOLUME)
    again = rig_file.rig_of(rig_file.bytes_of(rig))
    assert all(same(one, other) for one, other in zip(rig.cameras, again.cameras, strict=True))
    assert rig_file.bytes_of(again) == rig_file.bytes_of(rig)


@settings(max_examples=40)
@given(cameras())
def test_every_ordinary_camera_passes(drawn: Camera) -> None:
    rig_file.check_camera(drawn)
    assert rig_file.sees(drawn, VOLUME)


def turned(of: Camera) -> Camera:
    """The same camera, looking the other way."""
    back = np.diag([-1.0, 1.0, -1.0]) @ of.rotation
    return replace(of, rotation=back, translation=-back @ of.centre)


def scaled(of: Camera, amount: float) -> Camera:
    return replace(of, rotation=of.rotation * amount)


def intrinsics(of: Camera, row: int, column: int, value: float) -> Camera:
    changed = of.intrinsics.copy()
    changed[row, column] = value
    return replace(of, intrinsics=changed)


FAULTS: list[tuple[Change, str]] = [
    (lambda of: replace(of, id=CameraId("../c")), "'../c' has no name for a file"),
    (lambda of: replace(of, id=CameraId("c01")), "'c01' is in the rig twice"),
    (lambda of: replace(of, width=8), "'c00' has a width of 8 px"),
    (lambda of: replace(of, height=8193), "'c00' has a height of 8193 px"),
    (lambda of: intrinsics(of, 0, 0, -352.0), "'c00' has fx = -352.0"),
    (lambda of: intrinsics(of, 1, 1, 0.0), "'c00' has fy = 0.0"),
    (lambda of: intrinsics(of, 1, 2, 900.0), "'c00' has cy = 900.0, outside its picture of 180 px"),
    (lambda of: intrinsics(of, 0, 1, 2.0), "it must read [[fx, 0, cx], [0, fy, cy], [0, 0, 1]]"),
    (lambda of: intrinsics(of, 0, 2, float("nan")), "'c00' has intrinsics that are not all finite"),
    (lambda of: replace(of, intrinsics=np.eye(4)), "'c00' has intrinsics of shape (4, 4), not (3, 3)"),
    (lambda of: replace(of, translation=np.full(3, np.inf)), "'c00' has translation that are not all finite"),
    (lambda of: scaled(of, 1.00001), "'c00' has a rotation whose rows are not orthonormal: off by 2e-05"),
    (lambda of: scaled(of, -1.0), "'c00' has a rotation that mirrors"),
    (turned, "m looks away from the capture volume"),
    (lambda of: replace(of, translation=np.array([0.0, 0.0, 2e5])), "at most 10000 m are taken"),
    (lambda of: replace(of, distortion=(float("inf"), 0.0, 0.0, 0.0, 0.0)), "not all finite"),
    (lambda of: replace(of, distortion=(-3.0, 0.0, 0.0, 0.0, 0.0)), "folds the picture over"),
    (lambda of: replace(of, fps=0.0), "'c00' has fps = 0.0"),
    (lambda of: replace(of, fps=float("nan")), "'c00' has fps = nan"),
    (lambda of: replace(of, offset_s=200_001.0), "'c00' has offset_s = 200001.0"),
    (lambda of: replace(of, residual_px=2.5), "'c00' has residual_px = 2.5: 0 to 2.0 px are taken"),
    (lambda of: replace(of, residual_px=-0.1), "'c00' has residual_px = -0.1"),
    (lambda of: replace(of, calibrated_at=datetime(2026, 2, 6)), "without a zone"),  # noqa: DTZ001
    (lambda of: replace(camera(angle=float(np.pi / 4)), id=of.id), "'c00' and 'c01' stand 0.0 mm apart"),
]


@pytest.mark.parametrize(("change", "said"), FAULTS, ids=[said[:40] for _, said in FAULTS])
def test_a_camera_that_cannot_be_is_named(change: Change, said: str) -> None:
    assert said in refused(with_first(change))


def test_a_rotation_just_within_the_limit_passes() -> None:
    rig_file.check_rig(with_first(lambda of: scaled(of, 1 + 4e-7)))
    assert "orthonormal" in refused(with_first(lambda of: scaled(of, 1 + 6e-7)))


def test_too_few_and_too_many_cameras_are_refused() -> None:
    assert "has 5 cameras: it takes 6 to 128" in refused(ring(5))
    assert f"has {CAMERAS_MAX + 1} cameras" in refused(ring(CAMERAS_MAX + 1))
    rig_file.check_rig(ring(CAMERAS_MAX))


@pytest.mark.parametrize(
    "volume",
    [
        Box((0.0, 0.0, 0.0), (1.0, 0.0, 1.0)),
        Box((0.0, 0.0, 0.0), (1.0, float("nan"), 1.0)),
        Box((0.0, 0.0, 0.0), (501.0, 1.0, 1.0)),
        Box((2e4, 0.0, 0.0), (2.001e4, 1.0, 1.0)),
    ],
)
def test_a_volume_that_cannot_be_is_refused(volume: Box) -> None:
    assert "The capture volume reaches from" in refused(replace(ring(), volume=volume))


@pytest.mark.parametrize("name", ["", "n" * (rig_file.RIG_NAME_MAX + 1)])
def test_a_rig_has_a_name(name: str) -> None:
    assert f"name has {len(name)} characters" in refused(replace(ring(), name=name))


def test_a_camera_that_sees_only_an_edge_of_the_volume_is_taken() -> None:
    aside = camera()
    aside = intrinsics(aside, 0, 0, 3000.0)
    assert rig_file.sees(aside, Box((-3.0, -3.0, 0.0), (3.0, 3.0, 4.0)))
    assert not rig_file.sees(aside, Box((-3.0, 2.0, 0.0), (3.0, 3.0, 4.0)))


def test_a_small_volume_between_the_rays_is_seen() -> None:
    assert rig_file.sees(camera(size=(1920, 1080)), Box((0.0, 0.03, 1.0), (0.01, 0.04, 1.01)))


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("cameras", 2, "width"), "wide", "Expected `int`, got `str` - at `$.cameras[2].width`"),
        (("cameras", 0, "R"), [[1, 0, 0]], "`$.cameras[0].R`"),
        (("cameras", 1, "distorsion"), [0, 0, 0, 0, 0], "unknown field `distorsion`"),
        (("volume",), None, "`$.volume`"),
    ],
)
def test_a_slip_in_the_file_is_told_with_its_place(place: tuple[Any, ...], value: Any, said: str) -> None:
    document = written(ring())
    *way, last = place
    at = document
    for step in way:
        at = at[step]
    at[last] = value
    with pytest.raises(BadRig) as caught:
        rig_file.rig_of(json.dumps(document).encode())
    assert said in str(caught.value)


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(BadRig, match="at most 1048576"):
        rig_file.rig_of(b" " * (rig_file.RIG_BYTES_MAX + 1))


def test_nothing_is_written_that_would_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadRig):
        rig_file.write_rig(ring(5), tmp_path / "rig.json")
    assert not (tmp_path / "rig.json").exists()
