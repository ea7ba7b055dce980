"""Whether a model's own words may be shown: free conversation that says nothing about the Games or the campaign.

They are always labelled. A name that the Games know, a word by which they are spoken of, a denied ability, a link
that no search has found: then none of it stands.
"""

import re

from grandstand.assistant.llm.models import Reason
from grandstand.assistant.llm.verify import Refused, Verified
from grandstand.assistant.llm.vocabulary import denial_in, topic_in, visible
from grandstand.live import Mentions, Reads

OWN_CHARACTERS_MAX = 4_000
LINK = re.compile(
    r"(?i)\b[a-z][a-z0-9+.-]{1,20}://[^\s)\]>\"']*|\bwww\.\S+|\]\(\s*[^)]*\)?|<\s*(?:a|img|iframe|script|svg)\b"
)
NAMED_CHARACTERS_MAX = 450
"""What is looked through for names at once."""
OVERLAP = 60


class OwnWords:
    """Of one answer, sentence by sentence.

    Args:
        reads: who and what the Games know by name.
        language: of the answer.
    """

    def __init__(self, reads: Reads, language: str) -> None:
        self._reads = reads
        self._languages = tuple(dict.fromkeys((language, "en")))
        self._links: set[str] = set()
        self._written = ""

    def allow(self, links: set[str]) -> None:
        """Let these addresses be shown: a search has found them."""
        self._links |= links

    async def check(self, sentence: str) -> Verified:
        """The sentence as it may be shown.

        Raises:
            Refused: it may not.
        """
        shown = visible(sentence)
        if len(self._written) + len(shown) > OWN_CHARACTERS_MAX:
            raise Refused(Reason.TOO_LONG)
        for found in LINK.findall(shown):
            if found.rstrip(".,;:!?") not in self._links:
                raise Refused(Reason.LINK, found)
        if "{{" in shown:
            raise Refused(Reason.REFERENCE, shown)
        # A name may begin in one sentence and end in the next.
        together = (self._written + shown)[-(len(shown) + OVERLAP) :]
        if (topic := topic_in(together)) is not None:
            raise Refused(Reason.TOPIC, topic)
        if (phrase := denial_in(together)) is not None:
            raise Refused(Reason.DENIAL, phrase)
        if await self._names(together):
            raise Refused(Reason.NAME, shown)
        self._written += shown
        return Verified(text=shown, statements=())

    async def _names(self, text: str) -> bool:
        for begins in range(0, len(text), NAMED_CHARACTERS_MAX - OVERLAP):
            part = text[begins : begins + NAMED_CHARACTERS_MAX]
            for language in self._languages:
                if names_in(await self._reads.mentions(part, language)):
                    return True
        return False


def names_in(mentions: Mentions) -> bool:
    """Whether anybody or anything of the Games is named."""
    return bool(
        mentions.athletes or mentions.delegations or mentions.events or mentions.disciplines or mentions.venues
    )
