"""A clip on its way to a gallery: MPEG-TS by SRT, in its own time, H.264 as it was encoded, with its timecode."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

from grandstand.replay.errors import AirLost
from grandstand.replay.ingest.decoding import load_av
from grandstand.replay.ingest.ffmpeg import REACH_TIMEOUT_S, NotCarriedError, Outgoing
from grandstand.replay.ingest.picture_timing import with_timecode
from grandstand.replay.ingest.source import container_timecode, open_video, video_of
from grandstand.replay.ingest.timecode import label_of, seconds_of

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

STEP_S = 0.1
HELD_S = 8.0
"""How long the connection is held after the last picture. A receiver that was killed is known after 5 s of silence
of its own; one that has hung up, at once. It also plays the last pictures, which are in its buffer still."""
NOTHING = (b"\x47\x1f\xff\x10" + b"\xff" * 184) * 7
"""A message of seven packets of MPEG-TS that mean nothing."""
PROGRAM_OPTIONS = {"flush_packets": "1", "mpegts_flags": "resend_headers", "max_delay": "200000"}
"""The program's clock runs 0.4 s ahead of the pictures, so that decoders of hardware have them in time."""


class AirStoppedError(Exception):
    """Nobody wants it to go on."""


class OnAirProgress:
    """How far a clip has been sent; written by the thread that sends it, read by another, which may stop it."""

    def __init__(self) -> None:
        self.part = 0.0
        self._stopping = Event()

    def stop(self) -> None:
        self._stopping.set()

    def wait(self, seconds: float) -> None:
        """Let so much time pass, where any is left.

        Raises:
            AirStoppedError: it is to stop.
        """
        if self._stopping.wait(max(0.0, seconds)):
            raise AirStoppedError


def send_clip(path: Path, address: str, times: int, progress: OnAirProgress) -> int:
    """Send a clip so many times without a break, and tell how many pictures that were.

    Raises:
        AirLost: nobody is there, or has gone before the end.
        AirStoppedError: it was stopped.
        FfmpegMissing: no program here knows SRT.
    """
    going = Outgoing(address)
    try:
        _reach(going, progress)
        pictures = _play(going, path, times, progress)
        _hold(going, progress)
    except NotCarriedError as error:
        raise AirLost(f"The replay did not arrive: {error}.") from None
    finally:
        going.close()
    return pictures


def _reach(going: Outgoing, progress: OnAirProgress) -> None:
    deadline_s = monotonic() + REACH_TIMEOUT_S
    while not going.reached(STEP_S):
        progress.wait(0)
        if monotonic() > deadline_s:
            raise NotCarriedError("nobody answers there")


def _play(going: Outgoing, path: Path, times: int, progress: OnAirProgress) -> int:
    pictures, began_s = 0, monotonic()
    with open_video(path) as clip:
        total = times * max(1, video_of(clip, path.name).frames)
    for data, due_s in _pictures(path, times):
        progress.wait(began_s + due_s - monotonic())
        going.write(data)
        pictures += 1
        progress.part = min(1.0, pictures / total)
    return pictures


def _hold(going: Outgoing, progress: OnAirProgress) -> None:
    until_s = monotonic() + HELD_S
    while monotonic() < until_s:
        going.write(NOTHING)
        progress.wait(STEP_S)
    if not going.finish():
        raise NotCarriedError("the other side has gone")


class _Written:
    """What PyAV writes, kept until it is taken."""

    def __init__(self) -> None:
        self._data = bytearray()

    def write(self, data: bytes) -> int:
        self._data += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._data)
        self._data.clear()
        return taken


def _pictures(path: Path, times: int) -> Iterator[tuple[bytes, float]]:
    """Each coded picture as MPEG-TS, and when it is due after the first; the next time goes on from it."""
    written = _Written()
    with load_av().open(written, "w", format="mpegts", options=PROGRAM_OPTIONS) as out:
        stream, ahead = None, 0
        for _ in range(times):
            with open_video(path) as clip:
                come = video_of(clip, path.name)
                stream = out.add_stream_from_template(come) if stream is None else stream
                begin: int | None = None
                for packet in _labelled(clip, come):
                    begin = ahead - packet.dts if begin is None else begin
                    packet.pts, packet.dts, packet.stream = packet.pts + begin, packet.dts + begin, stream
                    due_s, ahead = float(packet.dts * packet.time_base), packet.dts + packet.duration
                    out.mux(packet)
                    yield written.take(), due_s


def _labelled(clip: "InputContainer", come: "VideoStream") -> Iterator[Any]:
    """The packets of a clip, each picture with the timecode that the clip's track counts for it."""
    start, fps = container_timecode(clip), come.average_rate
    for packet in clip.demux(come):
        if packet.pts is None or packet.dts is None:
            continue
        if start is None or fps is None:
            yield packet
            continue
        first = round(seconds_of(start, fps) * fps)
        shown = round((packet.pts - (come.start_time or 0)) * packet.time_base * fps)
        changed = load_av().Packet(with_timecode(bytes(packet), label_of(first + shown, round(fps))))
        changed.pts, changed.dts, changed.duration = packet.pts, packet.dts, packet.duration
        changed.time_base, changed.is_keyframe = packet.time_base, packet.is_keyframe
        yield changed
