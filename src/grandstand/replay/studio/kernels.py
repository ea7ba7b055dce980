"""The studio's compiled kernels: fields, skinning, the z-buffer.

Only this module and `shading` need numba; they are imported when the first picture is made. `reference` holds the
same rasteriser in plain numpy.
"""

# ruff: noqa: PLR2004 (a kernel is one loop over arrays)

import math

import numpy as np
import numpy.typing as npt
from numba import njit

from grandstand.replay.models import Doubles, Floats, Indices

EDGE = -1e-9
"""How far outside a triangle, in its own coordinates, a sample still counts: shared edges leave no gap."""


@njit(nogil=True, cache=True, inline="always")
def _distance(part: Doubles, x: float, y: float, z: float) -> float:
    """Signed distance to one part, metres."""
    if part[0] == 0.0:
        ax, ay, az = part[5] - part[2], part[6] - part[3], part[7] - part[4]
        px, py, pz = x - part[2], y - part[3], z - part[4]
        length2 = ax * ax + ay * ay + az * az
        share = 0.0 if length2 == 0.0 else min(max((px * ax + py * ay + pz * az) / length2, 0.0), 1.0)
        dx, dy, dz = px - share * ax, py - share * ay, pz - share * az
        return float(math.sqrt(dx * dx + dy * dy + dz * dz) - (part[8] + share * (part[9] - part[8])))
    px, py, pz = x - part[2], y - part[3], z - part[4]
    u = part[10] * px + part[11] * py + part[12] * pz
    v = part[13] * px + part[14] * py + part[15] * pz
    w = (
        (part[11] * part[15] - part[12] * part[14]) * px
        + (part[12] * part[13] - part[10] * part[15]) * py
        + (part[10] * part[14] - part[11] * part[13]) * pz
    )
    u, v, w = u / part[5], v / part[6], w / part[7]
    k0 = math.sqrt(u * u + v * v + w * w)
    if k0 < 1e-9:
        return -float(min(part[5], part[6], part[7]))
    u, v, w = u / part[5], v / part[6], w / part[7]
    return float(k0 * (k0 - 1.0) / math.sqrt(u * u + v * v + w * w))


@njit(nogil=True, cache=True, fastmath=True)
def _field(parts: Doubles, x: float, y: float, z: float, blend: float) -> float:
    nearest = 1e9
    total = 0.0
    for i in range(parts.shape[0]):
        d = _distance(parts[i], x, y, z)
        if d < nearest:
            total = total * math.exp((d - nearest) / blend) + 1.0
            nearest = d
        elif d < nearest + 12.0 * blend:
            total += math.exp((nearest - d) / blend)
    return nearest - blend * math.log(total)


@njit(nogil=True, cache=True)
def _close_parts(parts: Doubles, x: float, y: float, z: float, reach: float) -> Doubles:
    """The parts whose bounding ball comes within `reach` of a point."""
    kept = np.empty_like(parts)
    n = 0
    for i in range(parts.shape[0]):
        p = parts[i]
        if p[0] == 0.0:
            cx, cy, cz = (p[2] + p[5]) / 2, (p[3] + p[6]) / 2, (p[4] + p[7]) / 2
            half = math.sqrt((p[2] - p[5]) ** 2 + (p[3] - p[6]) ** 2 + (p[4] - p[7]) ** 2) / 2
            radius = half + max(p[8], p[9])
        else:
            cx, cy, cz = p[2], p[3], p[4]
            radius = max(p[5], p[6], p[7])
        if math.sqrt((cx - x) ** 2 + (cy - y) ** 2 + (cz - z) ** 2) < radius + reach:
            kept[n] = p
            n += 1
    return kept[:n]


BLOCK = 8
LABELS = 16
"""More than there are athletes in a scene."""


@njit(nogil=True, cache=True)
def field_on_grid(parts: Doubles, low: Doubles, cell: float, blend: float, field: Floats) -> None:
    """Fill `field` with distances at `low + cell * index`; far from every part with something positive."""
    nx, ny, nz = field.shape
    reach = BLOCK * cell * 0.87 + 12 * blend + 2 * cell
    for i0 in range(0, nx, BLOCK):
        for j0 in range(0, ny, BLOCK):
            for k0 in range(0, nz, BLOCK):
                half = (BLOCK - 1) / 2
                x, y, z = low[0] + (i0 + half) * cell, low[1] + (j0 + half) * cell, low[2] + (k0 + half) * cell
                close = _close_parts(parts, x, y, z, reach)
                for i in range(i0, min(i0 + BLOCK, nx)):
                    for j in range(j0, min(j0 + BLOCK, ny)):
                        for k in range(k0, min(k0 + BLOCK, nz)):
                            if close.shape[0] == 0:
                                field[i, j, k] = reach
                            else:
                                field[i, j, k] = _field(
                                    close, low[0] + i * cell, low[1] + j * cell, low[2] + k * cell, blend
                                )


@njit(nogil=True, cache=True)
def towards_surface(parts: Doubles, blend: float, points: Doubles, normals: Doubles) -> None:
    """Move points (n, 3) one Newton step towards the surface and write its unit normals."""
    h = 1e-4
    for i in range(points.shape[0]):
        x, y, z = points[i]
        close = _close_parts(parts, x, y, z, 12.0 * blend)
        d = _field(close, x, y, z, blend)
        gx = _field(close, x + h, y, z, blend) - _field(close, x - h, y, z, blend)
        gy = _field(close, x, y + h, z, blend) - _field(close, x, y - h, z, blend)
        gz = _field(close, x, y, z + h, blend) - _field(close, x, y, z - h, blend)
        length = math.sqrt(gx * gx + gy * gy + gz * gz) + 1e-12
        step = min(max(d, -0.004), 0.004)
        for k, g in enumerate((gx, gy, gz)):
            normals[i, k] = g / length
            points[i, k] -= step * g / length


@njit(nogil=True, cache=True)
def shares_of_bones(parts: Doubles, points: Doubles, softness: float, shares: Doubles) -> None:
    """Write, for each point, how near each bone's parts are, shape (n, bones): 1 for the nearest, fading away."""
    for i in range(points.shape[0]):
        x, y, z = points[i]
        nearest = 1e9
        for p in range(parts.shape[0]):
            nearest = min(nearest, _distance(parts[p], x, y, z))
        shares[i, :] = 0.0
        for p in range(parts.shape[0]):
            bone = int(parts[p, 1])
            share = math.exp((nearest - _distance(parts[p], x, y, z)) / softness)
            shares[i, bone] = max(shares[i, bone], share)


@njit(nogil=True, cache=True, fastmath=True)
def skin(
    rest: Floats, normals: Floats, bones: Indices, weights: Floats, turns: Doubles, moves: Doubles, out: Floats
) -> None:
    """Bend a body: `out` (2, n, 3) gets vertices and normals.

    `bones`: the bones of each vertex, shape (n, k), and `weights` of the same shape, which sum to 1.
    `turns`: a rotation for each bone, (bones, 3, 3), and `moves` (bones, 3): `turn @ rest + move`.
    """
    for i in range(rest.shape[0]):
        vx, vy, vz = 0.0, 0.0, 0.0
        nx, ny, nz = 0.0, 0.0, 0.0
        for k in range(bones.shape[1]):
            w = weights[i, k]
            if w == 0.0:
                continue
            r, t = turns[bones[i, k]], moves[bones[i, k]]
            x, y, z = rest[i, 0], rest[i, 1], rest[i, 2]
            vx += w * (r[0, 0] * x + r[0, 1] * y + r[0, 2] * z + t[0])
            vy += w * (r[1, 0] * x + r[1, 1] * y + r[1, 2] * z + t[1])
            vz += w * (r[2, 0] * x + r[2, 1] * y + r[2, 2] * z + t[2])
            x, y, z = normals[i, 0], normals[i, 1], normals[i, 2]
            nx += w * (r[0, 0] * x + r[0, 1] * y + r[0, 2] * z)
            ny += w * (r[1, 0] * x + r[1, 1] * y + r[1, 2] * z)
            nz += w * (r[2, 0] * x + r[2, 1] * y + r[2, 2] * z)
        length = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12
        out[0, i, 0], out[0, i, 1], out[0, i, 2] = vx, vy, vz
        out[1, i, 0], out[1, i, 1], out[1, i, 2] = nx / length, ny / length, nz / length


@njit(nogil=True, cache=True)
def rasterise(
    points: Doubles,
    faces: Indices,
    first: int,
    window: tuple[int, int, int, int],
    nearness: Floats,
    ids: npt.NDArray[np.int32],
) -> None:
    """Draw triangles into a z-buffer.

    `points`: (column, row, nearness) of each vertex, shape (n, 3); samples lie at whole numbers + 0.5. Nearness is
    what is larger in front and linear on the screen (1 / depth); 0 or less drops the vertex's triangles.
    `first`: the id of the first face.
    `window`: (column, row, end column, end row) that may be touched.
    `nearness`: the z-buffer; 0 is far away.
    `ids`: the face seen.
    """
    x0, y0, x1, y1 = window
    for f in range(faces.shape[0]):
        a, b, c = points[faces[f, 0]], points[faces[f, 1]], points[faces[f, 2]]
        if a[2] <= 0.0 or b[2] <= 0.0 or c[2] <= 0.0:
            continue
        left, right = min(a[0], b[0], c[0]), max(a[0], b[0], c[0])
        top, bottom = min(a[1], b[1], c[1]), max(a[1], b[1], c[1])
        if right < x0 or left > x1 or bottom < y0 or top > y1:
            continue
        area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if abs(area) < 1e-12:
            continue
        column0, column1 = max(x0, math.ceil(left - 0.5)), min(x1, math.floor(right - 0.5) + 1)
        row0, row1 = max(y0, math.ceil(top - 0.5)), min(y1, math.floor(bottom - 0.5) + 1)
        s = 1.0 / area
        for row in range(row0, row1):
            y = row + 0.5
            for column in range(column0, column1):
                x = column + 0.5
                wa = ((b[0] - x) * (c[1] - y) - (b[1] - y) * (c[0] - x)) * s
                wb = ((c[0] - x) * (a[1] - y) - (c[1] - y) * (a[0] - x)) * s
                wc = 1.0 - wa - wb
                if wa < EDGE or wb < EDGE or wc < EDGE:
                    continue
                near = np.float32(wa * a[2] + wb * b[2] + wc * c[2])
                if near > nearness[row, column]:
                    nearness[row, column] = near
                    ids[row, column] = first + f


@njit(nogil=True, cache=True)
def nearest(nearness: Floats, out: Floats) -> None:
    """The nearest sample of each pixel."""
    scale = nearness.shape[1] // out.shape[1]
    for row in range(nearness.shape[0]):
        for column in range(nearness.shape[1]):
            j, i = row // scale, column // scale
            out[j, i] = max(out[j, i], nearness[row, column])


@njit(nogil=True, cache=True)
def label(
    ids: npt.NDArray[np.int32],
    nearness: Floats,
    window: tuple[int, int, int, int],
    actors: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]],
    labels: npt.NDArray[np.uint8],
    depth: Floats,
) -> None:
    """Write who covers at least half of each pixel's samples, and how far away the nearest of these is.

    `window`: in samples.
    `actors`: first face, face after the last, and label of each.
    """
    scale = ids.shape[1] // labels.shape[1]
    starts, ends, numbers = actors
    covered = np.zeros(LABELS, np.int64)
    near = np.zeros(LABELS, np.float32)
    for j in range(window[1] // scale, (window[3] + scale - 1) // scale):
        for i in range(window[0] // scale, (window[2] + scale - 1) // scale):
            covered[:] = 0
            near[:] = 0.0
            for row in range(j * scale, (j + 1) * scale):
                for column in range(i * scale, (i + 1) * scale):
                    face = ids[row, column]
                    for a in range(starts.shape[0]):
                        if starts[a] <= face < ends[a]:
                            covered[numbers[a]] += 1
                            near[numbers[a]] = max(near[numbers[a]], nearness[row, column])
            for a in range(numbers.shape[0]):
                number = numbers[a]
                if covered[number] * 2 >= scale * scale and 1.0 / near[number] < depth[j, i]:
                    labels[j, i] = number
                    depth[j, i] = 1.0 / near[number]
