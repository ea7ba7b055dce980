"""What a question wants: the nearest of the questions that we know, by the meaning of both.

Vectors of one model lie in a narrow cone, those of each language somewhere in it; so the mean of the known
questions is taken off, and names are the same words on both sides.
"""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from grandstand.assistant.models import Intent
from grandstand.live import Mentions

Vectors = npt.NDArray[np.float32]
STAND_INS = {
    "event": "downhill race",
    "athlete": "Anna Berg",
    "delegation": "Norway",
    "discipline": "ski jumping",
    "venue": "the stadium",
}
"""What stands for a name, in every language."""


class Understood(msgspec.Struct, frozen=True, kw_only=True):
    """What a question means.

    Args:
        intent: what it wants.
        by_meaning: whether the intent rests on what was said; else only on what was named.
        mentions: who and what it names.
        day: the day it names, in the asker's zone.
        followed: whether something of it was taken from the questions before.
    """

    language: str
    intent: Intent
    by_meaning: bool
    mentions: Mentions
    day: date | None
    followed: bool = False


class Prototype(NamedTuple):
    intent: Intent
    text: str


@cache
def prototypes() -> tuple[Prototype, ...]:
    """The questions that we know, names replaced."""
    read = tomllib.loads((files("grandstand.assistant") / "prototypes.toml").read_text(encoding="utf-8"))
    return tuple(Prototype(Intent(intent), stood_in(text)) for intent, texts in read.items() for text in texts)


def stood_in(text: str) -> str:
    """The text with each {kind} of name replaced by its stand-in."""
    for kind, words in STAND_INS.items():
        text = text.replace(f"{{{kind}}}", words)
    return text


class Known:
    """The known questions as vectors of one model.

    Args:
        vectors: shape (prototypes, dimensions), as the model gives them.
    """

    def __init__(self, vectors: Vectors) -> None:
        assert len(vectors) == len(prototypes())
        self._mean = vectors.mean(axis=0)
        self._vectors = _unit(vectors - self._mean)
        self._intents = [each.intent for each in prototypes()]

    def likeness(self, question: Vectors) -> dict[Intent, float]:
        """How near a question, shape (dimensions,), comes to each intent: its cosine with the nearest one."""
        cosines = self._vectors @ _unit((question - self._mean)[None])[0]
        found: dict[Intent, float] = {}
        for intent, cosine in zip(self._intents, cosines.tolist(), strict=True):
            found[intent] = max(cosine, found.get(intent, -1.0))
        return found


def chosen(likenesses: Sequence[dict[Intent, float]], mentions: Mentions, *, has_day: bool) -> Intent:
    """The likeliest intent by the sum over the models, of those that fit what is named."""
    total = {intent: sum(each[intent] for each in likenesses) for intent in likenesses[0]}
    fitting = {intent: likeness for intent, likeness in total.items() if fits(intent, mentions, has_day=has_day)}
    return max(fitting, key=lambda intent: fitting[intent])


def fits(intent: Intent, mentions: Mentions, *, has_day: bool) -> bool:
    """Whether a question may want this, given who, what and when it names."""
    named = mentions.athletes or mentions.delegations or mentions.events or mentions.disciplines or mentions.venues
    if intent is Intent.ATHLETE:
        return bool(mentions.athletes)
    if intent is Intent.DELEGATION:
        return bool(mentions.delegations)
    if intent in {Intent.START, Intent.RESULT}:
        return bool(mentions.events or mentions.athletes or mentions.delegations or mentions.disciplines)
    if intent is Intent.MEDAL_TABLE:
        return not (mentions.athletes or mentions.events)
    if intent in {Intent.GREETING, Intent.THANKS, Intent.HELP, Intent.OUT_OF_SCOPE}:
        return not named and not has_day
    return True


def by_names(mentions: Mentions, *, has_day: bool) -> Intent:
    """What is likeliest wanted where nobody can say what was meant: only by who and what is named."""
    if mentions.athletes:
        return Intent.ATHLETE
    if mentions.events:
        return Intent.RESULT
    if mentions.delegations:
        return Intent.DELEGATION
    return Intent.SCHEDULE if has_day or mentions.disciplines or mentions.venues else Intent.HELP


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Vectors = vectors / np.maximum(lengths, 1e-12)
    return found
