"""The terms of texts as numbers: what `terms` and `key_of` give, some ten times as fast. Pure.

Texts repeat their words. No term reaches over a space, so what stands between two of them has the same terms
wherever it stands, and is looked at once.
"""

from array import array
from functools import lru_cache

import numpy as np

from grandstand.language.tokens import BROKEN_LINE, terms
from grandstand.library.bm25 import Keys, key_of

PIECES_REMEMBERED_MAX = 1 << 17
"""Stretches without a space whose terms one process remembers: about 40 MB of them."""
PIECE_CHARACTERS_MAX = 40
"""A longer one is not remembered: it is a sentence in a script without spaces, and comes but once."""


def keys_of_text(text: str) -> Keys:
    """The keys of all terms of a text in their order, as often as they occur."""
    # What stands on both sides of a hyphen at the end of a line is one word, and the only one with a space inside.
    # Other spaces than these two may stand inside a number.
    pieces = BROKEN_LINE.sub("", text).replace("\n", " ").split(" ")
    are_words = max(map(len, pieces)) <= PIECE_CHARACTERS_MAX
    return np.frombuffer(b"".join(map(_remembered if are_words else _some_remembered, pieces)), np.int64)


def _looked_at(piece: str) -> bytes:
    return array("q", map(key_of, terms(piece))).tobytes()


_remembered = lru_cache(maxsize=PIECES_REMEMBERED_MAX)(_looked_at)


def _some_remembered(piece: str) -> bytes:
    return _remembered(piece) if len(piece) <= PIECE_CHARACTERS_MAX else _looked_at(piece)
