"""What the simulated Games tell beside their contests agrees with these: brackets, tables, records, weather."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grandstand.demo.games import SimulatedGames
from grandstand.demo.games.athletes import Roster
from grandstand.demo.games.formats import VENUES, format_of
from grandstand.demo.games.groups import groups, standing
from grandstand.demo.games.knockouts import Knockout, Met
from grandstand.demo.games.plan import DAYS
from grandstand.demo.games.programme import Event, events
from grandstand.demo.games.records import recorded_events
from grandstand.demo.games.weather import INDOORS, TIMES, conditions
from grandstand.live import Envelope, names
from grandstand.live.envelope import sniff
from grandstand.live.models import (
    Bracket,
    BracketMatch,
    Brackets,
    Colour,
    Communications,
    Content,
    Medallists,
    Placeholder,
    Records,
    Sheet,
    Standing,
    VenueWeather,
    Weather,
)
from grandstand.live.parse import parse

OPENS_ON = date(2030, 2, 8)
ZONE = timezone(timedelta(hours=1))
HOCKEY, CURLING = Event("IHO", "M", "TEAM6"), Event("CUR", "W", "TEAM")
DUELS = Event("FRS", "W", "DUALMOG")
ROSTER = Roster(1)
KNOCKOUTS = [each for each in events() if Knockout(each, format_of(each).stages).rounds]
WANTED = ("DT_RESULT", "DT_MEDALLISTS", "DT_BRACKETS", "DT_POOL_STANDING", "DT_RECORD", "DT_COMM", "DT_WEATHER")


class Read(NamedTuple):
    at: datetime
    envelope: Envelope
    content: Content | None


@pytest.fixture(scope="module")
def story() -> list[Read]:
    """The messages of seed 1 that matter here, read."""
    found = []
    for at, body in SimulatedGames(1, OPENS_ON, zone=ZONE).messages():
        envelope = sniff(body)
        if envelope.identity.type.startswith(WANTED):
            read = parse(body, envelope)
            assert not read.defects or envelope.identity.type == "DT_RESULT"
            found.append(Read(at, envelope, read.content))
    return found


def of_type(story: list[Read], type_: str) -> list[Read]:
    return [each for each in story if each.envelope.identity.type == type_]


def matches_of(bracket: Bracket) -> dict[str, BracketMatch]:
    return {str(match.unit): match for told in bracket.rounds for match in told.matches}


def winner_of(match: BracketMatch) -> str | None:
    found = [side.competitor.code for side in match.sides if side.win_loss_tie == "W" and side.competitor]
    assert len(found) <= 1
    return found[0] if found else None


# Brackets


def test_every_knockout_has_a_bracket_from_nobody_to_the_medals(story: list[Read]) -> None:
    said: dict[str, list[Bracket]] = defaultdict(list)
    gold: dict[str, set[str]] = {}
    bronze: dict[str, set[str]] = {}
    for read in story:
        if isinstance(read.content, Brackets):
            said[read.envelope.identity.code] += read.content.brackets
        elif isinstance(read.content, Medallists):
            for colour, codes in ((Colour.GOLD, gold), (Colour.BRONZE, bronze)):
                codes[read.envelope.identity.code] = {
                    each.competitor.code for each in read.content.medals if each.colour is colour
                }
    assert set(said) == {event.rsc for event in KNOCKOUTS}
    for event, brackets in said.items():
        first, last = matches_of(brackets[0]), matches_of(brackets[-1])
        assert all(winner_of(match) is None for match in first.values())
        for unit, match in last.items():
            winner = winner_of(match)
            assert winner is not None, unit
            if unit[22:26] == "FNL-":
                assert {winner} == gold[event]
            elif unit[22:26] == "BRNZ":
                assert {winner} == bronze[event]


def test_who_comes_through_stands_where_the_bracket_says(story: list[Read]) -> None:
    brackets = {read.envelope.identity.code: read.content for read in of_type(story, "DT_BRACKETS")}
    for content in brackets.values():
        assert isinstance(content, Brackets)
        matches = matches_of(content.brackets[0])
        for match in matches.values():
            for side in match.sides:
                if side.from_unit is not None:
                    came_from = matches[side.from_unit]
                    others = {each.competitor.code for each in came_from.sides if each.competitor}
                    winner = str(winner_of(came_from))
                    assert side.competitor is not None
                    assert side.competitor.code in (others - {winner} if side.is_loser else {winner})


def test_no_bracket_says_what_is_not_official_yet_and_none_is_late(story: list[Read]) -> None:
    status: dict[str, str | None] = {}
    won: dict[str, str] = {}
    for read in story:
        identity = read.envelope.identity
        if isinstance(read.content, Sheet) and identity.type == "DT_RESULT":
            status[identity.code] = read.envelope.result_status
            won[identity.code] = read.content.rows[0].competitor.code
        elif isinstance(read.content, Brackets):
            for unit, match in matches_of(read.content.brackets[0]).items():
                if (winner := winner_of(match)) is not None:
                    assert (status[unit], won[unit]) == ("OFFICIAL", winner)
            told = matches_of(read.content.brackets[0])
            official = {unit for unit in told if status.get(unit) == "OFFICIAL"}
            # Of two that are official within seconds, the bracket may not have the second one yet.
            assert len(official) - sum(winner_of(match) is not None for match in told.values()) <= 1


def test_bracket_changes_with_every_version(story: list[Read]) -> None:
    said: dict[str, list[Content | None]] = defaultdict(list)
    for read in of_type(story, "DT_BRACKETS"):
        said[read.envelope.identity.code].append(read.content)
    for contents in said.values():
        assert all(one != other for one, other in pairwise(contents))
        assert 4 <= len(contents) <= 20


def test_missing_opponent_is_a_bye() -> None:
    sides = ROSTER.sides[DUELS]
    knockout = Knockout(DUELS, format_of(DUELS).stages)
    now = datetime(2030, 2, 8, tzinfo=ZONE)
    pairs = [(sides[0], None), (None, sides[1]), *((side, None) for side in sides[2:8])]
    knockout.seed(now, pairs)
    knockout.note(knockout.rounds[0], 1, now + timedelta(minutes=1), Met((None, sides[1]), (None, None), 1))
    assert knockout.element(now - timedelta(seconds=1)).count('Code="BYE"') == 0
    assert knockout.element(now).count(f'Code="{Placeholder.BYE}"') == 8
    later = knockout.element(now + timedelta(minutes=2))
    assert '<CompetitorPlace Pos="1" Code="BYE"></CompetitorPlace>' in later
    assert later.count(f'Pos="2" Code="{sides[1].code}"') == 2, "in the round of 16 with a win, then in the next"
    assert not knockout.is_over(now + timedelta(days=1))


# Groups


def test_tables_count_every_match_and_tell_who_goes_on(story: list[Read]) -> None:
    last: dict[str, Standing] = {}
    versions = Counter[str]()
    for read in of_type(story, "DT_POOL_STANDING"):
        assert isinstance(read.content, Standing)
        last[read.envelope.identity.code] = read.content
        versions[read.envelope.identity.code] += 1
        is_over = read.envelope.result_status == "OFFICIAL"
        assert any(line.qualification for line in read.content.lines) == is_over
        assert sum(line.won or 0 for line in read.content.lines) == sum(
            line.lost or 0 for line in read.content.lines
        )
    assert {code[22:26] for code in last if code.startswith("IHO")} == {"GPA-", "GPB-"}
    assert sum(code.startswith("CUR") for code in last) == 3
    went_on = bracket_of(story)
    for code, table in last.items():
        teams = len(table.lines)
        assert all(line.played == (line.won or 0) + (line.lost or 0) == teams - 1 for line in table.lines)
        assert [line.rank for line in table.lines] == [str(rank) for rank in range(1, teams + 1)]
        assert versions[code] == 1 + teams * (teams - 1) // 2
        qualified = {line.competitor.code for line in table.lines if line.qualification == "Q"}
        assert len(qualified) == 4
        assert qualified <= went_on[code[:22]]
        assert all((line.points is None) == code.startswith("CUR") for line in table.lines)


def bracket_of(story: list[Read]) -> dict[str, set[str]]:
    """Who is in the first round of each bracket in the end."""
    found: dict[str, set[str]] = {}
    for read in of_type(story, "DT_BRACKETS"):
        assert isinstance(read.content, Brackets)
        matches = read.content.brackets[0].rounds[0].matches
        found[read.envelope.identity.code[:22]] = {
            side.competitor.code for match in matches for side in match.sides if side.competitor
        }
    return found


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.booleans())))
@settings(max_examples=20)
def test_goals_for_and_against_add_up_whatever_is_played(scores: list[tuple[int, int, bool]]) -> None:
    group = groups(HOCKEY, ROSTER.sides[HOCKEY], 12)[0]
    met = [
        Met(
            (group.sides[at % 4], group.sides[(at + 1) % 4]),
            (str(home), str(away + (home == away))),
            int(home <= away),
            is_late,
        )
        for at, (home, away, is_late) in enumerate(scores)
    ]
    body = standing(group, met, is_hockey=True)
    totals = {
        name: sum(int(part.split('"')[0]) for part in body.split(f' {name}="')[1:])
        for name in ("For", "Against", "Won", "Lost", "Played", "Points")
    }
    assert totals["For"] == totals["Against"]
    assert totals["Won"] == totals["Lost"] == len(met)
    assert totals["Played"] == 2 * len(met)
    assert totals["Points"] == 3 * len(met), "whoever loses in overtime has one of the three"


def test_two_groups_only_where_the_matches_are_too_few_for_one() -> None:
    hockey, curling = groups(HOCKEY, ROSTER.sides[HOCKEY], 12), groups(CURLING, ROSTER.sides[CURLING], 28)
    assert [len(each.sides) for each in hockey] == [4, 4]
    assert [len(each.sides) for each in curling] == [8]
    assert {side.code for each in hockey for side in each.sides} == {each.code for each in ROSTER.sides[HOCKEY]}


# Records


def test_records_fall_to_who_has_won_in_less(story: list[Read]) -> None:
    held: dict[str, Records] = {}
    results: dict[str, Sheet] = {}
    fallen = 0
    for read in story:
        identity = read.envelope.identity
        if isinstance(read.content, Sheet) and read.envelope.result_status == "OFFICIAL":
            results[identity.code] = read.content
        elif isinstance(read.content, Records):
            before = held.get(identity.code)
            held[identity.code] = read.content
            assert [each.kind for each in read.content.records] == ["WR", "OR", "TR"]
            assert {each.event for each in read.content.records} == {identity.code}
            for old, new in zip(before.records if before else (), read.content.records, strict=before is not None):
                if new != old:
                    fallen += 1
                    won = results[f"{identity.code[:22]}FNL-000100--"].rows[0]
                    assert new.is_new
                    assert new.competitor is not None
                    assert (new.competitor.code, new.value) == (won.competitor.code, won.value)
                    assert seconds(new.value) < seconds(old.value)
    assert set(held) == {event.rsc for event in recorded_events()}
    assert fallen


def seconds(text: str) -> float:
    minutes, _, rest = text.rpartition(":")
    return 60 * float(minutes or 0) + float(rest)


# Announcements


def test_what_goes_wrong_is_announced(story: list[Read]) -> None:
    announced: dict[str, set[str]] = defaultdict(set)
    identities = set()
    for read in of_type(story, "DT_COMMUNICATION"):
        assert isinstance(read.content, Communications)
        (told,) = read.content.communications
        announced[told.title].add(read.envelope.identity.code)
        assert told.text
        assert "{" not in told.text
        identities.add(read.envelope.identity)
    assert len(identities) == len(of_type(story, "DT_COMMUNICATION")), "none replaces another one"
    assert set(announced) == {
        "Start delayed", "Postponed", "New date", "Interrupted", "Cancelled", "Start as planned", "Protest",
    }  # fmt: skip
    assert announced["Postponed"] == announced["New date"]


# Weather


def test_every_venue_has_weather_every_few_hours(story: list[Read]) -> None:
    said = Counter[str]()
    said_names = names("en")
    for read in of_type(story, "DT_WEATHER"):
        (told,) = weather_of(read.content)
        said[told.venue] += 1
        assert read.envelope.identity.subcode == told.venue
        check_weather(told)
        assert told.condition is None or said_names.sky(told.condition) != told.condition
        assert told.snow is None or said_names.snow(told.snow) != told.snow
    assert said == dict.fromkeys(VENUES, DAYS * len(TIMES))


def weather_of(content: Content | None) -> tuple[VenueWeather, ...]:
    assert isinstance(content, Weather)
    return content.venues


def check_weather(told: VenueWeather) -> None:
    is_indoors = told.venue in INDOORS
    assert (told.condition is None) == (told.wind_m_s is None) == (told.wind_from is None) == is_indoors
    assert told.air_c is not None
    assert (told.ice_c is None) == (told.snow_c is not None)
    assert told.humidity_percent is not None
    assert 0 <= int(told.humidity_percent) <= 100
    assert -40 < float(told.air_c) < 25
    ground = told.ice_c or told.snow_c
    assert ground is not None
    assert float(ground) < 0
    if told.condition in {"LIGHTSNOW", "SNOWFALL"}:
        assert float(told.air_c) <= 2.1


def test_weather_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    at = datetime(2030, 2, 9, 11, tzinfo=ZONE)
    assert conditions(1, "RIDGE", at) == conditions(1, "RIDGE", at)
    assert conditions(1, "RIDGE", at) != conditions(2, "RIDGE", at)
    assert conditions(1, "RIDGE", at) != conditions(1, "SUMMIT", at)
