"""What the words of a question say alone, without a model: its intent, and its language. Pure.

A question is its words and pieces of them, so that endings and slips do little harm; the known questions of its
language and of English say which piece speaks for which intent.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from grandstand.assistant.intents import PLACEHOLDER, prototypes
from grandstand.assistant.likeness import INTENTS, Prototype, Vectors, solved

RIDGE = 0.3
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
WORD = re.compile(r"[^\W\d_][\w\u064b-\u0652\u0900-\u0903\u093a-\u094f\u0300-\u036f]*")
WHOLE = "="
"""Before a whole word among the pieces."""
PIECES = (3, 4, 5)
"""Letters of a piece of a word, its ends being letters too."""
UNSPACED_PIECES = (1, 2, 3)


class Pieces(NamedTuple):
    """Of each piece its row in `weights`, and how telling it is."""

    rows: dict[str, int]
    worth: Vectors
    weights: Vectors


def likeness(text: str, language: str) -> Vectors:
    """How like each of INTENTS a question is by its words; zeros where we know none of them.

    Args:
        text: names replaced by their kind, as `Mentions.rest`.
        language: of the question.
    """
    learned = _learned(language)
    rows = [row for piece in pieces(text) if (row := learned.rows.get(piece)) is not None]
    if not rows:
        return np.zeros(len(INTENTS), dtype=np.float32)
    worth = learned.worth[rows]
    found: Vectors = (worth @ learned.weights[rows]) / np.linalg.norm(worth)
    return found


def pieces(text: str) -> set[str]:
    """The words and their pieces."""
    found = set()
    for word in words(text):
        found.add(f"{WHOLE}{word}")
        whole, lengths = (word, UNSPACED_PIECES) if UNSPACED.search(word) else (f"^{word}$", PIECES)
        found.update(whole[at : at + n] for n in lengths for at in range(len(whole) - n + 1))
    return found


def words(text: str) -> list[str]:
    """The words in small letters, without names and numbers."""
    return WORD.findall(unicodedata.normalize("NFKC", PLACEHOLDER.sub(" ", text)).lower())


@cache
def vocabulary(language: str) -> frozenset[str]:
    """The words of the questions that we know in a language."""
    return frozenset(word for each in prototypes() if each.language == language for word in words(each.text))


def learn(language: str) -> None:
    """Be ready for questions in a language; the first of them need not wait for that then."""
    _learned(language)


def _tells(piece: str, count: int) -> bool:
    """Whether a piece is worth remembering: one of a single question is, if it is a whole word."""
    return count > 1 or piece.startswith(WHOLE)


@cache
def _learned(language: str) -> Pieces:
    known = [each for each in prototypes() if each.language in {language, "en"}]
    return _from(known)


def _from(known: Sequence[Prototype]) -> Pieces:
    bags = [pieces(each.text) for each in known]
    counts = Counter(piece for bag in bags for piece in bag)
    rows = {piece: row for row, piece in enumerate(each for each in counts if _tells(each, counts[each]))}
    worth = np.array([math.log(1 + len(known) / counts[piece]) for piece in rows], dtype=np.float32)
    told = np.zeros((len(known), len(rows)), dtype=np.float32)
    for at, bag in enumerate(bags):
        at_rows = [rows[piece] for piece in bag if piece in rows]
        told[at, at_rows] = worth[at_rows]
    told /= np.maximum(np.linalg.norm(told, axis=1, keepdims=True), 1e-12)
    weights: Vectors = told.T @ solved(told @ told.T, known, RIDGE)
    return Pieces(rows, worth, weights)
