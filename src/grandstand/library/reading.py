"""A file to pages, in a process of its own with limits: what a hostile file can do is be refused.

The process is told a path and sends frames: what the file is, its pages one by one, its outline, or why it is
refused. It has no database, no secrets in its environment and may write no file.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from grandstand.kernel.limits import ONE_THREAD
from grandstand.library.errors import NotInstalled
from grandstand.library.file_types import Outline, Reading, Refused, type_of
from grandstand.library.models import FILE_BYTES_MAX, FileType, Page, Verdict
from grandstand.library.read_frames import (
    FRAME_BYTES_MAX,
    HEADER,
    NOT_INSTALLED,
    Failure,
    Frame,
    PageRead,
    Passed,
    decode,
)

__all__ = ["FileReader", "Outline", "ReadLimits", "Reading", "Refused", "type_of"]

READ_MEMORY_BYTES_MAX = 2 * 1024**3
"""Address space of the process that reads a file."""
READ_CPU_TIMEOUT_S = 1_800
READ_PAGE_TIMEOUT_S = 60
"""Until the first page, and from page to page."""
READ_FILE_TIMEOUT_S = 3_600
"""For a file in all; time that the caller takes between pages is not counted."""

_GAVE_UP = {signal.SIGILL, signal.SIGABRT, signal.SIGTRAP}
"""How a library in C ends its process when it gets no memory."""
_CRASHES = {signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE}
_ENVIRONMENT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")
"""What the process is told of our environment."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadLimits:
    """What a file may cost."""

    memory_bytes: int = READ_MEMORY_BYTES_MAX
    cpu_s: int = READ_CPU_TIMEOUT_S
    page_s: float = READ_PAGE_TIMEOUT_S
    file_s: float = READ_FILE_TIMEOUT_S


class FileReader:
    """Reads files, each in a new process."""

    def __init__(self, limits: ReadLimits | None = None) -> None:
        self._limits = limits or ReadLimits()

    async def read(
        self,
        path: Path,
        type: FileType,  # noqa: A002 (the contract's name)
        *,
        first_page: int = 1,
    ) -> AsyncIterator[Reading | Page | Outline]:
        """A Reading, the pages from `first_page` on, then the Outline of the whole file.

        Raises:
            Refused: with a verdict, and what to do; that there is no text at all is told after the last page.
            NotInstalled: the extra is missing.
        """
        _check_size(await asyncio.to_thread(os.path.getsize, path))
        process = await self._start(path, type, first_page)
        try:
            async for frame in self._frames(process):
                if isinstance(frame, Failure):
                    raise Refused(frame.verdict, frame.detail)
                if not isinstance(frame, Passed):
                    yield frame.page if isinstance(frame, PageRead) else frame
                if isinstance(frame, Outline):
                    return
        finally:
            await _end(process)

    async def _start(self, path: Path, type: FileType, first_page: int) -> asyncio.subprocess.Process:  # noqa: A002
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "grandstand.library.read_process",
            type.value,
            os.fspath(path),
            str(first_page),
            str(self._limits.memory_bytes),
            str(self._limits.cpu_s),
            stdin=asyncio.subprocess.PIPE,  # closed by our death, whatever it is; the process ends then
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=child_environment(),
        )

    async def _frames(self, process: asyncio.subprocess.Process) -> AsyncIterator[Frame]:
        assert process.stdout is not None
        clock = asyncio.get_running_loop().time
        left_s = self._limits.file_s
        while True:
            begun = clock()
            try:
                async with asyncio.timeout(min(left_s, self._limits.page_s)):
                    body = await _body(process.stdout)
            except TimeoutError:
                raise _too_slow() from None
            except asyncio.IncompleteReadError:
                raise _verdict_of(await process.wait()) from None
            left_s -= clock() - begun
            yield decode(body)


def child_environment() -> dict[str, str]:
    """Of a process that opens files of strangers: no secrets, one thread."""
    known = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return known | ONE_THREAD | {"PYTHONDONTWRITEBYTECODE": "1"}


def _check_size(size: int) -> None:
    if size == 0:
        raise Refused(Verdict.EMPTY, "The file has no content. Upload it again.")
    if size > FILE_BYTES_MAX:
        mib = FILE_BYTES_MAX // 1024**2
        raise Refused(
            Verdict.TOO_LARGE, f"The file has more than {mib} MiB. Divide it, or make its pictures smaller."
        )


async def _body(stream: asyncio.StreamReader) -> bytes:
    length = int.from_bytes(await stream.readexactly(HEADER), "little")
    if length > FRAME_BYTES_MAX:
        raise Refused(Verdict.TOO_LARGE, "A page has more text than can be kept. Divide the file.")
    return await stream.readexactly(length)


def _too_slow() -> Refused:
    return Refused(
        Verdict.TOO_SLOW, "Reading it takes too long. Export the document anew, or divide it into several files."
    )


def _verdict_of(code: int) -> Refused | NotInstalled:
    """Why the process ended without saying so."""
    if code == NOT_INSTALLED:
        return NotInstalled()
    if -code == signal.SIGXCPU or -code == signal.SIGKILL:
        return _too_slow()
    log.warning("read.process_died", code=code)
    if -code in _GAVE_UP:
        detail = "Its reader gave up, probably for want of memory. Divide the file, or export the document anew."
        return Refused(Verdict.TOO_MUCH_MEMORY, detail)
    if -code in _CRASHES:
        return Refused(
            Verdict.BROKEN, "The file makes its reader crash. Export the document anew from where it was written."
        )
    return Refused(Verdict.BROKEN, "Its reader stopped without a result. Export the document anew, or try again.")


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    await process.wait()
