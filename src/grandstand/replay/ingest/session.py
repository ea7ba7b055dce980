"""A recorded session: a folder with rig.json and a file of H.264 for each camera, named after it.

It is looked at directly, seeking to the key frame before an instant, or played in its own time as if it were live.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from fractions import Fraction
from math import floor, inf
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, Self

from grandstand.replay.errors import NotKept, RecordingUnreadable
from grandstand.replay.ingest.alignment import Clock, rate_of
from grandstand.replay.ingest.decoding import Decoder, Shown, load_av, nearest, rgb, timecode_of
from grandstand.replay.ingest.recording import APART_FRAMES_MAX, Moment, Recording, gather
from grandstand.replay.ingest.ring import REORDERED_MAX, RING_BYTES_MAX, RING_S_MAX, Coded
from grandstand.replay.ingest.source import (
    FileSource,
    PacedSource,
    container_timecode,
    open_video,
    sidecar_times,
    video_of,
)
from grandstand.replay.ingest.timecode import Timecode, seconds_of
from grandstand.replay.models import Camera, CameraId, Image, Rig
from grandstand.replay.rig_file import read_rig

if TYPE_CHECKING:
    import av
    from av.container import InputContainer
    from av.video.stream import VideoStream

RIG_FILE = "rig.json"
BARE = ".h264"
SUFFIXES = (".mp4", ".mov", ".mkv", ".ts", BARE)
SEEK_BACK_S = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, inf)
"""How far before an instant is looked for its key frame: a transport stream has no index and lands anywhere."""
LEAD_S = 10.0
RUN_GAP_S = 2.0
"""Instants nearer than this are decoded in one go."""


class Edition(NamedTuple):
    """Which rig.json a session has: another one differs in this, even where its bytes are the same."""

    inode: int
    size_bytes: int
    modified_ns: int
    changed_ns: int
    """Unlike the time it was modified, no copying tool sets it back."""

    @classmethod
    def of(cls, rig_file: Path) -> Self:
        found = rig_file.stat()
        return cls(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


class Session:
    """The pictures of a recorded session; a file that breaks off leaves out its own camera and no other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rig = read_rig(folder / RIG_FILE)
        self._edition = Edition.of(folder / RIG_FILE)
        self._clocks: dict[CameraId, Clock] = {}
        self._lock = Lock()

    @property
    def rig(self) -> Rig:
        return self._rig

    @property
    def edition(self) -> Edition:
        return self._edition

    def path(self, camera: CameraId) -> Path:
        """The file of a camera.

        Raises:
            NotKept: it has none.
        """
        if (path := video_path(self._folder, camera)) is None:
            raise NotKept(f"Camera {camera!r} has no file in the session.")
        return path

    def span_s(self) -> tuple[float, float]:
        """From when until when the first camera whose file can be read has pictures.

        Raises:
            NotKept: there is no such camera.
        """
        for camera in self._rig.cameras:
            with suppress(NotKept, RecordingUnreadable), _readable(camera.id):
                return _span(self.path(camera.id), self.clock(camera), camera.fps)
        raise NotKept("The session has no file that can be read of any camera of its rig.")

    def clock(self, camera: Camera) -> Clock:
        """How the file's timestamps become rig time, and how far it drifted against its timecode.

        Raises:
            NotKept, RecordingUnreadable: there is no file, or none that can be read.
        """
        with self._lock, _readable(camera.id):
            if camera.id not in self._clocks:
                self._clocks[camera.id] = _clock(self.path(camera.id), camera)
            return self._clocks[camera.id]

    def moments(self, times_s: Sequence[float]) -> list[Moment]:
        return gather(self._rig, times_s, self._look)

    def picture(self, camera: CameraId, time_s: float) -> Image:
        """What one camera shows at an instant.

        Raises:
            NotKept: there is no such camera in the rig, or no picture of the instant.
            RecordingUnreadable: its file is no video, or breaks off.
        """
        own = next((each for each in self._rig.cameras if each.id == camera), None)
        if own is None:
            raise NotKept(f"The rig of the session has no camera {camera!r}.")
        (shown,) = self._look(own, [time_s])
        if shown is None or abs(shown.time_s - time_s) * own.fps > APART_FRAMES_MAX:
            raise NotKept(f"Camera {camera!r} has no picture of {time_s:.3f} s.")
        return shown.picture

    def _look(self, camera: Camera, times_s: Sequence[float]) -> list[Shown[Image] | None]:
        path, clock = self.path(camera.id), self.clock(camera)
        with _readable(camera.id):
            if path.suffix == BARE:
                shown = _bare(path, times_s, camera)
            else:
                with open_video(path) as container:
                    stream = _ready(container, path)
                    found = (_seeking(container, stream, clock, run, camera.fps) for run in runs(times_s))
                    shown = [at for run in found for at in run]
            return [None if at is None else Shown(at.time_s, rgb(at.picture)) for at in shown]

    def still(self, camera: CameraId, count: int, until_s: float | None = None) -> list[Image]:
        own = next(each for each in self._rig.cameras if each.id == camera)
        path, clock = self.path(camera), self.clock(own)
        before_s = inf if until_s is None else clock.timestamp(until_s)
        with _readable(camera):
            if path.suffix == BARE:
                return _bare_stills(path, count, before_s)
            with open_video(path) as container:
                return _stills(container, _ready(container, path), count, before_s)

    def as_live(
        self, *, again: bool = False, seconds_max: float = RING_S_MAX, bytes_max: int = RING_BYTES_MAX
    ) -> Recording:
        """A recording of this session in its own time, not started yet.

        `again`: begin anew at the end, with time going on. Then key frames are not looked at: the pictures of each
        round are alike, and its timecode begins anew.
        """
        sources = {}
        for camera in self._rig.cameras:
            try:
                sources[camera.id] = PacedSource(self.path(camera.id), again=again)
            except NotKept:
                continue
        return Recording(self._rig, sources, seconds_max=seconds_max, bytes_max=bytes_max, look=not again)


def video_path(folder: Path, camera: CameraId) -> Path | None:
    """The file of a camera in a session's folder; None where it has none."""
    paths = (folder / f"{camera}{suffix}" for suffix in SUFFIXES)
    return next((path for path in paths if path.is_file()), None)


def video_clock(
    camera: Camera,
    fps: Fraction | None,
    start: Timecode | None,
    start_s: float,
    shown: "Iterable[Shown[av.VideoFrame]]",
) -> Clock:
    """How the timestamps of a camera's file become rig time.

    The container's timecode is that of the timestamp `start_s`; where it has none, that of what is shown is read.
    """
    fps = fps or rate_of(camera.fps)
    clock = Clock(fps, camera.offset_s)
    if start is not None:
        clock.saw_timecode(start_s, seconds_of(start, fps))
        return clock
    for each in shown:
        if (timecode := timecode_of(each.picture, fps)) is not None:
            clock.saw_timecode(each.time_s, seconds_of(timecode, fps))
    return clock


@contextmanager
def _readable(camera: CameraId) -> Iterator[None]:
    """What the decoder stumbles over, as an error of ours that names the camera."""
    try:
        yield
    except load_av().error.FFmpegError as error:
        raise RecordingUnreadable(
            f"The file of camera {camera!r} breaks off or is damaged: {error.strerror}. Copy it again."
        ) from error


def runs(times_s: Sequence[float]) -> list[list[float]]:
    """The rising times, parted where the next is far."""
    parted: list[list[float]] = []
    for time_s in times_s:
        if parted and time_s - parted[-1][-1] < RUN_GAP_S:
            parted[-1].append(time_s)
        else:
            parted.append([time_s])
    return parted


def _ready(container: "InputContainer", path: Path) -> "VideoStream":
    stream = video_of(container, path.name)
    stream.codec_context.thread_count = 1
    return stream


def _frames_from(
    container: "InputContainer", stream: "VideoStream", pts_s: float, clock: Clock
) -> "Iterator[Shown[av.VideoFrame]]":
    assert stream.time_base is not None
    start_s, _ = _extent(stream)
    # A transport stream is searched by order of decoding: only what lies before all of it leads to its beginning.
    sought_s = pts_s if pts_s > start_s else start_s - LEAD_S
    container.seek(floor(sought_s / stream.time_base), stream=stream, backward=True)
    for frame in container.decode(stream):
        if frame.pts is not None:
            yield Shown(clock.rig_time(float(frame.pts * stream.time_base)), frame)


def _first_frame(
    container: "InputContainer", stream: "VideoStream", pts_s: float
) -> "Shown[av.VideoFrame] | None":
    """A frame at or before the timestamp, with its own timestamp; the nearest that seeking leads to."""
    plain = Clock(stream.average_rate or Fraction(1))
    tries = (next(_frames_from(container, stream, pts_s - back_s, plain), None) for back_s in SEEK_BACK_S)
    return next((frame for frame in tries if frame is not None), None)


def _seeking(
    container: "InputContainer", stream: "VideoStream", clock: Clock, times_s: Sequence[float], fps: float
) -> "list[Shown[av.VideoFrame] | None]":
    """The frames nearest to the times, from the last key frame before the first of them."""
    shown: list[Shown[av.VideoFrame] | None] = []
    for back_s in SEEK_BACK_S:
        shown = nearest(_frames_from(container, stream, clock.timestamp(times_s[0]) - back_s, clock), times_s)
        first = shown[0]
        if first is not None and first.time_s <= times_s[0] + 0.5 / fps:
            break
    return shown


def _bare(path: Path, times_s: Sequence[float], camera: Camera) -> "list[Shown[av.VideoFrame] | None]":
    """The same from a file without timestamps, which has to be read from its beginning."""
    packets = [Coded(each.data, each.pts_s + camera.offset_s, each.is_key) for each in FileSource(path).packets()]
    starts = [index for index, each in enumerate(packets) if each.is_key and each.time_s <= times_s[0]]
    before_end = [index for index, each in enumerate(packets) if each.time_s <= times_s[-1]]
    if not starts or not before_end:
        raise NotKept(f"{path.name!r} begins after {times_s[0]:.2f} s.")
    return nearest(Decoder().frames(packets[starts[-1] : before_end[-1] + REORDERED_MAX]), times_s)


def _clock(path: Path, camera: Camera) -> Clock:
    if path.suffix == BARE:
        return Clock(rate_of(camera.fps), camera.offset_s)
    with open_video(path) as container:
        stream = _ready(container, path)
        start_s, length_s = _extent(stream)
        ends = (_first_frame(container, stream, pts_s) for pts_s in (start_s, start_s + length_s))
        shown = (frame for frame in ends if frame is not None)
        return video_clock(camera, stream.average_rate, container_timecode(container), start_s, shown)


def _span(path: Path, clock: Clock, fps: float) -> tuple[float, float]:
    if path.suffix == BARE:
        times_s = sidecar_times(path)
        first_s, last_s = times_s[0], times_s[-1]
    else:
        with open_video(path) as container:
            first_s, length_s = _extent(video_of(container, path.name))
            last_s = first_s + length_s - 1 / fps
    return clock.rig_time(first_s), clock.rig_time(last_s)


def _extent(stream: "VideoStream") -> tuple[float, float]:
    """The stream's first timestamp and its length, seconds."""
    assert stream.time_base is not None
    return float((stream.start_time or 0) * stream.time_base), float((stream.duration or 0) * stream.time_base)


def _stills(container: "InputContainer", stream: "VideoStream", count: int, before_s: float) -> list[Image]:
    """Pictures at even steps of the time before a timestamp."""
    start_s, length_s = _extent(stream)
    step_s = (min(start_s + length_s, before_s) - start_s) / count
    if step_s <= 0:
        return []
    fps = float(stream.average_rate or 1)
    wanted = [start_s + step_s * number for number in range(count)]
    plain = Clock(rate_of(fps))
    shown = [at for run in runs(wanted) for at in _seeking(container, stream, plain, run, fps)]
    return [rgb(at.picture) for at in shown if at is not None and at.time_s < before_s]


def _bare_stills(path: Path, count: int, before_s: float) -> list[Image]:
    packets = (Coded(each.data, each.pts_s, each.is_key) for each in FileSource(path).packets())
    keys = [packet for packet in packets if packet.is_key and packet.time_s < before_s]
    decoder = Decoder()
    shown = [decoder.key_frame(key) for key in keys[:: max(1, len(keys) // count)][:count]]
    return [rgb(at.picture) for at in shown if at is not None]
