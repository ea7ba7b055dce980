"""Takes: who may, what is kept, what survives, on a real database; and the real renderer on a small session."""

import asyncio
import hashlib
import os
import shutil
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import av
import cv2
import httpx
import msgspec
import numpy as np
import pytest
from fastapi import FastAPI

from conftest import dsn_of, execute
from grandstand.api import add_error_handlers
from grandstand.assistant import Intent, Question, ReplayTools
from grandstand.assistant.asked import Asked
from grandstand.assistant.intents import Understood
from grandstand.assistant.models import CardEvent
from grandstand.demo.first_replay import ORDER as FIRST_ORDER
from grandstand.demo.first_replay import prepare_first_replay
from grandstand.kernel.auth import Forbidden, Principal, Role, TokenMissing
from grandstand.kernel.clock import system_clock
from grandstand.kernel.database import Database
from grandstand.kernel.errors import Overloaded, RequestInvalid
from grandstand.kernel.jobs import JobQueue, JobRunner
from grandstand.kernel.migrations import migrate
from grandstand.live import Mentions
from grandstand.replay import service as service_module
from grandstand.replay import take_jobs
from grandstand.replay.encode import write_clip
from grandstand.replay.errors import (
    NoSubject,
    NotKept,
    RecordingUnreadable,
    SessionUnknown,
    TakesFull,
    TakeUnfinished,
    TakeUnknown,
)
from grandstand.replay.ingest.recording import Material
from grandstand.replay.ingest.session import Session
from grandstand.replay.ingest.source import container_timecode
from grandstand.replay.making import Progress, Renderer, TakeRenderer, provenance_of
from grandstand.replay.models import Image
from grandstand.replay.rig_file import bytes_of, write_rig
from grandstand.replay.routes import take_routes
from grandstand.replay.service import TakeService
from grandstand.replay.session_shelf import SessionShelf
from grandstand.replay.storage import PART_BYTES, TakeStorage
from grandstand.replay.take_jobs import KIND, TakeMaker, put_take
from grandstand.replay.takes import Order, PathShape, Provenance, Take, TakeId, TakeState
from grandstand.replay.wall import WALL_WAITING_MAX, WALL_WIDTHS_PX, CameraWall
from grandstand.services import SCHEMAS
from grandstand.web.asgi import Receive, Scope, Send
from replay_scenes import write_jump
from videos import cut_off, number_in, write_session

STAFF = (Role.REPLAY, Role.OPERATOR, Role.AUDITOR)
OTHERS = [role for role in Role if role not in STAFF]
WAIT_S = 20.0
ORDER = Order(session="morning", instant_s=1.0, pictures=12, height_px=180)


def contact_sheet(order: Order, material: Material, folder: Path, progress: Progress) -> Provenance:
    """A renderer that needs no athlete: the cameras side by side, and a cut from one to the next."""
    progress.tell("decode", 0.0)
    (moment,) = material.moments([order.instant_s])
    sheet = np.concatenate(list(moment.images.values()), axis=1)
    cv2.imwrite(str(folder / "poster.jpg"), sheet[..., ::-1])
    progress.ready(folder / "poster.jpg")
    progress.tell("clip", 0.5)
    write_clip(folder / "clip.mp4", list(moment.images.values()))
    progress.ready(folder / "clip.mp4")
    return provenance_of(material.rig, moment.left_out, {}, {"decode": 0.1})


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> SessionShelf:
    folder = tmp_path_factory.mktemp("sessions")
    write_session(folder / "morning", frames=50)
    (folder / "morning" / "c04.mp4").unlink()
    (folder / "not one").mkdir()
    return SessionShelf(folder)


@pytest.fixture(scope="module")
async def database(postgres_dsn: str, template_database: str) -> AsyncIterator[Database]:
    """One for all tests here; each triggers takes of its own."""
    name = f"takes_{uuid4().hex}"
    await execute(postgres_dsn, f"create database {name} template {template_database}")
    url = dsn_of(postgres_dsn, name)
    await migrate(url, SCHEMAS if "grandstand.replay" in SCHEMAS else (*SCHEMAS, "grandstand.replay"))
    database = await Database.connect(url, connections_max=6)
    yield database
    await database.close()
    await execute(postgres_dsn, f"drop database {name} with (force)")


@pytest.fixture(autouse=True)
async def _no_takes(database: Database) -> None:
    async with database.connection() as db:
        await db.execute("truncate replay_take cascade")
        await db.execute("delete from job")


@pytest.fixture
def takes(database: Database, shelf: SessionShelf) -> TakeService:
    put = partial(put_take, JobQueue(database))
    return TakeService(database, TakeStorage(), system_clock, shelf, put)


@pytest.fixture
def maker(database: Database, shelf: SessionShelf) -> TakeMaker:
    return maker_with(database, shelf, contact_sheet)


def maker_with(database: Database, shelf: SessionShelf, render: Renderer) -> TakeMaker:
    return TakeMaker(database, TakeStorage(), system_clock, shelf, render)


People = Callable[[Role], Principal]


async def body_of(takes: TakeService, viewer: Principal | None, take: Take, name: str) -> bytes:
    file = await takes.file(viewer, take.id, name)
    body = b"".join([part async for part in takes.pieces(take.id, name, 0, file.bytes)])
    assert len(body) == file.bytes
    return body


async def test_a_take_is_made_published_and_seen(takes: TakeService, maker: TakeMaker, principal: People) -> None:
    replay, fan = principal(Role.REPLAY), principal(Role.FAN)
    triggered = await takes.trigger(replay, ORDER)
    assert (triggered.state, triggered.order, triggered.triggered_by) == (TakeState.WAITING, ORDER, replay.subject)
    await maker.make(triggered.id)
    made = await takes.take(replay, triggered.id)
    assert (made.state, made.progress) == (TakeState.COMPLETE, 1.0)
    assert [file.name for file in made.files] == ["clip.mp4", "poster.jpg"]
    await takes.publish(replay, triggered.id)
    (seen,), following = await takes.takes(fan)
    assert following is None
    assert seen.published_at is not None
    poster = cv2.imdecode(np.frombuffer(await body_of(takes, fan, seen, "poster.jpg"), np.uint8), cv2.IMREAD_COLOR)
    assert poster is not None
    assert poster.shape == (180, 5 * 320, 3)
    assert number_in(np.asarray(poster[:, :320], np.uint8)) == 25


async def test_provenance_says_which_calibration_and_which_cameras(
    takes: TakeService, maker: TakeMaker, principal: People, shelf: SessionShelf
) -> None:
    take = await takes.trigger(principal(Role.REPLAY), ORDER)
    await maker.make(take.id)
    told = (await takes.take(principal(Role.AUDITOR), take.id)).provenance
    assert told is not None
    rig = shelf.open("morning").rig
    assert told.rig_digest == hashlib.sha256(bytes_of(rig)).hexdigest()
    by_id = {camera.id: camera for camera in told.cameras}
    assert list(by_id) == [camera.id for camera in rig.cameras]
    assert by_id["c04"].dropped == "Camera 'c04' has no file in the session."
    assert by_id["c00"].residual_px == 0.3
    assert told.took_s == {"decode": 0.1}


async def test_files_that_are_broken_leave_out_their_cameras_and_the_take_is_made(
    database: Database, tmp_path: Path, principal: People
) -> None:
    write_session(tmp_path / "morning", frames=50)
    (tmp_path / "morning" / "c00.mp4").write_bytes(b"no video" * 1000)
    cut_off(tmp_path / "morning" / "c05.mp4", 0.3)
    shelf, replay = SessionShelf(tmp_path), principal(Role.REPLAY)
    takes = TakeService(database, TakeStorage(), system_clock, shelf, partial(put_take, JobQueue(database)))
    take = await takes.trigger(replay, msgspec.structs.replace(ORDER, instant_s=1.6))
    await maker_with(database, shelf, contact_sheet).make(take.id)
    made = await takes.take(replay, take.id)
    assert (made.state, made.detail) == (TakeState.COMPLETE, "")
    assert made.provenance is not None
    told = {camera.id: camera.dropped or "" for camera in made.provenance.cameras}
    assert told["c00"].startswith("'c00.mp4' cannot be read as video")
    assert told["c05"].startswith("The file of camera 'c05' breaks off or is damaged")
    wall = CameraWall(shelf)
    assert (await wall.session(replay, "morning")).until_s == pytest.approx(1.96)
    with pytest.raises(RecordingUnreadable, match="breaks off"):
        await wall.picture(replay, "morning", "c05", 1.6, WALL_WIDTHS_PX[0])


@pytest.mark.parametrize("role", [*OTHERS, None])
async def test_what_is_not_published_is_as_if_it_were_not_there(
    takes: TakeService, maker: TakeMaker, principal: People, role: Role | None
) -> None:
    viewer = None if role is None else principal(role)
    replay = principal(Role.REPLAY)
    take = await takes.trigger(replay, ORDER)
    await maker.make(take.id)
    assert await takes.takes(viewer) == ([], None)
    with pytest.raises(TakeUnknown) as hidden:
        await takes.take(viewer, take.id)
    with pytest.raises(TakeUnknown) as missing:
        await takes.take(viewer, TakeId(take.id + 1))
    assert str(hidden.value).replace(str(take.id), "n") == str(missing.value).replace(str(take.id + 1), "n")
    with pytest.raises(TakeUnknown):
        await takes.file(viewer, take.id, "clip.mp4")
    await takes.publish(replay, take.id)
    shown = await takes.take(viewer, take.id)
    assert (shown.provenance, shown.triggered_by, shown.published_by) == (None, None, None)
    await takes.withdraw(replay, take.id)
    with pytest.raises(TakeUnknown):
        await takes.take(viewer, take.id)


@pytest.mark.parametrize("role", STAFF)
async def test_staff_reads_everything(takes: TakeService, principal: People, role: Role) -> None:
    take = await takes.trigger(principal(Role.REPLAY), ORDER)
    assert (await takes.take(principal(role), take.id)).id == take.id
    assert [each.id for each in (await takes.takes(principal(role)))[0]] == [take.id]
    assert await takes.sessions(principal(role)) == ["morning"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.REPLAY])
async def test_only_replay_operators_act(takes: TakeService, principal: People, role: Role) -> None:
    somebody = principal(role)
    take = await takes.trigger(principal(Role.REPLAY), ORDER)
    acts: list[Callable[[], object]] = [
        lambda: takes.trigger(somebody, ORDER),
        lambda: takes.cancel(somebody, take.id),
        lambda: takes.publish(somebody, take.id),
        lambda: takes.withdraw(somebody, take.id),
        lambda: takes.delete(somebody, take.id),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            await act()  # type: ignore[misc]
    if role not in STAFF:
        with pytest.raises(Forbidden):
            await takes.sessions(somebody)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pictures": 501}, "pictures = 501: 1 to 500"),
        ({"pictures": 0}, "pictures = 0"),
        ({"height_px": 719}, "height_px = 719"),
        ({"strobe_s": (1.0,) * 9}, "9 instants in strobe_s: at most 8"),
        ({"strobe_s": (12.0,)}, "strobe_s reaches further than 10.0 s"),
        ({"moving_s": 2.04}, "moving_s = 2.04: 0, or 0.04 to 2.0"),
        ({"moving_s": 0.03}, "moving_s = 0.03: 0, or 0.04"),
        ({"moving_s": float("nan")}, "moving_s = nan"),
        ({"from_deg": 721.0}, "beyond 720.0"),
        ({"until_deg": float("nan")}, "beyond 720.0"),
    ],
)
async def test_an_order_that_cannot_be_is_refused(
    takes: TakeService, principal: People, change: dict[str, object], said: str
) -> None:
    with pytest.raises(RequestInvalid) as caught:
        await takes.trigger(principal(Role.REPLAY), msgspec.structs.replace(ORDER, **change))
    assert said in str(caught.value)


async def test_an_instant_or_a_session_that_is_not_there_is_refused(takes: TakeService, principal: People) -> None:
    replay = principal(Role.REPLAY)
    for instant_s in (-1.0, 2.5, float("nan")):
        with pytest.raises(NotKept, match=r"'morning' reaches from 0.00 to 1.96 s"):
            await takes.trigger(replay, msgspec.structs.replace(ORDER, instant_s=instant_s))
    for name in ("evening", "../morning", "not one", "", "."):
        with pytest.raises(SessionUnknown):
            await takes.trigger(replay, msgspec.structs.replace(ORDER, session=name))
    assert await takes.takes(replay) == ([], None)
    assert SessionShelf(None).names() == []


async def test_takes_are_limited_and_paged(
    takes: TakeService, principal: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay = principal(Role.REPLAY)
    monkeypatch.setattr(service_module, "TAKES_MAX", 5)
    monkeypatch.setattr(service_module, "TAKES_PAGE_MAX", 2)
    ids = [(await takes.trigger(replay, ORDER)).id for _ in range(5)]
    with pytest.raises(TakesFull, match="There are 5 takes already"):
        await takes.trigger(replay, ORDER)
    found: list[TakeId] = []
    before: TakeId | None = None
    for _ in range(3):
        page, before = await takes.takes(replay, before)
        found += [take.id for take in page]
    assert found == ids[::-1]
    assert before is None


async def test_only_a_complete_take_is_published_and_only_an_ended_one_deleted(
    takes: TakeService, maker: TakeMaker, principal: People
) -> None:
    replay = principal(Role.REPLAY)
    take = await takes.trigger(replay, ORDER)
    with pytest.raises(TakeUnfinished, match="is waiting; only a complete one"):
        await takes.publish(replay, take.id)
    with pytest.raises(TakeUnfinished, match="cancel it first"):
        await takes.delete(replay, take.id)
    await maker.make(take.id)
    await takes.delete(replay, take.id)
    with pytest.raises(TakeUnknown):
        await takes.delete(replay, take.id)


async def test_the_assistant_offers_what_is_published_and_nothing_else(
    takes: TakeService, maker: TakeMaker, principal: People
) -> None:
    replay, fan = principal(Role.REPLAY), principal(Role.FAN)
    shown, hidden = [await takes.trigger(replay, ORDER) for _ in range(2)]
    assert await offered(takes, fan) == []
    for each in (shown, hidden):
        await maker.make(each.id)
    await takes.publish(replay, shown.id)
    assert await offered(takes, fan) == [f"/replay?take={shown.id}"]
    assert await offered(takes, None) == [f"/replay?take={shown.id}"]
    assert await offered(takes, replay) == [f"/replay?take={each.id}" for each in (hidden, shown)]


async def offered(takes: TakeService, viewer: Principal | None) -> list[str]:
    """The links of the replays that the assistant offers."""
    question = Question(text="?", language="en", zone="UTC", at=datetime.now(UTC), viewer=viewer)
    mentions = Mentions((), (), (), (), (), None, "?")
    understood = Understood(language="en", intent=Intent.REPLAY, by_meaning=True, mentions=mentions, day=None)
    asked = Asked(question, understood)
    await ReplayTools(takes).tell(asked)
    assert asked.telling.statements
    return [each.link for each in asked.telling.shown if isinstance(each, CardEvent)]


async def test_a_cancelled_take_is_not_begun(takes: TakeService, maker: TakeMaker, principal: People) -> None:
    replay = principal(Role.REPLAY)
    take = await takes.trigger(replay, ORDER)
    assert (await takes.cancel(replay, take.id)).state is TakeState.CANCELLED
    await maker.make(take.id)
    ended = await takes.take(replay, take.id)
    assert (ended.state, ended.files) == (TakeState.CANCELLED, ())
    await takes.cancel(replay, take.id)


async def test_a_take_that_is_cancelled_while_it_is_made_stops(
    takes: TakeService, database: Database, shelf: SessionShelf, principal: People
) -> None:
    stopped, steps = threading.Event(), threading.Event()

    def endless(_order: Order, _material: Material, folder: Path, progress: Progress) -> Provenance:
        (folder / "poster.jpg").write_bytes(b"early")
        progress.ready(folder / "poster.jpg")
        try:
            while True:
                progress.tell("clip", 0.25)
                steps.wait(0.01)
        finally:
            stopped.set()

    replay = principal(Role.REPLAY)
    take = await takes.trigger(replay, ORDER)
    making = asyncio.create_task(maker_with(database, shelf, endless).make(take.id))
    await _until(takes, replay, take.id, lambda now: bool(now.files))
    now = await takes.take(replay, take.id)
    assert (now.state, now.step, now.progress) == (TakeState.WORKING, "clip", 0.25)
    assert await body_of(takes, replay, now, "poster.jpg") == b"early"
    await takes.cancel(replay, take.id)
    await asyncio.wait_for(making, WAIT_S)
    assert stopped.is_set()
    ended = await takes.take(replay, take.id)
    assert (ended.state, ended.files) == (TakeState.CANCELLED, ())


async def _until(takes: TakeService, viewer: Principal, take: TakeId, is_so: Callable[[Take], bool]) -> Take:
    async with asyncio.timeout(WAIT_S):
        while not is_so(now := await takes.take(viewer, take)):  # noqa: ASYNC110 - another connection's work
            await asyncio.sleep(0.02)
    return now


async def test_a_take_without_athlete_fails_with_the_reason(
    takes: TakeService, database: Database, shelf: SessionShelf, principal: People
) -> None:
    def nobody(*_: object) -> Provenance:
        raise NoSubject("nobody is in the capture volume at this instant")

    take = await takes.trigger(principal(Role.REPLAY), ORDER)
    await maker_with(database, shelf, nobody).make(take.id)
    failed = await takes.take(principal(Role.OPERATOR), take.id)
    assert (failed.state, failed.code) == (TakeState.FAILED, "replay.no_subject")
    assert failed.detail == "nobody is in the capture volume at this instant"


async def test_a_file_that_is_too_large_fails_the_take(
    takes: TakeService,
    database: Database,
    shelf: SessionShelf,
    principal: People,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(take_jobs, "TAKE_FILE_BYTES_MAX", 1000)
    take = await takes.trigger(principal(Role.REPLAY), ORDER)
    await maker_with(database, shelf, contact_sheet).make(take.id)
    failed = await takes.take(principal(Role.REPLAY), take.id)
    assert (failed.state, failed.code, failed.files) == (TakeState.FAILED, "replay.full", ())


async def test_files_of_several_parts_come_back_whole(
    takes: TakeService, database: Database, shelf: SessionShelf, principal: People
) -> None:
    body = np.random.default_rng(3).bytes(2 * PART_BYTES + 17)

    def large(_order: Order, material: Material, folder: Path, progress: Progress) -> Provenance:
        (folder / "clip.mp4").write_bytes(body)
        progress.ready(folder / "clip.mp4")
        return provenance_of(material.rig, {}, {}, {})

    replay = principal(Role.REPLAY)
    take = await takes.trigger(replay, ORDER)
    await maker_with(database, shelf, large).make(take.id)
    assert await body_of(takes, replay, take, "clip.mp4") == body
    some = [piece async for piece in takes.pieces(take.id, "clip.mp4", PART_BYTES - 3, 2 * PART_BYTES + 5)]
    assert b"".join(some) == body[PART_BYTES - 3 : 2 * PART_BYTES + 5]


async def test_a_take_survives_the_worker_that_made_it(
    takes: TakeService, database: Database, shelf: SessionShelf, principal: People
) -> None:
    begun = threading.Event()
    goes_on = threading.Event()

    def slow(order: Order, material: Material, folder: Path, progress: Progress) -> Provenance:
        while not goes_on.is_set():
            begun.set()
            progress.tell("build", 0.4)
            goes_on.wait(0.01)
        return contact_sheet(order, material, folder, progress)

    queue = JobQueue(database)
    replay = principal(Role.REPLAY)
    take = await takes.trigger(replay, ORDER)
    first = asyncio.create_task(JobRunner(queue, [maker_with(database, shelf, slow).kind()]).run())
    await _until(takes, replay, take.id, lambda now: now.step == "build")
    first.cancel()
    with suppress(asyncio.CancelledError):
        await first
    assert (await takes.take(replay, take.id)).state is TakeState.WORKING
    assert await queue.count(KIND) == 1
    goes_on.set()
    second = asyncio.create_task(JobRunner(queue, [maker_with(database, shelf, slow).kind()]).run())
    made = await _until(takes, replay, take.id, lambda now: now.state is TakeState.COMPLETE)
    assert begun.is_set()
    assert len(made.files) == 2
    async with asyncio.timeout(WAIT_S):
        while await queue.count(KIND):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.02)
    second.cancel()
    with suppress(asyncio.CancelledError):
        await second


async def test_a_take_that_breaks_its_worker_is_given_up(
    takes: TakeService, database: Database, shelf: SessionShelf, principal: People
) -> None:
    take = await takes.trigger(principal(Role.REPLAY), ORDER)
    kind = maker_with(database, shelf, contact_sheet).kind()
    job = await JobQueue(database).take(KIND, principal(Role.FAN).subject)
    assert job is not None
    await kind.given_up(job)
    failed = await takes.take(principal(Role.REPLAY), take.id)
    assert (failed.state, failed.code) == (TakeState.FAILED, "server.internal")
    assert failed.ended_at is not None
    assert failed.ended_at <= datetime.now(UTC)


@pytest.fixture(scope="module")
def athletes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("athlete")
    write_jump(folder / "jump")
    # As a recorder makes them: the next moment, seen by the same cameras.
    shutil.copytree(folder / "jump", folder / "later")
    return folder


@pytest.fixture(scope="module")
def athlete(athletes: Path) -> SessionShelf:
    return SessionShelf(athletes)


async def test_the_real_renderer_makes_clip_model_and_pictures(
    database: Database, athlete: SessionShelf, athletes: Path, principal: People
) -> None:
    takes = TakeService(database, TakeStorage(), system_clock, athlete, partial(put_take, JobQueue(database)))
    replay = principal(Role.REPLAY)
    order = Order(
        session="jump",
        instant_s=1.2,
        path=PathShape.SWEEP,
        pictures=6,
        height_px=180,
        strobe_s=(0.5, 1.36),
        empty_until_s=0.94,
    )
    take = await takes.trigger(replay, order)
    maker = maker_with(database, athlete, TakeRenderer())
    await maker.make(take.id)
    made = await takes.take(replay, take.id)
    assert (made.state, made.detail) == (TakeState.COMPLETE, "")
    assert [file.name for file in made.files] == ["clip.mp4", "model.glb", "poster.jpg", "strobe.jpg"]
    assert (await body_of(takes, replay, made, "model.glb"))[:4] == b"glTF"
    assert made.provenance is not None
    assert {camera.dropped for camera in made.provenance.cameras} == {None}
    assert min(camera.iou or 0 for camera in made.provenance.cameras) > 0.8
    assert set(made.provenance.took_s) >= {"decode", "background", "venue", "build", "clip", "model", "strobe"}
    again = await takes.trigger(replay, msgspec.structs.replace(order, strobe_s=()))
    await maker.make(again.id)
    told = (await takes.take(replay, again.id)).provenance
    assert told is not None
    assert set(told.took_s) == {"decode", "build", "clip", "model"}
    later = await takes.trigger(replay, msgspec.structs.replace(order, session="later", strobe_s=()))
    await maker.make(later.id)
    next_one = (await takes.take(replay, later.id)).provenance
    assert next_one is not None
    assert next_one.took_s["venue"] < made.provenance.took_s["venue"] / 4, "the venue is known"
    rig_file = athletes / "later" / "rig.json"
    rig_file.write_bytes(rig_file.read_bytes())
    replaced = await takes.trigger(replay, msgspec.structs.replace(order, session="later", strobe_s=()))
    await maker.make(replaced.id)
    anew = (await takes.take(replay, replaced.id)).provenance
    assert anew is not None
    assert "background" in anew.took_s, "another session has taken its place"


async def test_the_real_renderer_refuses_an_empty_field(
    database: Database, athlete: SessionShelf, principal: People
) -> None:
    takes = TakeService(database, TakeStorage(), system_clock, athlete, partial(put_take, JobQueue(database)))
    order = Order(session="jump", instant_s=0.4, pictures=6, height_px=180, empty_until_s=0.94)
    take = await takes.trigger(principal(Role.REPLAY), order)
    await maker_with(database, athlete, TakeRenderer()).make(take.id)
    failed = await takes.take(principal(Role.REPLAY), take.id)
    assert (failed.state, failed.code) == (TakeState.FAILED, "replay.no_subject")


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> SessionShelf:
    """An athlete who goes 1.6 m along x in the third of a second from 0.96 s on, when the session ends."""
    folder = tmp_path_factory.mktemp("runner")
    write_jump(folder / "run", [0.2 * step for step in range(-4, 5)])
    return SessionShelf(folder)


RUN = Order(
    session="run",
    instant_s=1.12,
    path=PathShape.SWEEP,
    from_deg=-90.0,
    until_deg=-90.0,
    pictures=2,
    height_px=180,
    moving_s=0.24,
    empty_until_s=0.94,
)
"""Where the camera stands still, what moves is the athlete."""


class Halted(Progress):
    """Goes no further than the middle of the clip in which time runs, until the maker is stopped."""

    def __init__(self, maker: Progress) -> None:
        super().__init__()
        self._maker = maker
        self._pause = threading.Event()

    def tell(self, step: str, part: float) -> None:
        self._maker.tell(step, part)
        while step == "moving" and part > 0.7:
            self._pause.wait(0.01)
            self._maker.tell(step, part)

    def ready(self, path: Path) -> None:
        self._maker.ready(path)


def halfway(order: Order, material: Material, folder: Path, progress: Progress) -> Provenance:
    return TakeRenderer()(order, material, folder, Halted(progress))


async def test_time_runs_in_a_second_clip_that_a_worker_makes_after_another_was_killed(
    database: Database, runner: SessionShelf, principal: People, tmp_path: Path
) -> None:
    queue, replay = JobQueue(database), principal(Role.REPLAY)
    takes = TakeService(database, TakeStorage(), system_clock, runner, partial(put_take, queue))
    take = await takes.trigger(replay, RUN)
    first = asyncio.create_task(JobRunner(queue, [maker_with(database, runner, halfway).kind()]).run())
    now = await _until(takes, replay, take.id, lambda now: now.step == "moving" and now.progress > 0.7)
    assert [file.name for file in now.files] == ["clip.mp4", "model.glb", "poster.jpg"]
    first.cancel()
    with suppress(asyncio.CancelledError):
        await first
    second = asyncio.create_task(JobRunner(queue, [maker_with(database, runner, TakeRenderer()).kind()]).run())
    made = await _until(takes, replay, take.id, lambda now: now.state is TakeState.COMPLETE)
    second.cancel()
    with suppress(asyncio.CancelledError):
        await second
    assert [file.name for file in made.files] == ["clip.mp4", "model.glb", "moving.mp4", "poster.jpg"]
    (tmp_path / "moving.mp4").write_bytes(await body_of(takes, replay, made, "moving.mp4"))
    with av.open(str(tmp_path / "moving.mp4")) as clip:
        assert str(container_timecode(clip)) == "00:00:00:24"
        pictures = [frame.to_ndarray(format="rgb24") for frame in clip.decode(video=0)]
    assert [picture.shape for picture in pictures] == [(180, 320, 3)] * 9
    columns = [suit_column(np.asarray(picture, np.uint8)) for picture in pictures]
    assert columns == sorted(columns)
    assert columns[-1] - columns[0] > 60
    assert made.provenance is not None
    assert made.provenance.moving is not None
    told = made.provenance.moving
    # Two of the phases are before she came; none is asked for after the session's end.
    assert (told.wanted, told.shown, len(told.left_out)) == (11, 9, 2)
    assert (told.from_s, told.until_s) == pytest.approx((0.96, 1.28))
    assert [phase.at_s for phase in told.left_out] == pytest.approx([0.88, 0.92])
    assert {phase.why for phase in told.left_out} == {
        "nobody is in the capture volume at this instant; choose another one, or show a jump cut"
    }
    assert min(told.took_s["decode"], told.took_s["build"], made.provenance.took_s["moving"]) > 0


def suit_column(picture: Image) -> float:
    """The column around which the athlete is: nothing but her suit is so far from grey."""
    colourful = np.ptp(picture.astype(int), axis=-1) > 50
    assert colourful.sum() > 200
    return float(np.nonzero(colourful)[1].mean())


async def test_a_take_is_cancelled_between_two_phases(
    database: Database, runner: SessionShelf, principal: People
) -> None:
    takes = TakeService(database, TakeStorage(), system_clock, runner, partial(put_take, JobQueue(database)))
    replay = principal(Role.REPLAY)
    take = await takes.trigger(replay, RUN)
    making = asyncio.create_task(maker_with(database, runner, halfway).make(take.id))
    await _until(takes, replay, take.id, lambda now: now.step == "moving" and now.progress > 0.7)
    await takes.cancel(replay, take.id)
    await asyncio.wait_for(making, WAIT_S)
    ended = await takes.take(replay, take.id)
    assert (ended.state, ended.files, ended.provenance) == (TakeState.CANCELLED, (), None)


def test_a_take_of_before_there_were_clips_in_motion_is_read() -> None:
    stored = b'{"session": "morning", "instant_s": 1.0, "pictures": 12, "height_px": 180}'
    assert msgspec.json.decode(stored, type=Order) == ORDER
    told = b'{"rig": "r", "rig_digest": "0", "cameras": [], "took_s": {}, "version": "0"}'
    assert msgspec.json.decode(told, type=Provenance).moving is None


async def test_the_demo_makes_its_first_replay_once_and_renders_nothing_afterwards(
    database: Database, tmp_path: Path, principal: People
) -> None:
    replay, shelf = principal(Role.REPLAY), SessionShelf(tmp_path)
    takes = TakeService(database, TakeStorage(), system_clock, shelf, partial(put_take, JobQueue(database)))
    write_session(tmp_path / FIRST_ORDER.session, frames=50)
    preparing = asyncio.create_task(prepare_first_replay(takes, replay, tmp_path))
    async with asyncio.timeout(WAIT_S):
        while not (begun := (await takes.takes(replay))[0]):  # noqa: ASYNC110 - it is triggered beside us
            await asyncio.sleep(0.01)
        await maker_with(database, shelf, contact_sheet).make(begun[0].id)
        made = await preparing
    assert made is not None
    assert (made.id, made.state, made.published_by) == (begun[0].id, TakeState.COMPLETE, replay.subject)
    shutil.rmtree(tmp_path / FIRST_ORDER.session)
    assert await prepare_first_replay(takes, replay, tmp_path) == made
    assert shelf.names() == []


async def test_where_there_are_takes_already_the_demo_makes_and_renders_none(
    takes: TakeService, tmp_path: Path, principal: People
) -> None:
    replay = principal(Role.REPLAY)
    own = await takes.trigger(replay, ORDER)
    assert await prepare_first_replay(takes, replay, tmp_path) is None
    assert SessionShelf(tmp_path).names() == []
    assert await takes.takes(replay) == ([own], None)


def test_the_clip_of_a_contact_sheet_can_be_played(shelf: SessionShelf, tmp_path: Path) -> None:
    progress = Progress()
    contact_sheet(ORDER, shelf.open("morning"), tmp_path, progress)
    with av.open(str(tmp_path / "clip.mp4")) as clip:
        assert len(list(clip.decode(video=0))) == 5
    assert [path.name for path in progress.take_ready()] == ["poster.jpg", "clip.mp4"]
    assert progress.take_ready() == []


def client_of(
    takes: TakeService, viewer: Principal | None, shelf: SessionShelf | None = None
) -> httpx.AsyncClient:
    """The routes alone, asked by somebody whom the front door has let in."""
    api = FastAPI()
    api.include_router(take_routes(takes, CameraWall(shelf or SessionShelf(None))))
    add_error_handlers(api)

    async def let_in(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["principal"] = viewer or TokenMissing()
        await api(scope, receive, send)

    return httpx.AsyncClient(transport=httpx.ASGITransport(app=let_in), base_url="http://site")


async def test_a_take_over_http(takes: TakeService, maker: TakeMaker, principal: People) -> None:
    order = {"session": "morning", "instant_s": 1.0, "pictures": 12, "height_px": 180, "strobe_s": [0.5]}
    async with client_of(takes, principal(Role.REPLAY)) as replay, client_of(takes, None) as visitor:
        triggered = await replay.post("/v1/replay/takes", json=order)
        assert (triggered.status_code, triggered.json()["state"]) == (202, "waiting")
        assert triggered.json()["order"] == order | {
            "path": "orbit",
            "from_deg": 0.0,
            "until_deg": 90.0,
            "moving_s": 0.0,
            "empty_until_s": None,
        }
        address = f"/v1/replay/takes/{triggered.json()['id']}"
        await maker.make(TakeId(triggered.json()["id"]))
        assert (await visitor.get(address)).json()["code"] == "replay.take_unknown"
        assert (await replay.post(f"{address}/publish")).json()["published_at"] is not None
        assert (await visitor.get(address)).json()["provenance"] is None
        assert len((await visitor.get("/v1/replay/takes")).json()["takes"]) == 1
        assert (await visitor.post(f"{address}/withdraw")).status_code == 401
        assert (await replay.get("/v1/replay/sessions")).json() == {"sessions": ["morning"]}
        assert (await replay.delete(address)).status_code == 204
        assert (await replay.get(address)).status_code == 404


async def test_the_wall_shows_every_camera_at_an_instant(
    takes: TakeService, shelf: SessionShelf, principal: People
) -> None:
    async with client_of(takes, principal(Role.REPLAY), shelf) as desk:
        told = (await desk.get("/v1/replay/sessions/morning")).json()
        assert (told["name"], told["fps"]) == ("morning", 25.0)
        assert told["from_s"] <= 1.0 <= told["until_s"]
        assert [each["id"] for each in told["cameras"]] == [each.id for each in shelf.open("morning").rig.cameras]
        address = f"/v1/replay/sessions/morning/cameras/{told['cameras'][0]['id']}/image"
        for width in WALL_WIDTHS_PX:
            picture = await desk.get(address, params={"at": 1.0, "width": width})
            assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
            decoded = cv2.imdecode(np.frombuffer(picture.content, np.uint8), cv2.IMREAD_COLOR)
            assert decoded is not None
            assert decoded.shape[1] == width
        seen = [await desk.get(address, params={"at": at, "width": 640}) for at in (0.4, 1.6)]
        assert seen[0].content != seen[1].content
        for wrong, code in (
            ({"at": 99.0}, "replay.not_kept"),
            ({"at": 1.0, "width": 161}, "request.invalid"),
        ):
            assert (await desk.get(address, params=wrong)).json()["code"] == code
        lost = await desk.get("/v1/replay/sessions/morning/cameras/c04/image", params={"at": 1.0})
        assert (lost.status_code, lost.json()["code"]) == (404, "replay.not_kept")
        unknown = await desk.get("/v1/replay/sessions/morning/cameras/c99/image", params={"at": 1.0})
        assert unknown.json()["code"] == "replay.not_kept"
        assert (await desk.get("/v1/replay/sessions/evening")).json()["code"] == "replay.session_unknown"
    for name in ("../morning", "..", ""):
        with pytest.raises(SessionUnknown):
            await CameraWall(shelf).session(principal(Role.REPLAY), name)


@pytest.mark.parametrize("role", OTHERS)
async def test_the_wall_is_not_for_everybody(shelf: SessionShelf, principal: People, role: Role) -> None:
    wall = CameraWall(shelf)
    with pytest.raises(Forbidden):
        await wall.session(principal(role), "morning")
    with pytest.raises(Forbidden):
        await wall.picture(principal(role), "morning", "c00", 1.0, WALL_WIDTHS_PX[0])


async def test_only_so_many_pictures_are_waited_for(shelf: SessionShelf, principal: People) -> None:
    wall, replay = CameraWall(shelf), principal(Role.REPLAY)
    asked = [
        asyncio.create_task(wall.picture(replay, "morning", "c00", at / 100, WALL_WIDTHS_PX[0]))
        for at in range(WALL_WAITING_MAX + 1)
    ]
    found = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(each, Overloaded) for each in found) == 1
    assert sum(isinstance(each, bytes) for each in found) == WALL_WAITING_MAX


class CountingShelf(SessionShelf):
    """A shelf that knows how often a session was read."""

    opened = 0

    def open(self, name: str) -> Session:
        self.opened += 1
        return super().open(name)


async def test_a_session_is_read_once_for_all_its_pictures_and_again_when_it_is_replaced(
    tmp_path: Path, principal: People
) -> None:
    write_session(tmp_path / "noon", frames=50)
    shelf, replay = CountingShelf(tmp_path), principal(Role.REPLAY)
    wall, rig = CameraWall(shelf), shelf.open("noon").rig
    shown = [await number_on(wall, replay, at_s) for at_s in (1.0, 1.2)]
    assert (shown, shelf.opened) == ([25, 30], 2)

    file = tmp_path / "noon" / "rig.json"
    before = file.stat()
    late = tuple(replace(each, offset_s=0.4) for each in rig.cameras)
    write_rig(replace(rig, name="gnir", cameras=late), file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (await wall.session(replay, "noon")).rig == "gnir"
    shown = [await number_on(wall, replay, at_s) for at_s in (1.4, 1.2)]
    assert (shown, shelf.opened) == ([25, 20], 3)

    shutil.rmtree(tmp_path / "noon")
    with pytest.raises(SessionUnknown):
        await wall.session(replay, "noon")
    with pytest.raises(SessionUnknown):
        await number_on(wall, replay, 1.2)


async def number_on(wall: CameraWall, viewer: Principal, at_s: float) -> int:
    """The number that is burnt into the frame which the wall shows."""
    coded = await wall.picture(viewer, "noon", "c00", at_s, 320)
    picture = cv2.imdecode(np.frombuffer(coded, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return number_in(np.asarray(picture, np.uint8))


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (None, (200, 0, None)),
        ("bytes=0-", (200, 0, None)),
        ("bytes=10-19", (206, 10, 20)),
        ("bytes=10-", (206, 10, None)),
        ("bytes=10-999999999", (206, 10, None)),
        ("lines=1-2", (200, 0, None)),
    ],
)
async def test_a_player_asks_for_pieces_of_a_file(
    takes: TakeService,
    maker: TakeMaker,
    principal: People,
    asked: str | None,
    answered: tuple[int, int, int | None],
) -> None:
    viewer = principal(Role.REPLAY)
    take = await takes.trigger(viewer, ORDER)
    await maker.make(take.id)
    whole = await body_of(takes, viewer, take, "clip.mp4")
    status, start, end = answered
    async with client_of(takes, viewer) as client:
        headers = {} if asked is None else {"range": asked}
        answer = await client.get(f"/v1/replay/takes/{take.id}/files/clip.mp4", headers=headers)
        beyond = await client.get(
            f"/v1/replay/takes/{take.id}/files/clip.mp4", headers={"range": f"bytes={len(whole)}-"}
        )
        unknown = await client.get(f"/v1/replay/takes/{take.id}/files/secret.txt")
    assert (answer.status_code, answer.content) == (status, whole[start:end])
    assert answer.headers["content-type"] == "video/mp4"
    told = f"bytes {start}-{(end or len(whole)) - 1}/{len(whole)}" if status == 206 else None
    assert answer.headers.get("content-range") == told
    assert (beyond.status_code, unknown.status_code) == (422, 404)
