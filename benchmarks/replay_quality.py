"""How well a view is made where no camera stood: held-out cameras of every discipline's scene.

    python benchmarks/replay_quality.py [--json] [--only FAE,IHO] [--keep FOLDER] [--pictures FOLDER]

Six cameras of each scene are not used; what they see is compared with what is made for them. `athlete_db` is over
the true background (the venue's model counts for nothing), `box_db` with our venue, both in the athletes' box;
`jump` is the nearest camera's picture, `crossfade` the mean of the nearest two. `frame_db` is the whole picture,
`frame_db_billboard` with a floor and a wall instead of the venue's reliefs. `flicker_ratio` is the change from
picture to picture in an orbit over the change in the true orbit: 1 is as calm. Constants were chosen by looking at
TUNED alone.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from grandstand.replay import paths
from grandstand.replay.backend import Backend
from grandstand.replay.build import build_on
from grandstand.replay.instant import Instant
from grandstand.replay.kernels import Kernels
from grandstand.replay.models import Image
from grandstand.replay.relief import relief_of
from grandstand.replay.render import Geometry, over, render
from grandstand.replay.stage import stage_of
from grandstand.replay.studio import DISCIPLINES, Studio, scene_of
from grandstand.replay.threads import Threads
from grandstand.replay.venue import venue_of
from replay_shots import SEED, Seen, Shot, box_of, iou, psnr, shot_of

TUNED = ("FAE", "IHO", "ALP", "BOB", "CCS", "LUG", "NCB", "SJP")
BARS = {
    "athlete_db_median": 26.0,
    "athlete_db_worst": 23.5,
    "box_db_median": 22.0,
    "gain_over_crossfade_db": 8.0,
    "iou_median": 0.90,
    "iou_worst": 0.82,
}
ORBIT_PICTURES = 96
FLICKERED = 5
"""Pictures of the orbit that are compared with the true ones."""
Row = dict[str, float]


def measured(shot: Shot, backend: Backend, threads: Threads, pictures: Path | None) -> Row:
    """One discipline's figures, means over its held-out cameras."""
    stage = stage_of(shot.rig, shot.plates, threads)
    board, relief = venue_of(stage), relief_of(stage, backend=backend, threads=threads)
    instant = build_on(relief.around(stage), shot.images, backend=backend, threads=threads)
    rows = [_seen(shot, instant, seen, relief, board, backend) for seen in shot.held_out if box_of(seen.mask)]
    row = {name: float(np.mean([each[name] for each in rows])) for name in rows[0]}
    row["athletes_found"] = len(instant.athletes)
    row["dropped"] = sum(1 for each in instant.health.values() if each.dropped)
    row["flicker_ratio"] = _flicker(shot, instant, relief, backend)
    if pictures:
        _sheet(shot, instant, relief, backend, pictures)
    return row


def _seen(shot: Shot, instant: Instant, seen: Seen, relief: Geometry, board: Geometry, backend: Backend) -> Row:
    box = box_of(seen.mask)
    ours = render(instant, seen.camera, relief, backend=backend)
    clean = over(seen.background, [instant], seen.camera, backend=backend)
    nearest = sorted(shot.rig.cameras, key=lambda c: float(np.linalg.norm(c.centre - seen.camera.centre)))
    first, second = (shot.images[camera.id] for camera in nearest[:2])
    plain = render(instant, seen.camera, board, backend=backend).image
    crossfade = psnr(cv2.addWeighted(first, 0.5, second, 0.5, 0)[box], seen.image[box])
    return {
        "athlete_db": psnr(clean.image[box], seen.image[box]),
        "box_db": psnr(ours.image[box], seen.image[box]),
        "iou": iou(ours.alpha, seen.mask),
        "jump_db": psnr(first[box], seen.image[box]),
        "crossfade_db": crossfade,
        "gain_db": psnr(ours.image[box], seen.image[box]) - crossfade,
        "frame_db": psnr(ours.image, seen.image),
        "frame_db_billboard": psnr(plain, seen.image),
    }


def _flicker(shot: Shot, instant: Instant, relief: Geometry, backend: Backend) -> float:
    size = (shot.rig.cameras[0].width, shot.rig.cameras[0].height)
    studio = Studio(scene_of(shot.discipline, SEED), size)
    middle = instant.athletes[0].mesh.vertices.mean(0).astype(np.float64)
    views = paths.orbit(shot.rig, middle, ORBIT_PICTURES, size)[:FLICKERED]
    true = [studio.truth(view, studio.scene.moment_s).image for view in views]
    ours = [render(instant, view, relief, backend=backend).image for view in views]
    return _change(ours) / _change(true)


def _change(images: Sequence[Image]) -> float:
    return float(np.mean([cv2.absdiff(a, b).mean() for a, b in pairwise(images)]))


def _sheet(shot: Shot, instant: Instant, relief: Geometry, backend: Backend, folder: Path) -> None:
    """True above ours, three held-out views, half size."""
    folder.mkdir(parents=True, exist_ok=True)
    some = shot.held_out[:3]
    ours = [render(instant, seen.camera, relief, backend=backend).image for seen in some]
    sheet = np.vstack([np.hstack([seen.image for seen in some]), np.hstack(ours)])
    small = cv2.resize(sheet, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(folder / f"{shot.discipline}.png"), small[..., ::-1])


def summary(rows: Mapping[str, Row]) -> Row:
    """The figures that have bars, and beside them what they are compared with, over some disciplines."""

    def over_all(name: str) -> "np.ndarray[Any, np.dtype[np.float64]]":
        return np.array([row[name] for row in rows.values()])

    out = {f"{name}_median": float(np.median(over_all(name))) for name in next(iter(rows.values()))}
    out["athlete_db_worst"] = float(over_all("athlete_db").min())
    out["iou_worst"] = float(over_all("iou").min())
    out["gain_over_crossfade_db"] = float(np.median(over_all("gain_db")))
    return out


def _table(rows: Mapping[str, Row]) -> Iterable[str]:
    names = list(next(iter(rows.values())))
    yield " ".join(["    ", *(f"{name[:13]:>13}" for name in names)])
    for discipline, row in rows.items():
        mark = "*" if discipline in TUNED else " "
        yield " ".join([f"{discipline}{mark}", *(f"{row[name]:13.3f}" for name in names)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", default=",".join(DISCIPLINES))
    parser.add_argument("--keep", type=Path, help="a folder where rendered scenes are kept for the next time")
    parser.add_argument("--pictures", type=Path, help="a folder for contact sheets")
    asked = parser.parse_args()
    backend = Kernels()
    rows: dict[str, Row] = {}
    with Threads() as threads, tempfile.TemporaryDirectory() as scratch:
        for discipline in asked.only.split(","):
            shot = shot_of(discipline, asked.keep or Path(scratch))
            rows[discipline] = measured(shot, backend, threads, asked.pictures)
            print(*_table({discipline: rows[discipline]}), sep="\n", file=sys.stderr)
    groups = {
        "tuned": {name: row for name, row in rows.items() if name in TUNED},
        "untouched": {name: row for name, row in rows.items() if name not in TUNED},
    }
    figures = {name: summary(group) for name, group in groups.items() if group}
    if asked.json:
        print(json.dumps({**figures, "disciplines": rows, "bars": BARS}, indent=2))
    else:
        print(*_table(rows), sep="\n")
        print(json.dumps(figures, indent=2))
    judged = figures.get("untouched", {})
    missed = [name for name, bar in BARS.items() if judged and judged[name] < bar]
    print("missed:", missed or "nothing", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
