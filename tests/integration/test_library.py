"""The library on a real database: who may read, files in and out, versions, what is kept and what is forgotten."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta

import asyncpg
import numpy as np
import pytest

from grandstand.kernel.auth import Forbidden, Principal, Role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import NotFound, Overloaded, RequestInvalid, RequestTooLarge
from grandstand.kernel.ids import new_subject_id
from grandstand.language.models import Language
from grandstand.library import LibraryService, LibraryStorage, ReadingRoom
from grandstand.library import limits as library_limits
from grandstand.library import service as service_module
from grandstand.library import uploads as uploads_module
from grandstand.library.content_storage import PART_BYTES
from grandstand.library.errors import (
    CollectionUnknown,
    DocumentUnknown,
    DuplicateFile,
    GrantInvalid,
    GroupUnknown,
    LibraryFull,
    NameTaken,
    UploadInvalid,
)
from grandstand.library.export import csv_head, csv_lines
from grandstand.library.models import (
    FILE_BYTES_MAX,
    Block,
    Box,
    Chunk,
    ChunkId,
    Collection,
    CollectionId,
    FileType,
    GroupId,
    Heading,
    Kind,
    Page,
    Piece,
    State,
    Verdict,
    VersionId,
    Word,
)
from grandstand.library.reading_room import Cited
from grandstand.library.uploads import Described, Uploaded, Uploads, describe, in_parts
from grandstand.services import Services

ENGLISH = Language("en")
NOBODY = VersionId(2**31 - 1)


async def do_nothing(_db: Connection, _version: VersionId) -> None:
    """The job of an upload that nobody has read."""


@pytest.fixture
def storage() -> LibraryStorage:
    return LibraryStorage()


@pytest.fixture
def library(services: Services) -> LibraryService:
    return services.library


@pytest.fixture
def room(services: Services) -> ReadingRoom:
    return services.reading_room


@pytest.fixture
def uploads(services: Services, storage: LibraryStorage) -> Uploads:
    return Uploads(services.database, storage, lambda: datetime.now(UTC), do_nothing)


@pytest.fixture
def operator(principal: Callable[[Role], Principal]) -> Principal:
    return principal(Role.OPERATOR)


@pytest.fixture
def auditor(principal: Callable[[Role], Principal]) -> Principal:
    return principal(Role.AUDITOR)


@pytest.fixture
def fan(principal: Callable[[Role], Principal]) -> Principal:
    return principal(Role.FAN)


def member_of(noc: str) -> Principal:
    return Principal(new_subject_id(), Role.NOC, noc, datetime.now(UTC) + timedelta(hours=1))


async def pieces(*bodies: bytes) -> AsyncIterator[bytes]:
    for body in bodies:
        yield body


async def upload(
    uploads: Uploads, actor: Principal, collection: Collection, body: bytes, name: str = "guide.md", **said: str
) -> Uploaded:
    described = describe({"name": name, **said})
    return await uploads.take_in(actor, collection.id, described, in_parts(pieces(body)))


def a_page(number: int, text: str) -> Page:
    """A page with one paragraph, each word in its own tenth of the first line."""
    words, at = [], 0
    for index, word in enumerate(text.split(" ")):
        words.append(Word(at, at + len(word), Box(index / 10, 0.1, index / 10 + 0.09, 0.12)))
        at += len(word) + 1
    blocks = (Block(Kind.TEXT, 0, len(text), 0),)
    return Page(number=number, width_pt=595, height_pt=842, text=text, words=tuple(words), blocks=blocks)


def a_chunk(ordinal: int, text: str, page: int, start: int = 0) -> Chunk:
    piece = Piece(0, len(text), page, start)
    return Chunk(ordinal=ordinal, language=ENGLISH, headings=("Buses",), text=text, pieces=(piece,))


async def read(database: Database, storage: LibraryStorage, version: VersionId, *texts: str) -> None:
    """Do what the reading of a file does, with a page and a chunk for each text."""
    async with database.transaction() as db:
        await storage.write_pages(db, version, [a_page(at, text) for at, text in enumerate(texts, 1)])
        await storage.write_outline(db, version, [Heading(level=1, title="Buses", page=1, start=0)])
        await storage.replace_chunks(db, version, [a_chunk(at, text, at + 1) for at, text in enumerate(texts)])
        await storage.set_state(db, version, State.INDEXING, pages=len(texts), language=ENGLISH)
        await storage.make_searchable(db, version)


async def rows(database: Database, table: str) -> int:
    async with database.connection() as db:
        return int(await db.fetchval(f"select count(*) from {table}"))


async def acts(database: Database) -> list[tuple[str, int | None]]:
    async with database.connection() as db:
        return [
            (row["act"], row["collection_id"]) for row in await db.fetch("select * from library_act order by id")
        ]


# Collections.


async def test_collection_belongs_to_the_organisers_or_to_a_committee(
    library: LibraryService, operator: Principal, auditor: Principal, fan: Principal
) -> None:
    manuals = await library.create_collection(operator, "  Team\nleaders'  guide ")
    assert (manuals.name, manuals.owner, manuals.may_write) == ("Team leaders' guide", None, True)
    ger, fra = member_of("GER"), member_of("FRA")
    own = await library.create_collection(ger, "Team leaders' guide")
    assert own.owner == "GER"
    for viewer, seen in {
        operator: [manuals.id],
        auditor: [manuals.id],
        ger: [own.id],
        fra: [],
        fan: [],
        None: [],
    }.items():
        assert [each.id for each in await library.collections(viewer)] == seen
        assert await library.readable(viewer) == set(seen)
    for viewer in (auditor, fan):
        assert not library.can_create(viewer)
        with pytest.raises(Forbidden):
            await library.create_collection(viewer, "Mine")
    with pytest.raises(NameTaken):
        await library.create_collection(operator, "TEAM LEADERS' GUIDE")


@pytest.mark.parametrize("name", ["", "  ", "\x00", "a\x07b", "x" * 121, "\u202egnp.exe", "\ud800"])
async def test_name_is_one_line_that_shows_as_what_it_is(
    library: LibraryService, operator: Principal, name: str
) -> None:
    with pytest.raises(RequestInvalid):
        await library.create_collection(operator, name)


async def test_grants_hold_from_the_next_request_on(
    library: LibraryService, operator: Principal, fan: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    ger, fra = member_of("GER"), member_of("FRA")
    group = await library.create_group(operator, "Doctors")
    await library.change_group(operator, group.id, members=["noc:FRA", f"person:{fan.subject}"])
    seen = {
        (): (),
        ("everyone",): (None, fan, ger, fra),
        ("nocs",): (ger, fra),
        ("noc:GER",): (ger,),
        (f"group:{group.id}",): (fan, fra),
    }
    for grants, readers in seen.items():
        changed = await library.change_collection(operator, manuals.id, grants=list(grants))
        assert changed.grants == grants
        for viewer in (None, fan, ger, fra):
            found = await library.collections(viewer)
            assert bool(found) == (viewer in readers), (grants, viewer)
            assert [(each.may_write, each.grants) for each in found] == [(False, ())] * len(found)
    await library.change_group(operator, group.id, members=["noc:GER"])
    assert [bool(await library.readable(viewer)) for viewer in (fan, fra, ger)] == [False, False, True]
    await library.delete_group(operator, group.id)
    assert await library.readable(ger) == frozenset()
    assert (await library.collections(operator))[0].grants == ()


async def test_committee_does_not_grant_to_groups(library: LibraryService, operator: Principal) -> None:
    ger = member_of("GER")
    own = await library.create_collection(ger, "Ours")
    group = await library.create_group(operator, "Doctors")
    with pytest.raises(GrantInvalid):
        await library.change_collection(ger, own.id, grants=[f"group:{group.id}"])
    await library.change_collection(ger, own.id, grants=["noc:FRA"])
    assert await library.readable(member_of("FRA")) == {own.id}
    assert await library.readable(operator) == frozenset()


@pytest.mark.parametrize(
    "grant", ["", "all", "noc:ger", "noc:GERM", "group:0", "group:99", "person:1", "noc:GER "]
)
async def test_grant_to_nobody_is_refused_and_changes_nothing(
    library: LibraryService, operator: Principal, grant: str
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    with pytest.raises(GrantInvalid):
        await library.change_collection(operator, manuals.id, name="New", grants=["everyone", grant])
    (found,) = await library.collections(operator)
    assert (found.name, found.grants) == ("Manuals", ())


async def test_settings_of_a_collection_change_one_by_one(library: LibraryService, operator: Principal) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    await library.create_collection(operator, "Other")
    changed = await library.change_collection(operator, manuals.id, strictness=0.7)
    assert (changed.name, changed.strictness) == ("Manuals", 0.7)
    assert (await library.change_collection(operator, manuals.id, name="Rules")).strictness == 0.7
    with pytest.raises(NameTaken):
        await library.change_collection(operator, manuals.id, name="other")


async def test_who_reads_does_not_write_and_who_does_not_read_finds_nothing(
    library: LibraryService, operator: Principal, auditor: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    ger = member_of("GER")
    own = await library.create_collection(ger, "Ours")
    for actor, collection, error in (
        (auditor, manuals.id, Forbidden),
        (ger, manuals.id, CollectionUnknown),
        (operator, own.id, CollectionUnknown),
        (operator, CollectionId(99), CollectionUnknown),
    ):
        with pytest.raises(error):
            await library.change_collection(actor, collection, name="Taken over")
        with pytest.raises(error):
            await library.delete_collection(actor, collection)


async def test_owner_has_so_many_collections_and_no_more(
    library: LibraryService, operator: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "COLLECTIONS_MAX", 2)
    await library.create_collection(operator, "One")
    await library.create_collection(operator, "Two")
    with pytest.raises(LibraryFull):
        await library.create_collection(operator, "Three")
    assert (await library.create_collection(member_of("GER"), "One")).owner == "GER"


async def test_collection_has_so_many_grants_and_a_group_so_many_members(
    library: LibraryService, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    with pytest.raises(GrantInvalid):
        await library.change_collection(
            operator, manuals.id, grants=["everyone"] * (library_limits.GRANTS_MAX + 1)
        )
    group = await library.create_group(operator, "Doctors")
    with pytest.raises(GrantInvalid):
        await library.change_group(operator, group.id, members=["noc:GER"] * (library_limits.MEMBERS_MAX + 1))


# Groups.


async def test_groups_are_the_operators_and_read_by_auditors(
    library: LibraryService, operator: Principal, auditor: Principal, fan: Principal
) -> None:
    doctors = await library.create_group(operator, "Doctors")
    changed = await library.change_group(operator, doctors.id, members=["noc:GER", "noc:FRA", "noc:GER"])
    assert changed.members == ("noc:FRA", "noc:GER")
    assert (await library.change_group(operator, doctors.id, name="Medical")).members == changed.members
    assert await library.groups(auditor) == await library.groups(operator)
    for actor in (auditor, fan, member_of("GER")):
        with pytest.raises(Forbidden):
            await library.create_group(actor, "Mine")
        with pytest.raises(Forbidden):
            await library.change_group(actor, doctors.id, members=[f"person:{actor.subject}"])
        with pytest.raises(Forbidden):
            await library.delete_group(actor, doctors.id)
    with pytest.raises(Forbidden):
        await library.groups(fan)
    with pytest.raises(NameTaken):
        await library.create_group(operator, "medical")
    with pytest.raises(GroupUnknown):
        await library.change_group(operator, GroupId(99), name="Nobody")
    with pytest.raises(GrantInvalid):
        await library.change_group(operator, doctors.id, members=["everyone"])


async def test_groups_have_a_limit(
    library: LibraryService, operator: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "GROUPS_MAX", 1)
    await library.create_group(operator, "One")
    with pytest.raises(LibraryFull):
        await library.create_group(operator, "Two")


# Uploads.


async def test_file_comes_back_as_it_was_sent(
    services: Services, library: LibraryService, room: ReadingRoom, uploads: Uploads, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    body = b"# Guide\n" + bytes(range(32, 127)) * 30_000
    arrived = await upload(
        uploads, operator, manuals, body, title="The guide", label="2.1", dated="2030-01-09", language="en"
    )
    document = await library.document(operator, arrived.document)
    (version,) = document.versions
    assert (document.name, document.title) == ("guide.md", "The guide")
    assert (version.id, version.number, version.label, version.dated) == (
        arrived.version,
        1,
        "2.1",
        date(2030, 1, 9),
    )
    assert (version.type, version.bytes, version.language) == (FileType.MARKDOWN, len(body), "en")
    assert (version.digest, version.state) == (hashlib.sha256(body).hexdigest(), State.WAITING)
    assert not version.is_newest, "nobody has read it yet"
    file = await room.file(operator, arrived.version)
    assert b"".join([part async for part in file.parts]) == body
    assert await rows(services.database, "library_file_part") == len(body) // PART_BYTES + 1


async def test_very_same_file_is_taken_once_until_it_is_refused(
    services: Services, storage: LibraryStorage, library: LibraryService, uploads: Uploads, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    first = await upload(uploads, operator, manuals, b"# One")
    with pytest.raises(DuplicateFile, match=r"'guide\.md', version 1"):
        await upload(uploads, operator, manuals, b"# One", name="copy.md")
    other = await library.create_collection(operator, "Other")
    await upload(uploads, operator, other, b"# One")
    async with services.database.transaction() as db:
        await storage.set_state(db, first.version, State.REFUSED, verdict=Verdict.NO_TEXT, detail="Scan it again.")
    again = await upload(uploads, operator, manuals, b"# One")
    assert again.document == first.document
    newest, oldest = (await library.document(operator, first.document)).versions
    assert (newest.number, oldest.number, oldest.verdict) == (2, 1, Verdict.NO_TEXT)
    # Two parts of one document, and one of another collection; what failed left none behind.
    assert await rows(services.database, "library_file_part") == 3


async def test_file_of_a_known_name_is_the_next_version(
    services: Services, storage: LibraryStorage, library: LibraryService, uploads: Uploads, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    first = await upload(uploads, operator, manuals, b"# One", title="Guide")
    await read(services.database, storage, first.version, "The bus leaves at nine.")
    second = await upload(uploads, operator, manuals, b"# Two")
    document = await library.document(operator, first.document)
    assert document.title == "Guide", "what nobody says again stays"
    assert [(each.number, each.is_newest) for each in document.versions] == [(2, False), (1, True)]
    await read(services.database, storage, second.version, "The bus leaves at ten.", "And again at noon.")
    document = await library.document(operator, first.document)
    assert [(each.number, each.is_newest) for each in document.versions] == [(2, True), (1, False)]
    (told,) = await library.collections(operator)
    assert (told.documents, told.pages) == (1, 2)


@pytest.mark.parametrize(
    ("body", "name"),
    [(b"", "guide.pdf"), (b"\x89PNG\r\n", "guide.png"), (b"MZ\x90\x00", "guide.exe")],
)
async def test_what_nobody_reads_is_not_taken(
    services: Services, library: LibraryService, uploads: Uploads, operator: Principal, body: bytes, name: str
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    with pytest.raises(UploadInvalid):
        await upload(uploads, operator, manuals, body, name=name)
    assert await rows(services.database, "library_document") == 0


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"name": " "},
        {"name": "x" * 201},
        {"name": "a\nb\x00"},
        {"name": "a.md", "dated": "yesterday"},
        {"name": "a.md", "language": "EN"},
        {"name": "a.md", "language": "english"},
        {"name": "a.md", "label": "x" * 61},
        {"name": "a.md", "title": "\u202e"},
        {"name": "a.md", "owner": "GER"},
    ],
)
def test_what_cannot_be_said_of_a_file_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(UploadInvalid):
        describe(said)


async def test_file_that_breaks_off_leaves_nothing(
    services: Services, library: LibraryService, uploads: Uploads, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")

    async def torn() -> AsyncIterator[bytes]:
        yield b"# Guide" + b" " * PART_BYTES
        yield b" " * PART_BYTES
        raise NotFound("the client went away")

    with pytest.raises(NotFound):
        await uploads.take_in(operator, manuals.id, Described(name="a.md"), in_parts(torn()))
    for table in ("library_file_part", "library_version", "library_document"):
        assert await rows(services.database, table) == 0, table


async def test_job_is_put_with_the_version_or_not_at_all(
    services: Services, storage: LibraryStorage, library: LibraryService, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    put: list[VersionId] = []

    async def note(db: Connection, version: VersionId) -> None:
        assert await db.fetchval("select count(*) from library_version where id = $1", version) == 1
        put.append(version)
        raise RuntimeError

    broken = Uploads(services.database, storage, lambda: datetime.now(UTC), note)
    with pytest.raises(RuntimeError):
        await upload(broken, operator, manuals, b"# One")
    assert len(put) == 1
    assert await rows(services.database, "library_version") == 0
    arrived = await upload(services.uploads, operator, manuals, b"# One")
    assert await rows(services.database, "library_version") == 1
    assert await rows(services.database, "job") == 1, arrived


async def test_file_longer_than_the_limit_is_refused_while_it_comes(
    services: Services,
    library: LibraryService,
    uploads: Uploads,
    operator: Principal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert FILE_BYTES_MAX == 128 * 1024 * 1024
    monkeypatch.setattr(uploads_module, "FILE_BYTES_MAX", 2 * PART_BYTES)
    manuals = await library.create_collection(operator, "Manuals")
    with pytest.raises(RequestTooLarge):
        await upload(uploads, operator, manuals, b"# Guide" + b" " * (2 * PART_BYTES))
    await upload(uploads, operator, manuals, b"# Guide" + b" " * (2 * PART_BYTES - 7))
    assert await rows(services.database, "library_version") == 1


@pytest.mark.parametrize(
    ("limit", "value"), [("DOCUMENTS_MAX", 1), ("VERSIONS_MAX", 1), ("COLLECTION_BYTES_MAX", 10)]
)
async def test_collection_can_be_full(
    library: LibraryService,
    uploads: Uploads,
    operator: Principal,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    value: int,
) -> None:
    monkeypatch.setattr(uploads_module, limit, value)
    manuals = await library.create_collection(operator, "Manuals")
    await upload(uploads, operator, manuals, b"# One")
    name = "guide.md" if limit == "VERSIONS_MAX" else "other.md"
    with pytest.raises(LibraryFull):
        await upload(uploads, operator, manuals, b"# Two, longer", name=name)


async def test_only_so_many_files_come_at_once(
    library: LibraryService, uploads: Uploads, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    go_on, begun = asyncio.Event(), asyncio.Queue[bytes]()

    async def slow(body: bytes) -> AsyncIterator[bytes]:
        begun.put_nowait(body)
        await go_on.wait()
        yield body

    def begin(number: int) -> "asyncio.Task[Uploaded]":
        described = Described(name=f"{number}.md")
        parts = in_parts(slow(b"# %d" % number))
        return asyncio.create_task(uploads.take_in(operator, manuals.id, described, parts))

    tasks = [begin(number) for number in range(uploads_module.UPLOADS_MAX)]
    for _ in tasks:
        await begun.get()
    with pytest.raises(Overloaded):
        await upload(uploads, operator, manuals, b"# One too many")
    # A slow file keeps nobody from changing the collection that it is meant for.
    await library.change_collection(operator, manuals.id, name="Guides")
    go_on.set()
    assert len({each.document for each in await asyncio.gather(*tasks)}) == len(tasks)
    await upload(uploads, operator, manuals, b"# One more")


async def test_collection_that_is_deleted_meanwhile_takes_no_file(
    services: Services, library: LibraryService, uploads: Uploads, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")

    async def body() -> AsyncIterator[bytes]:
        yield b"# Guide"
        await library.delete_collection(operator, manuals.id)

    with pytest.raises(CollectionUnknown):
        await uploads.take_in(operator, manuals.id, Described(name="a.md"), in_parts(body()))
    assert await rows(services.database, "library_file_part") == 0


async def test_same_file_sent_twice_at_once_is_taken_once(
    library: LibraryService, uploads: Uploads, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    outcomes = await asyncio.gather(
        *(upload(uploads, operator, manuals, b"# One", name=name) for name in ("a.md", "b.md")),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["DuplicateFile", "Uploaded"]


# What is read back.


async def test_pages_and_citations_of_every_version_stay_readable(
    services: Services,
    storage: LibraryStorage,
    library: LibraryService,
    room: ReadingRoom,
    uploads: Uploads,
    operator: Principal,
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    first = await upload(uploads, operator, manuals, b"# One", title="Guide", label="1")
    await read(services.database, storage, first.version, "The bus leaves at nine.", "Every day.")
    (chunk, _) = await chunks_of(services.database, storage, first.version)
    assert (await room.citation(operator, Cited(chunk, 4, 7))).newer is None
    second = await upload(uploads, operator, manuals, b"# Two", label="2")
    await read(services.database, storage, second.version, "The bus leaves at ten.")

    opened = await room.open(operator, first.version)
    assert (opened.document.title, opened.collection.name, opened.newer) == ("Guide", "Manuals", second.version)
    assert ([each.title for each in opened.outline], opened.has_pictures) == (["Buses"], False)
    assert (await room.open(operator, second.version)).newer is None
    cited = await room.citation(operator, Cited(chunk, 4, 7))
    assert (cited.before, cited.quotation, cited.after) == ("The ", "bus", " leaves at nine.")
    assert (cited.version, cited.label, cited.page, cited.newer) == (first.version, "1", 1, second.version)
    (mark,) = cited.highlights
    assert (mark.page, mark.start, mark.end) == (1, 4, 7)
    assert mark.boxes[0].left == pytest.approx(0.1, abs=1e-4)
    page = await room.page(operator, first.version, 1, Cited(chunk, 4, 7))
    assert (page.text, page.pages, page.highlight) == ("The bus leaves at nine.", 2, mark)
    assert (await room.page(operator, first.version, 2, Cited(chunk, 4, 7))).highlight is None
    assert [each.kind for each in page.blocks] == [Kind.TEXT]


async def chunks_of(database: Database, storage: LibraryStorage, version: VersionId) -> list[ChunkId]:
    async with database.connection() as db:
        return [each.id for each in await storage.chunks_of(db, version)]


async def test_what_is_not_there_cannot_be_opened(
    services: Services,
    storage: LibraryStorage,
    library: LibraryService,
    room: ReadingRoom,
    uploads: Uploads,
    operator: Principal,
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    first = await upload(uploads, operator, manuals, b"# One")
    other = await upload(uploads, operator, manuals, b"# Two", name="other.md")
    await read(services.database, storage, first.version, "The bus leaves at nine.")
    await read(services.database, storage, other.version, "The bus leaves at ten.")
    (chunk,) = await chunks_of(services.database, storage, first.version)
    for work in (
        room.open(operator, NOBODY),
        room.page(operator, NOBODY, 1),
        room.page(operator, first.version, 2),
        room.page(operator, other.version, 1, Cited(chunk, 0, 3)),
        room.file(operator, NOBODY),
        room.citation(operator, Cited(ChunkId(NOBODY), 0, 1)),
    ):
        with pytest.raises(DocumentUnknown):
            await work
    for start, end in ((0, 0), (3, 2), (0, 24)):
        with pytest.raises(RequestInvalid):
            await room.citation(operator, Cited(chunk, start, end))


async def test_documents_are_listed_in_pages_and_exported(
    library: LibraryService,
    uploads: Uploads,
    operator: Principal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service_module, "DOCUMENTS_PAGE_MAX", 2)
    manuals = await library.create_collection(operator, "Manuals")
    for name in ("b.md", "a.md", "c.md"):
        await upload(uploads, operator, manuals, name.encode(), name=name, title="=1+1")
    page, following = await library.documents(operator, manuals.id)
    assert ([each.name for each in page], following) == (["a.md", "b.md"], "b.md")
    page, following = await library.documents(operator, manuals.id, "b.md")
    assert ([each.name for each in page], following) == (["c.md"], None)
    found = [each async for each in library.all_documents(operator, manuals.id)]
    text = csv_head() + "".join(map(csv_lines, found))
    lines = text.splitlines()
    assert lines[0].startswith("\ufeffdocument,name,title,version")
    assert [line.split(",")[1] for line in lines[1:]] == ["a.md", "b.md", "c.md"]
    assert all(line.split(",")[2] == "'=1+1" for line in lines[1:]), "no spreadsheet computes with it"


# Deleting.


async def test_document_is_deleted_with_everything_of_it(
    services: Services,
    storage: LibraryStorage,
    library: LibraryService,
    room: ReadingRoom,
    uploads: Uploads,
    operator: Principal,
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    first = await upload(uploads, operator, manuals, b"# One" + b" " * (3 * PART_BYTES))
    await read(services.database, storage, first.version, *(f"Page {number}" for number in range(1200)))
    ids = await chunks_of(services.database, storage, first.version)
    async with services.database.transaction() as db:
        await storage.write_vectors(db, "small", ids, [np.zeros(4, "<f2").tobytes()] * len(ids))
    kept = await upload(uploads, operator, manuals, b"# Two", name="other.md")
    heard = asyncio.Queue[str]()
    async with services.database.listening("grandstand_library", heard.put_nowait):
        await library.delete_document(operator, first.document)
        assert await asyncio.wait_for(heard.get(), 10) == str(first.version)
    for table in ("library_page", "library_heading", "library_chunk", "library_vector"):
        assert await rows(services.database, table) == 0, table
    assert await rows(services.database, "library_file_part") == 1
    assert (await library.document(operator, kept.document)).name == "other.md"
    with pytest.raises(DocumentUnknown):
        await room.open(operator, first.version)
    assert (await acts(services.database))[-1] == ("document.deleted", manuals.id)


async def test_collection_is_deleted_with_everything_in_it(
    services: Services, storage: LibraryStorage, library: LibraryService, uploads: Uploads, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    await library.change_collection(operator, manuals.id, grants=["everyone"])
    for number in range(3):
        arrived = await upload(uploads, operator, manuals, b"# %d" % number, name=f"{number}.md")
        await read(services.database, storage, arrived.version, "The bus leaves at nine.")
    await library.delete_collection(operator, manuals.id)
    for table in ("collection", "grant", "document", "version", "file_part", "page", "chunk"):
        assert await rows(services.database, f"library_{table}") == 0, table
    assert await library.readable(None) == frozenset()
    assert [act for act, _ in await acts(services.database)] == [
        "collection.created",
        "collection.changed",
        *["version.uploaded"] * 3,
        "collection.deleted",
    ]


async def test_whoever_reads_a_file_is_told_that_it_was_deleted(
    services: Services, storage: LibraryStorage, library: LibraryService, uploads: Uploads, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    arrived = await upload(uploads, operator, manuals, b"# One")
    await library.delete_document(operator, arrived.document)
    async with services.database.connection() as db:
        assert await storage.load_version(db, arrived.version) is None
        assert await storage.file_part(db, arrived.version, 0) is None
        with pytest.raises(DocumentUnknown):
            await storage.write_pages(db, arrived.version, [a_page(1, "The bus")])
        with pytest.raises(DocumentUnknown):
            await storage.replace_chunks(db, arrived.version, [a_chunk(0, "The bus", 1)])
        await storage.set_state(db, arrived.version, State.READING)
        await storage.write_vectors(db, "small", [ChunkId(99)], [b"\0\0"])


# What reading and searching rest on.


async def test_every_step_may_be_done_again(
    services: Services, storage: LibraryStorage, library: LibraryService, uploads: Uploads, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    arrived = await upload(uploads, operator, manuals, b"# One")
    for _ in range(2):
        await read(services.database, storage, arrived.version, "One.", "Two.", "Three.")
    async with services.database.connection() as db:
        assert await storage.last_page(db, arrived.version) == 3
        found = await storage.pages_of(db, arrived.version, [3, 9])
        assert {number: page.text for number, page in found.items()} == {3: "Three."}
        assert [each.title for each in await storage.outline(db, arrived.version)] == ["Buses"]
        assert [each.chunk.text for each in await storage.chunks_of(db, arrived.version)] == [
            "One.",
            "Two.",
            "Three.",
        ]


async def test_chunk_whose_words_stay_keeps_its_id_and_its_vectors(
    services: Services, storage: LibraryStorage, library: LibraryService, uploads: Uploads, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    version = (await upload(uploads, operator, manuals, b"# One")).version
    await read(services.database, storage, version, "One.", "Two.", "Three.")
    vector = np.array([0.6, 0.8], "<f2").tobytes()
    async with services.database.transaction() as db:
        before = await storage.chunks_of(db, version)
        ids = [each.id for each in before]
        assert [each.id for each in await storage.chunks_without(db, "small", 2)] == ids[:2]
        await storage.write_vectors(db, "small", ids, [vector] * 3)
        assert await storage.chunks_without(db, "small", 10, version) == []
        assert await storage.count_chunks(db, version, "small") == (3, 3)
        listed = (await storage.shelf_listing(db))[0]
        await storage.replace_chunks(db, version, [a_chunk(0, "One.", 1), a_chunk(1, "Zwei.", 2)])
        after = await storage.chunks_of(db, version)
        assert [(each.id, each.chunk.text, dict(each.vectors)) for each in after] == [
            (ids[0], "One.", {"small": vector}),
            (ids[1], "Zwei.", {}),
        ]
        assert [each.text for each in await storage.chunks_without(db, "small", 10)] == ["Zwei."]
        entry = await storage.shelf_entry(db, version)
        assert entry is not None
        assert (entry.version, entry.collection) == (version, manuals.id)
        assert entry.revision > listed.revision
        assert set(await storage.chunks_by_id(db, ids)) == set(ids[:2])


async def test_answers_are_taken_from_the_newest_version_that_can_be_found(
    services: Services, storage: LibraryStorage, library: LibraryService, uploads: Uploads, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    versions = [(await upload(uploads, operator, manuals, b"# %d" % number)).version for number in range(3)]

    async def listed() -> list[VersionId]:
        async with services.database.connection() as db:
            return [each.version for each in await storage.shelf_listing(db)]

    assert await listed() == []
    await read(services.database, storage, versions[1], "Two.")
    assert await listed() == [versions[1]]
    await read(services.database, storage, versions[0], "One.")
    assert await listed() == [versions[1]]
    async with services.database.transaction() as db:
        await storage.set_state(db, versions[2], State.REFUSED, verdict=Verdict.BROKEN, detail="Save it again.")
        await storage.set_state(db, versions[1], State.COMPLETE)
        assert (await storage.titles_of(db, versions[:2]))[versions[1]].title == "guide.md"
    assert await listed() == [versions[1]]


async def test_title_that_a_file_says_is_used_where_the_uploader_said_none(
    services: Services, storage: LibraryStorage, library: LibraryService, uploads: Uploads, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    silent = await upload(uploads, operator, manuals, b"# One", name="a.md")
    spoken = await upload(uploads, operator, manuals, b"# Two", name="b.md", title="Said")
    async with services.database.connection() as db:
        for each in (silent, spoken):
            await storage.set_title(db, each.version, "Read" * 100)
    titles = [(await library.document(operator, each.document)).title for each in (silent, spoken)]
    assert titles == [("Read" * 100)[:200], "Said"]


# Questions that found nothing.


async def test_equal_questions_of_a_committee_are_counted_together(
    services: Services, library: LibraryService, operator: Principal, auditor: Principal, fan: Principal
) -> None:
    ger = member_of("GER")
    for viewer, text in ((ger, "Where is the bus?"), (None, "Where is the bus?"), (ger, "where  is THE bus?")):
        await library.note_unanswered(viewer, text, ENGLISH, 0.25)
    found, following = await library.unanswered(auditor, None)
    assert [(each.text, each.noc, each.times) for each in found] == [
        ("Where is the bus?", "GER", 2),
        ("Where is the bus?", None, 1),
    ]
    assert following is None
    async with services.database.connection() as db:
        columns = await db.fetch("select * from library_unanswered limit 1")
        assert str(ger.subject) not in str(columns), "who asked is not kept"
    for viewer in (fan, ger):
        with pytest.raises(Forbidden):
            await library.unanswered(viewer, None)
    with pytest.raises(Forbidden):
        await library.delete_unanswered(auditor, found[0].id)
    for _ in range(2):
        await library.delete_unanswered(operator, found[0].id)
    assert len((await library.unanswered(operator, None))[0]) == 1


async def test_questions_are_listed_in_pages_the_last_asked_first(
    library: LibraryService, operator: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "UNANSWERED_PAGE_MAX", 2)
    for text in ("one", "two", "three", "one"):
        await library.note_unanswered(None, text, ENGLISH, 0)
    page, following = await library.unanswered(operator, None)
    assert [each.text for each in page] == ["one", "three"]
    page, following = await library.unanswered(operator, following)
    assert ([each.text for each in page], following) == (["two"], None)


async def test_questions_are_forgotten(
    services: Services, storage: LibraryStorage, operator: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2030, 2, 1, tzinfo=UTC)
    clock: Clock = lambda: now  # noqa: E731 - the test moves it on
    library = LibraryService(services.database, storage, clock)
    await library.note_unanswered(None, "long ago", ENGLISH, 0)
    now += timedelta(days=library_limits.UNANSWERED_DAYS_MAX, seconds=1)
    await library.forget_unanswered()
    assert await library.unanswered(operator, None) == ([], None)
    monkeypatch.setattr(service_module, "UNANSWERED_MAX", 2)
    for text in ("one", "two", "three"):
        await library.note_unanswered(None, text + " x" * 300, ENGLISH, 0)
    found, _ = await library.unanswered(operator, None)
    assert [each.text[:5] for each in found] == ["three", "two x"]
    assert {len(each.text) for each in found} == {library_limits.UNANSWERED_LENGTH_MAX}


async def test_log_of_acts_is_only_added_to(
    services: Services, library: LibraryService, operator: Principal
) -> None:
    manuals = await library.create_collection(operator, "Manuals")
    with pytest.raises(NameTaken):
        await library.create_collection(operator, "Manuals")
    assert await acts(services.database) == [("collection.created", manuals.id)]
    async with services.database.connection() as db:
        with pytest.raises(asyncpg.CheckViolationError):
            await db.execute("update library_collection set strictness = 2")
