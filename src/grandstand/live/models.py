"""The nouns of the feed: whose message it is, when it was generated, and what it says.

Frozen and without I/O. Times are aware, in UTC; `None` is what the feed left out or left empty. Contents are
msgspec structs, because they travel between processes and are compared byte for byte; the garbage collector does
not look at them, since what is frozen and built from its parts cannot hold a cycle.
"""

from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from typing import NamedTuple, TypeAlias

import msgspec


class Identity(NamedTuple):
    """What makes two messages versions of one document; absent parts are empty."""

    competition: str
    type: str
    code: str
    subcode: str
    subtype: str
    language: str


class Stamp(NamedTuple):
    """One message among the versions of its document; the greatest is the one that holds."""

    version: int
    generated_at: datetime
    digest: bytes


class Envelope(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a message says of itself before its body is read."""

    identity: Identity
    version: int
    generated_at: datetime
    feed_flag: str
    result_status: str | None
    logical_date: date | None
    source: str | None


class FeedSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a deployer knows of the feed: where its clock is, and which competitions are rehearsals."""

    zone: tzinfo = UTC
    rehearsals: frozenset[str] = frozenset()


class Reason(StrEnum):
    """Why a message, or a row of it, was set aside."""

    TOO_LARGE = "too_large"
    NOT_XML = "not_xml"
    DOCTYPE = "doctype"
    ENCODING = "encoding"
    HEADER = "header"
    KEY = "key"
    SORT_ORDER = "sort_order"
    RANK_EQUAL = "rank_equal"
    VALUE = "value"
    TOO_COMPLEX = "too_complex"
    UNREADABLE = "unreadable"


class Fate(StrEnum):
    """What became of a message that was handed over."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    STALE = "stale"
    TEST = "test"
    QUARANTINED = "quarantined"


class Outcome(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """The answer for one message; `defects` counts rows of an accepted one that were set aside or mended."""

    fate: Fate
    reason: Reason | None = None
    detail: str | None = None
    defects: int = 0


class Defect(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A row that was left out or mended while its message was accepted."""

    reason: Reason
    detail: str


class LogEntry(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A message on its way into the log; `body` is None where it was stale."""

    envelope: Envelope
    digest: bytes
    size_bytes: int
    body: bytes | None

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.envelope.version, self.envelope.generated_at, self.digest)


class Refusal(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A message, or rows of one, on the way into the quarantine; the envelope as far as it could be read."""

    digest: bytes
    size_bytes: int
    is_whole: bool
    reason: Reason
    detail: str
    envelope: Envelope | None
    body: bytes | None


class LoggedStamp(NamedTuple):
    """A message of the log without its body."""

    position: int
    identity: Identity
    stamp: Stamp
    is_stale: bool


class QuarantineEntry(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One line of the quarantine; `is_whole` where the message itself was refused, not just rows of it."""

    id: int
    received_at: datetime
    digest: bytes
    size_bytes: int
    is_whole: bool
    reason: Reason
    detail: str
    identity: Identity | None
    version: int | None


class Placeholder(StrEnum):
    """What stands where a competitor will be, or would have been."""

    TBD = "TBD"
    NOCOMP = "NOCOMP"
    BYE = "BYE"
    NOAWARD = "NOAWARD"


class Colour(StrEnum):
    GOLD = "gold"
    SILVER = "silver"
    BRONZE = "bronze"


class Athlete(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A member of a competitor, as the row shows it."""

    code: str
    organisation: str | None = None
    bib: str | None = None
    given_name: str | None = None
    family_name: str | None = None


class Competitor(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A person, a team, or a placeholder for one."""

    code: str
    type: str | None = None
    organisation: str | None = None
    bib: str | None = None
    name: str | None = None
    placeholder: Placeholder | None = None
    athletes: tuple[Athlete, ...] = ()


class Session(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    code: str
    start_at: datetime | None = None
    end_at: datetime | None = None
    venue: str | None = None
    venue_name: str | None = None
    medal: str | None = None


class Unit(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """Something that is scheduled.

    `start_at` is the plan and never the actual start; where `is_start_hidden` it is for sorting only, and
    `start_text` is shown.
    """

    code: str
    status: str | None = None
    phase_type: str | None = None
    number: str | None = None
    start_at: datetime | None = None
    is_start_hidden: bool = False
    start_text: str | None = None
    end_at: datetime | None = None
    actual_start_at: datetime | None = None
    actual_end_at: datetime | None = None
    order: int | None = None
    medal: str | None = None
    venue: str | None = None
    location: str | None = None
    session: str | None = None
    names: dict[str, str] = {}
    starters: tuple[Competitor, ...] = ()


class Participant(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    code: str
    given_name: str | None = None
    family_name: str | None = None
    print_name: str | None = None
    tv_name: str | None = None
    local_given_name: str | None = None
    local_family_name: str | None = None
    gender: str | None = None
    organisation: str | None = None
    birth_date: date | None = None


class Team(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    code: str
    name: str | None = None
    gender: str | None = None
    organisation: str | None = None
    members: tuple[str, ...] = ()


class Detail(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """One more fact of a row, such as a time at a split."""

    type: str | None = None
    code: str | None = None
    position: str | None = None
    value: str | None = None


class Run(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """One part of a row's result, such as a run."""

    unit: str | None = None
    value: str | None = None
    result_type: str | None = None
    irm: str | None = None
    rank: str | None = None
    diff: str | None = None


class ResultRow(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A competitor's line; rows are ordered by `sort_order`, never by `rank`, which is text. None comes last."""

    competitor: Competitor
    sort_order: int | None = None
    start_order: int | None = None
    rank: str | None = None
    is_rank_shared: bool = False
    value: str | None = None
    result_type: str | None = None
    irm: str | None = None
    qualification: str | None = None
    win_loss_tie: str | None = None
    diff: str | None = None
    runs: tuple[Run, ...] = ()
    details: tuple[Detail, ...] = ()


class Medal(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    event: str
    colour: Colour
    competitor: Competitor


class MedalCount(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The medals of one kind of event, such as those of women."""

    type: str
    gold: int
    silver: int
    bronze: int
    total: int


class MedalLine(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    organisation: str
    rank: str | None = None
    sort_rank: int | None = None
    is_rank_shared: bool = False
    counts: tuple[MedalCount, ...] = ()


class BracketSide(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """Who is on one side of a match, or the match that decides it: its winner comes, or `is_loser`, its loser.

    `from_text` is what the feed writes of where the side comes from.
    """

    competitor: Competitor | None = None
    value: str | None = None
    win_loss_tie: str | None = None
    from_unit: str | None = None
    from_text: str | None = None
    is_loser: bool = False


class BracketMatch(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A match of a bracket with its sides from top to bottom; `unit` is a key."""

    unit: str | None = None
    sides: tuple[BracketSide, ...] = ()


class BracketRound(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """The matches of a phase from top to bottom; `phase` is four characters at most, such as `SFNL`."""

    phase: str
    matches: tuple[BracketMatch, ...] = ()


class Bracket(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """Rounds in the order of the message."""

    code: str | None = None
    rounds: tuple[BracketRound, ...] = ()


class StandingLine(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """A team's line in the table of its group; ordered by `sort_order`, None comes last."""

    competitor: Competitor
    sort_order: int | None = None
    rank: str | None = None
    is_rank_shared: bool = False
    played: int | None = None
    won: int | None = None
    tied: int | None = None
    lost: int | None = None
    scored: str | None = None
    conceded: str | None = None
    points: str | None = None
    qualification: str | None = None


class Record(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """The best ever in an event, of a kind such as WR; `is_new` when it was set at these Games."""

    event: str
    kind: str
    value: str
    competitor: Competitor | None = None
    set_on: date | None = None
    place: str | None = None
    is_new: bool = False


class Communication(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What the organisers announce; `at` where it says when it was written."""

    code: str
    title: str
    text: str | None = None
    unit: str | None = None
    at: datetime | None = None


class VenueWeather(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """The conditions at a venue: degrees Celsius, percent, metres a second, a point of the compass."""

    venue: str
    at: datetime | None = None
    condition: str | None = None
    snow: str | None = None
    air_c: str | None = None
    snow_c: str | None = None
    ice_c: str | None = None
    humidity_percent: str | None = None
    wind_m_s: str | None = None
    wind_from: str | None = None


class Schedule(msgspec.Struct, frozen=True, gc=False, tag="schedule"):
    """Units and sessions in the order of the message; whole, or those that changed."""

    units: tuple[Unit, ...]
    sessions: tuple[Session, ...]


class Participants(msgspec.Struct, frozen=True, gc=False, tag="participants"):
    participants: tuple[Participant, ...]


class Teams(msgspec.Struct, frozen=True, gc=False, tag="teams"):
    teams: tuple[Team, ...]


class Sheet(msgspec.Struct, frozen=True, gc=False, tag="sheet"):
    """Rows by `sort_order`: a result, a start list, a ranking, or what is current; `status` as in the envelope."""

    status: str | None
    rows: tuple[ResultRow, ...]


class Medallists(msgspec.Struct, frozen=True, gc=False, tag="medallists"):
    medals: tuple[Medal, ...]


class MedalTable(msgspec.Struct, frozen=True, gc=False, tag="medal_table"):
    lines: tuple[MedalLine, ...]


class Brackets(msgspec.Struct, frozen=True, gc=False, tag="brackets"):
    brackets: tuple[Bracket, ...]


class Standing(msgspec.Struct, frozen=True, gc=False, tag="standing"):
    """The table of a group, in its order."""

    lines: tuple[StandingLine, ...]


class Records(msgspec.Struct, frozen=True, gc=False, tag="records"):
    records: tuple[Record, ...]


class Communications(msgspec.Struct, frozen=True, gc=False, tag="communications"):
    communications: tuple[Communication, ...]


class Weather(msgspec.Struct, frozen=True, gc=False, tag="weather"):
    """One entry a venue."""

    venues: tuple[VenueWeather, ...]


class Unread(msgspec.Struct, frozen=True, gc=False, tag="unread"):
    """A document whose type is kept and joined, and not read yet."""


Content: TypeAlias = (
    Schedule
    | Participants
    | Teams
    | Sheet
    | Medallists
    | MedalTable
    | Brackets
    | Standing
    | Records
    | Communications
    | Weather
    | Unread
)
"""What a message says; an empty message, which withdraws its document, is None."""


class Parsed(msgspec.Struct, frozen=True, gc=False):
    content: Content | None
    defects: tuple[Defect, ...] = ()
