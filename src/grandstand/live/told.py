"""Answers as bytes, told once for everybody who asks the same: what HTTP answers and what streams send."""

import gzip
from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from grandstand.kernel.clock import Clock
from grandstand.live import reads
from grandstand.live.answers import Answer
from grandstand.live.mentions import Mentions, Spotter
from grandstand.live.names import check_names, names
from grandstand.live.reads import Question
from grandstand.live.search import Finder
from grandstand.live.service import LiveService
from grandstand.live.tell import Teller
from grandstand.live.view import View

TOLD_MAX = 4096
"""Answers as bytes that one process keeps."""
ANSWERS_MAX = 512
"""Answers not as bytes that one process keeps; they are several times as large."""
ANSWERS_KEPT_S_MAX = 10.0
"""What comes next changes with the time of day, also where nobody sends anything."""
COMPRESS_BYTES_MIN = 1024
COMPRESS_LEVEL = 6
ETAG_LENGTH = 22

T = TypeVar("T")


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


class _Known(Generic[T]):
    """What was said last to each question; what was asked for longest ago makes room."""

    def __init__(self, kept_max: int) -> None:
        self._kept: OrderedDict[Question, tuple[View, int, T]] = OrderedDict()
        self._kept_max = kept_max

    def last(self, question: Question) -> T | None:
        """What was said, whether it still holds or not."""
        kept = self._kept.get(question)
        return None if kept is None else kept[2]

    def find(self, question: Question, view: View) -> T | None:
        """What was said of this very state."""
        kept = self._kept.get(question)
        if kept is None or kept[0] is not view or kept[1] != question.revision(view):
            return None
        self._kept.move_to_end(question)
        return kept[2]

    def keep(self, question: Question, view: View, said: T) -> None:
        self._kept[question] = (view, question.revision(view), said)
        self._kept.move_to_end(question)
        if len(self._kept) > self._kept_max:
            self._kept.popitem(last=False)


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
        check_names(folder)
        self._folder = folder
        self._service = service
        self._clock = clock
        self._finder = Finder()
        self._spotter = Spotter()
        self._told = _Known[Told](TOLD_MAX)
        self._answers = _Known[tuple[Answer, datetime]](ANSWERS_MAX)
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
        view, at = await self._service.view(question.as_of), question.as_of or self._clock()
        kept = self._answers.find(question, view)
        if kept is not None and kept[1] > at:
            return kept[0]
        answer = reads.answer(question, self._teller(view, question.language), at)
        self._answers.keep(question, view, (answer, at + timedelta(seconds=ANSWERS_KEPT_S_MAX)))
        return answer

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
        kept = self._told.find(question, view)
        if kept is not None:
            return kept
        at = question.as_of or self._clock()
        told = self._encode(reads.answer(question, self._teller(view, question.language), at))
        last = self._told.last(question)
        if last is not None and last.body == told.body:
            told = last
        self._told.keep(question, view, told)
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
        return Teller(view, names(language, self._folder))

    def _encode(self, answer: Answer) -> Told:
        return Told(self._encoder.encode(answer))
