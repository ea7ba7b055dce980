"""The backend in use: numba, compiled once and kept on disk, without the interpreter's lock.

Each function has its twin in `reference`, and a test that compares the two. Nothing here starts a thread.
"""

# ruff: noqa: C901, PLR0913, PLR0917, PLR2004 (a kernel is one loop over arrays with its thresholds)

import math

import numpy as np
from numba import njit

from grandstand.replay.backend import (
    BACKGROUND,
    BARRIER_PX,
    BLENDED,
    FACING_MIN,
    FAR_M,
    FOREGROUND,
    NOBODY_M,
    OCCLUDED_M,
    OUTSIDE_M,
    UNKNOWN,
    WILD_SPREAD,
    Eye,
    Looks,
    Sources,
)
from grandstand.replay.models import Floats, Image, Indices, Mask

KEPT = BLENDED + 1
SEEN_MIN = 4
SNOW_MIN = 90.0
TOLERATED_MAX = 11


class Kernels:
    def segment(self, image: Image, median: Image, spread: Floats, prior: Floats | None) -> Mask:
        states: Mask = np.empty(image.shape[:2], np.uint8)
        _segment(image, median, spread, np.empty((0, 0), np.float32) if prior is None else prior, states)
        return states

    def field(self, points: Floats, looks: Looks, tolerated: int, floor_m: float) -> Floats:
        assert 0 <= tolerated <= TOLERATED_MAX
        values: Floats = np.empty(len(points), np.float32)
        _field(
            points,
            looks.projections,
            looks.focals,
            looks.bounds,
            looks.distances,
            looks.barriers,
            tolerated,
            np.float32(floor_m),
            values,
        )
        return values

    def zbuffer(self, vertices: Floats, faces: Indices, projection: Floats, width: int, height: int) -> Floats:
        depth: Floats = np.full((height, width), FAR_M, np.float32)
        _zbuffer(vertices, faces, projection, depth)
        return depth

    def shade(self, depth: Floats, eye: Eye, sources: Sources, near: Indices) -> tuple[Floats, Floats]:
        colours: Floats = np.zeros((*depth.shape, 3), np.float32)
        cover: Floats = np.zeros(depth.shape, np.float32)
        _shade(
            depth,
            eye.rays,
            eye.centre,
            sources.projections,
            sources.centres,
            sources.images,
            sources.distances,
            sources.depths,
            sources.gains,
            near,
            colours,
            cover,
        )
        return colours, cover


@njit(nogil=True, cache=True, error_model="numpy")
def _segment(image: Image, median: Image, spread: Floats, prior: Floats, states: Mask) -> None:
    first = prior.size == 0
    for y in range(image.shape[0]):
        for x in range(image.shape[1]):
            wild = spread[y, x] > WILD_SPREAD
            states[y, x] = UNKNOWN if first and wild else BACKGROUND
            inside = 0.0 if first else prior[y, x]
            if not first and inside <= -7.0:
                continue
            difference = 0.0
            least = 9.0
            most = 0.0
            bright = 255.0
            for k in range(3):
                now = float(image[y, x, k])
                usual = float(median[y, x, k])
                difference = max(difference, abs(now - usual))
                bright = min(bright, usual)
                ratio = (now + 8.0) / (usual + 8.0)
                least = min(least, ratio)
                most = max(most, ratio)
            tint = 0.16
            if first:
                limit = 7.0 + 3.5 * spread[y, x]
            else:
                tint = 0.10
                limit = (6.0 if inside > -0.5 else 8.0) + 3.0 * spread[y, x]
                if inside > 3.5:
                    limit = 6.0
                if wild:
                    limit = 4.0 if inside > 1.5 else 20.0
            if difference <= limit:
                continue
            # A shadow darkens all three colours of snow or ice alike; a blue sky lets it be a little bluer.
            shadow = bright > SNOW_MIN and most < 1.02 and least > 0.45 and most - least < tint
            if not (shadow and inside < 0.5):
                states[y, x] = FOREGROUND
            elif first:
                states[y, x] = UNKNOWN


@njit(nogil=True, cache=True, error_model="numpy")
def _field(
    points: Floats,
    projections: Floats,
    focals: Floats,
    bounds: Floats,
    distances: Floats,
    barriers: Floats,
    tolerated: int,
    floor_m: np.float32,
    values: Floats,
) -> None:
    cameras, height, width = distances.shape
    smallest = np.empty(TOLERATED_MAX + 1, np.float32)
    for i in range(points.shape[0]):
        x = points[i, 0]
        y = points[i, 1]
        z = points[i, 2]
        smallest[:] = FAR_M
        seen = 0
        for c in range(cameras):
            p = projections[c]
            w = p[2, 0] * x + p[2, 1] * y + p[2, 2] * z + p[2, 3]
            if w < 0.1:
                continue
            u = (p[0, 0] * x + p[0, 1] * y + p[0, 2] * z + p[0, 3]) / w - np.float32(0.5)
            v = (p[1, 0] * x + p[1, 1] * y + p[1, 2] * z + p[1, 3]) / w - np.float32(0.5)
            if u < bounds[c, 0] or v < bounds[c, 1] or u > bounds[c, 2] or v > bounds[c, 3]:
                continue
            metres = np.float32(-NOBODY_M)
            if u >= 0 and v >= 0 and u < width - 1 and v < height - 1:
                iu = int(u)
                iv = int(v)
                fu = u - iu
                fv = v - iv
                upper = distances[c, iv, iu] * (1 - fu) + distances[c, iv, iu + 1] * fu
                lower = distances[c, iv + 1, iu] * (1 - fu) + distances[c, iv + 1, iu + 1] * fu
                metres = (upper * (1 - fv) + lower * fv) * w / focals[c]
                if barriers.size and metres < 0 and w > barriers[c, iv // BARRIER_PX, iu // BARRIER_PX]:
                    continue
            seen += 1
            for k in range(tolerated + 1):
                if metres < smallest[k]:
                    for q in range(tolerated, k, -1):
                        smallest[q] = smallest[q - 1]
                    smallest[k] = metres
                    break
            if smallest[tolerated] < floor_m:
                # Enough cameras deny it; the others cannot bring it back.
                seen = cameras
                break
        enough = seen >= max(SEEN_MIN, (cameras + 1) // 2)
        values[i] = smallest[tolerated] if enough else OUTSIDE_M


@njit(nogil=True, cache=True, error_model="numpy")
def _zbuffer(vertices: Floats, faces: Indices, projection: Floats, depth: Floats) -> None:
    height, width = depth.shape
    p = projection
    on_picture = np.empty((vertices.shape[0], 3), np.float32)
    for i in range(vertices.shape[0]):
        x = vertices[i, 0]
        y = vertices[i, 1]
        z = vertices[i, 2]
        w = p[2, 0] * x + p[2, 1] * y + p[2, 2] * z + p[2, 3]
        on_picture[i, 0] = (p[0, 0] * x + p[0, 1] * y + p[0, 2] * z + p[0, 3]) / w
        on_picture[i, 1] = (p[1, 0] * x + p[1, 1] * y + p[1, 2] * z + p[1, 3]) / w
        on_picture[i, 2] = w
    for f in range(faces.shape[0]):
        a = on_picture[faces[f, 0]]
        b = on_picture[faces[f, 1]]
        c = on_picture[faces[f, 2]]
        # A triangle that reaches behind the eye is left out: no surface comes that near.
        if min(a[2], b[2], c[2]) < 0.05:
            continue
        left = max(0, math.ceil(min(a[0], b[0], c[0]) - 0.5))
        right = min(width - 1, math.floor(max(a[0], b[0], c[0]) - 0.5))
        top = max(0, math.ceil(min(a[1], b[1], c[1]) - 0.5))
        bottom = min(height - 1, math.floor(max(a[1], b[1], c[1]) - 0.5))
        if right < left or bottom < top:
            continue
        area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if abs(area) < 1e-9:
            continue
        for row in range(top, bottom + 1):
            v = np.float32(row + 0.5)
            for column in range(left, right + 1):
                u = np.float32(column + 0.5)
                of_a = ((b[0] - u) * (c[1] - v) - (b[1] - v) * (c[0] - u)) / area
                of_b = ((c[0] - u) * (a[1] - v) - (c[1] - v) * (a[0] - u)) / area
                of_c = 1 - of_a - of_b
                if of_a >= -1e-5 and of_b >= -1e-5 and of_c >= -1e-5:
                    # One over the depth is linear on the picture.
                    w = 1 / (of_a / a[2] + of_b / b[2] + of_c / c[2])
                    depth[row, column] = min(depth[row, column], w)


@njit(nogil=True, cache=True, error_model="numpy")
def _bilinear(image: Image, u: float, v: float, k: int) -> float:
    iu = int(u)
    iv = int(v)
    fu = u - iu
    fv = v - iv
    upper = image[iv, iu, k] * (1 - fu) + image[iv, iu + 1, k] * fu
    lower = image[iv + 1, iu, k] * (1 - fu) + image[iv + 1, iu + 1, k] * fu
    return upper * (1 - fv) + lower * fv  # type: ignore[no-any-return]  # an element of an array


@njit(nogil=True, cache=True, error_model="numpy")
def _look(
    point: Floats,
    sight: Floats,
    candidates: Indices,
    strict: bool,  # noqa: FBT001 (a kernel has no keywords)
    projections: Floats,
    centres: Floats,
    distances: Floats,
    depths: Floats,
    index: Indices,
    best: Floats,
) -> None:
    """Put the candidates that see a point most like the eye into `index` and `best`: cosine, column, row."""
    height, width = distances.shape[1:]
    x, y, h = point
    for c in candidates:
        dx = centres[c, 0] - x
        dy = centres[c, 1] - y
        dh = centres[c, 2] - h
        cosine = (dx * sight[0] + dy * sight[1] + dh * sight[2]) / math.sqrt(dx * dx + dy * dy + dh * dh)
        if cosine < FACING_MIN or cosine <= best[BLENDED, 0]:
            continue
        p = projections[c]
        w = p[2, 0] * x + p[2, 1] * y + p[2, 2] * h + p[2, 3]
        u = (p[0, 0] * x + p[0, 1] * y + p[0, 2] * h + p[0, 3]) / w - np.float32(0.5)
        v = (p[1, 0] * x + p[1, 1] * y + p[1, 2] * h + p[1, 3]) / w - np.float32(0.5)
        if u < 1 or v < 1 or u >= width - 2 or v >= height - 2:
            continue
        iu = int(u + 0.5)
        iv = int(v + 0.5)
        if strict and (depths[c, iv, iu] < w - OCCLUDED_M or distances[c, iv, iu] < 1.0):
            continue
        k = BLENDED
        while k > 0 and cosine > best[k - 1, 0]:
            best[k] = best[k - 1]
            index[k] = index[k - 1]
            k -= 1
        best[k, 0] = cosine
        best[k, 1] = u
        best[k, 2] = v
        index[k] = c


@njit(nogil=True, cache=True, error_model="numpy")
def _blend(index: Indices, best: Floats, images: Image, distances: Floats, gains: Floats, colour: Floats) -> float:
    """The cover of a point, and its colour into `colour`, from the views that were found best.

    Unstructured lumigraph: a view's weight falls to nothing at the angle of the first one left out.
    """
    found = 0
    for k in range(KEPT):
        if best[k, 0] > -1.0:
            found += 1
    if found == 0:
        return 0.0
    last = math.acos(min(1.0, best[found - 1, 0]))
    widest = last * 1.02 + 0.02 if found == KEPT else last * 1.3 + 0.1
    weights = 0.0
    covers = 0.0
    of_covers = 0.0
    for k in range(found):
        angle = math.acos(min(1.0, best[k, 0]))
        weight = max(0.0, 1 - angle / widest) / (angle * angle + 1e-3)
        c = index[k]
        inside = distances[c, int(best[k, 2] + 0.5), int(best[k, 1] + 0.5)]
        covers += weight * min(max(0.5 + inside, 0.0), 1.0)
        of_covers += weight
        if inside < 2.5:
            # Near its edge a silhouette has taken on some of the background.
            weight *= 0.25
        for channel in range(3):
            seen = _bilinear(images[c], best[k, 1], best[k, 2], channel)
            colour[channel] += weight * gains[c, channel] * seen
        weights += weight
    if weights <= 0.0:
        return 0.0
    for channel in range(3):
        colour[channel] /= weights
    return min(1.0, 1.6 * covers / of_covers)


@njit(nogil=True, cache=True, error_model="numpy")
def _shade(
    depth: Floats,
    rays: Floats,
    eye: Floats,
    projections: Floats,
    centres: Floats,
    images: Image,
    distances: Floats,
    depths: Floats,
    gains: Floats,
    near: Indices,
    colours: Floats,
    cover: Floats,
) -> None:
    everybody = np.arange(distances.shape[0]).astype(np.int32)
    index = np.zeros(KEPT, np.int32)
    best = np.zeros((KEPT, 3), np.float32)
    point = np.zeros(3, np.float32)
    sight = np.zeros(3, np.float32)
    for row in range(depth.shape[0]):
        for column in range(depth.shape[1]):
            z = depth[row, column]
            if z >= FAR_M:
                continue
            a = np.float32(column + 0.5) * z
            b = np.float32(row + 0.5) * z
            for k in range(3):
                point[k] = eye[k] + rays[k, 0] * a + rays[k, 1] * b + rays[k, 2] * z
                sight[k] = eye[k] - point[k]
            length = math.sqrt(sight[0] * sight[0] + sight[1] * sight[1] + sight[2] * sight[2])
            for k in range(3):
                sight[k] /= length
            best[:, 0] = -2.0
            # First the likely cameras, then all, and where nobody sees the point, whoever looks that way.
            for attempt in range(3):
                candidates = near if attempt == 0 else everybody
                _look(point, sight, candidates, attempt < 2, projections, centres, distances, depths, index, best)
                if best[0, 0] > -1.0:
                    break
            cover[row, column] = _blend(index, best, images, distances, gains, colours[row, column])
