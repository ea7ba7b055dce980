"""`grandstand replay clip`: a take of a recorded session without server, database and desk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from grandstand.cli.acting import AsJson, Flag, print_json, progress
from grandstand.replay import FolderTake, Order, PathShape, make_take


def clip(  # noqa: PLR0913 - what a take is ordered with
    folder: Path,
    *,
    at: float,
    out: Path,
    path: PathShape = PathShape.ORBIT,
    from_deg: float = 0.0,
    until_deg: float = 90.0,
    pictures: int = 96,
    height: int = 720,
    strobe_s: Annotated[tuple[float, ...], Parameter(negative="")] = (),
    moving_s: float = 0.0,
    empty_until_s: float | None = None,
    force: Flag = False,
    json: AsJson = False,
) -> None:
    """Make a replay of one instant of a recorded session: clip, poster, model, provenance.json.

    Args:
        folder: with rig.json and a file for each camera; `grandstand replay check` says whether it is fit.
        at: the instant, seconds of the rig's time.
        out: the folder to write into.
        path: once around, or from one side to another.
        from_deg: azimuth where the path begins.
        until_deg: azimuth where a sweep ends.
        pictures: of the clip, at 25 a second; 1 to 500.
        height: of the clip: 180, 360, 720 or 1080; it is 16 to 9.
        strobe_s: a further instant of a stroboscopic picture; up to 8 times.
        moving_s: make a second clip too, in which time runs from so long before the instant to so long after it.
        empty_until_s: until when nobody is in the pictures; the empty field of play is learnt from before it.
        force: replace the files of a take that is there already.
        json: print what was made as JSON.
    """
    order = Order(
        session=folder.resolve().name,
        instant_s=at,
        path=path,
        from_deg=from_deg,
        until_deg=until_deg,
        pictures=pictures,
        height_px=height,
        strobe_s=strobe_s,
        moving_s=moving_s,
        empty_until_s=empty_until_s,
    )
    with _progress() as tell:
        made = make_take(folder, order, out, replace=force, tell=tell)
    if json:
        print_json(msgspec.to_builtins(made))
    else:
        _print(made, out)


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with progress(*columns) as bar:
        task = bar.add_task("Opening the session", total=1.0)
        yield lambda step, part: bar.update(task, description=step.capitalize(), completed=part)


def _print(made: FolderTake, out: Path) -> None:
    cameras, took_s = made.provenance.cameras, made.provenance.took_s
    for file in made.files:
        print(f"{out / file.name}: {file.bytes:,} bytes")
    for camera in cameras:
        if camera.dropped is not None:
            print(f"Camera {camera.id!r} was left out: {camera.dropped}")
    if (moving := made.provenance.moving) is not None:
        print(
            f"{moving.shown} of {moving.wanted} phases are in moving.mp4, "
            f"from {moving.from_s:.2f} to {moving.until_s:.2f} s."
        )
    used = sum(camera.dropped is None for camera in cameras)
    steps = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in took_s.items())
    print(f"{used} of {len(cameras)} cameras, {sum(took_s.values()):.1f} s: {steps}.")
