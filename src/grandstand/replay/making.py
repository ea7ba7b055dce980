"""Who makes a take's files, how they are handed over, and what is written down about their making."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event, Lock
from typing import Any, Protocol, TypeAlias

from grandstand import __version__
from grandstand.replay.errors import ReplayNotInstalled
from grandstand.replay.ingest.recording import Material
from grandstand.replay.models import CameraId, Rig
from grandstand.replay.rig_file import bytes_of
from grandstand.replay.takes import CameraTold, MovingTold, Order, Provenance


class TakeStoppedError(Exception):
    """Whoever makes a take was told to stop."""


class Progress:
    """Between the thread that makes a take and whoever waits for it; safe between the two."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stopped = Event()
        self._step, self._part = "", 0.0
        self._ready: list[Path] = []

    def tell(self, step: str, part: float) -> None:
        """Say what is done now, and which part of all is behind, 0 to 1.

        Raises:
            TakeStoppedError: nobody waits any more.
        """
        self.check()
        with self._lock:
            self._step, self._part = step, part

    def check(self) -> None:
        """Raise TakeStoppedError where nobody waits any more."""
        if self._stopped.is_set():
            raise TakeStoppedError

    def ready(self, path: Path) -> None:
        """Hand over a file that will not change any more."""
        with self._lock:
            self._ready.append(path)

    def stop(self) -> None:
        self._stopped.set()

    @property
    def now(self) -> tuple[str, float]:
        """The step, and the part that is behind."""
        with self._lock:
            return self._step, self._part

    def take_ready(self) -> list[Path]:
        """The files that were handed over since the last time."""
        with self._lock:
            ready, self._ready = self._ready, []
        return ready


Renderer: TypeAlias = Callable[[Order, Material, Path, Progress], Provenance]
"""Makes the files of a take in a folder, telling how far it is; blocks, and is called in a thread."""


class TakeRenderer:
    """The product's own Renderer. What it needs is loaded with the first take; it remembers the last session.

    Args:
        cluster: the Ray cluster that the tasks run on, `auto` or HOST:PORT; empty: they run here.
    """

    def __init__(self, cluster: str = "") -> None:
        self._cluster = cluster
        self._kept: Any = None
        self._executors: Any = None

    def __call__(self, order: Order, material: Material, folder: Path, progress: Progress) -> Provenance:
        """Make the files of a take.

        Raises:
            ReplayNotInstalled: the extra `replay` is missing.
            ClusterUnavailable: the cluster cannot be reached, or does not do its work.
            NoSubject, TooFewCameras: nothing can be shown of the instant.
        """
        try:
            from grandstand.replay import cluster, executor, rendering  # noqa: PLC0415 - heavy, and an extra
        except ImportError as error:
            raise ReplayNotInstalled("Replays need more: pip install 'grandstand[replay]'.") from error
        if self._kept is None:
            self._kept = rendering.Kept()
            self._executors = cluster.Cluster(self._cluster).executor if self._cluster else executor.local_executor
        return rendering.render_take(order, material, folder, progress, self._kept, self._executors)


class Agreed(Protocol):
    """How one camera's silhouettes agree with all the others' (instant.Health)."""

    @property
    def iou(self) -> float: ...
    @property
    def shift_px(self) -> float: ...
    @property
    def dropped(self) -> str | None: ...


def provenance_of(
    rig: Rig,
    left_out: Mapping[CameraId, str],
    health: Mapping[CameraId, Agreed],
    took_s: Mapping[str, float],
    moving: MovingTold | None = None,
) -> Provenance:
    """What is written down about a take: every camera of the rig, used or not, and why not."""
    cameras = []
    for camera in rig.cameras:
        agreed = health.get(camera.id)
        unused = "There is no background of it." if agreed is None else agreed.dropped
        told = CameraTold(
            id=camera.id,
            iou=None if agreed is None else agreed.iou,
            shift_px=None if agreed is None else agreed.shift_px,
            residual_px=camera.residual_px,
            dropped=left_out.get(camera.id, unused),
        )
        cameras.append(told)
    return Provenance(
        rig=rig.name,
        rig_digest=hashlib.sha256(bytes_of(rig)).hexdigest(),
        cameras=tuple(cameras),
        took_s={step: round(seconds, 3) for step, seconds in took_s.items()},
        version=__version__,
        moving=moving,
    )
