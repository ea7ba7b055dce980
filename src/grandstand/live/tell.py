"""From the codes of a view to answers in one language: the pieces that every answer is made of."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property
from itertools import chain

from grandstand.live.answers import (
    BoardAnswer,
    CompetitorAnswer,
    MedalAnswer,
    RowAnswer,
    RunAnswer,
    SourceAnswer,
    UnitAnswer,
)
from grandstand.live.errors import NothingThere
from grandstand.live.models import Colour, Competitor, Medal, ResultRow, Sheet, Unit
from grandstand.live.names import Names, names, person
from grandstand.live.rsc import Rsc, discipline
from grandstand.live.rsc import event as event_of
from grandstand.live.rules import LIVE_STATUSES, OVER_STATUSES, SETTLED, board_rows, is_medal
from grandstand.live.view import Document, View, codes_of

GENDER_AT = 3
PHASE_END = 26
PERSON = "A"
"""The type of a competitor who is one person."""
COLOURS = {colour: at for at, colour in enumerate(Colour)}


def _any(_row: ResultRow) -> bool:
    return True


class Teller:
    """Tells of one view in one language; `latest_at` is when the newest message it told of was generated."""

    def __init__(self, view: View, names: Names) -> None:
        self.view = view
        self.names = names
        self.latest_at: datetime | None = None

    def rest_on(self, at: datetime | None) -> None:
        """Remember that the answer rests on what was said at that time."""
        if at is not None and (self.latest_at is None or at > self.latest_at):
            self.latest_at = at

    # Who.

    def athlete(self, code: str) -> str:
        """A person's name; the code where nobody has told it."""
        found = self.view.participants.get(code)
        if found is None:
            return code
        return person(found.given_name, found.family_name) or found.print_name or code

    def competitor(self, competitor: Competitor) -> CompetitorAnswer:
        organisation = self.organisation_of(competitor)
        return CompetitorAnswer(
            code=competitor.code,
            name=self._name_of(competitor, organisation),
            is_team=competitor.code not in self.view.participants and competitor.type != PERSON,
            organisation=organisation,
            organisation_name=None if organisation is None else self.names.country(organisation),
            bib=competitor.bib,
            members=tuple(self._members(competitor)),
            placeholder=None if competitor.placeholder is None else competitor.placeholder.value,
        )

    def organisation_of(self, competitor: Competitor) -> str | None:
        """For whom a competitor starts: by the row, else by what is known of her."""
        if competitor.organisation:
            return competitor.organisation
        found = self.view.participants.get(competitor.code) or self.view.teams.get(competitor.code)
        return None if found is None else found.organisation

    def medals_for(self, organisation: str) -> list[MedalAnswer]:
        """The medals of a delegation.

        Raises:
            NothingThere: nobody told of it.
        """
        medals = [each for each in self.medals() if each.competitor.organisation == organisation]
        people, teams = self.view.participants.values(), self.view.teams.values()
        known = chain((each.organisation for each in people), (each.organisation for each in teams))
        if not medals and organisation not in known:
            raise NothingThere(f"The feed has told of no delegation {organisation!r}.")
        return medals

    def _name_of(self, competitor: Competitor, organisation: str | None) -> str:
        if competitor.placeholder is not None:
            return self.names.placeholder(competitor.placeholder)
        if competitor.code in self.view.participants:
            return self.athlete(competitor.code)
        team = self.view.teams.get(competitor.code)
        if team is None and len(competitor.athletes) == 1:
            only = competitor.athletes[0]
            return person(only.given_name, only.family_name) or competitor.code
        # A team that is its country's only one is called as the country is, in the reader's language.
        named = competitor.name or (team.name if team is not None else None)
        if organisation is not None and (named is None or _is_country(named, organisation)):
            return self.names.country(organisation)
        return named or competitor.code

    def _members(self, competitor: Competitor) -> Iterator[str]:
        if competitor.code in self.view.participants:
            return
        if len(competitor.athletes) > 1:
            for each in competitor.athletes:
                known = each.code in self.view.participants
                yield self.athlete(each.code) if known else person(each.given_name, each.family_name) or each.code
        elif (team := self.view.teams.get(competitor.code)) is not None and not competitor.athletes:
            yield from map(self.athlete, team.members)

    # What.

    def event_name(self, event: Rsc) -> str:
        return self.names.event(event)

    def unit_name(self, code: Rsc, unit: Unit | None) -> str:
        event = event_of(code)
        if self.names.phase(code) is None and unit is not None:
            # A phase that our catalogue does not know may have a name of the feed's.
            named = unit.names.get(self.names.language) or next(iter(unit.names.values()), None)
            if named:
                return named
        same = sum(each[:PHASE_END] == code[:PHASE_END] for each in self.view.units_of(event))
        return self.names.unit(code, is_only=same <= 1)

    def unit(self, code: str) -> UnitAnswer:
        """A unit of the schedule, or one of which only a result is known."""
        key = Rsc(code)
        event, found = event_of(key), self.view.units.get(code)
        unit = found or Unit(code=code)
        self.rest_on(self.view.since.get(code))
        board = self._sheet(code)
        status = None if board is None else board[1].status
        venue = self.venue_of(unit)
        return UnitAnswer(
            unit=code,
            event=event,
            discipline=discipline(key),
            gender=code[GENDER_AT],
            name=self.unit_name(key, found),
            event_name=self.event_name(event),
            discipline_name=self.names.discipline(discipline(key)),
            status=unit.status,
            status_name=None if unit.status is None else self.names.status(unit.status),
            is_live=unit.status in LIVE_STATUSES,
            is_over=unit.status in OVER_STATUSES or status in SETTLED,
            start_at=unit.start_at,
            is_start_hidden=unit.is_start_hidden,
            start_text=unit.start_text,
            end_at=unit.end_at,
            actual_start_at=unit.actual_start_at,
            actual_end_at=unit.actual_end_at,
            venue=venue,
            venue_name=None if venue is None else self.names.venue(venue),
            session=unit.session,
            is_medal=is_medal(unit),
            result_status=status,
            result_status_name=None if status is None else self.names.result_status(status),
            leader=None if board is None else self._leader(board[1]),
        )

    def venue_of(self, unit: Unit) -> str | None:
        """Where it is: the unit's venue, or its session's."""
        if unit.venue is not None or unit.session is None:
            return unit.venue
        found = self.view.sessions.get(unit.session)
        return None if found is None else found.venue

    def _sheet(self, code: str) -> tuple[Document, Sheet] | None:
        """The sheet that speaks for a unit: its result, or what is current while there is none."""
        return self.view.sheet("DT_RESULT", code) or self.view.sheet("DT_CURRENT", code)

    def _leader(self, sheet: Sheet) -> CompetitorAnswer | None:
        first = next((row for row in sheet.rows if row.rank is not None), None)
        return None if first is None else self.competitor(first.competitor)

    def rows_of(self, code: str) -> tuple[ResultRow, ...]:
        """The rows of a unit as they are shown."""
        result, current = self.view.sheet("DT_RESULT", code), self.view.sheet("DT_CURRENT", code)
        unit = self.view.units.get(code)
        return board_rows(
            None if result is None else result[1],
            None if current is None else current[1],
            () if unit is None else unit.starters,
        )

    def board(self, code: str, only: Callable[[ResultRow], bool] = _any) -> BoardAnswer:
        """A unit with its rows.

        Args:
            code: of the unit.
            only: which of the rows are told.
        """
        unit, source = self.unit(code), self._sheet(code)
        if source is not None:
            self.rest_on(source[0].stamp.generated_at)
        medals = self.medals_of(Rsc(unit.event)) if unit.is_medal else []
        won = {each.competitor.code: each.colour for each in medals}
        rows = filter(only, self.rows_of(code))
        return BoardAnswer(
            unit=unit,
            rows=tuple(self.row(each, won.get(each.competitor.code)) for each in rows),
            source=None if source is None else source_of(source[0]),
        )

    def row(self, row: ResultRow, medal: Colour | None = None) -> RowAnswer:
        return RowAnswer(
            competitor=self.competitor(row.competitor),
            rank=row.rank,
            is_rank_shared=row.is_rank_shared,
            start_order=row.start_order,
            value=row.value,
            diff=row.diff,
            irm=row.irm,
            irm_name=None if row.irm is None else self.names.irm(row.irm),
            qualification=row.qualification,
            win_loss_tie=row.win_loss_tie,
            runs=tuple(
                RunAnswer(unit=each.unit, value=each.value, rank=each.rank, diff=each.diff, irm=each.irm)
                for each in row.runs
            ),
            medal=medal,
        )

    # Medals.

    def medals(self) -> list[MedalAnswer]:
        """Every medal, the newest first; those of one event gold first."""
        found = [each for event in self._medals for each in self.medals_of(event)]
        return sorted(found, key=lambda each: each.won_at, reverse=True)

    def medals_of(self, event: Rsc) -> list[MedalAnswer]:
        """The medals of one event, gold first."""
        found = [self._medal(*each) for each in self._medals.get(event, ())]
        return sorted(found, key=lambda each: (COLOURS[each.colour], each.competitor.code))

    def medals_won_by(self, competitor: str) -> list[MedalAnswer]:
        """The medals of a person or team, alone or as a member."""
        won = [each for medals in self._medals.values() for each in medals]
        return [self._medal(*each) for each in won if competitor in codes_of([each[0].competitor])]

    @cached_property
    def _medals(self) -> dict[Rsc, list[tuple[Medal, Document]]]:
        """Every medal by its event, and the message that says so."""
        found: dict[Rsc, list[tuple[Medal, Document]]] = {}
        for document, told in self.view.medallists():
            for each in told.medals:
                found.setdefault(event_of(Rsc(each.event)), []).append((each, document))
        return found

    def _medal(self, medal: Medal, document: Document) -> MedalAnswer:
        self.rest_on(document.stamp.generated_at)
        event = event_of(Rsc(medal.event))
        return MedalAnswer(
            event=event,
            event_name=self.event_name(event),
            discipline=discipline(event),
            discipline_name=self.names.discipline(discipline(event)),
            colour=medal.colour,
            competitor=self.competitor(medal.competitor),
            won_at=document.stamp.generated_at,
        )


def source_of(document: Document) -> SourceAnswer:
    return SourceAnswer(
        type=document.identity.type,
        code=document.identity.code,
        version=document.stamp.version,
        generated_at=document.stamp.generated_at,
        digest=document.stamp.digest.hex(),
    )


def _is_country(named: str, organisation: str) -> bool:
    """Whether a team's name only says which country it is of: then each reader has a word of her own for it."""
    return named.casefold() in {organisation.casefold(), names("en").country(organisation).casefold()}
