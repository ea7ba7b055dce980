"""H.264 as it comes: from a file at once or in its own time, or from the network.

What can be opened is what PyAV's FFmpeg can: its wheels know UDP, TCP, RTP, RTSP and HTTP. SRT and RIST, which
they do not know, are carried by the program ffmpeg (ffmpeg.py).
A file of bare H.264 has no timestamps. Beside it, `<its name>.times` has the rig's time of each picture in
seconds, a line each, in the order of the file.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from grandstand.replay.errors import NotKept, RecordingUnreadable
from grandstand.replay.ingest.decoding import load_av
from grandstand.replay.ingest.ffmpeg import OPEN_TIMEOUT_S, READ_TIMEOUT_S, Incoming, is_carried
from grandstand.replay.ingest.timecode import Timecode, parse_timecode

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

PACKET_BYTES_MAX = 8 * 1024 * 1024
"""A coded picture that is larger is not one of a camera."""
SIDECAR_BYTES_MAX = 16 * 1024 * 1024
UDP_BUFFER_BYTES = 4 * 1024 * 1024
PROBE = {"probesize": "500000", "analyzeduration": "1000000"}
"""How much of a live stream is read to learn what it is."""
PARAMETERS_NAL = 7
START = b"\0\0\1"


@dataclass(frozen=True, slots=True)
class Arrived:
    """One coded picture as it came, H.264 in Annex B.

    Args:
        pts_s: the stream's own time at which it is shown.
        dts_s: and at which it is decoded; these rise.
        is_damaged: bytes of it were lost on the way.
    """

    data: bytes
    pts_s: float
    dts_s: float
    is_key: bool
    is_damaged: bool = False


class SourceLostError(Exception):
    """A live stream cannot be opened, or has broken off; it may come again."""


class Source(Protocol):
    """Packets of one camera."""

    is_live: bool

    def fps(self) -> Fraction | None:
        """Pictures a second as the stream says, once it is open."""

    def start_timecode(self) -> Timecode | None:
        """The timecode of the first picture, where the container has one."""

    def packets(self) -> Iterator[Arrived]:
        """Open, and yield until the end; a live stream raises SourceLostError instead."""


class FileSource:
    """A recorded file, as fast as it is read."""

    is_live = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fps: Fraction | None = None
        self._timecode: Timecode | None = None

    def fps(self) -> Fraction | None:
        return self._fps

    def start_timecode(self) -> Timecode | None:
        return self._timecode

    def packets(self) -> Iterator[Arrived]:
        with open_video(self._path) as container:
            stream = video_of(container, self._path.name)
            self._fps, self._timecode = stream.average_rate, container_timecode(container)
            times_s = sidecar_times(self._path) if container.format.name == "h264" else None
            yield from _read(container, stream, times_s)


class PacedSource:
    """A recorded file in its own time, as if it were live.

    Args:
        again: begin anew at the end, with time going on.
    """

    is_live = True

    def __init__(self, path: Path, *, again: bool = False, pause: Callable[[float], object] = time.sleep) -> None:
        self._file = FileSource(path)
        self._again = again
        self._pause = pause
        self._is_over = False

    def fps(self) -> Fraction | None:
        return self._file.fps()

    def start_timecode(self) -> Timecode | None:
        return self._file.start_timecode()

    def packets(self) -> Iterator[Arrived]:
        if self._is_over:
            raise SourceLostError("The recording is over.")
        started_s, ahead_s = time.monotonic(), 0.0
        first_s: float | None = None
        while True:
            last_s = 0.0
            for packet in self._file.packets():
                first_s = packet.dts_s if first_s is None else first_s
                due_s = started_s + packet.dts_s - first_s + ahead_s
                if (wait_s := due_s - time.monotonic()) > 0:
                    self._pause(wait_s)
                last_s = max(last_s, packet.pts_s)
                yield Arrived(packet.data, packet.pts_s + ahead_s, packet.dts_s + ahead_s, packet.is_key)
            if not self._again or first_s is None:
                self._is_over = True
                raise SourceLostError("The recording is over.")
            ahead_s += last_s - first_s + float(1 / (self.fps() or 25))


class _NetworkSource:
    """What streams of the network have in common."""

    is_live = True

    def __init__(self) -> None:
        self._fps: Fraction | None = None

    def fps(self) -> Fraction | None:
        return self._fps

    def start_timecode(self) -> Timecode | None:
        return None


class UrlSource(_NetworkSource):
    """A stream of the network, by whatever FFmpeg can open: `udp://:5000`, `rtsp://camera/…`, `tcp://…?listen=1`.

    Args:
        options: FFmpeg's own options, over ours.
    """

    def __init__(self, url: str, options: dict[str, str] | None = None) -> None:
        super().__init__()
        self._url = url
        self._options = PROBE | (options or {})

    def packets(self) -> Iterator[Arrived]:
        av = load_av()
        url = self._url
        options = dict(self._options)
        if url.startswith("udp:"):
            options |= {"buffer_size": str(UDP_BUFFER_BYTES), "overrun_nonfatal": "1"}
        if url.startswith("rtsp:"):
            options.setdefault("rtsp_transport", "tcp")
        try:
            with av.open(url, options=options, timeout=(OPEN_TIMEOUT_S, READ_TIMEOUT_S)) as container:
                stream = video_of(container, "The stream")
                self._fps = stream.average_rate
                yield from _read(container, stream, None)
        except av.error.ExitError as error:
            # What a time that is over is called there.
            raise SourceLostError("The stream sends nothing.") from error
        except (av.error.FFmpegError, OSError) as error:
            raise SourceLostError(f"The stream cannot be read: {error.strerror}.") from error
        raise SourceLostError("The stream has ended.")


class CarriedSource(_NetworkSource):
    """MPEG-TS by SRT or RIST, times as they came: `srt://camera:9000`, `srt://:9000?mode=listener&passphrase=…`."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def packets(self) -> Iterator[Arrived]:
        av = load_av()
        incoming = Incoming(self._address)
        try:
            with av.open(incoming, format="mpegts", options=PROBE) as container:
                stream = video_of(container, "The stream")
                self._fps = stream.average_rate
                yield from _read(container, stream, None)
        except RecordingUnreadable:
            # Where it has broken off, nothing else is wrong with it.
            if not incoming.lost:
                raise
        except (av.error.FFmpegError, OSError) as error:
            if not incoming.lost:
                raise SourceLostError(f"The stream cannot be read: {error.strerror}.") from error
        finally:
            incoming.close()
        raise SourceLostError(incoming.lost or "The stream has ended.")


def source_of(place: str) -> Source:
    """A source for what an operator wrote: an address with its scheme, or a file, which is played in its time."""
    if "://" not in place:
        return PacedSource(Path(place))
    return CarriedSource(place) if is_carried(place) else UrlSource(place)


def open_video(path: Path) -> "InputContainer":
    """A file, open.

    Raises:
        RecordingUnreadable: it is no video.
    """
    av = load_av()
    try:
        container: InputContainer = av.open(str(path))
    except (av.error.FFmpegError, OSError) as error:
        raise RecordingUnreadable(f"{path.name!r} cannot be read as video: {error.strerror}.") from error
    return container


def video_of(container: "InputContainer", name: str) -> "VideoStream":
    """The picture stream.

    Raises:
        RecordingUnreadable: there is none, or it is not H.264.
    """
    streams = container.streams.video
    if not streams or streams[0].codec_context.name != "h264":
        found = streams[0].codec_context.name if streams else "no picture"
        raise RecordingUnreadable(
            f"{name} holds {found}, not H.264. Set the camera to H.264, or convert the file."
        )
    return streams[0]


def container_timecode(container: "InputContainer") -> Timecode | None:
    """The start of the container's timecode track."""
    for stream in container.streams:
        if (text := stream.metadata.get("timecode")) is not None:
            return parse_timecode(text)
    return None


def sidecar_times(path: Path) -> list[float]:
    """The rig's times of a bare H.264 file.

    Raises:
        NotKept: there is no sidecar, or what it says are no rising times.
    """
    sidecar = path.with_name(f"{path.name}.times")
    try:
        if sidecar.stat().st_size > SIDECAR_BYTES_MAX:
            raise NotKept(f"{sidecar.name!r} has more than {SIDECAR_BYTES_MAX} bytes.")
        times_s = [float(line) for line in sidecar.read_text(encoding="utf-8").splitlines()]
    except FileNotFoundError as error:
        raise NotKept(f"{path.name!r} has no timestamps: write them to {sidecar.name!r}, a line each.") from error
    except ValueError as error:
        raise NotKept(f"{sidecar.name!r} holds no times in seconds: {error}.") from error
    if any(not earlier < later for earlier, later in pairwise(times_s)):
        raise NotKept(f"{sidecar.name!r}: the times do not rise.")
    return times_s


def _read(container: "InputContainer", stream: "VideoStream", times_s: list[float] | None) -> Iterator[Arrived]:
    """Every packet of the stream in Annex B, its parameters before each key frame."""
    to_annex_b = load_av().bitstream.BitStreamFilterContext("h264_mp4toannexb", stream)
    number = 0
    for packet in container.demux(stream):
        if packet.size == 0 or packet.size > PACKET_BYTES_MAX:
            continue
        for each in to_annex_b.filter(packet):
            if times_s is not None:
                if number >= len(times_s):
                    raise NotKept(f"The sidecar has {len(times_s)} times, the file more pictures.")
                shown_s = decoded_s = times_s[number]
            elif each.pts is None:
                continue
            else:
                shown_s = float(each.pts * stream.time_base)
                decoded_s = shown_s if each.dts is None else float(each.dts * stream.time_base)
            number += 1
            data = _with_parameters(bytes(each), stream) if each.is_keyframe else bytes(each)
            yield Arrived(data, shown_s, decoded_s, each.is_keyframe, each.is_corrupt)


def _with_parameters(data: bytes, stream: Any) -> bytes:
    """A key frame that a decoder can begin with: some streams say its parameters only once, elsewhere."""
    extra: bytes | None = None
    with suppress(AttributeError):
        extra = stream.codec_context.extradata
    if extra is None or not extra.startswith((START, b"\0" + START)) or _has_parameters(data):
        return data
    return b"\0" * (not extra.startswith(b"\0\0\0")) + extra + data


def _has_parameters(data: bytes) -> bool:
    at = data.find(START)
    while 0 <= at < len(data) - 3:
        if data[at + 3] & 0x1F == PARAMETERS_NAL:
            return True
        if data[at + 3] & 0x1F in {1, 5}:
            return False
        at = data.find(START, at + 3)
    return False
