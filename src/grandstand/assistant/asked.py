"""One understood question, and the answer that is being made; the tools that make answers."""

from typing import Protocol

from grandstand.assistant.intents import Understood
from grandstand.assistant.models import Intent
from grandstand.assistant.question import Question
from grandstand.assistant.telling import Telling


class Asked:
    """What a tool is given: the question, what it means, and the answer to fill.

    Args:
        question: as it was asked, by whom.
        understood: what it means.
    """

    def __init__(self, question: Question, understood: Understood) -> None:
        self.question = question
        self.understood = understood
        self.mentions = understood.mentions
        self.telling = Telling()


class Toolbox(Protocol):
    """Answers the questions about one part of Grandstand."""

    @property
    def intents(self) -> frozenset[Intent]:
        """What it answers."""
        ...

    async def tell(self, asked: Asked) -> None:
        """Fill `asked.telling` with statements and what is shown beside them.

        Raises:
            GrandstandError: nothing can be said for certain, and what the fan can do about it.
        """
        ...
