"""`grandstand replay air`: a take of this deployment sent on air from here, without desk and worker."""

import tempfile
from functools import partial
from pathlib import Path

from rich.progress import BarColumn, TaskProgressColumn, TextColumn

from grandstand.cli.acting import on_services, progress
from grandstand.demo.first_evening import staff
from grandstand.kernel.auth import Role
from grandstand.kernel.errors import RequestInvalid
from grandstand.replay import (
    AirClip,
    AirTarget,
    OnAirProgress,
    TakeId,
    check_times,
    send_clip,
    target_named,
    told_meanwhile,
)
from grandstand.services import Services

SHOWN_EVERY_S = 0.2
SCHEME = "srt://"


def air(take: int, *, to: str, clip: AirClip = AirClip.CLIP, times: int = 1) -> None:
    """Send a clip of a complete take on air by SRT, in its own time, from this machine. Ctrl-C ends it.

    Args:
        take: its number, as the desk shows it.
        to: the name of a target of GRANDSTAND_AIR_TARGETS, or an address such as srt://203.0.113.5:9000.
        clip: clip, in which time stands still, or moving, in which it runs.
        times: how often, without a break; 1 to 20.
    """
    check_times(times)
    pictures = on_services(partial(_air, TakeId(take), to, clip, times))
    print(f"{pictures} pictures of take {take} were sent.")


async def _air(take: TakeId, to: str, clip: AirClip, times: int, services: Services) -> int:
    address = to if to.startswith(SCHEME) else _target(to, services).address
    with tempfile.TemporaryDirectory(prefix="grandstand-air-") as folder:
        path = Path(folder) / clip.file
        await _fetch(take, path, services)
        return await _sent(path, address, times)


def _target(name: str, services: Services) -> AirTarget:
    if "://" in name:
        raise RequestInvalid(f"--to is the name of a target, or an address that begins with {SCHEME}.")
    return target_named(services.air.targets, name)


async def _fetch(take: TakeId, path: Path, services: Services) -> None:
    actor = staff(Role.REPLAY, services.tokens)
    found = await services.takes.file(actor, take, path.name)
    with path.open("wb") as file:
        async for piece in services.takes.pieces(take, path.name, 0, found.bytes):
            file.write(piece)


async def _sent(path: Path, address: str, times: int) -> int:
    on_air = OnAirProgress()
    with progress(TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()) as bar:
        task = bar.add_task("On air", total=1.0)

        async def show() -> None:
            bar.update(task, completed=on_air.part)

        work = partial(send_clip, path, address, times, on_air)
        return await told_meanwhile(work, show, on_air.stop, SHOWN_EVERY_S)
