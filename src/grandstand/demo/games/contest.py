"""An event from its first start list to its medals, and to what is corrected afterwards, as drafts in time.

Each sitting is thought out when its start list is due, so the next event may build on the one before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from grandstand.demo.games.announcements import announcements
from grandstand.demo.games.athletes import Roster, Side, chance_of
from grandstand.demo.games.drafts import Change, Draft, Wake, Won, Words
from grandstand.demo.games.duels import DuelsStage
from grandstand.demo.games.formats import BRONZE, FINAL, GROUPS, QUALIFICATION, Mode, Stage, format_of
from grandstand.demo.games.heats import HeatsStage, gaps_of
from grandstand.demo.games.lines import Line, Measure, podium, ranked, rows, start_rows
from grandstand.demo.games.matches import MatchesStage
from grandstand.demo.games.plan import Sitting, Slot, Timetable
from grandstand.demo.games.programme import Event
from grandstand.demo.games.progress import Progress
from grandstand.demo.games.records import RECORD, Best, beaten, recorded_events, records, standing_records
from grandstand.demo.games.schedule import delay, postponement, reset, wrong_key
from grandstand.demo.games.telling import RESULT, tell
from grandstand.demo.games.trouble import CORRECTED_AFTER_DAYS, Trouble, Troubles
from grandstand.demo.games.turns import TurnsStage
from grandstand.live import Colour

AnyStage: TypeAlias = TurnsStage | HeatsStage | DuelsStage | MatchesStage
LISTS_AT = time(17, 10)
"""When start lists come out, on the eve."""
LATEST_LIST = timedelta(hours=3)
CANCELLED_BEFORE = timedelta(minutes=50)
PROTEST_AFTER, DECISION_AFTER = timedelta(minutes=14), timedelta(minutes=52)
DELAY = timedelta(minutes=35)
CORRECTED_AT = time(11, 20)
RECORD_AFTER = timedelta(seconds=25)
BEGUN_AFTER = timedelta(seconds=20)


@dataclass(slots=True, kw_only=True)
class World:
    """What the events share; `results` are the rows of those that are over, with their measure."""

    seed: int
    opens_on: date
    roster: Roster
    timetable: Timetable
    troubles: Troubles
    results: dict[Event, tuple[list[Line], Measure]] = field(default_factory=dict)


class Contest:
    """One event.

    Args:
        world: what it takes place in.
        event: which one.
    """

    def __init__(self, world: World, event: Event) -> None:
        self._world, self._event = world, event
        self._form = format_of(event)
        self._kinds = world.troubles.get(event, frozenset())
        self._chance = chance_of(world.seed, "contest", event.rsc)
        self._sides = list(world.roster.sides[event])
        self._stage_at = -1
        self._stage: AnyStage | None = None
        self._before: AnyStage | None = None
        self._bronze: DuelsStage | MatchesStage | None = None
        self._finalists: list[Side] = []
        self._progress = Progress(event, self._form, self._sides)
        self._announced = 1
        self._bests = standing_records(world.seed, event, world.opens_on) if event in recorded_events() else ()
        self._told_bests: tuple[Best, ...] = self._bests
        start = world.timetable.sittings[event][0].start
        self._eve = datetime.combine(start.date() - timedelta(days=1), LISTS_AT, start.tzinfo)
        self._listed_at = self._official_at = self._eve

    def drafts(self) -> Iterator[Draft]:
        """Everything about the event, each draft no earlier than the one before."""
        sittings = self._world.timetable.sittings[self._event]
        for number, sitting in enumerate(sittings):
            self._listed_at = self._list_time(sitting, is_first=number == 0)
            yield Wake(self._listed_at)
            if number == 0:
                self._progress.begin(self._listed_at + BEGUN_AFTER)
            found = self._sitting(sitting)
            if number == len(sittings) - 1:
                found += self._end(sitting.slots[-1])
            told = list(announcements(self._event, found, self._announced))
            self._announced += len(told)
            found += [*told, *self._progress.drafts()]
            yield from sorted(found, key=lambda draft: draft.at)
        yield from self._correction(sittings[-1].slots[-1])

    def _list_time(self, sitting: Sitting, *, is_first: bool) -> datetime:
        """When the start list of a sitting comes out."""
        if is_first and not self._form.stages[0].gaps:
            return self._eve + timedelta(minutes=self._chance.randrange(100))
        usual = sitting.start - LATEST_LIST + timedelta(minutes=self._chance.randrange(60))
        return max(usual, self._official_at + timedelta(minutes=2))

    def _sitting(self, sitting: Sitting) -> list[Draft]:
        found: list[Draft] = []
        shift = sitting.held_at - sitting.start
        if sitting.again_at is not None:
            found += postponement(sitting)
        if Trouble.DELAYED in self._kinds:
            found += delay(sitting, DELAY)
            shift += DELAY
        if Trouble.RESET in self._kinds:
            found += reset(sitting, DELAY)
        if Trouble.KEY in self._kinds:
            found.append(wrong_key(sitting))
        for slot in sitting.slots:
            found += self._unit(slot, shift)
        return found

    def _unit(self, slot: Slot, shift: timedelta) -> list[Draft]:
        is_new = slot.stage != self._stage_at
        if is_new:
            self._open(slot.stage)
        form_stage = self._form.stages[slot.stage]
        follows = slot.order > 1
        if follows and (is_new or form_stage.mode is Mode.TURNS):
            self._listed_at = self._official_at + timedelta(seconds=self._chance.uniform(40, 90))
        if is_new and isinstance(self._stage, DuelsStage | MatchesStage):
            self._progress.open(form_stage, self._stage.pairs, self._listed_at)
        if Trouble.CANCELLED in self._kinds and form_stage.phase == QUALIFICATION:
            return self._cancel(slot)
        starts_at = slot.start + shift
        if follows:
            # What was interrupted or took longer moves what comes next.
            starts_at = max(starts_at, self._listed_at + timedelta(minutes=4))
        assert self._stage is not None
        told = tell(
            slot,
            self._stage.play(slot, slot.index),
            published_at=self._listed_at + timedelta(seconds=slot.index % 8),
            starts_at=starts_at,
            troubles=self._troubles_of(slot),
            chance=self._chance,
        )
        self._official_at = max(told.official_at, self._official_at)
        if isinstance(self._stage, DuelsStage | MatchesStage):
            self._progress.note(form_stage, slot.index, told.official_at, self._stage.met[-1])
        return told.drafts

    def _troubles_of(self, slot: Slot) -> frozenset[Trouble]:
        """What goes wrong in this unit of the event: most of it in the last one, withdrawals in the first."""
        first, last = slot.stage == slot.index == 0, slot.medal is not None
        here = {Trouble.WITHDRAWN: first, Trouble.INTERRUPTED: first, Trouble.SORT_ORDER: first}
        return frozenset(each for each in self._kinds if here.get(each, last))

    def _open(self, at: int) -> None:
        """Begin a stage with those who have come through the one before."""
        self._before, self._stage_at = self._stage, at
        stage = self._form.stages[at]
        sides = self._through(stage)
        if stage.mode is Mode.TURNS:
            is_tied = Trouble.TIE in self._kinds and at == len(self._form.stages) - 1
            self._stage = TurnsStage(self._form, stage, sides, self._chance, is_tied=is_tied)
        elif stage.mode is Mode.HEATS:
            self._stage = self._heats(at, stage, sides)
        elif stage.mode is Mode.DUELS:
            is_seeded = isinstance(self._before, DuelsStage)
            self._stage = DuelsStage(self._form, stage, sides, is_seeded=is_seeded, chance=self._chance)
        else:
            self._stage = MatchesStage(self._event.discipline, stage, sides, self._chance)
        if stage.phase == BRONZE:
            assert isinstance(self._stage, DuelsStage | MatchesStage)
            self._bronze = self._stage

    def _through(self, stage: Stage) -> list[Side]:
        before = self._before
        if before is None or self._is_cancelled:
            return self._sides[: stage.fields[0]]
        if isinstance(before, TurnsStage | HeatsStage):
            return before.qualified()[: stage.fields[0]]
        if stage.phase == BRONZE:
            self._finalists = list(before.winners)
            return list(before.losers)
        if stage.phase == FINAL:
            return self._finalists
        if isinstance(before, MatchesStage) and self._form.stages[self._stage_at - 1].phase == GROUPS:
            return before.through()
        return list(before.winners)

    @property
    def _is_cancelled(self) -> bool:
        return Trouble.CANCELLED in self._kinds and self._stage_at == 1

    def _heats(self, at: int, stage: Stage, sides: list[Side]) -> HeatsStage:
        gaps: dict[Side, float] = {}
        if stage.gaps and isinstance(self._before, TurnsStage):
            gaps = gaps_of(self._before.lines, self._before.measure)
        elif stage.gaps:
            lines, measure = self._world.results[self._event._replace(code="SPRINT")]
            known = {side.code: gap for side, gap in gaps_of(lines, measure).items()}
            sides, gaps = _by_gap(sides, known)
        through = 0 if at + 1 == len(self._form.stages) else self._form.stages[at + 1].fields[0]
        return HeatsStage(self._form, stage, sides, through=through, gaps=gaps, chance=self._chance)

    def _cancel(self, slot: Slot) -> list[Draft]:
        at = slot.start - CANCELLED_BEFORE
        self._official_at = at
        return [
            Words(self._listed_at, RESULT, slot.key, "START_LIST", start_rows(self._sides)),
            Change(at, (slot,), {"status": "CANCELLED"}),
            Words(at + timedelta(seconds=40), RESULT, slot.key, "", None),
        ]

    def _end(self, slot: Slot) -> list[Draft]:
        """The medals; where somebody protests, the changed ones too."""
        stage = self._stage
        won_at = self._official_at + timedelta(seconds=self._chance.uniform(200, 420))
        if isinstance(stage, DuelsStage | MatchesStage):
            assert self._bronze is not None
            medals = (
                (Colour.GOLD, stage.winners[-1]),
                (Colour.SILVER, stage.losers[-1]),
                (Colour.BRONZE, self._bronze.winners[-1]),
            )
            return [Won(won_at, self._event, medals)]
        assert stage is not None
        self._world.results[self._event] = stage.lines, stage.measure
        found: list[Draft] = [Won(won_at, self._event, podium(stage.lines))]
        found += self._records(slot, self._official_at, stage.lines[0])
        if Trouble.PROTESTED in self._kinds:
            at = self._official_at
            found.append(
                Words(at + PROTEST_AFTER, RESULT, slot.key, "PROTESTED", rows(stage.lines, stage.measure))
            )
            found += self._changed(slot, at + DECISION_AFTER, place=1)
        return found

    def _correction(self, slot: Slot) -> Iterator[Draft]:
        if Trouble.CORRECTED in self._kinds:
            day = slot.start.date() + timedelta(days=CORRECTED_AFTER_DAYS)
            at = datetime.combine(day, CORRECTED_AT, slot.start.tzinfo)
            yield Wake(at)
            yield from self._changed(slot, at, place=0)

    def _changed(self, slot: Slot, at: datetime, *, place: int) -> list[Draft]:
        """Without whom had that place: the result again, and the medals."""
        lines, measure = self._world.results[self._event]
        out = replace(lines[place], merit=None, irm="DSQ", qualification=None)
        changed = ranked([*lines[:place], out, *lines[place + 1 :]])
        self._world.results[self._event] = changed, measure
        return [
            Words(at, RESULT, slot.key, "OFFICIAL", rows(changed, measure)),
            Won(at + timedelta(minutes=3), self._event, podium(changed)),
            *self._records(slot, at, changed[0]),
        ]

    def _records(self, slot: Slot, at: datetime, winner: Line) -> Iterator[Draft]:
        """The records of the event, if they are others now."""
        if not self._bests:
            return
        bests = beaten(self._bests, winner, slot.start.date())
        if bests != self._told_bests:
            self._told_bests = bests
            yield Words(at + RECORD_AFTER, RECORD, self._event.rsc, "", records(self._event, bests))


def _by_gap(sides: list[Side], known: dict[str, float]) -> tuple[list[Side], dict[Side, float]]:
    """Those of the sprint in its order, then the others as far behind as its last one."""
    last = max(known.values())
    ordered = sorted(sides, key=lambda side: (known.get(side.code, last + 1), side.bib))
    return ordered, {side: known.get(side.code, last) for side in ordered}
