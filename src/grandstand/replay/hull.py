"""The visual hull as a continuous field: from the whole volume to blocks near the surface."""

from dataclasses import dataclass

import numpy as np

from grandstand.replay.backend import Backend, Looks
from grandstand.replay.models import Doubles, Floats, Indices
from grandstand.replay.threads import Threads

BLOCK = 16
SMALL = 4
"""Grid points along the side of a block that is looked at first, and of the ones that it is divided into."""
FINE_CAMERAS = 18
"""With so many cameras one of them may be wrong."""
SLACK = 1.15
"""A distance on a picture is not quite one in the world."""
DIAGONAL = 3**0.5 / 2
BAND_M = 0.05
"""The field is cut off beyond this distance from the surface."""
Places = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

POINTS_MAX = 64_000_000
"""Grid points of one athlete: 256 MB."""
COARSER = 1.05


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """The signed distance to a hull, positive inside, metres, on a grid."""

    values: Floats
    origin_m: Doubles
    step_m: float


def tolerances(cameras: int) -> tuple[int, int]:
    """How many cameras may deny that an athlete is at a point: in the coarse pass, in the fine one.

    The coarse hull only says where to look closer: a glove before a dark tree is missed by a third of the cameras.
    """
    return cameras // 3, 1 if cameras >= FINE_CAMERAS else 0


def evaluate(
    points: Floats, looks: Looks, tolerated: int, floor_m: float, *, backend: Backend, threads: Threads
) -> Floats:
    """The field at points of shape (m, 3), exact above `floor_m`."""
    if not len(points):
        # The surface comes near none of the places: what was seen is no body.
        return np.zeros(0, np.float32)
    parts = threads.parts(points)
    return np.concatenate(threads.map(lambda own: backend.field(own, looks, tolerated, floor_m), parts))


def lattice(counts: Indices) -> Indices:
    """All index triples below three counts, shape (m, 3), in order."""
    return np.stack(np.meshgrid(*map(np.arange, counts), indexing="ij"), -1).reshape(-1, 3).astype(np.int32)


def step_for(low_m: Doubles, high_m: Doubles, step_m: float) -> float:
    """The step, or the least larger one with which a box is small enough for `hull`: many athletes may touch."""
    while _blocks(low_m, high_m, step_m).astype(np.int64).prod() * BLOCK**3 > POINTS_MAX:
        step_m *= COARSER
    return step_m


def _blocks(low_m: Doubles, high_m: Doubles, step_m: float) -> Indices:
    return np.maximum(1, np.ceil((high_m - low_m) / (BLOCK * step_m))).astype(np.int32)


def hull(
    looks: Looks,
    low_m: Doubles,
    high_m: Doubles,
    step_m: float,
    tolerated: int,
    *,
    backend: Backend,
    threads: Threads,
) -> Field:
    """The field in an upright box; exact near the surface, plus or minus BAND_M elsewhere."""
    counts = _blocks(low_m, high_m, step_m) * (BLOCK // SMALL)
    assert counts.astype(np.int64).prod() * SMALL**3 <= POINTS_MAX, "the box is too large for this step"

    def at(points: Doubles, floor_m: float) -> Floats:
        flat = points.reshape(-1, 3).astype(np.float32)
        return evaluate(flat, looks, tolerated, floor_m, backend=backend, threads=threads)

    def near(places: Indices, points: int) -> tuple[Floats, Places]:
        """The sign at blocks of so many grid points a side, and which of them the surface may cross."""
        reach = points * step_m * DIAGONAL * SLACK
        values = at(low_m + (places * points + (points - 1) / 2) * step_m, -reach)
        return np.sign(values), np.abs(values) <= reach

    ratio = BLOCK // SMALL
    large = lattice(counts // ratio)
    signs, close = near(large, BLOCK)
    whole = signs.reshape(counts // ratio)
    for axis in range(3):
        whole = np.repeat(whole, ratio, axis)
    small = (large[close, None] * ratio + lattice(np.full(3, ratio, np.int32))).reshape(-1, 3)
    signs, close = near(small, SMALL)
    whole[tuple(small.T)] = signs
    cells = np.broadcast_to((whole * np.float32(BAND_M)).reshape(-1, 1), (whole.size, SMALL**3)).copy()
    exact = at(low_m + (small[close, None] * SMALL + lattice(np.full(3, SMALL, np.int32))) * step_m, -BAND_M)
    cells[np.ravel_multi_index(tuple(small[close].T), whole.shape)] = exact.reshape(-1, SMALL**3).clip(
        -BAND_M, BAND_M
    )
    grid = cells.reshape(*counts, SMALL, SMALL, SMALL).transpose(0, 3, 1, 4, 2, 5).reshape(counts * SMALL)
    return Field(_walled(np.ascontiguousarray(grid, np.float32)), low_m, step_m)


def _walled(values: Floats) -> Floats:
    """The values with an outermost layer that is outside, so that every surface closes."""
    for axis in range(3):
        for end in (0, -1):
            np.moveaxis(values, axis, 0)[end] = -BAND_M
    return values
