"""What exactly a question wants, by its words: which place, which medal, how many, plotted or counted. Pure."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

from grandstand.assistant.asked import Asked
from grandstand.live import Colour

WHOLE_LETTERS_MAX = 3
"""Words of so many letters are looked for as they are, longer ones also with an ending."""
ANYWHERE = re.compile(r"[\u0600-\u06ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts in which a word may stand inside of others."""
UNSPACED = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
BEFORE, AFTER = rf"(?<![^\W{UNSPACED}])", rf"(?![^\W{UNSPACED}])"
"""No letter stands there, but of a script that does not part words, as in 价格的RSI."""
PLACES = {"gold": 1, "silver": 2, "second": 2, "bronze": 3, "third": 3}
COLOURS = {1: Colour.GOLD, 2: Colour.SILVER, 3: Colour.BRONZE}


def wants(text: str, language: str) -> frozenset[str]:
    """What of wanted_words.toml a text names, in its language or in English."""
    folded = _folded(text)
    return frozenset(
        kind
        for each in dict.fromkeys((language, "en"))
        for kind, words in _words(each).items()
        if words.search(folded)
    )


def wanted(asked: Asked) -> frozenset[str]:
    """What a question names, beside the names of people and events."""
    return wants(asked.mentions.rest, asked.understood.language)


def place_of(found: frozenset[str]) -> int | None:
    """The one place that is asked for; None where none is, or several are."""
    places = {place for kind, place in PLACES.items() if kind in found}
    return places.pop() if len(places) == 1 else None


def colour_of(found: frozenset[str]) -> Colour | None:
    """The one colour that is asked for."""
    colours = [Colour(each) for each in ("gold", "silver", "bronze") if each in found]
    return colours[0] if len(colours) == 1 else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def _words(language: str) -> dict[str, re.Pattern[str]]:
    """What finds any of the words of a kind: one for each word takes several times as long."""
    return {kind: _pattern(words) for kind, words in _read()[language].items()}


@cache
def _read() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("grandstand.assistant") / "wanted_words.toml").read_text(encoding="utf-8"))


def _pattern(words: list[str]) -> re.Pattern[str]:
    inside, short, long = list[str](), list[str](), list[str]()
    for word in words:
        which = inside if ANYWHERE.search(word) else short if len(word) <= WHOLE_LETTERS_MAX else long
        which.append(re.escape(_folded(word)))
    begun = [*long, *([f"(?:{'|'.join(short)}){AFTER}"] if short else [])]
    return re.compile("|".join([*inside, *([f"{BEFORE}(?:{'|'.join(begun)})"] if begun else [])]))
