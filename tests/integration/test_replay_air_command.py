"""`grandstand replay air` as a real process: to a target by name or to an address, ended by Ctrl-C, killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

import patience
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.clock import system_clock
from grandstand.kernel.ids import new_subject_id
from grandstand.kernel.jobs import JobQueue
from grandstand.kernel.settings import Settings
from grandstand.replay.air_jobs import put_airing
from grandstand.replay.air_service import AirService
from grandstand.replay.airing import AirClip, Airing, AirState, AirTarget
from grandstand.replay.encode import write_clip
from grandstand.replay.ingest.source import FileSource
from grandstand.replay.storage import TakeStorage
from grandstand.replay.takes import CLIP, Order, Provenance, TakeId
from grandstand.services import Services
from srt import free_port, keeping, programs
from videos import drawn

PICTURES = 50
WAIT_S = 60.0
until = partial(patience.until, wait_s=WAIT_S)
Air = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
async def take(services: Services, tmp_path: Path) -> TakeId:
    """A complete take of one clip, on the database that the command is told of."""
    write_clip(tmp_path / CLIP, (drawn(number) for number in range(PICTURES)), timecode="10:00:00:00")
    storage, now = TakeStorage(), system_clock()
    async with services.database.transaction() as db:
        made = await storage.insert(db, Order(session="jump", instant_s=1.0), new_subject_id(), now)
        await storage.begin(db, made, now)
        await storage.write_file(db, made, CLIP, (tmp_path / CLIP).read_bytes())
        await storage.complete(
            db, made, Provenance(rig="r", rig_digest="", cameras=(), took_s={}, version=""), now
        )
    return made


@pytest.fixture
def gallery() -> str:
    return f"srt://127.0.0.1:{free_port()}"


@pytest.fixture
def air_environment(settings: Settings, gallery: str) -> dict[str, str]:
    return {
        **os.environ,
        "GRANDSTAND_DATABASE_URL": settings.database_url,
        "GRANDSTAND_DATA_DIR": str(settings.data_dir),
        "GRANDSTAND_AIR_TARGETS": f"gallery={gallery}?latency=200000",
    }


@pytest.fixture
def air(air_environment: dict[str, str], take: TakeId) -> Air:
    def begin(*arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "grandstand", "replay", "air", str(take), *arguments]
        return subprocess.Popen(
            command,
            env=air_environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    return begin


@pytest.mark.parametrize("is_named", [True, False])
def test_a_take_is_sent_to_a_target_or_an_address(
    air: Air, take: TakeId, gallery: str, tmp_path: Path, *, is_named: bool
) -> None:
    received = tmp_path / "received.ts"
    with keeping(f"{gallery}?mode=listener", received):
        process = air("--to", "gallery" if is_named else gallery, "--times", "2")
        out, told = process.communicate(timeout=WAIT_S)
    assert (process.returncode, out) == (0, f"{2 * PICTURES} pictures of take {take} were sent.\n"), told
    assert len(list(FileSource(received).packets())) == 2 * PICTURES


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--to", "truck"), "There is no target 'truck'. The targets are: 'gallery'."),
        (("--to", "udp://127.0.0.1:9"), "--to is the name of a target, or an address that begins with srt://."),
        (("--to", "gallery", "--times", "21"), "times = 21: 1 to 20."),
        (("--to", "gallery", "--clip", "moving"), "has no file 'moving.mp4'."),
        (("--to", "gallery"), "The replay did not arrive: nobody answers there."),
    ],
)
def test_what_cannot_be_sent_is_told(air: Air, arguments: tuple[str, ...], told: str) -> None:
    process = air(*arguments)
    out, said = process.communicate(timeout=WAIT_S)
    assert (process.returncode, out) == (1, "")
    assert told in " ".join(said.split())


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_command_that_ends_is_off_air_at_once(
    air: Air, gallery: str, tmp_path: Path, how: signal.Signals
) -> None:
    """Also one that is killed: the program that it leaves behind sees that nothing more comes."""
    received = tmp_path / "received.ts"
    with keeping(f"{gallery}?mode=listener", received):
        process = air("--to", "gallery", "--times", "20")
        until(lambda: received.exists() and received.stat().st_size > 20_000)
        process.send_signal(how)
        assert process.wait(WAIT_S) != 0
        until(lambda: not programs(f"{gallery}?latency"))
    assert "Traceback" not in process.communicate()[1]


def test_a_recorder_that_is_killed_leaves_no_program(tmp_path: Path, gallery: str) -> None:
    """What listens where nothing comes gives up by itself: its socket is free again for the next recorder."""
    code = (
        "from grandstand.replay.ingest.source import CarriedSource\n"
        f"next(CarriedSource('{gallery}?mode=listener').packets())"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path) as process:
        until(lambda: programs(f"{gallery}?mode"))
        process.kill()
    until(lambda: not programs(f"{gallery}?mode"))


async def test_a_worker_that_is_killed_is_off_air_and_the_next_one_says_so(
    air_environment: dict[str, str],
    services: Services,
    take: TakeId,
    gallery: str,
    tmp_path: Path,
    principal: Callable[[Role], Principal],
) -> None:
    replay = principal(Role.REPLAY)
    put = partial(put_airing, JobQueue(services.database))
    desk = AirService(services.database, system_clock, [AirTarget("gallery", gallery)], put)

    async def stand(is_so: Callable[[Airing], bool]) -> Airing:
        async with asyncio.timeout(WAIT_S):
            while not is_so(now := (await desk.shown(replay)).airings[0]):  # noqa: ASYNC110 - another process's work
                await asyncio.sleep(0.1)
        return now

    with keeping(f"{gallery}?mode=listener", tmp_path / "first.ts"), working(air_environment) as worker:
        await desk.air(replay, take, "gallery", AirClip.CLIP, 20)
        await stand(lambda now: now.progress > 0)
        worker.kill()
        await asyncio.to_thread(until, lambda: not programs(f"{gallery}?latency"))
    assert (await stand(lambda _: True)).state is AirState.ON_AIR
    again = tmp_path / "again.ts"
    with keeping(f"{gallery}?mode=listener", again), working(air_environment):
        ended = await stand(lambda now: now.state is not AirState.ON_AIR)
    assert (ended.state, ended.code) == (AirState.FAILED, "replay.air_broken")
    assert not again.exists() or again.stat().st_size == 0


@contextmanager
def working(environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker of its own."""
    command = [sys.executable, "-m", "grandstand", "work"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()
