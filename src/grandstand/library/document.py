"""The library in the OpenAPI document: the upload, which the framework does not know, and every type."""

import msgspec

from grandstand.kernel.auth import CrossSite, Forbidden, TokenExpired, TokenInvalid, TokenMissing
from grandstand.kernel.errors import (
    DatabaseUnavailable,
    InternalError,
    Overloaded,
    RequestInvalid,
    RequestTimeout,
    RequestTooLarge,
)
from grandstand.library.asking_routes import SuggestionsShown
from grandstand.library.errors import (
    CollectionUnknown,
    DuplicateFile,
    LibraryFull,
    NotInstalled,
    UploadInvalid,
)
from grandstand.library.models import Answer, Document, Group
from grandstand.library.reading_room import Citation, Opened, PageShown
from grandstand.library.reading_routes import DocumentsShown
from grandstand.library.routes import CollectionShown, CollectionsShown, GroupsShown, UnansweredShown
from grandstand.library.uploads import Uploaded
from grandstand.web.openapi import REFERENCE, SIGNED_IN, problems

STRUCTS: tuple[type[msgspec.Struct], ...] = (
    Answer,
    Citation,
    CollectionShown,
    CollectionsShown,
    Document,
    DocumentsShown,
    Group,
    GroupsShown,
    Opened,
    PageShown,
    SuggestionsShown,
    UnansweredShown,
    Uploaded,
)
"""What the library's paths answer."""
UPLOAD_PROBLEMS = (
    TokenMissing,
    TokenInvalid,
    TokenExpired,
    Forbidden,
    CrossSite,
    CollectionUnknown,
    UploadInvalid,
    DuplicateFile,
    LibraryFull,
    NotInstalled,
    RequestInvalid,
    RequestTimeout,
    RequestTooLarge,
    Overloaded,
    DatabaseUnavailable,
    InternalError,
)


def library_paths() -> dict[str, dict[str, object]]:
    """The upload's entry among the paths of the document."""
    text = {"type": "string"}
    fields = [
        {"name": "collection", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}},
        {"name": "name", "in": "query", "required": True, "schema": text},
        {"name": "title", "in": "query", "required": False, "schema": text},
        {"name": "label", "in": "query", "required": False, "schema": text},
        {"name": "dated", "in": "query", "required": False, "schema": {"type": "string", "format": "date"}},
        {"name": "language", "in": "query", "required": False, "schema": text},
    ]
    schema = {"$ref": REFERENCE.format(name=Uploaded.__name__)}
    answers = {"202": {"description": "Durable, to be read", "content": {"application/json": {"schema": schema}}}}
    refusals = {str(status): each for status, each in problems(*UPLOAD_PROBLEMS).items()}
    body = {"required": True, "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
    operation = {
        "operationId": "upload_document",
        "summary": "Hand over a file: a new document, or the next version of the one with its name",
        "tags": ["library"],
        "parameters": fields,
        "requestBody": body,
        "responses": answers | refusals,
        "security": SIGNED_IN,
    }
    return {"/v1/library/collections/{collection}/documents": {"post": operation}}
