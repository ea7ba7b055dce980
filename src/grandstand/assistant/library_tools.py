"""What the manuals say: quotations word for word, each with its page and highlight."""

from urllib.parse import urlencode

from babel import Locale

from grandstand.assistant.asked import Asked
from grandstand.assistant.models import Cited, Intent, QuotationEvent, SourcePart
from grandstand.assistant.telling import Slot, name, number, text
from grandstand.language.models import Language
from grandstand.library import Asking, Passage, is_installed
from grandstand.library import Question as LibraryQuestion

PASSAGES_SHOWN_MAX = 2
"""Of one answer; where manuals differ, one more."""


class LibraryTools:
    """Answers from the documents that the asker may read.

    Args:
        asking: the library; it looks at who asks.
    """

    intents = frozenset({Intent.RULES})

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def tell(self, asked: Asked) -> None:
        """Fill the answer with quotations, or say that there is nothing about it.

        Raises:
            Overloaded: the library is still being read after a start, or asked too much.
        """
        question = LibraryQuestion(text=asked.question.text, prior=Language(asked.understood.language))
        if not is_installed():
            asked.telling.say("manuals-away")
            return
        found = await self._asking.ask(asked.question.viewer, question)
        if not found.found:
            asked.telling.say("manuals-none")
            return
        if found.differ:
            asked.telling.say("manuals-differ")
        most = PASSAGES_SHOWN_MAX + 1 if found.differ else PASSAGES_SHOWN_MAX
        for at, passage in enumerate(found.passages[:most]):
            _quote(asked, passage, at)


def _quote(asked: Asked, passage: Passage, at: int) -> None:
    cited = Cited(title=passage.title, label=passage.label or None, page=passage.page, link=link_of(passage))
    source = asked.telling.rest_on(SourcePart.LIBRARY, None, cited=cited)
    slots: dict[str, Slot] = {"document": name(passage.title), "page": number(passage.page)}
    if passage.label:
        slots["edition"] = text(passage.label)
    message = "manual-says-edition" if passage.label else "manual-says"
    if passage.language == asked.understood.language:
        asked.telling.say(message, source, **slots)
    else:
        called = Locale(asked.understood.language).languages.get(passage.language, passage.language)
        asked.telling.say(f"{message}-abroad", source, language=text(called), **slots)
    asked.telling.show(
        QuotationEvent(id=f"q{at + 1}", text=passage.quotation, language=passage.language, source=source)
    )


def link_of(passage: Passage) -> str:
    """The address of the page with the quotation highlighted."""
    start, end = passage.quote
    where = {
        "version": passage.version,
        "page": passage.page,
        "chunk": passage.chunk,
        "start": start,
        "end": end,
    }
    return f"/library?{urlencode(where)}"
