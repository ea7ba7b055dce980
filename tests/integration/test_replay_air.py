"""Takes on air: who may, where to, what arrives over a real socket, and what is told where nothing does."""

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import av
import httpx
import msgspec
import numpy as np
import pytest
from fastapi import FastAPI

from grandstand.api import add_error_handlers
from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.clock import Clock, system_clock
from grandstand.kernel.database import Database
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.ids import new_subject_id
from grandstand.kernel.jobs import JobQueue, JobRunner
from grandstand.replay import air_sender
from grandstand.replay.air_jobs import ATTEMPTS_MAX, KIND, TakeSender, put_airing
from grandstand.replay.air_routes import air_routes
from grandstand.replay.air_service import AirService
from grandstand.replay.air_storage import AirStorage
from grandstand.replay.airing import TAKEN_UP_TIMEOUT_S, AirClip, Airing, AiringId, AirState, AirTarget
from grandstand.replay.encode import write_clip
from grandstand.replay.errors import AiringUnknown, OnAir, TakeUnfinished, TakeUnknown, TargetUnknown
from grandstand.replay.ingest import ffmpeg
from grandstand.replay.ingest.decoding import timecode_of
from grandstand.replay.ingest.source import Arrived, CarriedSource, SourceLostError
from grandstand.replay.ingest.timecode import Timecode
from grandstand.replay.models import Image
from grandstand.replay.storage import TakeStorage
from grandstand.replay.takes import CLIP, MOVING, Order, Provenance, TakeId
from grandstand.web.asgi import Receive, Scope, Send
from srt import free_port, keeping, programs
from videos import drawn, number_in

PICTURES, MOVING_PICTURES = 40, 25
WAIT_S = 30.0
TRUCK = "OB truck 2"
PROVENANCE = Provenance(rig="r", rig_digest="0", cameras=(), took_s={}, version="0")
People = Callable[[Role], Principal]


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Both clips of a take: the numbers of one rise from 0, those of the other from 500."""
    folder = tmp_path_factory.mktemp("clips")
    for name, numbers in ((CLIP, range(PICTURES)), (MOVING, range(500, 500 + MOVING_PICTURES))):
        write_clip(folder / name, (drawn(number) for number in numbers), timecode="10:00:00:00")
    return {name: (folder / name).read_bytes() for name in (CLIP, MOVING)}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await Database.connect(database_url, connections_max=4)
    yield database
    await database.close()


@pytest.fixture
def gallery() -> AirTarget:
    """A place at which nobody is yet."""
    return AirTarget("gallery", f"srt://127.0.0.1:{free_port()}?passphrase=for%20the%20gallery")


@pytest.fixture
def air(database: Database, gallery: AirTarget) -> AirService:
    return service_of(database, gallery)


Sending = tuple["subprocess.Popen[bytes]", "asyncio.Task[None]"]
GoingOut = Callable[[AiringId, float], AbstractAsyncContextManager[Sending]]


@pytest.fixture
def going_out(
    air: AirService, database: Database, gallery: AirTarget, principal: People, tmp_path: Path
) -> GoingOut:
    """Sends an airing to somebody who keeps what comes, until more than a part of it has gone out."""

    @asynccontextmanager
    async def begin(airing: AiringId, part: float) -> AsyncIterator[Sending]:
        with keeping(f"{gallery.address}&mode=listener", tmp_path / "kept.ts") as receiver:
            await asyncio.sleep(0.5)
            sending = asyncio.create_task(TakeSender(database, system_clock, [gallery]).send(airing))
            await until(air, principal(Role.REPLAY), airing, lambda now: now.progress > part)
            yield receiver, sending

    return begin


def service_of(database: Database, *targets: AirTarget) -> AirService:
    return AirService(database, system_clock, targets, partial(put_airing, JobQueue(database)))


async def new_take(database: Database, files: dict[str, bytes], *, is_complete: bool = True) -> TakeId:
    storage, now = TakeStorage(), system_clock()
    order = Order(session="jump", instant_s=1.0)
    async with database.transaction() as db:
        take = await storage.insert(db, order, new_subject_id(), now)
        await storage.begin(db, take, now)
        for name, body in files.items():
            await storage.write_file(db, take, name, body)
        if is_complete:
            await storage.complete(db, take, PROVENANCE, now)
    return take


class Receiver:
    """A gallery: what arrives at an address, as our own source reads it."""

    def __init__(self, target: AirTarget) -> None:
        self._source = CarriedSource(f"{target.address}&mode=listener")
        self.arrived: list[Arrived] = []
        self.timecodes: list[Timecode | None] = []
        self._thread = Thread(target=self._receive)
        self._thread.start()
        time.sleep(0.5)

    def _receive(self) -> None:
        with suppress(SourceLostError):
            self.arrived.extend(self._source.packets())

    def pictures(self) -> list[Image]:
        """What was received to its end, decoded."""
        self._thread.join(WAIT_S)
        decoder = av.CodecContext.create("h264", "r")
        assert isinstance(decoder, av.VideoCodecContext)
        frames = [frame for each in self.arrived for frame in decoder.decode(av.Packet(each.data))]
        frames += decoder.decode(None)
        self.timecodes = [timecode_of(frame, Fraction(25)) for frame in frames]
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in frames]


async def until(air: AirService, viewer: Principal, airing: AiringId, is_so: Callable[[Airing], bool]) -> Airing:
    async with asyncio.timeout(WAIT_S):
        while not is_so(now := await read(air, viewer, airing)):  # noqa: ASYNC110 - another connection's work
            await asyncio.sleep(0.05)
    return now


async def read(air: AirService, viewer: Principal, airing: AiringId) -> Airing:
    (found,) = [each for each in (await air.shown(viewer)).airings if each.id == airing]
    return found


def runner(database: Database, *targets: AirTarget, clock: Clock = system_clock) -> "asyncio.Task[None]":
    sender = TakeSender(database, clock, targets)
    return asyncio.create_task(JobRunner(JobQueue(database), [sender.kind()]).run())


async def stopped(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(
    ("clip", "times", "numbers"),
    [
        (AirClip.CLIP, 1, list(range(PICTURES))),
        (AirClip.MOVING, 2, [*range(500, 500 + MOVING_PICTURES)] * 2),
    ],
)
async def test_a_take_arrives_in_the_gallery_picture_by_picture(  # noqa: PLR0913, PLR0917 - what is sent, where
    air: AirService,
    database: Database,
    gallery: AirTarget,
    clips: dict[str, bytes],
    principal: People,
    clip: AirClip,
    times: int,
    numbers: list[int],
) -> None:
    replay = principal(Role.REPLAY)
    receiver = Receiver(gallery)
    working = runner(database, gallery)
    asked = await air.air(replay, await new_take(database, clips), "gallery", clip, times)
    assert (asked.state, asked.target, asked.asked_by) == (AirState.WAITING, "gallery", replay.subject)
    on_air = await until(air, replay, asked.id, lambda now: now.state is AirState.ON_AIR and now.progress > 0.2)
    assert on_air.progress <= 1
    sent = await until(air, replay, asked.id, lambda now: now.state is not AirState.ON_AIR)
    await stopped(working)
    assert (sent.state, sent.progress, sent.detail) == (AirState.SENT, 1.0, "")
    assert sent.started_at is not None
    assert sent.ended_at is not None
    length_s = len(numbers) / 25
    assert sent.ended_at - sent.started_at > timedelta(seconds=length_s + air_sender.HELD_S - 1)
    pictures = await asyncio.to_thread(receiver.pictures)
    assert [number_in(picture) for picture in pictures] == numbers
    shown_s = sorted(each.pts_s for each in receiver.arrived)
    assert np.diff(shown_s) == pytest.approx(1 / 25)
    # The clip begins at 10:00:00:00; each picture of it says its own.
    assert [str(each) for each in receiver.timecodes] == [
        f"10:00:{number % 500 // 25:02}:{number % 500 % 25:02}" for number in numbers
    ]
    assert await JobQueue(database).count(KIND) == 0
    assert programs(gallery.address) == []


async def test_nobody_at_the_other_end_is_told(
    air: AirService, database: Database, gallery: AirTarget, clips: dict[str, bytes], principal: People
) -> None:
    replay = principal(Role.REPLAY)
    asked = await air.air(replay, await new_take(database, clips), "gallery", AirClip.CLIP, 1)
    await TakeSender(database, system_clock, [gallery]).send(asked.id)
    failed = await read(air, replay, asked.id)
    assert (failed.state, failed.code) == (AirState.FAILED, "replay.air_lost")
    assert failed.detail == "The replay did not arrive: nobody answers there."
    # The place is free again.
    assert (await air.air(replay, asked.take, "gallery", AirClip.CLIP, 1)).state is AirState.WAITING


async def test_a_receiver_that_is_killed_in_the_middle_is_told(
    air: AirService,
    database: Database,
    gallery: AirTarget,
    clips: dict[str, bytes],
    principal: People,
    going_out: GoingOut,
) -> None:
    """Also one that dies so late that the clip is over before its silence is noticed."""
    replay = principal(Role.REPLAY)
    asked = await air.air(replay, await new_take(database, clips), "gallery", AirClip.CLIP, 1)
    async with going_out(asked.id, 0.5) as (receiver, sending):
        receiver.kill()
        await asyncio.wait_for(sending, WAIT_S)
    failed = await read(air, replay, asked.id)
    assert (failed.state, failed.code) == (AirState.FAILED, "replay.air_lost")
    assert failed.detail == "The replay did not arrive: the other side has gone."
    assert programs(gallery.address) == []


async def test_it_is_stopped_at_once(
    air: AirService,
    database: Database,
    gallery: AirTarget,
    clips: dict[str, bytes],
    principal: People,
    going_out: GoingOut,
) -> None:
    replay = principal(Role.REPLAY)
    asked = await air.air(replay, await new_take(database, clips), "gallery", AirClip.CLIP, 20)
    async with going_out(asked.id, 0.02) as (_, sending):
        assert (await air.stop(replay, asked.id)).state is AirState.STOPPED
        await asyncio.wait_for(sending, 3)
    ended = await read(air, replay, asked.id)
    assert (ended.state, ended.code) == (AirState.STOPPED, None)
    assert programs(gallery.address) == []
    # What has ended stays as it is.
    assert await air.stop(replay, asked.id) == ended


async def test_what_is_stopped_before_it_was_begun_is_never_sent(
    air: AirService, database: Database, gallery: AirTarget, clips: dict[str, bytes], principal: People
) -> None:
    replay = principal(Role.REPLAY)
    asked = await air.air(replay, await new_take(database, clips), "gallery", AirClip.CLIP, 1)
    await air.stop(replay, asked.id)
    await TakeSender(database, system_clock, [gallery]).send(asked.id)
    ended = await read(air, replay, asked.id)
    assert (ended.state, ended.started_at) == (AirState.STOPPED, None)


async def test_after_a_worker_that_ended_nothing_starts_again_by_itself(
    air: AirService,
    database: Database,
    gallery: AirTarget,
    clips: dict[str, bytes],
    principal: People,
    tmp_path: Path,
) -> None:
    replay = principal(Role.REPLAY)
    with keeping(f"{gallery.address}&mode=listener", tmp_path / "kept.ts"):
        await asyncio.sleep(0.5)
        working = runner(database, gallery)
        asked = await air.air(replay, await new_take(database, clips), "gallery", AirClip.CLIP, 20)
        await until(air, replay, asked.id, lambda now: now.progress > 0.02)
        await stopped(working)
    failed = await read(air, replay, asked.id)
    assert (failed.state, failed.code) == (AirState.FAILED, "replay.air_broken")
    assert programs(gallery.address) == []


async def test_after_a_worker_that_was_killed_the_next_one_tells_and_sends_nothing(
    air: AirService, database: Database, gallery: AirTarget, clips: dict[str, bytes], principal: People
) -> None:
    replay = principal(Role.REPLAY)
    asked = await air.air(replay, await new_take(database, clips), "gallery", AirClip.CLIP, 1)
    # What a worker leaves behind that is killed: its job, and that it had begun.
    assert await JobQueue(database).take(KIND, replay.subject) is not None
    async with database.transaction() as db:
        await AirStorage().begin(db, asked.id, system_clock())
    await JobQueue(database).give_back(replay.subject)
    working = runner(database, gallery)
    failed = await until(air, replay, asked.id, lambda now: now.state is not AirState.ON_AIR)
    await stopped(working)
    assert (failed.state, failed.code) == (AirState.FAILED, "replay.air_broken")
    assert "not begun again by itself" in failed.detail
    # And where the job is given up, because whoever does it dies each time.
    another = await air.air(replay, asked.take, "gallery", AirClip.CLIP, 1)
    kind = TakeSender(database, system_clock, [gallery]).kind()
    assert kind.attempts_max == ATTEMPTS_MAX
    job = await JobQueue(database).take(KIND, replay.subject)
    assert job is not None
    await kind.given_up(job)
    assert (await read(air, replay, another.id)).code == "replay.air_broken"


async def test_what_waited_too_long_for_a_worker_is_not_sent(
    air: AirService, database: Database, gallery: AirTarget, clips: dict[str, bytes], principal: People
) -> None:
    replay = principal(Role.REPLAY)
    asked = await air.air(replay, await new_take(database, clips), "gallery", AirClip.CLIP, 1)

    def late_clock() -> Any:
        return system_clock() + timedelta(seconds=TAKEN_UP_TIMEOUT_S + 1)

    await TakeSender(database, late_clock, [gallery]).send(asked.id)
    failed = await read(air, replay, asked.id)
    assert (failed.state, failed.code, failed.started_at) == (AirState.FAILED, "replay.air_broken", None)
    assert failed.detail.startswith("No worker was there in time")


async def test_a_take_that_is_deleted_goes_off_air(
    air: AirService,
    database: Database,
    clips: dict[str, bytes],
    principal: People,
    going_out: GoingOut,
) -> None:
    replay = principal(Role.REPLAY)
    asked = await air.air(replay, await new_take(database, clips), "gallery", AirClip.CLIP, 20)
    async with going_out(asked.id, 0.02) as (_, sending):
        async with database.transaction() as db:
            assert await TakeStorage().delete(db, asked.take)
        await asyncio.wait_for(sending, 3)
    assert (await air.shown(replay)).airings == ()


async def test_only_what_is_there_is_sent_and_only_where_the_settings_say(
    database: Database, gallery: AirTarget, clips: dict[str, bytes], principal: People
) -> None:
    replay = principal(Role.REPLAY)
    air = service_of(database, gallery, AirTarget(TRUCK, "srt://127.0.0.1:1"))
    take = await new_take(database, {CLIP: clips[CLIP]})
    for target in ("srt://127.0.0.1:1", "", "Gallery"):
        with pytest.raises(TargetUnknown, match="The targets are: 'gallery', 'OB truck 2'"):
            await air.air(replay, take, target, AirClip.CLIP, 1)
    with pytest.raises(TargetUnknown, match="GRANDSTAND_AIR_TARGETS"):
        await service_of(database).air(replay, take, "gallery", AirClip.CLIP, 1)
    with pytest.raises(TakeUnknown):
        await air.air(replay, TakeId(take + 1000), "gallery", AirClip.CLIP, 1)
    with pytest.raises(TakeUnknown, match=r"has no file 'moving.mp4'"):
        await air.air(replay, take, "gallery", AirClip.MOVING, 1)
    with pytest.raises(TakeUnfinished, match="is working; only a complete one goes on air"):
        await air.air(replay, await new_take(database, clips, is_complete=False), "gallery", AirClip.CLIP, 1)
    for times in (0, 21):
        with pytest.raises(RequestInvalid, match="1 to 20"):
            await air.air(replay, take, "gallery", AirClip.CLIP, times)
    with pytest.raises(AiringUnknown):
        await air.stop(replay, AiringId(1))
    first = await air.air(replay, take, "gallery", AirClip.CLIP, 1)
    with pytest.raises(OnAir, match="'gallery' is on air already"):
        await air.air(replay, take, "gallery", AirClip.CLIP, 1)
    second = await air.air(replay, take, TRUCK, AirClip.CLIP, 20)
    told = await air.shown(principal(Role.AUDITOR))
    assert told.targets == ("gallery", TRUCK)
    assert [each.id for each in told.airings] == [second.id, first.id]


async def test_a_target_that_the_settings_name_no_more_is_told(
    air: AirService, database: Database, clips: dict[str, bytes], principal: People
) -> None:
    replay = principal(Role.REPLAY)
    asked = await air.air(replay, await new_take(database, clips), "gallery", AirClip.CLIP, 1)
    await TakeSender(database, system_clock, []).send(asked.id)
    assert (await read(air, replay, asked.id)).code == "replay.target_unknown"


async def test_without_the_program_that_carries_srt_it_is_told(
    database: Database,
    gallery: AirTarget,
    clips: dict[str, bytes],
    principal: People,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replay, air = principal(Role.REPLAY), service_of(database, gallery)
    asked = await air.air(replay, await new_take(database, clips), "gallery", AirClip.CLIP, 1)
    monkeypatch.setattr(ffmpeg, "_candidates", lambda: iter(()))
    ffmpeg.ffmpeg_program.cache_clear()
    await TakeSender(database, system_clock, [gallery]).send(asked.id)
    assert (await read(air, replay, asked.id)).code == "replay.no_ffmpeg"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.REPLAY])
async def test_only_replay_operators_send_and_stop(
    air: AirService, database: Database, clips: dict[str, bytes], principal: People, role: Role
) -> None:
    take, somebody = await new_take(database, clips), principal(role)
    asked = await air.air(principal(Role.REPLAY), take, "gallery", AirClip.CLIP, 1)
    with pytest.raises(Forbidden):
        await air.air(somebody, take, "gallery", AirClip.CLIP, 1)
    with pytest.raises(Forbidden):
        await air.stop(somebody, asked.id)
    if role in {Role.OPERATOR, Role.AUDITOR}:
        assert [each.id for each in (await air.shown(somebody)).airings] == [asked.id]
    else:
        with pytest.raises(Forbidden):
            await air.shown(somebody)


async def test_only_so_many_are_kept(
    air: AirService,
    database: Database,
    clips: dict[str, bytes],
    principal: People,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from grandstand.replay import air_storage

    monkeypatch.setattr(air_storage, "AIRINGS_KEPT_MAX", 3)
    replay, take = principal(Role.REPLAY), await new_take(database, clips)
    for _ in range(6):
        last = await air.air(replay, take, "gallery", AirClip.CLIP, 1)
        await air.stop(replay, last.id)
    assert [each.id for each in (await air.shown(replay)).airings] == [last.id, last.id - 1, last.id - 2]


async def test_air_over_http_says_where_to_by_name_and_never_an_address(
    air: AirService, database: Database, gallery: AirTarget, clips: dict[str, bytes], principal: People
) -> None:
    take = await new_take(database, clips)
    async with client_of(air, principal(Role.REPLAY)) as desk:
        begun = await desk.post(f"/v1/replay/takes/{take}/air", json={"target": "gallery", "clip": "moving"})
        assert (begun.status_code, begun.json()["state"], begun.json()["times"]) == (202, "waiting", 1)
        told = await desk.get("/v1/replay/airings")
        assert told.json() == {"targets": ["gallery"], "airings": [begun.json()]}
        again = await desk.post(f"/v1/replay/takes/{take}/air", json={"target": "gallery"})
        assert (again.status_code, again.json()["code"]) == (409, "replay.on_air")
        elsewhere = await desk.post(f"/v1/replay/takes/{take}/air", json={"target": "srt://127.0.0.1:1"})
        assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "replay.target_unknown")
        address = f"/v1/replay/takes/{take}/air"
        for wrong in ({"target": "gallery", "address": "srt://127.0.0.1:1"}, {"target": "gallery", "times": 21}):
            assert (await desk.post(address, json=wrong)).status_code == 422
        ended = await desk.post(f"/v1/replay/airings/{begun.json()['id']}/stop")
        assert ended.json()["state"] == "stopped"
        answers = [each.text for each in (begun, told, again, elsewhere, ended)]
        assert not [each for each in answers if "passphrase" in each or gallery.address in each]
    assert msgspec.convert(ended.json(), Airing).state is AirState.STOPPED


def client_of(air: AirService, viewer: Principal) -> httpx.AsyncClient:
    """The routes alone, asked by somebody whom the front door has let in."""
    api = FastAPI()
    api.include_router(air_routes(air))
    add_error_handlers(api)

    async def let_in(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["principal"] = viewer
        await api(scope, receive, send)

    return httpx.AsyncClient(transport=httpx.ASGITransport(app=let_in), base_url="http://site")
