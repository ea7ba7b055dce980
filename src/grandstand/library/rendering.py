"""A page of a PDF as a picture, drawn in a process of its own with limits; one that dies or hangs is replaced.

What is drawn is decided by strangers' files, so the process has no secrets, writes no file and is killed when a
page takes too long. Whoever asks keeps the pictures.
"""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path

import structlog

from grandstand.library.errors import LibraryError, NotInstalled
from grandstand.library.reading import child_environment
from grandstand.library.render_frames import HEADER, PICTURE_BYTES_MAX, WIDTH_PX_MAX, Asked, Drawn, decode, encode

RENDER_TIMEOUT_S = 20.0
"""For one page; a dense map takes a second or two."""
RENDERS_WAITING_MAX = 32
"""More callers than this are refused at once."""
RENDERS_MAX = 1_000
"""Pages that a process draws before it is replaced."""

log = structlog.get_logger(__name__)


class PictureUnavailable(LibraryError):
    """The page cannot be drawn now; its text can be read."""

    code = "library.picture_unavailable"
    status = 503
    title = "The picture of the page cannot be drawn"
    retryable = True


class PageRenderer:
    """Draws pages, one after the other, in a process that is started at the first."""

    def __init__(self, *, timeout_s: float = RENDER_TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._process: asyncio.subprocess.Process | None = None
        self._drawn = 0
        self._turn = asyncio.Lock()
        self._waiting = 0

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process else None

    async def render(self, pdf: Path, page: int, width_px: int) -> bytes:
        """The page, from 1, as WebP on white; narrower than asked if it would have too many pixels.

        Raises:
            PictureUnavailable: it takes too long, too many wait, or the page cannot be drawn.
            NotInstalled: the extra is missing.
        """
        assert page >= 1
        assert 1 <= width_px <= WIDTH_PX_MAX
        if self._waiting >= RENDERS_WAITING_MAX:
            raise PictureUnavailable(f"{RENDERS_WAITING_MAX} pages wait to be drawn. Try again.")
        self._waiting += 1
        try:
            async with self._turn:
                drawn = await self._answered(Asked(os.fspath(pdf), page, width_px))
        finally:
            self._waiting -= 1
        if drawn.error == "not_installed":
            raise NotInstalled
        if drawn.error:
            raise PictureUnavailable(f"Page {page} cannot be drawn ({drawn.error}).")
        return drawn.picture

    async def close(self) -> None:
        """End the process. A call after this starts another one."""
        process, self._process = self._process, None
        if process:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _answered(self, asked: Asked) -> Drawn:
        """The answer; of a process that had died of old age meanwhile, its successor's."""
        fresh = self._process is None
        try:
            return await self._draw(asked)
        except (OSError, EOFError) as error:
            log.warning("renderer.died", page=asked.page, error=repr(error))
            if fresh:
                raise PictureUnavailable(f"Page {asked.page} makes the renderer crash.") from error
        try:
            return await self._draw(asked)
        except (OSError, EOFError) as error:
            raise PictureUnavailable(f"Page {asked.page} makes the renderer crash.") from error

    async def _draw(self, asked: Asked) -> Drawn:
        """One question to the process. Whatever goes wrong, it is ended: half an answer would be the next's."""
        is_done = False
        try:
            async with asyncio.timeout(self._timeout_s):
                process = self._process or await self._start()
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(encode(asked))
                await process.stdin.drain()
                length = int.from_bytes(await process.stdout.readexactly(HEADER), "little")
                if length > PICTURE_BYTES_MAX:
                    raise EOFError("The picture is larger than any can be.")
                drawn = decode(await process.stdout.readexactly(length), Drawn)
            is_done = True
        except TimeoutError as error:
            raise PictureUnavailable(
                f"Page {asked.page} takes more than {self._timeout_s:g} s to draw."
            ) from error
        finally:
            self._drawn += 1
            if not is_done or self._drawn >= RENDERS_MAX:
                await self.close()
        return drawn

    async def _start(self) -> asyncio.subprocess.Process:
        self._drawn = 0
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "grandstand.library.render_process",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=child_environment(),
        )
        return self._process
