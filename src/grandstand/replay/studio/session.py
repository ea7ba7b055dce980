"""A recorded session: what a rig's cameras would have delivered, as files."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

from grandstand.replay.errors import BadRig
from grandstand.replay.models import Camera
from grandstand.replay.rig_file import write_rig
from grandstand.replay.studio.rendering import Studio

if TYPE_CHECKING:
    from av import VideoStream

CODEC, PIXELS = "libx264", "yuv420p"
QUALITY_CRF = "17"
PRESET = "veryfast"
KEY_EVERY_S = 0.5
SESSION_FRAMES_MAX = 2_000
"""Pictures of one camera."""


def write_session(
    studio: Studio,
    folder: Path,
    *,
    from_s: float,
    until_s: float,
    fps: float,
    empty_s: float = 0.0,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[Path]:
    """One H.264 file a camera of the rig, named after it, and `rig.json`; the files of the cameras.

    `from_s`, `until_s`: which part of the scene; the first picture is the one of `from_s`.
    `empty_s`: so long the field of play is empty before that, at the beginning of each file.
    `tell`: is told how many of how many files are written.
    """
    count = round((until_s - from_s) * fps)
    empty = round(empty_s * fps)
    if not 0 < count + empty <= SESSION_FRAMES_MAX:
        raise BadRig(
            f"A session has 1 to {SESSION_FRAMES_MAX} pictures a camera, got {count + empty!r}; "
            "choose other times or fewer pictures a second."
        )
    times = [-(empty - n) / fps - 10.0 for n in range(empty)] + [from_s + n / fps for n in range(count)]
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for done, camera in enumerate(studio.rig.cameras):
        tell(done, len(studio.rig.cameras))
        path = folder / f"{camera.id}.mp4"
        _write(path, studio, camera, times, fps)
        written.append(path)
    tell(len(written), len(written))
    cameras = tuple(replace(each, fps=fps) for each in studio.rig.cameras)
    write_rig(replace(studio.rig, cameras=cameras), folder / "rig.json")
    return written


def _write(path: Path, studio: Studio, camera: Camera, times: list[float], fps: float) -> None:
    import av  # noqa: PLC0415

    rate = Fraction(fps).limit_denominator(1001)
    with av.open(str(path), "w", options={"movflags": "faststart"}) as file:
        stream = cast("VideoStream", file.add_stream(CODEC, rate=rate))
        stream.width, stream.height = studio.size
        stream.pix_fmt = PIXELS
        stream.options = {
            "crf": QUALITY_CRF,
            "preset": PRESET,
            "g": str(max(round(KEY_EVERY_S * fps), 1)),
            "bf": "0",
        }
        for number, time_s in enumerate(times):
            frame = av.VideoFrame.from_ndarray(studio.frame(camera, time_s), format="rgb24")
            frame.pts, frame.time_base = number, 1 / rate
            file.mux(stream.encode(frame))
        file.mux(stream.encode())
