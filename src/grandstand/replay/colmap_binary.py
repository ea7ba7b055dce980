"""COLMAP's binary files, cameras.bin and images.bin, as the words that stand in its text files.

Little-endian. A camera: id, model, width, height, its numbers. A picture: id, quaternion, translation, camera,
name up to a zero byte, then how many points it saw, which are skipped.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from grandstand.replay.errors import BadRig

FILE_BYTES_MAX = 256 * 1024 * 1024
"""images.bin lists the points that each picture saw too."""
NAME_BYTES_MAX = 1_000
MODELS = {
    0: ("SIMPLE_PINHOLE", 3),
    1: ("PINHOLE", 4),
    2: ("SIMPLE_RADIAL", 4),
    3: ("RADIAL", 5),
    4: ("OPENCV", 8),
    5: ("OPENCV_FISHEYE", 8),
    6: ("FULL_OPENCV", 12),
    7: ("FOV", 5),
    8: ("SIMPLE_RADIAL_FISHEYE", 4),
    9: ("RADIAL_FISHEYE", 5),
    10: ("THIN_PRISM_FISHEYE", 12),
}
"""Name of each camera model, and how many numbers it has."""
POINT_BYTES = 24


class _Bytes:
    """A file that is read from its beginning."""

    def __init__(self, path: Path) -> None:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise BadRig(f"{path.name} has more than {FILE_BYTES_MAX} bytes. Export fewer pictures.")
        self._name, self._content, self._at = path.name, path.read_bytes(), 0

    def numbers(self, layout: str) -> tuple[float, ...]:
        """What lies next, by its layout as `struct` has it."""
        whole = struct.Struct(f"<{layout}")
        self._check(whole.size)
        found = whole.unpack_from(self._content, self._at)
        self._at += whole.size
        return found

    def name(self) -> str:
        """A text up to its zero byte."""
        end = self._content.find(b"\0", self._at, self._at + NAME_BYTES_MAX)
        if end < 0:
            raise BadRig(f"{self._name}, byte {self._at}: no name ends there. Export the reconstruction again.")
        found = self._content[self._at : end].decode("utf-8", errors="replace")
        self._at = end + 1
        return found

    def skip(self, count: int) -> None:
        self._check(count)
        self._at += count

    def _check(self, count: int) -> None:
        if self._at + count > len(self._content):
            raise BadRig(
                f"{self._name} breaks off: it has {len(self._content)} bytes, {self._at + count} are announced. "
                "Copy it again."
            )


def binary_lenses(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each camera of cameras.bin: where it stands, and the words of its line in cameras.txt.

    Raises:
        BadRig: the file breaks off, or names a model that is not known.
    """
    content = _Bytes(path)
    (count,) = content.numbers("Q")
    for number in range(int(count)):
        at = f"{path.name}, camera {number + 1}"
        camera, model, width, height = content.numbers("IiQQ")
        if model not in MODELS:
            raise BadRig(f"{at}: the camera model {model!r} is not known. Calibrate with the model OPENCV.")
        name, size = MODELS[int(model)]
        yield at, [str(camera), name, str(width), str(height), *map(repr, content.numbers(f"{size}d"))]


def binary_images(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each picture of images.bin: where it stands, and the words of its line in images.txt.

    Raises:
        BadRig: the file breaks off.
    """
    content = _Bytes(path)
    (count,) = content.numbers("Q")
    for number in range(int(count)):
        image, *pose, camera = content.numbers("I7dI")
        name = content.name()
        yield f"{path.name}, picture {number + 1}", [str(image), *map(repr, pose), str(camera), name]
        (points,) = content.numbers("Q")
        content.skip(int(points) * POINT_BYTES)
