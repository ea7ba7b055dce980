"""What the file of a camera really holds: all of it is read, its first and its last key frame are decoded."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grandstand.replay.errors import RecordingUnreadable
from grandstand.replay.ingest.alignment import Clock, ClockKind, rate_of
from grandstand.replay.ingest.decoding import Decoder, Shown, load_av
from grandstand.replay.ingest.ring import Coded
from grandstand.replay.ingest.session import BARE, video_clock
from grandstand.replay.ingest.source import Arrived, FileSource, open_video, video_of
from grandstand.replay.models import Camera

if TYPE_CHECKING:
    import av


@dataclass(frozen=True, slots=True)
class Footage:
    """A file, read to its end.

    Args:
        pictures: how many are there.
        announced: how many its index says there are; 0 where it has no index.
        headless: how many come before the first key frame; nobody can decode them.
        damaged: how many have lost bytes.
        from_s, until_s: the rig's time of the first picture that can be decoded, and of the last.
        drift_s: how far its timestamps run behind its timecode.
    """

    width: int
    height: int
    fps: float
    pictures: int
    announced: int
    headless: int
    damaged: int
    from_s: float
    until_s: float
    clock: ClockKind
    drift_s: float


@dataclass(slots=True)
class _Read:
    """What is remembered of the packets."""

    times_s: list[float]
    headless: int = 0
    damaged: int = 0
    first_key: Arrived | None = None
    last_key: Arrived | None = None

    def take(self, packet: Arrived) -> None:
        self.times_s.append(packet.pts_s)
        self.damaged += packet.is_damaged
        if packet.is_key:
            self.last_key = packet
            self.first_key = self.first_key or packet
        self.headless += self.first_key is None


def footage_of(path: Path, camera: Camera) -> Footage:
    """What a camera's file holds.

    Raises:
        RecordingUnreadable: it is no video, not H.264, or nothing of it can be decoded; says what to do.
        NotKept: it is bare H.264 and its times are missing.
    """
    with open_video(path) as container:
        announced = video_of(container, path.name).frames
    source, read = FileSource(path), _Read([])
    try:
        for packet in source.packets():
            read.take(packet)
    except load_av().error.FFmpegError:
        # Where a file breaks off within a picture. What came before it is there.
        read.damaged += 1
    keys = _decoded(path, read)
    picture = keys[0].picture
    clock = _clock(path, source, camera, min(read.times_s), keys)
    last_s = max(read.times_s)
    return Footage(
        width=picture.width,
        height=picture.height,
        fps=_fps(path, source, read.times_s, camera),
        pictures=len(read.times_s),
        announced=announced,
        headless=read.headless,
        damaged=read.damaged,
        from_s=clock.rig_time(keys[0].time_s),
        until_s=clock.rig_time(last_s),
        clock=clock.kind,
        drift_s=clock.drift_s,
    )


def _decoded(path: Path, read: _Read) -> "list[Shown[av.VideoFrame]]":
    """The first and the last key frame."""
    if read.first_key is None or read.last_key is None:
        raise RecordingUnreadable(
            f"{path.name} holds {len(read.times_s)} pictures and no key frame. Record it from a key frame on."
        )
    shown = []
    for key in (read.first_key, read.last_key):
        try:
            shown.append(Decoder().key_frame(Coded(key.data, key.pts_s, is_key=True)))
        except load_av().error.FFmpegError:
            shown.append(None)
    found = [each for each in shown if each is not None]
    if shown[0] is None or not found:
        raise RecordingUnreadable(f"{path.name}: its first key frame cannot be decoded. Copy the file again.")
    return found


def _clock(
    path: Path, source: FileSource, camera: Camera, first_s: float, keys: "list[Shown[av.VideoFrame]]"
) -> Clock:
    """As a session tells the time."""
    if path.suffix == BARE:
        return Clock(rate_of(camera.fps), camera.offset_s)
    return video_clock(camera, source.fps(), source.start_timecode(), first_s, keys)


def _fps(path: Path, source: FileSource, times_s: list[float], camera: Camera) -> float:
    if path.suffix == BARE:
        length_s = max(times_s) - min(times_s)
        return (len(times_s) - 1) / length_s if length_s > 0 else camera.fps
    return float(source.fps() or camera.fps)
