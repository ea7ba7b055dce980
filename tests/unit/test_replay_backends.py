"""The kernels answer what the plain reference answers."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from grandstand.replay import mesh_kernels, mesh_reference, sweep_kernels, sweep_reference
from grandstand.replay.backend import BARRIER_PX, FAR_M, OUTSIDE_M, Backend, Eye, Looks, Sources, eye_of
from grandstand.replay.hull import BAND_M, POINTS_MAX, hull, step_for
from grandstand.replay.kernels import Kernels
from grandstand.replay.models import Floats, Indices
from grandstand.replay.reference import Reference
from grandstand.replay.silhouettes import signed_distance
from grandstand.replay.threads import Threads
from replay_scenes import ARM, STANDING, Capsule, camera_at, cast, ring

FAST: Backend = Kernels()
PLAIN: Backend = Reference()
SIZE = (96, 54)
RIG = ring(8, SIZE)


def test_segments_in_three_states_alike_in_both_passes() -> None:
    random = np.random.default_rng(1)
    median = random.integers(20, 230, (40, 60, 3), dtype=np.uint8)
    shift = random.normal(0, 25, (40, 60, 1)) + random.normal(0, 8, (40, 60, 3))
    image = np.clip(median + shift, 0, 255).astype(np.uint8)
    spread = random.uniform(0, 12, (40, 60)).astype(np.float32)
    prior = random.uniform(-12, 12, (40, 60)).astype(np.float32)

    first = FAST.segment(image, median, spread, None)
    assert np.array_equal(first, PLAIN.segment(image, median, spread, None))
    assert set(np.unique(first)) == {0, 1, 2}
    second = FAST.segment(image, median, spread, prior)
    assert np.array_equal(second, PLAIN.segment(image, median, spread, prior))
    assert set(np.unique(second)) == {0, 1}


@pytest.mark.parametrize("tolerated", [0, 2])
def test_fields_are_alike_and_positive_in_the_body(tolerated: int) -> None:
    looks = _looks()
    points = np.random.default_rng(2).uniform((-1, -1, 0), (1, 1, 2), (3000, 3)).astype(np.float32)
    points[0] = (0, 0, 1)
    plain = PLAIN.field(points, looks, tolerated, -1.0)
    assert np.allclose(np.maximum(FAST.field(points, looks, tolerated, -1.0), -1.0), plain, atol=1e-4)
    assert plain[0] > 0.15


def test_beyond_a_barrier_a_camera_denies_nothing() -> None:
    looks = _looks()
    squares = tuple(-(-side // BARRIER_PX) for side in reversed(SIZE))
    barriers = np.full((8, *squares), FAR_M, np.float32)
    barriers[:3, : squares[0] // 2] = 4.0
    hidden = replace(looks, barriers=barriers)
    points = np.random.default_rng(4).uniform((-1, -1, 0), (1, 1, 2), (3000, 3)).astype(np.float32)
    plain = PLAIN.field(points, hidden, 1, -1.0)
    assert np.allclose(np.maximum(FAST.field(points, hidden, 1, -1.0), -1.0), plain, atol=1e-4)
    seen = PLAIN.field(points, looks, 1, -1.0)
    known = plain > OUTSIDE_M
    assert (plain >= seen - 1e-6)[known].all()
    assert known.mean() > 0.9
    assert (plain > seen + 1e-3).any()


def test_below_the_floor_a_field_may_be_anything_below_it() -> None:
    looks = _looks()
    points = np.random.default_rng(3).uniform((-1, -1, 0), (1, 1, 2), (500, 3)).astype(np.float32)
    exact, quick = FAST.field(points, looks, 1, -1.0), FAST.field(points, looks, 1, -0.05)
    assert np.array_equal(np.maximum(exact, -0.05), np.maximum(quick, -0.05))


@pytest.mark.parametrize("backend", [FAST, PLAIN])
def test_a_hull_that_the_surface_comes_near_nowhere_is_all_outside(backend: Backend) -> None:
    low_m, high_m = np.array([-0.5, -0.5, 0.5]), np.array([0.5, 0.5, 1.5])
    with Threads() as threads:
        field = hull(_looks(capsules=()), low_m, high_m, 0.05, 0, backend=backend, threads=threads)
    assert np.array_equal(field.values, np.full((32, 32, 32), -BAND_M, np.float32))


def test_a_box_that_is_too_large_gets_the_least_coarser_step() -> None:
    low_m, near_m, far_m = np.zeros(3), np.full(3, 2.0), np.array([9.0, 8.0, 4.0])
    assert step_for(low_m, near_m, 0.012) == 0.012
    step_m = step_for(low_m, far_m, 0.012)
    assert 0.012 < step_m < 0.02
    assert ((far_m - low_m) / step_m).prod() <= POINTS_MAX


def test_depths_are_alike_and_nearest() -> None:
    vertices, faces = _ball()
    eye = eye_of(RIG.cameras[0])
    plain = PLAIN.zbuffer(vertices, faces, eye.projection, eye.width, eye.height)
    fast = FAST.zbuffer(vertices, faces, eye.projection, eye.width, eye.height)
    differing = (plain < FAR_M) != (fast < FAR_M)
    assert differing.mean() < 1e-3
    assert np.abs(plain - fast)[~differing].max() < 1e-3
    nearest = np.linalg.norm(RIG.cameras[0].centre - [0, 0, 1]) - 0.5
    assert plain.min() == pytest.approx(nearest, abs=0.03)


def test_shades_alike() -> None:
    eye, depth, sources = _shading()
    near = np.array([0, 1, 7], np.int32)
    for fast, plain in zip(
        FAST.shade(depth, eye, sources, near), PLAIN.shade(depth, eye, sources, near), strict=True
    ):
        assert np.quantile(np.abs(fast - plain), 0.99) < 1e-2
        assert np.abs(fast - plain).mean() < 1e-2


def test_surfaces_are_alike_closed_and_turned_outward() -> None:
    grid = np.stack(np.meshgrid(*map(np.arange, (22, 20, 21)), indexing="ij"), -1)
    field = (6.3 - np.linalg.norm(grid - [10.7, 9.6, 10.2], axis=-1)).astype(np.float32)
    vertices, faces = mesh_kernels.surface_nets(field)
    plain_vertices, plain_faces = mesh_reference.surface_nets(field)
    assert np.allclose(vertices, plain_vertices, atol=1e-4)
    assert sorted(map(tuple, faces.tolist())) == sorted(map(tuple, plain_faces.tolist()))
    edges = {(int(a), int(b)) for face in faces for a, b in zip(face, np.roll(face, -1), strict=True)}
    assert len(edges) == faces.size
    assert all((b, a) in edges for a, b in edges)
    a, b, c = (vertices[faces[:, k]].astype(np.float64) for k in range(3))
    assert (a * np.cross(b, c)).sum() / 6 == pytest.approx(4 / 3 * np.pi * 6.3**3, rel=0.03)


def test_what_hangs_together_is_found_alike() -> None:
    pairs = np.random.default_rng(5).integers(0, 400, (260, 2)).astype(np.int32)
    assert np.array_equal(mesh_kernels.roots(400, pairs), mesh_reference.roots(400, pairs))


def _looks(capsules: Sequence[Capsule] = (STANDING, ARM)) -> Looks:
    casts = [cast(camera, capsules) for camera in RIG.cameras]
    return Looks(
        projections=np.stack([camera.projection for camera in RIG.cameras]).astype(np.float32),
        focals=np.array([camera.intrinsics[0, 0] for camera in RIG.cameras], np.float32),
        bounds=np.array([(0, 0, SIZE[0] - 1, SIZE[1] - 1)] * 8, np.float32),
        distances=np.stack([signed_distance(each.mask) for each in casts]),
        barriers=np.zeros((8, 0, 0), np.float32),
    )


def _ball() -> tuple[Floats, Indices]:
    grid = np.stack(np.meshgrid(*[np.arange(14)] * 3, indexing="ij"), -1)
    field = (5.0 - np.linalg.norm(grid - 6.4, axis=-1)).astype(np.float32)
    vertices, faces = mesh_reference.surface_nets(field)
    return ((vertices - 6.4) * 0.1 + [0, 0, 1]).astype(np.float32), faces


def _shading() -> tuple[Eye, Floats, Sources]:
    view = camera_at((5.8, 0.8, 1.5), (0, 0, 0.9), "view", SIZE)
    depths = [np.where(np.isfinite(each.depth), each.depth, FAR_M) for each in (cast(c) for c in RIG.cameras)]
    looks = _looks()
    sources = Sources(
        projections=looks.projections,
        centres=np.stack([camera.centre for camera in RIG.cameras]).astype(np.float32),
        images=np.stack([cast(camera).image for camera in RIG.cameras]),
        distances=looks.distances,
        depths=np.stack(depths).astype(np.float32),
        gains=np.linspace(0.9, 1.1, 24).reshape(8, 3).astype(np.float32),
    )
    seen = cast(view).depth
    return eye_of(view), np.where(np.isfinite(seen), seen, FAR_M).astype(np.float32), sources


def test_ways_through_costs_are_alike() -> None:
    costs = np.random.default_rng(6).uniform(0, 40, (9, 11, 7)).astype(np.float32)
    fast = sweep_kernels.smoothed(costs, np.float32(1.5), np.float32(14.0))
    assert np.allclose(fast, sweep_reference.smoothed(costs, 1.5, 14.0), atol=1e-3)
