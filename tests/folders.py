"""Folders for the data of the servers of a test."""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - the names in it are made by mkdtemp
MEMORY_FREE_BYTES_MIN = 2 * 1024**3
MEMORY_USED_BYTES_MAX = 6 * 1024**3
"""Runs that were killed leave their folders behind; these may not fill the memory."""


def open_folder(prefix: str = "gs-") -> Path:
    """A new folder open to everybody, in memory where there is room for programs and data; the caller removes it.

    Not pytest's own: the embedded PostgreSQL may run as another user, who has to pass through. And tests copy
    databases by the thousand, each of which a disk has to take in before the test goes on.
    """
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY if _has_room(MEMORY) else None))
    folder.chmod(0o755)
    return folder


def _has_room(memory: Path) -> bool:
    if not memory.is_dir() or os.statvfs(memory).f_flag & os.ST_NOEXEC:
        return False
    usage = shutil.disk_usage(memory)
    return usage.free > MEMORY_FREE_BYTES_MIN and usage.used < MEMORY_USED_BYTES_MAX
