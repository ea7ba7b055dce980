"""What an address asks for: its fields checked, and turned into a question."""

import re
from datetime import UTC, date, datetime
from functools import cache
from typing import NamedTuple
from urllib.parse import parse_qsl
from zoneinfo import available_timezones

from grandstand.kernel.errors import RequestInvalid
from grandstand.live.names import names
from grandstand.live.reads import Kind, Question

QUERY_LENGTH_MAX = 2000
FIELDS_MAX = 20
CODE = re.compile(r"[A-Za-z0-9._\-]{1,64}")
PAIR = 2
CODED = {
    "event": Kind.EVENT,
    "athlete": Kind.ATHLETE,
    "delegation": Kind.DELEGATION,
    "venue": Kind.VENUE,
}
"""Questions that name what they are about, as topics call them."""
COMPARED = frozenset({"athlete", "delegation"})
"""What can be compared."""
SHOWN_LENGTH_MAX = 80


class Query(NamedTuple):
    """The fields of an address; of `topic` and of `code` there may be several."""

    fields: dict[str, str]
    topics: list[str]
    codes: list[str]

    def language(self) -> str:
        """The language of the names.

        Raises:
            RequestInvalid: it is not one of ours.
        """
        return names(self.fields.get("language", "en")).language

    def zone(self) -> str:
        """The fan's time zone.

        Raises:
            RequestInvalid: there is no such zone.
        """
        zone = self.fields.get("zone", "UTC")
        if zone not in _zones():
            raise RequestInvalid(f"A zone is like 'Europe/Berlin', got {zone[:SHOWN_LENGTH_MAX]!r}.")
        return zone

    def instant(self, name: str) -> datetime | None:
        """A time with its zone, in UTC; None where the field is not there.

        Raises:
            RequestInvalid: it is no time, or has no zone.
        """
        text = self.fields.get(name)
        if text is None:
            return None
        try:
            found = datetime.fromisoformat(text)
            if found.tzinfo is None:
                raise ValueError("no zone")  # noqa: TRY301 - the same as any other text that is no time
            return found.astimezone(UTC)
        except (ValueError, OverflowError):
            raise RequestInvalid(
                f"{name} is like '2030-02-08T18:00:00Z', got {text[:SHOWN_LENGTH_MAX]!r}; write + as %2B."
            ) from None

    def day(self, text: str | None) -> date | None:
        """A day; None where none is given.

        Raises:
            RequestInvalid: it is none.
        """
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise RequestInvalid(f"A day is like '2030-02-08', got {text[:SHOWN_LENGTH_MAX]!r}.") from None

    def question(self, kind: str, code: str, as_of: datetime | None) -> Question | None:
        """What a path below /v1/live asks for; None when there is no such path.

        Raises:
            RequestInvalid: a field does not fit.
        """
        language = self.language()
        if kind in CODED.values() and CODE.fullmatch(code):
            return Question(kind=Kind(kind), code=code, language=language, as_of=as_of)
        if kind in {Kind.NOW, Kind.MEDALS} and not code:
            return Question(kind=Kind(kind), language=language, as_of=as_of)
        if kind == Kind.SCHEDULE and not code:
            day, zone = self.day(self.fields.get("day")), self.zone()
            return Question(kind=Kind.SCHEDULE, day=day, zone=zone, language=language, as_of=as_of)
        if kind == Kind.COMPARE and not code:
            about, (one, other) = self.compared()
            return Question(kind=Kind.COMPARE, about=about, code=one, other=other, language=language, as_of=as_of)
        return None

    def compared(self) -> tuple[str, tuple[str, str]]:
        """What kind of thing is compared, and which two.

        Raises:
            RequestInvalid: there is no such kind, or there are not two different codes.
        """
        about = self.fields.get("kind", "")
        if about not in COMPARED:
            raise RequestInvalid(
                f"Compare with kind=athlete or kind=delegation, got {about[:SHOWN_LENGTH_MAX]!r}."
            )
        if len(self.codes) != PAIR or len(set(self.codes)) != PAIR or not all(map(CODE.fullmatch, self.codes)):
            raise RequestInvalid("Give two different codes to compare, as in code=NOR&code=SUI.")
        one, other = self.codes
        return about, (one, other)

    def topic(self, topic: str) -> Question:
        """What a topic of a stream asks for: `now`, `medals`, `schedule:2030-02-08`, `event:KEY`, `athlete:CODE`.

        Raises:
            RequestInvalid: there is no such topic.
        """
        kind, _, code = topic.partition(":")
        if kind == Kind.SCHEDULE:
            return Question(
                kind=Kind.SCHEDULE, day=self.day(code or None), zone=self.zone(), language=self.language()
            )
        has_no_topic = kind in CODED.values() or kind == Kind.COMPARE
        found = None if has_no_topic else self.question(CODED.get(kind, kind), code, None)
        if found is None:
            raise RequestInvalid(
                "A topic is like 'now', 'medals', 'schedule:2030-02-08' or 'event:<key>', "
                f"got {topic[:SHOWN_LENGTH_MAX]!r}."
            )
        return found


def parse_query(raw: bytes) -> Query:
    """The fields of a query string.

    Raises:
        RequestInvalid: it is too long, or a field is given twice.
    """
    if len(raw) > QUERY_LENGTH_MAX:
        raise RequestInvalid(f"A query has {QUERY_LENGTH_MAX} characters at most, got {len(raw)}.")
    try:
        found = parse_qsl(raw.decode("ascii"), keep_blank_values=False, max_num_fields=FIELDS_MAX, errors="strict")
    except (UnicodeDecodeError, ValueError):
        raise RequestInvalid(f"A query has {FIELDS_MAX} fields at most, in UTF-8 and percent-encoded.") from None
    fields: dict[str, str] = {}
    topics: list[str] = []
    codes: list[str] = []
    several = {"topic": topics, "code": codes}
    for name, value in found:
        if name in several:
            several[name].append(value)
        elif name in fields:
            raise RequestInvalid(f"The field {name[:SHOWN_LENGTH_MAX]!r} is given twice.")
        else:
            fields[name] = value
    return Query(fields, topics, codes)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
