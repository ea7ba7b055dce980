"""The studio's athlete: bones, skin, motion; and its z-buffer against plain numpy."""

import numpy as np
import pytest

from grandstand.replay.studio import kernels, reference
from grandstand.replay.studio.body import Build, body_of
from grandstand.replay.studio.implicit import blob, polygonise, round_cone, rows
from grandstand.replay.studio.motion import AT_EASE, Motion, both, held, key, straight, thrown
from grandstand.replay.studio.shapes import box, tube
from grandstand.replay.studio.skeleton import (
    BONES,
    FORE_ARM_M,
    INDEX,
    PARENT,
    REST,
    SHIN_M,
    SOLE_M,
    THIGH_M,
    UPPER_ARM_M,
    Bones,
    turn,
)
from grandstand.replay.studio.suit import HEIGHT_PX, WIDTH_PX, Suit, corners_of, texture_of

SQUAT = key(
    0.5, pelvis=(-0.1, 0, 0.6, 0, 30, 0), spine=(20, 5, 10), neck=(-30, 0, 20), **both("arm", (60, 30, 10, 70))
)


def _motion(*, hands: str = "") -> Motion:
    return Motion([key(0.0), SQUAT, held(SQUAT, 1.0, pelvis=(0, 0, 0.9))], straight((0, 0), 0.5, 2.0, 30.0),
                  held_hands=hands)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_rasteriser_agrees_with_plain_numpy(seed: int) -> None:
    chance = np.random.default_rng(seed)
    points = chance.uniform((-8, -6, -0.05), (58, 46, 1.0), (60, 3))
    faces = chance.integers(0, 60, (80, 3)).astype(np.int32)
    window = (3, 2, 47, 38)
    results = []
    for draw in (kernels.rasterise, reference.rasterise):
        nearness, ids = np.zeros((40, 50), np.float32), np.full((40, 50), -1, np.int32)
        draw(points, faces, 7, window, nearness, ids)
        results.append((nearness, ids))
    (fast, fast_ids), (plain, plain_ids) = results
    assert (fast_ids >= 7).sum() > 500
    assert np.mean(fast_ids != plain_ids) < 0.002
    assert np.allclose(fast, plain, atol=1e-5)
    outside = np.ones((40, 50), bool)
    outside[2:38, 3:47] = False
    assert (fast_ids[outside] == -1).all()


def test_triangles_that_share_an_edge_leave_no_gap() -> None:
    points = np.array([(2.0, 2, 0.5), (30, 4, 0.5), (28, 31, 0.5), (3, 27, 0.5)])
    nearness, ids = np.zeros((36, 36), np.float32), np.full((36, 36), -1, np.int32)
    kernels.rasterise(points, np.array([(0, 1, 2), (0, 2, 3)], np.int32), 0, (0, 0, 36, 36), nearness, ids)
    filled = ids >= 0
    for row in filled[6:26]:
        columns = np.nonzero(row)[0]
        assert len(columns) == columns[-1] - columns[0] + 1


def test_a_ball_becomes_a_closed_ball() -> None:
    vertices, normals, faces = polygonise(rows([blob(0, (0.1, 0, 0), (0.2, 0.2, 0.2))]), 0.02, 0.001)
    radius = np.linalg.norm(vertices - (0.1, 0, 0), axis=1)
    assert np.abs(radius - 0.2).max() < 2e-3
    assert np.einsum("ij,ij->i", normals, vertices - (0.1, 0, 0)).min() > 0.19
    assert _open_edges(faces) == 0
    assert 0.97 < _volume(vertices, faces) / (4 / 3 * np.pi * 0.2**3) < 1.01


def test_parts_melt_into_each_other() -> None:
    apart = rows(
        [
            round_cone(0, (0, 0, 0), (0, 0, 0.2), 0.05, 0.05),
            round_cone(0, (0.09, 0, 0), (0.09, 0, 0.2), 0.05, 0.05),
        ]
    )
    vertices, _, faces = polygonise(apart, 0.01, 0.01)
    assert _open_edges(faces) == 0
    between = vertices[np.abs(vertices[:, 0] - 0.045) < 0.006]
    assert np.abs(between[:, 1]).max() > 0.025


def test_the_body_is_closed_and_has_an_athletes_proportions() -> None:
    body = body_of(Build(cell_m=0.012))
    assert _open_edges(body.faces) <= 4
    assert np.allclose(body.weights.sum(1), 1, atol=1e-5)
    height = np.ptp(body.vertices[:, 2])
    assert 1.70 < height < 1.85
    assert 0.055 < _volume(body.vertices, body.faces) < 0.085
    head = height - (REST["head"][2] - 0.02)
    assert 6.5 < height / head < 9
    legs = REST["thigh_l"][2] / height
    assert 0.48 < legs < 0.56
    shoulders = np.ptp(body.vertices[np.abs(body.vertices[:, 2] - 1.40) < 0.02][:, 1])
    trunk = body.vertices[np.abs(body.vertices[:, 1]) < 0.3]
    hips = np.ptp(trunk[np.abs(trunk[:, 2] - 0.97) < 0.01][:, 1])
    assert shoulders > hips


def test_bones_keep_their_lengths_and_feet_stay_where_they_belong() -> None:
    motion = _motion()
    for time_s in np.linspace(0, 1, 9):
        bones = motion.bones(float(time_s))
        for upper, lower, length in (
            ("upper_arm_l", "fore_arm_l", UPPER_ARM_M),
            ("fore_arm_r", "hand_r", FORE_ARM_M),
            ("thigh_l", "shin_l", THIGH_M),
            ("shin_r", "foot_r", SHIN_M),
        ):
            assert _apart(bones, upper, lower) == pytest.approx(length, abs=1e-6)
        rotation, place = motion.frame(float(time_s))
        ankle = rotation.T @ (bones.places[INDEX["foot_l"]] - place)
        assert ankle == pytest.approx(np.array([0, 0.11, SOLE_M]), abs=0.005)


def test_knees_bend_forwards_and_elbows_backwards() -> None:
    bones = _motion().bones(0.5)
    rotation, _ = _motion().frame(0.5)
    forward = rotation[:, 0]
    for side in "lr":
        hip, knee, ankle = (bones.places[INDEX[f"{name}_{side}"]] for name in ("thigh", "shin", "foot"))
        assert (knee - (hip + ankle) / 2) @ forward > 0.1
        shoulder, elbow, wrist = (
            bones.places[INDEX[f"{name}_{side}"]] for name in ("upper_arm", "fore_arm", "hand")
        )
        assert (elbow - (shoulder + wrist) / 2) @ forward < 0.1


def test_held_hands_reach_their_place() -> None:
    grip = held(SQUAT, 0.5, hand_l=(0.30, 0.25, 0.70), hand_r=(0.25, -0.20, 0.85))
    motion = Motion([grip], straight((0, 0), 0.5, 0.0, 0.0), held_hands="lr")
    bones = motion.bones(0.5)
    assert bones.places[INDEX["hand_l"]] == pytest.approx(np.array([0.30, 0.25, 0.70]), abs=1e-6)
    assert bones.places[INDEX["hand_r"]] == pytest.approx(np.array([0.25, -0.20, 0.85]), abs=1e-6)


def test_the_skin_at_rest_is_the_rest_pose() -> None:
    body = body_of(Build(cell_m=0.012))
    rest = Bones(np.repeat(np.eye(3)[None], len(BONES), 0), np.array([REST[b] for b in BONES]))
    vertices, normals = body.bent(rest)
    assert np.abs(vertices - body.vertices).max() < 1e-5
    assert np.abs(normals - body.normals).max() < 1e-4


def test_bent_limbs_keep_their_flesh() -> None:
    body = body_of(Build(cell_m=0.012))
    upright = _volume(body.bent(_motion().bones(0.0))[0], body.faces)
    squat = _volume(body.bent(_motion().bones(0.5))[0], body.faces)
    assert 0.9 < squat / upright < 1.1


def test_keys_are_met_and_what_is_between_is_smooth() -> None:
    motion = _motion()
    assert motion.channels(0.5)["pelvis"] == pytest.approx(np.array([-0.1, 0, 0.6, 0, 30, 0]))
    assert motion.channels(-1.0)["pelvis"] == pytest.approx(np.array(AT_EASE["pelvis"]))
    heights = np.array([motion.channels(float(t))["pelvis"][2] for t in np.linspace(0, 1, 101)])
    assert np.abs(np.diff(heights, 2)).max() < 0.002


def test_a_flight_falls_as_gravity_wants() -> None:
    path = thrown((0, 0, 3), 0.9, (2.0, 0))
    heights = [path(t)[0][2] for t in (0.8, 0.9, 1.0)]
    assert heights[1] == 3
    assert (heights[0] - 2 * heights[1] + heights[2]) / 0.01 == pytest.approx(-9.81, rel=1e-6)


def test_both_sides_are_mirrored() -> None:
    sides = both("foot", (0.1, 0.2, 0.0, 5, 6, 7))
    assert sides["foot_r"] == (0.1, -0.2, 0.0, -5, 6, -7)


def test_a_turn_turns() -> None:
    assert turn(2, 90) @ (1, 0, 0) == pytest.approx(np.array([0, 1, 0]))
    assert turn(1, 90) @ (1, 0, 0) == pytest.approx(np.array([0, 0, -1]))


def test_every_bone_has_a_parent_before_it() -> None:
    assert all(INDEX[above] < INDEX[name] for name, above in PARENT.items())


def test_the_suit_shows_number_and_face_where_they_belong() -> None:
    suit = Suit((0.8, 0.1, 0.1), (0.1, 0.1, 0.4), (1, 1, 1), number=17, bib=(0.95, 0.95, 0.95))
    texture = texture_of(suit)
    assert texture.shape == (HEIGHT_PX, 2 * WIDTH_PX, 3)
    chest = texture[
        round(HEIGHT_PX * 0.25) : round(HEIGHT_PX * 0.38), round(WIDTH_PX * 0.43) : round(WIDTH_PX * 0.57)
    ]
    assert (chest.max(2) < 0.02).mean() > 0.1
    face = np.abs(texture[round(HEIGHT_PX * 0.07) : round(HEIGHT_PX * 0.13), WIDTH_PX // 2] - 0.3)
    assert face.max() < 0.6
    body = body_of(Build(cell_m=0.012))
    corners = corners_of(body.vertices, body.faces)
    assert corners.min() >= 0
    assert corners.max() <= 1


def test_solids_face_outwards() -> None:
    solid = box((0, 0, 0), (1, 2, 3), (1, 1, 1))
    assert _volume(solid.vertices, solid.faces) == pytest.approx(6)
    rod = tube([(0, 0, 0), (0, 0, 1)], 0.1, (1, 1, 1), sides=64)
    assert _volume(rod.vertices, rod.faces) == pytest.approx(np.pi * 0.01, rel=0.01)
    assert _volume(box((0, 0, 0), (1, 1, 1), (1, 1, 1)).mirrored().vertices, solid.faces[:, ::-1]) > 0


def _apart(bones: Bones, first: str, second: str) -> float:
    return float(np.linalg.norm(bones.places[INDEX[first]] - bones.places[INDEX[second]]))


def _volume(vertices: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
            faces: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> float:  # fmt: skip
    a, b, c = (vertices[faces[:, k]].astype(float) for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def _open_edges(faces: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> int:
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), 1)
    _, counts = np.unique(edges, axis=0, return_counts=True)
    return int((counts != 2).sum())
