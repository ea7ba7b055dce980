"""The nouns of a replay: frozen, without I/O.

Conventions, everywhere in this package:

* Lengths are metres, times seconds, angles radians.
* The world is right-handed, z points up. A camera looks along its z, x to its right, y down:
  `x_camera = R @ x_world + t`.
* Image coordinates are continuous: the centre of the upper left pixel is (0.5, 0.5), and the pixel that holds a
  point is its floor. K is given for these coordinates.
* Images are RGB, uint8, shape (height, width, 3).
* Distortion is OpenCV's (k1, k2, p1, p2, k3).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

import numpy as np
import numpy.typing as npt

CameraId = NewType("CameraId", str)

Image = npt.NDArray[np.uint8]
"""RGB, shape (height, width, 3)."""
Mask = npt.NDArray[np.uint8]
"""Shape (height, width)."""
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int32]

CAMERAS_MIN = 6
CAMERAS_MAX = 128
SIDE_PX_MAX = 8_192


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """A calibrated camera, real or virtual.

    Args:
        intrinsics: K, shape (3, 3).
        rotation: R, world to camera, shape (3, 3).
        translation: t, shape (3,).
        distortion: (k1, k2, p1, p2, k3); all 0 for a virtual camera.
        offset_s: what is added to its timestamps to get the rig's time.
        residual_px: root mean square of the calibration's reprojection error.
        stream: where its pictures come from live: an address, or a file beside the rig's.
    """

    id: CameraId
    width: int
    height: int
    intrinsics: Doubles
    rotation: Doubles
    translation: Doubles
    distortion: tuple[float, float, float, float, float] = (0.0, 0.0, 0.0, 0.0, 0.0)
    fps: float = 25.0
    offset_s: float = 0.0
    calibrated_at: datetime | None = None
    residual_px: float | None = None
    stream: str | None = None

    @property
    def centre(self) -> Doubles:
        """Where it stands in the world, shape (3,)."""
        return -self.rotation.T @ self.translation

    @property
    def projection(self) -> Doubles:
        """P = K [R | t], shape (3, 4), without distortion."""
        return self.intrinsics @ np.column_stack([self.rotation, self.translation])


@dataclass(frozen=True, slots=True)
class Box:
    """An upright box in the world, from its lowest to its highest corner."""

    low_m: tuple[float, float, float]
    high_m: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Rig:
    """Synchronised cameras around a field of play.

    Args:
        volume: where athletes are looked for.
    """

    name: str
    cameras: tuple[Camera, ...]
    volume: Box


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """What one camera sees while nobody is there.

    Args:
        median: the usual colour of each pixel, RGB uint8.
        spread: how much it changes, grey levels, shape (height, width); robust: a passer-by does not count.
    """

    median: Image
    spread: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Triangles.

    Args:
        vertices: shape (n, 3), metres.
        faces: shape (m, 3), counter-clockwise seen from outside.
        colours: shape (n, 3), RGB from 0 to 1, or None.
    """

    vertices: Floats
    faces: Indices
    colours: Floats | None = field(default=None)
