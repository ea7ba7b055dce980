"""Ids of a tool's answer as ids of the answer that it becomes a part of: each id once. Pure."""

from collections.abc import Iterable

import msgspec

from grandstand.assistant.models import (
    Event,
    FactId,
    QuotationEvent,
    SourceEvent,
    SourceId,
    StatementEvent,
    StatementId,
)


class Numbering:
    """Counts what an answer has of each kind, and numbers what comes after it."""

    def __init__(self) -> None:
        self._counts = {"s": 0, "f": 0, "m": 0, "q": 0}

    def seen(self, events: Iterable[Event]) -> None:
        """Keep ids of events that already have theirs."""
        for each in events:
            for found in _ids(each):
                self._counts[found[0]] = max(self._counts[found[0]], int(found[1:]))

    def numbered(self, events: Iterable[Event]) -> list[Event]:
        """The sources, statements and quotations of another answer, with ids that this one does not have."""
        base = dict(self._counts)
        kept = [each for each in events if isinstance(each, SourceEvent | StatementEvent | QuotationEvent)]
        renamed = [_renamed(each, base) for each in kept]
        self.seen(renamed)
        return renamed


def _ids(event: Event) -> Iterable[str]:
    found: list[str] = []
    if isinstance(event, SourceEvent):
        found = [event.source.id]
    elif isinstance(event, StatementEvent):
        found = [event.id, *(fact.id for fact in event.facts)]
    elif isinstance(event, QuotationEvent):
        found = [event.id]
    return [each for each in found if each[:1] in "sfmq" and each[1:].isdigit()]


def _moved(name: str, base: dict[str, int]) -> str:
    return f"{name[0]}{base[name[0]] + int(name[1:])}" if name[:1] in base and name[1:].isdigit() else name


def _renamed(event: Event, base: dict[str, int]) -> Event:
    replace = msgspec.structs.replace
    if isinstance(event, SourceEvent):
        return SourceEvent(source=replace(event.source, id=SourceId(_moved(event.source.id, base))))
    if isinstance(event, StatementEvent):
        facts = tuple(
            replace(
                fact,
                id=FactId(_moved(fact.id, base)),
                source=None if fact.source is None else SourceId(_moved(fact.source, base)),
            )
            for fact in event.facts
        )
        sources = tuple(SourceId(_moved(each, base)) for each in event.sources)
        return replace(event, id=StatementId(_moved(event.id, base)), facts=facts, sources=sources)
    assert isinstance(event, QuotationEvent)
    return replace(event, id=_moved(event.id, base), source=SourceId(_moved(event.source, base)))
