"""What a question means: its language, what it wants, who and what it names, which day.

The models may be away or busy; then what is named has to do, and the answer says that it is a quick one.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

import numpy as np
import structlog

from grandstand.assistant.intents import Known, Understood, Vectors, by_names, chosen, prototypes, stood_in
from grandstand.assistant.models import Intent
from grandstand.assistant.question import Question
from grandstand.assistant.times import day_of
from grandstand.language.errors import LanguageError
from grandstand.language.identify import identify
from grandstand.language.models import LANGUAGES, UNKNOWN, Language
from grandstand.live import Mentions, Reads

MEANING_TIMEOUT_S = 0.25
"""A model that has not answered by then is not waited for: a fan is."""
PROTOTYPES_TIMEOUT_S = 120.0

log = structlog.get_logger(__name__)


class Embedder(Protocol):
    """Texts to vectors, beside the event loop; language/worker.py has it."""

    async def queries(self, name: str, texts: Sequence[str], *, timeout_s: float) -> np.ndarray: ...


class Model(NamedTuple):
    name: str
    embedder: Embedder
    languages: frozenset[Language]
    """What it knows; of a question in another language it says nothing."""


class Understanding:
    """One for each process.

    Args:
        reads: who and what the Games know by name.
        models: that say what a question means; none: it is told by names alone.
    """

    def __init__(self, reads: Reads, models: Sequence[Model]) -> None:
        self._reads = reads
        self._models = tuple(models)
        self._known: dict[str, Known] = {}
        self._loading: asyncio.Task[None] | None = None

    def load_beside(self) -> None:
        """Begin to load, unless that was begun; who asks meanwhile is understood by names."""
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
            log.warning("assistant.understands_by_names", reason=error.code)
            self._loading = None

    async def load(self) -> None:
        """Read the known questions with each model; until then questions are told by names alone.

        Raises:
            LanguageError: a model does not answer.
        """
        texts = [stood_in(each.text) for each in prototypes()]
        for model in self._models:
            vectors = await model.embedder.queries(model.name, texts, timeout_s=PROTOTYPES_TIMEOUT_S)
            self._known[model.name] = Known(np.asarray(vectors, dtype=np.float32))

    async def understand(self, question: Question) -> Understood:
        """What the question means.

        Raises:
            Overloaded: too many instants are being asked for.
        """
        # In a thread: the first sentence in Latin letters loads the statistics of 97 languages.
        language = await asyncio.to_thread(_language_of, question)
        mentions = await self._reads.mentions(question.text, language)
        today = question.at.astimezone(ZoneInfo(question.zone)).date()
        day = day_of(question.text, language, today)
        likenesses = await self._likenesses(mentions, Language(language))
        has_day = day is not None
        if likenesses:
            intent = chosen(likenesses, mentions, has_day=has_day)
        else:
            intent = by_names(mentions, has_day=has_day)
        return Understood(
            language=language, intent=intent, by_meaning=bool(likenesses), mentions=mentions, day=day
        )

    async def _likenesses(self, mentions: Mentions, language: Language) -> list[dict[Intent, float]]:
        asked = stood_in(mentions.rest)
        models = [each for each in self._models if each.name in self._known and language in each.languages]
        found = await asyncio.gather(*(self._vector(model, asked) for model in models))
        return [
            self._known[model.name].likeness(vector)
            for model, vector in zip(models, found, strict=True)
            if vector is not None
        ]

    async def _vector(self, model: Model, text: str) -> Vectors | None:
        with suppress(LanguageError):
            found = await model.embedder.queries(model.name, [text], timeout_s=MEANING_TIMEOUT_S)
            vector: Vectors = np.asarray(found, dtype=np.float32)[0]
            return vector
        return None


def _language_of(question: Question) -> str:
    prior = Language(question.language)
    found = identify(question.text, prior=prior, among=LANGUAGES).language
    return question.language if found == UNKNOWN else str(found)
