"""How long a replay takes, from the trigger to the file, out of H.264 of 24 cameras, warm.

    python benchmarks/replay_clip.py [--json] [--discipline FAE] [--keep FOLDER] [--rounds 3]

A recorded session of the studio is decoded around the trigger. What is known before it is ready: plates, the
venue's reliefs (`stage_720p_s`, once an event), compiled kernels. `first_picture_s` is at 720p. An orbit has 96
pictures, made from cameras of its own size. `moving_phase_s` is one instant of a clip in which time runs while the
camera moves. The load of the machine is told beside the figures; with other work on it they are longer, and the
`processor_s` beside them say what the work itself takes: on two idle cores a little more than half of it.
"""

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grandstand.replay import paths
from grandstand.replay.backend import Backend
from grandstand.replay.background import plate_of
from grandstand.replay.build import build_on
from grandstand.replay.encode import write_clip
from grandstand.replay.executor import LocalExecutor
from grandstand.replay.ingest.capacity import live_streams_per_core
from grandstand.replay.ingest.session import Session
from grandstand.replay.instant import Instant
from grandstand.replay.kernels import Kernels
from grandstand.replay.models import Camera, Doubles, Image, Rig
from grandstand.replay.relief import Relief, relief_of
from grandstand.replay.render import render
from grandstand.replay.stage import Stage, stage_of
from grandstand.replay.strobe import strobe
from grandstand.replay.studio import Studio, scene_of, write_session
from grandstand.replay.threads import Threads
from replay_shots import SEED

BARS = {
    "first_picture_s": 3.0,
    "orbit_720p_s": 8.0,
    "orbit_1080p_s": 18.0,
    "strobe_5_s": 10.0,
    "moving_phase_s": 2.0,
}
SIZES = {"720p": (1280, 720), "1080p": (1920, 1080)}
FPS = 25.0
PICTURES = 96
BEFORE_S, AFTER_S, EMPTY_S = 0.36, 0.24, 0.36
PHASES_S = (-0.32, -0.2, -0.08, 0.04, 0.16)
MOVING = 6


def recorded(discipline: str, size: tuple[int, int], folder: Path) -> None:
    """A session around the moment of a discipline's scene."""
    studio = Studio(scene_of(discipline, SEED), size)
    moment = studio.scene.moment_s
    write_session(studio, folder, from_s=moment - BEFORE_S, until_s=moment + AFTER_S, fps=FPS, empty_s=EMPTY_S)


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A stage, before the trigger."""

    session: Session
    stage: Stage
    relief: Relief
    trigger_s: float
    backend: Backend
    threads: Threads

    def instant(self, after_s: float = 0.0) -> Instant:
        return self.instants([after_s])[0]

    def instants(self, after_s: list[float]) -> list[Instant]:
        moments = self.session.moments([self.trigger_s + each for each in after_s])
        return [build_on(self.stage, m.images, backend=self.backend, threads=self.threads) for m in moments]

    def orbit(self, instant: Instant, pictures: int) -> list[Camera]:
        rig = self.session.rig
        return paths.orbit(rig, _middle(instant), pictures, _size(rig))


def _middle(instant: Instant) -> Doubles:
    return np.asarray(instant.athletes[0].mesh.vertices.mean(0), np.float64)


def _size(rig: Rig) -> tuple[int, int]:
    return rig.cameras[0].width, rig.cameras[0].height


def ready(folder: Path, backend: Backend, threads: Threads) -> Ready:
    session = Session(folder)
    plates = {c.id: plate_of(session.still(c.id, 9, EMPTY_S)) for c in session.rig.cameras}
    stage = stage_of(session.rig, plates, threads)
    relief = relief_of(stage, backend=backend, threads=threads)
    return Ready(session, relief.around(stage), relief, EMPTY_S + BEFORE_S, backend, threads)


def orbited(ready: Ready, path: Path, pictures: int) -> dict[str, Any]:
    """Seconds from the trigger until the first picture and until the file, and of processors."""
    begun, spent = time.perf_counter(), time.process_time()
    instant = ready.instant()
    built = time.perf_counter() - begun
    first: list[float] = []

    def seen(view: Camera) -> Image:
        return render(instant, view, ready.relief, backend=ready.backend).image

    def told() -> Iterator[Image]:
        for picture in ready.threads.stream(seen, ready.orbit(instant, pictures)):
            if not first:
                first.append(time.perf_counter() - begun)
            yield picture

    write_clip(path, told(), FPS)
    total, spent = time.perf_counter() - begun, time.process_time() - spent
    steps = {name: round(each, 3) for name, each in instant.took_s.items()}
    return {
        "total": total,
        "spent": spent,
        "first": first[0],
        "built": built,
        "steps": steps,
        "middle": _middle(instant),
    }


def moved(ready: Ready, middle: Doubles, path: Path) -> tuple[float, float]:
    """Seconds an instant of a clip in which time runs, and seconds of processors."""
    begun, spent = time.perf_counter(), time.process_time()
    times = [ready.trigger_s - 0.12 + number / FPS for number in range(MOVING)]
    moments = ready.session.moments(times)
    views = paths.orbit(ready.session.rig, middle, PICTURES, _size(ready.session.rig))[:MOVING]
    executor = LocalExecutor(ready.threads, ready.backend)
    shots = executor.filmed(ready.stage, zip(moments, views, strict=True), ready.relief)
    write_clip(path, (np.asarray(shot.taken) for shot in shots), FPS)
    return (time.perf_counter() - begun) / MOVING, (time.process_time() - spent) / MOVING


def strobed(ready: Ready) -> tuple[float, float]:
    """Seconds of a picture of five phases, and seconds of processors."""
    begun, spent = time.perf_counter(), time.process_time()
    instants = ready.instants(list(PHASES_S))
    strobe(instants, ready.orbit(instants[2], PICTURES)[0], ready.relief, backend=ready.backend)
    return time.perf_counter() - begun, time.process_time() - spent


def measured(sessions: dict[str, Path], rounds: int, folder: Path) -> dict[str, Any]:
    backend, figures, steps = Kernels(), dict[str, Any](), dict[str, Any]()
    with Threads() as threads:
        for name, session in sessions.items():
            begun = time.perf_counter()
            own = ready(session, backend, threads)
            figures[f"stage_{name}_s"] = time.perf_counter() - begun
            orbited(own, folder / "warm.mp4", 4)
            runs = [orbited(own, folder / f"orbit-{name}.mp4", PICTURES) for _ in range(rounds)]
            figures[f"orbit_{name}_s"] = statistics.median(run["total"] for run in runs)
            figures[f"orbit_{name}_processor_s"] = statistics.median(run["spent"] for run in runs)
            figures[f"first_picture_{name}_s"] = statistics.median(run["first"] for run in runs)
            steps[name] = runs[-1]["steps"] | {"decode and build": round(runs[-1]["built"], 3)}
            if name == "720p":
                figures["first_picture_s"] = figures["first_picture_720p_s"]
                clip = folder / "moving.mp4"
                timed = {
                    "strobe_5": [strobed(own) for _ in range(rounds)],
                    "moving_phase": [moved(own, runs[0]["middle"], clip) for _ in range(rounds)],
                }
                for what, pairs in timed.items():
                    figures[f"{what}_s"] = statistics.median(wall for wall, _ in pairs)
                    figures[f"{what}_processor_s"] = statistics.median(spent for _, spent in pairs)
    return {**figures, "steps": steps}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--discipline", default="FAE")
    parser.add_argument("--keep", type=Path, help="a folder where recorded sessions are kept, and the clips")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", default=",".join(SIZES))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        sessions = {name: folder / f"{asked.discipline}-{name}" for name in asked.sizes.split(",")}
        for name, place in sessions.items():
            if not (place / "rig.json").exists():
                # In a process of its own: what the studio needs is not the replay's memory.
                with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                    pool.submit(recorded, asked.discipline, SIZES[name], place).result()
        figures = measured(sessions, asked.rounds, folder)
        first = next(iter(sessions.values()))
        camera = Session(first).rig.cameras[0]
        figures["live_streams_per_core"] = live_streams_per_core(
            Session(first).path(camera.id), camera, times=5
        ).streams_per_core
    figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures["load_average"] = os.getloadavg()[0]
    figures["processors"] = os.cpu_count()
    missed = [name for name, bar in BARS.items() if figures.get(name, 0.0) > bar]
    rounded = {name: round(each, 3) if isinstance(each, float) else each for name, each in figures.items()}
    print(json.dumps({**rounded, "bars": BARS} if asked.json else rounded, indent=2))
    print("missed:", missed or "nothing", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
