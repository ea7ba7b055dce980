"""A message to the structs of models.py: the standard library's parser, no schema, one walk.

What is wrong with a row does not cost the message: the row is mended or left out, and a Defect says so. Whether
a message can be read depends on its bytes alone, so every server decides alike, in whatever order they arrive.
"""

from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import TypeAlias
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from grandstand.live.attributes import Notes
from grandstand.live.errors import MessageInvalid
from grandstand.live.models import Content, Envelope, Parsed, Reason, Unread
from grandstand.live.parse_brackets import read_brackets, read_standing
from grandstand.live.parse_conditions import read_communications, read_records, read_weather
from grandstand.live.parse_people import read_participants, read_teams
from grandstand.live.parse_results import read_medal_table, read_medallists, read_sheet
from grandstand.live.parse_schedule import read_schedule

TAGS_MAX = 1_000_000
"""Tags of one message; a bulk of 5 MB has about 60,000."""
ATTRIBUTES_MAX = 2_000_000
"""Signs of equality in one message: at least as many as attributes."""

Reader: TypeAlias = Callable[[Element, Envelope, Notes], Content]

READERS: dict[str, Reader] = {
    "DT_SCHEDULE": read_schedule,
    "DT_SCHEDULE_UPDATE": read_schedule,
    "DT_PARTIC": read_participants,
    "DT_PARTIC_UPDATE": read_participants,
    "DT_PARTIC_TEAMS": read_teams,
    "DT_PARTIC_TEAMS_UPDATE": read_teams,
    "DT_RESULT": read_sheet,
    "DT_CURRENT": read_sheet,
    "DT_RANKING": read_sheet,
    "DT_PHASE_RESULT": read_sheet,
    "DT_CUMULATIVE_RESULT": read_sheet,
    "DT_MEDALLISTS": read_medallists,
    "DT_MEDALLISTS_DISCIPLINE": read_medallists,
    "DT_MEDALLISTS_DAY": read_medallists,
    "DT_MEDALS": read_medal_table,
    "DT_BRACKETS": read_brackets,
    "DT_POOL_STANDING": read_standing,
    "DT_RECORD": read_records,
    "DT_COMMUNICATION": read_communications,
    "DT_WEATHER": read_weather,
}


def parse(body: bytes, envelope: Envelope, zone: tzinfo = UTC) -> Parsed:
    """What a sniffed message says; the content of an empty one is None.

    Args:
        body: the message.
        envelope: what `sniff` found; without it a DOCTYPE would get through.
        zone: where the feed's clock is.

    Raises:
        MessageInvalid: it is not well-formed, or has more tags or attributes than a message can have.
    """
    if body.count(b"<") > TAGS_MAX or body.count(b"=") > ATTRIBUTES_MAX:
        raise MessageInvalid(
            Reason.TOO_COMPLEX, f"A message has {TAGS_MAX} tags and {ATTRIBUTES_MAX} attributes at most."
        )
    try:
        root = ET.fromstring(body)  # noqa: S314 - sniff has refused a DOCTYPE, and with it all entities
    except (ET.ParseError, ValueError, LookupError) as error:
        raise MessageInvalid(Reason.NOT_XML, f"The message is not well-formed XML: {error}.") from None
    if root.tag != "OdfBody":
        raise MessageInvalid(Reason.NOT_XML, f"A message is an OdfBody, got {root.tag[:80]!r}.")
    if len(root) == 0:
        return Parsed(None)
    competition = root.find("Competition")
    read = READERS.get(envelope.identity.type)
    if read is None or competition is None:
        return Parsed(Unread())
    notes = Notes(zone)
    content = read(competition, envelope, notes)
    return Parsed(content, tuple(notes.defects))
