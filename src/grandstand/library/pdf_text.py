"""The text of a PDF's page as fragments: words that stand on one line without a wide gap.

Characters are fetched by `map` over functions of pdfium's library, whose loop is in C: three calls a character
cost 1.5 s for 1.5 million. What stands right to left is put in reading order here.
"""

import ctypes
import math
import re
import sys
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grandstand.library.bidi import RIGHT_TO_LEFT
from grandstand.library.file_types import Refused
from grandstand.library.models import PAGE_CHARACTERS_MAX, Box, Verdict
from grandstand.library.page_text import Part, Placed
from grandstand.library.right_to_left import OVERLAP_MIN, Boxes, relaid

if TYPE_CHECKING:
    from pypdfium2 import PdfPage  # type: ignore[import-untyped]  # it has no types


WIDE_GAP = 1.1
"""A gap of more than this many heights of the line divides fragments."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff"
)
"""Scripts without spaces: each character is a word."""
BULLET = re.compile(r"(?:[•‣▪▫◦●○■□◆◇➢➤✓✔·–—*-]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s")
"""How a list item begins."""
_unspaced = re.compile(f"[{UNSPACED}]")
_word = re.compile(f"[{UNSPACED}]|[^\\s\0\u00ad{UNSPACED}]*\u00ad|[^\\s\0\u00ad{UNSPACED}]+")
SOFT_HYPHEN = "\u00ad"
"""Ends a word that a line divides; inside a line it is nothing."""
_NO_CHARACTERS = ("Cc", "Cn", "Cs", "Co")
"""Controls, what no standard knows, surrogates, private use."""
_HYPHEN_OF_PDFIUM = 2
"""What pdfium says for a hyphen at the end of a line."""


class Fragment(NamedTuple):
    """Words of one line; `size` is that of the letters as a fraction of the page's height.

    `weight` is the lighter of the first and the last word's fonts. One with a `table` stands for the whole of it.
    """

    words: Sequence[Placed]
    box: Box
    size: float
    weight: int
    rtl: bool
    table: Sequence[Part] = ()

    @property
    def text(self) -> str:
        return "".join(word.text + word.glue for word in self.words).rstrip()


class _Library(NamedTuple):
    """Functions of pdfium that take plain numbers, so that `map` may call them."""

    unicode: Callable[[int, int], int]
    box: Callable[[int, int, int], int]
    weight: Callable[[int, int], int]
    size: Callable[[int, int], float]
    matrix: Callable[[int, int, Any], int]


@lru_cache(maxsize=1)
def _library() -> _Library:
    from pypdfium2_raw import bindings  # type: ignore[import-untyped]  # noqa: PLC0415

    pdfium = bindings._libs["pdfium"]  # noqa: SLF001 (a function of our own, so that nobody else's types change)

    def function(name: str, *arguments: Any, result: Any = ctypes.c_int) -> Any:
        found = pdfium[name]
        found.argtypes, found.restype = arguments, result
        return found

    handle, index, address = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
    return _Library(
        unicode=function("FPDFText_GetUnicode", handle, index),
        box=function("FPDFText_GetLooseCharBox", handle, index, address),
        weight=function("FPDFText_GetFontWeight", handle, index),
        size=function("FPDFText_GetFontSize", handle, index, result=ctypes.c_double),
        matrix=function("FPDFText_GetMatrix", handle, index, address),
    )


def fragments_of(page: "PdfPage") -> list[Fragment]:
    """The fragments of a page in the order of its content."""
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > 2 * PAGE_CHARACTERS_MAX:
            raise Refused(
                Verdict.TOO_LARGE,
                f"A page has more than {PAGE_CHARACTERS_MAX:,} characters. Divide it into pages.",
            )
        if count <= 0:
            return []
        handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
        assert handle is not None
        text = "".join(map(_character, map(_library().unicode, repeat(handle, count), range(count))))
        boxes = _displayed(page, _boxes(handle, count))
        sources = np.arange(count)
        moved = np.zeros(count, np.bool_)
        if RIGHT_TO_LEFT.search(text):
            text, sources, moved = relaid(text, boxes)
            boxes = boxes[sources]
        looks = _Looks(handle, sources, page.get_height())
        return list(_fragments(text, boxes, moved, looks))
    finally:
        textpage.close()


@lru_cache(maxsize=4096)
def _character(code: int) -> str:
    if code == _HYPHEN_OF_PDFIUM:
        return SOFT_HYPHEN
    if code in (9, 10, 13):
        return chr(code)
    is_none = code > sys.maxunicode or unicodedata.category(chr(code)) in _NO_CHARACTERS
    return "\0" if is_none else chr(code)


def _boxes(handle: int, count: int) -> NDArray[np.float32]:
    """Left, top, right, bottom of each character, in points of the page's own space."""
    boxes = np.zeros((count, 4), np.float32)
    first = boxes.ctypes.data
    deque(map(_library().box, repeat(handle, count), range(count), range(first, first + 16 * count, 16)), maxlen=0)
    return boxes


def _displayed(page: "PdfPage", raw: NDArray[np.float32]) -> Boxes:
    """In fractions of what is shown: the crop box, turned as the page says."""
    left, bottom, right, top = page.get_bbox()
    across = (np.sort(raw[:, [0, 2]].astype(np.float64), axis=1) - left) / max(right - left, 1e-6)
    down = (top - np.sort(raw[:, [1, 3]].astype(np.float64), axis=1)[:, ::-1]) / max(top - bottom, 1e-6)
    match page.get_rotation():
        case 90:
            across, down = (1 - down)[:, ::-1], across
        case 180:
            across, down = (1 - across)[:, ::-1], (1 - down)[:, ::-1]
        case 270:
            across, down = down, (1 - across)[:, ::-1]
        case _:
            pass
    return np.stack([across[:, 0], down[:, 0], across[:, 1], down[:, 1]], axis=1)


class _Looks:
    """Size and weight of single characters."""

    def __init__(self, handle: int, sources: NDArray[np.intp], height_pt: float) -> None:
        self._handle = handle
        self._sources = sources
        self._height_pt = max(height_pt, 1e-6)
        self._matrix = (ctypes.c_float * 6)()

    def weight(self, at: int) -> int:
        return _library().weight(self._handle, int(self._sources[at]))

    def size(self, at: int) -> float:
        """As it is shown: programs may write letters of size 1 and enlarge them."""
        source = int(self._sources[at])
        _library().matrix(self._handle, source, ctypes.addressof(self._matrix))
        size_pt = _library().size(self._handle, source) * math.hypot(self._matrix[2], self._matrix[3])
        return float(size_pt) / self._height_pt


def _fragments(text: str, boxes: Boxes, moved: NDArray[np.bool_], looks: _Looks) -> Iterator[Fragment]:
    spans = [match.span() for match in _word.finditer(text)]
    if not spans:
        return
    starts, ends = np.array(spans).T
    shapes = _unions(boxes, starts, ends)
    inside = ((shapes[:, :2] + shapes[:, 2:]) / 2 >= 0).all(1) & ((shapes[:, :2] + shapes[:, 2:]) / 2 <= 1).all(1)
    starts, ends, shapes = starts[inside], ends[inside], shapes[inside].clip(0, 1)
    if not len(starts):
        return
    cuts = np.flatnonzero(_breaks(text, starts, ends, shapes, moved)) + 1
    edges = [0, *cuts.tolist(), len(starts)]
    firsts, lasts, places = starts.tolist(), ends.tolist(), shapes.tolist()
    for first, last in pairwise(edges):
        words = [
            Placed(
                _letters(text[firsts[at] : lasts[at]]),
                Box(*places[at]),
                _glue(text, lasts[at], firsts[at + 1], boxes) if at + 1 < last else "",
            )
            for at in range(first, last)
        ]
        whole = shapes[first:last]
        yield Fragment(
            words,
            Box(*whole[:, :2].min(0).tolist(), *whole[:, 2:].max(0).tolist()),
            max(looks.size(firsts[first]), looks.size(lasts[last - 1] - 1)),
            min(looks.weight(firsts[first]), looks.weight(lasts[last - 1] - 1)),
            bool(moved[firsts[first]]),
        )


def _unions(boxes: Boxes, starts: NDArray[np.int_], ends: NDArray[np.int_]) -> Boxes:
    """The box around the characters of each word."""
    rows = np.concatenate([boxes, boxes[-1:]])
    edges = np.stack([starts, ends], axis=1).ravel()
    least = np.minimum.reduceat(rows, edges)[::2]
    most = np.maximum.reduceat(rows, edges)[::2]
    return np.concatenate([least[:, :2], most[:, 2:]], axis=1)


def _breaks(
    text: str, starts: NDArray[np.int_], ends: NDArray[np.int_], shapes: Boxes, moved: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """After which words a fragment ends."""
    newlines = np.cumsum(np.frombuffer(text.encode("utf-32-le"), "<u4") == ord("\n"))
    one, other = shapes[:-1], shapes[1:]
    height = np.minimum(one[:, 3] - one[:, 1], other[:, 3] - other[:, 1]).clip(1e-9)
    overlap = (np.minimum(one[:, 3], other[:, 3]) - np.maximum(one[:, 1], other[:, 1])) / height
    gap = (other[:, 0] - one[:, 2]) / height
    both_moved = moved[starts[:-1]] & moved[starts[1:]]
    apart = (overlap < OVERLAP_MIN) | (((gap > WIDE_GAP) | (gap < -1)) & ~both_moved)
    return np.asarray((newlines[ends[:-1] - 1] != newlines[starts[1:]]) | apart)


def _glue(text: str, end: int, start: int, boxes: Boxes) -> str:
    """What stands between two words of a fragment: nothing where a space was only guessed beside Han."""
    between = text[end:start]
    if not between.strip("\0"):
        return ""
    guessed = all(boxes[at, 2] <= boxes[at, 0] for at in range(end, start))
    beside = _unspaced.match(text[end - 1]) or _unspaced.match(text[start])
    return "" if guessed and beside else " "


def _letters(word: str) -> str:
    """Ligatures and presentation forms as the letters that they are."""
    if word.isascii():
        return word
    inside = word[:-1].replace(SOFT_HYPHEN, "") + word[-1]
    return "".join(unicodedata.normalize("NFKC", one) if _is_form(one) else one for one in inside)


def _is_form(character: str) -> bool:
    return "\ufb00" <= character <= "\ufdff" or "\ufe70" <= character <= "\ufefc"
