"""Elements and messages as text, in the layout that the live part reads. Nothing here decides anything."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from html import escape
from typing import NamedTuple

from grandstand.demo.games.athletes import Person, Side
from grandstand.demo.games.programme import Event
from grandstand.live import Rsc, parse_rsc

FEED_FLAG = 'FeedFlag="P"'
SOURCE = "FICTION1"
SHOWN_MEMBERS = 4
"""A larger team is shown by its name; who plays in it is in the teams' document."""
MILLISECOND = timedelta(milliseconds=1)
DAY_BEGINS_AT = timedelta(hours=5)
"""What happens after midnight belongs to the sporting day before."""


def key(event: Event, phase: str, number: int) -> Rsc:
    """The key of a unit: a run, a heat, a match."""
    return parse_rsc(f"{event.rsc[:22]}{phase:-<4}{number:04}00--")


def discipline_key(discipline: str) -> Rsc:
    return parse_rsc(discipline.ljust(34, "-"))


def attributes(values: Iterable[tuple[str, object]]) -> str:
    """` Name="value"` for each value that there is."""
    return "".join(
        f' {name}="{escape(str(value))}"' for name, value in values if value is not None and value != ""
    )


class Header(NamedTuple):
    """What every message of a Games has in common: the competition, the feed's clock, the venues' zone."""

    competition: str
    feed_zone: tzinfo
    zone: tzinfo


def message(  # noqa: PLR0913 - what a header has
    header: Header,
    type_: str,
    code: str,
    version: int,
    at: datetime,
    *,
    status: str,
    inner: str | None,
    subcode: str = "",
) -> bytes:
    """A message of production.

    Args:
        header: of all messages.
        type_: of the document.
        code: of the document.
        version: of the document, from 1.
        at: when it is generated; where the venues are it decides the sporting day.
        status: of the result, or nothing.
        inner: the inside of its Competition as text; None makes it an empty message.
        subcode: of the document.
    """
    competition, feed_zone, zone = header
    body = "" if inner is None else f'<Competition Code="{competition}">{inner}</Competition>'
    logical_date = (at.astimezone(zone) - DAY_BEGINS_AT).date()
    clock = at.astimezone(feed_zone)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<OdfBody CompetitionCode="{competition}" DocumentCode="{code}" DocumentSubcode="{subcode}" '
        f'DocumentSubtype="" DocumentType="{type_}" Version="{version}" ResultStatus="{status}" '
        f'Language="ENG" {FEED_FLAG} Date="{clock:%Y-%m-%d}" Time="{clock:%H%M%S}{clock.microsecond // 1000:03}" '
        f'LogicalDate="{logical_date}" Source="{SOURCE}">{body}</OdfBody>'
    ).encode()


def competitor(side: Side) -> str:
    """The element of a row, with who is in the team if they are few."""
    head = attributes(
        [("Code", side.code), ("Type", side.type), ("Bib", side.bib or None), ("Organisation", side.organisation)]
    )
    name = f'<Description TeamName="{escape(side.name)}"/>' if side.type == "T" else ""
    members = side.members if len(side.members) <= SHOWN_MEMBERS else ()
    inside = "".join(_athlete(each, order) for order, each in enumerate(members, start=1))
    return f"<Competitor{head}>{name}{f'<Composition>{inside}</Composition>' if inside else ''}</Competitor>"


def _athlete(person: Person, order: int) -> str:
    description = attributes(
        [
            ("GivenName", person.name.given),
            ("FamilyName", person.name.family),
            ("Gender", person.gender),
            ("Organisation", person.organisation),
        ]
    )
    return f'<Athlete Code="{person.code}" Order="{order}"><Description{description}/></Athlete>'


def starter(side: Side) -> str:
    """The same on the timetable, where the name will do."""
    head = attributes([("Code", side.code), ("Type", side.type), ("Organisation", side.organisation)])
    return f'<Competitor{head}><Description TeamName="{escape(side.name)}"/></Competitor>'


def placeholder(code: str) -> str:
    """A competitor that is not known, or not there."""
    return f'<Competitor Code="{code}" Type="T"/>'


def participant(person: Person, registered: Sequence[Event]) -> str:
    name = person.name
    head = attributes(
        [
            ("Code", person.code),
            ("GivenName", name.given),
            ("FamilyName", name.family),
            ("PrintName", f"{name.family} {name.given}"),
            ("TVName", f"{name.given} {name.family}"),
            ("LocalGivenName", name.local_given),
            ("LocalFamilyName", name.local_family),
            ("Gender", person.gender),
            ("Organisation", person.organisation),
            ("BirthDate", person.born_on),
        ]
    )
    entries = "".join(f'<RegisteredEvent Event="{each.rsc}"/>' for each in registered)
    discipline = discipline_key(registered[0].discipline)
    return f'<Participant{head}><Discipline Code="{discipline}">{entries}</Discipline></Participant>'


def team(event: Event, side: Side) -> str:
    head = attributes(
        [("Code", side.code), ("Name", side.name), ("Gender", event.gender), ("Organisation", side.organisation)]
    )
    members = "".join(
        f'<Athlete Code="{each.code}" Order="{order}"/>' for order, each in enumerate(side.members, start=1)
    )
    return f'<Team{head}><Composition>{members}</Composition><RegisteredEvent Event="{event.rsc}"/></Team>'


def iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def millisecond(at: datetime) -> datetime:
    """The time as a header can say it, in UTC."""
    at = at.astimezone(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
