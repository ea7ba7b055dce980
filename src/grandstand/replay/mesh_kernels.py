"""Surfaces out of fields, and what hangs together: numba, each with its twin in `mesh_reference`."""

# ruff: noqa: PLR2004 (a kernel is one loop over arrays with its thresholds)

import numpy as np
from numba import njit

from grandstand.replay.models import Floats, Indices


@njit(nogil=True, cache=True)
def roots(count: int, pairs: Indices) -> Indices:
    """Of each of `count` nodes the smallest one that it hangs together with; pairs have shape (m, 2)."""
    parent = np.arange(count).astype(np.int32)
    for i in range(pairs.shape[0]):
        a = pairs[i, 0]
        b = pairs[i, 1]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        if a < b:
            parent[b] = a
        elif b < a:
            parent[a] = b
    for i in range(count):
        parent[i] = parent[parent[i]]
    return parent


@njit(nogil=True, cache=True, error_model="numpy")
def _crossed(field: Floats) -> tuple[Indices, int]:
    """The number of each cell whose corners differ in sign, -1 for others, and how many there are."""
    nx, ny, nz = field.shape
    index = np.full((nx, ny, nz), -1, np.int32)
    count = 0
    for i in range(nx - 1):
        for j in range(ny - 1):
            for k in range(nz - 1):
                inside = 0
                for corner in range(8):
                    if field[i + (corner >> 2), j + ((corner >> 1) & 1), k + (corner & 1)] > 0:
                        inside += 1
                if 0 < inside < 8:
                    index[i, j, k] = count
                    count += 1
    return index, count


@njit(nogil=True, cache=True, error_model="numpy")
def _vertex(field: Floats, i: int, j: int, k: int, vertex: Floats) -> None:
    """Put the mean of a cell's crossings into `vertex`."""
    crossings = 0
    x = 0.0
    y = 0.0
    z = 0.0
    for corner in range(8):
        for axis in range(3):
            bit = 4 >> axis
            if corner & bit:
                continue
            other = corner | bit
            a = field[i + (corner >> 2), j + ((corner >> 1) & 1), k + (corner & 1)]
            b = field[i + (other >> 2), j + ((other >> 1) & 1), k + (other & 1)]
            if (a > 0) == (b > 0):
                continue
            part = a / (a - b)
            crossings += 1
            x += (corner >> 2) + (part if axis == 0 else 0.0)
            y += ((corner >> 1) & 1) + (part if axis == 1 else 0.0)
            z += (corner & 1) + (part if axis == 2 else 0.0)
    vertex[0] = i + x / crossings
    vertex[1] = j + y / crossings
    vertex[2] = k + z / crossings


@njit(nogil=True, cache=True, error_model="numpy")
def surface_nets(field: Floats) -> tuple[Floats, Indices]:
    """Vertices, in cells, shape (n, 3), and triangles around where the field is positive.

    One vertex in each cell whose corners differ in sign, at the mean of its edges' crossings; one quad around
    each edge that crosses. The outermost layer of the field is negative.
    """
    nx, ny, nz = field.shape
    index, count = _crossed(field)
    vertices = np.zeros((count, 3), np.float32)
    # An edge that crosses has four cells around it, and a cell has twelve edges: at most three quads a vertex.
    faces = np.empty((6 * count, 3), np.int32)
    made = 0
    for i in range(nx - 1):
        for j in range(ny - 1):
            for k in range(nz - 1):
                if index[i, j, k] < 0:
                    continue
                _vertex(field, i, j, k, vertices[index[i, j, k]])
                here = field[i, j, k] > 0
                for axis in range(3):
                    di = 1 if axis == 0 else 0
                    dj = 1 if axis == 1 else 0
                    dk = 1 if axis == 2 else 0
                    if here == (field[i + di, j + dj, k + dk] > 0):
                        continue
                    # The four cells around the edge, clockwise seen from its far end.
                    a = index[i - (1 - di), j - (1 - dj), k - (1 - dk)]
                    b = index[i - dk, j - di, k - dj]
                    c = index[i, j, k]
                    d = index[i - dj, j - dk, k - di]
                    if here:
                        b, d = d, b
                    faces[made] = (a, b, c)
                    faces[made + 1] = (a, c, d)
                    made += 2
    return vertices, faces[:made]
