"""The recorded sessions of a deployment: one folder, a folder in it for each."""

import re
from pathlib import Path

from grandstand.replay.errors import SessionUnknown
from grandstand.replay.ingest.session import RIG_FILE, Edition, Session
from grandstand.replay.recorders import RecorderShelf

SESSIONS_MAX = 1_000
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


class SessionShelf:
    """Opens sessions by their name. Blocks: call it in a thread.

    Args:
        folder: where they are; None: nowhere, there are none.

    Attributes:
        recorders: who makes new ones there.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.recorders = RecorderShelf(folder)

    def names(self) -> list[str]:
        """The sessions that are there, the first SESSIONS_MAX by name."""
        if self._folder is None or not self._folder.is_dir():
            return []
        found = (path.parent.name for path in self._folder.glob(f"*/{RIG_FILE}"))
        return sorted(name for name in found if NAME.fullmatch(name))[:SESSIONS_MAX]

    def open(self, name: str) -> Session:
        """A session.

        Raises:
            SessionUnknown: there is none of this name.
            BadRig: its rig.json cannot be used.
        """
        return Session(self._rig_file(name).parent)

    def edition(self, name: str) -> Edition:
        """What differs where a session was replaced: a look at its file, while opening checks every camera.

        Raises:
            SessionUnknown: there is none of this name.
        """
        return Edition.of(self._rig_file(name))

    def _rig_file(self, name: str) -> Path:
        if self._folder is None or not NAME.fullmatch(name) or not (self._folder / name / RIG_FILE).is_file():
            raise SessionUnknown(f"There is no recorded session {name!r}.")
        return self._folder / name / RIG_FILE
