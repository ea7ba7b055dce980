"""What the first question in a language would wait for, done before it comes: words read, patterns compiled."""

from datetime import date

from grandstand.assistant import follow, times, wanted, words
from grandstand.assistant.wording import UNKNOWN_STATUS, Wording

TEXT, ANY_DAY = "?", date(2026, 1, 1)


def rehearse(language: str) -> None:
    """Have everything read that a question in the language needs, whatever it asks; takes a tenth of a second."""
    words.learn(language)
    times.when_of(TEXT, language, ANY_DAY)
    times.without_times(TEXT, language)
    wanted.wants(TEXT, language)
    follow.ordinal(TEXT, language)
    Wording(language, "UTC", ANY_DAY).phrase(UNKNOWN_STATUS)
