"""What is answered, out of hand-made messages: order, boards, medals, happenings, and what nobody told."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import pytest

from desk import CODE, EVENT, Desk, at, medallists, participants, result, row, schedule, unit
from games import OPENING, key, message
from grandstand.kernel.errors import RequestInvalid
from grandstand.live.answers import (
    AthleteAnswer,
    DelegationAnswer,
    EventAnswer,
    MedalTableAnswer,
    NowAnswer,
    ScheduleAnswer,
    VenueAnswer,
)
from grandstand.live.errors import NothingThere
from grandstand.live.names import names
from grandstand.live.read_query import parse_query
from grandstand.live.reads import Kind, Question, answer, changes
from grandstand.live.search import Finder
from grandstand.live.tell import Teller

RUN_2 = key("ALP", "EV0", "FNL", "000200--")
PEOPLE = participants(
    1,
    ("1", "Ada", "ÅSEN", "NOR"),
    ("2", "Bea", "MÜLLER", "SUI"),
    ("3", "Cleo", "ROSSI", "ITA"),
    ("4", "Di", "X", "AIN"),
)


async def ask(bodies: Iterable[bytes], kind: Kind, as_of: datetime | None = None, **named: Any) -> Any:
    desk = Desk()
    for body in bodies:
        desk.take(body)
    view = await (desk.views.now() if as_of is None else desk.views.at(as_of))
    question = Question(kind=kind, as_of=as_of, **named)
    return answer(question, Teller(view, names(question.language)), as_of or OPENING)


async def event_answer(*bodies: bytes, as_of: datetime | None = None, language: str = "en") -> EventAnswer:
    found: EventAnswer = await ask(bodies, Kind.EVENT, as_of, code=EVENT, language=language)
    return found


# The schedule.


async def test_units_of_a_day_come_by_session_then_time_even_hidden_then_order() -> None:
    sessions = (
        '<Session SessionCode="S2" StartDate="2030-02-08T09:00:00+01:00" Venue="SUMMIT"/>'
        '<Session SessionCode="S1" StartDate="2030-02-08T08:00:00+01:00"/>'
    )
    codes = [key("ALP", f"E{number}", "FNL", "000100--") for number in range(5)]
    units = (
        unit("SCHEDULED", codes[0], SessionCode="S2", StartDate="2030-02-08T11:00:00+01:00", Order="1")
        + unit("SCHEDULED", codes[1], SessionCode="S2", StartDate="2030-02-08T10:00:00+01:00", HideStartDate="Y")
        + unit("SCHEDULED", codes[2], SessionCode="S1", StartDate="2030-02-08T12:00:00+01:00", Order="2")
        + unit("SCHEDULED", codes[3], SessionCode="S1", StartDate="2030-02-08T12:00:00+01:00", Order="1")
        + unit("SCHEDULED", codes[4], StartDate="2030-02-09T00:30:00+01:00")
    )
    bodies = [schedule(1, 1, sessions + units)]
    found: ScheduleAnswer = await ask(bodies, Kind.SCHEDULE, day=date(2030, 2, 8), zone="Europe/Rome")
    assert [each.unit for each in found.units] == [codes[3], codes[2], codes[1], codes[0]]
    assert found.days == (date(2030, 2, 8), date(2030, 2, 9))
    assert [each.venue_name for each in found.units] == [None, None, "Summit Run", "Summit Run"]
    assert [each.is_start_hidden for each in found.units] == [False, False, True, False]
    west: ScheduleAnswer = await ask(bodies, Kind.SCHEDULE, day=date(2030, 2, 8), zone="America/New_York")
    assert len(west.units) == 5, "the fan's day, not the venue's"


async def test_actual_start_never_overwrites_the_plan() -> None:
    planned, actual = "2030-02-08T11:00:00Z", "2030-02-08T11:20:00Z"
    body = schedule(1, 1, unit("RUNNING", StartDate=planned, ActualStartDate=actual))
    found = (await event_answer(body)).boards[0].unit
    assert (found.start_at, found.actual_start_at) == (
        datetime.fromisoformat(planned),
        datetime.fromisoformat(actual),
    )


# Boards.


async def test_board_is_the_start_list_then_who_is_current_then_the_result() -> None:
    starters = '<StartList><Start><Competitor Code="2"/></Start><Start><Competitor Code="1"/></Start></StartList>'
    plan = schedule(1, 1, unit("SCHEDULED", inner=starters))
    start_list = message(
        "DT_RESULT", CODE, 1, at(2), row(1, "1", Rank="") + row(2, "2", Rank=""), status="START_LIST"
    )
    current = message("DT_CURRENT", CODE, 1, at(3), row(1, "2", Result="1:20.00"), status="LIVE")
    final = result(2, 4, "1", "2")

    async def codes(*bodies: bytes) -> list[str]:
        return [each.competitor.code for each in (await event_answer(PEOPLE, *bodies)).boards[0].rows]

    assert await codes(plan) == ["2", "1"]
    assert await codes(plan, start_list) == ["1", "2"]
    assert await codes(plan, start_list, current) == ["2", "1"]
    assert await codes(plan, start_list, current, final) == ["1", "2"]


async def test_row_says_why_there_is_no_value_and_its_source() -> None:
    rows = row(1, "1", Result="1:20.00", RankEqual="Y") + row(2, "2", Rank="", IRM="DNF")
    body = message("DT_RESULT", CODE, 7, at(9), rows, status="UNOFFICIAL")
    board = (await event_answer(PEOPLE, schedule(1, 1, unit("RUNNING")), body)).boards[0]
    assert [(each.value, each.is_rank_shared, each.irm) for each in board.rows] == [
        ("1:20.00", True, None),
        (None, False, "DNF"),
    ]
    assert board.rows[1].irm_name not in {None, "DNF"}
    assert board.source is not None
    assert (board.source.version, board.source.generated_at) == (7, at(9))
    assert board.unit.is_over, "an unofficial result ends a unit; its status in the schedule may come late"
    assert board.unit.leader is not None
    assert board.unit.leader.name == "Ada Åsen"


async def test_gold_of_two_runs_stands_in_the_last() -> None:
    plan = schedule(1, 1, unit("FINISHED") + unit("FINISHED", RUN_2, Medal="1"))
    found = await event_answer(
        PEOPLE, plan, result(1, 2, "2", "1"), result(1, 3, "1", "2", unit=RUN_2),
        medallists(1, 4, EVENT, ("GOLD", "1", "NOR"), ("SILVER", "2", "SUI")),
    )  # fmt: skip
    assert [[row.medal for row in board.rows] for board in found.boards] == [[None, None], ["gold", "silver"]]
    assert [(each.colour, each.competitor.name) for each in found.medals] == [
        ("gold", "Ada Åsen"),
        ("silver", "Bea Müller"),
    ]


async def test_event_as_of_a_time_is_what_was_known_then() -> None:
    bodies = (PEOPLE, schedule(1, 1, unit("RUNNING")), result(1, 10, "2", "1"), result(2, 20, "1", "2"))
    for second, leader in ((15, "2"), (25, "1")):
        found = (await event_answer(*bodies, as_of=at(second))).boards[0].unit.leader
        assert found is not None
        assert found.code == leader
    assert (await event_answer(*bodies, as_of=at(5))).boards[0].rows == ()


async def test_placeholder_is_named_in_the_readers_language() -> None:
    body = message("DT_RESULT", CODE, 1, at(1), row(1, "TBD", Rank=""), status="START_LIST")
    found = (await event_answer(schedule(1, 1, unit("SCHEDULED")), body, language="de")).boards[0].rows[0]
    assert found.competitor.placeholder == "TBD"
    assert found.competitor.name not in {"TBD", names("en").placeholder(found.competitor.placeholder)}  # type: ignore[arg-type]


async def test_team_that_is_its_country_is_called_in_the_readers_language() -> None:
    rows = (
        '<Result Rank="1" SortOrder="1"><Competitor Code="T1" Type="T" Organisation="SUI">'
        '<Description TeamName="Switzerland"/></Competitor></Result>'
        '<Result Rank="2" SortOrder="2"><Competitor Code="T2" Type="T" Organisation="SUI">'
        '<Description TeamName="Switzerland 2"/></Competitor></Result>'
    )
    body = message("DT_RESULT", CODE, 1, at(1), rows)
    found = (await event_answer(schedule(1, 1, unit("RUNNING")), body, language="fr")).boards[0].rows
    assert [each.competitor.name for each in found] == ["Suisse", "Switzerland 2"]


# Medals.


def table(version: int, *lines: tuple[str, int, int, int]) -> bytes:
    inner = "".join(
        f'<MedalLine Rank="{rank}" SortRank="{rank}" Organisation="{organisation}">'
        f'<MedalNumber Type="M" Gold="9" Silver="9" Bronze="9" Total="27"/>'
        f'<MedalNumber Type="TOT" Gold="{gold}" Silver="{silver}" Bronze="{bronze}" Total="9"/>'
        "</MedalLine>"
        for rank, (organisation, gold, silver, bronze) in enumerate(lines, start=1)
    )
    return message("DT_MEDALS", key("GEN", ""), version, at(100), inner)


async def test_computed_table_ranks_by_gold_shares_ranks_and_leaves_neutrals_out() -> None:
    won = medallists(
        1, 1, EVENT, ("GOLD", "1", "NOR"), ("SILVER", "2", "SUI"), ("SILVER", "3", "ITA"), ("BRONZE", "4", "AIN")
    )
    found: MedalTableAnswer = await ask([PEOPLE, won], Kind.MEDALS)
    assert [(each.organisation, each.rank, each.is_rank_shared, each.total) for each in found.lines] == [
        ("NOR", 1, False, 1),
        ("ITA", 2, True, 1),
        ("SUI", 2, True, 1),
    ]
    assert (found.awarded, found.is_feeds, found.differences) == (4, False, ())


async def test_feeds_table_is_shown_and_its_differences_are_told() -> None:
    won = medallists(1, 1, EVENT, ("GOLD", "1", "NOR"), ("SILVER", "2", "SUI"))
    found: MedalTableAnswer = await ask([PEOPLE, won, table(1, ("SUI", 1, 0, 0), ("NOR", 1, 0, 0))], Kind.MEDALS)
    assert found.is_feeds
    assert [(each.organisation, each.rank) for each in found.lines] == [("SUI", 1), ("NOR", 2)]
    assert [(each.organisation, each.feed, each.computed) for each in found.differences] == [
        ("SUI", (1, 0, 0), (0, 1, 0))
    ]
    agreed: MedalTableAnswer = await ask([PEOPLE, won, table(1, ("NOR", 1, 0, 0), ("SUI", 0, 1, 0))], Kind.MEDALS)
    assert agreed.differences == ()


async def test_medal_of_a_team_counts_once_and_is_each_members() -> None:
    members = "".join(f'<Athlete Code="{code}"/>' for code in ("1", "2"))
    inner = (
        '<Medal Code="ME_GOLD"><Competitor Code="T" Type="T" Organisation="NOR">'
        f"<Composition>{members}</Composition></Competitor></Medal>"
    )
    bodies = [PEOPLE, message("DT_MEDALLISTS", EVENT, 1, at(1), inner)]
    found: MedalTableAnswer = await ask(bodies, Kind.MEDALS)
    assert [(each.organisation, each.total) for each in found.lines] == [("NOR", 1)]
    assert found.medals[0].competitor.members == ("Ada Åsen", "Bea Müller")
    hers: AthleteAnswer = await ask(bodies, Kind.ATHLETE, code="2")
    assert [each.colour for each in hers.medals] == ["gold"]


async def test_answer_rests_on_what_it_tells_and_on_nothing_else() -> None:
    bodies = [
        PEOPLE,
        schedule(1, 1, unit("FINISHED", Medal="1")),
        result(1, 2, "1", "2"),
        medallists(1, 4, EVENT, ("GOLD", "1", "NOR")),
        medallists(1, 9, key("ALP", "EV1"), ("GOLD", "2", "SUI")),
    ]
    assert (await event_answer(*bodies)).latest_at == at(4), "another event's medals are not told"
    hers: AthleteAnswer = await ask(bodies, Kind.ATHLETE, code="2")
    assert hers.latest_at == at(9), "what is told last counts too"


# People and places.


async def test_athlete_has_results_newest_first_and_what_comes_next() -> None:
    slalom = key("ALP", "EV1", "FNL", "000100--")
    starters = '<StartList><Start><Competitor Code="1"/></Start></StartList>'
    plan = schedule(
        1, 1,
        unit("FINISHED", StartDate="2030-02-08T09:00:00Z")
        + unit("FINISHED", RUN_2, StartDate="2030-02-08T12:00:00Z")
        + unit("SCHEDULED", slalom, starters, StartDate="2030-02-08T20:00:00Z"),
    )  # fmt: skip
    bodies = [PEOPLE, plan, result(1, 2, "2", "1"), result(1, 3, "1", "2", unit=RUN_2)]
    found: AthleteAnswer = await ask(bodies, Kind.ATHLETE, code="1")
    assert found.name == "Ada Åsen"
    assert [(each.unit.unit, each.row.rank) for each in found.results] == [(RUN_2, "1"), (CODE, "2")]
    assert [each.unit for each in found.next] == [slalom]
    team: DelegationAnswer = await ask(bodies, Kind.DELEGATION, code="NOR")
    assert [each.athlete for each in team.athletes] == ["1"]
    assert [each.unit for each in team.next] == [slalom]


async def test_venue_has_its_units_by_their_sessions_too() -> None:
    session = '<Session SessionCode="S1" Venue="SUMMIT"/>'
    body = schedule(1, 1, session + unit("SCHEDULED", SessionCode="S1") + unit("SCHEDULED", RUN_2, Venue="RIDGE"))
    found: VenueAnswer = await ask([body], Kind.VENUE, code="SUMMIT")
    assert [each.unit for each in found.units] == [CODE]


@pytest.mark.parametrize("kind", [Kind.EVENT, Kind.ATHLETE, Kind.DELEGATION, Kind.VENUE])
async def test_what_nobody_told_of_is_not_there(kind: Kind) -> None:
    with pytest.raises(NothingThere, match="ZZZ"):
        await ask([PEOPLE], kind, code="ZZZ")


async def test_search_finds_by_any_spelling_in_any_language() -> None:
    desk = Desk()
    downhill = "ALPWDOWNHILL".ljust(22, "-") + "FNL-000100--"
    people = participants(1, ("1", "Ada", "AASEN", "NOR"), ("2", "Bea", "MUELLER", "SUI"))
    for body in (people, schedule(1, 1, unit("SCHEDULED", downhill, Venue="SUMMIT"))):
        desk.take(body)
    teller = Teller(await desk.views.now(), names("de"))
    for query, kind in (
        ("Müller", "athlete"), ("asen", "athlete"), ("abfahrt", "event"), ("downhill", "event"),
        ("schweiz", "delegation"), ("NOR", "delegation"), ("summit", "venue"),
    ):  # fmt: skip
        found = await Finder().find(teller, query)
        assert kind in {each.kind for each in found.matches}, query
    assert (await Finder().find(teller, "zzzz")).matches == ()


# What has happened.


async def test_ticker_tells_newest_first_what_holds_and_since_when() -> None:
    bodies = [
        PEOPLE,
        schedule(1, 1, unit("SCHEDULED") + unit("SCHEDULED", RUN_2)),
        schedule(1, 10, unit("RUNNING"), delta=True),
        schedule(2, 20, unit("POSTPONED", RUN_2), delta=True),
        result(1, 30, "1", "2"),
        medallists(1, 40, EVENT, ("GOLD", "1", "NOR")),
    ]
    found: NowAnswer = await ask(bodies, Kind.NOW)
    told = [(each.kind.value, each.at) for each in found.happenings]
    assert told == [("medal", at(40)), ("official", at(30)), ("postponed", at(20)), ("started", at(10))]
    assert "Ada Åsen" in found.happenings[0].text
    assert all("Ada" not in each.plain_text for each in found.happenings), "without a spoiler"
    early: NowAnswer = await ask(bodies, Kind.NOW, at(15))
    assert [each.kind.value for each in early.happenings] == ["started"]
    assert [each.unit for each in early.live] == [CODE]


async def test_changes_are_what_holds_now_and_did_not_then() -> None:
    desk = Desk()
    for body in (
        PEOPLE,
        schedule(1, 1, unit("SCHEDULED") + unit("SCHEDULED", RUN_2)),
        schedule(1, 10, unit("RUNNING"), delta=True),
        # A bulk that says again what was known is no news.
        schedule(2, 50, unit("RUNNING") + unit("DELAYED", RUN_2)),
    ):
        desk.take(body)
    teller = Teller(await desk.views.now(), names("en"))
    found = changes(teller, await desk.views.at(at(20)), at(20), at(60))
    assert [(each.kind.value, each.unit) for each in found.happenings] == [("delayed", RUN_2)]
    everything = changes(teller, await desk.views.at(at(0)), at(0), at(60))
    assert [each.kind.value for each in everything.happenings] == ["started", "delayed"]


# What an address asks for.


@pytest.mark.parametrize(
    "query",
    [
        b"language=xx",
        b"language=en&language=de",
        b"x=" + b"y" * 3000,
        b"&".join(b"a%d=1" % number for number in range(30)),
        b"x=%ff",
        "x=ä".encode(),
    ],
)
def test_query_that_cannot_be_meant_is_refused(query: bytes) -> None:
    with pytest.raises(RequestInvalid):
        parse_query(query).language()


@pytest.mark.parametrize(
    "text", ["yesterday", "2030-02-08T18:00:00", "2030-02-08T18:00:00 01:00", "9999-12-31T23:59:59-12:00"]
)
def test_instant_without_a_zone_or_sense_is_refused(text: str) -> None:
    with pytest.raises(RequestInvalid, match="as_of"):
        parse_query(f"as_of={text}".encode()).instant("as_of")


@pytest.mark.parametrize(
    "topic", ["", "events:" + EVENT, "event:", "event:a/b", "schedule:monday", "now:1", "changes", "search:a"]
)
def test_unknown_topic_is_refused(topic: str) -> None:
    with pytest.raises(RequestInvalid):
        parse_query(b"").topic(topic)


def test_topics_are_the_questions_of_their_addresses() -> None:
    query = parse_query(b"language=de&zone=Asia/Tokyo")
    assert query.topic("event:" + EVENT) == query.question("events", EVENT, None)
    assert query.topic("schedule:2030-02-08").day == date(2030, 2, 8)
    assert query.topic("schedule:2030-02-08").zone == "Asia/Tokyo"
    assert query.question("events", "../x", None) is None
    assert query.question("now", "x", None) is None
