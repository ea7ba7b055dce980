"""The lines as one process knows them: what is asked of every claim and by everybody who waits, from memory.

`refresh` in service.py renews it once a second; while the database is away it answers what it knew.
"""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from grandstand.campaign.models import PoolState
from grandstand.campaign.waiting.errors import (
    NotYet,
    TicketLapsed,
    TicketNeeded,
    TicketUnreadable,
)
from grandstand.campaign.waiting.models import Place, PlaceState, Room, RoomState, RoomView, Ticket, Turn
from grandstand.campaign.waiting.rules import MILLI, PASS_S, ask_again_s, expected_s, pace
from grandstand.campaign.waiting.tickets import is_signed, read_ticket
from grandstand.kernel.auth import Mac
from grandstand.kernel.ids import PoolId, SubjectId
from grandstand.web.asgi import Headers, header

TICKET_HEADER = b"grandstand-ticket"
REFRESH_RETRY_AFTER_S = 1.0
"""A ticket whose turn has come may be ahead of what another process knows, by one refresh."""


class Line:
    """One line at one instant.

    Args:
        room: as its row says.
        turns: how far it had come, in order.
        mac: of its tickets.
        pool_state: as the pool is treated now.
        as_of: when this was read.
    """

    def __init__(
        self, room: Room, turns: tuple[Turn, ...], mac: Mac, pool_state: PoolState, as_of: datetime
    ) -> None:
        self.room = room
        self.mac = mac
        self.pool_state = pool_state
        self.as_of = as_of
        self._turns = turns

    @property
    def is_open(self) -> bool:
        return self.room.state is RoomState.OPEN

    @property
    def length(self) -> int:
        """How many wait."""
        return self.room.joined - self.room.admitted

    @cached_property
    def per_s(self) -> float | None:
        """The pace that the line is let in at; None while nobody is."""
        return pace(self._turns, self.room.per_second) if self.pool_state is PoolState.OPEN else None

    @cached_property
    def expected_s(self) -> int | None:
        """How long somebody waits who joins now; 0 where there is no line."""
        return expected_s(self.length, self.per_s) if self.is_open else 0

    def place(self, number: int) -> Place:
        """Where a ticket is."""
        state, ahead, expectation, pass_s = PlaceState.NOBODY_WAITS, 0, None, None
        if self.is_open:
            state = self._state(number)
        if state is PlaceState.WAITING:
            ahead = number - self.room.admitted - 1
            expectation = expected_s(ahead, self.per_s)
        elif state is PlaceState.ADMITTED:
            pass_s = self._pass_s(number)
        return Place(
            pool=self.room.pool,
            state=state,
            number=number,
            ahead=ahead,
            expected_s=expectation if state is PlaceState.WAITING else 0,
            ask_again_s=ask_again_s(expectation) if state is PlaceState.WAITING else 0,
            pass_s=pass_s,
            pool_state=self.pool_state,
            as_of=self.as_of,
        )

    def view(self) -> RoomView:
        """What operators see."""
        room = self.room
        return RoomView(
            pool=room.pool,
            state=room.state,
            automatic=room.automatic,
            per_second=room.per_second,
            joined=room.joined,
            admitted=room.admitted,
            length=self.length,
            admitted_per_s=self.per_s if self._turns else None,
            expected_s=self.expected_s,
            as_of=self.as_of,
        )

    def _state(self, number: int) -> PlaceState:
        if number > self.room.admitted:
            return PlaceState.WAITING
        return PlaceState.LAPSED if number <= self.room.lapsed else PlaceState.ADMITTED

    def _pass_s(self, number: int) -> int:
        at = bisect_left(self._turns, number, key=lambda turn: turn.admitted)
        since_ms = self.room.clock_ms - self._turns[at].clock_ms if at < len(self._turns) else 0
        return max(0, PASS_S - since_ms // MILLI)


class Turnstile:
    """Lets claims through, and says where tickets are."""

    def __init__(self) -> None:
        self._lines: dict[PoolId, Line] = {}

    def renew(self, lines: Iterable[Line]) -> None:
        """These are the lines from now on."""
        self._lines = {line.room.pool: line for line in lines}

    def lines(self) -> list[Line]:
        """All that are known, the newest pool first."""
        return sorted(self._lines.values(), key=lambda line: -line.room.pool)

    def expectations(self) -> dict[PoolId, int | None]:
        """The pools with a line, and the seconds that somebody waits there who joins now; None: nobody knows."""
        return {pool: line.expected_s for pool, line in self._lines.items() if line.is_open}

    def line(self, pool: PoolId) -> Line | None:
        """The line of a pool, None where there has never been one."""
        return self._lines.get(pool)

    def may_claim(self, pool: PoolId, fan: SubjectId, headers: Headers) -> None:
        """Pass when there is no line at the pool, or it is the fan's turn.

        Raises:
            TicketNeeded, TicketUnreadable, NotYet, TicketLapsed: it is not.
        """
        line = self._lines.get(pool)
        if line is None or not line.is_open:
            return
        text = header(headers, TICKET_HEADER)
        if text is None:
            raise TicketNeeded(f"There is a line at pool {pool}; take a ticket, and send it with the claim.")
        ticket, _ = self._read(text.decode("latin-1"))
        if (ticket.pool, ticket.fan) != (pool, fan):
            raise TicketUnreadable("This ticket is somebody else's, or for another pool.")
        place = line.place(ticket.number)
        if place.state is PlaceState.WAITING:
            wait_s = max(REFRESH_RETRY_AFTER_S, float(place.ask_again_s))
            raise NotYet(f"{place.ahead} tickets come before yours.", retry_after_s=wait_s)
        if place.state is PlaceState.LAPSED:
            raise TicketLapsed(f"A ticket can be used for {PASS_S} s once its turn has come; take another one.")

    def place(self, pool: PoolId, text: str) -> Place:
        """Where a ticket is.

        Raises:
            TicketUnreadable: it is none of ours, or for another pool.
        """
        ticket, line = self._read(text)
        if ticket.pool != pool:
            raise TicketUnreadable(f"This ticket is for pool {ticket.pool}.")
        return line.place(ticket.number)

    def _read(self, text: str) -> tuple[Ticket, Line]:
        ticket, whole = read_ticket(text)
        line = self._lines.get(ticket.pool)
        if line is None or not is_signed(whole, line.mac):
            raise TicketUnreadable("This is not a ticket of ours; take one.")
        return ticket, line
