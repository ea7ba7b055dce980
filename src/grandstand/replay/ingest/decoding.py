"""Pictures of H.264: of packets out of a ring, and of files, only around the instants that are wanted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from grandstand.replay.errors import ReplayNotInstalled
from grandstand.replay.ingest.ring import Coded
from grandstand.replay.ingest.timecode import Timecode, unpack_timecode
from grandstand.replay.models import Image

if TYPE_CHECKING:
    import av

TICKS = Fraction(1, 1_000_000)
"""Rig time within a decoder, which counts whole ticks."""

T = TypeVar("T")


def load_av() -> Any:
    """PyAV, which comes with the extra `replay`.

    Raises:
        ReplayNotInstalled: it is not there; has the command.
    """
    try:
        import av  # noqa: PLC0415 - heavy, and an extra
    except ImportError as error:
        raise ReplayNotInstalled("Video needs PyAV: pip install 'grandstand[replay]'.") from error
    return av


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """A picture and the rig's time at which it was taken."""

    time_s: float
    picture: T


def nearest(frames: Iterable[Shown[T]], wanted_s: Sequence[float]) -> list[Shown[T] | None]:
    """For each of the rising times the nearest frame, reading no further than it has to."""
    assert list(wanted_s) == sorted(wanted_s), "times rise"
    found: list[Shown[T] | None] = []
    coming = iter(frames)
    before: Shown[T] | None = None
    after = next(coming, None)
    for time_s in wanted_s:
        while after is not None and after.time_s < time_s:
            before, after = after, next(coming, None)
        found.append(_nearer(before, after, time_s))
    return found


def _nearer(before: Shown[T] | None, after: Shown[T] | None, time_s: float) -> Shown[T] | None:
    if before is None or after is None:
        return after or before
    return before if time_s - before.time_s <= after.time_s - time_s else after


class Decoder:
    """Decodes packets of one camera, one thread. Not safe between threads."""

    def __init__(self) -> None:
        self._context = load_av().CodecContext.create("h264", "r")
        self._context.thread_count = 1

    def frames(self, packets: Iterable[Coded]) -> Iterator["Shown[av.VideoFrame]"]:
        """The pictures of packets that begin with a key frame, in the order in which they are shown."""
        self._context.flush_buffers()
        for packet in packets:
            yield from map(_shown, self._context.decode(_packet_of(packet)))
        yield from map(_shown, self._context.decode(None))
        self._context.flush_buffers()

    def key_frame(self, packet: Coded) -> "Shown[av.VideoFrame] | None":
        """The picture of a key frame by itself; None where it cannot be decoded."""
        return next(self.frames([packet]), None)


def _packet_of(coded: Coded) -> Any:
    packet = load_av().Packet(coded.data)
    packet.time_base = TICKS
    packet.pts = round(coded.time_s / TICKS)
    packet.is_keyframe = coded.is_key
    return packet


def _shown(frame: "av.VideoFrame") -> "Shown[av.VideoFrame]":
    assert frame.pts is not None
    return Shown(float(frame.pts * TICKS), frame)


def rgb(frame: "av.VideoFrame") -> Image:
    """The frame as our pictures are."""
    return cast("Image", frame.to_ndarray(format="rgb24"))


def luma(frame: "av.VideoFrame") -> Image:
    """The frame's brightness as it was coded, shape (height, width), without a copy through RGB."""
    import numpy as np  # noqa: PLC0415 - only here, and cheap once loaded

    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]


def timecode_of(frame: "av.VideoFrame", fps: Fraction) -> Timecode | None:
    """The timecode that came with a frame in its SEI, None where none did."""
    side: Any = frame.side_data.get(load_av().sidedata.sidedata.Type.S12M_TIMECODE)
    if side is None:
        return None
    words = bytes(memoryview(side))
    count, first = int.from_bytes(words[:4], "little"), int.from_bytes(words[4:8], "little")
    return unpack_timecode(first, fps) if count else None
