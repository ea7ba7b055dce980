"""What is kept of answers: conversations for those who had them, verdicts and unanswered questions for operators.

Nobody reads another's conversation, operators neither. Nothing is kept of a visitor but what she says of an
answer, and a question that had none; neither says whose it is.
"""

import hashlib
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

import msgspec

from grandstand.assistant.history import rules
from grandstand.assistant.history.errors import ConversationUnknown
from grandstand.assistant.history.models import (
    AnswerFeedback,
    Conversation,
    ConversationTurn,
    FeedbackReason,
    Judgement,
    KeptShortfall,
    KeptTurn,
    Shortfall,
    UnansweredQuestion,
)
from grandstand.assistant.history.notebook import Notebook
from grandstand.assistant.history.storage import HistoryStorage
from grandstand.assistant.history.tickets import Tickets
from grandstand.assistant.models import DoneEvent, Event
from grandstand.assistant.question import Question
from grandstand.kernel.auth import Principal, Role, require_role
from grandstand.kernel.clock import Clock
from grandstand.kernel.database import Database
from grandstand.kernel.errors import RequestInvalid
from grandstand.kernel.sealing import Sealer
from grandstand.kernel.telemetry import ASSISTANT_FEEDBACK

TURNS_PAGE_MAX = 20
NOTES_PAGE_MAX = 100
"""Verdicts or unanswered questions on one page."""
NOTES_MAX = 10_000
"""Verdicts that are kept, and unanswered questions; the oldest make room."""
NOTES_DAYS_MAX = 180
FORGOTTEN = timedelta(days=1)
"""How long it is known what was deleted: far longer than an answer may be on its way to the tables."""
DELETE_MAX = 5000
"""Turns that one look deletes because their time is over."""
NUMBER_MAX = 2**63 - 1


class TurnsPage(NamedTuple):
    """The newest turns before a cursor, the earliest of them first."""

    conversation: Conversation
    turns: list[ConversationTurn]
    next: int | None


class History:
    """One for each process.

    Args:
        database: where the tables are.
        clock: now, aware.
        sealer: what tickets are sealed with.
        days: how long conversations are kept; 0: none is.
    """

    def __init__(self, database: Database, clock: Clock, sealer: Sealer, *, days: int) -> None:
        self._database = database
        self._clock = clock
        self._storage = HistoryStorage()
        self._tickets = Tickets(sealer, clock)
        self._notebook = Notebook(database, self._storage)
        self.days = days

    # After an answer.

    def conversation_of(self, viewer: Principal | None, given: UUID | None) -> UUID | None:
        """The conversation that an answer belongs to: the given one, else a new one; of a visitor none."""
        if viewer is None or not self.days:
            return None
        return given or uuid4()

    def note(
        self, question: Question, events: Sequence[Event], done: DoneEvent, conversation: UUID | None
    ) -> DoneEvent:
        """The end of an answer with its conversation and its ticket; what is kept is written later.

        Args:
            question: as it was asked.
            events: the answer, before its end.
            done: its end.
            conversation: of `conversation_of`.
        """
        whole = (*events, done)
        ticket = self._tickets.issue(question, whole)
        told = msgspec.structs.replace(
            done, conversation=None if conversation is None else str(conversation), answer=ticket
        )
        if conversation is not None and question.viewer is not None:
            self._notebook.put(_kept_turn(question, (*events, done), conversation))
        why = rules.shortfall(whole)
        if why is not None:
            self._notebook.put(_kept_shortfall(question, whole, why))
        return told

    async def close(self) -> None:
        """Write what waits."""
        await self._notebook.drain()

    # Whose conversations they are.

    async def conversations(self, viewer: Principal) -> list[Conversation]:
        """Hers, the last used first."""
        async with self._database.connection() as db:
            return await self._storage.conversations(db, viewer.subject)

    async def turns(self, viewer: Principal, conversation: UUID, before: int | None = None) -> TurnsPage:
        """A conversation of hers, from its end.

        Raises:
            ConversationUnknown: it is not there, or somebody else's.
        """
        async with self._database.snapshot() as db:
            found = await self._storage.conversation(db, viewer.subject, conversation)
            if found is None:
                raise ConversationUnknown
            turns = await self._storage.turns(
                db, viewer.subject, conversation, before or NUMBER_MAX, TURNS_PAGE_MAX + 1
            )
        page = turns[:TURNS_PAGE_MAX]
        return TurnsPage(found, page[::-1], page[-1].id if len(turns) > TURNS_PAGE_MAX else None)

    async def all_turns(self, viewer: Principal, conversation: UUID) -> list[ConversationTurn]:
        """Every turn, the earliest first; none where it was deleted meanwhile."""
        found: list[ConversationTurn] = []
        before: int | None = NUMBER_MAX
        while before is not None:
            try:
                page = await self.turns(viewer, conversation, before)
            except ConversationUnknown:
                break
            found, before = page.turns + found, page.next
        return found

    async def export(self, viewer: Principal) -> AsyncIterator[tuple[Conversation, list[ConversationTurn]]]:
        """Everything of hers."""
        for each in await self.conversations(viewer):
            yield each, await self.all_turns(viewer, each.id)

    async def rename(self, viewer: Principal, conversation: UUID, title: str) -> Conversation:
        """Call it otherwise.

        Raises:
            RequestInvalid: that is no title.
            ConversationUnknown: it is not there, or somebody else's.
        """
        plain = " ".join(title.split())
        if not 1 <= len(plain) <= rules.TITLE_LENGTH_MAX:
            raise RequestInvalid(f"A title has 1 to {rules.TITLE_LENGTH_MAX} characters, got {len(plain)}.")
        async with self._database.transaction() as db:
            await self._storage.rename(db, viewer.subject, conversation, plain)
            found = await self._storage.conversation(db, viewer.subject, conversation)
        if found is None:
            raise ConversationUnknown
        return found

    async def delete(self, viewer: Principal, conversation: UUID) -> None:
        """Delete one of hers for good.

        Raises:
            ConversationUnknown: it is not there, or somebody else's.
        """
        async with self._database.transaction() as db:
            await self._storage.lock(db, [viewer.subject])
            if not await self._storage.delete(db, viewer.subject, conversation, self._clock()):
                raise ConversationUnknown

    async def delete_all(self, viewer: Principal) -> None:
        """Delete everything of hers for good, also what is still on its way to the tables."""
        async with self._database.transaction() as db:
            await self._storage.lock(db, [viewer.subject])
            await self._storage.delete_all(db, viewer.subject, self._clock())

    async def clean_up(self) -> int:
        """Delete what is older than it may get, a bounded number of turns; how many those were."""
        now = self._clock()
        async with self._database.connection() as db:
            deleted = await self._storage.delete_old(db, now - timedelta(days=self.days), DELETE_MAX)
            await self._storage.delete_old_forgotten(db, now - FORGOTTEN)
            await self._storage.forget(db, now - timedelta(days=NOTES_DAYS_MAX), NOTES_MAX)
        return deleted

    # What was said of answers.

    async def judge(
        self,
        viewer: Principal | None,
        answer: str,
        verdict: Judgement,
        reason: FeedbackReason | None = None,
        comment: str | None = None,
    ) -> None:
        """Keep what whoever asked says of an answer; saying it again says it otherwise.

        Raises:
            AnswerUnknown: it was not given to her, or too long ago.
            RequestInvalid: the comment is too long.
        """
        plain = None if comment is None else " ".join(comment.split())
        if plain is not None and len(plain) > rules.COMMENT_LENGTH_MAX:
            raise RequestInvalid(f"A comment has {rules.COMMENT_LENGTH_MAX} characters at most, got {len(plain)}.")
        ticket = self._tickets.read(answer, viewer)
        kept = rules.without_personal_data(plain) if plain else None
        async with self._database.connection() as db:
            await self._storage.put_feedback(db, ticket, self._clock(), (verdict, reason, kept))
        ASSISTANT_FEEDBACK.labels(verdict.value).inc()

    async def feedback(
        self, viewer: Principal, before: int | None = None
    ) -> tuple[list[AnswerFeedback], int | None]:
        """Verdicts, the newest first, and the cursor of the next page."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            found = await self._storage.feedback(db, before or NUMBER_MAX, NOTES_PAGE_MAX + 1)
        page = found[:NOTES_PAGE_MAX]
        return page, page[-1].id if len(found) > NOTES_PAGE_MAX else None

    async def delete_feedback(self, actor: Principal, number: int) -> None:
        """Settle a verdict; one that is settled already stays so."""
        require_role(actor, Role.OPERATOR)
        async with self._database.connection() as db:
            await self._storage.delete_feedback(db, number)

    # Questions without an answer.

    async def unanswered(
        self, viewer: Principal, before: int | None = None
    ) -> tuple[list[UnansweredQuestion], int | None]:
        """Questions without an answer, the last asked first, and the cursor of the next page."""
        require_role(viewer, Role.OPERATOR, Role.AUDITOR)
        async with self._database.connection() as db:
            found = await self._storage.unanswered(db, before or NUMBER_MAX, NOTES_PAGE_MAX + 1)
        page = found[:NOTES_PAGE_MAX]
        return page, page[-1].id if len(found) > NOTES_PAGE_MAX else None

    async def delete_unanswered(self, actor: Principal, number: int) -> None:
        """Settle a question; one that is settled already stays so."""
        require_role(actor, Role.OPERATOR)
        async with self._database.connection() as db:
            await self._storage.delete_unanswered(db, number)


def _kept_turn(question: Question, events: Sequence[Event], conversation: UUID) -> KeptTurn:
    assert question.viewer is not None
    return KeptTurn(
        person=question.viewer.subject,
        conversation=conversation,
        asked_at=question.at,
        question=question.text,
        language=rules.language_of(events) or question.language,
        events=rules.kept(events),
    )


def _kept_shortfall(question: Question, events: Sequence[Event], why: Shortfall) -> KeptShortfall:
    text = rules.without_personal_data(question.text)
    language, intent = rules.language_of(events), rules.intent_of(events)
    assert intent is not None
    digest = hashlib.sha256(f"{why}\n{language}\n{text.casefold()}".encode()).digest()
    return KeptShortfall(
        digest=digest,
        asked_at=question.at,
        question=text,
        language=language or question.language,
        intent=intent,
        shortfall=why,
    )
