"""Lines of a PDF's page with right-to-left letters: from where the characters stand to the order they are read in.

pdfium has such a line in an order of its own, guesses spaces where letters are only far apart, and says some
letters twice where a program drew a letter and its vowel mark apart. So we go by what is seen.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cmp_to_key, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grandstand.library.bidi import RIGHT_TO_LEFT, logical

Boxes = NDArray[np.float64]
"""One row a character: left, top, right, bottom in fractions of the page as it is displayed."""

WIDE_GAP_RTL = 0.7
"""The same for right-to-left text, whose fonts are taller."""
SPACE_GAP = 0.14
"""In right-to-left text without any space character, a gap of this many heights is a space; below is kerning."""
SURE_SPACE_GAP = 0.4
"""The same in text that has space characters."""
_line = re.compile(r"[^\r\n]+")
PLACES = 10_000
"""Places on the page in which parts of one glyph are compared."""
MARKED_NEAR = 0.6
"""A letter and its mark are this many heights apart at most."""
OVERLAP_MIN = 0.4
"""Characters are on one line if this share of the lower one's height is common to both."""


class Cluster(NamedTuple):
    """What stays together when a line is put in order: a letter with its marks, a word in order already."""

    places: Sequence[int]
    text: str


def relaid(text: str, boxes: Boxes) -> tuple[str, NDArray[np.intp], NDArray[np.bool_]]:
    """The page with its right-to-left lines in reading order: text, where each character was, which are moved."""
    rtl_page = 2 * len(RIGHT_TO_LEFT.findall(text)) > sum(map(str.isalpha, text))
    characters: list[str] = []
    sources: list[int] = []
    moved: list[bool] = []
    for found in _line.finditer(text):
        places = list(range(*found.span()))
        if RIGHT_TO_LEFT.search(found[0]):
            lines = _visual_lines(places, text, boxes)
        else:
            lines = iter([[Cluster([at], text[at]) for at in places]])
        for line in lines:
            is_rtl = any(RIGHT_TO_LEFT.match(cluster.text) for cluster in line)
            read = _read_line(line, rtl=rtl_page) if is_rtl else line
            characters += [*(one for cluster in read for one in cluster.text), "\n"]
            sources += [*(at for cluster in read for at in cluster.places), read[-1].places[-1]]
            moved += [is_rtl] * (len(characters) - len(moved) - 1) + [False]
    return "".join(characters), np.array(sources, np.intp), np.array(moved, np.bool_)


def _visual_lines(places: Sequence[int], text: str, boxes: Boxes) -> Iterator[list[Cluster]]:
    """What pdfium takes for one line, by what stands beside each other, from left to right, without wide gaps."""
    lines: list[list[list[int]]] = []
    top = bottom = 0.0
    for cluster in _clusters(_drawn(places, text, boxes), text, boxes):
        _, first, _, last = boxes[cluster[0]]
        if lines and min(bottom, last) - max(top, first) > OVERLAP_MIN * min(bottom - top, last - first):
            lines[-1].append(cluster)
            top, bottom = min(top, first), max(bottom, last)
        else:
            lines.append([cluster])
            top, bottom = first, last
    for line in lines:
        line.sort(key=cmp_to_key(partial(_from_left, boxes=boxes)))
        yield from _spaced(line, text, boxes)


def _from_left(one: list[int], other: list[int], *, boxes: Boxes) -> int:
    """Below 0 if `one` stands to the left. Of letters that stand above each other, the later one does."""
    left = float(boxes[one, 0].min() - boxes[other, 0].min())
    right = float(boxes[one, 2].max() - boxes[other, 2].max())
    is_plain = len(one) == len(other) == 1
    return (1 if left > 0 else -1) if left * right > 0 or not is_plain else other[0] - one[0]


def _drawn(places: Sequence[int], text: str, boxes: Boxes) -> list[int]:
    """The characters without guessed spaces, and without those that were said twice."""
    kept = [at for at in places if text[at] != "\0" and not (text[at].isspace() and boxes[at, 2] <= boxes[at, 0])]
    for group in _groups(kept, text, boxes):
        left, top, right, bottom = boxes[group[0]]
        reach = MARKED_NEAR * (bottom - top)
        near = [at for at in kept if at not in group and left - reach < boxes[at, [0, 2]].mean() < right + reach]
        if not Counter(text[at] for at in group) - Counter(text[at] for at in near):
            kept = [at for at in kept if at not in group]
    return kept


def _groups(places: Sequence[int], text: str, boxes: Boxes) -> list[list[int]]:
    """Characters with a vowel mark among them that all have the very same box: one glyph says all of them."""
    same: defaultdict[bytes, list[int]] = defaultdict(list)
    for at in places:
        same[boxes[at].tobytes()].append(at)
    return [
        group for group in same.values() if len(group) > 1 and any(unicodedata.combining(text[at]) for at in group)
    ]


def _clusters(places: Sequence[int], text: str, boxes: Boxes) -> list[list[int]]:
    """Letters with their marks: those without width, of the same glyph, or in equal parts of its width."""
    groups = {at: group for group in _groups(places, text, boxes) for at in group}
    parts = {_part(boxes[at], 2): at for at in places if unicodedata.combining(text[at]) and at not in groups}
    clusters: list[list[int]] = []
    taken: set[int] = set()
    for at in sorted(places, key=lambda one: unicodedata.combining(text[one]) > 0):
        if at in taken:
            continue
        cluster = groups.get(at, [at])
        cluster = sorted(cluster, key=lambda one: (unicodedata.combining(text[one]) > 0, -one))
        while (
            RIGHT_TO_LEFT.match(text[at]) and (mark := parts.pop(_part(boxes[cluster[-1]], 0), None)) is not None
        ):
            cluster.append(mark)
        taken.update(cluster)
        clusters.append(cluster)
    return _with_thin(sorted(clusters), text, boxes)


def _with_thin(clusters: Sequence[list[int]], text: str, boxes: Boxes) -> list[list[int]]:
    """Marks without width go to what stands before them."""
    joined: list[list[int]] = []
    for cluster in clusters:
        first = cluster[0]
        if joined and unicodedata.combining(text[first]) and boxes[first, 2] <= boxes[first, 0]:
            joined[-1] += cluster
        else:
            joined.append(cluster)
    return joined


def _part(box: NDArray[np.float64], edge: int) -> tuple[int, int, int, int]:
    """What is the same of a letter at its left edge and of its mark, of the same width, at its right edge."""
    left, top, right, bottom = (box * PLACES).round()
    return int(left if edge == 0 else right), int(top), int(bottom), int((right - left) / 2)


def _spaced(line: list[list[int]], text: str, boxes: Boxes) -> Iterator[list[Cluster]]:
    """The line with a space where a gap is one, divided where a gap is wide."""
    height = float(np.median([boxes[cluster[0], 3] - boxes[cluster[0], 1] for cluster in line]))
    enough = SURE_SPACE_GAP if any(text[cluster[0]].isspace() for cluster in line) else SPACE_GAP
    part: list[Cluster] = []
    for at, cluster in enumerate(line):
        if part:
            gap = float(boxes[cluster, 0].min() - boxes[line[at - 1], 2].max()) / max(height, 1e-9)
            blank = part[-1].text.isspace() or text[cluster[0]].isspace()
            if gap > WIDE_GAP_RTL:
                yield part
                part = []
            elif gap > enough and not blank:
                part.append(Cluster(cluster[:1], " "))
        part.append(Cluster(cluster, "".join(text[one] for one in cluster)))
    if part:
        yield part


def _read_line(line: Sequence[Cluster], *, rtl: bool) -> list[Cluster]:
    """Clusters from left to right in reading order; a page that is mostly right to left has such lines."""
    right = sum(1 for cluster in line if RIGHT_TO_LEFT.match(cluster.text))
    left = sum(1 for cluster in line if cluster.text[0].isalpha()) - right
    order = logical([cluster.text[0] for cluster in line], rtl=rtl or right > left)
    return [Cluster(line[at].places, character + line[at].text[1:]) for at, character in order]
