"""Pages of PDFs as pictures: whether she may see one is asked first, and only then is looked at what is kept."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from grandstand.kernel.auth import Principal
from grandstand.kernel.database import Database
from grandstand.library.doorkeeper import admit
from grandstand.library.errors import DocumentUnknown
from grandstand.library.installed import require_installed
from grandstand.library.models import FileType, VersionId
from grandstand.library.pictures import Pictures, Sheet
from grandstand.library.reading_room import found_version, parts_of
from grandstand.library.spooled import SpooledFiles
from grandstand.library.storage import LibraryStorage

WIDTHS_PX = (400, 800, 1200, 1600)
"""Widths in which a page is drawn."""


class Renderer(Protocol):
    """Draws pages of a PDF; `rendering.PageRenderer` does."""

    async def render(self, pdf: Path, page: int, width_px: int) -> bytes:
        """The page as WebP."""

    async def close(self) -> None:
        """End what draws."""


class Picture(NamedTuple):
    """A page as WebP, and a name for these bytes. `draw` makes it, or finds it where it was drawn before."""

    etag: str
    draw: Callable[[], Awaitable[bytes]]


class PagePictures:
    """One for each process."""

    def __init__(self, database: Database, storage: LibraryStorage, renderer: Renderer) -> None:
        self._database = database
        self._storage = storage
        self._renderer = renderer
        self._pictures = Pictures()
        self._files = SpooledFiles()

    async def close(self) -> None:
        """End what draws, and delete the files that were kept."""
        await self._renderer.close()
        self._files.close()

    async def picture(self, viewer: Principal | None, version: VersionId, number: int, width_px: int) -> Picture:
        """A page to be drawn, or to be found where it was drawn before.

        Raises:
            DocumentUnknown: there is no such page, it has no picture, or she may not read it.
            NotInstalled: nobody here can draw it.
        """
        assert width_px in WIDTHS_PX
        async with self._database.snapshot() as db:
            await admit(self._storage, db, viewer, version=version)
            found = await found_version(self._storage, db, version)
            page = (await self._storage.pages_of(db, version, [number])).get(number)
        if page is None or found.type is not FileType.PDF or page.width_pt == 0:
            raise DocumentUnknown
        require_installed()
        sheet = Sheet(version, number, width_px)
        etag = f'"{found.digest[:32]}-{number}-{width_px}"'
        return Picture(etag, lambda: self._pictures.picture(sheet, lambda: self._draw(sheet)))

    async def _draw(self, sheet: Sheet) -> bytes:
        async with self._files.held(
            sheet.version, lambda: parts_of(self._database, self._storage, sheet.version)
        ) as path:
            return await self._renderer.render(path, sheet.page, sheet.width_px)
