"""What a sentence claims beside its values: that somebody is first, that something is over, that there is nothing.

By the id of the sentence, which is the same in every language. A claim that does not hold makes every fact of the
sentence false: the right name in the wrong sentence is a lie.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import cast

from grandstand.demo.evaluation.looks import Looks
from grandstand.live import ChangesAnswer, UnitAnswer

Claim = Callable[[Looks], Awaitable[bool]]
COLOURS = ("gold", "silver", "bronze")


async def holds(looks: Looks) -> bool:
    """Whether what the sentence claims is so; of a sentence that claims nothing but its values, True."""
    claim = CLAIMS.get(looks.statement.message)
    return True if claim is None else await claim(looks)


def _is_unit(is_so: Callable[[UnitAnswer], bool]) -> Claim:
    async def claim(looks: Looks) -> bool:
        unit = await looks.unit()
        return unit is not None and is_so(unit)

    return claim


def _has_won(colour: str) -> Claim:
    async def claim(looks: Looks) -> bool:
        return all(
            [
                any(each.colour == colour and looks.is_of(each.competitor, who) for each in await looks.medals())
                for who in looks.said.people + looks.said.delegations
            ]
        )

    return claim


async def _is_first(looks: Looks) -> bool:
    """Whether the competitor has the first place of the unit."""
    ranked = [row for row in await looks.rows() if row.rank]
    first = [row for row in ranked if row.rank == ranked[0].rank]
    return any(row.competitor.code == looks.code("competitor") for row in first)


async def _leads(looks: Looks) -> bool:
    unit = await looks.unit()
    return unit is not None and unit.is_live and await _is_first(looks)


async def _is_not_first(looks: Looks) -> bool:
    """Whether somebody else is first than was thought."""
    thought = looks.code("athlete")
    ranked = [row for row in await looks.rows() if row.rank]
    first = [row for row in ranked if row.rank == ranked[0].rank]
    return await _is_first(looks) and not any(row.competitor.code == thought for row in first)


async def _is_absent(looks: Looks) -> bool:
    return not any(looks.is_of(each, looks.code("athlete") or "") for each in await looks.competitors())


async def _has_no_result(looks: Looks) -> bool:
    return not await looks.medals() and not any(row.rank for row in await looks.rows())


async def _athlete_has_no_result(looks: Looks) -> bool:
    return not any(each.row.rank for each in (await looks.athlete(looks.code("athlete") or "")).results)


async def _has_no_medal(looks: Looks) -> bool:
    line = await looks.line(looks.code("country"))
    return line is None or not line.total


async def _nobody_is_there(looks: Looks) -> bool:
    rank = looks.slot("rank")
    return rank is not None and not any(row.rank == str(rank.value) for row in await looks.rows())


async def _nothing_is_on(looks: Looks) -> bool:
    return looks.place.asked.filling.day is None or not await looks.scheduled()


async def _has_no_record(looks: Looks) -> bool:
    return not await looks.records()


async def _has_no_weather(looks: Looks) -> bool:
    return await looks.weather() is None


async def _nothing_has_happened(looks: Looks) -> bool:
    since = looks.slot("when")
    if since is None:
        return True
    passed = looks.cast.at - datetime.fromisoformat(str(since.value))
    return not cast("ChangesAnswer", await looks.changes(passed.total_seconds())).happenings


async def _is_new(looks: Looks) -> bool:
    return any(each.is_new for each in await looks.records())


async def _is_ahead(looks: Looks) -> bool:
    first, second = await looks.line(looks.code("first")), await looks.line(looks.code("second"))
    return first is not None and (second is None or first.rank < second.rank)


async def _is_level(looks: Looks) -> bool:
    first, second = await looks.line(looks.code("first")), await looks.line(looks.code("second"))
    return first is not None and second is not None and first.rank == second.rank


async def _have_not_met(looks: Looks) -> bool:
    """Whether two athletes have no row with a place in the same unit; of countries it is not looked up."""
    first, second = looks.code("first") or "", looks.code("second") or ""
    if first not in looks.cast.people or second not in looks.cast.people:
        return True
    units = [
        {each.unit.unit for each in (await looks.athlete(code)).results if each.row.rank}
        for code in (first, second)
    ]
    return not units[0] & units[1]


CLAIMS: dict[str, Claim] = {
    "starts": _is_unit(lambda unit: not unit.is_over and not unit.is_live),
    "starts-at": _is_unit(lambda unit: not unit.is_over and not unit.is_live),
    "starts-text": _is_unit(lambda unit: not unit.is_over and not unit.is_live),
    "match-next": _is_unit(lambda unit: not unit.is_over),
    "next": _is_unit(lambda unit: not unit.is_over and not unit.is_live),
    "under-way": _is_unit(lambda unit: unit.is_live),
    "is-over": _is_unit(lambda unit: unit.is_over),
    **{f"medal-{colour}": _has_won(colour) for colour in COLOURS},
    "won": _is_first,
    "won-plain": _is_first,
    "leads": _leads,
    "leads-plain": _leads,
    "premise-other": _is_not_first,
    "premise-absent": _is_absent,
    "no-result": _has_no_result,
    "athlete-no-result": _athlete_has_no_result,
    "delegation-none": _has_no_medal,
    "place-none": _nobody_is_there,
    "day-none": _nothing_is_on,
    "missed-none": _nothing_has_happened,
    "record-none": _has_no_record,
    "record-new": _is_new,
    "weather-none": _has_no_weather,
    "compare-ahead": _is_ahead,
    "compare-level": _is_level,
    "meetings-none": _have_not_met,
}
"""Sentences that claim something, by their id."""
