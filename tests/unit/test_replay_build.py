"""From pictures to athletes, and who is to be believed."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from grandstand.replay.background import is_same_place, plate_of
from grandstand.replay.build import build, build_on
from grandstand.replay.errors import BadRig, NoSubject, TooFewCameras
from grandstand.replay.instant import Instant
from grandstand.replay.kernels import Kernels
from grandstand.replay.matte import sharpened
from grandstand.replay.models import Camera, CameraId, Image, Plate
from grandstand.replay.rendering import Kept
from grandstand.replay.silhouettes import signed_distance
from grandstand.replay.stage import Stage, stage_of
from grandstand.replay.threads import Threads
from replay_scenes import ARM, RIG, SECOND, STANDING, cast, empty_plates

KERNELS = Kernels()


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


@pytest.fixture(scope="module")
def images() -> dict[CameraId, Image]:
    return {c.id: cast(c, (STANDING, ARM, SECOND), noise=2.0, seed=9).image for c in RIG.cameras}


@pytest.fixture(scope="module")
def instant(stage: Stage, images: dict[CameraId, Image], threads: Threads) -> Instant:
    return build_on(stage, images, backend=KERNELS, threads=threads)


def test_each_athlete_becomes_a_surface_of_its_own(instant: Instant) -> None:
    assert len(instant.athletes) == 2
    first, second = (athlete.mesh.vertices for athlete in instant.athletes)
    assert np.allclose(first.min(0), (-0.25, -0.25, 0.1), atol=0.04)
    assert np.allclose(first.max(0), (0.7, 0.3, 1.75), atol=0.04)
    assert np.allclose((second.min(0) + second.max(0)) / 2, (1.3, -0.9, 0.85), atol=0.04)


def test_healthy_cameras_agree(instant: Instant) -> None:
    assert len(instant.health) == 24
    assert min(each.iou for each in instant.health.values()) > 0.95
    assert max(each.shift_px for each in instant.health.values()) < 0.7
    assert not any(each.dropped for each in instant.health.values())


def test_backdrops_show_nobody(instant: Instant) -> None:
    empty = cast(RIG.cameras[5], ()).image.astype(float)
    assert np.abs(instant.backdrops[5] - empty).max() < 30


def test_a_camera_that_turned_is_named_and_left_out(
    stage: Stage, images: dict[CameraId, Image], threads: Threads
) -> None:
    turned = images | {CameraId("c07"): np.roll(images[CameraId("c07")], 4, axis=1)}
    built = build_on(stage, turned, backend=KERNELS, threads=threads)
    assert {name for name, each in built.health.items() if each.dropped} == {"c07"}
    assert built.health[CameraId("c07")].shift_px == pytest.approx(4, abs=1.5)
    assert len(built.cameras) == 23


def test_a_frozen_camera_is_left_out_and_lost_ones_are_done_without(
    stage: Stage, images: dict[CameraId, Image], plates: dict[CameraId, Plate], threads: Threads
) -> None:
    fewer = {name: image for name, image in images.items() if name not in {"c03", "c04", "c11", "c18"}}
    fewer[CameraId("c05")] = plates[CameraId("c05")].median
    built = build_on(stage, fewer, backend=KERNELS, threads=threads)
    assert {name for name, each in built.health.items() if each.dropped} == {"c05"}
    assert len(built.athletes) == 2
    assert len(built.cameras) == 19


def test_an_empty_field_of_play_is_refused(stage: Stage, threads: Threads) -> None:
    empty = {c.id: cast(c, (), noise=2.0, seed=7).image for c in RIG.cameras}
    with pytest.raises(NoSubject):
        build_on(stage, empty, backend=KERNELS, threads=threads)


def test_too_few_cameras_are_refused(
    plates: dict[CameraId, Plate], images: dict[CameraId, Image], threads: Threads
) -> None:
    few = dict(list(images.items())[:5])
    with pytest.raises(TooFewCameras, match="5 healthy cameras"):
        build(RIG, few, plates, backend=KERNELS, threads=threads)


def test_a_plate_of_another_size_is_refused(plates: dict[CameraId, Plate], threads: Threads) -> None:
    small = Plate(np.zeros((90, 160, 3), np.uint8), np.zeros((90, 160), np.float32))
    with pytest.raises(BadRig, match="take the plate again"):
        stage_of(RIG, plates | {CameraId("c00"): small}, threads)


def test_a_bent_lens_is_straightened_before_anything_else(threads: Threads) -> None:
    camera = replace(RIG.cameras[0], distortion=(-0.1, 0.02, 0.0, 0.0, 0.0))
    image = cast(RIG.cameras[0], ()).image
    stage = stage_of(replace(RIG, cameras=(camera,)), {camera.id: plate_of([image])}, threads)
    post: Camera = stage.posts[camera.id].straight
    assert not any(post.distortion)
    assert not np.array_equal(stage.posts[camera.id].plate.median, image)
    assert np.array_equal(stage.posts[camera.id].plate.median, stage.posts[camera.id].seen(image))


def test_an_edge_is_found_below_a_pixel() -> None:
    plate = np.full((20, 20, 3), 200, np.uint8)
    image = plate.copy()
    image[:, :8] = (40, 20, 60)
    image[:, 8] = (88, 74, 102)
    mask = np.zeros((20, 20), np.uint8)
    mask[:, :9] = 255
    sharp, clean = sharpened(image, plate, signed_distance(mask))
    # Seven tenths of the ninth column are athlete; the rest of its colour was the plate's.
    assert np.allclose(sharp[:, 8], 0.2, atol=0.02)
    assert np.array_equal(clean[10, 8], (40, 20, 60))
    assert np.array_equal(clean[:, 11:], image[:, 11:])


def test_somebody_who_walks_through_does_not_change_a_plate() -> None:
    random = np.random.default_rng(4)
    pictures = [np.clip(100 + random.normal(0, 3, (40, 70, 3)), 0, 255).astype(np.uint8) for _ in range(9)]
    pictures[4][:, 20:30] = 250
    pictures = [np.ascontiguousarray(picture) for picture in pictures]
    for k, picture in enumerate(pictures):
        picture[:, 50:60] = 60 if k % 2 else 140
    plate = plate_of(pictures)
    assert np.abs(plate.median[:, 20:30].astype(float) - 100).max() < 8
    assert plate.spread[:, 5:30].max() < 5
    assert plate.spread[:, 53:57].min() > 20


def _darker(plate: Plate, part: float) -> Plate:
    return Plate((plate.median * part).astype(np.uint8), plate.spread)


def test_a_place_is_the_same_in_other_light_and_not_where_something_was_moved(
    plates: dict[CameraId, Plate],
) -> None:
    before = plates[CameraId("c03")]
    again = plate_of([cast(RIG.cameras[3], (), noise=2.0, seed=k).image for k in range(7, 10)])
    assert is_same_place(before, again)
    assert is_same_place(before, _darker(again, 0.8))
    moved = Plate(again.median.copy(), again.spread)
    moved.median[60:90, 100:120] = (170, 20, 30)
    assert not is_same_place(before, moved)
    assert not is_same_place(before, Plate(again.median, np.full_like(again.spread, 99.0)))


def test_a_venue_is_kept_while_the_cameras_see_the_same_place(stage: Stage) -> None:
    small = {name: post.small for name, post in stage.posts.items()}
    kept = Kept(rig=b"rig", plates=small)
    assert kept.knows(b"rig", stage)
    assert kept.knows(b"rig", stage.without(frozenset({CameraId("c01")})))
    assert not kept.knows(b"another", stage)
    del small[CameraId("c01")]
    assert not kept.knows(b"rig", stage)
