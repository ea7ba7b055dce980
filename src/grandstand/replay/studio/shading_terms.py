"""What the shading kernels take and fill; apart from them, because they need numba and this does not."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from grandstand.replay.models import Doubles, Floats, Indices


class Surface(NamedTuple):
    """A model on the screen: `points` as `kernels.rasterise` takes them, then what `shapes.Model` has."""

    points: Doubles
    vertices: Floats
    normals: Floats
    colours: Floats
    faces: Indices
    kinds: npt.NDArray[np.uint8]
    corners: Floats
    texture: Floats


class Light(NamedTuple):
    """The sun's direction and colour, the sky's light from above and below, where the camera stands; each (3,).

    `haze` is how much of the sky's colour covers what is 100 m away.
    """

    sun: Doubles
    sun_rgb: Doubles
    above_rgb: Doubles
    below_rgb: Doubles
    sky_rgb: Doubles
    eye: Doubles
    haze: float


class Shadow(NamedTuple):
    """A map seen from the sun: `matrix` (3, 4) gives column, row and nearness of a world point."""

    matrix: Doubles
    nearness: Floats
    bias: float


class Film(NamedTuple):
    """Where samples are gathered, for each pixel: light (h, w, 3), sunlit share of it (h, w), samples (h, w)."""

    light: Floats
    sunlit: Floats
    samples: npt.NDArray[np.uint8]
