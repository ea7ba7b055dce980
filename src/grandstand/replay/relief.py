"""The venue as geometry: what each camera sees of it as a relief, rendered where a view looks from elsewhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from grandstand.replay.backend import FAR_M, Backend, Eye, eye_of
from grandstand.replay.ground import Ground
from grandstand.replay.looking import shown_at
from grandstand.replay.models import Camera, CameraId, Doubles, Floats, Image, Indices, Mask, Mesh
from grandstand.replay.plane_sweep import OTHERS, Hollow, swept
from grandstand.replay.stage import Stage
from grandstand.replay.threads import Threads
from grandstand.replay.venue import Venue, looked_up, middle_of, venue_of

WIDTH_PX = 320
"""Width of the pictures that are swept, and points along a relief."""
NEAREST = 0.6
"""Where the sweep begins, in parts of the way to the middle."""
TORN = 1.08
"""The ratio of depths between which a relief is torn: one thing stands before another there."""
SAME = 0.06
"""Depths that differ by less, in parts, are of one place."""
VOTES = 2
BARRIER_M, BARRIER_ABOVE_M = 0.3, 0.3
"""How much nearer than a relief the thing may stand that it shows; and how high above the ground it stands."""
RIM_M, CLEARLY = 0.2, 0.01
"""So high above the bottom of the capture volume a ground may be a rim; it is if so much more agrees below."""
FILLED_PX = (5, 11, 25, 61, 151)
"""Windows in which a hole looks for what is sure, one after the other."""
HOLLOW_HEIGHT_M = 6.0
Pictures = Mapping[CameraId, tuple[Camera, Image]]
"""Small plates with the cameras that would take pictures of that size."""


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """A venue of reliefs before a floor and a wall.

    Args:
        behind: where a relief has a hole.
        reliefs: world coordinates, one a camera.
        barriers: depths of each camera beyond which what stands there hides all; FAR_M where that is not sure.
    """

    behind: Venue
    reliefs: Mapping[CameraId, Mesh]
    barriers: Mapping[CameraId, Floats]
    backend: Backend

    def around(self, stage: Stage) -> Stage:
        """The stage with what this tells of its ground, and of what stands before its cameras."""
        return stage.behind(self.barriers, self.behind.ground)

    def depths(
        self, eye: Eye, columns: Floats, rows: Floats, sources: Iterable[CameraId]
    ) -> Iterator[tuple[Floats, Floats]]:
        """The depth at a regular grid of image coordinates as each source tells it; 1 where it tells any, or 0."""
        if not self.reliefs:
            yield from self.behind.depths(eye, columns, rows, sources)
            return
        plain = self.behind.along(eye, columns, rows)
        step_x, step_y = float(columns[0, 1] - columns[0, 0]), float(rows[1, 0] - rows[0, 0])
        onto = [
            [1 / step_x, 0, 0.5 - float(columns[0, 0]) / step_x],
            [0, 1 / step_y, 0.5 - float(rows[0, 0]) / step_y],
            [0, 0, 1],
        ]
        projection = (np.array(onto) @ eye.projection).astype(np.float32)
        for source in sources:
            mesh = self.reliefs.get(source)
            if mesh is None:
                yield plain, np.zeros_like(plain)
                continue
            found = self.backend.zbuffer(mesh.vertices, mesh.faces, projection, columns.shape[1], columns.shape[0])
            told = found < FAR_M
            yield np.where(told, found, plain).astype(np.float32), told.astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Swept:
    """What one camera's sweep found.

    Args:
        camera: of the small picture.
        sure: 1 where neighbours agree, else 0.
    """

    camera: Camera
    depth: Floats
    sure: Mask


def relief_of(stage: Stage, *, backend: Backend, threads: Threads, width_px: int | None = None) -> Relief:
    """The reliefs of a stage's cameras, each from its own plate and four neighbours': most of a second for each.

    `width_px`: of the pictures that are swept; None is half of theirs, WIDTH_PX at most.
    """
    if len(stage.posts) <= OTHERS:
        return Relief(venue_of(stage), {}, {}, backend)
    width_px = width_px or min(WIDTH_PX, *(post.straight.width // 2 for post in stage.posts.values()))
    small = _pictures(stage, width_px // 2)
    stage = replace(stage, ground=_ground_under(stage, small, threads))
    behind, seen = venue_of(stage), _swept(_pictures(stage, width_px), stage.ground, threads)

    def made(own: Swept) -> tuple[Mesh, Floats]:
        mesh = _mesh(own.camera, filled(own.depth, own.sure))
        return mesh, barrier(own.camera, own.depth, own.sure, stage.ground)

    both = dict(zip(seen, threads.map(made, seen.values()), strict=True))
    reliefs, barriers = {n: mesh for n, (mesh, _) in both.items()}, {n: own for n, (_, own) in both.items()}
    relief = Relief(behind, reliefs, barriers, backend)
    plain = Relief(behind, {}, {}, backend)
    return min((relief, plain), key=lambda venue: _missed(small, venue, threads))


def _pictures(stage: Stage, width_px: int) -> Pictures:
    return {name: _small(post.straight, post.plate.median, width_px) for name, post in stage.posts.items()}


def _beside(camera: Camera, pictures: Pictures) -> list[CameraId]:
    """The other cameras, the nearest first."""
    others = [other for other, _ in pictures.values() if other.id != camera.id]
    return [other.id for other in sorted(others, key=lambda o: float(np.linalg.norm(o.centre - camera.centre)))]


def _missed(pictures: Pictures, venue: Relief, threads: Threads) -> float:
    """Grey levels between each camera's plate and what its neighbour's would show in its place."""

    def missed(name: CameraId) -> float:
        camera, own = pictures[name]
        nearest, seen = pictures[_beside(camera, pictures)[0]]
        rows, columns = np.indices((camera.height, camera.width), np.float32) + np.float32(0.5)
        eye = eye_of(camera)
        ((depths, _),) = venue.depths(eye, columns, rows, [nearest.id])
        u, v, w = looked_up(depths, eye, columns, rows, nearest)
        shown = cv2.remap(seen, u - np.float32(0.5), v - np.float32(0.5), cv2.INTER_LINEAR)
        inside = (w > 0) & (u > 0) & (v > 0) & (u < nearest.width) & (v < nearest.height)
        return float(cv2.absdiff(shown, own)[inside].mean())

    return float(np.mean(threads.map(missed, pictures)))


def _ground_under(stage: Stage, pictures: Pictures, threads: Threads) -> Ground:
    """The stage's ground, or one as steep at the bottom of the capture volume, if cameras agree more over that.

    In a track the plates agree best on its rim.
    """
    found = stage.ground
    if not found.agreement or found.height_over(stage.volume) < RIM_M:
        return found
    bottom = found.at_bottom(stage.volume)

    def agreement(ground: Ground) -> float:
        return float(np.mean([own.sure.mean() for own in _swept(pictures, ground, threads).values()]))

    return bottom if agreement(bottom) > agreement(found) + CLEARLY else found


def _swept(pictures: Pictures, ground: Ground, threads: Threads) -> dict[CameraId, Swept]:
    cameras = [camera for camera, _ in pictures.values()]
    middle = middle_of(tuple(cameras))
    hollow = _hollow(cameras, middle, ground)
    beside = {camera.id: _beside(camera, pictures)[:OTHERS] for camera in cameras}

    def depth(camera: Camera) -> Floats:
        nearest = NEAREST * float(np.linalg.norm(camera.centre - middle))
        return swept(*pictures[camera.id], [pictures[name] for name in beside[camera.id]], hollow, nearest)

    depths = dict(zip(pictures, threads.map(depth, cameras), strict=True))

    def judged(camera: Camera) -> Swept:
        others = [(pictures[name][0], depths[name]) for name in beside[camera.id]]
        return Swept(camera, depths[camera.id], agreed(camera, depths[camera.id], others))

    return dict(zip(pictures, threads.map(judged, cameras), strict=True))


def agreed(camera: Camera, depth: Floats, others: Sequence[tuple[Camera, Floats]]) -> Mask:
    """1 where at least two of the others tell the same place, else 0."""
    points = _points(camera, depth).reshape(-1, 3)
    votes = np.zeros(len(points), np.int64)
    for other, told in others:
        there, inside, w = shown_at(points, other.projection, told)
        votes += inside & (np.abs(np.maximum(w, 1e-6) / there - 1) < SAME)
    return (votes >= VOTES).astype(np.uint8).reshape(depth.shape)


def barrier(camera: Camera, depth: Floats, sure: Mask, ground: Ground) -> Floats:
    """Depths beyond which a camera sees nothing: of what surely stands around each pixel, the ground aside."""
    above = ground.above(_points(camera, depth).astype(np.float32))
    stands = (sure > 0) & (above > BARRIER_ABOVE_M) & (ground.agreement > 0)
    known = np.where(stands, depth + BARRIER_M, FAR_M).astype(np.float32)
    return np.asarray(cv2.erode(known, np.ones((3, 3), np.uint8)), np.float32)


def filled(depth: Floats, sure: Mask) -> Floats:
    """The depth where it is sure, and elsewhere the mean, in its inverse, of what is sure around it."""
    quiet = cv2.morphologyEx(sure, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)).astype(np.float32)
    inverse = quiet / depth
    out, missing = inverse.copy(), quiet < 0.5  # noqa: PLR2004 (0 or 1)
    for side in FILLED_PX:
        weight = cv2.blur(quiet, (side, side))
        mean = cv2.blur(inverse, (side, side)) / np.maximum(weight, 1e-9)
        now = missing & (weight > 1 / side**2)
        out[now] = mean[now]
        missing &= ~now
    return np.where(missing, depth, 1 / np.maximum(out, 1e-6)).astype(np.float32)


def _hollow(cameras: Sequence[Camera], middle: Doubles, ground: Ground) -> Hollow:
    half = min(float(np.linalg.norm(camera.centre[:2] - middle[:2])) for camera in cameras) / 2**0.5
    x, y = float(middle[0]), float(middle[1])
    return Hollow(ground, (x - half, y - half), (x + half, y + half), HOLLOW_HEIGHT_M)


def _small(camera: Camera, image: Image, width_px: int) -> tuple[Camera, Image]:
    size = (width_px, round(camera.height * width_px / camera.width))
    scale = np.diag([size[0] / camera.width, size[1] / camera.height, 1.0])
    less = replace(camera, width=size[0], height=size[1], intrinsics=scale @ camera.intrinsics)
    return less, np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _mesh(camera: Camera, depth: Floats) -> Mesh:
    """A triangle pair between any four neighbouring pixels whose depths go on without a jump."""
    height, width = depth.shape
    points = _points(camera, depth)
    corners = np.stack([depth[:-1, :-1], depth[:-1, 1:], depth[1:, 1:], depth[1:, :-1]])
    whole = corners.max(0) < TORN * corners.min(0)
    first = np.arange(height * width, dtype=np.int32).reshape(height, width)[:-1, :-1][whole]
    a, b, c, d = first, first + 1, first + width + 1, first + width
    faces: Indices = np.concatenate([np.stack([a, d, c], -1), np.stack([a, c, b], -1)]).astype(np.int32)
    return Mesh(vertices=points.reshape(-1, 3).astype(np.float32), faces=np.ascontiguousarray(faces))


def _points(camera: Camera, depth: Floats) -> Doubles:
    rows, columns = np.indices(depth.shape) + 0.5
    rays = np.stack([columns, rows, np.ones_like(rows)], -1) @ np.linalg.inv(camera.intrinsics).T @ camera.rotation
    return np.asarray(camera.centre + rays * depth[..., None], np.float64)
