"""PDF by pypdfium2: text, words with boxes, paragraphs, headings, tables; by pdfplumber where lines are ruled.

Pages are read one ahead of another as far as running heads need it, so a file of any length takes little memory.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from grandstand.library.file_types import OpenFile, Refused
from grandstand.library.layout import Row, is_rtl, regions, rows_of
from grandstand.library.models import PAGES_MAX, Page, Verdict
from grandstand.library.page_text import Part, page_of
from grandstand.library.paragraphs import HEADING_RATIO_MIN, Found, Paragraphs, Style, normal, style_of
from grandstand.library.pdf_outline import bookmarks_of, with_headings
from grandstand.library.pdf_tables import grids, has_rules, with_aligned, with_grids
from grandstand.library.pdf_text import Fragment, fragments_of
from grandstand.library.running_heads import NEIGHBOURS, Edges, edges_of, running

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # it has no types

SAMPLE_PAGES = 24
"""Read before the others, to know what the text looks like."""
SIDE_PT_MAX = 20_000.0
"""A page with a longer side is not one; 200 inches is the most that the format intends."""
TITLE_ROWS_MAX = 4

_PASSWORD_ERRORS = (4, 5)


class _Seen(NamedTuple):
    """A page before it is arranged."""

    number: int
    size_pt: tuple[float, float]
    fragments: Sequence[Fragment]
    rtl: bool
    edges: Edges


def read_pdf(path: Path) -> OpenFile:
    document = _opened(path)
    if len(document) > PAGES_MAX:
        return OpenFile(title="", count=len(document), pages=iter(()))
    reader = _Reader(document, path)
    return OpenFile(title=reader.title(), count=len(document), pages=reader.pages())


def _opened(path: Path) -> "PdfDocument":
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 (lazy: of the extra `library`)

    try:
        document = PdfDocument(path)
    except PdfiumError as error:
        if error.err_code in _PASSWORD_ERRORS:
            raise Refused(
                Verdict.ENCRYPTED, "It needs a password. Save a copy without one and upload that."
            ) from error
        raise Refused(Verdict.BROKEN, "It is no complete PDF. Upload it again, or export it anew.") from error
    if len(document) == 0:
        raise Refused(Verdict.EMPTY, "It has no pages. Export the document anew.")
    return document


class _Reader:
    def __init__(self, document: "PdfDocument", path: Path) -> None:
        self._document = document
        self._path = path
        self._bookmarks = bookmarks_of(document)
        self._deepest = max((one.level for page in self._bookmarks.values() for one in page), default=0)
        self._sample = [self._seen(at) for at in self._sampled()]
        self._style: Style = style_of((seen.size_pt[1], seen.fragments) for seen in self._sample)
        self._plumber: Any = None

    def title(self) -> str:
        """What the file calls itself, else the largest letters of its first page."""
        named = " ".join(self._document.get_metadata_value("Title").split())
        if named and not named.lower().startswith(("untitled", "microsoft word")):
            return named
        first = self._sample[0]
        rows = rows_of(first.fragments, rtl=first.rtl)
        largest = max((row.size for row in rows), default=0.0)
        if largest * first.size_pt[1] < self._style.size_pt * HEADING_RATIO_MIN:
            return ""
        return " ".join(row.text for row in rows if row.size > largest / HEADING_RATIO_MIN)

    def pages(self) -> Iterator[Page]:
        """All pages in order; each with the pages around it at hand."""
        count = len(self._document)
        window: deque[_Seen] = deque()
        ahead = 0
        for at in range(count):
            while ahead < min(at + NEIGHBOURS + 1, count):
                window.append(self._seen(ahead))
                ahead += 1
            while window[0].number < at + 1 - NEIGHBOURS:
                window.popleft()
            seen = next(one for one in window if one.number == at + 1)
            others = [one.edges for one in window if one is not seen]
            yield self._page(seen, others)

    def _sampled(self) -> list[int]:
        count = len(self._document)
        step = max(count // SAMPLE_PAGES, 1)
        return list(range(0, count, step))[: SAMPLE_PAGES + 1]

    def _seen(self, at: int) -> _Seen:
        page = self._document[at]
        try:
            width_pt, height_pt = page.get_size()
            if not 0 < width_pt <= SIDE_PT_MAX or not 0 < height_pt <= SIDE_PT_MAX:
                detail = (
                    f"Page {at + 1} measures {width_pt:,.0f} by {height_pt:,.0f} points. Export it on real paper."
                )
                raise Refused(Verdict.BROKEN, detail)
            fragments = fragments_of(page)
            rtl = is_rtl(fragments)
            if has_rules(page):
                fragments = with_grids(fragments, self._grids(at), rtl=rtl)
        finally:
            page.close()
        return _Seen(at + 1, (width_pt, height_pt), fragments, rtl, edges_of(fragments, rtl=rtl))

    def _grids(self, at: int) -> list[Any]:
        import pdfplumber  # noqa: PLC0415 (slow, and few pages need it)

        with pdfplumber.open(self._path, pages=[at + 1]) as opened:
            return list(grids(opened.pages[0]))

    def _page(self, seen: _Seen, others: Sequence[Edges]) -> Page:
        heads = sorted(running(seen.edges, others), key=lambda row: row.box.top)
        taken = {id(fragment) for row in heads for fragment in row.fragments}
        body = [fragment for fragment in seen.fragments if id(fragment) not in taken]
        bookmarks = self._bookmarks.get(seen.number, ())
        titles = [normal(one.title) for one in bookmarks]
        paragraphs = Paragraphs(self._style, seen.size_pt[1], body, titles)
        found: list[Found] = []
        for rows in regions(body, rtl=seen.rtl):
            more = list(paragraphs.found(with_aligned(rows, rtl=seen.rtl, pitch=self._style.pitch)))
            one = paragraphs.merged(found[-1], more[0]) if found and more else None
            found = [*found[:-1], one, *more[1:]] if one else found + more
        found = with_headings(found, bookmarks, self._deepest)
        above = [_head(row) for row in heads if row.box.bottom < 0.5]  # noqa: PLR2004
        below = [_head(row) for row in heads if row.box.bottom >= 0.5]  # noqa: PLR2004
        return page_of(seen.number, seen.size_pt, [*above, *(one.part for one in found), *below])


def _head(row: Row) -> Part:
    words = row.words()
    return Part(None, 0, [*words[:-1], words[-1]._replace(glue="")])
