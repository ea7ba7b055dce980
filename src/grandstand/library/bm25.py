"""BM25 over what the asker may read, as a share of the most that this question could score: pure.

Words are counted only in chunks that the mask lets through: how many there are, how long they are and how many
hold a term. Nothing about a hidden chunk shows in a score, not even that it exists.

    idf(t)      = ln(1 + (N - df(t) + 0.5) / (df(t) + 0.5))
    score(q, d) = sum over t in q of  idf(t) * tf / (tf + k1 * (1 - b + b * |d| / average))
    bound(q)    = sum over t in q of  idf(t)
    coverage    = score / bound, from 0 up to, not including, 1

This is BM25 of Robertson and Zaragoza (The Probabilistic Relevance Framework, 2009) with Lucene's idf, which is
never negative, and without the constant factor k1 + 1: then each term adds less than its idf, and their sum is the
bound. A term that no chunk has counts in the bound with the largest idf: a question of which little was found
covers little.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from math import log
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

K1 = 1.5
B = 0.75
QUERY_TERMS_MAX = 256
"""Distinct terms of a question that are looked up; later ones are left out."""
TERMS_REMEMBERED_MAX = 1 << 18
"""Terms whose keys one process remembers."""

Keys: TypeAlias = NDArray[np.int64]
Rows: TypeAlias = NDArray[np.int32]
Mask: TypeAlias = NDArray[np.bool_]
Scores: TypeAlias = NDArray[np.float32]


@lru_cache(maxsize=TERMS_REMEMBERED_MAX)
def key_of(term: str) -> int:
    """The term as a number of 64 bits, the same in every process."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little", signed=True)


class Bag(NamedTuple):
    """The terms of a text: ascending keys, how often each occurs, and all occurrences together."""

    keys: Keys
    counts: Rows
    length: int


def bag_of(terms: Iterable[str]) -> Bag:
    counted = Counter(map(key_of, terms))
    keys = np.fromiter(counted.keys(), np.int64, len(counted))
    counts = np.fromiter(counted.values(), np.int32, len(counted))
    order = np.argsort(keys)
    return Bag(keys[order], counts[order], int(counts.sum()))


def query_keys(terms: Iterable[str]) -> Keys:
    """The distinct terms of a question, QUERY_TERMS_MAX at most, ascending."""
    distinct = list(dict.fromkeys(terms))[:QUERY_TERMS_MAX]
    return np.unique(np.array([key_of(term) for term in distinct], np.int64))


class Postings(NamedTuple):
    """Which rows hold a term how often: those of `keys[i]` stand from `starts[i]` up to `starts[i + 1]`."""

    keys: Keys
    starts: NDArray[np.int64]
    rows: Rows
    counts: NDArray[np.uint16]

    @classmethod
    def of(cls, bags: Sequence[Bag], first_row: int) -> "Postings":
        """Those of consecutive rows."""
        sizes = [len(bag.keys) for bag in bags]
        rows = np.repeat(np.arange(first_row, first_row + len(bags), dtype=np.int32), sizes)
        keys = np.concatenate([bag.keys for bag in bags]) if bags else np.empty(0, np.int64)
        counts = np.concatenate([bag.counts for bag in bags]) if bags else np.empty(0, np.int32)
        return cls._sorted(keys, rows, np.minimum(counts, np.iinfo(np.uint16).max).astype(np.uint16))

    @classmethod
    def merged(cls, parts: Sequence["Postings"]) -> "Postings":
        """Those of several as one; no row is in two of them."""
        keys = np.concatenate([part.spelled_out() for part in parts])
        rows = np.concatenate([part.rows for part in parts])
        return cls._sorted(keys, rows, np.concatenate([part.counts for part in parts]))

    @classmethod
    def _sorted(cls, keys: Keys, rows: Rows, counts: NDArray[np.uint16]) -> "Postings":
        order = np.argsort(keys, kind="stable")
        distinct, starts = np.unique(keys[order], return_index=True)
        return cls(distinct, np.append(starts, len(keys)).astype(np.int64), rows[order], counts[order])

    def spelled_out(self) -> Keys:
        """The key of each entry."""
        return np.repeat(self.keys, np.diff(self.starts))

    def renumbered(self, new_rows: Rows) -> "Postings":
        """The same with other row numbers; a row that became -1 is left out."""
        rows = new_rows[self.rows]
        kept = rows >= 0
        return self._sorted(self.spelled_out()[kept], rows[kept], self.counts[kept])

    def entries(self, query: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the entries of the terms of a question are, and which of its terms each belongs to."""
        if not len(self.keys):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        at = np.minimum(np.searchsorted(self.keys, query), len(self.keys) - 1)
        present = np.flatnonzero(self.keys[at] == query)
        starts, sizes = self.starts[at[present]], np.diff(self.starts)[at[present]]
        before = np.cumsum(sizes) - sizes
        where = np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes)
        return where, np.repeat(present, sizes)


class Part(NamedTuple):
    """Rows that may be scored, and the postings of all rows around them."""

    postings: Sequence[Postings]
    lengths: Rows
    allowed: Mask


class _Entries(NamedTuple):
    terms: NDArray[np.int64]
    rows: Rows
    counts: NDArray[np.uint16]


class Commonness(NamedTuple):
    """What BM25 has to know of all chunks that may be read: how many, how long, and how many hold each term."""

    chunks: int
    terms: int
    frequencies: NDArray[np.int64]

    @property
    def average_length(self) -> float:
        return max(self.terms / self.chunks, 1.0) if self.chunks else 1.0

    def idf(self) -> NDArray[np.float64]:
        found = self.frequencies.astype(np.float64)
        return np.log1p((self.chunks - found + 0.5) / (found + 0.5))


def coverages(query: Keys, parts: Sequence[Part]) -> list[Scores]:
    """How much of a question each row covers, part by part; 0 for a row that may not be read."""
    entries = [[_allowed(postings, query, part.allowed) for postings in part.postings] for part in parts]
    common = Commonness(
        chunks=sum(int(np.count_nonzero(part.allowed)) for part in parts),
        terms=sum(int(part.lengths[part.allowed].sum(dtype=np.int64)) for part in parts),
        frequencies=sum(
            (np.bincount(each.terms, minlength=len(query)) for of_part in entries for each in of_part),
            start=np.zeros(len(query), np.int64),
        ),
    )
    return [_part_coverage(part, of_part, common) for part, of_part in zip(parts, entries, strict=True)]


def _allowed(postings: Postings, query: Keys, allowed: Mask) -> _Entries:
    where, terms = postings.entries(query)
    rows = postings.rows[where]
    kept = allowed[rows]
    return _Entries(terms[kept], rows[kept], postings.counts[where[kept]])


def _part_coverage(part: Part, entries: Sequence[_Entries], common: Commonness) -> Scores:
    idf, scores = common.idf(), np.zeros(len(part.lengths))
    for each in entries:
        weights = idf[each.terms] * saturation(each.counts, part.lengths[each.rows], common.average_length)
        scores += np.bincount(each.rows, weights, minlength=len(scores))
    bound = float(idf.sum())
    return (scores / bound if bound else scores).astype(np.float32)


def saturation(counts: NDArray[np.uint16], lengths: Rows, average_length: float) -> NDArray[np.float64]:
    """What a term adds, as a share of its idf: the more often the better, ever less so; less in a long text."""
    found: NDArray[np.float64] = counts / (counts + K1 * (1 - B + B * lengths / average_length))
    return found


def plain_coverages(query: Sequence[str], texts: Sequence[Sequence[str]], allowed: Sequence[bool]) -> list[float]:
    """The same as `coverages`, term by term as the formula reads: what the fast path is compared with."""
    distinct = list(dict.fromkeys(query))[:QUERY_TERMS_MAX]
    readable = [text for text, may in zip(texts, allowed, strict=True) if may]
    average = max(sum(map(len, readable)) / len(readable), 1.0) if readable else 1.0
    found = {term: sum(term in text for text in readable) for term in distinct}
    idf = {term: log(1 + (len(readable) - df + 0.5) / (df + 0.5)) for term, df in found.items()}
    bound = sum(idf.values())

    def score(text: Sequence[str]) -> float:
        slope = K1 * (1 - B + B * len(text) / average)
        return sum(idf[term] * text.count(term) / (text.count(term) + slope) for term in distinct)

    return [score(text) / bound if may and bound else 0.0 for text, may in zip(texts, allowed, strict=True)]
