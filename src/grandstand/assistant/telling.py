"""Where statements are made: each slot is filled with a fact, each fact has its source."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, TypeAlias

from grandstand.assistant.models import (
    CardEvent,
    ChoiceEvent,
    Cited,
    ConfirmEvent,
    Fact,
    FactId,
    FactKind,
    PlotEvent,
    QuotationEvent,
    Source,
    SourceId,
    SourcePart,
    Statement,
    StatementId,
    SuggestionEvent,
    TableEvent,
    Value,
)

Shown: TypeAlias = (
    QuotationEvent | ChoiceEvent | CardEvent | TableEvent | PlotEvent | ConfirmEvent | SuggestionEvent
)
"""What an answer holds beside its statements; it comes after them, in this order."""

STATEMENTS_MAX = 24
"""Of one answer; a fan reads no more, and whoever wants everything has the pages."""


SHOWN_MAX = 24
"""Quotations, choices, cards, tables and plots of one answer."""


class Slot(NamedTuple):
    """What goes into a slot."""

    kind: FactKind
    value: Value
    code: str | None = None


def name(value: str, code: str | None = None) -> Slot:
    return Slot(FactKind.NAME, value, code)


def text(value: str) -> Slot:
    return Slot(FactKind.TEXT, value)


def result(value: str) -> Slot:
    return Slot(FactKind.RESULT, value)


def status(value: str) -> Slot:
    """Such as official: said in every sentence about a result."""
    return Slot(FactKind.STATUS, value)


def number(value: int) -> Slot:
    return Slot(FactKind.NUMBER, value)


def decimal(value: str) -> Slot:
    """A number with decimals, by its digits with a point, such as "-0.8".

    Raises:
        ArithmeticError: it is no number.
    """
    if not Decimal(value).is_finite():
        raise InvalidOperation
    return Slot(FactKind.DECIMAL, value)


def instant(value: datetime) -> Slot:
    assert value.tzinfo is not None
    return Slot(FactKind.INSTANT, value)


def day(value: date) -> Slot:
    return Slot(FactKind.DAY, value)


def money(minor: int, currency: str) -> Slot:
    """An amount in minor units of a currency (ISO 4217)."""
    return Slot(FactKind.MONEY, minor, currency)


class Telling:
    """The statements of one answer with everything they rest on, and what is shown beside them."""

    def __init__(self) -> None:
        self.sources: dict[SourceId, Source] = {}
        self.facts: dict[FactId, Fact] = {}
        self.statements: list[Statement] = []
        self.shown: list[Shown] = []

    @property
    def is_full(self) -> bool:
        return len(self.statements) >= STATEMENTS_MAX

    def rest_on(
        self,
        part: SourcePart,
        at: datetime | None,
        message: tuple[str, str, int, str] | None = None,
        cited: Cited | None = None,
    ) -> SourceId:
        """The id of a source: the same one for the same thing.

        Args:
            part: who says so.
            at: when.
            message: type, code, version and digest of a message of the feed.
            cited: the place in a document.
        """
        type_, code, version, digest = message or (None, None, None, None)
        for known in self.sources.values():
            if (known.part, known.at, known.digest, known.code, known.cited) == (part, at, digest, code, cited):
                return known.id
        made = Source(
            id=SourceId(f"m{len(self.sources) + 1}"),
            part=part,
            at=at,
            type=type_,
            code=code,
            version=version,
            digest=digest,
            cited=cited,
        )
        self.sources[made.id] = made
        return made.id

    def say(self, message: str, source: SourceId | None = None, **slots: Slot) -> None:
        """Add a statement, unless the answer is full."""
        if self.is_full:
            return
        filled = {slot: self._fact(said, source) for slot, said in slots.items()}
        made = Statement(id=StatementId(f"s{len(self.statements) + 1}"), message=message, slots=filled)
        self.statements.append(made)

    def show(self, each: Shown) -> None:
        """Add something beside the statements."""
        if len(self.shown) < SHOWN_MAX:
            self.shown.append(each)

    def offer(self, kind: str, code: str, called: str) -> None:
        """Add something that may be meant."""
        self.show(ChoiceEvent(kind=kind, code=code, text=called))

    def sources_of(self, statement: Statement) -> tuple[SourceId, ...]:
        found = (self.facts[fact].source for fact in statement.slots.values())
        return tuple(dict.fromkeys(source for source in found if source is not None))

    def _fact(self, said: Slot, source: SourceId | None) -> FactId:
        made = Fact(
            id=FactId(f"f{len(self.facts) + 1}"), kind=said.kind, value=said.value, code=said.code, source=source
        )
        self.facts[made.id] = made
        return made.id
