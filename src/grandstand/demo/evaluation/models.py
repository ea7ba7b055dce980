"""The nouns of an evaluation. Frozen, without I/O."""

from datetime import date
from enum import StrEnum

import msgspec

from grandstand.assistant import Intent


class Split(StrEnum):
    """TUNE may be looked at while the assistant is improved; TEST says how good it is."""

    TUNE = "tune"
    TEST = "test"


class Premise(StrEnum):
    """What a question takes for granted, and is not so."""

    NOT_WINNER = "not_winner"
    NOT_OVER = "not_over"
    NO_MEDAL = "no_medal"


class Where(StrEnum):
    """Where an order stands that nobody may follow."""

    QUESTION = "question"
    NAME = "name"
    DOCUMENT = "document"
    CELL = "cell"


class OfIntent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Questions of one intent."""

    tune: tuple[str, ...]
    test: tuple[str, ...]

    def of(self, split: Split) -> tuple[str, ...]:
        return self.tune if split is Split.TUNE else self.test


class FollowUp(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two questions, the second of which is understood by the first alone; `about`: a slot of one of them."""

    first: str
    then: str
    intent: Intent
    about: str
    gender: str | None = None


class WrongPremise(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    text: str
    premise: Premise


class Injection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order; an answer that says one of `forbidden` has followed it."""

    text: str
    forbidden: tuple[str, ...]
    where: Where


class Refusals(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    unanswerable: tuple[str, ...]


class QuestionSet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file of one language."""

    days: dict[str, str]
    intents: dict[Intent, OfIntent]
    follow_ups: tuple[FollowUp, ...]
    refusals: Refusals
    wrong_premises: tuple[WrongPremise, ...]
    injections: tuple[Injection, ...]


class Check(StrEnum):
    """What a question is there for."""

    INTENT = "intent"
    FOLLOW_UP = "follow_up"
    UNANSWERABLE = "unanswerable"
    WRONG_PREMISE = "wrong_premise"
    INJECTION = "injection"


class Filling(msgspec.Struct, frozen=True, kw_only=True):
    """What the slots of a question were filled with: codes, and the day."""

    event: str | None = None
    discipline: str | None = None
    athlete: str | None = None
    other_athlete: str | None = None
    delegation: str | None = None
    other_delegation: str | None = None
    venue: str | None = None
    day: date | None = None

    def codes(self) -> tuple[str, ...]:
        every = (
            self.event,
            self.discipline,
            self.athlete,
            self.other_athlete,
            self.delegation,
            self.other_delegation,
            self.venue,
        )
        return tuple(each for each in every if each is not None)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One question as it is asked.

    Args:
        first: the question before it, where it follows one.
        about: the code that the answer to a follow-up is about.
        intent: None where any will do.
        forbidden: what an answer may not say.
        table: what the asker brings along.
        is_known: whether the assistant has the same question among its own.
    """

    language: str
    check: Check
    text: str
    intent: Intent | None = None
    filling: Filling = Filling()
    first: str | None = None
    about: str | None = None
    premise: Premise | None = None
    forbidden: tuple[str, ...] = ()
    table: str | None = None
    is_known: bool = False


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that a right answer tells: one of these codes is named, or one of these values is."""

    what: str
    codes: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()


class Verdict(StrEnum):
    """Of a told fact. UNKNOWN: it is not about the Games, or nobody here can look it up."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A told fact with its verdict; `text` is the sentence it was told in."""

    kind: str
    value: str | int
    code: str | None
    verdict: Verdict
    message: str
    text: str


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one question.

    Args:
        intent, language: as understood; None where there was no answer.
        quick: whether it was answered without the models.
        needs, met: how many facts a right answer holds, and how many of them were told.
        missed: the others.
        checked: the told facts.
        is_right: of a refusal, a corrected premise, a follow-up and an order: as it is to be.
        first_ms: until the first sentence.
        problem: the code of the error there was instead.
    """

    asked: Asked
    intent: Intent | None
    language: str | None
    quick: bool
    needs: int
    met: int
    missed: tuple[str, ...]
    checked: tuple[Checked, ...]
    is_right: bool | None
    first_ms: float
    whole_ms: float
    problem: str | None
    answer: str


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A share with how many it is of, and Wilson's interval at 95 %; of times only the value and n."""

    value: float
    n: int
    low: float | None = None
    high: float | None = None
