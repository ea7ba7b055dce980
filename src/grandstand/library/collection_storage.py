"""The tables that say who may read: collections with their grants, groups, the log of acts.

Every method runs on the caller's connection. A name that is taken raises NameTaken.
"""

from collections.abc import Collection as Some
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

import asyncpg
import msgspec

from grandstand.kernel.auth import Principal
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.library.access import Reader, Shelfmark, grantee_names, member_names, readable, reader_of
from grandstand.library.errors import NameTaken
from grandstand.library.models import ChunkId, CollectionId, DocumentId, Group, GroupId, VersionId

CHANNEL: Final = "grandstand_library"
ACCESS_CHANGED: Final = "access"
"""What the channel tells when collections, grants or groups have changed; else it tells a version."""
LIBRARY_LOCK: Final = 0x6C69_6272  # "libr"


class Act(StrEnum):
    """What the library's log of acts tells of."""

    COLLECTION_CREATED = "collection.created"
    COLLECTION_CHANGED = "collection.changed"
    COLLECTION_DELETED = "collection.deleted"
    GROUP_CREATED = "group.created"
    GROUP_CHANGED = "group.changed"
    GROUP_DELETED = "group.deleted"
    VERSION_UPLOADED = "version.uploaded"
    DOCUMENT_DELETED = "document.deleted"


class CollectionRow(NamedTuple):
    """A collection as it is stored, with what is counted of it."""

    id: CollectionId
    name: str
    owner: str | None
    strictness: float
    grants: tuple[str, ...]
    documents: int
    pages: int


class CollectionStorage:
    """Collections, groups, and who may read what."""

    def __init__(self) -> None:
        self._sql = load_queries("grandstand.library")

    async def notify(self, db: Connection, version: VersionId | None = None) -> None:
        """Tell every process, when the transaction ends, that a version has changed; None: who may read."""
        payload = ACCESS_CHANGED if version is None else str(version)
        await db.execute(self._sql["notify"], CHANNEL, payload)

    # Who may read.

    async def reader(self, db: Connection, viewer: Principal | None) -> Reader:
        """Whoever asks, with the groups that she is in now."""
        names = member_names(viewer)
        rows = await db.fetch(self._sql["groups_of"], names) if names else []
        return reader_of(viewer, (row["group_id"] for row in rows))

    async def access_table(self, db: Connection, reader: Reader) -> list[Shelfmark]:
        """Every collection that the reader may read, and perhaps others: `access.readable` decides."""
        rows = await db.fetch(self._sql["shelfmarks"], reader.noc, list(grantee_names(reader)))
        return [_shelfmark(row) for row in rows]

    async def collections_of(self, db: Connection, viewer: Principal | None) -> frozenset[CollectionId]:
        """What whoever asks may read now: the mask of every search and part of every cache's key."""
        reader = await self.reader(db, viewer)
        return readable(reader, await self.access_table(db, reader))

    async def shelfmark(
        self,
        db: Connection,
        *,
        collection: CollectionId | None = None,
        document: DocumentId | None = None,
        version: VersionId | None = None,
        chunk: ChunkId | None = None,
    ) -> Shelfmark | None:
        """The collection that one of these is in, with what decides who may read it."""
        given = {"collection": collection, "document": document, "version": version, "chunk": chunk}
        ((kind, number),) = ((kind, number) for kind, number in given.items() if number is not None)
        row = await db.fetchrow(self._sql[f"shelfmark_of_{kind}"], number)
        return None if row is None else _shelfmark(row)

    async def add_act(
        self,
        db: Connection,
        at: datetime,
        actor: Principal,
        act: Act,
        collection: CollectionId | None,
        detail: dict[str, Any],
    ) -> None:
        """Write down who did what; in the transaction of the act."""
        told = msgspec.json.encode(detail).decode()
        await db.execute(self._sql["insert_act"], at, actor.subject, actor.role.value, act.value, collection, told)

    # Collections.

    async def lock_owner(self, db: Connection, owner: str | None) -> None:
        """Until the end of the transaction nobody else adds or renames collections of this owner."""
        await db.execute(self._sql["lock_owner"], LIBRARY_LOCK, owner)

    async def lock_collection(self, db: Connection, collection: CollectionId) -> bool:
        """Whether it is there; until the end of the transaction nobody else adds to it or deletes it."""
        return await db.fetchval(self._sql["lock_collection"], collection) is not None

    async def collections(self, db: Connection, collections: Some[CollectionId]) -> list[CollectionRow]:
        """The organisers' first, then by owner and name."""
        rows = await db.fetch(self._sql["collections"], list(collections))
        return [
            CollectionRow(
                row["id"],
                row["name"],
                row["owner"],
                # A real has seven digits: 0.7 is 0.7 again.
                round(row["strictness"], 6),
                tuple(row["grants"]),
                row["documents"],
                row["pages"],
            )
            for row in rows
        ]

    async def count_collections(self, db: Connection, owner: str | None) -> int:
        return int(await db.fetchval(self._sql["count_collections"], owner))

    async def insert_collection(
        self, db: Connection, name: str, owner: str | None, at: datetime, by: Principal
    ) -> CollectionId:
        """The new one."""
        with _free(name):
            found = await db.fetchval(self._sql["insert_collection"], name, owner, at, by.subject)
        return CollectionId(found)

    async def rename_collection(self, db: Connection, collection: CollectionId, name: str) -> None:
        """Rename it, unless the owner has another one of this name."""
        with _free(name):
            await db.execute(self._sql["rename_collection"], collection, name)

    async def set_strictness(self, db: Connection, collection: CollectionId, strictness: float) -> None:
        await db.execute(self._sql["set_strictness"], collection, strictness)

    async def set_grants(self, db: Connection, collection: CollectionId, grants: Iterable[str]) -> None:
        """Who may read it besides its owner, instead of who might until now."""
        await db.execute(self._sql["delete_grants"], collection)
        await db.execute(self._sql["insert_grants"], collection, sorted(set(grants)))

    # Groups.

    async def lock_groups(self, db: Connection) -> None:
        """Until the end of the transaction nobody else adds, renames or deletes groups."""
        await db.execute(self._sql["lock_groups"], LIBRARY_LOCK)

    async def groups(self, db: Connection) -> list[Group]:
        return [_group(row) for row in await db.fetch(self._sql["groups"])]

    async def group(self, db: Connection, group: GroupId) -> Group | None:
        row = await db.fetchrow(self._sql["group"], group)
        return None if row is None else _group(row)

    async def known_groups(self, db: Connection, groups: Some[GroupId]) -> frozenset[GroupId]:
        """Those that there are; they stay until the end of the transaction."""
        return frozenset(row["id"] for row in await db.fetch(self._sql["known_groups"], list(groups)))

    async def count_groups(self, db: Connection) -> int:
        return int(await db.fetchval(self._sql["count_groups"]))

    async def insert_group(self, db: Connection, name: str, at: datetime) -> GroupId:
        """The new one."""
        with _free(name):
            return GroupId(await db.fetchval(self._sql["insert_group"], name, at))

    async def rename_group(self, db: Connection, group: GroupId, name: str) -> None:
        with _free(name):
            await db.execute(self._sql["rename_group"], group, name)

    async def set_members(self, db: Connection, group: GroupId, members: Iterable[str]) -> None:
        await db.execute(self._sql["delete_members"], group)
        await db.execute(self._sql["insert_members"], group, sorted(set(members)))

    async def delete_group(self, db: Connection, group: GroupId) -> None:
        """Delete a group and every grant to it."""
        await db.execute(self._sql["delete_grants_to"], f"group:{group}")
        await db.execute(self._sql["delete_group"], group)


@contextmanager
def _free(name: str) -> Iterator[None]:
    try:
        yield
    except asyncpg.UniqueViolationError:
        raise NameTaken(f"{name!r} is there already; take another name.") from None


def _shelfmark(row: Row) -> Shelfmark:
    return Shelfmark(row["id"], row["owner"], frozenset(row["grants"]))


def _group(row: Row) -> Group:
    return Group(id=row["id"], name=row["name"], members=tuple(row["members"]))
