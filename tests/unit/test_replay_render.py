"""Pictures from where no camera stands, clips, strobe pictures and models."""

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from grandstand.replay import encode, gltf, paths
from grandstand.replay.backend import FAR_M, eye_of
from grandstand.replay.build import build_on
from grandstand.replay.executor import LocalExecutor
from grandstand.replay.ground import Ground
from grandstand.replay.ingest.recording import MOMENTS_MAX, Moment
from grandstand.replay.instant import Instant
from grandstand.replay.kernels import Kernels
from grandstand.replay.models import CameraId, Image, Plate
from grandstand.replay.phases import phases_at_once
from grandstand.replay.relief import relief_of
from grandstand.replay.render import GRID_PX, Pane, pane_of, render, upsampled
from grandstand.replay.stage import Stage, stage_of
from grandstand.replay.strobe import strobe
from grandstand.replay.threads import Threads
from grandstand.replay.venue import Venue, venue_of
from replay_scenes import ARM, RIG, SECOND, STANDING, WALL_M, Capsule, camera_at, cast, empty_plates, ring

SIZE = (320, 180)
KERNELS = Kernels()
BETWEEN = camera_at((6 * np.cos(0.131), 6 * np.sin(0.131), 1.6), (0, 0, 0.9), "view", SIZE)


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
def venue(stage: Stage) -> Venue:
    return venue_of(stage)


@pytest.fixture(scope="module")
def instant(stage: Stage, threads: Threads) -> Instant:
    return _built(stage, (STANDING, ARM), threads)


def _built(stage: Stage, capsules: tuple[Capsule, ...], threads: Threads) -> Instant:
    images = {c.id: cast(c, capsules, noise=2.0, seed=9).image for c in RIG.cameras}
    return build_on(stage, images, backend=KERNELS, threads=threads)


def _psnr(a: Image, b: Image) -> float:
    return float(10 * np.log10(255**2 / ((a.astype(float) - b) ** 2).mean()))


def test_the_wall_stands_where_neighbours_agree(venue: Venue) -> None:
    assert venue.wall_m == pytest.approx(WALL_M, abs=2.0)


def test_a_relief_is_where_the_venue_is(plates: dict[CameraId, Plate], threads: Threads) -> None:
    few = dict(list(plates.items())[:5])
    relief = relief_of(stage_of(RIG, few, threads), backend=KERNELS, threads=threads, width_px=240)
    camera = RIG.cameras[2]
    eye = eye_of(camera)
    rows, columns = np.indices((camera.height // 4, camera.width // 4), np.float32) * 4 + 2
    ((depths, told),) = relief.depths(eye, columns, rows, [camera.id])
    true = Venue(Ground.level(0.0), (0.0, 0.0), WALL_M).along(eye, columns, rows)
    inner = np.s_[4:-4, 8:-8]
    assert told[inner].mean() > 0.95
    assert np.median(np.abs(depths / true - 1)[inner]) < 0.03


def test_a_view_between_two_cameras_is_what_would_have_been_seen(instant: Instant, venue: Venue) -> None:
    seen = cast(BETWEEN)
    made = render(instant, BETWEEN, venue, backend=KERNELS)
    body, truth = made.alpha > 0.5, seen.mask > 0
    assert (body & truth).sum() / (body | truth).sum() > 0.95
    assert _psnr(made.image[truth], seen.image[truth]) > 24
    assert _psnr(made.image, seen.image) > 24
    assert np.median(np.abs(made.depth - seen.depth)[body & truth]) < 0.02


def test_nearer_phases_hide_farther_ones(stage: Stage, venue: Venue, instant: Instant, threads: Threads) -> None:
    later = _built(stage, (SECOND,), threads)
    for order in ([instant, later], [later, instant]):
        made = strobe(order, BETWEEN, venue, backend=KERNELS)
        seen = cast(BETWEEN, (STANDING, ARM, SECOND))
        truth = seen.mask > 0
        assert _psnr(made[truth], seen.image[truth]) > 22


def test_time_runs_while_the_camera_moves(stage: Stage, venue: Venue, threads: Threads) -> None:
    steps = [tuple(((x, 0.0, 0.35), (x, 0.0, 1.5), 0.25) for _ in range(1)) for x in (-0.4, 0.0, 0.4)]
    seen_by = [{c.id: cast(c, step, noise=2.0, seed=9).image for c in RIG.cameras} for step in steps]
    moments = [Moment(0.04 * number, images, {}) for number, images in enumerate(seen_by)]
    views = paths.sweep(RIG, np.array([0.0, 0.0, 0.9]), 1.2, 1.7, 3, SIZE)
    shots = LocalExecutor(threads, KERNELS).filmed(stage, zip(moments, views, strict=True), venue)
    pictures = [np.asarray(shot.taken) for shot in shots]
    assert len(pictures) == 3
    for picture, view, step in zip(pictures, views, steps, strict=True):
        seen = cast(view, step)
        assert _psnr(picture[seen.mask > 0], seen.image[seen.mask > 0]) > 20


def test_so_many_phases_are_decoded_in_one_go_as_memory_holds() -> None:
    assert phases_at_once(ring(24, (1920, 1080))) == 3
    assert phases_at_once(ring(8, (320, 180))) == MOMENTS_MAX
    assert phases_at_once(ring(128, (3840, 2160))) == 1


def test_a_view_beside_the_athlete_shows_the_venue_alone(instant: Instant, venue: Venue) -> None:
    away = camera_at((6, 0, 1.5), (12, 0, 1.5), "away", SIZE)
    made = render(instant, away, venue, backend=KERNELS)
    assert not made.alpha.any()
    assert made.depth.min() >= FAR_M


@pytest.mark.parametrize(("row", "column"), [(0, 0), (1, 3), (20, 40), (45, 80), (5, 80)])
def test_a_plate_is_laid_wherever_it_gives_anything_and_as_in_the_whole_picture(row: int, column: int) -> None:
    share = np.zeros((SIZE[1] // GRID_PX + 2, SIZE[0] // GRID_PX + 2), np.float32)
    share[row, column] = share[min(row + 2, 46), max(column - 3, 0)] = 0.7
    whole, pane = upsampled(share, Pane(0, 0, *SIZE)), pane_of(share, BETWEEN)
    assert pane.width * pane.height <= 28 * 20
    assert np.array_equal(upsampled(share, pane), whole[pane.where])
    whole[pane.where] = 0
    assert not whole.any()


def test_a_plate_that_shows_only_what_lies_beside_the_picture_is_not_laid() -> None:
    share = np.zeros((SIZE[1] // GRID_PX + 2, SIZE[0] // GRID_PX + 2), np.float32)
    share[-1, -1] = 0.7
    assert not upsampled(share, Pane(0, 0, *SIZE)).any()
    assert pane_of(share, BETWEEN).is_empty


def test_an_orbit_goes_once_around_where_the_cameras_stand() -> None:
    views = paths.orbit(RIG, np.array([0.2, 0.0, 1.0]), 12, (640, 360))
    assert len(views) == 12
    assert all(np.linalg.norm(view.centre[:2]) == pytest.approx(6, abs=0.1) for view in views)
    turns = np.unwrap([np.arctan2(view.centre[1], view.centre[0]) for view in views])
    assert np.allclose(np.diff(turns), 2 * np.pi / 12)
    assert all(np.allclose(view.rotation @ view.rotation.T, np.eye(3)) for view in views)


def test_an_orbit_turns_back_at_a_gap() -> None:
    half = ring(24, SIZE)
    half = type(half)(half.name, half.cameras[:13], half.volume)
    views = paths.orbit(half, np.array([0.0, 0.0, 1.0]), 16, SIZE)
    angles = np.array([paths.azimuth(view, half) for view in views])
    assert angles.max() < np.pi + 0.2
    assert angles.min() > -0.2


def test_a_sweep_begins_and_ends_where_asked() -> None:
    views = paths.sweep(RIG, np.zeros(3), 0.1, 1.3, 9, SIZE)
    assert paths.azimuth(views[0], RIG) == pytest.approx(0.1)
    assert paths.azimuth(views[-1], RIG) == pytest.approx(1.3)


def test_a_clip_plays_with_its_timecode(tmp_path: Path) -> None:
    pictures = [np.full((90, 160, 3), (200, 40, 60), np.uint8) for _ in range(10)]
    assert encode.write_clip(tmp_path / "clip.mp4", pictures, 25, "10:00:00:05") == 10
    with av.open(str(tmp_path / "clip.mp4")) as file:
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
        assert len(frames) == 10
        assert np.abs(frames[5].astype(int) - (200, 40, 60)).max() < 6
        assert "10:00:00:05" in [stream.metadata.get("timecode") for stream in file.streams]
    head = (tmp_path / "clip.mp4").read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")


def test_a_model_can_be_read_back(instant: Instant, tmp_path: Path) -> None:
    size = gltf.write_glb(instant, tmp_path / "model.glb")
    assert size == (tmp_path / "model.glb").stat().st_size
    document, buffer = _read_glb((tmp_path / "model.glb").read_bytes())
    assert document["asset"]["version"] == "2.0"
    assert document["buffers"][0]["byteLength"] == len(buffer)
    primitive = document["meshes"][0]["primitives"][0]
    positions = _accessor(document, buffer, primitive["attributes"]["POSITION"])
    colours = _accessor(document, buffer, primitive["attributes"]["COLOR_0"])
    faces = _accessor(document, buffer, primitive["indices"])
    mesh = instant.athletes[0].mesh
    assert np.allclose(positions, np.stack([mesh.vertices[:, 0], mesh.vertices[:, 2], -mesh.vertices[:, 1]], -1))
    assert np.array_equal(faces.reshape(-1, 3), mesh.faces)
    assert len(colours) == len(positions)
    bounds = document["accessors"][primitive["attributes"]["POSITION"]]
    assert np.allclose(bounds["min"], positions.min(0))
    # The suit is red and blue, never green.
    assert (colours[:, 1] < np.maximum(colours[:, 0], colours[:, 2])).mean() > 0.8


def test_what_no_camera_saw_takes_the_colour_of_its_neighbours() -> None:
    faces = np.array([[0, 1, 2], [1, 2, 3], [2, 3, 4], [5, 6, 7]])
    colours = np.full((8, 3), 0.5)
    colours[0], colours[1] = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)
    gltf.spread(colours, np.array([True, True, *[False] * 6]), faces)
    assert np.allclose(colours[0], (1, 0, 0))
    assert np.allclose(colours[2], (0.5, 0, 0.5)), "the mean of both that it touches"
    assert np.allclose(colours[3], (0, 0, 1)), "in the first round it touches only the blue one"
    assert np.allclose(colours[4], (0.25, 0, 0.75)), "from the ring before"
    assert np.allclose(colours[5:], 0.5), "nothing reaches a part that nobody saw at all"


def _read_glb(data: bytes) -> tuple[dict[str, Any], bytes]:
    magic, version, total = struct.unpack_from("<4sII", data)
    assert (magic, version, total) == (b"glTF", 2, len(data))
    size, kind = struct.unpack_from("<I4s", data, 12)
    assert kind == b"JSON"
    assert size % 4 == 0
    rest, other = struct.unpack_from("<I4s", data, 20 + size)
    assert other == b"BIN\0"
    assert 28 + size + rest == total
    return json.loads(data[20 : 20 + size]), data[28 + size :]


def _accessor(document: dict[str, Any], buffer: bytes, index: int) -> "np.ndarray[Any, np.dtype[Any]]":
    accessor = document["accessors"][index]
    view = document["bufferViews"][accessor["bufferView"]]
    kind = {5126: "<f4", 5121: "u1", 5125: "<u4"}[accessor["componentType"]]
    width = {"SCALAR": 1, "VEC3": 3, "VEC4": 4}[accessor["type"]]
    piece = buffer[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
    values = np.frombuffer(piece, kind).reshape(-1, width)
    assert len(values) == accessor["count"]
    return values
