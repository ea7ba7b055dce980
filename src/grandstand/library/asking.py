"""A question to an answer: one call, for the page and for the assistant.

    who asks -> what she may read now -> looking.py -> sure enough? -> passages with pages and boxes
                                                    -> not found: noted for the organisers

What she may read is read from the database with every question, before anything is looked for, and is part of the
key under which an answer is kept: a grant that was withdrawn holds from the next question on.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple, TypeAlias

from grandstand.kernel.auth import Principal
from grandstand.kernel.database import Database
from grandstand.kernel.errors import Overloaded, RequestInvalid
from grandstand.language.models import Language
from grandstand.library.citing import Citing
from grandstand.library.errors import CollectionUnknown
from grandstand.library.finding import threshold
from grandstand.library.looking import Looking, Models
from grandstand.library.models import Answer, CollectionId, Passage, Question
from grandstand.library.search_storage import SearchStorage
from grandstand.library.service import LibraryService
from grandstand.library.shelving import AnyShelf, Shelving
from grandstand.library.storage import LibraryStorage

QUESTION_CHARACTERS_MAX = 500
PASSAGES_MAX = 5
"""Passages of one answer."""
LOADING_TIMEOUT_S = 5.0
"""How long a question waits until everything was read after a start."""
QUESTIONS_AT_ONCE_MAX = 64
"""Questions that one process answers at the same time; the next one is told to come again."""
ANSWERS_KEPT_MAX = 512
RETRY_AFTER_S = 1.0

Key: TypeAlias = tuple[str, Language | None, frozenset[CollectionId], frozenset[Language], int, int]
"""Question, prior, what may be read, languages, how many passages, revision of the shelf."""


class _Considered(NamedTuple):
    """What was found out about a question, however sure its answer has to be."""

    language: Language
    passages: tuple[Passage, ...]
    differ: bool
    is_quick: bool
    confidence: float


class Asking:
    """One for each process; `follow` runs beside it.

    Args:
        database: where the library is.
        storage: its tables.
        service: notes what was not found.
        shelf: what is searched.
        models: what understands questions.
    """

    def __init__(
        self, database: Database, storage: LibraryStorage, service: LibraryService, shelf: AnyShelf, models: Models
    ) -> None:
        self._database = database
        self._storage = storage
        self._service = service
        self._shelf = shelf
        self._may_become_thorough = models.thorough is not None
        self._search = SearchStorage()
        self._citing = Citing(database, storage)
        self._looking = Looking(shelf, self._citing, models)
        self._kept: OrderedDict[Key, _Considered] = OrderedDict()
        self._under_way = 0
        self.shelving = Shelving(database, storage, shelf)

    async def follow(self) -> None:
        """Read what can be found, then keep up with it, until cancelled.

        Raises:
            DatabaseUnavailable: the connection was lost; follow again.
        """
        await self.shelving.follow()

    async def ask(self, viewer: Principal | None, question: Question) -> Answer:
        """What the library says to a question, only from what the viewer may read now.

        Raises:
            RequestInvalid: the question is empty or too long.
            CollectionUnknown: one of the collections is not there, or not hers to read.
            Overloaded: too many questions, or not everything has been read since the start.
            DatabaseUnavailable: ask again.
        """
        began_s = time.perf_counter()
        text = checked(question.text)
        async with self._room():
            collections, strictness = await self._readable(viewer, question)
            considered = await self._considered(text, question, collections)
        found = _is_found(considered, strictness)
        # A quick answer that finds nothing says little: the thorough model may have been busy, or still starting.
        is_final = not (considered.is_quick and self._may_become_thorough)
        if not found and collections and is_final:
            await self._service.note_unanswered(viewer, text, considered.language, considered.confidence)
        return Answer(
            language=considered.language,
            found=found,
            passages=considered.passages if found else (),
            differ=found and considered.differ,
            is_quick=considered.is_quick,
            confidence=round(considered.confidence, 3),
            took_ms=round((time.perf_counter() - began_s) * 1000, 1),
        )

    async def suggest(self, viewer: Principal | None, prefix: str) -> list[str]:
        """Headings and titles, of what the viewer may read now, that go on as she has begun."""
        collections = await self._service.readable(viewer)
        return self.shelving.suggestions.matching(prefix, collections)

    @asynccontextmanager
    async def _room(self) -> AsyncIterator[None]:
        """A place among the questions under way, once there is something to ask."""
        if self._under_way >= QUESTIONS_AT_ONCE_MAX:
            raise Overloaded("More questions than can be answered right now.", retry_after_s=RETRY_AFTER_S)
        self._under_way += 1
        try:
            await self._loaded()
            yield
        finally:
            self._under_way -= 1

    async def _loaded(self) -> None:
        try:
            await asyncio.wait_for(self.shelving.loaded.wait(), LOADING_TIMEOUT_S)
        except TimeoutError:
            message = "The library is still being read after a start."
            raise Overloaded(message, retry_after_s=RETRY_AFTER_S) from None

    async def _readable(
        self, viewer: Principal | None, question: Question
    ) -> tuple[frozenset[CollectionId], Mapping[CollectionId, float]]:
        """The collections that are searched, and how sure an answer from each must be."""
        async with self._database.connection() as db:
            collections = await self._storage.collections_of(db, viewer)
            if question.collections:
                wanted = frozenset(question.collections)
                if not wanted <= collections:
                    raise CollectionUnknown
                collections = wanted
            return collections, await self._search.strictness_of(db, collections)

    async def _considered(
        self, text: str, question: Question, collections: frozenset[CollectionId]
    ) -> _Considered:
        most, languages = max(1, min(question.passages_max, PASSAGES_MAX)), frozenset(question.languages)
        key = (text, question.prior, collections, languages, most, self._shelf.revision)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        looked = await self._looking.look(text, question.prior, collections, languages, most)
        passages = await self._citing.passages(
            [(pick.citable, pick.quoted.quote, pick.score) for pick in looked.picks]
        )
        found = _Considered(looked.language, passages, looked.differ, looked.is_quick, looked.confidence)
        # While the thorough model is only busy, the next one to ask may get a better answer.
        if not (found.is_quick and self._may_become_thorough):
            self._kept[key] = found
            if len(self._kept) > ANSWERS_KEPT_MAX:
                self._kept.popitem(last=False)
        return found


def checked(text: str) -> str:
    """A question as it is looked up.

    Raises:
        RequestInvalid: it is empty or too long.
    """
    tidy = " ".join(text.split())
    if not tidy:
        raise RequestInvalid("The question is empty: write what you want to know.")
    if len(tidy) > QUESTION_CHARACTERS_MAX:
        raise RequestInvalid(f"A question has {QUESTION_CHARACTERS_MAX} characters at most, got {len(tidy)}.")
    return tidy


def _is_found(considered: _Considered, strictness: Mapping[CollectionId, float]) -> bool:
    """Whether it is as sure as the collection of the best passage wants it."""
    if not considered.passages:
        return False
    return considered.confidence >= threshold(strictness.get(considered.passages[0].collection, 1.0))
