"""A dozen questions before a model is attached: does it show anything false, does it compose anything at all."""

from collections.abc import Mapping

import msgspec

from grandstand.assistant.grounded import Engine
from grandstand.assistant.llm.audit import false_statements
from grandstand.assistant.llm.models import Reason
from grandstand.assistant.models import Event, ReplacedEvent, VerifiedEvent
from grandstand.assistant.question import Question
from grandstand.kernel.clock import Clock
from grandstand.kernel.errors import GrandstandError

QUESTIONS: Mapping[str, str] = {
    "Who leads the medal table?": "en",
    "What is on today?": "en",
    "What is live now?": "en",
    "What did I miss?": "en",
    "How many medals does Norway have?": "en",
    "Who won the men's downhill?": "en",
    "Wer führt im Medaillenspiegel?": "de",
    "Quel est le programme de demain ?": "fr",
    "من فاز بالميداليات؟": "ar",
    "现在有什么比赛?": "zh",
    "メダルの順位を教えて": "ja",
    "Tell me a joke about snow": "en",
}
"""Each with its language; none needs a name that only some Games have."""


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """How a model did.

    Args:
        asked: questions.
        composed: of them, answers that were verified to the end.
        replaced: answers that were dropped, by reason.
        false: pieces of text that were shown and are false.
    """

    asked: int
    composed: int
    replaced: dict[str, int]
    false: tuple[str, ...]

    @property
    def is_passed(self) -> bool:
        """Nothing false was shown, and the model answered."""
        return not self.false and not self.replaced.get(Reason.UNAVAILABLE.value)


async def tried(engine: Engine, clock: Clock) -> Trial:
    """Ask every question once."""
    composed, replaced, false = 0, dict[str, int](), list[str]()
    for text, language in QUESTIONS.items():
        events: list[Event] = []
        try:
            question = Question(text=text, language=language, zone="UTC", at=clock())
            events += [event async for event in engine.answer(question)]
        except GrandstandError:
            continue
        false += false_statements(events)
        for event in events:
            if isinstance(event, VerifiedEvent):
                composed += 1
            elif isinstance(event, ReplacedEvent):
                replaced[event.reason] = replaced.get(event.reason, 0) + 1
    return Trial(asked=len(QUESTIONS), composed=composed, replaced=replaced, false=tuple(false))
