"""Manuals, found by question: the sentence, the page, the highlight, only in what the asker may read.

models.py, limits.py, naming.py   the nouns, how much there may be, what things may be called
access.py, doorkeeper.py       who may read and write what: pure; the one way to a collection
reading.py, read_*.py          files to pages, in a process of its own with limits; pages.py stores them
chunking.py                    pages to chunks: pure
rendering.py                   a page as a picture
storage.py, *_storage.py, *.sql, schema/   the tables
service.py                     collections, groups, documents; who asks is always checked
uploads.py, export.py          files in, lists out
reading_room.py, page_pictures.py, pictures.py, spooled.py   versions, pages, citations, files; pages as pictures
ingest.py, jobs.py             what happens to a file after its upload; the queue
shelf.py, bm25.py, score.py    chunks in memory, and how well each fits a question
far_shelf.py                   the same in the database, for more chunks than memory should hold
passages.py, finding.py        the best sentences; found, not found, or differing
asking.py, looking.py          a question to an answer: one call, for the page and the assistant
understanding.py, embedding.py   the models that understand questions and chunks
installed.py                   whether the extra is there
upload_handler.py, routes.py, *_routes.py, document.py   HTTP
errors.py                      what can be answered instead
"""

from grandstand.library.access import EVERYONE
from grandstand.library.asking import Asking
from grandstand.library.embedding import quick_embedder, thorough_embedder
from grandstand.library.errors import (
    INSTALL,
    CollectionUnknown,
    DocumentUnknown,
    DuplicateFile,
    LibraryError,
    NotInstalled,
)
from grandstand.library.far_shelf import open_shelf
from grandstand.library.ingest import Ingest, VersionBusyError
from grandstand.library.installed import is_installed, require_installed
from grandstand.library.jobs import Jobs
from grandstand.library.models import (
    ID_MAX,
    Answer,
    Collection,
    CollectionId,
    Document,
    DocumentId,
    Passage,
    Question,
    State,
    Version,
)
from grandstand.library.page_pictures import PagePictures
from grandstand.library.reading import FileReader
from grandstand.library.reading_room import ReadingRoom
from grandstand.library.rendering import PageRenderer
from grandstand.library.service import LibraryService
from grandstand.library.shelf import Shelf
from grandstand.library.shelving import AnyShelf
from grandstand.library.storage import LibraryStorage
from grandstand.library.understanding import Understanding
from grandstand.library.uploads import Described, Uploaded, Uploads, describe, in_parts

__all__ = [
    "EVERYONE",
    "ID_MAX",
    "INSTALL",
    "Answer",
    "AnyShelf",
    "Asking",
    "Collection",
    "CollectionId",
    "CollectionUnknown",
    "Described",
    "Document",
    "DocumentId",
    "DocumentUnknown",
    "DuplicateFile",
    "FileReader",
    "Ingest",
    "Jobs",
    "LibraryError",
    "LibraryService",
    "LibraryStorage",
    "NotInstalled",
    "PagePictures",
    "PageRenderer",
    "Passage",
    "Question",
    "ReadingRoom",
    "Shelf",
    "State",
    "Understanding",
    "Uploaded",
    "Uploads",
    "Version",
    "VersionBusyError",
    "describe",
    "in_parts",
    "is_installed",
    "open_shelf",
    "quick_embedder",
    "require_installed",
    "thorough_embedder",
]
