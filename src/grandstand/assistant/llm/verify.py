"""Whether a sentence that a model composed may be shown: whole statements, and between them words of a list.

What can be wrong is told here once: a value, a name, a negation, a condition, a comparison, half a statement, or a
line of a result behind a head that is not its own. Pure.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

import msgspec

from grandstand.assistant.llm.models import Reason
from grandstand.assistant.llm.vocabulary import (
    UNSPACED,
    folded,
    is_connected_of,
    telling_in,
    visible,
    vocabulary,
    words_of,
)
from grandstand.assistant.models import FactKind, SaidFact, StatementEvent, StatementId

REFERENCE = re.compile(r"\{\{ ?([a-z][0-9]{1,3}) ?\}\}")
SIGNS = frozenset(".,:;!…–—()*\n 。、，：；！（）・،؛।¡")
"""Signs that may stand between statements. No question mark: it would doubt what follows it."""
BULLET = re.compile(r"\n[ \t]*[-•*][ \t]+")
APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")
NAMES_OF_A_RESULT = 2
"""A result says who and where; one that says less is a line below a head that says the rest."""
NOTHING_BEFORE = StatementId("")
"""The head of what was the first to be said: nothing else may stand before it."""
SENTENCE_CHARACTERS_MAX = 800
DOUBLED = frozenset(".,:;!。，：；！।،؛")


class Refused(Exception):
    """A sentence that is not shown.

    Args:
        reason: why.
        what: the word, sign or reference; for logs and tests, never for a fan.
    """

    def __init__(self, reason: Reason, what: str = "") -> None:
        super().__init__(f"{reason.value}: {what[:60]!r}")
        self.reason = reason
        self.what = what


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that a model may use.

    Args:
        heads: of a line of a result: the statements behind which it may stand; empty: it stands by itself.
        block: the answer or the tool call that it is of.
        is_heading: whether it introduces what comes after it.
        is_caveat: whether it has to be said wherever anything of its answer is.
    """

    id: StatementId
    text: str
    block: int
    heads: tuple[StatementId, ...] = ()
    is_heading: bool = False
    is_caveat: bool = False


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that may be shown, its statements written out."""

    text: str
    statements: tuple[StatementId, ...]


def offered(statements: Sequence[StatementEvent], block: int = 0) -> list[Offered]:
    """What of an answer a model may use.

    Of a tool's answer (a block after the first) nothing that names nobody: "nothing is scheduled" is true of what
    the model asked, not of what the fan did.
    """
    found = []
    for at, each in enumerate(statements):
        is_hanging = _hangs(statements, at)
        heads = tuple(_heads(statements, at)) if is_hanging else ()
        if block == 0 or (heads and NOTHING_BEFORE not in heads) or (not is_hanging and _names(each)):
            found.append(
                Offered(
                    id=each.id,
                    text=each.text,
                    block=block,
                    heads=heads,
                    is_heading=visible(each.text).rstrip().endswith((":", "：")),
                    is_caveat=not each.facts,
                )
            )
    return found


def _names(statement: StatementEvent) -> list[SaidFact]:
    return [fact for fact in statement.facts if fact.kind in {FactKind.NAME, FactKind.TEXT}]


def _is_result(statement: StatementEvent) -> bool:
    return any(fact.kind in {FactKind.RESULT, FactKind.STATUS} for fact in statement.facts)


def _hangs(statements: Sequence[StatementEvent], at: int) -> bool:
    """Whether it is true only below another one: "2. Berg" of this race, "place 3" of this athlete."""
    facts, names = statements[at].facts, _names(statements[at])
    is_line = any(fact.kind is FactKind.RESULT for fact in facts) and len(names) < NAMES_OF_A_RESULT
    return is_line or (at > 0 and bool(facts) and not names)


def _heads(statements: Sequence[StatementEvent], at: int) -> Iterator[StatementId]:
    """The nearest statement before it that stands by itself; those before that if they are about the same."""
    before = at - 1
    while before >= 0 and _hangs(statements, before):
        before -= 1
    if before < 0:
        yield NOTHING_BEFORE
        return
    yield statements[before].id
    if _is_result(statements[before]):
        return
    subject = _subject(statements[before])
    for earlier in range(before - 1, -1, -1):
        each = statements[earlier]
        if _hangs(statements, earlier) or _is_result(each) or subject is None or _subject(each) != subject:
            return
        yield each.id


def _subject(statement: StatementEvent) -> str | None:
    return next((fact.code for fact in _names(statement)), None)


class Verification:
    """Of one composed answer, sentence by sentence.

    Args:
        language: of the answer.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._offered: dict[StatementId, Offered] = {}
        self._written_out: list[tuple[str, StatementId]] = []
        self._used: list[StatementId] = []
        self._head = NOTHING_BEFORE
        self._heading: Offered | None = None

    @property
    def used(self) -> Collection[StatementId]:
        return tuple(self._used)

    def offer(self, statements: Sequence[Offered]) -> None:
        """Let more statements be used."""
        self._offered |= {each.id: each for each in statements}
        texts = [(visible(each.text), each.id) for each in self._offered.values()]
        self._written_out = sorted(texts, key=lambda each: -len(each[0]))

    def caveats(self) -> list[Offered]:
        """What has to be said and was not yet: of a composed answer, in the end."""
        return [each for each in self._offered.values() if each.is_caveat and each.id not in self._used]

    def check(self, sentence: str) -> Verified:
        """The sentence as it may be shown.

        Raises:
            Refused: it may not; nothing of it counts.
        """
        if len(sentence) > SENTENCE_CHARACTERS_MAX:
            raise Refused(Reason.TOO_LONG)
        parts = REFERENCE.split(self._referred(visible(sentence)))
        between, references = parts[0::2], [StatementId(each) for each in parts[1::2]]
        for at, text in enumerate(between):
            _check_words(text if at else f"\n{text}", self._language)
        statements = [self._statement(each) for each in references]
        if len(set(references)) < len(references) or set(references) & set(self._used):
            raise Refused(Reason.REPEATED, " ".join(references))
        self._follow(statements)
        self._used += references
        return Verified(text=_written(between, statements, self._language), statements=tuple(references))

    def _statement(self, reference: StatementId) -> Offered:
        if reference not in self._offered:
            raise Refused(Reason.REFERENCE, reference)
        return self._offered[reference]

    def _referred(self, sentence: str) -> str:
        """With each statement that was written out word for word as the reference that it should have been."""
        for text, reference in self._written_out:
            at = sentence.find(text)
            if at >= 0 and _stands_alone(sentence, at, at + len(text)):
                sentence = f"{sentence[:at]}{{{{{reference}}}}}{sentence[at + len(text) :]}"
        return sentence

    def _follow(self, statements: Sequence[Offered]) -> None:
        """See that lines of results stand below their heads, and headings above what they introduce."""
        head, heading = self._head, self._heading
        for each in statements:
            if each.heads and head not in each.heads:
                raise Refused(Reason.ORDER, each.id)
            if heading is not None and heading.block != each.block:
                raise Refused(Reason.ORDER, each.id)
            head = head if each.heads else each.id
            heading = each if each.is_heading else None
        self._head, self._heading = head, heading


def _stands_alone(sentence: str, start: int, end: int) -> bool:
    """Whether nothing before or after makes another word, number or reference of it."""
    before, after = sentence[start - 1 : start], sentence[end : end + 1]
    return not any(each.isalnum() or each in "{}-+.,:%/" for each in (before, after[:1]) if each)


def _check_words(text: str, language: str) -> None:
    """See that a text between statements says nothing.

    Raises:
        Refused: it does, or may.
    """
    plain = folded(APOSTROPHE.sub(" ", BULLET.sub("\n", text)))
    for letter in plain:
        kind = unicodedata.category(letter)[0]
        if kind == "N":
            raise Refused(Reason.NUMBER, letter)
        if kind not in "LM" and letter not in SIGNS:
            raise Refused(Reason.REFERENCE if letter in "{}" else Reason.SIGN, letter)
    if (reason := telling_in(plain, language)) is not None:
        raise Refused(reason, plain)
    words = vocabulary(language).connectors
    for word in words_of(plain):
        if not (is_connected_of(word, words) if language in UNSPACED else word in words):
            raise Refused(Reason.NAME if word not in text else Reason.WORD, word)


def _written(between: Sequence[str], statements: Sequence[Offered], language: str) -> str:
    """Words and statements in their order, parted so that no sign or letter of one joins the other."""
    written = between[0]
    for statement, after in zip(statements, between[1:], strict=True):
        last = written[-1:]
        if (
            last
            and not last.isspace()
            and last not in "(*（：，。"
            and not (language in UNSPACED and last.isalpha())
        ):
            written += " "
        written += statement.text
        # The statement has its own full stop.
        if after[:1] in DOUBLED and visible(statement.text)[-1:] in DOUBLED:
            after = after[1:]  # noqa: PLW2901 - the sign is dropped
        if after[:1] and not after[0].isspace() and after[0] not in ".,:;!)*。，：；！）":
            written += " "
        written += after
    return written
