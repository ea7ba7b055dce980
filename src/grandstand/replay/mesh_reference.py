"""The twins of `mesh_kernels` in plain numpy."""

# ruff: noqa: PLR2004 (the thresholds stand where their twins stand)

from itertools import product

import numpy as np

from grandstand.replay.models import Floats, Indices

CORNERS = tuple(product((0, 1), repeat=3))


def roots(count: int, pairs: Indices) -> Indices:
    label = np.arange(count, dtype=np.int32)
    while True:
        least = np.minimum(label[pairs[:, 0]], label[pairs[:, 1]])
        spread = label.copy()
        np.minimum.at(spread, pairs[:, 0], least)
        np.minimum.at(spread, pairs[:, 1], least)
        if np.array_equal(spread, label):
            return label
        label = spread


def surface_nets(field: Floats) -> tuple[Floats, Indices]:
    inside = field > 0
    cells = tuple(side - 1 for side in field.shape)
    corners = {c: field[tuple(slice(d, d + n) for d, n in zip(c, cells, strict=True))] for c in CORNERS}
    total = np.sum([value > 0 for value in corners.values()], 0)
    mixed = np.asarray((total > 0) & (total < 8))
    index = np.full(field.shape, -1, np.int32)
    index[tuple(np.argwhere(mixed).T)] = np.arange(mixed.sum())
    sums, crossings = np.zeros((mixed.sum(), 3)), np.zeros(mixed.sum())
    for corner, axis in product(CORNERS, range(3)):
        if corner[axis]:
            continue
        other = tuple(1 if k == axis else d for k, d in enumerate(corner))
        a, b = corners[corner][mixed].astype(np.float64), corners[other][mixed].astype(np.float64)
        crosses = (a > 0) != (b > 0)
        at = np.tile(np.array(corner, np.float64), (len(a), 1))
        at[:, axis] += np.where(crosses, a / np.where(crosses, a - b, 1.0), 0.0)
        sums += np.where(crosses[:, None], at, 0.0)
        crossings += crosses
    vertices = np.argwhere(mixed) + sums / crossings[:, None]
    faces = np.concatenate([_faces(inside, index, axis) for axis in range(3)])
    return vertices.astype(np.float32), faces


def _faces(inside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], index: Indices, axis: int) -> Indices:
    """The triangles around the edges along one axis."""
    along = np.eye(3, dtype=np.int64)
    ahead = np.roll(inside, -1, axis)
    crosses = np.zeros_like(inside)
    crosses[1:-1, 1:-1, 1:-1] = (inside != ahead)[1:-1, 1:-1, 1:-1]
    at = np.argwhere(crosses)
    second, third = along[(axis + 1) % 3], along[(axis + 2) % 3]
    a, b, c, d = (index[tuple((at - back).T)] for back in (second + third, second, 0 * second, third))
    turned = inside[tuple(at.T)]
    b, d = np.where(turned, d, b), np.where(turned, b, d)
    return np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)]).astype(np.int32)
