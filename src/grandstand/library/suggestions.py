"""Headings and titles that go on as somebody has begun to write, in any script; only those that she may read."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from grandstand.language.tokens import folded
from grandstand.library.models import CollectionId, VersionId

SUGGESTIONS_MAX = 8
PREFIX_CHARACTERS_MAX = 80
"""Of a longer beginning the first characters count."""
ENTRIES_MAX = 5_000
"""Headings of one version that are suggested."""
ENTRY_CHARACTERS_MAX = 120
"""A longer heading is not suggested: it is a sentence."""
MATCHES_MAX = 200
"""Headings of one version that are compared with further words."""


class _Start(NamedTuple):
    """A heading from one of its words on, and which heading it is."""

    text: str
    entry: int


class _Version(NamedTuple):
    collection: CollectionId
    entries: tuple[str, ...]
    starts: list[_Start]


class Suggestions:
    """The headings and titles of all versions that answers are taken from."""

    def __init__(self) -> None:
        self._versions: dict[VersionId, _Version] = {}

    def put(self, version: VersionId, collection: CollectionId, titles: Iterable[str]) -> None:
        """Have these headings and titles for the version, instead of those that it had."""
        tidy = (" ".join(title.split()) for title in titles)
        entries = list(dict.fromkeys(title for title in tidy if 0 < len(title) <= ENTRY_CHARACTERS_MAX))
        starts = [_Start(text, at) for at, entry in enumerate(entries[:ENTRIES_MAX]) for text in _starts(entry)]
        self._versions[version] = _Version(collection, tuple(entries), sorted(starts))

    def remove(self, version: VersionId) -> None:
        self._versions.pop(version, None)

    def matching(self, query: str, collections: Collection[CollectionId]) -> list[str]:
        """What begins so, then what has a word that does, then what has all the words; the shorter first."""
        wanted = folded(" ".join(query.split())[:PREFIX_CHARACTERS_MAX])
        if not wanted:
            return []
        found: dict[str, tuple[int, int, str]] = {}
        for version in list(self._versions.values()):
            if version.collection in collections:
                for rank, entry in _matches(version, wanted):
                    found[entry] = min(found.get(entry, (9, 0, "")), (rank, len(entry), entry))
        return [entry for _, _, entry in sorted(found.values())[:SUGGESTIONS_MAX]]


def _starts(entry: str) -> Iterator[str]:
    """The heading from each of its words on; from each character on where no spaces stand."""
    text = folded(entry)
    for at, character in enumerate(text):
        spaced = at == 0 or not text[at - 1].isalnum() or (character > "\u2e7f" and text[at - 1] > "\u2e7f")
        if character.isalnum() and spaced:
            yield text[at:]


def _matches(version: _Version, wanted: str) -> Iterator[tuple[int, str]]:
    for entry in _beginning(version, wanted):
        text = folded(version.entries[entry])
        yield (0 if text.startswith(wanted) else 1), version.entries[entry]
    words = wanted.split()
    if len(words) > 1:
        together = set(_beginning(version, words[0]))
        for word in words[1:]:
            together &= set(_beginning(version, word))
        for entry in together:
            yield 2, version.entries[entry]


def _beginning(version: _Version, wanted: str) -> list[int]:
    """The headings one of whose words begins so."""
    found, at = list[int](), bisect_left(version.starts, _Start(wanted, -1))
    while at < len(version.starts) and len(found) < MATCHES_MAX and version.starts[at].text.startswith(wanted):
        found.append(version.starts[at].entry)
        at += 1
    return found
