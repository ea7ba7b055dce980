"""What an event has to say before it is a message: without a version, since that depends on all that was said."""

from datetime import datetime
from typing import NamedTuple, TypeAlias

from grandstand.demo.games.athletes import Side
from grandstand.demo.games.plan import Slot
from grandstand.demo.games.programme import Event
from grandstand.live import Colour


class Words(NamedTuple):
    """The next version of a document; `inner` None withdraws it. Few documents have a subcode."""

    at: datetime
    type: str
    code: str
    status: str
    inner: str | None
    subcode: str = ""


class Change(NamedTuple):
    """New values of units of the schedule, told as an update; `is_told` False where the next bulk says so."""

    at: datetime
    slots: tuple[Slot, ...]
    values: dict[str, object]
    is_told: bool = True
    extra: str = ""


class Bulk(NamedTuple):
    """The whole schedule of a discipline as it is then."""

    at: datetime
    discipline: str


class Won(NamedTuple):
    """The medals of an event; a later one replaces them."""

    at: datetime
    event: Event
    medals: tuple[tuple[Colour, Side], ...]


class Wake(NamedTuple):
    """Nothing: what comes next is thought of only when this time has come."""

    at: datetime


Draft: TypeAlias = Words | Change | Bulk | Won | Wake
