"""Where the athletes are: the whole capture volume, searched in pictures of a quarter of the size."""

from collections.abc import Mapping
from itertools import product

import cv2
import numpy as np

from grandstand.replay.backend import Backend, Looks
from grandstand.replay.hull import DIAGONAL, evaluate, lattice
from grandstand.replay.mesh_kernels import roots
from grandstand.replay.models import CameraId, Doubles, Floats, Image, Indices
from grandstand.replay.silhouettes import signed_distance, small_silhouette
from grandstand.replay.stage import QUARTER, Stage
from grandstand.replay.threads import Threads

CELL_M = 0.10
COARSE = 4
"""Cells along the side of what is looked at first."""
REACH = 0.7
"""A cell counts when the field at its middle is above minus this part of its side."""
VOLUME_MIN_M3 = 0.02
"""What is smaller is not an athlete: about a quarter of a child's body."""
OF_LARGEST_MIN = 0.12
CAMERAS_A_DENIAL = 12
"""So many cameras for each that may deny a point, at most two."""
ATHLETES_MAX = 8
CELLS_MAX = 16_000_000
"""Cells of a capture volume."""


def locate(stage: Stage, images: Mapping[CameraId, Image], *, backend: Backend, threads: Threads) -> list[Doubles]:
    """The middles of the cells of each athlete, shape (m, 3), the largest first.

    The pictures are straight, of all cameras of the stage.
    """
    looks = _small_looks(stage, images, backend, threads)
    tolerated = min(2, len(stage.posts) // CAMERAS_A_DENIAL)
    low, high = (np.array(corner) for corner in (stage.volume.low_m, stage.volume.high_m))
    counts = np.maximum(1, np.ceil((high - low) / (CELL_M * COARSE))).astype(np.int32)
    assert counts.astype(np.int64).prod() * COARSE**3 <= CELLS_MAX, "the capture volume is too large"
    boxes = lattice(counts)
    side = CELL_M * COARSE
    floor = -side * (DIAGONAL + REACH / COARSE)

    def at(points: Doubles, floor_m: float) -> Floats:
        return evaluate(points.astype(np.float32), looks, tolerated, floor_m, backend=backend, threads=threads)

    boxes = boxes[at(low + (boxes + 0.5) * side, floor) > floor]
    if not len(boxes):
        return []
    cells = (boxes[:, None] * COARSE + lattice(np.full(3, COARSE, np.int32))).reshape(-1, 3)
    points = low + (cells + 0.5) * CELL_M
    inside = at(points, -REACH * CELL_M) + REACH * CELL_M
    kept = (inside > 0) & (points < high).all(1)
    return _blobs(cells[kept], points[kept], inside[kept])


def _small_looks(stage: Stage, images: Mapping[CameraId, Image], backend: Backend, threads: Threads) -> Looks:
    posts = list(stage.posts.values())

    def distance(name: CameraId) -> Floats:
        small = stage.posts[name].small
        size = small.spread.shape[::-1]
        image = np.asarray(cv2.resize(images[name], size, interpolation=cv2.INTER_AREA), np.uint8)
        return signed_distance(small_silhouette(image, small, backend))

    distances = threads.map(distance, stage.posts)
    height, width = (max(each.shape[k] for each in distances) for k in (0, 1))
    padded = np.full((len(posts), height, width), -float(max(height, width)), np.float32)
    for own, each in zip(padded, distances, strict=True):
        own[: each.shape[0], : each.shape[1]] = each
    quarter = np.diag([1 / QUARTER, 1 / QUARTER, 1.0])
    return Looks(
        projections=np.stack([quarter @ post.straight.projection for post in posts]).astype(np.float32),
        focals=np.array([post.straight.intrinsics[0, 0] / QUARTER for post in posts], np.float32),
        bounds=np.array([(0, 0, each.shape[1] - 1, each.shape[0] - 1) for each in distances], np.float32),
        distances=padded,
        barriers=np.zeros((len(posts), 0, 0), np.float32),
    )


def _blobs(cells: Indices, points: Doubles, inside: Floats) -> list[Doubles]:
    """The cells by what touches, even at a corner; crumbs left out."""
    if not len(cells):
        return []
    root = roots(len(cells), _touching(cells))
    weight = np.bincount(root, inside, len(cells))
    size = np.bincount(root, minlength=len(cells))
    large = np.flatnonzero((size * CELL_M**3 >= VOLUME_MIN_M3) & (weight >= OF_LARGEST_MIN * weight.max()))
    ordered = large[np.argsort(-weight[large], kind="stable")][:ATHLETES_MAX]
    return [points[root == blob] for blob in ordered]


def _touching(cells: Indices) -> Indices:
    """Pairs of places in `cells` whose cells touch, shape (m, 2)."""
    first = cells.min(0) - 1
    place = np.full(cells.max(0) - first + 2, -1, np.int32)
    at = cells - first
    place[tuple(at.T)] = np.arange(len(cells))
    pairs = []
    for step in product((-1, 0, 1), repeat=3):
        if step > (0, 0, 0):
            other = place[tuple((at + step).T)]
            pairs.append(np.stack([np.flatnonzero(other >= 0), other[other >= 0]], -1))
    return np.concatenate(pairs).astype(np.int32)
