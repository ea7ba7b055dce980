"""A collection as a table: one line a version, CSV (RFC 4180) in UTF-8 that spreadsheets open."""

import csv
import io
from collections.abc import Iterable

from grandstand.library.models import Document, Version

COLUMNS = (
    *("document", "name", "title", "version", "number", "label", "dated", "type", "language"),
    *("pages", "blank_pages", "bytes", "sha256", "state", "verdict", "uploaded_at", "is_newest"),
)
MARK = "\ufeff"
"""Says that it is UTF-8; without it spreadsheets read something else."""
FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet would compute with begins so."""


def csv_head() -> str:
    return MARK + _lines([COLUMNS])


def csv_lines(documents: Iterable[Document]) -> str:
    """The lines of some documents, their versions newest first."""
    return _lines(_cells(document, version) for document in documents for version in document.versions)


def _cells(document: Document, version: Version) -> tuple[object, ...]:
    return (
        document.id,
        _text(document.name),
        _text(document.title),
        version.id,
        version.number,
        _text(version.label),
        version.dated or "",
        version.type.value,
        version.language,
        version.pages,
        " ".join(map(str, version.blank_pages)),
        version.bytes,
        version.digest,
        version.state.value,
        "" if version.verdict is None else version.verdict.value,
        version.uploaded_at.isoformat(),
        "yes" if version.is_newest else "no",
    )


def _text(text: str) -> str:
    """The text, with a quote in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _lines(rows: Iterable[Iterable[object]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()
