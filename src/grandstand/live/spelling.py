"""How a name may be typed, and an index that finds it by the beginning of any of its words. Pure.

One person is Klæbo at home, KLAEBO in the feed and Klabo on a keyboard without æ; Müller is MUELLER, and Prevč
PREVC. All of these are forms of one word, and two words mean the same if they share a form.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Generic, TypeVar

from grandstand.kernel.errors import RequestInvalid

QUERY_CHARACTERS_MAX = 100
FORMS_KEPT_MAX = 8192
"""Words whose forms are kept: those of questions are mostly the same ones."""
PREFIX_WORDS_MAX = 2000
"""Words that the beginning of one may stand for, in alphabetical order; of "a" alone nobody needs more."""

EXPANDED = str.maketrans({"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "œ": "oe", "ü": "ue", "å": "aa", "đ": "dj"})
STRIPPED = str.maketrans({"æ": "a", "ø": "o", "œ": "o", "đ": "d"})
SAME = str.maketrans(
    {"ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ß": "ss", "þ": "th", "ĳ": "ij", "ς": "σ", "ё": "е"}
    | dict.fromkeys("أإآٱ", "ا")
    | {"ة": "ه", "ى": "ي"}
    # Vowels and the widening stroke of Arabic, the dot below of Hindi: written by some and left out by others.
    | dict.fromkeys([*map(chr, range(0x64B, 0x660)), "\u0670", "ـ", "\u093c"], "")
)
"""Letters of which one is typed for the other."""
CONTRACTED = re.compile(r"ae|oe|ue|aa")
APOSTROPHES = re.compile(r"['’‘ʼʻ`´′]")
HYPHENS = re.compile(r"[-‐‑‒–—·・/]+")
BREAKS = re.compile(r"[\s,;:.!?()\[\]\"“”«»„、。，（）：]+")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts that put words together without a space, or with few."""
NUMBER_ENDS = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
"""Between a number and its unit: "500m" and "500 m" are the same."""
STRIPPABLE_END = "\u0400"
"""Letters below, Latin and Greek, mean the same without their marks; in other scripts a mark is a letter."""

Entry = TypeVar("Entry", str, tuple[str, ...])
FIRST, LAST = 0, -1


def spellings(text: str) -> frozenset[str]:
    """Every folded form of a word or a name; what shares one of them is the same to a search.

    Folded is small, in NFKC, without apostrophes and hyphens. Other scripts are kept as they are.
    """
    return _forms(APOSTROPHES.sub("", HYPHENS.sub("", _folded(text))))


class Index(Generic[Entry]):
    """Finds entries by the beginnings of their words."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[Entry, float]] = {}
        self._words_of: dict[Entry, set[str]] = {}
        self._sorted: list[str] | None = None

    def __len__(self) -> int:
        return len(self._words_of)

    def add(self, entry_id: Entry, text: str, weight: float = 1.0) -> None:
        """Let the entry be found by the words of the text; of two weights of a word the greater counts."""
        for word in _indexed(text):
            for form in _forms(word):
                for key in _beginnings(form):
                    known = self._entries.setdefault(key, {})
                    known[entry_id] = max(weight, known.get(entry_id, weight))
                    self._words_of.setdefault(entry_id, set()).add(key)
        self._sorted = None

    def find(self, query: str, limit: int) -> list[Entry]:
        """At most `limit` entries that have, for each word of the query, a word that begins with it.

        First come those with the most whole words, then the greatest weight, then the fewest words besides (of
        "slalom" the slalom is meant before the giant slalom), then the order of the ids.

        Raises:
            RequestInvalid: the query is longer than QUERY_CHARACTERS_MAX.
        """
        if len(query) > QUERY_CHARACTERS_MAX:
            raise RequestInvalid(
                f"A search has at most {QUERY_CHARACTERS_MAX} characters, got {len(query)}: look for less."
            )
        asked = sorted((self._asked(word) for word in _asked_for(query)), key=lambda asked: asked.count)
        if not asked:
            return []
        scores = asked[FIRST].scores()
        for each in asked[FIRST + 1 :]:
            scores = each.narrowed(scores)
        return sorted(scores, key=lambda entry: self._rank(entry, scores[entry]))[: max(limit, 0)]

    def _rank(self, entry: Entry, score: "Score") -> tuple[int, float, int, Entry]:
        whole, weight = score
        return -whole, -weight, len(self._words_of[entry]), entry

    def _asked(self, word: str) -> "_Asked[Entry]":
        if self._sorted is None:
            self._sorted = sorted(self._entries)
        return _Asked(_forms(word), self._sorted, self._entries, self._words_of)


Score = tuple[int, float]
"""Whole words of the query that the entry has, and the sum of the weights."""


class _Asked(Generic[Entry]):
    """One word of a query, against the index."""

    def __init__(
        self,
        forms: frozenset[str],
        words: list[str],
        entries: dict[str, dict[Entry, float]],
        words_of: dict[Entry, set[str]],
    ) -> None:
        self._forms = forms
        self._words = words
        self._entries: dict[str, dict[Entry, float]] = entries
        self._words_of: dict[Entry, set[str]] = words_of
        self._ranges = [(bisect_left(words, form), bisect_left(words, form + "\U0010ffff")) for form in forms]
        self.count = sum(end - start for start, end in self._ranges)

    def scores(self) -> dict[Entry, Score]:
        """Every entry that has such a word."""
        found: dict[Entry, Score] = {}
        for word in self._candidates():
            for entry, weight in self._entries[word].items():
                found[entry] = max(self._score(word, weight), found.get(entry, (0, weight)))
        return found

    def narrowed(self, scores: dict[Entry, Score]) -> dict[Entry, Score]:
        """Those of the entries that have such a word too."""
        found: dict[Entry, Score] = {}
        for entry, (whole, weight) in scores.items():
            own = [
                self._score(word, self._entries[word][entry])
                for word in self._words_of[entry]
                if word.startswith(tuple(self._forms))
            ]
            if own:
                best = max(own)
                found[entry] = whole + best[0], weight + best[1]
        return found

    def _candidates(self) -> Iterator[str]:
        """The words that begin so; the word itself is the first of its range, so the limit never costs it."""
        for start, end in self._ranges:
            yield from self._words[start : min(end, start + PREFIX_WORDS_MAX)]

    def _score(self, word: str, weight: float) -> Score:
        return int(word in self._forms), weight


def _folded(text: str) -> str:
    """Small, in NFKC, and of letters that are typed for each other always the same."""
    # A dotted capital I would leave its dot behind.
    small = unicodedata.normalize("NFKC", text).lower().replace("i\u0307", "i")
    return small.translate(SAME)


def _tokens(text: str) -> list[str]:
    return [word for word in BREAKS.split(NUMBER_ENDS.sub(" ", _folded(text))) if word]


def _asked_for(query: str) -> list[str]:
    """The words of a query; with hyphens, each part is one."""
    parts = (APOSTROPHES.sub("", part) for word in _tokens(query) for part in HYPHENS.split(word))
    return list(dict.fromkeys(part for part in parts if part))


def _indexed(text: str) -> list[str]:
    """The words that a text is found by; one with hyphens or apostrophes whole and in its parts."""
    found: dict[str, None] = {}
    for word in _tokens(text):
        plain = APOSTROPHES.sub("", word)
        apart = APOSTROPHES.sub("-", word)
        for each in (HYPHENS.sub("", plain), *HYPHENS.split(plain), *HYPHENS.split(apart)):
            if each:
                found[each] = None
    return list(found)


@lru_cache(maxsize=FORMS_KEPT_MAX)
def _forms(word: str) -> frozenset[str]:
    """The forms of a folded word: letters written out, marks left out, what was written out taken back."""
    expanded = _without_marks(word.translate(EXPANDED))
    stripped = _without_marks(word.translate(STRIPPED))
    contracted = CONTRACTED.sub(_first_letter, stripped)
    return frozenset({expanded, stripped, contracted} - {""})


def _first_letter(match: re.Match[str]) -> str:
    return match[0][0]


def _without_marks(word: str) -> str:
    kept: list[str] = []
    base = ""
    for letter in unicodedata.normalize("NFD", word):
        if not unicodedata.combining(letter):
            base = letter
        elif base < STRIPPABLE_END:
            continue
        kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


def _beginnings(form: str) -> Iterator[str]:
    """Where a search may begin in a word: at its first letter, in unspaced scripts at each."""
    yield form
    if UNSPACED.search(form):
        yield from (form[at:] for at in range(1, len(form)))
