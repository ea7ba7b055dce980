"""A folder in which messages are dropped: read again and again, and left as it is.

Whoever fills the folder may rename, copy or refill it as a whole: what was taken in before is a duplicate and does
no harm. One process of all looks after the folder; when it ends, another one does.
"""

import asyncio
from pathlib import Path
from typing import NamedTuple

import structlog

from grandstand.kernel.database import Database
from grandstand.live.archive import batches, find_messages
from grandstand.live.errors import ArchiveInvalid
from grandstand.live.service import LiveService

INBOX_LOCK = 0x6C_6976_6501
LOOK_S = 1.0
FILES_MAX = 1_000_000
"""Files of the folder that are remembered as read; beyond that it is read from the beginning."""

log = structlog.get_logger(__name__)


class Seen(NamedTuple):
    """A file as it was looked at: one that has changed since is read again."""

    size: int
    changed_ns: int


class Inbox:
    """Takes in what appears in a folder.

    Args:
        folder: and everything below it; `.xml`, zip and tar.
        service: takes the messages in.
    """

    def __init__(self, folder: Path, service: LiveService) -> None:
        self._folder = folder
        self._service = service
        self._read: dict[Path, Seen] = {}
        self._growing: dict[Path, Seen] = {}

    async def run(self, database: Database) -> None:
        """Look after the folder as long as no other process does, until cancelled.

        Raises:
            DatabaseUnavailable: nobody knows who looks after the folder; run again.
        """
        async with database.connection() as db:
            while not await db.fetchval("select pg_try_advisory_lock($1)", INBOX_LOCK):  # noqa: ASYNC110
                await asyncio.sleep(LOOK_S)
            try:
                log.info("inbox.watched", folder=str(self._folder))
                while True:
                    await self.look()
                    # Whoever has lost the connection has lost the lock.
                    await db.execute("select 1")
                    await asyncio.sleep(LOOK_S)
            finally:
                if not db.is_closed():
                    await db.execute("select pg_advisory_unlock($1)", INBOX_LOCK)

    async def look(self) -> int:
        """Take in every file that has appeared or changed and has stopped growing; how many messages they held."""
        found = await asyncio.to_thread(self._files)
        ready = [path for path, seen in found.items() if self._growing.get(path) == seen]
        self._growing = {path: seen for path, seen in found.items() if self._read.get(path) != seen}
        taken = 0
        for path in ready:
            if self._read.get(path) != found[path]:
                taken += await self._take(path)
                self._remember(path, found[path])
        return taken

    def _files(self) -> dict[Path, Seen]:
        """The files of the folder that have not been read as they are; hidden ones are still being written."""
        found: dict[Path, Seen] = {}
        for path in sorted(self._folder.rglob("*")):
            try:
                status = path.stat()
                is_file = path.is_file() and not path.name.startswith(".")
            except OSError:
                continue
            seen = Seen(status.st_size, status.st_mtime_ns)
            if is_file and self._read.get(path) != seen:
                found[path] = seen
        return found

    async def _take(self, path: Path) -> int:
        taken = 0
        try:
            parts = batches(find_messages(path), self._service.messages_at_once)
            while batch := await asyncio.to_thread(next, parts, None):
                await self._service.receive([found.body for found in batch])
                taken += len(batch)
        except ArchiveInvalid as error:
            log.warning("inbox.unreadable", path=str(path), message=str(error))
        return taken

    def _remember(self, path: Path, seen: Seen) -> None:
        if len(self._read) >= FILES_MAX:
            self._read.clear()
        self._read[path] = seen
