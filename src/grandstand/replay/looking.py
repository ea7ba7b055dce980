"""What a picture shows at points of the world."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from grandstand.replay.models import Doubles

Kind = TypeVar("Kind", bound=np.generic)
Places = npt.NDArray[np.bool_]


def shown_at(
    points: Doubles, projection: Doubles, picture: npt.NDArray[Kind]
) -> tuple[npt.NDArray[Kind], Places, Doubles]:
    """The pixels of points of shape (n, 3), whether they are in the picture, and their depths.

    Of what is not in the picture the pixel says nothing.
    """
    u, v, w = projection @ np.column_stack([points, np.ones(len(points))]).T
    safe = np.maximum(w, 1e-6)
    u, v = u / safe, v / safe
    inside = (w > 0) & (u >= 0) & (v >= 0) & (u < picture.shape[1]) & (v < picture.shape[0])
    pixels = picture[np.where(inside, v, 0).astype(np.int64), np.where(inside, u, 0).astype(np.int64)]
    return pixels, inside, w
