"""The terms by which words find a text, which BM25 counts. Pure.

One folding for documents and questions: NFKC, small letters, no accents on Latin and Greek letters, one form of
Arabic alef, digits of every script as 0 to 9. A word is one term, and if it is long so is every five letters of
it, which stands in for stemming in all languages at once: "medal" is a part of "medals", "Teilnehmer" shares most
of "Teilnehmerinnen". Where no spaces stand (Han, kana, Thai, and Korean with its particles) terms are pairs of
neighbours.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from grandstand.language.scripts import ascii_digits, unspaced_class, word_class

GRAM_CHARACTERS = 5
"""Words longer than this are also found by every stretch of this length."""
WORD_CHARACTERS_MAX = 40
"""The rest of a longer word is not looked at: it is no word, but a key or a picture in letters."""
COMPOUND_PARTS_MAX = 4

INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])
"""Soft hyphens, joiners and marks of direction: nobody types them into a question."""
SAME = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "þ": "th", "ё": "е"}
    | dict.fromkeys("أإآٱ", "ا")
    | {"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ؤ": "و", "ئ": "ي"}
    # Arabic vowel signs and the widening stroke, the dot below of Hindi: written by some, left out by others.
    | dict.fromkeys([*map(chr, range(0x610, 0x61B)), *map(chr, range(0x64B, 0x660)), "\u0670", "ـ", "\u093c"], "")
    | {"\u0901": "\u0902"}
)
"""Letters of which one is written for the other, as they stand after NFKC and casefold."""
ACCENTS = re.compile("(?<=[a-z\u0370-\u03ff])[\u0300-\u036f]+")
HINDI_NASALS = re.compile("[ङञणनम]\u094d(?=[क-घच-झट-ढत-धप-भ])")
"""A nasal before its consonant may be written as a dot: हिन्दी and हिंदी are one word."""
ARABIC_ARTICLE = re.compile("^(?:[وفبك]?ال|لل)(?=[\u0621-\u064a]{3})")
NUMBER = "[0-9]+(?:[.,:'’٫٬][0-9]+)+"
HYPHENS = "-\u2010\u2011\u2012\u2013"
THOUSANDS = re.compile(r"[0-9]{1,3}(?:[.,'’٬][0-9]{3})+")
SEPARATORS = re.compile("[.,:'’٫٬]")
NARROW_SPACE = re.compile("(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
BROKEN_LINE = re.compile(r"(?<=[^\W\d_])[-\u2010\xad]\n(?=[^\W\d_])")
DIGITS_OR_LETTERS = re.compile(r"[0-9]+|[^0-9]+")
DIGITS = frozenset("0123456789")


def terms(text: str) -> list[str]:
    """The terms of the text in their order, as often as they occur.

    What is one word to some and two to others is found either way: `B-12` is b, 12 and b12; `check-in` is check,
    in and checkin; 1.000, 1,000 and 1000 are the same, and so are 9:30 and 09.30.
    """
    found: list[str] = []
    for token in _token().finditer(folded(text)):
        if number := token["number"]:
            found.append(_number(number))
        elif unspaced := token["unspaced"]:
            found += _pairs(unspaced)
        else:
            found += _of_compound(re.split(f"[{HYPHENS}]", token["word"]))
    return found


def folded(text: str) -> str:
    """The text with one form of all that is written one way or the other."""
    joined = BROKEN_LINE.sub("", text)
    if joined.isascii():
        return joined.casefold()
    visible = NARROW_SPACE.sub("", joined.translate(INVISIBLE))
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    plain = unicodedata.normalize("NFC", ACCENTS.sub("", unicodedata.normalize("NFD", small)))
    return HINDI_NASALS.sub("\u0902", ascii_digits(plain).translate(SAME))


@cache
def _token() -> re.Pattern[str]:
    word = f"[{word_class()}]+"
    hyphened = f"{word}(?:[{HYPHENS}]{word})*"
    # A number ends before a letter that belongs to it: 4.2b is a word.
    return re.compile(
        f"(?P<number>{NUMBER})(?![{word_class()}])|(?P<unspaced>[{unspaced_class()}]+)|(?P<word>{hyphened})"
    )


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(max(len(run) - 1, 1))]


def _number(number: str) -> str:
    """Without separators of thousands; every other separator a dot, no zeros in front."""
    if THOUSANDS.fullmatch(number):
        return SEPARATORS.sub("", number).lstrip("0") or "0"
    first, *rest = SEPARATORS.split(number)
    return ".".join([first.lstrip("0") or "0", *rest])[:WORD_CHARACTERS_MAX]


def _of_compound(parts: list[str]) -> Iterator[str]:
    for part in parts:
        yield from _of_word(part[:WORD_CHARACTERS_MAX])
    if 1 < len(parts) <= COMPOUND_PARTS_MAX:
        whole = "".join(parts)
        if len(whole) <= WORD_CHARACTERS_MAX and not DIGITS.issuperset(whole):
            yield whole


def _of_word(word: str) -> Iterator[str]:
    if DIGITS.issuperset(word):
        yield word.lstrip("0") or "0"
        return
    stem = ARABIC_ARTICLE.sub("", word)
    yield stem
    pieces = DIGITS_OR_LETTERS.findall(stem)
    if len(pieces) > 1:
        for piece in pieces:
            yield (piece.lstrip("0") or "0") if DIGITS.issuperset(piece) else piece
    elif len(stem) > GRAM_CHARACTERS:
        yield from (stem[at : at + GRAM_CHARACTERS] for at in range(len(stem) - GRAM_CHARACTERS + 1))
