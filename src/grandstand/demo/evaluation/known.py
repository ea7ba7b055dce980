"""Which questions the assistant has as its own, word for word: two people may hit on the same few words.

They count as any other question; `intent_unseen` is the figure without them. Only whether a text is among them is
told, so that nobody who writes questions reads them.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

WORD = re.compile(r"\w+")


def is_known(text: str) -> bool:
    """Whether the assistant has this question, slots and all, apart from capitals, accents and marks."""
    return folded(text) in _known()


def folded(text: str) -> str:
    """Without capitals, accents and marks; of a text that has nothing else, the text."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    plain = " ".join(WORD.findall("".join(each for each in letters if not unicodedata.combining(each))))
    return plain or text


@cache
def _known() -> frozenset[str]:
    folder = files("grandstand.assistant") / "prototypes"
    return frozenset(
        folded(text)
        for file in folder.iterdir()
        if file.name.endswith(".toml")
        for text in _strings(tomllib.loads(file.read_text(encoding="utf-8")))
    )


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.splitlines()
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inside:
        yield from _strings(each)
