"""PPTX by python-pptx: a slide is a page without a picture; its title is a heading; then text, tables, notes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grandstand.library.file_types import OpenFile
from grandstand.library.models import Kind, Page
from grandstand.library.office_files import check_archive
from grandstand.library.page_text import CELLS, Flow, flow_page

GROUPS_MAX = 1_000
"""Groups of shapes on a slide; what is in more is left out."""
_LEFT_OUT = ("DATE", "FOOTER", "SLIDE_NUMBER", "HEADER")


def read_pptx(path: Path) -> OpenFile:
    check_archive(path, "ppt/presentation.xml")
    import pptx  # noqa: PLC0415 (lazy: of the extra `library`)

    shown = pptx.Presentation(str(path))
    slides = list(shown.slides)
    title = " ".join((shown.core_properties.title or "").split())
    if title.lower() in ("", "powerpoint presentation"):
        title = _title(slides[0]) if slides else ""
    return OpenFile(title=title, count=len(slides), pages=_pages(slides))


def _pages(slides: list[Any]) -> Iterator[Page]:
    for number, slide in enumerate(slides, 1):
        yield flow_page(number, list(_flows(slide)))


def _title(slide: Any) -> str:
    shape = slide.shapes.title
    return " ".join(shape.text_frame.text.split()) if shape is not None else ""


def _flows(slide: Any) -> Iterator[Flow]:
    """The title, the shapes from top to bottom, the speaker's notes."""
    title = slide.shapes.title
    if title is not None and _title(slide):
        yield Flow(Kind.HEADING, 1, _title(slide))
    shapes = [shape for shape in _shapes(slide.shapes) if title is None or shape.shape_id != title.shape_id]
    for shape in sorted(shapes, key=lambda one: (one.top or 0, one.left or 0)):
        if shape.has_text_frame and not _is_furniture(shape):
            yield from _paragraphs(shape.text_frame)
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield from _rows(shape.table)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from _paragraphs(slide.notes_slide.notes_text_frame)


def _shapes(shapes: Any) -> Iterator[Any]:
    """All shapes, also those in groups."""
    waiting, groups = list(shapes), 0
    while waiting:
        shape = waiting.pop(0)
        if hasattr(shape, "shapes"):
            groups += 1
            waiting += list(shape.shapes) if groups <= GROUPS_MAX else []
        else:
            yield shape


def _is_furniture(shape: Any) -> bool:
    """Date, footer and number, which every slide repeats."""
    return shape.is_placeholder and shape.placeholder_format.type.name in _LEFT_OUT


def _paragraphs(frame: Any) -> Iterator[Flow]:
    texts = [(" ".join(paragraph.text.split()), paragraph.level) for paragraph in frame.paragraphs]
    texts = [(text, level) for text, level in texts if text]
    for text, _ in texts:
        yield Flow(Kind.ITEM if len(texts) > 1 else Kind.TEXT, 0, text)


def _rows(table: Any) -> Iterator[Flow]:
    for at, row in enumerate(table.rows):
        cells = [" ".join(cell.text.split()) for cell in row.cells if not cell.is_spanned]
        cells = [cell for cell in cells if cell]
        if cells:
            yield Flow(Kind.ROW, int(at == 0 and len(cells) > 1 and bool(table.first_row)), CELLS.join(cells))
