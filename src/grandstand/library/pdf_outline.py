"""The bookmarks of a PDF, and which part of a page each of them means."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from grandstand.library.models import Kind
from grandstand.library.paragraphs import Found, normal

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # it has no types

BOOKMARKS_MAX = 20_000
LEVELS_MAX = 6
NEAR = 0.06
"""A bookmark whose words are not on the page means what looks like a heading this near below its place."""


class Bookmark(NamedTuple):
    """`top` is a fraction of the page's height, None if the bookmark means the page."""

    level: int
    title: str
    top: float | None


def bookmarks_of(document: "PdfDocument") -> dict[int, list[Bookmark]]:
    """By page, from 1. Bookmarks that lead nowhere are left out."""
    from pypdfium2 import PdfiumError  # noqa: PLC0415

    found: dict[int, list[Bookmark]] = {}
    try:
        for count, item in enumerate(document.get_toc(max_depth=LEVELS_MAX)):
            if count >= BOOKMARKS_MAX:
                break
            target = item.get_dest()
            page = target.get_index() if target else None
            title = " ".join(item.get_title().split())
            if target is None or page is None or not title:
                continue
            top = _top(document, page, target.get_view()[1])
            found.setdefault(page + 1, []).append(Bookmark(item.level + 1, title, top))
    except PdfiumError:
        return found  # an outline that is broken is one that ends there
    return found


def _top(document: "PdfDocument", page: int, position: Sequence[float]) -> float | None:
    """Where on the page `XYZ` or `FitH` leads to; not known for pages that are turned."""
    if len(position) not in (1, 3):
        return None
    height_pt = document.get_page_size(page)[1]
    down_pt = position[0] if len(position) == 1 else position[1]
    return min(max(1 - down_pt / height_pt, 0.0), 1.0) if height_pt > 0 and down_pt > 0 else None


def with_headings(parts: Sequence[Found], bookmarks: Sequence[Bookmark], deepest: int) -> list[Found]:
    """The page's parts with those that bookmarks mean as headings of their levels.

    What only looks like a heading lies below all levels of the outline.
    """
    if not deepest:
        return list(parts)
    meant: dict[int, int] = {}
    for bookmark in bookmarks:
        at = _meant(parts, bookmark, meant)
        if at is not None:
            meant[at] = bookmark.level
    return [_levelled(found, meant.get(at), deepest) for at, found in enumerate(parts)]


def _levelled(found: Found, level: int | None, deepest: int) -> Found:
    if level is not None:
        return found._replace(part=found.part._replace(kind=Kind.HEADING, level=level))
    if found.part.kind is Kind.HEADING:
        return found._replace(part=found.part._replace(level=deepest + found.looks))
    return found


def _meant(parts: Sequence[Found], bookmark: Bookmark, taken: dict[int, int]) -> int | None:
    """The part with the bookmark's words, nearest to its place; else what looks like a heading just below it."""
    title = normal(bookmark.title)
    free = [at for at in range(len(parts)) if at not in taken and parts[at].part.kind not in (None, Kind.ROW)]
    same = [at for at in free if title and _is_titled(parts[at], title)]
    if same:
        return min(same, key=lambda at: abs(parts[at].box.top - (bookmark.top or 0)))
    if bookmark.top is None:
        return None
    near = [at for at in free if parts[at].looks and -NEAR / 3 < parts[at].box.top - bookmark.top < NEAR]
    return min(near, key=lambda at: abs(parts[at].box.top - (bookmark.top or 0)), default=None)


def _is_titled(found: Found, title: str) -> bool:
    words = found.part.words
    return len(words) <= 2 * len(title) and normal("".join(word.text + word.glue for word in words)) == title
