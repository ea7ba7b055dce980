"""Triangle models, and how simple solids become them: boxes, tubes, lathes, sheets, implicit surfaces.

A model keeps its colours linear (not gamma-coded); `srgb` turns the colour that one sees on a screen into that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from grandstand.replay.models import Doubles, Floats, Indices

GAMMA = 2.2

Point = Sequence[float] | Doubles
"""Three numbers."""
Colour = tuple[float, float, float]
"""Gamma-coded RGB from 0 to 1."""


class Kind(IntEnum):
    """How a face answers the light."""

    MATTE = 0
    CLOTH = 1
    SNOW = 2
    ICE = 3
    LEAVES = 4
    GLOSS = 5
    GLOW = 6


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Triangles with what shading needs.

    Args:
        vertices: shape (n, 3), metres.
        normals: shape (n, 3), unit length.
        colours: shape (n, 3), linear RGB.
        faces: shape (m, 3).
        kinds: `Kind` of each face, shape (m,), uint8.
        corners: where each corner lies in the texture, shape (m, 3, 2), from 0 to 1; below 0 without a texture.
    """

    vertices: Floats
    normals: Floats
    colours: Floats
    faces: Indices
    kinds: npt.NDArray[np.uint8]
    corners: Floats

    def moved(self, rotation: Doubles, offset: Point = (0.0, 0.0, 0.0)) -> "Model":
        """The same, turned by `rotation` (3, 3), then shifted."""
        vertices = self.vertices @ rotation.T + np.asarray(offset)
        normals = self.normals @ rotation.T
        return replace(self, vertices=vertices.astype(np.float32), normals=normals.astype(np.float32))

    def shifted(self, x_m: float, y_m: float, z_m: float) -> "Model":
        return self.moved(np.eye(3), (x_m, y_m, z_m))

    def mirrored(self) -> "Model":
        """The same, left for right (y turned round)."""
        flip = np.array([1.0, -1.0, 1.0], np.float32)
        return replace(
            self,
            vertices=self.vertices * flip,
            normals=self.normals * flip,
            faces=np.ascontiguousarray(self.faces[:, ::-1]),
            corners=np.ascontiguousarray(self.corners[:, ::-1]),
        )


def srgb(colours: object) -> Floats:
    """Linear RGB of gamma-coded colours from 0 to 1."""
    linear: Floats = np.asarray(colours, np.float32) ** np.float32(GAMMA)
    return linear


def smooth_normals(vertices: npt.NDArray[np.floating], faces: Indices) -> Floats:
    """The area-weighted mean of the faces around each vertex, shape (n, 3)."""
    a, b, c = (vertices[faces[:, k]].astype(np.float64) for k in range(3))
    across = np.cross(b - a, c - a)
    total = np.zeros((len(vertices), 3))
    for axis in range(3):
        for corner in range(3):
            total[:, axis] += np.bincount(faces[:, corner], across[:, axis], minlength=len(vertices))
    unit: Floats = (total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12)).astype(np.float32)
    return unit


def model(
    vertices: object,
    faces: object,
    colour: object,
    kind: Kind = Kind.MATTE,
    *,
    flat: bool = False,
    corners: Floats | None = None,
) -> Model:
    """A model of triangles (or quads, shape (m, 4)).

    `colour`: one gamma-coded colour, or one for each vertex.
    `flat`: every face gets a normal of its own.
    `corners`: texture coordinates of triangles, shape (m, 3, 2).
    """
    points = np.asarray(vertices, np.float32).reshape(-1, 3)
    triangles = np.asarray(faces, np.int32)
    if triangles.shape[1] == 4:  # noqa: PLR2004
        triangles = np.concatenate([triangles[:, [0, 1, 2]], triangles[:, [0, 2, 3]]])
    shades = np.broadcast_to(srgb(colour), points.shape)
    if flat:
        points, shades = points[triangles].reshape(-1, 3), shades[triangles].reshape(-1, 3)
        triangles = np.arange(len(points), dtype=np.int32).reshape(-1, 3)
    return Model(
        vertices=np.ascontiguousarray(points),
        normals=smooth_normals(points, triangles),
        colours=np.ascontiguousarray(shades, np.float32),
        faces=np.ascontiguousarray(triangles),
        kinds=np.full(len(triangles), kind, np.uint8),
        corners=np.full((len(triangles), 3, 2), -1, np.float32) if corners is None else corners,
    )


def joined(models: Sequence[Model]) -> Model:
    """All of them as one."""
    starts = np.cumsum([0, *(len(each.vertices) for each in models[:-1])])
    return Model(
        vertices=np.concatenate([each.vertices for each in models]),
        normals=np.concatenate([each.normals for each in models]),
        colours=np.concatenate([each.colours for each in models]),
        faces=np.concatenate([each.faces + start for each, start in zip(models, starts, strict=True)]).astype(
            np.int32
        ),
        kinds=np.concatenate([each.kinds for each in models]),
        corners=np.concatenate([each.corners for each in models]),
    )


BOX_QUADS = np.array(
    [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)], np.int32
)


def box(low: Point, high: Point, colour: Colour, kind: Kind = Kind.MATTE) -> Model:
    """An upright box from its lowest to its highest corner."""
    points = [(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
    return model(points, BOX_QUADS, colour, kind, flat=True)


def grid_quads(rows: int, columns: int, *, around: bool = False) -> Indices:
    """The quads between `rows` rings or lines of `columns` points each; `around` closes each ring."""
    last = columns if around else columns - 1
    r, c = (each.ravel() for each in np.mgrid[0 : rows - 1, 0:last])
    n = (c + 1) % columns
    quads = np.stack([r * columns + c, r * columns + n, (r + 1) * columns + n, (r + 1) * columns + c], 1)
    return quads.astype(np.int32)


def sheet(points: Doubles, colour: object, kind: Kind = Kind.MATTE) -> Model:
    """A surface through a grid of points, shape (rows, columns, 3)."""
    rows, columns = points.shape[:2]
    shades = np.asarray(colour)
    return model(points, grid_quads(rows, columns), shades.reshape(-1, 3) if shades.ndim > 1 else shades, kind)


def tube(
    path: Sequence[Point] | Doubles,
    radii: float | Point,
    colour: object,
    kind: Kind = Kind.GLOSS,
    *,
    sides: int = 10,
) -> Model:
    """A closed tube along a path, shape (n, 3), with one radius or one for each point."""
    line = np.asarray(path, float)
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    helper = np.where(np.abs(along[:, 2:]) > 0.9, (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))  # noqa: PLR2004
    side = np.cross(helper, along)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    up = np.cross(along, side)
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    radius = np.broadcast_to(np.asarray(radii, float), len(line))[:, None, None]
    ring = np.cos(angle)[:, None] * side[:, None] + np.sin(angle)[:, None] * up[:, None]
    points = np.concatenate([(line[:, None] + radius * ring).reshape(-1, 3), line[[0]], line[[-1]]])
    wall = grid_quads(len(line), sides, around=True)
    step = np.arange(sides, dtype=np.int32)
    first, last, top = len(line) * sides, len(line) * sides + 1, (len(line) - 1) * sides
    after = (step + 1) % sides
    caps = np.concatenate(
        [
            np.stack([np.full(sides, first), after, step], 1),
            np.stack([np.full(sides, last), top + step, top + after], 1),
        ]
    )
    triangles = np.concatenate([wall[:, [0, 1, 2]], wall[:, [0, 2, 3]], caps])
    shades = np.asarray(colour, float)
    if shades.ndim > 1:
        shades = np.concatenate([np.repeat(shades, sides, 0), shades[[0, -1]]])
    return model(points, triangles, shades, kind)


def ellipsoid(centre: Point, radii: Point, colour: object, kind: Kind = Kind.GLOSS) -> Model:
    """A closed ellipsoid along the axes."""
    angle = np.linspace(-np.pi / 2, np.pi / 2, 15)
    path = np.stack([np.zeros_like(angle), np.zeros_like(angle), np.sin(angle)], 1)
    ball = tube(path, np.maximum(np.cos(angle), 1e-3), colour, kind, sides=24)
    points = ball.vertices * np.asarray(radii, np.float32) + np.asarray(centre, np.float32)
    return replace(ball, vertices=points, normals=smooth_normals(points, ball.faces))


def cone(centre: Point, radius: float, height: float, colour: object, sides: int = 12) -> Model:
    """A pointed cone without a floor, standing on `centre`."""
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    x, y, z = centre
    rim = np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle), np.full(sides, z)], 1)
    points = np.concatenate([rim, [[x, y, z + height]]])
    step = np.arange(sides)
    faces = np.stack([step, (step + 1) % sides, np.full(sides, sides)], 1)
    return model(points, faces, colour, Kind.LEAVES, flat=True)
