"""Brackets, standings, records, announcements and weather to structs; what does not fit costs a row at most."""

import random
from datetime import UTC, date, datetime

import pytest

from games import COMPETITION, OPENING, message
from grandstand.live.envelope import sniff
from grandstand.live.models import (
    BracketMatch,
    Brackets,
    BracketSide,
    Communications,
    Competitor,
    Parsed,
    Placeholder,
    Reason,
    Records,
    Standing,
    VenueWeather,
    Weather,
)
from grandstand.live.parse import parse
from grandstand.live.parse_conditions import ANNOUNCEMENT_LENGTH_MAX, TITLE_LENGTH_MAX

EVENT = "CURMTEAM--------------------------"
SEMI, FINAL = f"{EVENT[:22]}SFNL000100--", f"{EVENT[:22]}FNL-000100--"
GENERAL = "GEN-------------------------------"
BRACKETS = (
    '<Bracket Code="FNL"><BracketItems Code="SFNL">'
    f'<BracketItem Code="2" Order="2"/><BracketItem Code="1" Order="1" Unit="{SEMI}">'
    '<CompetitorPlace Pos="2" Code="BYE"/>'
    '<CompetitorPlace Pos="1" WLT="W" Result="7"><Competitor Code="T1" Type="T" Organisation="NOR">'
    '<Description TeamName="Norway"/></Competitor></CompetitorPlace></BracketItem></BracketItems>'
    f'<BracketItems Code="FNL-"><BracketItem Unit="{FINAL}"><CompetitorPlace Pos="1" Code="TBD">'
    f'<PreviousUnit Unit="{SEMI}" WLT="W"/></CompetitorPlace>'
    f'<CompetitorPlace Pos="2"><PreviousUnit Value="Best of the rest" WLT="L"/></CompetitorPlace>'
    "</BracketItem></BracketItems></Bracket>"
)
STANDING = (
    '<Result SortOrder="2" Rank="1" RankEqual="Y" Won="2" Lost="1" Tied="0" Played="3" For="9" Against="7" '
    'Points="6" QualificationMark="Q"><Competitor Code="B" Type="T"/></Result>'
    '<Result SortOrder="1" Result="6"><Competitor Code="A" Type="T"/></Result><Result/>'
)
RECORDS = (
    f'<Record Code="{EVENT}"><RecordType RecordType="WR"><RecordData Result="33.61" Date="2029-03-09" '
    'Place="Lakeside" New="Y"><Competitor Code="R1" Type="A" Organisation="NOR"/></RecordData></RecordType>'
    f'<RecordType Code="TR"><RecordData Result="34.0" Competition="{COMPETITION}"/><RecordData/></RecordType>'
    "</Record>"
)
COMMUNICATIONS = (
    f'<Communication Code="7" Unit="{SEMI}" Date="2030-02-08T10:00:00+01:00"><Title>Start delayed</Title>'
    "<Text>Because of <b>fog</b>.</Text></Communication>"
    '<OfficialCommunication><Body Value="Only a text"/></OfficialCommunication><Communication/>'
)
WEATHER = (
    '<Weather Venue="SUMMIT" Date="2030-02-08T07:00:00Z"><Conditions Code="GEN" Humidity="61" '
    'Wind_Direction="NNW"><Condition Code="SKY" Value="SUNNY"/><Condition Code="SNOW" Value="PACKED"/>'
    '<Temperature Code="AIR" Unit="C" Value="-4.25"/><Temperature Code="SNOW" Unit="F" Value="14"/>'
    '<Wind Code="SPEED" Unit="KMH" Value="18"/></Conditions></Weather>'
)
ALL = {
    "DT_BRACKETS": BRACKETS,
    "DT_POOL_STANDING": STANDING,
    "DT_RECORD": RECORDS,
    "DT_COMMUNICATION": COMMUNICATIONS,
    "DT_WEATHER": WEATHER,
}


def parsed(type_: str, inner: str, *, code: str = EVENT, subcode: str = "") -> Parsed:
    body = message(type_, code, 1, OPENING, inner, subcode=subcode)
    return parse(body, sniff(body))


def reasons(found: Parsed) -> list[Reason]:
    return [each.reason for each in found.defects]


def test_bracket_has_its_rounds_matches_and_sides_in_order() -> None:
    found = parsed("DT_BRACKETS", BRACKETS)
    assert isinstance(found.content, Brackets)
    (bracket,) = found.content.brackets
    semi, final = bracket.rounds
    assert (semi.phase, final.phase) == ("SFNL", "FNL")
    first, second = semi.matches
    assert (first.unit, second) == (SEMI, BracketMatch())
    team = Competitor(code="T1", type="T", organisation="NOR", name="Norway")
    bye = Competitor(code="BYE", placeholder=Placeholder.BYE)
    assert first.sides == (
        BracketSide(competitor=team, value="7", win_loss_tie="W"),
        BracketSide(competitor=bye),
    )
    coming, other = final.matches[0].sides
    assert (coming.from_unit, coming.is_loser) == (SEMI, False)
    assert coming.competitor is not None
    assert coming.competitor.placeholder is Placeholder.TBD
    assert (other.from_unit, other.from_text, other.is_loser) == (None, "Best of the rest", True)
    assert found.defects == ()


def test_what_is_no_key_or_phase_in_a_bracket_is_told_and_costs_itself_alone() -> None:
    inner = (
        '<Bracket><BracketItems Code="TOOLONG"/><BracketItems/><BracketItems Code="SFNL">'
        f'<BracketItem Unit="{SEMI[:-1]}" Order="x"><CompetitorPlace><Competitor/></CompetitorPlace></BracketItem>'
        "</BracketItems></Bracket>"
    )
    found = parsed("DT_BRACKETS", inner)
    assert isinstance(found.content, Brackets)
    (only,) = found.content.brackets[0].rounds
    assert only.matches == (BracketMatch(sides=(BracketSide(),)),)
    assert sorted(reasons(found)) == [Reason.KEY, Reason.KEY, Reason.KEY, Reason.VALUE]


def test_standing_is_ordered_and_points_may_be_the_result() -> None:
    found = parsed("DT_POOL_STANDING", STANDING)
    assert isinstance(found.content, Standing)
    a, b = found.content.lines
    assert (a.competitor.code, a.points, a.rank, a.played) == ("A", "6", None, None)
    assert (b.rank, b.is_rank_shared, b.played, b.won, b.tied, b.lost) == ("1", True, 3, 2, 0, 1)
    assert (b.scored, b.conceded, b.points, b.qualification) == ("9", "7", "6", "Q")
    assert reasons(found) == [Reason.VALUE]
    mended = parsed("DT_POOL_STANDING", '<Result Won="-1"><Competitor Code="A"/></Result>')
    assert reasons(mended) == [Reason.SORT_ORDER, Reason.VALUE]


def test_records_are_of_the_event_that_they_name_and_new_where_they_say_so() -> None:
    found = parsed("DT_RECORD", RECORDS, code=GENERAL)
    assert isinstance(found.content, Records)
    world, track = found.content.records
    assert (world.event, world.kind, world.value) == (EVENT, "WR", "33.61")
    assert (world.set_on, world.place, world.is_new) == (date(2029, 3, 9), "Lakeside", True)
    assert world.competitor is not None
    assert (track.kind, track.is_new, track.competitor) == ("TR", True, None)
    assert reasons(found) == [Reason.VALUE]
    inner = '<Record><RecordType RecordType="WR"><RecordData Result="1" Date="soon"/></RecordType></Record>'
    own = parsed("DT_RECORD", inner, code=SEMI)
    assert isinstance(own.content, Records)
    assert [(each.event, each.set_on, each.is_new) for each in own.content.records] == [(EVENT, None, False)]
    assert reasons(own) == [Reason.VALUE]
    assert reasons(parsed("DT_RECORD", inner, code="short")) == [Reason.KEY]


def test_announcement_has_a_title_and_text_however_they_are_written() -> None:
    found = parsed("DT_COMMUNICATION", COMMUNICATIONS)
    assert isinstance(found.content, Communications)
    first, second = found.content.communications
    assert (first.code, first.title, first.text, first.unit) == ("7", "Start delayed", "Because of fog.", SEMI)
    assert first.at == datetime(2030, 2, 8, 9, tzinfo=UTC)
    assert (second.code, second.title, second.text, second.at) == ("2", "Only a text", None, None)
    assert reasons(found) == [Reason.VALUE]


def test_announcement_is_cut_where_it_is_too_long() -> None:
    inner = f'<Communication Title="{"t" * 999}"><Text>{"x" * 9999}</Text></Communication>'
    found = parsed("DT_COMMUNICATION", inner, subcode="12").content
    assert isinstance(found, Communications)
    (only,) = found.communications
    assert only.code == "12"
    assert only.text is not None
    assert (len(only.title), len(only.text)) == (TITLE_LENGTH_MAX, ANNOUNCEMENT_LENGTH_MAX)
    assert only.text.endswith("x…")


def test_weather_is_in_celsius_and_metres_a_second() -> None:
    found = parsed("DT_WEATHER", WEATHER, code=GENERAL)
    assert found.content == Weather(
        (
            VenueWeather(
                venue="SUMMIT",
                at=datetime(2030, 2, 8, 7, tzinfo=UTC),
                condition="SUNNY",
                snow="PACKED",
                air_c="-4.2",
                snow_c="-10.0",
                humidity_percent="61",
                wind_m_s="5.0",
                wind_from="NNW",
            ),
        )
    )
    assert found.defects == ()


def test_weather_may_name_its_venue_in_the_header_and_what_does_not_fit_is_absent() -> None:
    inner = (
        '<Weather><Conditions Wind_Direction="up" Humidity="wet"><Temperature Code="AIR" Value="nan"/>'
        '<Temperature Code="SNOW" Value="1e9"/>'
        '<Temperature Code="ICE" Value="-0.04"/><Wind Value="3" Unit="knots?"/></Conditions></Weather>'
    )
    found = parsed("DT_WEATHER", inner, subcode="OVAL")
    assert found.content == Weather((VenueWeather(venue="OVAL", ice_c="0.0"),))
    assert reasons(found) == [Reason.VALUE] * 5
    nowhere = parsed("DT_WEATHER", inner)
    assert nowhere.content == Weather(())
    assert reasons(nowhere) == [Reason.VALUE]


@pytest.mark.parametrize("type_", ALL)
def test_without_any_of_their_attributes_elements_are_read_or_left_out(type_: str) -> None:
    chance = random.Random(type_)  # noqa: S311 - seeded
    for _ in range(300):
        pieces = ALL[type_].split('"')
        for at in range(1, len(pieces), 2):
            if chance.random() < 0.3:
                pieces[at] = chance.choice(["", "x", "-1", "9" * 40, "\u0661", "TBD"])
        found = parsed(type_, '"'.join(pieces))
        assert found.content is not None
