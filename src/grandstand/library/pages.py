"""A page's layout as bytes for the table, and where a stretch of its text stands: one box a line.

A packed layout is zlib over MessagePack: numbers of words as little-endian arrays, since a page has hundreds.
"""

import zlib
from collections.abc import Sequence

import msgspec
import numpy as np

from grandstand.library.models import Block, Box, Highlight, Page, Word

LAYOUT_BYTES_MAX = 32 * 1024 * 1024
"""The largest layout that is unpacked; a page of PAGE_CHARACTERS_MAX characters needs half of it."""
STEPS = 65_535
"""Boxes are kept in this many steps of the page's width and height: a hundredth of a point on A4."""
SAME_LINE_SHARE = 0.5
"""Words are on one line if this share of the lower one's height is common to both."""


class _Layout(msgspec.Struct, array_like=True, frozen=True):
    starts: bytes
    lengths: bytes
    boxes: bytes
    blocks: tuple[Block, ...]


_decoder = msgspec.msgpack.Decoder(_Layout)


def pack_layout(page: Page) -> bytes:
    """Words and blocks of a page, without its text."""
    spans = np.array([(word.start, word.end) for word in page.words], "<u4").reshape(-1, 2)
    boxes = np.array([word.box for word in page.words], np.float64).reshape(-1, 4)
    layout = _Layout(
        starts=spans[:, 0].tobytes(),
        lengths=(spans[:, 1] - spans[:, 0]).tobytes(),
        boxes=np.rint(boxes.clip(0, 1) * STEPS).astype("<u2").tobytes(),
        blocks=page.blocks,
    )
    return zlib.compress(msgspec.msgpack.encode(layout), 6)


def unpack_page(number: int, width_pt: float, height_pt: float, text: str, layout: bytes) -> Page:
    """The page whose layout was packed; boxes differ by rounding at most."""
    opened = zlib.decompressobj()
    packed = _decoder.decode(opened.decompress(layout, LAYOUT_BYTES_MAX))
    starts = np.frombuffer(packed.starts, "<u4")
    ends = starts + np.frombuffer(packed.lengths, "<u4")
    boxes = np.frombuffer(packed.boxes, "<u2").reshape(-1, 4) / STEPS
    return Page(
        number=number,
        width_pt=width_pt,
        height_pt=height_pt,
        text=text,
        words=tuple(
            Word(start, end, Box(*box))
            for start, end, box in zip(starts.tolist(), ends.tolist(), boxes.tolist(), strict=True)
        ),
        blocks=packed.blocks,
    )


def highlight(page: Page, start: int, end: int) -> Highlight:
    """Characters `start` up to `end` on the page: one box a line.

    Where the line mixes directions, words that follow each other in the text can stand apart. Then a line has as
    many boxes as it needs to cover nothing else.
    """
    chosen = [word for word in page.words if word.start < end and word.end > start]
    others = [word.box for word in page.words if word.end <= start or word.start >= end]
    boxes = [box for line in _lines([word.box for word in chosen]) for box in _joined(line, others)]
    return Highlight(page=page.number, start=start, end=end, boxes=tuple(boxes))


def _lines(boxes: Sequence[Box]) -> list[list[Box]]:
    lines: list[list[Box]] = []
    for box in boxes:
        line = next((line for line in reversed(lines) if _same_line(line[0], box)), None)
        if line is None:
            lines.append([box])
        else:
            line.append(box)
    return lines


def _same_line(one: Box, other: Box) -> bool:
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common > SAME_LINE_SHARE * min(one.bottom - one.top, other.bottom - other.top)


def _joined(line: list[Box], others: Sequence[Box]) -> list[Box]:
    """Boxes of one line, joined from the left as long as no other word stands between them."""
    between = [other for other in others if _same_line(line[0], other)]
    line = sorted(line)
    joined = [line[0]]
    for box in line[1:]:
        last = joined[-1]
        if any(last.right <= (other.left + other.right) / 2 <= box.left for other in between):
            joined.append(box)
        else:
            joined[-1] = _union(last, box)
    return joined


def _union(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )
