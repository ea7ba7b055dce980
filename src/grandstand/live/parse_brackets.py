"""How teams meet: the bracket of a knock-out, and the table of a group."""

from xml.etree.ElementTree import Element

from grandstand.live.attributes import SHOWN_LENGTH_MAX, YES, Notes
from grandstand.live.errors import KeyInvalid
from grandstand.live.models import (
    Bracket,
    BracketMatch,
    BracketRound,
    Brackets,
    BracketSide,
    Competitor,
    Envelope,
    Reason,
    Standing,
    StandingLine,
)
from grandstand.live.parse_people import PLACEHOLDERS, read_competitor
from grandstand.live.parse_results import place_of, read_place
from grandstand.live.rsc import ALPHABET, CUTS, FILL, parse_rsc
from grandstand.live.rules import ORDER_LAST

PHASE_LENGTH = CUTS[3] - CUTS[2]
LOSS = "L"
SIDE_ORDER, MATCH_ORDER = ("Pos",), ("Order", "Position")


def read_brackets(competition: Element, _envelope: Envelope, notes: Notes) -> Brackets:
    """The brackets of a knock-out; a round whose code is no phase is left out."""
    return Brackets(
        tuple(
            Bracket(
                code=each.get("Code") or None,
                rounds=tuple(
                    found for items in each.iterfind("BracketItems") if (found := _round(items, notes)) is not None
                ),
            )
            for each in competition.iter("Bracket")
        )
    )


def _round(element: Element, notes: Notes) -> BracketRound | None:
    phase = element.get("Code", "").strip(FILL)
    if not phase or len(phase) > PHASE_LENGTH or ALPHABET.fullmatch(phase) is None:
        notes.add(Reason.KEY, f"BracketItems have the code of a phase, got {phase[:SHOWN_LENGTH_MAX]!r}.")
        return None
    items = _ordered(element, "BracketItem", MATCH_ORDER, notes)
    return BracketRound(phase=phase, matches=tuple(_match(each, notes) for each in items))


def _match(element: Element, notes: Notes) -> BracketMatch:
    places = _ordered(element, "CompetitorPlace", SIDE_ORDER, notes)
    return BracketMatch(unit=_key(element, notes), sides=tuple(_side(each, notes) for each in places))


def _side(element: Element, notes: Notes) -> BracketSide:
    """A place; where nobody is named, its own code may say why."""
    get, named, previous = element.get, element.find("Competitor"), element.find("PreviousUnit")
    competitor = None if named is None else read_competitor(named)
    placeholder = PLACEHOLDERS.get(get("Code", ""))
    if competitor is None and placeholder is not None:
        competitor = Competitor(code=placeholder.value, placeholder=placeholder)
    return BracketSide(
        competitor=competitor,
        value=get("Result") or None,
        win_loss_tie=get("WLT") or None,
        from_unit=None if previous is None else _key(previous, notes),
        from_text=None if previous is None else previous.get("Value") or None,
        is_loser=previous is not None and previous.get("WLT") == LOSS,
    )


def _key(element: Element, notes: Notes) -> str | None:
    """The key of a unit; None where there is none, or one that is no key (a defect)."""
    code = element.get("Unit")
    if not code:
        return None
    try:
        return parse_rsc(code)
    except KeyInvalid as error:
        notes.add(Reason.KEY, f"{element.tag} Unit {code[:SHOWN_LENGTH_MAX]!r}: {error}")
        return None


def _ordered(element: Element, tag: str, names: tuple[str, ...], notes: Notes) -> list[Element]:
    """The children by the first of the attributes that they have; those without one last, as they come."""

    def order(each: Element) -> int:
        found = next((name for name in names if each.get(name)), None)
        at = None if found is None else notes.whole(each, found)
        return ORDER_LAST if at is None else at

    return sorted(element.iterfind(tag), key=order)


def read_standing(competition: Element, _envelope: Envelope, notes: Notes) -> Standing:
    """The lines in the order of SortOrder; one without a valid SortOrder comes last and is told as a defect."""
    lines = [line for each in competition.iterfind("Result") if (line := _line(each, notes)) is not None]
    lines.sort(key=place_of)
    return Standing(tuple(lines))


def _line(element: Element, notes: Notes) -> StandingLine | None:
    place = read_place(element, notes)
    if place is None:
        return None
    competitor, sort_order = place
    get = element.get
    won, tied, lost, played = (notes.whole(element, name) for name in ("Won", "Tied", "Lost", "Played"))
    return StandingLine(
        competitor=competitor,
        sort_order=sort_order,
        rank=get("Rank") or None,
        is_rank_shared=get("RankEqual") == YES,
        played=played,
        won=won,
        tied=tied,
        lost=lost,
        scored=get("For") or None,
        conceded=get("Against") or None,
        points=get("Points") or get("Result") or None,
        qualification=get("QualificationMark") or None,
    )
