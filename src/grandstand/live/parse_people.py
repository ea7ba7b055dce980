"""Participants, teams, and the competitors of a row."""

from xml.etree.ElementTree import Element

from grandstand.live.attributes import Notes
from grandstand.live.models import (
    Athlete,
    Competitor,
    Envelope,
    Participant,
    Participants,
    Placeholder,
    Reason,
    Team,
    Teams,
)

PLACEHOLDERS = {each.value: each for each in Placeholder}


def read_participants(competition: Element, _envelope: Envelope, notes: Notes) -> Participants:
    """Everybody of the message by code; one without a code is left out."""
    found = []
    for each in competition.iter("Participant"):
        get = each.get
        if not (code := get("Code")):
            notes.add(Reason.VALUE, "A Participant has no Code.")
            continue
        found.append(
            Participant(
                code=code,
                given_name=get("GivenName") or None,
                family_name=get("FamilyName") or None,
                print_name=get("PrintName") or None,
                tv_name=get("TVName") or None,
                local_given_name=get("LocalGivenName") or None,
                local_family_name=get("LocalFamilyName") or None,
                gender=get("Gender") or None,
                organisation=get("Organisation") or None,
                birth_date=notes.day(each, "BirthDate"),
            )
        )
    return Participants(tuple(found))


def read_teams(competition: Element, _envelope: Envelope, notes: Notes) -> Teams:
    teams = []
    for each in competition.iter("Team"):
        get = each.get
        if not (code := get("Code")):
            notes.add(Reason.VALUE, "A Team has no Code.")
            continue
        members = tuple(
            member for athlete in each.iterfind("Composition/Athlete") if (member := athlete.get("Code"))
        )
        teams.append(
            Team(
                code=code,
                name=get("Name") or None,
                gender=get("Gender") or None,
                organisation=get("Organisation") or None,
                members=members,
            )
        )
    return Teams(tuple(teams))


def read_competitor(element: Element) -> Competitor | None:
    """The competitor of a row; None where it has no code."""
    get = element.get
    if not (code := get("Code")):
        return None
    name, athletes = None, []
    for child in element:
        if child.tag == "Description":
            name = child.get("TeamName") or None
        elif child.tag == "Composition":
            athletes += [found for each in child if (found := _athlete(each)) is not None]
    return Competitor(
        code=code,
        type=get("Type") or None,
        organisation=get("Organisation") or None,
        bib=get("Bib") or None,
        name=name,
        placeholder=PLACEHOLDERS.get(code),
        athletes=tuple(athletes),
    )


def _athlete(element: Element) -> Athlete | None:
    get = element.get
    if element.tag != "Athlete" or not (code := get("Code")):
        return None
    description = element.find("Description")
    named = {} if description is None else description.attrib
    return Athlete(
        code=code,
        organisation=named.get("Organisation") or get("Organisation") or None,
        bib=get("Bib") or None,
        given_name=named.get("GivenName") or None,
        family_name=named.get("FamilyName") or None,
    )
