"""`grandstand replay record`: a rig recorded live, and every triggered moment as a new session."""

import os
import re
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType

from grandstand.kernel.clock import system_clock
from grandstand.kernel.settings import load_settings
from grandstand.kernel.telemetry import configure_logging
from grandstand.replay import KeptMoment, LiveRecorder, RecordedCamera, live_recording, require_installed
from grandstand.services import session_folder

STEP_S = 0.1
"""How often is looked whether somebody wants a moment."""
SETTLED_AFTER_S = 3.0
"""Cameras are silent until they have been reached; that is no news."""
NAME_CHARS_MAX = 60
TYPED_BYTES_MAX = 4_096
STOPS = (signal.SIGINT, signal.SIGTERM)


def record(
    rig: Path,
    *,
    name: str | None = None,
    sessions: Path | None = None,
    before_s: float = 6.0,
    after_s: float = 2.0,
    paced: bool = False,
) -> None:
    """Record the cameras of a rig live; Enter or the desk keeps the moment as a new session. Ctrl-C ends it.

    Args:
        rig: a rig.json that names a stream for each camera, or a folder with one.
        name: what the recorder and its sessions are called; the name of the rig.
        sessions: the folder that sessions come into; that of this deployment.
        before_s: how much a session has before its moment.
        after_s: how much it has after it.
        paced: play the files of a recorded session, again and again, as if they were live.
    """
    settings = load_settings(os.environ)
    require_installed()
    recording = live_recording(rig, is_paced=paced, before_s=before_s, after_s=after_s)
    folder = (sessions or session_folder(settings)).absolute()
    recorder = LiveRecorder(
        name or _file_name(recording.rig.name),
        recording,
        folder,
        system_clock,
        before_s=before_s,
        after_s=after_s,
        tell=_tell_moment,
    )
    recorder.start()
    try:
        configure_logging(settings.log_format, settings.log_level)
        print(f"{recorder.name!r} records {len(recording.rig.cameras)} cameras for {str(folder)!r}.", flush=True)
        print("Enter keeps the moment. Ctrl-C ends it; a second one at once.", flush=True)
        with _stopping() as stopping:
            _run(recorder, stopping)
    finally:
        recorder.close()


def _run(recorder: LiveRecorder, stopping: Event) -> None:
    terminal = _Terminal()
    troubles: dict[str, str] = {}
    settled_s = time.monotonic() + SETTLED_AFTER_S
    is_last = False
    while not is_last or recorder.is_busy:
        # Once more after it was stopped: what was wanted before that is kept.
        is_last = stopping.is_set()
        if terminal.entered(STEP_S):
            recorder.trigger()
        recorder.step()
        if time.monotonic() >= settled_s:
            troubles = _tell_troubles(recorder.cameras(), troubles)


class _Terminal:
    """Whether somebody pressed Enter; without a standard input nobody ever does."""

    def __init__(self) -> None:
        self._is_open = sys.stdin is not None and not sys.stdin.closed

    def entered(self, wait_s: float) -> bool:
        if not self._is_open:
            Event().wait(wait_s)
            return False
        if not select.select([sys.stdin], [], [], wait_s)[0]:
            return False
        typed = os.read(sys.stdin.fileno(), TYPED_BYTES_MAX)
        self._is_open = bool(typed)
        return b"\n" in typed


@contextmanager
def _stopping() -> Iterator[Event]:
    """Set by the first Ctrl-C or SIGTERM; the second one interrupts."""
    told = Event()
    before = {each: signal.getsignal(each) for each in STOPS}

    def stop(_number: int, _frame: FrameType | None) -> None:
        told.set()
        for each, handler in before.items():
            signal.signal(each, handler)

    for each in STOPS:
        signal.signal(each, stop)
    try:
        yield told
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _tell_moment(kept: KeptMoment) -> None:
    if kept.session is None:
        print(f"The moment was not kept: {kept.detail} [{kept.code}]", flush=True)
        return
    print(f"Kept {kept.session!r}: {kept.cameras} cameras.", flush=True)
    for camera, why in kept.left_out.items():
        print(f"  without {camera}: {why}", flush=True)


def _tell_troubles(cameras: tuple[RecordedCamera, ...], before: dict[str, str]) -> dict[str, str]:
    """Say what has changed since before; what is wrong now, by camera."""
    now = {each.id: ", ".join(each.troubles) for each in cameras if not each.usable}
    for camera, troubles in now.items():
        if before.get(camera) != troubles:
            print(f"{camera} is not well: {troubles or 'no stream'}.", flush=True)
    for camera in before.keys() - now.keys():
        print(f"{camera} is well.", flush=True)
    return now


def _file_name(name: str) -> str:
    """What a recorder is called after a rig."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-._")[:NAME_CHARS_MAX] or "live"
