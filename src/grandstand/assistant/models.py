"""The nouns of an answer. Frozen; times aware.

A fact has a value and a source. A statement is the id of a message and, for each of its slots, a fact. Only
wording.py makes text of them: nobody else writes a name, a number or a time into an answer.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import NewType, TypeAlias

import msgspec

FactId = NewType("FactId", str)
SourceId = NewType("SourceId", str)
StatementId = NewType("StatementId", str)
Value: TypeAlias = str | int | datetime | date


class Intent(StrEnum):
    """What a question wants."""

    START = "start"
    SCHEDULE = "schedule"
    NOW = "now"
    RESULT = "result"
    MEDAL_TABLE = "medal_table"
    DELEGATION = "delegation"
    ATHLETE = "athlete"
    MISSED = "missed"
    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"
    OUT_OF_SCOPE = "out_of_scope"


class FactKind(StrEnum):
    """How a value is written: as it is, or as the asker's language writes instants, days and numbers."""

    NAME = "name"
    TEXT = "text"
    RESULT = "result"
    STATUS = "status"
    NUMBER = "number"
    INSTANT = "instant"
    DAY = "day"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Who says so: the answer of a facade, and the message of the feed where it is one.

    Args:
        type, code, version, digest: of the message.
        at: when it was generated; of an answer, that of the newest message it rests on.
    """

    id: SourceId
    part: str
    at: datetime | None
    type: str | None = None
    code: str | None = None
    version: int | None = None
    digest: str | None = None


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One value.

    Args:
        code: of the athlete, event, delegation or venue that a name names.
        source: None of what we know by ourselves, such as the day that was asked for.
    """

    id: FactId
    kind: FactKind
    value: Value
    code: str | None
    source: SourceId | None


class SaidFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as it is told to a program: instants and days as ISO 8601."""

    id: FactId
    kind: FactKind
    value: str | int
    code: str | None
    source: SourceId | None


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence: a message of locales/, its slots filled by facts."""

    id: StatementId
    message: str
    slots: dict[str, FactId]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question as it was asked.

    Args:
        language: of the page; decides where the text does not.
        zone: the name of the asker's time zone.
        at: now.
    """

    text: str
    language: str
    zone: str
    at: datetime


class UnderstoodEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="understood"):
    language: str
    intent: Intent
    by_meaning: bool


class SourceEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="source"):
    source: Source


class StatementEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="statement"):
    """A sentence, what it is made of, and whose word it is."""

    id: StatementId
    text: str
    facts: tuple[SaidFact, ...]
    sources: tuple[SourceId, ...]


class ChoiceEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="choice"):
    """One of several things that may be meant; the question is asked again with `text`."""

    kind: str
    code: str
    text: str


class DoneEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="done"):
    """The answer is whole. `quick`: given without the models, because they are away or too busy."""

    as_of: datetime
    quick: bool


Event: TypeAlias = UnderstoodEvent | SourceEvent | StatementEvent | ChoiceEvent | DoneEvent
