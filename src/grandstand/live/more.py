"""What the Games have beside units: brackets, standings, records, weather, announcements, comparisons. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from grandstand.live.answers import (
    BracketAnswer,
    BracketMatchAnswer,
    BracketRoundAnswer,
    BracketSideAnswer,
    CommunicationAnswer,
    ComparedAnswer,
    MedalAnswer,
    MedalTableLine,
    MeetingAnswer,
    RecordAnswer,
    StandingAnswer,
    StandingLineAnswer,
    WeatherAnswer,
)
from grandstand.live.errors import NothingThere
from grandstand.live.models import (
    Bracket,
    BracketMatch,
    Brackets,
    BracketSide,
    Colour,
    Communication,
    Communications,
    Identity,
    Placeholder,
    Record,
    Records,
    ResultRow,
    Standing,
    StandingLine,
    VenueWeather,
    Weather,
)
from grandstand.live.rsc import CUTS, FILL, LENGTH, Rsc, ancestors, discipline
from grandstand.live.rules import has_result
from grandstand.live.tell import Teller, source_of
from grandstand.live.view import Document, View, codes_of

ATHLETE, DELEGATION = "athlete", "delegation"
"""What can be compared."""
GENERAL = "GEN"
"""What stands where a discipline would, of what concerns them all."""
COMMUNICATIONS_MAX = 10
ANNOUNCED_FOR = timedelta(hours=24)
"""So long an announcement is shown."""
MEETINGS_MAX = 50
WIN = "W"
LANGUAGE_OF = {
    "ENG": "en",
    "GER": "de",
    "DEU": "de",
    "FRA": "fr",
    "ITA": "it",
    "SPA": "es",
    "POR": "pt",
    "NED": "nl",
    "NLD": "nl",
    "POL": "pl",
    "RUS": "ru",
    "ARA": "ar",
    "HIN": "hi",
    "CHI": "zh",
    "ZHO": "zh",
    "JPN": "ja",
    "KOR": "ko",
}
"""The codes of languages in headers, and ours."""
EARLIEST = datetime.min.replace(tzinfo=UTC)


# Of an event.


def brackets(teller: Teller, event: Rsc) -> tuple[BracketAnswer, ...]:
    """How the knock-out of an event goes on."""
    found = []
    for document in teller.view.documents_of("DT_BRACKETS", event):
        if isinstance(document.content, Brackets):
            teller.rest_on(document.stamp.generated_at)
            found += [_bracket(teller, event, each, document) for each in document.content.brackets]
    return tuple(found)


def _bracket(teller: Teller, event: Rsc, bracket: Bracket, document: Document) -> BracketAnswer:
    rounds = []
    for each in bracket.rounds:
        phase = f"{event[: CUTS[2]]}{each.phase:{FILL}<{CUTS[3] - CUTS[2]}}".ljust(LENGTH, FILL)
        name = teller.names.phase(phase) or each.phase
        matches = tuple(_match(teller, match, name) for match in each.matches)
        rounds.append(BracketRoundAnswer(phase=phase, name=name, matches=matches))
    return BracketAnswer(rounds=tuple(rounds), source=source_of(document))


def _match(teller: Teller, match: BracketMatch, round_name: str) -> BracketMatchAnswer:
    unit = None if match.unit is None else teller.view.units.get(match.unit)
    return BracketMatchAnswer(
        unit=match.unit,
        name=round_name if match.unit is None else teller.unit_name(Rsc(match.unit), unit),
        status=None if unit is None else unit.status,
        start_at=None if unit is None else unit.start_at,
        sides=tuple(_side(teller, each) for each in match.sides),
    )


def _side(teller: Teller, side: BracketSide) -> BracketSideAnswer:
    competitor, from_text = side.competitor, side.from_text
    if competitor is not None and competitor.placeholder is Placeholder.TBD:
        competitor = None
    if side.from_unit is not None:
        unit = teller.unit_name(Rsc(side.from_unit), teller.view.units.get(side.from_unit))
        from_text = teller.names.comes_from(unit, is_loser=side.is_loser)
    return BracketSideAnswer(
        competitor=None if competitor is None else teller.competitor(competitor),
        from_unit=side.from_unit,
        from_text=from_text,
        value=side.value,
        is_winner=side.win_loss_tie == WIN,
    )


def standings(teller: Teller, event: Rsc) -> tuple[StandingAnswer, ...]:
    """The tables of the groups of an event."""
    found = []
    for document in teller.view.documents_of("DT_POOL_STANDING", event):
        if isinstance(document.content, Standing):
            teller.rest_on(document.stamp.generated_at)
            code = document.identity.code
            found.append(
                StandingAnswer(
                    phase=code,
                    name=teller.names.phase(code) or teller.event_name(event),
                    lines=tuple(_line(teller, each) for each in document.content.lines),
                    source=source_of(document),
                )
            )
    return tuple(found)


def _line(teller: Teller, line: StandingLine) -> StandingLineAnswer:
    return StandingLineAnswer(
        competitor=teller.competitor(line.competitor),
        rank=line.rank,
        is_rank_shared=line.is_rank_shared,
        played=line.played,
        won=line.won,
        tied=line.tied,
        lost=line.lost,
        scored=line.scored,
        conceded=line.conceded,
        points=line.points,
        qualification=line.qualification,
    )


def records(teller: Teller, event: Rsc) -> tuple[RecordAnswer, ...]:
    """The records of an event, of its own document; else of its discipline's, or of that of all."""
    for code in (event, *ancestors(event), GENERAL.ljust(LENGTH, FILL)):
        document = teller.view.document("DT_RECORD", code)
        if document is not None and isinstance(document.content, Records):
            found = tuple(_record(teller, each) for each in document.content.records if each.event == event)
            if found:
                teller.rest_on(document.stamp.generated_at)
                return found
    return ()


def _record(teller: Teller, record: Record) -> RecordAnswer:
    return RecordAnswer(
        kind=record.kind,
        kind_name=teller.names.record(record.kind),
        value=record.value,
        competitor=None if record.competitor is None else teller.competitor(record.competitor),
        set_on=record.set_on,
        place=record.place,
        is_new=record.is_new,
    )


# Of a venue, and of all.


def weather(teller: Teller, venue: str) -> WeatherAnswer | None:
    """The last conditions at a venue that were told; None where none were."""
    newest: tuple[datetime, VenueWeather] | None = None
    for document in teller.view.documents("DT_WEATHER"):
        if isinstance(document.content, Weather):
            for each in document.content.venues:
                at = each.at or document.stamp.generated_at
                if each.venue == venue and (newest is None or at > newest[0]):
                    newest = at, each
                    teller.rest_on(document.stamp.generated_at)
    if newest is None:
        return None
    at, told = newest
    return WeatherAnswer(
        at=at,
        condition=told.condition,
        condition_name=None if told.condition is None else teller.names.sky(told.condition),
        air_c=told.air_c,
        snow_c=told.snow_c,
        ice_c=told.ice_c,
        humidity_percent=told.humidity_percent,
        wind_m_s=told.wind_m_s,
        wind_from=told.wind_from,
        snow_name=None if told.snow is None else teller.names.snow(told.snow),
    )


def communications(teller: Teller, at: datetime) -> tuple[CommunicationAnswer, ...]:
    """What was announced lately, the newest first; of several languages the reader's, else English."""
    found: dict[tuple[Identity, str], CommunicationAnswer] = {}
    for document in teller.view.documents("DT_COMMUNICATION"):
        if isinstance(document.content, Communications):
            for each in document.content.communications:
                told = _communication(teller, each, document)
                key = document.identity._replace(language=""), each.code
                if told.at > at - ANNOUNCED_FOR and _is_better(told, found.get(key), teller.names.language):
                    found[key] = told
                    teller.rest_on(document.stamp.generated_at)
    newest = sorted(found.values(), key=lambda each: (each.at, each.code), reverse=True)[:COMMUNICATIONS_MAX]
    return tuple(newest)


def _is_better(told: CommunicationAnswer, other: CommunicationAnswer | None, language: str) -> bool:
    order = (language, "en")
    if other is None:
        return True
    return (told.language in order[:1], told.language in order) > (
        other.language in order[:1],
        other.language in order,
    )


def _communication(teller: Teller, told: Communication, document: Document) -> CommunicationAnswer:
    identity = document.identity
    about = told.unit or (identity.code if len(identity.code) == LENGTH else "")
    found = discipline(Rsc(about))
    is_of_one = bool(found) and found != GENERAL
    return CommunicationAnswer(
        code=told.code,
        title=told.title,
        text=told.text,
        language=LANGUAGE_OF.get(identity.language, identity.language.lower()),
        discipline=found if is_of_one else None,
        discipline_name=teller.names.discipline(found) if is_of_one else None,
        unit=told.unit,
        at=told.at or document.stamp.generated_at,
    )


# Two beside each other.


def compare(
    teller: Teller, about: str, codes: tuple[str, str], lines: Sequence[MedalTableLine]
) -> tuple[tuple[ComparedAnswer, ...], tuple[MeetingAnswer, ...]]:
    """Both sides, and where they met.

    Args:
        teller: tells of the view.
        about: ATHLETE or DELEGATION.
        codes: of the two.
        lines: of the medal table.

    Raises:
        NothingThere: the feed has not told of one of them.
    """
    side = _athlete if about == ATHLETE else _delegation
    sides = tuple(side(teller, code, lines) for code in codes)
    told = (_meeting(teller, unit, about, frozenset(codes)) for unit in _common_units(teller.view, about, codes))
    return sides, tuple(islice((each for each in told if each is not None), MEETINGS_MAX))


def _athlete(teller: Teller, code: str, _lines: Sequence[MedalTableLine]) -> ComparedAnswer:
    found = teller.view.participants.get(code)
    if found is None:
        raise NothingThere(f"The feed has told of no athlete {code!r}.")
    organisation = found.organisation
    country = None if organisation is None else teller.names.country(organisation)
    return _compared(ATHLETE, code, teller.athlete(code), country, teller.medals_won_by(code), None)


def _delegation(teller: Teller, code: str, lines: Sequence[MedalTableLine]) -> ComparedAnswer:
    medals = teller.medals_for(code)
    rank = next((line.rank for line in lines if line.organisation == code), None)
    name = teller.names.country(code)
    return _compared(DELEGATION, code, name, name, medals, rank)


def _compared(
    kind: str, code: str, name: str, country: str | None, medals: Sequence[MedalAnswer], rank: int | None
) -> ComparedAnswer:
    count = Counter(each.colour for each in medals)
    return ComparedAnswer(
        kind=kind,
        code=code,
        name=name,
        organisation_name=country,
        gold=count[Colour.GOLD],
        silver=count[Colour.SILVER],
        bronze=count[Colour.BRONZE],
        rank=rank,
    )


def _common_units(view: View, about: str, codes: tuple[str, str]) -> Iterator[str]:
    """Where the two may have met, the newest first; of delegations that may be anywhere."""
    found = set(view.units)
    for code in codes if about == ATHLETE else ():
        found &= set(view.units_with(code))
    yield from sorted(found, key=lambda code: (view.units[code].start_at or EARLIEST, code), reverse=True)


def _meeting(teller: Teller, unit: str, about: str, codes: frozenset[str]) -> MeetingAnswer | None:
    """The rows of both in a unit; None where one of them has none with a result."""

    def of_both(row: ResultRow) -> frozenset[str]:
        if not has_result(row):
            return frozenset()
        is_athlete = about == ATHLETE
        return codes.intersection(
            codes_of([row.competitor]) if is_athlete else [teller.organisation_of(row.competitor)]
        )

    if codes != frozenset[str]().union(*map(of_both, teller.rows_of(unit))):
        return None
    board = teller.board(unit, lambda row: bool(of_both(row)))
    return MeetingAnswer(unit=board.unit, rows=board.rows)
