"""The simulated Games: the same bytes every time, a coherent story, and everything that goes wrong in reality."""

import random
import re
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grandstand.demo.games import Emitted, SimulatedGames, delivered
from grandstand.demo.games.athletes import Roster, Side, chance_of
from grandstand.demo.games.duels import bracket
from grandstand.demo.games.formats import format_of
from grandstand.demo.games.heats import serpentine
from grandstand.demo.games.lines import Line, Measure, podium, ranked
from grandstand.demo.games.matches import fixtures
from grandstand.demo.games.naming import CULTURES, invent_name
from grandstand.demo.games.nations import NATIONS, NEUTRAL
from grandstand.demo.games.plan import BUFFER, DAYS, Timetable
from grandstand.demo.games.programme import Event, events
from grandstand.demo.games.simulated import games_of
from grandstand.demo.games.trouble import Trouble, assign, postponed_event
from grandstand.live import Envelope, Join, LiveState, Reason, Stamp
from grandstand.live.envelope import sniff
from grandstand.live.models import (
    Colour,
    Content,
    Medallists,
    MedalTable,
    Parsed,
    Placeholder,
    Schedule,
    Sheet,
    Unit,
)
from grandstand.live.parse import parse
from grandstand.live.reader import INLINE_BYTES_MAX
from grandstand.live.rules import is_test
from grandstand.live.state import needed, state_of

OPENS_ON = date(2030, 2, 8)
ZONE = timezone(timedelta(hours=1))
SEEDED_DEFECTS = {Reason.SORT_ORDER, Reason.RANK_EQUAL, Reason.KEY}


class Read(NamedTuple):
    at: datetime
    envelope: Envelope
    parsed: Parsed
    size: int


def games(seed: int = 1, days: int = DAYS) -> SimulatedGames:
    return SimulatedGames(seed, OPENS_ON, zone=ZONE, days=days)


@pytest.fixture(scope="module")
def emitted() -> list[Emitted]:
    return list(games().messages())


@pytest.fixture(scope="module")
def story(emitted: list[Emitted]) -> list[Read]:
    """Every message of seed 1, read."""
    return [
        Read(each.at, envelope := sniff(each.body), parse(each.body, envelope), len(each.body)) for each in emitted
    ]


class Table:
    """The plain way to a state."""

    def __init__(self, messages: list[Emitted]) -> None:
        self.join = Join()
        self.contents: dict[bytes, Content | None] = {}
        for each in messages:
            envelope = sniff(each.body)
            if not is_test(envelope, ()):
                digest = sha256(each.body).digest()
                if digest not in self.contents:
                    self.contents[digest] = parse(each.body, envelope).content
                self.join.add(envelope.identity, Stamp(envelope.version, envelope.generated_at, digest))

    def state(self, as_of: datetime | None = None) -> LiveState:
        at = as_of or datetime.max.replace(tzinfo=UTC)
        return state_of(needed(self.join, at), self.join.gaps(at), lambda each: self.contents[each.digest])


def digest_of(messages: list[Emitted]) -> str:
    total = sha256()
    for each in messages:
        total.update(each.at.isoformat().encode() + each.body)
    return total.hexdigest()


def test_same_seed_gives_the_same_bytes_and_another_one_others(emitted: list[Emitted]) -> None:
    assert digest_of(list(games().messages())) == digest_of(emitted)
    assert digest_of(list(games(2).messages())) != digest_of(emitted)


def test_one_object_tells_the_same_twice() -> None:
    told = games(5, days=1)
    assert list(told.messages()) == list(told.messages())


@pytest.mark.parametrize("days", [1, 4])
def test_fewer_days_are_the_first_messages_of_more(emitted: list[Emitted], days: int) -> None:
    found = list(games(days=days).messages())
    assert found == emitted[: len(found)]
    assert found[-1].at <= datetime.combine(
        OPENS_ON + timedelta(days=days), datetime.min.time(), ZONE
    ) + timedelta(hours=5)


def test_every_message_is_read_and_only_seeded_defects_are_in_it(story: list[Read]) -> None:
    defects = [each.reason for read in story for each in read.parsed.defects]
    assert set(defects) == SEEDED_DEFECTS
    assert len(defects) <= 20


def test_versions_rise_with_time_without_holes_and_no_document_is_said_twice(story: list[Read]) -> None:
    versions: dict[object, int] = defaultdict(int)
    for read in story:
        versions[read.envelope.identity] += 1
        assert read.envelope.version == versions[read.envelope.identity]
        assert read.envelope.generated_at == read.at
    assert all(one.at < other.at for one, other in pairwise(story))


def test_volume_is_that_of_a_real_feed(story: list[Read]) -> None:
    sizes = sorted(read.size for read in story)
    assert 6000 <= len(sizes) <= 15000
    assert 1000 <= sizes[len(sizes) // 2] <= 3000
    assert sum(size > 60_000 for size in sizes) >= 5
    assert sizes[-1] < INLINE_BYTES_MAX


def test_every_event_has_its_medals_by_the_last_day(story: list[Read]) -> None:
    held = last_medals(story)
    assert set(held) == {event.rsc for event in events()}
    for event, content in held.items():
        count = Counter(medal.colour for medal in content.medals)
        assert sum(count.values()) >= 3, event
        assert count[Colour.GOLD] >= 1, event
        assert len({medal.competitor.code for medal in content.medals}) == len(content.medals), event


def test_medals_come_once_but_for_protests_and_corrections(story: list[Read]) -> None:
    said = Counter(read.envelope.identity.code for read in story if isinstance(read.parsed.content, Medallists))
    changed = {event.rsc for event, kinds in troubles().items() if kinds & {Trouble.PROTESTED, Trouble.CORRECTED}}
    assert {event for event, count in said.items() if count > 1} == changed


def test_medals_come_after_the_official_result(story: list[Read]) -> None:
    status: dict[str, str | None] = {}
    for read in story:
        identity = read.envelope.identity
        if identity.type == "DT_RESULT":
            status[identity.code] = read.envelope.result_status
        elif identity.type == "DT_MEDALLISTS":
            finals = [code for code in status if code[:22] == identity.code[:22] and code[22:26] == "FNL-"]
            assert finals
            assert status[max(finals)] == "OFFICIAL"


def test_feeds_table_is_what_the_medallists_say_without_the_neutral_ones(story: list[Read]) -> None:
    held: dict[str, Medallists] = {}
    tables = 0
    for read in story:
        content = read.parsed.content
        if isinstance(content, Medallists):
            held[read.envelope.identity.code] = content
        elif isinstance(content, MedalTable):
            tables += 1
            assert said_by(content) == counted(held)
    assert tables >= len(events())
    assert any(medal.competitor.organisation == NEUTRAL for each in held.values() for medal in each.medals)


def test_permutation_of_what_is_delivered_gives_the_same_state() -> None:
    arrived = list(delivered(games(days=4).messages(), random.Random(3)))  # noqa: S311 - seeded
    expected = Table(arrived)
    random.Random(4).shuffle(arrived)  # noqa: S311 - seeded
    found = Table(arrived)
    assert found.state().canonical() == expected.state().canonical()
    noon = datetime(2030, 2, 10, 12, tzinfo=UTC)
    assert found.state(noon).canonical() == expected.state(noon).canonical()


def test_delivery_loses_nothing_that_lasts(emitted: list[Emitted]) -> None:
    arrived = list(delivered(iter(emitted), random.Random(5)))  # noqa: S311 - seeded
    complete, found = Table(emitted).state(), Table(arrived).state()
    assert found.gaps
    assert complete.gaps == []
    assert found.documents == complete.documents
    assert found.units == complete.units
    lossless = list(delivered(iter(emitted), random.Random(5), has_holes=False))  # noqa: S311 - seeded
    assert Table(lossless).state().canonical() == complete.canonical()


def test_delivery_has_doubles_late_ones_tests_and_holes(emitted: list[Emitted]) -> None:
    arrived = list(delivered(iter(emitted), random.Random(5)))  # noqa: S311 - seeded
    bodies = Counter(each.body for each in arrived)
    assert max(bodies.values()) == 2
    assert sum(one.at > other.at for one, other in pairwise(arrived)) > 100
    assert sum(each.body not in bodies for each in emitted) > 3
    tests = [sniff(each.body) for each in arrived if b'FeedFlag="T"' in each.body]
    assert len(tests) > 20
    real = {sniff(each.body).identity for each in emitted}
    assert all(is_test(each, ()) and each.identity in real for each in tests)


def test_state_of_a_day_is_coherent(emitted: list[Emitted]) -> None:
    """What lies behind is over and has results; what lies ahead is neither; something is going on."""
    state = Table([each for each in emitted if each.at < at_local(9, 0, day=6)])
    seen_live = 0
    for hour in range(10, 20):
        now = at_local(hour, 5, day=5)
        units = state.state(now).units.values()
        seen_live += sum(unit.status == "RUNNING" for unit in units)
        for unit in units:
            check_unit(unit, now)
    assert seen_live >= 8


def check_unit(unit: Unit, now: datetime) -> None:
    assert unit.start_at is not None
    assert unit.end_at is not None
    if unit.end_at < now - timedelta(hours=2):
        assert unit.status in {"FINISHED", "CANCELLED", "POSTPONED"}, unit
    elif unit.start_at > now + timedelta(minutes=30):
        assert unit.status in {"SCHEDULED", "DELAYED", "POSTPONED", "RESCHEDULED", "CANCELLED"}, unit
        assert unit.actual_start_at is None


def test_results_go_their_way_from_start_list_to_official(story: list[Read]) -> None:
    ways: dict[str, list[str]] = defaultdict(list)
    rows: dict[str, Sheet] = {}
    for read in story:
        if read.envelope.identity.type == "DT_RESULT" and isinstance(read.parsed.content, Sheet):
            ways[read.envelope.identity.code].append(str(read.envelope.result_status))
            rows[read.envelope.identity.code] = read.parsed.content
    assert len(ways) > 550
    for code, way in ways.items():
        assert way[0] == "START_LIST", code
        if way == ["START_LIST"]:
            continue  # it was cancelled
        assert way[-1] == "OFFICIAL", code
        assert way.index("UNOFFICIAL") < way.index("OFFICIAL"), code
        assert any(row.rank == "1" for row in rows[code].rows), code
        assert [row.sort_order for row in rows[code].rows] == list(range(1, len(rows[code].rows) + 1)), code
    assert sum("LIVE" in way for way in ways.values()) > 500
    assert sum("INTERMEDIATE" in way for way in ways.values()) > 50


def test_everybody_in_a_result_is_a_participant_or_a_team(emitted: list[Emitted]) -> None:
    state = Table(emitted).state()
    teams = {code.decode() for each in emitted for code in re.findall(rb'<Team Code="([^"]+)"', each.body)}
    for content in state.documents.values():
        if isinstance(content, Sheet):
            for row in content.rows:
                competitor = row.competitor
                if competitor.placeholder is None:
                    assert competitor.code in (teams if competitor.type == "T" else state.participants)
                assert all(each.code in state.participants for each in competitor.athletes)
    for team in state.teams.values():
        assert team.members
        assert all(member in state.participants for member in team.members)


def test_each_kind_of_trouble_occurs(story: list[Read], emitted: list[Emitted]) -> None:
    statuses: dict[str, list[str | None]] = defaultdict(list)
    results: dict[str, list[str | None]] = defaultdict(list)
    hidden, starters = 0, set[Placeholder | None]()
    for read in story:
        content, identity = read.parsed.content, read.envelope.identity
        if identity.type == "DT_SCHEDULE_UPDATE" and isinstance(content, Schedule):
            for unit in content.units:
                statuses[unit.code].append(unit.status)
        if isinstance(content, Schedule):
            hidden += sum(unit.is_start_hidden and bool(unit.start_text) for unit in content.units)
            starters |= {each.placeholder for unit in content.units for each in unit.starters}
        if identity.type == "DT_RESULT":
            results[identity.code].append(read.envelope.result_status if content is not None else None)
    told = {status for each in statuses.values() for status in each}
    assert {"DELAYED", "POSTPONED", "RESCHEDULED", "INTERRUPTED", "CANCELLED", "SCHEDULED_BREAK"} <= told
    assert hidden
    assert {Placeholder.TBD, Placeholder.BYE} <= starters
    assert any(b'Code="NOAWARD"' in each.body for each in emitted)
    assert any("PROTESTED" in way and way[-1] == "OFFICIAL" for way in results.values())
    assert any(None in way and way[-1] == "OFFICIAL" for way in results.values()), "a start list is withdrawn"
    assert sum(read.parsed.content is None and read.envelope.identity.type == "DT_CURRENT" for read in story) > 100
    types = {read.envelope.identity.type for read in story}
    assert {"DT_PARTIC_UPDATE", "DT_PARTIC_TEAMS_UPDATE"} <= types
    silvers = [
        Counter(medal.colour for medal in each.medals)[Colour.SILVER] for each in last_medals(story).values()
    ]
    assert max(silvers) == 2


def test_protest_changes_the_podium(story: list[Read]) -> None:
    for event, kinds in troubles().items():
        if kinds & {Trouble.PROTESTED, Trouble.CORRECTED}:
            first, second = (read for read in story if read.envelope.identity[1:3] == ("DT_MEDALLISTS", event.rsc))
            assert first.parsed != second.parsed
            is_days_later = second.at - first.at > timedelta(days=1)
            assert is_days_later == (Trouble.CORRECTED in kinds)


def test_tie_for_silver_leaves_no_bronze(story: list[Read]) -> None:
    tied = [event for event, kinds in troubles().items() if Trouble.TIE in kinds]
    assert tied
    for event in tied:
        count = Counter(medal.colour for medal in last_medals(story)[event.rsc].medals)
        assert count == {Colour.GOLD: 1, Colour.SILVER: 2}


def test_bulk_takes_a_delay_back(story: list[Read]) -> None:
    (event,) = (event for event, kinds in troubles().items() if Trouble.RESET in kinds)
    seen: list[tuple[str, str | None]] = [
        (read.envelope.identity.type, unit.status)
        for read in story
        if isinstance(read.parsed.content, Schedule)
        for unit in read.parsed.content.units
        if unit.code.startswith(event.rsc[:12])
    ]
    at = seen.index(("DT_SCHEDULE_UPDATE", "DELAYED"))
    assert seen[at + 1] == ("DT_SCHEDULE", "SCHEDULED")


def test_plan_is_kept_apart_from_what_happened(emitted: list[Emitted]) -> None:
    units = Table(emitted).state().units.values()
    over = [unit for unit in units if unit.status == "FINISHED"]
    assert len(over) > 600
    assert all(unit.actual_start_at is not None and unit.actual_start_at != unit.start_at for unit in over)


@pytest.mark.parametrize("seed", [2, 3, 7])
def test_other_seeds_tell_a_whole_story_as_well(seed: int) -> None:
    read = [
        Read(each.at, envelope := sniff(each.body), parse(each.body, envelope), 0)
        for each in games(seed).messages()
        if b"DT_MEDAL" in each.body[:700] or b"SCHEDULE" in each.body[:700]
    ]
    assert len(last_medals(read)) == len(events())
    tables = [each.parsed.content for each in read if isinstance(each.parsed.content, MedalTable)]
    assert said_by(tables[-1]) == counted(last_medals(read))


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("America/Los_Angeles"), ZoneInfo("Asia/Shanghai")])
def test_zone_moves_the_day_and_headers_stay_in_utc(zone: tzinfo) -> None:
    messages = list(SimulatedGames(1, OPENS_ON, zone=zone, days=1).messages())
    for each in messages:
        assert sniff(each.body).generated_at == each.at
    starts = [
        unit.start_at.astimezone(zone).hour
        for each in messages
        if isinstance(content := parse(each.body, sniff(each.body)).content, Schedule)
        for unit in content.units
        if unit.start_at is not None
    ]
    assert min(starts) >= 9


@given(st.integers(0, 2**31 - 1), st.dates(date(1950, 1, 1)), st.integers(-720, 840))
def test_code_of_the_competition_tells_which_games_they_are(seed: int, opens_on: date, minutes: int) -> None:
    told = SimulatedGames(seed, opens_on, zone=timezone(timedelta(minutes=minutes)))
    found = games_of(told.competition, feed_zone=UTC)
    assert found is not None
    assert (found.seed, found.opens_on) == (seed, opens_on)
    assert found.zone.utcoffset(None) == told.zone.utcoffset(None)
    assert games_of("OWG2030", feed_zone=UTC) is None


@given(st.integers(0, 2**31 - 1))
@settings(max_examples=15)
def test_no_venue_is_used_twice_at_once(seed: int) -> None:
    timetable = Timetable(seed, OPENS_ON, UTC, postponed_event(seed))
    by_venue: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for sittings in timetable.sittings.values():
        for sitting in sittings:
            assert sitting.slots
            by_venue[sitting.venue].append((sitting.start, sitting.end))
            if sitting.again_at is not None:
                by_venue[sitting.venue].append(
                    (sitting.again_at, sitting.again_at + (sitting.end - sitting.start))
                )
        for one, other in pairwise(sittings):
            assert one.end < other.start
    for spans in by_venue.values():
        for (_, ends), (begins, _) in pairwise(sorted(spans)):
            assert begins - ends >= timedelta(minutes=BUFFER - 1)
    days = {timetable.last_day(event) for event in events()}
    assert min(days) >= 0
    assert max(days) == DAYS - 1


@given(st.integers(0, 2**31 - 1))
@settings(max_examples=15)
def test_every_kind_of_trouble_finds_its_event(seed: int) -> None:
    timetable = Timetable(seed, OPENS_ON, UTC, postponed_event(seed))
    found = assign(seed, timetable.last_day)
    assert frozenset.union(*found.values()) == set(Trouble)


def test_names_are_written_as_a_feed_writes_them() -> None:
    for culture in CULTURES:
        chance = chance_of("names", culture)
        names = [invent_name(culture, gender, chance) for gender in "MW" for _ in range(100)]
        assert len(set(names)) > 60
        for name in names:
            assert name.family == name.family.upper()
            assert name.given
            assert (name.local_given is None) == (name.local_family is None)
            if name.local_family is not None:
                assert name.family.isascii()
                assert (name.local_given, name.local_family) != (name.given, name.family.title())
    nordic = [invent_name("nordic", "M", chance_of("n", at)) for at in range(200)]
    assert any("AE" in name.family and "æ" in str(name.local_family).lower() for name in nordic)
    slavic = [invent_name("slavic", "W", chance_of("s", at)) for at in range(200)]
    assert any(re.search("[čšž]", str(name.local_family)) for name in slavic)


def test_roster_is_as_diverse_as_the_world() -> None:
    roster = Roster(1)
    nations = {person.organisation for sides in roster.sides.values() for side in sides for person in side.members}
    assert len(nations) >= 50
    assert nations <= {nation.code for nation in NATIONS}
    for event, sides in roster.sides.items():
        form = format_of(event)
        assert len(sides) == (form.entrants or max(form.stages[0].fields)), event
        assert len({side.code for side in sides}) == len(sides)
        members = [person.code for side in sides for person in side.members]
        assert len(set(members)) == len(members), event
        assert all(len(side.members) == form.team for side in sides)
        genders = {person.gender for side in sides for person in side.members}
        assert genders == (set("MW") if event.gender == "X" else {event.gender})


def side(code: int) -> Side:
    return Side(str(code), "A", "NOR", str(code), (), 0.0, code + 1)


@given(st.lists(st.one_of(st.none(), st.integers(1, 6)), min_size=1, max_size=12))
def test_ranks_count_who_is_better_and_ties_are_flagged(merits: list[int | None]) -> None:
    lines = [Line(side(at), at, merit=merit, irm=None if merit else "DNF") for at, merit in enumerate(merits)]
    for line in ranked(lines):
        if line.merit is None:
            assert line.rank is None
        else:
            known = [merit for merit in merits if merit is not None]
            assert line.rank == 1 + sum(merit < line.merit for merit in known)
            assert line.is_shared == (known.count(line.merit) > 1)


@given(st.lists(st.integers(1, 4), min_size=3, max_size=8))
def test_podium_has_three_medals_or_more_where_there_is_a_tie(merits: list[int]) -> None:
    medals = podium(ranked([Line(side(at), at, merit=merit) for at, merit in enumerate(merits)]))
    assert len(medals) >= 3
    colours = Counter(colour for colour, _ in medals)
    if colours[Colour.GOLD] == 2:
        assert colours[Colour.SILVER] == 0
    if colours[Colour.SILVER] == 2:
        assert colours[Colour.BRONZE] == 0


def test_league_meets_once_and_the_best_two_of_a_bracket_last() -> None:
    teams = [side(at) for at in range(8)]
    everybody = fixtures(teams, 28)
    assert len({frozenset((one.code, other.code)) for one, other in everybody}) == 28
    for at in range(0, 28, 4):
        assert len({each.code for pair in everybody[at : at + 4] for each in pair}) == 8
    grouped = Counter(each.code for pair in fixtures(teams, 12) for each in pair)
    assert set(grouped.values()) == {3}
    order = bracket(teams[:7], 8)
    assert order.index(None) // 2 == order.index(teams[0]) // 2
    assert (order.index(teams[0]) < 4) != (order.index(teams[1]) < 4)
    assert [len(each) for each in serpentine(teams, 3)] == [3, 3, 2]


def test_times_are_shown_as_a_board_shows_them() -> None:
    hundredths = Measure(is_time=True, decimals=2)
    assert hundredths.shown(hundredths.merit(45.126)) == "45.13"
    assert hundredths.shown(10_123) == "1:41.23"
    assert hundredths.shown(366_100) == "1:01:01.00"
    assert hundredths.gap(10_150, 10_123) == "+0.27"
    assert hundredths.gap(5, 5) is None
    points = Measure(is_time=False, decimals=1)
    assert points.shown(points.merit(118.04)) == "118.0"
    assert points.gap(points.merit(100), points.merit(118.0)) == "-18.0"


def troubles() -> dict[Event, frozenset[Trouble]]:
    return assign(1, Timetable(1, OPENS_ON, ZONE, postponed_event(1)).last_day)


def at_local(hour: int, minute: int, *, day: int) -> datetime:
    return datetime(2030, 2, 8, hour, minute, tzinfo=ZONE) + timedelta(days=day)


def last_medals(story: list[Read]) -> dict[str, Medallists]:
    return {
        read.envelope.identity.code: read.parsed.content
        for read in story
        if isinstance(read.parsed.content, Medallists)
    }


def counted(held: dict[str, Medallists]) -> dict[str, tuple[int, int, int]]:
    count: Counter[tuple[str | None, Colour]] = Counter(
        (medal.competitor.organisation, medal.colour) for each in held.values() for medal in each.medals
    )
    nations = {str(nation) for nation, _ in count} - {NEUTRAL}
    return {
        nation: (count[nation, Colour.GOLD], count[nation, Colour.SILVER], count[nation, Colour.BRONZE])
        for nation in nations
    }


def said_by(table: Content | None) -> dict[str, tuple[int, int, int]]:
    assert isinstance(table, MedalTable)
    found: dict[str, tuple[int, int, int]] = {}
    for line in table.lines:
        totals = [each for each in line.counts if each.type == "TOT"]
        (total,) = totals
        assert total.total == total.gold + total.silver + total.bronze
        found[line.organisation] = (total.gold, total.silver, total.bronze)
    return found
