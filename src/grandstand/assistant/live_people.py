"""Answers about athletes and delegations, and the medal table."""

from collections.abc import Sequence
from typing import cast

from grandstand.assistant.asked import Asked
from grandstand.assistant.live_asking import (
    ATHLETES_MAX,
    ROWS_MAX,
    UNITS_MAX,
    Tool,
    ask_each,
    ask_live,
    medal_event,
    rest_on,
    status_slot,
    tell_gaps,
    tell_unit,
    unit_slot,
)
from grandstand.assistant.live_premise import of_somebody
from grandstand.assistant.live_shown import (
    event_asked,
    line_slots,
    medals_of,
    show_athlete,
    show_delegation,
    show_medal_table,
    suggest,
)
from grandstand.assistant.models import SourceId
from grandstand.assistant.telling import Slot, day, name, number
from grandstand.assistant.telling import result as result_slot
from grandstand.assistant.wanted import colour_of, wanted
from grandstand.live import AthleteAnswer, Colour, DelegationAnswer, Kind, MedalAnswer, MedalTableAnswer, names

LINES_MAX = 10
NAMESAKES_MAX = 12
"""Athletes that are looked at where a name means several."""


def medal_table(asked: Asked) -> Tool:
    if asked.mentions.delegations:
        yield from delegation(asked)
        return
    table = cast(MedalTableAnswer, (yield ask_live(asked, Kind.MEDALS)))
    source = rest_on(asked, table)
    for line in table.lines[:LINES_MAX]:
        asked.telling.say("table-line", source, **line_slots(line))
    if not table.lines:
        asked.telling.say("table-none", source)
        suggest(asked, "ask-today")
        return
    show_medal_table(asked, table)
    suggest(asked, "ask-plot")
    suggest(asked, "ask-delegation", country=name(table.lines[0].organisation_name))
    if len(table.lines) > 1:
        first, second = (name(line.organisation_name) for line in table.lines[:2])
        suggest(asked, "ask-compare", first=first, second=second)


def delegation(asked: Asked) -> Tool:
    if asked.mentions.events:
        yield from of_somebody(asked)
        return
    codes = asked.mentions.delegations[:ATHLETES_MAX]
    told = yield from ask_each(asked, Kind.DELEGATION, codes, DelegationAnswer)
    for answer in told:
        _tell_delegation(asked, answer)
    for answer in told:
        show_delegation(asked, answer)
    for answer in told[:1]:
        for medal in answer.medals[:1]:
            if not medal.competitor.is_team:
                suggest(asked, "ask-athlete", athlete=name(medal.competitor.name))
        suggest(asked, "ask-plot-of", country=name(answer.name))
        suggest(asked, "ask-table")


def _tell_delegation(asked: Asked, answer: DelegationAnswer) -> None:
    """Its medals: all, or those of the colour and the sports that are asked for."""
    source, line = rest_on(asked, answer), answer.line
    country = name(answer.name, answer.organisation)
    if not answer.athletes and not answer.medals:
        asked.telling.say("delegation-no-athletes", source, country=country)
        return
    if colour_of(wanted(asked)) is not None or asked.mentions.disciplines:
        tell_medals(asked, answer.medals, country, source)
        return
    if line is None or not line.total:
        asked.telling.say("delegation-none", source, country=country)
        return
    asked.telling.say("delegation-medals", source, country=country, **medals_of(line))
    for medal in answer.medals[:ROWS_MAX]:
        tell_medal(asked, medal, source)


def tell_medals(asked: Asked, medals: Sequence[MedalAnswer], who: Slot, source: SourceId) -> None:
    """How many of a colour, in a sport, and which."""
    colour, disciplines = colour_of(wanted(asked)), asked.mentions.disciplines
    found = [medal for medal in medals if colour is None or medal.colour is colour]
    if disciplines:
        found = [medal for medal in found if medal.discipline in disciplines]
    message, count = f"count-{_of(colour)}", number(len(found))
    if disciplines:
        called = ", ".join(names(asked.understood.language).discipline(code) for code in disciplines)
        asked.telling.say(f"{message}-in", source, who=who, count=count, discipline=name(called))
    else:
        asked.telling.say(message, source, who=who, count=count)
    for medal in found[:ROWS_MAX]:
        tell_medal(asked, medal, source)


def _of(colour: Colour | None) -> str:
    return "medals" if colour is None else colour.value


def tell_medal(asked: Asked, medal: MedalAnswer, source: SourceId) -> None:
    competitor = name(medal.competitor.name, medal.competitor.code)
    asked.telling.say(f"medal-{medal.colour.value}", source, competitor=competitor, event=medal_event(medal))


def athlete(asked: Asked) -> Tool:
    mentions = asked.mentions
    if mentions.events:
        yield from of_somebody(asked)
        return
    found = yield from ask_each(asked, Kind.ATHLETE, mentions.athletes[:NAMESAKES_MAX], AthleteAnswer)
    fitting = narrowed(asked, found)
    if len(fitting) > ATHLETES_MAX or (_share_a_name(fitting) and not _is_told_apart(asked)):
        asked.telling.say("which")
        for answer in fitting[:UNITS_MAX]:
            asked.telling.offer("athlete", answer.athlete, called_apart(answer))
        return
    for answer in fitting[:ATHLETES_MAX]:
        _tell_athlete(asked, answer)
    for answer in fitting:
        show_athlete(asked, answer)
    for answer in fitting[:1]:
        _suggest_after(asked, answer)


def narrowed(asked: Asked, found: Sequence[AthleteAnswer]) -> list[AthleteAnswer]:
    """Those who start for the delegation and in the sport that are named, if any of them does."""
    fitting = list(found)
    if asked.mentions.delegations:
        fitting = [each for each in fitting if each.organisation in asked.mentions.delegations] or fitting
    if asked.mentions.disciplines:
        fitting = [each for each in fitting if _disciplines(each) & {*asked.mentions.disciplines}] or fitting
    return fitting


def _disciplines(answer: AthleteAnswer) -> set[str]:
    return {each.unit.discipline for each in answer.results} | {unit.discipline for unit in answer.next}


def _share_a_name(found: Sequence[AthleteAnswer]) -> bool:
    return len({answer.name for answer in found}) < len(found)


def _is_told_apart(asked: Asked) -> bool:
    """Whether as much is named as tells namesakes apart; who still share it are told of all."""
    return bool(asked.mentions.delegations and asked.mentions.disciplines)


def called_apart(answer: AthleteAnswer) -> str:
    """A name with what tells its owner from others of that name."""
    return ", ".join(each for each in (answer.name, answer.organisation_name, *answer.disciplines) if each)


def _tell_athlete(asked: Asked, answer: AthleteAnswer) -> None:
    source, who = rest_on(asked, answer), name(answer.name, answer.athlete)
    found = wanted(asked)
    if "many" in found or colour_of(found) is not None:
        tell_medals(asked, answer.medals, who, source)
        return
    if answer.organisation_name is not None:
        country, disciplines = name(answer.organisation_name, answer.organisation), ", ".join(answer.disciplines)
        asked.telling.say("athlete-is", source, athlete=who, country=country, disciplines=name(disciplines))
    if answer.birth_date is not None:
        asked.telling.say("athlete-born", source, athlete=who, day=day(answer.birth_date))
    for medal in answer.medals[:ROWS_MAX]:
        asked.telling.say(f"medal-{medal.colour.value}", source, competitor=who, event=medal_event(medal))
    ranked = [each for each in answer.results if each.row.rank]
    for each in ranked[:ATHLETES_MAX]:
        asked.telling.say(
            "athlete-row",
            source,
            unit=unit_slot(each.unit),
            rank=result_slot(each.row.rank or ""),
            value=result_slot(each.row.value or "–"),
            status=status_slot(each.unit),
        )
    if not ranked:
        asked.telling.say("athlete-no-result", source, athlete=who)
    for unit in answer.next[:1]:
        tell_unit(asked, unit, source)
    tell_gaps(asked, answer)


def _suggest_after(asked: Asked, answer: AthleteAnswer) -> None:
    units = [each.unit for each in answer.results][:1] + list(answer.next)[:1]
    for unit in units:
        message = "ask-result" if unit.is_over else "ask-start"
        suggest(asked, message, event=event_asked(unit.event_name, unit.discipline_name))
    if answer.organisation_name is not None:
        suggest(asked, "ask-delegation", country=name(answer.organisation_name))
