"""Keeps a shelf equal to the database: everything at the start, then what others tell of on the channel.

Nothing is trusted but the listing: which versions answers are taken from now, and at which revision each is. Who
missed a notification, or heard it twice, ends with the same shelf.
"""

import asyncio
from collections.abc import Mapping
from typing import Protocol

import numpy as np
import structlog

from grandstand.kernel.database import Database
from grandstand.language.models import Language
from grandstand.library.collection_storage import ACCESS_CHANGED, CHANNEL
from grandstand.library.content_storage import Shelved, StoredChunk
from grandstand.library.models import CollectionId, VersionId
from grandstand.library.search_storage import SearchStorage
from grandstand.library.shelf import Asked, Hit
from grandstand.library.stack import ShelvedChunk
from grandstand.library.storage import LibraryStorage
from grandstand.library.suggestions import Suggestions

log = structlog.get_logger(__name__)


class AnyShelf(Protocol):
    """Where chunks are found: in memory (shelf.py) or in the database (far_shelf.py)."""

    @property
    def revision(self) -> int:
        """Grows with every change."""

    async def holds(self, listed: Shelved) -> bool:
        """Whether this very revision is here."""

    async def stale(self, listed: frozenset[VersionId]) -> list[VersionId]:
        """The versions that are here and not listed."""

    async def shelve(self, listed: Shelved, chunks: list[ShelvedChunk]) -> None:
        """Have these chunks for the version, whatever there was of it."""

    async def unshelve(self, version: VersionId) -> None:
        """Have nothing of the version any more."""

    async def best(
        self, asked: Asked, collections: frozenset[CollectionId], languages: frozenset[Language]
    ) -> list[Hit]:
        """The best chunks that lie in these collections and languages, best first."""


class Shelving:
    """One for each process.

    Args:
        database: where the library is.
        storage: its tables.
        shelf: what is kept equal to them.
    """

    def __init__(self, database: Database, storage: LibraryStorage, shelf: AnyShelf) -> None:
        self._database = database
        self._storage = storage
        self._search = SearchStorage()
        self.shelf = shelf
        self._suggested: dict[VersionId, Shelved] = {}
        self._catching_up = asyncio.Lock()
        self.suggestions = Suggestions()
        self.loaded = asyncio.Event()
        """Set when everything was read once."""

    async def follow(self) -> None:
        """Read everything, then what changes as soon as it has, until cancelled.

        Raises:
            DatabaseUnavailable: the connection was lost; follow again.
        """
        heard = asyncio.Event()

        def note(payload: str) -> None:
            # Who may read what is asked with every question.
            if payload != ACCESS_CHANGED:
                heard.set()

        async with self._database.listening(CHANNEL, note):
            # What came before anybody listened.
            heard.set()
            while True:
                await heard.wait()
                heard.clear()
                await self.catch_up()

    async def catch_up(self) -> None:
        """Make the shelf what the database is now."""
        async with self._catching_up:
            async with self._database.connection() as db:
                listed = {each.version: each for each in await self._storage.shelf_listing(db)}
            for version in await self.shelf.stale(frozenset(listed)):
                await self.shelf.unshelve(version)
            for version in self._suggested.keys() - listed.keys():
                self.suggestions.remove(version)
                del self._suggested[version]
            for each in listed.values():
                if self._suggested.get(each.version) != each:
                    await self._take(each)
            self.loaded.set()

    async def _take(self, listed: Shelved) -> None:
        async with self._database.connection() as db:
            stored = await self._storage.chunks_of(db, listed.version)
            titles = await self._search.titles(db, [listed.version])
        if not await self.shelf.holds(listed):
            await self.shelf.shelve(listed, [shelved(each) for each in stored])
            log.info("version.shelved", version=listed.version, chunks=len(stored))
        named = [*titles.values(), *(heading for each in stored for heading in each.chunk.headings)]
        await asyncio.to_thread(self.suggestions.put, listed.version, listed.collection, named)
        self._suggested[listed.version] = listed


def shelved(stored: StoredChunk) -> ShelvedChunk:
    return ShelvedChunk(
        id=stored.id,
        language=stored.chunk.language,
        headings=stored.chunk.headings,
        text=stored.chunk.text,
        vectors=vectors_of(stored.vectors),
    )


def vectors_of(stored: Mapping[str, bytes]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.floating]]]:
    """Vectors as they are stored, little-endian float16, as arrays."""
    return {model: np.frombuffer(body, "<f2") for model, body in stored.items()}
