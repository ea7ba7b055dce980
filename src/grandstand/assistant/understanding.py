"""What a question means: its language, what it wants, who and what it names, which day.

The models may be away or busy; then the quick one, or its words and what is named have to do, and the answer says
that it is a quick one.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
import structlog

from grandstand.assistant import follow, words
from grandstand.assistant.intents import (
    Understood,
    by_names,
    by_words,
    chosen,
    known_intent,
    may_want,
    prototypes,
    stood_in,
)
from grandstand.assistant.likeness import DIRECTIONS, RIDGE, WIDTH, Learned, Prototype, Vectors, learned, likeness
from grandstand.assistant.memory_check import known_events, known_turns
from grandstand.assistant.prototype_vectors import KeptVectors
from grandstand.assistant.question import Question
from grandstand.assistant.rehearsal import rehearse
from grandstand.assistant.speech import is_written_everywhere, language_of, says_no_language
from grandstand.assistant.times import When, when_of
from grandstand.language.errors import LanguageError
from grandstand.language.identify import load_statistics
from grandstand.language.models import LANGUAGES, Language
from grandstand.live import Mentions, Reads

MEANING_TIMEOUT_S = 0.25
"""A model that has not answered by then is not waited for: a fan is."""
PROTOTYPES_TIMEOUT_S = 120.0
PROTOTYPES_AT_ONCE = 8
"""So many are read at a time, so that a fan's question waits for a tenth of a second at most."""
WORDS_WEIGHT = np.float32(0.5)
"""What words say beside the models."""

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Embedder(Protocol):
    """Texts to vectors, beside the event loop; language/worker.py has it."""

    async def queries(self, name: str, texts: Sequence[str], *, timeout_s: float) -> np.ndarray: ...


class Model(NamedTuple):
    name: str
    embedder: Embedder
    languages: frozenset[Language]
    """What it knows; of a question in another language it says nothing."""
    is_quick: bool = False
    """Whether it is asked under load as well."""


class Understanding:
    """One for each process.

    Args:
        reads: who and what the Games know by name.
        models: that say what a question means; none: it is told by words and names alone.
        folder: where vectors of the known questions are kept; None: they are read again at each start.
        known: the questions that the models learn from; None: all of prototypes/.
    """

    def __init__(
        self,
        reads: Reads,
        models: Sequence[Model],
        folder: Path | None = None,
        known: Sequence[Prototype] | None = None,
    ) -> None:
        self._reads = reads
        self._models = tuple(models)
        self._known = prototypes() if known is None else tuple(known)
        self._kept = KeptVectors(folder)
        self._learned: dict[str, Learned] = {}
        self._has_words = False
        self._loading: asyncio.Task[None] | None = None

    def load_beside(self) -> None:
        """Begin to load, unless that was begun; who asks meanwhile is understood by what is there."""
        if self._loading is None and self._models:
            self._loading = asyncio.create_task(self._load_or_say_why())

    async def loaded(self) -> None:
        """Wait until the models are there, or cannot be."""
        self.load_beside()
        if self._loading is not None:
            await asyncio.wait([self._loading])

    async def close(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
            await asyncio.gather(self._loading, return_exceptions=True)

    async def _load_or_say_why(self) -> None:
        try:
            await self.load()
        except LanguageError as error:
            log.warning("assistant.understands_by_words", reason=error.code)
            self._loading = None

    async def load(self) -> None:
        """Learn the known questions with each model, the quick one first.

        Raises:
            LanguageError: a model does not answer.
        """
        await asyncio.to_thread(load_statistics)
        for language in LANGUAGES:
            await asyncio.to_thread(rehearse, str(language))
        self._has_words = True
        for model in sorted(self._models, key=lambda each: not each.is_quick):
            if model.name not in self._learned:
                async with self._kept.alone():
                    known = [each for each in self._known if Language(each.language) in model.languages]
                    vectors = await self._vectors_of(model, [stood_in(each.text) for each in known])
                    self._learned[model.name] = await asyncio.to_thread(self._learn, model.name, known, vectors)

    def _learn(self, model: str, known: Sequence[Prototype], vectors: Vectors) -> Learned:
        maker, of = (
            f"weights {model} {WIDTH} {RIDGE} {DIRECTIONS}",
            [f"{each.intent} {each.language} {each.text}" for each in known],
        )
        kept = self._kept.read(maker, of)
        found = learned(known, vectors, kept)
        if kept is None:
            self._kept.write(maker, of, found.weights)
        return found

    async def _vectors_of(self, model: Model, texts: list[str]) -> Vectors:
        kept = await asyncio.to_thread(self._kept.read, model.name, texts)
        if kept is not None:
            return kept
        found = []
        for at in range(0, len(texts), PROTOTYPES_AT_ONCE):
            some = texts[at : at + PROTOTYPES_AT_ONCE]
            found.append(await model.embedder.queries(model.name, some, timeout_s=PROTOTYPES_TIMEOUT_S))
        vectors = np.concatenate(found).astype(np.float16)
        await asyncio.to_thread(self._kept.write, model.name, texts, vectors)
        # As they will be read, so that what is learned of them is the same at every start.
        return vectors.astype(np.float32)

    async def understand(self, question: Question) -> Understood:
        """What the question means.

        Raises:
            Overloaded: too many instants are being asked for.
        """
        language, mentions = await self._read(question)
        when = when_of(question.text, language, question.today)
        turns = await known_turns(self._reads, question.memory, language)
        is_meant = not question.quick and self._has_all(language)
        if follow.has_no_word(mentions, language):
            found = follow.elliptical(mentions, language, when, turns)
            if found is None:
                intent = by_names(mentions, has_day=when.day is not None)
                found = follow.Followed(intent, mentions, is_followed=False)
            return await self._checked(language, found, when, is_meant=is_meant)
        asked = follow.asked(mentions, language, turns)
        known = known_intent(asked.rest, language)
        if known is not None and may_want(known, mentions, asked.seen):
            return await self._checked(language, follow.taken(known, asked), when, is_meant=is_meant)
        said = await self._by_words(words.likeness, asked.rest, language)
        likenesses = await self._likenesses(asked.rest, language, is_hurried=question.quick)
        if likenesses:
            intent = chosen([*likenesses, WORDS_WEIGHT * said], mentions, asked.seen)
        else:
            intent = by_words(said, mentions, has_day=when.day is not None, offered=asked.seen)
        is_meant &= len(likenesses) == len(self._speaking(language))
        return await self._checked(language, follow.taken(intent, asked), when, is_meant=is_meant)

    async def _by_words(self, work: Callable[[str, str], T], text: str, language: str) -> T:
        """What the words say: at once where everything is loaded, else in a thread, which may take a second."""
        return work(text, language) if self._has_words else await asyncio.to_thread(work, text, language)

    async def _read(self, question: Question) -> tuple[str, Mentions]:
        """The language of a question, and what it names: a question of names alone is in the page's language."""
        text, page = question.text, question.language
        mentions = await self._reads.mentions(text, page)
        if says_no_language(mentions.rest):
            if is_written_everywhere(text, page):
                return page, mentions
            language = language_of(text, page)
        else:
            language = await self._by_words(language_of, mentions.rest, page)
        if language != page:
            mentions = await self._reads.mentions(text, language)
        return language, mentions

    async def _checked(self, language: str, found: follow.Followed, when: When, *, is_meant: bool) -> Understood:
        """What is wanted, without events that there are not."""
        mentions = found.mentions
        if found.is_followed and mentions.events:
            mentions = replace(mentions, events=await known_events(self._reads, mentions.events, language))
        return Understood(
            language=language,
            intent=found.intent,
            by_meaning=is_meant,
            mentions=mentions,
            day=when.day or found.day,
            until=when.until,
            part=when.part,
            followed=found.is_followed,
        )

    def _has_all(self, language: str) -> bool:
        """Whether there are models for the language, and all of them have learned what we know."""
        speaking = self._speaking(language)
        return bool(speaking) and all(each.name in self._learned for each in speaking)

    def _speaking(self, language: str) -> list[Model]:
        return [each for each in self._models if Language(language) in each.languages]

    async def _likenesses(self, rest: str, language: str, *, is_hurried: bool) -> list[Vectors]:
        models = [
            each
            for each in self._speaking(language)
            if each.name in self._learned and (each.is_quick or not is_hurried)
        ]
        found = await asyncio.gather(*(self._vector(model, stood_in(rest)) for model in models))
        return [
            likeness(self._learned[model.name], vector, language)
            for model, vector in zip(models, found, strict=True)
            if vector is not None
        ]

    async def _vector(self, model: Model, text: str) -> Vectors | None:
        with suppress(LanguageError):
            found = await model.embedder.queries(model.name, [text], timeout_s=MEANING_TIMEOUT_S)
            vector: Vectors = np.asarray(found, dtype=np.float32)[0]
            return vector
        return None
