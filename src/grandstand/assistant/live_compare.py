"""Two athletes or two delegations beside each other, and where they met."""

from collections.abc import Generator, Sequence
from typing import NamedTuple, TypeAlias, cast

from grandstand.assistant.asked import Asked
from grandstand.assistant.live_asking import (
    Asks,
    Tool,
    ask_each,
    ask_live,
    rest_on,
    row_slot,
    status_slot,
    unit_slot,
    words_of,
)
from grandstand.assistant.live_boards import SIDES, is_match, say_score
from grandstand.assistant.live_people import NAMESAKES_MAX, called_apart, narrowed
from grandstand.assistant.live_shown import suggest
from grandstand.assistant.models import SourceId
from grandstand.assistant.telling import name, number
from grandstand.assistant.telling import result as result_slot
from grandstand.live import (
    Answer,
    AthleteAnswer,
    CompareAnswer,
    ComparedAnswer,
    DelegationAnswer,
    EventAnswer,
    Kind,
    MedalTableAnswer,
    MeetingAnswer,
    RowAnswer,
)

MEETINGS_MAX = 3
"""Of two, that are told."""
CHOICES_MAX = 4
ATHLETE, DELEGATION = "athlete", "delegation"


class Pair(NamedTuple):
    about: str
    first: str
    second: str


Choosing: TypeAlias = Generator[Asks, Answer, Pair | None]


def compare(asked: Asked) -> Tool:
    """Their medals and their last meetings; fewer than two: the fan is asked with whom."""
    pair = yield from _pair(asked)
    if pair is None:
        return
    answer = cast(CompareAnswer, (yield ask_live(asked, Kind.COMPARE, pair.first, pair.second, pair.about)))
    source = rest_on(asked, answer)
    for side in answer.sides:
        _tell_side(asked, side, source)
    _tell_order(asked, answer.sides, source)
    _tell_meetings(asked, answer, pair.about, source)
    _suggest_after(asked, answer, pair.about)


def meet(asked: Asked) -> Tool:
    """Only where two met: the score, or both places."""
    pair = yield from _pair(asked)
    if pair is None:
        return
    answer = cast(CompareAnswer, (yield ask_live(asked, Kind.COMPARE, pair.first, pair.second, pair.about)))
    _tell_meetings(asked, answer, pair.about, rest_on(asked, answer))
    _suggest_after(asked, answer, pair.about)


def _pair(asked: Asked) -> Choosing:
    """Which two; None where the fan was asked."""
    athletes, delegations = asked.mentions.athletes, asked.mentions.delegations
    if len(athletes) >= SIDES:
        found = yield from ask_each(asked, Kind.ATHLETE, athletes[:NAMESAKES_MAX], AthleteAnswer)
        return _of_each_name(asked, found)
    if len(delegations) >= SIDES and not athletes:
        return Pair(DELEGATION, delegations[0], delegations[1])
    if athletes:
        answer = cast(AthleteAnswer, (yield ask_live(asked, Kind.ATHLETE, athletes[0])))
        yield from _with_whom(asked, answer)
    elif delegations:
        own = cast(DelegationAnswer, (yield ask_live(asked, Kind.DELEGATION, delegations[0])))
        table = cast(MedalTableAnswer, (yield ask_live(asked, Kind.MEDALS)))
        _with_which(asked, own, table)
    else:
        asked.telling.say("compare-which")
    return None


def _of_each_name(asked: Asked, found: Sequence[AthleteAnswer]) -> Pair | None:
    """One of each name; where a name means several that nothing tells apart, the fan is asked which."""
    named: dict[str, list[AthleteAnswer]] = {}
    for each in found:
        named.setdefault(each.name, []).append(each)
    groups = [group if len(group) == 1 else narrowed(asked, group) for group in named.values()]
    if len(groups) >= SIDES and all(len(group) == 1 for group in groups[:SIDES]):
        return Pair(ATHLETE, groups[0][0].athlete, groups[1][0].athlete)
    asked.telling.say("which")
    words = words_of(asked)
    for group in groups[:SIDES]:
        others = [other for other in groups[:SIDES] if other is not group]
        for each in group if len(group) > 1 else ():
            text = called_apart(each)
            if others:
                slots = {"first": name(others[0][0].name), "second": name(text)}
                text = words.question("ask-compare", **slots)
            asked.telling.offer(ATHLETE, each.athlete, text)
    return None


def _with_whom(asked: Asked, answer: AthleteAnswer) -> Tool:
    """Offer the athletes at the front of the last event that she was in."""
    source = rest_on(asked, answer)
    asked.telling.say("compare-with", source, name=name(answer.name, answer.athlete))
    for each in answer.results[:1]:
        event = cast(EventAnswer, (yield ask_live(asked, Kind.EVENT, each.unit.event)))
        boards = [board for board in event.boards if board.unit.unit == each.unit.unit]
        rows = [row for board in boards for row in board.rows if row.rank and not row.competitor.is_team]
        for row in [row for row in rows if row.competitor.code != answer.athlete][:CHOICES_MAX]:
            _offer(asked, ATHLETE, row.competitor.code, answer.name, row.competitor.name)


def _with_which(asked: Asked, own: DelegationAnswer, table: MedalTableAnswer) -> None:
    """Offer the delegations at the top of the medal table."""
    called = name(own.name, own.organisation)
    asked.telling.say("compare-with", rest_on(asked, own), name=called)
    for line in [line for line in table.lines if line.organisation != own.organisation][:CHOICES_MAX]:
        _offer(asked, DELEGATION, line.organisation, own.name, line.organisation_name)


def _offer(asked: Asked, kind: str, code: str, first: str, second: str) -> None:
    text = words_of(asked).question("ask-compare", first=name(first), second=name(second))
    asked.telling.offer(kind, code, text)


def _tell_side(asked: Asked, side: ComparedAnswer, source: SourceId) -> None:
    called = name(side.name, side.code)
    figures = {"gold": number(side.gold), "silver": number(side.silver), "bronze": number(side.bronze)}
    if side.rank is None:
        asked.telling.say("tally", source, name=called, **figures)
    else:
        asked.telling.say("table-line", source, rank=number(side.rank), country=called, **figures)


def _tell_order(asked: Asked, sides: Sequence[ComparedAnswer], source: SourceId) -> None:
    """Who is ahead in the medal table."""
    first, second = sorted(sides, key=lambda side: side.rank or 0)
    if first.rank is None or second.rank is None:
        return
    slots = {"first": name(first.name, first.code), "second": name(second.name, second.code)}
    is_level = first.rank == second.rank
    asked.telling.say("compare-level" if is_level else "compare-ahead", source, **slots)


def _tell_meetings(asked: Asked, answer: CompareAnswer, about: str, source: SourceId) -> None:
    """The last meetings; of delegations matches first, then where medals were won."""
    told = 0
    for meeting in _worth_telling(answer.meetings, about):
        rows = [_row_of(meeting, side, about) for side in answer.sides]
        first, second = rows
        if told < MEETINGS_MAX and first is not None and second is not None and first != second:
            told += _tell_meeting(asked, meeting, first, second, source)
    if not told:
        first_side, second_side = (name(side.name, side.code) for side in answer.sides)
        asked.telling.say("meetings-none", source, first=first_side, second=second_side)


def _worth_telling(meetings: Sequence[MeetingAnswer], about: str) -> Sequence[MeetingAnswer]:
    if about == ATHLETE:
        return meetings
    matches = [each for each in meetings if is_match(each.rows)]
    return matches or [each for each in meetings if each.unit.is_medal]


def _row_of(meeting: MeetingAnswer, side: ComparedAnswer, about: str) -> RowAnswer | None:
    """The first row of a side: her own or her team's, one of its athletes."""
    for row in meeting.rows:
        competitor = row.competitor
        if about == DELEGATION and competitor.organisation == side.code:
            return row
        if about == ATHLETE and (competitor.code == side.code or side.name in competitor.members):
            return row
    return None


def _tell_meeting(
    asked: Asked, meeting: MeetingAnswer, first: RowAnswer, second: RowAnswer, source: SourceId
) -> bool:
    unit = meeting.unit
    if is_match(meeting.rows) and say_score(asked, source, unit, first, second):
        return True
    if first.rank is None or second.rank is None:
        return False
    asked.telling.say(
        "meeting",
        source,
        unit=unit_slot(unit),
        first=row_slot(first),
        rank=result_slot(first.rank),
        second=row_slot(second),
        other=result_slot(second.rank),
        status=status_slot(unit),
    )
    return True


def _suggest_after(asked: Asked, answer: CompareAnswer, about: str) -> None:
    message, slot = ("ask-athlete", "athlete") if about == ATHLETE else ("ask-delegation", "country")
    for side in answer.sides:
        suggest(asked, message, **{slot: name(side.name)})
    suggest(asked, "ask-table")
