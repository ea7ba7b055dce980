"""Where in a sentence names stand, by any spelling of them. Pure; knows nothing of the Games.

A search (spelling.Index) begins with a name. A question has one somewhere in the middle, with an ending of the
asker's language, run together with its neighbours in Chinese, or with one letter wrong. A name is found if all
its words stand next to each other; of names that overlap the longest wins.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from grandstand.live.spelling import UNSPACED, spellings

WORDS_MAX = 6
"""Of a name; what is longer is found by its first words."""
UNSPACED_MIN, UNSPACED_MAX = 2, 16
"""Characters of a name in a script without spaces."""
STEM_MIN = 4
"""Letters that two words must share at the beginning to be one word with two endings."""
ENDING_LENGTH = 2
"""Letters by which an ending may be longer or another one."""
EDITED_MIN = 6
"""Letters from which on a word is recognised with one of them wrong."""
MARKS = "\u064b-\u0652\u0670\u0900-\u0903\u093a-\u094f\u0300-\u036f"
"""Signs that belong to the letter before them and are no letters to `re`."""
NUMBER = r"\d{1,3}(?:[.,\u00a0\u202f]\d{3})+(?!\d)|\d+"
WORD = re.compile(rf"{NUMBER}|(?:[^\W\d_]|[{MARKS}])+(?:['’ʼ](?:[^\W\d_]|[{MARKS}])+)*")
ONE_SCRIPT = re.compile(rf"{UNSPACED.pattern}+|(?:(?!{UNSPACED.pattern}).)+")
"""A name in Latin letters and a Chinese, Japanese or Korean word behind it are written as one."""
NOT_A_DIGIT = re.compile(r"\D")
ARABIC = re.compile(r"[\u0600-\u06ff]")
ARABIC_PREFIXES = ("وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك")
"""And, then, in, like, to, the: written as one with what follows."""
ARABIC_REST_MIN = 3
EXACT, ENDED, EDITED = 3, 2, 1
"""How a word was recognised: letter for letter, with another ending, with a letter wrong."""

Entry = TypeVar("Entry")
Forms = frozenset[str]


class Spot(NamedTuple, Generic[Entry]):
    """An entry that a sentence names, and where: the characters from `start` to `end`."""

    entry: Entry
    start: int
    end: int
    how: int


class _Word(NamedTuple):
    forms: Forms
    start: int
    end: int
    meant: Forms = frozenset()
    """Words of names that are this one with a letter wrong."""


class Gazetteer(Generic[Entry]):
    """Names, and what each of them may mean."""

    def __init__(self) -> None:
        self._by_stem: dict[str, list[tuple[tuple[Forms, ...], Entry]]] = defaultdict(list)
        self._unspaced: dict[str, set[Entry]] = defaultdict(set)
        self._long_words: set[str] = set()
        self._edited: dict[str, set[str]] | None = None

    def add(self, name: str, entry: Entry) -> None:
        """Let the entry be found where the name stands."""
        joined = _joined(name)
        if UNSPACED.search(joined) and len(joined) <= UNSPACED_MAX:
            if len(joined) >= UNSPACED_MIN:
                self._unspaced[joined].add(entry)
            return
        words = tuple(word.forms for word in _words(name))[:WORDS_MAX]
        if not words:
            return
        for key in {form[:STEM_MIN] for form in words[0]}:
            self._by_stem[key].append((words, entry))
        self._long_words.update(form for forms in words for form in forms if len(form) >= EDITED_MIN)
        self._edited = None

    def find(self, sentence: str) -> list[Spot[Entry]]:
        """The names in the sentence in their order; several at one place where a name has several meanings."""
        found = [*self._spaced(sentence), *self._run_together(sentence)]
        return _longest(found)

    def _spaced(self, sentence: str) -> Iterator[Spot[Entry]]:
        words = [word._replace(meant=self._corrected(word.forms)) for word in _words(sentence)]
        for at, word in enumerate(words):
            for key in {form[:STEM_MIN] for form in word.forms | word.meant}:
                for name, entry in self._by_stem.get(key, ()):
                    how = _fit(name, words[at : at + len(name)])
                    if how:
                        yield Spot(entry, word.start, words[at + len(name) - 1].end, how)

    def _corrected(self, forms: Forms) -> Forms:
        """Words of names that differ from this one by a letter; none where it is a word of a name itself."""
        long = {form for form in forms if len(form) >= EDITED_MIN}
        if not long or long & self._long_words:
            return frozenset()
        if self._edited is None:
            self._edited = defaultdict(set)
            for word in self._long_words:
                for shorter in _shortened(word):
                    self._edited[shorter].add(word)
        edited = self._edited
        return frozenset(word for form in long for shorter in _shortened(form) for word in edited.get(shorter, ()))

    def _run_together(self, sentence: str) -> Iterator[Spot[Entry]]:
        if not UNSPACED.search(sentence):
            return
        letters = [(folded, at) for at, letter in enumerate(sentence) for folded in _joined(letter)]
        text = "".join(letter for letter, _ in letters)
        for start in range(len(text)):
            for length in range(UNSPACED_MIN, min(UNSPACED_MAX, len(text) - start) + 1):
                for entry in self._unspaced.get(text[start : start + length], ()):
                    yield Spot(entry, letters[start][1], letters[start + length - 1][1] + 1, EXACT)


def _fit(name: tuple[Forms, ...], words: list[_Word]) -> int:
    """How well the words are the name: as its worst word; 0: they are not."""
    if len(words) < len(name):
        return 0
    how = EXACT
    for forms, word in zip(name, words, strict=True):
        how = min(how, _same(forms, word))
        if not how:
            return 0
    return how


def _same(name: Forms, word: _Word) -> int:
    if name & word.forms:
        return EXACT
    if any(_is_ending(one, other) for one in name for other in word.forms):
        return ENDED
    return EDITED if name & word.meant else 0


def _longest(found: list[Spot[Entry]]) -> list[Spot[Entry]]:
    """Of spots that overlap the longest; of equally long ones the best, and all that are equally good."""
    found.sort(key=lambda spot: (spot.start - spot.end, -spot.how, spot.start))
    kept: list[Spot[Entry]] = []
    for spot in found:
        rivals = [each for each in kept if each.start < spot.end and spot.start < each.end]
        if all((each.start, each.end, each.how) == spot[1:] for each in rivals) and spot not in kept:
            kept.append(spot)
    return sorted(kept, key=lambda spot: spot.start)


def _words(text: str) -> Iterator[_Word]:
    parts = ((match.start(), part) for match in WORD.finditer(text) for part in ONE_SCRIPT.finditer(match[0]))
    for start, part in parts:
        word = part[0]
        forms = frozenset({NOT_A_DIGIT.sub("", word)}) if word[0].isdigit() else forms_of(word)
        if forms:
            yield _Word(forms, start + part.start(), start + part.end())


def forms_of(word: str) -> Forms:
    """What a word is the same as: its spellings, and an Arabic one without what is written as one with it."""
    forms = spellings(word)
    return forms | _without_prefixes(forms)


def _without_prefixes(forms: Forms) -> Forms:
    """An Arabic word without what is written as one with it."""
    return frozenset(
        form.removeprefix(prefix)
        for form in forms
        if ARABIC.match(form)
        for prefix in ARABIC_PREFIXES
        if form.startswith(prefix) and len(form) - len(prefix) >= ARABIC_REST_MIN
    )


def _is_ending(one: str, other: str) -> bool:
    """Whether two words are one with two endings: "спуск" and "спуска", "Hansen" and "Hansens"."""
    longer = max(len(one), len(other))
    shared = max(STEM_MIN, longer - ENDING_LENGTH)
    return longer > STEM_MIN and one[0].isalpha() and one[:shared] == other[:shared]


def _shortened(word: str) -> set[str]:
    """The word, and it without any one of its letters: two that share one of these are an edit apart."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _joined(text: str) -> str:
    """Without spaces and signs, folded."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(letter for letter in plain if letter.isalnum() or unicodedata.combining(letter))
