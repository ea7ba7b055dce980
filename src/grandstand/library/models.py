"""The nouns of the library: collections of documents, their versions, pages and chunks; who may read; answers.

Frozen; times aware, in UTC; pages count from 1; boxes in fractions of the page; offsets count characters (code
points) of the text they belong to.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, NewType

import msgspec

from grandstand.language.models import Language

CollectionId = NewType("CollectionId", int)
DocumentId = NewType("DocumentId", int)
VersionId = NewType("VersionId", int)
ChunkId = NewType("ChunkId", int)
GroupId = NewType("GroupId", int)

ID_MAX = 2**31 - 1
"""The largest id that the schema holds; a larger one in an address is something unknown."""
PAGES_MAX = 5_000
PAGE_CHARACTERS_MAX = 100_000
FILE_BYTES_MAX = 128 * 1024 * 1024
"""The largest file that is taken in."""


class FileType(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    HTML = "html"
    MARKDOWN = "markdown"


class State(StrEnum):
    """How far a version has come; each is durable, so a killed job goes on from there."""

    WAITING = "waiting"
    READING = "reading"
    INDEXING = "indexing"
    SEARCHABLE = "searchable"
    """Words and quick vectors are there: it can be found. The thorough vectors are being filled in."""
    COMPLETE = "complete"
    REFUSED = "refused"


class Verdict(StrEnum):
    """Why a file was refused."""

    EMPTY = "empty"
    TYPE_UNKNOWN = "type_unknown"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    NO_TEXT = "no_text"


class Box(NamedTuple):
    """A rectangle in fractions of the page's width and height, from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Word(NamedTuple):
    """Characters `start` up to `end` of a page's text, and where they stand on it.

    A word is what a highlight cannot divide: between spaces, or one character of a script without spaces.
    """

    start: int
    end: int
    box: Box


class Kind(StrEnum):
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    ROW = "row"
    """A row of a table: its cells with ` | ` between them, so that it can be understood by itself."""


class Block(NamedTuple):
    """A paragraph, heading, list item or row: characters `start` up to `end` of a page's text."""

    kind: Kind
    start: int
    end: int
    level: int
    """Of a heading, from 1; 0 of everything else."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page as it was read. Without a size (width 0) it is a section of a file that has no pages: no picture."""

    number: int
    width_pt: float
    height_pt: float
    text: str
    words: tuple[Word, ...]
    blocks: tuple[Block, ...]

    @property
    def is_blank(self) -> bool:
        """Whether it has so little text that it is probably a scan; it is reported, not guessed at."""
        return len(self.text.strip()) < BLANK_CHARACTERS_MAX


BLANK_CHARACTERS_MAX = 20


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the outline; `start` is where it stands in the page's text."""

    level: int
    title: str
    page: int
    start: int


class Piece(NamedTuple):
    """`length` characters of a chunk from `at` are those of a page from `start`."""

    at: int
    length: int
    page: int
    start: int


class Chunk(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a version that is found as one: 150 to 250 tokens under one heading."""

    ordinal: int
    language: Language
    headings: tuple[str, ...]
    """The path of headings above it, outermost first."""
    text: str
    """Verbatim text of its pages; between pieces stands one line break."""
    pieces: tuple[Piece, ...]

    @property
    def page_first(self) -> int:
        return self.pieces[0].page

    @property
    def page_last(self) -> int:
        return self.pieces[-1].page


class Quote(NamedTuple):
    """Characters `start` up to `end` of a chunk's text."""

    start: int
    end: int


class Highlight(msgspec.Struct, frozen=True, kw_only=True):
    """Where a quotation stands on one page: the characters of its text, and one box a line."""

    page: int
    start: int
    end: int
    boxes: tuple[Box, ...]


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a document. A newer one replaces it in answers; what was cited of it stays citable."""

    id: VersionId
    document: DocumentId
    number: int
    label: str
    """What the document calls this version, e.g. `2.1` or `February`; may be empty."""
    dated: date | None
    type: FileType
    bytes: int
    digest: str
    language: Language
    state: State
    verdict: Verdict | None
    detail: str
    """Of a refused file, what to do about it, in English."""
    pages: int
    blank_pages: tuple[int, ...]
    """Pages without text: probably scans. They cannot be found."""
    done: int
    total: int
    """Steps of the present state, for a progress bar; total 0 where it is not known yet."""
    uploaded_at: datetime
    is_newest: bool
    """Whether answers are taken from it: the newest of its document that is searchable."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """`name` is unique in its collection: a file of the same name is a new version."""

    id: DocumentId
    collection: CollectionId
    name: str
    title: str
    versions: tuple[Version, ...]
    """Newest first."""


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """Documents with one owner, readers and settings.

    `owner` is a committee's code, or None: the organisers'.
    """

    id: CollectionId
    name: str
    owner: str | None
    grants: tuple[str, ...]
    """Who else may read: `everyone`, `nocs`, `noc:GER`, `group:3`. Told only to who may write."""
    strictness: float
    """0 to 1: how sure an answer must be; 0.5 as calibrated."""
    may_write: bool
    documents: int
    pages: int


class Group(msgspec.Struct, frozen=True, kw_only=True):
    id: GroupId
    name: str
    members: tuple[str, ...]
    """Committees `noc:GER` and persons `person:<subject>`."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, in any language; `prior` is the language of the page or the conversation."""

    text: str
    prior: Language | None = None
    collections: tuple[CollectionId, ...] = ()
    """Only in these; empty: in all that the asker may read."""
    languages: tuple[Language, ...] = ()
    """Only in documents of these languages; empty: in all."""
    passages_max: int = 3


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A verbatim quotation with everything that is needed to look it up."""

    chunk: ChunkId
    quote: Quote
    quotation: str
    before: str
    after: str
    """What stands around it in the chunk, verbatim."""
    language: Language
    headings: tuple[str, ...]
    document: DocumentId
    title: str
    collection: CollectionId
    collection_name: str
    version: VersionId
    label: str
    dated: date | None
    page: int
    highlights: tuple[Highlight, ...]
    score: float


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the library says to a question: passages, best first, or none where nothing was found."""

    language: Language
    """Of the question."""
    found: bool
    passages: tuple[Passage, ...]
    differ: bool
    """Whether the first passages are about the same and give different values: all of them are shown, with
    versions and dates."""
    is_quick: bool
    """Whether the thorough embedder was left out, because it was busy or is not installed."""
    confidence: float
    """From 0 to 1; below the threshold of the collections nothing counts as found."""
    took_ms: float


class Unanswered(msgspec.Struct, frozen=True, kw_only=True):
    """A question that found nothing; who asked is not kept, only of which committee."""

    id: int
    asked_at: datetime
    text: str
    language: Language
    noc: str | None
    times: int
    confidence: float
