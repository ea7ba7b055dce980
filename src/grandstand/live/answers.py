"""What the read API and the push answer, in the asker's language; also what the assistant's tools return.

Every answer names the instant it holds for and whether versions are missing. Codes stand beside names, so that a
program never has to read a name. Times are UTC; a page shows them in the fan's zone. None is what the feed has
not said, or left empty.
"""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from grandstand.live.models import Colour


class Wire(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The base of every answer: each field is always there."""


class CompetitorAnswer(Wire, frozen=True, kw_only=True):
    """A person, a team or a placeholder (TBD, BYE, NOCOMP, NOAWARD); `members` of a team by name."""

    code: str
    name: str
    is_team: bool
    organisation: str | None
    organisation_name: str | None
    bib: str | None
    members: tuple[str, ...]
    placeholder: str | None


class RunAnswer(Wire, frozen=True, kw_only=True):
    unit: str | None
    value: str | None
    rank: str | None
    diff: str | None
    irm: str | None


class RowAnswer(Wire, frozen=True, kw_only=True):
    """A line of a sheet, in the order it is shown; `irm_name` says in words why there is no value."""

    competitor: CompetitorAnswer
    rank: str | None
    is_rank_shared: bool
    start_order: int | None
    value: str | None
    diff: str | None
    irm: str | None
    irm_name: str | None
    qualification: str | None
    win_loss_tie: str | None
    runs: tuple[RunAnswer, ...]
    medal: Colour | None


class UnitAnswer(Wire, frozen=True, kw_only=True):
    """Something that is scheduled, without its rows.

    `start_at` is the plan; where `is_start_hidden` it is for sorting only and `start_text` is shown, such as "not
    before 14:00". `is_live` and `is_over` are what `status` means; `is_medal` where medals are won. `leader` is
    the first of the rows that have a rank: a spoiler.
    """

    unit: str
    event: str
    discipline: str
    gender: str
    name: str
    event_name: str
    discipline_name: str
    status: str | None
    status_name: str | None
    is_live: bool
    is_over: bool
    start_at: datetime | None
    is_start_hidden: bool
    start_text: str | None
    end_at: datetime | None
    actual_start_at: datetime | None
    actual_end_at: datetime | None
    venue: str | None
    venue_name: str | None
    session: str | None
    is_medal: bool
    result_status: str | None
    result_status_name: str | None
    leader: CompetitorAnswer | None


class BoardAnswer(Wire, frozen=True, kw_only=True):
    """A unit with its rows: the start list before, the live board during, the result afterwards.

    `source` says which document the rows are from: its type, version and the time it was generated at.
    """

    unit: UnitAnswer
    rows: tuple[RowAnswer, ...]
    source: "SourceAnswer | None"


class SourceAnswer(Wire, frozen=True, kw_only=True):
    """The message that said so."""

    type: str
    code: str
    version: int
    generated_at: datetime
    digest: str


class MedalAnswer(Wire, frozen=True, kw_only=True):
    event: str
    event_name: str
    discipline: str
    discipline_name: str
    colour: Colour
    competitor: CompetitorAnswer
    won_at: datetime


class Answer(Wire, frozen=True, kw_only=True):
    """Every answer.

    Args:
        as_of: as asked for; None: now.
        latest_at: when the newest message that it rests on was generated.
        has_gaps: whether a change of the schedule or of the participants is known to be missing.
    """

    as_of: datetime | None
    latest_at: datetime | None
    has_gaps: bool


class BracketSideAnswer(Wire, frozen=True, kw_only=True):
    """One of the two sides of a match; nobody known yet: `competitor` is None, `from_unit` says who comes."""

    competitor: CompetitorAnswer | None
    from_unit: str | None
    from_text: str | None
    value: str | None
    is_winner: bool


class BracketMatchAnswer(Wire, frozen=True, kw_only=True):
    unit: str | None
    name: str
    status: str | None
    start_at: datetime | None
    sides: tuple[BracketSideAnswer, ...]


class BracketRoundAnswer(Wire, frozen=True, kw_only=True):
    """The matches of one round, in their order from top to bottom."""

    phase: str
    name: str
    matches: tuple[BracketMatchAnswer, ...]


class BracketAnswer(Wire, frozen=True, kw_only=True):
    """How a knock-out goes on, first round first; the match for bronze is a round of its own."""

    rounds: tuple[BracketRoundAnswer, ...]
    source: SourceAnswer


class StandingLineAnswer(Wire, frozen=True, kw_only=True):
    competitor: CompetitorAnswer
    rank: str | None
    is_rank_shared: bool
    played: int | None
    won: int | None
    tied: int | None
    lost: int | None
    scored: str | None
    conceded: str | None
    points: str | None
    qualification: str | None


class StandingAnswer(Wire, frozen=True, kw_only=True):
    """The table of a group of a round robin."""

    phase: str
    name: str
    lines: tuple[StandingLineAnswer, ...]
    source: SourceAnswer


class RecordAnswer(Wire, frozen=True, kw_only=True):
    """The best ever, of a kind such as WR; `is_new` when it was set at these Games."""

    kind: str
    kind_name: str
    value: str
    competitor: CompetitorAnswer | None
    set_on: date | None
    place: str | None
    is_new: bool


class CommunicationAnswer(Wire, frozen=True, kw_only=True):
    """What the organisers announce, in the language it was written in."""

    code: str
    title: str
    text: str | None
    language: str
    discipline: str | None
    discipline_name: str | None
    unit: str | None
    at: datetime


class WeatherAnswer(Wire, frozen=True, kw_only=True):
    """The conditions at a venue; temperatures in degrees Celsius, wind in metres a second, from where it blows."""

    at: datetime
    condition: str | None
    condition_name: str | None
    air_c: str | None
    snow_c: str | None
    ice_c: str | None
    humidity_percent: str | None
    wind_m_s: str | None
    wind_from: str | None
    snow_name: str | None


class EventAnswer(Answer, frozen=True, kw_only=True):
    event: str
    name: str
    discipline: str
    discipline_name: str
    gender: str
    boards: tuple[BoardAnswer, ...]
    medals: tuple[MedalAnswer, ...]
    brackets: tuple[BracketAnswer, ...]
    standings: tuple[StandingAnswer, ...]
    records: tuple[RecordAnswer, ...]


class ScheduleAnswer(Answer, frozen=True, kw_only=True):
    """The units of one day in one zone, in the order of the day; `days` are those on which there is anything."""

    day: date
    zone: str
    days: tuple[date, ...]
    units: tuple[UnitAnswer, ...]


class MedalTableLine(Wire, frozen=True, kw_only=True):
    organisation: str
    organisation_name: str
    rank: int
    is_rank_shared: bool
    gold: int
    silver: int
    bronze: int
    total: int


class MedalDifference(Wire, frozen=True, kw_only=True):
    """Where the feed's own table and the medals that it reported do not agree; the feed's is shown."""

    organisation: str
    feed: tuple[int, int, int]
    computed: tuple[int, int, int]


class MedalTableAnswer(Answer, frozen=True, kw_only=True):
    """`is_feeds` when the feed has sent a table; otherwise it is computed from the medals."""

    is_feeds: bool
    lines: tuple[MedalTableLine, ...]
    differences: tuple[MedalDifference, ...]
    awarded: int
    medals: tuple[MedalAnswer, ...]


class Happening(StrEnum):
    """What a line of the ticker tells."""

    STARTED = "started"
    FINISHED = "finished"
    OFFICIAL = "official"
    PROTESTED = "protested"
    DELAYED = "delayed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    RESCHEDULED = "rescheduled"
    MEDAL = "medal"
    LEADER = "leader"


class HappeningAnswer(Wire, frozen=True, kw_only=True):
    """A line of the ticker; `text` is a whole sentence, `plain_text` the same without a spoiler."""

    at: datetime
    kind: Happening
    unit: str | None
    event: str
    event_name: str
    discipline: str
    text: str
    plain_text: str
    colour: Colour | None
    competitor: CompetitorAnswer | None


class NowAnswer(Answer, frozen=True, kw_only=True):
    """The ticker, newest first; what is live; what comes next."""

    happenings: tuple[HappeningAnswer, ...]
    live: tuple[UnitAnswer, ...]
    next: tuple[UnitAnswer, ...]
    communications: tuple[CommunicationAnswer, ...]


class ChangesAnswer(Answer, frozen=True, kw_only=True):
    """What has happened between two instants, newest first; `is_cut` when there was more."""

    since: datetime
    until: datetime
    happenings: tuple[HappeningAnswer, ...]
    is_cut: bool


class AthleteResult(Wire, frozen=True, kw_only=True):
    unit: UnitAnswer
    row: RowAnswer


class AthleteAnswer(Answer, frozen=True, kw_only=True):
    athlete: str
    name: str
    local_name: str | None
    gender: str | None
    organisation: str | None
    organisation_name: str | None
    birth_date: date | None
    disciplines: tuple[str, ...]
    results: tuple[AthleteResult, ...]
    medals: tuple[MedalAnswer, ...]
    next: tuple[UnitAnswer, ...]


class AthleteLine(Wire, frozen=True, kw_only=True):
    athlete: str
    name: str
    organisation: str | None
    organisation_name: str | None
    disciplines: tuple[str, ...]


class DelegationAnswer(Answer, frozen=True, kw_only=True):
    organisation: str
    name: str
    line: MedalTableLine | None
    medals: tuple[MedalAnswer, ...]
    athletes: tuple[AthleteLine, ...]
    next: tuple[UnitAnswer, ...]


class VenueAnswer(Answer, frozen=True, kw_only=True):
    venue: str
    name: str
    weather: WeatherAnswer | None
    units: tuple[UnitAnswer, ...]


class Match(Wire, frozen=True, kw_only=True):
    """One thing that a word may mean; `kind` is athlete, delegation, event or venue."""

    kind: str
    code: str
    name: str
    detail: str | None


class SearchAnswer(Answer, frozen=True, kw_only=True):
    """Athletes, delegations, events, disciplines and venues by any spelling, the likeliest first."""

    query: str
    matches: tuple[Match, ...]


class ComparedAnswer(Wire, frozen=True, kw_only=True):
    """One side of a comparison; `rank` of a delegation in the medal table."""

    kind: str
    code: str
    name: str
    organisation_name: str | None
    gold: int
    silver: int
    bronze: int
    rank: int | None


class MeetingAnswer(Wire, frozen=True, kw_only=True):
    """A unit in which both have a row."""

    unit: UnitAnswer
    rows: tuple[RowAnswer, ...]


class CompareAnswer(Answer, frozen=True, kw_only=True):
    """Two athletes or two delegations beside each other, and where they met, the newest first."""

    sides: tuple[ComparedAnswer, ...]
    meetings: tuple[MeetingAnswer, ...]
