"""How far away the venue is for each pixel of a camera, from its clean plate and its neighbours'.

A plane is swept through the venue; where it touches what is there, the neighbours' pictures agree on it. What has
no texture takes the depth of what surrounds it (semi-global matching: Hirschmueller, 2008, four directions).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from grandstand.replay.backend import eye_of
from grandstand.replay.ground import Ground
from grandstand.replay.models import Camera, Doubles, Floats, Image
from grandstand.replay.sweep_kernels import smoothed

PLANES = 96
OTHERS = 4
FARTHEST_M = 400.0
DIFFERENCE_CAP = 40.0
"""Grey levels; more is no worse, it is something else."""
UNSEEN = 25.0
"""The cost of a plane that no neighbour sees."""
WINDOW_PX = 5
STEP_COST = 1.5
JUMP_COST = 14.0
"""What a neighbouring pixel pays for the next plane, and for any other."""
MEAN = np.full((1, 3), 1 / 3, np.float32)
UNLIKELY_COST = 6.0
"""Grey levels that a plane pays where most probably nothing is."""
FLOOR_GAIN = 3.0
"""What it gains on the floor."""
NEAR_COST = 2.0
"""What the nearest plane pays: the sky is far."""
FLOOR_M = 0.3
"""How uneven a floor may be."""
HALF = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1.0]])
"""From our image coordinates to OpenCV's, whose pixel centres are whole numbers."""


def plane_depths(nearest_m: float) -> Doubles:
    """The depths of the planes, metres, evenly spaced in their inverse, the farthest first."""
    return np.asarray(1 / np.linspace(1 / FARTHEST_M, 1 / nearest_m, PLANES))


@dataclass(frozen=True, slots=True)
class Hollow:
    """What the cameras stand around: a clean plate shows nothing in it but the ground, and nothing under that.

    Args:
        low_m, high_m: its outline, x and y.
    """

    ground: Ground
    low_m: tuple[float, float]
    high_m: tuple[float, float]
    height_m: float


def swept(
    camera: Camera, image: Image, others: Sequence[tuple[Camera, Image]], hollow: Hollow, nearest_m: float
) -> Floats:
    """The depth of each pixel along the camera's axis, metres; cameras have the size of their pictures."""
    assert len(others) == OTHERS
    depths = plane_depths(nearest_m)
    costs = _costs(camera, image, others, depths) + _likely(camera, hollow, depths)
    calm = smoothed(costs, np.float32(STEP_COST), np.float32(JUMP_COST))
    best = np.clip(calm.argmin(-1), 1, PLANES - 2)
    rows, columns = np.indices(best.shape)
    before, at, after = (calm[rows, columns, best + k] for k in (-1, 0, 1))
    bend = np.maximum(before - 2 * at + after, 1e-3)
    exact = best + np.clip((before - after) / (2 * bend), -0.5, 0.5)
    depth = 1 / (1 / depths[0] + exact * (1 / depths[1] - 1 / depths[0]))
    return np.asarray(cv2.medianBlur(depth.astype(np.float32), 3), np.float32)


def _costs(camera: Camera, image: Image, others: Sequence[tuple[Camera, Image]], depths: Doubles) -> Floats:
    """Grey levels between the picture and the better two of four others on each plane, shape (h, w, PLANES)."""
    costs: Floats = np.empty((*image.shape[:2], PLANES), np.float32)
    for k, depth in enumerate(depths):
        a, b, c, d = (_differences(camera, image, other, seen, depth) for other, seen in others)
        costs[..., k] = np.minimum(np.minimum(a + b, c + d), np.minimum(a, b) + np.minimum(c, d)) / 2
    return costs


def _likely(camera: Camera, hollow: Hollow, depths: Doubles) -> Floats:
    """What planes cost before any picture is compared, shape (h, w, PLANES): air, underground, floor, near."""
    rows, columns = np.indices((camera.height, camera.width), np.float32) + np.float32(0.5)
    rays = np.stack([columns, rows, np.ones_like(rows)], -1) @ eye_of(camera).rays.T
    costs: Floats = np.empty((*rows.shape, PLANES), np.float32)
    low, high, centre = (np.array(each, np.float32) for each in (hollow.low_m, hollow.high_m, camera.centre))
    for k, depth in enumerate(depths):
        points = centre + rays * np.float32(depth)
        above = hollow.ground.above(points)
        within = ((points[..., :2] > low) & (points[..., :2] < high)).all(-1)
        air = (above > FLOOR_M) & (above < hollow.height_m) & within
        unlikely = np.where(air | (above < -FLOOR_M), UNLIKELY_COST, 0.0)
        floor = FLOOR_GAIN * np.maximum(0.0, 1 - np.abs(above) / FLOOR_M)
        costs[..., k] = unlikely - floor + NEAR_COST * k / PLANES
    return costs


def _differences(camera: Camera, own: Image, other: Camera, seen: Image, depth: float) -> Floats:
    turn = other.rotation @ camera.rotation.T
    shift = other.translation - turn @ camera.translation
    onto = turn + np.outer(shift, [0, 0, 1 / depth])
    homography = HALF @ other.intrinsics @ onto @ np.linalg.inv(HALF @ camera.intrinsics)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = own.shape[1::-1]
    there = cv2.warpPerspective(seen, homography, size, flags=flags)
    inside = cv2.warpPerspective(np.full(seen.shape[:2], 255, np.uint8), homography, size, flags=flags)
    difference = np.minimum(cv2.transform(cv2.absdiff(own, there).astype(np.float32), MEAN), DIFFERENCE_CAP)
    difference[inside < 255] = UNSEEN  # noqa: PLR2004 (wholly inside)
    return np.asarray(cv2.blur(difference, (WINDOW_PX, WINDOW_PX)), np.float32)
