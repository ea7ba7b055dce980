"""The best chunks of a question looked at again: by their sentences, and with their translations. Pure.

    closer = score + 60 (best(thorough) - mean of those) + 7.5 (best(quick) - mean of those)

A chunk speaks of ten things and is near to a question about one of them only by a tenth; its best sentence is near
by all of it. `best` is the highest cosine that the question has with a sentence of the chunk, by either model; of
the thorough one LANGUAGE_LEAD is taken away where both are in one language. A chunk without vectors of sentences
gets what the others have on average.

A passage that is there in several languages is one candidate and not several: it counts by the mean of what its
versions score. The right one gains, since all of them agree; a wrong one loses the luck of its best translation,
which otherwise outdoes the right answer wherever that is there in one language only. Translations are found by
their vectors among the best chunks alone, so nothing that is hidden from the asker has a part in it.
"""

from collections.abc import Mapping, Sequence
from math import nan
from typing import NamedTuple

import msgspec
import numpy as np

from grandstand.language.models import Language, Vectors
from grandstand.language.sentences import CELLS, sentences
from grandstand.library.models import ChunkId
from grandstand.library.score import Numbers
from grandstand.library.shelf import Hit

CLOSER_MAX = 50
"""The best chunks that are looked at again."""
SENTENCES_MAX = 40
"""Sentences of one chunk that have a vector."""
THOROUGH_SENTENCE_WEIGHT = 60.0
QUICK_SENTENCE_WEIGHT = 7.5
"""What a cosine of 1 is worth: best sentences differ by some hundredths. Fitted (library_weights.py)."""
LANGUAGE_LEAD = 0.06
"""How much nearer a chunk of the asker's language is by its language alone, in cosine: words and sentences of one
language are alike. Fitted. It moves nothing where all chunks are in one language."""
SAME_PASSAGE_MIN = 0.60
"""From this cosine of the quick model on, chunks of two languages are translations: 93 of 100 that are one, and
3 of 10,000 that are not, in the demo's manuals."""


class Near(NamedTuple):
    """What is known of a chunk beside its score: None where it was not computed yet, or no model is there."""

    chunk: Numbers | None
    """Its vector by the quick model."""
    thorough: Vectors | None
    """Those of its sentences, by either model."""
    quick: Vectors | None


class Candidate(NamedTuple):
    """A chunk that may answer, and those of its translations that are among the best chunks too, best first."""

    hit: Hit
    thorough: float
    """Its highest cosine of a sentence, by either model; NaN where it is not known."""
    quick: float
    translations: tuple[Hit, ...]


UNKNOWN = Near(None, None, None)


def sentence_texts(headings: Sequence[str], text: str) -> list[str]:
    """What is embedded of a chunk by sentences: no headings; each cell of a row behind the head of its column."""
    found: list[str] = []
    head: list[str] | None = None
    repeated = {_plain(heading) for heading in headings}
    for span in sentences(text):
        sentence = text[span.start : span.end]
        if CELLS not in sentence:
            head = None
            if _plain(sentence) not in repeated:
                found.append(sentence)
        elif head is None:
            head = _cells(sentence)
        else:
            found.append(_spelled_out(head, _cells(sentence)))
    return found[:SENTENCES_MAX] or [text]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split(CELLS.strip())]


def _spelled_out(head: Sequence[str], cells: Sequence[str]) -> str:
    if len(head) != len(cells):
        return CELLS.join(cells)
    named = [f"{name}: {cell}" for name, cell in zip(head[1:], cells[1:], strict=True) if cell]
    return "; ".join([cells[0], *named])


class Closer(NamedTuple):
    """A chunk whose sentences were looked at, and the highest cosines of these; NaN where they are not known."""

    hit: Hit
    thorough: float
    quick: float


def looked_closer(
    hits: Sequence[Hit],
    near: Mapping[ChunkId, Near],
    thorough: Numbers | None,
    quick: Numbers | None,
    asked_in: Language,
) -> list[Closer]:
    """The hits with what their best sentences add to their scores, best first.

    Args:
        hits: the best chunks.
        near: what is known of them.
        thorough: the question as the thorough model understands it, None where that is missing; and
        quick: as the quick one does.
        asked_in: the asker's language.
    """
    known = [near.get(hit.chunk, UNKNOWN) for hit in hits]
    best = np.array([(_highest(each.thorough, thorough), _highest(each.quick, quick)) for each in known])
    leads = np.array([(lead(hit, asked_in), 0.0) for hit in hits])
    added = np.zeros(len(hits))
    for column, weight in zip(
        (best - leads).reshape(-1, 2).T, (THOROUGH_SENTENCE_WEIGHT, QUICK_SENTENCE_WEIGHT), strict=True
    ):
        if not np.isnan(column).all():
            added += weight * np.nan_to_num(column - np.nanmean(column))
    again = [
        Closer(msgspec.structs.replace(hit, score=hit.score + float(more)), float(of_thorough), float(of_quick))
        for hit, more, (of_thorough, of_quick) in zip(hits, added, best, strict=True)
    ]
    return sorted(again, key=lambda each: _order(each.hit))


def lead(hit: Hit, asked_in: Language) -> float:
    """What is taken away of a sentence's cosine by the thorough model, since it is in the asker's language."""
    return LANGUAGE_LEAD if hit.language == asked_in else 0.0


def _order(hit: Hit) -> tuple[float, int]:
    return -hit.score, hit.chunk


def _highest(sentences: Vectors | None, question: Numbers | None) -> float:
    if sentences is None or question is None or sentences.shape[1] != len(question):
        return nan
    return float((sentences @ question).max())


def candidates(looked: Sequence[Closer], near: Mapping[ChunkId, Near], asked_in: Language) -> list[Candidate]:
    """The hits, translations of one passage taken together, best first.

    The one in the asker's language stands for all where there is one, else the best; its score is their mean.
    """
    left = list(looked)
    found: list[Candidate] = []
    while left:
        alike = _versions(left, near)
        left = [each for each in left if each not in alike]
        first = next((each for each in alike if each.hit.language == asked_in), alike[0])
        score = sum(each.hit.score for each in alike) / len(alike)
        others = tuple(each.hit for each in alike if each is not first)
        found.append(Candidate(msgspec.structs.replace(first.hit, score=score), *first[1:], others))
    return sorted(found, key=lambda each: _order(each.hit))


def _versions(looked: Sequence[Closer], near: Mapping[ChunkId, Near]) -> list[Closer]:
    """The first, and the best one of each other language that is a translation of it."""
    first, *rest = looked
    known = [first]
    for each in rest:
        is_new = all(each.hit.language != other.hit.language for other in known)
        if is_new and _is_same_passage(first.hit, each.hit, near):
            known.append(each)
    return known


def _is_same_passage(one: Hit, other: Hit, near: Mapping[ChunkId, Near]) -> bool:
    mine, theirs = (near.get(hit.chunk, UNKNOWN).chunk for hit in (one, other))
    return mine is not None and theirs is not None and float(np.dot(mine, theirs)) >= SAME_PASSAGE_MIN
