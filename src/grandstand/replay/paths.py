"""Where the virtual camera goes."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from grandstand.replay.models import Camera, CameraId, Doubles, Rig
from grandstand.replay.venue import middle_of

PICTURES_MAX = 3_000
"""Two minutes at 25 pictures a second."""
WIDE_GAP = 1.1
"""Radians between neighbouring cameras, from which an orbit turns back instead of crossing."""
RISE_M = 0.3
"""How much an orbit rises and falls."""
PULL = 0.35
"""How far the view leans from the rig's own middle to the athlete."""
VIEW = CameraId("view")


def looking(camera: Camera, centre: Doubles, target: Doubles, size: tuple[int, int]) -> Camera:
    """A virtual camera at `centre` that looks at `target`, upright, as wide as `camera`; size (width, height)."""
    forward = target - centre
    forward = forward / np.linalg.norm(forward)
    right = np.cross(forward, [0.0, 0.0, 1.0])
    right /= np.linalg.norm(right)
    rotation = np.stack([right, np.cross(forward, right), forward])
    focal = camera.intrinsics[0, 0] * size[0] / camera.width
    return replace(
        camera,
        id=VIEW,
        width=size[0],
        height=size[1],
        intrinsics=np.array([[focal, 0, size[0] / 2], [0, focal, size[1] / 2], [0, 0, 1.0]]),
        rotation=rotation,
        translation=-rotation @ centre,
        distortion=(0.0, 0.0, 0.0, 0.0, 0.0),
    )


def orbit(
    rig: Rig, target: Doubles, pictures: int, size: tuple[int, int], *, first_rad: float = 0.0
) -> list[Camera]:
    """Once around, on the circle where the rig's cameras stand; there and back where they leave a wide gap.

    It looks at `target`, shape (3,), metres; pictures have the size (width, height); the first one is taken from
    the azimuth `first_rad`.
    """
    azimuths = _azimuths(rig.cameras)
    gaps = np.diff(azimuths, append=azimuths[0] + 2 * np.pi)
    widest = int(np.argmax(gaps))
    if gaps[widest] <= WIDE_GAP:
        return _along(rig, target, first_rad + np.linspace(0, 2 * np.pi, pictures, endpoint=False), size)
    begin = azimuths[(widest + 1) % len(azimuths)]
    span = 2 * np.pi - gaps[widest]
    return _along(rig, target, begin + span * (1 - np.cos(np.linspace(0, 2 * np.pi, pictures))) / 2, size)


def sweep(
    rig: Rig, target: Doubles, from_rad: float, until_rad: float, pictures: int, size: tuple[int, int]
) -> list[Camera]:
    """Along the rig's circle from one azimuth to another, gently begun and ended."""
    part = np.linspace(0, 1, pictures)
    return _along(rig, target, from_rad + (until_rad - from_rad) * part * part * (3 - 2 * part), size)


def azimuth(camera: Camera, rig: Rig) -> float:
    """Where a camera stands around the middle of the rig, radians."""
    away = camera.centre - middle_of(rig.cameras)
    return float(np.arctan2(away[1], away[0]))


def _azimuths(cameras: Sequence[Camera]) -> Doubles:
    away = np.stack([camera.centre for camera in cameras]) - middle_of(tuple(cameras))
    return np.sort(np.arctan2(away[:, 1], away[:, 0]))


def _along(rig: Rig, target: Doubles, azimuths: Doubles, size: tuple[int, int]) -> list[Camera]:
    assert 1 <= len(azimuths) <= PICTURES_MAX
    middle = middle_of(rig.cameras)
    away = np.stack([camera.centre for camera in rig.cameras]) - middle
    radius, height = np.median(np.linalg.norm(away[:, :2], axis=1)), np.median(away[:, 2])
    lens = sorted(rig.cameras, key=lambda c: c.intrinsics[0, 0] / c.width)[len(rig.cameras) // 2]
    aim = middle + PULL * (target - middle)
    rise = min(RISE_M, float(np.ptp(away[:, 2])) / 2)
    spots = [
        middle + np.array([radius * np.cos(a), radius * np.sin(a), height + rise * np.sin(a)]) for a in azimuths
    ]
    return [looking(lens, spot, aim, size) for spot in spots]
