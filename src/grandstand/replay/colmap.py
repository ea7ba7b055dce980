"""Rigs from and for COLMAP: its text files, cameras.txt and images.txt; its binary ones are read too.

COLMAP shares our conventions: world to camera, x right, y down, z ahead; the centre of the upper left pixel is
(0.5, 0.5). Its files know no time, no volume and no scale: whoever imports says the volume, in the metres that the
reconstruction was scaled to.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import numpy as np

from grandstand.replay.colmap_binary import binary_images, binary_lenses
from grandstand.replay.errors import BadRig
from grandstand.replay.models import Box, Camera, CameraId, Doubles, Rig
from grandstand.replay.rig_file import check_rig

FILE_BYTES_MAX = 64 * 1024 * 1024
"""images.txt lists the points that each picture saw too."""
QUATERNION_WITHIN = 1e-3
"""How far a rotation's quaternion may be from length 1: rounding, not another thing altogether."""

MODELS = {
    "SIMPLE_PINHOLE": ("f", "cx", "cy"),
    "PINHOLE": ("fx", "fy", "cx", "cy"),
    "SIMPLE_RADIAL": ("f", "cx", "cy", "k1"),
    "RADIAL": ("f", "cx", "cy", "k1", "k2"),
    "OPENCV": ("fx", "fy", "cx", "cy", "k1", "k2", "p1", "p2"),
    "FULL_OPENCV": ("fx", "fy", "cx", "cy", "k1", "k2", "p1", "p2", "k3", "k4", "k5", "k6"),
}
"""Camera models that OpenCV's five coefficients can say, with the order of their numbers."""

Lens = tuple[int, int, dict[str, float]]
"""Width, height, and the numbers by name."""


def read_colmap(folder: Path, name: str, volume: Box, *, fps: float = 25.0) -> Rig:
    """The rig of a folder with cameras.txt and images.txt, or else with cameras.bin and images.bin.

    A camera is named after its picture.

    Raises:
        BadRig: names the file and the line, or what the checks of a rig found.
    """
    if is_binary(folder):
        of_lenses, of_images = binary_lenses(folder / "cameras.bin"), binary_images(folder / "images.bin")
    else:
        of_lenses, of_images = _lines(folder / "cameras.txt"), _image_lines(folder / "images.txt")
    lenses = dict(_lens(at, words) for at, words in of_lenses)
    cameras = tuple(_camera(at, words, lenses, fps) for at, words in of_images)
    rig = Rig(name, cameras, volume)
    check_rig(rig)
    return rig


def is_binary(folder: Path) -> bool:
    """Whether a model lies there in binary files and not as text."""
    binary = all((folder / name).is_file() for name in ("cameras.bin", "images.bin"))
    return binary and not (folder / "cameras.txt").is_file()


def write_colmap(rig: Rig, folder: Path) -> None:
    """Write cameras.txt, images.txt and an empty points3D.txt; a camera each, its picture named `<id>.png`."""
    check_rig(rig)
    cameras = ["# CAMERA_ID, MODEL, WIDTH, HEIGHT, PARAMS[]"]
    images = ["# IMAGE_ID, QW, QX, QY, QZ, TX, TY, TZ, CAMERA_ID, NAME", "# POINTS2D[] as (X, Y, POINT3D_ID)"]
    for number, camera in enumerate(rig.cameras, start=1):
        model, numbers = _model_of(camera)
        cameras.append(f"{number} {model} {camera.width} {camera.height} {_joined(numbers)}")
        pose = [*quaternion_of(camera.rotation), *camera.translation.tolist()]
        images += [f"{number} {_joined(pose)} {number} {camera.id}.png", ""]
    for file, lines in {"cameras.txt": cameras, "images.txt": images, "points3D.txt": []}.items():
        (folder / file).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _joined(numbers: list[float]) -> str:
    return " ".join(repr(number) for number in numbers)


def _read(path: Path) -> list[str]:
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise BadRig(f"{path.name} has more than {FILE_BYTES_MAX} bytes. Export fewer pictures.")
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise BadRig(
            f"{path.name} is missing. Export the reconstruction as text, both cameras.txt and images.txt."
        ) from error
    except UnicodeDecodeError as error:
        raise BadRig(f"{path.name} is not text: {error.reason}. Export the reconstruction as text.") from error


def _lines(path: Path) -> Iterator[tuple[str, list[str]]]:
    for number, line in enumerate(_read(path), start=1):
        if line.strip() and not line.startswith("#"):
            yield f"{path.name}, line {number}", line.split()


def _image_lines(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Every picture's first line; the second, of its points, may be empty."""
    lines = iter(enumerate(_read(path), start=1))
    for number, line in lines:
        if line.strip() and not line.startswith("#"):
            yield f"{path.name}, line {number}", line.split(maxsplit=9)
            next(lines, None)


def _numbers(words: list[str], at: str) -> list[float]:
    try:
        return [float(word) for word in words]
    except ValueError as error:
        raise BadRig(f"{at}: {error}.") from error


def _lens(at: str, words: list[str]) -> tuple[str, Lens]:
    if len(words) < len(("CAMERA_ID", "MODEL", "WIDTH", "HEIGHT")):
        raise BadRig(f"{at}: expected CAMERA_ID MODEL WIDTH HEIGHT PARAMS, found {' '.join(words)!r}.")
    number, model, width, height, *params = words
    names = MODELS.get(model)
    if names is None:
        known = ", ".join(MODELS)
        raise BadRig(f"{at}: the camera model {model!r} cannot be said by OpenCV's five. Use one of {known}.")
    numbers = _numbers(params, at)
    if len(numbers) != len(names):
        raise BadRig(f"{at}: {model} takes {len(names)} numbers ({', '.join(names)}), found {len(numbers)}.")
    by_name = dict(zip(names, numbers, strict=True))
    if any(by_name.get(name) for name in ("k4", "k5", "k6")):
        raise BadRig(f"{at}: k4, k5 and k6 must be 0. Calibrate with the model OPENCV.")
    sides = _numbers([width, height], at)
    return number, (int(sides[0]), int(sides[1]), by_name)


def _camera(at: str, words: list[str], lenses: dict[str, Lens], fps: float) -> Camera:
    if len(words) != len(("ID", "QW", "QX", "QY", "QZ", "TX", "TY", "TZ", "CAMERA", "NAME")):
        raise BadRig(f"{at}: expected IMAGE_ID QW QX QY QZ TX TY TZ CAMERA_ID NAME, found {' '.join(words)!r}.")
    pose = np.array(_numbers(words[1:8], at))
    if words[8] not in lenses:
        raise BadRig(f"{at}: camera {words[8]!r} is not in cameras.txt.")
    width, height, numbers = lenses[words[8]]
    return Camera(
        id=CameraId(PurePosixPath(words[9]).stem),
        width=width,
        height=height,
        intrinsics=_intrinsics(numbers),
        rotation=rotation_of(pose[:4], at),
        translation=pose[4:],
        distortion=(
            numbers.get("k1", 0.0),
            numbers.get("k2", 0.0),
            numbers.get("p1", 0.0),
            numbers.get("p2", 0.0),
            numbers.get("k3", 0.0),
        ),
        fps=fps,
    )


def _intrinsics(numbers: dict[str, float]) -> Doubles:
    fx, fy = numbers.get("fx", numbers.get("f")), numbers.get("fy", numbers.get("f"))
    return np.array([[fx, 0, numbers["cx"]], [0, fy, numbers["cy"]], [0, 0, 1]], np.float64)


def _model_of(camera: Camera) -> tuple[str, list[float]]:
    """The smallest model that says all of the camera, and its numbers."""
    matrix = camera.intrinsics.tolist()
    numbers = [matrix[0][0], matrix[1][1], matrix[0][2], matrix[1][2]]
    k1, k2, p1, p2, k3 = camera.distortion
    if k3:
        return "FULL_OPENCV", [*numbers, k1, k2, p1, p2, k3, 0.0, 0.0, 0.0]
    if any(camera.distortion):
        return "OPENCV", [*numbers, k1, k2, p1, p2]
    return "PINHOLE", numbers


def rotation_of(quaternion: Doubles, at: str) -> Doubles:
    """The rotation matrix of a quaternion (w, x, y, z), which is brought to length 1.

    Raises:
        BadRig: its length says that it is something else; names the place `at`.
    """
    length = float(np.linalg.norm(quaternion))
    if not abs(length - 1) <= QUATERNION_WITHIN:
        raise BadRig(f"{at}: the quaternion {quaternion.tolist()!r} has length {length:.4g}, not 1.")
    w, x, y, z = quaternion / length
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def quaternion_of(rotation: Doubles) -> list[float]:
    """The quaternion (w, x, y, z), w >= 0, of a rotation: the eigenvector of Bar-Itzhack's matrix."""
    r = rotation
    matrix = np.array(
        [
            [r[0, 0] + r[1, 1] + r[2, 2], 0, 0, 0],
            [r[2, 1] - r[1, 2], r[0, 0] - r[1, 1] - r[2, 2], 0, 0],
            [r[0, 2] - r[2, 0], r[1, 0] + r[0, 1], r[1, 1] - r[0, 0] - r[2, 2], 0],
            [r[1, 0] - r[0, 1], r[2, 0] + r[0, 2], r[2, 1] + r[1, 2], r[2, 2] - r[0, 0] - r[1, 1]],
        ]
    )
    _, vectors = np.linalg.eigh(matrix, UPLO="L")
    quaternion = vectors[:, -1]
    return [float(part) for part in (-quaternion if quaternion[0] < 0 else quaternion)]
