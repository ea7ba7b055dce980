"""Tables and plots of the Games: medals by day, the medal table, a result, the athletes of a delegation."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import cast
from zoneinfo import ZoneInfo

from grandstand.assistant.asked import Asked
from grandstand.assistant.data_shown import plot, table
from grandstand.assistant.live_asking import (
    ATHLETES_MAX,
    Tool,
    ask_each,
    ask_live,
    rest_on,
    rest_on_board,
    status_slot,
    tell_gaps,
    unit_slot,
    words_of,
)
from grandstand.assistant.live_boards import boards_of, tell_first, tell_score
from grandstand.assistant.live_shown import suggest, suggest_after_event
from grandstand.assistant.models import PlotKind, Series, SourceId
from grandstand.assistant.telling import Slot, day, name, number
from grandstand.assistant.wanted import wanted
from grandstand.assistant.wording import Wording
from grandstand.live import (
    BoardAnswer,
    Colour,
    DelegationAnswer,
    EventAnswer,
    Kind,
    MedalAnswer,
    MedalTableAnswer,
    UnitAnswer,
)

BARS_MAX = 15
TABLES_MAX = 3
"""Boards of one answer that are shown as tables."""
COLOURS = (Colour.GOLD, Colour.SILVER, Colour.BRONZE)


def data(asked: Asked) -> Tool:
    """What is to be seen as a table or a plot."""
    mentions, found = asked.mentions, wanted(asked)
    if mentions.events:
        yield from _results(asked)
    elif mentions.delegations and "athletes" in found:
        yield from _athletes(asked)
    elif mentions.delegations or "days" in found:
        yield from _days(asked)
    else:
        yield from _bars(asked)


# Medals by day.


def _days(asked: Asked) -> Tool:
    """Of all or of one delegation by colour; of several how many each had so far."""
    answer = cast(MedalTableAnswer, (yield ask_live(asked, Kind.MEDALS)))
    codes = asked.mentions.delegations
    named = yield from ask_each(asked, Kind.DELEGATION, codes[:ATHLETES_MAX], DelegationAnswer)
    source, zone = rest_on(asked, answer), ZoneInfo(asked.question.zone)
    medals = [each for each in answer.medals if not codes or each.competitor.organisation in codes]
    on = Counter((each.won_at.astimezone(zone).date(), _group(each, named)) for each in medals)
    if not on:
        _tell_none(asked, named, source)
        return
    days = _every_day(key[0] for key in on)
    span = {"from": day(days[0]), "until": day(days[-1])}
    for each in named:
        count = number(sum(_is_of(medal, each) for medal in medals))
        country = name(each.name, each.organisation)
        asked.telling.say("data-days-of", source, country=country, count=count, **span)
    if not named:
        asked.telling.say("data-days", source, count=number(len(medals)), **span)
    if len(named) > 1:
        _show_so_far(asked, days, named, on, source)
    else:
        _show_colours(asked, days, named, on, source)
    suggest(asked, "ask-table")
    for line in [line for line in answer.lines if line.organisation not in codes][:1]:
        suggest(asked, "ask-plot-of", country=name(line.organisation_name))
    suggest(asked, "ask-missed")


def _group(medal: MedalAnswer, named: Sequence[DelegationAnswer]) -> str:
    """What is counted together: a colour, or of several delegations each."""
    return str(medal.competitor.organisation) if len(named) > 1 else medal.colour.value


def _is_of(medal: MedalAnswer, delegation: DelegationAnswer) -> bool:
    return medal.competitor.organisation == delegation.organisation


def _every_day(days: Iterable[date]) -> list[date]:
    """From the first to the last, also those on which nothing was."""
    known = sorted(days)
    return [known[0] + timedelta(days=each) for each in range((known[-1] - known[0]).days + 1)]


def _tell_none(asked: Asked, named: Sequence[DelegationAnswer], source: SourceId) -> None:
    for each in named:
        asked.telling.say("delegation-none", source, country=name(each.name, each.organisation))
    if not named:
        asked.telling.say("table-none", source)


def _show_colours(
    asked: Asked,
    days: Sequence[date],
    named: Sequence[DelegationAnswer],
    on: Counter[tuple[date, str]],
    source: SourceId,
) -> None:
    words = words_of(asked)
    title = words.phrase("title-days")
    if named:
        title = words.phrase("title-days-of", country=name(named[0].name))
    figures = [[on[each, colour.value] for colour in COLOURS] for each in days]
    rows = [
        [words.cell(day(each)), *_numbers(words, [*counts, sum(counts)])]
        for each, counts in zip(days, figures, strict=True)
    ]
    columns = ("col-day", "col-gold", "col-silver", "col-bronze", "col-total")
    table(asked, title, map(words.phrase, columns), rows, source)
    series = [
        Series(name=words.phrase(f"col-{colour.value}"), values=tuple(float(counts[at]) for counts in figures))
        for at, colour in enumerate(COLOURS)
    ]
    labels = [words.cell(day(each)) for each in days]
    plot(asked, PlotKind.BAR, title, labels, series, source, unit=words.phrase("unit-medals"))


def _show_so_far(
    asked: Asked,
    days: Sequence[date],
    named: Sequence[DelegationAnswer],
    on: Counter[tuple[date, str]],
    source: SourceId,
) -> None:
    words = words_of(asked)
    title = words.phrase("title-so-far")
    counts = [list(accumulate(on[each, one.organisation] for each in days)) for one in named]
    series = [
        Series(name=one.name, values=tuple(map(float, so_far))) for one, so_far in zip(named, counts, strict=True)
    ]
    rows = [
        [words.cell(day(each)), *_numbers(words, [so_far[at] for so_far in counts])]
        for at, each in enumerate(days)
    ]
    table(asked, title, (words.phrase("col-day"), *(each.name for each in named)), rows, source)
    labels = [words.cell(day(each)) for each in days]
    plot(asked, PlotKind.LINE, title, labels, series, source, unit=words.phrase("unit-medals"))


def _numbers(words: Wording, values: Iterable[int]) -> list[str]:
    return [words.cell(number(each)) for each in values]


# The medal table.


def _bars(asked: Asked) -> Tool:
    answer = cast(MedalTableAnswer, (yield ask_live(asked, Kind.MEDALS)))
    source, words, lines = rest_on(asked, answer), words_of(asked), answer.lines
    if not lines:
        asked.telling.say("table-none", source)
        return
    asked.telling.say("data-table", source, count=number(answer.awarded), lines=number(len(lines)))
    title = words.phrase("medal-table")
    columns = ("col-rank", "col-country", "col-gold", "col-silver", "col-bronze", "col-total")
    rows = [
        [
            words.cell(number(line.rank)),
            line.organisation_name,
            *_numbers(words, [line.gold, line.silver, line.bronze, line.total]),
        ]
        for line in lines
    ]
    table(asked, title, map(words.phrase, columns), rows, source)
    series = [
        Series(
            name=words.phrase(f"col-{colour.value}"),
            values=tuple(float(getattr(line, colour.value)) for line in lines[:BARS_MAX]),
        )
        for colour in COLOURS
    ]
    labels = [line.organisation_name for line in lines[:BARS_MAX]]
    plot(asked, PlotKind.BAR, title, labels, series, source, unit=words.phrase("unit-medals"))
    suggest(asked, "ask-plot")
    suggest(asked, "ask-plot-of", country=name(lines[0].organisation_name))


# Results, athletes.


def _results(asked: Asked) -> Tool:
    events = yield from ask_each(asked, Kind.EVENT, asked.mentions.events[:TABLES_MAX], EventAnswer)
    for event in events:
        boards = boards_of(event)
        for board in boards:
            _show_board(asked, event, board)
        if not boards:
            slot = name(f"{event.discipline_name}: {event.name}", event.event)
            asked.telling.say("no-result", rest_on(asked, event), event=slot)
        tell_gaps(asked, event)
    for event in events:
        suggest_after_event(asked, event)


def _show_board(asked: Asked, event: EventAnswer, board: BoardAnswer) -> None:
    source, words = rest_on_board(asked, event, board), words_of(asked)
    ranked = [row for row in board.rows if row.rank]
    if not tell_score(asked, event, board) and ranked:
        tell_first(asked, source, board.unit, ranked[0])
    rows = [
        [
            row.rank or "–",
            row.competitor.name,
            row.competitor.organisation_name or "–",
            row.value or row.irm_name or "–",
        ]
        for row in board.rows
    ]
    title = words.phrase("title-result", **_title(board.unit))
    columns = ("col-rank", "col-name", "col-country", "col-result")
    table(asked, title, map(words.phrase, columns), rows, source)


def _title(unit: UnitAnswer) -> dict[str, Slot]:
    return {"unit": unit_slot(unit), "status": status_slot(unit)}


def _athletes(asked: Asked) -> Tool:
    """How many athletes a delegation has in each discipline."""
    codes = asked.mentions.delegations[:TABLES_MAX]
    answers = yield from ask_each(asked, Kind.DELEGATION, codes, DelegationAnswer)
    for answer in answers:
        source, words = rest_on(asked, answer), words_of(asked)
        country = name(answer.name, answer.organisation)
        if not answer.athletes:
            asked.telling.say("delegation-no-athletes", source, country=country)
            continue
        asked.telling.say("data-athletes", source, country=country, count=number(len(answer.athletes)))
        counts = Counter(each for athlete in answer.athletes for each in athlete.disciplines)
        ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
        title = words.phrase("title-athletes", country=country)
        rows = [[discipline, words.cell(number(count))] for discipline, count in ordered]
        table(asked, title, map(words.phrase, ("col-discipline", "col-athletes")), rows, source)
        series = [Series(name=answer.name, values=tuple(float(count) for _, count in ordered))]
        labels = [discipline for discipline, _ in ordered]
        plot(asked, PlotKind.BAR, title, labels, series, source, unit=words.phrase("unit-athletes"))
        suggest(asked, "ask-delegation", country=country)
