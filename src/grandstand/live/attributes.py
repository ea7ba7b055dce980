"""Attributes of an element as values. An empty attribute counts as absent; one that does not fit is a defect."""

from datetime import UTC, date, datetime, tzinfo
from xml.etree.ElementTree import Element

from grandstand.live.models import Competitor, Defect, Reason

DEFECTS_MAX = 20
"""Defects of one message that are kept; the others are not told."""
WHOLE_DIGITS_MAX = 9
SHOWN_LENGTH_MAX = 80
YES = "Y"


class Notes:
    """What is wrong with the rows of one message, and the zone in which it tells the time."""

    def __init__(self, zone: tzinfo = UTC) -> None:
        self.zone = zone
        self.defects: list[Defect] = []

    def add(self, reason: Reason, detail: str) -> None:
        if len(self.defects) < DEFECTS_MAX:
            self.defects.append(Defect(reason=reason, detail=detail))

    def whole(self, element: Element, name: str) -> int | None:
        """The attribute as a whole number, not negative; None where it is absent, or is none (a defect)."""
        text = element.get(name)
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= WHOLE_DIGITS_MAX:
            return int(text)
        self.add(Reason.VALUE, f"{element.tag} {name} is no whole number: {text[:SHOWN_LENGTH_MAX]!r}.")
        return None

    def time(self, element: Element, name: str) -> datetime | None:
        """The attribute as a time; one without an offset is in the feed's zone."""
        text = element.get(name)
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text[:SHOWN_LENGTH_MAX])
            return (at.replace(tzinfo=self.zone) if at.tzinfo is None else at).astimezone(UTC)
        except (ValueError, OverflowError):
            self.add(Reason.VALUE, f"{element.tag} {name} is no time: {text[:SHOWN_LENGTH_MAX]!r}.")
            return None

    def day(self, element: Element, name: str) -> date | None:
        text = element.get(name)
        if not text:
            return None
        try:
            return date.fromisoformat(text[:SHOWN_LENGTH_MAX])
        except ValueError:
            self.add(Reason.VALUE, f"{element.tag} {name} is no day: {text[:SHOWN_LENGTH_MAX]!r}.")
            return None


def label(competitor: Competitor) -> str:
    """The competitor as a defect names it."""
    return repr(competitor.code[:SHOWN_LENGTH_MAX])
