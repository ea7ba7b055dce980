"""The nouns of what is kept of answers. Times aware."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from grandstand.assistant.models import Event, Intent
from grandstand.kernel.ids import SubjectId


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """Questions of one person that belong together; `title` is her first one, or what she called it."""

    id: UUID
    title: str
    began_at: datetime
    changed_at: datetime
    turns: int


class ConversationTurn(msgspec.Struct, frozen=True, kw_only=True):
    """A question and the events that it was answered with, as they were sent."""

    id: int
    asked_at: datetime
    question: str
    language: str
    events: msgspec.Raw


class KeptTurn(msgspec.Struct, frozen=True, kw_only=True):
    """A turn that is about to be written."""

    person: SubjectId
    conversation: UUID
    asked_at: datetime
    question: str
    language: str
    events: tuple[Event, ...]


class Judgement(StrEnum):
    """What whoever asked says of an answer."""

    GOOD = "good"
    BAD = "bad"


class FeedbackReason(StrEnum):
    """Why."""

    WRONG = "wrong"
    NOT_ASKED = "not_asked"
    INCOMPLETE = "incomplete"
    UNCLEAR = "unclear"
    LANGUAGE = "language"
    SLOW = "slow"
    OTHER = "other"


class AnswerTicket(msgspec.Struct, frozen=True, kw_only=True):
    """What whoever asked has in hand, sealed: she alone can say something of this answer.

    Args:
        asker: None of a visitor.
        told: the sentences, where everybody may be told the same.
    """

    id: UUID
    at: datetime
    asker: SubjectId | None
    question: str
    language: str
    intent: Intent
    quick: bool
    told: str | None


class AnswerFeedback(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict, without whose it is."""

    id: int
    at: datetime
    verdict: Judgement
    reason: FeedbackReason | None
    comment: str | None
    question: str
    language: str
    intent: Intent
    quick: bool
    told: str | None


class Shortfall(StrEnum):
    """Why a question has no answer."""

    OUT_OF_SCOPE = "out_of_scope"
    NOT_FOUND = "not_found"
    NOT_IN_LIBRARY = "not_in_library"


class UnansweredQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question without an answer, how often it was asked, and not by whom."""

    id: int
    asked_at: datetime
    question: str
    language: str
    intent: Intent
    shortfall: Shortfall
    times: int


class KeptShortfall(msgspec.Struct, frozen=True, kw_only=True):
    """An unanswered question that is about to be written, already without personal data."""

    digest: bytes
    asked_at: datetime
    question: str
    language: str
    intent: Intent
    shortfall: Shortfall
