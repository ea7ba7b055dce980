"""The venue as geometry, from clean plates and poses alone: how far away it is along any ray."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from grandstand.replay.backend import Eye, eye_of
from grandstand.replay.ground import Ground
from grandstand.replay.models import Camera, CameraId, Doubles, Floats, Image
from grandstand.replay.stage import Stage

NEAR_M = 0.3
BEYOND_M = 2.0
"""The nearest wall stands this far behind the outermost camera."""
WALLS_M = (0.0, 2.0, 4.0, 6.0, 9.0, 12.0, 16.0, 22.0, 30.0, 45.0, 70.0, 120.0)
"""Distances of the wall that are tried, behind the nearest."""
SMALL_PX = 160
"""Width of the pictures that are compared."""


@dataclass(frozen=True, slots=True)
class Venue:
    """A floor and a round wall behind the cameras.

    Args:
        ground: the floor.
        middle_m: x and y of what the cameras stand around.
        wall_m: radius of the wall around it.
    """

    ground: Ground
    middle_m: tuple[float, float]
    wall_m: float

    def depths(
        self, eye: Eye, columns: Floats, rows: Floats, sources: Iterable[CameraId]
    ) -> Iterator[tuple[Floats, Floats]]:
        """The depth along the rays of an eye at image coordinates of one shape, and 1: every source tells it."""
        depths = self.along(eye, columns, rows)
        for _ in sources:
            yield depths, np.ones_like(depths)

    def along(self, eye: Eye, columns: Floats, rows: Floats) -> Floats:
        """The depth along the rays of an eye at image coordinates of one shape."""
        rays = np.stack([columns, rows, np.ones_like(columns)], -1) @ eye.rays.T
        floor = self.ground.along(eye.centre, rays)
        away = eye.centre[:2] - np.array(self.middle_m, np.float32)
        a = np.maximum((rays[..., :2] ** 2).sum(-1), 1e-9)
        half_b = rays[..., :2] @ away
        c = away @ away - self.wall_m**2
        wall = (-half_b + np.sqrt(np.maximum(half_b**2 - a * c, 0.0))) / a
        nearest = np.minimum(floor, wall)
        return np.asarray(np.maximum(nearest, NEAR_M), np.float32)


def middle_of(cameras: tuple[Camera, ...]) -> Doubles:
    """The point that is nearest to all optical axes, shape (3,)."""
    axes = [camera.rotation[2] for camera in cameras]
    across = [np.eye(3) - np.outer(axis, axis) for axis in axes]
    wanted = sum((m @ camera.centre for m, camera in zip(across, cameras, strict=True)), np.zeros(3))
    return np.asarray(np.linalg.lstsq(sum(across, np.zeros((3, 3))), wanted, rcond=None)[0], np.float64)


def venue_of(stage: Stage) -> Venue:
    """The venue around a stage: the wall stands where neighbouring cameras' plates agree best."""
    cameras = tuple(post.straight for post in stage.posts.values())
    middle = middle_of(cameras)
    nearest = max(float(np.linalg.norm(camera.centre[:2] - middle[:2])) for camera in cameras) + BEYOND_M
    around = sorted(cameras, key=lambda c: np.arctan2(c.centre[1] - middle[1], c.centre[0] - middle[0]))
    small = {name: _small(post.plate.median) for name, post in stage.posts.items()}
    pairs = list(zip(around, around[1:] + around[:1], strict=True))

    def differing(wall_m: float) -> float:
        venue = Venue(stage.ground, (float(middle[0]), float(middle[1])), wall_m)
        return float(np.mean([_difference(venue, a, b, small) for a, b in pairs]))

    walls = [nearest + more for more in WALLS_M]
    return Venue(stage.ground, (float(middle[0]), float(middle[1])), min(walls, key=differing))


def _small(image: Image) -> Image:
    height = round(image.shape[0] * SMALL_PX / image.shape[1])
    return np.asarray(cv2.resize(image, (SMALL_PX, height), interpolation=cv2.INTER_AREA), np.uint8)


def _difference(venue: Venue, seen: Camera, other: Camera, small: Mapping[CameraId, Image]) -> float:
    """Grey levels between a small picture and what the other camera shows at the same places of the venue."""
    image = small[seen.id]
    scale = seen.width / image.shape[1]
    rows, columns = (np.indices(image.shape[:2], np.float32) + 0.5) * scale
    eye = eye_of(seen)
    u, v, w = looked_up(venue.along(eye, columns, rows), eye, columns, rows, other)
    back = image.shape[1] / other.width
    shown = cv2.remap(small[other.id], u * back - 0.5, v * back - 0.5, cv2.INTER_LINEAR)
    inside = (w > 0) & (u > 0) & (v > 0) & (u < other.width) & (v < other.height)
    if inside.sum() < image.shape[1]:
        return 255.0
    return float(np.abs(shown[inside].astype(np.float32) - image[inside]).mean())


def looked_up(
    depths: Floats, eye: Eye, columns: Floats, rows: Floats, other: Camera
) -> tuple[Floats, Floats, Floats]:
    """Where another straight camera shows what the eye sees at these depths: column, row, depth there."""
    through = np.stack([columns, rows, np.ones_like(columns)], -1) * depths[..., None]
    projection = other.projection.astype(np.float32)
    matrix = projection[:, :3] @ eye.rays
    offset = projection[:, :3] @ eye.centre + projection[:, 3]
    on_picture = through @ matrix.T + offset
    w = on_picture[..., 2]
    safe = np.maximum(w, 1e-3)
    return on_picture[..., 0] / safe, on_picture[..., 1] / safe, w
