"""Implicit solids: smooth unions of round cones and ellipsoids, made into triangles by surface nets.

The field is a soft minimum of signed distances, `-k log sum exp(-d_i / k)`: the order of the parts does not
matter, and the same terms say which part a point belongs to, which gives the weights that bind skin to bones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grandstand.replay.models import Doubles, Floats, Indices
from grandstand.replay.studio.shapes import Point

ROUND_CONE, ELLIPSOID = 0.0, 1.0
ROW = 17
"""Numbers a part: see `Part.row`."""
NEWTON_STEPS = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A round cone from `a` to `b`, or an ellipsoid around `a` with radii `b` in the frame of `axes`."""

    bone: int
    kind: float
    a: tuple[float, float, float]
    b: tuple[float, float, float]
    radius_a: float = 0.0
    radius_b: float = 0.0
    axes: tuple[float, ...] = (1, 0, 0, 0, 1, 0)

    def row(self) -> list[float]:
        return [self.kind, self.bone, *self.a, *self.b, self.radius_a, self.radius_b, *self.axes, 0.0]


def round_cone(bone: int, a: Point, b: Point, radius_a: float, radius_b: float) -> Part:
    return Part(bone, ROUND_CONE, _three(a), _three(b), radius_a, radius_b)


def blob(bone: int, centre: Point, radii: Point, axes: Doubles | None = None) -> Part:
    """An ellipsoid; `axes` (3, 3) turns the world into its own frame."""
    frame = np.eye(3) if axes is None else axes
    return Part(bone, ELLIPSOID, _three(centre), _three(radii), axes=tuple(float(x) for x in frame[:2].ravel()))


def rows(parts: Sequence[Part]) -> Doubles:
    """What the kernels take, shape (parts, 17)."""
    return np.array([each.row() for each in parts], np.float64).reshape(-1, ROW)


def polygonise(parts: Doubles, cell_m: float, blend_m: float) -> tuple[Floats, Floats, Indices]:
    """Vertices, normals and triangles of the surface where the field is zero; closed, facing outwards."""
    from grandstand.replay.studio import kernels  # noqa: PLC0415

    low, high = _bounds(parts, cell_m)
    shape = np.ceil((high - low) / cell_m).astype(int) + 1
    field = np.empty(tuple(shape), np.float32)
    kernels.field_on_grid(parts, low, cell_m, blend_m, field)
    points, faces = _surface_nets(field)
    vertices = low + points * cell_m
    normals = np.empty_like(vertices)
    for _ in range(NEWTON_STEPS):
        kernels.towards_surface(parts, blend_m, vertices, normals)
    return vertices.astype(np.float32), normals.astype(np.float32), faces


def _bounds(parts: Doubles, cell_m: float) -> tuple[Doubles, Doubles]:
    margin = 3 * cell_m
    lows, highs = [], []
    for row in parts:
        a, b = row[2:5], row[5:8]
        if row[0] == ROUND_CONE:
            reach = max(row[8], row[9])
            lows.append(np.minimum(a, b) - reach)
            highs.append(np.maximum(a, b) + reach)
        else:
            lows.append(a - b.max())
            highs.append(a + b.max())
    return np.min(lows, 0) - margin, np.max(highs, 0) + margin


def _surface_nets(field: Floats) -> tuple[Doubles, Indices]:
    """One vertex in each cell that the surface crosses, one quad on each edge that does; in units of cells."""
    inside = field < 0
    corners = [
        tuple(slice(o, n - 1 + o) for o, n in zip(offset, field.shape, strict=True))
        for offset in np.ndindex(2, 2, 2)
    ]
    count = sum(inside[c].astype(np.int8) for c in corners)
    cells = np.argwhere((count > 0) & (count < len(corners))).astype(np.int32)
    index = np.full([n - 1 for n in field.shape], -1, np.int32)
    index[tuple(cells.T)] = np.arange(len(cells))
    quads = [_quads(inside, index, axis) for axis in range(3)]
    faces = np.concatenate(quads)
    return _crossings(field, cells), np.concatenate([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]])


def _crossings(field: Floats, cells: Indices) -> Doubles:
    total = np.zeros((len(cells), 3))
    number = np.zeros((len(cells), 1))
    for axis in range(3):
        others = [k for k in range(3) if k != axis]
        for i, j in np.ndindex(2, 2):
            start = cells.copy()
            start[:, others[0]] += i
            start[:, others[1]] += j
            end = start.copy()
            end[:, axis] += 1
            f0, f1 = field[tuple(start.T)].astype(float), field[tuple(end.T)].astype(float)
            hit = (f0 < 0) != (f1 < 0)
            share = np.where(hit, f0 / np.where(hit, f0 - f1, 1.0), 0.0)
            point = start.astype(float)
            point[:, axis] += share
            total += np.where(hit[:, None], point, 0.0)
            number += hit[:, None]
    return total / number


def _quads(inside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], index: Indices, axis: int) -> Indices:
    first = np.take(inside, range(inside.shape[axis] - 1), axis)
    second = np.take(inside, range(1, inside.shape[axis]), axis)
    b, c = (axis + 1) % 3, (axis + 2) % 3
    edges = np.argwhere(first != second)
    edges = edges[(edges[:, b] > 0) & (edges[:, c] > 0)]
    leaves = first[tuple(edges.T)]
    around = []
    for i, j in ((1, 1), (0, 1), (0, 0), (1, 0)):
        cell = edges.copy()
        cell[:, b] -= i
        cell[:, c] -= j
        around.append(index[tuple(cell.T)])
    quads = np.stack(around, 1)
    quads[~leaves] = quads[~leaves][:, ::-1]
    return quads.astype(np.int32)


def _three(values: Point) -> tuple[float, float, float]:
    x, y, z = values
    return float(x), float(y), float(z)
