"""The questions that can be asked, and their answers: pure, from a view in one language.

    answer(question, teller, at) -> Answer

`day_of` and the like resolve what a fan means by her zone; nothing here knows HTTP.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias, TypedDict
from zoneinfo import ZoneInfo

import msgspec

from grandstand.live import happenings, more
from grandstand.live.answers import (
    Answer,
    AthleteAnswer,
    AthleteLine,
    AthleteResult,
    ChangesAnswer,
    CompareAnswer,
    DelegationAnswer,
    EventAnswer,
    MedalDifference,
    MedalTableAnswer,
    MedalTableLine,
    NowAnswer,
    ScheduleAnswer,
    UnitAnswer,
    VenueAnswer,
)
from grandstand.live.errors import NothingThere
from grandstand.live.models import MedalCount, MedalTable, Participant, Unit
from grandstand.live.rsc import Rsc, discipline
from grandstand.live.rules import LIVE_STATUSES, NEUTRAL, OVER_STATUSES, has_result
from grandstand.live.tell import GENDER_AT, Teller
from grandstand.live.view import MEDALS, NOW, View, codes_of

HAPPENINGS_MAX = 30
CHANGES_MAX = 200
UNITS_MAX = 20
"""Units that an answer names as live, and as next."""
UNITS_OF_A_VENUE_MAX = 400
NEXT_GRACE = timedelta(hours=6)
"""What should have begun so long ago and has not is not what comes next."""
TOTAL = "TOT"

Figures: TypeAlias = tuple[int, int, int]


class Kind(StrEnum):
    """What is asked for; the first part of a path, and of a topic."""

    NOW = "now"
    SCHEDULE = "schedule"
    EVENT = "events"
    MEDALS = "medals"
    ATHLETE = "athletes"
    DELEGATION = "delegations"
    VENUE = "venues"
    COMPARE = "compare"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question; equal questions have equal answers for as long as `revision` stays the same.

    Args:
        kind: what is asked for.
        code: of the event, the athlete, the delegation, the venue, the first of two that are compared; else empty.
        other: of the second of two that are compared.
        about: what is compared: ATHLETE or DELEGATION of more.py.
        day: of a schedule, in the zone.
        zone: the name of the fan's time zone.
        language: of the names.
        as_of: the instant, aware; None: now.
    """

    kind: Kind
    code: str = ""
    other: str = ""
    about: str = ""
    day: date | None = None
    zone: str = "UTC"
    language: str = "en"
    as_of: datetime | None = None

    def revision(self, view: View) -> int:
        """Rises when the answer may be another one."""
        if self.kind is Kind.EVENT:
            return view.revision_of(self.code)
        if self.kind is Kind.MEDALS:
            return view.revision_of(MEDALS)
        return view.revision_of(NOW)


def answer(question: Question, teller: Teller, at: datetime) -> Answer:
    """What the view says.

    Args:
        question: its kind, code, day and zone.
        teller: of the view of the question's instant, in its language.
        at: that instant, or now: what comes next comes after it.

    Raises:
        NothingThere: the feed has not told of such an event, athlete, delegation or venue.
    """
    return ANSWERS[question.kind](question, teller, at)


def changes(teller: Teller, before: View, since: datetime, until: datetime) -> ChangesAnswer:
    """What has happened between two instants; `teller` tells of the later one."""
    found = happenings.between(before, teller.view, since, CHANGES_MAX + 1)
    told = tuple(happenings.tell(teller, each) for each in found[:CHANGES_MAX])
    return ChangesAnswer(
        since=since,
        until=until,
        happenings=told,
        is_cut=len(found) > CHANGES_MAX,
        **_header(until, teller),
    )


class _Header(TypedDict):
    as_of: datetime | None
    latest_at: datetime | None
    has_gaps: bool


def _header(as_of: datetime | None, teller: Teller, *, has_gaps: bool | None = None) -> _Header:
    """What every answer says of itself, once everything else is told: only then it is known what it rests on."""
    gaps = bool(teller.view.lacking) if has_gaps is None else has_gaps
    return {"as_of": as_of, "latest_at": teller.latest_at, "has_gaps": gaps}


def _now(question: Question, teller: Teller, at: datetime) -> NowAnswer:
    view = teller.view
    told = tuple(happenings.tell(teller, each) for each in happenings.newest(view, HAPPENINGS_MAX))
    live = _first(teller, (unit for unit in view.units.values() if unit.status in LIVE_STATUSES))
    coming = _first(teller, (unit for unit in view.units.values() if _is_next(unit, at)))
    communications = more.communications(teller, at)
    return NowAnswer(
        happenings=told,
        live=live,
        next=coming,
        communications=communications,
        **_header(question.as_of, teller),
    )


def _schedule(question: Question, teller: Teller, at: datetime) -> ScheduleAnswer:
    zone, view = ZoneInfo(question.zone), teller.view
    day = question.day or at.astimezone(zone).date()
    days = Counter[date]()
    wanted = []
    for unit in view.units.values():
        if unit.start_at is not None:
            found = unit.start_at.astimezone(zone).date()
            days[found] += 1
            if found == day:
                wanted.append(unit)
    wanted.sort(key=lambda unit: _order_of_a_day(unit, view))
    units = tuple(teller.unit(unit.code) for unit in wanted)
    return ScheduleAnswer(
        day=day,
        zone=question.zone,
        days=tuple(sorted(days)),
        units=units,
        **_header(question.as_of, teller),
    )


def _event(question: Question, teller: Teller, _at: datetime) -> EventAnswer:
    event, view = Rsc(question.code), teller.view
    codes = sorted(view.units_of(event), key=lambda code: _order_of_a_day(view.units[code], view))
    if not codes:
        raise NothingThere(f"The feed has told of no event {question.code!r}.")
    boards = tuple(teller.board(code) for code in codes)
    medals = tuple(teller.medals_of(event))
    brackets, standings = more.brackets(teller, event), more.standings(teller, event)
    records = more.records(teller, event)
    return EventAnswer(
        event=event,
        name=teller.event_name(event),
        discipline=discipline(event),
        discipline_name=teller.names.discipline(discipline(event)),
        gender=event[GENDER_AT],
        boards=boards,
        medals=medals,
        brackets=brackets,
        standings=standings,
        records=records,
        **_header(question.as_of, teller, has_gaps=_lacks(view, event)),
    )


def _medals(question: Question, teller: Teller, _at: datetime) -> MedalTableAnswer:
    medals = teller.medals()
    computed = Counter[str](), Counter[str](), Counter[str]()
    for each in medals:
        organisation = each.competitor.organisation
        if organisation is not None and organisation not in NEUTRAL:
            computed[("gold", "silver", "bronze").index(each.colour)][organisation] += 1
    own = {code: _figures(code, computed) for code in set().union(*computed)}
    found = teller.view.medal_table()
    lines = _ranked(teller, own)
    differences: tuple[MedalDifference, ...] = ()
    if found is not None:
        teller.rest_on(found[0].stamp.generated_at)
        told = {line.organisation: _told(line.counts) for line in found[1].lines}
        lines = _as_told(teller, found[1], told)
        differences = tuple(
            MedalDifference(organisation=code, feed=told.get(code, (0, 0, 0)), computed=own.get(code, (0, 0, 0)))
            for code in sorted(told.keys() | own.keys())
            if told.get(code, (0, 0, 0)) != own.get(code, (0, 0, 0))
        )
    return MedalTableAnswer(
        is_feeds=found is not None,
        lines=lines,
        differences=differences,
        awarded=len(medals),
        medals=tuple(medals),
        **_header(question.as_of, teller, has_gaps=False),
    )


def _athlete(question: Question, teller: Teller, at: datetime) -> AthleteAnswer:
    code, view = question.code, teller.view
    found = view.participants.get(code)
    if found is None:
        raise NothingThere(f"The feed has told of no athlete {code!r}.")
    results = _results_of(teller, code)
    local = " ".join(part for part in (found.local_given_name, found.local_family_name) if part)
    return AthleteAnswer(
        athlete=code,
        name=teller.athlete(code),
        local_name=local or None,
        gender=found.gender,
        organisation=found.organisation,
        organisation_name=None if found.organisation is None else teller.names.country(found.organisation),
        birth_date=found.birth_date,
        disciplines=_disciplines_of(teller, code),
        results=results,
        medals=tuple(teller.medals_won_by(code)),
        next=_first(
            teller, (view.units[each] for each in view.units_with(code) if _is_next(view.units[each], at))
        ),
        **_header(question.as_of, teller),
    )


def _delegation(question: Question, teller: Teller, at: datetime) -> DelegationAnswer:
    code, view = question.code, teller.view
    medals = tuple(teller.medals_for(code))
    athletes = [each for each in view.participants.values() if each.organisation == code]
    table = _medals(question, teller, at)
    units = {unit for each in athletes for unit in view.units_with(each.code)}
    athletes.sort(key=lambda each: (each.family_name or "", each.given_name or "", each.code))
    return DelegationAnswer(
        organisation=code,
        name=teller.names.country(code),
        line=next((line for line in table.lines if line.organisation == code), None),
        medals=medals,
        athletes=tuple(athlete_line(teller, each) for each in athletes),
        next=_first(teller, (view.units[each] for each in units if _is_next(view.units[each], at))),
        **_header(question.as_of, teller),
    )


def _venue(question: Question, teller: Teller, _at: datetime) -> VenueAnswer:
    view, code = teller.view, question.code
    units = [unit for unit in view.units.values() if teller.venue_of(unit) == code]
    if not units:
        raise NothingThere(f"The feed has told of no venue {code!r}.")
    units.sort(key=lambda unit: _order_of_a_day(unit, view))
    weather = more.weather(teller, code)
    return VenueAnswer(
        venue=code,
        name=teller.names.venue(code),
        weather=weather,
        units=tuple(teller.unit(unit.code) for unit in units[:UNITS_OF_A_VENUE_MAX]),
        **_header(question.as_of, teller),
    )


def _compare(question: Question, teller: Teller, at: datetime) -> CompareAnswer:
    lines = _medals(question, teller, at).lines if question.about == more.DELEGATION else ()
    sides, meetings = more.compare(teller, question.about, (question.code, question.other), lines)
    return CompareAnswer(
        sides=sides,
        meetings=meetings,
        **_header(question.as_of, teller),
    )


ANSWERS: dict[Kind, Callable[[Question, Teller, datetime], Answer]] = {
    Kind.NOW: _now,
    Kind.SCHEDULE: _schedule,
    Kind.EVENT: _event,
    Kind.MEDALS: _medals,
    Kind.ATHLETE: _athlete,
    Kind.DELEGATION: _delegation,
    Kind.VENUE: _venue,
    Kind.COMPARE: _compare,
}


def athlete_line(teller: Teller, participant: Participant) -> AthleteLine:
    organisation = participant.organisation
    return AthleteLine(
        athlete=participant.code,
        name=teller.athlete(participant.code),
        organisation=organisation,
        organisation_name=None if organisation is None else teller.names.country(organisation),
        disciplines=_disciplines_of(teller, participant.code),
    )


def _lacks(view: View, key: Rsc) -> bool:
    """Whether something is missing that may concern a discipline."""
    return any(each.code[:GENDER_AT] == discipline(key) or not each.code for each in view.lacking)


def _is_next(unit: Unit, at: datetime) -> bool:
    is_open = unit.status not in LIVE_STATUSES | OVER_STATUSES
    return is_open and unit.start_at is not None and unit.start_at > at - NEXT_GRACE


def _first(teller: Teller, units: Iterable[Unit]) -> tuple[UnitAnswer, ...]:
    """The first of the units in order of time."""
    ordered = sorted(units, key=lambda unit: (unit.start_at or LAST, unit.order or 0, unit.code))
    return tuple(teller.unit(unit.code) for unit in ordered[:UNITS_MAX])


LAST = datetime.max.replace(tzinfo=UTC)


def _order_of_a_day(unit: Unit, view: View) -> tuple[datetime, str, datetime, int, str]:
    """By session, within it by time, even where the time is hidden, then by the feed's order."""
    session = view.sessions.get(unit.session or "")
    start_at = unit.start_at or LAST
    began_at = start_at if session is None or session.start_at is None else session.start_at
    return began_at, unit.session or "", start_at, unit.order or 0, unit.code


def _disciplines_of(teller: Teller, competitor: str) -> tuple[str, ...]:
    codes = {discipline(Rsc(each)) for each in teller.view.units_with(competitor)}
    return tuple(sorted({teller.names.discipline(code) for code in codes}))


def _results_of(teller: Teller, competitor: str) -> tuple[AthleteResult, ...]:
    """The rows of a person or her teams, the newest first."""
    boards = (
        teller.board(code, lambda row: has_result(row) and competitor in codes_of([row.competitor]))
        for code in teller.view.units_with(competitor)
    )
    found = [AthleteResult(unit=board.unit, row=row) for board in boards for row in board.rows]
    found.sort(key=lambda each: each.unit.start_at or LAST, reverse=True)
    return tuple(found)


def _figures(code: str, computed: tuple[Counter[str], Counter[str], Counter[str]]) -> Figures:
    gold, silver, bronze = (each[code] for each in computed)
    return gold, silver, bronze


def _told(counts: Iterable[MedalCount]) -> Figures:
    """A line's medals of all kinds of event: the feed's total where it is sent, else the sum."""
    found = list(counts)
    total = [each for each in found if each.type == TOTAL] or found
    gold, silver, bronze = (
        sum(getattr(each, colour) for each in total) for colour in ("gold", "silver", "bronze")
    )
    return gold, silver, bronze


def _ranked(teller: Teller, figures: dict[str, Figures]) -> tuple[MedalTableLine, ...]:
    """By gold, then silver, then bronze; who has the same of all three shares the rank."""
    ordered = sorted(figures, key=lambda code: (*(-each for each in figures[code]), code))
    ranks: dict[Figures, int] = {}
    for at, code in enumerate(ordered, start=1):
        ranks.setdefault(figures[code], at)
    shared = Counter(figures.values())
    return tuple(
        _line(teller, code, figures[code], ranks[figures[code]], is_shared=shared[figures[code]] > 1)
        for code in ordered
    )


def _as_told(teller: Teller, table: MedalTable, told: dict[str, Figures]) -> tuple[MedalTableLine, ...]:
    """The feed's own lines, in its order."""
    lines = sorted(
        enumerate(table.lines), key=lambda each: (each[1].sort_rank or len(table.lines) + each[0], each[0])
    )
    return tuple(
        _line(
            teller,
            line.organisation,
            told[line.organisation],
            int(line.rank) if line.rank is not None and line.rank.isdecimal() else at,
            is_shared=line.is_rank_shared,
        )
        for at, (_, line) in enumerate(lines, start=1)
    )


def _line(teller: Teller, code: str, figures: Figures, rank: int, *, is_shared: bool) -> MedalTableLine:
    gold, silver, bronze = figures
    return MedalTableLine(
        organisation=code,
        organisation_name=teller.names.country(code),
        rank=rank,
        is_rank_shared=is_shared,
        gold=gold,
        silver=silver,
        bronze=bronze,
        total=gold + silver + bronze,
    )
