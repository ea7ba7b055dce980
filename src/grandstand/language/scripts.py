"""What script a character belongs to, its digits, and which characters make up words. Pure.

Only the scripts that something here decides by are told apart; letters of all others are OTHER.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from enum import StrEnum
from functools import cache
from itertools import pairwise


class Script(StrEnum):
    LATIN = "latin"
    GREEK = "greek"
    CYRILLIC = "cyrillic"
    HEBREW = "hebrew"
    ARABIC = "arabic"
    DEVANAGARI = "devanagari"
    THAI = "thai"
    """And its neighbours without spaces: Lao, Burmese, Khmer."""
    HANGUL = "hangul"
    KANA = "kana"
    HAN = "han"
    OTHER = "other"


_RANGES = (
    (0x0041, 0x024F, Script.LATIN),
    (0x0250, 0x02AF, Script.LATIN),
    (0x0370, 0x03FF, Script.GREEK),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0590, 0x05FF, Script.HEBREW),
    (0x0600, 0x06FF, Script.ARABIC),
    (0x0750, 0x077F, Script.ARABIC),
    (0x08A0, 0x08FF, Script.ARABIC),
    (0x0900, 0x097F, Script.DEVANAGARI),
    (0x0E00, 0x0EFF, Script.THAI),
    (0x1000, 0x109F, Script.THAI),
    (0x1100, 0x11FF, Script.HANGUL),
    (0x1780, 0x17FF, Script.THAI),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x1F00, 0x1FFF, Script.GREEK),
    (0x3005, 0x3007, Script.HAN),
    (0x3041, 0x309F, Script.KANA),
    (0x30A1, 0x30FA, Script.KANA),
    (0x30FC, 0x30FF, Script.KANA),
    (0x3130, 0x318F, Script.HANGUL),
    (0x31F0, 0x31FF, Script.KANA),
    (0x3400, 0x4DBF, Script.HAN),
    (0x4E00, 0x9FFF, Script.HAN),
    (0xA8E0, 0xA8FF, Script.DEVANAGARI),
    (0xAC00, 0xD7AF, Script.HANGUL),
    (0xF900, 0xFAFF, Script.HAN),
    (0xFB1D, 0xFB4F, Script.HEBREW),
    (0xFB50, 0xFDFF, Script.ARABIC),
    (0xFE70, 0xFEFC, Script.ARABIC),
    (0xFF21, 0xFF5A, Script.LATIN),
    (0xFF66, 0xFF9F, Script.KANA),
    (0x20000, 0x3FFFF, Script.HAN),
)
_STARTS = [start for start, _, _ in _RANGES]

UNSPACED = frozenset({Script.THAI, Script.HANGUL, Script.KANA, Script.HAN})
"""Scripts that put words, or a word and its particles, together without a space."""
SUPPLEMENTARY = "\U00010000-\U0001efff"
"""Letters beyond the basic plane, up to where the pictures begin."""
OTHER_DIGITS = re.compile(r"[^\D0-9]")


def script_of(character: str) -> Script | None:
    """The script of a letter; None of everything that is no letter."""
    if not character.isalpha():
        return None
    code = ord(character)
    at = bisect_right(_STARTS, code) - 1
    if at >= 0 and code <= _RANGES[at][1]:
        return _RANGES[at][2]
    return Script.OTHER


def letters(text: str) -> Counter[Script]:
    """How many letters of each script the text has."""
    if text.isascii():
        count = sum(map(str.isalpha, text))
        return Counter({Script.LATIN: count} if count else {})
    found: Counter[Script] = Counter()
    for character, count in Counter(text).items():
        if script := script_of(character):
            found[script] += count
    return found


def ascii_digits(text: str) -> str:
    """The text with digits of every script as 0 to 9; as long as before, so that spans hold."""
    if text.isascii():
        return text
    return OTHER_DIGITS.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


@cache
def unspaced_class() -> str:
    """The letters of the scripts without spaces, for use between the brackets of a regular expression."""
    return "".join(f"{chr(start)}-{chr(end)}" for start, end, script in _RANGES if script in UNSPACED)


@cache
def word_class() -> str:
    """Letters, digits and marks of all other scripts, likewise. Marks matter: Hindi vowels are some."""
    unspaced = [range(start, end + 1) for start, end, script in _RANGES if script in UNSPACED]
    codes = [code for code in range(0x30, 0x10000) if unicodedata.category(chr(code))[0] in "LMN"]
    taken = [code for code in codes if not any(code in each for each in unspaced)]
    bounds = [at for at, (left, right) in enumerate(pairwise(taken)) if right != left + 1]
    starts = [0, *(at + 1 for at in bounds)]
    ends = [*bounds, len(taken) - 1]
    ranges = (f"{chr(taken[start])}-{chr(taken[end])}" for start, end in zip(starts, ends, strict=True))
    return "".join(ranges) + SUPPLEMENTARY
