"""Triangles around a field, cleaned of crumbs, with their normals."""

import numpy as np

from grandstand.replay.ground import Ground
from grandstand.replay.mesh_kernels import roots, surface_nets
from grandstand.replay.models import Doubles, Floats, Indices, Mesh

LOW_CELL_M = 0.3
"""Around a point is within one such cell."""
LOW_M = 0.2
"""What is nearer to the ground, or to the lowest point around it, may be a shadow."""
CRUMB = 0.004
"""A piece with fewer vertices than this part of the largest is noise; the tip of a ski that a white band cuts off
is not."""


def mesh_of(field: Floats, origin_m: Doubles, step_m: float) -> Mesh | None:
    """The surface where the field changes its sign, world coordinates; None where it never does.

    The field is positive inside, shape (x, y, z); its outermost layer is negative.
    """
    vertices, faces = surface_nets(field)
    if not len(faces):
        return None
    vertices = (vertices * np.float32(step_m) + origin_m.astype(np.float32)).astype(np.float32)
    return without_crumbs(Mesh(vertices=vertices, faces=faces))


def without_crumbs(mesh: Mesh) -> Mesh:
    """The mesh without its pieces that are too small to be anything."""
    pairs = np.concatenate([mesh.faces[:, :2], mesh.faces[:, 1:]])
    root = roots(len(mesh.vertices), pairs)
    sizes = np.bincount(root, minlength=len(root))
    kept = sizes[root] > CRUMB * sizes.max()
    place: Indices = (np.cumsum(kept) - 1).astype(np.int32)
    faces = mesh.faces[kept[mesh.faces[:, 0]]]
    return Mesh(vertices=np.ascontiguousarray(mesh.vertices[kept]), faces=np.ascontiguousarray(place[faces]))


def volume_of(mesh: Mesh) -> float:
    """Cubic metres inside a closed surface: the sum of the tetrahedra from the origin to its triangles."""
    a, b, c = (mesh.vertices[mesh.faces[:, k]].astype(np.float64) for k in range(3))
    return float((a * np.cross(b, c)).sum() / 6)


def normals_of(mesh: Mesh) -> Floats:
    """The outward normal at each vertex, shape (n, 3), weighted by the triangles' areas."""
    a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
    of_faces = np.cross(b - a, c - a)
    normals = np.stack(
        [
            sum(np.bincount(mesh.faces[:, k], of_faces[:, d], len(mesh.vertices)) for k in range(3))
            for d in range(3)
        ],
        -1,
    )
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(lengths, 1e-12), np.float32)


def without_low(vertices: Floats, faces: Indices, ground: Ground) -> Indices:
    """The triangles well above the ground: in a coarse hull the others may be a shadow's.

    Where the ground is only assumed, or most of them lie under it, well above the lowest point around them: in a
    track the plates agree on its rim.
    """
    if not len(vertices):
        return faces
    above = ground.above(vertices)
    if not ground.agreement or np.median(above) < 0:
        above = _above_lowest(vertices)
    return np.ascontiguousarray(faces[~(above < LOW_M)[faces].any(1)])


def _above_lowest(vertices: Floats) -> Floats:
    places = np.floor(vertices[:, :2] / LOW_CELL_M).astype(np.int64)
    places += 1 - places.min(0)
    lowest = np.full(places.max(0) + 2, np.inf)
    np.minimum.at(lowest, tuple(places.T), vertices[:, 2])
    around = [np.roll(lowest, (i, j), (0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    return np.asarray(vertices[:, 2] - np.min(around, 0)[tuple(places.T)], np.float32)
