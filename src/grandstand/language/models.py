"""What the language package hands around: plain values, no I/O."""

from typing import NamedTuple, NewType, TypeAlias

import numpy as np
from numpy.typing import NDArray

Language = NewType("Language", str)
"""A language by its ISO 639-1 code, in small letters: `en`, `zh`."""

LANGUAGES = tuple(
    map(Language, ["ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "zh"])
)
"""The languages that Grandstand speaks; documents may be in others."""
UNKNOWN = Language("und")
"""ISO 639-2's code for a language that nobody could tell."""

Vectors: TypeAlias = NDArray[np.float32]
"""One row a text, of length 1: a product of two rows is their cosine."""


class Span(NamedTuple):
    """From `start` up to, not including, `end`; characters of a text."""

    start: int
    end: int


class Identified(NamedTuple):
    """The most likely language of a text, and how sure that is, from 0 to 1."""

    language: Language
    confidence: float
