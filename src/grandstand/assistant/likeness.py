"""How like each intent a question is, learned from the questions that we know. Pure.

Vectors of one model lie in a narrow cone, those of each language somewhere in it; so the mean of the known
questions of its language is taken off each. What is left is compared with every known question, by a kernel that
falls with the angle (kernel ridge regression): the nearest counts most, and many that are near count together.
It is compared along the directions only in which the known questions differ most: reading the rest of their
vectors takes most of a quick answer's time and tells nothing more (docs/decisions/0020).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from grandstand.assistant.models import Intent

Vectors = npt.NDArray[np.float32]
INTENTS = tuple(Intent)
WIDTH = 0.6
"""How fast likeness falls with 1 - cosine; 0.3 is less right on questions held out, 1.0 not better."""
RIDGE = 0.1
"""What keeps single known questions from counting too much."""
DIRECTIONS = 192
"""In which questions are compared: 160 and 256 are as right on questions held out as all 512, 96 is less."""
CHANCE = 1 / len(INTENTS)


class Prototype(NamedTuple):
    """A question that we know; `text` with its names replaced."""

    intent: Intent
    language: str
    text: str


class Learned(NamedTuple):
    """What was learned: of each known question its weight for each intent, in the order of INTENTS.

    `directions`, shape (dimensions, DIRECTIONS), are those of `vectors`, shape (questions, DIRECTIONS).
    """

    means: dict[str, Vectors]
    directions: Vectors
    vectors: Vectors
    weights: Vectors


def learned(known: Sequence[Prototype], vectors: Vectors, weights: Vectors | None = None) -> Learned:
    """Learn from the known questions.

    Args:
        known: the questions.
        vectors: theirs, shape (questions, dimensions), as one model gives them.
        weights: what was learned of just these before, which takes seconds; None: nothing was.
    """
    assert len(known) == len(vectors) > 0
    languages = np.array([each.language for each in known])
    means = {
        language: vectors[languages == language].mean(axis=0) for language in dict.fromkeys(languages.tolist())
    }
    centred = unit(vectors - np.stack([means[each.language] for each in known]))
    directions = _directions(centred)
    told = centred @ directions
    if weights is None:
        weights = solved(_kernel(told @ told.T), known, RIDGE)
    return Learned(means, directions, told, weights)


def _directions(centred: Vectors) -> Vectors:
    """The principal ones, those in which the rows differ most last; all of them where there are fewer."""
    _, found = np.linalg.eigh(centred.T @ centred)
    directions: Vectors = np.ascontiguousarray(found[:, -DIRECTIONS:], dtype=np.float32)
    return directions


def solved(kernel: Vectors, known: Sequence[Prototype], ridge: float) -> Vectors:
    """The weight of each known question for each intent; every intent counts alike, however many it has."""
    at = np.array([INTENTS.index(each.intent) for each in known])
    counts = np.bincount(at, minlength=len(INTENTS))[at]
    kernel[np.diag_indices(len(known))] += ridge * counts * np.float32(np.mean(1 / counts))
    targets = np.eye(len(INTENTS), dtype=np.float32)[at] - np.float32(CHANCE)
    found: Vectors = np.linalg.solve(kernel, targets).astype(np.float32)
    return found


def likeness(of: Learned, question: Vectors, language: str) -> Vectors:
    """How like each of INTENTS a question is, by its vector of shape (dimensions,): 1 is one that we know."""
    mean = of.means.get(language)
    if mean is None:
        mean = np.mean(list(of.means.values()), axis=0)
    cosines = of.vectors @ (unit((question - mean)[None])[0] @ of.directions)
    found: Vectors = _kernel(cosines) @ of.weights
    return found


def unit(vectors: Vectors) -> Vectors:
    """The rows at length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Vectors = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return found


def _kernel(cosines: Vectors) -> Vectors:
    found: Vectors = np.exp((cosines - 1) / np.float32(WIDTH))
    return found
