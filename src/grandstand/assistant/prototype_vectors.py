"""What was made of the questions that we know, kept in files: vectors take a minute of a core, weights seconds."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from grandstand.assistant.likeness import Vectors

LOCK_NAME = "making.lock"
LOCK_POLL_S = 0.5


class KeptVectors:
    """A folder with one file for each maker and set of texts.

    Args:
        folder: where; None: nothing is kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def read(self, maker: str, texts: Sequence[str]) -> Vectors | None:
        """What was kept of just these texts, a row each; None where nothing was, or it cannot be read.

        Args:
            maker: what makes it of them, such as the name of a model.
            texts: whatever it depends on.
        """
        file = self._file(maker, texts)
        if file is None or not file.exists():
            return None
        try:
            found = np.load(file, allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        if len(found.shape[1:]) != 1 or len(found) != len(texts) or not np.isfinite(found).all():
            return None
        vectors: Vectors = found.astype(np.float32)
        return vectors

    def write(self, maker: str, texts: Sequence[str], vectors: npt.NDArray[np.floating[Any]]) -> None:
        """Keep them as they are, whole or not at all; where that cannot be, they are made again next time."""
        file = self._file(maker, texts)
        if file is None:
            return
        partly = file.with_name(f"{file.name}.{os.getpid()}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with partly.open("wb") as opened:
                np.save(opened, vectors)
            partly.replace(file)
        except OSError:
            with suppress(OSError):
                partly.unlink()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """While this block runs, no other process makes anything: it waits, and then reads what was made."""
        if self._folder is None or (lock := await asyncio.to_thread(self._opened)) is None:
            yield
            return
        with lock:
            while not _is_locked(lock):  # noqa: ASYNC110 - no event tells what another process does
                await asyncio.sleep(LOCK_POLL_S)
            # Closing the file lets go of it, as the end of a process does.
            yield

    def _opened(self) -> IO[bytes] | None:
        assert self._folder is not None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return (self._folder / LOCK_NAME).open("wb")
        except OSError:
            return None

    def _file(self, maker: str, texts: Sequence[str]) -> Path | None:
        if self._folder is None:
            return None
        digest = sha256("\0".join([maker, *texts]).encode()).hexdigest()[:32]
        return self._folder / f"{digest}.npy"


def _is_locked(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
