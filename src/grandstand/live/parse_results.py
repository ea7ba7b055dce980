"""Rows of results, start lists and rankings; medals and the medal table."""

from itertools import pairwise
from xml.etree.ElementTree import Element

import msgspec

from grandstand.live.attributes import YES, Notes, label
from grandstand.live.models import (
    Colour,
    Competitor,
    Detail,
    Envelope,
    Medal,
    MedalCount,
    MedalLine,
    Medallists,
    MedalTable,
    Reason,
    ResultRow,
    Run,
    Sheet,
    StandingLine,
)
from grandstand.live.parse_people import read_competitor
from grandstand.live.rules import ORDER_LAST

COLOURS = {f"ME_{each.name}": each for each in Colour}


def read_sheet(competition: Element, envelope: Envelope, notes: Notes) -> Sheet:
    """The rows in the order of SortOrder.

    A row without a valid SortOrder comes last; rows of one rank are a tie even where RankEqual is missing; both
    are told as defects.
    """
    found = [row for each in competition.iterfind("Result") if (row := _row(each, notes)) is not None]
    found.sort(key=place_of)
    return Sheet(envelope.result_status, _with_ties(found, notes))


def place_of(row: ResultRow | StandingLine) -> int:
    """What rows are ordered by; one without a SortOrder comes last."""
    return ORDER_LAST if row.sort_order is None else row.sort_order


def read_place(element: Element, notes: Notes) -> tuple[Competitor, int | None] | None:
    """Who has a row, and its SortOrder if that is valid; None where nobody has the row. Both defects are told."""
    found = element.find("Competitor")
    competitor = None if found is None else read_competitor(found)
    if competitor is None:
        notes.add(Reason.VALUE, "A Result has no Competitor with a Code.")
        return None
    sort_order = notes.whole(element, "SortOrder")
    if not sort_order:
        notes.add(Reason.SORT_ORDER, f"The Result of {label(competitor)} has no SortOrder from 1 on.")
    return competitor, sort_order or None


def _row(element: Element, notes: Notes) -> ResultRow | None:
    place = read_place(element, notes)
    if place is None:
        return None
    competitor, sort_order = place
    get = element.get
    runs, details = _runs(element), _details(element)
    return ResultRow(
        competitor=competitor,
        sort_order=sort_order,
        start_order=notes.whole(element, "StartOrder"),
        rank=get("Rank") or None,
        is_rank_shared=get("RankEqual") == YES,
        value=get("Result") or None,
        result_type=get("ResultType") or None,
        irm=get("IRM") or None,
        qualification=get("QualificationMark") or None,
        win_loss_tie=get("WLT") or None,
        diff=get("Diff") or None,
        runs=runs,
        details=details,
    )


def _runs(element: Element) -> tuple[Run, ...]:
    items = element.find("ResultItems")
    if items is None:
        return ()
    found = []
    for item in items:
        inner = item.find("Result")
        get = (item if inner is None else inner).get
        found.append(
            Run(
                unit=item.get("Unit") or None,
                value=get("Result") or None,
                result_type=get("ResultType") or None,
                irm=get("IRM") or None,
                rank=get("Rank") or None,
                diff=get("Diff") or None,
            )
        )
    return tuple(found)


def _details(element: Element) -> tuple[Detail, ...]:
    extended = element.find("ExtendedResults")
    if extended is None:
        return ()
    return tuple(
        Detail(
            type=each.get("Type") or None,
            code=each.get("Code") or None,
            position=each.get("Pos") or None,
            value=each.get("Value") or None,
        )
        for each in extended
    )


def _with_ties(rows: list[ResultRow], notes: Notes) -> tuple[ResultRow, ...]:
    untold = set()
    for at, (row, following) in enumerate(pairwise(rows)):
        if row.rank is not None and row.rank == following.rank:
            untold |= {each for each, tied in ((at, row), (at + 1, following)) if not tied.is_rank_shared}
    for at in sorted(untold):
        notes.add(
            Reason.RANK_EQUAL,
            f"Rank {rows[at].rank!r} of {label(rows[at].competitor)} is shared without RankEqual.",
        )
        rows[at] = msgspec.structs.replace(rows[at], is_rank_shared=True)
    return tuple(rows)


def read_medallists(competition: Element, envelope: Envelope, notes: Notes) -> Medallists:
    """Who won: one medal for each event, colour and competitor, however many athletes the competitor has.

    The event is the code of the element `Event` or `Unit` around a medal, where there is one; else the document's.
    """
    found: dict[tuple[str, Colour, str], Medal] = {}

    pending = [(competition, envelope.identity.code)]
    while pending:
        element, event = pending.pop()
        for child in reversed(element):
            if child.tag == "Medal":
                _add_medals(child, event, found, notes)
            else:
                pending.append((child, child.get("Code") or event if child.tag in {"Event", "Unit"} else event))
    return Medallists(tuple(found[key] for key in sorted(found)))


def _add_medals(element: Element, event: str, found: dict[tuple[str, Colour, str], Medal], notes: Notes) -> None:
    colour = COLOURS.get(element.get("Code", ""))
    if colour is None:
        notes.add(Reason.VALUE, f"A Medal has no known Code, got {element.get('Code', '')[:80]!r}.")
        return
    for each in element.iterfind("Competitor"):
        if (competitor := read_competitor(each)) is not None and competitor.placeholder is None:
            found[event, colour, competitor.code] = Medal(event=event, colour=colour, competitor=competitor)


def read_medal_table(competition: Element, _envelope: Envelope, notes: Notes) -> MedalTable:
    """The feed's own table, in its order."""
    lines = []
    for each in competition.iter("MedalLine"):
        if not (organisation := each.get("Organisation")):
            notes.add(Reason.VALUE, "A MedalLine has no Organisation.")
            continue
        lines.append(
            MedalLine(
                organisation=organisation,
                rank=each.get("Rank") or None,
                sort_rank=notes.whole(each, "SortRank"),
                is_rank_shared=each.get("RankEqual") == YES,
                counts=tuple(_count(number, notes) for number in each.iterfind("MedalNumber")),
            )
        )
    return MedalTable(tuple(lines))


def _count(element: Element, notes: Notes) -> MedalCount:
    gold, silver, bronze, total = (
        notes.whole(element, name) or 0 for name in ("Gold", "Silver", "Bronze", "Total")
    )
    return MedalCount(type=element.get("Type", ""), gold=gold, silver=silver, bronze=bronze, total=total)
