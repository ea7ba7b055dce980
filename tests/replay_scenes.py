"""Small scenes whose every pixel is known: capsules on a chequered floor before a round wall, cast exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grandstand.replay.background import plate_of
from grandstand.replay.models import Box, Camera, CameraId, Doubles, Image, Mask, Plate, Rig
from grandstand.replay.rig_file import write_rig
from videos import write_video

WALL_M = 14.0
STANDING = ((0.0, 0.0, 0.35), (0.0, 0.0, 1.5), 0.25)
"""A capsule: two ends and a radius."""
ARM = ((0.0, 0.0, 1.3), (0.6, 0.2, 1.6), 0.1)
SECOND = ((1.3, -0.9, 0.3), (1.3, -0.9, 1.4), 0.22)

Capsule = tuple[tuple[float, float, float], tuple[float, float, float], float]


def camera_at(spot: Sequence[float], target: Sequence[float], name: str, size: tuple[int, int]) -> Camera:
    centre = np.array(spot, np.float64)
    forward = np.array(target) - centre
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, [0, 0, 1])
    right /= np.linalg.norm(right)
    rotation = np.stack([right, np.cross(forward, right), forward])
    focal = 1.3 * size[0]
    return Camera(
        CameraId(name),
        *size,
        np.array([[focal, 0, size[0] / 2], [0, focal, size[1] / 2], [0, 0, 1.0]]),
        rotation,
        -rotation @ centre,
    )


def ring(count: int = 24, size: tuple[int, int] = (320, 180), radius_m: float = 6.0) -> Rig:
    """Cameras around the origin that look a little down."""
    angles = 2 * np.pi * np.arange(count) / count
    cameras = [
        camera_at(
            (radius_m * np.cos(a), radius_m * np.sin(a), 1.2 + 0.8 * (i % 2)), (0, 0, 0.9), f"c{i:02d}", size
        )
        for i, a in enumerate(angles)
    ]
    return Rig("ring", tuple(cameras), Box((-2.5, -2.5, 0.02), (2.5, 2.5, 2.6)))


RIG = ring()


def empty_plates() -> dict[CameraId, Plate]:
    """What the cameras of RIG see while nobody is there."""
    return {c.id: plate_of([cast(c, (), noise=2.0, seed=k).image for k in range(3)]) for c in RIG.cameras}


def write_jump(folder: Path, along_m: Sequence[float] = (0.0,) * 12) -> None:
    """A session: not quite a second of an empty field, then an athlete in each picture, seen by eight cameras.

    `along_m` says where she stands in each of these, along x; as it comes, for half a second in the middle.
    """
    rig = ring(8, (320, 180))
    folder.mkdir()
    write_rig(rig, folder / "rig.json")
    for camera in rig.cameras:
        filled = {x: cast(camera, shifted((STANDING, ARM), x), noise=2.0, seed=9).image for x in {*along_m}}
        empty = [cast(camera, (), noise=2.0, seed=seed).image for seed in range(3)] * 8
        pictures = empty + [filled[x] for x in along_m]
        numbers = range(len(pictures))
        write_video(folder / f"{camera.id}.mp4", numbers, picture=pictures.__getitem__, bit_rate=4_000_000)


def shifted(capsules: Sequence[Capsule], along_m: float) -> list[Capsule]:
    """The same further along x."""
    return [((a[0] + along_m, *a[1:]), (b[0] + along_m, *b[1:]), radius) for a, b, radius in capsules]


@dataclass(frozen=True, slots=True)
class Cast:
    image: Image
    mask: Mask
    depth: Doubles


def cast(camera: Camera, capsules: Sequence[Capsule] = (STANDING, ARM), noise: float = 0.0, seed: int = 0) -> Cast:
    """What a pinhole sees, anti-aliased not at all, so that masks are exact; depth of capsules, else inf."""
    rows, columns = np.indices((camera.height, camera.width)) + 0.5
    rays = (
        np.stack([columns, rows, np.ones_like(rows)], -1)
        @ (camera.rotation.T @ np.linalg.inv(camera.intrinsics)).T
    )
    depth = np.full(rows.shape, np.inf)
    colours = _around(camera.centre, rays)
    for k, capsule in enumerate(capsules):
        hit = _capsule(camera.centre, rays, capsule)
        nearer = hit < depth
        depth[nearer] = hit[nearer]
        points = camera.centre + rays[nearer] * hit[nearer][:, None]
        colours[nearer] = _suit(points, k)
    random = np.random.default_rng([seed, int(1e3 * abs(camera.centre[0])), int(1e3 * abs(camera.centre[1]))])
    noisy = colours + noise * random.standard_normal(colours.shape)
    image = np.clip(noisy + 0.5, 0, 255).astype(np.uint8)
    return Cast(image, (np.isfinite(depth) * 255).astype(np.uint8), depth)


def _around(eye: Doubles, rays: Doubles) -> Doubles:
    with np.errstate(divide="ignore"):
        floor = np.where(rays[..., 2] < 0, -eye[2] / rays[..., 2], np.inf)
    a = (rays[..., :2] ** 2).sum(-1)
    b = rays[..., :2] @ eye[:2]
    wall = (-b + np.sqrt(b * b - a * (eye[:2] @ eye[:2] - WALL_M**2))) / a
    points = eye + rays * np.minimum(floor, wall)[..., None]
    chequers = (np.floor(points[..., 0] / 0.8) + np.floor(points[..., 1] / 0.8)) % 2
    stripes = np.floor(np.arctan2(points[..., 1], points[..., 0]) * 12) % 2
    level = np.where(floor < wall, 200 + 20 * chequers, 130 + 40 * stripes)
    return np.stack([level * 0.9, level * 0.95, level], -1)


def _suit(points: Doubles, which: int) -> Doubles:
    bands = 0.5 + 0.5 * np.sin(points[..., 2:] * 14 + points[..., :1] * 6)
    first, second = (([190, 30, 40], [30, 40, 120]), ([20, 120, 50], [90, 20, 110]))[which % 2]
    return np.asarray(np.array(first) * bands + np.array(second) * (1 - bands), np.float64)


def _capsule(eye: Doubles, rays: Doubles, capsule: Capsule) -> Doubles:
    """The depth at which rays meet a capsule: its cylinder and its two balls, whichever is nearest."""
    low, high, radius = np.array(capsule[0]), np.array(capsule[1]), capsule[2]
    axis = (high - low) / np.linalg.norm(high - low)
    across = rays - (rays @ axis)[..., None] * axis
    off = (eye - low) - ((eye - low) @ axis) * axis
    a, b, c = (across**2).sum(-1), across @ off, off @ off - radius**2
    root = b * b - a * c
    near = np.where(root >= 0, (-b - np.sqrt(np.maximum(root, 0))) / np.maximum(a, 1e-12), np.inf)
    along = (eye + rays * np.where(np.isfinite(near), near, 0)[..., None] - low) @ axis
    best = np.where((root >= 0) & (along >= 0) & (along <= np.linalg.norm(high - low)), near, np.inf)
    for ball in (low, high):
        a, b, c = (rays**2).sum(-1), rays @ (eye - ball), (eye - ball) @ (eye - ball) - radius**2
        root = b * b - a * c
        best = np.minimum(best, np.where(root >= 0, (-b - np.sqrt(np.maximum(root, 0))) / a, np.inf))
    return best
