"""What a question wants: the likeliest of what the models and its words say, of what fits whom it names."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from grandstand.assistant.likeness import INTENTS, Prototype, Vectors
from grandstand.assistant.models import Intent
from grandstand.live import Mentions

STAND_INS = {
    "event": "downhill race",
    "athlete": "Anna Berg",
    "delegation": "Norway",
    "discipline": "ski jumping",
    "venue": "the stadium",
}
"""What stands for a name, in every language."""
PLACEHOLDER = re.compile(r"\{[a-z]+\}")
TALK = frozenset({Intent.HELP, Intent.GREETING, Intent.THANKS, Intent.SMALLTALK, Intent.OUT_OF_SCOPE})
"""What is about nothing of the Games."""
ABOUT_SOMEBODY = frozenset({Intent.ATHLETE, Intent.DELEGATION, Intent.COMPARE})
UNSURE_BELOW = 0.12
"""What words alone say less surely than this is not what was meant: names say it better."""


class Understood(msgspec.Struct, frozen=True, kw_only=True):
    """What a question means.

    Args:
        intent: what it wants.
        by_meaning: whether all models have had their say; else words and names alone, or a quick model.
        mentions: who and what it names, or takes from the questions before.
        day: the day it names, in the asker's zone; of several the first.
        until: the last of several days, such as of a weekend; None: there is one, or none.
        part: of the day: morning, afternoon, evening or night; None: all of it.
        followed: whether something of it was taken from the questions before.
    """

    language: str
    intent: Intent
    by_meaning: bool
    mentions: Mentions
    day: date | None
    until: date | None = None
    part: str | None = None
    followed: bool = False


@cache
def prototypes() -> tuple[Prototype, ...]:
    """The questions that we know, their names as {kinds}: a file for each language, a question a line."""
    found: list[Prototype] = []
    for file in sorted((files("grandstand.assistant") / "prototypes").iterdir(), key=lambda each: each.name):
        language, _, ending = file.name.partition(".")
        if ending == "toml":
            read = tomllib.loads(file.read_text(encoding="utf-8"))
            found += (
                Prototype(Intent(intent), language, line)
                for intent, lines in read.items()
                for line in lines.strip().splitlines()
            )
    return tuple(found)


def known_intent(text: str, language: str) -> Intent | None:
    """What a question wants that is one of those we know, to the letter; English ones everybody may ask.

    Args:
        text: names replaced by their kind, as `Mentions.rest`.
        language: of the question.
    """
    asked = _plain(text)
    return _by_text().get((language, asked)) or _by_text().get(("en", asked))


@cache
def _by_text() -> dict[tuple[str, str], Intent]:
    return {(each.language, _plain(each.text)): each.intent for each in prototypes()}


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[?!.,;:¿¡؟،。、！？」「·]", " ", unicodedata.normalize("NFKC", text)).lower().split())


def stood_in(text: str) -> str:
    """The text with each {kind} of name replaced by its stand-in."""
    for kind, words in STAND_INS.items():
        text = text.replace(f"{{{kind}}}", words)
    return text


def chosen(likenesses: Sequence[Vectors], mentions: Mentions, offered: Mentions | None = None) -> Intent:
    """The likeliest intent by the sum of what is said, of those that fit what is named.

    Args:
        likenesses: each in the order of INTENTS.
        mentions: what is named.
        offered: what is named, and where that is nothing, what the questions before were about.
    """
    total = sum(likenesses[1:], likenesses[0])
    fitting = [
        (likeness, intent)
        for intent, likeness in zip(INTENTS, total.tolist(), strict=True)
        if may_want(intent, mentions, offered)
    ]
    return max(fitting)[1]


def may_want(intent: Intent, mentions: Mentions, offered: Mentions | None) -> bool:
    """Whether it fits what is named; if it is about the Games, or what it may take up of the questions before."""
    return fits(intent, mentions) or (offered is not None and intent not in TALK and fits(intent, offered))


def fits(intent: Intent, mentions: Mentions) -> bool:
    """Whether a question may want this, given who and what it names."""
    if intent is Intent.ATHLETE:
        return bool(mentions.athletes)
    if intent is Intent.DELEGATION:
        return bool(mentions.delegations)
    if intent is Intent.COMPARE:
        return max(len(mentions.athletes), len(mentions.delegations)) > 1
    if intent is Intent.MEDAL_TABLE:
        return not (mentions.athletes or mentions.events or mentions.delegations)
    if intent in {Intent.GREETING, Intent.THANKS, Intent.HELP}:
        return not names_something(mentions)
    return True


def names_something(mentions: Mentions) -> bool:
    return bool(
        mentions.athletes or mentions.delegations or mentions.events or mentions.disciplines or mentions.venues
    )


def by_words(said: Vectors, mentions: Mentions, *, has_day: bool, offered: Mentions | None = None) -> Intent:
    """What is likeliest wanted where no model can say what was meant: by words, else by who and what is named."""
    found = chosen([said], mentions, offered)
    if said[INTENTS.index(found)] <= UNSURE_BELOW:
        return by_names(offered or mentions, has_day=has_day)
    return found


def by_names(mentions: Mentions, *, has_day: bool) -> Intent:
    """What is likeliest wanted by who and what is named alone."""
    if mentions.athletes:
        return Intent.ATHLETE
    if mentions.events:
        return Intent.RESULT
    if mentions.delegations:
        return Intent.DELEGATION
    return Intent.SCHEDULE if has_day or mentions.disciplines or mentions.venues else Intent.HELP
