"""Documents, pages, files and citations over HTTP. Nothing of it is kept by anybody without asking again."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import PurePosixPath
from typing import Annotated
from urllib.parse import quote

import msgspec
import structlog
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response, StreamingResponse

from grandstand.kernel.auth import Forbidden, Principal
from grandstand.kernel.errors import RequestInvalid
from grandstand.library.errors import CollectionUnknown, DocumentUnknown, NotInstalled
from grandstand.library.export import csv_head, csv_lines
from grandstand.library.models import (
    ID_MAX,
    PAGE_CHARACTERS_MAX,
    PAGES_MAX,
    ChunkId,
    CollectionId,
    Document,
    DocumentId,
    FileType,
    VersionId,
)
from grandstand.library.page_pictures import WIDTHS_PX, PagePictures
from grandstand.library.reading_room import Citation, Cited, Opened, PageShown, ReadingRoom
from grandstand.library.rendering import PictureUnavailable
from grandstand.library.routes import CollectionPath, told
from grandstand.library.service import LibraryService
from grandstand.web.asgi import Message, Receive, Scope, Send
from grandstand.web.openapi import Responses, answer, problems, text
from grandstand.web.principal import Viewer, Visitor

PIECE_TIMEOUT_S = 30.0
"""For whoever takes a file to take its next piece."""
WEBP = "image/webp"
BINARY = "application/octet-stream"
MEDIA_TYPES = {
    FileType.PDF: "application/pdf",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileType.MARKDOWN: "text/markdown; charset=utf-8",
    # Nobody's browser shows a page that somebody has uploaded.
    FileType.HTML: BINARY,
}
DocumentPath = Annotated[DocumentId, Path(ge=1, le=ID_MAX)]
VersionPath = Annotated[VersionId, Path(ge=1, le=ID_MAX)]
ChunkPath = Annotated[ChunkId, Path(ge=1, le=ID_MAX)]
PagePath = Annotated[int, Path(ge=1, le=PAGES_MAX)]
Offset = Annotated[int, Query(ge=0, le=PAGE_CHARACTERS_MAX)]
READING = problems(DocumentUnknown)
TABLE = text("text/csv", "One line a version") | problems(CollectionUnknown)
IMAGE: Responses = {
    200: {"description": "The page", "content": {WEBP: {}}},
    304: {"description": "Still the picture whose ETag was given"},
    **problems(DocumentUnknown, NotInstalled, PictureUnavailable),
}
WHOLE_FILE: Responses = {
    200: {
        "description": "The file",
        "content": {each.partition(";")[0]: {} for each in MEDIA_TYPES.values()},
    },
    **problems(DocumentUnknown),
}

log = structlog.get_logger(__name__)


class DocumentsShown(msgspec.Struct, frozen=True, kw_only=True):
    """Documents in order of their names; `next` is for `after` of the next page."""

    documents: tuple[Document, ...]
    next: str | None


def document_routes(service: LibraryService) -> APIRouter:
    """What a collection holds."""
    router = APIRouter(prefix="/v1/library", tags=["library"])

    @router.get(
        "/collections/{collection}/documents", responses=answer(DocumentsShown) | problems(CollectionUnknown)
    )
    async def list_documents(
        visitor: Visitor, collection: CollectionPath, after: Annotated[str, Query(max_length=400)] = ""
    ) -> Response:
        """The documents of a collection with their versions, 100 a page."""
        found, following = await service.documents(visitor, collection, after)
        return told(DocumentsShown(documents=tuple(found), next=following))

    @router.get("/collections/{collection}/export", response_class=StreamingResponse, responses=TABLE)
    async def export_collection(visitor: Visitor, collection: CollectionPath) -> StreamingResponse:
        """Every version in a collection, as a table."""
        lines = _table(service, visitor, collection)
        # The first page is read before the answer begins, so that a refusal has its status.
        headers = _attachment(f"collection-{collection}.csv")
        return PacedResponse(await anext(lines), lines, "text/csv; charset=utf-8", headers)

    @router.get("/documents/{document}", responses=answer(Document) | READING)
    async def read_document(visitor: Visitor, document: DocumentPath) -> Response:
        """A document with its versions, the newest first."""
        return told(await service.document(visitor, document))

    @router.delete(
        "/documents/{document}", status_code=204, response_class=Response, responses=READING | problems(Forbidden)
    )
    async def delete_document(viewer: Viewer, document: DocumentPath) -> None:
        """Delete a document with all of its versions, for good."""
        await service.delete_document(viewer, document)

    return router


def reading_routes(room: ReadingRoom) -> APIRouter:
    """What a version holds."""
    router = APIRouter(prefix="/v1/library", tags=["library"])

    @router.get("/versions/{version}", responses=answer(Opened) | READING)
    async def read_version(visitor: Visitor, version: VersionPath) -> Response:
        """A version with its outline, and whether a newer one has replaced it in answers."""
        return told(await room.open(visitor, version))

    @router.get("/versions/{version}/pages/{number}", responses=answer(PageShown) | READING)
    async def read_page(
        visitor: Visitor,
        version: VersionPath,
        number: PagePath,
        chunk: Annotated[int | None, Query(ge=1, le=ID_MAX)] = None,
        start: Offset = 0,
        end: Offset = 0,
    ) -> Response:
        """A page as text; with `chunk`, `start` and `end` of a citation also where it stands on the page."""
        cited = None if chunk is None else Cited(ChunkId(chunk), start, end)
        return told(await room.page(visitor, version, number, cited))

    @router.get("/versions/{version}/file", response_class=Response, responses=WHOLE_FILE)
    async def read_file(visitor: Visitor, version: VersionPath) -> StreamingResponse:
        """The file as it was uploaded."""
        file = await room.file(visitor, version)
        headers = _attachment(PurePosixPath(file.name).name) | {"content-length": str(file.size_bytes)}
        return PacedResponse(await anext(file.parts), file.parts, MEDIA_TYPES[file.type], headers)

    @router.get("/citations/{chunk}", responses=answer(Citation) | READING)
    async def read_citation(visitor: Visitor, chunk: ChunkPath, start: Offset, end: Offset) -> Response:
        """What was quoted, where it stands, and whether its version has been replaced."""
        return told(await room.citation(visitor, Cited(chunk, start, end)))

    return router


def picture_routes(pictures: PagePictures) -> APIRouter:
    """Pages as they look."""
    router = APIRouter(prefix="/v1/library", tags=["library"])

    @router.get("/versions/{version}/pages/{number}/image", response_class=Response, responses=IMAGE)
    async def read_page_image(
        request: Request, visitor: Visitor, version: VersionPath, number: PagePath, width: int = 800
    ) -> Response:
        """A page as WebP, 400, 800, 1200 or 1600 pixels wide."""
        if width not in WIDTHS_PX:
            raise RequestInvalid(f"A page is {', '.join(map(str, WIDTHS_PX))} pixels wide, got {width}.")
        picture = await pictures.picture(visitor, version, number, width)
        # Kept in the browser, and asked for again each time: who may read can have changed, or who sits there.
        headers = {"etag": picture.etag, "cache-control": "private, no-cache"}
        if picture.etag in request.headers.get("if-none-match", "").split(", "):
            return Response(status_code=304, headers=headers)
        return Response(await picture.draw(), media_type=WEBP, headers=headers)

    return router


class PacedResponse(StreamingResponse):
    """A file on its way. Who does not read on is cut off: what is held for her is held in memory."""

    def __init__(
        self,
        first: bytes,
        rest: AsyncIterator[bytes],
        media_type: str,
        headers: dict[str, str],
    ) -> None:
        """Answer with `first` and then the rest."""
        super().__init__(_with_first(first, rest), media_type=media_type, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(PIECE_TIMEOUT_S):
                await send(message)

        try:
            await super().__call__(scope, receive, send_in_time)
        except TimeoutError:
            # The answer has begun and cannot say so: it is shorter than its length.
            log.warning("file.cut_off", timeout_s=PIECE_TIMEOUT_S)


async def _with_first(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


async def _table(
    service: LibraryService, viewer: Principal | None, collection: CollectionId
) -> AsyncIterator[bytes]:
    head = csv_head()
    async for documents in service.all_documents(viewer, collection):
        yield (head + csv_lines(documents)).encode()
        head = ""


def _attachment(name: str) -> dict[str, str]:
    """Headers of a file that is saved, not shown, under its name (RFC 6266)."""
    plain = "".join(each if each.isascii() and (each.isalnum() or each in "._-") else "_" for each in name)
    return {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "cache-control": "no-store",
    }
