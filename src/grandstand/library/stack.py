"""The chunks of one collection in columns: what a question is held against, without their texts.

Written by one thread at a time, read by any: a reader takes the `view` of the moment and keeps it as long as it
likes. What a view shows never changes; a writer puts a new one in its place when it is done.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from grandstand.language.models import Language, Vectors
from grandstand.library.bags import keys_of_text
from grandstand.library.bm25 import Mask, Postings, Rows
from grandstand.library.models import ChunkId, VersionId
from grandstand.library.score import Codes, Numbers, sample_of

CAPACITY_MIN = 256
"""Rows for which a column has room from the start; it grows by half when they are used up."""
WHOLE_FRACTION_MIN = 0.25
"""From this share of rows on, one product over all of them is quicker than gathering those that are wanted."""
DEAD_FRACTION_MAX = 0.25
DEAD_MIN = 1_000
"""Rows of removed versions are dropped when there are so many, and they are so large a share."""


def indexed_text(headings: Sequence[str], text: str) -> str:
    """What is looked at of a chunk by words and by vectors: it is understood with its headings only."""
    return "\n".join([*headings, text])


class ShelvedChunk(msgspec.Struct, frozen=True, kw_only=True):
    """A chunk with the vectors that it has so far, by the name of the model."""

    id: ChunkId
    language: Language
    headings: tuple[str, ...]
    text: str
    vectors: Mapping[str, NDArray[np.floating]]


class Column(NamedTuple):
    """The vectors of one model; a row that is not known holds anything."""

    matrix: Vectors
    known: Mask


Columns: TypeAlias = Mapping[str, Column]


class View(NamedTuple):
    """A stack as it is at one moment."""

    ids: NDArray[np.int32]
    versions: NDArray[np.int32]
    languages: Codes
    samples: NDArray[np.uint32]
    lengths: Rows
    alive: Mask
    columns: Columns
    postings: tuple[Postings, ...]

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        rows: list[NDArray[Any]] = [
            self.ids,
            self.versions,
            self.languages,
            self.samples,
            self.lengths,
            self.alive,
        ]
        groups: list[Iterable[NDArray[Any]]] = [rows, *self.columns.values(), *self.postings]
        return sum(array.nbytes for arrays in groups for array in arrays)

    def cosines(self, model: str, vector: Numbers, rows: NDArray[np.intp]) -> tuple[Numbers, Mask]:
        """The cosines of these rows with a vector, and which of them are known."""
        column = self.columns.get(model)
        if column is None or column.matrix.shape[1] != len(vector):
            return np.zeros(len(rows), np.float32), np.zeros(len(rows), np.bool_)
        if len(rows) < WHOLE_FRACTION_MIN * len(self.ids):
            return _products(column.matrix[rows], vector), column.known[rows]
        return _products(column.matrix, vector)[rows], column.known[rows]


def _products(matrix: Vectors, vector: Numbers) -> Numbers:
    """Each row times the vector, by one thread.

    Memory is what takes time. BLAS would have several threads wait for it in loops: three times the work, which
    starves whatever else the machine does.
    """
    products: Numbers = np.einsum("ij,j->i", matrix, vector)
    return products


class Stack:
    """One collection. `codes` numbers the languages; stacks of one shelf share it."""

    def __init__(self, codes: dict[Language, int]) -> None:
        self._codes = codes
        self._columns: dict[str, Column] = {}
        self.view = View(
            np.empty(0, np.int32),
            np.empty(0, np.int32),
            np.empty(0, np.int16),
            np.empty(0, np.uint32),
            np.empty(0, np.int32),
            np.empty(0, np.bool_),
            {},
            (),
        )

    @property
    def alive(self) -> int:
        return int(np.count_nonzero(self.view.alive))

    def put(self, version: VersionId, chunks: Sequence[ShelvedChunk]) -> None:
        """Have these chunks for the version. Where they are there already, vectors that came since are added."""
        rows = np.flatnonzero((self.view.versions == version) & self.view.alive)
        if len(rows) and self.view.ids[rows].tolist() == [chunk.id for chunk in chunks]:
            self._fill(rows, chunks)
            return
        if len(rows):
            self.remove(version)
        if chunks:
            self._append(version, chunks)

    def remove(self, version: VersionId) -> bool:
        """Have none of the version; whether there was any."""
        alive = self.view.alive & (self.view.versions != version)
        changed = not np.array_equal(alive, self.view.alive)
        if changed:
            self.view = self.view._replace(alive=alive)
            dead = len(alive) - self.alive
            if dead >= DEAD_MIN and dead > DEAD_FRACTION_MAX * len(alive):
                self._compact()
        return changed

    def _append(self, version: VersionId, chunks: Sequence[ShelvedChunk]) -> None:
        old, first = self.view, len(self.view.ids)
        keys = [keys_of_text(indexed_text(chunk.headings, chunk.text)) for chunk in chunks]
        codes = [self._codes.setdefault(chunk.language, len(self._codes)) for chunk in chunks]
        self.view = View(
            ids=np.append(old.ids, np.array([chunk.id for chunk in chunks], np.int32)),
            versions=np.append(old.versions, np.full(len(chunks), version, np.int32)),
            languages=np.append(old.languages, np.array(codes, np.int16)),
            samples=np.append(old.samples, np.array([sample_of(chunk.id) for chunk in chunks], np.uint32)),
            lengths=np.append(old.lengths, np.array([len(each) for each in keys], np.int32)),
            alive=np.append(old.alive, np.ones(len(chunks), np.bool_)),
            columns=self._with_vectors(np.arange(first, first + len(chunks)), chunks),
            postings=tiered([*old.postings, Postings.of(keys, first)]),
        )

    def _fill(self, rows: NDArray[np.intp], chunks: Sequence[ShelvedChunk]) -> None:
        lacking = [
            any(
                model not in self.view.columns or not self.view.columns[model].known[row]
                for model in chunk.vectors
            )
            for row, chunk in zip(rows, chunks, strict=True)
        ]
        if any(lacking):
            kept = [chunk for chunk, lacks in zip(chunks, lacking, strict=True) if lacks]
            self.view = self.view._replace(columns=self._with_vectors(rows[lacking], kept))

    def _with_vectors(self, rows: NDArray[np.intp], chunks: Sequence[ShelvedChunk]) -> Columns:
        """The columns with the vectors of these rows, as long as the stack then is.

        Matrices are shared with earlier views: those do not know the rows that are written here.
        """
        size = max(len(self.view.ids), int(rows[-1]) + 1)
        for model in {model for chunk in chunks for model in chunk.vectors}:
            given = [
                (row, chunk.vectors[model])
                for row, chunk in zip(rows, chunks, strict=True)
                if model in chunk.vectors
            ]
            column = self._room_for(model, size, len(given[0][1]))
            known = column.known.copy()
            for row, vector in given:
                if len(vector) == column.matrix.shape[1]:
                    column.matrix[row] = vector
                    known[row] = True
            self._columns[model] = Column(column.matrix, known)
        for model in self._columns:
            self._columns[model] = self._room_for(model, size, 0)
        return {model: Column(each.matrix[:size], each.known[:size]) for model, each in self._columns.items()}

    def _room_for(self, model: str, size: int, dimensions: int) -> Column:
        column = self._columns.get(model)
        if column is None:
            capacity = max(CAPACITY_MIN, size)
            return Column(np.zeros((capacity, dimensions), np.float32), np.zeros(capacity, np.bool_))
        capacity = len(column.known)
        if size <= capacity:
            return column
        more = max(size, capacity + capacity // 2) - capacity
        return Column(
            np.concatenate([column.matrix, np.zeros((more, column.matrix.shape[1]), np.float32)]),
            np.append(column.known, np.zeros(more, np.bool_)),
        )

    def _compact(self) -> None:
        """Drop the rows of removed versions."""
        old, rows = self.view, np.flatnonzero(self.view.alive)
        new_rows = np.where(old.alive, np.cumsum(old.alive) - 1, -1).astype(np.int32)
        self._columns = {
            model: Column(column.matrix[rows], column.known[rows]) for model, column in old.columns.items()
        }
        self.view = View(
            ids=old.ids[rows],
            versions=old.versions[rows],
            languages=old.languages[rows],
            samples=old.samples[rows],
            lengths=old.lengths[rows],
            alive=old.alive[rows],
            columns=dict(self._columns),
            postings=tiered([Postings.merged(old.postings).renumbered(new_rows)] if len(rows) else []),
        )


def tiered(postings: Sequence[Postings]) -> tuple[Postings, ...]:
    """The same in few pieces, each at least twice as large as the next: appending stays cheap, and asking."""
    pieces = list(postings)
    while len(pieces) > 1 and len(pieces[-2].rows) < 2 * len(pieces[-1].rows):
        pieces[-2:] = [Postings.merged(pieces[-2:])]
    return tuple(pieces)
