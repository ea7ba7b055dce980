"""`grandstand replay check`: is a recorded session fit for replays, and if not, what to do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from grandstand.cli.acting import AsJson, fail, print_json, progress
from grandstand.replay import CameraReport, SessionReport, inspect_session

GOOD, WARNED, LEFT_OUT = "green", "yellow", "red"


def check(folder: Path, *, json: AsJson = False) -> None:
    """Look at every camera of a recorded session; exit status 1 when no replay can be made of it.

    Args:
        folder: with rig.json and a file for each camera.
        json: print what was found as JSON.
    """
    with _progress() as tell:
        report = inspect_session(folder, tell)
    if json:
        print_json(values_of(report))
    else:
        _print(report)
    if report.reason is not None:
        fail()


def values_of(report: SessionReport) -> dict[str, object]:
    """The report, and whether a replay can be made."""
    values: dict[str, object] = msgspec.to_builtins(report)
    return {"can_replay": report.reason is None, **values}


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with progress(*columns) as bar:
        task = bar.add_task("Looking at the cameras", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _print(report: SessionReport) -> None:
    console = Console()
    if report.cameras:
        table = Table(
            "camera", "file", "size", "fps", "seconds", "what is wrong", title=report.rig, box=SIMPLE_HEAD
        )
        for camera in report.cameras:
            table.add_row(*_row(camera))
        console.print(table)
    for stray in report.strays:
        console.print(Text(f"{stray} belongs to no camera of the rig."), soft_wrap=True)
    console.print(Text(_verdict(report)), soft_wrap=True)


def _row(camera: CameraReport) -> list[str | Text]:
    colour = (WARNED if camera.faults else GOOD) if camera.is_usable else LEFT_OUT
    span = camera.span_s
    return [
        Text(camera.id, colour),
        Text(camera.file or "-"),
        "-" if camera.width_px is None else f"{camera.width_px} x {camera.height_px}",
        "-" if camera.fps is None else f"{camera.fps:g}",
        "-" if span is None else f"{span[0]:.2f} to {span[1]:.2f}",
        Text(" ".join(fault.what for fault in camera.faults) or "nothing", colour),
    ]


def _verdict(report: SessionReport) -> str:
    if report.reason is not None:
        return f"No replay can be made: {report.reason}"
    assert report.from_s is not None
    assert report.until_s is not None
    return (
        f"A replay can be made: {report.usable} of {len(report.cameras)} cameras can be used, "
        f"from {report.from_s:.2f} to {report.until_s:.2f} s."
    )
