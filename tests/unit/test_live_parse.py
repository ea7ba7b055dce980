"""Bodies to structs: what is read, which rows are mended or left out, and that hostile ones are refused."""

import random
import time
from datetime import UTC, date, datetime

import pytest

from games import COMPETITION, OPENING, Games, message
from grandstand.live.attributes import DEFECTS_MAX
from grandstand.live.envelope import sniff
from grandstand.live.errors import MessageInvalid
from grandstand.live.models import (
    Athlete,
    Colour,
    Competitor,
    Detail,
    Medallists,
    MedalTable,
    Parsed,
    Participants,
    Placeholder,
    Reason,
    Run,
    Schedule,
    Sheet,
    Teams,
    Unread,
)
from grandstand.live.parse import ATTRIBUTES_MAX, TAGS_MAX, parse

UNIT = "ALPMGS----------------FNL-000200--"
EVENT = "ALPMGS----------------------------"


def parsed(type_: str, inner: str | None, *, code: str = UNIT, status: str = "OFFICIAL") -> Parsed:
    body = message(type_, code, 1, OPENING, inner, status=status)
    return parse(body, sniff(body))


def row(code: str, attributes: str, inside: str = "") -> str:
    return f'<Result {attributes}><Competitor Code="{code}" Type="A" Bib="7">{inside}</Competitor></Result>'


def reasons(found: Parsed) -> list[Reason]:
    return [each.reason for each in found.defects]


def test_plan_of_a_unit_is_kept_apart_from_its_actual_start() -> None:
    found = parsed(
        "DT_SCHEDULE",
        f'<Session SessionCode="ALP01" StartDate="2030-02-10T09:00:00+01:00" Venue="HILL" VenueName="The Hill"/>'
        f'<Unit Code="{UNIT}" PhaseType="3" UnitNum="2" ScheduleStatus="RUNNING" HideStartDate="Y" '
        f'StartDate="2030-02-10T10:00:00+01:00" ActualStartDate="2030-02-10T10:07:00+01:00" EndDate="" Order="3" '
        f'Medal="1" Venue="HILL" Location="" SessionCode="ALP01"><StartText Language="ENG" Value="Not before 10"/>'
        f'<ItemName Language="ENG" Value="Second run"/><StartList><Start>'
        f'<Competitor Code="TBD"/></Start></StartList></Unit>',
    )
    assert isinstance(found.content, Schedule)
    (unit,), (session,) = found.content.units, found.content.sessions
    assert unit.start_at == datetime(2030, 2, 10, 9, tzinfo=UTC)
    assert unit.actual_start_at == datetime(2030, 2, 10, 9, 7, tzinfo=UTC)
    assert (unit.is_start_hidden, unit.start_text, unit.order, unit.medal) == (True, "Not before 10", 3, "1")
    assert (unit.end_at, unit.location, unit.names) == (None, None, {"ENG": "Second run"})
    assert unit.starters == (Competitor(code="TBD", placeholder=Placeholder.TBD),)
    assert (session.code, session.venue_name, session.start_at) == (
        "ALP01",
        "The Hill",
        datetime(2030, 2, 10, 8, tzinfo=UTC),
    )


def test_unit_with_a_key_of_33_characters_is_left_out_and_told() -> None:
    found = parsed("DT_SCHEDULE", f'<Unit Code="{UNIT[:-1]}"/><Unit Code="{UNIT}"/>')
    assert isinstance(found.content, Schedule)
    assert [unit.code for unit in found.content.units] == [UNIT]
    assert reasons(found) == [Reason.KEY]
    assert UNIT[:-1] in found.defects[0].detail


def test_rows_are_ordered_by_sort_order_and_not_by_rank() -> None:
    found = parsed(
        "DT_RESULT",
        row("3", 'Rank="10" SortOrder="10"')
        + row("1", 'Rank="9" SortOrder="9"')
        + row("2", 'IRM="DNF" SortOrder="11"'),
    )
    assert isinstance(found.content, Sheet)
    assert [each.competitor.code for each in found.content.rows] == ["1", "3", "2"]
    assert found.content.rows[2].irm == "DNF"
    assert found.content.status == "OFFICIAL"
    assert found.defects == ()


def test_row_is_read_with_its_runs_details_and_athletes() -> None:
    inside = (
        '<Description TeamName="The Ones"/><Composition><Athlete Code="8" Bib="2">'
        '<Description GivenName="Ara" FamilyName="OSK" Organisation="AAA"/></Athlete></Composition>'
    )
    items = (
        '<ResultItems><ResultItem Unit="R1"><Result Result="50.1" Rank="2" IRM=""/></ResultItem></ResultItems>'
        '<ExtendedResults><ExtendedResult Type="ER" Code="SPLIT" Pos="1" Value="22.2"/></ExtendedResults></Result>'
    )
    text = row("T1", 'SortOrder="1" Result="1:40.2" QualificationMark="Q" WLT="W" Diff="+0.10"', inside)
    found = parsed("DT_RESULT", text.replace("</Result>", items))
    assert isinstance(found.content, Sheet)
    (each,) = found.content.rows
    assert each.runs == (Run(unit="R1", value="50.1", rank="2"),)
    assert each.details == (Detail(type="ER", code="SPLIT", position="1", value="22.2"),)
    assert each.competitor.name == "The Ones"
    assert each.competitor.athletes == (
        Athlete(code="8", bib="2", organisation="AAA", given_name="Ara", family_name="OSK"),
    )
    assert (each.qualification, each.win_loss_tie, each.diff, each.irm) == ("Q", "W", "+0.10", None)


def test_row_without_a_sort_order_comes_last_and_is_told() -> None:
    found = parsed("DT_RESULT", row("1", 'SortOrder="0"') + row("2", 'SortOrder="1"') + row("3", ""))
    assert isinstance(found.content, Sheet)
    assert [each.competitor.code for each in found.content.rows] == ["2", "1", "3"]
    assert reasons(found) == [Reason.SORT_ORDER, Reason.SORT_ORDER]


def test_shared_rank_without_its_flag_is_a_tie_all_the_same() -> None:
    tie = row("1", 'Rank="2" SortOrder="2"') + row("2", 'Rank="2" RankEqual="Y" SortOrder="3"')
    found = parsed("DT_RESULT", row("0", 'Rank="1" SortOrder="1"') + tie)
    assert isinstance(found.content, Sheet)
    assert [each.is_rank_shared for each in found.content.rows] == [False, True, True]
    assert reasons(found) == [Reason.RANK_EQUAL]


def test_medals_are_counted_by_event_colour_and_competitor() -> None:
    team = '<Composition><Athlete Code="1"/><Athlete Code="2"/></Composition>'
    inner = (
        f'<Medal Code="ME_GOLD"><Competitor Code="T" Type="T">{team}</Competitor></Medal>'
        '<Medal Code="ME_SILVER"><Competitor Code="A"/><Competitor Code="B"/></Medal>'
        '<Medal Code="ME_BRONZE"><Competitor Code="NOAWARD"/></Medal><Medal Code="ME_TIN"/>'
    )
    found = parsed("DT_MEDALLISTS", inner, code=EVENT)
    assert isinstance(found.content, Medallists)
    assert [(each.event, each.colour, each.competitor.code) for each in found.content.medals] == [
        (EVENT, Colour.GOLD, "T"),
        (EVENT, Colour.SILVER, "A"),
        (EVENT, Colour.SILVER, "B"),
    ]
    assert reasons(found) == [Reason.VALUE]


def test_medals_of_a_day_belong_to_the_event_around_them() -> None:
    inner = f'<Event Code="{EVENT}"><Medal Code="ME_GOLD"><Competitor Code="A"/></Medal></Event>'
    found = parsed("DT_MEDALLISTS_DAY", inner, code="GEN-------------------------------")
    assert isinstance(found.content, Medallists)
    assert found.content.medals[0].event == EVENT


def test_people_teams_and_the_table_are_read() -> None:
    people = parsed(
        "DT_PARTIC",
        '<Participant Code="1" GivenName="Ara" LocalFamilyName="" BirthDate="2005-02-03"/><Participant/>',
    )
    assert isinstance(people.content, Participants)
    assert (people.content.participants[0].birth_date, people.content.participants[0].local_family_name) == (
        date(2005, 2, 3),
        None,
    )
    assert reasons(people) == [Reason.VALUE]
    teams = parsed(
        "DT_PARTIC_TEAMS_UPDATE",
        '<Team Code="T" Name="X"><Composition><Athlete Code="1"/></Composition></Team><Team/>',
    ).content
    assert isinstance(teams, Teams)
    assert teams.teams[0].members == ("1",)
    table = parsed(
        "DT_MEDALS",
        '<MedalLine Rank="1" SortRank="1" Organisation="AAA" RankEqual="Y">'
        '<MedalNumber Type="TOT" Gold="1" Silver="2" Bronze="0" Total="3"/></MedalLine><MedalLine/>',
    ).content
    assert isinstance(table, MedalTable)
    assert (table.lines[0].counts[0].silver, table.lines[0].is_rank_shared) == (2, True)


def test_empty_body_says_nothing_and_an_unread_type_is_kept() -> None:
    assert parsed("DT_RESULT", None) == Parsed(None)
    assert parsed("DT_PLAY_BY_PLAY", "<anything/>") == Parsed(Unread())


def test_values_that_do_not_fit_are_absent_and_told() -> None:
    found = parsed(
        "DT_SCHEDULE", f'<Unit Code="{UNIT}" StartDate="soon" Order="-1" EndDate="0001-01-01T00:00:00+14:00"/>'
    )
    assert isinstance(found.content, Schedule)
    assert (found.content.units[0].start_at, found.content.units[0].order) == (None, None)
    assert reasons(found) == [Reason.VALUE] * 3


def test_defects_that_are_kept_are_bounded() -> None:
    assert len(parsed("DT_RESULT", "<Result/>" * 500).defects) == DEFECTS_MAX


@pytest.mark.parametrize("inner", ["<a>", "&nothing;", "<a b='1' b='2'/>", "\x00", "<!DOCTYPE a>", "<a:b/>"])
def test_what_is_not_well_formed_is_refused(inner: str) -> None:
    with pytest.raises(MessageInvalid) as refused:
        parsed("DT_RESULT", inner)
    assert refused.value.reason is Reason.NOT_XML


@pytest.mark.parametrize("inner", ["<a/>" * TAGS_MAX, "<a " + " ".join(["b='='"] * ATTRIBUTES_MAX)])
def test_message_with_too_much_in_it_is_refused_unparsed(inner: str) -> None:
    began = time.process_time()
    with pytest.raises(MessageInvalid) as refused:
        parsed("DT_RESULT", inner)
    assert refused.value.reason is Reason.TOO_COMPLEX
    assert time.process_time() - began < 1


def test_deep_nesting_is_no_danger() -> None:
    depth = 200_000
    assert isinstance(parsed("DT_RESULT", "<a>" * depth + "</a>" * depth).content, Sheet)


def test_mutated_messages_are_read_or_refused() -> None:
    chance = random.Random(11)  # noqa: S311 - seeded
    messages = [each for each in Games(4, events=1, athletes=3).messages() if COMPETITION.encode() in each]
    for _ in range(2000):
        body = bytearray(chance.choice(messages))
        for _ in range(chance.randrange(1, 4)):
            body[chance.randrange(len(body))] = chance.choice(b"<>&\"'=/ \xff-90TZ")
        try:
            parse(bytes(body), sniff(bytes(body)))
        except MessageInvalid:
            continue
