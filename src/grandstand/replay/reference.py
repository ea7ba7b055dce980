"""The backend in plain numpy: slow, short, and what the fast ones are compared with."""

# ruff: noqa: PLR2004 (the thresholds stand where their twins stand)

import numpy as np

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
from grandstand.replay.models import Doubles, Floats, Image, Indices, Mask

SEEN_MIN = 4
SNOW_MIN = 90.0


class Reference:
    def segment(self, image: Image, median: Image, spread: Floats, prior: Floats | None) -> Mask:
        now, usual = image.astype(np.float64), median.astype(np.float64)
        ratio = (now + 8.0) / (usual + 8.0)
        least, most = ratio.min(-1), ratio.max(-1)
        wild = spread > WILD_SPREAD
        inside = np.zeros(spread.shape) if prior is None else prior
        if prior is None:
            limit = 7.0 + 3.5 * spread
        else:
            limit = np.where(inside > -0.5, 6.0, 8.0) + 3.0 * spread
            limit = np.where(inside > 3.5, 6.0, limit)
            limit = np.where(wild, np.where(inside > 1.5, 4.0, 20.0), limit)
        tint = 0.16 if prior is None else 0.10
        shadow = (
            (usual.min(-1) > SNOW_MIN) & (most < 1.02) & (least > 0.45) & (most - least < tint) & (inside < 0.5)
        )
        changed = (np.abs(now - usual).max(-1) > limit) & (inside > -7.0)
        foreground = changed & ~shadow
        unknown = wild | (changed & shadow)
        background = np.where(unknown, UNKNOWN, BACKGROUND) if prior is None else BACKGROUND
        return np.where(foreground, FOREGROUND, background).astype(np.uint8)

    def field(self, points: Floats, looks: Looks, tolerated: int, floor_m: float) -> Floats:
        cameras, height, width = looks.distances.shape
        metres = np.full((cameras, len(points)), np.inf)
        for c, own in enumerate(metres):
            u, v, w = _projected(points, looks.projections[c])
            left, top, right, bottom = looks.bounds[c]
            seen = (w >= 0.1) & (u >= left) & (v >= top) & (u <= right) & (v <= bottom)
            near = seen & (u >= 0) & (v >= 0) & (u < width - 1) & (v < height - 1)
            own[seen] = -NOBODY_M
            distance = looks.distances[c][..., None]
            own[near] = _bilinear(distance, u[near], v[near])[:, 0] * w[near] / looks.focals[c]
            if looks.barriers.size:
                hidden = near & (own < 0)
                at = v[hidden].astype(np.int64) // BARRIER_PX, u[hidden].astype(np.int64) // BARRIER_PX
                hidden[hidden] = w[hidden] > looks.barriers[c][at]
                own[hidden] = np.inf
        enough = np.isfinite(metres).sum(0) >= max(SEEN_MIN, (cameras + 1) // 2)
        values = np.where(enough, np.sort(metres, 0)[tolerated], OUTSIDE_M)
        return np.maximum(values, min(floor_m, OUTSIDE_M)).astype(np.float32)

    def zbuffer(self, vertices: Floats, faces: Indices, projection: Floats, width: int, height: int) -> Floats:
        depth: Floats = np.full((height, width), FAR_M, np.float32)
        u, v, w = _projected(vertices, projection)
        for corners in faces:
            a, b, c = (np.array([u[i] + 0.5, v[i] + 0.5, w[i]]) for i in corners)
            area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
            if min(a[2], b[2], c[2]) < 0.05 or abs(area) < 1e-9:
                continue
            columns, rows = (_window(a[k], b[k], c[k], side) for k, side in ((0, width), (1, height)))
            x, y = np.meshgrid(columns + 0.5, rows + 0.5)
            of_a = ((b[0] - x) * (c[1] - y) - (b[1] - y) * (c[0] - x)) / area
            of_b = ((c[0] - x) * (a[1] - y) - (c[1] - y) * (a[0] - x)) / area
            of_c = 1 - of_a - of_b
            hit = (of_a >= -1e-5) & (of_b >= -1e-5) & (of_c >= -1e-5)
            own = np.where(hit, 1 / np.where(hit, of_a / a[2] + of_b / b[2] + of_c / c[2], 1.0), FAR_M)
            window = np.ix_(rows, columns)
            depth[window] = np.minimum(depth[window], own)
        return depth

    def shade(self, depth: Floats, eye: Eye, sources: Sources, near: Indices) -> tuple[Floats, Floats]:
        rows, columns = np.nonzero(depth < FAR_M)
        z = depth[rows, columns].astype(np.float64)
        points = eye.centre + z[:, None] * (
            np.stack([columns + 0.5, rows + 0.5, np.ones(len(z))], -1) @ eye.rays.T
        )
        seen, facing, u, v = _sights(points, eye, sources)
        among = np.isin(np.arange(len(seen)), near)[:, None]
        usable = np.where((seen & among).any(0), seen & among, np.where(seen.any(0), seen, facing > -1))
        facing = np.where(usable, facing, -2.0)
        order = np.argsort(-facing, 0, kind="stable")[: BLENDED + 1]
        colours: Floats = np.zeros((*depth.shape, 3), np.float32)
        cover: Floats = np.zeros(depth.shape, np.float32)
        colours[rows, columns], cover[rows, columns] = _blend(order, facing, u, v, sources)
        return colours, cover


def _projected(points: Floats | Doubles, projection: Floats) -> tuple[Doubles, Doubles, Doubles]:
    """Columns and rows, counted from the centre of the first pixel, and depths."""
    on_picture = points.astype(np.float64) @ projection[:, :3].T.astype(np.float64) + projection[:, 3]
    w = on_picture[:, 2]
    safe = np.where(np.abs(w) < 1e-12, 1e-12, w)
    return on_picture[:, 0] / safe - 0.5, on_picture[:, 1] / safe - 0.5, w


def _bilinear(image: Image | Floats, u: Doubles, v: Doubles) -> Doubles:
    iu, iv = u.astype(np.int64), v.astype(np.int64)
    fu, fv = (u - iu)[:, None], (v - iv)[:, None]
    upper = image[iv, iu] * (1 - fu) + image[iv, iu + 1] * fu
    lower = image[iv + 1, iu] * (1 - fu) + image[iv + 1, iu + 1] * fu
    return np.asarray(upper * (1 - fv) + lower * fv, np.float64)


def _window(a: float, b: float, c: float, side: int) -> Indices:
    """The pixels whose centres lie between three coordinates."""
    first = max(0, int(np.ceil(min(a, b, c) - 0.5)))
    last = min(side - 1, int(np.floor(max(a, b, c) - 0.5)))
    return np.arange(first, last + 1, dtype=np.int32)


def _sights(
    points: Doubles, eye: Eye, sources: Sources
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.bool_]], Doubles, Doubles, Doubles]:
    """Of each source and point: seen free, the cosine to the eye's line of sight or -2, column, row."""
    height, width = sources.distances.shape[1:]
    shape = (len(sources.centres), len(points))
    seen, facing = np.zeros(shape, np.bool_), np.full(shape, -2.0)
    us, vs = np.zeros(shape), np.zeros(shape)
    to_eye = eye.centre - points
    to_eye /= np.linalg.norm(to_eye, axis=1, keepdims=True)
    for c, (projection, centre) in enumerate(zip(sources.projections, sources.centres, strict=True)):
        to_source = centre - points
        cosine = (to_source * to_eye).sum(1) / np.linalg.norm(to_source, axis=1)
        u, v, w = _projected(points, projection)
        ok = (cosine >= FACING_MIN) & (u >= 1) & (v >= 1) & (u < width - 2) & (v < height - 2)
        facing[c][ok] = cosine[ok]
        us[c], vs[c] = np.clip(u, 0, width - 2), np.clip(v, 0, height - 2)
        iu, iv = (us[c] + 0.5).astype(np.int64), (vs[c] + 0.5).astype(np.int64)
        free = (sources.depths[c, iv, iu] >= w - OCCLUDED_M) & (sources.distances[c, iv, iu] >= 1.0)
        seen[c] = ok & free
    return seen, facing, us, vs


def _blend(
    order: np.ndarray[tuple[int, ...], np.dtype[np.intp]],
    facing: Doubles,
    u: Doubles,
    v: Doubles,
    sources: Sources,
) -> tuple[Doubles, Doubles]:
    best = np.take_along_axis(facing, order, 0)
    used = best > -1
    found = used.sum(0)
    angle = np.arccos(np.clip(best, -1.0, 1.0))
    last = np.take_along_axis(angle, np.maximum(found - 1, 0)[None], 0)[0]
    widest = np.where(found == BLENDED + 1, last * 1.02 + 0.02, last * 1.3 + 0.1)
    weight = np.where(used, np.maximum(0.0, 1 - angle / widest) / (angle * angle + 1e-3), 0.0)
    points = np.arange(order.shape[1])
    colours, covers, weights = np.zeros((len(points), 3)), np.zeros(len(points)), np.zeros(len(points))
    for rank, own in zip(order, weight, strict=True):
        pixel_u, pixel_v = u[rank, points], v[rank, points]
        inside = sources.distances[rank, (pixel_v + 0.5).astype(np.int64), (pixel_u + 0.5).astype(np.int64)]
        covers += own * np.clip(0.5 + inside, 0.0, 1.0)
        coloured = own * np.where(inside < 2.5, 0.25, 1.0)
        for c in range(len(sources.centres)):
            of = rank == c
            sampled = _bilinear(sources.images[c], pixel_u[of], pixel_v[of])
            colours[of] += coloured[of, None] * sources.gains[c] * sampled
        weights += coloured
    any_view = weights > 0
    colours = np.where(any_view[:, None], colours / np.where(any_view, weights, 1.0)[:, None], 0.0)
    cover = np.where(any_view, np.minimum(1.0, 1.6 * covers / np.where(any_view, weight.sum(0), 1.0)), 0.0)
    return colours, cover
