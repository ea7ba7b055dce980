"""DOCX by python-docx: headings by their style, items, tables; text boxes and deleted text are left out.

Where pages end is decided by the program that shows them, so pages are sections.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grandstand.library.file_types import OpenFile
from grandstand.library.models import Kind
from grandstand.library.office_files import check_archive
from grandstand.library.page_text import CELLS, Flow, sections

LEVELS_MAX = 9
NESTED_TABLES_MAX = 8
STYLES_MAX = 20
"""How many styles may be based on each other."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_heading = re.compile(r"heading ([1-9])", re.IGNORECASE)
_list = re.compile(r"list", re.IGNORECASE)


def read_docx(path: Path) -> OpenFile:
    check_archive(path, "word/document.xml")
    import docx  # noqa: PLC0415 (lazy: of the extra `library`)

    document = docx.Document(str(path))
    flows = list(_flows(document.element.body, _Styles(document)))
    title = " ".join((document.core_properties.title or "").split())
    if title.lower() in ("", "word document"):
        title = next((flow.text for flow in flows if flow.kind is Kind.HEADING), "")
    pages = list(sections(flows))
    return OpenFile(title=title, count=len(pages), pages=iter(pages))


class _Styles:
    """What the styles of a document mean: the level of a heading, or a list."""

    def __init__(self, document: Any) -> None:
        self._styles = {style.style_id: style for style in document.styles}

    def level(self, paragraph: Any) -> int:
        """Of a heading; a title has 1; 0 of everything else."""
        outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None:
            return _level(outline)
        for style in self._bases(paragraph):
            found = _heading.fullmatch(style.name or "")
            if found:
                return int(found[1])
            if (style.name or "").lower() == "title":
                return 1
            outline = style.element.find(f"{_W}pPr/{_W}outlineLvl")
            if outline is not None:
                return _level(outline)
        return 0

    def is_item(self, paragraph: Any) -> bool:
        if paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
            return True
        return any(
            _list.search(style.name or "") or style.element.find(f"{_W}pPr/{_W}numPr") is not None
            for style in self._bases(paragraph)
        )

    def _bases(self, paragraph: Any) -> Iterator[Any]:
        """The style of a paragraph and those that it is based on."""
        named = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = self._styles.get(named.get(f"{_W}val")) if named is not None else None
        for _ in range(STYLES_MAX):
            if style is None:
                return
            yield style
            style = style.base_style


def _level(outline: Any) -> int:
    value = outline.get(f"{_W}val") or ""
    return int(value) + 1 if value.isdigit() and int(value) < LEVELS_MAX else 0


def _flows(body: Any, styles: _Styles) -> Iterator[Flow]:
    for element in _content(body):
        if element.tag == f"{_W}tbl":
            yield from _rows(element)
            continue
        text = _text(element)
        if text:
            level = styles.level(element)
            kind = Kind.HEADING if level else Kind.ITEM if styles.is_item(element) else Kind.TEXT
            yield Flow(kind, level, text)


def _content(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also those inside content controls."""
    waiting = list(reversed(body))
    while waiting:
        element = waiting.pop()
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            waiting += reversed(element)


def _rows(table: Any) -> Iterator[Flow]:
    """The first row is the header if the document says so or all its letters are bold."""
    for at, row in enumerate(table.iterchildren(f"{_W}tr")):
        cells = [" ".join(_cell(cell).split()) for cell in _content_cells(row)]
        cells = [cell for cell in cells if cell]
        if cells:
            yield Flow(Kind.ROW, int(at == 0 and len(cells) > 1 and _is_header(row)), CELLS.join(cells))


def _content_cells(row: Any) -> Iterator[Any]:
    for child in row.iterchildren():
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag == f"{_W}sdt":
            yield from child.iterfind(f"{_W}sdtContent/{_W}tc")


def _cell(cell: Any) -> str:
    return " ".join(filter(None, (_text(paragraph) for paragraph in cell.iter(f"{_W}p"))))


def _is_header(row: Any) -> bool:
    if row.find(f"{_W}trPr/{_W}tblHeader") is not None:
        return True
    runs = [run for run in row.iter(f"{_W}r") if "".join(run.itertext()).strip()]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: Any) -> bool:
    bold = run.find(f"{_W}rPr/{_W}b")
    return bold is not None and bold.get(f"{_W}val") not in ("0", "false", "off")


def _text(paragraph: Any) -> str:
    """What is read of a paragraph: not what was deleted, codes of fields, text boxes."""
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            pieces.append(" ")
        elif element.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        elif element.tag in (
            f"{_W}r",
            f"{_W}hyperlink",
            f"{_W}ins",
            f"{_W}smartTag",
            f"{_W}sdt",
            f"{_W}sdtContent",
            f"{_W}fldSimple",
        ):
            waiting += reversed(element)
    return " ".join("".join(pieces).split())
