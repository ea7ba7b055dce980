"""Pictures as an H.264 file that any player shows while it still loads."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av

from grandstand.replay.models import Image

QUALITY = 20
"""Constant rate factor: 18 is hard to tell from the original, 23 is what most send."""
PRESET = "veryfast"
KEYFRAME_S = 1


def write_clip(
    path: Path, pictures: Iterable[Image], fps: float = 25.0, timecode: str | None = None, *, preset: str = PRESET
) -> int:
    """Write pictures of one even size, as they come, and tell how many.

    The timecode is that of the first picture, `10:00:00:00`, and becomes a track of the file.
    """
    count = 0
    rate = Fraction(fps).limit_denominator(1001)
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as file:
        stream = file.add_stream("libx264", rate=rate)
        stream.pix_fmt = "yuv420p"
        # Each picture has room for its timecode, for where there is no track of it (ingest/picture_timing.py).
        stream.options = {"preset": preset, "crf": str(QUALITY), "x264-params": "pic-struct=1"}
        stream.gop_size = max(1, round(fps * KEYFRAME_S))
        if timecode is not None:
            stream.metadata["timecode"] = timecode
        for picture in pictures:
            if not count:
                stream.height, stream.width = picture.shape[:2]
                _tell_colours(stream)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace=1)
            file.mux(stream.encode(frame))
            count += 1
        file.mux(stream.encode(None) if count else [])
    return count


def _tell_colours(stream: av.VideoStream) -> None:
    """Say that the colours are BT.709, as televisions take them to be."""
    context = stream.codec_context
    context.color_primaries = 1
    context.color_trc = 1
    context.colorspace = 1
    context.color_range = 1
