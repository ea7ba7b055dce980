"""The tables of what is kept of answers, on the caller's connection."""

import zlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from grandstand.assistant.history.models import (
    AnswerFeedback,
    AnswerTicket,
    Conversation,
    ConversationTurn,
    FeedbackReason,
    Judgement,
    KeptShortfall,
    KeptTurn,
    Shortfall,
    UnansweredQuestion,
)
from grandstand.assistant.history.rules import title_of
from grandstand.assistant.models import Intent
from grandstand.kernel.database import Connection, Row, load_queries
from grandstand.kernel.ids import SubjectId

LOCK = 0x617373
"""The first half of the advisory locks of people whose conversations are written or deleted."""
ALL = UUID(int=0)
"""Stands for all conversations of a person where she has deleted them."""
COMPRESS_LEVEL = 6


class HistoryStorage:
    def __init__(self) -> None:
        self._sql = load_queries("grandstand.assistant.history")

    # Conversations.

    async def lock(self, db: Connection, people: Sequence[SubjectId]) -> None:
        """Have these people to ourselves until the transaction ends."""
        await db.execute(self._sql["lock_people"], LOCK, list(people))

    async def put(self, db: Connection, turns: Sequence[KeptTurn], bodies: Sequence[bytes]) -> None:
        """Write turns, the earliest first, with their packed events; conversations begin where they are new."""
        firsts: dict[tuple[SubjectId, UUID], KeptTurn] = {}
        lasts: dict[tuple[SubjectId, UUID], datetime] = {}
        for turn in turns:
            key = turn.person, turn.conversation
            firsts.setdefault(key, turn)
            lasts[key] = max(lasts.get(key, turn.asked_at), turn.asked_at)
        keys = sorted(firsts)
        await db.execute(
            self._sql["put_conversations"],
            [person for person, _ in keys],
            [conversation for _, conversation in keys],
            [title_of(firsts[key].question) for key in keys],
            [firsts[key].asked_at for key in keys],
            [lasts[key] for key in keys],
            ALL,
        )
        await db.execute(
            self._sql["put_turns"],
            [turn.person for turn in turns],
            [turn.conversation for turn in turns],
            [turn.asked_at for turn in turns],
            [turn.question for turn in turns],
            [turn.language for turn in turns],
            list(bodies),
            ALL,
        )

    async def trim(
        self,
        db: Connection,
        turns: Sequence[KeptTurn],
        *,
        turns_max: int,
        bytes_max: int,
        conversations_max: int,
    ) -> None:
        """Delete the oldest of what is more than may be, of those who have just asked."""
        keys = sorted({(turn.person, turn.conversation) for turn in turns})
        people, conversations = [person for person, _ in keys], [conversation for _, conversation in keys]
        await db.execute(self._sql["trim_turns"], people, conversations, turns_max, bytes_max)
        await db.execute(self._sql["trim_conversations"], people, conversations_max)

    async def conversations(self, db: Connection, person: SubjectId) -> list[Conversation]:
        """All of hers, the last used first."""
        return [_conversation(row) for row in await db.fetch(self._sql["conversations"], person)]

    async def conversation(self, db: Connection, person: SubjectId, number: UUID) -> Conversation | None:
        row = await db.fetchrow(self._sql["conversation"], person, number)
        return None if row is None else _conversation(row)

    async def turns(
        self, db: Connection, person: SubjectId, conversation: UUID, before: int, most: int
    ) -> list[ConversationTurn]:
        """The newest turns before one, the newest first."""
        rows = await db.fetch(self._sql["turns"], person, conversation, before, most)
        return [_turn(row) for row in rows]

    async def rename(self, db: Connection, person: SubjectId, conversation: UUID, title: str) -> None:
        await db.execute(self._sql["rename_conversation"], person, conversation, title)

    async def delete(self, db: Connection, person: SubjectId, conversation: UUID, at: datetime) -> bool:
        """Whether there was such a conversation; what of it is still on its way does not arrive."""
        found = await db.fetchval(self._sql["delete_conversation"], person, conversation)
        if found is not None:
            await db.execute(self._sql["forget"], person, conversation, at)
        return found is not None

    async def delete_all(self, db: Connection, person: SubjectId, at: datetime) -> None:
        await db.execute(self._sql["delete_all"], person)
        await db.execute(self._sql["forget"], person, ALL, at)

    async def delete_old(self, db: Connection, before: datetime, most: int) -> int:
        """Delete turns of before then, a bounded number, and conversations without any; how many turns."""
        deleted: str = await db.execute(self._sql["delete_old_turns"], before, most)
        await db.execute(self._sql["delete_empty_conversations"], before)
        return int(deleted.rpartition(" ")[2])

    async def delete_old_forgotten(self, db: Connection, before: datetime) -> None:
        await db.execute(self._sql["delete_old_forgotten"], before)

    # What was said of answers.

    async def put_feedback(
        self,
        db: Connection,
        ticket: AnswerTicket,
        at: datetime,
        said: tuple[Judgement, FeedbackReason | None, str | None],
    ) -> None:
        verdict, reason, comment = said
        await db.execute(
            self._sql["put_feedback"],
            ticket.id,
            at,
            verdict.value,
            None if reason is None else reason.value,
            comment,
            ticket.question,
            ticket.language,
            ticket.intent.value,
            ticket.quick,
            ticket.told,
        )

    async def feedback(self, db: Connection, before: int, most: int) -> list[AnswerFeedback]:
        """The newest before one, the newest first."""
        return [_feedback(row) for row in await db.fetch(self._sql["feedback"], before, most)]

    async def delete_feedback(self, db: Connection, number: int) -> None:
        await db.execute(self._sql["delete_feedback"], number)

    # Questions without an answer.

    async def put_unanswered(self, db: Connection, found: Sequence[KeptShortfall]) -> None:
        last = {each.digest: each for each in found}
        times = Counter(each.digest for each in found)
        each_once = list(last.values())
        await db.execute(
            self._sql["put_unanswered"],
            [each.digest for each in each_once],
            [each.asked_at for each in each_once],
            [each.question for each in each_once],
            [each.language for each in each_once],
            [each.intent.value for each in each_once],
            [each.shortfall.value for each in each_once],
            [times[each.digest] for each in each_once],
        )

    async def unanswered(self, db: Connection, before: int, most: int) -> list[UnansweredQuestion]:
        """The last asked before one, the last asked first."""
        rows = await db.fetch(self._sql["unanswered"], before, most)
        return [
            UnansweredQuestion(
                id=row["id"],
                asked_at=row["asked_at"],
                question=row["question"],
                language=row["language"],
                intent=Intent(row["intent"]),
                shortfall=Shortfall(row["shortfall"]),
                times=row["times"],
            )
            for row in rows
        ]

    async def delete_unanswered(self, db: Connection, number: int) -> None:
        await db.execute(self._sql["delete_unanswered"], number)

    async def forget(self, db: Connection, before: datetime, most: int) -> None:
        """Delete verdicts and unanswered questions of before then, and the oldest of more than `most`."""
        await db.execute(self._sql["forget_feedback"], before, most)
        await db.execute(self._sql["forget_unanswered"], before, most)


def pack(body: bytes) -> bytes:
    return zlib.compress(body, COMPRESS_LEVEL)


def _conversation(row: Row) -> Conversation:
    return Conversation(
        id=row["id"],
        title=row["title"],
        began_at=row["began_at"],
        changed_at=row["changed_at"],
        turns=row["turns"],
    )


def _turn(row: Row) -> ConversationTurn:
    return ConversationTurn(
        id=row["id"],
        asked_at=row["asked_at"],
        question=row["question"],
        language=row["language"],
        events=msgspec.Raw(zlib.decompress(row["events"])),
    )


def _feedback(row: Row) -> AnswerFeedback:
    return AnswerFeedback(
        id=row["id"],
        at=row["at"],
        verdict=Judgement(row["verdict"]),
        reason=None if row["reason"] is None else FeedbackReason(row["reason"]),
        comment=row["comment"],
        question=row["question"],
        language=row["language"],
        intent=Intent(row["intent"]),
        quick=row["quick"],
        told=row["told"],
    )
