"""Streams of answers: each topic at once as it is, then whenever it has changed, the latest instead of all.

One task for a process looks at what has changed and tells each topic once; every stream that wants it gets the
same bytes. A slow reader misses states in between and never the last one; what waits for it is one frame a topic.
"""

import asyncio
import contextlib
import random
import zlib
from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import TypeAlias

import structlog

from grandstand.kernel.errors import DatabaseUnavailable, GrandstandError, Overloaded
from grandstand.kernel.telemetry import LIVE_STREAMS
from grandstand.live.reader import Pace
from grandstand.live.reads import Question
from grandstand.live.service import LiveService
from grandstand.live.told import Reads, Told
from grandstand.web import sse

STREAMS_MAX = 4096
TOPICS_MAX = 8
"""Topics of one stream."""
STREAM_S = 1800.0
"""After so long a stream ends, and the browser comes again."""
INTERVAL_S = 0.05
"""Changes are collected for so long before they are told."""
RETRY_MS = (1000, 5000)
"""When a browser comes again: spread, because after a restart all of them do."""
AGAIN_S = 1.0

GZIP_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
RAW_DEFLATE = -15
COMPRESS_LEVEL = 6

Topic: TypeAlias = str

log = structlog.get_logger(__name__)


class Frame:
    """A piece of a stream, packed at most once for all who get it.

    Each frame ends with a flush and refers to nothing before it, so frames of different origin make one gzip
    stream (RFC 1951, section 2: a block that is not final may be followed by any other). The checksum at its end
    is never sent: a stream is cut, not completed, and its reader comes again.
    """

    __slots__ = ("_packed", "plain")

    def __init__(self, plain: bytes) -> None:
        self.plain = plain
        self._packed: bytes | None = None

    @property
    def packed(self) -> bytes:
        if self._packed is None:
            packer = zlib.compressobj(COMPRESS_LEVEL, zlib.DEFLATED, RAW_DEFLATE)
            self._packed = packer.compress(self.plain) + packer.flush(zlib.Z_SYNC_FLUSH)
        return self._packed


HEARTBEAT = Frame(sse.HEARTBEAT)


class _Stream:
    """What one reader wants, and the frames that wait for it."""

    __slots__ = ("pending", "wake")

    def __init__(self) -> None:
        self.pending: dict[Topic, Frame] = {}
        self.wake = asyncio.Event()


class Push:
    """The streams of one process."""

    def __init__(self, service: LiveService, reads: Reads) -> None:
        self._service = service
        self._reads = reads
        self._streams = 0
        self._wanted: dict[tuple[Topic, Question], set[_Stream]] = {}
        self._sent: dict[Question, Told] = {}
        self._closing = asyncio.Event()

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self._closing.set()
        for streams in self._wanted.values():
            for stream in streams:
                stream.wake.set()

    def check_room(self) -> None:
        """Pass when one more stream may be opened.

        Raises:
            Overloaded: as many are open as may be, or the server is stopping.
        """
        if self._streams >= STREAMS_MAX or self._closing.is_set():
            raise Overloaded(f"{STREAMS_MAX} streams are open here.", retry_after_s=5.0)

    async def run(self) -> None:
        """Tell what changes, until cancelled."""
        with self._service.watch() as changed:
            while True:
                await changed.wait()
                changed.clear()
                try:
                    await self._tell()
                except DatabaseUnavailable:
                    changed.set()
                    await asyncio.sleep(AGAIN_S)
                except Exception:
                    log.exception("live_push.failed")
                    await asyncio.sleep(AGAIN_S)
                await asyncio.sleep(INTERVAL_S)

    async def _tell(self) -> None:
        if not self._wanted:
            return
        view, pace = await self._service.view(), Pace()
        frames: dict[Question, Told] = {}
        for (topic, question), streams in list(self._wanted.items()):
            told = frames.get(question)
            if told is None:
                with contextlib.suppress(GrandstandError):
                    told = frames[question] = self._reads.tell(question, view)
            if told is not None and self._sent.get(question) is not told:
                self._offer(topic, told, streams)
            await pace.breathe()
        self._sent = frames

    def _offer(self, topic: Topic, told: Told, streams: set[_Stream]) -> None:
        frame = self._frame(topic, told)
        for stream in streams:
            stream.pending[topic] = frame
            stream.wake.set()

    def _frame(self, topic: Topic, told: Told) -> Frame:
        return Frame(b"id: %d\nevent: %b\ndata: %b\n\n" % (self._service.sequence, topic.encode(), told.body))

    async def stream(
        self, topics: Sequence[tuple[Topic, Question]], *, packed: bool = False
    ) -> AsyncGenerator[bytes, None]:
        """What a stream sends: what holds of each topic, then what changes; comments in between.

        Args:
            topics: by the names that the reader gave them.
            packed: in gzip.

        Raises:
            GrandstandError: of a topic that cannot be told; before anything is sent.
        """
        stream = _Stream()
        self._streams += 1
        LIVE_STREAMS.inc()
        for each in topics:
            # From now on, so that nothing that changes while the first state is told gets lost.
            self._wanted.setdefault(each, set()).add(stream)
        try:
            first = [Frame(sse.retry(random.randint(*RETRY_MS)))]  # noqa: S311 - spread, not secret
            first += [self._frame(topic, await self._reads.read(question)) for topic, question in topics]
            yield (GZIP_HEADER if packed else b"") + _joined(first, packed=packed)
            ends_at_s = asyncio.get_running_loop().time() + STREAM_S
            while not self._closing.is_set() and asyncio.get_running_loop().time() < ends_at_s:
                try:
                    async with asyncio.timeout(sse.HEARTBEAT_S):
                        await stream.wake.wait()
                except TimeoutError:
                    yield _joined([HEARTBEAT], packed=packed)
                    continue
                stream.wake.clear()
                frames, stream.pending = stream.pending, {}
                if frames:
                    yield _joined(frames.values(), packed=packed)
        finally:
            self._streams -= 1
            LIVE_STREAMS.dec()
            for each in topics:
                streams = self._wanted[each]
                streams.discard(stream)
                if not streams:
                    del self._wanted[each]


def _joined(frames: Iterable[Frame], *, packed: bool) -> bytes:
    return b"".join(each.packed if packed else each.plain for each in frames)
