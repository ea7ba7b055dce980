"""`grandstand replay record` as a real process: a rig in rings, a session of each moment that is triggered."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from grandstand.api import add_error_handlers
from grandstand.cli.replay_record import record
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.clock import Clock, system_clock
from grandstand.kernel.database import Database
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.jobs import JobQueue
from grandstand.replay import recorders as recorders_module
from grandstand.replay.errors import BadRig, NotKept, TooFewCameras
from grandstand.replay.ingest.cut import save_cut
from grandstand.replay.ingest.health import Trouble
from grandstand.replay.ingest.recording import Recording
from grandstand.replay.ingest.session import Session
from grandstand.replay.ingest.source import FileSource
from grandstand.replay.live_recorder import reach
from grandstand.replay.models import CameraId
from grandstand.replay.recorders import LIVE_FOLDER, RecorderShelf, RecorderTold, Wish
from grandstand.replay.rig_file import read_rig, write_rig
from grandstand.replay.routes import take_routes
from grandstand.replay.service import TakeService
from grandstand.replay.session_shelf import SessionShelf
from grandstand.replay.storage import TakeStorage
from grandstand.replay.take_jobs import put_take
from grandstand.replay.wall import CameraWall
from grandstand.web.asgi import Receive, Scope, Send
from rigs import ring
from videos import drawn, number_in, write_session, write_video

WAIT_S = 60.0
"""A process that does not get far has a fault; a busy machine may take its time."""
STREAM_FPS, STREAM_S = 10, 20
People = Callable[[Role], Principal]


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session to play as if it were live."""
    folder = tmp_path_factory.mktemp("recorded") / "rehearsal"
    write_session(folder, frames=60)
    return folder


@contextmanager
def recorder(*options: object) -> Iterator["subprocess.Popen[str]"]:
    """The command as a process, with a terminal to type into."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GRANDSTAND_")}
    command = [sys.executable, "-m", "grandstand", "replay", "record", *map(str, options)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True, env=environment
    ) as it:
        try:
            yield it
        finally:
            it.kill()


def told(sessions: Path, is_so: Callable[[RecorderTold], object]) -> RecorderTold:
    """What the only recorder tells, once it is so."""
    deadline_s = time.monotonic() + WAIT_S
    while time.monotonic() < deadline_s:
        found = RecorderShelf(sessions).all(system_clock())
        if found and is_so(found[0]):
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"it did not come to pass: {found}")


def holds(seconds: float) -> Callable[[RecorderTold], bool]:
    def is_so(each: RecorderTold) -> bool:
        held_s = (each.newest_s or 0.0) - (each.held_from_s or 0.0)
        return each.newest_s is not None and held_s >= seconds

    return is_so


def troubled(told: RecorderTold, **expected: Trouble) -> bool:
    """Whether these cameras have these troubles, and no other one is unusable."""
    unwell = {each.id: each.troubles for each in told.cameras if not each.usable}
    return unwell.keys() == expected.keys() and all(of in unwell[camera] for camera, of in expected.items())


def typed(process: "subprocess.Popen[str]", text: str) -> None:
    assert process.stdin is not None
    process.stdin.write(text)
    process.stdin.flush()


def takes_of(database: Database, sessions: Path, clock: Clock = system_clock) -> TakeService:
    return TakeService(
        database, TakeStorage(), clock, SessionShelf(sessions), partial(put_take, JobQueue(database))
    )


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await Database.connect(database_url, connections_max=2)
    yield database
    await database.close()


def client_of(takes: TakeService, viewer: Principal) -> httpx.AsyncClient:
    """The routes alone, asked by somebody whom the front door has let in."""
    api = FastAPI()
    api.include_router(take_routes(takes, CameraWall(SessionShelf(None))))
    add_error_handlers(api)

    async def let_in(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["principal"] = viewer
        await api(scope, receive, send)

    return httpx.AsyncClient(transport=httpx.ASGITransport(app=let_in), base_url="http://site")


async def test_a_moment_is_kept_by_enter_by_a_file_and_over_http_until_the_recorder_dies(
    rehearsal: Path, tmp_path: Path, database: Database, principal: People
) -> None:
    options = (rehearsal, "--name", "finish", "--sessions", tmp_path, "--before-s", 1, "--after-s", 0.4, "--paced")
    replay, auditor = principal(Role.REPLAY), principal(Role.AUDITOR)
    # What recorders leave behind that were killed.
    for name in ("finish-20260206T201534Z.part", "finish-2-20260206T201534Z.part"):
        (tmp_path / LIVE_FOLDER / name).mkdir(parents=True)
    (tmp_path / LIVE_FOLDER / "finish.trigger").write_text("{}")
    with recorder(*options) as process:
        live = await asyncio.to_thread(told, tmp_path, holds(1.5))
        assert (live.name, live.alive, live.triggered, live.fps, live.moments) == ("finish", True, False, 25.0, 0)
        assert [(each.id, each.usable) for each in live.cameras] == [(f"c{at:02}", True) for at in range(6)]
        assert [path.name for path in (tmp_path / LIVE_FOLDER).glob("*.part")] == [
            "finish-2-20260206T201534Z.part"
        ]
        typed(process, "\n")
        entered = (await asyncio.to_thread(told, tmp_path, lambda each: each.moments == 1)).last
        assert entered is not None
        assert (entered.cameras, entered.left_out, entered.code) == (6, {}, None)
        check_session(tmp_path, entered.session, entered.instant_s)
        # A file that nobody can read was left by somebody who wanted something.
        (tmp_path / LIVE_FOLDER / "finish.trigger").write_text("now")
        filed = await asyncio.to_thread(told, tmp_path, lambda each: each.moments == 2 and not each.triggered)
        assert filed.last is not None
        check_session(tmp_path, filed.last.session, filed.last.instant_s)
        newest = await asyncio.to_thread(told, tmp_path, holds(1.5))
        assert newest.newest_s is not None
        instant_s = round(newest.newest_s, 2)
        async with client_of(takes_of(database, tmp_path), replay) as desk:
            address = "/v1/replay/recorders/finish/triggers"
            answer = await desk.post(address, json={"instant_s": instant_s})
            assert (answer.status_code, answer.json()["triggered"]) == (202, True)
            again = await desk.post(address, json={})
            assert (again.status_code, again.json()["moments"]) == (202, 2)
            kept = await asyncio.to_thread(told, tmp_path, lambda each: each.moments == 3 and not each.triggered)
            assert kept.last is not None
            assert kept.last.instant_s == instant_s, "the wish that was there first stands"
            check_session(tmp_path, kept.last.session, instant_s)
            far = await desk.post(address, json={"instant_s": -100.0})
            assert (far.status_code, far.json()["code"]) == (404, "replay.not_kept")
            (listed,) = (await desk.get("/v1/replay/recorders")).json()["recorders"]
            assert (listed["name"], listed["alive"], listed["last"]["session"]) == (
                "finish",
                True,
                kept.last.session,
            )
            assert "pid" not in listed
        async with client_of(takes_of(database, tmp_path), auditor) as watching:
            assert len((await watching.get("/v1/replay/recorders")).json()["recorders"]) == 1
            assert (await watching.post(address, json={})).status_code == 403
        with pytest.raises(RequestInvalid, match="'finish' is at work already"):
            record(rehearsal, name="finish", sessions=tmp_path, paced=True)
        process.kill()
        process.wait()
    await check_dead(database, tmp_path, replay)
    assert not (tmp_path / LIVE_FOLDER / "finish.trigger").exists()
    assert len(SessionShelf(tmp_path).names()) == 3


async def check_dead(database: Database, sessions: Path, replay: Principal) -> None:
    """Once it has said nothing for long enough, it is listed as dead and takes no trigger."""
    late = takes_of(
        database, sessions, lambda: system_clock() + timedelta(seconds=recorders_module.DEAD_AFTER_S + 1)
    )
    async with client_of(late, replay) as desk:
        (listed,) = (await desk.get("/v1/replay/recorders")).json()["recorders"]
        assert listed["alive"] is False
        refused = await desk.post("/v1/replay/recorders/finish/triggers", json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "replay.recorder_dead")
        unknown = await desk.post("/v1/replay/recorders/start/triggers", json={})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "replay.recorder_unknown")


def check_session(sessions: Path, name: str | None, instant_s: float | None) -> None:
    """Every camera shows the same picture at the moment, before it and after it."""
    assert name is not None
    assert instant_s is not None
    assert name in SessionShelf(sessions).names()
    session = Session(sessions / name)
    assert sorted(path.name for path in (sessions / name).glob("*.ts")) == [f"c{at:02}.ts" for at in range(6)]
    times_s = [instant_s - 0.8, instant_s, instant_s + 0.36]
    shown = [[number_in(image) for image in moment.images.values()] for moment in session.moments(times_s)]
    assert [len(each) for each in shown] == [6, 6, 6]
    assert [len(set(each)) for each in shown] == [1, 1, 1]
    apart = [(later[0] - earlier[0]) % 60 for earlier, later in pairwise(shown)]
    assert apart == [pytest.approx(20, abs=1), pytest.approx(9, abs=1)]


def test_cameras_that_are_lost_or_frozen_are_left_out_and_named(tmp_path: Path) -> None:
    rig = ring(8, fps=float(STREAM_FPS))
    cameras = tuple(replace(each, stream=f"{each.id}.ts") for each in rig.cameras)
    write_rig(replace(rig, cameras=cameras), tmp_path / "rig.json")
    for at, camera in enumerate(cameras):
        numbers = range(STREAM_FPS * STREAM_S)
        # All pictures of the last one are the same.
        picture = (lambda _: drawn(0)) if at == 7 else partial(drawn, camera=at, size=(320, 180))
        path = tmp_path / f"{camera.id}.ts"
        write_video(path, numbers, camera=at, fps=STREAM_FPS, group=STREAM_FPS, picture=picture)
    cut = (tmp_path / "c06.ts").read_bytes()
    (tmp_path / "c06.ts").write_bytes(cut[: len(cut) // 8])
    sessions = tmp_path / "sessions"
    with recorder(tmp_path, "--name", "start", "--sessions", sessions, "--after-s", 0.5) as process:
        told(sessions, lambda each: troubled(each, c06=Trouble.SILENT, c07=Trouble.FROZEN))
        typed(process, "\n")
        last = told(sessions, lambda each: each.moments == 1).last
        # What was wanted before the end is kept.
        typed(process, "\n")
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=WAIT_S)
    assert process.returncode == 0, output
    assert last is not None
    unwell = ["c06", "c07"]
    assert (last.cameras, sorted(last.left_out)) == (6, unwell)
    assert "silent" in last.left_out["c06"]
    assert "frozen" in last.left_out["c07"]
    assert f"Kept {last.session!r}: 6 cameras." in output
    assert [f"Kept {name!r}: 6 cameras." in output for name in SessionShelf(sessions).names()] == [True, True]
    assert "without c06: It is " in output
    assert "c07 is not well: frozen" in output
    assert last.session is not None
    kept = Session(sessions / last.session)
    assert {each.stream for each in kept.rig.cameras} == {None}, "an address may hold a password"
    (moment,) = kept.moments([last.instant_s or 0.0])
    assert sorted(moment.left_out) == unwell
    assert list((sessions / LIVE_FOLDER).iterdir()) == []


def test_a_cut_of_too_few_cameras_is_not_begun(rehearsal: Path, tmp_path: Path) -> None:
    rig = read_rig(rehearsal / "rig.json")
    recording = Recording(rig, {each.id: FileSource(rehearsal / f"{each.id}.mp4") for each in rig.cameras})
    for each in recording._recorders.values():
        each.record()
    with pytest.raises(TooFewCameras, match=r"5 cameras hold the moment, 6 are needed. c02: It is frozen"):
        save_cut(recording, tmp_path / "cut", 0.5, 1.5, without={CameraId("c02"): "It is frozen."}, cameras_min=6)
    assert not (tmp_path / "cut").exists()
    left_out = save_cut(recording, tmp_path / "cut", 0.5, 1.5, without={CameraId("c02"): "It is frozen."})
    assert left_out == {"c02": "It is frozen."}
    assert not (tmp_path / "cut" / "c02.ts").exists()


def test_a_moment_begins_where_most_cameras_have_begun() -> None:
    spans = {CameraId(f"c{at}"): (begin, 20.0 - at) for at, begin in enumerate((1.0, 1.2, 1.5, 9.0))}
    assert reach(spans) == (1.5, 18.5)
    assert reach({}) is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"before_s": 0.0}, "--before-s is more than 0"),
        ({"before_s": 61.0}, "60 at most"),
        ({"before_s": float("nan")}, "--before-s"),
        ({"after_s": -1.0}, "--after-s is 0 to 20"),
        ({"name": "../finish"}, "A recorder is named by letters"),
        ({"name": "x" * 61}, "60 at most"),
    ],
)
def test_what_cannot_be_is_refused(rehearsal: Path, tmp_path: Path, options: dict[str, object], said: str) -> None:
    with pytest.raises(RequestInvalid, match=said):
        record(rehearsal, sessions=tmp_path, paced=True, **options)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_rig_without_streams_is_refused(rehearsal: Path, tmp_path: Path) -> None:
    with pytest.raises(BadRig, match="names streams for 0 of 6 cameras"):
        record(rehearsal, sessions=tmp_path)
    with pytest.raises(RequestInvalid, match="There is no rig"):
        record(tmp_path, sessions=tmp_path)
    rig = read_rig(rehearsal / "rig.json")
    long = replace(rig, cameras=(replace(rig.cameras[0], stream="x" * 1_001), *rig.cameras[1:]))
    with pytest.raises(BadRig, match="a stream of 1001 characters"):
        write_rig(long, tmp_path / "rig.json")


def test_the_shelf_of_recorders_keeps_its_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = system_clock()
    shelf = RecorderShelf(tmp_path)
    assert (shelf.all(now), RecorderShelf(None).all(now)) == ([], [])
    (tmp_path / LIVE_FOLDER).mkdir()
    for name in ("a", "b"):
        shelf.write(state_of(name))
    (tmp_path / LIVE_FOLDER / "broken.json").write_text("{")
    (tmp_path / LIVE_FOLDER / "-.json").write_text("{}")
    assert [each.name for each in shelf.all(now)] == ["a", "b"]
    with pytest.raises(NotKept, match="Nothing is recorded yet"):
        shelf.trigger("a", 1.0, now)
    assert shelf.trigger("a", None, now).triggered
    assert shelf.wish("a") == Wish()
    assert shelf.wish("b") is None
    # What is half written is nobody's.
    assert {path.name for path in (tmp_path / LIVE_FOLDER).glob("a*")} == {"a.json", "a.trigger"}
    shelf.remove("a")
    assert [each.name for each in shelf.all(now)] == ["b"]
    assert shelf.all(now + timedelta(seconds=recorders_module.FORGOTTEN_AFTER_S + 5)) == []
    shelf.write(state_of("c"))
    monkeypatch.setattr(recorders_module, "RECORDERS_MAX", 1)
    assert [each.name for each in shelf.all(now)] == ["b"]
    monkeypatch.setattr(recorders_module, "STATE_BYTES_MAX", 10)
    assert shelf.all(now) == []


def state_of(name: str) -> recorders_module.RecorderState:
    return recorders_module.RecorderState(
        name=name,
        pid=1,
        written_at=system_clock(),
        fps=25.0,
        before_s=6.0,
        after_s=2.0,
        held_from_s=None,
        newest_s=None,
        cameras=(),
    )
