"""The one way to a collection and to what is in it: whoever may not read is told that there is nothing.

Grants and groups are read with every request, so one that was withdrawn holds at once, in every process.
"""

from grandstand.kernel.auth import Forbidden, Principal
from grandstand.kernel.database import Connection
from grandstand.library.access import Shelfmark, may_read, may_write
from grandstand.library.collection_storage import CollectionStorage
from grandstand.library.errors import CollectionUnknown, DocumentUnknown, LibraryError
from grandstand.library.models import ChunkId, CollectionId, DocumentId, VersionId


async def admit(  # noqa: PLR0913 - one of the last four is given
    storage: CollectionStorage,
    db: Connection,
    viewer: Principal | None,
    *,
    to_write: bool = False,
    collection: CollectionId | None = None,
    document: DocumentId | None = None,
    version: VersionId | None = None,
    chunk: ChunkId | None = None,
) -> Shelfmark:
    """The collection that one of these is in.

    Raises:
        CollectionUnknown, DocumentUnknown: there is none, or the viewer may not read it; one answer for both.
        Forbidden: she may read and not write.
    """
    unknown: type[LibraryError] = CollectionUnknown if collection is not None else DocumentUnknown
    reader = await storage.reader(db, viewer)
    mark = await storage.shelfmark(db, collection=collection, document=document, version=version, chunk=chunk)
    if mark is None or not may_read(reader, mark.owner, mark.grants):
        raise unknown
    if to_write and not may_write(reader, mark.owner):
        raise Forbidden
    return mark
