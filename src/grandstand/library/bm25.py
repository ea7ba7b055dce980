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
TERMS_REMEMBERED_MAX = 1 << 16
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


def bag_of(keys: Keys) -> Bag:
    """The bag of a text, of the keys of all its terms."""
    distinct, counts = np.unique(keys, return_counts=True)
    return Bag(distinct, counts.astype(np.int32), len(keys))


def keys_of(terms: Iterable[str]) -> Keys:
    """The keys of terms in their order."""
    return np.fromiter(map(key_of, terms), np.int64)


def query_keys(terms: Iterable[str]) -> Keys:
    """The distinct terms of a question, QUERY_TERMS_MAX at most, ascending."""
    distinct = list(dict.fromkeys(terms))[:QUERY_TERMS_MAX]
    return np.unique(keys_of(distinct))


class _Entries(NamedTuple):
    """Rows with terms of a question, and how often they have them: of each of `terms`, an index, so many."""

    terms: NDArray[np.intp]
    sizes: NDArray[np.int64]
    rows: Rows
    counts: NDArray[np.uint16]

    def among(self, allowed: Mask) -> "_Entries":
        """Only those of allowed rows."""
        kept = allowed[self.rows]
        starts = np.cumsum(self.sizes) - self.sizes
        return _Entries(
            self.terms,
            np.add.reduceat(kept, starts, dtype=np.int64),
            self.rows[kept],
            self.counts[kept],
        )


_NO_ENTRIES = _Entries(np.empty(0, np.intp), np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.uint16))


class Postings(NamedTuple):
    """Which rows hold a term how often: those of `keys[i]` stand from `starts[i]` up to `starts[i + 1]`."""

    keys: Keys
    starts: NDArray[np.int64]
    rows: Rows
    counts: NDArray[np.uint16]

    @classmethod
    def of(cls, texts: Sequence[Keys], first_row: int) -> "Postings":
        """Those of consecutive rows; of each the keys of all its terms, as often as they occur, in any order."""
        keys = np.concatenate([np.empty(0, np.int64), *texts])
        rows = np.repeat(
            np.arange(first_row, first_row + len(texts), dtype=np.int32), [len(each) for each in texts]
        )
        order = np.argsort(keys, kind="stable")
        keys, rows = keys[order], rows[order]
        # What is the same term of the same row stands together now.
        firsts = np.flatnonzero(_begins(keys) | _begins(rows))
        counts = np.diff(firsts, append=len(keys))
        keys = keys[firsts]
        starts = np.flatnonzero(_begins(keys))
        return cls(
            keys[starts],
            np.append(starts, len(keys)),
            rows[firsts],
            np.minimum(counts, np.iinfo(np.uint16).max).astype(np.uint16),
        )

    @classmethod
    def merged(cls, parts: Sequence["Postings"]) -> "Postings":
        """Those of several as one; all rows of each part come before those of the next."""
        keys = np.sort(np.concatenate([part.keys for part in parts]))
        keys = keys[_begins(keys)]
        places = [np.searchsorted(keys, part.keys) for part in parts]
        sizes = np.zeros(len(keys), np.int64)
        for part, at in zip(parts, places, strict=True):
            sizes[at] += part.sizes
        starts = np.concatenate([[0], np.cumsum(sizes)])
        rows, counts = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.uint16)
        free = starts[:-1].copy()
        for part, at in zip(parts, places, strict=True):
            to = np.repeat(free[at] - part.starts[:-1], part.sizes) + np.arange(len(part.rows))
            rows[to], counts[to] = part.rows, part.counts
            free[at] += part.sizes
        return cls(keys, starts, rows, counts)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """In how many rows each term is."""
        return np.diff(self.starts)

    def renumbered(self, new_rows: Rows) -> "Postings":
        """The same with other row numbers in the same order; a row that became -1 is left out."""
        rows = new_rows[self.rows]
        kept = rows >= 0
        before = np.concatenate([[0], np.cumsum(kept)])[self.starts]
        present = np.flatnonzero(np.diff(before))
        starts = np.append(before[present], before[-1])
        return Postings(self.keys[present], starts, rows[kept], self.counts[kept])

    def entries(self, query: Keys) -> "_Entries":
        """The entries of the terms of a question, one term after the other."""
        if not len(self.keys):
            return _NO_ENTRIES
        at = np.minimum(np.searchsorted(self.keys, query), len(self.keys) - 1)
        present = np.flatnonzero(self.keys[at] == query)
        # Those of one term stand together: copied in one piece each, frequent terms cost little.
        slices = [
            slice(*ends) for ends in zip(self.starts[at[present]], self.starts[at[present] + 1], strict=True)
        ]
        if not slices:
            return _NO_ENTRIES
        return _Entries(
            present,
            np.array([each.stop - each.start for each in slices]),
            np.concatenate([self.rows[each] for each in slices]),
            np.concatenate([self.counts[each] for each in slices]),
        )


class Part(NamedTuple):
    """Rows that may be scored, and the postings of all rows around them."""

    postings: Sequence[Postings]
    lengths: Rows
    allowed: Mask


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
    is_whole = [bool(part.allowed.all()) for part in parts]
    entries = [
        [_entries(postings, query, part.allowed, whole) for postings in part.postings]
        for part, whole in zip(parts, is_whole, strict=True)
    ]
    frequencies = np.zeros(len(query), np.int64)
    for of_part in entries:
        for each in of_part:
            frequencies[each.terms] += each.sizes
    common = Commonness(
        chunks=sum(int(np.count_nonzero(part.allowed)) for part in parts),
        terms=sum(int(part.lengths.sum(dtype=np.int64, where=part.allowed)) for part in parts),
        frequencies=frequencies,
    )
    return [_part_coverage(part, of_part, common) for part, of_part in zip(parts, entries, strict=True)]


def _entries(postings: Postings, query: Keys, allowed: Mask, is_whole: bool) -> _Entries:  # noqa: FBT001
    entries = postings.entries(query)
    return entries if is_whole or not len(entries.terms) else entries.among(allowed)


def _part_coverage(part: Part, entries: Sequence[_Entries], common: Commonness) -> Scores:
    idf, scores = common.idf(), np.zeros(len(part.lengths))
    slopes = slope(part.lengths, common.average_length)
    for each in entries:
        weights = each.counts / (each.counts + slopes[each.rows])
        weights *= np.repeat(idf[each.terms], each.sizes)
        scores += np.bincount(each.rows, weights, minlength=len(scores))
    bound = float(idf.sum())
    return (scores / bound if bound else scores).astype(np.float32)


def slope(lengths: Rows, average_length: float) -> NDArray[np.float64]:
    """How often a term has to occur to add half of its idf: oftener in a long text."""
    relative: NDArray[np.float64] = lengths / average_length
    return K1 * (1 - B + B * relative)


def saturation(counts: NDArray[np.uint16], lengths: Rows, average_length: float) -> NDArray[np.float64]:
    """What a term adds, as a share of its idf: the more often the better, ever less so; less in a long text."""
    found: NDArray[np.float64] = counts / (counts + slope(lengths, average_length))
    return found


def _begins(sorted_values: NDArray[np.integer]) -> Mask:
    """Where another value begins."""
    found = np.ones(len(sorted_values), np.bool_)
    np.not_equal(sorted_values[1:], sorted_values[:-1], out=found[1:])
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
