"""Files on disk for as long as they are read; what a killed process has left is removed by the next.

A file is locked by whoever reads it, and a lock ends with its process, so one that can be locked is left over.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

PREFIX = "grandstand-reading-"


@contextmanager
def scratch_file() -> Iterator[IO[bytes]]:
    """An empty file that nobody else may open, gone after the block; its path is its `name`."""
    with tempfile.NamedTemporaryFile(prefix=PREFIX) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_nlink == 0:
            raise FileNotFoundError(f"{file.name} was taken for one that was left over.")
        yield file


def remove_left_files() -> int:
    """Remove what killed processes of this user have left; how many."""
    removed = 0
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError), path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
            removed += 1
    return removed
