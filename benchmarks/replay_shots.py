"""What the benchmarks of the replay share: one instant of a synthetic scene, rendered once and kept."""

import pickle
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np

from grandstand.replay.background import plate_of
from grandstand.replay.models import Camera, CameraId, Floats, Image, Mask, Plate, Rig
from grandstand.replay.studio import Studio, scene_of

PLATES = 9
SEED = 1


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What is really there for a camera that no reconstruction may use."""

    camera: Camera
    image: Image
    mask: Mask
    background: Image


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One instant of a scene."""

    discipline: str
    rig: Rig
    images: Mapping[CameraId, Image]
    plates: Mapping[CameraId, Plate]
    held_out: tuple[Seen, ...]
    athletes: int


def shot_of(
    discipline: str,
    folder: Path | None,
    *,
    size: tuple[int, int] = (1280, 720),
    after_s: float = 0.0,
    **sensor: Any,
) -> Shot:
    """The moment of a discipline's scene, or `after_s` later, from the folder where it has been there."""
    told = "-".join(f"{name}{value}" for name, value in sorted(sensor.items()))
    kept = folder / f"{discipline}-{size[1]}-{after_s:+.3f}-{told}.pickle" if folder else None
    if kept and kept.exists():
        return cast(Shot, pickle.loads(kept.read_bytes()))  # noqa: S301 (our own file)
    shot = _rendered(discipline, size, after_s, sensor)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(shot))
    return shot


def _rendered(discipline: str, size: tuple[int, int], after_s: float, sensor: Mapping[str, Any]) -> Shot:
    studio = Studio(scene_of(discipline, SEED), size, **sensor)
    time_s = studio.scene.moment_s + after_s

    def taken(camera: Camera) -> tuple[Image, Plate]:
        return studio.frame(camera, time_s), plate_of(studio.plates(camera, PLATES))

    def seen(camera: Camera) -> Seen:
        truth = studio.truth(camera, time_s)
        return Seen(camera, truth.image, truth.mask, _background(truth.image, truth.background, truth.mask))

    with ThreadPoolExecutor(2) as pool:
        pictures = list(pool.map(taken, studio.rig.cameras))
        held_out = tuple(pool.map(seen, studio.held_out))
    names = [camera.id for camera in studio.rig.cameras]
    return Shot(
        discipline=discipline,
        rig=studio.rig,
        images={name: image for name, (image, _) in zip(names, pictures, strict=True)},
        plates={name: plate for name, (_, plate) in zip(names, pictures, strict=True)},
        held_out=held_out,
        athletes=len(studio.scene.athletes),
    )


def _background(image: Image, empty: Image, mask: Mask) -> Image:
    """What is behind the athletes, and everywhere else the picture itself: their shadows are of the venue."""
    near = cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0
    return np.where(near[..., None], empty, image).astype(np.uint8)


def psnr(made: Any, true: Image) -> float:
    """Decibels."""
    error = (np.asarray(made, np.float64) - true) ** 2
    return float(10 * np.log10(255**2 / max(float(error.mean()), 1e-9)))


def iou(alpha: Floats, mask: Mask) -> float:
    ours, true = alpha > 0.5, mask > 0
    return float((ours & true).sum() / max(1, (ours | true).sum()))


def box_of(mask: Mask, margin: int = 12) -> tuple[slice, slice] | None:
    """The athletes' box with a margin, or None where none is seen."""
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return None
    top, left = max(0, rows.min() - margin), max(0, columns.min() - margin)
    return slice(top, rows.max() + margin + 1), slice(left, columns.max() + margin + 1)
