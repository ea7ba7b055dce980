"""What is kept of an answer, and how it is told apart. Pure."""

import re
from collections.abc import Sequence

from grandstand.assistant.history.models import Shortfall
from grandstand.assistant.models import (
    CardEvent,
    CardKind,
    ChoiceEvent,
    ConfirmEvent,
    DeltaEvent,
    DoneEvent,
    Event,
    Intent,
    QuotationEvent,
    ReplacedEvent,
    SourceEvent,
    SourcePart,
    StatementEvent,
    UnderstoodEvent,
)

TITLE_LENGTH_MAX = 80
COMMENT_LENGTH_MAX = 500
TOLD_LENGTH_MAX = 600
"""Characters of an answer that go with a verdict."""

TALK = frozenset({Intent.HELP, Intent.GREETING, Intent.THANKS, Intent.SMALLTALK, Intent.OUT_OF_SCOPE})
PUBLIC = TALK | frozenset(
    {
        Intent.START,
        Intent.SCHEDULE,
        Intent.NOW,
        Intent.RESULT,
        Intent.MEDAL_TABLE,
        Intent.DELEGATION,
        Intent.ATHLETE,
        Intent.MISSED,
        Intent.COMPARE,
        Intent.RECORD,
        Intent.WEATHER,
    }
)
"""What everybody is told the same to."""
FOUND = PUBLIC - TALK
OWN_CARDS = frozenset({CardKind.ENVELOPE, CardKind.ORDER})

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
DAY = re.compile(r"(?<!\d)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})(?!\d)")
NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[\s().\-/]{0,2}\d){6,}(?!\w)|\d{5,}")
CODE = re.compile(r"(?<!\w)(?=[A-Za-z-]*\d)(?=[\d-]*[A-Za-z])[A-Za-z\d-]{8,}(?!\w)")
LEFT_OUT = "…"


def is_public(events: Sequence[Event]) -> bool:
    """Whether everybody with the same rights would be given this answer: nothing of it is the asker's own."""
    return all(_is_public(each) for each in events)


def _is_public(event: Event) -> bool:
    match event:
        case UnderstoodEvent(intent=intent):
            return intent in PUBLIC
        case SourceEvent(source=source):
            return source.part is SourcePart.LIVE
        case CardEvent(kind=kind):
            return kind not in OWN_CARDS
        case ConfirmEvent() | ReplacedEvent() | QuotationEvent():
            return False
        case DeltaEvent(is_own=is_own):
            return not is_own
    return True


def shortfall(events: Sequence[Event]) -> Shortfall | None:
    """Why there is no answer; None where there is one, or a better one may come when the models have time."""
    intent = intent_of(events)
    has_source = any(isinstance(each, SourceEvent) for each in events)
    if intent is None or _is_quick(events) or any(isinstance(each, ChoiceEvent) for each in events):
        return None
    if intent is Intent.OUT_OF_SCOPE:
        # A model may have answered in its own words.
        return None if any(isinstance(each, DeltaEvent) for each in events) else Shortfall.OUT_OF_SCOPE
    if intent is Intent.RULES and not any(isinstance(each, QuotationEvent) for each in events):
        return Shortfall.NOT_IN_LIBRARY
    if intent in FOUND and not has_source:
        return Shortfall.NOT_FOUND
    return None


def intent_of(events: Sequence[Event]) -> Intent | None:
    return next((each.intent for each in events if isinstance(each, UnderstoodEvent)), None)


def language_of(events: Sequence[Event]) -> str | None:
    return next((each.language for each in events if isinstance(each, UnderstoodEvent)), None)


def _is_quick(events: Sequence[Event]) -> bool:
    return any(isinstance(each, DoneEvent) and each.quick for each in events)


def told(events: Sequence[Event]) -> str:
    """The sentences of an answer."""
    text = " ".join(each.text for each in events if isinstance(each, StatementEvent))
    return _cut(text, TOLD_LENGTH_MAX)


def kept(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events that are kept: what lets somebody act is not."""
    return tuple(each for each in events if not isinstance(each, ConfirmEvent | ReplacedEvent))


def title_of(question: str) -> str:
    return _cut(" ".join(question.split()), TITLE_LENGTH_MAX)


def without_personal_data(text: str) -> str:
    """The text without e-mail and web addresses, telephone numbers, long numbers and codes; days stay."""
    days: list[str] = []

    def keep(found: re.Match[str]) -> str:
        days.append(found[0])
        return "\0"

    plain = " ".join(text.replace("\0", " ").split())
    for pattern in (EMAIL, ADDRESS):
        plain = pattern.sub(LEFT_OUT, plain)
    plain = DAY.sub(keep, plain)
    for pattern in (NUMBER, CODE):
        plain = pattern.sub(LEFT_OUT, plain)
    return re.sub("\0", lambda _: days.pop(0), plain)


def _cut(text: str, length_max: int) -> str:
    return text if len(text) <= length_max else text[: length_max - 1].rstrip() + LEFT_OUT
