"""The live recorders of a deployment: what each tells of itself in a file, and the wish that is left for it.

Recorders and servers share the folder of the sessions and nothing else. In its `.live`, a recorder writes
`<name>.json` every second; whoever wants a moment kept leaves `<name>.trigger`, which the recorder takes away once
it has done so. Each file is whole from the instant at which it is there.
"""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import msgspec

from grandstand.kernel.errors import RequestInvalid
from grandstand.replay.errors import NotKept, RecorderDead, RecorderUnknown
from grandstand.replay.ingest.health import Trouble

LIVE_FOLDER = ".live"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
"""A session is named after its recorder and the time, within what a session may be called."""
RECORDERS_MAX = 50
"""Recorders that are listed, the first by name."""
STATE_BYTES_MAX = 256 * 1024
WISH_BYTES_MAX = 4_096
DEAD_AFTER_S = 5.0
"""A recorder that has written nothing for so long counts as dead."""
FORGOTTEN_AFTER_S = 3_600.0
"""A dead recorder is listed for so long, so that somebody sees that it has died."""
AHEAD_S_MAX = 10.0
"""How far behind the newest picture an instant may lie that is wanted: the recorder waits for it."""


class RecordedCamera(msgspec.Struct, frozen=True, kw_only=True):
    """A camera of a recorder as it is now; `detail` is what its source said last."""

    id: str
    usable: bool
    troubles: tuple[Trouble, ...] = ()
    age_s: float | None = None
    detail: str = ""


class KeptMoment(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a trigger: a session, or the code of an error and what it said.

    `left_out` names the cameras that the session goes without, and why.
    """

    number: int
    instant_s: float | None
    session: str | None = None
    cameras: int = 0
    left_out: Mapping[str, str] = msgspec.field(default_factory=dict)
    code: str | None = None
    detail: str = ""


class _Recorder(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of a recorder; times in seconds are the rig's, None while there is no picture yet."""

    name: str
    written_at: datetime
    fps: float
    before_s: float
    after_s: float
    held_from_s: float | None
    newest_s: float | None
    cameras: tuple[RecordedCamera, ...]


class RecorderState(_Recorder, frozen=True, kw_only=True):
    """What a recorder writes of itself."""

    pid: int
    moments: int = 0
    last: KeptMoment | None = None


class RecorderTold(_Recorder, frozen=True, kw_only=True):
    """A recorder as the servers tell of it; `triggered`: a moment is wanted and not kept yet."""

    alive: bool
    triggered: bool
    moments: int
    last: KeptMoment | None


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """The moment that is wanted, in the rig's time; None: now."""

    instant_s: float | None = None


class RecorderShelf:
    """Finds recorders, and leaves wishes for them. Blocks: call it in a thread.

    Args:
        sessions: the folder of the sessions; None: nowhere, there are none.
    """

    def __init__(self, sessions: Path | None) -> None:
        self._folder = None if sessions is None else sessions / LIVE_FOLDER

    def all(self, now: datetime) -> list[RecorderTold]:
        """The recorders that live, or have died within FORGOTTEN_AFTER_S; RECORDERS_MAX by name."""
        if self._folder is None or not self._folder.is_dir():
            return []
        names = sorted(path.stem for path in self._folder.glob("*.json") if NAME.fullmatch(path.stem))
        found = (self._told(name, now) for name in names[:RECORDERS_MAX])
        return [each for each in found if each is not None and _age_s(each, now) <= FORGOTTEN_AFTER_S]

    def one(self, name: str, now: datetime) -> RecorderTold:
        """A recorder.

        Raises:
            RecorderUnknown: none of this name has told anything.
        """
        if (told := self._told(name, now)) is None:
            raise RecorderUnknown(f"There is no recorder {name!r}.")
        return told

    def trigger(self, name: str, instant_s: float | None, now: datetime) -> RecorderTold:
        """Leave a wish for a recorder; while one is waiting, that one stands.

        Raises:
            RecorderUnknown: there is none of this name.
            RecorderDead: it has not told anything for DEAD_AFTER_S.
            NotKept: it does not hold the instant.
        """
        told = self.one(name, now)
        if not told.alive:
            raise RecorderDead(
                f"The recorder {name!r} was last heard of {_age_s(told, now):.0f} s ago. Start it again."
            )
        if instant_s is not None:
            check_instant(instant_s, told.held_from_s, told.newest_s)
        self._leave(name, Wish(instant_s=instant_s))
        return self.one(name, now)

    def wish(self, name: str) -> Wish | None:
        """What was left for a recorder. What cannot be read means now: somebody wanted something."""
        try:
            with self._path(name, "trigger").open("rb") as file:
                return msgspec.json.decode(file.read(WISH_BYTES_MAX), type=Wish)
        except FileNotFoundError:
            return None
        except msgspec.DecodeError:
            return Wish()

    def write(self, state: RecorderState) -> None:
        """Write what a recorder tells of itself, in place of what it told before."""
        path = self._path(state.name, "json")
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(msgspec.json.encode(state))
        part.replace(path)

    def take_wish(self, name: str) -> None:
        """Take away what was left for a recorder."""
        self._path(name, "trigger").unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Take away everything of a recorder that has ended."""
        self.take_wish(name)
        self._path(name, "json").unlink(missing_ok=True)

    def _leave(self, name: str, wish: Wish) -> None:
        path = self._path(name, "trigger")
        part = path.with_name(f".{name}.{uuid4().hex}.part")
        part.write_bytes(msgspec.json.encode(wish))
        try:
            # A link, unlike a new name, does not replace the wish that is there.
            with suppress(FileExistsError):
                os.link(part, path)
        finally:
            part.unlink()

    def _told(self, name: str, now: datetime) -> RecorderTold | None:
        if self._folder is None or not NAME.fullmatch(name):
            return None
        try:
            with self._path(name, "json").open("rb") as file:
                state = msgspec.json.decode(file.read(STATE_BYTES_MAX), type=RecorderState)
        except (FileNotFoundError, msgspec.DecodeError):
            return None
        fields = {key: getattr(state, key) for key in RecorderTold.__struct_fields__ if hasattr(state, key)}
        alive = _age_s(state, now) <= DEAD_AFTER_S
        return RecorderTold(**fields, alive=alive, triggered=self._path(name, "trigger").exists())

    def _path(self, name: str, suffix: str) -> Path:
        assert self._folder is not None, "a shelf without a folder has no recorders"
        return self._folder / f"{name}.{suffix}"


def check_name(name: str) -> str:
    """The name of a recorder, if it can be one.

    Raises:
        RequestInvalid: it names no file.
    """
    if not NAME.fullmatch(name):
        raise RequestInvalid(
            f"A recorder is named by letters, digits, '.', '_' and '-', 60 at most; got {name!r}."
        )
    return name


def check_instant(instant_s: float | None, held_from_s: float | None, newest_s: float | None) -> None:
    """Return where an instant is held, or soon will be; None is now, of which there may be nothing yet.

    Raises:
        NotKept: it lies before or far behind what is held.
    """
    if instant_s is None or held_from_s is None or newest_s is None:
        raise NotKept("Nothing is recorded yet. Look at the health of the cameras.")
    # Written so that what is not a number fails.
    if not held_from_s <= instant_s <= newest_s + AHEAD_S_MAX:
        raise NotKept(f"Wanted {instant_s:.2f} s; {held_from_s:.2f} to {newest_s:.2f} s are held.")


def _age_s(told: _Recorder, now: datetime) -> float:
    # A clock that is ahead of ours is as wrong as one behind.
    return abs((now - told.written_at).total_seconds())
