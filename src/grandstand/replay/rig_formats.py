"""Rigs from and for other tools, found by the files that are there: COLMAP's and nerfstudio's."""

import tempfile
from enum import StrEnum
from pathlib import Path

from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.files import check_absent, write_bytes
from grandstand.replay.colmap import is_binary, read_colmap, write_colmap
from grandstand.replay.ingest.session import RIG_FILE
from grandstand.replay.models import Box, Rig
from grandstand.replay.nerfstudio import read_nerfstudio, write_nerfstudio
from grandstand.replay.rig_file import bytes_of, check_rig, read_rig

TRANSFORMS = "transforms.json"
CAMERAS_TEXT = "cameras.txt"
PLACE, FORCE = "--out", "--force"
"""The options of replay's commands that name where to write, and that let files be replaced."""
MODEL_FOLDERS = (".", "sparse/0", "sparse", "colmap/sparse/0")
"""Where the tools leave a model, from the folder that somebody names."""


class RigFormat(StrEnum):
    COLMAP = "colmap"
    NERFSTUDIO = "nerfstudio"


FILES = {
    RigFormat.COLMAP: (CAMERAS_TEXT, "images.txt", "points3D.txt"),
    RigFormat.NERFSTUDIO: (TRANSFORMS,),
}
"""What a rig of a format is written to."""


def import_rig(folder: Path, name: str, volume: Box, *, fps: float) -> tuple[RigFormat, Rig]:
    """The rig of a folder with a model of COLMAP or with a transforms.json, and which of the two it was.

    Raises:
        RequestInvalid: nothing of either is there, or both are.
        BadRig: what is there cannot be used.
    """
    kind, place = _found(folder)
    try:
        if kind is RigFormat.COLMAP:
            return kind, read_colmap(place, name, volume, fps=fps)
        return kind, read_nerfstudio(place / TRANSFORMS, name, volume, fps=fps)
    except OSError as error:
        raise RequestInvalid(f"{str(place)!r} cannot be read: {error.strerror}.") from error


def _found(folder: Path) -> tuple[RigFormat, Path]:
    """Which format, and where; what lies in the folder itself goes before what lies deeper."""
    models = [folder / each for each in MODEL_FOLDERS if _is_model(folder / each)]
    if not (folder / TRANSFORMS).is_file():
        if models:
            return RigFormat.COLMAP, models[0]
        raise RequestInvalid(
            f"{str(folder)!r} has neither {TRANSFORMS} of nerfstudio nor {CAMERAS_TEXT} and images.txt of COLMAP "
            "(or cameras.bin and images.bin)."
        )
    if _is_model(folder):
        raise RequestInvalid(
            f"{str(folder)!r} has both {TRANSFORMS} and a model of COLMAP. Give each a folder of its own."
        )
    return RigFormat.NERFSTUDIO, folder


def _is_model(folder: Path) -> bool:
    return (folder / CAMERAS_TEXT).is_file() or is_binary(folder)


def save_rig(rig: Rig, path: Path, *, replace: bool) -> None:
    """Write a rig.json; it has its name when it is complete.

    Raises:
        RequestInvalid: it is there already and may not be replaced, or cannot be written.
        BadRig: the rig does not pass the checks.
    """
    check_rig(rig)
    check_absent([path], replace=replace, place=PLACE, force=FORCE)
    write_bytes(path, bytes_of(rig))


def export_rig(rig_file: Path, kind: RigFormat, folder: Path, *, replace: bool) -> list[Path]:
    """Write a rig.json, or the one of a session's folder, as another tool has it; the files that were written.

    Raises:
        RequestInvalid: it cannot be read, a file is there already and may not be replaced, or none can be written.
        BadRig: the rig does not pass the checks.
    """
    source = rig_file / RIG_FILE if rig_file.is_dir() else rig_file
    try:
        rig = read_rig(source)
    except OSError as error:
        raise RequestInvalid(f"{str(source)!r} cannot be read: {error.strerror}.") from error
    paths = [folder / name for name in FILES[kind]]
    check_absent(paths, replace=replace, place=PLACE, force=FORCE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".rig-", dir=folder) as scratch:
            _write(rig, kind, Path(scratch))
            for path in paths:
                (Path(scratch) / path.name).replace(path)
    except OSError as error:
        raise RequestInvalid(f"{str(folder)!r} cannot be written to: {error.strerror}.") from error
    return paths


def _write(rig: Rig, kind: RigFormat, folder: Path) -> None:
    if kind is RigFormat.COLMAP:
        write_colmap(rig, folder)
    else:
        write_nerfstudio(rig, folder / TRANSFORMS)
