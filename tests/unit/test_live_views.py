"""The view of now, changed message by message, holds what the specification builds anew each time."""

import asyncio
import random
from datetime import timedelta

import pytest

from desk import CODE, EVENT, Desk, result, schedule, unit
from games import COMPETITION, OPENING, Games, as_it_arrives, key, message
from grandstand.live import views as views_module
from grandstand.live.models import Identity
from grandstand.live.rsc import event, parse_rsc
from grandstand.live.view import MEDALS, NOW, SCHEDULE

DAY = timedelta(days=1)


@pytest.mark.parametrize("seed", range(10))
async def test_in_whatever_order_the_view_is_what_the_specification_says(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - seeded
    desk = Desk()
    for body in as_it_arrives(list(Games(seed, events=2, athletes=4).messages()), chance):
        desk.take(body)
        if chance.random() < 0.1:
            assert (await desk.views.now()).same_as(desk.state())
    assert (await desk.views.now()).same_as(desk.state())
    for _ in range(3):
        noon = OPENING + chance.random() * timedelta(hours=2)
        assert (await desk.views.at(noon)).same_as(desk.state(noon))


async def test_a_question_that_is_given_up_in_the_middle_loses_no_change() -> None:
    desk = Desk()
    desk.take(result(1, 1, "A"))
    desk.hold = asyncio.Event()
    asking = asyncio.create_task(desk.views.now())
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    desk.hold = None
    assert (await desk.views.now()).same_as(desk.state())


async def test_late_message_changes_the_past_that_it_belongs_to_and_no_other() -> None:
    desk = Desk()
    desk.take(result(3, 30, "A"))
    at_20, at_10 = (OPENING + timedelta(seconds=each) for each in (20, 10))
    before, untouched = await desk.views.at(at_20), await desk.views.at(at_10)
    desk.take(result(2, 15, "B"))
    assert (await desk.views.at(at_20)).same_as(desk.state(at_20))
    assert not before.same_as(desk.state(at_20))
    assert await desk.views.at(at_10) is untouched


async def test_past_that_changes_while_it_is_built_is_not_kept() -> None:
    desk = Desk()
    desk.take(result(3, 30, "A"))
    at_20 = OPENING + timedelta(seconds=20)
    desk.hold = asyncio.Event()
    asking = asyncio.create_task(desk.views.at(at_20))
    await asyncio.sleep(0)
    desk.take(result(2, 15, "B"))
    desk.hold.set()
    await asking
    assert (await desk.views.at(at_20)).same_as(desk.state(at_20))


async def test_few_pasts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_module, "PAST_VIEWS_MAX", 2)
    desk = Desk()
    desk.take(result(1, 1, "A"))
    first = await desk.views.at(OPENING)
    for days in (1, 2):
        await desk.views.at(OPENING + days * DAY)
    assert await desk.views.at(OPENING) is not first


async def test_topics_change_with_what_concerns_them() -> None:
    desk = Desk()
    desk.take(schedule(1, 1, unit("SCHEDULED") + unit("SCHEDULED", key("ALP", "EV1", "FNL", "000100--"))))
    other = event(parse_rsc(key("ALP", "EV1", "FNL", "000100--")))
    topics = (NOW, MEDALS, SCHEDULE, EVENT, other)

    async def changed_by(body: bytes) -> set[str]:
        view = await desk.views.now()
        before = {topic: view.revision_of(topic) for topic in topics}
        desk.take(body)
        view = await desk.views.now()
        return {topic for topic in topics if view.revision_of(topic) > before[topic]}

    assert await changed_by(result(1, 2, "A")) == {NOW, EVENT}
    assert await changed_by(schedule(1, 3, unit("RUNNING"), delta=True)) == {NOW, SCHEDULE, EVENT}
    assert await changed_by(schedule(2, 4, unit("RUNNING"), delta=True)) == set()
    medal = '<Medal Code="ME_GOLD"><Competitor Code="1" Organisation="AUT"/></Medal>'
    medallists = message("DT_MEDALLISTS", EVENT, 1, OPENING + timedelta(seconds=5), medal)
    assert await changed_by(medallists) == {NOW, MEDALS, EVENT}
    people = message("DT_PARTIC", key("ALP", ""), 1, OPENING, '<Participant Code="1" FamilyName="X"/>')
    assert await changed_by(people) == set(topics)


async def test_unit_keeps_the_time_since_when_it_has_its_status() -> None:
    desk = Desk()
    for each in (
        schedule(1, 1, unit("SCHEDULED")),
        schedule(1, 5, unit("RUNNING"), delta=True),
        schedule(2, 9, unit("RUNNING"), delta=True),
    ):
        desk.take(each)
        view = await desk.views.now()
    assert view.since[CODE] == OPENING + timedelta(seconds=5)


async def test_people_are_found_by_their_rows_and_starts() -> None:
    desk = Desk()
    starters = '<StartList><Start><Competitor Code="B"/></Start></StartList>'
    desk.take(schedule(1, 1, unit("SCHEDULED", inner=starters)))
    desk.take(result(1, 2, "A", "B"))
    view = await desk.views.now()
    assert [each.code for each in view.sheets_of("A")] == [CODE]
    assert list(view.starts_of("B")) == [CODE]
    desk.take(result(2, 3, "B"))
    desk.take(schedule(2, 3, unit("SCHEDULED")))
    view = await desk.views.now()
    assert list(view.sheets_of("A")) == []
    assert list(view.starts_of("B")) == []


async def test_missing_delta_counts_until_a_bulk_resets_it() -> None:
    desk = Desk()
    base = Identity(COMPETITION, "DT_SCHEDULE", key("ALP", ""), "", "", "ENG")
    desk.take(schedule(1, 1, unit("SCHEDULED")))
    desk.take(schedule(2, 5, unit("RUNNING"), delta=True))
    assert (await desk.views.now()).lacking == {base}
    assert (await desk.views.at(OPENING + timedelta(seconds=2))).lacking == set()
    before = (await desk.views.now()).revision_of(MEDALS)
    desk.take(schedule(1, 4, unit("GETTING_READY"), delta=True))
    view = await desk.views.now()
    assert view.lacking == set()
    assert view.revision_of(MEDALS) > before, "what was told of as incomplete is told anew"
    desk.take(schedule(4, 8, unit("RUNNING"), delta=True))
    assert (await desk.views.now()).lacking == {base}
    desk.take(schedule(2, 9, unit("RUNNING")))
    assert (await desk.views.now()).lacking == set()
    desk.take(result(4, 9, "A"))
    assert (await desk.views.now()).lacking == set(), "whole documents are not missed"


async def test_medallists_of_the_event_count_before_those_of_a_day() -> None:
    desk = Desk()
    gold = '<Medal Code="ME_GOLD"><Competitor Code="{}" Organisation="AUT"/></Medal>'
    other = key("BTH", "EV9")
    day = f'<Event Code="{EVENT}">{gold.format("old")}</Event><Event Code="{other}">{gold.format("b")}</Event>'
    desk.take(message("DT_MEDALLISTS_DAY", key("GEN", ""), 1, OPENING, day))
    desk.take(message("DT_MEDALLISTS", EVENT, 1, OPENING, gold.format("new")))
    won = [each.competitor.code for _, told in (await desk.views.now()).medallists() for each in told.medals]
    assert sorted(won) == ["b", "new"]
