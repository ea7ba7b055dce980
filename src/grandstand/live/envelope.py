"""The header of a message, read without its body: routing, duplicates and stale versions cost no parsing.

    sniff(body, zone) -> Envelope

Only comments, processing instructions and white space may stand before `<OdfBody`, so a DOCTYPE, which can stand
nowhere else, is seen here and refused; without one there are no entities to expand. Every expression is
possessive: the time is linear in HEADER_BYTES_MAX, whatever the bytes.
"""

import re
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from xml.parsers import expat

from grandstand.live.errors import KeyInvalid, MessageInvalid
from grandstand.live.models import Envelope, Identity, Reason
from grandstand.live.rsc import parse_rsc
from grandstand.live.rules import PRODUCTION, TEST

MESSAGE_BYTES_MAX = 32 * 1024 * 1024
HEADER_BYTES_MAX = 8192
"""Within so many bytes the start tag of a message has to end."""
VERSION_DIGITS_MAX = 9
IDENTITY_LENGTH_MAX = 160
"""Characters of all parts of an identity together."""
TEXT_LENGTH_MAX = 64
"""Characters of any other value of a header that are kept."""
DATES_MAX = 512
"""Dates that are kept as read: the days of a Games, and some."""

KEYED_TYPES = frozenset(
    {
        "DT_RESULT",
        "DT_CURRENT",
        "DT_RANKING",
        "DT_PHASE_RESULT",
        "DT_CUMULATIVE_RESULT",
        "DT_POOL_STANDING",
        "DT_BRACKETS",
        "DT_PLAY_BY_PLAY",
    }
)
"""Types whose document code is a key of 34 characters; that of others is kept as it comes."""

PROLOG = rb"(?:\xef\xbb\xbf)?+((?:\s++|<!--(?:[^-]|-(?!->))*+-->|<\?(?:[^?]|\?(?!>))*+\?>)*+)"
ROOT = re.compile(PROLOG + rb"<OdfBody(?=[\s/>])((?:[^\"'<>]++|\"[^\"<]*+\"|'[^'<]*+')*+)>")
DOCTYPE = re.compile(PROLOG + rb"<!DOCTYPE")
ENCODING = re.compile(rb"^\s*+<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.\-]*)")
ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
USUAL_ENCODING = b'encoding="UTF-8"'
DIGITS_OF_A_TIME = {6, 7, 8, 9}


def sniff(body: bytes, zone: tzinfo = UTC) -> Envelope:
    """The envelope of a message.

    Args:
        body: the message, in UTF-8.
        zone: where the feed's clock is; its times have none.

    Raises:
        MessageInvalid: it is too large, is no message, or its header cannot be read.
    """
    if len(body) > MESSAGE_BYTES_MAX:
        raise MessageInvalid(
            Reason.TOO_LARGE, f"A message has {MESSAGE_BYTES_MAX} bytes at most, got {len(body)}."
        )
    found = ROOT.match(body, 0, HEADER_BYTES_MAX)
    if found is None:
        raise _refusal(body)
    prolog, tag = found.groups()
    if USUAL_ENCODING not in prolog:
        _check_encoding(prolog)
    attributes = _read(tag) if _is_usual(tag) else _read_in_full(tag)
    try:
        return _envelope(attributes, zone)
    except KeyInvalid as error:
        raise MessageInvalid(Reason.KEY, str(error)) from None
    except (ValueError, OverflowError) as error:
        raise MessageInvalid(Reason.HEADER, f"The header cannot be read: {error}.") from None


def _is_usual(tag: bytes) -> bool:
    """Whether the short way through a start tag will do: double quotes, single spaces, no entities."""
    return not (
        b"'" in tag
        or b"&" in tag
        or b"  " in tag
        or b" =" in tag
        or b"= " in tag
        or b"\n" in tag
        or b"\r" in tag
        or b"\t" in tag
    )


def _read(tag: bytes) -> dict[str, str]:
    """The attributes by ` Name=`, of a tag that looks as most do."""
    try:
        parts = tag.decode().split('"')
    except UnicodeDecodeError:
        raise MessageInvalid(Reason.ENCODING, "The header is not UTF-8.") from None
    return dict(zip(parts[::2], parts[1::2], strict=False))


def _read_in_full(tag: bytes) -> dict[str, str]:
    """The same of any tag, by the parser: it sees the start tag alone."""
    found: dict[str, str] = {}
    parser = expat.ParserCreate("utf-8")

    def start(_name: str, attributes: dict[str, str]) -> None:
        found.update({f" {name}=": value for name, value in attributes.items()})

    parser.StartElementHandler = start
    try:
        parser.Parse(b"<OdfBody" + tag.removesuffix(b"/") + b"/>", True)
    except expat.ExpatError as error:
        raise MessageInvalid(Reason.HEADER, f"The header is not XML: {error}.") from None
    return found


def _envelope(attributes: dict[str, str], zone: tzinfo) -> Envelope:
    get = attributes.get
    identity = Identity(
        get(" CompetitionCode=", ""),
        get(" DocumentType=", ""),
        get(" DocumentCode=", ""),
        get(" DocumentSubcode=", ""),
        get(" DocumentSubtype=", ""),
        get(" Language=", ""),
    )
    if not identity.competition or not identity.type:
        raise ValueError("CompetitionCode and DocumentType must be there")
    codes = "".join(identity)
    if len(codes) > IDENTITY_LENGTH_MAX or not codes.isprintable():
        raise ValueError(f"codes are printable and have {IDENTITY_LENGTH_MAX} characters at most together")
    if identity.type in KEYED_TYPES:
        parse_rsc(identity.code)
    feed_flag = get(" FeedFlag=", "")
    if feed_flag not in {PRODUCTION, TEST}:
        raise ValueError(f"FeedFlag must be 'P' or 'T', got {feed_flag[:TEXT_LENGTH_MAX]!r}")
    logical_date = get(" LogicalDate=")
    source = get(" Source=")
    return Envelope(
        identity=identity,
        version=_version(get(" Version=", "")),
        generated_at=_instant(get(" Date=", ""), get(" Time=", ""), zone),
        feed_flag=feed_flag,
        result_status=get(" ResultStatus=", "")[:TEXT_LENGTH_MAX] or None,
        logical_date=_date(logical_date) if logical_date else None,
        source=source[:TEXT_LENGTH_MAX] if source and source.isprintable() else None,
    )


def _version(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > VERSION_DIGITS_MAX or int(text) < 1:
        raise ValueError(
            f"Version must be a whole number of 1 to {VERSION_DIGITS_MAX} digits, got {text[:TEXT_LENGTH_MAX]!r}"
        )
    return int(text)


@lru_cache(maxsize=DATES_MAX)
def _date(text: str) -> date:
    return date.fromisoformat(text[:TEXT_LENGTH_MAX])


def _instant(day: str, time: str, zone: tzinfo) -> datetime:
    """When a message was generated: `hhmmssfff`, or with colons and a point; a shorter fraction is filled up."""
    digits = time.replace(":", "").replace(".", "")
    if len(digits) not in DIGITS_OF_A_TIME or not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"Time must be like '184203123' or '18:42:03.123', got {time[:TEXT_LENGTH_MAX]!r}")
    on = _date(day)
    at = datetime(
        on.year,
        on.month,
        on.day,
        int(digits[:2]),
        int(digits[2:4]),
        int(digits[4:6]),
        int(digits[6:].ljust(6, "0")),
        tzinfo=zone,
    )
    return at if zone is UTC else at.astimezone(UTC)


def _check_encoding(prolog: bytes) -> None:
    named = ENCODING.match(prolog)
    if named is not None and named[1].lower() not in ENCODINGS:
        raise MessageInvalid(
            Reason.ENCODING, f"A message is in UTF-8, got {named[1][:TEXT_LENGTH_MAX].decode()!r}."
        )


def _refusal(body: bytes) -> MessageInvalid:
    """Why this is not the beginning of a message."""
    if DOCTYPE.match(body, 0, HEADER_BYTES_MAX) is not None:
        return MessageInvalid(Reason.DOCTYPE, "A message has no DOCTYPE; this one is refused unread.")
    start = body[:40]
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return MessageInvalid(Reason.ENCODING, f"A message is in UTF-8, got {start!r}.")
    return MessageInvalid(
        Reason.NOT_XML,
        f"A message begins with <OdfBody …>, which ends within {HEADER_BYTES_MAX} bytes; got {start!r}.",
    )
