"""Answers as bytes, told once for everybody who asks the same: what HTTP answers and what streams send."""

import gzip
from collections import OrderedDict
from datetime import datetime
from hashlib import sha256

import msgspec

from grandstand.kernel.clock import Clock
from grandstand.live import reads
from grandstand.live.answers import Answer
from grandstand.live.names import names
from grandstand.live.reads import Question
from grandstand.live.search import Finder
from grandstand.live.service import LiveService
from grandstand.live.tell import Teller
from grandstand.live.view import View

ANSWERS_MAX = 4096
"""Answers that one process keeps."""
COMPRESS_BYTES_MIN = 1024
COMPRESS_LEVEL = 6
ETAG_LENGTH = 22


class Told:
    """An answer as JSON; `etag` is the same for equal answers on every server, and weak: packed or not."""

    __slots__ = ("_compressed", "body", "etag")

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.etag = b'W/"%b"' % sha256(body).hexdigest()[:ETAG_LENGTH].encode()
        self._compressed: bytes | None = None

    @property
    def compressed(self) -> bytes | None:
        """The body in gzip; None where it is too short for that."""
        if self._compressed is None and len(self.body) >= COMPRESS_BYTES_MIN:
            self._compressed = gzip.compress(self.body, COMPRESS_LEVEL, mtime=0)
        return self._compressed


class Reads:
    """The answers of one process.

    Args:
        service: what is asked.
        clock: now, aware.
    """

    def __init__(self, service: LiveService, clock: Clock) -> None:
        self._service = service
        self._clock = clock
        self._finder = Finder()
        self._told: OrderedDict[Question, tuple[View, int, Told]] = OrderedDict()
        self._encoder = msgspec.json.Encoder()

    async def read(self, question: Question) -> Told:
        """The answer.

        Raises:
            NothingThere: the feed has not told of such a thing.
            Overloaded: too many instants are being asked for.
        """
        return self.tell(question, await self._service.view(question.as_of))

    def tell(self, question: Question, view: View) -> Told:
        """The answer from a view of the question's instant: the one told before, as long as it holds."""
        revision = question.revision(view)
        kept = self._told.get(question)
        if kept is not None and kept[0] is view and kept[1] == revision:
            self._told.move_to_end(question)
            return kept[2]
        told = self._encode(reads.answer(question, view, question.as_of or self._clock()))
        if kept is not None and kept[2].body == told.body:
            told = kept[2]
        self._told[question] = (view, revision, told)
        if len(self._told) > ANSWERS_MAX:
            self._told.popitem(last=False)
        return told

    async def changes(self, since: datetime, until: datetime | None, language: str) -> Told:
        """What has happened between two instants; None: until now.

        Raises:
            Overloaded: too many instants are being asked for.
        """
        before = await self._service.view(since)
        after = await self._service.view(until)
        teller = Teller(after, names(language))
        return self._encode(reads.changes(teller, before, since, until or self._clock()))

    async def search(self, query: str, language: str) -> Told:
        """What a word may mean, now."""
        teller = Teller(await self._service.view(), names(language))
        return self._encode(await self._finder.find(teller, query))

    def _encode(self, answer: Answer) -> Told:
        return Told(self._encoder.encode(answer))
