"""The sentences of a chunk that answer a question, word for word, and whether two of them differ: pure.

A sentence counts by what it means (the quick model's cosine with the question) and by which words of the question
it has, rare ones more. Around the best one its neighbours are taken along as long as they count nearly as much. A
row of a table brings the header with it. A heading is no answer: it is only chosen where nothing else is there.
"""

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

import numpy as np

from grandstand.language.models import Language, Span
from grandstand.language.sentences import CELLS, sentences
from grandstand.language.tokens import terms
from grandstand.language.values import values
from grandstand.library.models import ChunkId, DocumentId, Quote
from grandstand.library.score import Numbers

SENTENCES_MAX = 24
"""Sentences of one chunk that are looked at."""
QUOTE_SENTENCES_MAX = 3
QUOTE_CHARACTERS_MAX = 600
QUOTE_ROWS_MAX = 8
"""A row further below its table's header is quoted without it."""
WORDS_WEIGHT = 0.35
"""What all words of the question in a sentence are worth, in cosine."""
NEIGHBOUR_SHARE = 0.80
"""A neighbour is taken along if it counts at least so much as the best sentence."""
SHORT_CHARACTERS = 40
"""A quotation shorter than this takes the better neighbour along."""
SAME_THING_MIN = 0.62
"""From this cosine on two quotations speak of the same thing."""
ANNOUNCES = (":", "\uff1a")
HEADING_WORTH = 0.5
"""What a line counts that only repeats a heading, as a share."""


class Sentence(NamedTuple):
    """A sentence of a chunk, what of the question's words it has (0 to 1), and whether it repeats a heading."""

    span: Span
    words: float
    is_heading: bool


class Sentences(NamedTuple):
    """A chunk in sentences, in order."""

    chunk: ChunkId
    text: str
    all: tuple[Sentence, ...]

    @property
    def texts(self) -> list[str]:
        return [self.text[each.span.start : each.span.end] for each in self.all]


def divided(question: str, chunks: Sequence[tuple[ChunkId, tuple[str, ...], str]]) -> list[Sentences]:
    """Each chunk (id, headings, text) in sentences, with what they have of the question's words.

    A word that few of these sentences have is worth more: log(1 + sentences / those that have it).
    """
    asked = set(terms(question))
    spans = [sentences(text)[:SENTENCES_MAX] for _, _, text in chunks]
    found = [
        [asked & set(terms(text[span.start : span.end])) for span in of_chunk]
        for (_, _, text), of_chunk in zip(chunks, spans, strict=True)
    ]
    size = sum(map(len, spans))
    having = {term: sum(term in each for of_chunk in found for each in of_chunk) for term in sorted(asked)}
    worth = {term: log(1 + size / max(having[term], 1)) for term in sorted(asked)}
    whole = sum(worth.values()) or 1.0

    def sentence(span: Span, has: set[str], headings: tuple[str, ...], text: str) -> Sentence:
        share = sum(worth[term] for term in sorted(has)) / whole
        return Sentence(span, share, _is_heading(text[span.start : span.end], headings))

    return [
        Sentences(
            chunk,
            text,
            tuple(sentence(span, has, headings, text) for span, has in zip(of_chunk, hits, strict=True)),
        )
        for (chunk, headings, text), of_chunk, hits in zip(chunks, spans, found, strict=True)
    ]


def _is_heading(sentence: str, headings: Sequence[str]) -> bool:
    plain = " ".join(sentence.split()).casefold()
    return any(plain.endswith(heading) for each in headings if (heading := " ".join(each.split()).casefold()))


class Quoted(NamedTuple):
    """The best quotation of a chunk: how near its best sentence is to the question, by meaning and by words."""

    quote: Quote
    worth: float
    meaning: float
    words: float
    best: int | None
    """Which sentence; None of a chunk without any."""


def quoted(chunk: Sentences, cosines: Numbers | None) -> Quoted:
    """The quotation of a chunk that answers best.

    Args:
        chunk: in sentences.
        cosines: of each sentence with the question; None where no model was asked.
    """
    meanings = np.zeros(len(chunk.all), np.float32) if cosines is None else cosines
    if not chunk.all:
        return Quoted(Quote(0, len(chunk.text)), 0.0, 0.0, 0.0, None)
    worths = [
        (float(meaning) + WORDS_WEIGHT * each.words) * (HEADING_WORTH if each.is_heading else 1)
        for each, meaning in zip(chunk.all, meanings, strict=True)
    ]
    best = max(range(len(worths)), key=lambda at: (worths[at], -at))
    first, last = _with_neighbours(chunk, worths, best)
    quote = Quote(chunk.all[first].span.start, chunk.all[last].span.end)
    return Quoted(quote, worths[best], float(meanings[best]), chunk.all[best].words, best)


def _with_neighbours(chunk: Sentences, worths: Sequence[float], best: int) -> tuple[int, int]:
    """The first and the last sentence of the quotation around the best one."""
    if CELLS in chunk.texts[best]:
        return _header_of(chunk, best), best
    first = last = best
    while last - first + 1 < QUOTE_SENTENCES_MAX:
        beside = [at for at in (first - 1, last + 1) if _may_join(chunk, at, first, last)]
        if not beside:
            break
        chosen = max(beside, key=lambda at: worths[at])
        length = chunk.all[last].span.end - chunk.all[first].span.start
        announced = chosen == last + 1 and chunk.texts[last].endswith(ANNOUNCES)
        if length >= SHORT_CHARACTERS and not announced and worths[chosen] < NEIGHBOUR_SHARE * worths[best]:
            break
        first, last = min(first, chosen), max(last, chosen)
    return first, last


def _may_join(chunk: Sentences, at: int, first: int, last: int) -> bool:
    if not 0 <= at < len(chunk.all) or chunk.all[at].is_heading or CELLS in chunk.texts[at]:
        return False
    start, end = min(first, at), max(last, at)
    return chunk.all[end].span.end - chunk.all[start].span.start <= QUOTE_CHARACTERS_MAX


def _header_of(chunk: Sentences, row: int) -> int:
    """The first row of the table that a row is in, if both can be quoted together; else the row itself."""
    header = row
    while header > 0 and CELLS in chunk.texts[header - 1]:
        header -= 1
    length = chunk.all[row].span.end - chunk.all[header].span.start
    return header if row - header <= QUOTE_ROWS_MAX and length <= QUOTE_CHARACTERS_MAX else row


class Source(NamedTuple):
    """A quotation, where it is from, and its vector where a model was asked."""

    document: DocumentId
    language: Language
    text: str
    vector: Numbers | None


def values_in(text: str) -> dict[str, frozenset[str]]:
    """The values that a text gives, by kind."""
    found: dict[str, set[str]] = {}
    for value in values(text):
        found.setdefault(value.kind, set()).add(value.normal)
    return {kind: frozenset(each) for kind, each in found.items()}


def contradict(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> bool:
    """Whether each gives a value that the other one does not, of the same kind. To say more is not to differ."""
    return any(one[kind] - other[kind] and other[kind] - one[kind] for kind in one.keys() & other.keys())


def same_thing(one: Source, other: Source) -> bool:
    """Whether two quotations speak of the same thing."""
    if one.vector is None or other.vector is None:
        mine, theirs = set(terms(one.text)), set(terms(other.text))
        return 2 * len(mine & theirs) >= min(len(mine), len(theirs)) > 0
    return float(one.vector @ other.vector) >= SAME_THING_MIN


class Chosen(NamedTuple):
    """Which sources are shown, best first, and whether the first ones differ."""

    places: tuple[int, ...]
    differ: bool


def chosen(sources: Sequence[Source], most: int) -> Chosen:
    """The sources that add something to the best one.

    One of another document that says the same is folded into what is shown already. One that speaks of the same
    thing and gives other values is shown right behind the best, and the answer differs.
    """
    if not sources:
        return Chosen((), differ=False)
    given = [values_in(source.text) for source in sources]
    shown, differing = [0], list[int]()
    for at in range(1, len(sources)):
        alike = [
            each for each in shown if _is_elsewhere(sources, each, at) and same_thing(sources[each], sources[at])
        ]
        if any(contradict(given[each], given[at]) for each in alike):
            shown.append(at)
            if same_thing(sources[0], sources[at]) and contradict(given[0], given[at]):
                differing.append(at)
        elif not alike:
            shown.append(at)
    order = [0, *differing, *(at for at in shown[1:] if at not in differing)]
    return Chosen(tuple(order[:most]), differ=bool(differing) and most > 1)


def _is_elsewhere(sources: Sequence[Source], one: int, other: int) -> bool:
    return sources[one].document != sources[other].document
