"""Looks a question up: its language and vectors, the best chunks, their best sentences, how sure that is.

Whatever is slow or missing is left out and said so: without the thorough embedder an answer is quick, without any
it rests on words alone; a reranker that does not answer changes nothing.
"""

import asyncio
from collections.abc import Mapping, Sequence
from math import nan
from typing import NamedTuple, Protocol

import msgspec
import numpy as np
import structlog

from grandstand.language.endpoint import Reranked
from grandstand.language.errors import LanguageError
from grandstand.language.identify import identify
from grandstand.language.models import Language, Vectors
from grandstand.library.citing import Citable
from grandstand.library.closer import CLOSER_MAX, Candidate, Near, candidates, lead, looked_closer
from grandstand.library.finding import Evidence, confidence, is_known
from grandstand.library.models import ChunkId, CollectionId
from grandstand.library.ordinary import centre, centred, ordinary_questions
from grandstand.library.passages import Quoted, Sentences, Source, chosen, divided, quoted
from grandstand.library.score import Numbers
from grandstand.library.shelf import Asked, Hit, Meaning
from grandstand.library.shelving import AnyShelf
from grandstand.library.stack import indexed_text

THOROUGH_TIMEOUT_S = 0.3
"""After this an answer is quick: the thorough embedder is busy."""
QUICK_TIMEOUT_S = 0.3
SENTENCES_TIMEOUT_S = 0.15
ORDINARY_TIMEOUT_S = 2.0
"""For the ordinary questions of a language, which are embedded once (ordinary.py)."""
RERANK_TIMEOUT_S = 1.0
CITABLE_MAX = 20
"""The best chunks that are read from the database, and that a reranker is given."""
QUOTED_MAX = 6
"""The best chunks of which the best sentences are looked for."""
SENTENCES_EMBEDDED_MAX = 48
"""Sentences whose meaning is compared with the question: about 50 ms of the quick embedder."""
TRANSLATIONS_MAX = 2
"""Translations of the best chunk that are looked at too: whether they say the same."""
LEAD_BEHIND = 10
"""How far the best is ahead is measured from the chunk behind so many."""

log = structlog.get_logger(__name__)


class QueryEmbedder(Protocol):
    """What gives questions and sentences their vectors: a process of ours, or an endpoint."""

    async def queries(self, name: str, texts: Sequence[str], *, timeout_s: float) -> Vectors:
        """One row a text.

        Raises:
            LanguageError: it is missing, or does not answer in time.
        """


class Reranker(Protocol):
    """What looks at question and passage together."""

    async def rerank(self, query: str, texts: Sequence[str], *, top: int, timeout_s: float) -> list[Reranked]:
        """Which texts answer how well, best first.

        Raises:
            LanguageError: it does not answer in time.
        """


class Model(NamedTuple):
    """A model's name, and who runs it."""

    name: str
    embedder: QueryEmbedder


class Models(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked; None is not there."""

    thorough: Model | None = None
    quick: Model | None = None
    reranker: Reranker | None = None


class Texts(Protocol):
    """Where the texts of chunks are."""

    async def citable(
        self, hits: Sequence[Hit], collections: frozenset[CollectionId]
    ) -> Mapping[ChunkId, Citable]:
        """Those of the chunks that are still there and lie in these collections."""

    async def near(
        self, hits: Sequence[Hit], thorough: Meaning | None, quick: Meaning | None
    ) -> Mapping[ChunkId, Near]:
        """What the models that understood a question know of these chunks and their sentences."""


class Pick(NamedTuple):
    """A chunk that is shown, and which of its sentences."""

    hit: Hit
    citable: Citable
    quoted: Quoted
    vector: Numbers | None
    """Of its best sentence, by the quick model."""
    score: float


class Looked(NamedTuple):
    """What was found out about a question, whether it is sure enough or not."""

    language: Language
    picks: tuple[Pick, ...]
    differ: bool
    is_quick: bool
    confidence: float
    evidence: Evidence | None
    """None where there is nothing to read."""


class Looking:
    def __init__(self, shelf: AnyShelf, texts: Texts, models: Models) -> None:
        self._shelf = shelf
        self._texts = texts
        self._models = models
        self._centres: dict[tuple[str, Language], Numbers] = {}

    async def look(
        self,
        text: str,
        prior: Language | None,
        collections: frozenset[CollectionId],
        languages: frozenset[Language],
        most: int,
    ) -> Looked:
        """The best passages, best first, `most` at most, whether they differ, and how sure it is."""
        language = identify(text, prior=prior).language
        thorough, quick = await asyncio.gather(
            self._meaning(self._models.thorough, text, language, THOROUGH_TIMEOUT_S),
            self._meaning(self._models.quick, text, language, QUICK_TIMEOUT_S),
        )
        hits = await self._shelf.best(Asked.of(text, language, thorough, quick), collections, languages)
        found = await self._closer(hits[:CLOSER_MAX], language, thorough, quick)
        hits = [each.hit for each in found[:CITABLE_MAX]]
        translations = found[0].translations[:TRANSLATIONS_MAX] if found else ()
        citable = await self._texts.citable([*hits, *translations], collections)
        ahead = hits[0].score - hits[:LEAD_BEHIND][-1].score if hits else 0.0
        sentence = {each.hit.chunk: _cosine(each.thorough - lead(each.hit, language), thorough) for each in found}
        hits = await self._reranked(text, [hit for hit in hits if hit.chunk in citable], citable)
        shown = [*hits[:QUOTED_MAX], *(hit for hit in translations if hit.chunk in citable)]
        picks = await self._picked(text, shown, citable, quick)
        if not picks:
            return Looked(language, (), differ=False, is_quick=thorough is None, confidence=0.0, evidence=None)
        known = is_known(text, [_indexed(each) for each in citable.values()])
        evidence = _evidence(picks[0], ahead, sentence[picks[0].hit.chunk], is_known=known)
        show = chosen([_source(pick) for pick in picks], most)
        return Looked(
            language,
            tuple(picks[at] for at in show.places),
            differ=show.differ,
            is_quick=thorough is None,
            confidence=confidence(evidence, has_thorough=thorough is not None, has_quick=quick is not None),
            evidence=evidence,
        )

    async def _closer(
        self, hits: Sequence[Hit], language: Language, thorough: Meaning | None, quick: Meaning | None
    ) -> list[Candidate]:
        """The best chunks by their sentences and with their translations, best first (closer.py)."""
        near = await self._texts.near(hits, thorough, quick) if hits and (quick or thorough) else {}
        of_thorough, of_quick = (None if meaning is None else meaning.vector for meaning in (thorough, quick))
        return candidates(looked_closer(hits, near, of_thorough, of_quick, language), near, language)

    async def _meaning(
        self, model: Model | None, text: str, language: Language, timeout_s: float
    ) -> Meaning | None:
        """The question as a model understands it, centred; None where it is missing or busy."""
        if model is None:
            return None
        common = await self._common(model, language)
        vectors = await _vectors(model, [text], timeout_s)
        if common is None or vectors is None:
            return None
        return Meaning(model.name, centred(vectors[0], common))

    async def _common(self, model: Model, language: Language) -> Numbers | None:
        """What ordinary questions of a language have in common; asked of the model once."""
        key = (model.name, language)
        if key not in self._centres:
            vectors = await _vectors(model, ordinary_questions(language), ORDINARY_TIMEOUT_S)
            if vectors is None:
                return None
            self._centres[key] = centre(vectors)
        return self._centres[key]

    async def _reranked(self, text: str, hits: list[Hit], citable: Mapping[ChunkId, Citable]) -> list[Hit]:
        """The hits in the order that the reranker, where there is one, gives them."""
        reranker = self._models.reranker
        if reranker is None or not hits:
            return hits
        texts = [_indexed(citable[hit.chunk]) for hit in hits]
        try:
            ranked = await reranker.rerank(text, texts, top=len(texts), timeout_s=RERANK_TIMEOUT_S)
        except LanguageError as error:
            log.warning("reranker.left_out", reason=error.code)
            return hits
        first = [each.at for each in ranked]
        order = [*first, *(at for at in range(len(hits)) if at not in first)]
        # Each takes over the score of the place that it comes to, so that scores still fall.
        return [msgspec.structs.replace(hits[at], score=hits[place].score) for place, at in enumerate(order)]

    async def _picked(
        self, text: str, hits: Sequence[Hit], citable: Mapping[ChunkId, Citable], quick: Meaning | None
    ) -> list[Pick]:
        """The best sentences of each chunk."""
        chunks = [(hit.chunk, citable[hit.chunk].stored.chunk) for hit in hits]
        split = divided(text, [(number, chunk.headings, chunk.text) for number, chunk in chunks])
        picks = []
        for hit, sentences, vectors in zip(hits, split, await self._sentence_vectors(split), strict=True):
            known = quick is not None and vectors is not None
            found = quoted(sentences, vectors @ quick.vector if known and vectors is not None and quick else None)
            vector = None if vectors is None or found.best is None else vectors[found.best]
            picks.append(Pick(hit, citable[hit.chunk], found, vector, hit.score))
        return picks

    async def _sentence_vectors(self, split: Sequence[Sentences]) -> list[Vectors | None]:
        """The vectors of the sentences of each chunk; a row of zeros where there was no room for one."""
        texts = [text for each in split for text in each.texts]
        vectors = await _vectors(self._models.quick, texts[:SENTENCES_EMBEDDED_MAX], SENTENCES_TIMEOUT_S)
        if vectors is None or not len(vectors):
            return [None] * len(split)
        room = np.zeros((len(texts), vectors.shape[1]), np.float32)
        room[: len(vectors)] = vectors
        ends = np.cumsum([len(each.all) for each in split])
        return list(np.split(room, ends[:-1]))


async def _vectors(model: Model | None, texts: Sequence[str], timeout_s: float) -> Vectors | None:
    if model is None or not texts:
        return None
    try:
        return await model.embedder.queries(model.name, texts, timeout_s=timeout_s)
    except LanguageError as error:
        log.warning("embedder.left_out", model=model.name, reason=error.code)
        return None


def _indexed(citable: Citable) -> str:
    return indexed_text(citable.stored.chunk.headings, citable.stored.chunk.text)


def _source(pick: Pick) -> Source:
    chunk, quote = pick.citable.stored.chunk, pick.quoted.quote
    return Source(pick.citable.titled.document, chunk.language, chunk.text[quote.start : quote.end], pick.vector)


def _cosine(product: float, question: Meaning | None) -> float:
    """What a centred question, which is not of length 1, and a sentence have as a cosine."""
    length = 0.0 if question is None else float(np.linalg.norm(question.vector))
    return product / length if length else nan


def _evidence(best: Pick, ahead: float, sentence: float, *, is_known: bool) -> Evidence:
    return Evidence(
        thorough=best.hit.thorough,
        quick=best.hit.quick,
        coverage=best.hit.coverage,
        sentence=sentence,
        meaning=best.quoted.meaning,
        words=best.quoted.words,
        lead=ahead,
        known=float(is_known),
    )
