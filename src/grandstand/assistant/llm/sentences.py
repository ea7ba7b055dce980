"""A stream of text as sentences, each as soon as it is whole. Pure."""

import re

END = re.compile(r"(?:[.!?…؟।]+[\"'”’»)*\]]*(?=\s)|[。！？]+[”」』）]*|\n+)")


class Sentences:
    """Takes pieces of text, gives sentences; joined again they are the text."""

    def __init__(self) -> None:
        self._rest = ""

    @property
    def waiting(self) -> int:
        """Characters that are no sentence yet."""
        return len(self._rest)

    def feed(self, text: str) -> list[str]:
        """The sentences that are whole now."""
        self._rest += text
        found, begins = [], 0
        for end in END.finditer(self._rest):
            # What comes after the last mark may be a closing sign that belongs to it.
            if end.end() < len(self._rest) and self._rest.count("{{", begins, end.start()) == self._rest.count(
                "}}", begins, end.start()
            ):
                found.append(self._rest[begins : end.end()])
                begins = end.end()
        self._rest = self._rest[begins:]
        return found

    def end(self) -> str:
        """What is left when there comes no more."""
        rest, self._rest = self._rest, ""
        return rest
