"""Chunks in memory: what is found, what is hidden, and that it may be written while it is asked."""

import threading
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from structlog.testing import capture_logs

from grandstand.language.models import Language
from grandstand.language.tokens import terms
from grandstand.library import shelf as shelf_module
from grandstand.library import stack as stack_module
from grandstand.library.bm25 import plain_coverages
from grandstand.library.content_storage import Shelved
from grandstand.library.models import ChunkId, CollectionId, VersionId
from grandstand.library.score import QUICK_FOR_THOROUGH, Cosines, Readable, plain_scored, sample_of
from grandstand.library.shelf import HITS_MAX, Asked, Meaning, Shelf, highest
from grandstand.library.stack import ShelvedChunk, indexed_text

EN, DE = Language("en"), Language("de")
OURS, THEIRS, OTHERS = CollectionId(1), CollectionId(2), CollectionId(3)
WORDS = ["bus", "gate", "village", "doctor", "card", "noon", "ice", "stadium", "list", "team", "water", "hall"]
E5, USE = "e5-small-q4", "use-m3"


def direction(chance: np.random.Generator, dimensions: int) -> NDArray[np.float32]:
    vector = chance.normal(size=dimensions).astype(np.float32)
    return vector / np.float32(np.linalg.norm(vector))


def chunks_of(seed: int, count: int, first: int, models: Sequence[str] = (E5, USE)) -> list[ShelvedChunk]:
    chance = np.random.default_rng(seed)

    def vectors() -> dict[str, NDArray[np.floating]]:
        both = {model: direction(chance, 8) for model in (E5, USE)}
        return {model: vector for model, vector in both.items() if model in models}

    return [
        ShelvedChunk(
            id=ChunkId(first + number),
            language=DE if chance.random() < 0.3 else EN,
            headings=(WORDS[number % len(WORDS)],),
            text=" ".join(chance.choice(WORDS, 12)),
            vectors=vectors(),
        )
        for number in range(count)
    ]


def question(text: str = "when does the bus leave the village", seed: int = 5) -> Asked:
    chance = np.random.default_rng(seed)
    return Asked.of(text, EN, Meaning(E5, direction(chance, 8)), Meaning(USE, direction(chance, 8)))


def test_best_is_the_formula_over_what_may_be_read() -> None:
    shelf, asked = Shelf(), question()
    ours, theirs = chunks_of(1, 50, 1), chunks_of(2, 30, 100)
    shelf.put(VersionId(1), OURS, ours)
    shelf.put(VersionId(2), THEIRS, theirs)
    found = shelf.rank(asked, [OURS], [])
    texts = [terms(indexed_text(chunk.headings, chunk.text)) for chunk in ours]
    coverage = plain_coverages(terms("when does the bus leave the village"), texts, [True] * len(texts))
    readable = Readable(
        (EN, DE),
        np.array([(EN, DE).index(chunk.language) for chunk in ours], np.int16),
        np.array([sample_of(chunk.id) for chunk in ours], np.uint32),
    )

    def cosines(meaning: Meaning | None) -> Cosines:
        assert meaning is not None
        values = [float(chunk.vectors[meaning.model] @ meaning.vector) for chunk in ours]
        return Cosines(meaning.model, np.array(values, np.float32), np.ones(len(ours), np.bool_))

    expected = plain_scored(
        readable, np.array(coverage, np.float32), cosines(asked.thorough), cosines(asked.quick), EN
    )
    assert {hit.chunk: hit.score for hit in found} == pytest.approx(
        {chunk.id: score for chunk, score in zip(ours, expected, strict=True)}, rel=1e-4, abs=1e-3
    )
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_a_hidden_collection_changes_no_bit() -> None:
    asked = question()
    alone, among = Shelf(), Shelf()
    for shelf in (among, alone):
        shelf.put(VersionId(1), OTHERS, chunks_of(1, 300, 1))
        if shelf is among:
            shelf.put(VersionId(7), THEIRS, chunks_of(9, 700, 2_000))
        shelf.put(VersionId(2), OURS, chunks_of(2, 300, 1_000))
    mine = [OURS, OTHERS]
    assert among.rank(asked, mine, []) == alone.rank(asked, mine, [])
    assert {hit.collection for hit in among.rank(asked, [THEIRS], [])} == {THEIRS}


def test_nothing_readable_is_nothing_found() -> None:
    shelf = Shelf()
    shelf.put(VersionId(1), OURS, chunks_of(1, 5, 1))
    assert shelf.rank(question(), [], []) == []
    assert shelf.rank(question(), [THEIRS], []) == []
    assert shelf.rank(question(), [OURS], [Language("fr")]) == []


def test_languages_narrow_the_choice() -> None:
    shelf = Shelf()
    shelf.put(VersionId(1), OURS, chunks_of(1, 60, 1))
    assert {hit.language for hit in shelf.rank(question(), [OURS], [DE])} == {DE}


def test_a_removed_version_is_found_no_more_and_the_others_score_as_if_it_had_not_been() -> None:
    shelf, without, asked = Shelf(), Shelf(), question()
    without.put(VersionId(2), OURS, chunks_of(2, 40, 100))
    shelf.put(VersionId(1), OURS, chunks_of(1, 40, 1))
    shelf.put(VersionId(2), OURS, chunks_of(2, 40, 100))
    shelf.remove(VersionId(1))
    found, expected = shelf.rank(asked, [OURS], []), without.rank(asked, [OURS], [])
    assert [hit.chunk for hit in found] == [hit.chunk for hit in expected]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-4)
    assert shelf.chunks == 40


def test_vectors_that_come_later_are_added_to_the_same_chunks() -> None:
    late, whole, asked = Shelf(), Shelf(), question()
    late.put(VersionId(1), OURS, chunks_of(3, 40, 1, models=(USE,)))
    before = late.rank(asked, [OURS], [])
    assert [hit.thorough for hit in before] == pytest.approx([QUICK_FOR_THOROUGH * hit.quick for hit in before])
    late.put(VersionId(1), OURS, chunks_of(3, 40, 1))
    whole.put(VersionId(1), OURS, chunks_of(3, 40, 1))
    assert late.rank(asked, [OURS], []) == whole.rank(asked, [OURS], [])
    assert late.chunks == 40


def test_many_versions_compact_to_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack_module, "DEAD_MIN", 20)
    shelf, whole, asked = Shelf(), Shelf(), question()
    for number in range(1, 31):
        shelf.put(VersionId(number), OURS, chunks_of(number, 20, number * 100))
    for number in range(1, 28):
        shelf.remove(VersionId(number))
    for number in range(28, 31):
        whole.put(VersionId(number), OURS, chunks_of(number, 20, number * 100))
    assert len(shelf._stacks[OURS].view.ids) < 100
    found, expected = shelf.rank(asked, [OURS], []), whole.rank(asked, [OURS], [])
    assert [hit.chunk for hit in found] == [hit.chunk for hit in expected]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-4)


def test_a_version_that_moves_to_another_collection_leaves_the_first() -> None:
    shelf = Shelf()
    shelf.put(VersionId(1), OURS, chunks_of(1, 5, 1))
    shelf.put(VersionId(1), THEIRS, chunks_of(1, 5, 1))
    assert shelf.rank(question(), [OURS], []) == []
    assert len(shelf.rank(question(), [THEIRS], [])) == 5


def test_no_more_hits_than_anybody_looks_at() -> None:
    shelf = Shelf()
    shelf.put(VersionId(1), OURS, chunks_of(1, HITS_MAX + 40, 1))
    assert len(shelf.rank(question(), [OURS], [])) == HITS_MAX


def test_highest_are_in_order_and_equal_ones_by_id() -> None:
    scores = np.array([1.0, 3.0, 3.0, 2.0, 3.0], np.float32)
    assert highest(scores, np.array([5, 9, 2, 1, 4], np.int32), 3).tolist() == [2, 4, 1]


def test_a_shelf_is_asked_while_it_is_written() -> None:
    shelf, asked = Shelf(), question()
    shelf.put(VersionId(1), OURS, chunks_of(1, 50, 1))
    stop, faults = threading.Event(), list[BaseException]()

    def ask() -> None:
        try:
            while not stop.is_set():
                found = shelf.rank(asked, [OURS], [])
                assert found
                assert {1}.issuperset(hit.version for hit in found if hit.chunk <= 50)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test tells it
            faults.append(error)

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for number in range(2, 60):
        shelf.put(VersionId(number), OURS, chunks_of(number, 30, number * 100, models=(USE,)))
        shelf.put(VersionId(number), OURS, chunks_of(number, 30, number * 100))
        if number % 3:
            shelf.remove(VersionId(number))
    stop.set()
    for asker in askers:
        asker.join()
    assert faults == []


async def test_best_is_what_rank_computes() -> None:
    shelf, asked = Shelf(), question()
    shelf.put(VersionId(1), OURS, chunks_of(1, 50, 1))
    assert await shelf.best(asked, frozenset([OURS]), frozenset([DE])) == shelf.rank(asked, [OURS], [DE])


async def test_a_library_that_grows_too_large_for_memory_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "CHUNKS_MAX", 60)
    shelf = Shelf()
    with capture_logs() as logs:
        for number in range(1, 5):
            await shelf.shelve(Shelved(VersionId(number), OURS, 1), chunks_of(number, 30, number * 100))
    assert [(line["event"], line["chunks"]) for line in logs] == [("shelf.too_large", 90)]
    assert shelf.chunks == 120


def test_what_it_takes_in_memory_is_counted() -> None:
    shelf = Shelf()
    shelf.put(VersionId(1), OURS, chunks_of(1, 100, 1))
    # Two vectors of eight numbers, and ten or so terms of six bytes.
    assert 100 * 2 * 8 * 4 < shelf.bytes < 100 * 1_000
