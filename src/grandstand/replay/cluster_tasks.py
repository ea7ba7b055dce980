"""What a worker process of a cluster does for a take: what the local executor does, and nothing else."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from grandstand import __version__
from grandstand.replay.errors import ClusterUnavailable
from grandstand.replay.executor import Built, LocalExecutor, Shot, Unbuilt
from grandstand.replay.ingest.recording import Moment
from grandstand.replay.instant import Instant
from grandstand.replay.kernels import Kernels
from grandstand.replay.models import Camera, Image
from grandstand.replay.render import Geometry
from grandstand.replay.stage import Stage
from grandstand.replay.threads import Threads


def hello(version: str) -> None:
    """Raise ClusterUnavailable where this machine's tasks would not be the asker's."""
    if version != __version__:
        raise ClusterUnavailable(
            f"A machine of the cluster ({socket.gethostname()!r}) has Grandstand {__version__}, and here it is "
            f"{version}. Install the same version on every machine and start Ray there again."
        )


def built_task(stage: Stage, moment: Moment, processors: int) -> tuple[Built | Unbuilt, Instant | None]:
    """What the take needs to know of the instant, and what only other tasks need."""
    each = next(_here(processors).built(stage, [moment]))
    return (replace(each, held=None), each.held) if isinstance(each, Built) else (each, None)


def rendered_task(built: Built, instant: Instant, views: Sequence[Camera], venue: Geometry) -> list[Image]:
    return list(_here(1).rendered(replace(built, held=instant), views, venue))


def filmed_task(stage: Stage, moment: Moment, view: Camera, venue: Geometry) -> Shot:
    return next(_here(1).filmed(stage, [(moment, view)], venue))


def strobe_task(phases: Sequence[Built], view: Camera, venue: Geometry, *instants: Instant) -> Image:
    held = [replace(built, held=instant) for built, instant in zip(phases, instants, strict=True)]
    return _here(1).strobe(held, view, venue)


def model_task(built: Built, instant: Instant) -> bytes:
    return _here(1).model(replace(built, held=instant))


@cache
def _here(processors: int) -> LocalExecutor:
    """What does the work in a worker process, for all of its tasks."""
    return LocalExecutor(Threads(processors), Kernels())


TASKS: tuple[Callable[..., Any], ...] = (hello, built_task, rendered_task, filmed_task, strobe_task, model_task)
