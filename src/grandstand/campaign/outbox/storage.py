"""The table of messages, on the caller's connection."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from grandstand.campaign.outbox.models import DeadLetter, MessageState, OutboxMessage
from grandstand.kernel.database import Connection, load_queries, rows_affected


class Taken(NamedTuple):
    """A message that is ours until the lease ends, and how often it has been handed over, this time included."""

    message: OutboxMessage
    attempts: int


class Outcome(NamedTuple):
    """What becomes of a message that was taken."""

    message: OutboxMessage
    state: MessageState
    next_at: datetime
    reason: str


class OutboxStorage:
    def __init__(self) -> None:
        self._sql = load_queries("grandstand.campaign.outbox")

    async def put(self, db: Connection, messages: Sequence[OutboxMessage], now: datetime) -> None:
        """Store messages that are not there yet."""
        await db.execute(
            self._sql["put"],
            [message.key for message in messages],
            [message.id for message in messages],
            [message.kind for message in messages],
            [message.body for message in messages],
            now,
        )

    async def take(
        self, db: Connection, taker: UUID, kinds: Sequence[str], now: datetime, until: datetime, most: int
    ) -> list[Taken]:
        """Messages that are due, at most one of each key, in the order in which they were stored."""
        rows = await db.fetch(self._sql["take"], now, most, taker, until, list(kinds))
        rows.sort(key=lambda row: row["sequence"])
        return [
            Taken(OutboxMessage(id=row["id"], kind=row["kind"], key=row["key"], body=row["body"]), row["attempts"])
            for row in rows
        ]

    async def finish(self, db: Connection, taker: UUID, outcomes: Sequence[Outcome], now: datetime) -> None:
        """Write down what became of messages that this taker still holds."""
        await db.execute(
            self._sql["finish"],
            now,
            taker,
            [each.message.key for each in outcomes],
            [each.message.id for each in outcomes],
            [each.state.value for each in outcomes],
            [each.next_at for each in outcomes],
            [each.reason for each in outcomes],
        )

    async def delete_done(self, db: Connection, before: datetime, most: int) -> int:
        """How many messages that were told before this time have been deleted."""
        return rows_affected(await db.execute(self._sql["delete_done"], before, most))

    async def next_due(self, db: Connection) -> datetime | None:
        """When the next message is to be handed over; None where there is none."""
        at: datetime | None = await db.fetchval(self._sql["next_due"])
        return at

    async def waiting(self, db: Connection, most: int) -> int:
        """How many messages wait; counted up to `most`."""
        count: int = await db.fetchval(self._sql["waiting"], most)
        return count

    async def dead_letters(self, db: Connection, most: int) -> list[DeadLetter]:
        """What was given up, newest first."""
        return [DeadLetter(**row) for row in await db.fetch(self._sql["dead_letters"], most)]

    async def revive(self, db: Connection, key: str, id: UUID, now: datetime) -> bool:  # noqa: A002 - its name
        """Whether a message that was given up is handed over again."""
        return rows_affected(await db.execute(self._sql["revive"], key, id, now)) == 1
