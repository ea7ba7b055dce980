"""All cameras of a rig, recorded live: their newest seconds as packets, and pictures of any instant in them."""

import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from grandstand.kernel.errors import GrandstandError
from grandstand.kernel.limits import processors
from grandstand.replay.errors import NotKept
from grandstand.replay.ingest.decoding import Decoder, Shown, nearest, rgb
from grandstand.replay.ingest.health import Health, frozen_s, lateness, troubles_of
from grandstand.replay.ingest.recorder import OnKeyFrame, Recorder
from grandstand.replay.ingest.ring import RING_BYTES_MAX, RING_S_MAX, Ring
from grandstand.replay.ingest.source import Source
from grandstand.replay.models import Camera, CameraId, Image, Rig

DECODERS_MAX = 8
"""Cameras that are decoded at the same time, on as many processors: each decoder holds its own pictures."""
APART_FRAMES_MAX = 0.75
"""A picture further from the instant than this is not of the instant."""
MOMENTS_MAX = 200
"""Instants asked for at once: four seconds at 50 a second."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """The pictures of one instant, as the lenses gave them.

    Args:
        left_out: cameras without a picture, and why.
    """

    time_s: float
    images: Mapping[CameraId, Image]
    left_out: Mapping[CameraId, str]


class Material(Protocol):
    """Where pictures of instants come from: a live recording, or a recorded session."""

    @property
    def rig(self) -> Rig:
        """The cameras."""

    @property
    def edition(self) -> Hashable:
        """What differs where other pictures have taken the place of these."""

    def span_s(self) -> tuple[float, float]:
        """From when until when there are pictures, in rig time; raises NotKept where there are none."""

    def moments(self, times_s: Sequence[float]) -> list[Moment]:
        """The pictures at rising rig times."""

    def still(self, camera: CameraId, count: int, until_s: float | None = None) -> list[Image]:
        """Up to `count` pictures of a camera from before a rig time, to learn its background from."""


Look = Callable[[Camera, Sequence[float]], Sequence[Shown[Image] | None]]


def gather(rig: Rig, times_s: Sequence[float], look: Look) -> list[Moment]:
    """What `look` finds for each camera at the times, cameras side by side; who fails is left out, with why."""
    assert len(times_s) <= MOMENTS_MAX, f"{len(times_s)} instants at once"

    def one(camera: Camera) -> Sequence[Shown[Image] | None] | str:
        try:
            return look(camera, times_s)
        except GrandstandError as error:
            return str(error)

    with ThreadPoolExecutor(min(processors(), DECODERS_MAX), "decode") as pool:
        found = dict(zip(rig.cameras, pool.map(one, rig.cameras), strict=True))
    return [_moment(time_s, index, found) for index, time_s in enumerate(times_s)]


def _moment(time_s: float, index: int, found: Mapping[Camera, Sequence[Shown[Image] | None] | str]) -> Moment:
    images: dict[CameraId, Image] = {}
    left_out: dict[CameraId, str] = {}
    for camera, shown in found.items():
        if isinstance(shown, str):
            left_out[camera.id] = shown
        elif (at := shown[index]) is None or abs(at.time_s - time_s) * camera.fps > APART_FRAMES_MAX:
            nearest_s = "none at all" if at is None else f"one at {at.time_s:.3f} s"
            left_out[camera.id] = f"No picture at {time_s:.3f} s; {nearest_s}."
        elif at.picture.shape[:2] != (camera.height, camera.width):
            height, width = at.picture.shape[:2]
            left_out[camera.id] = f"Its pictures are {width} x {height}, its calibration says otherwise."
        else:
            images[camera.id] = at.picture
    return Moment(time_s, images, left_out)


class Recording:
    """Records every camera of a rig that has a source."""

    def __init__(
        self,
        rig: Rig,
        sources: Mapping[CameraId, Source],
        *,
        seconds_max: float = RING_S_MAX,
        bytes_max: int = RING_BYTES_MAX,
        look: bool = True,
        on_key_frame: OnKeyFrame | None = None,
    ) -> None:
        self._rig = rig
        self._recorders = {
            camera.id: Recorder(
                camera, sources[camera.id], Ring(seconds_max, bytes_max), look=look, on_key_frame=on_key_frame
            )
            for camera in rig.cameras
            if camera.id in sources
        }

    @property
    def rig(self) -> Rig:
        return self._rig

    @property
    def edition(self) -> Hashable:
        return id(self)

    def start(self) -> None:
        for recorder in self._recorders.values():
            recorder.start()

    def close(self) -> None:
        """Stop recording; what was recorded can still be looked at."""
        for recorder in self._recorders.values():
            recorder.stop()
        for recorder in self._recorders.values():
            recorder.join()

    def ring(self, camera: CameraId) -> Ring:
        """The packets of a camera.

        Raises:
            NotKept: it is not recorded.
        """
        if (recorder := self._recorders.get(camera)) is None:
            raise NotKept(f"Camera {camera!r} is not recorded: it has no source.")
        return recorder.ring

    def span_s(self) -> tuple[float, float]:
        spans = self.spans().values()
        if not spans:
            raise NotKept("Nothing is recorded yet. Look at the health of the cameras.")
        return min(span[0] for span in spans), max(span[1] for span in spans)

    def spans(self) -> dict[CameraId, tuple[float, float]]:
        """From when until when each camera has pictures; without those that have none."""
        found = {camera: each.ring.span_s() for camera, each in self._recorders.items()}
        return {camera: span for camera, span in found.items() if span is not None}

    def moments(self, times_s: Sequence[float]) -> list[Moment]:
        return gather(self._rig, times_s, self._look)

    def _look(self, camera: Camera, times_s: Sequence[float]) -> list[Shown[Image] | None]:
        half_s = 0.5 / camera.fps
        packets = self.ring(camera.id).between(times_s[0] + half_s / 2, times_s[-1] - half_s)
        shown = nearest(Decoder().frames(packets), times_s)
        return [None if at is None else Shown(at.time_s, rgb(at.picture)) for at in shown]

    def still(self, camera: CameraId, count: int, until_s: float | None = None) -> list[Image]:
        decoder = Decoder()
        shown = (decoder.key_frame(packet) for packet in self.ring(camera).key_frames(count, until_s))
        return [rgb(at.picture) for at in shown if at is not None]

    def health(self) -> dict[CameraId, Health]:
        """Every recorded camera, as it is now."""
        now_s = time.monotonic()
        late_s = lateness({camera: each.signs for camera, each in self._recorders.items()})
        return {camera: _health(each, now_s, late_s[camera]) for camera, each in self._recorders.items()}


def _health(recorder: Recorder, now_s: float, late_s: float) -> Health:
    signs, clock = recorder.signs, recorder.clock
    return Health(
        camera=recorder.camera.id,
        age_s=None if signs.came_s is None else now_s - signs.came_s,
        late_s=late_s,
        frozen_s=frozen_s(signs),
        exposure_grey=signs.exposure_jump(),
        drift_s=clock.drift_s,
        clock=clock.kind.value,
        lost=signs.lost,
        size_bytes=recorder.ring.size_bytes,
        troubles=troubles_of(signs, now_s, late_s, clock.drift_s),
        detail=recorder.detail,
    )
