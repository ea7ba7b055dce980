"""The studio's pictures: what is true about them is true."""

from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise

import numpy as np
import pytest

from grandstand.replay.errors import ReplayError
from grandstand.replay.models import Camera, Doubles
from grandstand.replay.studio import DISCIPLINES, Studio, scene_of
from grandstand.replay.studio.athlete import Athlete
from grandstand.replay.studio.scene import Scene
from grandstand.replay.studio.session import write_session

SMALL = (480, 270)
EMPTY = -10.04
"""When the first picture of the session below is taken."""


@cache
def scene(discipline: str) -> Scene:
    return scene_of(discipline, 1)


@pytest.fixture(scope="module")
def aerials() -> Studio:
    return Studio(scene("FAE"), SMALL)


def _sharp(played: Scene) -> Studio:
    return Studio(played, SMALL, noise=0.0, exposure=0.0)


def test_every_discipline_has_a_scene() -> None:
    codes = "ALP BOB BTH CCS CUR FAE FRS FSK IHO LUG NCB SBD SJP SKN SMT SSK STK"
    assert " ".join(DISCIPLINES) == codes
    with pytest.raises(ReplayError, match="'XYZ'"):
        scene_of("XYZ", 1)


@pytest.mark.parametrize("discipline", DISCIPLINES)
def test_athletes_are_in_the_volume_and_in_every_picture(discipline: str) -> None:
    played = scene(discipline)
    assert len(played.rig.cameras) == 24
    assert len(played.held_out) == 6
    points = np.concatenate([_outline(each, played.moment_s) for each in played.athletes])
    assert np.isfinite(points).all()
    low, high = np.array(played.rig.volume.low_m), np.array(played.rig.volume.high_m)
    assert (points >= low - 0.02).all()
    assert (points <= high).all()
    for camera in played.cameras:
        seen = _projected(camera, points)
        assert (seen > 0).all()
        assert (seen < (camera.width, camera.height)).all(), camera.id
        assert np.ptp(seen, axis=0).max() > 120


def test_athletes_stand_on_the_ground() -> None:
    for discipline, allowed_m in (("FSK", 0.01), ("SSK", 0.02), ("IHO", 0.03), ("CCS", 0.12)):
        played = scene(discipline)
        for athlete in played.athletes:
            if athlete.build is not None:
                lowest = float(_outline(athlete, played.moment_s)[:, 2].min())
                assert abs(lowest) < allowed_m, (discipline, lowest)


def test_athletes_do_not_jerk() -> None:
    for discipline in DISCIPLINES:
        played = scene(discipline)
        times = np.arange(0, played.duration_s, 0.1)
        for athlete in played.athletes:
            places = np.array([athlete.motion.bones(float(t)).places for t in times])
            steps = np.linalg.norm(np.diff(places, axis=0), axis=2)
            assert steps.max() < 1.6, discipline


def test_scenes_look_different() -> None:
    pictures = {}
    for discipline in ("FSK", "LUG", "FAE"):
        studio = _sharp(scene(discipline))
        pictures[discipline] = studio.truth(studio.rig.cameras[2], studio.scene.moment_s).image.astype(float)
    for first, second in combinations(pictures, 2):
        assert np.abs(pictures[first] - pictures[second]).mean() > 12, (first, second)


def test_truth_is_what_differs_from_the_background(aerials: Studio) -> None:
    truth = aerials.truth(aerials.rig.cameras[4], 0.9)
    differs = np.abs(truth.image.astype(int) - truth.background).max(2) > 6
    inside = truth.mask > 0
    assert inside.sum() > 1500
    assert differs[inside].mean() > 0.95
    assert np.isfinite(truth.depth[inside]).all()
    assert np.isinf(truth.depth[~inside]).all()
    assert np.array_equal(inside, truth.labels > 0)


def test_depth_agrees_between_two_cameras(aerials: Studio) -> None:
    first, second = aerials.rig.cameras[3], aerials.rig.cameras[4]
    truth, other = aerials.truth(first, 0.9), aerials.truth(second, 0.9)
    rows, columns = np.nonzero(truth.mask)
    depth = truth.depth[rows, columns][:, None].astype(float)
    pixels = np.column_stack([columns + 0.5, rows + 0.5, np.ones(len(rows))])
    world = ((pixels @ np.linalg.inv(first.intrinsics).T) * depth - first.translation) @ first.rotation
    seen = np.floor(_projected(second, world)).astype(int)
    near = np.array([(other.mask[r - 1 : r + 2, c - 1 : c + 2] > 0).any() for c, r in seen])
    assert near.mean() > 0.97


def test_hockey_tells_its_players_apart() -> None:
    studio = Studio(scene("IHO"), SMALL)
    truth = studio.truth(studio.rig.cameras[0], studio.scene.moment_s)
    assert set(np.unique(truth.labels)) == {0, 1, 2, 3, 4, 5}


def test_the_venue_hides_what_is_behind_it() -> None:
    studio = Studio(scene("LUG"), SMALL)
    free = studio.truth(studio.rig.cameras[0], 0.8).mask
    beside = min((studio.truth(camera, 0.8).mask > 0).sum() for camera in studio.rig.cameras[5:8])
    assert 0 < beside < (free > 0).sum() * 1.2


def test_plates_are_empty_noisy_and_the_crowd_moves(aerials: Studio) -> None:
    camera = aerials.rig.cameras[7]
    plates = np.array(aerials.plates(camera, 5)).astype(float)
    truth = aerials.truth(camera, 0.9)
    spread = plates.std(0).mean(2)
    assert 0.5 < np.median(spread) < 4
    crowd = spread > 12
    assert 10 < crowd.sum() < 0.1 * crowd.size
    assert spread[:100].max() < 8
    still = np.abs(np.median(plates, 0) - truth.background).mean(2)
    assert np.median(still) < 8


def test_noise_and_exposure_are_the_cameras_own_and_repeatable(aerials: Studio) -> None:
    camera, other = aerials.rig.cameras[0], aerials.rig.cameras[1]
    assert np.array_equal(aerials.frame(camera, 0.9), aerials.frame(camera, 0.9))
    ratios = [
        aerials.frame(each, 0.9).mean((0, 1)) / aerials.truth(each, 0.9).image.mean((0, 1))
        for each in (camera, other)
    ]
    assert np.abs(ratios[0] - ratios[1]).max() > 0.003
    clean = _sharp(aerials.scene)
    assert np.array_equal(clean.frame(camera, 0.9), clean.truth(camera, 0.9).image)


def test_another_seed_has_other_trees() -> None:
    first, second = (_sharp(scene_of("FAE", seed)) for seed in (1, 2))
    one = first.truth(first.rig.cameras[0], 0.9)
    two = second.truth(second.rig.cameras[0], 0.9)
    assert np.abs(one.background.astype(int) - two.background).mean() > 5
    assert np.mean((one.mask > 0) == (two.mask > 0)) > 0.99


def test_motion_blur_softens_the_athlete_only(aerials: Studio) -> None:
    camera = aerials.rig.cameras[4]
    sharp = _sharp(aerials.scene).truth(camera, 0.9)
    blurred = Studio(aerials.scene, SMALL, motion_blur=0.02).truth(camera, 0.9)
    inside = sharp.mask > 0
    change = np.abs(sharp.image.astype(int) - blurred.image).mean(2)
    assert change[inside].mean() > 4
    assert change[:60].mean() < 0.5


def test_rolling_shutter_shows_lower_rows_later(aerials: Studio) -> None:
    camera = aerials.rig.cameras[0]
    rolled = Studio(aerials.scene, SMALL, rolling_shutter=0.1).truth(camera, 0.85)
    early, late = (aerials.truth(camera, time_s).mask for time_s in (0.85, 0.95))
    rows = np.nonzero(rolled.mask.any(1))[0]
    time_s = 0.85 + 0.1 * (rows.mean() / SMALL[1])
    between = aerials.truth(camera, float(time_s)).mask

    def overlap(mask: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> float:
        return float(((mask > 0) & (rolled.mask > 0)).sum() / ((mask > 0) | (rolled.mask > 0)).sum())

    assert overlap(between) > 0.8
    assert overlap(between) > max(overlap(early), overlap(late))


def test_distortion_moves_the_picture_as_the_lens_says(aerials: Studio) -> None:
    from grandstand.replay.lens import distort_points

    bent = Studio(aerials.scene, SMALL, distortion=(-0.22, 0.06, 0.001, -0.001, 0.0))
    camera = bent.rig.cameras[4]
    straight = aerials.truth(aerials.rig.cameras[4], 0.9).mask
    mask = bent.truth(camera, 0.9).mask
    rows, columns = np.nonzero(straight)
    moved = distort_points(np.column_stack([columns + 0.5, rows + 0.5]).astype(float), camera)
    there = np.floor(moved).astype(int)
    assert (mask[there[:, 1], there[:, 0]] > 0).mean() > 0.97
    assert (mask > 0).sum() < 1.05 * len(rows)


def test_a_virtual_camera_sees_the_scene_too(aerials: Studio) -> None:
    camera = aerials.rig.cameras[4]
    nearer = replace(camera, translation=camera.translation - np.array([0, 0, 3.0]))
    assert (aerials.truth(nearer, 0.9).mask > 0).sum() > 1.5 * (aerials.truth(camera, 0.9).mask > 0).sum()


def test_a_session_can_be_read_again(aerials: Studio, tmp_path_factory: pytest.TempPathFactory) -> None:
    import av

    from grandstand.replay.rig_file import read_rig

    folder = tmp_path_factory.mktemp("session")
    few = Studio(
        replace(aerials.scene, rig=replace(aerials.scene.rig, cameras=aerials.scene.rig.cameras[:6])), SMALL
    )
    written = write_session(few, folder, from_s=0.86, until_s=0.94, fps=50, empty_s=0.04)
    rig = read_rig(folder / "rig.json")
    assert [f"{each.id}.mp4" for each in rig.cameras] == [path.name for path in written]
    assert rig.cameras[0].fps == 50
    with av.open(str(written[3])) as file:
        assert file.streams.video[0].codec_context.name == "h264"
        frames = [frame.to_ndarray(format="rgb24").astype(float) for frame in file.decode(video=0)]
        assert len(frames) == 6
    assert np.abs(frames[4] - few.frame(few.rig.cameras[3], 0.90)).mean() < 4
    assert np.abs(frames[0] - few.frame(few.rig.cameras[3], EMPTY)).mean() < 4


def test_a_session_without_pictures_is_refused(aerials: Studio, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(ReplayError, match="got 0"):
        write_session(aerials, tmp_path_factory.mktemp("none"), from_s=1.0, until_s=1.0, fps=25)


def _outline(athlete: Athlete, time_s: float) -> Doubles:
    """Joints and equipment, without the skin."""
    bones = athlete.motion.bones(time_s)
    parts = [] if athlete.build is None else [bones.places]
    for each in athlete.fixed:
        rotation, place = athlete.motion.frame(time_s) if each.bone == "frame" else bones.frame(each.bone)
        parts.append(each.model.vertices.astype(np.float64) @ rotation.T + place)
    return np.concatenate(parts)


def _projected(camera: Camera, points: Doubles) -> Doubles:
    seen = points.astype(float) @ camera.rotation.T + camera.translation
    flat = seen @ camera.intrinsics.T
    out: Doubles = flat[:, :2] / flat[:, 2:]
    return out


def test_held_out_cameras_stand_apart_from_the_rig(aerials: Studio) -> None:
    centres = np.array([each.centre for each in aerials.rig.cameras])
    for camera in aerials.held_out:
        assert np.linalg.norm(centres - camera.centre, axis=1).min() > 0.8
    assert all(first.id != second.id for first, second in pairwise(aerials.cameras))
