"""Videos for the tests of replays: a number is burnt into each frame and can be read back from the picture."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from grandstand.replay.models import Image
from grandstand.replay.rig_file import write_rig
from rigs import ring

BITS = 16
CAMERA_BITS = 8
BLOCK_PX = 18


def drawn(number: int, camera: int = 0, *, size: tuple[int, int] = (320, 180), grey: int = 90) -> Image:
    """A frame with its number and its camera's as black and white blocks, and a disc that moves."""
    width, height = size
    down, across = np.mgrid[0:height, 0:width]
    image = np.full((height, width, 3), grey, np.uint8)
    image[..., 0] += (across * 40 // width).astype(np.uint8)
    image[(across - (7 * number) % width) ** 2 + (down - height // 2) ** 2 < 400] = (220, 40, 60)
    for bit in range(BITS):
        image[4 : 4 + BLOCK_PX, 4 + bit * BLOCK_PX :][:, :BLOCK_PX] = 235 if number >> bit & 1 else 16
    for bit in range(CAMERA_BITS):
        block = 235 if camera >> bit & 1 else 16
        image[8 + BLOCK_PX : 8 + 2 * BLOCK_PX, 4 + bit * BLOCK_PX :][:, :BLOCK_PX] = block
    return image


def _bits(image: Image, row: int, count: int) -> int:
    middles = (image[row, 4 + bit * BLOCK_PX + BLOCK_PX // 2].mean() > 125 for bit in range(count))
    return sum(bool(on) << bit for bit, on in enumerate(middles))


def number_in(image: Image) -> int:
    """The number that was burnt in."""
    return _bits(image, 4 + BLOCK_PX // 2, BITS)


def camera_in(image: Image) -> int:
    return _bits(image, 8 + BLOCK_PX + BLOCK_PX // 2, CAMERA_BITS)


def timecode_sei(hours: int, minutes: int, seconds: int, frames: int) -> bytes:
    """A picture timing SEI (H.264 D.1.2) with one full clock timestamp, as a NAL in Annex B."""
    fields = [(0, 4), (1, 1), (0, 2), (0, 1), (0, 5), (1, 1), (0, 1), (0, 1)]
    fields += [(frames, 8), (seconds, 6), (minutes, 6), (hours, 5), (0, 24), (1, 1)]
    bits = "".join(f"{value:0{width}b}" for value, width in fields)
    payload = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    body = bytes([6, 1, len(payload)]) + payload + b"\x80"
    # Two zeros and a small byte would look like the beginning of a NAL.
    escaped = bytearray()
    for byte in body:
        if escaped[-2:] == b"\0\0" and byte <= 3:
            escaped.append(3)
        escaped.append(byte)
    return b"\0\0\0\1" + bytes(escaped)


def with_timecode(data: bytes, sei: bytes) -> bytes:
    """The coded picture with its own picture timing replaced."""
    nals = [nal for nal in data.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")[1:] if nal[:2] != b"\6\1"]
    first_slice = next(index for index, nal in enumerate(nals) if nal[0] & 0x1F in {1, 5})
    coded = [b"\0\0\0\1" + nal for nal in nals]
    return b"".join([*coded[:first_slice], sei, *coded[first_slice:]])


def write_video(  # noqa: PLR0913 - what a video may be
    path: Path | str,
    numbers: Iterable[int],
    *,
    camera: int = 0,
    fps: int = 25,
    size: tuple[int, int] = (320, 180),
    group: int = 25,
    b_frames: int = 0,
    start_pts: int = 0,
    format: str | None = None,  # noqa: A002 - as PyAV calls it
    timecode: str | None = None,
    sei: Callable[[int], tuple[int, int, int, int]] | None = None,
    picture: Callable[[int], Image] | None = None,
    bit_rate: int | None = None,
    pause: Callable[[int], object] | None = None,
) -> None:
    """Encode one drawn frame for each number; `sei` says the timecode of a number."""
    options = {"preset": "ultrafast", "g": str(group), "bf": str(b_frames), "sc_threshold": "0"}
    options["x264-params"] = "pic-struct=1:repeat-headers=1" if sei else "scenecut=0"
    with av.open(str(path), "w", format=format) as out:
        stream = out.add_stream("libx264", rate=fps, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        if bit_rate is not None:
            stream.bit_rate = bit_rate
        if timecode is not None:
            stream.metadata["timecode"] = timecode
        shown: dict[int, int] = {}
        for index, number in enumerate(numbers):
            if pause is not None:
                pause(index)
            image = drawn(number, camera, size=size) if picture is None else picture(number)
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = start_pts + index, Fraction(1, fps)
            shown[start_pts + index] = number
            _mux(out, stream, stream.encode(frame), shown, sei)
        _mux(out, stream, stream.encode(None), shown, sei)


def _mux(
    out: Any,
    stream: Any,
    packets: Iterable[Any],
    shown: dict[int, int],
    sei: Callable[[int], tuple[int, int, int, int]] | None,
) -> None:
    for packet in packets:
        if sei is None:
            out.mux(packet)
            continue
        tick = round(packet.pts * packet.time_base * stream.codec_context.rate)
        changed = av.Packet(with_timecode(bytes(packet), timecode_sei(*sei(shown[tick]))))
        changed.stream, changed.time_base = stream, packet.time_base
        changed.pts, changed.dts, changed.is_keyframe = packet.pts, packet.dts, packet.is_keyframe
        out.mux(changed)


def cut_off(path: Path, part: float) -> None:
    """Leave of a file only the part that a copy had reached: its index, which says all pictures, comes first."""
    whole = path.with_suffix(".whole.mp4")
    with av.open(str(path)) as source, av.open(str(whole), "w", options={"movflags": "faststart"}) as out:
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    content = whole.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    whole.unlink()


def counting(start_s: int, fps: int) -> Callable[[int], tuple[int, int, int, int]]:
    """The timecode of a frame's number, where 0 is at `start_s` of the day."""

    def label(number: int) -> tuple[int, int, int, int]:
        seconds, frames = divmod(number, fps)
        seconds += start_s
        return seconds // 3600, seconds // 60 % 60, seconds % 60, frames

    return label


def write_session(folder: Path, *, count: int = 6, frames: int = 60, group: int = 25, fps: int = 25) -> None:
    """A session of small cameras that all show the frame's number and their own."""
    folder.mkdir(exist_ok=True)
    rig = ring(count, fps=float(fps))
    write_rig(rig, folder / "rig.json")
    for index, camera in enumerate(rig.cameras):
        write_video(folder / f"{camera.id}.mp4", range(frames), camera=index, group=group, fps=fps)


def numbers(images: Iterable[Image]) -> Iterator[int]:
    return (number_in(image) for image in images)
