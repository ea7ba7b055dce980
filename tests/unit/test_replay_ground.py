"""What lies under and before the athletes: the ground, their shadows, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandstand.replay.backend import FAR_M, eye_of
from grandstand.replay.build import build_on
from grandstand.replay.ground import Ground, ground_of
from grandstand.replay.kernels import Kernels
from grandstand.replay.models import Camera, CameraId, Doubles, Floats, Indices, Mesh, Plate, Rig
from grandstand.replay.relief import barrier, relief_of
from grandstand.replay.shadows import dimmed, shaded, usual_shade
from grandstand.replay.stage import Stage, stage_of
from grandstand.replay.surface import volume_of, without_crumbs, without_low
from grandstand.replay.threads import Threads
from replay_scenes import ARM, RIG, STANDING, cast, empty_plates

KERNELS = Kernels()
slopes = st.floats(-0.6, 0.6)


@pytest.fixture(scope="module")
def threads() -> Iterator[Threads]:
    with Threads(2) as workers:
        yield workers


@pytest.fixture(scope="module")
def plates() -> dict[CameraId, Plate]:
    return empty_plates()


@pytest.fixture(scope="module")
def stage(plates: dict[CameraId, Plate], threads: Threads) -> Stage:
    return stage_of(RIG, plates, threads)


def _tilted(rig: Rig, slope: float) -> Rig:
    """The same cameras and the same pictures in a world whose ground rises along x."""
    sine, cosine = slope / np.hypot(1, slope), 1 / np.hypot(1, slope)
    turn: Doubles = np.array([[cosine, 0, -sine], [0, 1, 0], [sine, 0, cosine]])
    return replace(rig, cameras=tuple(replace(c, rotation=c.rotation @ turn.T) for c in rig.cameras))


@pytest.mark.parametrize("slope", [-0.35, 0.0, 0.2])
def test_the_ground_is_found_whatever_its_slope(plates: dict[CameraId, Plate], slope: float) -> None:
    rig = _tilted(RIG, slope)
    found = ground_of(rig.cameras, plates, rig.volume)
    assert found.agreement > 0.5
    assert found.slope == pytest.approx((slope, 0.0), abs=0.02)
    assert abs(found.above(np.zeros(3, np.float32))) < 0.03


def test_where_nothing_is_drawn_on_it_the_ground_is_only_assumed(plates: dict[CameraId, Plate]) -> None:
    blank = {name: Plate(np.full_like(plate.median, 235), plate.spread) for name, plate in plates.items()}
    found = ground_of(RIG.cameras, blank, RIG.volume)
    assert found == Ground.level(RIG.volume.low_m[2])
    assert not found.agreement


@given(slopes, slopes, st.floats(-2, 2), st.tuples(st.floats(-5, 5), st.floats(-5, 5), st.floats(-1, 1)))
def test_a_ray_ends_on_the_ground(a: float, b: float, height: float, towards: tuple[float, float, float]) -> None:
    ground = Ground((1.0, -2.0), height, (a, b))
    eye, ray = np.array([3.0, 1.0, 9.0], np.float32), np.array(towards, np.float32)
    depth = float(ground.along(eye, ray))
    if np.isfinite(depth) and depth < 1e3:
        assert abs(float(ground.above(eye + depth * ray))) < 1e-2
    elif depth == np.inf:
        assert float(ground.above(eye + ray)) >= float(ground.above(eye)) - 1e-4


def _sheet(heights: list[float]) -> tuple[Floats, Indices]:
    """A triangle at each height."""
    corners = [(x, y, z) for z in heights for x, y in ((0.0, 0.0), (0.1, 0.0), (0.0, 0.1))]
    return np.array(corners, np.float32), np.arange(len(corners), dtype=np.int32).reshape(-1, 3)


def test_what_is_low_is_measured_from_the_ground() -> None:
    vertices, faces = _sheet([-0.3, 0.05, 0.5, 1.0, 1.5])
    sure = Ground((0.0, 0.0), 0.0, agreement=0.8)
    assert without_low(vertices, faces, sure)[:, 0].tolist() == [6, 9, 12]
    # Assumed only: from the lowest point around.
    assert without_low(vertices, faces, Ground.level(0.0))[:, 0].tolist() == [3, 6, 9, 12]
    # In a track most of an athlete is below its rim.
    rim = Ground((0.0, 0.0), 0.9, agreement=0.8)
    assert without_low(vertices, faces, rim)[:, 0].tolist() == [3, 6, 9, 12]
    assert len(without_low(vertices[:0], faces[:0], sure)) == 0


def test_a_shadow_is_told_from_a_white_boot_that_lies_beside_it() -> None:
    plate = Plate(np.full((60, 80, 3), (228, 232, 240), np.uint8), np.zeros((60, 80), np.float32))
    image = plate.median.copy()
    image[10:50, 10:40] = (131, 136, 146)
    image[20:30, 50:60] = (186, 184, 180)
    image = np.clip(image + np.random.default_rng(1).normal(0, 1.5, image.shape), 0, 255).astype(np.uint8)
    seen = dimmed(image, plate, np.ones((60, 80), np.bool_))
    shade = usual_shade([seen])
    assert shade is not None
    assert shade == pytest.approx((0.588, 0.6, 0.621), abs=0.02)
    found = shaded(seen, shade)
    assert found[12:48, 12:38].mean() > 0.98
    assert not found[20:30, 50:60].any()
    assert not shaded(dimmed(image, plate, np.zeros((60, 80), np.bool_)), shade).any()


def test_without_a_shadow_nothing_is_one() -> None:
    plate = Plate(np.full((20, 20, 3), 230, np.uint8), np.zeros((20, 20), np.float32))
    image = plate.median.copy()
    image[2:6, 2:6] = 140
    seen = dimmed(image, plate, np.ones((20, 20), np.bool_))
    assert usual_shade([seen]) is None
    assert not shaded(seen, None).any()


def _ball(radius: float, at: float) -> Mesh:
    """An octahedron."""
    vertices = radius * np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]) + [
        at,
        0,
        0,
    ]
    faces = [[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]]
    return Mesh(vertices.astype(np.float32), np.array(faces, np.int32))


def test_a_surface_holds_so_much() -> None:
    assert volume_of(_ball(0.5, 7.0)) == pytest.approx(4 / 3 * 0.5**3, rel=1e-4)


def test_the_tip_of_a_ski_is_no_crumb() -> None:
    parts = [_ball(0.1, float(at)) for at in range(201)]
    body = Mesh(
        np.concatenate([each.vertices for each in parts]),
        np.concatenate([each.faces + 6 * k for k, each in enumerate(parts)]),
    )
    strung = np.array([[6 * k, 6 * k + 6, 6 * k + 7] for k in range(199)], np.int32)
    # 200 that hang together, and one of 6 vertices beside them: half a hundredth of the largest.
    whole = without_crumbs(Mesh(body.vertices, np.concatenate([body.faces, strung])))
    assert len(whole.vertices) == 6 * 201
    more = np.array([[6 * k, 6 * k + 6, 6 * k + 7] for k in range(399)], np.int32)
    parts = [_ball(0.1, float(at)) for at in range(401)]
    vertices = np.concatenate([each.vertices for each in parts])
    faces = np.concatenate([*(each.faces + 6 * k for k, each in enumerate(parts)), more])
    assert len(without_crumbs(Mesh(vertices, faces)).vertices) == 6 * 400


def test_only_what_surely_stands_is_a_barrier() -> None:
    camera: Camera = replace(RIG.cameras[0])
    depth = np.full((180, 320), 3.0, np.float32)
    sure = np.zeros((180, 320), np.uint8)
    sure[40:60, 100:140] = 1
    flat = Ground((0.0, 0.0), -5.0, agreement=0.8)
    told = barrier(camera, depth, sure, flat)
    assert told[50, 120] == pytest.approx(3.3)
    assert told[39, 99] == pytest.approx(3.3)
    assert told[30, 120] == FAR_M
    assert (barrier(camera, depth, sure, replace(flat, height_m=5.0)) == FAR_M).all()
    assert (barrier(camera, depth, sure, replace(flat, agreement=0.0)) == FAR_M).all()


def test_a_board_before_some_cameras_cuts_nobody_s_head_off(stage: Stage, threads: Threads) -> None:
    """Five cameras see a board that stands still where the head would be."""
    images = {c.id: cast(c, (STANDING, ARM), noise=2.0, seed=9).image for c in RIG.cameras}
    barriers = {c.id: np.full((180, 320), FAR_M, np.float32) for c in RIG.cameras}
    for camera in RIG.cameras[3:8]:
        images[camera.id] = images[camera.id].copy()
        images[camera.id][:70] = stage.posts[camera.id].plate.median[:70]
        barriers[camera.id][:70] = 3.0
    without = build_on(stage, images, backend=KERNELS, threads=threads).athletes[0].mesh.vertices
    behind = (
        build_on(stage.behind(barriers, stage.ground), images, backend=KERNELS, threads=threads)
        .athletes[0]
        .mesh.vertices
    )
    assert behind[:, 2].max() == pytest.approx(1.75, abs=0.04)
    assert without[:, 2].max() < 1.7


@given(slopes, slopes, st.floats(-2, 2))
def test_a_ground_at_the_bottom_touches_it_in_one_corner(a: float, b: float, height: float) -> None:
    ground = Ground((0.3, -0.2), height, (a, b), 0.7).at_bottom(RIG.volume)
    assert ground.height_over(RIG.volume) == pytest.approx(0, abs=1e-5)
    corners = ground.grid(RIG.volume, 2)
    assert corners[:, 2].min() == pytest.approx(RIG.volume.low_m[2], abs=1e-5)
    assert (ground.slope, ground.agreement) == ((a, b), 0.7)


def test_a_rim_is_not_the_ground_and_a_deep_volume_has_none_below(stage: Stage, threads: Threads) -> None:
    rim = replace(stage, ground=replace(stage.ground, height_m=0.6))
    assert relief_of(rim, backend=KERNELS, threads=threads).behind.ground.height_m == pytest.approx(0.02, abs=0.02)
    deep = replace(stage, volume=replace(stage.volume, low_m=(-2.5, -2.5, -0.6)))
    assert relief_of(deep, backend=KERNELS, threads=threads).behind.ground == stage.ground


def test_reliefs_are_used_only_where_they_foretell_a_neighbour_s_picture_better(
    stage: Stage, plates: dict[CameraId, Plate], threads: Threads
) -> None:
    near = relief_of(stage, backend=KERNELS, threads=threads)
    assert len(near.reliefs) == 24
    apart = {name: plates[name] for name in list(plates)[::4]}
    far = relief_of(stage_of(RIG, apart, threads), backend=KERNELS, threads=threads)
    assert not far.reliefs
    assert not far.barriers
    rows, columns = np.indices((20, 30), np.float32) * 4
    eye = eye_of(RIG.cameras[0])
    for own, plain in zip(
        far.depths(eye, columns, rows, apart), far.behind.depths(eye, columns, rows, apart), strict=True
    ):
        assert np.array_equal(own, plain)


def test_too_few_cameras_have_a_venue_without_reliefs(plates: dict[CameraId, Plate], threads: Threads) -> None:
    few = stage_of(RIG, dict(list(plates.items())[:4]), threads)
    relief = relief_of(few, backend=KERNELS, threads=threads)
    assert not relief.reliefs
    assert not relief.barriers
