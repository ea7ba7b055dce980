"""Tickets of answers: whoever was given one asked, and she alone may say something of the answer.

A ticket is sealed and not signed: it holds the question, so that a verdict needs nothing that the server kept.
"""

from base64 import b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import msgspec

from grandstand.assistant.history import rules
from grandstand.assistant.history.errors import AnswerUnknown
from grandstand.assistant.history.models import AnswerTicket
from grandstand.assistant.models import DoneEvent, Event
from grandstand.assistant.question import Question
from grandstand.kernel.auth import Principal
from grandstand.kernel.clock import Clock
from grandstand.kernel.errors import SettingsInvalid
from grandstand.kernel.sealing import Sealer

TICKET_LENGTH_MAX = 8192
TICKET_DAYS_MAX = 7
"""How long something may be said of an answer."""
PURPOSE = "answer of the assistant"


class Tickets:
    """Makes and reads tickets.

    Args:
        sealer: of the deployment, so that any process reads what another has made.
        clock: now, aware.
    """

    def __init__(self, sealer: Sealer, clock: Clock) -> None:
        self._sealer = sealer
        self._clock = clock

    def issue(self, question: Question, events: Sequence[Event]) -> str | None:
        """The ticket of an answer; None where nothing was understood."""
        intent = rules.intent_of(events)
        if intent is None:
            return None
        ticket = AnswerTicket(
            id=uuid4(),
            at=question.at,
            asker=None if question.viewer is None else question.viewer.subject,
            question=rules.without_personal_data(question.text),
            language=rules.language_of(events) or question.language,
            intent=intent,
            quick=any(isinstance(each, DoneEvent) and each.quick for each in events),
            told=rules.told(events) if rules.is_public(events) else None,
        )
        sealed = self._sealer.seal(msgspec.msgpack.encode(ticket), PURPOSE)
        return urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def read(self, text: str, viewer: Principal | None) -> AnswerTicket:
        """What a ticket says, to her whose it is.

        Raises:
            AnswerUnknown: it is none of ours, too old, or somebody else's.
        """
        if len(text) > TICKET_LENGTH_MAX or not text.isascii():
            raise AnswerUnknown
        try:
            sealed = b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
            ticket = msgspec.msgpack.decode(self._sealer.open(sealed, PURPOSE), type=AnswerTicket)
        except (ValueError, SettingsInvalid, msgspec.DecodeError):
            raise AnswerUnknown from None
        is_hers = ticket.asker is None or (viewer is not None and viewer.subject == ticket.asker)
        if not is_hers or ticket.at + timedelta(days=TICKET_DAYS_MAX) < self._clock():
            raise AnswerUnknown
        return ticket
