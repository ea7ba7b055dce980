"""From a question to an answer: found in what one may read, and in nothing else; kept up with what changes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from documents import put_file
from grandstand.assistant import Intent, LibraryTools
from grandstand.assistant import Question as AssistantQuestion
from grandstand.assistant.asked import Asked
from grandstand.assistant.grounded import said
from grandstand.assistant.intents import Understood
from grandstand.assistant.models import Event, QuotationEvent, SourceEvent, StatementEvent
from grandstand.kernel.auth import Principal, Role
from grandstand.kernel.clock import system_clock
from grandstand.kernel.database import Database
from grandstand.kernel.errors import Overloaded, RequestInvalid
from grandstand.kernel.ids import new_subject_id
from grandstand.language.embedders import E5, USE
from grandstand.language.models import Language
from grandstand.language.worker import EmbedderProcess
from grandstand.library import asking as asking_module
from grandstand.library.asking import QUESTION_CHARACTERS_MAX, QUESTIONS_AT_ONCE_MAX, Asking
from grandstand.library.embedding import RestingEmbedder
from grandstand.library.errors import CollectionUnknown
from grandstand.library.ingest import Ingest
from grandstand.library.looking import Model, Models
from grandstand.library.models import Answer, CollectionId, FileType, Question, VersionId
from grandstand.library.reading import FileReader
from grandstand.library.service import LibraryService
from grandstand.library.shelf import Shelf
from grandstand.library.storage import LibraryStorage
from grandstand.live import Mentions

PATIENCE_S = 60.0
TRANSPORT = """# Transport guide

## Last bus of the evening

The last bus to Harbour Village leaves Lantern Arena at 23:30, from bay 3 behind the north stand. Whoever misses it
calls extension 2300 and shares a night car with other delegations.

## Luggage and skis

Each person may bring two pieces of luggage and one ski bag. Label every piece with the village and the room.

## Charging electric vehicles

Charging is free for vehicles with a permit. A place may be used for three hours.
"""
MEDICAL = """# Medical guide

## The polyclinic

The polyclinic of Harbour Village is open from 07:00 to 23:00. Bring your accreditation card. Interpreters are
called for patients who need one.
"""
GERMAN = """# Verpflegung

## Lunchpakete

Lunchpakete werden bis 18 Uhr am Vortag im Speisesaal bestellt und am Morgen an Schalter 4 abgeholt.
"""
LAST_BUS = "When does the last bus leave the arena in the evening?"
ABSENT = "How many kangaroos live on the moons of Saturn?"
WARY = 0.7
"""The quick model alone is seldom sure that something is not there."""
storage = LibraryStorage()


@dataclass
class Library:
    """A library with its jobs and its questions in one process."""

    database: Database
    service: LibraryService
    ingest: Ingest
    asking: Asking
    shelf: Shelf
    operator: Principal
    named: dict[str, VersionId] = field(default_factory=dict)

    async def collection(
        self, name: str, by: Principal | None = None, grants: tuple[str, ...] = ()
    ) -> CollectionId:
        made = await self.service.create_collection(by or self.operator, name)
        if grants:
            await self.service.change_collection(by or self.operator, made.id, grants=list(grants))
        return made.id

    async def add(self, collection: CollectionId, name: str, text: str) -> VersionId:
        version = await put_file(
            self.database, collection, text.encode(), FileType.MARKDOWN, name=f"{name}.md", jobs=0
        )
        await self.ingest.run(version)
        # Whatever is told of it after this changes nothing any more.
        await self.asking.shelving.catch_up()
        return version

    async def ask(self, viewer: Principal | None, text: str, **narrowed: object) -> Answer:
        return await self.asking.ask(viewer, Question(text=text, **narrowed))  # type: ignore[arg-type]  # as given

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not holds():  # noqa: ASYNC110 - polled
                await asyncio.sleep(0.01)


@pytest.fixture(scope="module")
async def embedders() -> AsyncIterator[EmbedderProcess]:
    process = EmbedderProcess([E5, USE])
    await process.start()
    yield process
    await process.close()


@asynccontextmanager
async def opened(database: Database, operator: Principal, models: Models) -> AsyncIterator[Library]:
    service, shelf, quick = LibraryService(database, storage, system_clock), Shelf(), RestingEmbedder(USE)
    ingest = Ingest(database, storage, FileReader(), quick=quick, thorough=None)
    asking = Asking(database, storage, service, shelf, models)
    following = asyncio.create_task(asking.follow())
    try:
        yield Library(database, service, ingest, asking, shelf, operator)
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        await quick.close()


@pytest.fixture
async def library(
    database_url: str, embedders: EmbedderProcess, principal: Callable[[Role], Principal]
) -> AsyncIterator[Library]:
    database = await Database.connect(database_url, connections_max=8)
    models = Models(thorough=Model(E5, embedders), quick=Model(USE, embedders))
    async with opened(database, principal(Role.OPERATOR), models) as made:
        yield made
    await database.close()


def member(noc: str) -> Principal:
    return Principal(new_subject_id(), Role.NOC, noc, datetime.now(UTC) + timedelta(hours=1))


async def test_the_sentence_the_page_and_the_highlight(library: Library) -> None:
    collection = await library.collection("Manuals", grants=("everyone",))
    version = await library.add(collection, "transport", TRANSPORT)
    await library.until(lambda: library.shelf.chunks > 0)
    answer = await library.ask(None, LAST_BUS)
    best = answer.passages[0]
    assert answer.found
    assert answer.language == "en"
    assert "The last bus to Harbour Village leaves Lantern Arena at 23:30" in best.quotation
    assert best.headings[-1] == "Last bus of the evening"
    assert (best.version, best.collection, best.collection_name) == (version, collection, "Manuals")
    assert best.title == "Transport guide"
    async with library.database.connection() as db:
        stored = await storage.chunk(db, best.chunk)
        pages = await storage.pages_of(db, version, [mark.page for mark in best.highlights])
    assert stored is not None
    assert best.before + best.quotation + best.after == stored.chunk.text
    marked = "".join(pages[mark.page].text[mark.start : mark.end] for mark in best.highlights)
    assert "23:30" in marked


async def test_the_answer_is_found_in_another_language(library: Library) -> None:
    collection = await library.collection("Manuals", grants=("everyone",))
    await library.add(collection, "transport", TRANSPORT)
    await library.add(collection, "food", GERMAN)
    await library.until(lambda: library.shelf.chunks >= 4)
    answer = await library.ask(None, "Until when can we order packed lunches for tomorrow?")
    assert answer.passages[0].language == "de"
    assert "18 Uhr" in answer.passages[0].quotation
    narrowed = await library.ask(None, "packed lunches", languages=(Language("en"),))
    assert {passage.language for passage in narrowed.passages} <= {"en"}


async def test_what_is_not_there_is_not_found_and_noted_for_the_organisers(library: Library) -> None:
    collection = await library.collection("Manuals", grants=("everyone",))
    await library.service.change_collection(library.operator, collection, strictness=WARY)
    await library.add(collection, "transport", TRANSPORT)
    await library.until(lambda: library.shelf.chunks > 0)
    assert (await library.ask(member("GER"), LAST_BUS)).found
    answer = await library.ask(member("GER"), ABSENT)
    assert (answer.found, answer.passages) == (False, ())
    (noted,), _ = await library.service.unanswered(library.operator, None)
    assert (noted.text, noted.noc) == (ABSENT, "GER")


async def test_strictness_decides_how_sure_an_answer_must_be(library: Library) -> None:
    collection = await library.collection("Manuals", grants=("everyone",))
    await library.add(collection, "transport", TRANSPORT)
    await library.until(lambda: library.shelf.chunks > 0)
    for strictness, found in ((0.0, True), (1.0, False), (0.5, True)):
        await library.service.change_collection(library.operator, collection, strictness=strictness)
        assert (await library.ask(None, LAST_BUS)).found is found
    await library.service.change_collection(library.operator, collection, strictness=0.0)
    assert (await library.ask(None, ABSENT)).found


async def test_another_committees_manual_is_neither_found_nor_felt(library: Library) -> None:
    open_to_all = await library.collection("Manuals", grants=("everyone",))
    await library.add(open_to_all, "transport", TRANSPORT)
    await library.until(lambda: library.shelf.chunks >= 3)
    before = await library.ask(member("SUI"), LAST_BUS)
    secret = await library.collection("Ours", by=member("GER"))
    await library.add(secret, "plan", TRANSPORT.replace("23:30", "22:15"))
    await library.until(lambda: library.shelf.chunks >= 6)
    for stranger in (None, member("SUI"), library.operator):
        answer = await library.ask(stranger, LAST_BUS)
        assert {passage.collection for passage in answer.passages} == {open_to_all}
        assert [passage.score for passage in answer.passages] == [passage.score for passage in before.passages]
        assert (answer.confidence, answer.differ) == (before.confidence, False)
        with pytest.raises(CollectionUnknown):
            await library.ask(stranger, LAST_BUS, collections=(secret,))
        with pytest.raises(CollectionUnknown):
            await library.ask(stranger, LAST_BUS, collections=(CollectionId(999),))
    hers = await library.ask(member("GER"), LAST_BUS)
    assert {passage.collection for passage in hers.passages[:2]} == {open_to_all, secret}
    assert hers.differ


async def test_a_grant_that_is_withdrawn_holds_from_the_next_question_on(library: Library) -> None:
    collection = await library.collection("Manuals", grants=("nocs",))
    await library.add(collection, "transport", TRANSPORT)
    await library.until(lambda: library.shelf.chunks > 0)
    assert (await library.ask(member("GER"), LAST_BUS)).found
    assert await library.asking.suggest(member("GER"), "last bus") == ["Last bus of the evening"]
    await library.service.change_collection(library.operator, collection, grants=[])
    assert not (await library.ask(member("GER"), LAST_BUS)).found
    assert await library.asking.suggest(member("GER"), "last bus") == []


async def test_a_new_version_replaces_the_old_one_in_answers(library: Library) -> None:
    collection = await library.collection("Manuals", grants=("everyone",))
    old = await library.add(collection, "transport", TRANSPORT)
    await library.until(lambda: library.shelf.chunks > 0)
    assert "23:30" in (await library.ask(None, LAST_BUS)).passages[0].quotation
    new = await library.add(collection, "transport", TRANSPORT.replace("23:30", "23:45"))
    await library.until(lambda: new in library.shelf._where and old not in library.shelf._where)
    answer = await library.ask(None, LAST_BUS)
    assert {passage.version for passage in answer.passages} == {new}
    assert "23:45" in answer.passages[0].quotation
    assert not answer.differ


async def test_a_deleted_document_is_found_no_more(library: Library) -> None:
    collection = await library.collection("Manuals", grants=("everyone",))
    await library.add(collection, "transport", TRANSPORT)
    await library.until(lambda: library.shelf.chunks > 0)
    answer = await library.ask(None, LAST_BUS)
    await library.service.delete_document(library.operator, answer.passages[0].document)
    assert not (await library.ask(None, LAST_BUS, passages_max=2)).found
    await library.until(lambda: library.shelf.chunks == 0)
    assert await library.asking.suggest(None, "last") == []


async def test_the_same_question_of_the_same_readers_is_answered_from_memory(library: Library) -> None:
    collection = await library.collection("Manuals", grants=("everyone",))
    await library.add(collection, "transport", TRANSPORT)
    await library.until(lambda: library.shelf.chunks > 0)
    first = await library.ask(None, LAST_BUS)
    assert len(library.asking._kept) == 1
    second = await library.ask(member("GER"), LAST_BUS)
    assert (second.passages, second.confidence) == (first.passages, first.confidence)
    assert len(library.asking._kept) == 1
    await library.ask(None, LAST_BUS, passages_max=1)
    assert len(library.asking._kept) == 2


async def test_no_more_answers_are_kept_than_there_is_room_for(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_module, "ANSWERS_KEPT_MAX", 2)
    await library.asking.shelving.loaded.wait()
    for number in range(4):
        await library.ask(None, f"question {number}")
    assert len(library.asking._kept) == 2


async def test_without_models_words_alone_find_it(
    database_url: str, principal: Callable[[Role], Principal]
) -> None:
    database = await Database.connect(database_url, connections_max=8)
    async with opened(database, principal(Role.OPERATOR), Models()) as library:
        collection = await library.collection("Manuals", grants=("everyone",))
        await library.add(collection, "transport", TRANSPORT)
        await library.add(collection, "medical", MEDICAL)
        await library.until(lambda: library.shelf.chunks >= 4)
        answer = await library.ask(None, "last bus evening arena")
        assert answer.is_quick
        assert "23:30" in answer.passages[0].quotation
        assert library.asking._kept
    await database.close()


async def test_while_the_thorough_model_is_away_answers_are_quick_and_not_kept(
    database_url: str, embedders: EmbedderProcess, principal: Callable[[Role], Principal]
) -> None:
    database = await Database.connect(database_url, connections_max=8)
    only_quick = EmbedderProcess([USE])
    models = Models(thorough=Model(E5, only_quick), quick=Model(USE, embedders))
    async with opened(database, principal(Role.OPERATOR), models) as library:
        collection = await library.collection("Manuals", grants=("everyone",))
        await library.service.change_collection(library.operator, collection, strictness=0.0)
        await library.add(collection, "transport", TRANSPORT)
        await library.until(lambda: library.shelf.chunks > 0)
        answer = await library.ask(None, LAST_BUS)
        assert answer.is_quick
        assert "23:30" in answer.passages[0].quotation
        assert not library.asking._kept
    await only_quick.close()
    await database.close()


@pytest.mark.parametrize("text", ["", " \n ", "x" * (QUESTION_CHARACTERS_MAX + 1)])
async def test_a_question_is_neither_empty_nor_endless(library: Library, text: str) -> None:
    with pytest.raises(RequestInvalid):
        await library.ask(None, text)


async def test_more_questions_than_there_is_room_for_are_told_to_come_again(library: Library) -> None:
    await library.asking.shelving.loaded.wait()
    library.asking._under_way = QUESTIONS_AT_ONCE_MAX
    with pytest.raises(Overloaded):
        await library.ask(None, LAST_BUS)


async def test_a_question_before_everything_was_read_is_told_to_come_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_module, "LOADING_TIMEOUT_S", 0.01)
    await library.asking.shelving.loaded.wait()
    library.asking.shelving.loaded.clear()
    with pytest.raises(Overloaded):
        await library.ask(None, LAST_BUS)


async def told(library: Library, viewer: Principal | None, text: str, language: str = "en") -> list[Event]:
    """What the assistant says out of the manuals."""
    question = AssistantQuestion(text=text, language=language, zone="UTC", at=datetime.now(UTC), viewer=viewer)
    mentions = Mentions((), (), (), (), (), None, text)
    understood = Understood(language=language, intent=Intent.RULES, by_meaning=True, mentions=mentions, day=None)
    asked = Asked(question, understood)
    await LibraryTools(library.asking).tell(asked)
    return list(said(question, understood, asked.telling))


async def test_the_assistant_quotes_word_for_word_with_the_page_and_the_highlight(library: Library) -> None:
    collection = await library.collection("Manuals", grants=("everyone",))
    await library.add(collection, "transport", TRANSPORT)
    await library.until(lambda: library.shelf.chunks > 0)
    events = await told(library, None, LAST_BUS)
    source = next(each.source for each in events if isinstance(each, SourceEvent))
    sentence = next(each for each in events if isinstance(each, StatementEvent))
    quotation = next(each for each in events if isinstance(each, QuotationEvent))
    best = (await library.ask(None, LAST_BUS)).passages[0]
    assert (quotation.text, quotation.language, quotation.source) == (best.quotation, "en", source.id)
    assert "Transport guide" in sentence.text
    assert sentence.sources == (source.id,)
    assert source.cited is not None
    assert (source.cited.title, source.cited.page) == ("Transport guide", 1)
    start, end = best.quote
    assert source.cited.link.endswith(f"page=1&chunk={best.chunk}&start={start}&end={end}")
    (abroad,) = [each for each in await told(library, None, LAST_BUS, "ar") if isinstance(each, StatementEvent)][
        :1
    ]
    assert "الإنجليزية" in abroad.text


async def test_the_assistant_quotes_to_nobody_what_she_may_not_read(library: Library) -> None:
    collection = await library.collection("German manuals", member("GER"))
    await library.add(collection, "transport", TRANSPORT)
    await library.until(lambda: library.shelf.chunks > 0)
    theirs = await told(library, member("GER"), LAST_BUS)
    assert any(isinstance(each, QuotationEvent) for each in theirs)
    for viewer in (None, member("FRA"), library.operator):
        (only,) = await told(library, viewer, LAST_BUS)
        assert isinstance(only, StatementEvent)
        assert (only.text, only.facts) == ("The manuals that you may read say nothing about that.", ())
