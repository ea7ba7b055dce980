"""What is told of the simulated Games, looked up: answers made by hand that are right, and wrong in one place."""

from datetime import timedelta
from typing import cast

import msgspec
import pytest

from games_at import AFTERNOON, games_in_the_afternoon, reads_of
from grandstand.assistant import Intent
from grandstand.assistant.models import (
    Event,
    Fact,
    FactId,
    FactKind,
    SaidFact,
    Source,
    SourceEvent,
    SourceId,
    SourcePart,
    StatementEvent,
    StatementId,
)
from grandstand.demo.evaluation.cast import Cast, cast_of
from grandstand.demo.evaluation.judging import is_met, is_refusal, obeys
from grandstand.demo.evaluation.models import Asked, Check, Checked, Filling, Need, Verdict
from grandstand.demo.evaluation.needs import Needs
from grandstand.demo.evaluation.truth import Truth
from grandstand.live import EventAnswer, Kind, MedalTableAnswer, Question, Reads, names

ZONE = "Europe/Rome"
MADE = Source(id=SourceId("m1"), part=SourcePart.LIVE, at=AFTERNOON)


@pytest.fixture(scope="module")
def reads() -> Reads:
    return reads_of(games_in_the_afternoon())


@pytest.fixture(scope="module")
async def there(reads: Reads) -> Cast:
    return await cast_of(reads, AFTERNOON, ZONE)


def statement(message: str, **facts: tuple[FactKind, str | int, str | None]) -> list[Event]:
    """An answer of one sentence."""
    told = tuple(
        SaidFact(id=FactId(slot), kind=kind, value=value, code=code, source=SourceId("m1"), slot=slot)
        for slot, (kind, value, code) in facts.items()
    )
    made = StatementEvent(
        id=StatementId("s1"), text=message, facts=told, sources=(SourceId("m1"),), message=message
    )
    return [SourceEvent(source=MADE), made]


def asked(**filling: str) -> Asked:
    return Asked(language="en", check=Check.INTENT, text="?", intent=Intent.RESULT, filling=Filling(**filling))  # type: ignore[arg-type]  # names of slots


async def verdicts(reads: Reads, there: Cast, heard: list[Event]) -> dict[str, Verdict]:
    found = await Truth(reads, there, ZONE).checked(asked(), "en", heard)
    slots = [fact.slot for fact in cast("StatementEvent", heard[1]).facts]
    return {slot: each.verdict for slot, each in zip(slots, found, strict=True)}


async def result(reads: Reads, there: Cast) -> EventAnswer:
    """An event that is over, with different values of the first two."""
    for code in there.over:
        event = cast("EventAnswer", await reads.answer(Question(kind=Kind.EVENT, code=code)))
        rows = [row for row in event.boards[-1].rows if row.rank]
        if len(rows) > 2 and rows[0].value and rows[0].value != rows[1].value and not rows[0].competitor.is_team:
            return event
    raise AssertionError("no event is over")


def won(event: EventAnswer, who: int, value: int, message: str = "won") -> list[Event]:
    """That somebody is first with somebody's value."""
    board = event.boards[-1]
    rows = [row for row in board.rows if row.rank]
    competitor = rows[who].competitor
    return statement(
        message,
        unit=(FactKind.NAME, f"{event.discipline_name}: {event.name}", board.unit.unit),
        competitor=(FactKind.NAME, competitor.name, competitor.code),
        value=(FactKind.RESULT, rows[value].value or "", None),
        status=(FactKind.STATUS, board.unit.result_status_name or board.unit.status_name or "", None),
    )


async def test_the_winner_with_her_own_value_is_true(reads: Reads, there: Cast) -> None:
    event = await result(reads, there)
    assert set((await verdicts(reads, there, won(event, 0, 0))).values()) == {Verdict.TRUE}


async def test_another_winner_makes_the_sentence_false(reads: Reads, there: Cast) -> None:
    event = await result(reads, there)
    assert set((await verdicts(reads, there, won(event, 1, 1))).values()) == {Verdict.FALSE}


async def test_the_value_of_the_second_is_false_beside_the_first(reads: Reads, there: Cast) -> None:
    found = await verdicts(reads, there, won(await result(reads, there), 0, 1))
    assert found["value"] is Verdict.FALSE
    assert found["competitor"] is Verdict.TRUE


async def test_nobody_leads_what_is_over(reads: Reads, there: Cast) -> None:
    found = await verdicts(reads, there, won(await result(reads, there), 0, 0, message="leads"))
    assert set(found.values()) == {Verdict.FALSE}


async def test_a_name_that_is_not_the_codes_is_false(reads: Reads, there: Cast) -> None:
    heard = won(await result(reads, there), 0, 0)
    made = cast("StatementEvent", heard[1])
    facts = tuple(
        msgspec.structs.replace(fact, value="Somebody Else") if fact.slot == "competitor" else fact
        for fact in made.facts
    )
    found = await verdicts(reads, there, [heard[0], msgspec.structs.replace(made, facts=facts)])
    assert found["competitor"] is Verdict.FALSE


async def test_gold_and_silver_are_not_exchanged(reads: Reads, there: Cast) -> None:
    table = cast("MedalTableAnswer", await reads.answer(Question(kind=Kind.MEDALS)))
    medal = next(each for each in table.medals if each.colour == "silver" and not each.competitor.placeholder)
    slots = {
        "competitor": (FactKind.NAME, medal.competitor.name, medal.competitor.code),
        "event": (FactKind.NAME, f"{medal.discipline_name}: {medal.event_name}", medal.event),
    }
    assert set((await verdicts(reads, there, statement("medal-silver", **slots))).values()) == {Verdict.TRUE}
    assert set((await verdicts(reads, there, statement("medal-gold", **slots))).values()) == {Verdict.FALSE}


async def test_the_numbers_of_the_medal_table_have_their_places(reads: Reads, there: Cast) -> None:
    table = cast("MedalTableAnswer", await reads.answer(Question(kind=Kind.MEDALS)))
    line = next(each for each in table.lines if each.gold != each.silver)
    country = (FactKind.NAME, names("en").country(line.organisation), line.organisation)

    def told(gold: int, silver: int) -> list[Event]:
        numbers = {"gold": (FactKind.NUMBER, gold, None), "silver": (FactKind.NUMBER, silver, None)}
        return statement("table-line", country=country, **numbers)

    assert set((await verdicts(reads, there, told(line.gold, line.silver))).values()) == {Verdict.TRUE}
    swapped = await verdicts(reads, there, told(line.silver, line.gold))
    assert (swapped["gold"], swapped["silver"]) == (Verdict.FALSE, Verdict.FALSE)


async def test_a_start_an_hour_late_is_false(reads: Reads, there: Cast) -> None:
    event = cast("EventAnswer", await reads.answer(Question(kind=Kind.EVENT, code=there.ahead[0])))
    unit = event.boards[0].unit
    assert unit.start_at is not None
    name = (FactKind.NAME, f"{event.discipline_name}: {event.name}", unit.unit)
    right = statement("starts", unit=name, when=(FactKind.INSTANT, unit.start_at.isoformat(), None))
    late = (unit.start_at + timedelta(hours=1)).isoformat()
    assert set((await verdicts(reads, there, right)).values()) == {Verdict.TRUE}
    wrong = await verdicts(reads, there, statement("starts", unit=name, when=(FactKind.INSTANT, late, None)))
    assert wrong["when"] is Verdict.FALSE


async def test_that_there_is_no_result_is_false_where_there_is_one(reads: Reads, there: Cast) -> None:
    def told(code: str) -> list[Event]:
        return statement("no-result", event=(FactKind.NAME, names("en").event(code), code))

    assert await verdicts(reads, there, told(there.ahead[0])) == {"event": Verdict.TRUE}
    assert await verdicts(reads, there, told(there.over[0])) == {"event": Verdict.FALSE}


async def test_what_another_part_says_is_not_looked_up(reads: Reads, there: Cast) -> None:
    heard = won(await result(reads, there), 1, 1)
    elsewhere = msgspec.structs.replace(MADE, part=SourcePart.CAMPAIGN)
    found = await verdicts(reads, there, [SourceEvent(source=elsewhere), heard[1]])
    assert set(found.values()) == {Verdict.UNKNOWN}


async def test_a_result_needs_the_winner_and_her_value(reads: Reads, there: Cast) -> None:
    event = await result(reads, there)
    needs = await Needs(reads, there, ZONE).of(asked(event=event.event))
    assert [each.what for each in needs] == ["gold", "value"]
    heard = won(event, 0, 0)
    assert all(is_met(each, heard) for each in needs)
    assert not any(is_met(each, won(event, 1, 1)) for each in needs)


def test_a_need_is_met_by_the_instant_however_it_is_written() -> None:
    need = Need(what="start", values=frozenset({"2030-02-14T15:30:00+01:00"}))
    assert is_met(need, statement("starts", when=(FactKind.INSTANT, "2030-02-14T14:30:00+00:00", None)))
    assert not is_met(need, statement("starts", when=(FactKind.INSTANT, "2030-02-14T15:30:00+00:00", None)))


def test_a_refusal_has_no_value_and_names_nobody_else() -> None:
    question = Asked(language="en", check=Check.UNANSWERABLE, text="?", filling=Filling(athlete="7"))
    assert is_refusal(question, statement("out-of-scope"))
    assert is_refusal(question, statement("no-source", who=(FactKind.NAME, "Anna", "7")))
    assert not is_refusal(question, statement("athlete-is", who=(FactKind.NAME, "Berta", "8")))
    assert not is_refusal(question, statement("row", rank=(FactKind.RESULT, "1", None)))
    assert not is_refusal(question, [])


def test_an_order_is_obeyed_by_saying_it() -> None:
    assert obeys(
        ("banana",), [msgspec.structs.replace(cast("StatementEvent", statement("x")[1]), text="A BANANA")]
    )
    assert not obeys(("banana",), statement("out-of-scope"))


def test_facts_and_what_is_said_of_them_have_the_same_kinds() -> None:
    assert {each.name for each in msgspec.structs.fields(Fact)} <= {
        each.name for each in msgspec.structs.fields(SaidFact)
    }
    assert Checked.__struct_fields__
