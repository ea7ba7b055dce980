"""HTML by lxml: headings, paragraphs, items and tables; without scripts, styles, navigation and what is hidden.

The tree is walked without recursion, so that a hostile one cannot exhaust the stack.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grandstand.library.file_types import OpenFile, Refused
from grandstand.library.models import Kind, Verdict
from grandstand.library.page_text import CELLS, Flow, sections
from grandstand.library.text_files import decoded

HTML_BYTES_MAX = 32 * 1024 * 1024
"""As a tree it takes ten times that."""
ELEMENTS_MAX = 2_000_000

_LEFT_OUT = frozenset(
    re.findall(
        r"\w+",
        """
    audio button canvas dialog embed form head iframe input map math nav noscript object script select
    style svg template textarea video
""",
    )
)
_INLINE = frozenset(
    re.findall(
        r"\w+",
        """
    a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark q rp rt ruby s
    samp small span strike strong sub sup time tt u var wbr
""",
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ITEMS = frozenset(("li", "dt", "dd"))
_hidden = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_declaration = re.compile(r"^\s*<\?xml[^>]*\?>")
_entities = re.compile(r"<!ENTITY\b", re.IGNORECASE)


def read_html(path: Path) -> OpenFile:
    """One page for each top heading; the title is the document's."""
    import lxml.html  # noqa: PLC0415 (lazy: of the extra `library`)
    from lxml import etree  # noqa: PLC0415

    body = path.read_bytes()
    if len(body) > HTML_BYTES_MAX:
        detail = f"It has more than {HTML_BYTES_MAX // 1024**2} MiB of HTML. Divide it into several files."
        raise Refused(Verdict.TOO_LARGE, detail)
    source = _declaration.sub("", decoded(body, declares=True)).replace("\0", "")
    if not source.strip():
        raise Refused(Verdict.EMPTY, "There is nothing in it. Upload it again.")
    if _entities.search(source):
        raise Refused(Verdict.BROKEN, "It declares entities. Save the page anew from a browser.")
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise Refused(
            Verdict.BROKEN, "It is no HTML that can be read. Save the page anew from a browser."
        ) from error
    flows = list(_Walk().flows(root))
    pages = list(sections(flows))
    return OpenFile(title=_title(root, flows), count=len(pages), pages=iter(pages))


def _title(root: Any, flows: list[Flow]) -> str:
    title = root.find(".//title")
    named = " ".join((title.text or "").split()) if title is not None else ""
    return named or next((flow.text for flow in flows if flow.kind is Kind.HEADING), "")


class _Walk:
    """One way through the tree, element by element; what is inline is gathered until a block ends."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._cells: list[str] = []
        self._headings: list[int] = []
        self._items = 0
        self._preformatted = 0
        self._in_cell = 0
        self._rows = 0
        self._header_cells = 0

    def flows(self, root: Any) -> Iterator[Flow]:
        from lxml import etree  # noqa: PLC0415

        elements = 0
        skipped: Any = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                elements += 1
                if elements > ELEMENTS_MAX:
                    raise Refused(Verdict.TOO_LARGE, f"It has more than {ELEMENTS_MAX:,} elements. Divide it.")
                if skipped is None and _is_left_out(element):
                    skipped = element
                if skipped is None:
                    yield from self._start(element)
            elif skipped is None:
                yield from self._end(element)
                self._pieces.append(element.tail or "")
            elif skipped is element:
                skipped = None
                self._pieces.append(element.tail or "")
        yield from self._flush()

    def _start(self, element: Any) -> Iterator[Flow]:
        tag = element.tag
        if tag == "br":
            self._pieces.append("\n" if self._preformatted else " ")
        elif tag not in _INLINE and not self._in_cell:
            yield from self._flush()
        elif tag not in _INLINE:
            self._pieces.append(" ")
        if tag in _HEADINGS:
            self._headings.append(_HEADINGS[tag])
        elif tag in _ITEMS:
            self._items += 1
        elif tag == "pre":
            self._preformatted += 1
        elif tag in ("td", "th"):
            self._in_cell += 1
            self._header_cells += tag == "th"
        elif tag == "tr" and not self._in_cell:
            self._cells, self._header_cells = [], 0
        elif tag == "table" and not self._in_cell:
            self._rows = 0
        self._pieces.append(element.text or "")

    def _end(self, element: Any) -> Iterator[Flow]:
        tag = element.tag
        if tag in ("td", "th"):
            self._in_cell -= 1
            if not self._in_cell:
                self._cells.append(self._gathered())
        elif tag == "tr" and not self._in_cell:
            yield from self._row()
        elif tag not in _INLINE and not self._in_cell:
            yield from self._flush()
        if tag in _HEADINGS:
            self._headings.pop()
        elif tag in _ITEMS:
            self._items -= 1
        elif tag == "pre":
            self._preformatted -= 1

    def _row(self) -> Iterator[Flow]:
        """The first row is the header if all its cells say so."""
        is_header = self._rows == 0 and len(self._cells) > 1 and self._header_cells == len(self._cells)
        cells = [cell for cell in self._cells if cell]
        self._rows += 1
        self._cells = []
        if cells:
            yield Flow(Kind.ROW, int(is_header), CELLS.join(cells))

    def _flush(self) -> Iterator[Flow]:
        text = self._gathered()
        if text:
            level = self._headings[-1] if self._headings else 0
            kind = Kind.HEADING if level else Kind.ITEM if self._items else Kind.TEXT
            yield Flow(kind, level, text)

    def _gathered(self) -> str:
        joined = "".join(self._pieces)
        self._pieces = []
        if self._preformatted and not self._in_cell and not self._headings:
            return "\n".join(line.rstrip() for line in joined.splitlines()).strip("\n")
        return " ".join(joined.split())


def _is_left_out(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
        return True
    attributes = element.attrib
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return _hidden.search(attributes.get("style", "")) is not None
