"""What people do with collections, groups and documents; who asks is always checked, each method is a transaction.

uploads.py takes files in, reading_room.py opens what is there, asking.py answers questions.
"""

import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta

from grandstand.kernel.auth import Forbidden, Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database
from grandstand.kernel.errors import RequestInvalid
from grandstand.language.models import Language
from grandstand.library.access import (
    ORGANISERS,
    Reader,
    group_in,
    is_grant,
    is_member,
    may_create,
    may_write,
    readable,
    reader_of,
)
from grandstand.library.collection_storage import Act, CollectionRow
from grandstand.library.doorkeeper import admit
from grandstand.library.errors import DocumentUnknown, GrantInvalid, GroupUnknown, LibraryFull
from grandstand.library.installed import is_installed
from grandstand.library.limits import (
    COLLECTIONS_MAX,
    DOCUMENTS_PAGE_MAX,
    GRANTS_MAX,
    GROUPS_MAX,
    MEMBERS_MAX,
    NAME_LENGTH_MAX,
    UNANSWERED_DAYS_MAX,
    UNANSWERED_LENGTH_MAX,
    UNANSWERED_MAX,
    UNANSWERED_PAGE_MAX,
)
from grandstand.library.models import (
    ID_MAX,
    Collection,
    CollectionId,
    Document,
    DocumentId,
    Group,
    GroupId,
    Unanswered,
)
from grandstand.library.naming import clean_name
from grandstand.library.storage import LibraryStorage


class LibraryService:
    """One for each process.

    Args:
        database: where the tables are.
        storage: the tables.
        clock: now, aware.
        installed: whether files can be read and questions answered here.
    """

    def __init__(
        self,
        database: Database,
        storage: LibraryStorage,
        clock: Clock,
        installed: Callable[[], bool] = is_installed,
    ) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock
        self._installed = installed

    @property
    def installed(self) -> bool:
        """Whether files can be read and questions answered here."""
        return self._installed()

    # Collections.

    @staticmethod
    def can_create(viewer: Principal | None) -> bool:
        """Whether she may have collections of her own."""
        return may_create(reader_of(viewer))

    async def readable(self, viewer: Principal | None) -> frozenset[CollectionId]:
        """What she may read now: the mask of every search and part of every cache's key."""
        async with self._database.connection() as db:
            return await self._storage.collections_of(db, viewer)

    async def collections(self, viewer: Principal | None) -> list[Collection]:
        """Those that she may read."""
        async with self._database.snapshot() as db:
            reader = await self._storage.reader(db, viewer)
            known = readable(reader, await self._storage.access_table(db, reader))
            return [_collection(row, reader) for row in await self._storage.collections(db, known)]

    async def create_collection(self, actor: Principal, name: str) -> Collection:
        """A new one: of an operator the organisers', of a NOC member her committee's.

        Raises:
            Forbidden: she may have none.
            RequestInvalid: the name is none.
            NameTaken, LibraryFull: the owner has one of this name, or COLLECTIONS_MAX.
        """
        if not self.can_create(actor):
            raise Forbidden
        owner, name = actor.noc, _named(name)
        async with self._database.transaction() as db:
            await self._storage.lock_owner(db, owner)
            if await self._storage.count_collections(db, owner) >= COLLECTIONS_MAX:
                raise LibraryFull(f"There are {COLLECTIONS_MAX} collections already; delete one first.")
            number = await self._storage.insert_collection(db, name, owner, self._clock(), actor)
            await self._note(db, actor, Act.COLLECTION_CREATED, number, name=name)
            return await self._told(db, number, reader_of(actor))

    async def change_collection(
        self,
        actor: Principal,
        collection: CollectionId,
        *,
        name: str | None = None,
        strictness: float | None = None,
        grants: Sequence[str] | None = None,
    ) -> Collection:
        """Change what is given; a grant that is withdrawn holds from the next request on, in every process.

        Raises:
            CollectionUnknown, Forbidden: she may not read it, or not write.
            RequestInvalid, GrantInvalid, NameTaken: what is given does not fit.
        """
        async with self._database.transaction() as db:
            mark = await admit(self._storage, db, actor, to_write=True, collection=collection)
            await self._storage.lock_collection(db, collection)
            if name is not None:
                name = _named(name)
                await self._storage.rename_collection(db, collection, name)
            if strictness is not None:
                await self._storage.set_strictness(db, collection, strictness)
            if grants is not None:
                await self._check_grants(db, grants, mark.owner)
                await self._storage.set_grants(db, collection, grants)
            changes = {"name": name, "strictness": strictness, "grants": grants}
            changed = {field: value for field, value in changes.items() if value is not None}
            await self._note(db, actor, Act.COLLECTION_CHANGED, collection, **changed)
            await self._storage.notify(db)
            return await self._told(db, collection, reader_of(actor))

    async def _check_grants(self, db: Connection, grants: Sequence[str], owner: str | None) -> None:
        if len(grants) > GRANTS_MAX:
            raise GrantInvalid(f"A collection has {GRANTS_MAX} grants at most, got {len(grants)}.")
        for each in grants:
            if not is_grant(each, owner):
                groups = ", group:1 for a group with this number" if owner is None else ""
                raise GrantInvalid(f"{each!r} is not everyone, nocs, noc:ABC for a committee{groups}.")
        wanted = {group for each in grants if (group := group_in(each)) is not None}
        if missing := wanted - await self._storage.known_groups(db, wanted):
            raise GrantInvalid(f"There is no group with the number {min(missing)}.")

    async def delete_collection(self, actor: Principal, collection: CollectionId) -> None:
        """Delete it and everything in it, for good."""
        async with self._database.transaction() as db:
            await admit(self._storage, db, actor, to_write=True, collection=collection)
            await self._storage.lock_collection(db, collection)
            told = await self._told(db, collection, reader_of(actor))
            await self._storage.delete_collection(db, collection)
            detail = {"name": told.name, "documents": told.documents}
            await self._note(db, actor, Act.COLLECTION_DELETED, collection, **detail)
            await self._storage.notify(db)

    async def _told(self, db: Connection, collection: CollectionId, reader: Reader) -> Collection:
        rows = await self._storage.collections(db, [collection])
        if not rows:
            raise DocumentUnknown
        return _collection(rows[0], reader)

    # Groups.

    async def groups(self, viewer: Principal) -> list[Group]:
        require_role(viewer, *ORGANISERS)
        async with self._database.connection() as db:
            return await self._storage.groups(db)

    async def create_group(self, actor: Principal, name: str) -> Group:
        """A new one without members."""
        require_role(actor, Role.OPERATOR)
        name = _named(name)
        async with self._database.transaction() as db:
            await self._storage.lock_groups(db)
            if await self._storage.count_groups(db) >= GROUPS_MAX:
                raise LibraryFull(f"There are {GROUPS_MAX} groups already; delete one first.")
            number = await self._storage.insert_group(db, name, self._clock())
            await self._note(db, actor, Act.GROUP_CREATED, None, group=number, name=name)
            return Group(id=number, name=name, members=())

    async def change_group(
        self, actor: Principal, group: GroupId, *, name: str | None = None, members: Sequence[str] | None = None
    ) -> Group:
        """Change what is given; whoever is no longer a member reads nothing by it from the next request on.

        Raises:
            GroupUnknown: there is none.
            RequestInvalid, GrantInvalid, NameTaken: what is given does not fit.
        """
        require_role(actor, Role.OPERATOR)
        async with self._database.transaction() as db:
            await self._storage.lock_groups(db)
            if await self._storage.group(db, group) is None:
                raise GroupUnknown
            if name is not None:
                name = _named(name)
                await self._storage.rename_group(db, group, name)
            if members is not None:
                await self._storage.set_members(db, group, _members(members))
            changes = {"name": name, "members": members}
            changed = {field: value for field, value in changes.items() if value is not None}
            await self._note(db, actor, Act.GROUP_CHANGED, None, group=group, **changed)
            await self._storage.notify(db)
            found = await self._storage.group(db, group)
            assert found is not None
            return found

    async def delete_group(self, actor: Principal, group: GroupId) -> None:
        """Delete it with every grant to it."""
        require_role(actor, Role.OPERATOR)
        async with self._database.transaction() as db:
            await self._storage.lock_groups(db)
            found = await self._storage.group(db, group)
            if found is None:
                raise GroupUnknown
            await self._storage.delete_group(db, group)
            await self._note(db, actor, Act.GROUP_DELETED, None, group=group, name=found.name)
            await self._storage.notify(db)

    # Documents.

    async def documents(
        self, viewer: Principal | None, collection: CollectionId, after: str = ""
    ) -> tuple[list[Document], str | None]:
        """The documents behind a name, in order of their names, and the cursor of the next page."""
        async with self._database.snapshot() as db:
            await admit(self._storage, db, viewer, collection=collection)
            found = await self._storage.documents(db, collection, after, DOCUMENTS_PAGE_MAX + 1)
        page = found[:DOCUMENTS_PAGE_MAX]
        return page, page[-1].name if len(found) > DOCUMENTS_PAGE_MAX else None

    async def all_documents(
        self, viewer: Principal | None, collection: CollectionId
    ) -> AsyncIterator[list[Document]]:
        """Every document, page by page; with each page it is checked again who asks."""
        after: str | None = ""
        while after is not None:
            page, after = await self.documents(viewer, collection, after)
            yield page

    async def document(self, viewer: Principal | None, document: DocumentId) -> Document:
        async with self._database.snapshot() as db:
            await admit(self._storage, db, viewer, document=document)
            found = await self._storage.document(db, document)
        assert found is not None
        return found

    async def delete_document(self, actor: Principal, document: DocumentId) -> None:
        """Delete it with all of its versions, for good: what was cited of them leads nowhere any more."""
        async with self._database.transaction() as db:
            mark = await admit(self._storage, db, actor, to_write=True, document=document)
            await self._storage.lock_collection(db, mark.id)
            found = await self._storage.document(db, document)
            if found is None:
                raise DocumentUnknown
            for version in await self._storage.delete_document(db, document):
                await self._storage.notify(db, version)
            detail = {"document": document, "name": found.name, "versions": len(found.versions)}
            await self._note(db, actor, Act.DOCUMENT_DELETED, mark.id, **detail)

    # Questions that found nothing.

    async def note_unanswered(
        self, viewer: Principal | None, text: str, language: Language, confidence: float
    ) -> None:
        """Keep a question that found nothing, for the organisers; of the asker only her committee is kept."""
        noc, now = (None if viewer is None else viewer.noc), self._clock()
        text = " ".join(text.split())[:UNANSWERED_LENGTH_MAX]
        digest = hashlib.sha256(f"{noc}\n{text.casefold()}".encode()).digest()
        async with self._database.transaction() as db:
            await self._storage.note_unanswered(db, digest, text, language, noc, confidence, now)
            await self._storage.forget_unanswered(db, now - timedelta(days=UNANSWERED_DAYS_MAX), UNANSWERED_MAX)

    async def forget_unanswered(self) -> None:
        """Forget questions whose time is over; done now and then, also when nobody asks."""
        oldest = self._clock() - timedelta(days=UNANSWERED_DAYS_MAX)
        async with self._database.connection() as db:
            await self._storage.forget_unanswered(db, oldest, UNANSWERED_MAX)

    async def unanswered(self, viewer: Principal, before: int | None) -> tuple[list[Unanswered], int | None]:
        """Questions that found nothing, the last asked first, and the cursor of the next page."""
        require_role(viewer, *ORGANISERS)
        async with self._database.connection() as db:
            found = await self._storage.unanswered(db, before or ID_MAX, UNANSWERED_PAGE_MAX + 1)
        page = found[:UNANSWERED_PAGE_MAX]
        return page, page[-1].id if len(found) > UNANSWERED_PAGE_MAX else None

    async def delete_unanswered(self, actor: Principal, number: int) -> None:
        """Settle a question; one that is settled already stays so."""
        require_role(actor, Role.OPERATOR)
        async with self._database.connection() as db:
            await self._storage.delete_unanswered(db, number)

    async def _note(
        self, db: Connection, actor: Principal, act: Act, collection: CollectionId | None, **detail: object
    ) -> None:
        await self._storage.add_act(db, self._clock(), actor, act, collection, detail)


def _collection(row: CollectionRow, reader: Reader) -> Collection:
    writes = may_write(reader, row.owner)
    return Collection(
        id=row.id,
        name=row.name,
        owner=row.owner,
        grants=row.grants if writes else (),
        strictness=row.strictness,
        may_write=writes,
        documents=row.documents,
        pages=row.pages,
    )


def _named(text: str) -> str:
    name = clean_name(text, NAME_LENGTH_MAX)
    if name is None:
        raise RequestInvalid(f"A name has 1 to {NAME_LENGTH_MAX} characters on one line, got {text[:200]!r}.")
    return name


def _members(members: Sequence[str]) -> Sequence[str]:
    if len(members) > MEMBERS_MAX:
        raise GrantInvalid(f"A group has {MEMBERS_MAX} members at most, got {len(members)}.")
    for each in members:
        if not is_member(each):
            raise GrantInvalid(f"{each!r} is neither noc:ABC for a committee nor person:<id>.")
    return members
