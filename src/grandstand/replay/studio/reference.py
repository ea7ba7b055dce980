"""The z-buffer in plain numpy: what `kernels.rasterise` has to agree with."""

import numpy as np
import numpy.typing as npt

from grandstand.replay.models import Doubles, Floats, Indices

EDGE = -1e-9
FLAT_PX2 = 1e-12


def rasterise(
    points: Doubles,
    faces: Indices,
    first: int,
    window: tuple[int, int, int, int],
    nearness: Floats,
    ids: npt.NDArray[np.int32],
) -> None:
    """Draw triangles as `kernels.rasterise` does, every triangle over the whole window."""
    x0, y0, x1, y1 = window
    y, x = np.mgrid[y0:y1, x0:x1] + 0.5
    depth, seen = nearness[y0:y1, x0:x1], ids[y0:y1, x0:x1]
    for number, corners in enumerate(faces):
        a, b, c = points[corners]
        area = _cross(b - a, c - a)
        if min(a[2], b[2], c[2]) <= 0 or abs(area) < FLAT_PX2:
            continue
        wa = ((b[0] - x) * (c[1] - y) - (b[1] - y) * (c[0] - x)) / area
        wb = ((c[0] - x) * (a[1] - y) - (c[1] - y) * (a[0] - x)) / area
        wc = 1 - wa - wb
        near = (wa * a[2] + wb * b[2] + wc * c[2]).astype(np.float32)
        wins = (wa >= EDGE) & (wb >= EDGE) & (wc >= EDGE) & (near > depth)
        depth[wins] = near[wins]
        seen[wins] = first + number


def _cross(a: Doubles, b: Doubles) -> float:
    return float(a[0] * b[1] - a[1] * b[0])
