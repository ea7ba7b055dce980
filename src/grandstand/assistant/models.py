"""The nouns of an answer. Frozen; times aware.

A fact has a value and a source. A statement is the id of a message and, for each of its slots, a fact. Only
wording.py makes text of them: nobody else writes a name, a number or a time into an answer.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import NewType, TypeAlias, get_args

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
    COMPARE = "compare"
    RECORD = "record"
    WEATHER = "weather"
    RULES = "rules"
    CAN_WIN = "can_win"
    WALLET = "wallet"
    ENVELOPE = "envelope"
    ORDER = "order"
    ORDER_STATE = "order_state"
    INVITE = "invite"
    DATA = "data"
    REPLAY = "replay"
    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"
    SMALLTALK = "smalltalk"
    OUT_OF_SCOPE = "out_of_scope"


class FactKind(StrEnum):
    """How a value is written: as it is, or as the asker's language writes instants, days, numbers and money."""

    NAME = "name"
    TEXT = "text"
    RESULT = "result"
    STATUS = "status"
    NUMBER = "number"
    DECIMAL = "decimal"
    INSTANT = "instant"
    DAY = "day"
    MONEY = "money"


class SourcePart(StrEnum):
    """Which part of Grandstand says so; FILE: a table that the asker brought."""

    LIVE = "live"
    CAMPAIGN = "campaign"
    LIBRARY = "library"
    REPLAY = "replay"
    FILE = "file"


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a document: `link` opens the page with the highlight."""

    title: str
    label: str | None
    page: int
    link: str


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Who says so: the answer of a facade; the message of the feed or the place in a document where it is one.

    Args:
        type, code, version, digest: of the message.
        at: when it was generated; of an answer, that of the newest message it rests on.
        cited: of a document.
    """

    id: SourceId
    part: SourcePart
    at: datetime | None
    type: str | None = None
    code: str | None = None
    version: int | None = None
    digest: str | None = None
    cited: Cited | None = None


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One value.

    Args:
        code: of the athlete, event, delegation or venue that a name names; of money its currency (ISO 4217).
        value: of money in minor units; of a decimal its digits with a point; of a name, text or result as it is
            written.
        source: None of what we know by ourselves, such as the day that was asked for.
    """

    id: FactId
    kind: FactKind
    value: Value
    code: str | None
    source: SourceId | None


class SaidFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as it is told to a program: instants and days as ISO 8601; `slot` is its place in the sentence."""

    id: FactId
    kind: FactKind
    value: str | int
    code: str | None
    source: SourceId | None
    slot: str = ""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence: a message of locales/, its slots filled by facts."""

    id: StatementId
    message: str
    slots: dict[str, FactId]


class PastTurn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an earlier question of the conversation was about: codes, never text.

    `told` are the codes that the answer named, in its order: "and the second one?" means the second of them.
    """

    intent: Intent
    language: str
    athletes: tuple[str, ...] = ()
    delegations: tuple[str, ...] = ()
    disciplines: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    gender: str | None = None
    day: date | None = None
    told: tuple[str, ...] = ()


class Memory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the asker brings along of the conversation, the newest turn last.

    It comes back from her with the next question, so that any process can answer it, also after a restart. It
    holds nothing that she could not ask for by name, and everything in it is checked again.
    """

    turns: tuple[PastTurn, ...] = ()


class UnderstoodEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="understood"):
    """What was understood. `followed`: what is not named was taken from the questions before."""

    language: str
    intent: Intent
    by_meaning: bool
    followed: bool = False


class SourceEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="source"):
    source: Source


class StatementEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="statement"):
    """A sentence, what it is made of, and whose word it is; `message` is the same in every language."""

    id: StatementId
    text: str
    facts: tuple[SaidFact, ...]
    sources: tuple[SourceId, ...]
    message: str = ""


class QuotationEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="quotation"):
    """What a document says, word for word, in its own language."""

    id: str
    text: str
    language: str
    source: SourceId


class ChoiceEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="choice"):
    """One of several things that may be meant; the question is asked again with `text`."""

    kind: str
    code: str
    text: str


class CardKind(StrEnum):
    """What a card shows."""

    EVENT = "event"
    ATHLETE = "athlete"
    DELEGATION = "delegation"
    MEDAL_TABLE = "medal_table"
    ENVELOPE = "envelope"
    ORDER = "order"
    INVITE = "invite"
    REPLAY = "replay"


class CardEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="card"):
    """Something that has a page of its own; `lines` are said by the same catalogue as statements."""

    kind: CardKind
    code: str
    title: str
    lines: tuple[str, ...]
    link: str
    source: SourceId


class TableEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="table"):
    """A table: `columns` in the asker's language; each cell as it is shown and, of a number, its value.

    `is_cut` where there are more rows than are sent.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_cut: bool
    source: SourceId


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One line, or the bars of one colour; None where there is no value."""

    name: str
    values: tuple[float | None, ...]


class PlotKind(StrEnum):
    LINE = "line"
    BAR = "bar"


class PlotEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="plot"):
    """A plot: `labels` along the horizontal axis, as many as each series has values."""

    id: str
    kind: PlotKind
    title: str
    labels: tuple[str, ...]
    unit: str
    series: tuple[Series, ...]
    source: SourceId


class ConfirmEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="confirm"):
    """An act of the asker that waits for her word: she sends `token` to `POST /v1/assistant/acts`, or nothing.

    `text` says what will happen; `button` what she presses.
    """

    act: str
    text: str
    button: str
    token: str
    expires_at: datetime


class ActOutcome(StrEnum):
    """What became of an act: done, now or before; not yet, and the same token may be sent again; or not at all."""

    DONE = "done"
    AGAIN = "again"
    REFUSED = "refused"


class ActedEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="acted"):
    """What became of an act that was confirmed; `code` is that of the error where it was not done."""

    act: str
    outcome: ActOutcome
    code: str | None = None
    retry_after_s: float | None = None


class SuggestionEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="suggestion"):
    """A question that may come next, in the asker's language."""

    text: str


class DeltaEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="delta"):
    """A verified piece of what a language model composed: whole statements in `statements`, its words between.

    `is_own`: the model's own words about something that Grandstand has no source for, to be shown as such.
    """

    text: str
    statements: tuple[StatementId, ...]
    is_own: bool


class VerifiedEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="verified"):
    """What was composed is whole and may be shown in place of the statements."""

    model: str


class ReplacedEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="replaced"):
    """What was composed is dropped: the statements stand. `reason` is for operators and tests, not for a fan."""

    reason: str


class DoneEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag="done"):
    """The answer is whole. `quick`: given without the models, because they are away or too busy.

    `memory` goes with the next question, and so does `conversation` where answers are kept for her; whoever has
    `answer` may say whether it was a good one.
    """

    as_of: datetime
    quick: bool
    memory: Memory = Memory()
    conversation: str | None = None
    answer: str | None = None


Event: TypeAlias = (
    UnderstoodEvent
    | SourceEvent
    | StatementEvent
    | QuotationEvent
    | ChoiceEvent
    | CardEvent
    | TableEvent
    | PlotEvent
    | ConfirmEvent
    | ActedEvent
    | SuggestionEvent
    | DeltaEvent
    | VerifiedEvent
    | ReplacedEvent
    | DoneEvent
)
EVENTS: tuple[type[msgspec.Struct], ...] = get_args(Event)
