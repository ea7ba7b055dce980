"""Lens distortion after Brown and Conrady, as OpenCV has it, in our pixel convention.

Points are continuous image coordinates: the centre of the upper left pixel is (0.5, 0.5). A straight picture is
what a pinhole with the same K would have taken.
"""

from functools import lru_cache
from typing import Any, cast

import numpy as np

from grandstand.replay.models import Camera, Doubles, Floats, Image, Mask

NEWTON_STEPS_MAX = 30
CONVERGED = 1e-13
"""Where a step is shorter, in units of the focal length, the point is found."""
MAPS_MAX = 32
"""Cameras whose maps are kept: 12 MB each at 1080p."""


def is_straight(camera: Camera) -> bool:
    """Whether the lens bends nothing."""
    return not any(camera.distortion)


def _split(normal: Doubles) -> tuple[Doubles, Doubles, Doubles]:
    x, y = normal[:, 0], normal[:, 1]
    return x, y, x * x + y * y


def bent(normal: Doubles, distortion: tuple[float, ...]) -> Doubles:
    """Where the lens puts points of the plane z = 1, shape (n, 2)."""
    k1, k2, p1, p2, k3 = distortion
    x, y, r2 = _split(normal)
    radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
    return np.column_stack(
        [
            x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x),
            y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y,
        ]
    )


def bending(normal: Doubles, distortion: tuple[float, ...]) -> Doubles:
    """The derivatives of `bent` at points of the plane z = 1, shape (n, 2, 2)."""
    k1, k2, p1, p2, k3 = distortion
    x, y, r2 = _split(normal)
    radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
    steep = 2 * (k1 + r2 * (2 * k2 + r2 * 3 * k3))  # of `radial`, along x over x
    across = x * y * steep + 2 * p1 * x + 2 * p2 * y
    rows = [
        np.stack([radial + x * x * steep + 2 * p1 * y + 6 * p2 * x, across], axis=1),
        np.stack([across, radial + y * y * steep + 6 * p1 * y + 2 * p2 * x], axis=1),
    ]
    return np.stack(rows, axis=1)


def _to_normal(points_px: Doubles, camera: Camera) -> Doubles:
    focal = camera.intrinsics[[0, 1], [0, 1]]
    return np.asarray((points_px - camera.intrinsics[:2, 2]) / focal, np.float64)


def _to_pixels(normal: Doubles, camera: Camera) -> Doubles:
    focal = camera.intrinsics[[0, 1], [0, 1]]
    return np.asarray(normal * focal + camera.intrinsics[:2, 2], np.float64)


def distort_points(points_px: Doubles, camera: Camera) -> Doubles:
    """Where the real lens shows what a pinhole shows at these points, shape (n, 2)."""
    if is_straight(camera):
        return np.array(points_px, np.float64)
    return _to_pixels(bent(_to_normal(np.asarray(points_px, np.float64), camera), camera.distortion), camera)


def undistort_points(points_px: Doubles, camera: Camera) -> Doubles:
    """Where a pinhole would show what the real lens shows at these points, shape (n, 2).

    Newton's method; a point that no pinhole point leads to stays where the method stops.
    """
    if is_straight(camera):
        return np.array(points_px, np.float64)
    wanted = _to_normal(np.asarray(points_px, np.float64), camera)
    found = wanted.copy()
    for _ in range(NEWTON_STEPS_MAX):
        missed = bent(found, camera.distortion) - wanted
        slope = bending(found, camera.distortion)
        flat = np.abs(np.linalg.det(slope)) < CONVERGED
        slope[flat] = np.eye(2)
        step = np.linalg.solve(slope, missed[:, :, None])[:, :, 0]
        found -= step
        if not np.any(np.abs(step) > CONVERGED):
            break
    return _to_pixels(found, camera)


def undistortion_map(camera: Camera) -> tuple[Floats, Floats]:
    """Where `cv2.remap` has to look for each pixel of the straight picture: x and y, shape (height, width)."""
    across, down = np.meshgrid(np.arange(camera.width) + 0.5, np.arange(camera.height) + 0.5)
    source = distort_points(np.column_stack([across.ravel(), down.ravel()]), camera) - 0.5
    map_x, map_y = source.T.reshape(2, camera.height, camera.width).astype(np.float32)
    return map_x, map_y


@lru_cache(maxsize=MAPS_MAX)
def _fixed_maps(camera: Camera) -> tuple[Any, Any]:
    import cv2  # noqa: PLC0415 - heavy, and an extra

    return cv2.convertMaps(*undistortion_map(camera), cv2.CV_16SC2)


def straight(image: Image, camera: Camera) -> Image:
    """What a pinhole with the same K would have taken; black where the real camera did not look."""
    if is_straight(camera):
        return image
    import cv2  # noqa: PLC0415 - heavy, and an extra

    assert image.shape[:2] == (camera.height, camera.width), "a picture of another size than its camera"
    return cast("Image", cv2.remap(image, *_fixed_maps(camera), cv2.INTER_LINEAR))


def looked_at(camera: Camera) -> Mask:
    """1 where the straight picture holds what the camera saw, 0 where it is black for want of light."""
    map_x, map_y = undistortion_map(camera)
    inside = (map_x >= 0) & (map_x <= camera.width - 1) & (map_y >= 0) & (map_y <= camera.height - 1)
    return inside.astype(np.uint8)
