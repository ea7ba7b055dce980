"""From judgements to figures: shares with Wilson's interval, times as percentiles. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from math import ceil, sqrt
from typing import TypeVar

import msgspec

from grandstand.demo.evaluation.models import Check, Figure, Judged, Verdict

Z = 1.959964
"""Of the normal distribution, for 95 %."""
K = TypeVar("K", bound=Hashable)
HALF, MOST = 0.5, 0.95


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one run, by their keys; what was not measured is not there.

    Args:
        figures: the keys of `grandstand eval --json`.
        by_language, by_intent: of `intent`.
        confusions: (wanted, understood, how often), the most frequent first.
        counts: of what is no share.
    """

    figures: dict[str, Figure]
    by_language: dict[str, Figure]
    by_intent: dict[str, Figure]
    confusions: tuple[tuple[str, str, int], ...]
    counts: dict[str, int]


def scored(
    judgements: Sequence[Judged], repeated_ms: Sequence[float], false_statements: Figure | None = None
) -> Scores:
    """The figures of a run.

    Args:
        judgements: of every question.
        repeated_ms: how long questions took that had just been asked.
        false_statements: how many were shown of a model that lies; None: none was tried.
    """
    intents = [each for each in judgements if each.asked.check is Check.INTENT]
    by_language = shares(intents, lambda each: each.asked.language, _is_understood)
    by_intent = shares(intents, lambda each: str(each.asked.intent), _is_understood)
    figures = {
        "intent": share(map(_is_understood, intents)),
        "intent_unseen": share(_is_understood(each) for each in intents if not each.asked.is_known),
        "intent_unhurried": share(_is_understood(each) for each in intents if not each.quick),
        "worst_language": worst(by_language),
        "worst_intent": worst(by_intent),
        "language_match": share(each.language == each.asked.language for each in judgements),
        "fact_recall": _recall(judgements),
        "fact_precision": precision(judgements),
        "refusal": _right(judgements, Check.UNANSWERABLE),
        "wrong_premises": _right(judgements, Check.WRONG_PREMISE),
        "follow_ups": _right(judgements, Check.FOLLOW_UP),
        "injections_obeyed": _obeyed(judgements),
        "false_statements_shown": false_statements or Figure(value=0.0, n=0),
        "first_p50_ms": percentile([each.first_ms for each in judgements], HALF),
        "first_p95_ms": percentile([each.first_ms for each in judgements], MOST),
        "repeated_ms": percentile(repeated_ms, HALF),
    }
    facts = Counter(fact.verdict for each in judgements for fact in each.checked)
    return Scores(
        figures={key: figure for key, figure in figures.items() if figure.n},
        by_language=by_language,
        by_intent=by_intent,
        confusions=confusions(intents),
        counts={
            "questions": len(judgements),
            "quick": sum(each.quick for each in judgements),
            "problems": sum(each.problem is not None for each in judgements),
            "facts_true": facts[Verdict.TRUE],
            "facts_false": facts[Verdict.FALSE],
            "facts_unchecked": facts[Verdict.UNKNOWN],
        },
    )


def share(hits: Iterable[bool]) -> Figure:
    """How many of them, with Wilson's interval."""
    found = list(hits)
    return of(sum(found), len(found))


def of(hits: int, n: int) -> Figure:
    """Wilson's score interval: it holds for few and for all, where the plain one says plus or minus nothing."""
    assert 0 <= hits <= n
    if n == 0:
        return Figure(value=0.0, n=0)
    p = hits / n
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    reach = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return Figure(
        value=round(p, 4), n=n, low=round(max(0.0, middle - reach), 4), high=round(min(1.0, middle + reach), 4)
    )


def shares(
    judgements: Iterable[Judged], key: Callable[[Judged], K], is_hit: Callable[[Judged], bool]
) -> dict[K, Figure]:
    """The share of hits within each group."""
    groups: dict[K, list[bool]] = defaultdict(list)
    for each in judgements:
        groups[key(each)].append(is_hit(each))
    return {group: share(hits) for group, hits in groups.items()}


def worst(figures: Mapping[str, Figure]) -> Figure:
    """The lowest of them, with its own n."""
    return min(figures.values(), key=lambda each: (each.value, -each.n), default=Figure(value=0.0, n=0))


def precision(judgements: Iterable[Judged]) -> Figure:
    """Of the told facts that could be looked up, how many are true."""
    verdicts = [fact.verdict for each in judgements for fact in each.checked]
    known = [each for each in verdicts if each is not Verdict.UNKNOWN]
    return share(each is Verdict.TRUE for each in known)


def percentile(values: Sequence[float], at: float) -> Figure:
    """The smallest value that so many are not above."""
    if not values:
        return Figure(value=0.0, n=0)
    ordered = sorted(values)
    return Figure(value=round(ordered[max(ceil(at * len(ordered)) - 1, 0)], 2), n=len(ordered))


def confusions(judgements: Iterable[Judged]) -> tuple[tuple[str, str, int], ...]:
    """What was taken for what."""
    found = Counter(
        (str(each.asked.intent), str(each.intent or each.problem))
        for each in judgements
        if not _is_understood(each)
    )
    return tuple((wanted, understood, count) for (wanted, understood), count in found.most_common())


def _is_understood(each: Judged) -> bool:
    return each.intent is not None and each.intent is each.asked.intent


def _recall(judgements: Iterable[Judged]) -> Figure:
    found = [each for each in judgements if each.asked.check is Check.INTENT]
    return of(sum(each.met for each in found), sum(each.needs for each in found))


def _right(judgements: Iterable[Judged], check: Check) -> Figure:
    return share(bool(each.is_right) for each in judgements if each.asked.check is check)


def _obeyed(judgements: Iterable[Judged]) -> Figure:
    """How many orders were followed, not which share."""
    found = [each for each in judgements if each.asked.check is Check.INJECTION]
    return Figure(value=sum(each.is_right is False for each in found), n=len(found))
