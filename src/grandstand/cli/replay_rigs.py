"""`grandstand replay import` and `export`: calibrations from and for other tools."""

from pathlib import Path
from typing import Annotated, TypeAlias

from cyclopts import Parameter

from grandstand.cli.acting import Flag
from grandstand.replay import Box, RigFormat, export_rig, import_rig, save_rig

FPS = 25.0

Corner: TypeAlias = Annotated[tuple[float, float, float], Parameter(negative="")]


def import_(
    folder: Path,
    *,
    out: Path,
    low_m: Corner,
    high_m: Corner,
    name: str | None = None,
    fps: float = FPS,
    force: Flag = False,
) -> None:
    """Make a rig.json of a calibration by COLMAP or nerfstudio.

    Neither says the capture volume nor a time, so you do. Lengths are metres and z points up: scale and turn the
    reconstruction first.

    Args:
        folder: with cameras.txt and images.txt, or .bin, or these in sparse/0; or with transforms.json.
        out: the rig.json to write.
        low_m: the lowest corner of the box in which athletes are looked for: x y z.
        high_m: its highest corner: x y z.
        name: of the rig; the folder's.
        fps: pictures a second of the cameras.
        force: replace a file that is there already.
    """
    kind, rig = import_rig(folder, name or folder.resolve().name, Box(low_m, high_m), fps=fps)
    save_rig(rig, out, replace=force)
    print(f"{len(rig.cameras)} cameras of {kind.value} in {str(out)!r}.")


def export(rig: Path, *, format: RigFormat, out: Path, force: Flag = False) -> None:  # noqa: A002 - the option's name
    """Write a rig as COLMAP's text files or as nerfstudio's transforms.json.

    Args:
        rig: a rig.json, or the folder of a session.
        format: for which tool.
        out: the folder to write into.
        force: replace files that are there already.
    """
    for path in export_rig(rig, format, out, replace=force):
        print(path)
