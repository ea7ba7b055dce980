"""Cameras around a field of play: a ring that looks at its middle."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from grandstand.replay.models import Box, Camera, CameraId, Rig

CAMERAS, HELD_OUT = 24, 6


def looking(
    name: str, place_m: Sequence[float], at_m: Sequence[float], focal: float, size: tuple[int, int]
) -> Camera:
    """A camera at a place that looks at a point; `focal` is its focal length in picture widths."""
    centre = np.asarray(place_m, float)
    forward = np.asarray(at_m, float) - centre
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, (0, 0, 1.0))
    right /= np.linalg.norm(right)
    rotation = np.stack([right, np.cross(forward, right), forward])
    width, height = size
    intrinsics = np.array([[focal * width, 0, width / 2], [0, focal * width, height / 2], [0, 0, 1]])
    return Camera(
        id=CameraId(name),
        width=width,
        height=height,
        intrinsics=intrinsics,
        rotation=rotation,
        translation=-rotation @ centre,
        residual_px=0.0,
    )


def ring(
    name: str,
    middle_m: Sequence[float],
    volume: Box,
    *,
    radius_m: float = 9.5,
    heights_m: Sequence[float] = (1.4, 2.6),
    focal: float = 1.25,
    ground: Callable[[float, float], float] | None = None,
) -> tuple[Rig, tuple[Camera, ...]]:
    """24 cameras that look at `middle_m`, and 6 more between them that are held out; made for 1280x720.

    `heights_m`: above the ground where each stands, in turn.
    `ground`: the height of the ground at (x, y); None is 0 everywhere.
    """
    size = (1280, 720)

    def at(angle: float, radius: float, height: float, label: str) -> Camera:
        x, y = middle_m[0] + radius * np.cos(angle), middle_m[1] + radius * np.sin(angle)
        z = height + (ground(x, y) if ground else 0.0)
        return looking(label, (x, y, z), middle_m, focal, size)

    step = 2 * np.pi / CAMERAS
    cameras = tuple(
        at(step * i, radius_m, heights_m[i % len(heights_m)], f"cam{i + 1:02}") for i in range(CAMERAS)
    )
    mean = float(np.mean(heights_m))
    held = tuple(
        at(step * (1.5 + i * CAMERAS / HELD_OUT), radius_m * 0.98, mean, f"held{i + 1}") for i in range(HELD_OUT)
    )
    return Rig(name, cameras, volume), held


def fewer(rig: Rig, count: int) -> Rig:
    """The same rig with `count` of its cameras, evenly around."""
    picked = np.linspace(0, len(rig.cameras), count, endpoint=False).astype(int)
    return replace(rig, cameras=tuple(rig.cameras[number] for number in picked))


def resized(camera: Camera, size: tuple[int, int]) -> Camera:
    """The same camera with pictures of another size and the same field of view."""
    scale = size[0] / camera.width
    intrinsics = camera.intrinsics * np.array([[scale], [size[1] / camera.height], [1.0]])
    return replace(camera, width=size[0], height=size[1], intrinsics=intrinsics)
