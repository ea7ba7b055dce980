"""Lens distortion: a larger pinhole picture is drawn, then bent as the lens bends it."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from grandstand.replay.models import Camera, Floats
from grandstand.replay.studio.drawing import Drawn

UNDISTORTED = (0.0, 0.0, 0.0, 0.0, 0.0)
ROUNDS = 20
"""Steps of the fixed-point iteration that inverts the distortion."""


def canvas_of(camera: Camera) -> Camera:
    """The pinhole camera whose picture holds all that a distorted one sees; the same camera without a lens."""
    if camera.distortion == UNDISTORTED:
        return camera
    where_x, where_y = _sources(*_key(camera))
    margin_x = int(np.ceil(max(-where_x.min(), where_x.max() - camera.width, 0))) + 2
    margin_y = int(np.ceil(max(-where_y.min(), where_y.max() - camera.height, 0))) + 2
    intrinsics = camera.intrinsics.copy()
    intrinsics[:2, 2] += (margin_x, margin_y)
    return replace(
        camera,
        width=camera.width + 2 * margin_x,
        height=camera.height + 2 * margin_y,
        intrinsics=intrinsics,
        distortion=UNDISTORTED,
    )


def developed(drawn: Drawn, camera: Camera, canvas: Camera) -> Drawn:
    """What the distorted camera sees, out of the canvas."""
    import cv2  # noqa: PLC0415

    where_x, where_y = _sources(*_key(camera))
    shift_x, shift_y = (canvas.width - camera.width) / 2, (canvas.height - camera.height) / 2
    # OpenCV counts from the middle of the first pixel.
    x, y = (where_x + shift_x - 0.5).astype(np.float32), (where_y + shift_y - 0.5).astype(np.float32)
    return Drawn(
        np.asarray(cv2.remap(drawn.image, x, y, cv2.INTER_LINEAR), np.uint8),
        np.asarray(cv2.remap(drawn.labels, x, y, cv2.INTER_NEAREST), np.uint8),
        np.asarray(cv2.remap(drawn.depth, x, y, cv2.INTER_NEAREST), np.float32),
    )


def _key(camera: Camera) -> tuple[tuple[float, ...], int, int, tuple[float, ...]]:
    return tuple(camera.intrinsics.ravel().tolist()), camera.width, camera.height, tuple(camera.distortion)


@lru_cache(maxsize=32)
def _sources(
    intrinsics: tuple[float, ...], width: int, height: int, distortion: tuple[float, ...]
) -> tuple[Floats, Floats]:
    """For each pixel of the distorted picture, where its ray lies in the straight one: columns and rows."""
    k = np.array(intrinsics).reshape(3, 3)
    v, u = np.mgrid[0:height, 0:width] + 0.5
    bent_x, bent_y = (u - k[0, 2]) / k[0, 0], (v - k[1, 2]) / k[1, 1]
    k1, k2, p1, p2, k3 = distortion
    x, y = bent_x, bent_y
    for _ in range(ROUNDS):
        r2 = x * x + y * y
        radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
        x, y = (
            (bent_x - 2 * p1 * x * y - p2 * (r2 + 2 * x * x)) / radial,
            (bent_y - p1 * (r2 + 2 * y * y) - 2 * p2 * x * y) / radial,
        )
    return (x * k[0, 0] + k[0, 2]).astype(np.float32), (y * k[1, 1] + k[1, 2]).astype(np.float32)
