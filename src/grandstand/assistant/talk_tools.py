"""Greetings, thanks, what there is to ask, and what there is no source for."""

from collections.abc import Sequence

from grandstand.assistant.asked import Asked
from grandstand.assistant.models import Intent, Statement, StatementId, SuggestionEvent
from grandstand.assistant.wording import Wording

MESSAGES = {
    Intent.HELP: ("help", "help-acts"),
    Intent.GREETING: ("greeting",),
    Intent.THANKS: ("thanks",),
    Intent.SMALLTALK: ("smalltalk",),
    Intent.OUT_OF_SCOPE: ("out-of-scope",),
}
SUGGESTIONS = {
    Intent.HELP: ("suggest-today", "suggest-plot", "suggest-order"),
    Intent.GREETING: ("suggest-live", "suggest-today", "suggest-win"),
    Intent.SMALLTALK: ("suggest-live", "suggest-missed", "suggest-win"),
    Intent.OUT_OF_SCOPE: ("suggest-live", "suggest-table", "suggest-win"),
}
"""What may be asked next: one who is thanked is left in peace."""


class TalkTools:
    """Says what needs no source, and what there is to ask."""

    intents = frozenset(MESSAGES)
    """What no part of Grandstand answers is told as out of scope."""

    async def tell(self, asked: Asked) -> None:
        """Fill the answer with the messages of what is wanted, and questions that may come next."""
        wanted = asked.understood.intent
        intent = wanted if wanted in MESSAGES else Intent.OUT_OF_SCOPE
        for message in MESSAGES[intent]:
            asked.telling.say(message)
        for text in _in_words(asked, SUGGESTIONS.get(intent, ())):
            asked.telling.show(SuggestionEvent(text=text))


def _in_words(asked: Asked, messages: Sequence[str]) -> list[str]:
    question = asked.question
    wording = Wording(asked.understood.language, question.zone, question.today)
    statements = (Statement(id=StatementId(message), message=message, slots={}) for message in messages)
    return [wording.sentence(each, {}) for each in statements]
