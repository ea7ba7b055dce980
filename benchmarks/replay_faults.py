"""What a replay loses when cameras fail, and whether it says which ones.

    python benchmarks/replay_faults.py [--json] [--discipline FAE] [--keep FOLDER]

Each fault is put into one instant of a scene. `detected`: every bad camera was named and left out, and no good
one. `worst_loss_db`: of `athlete_db`, against the same instant without the fault. An empty field of play is
refused; several athletes become several surfaces; a bent lens costs `distortion_loss_db`. Ends with status 1 where
a bar is missed.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from grandstand.demo.evaluation import environment
from grandstand.replay.backend import Backend
from grandstand.replay.build import build
from grandstand.replay.errors import NoSubject
from grandstand.replay.instant import Instant
from grandstand.replay.kernels import Kernels
from grandstand.replay.models import Camera, CameraId, Image, Rig
from grandstand.replay.render import over
from grandstand.replay.studio import Studio, scene_of
from grandstand.replay.threads import Threads
from replay_shots import SEED, Shot, box_of, psnr, shot_of

LOST = (3, 4, 11, 18)
BAD = 7
LATE_S = 0.2
TURNED_PX = 4.0
BENT = (-0.12, 0.03, 0.0, 0.0, 0.0)
SEVERAL = "IHO"
BARS = {"worst_loss_db": 1.0, "distortion_loss_db": 0.5}
"""At most so much."""
REQUIRED = ("detected", "empty_refused", "two_athletes_found")
"""What has to be so."""
PACKAGES = ("av", "numba", "opencv-python-headless")


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """Pictures and a rig with something wrong.

    Args:
        bad: the cameras that have to be found.
    """

    rig: Rig
    images: Mapping[CameraId, Image]
    bad: frozenset[CameraId]


def faults_of(shot: Shot) -> dict[str, Fault]:
    names = [camera.id for camera in shot.rig.cameras]
    bad = names[BAD]
    camera = shot.rig.cameras[BAD]
    studio = Studio(scene_of(shot.discipline, SEED), (camera.width, camera.height))
    late = studio.frame(camera, studio.scene.moment_s - LATE_S)
    lost = {names[k] for k in LOST}
    only = frozenset({bad})
    return {
        "lost": Fault(shot.rig, {n: image for n, image in shot.images.items() if n not in lost}, frozenset()),
        "frozen": Fault(shot.rig, {**shot.images, bad: shot.plates[bad].median}, only),
        "late": Fault(shot.rig, {**shot.images, bad: late}, only),
        "turned": Fault(_turned(shot.rig, BAD), shot.images, only),
    }


def _turned(rig: Rig, number: int) -> Rig:
    """The rig with one camera's calibration turned by some pixels."""
    camera = rig.cameras[number]
    angle = TURNED_PX / camera.intrinsics[0, 0]
    turn, _ = cv2.Rodrigues(np.array([0.6, 0.8, 0.0]) * angle)
    rotation = turn @ camera.rotation
    turned: Camera = replace(camera, rotation=rotation, translation=-rotation @ camera.centre)
    return replace(rig, cameras=(*rig.cameras[:number], turned, *rig.cameras[number + 1 :]))


def athlete_db(shot: Shot, instant: Instant, backend: Backend) -> float:
    """Athletes over the true background in their box, mean over the held-out cameras."""
    each = []
    for seen in shot.held_out:
        box = box_of(seen.mask)
        if box is not None:
            each.append(
                psnr(over(seen.background, [instant], seen.camera, backend=backend).image[box], seen.image[box])
            )
    return float(np.mean(each))


def measured(shot: Shot, several: Shot, bent: Shot, backend: Backend, threads: Threads) -> dict[str, Any]:
    def built(of: Shot, rig: Rig, images: Mapping[CameraId, Image]) -> Instant:
        return build(rig, images, of.plates, backend=backend, threads=threads)

    plain = athlete_db(shot, built(shot, shot.rig, shot.images), backend)
    figures: dict[str, Any] = {"athlete_db": plain, "faults": {}}
    for name, fault in faults_of(shot).items():
        instant = built(shot, fault.rig, fault.images)
        named = frozenset(camera for camera, health in instant.health.items() if health.dropped)
        figures["faults"][name] = {
            "loss_db": plain - athlete_db(shot, instant, backend),
            "detected": named == fault.bad,
            "named": {camera: instant.health[camera].dropped for camera in sorted(named)},
        }
    figures["detected"] = all(each["detected"] for each in figures["faults"].values())
    figures["worst_loss_db"] = max(each["loss_db"] for each in figures["faults"].values())
    figures["empty_refused"] = _refused(shot, backend, threads)
    found = built(several, several.rig, several.images)
    figures["athletes_found"] = f"{len(found.athletes)} of {several.athletes}"
    figures["two_athletes_found"] = len(found.athletes) >= 2
    figures["distortion_loss_db"] = plain - athlete_db(bent, built(bent, bent.rig, bent.images), backend)
    return figures


def _refused(shot: Shot, backend: Backend, threads: Threads) -> bool:
    camera = shot.rig.cameras[0]
    studio = Studio(scene_of(shot.discipline, SEED), (camera.width, camera.height))
    empty = {camera.id: studio.plates(camera, 10)[-1] for camera in studio.rig.cameras}
    try:
        build(shot.rig, empty, shot.plates, backend=backend, threads=threads)
    except NoSubject:
        return True
    return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--discipline", default="FAE")
    parser.add_argument("--keep", type=Path, help="a folder where rendered scenes are kept for the next time")
    asked = parser.parse_args()
    with Threads() as threads, tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        shot, several = shot_of(asked.discipline, folder), shot_of(SEVERAL, folder)
        bent = shot_of(asked.discipline, folder, distortion=BENT)
        figures = measured(shot, several, bent, Kernels(), threads)
    missed = missed_in(figures)
    print(json.dumps(told(figures, missed) if asked.json else rounded(figures), indent=2))
    print("missed:", missed or "nothing", file=sys.stderr)
    return 1 if missed else 0


def missed_in(figures: Mapping[str, Any]) -> list[str]:
    """The names of the figures that are not as they have to be."""
    # Written so that what is not a number is missed.
    missed = [name for name, bar in BARS.items() if not figures[name] <= bar]
    return missed + [name for name in REQUIRED if figures[name] is not True]


def told(figures: Mapping[str, Any], missed: list[str]) -> dict[str, Any]:
    """Everything, to keep and to compare: figures, bars, machine and versions."""
    about: dict[str, Any] = environment()
    about["versions"] |= {package: version(package) for package in PACKAGES}
    return {**rounded(figures), "bars": BARS, "required": REQUIRED, "missed": missed, **about}


def rounded(value: Any) -> Any:
    """The figures with three decimals."""
    if isinstance(value, Mapping):
        return {name: rounded(each) for name, each in value.items()}
    return round(value, 3) if isinstance(value, float) else value


if __name__ == "__main__":
    raise SystemExit(main())
