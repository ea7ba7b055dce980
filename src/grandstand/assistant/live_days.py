"""Answers about days: what is on, what somebody missed."""

from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from grandstand.assistant.asked import Asked
from grandstand.assistant.live_asking import (
    UNITS_MAX,
    Tool,
    ask_live,
    is_of,
    rest_on,
    tell_gaps,
    tell_unit,
)
from grandstand.assistant.live_shown import suggest, suggest_competitor, suggest_units
from grandstand.assistant.telling import day, instant, number, text
from grandstand.live import ChangesAnswer, HappeningAnswer, Kind, ScheduleAnswer, UnitAnswer

HAPPENINGS_MAX = 10
MISSED = timedelta(hours=12)
SINCE_STEP = timedelta(minutes=10)
"""How far back "what did I miss" looks where nobody says since when."""


def schedule(asked: Asked) -> Tool:
    answer = cast(ScheduleAnswer, (yield ask_live(asked, Kind.SCHEDULE)))
    source = rest_on(asked, answer)
    units = [unit for unit in answer.units if is_of(unit, asked)]
    if not units:
        asked.telling.say("day-none", source, day=day(answer.day))
    else:
        asked.telling.say("day-count", source, count=number(len(units)), day=day(answer.day))
    for unit in _worth_telling(units)[:UNITS_MAX]:
        tell_unit(asked, unit, source)
    tell_gaps(asked, answer)
    suggest_units(asked, units)
    suggest(asked, "ask-now")
    suggest(asked, "ask-tomorrow" if asked.understood.day in {None, asked.question.today} else "ask-today")


def _worth_telling(units: list[UnitAnswer]) -> list[UnitAnswer]:
    """Where there are more than are told, those where medals are won; in the order of the day."""
    return units if len(units) <= UNITS_MAX else [unit for unit in units if unit.is_medal] or units


def missed(asked: Asked) -> Tool:
    """What has happened since the day that is named, else since the last visit, else in the last hours."""
    # Until now, of which there is a view already; the one of another time has to be built, so many share it.
    answer = cast(ChangesAnswer, (yield _shared(_since(asked)), None))
    source = rest_on(asked, answer)
    named = [each for each in answer.happenings if _is_of(each, asked)]
    found = [each for each in named if each.colour is not None] or named
    for each in found[:HAPPENINGS_MAX]:
        asked.telling.say("happened", source, time=instant(each.at), text=text(each.text))
    if not found:
        # Something else may have happened, which is not to be denied.
        message = "missed-none" if not answer.happenings else "missed-none-named"
        asked.telling.say(message, source, when=instant(answer.since))
    for each in [each for each in found if each.competitor is not None][:1]:
        assert each.competitor is not None
        suggest_competitor(asked, each.competitor)
    suggest(asked, "ask-table")
    suggest(asked, "ask-now")


def _since(asked: Asked) -> datetime:
    question = asked.question
    if asked.understood.day is not None:
        midnight = datetime.combine(asked.understood.day, datetime.min.time(), ZoneInfo(question.zone))
        return min(midnight, question.at)
    if question.since is not None:
        return min(question.since, question.at)
    return question.at - MISSED


def _shared(since: datetime) -> datetime:
    """The instant, or one shortly before that others ask for as well."""
    return since - (since - datetime.min.replace(tzinfo=UTC)) % SINCE_STEP


def _is_of(happening: HappeningAnswer, asked: Asked) -> bool:
    """Whether it is about whom and what the question names; everything is where it names nobody."""
    mentions, competitor = asked.mentions, happening.competitor
    if mentions.athletes or mentions.delegations:
        codes = () if competitor is None else (competitor.code, competitor.organisation)
        if not {*mentions.athletes, *mentions.delegations} & {*codes}:
            return False
    return (not mentions.events or happening.event in mentions.events) and (
        not mentions.disciplines or happening.discipline in mentions.disciplines
    )
