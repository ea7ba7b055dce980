"""Who enters a draw: everybody who comes at the same moment in one transaction, each ticket once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

import msgspec

from grandstand.campaign.batches import Batcher
from grandstand.campaign.draws.errors import DrawUnknown, EntriesClosed, TicketNotEarned, TicketUnknown
from grandstand.campaign.draws.models import DrawId, DrawState, EarnedTicket, Ticket
from grandstand.campaign.draws.rules import ENTRIES_MAX, is_open
from grandstand.campaign.draws.storage import DrawStorage
from grandstand.campaign.outbox import DONE, Failed, Handled, Outbox, OutboxMessage
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Connection, Database, Row
from grandstand.kernel.errors import GrandstandError
from grandstand.kernel.ids import SubjectId

ENTER = "draw.enter"
"""The kind of the messages that bring earned tickets (`EarnedTicket`)."""
BATCH_MAX = 1024
WAITING_MAX = 8192
COUNT_AGAIN = timedelta(seconds=10)


class Entering:
    """Takes tickets: from fans who ask, and from rules of the campaign through the outbox."""

    def __init__(self, database: Database, clock: Clock, storage: DrawStorage, outbox: Outbox) -> None:
        self._database = database
        self._clock = clock
        self._storage = storage
        self._outbox = outbox
        self._counts: dict[int, tuple[datetime, int]] = {}
        self._batcher: Batcher[Ticket, Ticket] = Batcher(self._enter, batch_max=BATCH_MAX, waiting_max=WAITING_MAX)
        outbox.handle(ENTER, self._take_earned)

    async def enter(self, ticket: Ticket) -> None:
        """Store a ticket that a fan takes herself.

        Raises:
            DrawError: it does not count.
            Overloaded: too many are entering here; nothing was begun.
        """
        await self._batcher.answer(ticket)

    async def put_earned(self, db: Connection, tickets: Sequence[EarnedTicket]) -> None:
        """Give tickets in the caller's transaction; they come into the draw soon afterwards, each once."""
        messages = [
            message(ENTER, ticket.draw, ticket.fan, ticket.ticket, msgspec.json.encode(ticket))
            for ticket in tickets
        ]
        await self._outbox.put(db, messages)

    async def drain(self) -> None:
        """Return when everybody who was accepted has been answered."""
        await self._batcher.drain()

    async def _enter(self, tickets: Sequence[Ticket]) -> list[Ticket | GrandstandError]:
        """One transaction for everybody who enters at the same moment."""
        now = self._clock()
        async with self._database.transaction() as db:
            return await self._store(db, [(ticket, now, False) for ticket in tickets])

    async def _take_earned(self, messages: Sequence[OutboxMessage]) -> list[Handled]:
        bodies = [msgspec.json.decode(message.body, type=EarnedTicket) for message in messages]
        asked = [(Ticket(body.draw, body.fan, body.ticket), body.earned_at, True) for body in bodies]
        async with self._database.transaction() as db:
            stored = await self._store(db, asked)
        return [Failed(str(each)) if isinstance(each, GrandstandError) else DONE for each in stored]

    async def _store(
        self, db: Connection, asked: Sequence[tuple[Ticket, datetime, bool]]
    ) -> list[Ticket | GrandstandError]:
        """Store the tickets that count; the time is when each was taken, and whether it was earned."""
        locked = await self._storage.lock_for_entries(db, sorted({ticket.draw for ticket, _, _ in asked}))
        answers: list[Ticket | GrandstandError] = [
            _refusal(locked.get(ticket.draw), ticket, at, earned=earned) or ticket for ticket, at, earned in asked
        ]
        full = {draw for draw in locked if await self._count(db, draw) >= ENTRIES_MAX}
        answers = [
            EntriesClosed(f"A draw takes {ENTRIES_MAX} entries at most.") if ticket.draw in full else answer
            for answer, (ticket, _, _) in zip(answers, asked, strict=True)
        ]
        if accepted := [answer for answer in answers if isinstance(answer, Ticket)]:
            await self._storage.insert_entries(db, accepted)
        return answers

    async def _count(self, db: Connection, draw: int) -> int:
        """How many entries there were a few seconds ago: to count them takes long when there are many."""
        now = self._clock()
        counted = self._counts.get(draw)
        if counted is None or now - counted[0] > COUNT_AGAIN:
            self._counts = {each: known for each, known in self._counts.items() if now - known[0] <= COUNT_AGAIN}
            counted = self._counts[draw] = (now, await self._storage.count_entries(db, DrawId(draw), ENTRIES_MAX))
        return counted[1]


def message(kind: str, draw: int, fan: SubjectId, what: str, body: bytes) -> OutboxMessage:
    """A message that is the same whoever stores it again; a fan's messages of a draw are in order."""
    identity = uuid5(NAMESPACE_URL, f"grandstand:{kind}:{draw}:{fan}:{what}")
    return OutboxMessage(id=identity, kind=kind, key=f"draw:{draw}:{fan}", body=body)


def _refusal(row: Row | None, ticket: Ticket, at: datetime, *, earned: bool) -> GrandstandError | None:
    """Why a ticket does not count; None when it does.

    Args:
        row: state, times and tickets of the draw, None where there is no such draw.
        ticket: what is asked for.
        at: when it was taken or earned.
        earned: whether a rule gives it.
    """
    if row is None:
        return DrawUnknown(f"There is no draw {ticket.draw!r}.")
    if ticket.name not in row["tickets"]:
        return TicketUnknown(f"Draw {ticket.draw} has no ticket {ticket.name!r}; it has {row['tickets']!r}.")
    if ticket.name in row["earned"] and not earned:
        return TicketNotEarned(f"The ticket {ticket.name!r} is given to you once you have earned it.")
    if row["state"] != DrawState.ENTERING.value or not is_open(row["opens_at"], row["closes_at"], at):
        return EntriesClosed(
            f"Draw {ticket.draw} takes entries from {row['opens_at'].isoformat()} "
            f"to {row['closes_at'].isoformat()}."
        )
    return None
