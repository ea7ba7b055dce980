"""Greetings, thanks, what there is to ask, and what there is no source for."""

from grandstand.assistant.asked import Asked
from grandstand.assistant.models import Intent


class TalkTools:
    """Says what needs no source."""

    intents = frozenset({Intent.HELP, Intent.GREETING, Intent.THANKS, Intent.SMALLTALK, Intent.OUT_OF_SCOPE})

    async def tell(self, asked: Asked) -> None:
        """Fill the answer with the message of what is wanted."""
        asked.telling.say(asked.understood.intent.value.replace("_", "-"))
