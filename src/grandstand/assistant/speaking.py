"""What the campaign says, in the asker's language: statements of one reading, lines, questions, titles."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from grandstand.assistant.models import CardEvent, CardKind, ConfirmEvent, SourcePart, SuggestionEvent
from grandstand.assistant.telling import Slot, Telling, name, text
from grandstand.assistant.wording import Wording
from grandstand.kernel import i18n

ENVELOPES_PAGE = "/"
"""Where the fan finds her envelopes, vouchers, invitations and draws."""


class Tongue(NamedTuple):
    """How the asker is spoken to."""

    language: str
    zone: str
    at: datetime


class Speaking:
    """Says what the campaign knew at one instant.

    Args:
        telling: the answer that is filled.
        tongue: how the asker is spoken to.
        as_of: when the campaign was read; None: nothing was.
    """

    def __init__(self, telling: Telling, tongue: Tongue, as_of: datetime | None) -> None:
        self.telling = telling
        self.language = tongue.language
        self._source = None if as_of is None else telling.rest_on(SourcePart.CAMPAIGN, as_of)
        today = tongue.at.astimezone(ZoneInfo(tongue.zone)).date()
        self._wording = Wording(tongue.language, tongue.zone, today)

    def say(self, message: str, **slots: Slot) -> None:
        """Add a statement."""
        self.telling.say(message, self._source, **slots)

    def line(self, message: str, **slots: Slot) -> str:
        """A sentence that stands on a card or a button."""
        return self._wording.phrase(message, **slots)

    def title(self, pool: int, titles: Mapping[str, str]) -> Slot:
        """How the pool is called, in her language where operators have said it."""
        return name(self.words(titles), f"pool:{pool}")

    def words(self, texts: Mapping[str, str]) -> str:
        """One of several texts by language: hers, else the English one, else the first."""
        return texts.get(self.language) or texts.get("en") or next(iter(texts.values()), "")

    def shop(self, merchant: int, called: str | None) -> Slot:
        """How a merchant is called."""
        return name(
            called or i18n.text(self.language, "fan-shop-unknown", number=str(merchant)), f"merchant:{merchant}"
        )

    def reason(self, code: str) -> Slot:
        """Why something did not happen, as the pages say it."""
        return text(i18n.text(self.language, "-".join(["error", *code.split(".")])))

    def card(self, kind: CardKind, code: str, title: str, *lines: str, link: str = ENVELOPES_PAGE) -> None:
        """Add a card."""
        assert self._source is not None, "what is on a card was read"
        card = CardEvent(kind=kind, code=code, title=title, lines=lines, link=link, source=self._source)
        self.telling.show(card)

    def ask(self, act: str, question: str, button: str, token: str, expires_at: datetime) -> None:
        """Ask for her word before something is done."""
        self.telling.show(ConfirmEvent(act=act, text=question, button=button, token=token, expires_at=expires_at))

    def suggest(self, *messages: str) -> None:
        """Add questions that may come next."""
        for message in messages:
            self.telling.show(SuggestionEvent(text=self._wording.question(message)))
