"""Figures of tables that people bring: each in a process of its own, with an end to its time."""

import asyncio
import os
import sys

import msgspec

from grandstand.kernel.limits import ONE_THREAD
from grandstand.tables.figures import Figures
from grandstand.tables.process import Fault, Job, Outcome

TABLE_TIMEOUT_S = 8.0
TABLES_AT_ONCE_MAX = 2
"""Processes that work on tables beside one server process; others wait for as long as they would work."""
PASSED_ON = ("PATH", "HOME", "LANG", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "TMPDIR")


class TableDesk:
    """Works on tables beside the event loop."""

    def __init__(self, *, timeout_s: float = TABLE_TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._room = asyncio.Semaphore(TABLES_AT_ONCE_MAX)

    async def figures(self, table: bytes, question: str) -> Figures | Fault:
        """What is known of the table, or why nothing is."""
        body = msgspec.msgpack.encode(Job(table=table, question=question))
        try:
            async with asyncio.timeout(self._timeout_s), self._room:
                found = await _answered(body)
        except TimeoutError:
            return Fault.TOO_MUCH
        if found is None:
            return Fault.TOO_MUCH
        outcome = msgspec.msgpack.decode(found, type=Outcome)
        return outcome.figures or outcome.fault or Fault.TOO_MUCH


async def _answered(body: bytes) -> bytes | None:
    """What the process says; None where it ended without a word, which its limits make it do."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "grandstand.tables.process",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ}
        | ONE_THREAD
        | {"PYTHONDONTWRITEBYTECODE": "1"},
    )
    try:
        found, _ = await process.communicate(body)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return found if process.returncode == 0 else None
