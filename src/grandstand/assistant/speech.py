"""In which language a question is asked: by words that we know, by statistics, then by the page. Pure."""

from collections.abc import Collection

from grandstand.assistant.intents import PLACEHOLDER
from grandstand.assistant.words import vocabulary, words
from grandstand.language.identify import identify
from grandstand.language.models import LANGUAGES, UNKNOWN, Language
from grandstand.language.scripts import Script, letters

KNOWN_MIN = 2
"""So many words that only one language knows tell it by themselves; fewer do where they are half of all words."""
LOANED = Language("en")
"""Whose words are used in all other languages."""


def language_of(rest: str, page: str) -> str:
    """The language of a question.

    Args:
        rest: the question, its names replaced by their kind: they are the same in many languages.
        page: the language of the page, which decides where the words do not.
    """
    plain = PLACEHOLDER.sub(" ", rest)
    speakers = _speakers(plain)
    if len(speakers) == 1:
        return str(next(iter(speakers)))
    found = identify(plain, prior=Language(page), among=speakers).language
    return page if found == UNKNOWN else str(found)


def says_no_language(rest: str) -> bool:
    """Whether a question, its names replaced by their kind, has no word of its own, or one that English knows.

    One word such as "live", "replay" or "vs" stands in the questions of every language.
    """
    said = words(rest)
    return not said or (len(said) == 1 and said[0] in vocabulary(LOANED))


def is_written_everywhere(text: str, page: str) -> bool:
    """Whether names written so say nothing of the asker's language: in Latin letters, or in those of the page."""
    found = letters(text)
    script = max(found, key=lambda each: found[each], default=Script.LATIN)
    return script is Script.LATIN or language_of(text, page) == page


def _speakers(text: str) -> Collection[Language]:
    """The languages of ours that know most of its words; all of them where too few are known."""
    said = words(text)
    known = {language: sum(word in vocabulary(language) for word in said) for language in LANGUAGES}
    most = max(known.values(), default=0)
    if most < min(KNOWN_MIN, (len(said) + 1) // 2) or not most:
        return LANGUAGES
    return [language for language in LANGUAGES if known[language] == most]
