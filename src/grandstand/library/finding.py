"""Found or not found: how sure it is that the best chunk answers the question. Pure.

A small logistic regression over what ranking has computed anyway. Its coefficients are fitted on the tune split of
our questions by benchmarks/library_calibration.py, which prints them in this form; the test split has no part in
it.
"""

from collections.abc import Iterable
from math import exp, isnan, log
from typing import NamedTuple

from grandstand.language.values import Kind, codes, values

THRESHOLD = 0.2
"""From this confidence on an answer counts as found, in a collection of strictness 0.5. Chosen so that "not found"
is right nine times of ten where it is said (library_calibration.py)."""


class Evidence(NamedTuple):
    """What speaks for the best chunk.

    `thorough` and `quick` are z, `coverage` is of BM25. `sentence` is the highest cosine that one of its sentences
    has with the question by the thorough model, less what its language alone is worth (NaN where they have no
    vectors yet), `meaning` that of the quoted sentence by the quick model. `words` is the share of the question's
    words that it has, `lead` how far the chunk is ahead of the tenth. `known` is 1, or 0 where the question names
    a code that none of the best chunks has.
    """

    thorough: float
    quick: float
    coverage: float
    sentence: float
    meaning: float
    words: float
    lead: float
    known: float


class Coefficients(NamedTuple):
    """Of a logistic regression: one for each part of the evidence, and the constant."""

    weights: Evidence
    constant: float


FULL = Coefficients(Evidence(0.22, 0.00, 0.00, 15.81, 0.77, 0.00, 0.38, 4.84), -13.79)
WHOLE = Coefficients(Evidence(0.22, 0.00, 0.00, 0.00, 2.60, 0.00, 0.42, 5.06), -7.26)
"""Where sentences have no vectors of the thorough model yet."""
QUICK = Coefficients(Evidence(0.00, 0.45, 0.00, 0.00, 4.24, 0.00, 0.44, 4.34), -7.46)
"""Without the thorough model."""
WORDS_ONLY = Coefficients(Evidence(0.00, 0.00, 0.00, 0.00, 0.00, 4.41, 0.00, 4.00), -7.33)
"""Without any model. Not fitted: our questions paraphrase the manuals, and words alone tell little of them. Here
a sentence that has 44 of 100 parts of what is rare in the question is just good enough."""


def is_known(question: str, texts: Iterable[str]) -> bool:
    """Whether some text has each code that a question names: T8, P3. Who asks for bus T8 wants no other bus."""
    asked = frozenset(value.normal for value in values(question) if value.kind is Kind.CODE)
    return not asked or asked <= frozenset[str]().union(*map(codes, texts))


def confidence(evidence: Evidence, *, has_thorough: bool, has_quick: bool) -> float:
    """How sure it is that the question is answered, from 0 to 1."""
    by_models = (WHOLE if isnan(evidence.sentence) else FULL) if has_thorough else QUICK
    model = by_models if has_thorough or has_quick else WORDS_ONLY
    known = zip(model.weights, evidence, strict=True)
    return logistic(sum(weight * each for weight, each in known if weight) + model.constant)


def logistic(x: float) -> float:
    """1 / (1 + e^-x), without overflow."""
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def threshold(strictness: float) -> float:
    """The confidence that a collection of this strictness wants: THRESHOLD at 0.5, 0 at 0, 1 at 1.

    In between the odds are moved, so that equal steps of strictness are equal steps of evidence.
    """
    if strictness in {0.0, 1.0}:
        return strictness
    return logistic(log(THRESHOLD / (1 - THRESHOLD)) + 2 * log(strictness / (1 - strictness)))
