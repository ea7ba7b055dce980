"""The shelf in the database finds what the shelf in memory finds, by the same scores."""

from collections.abc import AsyncIterator

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray
from structlog.testing import capture_logs

from documents import new_collection, put_file
from grandstand.kernel.database import Database
from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.settings import Settings
from grandstand.language.models import Language
from grandstand.library import far_shelf, far_storage, score
from grandstand.library.content_storage import Shelved
from grandstand.library.far_shelf import FarShelf, open_shelf
from grandstand.library.far_storage import FarStorage
from grandstand.library.ingest import Ingest
from grandstand.library.models import ChunkId, CollectionId, FileType, VersionId
from grandstand.library.reading import FileReader
from grandstand.library.shelf import Asked, Hit, Meaning, Shelf
from grandstand.library.stack import ShelvedChunk
from grandstand.library.storage import LibraryStorage
from grandstand.services import Services, build_services

E5, USE = "e5-small-q4", "use-m3"
EN, DE, ZH, HI = map(Language, ["en", "de", "zh", "hi"])
OURS, THEIRS, SECRET = map(CollectionId, [1, 2, 3])
WORDS = ["bus", "gate", "village", "doctor", "card", "noon", "ice", "stadium", "list", "team", "water", "hall"]
NOWHERE = frozenset[Language]()


def direction(chance: np.random.Generator) -> NDArray[np.float16]:
    vector = chance.normal(size=8)
    return (vector / np.linalg.norm(vector)).astype(np.float16)


def chunks_of(seed: int, count: int, first: int) -> list[ShelvedChunk]:
    """Chunks in four languages, one in five without its thorough vector."""
    chance = np.random.default_rng(seed)
    return [
        ShelvedChunk(
            id=ChunkId(first + number),
            language=(EN, DE, ZH, HI)[int(chance.integers(0, 4))],
            headings=(WORDS[number % len(WORDS)],),
            text=" ".join(chance.choice(WORDS, 14)),
            vectors={USE: direction(chance)} | ({E5: direction(chance)} if number % 5 else {}),
        )
        for number in range(count)
    ]


def question(*, thorough: bool = True, quick: bool = True, text: str = "when does the team bus leave") -> Asked:
    chance = np.random.default_rng(11)
    first, second = (direction(chance).astype(np.float32) for _ in range(2))
    return Asked.of(text, EN, Meaning(E5, first) if thorough else None, Meaning(USE, second) if quick else None)


BY_WORDS = question(thorough=False, quick=False, text="team bus")


@pytest.fixture
async def far(database_url: str) -> AsyncIterator[FarShelf]:
    database = await Database.connect(database_url, connections_max=4)
    shelf = FarShelf(database, (E5, USE), (8, 8))
    await shelf.prepare()
    yield shelf
    await database.close()


async def filled(far: FarShelf) -> tuple[FarShelf, Shelf]:
    near = Shelf()
    for number, (collection, count) in enumerate([(OURS, 90), (THEIRS, 60), (SECRET, 80), (OURS, 40)], start=1):
        chunks = chunks_of(number, count, number * 1_000)
        for shelf in (far, near):
            await shelf.shelve(Shelved(VersionId(number), collection, 1), chunks)
    return far, near


def told(hits: list[Hit]) -> dict[int, list[float]]:
    return {hit.chunk: [hit.score, hit.thorough, hit.quick, hit.coverage] for hit in hits}


@pytest.mark.parametrize(
    ("asked", "collections", "languages"),
    [
        pytest.param(question(), [OURS, THEIRS], NOWHERE, id="two of three collections"),
        pytest.param(question(), [OURS], frozenset([DE, ZH]), id="two of four languages"),
        pytest.param(question(thorough=False), [OURS, THEIRS], NOWHERE, id="a quick question"),
        pytest.param(
            question(thorough=False, quick=False, text="team bus"), [OURS, THEIRS], NOWHERE, id="by words alone"
        ),
        pytest.param(question(text="unheard of"), [THEIRS], NOWHERE, id="no word of it occurs"),
        pytest.param(question(), [], NOWHERE, id="nothing may be read"),
    ],
)
async def test_both_shelves_find_the_same(
    far: FarShelf, asked: Asked, collections: list[CollectionId], languages: frozenset[Language]
) -> None:
    far, near = await filled(far)
    expected = await near.best(asked, frozenset(collections), languages)
    found = await far.best(asked, frozenset(collections), languages)
    assert bool(expected) == bool(collections)
    if asked.thorough or asked.quick:
        assert [hit.chunk for hit in found[:20]] == [hit.chunk for hit in expected[:20]]
        assert told(found[:20]) == {
            chunk: pytest.approx(scores, abs=2e-3) for chunk, scores in told(expected[:20]).items()
        }
    else:
        worded, same = ([hit for hit in hits if hit.score > 0] for hits in (expected, found))
        assert worded
        assert told(same) == {chunk: pytest.approx(each, abs=1e-4) for chunk, each in told(worded).items()}


async def test_both_shelves_measure_a_large_language_by_the_same_sample(
    far: FarShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score, "SAMPLE_MAX", 12)
    far, near = await filled(far)
    everything = frozenset([OURS, THEIRS, SECRET])
    expected, found = (
        await near.best(question(), everything, NOWHERE),
        await far.best(question(), everything, NOWHERE),
    )
    assert [hit.chunk for hit in found[:20]] == [hit.chunk for hit in expected[:20]]
    assert told(found[:20]) == {
        chunk: pytest.approx(scores, abs=2e-3) for chunk, scores in told(expected[:20]).items()
    }


async def test_a_replaced_or_removed_version_leaves_nothing_behind(far: FarShelf) -> None:
    far, near = await filled(far)
    for shelf in (far, near):
        await shelf.shelve(Shelved(VersionId(1), OURS, 2), chunks_of(21, 30, 9_000))
        await shelf.unshelve(VersionId(2))
    mine = frozenset([OURS, THEIRS])
    expected, found = await near.best(question(), mine, NOWHERE), await far.best(question(), mine, NOWHERE)
    assert [hit.chunk for hit in found[:20]] == [hit.chunk for hit in expected[:20]]
    assert told(found[:20]) == {
        chunk: pytest.approx(scores, abs=2e-3) for chunk, scores in told(expected[:20]).items()
    }


async def test_each_shelf_knows_what_it_holds_and_what_is_stale(far: FarShelf) -> None:
    for shelf in await filled(far):
        assert await shelf.holds(Shelved(VersionId(1), OURS, 1))
        assert not await shelf.holds(Shelved(VersionId(1), OURS, 2))
        assert not await shelf.holds(Shelved(VersionId(9), OURS, 1))
        assert await shelf.stale(frozenset([VersionId(1), VersionId(2), VersionId(3)])) == [4]


async def test_tables_for_other_models_are_made_anew(far: FarShelf, database_url: str) -> None:
    await filled(far)
    database = await Database.connect(database_url, connections_max=2)
    other = FarShelf(database, ("endpoint:big", USE), (16, 8))
    await other.prepare()
    assert await other.stale(frozenset()) == []
    await other.prepare()
    await database.close()


async def test_a_server_without_pgvector_is_told_what_to_do(database_url: str) -> None:
    database = await Database.connect(database_url, connections_max=2)
    storage = FarStorage((E5, USE), (8, 8))
    storage._sql["create_extension"] = "create extension no_such_extension"
    with pytest.raises(SettingsInvalid, match="create extension vector"):
        async with database.transaction() as db:
            await storage.prepare(db)
    await database.close()


async def written(services: Services) -> CollectionId:
    """A document in the library, its chunks with vectors of both models."""
    storage, chance = LibraryStorage(), np.random.default_rng(5)
    collection = await new_collection(services.database, "Manuals")
    text = "\n\n".join(f"# {word}\n\n{' '.join(chance.choice(WORDS, 14))}." for word in WORDS * 3)
    version = await put_file(services.database, collection, text.encode(), FileType.MARKDOWN, name="m.md", jobs=0)
    ingest = Ingest(services.database, storage, FileReader(), quick=None, thorough=None)
    await ingest.make_searchable(version)
    async with services.database.transaction() as db:
        chunks = [each.id for each in await storage.chunks_of(db, version)]
        for model in (E5, USE):
            await storage.write_vectors(db, model, chunks, [direction(chance).tobytes() for _ in chunks])
    return collection


async def test_a_process_that_starts_beyond_the_limit_searches_in_the_database(
    services: Services, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = frozenset([await written(services)])
    monkeypatch.setattr(far_shelf, "CHUNKS_MAX", 20)
    beyond = await build_services(settings)
    found = []
    for each in (services, beyond):
        await each.asking.shelving.catch_up()
        found.append(await each.asking.shelving.shelf.best(question(), collection, NOWHERE))
    await beyond.close()
    assert isinstance(services.asking.shelving.shelf, Shelf)
    assert isinstance(beyond.asking.shelving.shelf, FarShelf)
    assert [hit.chunk for hit in found[0]] == [hit.chunk for hit in found[1]]
    assert told(found[1]) == {chunk: pytest.approx(scores, abs=2e-3) for chunk, scores in told(found[0]).items()}


async def test_without_pgvector_a_library_too_large_for_memory_is_still_answered_from(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    await written(services)
    monkeypatch.setattr(far_shelf, "CHUNKS_MAX", 20)
    monkeypatch.setattr(far_storage, "DIMENSIONS_MAX", 7)
    with capture_logs() as logs:
        shelf = await open_shelf(services.database, (E5, USE))
    assert isinstance(shelf, Shelf)
    assert [(line["event"], line["log_level"], line["chunks"]) for line in logs] == [
        ("shelf.too_large", "warning", 36)
    ]


async def test_vectors_of_another_length_than_the_tables_wait_for_the_next_start(far: FarShelf) -> None:
    far, near = await filled(far)
    longer = [
        msgspec.structs.replace(chunk, vectors={E5: np.ones(9, np.float16), USE: chunk.vectors[USE]})
        for chunk in chunks_of(9, 5, 9_000)
    ]
    for shelf in (far, near):
        await shelf.shelve(Shelved(VersionId(9), OURS, 1), longer)
    asked = question()._replace(thorough=Meaning(E5, np.ones(9, np.float32)))
    expected, found = [await shelf.best(asked, frozenset([OURS]), NOWHERE) for shelf in (near, far)]
    assert [hit.chunk for hit in found[:20]] == [hit.chunk for hit in expected[:20]]
