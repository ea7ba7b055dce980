"""Which words may stand between statements, and which words say more than that. Pure.

A closed list of words is the wall: whatever is not on it is not shown. The other lists only say why.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from grandstand.assistant.llm.models import Reason
from grandstand.language.models import LANGUAGES

UNSPACED = frozenset({"zh", "ja"})
"""Languages whose words are not parted."""
RUN_ON = {"zh": 1, "ja": 1, "ko": 2, "ar": 3}
"""Languages in which a word may stand in the middle of another one, from so many letters on."""
STEM_MIN = 3
WORD = re.compile(r"[^\W_]+")


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    connectors: str
    numbers: str
    negations: str
    comparisons: str
    conditions: str
    topics: str
    nearby: str
    denials: list[str]


class Vocabulary(NamedTuple):
    """The words of one language, folded.

    Args:
        connectors: that may stand between statements.
        telling: words that say more, and what.
        topics: beginnings of words by which the Games, a campaign or the library are spoken of.
        nearby: beginnings of words of questions that somebody asks who is at the Games: no matter for own words.
        denials: by which an ability is denied.
    """

    connectors: frozenset[str]
    telling: dict[str, Reason]
    topics: tuple[str, ...]
    nearby: tuple[str, ...]
    denials: tuple[str, ...]


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of one of our languages."""
    text = (files("grandstand.assistant.llm") / "words" / f"{language}.toml").read_text(encoding="utf-8")
    read = msgspec.convert(tomllib.loads(text), _Written)
    lists = (
        (read.conditions, Reason.CONDITION),
        (read.comparisons, Reason.COMPARISON),
        (read.negations, Reason.NEGATION),
        (read.numbers, Reason.NUMBER),
    )
    return Vocabulary(
        connectors=frozenset(map(folded, read.connectors.split())),
        telling={folded(word): reason for words, reason in lists for word in words.split()},
        topics=tuple(map(folded, read.topics.split())),
        nearby=tuple(map(folded, read.nearby.split())),
        denials=tuple(map(folded, read.denials)),
    )


def connecting(language: str) -> str:
    """The words that may stand between statements, as the model is told them."""
    text = (files("grandstand.assistant.llm") / "words" / f"{language}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Written).connectors


def folded(text: str) -> str:
    """Compatible letters and digits of every width are one; nothing that cannot be seen is left."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKC", text).casefold() if unicodedata.category(letter) != "Cf"
    )


def visible(text: str) -> str:
    """The text without what cannot be seen: marks of direction, joiners, soft hyphens, variation selectors."""
    return "".join(
        letter
        for letter in text
        if unicodedata.category(letter) not in {"Cf", "Cc", "Co", "Cn", "Cs"} or letter in "\n\t"
    )


def words_of(text: str) -> Iterator[str]:
    """Runs of letters with their marks, folded; apostrophes part words."""
    run = ""
    for letter in folded(text):
        if unicodedata.category(letter)[0] in "LM":
            run += letter
        elif run:
            yield run
            run = ""
    if run:
        yield run


def telling_in(text: str, language: str) -> Reason | None:
    """Why the text says more than that statements follow, as far as the lists know."""
    known = vocabulary(language).telling
    if language in UNSPACED:
        plain = folded(text)
        return next((reason for word, reason in known.items() if word in plain), None)
    return next((known[word] for word in words_of(text) if word in known), None)


def topic_in(text: str) -> str | None:
    """A word by which the Games, a campaign or the library are spoken of, in any of our languages."""
    found = (_found_in(text, language, vocabulary(language).topics) for language in LANGUAGES)
    return next((topic for topic in found if topic is not None), None)


def is_nearby(text: str, language: str) -> bool:
    """Whether a question in this language may be about what is around the asker: buses, gates, today."""
    return any(_found_in(text, each, vocabulary(each).nearby) is not None for each in (language, "en"))


def _found_in(text: str, language: str, beginnings: tuple[str, ...]) -> str | None:
    """The first of these beginnings that a word of the text has; in scripts that run on, anywhere in it."""
    words, plain = list(words_of(text)), folded(text)
    for each in beginnings:
        if language in RUN_ON and len(each) >= RUN_ON[language]:
            if each in plain:
                return each
        elif any(word == each or (len(each) > STEM_MIN and word.startswith(each)) for word in words):
            return each
    return None


def denial_in(text: str) -> str | None:
    """A phrase that denies an ability, in any of our languages."""
    plain = folded(text).replace("’", "'")
    for language in LANGUAGES:
        for phrase in vocabulary(language).denials:
            if phrase in plain and (language in RUN_ON or f" {phrase}" in f" {plain}"):
                return phrase
    return None


def is_connected_of(text: str, words: frozenset[str]) -> bool:
    """Whether a run of letters without spaces is made of these words and nothing else."""
    reached = {0}
    longest = max(map(len, words))
    for end in range(1, len(text) + 1):
        if any(start in reached and text[start:end] in words for start in range(max(0, end - longest), end)):
            reached.add(end)
    return len(text) in reached
