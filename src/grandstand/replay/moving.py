"""Clips in which time runs while the camera moves: every picture is built from an instant of its own."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future

from grandstand.replay.backend import Backend
from grandstand.replay.build import build_on
from grandstand.replay.instant import Instant
from grandstand.replay.models import Camera, CameraId, Image
from grandstand.replay.render import Geometry, render
from grandstand.replay.stage import Stage
from grandstand.replay.threads import Threads

AHEAD = 2
"""Instants that are built before their pictures are taken: one at 1080p holds half a gigabyte."""


def moving(
    stage: Stage,
    moments: Iterable[Mapping[CameraId, Image]],
    views: Iterable[Camera],
    venue: Geometry,
    *,
    backend: Backend,
    threads: Threads,
) -> Iterator[Image]:
    """One picture a moment and view; while one is rendered the next instant is built.

    Raises:
        NoSubject, TooFewCameras: as `build`, at the moment that cannot be built.
    """
    built = (build_on(stage, images, backend=backend, threads=threads) for images in moments)
    return filmed(zip(built, views, strict=True), venue, backend=backend, threads=threads)


def filmed(
    phases: Iterable[tuple[Instant, Camera]], venue: Geometry, *, backend: Backend, threads: Threads
) -> Iterator[Image]:
    """One picture an instant and its view; while one is rendered the next instant comes."""

    def rendered(instant: Instant, view: Camera) -> Image:
        return render(instant, view, venue, backend=backend).image

    waiting: deque[Future[Image]] = deque()
    for instant, view in phases:
        waiting.append(threads.begin(rendered, instant, view))
        if len(waiting) >= AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
