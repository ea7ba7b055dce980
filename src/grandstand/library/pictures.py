"""Pages as pictures: each drawn once, the last used ones kept. Who may see one is decided before."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeAlias

from grandstand.library.models import VersionId

PICTURES_BYTES_MAX = 64 * 1024 * 1024
"""Pictures of pages that one process keeps."""


class Sheet(NamedTuple):
    """A page in one width."""

    version: VersionId
    page: int
    width_px: int


Draw: TypeAlias = Callable[[], Awaitable[bytes]]


class Pictures:
    """A bounded memory of pictures; those who ask for the same one wait for one drawing."""

    def __init__(self, bytes_max: int = PICTURES_BYTES_MAX) -> None:
        self._bytes_max = bytes_max
        self._bytes = 0
        self._kept: OrderedDict[Sheet, bytes] = OrderedDict()
        self._drawing: dict[Sheet, asyncio.Task[bytes]] = {}

    async def picture(self, sheet: Sheet, draw: Draw) -> bytes:
        """The picture, drawn if it is not kept."""
        if (kept := self._kept.get(sheet)) is not None:
            self._kept.move_to_end(sheet)
            return kept
        task = self._drawing.get(sheet)
        if task is None:
            task = self._drawing[sheet] = asyncio.create_task(self._draw(sheet, draw))
        # One who goes away does not take it from the others.
        return await asyncio.shield(task)

    async def _draw(self, sheet: Sheet, draw: Draw) -> bytes:
        try:
            picture = await draw()
        finally:
            del self._drawing[sheet]
        if len(picture) <= self._bytes_max:
            self._kept[sheet] = picture
            self._bytes += len(picture)
            while self._bytes > self._bytes_max:
                self._bytes -= len(self._kept.popitem(last=False)[1])
        return picture
