"""What the organisers announce when something goes wrong, in the words of this feed. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from html import escape

from grandstand.demo.games.drafts import Change, Draft, Words
from grandstand.demo.games.layout import attributes
from grandstand.demo.games.plan import Slot
from grandstand.demo.games.programme import Event
from grandstand.live import names

COMMUNICATION = "DT_COMMUNICATION"
AFTER = timedelta(seconds=20)
PROTESTED = "PROTESTED"
SAID = {
    "DELAYED": ("Start delayed", "the start is delayed because of {reason}. New time: {time}."),
    "POSTPONED": ("Postponed", "postponed because of {reason}. A new time will be announced."),
    "RESCHEDULED": ("New date", "now on {day} at {time}. Tickets stay valid."),
    "INTERRUPTED": ("Interrupted", "interrupted because of {reason}. It will go on as soon as possible."),
    "CANCELLED": ("Cancelled", "cancelled because of {reason}."),
    "SCHEDULED": ("Start as planned", "conditions have improved, the start is at {time} as planned."),
    PROTESTED: ("Protest", "a protest has been lodged. The jury will decide within the hour."),
}
"""By state: a title, and what comes after the name of the event and its phase."""
REASONS = ("strong wind", "fog", "heavy snowfall", "too little visibility")


def announcements(event: Event, drafts: Iterable[Draft], first: int) -> Iterator[Words]:
    """One announcement for each new state among the drafts of a sitting.

    Args:
        event: whose drafts they are.
        drafts: of changes and results.
        first: the number of the first announcement; those of an event are counted.
    """
    told: set[str] = set()
    for at, slot, status, start in sorted(_states(drafts), key=lambda each: each[0]):
        if status not in told:
            number = first + len(told)
            told.add(status)
            code = f"{number:02}"
            inner = _element(event, code, at, slot, status, start)
            yield Words(at + AFTER, COMMUNICATION, event.rsc, "", inner, subcode=code)


def _states(drafts: Iterable[Draft]) -> Iterator[tuple[datetime, Slot | None, str, datetime | None]]:
    """When which state is told of which unit, and when that begins, if it is said."""
    for each in drafts:
        if isinstance(each, Words) and each.status == PROTESTED:
            yield each.at, None, PROTESTED, None
        elif isinstance(each, Change) and (status := str(each.values.get("status"))) in SAID:
            start = each.values.get("start")
            yield each.at, each.slots[0], status, start if isinstance(start, datetime) else None


def _element(event: Event, code: str, at: datetime, slot: Slot | None, status: str, start: datetime | None) -> str:
    title, text = SAID[status]
    reason = REASONS[sum(map(ord, event.rsc)) % len(REASONS)]
    shown = start or at
    text = text.format(reason=reason, day=f"{shown.day} {shown:%B}", time=f"{shown:%H:%M}")
    head = attributes([("Code", code), ("Unit", slot and slot.key)])
    english = names("en")
    phase = None if slot is None else english.phase(slot.key)
    said = f"{english.within(english.event(event.rsc), phase or '')}: {text}"
    return f"<Communication{head}><Title>{escape(title)}</Title><Text>{escape(said)}</Text></Communication>"
