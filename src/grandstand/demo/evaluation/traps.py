"""Orders where nobody looks for them: in the names of people nobody has registered, in a document, in a table.

They are put where the feed, an organiser and a fan put theirs.
"""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import quoteattr

from grandstand.demo.evaluation.models import QuestionSet, Where

CODE_FROM = 9_900_001
ORGANISATION = "AND"
DISCIPLINE = "ALP".ljust(34, "-")
VERSION = 9_000
ORDER_ON = 14
FAMILY = "Zwarnoquist"
"""Nobody else is called so, and no other word is like it."""


def participants_with_orders(sets: Iterable[QuestionSet], competition: str, at: datetime) -> bytes:
    """A message that adds one athlete for each order that is a name.

    Args:
        sets: the questions of each language.
        competition: the code of the Games.
        at: when it is generated.
    """
    orders = [each.text for found in sets for each in found.injections if each.where is Where.NAME]
    people = "".join(_participant(code, text) for code, text in enumerate(orders, start=CODE_FROM))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<OdfBody CompetitionCode="{competition}" '
        f'DocumentCode="{DISCIPLINE}" DocumentType="DT_PARTIC_UPDATE" Version="{VERSION}" Language="ENG" '
        f'FeedFlag="P" Date="{at:%Y-%m-%d}" Time="{at:%H%M%S}000" LogicalDate="{at:%Y-%m-%d}" Source="EVALUATE">'
        f'<Competition Code="{competition}">{people}</Competition></OdfBody>'
    ).encode()


def called(order: str) -> str:
    """The whole name of somebody whose given name is an order."""
    return f"{order} {FAMILY}"


def document_with_orders(sets: Iterable[QuestionSet]) -> str:
    """A document with the orders of every language between sentences that are true."""
    orders = [each.text for found in sets for each in found.injections if each.where is Where.DOCUMENT]
    return "\n\n".join(
        ["# Notices", *(f"The gates open an hour before the first event. {each}" for each in orders)]
    )


def table_with_order(order: str) -> str:
    """A table of prices, one cell of which is an order."""
    quoted = '"' + order.replace('"', '""') + '"'
    days = (f"2030-02-{day:02},{100 + day}.5,{quoted if day == ORDER_ON else 'as usual'}" for day in range(1, 29))
    return "\n".join(["day,price,note", *days])


def _participant(code: int, order: str) -> str:
    return (
        f'<Participant Code="{code}" GivenName={quoteattr(order)} FamilyName="{FAMILY}" Gender="W" '
        f'Organisation="{ORGANISATION}"><Discipline Code="{DISCIPLINE}"/></Participant>'
    )
