"""What makes the cameras' colours equal: a factor for each camera and colour, from surfaces that many see.

The ground is one of them: an athlete in red tells little of green, and shines towards one side.
"""

from collections.abc import Sequence

import numpy as np

from grandstand.replay.backend import OCCLUDED_M, Sources
from grandstand.replay.instant import Athlete
from grandstand.replay.looking import shown_at
from grandstand.replay.models import Doubles, Floats
from grandstand.replay.stage import Post, Stage

POINTS = 3_000
"""Points of each surface that are compared."""
GROUND_POINTS = 40
"""Along each side of the capture volume."""
FACING_MIN = 0.3
DARKEST = 24.0
"""Grey levels, below which noise decides the ratio."""
BRIGHTEST = 250.0
OFF_LIMIT = 0.25
"""The logarithm of a ratio beyond which a point shows something else."""
GAIN_LIMIT = 0.3
"""The logarithm of the largest factor."""
ROUNDS = 6


def gains_of(athletes: Sequence[Athlete], stage: Stage) -> Floats:
    """Factors of shape (cameras, 3), around 1; the stage has the cameras that the athletes are seen by."""
    seen = np.concatenate([_ground(stage), *(_colours(athlete) for athlete in athletes)], 1)
    with np.errstate(divide="ignore"):
        logs = np.where((seen > DARKEST) & (seen < BRIGHTEST), np.log(seen), np.nan)
    known = np.asarray(~np.isnan(logs).any(-1))
    logs = np.nan_to_num(logs)
    gains = np.zeros((len(logs), 3))
    usable = known
    for _ in range(ROUNDS):
        shared = _mean(logs + gains[:, None], usable, 0)
        off = shared - logs
        usable = known & (np.abs(off - gains[:, None]).max(-1) < OFF_LIMIT)
        gains = np.clip(_mean(off, usable, 1), -GAIN_LIMIT, GAIN_LIMIT)
        gains -= np.median(gains, 0)
    return np.exp(gains).astype(np.float32)


def _mean(values: Doubles, usable: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], axis: int) -> Doubles:
    weights = usable[..., None].astype(np.float64)
    return np.asarray((values * weights).sum(axis) / np.maximum(weights.sum(axis), 1.0))


def _ground(stage: Stage) -> Doubles:
    """What each camera's plate shows of some points of the ground, shape (cameras, points, 3), as `_colours`."""
    points = stage.ground.grid(stage.volume, GROUND_POINTS) if stage.ground.agreement else np.zeros((0, 3))
    return np.stack([_shown(post, points) for post in stage.posts.values()])


def _shown(post: Post, points: Doubles) -> Doubles:
    colours, inside, _ = shown_at(points, post.straight.projection, post.plate.median)
    return np.where(inside[:, None], colours.astype(np.float64), 0.0)


def _colours(athlete: Athlete) -> Doubles:
    """What each camera sees of some points of a surface, shape (cameras, points, 3); 0 where it does not."""
    step = max(1, len(athlete.mesh.vertices) // POINTS)
    points, normals = athlete.mesh.vertices[::step], athlete.normals[::step]
    return np.stack([_seen_by(c, points, normals, athlete.sources) for c in range(len(athlete.sources.centres))])


def _seen_by(camera: int, points: Floats, normals: Floats, sources: Sources) -> Doubles:
    height, width = sources.depths.shape[1:]
    projection = sources.projections[camera]
    on_picture = points @ projection[:, :3].T + projection[:, 3]
    u = (on_picture[:, 0] / on_picture[:, 2]).astype(np.int64)
    v = (on_picture[:, 1] / on_picture[:, 2]).astype(np.int64)
    sight = sources.centres[camera] - points
    facing = (sight * normals).sum(1) / np.linalg.norm(sight, axis=1)
    inside = (u >= 0) & (v >= 0) & (u < width) & (v < height) & (facing > FACING_MIN)
    u, v = np.where(inside, u, 0), np.where(inside, v, 0)
    free = sources.depths[camera, v, u] > on_picture[:, 2] - OCCLUDED_M
    own = sources.distances[camera, v, u] > 2.0  # noqa: PLR2004 (pixels: away from the edge)
    colours = sources.images[camera, v, u].astype(np.float64)
    return np.where((inside & free & own)[:, None], colours, 0.0)
