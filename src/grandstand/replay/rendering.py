"""The renderer of takes: decodes the instants, builds the athletes, renders the clips, the model, the pictures."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from math import radians
from pathlib import Path

import cv2

from grandstand.replay import paths
from grandstand.replay.background import is_same_place, plate_of
from grandstand.replay.encode import write_clip
from grandstand.replay.errors import NoSubject, NotKept, RecordingUnreadable, TooFewCameras
from grandstand.replay.executor import Built, Executor, Executors, local_executor
from grandstand.replay.ingest.recording import Material, Moment
from grandstand.replay.ingest.timecode import label_of
from grandstand.replay.kernels import Kernels
from grandstand.replay.making import Progress, provenance_of
from grandstand.replay.models import CAMERAS_MIN, Camera, CameraId, Image, Plate
from grandstand.replay.phases import Phases
from grandstand.replay.relief import Relief, relief_of
from grandstand.replay.rig_file import bytes_of
from grandstand.replay.stage import Stage, stage_of
from grandstand.replay.takes import (
    CLIP,
    CLIP_FPS,
    MODEL,
    MOVING,
    POSTER,
    STROBE,
    MovingTold,
    Order,
    PathShape,
    Provenance,
)
from grandstand.replay.threads import Threads

PLATE_PICTURES = 9
"""Of each camera, to learn the empty field of play from."""
POSTER_QUALITY = 88
STILL_PART = 0.4
"""What is behind of a take with a clip in which time runs, when that clip begins."""


@dataclass(slots=True)
class Watch:
    """Seconds of each step."""

    took_s: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, tell: Callable[[str, float], None], name: str, part: float) -> Iterator[None]:
        tell(name, part)
        began_s = time.perf_counter()
        yield
        self.took_s[name] = time.perf_counter() - began_s


@dataclass(slots=True)
class Kept:
    """The stage of the session that was used last, and the venue: further takes of it begin with the athletes.

    A recorder makes a session of each moment; while its cameras see the same place, the venue is learnt once.

    Args:
        of: session, edition, calibration, extent, and until when it is empty.
        unseen: cameras whose background cannot be learnt, and why.
        rig, plates: calibration and small plates that the venue was learnt from.
    """

    of: tuple[object, ...] | None = None
    stage: Stage | None = None
    unseen: Mapping[CameraId, str] = field(default_factory=dict)
    venue: Relief | None = None
    rig: bytes = b""
    plates: Mapping[CameraId, Plate] = field(default_factory=dict)

    def knows(self, rig: bytes, stage: Stage) -> bool:
        """Whether the venue is the one around a stage."""
        return self.rig == rig and all(
            name in self.plates and is_same_place(self.plates[name], post.small)
            for name, post in stage.posts.items()
        )


def render_take(
    order: Order,
    material: Material,
    folder: Path,
    progress: Progress,
    kept: Kept | None = None,
    executors: Executors = local_executor,
) -> Provenance:
    """Make the files of a take.

    Raises:
        NoSubject, TooFewCameras: nothing can be shown of the instant.
        ClusterUnavailable: the executor's cluster cannot be used.
    """
    with executors(progress) as executor:
        return _Making(order, material, folder, progress, executor).make(kept or Kept())


class _Making:
    def __init__(
        self, order: Order, material: Material, folder: Path, progress: Progress, executor: Executor
    ) -> None:
        self._order = order
        self._material = material
        self._folder = folder
        self._progress = progress
        self._executor = executor
        self._watch = Watch()

    def _tell(self, step: str, part: float) -> None:
        """Say which part is behind of what does not need time to run."""
        self._progress.tell(step, part * STILL_PART if self._order.moving_s else part)

    def make(self, kept: Kept) -> Provenance:
        moments = self._decoded()
        stage, venue = self._staged(kept)
        instants = self._built(stage, moments)
        instant = instants[self._order.instant_s]
        self._write_clip(instant, venue)
        with self._watch.step(self._tell, "model", 0.92):
            (self._folder / MODEL).write_bytes(self._executor.model(instant))
            self._progress.ready(self._folder / MODEL)
        if self._order.strobe_s:
            self._write_strobe(list(instants.values()), instant, venue)
        left_out = {**kept.unseen, **moments[self._order.instant_s].left_out}
        moving = None
        if self._order.moving_s:
            # What is not needed any more: at 1080p half a gigabyte each.
            moments.clear()
            instants.clear()
            moving = self._write_moving(stage, instant, venue)
        return provenance_of(self._material.rig, left_out, instant.health, self._watch.took_s, moving)

    def _decoded(self) -> dict[float, Moment]:
        with self._watch.step(self._tell, "decode", 0.0):
            times_s = self._order.instants_s
            moments = dict(zip(times_s, self._material.moments(times_s), strict=True))
        moment = moments[self._order.instant_s]
        if len(moment.images) < CAMERAS_MIN:
            why = "; ".join(f"{camera}: {told}" for camera, told in list(moment.left_out.items())[:3])
            raise TooFewCameras(f"{len(moment.images)} cameras have a picture, {CAMERAS_MIN} are needed. {why}")
        return moments

    def _staged(self, kept: Kept) -> tuple[Stage, Relief]:
        """What is known without the athletes, kept where it is known already."""
        order, rig = self._order, bytes_of(self._material.rig)
        of = (order.session, self._material.edition, rig, self._material.span_s(), order.empty_until_s)
        if kept.of != of or kept.stage is None or kept.venue is None:
            kept.of = None
            kept.stage, kept.unseen = self._learnt()
            with self._watch.step(self._tell, "venue", 0.25):
                if kept.venue is None or not kept.knows(rig, kept.stage):
                    with Threads() as threads:
                        kept.venue = relief_of(kept.stage, backend=Kernels(), threads=threads)
                    kept.rig, kept.plates = rig, {name: post.small for name, post in kept.stage.posts.items()}
            kept.stage = kept.venue.around(kept.stage)
            kept.of = of
        return kept.stage, kept.venue

    def _learnt(self) -> tuple[Stage, Mapping[CameraId, str]]:
        unseen: dict[CameraId, str] = {}
        with self._watch.step(self._tell, "background", 0.05):
            plates: dict[CameraId, Plate] = {}
            for camera in self._material.rig.cameras:
                self._tell("background", 0.05 + 0.2 * len(plates) / len(self._material.rig.cameras))
                try:
                    stills = self._material.still(camera.id, PLATE_PICTURES, self._order.empty_until_s)
                except (NotKept, RecordingUnreadable) as error:
                    unseen[camera.id] = str(error)
                    continue
                if stills and stills[0].shape[:2] == (camera.height, camera.width):
                    plates[camera.id] = plate_of(stills)
            if len(plates) < CAMERAS_MIN:
                why = "; ".join(f"{camera}: {told}" for camera, told in list(unseen.items())[:3])
                raise TooFewCameras(f"{len(plates)} cameras have a background, {CAMERAS_MIN} are needed. {why}")
            with Threads() as threads:
                stage = stage_of(self._material.rig, plates, threads)
        return stage, unseen

    def _built(self, stage: Stage, moments: dict[float, Moment]) -> dict[float, Built]:
        built: dict[float, Built] = {}
        with self._watch.step(self._tell, "build", 0.3):
            for time_s, each in zip(moments, self._executor.built(stage, moments.values()), strict=True):
                self._tell("build", 0.3 + 0.25 * len(built) / len(moments))
                if isinstance(each, Built):
                    built[time_s] = each
                elif isinstance(each, TooFewCameras) or time_s == self._order.instant_s:
                    raise each
                # Else a phase before the athlete came, or after: the strobe picture does without.
        return built

    def _write_clip(self, instant: Built, venue: Relief) -> None:
        with self._watch.step(self._tell, "clip", 0.55):
            views = self._views(instant, self._order.pictures)

            def pictures() -> Iterator[Image]:
                for number, picture in enumerate(self._executor.rendered(instant, views, venue)):
                    self._tell("clip", 0.55 + 0.35 * number / len(views))
                    if number == 0:
                        self._write_picture(POSTER, picture)
                    yield picture

            write_clip(self._folder / CLIP, pictures(), CLIP_FPS, _timecode(self._order.instant_s))
            self._progress.ready(self._folder / CLIP)

    def _views(self, instant: Built, pictures: int) -> list[Camera]:
        order, rig, target = self._order, self._material.rig, instant.middle
        if order.path is PathShape.ORBIT:
            return paths.orbit(rig, target, pictures, order.size, first_rad=radians(order.from_deg))
        return paths.sweep(rig, target, radians(order.from_deg), radians(order.until_deg), pictures, order.size)

    def _write_strobe(self, instants: list[Built], instant: Built, venue: Relief) -> None:
        with self._watch.step(self._tell, "strobe", 0.95):
            view = self._views(instant, self._order.pictures)[0]
            self._write_picture(STROBE, self._executor.strobe(instants, view, venue))

    def _write_moving(self, stage: Stage, instant: Built, venue: Relief) -> MovingTold:
        times_s = self._order.phases_s(*self._material.span_s())
        phases = Phases(self._material, times_s, self._moving_views(instant, len(times_s)))

        def tell(part: float) -> None:
            self._progress.tell("moving", STILL_PART + (1 - STILL_PART) * part)

        with self._watch.step(self._progress.tell, "moving", STILL_PART):
            shots = self._executor.filmed(stage, phases.moments(tell), venue)
            pictures = phases.pictures(shots, tell)
            if (first := next(pictures, None)) is None:
                raise NoSubject("nobody is in the capture volume at any phase of the clip in which time runs")
            # Only now it is known when the clip begins.
            label = _timecode(phases.shown_s[0])
            write_clip(self._folder / MOVING, chain([first], pictures), CLIP_FPS, label)
            self._progress.ready(self._folder / MOVING)
        return phases.told()

    def _moving_views(self, instant: Built, count: int) -> list[Camera]:
        """Once along the sweep; or as far around as the orbit goes in that time, and on from its beginning."""
        is_orbit = self._order.path is PathShape.ORBIT
        views = self._views(instant, self._order.pictures if is_orbit else count)
        return [views[number % len(views)] for number in range(count)]

    def _write_picture(self, name: str, picture: Image) -> None:
        path = self._folder / name
        cv2.imwrite(str(path), picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, POSTER_QUALITY])
        self._progress.ready(path)


def _timecode(time_s: float) -> str:
    """The label of a time of the rig, which counts from midnight where the cameras carry timecode."""
    return str(label_of(round(time_s * CLIP_FPS), round(CLIP_FPS)))
