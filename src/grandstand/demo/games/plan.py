"""The timetable: every unit of the Games with its venue and time, and no venue in use twice at once. Pure.

Each event is held in sittings, one or more; a sitting is a session of the schedule. Targets spread the finals of
a discipline over the days; where a venue is taken, the next free time is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from grandstand.demo.games.athletes import chance_of
from grandstand.demo.games.formats import (
    BRONZE,
    FINAL,
    GROUPS,
    HEATS,
    QUALIFICATION,
    QUARTER,
    ROUND_OF_16,
    SEMI,
    VENUE_OF,
    Mode,
    Stage,
    format_of,
)
from grandstand.demo.games.layout import key
from grandstand.demo.games.programme import PROGRAMME, Event, events
from grandstand.live import Rsc

DAYS = 16
STEP = 15
BUFFER = 40
"""Minutes between two sittings at a venue: a delay of one does not move the next."""
PAUSE = 60
"""Minutes between two sittings of an event on a day."""
STAGE_PAUSE_S = 900
RUN_PAUSE_S = 1500
FIXED = {"HARBOUR": (730, 1000, 1270), "STONES": (545, 845, 1145)}
"""Where matches begin, in minutes after midnight."""
OPEN = {"LANTERN": (600, 1350), "OVAL": (600, 1320), "ICEWAY": (540, 1320), "TERRACE": (540, 1320)}
DAYLIGHT = (540, 1200)
DAY_MINUTES = 24 * 60
LABELS = {
    QUALIFICATION: "Qualification",
    GROUPS: "Round robin",
    HEATS: "Heat",
    ROUND_OF_16: "Round of 16",
    QUARTER: "Quarter-final",
    SEMI: "Semi-final",
    BRONZE: "Match for bronze",
    FINAL: "Final",
}
GOLD, FOR_BRONZE = "1", "3"


@dataclass(slots=True, eq=False)
class Slot:
    """A unit on the timetable, as the schedule shows it now."""

    event: Event
    stage: int
    index: int
    key: Rsc
    name: str
    venue: str
    location: str | None
    session: str
    order: int
    start: datetime
    end: datetime
    medal: str | None
    status: str = "SCHEDULED"
    hidden: bool = False
    start_text: str | None = None
    actual_start: datetime | None = None
    actual_end: datetime | None = None
    starters: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Sitting:
    """Units of an event that are held one after the other; `again_at` where it is held at another time."""

    event: Event
    venue: str
    start: datetime
    end: datetime
    session: str = ""
    slots: list[Slot] = field(default_factory=list)
    again_at: datetime | None = None

    @property
    def held_at(self) -> datetime:
        return self.start if self.again_at is None else self.again_at


class _Unit(NamedTuple):
    stage: int
    at: int
    begins_s: int
    ends_s: int


class _Block(NamedTuple):
    units: tuple[_Unit, ...]
    after_days: int
    venue: str

    @property
    def minutes(self) -> int:
        return max(each.ends_s for each in self.units) // 60 + 1


class _Place(NamedTuple):
    day: int
    minute: int


class Timetable:
    """The sittings of every event, in order.

    Args:
        seed: of the Games.
        opens_on: the first day.
        zone: where the venues are.
        postponed: the event whose last sitting is held on a later day than planned.
    """

    def __init__(self, seed: int, opens_on: date, zone: tzinfo, postponed: Event) -> None:
        self._opens_on, self._zone = opens_on, zone
        self._taken: dict[tuple[str, int], list[tuple[int, int]]] = {}
        self._chance = chance_of(seed, "plan")
        self.sittings: dict[Event, list[Sitting]] = {}
        self._last_day: dict[Event, int] = {}
        for event, target in self._targets(postponed):
            self.sittings[event] = self._sittings(event, target, is_postponed=event == postponed)
        self._number_sessions()

    def last_day(self, event: Event) -> int:
        """The day, 0 to 15, of the event's end."""
        return self._last_day[event]

    def slots(self, discipline: str) -> list[Slot]:
        """The units of a discipline by time."""
        found = [
            slot
            for event, sittings in self.sittings.items()
            if event.discipline == discipline
            for sitting in sittings
            for slot in sitting.slots
        ]
        return sorted(found, key=lambda each: (each.start, each.key))

    def _targets(self, postponed: Event) -> Iterator[tuple[Event, int]]:
        """Every event with the day on which it should end; matches first, since their times are fixed."""
        for discipline in sorted(PROGRAMME, key=lambda each: (VENUE_OF[each] not in FIXED, each)):
            mine = [each for each in events() if each.discipline == discipline]
            self._chance.shuffle(mine)
            mine.sort(key=lambda each: each.code == "PURSUIT")
            mine.sort(key=lambda each: each != postponed)
            shift = self._chance.uniform(0.1, 0.9)
            for at, event in enumerate(mine):
                yield event, 2 if event == postponed else int((at + shift) * DAYS / len(mine))

    def _sittings(self, event: Event, target: int, *, is_postponed: bool) -> list[Sitting]:
        blocks = _blocks(event)
        if VENUE_OF[event.discipline] in FIXED:
            places = self._league_places(event, blocks)
        else:
            places = self._places(blocks, target, self._earliest(event))
        sittings = [self._sitting(event, *each) for each in zip(blocks, places, strict=True)]
        last = places[-1]
        if is_postponed:
            again = self._first_free(blocks[-1], last.day + 1, 0)
            assert again is not None, "there is room on a later day"
            self._take(blocks[-1], again)
            sittings[-1].again_at = self._at(again, 0)
            last = again
        self._last_day[event] = last.day
        return sittings

    def _earliest(self, event: Event) -> int:
        """A pursuit starts by the result of the sprint, so it comes on a later day."""
        before = event._replace(code="SPRINT")
        return self._last_day[before] + 1 if event.code == "PURSUIT" and before in self._last_day else 0

    def _places(self, blocks: Sequence[_Block], target: int, earliest: int) -> list[_Place]:
        span = sum(each.after_days for each in blocks)
        for day in sorted(range(earliest, DAYS), key=lambda each: (abs(each + span - target), each)):
            if (found := self._places_from(blocks, day)) is not None:
                for block, place in zip(blocks, found, strict=True):
                    self._take(block, place)
                return found
        raise AssertionError("the venues have room for the programme")

    def _places_from(self, blocks: Sequence[_Block], day: int) -> list[_Place] | None:
        found: list[_Place] = []
        earliest = 0
        for at, block in enumerate(blocks):
            day += block.after_days
            reserved = _minutes_on_the_same_day(blocks[at + 1 :])
            place = self._first_free(block, day, 0 if block.after_days else earliest, reserved)
            is_kept_together = at == 0 or block.after_days > 0 or (place is not None and place.day == day)
            if place is None or not is_kept_together:
                return None
            found.append(place)
            day, earliest = place.day, place.minute + block.minutes + PAUSE
        return found

    def _first_free(self, block: _Block, day: int, earliest: int, reserved: int = 0) -> _Place | None:
        """A free time on the day, any of them that leaves so many minutes; if there is none, on the next."""
        for each in range(day, DAYS):
            times = _times(block)
            usable = [
                minute
                for minute in times
                if minute >= (earliest if each == day else 0) and minute + reserved <= max(times)
            ]
            chosen = self._chance.sample(usable, len(usable)) if earliest == 0 else usable
            for minute in chosen:
                if self._is_free(block, _Place(each, minute)):
                    return _Place(each, minute)
        return None

    def _league_places(self, event: Event, blocks: Sequence[_Block]) -> list[_Place]:
        """Matches are spread over all days; those of three gender end one after the other."""
        first, last = {"M": (0, 15), "W": (0, 14), "X": (0, 7)}[event.gender]
        found: list[_Place] = []
        earliest = _Place(0, 0)
        for at, block in enumerate(blocks):
            day = max(first + round(at * (last - first) / (len(blocks) - 1)), earliest.day)
            place = self._first_free(block, day, earliest.minute + 1 if day == earliest.day else 0)
            assert place is not None, "there is a time for every match"
            self._take(block, place)
            found.append(place)
            earliest = place
        return found

    def _is_free(self, block: _Block, place: _Place) -> bool:
        begins, ends = place.minute, place.minute + block.minutes + BUFFER
        taken = self._taken.get((block.venue, place.day), ())
        return all(ends <= other or begins >= other_ends for other, other_ends in taken)

    def _take(self, block: _Block, place: _Place) -> None:
        span = place.minute, place.minute + block.minutes + BUFFER
        self._taken.setdefault((block.venue, place.day), []).append(span)

    def _at(self, place: _Place, seconds: int) -> datetime:
        midnight = datetime.combine(self._opens_on + timedelta(days=place.day), time(), self._zone)
        return midnight + timedelta(minutes=place.minute, seconds=seconds // 60 * 60)

    def _sitting(self, event: Event, block: _Block, place: _Place) -> Sitting:
        sitting = Sitting(event, block.venue, self._at(place, 0), self._at(place, block.minutes * 60))
        stages = format_of(event).stages
        for order, unit in enumerate(block.units, start=1):
            stage = stages[unit.stage]
            sitting.slots.append(
                Slot(
                    event=event,
                    stage=unit.stage,
                    index=unit.at,
                    key=key(event, stage.phase, stage.first + unit.at),
                    name=_name(stage, unit.at),
                    venue=block.venue,
                    location=f"SHEET{unit.at % 4 + 1}" if event.discipline == "CUR" else None,
                    session="",
                    order=order,
                    start=self._at(place, unit.begins_s),
                    end=self._at(place, unit.ends_s),
                    medal=_medal(stages, unit),
                )
            )
        return sitting

    def _number_sessions(self) -> None:
        for discipline in PROGRAMME:
            mine = [
                each for event, found in self.sittings.items() if event.discipline == discipline for each in found
            ]
            for number, sitting in enumerate(sorted(mine, key=lambda each: (each.start, each.event)), start=1):
                sitting.session = f"{discipline}{number:02}"
                for slot in sitting.slots:
                    slot.session = sitting.session


def _blocks(event: Event) -> list[_Block]:
    form = format_of(event)
    waiting = [(at, index) for at, stage in enumerate(form.stages) for index in range(stage.units)]
    blocks: list[_Block] = []
    for size, after_days in form.blocks:
        mine, waiting = waiting[:size], waiting[size:]
        stage = form.stages[mine[0][0]]
        blocks.append(_Block(_timed(form.stages, mine), after_days, stage.venue or VENUE_OF[event.discipline]))
    assert not waiting, f"{event}: every unit is in a sitting"
    return blocks


def _timed(stages: Sequence[Stage], units: Sequence[tuple[int, int]]) -> tuple[_Unit, ...]:
    """The units with their times, in seconds from the beginning of the sitting."""
    found: list[_Unit] = []
    for at, index in units:
        stage = stages[at]
        begins = 0
        if found and found[-1].stage != at:
            begins = found[-1].ends_s + STAGE_PAUSE_S
        elif found and stage.mode is Mode.TURNS:
            begins = found[-1].ends_s + RUN_PAUSE_S
        elif found:
            begins = found[-1].begins_s + stage.spacing_s
        found.append(_Unit(at, index, begins, begins + stage.unit_s(index)))
    return tuple(found)


def _minutes_on_the_same_day(blocks: Sequence[_Block]) -> int:
    """What the sittings take that follow at once."""
    total = 0
    for block in blocks:
        if block.after_days:
            break
        total += block.minutes + PAUSE + BUFFER
    return total


def _times(block: _Block) -> Sequence[int]:
    if block.venue in FIXED:
        return FIXED[block.venue]
    opens, closes = OPEN.get(block.venue, DAYLIGHT)
    return range(opens, closes - min(block.minutes, closes - opens - STEP), STEP)


def _name(stage: Stage, index: int) -> str:
    label = LABELS[stage.phase]
    number = stage.first + index
    if stage.units == 1 and stage.first == 1:
        return label
    return f"{label}, run {number}" if stage.mode is Mode.TURNS else f"{label} {number}"


def _medal(stages: Sequence[Stage], unit: _Unit) -> str | None:
    """Whether gold is won in the unit, the last one of its event, or bronze."""
    stage = stages[unit.stage]
    if unit.stage == len(stages) - 1 and unit.at == stage.units - 1:
        return GOLD
    return FOR_BRONZE if stage.phase == BRONZE else None
