"""Brackets, standings, records, announcements, weather and comparisons, out of hand-made messages."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from desk import CODE, EVENT, Desk, at, medallists, participants, result, row, schedule, unit
from games import OPENING, key, message
from grandstand.kernel.errors import RequestInvalid
from grandstand.live.answers import CompareAnswer, EventAnswer, NowAnswer, VenueAnswer
from grandstand.live.errors import NothingThere
from grandstand.live.more import ANNOUNCED_FOR, COMMUNICATIONS_MAX, MEETINGS_MAX
from grandstand.live.names import names
from grandstand.live.read_query import parse_query
from grandstand.live.reads import Kind, Question, answer
from grandstand.live.rsc import event, parse_rsc
from grandstand.live.tell import Teller
from grandstand.live.view import NOW

SEMI_1, SEMI_2 = (key("CUR", "TEAM", "SFNL", f"000{number}00--") for number in (1, 2))
GOLD, BRONZE = (key("CUR", "TEAM", phase, "000100--") for phase in ("FNL", "BRNZ"))
KNOCKOUT = event(parse_rsc(GOLD))
GENERAL = key("GEN", "").replace("GENM", "GEN-")
PEOPLE = participants(
    1,
    ("1", "Ada", "ÅSEN", "NOR"),
    ("2", "Bea", "MÜLLER", "SUI"),
    ("3", "Cleo", "ROSSI", "ITA"),
)


async def ask(bodies: Iterable[bytes], kind: Kind, **named: Any) -> Any:
    desk = Desk()
    for body in bodies:
        desk.take(body)
    as_of = named.get("as_of")
    view = await (desk.views.now() if as_of is None else desk.views.at(as_of))
    question = Question(kind=kind, **named)
    return answer(question, Teller(view, names(question.language)), as_of or OPENING)


async def event_answer(*bodies: bytes, code: str = EVENT, **named: Any) -> EventAnswer:
    found: EventAnswer = await ask(bodies, Kind.EVENT, code=code, **named)
    return found


# Brackets and standings.


def place(number: int, inner: str = "", **attributes: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<CompetitorPlace Pos="{number}"{more}>{inner}</CompetitorPlace>'


def team(organisation: str) -> str:
    return f'<Competitor Code="CUR-{organisation}" Type="T" Organisation="{organisation}"/>'


def bracket(version: int, second: int, code: str = KNOCKOUT) -> bytes:
    semi = place(1, team("NOR"), WLT="W", Result="7") + place(2, team("SUI"), WLT="L", Result="5")
    final = place(1, f'<PreviousUnit Unit="{SEMI_1}" WLT="W"/>{team("NOR")}') + place(
        2, f'<PreviousUnit Unit="{SEMI_2}" WLT="W"/>', Code="TBD"
    )
    bronze = place(1, f'<PreviousUnit Unit="{SEMI_1}" WLT="L"/>', Code="TBD") + place(2, Code="BYE")
    rounds = "".join(
        f'<BracketItems Code="{phase}"><BracketItem Order="1" Unit="{unit_}">{places}</BracketItem></BracketItems>'
        for phase, unit_, places in (("SFNL", SEMI_1, semi), ("BRNZ", BRONZE, bronze), ("FNL", GOLD, final))
    )
    return message("DT_BRACKETS", code, version, at(second), f'<Bracket Code="FNL">{rounds}</Bracket>')


PLAN = schedule(
    1,
    1,
    "".join(unit("SCHEDULED", code, StartDate="2030-02-08T18:00:00Z") for code in (SEMI_1, SEMI_2, GOLD, BRONZE)),
    code="CUR",
)


async def test_bracket_says_who_won_who_comes_and_from_where() -> None:
    found = (await event_answer(PLAN, bracket(3, 5), code=KNOCKOUT)).brackets
    assert [[each.name for each in told.rounds] for told in found] == [
        ["Semi-final", "Bronze medal match", "Final"]
    ]
    assert found[0].source.version == 3
    semi, bronze, final = found[0].rounds
    assert (semi.phase, semi.matches[0].unit, semi.matches[0].name) == (
        key("CUR", "TEAM", "SFNL", "--------"),
        SEMI_1,
        "Semi-final 1",
    )
    assert semi.matches[0].status == "SCHEDULED"
    assert semi.matches[0].start_at is not None
    assert [
        (each.competitor.name, each.value, each.is_winner) if each.competitor else None
        for each in semi.matches[0].sides
    ] == [("Norway", "7", True), ("Switzerland", "5", False)]
    known, coming = final.matches[0].sides
    assert known.competitor is not None
    assert (coming.competitor, coming.from_unit, coming.from_text) == (None, SEMI_2, "Winner of Semi-final 2")
    loser, bye = bronze.matches[0].sides
    assert loser.from_text == "Loser of Semi-final 1"
    assert bye.competitor is not None
    assert bye.competitor.placeholder == "BYE"


async def test_bracket_as_of_a_time_and_in_the_readers_language() -> None:
    bodies = PLAN, bracket(3, 50)
    assert (await event_answer(*bodies, code=KNOCKOUT, as_of=at(40))).brackets == ()
    found = (await event_answer(*bodies, code=KNOCKOUT, as_of=at(60), language="de")).brackets[0]
    assert found.rounds[2].matches[0].sides[1].from_text == "Sieger: Halbfinale 2"


async def test_bracket_of_units_that_nobody_scheduled_is_told_all_the_same() -> None:
    only = schedule(1, 1, unit("SCHEDULED", key("CUR", "TEAM", "PREL", "000100--")), code="CUR")
    inner = '<Bracket><BracketItems Code="SFNL"><BracketItem/></BracketItems></Bracket>'
    bodies = only, bracket(1, 2), message("DT_BRACKETS", SEMI_1, 1, at(3), inner)
    first, second = (await event_answer(*bodies, code=KNOCKOUT)).brackets
    assert first.rounds[0].matches[0].start_at is None
    assert [(each.name, each.unit, each.sides) for each in second.rounds[0].matches] == [("Semi-final", None, ())]


async def test_standing_is_the_table_of_its_group() -> None:
    lines = (
        f'<Result SortOrder="1" Rank="1" Won="2" Lost="0" Played="2" For="9" Against="3" Points="6" '
        f'QualificationMark="Q">{team("NOR")}</Result><Result SortOrder="2">{team("SUI")}</Result>'
    )
    group = key("CUR", "TEAM", "GPB", "--------")
    found = (
        await event_answer(PLAN, message("DT_POOL_STANDING", group, 2, at(9), lines), code=KNOCKOUT)
    ).standings
    assert [(each.phase, each.name, each.source.version) for each in found] == [(group, "Group B", 2)]
    first, second = found[0].lines
    assert (first.competitor.name, first.rank, first.won, first.points) == ("Norway", "1", 2, "6")
    assert (second.rank, second.won, second.points) == (None, None, None)


async def test_bracket_of_two_languages_is_told_once_and_changes_its_event() -> None:
    desk = Desk()
    for body in (PLAN, bracket(1, 2)):
        desk.take(body)
    before = (await desk.views.now()).revision_of(KNOCKOUT)
    inner = '<Bracket Code="FNL"/>'
    desk.take(message("DT_BRACKETS", KNOCKOUT, 2, at(3), inner, language="FRA"))
    view = await desk.views.now()
    assert view.revision_of(KNOCKOUT) > before
    found = answer(Question(kind=Kind.EVENT, code=KNOCKOUT), Teller(view, names("en")), OPENING)
    assert isinstance(found, EventAnswer)
    assert [each.rounds for each in found.brackets] == [()]
    desk.take(message("DT_BRACKETS", KNOCKOUT, 3, at(4), None, language="FRA"))
    again = answer(Question(kind=Kind.EVENT, code=KNOCKOUT), Teller(await desk.views.now(), names("en")), OPENING)
    assert isinstance(again, EventAnswer)
    assert [len(each.rounds) for each in again.brackets] == [3], "withdrawn in one language, there in the other"


# Records.


def record(type_: str, value: str, code: str = EVENT, more: str = "") -> str:
    return (
        f'<Record Code="{code}"><RecordType RecordType="{type_}"><RecordData Result="{value}" Date="2029-03-09" '
        f'Place="Lakeside"{more}><Competitor Code="R" Type="A" Organisation="NOR"><Composition><Athlete Code="R">'
        '<Description GivenName="Ida" FamilyName="LUND"/></Athlete></Composition></Competitor></RecordData>'
        "</RecordType></Record>"
    )


async def test_records_of_the_event_itself_count_before_those_of_its_discipline() -> None:
    plan = schedule(1, 1, unit("SCHEDULED"))
    wide = record("WR", "2:00.0") + record("OR", "2:01.0", key("ALP", "EV7"))
    all_of_them = message("DT_RECORD", key("ALP", "").replace("ALPM", "ALP-"), 1, at(2), wide)
    (found,) = (await event_answer(plan, all_of_them, language="de")).records
    assert (found.kind, found.kind_name, found.value, found.place) == ("WR", "Weltrekord", "2:00.0", "Lakeside")
    assert found.competitor is not None
    assert (found.competitor.name, found.is_new) == ("Ida Lund", False)
    own = message("DT_RECORD", EVENT, 1, at(3), record("WR", "1:59.9", more=' New="Y"') + record("XX", "1"))
    told = (await event_answer(plan, all_of_them, own)).records
    assert [(each.kind_name, each.value, each.is_new) for each in told] == [
        ("World record", "1:59.9", True),
        ("XX", "1", False),
    ]
    assert (await event_answer(plan)).records == ()


async def test_record_of_a_wide_document_changes_the_event_that_it_names() -> None:
    desk = Desk()
    desk.take(schedule(1, 1, unit("SCHEDULED")))
    before = (await desk.views.now()).revision_of(EVENT)
    desk.take(message("DT_RECORD", GENERAL, 1, at(2), record("WR", "2:00.0")))
    view = await desk.views.now()
    assert view.revision_of(EVENT) > before
    assert len((await event_answer(schedule(1, 1, unit("SCHEDULED")))).records) == 0
    found = answer(Question(kind=Kind.EVENT, code=EVENT), Teller(view, names("en")), OPENING)
    assert isinstance(found, EventAnswer)
    assert len(found.records) == 1


# Announcements and weather.


def announcement(number: int, second: float, title: str, code: str = EVENT, **named: Any) -> bytes:
    inner = f'<Communication Code="{number}" Unit="{CODE}"><Title>{title}</Title></Communication>'
    return message("DT_COMMUNICATION", code, 1, at(second), inner, subcode=str(number), **named)


async def test_announcements_are_the_latest_first_and_of_the_last_day() -> None:
    old = announcement(99, -ANNOUNCED_FOR.total_seconds(), "Old")
    many = [announcement(number, number, f"No. {number}") for number in range(15)]
    found: NowAnswer = await ask([old, *many], Kind.NOW)
    assert [each.title for each in found.communications] == [f"No. {each}" for each in range(14, 4, -1)]
    assert len(found.communications) == COMMUNICATIONS_MAX
    newest = found.communications[0]
    assert (newest.discipline_name, newest.unit, newest.at, newest.language) == (
        "Alpine skiing", CODE, at(14), "en",
    )  # fmt: skip
    only_old: NowAnswer = await ask([old], Kind.NOW)
    assert only_old.communications == ()


async def test_announcement_is_told_once_in_the_readers_language_if_there_is_one() -> None:
    bodies = [
        announcement(1, 1, "Delayed", GENERAL),
        announcement(1, 2, "Retard", GENERAL, language="FRA"),
        announcement(1, 3, "???", GENERAL, language="QQQ"),
    ]
    for language, title in (("fr", "Retard"), ("en", "Delayed"), ("ko", "Delayed")):
        found: NowAnswer = await ask(bodies, Kind.NOW, language=language)
        assert [each.title for each in found.communications] == [title]
    general = message("DT_COMMUNICATION", GENERAL, 1, at(1), '<Communication Title="All"/>')
    alone: NowAnswer = await ask([general], Kind.NOW)
    assert [(each.discipline, each.discipline_name) for each in alone.communications] == [(None, None)]


def conditions(version: int, second: int, venue: str, sky: str, air: str, **named: Any) -> bytes:
    inner = (
        f'<Weather Venue="{venue}"><Conditions Wind_Direction="N"><Condition Code="SKY" Value="{sky}"/>'
        f'<Condition Code="SNOW" Value="PACKED"/><Temperature Code="AIR" Value="{air}"/></Conditions></Weather>'
    )
    return message("DT_WEATHER", GENERAL, version, at(second), inner, subcode=venue, **named)


async def test_weather_is_the_last_of_the_venue() -> None:
    plan = schedule(1, 1, unit("SCHEDULED", Venue="SUMMIT"))
    bodies = [
        plan,
        conditions(1, 10, "SUMMIT", "SUNNY", "-3"),
        conditions(2, 20, "SUMMIT", "ODD", "-5"),
        conditions(1, 30, "RIDGE", "FOG", "1"),
    ]
    found: VenueAnswer = await ask(bodies, Kind.VENUE, code="SUMMIT", language="fr")
    assert found.weather is not None
    assert (found.weather.at, found.weather.air_c, found.weather.snow_name) == (at(20), "-5.0", "Tassée")
    assert (found.weather.condition, found.weather.condition_name) == ("ODD", "ODD")
    assert (found.weather.wind_from, found.weather.wind_m_s) == ("N", None)
    apart = '<Weather Venue="SUMMIT"><Conditions><Temperature Code="AIR" Value="{}"/></Conditions></Weather>'
    for second, air_c in ((5, "-5.0"), (25, "9.0")):
        other = message("DT_WEATHER", "ANY", 1, at(second), apart.format("9"))
        of_two: VenueAnswer = await ask([*bodies, other], Kind.VENUE, code="SUMMIT")
        assert of_two.weather is not None
        assert of_two.weather.air_c == air_c, "the last of two documents"
    early: VenueAnswer = await ask(bodies, Kind.VENUE, code="SUMMIT", as_of=at(15))
    assert early.weather is not None
    assert early.weather.condition_name == "Sunny"
    none: VenueAnswer = await ask([plan], Kind.VENUE, code="SUMMIT")
    assert none.weather is None


async def test_weather_and_announcements_change_what_is_on_now() -> None:
    desk = Desk()
    for body in (
        message("DT_WEATHER", "ANY", 1, at(1), '<Weather Venue="OVAL"><Conditions/></Weather>'),
        message("DT_COMMUNICATION", "1", 1, at(2), '<Communication Title="All"/>'),
    ):
        before = (await desk.views.now()).revision_of(NOW)
        desk.take(body)
        assert (await desk.views.now()).revision_of(NOW) > before


# Two beside each other.

RUN_2 = key("ALP", "EV0", "FNL", "000200--")
MET = [
    PEOPLE,
    schedule(
        1,
        1,
        unit("FINISHED", StartDate="2030-02-08T09:00:00Z")
        + unit("FINISHED", RUN_2, StartDate="2030-02-08T12:00:00Z"),
    ),
    result(1, 2, "2", "3", "1"),
    result(1, 3, "1", "2", unit=RUN_2),
    medallists(1, 4, EVENT, ("GOLD", "1", "NOR"), ("SILVER", "2", "SUI"), ("BRONZE", "3", "SUI")),
]


async def test_athletes_are_compared_by_medals_and_where_they_met() -> None:
    found: CompareAnswer = await ask(MET, Kind.COMPARE, about="athlete", code="1", other="2")
    assert [(each.kind, each.name, each.organisation_name, each.gold, each.silver) for each in found.sides] == [
        ("athlete", "Ada Åsen", "Norway", 1, 0),
        ("athlete", "Bea Müller", "Switzerland", 0, 1),
    ]
    assert [each.rank for each in found.sides] == [None, None]
    assert [each.unit.unit for each in found.meetings] == [RUN_2, CODE]
    assert [[(row.competitor.code, row.rank) for row in each.rows] for each in found.meetings] == [
        [("1", "1"), ("2", "2")],
        [("2", "1"), ("1", "3")],
    ]
    apart: CompareAnswer = await ask(MET, Kind.COMPARE, about="athlete", code="1", other="3")
    assert [each.unit.unit for each in apart.meetings] == [CODE]


async def test_delegations_are_compared_by_the_table_and_where_theirs_met() -> None:
    found: CompareAnswer = await ask(MET, Kind.COMPARE, about="delegation", code="SUI", other="NOR", language="de")
    assert [(each.name, each.rank, each.gold, each.silver, each.bronze) for each in found.sides] == [
        ("Schweiz", 2, 0, 1, 1),
        ("Norwegen", 1, 1, 0, 0),
    ]
    assert [each.unit.unit for each in found.meetings] == [RUN_2, CODE]
    assert [row.competitor.code for row in found.meetings[1].rows] == ["2", "1"]
    none: CompareAnswer = await ask(MET, Kind.COMPARE, about="delegation", code="SUI", other="ITA")
    assert [each.unit.unit for each in none.meetings] == [CODE]


async def test_a_place_on_a_start_list_is_no_meeting() -> None:
    rows = row(1, "1", Rank="") + row(2, "2", Rank="")
    start_list = message("DT_RESULT", CODE, 1, at(2), rows, status="START_LIST")
    bodies = [PEOPLE, schedule(1, 1, unit("SCHEDULED")), start_list]
    for about, code, other in (("athlete", "1", "2"), ("delegation", "NOR", "SUI")):
        found: CompareAnswer = await ask(bodies, Kind.COMPARE, about=about, code=code, other=other)
        assert found.meetings == ()


async def test_meetings_are_bounded() -> None:
    codes = [key("ALP", f"E{number}", "FNL", "000100--") for number in range(MEETINGS_MAX + 5)]
    units = "".join(
        unit("FINISHED", code, StartDate=(OPENING + timedelta(hours=number)).isoformat())
        for number, code in enumerate(codes)
    )
    bodies = [PEOPLE, schedule(1, 1, units), *(result(1, 2, "1", "2", unit=code) for code in codes)]
    found: CompareAnswer = await ask(bodies, Kind.COMPARE, about="delegation", code="NOR", other="SUI")
    assert [each.unit.unit for each in found.meetings] == codes[: -MEETINGS_MAX - 1 : -1]


@pytest.mark.parametrize(("about", "known"), [("athlete", "1"), ("delegation", "NOR")])
async def test_who_is_not_there_is_not_compared(about: str, known: str) -> None:
    for code, other in ((known, "ZZZ"), ("ZZZ", known)):
        with pytest.raises(NothingThere, match="ZZZ"):
            await ask(MET, Kind.COMPARE, about=about, code=code, other=other)


def test_address_of_a_comparison_names_two() -> None:
    query = parse_query(b"kind=athlete&code=1&language=de&code=2")
    found = query.question("compare", "", None)
    assert found == Question(kind=Kind.COMPARE, about="athlete", code="1", other="2", language="de")
    assert query.question("compare", "1", None) is None


@pytest.mark.parametrize(
    "query",
    [
        b"",
        b"kind=athlete",
        b"kind=athlete&code=1",
        b"kind=athlete&code=1&code=1",
        b"kind=athlete&code=1&code=2&code=3",
        b"kind=athlete&code=1&code=../2",
        b"kind=venue&code=1&code=2",
        b"code=1&code=2",
        b"kind=athlete&kind=athlete&code=1&code=2",
    ],
)
def test_comparison_that_cannot_be_meant_is_refused(query: bytes) -> None:
    with pytest.raises(RequestInvalid):
        parse_query(query).question("compare", "", None)


def test_comparison_is_no_topic() -> None:
    with pytest.raises(RequestInvalid):
        parse_query(b"kind=athlete&code=1&code=2").topic("compare")
