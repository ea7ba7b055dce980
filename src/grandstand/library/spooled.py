"""Files of versions on the local disk, for what reads a file by its path: the last used ones, bounded in bytes."""

import asyncio
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from grandstand.library.models import VersionId

SPOOLED_BYTES_MAX = 512 * 1024 * 1024
"""Files that one process keeps on its disk; those in use may be more."""

OpenParts: TypeAlias = Callable[[], AsyncIterator[bytes]]


@dataclass(slots=True)
class _Kept:
    path: Path
    size_bytes: int
    users: int = 0


class SpooledFiles:
    """One for each process, in a folder that is deleted with it."""

    def __init__(self, bytes_max: int = SPOOLED_BYTES_MAX) -> None:
        self._bytes_max = bytes_max
        self._folder: Path | None = None
        self._kept: OrderedDict[VersionId, _Kept] = OrderedDict()
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def held(self, version: VersionId, parts: OpenParts) -> AsyncIterator[Path]:
        """The path of a version's file, which stays as long as the block.

        Args:
            version: whose file; whether it may be read is decided before.
            parts: the file, where it is not kept yet.
        """
        async with self._lock:
            kept = self._kept.get(version) or await self._keep(version, parts())
            self._kept.move_to_end(version)
            kept.users += 1
        try:
            yield kept.path
        finally:
            kept.users -= 1
            self._make_room()

    def close(self) -> None:
        """Delete everything."""
        self._kept.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    async def _keep(self, version: VersionId, parts: AsyncIterator[bytes]) -> _Kept:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="grandstand-library-"))
        path, size_bytes = self._folder / str(version), 0
        with path.open("wb") as file:
            async for part in parts:
                size_bytes += file.write(part)
        kept = self._kept[version] = _Kept(path, size_bytes)
        return kept

    def _make_room(self) -> None:
        held = sum(kept.size_bytes for kept in self._kept.values())
        for version, kept in list(self._kept.items()):
            if held <= self._bytes_max:
                return
            if kept.users == 0:
                held -= kept.size_bytes
                del self._kept[version]
                kept.path.unlink(missing_ok=True)
