"""Where the cameras of a rig look: the place that the most of them have in their pictures."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from grandstand.replay.models import Box, Camera, Doubles

PLACES_A_SIDE = 13
"""How finely the capture volume is searched."""


def shared_place(cameras: Sequence[Camera], volume: Box) -> tuple[Doubles, list[bool]]:
    """The point of the volume, metres, that the most cameras have in their pictures, and which ones do.

    Of several such points, the one nearest to the middle of them. Lenses are taken to be straight.
    """
    sides = [np.linspace(low, high, PLACES_A_SIDE) for low, high in zip(volume.low_m, volume.high_m, strict=True)]
    places = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 3)
    seen = np.stack([_sees(camera, places) for camera in cameras])
    counts = seen.sum(axis=0)
    best = np.flatnonzero(counts == counts.max())
    apart = np.linalg.norm(places[best] - places[best].mean(axis=0), axis=1)
    chosen = best[int(np.argmin(apart))]
    return places[chosen], [bool(each) for each in seen[:, chosen]]


def _sees(camera: Camera, places: Doubles) -> npt.NDArray[np.bool_]:
    x, y, depth = camera.projection @ np.column_stack([places, np.ones(len(places))]).T
    ahead = depth > 0
    depth = np.where(ahead, depth, 1.0)
    inside = (x >= 0) & (x <= camera.width * depth) & (y >= 0) & (y <= camera.height * depth)
    return np.asarray(ahead & inside)
