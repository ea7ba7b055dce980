"""Characters as they stand on a line, from left to right, to the order in which they are read.

It is the Unicode bidirectional algorithm (UAX 9) backwards: levels are told from what is seen, and reversing by
levels undoes itself. Where two texts look the same (a number between words of both directions) it takes the one
that needs no reversal.
"""

import re
import unicodedata
from collections.abc import Sequence

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_OPENERS = {"(": ")", "[": "]", "{": "}", "«": "»"}
_CLOSERS = {closer: opener for opener, closer in _OPENERS.items()}
_STRONG_RIGHT = ("R", "AL")
_NUMBERS = ("EN", "AN")


def logical(line: Sequence[str], *, rtl: bool) -> list[tuple[int, str]]:
    """The characters of a line in reading order: where each stood, and what it is without mirroring."""
    levels = _levels([unicodedata.bidirectional(character) or "ON" for character in line], rtl=rtl)
    order = list(range(len(line)))
    for level in range(max(levels, default=0), 0, -1):
        order = _reversed_runs(order, levels, level)
    read = [line[at] for at in order]
    right = [levels[at] % 2 == 1 for at in order]
    return list(zip(order, _unmirrored(read, right), strict=True))


def _levels(kinds: list[str], *, rtl: bool) -> list[int]:
    kinds = _with_numbers(kinds, rtl=rtl)
    base = 1 if rtl else 0
    strong = [_strength(kind, rtl=rtl) for kind in kinds]
    before = _nearest(strong)
    after = _nearest(strong[::-1])[::-1]
    levels = []
    for kind, own, left, right in zip(kinds, strong, before, after, strict=True):
        if own is None:
            own = left if left == right and left is not None else base % 2  # noqa: PLW2901
        number = kind in _NUMBERS
        levels.append((2 if number or own == 0 else 1) if rtl else (own if not number else 0))
    return levels


def _strength(kind: str, *, rtl: bool) -> int | None:
    """0 for left to right, 1 for right to left, None for what goes with its neighbours."""
    if kind == "L":
        return 0
    if kind in _STRONG_RIGHT:
        return 1
    return (1 if rtl else 0) if kind in _NUMBERS else None


def _with_numbers(kinds: list[str], *, rtl: bool) -> list[str]:
    """Separators inside numbers belong to them. After an Arabic letter a hyphen does not, and a percent sign."""
    kinds = list(kinds)
    letter = ""
    for at in range(len(kinds) - 1, -1, -1) if rtl else range(len(kinds)):
        if kinds[at] in ("L", "R", "AL"):
            letter = kinds[at]
        elif kinds[at] == "EN" and letter == "AL":
            kinds[at] = "AN"
    for at in range(1, len(kinds) - 1):
        sides = kinds[at - 1], kinds[at + 1]
        if sides[0] == sides[1] and (
            (kinds[at] == "CS" and sides[0] in _NUMBERS) or (kinds[at] == "ES" and sides[0] == "EN")
        ):
            kinds[at] = sides[0]
    for at, kind in enumerate(kinds):
        beside = kinds[max(at - 1, 0)], kinds[min(at + 1, len(kinds) - 1)]
        if kind == "ET" and "EN" in beside:
            kinds[at] = "EN"
    return kinds


def _nearest(strong: Sequence[int | None]) -> list[int | None]:
    """For each place the last known direction up to it."""
    seen: int | None = None
    found = []
    for own in strong:
        seen = own if own is not None else seen
        found.append(seen)
    return found


def _reversed_runs(order: list[int], levels: Sequence[int], level: int) -> list[int]:
    """`order` with each run of places at this level or above turned round."""
    turned: list[int] = []
    run: list[int] = []
    for at in order:
        if levels[at] >= level:
            run.append(at)
        else:
            turned += run[::-1]
            turned.append(at)
            run = []
    return turned + run[::-1]


def _unmirrored(line: list[str], right: Sequence[bool]) -> list[str]:
    """Brackets in right-to-left text as opening or closing, by where the spaces are.

    Which of the two a file says depends on the program that wrote it; some say the same for both.
    """
    line = list(line)
    depth = 0
    for at, character in enumerate(line):
        opener = _CLOSERS.get(character, character)
        if opener not in _OPENERS:
            continue
        if right[at]:
            before = line[at - 1].isspace() if at else True
            after = line[at + 1].isspace() if at + 1 < len(line) else True
            opens = before if before != after else depth == 0
            line[at] = opener if opens else _OPENERS[opener]
        depth += 1 if line[at] in _OPENERS else -1
    return line
