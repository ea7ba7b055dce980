"""The ground under the field of play: the plane on which neighbouring cameras' plates agree best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import cv2
import numpy as np

from grandstand.replay.looking import shown_at
from grandstand.replay.models import Box, Camera, CameraId, Doubles, Floats, Image, Plate

WIDTH_PX = 320
"""Width of the pictures that are compared."""
FINE_PX, COARSE_PX = 1.0, 5.0
"""What is compared is the difference of two blurs: no exposure, no light from the side, little noise."""
LOUDEST = 12.0
"""Grey levels; an edge counts no more than that, or a single line would decide."""
POINTS = 40
"""Along each side of the capture volume."""
BELOW_CAMERAS_M = (0.8, 6.0)
"""How far below the cameras the ground may be: seen flatter, all planes look alike."""
HEIGHT_STEP_M = 0.1
FIRST_STEPS = (0.1, 0.05, 0.05)
LAST_STEP_M = 0.004
"""Steps of height and of the two slopes while the best plane is approached; halved until the last."""
NEIGHBOURS = (1, 2)
"""Each camera is compared with the next and the one after it around the field."""
SURE = 0.25
"""The agreement below which nothing is known of the ground."""
Place = tuple[Doubles, Floats]
"""A projection into a small picture, and what is compared of it."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A plane.

    Args:
        middle_m: x and y of a point.
        height_m: its height there.
        slope: how much it rises along x and along y.
        agreement: of the plates on it, up to 1; 0 where it is only assumed.
    """

    middle_m: tuple[float, float]
    height_m: float
    slope: tuple[float, float] = (0.0, 0.0)
    agreement: float = 0.0

    @classmethod
    def level(cls, height_m: float) -> Self:
        """What is assumed where the plates tell nothing."""
        return cls((0.0, 0.0), height_m)

    def above(self, points: Floats | Doubles) -> Floats:
        """How far points of shape (..., 3) are above it, straight up, metres."""
        x, y = points[..., 0] - self.middle_m[0], points[..., 1] - self.middle_m[1]
        return np.asarray(points[..., 2] - self.height_m - self.slope[0] * x - self.slope[1] * y, np.float32)

    def along(self, centre: Floats, rays: Floats) -> Floats:
        """The depth along rays of shape (..., 3) from a point; infinite where they do not come down to it."""
        falling = self.slope[0] * rays[..., 0] + self.slope[1] * rays[..., 1] - rays[..., 2]
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            depths = self.above(centre) / falling
        return np.asarray(np.where(depths > 0, depths, np.inf), np.float32)

    def height_over(self, volume: Box) -> float:
        """How far the lowest point under a capture volume's outline is above its bottom."""
        return float(self.grid(volume, 2)[:, 2].min()) - volume.low_m[2]

    def at_bottom(self, volume: Box) -> "Ground":
        """As steep, and as low as a capture volume's bottom."""
        return replace(self, height_m=self.height_m - self.height_over(volume))

    def grid(self, volume: Box, side: int) -> Doubles:
        """So many times so many points of it under a capture volume, shape (side * side, 3)."""
        x, y = np.meshgrid(*(np.linspace(volume.low_m[k], volume.high_m[k], side) for k in (0, 1)))
        flat = np.column_stack([x.ravel(), y.ravel(), np.zeros(x.size)])
        flat[:, 2] = -self.above(flat)
        return flat


def ground_of(cameras: Sequence[Camera], plates: Mapping[CameraId, Plate], volume: Box) -> Ground:
    """The ground within a capture volume's outline; level with its lower side where the plates do not tell.

    The cameras are straight, and each has a plate.
    """
    places = [_place(camera, plates[camera.id].median) for camera in cameras]
    centres = np.stack([camera.centre for camera in cameras])
    middle = centres[:, :2].mean(0)
    around = np.argsort(np.arctan2(*(centres[:, :2] - middle).T[::-1]))
    ordered = [places[number] for number in around]
    points = Ground.level(0.0).grid(volume, POINTS)[:, :2]

    def agreement(plane: Doubles) -> float:
        return _agreement(ordered, points, plane[0] + (points - middle) @ plane[1:])

    # Cameras often stand at one height above a slope.
    on_cameras = np.column_stack([np.ones(len(centres)), centres[:, :2] - middle])
    slope = np.linalg.lstsq(on_cameras, centres[:, 2], rcond=None)[0][1:]
    best, most = np.zeros(3), -1.0
    for first in (slope, np.zeros(2)):
        lowest = float((centres[:, 2] - (centres[:, :2] - middle) @ first).min())
        for below in np.arange(*BELOW_CAMERAS_M, HEIGHT_STEP_M):
            plane = np.array([lowest - below, *first])
            if (told := agreement(plane)) > most:
                best, most = plane, told
    step = np.array(FIRST_STEPS)
    while step[0] > LAST_STEP_M:
        tried = [best + sign * own for own in np.diag(step) for sign in (1, -1)]
        told, plane = max(((agreement(each), each) for each in tried), key=lambda pair: pair[0])
        if told > most:
            best, most = plane, told
        else:
            step = step / 2
    if most < SURE:
        return Ground.level(volume.low_m[2])
    return Ground((float(middle[0]), float(middle[1])), float(best[0]), (float(best[1]), float(best[2])), most)


def _place(camera: Camera, image: Image) -> Place:
    size = (WIDTH_PX, round(camera.height * WIDTH_PX / camera.width))
    grey = cv2.resize(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA)
    fine, coarse = (cv2.GaussianBlur(grey.astype(np.float32), (0, 0), each) for each in (FINE_PX, COARSE_PX))
    scale = np.diag([size[0] / camera.width, size[1] / camera.height, 1.0])
    return scale @ camera.projection, np.clip(fine - coarse, -LOUDEST, LOUDEST).astype(np.float32)


def _agreement(around: Sequence[Place], points: Doubles, heights: Doubles) -> float:
    """The mean correlation of neighbouring cameras' pictures at points of a surface."""
    places = np.column_stack([points, heights])
    pixels = [shown_at(places, *each) for each in around]
    shown = [(np.where(inside, values, 0.0), inside.astype(np.float64)) for values, inside, _ in pixels]
    told = 0.0
    for k, (here, inside) in enumerate(shown):
        for step in NEIGHBOURS:
            there, also = shown[(k + step) % len(shown)]
            a, b = here * also, there * inside
            told += float(a @ b) / float(np.sqrt((a @ a + 1) * (b @ b + 1)))
    return told / (len(shown) * len(NEIGHBOURS))
