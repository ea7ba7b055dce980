"""Answers as bytes, told once for everybody who asks the same: what HTTP answers and what streams send."""

import gzip
from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from grandstand.kernel.clock import Clock
from grandstand.live import reads
from grandstand.live.answers import Answer
from grandstand.live.catalogue import LANGUAGES
from grandstand.live.mentions import Mentions, Spotter
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
        folder: of the deployer's own names; None: there are none.

    Raises:
        SettingsInvalid: a file of the folder cannot be read.
    """

    def __init__(self, service: LiveService, clock: Clock, folder: Path | None = None) -> None:
        # All at once, so that a slip is found at the start and not by whoever asks first in a language.
        self._names = {language: names(language, folder) for language in LANGUAGES}
        self._service = service
        self._clock = clock
        self._finder = Finder()
        self._spotter = Spotter()
        self._told: OrderedDict[Question, tuple[View, int, Told]] = OrderedDict()
        self._encoder = msgspec.json.Encoder()

    async def read(self, question: Question) -> Told:
        """The answer.

        Raises:
            NothingThere: the feed has not told of such a thing.
            Overloaded: too many instants are being asked for.
        """
        return self.tell(question, await self._service.view(question.as_of))

    async def answer(self, question: Question) -> Answer:
        """As `read`, for callers of this process: not as bytes."""
        view = await self._service.view(question.as_of)
        return reads.answer(question, self._teller(view, question.language), question.as_of or self._clock())

    async def state(self) -> Hashable:
        """Equal for as long as nothing that was said about now has changed."""
        view = await self._service.view()
        return view, view.revision

    async def changes_between(self, since: datetime, until: datetime | None, language: str) -> Answer:
        """What has happened between two instants; None: until now."""
        before = await self._service.view(since)
        after = await self._service.view(until)
        return reads.changes(self._teller(after, language), before, since, until or self._clock())

    async def mentions(self, question: str, language: str) -> Mentions:
        """Who and what a question is about, of what is known now."""
        return await self._spotter.mentions(self._teller(await self._service.view(), language), question)

    def tell(self, question: Question, view: View) -> Told:
        """The answer from a view of the question's instant: the one told before, as long as it holds."""
        revision = question.revision(view)
        kept = self._told.get(question)
        if kept is not None and kept[0] is view and kept[1] == revision:
            self._told.move_to_end(question)
            return kept[2]
        told = self._encode(
            reads.answer(question, self._teller(view, question.language), question.as_of or self._clock())
        )
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
        return self._encode(await self.changes_between(since, until, language))

    async def search(self, query: str, language: str) -> Told:
        """What a word may mean, now."""
        teller = self._teller(await self._service.view(), language)
        return self._encode(await self._finder.find(teller, query))

    def _teller(self, view: View, language: str) -> Teller:
        return Teller(view, self._names[language])

    def _encode(self, answer: Answer) -> Told:
        return Told(self._encoder.encode(answer))
