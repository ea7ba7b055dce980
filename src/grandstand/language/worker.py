"""The embedders in a process of their own: the caller's event loop goes on while they compute.

A model holds one core for 20 ms to a second at a time, and one of them is code in C, which a text might bring
down. Here that costs one call: its caller is told EmbedderUnavailable, and the process is started again.
"""

import asyncio
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

import msgspec
import numpy as np
import structlog

from grandstand.kernel.limits import ONE_THREAD
from grandstand.language.embedders import PASSAGE_CHARACTERS_MAX, readable
from grandstand.language.embedding_queue import Batch, Call, EmbeddingQueue
from grandstand.language.errors import EmbedderMissing, EmbedderUnavailable
from grandstand.language.models import Vectors
from grandstand.language.worker_child import FRAME_BYTES_MAX, LENGTH, Asked, Embedded, Ready, framed

START_TIMEOUT_S = 120.0
"""Until the models are loaded; 1 to 2 s where nothing else runs."""
BATCH_TIMEOUT_S = 60.0
"""A batch is a quarter of a second of work; what takes this long will never end."""
PASSAGES_TIMEOUT_S = 600.0
START_PAUSE_S = 1.0
START_PAUSE_S_MAX = 30.0
"""Between processes that embed nothing, one after the other: twice as long each time, up to this."""
DEAD = (OSError, EOFError, TimeoutError, msgspec.MsgspecError)
"""What a process that is gone, hangs, or talks nonsense looks like from here."""

Message = TypeVar("Message", Ready, Embedded)

log = structlog.get_logger(__name__)


class EmbedderProcess:
    """One process with the embedders of these names; it is started at the first call, or by `start`."""

    def __init__(self, names: Sequence[str]) -> None:
        assert names, "a process without embedders"
        self._names = tuple(names)
        self._queue = EmbeddingQueue()
        self._woken = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None
        self._child: _Child | None = None
        self._begun: asyncio.Future[Ready] | None = None

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._child.process.pid if self._child else None

    async def start(self) -> None:
        """Return when the models are loaded and have embedded something.

        Raises:
            EmbedderUnavailable: the process does not start.
        """
        await self._ready(START_TIMEOUT_S)

    async def close(self) -> None:
        """End the process; who still waits is told so. A call after this starts another one."""
        serving, self._serving = self._serving, None
        if serving:
            serving.cancel()
            await asyncio.wait([serving])
        self._give_up(EmbedderUnavailable("The embedder was closed."))

    async def queries(self, name: str, texts: Sequence[str], *, timeout_s: float) -> Vectors:
        """The vectors of questions, before any passages.

        Raises:
            EmbedderUnavailable: not in this time, too much waits, or the process died of it.
            EmbedderMissing: this embedder is not among the names, or cannot be loaded here.
        """
        return await self._embedded(name, texts, timeout_s, is_query=True)

    async def passages(self, name: str, texts: Sequence[str], *, timeout_s: float = PASSAGES_TIMEOUT_S) -> Vectors:
        """The vectors of passages, when no question waits; raises what `queries` raises."""
        return await self._embedded(name, texts, timeout_s, is_query=False)

    async def _embedded(self, name: str, texts: Sequence[str], timeout_s: float, *, is_query: bool) -> Vectors:
        until_s = time.monotonic() + timeout_s
        ready = await self._ready(timeout_s)
        if name not in ready.dimensions:
            raise EmbedderMissing(ready.missing.get(name, f"No embedder {name!r} runs in this process."))
        if not texts:
            return np.empty((0, ready.dimensions[name]), dtype=np.float32)
        answered: asyncio.Future[Vectors] = asyncio.get_running_loop().create_future()
        self._queue.put(Call(name, list(texts), answered, is_query=is_query))
        self._woken.set()
        try:
            return await asyncio.wait_for(answered, max(until_s - time.monotonic(), 0))
        except TimeoutError as error:
            raise EmbedderUnavailable(f"The embedder {name!r} has not answered within {timeout_s:g} s.") from error

    async def _ready(self, timeout_s: float) -> Ready:
        if self._serving is None or self._serving.done():
            self._begun = _future()
            self._serving = asyncio.create_task(self._serve(), name="embedder")
        assert self._begun
        try:
            return await asyncio.wait_for(asyncio.shield(self._begun), timeout_s)
        except TimeoutError as error:
            raise EmbedderUnavailable(f"The embedder has not started within {timeout_s:g} s.") from error

    async def _serve(self) -> None:
        """Start a process, let it work until it dies, and start the next."""
        pause_s = START_PAUSE_S
        while True:
            has_worked = False
            try:
                async with _started(self._names) as self._child:
                    assert self._begun
                    self._begun.set_result(self._child.ready)
                    has_worked = await self._work(self._child)
                log.warning("embedder.died", names=self._names)
            except DEAD as error:
                log.warning("embedder.start_failed", error=repr(error))
                self._give_up(EmbedderUnavailable(f"The embedder does not start ({error!r})."))
            finally:
                self._child = None
            pause_s = START_PAUSE_S if has_worked else min(pause_s * 2, START_PAUSE_S_MAX)
            if not has_worked:
                await asyncio.sleep(pause_s)
            self._begun = _future()

    async def _work(self, child: "_Child") -> bool:
        """Embed what waits, one batch after the other, until the process is gone; whether it did any."""
        watching = asyncio.create_task(self._watch(child.process), name="embedder watch")
        has_worked = False
        try:
            while not watching.done():
                if batch := self._queue.next():
                    has_worked = await self._embed(child, batch) or has_worked
                else:
                    self._woken.clear()
                    await self._woken.wait()
        except DEAD as error:
            assert batch
            batch.call.fail(EmbedderUnavailable(f"The embedder died over {len(batch.texts)} texts ({error!r})."))
        finally:
            watching.cancel()
        return has_worked

    async def _watch(self, process: Process) -> None:
        """Have it started again as soon as it dies, so that the next question does not wait for that."""
        await process.wait()
        self._woken.set()

    async def _embed(self, child: "_Child", batch: Batch) -> bool:
        call, started_s = batch.call, time.monotonic()
        texts = [readable(text, PASSAGE_CHARACTERS_MAX) for text in batch.texts]
        embedded = await child.ask(Asked(call.name, call.is_query, texts))
        if embedded.problem:
            call.fail(EmbedderUnavailable(f"The embedder {call.name!r} cannot do it: {embedded.problem}"))
            return False
        self._queue.measured(batch, time.monotonic() - started_s)
        call.add(np.frombuffer(embedded.rows, dtype=np.float32).reshape(len(texts), -1))
        return True

    def _give_up(self, error: EmbedderUnavailable) -> None:
        """Tell everybody who waits."""
        self._queue.fail_all(error)
        if self._begun and not self._begun.done():
            self._begun.set_exception(error)


class _Child:
    """The process, and the two pipes to it."""

    def __init__(self, process: Process) -> None:
        assert process.stdin
        assert process.stdout
        self.process = process
        self._in, self._out = process.stdin, process.stdout
        self.ready = Ready({}, {})

    async def begin(self) -> None:
        """Wait for its first word."""
        self.ready = await asyncio.wait_for(self._read(Ready), START_TIMEOUT_S)

    async def ask(self, asked: Asked) -> Embedded:
        """Its answer, for which it has BATCH_TIMEOUT_S."""
        self._in.write(framed(asked))
        await self._in.drain()
        return await asyncio.wait_for(self._read(Embedded), BATCH_TIMEOUT_S)

    async def end(self) -> None:
        """Kill it, wherever it is; it has nothing to lose."""
        with suppress(ProcessLookupError):
            self.process.kill()
        self._in.close()
        await self.process.wait()
        with suppress(OSError):
            await self._in.wait_closed()

    async def _read(self, kind: type[Message]) -> Message:
        (length,) = LENGTH.unpack(await self._out.readexactly(LENGTH.size))
        if length > FRAME_BYTES_MAX:
            raise EOFError(f"a frame of {length} bytes")
        return msgspec.msgpack.decode(await self._out.readexactly(length), type=kind)


@asynccontextmanager
async def _started(names: Sequence[str]) -> AsyncIterator[_Child]:
    """A process that is ready; it is gone at the end."""
    started_s = time.monotonic()
    module = "grandstand.language.worker_child"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *names, stdin=PIPE, stdout=PIPE, env={**os.environ, **ONE_THREAD}
    )
    child = _Child(process)
    try:
        await child.begin()
        log.info(
            "embedder.started",
            pid=process.pid,
            names=sorted(child.ready.dimensions),
            missing=sorted(child.ready.missing),
            start_s=round(time.monotonic() - started_s, 2),
        )
        yield child
    finally:
        await child.end()


def _future() -> "asyncio.Future[Ready]":
    """One whose failure is nobody's surprise if nobody waits for it."""
    future: asyncio.Future[Ready] = asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda done: done.cancelled() or done.exception())
    return future
