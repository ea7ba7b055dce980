"""What kind of file it is, what comes out of reading one, and why one is refused."""

from collections.abc import Iterator
from pathlib import PurePath

import msgspec

from grandstand.library.models import FileType, Heading, Kind, Page, Verdict

_PDF_HEADER_WITHIN = 1_024
_SUFFIXES = {
    ".pdf": FileType.PDF,
    ".docx": FileType.DOCX,
    ".pptx": FileType.PPTX,
    ".html": FileType.HTML,
    ".htm": FileType.HTML,
    ".xhtml": FileType.HTML,
    ".md": FileType.MARKDOWN,
    ".markdown": FileType.MARKDOWN,
    ".txt": FileType.MARKDOWN,
}


class Refused(Exception):
    """The file cannot be read; `detail` says what to do about it."""

    def __init__(self, verdict: Verdict, detail: str) -> None:
        super().__init__(f"{verdict}: {detail}")
        self.verdict = verdict
        self.detail = detail


class Reading(msgspec.Struct, frozen=True, kw_only=True, tag_field="frame", tag="reading"):
    """What is known of a file before its pages are read; the title may be empty."""

    type: FileType
    title: str
    pages: int


class Outline(msgspec.Struct, frozen=True, kw_only=True, tag_field="frame", tag="outline"):
    """All headings of the file in order, also of pages that were read by an earlier run."""

    headings: tuple[Heading, ...]


class OpenFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was opened: `pages` are read as they are asked for, from the first."""

    title: str
    count: int
    pages: Iterator[Page]


def type_of(name: str, head: bytes) -> FileType | None:
    """The type by the file's first bytes, else by its name. None: nobody reads it."""
    by_name = _SUFFIXES.get(PurePath(name.lower()).suffix)
    if b"%PDF-" in head[:_PDF_HEADER_WITHIN]:
        return FileType.PDF
    if head.startswith(b"PK\x03\x04"):
        return by_name if by_name in (FileType.DOCX, FileType.PPTX) else _office_type(head)
    start = head[:_PDF_HEADER_WITHIN].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return FileType.HTML
    if by_name in (FileType.HTML, FileType.MARKDOWN) and _is_text(head):
        return by_name
    return by_name if by_name is FileType.PDF else None


def _office_type(head: bytes) -> FileType | None:
    """By the names of the first parts in the archive."""
    if b"word/" in head:
        return FileType.DOCX
    return FileType.PPTX if b"ppt/" in head else None


def _is_text(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head


def headings_of(page: Page) -> Iterator[Heading]:
    """What stands on a page as a heading."""
    for block in page.blocks:
        if block.kind is Kind.HEADING:
            title = " ".join(page.text[block.start : block.end].split())
            yield Heading(level=block.level, title=title, page=page.number, start=block.start)
