"""Views over messages in memory, and short ways to write those messages."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from games import OPENING, key, message
from grandstand.live.envelope import sniff
from grandstand.live.join import END_OF_TIME, Join
from grandstand.live.models import Content, Identity, Stamp
from grandstand.live.parse import parse
from grandstand.live.rsc import event, parse_rsc
from grandstand.live.rules import is_test
from grandstand.live.state import LiveState, needed, state_of
from grandstand.live.views import Views

CODE = key("ALP", "EV0", "FNL", "000100--")
EVENT = event(parse_rsc(CODE))


def at(second: float) -> datetime:
    """So many seconds after the opening."""
    return OPENING + timedelta(seconds=second)


class Table:
    """The plain way to a state: every message in memory, everything parsed, nothing clever."""

    def __init__(self, bodies: Iterable[bytes] = ()) -> None:
        self.join = Join()
        self.contents: dict[bytes, Content | None] = {}
        for body in bodies:
            self.take(body)

    def take(self, body: bytes) -> None:
        envelope = sniff(body)
        if is_test(envelope, ()):
            return
        digest = sha256(body).digest()
        self.contents[digest] = parse(body, envelope).content
        self.add(envelope.identity, Stamp(envelope.version, envelope.generated_at, digest))

    def add(self, identity: Identity, stamp: Stamp) -> None:
        self.join.add(identity, stamp)

    def state(self, as_of: datetime = END_OF_TIME) -> LiveState:
        """The state as the specification builds it."""
        gaps = self.join.gaps(as_of)
        return state_of(needed(self.join, as_of), gaps, lambda each: self.contents[each.digest])


class Desk(Table):
    """The same with views, which are to hold what the plain way says."""

    def __init__(self) -> None:
        super().__init__()
        self.views = Views(self.join, self.find)
        self.hold: asyncio.Event | None = None

    async def find(self, digests: Sequence[bytes]) -> dict[bytes, Content | None]:
        if self.hold is not None:
            await self.hold.wait()
        return {digest: self.contents[digest] for digest in digests}

    def add(self, identity: Identity, stamp: Stamp) -> None:
        self.views.add(identity, stamp)


def schedule(version: int, second: int, units: str, *, delta: bool = False, code: str = "ALP") -> bytes:
    type_ = "DT_SCHEDULE_UPDATE" if delta else "DT_SCHEDULE"
    return message(type_, key(code, ""), version, at(second), units)


def unit(status: str, code: str = CODE, inner: str = "", **attributes: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<Unit Code="{code}" ScheduleStatus="{status}"{more}>{inner}</Unit>'


def row(rank: int, code: str, *, inner: str = "", **attributes: str) -> str:
    """A row that is ranked in the order it is shown."""
    named = {"Rank": str(rank), "SortOrder": str(rank)} | attributes
    more = "".join(f' {name}="{value}"' for name, value in named.items())
    return f'<Result{more}><Competitor Code="{code}" Type="A"/>{inner}</Result>'


def result(version: int, second: int, *codes: str, status: str = "OFFICIAL", unit: str = CODE) -> bytes:
    rows = "".join(row(rank, code) for rank, code in enumerate(codes, start=1))
    return message("DT_RESULT", unit, version, at(second), rows or None, status=status)


def participants(version: int, *people: tuple[str, str, str, str]) -> bytes:
    """People by code, given name, family name and organisation."""
    inner = "".join(
        f'<Participant Code="{code}" GivenName="{given}" FamilyName="{family}" Organisation="{organisation}"/>'
        for code, given, family, organisation in people
    )
    return message("DT_PARTIC", key("ALP", ""), version, OPENING, inner)


def medallists(version: int, second: int, event: str, *medals: tuple[str, str, str]) -> bytes:
    """Medals by colour, competitor and organisation."""
    inner = "".join(
        f'<Medal Code="ME_{colour}"><Competitor Code="{code}" Type="A" Organisation="{organisation}"/></Medal>'
        for colour, code, organisation in medals
    )
    return message("DT_MEDALLISTS", event, version, at(second), inner)
