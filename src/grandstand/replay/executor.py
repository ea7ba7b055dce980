"""Where the tasks of a take run: instants are built and pictures rendered here, or on a cluster (cluster.py)."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np

from grandstand.replay.backend import Backend
from grandstand.replay.build import build_on
from grandstand.replay.errors import NoSubject, TooFewCameras
from grandstand.replay.gltf import glb_of
from grandstand.replay.ingest.recording import Moment
from grandstand.replay.instant import Health, Instant
from grandstand.replay.kernels import Kernels
from grandstand.replay.making import Progress
from grandstand.replay.models import Camera, CameraId, Doubles, Image
from grandstand.replay.render import Geometry, render
from grandstand.replay.stage import Stage
from grandstand.replay.strobe import strobe
from grandstand.replay.threads import Threads


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """What a take knows of an instant that is built; its surfaces and pictures stay with the executor.

    Args:
        time_s: the rig's time.
        middle: of the largest athlete, shape (3,), metres.
        health: of every camera that sent a picture.
        held: what the executor knows it by.
    """

    time_s: float
    middle: Doubles
    health: Mapping[CameraId, Health]
    held: Any


AHEAD = 2
"""Instants that are built before their pictures are taken: one at 1080p holds half a gigabyte."""

Unbuilt: TypeAlias = NoSubject | TooFewCameras
"""Why an instant cannot be built."""


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A picture of a clip in which time runs.

    Args:
        time_s: the rig's time.
        taken: the picture, or why there is none.
        build_s: seconds that building its instant took.
    """

    time_s: float
    taken: Image | Unbuilt
    build_s: float


class Executor(Protocol):
    """Runs the tasks of one take; what comes one by one comes in order, and is made as it is taken."""

    def built(self, stage: Stage, moments: Iterable[Moment]) -> Iterator[Built | Unbuilt]:
        """The athletes of each moment, or why there are none."""

    def rendered(self, built: Built, views: Sequence[Camera], venue: Geometry) -> Iterator[Image]:
        """A picture of the instant from each view."""

    def filmed(self, stage: Stage, moments: Iterable[tuple[Moment, Camera]], venue: Geometry) -> Iterator[Shot]:
        """A picture of each moment from a view of its own."""

    def strobe(self, phases: Sequence[Built], view: Camera, venue: Geometry) -> Image:
        """All phases in one picture."""

    def model(self, built: Built) -> bytes:
        """The athletes as a glTF file."""


Executors: TypeAlias = Callable[[Progress], AbstractContextManager[Executor]]
"""Opens an executor for a take; it ends its tasks once `Progress.check` raises, at the latest with the context."""


@contextmanager
def local_executor(_progress: Progress) -> Iterator[Executor]:
    """An executor on the threads of this process."""
    with Threads() as threads:
        yield LocalExecutor(threads, Kernels())


class LocalExecutor:
    """Runs tasks here; `held` is the Instant itself."""

    def __init__(self, threads: Threads, backend: Backend) -> None:
        self._threads = threads
        self._backend = backend

    def built(self, stage: Stage, moments: Iterable[Moment]) -> Iterator[Built | Unbuilt]:
        for moment in moments:
            try:
                instant = self._build(stage, moment)
            except (NoSubject, TooFewCameras) as error:
                yield error
            else:
                yield _built(moment.time_s, instant)

    def rendered(self, built: Built, views: Sequence[Camera], venue: Geometry) -> Iterator[Image]:
        return self._threads.stream(lambda view: self._seen(built.held, view, venue), views)

    def filmed(self, stage: Stage, moments: Iterable[tuple[Moment, Camera]], venue: Geometry) -> Iterator[Shot]:
        """While one picture is rendered, the next instant is built."""
        waiting: deque[tuple[float, float, Future[Image] | Unbuilt]] = deque()
        for moment, view in moments:
            begun_s = time.perf_counter()
            taken = self._begun(stage, moment, view, venue)
            waiting.append((moment.time_s, time.perf_counter() - begun_s, taken))
            if len(waiting) >= AHEAD:
                yield _shot(*waiting.popleft())
        while waiting:
            yield _shot(*waiting.popleft())

    def _begun(self, stage: Stage, moment: Moment, view: Camera, venue: Geometry) -> Future[Image] | Unbuilt:
        try:
            instant = self._build(stage, moment)
        except (NoSubject, TooFewCameras) as error:
            return error
        return self._threads.begin(self._seen, instant, view, venue)

    def strobe(self, phases: Sequence[Built], view: Camera, venue: Geometry) -> Image:
        return strobe([each.held for each in phases], view, venue, backend=self._backend)

    def model(self, built: Built) -> bytes:
        return glb_of(built.held)

    def _build(self, stage: Stage, moment: Moment) -> Instant:
        return build_on(stage, moment.images, backend=self._backend, threads=self._threads)

    def _seen(self, instant: Instant, view: Camera, venue: Geometry) -> Image:
        return render(instant, view, venue, backend=self._backend).image


def _built(time_s: float, instant: Instant) -> Built:
    middle = np.asarray(instant.athletes[0].mesh.vertices.mean(0), np.float64)
    return Built(time_s, middle, instant.health, instant)


def _shot(time_s: float, build_s: float, taken: Future[Image] | Unbuilt) -> Shot:
    return Shot(time_s, taken.result() if isinstance(taken, Future) else taken, build_s)
