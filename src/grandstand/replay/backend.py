"""The four calls that cost the time of a replay; whoever offers them is a backend.

`kernels.Kernels` is the one in use, `reference.Reference` says in plain numpy what it must answer.
"""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from grandstand.replay.models import Camera, Doubles, Floats, Image, Indices, Mask

BACKGROUND: Final = 0
FOREGROUND: Final = 1
UNKNOWN: Final = 2
"""The background changes too much there, or it may be a shadow: such a pixel carves no athlete away."""

FAR_M: Final = 1e9
"""The depth where nothing is."""
NOBODY_M: Final = 10.0
"""What a camera says of a point beside its window: no athlete is within this distance."""
OUTSIDE_M: Final = -1.0
"""The field where too few cameras look."""

BLENDED: Final = 3
"""Views that are blended in one pixel."""
WILD_SPREAD: Final = 8.0
"""Grey levels; a background pixel that changes more cannot tell an athlete from a spectator."""
OCCLUDED_M: Final = 0.04
"""A point this far behind what a camera sees is hidden from it."""
BARRIER_PX: Final = 4
"""Pixels along the side of a square that one barrier stands in."""
FACING_MIN: Final = 0.3
"""Cosine between two lines of sight, from which one view may colour the other."""


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """What n cameras know of the silhouettes in a window of their pictures each, padded to one size.

    Args:
        projections: into the windows, shape (n, 3, 4).
        focals: pixels, shape (n,).
        bounds: the first and the last pixel that the whole picture has, counted from the window's first pixel:
            left, top, right, bottom, shape (n, 4). Beyond them a camera sees nothing; within them and beside the
            window it sees no athlete.
        distances: signed distances to the silhouettes, positive inside, pixels, shape (n, height, width).
        barriers: depths beyond which something that stands still hides what is there, so that seeing nobody denies
            nothing; of squares of BARRIER_PX pixels, shape (n, ceil(height / BARRIER_PX), ceil(width /
            BARRIER_PX)), or (n, 0, 0) where nothing is known.
    """

    projections: Floats
    focals: Floats
    bounds: Floats
    distances: Floats
    barriers: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """What the shading reads: n views of one athlete, cropped and padded to one size.

    Args:
        projections: shape (n, 3, 4), of the crops.
        centres: of the cameras, shape (n, 3), metres.
        images: shape (n, height, width, 3), uint8.
        distances: signed distance to the silhouette, positive inside, pixels, shape (n, height, width).
        depths: of the nearest surface, metres, shape (n, height, width).
        gains: what makes the cameras' colours equal, shape (n, 3).
    """

    projections: Floats
    centres: Floats
    images: Image
    distances: Floats
    depths: Floats
    gains: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Eye:
    """A virtual pinhole: where it stands and the ray of each of its pixels.

    A pixel at (x, y) with the depth z shows `centre + z * rays @ (x, y, 1)`.
    """

    projection: Floats
    rays: Floats
    centre: Floats
    width: int
    height: int


class Backend(Protocol):
    def segment(self, image: Image, median: Image, spread: Floats, prior: Floats | None) -> Mask:
        """BACKGROUND, FOREGROUND or UNKNOWN of each pixel.

        `prior` is the signed distance to an earlier silhouette, positive inside, pixels; None in the first pass.
        """

    def field(self, points: Floats, looks: Looks, tolerated: int, floor_m: float) -> Floats:
        """Signed distance to the hull in metres, positive inside, of points of shape (m, 3).

        The smallest over the cameras that see the point, after `tolerated` smaller ones are passed over;
        OUTSIDE_M where fewer than half of the cameras see it.
        Below `floor_m` any value below it will do.
        """

    def zbuffer(self, vertices: Floats, faces: Indices, projection: Floats, width: int, height: int) -> Floats:
        """Depth of the nearest triangle at each pixel's centre, FAR_M where there is none."""

    def shade(self, depth: Floats, eye: Eye, sources: Sources, near: Indices) -> tuple[Floats, Floats]:
        """Colours, shape (height, width, 3), grey levels, and cover, 0 to 1, of the pixels that have a depth.

        `near` are the sources to ask first, the likeliest first.
        """


def eye_of(camera: Camera, origin_px: tuple[int, int] = (0, 0), size_px: tuple[int, int] | None = None) -> Eye:
    """The pinhole of a camera, or of the window of its picture that begins at `origin_px`, as (width, height)."""
    width, height = size_px or (camera.width, camera.height)
    shift: Doubles = np.array([[1, 0, -origin_px[0]], [0, 1, -origin_px[1]], [0, 0, 1]], np.float64)
    rays = camera.rotation.T @ np.linalg.inv(shift @ camera.intrinsics)
    return Eye(
        projection=np.ascontiguousarray(shift @ camera.projection, np.float32),
        rays=np.ascontiguousarray(rays, np.float32),
        centre=np.ascontiguousarray(camera.centre, np.float32),
        width=width,
        height=height,
    )
