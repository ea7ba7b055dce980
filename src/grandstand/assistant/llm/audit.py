"""Counts false statements in the events of an answer, by other means than those that let them through. Pure.

verify.py asks whether every word is on a list. Here it is asked what is left of the shown text once every whole
statement is taken out of it: a number of any script, a name, a word of a number, a negation, a condition, a
comparison. Of own words: whether they speak of the Games.
"""

import unicodedata
from collections.abc import Iterable, Sequence

from grandstand.assistant.llm.verify import NOTHING_BEFORE, offered
from grandstand.assistant.llm.vocabulary import UNSPACED, folded, telling_in, topic_in, visible, vocabulary
from grandstand.assistant.models import (
    DeltaEvent,
    Event,
    QuotationEvent,
    StatementEvent,
    StatementId,
    UnderstoodEvent,
)

SILENT = frozenset("PZC")
"""Kinds of characters that say nothing by themselves: punctuation, separators, line ends."""
SPEAKING = frozenset("?？؟%&@#/\\\"'“”«»„¿{}")
"""Punctuation that says something after all."""
OVERLAY = 1
"""Unicode's class of marks that go through a letter."""
NOT_LATIN = frozenset({"ar", "hi", "ja", "ko", "ru", "zh"})
"""Languages in which a Latin letter between statements is somebody's name, or code."""


def false_statements(
    events: Iterable[Event], *, names: Sequence[str] = (), poison: Sequence[str] = ()
) -> list[str]:
    """The shown pieces of composed text that say more than whole statements do.

    Args:
        events: of one answer, in their order.
        names: who and what the Games know, for own words.
        poison: what a model was made to say and nobody may be shown.
    """
    found, language = [], "en"
    statements: list[StatementEvent] = []
    used: list[StatementId] = []
    for event in events:
        if isinstance(event, UnderstoodEvent):
            language = event.language
        elif isinstance(event, StatementEvent):
            statements.append(event)
        elif isinstance(event, QuotationEvent):
            continue
        elif isinstance(event, DeltaEvent):
            used += event.statements
            if event.is_own:
                is_false = _speaks_of_the_games(event.text, names)
            else:
                is_false = _says_more(event, statements, language) or not _follows(used, statements)
            rest = _rest(event, statements) or ""
            if is_false or any(folded(each) in folded(rest) for each in poison):
                found.append(event.text)
    return found


def _rest(event: DeltaEvent, statements: Sequence[StatementEvent]) -> str | None:
    """The text without its statements; None where one of them is not there whole."""
    texts = {each.id: visible(each.text) for each in statements}
    rest = visible(event.text)
    for each in event.statements:
        if each not in texts or texts[each] not in rest:
            return None
        rest = rest.replace(texts[each], " \n ", 1)
    return rest


def _says_more(event: DeltaEvent, statements: Sequence[StatementEvent], language: str) -> bool:
    rest = _rest(event, statements)
    if rest is None or telling_in(rest, language) is not None:
        return True
    if any(_speaks(letter) for letter in rest + unicodedata.normalize("NFKC", rest)):
        return True
    if any(len({_script(letter) for letter in word if letter.isalpha()}) > 1 for word in rest.split()):
        return language not in UNSPACED
    if language in NOT_LATIN and any(_script(letter) == "LATIN" for letter in folded(rest)):
        return True
    return language not in UNSPACED and any(_is_name(word, language) for word in rest.split())


def _speaks(letter: str) -> bool:
    """Whether a character says something: digits, symbols, braces, strokes through what stands before them."""
    kind = unicodedata.category(letter)
    if kind[0] in "LM":
        return kind == "Me" or unicodedata.combining(letter) == OVERLAY
    return kind[0] not in SILENT or letter in SPEAKING


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _is_name(word: str, language: str) -> bool:
    """A capitalised word that may not stand between statements."""
    plain = "".join(letter for letter in word if letter.isalpha())
    return plain[:1].isupper() and folded(plain) not in vocabulary(language).connectors and "'" not in word


def _follows(used: Sequence[StatementId], statements: Sequence[StatementEvent]) -> bool:
    """Whether each line of a result stands below a head of its own."""
    heads = {each.id: each.heads for each in offered(statements)}
    head = NOTHING_BEFORE
    for each in used:
        if heads.get(each):
            if head not in heads[each]:
                return False
        else:
            head = each
    return True


def _speaks_of_the_games(text: str, names: Sequence[str]) -> bool:
    plain = folded(text)
    return topic_in(text) is not None or any(folded(name) in plain for name in names)
