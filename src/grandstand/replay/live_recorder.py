"""A live recorder: all cameras of a rig in rings, and the moment around each trigger as a new session.

Its caller calls `step` often and from one thread; what takes long is done beside it.
"""

import os
import re
import shutil
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import structlog

from grandstand.kernel.clock import Clock
from grandstand.kernel.errors import GrandstandError, InternalError, RequestInvalid
from grandstand.replay.errors import BadRig, NotKept, TakesFull
from grandstand.replay.ingest.cut import save_cut
from grandstand.replay.ingest.health import Health
from grandstand.replay.ingest.recording import Recording
from grandstand.replay.ingest.ring import RING_BYTES_MAX, RING_S_MAX
from grandstand.replay.ingest.session import RIG_FILE, Session
from grandstand.replay.ingest.source import source_of
from grandstand.replay.models import CAMERAS_MIN, CameraId
from grandstand.replay.recorders import (
    DEAD_AFTER_S,
    LIVE_FOLDER,
    KeptMoment,
    RecordedCamera,
    RecorderShelf,
    RecorderState,
    Wish,
    check_instant,
    check_name,
)
from grandstand.replay.rig_file import read_rig
from grandstand.replay.session_shelf import SESSIONS_MAX, SessionShelf

BEFORE_S_MAX = 60.0
AFTER_S_MAX = 20.0
PAST_S = 10.0
"""How long ago an instant may have been that is wanted with all that was before it."""
RINGS_BYTES_MAX = 6 * 1024 * 1024 * 1024
"""The packets of all cameras together."""
TELL_EVERY_S = 1.0
LATE_TIMEOUT_S = 2.0
"""How much longer than due is waited for cameras whose pictures come late."""
BEGINS_APART_S = 1.0
"""Cameras that begin this much later than the others are left out rather than that all begin later."""
SESSION_PART = re.compile(r"-\d{8}T\d{6}Z(-\d+)?\.part")
"""What follows the recorder's name where a session is not whole yet; one that was killed leaves it."""
SAME_SECOND_MAX = 99
"""Sessions of one recorder that began in the same second."""

log = structlog.get_logger(__name__)

Spans = Mapping[CameraId, tuple[float, float]]
Tell = Callable[[KeptMoment], None]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A moment that is waited for; `deadline_s` by a clock that only goes on."""

    instant_s: float
    until_s: float
    deadline_s: float


class LiveRecorder:
    """Records until it is closed, and keeps moments.

    Args:
        name: what it and its sessions are called.
        sessions: the folder that its sessions come into.
        before_s, after_s: what a session has around its moment.
        tell: is told of every moment that was kept, or was not.

    Raises:
        RequestInvalid: a name or a length of time that cannot be, or a recorder of this name is at work.
    """

    def __init__(
        self,
        name: str,
        recording: Recording,
        sessions: Path,
        clock: Clock,
        *,
        before_s: float,
        after_s: float,
        tell: Tell = lambda _kept: None,
    ) -> None:
        self._name = check_name(name)
        check_lengths(before_s, after_s)
        self._recording = recording
        self._sessions = sessions
        self._shelf = RecorderShelf(sessions)
        self._clock = clock
        self._before_s, self._after_s = before_s, after_s
        self._tell = tell
        self._told_s = float("-inf")
        self._wanted: _Wanted | None = None
        self._saving: Future[KeptMoment] | None = None
        self._pool = ThreadPoolExecutor(1, "keep-moment")
        self._moments = 0
        self._last: KeptMoment | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def is_busy(self) -> bool:
        """Whether a moment is wanted that is not kept yet."""
        return self._wanted is not None

    def start(self) -> None:
        """Begin to record."""
        self._sessions.mkdir(parents=True, exist_ok=True)
        (self._sessions / LIVE_FOLDER).mkdir(exist_ok=True)
        if any(each.name == self._name and each.alive for each in self._shelf.all(self._clock())):
            raise RequestInvalid(
                f"A recorder {self._name!r} is at work already, or has died within the last {DEAD_AFTER_S:.0f} s. "
                "Give this one another --name, or wait."
            )
        # A wish that outlived its recorder is about a moment that nobody holds any more.
        self._shelf.take_wish(self._name)
        for part in (self._sessions / LIVE_FOLDER).glob("*.part"):
            if SESSION_PART.fullmatch(part.name.removeprefix(self._name)):
                shutil.rmtree(part)
        self._recording.start()

    def close(self) -> None:
        """Stop recording; what was being kept is kept."""
        self._pool.shutdown(wait=True)
        self._finish()
        self._recording.close()
        self._shelf.remove(self._name)

    def step(self) -> None:
        """Look whether a moment is wanted, whether it can be kept, and say every second how things stand."""
        if self._wanted is None and (wish := self._shelf.wish(self._name)) is not None:
            self._begin(wish)
        if self._wanted is not None and self._saving is None and self._is_due(self._wanted):
            self._saving = self._pool.submit(self._keep, self._wanted)
        if self._saving is not None and self._saving.done():
            self._finish()
        if time.monotonic() - self._told_s >= TELL_EVERY_S:
            self._write()

    def trigger(self) -> None:
        """Keep the moment of now; while one is being kept, that one stands."""
        if self._wanted is None:
            self._begin(Wish())

    def _begin(self, wish: Wish) -> None:
        held_from_s, newest_s = reach(self._recording.spans()) or (None, None)
        instant_s = newest_s if wish.instant_s is None else wish.instant_s
        try:
            check_instant(instant_s, held_from_s, newest_s)
        except NotKept as error:
            self._told_of(self._refused(wish.instant_s, error))
            return
        assert instant_s is not None
        assert newest_s is not None
        until_s = instant_s + self._after_s
        deadline_s = time.monotonic() + max(0.0, until_s - newest_s) + LATE_TIMEOUT_S
        self._wanted = _Wanted(instant_s, until_s, deadline_s)

    def _is_due(self, wanted: _Wanted) -> bool:
        if time.monotonic() >= wanted.deadline_s:
            return True
        health, spans = self._recording.health(), self._recording.spans()
        well = [camera for camera, each in health.items() if each.usable]
        return all(camera in spans and spans[camera][1] >= wanted.until_s for camera in well)

    def _keep(self, wanted: _Wanted) -> KeptMoment:
        """The moment as a session; in a thread of its own."""
        try:
            return self._saved(wanted)
        except (GrandstandError, OSError) as error:
            return self._refused(wanted.instant_s, error)
        except Exception as error:
            # One moment that cannot be written must not end the recording of the next.
            log.exception("moment.failed", instant_s=wanted.instant_s)
            return self._refused(wanted.instant_s, error)

    def _saved(self, wanted: _Wanted) -> KeptMoment:
        session = self._free_name()
        part = self._sessions / LIVE_FOLDER / f"{session}.part"
        health = self._recording.health()
        unwell = {camera: _complaint(each) for camera, each in health.items() if not each.usable}
        spans = {camera: span for camera, span in self._recording.spans().items() if camera not in unwell}
        held = reach(spans)
        from_s = max(wanted.instant_s - self._before_s, held[0] if held else 0.0)
        try:
            left_out = save_cut(
                self._recording, part, from_s, wanted.until_s, without=unwell, cameras_min=CAMERAS_MIN
            )
            part.rename(self._sessions / session)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        cameras = len(self._recording.rig.cameras) - len(left_out)
        told = {str(camera): why for camera, why in left_out.items()}
        log.info("moment.kept", session=session, cameras=cameras, left_out=len(told))
        return KeptMoment(
            number=self._moments + 1, instant_s=wanted.instant_s, session=session, cameras=cameras, left_out=told
        )

    def _free_name(self) -> str:
        taken = len(SessionShelf(self._sessions).names())
        if taken >= SESSIONS_MAX:
            raise TakesFull(f"There are {taken} recorded sessions already; move some elsewhere first.")
        plain = f"{self._name}-{self._clock():%Y%m%dT%H%M%SZ}"
        names = [plain, *(f"{plain}-{number}" for number in range(2, SAME_SECOND_MAX + 1))]
        return next(name for name in names if not (self._sessions / name).exists())

    def _refused(self, instant_s: float | None, error: Exception) -> KeptMoment:
        code = error.code if isinstance(error, GrandstandError) else InternalError.code
        log.warning("moment.lost", code=code, detail=str(error))
        return KeptMoment(number=self._moments + 1, instant_s=instant_s, code=code, detail=str(error))

    def _finish(self) -> None:
        if self._saving is None:
            return
        kept, self._saving = self._saving.result(), None
        self._told_of(kept)

    def _told_of(self, kept: KeptMoment) -> None:
        """Say what became of a moment, and only then take the wish away: who waits for it finds the answer."""
        self._moments, self._last, self._wanted = kept.number, kept, None
        self._write()
        self._shelf.take_wish(self._name)
        self._tell(kept)

    def _write(self) -> None:
        self._told_s = time.monotonic()
        held = reach(self._recording.spans())
        self._shelf.write(
            RecorderState(
                name=self._name,
                pid=os.getpid(),
                written_at=self._clock(),
                fps=self._recording.rig.cameras[0].fps,
                before_s=self._before_s,
                after_s=self._after_s,
                held_from_s=held[0] if held else None,
                newest_s=held[1] if held else None,
                cameras=self.cameras(),
                moments=self._moments,
                last=self._last,
            )
        )

    def cameras(self) -> tuple[RecordedCamera, ...]:
        """Every camera of the rig as it is now."""
        health = self._recording.health()
        return tuple(_recorded(camera.id, health.get(camera.id)) for camera in self._recording.rig.cameras)


def reach(spans: Spans) -> tuple[float, float] | None:
    """From when until when most cameras have pictures; None while none has any.

    It begins where all have begun that did not begin much later than the others, and ends at the median's end.
    """
    if not spans:
        return None
    usual_s = median(begin for begin, _ in spans.values())
    begins_s = [begin for begin, _ in spans.values() if begin <= usual_s + BEGINS_APART_S]
    return max(begins_s), median(end for _, end in spans.values())


def live_recording(place: Path, *, is_paced: bool, before_s: float, after_s: float) -> Recording:
    """A recording of what a rig.json names, or one in that folder; not started yet.

    `is_paced`: of a recorded session's own files, which are played again and again.

    Raises:
        BadRig, NotKept: the file cannot be used, or fewer than CAMERAS_MIN cameras have a stream.
        RequestInvalid: there is no such file, or the lengths of time cannot be.
    """
    check_lengths(before_s, after_s)
    path = place / RIG_FILE if place.is_dir() else place
    if not path.is_file():
        raise RequestInvalid(f"There is no rig at {str(place)!r}: give a rig.json, or a folder with one.")
    rig = read_rig(path)
    seconds_max = min(RING_S_MAX, before_s + after_s + PAST_S)
    bytes_max = min(RING_BYTES_MAX, RINGS_BYTES_MAX // len(rig.cameras))
    if is_paced:
        return Session(path.parent).as_live(again=True, seconds_max=seconds_max, bytes_max=bytes_max)
    # A file that is named without its folder lies beside the rig.
    places = {
        camera.id: camera.stream if "://" in camera.stream else str(path.parent / camera.stream)
        for camera in rig.cameras
        if camera.stream is not None
    }
    if len(places) < CAMERAS_MIN:
        raise BadRig(
            f"{path.name!r} names streams for {len(places)} of {len(rig.cameras)} cameras; "
            f"{CAMERAS_MIN} need one. Give cameras a 'stream', or use --paced for a recorded session."
        )
    sources = {camera: source_of(each) for camera, each in places.items()}
    return Recording(rig, sources, seconds_max=seconds_max, bytes_max=bytes_max)


def check_lengths(before_s: float, after_s: float) -> None:
    """Return where a session may have so much around its moment.

    Raises:
        RequestInvalid: says which of the two, and what it may be.
    """
    # Written so that what is not a number fails.
    if not 0 < before_s <= BEFORE_S_MAX:
        raise RequestInvalid(f"--before-s is more than 0, {BEFORE_S_MAX:.0f} at most; got {before_s!r}.")
    if not 0 <= after_s <= AFTER_S_MAX:
        raise RequestInvalid(f"--after-s is 0 to {AFTER_S_MAX:.0f}, got {after_s!r}.")


def _recorded(camera: CameraId, health: Health | None) -> RecordedCamera:
    if health is None:
        return RecordedCamera(id=camera, usable=False, detail="It has no stream.")
    return RecordedCamera(
        id=camera, usable=health.usable, troubles=health.troubles, age_s=health.age_s, detail=health.detail
    )


def _complaint(health: Health) -> str:
    troubles = ", ".join(trouble.value.replace("_", " ") for trouble in health.troubles)
    return f"It is {troubles}. {health.detail}".strip()
